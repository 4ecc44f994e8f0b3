// Expressions: recursive descent from the conditional down, precedence climbing for binary
// operators, and what follows an atom.
#include "runner/lang/parser_impl.h"

namespace lessonrun::lang {

namespace {

int precedence(Tok k) {
  switch (k) {
    case Tok::kPipe:
      return 1;
    case Tok::kCaret:
      return 2;
    case Tok::kAmp:
      return 3;
    case Tok::kLShift:
    case Tok::kRShift:
      return 4;
    case Tok::kPlus:
    case Tok::kMinus:
      return 5;
    case Tok::kStar:
    case Tok::kSlash:
    case Tok::kDoubleSlash:
    case Tok::kPercent:
    case Tok::kAt:
      return 6;
    default:
      return 0;
  }
}

}  // namespace

Expr* Parser::make(ExprKind k, const Token& start) {
  Expr* e = ast_.make_expr();
  e->kind = k;
  e->span = start.span;
  e->line = start.line;
  return e;
}

Expr* Parser::make(ExprKind k, const Expr* start) {
  Expr* e = ast_.make_expr();
  e->kind = k;
  e->span = start->span;
  e->line = start->line;
  return e;
}

Expr* Parser::close(Expr* e) {
  if (at_ > 0) e->span.end = stream_.tokens[at_ - 1].span.end;
  int depth = 0;
  const auto see = [&depth](const Expr* child) {
    if (child && child->depth > depth) depth = child->depth;
  };
  see(e->a), see(e->b), see(e->c);
  for (const Expr* item : e->items) see(item);
  for (const Expr* key : e->keys) see(key);
  for (const Keyword& k : e->keywords) see(k.value);
  if (depth + 1 > kMaxTreeDepth) fail("too many nested parentheses");
  e->depth = static_cast<uint16_t>(depth + 1);
  return e;
}

std::string_view Parser::name_of(const Token& t) { return slice(t); }

bool Parser::starts_expression(Tok k) const {
  switch (k) {
    case Tok::kName:
    case Tok::kInt:
    case Tok::kFloat:
    case Tok::kImaginary:
    case Tok::kString:
    case Tok::kFalse:
    case Tok::kNone:
    case Tok::kTrue:
    case Tok::kAwait:
    case Tok::kLambda:
    case Tok::kNot:
    case Tok::kLParen:
    case Tok::kLBracket:
    case Tok::kLBrace:
    case Tok::kMinus:
    case Tok::kPlus:
    case Tok::kTilde:
    case Tok::kEllipsis:
      return true;
    default:
      return false;
  }
}

void Parser::check_missing_comma(const Expr* before) {
  // CPython looks only inside brackets, and not after a name that a string follows (a bad prefix).
  const Tok k = kind();
  if (peek().level == 0 || !starts_expression(k) || k == Tok::kNot || k == Tok::kLambda) return;
  if (before->kind == ExprKind::kName && k == Tok::kString) return;
  if (stream_.tokens[at_ - 1].level == 0) return;
  SyntaxError error;
  error.message = "invalid syntax. Perhaps you forgot a comma?";
  error.line = before->line;
  fail_here(error, before->span.begin, peek().span.end);
}

Expr* Parser::star_or_named() {
  if (at(Tok::kStar)) {
    Expr* e = make(ExprKind::kStarred, advance());
    e->a = binary(1);
    return close(e);
  }
  return named_expression();
}

Expr* Parser::star_expressions() {
  if (at(Tok::kYield)) return yield_expression();
  const Token start = peek();
  Expr* first = star_or_named();
  if (!at(Tok::kComma)) {
    if (first->kind == ExprKind::kStarred && !in_fstring_) return first;
    return first;
  }
  Expr* tuple = make(ExprKind::kTuple, start);
  tuple->items.push_back(first);
  while (accept(Tok::kComma)) {
    if (!starts_expression(kind()) && !at(Tok::kStar)) break;
    tuple->items.push_back(star_or_named());
  }
  return close(tuple);
}

Expr* Parser::named_expression() {
  if (at(Tok::kName) && peek(1).kind == Tok::kWalrus) {
    Expr* e = make(ExprKind::kNamed, peek());
    e->a = make(ExprKind::kName, peek());
    e->a->text = name_of(advance());
    advance();
    e->b = expression();
    return close(e);
  }
  Expr* e = expression();
  if (at(Tok::kWalrus)) {
    fail(std::string("cannot use assignment expressions with ") + describe(e), e->span, e->line);
  }
  return e;
}

Expr* Parser::yield_expression() {
  Expr* e = make(ExprKind::kYield, advance());
  if (accept(Tok::kFrom)) {
    e->kind = ExprKind::kYieldFrom;
    e->a = expression();
  } else if (starts_expression(kind()) || at(Tok::kStar)) {
    e->a = star_expressions();
  }
  return close(e);
}

Expr* Parser::expression() {
  Deeper deeper(*this);
  if (at(Tok::kLambda)) return lambda();
  return conditional();
}

Expr* Parser::conditional() {
  Expr* value = disjunction();
  if (!at(Tok::kIf)) {
    check_missing_comma(value);
    return value;
  }
  advance();
  Expr* e = make(ExprKind::kIfExp, value);
  e->b = value;
  e->a = disjunction();
  if (!at(Tok::kElse)) {
    if (at(Tok::kColon)) fail_syntax();
    fail("expected 'else' after 'if' expression", value->span, value->line);
  }
  advance();
  e->c = expression();
  return close(e);
}

Expr* Parser::lambda() {
  Expr* e = make(ExprKind::kLambda, advance());
  e->parameters = parameter_list(Tok::kColon, false);
  expect(Tok::kColon);
  e->a = expression();
  return close(e);
}

Expr* Parser::disjunction() {
  Expr* first = conjunction();
  if (!at(Tok::kOr)) return first;
  Expr* e = make(ExprKind::kBoolOp, first);
  e->op = Tok::kOr;
  e->items.push_back(first);
  while (accept(Tok::kOr)) e->items.push_back(conjunction());
  return close(e);
}

Expr* Parser::conjunction() {
  Expr* first = inversion();
  if (!at(Tok::kAnd)) return first;
  Expr* e = make(ExprKind::kBoolOp, first);
  e->op = Tok::kAnd;
  e->items.push_back(first);
  while (accept(Tok::kAnd)) e->items.push_back(inversion());
  return close(e);
}

Expr* Parser::inversion() {
  if (!at(Tok::kNot)) return comparison();
  Deeper deeper(*this);
  Expr* e = make(ExprKind::kUnary, advance());
  e->op = Tok::kNot;
  e->a = inversion();
  return close(e);
}

Expr* Parser::comparison() {
  Expr* first = binary(1);
  Expr* e = nullptr;
  for (;;) {
    Comparison::Op op;
    switch (kind()) {
      case Tok::kLess:
        op = Comparison::kLess;
        break;
      case Tok::kLessEqual:
        op = Comparison::kLessEqual;
        break;
      case Tok::kEqual:
        op = Comparison::kEqual;
        break;
      case Tok::kNotEqual:
        op = Comparison::kNotEqual;
        break;
      case Tok::kGreater:
        op = Comparison::kGreater;
        break;
      case Tok::kGreaterEqual:
        op = Comparison::kGreaterEqual;
        break;
      case Tok::kIn:
        op = Comparison::kIn;
        break;
      case Tok::kIs:
        op = peek(1).kind == Tok::kNot ? Comparison::kIsNot : Comparison::kIs;
        break;
      case Tok::kNot:
        if (peek(1).kind != Tok::kIn) return e ? close(e) : first;
        op = Comparison::kNotIn;
        break;
      default:
        return e ? close(e) : first;
    }
    advance();
    if (op == Comparison::kIsNot || op == Comparison::kNotIn) advance();
    if (!e) {
      e = make(ExprKind::kCompare, first);
      e->a = first;
    }
    e->ops.push_back(op);
    e->items.push_back(binary(1));
  }
}

Expr* Parser::binary(int min_precedence) {
  Expr* left = unary();
  for (;;) {
    const Tok op = kind();
    const int p = precedence(op);
    if (p < min_precedence || p == 0) return left;
    advance();
    Expr* e = make(ExprKind::kBinary, left);
    e->op = op;
    e->a = left;
    e->b = binary(p + 1);
    left = close(e);
  }
}

Expr* Parser::unary() {
  if (at(Tok::kMinus) || at(Tok::kPlus) || at(Tok::kTilde)) {
    Deeper deeper(*this);
    const Token op = advance();
    Expr* e = make(ExprKind::kUnary, op);
    e->op = op.kind;
    e->a = unary();
    return close(e);
  }
  return power();
}

Expr* Parser::power() {
  Expr* base;
  if (at(Tok::kAwait)) {
    base = make(ExprKind::kAwait, advance());
    base->a = postfix();
    close(base);
  } else {
    base = postfix();
  }
  if (!at(Tok::kPower)) return base;
  Deeper deeper(*this);
  advance();
  Expr* e = make(ExprKind::kBinary, base);
  e->op = Tok::kPower;
  e->a = base;
  e->b = unary();
  return close(e);
}

Expr* Parser::postfix() {
  Expr* e = atom();
  for (;;) {
    if (at(Tok::kDot)) {
      advance();
      if (!at(Tok::kName)) fail_syntax();
      Expr* attribute = make(ExprKind::kAttribute, e);
      attribute->a = e;
      attribute->line = peek().line;
      attribute->text = name_of(advance());
      e = close(attribute);
    } else if (at(Tok::kLParen)) {
      Deeper deeper(*this);
      Expr* call = make(ExprKind::kCall, e);
      call->a = e;
      advance();
      call_arguments(call->items, call->keywords);
      expect(Tok::kRParen);
      e = close(call);
    } else if (at(Tok::kLBracket)) {
      Deeper deeper(*this);
      advance();
      Expr* subscript = make(ExprKind::kSubscript, e);
      subscript->a = e;
      subscript->b = slices();
      expect(Tok::kRBracket);
      e = close(subscript);
    } else {
      return e;
    }
  }
}

Expr* Parser::slices() {
  if (at(Tok::kRBracket)) fail_syntax();
  const Token start = peek();
  Expr* first = slice_item();
  if (!at(Tok::kComma)) {
    if (first->kind != ExprKind::kStarred) return first;
    Expr* tuple = make(ExprKind::kTuple, start);
    tuple->items.push_back(first);
    return close(tuple);
  }
  Expr* tuple = make(ExprKind::kTuple, start);
  tuple->items.push_back(first);
  while (accept(Tok::kComma)) {
    if (at(Tok::kRBracket)) break;
    tuple->items.push_back(slice_item());
  }
  return close(tuple);
}

Expr* Parser::slice_item() {
  const Token start = peek();
  Expr* lower = nullptr;
  if (!at(Tok::kColon)) {
    lower = star_or_named();
    if (!at(Tok::kColon)) return lower;
  }
  advance();
  Expr* e = make(ExprKind::kSlice, start);
  e->a = lower;
  if (starts_expression(kind())) e->b = expression();
  if (accept(Tok::kColon) && starts_expression(kind())) e->c = expression();
  return close(e);
}

Expr* Parser::target_list() {
  const Token start = peek();
  const auto one = [this]() {
    if (at(Tok::kStar)) {
      Expr* e = make(ExprKind::kStarred, advance());
      e->a = binary(1);
      return close(e);
    }
    return binary(1);
  };
  Expr* first = one();
  if (!at(Tok::kComma)) return first;
  Expr* tuple = make(ExprKind::kTuple, start);
  tuple->items.push_back(first);
  while (accept(Tok::kComma)) {
    if (!starts_expression(kind()) && !at(Tok::kStar)) break;
    tuple->items.push_back(one());
  }
  return close(tuple);
}

}  // namespace lessonrun::lang
