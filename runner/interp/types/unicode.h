// What str asks of Unicode: properties and case mappings of code points.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lessonrun::interp::unicode {

enum Property : uint16_t {
  kAlpha = 1,
  kDecimal = 2,
  kDigit = 4,
  kNumeric = 8,
  kPrintable = 16,
  kSpace = 32,
  kUppercase = 64,
  kLowercase = 128,
  kTitlecase = 256,
  kIdentifierStart = 512,
  kIdentifierPart = 1024,
  kCaseIgnorable = 2048,
};

// The properties of a code point, as bits.
uint16_t properties(uint32_t code);
inline bool is(uint32_t code, uint16_t wanted) { return (properties(code) & wanted) != 0; }
// The value of a decimal digit of any script; -1 when it is none.
int decimal_value(uint32_t code);
// The text with every decimal digit as ASCII and every space as ' ', as int() and float() read it.
std::string ascii_digits(std::string_view text);

// The single code point a code point maps to; longer mappings are in the functions below.
uint32_t simple_lower(uint32_t code);
uint32_t simple_upper(uint32_t code);

// str.lower(), upper(), casefold(), title(), capitalize() and swapcase() of UTF-8 text.
std::string lower(std::string_view text);
std::string upper(std::string_view text);
std::string casefold(std::string_view text);
std::string title(std::string_view text);
std::string capitalize(std::string_view text);
std::string swapcase(std::string_view text);

}  // namespace lessonrun::interp::unicode
