// Mapped classes that derive from each other: declared_attr, __mapper_args__, with_polymorphic().
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

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

/// While a class is mapped, each declared_attr is asked once for it: the column that `cls.kind`
/// gives is the one that the class has.
class DeclaredValues {
 public:
  DeclaredValues(Context& context, interp::Type& type);
  ~DeclaredValues();
  DeclaredValues(const DeclaredValues&) = delete;
  DeclaredValues& operator=(const DeclaredValues&) = delete;

 private:
  friend interp::Value declared_for(interp::Interpreter& interp, const DeclaredAttrData& data,
                                    interp::Type& type);
  Context& context_;
  const interp::Type& type_;
  DeclaredValues* outer_;
  std::map<const DeclaredAttrData*, interp::Value> made_;
};

/// The function of a declared_attr called with the class.
interp::Value declared_for(interp::Interpreter& interp, const DeclaredAttrData& data,
                           interp::Type& type);

/// Which columns of its table a class maps, and under which names: include_properties,
/// exclude_properties, column_prefix.
struct ColumnChoice {
  std::optional<std::vector<interp::Value>> include;  ///< names, or columns
  std::vector<interp::Value> exclude;
  std::string prefix;
};
/// Leaves out and renames the columns that are not mapped explicitly; left out are also those whose
/// name `hidden` says the class has for something else.
void choose_columns(Context& context, const ColumnChoice& choice, const orm::FromClause& from,
                    orm::MapperOptions& options,
                    const std::function<bool(const std::string&)>& hidden);

/// The column of a table that an expression is or stands for through subqueries, or null.
const orm::Column* find_schema_column(const orm::ColumnElement& element);

/// The names of attributes; empty for values that became none.
struct AttributeKeys {
  std::function<std::string(const interp::Value&)> mapped;    ///< of any column of the table
  std::function<std::string(const interp::Value&)> declared;  ///< of what stands in the class body
};

/// Reads `__mapper_args__`, which may name attributes by what they are: `polymorphic_on: type`.
void read_mapper_args(Context& context, const interp::Value& args, orm::MapperOptions& options,
                      ColumnChoice& choice, const AttributeKeys& keys);

/// The class with the columns of `classes`, "*" or a list, from `selectable` if that is not None.
orm::ClauseRef polymorphic_entity(Context& context, const orm::Mapper& mapper,
                                  const interp::Value& classes, const interp::Value& selectable);
/// Is the class one that prepare() is to map, as automap's and those of DeferredReflection are?
bool waits_to_be_mapped(Context& context, const interp::Type& type);
/// UnmappedClassError for a class below AbstractConcreteBase before the mappers are configured.
void refuse_pending(Context& context, interp::Type& type);
void map_deferred(Context& context, interp::Type& type);

/// Is it a class right below AbstractConcreteBase, which has no table and is mapped with the first
/// class below it?
bool is_abstract_concrete(Context& context, interp::Type& type);
/// How the UNION of ConcreteBase calls its discriminator; empty where the class does not derive
/// from it.
std::string concrete_discriminator(Context& context, interp::Type& type);
/// Makes attributes that a concrete class does not map say so.
void hide_inherited(Context& context, interp::Type& type, const orm::Mapper& mapper);

void add_inheritance_types(std::vector<std::pair<std::string, TypeMaker>>& table);
std::vector<BindingTable> inheritance_tables();

}  // namespace lessonrun::bind
