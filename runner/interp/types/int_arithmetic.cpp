// The arithmetic of int: small ints in 64 bits, the others in libtommath.
#include <algorithm>
#include <cmath>
#include <new>

#include "runner/interp/types/number.h"

namespace lessonrun::interp {

void must(mp_err error) {
  if (error != MP_OKAY) throw std::bad_alloc();
}
Value normalize(BigIntObject* big) {
  Value keep(big);
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
namespace {

void divide_floor(const mp_int* a, const mp_int* b, mp_int* q, mp_int* r) {
  must(mp_div(a, b, q, r));
  if (!mp_iszero(r) && (r->sign != b->sign)) {
    must(mp_sub_d(q, 1, q));
    must(mp_add(r, b, r));
  }
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

}  // namespace

// NOLINTNEXTLINE(readability-function-size): one case for each operator
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

}  // namespace lessonrun::interp
