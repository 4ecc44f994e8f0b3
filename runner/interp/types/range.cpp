// range and slice, what an index or a slice means to a sequence of a given length, and the making
// of native iterators.
#include <algorithm>
#include <cmath>

#include "runner/interp/types/sequence.h"

namespace lessonrun::interp {

SliceBounds slice_bounds(Interpreter& i, const SliceObject& s, int64_t n) {
  const auto get = [&](const Value& v, int64_t d) {
    if (v.is_none()) return d;
    int64_t x;
    Value k = v;
    if (!is_int_like(k)) {
      const auto slot = i.type_of(k)->slots.index;
      if (!slot)
        i.raise("TypeError", "slice indices must be integers or None or have an __index__ method");
      k = slot(i, k);
    }
    if (!int_fits(k, x)) x = compare_ints(k, Value::integer(0)) < 0 ? INT64_MIN / 2 : INT64_MAX / 2;
    return x;
  };
  SliceBounds b{};
  b.step = get(s.step, 1);
  if (b.step == 0) i.raise("ValueError", "slice step cannot be zero");
  const int64_t low = b.step < 0 ? -1 : 0, high = b.step < 0 ? n - 1 : n;
  const auto clamp = [&](int64_t x) { return x < 0 ? std::max(x + n, low) : std::min(x, high); };
  b.start = s.start.is_none() ? (b.step < 0 ? high : low) : clamp(get(s.start, 0));
  b.stop = s.stop.is_none() ? (b.step < 0 ? low : high) : clamp(get(s.stop, 0));
  if (b.step > 0)
    b.count = b.stop > b.start ? (b.stop - b.start - 1) / b.step + 1 : 0;
  else
    b.count = b.start > b.stop ? (b.start - b.stop - 1) / -b.step + 1 : 0;
  return b;
}

int64_t sequence_index(Interpreter& i, const Value& key, size_t length, const char* what) {
  Value k = key;
  if (!is_int_like(k)) {
    const auto slot = i.type_of(k)->slots.index;
    if (!slot && std::string_view(what) == "string") {
      i.raise("TypeError", "string indices must be integers, not '" + i.type_name(key) + "'");
    }
    if (!slot)
      i.raise("TypeError",
              std::string(what) + " indices must be integers or slices, not " + i.type_name(key));
    k = slot(i, k);
  }
  int64_t x;
  if (!int_fits(k, x)) i.raise("IndexError", "cannot fit 'int' into an index-sized integer");
  if (x < 0) x += static_cast<int64_t>(length);
  if ((x < 0 || x >= static_cast<int64_t>(length)) && std::string_view(what) == "byte")
    i.raise("IndexError", "index out of range");
  if (x < 0 || x >= static_cast<int64_t>(length))
    i.raise("IndexError",
            std::string(what) + (std::string_view(what) == "range" ? " object index out of range"
                                                                   : " index out of range"));
  return x;
}

Type* iterator_type(Interpreter& i, const char* name) {
  const std::string key = std::string("iterator ") + name;
  std::shared_ptr<void>& found = i.state().extras[key];
  if (!found) {
    static const NativeMethod kNone[] = {{nullptr, nullptr, nullptr}};
    Type* t = make_builtin_type(i, name, i.types().object, kNone);
    t->own.iter = [](Interpreter&, const Value& v) { return v; };
    t->own.next = [](Interpreter& in, const Value& v) {
      return v.as<NativeIterator>()->step(in, *v.as<NativeIterator>());
    };
    ready_slots(t);
    found = std::shared_ptr<void>(t, [](void*) {});
  }
  return static_cast<Type*>(found.get());
}

Value native_iterator(Interpreter&, Type* type, Value over,
                      Value (*step)(Interpreter&, NativeIterator&)) {
  auto* it = new NativeIterator(type);
  it->a = std::move(over);
  it->step = step;
  return it;
}

int64_t range_length(const RangeObject& r) {
  int64_t a, b, s;
  if (!int_fits(r.start, a) || !int_fits(r.stop, b) || !int_fits(r.step, s)) return 0;
  if (s > 0)
    return b > a ? static_cast<int64_t>((static_cast<uint64_t>(b) - static_cast<uint64_t>(a) - 1) /
                                            static_cast<uint64_t>(s) +
                                        1)
                 : 0;
  return a > b ? static_cast<int64_t>((static_cast<uint64_t>(a) - static_cast<uint64_t>(b) - 1) /
                                          (0 - static_cast<uint64_t>(s)) +
                                      1)
               : 0;
}

namespace {

Value range_step(Interpreter&, NativeIterator& it) {
  if (it.i >= it.j) return {};
  const int64_t v = it.b.as_int() + it.i++ * it.c.as_int();
  return Value::integer(v);
}

Value range_get(const RangeObject& r, int64_t k) {
  return Value::integer(r.start.as_int() + k * r.step.as_int());
}
template <Value RangeObject::*f>
Value range_field(Call& c) {
  return c.self.as<RangeObject>()->*f;
}
Value range_index(Call& c) {
  const RangeObject& r = *c.self.as<RangeObject>();
  const int64_t n = range_length(r);
  int64_t v;
  if (int_fits(c[0], v)) {
    const int64_t d = v - r.start.as_int();
    if (d % r.step.as_int() == 0 && d / r.step.as_int() >= 0 && d / r.step.as_int() < n)
      return Value::integer(d / r.step.as_int());
  }
  c.interp.raise("ValueError", c.interp.repr(c[0]) + " is not in range");
}
Value range_reversed(Call& c) {
  const RangeObject& r = *c.self.as<RangeObject>();
  Value it =
      native_iterator(c.interp, iterator_type(c.interp, "range_iterator"), c.self, range_step);
  auto* n = it.as<NativeIterator>();
  n->j = range_length(r);
  n->b = range_get(r, n->j - 1);
  n->c = Value::integer(-r.step.as_int());
  return it;
}
const NativeMethod kRangeMethods[] = {
    {"start", "", range_field<&RangeObject::start>, NativeMethod::kGetter},
    {"stop", "", range_field<&RangeObject::stop>, NativeMethod::kGetter},
    {"step", "", range_field<&RangeObject::step>, NativeMethod::kGetter},
    {"index", "value, /", range_index},
    {"count", "value, /", sequence_count},
    {"__reversed__", "/", range_reversed},
    {nullptr, nullptr, nullptr}};
template <Value SliceObject::*f>
Value slice_field(Call& c) {
  return c.self.as<SliceObject>()->*f;
}
Value slice_indices(Call& c) {
  const SliceBounds b = slice_bounds(c.interp, *c.self.as<SliceObject>(), c.integer(0));
  return c.interp.tuple({Value::integer(b.start), Value::integer(b.stop), Value::integer(b.step)});
}
const NativeMethod kSliceMethods[] = {
    {"start", "", slice_field<&SliceObject::start>, NativeMethod::kGetter},
    {"stop", "", slice_field<&SliceObject::stop>, NativeMethod::kGetter},
    {"step", "", slice_field<&SliceObject::step>, NativeMethod::kGetter},
    {"indices", "len, /", slice_indices},
    {nullptr, nullptr, nullptr}};

}  // namespace

void install_ranges(Interpreter& interp, BuiltinTypes& t) {
  t.range = make_builtin_type(interp, "range", t.object, kRangeMethods);
  t.range->final = true;
  Slots& r = t.range->own;
  r.new_ = [](Interpreter& i, Type* type, const Arguments& a) -> Value {
    if (a.positional < 1) i.raise("TypeError", "range expected at least 1 argument, got 0");
    if (a.positional > 3)
      i.raise("TypeError",
              "range expected at most 3 arguments, got " + std::to_string(a.positional));
    const auto get = [&](size_t k) { return Value::integer(i.to_int64(a.values[k])); };
    const Value start = a.positional == 1 ? Value::integer(0) : get(0),
                stop = get(a.positional == 1 ? 0 : 1);
    const Value step = a.positional == 3 ? get(2) : Value::integer(1);
    if (step.as_int() == 0) i.raise("ValueError", "range() arg 3 must not be zero");
    return new RangeObject(type, start, stop, step);
  };
  r.repr = [](Interpreter& i, const Value& v) {
    const auto* x = v.as<RangeObject>();
    return "range(" + i.repr(x->start) + ", " + i.repr(x->stop) +
           (x->step.as_int() == 1 ? "" : ", " + i.repr(x->step)) + ")";
  };
  r.len = [](Interpreter&, const Value& v) { return range_length(*v.as<RangeObject>()); };
  r.iter = [](Interpreter& i, const Value& v) {
    Value it = native_iterator(i, iterator_type(i, "range_iterator"), Value(), range_step);
    auto* n = it.as<NativeIterator>();
    n->j = range_length(*v.as<RangeObject>());
    n->b = v.as<RangeObject>()->start;
    n->c = v.as<RangeObject>()->step;
    return it;
  };
  r.getitem = [](Interpreter& i, const Value& v, const Value& key) -> Value {
    const auto& x = *v.as<RangeObject>();
    if (key.is(Kind::kSlice)) {
      const SliceBounds b = slice_bounds(i, *key.as<SliceObject>(), range_length(x));
      return new RangeObject(i.types().range, range_get(x, b.start), range_get(x, b.stop),
                             Value::integer(x.step.as_int() * b.step));
    }
    return range_get(x, sequence_index(i, key, static_cast<size_t>(range_length(x)), "range"));
  };
  r.hash = [](Interpreter& i, const Value& v) {
    const auto& x = *v.as<RangeObject>();
    const int64_t n = range_length(x);
    return i.hash(
        i.tuple({Value::integer(n), n ? x.start : Value::none(), n > 1 ? x.step : Value::none()}));
  };
  r.contains = [](Interpreter& i, const Value& v, const Value& item) {
    const auto& x = *v.as<RangeObject>();
    int64_t n;
    if (is_float_like(item) && std::floor(float_of(item)) == float_of(item) &&
        std::fabs(float_of(item)) < 9e18) {
      n = static_cast<int64_t>(float_of(item));
    } else if (!is_int_like(item)) {
      for (int64_t k = 0, size = range_length(x); k < size && item.is_object(); ++k) {
        if ((k & 0xFFF) == 0) i.check_deadline();
        if (i.equal(range_get(x, k), item)) return true;
      }
      return false;
    } else if (!int_fits(item, n)) {
      return false;
    }
    const int64_t d = n - x.start.as_int();
    return d % x.step.as_int() == 0 && d / x.step.as_int() >= 0 &&
           d / x.step.as_int() < range_length(x);
  };
  r.compare = [](Interpreter& i, CompareOp op, const Value& a, const Value& b) {
    if (!b.is(Kind::kRange) || (op != CompareOp::kEq && op != CompareOp::kNe))
      return Value::not_implemented();
    (void)i;
    const auto &x = *a.as<RangeObject>(), &y = *b.as<RangeObject>();
    const int64_t n = range_length(x);
    const bool same =
        n == range_length(y) && (n == 0 || (x.start.as_int() == y.start.as_int() &&
                                            (n == 1 || x.step.as_int() == y.step.as_int())));
    return Value::boolean(same == (op == CompareOp::kEq));
  };
  ready_slots(t.range);
  t.slice = make_builtin_type(interp, "slice", t.object, kSliceMethods);
  t.slice->final = true;
  t.slice->own.new_ = [](Interpreter& i, Type* type, const Arguments& a) -> Value {
    if (a.positional < 1 || a.positional > 3)
      i.raise("TypeError", "slice expected at least 1 argument, got 0");
    if (a.positional == 1) return new SliceObject(type, Value::none(), a.values[0], Value::none());
    return new SliceObject(type, a.values[0], a.values[1],
                           a.positional == 3 ? a.values[2] : Value::none());
  };
  t.slice->own.repr = [](Interpreter& i, const Value& v) {
    const auto* s = v.as<SliceObject>();
    return "slice(" + i.repr(s->start) + ", " + i.repr(s->stop) + ", " + i.repr(s->step) + ")";
  };
  ready_slots(t.slice);
}

}  // namespace lessonrun::interp
