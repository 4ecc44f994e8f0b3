// The linter of FROM: warns of objects whose rows are multiplied for want of a join condition.
#pragma once

#include <orm/selectable.h>

#include <vector>

namespace orm {

class SqlCompiler;

/// Warns through the compiler if a statement of that kind ("SELECT") has FROM objects that no
/// criterion connects with the others.
void lint_froms(SqlCompiler& compiler, const char* kind, const std::vector<FromClause*>& froms,
                const std::vector<ColumnRef>& criteria);

}  // namespace orm
