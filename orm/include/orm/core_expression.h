// SQL expressions as C++ writes them: columns, operators, functions.
//
// orm::core is SQLAlchemy Core for C++: `select(user.c["name"]).where(user.c["id"] == 5)`. Its
// classes are handles, as cheap to copy as a pointer, on the nodes of expression.h; everything that
// takes a node takes a handle too. Nothing here depends on the types of values: an expression that
// makes no sense is refused when it is built, as in Python. This header has expressions,
// core_schema.h tables, core_statement.h statements.
#pragma once

#include <orm/expression.h>
#include <orm/profile.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orm::core {

class Alias;
class Select;

/// A SQL expression (SQLAlchemy's ColumnElement).
class Expr {
 public:
  using core_handle = Expr;
  Expr() = default;
  Expr(ColumnRef node) : node_(std::move(node)) {}  // NOLINT: nodes convert
  template <class T>
  requires std::is_convertible_v<T*, ColumnElement*> Expr(Ref<T> node)
      : node_(std::move(node)) {}                      // NOLINT: nodes convert
  operator ColumnRef() const { return node_; }         // NOLINT
  operator ClauseRef() const { return node_; }         // NOLINT
  operator Operand() const { return Operand(node_); }  // NOLINT
  const ColumnRef& node() const noexcept { return node_; }

  std::string name() const { return std::string(node_->name()); }
  std::string key() const { return std::string(node_->key()); }
  const TypeRef& type() const { return node_->type; }
  /// The SQL in the default dialect, as print() shows it.
  std::string str() const { return node_->str(profile_2_0); }

  /// @name Criteria
  /// @{
  Expr is_(const Operand& other) const { return apply(Operator::is_, other); }
  Expr is_not(const Operand& other) const { return apply(Operator::is_not, other); }
  Expr is_distinct_from(const Operand& other) const;
  Expr is_not_distinct_from(const Operand& other) const;
  Expr in_(std::vector<Operand> items) const {
    return in_op(Operator::in_, node_, std::move(items));
  }
  Expr not_in(std::vector<Operand> items) const {
    return in_op(Operator::not_in, node_, std::move(items));
  }
  template <class T>
  Expr in_(const std::vector<T>& items) const {
    return in_(std::vector<Operand>(items.begin(), items.end()));
  }
  template <class T>
  Expr not_in(const std::vector<T>& items) const {
    return not_in(std::vector<Operand>(items.begin(), items.end()));
  }
  /// IN (SELECT ..), IN an expanding parameter.
  template <class S>
  requires std::is_convertible_v<const S&, ClauseRef> Expr in_(const S& selectable)
  const { return apply(Operator::in_, Operand(ClauseRef(selectable))); }
  template <class S>
  requires std::is_convertible_v<const S&, ClauseRef> Expr not_in(const S& selectable)
  const { return apply(Operator::not_in, Operand(ClauseRef(selectable))); }
  Expr between(const Operand& low, const Operand& high) const {
    return between_op(node_, low, high);
  }
  Expr like(const Operand& other, std::string escape = {}) const;
  Expr ilike(const Operand& other, std::string escape = {}) const;
  Expr not_like(const Operand& other, std::string escape = {}) const;
  Expr not_ilike(const Operand& other, std::string escape = {}) const;
  /// @}

  /// @name Texts within texts; `autoescape` takes % and _ of the text for what they are
  /// @{
  Expr startswith(const Operand& other, bool autoescape = false) const;
  Expr endswith(const Operand& other, bool autoescape = false) const;
  Expr contains(const Operand& other, bool autoescape = false) const;
  Expr istartswith(const Operand& other, bool autoescape = false) const;
  Expr iendswith(const Operand& other, bool autoescape = false) const;
  Expr icontains(const Operand& other, bool autoescape = false) const;
  Expr concat(const Operand& other) const { return apply(Operator::concat, other); }
  Expr match(const Operand& other) const { return apply(Operator::match, other); }
  Expr regexp_match(const Operand& pattern) const;
  Expr regexp_replace(const Operand& pattern, const Operand& replacement) const;
  Expr collate(std::string collation) const { return orm::collate(node_, std::move(collation)); }
  /// @}

  /// @name Order
  /// @{
  Expr asc() const { return operate(Operator::asc, node_); }
  Expr desc() const { return operate(Operator::desc, node_); }
  Expr nulls_first() const { return operate(Operator::nulls_first, node_); }
  Expr nulls_last() const { return operate(Operator::nulls_last, node_); }
  /// @}

