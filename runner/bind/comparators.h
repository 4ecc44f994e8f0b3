// Operators that a lesson's types bring with them; see comparators.cpp.
#pragma once

#include "runner/bind/context.h"
#include "runner/bind/expressions.h"

namespace lessonrun::bind {

void add_comparator_types(TypeTable& table);
/// The lesson's method that stands for an operator (`__add__`) or an attribute of a column, by the
/// comparator_factory of the column's type; undefined where it has none of its own.
interp::Value own_operator(interp::Interpreter& interp, const interp::Value& column,
                           std::string_view name);
/// The class of a column's comparator: `Comparator`, or the lesson's.
std::string comparator_name(interp::Interpreter& interp, const interp::Value& column);
/// The type object of the lesson, an instance or a class; undefined for SQLAlchemy's own types.
interp::Value lesson_type(const orm::TypeEngine& type);
/// A type whose Python class the lesson derived from one of SQLAlchemy's.
orm::TypeRef derived_type(Context& context, const orm::TypeRef& type, const interp::Value& cls);
/// What bind_expression() or column_expression() of the lesson's type object makes; null: none.
orm::ColumnRef type_expression(Context& context, const interp::Value& object, const char* method,
                               const orm::ColumnRef& element);

/// The function of sqlalchemy.sql.operators that stands for an operator.
interp::Value operator_function(Context& context, orm::Operator op);

}  // namespace lessonrun::bind
