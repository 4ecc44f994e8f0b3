// format(value, spec): [[fill]align][sign][#][0][width][grouping][.precision][type].
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "orm/python.h"

namespace orm::py {

namespace {

struct Spec {
  std::string fill = " ";
  char align = 0, sign = '-', grouping = 0, type = 0;
  int64_t width = 0;
  int precision = -1;
};

bool is_align(char c) { return c == '<' || c == '>' || c == '^' || c == '='; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

int64_t read_number(std::string_view text, size_t& at) {
  int64_t number = 0;
  for (; at < text.size() && is_digit(text[at]); ++at) number = number * 10 + (text[at] - '0');
  return number;
}

Spec read(std::string_view text, const Value& value) {
  Spec spec;
  size_t at = 0;
  const std::vector<std::string> letters = characters(text);
  if (letters.size() > 1 && is_align(letters[1][0])) {
    spec.fill = letters[0];
    spec.align = letters[1][0];
    at = letters[0].size() + 1;
  } else if (!text.empty() && is_align(text[0])) {
    spec.align = text[at++];
  }
  if (at < text.size() && (text[at] == '+' || text[at] == '-' || text[at] == ' ')) {
    spec.sign = text[at++];
  }
  if (at < text.size() && text[at] == '0') {
    if (spec.align == 0) {
      spec.align = value.kind() == ValueKind::text ? '<' : '=';
      spec.fill = "0";
    }
    ++at;
  }
  spec.width = read_number(text, at);
  if (at < text.size() && (text[at] == ',' || text[at] == '_')) spec.grouping = text[at++];
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (at == text.size() || !is_digit(text[at])) {
      throw ValueError("Format specifier missing precision");
    }
    spec.precision = static_cast<int>(read_number(text, at));
  }
  if (at < text.size()) spec.type = text[at++];
  if (at != text.size()) {
    throw ValueError("Invalid format specifier '" + std::string(text) + "' for object of type '" +
                     value.type_name() + "'");
  }
  return spec;
}

[[noreturn]] void unknown_code(const Spec& spec, const Value& value) {
  throw ValueError(std::string("Unknown format code '") + spec.type + "' for object of type '" +
                   value.type_name() + "'");
}

// Digits before the point in threes.
std::string grouped(const std::string& digits, char mark) {
  const size_t point = std::min(digits.find_first_not_of("0123456789"), digits.size());
  std::string made;
  for (size_t i = 0; i < point; ++i) {
    if (i > 0 && (point - i) % 3 == 0) made += mark;
    made += digits[i];
  }
  return made + digits.substr(point);
}

std::string aligned(const Spec& spec, const std::string& sign, const std::string& body,
                    char otherwise) {
  const int64_t room = spec.width - length(sign) - length(body);
  auto filled = [&spec](int64_t count) {
    std::string text;
    for (int64_t i = 0; i < count; ++i) text += spec.fill;
    return text;
  };
  switch (spec.align == 0 ? otherwise : spec.align) {
    case '<':
      return sign + body + filled(room);
    case '^':
      return filled(room / 2) + sign + body + filled(room > 0 ? room - room / 2 : 0);
    case '=':
      return sign + filled(room) + body;
    default:
      return filled(room) + sign + body;
  }
}

std::string printed(const char* format, int precision, double number) {
  char small[64];
  const int size = std::snprintf(small, sizeof small, format, precision, number);
  if (size < static_cast<int>(sizeof small)) return small;
  std::string text(static_cast<size_t>(size) + 1, '\0');
  std::snprintf(text.data(), text.size(), format, precision, number);
  text.pop_back();
  return text;
}

// A number without its sign.
std::string digits_of(double number, const Spec& spec, const Value& value) {
  const int precision = spec.precision < 0 ? 6 : spec.precision;
  switch (spec.type) {
    case 'f':
    case 'F':
      return printed("%.*f", precision, number);
    case 'e':
      return printed("%.*e", precision, number);
    case 'g':
    case 'G':
      return printed("%.*g", precision, number);
    case '%':
      return printed("%.*f", precision, number * 100) + "%";
    case 0: {
      if (spec.precision < 0) return repr_double(number);
      std::string text = printed("%.*g", spec.precision, number);
      const bool whole = text.find_first_of(".en") == std::string::npos;
      return whole && spec.precision > 1 ? text + ".0" : text;
    }
    default:
      unknown_code(spec, value);
  }
}

std::string number_text(const Spec& spec, bool negative, std::string digits) {
  if (spec.grouping != 0) digits = grouped(digits, spec.grouping);
  const std::string sign = negative ? "-" : spec.sign == '-' ? "" : std::string(1, spec.sign);
  return aligned(spec, sign, digits, '>');
}

std::string format_integer(int64_t number, const Spec& spec, const Value& value) {
  const bool negative = number < 0;
  const uint64_t size =
      negative ? 0 - static_cast<uint64_t>(number) : static_cast<uint64_t>(number);
  char text[72];
  switch (spec.type) {
    case 0:
    case 'd':
    case 'n':
      return number_text(spec, negative, std::to_string(size));
    case 'x':
    case 'X':
    case 'o': {
      const char format[] = {'%', 'l', 'l', spec.type, '\0'};
      std::snprintf(text, sizeof text, format, static_cast<unsigned long long>(size));
      return number_text(spec, negative, text);
    }
    case 'b': {
      std::string digits;
      for (uint64_t rest = size; rest > 0; rest /= 2) digits.insert(0, 1, rest % 2 ? '1' : '0');
      return number_text(spec, negative, digits.empty() ? "0" : digits);
    }
    default:
      return number_text(spec, negative, digits_of(static_cast<double>(size), spec, value));
  }
}

}  // namespace

std::string format(const Value& value, std::string_view text) {
  if (text.empty()) return value.str();
  switch (value.kind()) {
    case ValueKind::date:
      return strftime(value.as_date(), text);
    case ValueKind::datetime:
      return strftime(value.as_datetime(), text);
    case ValueKind::text: {
      const Spec spec = read(text, value);
      if (spec.type != 0 && spec.type != 's') unknown_code(spec, value);
      if (spec.align == '=') {
        throw ValueError("'=' alignment not allowed in string format specifier");
      }
      std::string shown = value.as_string();
      if (spec.precision >= 0) shown = slice(shown, 0, spec.precision);
      return aligned(spec, "", shown, '<');
    }
    case ValueKind::boolean:
    case ValueKind::integer: {
      const Spec spec = read(text, value);
      const bool flag = value.kind() == ValueKind::boolean;
      if (flag && spec.type == 0) return aligned(spec, "", value.as_bool() ? "True" : "False", '<');
      return format_integer(flag ? value.as_bool() : value.as_int(), spec, value);
    }
    case ValueKind::real: {
      const Spec spec = read(text, value);
      const double number = value.as_double();
      return number_text(spec, std::signbit(number), digits_of(std::fabs(number), spec, value));
    }
    case ValueKind::decimal: {
      const Spec spec = read(text, value);
      const bool fixed = spec.type == 'f' || spec.type == 0;
      if (!fixed) throw NotImplementedError("this format of a Decimal is not known to C++");
      Value shown = spec.precision < 0 ? value : round(value, spec.precision);
      std::string digits = shown.as_string();
      const bool negative = digits[0] == '-';
      return number_text(spec, negative, negative ? digits.substr(1) : digits);
    }
    default:
      throw TypeError("unsupported format string passed to " + value.type_name() + ".__format__");
  }
}

}  // namespace orm::py
