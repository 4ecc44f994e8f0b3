// Mapped objects of the interpreter: their state, and the attributes of their classes.
//
// Values stay where Python keeps them, in the instance's own storage; the state only says where
// that is. So vars(user) shows what SQLAlchemy would show, and reading an attribute copies nothing.
#include "runner/bind/instances.h"

#include "orm/orm_error.h"
#include "orm/session.h"
#include "runner/bind/expressions.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Type;
using interp::Value;

Value PythonState::stored(size_t attribute) const {
  return context_.interp.instance_get(Value(object_), mapped_.type, mapped_.places[attribute]);
}

void PythonState::store(size_t attribute, Value value) {
  context_.interp.instance_set(Value(object_), mapped_.type, mapped_.places[attribute],
                               std::move(value));
}

bool PythonState::has(size_t attribute) const { return !stored(attribute).is_undefined(); }

orm::Value PythonState::get(size_t attribute) const { return to_orm(context_, stored(attribute)); }

void PythonState::set(size_t attribute, orm::Value value) {
  store(attribute, from_orm(context_, value));
}

void PythonState::erase(size_t attribute) {
  context_.interp.instance_delete(Value(object_), mapped_.type, mapped_.places[attribute]);
}

std::string PythonState::object_repr() const { return context_.interp.repr(Value(object_)); }

void InstanceData::dropped(Interpreter&, interp::Object&) noexcept {
  if (state != nullptr && state->session != nullptr) state->session->object_dropped(*state);
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
  return cls.is(interp::Kind::kType) ? find_mapper(cls.as<Type>()) : nullptr;
}

orm::InstanceState* find_state(Context& owner, const Value& object) {
  auto* data = interp::try_payload<InstanceData>(object);
  if (data == nullptr) return nullptr;
  if (data->state == nullptr) {
    MappedClass* mapped = find_mapped(owner.interp.type_of(object));
    if (mapped == nullptr) return nullptr;
    data->state = std::make_unique<PythonState>(owner, *mapped, *object.object());
  }
  return data->state.get();
}

orm::InstanceState& to_state(Context& owner, const Value& object) {
  if (orm::InstanceState* state = find_state(owner, object)) return *state;
  const Type* type = owner.interp.type_of(object);
  std::string what = "Class '" + type->module + "." + type->qualname + "' is not mapped";
  if (find_mapper(object) != nullptr) {
    const Type* cls = object.as<Type>();
    what = "Class 'builtins.type' is not mapped; was a class (" + cls->module + "." +
           cls->qualname + ") supplied where an instance was required?";
  }
  raise_error(owner, orm::UnmappedInstanceError::cls, what);
}

Value object_of(const orm::InstanceState& state) {
  return Value(&static_cast<const PythonState&>(state).object());
}

std::vector<Value> objects_of(const std::vector<orm::Instance>& instances) {
  std::vector<Value> objects;
  objects.reserve(instances.size());
  for (const orm::Instance& instance : instances) objects.push_back(object_of(*instance));
  return objects;
}

// ---- attributes ---------------------------------------------------------------------------------

