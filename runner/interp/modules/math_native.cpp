// The math module.
#include <algorithm>
#include <cmath>

#include "runner/interp/modules/library.h"
#include "runner/interp/state.h"

namespace lessonrun::interp {

namespace {

double d(Call& c, size_t n) { return c.interp.to_double(c[n]); }
using Unary = double (*)(double);
template <Unary f>
Value math1(Call& c) {
  const double x = d(c, 0), r = f(x);
  if (std::isnan(r) && !std::isnan(x)) c.interp.raise("ValueError", "math domain error");
  if (std::isinf(r) && !std::isinf(x))
    c.interp.raise(x == 0 ? "ValueError" : "OverflowError",
                   x == 0 ? "math domain error" : "math range error");
  return Value::real(r);
}
template <Unary f>
Value to_integer(Call& c) {
  if (is_int_like(c[0])) return plain_int(c[0]);
  const char* own = f == static_cast<Unary>(std::floor)  ? "__floor__"
                    : f == static_cast<Unary>(std::ceil) ? "__ceil__"
                                                         : "__trunc__";
  if (!is_float_like(c[0])) {
    bool found = false;
    Value r = call_special(c.interp, c[0], c.interp.intern(own), {}, &found);
    if (found) return r;
  }
  return int_from_double(c.interp, f(d(c, 0)));
}
bool int_fits_double(const Value& v) {
  int64_t small;
  return int_fits(v, small);
}
Value math_log(Call& c) {
  // An int may be beyond the doubles; its logarithm is not.
  const auto log_of = [&](size_t n) {
    if (is_int_like(c[n]) && !int_fits_double(c[n])) {
      if (compare_ints(c[n], Value::integer(0)) <= 0)
        c.interp.raise("ValueError", "math domain error");
      const int64_t shift = c.interp.call_method(c[n], "bit_length", {}).as_int() - 60;
      const Value top = c.interp.binary(BinaryOp::kRShift, c[n], Value::integer(shift));
      return std::log(static_cast<double>(top.as_int())) + static_cast<double>(shift) * M_LN2;
    }
    const double x = d(c, n);
    if (x <= 0) c.interp.raise("ValueError", "math domain error");
    return std::log(x);
  };
  const double top = log_of(0);
  if (!c.given(1)) return Value::real(top);
  const double bottom = log_of(1);
  if (bottom == 0) c.interp.raise("ZeroDivisionError", "float division by zero");
  return Value::real(top / bottom);
}
Value math_gcd(Call& c) {
  Value a = Value::integer(0);
  for (Value b : c[0].as<TupleObject>()->items) {
    if (!is_int_like(b)) b = Value::integer(c.interp.to_int64(b));
    while (c.interp.truth(b)) {
      Value r = c.interp.binary(BinaryOp::kMod, a, b);
      a = b;
      b = r;
    }
  }
  return c.interp.unary(UnaryOp::kAbs, a);
}
Value math_factorial(Call& c) {
  Value out = Value::integer(1);
  const int64_t n = c.integer(0);
  if (n < 0) c.interp.raise("ValueError", "factorial() not defined for negative values");
  for (int64_t k = 2; k <= n; ++k) {
    c.interp.check_deadline();
    out = c.interp.binary(BinaryOp::kMul, out, Value::integer(k));
  }
  return out;
}
int64_t whole(Call& c, size_t n) {
  if (!is_int_like(c[n]) && !c.interp.type_of(c[n])->slots.index)
    c.interp.raise("TypeError",
                   "'" + c.interp.type_name(c[n]) + "' object cannot be interpreted as an integer");
  return c.interp.to_int64(c[n]);
}
Value math_isqrt(Call& c) {
  Interpreter& i = c.interp;
  const Value n = is_int_like(c[0]) ? plain_int(c[0]) : Value::integer(whole(c, 0));
  if (compare_ints(n, Value::integer(0)) < 0)
    i.raise("ValueError", "isqrt() argument must be nonnegative");
  // Newton's method from above.
  const Value bits = i.call_method(n, "bit_length", {});
  Value x = i.binary(BinaryOp::kLShift, Value::integer(1), Value::integer((bits.as_int() + 1) / 2));
  for (;;) {
    i.check_deadline();
    if (!i.truth(x)) return x;
    const Value sum = i.binary(BinaryOp::kAdd, x, i.binary(BinaryOp::kFloorDiv, n, x));
    const Value next = i.binary(BinaryOp::kRShift, sum, Value::integer(1));
    if (compare_ints(next, x) >= 0) return x;
    x = next;
  }
}
Value math_lcm(Call& c) {
  Interpreter& i = c.interp;
  Value out = Value::integer(1);
  for (const Value& v : c[0].as<TupleObject>()->items) {
    if (!i.truth(v)) return Value::integer(0);
    Value a = out, b = v;
    while (i.truth(b)) {
      Value r = i.binary(BinaryOp::kMod, a, b);
      a = std::move(b);
      b = std::move(r);
    }
    out =
        i.unary(UnaryOp::kAbs, i.binary(BinaryOp::kMul, out, i.binary(BinaryOp::kFloorDiv, v, a)));
  }
  return out;
}
// n (n - 1) … of k factors, divided by k! for combinations.
Value choose(Call& c, bool divide) {
  Interpreter& i = c.interp;
  const int64_t n = whole(c, 0);
  if (n < 0) i.raise("ValueError", "n must be a non-negative integer");
  int64_t k = c.given(1) && !c[1].is_none() ? whole(c, 1) : n;
  if (k < 0) i.raise("ValueError", "k must be a non-negative integer");
  if (k > n) return Value::integer(0);
  if (divide) k = std::min(k, n - k);
  Value out = Value::integer(1);
  for (int64_t j = 0; j < k; ++j) {
    i.check_deadline();
    out = i.binary(BinaryOp::kMul, out, Value::integer(n - j));
    if (divide) out = i.binary(BinaryOp::kFloorDiv, out, Value::integer(j + 1));
  }
  return out;
}
Value checked(Call& c, double r, bool arguments_finite) {
  if (std::isnan(r) && arguments_finite) c.interp.raise("ValueError", "math domain error");
  if (std::isinf(r) && arguments_finite) c.interp.raise("OverflowError", "math range error");
  return Value::real(r);
}
Value math_pow(Call& c) {
  const double x = d(c, 0), y = d(c, 1);
  if (x == 0 && y < 0 && std::isfinite(y)) c.interp.raise("ValueError", "math domain error");
  return checked(c, std::pow(x, y), std::isfinite(x) && std::isfinite(y));
}
Value math_fmod(Call& c) {
  const double x = d(c, 0), y = d(c, 1);
  return checked(c, std::fmod(x, y), !std::isnan(x) && !std::isnan(y));
}
std::vector<double> doubles(Interpreter& i, const Value& from) {
  std::vector<double> out;
  i.iterate(from, [&](const Value& v) { out.push_back(i.to_double(v)); });
  return out;
}
double length_of(const std::vector<double>& sides) {
  double out = 0;
  for (double x : sides) out = std::hypot(out, x);
  return out;
}
Value math_hypot(Call& c) { return Value::real(length_of(doubles(c.interp, c[0]))); }
Value math_dist(Call& c) {
  std::vector<double> a = doubles(c.interp, c[0]);
  const std::vector<double> b = doubles(c.interp, c[1]);
  if (a.size() != b.size())
    c.interp.raise("ValueError", "both points must have the same number of dimensions");
  for (size_t k = 0; k < a.size(); ++k) a[k] -= b[k];
  return Value::real(length_of(a));
}
// Shewchuk's sum: partial sums that do not overlap, so that nothing is lost.
Value math_fsum(Call& c) {
  std::vector<double> partials;
  c.interp.iterate(c[0], [&](const Value& v) {
    double x = c.interp.to_double(v);
    size_t n = 0;
    for (double y : partials) {
      if (std::fabs(x) < std::fabs(y)) std::swap(x, y);
      const double high = x + y, low = y - (high - x);
      if (low != 0) partials[n++] = low;
      x = high;
    }
    partials.resize(n);
    partials.push_back(x);
  });
  double out = 0;
  for (size_t n = partials.size(); n-- > 0;) {
    const double before = out;
    out = before + partials[n];
    const double low = partials[n] - (out - before);
    if (low == 0) continue;
    // Half a unit in the last place is decided by what is left below.
    if (n > 0 && ((low < 0) == (partials[n - 1] < 0))) {
      const double twice = low * 2, moved = out + twice;
      if (twice == moved - out) out = moved;
    }
    break;
  }
  return Value::real(out);
}
Value math_frexp(Call& c) {
  int exponent = 0;
  const double m = std::frexp(d(c, 0), &exponent);
  return c.interp.tuple({Value::real(m), Value::integer(exponent)});
}
Value math_modf(Call& c) {
  double integral = 0;
  const double fraction = std::modf(d(c, 0), &integral);
  return c.interp.tuple({Value::real(fraction), Value::real(integral)});
}
Value math_ldexp(Call& c) {
  const double x = d(c, 0);
  const int64_t n = std::clamp<int64_t>(whole(c, 1), -100000, 100000);
  return checked(c, std::ldexp(x, static_cast<int>(n)), std::isfinite(x));
}
Value math_ulp(Call& c) {
  const double x = std::fabs(d(c, 0));
  return Value::real(std::isfinite(x) ? std::nextafter(x, INFINITY) - x : x);
}

}  // namespace

void fill_math(ModuleBuilder& m) {
  m.value("pi", Value::real(M_PI));
  m.value("e", Value::real(M_E));
  m.value("tau", Value::real(2 * M_PI));
  m.value("inf", Value::real(INFINITY));
  m.value("nan", Value::real(NAN));
  m.function("sqrt", "x, /", math1<std::sqrt>);
  m.function("exp", "x, /", math1<std::exp>);
  m.function("sin", "x, /", math1<std::sin>);
  m.function("cos", "x, /", math1<std::cos>);
  m.function("tan", "x, /", math1<std::tan>);
  m.function("asin", "x, /", math1<std::asin>);
  m.function("acos", "x, /", math1<std::acos>);
  m.function("atan", "x, /", math1<std::atan>);
  m.function("log2", "x, /", math1<std::log2>);
  m.function("log10", "x, /", math1<std::log10>);
  m.function("fabs", "x, /", math1<std::fabs>);
  m.function("floor", "x, /", to_integer<std::floor>);
  m.function("ceil", "x, /", to_integer<std::ceil>);
  m.function("trunc", "x, /", to_integer<std::trunc>);
  m.function("log", "x, base=?, /", math_log);
  m.function("pow", "x, y, /", math_pow);
  m.function("hypot", "*coordinates", math_hypot);
  m.function("atan2", "y, x, /", [](Call& c) { return Value::real(std::atan2(d(c, 0), d(c, 1))); });
  m.function("fmod", "x, y, /", math_fmod);
  m.function("degrees", "x, /", [](Call& c) { return Value::real(d(c, 0) * 180 / M_PI); });
  m.function("radians", "x, /", [](Call& c) { return Value::real(d(c, 0) * M_PI / 180); });
  m.function("isnan", "x, /", [](Call& c) { return Value::boolean(std::isnan(d(c, 0))); });
  m.function("isinf", "x, /", [](Call& c) { return Value::boolean(std::isinf(d(c, 0))); });
  m.function("isfinite", "x, /", [](Call& c) { return Value::boolean(std::isfinite(d(c, 0))); });
  m.function("copysign", "x, y, /",
             [](Call& c) { return Value::real(std::copysign(d(c, 0), d(c, 1))); });
  m.function("isclose", "a, b, *, rel_tol=1e-09, abs_tol=0.0", [](Call& c) {
    const double a = d(c, 0), b = d(c, 1);
    return Value::boolean(a == b ||
                          std::fabs(a - b) <=
                              std::max(d(c, 2) * std::max(std::fabs(a), std::fabs(b)), d(c, 3)));
  });
  m.function("fsum", "seq, /", math_fsum);
  m.function("prod", "iterable, /, *, start=1", [](Call& c) {
    Value p = c[1];
    c.interp.iterate(c[0], [&](const Value& v) { p = c.interp.binary(BinaryOp::kMul, p, v); });
    return p;
  });
  m.function("gcd", "*integers", math_gcd);
  m.function("factorial", "n, /", math_factorial);
  m.function("isqrt", "n, /", math_isqrt);
  m.function("lcm", "*integers", math_lcm);
  m.function("comb", "n, k, /", [](Call& c) { return choose(c, true); });
  m.function("perm", "n, k=None, /", [](Call& c) { return choose(c, false); });
  m.function("dist", "p, q, /", math_dist);
  m.function("frexp", "x, /", math_frexp);
  m.function("modf", "x, /", math_modf);
  m.function("ldexp", "x, i, /", math_ldexp);
  m.function("ulp", "x, /", math_ulp);
  m.function("nextafter", "x, y, /",
             [](Call& c) { return Value::real(std::nextafter(d(c, 0), d(c, 1))); });
  m.function("remainder", "x, y, /", [](Call& c) {
    const double x = d(c, 0), y = d(c, 1);
    return checked(c, std::remainder(x, y), !std::isnan(x) && !std::isnan(y));
  });
  m.function("sinh", "x, /", math1<std::sinh>);
  m.function("cosh", "x, /", math1<std::cosh>);
  m.function("tanh", "x, /", math1<std::tanh>);
  m.function("asinh", "x, /", math1<std::asinh>);
  m.function("acosh", "x, /", math1<std::acosh>);
  m.function("atanh", "x, /", math1<std::atanh>);
  m.function("exp2", "x, /", math1<std::exp2>);
  m.function("expm1", "x, /", math1<std::expm1>);
  m.function("log1p", "x, /", math1<std::log1p>);
  m.function("cbrt", "x, /", math1<std::cbrt>);
  m.function("erf", "x, /", math1<std::erf>);
  m.function("erfc", "x, /", math1<std::erfc>);
  m.function("gamma", "x, /", math1<std::tgamma>);
  m.function("lgamma", "x, /", math1<std::lgamma>);
}

}  // namespace lessonrun::interp
