// The roots: object and type, with their methods, and how both come into being.
#include "runner/interp/types/object.h"

namespace lessonrun::interp {

Value class_getattr(Interpreter& interp, const Value& self, StrObject* name);

namespace {

// ---------------------------------------------------------------- object

Value object_class(Call& c) { return Value(c.interp.type_of(c.self)); }
Value object_set_class(Call& c) {
  if (!c[0].is(Kind::kType) || !c.self.is_object())
    c.interp.raise("TypeError", "__class__ must be set to a class, not '" +
                                    c.interp.type_name(c[0]) + "' object");
  Type* to = c[0].as<Type>();
  if (to->has_dict) c.interp.instance_dict(c.self);
  to->retain();
  c.self.object()->type->release();
  c.self.object()->type = to;
  return Value::none();
}

}  // namespace

Value object_dict(Call& c) { return c.interp.instance_dict(c.self); }
Value object_set_dict(Call& c) {
  c.interp.instance_dict(c.self);
  if (!c[0].is(Kind::kDict))
    c.interp.raise("TypeError", "__dict__ must be set to a dictionary, not a '" +
                                    c.interp.type_name(c[0]) + "'");
  c.self.object()->attributes->dict = Ref<DictObject>(c[0].as<DictObject>());
  return Value::none();
}

namespace {

Value object_getattribute(Call& c) {
  StrObject* name = c.interp.intern(c.text(0));
  Value v = c.interp.generic_getattr(c.self, name);
  if (!v) raise_attribute_error(c.interp, c.self, name);
  return v;
}
Value object_setattr(Call& c) {
  c.interp.generic_setattr(c.self, c.interp.intern(c.text(0)), c[1]);
  return Value::none();
}
Value object_delattr(Call& c) {
  c.interp.generic_setattr(c.self, c.interp.intern(c.text(0)), Value());
  return Value::none();
}
Value object_init_subclass(Call& c) {
  if (c[0].as<DictObject>()->table.size() > 0) {
    c.interp.raise("TypeError",
                   c.self.as<Type>()->name + ".__init_subclass__() takes no keyword arguments");
  }
  return Value::none();
}
Value object_dir(Call& c) {
  Value names = c.interp.set();
  for (const auto& item : c.interp.instance_items(c.self))
    names.as<SetObject>()->table.set(c.interp, Value(item.first), Value::none());
  for (Type* t : c.interp.type_of(c.self)->mro) {
    if (!t->ready) fill_lazy(t);
    for (size_t k = t->dict.next(0); k < t->dict.end(); k = t->dict.next(k + 1))
      names.as<SetObject>()->table.set(c.interp, t->dict.at(k).key, Value::none());
  }
  return c.interp.list(c.interp.to_vector(names));
}
Value object_format(Call& c) {
  if (!c.text(0).empty())
    c.interp.raise("TypeError", "unsupported format string passed to " +
                                    c.interp.type_name(c.self) + ".__format__");
  return S(c, c.interp.str_of(c.self));
}
const NativeMethod kObjectMethods[] = {
    {"__class__", "", object_class, NativeMethod::kGetter, object_set_class},
    {"__getattribute__", "name, /", object_getattribute},
    {"__setattr__", "name, value, /", object_setattr},
    {"__delattr__", "name, /", object_delattr},
    {"__init_subclass__", "**kwargs", object_init_subclass, NativeMethod::kClass},
    {"__dict__", "", object_dict, NativeMethod::kGetter, object_set_dict},
    {"__dir__", "/", object_dir},
    {"__format__", "format_spec, /", object_format},
    {nullptr, nullptr, nullptr}};

Value object_compare(Interpreter& i, CompareOp op, const Value& a, const Value& b) {
  if (op == CompareOp::kEq && a.same(b)) return Value::boolean(true);
  if (op == CompareOp::kNe) {
    // != is the opposite of a class's own ==.
    const auto slot = i.type_of(a)->slots.compare;
    if (slot && slot != object_compare) {
      const Value r = slot(i, CompareOp::kEq, a, b);
      return r.is_not_implemented() ? r : Value::boolean(!i.truth(r));
    }
    if (a.same(b)) return Value::boolean(false);
  }
  return Value::not_implemented();
}

// ---------------------------------------------------------------- type

Type* T(Call& c) { return c.self.as<Type>(); }
Value type_name(Call& c) { return S(c, T(c)->name); }
Value type_set_name(Call& c) {
  T(c)->name = std::string(c.text(0));
  return Value::none();
}
Value type_qualname(Call& c) { return S(c, T(c)->qualname); }
Value type_set_qualname(Call& c) {
  T(c)->qualname = std::string(c.text(0));
  return Value::none();
}
Value type_module(Call& c) {
  Value* m = T(c)->dict.find(c.interp.state().n_module);
  return m ? *m : S(c, T(c)->module);
}
Value type_set_module(Call& c) {
  T(c)->dict.set(c.interp.state().n_module, c[0]);
  if (c[0].is(Kind::kStr)) T(c)->module = c[0].as<StrObject>()->text;
  return Value::none();
}
Value type_doc(Call& c) {
  Value* d = T(c)->dict.find(c.interp.state().n_doc);
  return d ? *d : Value::none();
}
Value type_set_doc(Call& c) {
  T(c)->dict.set(c.interp.state().n_doc, c[0]);
  return Value::none();
}
Value type_mro(Call& c) {
  std::vector<Value> out;
  for (Type* t : T(c)->mro) out.emplace_back(t);
  return c.interp.tuple(std::move(out));
}
Value type_mro_list(Call& c) { return c.interp.list(c.interp.to_vector(type_mro(c))); }
Value type_bases(Call& c) {
  std::vector<Value> out;
  for (Type* t : T(c)->bases) out.emplace_back(t);
  return c.interp.tuple(std::move(out));
}
Value type_base(Call& c) { return T(c)->base ? Value(T(c)->base) : Value::none(); }
Value type_subclasses(Call& c) {
  std::vector<Value> out;
  for (Type* t : T(c)->subclasses) out.emplace_back(t);
  return c.interp.list(std::move(out));
}
Value type_dict(Call& c) {
  if (!T(c)->ready) fill_lazy(T(c));
  Value d = c.interp.dict();
  d.as<DictObject>()->table.copy_from(T(c)->dict);
  Value proxy = c.interp.new_instance(c.interp.types().mappingproxy);
  c.interp.instance_set(proxy, c.interp.intern("_mapping"), d);
  return proxy;
}
Value type_annotations(Call& c) {
  Value* a = T(c)->dict.find(c.interp.state().n_annotations);
  if (a) return *a;
  if (!T(c)->heap) raise_attribute_error(c.interp, c.self, c.interp.state().n_annotations);
  T(c)->dict.set(c.interp.state().n_annotations, c.interp.dict());
  return *T(c)->dict.find(c.interp.state().n_annotations);
}
Value type_set_annotations(Call& c) {
  T(c)->dict.set(c.interp.state().n_annotations, c[0]);
  return Value::none();
}
Value type_instancecheck(Call& c) { return Value::boolean(c.interp.is_instance(c[0], T(c))); }
Value type_subclasscheck(Call& c) {
  return Value::boolean(c[0].is(Kind::kType) && c[0].as<Type>()->is_subtype_of(T(c)));
}
Value type_prepare(Call& c) { return c.interp.dict(); }
Value type_dir(Call& c) {
  Value names = c.interp.set();
  for (Type* t : T(c)->mro) {
    if (!t->ready) fill_lazy(t);
    for (size_t k = t->dict.next(0); k < t->dict.end(); k = t->dict.next(k + 1))
      names.as<SetObject>()->table.set(c.interp, t->dict.at(k).key, Value::none());
  }
  return c.interp.list(c.interp.to_vector(names));
}
Value type_getattribute(Call& c) {
  StrObject* n = c.interp.intern(c.text(0));
  Value v = class_getattr(c.interp, c.self, n);
  if (!v) raise_attribute_error(c.interp, c.self, n);
  return v;
}
const NativeMethod kTypeMethods[] = {
    {"__name__", "", type_name, NativeMethod::kGetter, type_set_name},
    {"__qualname__", "", type_qualname, NativeMethod::kGetter, type_set_qualname},
    {"__module__", "", type_module, NativeMethod::kGetter, type_set_module},
    {"__doc__", "", type_doc, NativeMethod::kGetter, type_set_doc},
    {"__mro__", "", type_mro, NativeMethod::kGetter},
    {"__bases__", "", type_bases, NativeMethod::kGetter},
    {"__base__", "", type_base, NativeMethod::kGetter},
    {"__dict__", "", type_dict, NativeMethod::kGetter},
    {"__annotations__", "", type_annotations, NativeMethod::kGetter, type_set_annotations},
    {"__subclasses__", "/", type_subclasses},
    {"mro", "/", type_mro_list},
    {"__instancecheck__", "instance, /", type_instancecheck},
    {"__subclasscheck__", "subclass, /", type_subclasscheck},
    {"__prepare__", "*args, **kwargs", type_prepare, NativeMethod::kClass},
    {"__dir__", "/", type_dir},
    {"__getattribute__", "name, /", type_getattribute},
    {nullptr, nullptr, nullptr}};

void type_setattr(Interpreter& i, const Value& self, StrObject* name, const Value& value) {
  Type* t = self.as<Type>();
  Value* meta = i.type_lookup(t->type, name);
  if (meta && (meta->is(Kind::kProperty) || (meta->is_object() && !meta->is(Kind::kFunction) &&
                                             meta->object()->type->slots.descr_set))) {
    const Value d = *meta;
    d.object()->type->slots.descr_set(i, d, self, value);
    return;
  }
  if (t->immutable) {
    i.raise("TypeError",
            "cannot set '" + name->text + "' attribute of immutable type '" + t->name + "'");
  }
  if (value)
    i.set_class_attr(t, name, value);
  else
    i.delete_class_attr(t, name);
}

}  // namespace

void install_object_types(Interpreter& interp) {
  auto& t = const_cast<BuiltinTypes&>(interp.types());
  InterpreterState& state = interp.state();
  // object and type hold each other; str, tuple and dict are needed to make names.
  auto* type = new Type(interp, nullptr, "type");
  type->retain();
  t.type = type;
  type->type = type;
  type->retain();
  auto* object = new Type(interp, type, "object");
  object->retain();
  t.object = object;
  state.kept.emplace_back(type);
  state.kept.emplace_back(object);
  object->mro = {object};
  set_bases(interp, type, {object});
  type->instance_kind = Kind::kType;
  t.str = make_builtin_type(interp, "str", object, nullptr);
  t.str->instance_kind = Kind::kStr;
  t.tuple = make_builtin_type(interp, "tuple", object, nullptr);
  t.dict = make_builtin_type(interp, "dict", object, nullptr);
  object->method_tables = {method_table(kObjectMethods)};
  type->method_tables = {method_table(kTypeMethods)};
  Slots& o = object->own;
  o.new_ = object_new;
  o.init = [](Interpreter&, const Value&, const Arguments&) {};
  o.repr = [](Interpreter& i, const Value& v) {
    return "<" +
           (i.type_of(v)->module == "builtins"
                ? i.type_of(v)->qualname
                : i.type_of(v)->module + "." + i.type_of(v)->qualname) +
           " object at " + address(v) + ">";
  };
  o.str = [](Interpreter& i, const Value& v) { return i.type_of(v)->slots.repr(i, v); };
  o.format = [](Interpreter& i, const Value& v, std::string_view spec) -> Value {
    if (!spec.empty())
      i.raise("TypeError", "unsupported format string passed to " + i.type_name(v) + ".__format__");
    return i.str(i.str_of(v));
  };
  o.hash = [](Interpreter&, const Value& v) {
    return static_cast<int64_t>(reinterpret_cast<size_t>(v.object()) >> 4);
  };
  o.compare = object_compare;
  ready_slots(object);
  Slots& y = type->own;
  y.new_ = type_new;
  y.init = [](Interpreter&, const Value&, const Arguments&) {};
  y.call = [](Interpreter& i, const Value& self, const Arguments& a) {
    return type_call(i, self.as<Type>(), a);
  };
  y.repr = [](Interpreter&, const Value& v) { return "<class '" + full_name(v.as<Type>()) + "'>"; };
  y.getattr = class_getattr;
  y.setattr = type_setattr;
  y.binary = type_or;
  type->binary_ops = 1u << 10;
  ready_slots(type);
}

}  // namespace lessonrun::interp
