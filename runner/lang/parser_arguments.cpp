// The arguments of a call and the parameters of a function or a lambda.
#include <unordered_set>

#include "runner/lang/parser_impl.h"

namespace lessonrun::lang {

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
