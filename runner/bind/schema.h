// Metadata as Python objects: what schema.cpp, constraints.cpp and column_objects.cpp share.
#pragma once

#include "orm/inspect.h"
#include "runner/bind/context.h"
#include "runner/bind/expressions.h"

namespace lessonrun::bind {

void add_table_types(TypeTable& table);
void add_schema_word_types(TypeTable& table);
/// BLANK_SCHEMA and RETAIN_SCHEMA by name; undefined for other names.
interp::Value find_schema_word(Context& context, std::string_view name);
/// Whether it is BLANK_SCHEMA, or else RETAIN_SCHEMA; nothing for other values.
std::optional<bool> schema_word(const interp::Value& value);
/// What MetaData(naming_convention=) is given.
struct NamingConvention {
  std::vector<std::pair<std::string, std::string>> patterns;
  std::vector<orm::NamingToken> tokens;
};
NamingConvention to_naming_convention(Context& context, const interp::Value& value);
std::vector<BindingTable> table_tables();
void add_facade_types(TypeTable& table);
void add_constraint_types(TypeTable& table);
void add_column_object_types(TypeTable& table);
/// The value of an option that only one database reads; a dict as the list of its pairs, which
/// keeps their order.
orm::Operand option_operand(Context& context, const interp::Value& value);
/// A class of constraints with what all of them have.
interp::TypeBuilder constraint_builder(Context& context, const char* name,
                                       const char* module = "sqlalchemy.sql.schema");
interp::Type* make_exclude_type(Context& context);
interp::Value wrap_constraint(Context& context, orm::Constraint& constraint);
interp::Value wrap_foreign_key(Context& context, orm::ForeignKey& key);
/// Columns as a collection with keys.
interp::Value wrap_column_list(Context& context, std::vector<interp::Value> columns);
/// The dict behind `.info`, made when first asked for.
interp::Value info_dict(Context& context, orm::Ref<orm::RefCounted>& slot);
/// The Table of an argument. Anything else is an AttributeError, as where SQLAlchemy first asks the
/// argument for what a table has.
orm::Table& to_table(Context& context, const interp::Value& value, const char* attribute);
/// The Bind of an argument; UnboundExecutionError for None.
orm::Bind& bind_argument(interp::Call& call, const interp::Value& value);
/// execute_if(callable_=): does the DDL apply to that event?
bool ddl_condition_holds(const orm::DDLElement& ddl, const interp::Value& target,
                         const interp::Value& connection, const interp::Value& tables,
                         const orm::DdlEvent& event);
/// Members of Column that expressions do not have.
void add_column_members(interp::TypeBuilder& builder);
/// The Inspector of `inspect(engine)`; null for other objects.
orm::Inspector* find_inspector(const interp::Value& value);
/// `default=` of a column as what it is: a value, a function, SQL, a sequence.
orm::ColumnDefault to_default(Context& context, const interp::Value& value);
/// The default of a ColumnDefault object; null for other objects.
const orm::ColumnDefault* find_default(const interp::Value& value);
/// Members of ForeignKey beside its constructor.
void add_foreign_key_members(interp::TypeBuilder& builder);

/// `kwargs` of a constraint or an index: the options that only one database reads.
interp::Value dialect_options_of(Context& context,
                                 const std::vector<std::pair<std::string, orm::Operand>>& options);
interp::Value index_ddl_if(interp::Call& call);
interp::Type* make_index_type(Context& context);

}  // namespace lessonrun::bind
