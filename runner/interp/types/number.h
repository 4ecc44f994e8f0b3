// What the files of the numbers share: the objects behind int and float, and views of big ints.
#pragma once

#include <tommath.h>

#include <cstdlib>

#include "runner/interp/state.h"

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

// A failure of libtommath is one of memory.
void must(mp_err error);

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

// The small int that a big one fits into, or the big one.
Value normalize(BigIntObject* big);
inline bool fits(const Value& v) { return v.is_int() || v.is_bool(); }
// A number of magnitude `number` times 2 ** exponent as the nearest double; `extra` says that
// something smaller follows.
double nearest_double(const mp_int* number, int exponent, bool extra);

// Slots of int (int_arithmetic.cpp).
Value int_binary(Interpreter& interp, BinaryOp op, const Value& self, const Value& other,
                 bool reflected);
Value int_unary(Interpreter& interp, UnaryOp op, const Value& self);
Value int_compare(Interpreter& interp, CompareOp op, const Value& a, const Value& b);

// __round__ of int and float (number.cpp), and the type float (float.cpp).
Value number_round(Call& call);
void install_float(Interpreter& interp);

}  // namespace lessonrun::interp
