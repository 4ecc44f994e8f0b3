// Mapped classes that derive from each other: declared_attr, __mapper_args__, with_polymorphic().
#pragma once

#include <functional>
#include <string>

#include "orm/mapper.h"
#include "runner/bind/binding.h"
#include "runner/bind/context.h"

namespace lessonrun::bind {

/// declared_attr(function): an attribute of a mixin that is made anew for each mapped class.
struct DeclaredAttrData : interp::Payload {
  explicit DeclaredAttrData(interp::Value held = {}, bool cascades = false)
      : function(std::move(held)), cascading(cascades) {}
  void clear_references() noexcept override { function.reset(); }
  interp::Value function;
  bool cascading;  ///< also for the classes that derive from a mapped one
};

/// The function of a declared_attr called with the class.
interp::Value declared_for(interp::Interpreter& interp, const DeclaredAttrData& data,
                           interp::Type& type);

/// Reads `__mapper_args__`. `key_of` gives the attribute that a value of the class body became, as
/// `type` in `polymorphic_on: type`; empty for other values.
void read_mapper_args(Context& context, const interp::Value& args, orm::MapperOptions& options,
                      const std::function<std::string(const interp::Value&)>& key_of);

/// How the UNION of ConcreteBase calls its discriminator; empty where the class does not derive
/// from it.
std::string concrete_discriminator(Context& context, interp::Type& type);
/// Makes attributes that a concrete class does not map say so.
void hide_inherited(Context& context, interp::Type& type, const orm::Mapper& mapper);

void add_inheritance_types(std::vector<std::pair<std::string, TypeMaker>>& table);
std::vector<BindingTable> inheritance_tables();

}  // namespace lessonrun::bind
