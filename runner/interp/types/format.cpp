// Formatting: format specs and the % operator.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "runner/interp/state.h"

namespace lessonrun::interp {

namespace {

struct Spec {
  std::string fill = " ";
  char align = 0, sign = 0, grouping = 0, type = 0;
  bool alternate = false, zero = false, no_negative_zero = false;
  int64_t width = -1, precision = -1;
};

Spec parse_spec(Interpreter& i, std::string_view s, const char* type_name) {
  Spec out;
  size_t at = 0;
  bool has_fill = false;
  const auto is_align = [](char c) { return c == '<' || c == '>' || c == '=' || c == '^'; };
  if (!s.empty()) {
    size_t after = 0;
    lang::decode_utf8(s, after);
    if (after < s.size() && is_align(s[after])) {
      out.fill = std::string(s.substr(0, after));
      has_fill = true;
      out.align = s[after];
      at = after + 1;
    } else if (is_align(s[0])) {
      out.align = s[at++];
    }
  }
  if (at < s.size() && (s[at] == '+' || s[at] == '-' || s[at] == ' ')) out.sign = s[at++];
  if (at < s.size() && s[at] == 'z') out.no_negative_zero = true, ++at;
  if (at < s.size() && s[at] == '#') out.alternate = true, ++at;
  if (at < s.size() && s[at] == '0') {
    out.zero = true;
    if (!out.align) out.align = std::string_view(type_name) == "str" ? '<' : '=';
    if (!has_fill) out.fill = "0";
    ++at;
  }
  const auto number = [&]() {
    int64_t n = 0;
    while (at < s.size() && s[at] >= '0' && s[at] <= '9') {
      n = n * 10 + (s[at++] - '0');
      if (n > 100000000) i.raise("ValueError", "Too many decimal digits in format string");
    }
    return n;
  };
  if (at < s.size() && s[at] >= '0' && s[at] <= '9') out.width = number();
  if (at < s.size() && (s[at] == ',' || s[at] == '_')) out.grouping = s[at++];
  if (out.grouping && at < s.size() && (s[at] == ',' || s[at] == '_')) {
    i.raise("ValueError", s[at] == out.grouping
                              ? std::string("Cannot specify '") + s[at] + "' with '" + s[at] + "'."
                              : "Cannot specify both ',' and '_'.");
  }
  if (at < s.size() && s[at] == '.') {
    ++at;
    if (at >= s.size() || s[at] < '0' || s[at] > '9')
      i.raise("ValueError", "Format specifier missing precision");
    out.precision = number();
  }
  if (at < s.size()) out.type = s[at++];
  if (at < s.size())
    i.raise("ValueError", std::string("Invalid format specifier '") + std::string(s) +
                              "' for object of type '" + type_name + "'");
  if (out.grouping && out.type) {
    const bool letters = std::string_view("boxX").find(out.type) != std::string_view::npos;
    if (std::string_view("deEfFgG%").find(out.type) == std::string_view::npos &&
        !(letters && out.grouping == '_')) {
      i.raise("ValueError",
              std::string("Cannot specify '") + out.grouping + "' with '" + out.type + "'.");
    }
  }
  return out;
}

std::string repeat(const std::string& fill, int64_t n) {
  if (fill.size() == 1) return std::string(static_cast<size_t>(n > 0 ? n : 0), fill[0]);
  std::string out;
  for (int64_t k = 0; k < n; ++k) out += fill;
  return out;
}

std::string pad(Interpreter& i, const Spec& spec, const std::string& sign, const std::string& body,
                char default_align) {
  const auto length = static_cast<int64_t>(utf8_length(sign) + utf8_length(body));
  if (spec.width <= length) return sign + body;
  i.check_allocation(static_cast<size_t>(spec.width));
  const int64_t missing = spec.width - length;
  switch (spec.align ? spec.align : default_align) {
    case '<':
      return sign + body + repeat(spec.fill, missing);
    case '^':
      return repeat(spec.fill, missing / 2) + sign + body +
             repeat(spec.fill, missing - missing / 2);
    case '=':
      return sign + repeat(spec.fill, missing) + body;
    default:
      return repeat(spec.fill, missing) + sign + body;
  }
}

std::string group(const std::string& digits, char separator, size_t every) {
  std::string out;
  for (size_t k = 0; k < digits.size(); ++k) {
    if (k > 0 && (digits.size() - k) % every == 0) out += separator;
    out += digits[k];
  }
  return out;
}

// Zeros that fill up to the width are grouped too.
std::string group_number(const Spec& spec, std::string whole, const std::string& rest,
                         size_t sign_size, size_t every) {
  if (!spec.grouping) return whole + rest;
  std::string grouped = group(whole, spec.grouping, every);
  if (spec.fill == "0" && spec.align == '=' && spec.width > 0) {
    // A separator never comes first: one more zero instead.
    while (static_cast<int64_t>(sign_size + grouped.size() + rest.size()) < spec.width) {
      whole.insert(0, "0");
      grouped = group(whole, spec.grouping, every);
    }
  }
  return grouped + rest;
}

std::string sign_of(const Spec& spec, bool negative) {
  return negative ? "-" : spec.sign == '+' ? "+" : spec.sign == ' ' ? " " : "";
}

std::string float_digits(double v, char type, int64_t precision, bool alternate) {
  v = std::fabs(v);
  const bool upper = type >= 'A' && type <= 'Z';
  std::string out;
  if (std::isnan(v) || std::isinf(v)) {
    out = std::isnan(v) ? "nan" : "inf";
  } else {
    const int p = static_cast<int>(std::min<int64_t>(precision, INT32_MAX - 1));
    switch (type | 0x20) {
      case 'e':
        out = alternate ? fmt::format("{:#.{}e}", v, p) : fmt::format("{:.{}e}", v, p);
        break;
      case 'f':
        out = alternate ? fmt::format("{:#.{}f}", v, p) : fmt::format("{:.{}f}", v, p);
        break;
      default:
        out = alternate ? fmt::format("{:#.{}g}", v, p == 0 ? 1 : p)
                        : fmt::format("{:.{}g}", v, p == 0 ? 1 : p);
    }
  }
  if (upper)
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c); });
  return out;
}

