// Expressions: recursive descent from the conditional down, precedence climbing for binary
// operators.
#include <cstdlib>
#include <unordered_set>

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

void Parser::call_arguments(std::vector<Expr*>& items, std::vector<Keyword>& keywords) {
  bool keyword_seen = false, unpacking_seen = false;
  std::unordered_set<std::string_view> names;
  while (!at(Tok::kRParen)) {
    const Token start = peek();
    if (at(Tok::kPower)) {
      advance();
      Keyword k;
      k.value = expression();
      k.span = start.span;
      keywords.push_back(k);
      unpacking_seen = true;
    } else if (at(Tok::kStar)) {
      advance();
      if (unpacking_seen)
        fail("iterable argument unpacking follows keyword argument unpacking", start);
      Expr* e = make(ExprKind::kStarred, start);
      e->a = expression();
      items.push_back(close(e));
    } else if (at(Tok::kName) && peek(1).kind == Tok::kAssign) {
      Keyword k;
      k.name = name_of(advance());
      k.span = start.span;
      advance();
      if (at(Tok::kComma) || at(Tok::kRParen)) fail("expected argument value expression", start);
      k.value = expression();
      if (!names.insert(k.name).second) {
        fail("keyword argument repeated: " + std::string(k.name), start);
      }
      if (at_comprehension()) {
        fail("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", start);
      }
      keywords.push_back(k);
      keyword_seen = true;
    } else {
      Expr* e = named_expression();
      if (at_comprehension()) {
        Expr* generator = make(ExprKind::kGenerator, e);
        generator->a = e;
        generators(generator);
        e = close(generator);
        if (at(Tok::kComma) && peek(1).kind != Tok::kRParen) {
          fail("Generator expression must be parenthesized", e->span, e->line);
        }
        if (!items.empty() || !keywords.empty()) {
          fail("Generator expression must be parenthesized", e->span, e->line);
        }
      }
      if (at(Tok::kAssign)) {
        if (e->kind == ExprKind::kTrue || e->kind == ExprKind::kFalse ||
            e->kind == ExprKind::kNone) {
          fail("cannot assign to " + std::string(slice(start)), start);
        }
        fail("expression cannot contain assignment, perhaps you meant \"==\"?", e->span, e->line);
      }
      if (unpacking_seen) fail("positional argument follows keyword argument unpacking", start);
      if (keyword_seen) fail("positional argument follows keyword argument", start);
      items.push_back(e);
    }
    if (!accept(Tok::kComma)) break;
  }
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

std::vector<Parameter> Parser::parameter_list(Tok end, bool annotations) {
  std::vector<Parameter> out;
  std::unordered_set<std::string_view> names;
  bool keyword_only = false, default_seen = false, slash_seen = false, star_bare = false;
  while (!at(end)) {
    const Token start = peek();
    Parameter p;
    p.span = start.span;
    if (accept(Tok::kSlash)) {
      if (slash_seen) fail("/ may appear only once", start);
      if (keyword_only) fail("/ must be ahead of *", start);
      if (out.empty()) fail("at least one argument must precede /", start);
      for (Parameter& earlier : out) earlier.kind = Parameter::kPositionalOnly;
      slash_seen = true;
    } else if (accept(Tok::kStar)) {
      if (keyword_only) fail("* argument may appear only once", start);
      keyword_only = true;
      if (at(Tok::kComma)) {
        star_bare = true;
      } else {
        if (at(end)) fail("named arguments must follow bare *", start);
        p.kind = Parameter::kVarArgs;
        p.name = name_of(peek());
        if (!at(Tok::kName)) fail_syntax();
        advance();
        if (annotations && accept(Tok::kColon)) p.annotation = star_or_named();
        if (at(Tok::kAssign)) fail("var-positional argument cannot have default value");
        out.push_back(p);
      }
    } else if (accept(Tok::kPower)) {
      p.kind = Parameter::kVarKeywords;
      p.name = name_of(peek());
      if (!at(Tok::kName)) fail_syntax();
      advance();
      if (annotations && accept(Tok::kColon)) p.annotation = expression();
      if (at(Tok::kAssign)) fail("var-keyword argument cannot have default value");
      out.push_back(p);
      accept(Tok::kComma);
      if (!at(end)) fail("arguments cannot follow var-keyword argument");
    } else {
      if (!at(Tok::kName)) {
        if (at(Tok::kLParen)) {
          fail(annotations ? "Function parameters cannot be parenthesized"
                           : "Lambda expression parameters cannot be parenthesized");
        }
        fail_syntax();
      }
      p.kind = keyword_only ? Parameter::kKeywordOnly : Parameter::kNormal;
      p.name = name_of(advance());
      if (annotations && accept(Tok::kColon)) p.annotation = expression();
      if (accept(Tok::kAssign)) {
        if (at(Tok::kComma) || at(end)) fail("expected default value expression", start);
        p.default_value = expression();
        if (!keyword_only) default_seen = true;
      } else if (default_seen && !keyword_only) {
        fail("non-default argument follows default argument", start);
      }
      star_bare = false;
      out.push_back(p);
    }
    if (!p.name.empty() && !names.insert(p.name).second) {
      fail("duplicate argument '" + std::string(p.name) + "' in function definition", start);
    }
    if (star_bare && at(Tok::kComma) && (peek(1).kind == end || peek(1).kind == Tok::kPower)) {
      fail("named arguments must follow bare *", start);
    }
    if (!accept(Tok::kComma)) break;
  }
  return out;
}

}  // namespace lessonrun::lang
