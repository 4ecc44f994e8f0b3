// dict, its views, and what a mapping is.
#include "runner/interp/types/set.h"

namespace lessonrun::interp {

bool is_mapping_like(Interpreter& i, const Value& v) {
  return v.is(Kind::kDict) || static_cast<bool>(i.find_attr(v, "keys"));
}

void dict_update(Interpreter& i, DictObject& into, const Value& from) {
  if (from.is(Kind::kDict) && from.object()->type->slots.iter == i.types().dict->slots.iter) {
    const HashTable& t = from.as<DictObject>()->table;
    for (size_t k = t.next(0); k < t.end(); k = t.next(k + 1))
      into.table.set(i, Value(t.at(k).key), t.at(k).value);
    return;
  }
  if (is_mapping_like(i, from)) {
    i.iterate(i.call_method(from, "keys"),
              [&](const Value& key) { into.table.set(i, key, i.getitem(from, key)); });
    return;
  }
  int64_t n = 0;
  i.iterate(from, [&](const Value& pair) {
    if (!i.type_of(pair)->slots.iter)
      i.raise("TypeError", "cannot convert dictionary update sequence element #" +
                               std::to_string(n) + " to a sequence");
    const std::vector<Value> two = i.to_vector(pair);
    if (two.size() != 2)
      i.raise("ValueError", "dictionary update sequence element #" + std::to_string(n) +
                                " has length " + std::to_string(two.size()) + "; 2 is required");
    into.table.set(i, two[0], two[1]);
    ++n;
  });
}

namespace {

HashTable& d_of(const Value& v) { return v.as<DictObject>()->table; }

Value dict_step(Interpreter& i, NativeIterator& it) {
  if (it.done) return {};
  HashTable& t = d_of(it.a);
  if (it.b.as_int() != static_cast<int64_t>(t.size())) {
    it.done = true;
    i.raise("RuntimeError", "dictionary changed size during iteration");
  }
  if (it.j < 0) {  // reversed
    auto at = static_cast<int64_t>(it.i);
    while (at >= 0 && t.at(static_cast<size_t>(at)).key.is_undefined()) --at;
    if (at < 0) return {};
    it.i = at - 1;
    return t.at(static_cast<size_t>(at)).key;
  }
  const size_t at = t.next(static_cast<size_t>(it.i));
  if (at >= t.end()) {
    it.done = true;
    return {};
  }
  it.i = static_cast<int64_t>(at) + 1;
  const auto& e = t.at(at);
  return it.j == DictView::kKeys     ? e.key
         : it.j == DictView::kValues ? e.value
                                     : i.tuple({e.key, e.value});
}
Value dict_iter(Interpreter& i, const Value& d, DictView::Which w) {
  static constexpr const char* kNames[] = {"dict_keyiterator", "dict_valueiterator",
                                           "dict_itemiterator"};
  Value it = native_iterator(i, iterator_type(i, kNames[w]), d, dict_step);
  it.as<NativeIterator>()->j = w;
  it.as<NativeIterator>()->b = Value::integer(static_cast<int64_t>(d_of(d).size()));
  return it;
}

Value dict_get(Call& c) {
  Value* v = d_of(c.self).find(c.interp, c[0]);
  return v ? *v : c[1];
}
Value dict_setdefault(Call& c) {
  Value* v = d_of(c.self).find(c.interp, c[0]);
  if (v) return *v;
  d_of(c.self).set(c.interp, c[0], c[1]);
  return c[1];
}
Value dict_pop(Call& c) {
  Value v = d_of(c.self).take(c.interp, c[0]);
  if (v) return v;
  if (c.given(1)) return c[1];
  raise_key_error(c.interp, c[0]);
}
Value dict_popitem(Call& c) {
  HashTable& t = d_of(c.self);
  size_t at = t.end();
  while (at > 0 && t.at(at - 1).key.is_undefined()) --at;
  if (at == 0) raise_key_error(c.interp, c.interp.str("popitem(): dictionary is empty"));
  Value pair = c.interp.tuple({t.at(at - 1).key, t.at(at - 1).value});
  t.remove_at(at - 1);
  return pair;
}
Value dict_update_method(Call& c) {
  if (c.given(0)) dict_update(c.interp, *c.self.as<DictObject>(), c[0]);
  dict_update(c.interp, *c.self.as<DictObject>(), c[1]);
  return Value::none();
}
Value dict_clear(Call& c) {
  d_of(c.self).clear();
  return Value::none();
}
Value dict_copy(Call& c) {
  Value d = c.interp.dict();
  d_of(d).copy_from(d_of(c.self));
  return d;
}
Value dict_keys(Call& c) {
  return new DictView(c.interp.types().dict_keys, c.self, DictView::kKeys);
}
Value dict_values(Call& c) {
  return new DictView(c.interp.types().dict_values, c.self, DictView::kValues);
}
Value dict_items(Call& c) {
  return new DictView(c.interp.types().dict_items, c.self, DictView::kItems);
}
Value dict_fromkeys(Call& c) {
  Value d = c.interp.call(c.self);
  c.interp.iterate(c[0], [&](const Value& k) { c.interp.setitem(d, k, c[1]); });
  return d;
}
Value dict_reversed(Call& c) {
  Value it = dict_iter(c.interp, c.self, DictView::kKeys);
  it.as<NativeIterator>()->j = -1;
  it.as<NativeIterator>()->i = static_cast<int64_t>(d_of(c.self).end()) - 1;
  return it;
}
const NativeMethod kDictMethods[] = {
    {"get", "key, default=None, /", dict_get},
    {"setdefault", "key, default=None, /", dict_setdefault},
    {"pop", "key, default=?, /", dict_pop},
    {"popitem", "/", dict_popitem},
    {"update", "other=?, /, **kwargs", dict_update_method},
    {"clear", "/", dict_clear},
    {"copy", "/", dict_copy},
    {"keys", "/", dict_keys},
    {"values", "/", dict_values},
    {"items", "/", dict_items},
    {"fromkeys", "iterable, value=None, /", dict_fromkeys, NativeMethod::kClass},
    {"__reversed__", "/", dict_reversed},
    {"__class_getitem__", "item, /", generic_alias, NativeMethod::kClass},
    {nullptr, nullptr, nullptr}};

std::string dict_repr(Interpreter& i, const Value& v) {
  return call_repr_guarded(i, v, "{...}", [&] {
    std::string out = "{";
    HashTable& t = d_of(v);
    for (size_t k = t.next(0); k < t.end(); k = t.next(k + 1)) {
      const Value key = t.at(k).key, value = t.at(k).value;
      if (out.size() > 1) out += ", ";
      out += i.repr(key) + ": " + i.repr(value);
    }
    return out + "}";
  });
}

Value dict_compare(Interpreter& i, CompareOp op, const Value& a, const Value& b) {
  if (!b.is(Kind::kDict) || (op != CompareOp::kEq && op != CompareOp::kNe))
    return Value::not_implemented();
  bool same = d_of(a).size() == d_of(b).size();
  HashTable& t = d_of(a);
  for (size_t k = t.next(0); same && k < t.end(); k = t.next(k + 1)) {
    const Value key = t.at(k).key, value = t.at(k).value;
    Value* other = d_of(b).find(i, key);
    same = other && i.equal(value, Value(*other));
  }
  return Value::boolean(same == (op == CompareOp::kEq));
}

Value view_isdisjoint(Call& c) {
  const Value it = c.interp.iter(c[0]);
  while (Value v = c.interp.next(it)) {
    if (c.interp.contains(c.self, v)) return Value::boolean(false);
  }
  return Value::boolean(true);
}
const NativeMethod kViewMethods[] = {{"isdisjoint", "other, /", view_isdisjoint},
                                     {nullptr, nullptr, nullptr}};

}  // namespace

void install_mappings(Interpreter& interp) {
  auto& t = const_cast<BuiltinTypes&>(interp.types());
  t.dict->method_tables = {method_table(kDictMethods)};
  t.dict->instance_kind = Kind::kDict;
  t.dict->binary_ops = 1u << 10;
  Slots& s = t.dict->own;
  s.new_ = [](Interpreter&, Type* type, const Arguments&) -> Value { return new DictObject(type); };
  s.init = [](Interpreter& i, const Value& self, const Arguments& a) {
    if (a.positional > 1)
      i.raise("TypeError", "dict expected at most 1 argument, got " + std::to_string(a.positional));
    if (a.positional) dict_update(i, *self.as<DictObject>(), a.values[0]);
    for (size_t k = 0; k < a.keywords; ++k) d_of(self).set(i, a.names[k], a.keyword(k));
  };
  s.repr = dict_repr;
  s.compare = dict_compare;
  s.hash = [](Interpreter& i, const Value& v) -> int64_t {
    i.raise("TypeError", "unhashable type: '" + i.type_name(v) + "'");
  };
  s.binary = [](Interpreter& i, BinaryOp op, const Value& a, const Value& b, bool reflected) {
    if (op != BinaryOp::kOr || !b.is(Kind::kDict)) return Value::not_implemented();
    Value d = i.dict();
    d_of(d).copy_from(d_of(reflected ? b : a));
    dict_update(i, *d.as<DictObject>(), reflected ? a : b);
    return d;
  };
  s.inplace = [](Interpreter& i, BinaryOp op, const Value& a, const Value& b) {
    if (op != BinaryOp::kOr) return Value::not_implemented();
    dict_update(i, *a.as<DictObject>(), b);
    return a;
  };
  s.len = [](Interpreter&, const Value& v) { return static_cast<int64_t>(d_of(v).size()); };
  s.iter = [](Interpreter& i, const Value& v) { return dict_iter(i, v, DictView::kKeys); };
  s.contains = [](Interpreter& i, const Value& v, const Value& item) {
    return d_of(v).contains(i, item);
  };
  s.getitem = [](Interpreter& i, const Value& v, const Value& key) {
    if (Value* found = d_of(v).find(i, key)) return *found;
    if (i.type_of(v) != i.types().dict) {
      bool has = false;
      Value r = call_special(i, v, i.state().n_missing, {key}, &has);
      if (has) return r;
    }
    raise_key_error(i, key);
  };
  s.setitem = [](Interpreter& i, const Value& v, const Value& key, const Value& value) {
    if (value)
      d_of(v).set(i, key, value);
    else if (d_of(v).take(i, key).is_undefined())
      raise_key_error(i, key);
  };
  t.dict->dict.set(interp.state().n_hash, Value::none());
  ready_slots(t.dict);

  static constexpr const char* kNames[] = {"dict_keys", "dict_values", "dict_items"};
  Type** slots[] = {&t.dict_keys, &t.dict_values, &t.dict_items};
  for (int k = 0; k < 3; ++k) {
    Type* v = *slots[k] =
        make_builtin_type(interp, kNames[k], t.object, k == 1 ? nullptr : kViewMethods);
    v->own.len = [](Interpreter&, const Value& x) {
      return static_cast<int64_t>(d_of(x.as<DictView>()->dict).size());
    };
    v->own.iter = [](Interpreter& i, const Value& x) {
      return dict_iter(i, x.as<DictView>()->dict, x.as<DictView>()->which);
    };
    v->own.repr = [](Interpreter& i, const Value& x) {
      return i.type_name(x) + "(" + i.repr(i.list(i.to_vector(x))) + ")";
    };
    v->own.contains = [](Interpreter& i, const Value& x, const Value& item) {
      const DictView& view = *x.as<DictView>();
      if (view.which == DictView::kKeys) return d_of(view.dict).contains(i, item);
      if (view.which == DictView::kItems) {
        if (!item.is(Kind::kTuple) || item.as<TupleObject>()->items.size() != 2) return false;
        const Value* found = d_of(view.dict).find(i, tuple_item(item, 0));
        if (!found) return false;
        const Value value = *found;
        return i.equal(value, tuple_item(item, 1));
      }
      for (const Value& y : i.to_vector(x)) {
        if (i.equal(y, item)) return true;
      }
      return false;
    };
    if (k != 1) {
      v->own.hash = [](Interpreter& i, const Value& x) -> int64_t {
        i.raise("TypeError", "unhashable type: '" + i.type_name(x) + "'");
      };
      v->own.binary = [](Interpreter& i, BinaryOp op, const Value& a, const Value& b,
                         bool reflected) {
        if (!set_op(op) || !i.type_of(b)->slots.iter) return Value::not_implemented();
        Value x = i.set(i.to_vector(reflected ? b : a));
        apply_set_op(i, op, x, reflected ? a : b);
        return x;
      };
      v->own.compare = [](Interpreter& i, CompareOp op, const Value& a, const Value& b) {
        if (!b.is(Kind::kDictView) && !b.is(Kind::kSet)) return Value::not_implemented();
        return i.compare(op, i.set(i.to_vector(a)), i.set(i.to_vector(b)));
      };
    }
    ready_slots(v);
  }
}

}  // namespace lessonrun::interp
