// Slots and dunders: what a Python class overrides reaches the slots through trampolines.
#include "runner/interp/state.h"

namespace lessonrun::interp {

namespace {

constexpr const char* kBinaryNames[] = {"add", "sub", "mul",    "truediv", "floordiv",
                                        "mod", "pow", "lshift", "rshift",  "and",
                                        "or",  "xor", "matmul"};
constexpr const char* kCompareNames[] = {"__lt__", "__le__", "__eq__",
                                         "__ne__", "__gt__", "__ge__"};
constexpr const char* kUnaryNames[] = {"__neg__", "__pos__", "__invert__", "__abs__"};

Value special(Interpreter& i, const Value& self, const char* name,
              std::initializer_list<Value> args) {
  bool found = false;
  Value result = call_special(i, self, i.intern(name), args, &found);
  if (!found) i.raise("AttributeError", std::string(name));
  return result;
}

// ---- trampolines: slot -> Python method ----

Value t_new(Interpreter& i, Type* type, const Arguments& a) {
  Value* f = i.type_lookup(type, i.state().n_new);
  Value function = *f;
  if (function.is(Kind::kStaticMethod)) function = function.as<WrappedObject>()->function;
  std::vector<Value> values{Value(type)};
  values.insert(values.end(), a.values, a.values + a.positional + a.keywords);
  return i.call(function, Arguments{values.data(), a.positional + 1, a.names, a.keywords});
}
Value with_self(Interpreter& i, const Value& self, StrObject* name, const Arguments& a) {
  Value* f = i.type_lookup(i.type_of(self), name);
  const Value function = f ? *f : Value::none();
  std::vector<Value> values{self};
  values.insert(values.end(), a.values, a.values + a.positional + a.keywords);
  if (function.is(Kind::kFunction) || function.is(Kind::kNativeFunction)) {
    return i.call(function, Arguments{values.data(), a.positional + 1, a.names, a.keywords});
  }
  const auto get = i.type_of(function)->slots.descr_get;
  return i.call(get ? get(i, function, self, i.type_of(self)) : function, a);
}
void t_init(Interpreter& i, const Value& self, const Arguments& a) {
  const Value result = with_self(i, self, i.state().n_init, a);
  if (!result.is_none()) {
    i.raise("TypeError", "__init__() should return None, not '" + i.type_name(result) + "'");
  }
}
Value t_call(Interpreter& i, const Value& self, const Arguments& a) {
  return with_self(i, self, i.state().n_call, a);
}
std::string string_result(Interpreter& i, const Value& v, const char* name) {
  if (!v.is(Kind::kStr)) {
    i.raise("TypeError", std::string(name) + " returned non-string (type " + i.type_name(v) + ")");
  }
  return v.as<StrObject>()->text;
}
std::string t_repr(Interpreter& i, const Value& self) {
  return string_result(i, special(i, self, "__repr__", {}), "__repr__");
}
std::string t_str(Interpreter& i, const Value& self) {
  return string_result(i, special(i, self, "__str__", {}), "__str__");
}
Value t_format(Interpreter& i, const Value& self, std::string_view spec) {
  return special(i, self, "__format__", {i.str(spec)});
}
int64_t t_hash(Interpreter& i, const Value& self) {
  Value* f = i.type_lookup(i.type_of(self), i.state().n_hash);
  if (!f || f->is_none()) i.raise("TypeError", "unhashable type: '" + i.type_name(self) + "'");
  const Value v = special(i, self, "__hash__", {});
  if (!is_int_like(v)) i.raise("TypeError", "__hash__ method should return an integer");
  int64_t small;
  return int_fits(v, small) ? (small == -1 ? -2 : small) : int_hash(v);
}
Value t_compare(Interpreter& i, CompareOp op, const Value& self, const Value& other) {
  bool found = false;
  Value r = call_special(i, self, i.intern(kCompareNames[static_cast<int>(op)]), {other}, &found);
  return found && r ? r : Value::not_implemented();
}
Value t_binary(Interpreter& i, BinaryOp op, const Value& self, const Value& other, bool reflected) {
  const std::string name =
      std::string(reflected ? "__r" : "__") + kBinaryNames[static_cast<int>(op)] + "__";
  bool found = false;
  Value r = call_special(i, self, i.intern(name), {other}, &found);
  return found && r ? r : Value::not_implemented();
}
Value t_inplace(Interpreter& i, BinaryOp op, const Value& self, const Value& other) {
  bool found = false;
  Value r = call_special(i, self,
                         i.intern("__i" + std::string(kBinaryNames[static_cast<int>(op)]) + "__"),
                         {other}, &found);
  return found && r ? r : Value::not_implemented();
}
Value t_unary(Interpreter& i, UnaryOp op, const Value& self) {
  bool found = false;
  Value r = call_special(i, self, i.intern(kUnaryNames[static_cast<int>(op)]), {}, &found);
  return found && r ? r : Value::not_implemented();
}
bool t_truth(Interpreter& i, const Value& self) {
  const Value v = special(i, self, "__bool__", {});
  if (!v.is_bool()) i.raise("TypeError", "__bool__ should return bool, returned " + i.type_name(v));
  return v.as_bool();
}
int64_t t_len(Interpreter& i, const Value& self) {
  const Value v = special(i, self, "__len__", {});
  if (!is_int_like(v))
    i.raise("TypeError", "'" + i.type_name(v) + "' object cannot be interpreted as an integer");
  int64_t n = 0;
  if (!int_fits(v, n)) {
    if (compare_ints(v, Value::integer(0)) > 0)
      i.raise("OverflowError", "cannot fit 'int' into an index-sized integer");
    n = -1;
  }
  if (n < 0) i.raise("ValueError", "__len__() should return >= 0");
  return n;
}
Value t_index(Interpreter& i, const Value& self) { return special(i, self, "__index__", {}); }
Value t_int(Interpreter& i, const Value& self) { return special(i, self, "__int__", {}); }
Value t_float(Interpreter& i, const Value& self) { return special(i, self, "__float__", {}); }
Value t_iter(Interpreter& i, const Value& self) {
  Value* f = i.type_lookup(i.type_of(self), i.state().n_iter);
  if (!f || f->is_none())
    i.raise("TypeError", "'" + i.type_name(self) + "' object is not iterable");
  return special(i, self, "__iter__", {});
}
Value t_next(Interpreter& i, const Value& self) {
  try {
    return special(i, self, "__next__", {});
  } catch (PythonError& e) {
    if (!i.matches(e, "StopIteration")) throw;
    return {};
  }
}
Value t_getitem(Interpreter& i, const Value& self, const Value& key) {
  return special(i, self, "__getitem__", {key});
}
void t_setitem(Interpreter& i, const Value& self, const Value& key, const Value& value) {
  bool found = false;
  if (value.is_undefined()) {
    call_special(i, self, i.state().n_delitem, {key}, &found);
    if (!found)
      i.raise("TypeError", "'" + i.type_name(self) + "' object doesn't support item deletion");
  } else {
    call_special(i, self, i.state().n_setitem, {key, value}, &found);
    if (!found)
      i.raise("TypeError", "'" + i.type_name(self) + "' object does not support item assignment");
  }
}
bool t_contains(Interpreter& i, const Value& self, const Value& item) {
  return i.truth(special(i, self, "__contains__", {item}));
}
Value t_getattr(Interpreter& i, const Value& self, StrObject* name) {
  return special(i, self, "__getattribute__", {Value(name)});
}
Value t_getattr_missing(Interpreter& i, const Value& self, StrObject* name) {
  return special(i, self, "__getattr__", {Value(name)});
}
void t_setattr(Interpreter& i, const Value& self, StrObject* name, const Value& value) {
  if (value.is_undefined()) {
    special(i, self, "__delattr__", {Value(name)});
  } else {
    special(i, self, "__setattr__", {Value(name), value});
  }
}
Value t_descr_get(Interpreter& i, const Value& self, const Value& instance, Type* owner) {
  Value* f = i.type_lookup(i.type_of(self), i.state().n_get);
  if (!f) return self;
  return special(i, self, "__get__", {instance ? instance : Value::none(), Value(owner)});
}
void t_descr_set(Interpreter& i, const Value& self, const Value& instance, const Value& value) {
  bool found = false;
  if (value.is_undefined()) {
    call_special(i, self, i.state().n_delete, {instance}, &found);
    if (!found) i.raise("AttributeError", "__delete__");
  } else {
    call_special(i, self, i.state().n_set, {instance, value}, &found);
    if (!found) i.raise("AttributeError", "__set__");
  }
}

bool is_slot_dunder(std::string_view n) {
  return n.size() > 4 && n[0] == '_' && n[1] == '_' && n.back() == '_';
}

// Installs the trampoline that a dunder stands for.
void install(Slots& s, std::string_view n) {
  if (n == "__new__")
    s.new_ = t_new;
  else if (n == "__init__")
    s.init = t_init;
  else if (n == "__call__")
    s.call = t_call;
  else if (n == "__repr__")
    s.repr = t_repr;
  else if (n == "__str__")
    s.str = t_str;
  else if (n == "__format__")
    s.format = t_format;
  else if (n == "__hash__")
    s.hash = t_hash;
  else if (n == "__bool__")
    s.truth = t_truth;
  else if (n == "__len__")
    s.len = t_len;
  else if (n == "__index__")
    s.index = t_index;
  else if (n == "__int__")
    s.to_int = t_int;
  else if (n == "__float__")
    s.to_float = t_float;
  else if (n == "__iter__")
    s.iter = t_iter;
  else if (n == "__next__")
    s.next = t_next;
  else if (n == "__getitem__")
    s.getitem = t_getitem;
  else if (n == "__setitem__" || n == "__delitem__")
    s.setitem = t_setitem;
  else if (n == "__contains__")
    s.contains = t_contains;
  else if (n == "__getattribute__")
    s.getattr = t_getattr;
  else if (n == "__getattr__")
    s.getattr_missing = t_getattr_missing;
  else if (n == "__setattr__" || n == "__delattr__")
    s.setattr = t_setattr;
  else if (n == "__get__")
    s.descr_get = t_descr_get;
  else if (n == "__set__" || n == "__delete__")
    s.descr_set = t_descr_set;
  else {
    for (const char* name : kCompareNames) {
      if (n == name) s.compare = t_compare;
    }
    for (const char* name : kUnaryNames) {
      if (n == name) s.unary = t_unary;
    }
    if (n.size() < 5) return;
    const std::string_view core = n.substr(2, n.size() - 4), rest = core.substr(1);
    for (const char* name : kBinaryNames) {
      if (core == name || (core[0] == 'r' && rest == name)) s.binary = t_binary;
      if (core[0] == 'i' && rest == name) s.inplace = t_inplace;
    }
  }
}

template <class F>
void inherit(F& mine, F own, const std::vector<Type*>& mro, F Slots::*slot) {
  mine = own;
  for (size_t i = 1; !mine && i < mro.size(); ++i) mine = mro[i]->own.*slot;
}

}  // namespace

const char* binary_name(BinaryOp op) { return kBinaryNames[static_cast<int>(op)]; }

void ready_slots(Type* type) {
  Slots& s = type->slots;
  const Slots& o = type->own;
  const auto& m = type->mro;
  inherit(s.new_, o.new_, m, &Slots::new_);
  inherit(s.init, o.init, m, &Slots::init);
  inherit(s.call, o.call, m, &Slots::call);
  inherit(s.repr, o.repr, m, &Slots::repr);
  inherit(s.str, o.str, m, &Slots::str);
  inherit(s.format, o.format, m, &Slots::format);
  inherit(s.hash, o.hash, m, &Slots::hash);
  inherit(s.compare, o.compare, m, &Slots::compare);
  inherit(s.binary, o.binary, m, &Slots::binary);
  inherit(s.inplace, o.inplace, m, &Slots::inplace);
  inherit(s.unary, o.unary, m, &Slots::unary);
  inherit(s.truth, o.truth, m, &Slots::truth);
  inherit(s.len, o.len, m, &Slots::len);
  inherit(s.index, o.index, m, &Slots::index);
  inherit(s.to_int, o.to_int, m, &Slots::to_int);
  inherit(s.to_float, o.to_float, m, &Slots::to_float);
  inherit(s.iter, o.iter, m, &Slots::iter);
  inherit(s.next, o.next, m, &Slots::next);
  inherit(s.getitem, o.getitem, m, &Slots::getitem);
  inherit(s.setitem, o.setitem, m, &Slots::setitem);
  inherit(s.contains, o.contains, m, &Slots::contains);
  inherit(s.getattr, o.getattr, m, &Slots::getattr);
  inherit(s.getattr_missing, o.getattr_missing, m, &Slots::getattr_missing);
  inherit(s.setattr, o.setattr, m, &Slots::setattr);
  inherit(s.descr_get, o.descr_get, m, &Slots::descr_get);
  inherit(s.descr_set, o.descr_set, m, &Slots::descr_set);
  inherit(s.subclassed, o.subclassed, m, &Slots::subclassed);
  inherit(s.class_getitem, o.class_getitem, m, &Slots::class_getitem);
  // str() of a class that overrides only __repr__ uses it: a native str slot further up that was
  // made for a builtin base must not win over a Python __repr__ below it.
  type->has_del = type->has_del || (type->mro.size() > 1 && [&] {
                    for (const Type* t : m) {
                      if (t->has_del) return true;
                    }
                    return false;
                  }());
}

void add_dunder_slot(Type* type, const StrObject* name) {
  if (!is_slot_dunder(name->text) || !type->dict.find(name)) return;
  install(type->own, name->text);
  if (name->text == "__del__") type->has_del = true;
}

void update_dunder_slots(Type* type, const StrObject* name) {
  if (!is_slot_dunder(name->text)) return;
  if (type->heap && type->dict.find(name) == nullptr) {
    // Deleted: several names share a slot, so those that are left say what there is.
    type->own = {};
    for (size_t i = type->dict.next(0); i < type->dict.end(); i = type->dict.next(i + 1)) {
      if (type->dict.at(i).key.is(Kind::kStr))
        add_dunder_slot(type, type->dict.at(i).key.as<StrObject>());
    }
  }
  add_dunder_slot(type, name);
  ready_slots(type);
  for (Type* sub : type->subclasses) {
    update_dunder_slots(sub, name);
  }
}

}  // namespace lessonrun::interp
