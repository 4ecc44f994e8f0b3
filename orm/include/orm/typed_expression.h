// Typed SQL expressions: columns of mapped structs in queries, and the operators on them.
//
// An expression is a node of Core (expression.h); the template parameter only says which C++ type
// its value has, so that a wrong comparison is refused by the compiler and rows have types. It
// converts to a node, and so can be given to everything of orm::core; what comes from there can be
// compared with it, and has no type of its own.
#pragma once

#include <orm/typed_mapping.h>
#include <orm/typed_view.h>

#include <concepts>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace orm {

template <class T>
class Expr;

/// An expression that C++ knows the type of: an attribute or an Expr.
template <class E>
concept SqlExpression = requires(const E& e) {
  typename E::sql_type;
  { e.column() } -> std::convertible_to<ColumnRef>;
};

/// A handle of orm::core: a column of a table, a subquery, a label.
template <class E>
concept CoreHandle = requires {
  typename E::core_handle;
};

namespace detail {

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
using Optional = std::conditional_t<IsOptional<T>::value, T, std::optional<T>>;
template <class T, class U>
constexpr void check_comparable() {
  if constexpr (SqlExpression<U>) {
    static_assert(comparable<T, typename U::sql_type>(),
                  "these two SQL expressions have types that cannot be compared");
  } else if constexpr (!CoreHandle<U>) {
    static_assert(comparable<T, U>(),
                  "a SQL expression is compared with a value of another type than its own");
  }
}

template <class U>
Operand operand(const U& value) {
  if constexpr (SqlExpression<U>) {
    return Operand(value.column());
  } else if constexpr (CoreHandle<U>) {
    return Operand(value);
  } else {
    return Operand(literal_value(value));
  }
}

/// The expression itself, of a typed one or of one of orm::core.
template <class E>
ColumnRef column_of(const E& expression) {
  if constexpr (SqlExpression<E>) {
    return expression.column();
  } else {
    return ColumnRef(expression.node());
  }
}

/// The expression as a compiled function takes it: a ClauseView, or what converts to one and lives
/// until the call is over.
template <class E>
auto view_of(const E& expression) {
  if constexpr (requires { expression.view(); }) {
    return expression.view();
  } else {
    return KeptClause{column_of(expression)};
  }
}

// Text that an operator is given as it is.
template <class U>
concept TextOperand =
    !SqlExpression<U> && !CoreHandle<U> && std::is_same_v<Literal<U>, std::string> &&
    std::is_convertible_v<const U&, std::string_view>;

/// The same of what an operator is given.
template <class U>
auto operand_view(const U& value) {
  if constexpr (SqlExpression<U> && requires { value.view(); }) {
    return OperandView(value.view());
  } else if constexpr (is_null_literal<U>) {
    return OperandView(nullptr);
  } else if constexpr (TextOperand<U>) {
    return OperandView(static_cast<std::string_view>(value));
  } else if constexpr (std::is_arithmetic_v<U>) {
    return OperandView(static_cast<Literal<U>>(value));
  } else {
    return KeptOperand{operand(value)};
  }
}

}  // namespace detail

/// What where() and the like take.
template <class E>
concept Criterion = SqlExpression<E> ||(CoreHandle<E>&& requires(const E& e) {
  { e.node() } -> std::convertible_to<ColumnRef>;
});

