// The state of mapped objects of the interpreter, and the ways from an object to it and back.
//
// Values stay where Python keeps them, in the instance's own storage; the state only says where
// that is. So vars(user) shows what SQLAlchemy would show, and reading an attribute copies nothing.
#include <algorithm>

#include "orm/orm_error.h"
#include "orm/session.h"
#include "runner/bind/collections.h"
#include "runner/bind/composite.h"
#include "runner/bind/instances.h"
#include "runner/bind/mapper_events.h"
#include "runner/bind/mutable.h"
#include "runner/bind/properties.h"
#include "runner/bind/relationships.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Type;
using interp::Value;

// In an object of the class itself whose dict nobody has asked for, values lie by index.
const Value* PythonState::find_stored(size_t attribute) const {
  interp::Attributes* attributes = object_->attributes;
  if (attributes == nullptr) return nullptr;
  const auto place = static_cast<size_t>(mapped_.places[attribute]);
  if (object_->type != mapped_.type || attributes->dict) {
    return attributes->find(object_->type->keys, mapped_.type->keys.names[place]);
  }
  if (place >= attributes->values.size()) return nullptr;
  const Value& value = attributes->values[place];
  return value.is_undefined() ? nullptr : &value;
}

Value PythonState::stored(size_t attribute) const {
  const Value* value = find_stored(attribute);
  return value == nullptr ? Value() : *value;
}

void PythonState::store(size_t attribute, Value value) {
  context_.interp.instance_set(Value(object_), mapped_.type, mapped_.places[attribute],
                               std::move(value));
}

bool PythonState::has(size_t attribute) const { return find_stored(attribute) != nullptr; }

orm::Value PythonState::get(size_t attribute) const {
  const Value* value = find_stored(attribute);
  if (value == nullptr) return {};
  // What may run code must not lose the value meanwhile.
  return value->is_object() && !value->is(interp::Kind::kStr) ? to_orm(context_, Value(*value))
                                                              : to_orm(context_, *value);
}

orm::Instance PythonState::related(size_t attribute) const {
  const Value* value = find_stored(attribute);
  return orm::Instance(value == nullptr ? nullptr : find_state(context_, *value));
}

void PythonState::set_related(size_t attribute, orm::InstanceState* value) {
  store(attribute, value == nullptr ? Value::none() : object_of(*value));
}

void PythonState::set(size_t attribute, orm::Value value) {
  store(attribute, from_orm(context_, value));
}

void PythonState::erase(size_t attribute) {
  context_.interp.instance_delete(Value(object_), mapped_.type, mapped_.places[attribute]);
}

void PythonState::new_collection(size_t attribute) {
  const orm::RelationshipProperty& relationship = *mapper().property(attribute).relationship;
  store(attribute, make_collection(context_, relationship, *this));
}

bool PythonState::repeats(size_t attribute, const orm::InstanceState& member) const {
  const Value* collection = find_stored(attribute);
  // Other kinds of collections have a member once.
  if (collection == nullptr || !collection->is(interp::Kind::kList)) return false;
  const auto* data = interp::try_payload<CollectionData>(*collection);
  if (data != nullptr && data->has_each_once) return false;
  const Value object = object_of(member);
  size_t count = 0;
  for (const Value& one : collection->as<interp::ListObject>()->items) {
    if (one.same(object) && ++count > 1) return true;
  }
  return false;
}

void PythonState::default_collection(size_t attribute) {
  if (!context_.profile.empties_apart) {
    new_collection(attribute);
    return;
  }
  if (empty_collection(attribute)) return;
  Value made = make_collection(context_, *mapper().property(attribute).relationship, *this);
  if (empties_ == nullptr) empties_ = std::make_unique<Empties>();
  empties_->emplace_back(attribute, std::move(made));
}

void PythonState::open_collection(size_t attribute) {
  const Value known = empty_collection(attribute);
  if (!known || !take_empty(attribute, known)) new_collection(attribute);
}

Value PythonState::empty_collection(size_t attribute) const {
  if (empties_ == nullptr) return {};
  for (const auto& [of, collection] : *empties_) {
    if (of == attribute) return collection;
  }
  return {};
}

bool PythonState::take_empty(size_t attribute, const Value& collection) {
  if (empties_ == nullptr) return false;
  for (auto at = empties_->begin(); at != empties_->end(); ++at) {
    if (at->first != attribute || !at->second.same(collection)) continue;
    empties_->erase(at);
    store(attribute, collection);
    return true;
  }
  return false;
}

void PythonState::drop_empty(size_t attribute) {
  if (empties_ == nullptr) return;
  for (auto at = empties_->begin(); at != empties_->end(); ++at) {
    if (at->first != attribute) continue;
    const Value dropped = std::move(at->second);
    empties_->erase(at);
    return;
  }
}

std::vector<orm::Instance> PythonState::members(size_t attribute) const {
  Value collection = stored(attribute);
  return collection ? collection_members(context_, collection) : std::vector<orm::Instance>();
}

void PythonState::put_member(size_t attribute, orm::InstanceState& member) {
  put_into_collection(context_, stored(attribute), object_of(member));
}

void PythonState::put_members(size_t attribute, const std::vector<orm::Instance>& members) {
  put_into_collection(context_, stored(attribute), members);
}

void PythonState::take_member(size_t attribute, orm::InstanceState& member) {
  take_from_collection(context_, stored(attribute), object_of(member));
}

