// Statements and FROM objects as Python objects; see statements.cpp and selectables.cpp.
#pragma once

#include "runner/bind/binding.h"
#include "runner/bind/context.h"
#include "runner/bind/expressions.h"

namespace lessonrun::bind {

void add_statement_types(TypeTable& table);
void add_schema_types(TypeTable& table);
void add_column_types(TypeTable& table);
void add_column_type_types(TypeTable& table);
void add_engine_types(TypeTable& table);
void add_result_types(TypeTable& table);
void add_mapping_types(TypeTable& table);
void add_instance_types(TypeTable& table);
void add_session_types(TypeTable& table);
void add_query_types(TypeTable& table);
void add_inspection_types(TypeTable& table);
void add_default_types(TypeTable& table);

/// A FROM object or statement as an object of its class.
interp::Value wrap_selectable(Context& context, const orm::ClauseRef& clause);
/// A dict that cannot be changed, of class "FacadeDict" or "immutabledict".
interp::Value make_facade(Context& context, const char* type_name, const interp::Value& dict);
/// `.c` of a FROM object.
interp::Value wrap_columns(Context& context, const orm::Ref<orm::FromClause>& from);
/// Assignments from a dict of columns or keys.
orm::Assignments to_assignments(Context& context, const interp::Value& dict);

std::vector<BindingTable> statement_tables();
std::vector<BindingTable> schema_tables();
std::vector<BindingTable> engine_tables();
std::vector<BindingTable> result_tables();
std::vector<BindingTable> mapping_tables();
std::vector<BindingTable> session_tables();
std::vector<BindingTable> query_tables();
std::vector<BindingTable> inspection_tables();
std::vector<BindingTable> ddl_tables();
void add_ddl_types(TypeTable& table);

}  // namespace lessonrun::bind
