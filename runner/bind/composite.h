// composite(): several columns of a class as one value, an object of a class that the lesson
// writes.
#pragma once

#include <string>
#include <vector>

#include "runner/bind/binding.h"
#include "runner/bind/hybrid.h"
#include "runner/bind/instances.h"
#include "runner/bind/mapped_dataclass.h"

namespace lessonrun::bind {

/// composite(Point, x, y): a descriptor on the class. The value is kept in the object's dict beside
/// the columns, until they are expired or written.
struct CompositeData final : ClassDescriptor {
  interp::Value composite_class;          ///< or whatever makes the value out of the columns
  std::vector<interp::Value> attributes;  ///< as given: columns, names, mapped_column()
  interp::Value comparator;               ///< comparator_factory, or undefined
  bool deferred = false;
  bool active_history = false;
  std::string group;
  DataclassOptions dataclass;
  std::string key;                ///< its own name; known when the class is mapped
  interp::Type* owner = nullptr;  ///< the class that has it
  std::vector<std::string> keys;  ///< attributes of the columns
  void clear_references() noexcept override {
    composite_class.reset();
    attributes.clear();
    comparator.reset();
    dataclass.given.clear();
  }
  interp::Value on_class(Context& context, const interp::Value& entity) override;
  /// The columns' values of a value of the class.
  std::vector<interp::Value> parts_of(Context& context, const interp::Value& value) const;
};

/// One field of a composite class, as its dataclass or constructor says.
struct CompositeField {
  std::string name;
  interp::Value annotation;  ///< undefined: none
};
std::vector<CompositeField> composite_fields(Context& context, const interp::Value& cls);

/// @name What happens to an object whose class has composites
/// @{
void composites_loaded(Context& context, PythonState& state, const orm::AttributeSet* attributes,
                       bool refresh);
void composites_expired(Context& context, PythonState& state, const orm::AttributeSet* attributes);
/// @}

/// Tells the listeners of a composite that it is about to be assigned; the value to store.
interp::Value tell_composite_set(interp::Interpreter& interp, const CompositeData& composite,
                                 const interp::Value& object, const interp::Value& value);
void tell_composite_deleted(interp::Interpreter& interp, const CompositeData& composite,
                            const interp::Value& object);

/// Rows of a bulk INSERT or UPDATE by attribute names: those of composites become their columns',
/// as of 2.0.
void expand_composites(Context& context, const orm::Mapper& mapper,
                       std::vector<orm::ParameterSet>& rows);

/// A key that is a composite: the values of its columns as a tuple; anything else is itself.
interp::Value composite_parts(Context& context, const interp::Value& ident);

/// How attributes of the class are shown that stand for others.
std::string proxied_repr(interp::Interpreter& interp, const interp::Value& attribute);

/// The composite that a value is an attribute of (`Vertex.start`), or null.
const CompositeData* find_composite(const interp::Value& attribute);

void add_composite_types(std::vector<std::pair<std::string, TypeMaker>>& table);
std::vector<BindingTable> composite_tables();

}  // namespace lessonrun::bind
