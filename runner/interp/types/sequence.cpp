// list and tuple, the iterators over them, and what all sequences share: sorting, guarded reprs.
#include "runner/interp/types/sequence.h"

#include <algorithm>

namespace lessonrun::interp {

const Value& tuple_item(const Value& t, size_t k) { return t.as<TupleObject>()->items[k]; }

std::string call_repr_guarded(Interpreter& i, const Value& v, const char* recursive,
                              const std::function<std::string()>& body) {
  auto& running = i.state().repr_running;
  if (std::find(running.begin(), running.end(), v.object()) != running.end()) return recursive;
  running.push_back(v.object());
  struct Pop {
    std::vector<const void*>& r;
    ~Pop() { r.pop_back(); }
  } pop{running};
  return body();
}

void sort_values(Interpreter& i, std::vector<Value>& items, const Value& key, bool reverse) {
  std::vector<std::pair<Value, Value>> pairs;
  const bool keyed = key && !key.is_none();
  pairs.reserve(items.size());
  for (const Value& v : items) pairs.emplace_back(keyed ? i.call(key, {v}) : v, v);
  if (reverse) std::reverse(pairs.begin(), pairs.end());
  // A merge sort of our own: a comparison may raise, or answer nonsense.
  std::vector<std::pair<Value, Value>> spare(pairs.size());
  uint32_t n = 0;
  for (size_t width = 1; width < pairs.size(); width *= 2) {
    for (size_t b = 0; b < pairs.size(); b += 2 * width) {
      size_t x = b, m = std::min(b + width, pairs.size()), y = m,
             e = std::min(b + 2 * width, pairs.size());
      for (size_t k = b; k < e; ++k) {
        if ((++n & 0xFFF) == 0) i.check_deadline();
        spare[k] = y < e && (x >= m || i.less(pairs[y].first, pairs[x].first))
                       ? std::move(pairs[y++])
                       : std::move(pairs[x++]);
      }
    }
    pairs.swap(spare);
  }
  if (reverse) std::reverse(pairs.begin(), pairs.end());
  for (size_t k = 0; k < items.size(); ++k) items[k] = std::move(pairs[k].second);
}

namespace {

std::vector<Value>& list_of(const Value& v) { return v.as<ListObject>()->items; }
const std::vector<Value>& tuple_of(const Value& v) { return v.as<TupleObject>()->items; }

std::string join_reprs(Interpreter& i, const Value& keep, bool tuple) {
  std::string out;
  for (size_t k = 0; k < (tuple ? tuple_of(keep).size() : list_of(keep).size()); ++k) {
    const Value v = tuple ? tuple_of(keep)[k] : list_of(keep)[k];
    if (k) out += ", ";
    out += i.repr(v);
    if (out.size() > 1 << 20) i.check_allocation(out.size());
  }
  return out;
}

Value sequence_compare(Interpreter& i, CompareOp op, const Value& x, const Value& y, bool tuple) {
  const auto size = [&](const Value& v) { return tuple ? tuple_of(v).size() : list_of(v).size(); };
  const auto at = [&](const Value& v, size_t k) { return tuple ? tuple_of(v)[k] : list_of(v)[k]; };
  if ((op == CompareOp::kEq || op == CompareOp::kNe) && size(x) != size(y))
    return Value::boolean(op == CompareOp::kNe);
  for (size_t k = 0; k < size(x) && k < size(y); ++k) {
    const Value a = at(x, k), b = at(y, k);
    if (i.equal(a, b)) continue;
    if (op == CompareOp::kEq || op == CompareOp::kNe) return Value::boolean(op == CompareOp::kNe);
    return i.compare(op, a, b);
  }
  const size_t a = size(x), b = size(y);
  switch (op) {
    case CompareOp::kLt:
      return Value::boolean(a < b);
    case CompareOp::kLe:
      return Value::boolean(a <= b);
    case CompareOp::kEq:
      return Value::boolean(a == b);
    case CompareOp::kNe:
      return Value::boolean(a != b);
    case CompareOp::kGt:
      return Value::boolean(a > b);
    default:
      return Value::boolean(a >= b);
  }
}

std::vector<Value> repeated(Interpreter& i, const std::vector<Value>& items, const Value& count) {
  const int64_t n = i.to_int64(count);
  std::vector<Value> out;
  if (n <= 0 || items.empty()) return out;
  if (static_cast<double>(n) * static_cast<double>(items.size()) > 1e15) i.raise("MemoryError", "");
  i.check_allocation(static_cast<size_t>(n) * items.size() * 16);
  out.reserve(static_cast<size_t>(n) * items.size());
  for (int64_t k = 0; k < n; ++k) out.insert(out.end(), items.begin(), items.end());
  return out;
}

Value list_step(Interpreter&, NativeIterator& it) {
  if (it.done) return {};
  const auto& items = list_of(it.a);
  if (static_cast<size_t>(it.i) < items.size()) return items[static_cast<size_t>(it.i++)];
  it.done = true;
  it.a.reset();
  return {};
}
Value tuple_step(Interpreter&, NativeIterator& it) {
  if (it.done) return {};
  const auto& items = tuple_of(it.a);
  if (static_cast<size_t>(it.i) < items.size()) return items[static_cast<size_t>(it.i++)];
  it.done = true;
  it.a.reset();
  return {};
}

Value list_reverse_step(Interpreter&, NativeIterator& it) {
  if (it.done || it.i < 0) return {};
  const auto& items = list_of(it.a);
  if (static_cast<size_t>(it.i) >= items.size()) return {};
  return items[static_cast<size_t>(it.i--)];
}

// Accounts for `more` elements after `items`.
void account(Interpreter& i, const std::vector<Value>& items, size_t more) {
  if (items.size() + more >= 4096) i.check_allocation((items.size() + more) * sizeof(Value));
}

Value list_append(Call& c) {
  auto& items = list_of(c.self);
  if (items.size() == items.capacity() && items.size() >= 4096)
    c.interp.check_allocation(items.size() * 32);
  items.push_back(c[0]);
  return Value::none();
}
Value list_extend(Call& c) {
  const std::vector<Value> more = c.interp.to_vector(c[0]);
  account(c.interp, list_of(c.self), more.size());
  list_of(c.self).insert(list_of(c.self).end(), more.begin(), more.end());
  return Value::none();
}
Value list_insert(Call& c) {
  auto& items = list_of(c.self);
  int64_t at = c.integer(0);
  const auto n = static_cast<int64_t>(items.size());
  if (at < 0) at = std::max<int64_t>(0, at + n);
  items.insert(items.begin() + std::min(at, n), c[1]);
  return Value::none();
}
Value list_pop(Call& c) {
  auto& items = list_of(c.self);
  int64_t at = c.integer(0);
  if (items.empty()) c.interp.raise("IndexError", "pop from empty list");
  if (at < 0) at += static_cast<int64_t>(items.size());
  if (at < 0 || at >= static_cast<int64_t>(items.size()))
    c.interp.raise("IndexError", "pop index out of range");
  Value v = std::move(items[static_cast<size_t>(at)]);
  items.erase(items.begin() + at);
  return v;
}
int64_t find_item(Call& c, bool tuple) {
  const auto size = [&] {
    return static_cast<int64_t>(tuple ? tuple_of(c.self).size() : list_of(c.self).size());
  };
  int64_t b = c.given(1) ? c.integer(1) : 0, e = c.given(2) ? c.integer(2) : INT64_MAX;
  if (b < 0) b = std::max<int64_t>(0, b + size());
  if (e < 0) e += size();
  for (int64_t k = b; k < std::min(e, size()); ++k) {
    const Value v =
        tuple ? tuple_of(c.self)[static_cast<size_t>(k)] : list_of(c.self)[static_cast<size_t>(k)];
    if (c.interp.equal(v, c[0])) return k;
  }
  return -1;
}
Value list_remove(Call& c) {
  auto& items = list_of(c.self);
  for (size_t k = 0; k < items.size(); ++k) {
    const Value v = items[k];
    if (!c.interp.equal(v, c[0])) continue;
    items.erase(items.begin() + static_cast<long>(k));
    return Value::none();
  }
  c.interp.raise("ValueError", "list.remove(x): x not in list");
}
Value list_index(Call& c) {
  const int64_t at = find_item(c, false);
  if (at < 0) c.interp.raise("ValueError", c.interp.repr(c[0]) + " is not in list");
  return Value::integer(at);
}
Value tuple_index(Call& c) {
  const int64_t at = find_item(c, true);
  if (at < 0) c.interp.raise("ValueError", "tuple.index(x): x not in tuple");
  return Value::integer(at);
}

}  // namespace

Value sequence_count(Call& c) {
  int64_t n = 0;
  c.interp.iterate(c.self, [&](const Value& v) { n += c.interp.equal(v, c[0]); });
  return Value::integer(n);
}

namespace {

Value list_reverse(Call& c) {
  std::reverse(list_of(c.self).begin(), list_of(c.self).end());
  return Value::none();
}
Value list_sort(Call& c) {
  std::vector<Value> items;
  items.swap(list_of(c.self));
  struct Back {
    std::vector<Value>& items;
    const Value& self;
    ~Back() { list_of(self).swap(items); }
  } back{items, c.self};
  sort_values(c.interp, items, c[0], c.interp.truth(c[1]));
  return Value::none();
}
Value list_copy(Call& c) { return c.interp.list(list_of(c.self)); }
Value list_clear(Call& c) {
  std::vector<Value> gone;
  gone.swap(list_of(c.self));
  return Value::none();
}
Value list_reversed(Call& c) {
  Value it = native_iterator(c.interp, iterator_type(c.interp, "list_reverseiterator"), c.self,
                             list_reverse_step);
  it.as<NativeIterator>()->i = static_cast<int64_t>(list_of(c.self).size()) - 1;
  return it;
}

const NativeMethod kListMethods[] = {
    {"append", "object, /", list_append},
    {"extend", "iterable, /", list_extend},
    {"insert", "index, object, /", list_insert},
    {"pop", "index=-1, /", list_pop},
    {"remove", "value, /", list_remove},
    {"index", "value, start=?, stop=?, /", list_index},
    {"count", "value, /", sequence_count},
    {"reverse", "/", list_reverse},
    {"sort", "*, key=None, reverse=False", list_sort},
    {"copy", "/", list_copy},
    {"clear", "/", list_clear},
    {"__reversed__", "/", list_reversed},
    {"__class_getitem__", "item, /", generic_alias, NativeMethod::kClass},
    {nullptr, nullptr, nullptr}};
const NativeMethod kTupleMethods[] = {
    {"index", "value, start=?, stop=?, /", tuple_index},
    {"count", "value, /", sequence_count},
    {"__class_getitem__", "item, /", generic_alias, NativeMethod::kClass},
    {nullptr, nullptr, nullptr}};

Value list_inplace(Interpreter& i, BinaryOp op, const Value& self, const Value& other) {
  if (op == BinaryOp::kAdd) {
    const std::vector<Value> more = i.to_vector(other);
    account(i, list_of(self), more.size());
    list_of(self).insert(list_of(self).end(), more.begin(), more.end());
    return self;
  }
  if (op == BinaryOp::kMul && is_int_like(other)) {
    std::vector<Value> items = repeated(i, list_of(self), other);
    list_of(self).swap(items);
    return self;
  }
  return Value::not_implemented();
}

void list_setitem(Interpreter& i, const Value& self, const Value& key, const Value& value) {
  auto& items = list_of(self);
  if (!key.is(Kind::kSlice)) {
    if (!is_int_like(key) && !i.type_of(key)->slots.index)
      i.raise("TypeError", "list indices must be integers or slices, not " + i.type_name(key));
    int64_t at = i.to_int64(key);
    if (at < 0) at += static_cast<int64_t>(items.size());
    if (at < 0 || at >= static_cast<int64_t>(items.size()))
      i.raise("IndexError", "list assignment index out of range");
    if (value) {
      Value old = std::move(items[static_cast<size_t>(at)]);
      items[static_cast<size_t>(at)] = value;
    } else {
      const Value old = std::move(items[static_cast<size_t>(at)]);
      items.erase(items.begin() + at);
    }
    return;
  }
  const SliceBounds b = slice_bounds(i, *key.as<SliceObject>(), static_cast<int64_t>(items.size()));
  std::vector<Value> fresh;
  if (value) {
    if (!i.type_of(value)->slots.iter && !i.type_of(value)->slots.getitem)
      i.raise("TypeError", b.step == 1 ? "can only assign an iterable"
                                       : "must assign iterable to extended slice");
    fresh = i.to_vector(value);
  }
  if (b.step == 1) {
    const std::vector<Value> gone(items.begin() + b.start, items.begin() + b.start + b.count);
    items.erase(items.begin() + b.start, items.begin() + b.start + b.count);
    items.insert(items.begin() + b.start, fresh.begin(), fresh.end());
    return;
  }
  if (!value) {
    std::vector<Value> kept;
    for (size_t k = 0; k < items.size(); ++k) {
      const int64_t d = static_cast<int64_t>(k) - b.start;
      const bool gone = b.count > 0 && d % b.step == 0 && d / b.step >= 0 && d / b.step < b.count;
      if (!gone) kept.push_back(items[k]);
    }
    items.swap(kept);
    return;
  }
  if (static_cast<int64_t>(fresh.size()) != b.count) {
    i.raise("ValueError", "attempt to assign sequence of size " + std::to_string(fresh.size()) +
                              " to extended slice of size " + std::to_string(b.count));
  }
  for (int64_t k = 0; k < b.count; ++k)
    items[static_cast<size_t>(b.start + k * b.step)] = fresh[static_cast<size_t>(k)];
}

void install_list(Interpreter& interp, BuiltinTypes& t) {
  t.list = make_builtin_type(interp, "list", t.object, kListMethods);
  t.list->instance_kind = Kind::kList;
  t.list->binary_ops = 5;
  Slots& s = t.list->own;
  s.new_ = [](Interpreter&, Type* type, const Arguments&) -> Value { return new ListObject(type); };
  s.init = [](Interpreter& i, const Value& self, const Arguments& a) {
    if (a.keywords) i.raise("TypeError", "list() takes no keyword arguments");
    if (a.positional > 1)
      i.raise("TypeError", "list expected at most 1 argument, got " + std::to_string(a.positional));
    std::vector<Value> items;
    if (a.positional) items = i.to_vector(a.values[0]);
    list_of(self).swap(items);
  };
  s.repr = [](Interpreter& i, const Value& v) {
    return call_repr_guarded(i, v, "[...]", [&] { return "[" + join_reprs(i, v, false) + "]"; });
  };
  s.compare = [](Interpreter& i, CompareOp op, const Value& a, const Value& b) {
    return b.is(Kind::kList) ? sequence_compare(i, op, a, b, false) : Value::not_implemented();
  };
  s.hash = [](Interpreter& i, const Value& v) -> int64_t {
    i.raise("TypeError", "unhashable type: '" + i.type_name(v) + "'");
  };
  s.binary = [](Interpreter& i, BinaryOp op, const Value& a, const Value& b, bool reflected) {
    if (op == BinaryOp::kAdd && b.is(Kind::kList) && !reflected) {
      account(i, list_of(a), list_of(b).size());
      std::vector<Value> items;
      items.reserve(list_of(a).size() + list_of(b).size());
      items = list_of(a);
      items.insert(items.end(), list_of(b).begin(), list_of(b).end());
      return i.list(std::move(items));
    }
    if (op == BinaryOp::kMul && is_int_like(b)) return i.list(repeated(i, list_of(a), b));
    return Value::not_implemented();
  };
  s.inplace = list_inplace;
  s.len = [](Interpreter&, const Value& v) { return static_cast<int64_t>(list_of(v).size()); };
  s.iter = [](Interpreter& i, const Value& v) {
    return native_iterator(i, iterator_type(i, "list_iterator"), v, list_step);
  };
  s.getitem = [](Interpreter& i, const Value& v, const Value& key) {
    const auto& items = list_of(v);
    if (key.is_int() && key.as_int() >= 0 && static_cast<size_t>(key.as_int()) < items.size())
      return items[static_cast<size_t>(key.as_int())];
    if (key.is(Kind::kSlice)) {
      const SliceBounds b =
          slice_bounds(i, *key.as<SliceObject>(), static_cast<int64_t>(items.size()));
      i.check_allocation(static_cast<size_t>(b.count) * sizeof(Value));
      std::vector<Value> out;
      out.reserve(static_cast<size_t>(b.count));
      for (int64_t k = 0; k < b.count; ++k)
        out.push_back(items[static_cast<size_t>(b.start + k * b.step)]);
      return i.list(std::move(out));
    }
    return items[static_cast<size_t>(sequence_index(i, key, items.size(), "list"))];
  };
  s.setitem = list_setitem;
  s.contains = [](Interpreter& i, const Value& v, const Value& item) {
    for (size_t k = 0; k < list_of(v).size(); ++k) {
      const Value x = list_of(v)[k];
      if ((k & 0xFFFF) == 0xFFFF) i.check_deadline();
      if (i.equal(x, item)) return true;
    }
    return false;
  };
  t.list->dict.set(interp.state().n_hash, Value::none());
  ready_slots(t.list);
}

void install_tuple(BuiltinTypes& t) {
  t.tuple->method_tables = {method_table(kTupleMethods)};
  t.tuple->instance_kind = Kind::kTuple;
  t.tuple->binary_ops = 5;
  Slots& s = t.tuple->own;
  s.new_ = [](Interpreter& i, Type* type, const Arguments& a) -> Value {
    if (a.positional > 1)
      i.raise("TypeError",
              "tuple expected at most 1 argument, got " + std::to_string(a.positional));
    if (type == i.types().tuple && a.positional && a.values[0].is(Kind::kTuple) &&
        a.values[0].object()->type == type)
      return a.values[0];
    std::vector<Value> items;
    if (a.positional) items = i.to_vector(a.values[0]);
    if (type == i.types().tuple) return i.tuple(std::move(items));
    auto* made = new TupleObject(type);
    made->items = std::move(items);
    Value keep(made);
    if (type->make_payload) attributes_of(made).payload = type->make_payload();
    return keep;
  };
  s.repr = [](Interpreter& i, const Value& v) {
    return call_repr_guarded(i, v, "(...)", [&] {
      return "(" + join_reprs(i, v, true) + (tuple_of(v).size() == 1 ? ",)" : ")");
    });
  };
  s.compare = [](Interpreter& i, CompareOp op, const Value& a, const Value& b) {
    return b.is(Kind::kTuple) ? sequence_compare(i, op, a, b, true) : Value::not_implemented();
  };
  s.hash = [](Interpreter& i, const Value& v) -> int64_t {
    // xxHash's mixing, as CPython's tuples do.
    uint64_t acc = 2870177450012600261ull;
    for (const Value& x : tuple_of(v)) {
      acc += static_cast<uint64_t>(i.hash(x)) * 14029467366897019727ull;
      acc = (acc << 31) | (acc >> 33);
      acc *= 11400714785074694791ull;
    }
    acc += tuple_of(v).size() ^ (2870177450012600261ull ^ 3527539ull);
    return acc == ~0ull ? 1546275796 : static_cast<int64_t>(acc);
  };
  s.binary = [](Interpreter& i, BinaryOp op, const Value& a, const Value& b, bool reflected) {
    if (op == BinaryOp::kAdd && b.is(Kind::kTuple) && !reflected) {
      account(i, tuple_of(a), tuple_of(b).size());
      std::vector<Value> items;
      items.reserve(tuple_of(a).size() + tuple_of(b).size());
      items = tuple_of(a);
      items.insert(items.end(), tuple_of(b).begin(), tuple_of(b).end());
      return i.tuple(std::move(items));
    }
    if (op == BinaryOp::kMul && is_int_like(b)) return i.tuple(repeated(i, tuple_of(a), b));
    return Value::not_implemented();
  };
  s.len = [](Interpreter&, const Value& v) { return static_cast<int64_t>(tuple_of(v).size()); };
  s.iter = [](Interpreter& i, const Value& v) {
    return native_iterator(i, iterator_type(i, "tuple_iterator"), v, tuple_step);
  };
  s.getitem = [](Interpreter& i, const Value& v, const Value& key) {
    const auto& items = tuple_of(v);
    if (key.is(Kind::kSlice)) {
      const SliceBounds b =
          slice_bounds(i, *key.as<SliceObject>(), static_cast<int64_t>(items.size()));
      i.check_allocation(static_cast<size_t>(b.count) * sizeof(Value));
      std::vector<Value> out;
      out.reserve(static_cast<size_t>(b.count));
      for (int64_t k = 0; k < b.count; ++k)
        out.push_back(items[static_cast<size_t>(b.start + k * b.step)]);
      return i.tuple(std::move(out));
    }
    return items[static_cast<size_t>(sequence_index(i, key, items.size(), "tuple"))];
  };
  s.contains = [](Interpreter& i, const Value& v, const Value& item) {
    uint32_t n = 0;
    for (const Value& x : tuple_of(v)) {
      if ((++n & 0xFFFF) == 0) i.check_deadline();
      if (i.equal(x, item)) return true;
    }
    return false;
  };
  ready_slots(t.tuple);
}

}  // namespace

void install_sequences(Interpreter& interp) {
  auto& t = const_cast<BuiltinTypes&>(interp.types());
  install_list(interp, t);
  install_tuple(t);

  install_ranges(interp, t);
}

}  // namespace lessonrun::interp
