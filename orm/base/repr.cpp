// Python's repr() and str() of values, to the letter: the echo and error texts are made of them.
#include <orm/excerpt.h>
#include <orm/value.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace orm {

namespace {

// Decodes one character of UTF-8; a stray byte counts as itself.
uint32_t next_character(std::string_view text, size_t& at) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  uint32_t first = byte(at);
  size_t length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  if (length == 1 || at + length > text.size()) {
    ++at;
    return first;
  }
  uint32_t code = first & (0xffU >> (length + 1));
  for (size_t i = 1; i < length; ++i) code = code << 6 | (byte(at + i) & 0x3fU);
  at += length;
  return code;
}

// str.isprintable() for one character: separators other than space, controls, formats, surrogates
// and private ones are not.
bool printable(uint32_t c) {
  if (c < 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0xad) return false;
  if (c < 0x600) return true;
  if ((c >= 0x2000 && c <= 0x200f) || (c >= 0x2028 && c <= 0x202f) || (c >= 0x205f && c <= 0x206f))
    return false;
  return !(c == 0x1680 || c == 0x3000 || c == 0xfeff || (c >= 0xd800 && c <= 0xf8ff) ||
           (c >= 0xfff9 && c <= 0xfffb) || c >= 0xe0000);
}

char quote_for(std::string_view text) {
  return text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos
             ? '"'
             : '\'';
}

void append_escape(std::string& out, uint32_t c) {
  char code[16];
  const char* format = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
  std::snprintf(code, sizeof code, format, c);
  out += code;
}

// The escapes that str and bytes share; false if `c` is none of them.
bool append_common(std::string& out, uint32_t c, char quote) {
  switch (c) {
    case '\n':
      out += "\\n";
      return true;
    case '\r':
      out += "\\r";
      return true;
    case '\t':
      out += "\\t";
      return true;
    case '\\':
      out += "\\\\";
      return true;
    default:
      if (c != static_cast<unsigned char>(quote)) return false;
      out += '\\';
      out += quote;
      return true;
  }
}

std::string repr_bytes(std::string_view bytes) {
  char quote = quote_for(bytes);
  std::string out = "b";
  out += quote;
  for (char raw : bytes) {
    auto c = static_cast<unsigned char>(raw);
    if (append_common(out, c, quote)) continue;
    if (c < 0x20 || c >= 0x7f)
      append_escape(out, c);
    else
      out += raw;
  }
  return out + quote;
}

std::string repr_time_arguments(const Time& time) {
  std::string out = std::to_string(time.hour) + ", " + std::to_string(time.minute);
  if (time.second != 0 || time.microsecond != 0) out += ", " + std::to_string(time.second);
  if (time.microsecond != 0) out += ", " + std::to_string(time.microsecond);
  return out;
}

std::string repr_date_arguments(const Date& date) {
  return std::to_string(date.year) + ", " + std::to_string(date.month) + ", " +
         std::to_string(date.day);
}

struct SplitInterval {
  int64_t days, seconds, microseconds;
  explicit SplitInterval(Interval interval) {
    constexpr int64_t kDay = 86400LL * 1000000;
    int64_t rest = interval.microseconds % kDay;
    days = interval.microseconds / kDay;
    if (rest < 0) rest += kDay, --days;
    seconds = rest / 1000000;
    microseconds = rest % 1000000;
  }
};

std::string repr_interval(Interval interval) {
  SplitInterval split(interval);
  std::string out;
  auto part = [&](const char* name, int64_t number) {
    if (number == 0) return;
    if (!out.empty()) out += ", ";
    out += std::string(name) + "=" + std::to_string(number);
  };
  part("days", split.days);
  part("seconds", split.seconds);
  part("microseconds", split.microseconds);
  return "datetime.timedelta(" + (out.empty() ? "0" : out) + ")";
}

std::string str_interval(Interval interval) {
  SplitInterval split(interval);
  std::string out;
  if (split.days != 0)
    out = std::to_string(split.days) + (std::abs(split.days) == 1 ? " day, " : " days, ");
  char clock[48];
  std::snprintf(clock, sizeof clock, "%d:%02d:%02d", static_cast<int>(split.seconds / 3600),
                static_cast<int>(split.seconds / 60 % 60), static_cast<int>(split.seconds % 60));
  out += clock;
  if (split.microseconds != 0) {
    std::snprintf(clock, sizeof clock, ".%06d", static_cast<int>(split.microseconds));
    out += clock;
  }
  return out;
}

}  // namespace