namespace {

PythonState& state_for(Interpreter& interp, const Value& instance) {
  return static_cast<PythonState&>(to_state(context(interp), instance));
}

Value attribute_get(Interpreter& interp, const Value& self, const Value& instance, Type*) {
  if (!instance) return self;
  const auto& data = interp::payload<AttributeData>(interp, self);
  PythonState& state = state_for(interp, instance);
  Value value = state.stored(data.index);
  if (value) return value;
  if (!state.ensure_loaded(data.index)) return Value::none();
  return state.stored(data.index);
}

void attribute_set(Interpreter& interp, const Value& self, const Value& instance,
                   const Value& value) {
  const auto& data = interp::payload<AttributeData>(interp, self);
  PythonState& state = state_for(interp, instance);
  if (!value) {
    state.remove(data.index);
    return;
  }
  state.before_change(data.index);
  state.store(data.index, value);
}

std::string attribute_str(Interpreter& interp, const Value& self) {
  const auto& data = interp::payload<AttributeData>(interp, self);
  return data.mapper->class_name() + "." + data.mapper->property(data.index).key;
}

std::string attribute_repr(Interpreter& interp, const Value& self) {
  char address[32];
  std::snprintf(address, sizeof address, "0x%llx",
                static_cast<unsigned long long>(reinterpret_cast<uintptr_t>(self.object())));
  (void)interp;
  return std::string("<sqlalchemy.orm.attributes.InstrumentedAttribute object at ") + address + ">";
}

Value attribute_missing(Interpreter& interp, const Value& self, interp::StrObject* name) {
  interp.raise("AttributeError",
               "Neither 'InstrumentedAttribute' object nor 'Comparator' object associated with " +
                   attribute_str(interp, self) + " has an attribute '" + name->text + "'");
}

Type* make_attribute_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "InstrumentedAttribute", "sqlalchemy.orm.attributes")
      .base(owner.type("ColumnElement"))
      .payload<AttributeData>()
      .slots([](interp::Slots& slots) {
        slots.descr_get = guard<attribute_get>;
        slots.descr_set = guard<attribute_set>;
        slots.str = attribute_str;
        slots.repr = attribute_repr;
        slots.getattr_missing = attribute_missing;
      })
      .build();
}

// ---- IdentitySet --------------------------------------------------------------------------------

struct IdentitySetData : interp::Payload {
  std::vector<Value> members;
  void clear_references() noexcept override { members.clear(); }
};

std::string identity_set_repr(Interpreter& interp, const Value& self) {
  const auto& data = interp::payload<IdentitySetData>(interp, self);
  return "IdentitySet(" + interp.repr(interp.list(data.members)) + ")";
}

bool identity_set_contains(Interpreter& interp, const Value& self, const Value& item) {
  for (const Value& member : interp::payload<IdentitySetData>(interp, self).members) {
    if (member.same(item)) return true;
  }
  return false;
}

Value identity_set_iter(Interpreter& interp, const Value& self) {
  return interp.iter(interp.list(interp::payload<IdentitySetData>(interp, self).members));
}

int64_t identity_set_len(Interpreter& interp, const Value& self) {
  return static_cast<int64_t>(interp::payload<IdentitySetData>(interp, self).members.size());
}

Type* make_identity_set_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "IdentitySet", "sqlalchemy.util._collections")
      .payload<IdentitySetData>()
      .slots([](interp::Slots& slots) {
        slots.repr = identity_set_repr;
        slots.str = identity_set_repr;
        slots.contains = identity_set_contains;
        slots.iter = identity_set_iter;
        slots.len = identity_set_len;
      })
      .build();
}

}  // namespace

Value wrap_identity_set(Context& owner, const std::vector<orm::Instance>& instances) {
  auto data = std::make_unique<IdentitySetData>();
  data->members = objects_of(instances);
  return owner.make("IdentitySet", std::move(data));
}

Value class_attribute(Context& owner, const orm::AttributeAnnotation& annotation) {
  Value found;
  for (const orm::Ref<orm::Mapper>& mapper : annotation.mapper->registry().mappers()) {
    if (mapper.get() != annotation.mapper) continue;
    auto data = std::make_unique<AttributeData>();
    data->clause = mapper->attribute(annotation.index);
    data->mapper = mapper.get();
    data->index = annotation.index;
    found = owner.make("InstrumentedAttribute", std::move(data));
  }
  return found;
}

void instrument(Context& owner, Type& type, MappedClass& mapped) {
  Interpreter& interp = owner.interp;
  mapped.type = &type;
  mapped.places.clear();
  for (const orm::MappedProperty& property : mapped.mapper->properties()) {
    interp::StrObject* name = interp.intern(property.key);
    mapped.places.push_back(interp.key_index(&type, name));
    auto data = std::make_unique<AttributeData>();
    data->clause = mapped.mapper->attribute(property.index);
    data->mapper = mapped.mapper;
    data->index = property.index;
    interp.set_class_attr(&type, name, owner.make("InstrumentedAttribute", std::move(data)));
  }
}

void add_instance_types(TypeTable& table) {
  table.emplace_back("InstrumentedAttribute", make_attribute_type);
  table.emplace_back("IdentitySet", make_identity_set_type);
}

}  // namespace lessonrun::bind
