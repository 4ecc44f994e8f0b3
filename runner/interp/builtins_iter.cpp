// The builtin functions over iterables: iter, next, sum, min, sorted, map, zip and their like.
#include <algorithm>

#include "runner/interp/builtins.h"

namespace lessonrun::interp {

namespace {

Value callable_step(Interpreter& i, NativeIterator& it) {
  if (it.done) return {};
  Value v = i.call(it.a);
  if (i.equal(v, it.b)) {
    it.done = true;
    return {};
  }
  return v;
}

}  // namespace

Value b_iter(Call& c) {
  if (!c.given(1)) return c.interp.iter(c[0]);
  Value it =
      native_iterator(c.interp, iterator_type(c.interp, "callable_iterator"), c[0], callable_step);
  it.as<NativeIterator>()->b = c[1];
  return it;
}
Value b_next(Call& c) {
  Value v;
  if (c[0].is(Kind::kGenerator))
    v = resume_generator(c.interp, *c[0].as<GeneratorObject>(), Value::none(), nullptr);
  else
    v = c.interp.next(c[0]);
  if (v) return v;
  if (c.given(1)) return c[1];
  c.interp.raise(Value(c.interp.exception_type("StopIteration")));
}

Value b_sum(Call& c) {
  Value total = c[1];
  if (total.is(Kind::kStr))
    c.interp.raise("TypeError", "sum() can't sum strings [use ''.join(seq) instead]");
  if (total.is(Kind::kBytes))
    c.interp.raise("TypeError", "sum() can't sum bytes [use b''.join(seq) instead]");
  c.interp.iterate(c[0],
                   [&](const Value& v) { total = c.interp.binary(BinaryOp::kAdd, total, v); });
  return total;
}
Value b_any(Call& c) {
  const Value it = c.interp.iter(c[0]);
  while (Value v = c.interp.next(it)) {
    if (c.interp.truth(v)) return Value::boolean(true);
  }
  return Value::boolean(false);
}
Value b_all(Call& c) {
  const Value it = c.interp.iter(c[0]);
  while (Value v = c.interp.next(it)) {
    if (!c.interp.truth(v)) return Value::boolean(false);
  }
  return Value::boolean(true);
}

namespace {

Value extreme(Call& c, CompareOp op, const char* name) {
  const auto& args = c[0].as<TupleObject>()->items;
  if (args.empty())
    c.interp.raise("TypeError", std::string(name) + " expected at least 1 argument, got 0");
  const std::vector<Value> items = args.size() == 1 ? c.interp.to_vector(args[0]) : args;
  if (args.size() > 1 && c.given(2))
    c.interp.raise("TypeError", std::string("Cannot specify a default for ") + name +
                                    "() with multiple positional arguments");
  if (items.empty()) {
    if (c.given(2)) return c[2];
    c.interp.raise("ValueError", std::string(name) + "() arg is an empty sequence");
  }
  Value best, best_key;
  for (const Value& v : items) {
    Value key = c[1].is_none() ? v : c.interp.call(c[1], {v});
    if (!best || c.interp.truth(c.interp.compare(op, key, best_key))) best = v, best_key = key;
  }
  return best;
}

}  // namespace

Value b_min(Call& c) { return extreme(c, CompareOp::kLt, "min"); }
Value b_max(Call& c) { return extreme(c, CompareOp::kGt, "max"); }
Value b_sorted(Call& c) {
  std::vector<Value> items = c.interp.to_vector(c[0]);
  sort_values(c.interp, items, c[1], c.interp.truth(c[2]));
  return c.interp.list(std::move(items));
}

namespace {

Value reverse_step(Interpreter& i, NativeIterator& it) {
  return it.i < 0 ? Value() : i.getitem(it.a, Value::integer(it.i--));
}

}  // namespace

Value b_reversed(Call& c) {
  bool found = false;
  if (c[0].is(Kind::kDictView)) {
    // Views are reversed as they stand now.
    std::vector<Value> items = c.interp.to_vector(c[0]);
    std::reverse(items.begin(), items.end());
    return c.interp.iter(c.interp.list(std::move(items)));
  }
  Value r = call_special(c.interp, c[0], c.interp.state().n_reversed, {}, &found);
  if (found) return r;
  const Slots& s = c.interp.type_of(c[0])->slots;
  if (!s.getitem || !s.len)
    c.interp.raise("TypeError", "'" + c.interp.type_name(c[0]) + "' object is not reversible");
  Value it = native_iterator(c.interp, iterator_type(c.interp, "reversed"), c[0], reverse_step);
  it.as<NativeIterator>()->i = c.interp.len(c[0]) - 1;
  return it;
}

namespace {

Value map_step(Interpreter& i, NativeIterator& it) {
  std::vector<Value> args;
  for (const Value& source : it.many) {
    Value v = i.next(source);
    if (!v) return {};
    args.push_back(v);
  }
  return i.call(it.a, Arguments{args.data(), args.size(), nullptr, 0});
}

}  // namespace

Value b_map(Call& c) {
  const std::vector<Value> args = c[0].as<TupleObject>()->items;
  if (args.size() < 2) c.interp.raise("TypeError", "map() must have at least two arguments.");
  Value it = native_iterator(c.interp, iterator_type(c.interp, "map"), args[0], map_step);
  for (size_t k = 1; k < args.size(); ++k)
    it.as<NativeIterator>()->many.push_back(c.interp.iter(args[k]));
  return it;
}

namespace {

Value filter_step(Interpreter& i, NativeIterator& it) {
  while (Value v = i.next(it.b)) {
    if (it.a.is_none() ? i.truth(v) : i.truth(i.call(it.a, {v}))) return v;
  }
  return {};
}

}  // namespace

Value b_filter(Call& c) {
  Value it = native_iterator(c.interp, iterator_type(c.interp, "filter"), c[0], filter_step);
  it.as<NativeIterator>()->b = c.interp.iter(c[1]);
  return it;
}

namespace {

Value zip_step(Interpreter& i, NativeIterator& it) {
  std::vector<Value> out;
  for (size_t k = 0; k < it.many.size(); ++k) {
    Value v = i.next(it.many[k]);
    if (v) {
      if (it.i && k > 0 && out.empty())
        i.raise("ValueError", "zip() argument " + std::to_string(k + 1) +
                                  " is longer than argument" +
                                  (k > 1 ? "s 1-" + std::to_string(k) : " 1"));
      out.push_back(v);
      continue;
    }
    if (!it.i) return {};
    if (k > 0)
      i.raise("ValueError", "zip() argument " + std::to_string(k + 1) +
                                " is shorter than argument" +
                                (k > 1 ? "s 1-" + std::to_string(k) : " 1"));
    for (size_t m = 1; m < it.many.size(); ++m) {
      if (i.next(it.many[m]))
        i.raise("ValueError", "zip() argument " + std::to_string(m + 1) +
                                  " is longer than argument" +
                                  (m > 1 ? "s 1-" + std::to_string(m) : " 1"));
    }
    return {};
  }
  return out.empty() ? Value() : i.tuple(std::move(out));
}

}  // namespace

Value b_zip(Call& c) {
  Value it = native_iterator(c.interp, iterator_type(c.interp, "zip"), Value(), zip_step);
  it.as<NativeIterator>()->i = c.interp.truth(c[1]);
  for (const Value& v : c[0].as<TupleObject>()->items)
    it.as<NativeIterator>()->many.push_back(c.interp.iter(v));
  return it;
}

namespace {

Value enumerate_step(Interpreter& i, NativeIterator& it) {
  Value v = i.next(it.a);
  if (!v) return {};
  return i.tuple({Value::integer(it.i++), v});
}

}  // namespace

Value b_enumerate(Call& c) {
  Value it = native_iterator(c.interp, iterator_type(c.interp, "enumerate"), c.interp.iter(c[0]),
                             enumerate_step);
  it.as<NativeIterator>()->i = c.integer(1);
  return it;
}

}  // namespace lessonrun::interp
