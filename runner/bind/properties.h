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
  std::vector<interp::Value> more;  ///< columns that have the same value
  bool deferred = false;
  bool raiseload = false;
  bool active_history = false;
  bool query_expression = false;
  std::string group;
  DataclassOptions dataclass;
  void clear_references() noexcept override {
    column.reset();
    more.clear();
  }
};

/// The expression of a column_property() as it is selected: with a label.
orm::ColumnRef property_expression(const orm::ClauseRef& clause);

/// synonym("name"): another name of an attribute, on the class, on aliases and on objects.
struct SynonymData final : ClassDescriptor {
  std::string target;
  std::string key;           ///< its own name; known when the class is mapped
  bool map_column = false;   ///< the target is the column of the synonym's own name
  interp::Value descriptor;  ///< answers for objects instead
  DataclassOptions dataclass;
  void clear_references() noexcept override { descriptor.reset(); }
  interp::Value on_class(Context& context, const interp::Value& entity) override;
};

/// Finds the functions of a class that @validates marked.
void find_validators(Context& context, interp::Type& type, MappedClass& mapped);
/// The method that @reconstructor marked, to be called when an object was made of a row.
void find_reconstructor(Context& context, interp::Type& type, MappedClass& mapped);

/// Asks the validator of a column, if it has one, then tells its listeners; the value to store.
interp::Value validated(interp::Interpreter& interp, const MappedClass& mapped,
                        const interp::Value& object, const orm::MappedProperty& property,
                        const interp::Value& value);
/// What an attribute that has no value reads as: None, unless init_scalar listeners say otherwise.
interp::Value initial_scalar(interp::Interpreter& interp, const MappedClass& mapped,
                             const interp::Value& object, const orm::MappedProperty& property);
/// Its first half: what @validates made of the value, also of one that refers to objects.
interp::Value checked_by_validator(interp::Interpreter& interp, const MappedClass& mapped,
                                   const interp::Value& object, const std::string& key,
                                   const interp::Value& value, bool removed, bool from_backref);
/// Tells the listeners of a column that its value is about to be deleted.
void tell_deleted(interp::Interpreter& interp, const MappedClass& mapped,
                  const interp::Value& object, const orm::MappedProperty& property);
/// flag_modified(object, key): tells the listeners of it.
void tell_modified(interp::Interpreter& interp, const interp::Value& object,
                   const std::string& key);
/// Tells the listeners of bulk_replace, which may change the members that are about to come.
void tell_bulk_replace(Context& context, PythonState& state,
                       const orm::RelationshipProperty& relationship,
                       std::vector<interp::Value>& members);
/// Tells the listeners of a collection that was made for an attribute (`init_collection`), or is
/// the attribute's no more (`dispose_collection`).
void tell_collection(Context& context, PythonState& state,
                     const orm::RelationshipProperty& relationship, const interp::Value& collection,
                     const char* event);

/// Where a change began, as the payload of the token that listeners get.
struct InitiatorData : interp::Payload {
  orm::Initiator initiator;
};
interp::Value token_of(interp::Interpreter& interp, const orm::Initiator& initiator);

void add_property_types(std::vector<std::pair<std::string, TypeMaker>>& table);
std::vector<BindingTable> property_tables();

}  // namespace lessonrun::bind
