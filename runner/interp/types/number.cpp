// int, bool and float. Integers beyond 64 bits are libtommath's.
#include <fmt/format.h>
#include <tommath.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <new>

#include "runner/interp/state.h"
#include "runner/interp/types/unicode.h"

namespace lessonrun::interp {

struct BigIntObject : Object {
  explicit BigIntObject(Type* t) : Object(t, Kind::kBigInt) {
    if (mp_init(&number) != MP_OKAY) std::abort();
  }
  ~BigIntObject() override { mp_clear(&number); }
  mp_int number;
};

// An instance of a subclass of int or float: the number, and what any object may have.
struct NumberSubclass : Object {
  NumberSubclass(Type* t, Kind k, Value v) : Object(t, k), value(std::move(v)) {}
  Value value;
};

namespace {

void must(mp_err error) {
  if (error != MP_OKAY) throw std::bad_alloc();
}

// A big view of any int for the length of an expression.
class Big {
 public:
  explicit Big(const Value& v) {
    const Value p = plain_int(v);
    if (p.is(Kind::kBigInt)) {
      keep_ = p;
      number = &p.as<BigIntObject>()->number;
    } else {
      if (mp_init(&own_) != MP_OKAY) std::abort();
      owned_ = true;
      mp_set_i64(&own_, p.as_int());
      number = &own_;
    }
  }
  ~Big() {
    if (owned_) mp_clear(&own_);
  }
  Big(const Big&) = delete;
  Big& operator=(const Big&) = delete;
  const mp_int* number;

