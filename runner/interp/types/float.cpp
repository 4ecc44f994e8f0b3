// float: arithmetic, text, and methods.
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <cstring>

#include "runner/interp/types/number.h"
#include "runner/interp/types/unicode.h"

namespace lessonrun::interp {

namespace {

double float_mod(double a, double b) {
  double m = std::fmod(a, b);
  if (m != 0) {
    if ((b < 0) != (m < 0)) m += b;
  } else {
    m = std::copysign(0.0, b);
  }
  return m;
}

// The quotient that belongs to float_mod.
double float_floor_divide(double x, double y) {
  double m = std::fmod(x, y);
  double q = (x - m) / y;
  if (m != 0 && (y < 0) != (m < 0)) q -= 1;
  if (q == 0) return std::copysign(0.0, x / y);
  const double whole = std::floor(q);
  return q - whole > 0.5 ? whole + 1 : whole;
}

Value float_binary(Interpreter& i, BinaryOp op, const Value& self, const Value& other,
                   bool reflected) {
  double x = float_of(self), y;
  if (is_float_like(other)) {
    y = float_of(other);
  } else if (is_int_like(other)) {
    y = int_to_double(i, other);
  } else {
    return Value::not_implemented();
  }
  if (reflected) std::swap(x, y);
  switch (op) {
    case BinaryOp::kAdd:
      return Value::real(x + y);
    case BinaryOp::kSub:
      return Value::real(x - y);
    case BinaryOp::kMul:
      return Value::real(x * y);
    case BinaryOp::kTrueDiv:
      if (y == 0) i.raise("ZeroDivisionError", "float division by zero");
      return Value::real(x / y);
    case BinaryOp::kFloorDiv: {
      if (y == 0) i.raise("ZeroDivisionError", "float floor division by zero");
      return Value::real(float_floor_divide(x, y));
    }
    case BinaryOp::kMod:
      if (y == 0) i.raise("ZeroDivisionError", "float modulo");
      return Value::real(float_mod(x, y));
    case BinaryOp::kPow:
      if (x == 0 && y < 0) i.raise("ZeroDivisionError", "0.0 cannot be raised to a negative power");
      if (x < 0 && y != std::floor(y))
        i.unsupported("complex numbers",
                      "A negative number to a fractional power is complex, which is not supported; "
                      "use abs().");
      {
        const double r = std::pow(x, y);
        if (std::isinf(r) && !std::isinf(x) && !std::isinf(y))
          i.raise("OverflowError", "(34, 'Numerical result out of range')");
        return Value::real(r);
      }
    default:
      return Value::not_implemented();
  }
}

Value float_compare(Interpreter& i, CompareOp op, const Value& a, const Value& b) {
  const double x = float_of(a);
  double y;
  if (is_float_like(b)) {
    y = float_of(b);
  } else if (is_int_like(b)) {
    int64_t small;
    if (int_fits(b, small) && std::fabs(static_cast<double>(small)) < 9e15) {
      y = static_cast<double>(small);
    } else if (std::isinf(x) || std::isnan(x)) {
      y = 0;
    } else {
      const int c = compare_ints(int_from_double(i, std::trunc(x)), b);
      y = c == 0 ? std::trunc(x) : c < 0 ? x + std::fabs(x) + 1 : x - std::fabs(x) - 1;
    }
  } else {
    return Value::not_implemented();
  }
  switch (op) {
    case CompareOp::kLt:
      return Value::boolean(x < y);
    case CompareOp::kLe:
      return Value::boolean(x <= y);
    case CompareOp::kEq:
      return Value::boolean(x == y);
    case CompareOp::kNe:
      return Value::boolean(x != y);
    case CompareOp::kGt:
      return Value::boolean(x > y);
    default:
      return Value::boolean(x >= y);
  }
}

Value float_from_text(Interpreter& i, const Value& shown) {
  const std::string original = unicode::ascii_digits(
      shown.is(Kind::kStr) ? shown.as<StrObject>()->text : shown.as<BytesObject>()->data);
  const size_t begin = original.find_first_not_of(" \t\n\r\f\v"),
               end = original.find_last_not_of(" \t\n\r\f\v");
  std::string s;
  bool bad = begin == std::string_view::npos;
  if (!bad) {
    for (size_t k = begin; k <= end; ++k) {
      if (original[k] == '_') {
        bad = bad || k == begin || k == end || original[k - 1] < '0' || original[k - 1] > '9' ||
              original[k + 1] < '0' || original[k + 1] > '9';
      } else {
        s += original[k];
      }
    }
  }
  std::string lower;
  for (char c : s) lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
  std::string_view body = lower;
  double sign = 1;
  if (!body.empty() && (body[0] == '+' || body[0] == '-')) {
    sign = body[0] == '-' ? -1 : 1;
    body.remove_prefix(1);
  }
  if (!bad && (body == "inf" || body == "infinity")) return Value::real(sign * INFINITY);
  if (!bad && body == "nan") return Value::real(NAN);
  char* stop = nullptr;
  double d = 0;
  bad = bad || body.empty() || body.find_first_not_of("0123456789.e+-") != std::string_view::npos;
  if (!bad) {
    d = std::strtod(s.c_str(), &stop);
    bad = *stop != 0;
  }
  if (bad) i.raise("ValueError", "could not convert string to float: " + i.repr(shown));
  return Value::real(d);
}

Value float_new(Interpreter& i, Type* type, const Arguments& a) {
  if (a.positional > 1)
    i.raise("TypeError", "float expected at most 1 argument, got " + std::to_string(a.positional));
  if (a.positional == 0) return new_float(i, type, 0);
  const Value& v = a.values[0];
  if (v.is(Kind::kStr) || v.is(Kind::kBytes) || v.is(Kind::kByteArray))
    return new_float(i, type, float_of(float_from_text(i, v)));
  const Slots& s = i.type_of(v)->slots;
  if (!is_float_like(v) && !is_int_like(v) && !s.to_float && !s.index) {
    i.raise("TypeError",
            "float() argument must be a string or a real number, not '" + i.type_name(v) + "'");
  }
  return new_float(i, type, i.to_double(v));
}

Value float_is_integer(Call& c) {
  const double d = float_of(c.self);
  return Value::boolean(std::isfinite(d) && d == std::floor(d));
}
Value float_trunc(Call& c) { return int_from_double(c.interp, float_of(c.self)); }
Value float_floor(Call& c) { return int_from_double(c.interp, std::floor(float_of(c.self))); }
Value float_ceil(Call& c) { return int_from_double(c.interp, std::ceil(float_of(c.self))); }
Value float_real(Call& c) { return Value::real(float_of(c.self)); }
Value float_imag(Call&) { return Value::real(0); }
// The shortest way to write the bits of a double, and back.
Value float_hex(Call& c) {
  const double d = float_of(c.self);
  if (!std::isfinite(d)) return c.interp.str(float_repr(d));
  if (d == 0) return c.interp.str(std::signbit(d) ? "-0x0.0p+0" : "0x0.0p+0");
  uint64_t bits;
  std::memcpy(&bits, &d, sizeof bits);
  const int exponent = static_cast<int>(bits >> 52 & 0x7FF);
  return c.interp.str(fmt::format("{}0x{}.{:013x}p{:+}", d < 0 ? "-" : "", exponent ? 1 : 0,
                                  bits & ((uint64_t{1} << 52) - 1),
                                  exponent ? exponent - 1023 : -1022));
}
Value float_fromhex(Call& c) {
  std::string text(c.text(0));
  const size_t begin = text.find_first_not_of(" \t\n\r\f\v");
  text = begin == std::string::npos
             ? ""
             : text.substr(begin, text.find_last_not_of(" \t\n\r\f\v") - begin + 1);
  const size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  const bool word = text.size() > sign && (text[sign] | 0x20) >= 'i' && (text[sign] | 0x20) <= 'n';
  if (!word && text.compare(sign, 2, "0x") != 0 && text.compare(sign, 2, "0X") != 0)
    text.insert(sign, "0x");
  char* stop = nullptr;
  const double d = std::strtod(text.c_str(), &stop);
  if (text.size() <= sign || *stop != 0)
    c.interp.raise("ValueError", "invalid hexadecimal floating-point string");
  return c.interp.call(c.self, {Value::real(d)});
}
Value float_ratio(Call& c) {
  if (!std::isfinite(float_of(c.self))) {
    if (std::isnan(float_of(c.self)))
      c.interp.raise("ValueError", "cannot convert NaN to integer ratio");
    c.interp.raise("OverflowError", "cannot convert Infinity to integer ratio");
  }
  int exponent;
  double m = std::frexp(float_of(c.self), &exponent);
  for (int k = 0; k < 300 && m != std::floor(m); ++k) m *= 2, --exponent;
  Value n = int_from_double(c.interp, m), d = Value::integer(1);
  const Value two =
      c.interp.binary(BinaryOp::kPow, Value::integer(2), Value::integer(std::abs(exponent)));
  if (exponent > 0)
    n = c.interp.binary(BinaryOp::kMul, n, two);
  else
    d = two;
  return c.interp.tuple({n, d});
}
const NativeMethod kFloatMethods[] = {
    {"is_integer", "/", float_is_integer},
    {"as_integer_ratio", "/", float_ratio},
    {"hex", "/", float_hex},
    {"fromhex", "string, /", float_fromhex, NativeMethod::kClass},
    {"conjugate", "/", float_real},
    {"real", "", float_real, NativeMethod::kGetter},
    {"imag", "", float_imag, NativeMethod::kGetter},
    {"__round__", "ndigits=None, /", number_round},
    {"__trunc__", "/", float_trunc},
    {"__floor__", "/", float_floor},
    {"__ceil__", "/", float_ceil},
    {nullptr, nullptr, nullptr},
};
}  // namespace

bool is_float_like(const Value& v) { return v.is_float() || v.is(Kind::kFloatSubclass); }

double float_of(const Value& v) {
  return v.is_float()                 ? v.as_float()
         : v.is(Kind::kFloatSubclass) ? v.as<NumberSubclass>()->value.as_float()
                                      : 0;
}

Value new_float(Interpreter& i, Type* type, double d) {
  if (type == i.types().float_) return Value::real(d);
  return new NumberSubclass(type, Kind::kFloatSubclass, Value::real(d));
}

int64_t float_hash(double d) {
  if (std::isnan(d)) return 0;
  if (std::isinf(d)) return d > 0 ? 314159 : -314159;
  if (d == std::floor(d) && std::fabs(d) < 9e15)
    return int_hash(Value::integer(static_cast<int64_t>(d)));
  int e;
  double m = std::frexp(std::fabs(d), &e);
  uint64_t x = 0;
  constexpr uint64_t kModulus = (uint64_t{1} << 61) - 1;
  while (m != 0) {
    x = ((x << 28) & kModulus) | x >> (61 - 28);
    m *= 268435456.0;
    e -= 28;
    const auto y = static_cast<uint64_t>(m);
    m -= static_cast<double>(y);
    x += y;
    if (x >= kModulus) x -= kModulus;
  }
  e = e >= 0 ? e % 61 : 61 - 1 - ((-1 - e) % 61);
  x = ((x << e) & kModulus) | x >> (61 - e);
  auto h = static_cast<int64_t>(x);
  if (d < 0) h = -h;
  return h == -1 ? -2 : h;
}

std::string float_repr(double d) {
  if (std::isnan(d)) return "nan";
  if (std::isinf(d)) return d > 0 ? "inf" : "-inf";
  const double a = std::fabs(d);
  if (a != 0 && (a >= 1e16 || a < 1e-4)) {
    std::string s = fmt::format("{}", d);
    const size_t e = s.find('e');
    if (e == std::string::npos) {
      s = fmt::format("{:e}", d);
    }
    return s;
  }
  std::string s = fmt::format("{}", d);
  const size_t e = s.find('e');
  if (e != std::string::npos) s = fmt::format("{:.0f}", d);
  if (s.find('.') == std::string::npos) s += ".0";
  return s;
}

void install_float(Interpreter& interp) {
  auto& t = const_cast<BuiltinTypes&>(interp.types());
  t.float_ = make_builtin_type(interp, "float", t.object, kFloatMethods);
  t.float_->instance_kind = Kind::kFloatSubclass;
  Slots& f = t.float_->own;
  f.new_ = float_new;
  f.repr = [](Interpreter&, const Value& v) { return float_repr(float_of(v)); };
  f.hash = [](Interpreter&, const Value& v) { return float_hash(float_of(v)); };
  f.compare = float_compare;
  f.binary = float_binary;
  t.float_->binary_ops = 0x7F;
  f.unary = [](Interpreter& i, UnaryOp op, const Value& v) {
    const double d = float_of(v);
    switch (op) {
      case UnaryOp::kNeg:
        return Value::real(-d);
      case UnaryOp::kPos:
        return Value::real(d);
      case UnaryOp::kAbs:
        return Value::real(std::fabs(d));
      default:
        i.raise("TypeError", "bad operand type for unary ~: 'float'");
    }
  };
  f.truth = [](Interpreter&, const Value& v) { return float_of(v) != 0; };
  f.to_int = [](Interpreter& i, const Value& v) { return int_from_double(i, float_of(v)); };
  f.to_float = [](Interpreter&, const Value& v) { return Value::real(float_of(v)); };
  f.format = [](Interpreter& i, const Value& v, std::string_view spec) {
    return i.str(format_float(i, float_of(v), spec));
  };
  ready_slots(t.float_);
}

}  // namespace lessonrun::interp
