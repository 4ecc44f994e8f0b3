// InstrumentedSet: Python's set, whose changes are told to the ORM before they happen.
#include "runner/bind/binding.h"
#include "runner/bind/collections.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::BinaryOp;
using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::SetObject;
using interp::Type;
using interp::Value;

namespace {

bool set_has(Interpreter& interp, const Value& self, const Value& member) {
  return interp.contains(self, member);
}

void add_to_set(Interpreter& interp, const Value& self, const Value& member,
                const GivenInitiator& given = {}) {
  Value kept = member;
  if (set_has(interp, self, member)) {
    staying(interp, self, member, given);
  } else {
    kept = appending(interp, self, member, given);
  }
  base_call(interp, interp.types().set, "add", self, {kept});
}

void drop_from_set(Interpreter& interp, const Value& self, const Value& member,
                   const GivenInitiator& given = {}) {
  if (!set_has(interp, self, member)) return;
  removing(interp, self, member, given);
  base_call(interp, interp.types().set, "discard", self, {member});
}

// By the methods that a class below the set may have in another way.
void change(Interpreter& interp, const Value& self, const char* method, const Value& member) {
  if (self.object()->type->heap) {
    interp.call_method(self, method, {member});
  } else if (std::string_view(method) == "add") {
    add_to_set(interp, self, member);
  } else {
    drop_from_set(interp, self, member);
  }
}

Value set_add(Call& call) {
  return add_to_set(call.interp, call.self, call[0], given_initiator(call[1])), Value::none();
}
Value set_discard(Call& call) {
  return drop_from_set(call.interp, call.self, call[0], given_initiator(call[1])), Value::none();
}
Value set_remove(Call& call) {
  if (!set_has(call.interp, call.self, call[0])) {
    return base_call(call.interp, call.interp.types().set, "remove", call.self, {call[0]});
  }
  return drop_from_set(call.interp, call.self, call[0], given_initiator(call[1])), Value::none();
}
Value set_pop(Call& call) {
  popping(call.interp, call.self);
  Value member = base_call(call.interp, call.interp.types().set, "pop", call.self);
  removing(call.interp, call.self, member);
  return member;
}
Value set_iterator(Call& call) { return call.interp.iter(call.self); }

void change_each(Interpreter& interp, const Value& self, const char* method,
                 const std::vector<Value>& members) {
  for (const Value& member : members) change(interp, self, method, member);
}
Value set_clear(Call& call) {
  change_each(call.interp, call.self, "remove", call.interp.to_vector(call.self));
  return Value::none();
}
Value set_update(Call& call) {
  change_each(call.interp, call.self, "add", call.interp.to_vector(call[0]));
  return Value::none();
}
Value set_difference_update(Call& call) {
  change_each(call.interp, call.self, "discard", call.interp.to_vector(call[0]));
  return Value::none();
}

// Has afterwards what the method of sets says of it and the other.
void become(Interpreter& interp, const Value& self, const char* method, const Value& other) {
  const Value wanted = interp.call_method(self, method, {other});
  const Value held = interp.set(interp.to_vector(self));
  for (const Value& member : interp.to_vector(held)) {
    if (!interp.contains(wanted, member)) change(interp, self, "remove", member);
  }
  for (const Value& member : interp.to_vector(wanted)) {
    if (!interp.contains(held, member)) change(interp, self, "add", member);
  }
}
Value set_intersection_update(Call& call) {
  return become(call.interp, call.self, "intersection", call[0]), Value::none();
}
Value set_symmetric_difference_update(Call& call) {
  return become(call.interp, call.self, "symmetric_difference", call[0]), Value::none();
}

Value set_inplace(Interpreter& interp, BinaryOp op, const Value& self, const Value& other) {
  const bool is_set = interp.is_instance(other, interp.types().set) ||
                      interp.is_instance(other, interp.types().frozenset) ||
                      interp.is_instance(other, interp.type_of(self));
  if (!is_set) return Value::not_implemented();
  switch (op) {
    case BinaryOp::kOr:
      change_each(interp, self, "add", interp.to_vector(other));
      return self;
    case BinaryOp::kSub:
      change_each(interp, self, "discard", interp.to_vector(other));
      return self;
    case BinaryOp::kAnd:
      become(interp, self, "intersection", other);
      return self;
    case BinaryOp::kXor:
      become(interp, self, "symmetric_difference", other);
      return self;
    default:
      return Value::not_implemented();
  }
}

}  // namespace

Type* make_instrumented_set(Context& owner) {
  return interp::TypeBuilder(owner.interp, "InstrumentedSet", "sqlalchemy.orm.collections")
      .base(owner.interp.types().set)
      .payload<CollectionData>()
      .property("_sa_adapter", get_adapter, set_adapter)
      .method("add", "value, _sa_initiator=None", set_add)
      .method("discard", "value, _sa_initiator=None", set_discard)
      .method("remove", "value, _sa_initiator=None", set_remove)
      .method("_sa_appender", "value, _sa_initiator=None", set_add)
      .method("_sa_remover", "value, _sa_initiator=None", set_remove)
      .method("_sa_iterator", "", set_iterator)
      .method("pop", "", set_pop)
      .method("clear", "", set_clear)
      .method("update", "value", set_update)
      .method("difference_update", "value", set_difference_update)
      .method("intersection_update", "other", set_intersection_update)
      .method("symmetric_difference_update", "other", set_symmetric_difference_update)
      .slots([](interp::Slots& slots) { slots.inplace = set_inplace; })
      .build();
}

}  // namespace lessonrun::bind
