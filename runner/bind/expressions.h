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
/// A column expression as an object of its class.
interp::Value wrap_expression(Context& context, const orm::ClauseRef& clause);
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
