// Decimal numbers, bytes and JSON documents as values of mapped structs.
#include "orm/typed_values.h"

#include <cstdlib>

#include "orm/base/decimal.h"
#include "orm/error.h"

namespace orm {

namespace {

DecimalNumber exact_number(const Decimal& decimal) { return DecimalNumber(decimal.str()); }

Decimal from_exact(const DecimalNumber& number) { return Decimal(std::string_view(number.str())); }

// [sign] digits [. digits] [E [sign] digits], at least one digit before the exponent.
bool is_decimal_text(std::string_view text) {
  size_t at = 0;
  auto sign = [&] {
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
  };
  auto digits = [&] {
    const size_t first = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - first;
  };
  sign();
  size_t count = digits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    count += digits();
  }
  if (count == 0) return false;
  if (at < text.size() && (text[at] == 'E' || text[at] == 'e')) {
    ++at;
    sign();
    if (digits() == 0) return false;
  }
  return at == text.size();
}

[[noreturn]] void wrong_value(const Value& value, const char* wanted) {
  throw TypeError("a value of type '" + value.type_name() + "' cannot be read as " + wanted);
}

}  // namespace

Decimal::Decimal(std::string_view digits) : digits_(digits) {
  if (!is_decimal_text(digits)) throw ValueError(repr_text(digits) + " is not a decimal number");
}

double Decimal::to_double() const { return std::strtod(digits_.c_str(), nullptr); }

Decimal Decimal::operator+(const Decimal& other) const {
  return from_exact(exact_number(*this) + exact_number(other));
}
Decimal Decimal::operator-(const Decimal& other) const {
  return from_exact(exact_number(*this) + -exact_number(other));
}
Decimal Decimal::operator*(const Decimal& other) const {
  return from_exact(exact_number(*this) * exact_number(other));
}
Decimal Decimal::operator/(const Decimal& other) const {
  return from_exact(exact_number(*this) / exact_number(other));
}
Decimal Decimal::operator-() const { return from_exact(-exact_number(*this)); }
Decimal Decimal::rounded(int places) const {
  return from_exact(exact_number(*this).rounded(places));
}

std::weak_ordering Decimal::operator<=>(const Decimal& other) const {
  const DecimalNumber mine = exact_number(*this), theirs = exact_number(other);
  if (mine < theirs) return std::weak_ordering::less;
  return theirs < mine ? std::weak_ordering::greater : std::weak_ordering::equivalent;
}

Decimal detail::value_as_decimal(const Value& value) {
  switch (value.kind()) {
    case ValueKind::decimal:
    case ValueKind::bigint:
      return Decimal(value.as_text());
    case ValueKind::integer:
      return Decimal(value.as_int());
    case ValueKind::real:
      return Decimal(std::string_view(decimal_from_double(value.as_double(), 10)));
    default:
      wrong_value(value, "a decimal number");
  }
}

Bytes detail::value_as_bytes(const Value& value) {
  if (value.kind() != ValueKind::bytes) wrong_value(value, "bytes");
  return {value.as_string()};
}

Json detail::value_as_json(const Value& value) {
  if (value.kind() != ValueKind::json) wrong_value(value, "a JSON document");
  return {value.as_string()};
}

TypeRef detail::plain_numeric() { return Numeric(); }

}  // namespace orm
