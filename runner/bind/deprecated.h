// What SQLAlchemy warns of where values turn into clauses. Functions and methods that later
// releases took away are legacy.h's.
#pragma once

#include "runner/bind/context.h"

namespace lessonrun::bind {

/// Things that 1.4 and 2.0 still do, with a SADeprecationWarning.
enum class Deprecated : uint8_t {
  select_as_from,  ///< a SELECT in FROM that is no subquery
  empty_and,
  empty_or,
};
/// Warns, where the release does.
void warn_deprecated(Context& context, Deprecated what);
/// Warns if the object is a SELECT, where one stands in FROM that is no subquery.
void warn_select_as_from(Context& context, const interp::Value& value);
/// What a SELECT stands for in FROM and what its `.c` are columns of: the same subquery each time
/// in 1.4 and 2.0, in 1.3 itself, without a name. Null for other objects.
orm::Ref<orm::FromClause> implicit_from(Context& context, const interp::Value& value);
/// A FROM object to select from or to join; a SELECT is warned of.
orm::Ref<orm::FromClause> to_joined_from(Context& context, const interp::Value& value);
/// A FROM object of a Query, which gives a SELECT a name in 1.3, too.
orm::Ref<orm::FromClause> to_queried_from(Context& context, const interp::Value& value);
/// An operand of an operator: a SELECT becomes a scalar subquery, with a warning.
orm::Operand to_compared(Context& context, const interp::Value& value);

}  // namespace lessonrun::bind
