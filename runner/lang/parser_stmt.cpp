// Statements, and the texts of syntax errors.
#include <algorithm>

#include "runner/lang/parser_impl.h"

namespace lessonrun::lang {

// ---------------------------------------------------------------- failing

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

// ---------------------------------------------------------------- the whole

void Parser::parse(ParseMode mode) {
  if (mode == ParseMode::kEval) {
    while (accept(Tok::kNewline)) {
    }
    if (at(Tok::kIndent)) fail("unexpected indent", peek(), "IndentationError");
    ast_.expression = star_expressions();
    const Expr* e = ast_.expression;
    if (e->kind == ExprKind::kStarred || (e->kind == ExprKind::kNamed && !e->parenthesized))
      fail("invalid syntax",
           e->kind == ExprKind::kNamed ? Span{e->a->span.end, e->a->span.end} : e->span, e->line);
    while (accept(Tok::kNewline)) {
    }
    if (!at(Tok::kEnd)) fail_syntax();
    return;
  }
  if (mode == ParseMode::kExec) {
    ast_.body = statements_until(Tok::kEnd);
    return;
  }
  if (at(Tok::kEnd)) return;
  if (at(Tok::kIndent)) fail("unexpected indent", peek(), "IndentationError");
  statement(ast_.body);
  if (!at(Tok::kEnd)) {
    if (at(Tok::kError)) throw stream_.error;
    if (at(Tok::kIndent)) fail("unexpected indent", peek(), "IndentationError");
    fail("multiple statements found while compiling a single statement");
  }
}

std::vector<Stmt*> Parser::statements_until(Tok end) {
  std::vector<Stmt*> out;
  while (!at(end)) {
    if (at(Tok::kEnd)) fail_syntax();
    if (at(Tok::kIndent)) fail("unexpected indent", peek(), "IndentationError");
    statement(out);
  }
  return out;
}

Stmt* Parser::make_statement(StmtKind k, const Token& start) {
  Stmt* s = ast_.make_stmt();
  s->kind = k;
  s->span = start.span;
  s->line = start.line;
  return s;
}

Stmt* Parser::close(Stmt* s) {
  // Not beyond the last token that is text: NEWLINE and DEDENT have no width of their own.
  size_t i = at_;
  while (i > 0 && (stream_.tokens[i - 1].kind == Tok::kNewline ||
                   stream_.tokens[i - 1].kind == Tok::kDedent)) {
    --i;
  }
  if (i > 0) s->span.end = std::max(s->span.end, stream_.tokens[i - 1].span.end);
  return s;
}

void Parser::statement(std::vector<Stmt*>& out) {
  if (Stmt* compound = compound_statement()) {
    out.push_back(close(compound));
    return;
  }
  simple_line(out);
}

void Parser::simple_line(std::vector<Stmt*>& out) {
  for (;;) {
    out.push_back(close(simple_statement()));
    if (!accept(Tok::kSemi)) break;
    if (at(Tok::kNewline) || at(Tok::kEnd)) break;
  }
  if (accept(Tok::kNewline) || at(Tok::kEnd)) return;
  const Stmt* last = out.back();
  // print "hello"
  if (last->kind == StmtKind::kExpr && last->value->kind == ExprKind::kName &&
      !last->value->parenthesized &&
      (last->value->text == "print" || last->value->text == "exec") && starts_expression(kind())) {
    const std::string word(last->value->text);
    fail("Missing parentheses in call to '" + word + "'. Did you mean " + word + "(...)?",
         last->value->span, last->line);
  }
  fail_syntax();
}

// ---------------------------------------------------------------- simple statements

Stmt* Parser::simple_statement() {
  const Token t = peek();
  const auto simple = [&](StmtKind k) {
    advance();
    return make_statement(k, t);
  };
  switch (t.kind) {
    case Tok::kPass:
      return simple(StmtKind::kPass);
    case Tok::kBreak:
      return simple(StmtKind::kBreak);
    case Tok::kContinue:
      return simple(StmtKind::kContinue);
    case Tok::kReturn: {
      Stmt* s = simple(StmtKind::kReturn);
      if (starts_expression(kind()) || at(Tok::kStar)) s->value = star_expressions();
      return s;
    }
    case Tok::kRaise: {
      Stmt* s = simple(StmtKind::kRaise);
      if (starts_expression(kind())) {
        s->value = expression();
        if (accept(Tok::kFrom)) s->cause = expression();
      }
      return s;
    }
    case Tok::kGlobal:
    case Tok::kNonlocal: {
      Stmt* s = simple(t.kind == Tok::kGlobal ? StmtKind::kGlobal : StmtKind::kNonlocal);
      do {
        if (!at(Tok::kName)) fail_syntax();
        s->names.push_back(name_of(advance()));
      } while (accept(Tok::kComma));
      return s;
    }
    case Tok::kDel: {
      Stmt* s = simple(StmtKind::kDelete);
      if (!starts_expression(kind()) && !at(Tok::kStar)) fail_syntax();
      Expr* target = star_expressions();
      if (target->kind == ExprKind::kTuple && !target->parenthesized) {
        s->targets = target->items;
      } else {
        s->targets.push_back(target);
      }
      for (const Expr* e : s->targets) check_target(e, Use::kDelete);
      return s;
    }
    case Tok::kAssert: {
      Stmt* s = simple(StmtKind::kAssert);
      s->value = expression();
      if (accept(Tok::kComma)) s->cause = expression();
      return s;
    }
    case Tok::kImport:
      return import_statement();
    case Tok::kFrom:
      return import_from();
    default:
      return expression_statement();
  }
}

Stmt* Parser::expression_statement() {
  const Token start = peek();
  Expr* first = star_expressions();
  if (at(Tok::kColon) && (first->kind == ExprKind::kName || first->kind == ExprKind::kAttribute ||
                          first->kind == ExprKind::kSubscript ||
                          ((first->kind == ExprKind::kTuple || first->kind == ExprKind::kList) &&
                           starts_expression(peek(1).kind)))) {
    check_target(first, Use::kAnnotated);
    advance();
    Stmt* s = make_statement(StmtKind::kAnnAssign, start);
    s->targets.push_back(first);
    s->simple_target = first->kind == ExprKind::kName && !first->parenthesized;
    s->annotation = expression();
    if (accept(Tok::kAssign)) s->value = star_expressions();
    return s;
  }
  if (at(Tok::kAssign)) {
    Stmt* s = make_statement(StmtKind::kAssign, start);
    Expr* value = first;
    while (accept(Tok::kAssign)) {
      check_target(value, Use::kAssign);
      if (value->kind == ExprKind::kStarred) {
        fail("starred assignment target must be in a list or tuple", value->span, value->line);
      }
      s->targets.push_back(value);
      value = star_expressions();
    }
    if (value->kind == ExprKind::kStarred) {
      fail("can't use starred expression here", value->span, value->line);
    }
    s->value = value;
    return s;
  }
  if (kind() >= Tok::kPlusAssign && kind() <= Tok::kAtAssign && kind() != Tok::kDoubleSlash &&
      kind() != Tok::kAt) {
    check_target(first, Use::kAugmented);
    Stmt* s = make_statement(StmtKind::kAugAssign, start);
    s->op = advance().kind;
    s->targets.push_back(first);
    s->value = star_expressions();
    return s;
  }
  if (first->kind == ExprKind::kStarred) {
    fail("can't use starred expression here", first->span, first->line);
  }
  if (first->kind == ExprKind::kNamed && !first->parenthesized) fail_syntax();
  Stmt* s = make_statement(StmtKind::kExpr, start);
  s->value = first;
  return s;
}

std::string_view Parser::dotted_name() {
  if (!at(Tok::kName)) fail_syntax();
  const Token first = advance();
  Token last = first;
  bool joined = true;
  std::string spelled(slice(first));
  while (at(Tok::kDot)) {
    const Token dot = advance();
    if (!at(Tok::kName)) fail_syntax();
    joined = joined && dot.span.begin == last.span.end && peek().span.begin == dot.span.end;
    last = advance();
    spelled += "." + std::string(slice(last));
  }
  if (joined) return text_.substr(first.span.begin, last.span.end - first.span.begin);
  return ast_.keep(std::move(spelled));
}

Stmt* Parser::import_statement() {
  Stmt* s = make_statement(StmtKind::kImport, advance());
  do {
    Alias alias;
    alias.name = dotted_name();
    if (accept(Tok::kAs)) {
      if (!at(Tok::kName)) fail_syntax();
      alias.as = name_of(advance());
    }
    s->aliases.push_back(alias);
  } while (accept(Tok::kComma));
  return s;
}

Stmt* Parser::import_from() {
  Stmt* s = make_statement(StmtKind::kImportFrom, advance());
  for (;;) {
    if (accept(Tok::kDot)) {
      s->level += 1;
    } else if (accept(Tok::kEllipsis)) {
      s->level += 3;
    } else {
      break;
    }
  }
  if (!at(Tok::kImport)) s->name = dotted_name();
  if (s->name.empty() && s->level == 0) fail_syntax();
  expect(Tok::kImport);
  if (accept(Tok::kStar)) {
    s->aliases.push_back({"*", {}});
    return s;
  }
  const bool bracketed = accept(Tok::kLParen);
  do {
    if (bracketed && at(Tok::kRParen)) break;
    if (!bracketed && at(Tok::kNewline) && !s->aliases.empty()) {
      fail("trailing comma not allowed without surrounding parentheses");
    }
    if (!at(Tok::kName)) fail_syntax();
    Alias alias;
    alias.name = name_of(advance());
    if (accept(Tok::kAs)) {
      if (!at(Tok::kName)) fail_syntax();
      alias.as = name_of(advance());
    }
    s->aliases.push_back(alias);
  } while (accept(Tok::kComma));
  if (bracketed) expect(Tok::kRParen);
  if (s->aliases.empty()) fail_syntax();
  return s;
}

// ---------------------------------------------------------------- compound statements

Stmt* Parser::compound_statement() {
  switch (kind()) {
    case Tok::kIf:
      return if_statement("if");
    case Tok::kWhile:
      return while_statement();
    case Tok::kFor:
      return for_statement();
    case Tok::kWith:
      return with_statement();
    case Tok::kTry:
      return try_statement();
    case Tok::kDef:
      return function();
    case Tok::kClass:
      return class_statement();
    case Tok::kAt:
      return decorated();
    case Tok::kAsync: {
      const Token start = advance();
      Stmt* s = at(Tok::kDef)    ? function()
                : at(Tok::kFor)  ? for_statement()
                : at(Tok::kWith) ? with_statement()
                                 : nullptr;
      if (!s) fail_syntax();
      s->is_async = true;
      s->span.begin = start.span.begin;
      return s;
    }
    case Tok::kName:
      if (slice(peek()) == "match" && is_match_statement()) return match_statement();
      return nullptr;
    default:
      return nullptr;
  }
}

void Parser::expect_colon() {
  if (accept(Tok::kColon)) return;
  if (at(Tok::kAssign)) {
    fail("invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
         stream_.tokens[at_ ? at_ - 1 : 0]);
  }
  if (at(Tok::kNewline) && stream_.open.empty()) fail("expected ':'");
  if (at(Tok::kError) || !stream_.open.empty()) fail_syntax();
  fail(starts_expression(kind()) || at(Tok::kEnd) ? "invalid syntax" : "expected ':'");
}

std::vector<Stmt*> Parser::block(const std::string& after, int line) {
  Deeper deeper(*this);
  std::vector<Stmt*> out;
  if (!at(Tok::kNewline)) {
    if (compound_keyword()) fail_syntax();
    simple_line(out);
    return out;
  }
  advance();
  if (!at(Tok::kIndent)) {
    if (at(Tok::kError)) throw stream_.error;
    fail("expected an indented block after " + after + " on line " + std::to_string(line), peek(),
         "IndentationError");
  }
  advance();
  while (!at(Tok::kDedent) && !at(Tok::kEnd)) {
    if (at(Tok::kIndent)) fail("unexpected indent", peek(), "IndentationError");
    statement(out);
  }
  accept(Tok::kDedent);
  return out;
}

bool Parser::compound_keyword() const {
  switch (kind()) {
    case Tok::kIf:
    case Tok::kWhile:
    case Tok::kFor:
    case Tok::kWith:
    case Tok::kTry:
    case Tok::kDef:
    case Tok::kClass:
    case Tok::kAt:
    case Tok::kAsync:
      return true;
    default:
      return false;
  }
}

Stmt* Parser::if_statement(const char* what) {
  Deeper deeper(*this);
  Stmt* s = make_statement(StmtKind::kIf, advance());
  s->value = named_expression();
  expect_colon();
  s->body = block(std::string("'") + what + "' statement", s->line);
  if (at(Tok::kElif)) {
    s->orelse.push_back(close(if_statement("elif")));
  } else if (at(Tok::kElse)) {
    const int line = advance().line;
    expect(Tok::kColon, "expected ':'");
    s->orelse = block("'else' statement", line);
  }
  return close(s);
}

Stmt* Parser::while_statement() {
  Stmt* s = make_statement(StmtKind::kWhile, advance());
  s->value = named_expression();
  expect_colon();
  s->body = block("'while' statement", s->line);
  if (at(Tok::kElse)) {
    const int line = advance().line;
    expect(Tok::kColon, "expected ':'");
    s->orelse = block("'else' statement", line);
  }
  return s;
}

Stmt* Parser::for_statement() {
  Stmt* s = make_statement(StmtKind::kFor, advance());
  s->targets.push_back(target_list());
  check_target(s->targets[0], Use::kFor);
  if (!at(Tok::kIn)) fail_syntax();
  advance();
  s->value = star_expressions();
  expect_colon();
  s->body = block("'for' statement", s->line);
  if (at(Tok::kElse)) {
    const int line = advance().line;
    expect(Tok::kColon, "expected ':'");
    s->orelse = block("'else' statement", line);
  }
  return s;
}

// Tries `with (a as b, c as d):`; false, with nothing consumed, when the bracket is an
// expression's.
bool Parser::with_parenthesized(Stmt* s) {
  // Find the matching bracket: a ':' must follow it.
  size_t ahead = 0;
  const uint16_t level = peek().level;
  do {
    ++ahead;
    if (peek(ahead).kind == Tok::kEnd || peek(ahead).kind == Tok::kError) return false;
  } while (!(peek(ahead).kind == Tok::kRParen && peek(ahead).level == level));
  if (peek(ahead + 1).kind != Tok::kColon) return false;
  bool has_as = false;
  for (size_t i = 1; i < ahead; ++i) {
    has_as = has_as || (peek(i).kind == Tok::kAs && peek(i).level == level + 1);
  }
  bool has_comma = false;
  for (size_t i = 1; i < ahead; ++i) {
    has_comma = has_comma || (peek(i).kind == Tok::kComma && peek(i).level == level + 1);
  }
  if (!has_as && !has_comma) return false;
  advance();
  while (!at(Tok::kRParen)) {
    WithItem item;
    item.context = expression();
    if (accept(Tok::kAs)) {
      item.target = at(Tok::kStar) ? star_or_named() : binary(1);
      check_target(item.target, Use::kFor);
    }
    s->with_items.push_back(item);
    if (!accept(Tok::kComma)) break;
  }
  expect(Tok::kRParen);
  return true;
}

Stmt* Parser::with_statement() {
  Stmt* s = make_statement(StmtKind::kWith, advance());
  if (!(at(Tok::kLParen) && with_parenthesized(s))) {
    do {
      WithItem item;
      item.context = expression();
      if (accept(Tok::kAs)) {
        item.target = binary(1);
        check_target(item.target, Use::kFor);
      }
      s->with_items.push_back(item);
    } while (accept(Tok::kComma));
  }
  expect_colon();
  s->body = block("'with' statement", s->line);
  return s;
}

Stmt* Parser::try_statement() {
  Stmt* s = make_statement(StmtKind::kTry, advance());
  expect(Tok::kColon, "expected ':'");
  s->body = block("'try' statement", s->line);
  while (at(Tok::kExcept)) {
    const Token start = advance();
    Handler h;
    h.line = start.line;
    if (at(Tok::kStar)) s->op = Tok::kStar;  // except*: the compiler refuses it by name
    accept(Tok::kStar);
    if (!at(Tok::kColon)) {
      if (at(Tok::kNewline)) fail("expected ':'");
      h.type = expression();
      if (at(Tok::kComma))
        fail("multiple exception types must be parenthesized", h.type->span, h.line);
      if (accept(Tok::kAs)) {
        if (!at(Tok::kName)) fail_syntax();
        h.name = name_of(advance());
      }
    } else if (!s->handlers.empty() && !s->handlers.back().type) {
      fail("default 'except:' must be last",
           s->handlers.back().body.empty() ? start.span : start.span, start.line);
    }
    if (!s->handlers.empty() && !s->handlers.back().type)
      fail("default 'except:' must be last", start);
    expect(Tok::kColon, "expected ':'");
    h.body = block("'except' statement", start.line);
    s->handlers.push_back(std::move(h));
  }
  if (at(Tok::kElse) && !s->handlers.empty()) {
    const int line = advance().line;
    expect(Tok::kColon, "expected ':'");
    s->orelse = block("'else' statement", line);
  }
  if (at(Tok::kFinally)) {
    const int line = advance().line;
    expect(Tok::kColon, "expected ':'");
    s->final_body = block("'finally' statement", line);
  }
  if (s->handlers.empty() && s->final_body.empty()) {
    if (at(Tok::kError)) throw stream_.error;
    fail("expected 'except' or 'finally' block");
  }
  return s;
}

Stmt* Parser::function() {
  Stmt* s = make_statement(StmtKind::kFunction, advance());
  if (!at(Tok::kName)) fail_syntax();
  s->name = name_of(advance());
  expect(Tok::kLParen, "expected '('");
  s->parameters = parameter_list(Tok::kRParen, true);
  expect(Tok::kRParen);
  if (accept(Tok::kArrow)) s->annotation = expression();
  expect(Tok::kColon, "expected ':'");
  s->body = block("function definition", s->line);
  return s;
}

Stmt* Parser::class_statement() {
  Stmt* s = make_statement(StmtKind::kClass, advance());
  if (!at(Tok::kName)) fail_syntax();
  s->name = name_of(advance());
  if (accept(Tok::kLParen)) {
    call_arguments(s->items, s->keywords);
    expect(Tok::kRParen);
  }
  expect(Tok::kColon, "expected ':'");
  s->body = block("class definition", s->line);
  return s;
}

Stmt* Parser::decorated() {
  const Token start = peek();
  std::vector<Expr*> decorators;
  while (accept(Tok::kAt)) {
    decorators.push_back(named_expression());
    if (!accept(Tok::kNewline)) fail_syntax();
  }
  bool is_async = accept(Tok::kAsync);
  Stmt* s = at(Tok::kDef) ? function() : at(Tok::kClass) ? class_statement() : nullptr;
  if (!s) fail_syntax();
  s->decorators = std::move(decorators);
  s->is_async = is_async;
  s->span.begin = start.span.begin;
  return s;
}

// ---------------------------------------------------------------- match

// `match` is a soft keyword: a statement only if the line ends in a colon and a case follows.
bool Parser::is_match_statement() {
  const Tok next = peek(1).kind;
  if (!starts_expression(next) && next != Tok::kStar) return false;
  size_t i = 1;
  while (peek(i).kind != Tok::kNewline) {
    if (peek(i).kind == Tok::kEnd || peek(i).kind == Tok::kError) return false;
    ++i;
  }
  return peek(i - 1).kind == Tok::kColon && peek(i + 1).kind == Tok::kIndent &&
         peek(i + 2).kind == Tok::kName && slice(peek(i + 2)) == "case";
}

Pattern* Parser::make_pattern(Pattern::Kind k) {
  Pattern* p = ast_.make_pattern();
  p->kind = k;
  p->line = peek().line;
  return p;
}

Stmt* Parser::match_statement() {
  Stmt* s = make_statement(StmtKind::kMatch, advance());
  s->value = star_expressions();
  expect(Tok::kColon, "expected ':'");
  expect(Tok::kNewline);
  expect(Tok::kIndent);
  while (!at(Tok::kDedent) && !at(Tok::kEnd)) {
    if (!at_word("case")) fail_syntax();
    const int line = advance().line;
    MatchCase c;
    c.pattern = patterns();
    if (accept(Tok::kIf)) c.guard = named_expression();
    expect(Tok::kColon, "expected ':'");
    c.body = block("'case' statement", line);
    s->cases.push_back(std::move(c));
  }
  accept(Tok::kDedent);
  return s;
}

Pattern* Parser::patterns() {
  Pattern* first = as_pattern();
  if (!at(Tok::kComma) && first->kind != Pattern::kStar) return first;
  Pattern* sequence = make_pattern(Pattern::kSequence);
  sequence->items.push_back(first);
  while (accept(Tok::kComma)) {
    if (at(Tok::kColon) || at(Tok::kIf)) break;
    sequence->items.push_back(as_pattern());
  }
  return sequence;
}

Pattern* Parser::as_pattern() {
  Deeper deeper(*this);
  if (accept(Tok::kStar)) {
    Pattern* star = make_pattern(Pattern::kStar);
    if (!at(Tok::kName)) fail_syntax();
    star->name = name_of(advance());
    return star;
  }
  Pattern* p = or_pattern();
  if (!accept(Tok::kAs)) return p;
  Pattern* as = make_pattern(Pattern::kAs);
  if (!at(Tok::kName)) fail_syntax();
  as->name = name_of(advance());
  as->items.push_back(p);
  return as;
}

Pattern* Parser::or_pattern() {
  Pattern* first = closed_pattern();
  if (!at(Tok::kPipe)) return first;
  Pattern* either = make_pattern(Pattern::kOr);
  either->items.push_back(first);
  while (accept(Tok::kPipe)) either->items.push_back(closed_pattern());
  return either;
}

Pattern* Parser::closed_pattern() {
  switch (kind()) {
    case Tok::kNone:
    case Tok::kTrue:
    case Tok::kFalse: {
      Pattern* p = make_pattern(Pattern::kSingleton);
      p->value = atom();
      return p;
    }
    case Tok::kInt:
    case Tok::kFloat:
    case Tok::kImaginary:
    case Tok::kString:
    case Tok::kMinus: {
      Pattern* p = make_pattern(Pattern::kValue);
      p->value = binary(5);
      return p;
    }
    case Tok::kLParen:
    case Tok::kLBracket: {
      const Tok end = kind() == Tok::kLParen ? Tok::kRParen : Tok::kRBracket;
      advance();
      Pattern* sequence = make_pattern(Pattern::kSequence);
      bool comma = end == Tok::kRBracket;
      while (!at(end)) {
        sequence->items.push_back(as_pattern());
        if (!accept(Tok::kComma)) break;
        comma = true;
      }
      expect(end);
      if (!comma && sequence->items.size() == 1 && sequence->items[0]->kind != Pattern::kStar) {
        return sequence->items[0];
      }
      return sequence;
    }
    case Tok::kLBrace: {
      Pattern* mapping = make_pattern(Pattern::kMapping);
      advance();
      while (!at(Tok::kRBrace)) {
        if (accept(Tok::kPower)) {
          if (!at(Tok::kName)) fail_syntax();
          mapping->name = name_of(advance());
        } else {
          mapping->keys.push_back(binary(5));
          expect(Tok::kColon);
          mapping->items.push_back(as_pattern());
        }
        if (!accept(Tok::kComma)) break;
      }
      expect(Tok::kRBrace);
      return mapping;
    }
    case Tok::kName:
      break;
    default:
      fail_syntax();
  }
  const Tok next = peek(1).kind;
  if (next != Tok::kDot && next != Tok::kLParen) {
    const bool wildcard = slice(peek()) == "_";
    Pattern* p = make_pattern(wildcard ? Pattern::kWildcard : Pattern::kCapture);
    p->name = name_of(advance());
    return p;
  }
  Pattern* p = make_pattern(Pattern::kValue);
  Expr* value = atom();
  while (accept(Tok::kDot)) {
    Expr* attribute = make(ExprKind::kAttribute, value);
    attribute->a = value;
    if (!at(Tok::kName)) fail_syntax();
    attribute->text = name_of(advance());
    value = close(attribute);
  }
  p->value = value;
  if (!accept(Tok::kLParen)) return p;
  p->kind = Pattern::kClass;
  while (!at(Tok::kRParen)) {
    if (at(Tok::kName) && peek(1).kind == Tok::kAssign) {
      p->names.push_back(name_of(advance()));
      advance();
    } else if (!p->names.empty()) {
      fail("positional patterns follow keyword patterns");
    }
    p->items.push_back(as_pattern());
    if (!accept(Tok::kComma)) break;
  }
  expect(Tok::kRParen);
  return p;
}

Ast parse(std::string_view source, ParseMode mode) {
  Ast ast(source);
  if (source.find('\0') != std::string_view::npos) {
    throw SyntaxError{"ValueError", "source code string cannot contain null bytes", 1, 0, -1,
                      false};
  }
  Parser parser(ast, {0, static_cast<uint32_t>(ast.source().size())}, 1, false);
  parser.parse(mode);
  return ast;
}

}  // namespace lessonrun::lang
