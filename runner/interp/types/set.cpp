// set and frozenset, and the order in which they are iterated.
#include "runner/interp/types/set.h"

namespace lessonrun::interp {

namespace {

HashTable& set_of(const Value& v) { return v.as<SetObject>()->table; }

Value make_set(Interpreter& i, const Value& like) {
  return new SetObject(like.as<SetObject>()->frozen ? i.types().frozenset : i.types().set,
                       like.as<SetObject>()->frozen);
}
Value copy_set(Interpreter& i, const Value& from) {
  Value s = make_set(i, from);
  set_of(s).copy_from(set_of(from));
  return s;
}
void add_all(Interpreter& i, const Value& set, const Value& from) {
  i.iterate(from, [&](const Value& v) { set_of(set).set(i, v, Value::none()); });
}
void keep_common(Interpreter& i, const Value& set, const Value& other) {
  Value o = other.is(Kind::kSet) ? other : i.set(i.to_vector(other));
  HashTable out;
  for (const Value& v : set_order(*set.as<SetObject>())) {
    if (set_of(o).contains(i, v)) out.set(i, v, Value::none());
  }
  set_of(set).swap(out);
}
void remove_all(Interpreter& i, const Value& set, const Value& other) {
  for (const Value& v : i.to_vector(other)) set_of(set).take(i, v);
}
void toggle(Interpreter& i, const Value& set, const Value& other) {
  for (const Value& v : i.to_vector(other.is(Kind::kSet) ? other : i.set(i.to_vector(other)))) {
    if (set_of(set).take(i, v).is_undefined()) set_of(set).set(i, v, Value::none());
  }
}
template <void (*f)(Interpreter&, const Value&, const Value&)>
Value set_operation(Call& c) {
  Value s = copy_set(c.interp, c.self);
  for (const Value& o : c[0].as<TupleObject>()->items) f(c.interp, s, o);
  return s;
}
template <void (*f)(Interpreter&, const Value&, const Value&)>
Value set_operation_inplace(Call& c) {
  for (const Value& o : c[0].as<TupleObject>()->items) f(c.interp, c.self, o);
  return Value::none();
}
// Sets are looked for in sets of frozensets.
Value as_element(Interpreter& i, const Value& v) {
  if (!v.is(Kind::kSet) || v.as<SetObject>()->frozen) return v;
  Value frozen(new SetObject(i.types().frozenset, true));
  add_all(i, frozen, v);
  return frozen;
}
Value set_add(Call& c) {
  set_of(c.self).set(c.interp, c[0], Value::none());
  return Value::none();
}
Value set_discard(Call& c) {
  set_of(c.self).take(c.interp, as_element(c.interp, c[0]));
  return Value::none();
}
Value set_remove(Call& c) {
  if (set_of(c.self).take(c.interp, as_element(c.interp, c[0])).is_undefined())
    raise_key_error(c.interp, c[0]);
  return Value::none();
}
Value set_pop(Call& c) {
  if (set_of(c.self).empty()) raise_key_error(c.interp, c.interp.str("pop from an empty set"));
  c.interp.check_deadline();
  HashTable& t = set_of(c.self);
  Value v = t.at(t.next(0)).key;
  if (v.is_int() || v.is_bool()) v = set_order(*c.self.as<SetObject>())[0];
  set_of(c.self).take(c.interp, v);
  return v;
}
Value set_clear(Call& c) {
  set_of(c.self).clear();
  return Value::none();
}
Value set_copy(Call& c) { return copy_set(c.interp, c.self); }
bool subset(Interpreter& i, const Value& a, const Value& b) {
  const Value o = b.is(Kind::kSet) ? b : i.set(i.to_vector(b));
  for (const Value& v : set_order(*a.as<SetObject>())) {
    if (!set_of(o).contains(i, v)) return false;
  }
  return true;
}
Value set_issubset(Call& c) { return Value::boolean(subset(c.interp, c.self, c[0])); }
Value set_issuperset(Call& c) {
  return Value::boolean(subset(
      c.interp, c[0].is(Kind::kSet) ? c[0] : c.interp.set(c.interp.to_vector(c[0])), c.self));
}
Value set_isdisjoint(Call& c) {
  for (const Value& v : c.interp.to_vector(c[0])) {
    if (set_of(c.self).contains(c.interp, v)) return Value::boolean(false);
  }
  return Value::boolean(true);
}
#define FROZEN_METHODS                                                                     \
  {"union", "*others", set_operation<add_all>},                                            \
      {"intersection", "*others", set_operation<keep_common>},                             \
      {"difference", "*others", set_operation<remove_all>},                                \
      {"symmetric_difference", "*others", set_operation<toggle>}, {"copy", "/", set_copy}, \
      {"issubset", "other, /", set_issubset}, {"issuperset", "other, /", set_issuperset},  \
      {"isdisjoint", "other, /", set_isdisjoint}, {                                        \
    "__class_getitem__", "item, /", generic_alias, NativeMethod::kClass                    \
  }
const NativeMethod kFrozenMethods[] = {FROZEN_METHODS, {nullptr, nullptr, nullptr}};
const NativeMethod kSetMethods[] = {
    FROZEN_METHODS,
    {"add", "element, /", set_add},
    {"discard", "element, /", set_discard},
    {"remove", "element, /", set_remove},
    {"pop", "/", set_pop},
    {"clear", "/", set_clear},
    {"update", "*others", set_operation_inplace<add_all>},
    {"intersection_update", "*others", set_operation_inplace<keep_common>},
    {"difference_update", "*others", set_operation_inplace<remove_all>},
    {"symmetric_difference_update", "*others", set_operation_inplace<toggle>},
    {nullptr, nullptr, nullptr}};
#undef FROZEN_METHODS

}  // namespace

void apply_set_op(Interpreter& i, BinaryOp op, const Value& s, const Value& o) {
  switch (op) {
    case BinaryOp::kOr:
      return add_all(i, s, o);
    case BinaryOp::kAnd:
      return keep_common(i, s, o);
    case BinaryOp::kSub:
      return remove_all(i, s, o);
    default:
      return toggle(i, s, o);
  }
}
bool set_op(BinaryOp op) {
  return op == BinaryOp::kOr || op == BinaryOp::kAnd || op == BinaryOp::kSub ||
         op == BinaryOp::kXor;
}

namespace {

Value vector_step(Interpreter& i, NativeIterator& it) {
  if (it.b.is(Kind::kSet) && !it.done && it.j != static_cast<int64_t>(set_of(it.b).size())) {
    it.done = true;
    i.raise("RuntimeError", "Set changed size during iteration");
  }
  if (static_cast<size_t>(it.i) >= it.many.size()) {
    it.done = true;
    return {};
  }
  return it.many[static_cast<size_t>(it.i++)];
}

void install_set(Interpreter& interp, const char* name, Type*& slot, const NativeMethod* methods) {
  slot = make_builtin_type(interp, name, interp.types().object, methods);
  slot->instance_kind = Kind::kSet;
  slot->binary_ops = (1u << 1) | (7u << 9);
  Slots& s = slot->own;
  const bool frozen = name[0] == 'f';
  if (frozen) {
    s.new_ = [](Interpreter& i, Type* type, const Arguments& a) -> Value {
      if (a.positional > 1)
        i.raise("TypeError",
                "frozenset expected at most 1 argument, got " + std::to_string(a.positional));
      if (a.positional && type == i.types().frozenset && i.type_of(a.values[0]) == type)
        return a.values[0];
      Value made(new SetObject(type, true));
      if (a.positional) add_all(i, made, a.values[0]);
      return made;
    };
    s.hash = [](Interpreter& i, const Value& v) -> int64_t {
      uint64_t h = 1927868237ull * (set_of(v).size() + 1);
      for (const Value& x : set_order(*v.as<SetObject>())) {
        const auto k = static_cast<uint64_t>(i.hash(x));
        h ^= ((k ^ 89869747ull) ^ (k << 16)) * 3644798167ull;
      }
      h ^= (h >> 11) ^ (h >> 25);
      h = h * 69069ull + 907133923ull;
      return static_cast<int64_t>(h == ~0ull ? 590923713ull : h);
    };
  } else {
    s.new_ = [](Interpreter&, Type* type, const Arguments&) -> Value {
      return new SetObject(type, false);
    };
    s.init = [](Interpreter& i, const Value& self, const Arguments& a) {
      if (a.positional > 1)
        i.raise("TypeError",
                "set expected at most 1 argument, got " + std::to_string(a.positional));
      set_of(self).clear();
      if (a.positional) add_all(i, self, a.values[0]);
    };
    s.hash = [](Interpreter& i, const Value& v) -> int64_t {
      i.raise("TypeError", "unhashable type: '" + i.type_name(v) + "'");
    };
    s.inplace = [](Interpreter& i, BinaryOp op, const Value& a, const Value& b) {
      if (!set_op(op) || !b.is(Kind::kSet)) return Value::not_implemented();
      apply_set_op(i, op, a, b);
      return a;
    };
  }
  s.repr = [](Interpreter& i, const Value& v) {
    const Type* t = i.type_of(v);
    if (set_of(v).empty()) return t->name + "()";
    return call_repr_guarded(i, v, (t->name + "(...)").c_str(), [&] {
      std::string out;
      for (const Value& x : set_order(*v.as<SetObject>()))
        out += (out.empty() ? "" : ", ") + i.repr(x);
      return t == i.types().set ? "{" + out + "}" : t->name + "({" + out + "})";
    });
  };
  s.binary = [](Interpreter& i, BinaryOp op, const Value& a, const Value& b, bool reflected) {
    const bool view = b.is(Kind::kDictView);
    if (!set_op(op) || (!b.is(Kind::kSet) && !view)) return Value::not_implemented();
    const Value other = view ? i.set(i.to_vector(b)) : b;
    Value s2 = copy_set(i, reflected ? other : a);
    apply_set_op(i, op, s2, reflected ? a : other);
    return s2;
  };
  s.compare = [](Interpreter& i, CompareOp op, const Value& a, const Value& b) {
    if (!b.is(Kind::kSet)) return Value::not_implemented();
    const size_t x = set_of(a).size(), y = set_of(b).size();
    switch (op) {
      case CompareOp::kEq:
        return Value::boolean(x == y && subset(i, a, b));
      case CompareOp::kNe:
        return Value::boolean(!(x == y && subset(i, a, b)));
      case CompareOp::kLe:
        return Value::boolean(x <= y && subset(i, a, b));
      case CompareOp::kLt:
        return Value::boolean(x < y && subset(i, a, b));
      case CompareOp::kGe:
        return Value::boolean(x >= y && subset(i, b, a));
      default:
        return Value::boolean(x > y && subset(i, b, a));
    }
  };
  s.len = [](Interpreter&, const Value& v) { return static_cast<int64_t>(set_of(v).size()); };
  s.contains = [](Interpreter& i, const Value& v, const Value& item) {
    return set_of(v).contains(i, as_element(i, item));
  };
  s.iter = [](Interpreter& i, const Value& v) {
    Value it = native_iterator(i, iterator_type(i, "set_iterator"), Value(), vector_step);
    it.as<NativeIterator>()->many = set_order(*v.as<SetObject>());
    it.as<NativeIterator>()->b = v;
    it.as<NativeIterator>()->j = static_cast<int64_t>(set_of(v).size());
    return it;
  };
  if (!frozen) slot->dict.set(interp.state().n_hash, Value::none());
  ready_slots(slot);
}

}  // namespace

// Small ints come in the order of CPython's table, rebuilt by inserting in the same order; a set
// with anything else keeps the order of insertion, since CPython's own is random there.
std::vector<Value> set_order(const SetObject& set) {
  std::vector<Value> items;
  const HashTable& t = set.table;
  bool ints = true;
  for (size_t k = t.next(0); k < t.end(); k = t.next(k + 1)) {
    items.push_back(t.at(k).key);
    ints = ints && (items.back().is_int() || items.back().is_bool());
  }
  if (!ints || items.size() < 2) return items;
  size_t mask = 7, used = 0;
  std::vector<int> table(8, -1);
  const auto insert = [&](std::vector<int>& to, size_t m, int item) {
    auto perturb = static_cast<uint64_t>(int_hash(items[static_cast<size_t>(item)]));
    size_t i = static_cast<size_t>(perturb) & m;
    for (;;) {
      const size_t probes = i + 9 <= m ? 9 : 0;
      for (size_t j = 0; j <= probes; ++j) {
        if (to[i + j] < 0) {
          to[i + j] = item;
          return;
        }
      }
      perturb >>= 5;
      i = (i * 5 + 1 + static_cast<size_t>(perturb)) & m;
    }
  };
  for (size_t k = 0; k < items.size(); ++k) {
    insert(table, mask, static_cast<int>(k));
    ++used;
    if (used * 5 < mask * 3) continue;
    const size_t wanted = used > 50000 ? used * 2 : used * 4;
    size_t size = 8;
    while (size <= wanted) size <<= 1;
    std::vector<int> larger(size, -1);
    for (int item : table) {
      if (item >= 0) insert(larger, size - 1, item);
    }
    table.swap(larger);
    mask = size - 1;
  }
  std::vector<Value> out;
  for (int item : table) {
    if (item >= 0) out.push_back(items[static_cast<size_t>(item)]);
  }
  return out;
}

void install_sets(Interpreter& interp) {
  auto& t = const_cast<BuiltinTypes&>(interp.types());
  install_set(interp, "set", t.set, kSetMethods);
  install_set(interp, "frozenset", t.frozenset, kFrozenMethods);
}

}  // namespace lessonrun::interp
