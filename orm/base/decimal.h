// Decimal numbers of up to 28 digits, as Python's default context computes with them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace orm {

/// Whole numbers of up to 38 digits; no type of ISO C++.
__extension__ typedef unsigned __int128 DecimalDigits;  // NOLINT(modernize-use-using)

/// coefficient * 10 ** exponent, with a sign.
class DecimalNumber {
 public:
  /// Throws NotImplementedError for infinities, NaN and more than 28 digits.
  explicit DecimalNumber(std::string_view text);
  explicit DecimalNumber(int64_t number);
  DecimalNumber operator+(const DecimalNumber& other) const;
  DecimalNumber operator*(const DecimalNumber& other) const;
  /// Throws ZeroDivisionError if the other is zero.
  DecimalNumber operator/(const DecimalNumber& other) const;
  DecimalNumber operator-() const;
  bool operator<(const DecimalNumber& other) const;
  /// With so many digits behind the point, halves to the even one.
  DecimalNumber rounded(int64_t places) const;
  /// str(Decimal)
  std::string str() const;

 private:
  using Digits = DecimalDigits;
  DecimalNumber(bool negative, Digits coefficient, int64_t exponent)
      : negative_(negative), coefficient_(coefficient), exponent_(exponent) {}
  DecimalNumber fitted() const;
  DecimalNumber with_exponent(int64_t exponent) const;
  static Digits dropped(Digits coefficient, int64_t places);
  bool negative_ = false;
  Digits coefficient_ = 0;
  int64_t exponent_ = 0;
};

}  // namespace orm
