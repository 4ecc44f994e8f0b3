// Adapting expressions: columns of one FROM object become those of another that stands for it.
#pragma once

#include "orm/schema.h"
#include "orm/selectable.h"

namespace orm {

/// A copy of `expression` whose columns are exchanged for the corresponding ones of `selectable`,
/// where there are any; annotations on columns are dropped. SQLAlchemy's ClauseAdapter.
ColumnRef adapt_to(const ColumnRef& expression, FromClause& selectable);

/// The same with any rule: `replace` gets each column, annotated or not, and returns another one,
/// or null to keep it (its annotation goes).
ColumnRef adapt_columns(const ColumnRef& expression,
                        const std::function<ColumnRef(const ColumnElement&)>& replace);

/// Calls `visit` for every column in the expression, annotated ones with their annotation;
/// subqueries are left out.
void each_column(const ClauseElement& expression,
                 const std::function<void(const ColumnElement&)>& visit);

/// The column of a table that an expression is, annotations apart; null for any other expression.
const Column* schema_column(const ColumnElement& column);

}  // namespace orm