/// The methods that every typed expression has, by SQLAlchemy's names.
/// `Bool` is Expr<bool>, a parameter only because that class is not complete here.
template <class Self, class T, class Bool = Expr<bool>>
class ExpressionMethods {
 public:
  using sql_type = T;
  template <class U>
  Bool in_(const std::vector<U>& values) const {
    return Bool(detail::apply_in(Operator::in_, detail::view_of(self()), list(values)));
  }
  template <class U>
  Bool not_in(const std::vector<U>& values) const {
    return Bool(detail::apply_in(Operator::not_in, detail::view_of(self()), list(values)));
  }
  template <class U>
  Bool in_(std::initializer_list<U> values) const {
    return in_(std::vector<U>(values));
  }
  template <class U>
  Bool not_in(std::initializer_list<U> values) const {
    return not_in(std::vector<U>(values));
  }
  /// IN (SELECT ..)
  template <class S>
  requires std::is_convertible_v<const S&, ClauseRef> Bool in_(const S& select)
  const {
    return Bool(detail::apply_in(Operator::in_, detail::view_of(self()), ClauseRef(select)));
  }
  template <class S>
  requires std::is_convertible_v<const S&, ClauseRef> Bool not_in(const S& select)
  const {
    return Bool(detail::apply_in(Operator::not_in, detail::view_of(self()), ClauseRef(select)));
  }
  template <class U>
  Bool is_(const U& value) const {
    return compare(Operator::is_, value);
  }
  template <class U>
  Bool is_not(const U& value) const {
    return compare(Operator::is_not, value);
  }
  template <class U, class V>
  Bool between(const U& low, const V& high) const {
    detail::check_comparable<T, U>();
    detail::check_comparable<T, V>();
    return Bool(detail::apply_between(detail::view_of(self()), detail::operand_view(low),
                                      detail::operand_view(high)));
  }
  template <class U>
  Bool like(const U& pattern) const {
    return match_text(Operator::like, pattern);
  }
  template <class U>
  Bool ilike(const U& pattern) const {
    return match_text(Operator::ilike, pattern);
  }
  template <class U>
  Bool startswith(const U& text, bool autoescape = false) const {
    return match_text(Operator::startswith, text, autoescape);
  }
  template <class U>
  Bool endswith(const U& text, bool autoescape = false) const {
    return match_text(Operator::endswith, text, autoescape);
  }
  template <class U>
  Bool contains(const U& text, bool autoescape = false) const {
    return match_text(Operator::contains, text, autoescape);
  }
  Expr<T> asc() const { return Expr<T>(apply(Operator::asc)); }
  Expr<T> desc() const { return Expr<T>(apply(Operator::desc)); }
  Expr<T> nulls_first() const { return Expr<T>(apply(Operator::nulls_first)); }
  Expr<T> nulls_last() const { return Expr<T>(apply(Operator::nulls_last)); }
  Expr<T> distinct() const { return Expr<T>(detail::apply_distinct(detail::view_of(self()))); }
  Expr<T> label(const std::string& name) const {
    return Expr<T>(detail::apply_label(detail::view_of(self()), name));
  }
  /// The same where it may be NULL: a column on the far side of an outer join.
  Expr<detail::Optional<T>> optional() const { return Expr<detail::Optional<T>>(self().column()); }
  /// The SQL, as print() of SQLAlchemy's shows it.
  std::string str() const { return detail::sql_of(detail::view_of(self())); }
  operator ColumnRef() const { return self().column(); }         // NOLINT: expressions are nodes
  operator ClauseRef() const { return self().column(); }         // NOLINT
  operator Operand() const { return Operand(self().column()); }  // NOLINT

 private:
  const Self& self() const { return static_cast<const Self&>(*this); }
  ColumnRef apply(Operator op) const { return detail::apply_unary(op, detail::view_of(self())); }
  template <class U>
  Bool compare(Operator op, const U& value) const {
    detail::check_comparable<T, U>();
    return Bool(detail::apply_operator(op, detail::view_of(self()), detail::operand_view(value)));
  }
  template <class U>
  Bool match_text(Operator op, const U& value, bool autoescape = false) const {
    detail::check_comparable<T, U>();
    static_assert(
        ValueTraits<T>::family == ValueFamily::text || ValueTraits<T>::family == ValueFamily::any,
        "like() and its kin want a text expression");
    return Bool(
        detail::apply_like(op, detail::view_of(self()), detail::operand_view(value), autoescape));
  }
  template <class U>
  static std::vector<Value> list(const std::vector<U>& values) {
    detail::check_comparable<T, U>();
    std::vector<Value> list;
    for (const U& value : values) list.push_back(detail::literal_value(value));
    return list;
  }
};

/// An expression whose value is a T.
template <class T>
class Expr : public ExpressionMethods<Expr<T>, T> {
 public:
  explicit Expr(ColumnRef column) : column_(std::move(column)) {}
  const ColumnRef& column() const noexcept { return column_.ref(); }
  detail::ClauseView view() const noexcept { return detail::ClauseView(column().get()); }

 private:
  detail::Held<ColumnElement> column_;
};

/// A column of a mapped struct in a query: `User_.name`. It has no state: the mapper is found by
/// its type.
template <class C, size_t Member, class T>
class Attr : public ExpressionMethods<Attr<C, Member, T>, T> {
 public:
  ColumnRef column() const { return view().column(); }
  detail::ClauseView view() const { return {&detail::typed_class<C>, Member}; }
};

/// The same of an alias: `later.title`.
template <class C, size_t Member, class T>
class AliasAttr : public ExpressionMethods<AliasAttr<C, Member, T>, T> {
 public:
  ColumnRef column() const {
    return detail::attribute_of(entity_, &detail::typed_class<C>, Member);
  }
  void set_entity(const Ref<EntityElement>& entity) { entity_ = entity; }

 private:
  Ref<EntityElement> entity_;
};

#define ORM_COMPARISON(symbol, name)                                                \
  template <SqlExpression L, class R>                                               \
  Expr<bool> operator symbol(const L& left, const R& right) {                       \
    detail::check_comparable<typename L::sql_type, R>();                            \
    return Expr<bool>(detail::apply_operator(Operator::name, detail::view_of(left), \
                                             detail::operand_view(right)));         \
  }
ORM_COMPARISON(==, eq)
ORM_COMPARISON(!=, ne)
ORM_COMPARISON(<, lt)
ORM_COMPARISON(<=, le)
ORM_COMPARISON(>, gt)
ORM_COMPARISON(>=, ge)
#undef ORM_COMPARISON

