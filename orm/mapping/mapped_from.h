// What a class is mapped to besides tables: joins, aliases and subqueries.
#pragma once

#include <vector>

#include "orm/schema.h"
#include "orm/selectable.h"

namespace orm {

/// The tables in a FROM object, also inside subqueries, in the order they are written.
std::vector<Table*> tables_of(const FromClause& from);
/// The first of them. Throws UnsupportedError if there is none.
Ref<Table> first_table(const FromClause& from);
/// The column of a table that a column of a subquery stands for, or null.
const Column* base_column(const ColumnElement& column);

}  // namespace orm
