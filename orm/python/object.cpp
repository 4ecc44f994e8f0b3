// What lessons ask of objects, registries and errors themselves.
#include "orm/mapper.h"
#include "orm/python.h"
#include "orm/relationship.h"

namespace orm {

namespace {

const MappedProperty* loaded_property(const InstanceState& object, std::string_view name) {
  for (const MappedProperty& property : object.mapper().properties()) {
    if (property.key == name && object.has(property.index)) return &property;
  }
  return nullptr;
}

Value value_of(const InstanceState& object, const MappedProperty& property) {
  if (property.relationship == nullptr) return object.get(property.index);
  if (!property.relationship->uselist()) {
    return orm::value_of(object.related(property.index));
  }
  std::vector<Value> members;
  for (const Instance& member : object.members(property.index)) {
    members.push_back(orm::value_of(member));
  }
  return Value::list(std::move(members));
}

}  // namespace

bool ObjectDict::contains(std::string_view name) const {
  return name == "_sa_instance_state" || loaded_property(*object_, name) != nullptr;
}

Value ObjectDict::operator[](std::string_view name) const {
  const MappedProperty* property = loaded_property(*object_, name);
  if (property == nullptr) throw KeyError(repr_text(name));
  return value_of(*object_, *property);
}

std::string ObjectDict::repr() const {
  std::string text = "{'_sa_instance_state': <sqlalchemy.orm.state.InstanceState object at " +
                     repr_address(object_.get()) + ">";
  for (const MappedProperty& property : object_->mapper().properties()) {
    if (property.hidden || !object_->has(property.index)) continue;
    text += ", " + repr_text(property.key) + ": " + value_of(*object_, property).repr();
  }
  return text + "}";
}

std::string repr(const Registry& registry) {
  return "<sqlalchemy.orm.decl_api.registry object at " + repr_address(&registry) + ">";
}

std::string py::type_name(const std::exception& error) {
  const auto* known = dynamic_cast<const Error*>(&error);
  return known == nullptr ? "Exception" : known->error_class().name;
}

}  // namespace orm