#define ORM_ARITHMETIC(symbol, name)                                          \
  template <SqlExpression L, class R>                                         \
  auto operator symbol(const L& left, const R& right) {                       \
    detail::check_comparable<typename L::sql_type, R>();                      \
    return Expr<typename L::sql_type>(detail::apply_operator(                 \
        Operator::name, detail::view_of(left), detail::operand_view(right))); \
  }
ORM_ARITHMETIC(+, add)
ORM_ARITHMETIC(-, sub)
ORM_ARITHMETIC(*, mul)
ORM_ARITHMETIC(/, truediv)
ORM_ARITHMETIC(%, mod)
#undef ORM_ARITHMETIC

template <SqlExpression L, SqlExpression R>
Expr<bool> operator&&(const L& left, const R& right) {
  return Expr<bool>(detail::apply_both(true, detail::view_of(left), detail::view_of(right)));
}
template <SqlExpression L, SqlExpression R>
Expr<bool> operator||(const L& left, const R& right) {
  return Expr<bool>(detail::apply_both(false, detail::view_of(left), detail::view_of(right)));
}
template <SqlExpression L, CoreHandle R>
requires Criterion<R> Expr<bool>
operator&&(const L& left, const R& right) {
  return Expr<bool>(detail::apply_both(true, detail::view_of(left), detail::view_of(right)));
}
template <SqlExpression L, CoreHandle R>
requires Criterion<R> Expr<bool>
operator||(const L& left, const R& right) {
  return Expr<bool>(detail::apply_both(false, detail::view_of(left), detail::view_of(right)));
}
template <SqlExpression E>
Expr<bool> operator!(const E& element) {
  return Expr<bool>(detail::apply_not(detail::view_of(element)));
}
template <SqlExpression E>
Expr<bool> operator~(const E& element) {
  return Expr<bool>(detail::apply_not(detail::view_of(element)));
}
template <SqlExpression E>
auto operator-(const E& element) {
  return Expr<typename E::sql_type>(operate(Operator::neg, element.column()));
}
/// A value on the left: `5 + User_.id`.
#define ORM_REVERSED(symbol, name)                                                     \
  template <class L, SqlExpression R>                                                  \
  requires(!SqlExpression<L> && !CoreHandle<L>) auto operator symbol(const L& left,    \
                                                                     const R& right) { \
    detail::check_comparable<typename R::sql_type, L>();                               \
    return Expr<typename R::sql_type>(detail::apply_reversed(                          \
        Operator::name, detail::view_of(right), detail::operand_view(left)));          \
  }
ORM_REVERSED(+, add)
ORM_REVERSED(-, sub)
ORM_REVERSED(*, mul)
#undef ORM_REVERSED
/// Python's `a // b`.
template <SqlExpression L, class R>
auto floordiv(const L& left, const R& right) {
  detail::check_comparable<typename L::sql_type, R>();
  return Expr<typename L::sql_type>(
      operate(Operator::floordiv, left.column(), detail::operand(right)));
}

/// SQL functions: `func.count(...)`. (`func` itself is Core's untyped constructor.)
namespace fn {

template <class T, class... A>
Expr<T> call(const char* name, const A&... arguments) {
  return Expr<T>(
      detail::call_function(name, {detail::operand_view(arguments)...}, ValueTraits<T>::type()));
}
/// count(), count(x)
template <class... A>
Expr<int64_t> count(const A&... argument) {
  return Expr<int64_t>(detail::call_function("count", {detail::operand_view(argument)...}));
}
#define ORM_SAME_TYPE_FUNCTION(name)                                     \
  template <SqlExpression E>                                             \
  auto name(const E& argument) {                                         \
    return Expr<detail::Optional<typename E::sql_type>>(                 \
        detail::call_function(#name, {detail::operand_view(argument)})); \
  }
ORM_SAME_TYPE_FUNCTION(max)
ORM_SAME_TYPE_FUNCTION(min)
ORM_SAME_TYPE_FUNCTION(sum)
ORM_SAME_TYPE_FUNCTION(lower)
ORM_SAME_TYPE_FUNCTION(upper)
#undef ORM_SAME_TYPE_FUNCTION
template <SqlExpression E>
Expr<std::optional<int64_t>> length(const E& argument) {
  return call<std::optional<int64_t>>("length", argument);
}
/// avg(x): a number, whatever x is.
template <SqlExpression E>
Expr<std::optional<double>> avg(const E& argument) {
  return Expr<std::optional<double>>(
      detail::call_function("avg", {detail::operand_view(argument)}));
}
template <SqlExpression E, class... A>
auto coalesce(const E& argument, const A&... others) {
  return Expr<typename E::sql_type>(detail::call_function(
      "coalesce", {detail::operand_view(argument), detail::operand_view(others)...}));
}
inline Expr<DateTime> now() { return Expr<DateTime>(detail::call_function("now", {})); }

}  // namespace fn

}  // namespace orm
