// InstrumentedList, InstrumentedSet and KeyFuncDict: Python's own collections, whose changes are
// told to the ORM before they happen.
#include <algorithm>

#include "runner/bind/binding.h"
#include "runner/bind/expressions.h"
#include "runner/bind/properties.h"
#include "runner/bind/relationships.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::BinaryOp;
using interp::Call;
using interp::DictObject;
using interp::Interpreter;
using interp::Kind;
using interp::ListObject;
using interp::SetObject;
using interp::Type;
using interp::Value;

namespace {

// Whose collection it is. The owner may be gone before it: then changes are nobody's business.
struct CollectionData : interp::Payload {
  interp::WeakValue owner;
  const orm::Relationship* relationship = nullptr;
  Value keyfunc;
  void clear_references() noexcept override { keyfunc.reset(); }
};

struct Told {
  orm::InstanceState* state = nullptr;
  const orm::Relationship* relationship = nullptr;
};

Told owner_of(Interpreter& interp, const Value& self) {
  auto* data = interp::try_payload<CollectionData>(self);
  if (data == nullptr || data->relationship == nullptr) return {};
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

void validate_member(Interpreter& interp, const Told& told, const Value& member, bool removed) {
  const auto& state = static_cast<const PythonState&>(*told.state);
  if (!state.mapped().watches()) return;
  Value checked = validated(interp, state.mapped(), object_of(state),
                            std::string(told.relationship->key()), member, removed, false);
  if (removed || checked.same(member)) return;
  interp.unsupported("@validates that replaces a member",
                     "a validator of a collection must return the object that it was given");
}

void appending(Interpreter& interp, const Value& self, const Value& member) {
  Told told = owner_of(interp, self);
  if (told.state == nullptr) return;
  validate_member(interp, told, member, false);
  try {
    told.state->before_append(*told.relationship, to_state(context(interp), member));
  } catch (const orm::Error& error) {
    raise_error(interp, error);
  }
}

void removing(Interpreter& interp, const Value& self, const Value& member) {
  Told told = owner_of(interp, self);
  if (told.state == nullptr) return;
  validate_member(interp, told, member, true);
  try {
    told.state->before_remove(*told.relationship, to_state(context(interp), member));
  } catch (const orm::Error& error) {
    raise_error(interp, error);
  }
}

// Calls the method of the builtin type, past our own.
Value base_call(Interpreter& interp, Type* type, const char* method, const Value& self,
                std::initializer_list<Value> arguments = {}) {
  std::vector<Value> all{self};
  all.insert(all.end(), arguments);
  return interp.call(interp.getattr(Value(type), method), all, {});
}

// ---- list ---------------------------------------------------------------------------------------

std::vector<Value>& items_of(const Value& self) { return self.as<ListObject>()->items; }

Value list_append(Call& call) {
  appending(call.interp, call.self, call[0]);
  items_of(call.self).push_back(call[0]);
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
  appending(call.interp, call.self, call[1]);
  return base_call(call.interp, call.interp.types().list, "insert", call.self, {call[0], call[1]});
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
    appending(call.interp, call.self, member);
    items_of(call.self).push_back(member);
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
    for (const Value& member : replacement) appending(interp, self, member);
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
  appending(interp, self, value);
  base_call(interp, list, "__setitem__", self, {key, value});
}

Value list_inplace(Interpreter& interp, BinaryOp op, const Value& self, const Value& other) {
  if (op != BinaryOp::kAdd) return Value(interp.types().not_implemented);
  for (const Value& member : interp.to_vector(other)) {
    appending(interp, self, member);
    items_of(self).push_back(member);
  }
  return self;
}

Type* make_list_type(Context& owner) {
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

// ---- set ----------------------------------------------------------------------------------------

bool set_has(Interpreter& interp, const Value& self, const Value& member) {
  return interp.contains(self, member);
}

void add_to_set(Interpreter& interp, const Value& self, const Value& member) {
  if (!set_has(interp, self, member)) appending(interp, self, member);
  base_call(interp, interp.types().set, "add", self, {member});
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

Type* make_set_type(Context& owner) {
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
  appending(interp, self, value);
  base_call(interp, dict, "__setitem__", self, {key, value});
}

Value key_of(Interpreter& interp, const Value& self, const Value& member) {
  return interp.call(interp::payload<CollectionData>(interp, self).keyfunc, {member});
}

Value dict_set(Call& call) {
  dict_setitem(call.interp, call.self, key_of(call.interp, call.self, call[0]), call[0]);
  return Value::none();
}
Value dict_remove(Call& call) {
  dict_setitem(call.interp, call.self, key_of(call.interp, call.self, call[0]), Value());
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

const CollectionClass* collection_class(const orm::Relationship& relationship) {
  return dynamic_cast<const CollectionClass*>(relationship.args().collection.get());
}

CollectionClass::Kind kind_of(const Value& collection) {
  if (collection.is(Kind::kDict)) return CollectionClass::Kind::dict;
  if (collection.is(Kind::kSet)) return CollectionClass::Kind::set;
  return CollectionClass::Kind::list;
}

}  // namespace

Value make_collection(Context& owner, const orm::Relationship& relationship, PythonState& state) {
  const CollectionClass* cls = collection_class(relationship);
  CollectionClass::Kind kind = cls == nullptr ? CollectionClass::Kind::list : cls->kind;
  const char* name = kind == CollectionClass::Kind::list  ? "InstrumentedList"
                     : kind == CollectionClass::Kind::set ? "InstrumentedSet"
                                                          : "KeyFuncDict";
  Value collection = owner.interp.call(Value(owner.type(name)));
  auto data = std::make_unique<CollectionData>();
  data->owner = interp::WeakValue(owner.interp, Value(&state.object()));
  data->relationship = &relationship;
  if (cls != nullptr) data->keyfunc = cls->keyfunc;
  interp::set_payload(collection, std::move(data));
  return collection;
}

std::vector<orm::Instance> collection_members(Context& owner, const Value& collection) {
  std::vector<orm::Instance> members;
  std::vector<Value> values;
  if (collection.is(Kind::kList)) {
    const std::vector<Value>& held = items_of(collection);
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

void put_into_collection(Context& owner, const Value& collection, const Value& member) {
  switch (kind_of(collection)) {
    case CollectionClass::Kind::list:
      items_of(collection).push_back(member);
      return;
    case CollectionClass::Kind::set:
      base_call(owner.interp, owner.interp.types().set, "add", collection, {member});
      return;
    case CollectionClass::Kind::dict:
      base_call(owner.interp, owner.interp.types().dict, "__setitem__", collection,
                {key_of(owner.interp, collection, member), member});
  }
}

void take_from_collection(Context& owner, const Value& collection, const Value& member) {
  switch (kind_of(collection)) {
    case CollectionClass::Kind::list: {
      std::vector<Value>& held = items_of(collection);
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

std::vector<Value> assigned_members(Context& owner, const orm::Relationship& relationship,
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
  table.emplace_back("InstrumentedList", make_list_type);
  table.emplace_back("InstrumentedSet", make_set_type);
  table.emplace_back("KeyFuncDict", make_dict_type);
}

}  // namespace lessonrun::bind
