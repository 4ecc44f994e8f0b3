// InstrumentedList: Python's list, whose changes are told to the ORM before they happen.
#include <algorithm>

#include "runner/bind/binding.h"
#include "runner/bind/collections.h"

namespace lessonrun::bind {

using interp::BinaryOp;
using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::ListObject;
using interp::Type;
using interp::Value;

namespace {

std::vector<Value>& items_of(const Value& self) { return self.as<ListObject>()->items; }

Value list_append(Call& call) {
  Value member = appending(call.interp, call.self, call[0]);
  items_of(call.self).push_back(std::move(member));
  return Value::none();
}

Value list_remove(Call& call) {
  std::vector<Value>& held = items_of(call.self);
  for (size_t i = 0; i < held.size(); ++i) {
    if (!call.interp.equal(held[i], call[0])) continue;
    Value member = held[i];
    removing(call.interp, call.self, member);
    auto at =
        std::find_if(held.begin(), held.end(), [&](const Value& one) { return one.same(member); });
    if (at != held.end()) held.erase(at);
    return Value::none();
  }
  call.interp.raise("ValueError", "list.remove(x): x not in list");
}

Value list_insert(Call& call) {
  const Value member = appending(call.interp, call.self, call[1]);
  return base_call(call.interp, call.interp.types().list, "insert", call.self, {call[0], member});
}

Value list_pop(Call& call) {
  std::vector<Value>& held = items_of(call.self);
  int64_t index = call.integer(0);
  int64_t place = index < 0 ? index + static_cast<int64_t>(held.size()) : index;
  if (held.empty()) call.interp.raise("IndexError", "pop from empty list");
  if (place < 0 || place >= static_cast<int64_t>(held.size())) {
    call.interp.raise("IndexError", "pop index out of range");
  }
  Value member = held[static_cast<size_t>(place)];
  removing(call.interp, call.self, member);
  held.erase(held.begin() + place);
  return member;
}

Value list_extend(Call& call) {
  for (const Value& member : call.interp.to_vector(call[0])) {
    Value kept = appending(call.interp, call.self, member);
    items_of(call.self).push_back(std::move(kept));
  }
  return Value::none();
}

Value list_clear(Call& call) {
  std::vector<Value> members = items_of(call.self);
  for (const Value& member : members) removing(call.interp, call.self, member);
  items_of(call.self).clear();
  return Value::none();
}

void list_setitem(Interpreter& interp, const Value& self, const Value& key, const Value& value) {
  Type* list = interp.types().list;
  if (key.is(Kind::kSlice)) {
    Value gone = interp.getitem(self, key);
    std::vector<Value> replacement;
    if (value) replacement = interp.to_vector(value);
    for (const Value& member : interp.to_vector(gone)) removing(interp, self, member);
    for (Value& member : replacement) member = appending(interp, self, member);
    if (value) {
      base_call(interp, list, "__setitem__", self, {key, interp.list(std::move(replacement))});
    } else {
      base_call(interp, list, "__delitem__", self, {key});
    }
    return;
  }
  Value old = base_call(interp, list, "__getitem__", self, {key});
  removing(interp, self, old);
  if (!value) {
    base_call(interp, list, "__delitem__", self, {key});
    return;
  }
  const Value kept = appending(interp, self, value);
  base_call(interp, list, "__setitem__", self, {key, kept});
}

Value list_inplace(Interpreter& interp, BinaryOp op, const Value& self, const Value& other) {
  if (op != BinaryOp::kAdd) return Value(interp.types().not_implemented);
  for (const Value& member : interp.to_vector(other)) {
    Value kept = appending(interp, self, member);
    items_of(self).push_back(std::move(kept));
  }
  return self;
}

}  // namespace

Type* make_instrumented_list(Context& owner) {
  return interp::TypeBuilder(owner.interp, "InstrumentedList", "sqlalchemy.orm.collections")
      .base(owner.interp.types().list)
      .payload<CollectionData>()
      .method("append", "item", list_append)
      .method("remove", "value", list_remove)
      .method("insert", "index, value", list_insert)
      .method("pop", "index=-1", list_pop)
      .method("extend", "iterable", list_extend)
      .method("clear", "", list_clear)
      .slots([](interp::Slots& slots) {
        slots.setitem = list_setitem;
        slots.inplace = list_inplace;
      })
      .build();
}

}  // namespace lessonrun::bind
