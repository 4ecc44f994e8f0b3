// synonym(), deferred(), column_property(), @validates: what a lesson writes beside columns.
#pragma once

#include "runner/bind/binding.h"
#include "runner/bind/hybrid.h"
#include "runner/bind/instances.h"
#include "runner/bind/mapped_dataclass.h"

namespace lessonrun::bind {

/// deferred(Column), column_property(..) and query_expression(), until the class is mapped.
struct ColumnPropertyData : interp::Payload {
  interp::Value column;
  bool deferred = false;
  bool raiseload = false;
  bool query_expression = false;
  std::string group;
  DataclassOptions dataclass;
  void clear_references() noexcept override { column.reset(); }
};

/// The expression of a column_property() as it is selected: with a label.
orm::ColumnRef property_expression(const orm::ClauseRef& clause);

/// synonym("name"): another name of an attribute, on the class, on aliases and on objects.
struct SynonymData final : ClassDescriptor {
  std::string target;
  std::string key;           ///< its own name; known when the class is mapped
  interp::Value descriptor;  ///< answers for objects instead
  DataclassOptions dataclass;
  void clear_references() noexcept override { descriptor.reset(); }
  interp::Value on_class(Context& context, const interp::Value& entity) override;
};

/// Finds the functions of a class that @validates marked.
void find_validators(Context& context, interp::Type& type, MappedClass& mapped);

/// Asks the validator of an attribute, if it has one; the value to store.
interp::Value validated(interp::Interpreter& interp, const MappedClass& mapped,
                        const interp::Value& object, const std::string& key,
                        const interp::Value& value, bool removed, bool from_backref);
/// Its first half: what @validates made of the value.
interp::Value checked_by_validator(interp::Interpreter& interp, const MappedClass& mapped,
                                   const interp::Value& object, const std::string& key,
                                   const interp::Value& value, bool removed, bool from_backref);
/// Its second half: what the listeners of the attribute made of it.
interp::Value told_listeners(interp::Interpreter& interp, const MappedClass& mapped,
                             const interp::Value& object, const std::string& key,
                             const interp::Value& given, bool removed);

void add_property_types(std::vector<std::pair<std::string, TypeMaker>>& table);
std::vector<BindingTable> property_tables();

}  // namespace lessonrun::bind
