// Mapped classes that SQLAlchemy makes dataclasses of: MappedAsDataclass, @mapped_as_dataclass.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "runner/bind/context.h"

namespace lessonrun::bind {

/// `init=`, `repr=`, `default=` and their kin, as mapped_column() and relationship() take them:
/// what the field of the dataclass is made with.
struct DataclassOptions {
  std::vector<std::pair<std::string, interp::Value>> given;
  const interp::Value* find(std::string_view name) const;
};

/// Keeps a keyword that belongs to the dataclass; false: it is another one.
bool take_dataclass_option(const std::string& name, const interp::Value& value,
                           DataclassOptions& out);

/// One attribute of the class, for the dataclass.
struct DataclassField {
  std::string name;
  interp::Value annotation;  ///< without Mapped[]
  interp::Value value;       ///< what stands in the class, if it is no mapping
  const DataclassOptions* options = nullptr;
  bool keeps_value = false;  ///< a descriptor: it stays in the class
};

/// The arguments that a class, or one above it, gave to MappedAsDataclass; undefined: it is none.
interp::Value dataclass_arguments(interp::Interpreter& interp, interp::Type& type);

/// Makes the class a dataclass with these fields. Throws InvalidRequestError with what the module
/// dataclasses says.
void make_dataclass(Context& context, interp::Type& type, const std::vector<DataclassField>& fields,
                    const interp::Value& arguments);

/// Refuses options of a dataclass on a class that is none.
[[noreturn]] void refuse_dataclass_options(Context& context, interp::Type& type,
                                           const std::string& key, const DataclassOptions& options,
                                           bool is_property);

/// The slot of declarative bases that sees new classes; MappedAsDataclass calls it.
void declarative_subclassed(interp::Interpreter& interp, interp::Type* type,
                            interp::DictObject& class_namespace,
                            const interp::Arguments& arguments);

/// The inner part of `Mapped[X]` for other annotations the annotation itself.
interp::Value without_mapped(const interp::Value& annotation);

void add_dataclass_types(std::vector<std::pair<std::string, TypeMaker>>& table);
/// `registry.mapped_as_dataclass`
void add_dataclass_methods(interp::TypeBuilder& registry);

}  // namespace lessonrun::bind
