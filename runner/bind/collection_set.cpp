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

void add_to_set(Interpreter& interp, const Value& self, const Value& member) {
  const bool present = set_has(interp, self, member);
  const Value kept = present ? member : appending(interp, self, member);
  base_call(interp, interp.types().set, "add", self, {kept});
}

void drop_from_set(Interpreter& interp, const Value& self, const Value& member) {
  if (!set_has(interp, self, member)) return;
  removing(interp, self, member);
  base_call(interp, interp.types().set, "discard", self, {member});
}

Value set_add(Call& call) { return add_to_set(call.interp, call.self, call[0]), Value::none(); }
Value set_discard(Call& call) {
  return drop_from_set(call.interp, call.self, call[0]), Value::none();
}
Value set_remove(Call& call) {
  if (!set_has(call.interp, call.self, call[0])) {
    return base_call(call.interp, call.interp.types().set, "remove", call.self, {call[0]});
  }
  return drop_from_set(call.interp, call.self, call[0]), Value::none();
}
Value set_pop(Call& call) {
  std::vector<Value> members = call.interp.to_vector(call.self);
  if (members.empty()) call.interp.raise("KeyError", "pop from an empty set");
  drop_from_set(call.interp, call.self, members.front());
  return members.front();
}
Value set_clear(Call& call) {
  for (const Value& member : call.interp.to_vector(call.self)) {
    drop_from_set(call.interp, call.self, member);
  }
  return Value::none();
}
Value set_update(Call& call) {
  for (const Value& member : call.interp.to_vector(call[0])) {
    add_to_set(call.interp, call.self, member);
  }
  return Value::none();
}
Value set_difference_update(Call& call) {
  for (const Value& member : call.interp.to_vector(call[0])) {
    drop_from_set(call.interp, call.self, member);
  }
  return Value::none();
}
void keep_in_set(Interpreter& interp, const Value& self, const Value& other) {
  for (const Value& member : interp.to_vector(self)) {
    if (!interp.contains(other, member)) drop_from_set(interp, self, member);
  }
}
Value set_intersection_update(Call& call) {
  return keep_in_set(call.interp, call.self, call[0]), Value::none();
}
void toggle_in_set(Interpreter& interp, const Value& self, const Value& other) {
  for (const Value& member : interp.to_vector(other)) {
    if (set_has(interp, self, member))
      drop_from_set(interp, self, member);
    else
      add_to_set(interp, self, member);
  }
}
Value set_symmetric_difference_update(Call& call) {
  return toggle_in_set(call.interp, call.self, call[0]), Value::none();
}

Value set_inplace(Interpreter& interp, BinaryOp op, const Value& self, const Value& other) {
  switch (op) {
    case BinaryOp::kOr:
      for (const Value& member : interp.to_vector(other)) add_to_set(interp, self, member);
      return self;
    case BinaryOp::kSub:
      for (const Value& member : interp.to_vector(other)) drop_from_set(interp, self, member);
      return self;
    case BinaryOp::kAnd:
      keep_in_set(interp, self, other);
      return self;
    case BinaryOp::kXor:
      toggle_in_set(interp, self, other);
      return self;
    default:
      return Value(interp.types().not_implemented);
  }
}

}  // namespace

Type* make_instrumented_set(Context& owner) {
  return interp::TypeBuilder(owner.interp, "InstrumentedSet", "sqlalchemy.orm.collections")
      .base(owner.interp.types().set)
      .payload<CollectionData>()
      .method("add", "value", set_add)
      .method("discard", "value", set_discard)
      .method("remove", "value", set_remove)
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
