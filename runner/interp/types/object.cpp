// The roots (object, type) and the small types: None, functions, methods, property, super, module,
// generator, bytes, GenericAlias and unions.
#include <algorithm>

#include "runner/interp/state.h"

namespace lessonrun::interp {

Value class_getattr(Interpreter& interp, const Value& self, StrObject* name);
Value super_getattr(Interpreter& interp, Type* start, const Value& self, Type* self_type,
                    StrObject* name);

namespace {

std::string address(const Value& v) {
  char buffer[24];
  std::snprintf(buffer, sizeof buffer, "0x%012zx", reinterpret_cast<size_t>(v.object()));
  return buffer;
}
std::string full_name(const Type* t) {
  return t->module == "builtins" ? t->qualname : t->module + "." + t->qualname;
}
Value S(Call& c, std::string_view s) { return c.interp.str(s); }

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
Value object_dict(Call& c) { return c.interp.instance_dict(c.self); }
Value object_set_dict(Call& c) {
  c.interp.instance_dict(c.self);
  if (!c[0].is(Kind::kDict))
    c.interp.raise("TypeError", "__dict__ must be set to a dictionary, not a '" +
                                    c.interp.type_name(c[0]) + "'");
  c.self.object()->attributes->dict = Ref<DictObject>(c[0].as<DictObject>());
  return Value::none();
}
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

Value union_of(Interpreter& i, const Value& a, const Value& b) {
  std::vector<Value> args;
  const auto add = [&](const Value& v) {
    const Value x = v.is(Kind::kType) && v.as<Type>() == i.types().none ? Value::none() : v;
    if (i.is_instance(x, i.types().union_type)) {
      for (const Value& y : i.to_vector(i.getattr(x, "__args__"))) {
        bool seen = false;
        for (const Value& z : args) seen = seen || z.same(y) || i.equal(z, y);
        if (!seen) args.push_back(y);
      }
      return;
    }
    const Value shown = x.is_none() ? Value(i.types().none) : x;
    bool seen = false;
    for (const Value& z : args) seen = seen || z.same(shown);
    if (!seen) args.push_back(shown);
  };
  add(a);
  add(b);
  if (args.size() == 1) return args[0];
  Value u = i.new_instance(i.types().union_type);
  i.instance_set(u, i.intern("__args__"), i.tuple(std::move(args)));
  return u;
}
Value type_or(Interpreter& i, BinaryOp op, const Value& self, const Value& other, bool reflected) {
  if (op != BinaryOp::kOr) return Value::not_implemented();
  if (!other.is(Kind::kType) && !other.is_none() &&
      !i.is_instance(other, i.types().generic_alias) && !i.is_instance(other, i.types().union_type))
    return Value::not_implemented();
  return reflected ? union_of(i, other, self) : union_of(i, self, other);
}
std::string type_text(Interpreter& i, const Value& v) {
  if (v.is(Kind::kType)) return v.as<Type>() == i.types().none ? "None" : full_name(v.as<Type>());
  if (v.tag() == Tag::kEllipsis) return "...";
  if (v.is(Kind::kList)) {
    std::string out;
    for (const Value& x : v.as<ListObject>()->items)
      out += (out.empty() ? "" : ", ") + type_text(i, x);
    return "[" + out + "]";
  }
  return i.repr(v);
}

// ---------------------------------------------------------------- functions

FunctionObject* F(Call& c) { return c.self.as<FunctionObject>(); }
template <Value FunctionObject::*f>
Value function_get(Call& c) {
  const Value& v = F(c)->*f;
  return v ? v : Value::none();
}
template <Value FunctionObject::*f>
Value function_set(Call& c) {
  F(c)->*f = c[0];
  return Value::none();
}
Value function_annotations(Call& c) {
  if (!F(c)->annotations) F(c)->annotations = c.interp.dict();
  return F(c)->annotations;
}
Value function_defaults(Call& c) {
  return F(c)->defaults.empty() ? Value::none() : c.interp.tuple(F(c)->defaults);
}
Value function_code(Call& c) { return F(c)->code_value; }
Value cell_contents(Call& c) {
  const Value v = c.self.as<CellObject>()->value;
  if (!v) c.interp.raise("ValueError", "Cell is empty");
  return v;
}
const NativeMethod kCellMethods[] = {{"cell_contents", "", cell_contents, NativeMethod::kGetter},
                                     {nullptr, nullptr, nullptr}};
Value function_closure(Call& c) {
  return F(c)->closure.empty() ? Value::none() : c.interp.tuple(F(c)->closure);
}
Value function_get_method(Call& c) {
  if (c[0].is_none()) return c.self;
  return new BoundMethod(c.interp.types().method, c.self, c[0]);
}
#define FIELD(name, f)                                                 \
  {                                                                    \
    name, "", function_get<&FunctionObject::f>, NativeMethod::kGetter, \
        function_set<&FunctionObject::f>                               \
  }
const NativeMethod kFunctionMethods[] = {
    FIELD("__name__", name),
    FIELD("__qualname__", qualname),
    FIELD("__module__", module),
    FIELD("__doc__", doc),
    FIELD("__kwdefaults__", kwdefaults),
    FIELD("__globals__", globals),
    {"__annotations__", "", function_annotations, NativeMethod::kGetter,
     function_set<&FunctionObject::annotations>},
    {"__defaults__", "", function_defaults, NativeMethod::kGetter},
    {"__code__", "", function_code, NativeMethod::kGetter},
    {"__closure__", "", function_closure, NativeMethod::kGetter},
    {"__dict__", "", object_dict, NativeMethod::kGetter, object_set_dict},
    {"__get__", "instance, owner=None, /", function_get_method},
    {nullptr, nullptr, nullptr}};
#undef FIELD
Value code_varnames(Call& c) {
  std::vector<Value> out;
  for (StrObject* n : c.self.as<CodeObject>()->locals) out.emplace_back(n);
  return c.interp.tuple(std::move(out));
}
Value code_argcount(Call& c) { return Value::integer(c.self.as<CodeObject>()->arg_count); }
Value code_kwonly(Call& c) { return Value::integer(c.self.as<CodeObject>()->kwonly_count); }
Value code_flags(Call& c) {
  return Value::integer(((c.self.as<CodeObject>()->flags & kVarArgs) ? 4 : 0) |
                        ((c.self.as<CodeObject>()->flags & kVarKeywords) ? 8 : 0) |
                        ((c.self.as<CodeObject>()->flags & kIsGenerator) ? 32 : 0));
}
Value code_name(Call& c) { return S(c, c.self.as<CodeObject>()->name); }
Value code_freevars(Call& c) {
  const auto* code = c.self.as<CodeObject>();
  std::vector<Value> out;
  for (size_t k = code->own_cells; k < code->cells.size(); ++k) out.emplace_back(code->cells[k]);
  return c.interp.tuple(std::move(out));
}
const NativeMethod kCodeMethods[] = {{"co_freevars", "", code_freevars, NativeMethod::kGetter},
                                     {"co_varnames", "", code_varnames, NativeMethod::kGetter},
                                     {"co_argcount", "", code_argcount, NativeMethod::kGetter},
                                     {"co_kwonlyargcount", "", code_kwonly, NativeMethod::kGetter},
                                     {"co_flags", "", code_flags, NativeMethod::kGetter},
                                     {"co_name", "", code_name, NativeMethod::kGetter},
                                     {nullptr, nullptr, nullptr}};

NativeFunctionObject* N(Call& c) { return c.self.as<NativeFunctionObject>(); }
Value native_name(Call& c) { return S(c, N(c)->name); }
Value native_qualname(Call& c) { return S(c, N(c)->qualname); }
Value native_module(Call& c) { return S(c, N(c)->module); }
Value native_none(Call&) { return Value::none(); }
const NativeMethod kNativeMethods[] = {{"__name__", "", native_name, NativeMethod::kGetter},
                                       {"__qualname__", "", native_qualname, NativeMethod::kGetter},
                                       {"__module__", "", native_module, NativeMethod::kGetter},
                                       {"__doc__", "", native_none, NativeMethod::kGetter},
                                       {nullptr, nullptr, nullptr}};
Value method_self(Call& c) { return c.self.as<BoundMethod>()->self; }
Value method_func(Call& c) { return c.self.as<BoundMethod>()->function; }
const NativeMethod kMethodMethods[] = {{"__self__", "", method_self, NativeMethod::kGetter},
                                       {"__func__", "", method_func, NativeMethod::kGetter},
                                       {nullptr, nullptr, nullptr}};

// ---------------------------------------------------------------- property and friends

PropertyObject* P(Call& c) { return c.self.as<PropertyObject>(); }
Value property_copy(Call& c, int which) {
  auto* p = new PropertyObject(c.self.object()->type);
  const Value keep(p);
  p->get = which == 0 ? c[0] : P(c)->get;
  p->set = which == 1 ? c[0] : P(c)->set;
  p->del = which == 2 ? c[0] : P(c)->del;
  p->doc = P(c)->doc;
  return keep;
}
Value property_getter(Call& c) { return property_copy(c, 0); }
Value property_setter(Call& c) { return property_copy(c, 1); }
Value property_deleter(Call& c) { return property_copy(c, 2); }
template <Value PropertyObject::*f>
Value property_field(Call& c) {
  const Value& v = P(c)->*f;
  return v ? v : Value::none();
}
const NativeMethod kPropertyMethods[] = {
    {"getter", "fget, /", property_getter},
    {"setter", "fset, /", property_setter},
    {"deleter", "fdel, /", property_deleter},
    {"fget", "", property_field<&PropertyObject::get>, NativeMethod::kGetter},
    {"fset", "", property_field<&PropertyObject::set>, NativeMethod::kGetter},
    {"fdel", "", property_field<&PropertyObject::del>, NativeMethod::kGetter},
    {"__doc__", "", property_field<&PropertyObject::doc>, NativeMethod::kGetter},
    {nullptr, nullptr, nullptr}};
std::string property_name(Interpreter& i, const Value& p) {
  const Value& g = p.as<PropertyObject>()->get;
  if (p.as<PropertyObject>()->name) return std::string(i.text(p.as<PropertyObject>()->name));
  if (p.object()->type != i.types().property)
    return std::string(i.text(p.as<PropertyObject>()->doc));
  return g.is(Kind::kFunction) ? std::string(i.text(g.as<FunctionObject>()->name)) : "";
}
Value property_descr_get(Interpreter& i, const Value& self, const Value& instance, Type*) {
  if (!instance) return self;
  const Value get = self.as<PropertyObject>()->get;
  if (!get || get.is_none())
    i.raise("AttributeError", "property '" + property_name(i, self) + "' of '" +
                                  i.type_of(instance)->qualname + "' object has no getter");
  return i.call(get, {instance});
}
void property_descr_set(Interpreter& i, const Value& self, const Value& instance,
                        const Value& value) {
  const auto* p = self.as<PropertyObject>();
  const bool is_property = i.type_of(self)->is_subtype_of(i.types().property);
  if (value) {
    const Value set = p->set;
    if (!set || set.is_none()) {
      if (!is_property)
        i.raise("AttributeError", "attribute '" + property_name(i, self) + "' of '" +
                                      i.type_of(instance)->name + "' objects is not writable");
      i.raise("AttributeError", "property '" + property_name(i, self) + "' of '" +
                                    i.type_of(instance)->qualname + "' object has no setter");
    }
    i.call(set, {instance, value});
    return;
  }
  const Value del = p->del;
  if (!del || del.is_none())
    i.raise("AttributeError", "property '" + property_name(i, self) + "' of '" +
                                  i.type_of(instance)->qualname + "' object has no deleter");
  i.call(del, {instance});
}

Value wrapped_func(Call& c) { return c.self.as<WrappedObject>()->function; }
const NativeMethod kWrappedMethods[] = {{"__func__", "", wrapped_func, NativeMethod::kGetter},
                                        {"__wrapped__", "", wrapped_func, NativeMethod::kGetter},
                                        {nullptr, nullptr, nullptr}};

// ---------------------------------------------------------------- super

struct SuperObject : Container {
  explicit SuperObject(Type* t) : Container(t, Kind::kSuper) {}
  void clear_references() noexcept override { self.reset(), start.reset(); }
  Value self, start;
  Type* self_type = nullptr;
};
Value super_new(Interpreter& i, Type* type, const Arguments& a) {
  auto* s = new SuperObject(type);
  const Value keep(s);
  if (a.positional == 0) {
    const Frame* f = i.state().frame;
    if (!f || f->code->arg_count == 0) i.raise("RuntimeError", "super(): no arguments");
    for (size_t k = 0; k < f->code->cells.size(); ++k) {
      if (f->code->cells[k]->text == "__class__") s->start = f->cells[k].as<CellObject>()->value;
    }
    if (!s->start) i.raise("RuntimeError", "super(): __class__ cell not found");
    s->self = f->locals[0];
    for (size_t k = 0; s->self.is_undefined() && k < f->code->own_cells; ++k) {
      if (f->code->cell_args[k] == 0) s->self = f->cells[k].as<CellObject>()->value;
    }
  } else {
    if (!a.values[0].is(Kind::kType))
      i.raise("TypeError", "super() argument 1 must be a type, not " + i.type_name(a.values[0]));
    s->start = a.values[0];
    if (a.positional > 1) s->self = a.values[1];
  }
  Type* start = s->start.as<Type>();
  if (s->self.is(Kind::kType) && s->self.as<Type>()->is_subtype_of(start))
    s->self_type = s->self.as<Type>();
  else
    s->self_type = i.type_of(s->self);
  if (s->self && !s->self_type->is_subtype_of(start))
    i.raise("TypeError", "super(type, obj): obj must be an instance or subtype of type");
  return keep;
}

// ---------------------------------------------------------------- generator

GeneratorObject& G(Call& c) { return *c.self.as<GeneratorObject>(); }
Value or_stop(Call& c, Value v) {
  if (!v) c.interp.raise(Value(c.interp.exception_type("StopIteration")));
  return v;
}
Value generator_send(Call& c) {
  return or_stop(c, resume_generator(c.interp, G(c), c[0], nullptr));
}
Value generator_throw(Call& c) {
  Value e;
  normalize_raise(c.interp,
                  c[0].is(Kind::kType) && c.given(1) && !c[1].is_none()
                      ? (c[1].is(Kind::kException) ? c[1] : c.interp.call(c[0], {c[1]}))
                      : c[0],
                  nullptr, e);
  return or_stop(c, resume_generator(c.interp, G(c), Value::none(), &e));
}
Value generator_close(Call& c) {
  close_generator(c.interp, G(c));
  return Value::none();
}
Value generator_name(Call& c) { return S(c, G(c).name); }
Value generator_qualname(Call& c) { return S(c, G(c).qualname); }
Value generator_running(Call& c) { return Value::boolean(G(c).running); }
const NativeMethod kGeneratorMethods[] = {
    {"__name__", "", generator_name, NativeMethod::kGetter},
    {"__qualname__", "", generator_qualname, NativeMethod::kGetter},
    {"gi_running", "", generator_running, NativeMethod::kGetter},
    {"send", "value, /", generator_send},
    {"throw", "type, value=?, traceback=?, /", generator_throw},
    {"close", "/", generator_close},
    {nullptr, nullptr, nullptr}};

// ---------------------------------------------------------------- generics

Value alias_args(Interpreter& i, const Value& v) { return v.is(Kind::kTuple) ? v : i.tuple({v}); }

template <class F>
Type* simple(Interpreter& i, const char* name, const NativeMethod* methods, F fill,
             Type* base = nullptr) {
  Type* t = make_builtin_type(i, name, base ? base : i.types().object, methods);
  t->final = true;
  fill(t->own);
  ready_slots(t);
  return t;
}
const auto kNothing = [](Slots&) {};

}  // namespace

std::string bytes_repr(std::string_view s) {
  const char quote =
      s.find('\'') != std::string_view::npos && s.find('"') == std::string_view::npos ? '"' : '\'';
  std::string out = std::string("b") + quote;
  for (char c : s) {
    if (c == quote || c == '\\')
      out += '\\', out += c;
    else if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else if (c == '\t')
      out += "\\t";
    else if (c >= 0x20 && c < 0x7F)
      out += c;
    else {
      char text[8];
      std::snprintf(text, sizeof text, "\\x%02x", static_cast<unsigned char>(c));
      out += text;
    }
  }
  return out + quote;
}

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
  object->lazy_methods = kObjectMethods;
  type->lazy_methods = kTypeMethods;
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

void install_functions(Interpreter& interp) {
  auto& t = const_cast<BuiltinTypes&>(interp.types());
  t.none = simple(interp, "NoneType", nullptr, [](Slots& s) {
    s.repr = [](Interpreter&, const Value&) { return std::string("None"); };
    s.truth = [](Interpreter&, const Value&) { return false; };
    s.new_ = [](Interpreter& i, Type*, const Arguments& a) {
      if (a.positional + a.keywords) i.raise("TypeError", "NoneType takes no arguments");
      return Value::none();
    };
    s.binary = type_or;
  });
  t.none->binary_ops = 1u << 10;
  t.ellipsis = simple(interp, "ellipsis", nullptr, [](Slots& s) {
    s.repr = [](Interpreter&, const Value&) { return std::string("Ellipsis"); };
  });
  t.not_implemented = simple(interp, "NotImplementedType", nullptr, [](Slots& s) {
    s.repr = [](Interpreter&, const Value&) { return std::string("NotImplemented"); };
  });
  t.function = simple(interp, "function", kFunctionMethods, [](Slots& s) {
    s.repr = [](Interpreter& i, const Value& v) {
      return "<function " + i.str_of(v.as<FunctionObject>()->qualname) + " at " + address(v) + ">";
    };
    s.call = [](Interpreter& i, const Value& v, const Arguments& a) { return i.call(v, a); };
  });
  t.function->has_dict = true;
  t.function->abstract = true;
  t.builtin_function = simple(interp, "builtin_function_or_method", kNativeMethods, [](Slots& s) {
    s.repr = [](Interpreter&, const Value& v) {
      return "<built-in function " + v.as<NativeFunctionObject>()->name + ">";
    };
    s.call = [](Interpreter& i, const Value& v, const Arguments& a) { return i.call(v, a); };
  });
  t.method_descriptor = simple(interp, "method_descriptor", kNativeMethods, [](Slots& s) {
    s.repr = [](Interpreter&, const Value& v) {
      const auto* f = v.as<NativeFunctionObject>();
      return f->name.compare(0, 2, "__") == 0
                 ? "<slot wrapper '" + f->name + "' of '" + f->owner->name + "' objects>"
                 : "<method '" + f->name + "' of '" + (f->owner ? f->owner->name : "") +
                       "' objects>";
    };
  });
  t.method = simple(interp, "method", kMethodMethods, [](Slots& s) {
    s.repr = [](Interpreter& i, const Value& v) {
      const auto* m = v.as<BoundMethod>();
      if (m->function.is(Kind::kNativeFunction)) {
        return "<built-in method " + m->function.as<NativeFunctionObject>()->name + " of " +
               i.type_name(m->self) + " object at " + address(m->self) + ">";
      }
      const Value q = i.find_attr(m->function, "__qualname__");
      return "<bound method " + (q ? i.str_of(q) : "?") + " of " + i.repr(m->self) + ">";
    };
    s.compare = [](Interpreter&, CompareOp op, const Value& a, const Value& b) {
      if (!b.is(Kind::kBoundMethod) || (op != CompareOp::kEq && op != CompareOp::kNe))
        return Value::not_implemented();
      const bool same = a.as<BoundMethod>()->function.same(b.as<BoundMethod>()->function) &&
                        a.as<BoundMethod>()->self.same(b.as<BoundMethod>()->self);
      return Value::boolean(same == (op == CompareOp::kEq));
    };
    s.hash = [](Interpreter& i, const Value& v) {
      return i.hash(v.as<BoundMethod>()->function) ^
             static_cast<int64_t>(reinterpret_cast<size_t>(v.as<BoundMethod>()->self.object()) >>
                                  4);
    };
    s.getattr_missing = [](Interpreter& i, const Value& v, StrObject* n) {
      return i.find_attr(v.as<BoundMethod>()->function, n);
    };
    s.new_ = [](Interpreter&, Type* type, const Arguments& a) -> Value {
      return new BoundMethod(type, a.values[0], a.values[1]);
    };
  });
  t.code = simple(interp, "code", kCodeMethods, kNothing);
  const auto property_slots = [](Slots& s) {
    s.descr_get = property_descr_get;
    s.descr_set = property_descr_set;
  };
  t.property = simple(interp, "property", kPropertyMethods, property_slots);
  t.property->final = false;
  t.property->instance_kind = Kind::kProperty;
  t.property->own.new_ = [](Interpreter&, Type* type, const Arguments&) -> Value {
    return new PropertyObject(type);
  };
  t.property->own.init = [](Interpreter& i, const Value& self, const Arguments& a) {
    auto* p = self.as<PropertyObject>();
    Value* fields[] = {&p->get, &p->set, &p->del, &p->doc};
    for (size_t k = 0; k < a.positional && k < 4; ++k) *fields[k] = a.values[k];
    static constexpr std::string_view kNames[] = {"fget", "fset", "fdel", "doc"};
    for (size_t k = 0; k < a.keywords; ++k) {
      for (size_t n = 0; n < 4; ++n) {
        if (a.names[k].as<StrObject>()->text == kNames[n]) *fields[n] = a.keyword(k);
      }
    }
    if (!p->doc && p->get) {
      const Value doc = i.find_attr(p->get, i.state().n_doc);
      p->doc = doc ? doc : Value::none();
    }
  };
  ready_slots(t.property);
  t.getset_descriptor = simple(interp, "getset_descriptor", nullptr, property_slots);
  t.member_descriptor = simple(interp, "member_descriptor", nullptr, property_slots);
  const auto wrapped = [&](const char* name, Kind kind) {
    Type* w = simple(interp, name, kWrappedMethods, kNothing);
    w->final = false;
    w->instance_kind = kind;
    w->has_dict = true;
    return w;
  };
  t.staticmethod = wrapped("staticmethod", Kind::kStaticMethod);
  t.staticmethod->own.new_ = [](Interpreter&, Type* type, const Arguments& a) -> Value {
    return new WrappedObject(type, Kind::kStaticMethod, a.values[0]);
  };
  t.staticmethod->own.call = [](Interpreter& i, const Value& v, const Arguments& a) {
    return i.call(v.as<WrappedObject>()->function, a);
  };
  ready_slots(t.staticmethod);
  t.classmethod = wrapped("classmethod", Kind::kClassMethod);
  t.classmethod->own.new_ = [](Interpreter&, Type* type, const Arguments& a) -> Value {
    return new WrappedObject(type, Kind::kClassMethod, a.values[0]);
  };
  ready_slots(t.classmethod);
  for (Type* w : {t.staticmethod, t.classmethod}) {
    w->own.getattr_missing = [](Interpreter& i, const Value& v, StrObject* n) {
      return i.find_attr(v.as<WrappedObject>()->function, n);
    };
    ready_slots(w);
  }
  t.super_ = simple(interp, "super", nullptr, [](Slots& s) {
    s.new_ = super_new;
    s.getattr = [](Interpreter& i, const Value& v, StrObject* n) -> Value {
      const auto* x = v.as<SuperObject>();
      if (n != i.state().n_class) {
        Value found =
            super_getattr(i, x->start.as<Type>(), x->self, x->self_type, i.intern(n->text));
        if (found) return found;
      }
      return i.generic_getattr(v, n);
    };
    s.repr = [](Interpreter& i, const Value& v) {
      return "<super: " + i.repr(v.as<SuperObject>()->start) + ", <" +
             v.as<SuperObject>()->self_type->name + " object>>";
    };
  });
  t.module = simple(interp, "module", nullptr, [](Slots& s) {
    s.new_ = [](Interpreter& i, Type* type, const Arguments& a) -> Value {
      auto* m = new ModuleObject(type, std::string(i.text(a.values[0])));
      const Value keep(m);
      m->dict->table.set(i.state().n_name, a.values[0]);
      return keep;
    };
    s.repr = [](Interpreter& i, const Value& v) {
      const auto* m = v.as<ModuleObject>();
      Value* f = m->dict->table.find(i.state().n_file);
      return "<module '" + m->name + "'" + (f ? " from " + i.repr(*f) : " (built-in)") + ">";
    };
  });
  t.cell = simple(interp, "cell", kCellMethods, kNothing);
  t.traceback = simple(interp, "traceback", nullptr, kNothing);
  t.frame = simple(interp, "frame", nullptr, kNothing);
  t.traceback->has_dict = true;
  t.generator = simple(interp, "generator", kGeneratorMethods, [](Slots& s) {
    s.iter = [](Interpreter&, const Value& v) { return v; };
    s.next = [](Interpreter& i, const Value& v) { return i.next(v); };
    s.repr = [](Interpreter&, const Value& v) {
      return "<generator object " + v.as<GeneratorObject>()->qualname + " at " + address(v) + ">";
    };
  });
}

void install_generics(Interpreter& interp) {
  auto& t = const_cast<BuiltinTypes&>(interp.types());
  t.generic_alias = simple(interp, "GenericAlias", nullptr, [](Slots& s) {
    s.init = [](Interpreter& i, const Value& self, const Arguments& a) {
      if (a.positional != 2)
        i.raise("TypeError",
                "GenericAlias expected 2 arguments, got " + std::to_string(a.positional));
      i.instance_set(self, i.intern("__origin__"), a.values[0]);
      i.instance_set(self, i.intern("__args__"), alias_args(i, a.values[1]));
    };
    s.repr = [](Interpreter& i, const Value& v) {
      std::string out;
      for (const Value& x : i.to_vector(i.getattr(v, "__args__")))
        out += (out.empty() ? "" : ", ") + type_text(i, x);
      return type_text(i, i.getattr(v, "__origin__")) + "[" + out + "]";
    };
    s.call = [](Interpreter& i, const Value& v, const Arguments& a) {
      return i.call(i.getattr(v, "__origin__"), a);
    };
    s.binary = type_or;
    s.getattr_missing = [](Interpreter& i, const Value& v, StrObject* n) -> Value {
      const Value origin = i.instance_get(v, i.intern("__origin__"));
      return origin && n->text != "__mro_entries__" ? i.find_attr(origin, n) : Value();
    };
    s.compare = [](Interpreter& i, CompareOp op, const Value& a, const Value& b) {
      if (!i.is_instance(b, i.types().generic_alias) ||
          (op != CompareOp::kEq && op != CompareOp::kNe))
        return Value::not_implemented();
      const bool same = i.equal(i.getattr(a, "__origin__"), i.getattr(b, "__origin__")) &&
                        i.equal(i.getattr(a, "__args__"), i.getattr(b, "__args__"));
      return Value::boolean(same == (op == CompareOp::kEq));
    };
    s.hash = [](Interpreter& i, const Value& v) {
      return i.hash(i.getattr(v, "__args__")) ^ i.hash(i.getattr(v, "__origin__"));
    };
  });
  t.generic_alias->has_dict = true;
  t.generic_alias->module = "types";
  t.generic_alias->dict.set(
      interp.intern("__mro_entries__"),
      make_native(
          interp, "__mro_entries__", "bases, /",
          [](Call& c) { return c.interp.tuple({c.interp.getattr(c.self, "__origin__")}); },
          t.generic_alias, true));
  t.union_type = simple(interp, "UnionType", nullptr, [](Slots& s) {
    s.repr = [](Interpreter& i, const Value& v) {
      std::string out;
      for (const Value& x : i.to_vector(i.getattr(v, "__args__")))
        out += (out.empty() ? "" : " | ") + type_text(i, x);
      return out;
    };
    s.binary = [](Interpreter& i, BinaryOp op, const Value& a, const Value& b, bool reflected) {
      return op == BinaryOp::kOr ? (reflected ? union_of(i, b, a) : union_of(i, a, b))
                                 : Value::not_implemented();
    };
    s.compare = [](Interpreter& i, CompareOp op, const Value& a, const Value& b) {
      if (!i.is_instance(b, i.types().union_type) || (op != CompareOp::kEq && op != CompareOp::kNe))
        return Value::not_implemented();
      return Value::boolean(i.equal(i.set(i.to_vector(i.getattr(a, "__args__"))),
                                    i.set(i.to_vector(i.getattr(b, "__args__")))) ==
                            (op == CompareOp::kEq));
    };
    s.hash = [](Interpreter& i, const Value& v) { return i.hash(i.getattr(v, "__args__")); };
  });
  t.union_type->has_dict = true;
  t.union_type->module = "types";
  t.mappingproxy = simple(interp, "mappingproxy", nullptr, [](Slots& s) {
    s.init = [](Interpreter& i, const Value& self, const Arguments& a) {
      i.instance_set(self, i.intern("_mapping"), a.values[0]);
    };
    s.repr = [](Interpreter& i, const Value& v) {
      return "mappingproxy(" + i.repr(i.instance_get(v, i.intern("_mapping"))) + ")";
    };
    s.len = [](Interpreter& i, const Value& v) {
      return i.len(i.instance_get(v, i.intern("_mapping")));
    };
    s.iter = [](Interpreter& i, const Value& v) {
      return i.iter(i.instance_get(v, i.intern("_mapping")));
    };
    s.getitem = [](Interpreter& i, const Value& v, const Value& k) {
      return i.getitem(i.instance_get(v, i.intern("_mapping")), k);
    };
    s.contains = [](Interpreter& i, const Value& v, const Value& k) {
      return i.contains(i.instance_get(v, i.intern("_mapping")), k);
    };
    s.getattr_missing = [](Interpreter& i, const Value& v, StrObject* n) {
      return i.find_attr(i.instance_get(v, i.intern("_mapping")), n);
    };
  });
  t.mappingproxy->has_dict = true;
}

}  // namespace lessonrun::interp
