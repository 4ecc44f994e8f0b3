// InstrumentedList: Python's list, whose changes are told to the ORM before they happen.
#include <algorithm>
#include <functional>

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

Value list_iterator(Call& call) { return call.interp.iter(call.self); }

GivenInitiator initiator_of(Call& call) {
  return call.given(1) ? given_initiator(call[1]) : GivenInitiator();
}

Value list_append(Call& call) {
  Value member = appending(call.interp, call.self, call[0], initiator_of(call));
  items_of(call.self).push_back(std::move(member));
  return Value::none();
}

Value list_remove(Call& call) {
  removing(call.interp, call.self, call[0], initiator_of(call));
  return base_call(call.interp, call.interp.types().list, "remove", call.self, {call[0]});
}

Value list_insert(Call& call) {
  const Value member = appending(call.interp, call.self, call[1]);
  return base_call(call.interp, call.interp.types().list, "insert", call.self, {call[0], member});
}

Value list_pop(Call& call) {
  popping(call.interp, call.self);
  Value member = base_call(call.interp, call.interp.types().list, "pop", call.self, {call[0]});
  removing(call.interp, call.self, member);
  return member;
}

// By append(), which a class below the list may have in another way.
void append_each(Interpreter& interp, const Value& self, const Value& iterable) {
  const bool plain = !self.object()->type->heap;
  for (const Value& member : interp.to_vector(iterable)) {
    if (!plain) {
      interp.call_method(self, "append", {member});
      continue;
    }
    Value kept = appending(interp, self, member);
    items_of(self).push_back(std::move(kept));
  }
}

Value list_extend(Call& call) {
  append_each(call.interp, call.self, call[0]);
  return Value::none();
}

Value list_clear(Call& call) {
  std::vector<Value> members = items_of(call.self);
  std::vector<const void*> objects;
  objects.reserve(members.size());
  for (const Value& member : members) {
    objects.push_back(member.is_object() ? member.object() : nullptr);
  }
  std::sort(objects.begin(), objects.end(), std::less<>());
  // To look for each among the others would take too long.
  CollectionData& data = *native_data(call.interp, call.self);
  struct Once {
    explicit Once(bool& on) : flag(on) {}
    ~Once() { flag = false; }
    Once(const Once&) = delete;
    Once& operator=(const Once&) = delete;
    bool& flag;
  } once(data.has_each_once);
  data.has_each_once = std::adjacent_find(objects.begin(), objects.end()) == objects.end();
  for (const Value& member : members) removing(call.interp, call.self, member);
  items_of(call.self).clear();
  return Value::none();
}

int64_t edge_of(Interpreter& interp, const Value& given, int64_t otherwise, int64_t size) {
  if (given.is_none()) return otherwise;
  const int64_t edge = interp.to_int64(given);
  return edge < 0 ? edge + size : edge;
}

// Takes out one after the other what stood there, then puts in one after the other.
void set_slice(Interpreter& interp, const Value& self, const Value& key, const Value& value) {
  const auto size = static_cast<int64_t>(items_of(self).size());
  const Value given_step = interp.getattr(key, "step");
  const int64_t step = given_step.is_none() ? 1 : interp.to_int64(given_step);
  const int64_t start = edge_of(interp, interp.getattr(key, "start"), 0, size);
  const int64_t stop = edge_of(interp, interp.getattr(key, "stop"), size, size);
  if (step == 1) {
    if (value.same(self)) return;
    for (int64_t i = start; i < stop; ++i) {
      if (static_cast<int64_t>(items_of(self).size()) > start) {
        interp.delitem(self, Value::integer(start));
      }
    }
    int64_t place = start;
    for (const Value& member : interp.to_vector(value)) {
      interp.call_method(self, "insert", {Value::integer(place++), member});
    }
    return;
  }
  std::vector<int64_t> places;
  for (int64_t i = start; step > 0 ? i < stop : i > stop; i += step) places.push_back(i);
  const std::vector<Value> members = interp.to_vector(value);
  if (members.size() != places.size()) {
    interp.raise("ValueError", "attempt to assign sequence of size " +
                                   std::to_string(members.size()) + " to extended slice of size " +
                                   std::to_string(places.size()));
  }
  for (size_t i = 0; i < places.size(); ++i) {
    interp.setitem(self, Value::integer(places[i]), members[i]);
  }
}

void list_setitem(Interpreter& interp, const Value& self, const Value& key, const Value& value) {
  Type* list = interp.types().list;
  if (!value) {
    const Value gone = base_call(interp, list, "__getitem__", self, {key});
    const std::vector<Value> members =
        key.is(Kind::kSlice) ? interp.to_vector(gone) : std::vector<Value>{gone};
    for (const Value& member : members) removing(interp, self, member);
    base_call(interp, list, "__delitem__", self, {key});
    return;
  }
  if (key.is(Kind::kSlice)) {
    set_slice(interp, self, key, value);
    return;
  }
  const Value old = base_call(interp, list, "__getitem__", self, {key});
  if (!old.is_none()) removing(interp, self, old);
  const Value kept = appending(interp, self, value);
  base_call(interp, list, "__setitem__", self, {key, kept});
}

Value list_inplace(Interpreter& interp, BinaryOp op, const Value& self, const Value& other) {
  if (op != BinaryOp::kAdd) return Value::not_implemented();
  append_each(interp, self, other);
  return self;
}

}  // namespace

Type* make_instrumented_list(Context& owner) {
  return interp::TypeBuilder(owner.interp, "InstrumentedList", "sqlalchemy.orm.collections")
      .base(owner.interp.types().list)
      .payload<CollectionData>()
      .property("_sa_adapter", get_adapter, set_adapter)
      .method("append", "item, _sa_initiator=None", list_append)
      .method("remove", "value, _sa_initiator=None", list_remove)
      .method("_sa_appender", "item, _sa_initiator=None", list_append)
      .method("_sa_remover", "value, _sa_initiator=None", list_remove)
      .method("_sa_iterator", "", list_iterator)
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