 private:
  mp_int own_;
  bool owned_ = false;
  Value keep_;
};

Value normalize(BigIntObject* big) {
  const Value keep(big);
  if (mp_count_bits(&big->number) < 63) return Value::integer(mp_get_i64(&big->number));
  if (mp_count_bits(&big->number) == 64 && big->number.sign == MP_NEG) {
    mp_int least;
    if (mp_init(&least) == MP_OKAY) {
      mp_set_i64(&least, INT64_MIN);
      const bool is_least = mp_cmp(&least, &big->number) == MP_EQ;
      mp_clear(&least);
      if (is_least) return Value::integer(INT64_MIN);
    }
  }
  if (mp_count_bits(&big->number) == 63) return Value::integer(mp_get_i64(&big->number));
  return keep;
}

[[noreturn]] void too_long(Interpreter& i) {
  i.raise("ValueError",
          "Exceeds the limit (4300 digits) for integer string conversion; use "
          "sys.set_int_max_str_digits() to increase the limit");
}

bool fits(const Value& v) { return v.is_int() || v.is_bool(); }

void divide_floor(const mp_int* a, const mp_int* b, mp_int* q, mp_int* r) {
  must(mp_div(a, b, q, r));
  if (!mp_iszero(r) && (r->sign != b->sign)) {
    must(mp_sub_d(q, 1, q));
    must(mp_add(r, b, r));
  }
}

// A number of magnitude `number` as the nearest double; `extra` says that something smaller
// follows.
double nearest_double(const mp_int* number, int exponent, bool extra) {
  const int bits = mp_count_bits(number);
  mp_int top, rest;
  must(mp_init_multi(&top, &rest, nullptr));
  const int cut = std::max(0, bits - 62);
  must(mp_div_2d(number, cut, &top, &rest));
  extra = extra || !mp_iszero(&rest);
  auto head = static_cast<uint64_t>(mp_get_mag_u64(&top));
  mp_clear_multi(&top, &rest, nullptr);
  // Bits below the 53 that a double has decide the rounding; one more stands for all further ones.
  head = head << 1 | (extra ? 1 : 0);
  return std::ldexp(static_cast<double>(head), cut - 1 + exponent);
}

// a / b, rounded once.
Value true_divide(Interpreter& i, const Value& a, const Value& b) {
  const Big x(a), y(b);
  if (mp_iszero(y.number)) i.raise("ZeroDivisionError", "division by zero");
  if (mp_iszero(x.number)) return Value::real(0);
  const int shift = std::max(0, 66 - (mp_count_bits(x.number) - mp_count_bits(y.number)));
  mp_int n, d, q, r;
  must(mp_init_multi(&n, &d, &q, &r, nullptr));
  must(mp_abs(x.number, &n));
  must(mp_abs(y.number, &d));
  must(mp_mul_2d(&n, shift, &n));
  must(mp_div(&n, &d, &q, &r));
  double out = nearest_double(&q, -shift, !mp_iszero(&r));
  mp_clear_multi(&n, &d, &q, &r, nullptr);
  if (std::isinf(out)) i.raise("OverflowError", "integer division result too large for a float");
  return Value::real(x.number->sign == y.number->sign ? out : -out);
}

// Powers of 0, 1 and -1 need no arithmetic, whatever the exponent.
bool trivial_power(const Value& a, const Value& b, Value& out) {
  int64_t base;
  if (!int_fits(a, base) || base < -1 || base > 1) return false;
  if (compare_ints(b, Value::integer(0)) < 0) return false;
  const bool odd = mp_isodd(Big(b).number);
  const bool none = compare_ints(b, Value::integer(0)) == 0;
  out = Value::integer(none ? 1 : base >= 0 ? base : odd ? -1 : 1);
  return true;
}

// One product of very long numbers cannot be interrupted, so its size is limited, as memory is.
constexpr int kMostBits = 20'000'000;
void limit_bits(Interpreter& i, BinaryOp op, const mp_int* x, const mp_int* y) {
  const int a = mp_count_bits(x), b = mp_count_bits(y);
  if (a + b < 1 << 16) return;
  i.check_deadline();
  if (op == BinaryOp::kMul && a + b > kMostBits && std::min(a, b) > 1 << 12)
    i.raise("MemoryError", "");
  // Division is the school's: the work is the product of what is divided off and the divisor.
  const bool divides = op == BinaryOp::kFloorDiv || op == BinaryOp::kMod;
  if (divides && static_cast<double>(std::max(0, a - b)) * b > 1e14) i.raise("MemoryError", "");
}

Value int_power(Interpreter& i, const Value& a, const Value& b) {
  if (compare_ints(b, Value::integer(0)) < 0) {
    if (compare_ints(a, Value::integer(0)) == 0)
      i.raise("ZeroDivisionError", "0.0 cannot be raised to a negative power");
    return Value::real(std::pow(int_to_double(i, a), int_to_double(i, b)));
  }
  Value quick;
  if (trivial_power(a, b, quick)) return quick;
  int64_t exponent;
  if (!int_fits(b, exponent)) i.raise("MemoryError", "");
  const Big base(a);
  const double bits =
      static_cast<double>(mp_count_bits(base.number)) * static_cast<double>(exponent);
  if (bits > 8.0 * static_cast<double>(i.limits().memory_bytes) || bits > kMostBits)
    i.raise("MemoryError", "");
  auto* out = new BigIntObject(i.types().int_);
  const Value keep(out);
  mp_set(&out->number, 1);
  Value square_value(new BigIntObject(i.types().int_));
  mp_int* square = &square_value.as<BigIntObject>()->number;
  must(mp_copy(base.number, square));
  while (exponent > 0) {
    i.check_deadline();
    if (exponent & 1) must(mp_mul(&out->number, square, &out->number));
    exponent >>= 1;
    if (exponent) must(mp_sqr(square, square));
  }
  return normalize(out);
}

Value int_binary(Interpreter& i, BinaryOp op, const Value& self, const Value& other,
                 bool reflected) {
  if (!is_int_like(self) || !is_int_like(other)) return Value::not_implemented();
  constexpr int64_t kExact = int64_t{1} << 53;
  const Value a = plain_int(reflected ? other : self), b = plain_int(reflected ? self : other);
  if (fits(a) && fits(b)) {
    const int64_t x = a.as_int(), y = b.as_int();
    int64_t r;
    switch (op) {
      case BinaryOp::kAdd:
        if (!__builtin_add_overflow(x, y, &r)) return Value::integer(r);
        break;
      case BinaryOp::kSub:
        if (!__builtin_sub_overflow(x, y, &r)) return Value::integer(r);
        break;
      case BinaryOp::kMul:
        if (!__builtin_mul_overflow(x, y, &r)) return Value::integer(r);
        break;
      case BinaryOp::kTrueDiv:
        if (y == 0) i.raise("ZeroDivisionError", "division by zero");
        if (x > kExact || x < -kExact || y > kExact || y < -kExact) return true_divide(i, a, b);
        return Value::real(static_cast<double>(x) / static_cast<double>(y));
      case BinaryOp::kFloorDiv:
      case BinaryOp::kMod: {
        if (y == 0)
          i.raise("ZeroDivisionError", op == BinaryOp::kMod ? "integer modulo by zero"
                                                            : "integer division or modulo by zero");
        if (x == INT64_MIN && y == -1) break;
        int64_t q = x / y, m = x % y;
        if (m != 0 && ((m < 0) != (y < 0))) {
          --q;
          m += y;
        }
        return Value::integer(op == BinaryOp::kMod ? m : q);
      }
      case BinaryOp::kAnd:
      case BinaryOp::kOr:
      case BinaryOp::kXor: {
        r = op == BinaryOp::kAnd ? (x & y) : op == BinaryOp::kOr ? (x | y) : (x ^ y);
        if (a.is_bool() && b.is_bool()) return Value::boolean(r != 0);
        return Value::integer(r);
      }
      case BinaryOp::kRShift:
        if (y < 0) i.raise("ValueError", "negative shift count");
        return Value::integer(y > 62 ? (x < 0 ? -1 : 0) : x >> y);
      case BinaryOp::kLShift:
        if (y < 0) i.raise("ValueError", "negative shift count");
        if (x == 0) return Value::integer(0);
        if (y < 62 && x < (int64_t{1} << (62 - y)) && x > -(int64_t{1} << (62 - y)))
          return Value::integer(x * (int64_t{1} << y));
        break;
      case BinaryOp::kPow:
        if (y >= 0) {
          int64_t base = x, out = 1, e = y;
          bool over = false;
          while (e > 0 && !over) {
            if (e & 1) over = __builtin_mul_overflow(out, base, &out);
            e >>= 1;
            if (e && !over) over = __builtin_mul_overflow(base, base, &base);
          }
          if (!over) return Value::integer(out);
        }
        break;
      case BinaryOp::kMatMul:
        return Value::not_implemented();
    }
  }
  if (op == BinaryOp::kMatMul) return Value::not_implemented();
  if (op == BinaryOp::kPow) return int_power(i, a, b);
  const Big x(a), y(b);
  if (op == BinaryOp::kTrueDiv) return true_divide(i, a, b);
  auto* out = new BigIntObject(i.types().int_);
  const Value keep(out);
  mp_int* r = &out->number;
  limit_bits(i, op, x.number, y.number);
  i.check_allocation(static_cast<size_t>(mp_count_bits(x.number) + mp_count_bits(y.number)) / 8);
  switch (op) {
    case BinaryOp::kAdd:
      must(mp_add(x.number, y.number, r));
      break;
    case BinaryOp::kSub:
      must(mp_sub(x.number, y.number, r));
      break;
    case BinaryOp::kMul:
      must(mp_mul(x.number, y.number, r));
      break;
    case BinaryOp::kFloorDiv:
    case BinaryOp::kMod: {
      if (mp_iszero(y.number))
        i.raise("ZeroDivisionError", op == BinaryOp::kMod ? "integer modulo by zero"
                                                          : "integer division or modulo by zero");
      const Value spare(new BigIntObject(i.types().int_));
      mp_int* s = &spare.as<BigIntObject>()->number;
      if (op == BinaryOp::kMod) {
        divide_floor(x.number, y.number, s, r);
      } else {
        divide_floor(x.number, y.number, r, s);
      }
      break;
    }
    case BinaryOp::kAnd:
      must(mp_and(x.number, y.number, r));
      break;
    case BinaryOp::kOr:
      must(mp_or(x.number, y.number, r));
      break;
    case BinaryOp::kXor:
      must(mp_xor(x.number, y.number, r));
      break;
    case BinaryOp::kLShift:
    case BinaryOp::kRShift: {
      int64_t n;
      if (!int_fits(b, n) || n > 400000000) {
        if (op == BinaryOp::kRShift)
          return Value::integer(compare_ints(a, Value::integer(0)) < 0 ? -1 : 0);
        i.raise("MemoryError", "");
      }
      if (n < 0) i.raise("ValueError", "negative shift count");
      if (op == BinaryOp::kLShift) {
        i.check_allocation(static_cast<size_t>(n) / 8);
        must(mp_mul_2d(x.number, static_cast<int>(n), r));
      } else {
        must(mp_signed_rsh(x.number, static_cast<int>(n), r));
      }
      break;
    }
    default:
      return Value::not_implemented();
  }
  return normalize(out);
}

Value int_unary(Interpreter& i, UnaryOp op, const Value& self) {
  const Value v = plain_int(self);
  if (fits(v) && v.as_int() != INT64_MIN) {
    const int64_t x = v.as_int();
    switch (op) {
      case UnaryOp::kNeg:
        return Value::integer(-x);
      case UnaryOp::kPos:
        return Value::integer(x);
      case UnaryOp::kInvert:
        return Value::integer(~x);
      case UnaryOp::kAbs:
        return Value::integer(x < 0 ? -x : x);
    }
  }
  auto* out = new BigIntObject(i.types().int_);
  const Value keep(out);
  const Big x(v);
  switch (op) {
    case UnaryOp::kNeg:
      must(mp_neg(x.number, &out->number));
      break;
    case UnaryOp::kPos:
      must(mp_copy(x.number, &out->number));
      break;
    case UnaryOp::kInvert:
      must(mp_complement(x.number, &out->number));
      break;
    case UnaryOp::kAbs:
      must(mp_abs(x.number, &out->number));
      break;
  }
  return normalize(out);
}

Value int_compare(Interpreter&, CompareOp op, const Value& a, const Value& b) {
  if (!is_int_like(a) || !is_int_like(b)) return Value::not_implemented();
  const int c = compare_ints(a, b);
  switch (op) {
    case CompareOp::kLt:
      return Value::boolean(c < 0);
    case CompareOp::kLe:
      return Value::boolean(c <= 0);
    case CompareOp::kEq:
      return Value::boolean(c == 0);
    case CompareOp::kNe:
      return Value::boolean(c != 0);
    case CompareOp::kGt:
      return Value::boolean(c > 0);
    default:
      return Value::boolean(c >= 0);
  }
}

Value from_text(Interpreter& i, std::string_view source, int base, const Value& shown) {
  const std::string original = unicode::ascii_digits(source);
  std::string text;
  bool bad = false, underscore = true;
  size_t begin = original.find_first_not_of(" \t\n\r\f\v"),
         end = original.find_last_not_of(" \t\n\r\f\v");
  std::string_view s = begin == std::string_view::npos
                           ? std::string_view()
                           : std::string_view(original).substr(begin, end - begin + 1);
  const int wanted = base;
  bool negative = false;
  if (!s.empty() && (s[0] == '+' || s[0] == '-')) {
    negative = s[0] == '-';
    s.remove_prefix(1);
  }
  if (s.size() > 2 && s[0] == '0') {
    const char c = static_cast<char>(s[1] | 0x20);
    const int b = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 0;
    if (b && (base == b || base == 0)) {
      base = b;
      s.remove_prefix(2);
      underscore = false;
    }
  }
  if (base == 0) {
    base = 10;
    if (s.size() > 1 && s[0] == '0' && s.find_first_not_of("0_") != std::string_view::npos)
      bad = true;
  }
  for (char c : s) {
    if (c == '_') {
      bad = bad || underscore;
      underscore = true;
      continue;
    }
    underscore = false;
    const int v = c >= '0' && c <= '9'                     ? c - '0'
                  : (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? (c | 0x20) - 'a' + 10
                                                           : 99;
    bad = bad || v >= base;
    text += c;
  }
  if (bad || text.empty() || underscore) {
    std::string repr = i.repr(shown);
    if (utf8_length(repr) > 200) {
      size_t cut = 0;
      for (int k = 0; k < 200; ++k) lang::decode_utf8(repr, cut);
      repr.resize(cut);
    }
    i.raise("ValueError",
            "invalid literal for int() with base " + std::to_string(wanted) + ": " + repr);
  }
  Value v = i.parse_int(text, base);
  return negative ? int_unary(i, UnaryOp::kNeg, v) : v;
}

Value to_int(Interpreter& i, const Value& v) {
  if (is_int_like(v))
    return fits(plain_int(v)) ? Value::integer(plain_int(v).as_int()) : plain_int(v);
  if (is_float_like(v)) return int_from_double(i, float_of(v));
  if (v.is(Kind::kStr)) return from_text(i, v.as<StrObject>()->text, 10, v);
  if (v.is(Kind::kBytes) || v.is(Kind::kByteArray))
    return from_text(i, v.as<BytesObject>()->data, 10, v);
  const Slots& s = i.type_of(v)->slots;
  if (s.to_int) return to_int(i, s.to_int(i, v));
  if (s.index) return s.index(i, v);
  if (i.find_attr(v, "__trunc__")) return to_int(i, i.call_method(v, "__trunc__", {}));
  i.raise("TypeError",
          "int() argument must be a string, a bytes-like object or a real number, not '" +
              i.type_name(v) + "'");
}

Value wrap_int(Interpreter& i, Type* type, Value v) {
  if (type == i.types().int_) return v;
  auto* o = new NumberSubclass(type, Kind::kIntSubclass, std::move(v));
  return o;
}

Value int_new(Interpreter& i, Type* type, const Arguments& a) {
  if (a.positional > 2)
    i.raise("TypeError",
            "int() takes at most 2 arguments (" + std::to_string(a.positional) + " given)");
  Value base = a.positional == 2 ? a.values[1] : Value();
  for (size_t k = 0; k < a.keywords; ++k) {
    const std::string& name = a.names[k].as<StrObject>()->text;
    if (name != "base")
      i.raise("TypeError", "'" + name + "' is an invalid keyword argument for int()");
    base = a.keyword(k);
  }
  if (a.positional == 0) {
    if (base) i.raise("TypeError", "int() missing string argument");
    return wrap_int(i, type, Value::integer(0));
  }
  if (!base) return wrap_int(i, type, to_int(i, a.values[0]));
  const Value& source = a.values[0];
  const bool is_bytes = source.is(Kind::kBytes) || source.is(Kind::kByteArray);
  if (!source.is(Kind::kStr) && !is_bytes)
    i.raise("TypeError", "int() can't convert non-string with explicit base");
  const int64_t b = i.to_int64(base);
  if (b != 0 && (b < 2 || b > 36)) i.raise("ValueError", "int() base must be >= 2 and <= 36, or 0");
  return wrap_int(
      i, type,
      from_text(i, is_bytes ? source.as<BytesObject>()->data : source.as<StrObject>()->text,
                static_cast<int>(b), source));
}

Value bool_new(Interpreter& i, Type*, const Arguments& a) {
  if (a.positional > 1)
    i.raise("TypeError", "bool expected at most 1 argument, got " + std::to_string(a.positional));
  return Value::boolean(a.positional == 1 && i.truth(a.values[0]));
}

Value int_self(Call& c) { return plain_int(c.self); }
Value int_zero(Call&) { return Value::integer(0); }
Value int_one(Call&) { return Value::integer(1); }
Value int_bit_length(Call& c) { return Value::integer(mp_count_bits(Big(c.self).number)); }
Value int_bit_count(Call& c) {
  int64_t n = 0;
  for (char ch : int_text(c.interp.unary(UnaryOp::kAbs, plain_int(c.self)), 2)) n += ch == '1';
  return Value::integer(n);
}
bool is_big_endian(Call& c) {
  if (c[1].is_undefined() || c.text(1) == "big") return true;
  if (c.text(1) != "little")
    c.interp.raise("ValueError", "byteorder must be either 'little' or 'big'");
  return false;
}
Value int_to_bytes(Call& c) {
  const int64_t length = c.integer(0);
  const bool big = is_big_endian(c);
  const bool is_signed = c.interp.truth(c[2]);
  if (length < 0) c.interp.raise("ValueError", "length argument must be non-negative");
  c.interp.check_allocation(static_cast<size_t>(length));
  Value number = plain_int(c.self);
  if (compare_ints(number, Value::integer(0)) < 0) {
    if (!is_signed) c.interp.raise("OverflowError", "can't convert negative int to unsigned");
    const Value bits = Value::integer(length * 8);
    const Value size = c.interp.binary(BinaryOp::kLShift, Value::integer(1), bits);
    const Value half = c.interp.binary(BinaryOp::kFloorDiv, size, Value::integer(-2));
    if (compare_ints(number, half) < 0) c.interp.raise("OverflowError", "int too big to convert");
    number = c.interp.binary(BinaryOp::kAdd, size, number);
  } else if (is_signed && mp_count_bits(Big(number).number) >= length * 8 && length > 0) {
    c.interp.raise("OverflowError", "int too big to convert");
  }
  const Big v(number);
  std::string out(static_cast<size_t>(length), '\0');
  const size_t need = mp_ubin_size(v.number);
  if (need > out.size()) c.interp.raise("OverflowError", "int too big to convert");
  std::string raw(need, '\0');
  size_t written = 0;
  if (need)
    must(mp_to_ubin(v.number, reinterpret_cast<unsigned char*>(raw.data()), need, &written));
  std::copy(raw.begin(), raw.end(), out.end() - static_cast<long>(need));
  if (!big) std::reverse(out.begin(), out.end());
  return c.interp.bytes(out);
}
Value int_from_bytes(Call& c) {
  std::string data = c[0].is(Kind::kBytes) || c[0].is(Kind::kByteArray)
                         ? c[0].as<BytesObject>()->data
                         : std::string();
  if (!is_big_endian(c)) std::reverse(data.begin(), data.end());
  auto* out = new BigIntObject(c.interp.types().int_);
  const Value keep(out);
  must(
      mp_from_ubin(&out->number, reinterpret_cast<const unsigned char*>(data.data()), data.size()));
  const Value unsigned_value = normalize(out);
  if (!c.interp.truth(c[2]) || data.empty() || !(data[0] & 0x80)) return unsigned_value;
  const Value size = c.interp.binary(BinaryOp::kLShift, Value::integer(1),
                                     Value::integer(static_cast<int64_t>(data.size()) * 8));
  return c.interp.binary(BinaryOp::kSub, unsigned_value, size);
}
Value int_as_integer_ratio(Call& c) {
  return c.interp.tuple({plain_int(c.self), Value::integer(1)});
}
Value number_round(Call& c);

const NativeMethod kIntMethods[] = {
    {"bit_length", "/", int_bit_length},
    {"bit_count", "/", int_bit_count},
    {"conjugate", "/", int_self},
    {"to_bytes", "length=1, byteorder=?, *, signed=False", int_to_bytes},
    {"from_bytes", "bytes, byteorder=?, *, signed=False", int_from_bytes, NativeMethod::kClass},
    {"as_integer_ratio", "/", int_as_integer_ratio},
    {"real", "", int_self, NativeMethod::kGetter},
    {"imag", "", int_zero, NativeMethod::kGetter},
    {"numerator", "", int_self, NativeMethod::kGetter},
    {"denominator", "", int_one, NativeMethod::kGetter},
    {"__round__", "ndigits=None, /", number_round},
    {"__trunc__", "/", int_self},
    {"__floor__", "/", int_self},
    {"__ceil__", "/", int_self},
    {nullptr, nullptr, nullptr},
};

// ---------------------------------------------------------------- float

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

Value number_round(Call& c) {
  Interpreter& i = c.interp;
  if (is_int_like(c.self)) {
    if (c[0].is_none() || c.integer(0) >= 0) return to_int(i, c.self);
    const Value power = i.binary(BinaryOp::kPow, Value::integer(10), Value::integer(-c.integer(0)));
    const Value half = i.binary(BinaryOp::kFloorDiv, power, Value::integer(2));
    const Value q = i.binary(BinaryOp::kFloorDiv, plain_int(c.self), power);
    const Value r = i.binary(BinaryOp::kMod, plain_int(c.self), power);
    const int cmp = compare_ints(r, half);
    const bool odd = i.truth(i.binary(BinaryOp::kMod, q, Value::integer(2)));
    const Value up =
        cmp > 0 || (cmp == 0 && odd) ? i.binary(BinaryOp::kAdd, q, Value::integer(1)) : q;
    return i.binary(BinaryOp::kMul, up, power);
  }
  const double d = float_of(c.self);
  if (c[0].is_none()) {
    if (!std::isfinite(d)) return int_from_double(i, d);
    return int_from_double(i, std::nearbyint(d));
  }
  const int64_t n = c.integer(0);
  if (!std::isfinite(d) || n > 300) return Value::real(d);
  if (n >= 0)
    return Value::real(
        std::strtod(fmt::format("{:.{}f}", d, static_cast<int>(n)).c_str(), nullptr));
  const double p = std::pow(10.0, static_cast<double>(-n));
  return Value::real(std::nearbyint(d / p) * p);
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

// ---------------------------------------------------------------- shared

bool is_int_like(const Value& v) {
  return v.is_int() || v.is_bool() || v.is(Kind::kBigInt) || v.is(Kind::kIntSubclass);
}
Value plain_int(const Value& v) {
  return v.is(Kind::kIntSubclass) ? v.as<NumberSubclass>()->value : v;
}
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

bool int_fits(const Value& v, int64_t& out) {
  const Value p = plain_int(v);
  if (!fits(p)) return false;
  out = p.as_int();
  return true;
}

int compare_ints(const Value& a, const Value& b) {
  const Value x = plain_int(a), y = plain_int(b);
  if (fits(x) && fits(y)) return x.as_int() < y.as_int() ? -1 : x.as_int() > y.as_int();
  const Big p(x), q(y);
  const auto c = mp_cmp(p.number, q.number);
  return c == MP_LT ? -1 : c == MP_GT;
}

int64_t int_hash(const Value& v) {
  const Value p = plain_int(v);
  constexpr int64_t kModulus = (int64_t{1} << 61) - 1;
  if (fits(p)) {
    const int64_t x = p.as_int();
    if (x > -kModulus && x < kModulus) return x == -1 ? -2 : x;
  }
  const Big big(p);
  mp_int m, r;
  if (mp_init(&m) != MP_OKAY || mp_init(&r) != MP_OKAY) return 0;
  mp_set_i64(&m, kModulus);
  mp_int absolute;
  if (mp_init(&absolute) != MP_OKAY) return 0;
  must(mp_abs(big.number, &absolute));
  must(mp_mod(&absolute, &m, &r));
  int64_t h = mp_get_i64(&r);
  if (big.number->sign == MP_NEG) h = -h;
  mp_clear(&m), mp_clear(&r), mp_clear(&absolute);
  return h == -1 ? -2 : h;
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

double int_to_double(Interpreter& i, const Value& v) {
  const Value p = plain_int(v);
  if (fits(p)) return static_cast<double>(p.as_int());
  const Big big(p);
  const double d = nearest_double(big.number, 0, false);
  if (std::isinf(d)) i.raise("OverflowError", "int too large to convert to float");
  return big.number->sign == MP_NEG ? -d : d;
}

Value int_from_double(Interpreter& i, double d) {
  if (std::isnan(d)) i.raise("ValueError", "cannot convert float NaN to integer");
  if (std::isinf(d)) i.raise("OverflowError", "cannot convert float infinity to integer");
  if (std::fabs(d) < 9e18) return Value::integer(static_cast<int64_t>(d));
  auto* out = new BigIntObject(i.types().int_);
  const Value keep(out);
  must(mp_set_double(&out->number, std::trunc(d)));
  return normalize(out);
}

Value make_int(Interpreter& i, const std::string& digits) {
  auto* out = new BigIntObject(i.types().int_);
  const Value keep(out);
  must(mp_read_radix(&out->number, digits.c_str(), 10));
  return normalize(out);
}

Value Interpreter::parse_int(std::string_view digits, int base) {
  if (digits.size() > 4300 && (base & (base - 1)) != 0) {
    raise("ValueError",
          "Exceeds the limit (4300 digits) for integer string conversion: value has " +
              std::to_string(digits.size()) +
              " digits; use sys.set_int_max_str_digits() to increase the limit");
  }
  if (digits.size() > 1024 && (base & (base - 1)) == 0) {
    // Bits side by side, which takes no arithmetic.
    check_allocation(digits.size());
    int width = 0;
    while (1 << width < base) ++width;
    std::string bytes;
    uint32_t held = 0;
    int bits = 0;
    for (size_t k = digits.size(); k-- > 0;) {
      const char c = digits[k];
      const int v = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
      held |= static_cast<uint32_t>(v) << bits;
      for (bits += width; bits >= 8; bits -= 8, held >>= 8) bytes += static_cast<char>(held & 0xFF);
    }
    bytes += static_cast<char>(held & 0xFF);
    std::reverse(bytes.begin(), bytes.end());
    auto* out = new BigIntObject(types_.int_);
    const Value keep(out);
    must(mp_from_ubin(&out->number, reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size()));
    return normalize(out);
  }
  if (digits.size() <= 12)
    return Value::integer(std::strtoll(std::string(digits).c_str(), nullptr, base));
  auto* out = new BigIntObject(types_.int_);
  const Value keep(out);
  must(mp_read_radix(&out->number, std::string(digits).c_str(), base));
  return normalize(out);
}

void limit_digits(Interpreter& i, const Value& v) {
  const Value p = plain_int(v);
  // 10 ** 4300 has 14285 bits.
  if (!fits(p) && mp_count_bits(&p.as<BigIntObject>()->number) > 14285) too_long(i);
}

std::string int_text(const Value& v, int base) {
  const Value p = plain_int(v);
  if (fits(p) && base == 10) return std::to_string(p.as_int());
  const Big big(p);
  if (base == 16 && mp_count_bits(big.number) > 4096) {
    static constexpr char kHex[] = "0123456789abcdef";
    std::string raw(mp_ubin_size(big.number), '\0'), text;
    size_t written = 0;
    must(
        mp_to_ubin(big.number, reinterpret_cast<unsigned char*>(raw.data()), raw.size(), &written));
    for (char c : raw) {
      text += kHex[static_cast<unsigned char>(c) >> 4];
      text += kHex[c & 15];
    }
    text.erase(0, text.find_first_not_of('0'));
    return big.number->sign == MP_NEG ? "-" + text : text;
  }
  int size = 0;
  must(mp_radix_size(big.number, base, &size));
  std::string out(static_cast<size_t>(size) + 2, '\0');
  must(mp_to_radix(big.number, out.data(), out.size(), nullptr, base));
  out.resize(std::strlen(out.c_str()));
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
  return out;
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

void install_numbers(Interpreter& interp) {
  auto& t = const_cast<BuiltinTypes&>(interp.types());
  t.int_ = make_builtin_type(interp, "int", t.object, kIntMethods);
  t.int_->instance_kind = Kind::kIntSubclass;
  Slots& s = t.int_->own;
  s.new_ = int_new;
  s.repr = [](Interpreter& i, const Value& v) {
    const Value p = plain_int(v);
    if (fits(p)) return std::to_string(p.as_int());
    limit_digits(i, p);
    if (mp_count_bits(&p.as<BigIntObject>()->number) > 14281) {
      std::string digits = int_text(p);
      if (digits.size() > 4301 || (digits.size() == 4301 && digits[0] != '-')) too_long(i);
      return digits;
    }
    return int_text(p);
  };
  s.hash = [](Interpreter&, const Value& v) { return int_hash(v); };
  s.compare = int_compare;
  s.binary = int_binary;
  s.unary = int_unary;
  t.int_->binary_ops = ~(1u << 12);
  s.truth = [](Interpreter&, const Value& v) {
    return !plain_int(v).is_int() ? (plain_int(v).is_bool() ? plain_int(v).as_bool() : true)
                                  : plain_int(v).as_int() != 0;
  };
  s.index = [](Interpreter&, const Value& v) { return plain_int(v); };
  s.to_int = s.index;
  s.to_float = [](Interpreter& i, const Value& v) { return Value::real(int_to_double(i, v)); };
  s.format = [](Interpreter& i, const Value& v, std::string_view spec) {
    if (spec.empty()) return i.str(i.str_of(v));
    return i.str(format_int(i, plain_int(v), spec));
  };
  ready_slots(t.int_);
  t.bool_ = make_builtin_type(interp, "bool", t.int_, nullptr);
  t.bool_->final = true;
  t.bool_->own.new_ = bool_new;
  t.bool_->own.repr = [](Interpreter&, const Value& v) {
    return std::string(v.as_bool() ? "True" : "False");
  };
  ready_slots(t.bool_);
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
