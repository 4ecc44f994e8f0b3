// Classes: the MRO, making one by type() or a class statement, calling one.
#include <algorithm>

#include "runner/interp/state.h"

namespace lessonrun::interp {

Value class_getattr(Interpreter& interp, const Value& self, StrObject* name);

Type::Type(Interpreter& interpreter, Type* metaclass, std::string type_name)
    : Container(metaclass, Kind::kType),
      interp(interpreter),
      name(std::move(type_name)),
      qualname(name),
      module("builtins") {
  if (!metaclass) link(interpreter.state().gc_head);
  version = interpreter.state().next_version++;
}

Type::~Type() {
  if (type == this) type = nullptr;
  Type::clear_references();
}

void Type::clear_references() noexcept {
  HashTable gone;
  gone.swap(dict);
  class_payload.reset();
  for (Type* b : bases) {
    auto& subs = b->subclasses;
    subs.erase(std::remove(subs.begin(), subs.end(), this), subs.end());
  }
  std::vector<Type*> old_bases, old_mro;
  old_bases.swap(bases);
  old_mro.swap(mro);
  for (Type* b : old_bases) b->release();
  for (Type* t : old_mro) {
    if (t != this) t->release();
  }
}

std::vector<Type*> linearize(Interpreter& interp, Type* type, const std::vector<Type*>& bases) {
  if (bases.size() == 1) {
    std::vector<Type*> line;
    line.reserve(bases[0]->mro.size() + 1);
    line.push_back(type);
    line.insert(line.end(), bases[0]->mro.begin(), bases[0]->mro.end());
    return line;
  }
  std::vector<std::vector<Type*>> lists;
  lists.reserve(bases.size() + 1);
  for (Type* b : bases) lists.push_back(b->mro);
  lists.push_back(bases);
  std::vector<Type*> out{type};
  for (;;) {
    bool any = false;
    Type* next = nullptr;
    for (const auto& list : lists) {
      if (list.empty()) continue;
      any = true;
      Type* candidate = list[0];
      bool good = true;
      for (const auto& other : lists) {
        if (std::find(other.begin() + (other.empty() ? 0 : 1), other.end(), candidate) !=
            other.end())
          good = false;
      }
      if (good) {
        next = candidate;
        break;
      }
    }
    if (!any) return out;
    if (!next) {
      std::string names;
      std::vector<Type*> seen;
      for (const auto& list : lists) {
        if (list.empty() || std::find(seen.begin(), seen.end(), list[0]) != seen.end()) continue;
        seen.push_back(list[0]);
        names += (names.empty() ? "" : ", ") + list[0]->name;
      }
      interp.raise("TypeError",
                   "Cannot create a consistent method resolution\norder (MRO) for bases " + names);
    }
    out.push_back(next);
    for (auto& list : lists) {
      if (!list.empty() && list[0] == next) list.erase(list.begin());
    }
  }
}

void set_bases(Interpreter& interp, Type* type, const std::vector<Type*>& bases) {
  const std::vector<Type*> mro = linearize(interp, type, bases);
  type->bases = bases;
  for (Type* b : bases) {
    b->retain();
    b->subclasses.push_back(type);
  }
  type->mro = mro;
  for (Type* t : mro) {
    if (t != type) t->retain();
  }
  if (bases.empty()) {
    type->base = nullptr;
    return;
  }
  // The base that decides how instances are laid out.
  type->base = bases[0];
  for (Type* b : bases) {
    const bool special = b->instance_kind != Kind::kInstance || b->make_payload;
    const bool current = type->base->instance_kind != Kind::kInstance || type->base->make_payload;
    if (!special) continue;
    if (!current) {
      type->base = b;
    } else if (b != type->base && !type->base->is_subtype_of(b)) {
      if (b->is_subtype_of(type->base)) {
        type->base = b;
      } else if (b->instance_kind != type->base->instance_kind) {
        interp.raise("TypeError", "multiple bases have instance lay-out conflict");
      }
    }
  }
  if (type->base) {
    type->instance_kind = type->base->instance_kind;
    type->make_payload = type->make_payload ? type->make_payload : type->base->make_payload;
    type->is_exception = type->base->is_exception;
  }
}

Type* make_builtin_type(Interpreter& interp, const char* name, Type* base,
                        const NativeMethod* methods, Type* metaclass) {
  auto* type = new Type(interp, metaclass ? metaclass : interp.types().type, name);
  interp.state().kept.emplace_back(type);
  type->method_tables = {method_table(methods)};
  if (base) {
    set_bases(interp, type, {base});
    type->has_dict = base->has_dict;
  } else {
    type->mro = {type};
  }
  ready_slots(type);
  return type;
}

// ---------------------------------------------------------------- creation from Python

namespace {

Type* check_base(Interpreter& interp, const Value& v) {
  if (!v.is(Kind::kType)) {
    interp.raise("TypeError",
                 "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
                 "subclass of the "
                 "metaclasses of all its bases");
  }
  Type* t = v.as<Type>();
  if (t->final) interp.raise("TypeError", "type '" + t->name + "' is not an acceptable base type");
  return t;
}

Type* best_metaclass(Interpreter& interp, Type* metaclass, const std::vector<Type*>& bases) {
  for (Type* b : bases) {
    if (metaclass->is_subtype_of(b->type)) continue;
    if (b->type->is_subtype_of(metaclass)) {
      metaclass = b->type;
      continue;
    }
    interp.raise("TypeError",
                 "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
                 "subclass of the "
                 "metaclasses of all its bases");
  }
  return metaclass;
}

Value slot_member(Interpreter& interp, const std::string& name, Type* owner) {
  auto* p = new PropertyObject(interp.types().member_descriptor);
  Value keep(p);
  p->doc = interp.intern(name);
  p->get = make_closure(interp, name, "self, /", [name](Call& c) {
    Value v = c.interp.instance_get(c[0], c.interp.intern(name));
    if (!v) raise_attribute_error(c.interp, c[0], c.interp.intern(name));
    return v;
  });
  p->set = make_closure(interp, name, "self, value, /", [name](Call& c) {
    c.interp.instance_set(c[0], c.interp.intern(name), c[1]);
    return Value::none();
  });
  p->del = make_closure(interp, name, "self, /", [name](Call& c) {
    if (!c.interp.instance_delete(c[0], c.interp.intern(name)))
      raise_attribute_error(c.interp, c[0], c.interp.intern(name));
    return Value::none();
  });
  (void)owner;
  return keep;
}

void apply_slots(Interpreter& interp, Type* type, const Value& slots) {
  bool dict_wanted = false;
  const auto one = [&](const Value& v) {
    if (!v.is(Kind::kStr))
      interp.raise("TypeError",
                   "__slots__ items must be strings, not '" + interp.type_name(v) + "'");
    const std::string n = v.as<StrObject>()->text;
    if (n == "__dict__") {
      dict_wanted = true;
    } else if (n != "__weakref__") {
      StrObject* key = interp.intern(n);
      if (type->dict.find(key))
        interp.raise("ValueError", "'" + n + "' in __slots__ conflicts with class variable");
      type->dict.set(key, slot_member(interp, n, type));
    }
  };
  if (slots.is(Kind::kStr)) {
    one(slots);
  } else {
    interp.iterate(slots, one);
  }
  bool base_dict = false;
  for (Type* b : type->bases) base_dict = base_dict || b->has_dict;
  type->has_dict = dict_wanted || base_dict;
}

}  // namespace

Value type_new(Interpreter& interp, Type* metaclass, const Arguments& a) {
  InterpreterState& s = interp.state();
  if (a.positional != 3) {
    interp.raise("TypeError", "type.__new__() takes exactly 3 arguments (" +
                                  std::to_string(a.positional) + " given)");
  }
  if (!a.values[0].is(Kind::kStr)) {
    interp.raise("TypeError",
                 "type.__new__() argument 1 must be str, not " + interp.type_name(a.values[0]));
  }
  if (!a.values[1].is(Kind::kTuple)) {
    interp.raise("TypeError",
                 "type.__new__() argument 2 must be tuple, not " + interp.type_name(a.values[1]));
  }
  if (!a.values[2].is(Kind::kDict)) {
    interp.raise("TypeError",
                 "type.__new__() argument 3 must be dict, not " + interp.type_name(a.values[2]));
  }
  const Value name = a.values[0], ns = a.values[2];
  std::vector<Type*> bases;
  for (const Value& b : a.values[1].as<TupleObject>()->items) {
    Type* base = check_base(interp, b);
    if (std::find(bases.begin(), bases.end(), base) != bases.end()) {
      interp.raise("TypeError", "duplicate base class " + base->name);
    }
    bases.push_back(base);
  }
  if (bases.empty()) bases.push_back(interp.types().object);
  metaclass = best_metaclass(interp, metaclass, bases);
  const Ref<Type> made(new Type(interp, metaclass, name.as<StrObject>()->text));
  Type* type = made.get();
  type->heap = true;
  type->ready = true;
  type->immutable = false;
  type->has_dict = true;
  set_bases(interp, type, bases);
  Value cell, qualname;
  const HashTable& table = ns.as<DictObject>()->table;
  for (size_t i = table.next(0); i < table.end(); i = table.next(i + 1)) {
    const Value key = table.at(i).key;
    if (!key.is(Kind::kStr)) continue;
    StrObject* k = interp.intern(key.as<StrObject>()->text);
    if (k == s.n_classcell) {
      cell = table.at(i).value;
    } else if (k == s.n_qualname) {
      qualname = table.at(i).value;
    } else {
      Value v = table.at(i).value;
      if (v.is(Kind::kFunction)) {
        if (k == s.n_new)
          v = new WrappedObject(interp.types().staticmethod, Kind::kStaticMethod, v);
        if (k == s.n_init_subclass || k == s.n_class_getitem) {
          v = new WrappedObject(interp.types().classmethod, Kind::kClassMethod, v);
        }
      }
      type->dict.set(k, v);
    }
  }
  if (qualname.is(Kind::kStr)) type->qualname = qualname.as<StrObject>()->text;
  if (Value* m = type->dict.find(s.n_module)) {
    if (m->is(Kind::kStr)) type->module = m->as<StrObject>()->text;
  } else {
    type->module = interp.caller().function.empty() ? "builtins" : "__main__";
    if (s.frame && s.frame->globals) {
      if (Value* g = s.frame->globals->table.find(s.n_name)) {
        if (g->is(Kind::kStr)) type->module = g->as<StrObject>()->text;
      }
    }
    type->dict.set(s.n_module, interp.str(type->module));
  }
  if (!type->dict.find(s.n_doc)) type->dict.set(s.n_doc, Value::none());
  if (Value* slots = type->dict.find(s.n_slots)) apply_slots(interp, type, Value(*slots));
  if (type->dict.find(s.n_eq) && !type->dict.find(s.n_hash))
    type->dict.set(s.n_hash, Value::none());
  std::vector<std::pair<StrObject*, Value>> items;
  for (size_t i = type->dict.next(0); i < type->dict.end(); i = type->dict.next(i + 1)) {
    items.emplace_back(type->dict.at(i).key.as<StrObject>(), type->dict.at(i).value);
  }
  for (const auto& item : items) add_dunder_slot(type, item.first);
  ready_slots(type);
  if (cell.is(Kind::kCell)) cell.as<CellObject>()->value = made.value();
  for (const auto& item : items) {
    if (!item.second.is_object() || item.second.is(Kind::kFunction) || item.second.is(Kind::kStr))
      continue;
    if (item.second.is(Kind::kProperty) && !item.second.as<PropertyObject>()->name)
      item.second.as<PropertyObject>()->name = Value(item.first);
    if (Value* f = interp.type_lookup(interp.type_of(item.second), s.n_set_name)) {
      (void)f;
      call_special(interp, item.second, s.n_set_name, {made.value(), Value(item.first)}, nullptr);
    }
  }
  const Arguments keywords{a.values + a.positional, 0, a.names, a.keywords};
  if (type->slots.subclassed) type->slots.subclassed(interp, type, *ns.as<DictObject>(), keywords);
  // __init_subclass__ of the parents.
  for (size_t i = 1; i < type->mro.size(); ++i) {
    Type* t = type->mro[i];
    Value* f = find_own(t, s.n_init_subclass);
    if (!f) continue;
    // A native base has seen the keywords, and refuses what it does not know.
    if (type->slots.subclassed && t == interp.types().object) break;
    Value function = *f;
    if (function.is(Kind::kClassMethod)) function = function.as<WrappedObject>()->function;
    std::vector<Value> values{made.value()};
    for (size_t k = 0; k < a.keywords; ++k) values.push_back(a.keyword(k));
    interp.call(function, Arguments{values.data(), 1, a.names, a.keywords});
    break;
  }
  return made.value();
}

Value object_new(Interpreter& interp, Type* type, const Arguments& a) {
  InterpreterState& s = interp.state();
  if (type->heap) {
    if (Value* abstract = interp.type_lookup(type, s.n_abstract)) {
      const Value names = *abstract;
      const std::vector<Value> items =
          interp.truth(names) ? interp.to_vector(names) : std::vector<Value>();
      if (!items.empty()) {
        std::vector<std::string> sorted;
        sorted.reserve(items.size());
        for (const Value& v : items) sorted.push_back(interp.str_of(v));
        std::sort(sorted.begin(), sorted.end());
        std::string joined;
        for (const auto& n : sorted) joined += (joined.empty() ? "" : ", ") + n;
        interp.raise("TypeError", "Can't instantiate abstract class " + type->name +
                                      " with abstract method" + (sorted.size() > 1 ? "s " : " ") +
                                      joined);
      }
    }
  }
  if (a.positional + a.keywords > 0) {
    const auto init = type->slots.init;
    const auto make = type->slots.new_;
    const auto base_init = interp.types().object->own.init;
    if (make != object_new) {
      if (init == base_init)
        interp.raise("TypeError",
                     "object.__new__() takes exactly one argument (the type to instantiate)");
    } else if (init == base_init) {
      interp.raise("TypeError", type->name + "() takes no arguments");
    }
  }
  return interp.new_instance(type);
}

Value type_call(Interpreter& interp, Type* type, const Arguments& a) {
  if (type == interp.types().type && a.positional != 3) {
    if (a.positional != 1 || a.keywords) interp.raise("TypeError", "type() takes 1 or 3 arguments");
    return Value(interp.type_of(a.values[0]));
  }
  const auto make = type->slots.new_;
  if (!make || type->abstract)
    interp.raise("TypeError",
                 "cannot create '" +
                     (type->module == "builtins" ? type->name : type->module + "." + type->name) +
                     "' instances");
  const Value keep(type);
  Value made = make(interp, type, a);
  Type* made_type = interp.type_of(made);
  if (made_type->slots.init && made_type->is_subtype_of(type))
    made_type->slots.init(interp, made, a);
  return made;
}

Value Interpreter::make_class(std::string_view name, const std::vector<Value>& bases,
                              const Value& class_namespace, const Arguments& keywords) {
  std::vector<Type*> types;
  types.reserve(bases.size());
  for (const Value& b : bases) types.push_back(check_base(*this, b));
  Type* metaclass = best_metaclass(*this, types_.type, types);
  std::vector<Value> values{str(name), tuple(bases), class_namespace};
  for (size_t i = 0; i < keywords.keywords; ++i) values.push_back(keywords.keyword(i));
  return call(Value(metaclass), Arguments{values.data(), 3, keywords.names, keywords.keywords});
}

// The class statement: __build_class__(function, name, *bases, metaclass=…, **keywords).
Value build_class(Interpreter& interp, const Arguments& a) {
  InterpreterState& s = interp.state();
  const auto* function = a.values[0].as<FunctionObject>();
  const Value name = a.values[1];
  std::vector<Value> bases, original(a.values + 2, a.values + a.positional);
  for (const Value& b : original) {
    if (!b.is(Kind::kType)) {
      bool found = false;
      const Value entries =
          call_special(interp, b, s.n_mro_entries, {interp.tuple(original)}, &found);
      if (found) {
        for (const Value& e : interp.to_vector(entries)) bases.push_back(e);
        continue;
      }
    }
    bases.push_back(b);
  }
  Value metaclass;
  std::vector<Value> keyword_values, keyword_names;
  for (size_t i = 0; i < a.keywords; ++i) {
    if (a.names[i].as<StrObject>()->text == "metaclass") {
      metaclass = a.keyword(i);
    } else {
      keyword_values.push_back(a.keyword(i));
      keyword_names.push_back(a.names[i]);
    }
  }
  if (!metaclass || metaclass.is(Kind::kType)) {
    std::vector<Type*> types;
    for (const Value& b : bases) {
      if (b.is(Kind::kType)) {
        types.push_back(b.as<Type>());
      } else if (!metaclass) {
        metaclass = Value(interp.type_of(b));  // a base that is no class: its type is asked
      }
    }
    if (!metaclass) metaclass = Value(interp.types().type);
    metaclass = Value(best_metaclass(interp, metaclass.as<Type>(), types));
  }
  Value ns;
  const Value prepare = metaclass.is(Kind::kType) && metaclass.as<Type>() == interp.types().type
                            ? Value()
                            : interp.find_attr(metaclass, s.n_prepare);
  std::vector<Value> values{name, interp.tuple(bases)};
  if (prepare) {
    std::vector<Value> p = values;
    p.insert(p.end(), keyword_values.begin(), keyword_values.end());
    ns = interp.call(prepare, Arguments{p.data(), 2, keyword_names.data(), keyword_names.size()});
  } else {
    ns = interp.dict();
  }
  run_class_body(interp, *function, ns);
  if (original.size() != bases.size() ||
      !std::equal(bases.begin(), bases.end(), original.begin(),
                  [](const Value& x, const Value& y) { return x.same(y); })) {
    interp.setitem(ns, Value(s.n_orig_bases), interp.tuple(original));
  }
  values.push_back(ns);
  values.insert(values.end(), keyword_values.begin(), keyword_values.end());
  return interp.call(metaclass,
                     Arguments{values.data(), 3, keyword_names.data(), keyword_names.size()});
}

}  // namespace lessonrun::interp
