// The types of functions, methods, code, cells, modules, generators, property, staticmethod,
// classmethod and super; and of None, Ellipsis and NotImplemented.
#include "runner/interp/types/object.h"

namespace lessonrun::interp {

Value super_getattr(Interpreter& interp, Type* start, const Value& self, Type* self_type,
                    StrObject* name);

namespace {

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
  Value v = c.self.as<CellObject>()->value;
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
// Globals and attributes that the code uses.
Value code_names(Call& c) {
  std::vector<Value> out;
  for (StrObject* n : c.self.as<CodeObject>()->names) out.emplace_back(n);
  return c.interp.tuple(std::move(out));
}
const NativeMethod kCodeMethods[] = {{"co_names", "", code_names, NativeMethod::kGetter},
                                     {"co_freevars", "", code_freevars, NativeMethod::kGetter},
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
  Value keep(p);
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
  Value keep(s);
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

}  // namespace

// NOLINTNEXTLINE(readability-function-size): one paragraph for each type
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
      Value keep(m);
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

}  // namespace lessonrun::interp
