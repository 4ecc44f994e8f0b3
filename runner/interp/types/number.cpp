// int and bool: their text, constructors and methods, and what all numbers share.
#include "runner/interp/types/number.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "runner/interp/types/unicode.h"

namespace lessonrun::interp {

namespace {

[[noreturn]] void too_long(Interpreter& i) {
  i.raise("ValueError",
          "Exceeds the limit (4300 digits) for integer string conversion; use "
          "sys.set_int_max_str_digits() to increase the limit");
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
  Value unsigned_value = normalize(out);
  if (!c.interp.truth(c[2]) || data.empty() || !(data[0] & 0x80)) return unsigned_value;
  const Value size = c.interp.binary(BinaryOp::kLShift, Value::integer(1),
                                     Value::integer(static_cast<int64_t>(data.size()) * 8));
  return c.interp.binary(BinaryOp::kSub, unsigned_value, size);
}
Value int_as_integer_ratio(Call& c) {
  return c.interp.tuple({plain_int(c.self), Value::integer(1)});
}

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
}  // namespace

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

// ---------------------------------------------------------------- shared

bool is_int_like(const Value& v) {
  return v.is_int() || v.is_bool() || v.is(Kind::kBigInt) || v.is(Kind::kIntSubclass);
}
Value plain_int(const Value& v) {
  return v.is(Kind::kIntSubclass) ? v.as<NumberSubclass>()->value : v;
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
  install_float(interp);
}

}  // namespace lessonrun::interp