[[noreturn]] void unknown_code(Interpreter& i, char c, const char* type) {
  i.raise("ValueError",
          std::string("Unknown format code '") + c + "' for object of type '" + type + "'");
}

}  // namespace

std::string format_str(Interpreter& i, std::string_view text, std::string_view spec_text) {
  if (spec_text.empty()) return std::string(text);
  Spec spec = parse_spec(i, spec_text, "str");
  if (spec.type && spec.type != 's') unknown_code(i, spec.type, "str");
  if (spec.no_negative_zero)
    i.raise("ValueError", "Negative zero coercion (z) not allowed in string format specifier");
  if (spec.sign == ' ') i.raise("ValueError", "Space not allowed in string format specifier");
  if (spec.sign) i.raise("ValueError", "Sign not allowed in string format specifier");
  if (spec.alternate)
    i.raise("ValueError", "Alternate form (#) not allowed in string format specifier");
  if (spec.grouping)
    i.raise("ValueError", std::string("Cannot specify '") + spec.grouping + "' with 's'.");
  if (spec.align == '=')
    i.raise("ValueError", "'=' alignment not allowed in string format specifier");
  std::string body(text);
  if (spec.precision >= 0 && static_cast<int64_t>(utf8_length(text)) > spec.precision) {
    body.clear();
    int64_t n = 0;
    each_code_point(text, [&](std::string_view c) {
      if (n++ < spec.precision) body += c;
    });
  }
  return pad(i, spec, "", body, '<');
}

std::string format_float(Interpreter& i, double v, std::string_view spec_text, const char* type) {
  if (spec_text.empty()) return float_repr(v);
  Spec spec = parse_spec(i, spec_text, type);
  bool negative = std::signbit(v) && !std::isnan(v);
  i.check_allocation(spec.precision > 4096 ? static_cast<size_t>(spec.precision) : 0);
  std::string body;
  if (spec.type == 0) {
    if (spec.precision < 0) {
      body = float_repr(std::fabs(v));
    } else {
      // Like 'g', but with at least one digit after the point, or else with an exponent.
      body = float_digits(v, 'g', std::max<int64_t>(spec.precision, 1), spec.alternate);
      const bool plain = std::isfinite(v) && body.find_first_of(".e") == std::string::npos;
      const bool fits = static_cast<int64_t>(body.size()) < spec.precision;
      if (plain && !fits && v != 0) {
        body = float_digits(v, 'e', std::max<int64_t>(spec.precision, 1) - 1, false);
        // Zeros at the end of the digits go.
        const size_t e = body.find('e');
        size_t end = e;
        while (body.find('.') < end && (body[end - 1] == '0' || body[end - 1] == '.')) --end;
        body.erase(end, e - end);
      } else if (plain) {
        body += ".0";
      }
    }
  } else if (spec.type == '%') {
    body = float_digits(v * 100, 'f', spec.precision < 0 ? 6 : spec.precision, false) + "%";
  } else if (std::string_view("eEfFgGn").find(spec.type) != std::string_view::npos) {
    body = float_digits(v, spec.type == 'n' ? 'g' : spec.type,
                        spec.precision < 0 ? 6 : spec.precision, spec.alternate);
  } else {
    unknown_code(i, spec.type, type);
  }
  if (spec.no_negative_zero && body.find_first_of("123456789in") == std::string::npos)
    negative = false;
  const std::string sign = sign_of(spec, negative);
  const size_t end = body.find_first_not_of("0123456789");
  const std::string whole = body.substr(0, end),
                    rest = end == std::string::npos ? "" : body.substr(end);
  return pad(i, spec, sign, whole.empty() ? body : group_number(spec, whole, rest, sign.size(), 3),
             '>');
}

