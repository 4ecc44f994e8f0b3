// The text of an ExcludeConstraint; see exclude_constraint.cpp.
#pragma once

#include <string>

namespace orm {

struct Dialect;
class ExcludeConstraint;

/// `EXCLUDE USING gist (room WITH =) WHERE (..)`, without its name and what stands behind it.
std::string exclude_words(const ExcludeConstraint& constraint, const Dialect& dialect);

}  // namespace orm
