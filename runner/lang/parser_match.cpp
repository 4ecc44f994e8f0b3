// The match statement and its patterns.
#include "runner/lang/parser_impl.h"

namespace lessonrun::lang {

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

}  // namespace lessonrun::lang
