// Comparisons and arithmetic, of values and of SQL expressions.
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Comparison;
using lang::Expr;
using lang::ExprKind;
using lang::Tok;

Code Translator::compare(const Expr& expr) {
  if (expr.items.size() != 1 || expr.ops.size() != 1) {
    throw NoEquivalent("a chain of comparisons is not translated");
  }
  const Expr& right_expr = *expr.items[0];
  Comparison::Op op = expr.ops[0];
  Code left = expression(*expr.a);
  bool none = right_expr.kind == ExprKind::kNone;
  if (op == Comparison::kIn || op == Comparison::kNotIn) {
    Code container = expression(right_expr);
    std::string negation = op == Comparison::kNotIn ? "!" : "";
    if (container.type.name == "tables" || container.type.kind == Kind::columns) {
      return {negation + container.text + ".contains(" + left.text + ")", {Kind::boolean}};
    }
    if (container.type.kind == Kind::session && left.type.kind == Kind::object) {
      return {negation + container.text + ".contains(" + left.text + ")", {Kind::boolean}};
    }
    if (container.type.kind == Kind::identity_set && left.type.kind == Kind::object) {
      return {negation + "orm::contains(" + container.text + ", " + left.text + ")",
              {Kind::boolean}};
    }
    throw NoEquivalent("'in' on this value is not translated");
  }
  if (op == Comparison::kIs || op == Comparison::kIsNot) {
    const char* symbol = op == Comparison::kIs ? " == " : " != ";
    if (none && left.attribute) {
      return {std::string(op == Comparison::kIs ? "" : "!") + left.text + ".is_none()",
              {Kind::boolean}};
    }
    if (none && (left.type.kind == Kind::optional || left.type.kind == Kind::object)) {
      std::string value = left.type.kind == Kind::optional ? left.text + ".has_value()"
                                                           : "static_cast<bool>(" + left.text + ")";
      return {(op == Comparison::kIs ? "!" : "") + value, {Kind::boolean}};
    }
    if (none && left.type.kind == Kind::value) {
      return {(op == Comparison::kIs ? "" : "!") + left.text + ".is_null()", {Kind::boolean}};
    }
    Code right = expression(right_expr);
    // One side may be empty: `session.scalar(...) is user`.
    for (Code* side : {&left, &right}) {
      bool maybe = side->type.kind == Kind::optional && side->type.items[0].kind == Kind::object;
      if (maybe) *side = {plain(*side) + ".value_or(nullptr)", side->type.items[0]};
    }
    if (left.type.kind != Kind::object || !(left.type == right.type)) {
      throw NoEquivalent("'is' on these values is not translated");
    }
    return {"(" + plain(left) + symbol + plain(right) + ")", {Kind::boolean}};
  }
  static constexpr const char* kSymbols[] = {" < ", " <= ", " == ", " != ", " > ", " >= "};
  Code right = expression(right_expr);
  if (left.type.kind == Kind::relation) {
    bool fits = right.type.kind == Kind::object || none;
    if (!fits || (op != Comparison::kEqual && op != Comparison::kNotEqual)) {
      throw NoEquivalent("a relationship is compared with an object in C++");
    }
    return {"(" + left.text + kSymbols[op] + (none ? "nullptr" : plain(right)) + ")",
            expression_of({Kind::boolean})};
  }
  if (left.type.kind == Kind::expression && right.type.kind == Kind::sql) {
    return {"(" + left.text + kSymbols[op] + right.text + ")", expression_of({Kind::boolean})};
  }
  if (left.type.kind == Kind::sql && right_expr.kind == ExprKind::kTuple) {
    return {
        "(" + left.text + kSymbols[op] + "orm::Value::tuple(" + core_argument(right_expr) + "))",
        sql_of()};
  }
  if (left.type.kind == Kind::sql || right.type.kind == Kind::sql) {
    return {"(" + core_operand(left) + kSymbols[op] + core_operand(right) + ")", sql_of()};
  }
  bool sql = left.type.kind == Kind::expression || right.type.kind == Kind::expression;
  bool ordering = op != Comparison::kEqual && op != Comparison::kNotEqual;
  if (!sql && ordering && (left.type.kind == Kind::value || right.type.kind == Kind::value)) {
    bool both = left.type.kind == right.type.kind;
    for (Code* side : {&left, &right}) {
      const Code& other = side == &left ? right : left;
      bool number = other.type.kind == Kind::integer || other.type.kind == Kind::real;
      if (side->type.kind != Kind::value) continue;
      if (both || !number) throw NoEquivalent("an order of values known at run time only");
      *side = {"orm::value_as_double(" + side->text + ")", {Kind::real}};
    }
  }
  if (!sql && none && left.attribute) {
    const char* negation = op == Comparison::kEqual ? "" : "!";
    if (ordering) throw NoEquivalent("an order of None is not translated");
    return {negation + left.text + ".is_none()", {Kind::boolean}};
  }
  if (!sql && (left.type.kind == Kind::unknown || right.type.kind == Kind::unknown)) {
    throw NoEquivalent("a comparison of these values is not translated");
  }
  std::string text = "(" + plain(left) + kSymbols[op] + plain(right) + ")";
  return {text, sql ? expression_of({Kind::boolean}) : Type{Kind::boolean}};
}

