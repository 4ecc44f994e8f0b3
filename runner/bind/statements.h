// Statements and FROM objects as Python objects; see statements.cpp and selectables.cpp.
#pragma once

#include "orm/inspect.h"
#include "runner/bind/binding.h"
#include "runner/bind/context.h"
#include "runner/bind/expressions.h"

namespace lessonrun::bind {

void add_statement_types(TypeTable& table);
void add_select_types(TypeTable& table);
void add_subselect_types(TypeTable& table);
void add_selectable_types(TypeTable& table);
void add_column_collection_types(TypeTable& table);
void add_dml_types(TypeTable& table);
void add_schema_types(TypeTable& table);
void add_column_types(TypeTable& table);
void add_column_type_types(TypeTable& table);
void add_engine_types(TypeTable& table);
void add_result_types(TypeTable& table);
void add_mapping_types(TypeTable& table);
void add_instance_types(TypeTable& table);
void add_identity_set_types(TypeTable& table);
void add_session_types(TypeTable& table);
void add_sessionmaker_types(TypeTable& table);
void add_query_types(TypeTable& table);
void add_loader_types(TypeTable& table);
void add_mapper_event_types(TypeTable& table);
void add_session_event_types(TypeTable& table);
void add_execute_state_types(TypeTable& table);
void add_inspection_types(TypeTable& table);
void add_inspector_types(TypeTable& table);
/// inspect(engine), inspect(connection).
interp::Value wrap_inspector(Context& context, const orm::Inspector& inspector);
interp::Value make_inspector(Context& context, const interp::Value& bind);
void add_default_types(TypeTable& table);

/// The statement or FROM object that a method is called on; T is what its Python class wraps.
template <class T>
T& self_as(interp::Call& call) {
  return static_cast<T&>(*find_clause(context(call.interp), call.self));
}
/// What a method gives back: the clause as a Python object.
inline interp::Value wrapped(interp::Call& call, const orm::ClauseRef& clause) {
  return wrap(context(call.interp), clause);
}

/// What SELECTs have of FROM objects: in 1.3 they are such.
void add_from_methods_of_select(Context& context, interp::TypeBuilder& builder);
/// A FROM object or statement as an object of its class.
interp::Value wrap_selectable(Context& context, const orm::ClauseRef& clause);
/// A dict that cannot be changed, of class "FacadeDict" or "immutabledict".
interp::Value make_facade(Context& context, const char* type_name, const interp::Value& dict);
/// `.c` of a FROM object.
interp::Value wrap_columns(Context& context, const orm::Ref<orm::FromClause>& from);
/// A list of columns that is no FROM object's, such as `.selected_columns`.
interp::Value wrap_column_list(Context& context, orm::ColumnCollection columns);
/// The columns of a collection object; nothing for other objects.
std::optional<orm::ColumnCollection> find_columns(const interp::Value& value);
/// LABEL_STYLE_TABLENAME_PLUS_COL and its kin.
interp::Value wrap_label_style(Context& context, orm::LabelStyle style);
orm::LabelStyle to_label_style(Context& context, const interp::Value& value);
/// The name of an importable LABEL_STYLE constant as its value; undefined for other names.
interp::Value find_label_style(Context& context, std::string_view name);
/// What correlate() was given; None and False stand for nothing.
std::vector<orm::Ref<orm::FromClause>> correlate_list(interp::Call& call, const char* method);
/// The argument nest_here of add_cte(). Raises TypeError where the release has none.
bool nests_here(interp::Call& call);
/// A select, set operation or text().columns(): what can stand in a UNION.
orm::Ref<orm::SelectBase> to_select(Context& context, const interp::Value& value);
/// What select_from() and join() take: FROM objects, entities, functions, text.
orm::ClauseRef to_from_element(
    Context& context, const interp::Value& value,
    const char* role = "FROM expression, such as a Table or alias() object");
/// What options() takes, from a *args tuple. Throws ArgumentError for other objects.
std::vector<orm::Ref<orm::StatementOption>> to_loads(Context& context,
                                                     const std::vector<interp::Value>& values);
/// A piece of SQL as prefix_with() takes it: text or an expression.
orm::ColumnRef to_sql_text(Context& context, const interp::Value& value);
/// insert() of a dialect's module (`sqlalchemy.dialects.sqlite`); undefined for others.
interp::Value find_dialect_insert(interp::Interpreter& interp, std::string_view module);
/// An option that only one database reads, `mysql_limit=5`; raises for others.
void set_dialect_option(Context& context, orm::DmlBase& statement, const std::string& name,
                        const interp::Value& value);
/// with_dialect_options() of the class of that name.
void add_dialect_options(interp::TypeBuilder& builder, std::string_view cls);
/// Assignments from a dict of columns or keys.
orm::Assignments to_assignments(Context& context, const interp::Value& dict);
/// The same from pairs of column and value, in their order.
orm::Assignments to_assignment_pairs(Context& context, const std::vector<interp::Value>& pairs);

std::vector<BindingTable> statement_tables();
std::vector<BindingTable> select_tables();
std::vector<BindingTable> subselect_tables();
std::vector<BindingTable> selectable_tables();
std::vector<BindingTable> dml_tables();
std::vector<BindingTable> dml_function_tables();
/// insert(), update() and delete() of tables.
void add_dml_methods(interp::TypeBuilder& builder);
std::vector<BindingTable> schema_tables();
std::vector<BindingTable> engine_tables();
std::vector<BindingTable> result_tables();
std::vector<BindingTable> mapping_tables();
std::vector<BindingTable> inspector_tables();
std::vector<BindingTable> session_tables();
std::vector<BindingTable> sessionmaker_tables();
std::vector<BindingTable> bulk_tables();
std::vector<BindingTable> session_event_tables();
std::vector<BindingTable> relationship_tables();
std::vector<BindingTable> aliased_tables();
std::vector<BindingTable> bundle_tables();
/// `column_descriptions`; `mapped`: of a statement that may hold mapped classes.
interp::Value describe_columns(Context& context, const orm::SelectBase& statement, bool mapped,
                               bool is_query = false);
/// `entity_description` and `returning_column_descriptions` of INSERT, UPDATE and DELETE.
interp::Value describe_target(Context& context, const orm::DmlBase& statement);
interp::Value describe_returning(Context& context, const orm::DmlBase& statement);
void add_bundle_types(std::vector<std::pair<std::string, TypeMaker>>& table);
/// The Python object of a bundle.
interp::Value wrap_bundle(Context& context, const orm::ClauseRef& clause);
std::vector<BindingTable> registry_tables();
std::vector<BindingTable> imperative_tables();
std::vector<BindingTable> dynamic_tables();
std::vector<BindingTable> query_tables();
std::vector<BindingTable> loader_tables();
std::vector<BindingTable> inspection_tables();
std::vector<BindingTable> ddl_tables();
void add_ddl_types(TypeTable& table);

/// VALUES: its class, the function that makes one, its rows of the table.
interp::Type* make_values_type(Context& context);
interp::Value values_function(interp::Call& call);
BindingTable values_table();

}  // namespace lessonrun::bind
