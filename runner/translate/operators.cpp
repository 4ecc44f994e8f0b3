// Comparisons and arithmetic, of values and of SQL expressions.
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Comparison;
using lang::Expr;
using lang::ExprKind;
using lang::Tok;

// `item in container`
Code Translator::among(const Code& item, const Expr& container_expr, bool negated) {
  Code container =
      container_expr.kind == ExprKind::kTuple ? list(container_expr) : expression(container_expr);
  const std::string negation = negated ? "!" : "";
  auto has = [&](const std::string& of, const std::string& what) {
    return Code{negation + of + ".contains(" + what + ")", {Kind::boolean}};
  };
  const Type& type = container.type;
  if (type.name == "tables" || type.kind == Kind::columns) return has(container.text, item.text);
  const bool object = item.type.kind == Kind::object;
  if (type.kind == Kind::session && object) return has(container.text, item.text);
  if (type.kind == Kind::identity_set && object) {
    return {negation + "orm::contains(" + container.text + ", " + item.text + ")", {Kind::boolean}};
  }
  if (type.kind == Kind::proxy) return has(container.text, typed_value(item, type.items[0]));
  if (type.kind == Kind::object_dict && item.type.kind == Kind::text) {
    return has(container.text, item.text);
  }
  const bool related = container.attribute && type.kind == Kind::list;
  if (related && object) return has(container.text, plain(item));
  if (type.kind == Kind::dict || type.kind == Kind::set) {
    return has(container.text, typed_value(item, type.items[0]));
  }
  if (type.kind == Kind::list && item.type.kind != Kind::none) {
    const std::string of = spelled(type.items[0]);
    return {negation + "orm::py::contains(" + plain(container) + ", " + of + "(" +
                typed_value(item, type.items[0]) + "))",
            {Kind::boolean}};
  }
  if (type.kind == Kind::text && item.type.kind == Kind::text) {
    return {"(std::string_view(" + plain(container) + ").find(" + plain(item) + ") " +
                (negated ? "==" : "!=") + " std::string_view::npos)",
            {Kind::boolean}};
  }
  throw NoEquivalent("'in' on this value is not translated");
}

// `a < b < c`
Code Translator::comparison_chain(const Expr& expr) {
  // `a < b < c`: what stands in the middle is read twice.
  std::string text;
  Expr one = expr;
  for (size_t i = 0; i < expr.items.size(); ++i) {
    const Expr& middle = *expr.items[i];
    const bool simple = middle.kind == ExprKind::kName || middle.kind == ExprKind::kAttribute ||
                        middle.kind == ExprKind::kInt || i + 1 == expr.items.size();
    if (!simple) throw NoEquivalent("a chain of comparisons of calls is not translated");
    one.a = i == 0 ? expr.a : expr.items[i - 1];
    one.items = {expr.items[i]};
    one.ops = {expr.ops[i]};
    Code code = compare(one);
    if (code.type.kind != Kind::boolean) throw NoEquivalent("a chain of comparisons in SQL");
    text += (text.empty() ? "" : " && ") + code.text;
  }
  return {"(" + text + ")", {Kind::boolean}};
}

// `a is b`, `a is not b`
Code Translator::identity(const Code& given, const Expr& right_expr, bool is) {
  Code left = given;
  const bool none = right_expr.kind == ExprKind::kNone;
  const char* symbol = is ? " == " : " != ";
  if (none && left.attribute) {
    return {std::string(is ? "" : "!") + left.text + ".is_none()", {Kind::boolean}};
  }
  if (none && (left.type.kind == Kind::optional || left.type.kind == Kind::object)) {
    std::string value = left.type.kind == Kind::optional ? left.text + ".has_value()"
                                                         : "static_cast<bool>(" + left.text + ")";
    return {(is ? "!" : "") + value, {Kind::boolean}};
  }
  // An expression is an object, whatever its value is.
  const bool is_sql = left.type.kind == Kind::sql || left.type.kind == Kind::expression;
  if (none && is_sql) return {is ? "false" : "true", {Kind::boolean}};
  if (none && left.type.kind == Kind::value) {
    return {(is ? "" : "!") + left.text + ".is_null()", {Kind::boolean}};
  }
  Code right = expression(right_expr);
  // One side may be empty: `session.scalar(...) is user`.
  for (Code* side : {&left, &right}) {
    bool maybe = side->type.kind == Kind::optional && side->type.items[0].kind == Kind::object;
    if (maybe) *side = {plain(*side) + ".value_or(nullptr)", side->type.items[0]};
  }
  const bool same_kind = left.type == right.type &&
                         (left.type.kind == Kind::object || left.type.kind == Kind::enum_member ||
                          left.type.kind == Kind::boolean);
  if (!same_kind) {
    throw NoEquivalent("'is' on these values is not translated");
  }
  return {"(" + plain(left) + symbol + plain(right) + ")", {Kind::boolean}};
}