std::string format_int(Interpreter& i, const Value& v, std::string_view spec_text) {
  Spec spec = parse_spec(i, spec_text, v.is_bool() ? "bool" : "int");
  if (std::string_view("eEfFgG%").find(spec.type) != std::string_view::npos && spec.type) {
    return format_float(i, int_to_double(i, v), spec_text, "int");
  }
  if (spec.precision >= 0)
    i.raise("ValueError", "Precision not allowed in integer format specifier");
  if (spec.no_negative_zero)
    i.raise("ValueError", "Negative zero coercion (z) not allowed in integer format specifier");
  if (spec.type == 'c') {
    if (spec.sign) i.raise("ValueError", "Sign not allowed with integer format specifier 'c'");
    if (spec.alternate)
      i.raise("ValueError", "Alternate form (#) not allowed with integer format specifier 'c'");
    const int64_t code = i.to_int64(v);
    if (code < 0 || code > 0x10FFFF) i.raise("OverflowError", "%c arg not in range(0x110000)");
    std::string c;
    lang::append_utf8(c, static_cast<uint32_t>(code));
    return pad(i, spec, "", c, '<');
  }
  int base = 10;
  std::string prefix;
  switch (spec.type) {
    case 0:
    case 'd':
    case 'n':
      break;
    case 'x':
    case 'X':
      base = 16, prefix = spec.type == 'x' ? "0x" : "0X";
      break;
    case 'o':
      base = 8, prefix = "0o";
      break;
    case 'b':
      base = 2, prefix = "0b";
      break;
    default:
      unknown_code(i, spec.type, "int");
  }
  const bool negative = compare_ints(v, Value::integer(0)) < 0;
  if (base == 10) limit_digits(i, v);
  std::string digits = int_text(i.unary(UnaryOp::kAbs, v), base);
  if (spec.type == 'X')
    std::transform(digits.begin(), digits.end(), digits.begin(),
                   [](char c) { return static_cast<char>(c >= 'a' ? c - 32 : c); });
  const std::string sign = sign_of(spec, negative) + (spec.alternate ? prefix : "");
  return pad(i, spec, sign, group_number(spec, digits, "", sign.size(), base == 10 ? 3 : 4), '>');
}

// ---------------------------------------------------------------- the % operator

