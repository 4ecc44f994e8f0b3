// Values that are watched for changes in place: what sqlalchemy.ext.mutable asks of mapped objects.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "runner/bind/instances.h"

namespace lessonrun::bind {

/// Has the column of a new attribute a type that as_mutable() marked? Then its values are watched.
void find_mutable(Context& context, MappedClass& mapped, const orm::MappedProperty& property);
/// Puts watched values in the place of those that were read from a row, of these attributes or all.
void mutables_loaded(Context& context, PythonState& state, const orm::AttributeSet* attributes);
/// The watched value in the place of one that the program assigns. ValueError for what it refuses.
interp::Value mutable_assigned(Context& context, PythonState& state, size_t attribute,
                               const interp::Value& value);
/// Tells a MutableComposite which object has it.
void adopt_composite(interp::Interpreter& interp, const interp::Value& value,
                     const interp::Value& object, const std::string& key);
void add_mutable_types(std::vector<std::pair<std::string, TypeMaker>>& table);

}  // namespace lessonrun::bind