Code Translator::compare(const Expr& expr) {
  if (expr.items.size() != 1 || expr.ops.size() != 1) {
    return comparison_chain(expr);
  }
  const Expr& right_expr = *expr.items[0];
  Comparison::Op op = expr.ops[0];
  const bool in = op == Comparison::kIn || op == Comparison::kNotIn;
  Code left = in ? object_argument(*expr.a) : expression(*expr.a);
  bool none = right_expr.kind == ExprKind::kNone;
  if (in) {
    return among(left, right_expr, op == Comparison::kNotIn);
  }
  if (op == Comparison::kIs || op == Comparison::kIsNot) {
    return identity(left, right_expr, op == Comparison::kIs);
  }
  static constexpr const char* kSymbols[] = {" < ", " <= ", " == ", " != ", " > ", " >= "};
  Code right = expression(right_expr);
  const bool with_empty = is_untyped(right.type) && left.type.kind == right.type.kind;
  if (with_empty && (op == Comparison::kEqual || op == Comparison::kNotEqual)) {
    return {(op == Comparison::kEqual ? "" : "!") + plain(left) + ".empty()", {Kind::boolean}};
  }
  if (left.type.kind == Kind::proxy_expression) {
    if (op != Comparison::kEqual && op != Comparison::kNotEqual) {
      throw NoEquivalent("this comparison of an association proxy is not translated");
    }
    return {"(" + left.text + kSymbols[op] + plain(right) + ")", expression_of({Kind::boolean})};
  }
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
  // Python asks the right side first where its class derives from that of the left one, as the
  // columns of tables do from column().
  const bool reflected = left.type.label == "clause" && right.type.name == "Column" &&
                         right.type.label.empty() && right.type.kind == Kind::sql;
  if (reflected) {
    static constexpr Comparison::Op kMirror[] = {Comparison::kGreater, Comparison::kGreaterEqual,
                                                 Comparison::kEqual,   Comparison::kNotEqual,
                                                 Comparison::kLess,    Comparison::kLessEqual};
    std::swap(left, right);
    op = kMirror[op];
  }
  if (left.type.kind == Kind::sql || right.type.kind == Kind::sql) {
    return {"(" + core_operand(left) + kSymbols[op] + core_operand(right) + ")", sql_of()};
  }
  bool sql = left.type.kind == Kind::expression || right.type.kind == Kind::expression;
  bool ordering = op != Comparison::kEqual && op != Comparison::kNotEqual;
  if (!sql && ordering && (left.type.kind == Kind::value || right.type.kind == Kind::value)) {
    const std::string one = "orm::Value(" + unwrapped(plain(left)) + ")";
    const std::string other = "orm::Value(" + unwrapped(plain(right)) + ")";
    const bool swapped = op == Comparison::kGreater || op == Comparison::kLessEqual;
    const bool negated = op == Comparison::kLessEqual || op == Comparison::kGreaterEqual;
    return {std::string(negated ? "!" : "") + "orm::py::less(" + (swapped ? other : one) + ", " +
                (swapped ? one : other) + ")",
            {Kind::boolean}};
  }
  if (!sql && ordering) {
    left = present(left);
    right = present(right);
  }
  if (!sql && none && left.attribute) {
    const char* negation = op == Comparison::kEqual ? "" : "!";
    if (ordering) throw NoEquivalent("an order of None is not translated");
    return {negation + left.text + ".is_none()", {Kind::boolean}};
  }
  if (!sql && (left.type.kind == Kind::unknown || right.type.kind == Kind::unknown)) {
    throw NoEquivalent("a comparison of these values is not translated");
  }
  if (!sql && none && left.type.kind == Kind::value) {
    return {(op == Comparison::kEqual ? "" : "!") + plain(left) + ".is_null()", {Kind::boolean}};
  }
  const bool literals = left.type.kind == Kind::text && right.type.kind == Kind::text &&
                        plain(left)[0] == '"' && plain(right)[0] == '"';
  std::string text = "(" + (literals ? "std::string_view(" + left.text + ")" : plain(left)) +
                     kSymbols[op] + plain(right) + ")";
  return {text, sql ? expression_of({Kind::boolean}) : Type{Kind::boolean}};
}

Code Translator::binary(const Expr& expr) {
  if (expr.op == Tok::kPercent && expr.a->kind == ExprKind::kStr) return percent_format(expr);
  Code left = expression(*expr.a);
  return binary_of(expr, left, expression(*expr.b));
}

