// Python's arithmetic: of C++ numbers, and of values whose kind is known at run time only.
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "orm/base/decimal.h"
#include "orm/python.h"

namespace orm {

const Value& item(const ParameterSet& values, std::string_view key) {
  for (const auto& [name, value] : values) {
    if (name == key) return value;
  }
  throw KeyError(repr_text(key));
}

namespace py {

std::vector<std::string> keys(const ParameterSet& values) {
  std::vector<std::string> keys;
  keys.reserve(values.size());
  for (const auto& value : values) keys.push_back(value.first);
  return keys;
}

std::vector<std::string> text_items(const std::vector<Value>& values) {
  std::vector<std::string> texts;
  texts.reserve(values.size());
  for (const Value& value : values) texts.push_back(value_as_text(value));
  return texts;
}

namespace {

bool is_integer(const Value& value) {
  return value.kind() == ValueKind::integer || value.kind() == ValueKind::boolean;
}
bool is_decimal(const Value& value) { return value.kind() == ValueKind::decimal; }
bool is_number(const Value& value) {
  return is_integer(value) || value.kind() == ValueKind::real || is_decimal(value);
}

int64_t integer_of(const Value& value) {
  return value.kind() == ValueKind::boolean ? value.as_bool() : value.as_int();
}
double real_of(const Value& value) {
  return is_integer(value) ? static_cast<double>(integer_of(value)) : value.as_double();
}
DecimalNumber decimal_of(const Value& value) {
  return is_integer(value) ? DecimalNumber(integer_of(value)) : DecimalNumber(value.as_text());
}

[[noreturn]] void refuse(const char* op, const Value& one, const Value& other) {
  throw TypeError(std::string("unsupported operand type(s) for ") + op + ": '" + one.type_name() +
                  "' and '" + other.type_name() + "'");
}

// What an operator does with each kind of number that both sides can be.
template <class Int, class Real, class Dec>
Value with_numbers(const char* op, const Value& one, const Value& other, const Int& of_integers,
                   const Real& of_reals, const Dec& of_decimals) {
  const bool decimals = is_decimal(one) || is_decimal(other);
  const bool reals = one.kind() == ValueKind::real || other.kind() == ValueKind::real;
  if (!is_number(one) || !is_number(other) || (decimals && reals)) refuse(op, one, other);
  if (decimals) return Value::decimal(of_decimals(decimal_of(one), decimal_of(other)).str());
  if (reals) return Value(of_reals(real_of(one), real_of(other)));
  return Value(of_integers(integer_of(one), integer_of(other)));
}

template <class Operation>
int64_t checked(const Operation& operation, int64_t one, int64_t other) {
  int64_t made = 0;
  if (operation(one, other, &made)) throw OverflowError("an int of C++ has 64 bits");
  return made;
}

[[noreturn]] void by_zero(const char* message) { throw ZeroDivisionError(message); }

DecimalNumber no_decimal(const DecimalNumber&, const DecimalNumber&) {
  throw NotImplementedError("// and % of a Decimal are not known to C++");
}

}  // namespace

bool less(const Value& one, const Value& other) {
  if (is_number(one) && is_number(other)) {
    const bool reals = one.kind() == ValueKind::real || other.kind() == ValueKind::real;
    if (reals) return to_float(one) < to_float(other);
    if (is_decimal(one) || is_decimal(other)) return decimal_of(one) < decimal_of(other);
    return integer_of(one) < integer_of(other);
  }
  if (one.kind() == other.kind()) {
    switch (one.kind()) {
      case ValueKind::text:
      case ValueKind::bytes:
        return one.as_text() < other.as_text();
      case ValueKind::date:
        return one.as_date() < other.as_date();
      case ValueKind::time:
        return one.as_time() < other.as_time();
      case ValueKind::datetime:
        return one.as_datetime() < other.as_datetime();
      case ValueKind::interval:
        return one.as_interval() < other.as_interval();
      case ValueKind::list:
      case ValueKind::tuple:
        return less(one.as_list(), other.as_list());
      default:
        break;
    }
  }
  throw TypeError("'<' not supported between instances of '" + one.type_name() + "' and '" +
                  other.type_name() + "'");
}

namespace detail {

int64_t floordiv(int64_t number, int64_t by) {
  if (by == 0) by_zero("integer division or modulo by zero");
  const int64_t whole = number / by;
  return number % by != 0 && (number < 0) != (by < 0) ? whole - 1 : whole;
}

double floordiv(double number, double by) {
  if (by == 0) by_zero("float floor division by zero");
  return std::floor(number / by);
}

int64_t mod(int64_t number, int64_t by) {
  if (by == 0) by_zero("integer division or modulo by zero");
  return number - floordiv(number, by) * by;
}

double mod(double number, double by) {
  if (by == 0) by_zero("float modulo");
  const double rest = std::fmod(number, by);
  return rest != 0 && (rest < 0) != (by < 0) ? rest + by : rest;
}

int64_t power(int64_t base, int64_t exponent) {
  if (exponent < 0) throw ValueError("a negative power of an int is a float");
  int64_t made = 1;
  const auto multiply = [](int64_t a, int64_t b, int64_t* to) {
    return __builtin_mul_overflow(a, b, to);
  };
  for (int64_t i = 0; i < exponent; ++i) made = checked(multiply, made, base);
  return made;
}

double power(double base, double exponent) { return std::pow(base, exponent); }

}  // namespace detail

double truediv(double number, double by) {
  if (by == 0) by_zero("division by zero");
  return number / by;
}

int64_t round(double number) {
  if (!std::isfinite(number)) throw ValueError("cannot convert float NaN or infinity to integer");
  return static_cast<int64_t>(std::nearbyint(number));
}

// As its exact decimal digits say, which printf() rounds correctly.
double round(double number, int64_t digits) {
  if (digits < 0) {
    const double unit = std::pow(10.0, static_cast<double>(-digits));
    return std::nearbyint(number / unit) * unit;
  }
  char text[400];
  std::snprintf(text, sizeof text, "%.*f", static_cast<int>(digits), number);
  return std::strtod(text, nullptr);
}

Value round(const Value& number, int64_t digits) {
  if (is_decimal(number)) return Value::decimal(decimal_of(number).rounded(digits).str());
  if (number.kind() == ValueKind::real) return round(number.as_double(), digits);
  if (is_integer(number)) return integer_of(number);
  throw TypeError("type " + number.type_name() + " doesn't define __round__ method");
}

Value add(const Value& one, const Value& other) {
  if (one.kind() == ValueKind::text && other.kind() == ValueKind::text) {
    return Value(one.as_string() + other.as_string());
  }
  return with_numbers(
      "+", one, other,
      [](int64_t a, int64_t b) {
        return checked([](auto x, auto y, auto* to) { return __builtin_add_overflow(x, y, to); }, a,
                       b);
      },
      [](double a, double b) { return a + b; },
      [](const DecimalNumber& a, const DecimalNumber& b) { return a + b; });
}

Value sub(const Value& one, const Value& other) {
  return with_numbers(
      "-", one, other,
      [](int64_t a, int64_t b) {
        return checked([](auto x, auto y, auto* to) { return __builtin_sub_overflow(x, y, to); }, a,
                       b);
      },
      [](double a, double b) { return a - b; },
      [](const DecimalNumber& a, const DecimalNumber& b) { return a + -b; });
}

Value mul(const Value& one, const Value& other) {
  return with_numbers(
      "*", one, other,
      [](int64_t a, int64_t b) {
        return checked([](auto x, auto y, auto* to) { return __builtin_mul_overflow(x, y, to); }, a,
                       b);
      },
      [](double a, double b) { return a * b; },
      [](const DecimalNumber& a, const DecimalNumber& b) { return a * b; });
}

Value truediv(const Value& one, const Value& other) {
  if (is_integer(one) && is_integer(other)) return truediv(real_of(one), real_of(other));
  return with_numbers(
      "/", one, other, [](int64_t a, int64_t) { return a; },
      [](double a, double b) { return truediv(a, b); },
      [](const DecimalNumber& a, const DecimalNumber& b) { return a / b; });
}

Value floordiv(const Value& one, const Value& other) {
  return with_numbers(
      "//", one, other, [](int64_t a, int64_t b) { return floordiv(a, b); },
      [](double a, double b) { return floordiv(a, b); }, no_decimal);
}

Value mod(const Value& one, const Value& other) {
  return with_numbers(
      "%", one, other, [](int64_t a, int64_t b) { return mod(a, b); },
      [](double a, double b) { return mod(a, b); }, no_decimal);
}

Value negative(const Value& number) { return sub(0, number); }

Value absolute(const Value& number) { return less(number, 0) ? negative(number) : number; }

int64_t to_int(const Value& value) {
  if (is_integer(value)) return integer_of(value);
  if (value.kind() == ValueKind::real) return static_cast<int64_t>(value.as_double());
  if (is_decimal(value)) return static_cast<int64_t>(to_float(value));
  if (value.kind() != ValueKind::text) {
    throw TypeError("int() argument must be a string, a bytes-like object or a real number, not '" +
                    value.type_name() + "'");
  }
  const std::string text = orm::strip(value.as_text());
  const size_t first = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  if (!isdigit(std::string_view(text).substr(first))) {
    throw ValueError("invalid literal for int() with base 10: " + value.repr());
  }
  return std::strtoll(text.c_str(), nullptr, 10);
}

double to_float(const Value& value) {
  if (is_integer(value)) return static_cast<double>(integer_of(value));
  if (value.kind() == ValueKind::real) return value.as_double();
  const bool text = value.kind() == ValueKind::text;
  if (!text && !is_decimal(value)) {
    throw TypeError("float() argument must be a string or a real number, not '" +
                    value.type_name() + "'");
  }
  const std::optional<double> number = parse_float(value.as_text());
  if (!number) throw ValueError("could not convert string to float: " + value.repr());
  return *number;
}

bool truth(const Value& value) {
  if (value.is_null()) return false;
  if (is_number(value)) return to_float(value) != 0;
  if (value.is_list()) return !value.as_list().empty();
  if (value.kind() == ValueKind::text || value.kind() == ValueKind::bytes) {
    return !value.as_text().empty();
  }
  return value.kind() != ValueKind::interval || value.as_interval().microseconds != 0;
}

int64_t sum(const std::vector<bool>& items) { return std::count(items.begin(), items.end(), true); }

size_t place(size_t size, int64_t place) {
  const auto limit = static_cast<int64_t>(size);
  if (place < 0) place += limit;
  if (place < 0 || place >= limit) throw IndexError("list index out of range");
  return static_cast<size_t>(place);
}

Value sum(const std::vector<Value>& items, Value start) {
  for (const Value& item : items) start = add(start, item);
  return start;
}

}  // namespace py
}  // namespace orm