// One conversion after the other, over one position in the format.
// NOLINTNEXTLINE(readability-function-size)
std::string percent_format(Interpreter& i, std::string_view format, const Value& args, bool) {
  std::string out;
  size_t next = 0;
  const bool tuple = args.is(Kind::kTuple);
  const bool mapping = !tuple && !args.is(Kind::kStr) && i.type_of(args)->slots.getitem != nullptr;
  bool mapping_used = false;
  const auto take = [&]() -> Value {
    if (tuple) {
      const auto& items = args.as<TupleObject>()->items;
      if (next >= items.size()) i.raise("TypeError", "not enough arguments for format string");
      return items[next++];
    }
    if (next++ > 0) i.raise("TypeError", "not enough arguments for format string");
    return args;
  };
  for (size_t at = 0; at < format.size(); ++at) {
    if (format[at] != '%') {
      const size_t end = std::min(format.find('%', at), format.size());
      out.append(format, at, end - at);
      at = end - 1;
      continue;
    }
    ++at;
    Value v;
    // As a rule nothing stands between: %d of an int and %s of a str go in as they are.
    if (at < format.size() && (format[at] == 'd' || format[at] == 's')) {
      v = take();
      if (v.is_int()) {
        char digits[24];
        out.append(digits, std::to_chars(digits, digits + sizeof digits, v.as_int()).ptr);
        continue;
      }
      if (format[at] == 's' && v.is(Kind::kStr) && v.object()->type == i.types().str) {
        out += v.as<StrObject>()->text;
        continue;
      }
    }
    if (at < format.size() && format[at] == '(') {
      size_t close = at, depth = 0;
      do {
        if (close >= format.size()) i.raise("ValueError", "incomplete format key");
        if (format[close] == '(') ++depth;
        if (format[close] == ')') --depth;
        ++close;
      } while (depth > 0);
      if (!mapping) i.raise("TypeError", "format requires a mapping");
      v = i.getitem(args, i.str(format.substr(at + 1, close - at - 2)));
      mapping_used = true;
      at = close;
    }
    Spec spec;
    bool left = false, zero = false;
    for (; at < format.size(); ++at) {
      if (format[at] == '-')
        left = true;
      else if (format[at] == '0')
        zero = true;
      else if (format[at] == '+')
        spec.sign = '+';
      else if (format[at] == ' ')
        spec.sign = spec.sign == '+' ? '+' : ' ';
      else if (format[at] == '#')
        spec.alternate = true;
      else
        break;
    }
    const auto number = [&](int64_t missing) {
      if (at < format.size() && format[at] == '*') {
        ++at;
        const Value n = take();
        if (!is_int_like(n)) i.raise("TypeError", "* wants int");
        return i.to_int64(n);
      }
      int64_t n = missing;
      while (at < format.size() && format[at] >= '0' && format[at] <= '9')
        n = std::min<int64_t>(std::max<int64_t>(n, 0) * 10 + (format[at++] - '0'), INT64_MAX / 20);
      if (n > INT32_MAX) i.raise("ValueError", "width too big");
      return n;
    };
    spec.width = number(-1);
    if (spec.width < -1) left = true, spec.width = -spec.width;
    if (at < format.size() && format[at] == '.') {
      ++at;
      spec.precision = number(0);
    }
    while (at < format.size() && (format[at] == 'l' || format[at] == 'h' || format[at] == 'L'))
      ++at;
    if (at >= format.size()) i.raise("ValueError", "incomplete format");
    const char c = format[at];
    if (c == '%') {
      out += '%';
      continue;
    }
    if (!v) v = take();
    spec.align = left ? '<' : '>';
    std::string sign, body;
    switch (c) {
      case 's':
      case 'r':
      case 'a':
        body = c == 's' ? i.str_of(v) : c == 'r' ? i.repr(v) : i.ascii(v);
        if (spec.precision >= 0) body = format_str(i, body, "." + std::to_string(spec.precision));
        zero = false;
        break;
      case 'c':
        if (v.is(Kind::kStr) ? v.as<StrObject>()->length != 1
                             : !is_int_like(v) && !i.type_of(v)->slots.index)
          i.raise("TypeError", "%c requires int or char");
        body = v.is(Kind::kStr) ? v.as<StrObject>()->text : format_int(i, v, "c");
        break;
      case 'd':
      case 'i':
      case 'u':
      case 'x':
      case 'X':
      case 'o': {
        Value n = v;
        if (is_float_like(v)) {
          if (c != 'd' && c != 'i' && c != 'u')
            i.raise("TypeError",
                    std::string("%") + c + " format: an integer is required, not float");
          n = int_from_double(i, float_of(v));
        } else if (!is_int_like(v)) {
          if (const auto slot = i.type_of(v)->slots.index)
            n = slot(i, v);
          else if (const auto to = (c == 'd' || c == 'i' || c == 'u') && !v.is(Kind::kStr)
                                       ? i.type_of(v)->slots.to_int
                                       : nullptr)
            n = to(i, v);
          else
            i.raise("TypeError", std::string("%") + c +
                                     (c == 'd' || c == 'i' || c == 'u'
                                          ? " format: a real number is required, not "
                                          : " format: an integer is required, not ") +
                                     i.type_name(v));
        }
        const bool negative = compare_ints(n, Value::integer(0)) < 0;
        const std::string kind(1, c == 'i' || c == 'u' ? 'd' : c);
        body = format_int(i, i.unary(UnaryOp::kAbs, n), kind);
        if (spec.precision > static_cast<int64_t>(body.size())) {
          i.check_allocation(static_cast<size_t>(spec.precision));
          body.insert(0, static_cast<size_t>(spec.precision) - body.size(), '0');
        }
        sign = sign_of(spec, negative);
        if (spec.alternate && c != 'd') sign += c == 'o' ? "0o" : c == 'x' ? "0x" : "0X";
        break;
      }
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G': {
        if (!is_float_like(v) && !is_int_like(v) && !i.type_of(v)->slots.to_float)
          i.raise("TypeError", "must be real number, not " + i.type_name(v));
        const double d = i.to_double(v);
        body = float_digits(d, c, spec.precision < 0 ? 6 : spec.precision, spec.alternate);
        sign = sign_of(spec, std::signbit(d));
        break;
      }
      default: {
        char text[64];
        std::snprintf(text, sizeof text, "(0x%x) at index %zu",
                      static_cast<unsigned>(static_cast<unsigned char>(c)), at);
        i.raise("ValueError", std::string("unsupported format character '") + c + "' " + text);
      }
    }
    if (zero && !left) spec.fill = "0", spec.align = '=';
    out += pad(i, spec, sign, body, '>');
  }
  if (tuple && !mapping_used && next < args.as<TupleObject>()->items.size())
    i.raise("TypeError", "not all arguments converted during string formatting");
  if (!tuple && !mapping && next == 0)
    i.raise("TypeError", "not all arguments converted during string formatting");
  return out;
}

}  // namespace lessonrun::interp
