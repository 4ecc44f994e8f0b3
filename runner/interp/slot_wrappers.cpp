// What a native type's slots do appears as methods in its dict, which is filled when first needed.
#include "runner/interp/state.h"

namespace lessonrun::interp {

namespace {

Type* owner(Call& c) { return static_cast<Type*>(c.data); }

Value varargs_method(Call& c, bool is_new) {
  const auto& items = c.bound[0].as<TupleObject>()->items;
  std::vector<Value> values(items.begin(), items.end()), names;
  const HashTable& kw = c.bound[1].as<DictObject>()->table;
  for (size_t i = kw.next(0); i < kw.end(); i = kw.next(i + 1)) {
    values.push_back(kw.at(i).value);
    names.push_back(kw.at(i).key);
  }
  const Slots& s = owner(c)->own;
  if (is_new) {
    if (items.empty())
      c.interp.raise("TypeError", owner(c)->name + ".__new__(): not enough arguments");
    if (!values[0].is(Kind::kType)) {
      c.interp.raise("TypeError", owner(c)->name + ".__new__(X): X is not a type object (" +
                                      c.interp.type_name(values[0]) + ")");
    }
    Type* type = values[0].as<Type>();
    if (!type->is_subtype_of(owner(c))) {
      c.interp.raise("TypeError", owner(c)->name + ".__new__(" + type->name + "): " + type->name +
                                      " is not a subtype of " + owner(c)->name);
    }
    // An instance needs what the builtin class under it puts into it.
    const Type* builtin = type;
    while (builtin->heap && builtin->base) builtin = builtin->base;
    if (builtin != owner(c) && builtin->own.new_ && builtin->own.new_ != s.new_ &&
        owner(c) == c.interp.types().object) {
      c.interp.raise("TypeError", owner(c)->name + ".__new__(" + type->name +
                                      ") is not safe, use " + builtin->name + ".__new__()");
    }
    const Value keep = values[0];
    return s.new_(c.interp, type,
                  Arguments{values.data() + 1, items.size() - 1, names.data(), names.size()});
  }
  const Arguments a{values.data(), items.size(), names.data(), names.size()};
  return s.call(c.interp, c.self, a);
}

void add(Type* type, const char* name, const char* signature, NativeFn fn) {
  Interpreter& i = type->interp;
  StrObject* key = i.intern(name);
  if (type->dict.find(key)) return;
  Value f = make_native(i, name, signature, fn, type, true);
  f.as<NativeFunctionObject>()->data = type;
  type->dict.set(key, f);
}

template <int N>
Value compare_wrapper(Call& c) {
  return owner(c)->own.compare(c.interp, static_cast<CompareOp>(N), c.self, c[0]);
}
template <int N>
Value binary_wrapper(Call& c) {
  return owner(c)->own.binary(c.interp, static_cast<BinaryOp>(N), c.self, c[0], false);
}
template <int N>
Value reflected_wrapper(Call& c) {
  return owner(c)->own.binary(c.interp, static_cast<BinaryOp>(N), c.self, c[0], true);
}
template <int N>
Value inplace_wrapper(Call& c) {
  return owner(c)->own.inplace(c.interp, static_cast<BinaryOp>(N), c.self, c[0]);
}
template <int N>
Value unary_wrapper(Call& c) {
  return owner(c)->own.unary(c.interp, static_cast<UnaryOp>(N), c.self);
}
template <int N>
void add_binary(Type* type) {
  if constexpr (N < 13) {
    if (type->binary_ops & (1u << N)) {
      const std::string base = binary_name(static_cast<BinaryOp>(N));
      if (type->own.binary) {
        add(type, ("__" + base + "__").c_str(), "value, /", binary_wrapper<N>);
        const bool sequence = type->own.getitem != nullptr && type->own.len != nullptr;
        if (!sequence || N == static_cast<int>(BinaryOp::kMul)) {
          add(type, ("__r" + base + "__").c_str(), "value, /", reflected_wrapper<N>);
        }
      }
      if (type->own.inplace)
        add(type, ("__i" + base + "__").c_str(), "value, /", inplace_wrapper<N>);
    }
    add_binary<N + 1>(type);
  }
}

// NOLINTNEXTLINE(readability-function-size): one paragraph for each slot
void add_wrappers(Type* type) {
  const Slots& s = type->own;
  if (s.new_) {
    StrObject* key = type->interp.intern("__new__");
    if (!type->dict.find(key)) {
      Value f = make_native(
          type->interp, "__new__", "*args, **kwargs",
          [](Call& c) { return varargs_method(c, true); }, type);
      f.as<NativeFunctionObject>()->data = type;
      type->dict.set(key, f);
    }
  }
  if (s.init) {
    add(type, "__init__", "*args, **kwargs", [](Call& c) {
      const auto& items = c.bound[0].as<TupleObject>()->items;
      std::vector<Value> values(items.begin(), items.end()), names;
      const HashTable& kw = c.bound[1].as<DictObject>()->table;
      for (size_t k = kw.next(0); k < kw.end(); k = kw.next(k + 1)) {
        values.push_back(kw.at(k).value);
        names.push_back(kw.at(k).key);
      }
      owner(c)->own.init(c.interp, c.self,
                         Arguments{values.data(), items.size(), names.data(), names.size()});
      return Value::none();
    });
  }
  if (s.call)
    add(type, "__call__", "*args, **kwargs", [](Call& c) { return varargs_method(c, false); });
  if (s.repr)
    add(type, "__repr__", "/",
        [](Call& c) { return c.interp.str(owner(c)->own.repr(c.interp, c.self)); });
  if (s.str)
    add(type, "__str__", "/",
        [](Call& c) { return c.interp.str(owner(c)->own.str(c.interp, c.self)); });
  if (s.format) {
    add(type, "__format__", "format_spec, /",
        [](Call& c) { return owner(c)->own.format(c.interp, c.self, c.text(0)); });
  }
  if (s.hash)
    add(type, "__hash__", "/",
        [](Call& c) { return Value::integer(owner(c)->own.hash(c.interp, c.self)); });
  if (s.compare) {
    add(type, "__lt__", "value, /", compare_wrapper<0>);
    add(type, "__le__", "value, /", compare_wrapper<1>);
    add(type, "__eq__", "value, /", compare_wrapper<2>);
    add(type, "__ne__", "value, /", compare_wrapper<3>);
    add(type, "__gt__", "value, /", compare_wrapper<4>);
    add(type, "__ge__", "value, /", compare_wrapper<5>);
  }
  add_binary<0>(type);
  if (s.unary) {
    add(type, "__neg__", "/", unary_wrapper<0>);
    add(type, "__pos__", "/", unary_wrapper<1>);
    add(type, "__invert__", "/", unary_wrapper<2>);
    add(type, "__abs__", "/", unary_wrapper<3>);
  }
  if (s.truth)
    add(type, "__bool__", "/",
        [](Call& c) { return Value::boolean(owner(c)->own.truth(c.interp, c.self)); });
  if (s.len)
    add(type, "__len__", "/",
        [](Call& c) { return Value::integer(owner(c)->own.len(c.interp, c.self)); });
  if (s.index)
    add(type, "__index__", "/", [](Call& c) { return owner(c)->own.index(c.interp, c.self); });
  if (s.to_int)
    add(type, "__int__", "/", [](Call& c) { return owner(c)->own.to_int(c.interp, c.self); });
  if (s.to_float)
    add(type, "__float__", "/", [](Call& c) { return owner(c)->own.to_float(c.interp, c.self); });
  if (s.iter)
    add(type, "__iter__", "/", [](Call& c) { return owner(c)->own.iter(c.interp, c.self); });
  if (s.next) {
    add(type, "__next__", "/", [](Call& c) {
      Value v = owner(c)->own.next(c.interp, c.self);
      if (!v) c.interp.raise(Value(c.interp.exception_type("StopIteration")));
      return v;
    });
  }
  if (s.getitem)
    add(type, "__getitem__", "key, /",
        [](Call& c) { return owner(c)->own.getitem(c.interp, c.self, c[0]); });
  if (s.setitem) {
    add(type, "__setitem__", "key, value, /", [](Call& c) {
      owner(c)->own.setitem(c.interp, c.self, c[0], c[1]);
      return Value::none();
    });
    add(type, "__delitem__", "key, /", [](Call& c) {
      owner(c)->own.setitem(c.interp, c.self, c[0], Value());
      return Value::none();
    });
  }
  if (s.contains) {
    add(type, "__contains__", "key, /",
        [](Call& c) { return Value::boolean(owner(c)->own.contains(c.interp, c.self, c[0])); });
  }
  if (s.getattr) {
    add(type, "__getattribute__", "name, /", [](Call& c) {
      Value v = owner(c)->own.getattr(c.interp, c.self, c.interp.intern(c.text(0)));
      if (!v) raise_attribute_error(c.interp, c.self, c.interp.intern(c.text(0)));
      return v;
    });
  }
  if (s.setattr) {
    add(type, "__setattr__", "name, value, /", [](Call& c) {
      owner(c)->own.setattr(c.interp, c.self, c.interp.intern(c.text(0)), c[1]);
      return Value::none();
    });
    add(type, "__delattr__", "name, /", [](Call& c) {
      owner(c)->own.setattr(c.interp, c.self, c.interp.intern(c.text(0)), Value());
      return Value::none();
    });
  }
  if (s.descr_get) {
    add(type, "__get__", "instance, owner=None, /", [](Call& c) {
      Type* t = c[1].is(Kind::kType) ? c[1].as<Type>() : c.interp.type_of(c[0]);
      return owner(c)->own.descr_get(c.interp, c.self, c[0].is_none() ? Value() : c[0], t);
    });
  }
  if (s.descr_set) {
    add(type, "__set__", "instance, value, /", [](Call& c) {
      owner(c)->own.descr_set(c.interp, c.self, c[0], c[1]);
      return Value::none();
    });
  }
}

bool is_dunder(std::string_view name) { return name.substr(0, 2) == "__"; }

// What no table holds: the slots as methods, the doc string.
void wrap_slots(Type* type) {
  if (type->wrapped) return;
  type->wrapped = true;
  if (type->heap) return;
  Interpreter& i = type->interp;
  // A method of that name is no wrapper's to take.
  for (const MethodTable& table : type->method_tables) {
    for (size_t k = 0; k < table.count; ++k) {
      const char* name = table.row(table.rows, k).name;
      if (is_dunder(name)) find_own(type, i.intern(name));
    }
  }
  add_wrappers(type);
  if (!type->lazy_doc.empty() && !type->dict.find(i.state().n_doc)) {
    type->dict.set(i.state().n_doc, i.str(type->lazy_doc));
  }
}

}  // namespace

void make_method(Type* type, const NativeMethod& m) {
  Interpreter& i = type->interp;
  StrObject* key = i.intern(m.name);
  switch (m.binding) {
    case NativeMethod::kMethod: {
      Value f = make_native(i, m.name, m.signature, m.function, type, true);
      if (m.owner != nullptr) {
        f.as<NativeFunctionObject>()->qualname = std::string(m.owner) + "." + m.name;
      }
      type->dict.set(key, f);
      break;
    }
    case NativeMethod::kStatic:
      type->dict.set(key, new WrappedObject(i.types().staticmethod, Kind::kStaticMethod,
                                            make_native(i, m.name, m.signature, m.function, type)));
      break;
    case NativeMethod::kClass: {
      Value f = make_native(i, m.name, m.signature, m.function, type, true);
      f.as<NativeFunctionObject>()->owner = nullptr;
      type->dict.set(key, new WrappedObject(i.types().classmethod, Kind::kClassMethod, f));
      break;
    }
    case NativeMethod::kGetter: {
      auto* p = new PropertyObject(i.types().getset_descriptor);
      const Value keep(p);
      p->get = make_native(i, m.name, "/", m.function, type, true);
      if (m.setter) p->set = make_native(i, m.name, "value, /", m.setter, type, true);
      p->doc = Value(key);
      type->dict.set(key, keep);
      break;
    }
  }
}

MethodTable method_table(const NativeMethod* methods) {
  size_t count = 0;
  while (methods && methods[count].name) ++count;
  return {methods, count, [](const void* rows, size_t index) {
            return static_cast<const NativeMethod*>(rows)[index];
          }};
}

Value* find_own(Type* type, StrObject* name) {
  Value* found = type->dict.find(name);
  if (found || type->ready) return found;
  for (auto table = type->method_tables.rbegin(); table != type->method_tables.rend(); ++table) {
    for (size_t i = 0; i < table->count; ++i) {
      const NativeMethod m = table->row(table->rows, i);
      if (name->text != m.name) continue;
      make_method(type, m);
      return type->dict.find(name);
    }
  }
  if (type->wrapped || !is_dunder(name->text)) return nullptr;
  wrap_slots(type);
  return type->dict.find(name);
}

void fill_lazy(Type* type) {
  if (type->ready) return;
  for (const MethodTable& table : type->method_tables) {
    for (size_t i = 0; i < table.count; ++i) {
      find_own(type, type->interp.intern(table.row(table.rows, i).name));
    }
  }
  wrap_slots(type);
  type->ready = true;
}

}  // namespace lessonrun::interp
