// Operators and functions of PostgreSQL's own types; see postgresql.cpp.
#pragma once

#include "runner/bind/binding.h"
#include "runner/bind/context.h"

namespace lessonrun::bind {

/// A method or attribute that a column of one of PostgreSQL's types has; undefined for others.
interp::Value postgresql_member(interp::Interpreter& interp, const interp::Value& self,
                                const orm::ColumnRef& column, std::string_view name);
/// contains() of those types, which is no LIKE; undefined for others.
interp::Value postgresql_contains(Context& context, const orm::ColumnRef& column,
                                  const interp::Value& other);
/// Comparison and arithmetic of Python that a type of PostgreSQL renders in its own way; undefined
/// for others.
interp::Value postgresql_operator(Context& context, orm::Operator op, const orm::ColumnRef& column,
                                  const interp::Value& other);
/// The module of Range and MultiRange; see ranges.cpp.
inline constexpr const char* kRangeModule = "sqlalchemy.dialects.postgresql.ranges";
void add_range_module(interp::Interpreter& interp);
/// array() and hstore() of sqlalchemy.dialects.postgresql; undefined for other names.
interp::Value find_postgresql_function(interp::Interpreter& interp, std::string_view module,
                                       std::string_view name);

}  // namespace lessonrun::bind
