// SQL expressions as Python objects; see expressions.cpp.
#pragma once

#include "runner/bind/binding.h"
#include "runner/bind/context.h"

namespace lessonrun::bind {

/// Names of types and their makers.
using TypeTable = std::vector<std::pair<std::string, TypeMaker>>;

void add_expression_types(TypeTable& table);
void add_function_types(TypeTable& table);
/// The operators and methods of ColumnElement.
void add_operators(interp::TypeBuilder& builder);
/// The constructor of a class of expressions that is called itself: Cast(x, String).
void add_class_init(interp::TypeBuilder& builder, std::string_view name);
/// A column expression as an object of its class.
interp::Value wrap_expression(Context& context, const orm::ClauseRef& clause);
/// The class of a function's object: `Function`, or `functions.max` and the like.
std::string function_type_name(Context& context, const orm::FunctionElement& function);
/// A class of sqlalchemy.sql.functions that stands for one function; undefined for other names.
interp::Value find_generic_function(Context& context, std::string_view name);
/// Is it a match() of MySQL's own?
bool is_mysql_match(const orm::ClauseElement& clause);
void add_mysql_match_types(TypeTable& table);
void add_generic_function_types(TypeTable& table);
/// `func`
interp::Value make_func(interp::Interpreter& interp);
/// Column(...): __init__.
void init_column(interp::Interpreter& interp, const interp::Value& self,
                 const interp::Arguments& arguments);
BindingTable clause_methods();
BindingTable expression_methods();
BindingTable expression_functions();
std::vector<BindingTable> function_tables();

}  // namespace lessonrun::bind