// Operators on SQL expressions, typed ones and those of orm::core.
std::optional<Code> Translator::sql_operation(const Expr& expr, const Code& left,
                                              const Code& right) {
  const char* op = nullptr;
  if (expr.op == Tok::kPlus) op = " + ";
  if (expr.op == Tok::kMinus) op = " - ";
  if (expr.op == Tok::kStar) op = " * ";
  if (expr.op == Tok::kPercent) op = " % ";
  if (left.type.kind == Kind::sql || right.type.kind == Kind::sql) {
    bool both = left.type.kind == Kind::sql && right.type.kind == Kind::sql;
    if (expr.op == Tok::kDoubleSlash && left.type.kind == Kind::sql) {
      return Code{core("floordiv") + "(" + core_text(left) + ", " + core_text(right) + ")",
                  sql_of()};
    }
    if (expr.op == Tok::kAmp && both) op = " && ";
    if (expr.op == Tok::kPipe && both) op = " || ";
    if (expr.op == Tok::kSlash) op = " / ";
    if (op == nullptr) throw NoEquivalent("this operator is not translated for SQL expressions");
    return Code{"(" + core_operand(left) + op + core_operand(right) + ")", sql_of()};
  }
  if (left.type.kind == Kind::expression && right.type.kind == Kind::expression) {
    if (expr.op == Tok::kAmp) return Code{"(" + left.text + " && " + right.text + ")", left.type};
    if (expr.op == Tok::kPipe) return Code{"(" + left.text + " || " + right.text + ")", left.type};
  }
  if (left.type.kind != Kind::expression && right.type.kind != Kind::expression) {
    return std::nullopt;
  }
  const Code& typed = left.type.kind == Kind::expression ? left : right;
  Type type = expression_of(typed.type.items[0]);
  if (expr.op == Tok::kDoubleSlash && left.type.kind == Kind::expression) {
    return Code{"orm::floordiv(" + unwrapped(left.text) + ", " + plain(right) + ")", type};
  }
  if (expr.op == Tok::kSlash && left.type.kind == Kind::expression) {
    return Code{"(" + left.text + " / " + plain(right) + ")", expression_of({Kind::value})};
  }
  if (op == nullptr) throw NoEquivalent("this operator is not translated for SQL expressions");
  return Code{"(" + plain(left) + op + plain(right) + ")", type};
}

// What is known at run time only is computed by functions of <orm/python.h>.
std::optional<Code> Translator::value_operation(Tok op, const Code& left, const Code& right) {
  auto is_number = [](const Type& type) {
    return type.kind == Kind::integer || type.kind == Kind::real;
  };
  auto usable = [&](const Type& type) {
    return is_number(type) || type.kind == Kind::value || type.kind == Kind::text;
  };
  const bool run_time = left.type.kind == Kind::value || right.type.kind == Kind::value;
  const bool numbers = is_number(left.type) && is_number(right.type);
  const bool whole = left.type.kind == Kind::integer && right.type.kind == Kind::integer;
  const char* name = nullptr;
  Type type{run_time ? Kind::value : whole ? Kind::integer : Kind::real};
  if (op == Tok::kSlash) {
    name = "truediv";
    if (!run_time) type = {Kind::real};
  }
  if (op == Tok::kDoubleSlash) name = "floordiv";
  if (op == Tok::kPercent) name = "mod";
  if (op == Tok::kPower && numbers) name = "power";
  if (run_time && op == Tok::kPlus) name = "add";
  if (run_time && op == Tok::kMinus) name = "sub";
  if (run_time && op == Tok::kStar) name = "mul";
  const bool fits = run_time ? usable(left.type) && usable(right.type) : numbers;
  if (name == nullptr || !fits) return std::nullopt;
  return Code{std::string("orm::py::") + name + "(" + unwrapped(plain(left)) + ", " +
                  unwrapped(plain(right)) + ")",
              type};
}

Code Translator::binary_of(const Expr& expr, const Code& given_left, const Code& given_right) {
  if (std::optional<Code> code = sql_operation(expr, given_left, given_right)) {
    return *std::move(code);
  }
  const Code left = present(given_left), right = present(given_right);
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
  if (std::optional<Code> code = time_operation(expr, left, right)) return *std::move(code);
  if (std::optional<Code> code = value_operation(expr.op, left, right)) return *std::move(code);
  const bool lists = left.type.kind == Kind::list && left.type == right.type;
  if (lists && expr.op == Tok::kPlus) {
    return {"orm::py::concat(" + plain(left) + ", " + plain(right) + ")", left.type};
  }
  const bool sets = left.type.kind == Kind::set && left.type == right.type;
  if (sets && (expr.op == Tok::kPipe || expr.op == Tok::kAmp || expr.op == Tok::kMinus)) {
    const char* op = expr.op == Tok::kPipe ? " | " : expr.op == Tok::kAmp ? " & " : " - ";
    return {"(" + left.text + op + right.text + ")", left.type};
  }
  const char* op = expr.op == Tok::kPlus    ? " + "
                   : expr.op == Tok::kMinus ? " - "
                   : expr.op == Tok::kStar  ? " * "
                                            : nullptr;
  bool numbers = (left.type.kind == Kind::integer || left.type.kind == Kind::real) &&
                 (right.type.kind == Kind::integer || right.type.kind == Kind::real);
  bool texts = left.type.kind == Kind::text && right.type.kind == Kind::text;
  if (op == nullptr || !(numbers || (texts && expr.op == Tok::kPlus))) {
    throw NoEquivalent("this operator is not translated for these values");
  }
  bool real = left.type.kind == Kind::real || right.type.kind == Kind::real;
  std::string first = texts ? "std::string(" + plain(left) + ")" : plain(left);
  std::string text("(");
  text.append(first).append(op).append(plain(right)).append(")");
  return {text, {texts ? Kind::text : real ? Kind::real : Kind::integer}};
}

}  // namespace lessonrun::translate
