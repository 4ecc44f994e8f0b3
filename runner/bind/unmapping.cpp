// What becomes of mapped classes: they are kept, and made plain ones again by registry.dispose().
#include <memory>
#include <vector>

#include "runner/bind/instances.h"
#include "runner/bind/mapper_events.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

// The classes that were mapped: their mappers stay in the registry, and other classes find them
// there by name, also when the lesson has given the name to another class.
struct MappedClasses : interp::Payload {
  void clear_references() noexcept override {
    all.clear();
    for (const auto& one : unmapped) one->clear_references();
  }
  std::vector<Value> all;
  std::vector<std::unique_ptr<interp::Payload>> unmapped;  ///< objects of these may still be alive
};

MappedClasses& mapped_classes(Context& owner) {
  auto& home = owner.type("_DeclarativeRoot")->class_payload;
  if (home == nullptr) home = std::make_unique<MappedClasses>();
  return static_cast<MappedClasses&>(*home);
}

// The attributes that mapping a class put on it.
void take_attributes_away(Context& owner, Type& type, const MappedClass& mapped) {
  Interpreter& interp = owner.interp;
  auto remove = [&](const std::string& key) {
    interp::StrObject* name = interp.intern(key);
    if (type.dict.find(name) != nullptr) interp.delattr(Value(&type), name);
  };
  for (const orm::MappedProperty& property : mapped.mapper->properties()) {
    const Value* found = type.dict.find(interp.intern(property.key));
    if (found != nullptr && interp::try_payload<AttributeData>(*found) != nullptr) {
      remove(property.key);
    }
  }
  remove("__mapper__");
  if (mapped.gave_init) remove("__init__");
}

// A class without a table that others are united under is a mixin to them.

}  // namespace

void keep_mapped(Context& owner, Type& type) { mapped_classes(owner).all.emplace_back(&type); }

void unmap(Context& owner, Type& type) {
  auto* mapped = dynamic_cast<MappedClass*>(type.class_payload.get());
  if (mapped == nullptr) return;
  stop_telling(owner, type);
  take_attributes_away(owner, type, *mapped);
  mapped_classes(owner).unmapped.push_back(std::move(type.class_payload));
}

}  // namespace lessonrun::bind
