// Attribute lookup: the MRO with its cache, descriptors, instance storage.
#include <algorithm>

#include "runner/interp/state.h"

namespace lessonrun::interp {

void bump_version(Type* type) {
  type->version = type->interp.state().next_version++;
  for (Type* sub : type->subclasses) bump_version(sub);
}

Value* Interpreter::type_lookup(Type* type, StrObject* name) {
  InterpreterState& s = *state_;
  const size_t slot = ((reinterpret_cast<size_t>(name) >> 4) ^ (size_t{type->version} * 31u)) &
                      (s.method_cache.size() - 1);
  InterpreterState::CacheEntry& entry = s.method_cache[slot];
  if (entry.version == type->version && entry.name == name && type->version &&
      (entry.table == nullptr || entry.table->version() == entry.table_version)) {
    return entry.value;
  }
  if (!name->interned) name = intern(name->text);
  Value* found = nullptr;
  const HashTable* table = nullptr;
  for (Type* t : type->mro) {
    found = find_own(t, name);
    if (found) {
      table = &t->dict;
      break;
    }
  }
  const size_t again = ((reinterpret_cast<size_t>(name) >> 4) ^ (size_t{type->version} * 31u)) &
                       (s.method_cache.size() - 1);
  s.method_cache[again] = {type->version, name, found, table, table ? table->version() : 0};
  return found;
}

namespace {

bool is_data_descriptor(const Value& d) {
  if (!d.is_object()) return false;
  if (d.is(Kind::kProperty)) return true;
  if (d.is(Kind::kFunction) || d.is(Kind::kNativeFunction)) return false;
  return d.object()->type->slots.descr_set != nullptr;
}

// What a class attribute becomes when read through an instance (or, with none, the class).
Value bind(Interpreter& interp, const Value& d, const Value& instance, Type* owner) {
  if (!d.is_object()) return d;
  switch (d.object()->kind) {
    case Kind::kFunction:
      if (instance.is_undefined()) return d;
      return new BoundMethod(interp.types().method, d, instance);
    case Kind::kNativeFunction:
      if (instance.is_undefined() || !d.as<NativeFunctionObject>()->is_method) return d;
      return new BoundMethod(interp.types().method, d, instance);
    case Kind::kStaticMethod:
      return d.as<WrappedObject>()->function;
    case Kind::kClassMethod: {
      const Value& f = d.as<WrappedObject>()->function;
      if (f.is(Kind::kFunction) || f.is(Kind::kNativeFunction))
        return new BoundMethod(interp.types().method, f, Value(owner));
      Value bound = bind(interp, f, Value(owner), owner->type);
      if (!bound.same(f)) return bound;
      return new BoundMethod(interp.types().method, f, Value(owner));
    }
    default: {
      const auto get = d.object()->type->slots.descr_get;
      return get ? get(interp, d, instance, owner) : d;
    }
  }
}

}  // namespace

Value Interpreter::generic_getattr(const Value& value, StrObject* name) {
  if (!name->interned) name = intern(name->text);
  Type* type = type_of(value);
  Value* found = type_lookup(type, name);
  Value held;
  if (found) {
    held = *found;
    if (is_data_descriptor(held)) return bind(*this, held, value, type);
  }
  Object* o = value.object();
  if (o) {
    if (o->kind == Kind::kModule) {
      ModuleObject* m = static_cast<ModuleObject*>(o);
      if (Value* v = m->dict->table.find(name)) return *v;
      if (m->native) {
        for (auto& lazy : m->native->lazy_entries) {
          if (lazy.first != name->text || !lazy.second) continue;
          const auto make = std::move(lazy.second);
          lazy.second = nullptr;
          Value made = make(*this);
          m->dict->table.set(name, made);
          return made;
        }
        if (m->native->resolver) {
          Value made = m->native->resolver(*this, name->text);
          if (made) {
            m->dict->table.set(name, made);
            return made;
          }
        }
      }
    } else if (o->attributes) {
      if (Value* v = o->attributes->find(type->keys, name)) return *v;
    }
  }
  if (found) return bind(*this, held, value, type);
  if (o && o->kind == Kind::kModule && !state_->ending) {
    auto* m = static_cast<ModuleObject*>(o);
    if (Value* f = m->dict->table.find(state_->n_getattr)) {
      const Value function = *f;
      return call(function, {Value(name)});
    }
  }
  return {};
}

Value Interpreter::find_attr(const Value& value, StrObject* name) {
  Type* type = type_of(value);
  try {
    const auto get = type->slots.getattr;
    Value found = get ? get(*this, value, name) : generic_getattr(value, name);
    if (found) return found;
  } catch (PythonError& e) {
    if (!matches(e, "AttributeError")) throw;
    if (!type->slots.getattr_missing) return {};
  }
  if (!type->slots.getattr_missing) return {};
  try {
    return type->slots.getattr_missing(*this, value, name);
  } catch (PythonError& e) {
    if (!matches(e, "AttributeError")) throw;
    return {};
  }
}

Value Interpreter::getattr(const Value& value, StrObject* name) {
  Type* type = type_of(value);
  const auto get = type->slots.getattr;
  const auto missing = type->slots.getattr_missing;
  if (!missing) {
    Value found = get ? get(*this, value, name) : generic_getattr(value, name);
    if (found) return found;
    raise_attribute_error(*this, value, name);
  }
  try {
    Value found = get ? get(*this, value, name) : generic_getattr(value, name);
    if (found) return found;
  } catch (PythonError& e) {
    if (!matches(e, "AttributeError")) throw;
  }
  Value found = missing(*this, value, name);
  if (found) return found;
  raise_attribute_error(*this, value, name);
}

void Interpreter::generic_setattr(const Value& value, StrObject* name, const Value& new_value) {
  if (!name->interned) name = intern(name->text);
  Type* type = type_of(value);
  Value* found = type_lookup(type, name);
  if (found && is_data_descriptor(*found)) {
    const Value d = *found;
    d.object()->type->slots.descr_set(*this, d, value, new_value);
    return;
  }
  if (value.is(Kind::kModule)) {
    ModuleObject* m = value.as<ModuleObject>();
    if (new_value.is_undefined()) {
      complete_names(*this, *m);
      if (m->dict->table.take(name).is_undefined()) raise_attribute_error(*this, value, name);
    } else {
      m->dict->table.set(name, new_value);
    }
    return;
  }
  if (!value.is_object() || !type->has_dict) {
    if (found) {
      raise("AttributeError",
            "'" + type->name + "' object attribute '" + name->text + "' is read-only");
    }
    raise_attribute_error(*this, value, name);
  }
  if (new_value.is_undefined()) {
    if (!instance_delete(value, name)) raise_attribute_error(*this, value, name);
  } else {
    instance_set(value, name, new_value);
  }
}

void Interpreter::setattr(const Value& value, StrObject* name, const Value& new_value) {
  const auto set = type_of(value)->slots.setattr;
  if (set) {
    set(*this, value, name, new_value);
  } else {
    generic_setattr(value, name, new_value);
  }
}

void Interpreter::delattr(const Value& value, StrObject* name) { setattr(value, name, Value()); }

void Interpreter::set_class_attr(Type* type, StrObject* name, Value value) {
  if (!type->ready) fill_lazy(type);
  if (!name->interned) name = intern(name->text);
  type->dict.set(name, std::move(value));
  bump_version(type);
  update_dunder_slots(type, name);
}

void Interpreter::delete_class_attr(Type* type, StrObject* name) {
  if (!type->ready) fill_lazy(type);
  if (type->dict.take(name).is_undefined()) raise_attribute_error(*this, Value(type), name);
  bump_version(type);
  update_dunder_slots(type, name);
}

// ---------------------------------------------------------------- instance storage

int Interpreter::key_index(Type* type, StrObject* name) {
  if (!name->interned) name = intern(name->text);
  int i = type->keys.find(name);
  if (i < 0) {
    i = static_cast<int>(type->keys.names.size());
    type->keys.names.push_back(name);
  }
  return i;
}

Value Interpreter::instance_get(const Value& instance, Type* type, int index) {
  Object* o = instance.object();
  if (!o || !o->attributes) return {};
  Attributes& a = *o->attributes;
  if (o->type != type || a.dict)
    return instance_get(instance, type->keys.names[static_cast<size_t>(index)]);
  return static_cast<size_t>(index) < a.values.size() ? a.values[static_cast<size_t>(index)]
                                                      : Value();
}

void Interpreter::instance_set(const Value& instance, Type* type, int index, Value value) {
  Object* o = instance.object();
  if (!o) return;
  Attributes& a = attributes_of(o);
  if (o->type != type || a.dict)
    return instance_set(instance, type->keys.names[static_cast<size_t>(index)], std::move(value));
  const auto i = static_cast<size_t>(index);
  if (i >= a.values.size()) {
    // As a rule the others of the class follow.
    const size_t size = std::max(i + 1, type->keys.names.size());
    a.values.resize(size);
  }
  if (a.values[i].is_undefined()) a.note_set(i);
  a.values[i] = std::move(value);
}

bool Interpreter::instance_delete(const Value& instance, Type* type, int index) {
  Object* o = instance.object();
  if (o && o->attributes && o->type == type && !o->attributes->dict) {
    Attributes& a = *o->attributes;
    const auto i = static_cast<size_t>(index);
    if (i >= a.values.size() || a.values[i].is_undefined()) return false;
    a.note_deletion(i);
    const Value old = std::move(a.values[i]);
    return true;
  }
  return instance_delete(instance, type->keys.names[static_cast<size_t>(index)]);
}

Value Interpreter::instance_get(const Value& instance, StrObject* name) {
  Object* o = instance.object();
  if (!o || !o->attributes) return {};
  if (!name->interned) name = intern(name->text);
  Value* v = o->attributes->find(o->type->keys, name);
  return v ? *v : Value();
}

void Interpreter::instance_set(const Value& instance, StrObject* name, Value value) {
  Object* o = instance.object();
  if (!o) return;
  if (!name->interned) name = intern(name->text);
  Attributes& a = attributes_of(o);
  if (a.dict) {
    a.dict->table.set(name, std::move(value));
    return;
  }
  const int index = key_index(o->type, name);
  if (index > 200) {  // an object used as a dictionary
    instance_dict(instance);
    a.dict->table.set(name, std::move(value));
    return;
  }
  instance_set(instance, o->type, index, std::move(value));
}

bool Interpreter::instance_delete(const Value& instance, StrObject* name) {
  Object* o = instance.object();
  if (!o || !o->attributes) return false;
  if (!name->interned) name = intern(name->text);
  Attributes& a = *o->attributes;
  if (a.dict) return static_cast<bool>(a.dict->table.take(name));
  const int index = o->type->keys.find(name);
  if (index < 0 || static_cast<size_t>(index) >= a.values.size()) return false;
  const auto i = static_cast<size_t>(index);
  if (a.values[i].is_undefined()) return false;
  a.note_deletion(i);
  const Value old = std::move(a.values[i]);
  return true;
}

std::vector<std::pair<StrObject*, Value>> Interpreter::instance_items(const Value& instance) {
  std::vector<std::pair<StrObject*, Value>> out;
  Object* o = instance.object();
  if (!o || !o->attributes) return out;
  const Attributes& a = *o->attributes;
  if (a.dict) {
    const HashTable& t = a.dict->table;
    for (size_t i = t.next(0); i < t.end(); i = t.next(i + 1)) {
      if (t.at(i).key.is(Kind::kStr)) out.emplace_back(t.at(i).key.as<StrObject>(), t.at(i).value);
    }
    return out;
  }
  a.each_set([&](size_t i) { out.emplace_back(o->type->keys.names[i], a.values[i]); });
  return out;
}

Value Interpreter::instance_dict(const Value& instance) {
  Object* o = instance.object();
  if (!o || !o->type->has_dict) raise_attribute_error(*this, instance, state_->n_dict);
  Attributes& a = attributes_of(o);
  if (!a.dict) {
    Ref<DictObject> dict(new DictObject(types_.dict));
    if (a.payload) a.payload->dict_asked(*this, *o, *dict);
    a.each_set([&](size_t i) { dict->table.set(o->type->keys.names[i], std::move(a.values[i])); });
    a.values.clear();
    a.order.reset();
    a.dict = std::move(dict);
  }
  return a.dict.value();
}

Value Interpreter::new_instance(Type* type) {
  if (type->instance_kind == Kind::kException) return exception_new(*this, type, {});
  Value made(new Instance(type));
  if (type->make_payload) attributes_of(made.object()).payload = type->make_payload();
  return made;
}

// ---------------------------------------------------------------- weak references and payloads

WeakValue::WeakValue(Interpreter& interp, const Value& target) {
  Object* o = target.object();
  if (!o) return;
  std::shared_ptr<WeakCell>& cell = interp.state().weak_cells[o];
  if (!cell) {
    cell = std::make_shared<WeakCell>();
    cell->target = o;
    o->flags |= kHasWeakRefs;
  }
  cell_ = cell;
}

Value WeakValue::lock() const { return cell_ && cell_->target ? Value(cell_->target) : Value(); }

Payload* find_payload(const Value& value) noexcept {
  Object* o = value.object();
  return o && o->attributes ? o->attributes->payload.get() : nullptr;
}

void raise_no_payload(Interpreter& interp, const Value& value) {
  interp.raise("TypeError", "'" + interp.type_name(value) + "' object is not of the expected kind");
}

void set_payload(const Value& instance, std::unique_ptr<Payload> data) {
  attributes_of(instance.object()).payload = std::move(data);
}

// Reading an attribute of a class: the metaclass's data descriptors, then the MRO, then the rest.
Value class_getattr(Interpreter& interp, const Value& self, StrObject* name) {
  Type* type = self.as<Type>();
  if (!name->interned) name = interp.intern(name->text);
  Value* meta = interp.type_lookup(type->type, name);
  Value held;
  if (meta) {
    held = *meta;
    if (is_data_descriptor(held)) return bind(interp, held, self, type->type);
  }
  if (Value* own = interp.type_lookup(type, name)) {
    const Value d = *own;
    return bind(interp, d, Value(), type);
  }
  if (meta) return bind(interp, held, self, type->type);
  return {};
}

Value super_getattr(Interpreter& interp, Type* start, const Value& self, Type* self_type,
                    StrObject* name) {
  const std::vector<Type*>& mro = self_type->mro;
  auto it = std::find(mro.begin(), mro.end(), start);
  if (it == mro.end()) return {};
  for (++it; it != mro.end(); ++it) {
    Value* found = find_own(*it, name);
    if (!found) continue;
    const Value d = *found;
    if (self.is(Kind::kType) && self.as<Type>() == self_type)
      return bind(interp, d, Value(), self_type);
    return bind(interp, d, self, self_type);
  }
  return {};
}

}  // namespace lessonrun::interp