  Expr distinct() const { return node_->distinct(); }
  /// `AS name`; without a name an anonymous label.
  Expr label(std::string name = {}) const { return ColumnRef(node_->label(std::move(name))); }
  Expr cast(TypeRef type) const { return orm::cast(Operand(node_), std::move(type)); }
  /// An operator of the database's own: `a.op("&", b)`.
  Expr op(std::string text, const Operand& other) const {
    return custom_op(node_, std::move(text), other);
  }
  /// The same, whose result is a truth value.
  Expr bool_op(std::string text, const Operand& other) const {
    return custom_op(node_, std::move(text), other, 0, true);
  }
  /// An item of JSON or of an array.
  Expr operator[](const Operand& index) const { return getitem(node_, index); }
  Expr as_string() const { return json_as(node_, Unicode()); }
  Expr as_integer() const { return json_as(node_, Integer()); }
  Expr as_float() const { return json_as(node_, Float()); }
  Expr as_boolean() const { return json_as(node_, Boolean()); }

  /// What a window function is computed over: `.over({.partition_by = {..}, .order_by = {..}})`.
  struct Window {
    std::vector<Expr> partition_by{}, order_by{};
    std::optional<Over::Frame> rows{}, range{}, groups{};
  };
  Expr over(const Window& window) const;
  Expr over() const;
  Expr within_group(const std::vector<Expr>& order_by) const;
  /// FILTER (WHERE ..)
  Expr filter(const std::vector<Expr>& criteria) const;

  /// A function that returns rows as something to select from: `.table_valued({"value"}, "t")`.
  Alias table_valued(const std::vector<std::string>& columns, std::string name = {}) const;
  /// The same with one column, itself.
  Expr column_valued(std::string name = {}) const;

  Expr apply(Operator op, const Operand& other) const { return operate(op, node_, other); }

 protected:
  ColumnRef node_;
};

/// The nodes of some expressions.
std::vector<ColumnRef> nodes_of(const std::vector<Expr>& expressions);

/// @name Operators
/// As in Python: `==` of nothing (`nullptr`) is IS NULL, `+` of texts is ||, `~` and `!` are NOT.
/// @{
// `turned` is the operator for a value on the left: none where the operands are exchanged instead.
#define ORM_CORE_OPERATOR(symbol, op, turned)                            \
  inline Expr operator symbol(const Expr& left, const Expr& right) {     \
    return operate(Operator::op, left.node(), Operand(right.node()));    \
  }                                                                      \
  inline Expr operator symbol(const Expr& left, const Operand& right) {  \
    return operate(Operator::op, left.node(), right);                    \
  }                                                                      \
  inline Expr operator symbol(const Operand& left, const Expr& right) {  \
    return Operator::turned == Operator::none                            \
               ? Expr(reverse_operate(Operator::op, right.node(), left)) \
               : Expr(operate(Operator::turned, right.node(), left));    \
  }
ORM_CORE_OPERATOR(+, add, none)
ORM_CORE_OPERATOR(-, sub, none)
ORM_CORE_OPERATOR(*, mul, none)
ORM_CORE_OPERATOR(/, truediv, none)
ORM_CORE_OPERATOR(%, mod, none)
ORM_CORE_OPERATOR(==, eq, eq)
ORM_CORE_OPERATOR(!=, ne, ne)
ORM_CORE_OPERATOR(<, lt, gt)
ORM_CORE_OPERATOR(<=, le, ge)
ORM_CORE_OPERATOR(>, gt, lt)
ORM_CORE_OPERATOR(>=, ge, le)
#undef ORM_CORE_OPERATOR
inline Expr operator&&(const Expr& left, const Expr& right) {
  return orm::and_({left.node(), right.node()});
}
inline Expr operator||(const Expr& left, const Expr& right) {
  return orm::or_({left.node(), right.node()});
}
inline Expr operator!(const Expr& clause) { return orm::not_(clause.node()); }
inline Expr operator~(const Expr& clause) { return orm::not_(clause.node()); }
inline Expr operator-(const Expr& value) { return operate(Operator::neg, value.node()); }
/// Python's `a // b`.
inline Expr floordiv(const Expr& left, const Operand& right) {
  return left.apply(Operator::floordiv, right);
}
/// @}

