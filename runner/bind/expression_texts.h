// What str() and repr() show of SQL expressions.
#pragma once

#include <string>

#include "runner/bind/context.h"

namespace lessonrun::bind {

/// Does the expression name a column of a table, through labels and subqueries?
bool stands_for_column(const orm::ColumnElement& element);
/// str(): the SQL, but of a Column the place where it lives.
std::string clause_str(interp::Interpreter& interp, const interp::Value& self);
/// `<sqlalchemy.sql.elements.Label object at 0x..>` and the like.
std::string clause_repr(interp::Interpreter& interp, const interp::Value& self);
/// `Column('id', Integer(), table=<t>)`
std::string column_repr(interp::Interpreter& interp, const interp::Value& self);
/// The same of a column of a subquery.
std::string column_proxy_repr(interp::Interpreter& interp, const interp::Value& self);

}  // namespace lessonrun::bind
