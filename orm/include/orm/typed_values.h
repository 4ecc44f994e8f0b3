// Values that C++ has no type for: decimal numbers, bytes, JSON documents.
//
//     orm::Mapped<orm::Decimal, orm::type("Numeric", 10, 2)> price{};
//     orm::Mapped<orm::Bytes> picture{};
//     orm::Mapped<std::optional<orm::Json>> details{};
#pragma once

#include <orm/typed_value.h>

#include <compare>
#include <concepts>
#include <string>
#include <string_view>

namespace orm {

/// An exact decimal number, Python's decimal.Decimal: of up to 28 digits, which are kept as they
/// are written. Its column is a Numeric.
class Decimal {
 public:
  Decimal() = default;                                                     ///< 0
  Decimal(std::integral auto number) : digits_(std::to_string(number)) {}  // NOLINT: they convert
  /// Throws ValueError for a text that is no decimal number.
  explicit Decimal(std::string_view digits);
  /// `1.10`
  const std::string& str() const noexcept { return digits_; }
  double to_double() const;
  /// @name Arithmetic of Python's default context
  /// Throw OverflowError where 28 digits are not enough, `/` ZeroDivisionError.
  /// @{
  Decimal operator+(const Decimal& other) const;
  Decimal operator-(const Decimal& other) const;
  Decimal operator*(const Decimal& other) const;
  Decimal operator/(const Decimal& other) const;
  Decimal operator-() const;
  Decimal& operator+=(const Decimal& other) { return *this = *this + other; }
  Decimal& operator-=(const Decimal& other) { return *this = *this - other; }
  /// @}
  /// `quantize()`: so many digits behind the point, halves to the even one.
  Decimal rounded(int places) const;
  /// By value: 1.10 is 1.1.
  std::weak_ordering operator<=>(const Decimal& other) const;
  bool operator==(const Decimal& other) const { return (*this <=> other) == 0; }

 private:
  std::string digits_ = "0";
};

/// Bytes as they are; a LargeBinary.
struct Bytes {
  std::string data{};
  bool operator==(const Bytes&) const = default;
};

/// A JSON document, as its text; a JSON column. Which library reads it is the program's choice.
struct Json {
  std::string text = "null";
  bool operator==(const Json&) const = default;
};

namespace detail {
Decimal value_as_decimal(const Value& value);
Bytes value_as_bytes(const Value& value);
Json value_as_json(const Value& value);
TypeRef plain_numeric();
}  // namespace detail

template <>
struct ValueTraits<Decimal> {
  static constexpr ValueFamily family = ValueFamily::number;
  static constexpr bool nullable = false;
  static TypeRef type() { return detail::plain_numeric(); }
  static Value to_value(const Decimal& value) { return Value::decimal(value.str()); }
  static Decimal from_value(const Value& value) { return detail::value_as_decimal(value); }
};
template <>
struct ValueTraits<Bytes> {
  static constexpr ValueFamily family = ValueFamily::any;
  static constexpr bool nullable = false;
  static TypeRef type() { return LargeBinary(); }
  static Value to_value(const Bytes& value) { return Value::bytes(value.data); }
  static Bytes from_value(const Value& value) { return detail::value_as_bytes(value); }
};
template <>
struct ValueTraits<Json> {
  static constexpr ValueFamily family = ValueFamily::any;
  static constexpr bool nullable = false;
  static TypeRef type() { return JSON(); }
  static Value to_value(const Json& value) { return Value::json(value.text); }
  static Json from_value(const Value& value) { return detail::value_as_json(value); }
};

}  // namespace orm