/// @name Constructors, by SQLAlchemy's names
/// @{
template <class... E>
Expr and_(const E&... clauses) {
  return orm::and_({Expr(clauses).node()...});
}
template <class... E>
Expr or_(const E&... clauses) {
  return orm::or_({Expr(clauses).node()...});
}
inline Expr not_(const Expr& clause) { return orm::not_(clause.node()); }
inline Expr null() { return orm::null(); }
inline Expr true_() { return orm::true_(); }
inline Expr false_() { return orm::false_(); }
// Those that take types are templates: so they, not the functions of orm that argument-dependent
// lookup finds as well, match best.
template <class V>
Expr literal(const V& value, const TypeRef& type = nullptr) {
  return orm::literal(Value(value), type);
}
template <class S>
Expr literal_column(const S& sql, const TypeRef& type = nullptr) {
  return orm::literal_column(std::string(sql), type);
}
/// A column of no table: `column("x")`.
template <class S>
Expr column(const S& name, const TypeRef& type = nullptr) {
  return orm::column(std::string(name), type);
}
/// A parameter that is given a value when the statement runs.
template <class S>
Expr bindparam(const S& name, const TypeRef& type = nullptr) {
  return orm::bindparam(std::string(name), {}, type);
}
/// One that has a value unless it is given another.
template <class V>
Expr bindparam_of(const char* name, const V& value, const TypeRef& type = nullptr) {
  return orm::bindparam(name, Value(value), type);
}
template <class E>
Expr cast(const E& element, const TypeRef& type) {
  return orm::cast(Operand(element), type);
}
template <class E>
Expr type_coerce(const E& element, const TypeRef& type) {
  return orm::type_coerce(Operand(element), type);
}
template <class E>
Expr extract(const char* field, const E& element) {
  return orm::extract(field, Operand(element));
}
/// `case_({{user.c["id"] > 5, "many"}}, "few")`: pairs of condition and value, then ELSE.
inline Expr case_(const std::vector<std::pair<Operand, Operand>>& whens,
                  std::optional<Operand> else_ = {}) {
  return orm::case_(whens, std::move(else_));
}
/// CASE of a value: `case_of(user.c["id"], {{1, "one"}}, "more")`.
inline Expr case_of(const Operand& value, const std::vector<std::pair<Operand, Operand>>& whens,
                    std::optional<Operand> else_ = {}) {
  return orm::case_(whens, std::move(else_), value);
}
template <class... E>
Expr tuple_(const E&... items) {
  return orm::tuple_({Operand(items)...});
}
inline Expr distinct(const Expr& element) { return element.distinct(); }
/// @}

/// Functions of SQL (SQLAlchemy's `func`).
namespace func {
/// A function of any name: `call("json_extract", a, b)`.
template <class... A>
Expr call(std::string name, const A&... arguments) {
  return orm::func(std::move(name), Operands{Operand(arguments)...});
}
/// Its return type said: `func.name(..., type_=..)`.
template <class... A>
Expr typed(std::string name, TypeRef type, const A&... arguments) {
  return orm::func(std::move(name), Operands{Operand(arguments)...}, std::move(type));
}
#define ORM_CORE_FUNCTION(name)       \
  template <class... A>               \
  Expr name(const A&... arguments) {  \
    return call(#name, arguments...); \
  }
ORM_CORE_FUNCTION(count)
ORM_CORE_FUNCTION(sum)
ORM_CORE_FUNCTION(min)
ORM_CORE_FUNCTION(max)
ORM_CORE_FUNCTION(avg)
ORM_CORE_FUNCTION(now)
ORM_CORE_FUNCTION(lower)
ORM_CORE_FUNCTION(upper)
ORM_CORE_FUNCTION(length)
ORM_CORE_FUNCTION(coalesce)
ORM_CORE_FUNCTION(concat)
ORM_CORE_FUNCTION(random)
ORM_CORE_FUNCTION(row_number)
ORM_CORE_FUNCTION(rank)
ORM_CORE_FUNCTION(dense_rank)
#undef ORM_CORE_FUNCTION
}  // namespace func

/// What order_by() and group_by() take: an expression, or the name of a label.
class Order {
 public:
  Order(const Expr& expression) : node_(expression.node()) {}  // NOLINT: expressions convert
  template <class T>
  requires std::is_convertible_v<T*, ColumnElement*> Order(Ref<T> node)
      : node_(std::move(node)) {}                                         // NOLINT
  Order(std::string label) : node_(label_reference(std::move(label))) {}  // NOLINT
  Order(const char* label) : node_(label_reference(label)) {}             // NOLINT
  const ColumnRef& node() const noexcept { return node_; }

 private:
  ColumnRef node_;
};

/// @name Order by an expression or by the name of a label: `order_by(desc("total"))`
/// @{
inline Expr asc(const Order& element) { return Expr(element.node()).asc(); }
inline Expr desc(const Order& element) { return Expr(element.node()).desc(); }
inline Expr nulls_first(const Order& element) { return Expr(element.node()).nulls_first(); }
inline Expr nulls_last(const Order& element) { return Expr(element.node()).nulls_last(); }
/// @}

}  // namespace orm::core
