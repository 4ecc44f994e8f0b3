// Typed SQL expressions: attributes of mapped structs in queries, and the operators on them.
//
// An expression is a node of Core (expression.h); the template parameter only says which C++ type
// its value has, so that a wrong comparison is refused by the compiler and rows have types.
#pragma once

#include <orm/mapped.h>
#include <orm/profile.h>

#include <concepts>
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

namespace detail {

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
using Optional = std::conditional_t<IsOptional<T>::value, T, std::optional<T>>;
template <class T>
struct Bare {
  using type = T;
};
template <class T>
struct Bare<std::optional<T>> {
  using type = T;
};

template <class T, class U>
constexpr void check_comparable() {
  if constexpr (SqlExpression<U>) {
    static_assert(comparable<T, typename U::sql_type>(),
                  "these two SQL expressions have types that cannot be compared");
  } else {
    static_assert(comparable<T, U>(),
                  "a SQL expression is compared with a value of another type than its own");
  }
}

template <class U>
Operand operand(const U& value) {
  if constexpr (SqlExpression<U>) {
    return Operand(value.column());
  } else {
    return Operand(literal_value(value));
  }
}

}  // namespace detail

/// The methods that every typed expression has, by SQLAlchemy's names.
/// `Bool` is Expr<bool>, a parameter only because that class is not complete here.
template <class Self, class T, class Bool = Expr<bool>>
class ExpressionMethods {
 public:
  using sql_type = T;
  template <class U>
  Bool in_(const std::vector<U>& values) const {
    return Bool(self().column()->in_(list(values)));
  }
  template <class U>
  Bool not_in(const std::vector<U>& values) const {
    return Bool(self().column()->not_in(list(values)));
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
    return Bool(between_op(self().column(), detail::operand(low), detail::operand(high)));
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
  Bool startswith(const U& text) const {
    return match_text(Operator::startswith, text);
  }
  template <class U>
  Bool endswith(const U& text) const {
    return match_text(Operator::endswith, text);
  }
  template <class U>
  Bool contains(const U& text) const {
    return match_text(Operator::contains, text);
  }
  Expr<T> asc() const { return Expr<T>(self().column()->asc()); }
  Expr<T> desc() const { return Expr<T>(self().column()->desc()); }
  Expr<T> distinct() const { return Expr<T>(self().column()->distinct()); }
  Expr<T> label(std::string name) const {
    return Expr<T>(ColumnRef(self().column()->label(std::move(name))));
  }
  /// The SQL, as print() of SQLAlchemy's shows it.
  std::string str() const { return self().column()->str(profile_2_0); }

 private:
  const Self& self() const { return static_cast<const Self&>(*this); }
  template <class U>
  Bool compare(Operator op, const U& value) const {
    detail::check_comparable<T, U>();
    return Bool(operate(op, self().column(), detail::operand(value)));
  }
  template <class U>
  Bool match_text(Operator op, const U& value) const {
    detail::check_comparable<T, U>();
    static_assert(
        ValueTraits<T>::family == ValueFamily::text || ValueTraits<T>::family == ValueFamily::any,
        "like() and its kin want a text expression");
    return Bool(like_op(op, self().column(), detail::operand(value)));
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
  const ColumnRef& column() const noexcept { return column_; }

 private:
  ColumnRef column_;
};

/// An attribute of a mapped struct in a query: `User_.name`. It has no state: the mapper is found
/// by its type.
template <class C, size_t Index, class T>
class Attr : public ExpressionMethods<Attr<C, Index, T>, T> {
 public:
  ColumnRef column() const { return map_class<C>().attribute(Index); }
};

#define ORM_COMPARISON(symbol, name)                                                   \
  template <SqlExpression L, class R>                                                  \
  Expr<bool> operator symbol(const L& left, const R& right) {                          \
    detail::check_comparable<typename L::sql_type, R>();                               \
    return Expr<bool>(operate(Operator::name, left.column(), detail::operand(right))); \
  }
ORM_COMPARISON(==, eq)
ORM_COMPARISON(!=, ne)
ORM_COMPARISON(<, lt)
ORM_COMPARISON(<=, le)
ORM_COMPARISON(>, gt)
ORM_COMPARISON(>=, ge)
#undef ORM_COMPARISON

#define ORM_ARITHMETIC(symbol, name)                                     \
  template <SqlExpression L, class R>                                    \
  auto operator symbol(const L& left, const R& right) {                  \
    detail::check_comparable<typename L::sql_type, R>();                 \
    return Expr<typename L::sql_type>(                                   \
        operate(Operator::name, left.column(), detail::operand(right))); \
  }
ORM_ARITHMETIC(+, add)
ORM_ARITHMETIC(-, sub)
ORM_ARITHMETIC(*, mul)
ORM_ARITHMETIC(/, truediv)
ORM_ARITHMETIC(%, mod)
#undef ORM_ARITHMETIC

template <SqlExpression L, SqlExpression R>
Expr<bool> operator&&(const L& left, const R& right) {
  return Expr<bool>(and_({left.column(), right.column()}));
}
template <SqlExpression L, SqlExpression R>
Expr<bool> operator||(const L& left, const R& right) {
  return Expr<bool>(or_({left.column(), right.column()}));
}
template <SqlExpression E>
Expr<bool> operator!(const E& element) {
  return Expr<bool>(not_(element.column()));
}

/// SQL functions: `func.count(...)`. (`func` itself is Core's untyped constructor.)
namespace fn {

template <class T, class... A>
Expr<T> call(const char* name, const A&... arguments) {
  return Expr<T>(ColumnRef(func(name, {detail::operand(arguments)...}, ValueTraits<T>::type())));
}
/// count(), count(x)
template <class... A>
Expr<int64_t> count(const A&... argument) {
  return Expr<int64_t>(ColumnRef(func("count", {detail::operand(argument)...})));
}
#define ORM_SAME_TYPE_FUNCTION(name)                           \
  template <SqlExpression E>                                   \
  auto name(const E& argument) {                               \
    return Expr<detail::Optional<typename E::sql_type>>(       \
        ColumnRef(func(#name, {Operand(argument.column())}))); \
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
inline Expr<DateTime> now() { return Expr<DateTime>(ColumnRef(func("now"))); }

}  // namespace fn

}  // namespace orm
