// Adapting expressions: columns of one FROM object become those of another that stands for it.
#pragma once

#include "orm/schema.h"
#include "orm/selectable.h"

namespace orm {

/// A copy of `expression` whose columns are exchanged for the corresponding ones of `selectable`,
/// where there are any; annotations on columns are dropped. SQLAlchemy's ClauseAdapter.
ColumnRef adapt_to(const ColumnRef& expression, FromClause& selectable);

/// The same with any rule: `replace` gets each column, annotated or not, and returns another one,
/// or null to keep it (its annotation goes); `replace_from` does so with what subqueries select
/// from and correlate to.
ColumnRef adapt_columns(const ColumnRef& expression,
                        const std::function<ColumnRef(const ColumnElement&)>& replace,
                        const std::function<FromClause*(const FromClause&)>& replace_from = {});

/// The column of `from` that has `column` in its lineage, or null: a column of another alias of the
/// same table is not meant.
ColumnRef embedded_in(const FromClause& from, const ColumnElement& column);
/// Is `from` made of the other one: an alias of it, or a subquery over it?
bool stands_for(const FromClause& from, const FromClause& other);

/// Calls `visit` for every column in the expression, annotated ones with their annotation;
/// subqueries are left out.
void each_column(const ClauseElement& expression,
                 const std::function<void(const ColumnElement&)>& visit);

/// The column of a table that an expression is, annotations apart; null for any other expression.
const Column* schema_column(const ColumnElement& column);

}  // namespace orm
