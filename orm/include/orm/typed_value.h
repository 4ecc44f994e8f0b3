// ValueTraits: how C++ types of attributes and rows travel to the database and back.
//
// One specialisation for each type says its SQL type, its family (what it may be compared with) and
// the conversions; specialise it for a type of your own.
#pragma once

#include <orm/type_ref.h>
#include <orm/value.h>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace orm {

/// What a type may be compared with: types of one family.
enum class ValueFamily : uint8_t { number, text, date, time, datetime, interval, any, object };

/// @name Checked readings of a Value; they throw TypeError if it holds another kind
/// @{
int64_t value_as_int(const Value& value);
double value_as_double(const Value& value);
bool value_as_bool(const Value& value);
std::string value_as_text(const Value& value);
Date value_as_date(const Value& value);
Time value_as_time(const Value& value);
DateTime value_as_datetime(const Value& value);
Interval value_as_interval(const Value& value);
/// @}

template <class T>
struct ValueTraits;

namespace detail {

template <class T, ValueFamily Family, auto Type, auto Read>
struct PlainTraits {
  static constexpr ValueFamily family = Family;
  static constexpr bool nullable = false;
  static TypeRef type() { return Type(); }
  static Value to_value(const T& value) { return Value(value); }
  static T from_value(const Value& value) { return static_cast<T>(Read(value)); }
};

inline TypeRef plain_string() { return String(); }

}  // namespace detail

template <>
struct ValueTraits<int> : detail::PlainTraits<int, ValueFamily::number, Integer, value_as_int> {};
template <>
struct ValueTraits<int64_t>
    : detail::PlainTraits<int64_t, ValueFamily::number, Integer, value_as_int> {};
template <>
struct ValueTraits<bool> : detail::PlainTraits<bool, ValueFamily::number, Boolean, value_as_bool> {
};
template <>
struct ValueTraits<double>
    : detail::PlainTraits<double, ValueFamily::number, Float, value_as_double> {};
template <>
struct ValueTraits<std::string>
    : detail::PlainTraits<std::string, ValueFamily::text, detail::plain_string, value_as_text> {};
template <>
struct ValueTraits<Date> : detail::PlainTraits<Date, ValueFamily::date, DateType, value_as_date> {};
template <>
struct ValueTraits<Time> : detail::PlainTraits<Time, ValueFamily::time, TimeType, value_as_time> {};
template <>
struct ValueTraits<DateTime>
    : detail::PlainTraits<DateTime, ValueFamily::datetime, DateTimeType, value_as_datetime> {};
template <>
struct ValueTraits<Interval>
    : detail::PlainTraits<Interval, ValueFamily::interval, IntervalType, value_as_interval> {};

/// A value whose type only the database knows.
template <>
struct ValueTraits<Value> {
  static constexpr ValueFamily family = ValueFamily::any;
  static constexpr bool nullable = true;
  static TypeRef type() { return NullType(); }
  static Value to_value(const Value& value) { return value; }
  static Value from_value(const Value& value) { return value; }
};

/// NULL is std::nullopt.
template <class T>
struct ValueTraits<std::optional<T>> {
  static constexpr ValueFamily family = ValueTraits<T>::family;
  static constexpr bool nullable = true;
  static TypeRef type() { return ValueTraits<T>::type(); }
  static Value to_value(const std::optional<T>& value) {
    return value ? ValueTraits<T>::to_value(*value) : Value();
  }
  static std::optional<T> from_value(const Value& value) {
    if (value.is_null()) return std::nullopt;
    return ValueTraits<T>::from_value(value);
  }
};

/// Can a T be a column or an item of a row?
template <class T>
concept ColumnValue = requires(const T& value) {
  { ValueTraits<T>::to_value(value) } -> std::same_as<Value>;
};

namespace detail {

// The type that stands for a literal in comparisons: "ed" is a std::string, 5 an int64_t.
template <class T>
struct LiteralOf {
  using type = T;
};
template <class T>
requires std::is_convertible_v<T, std::string_view>
struct LiteralOf<T> {
  using type = std::string;
};
template <class T>
requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) struct LiteralOf<T> {
  using type = int64_t;
};
template <>
struct LiteralOf<float> {
  using type = double;
};
template <class T>
using Literal = typename LiteralOf<std::decay_t<T>>::type;

template <class T>
inline constexpr bool is_null_literal = std::is_same_v<std::decay_t<T>, std::nullopt_t> ||
                                        std::is_same_v<std::decay_t<T>, std::nullptr_t>;

/// May values of both types stand on the two sides of a comparison?
template <class T, class U>
constexpr bool comparable() {
  if constexpr (is_null_literal<U>) {
    return true;
  } else if constexpr (ColumnValue<Literal<U>>) {
    constexpr ValueFamily left = ValueTraits<T>::family, right = ValueTraits<Literal<U>>::family;
    return left == right || left == ValueFamily::any || right == ValueFamily::any;
  } else {
    return false;
  }
}

template <class U>
Value literal_value(const U& value) {
  if constexpr (is_null_literal<U>) {
    return {};
  } else {
    return ValueTraits<Literal<U>>::to_value(Literal<U>(value));
  }
}

}  // namespace detail

}  // namespace orm
