// The texts of syntax errors: failing at a token or a span, what may be assigned to, and the words
// CPython has for each kind of expression.
#include "runner/lang/parser_impl.h"

namespace lessonrun::lang {

void Parser::fail_here(SyntaxError error, uint32_t begin, uint32_t end) {
  size_t line_start = begin;
  while (line_start > 0 && text_[line_start - 1] != '\n') --line_start;
  error.column = static_cast<int>(begin - line_start);
  error.end_column = error.column + static_cast<int>(end - begin);
  throw error;
}

void Parser::fail(std::string message, const Token& where, const char* type) {
  if (where.kind == Tok::kError) throw stream_.error;
  SyntaxError error;
  error.type = type;
  error.message = std::move(message);
  error.line = where.line;
  error.incomplete = where.kind == Tok::kEnd;
  fail_here(error, where.span.begin, where.span.end);
  throw error;
}

void Parser::fail(std::string message, Span where, int line) {
  SyntaxError error;
  error.message = std::move(message);
  error.line = line;
  fail_here(error, where.begin, where.end);
  throw error;
}

void Parser::fail_syntax() {
  const Token t = peek();
  if (t.kind == Tok::kError) throw stream_.error;
  // CPython reads on to the end first: a bad token or an open bracket explains more.
  if (stream_.tokens.size() >= 2 && stream_.tokens[stream_.tokens.size() - 2].kind == Tok::kError &&
      stream_.error.message.compare(0, 12, "unterminated") == 0) {
    throw stream_.error;
  }
  if (!stream_.open.empty() && !in_fstring_) {
    const Token open = stream_.open.back();
    SyntaxError error;
    error.message = std::string("'") + text_[open.span.begin] + "' was never closed";
    error.line = open.line;
    error.incomplete = true;
    fail_here(error, open.span.begin, open.span.end);
  }
  if (t.kind == Tok::kIndent) fail("unexpected indent", t, "IndentationError");
  fail("invalid syntax", t);
}

void Parser::expect(Tok k, const char* message) {
  if (at(k)) {
    advance();
    return;
  }
  if (message && !at(Tok::kError)) fail(message);
  fail_syntax();
}

const char* Parser::describe(const Expr* e) {
  switch (e->kind) {
    case ExprKind::kName:
      return "name";
    case ExprKind::kInt:
    case ExprKind::kFloat:
    case ExprKind::kImaginary:
    case ExprKind::kStr:
    case ExprKind::kBytes:
      return "literal";
    case ExprKind::kNone:
      return "None";
    case ExprKind::kTrue:
      return "True";
    case ExprKind::kFalse:
      return "False";
    case ExprKind::kEllipsis:
      return "ellipsis";
    case ExprKind::kJoinedStr:
    case ExprKind::kFormatted:
      return "f-string expression";
    case ExprKind::kTuple:
      return "tuple";
    case ExprKind::kList:
      return "list";
    case ExprKind::kSet:
      return "set display";
    case ExprKind::kDict:
      return "dict literal";
    case ExprKind::kListComp:
      return "list comprehension";
    case ExprKind::kSetComp:
      return "set comprehension";
    case ExprKind::kDictComp:
      return "dict comprehension";
    case ExprKind::kGenerator:
      return "generator expression";
    case ExprKind::kUnary:
    case ExprKind::kBinary:
    case ExprKind::kBoolOp:
      return "expression";
    case ExprKind::kCompare:
      return "comparison";
    case ExprKind::kCall:
      return "function call";
    case ExprKind::kAttribute:
      return "attribute";
    case ExprKind::kSubscript:
      return "subscript";
    case ExprKind::kStarred:
      return "starred";
    case ExprKind::kLambda:
      return "lambda";
    case ExprKind::kIfExp:
      return "conditional expression";
    case ExprKind::kNamed:
      return "named expression";
    case ExprKind::kYield:
    case ExprKind::kYieldFrom:
      return "yield expression";
    case ExprKind::kAwait:
      return "await expression";
    case ExprKind::kSlice:
      return "slice";
  }
  return "expression";
}

void Parser::check_target(const Expr* e, Use use) {
  switch (e->kind) {
    case ExprKind::kName:
      if (e->text == "__debug__") fail("cannot assign to __debug__", e->span, e->line);
      return;
    case ExprKind::kAttribute:
    case ExprKind::kSubscript:
      return;
    case ExprKind::kStarred:
      if (use == Use::kDelete) fail("cannot delete starred", e->span, e->line);
      if (use == Use::kAssign || use == Use::kNested || use == Use::kFor)
        return check_target(e->a, use);
      break;
    case ExprKind::kTuple:
    case ExprKind::kList:
      if (use == Use::kAugmented || use == Use::kAnnotated) break;
      for (const Expr* item : e->items)
        check_target(item, use == Use::kAssign ? Use::kNested : use);
      return;
    default:
      break;
  }
  const std::string what = describe(e);
  if (use == Use::kAugmented) {
    fail("'" + what + "' is an illegal expression for augmented assignment", e->span, e->line);
  }
  if (use == Use::kAnnotated) {
    if (e->kind == ExprKind::kTuple || e->kind == ExprKind::kList) {
      fail("only single target (not " + what + ") can be annotated", e->span, e->line);
    }
    fail("illegal target for annotation", e->span, e->line);
  }
  if (use == Use::kDelete) fail("cannot delete " + what, e->span, e->line);
  const bool constant =
      e->kind == ExprKind::kNone || e->kind == ExprKind::kTrue || e->kind == ExprKind::kFalse;
  if (use == Use::kFor || constant) fail("cannot assign to " + what, e->span, e->line);
  if (e->kind == ExprKind::kYield || e->kind == ExprKind::kYieldFrom) {
    fail("assignment to yield expression not possible", e->span, e->line);
  }
  // Only what could stand on the left of == is taken for a comparison with a missing =.
  const bool loose = e->kind == ExprKind::kCompare || e->kind == ExprKind::kBoolOp ||
                     e->kind == ExprKind::kIfExp || e->kind == ExprKind::kLambda ||
                     (e->kind == ExprKind::kUnary && e->op == Tok::kNot) || use == Use::kNested;
  fail("cannot assign to " + what + (loose ? "" : " here. Maybe you meant '==' instead of '='?"),
       e->span, e->line);
}

}  // namespace lessonrun::lang