void PythonState::append_member(const orm::RelationshipProperty& relationship,
                                orm::InstanceState& member, const orm::Initiator& initiator) {
  const Value collection = stored(relationship.index());
  if (append_by_role(context_, collection, object_of(member), initiator)) return;
  InstanceState::append_member(relationship, member, initiator);
}

void PythonState::remove_member(const orm::RelationshipProperty& relationship,
                                orm::InstanceState& member, const orm::Initiator& initiator) {
  const Value collection = stored(relationship.index());
  if (remove_by_role(context_, collection, object_of(member), initiator)) return;
  InstanceState::remove_member(relationship, member, initiator);
}

bool PythonState::tells_of_strangers(size_t attribute) const {
  return stored(attribute).is(interp::Kind::kList);
}

bool PythonState::validate_backref(const orm::RelationshipProperty& relationship,
                                   orm::InstanceState* member, bool removed,
                                   const orm::Initiator& initiator) {
  (void)initiator;
  if (!mapped_.watches()) return true;
  Value value = member == nullptr ? Value::none() : object_of(*member);
  checked_by_validator(context_.interp, mapped_, Value(object_), relationship.key(), value, removed,
                       true);
  return true;
}

void PythonState::values_loaded(const orm::AttributeSet* attributes, orm::Reading how) {
  const bool refresh = how != orm::Reading::created;
  mutables_loaded(context_, *this, attributes);
  composites_loaded(context_, *this, attributes, refresh);
  if (attributes == nullptr && !refresh && mapped_.reconstructor) {
    context_.interp.call(mapped_.reconstructor, {Value(object_)});
  }
  tell_loaded(context_, *this, attributes, how);
}

void PythonState::values_expired(const orm::AttributeSet* attributes) {
  composites_expired(context_, *this, attributes);
  tell_expired(context_, *this, attributes);
}

void PythonState::values_written() {
  mutables_loaded(context_, *this, nullptr);
  composites_expired(context_, *this, nullptr);
}

std::string PythonState::object_repr() const { return context_.interp.repr(Value(object_)); }

// What history remembers may lead back to the object.
void InstanceData::clear_references() noexcept {
  if (!state) return;
  state->drop_history();
  state->drop_empties();
}

void InstanceData::dropped(Interpreter&, interp::Object&) noexcept {
  if (state && state->session != nullptr) state->session->object_dropped(*state);
}

void InstanceData::dict_asked(Interpreter& interp, interp::Object& object,
                              interp::DictObject& dict) {
  Context& owner = context(interp);
  if (find_state(owner, Value(&object)) == nullptr) return;
  Value key = interp.str("_sa_instance_state");
  interp.setitem(Value(&dict), key, wrap_state(owner, Value(&object)));
}

MappedClass* find_mapped(const Type* type) {
  if (type == nullptr) return nullptr;
  for (const Type* at : type->mro) {
    if (auto* mapped = dynamic_cast<MappedClass*>(at->class_payload.get())) return mapped;
  }
  return nullptr;
}

const orm::Mapper* find_mapper(const Type* type) {
  MappedClass* mapped = find_mapped(type);
  return mapped == nullptr ? nullptr : mapped->mapper;
}

const orm::Mapper* find_mapper(const Value& cls) {
  if (const auto* data = interp::try_payload<MapperData>(cls)) return data->mapper.get();
  if (!cls.is(interp::Kind::kType)) return nullptr;
  // A class below a mapped one is not mapped by that.
  const auto* mapped = dynamic_cast<const MappedClass*>(cls.as<Type>()->class_payload.get());
  return mapped == nullptr ? nullptr : mapped->mapper;
}

orm::InstanceState* find_state(Context& owner, const Value& object) {
  auto* data = interp::try_payload<InstanceData>(object);
  if (data == nullptr) return nullptr;
  if (!data->state) {
    MappedClass* mapped = find_mapped(owner.interp.type_of(object));
    if (mapped == nullptr) return nullptr;
    data->state.emplace(owner, *mapped, *object.object());
    mapped->mapper->set_identity(*data->state);
  }
  return &*data->state;
}

orm::InstanceState& loaded_state(Context& owner, const MappedClass& mapped, const Value& object) {
  auto& data = interp::payload<InstanceData>(owner.interp, object);
  data.state.emplace(owner, mapped, *object.object());
  return *data.state;
}

orm::InstanceState& to_state(Context& owner, const Value& object) {
  if (orm::InstanceState* state = find_state(owner, object)) return *state;
  const Type* type = owner.interp.type_of(object);
  std::string what = "Class '" + type->module + "." + type->name + "' is not mapped";
  if (object.is(interp::Kind::kType)) {
    const Type* cls = object.as<Type>();
    what += "; was a class (" + cls->module + "." + cls->name +
            ") supplied where an instance was required?";
  }
  raise_error(owner, orm::UnmappedInstanceError::cls, what);
}

Value object_of(const orm::InstanceState& state) {
  return Value(&static_cast<const PythonState&>(state).object());
}

std::vector<Value> objects_of(const std::vector<orm::Instance>& instances) {
  std::vector<Value> objects;
  objects.reserve(instances.size());
  for (const orm::Instance& instance : instances) {
    objects.push_back(instance ? object_of(*instance) : Value::none());
  }
  return objects;
}

}  // namespace lessonrun::bind
