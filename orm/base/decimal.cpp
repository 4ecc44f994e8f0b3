// Decimal numbers: the coefficient is an integer of 128 bits, which has room for 38 digits.
#include "orm/base/decimal.h"

#include <algorithm>

#include "orm/error.h"

namespace orm {

namespace {

using Digits = DecimalDigits;
constexpr int kPrecision = 28;
constexpr int kRoom = 38;

Digits power_of_ten(int64_t exponent) {
  Digits power = 1;
  for (int64_t i = 0; i < exponent; ++i) power *= 10;
  return power;
}

int digits_in(Digits number) {
  int count = 0;
  for (; number > 0; number /= 10) ++count;
  return count;
}

std::string text_of(Digits number) {
  std::string text;
  for (; number > 0; number /= 10) text += static_cast<char>('0' + static_cast<int>(number % 10));
  std::reverse(text.begin(), text.end());
  return text.empty() ? "0" : text;
}

[[noreturn]] void no_room() {
  throw OverflowError("a Decimal of so many digits has no room in C++");
}

}  // namespace

DecimalNumber::DecimalNumber(std::string_view text) {
  size_t at = 0;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) negative_ = text[at++] == '-';
  bool point = false, any = false;
  for (; at < text.size() && text[at] != 'E' && text[at] != 'e'; ++at) {
    if (text[at] == '.' && !point) {
      point = true;
      continue;
    }
    if (text[at] < '0' || text[at] > '9') {
      throw NotImplementedError("arithmetic with Decimal('" + std::string(text) +
                                "') is not known to C++");
    }
    any = true;
    coefficient_ = coefficient_ * 10 + static_cast<unsigned>(text[at] - '0');
    if (point) --exponent_;
    if (digits_in(coefficient_) > kPrecision) no_room();
  }
  if (!any) throw NotImplementedError("this Decimal is not known to C++");
  if (at < text.size()) exponent_ += std::stoll(std::string(text.substr(at + 1)));
}

DecimalNumber::DecimalNumber(int64_t number)
    : negative_(number < 0),
      coefficient_(negative_ ? 0 - static_cast<uint64_t>(number) : static_cast<uint64_t>(number)) {}

// Without the last digits, halves to the even one.
Digits DecimalNumber::dropped(Digits coefficient, int64_t places) {
  if (places > kRoom) return 0;
  const Digits unit = power_of_ten(places);
  Digits whole = coefficient / unit;
  const Digits twice = (coefficient - whole * unit) * 2;
  if (twice > unit || (twice == unit && whole % 2 == 1)) ++whole;
  return whole;
}

DecimalNumber DecimalNumber::fitted() const {
  DecimalNumber made = *this;
  for (int extra; (extra = digits_in(made.coefficient_) - kPrecision) > 0;) {
    made.coefficient_ = dropped(made.coefficient_, extra);
    made.exponent_ += extra;
  }
  return made;
}

DecimalNumber DecimalNumber::with_exponent(int64_t exponent) const {
  if (coefficient_ == 0 || exponent >= exponent_) return {negative_, coefficient_, exponent};
  if (digits_in(coefficient_) + exponent_ - exponent > kRoom) no_room();
  return {negative_, coefficient_ * power_of_ten(exponent_ - exponent), exponent};
}

DecimalNumber DecimalNumber::operator+(const DecimalNumber& other) const {
  const int64_t exponent = std::min(exponent_, other.exponent_);
  const DecimalNumber one = with_exponent(exponent), two = other.with_exponent(exponent);
  if (one.negative_ == two.negative_) {
    return DecimalNumber(negative_, one.coefficient_ + two.coefficient_, exponent).fitted();
  }
  const bool larger = one.coefficient_ > two.coefficient_;
  const Digits rest =
      larger ? one.coefficient_ - two.coefficient_ : two.coefficient_ - one.coefficient_;
  const bool negative = rest != 0 && (larger ? one.negative_ : two.negative_);
  return DecimalNumber(negative, rest, exponent).fitted();
}

DecimalNumber DecimalNumber::operator-() const {
  return {coefficient_ != 0 && !negative_, coefficient_, exponent_};
}

DecimalNumber DecimalNumber::operator*(const DecimalNumber& other) const {
  if (digits_in(coefficient_) + digits_in(other.coefficient_) > kRoom) no_room();
  return DecimalNumber(negative_ != other.negative_, coefficient_ * other.coefficient_,
                       exponent_ + other.exponent_)
      .fitted();
}

DecimalNumber DecimalNumber::operator/(const DecimalNumber& other) const {
  if (other.coefficient_ == 0) throw ZeroDivisionError("[<class 'decimal.DivisionByZero'>]");
  const int64_t ideal = exponent_ - other.exponent_;
  const bool negative = negative_ != other.negative_;
  Digits quotient = coefficient_ / other.coefficient_;
  Digits rest = coefficient_ % other.coefficient_;
  int64_t exponent = ideal;
  while (rest != 0 && digits_in(quotient) < kPrecision) {
    quotient = quotient * 10 + rest * 10 / other.coefficient_;
    rest = rest * 10 % other.coefficient_;
    --exponent;
  }
  const bool up =
      rest * 2 > other.coefficient_ || (rest * 2 == other.coefficient_ && quotient % 2 == 1);
  if (up) ++quotient;
  // An exact quotient has no more zeros at its end than the operands ask for.
  while (rest == 0 && quotient != 0 && exponent < ideal && quotient % 10 == 0) {
    quotient /= 10;
    ++exponent;
  }
  return DecimalNumber(negative, quotient, quotient == 0 ? ideal : exponent).fitted();
}

bool DecimalNumber::operator<(const DecimalNumber& other) const {
  const DecimalNumber difference = *this + -other;
  return difference.negative_ && difference.coefficient_ != 0;
}

DecimalNumber DecimalNumber::rounded(int64_t places) const {
  if (exponent_ >= -places) return with_exponent(-places);
  return {negative_, dropped(coefficient_, -places - exponent_), -places};
}

std::string DecimalNumber::str() const {
  std::string digits = text_of(coefficient_);
  const auto size = static_cast<int64_t>(digits.size());
  const int64_t adjusted = exponent_ + size - 1;
  std::string sign = negative_ ? "-" : "";
  if (exponent_ > 0 || adjusted < -6) {
    if (size > 1) digits.insert(1, ".");
    return sign + digits + "E" + (adjusted < 0 ? "" : "+") + std::to_string(adjusted);
  }
  if (exponent_ == 0) return sign + digits;
  const int64_t point = size + exponent_;
  if (point <= 0) return sign + "0." + std::string(static_cast<size_t>(-point), '0') + digits;
  return sign + digits.insert(static_cast<size_t>(point), ".");
}

}  // namespace orm
