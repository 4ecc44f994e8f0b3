// Atoms: names, numbers, what stands in brackets, and the generators of comprehensions.
#include <cstdlib>

#include "runner/lang/parser_impl.h"

namespace lessonrun::lang {

Expr* Parser::atom() {
  const Token t = peek();
  switch (t.kind) {
    case Tok::kName: {
      Expr* e = make(ExprKind::kName, t);
      e->text = name_of(advance());
      return e;
    }
    case Tok::kInt:
    case Tok::kFloat:
    case Tok::kImaginary:
      return number();
    case Tok::kString:
      return strings();
    case Tok::kNone:
      return close(make(ExprKind::kNone, advance()));
    case Tok::kTrue:
      return close(make(ExprKind::kTrue, advance()));
    case Tok::kFalse:
      return close(make(ExprKind::kFalse, advance()));
    case Tok::kEllipsis:
      return close(make(ExprKind::kEllipsis, advance()));
    case Tok::kLParen:
      return group();
    case Tok::kLBracket:
      return list_display();
    case Tok::kLBrace:
      return brace_display();
    default:
      fail_syntax();
  }
}

Expr* Parser::number() {
  const Token t = advance();
  Expr* e = make(t.kind == Tok::kInt     ? ExprKind::kInt
                 : t.kind == Tok::kFloat ? ExprKind::kFloat
                                         : ExprKind::kImaginary,
                 t);
  std::string_view spelled = slice(t);
  if (spelled.find('_') != std::string_view::npos) {
    std::string clean;
    for (char c : spelled) {
      if (c != '_') clean += c;
    }
    spelled = ast_.keep(std::move(clean));
  }
  e->text = spelled;
  if (t.kind != Tok::kInt) e->number = std::strtod(std::string(spelled).c_str(), nullptr);
  return e;
}

Expr* Parser::group() {
  Deeper deeper(*this);
  const Token start = advance();
  if (accept(Tok::kRParen)) {
    Expr* empty = make(ExprKind::kTuple, start);
    empty->parenthesized = true;
    return close(empty);
  }
  if (at(Tok::kYield)) {
    Expr* e = yield_expression();
    expect(Tok::kRParen);
    e->parenthesized = true;
    return e;
  }
  Expr* first = star_or_named();
  if (at_comprehension()) {
    if (first->kind == ExprKind::kStarred) {
      fail("iterable unpacking cannot be used in comprehension", first->span, first->line);
    }
    Expr* e = make(ExprKind::kGenerator, start);
    e->a = first;
    generators(e);
    expect(Tok::kRParen);
    return close(e);
  }
  if (!at(Tok::kComma)) {
    if (first->kind == ExprKind::kStarred && at(Tok::kRParen)) {
      fail("cannot use starred expression here", first->span, first->line);
    }
    if (at(Tok::kAssign)) {
      if (first->kind == ExprKind::kName) {
        fail("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", first->span,
             first->line);
      }
    }
    expect(Tok::kRParen);
    first->parenthesized = true;
    return first;
  }
  Expr* tuple = make(ExprKind::kTuple, start);
  tuple->parenthesized = true;
  tuple->items.push_back(first);
  while (accept(Tok::kComma)) {
    if (at(Tok::kRParen)) break;
    tuple->items.push_back(star_or_named());
  }
  expect(Tok::kRParen);
  return close(tuple);
}

Expr* Parser::list_display() {
  Deeper deeper(*this);
  Expr* e = make(ExprKind::kList, advance());
  if (accept(Tok::kRBracket)) return close(e);
  Expr* first = star_or_named();
  if (at_comprehension()) {
    if (first->kind == ExprKind::kStarred) {
      fail("iterable unpacking cannot be used in comprehension", first->span, first->line);
    }
    e->kind = ExprKind::kListComp;
    e->a = first;
    generators(e);
    expect(Tok::kRBracket);
    return close(e);
  }
  e->items.push_back(first);
  while (accept(Tok::kComma)) {
    if (at(Tok::kRBracket)) break;
    e->items.push_back(star_or_named());
    if (at_comprehension()) {
      fail("did you forget parentheses around the comprehension target?", first->span, first->line);
    }
  }
  expect(Tok::kRBracket);
  return close(e);
}

Expr* Parser::brace_display() {
  Deeper deeper(*this);
  Expr* e = make(ExprKind::kDict, advance());
  if (accept(Tok::kRBrace)) return close(e);
  bool first = true;
  do {
    if (!first && at(Tok::kRBrace)) break;
    if (at(Tok::kPower)) {
      advance();
      if (e->kind == ExprKind::kSet) fail_syntax();
      e->keys.push_back(nullptr);
      e->items.push_back(binary(1));
      if (at_comprehension()) fail("dict unpacking cannot be used in dict comprehension");
      first = false;
      continue;
    }
    Expr* key = star_or_named();
    const bool pair = at(Tok::kColon) && key->kind != ExprKind::kStarred;
    if (first && !pair) e->kind = ExprKind::kSet;
    if (pair != (e->kind == ExprKind::kDict)) {
      if (!pair && e->kind == ExprKind::kDict)
        fail("':' expected after dictionary key", key->span, key->line);
      fail_syntax();
    }
    if (pair) {
      advance();
      if (at(Tok::kRBrace) || at(Tok::kComma))
        fail("expression expected after dictionary key and ':'");
      Expr* value = expression();
      if (first && at_comprehension()) {
        e->kind = ExprKind::kDictComp;
        e->a = key;
        e->b = value;
        generators(e);
        break;
      }
      e->keys.push_back(key);
      e->items.push_back(value);
    } else {
      if (first && at_comprehension()) {
        e->kind = ExprKind::kSetComp;
        e->a = key;
        generators(e);
        break;
      }
      e->items.push_back(key);
    }
    first = false;
  } while (accept(Tok::kComma));
  expect(Tok::kRBrace);
  return close(e);
}

void Parser::generators(Expr* comprehension) {
  while (at_comprehension()) {
    if (at(Tok::kAsync)) fail("asynchronous comprehension outside of an asynchronous function");
    advance();
    Generator g;
    g.target = target_list();
    check_target(g.target, Use::kFor);
    if (!accept(Tok::kIn)) fail_syntax();
    g.iterable = disjunction();
    if (at(Tok::kIf)) {
      // `for x in a if c else b` is not a conditional iterable: the grammar says so.
    }
    while (accept(Tok::kIf)) g.conditions.push_back(disjunction());
    comprehension->generators.push_back(std::move(g));
  }
}

}  // namespace lessonrun::lang