std::string repr_address(const void* object) {
  char text[2 + 2 * sizeof object + 1];
  std::snprintf(text, sizeof text, "0x%zx", reinterpret_cast<size_t>(object));
  return text;
}

std::string repr_text(std::string_view text) {
  char quote = quote_for(text);
  std::string out(1, quote);
  out.reserve(text.size() + 2);
  for (size_t at = 0; at < text.size();) {
    size_t start = at;
    uint32_t c = next_character(text, at);
    if (append_common(out, c, quote)) continue;
    if (printable(c))
      out += text.substr(start, at - start);
    else
      append_escape(out, c);
  }
  return out + quote;
}

std::string repr_double(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  char text[40];
  for (int precision = 1; precision <= 17; precision = precision < 15 ? 15 : precision + 1) {
    std::snprintf(text, sizeof text, "%.*e", precision - 1, value);
    if (std::strtod(text, nullptr) == value) break;
  }
  // text is d.ddde[+-]xx; lay the digits out as Python does.
  std::string digits;
  bool negative = text[0] == '-';
  const char* p = text + (negative ? 1 : 0);
  for (; *p != 'e'; ++p)
    if (*p != '.') digits += *p;
  int exponent = std::atoi(p + 1);
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
  std::string out;
  int count = static_cast<int>(digits.size());
  if (exponent < -4 || exponent >= 16) {
    out = digits.substr(0, 1);
    if (count > 1) out += "." + digits.substr(1);
    char tail[16];
    std::snprintf(tail, sizeof tail, "e%c%02d", exponent < 0 ? '-' : '+', std::abs(exponent));
    out += tail;
  } else if (exponent < 0) {
    out = "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
  } else if (count <= exponent + 1) {
    out = digits + std::string(static_cast<size_t>(exponent + 1 - count), '0') + ".0";
  } else {
    out = digits.substr(0, static_cast<size_t>(exponent) + 1) + "." +
          digits.substr(static_cast<size_t>(exponent) + 1);
  }
  return negative ? "-" + out : out;
}

std::optional<double> parse_float(std::string_view text) {
  constexpr std::string_view blanks = " \t\n\r\f\v";
  const size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return std::nullopt;
  text = text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '_') {
      if (i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) || !is_digit(text[i + 1]))
        return std::nullopt;
    } else if (is_digit(c) || c == '.' || c == '+' || c == '-') {
      plain += c;
    } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      plain += static_cast<char>(c | 0x20);
    } else {
      return std::nullopt;
    }
  }
  // Of letters strtod() knows more than float() does: hexadecimal digits and `nan(...)`.
  const std::string word =
      plain.substr(std::min(plain.size(), plain.find_first_not_of("+-0123456789.")));
  const bool named = word == "inf" || word == "infinity" || word == "nan";
  if (!word.empty() && !named && word[0] != 'e') return std::nullopt;
  char* end = nullptr;
  const double value = std::strtod(plain.c_str(), &end);
  if (end != plain.c_str() + plain.size()) return std::nullopt;
  return value;
}
std::string decimal_from_double(double value, int scale) {
  char text[400];
  std::snprintf(text, sizeof text, "%.*f", scale, value);
  return text;
}

