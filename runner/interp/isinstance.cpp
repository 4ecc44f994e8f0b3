// isinstance() and issubclass(): classes, tuples of them, unions, and a metaclass's own checks.
#include "runner/interp/state.h"

namespace lessonrun::interp {

bool Interpreter::is_instance_of(const Value& value, const Value& info) {
  if (info.is(Kind::kTuple)) {
    for (const Value& one : info.as<TupleObject>()->items) {
      if (is_instance_of(value, one)) return true;
    }
    return false;
  }
  if (info.is(Kind::kType)) {
    if (info.object()->type != types_.type) {
      bool found = false;
      const Value r = call_special(*this, info, state_->n_instancecheck, {value}, &found);
      if (found) return truth(r);
    }
    return is_instance(value, info.as<Type>());
  }
  if (is_instance(info, types_.union_type)) {
    bool yes = false;
    iterate(getattr(info, "__args__"), [&](const Value& one) {
      yes = yes || (one.is_none() ? value.is_none() : is_instance_of(value, one));
    });
    return yes;
  }
  if (is_instance(info, types_.generic_alias))
    raise("TypeError", "isinstance() argument 2 cannot be a parameterized generic");
  bool found = false;
  const Value r = call_special(*this, info, state_->n_instancecheck, {value}, &found);
  if (found) return truth(r);
  raise("TypeError", "isinstance() arg 2 must be a type, a tuple of types, or a union");
}

bool Interpreter::is_subclass_of(const Value& type, const Value& info) {
  if (info.is(Kind::kTuple)) {
    for (const Value& one : info.as<TupleObject>()->items) {
      if (is_subclass_of(type, one)) return true;
    }
    return false;
  }
  if (info.is(Kind::kType)) {
    if (info.object()->type != types_.type) {
      bool found = false;
      const Value r = call_special(*this, info, state_->n_subclasscheck, {type}, &found);
      if (found) return truth(r);
    }
    if (!type.is(Kind::kType)) raise("TypeError", "issubclass() arg 1 must be a class");
    return type.as<Type>()->is_subtype_of(info.as<Type>());
  }
  if (is_instance(info, types_.union_type)) {
    bool yes = false;
    iterate(getattr(info, "__args__"), [&](const Value& one) {
      yes = yes || (one.is(Kind::kType) && is_subclass_of(type, one));
    });
    return yes;
  }
  bool found = false;
  const Value r = call_special(*this, info, state_->n_subclasscheck, {type}, &found);
  if (found) return truth(r);
  raise("TypeError", "issubclass() arg 2 must be a class, a tuple of classes, or a union");
}

}  // namespace lessonrun::interp
