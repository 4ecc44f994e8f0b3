// KeyFuncDict: Python's dict, whose changes are told to the ORM before they happen; and what is
// done with collections of every kind (collection_list.cpp and collection_set.cpp have the others).
#include "runner/bind/collections.h"

#include <algorithm>

#include "orm/orm_error.h"
#include "runner/bind/binding.h"
#include "runner/bind/expressions.h"
#include "runner/bind/extensions.h"
#include "runner/bind/properties.h"

namespace lessonrun::bind {

using interp::Call;
using interp::DictObject;
using interp::Interpreter;
using interp::Kind;
using interp::ListObject;
using interp::Type;
using interp::Value;

namespace {

struct Told {
  orm::InstanceState* state = nullptr;
  const orm::RelationshipProperty* relationship = nullptr;
};

Told owner_of(Interpreter& interp, const Value& self) {
  auto* data = interp::try_payload<CollectionData>(self);
  if (data == nullptr || data->relationship == nullptr || data->quiet) return {};
  Value owner = data->owner.lock();
  if (!owner) return {};
  orm::InstanceState* state = find_state(context(interp), owner);
  // A collection that was replaced by another one is not the attribute's any more.
  if (state != nullptr &&
      !static_cast<PythonState*>(state)->stored(data->relationship->index()).same(self)) {
    return {};
  }
  return {state, data->relationship};
}

Value validated_member(Interpreter& interp, const Told& told, const Value& member, bool removed) {
  const auto& state = static_cast<const PythonState&>(*told.state);
  return checked_by_validator(interp, state.mapped(), object_of(state), told.relationship->key(),
                              member, removed, false);
}

}  // namespace

Value appending(Interpreter& interp, const Value& self, const Value& member) {
  Told told = owner_of(interp, self);
  if (told.state == nullptr) return member;
  const Value checked = validated_member(interp, told, member, false);
  orm::InstanceState* added = find_state(context(interp), checked);
  if (added == nullptr) {
    interp.raise("AttributeError", "'" + interp.type_name(checked) +
                                       "' object has no attribute '_sa_instance_state'");
  }
  try {
    return object_of(told.state->before_append(*told.relationship, *added));
  } catch (const orm::Error& error) {
    raise_error(interp, error);
  }
}

void removing(Interpreter& interp, const Value& self, const Value& member) {
  Told told = owner_of(interp, self);
  if (told.state == nullptr) return;
  validated_member(interp, told, member, true);
  try {
    told.state->before_remove(*told.relationship, to_state(context(interp), member));
  } catch (const orm::Error& error) {
    raise_error(interp, error);
  }
}

Value base_call(Interpreter& interp, Type* type, const char* method, const Value& self,
                std::initializer_list<Value> arguments) {
  std::vector<Value> all{self};
  all.insert(all.end(), arguments);
  return interp.call(interp.getattr(Value(type), method), all, {});
}

namespace {

std::vector<Value>& held_items(const Value& self) { return self.as<ListObject>()->items; }

// ---- dict ---------------------------------------------------------------------------------------

Value find_item(Interpreter& interp, const Value& self, const Value& key) {
  return base_call(interp, interp.types().dict, "get", self, {key});
}

void dict_setitem(Interpreter& interp, const Value& self, const Value& key, const Value& value) {
  Type* dict = interp.types().dict;
  bool present = interp.contains(self, key);
  if (!value) {
    if (present) removing(interp, self, find_item(interp, self, key));
    base_call(interp, dict, "__delitem__", self, {key});
    return;
  }
  if (present) {
    Value old = find_item(interp, self, key);
    if (!old.same(value)) removing(interp, self, old);
  }
  const Value kept = appending(interp, self, value);
  base_call(interp, dict, "__setitem__", self, {key, kept});
}

// Speaks of a member whose key is not set: a warning where it is None, else an error.
void tell_unpopulated(Interpreter& interp, const Value& member,
                      const orm::RelationshipProperty* initiator, bool warns) {
  Context& owner = context(interp);
  const orm::InstanceState& state = to_state(owner, member);
  std::string relationship = "unknown relationship";
  if (initiator != nullptr) {
    const bool own = state.mapper().find(initiator->key()).has_value();
    relationship = own ? state.mapper().class_name() + "." + initiator->key() : initiator->key();
  }
  const std::string advice =
      "To skip this assignment entirely, Set the \"ignore_unpopulated_attribute=True\" parameter "
      "on "
      "the mapped collection factory.";
  if (warns) {
    owner.warn("SAWarning", "Attribute keyed dictionary value for attribute '" + relationship +
                                "' was None; this will raise in a future release. " + advice);
    return;
  }
  const std::string object = orm::state_str(state);
  raise_error(owner, orm::InvalidRequestError::cls,
              "In event triggered from population of attribute '" + relationship +
                  "' (potentially from a backref), can't populate value in KeyFuncDict; dictionary "
                  "key derived from " +
                  object + " is not populated. Ensure appropriate state is set up on the " +
                  object + " object before assigning to the " + relationship + " attribute. " +
                  advice);
}

// A member's key in a keyed dict; undefined for one that has none and is to be ignored. Without
// `warns` only an error is told of: the warning has been given.
Value key_of(Interpreter& interp, const Value& self, const Value& member,
             const orm::RelationshipProperty* initiator = nullptr, bool warns = true) {
  const auto& data = interp::payload<CollectionData>(interp, self);
  Value key = interp.call(data.keyfunc, {member});
  if (!context(interp).profile.keys_must_be_set) return key;
  const Value states = interp.modules().import(kStatesModule);
  const bool is_none = key.same(interp.getattr(states, "_NONE_KEY"));
  if (!is_none && !key.same(interp.getattr(states, "NO_VALUE"))) return key;
  if (data.ignores_unpopulated) return {};
  if (warns || !is_none) tell_unpopulated(interp, member, initiator, is_none);
  return Value::none();
}

Value dict_set(Call& call) {
  const Value key = key_of(call.interp, call.self, call[0]);
  if (key) dict_setitem(call.interp, call.self, key, call[0]);
  return Value::none();
}
Value dict_remove(Call& call) {
  const Value key = key_of(call.interp, call.self, call[0]);
  if (key) dict_setitem(call.interp, call.self, key, Value());
  return Value::none();
}
Value dict_pop(Call& call) {
  if (call.interp.contains(call.self, call[0])) {
    Value member = find_item(call.interp, call.self, call[0]);
    dict_setitem(call.interp, call.self, call[0], Value());
    return member;
  }
  if (call.given(1)) return call[1];
  return base_call(call.interp, call.interp.types().dict, "pop", call.self, {call[0]});
}
Value dict_clear(Call& call) {
  for (const Value& key : call.interp.to_vector(call.self)) {
    dict_setitem(call.interp, call.self, key, Value());
  }
  return Value::none();
}
Value dict_setdefault(Call& call) {
  if (!call.interp.contains(call.self, call[0])) {
    dict_setitem(call.interp, call.self, call[0], call[1]);
  }
  return find_item(call.interp, call.self, call[0]);
}
Value dict_update(Call& call) {
  for (const Value& source : {call[0], call[1]}) {
    if (source.is_none()) continue;
    for (auto& [key, value] : dict_items(context(call.interp), source)) {
      dict_setitem(call.interp, call.self, call.interp.str(key), value);
    }
  }
  return Value::none();
}

Type* make_dict_type(Context& owner) {
  return interp::TypeBuilder(owner.interp,
                             owner.profile.typed_names ? "KeyFuncDict" : "MappedCollection",
                             owner.profile.typed_names ? "sqlalchemy.orm.mapped_collection"
                                                       : "sqlalchemy.orm.collections")
      .base(owner.interp.types().dict)
      .payload<CollectionData>()
      .method("set", "value, _sa_initiator=None", dict_set)
      .method("remove", "value, _sa_initiator=None", dict_remove)
      .method("pop", "key, default=?", dict_pop)
      .method("clear", "", dict_clear)
      .method("setdefault", "key, default=None", dict_setdefault)
      .method("update", "other=None, /, **kwargs", dict_update)
      .slots([](interp::Slots& slots) { slots.setitem = dict_setitem; })
      .build();
}

const CollectionClass* collection_class(const orm::RelationshipProperty& relationship) {
  return dynamic_cast<const CollectionClass*>(relationship.args().collection.get());
}

CollectionClass::Kind kind_of(const Value& collection) {
  if (collection.is(Kind::kDict)) return CollectionClass::Kind::dict;
  if (collection.is(Kind::kSet)) return CollectionClass::Kind::set;
  return CollectionClass::Kind::list;
}

}  // namespace

bool tells_changes(Context& owner, const Type& type) {
  static constexpr const char* kChanges[] = {"append",   "remove",      "insert",
                                             "pop",      "extend",      "clear",
                                             "__iadd__", "__setitem__", "__delitem__"};
  for (Type* at : type.mro) {
    if (at == owner.interp.types().list) return true;
    if (at->dict.find("_sa_calls_list") != nullptr) continue;
    for (const char* name : kChanges) {
      if (at->dict.find(name) != nullptr) return false;
    }
  }
  return false;
}

// An object of the factory's class, seen as a class that tells of its changes: one of the same name
// below both it and InstrumentedList.
Value made_by_factory(Context& owner, const Value& factory) {
  Interpreter& interp = owner.interp;
  Value made = interp.call(factory);
  Type* plain = interp.type_of(made);
  const Value known = interp.find_attr(Value(plain), "_sa_instrumented_class");
  Value cls = known;
  if (!known || known.as<Type>()->mro[1] != plain) {
    const Value dict = interp.dict();
    interp.setitem(dict, interp.str("__module__"), interp.str(plain->module));
    interp.setitem(dict, interp.str("__qualname__"), interp.str(plain->qualname));
    cls = interp.call(Value(interp.types().type),
                      {interp.str(plain->name),
                       interp.tuple({Value(plain), Value(owner.type("InstrumentedList"))}), dict},
                      {});
    interp.setattr(Value(plain), "_sa_instrumented_class", cls);
  }
  interp.setattr(made, "__class__", cls);
  return made;
}

Value make_collection(Context& owner, const orm::RelationshipProperty& relationship,
                      PythonState& state) {
  const CollectionClass* cls = collection_class(relationship);
  CollectionClass::Kind kind = cls == nullptr ? CollectionClass::Kind::list : cls->kind;
  const char* name = kind == CollectionClass::Kind::list  ? "InstrumentedList"
                     : kind == CollectionClass::Kind::set ? "InstrumentedSet"
                                                          : "KeyFuncDict";
  Value collection = cls != nullptr && cls->factory ? made_by_factory(owner, cls->factory)
                                                    : owner.interp.call(Value(owner.type(name)));
  auto data = std::make_unique<CollectionData>();
  data->owner = interp::WeakValue(owner.interp, Value(&state.object()));
  data->relationship = &relationship;
  if (cls != nullptr) {
    data->keyfunc = cls->keyfunc;
    data->ignores_unpopulated = cls->ignores_unpopulated;
  }
  interp::set_payload(collection, std::move(data));
  return collection;
}

std::vector<orm::Instance> collection_members(Context& owner, const Value& collection) {
  std::vector<orm::Instance> members;
  std::vector<Value> values;
  if (collection.is(Kind::kList)) {
    const std::vector<Value>& held = held_items(collection);
    members.reserve(held.size());
    for (const Value& value : held) members.emplace_back(find_state(owner, value));
    return members;
  }
  if (collection.is(Kind::kDict)) {
    values = owner.interp.to_vector(owner.interp.call_method(collection, "values"));
  } else {
    values = owner.interp.to_vector(collection);
  }
  for (const Value& value : values) members.emplace_back(find_state(owner, value));
  return members;
}

// Has the list an append() of its own, to be filled by? Only a class of Python says so.
static bool calls_list(Interpreter& interp, const Value& list) {
  return list.object()->type->heap && interp::try_payload<CollectionData>(list) != nullptr &&
         interp.find_attr(list, "_sa_calls_list");
}

static void put_into_list(Interpreter& interp, const Value& list, const Value& member) {
  auto* data = interp::try_payload<CollectionData>(list);
  if (!calls_list(interp, list)) {
    held_items(list).push_back(member);
    return;
  }
  struct Quiet {
    explicit Quiet(bool& on) : flag(on) { flag = true; }
    ~Quiet() { flag = false; }
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;
    bool& flag;
  } quiet(data->quiet);
  interp.call_method(list, "append", {member});
}

bool fits_collection(Context& owner, const Value& collection, const Value& member,
                     const orm::RelationshipProperty* initiator) {
  if (kind_of(collection) != CollectionClass::Kind::dict || !owner.profile.keys_must_be_set) {
    return true;
  }
  return !key_of(owner.interp, collection, member, initiator).is_undefined();
}

void put_into_collection(Context& owner, const Value& collection, const Value& member) {
  switch (kind_of(collection)) {
    case CollectionClass::Kind::list:
      put_into_list(owner.interp, collection, member);
      return;
    case CollectionClass::Kind::set:
      base_call(owner.interp, owner.interp.types().set, "add", collection, {member});
      return;
    case CollectionClass::Kind::dict:
      if (const Value key = key_of(owner.interp, collection, member, nullptr, false)) {
        base_call(owner.interp, owner.interp.types().dict, "__setitem__", collection,
                  {key, member});
      }
  }
}

void put_into_collection(Context& owner, const Value& collection,
                         const std::vector<orm::Instance>& members) {
  if (members.empty()) return;
  if (kind_of(collection) == CollectionClass::Kind::list && !calls_list(owner.interp, collection)) {
    std::vector<Value>& held = held_items(collection);
    held.reserve(held.size() + members.size());
    for (const orm::Instance& member : members) held.push_back(object_of(*member));
    return;
  }
  for (const orm::Instance& member : members) {
    put_into_collection(owner, collection, object_of(*member));
  }
}

void take_from_collection(Context& owner, const Value& collection, const Value& member) {
  switch (kind_of(collection)) {
    case CollectionClass::Kind::list: {
      std::vector<Value>& held = held_items(collection);
      auto at = std::find_if(held.begin(), held.end(),
                             [&](const Value& one) { return one.same(member); });
      if (at == held.end()) return;
      Value dropped = std::move(*at);
      held.erase(at);
      return;
    }
    case CollectionClass::Kind::set:
      base_call(owner.interp, owner.interp.types().set, "discard", collection, {member});
      return;
    case CollectionClass::Kind::dict:
      for (const Value& key : owner.interp.to_vector(collection)) {
        if (!find_item(owner.interp, collection, key).same(member)) continue;
        base_call(owner.interp, owner.interp.types().dict, "__delitem__", collection, {key});
        return;
      }
  }
}

std::vector<Value> assigned_members(Context& owner, const orm::RelationshipProperty& relationship,
                                    const Value& value) {
  const CollectionClass* cls = collection_class(relationship);
  CollectionClass::Kind kind = cls == nullptr ? CollectionClass::Kind::list : cls->kind;
  static constexpr const char* kNames[] = {"list", "set", "dict"};
  bool fits = kind == CollectionClass::Kind::list  ? value.is(Kind::kList)
              : kind == CollectionClass::Kind::set ? value.is(Kind::kSet)
                                                   : value.is(Kind::kDict);
  if (!fits) {
    std::string given = value.is_none() ? "None" : owner.interp.type_name(value);
    owner.interp.raise("TypeError", "Incompatible collection type: " + given + " is not " +
                                        kNames[static_cast<size_t>(kind)] + "-like");
  }
  if (kind == CollectionClass::Kind::dict) {
    return owner.interp.to_vector(owner.interp.call_method(value, "values"));
  }
  return owner.interp.to_vector(value);
}

void add_collection_types(TypeTable& table) {
  table.emplace_back("InstrumentedList", make_instrumented_list);
  table.emplace_back("InstrumentedSet", make_instrumented_set);
  table.emplace_back("KeyFuncDict", make_dict_type);
}

}  // namespace lessonrun::bind