// A document is JSON already: only its strings and words look different in Python.
std::string repr_json(std::string_view document) {
  std::string out;
  for (size_t i = 0; i < document.size();) {
    char c = document[i];
    if (c != '"') {
      auto word = [&](std::string_view json, const char* python) {
        if (document.substr(i, json.size()) != json) return false;
        out += python;
        i += json.size();
        return true;
      };
      if (word("null", "None") || word("true", "True") || word("false", "False")) continue;
      out += c;
      ++i;
      continue;
    }
    std::string text;
    for (++i; i < document.size() && document[i] != '"'; ++i) {
      if (document[i] != '\\' || i + 1 >= document.size()) {
        text += document[i];
        continue;
      }
      char escape = document[++i];
      if (escape == 'u' && i + 4 < document.size()) {
        auto code = static_cast<uint32_t>(
            std::strtoul(std::string(document.substr(i + 1, 4)).c_str(), nullptr, 16));
        i += 4;
        if (code >= 0xd800 && code < 0xdc00 && i + 6 < document.size()) {
          auto low = static_cast<uint32_t>(
              std::strtoul(std::string(document.substr(i + 3, 4)).c_str(), nullptr, 16));
          code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
          i += 6;
        }
        if (code < 0x80) {
          text += static_cast<char>(code);
        } else if (code < 0x800) {
          text += static_cast<char>(0xc0 | code >> 6);
          text += static_cast<char>(0x80 | (code & 0x3f));
        } else {
          if (code >= 0x10000) {
            text += static_cast<char>(0xf0 | code >> 18);
            text += static_cast<char>(0x80 | (code >> 12 & 0x3f));
          } else {
            text += static_cast<char>(0xe0 | code >> 12);
          }
          text += static_cast<char>(0x80 | (code >> 6 & 0x3f));
          text += static_cast<char>(0x80 | (code & 0x3f));
        }
      } else {
        text += escape == 'n'   ? '\n'
                : escape == 't' ? '\t'
                : escape == 'r' ? '\r'
                : escape == 'b' ? '\b'
                : escape == 'f' ? '\f'
                                : escape;
      }
    }
    if (i < document.size()) ++i;
    out += repr_text(text);
  }
  return out;
}

std::string Value::repr() const {
  switch (kind_) {
    case ValueKind::null:
      return "None";
    case ValueKind::boolean:
      return as_bool() ? "True" : "False";
    case ValueKind::integer:
      return std::to_string(as_int());
    case ValueKind::real:
      return repr_double(as_double());
    case ValueKind::date:
      return "datetime.date(" + repr_date_arguments(as_date()) + ")";
    case ValueKind::time:
      return "datetime.time(" + repr_time_arguments(as_time()) + ")";
    case ValueKind::datetime: {
      DateTime value = as_datetime();
      std::string out = "datetime.datetime(" + repr_date_arguments(value.date) + ", " +
                        repr_time_arguments(value.time);
      if (value.aware)
        out += value.utc_offset == 0
                   ? ", tzinfo=datetime.timezone.utc"
                   : ", tzinfo=datetime.timezone(" +
                         repr_interval(Interval{value.utc_offset * 1000000LL}) + ")";
      return out + ")";
    }
    case ValueKind::interval:
      return repr_interval(as_interval());
    case ValueKind::text:
      return repr_text(as_text());
    case ValueKind::bytes:
      return repr_bytes(as_text());
    case ValueKind::decimal:
      return "Decimal('" + as_string() + "')";
    case ValueKind::bigint:
      return as_string();
    case ValueKind::uuid:
      return "UUID('" + as_string() + "')";
    case ValueKind::json:
      return repr_json(as_text());
    case ValueKind::list:
    case ValueKind::tuple: {
      std::string out(1, kind_ == ValueKind::list ? '[' : '(');
      const auto& items = as_list();
      for (size_t i = 0; i < items.size(); ++i) {
        if (i > 0) out += ", ";
        out += items[i].repr();
      }
      if (kind_ == ValueKind::tuple && items.size() == 1) out += ',';
      return out + (kind_ == ValueKind::list ? ']' : ')');
    }
    case ValueKind::object:
      return object()->repr();
  }
  return {};
}

std::string Value::str() const {
  switch (kind_) {
    case ValueKind::date:
      return iso_date(as_date());
    case ValueKind::time:
      return iso_time(as_time());
    case ValueKind::datetime:
      return iso_datetime(as_datetime());
    case ValueKind::interval:
      return str_interval(as_interval());
    case ValueKind::text:
    case ValueKind::decimal:
    case ValueKind::uuid:
      return as_string();
    default:
      return repr();
  }
}

std::string repr_excerpt(std::string_view text) {
  constexpr int kLength = 25;
  size_t at = 0;
  for (int i = 0; i < kLength && at < text.size(); ++i) next_character(text, at);
  if (at >= text.size()) return repr_text(text);
  return repr_text(std::string(text.substr(0, at)) + "...");
}

}  // namespace orm