Code Translator::binary(const Expr& expr) {
  const char* op = nullptr;
  switch (expr.op) {
    case Tok::kPlus:
      op = " + ";
      break;
    case Tok::kMinus:
      op = " - ";
      break;
    case Tok::kStar:
      op = " * ";
      break;
    default:
      break;
  }
  if (expr.op == Tok::kPercent && expr.a->kind == ExprKind::kStr) return percent_format(expr);
  Code left = expression(*expr.a);
  Code right = expression(*expr.b);
  if (left.type.kind == Kind::sql || right.type.kind == Kind::sql) {
    bool both = left.type.kind == Kind::sql && right.type.kind == Kind::sql;
    if (expr.op == Tok::kDoubleSlash && left.type.kind == Kind::sql) {
      return {core("floordiv") + "(" + core_text(left) + ", " + core_text(right) + ")", sql_of()};
    }
    if (expr.op == Tok::kAmp && both) op = " && ";
    if (expr.op == Tok::kPipe && both) op = " || ";
    if (expr.op == Tok::kSlash) op = " / ";
    if (expr.op == Tok::kPercent) op = " % ";
    if (op == nullptr) throw NoEquivalent("this operator is not translated for SQL expressions");
    return {"(" + core_operand(left) + op + core_operand(right) + ")", sql_of()};
  }
  if (left.type.kind == Kind::expression && right.type.kind == Kind::expression) {
    if (expr.op == Tok::kAmp) return {"(" + left.text + " && " + right.text + ")", left.type};
    if (expr.op == Tok::kPipe) return {"(" + left.text + " || " + right.text + ")", left.type};
  }
  if (expr.op == Tok::kStar && left.type.kind == Kind::text &&
      (right.type.kind == Kind::integer || right.type.kind == Kind::value)) {
    std::string times =
        right.type.kind == Kind::value ? "orm::value_as_int(" + right.text + ")" : plain(right);
    return {"orm::repeat(" + plain(left) + ", " + times + ")", {Kind::text}};
  }
  if (expr.op == Tok::kPlus && left.type.kind == Kind::text && right.type.kind == Kind::value) {
    return {"(std::string(" + plain(left) + ") + orm::value_as_text(" + right.text + "))",
            {Kind::text}};
  }
  bool numbers = (left.type.kind == Kind::integer || left.type.kind == Kind::real) &&
                 (right.type.kind == Kind::integer || right.type.kind == Kind::real);
  bool texts = left.type.kind == Kind::text && right.type.kind == Kind::text;
  if (left.type.kind == Kind::expression || right.type.kind == Kind::expression) {
    const Code& typed = left.type.kind == Kind::expression ? left : right;
    Type type = expression_of(typed.type.items[0]);
    if (expr.op == Tok::kDoubleSlash && left.type.kind == Kind::expression) {
      return {"orm::floordiv(" + unwrapped(left.text) + ", " + plain(right) + ")", type};
    }
    if (expr.op == Tok::kSlash && left.type.kind == Kind::expression) {
      return {"(" + left.text + " / " + plain(right) + ")", expression_of({Kind::value})};
    }
    if (expr.op == Tok::kPercent) op = " % ";
    if (op == nullptr) throw NoEquivalent("this operator is not translated for SQL expressions");
    return {"(" + plain(left) + op + plain(right) + ")", type};
  }
  if (op == nullptr || !(numbers || (texts && expr.op == Tok::kPlus))) {
    throw NoEquivalent("this operator is not translated for these values");
  }
  bool real = left.type.kind == Kind::real || right.type.kind == Kind::real;
  std::string first = texts ? "std::string(" + plain(left) + ")" : plain(left);
  return {"(" + first + op + plain(right) + ")",
          {texts  ? Kind::text
           : real ? Kind::real
                  : Kind::integer}};
}

}  // namespace lessonrun::translate
