// The whole source, its lines, and the simple statements.
#include <algorithm>

#include "runner/lang/parser_impl.h"

namespace lessonrun::lang {

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

// ---------------------------------------------------------------- entry

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
