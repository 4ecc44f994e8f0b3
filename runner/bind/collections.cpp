// What is done with collections of every kind: made for an attribute, filled, emptied and read.
// Lists and sets of the ORM's own go by their items, all others by what their class elected as
// appender, remover and iterator.
#include "runner/bind/collections.h"

#include <algorithm>

#include "orm/orm_error.h"
#include "runner/bind/binding.h"
#include "runner/bind/expressions.h"
#include "runner/bind/extensions.h"
#include "runner/bind/properties.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Kind;
using interp::ListObject;
using interp::Type;
using interp::Value;

Value base_call(Interpreter& interp, Type* type, const char* method, const Value& self,
                std::initializer_list<Value> arguments) {
  std::vector<Value> all{self};
  all.insert(all.end(), arguments);
  return interp.call(interp.getattr(Value(type), method), all, {});
}

namespace {

std::vector<Value>& held_items(const Value& self) { return self.as<ListObject>()->items; }

CollectionClass* collection_class(const orm::RelationshipProperty& relationship) {
  return static_cast<CollectionClass*>(relationship.args().collection.get());
}

// The ORM's own list or set, not of a class below it.
bool is_native(const Value& collection, Kind kind) {
  return collection.is(kind) && !collection.object()->type->heap &&
         interp::try_payload<CollectionData>(collection) != nullptr;
}
bool is_native_list(const Value& collection) { return is_native(collection, Kind::kList); }
bool is_native_set(const Value& collection) { return is_native(collection, Kind::kSet); }

// Tells nobody: SQLAlchemy's initiator False.
void call_silently(Interpreter& interp, const Value& collection, const char* role,
                   const Value& member) {
  interp.call(interp.getattr(collection, role), {member},
              {{"_sa_initiator", Value::boolean(false)}});
}

Value function_of_module(Interpreter& interp, const char* name) {
  return interp.getattr(interp.modules().import(kCollectionsModule), name);
}

}  // namespace

void prepare_collection(Context& owner, CollectionClass& cls) {
  if (cls.given.is_undefined() || cls.factory) return;
  Interpreter& interp = owner.interp;
  try {
    cls.factory = interp.call(function_of_module(interp, "prepare_instrumentation"), {cls.given});
  } catch (const interp::PythonError& error) {
    // The mapper remembers why it could not be configured.
    if (!interp.matches(error, owner.error_type(orm::ArgumentError::cls))) throw;
    throw orm::ArgumentError(interp.str_of(error.exception));
  }
}

Value make_collection(Context& owner, const orm::RelationshipProperty& relationship,
                      PythonState& state) {
  CollectionClass* cls = collection_class(relationship);
  Value collection;
  if (cls == nullptr || cls->given.is_undefined()) {
    collection = owner.interp.call(Value(owner.type(
        cls != nullptr && cls->kind == CollectionClass::Kind::set ? "InstrumentedSet"
                                                                  : "InstrumentedList")));
  } else {
    prepare_collection(owner, *cls);
    collection = owner.interp.call(cls->factory);
  }
  tie_collection(owner, collection,
                 {interp::WeakValue(owner.interp, Value(&state.object())), &relationship});
  tell_collection(owner, state, relationship, collection, "init_collection");
  return collection;
}

std::vector<Value> collection_values(Interpreter& interp, const Value& collection) {
  if (collection.is(Kind::kList) && !collection.object()->type->heap) {
    return held_items(collection);
  }
  if (is_native_set(collection)) return interp.to_vector(collection);
  const Value iterator = interp.find_attr(collection, "_sa_iterator");
  return interp.to_vector(iterator ? interp.call(iterator) : collection);
}

std::vector<orm::Instance> collection_members(Context& owner, const Value& collection) {
  std::vector<orm::Instance> members;
  const std::vector<Value> values = collection_values(owner.interp, collection);
  members.reserve(values.size());
  for (const Value& value : values) {
    orm::InstanceState* state = find_state(owner, value);
    if (state != nullptr || value.is_none()) members.emplace_back(state);
  }
  return members;
}

void put_into_collection(Context& owner, const Value& collection, const Value& member) {
  if (is_native_list(collection)) {
    held_items(collection).push_back(member);
  } else if (is_native_set(collection)) {
    base_call(owner.interp, owner.interp.types().set, "add", collection, {member});
  } else {
    call_silently(owner.interp, collection, "_sa_appender", member);
  }
}

void put_into_collection(Context& owner, const Value& collection,
                         const std::vector<orm::Instance>& members) {
  if (members.empty()) return;
  if (is_native_list(collection)) {
    std::vector<Value>& held = held_items(collection);
    held.reserve(held.size() + members.size());
    for (const orm::Instance& member : members) {
      held.push_back(member ? object_of(*member) : Value::none());
    }
    return;
  }
  for (const orm::Instance& member : members) {
    put_into_collection(owner, collection, member ? object_of(*member) : Value::none());
  }
}

void take_from_collection(Context& owner, const Value& collection, const Value& member) {
  if (is_native_list(collection)) {
    std::vector<Value>& held = held_items(collection);
    auto at =
        std::find_if(held.begin(), held.end(), [&](const Value& one) { return one.same(member); });
    if (at == held.end()) return;
    Value dropped = std::move(*at);
    held.erase(at);
  } else if (is_native_set(collection)) {
    base_call(owner.interp, owner.interp.types().set, "discard", collection, {member});
  } else {
    call_silently(owner.interp, collection, "_sa_remover", member);
  }
}

bool append_by_role(Context& owner, const Value& collection, const Value& member,
                    const orm::Initiator& initiator) {
  if (is_native_list(collection)) return false;
  Interpreter& interp = owner.interp;
  const Value token = initiator ? token_of(interp, initiator) : Value::none();
  if (is_native_set(collection)) {
    interp.call(interp.getattr(collection, "add"), {member, token});
  } else {
    interp.call(interp.getattr(collection, "_sa_appender"), {member}, {{"_sa_initiator", token}});
  }
  return true;
}

bool remove_by_role(Context& owner, const Value& collection, const Value& member,
                    const orm::Initiator& initiator) {
  if (is_native_list(collection) || is_native_set(collection)) return false;
  Interpreter& interp = owner.interp;
  const Value token = initiator ? token_of(interp, initiator) : Value::none();
  try {
    interp.call(interp.getattr(collection, "_sa_remover"), {member}, {{"_sa_initiator", token}});
  } catch (const interp::PythonError& error) {
    // The other side may speak of members that are not there.
    if (!interp.matches(error, "ValueError") && !interp.matches(error, "KeyError") &&
        !interp.matches(error, "IndexError")) {
      throw;
    }
  }
  return true;
}

std::vector<Value> assigned_members(Context& owner, const orm::RelationshipProperty& relationship,
                                    PythonState& state, const Value& value, Value& made) {
  Interpreter& interp = owner.interp;
  made = make_collection(owner, relationship, state);
  if (is_native_list(made) && value.is(Kind::kList) && !value.object()->type->heap) {
    return held_items(value);
  }
  // Only the class of the collection knows what it takes.
  const Value kind =
      interp.call(function_of_module(interp, "_duck_type"), {Value(interp.type_of(made))});
  const Value members = interp.call(function_of_module(interp, "_assigned"), {made, kind, value});
  return interp.to_vector(interp.getitem(members, Value::integer(0)));
}

void add_collection_types(TypeTable& table) {
  table.emplace_back("InstrumentedList", make_instrumented_list);
  table.emplace_back("InstrumentedSet", make_instrumented_set);
  table.emplace_back("CollectionAdapter", make_adapter_type);
}

}  // namespace lessonrun::bind
