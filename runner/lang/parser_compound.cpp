// Compound statements: blocks, if, the loops, with, try, functions, classes and decorators.
#include "runner/lang/parser_impl.h"

namespace lessonrun::lang {

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
      fail("default 'except:' must be last", start.span, start.line);
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

}  // namespace lessonrun::lang
