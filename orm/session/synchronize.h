// Copying keys between objects along a relationship. SQLAlchemy's orm.sync.
#pragma once

#include <vector>

#include "orm/relationship.h"

namespace orm {

using SyncPairs = std::vector<RelationshipProperty::Pair>;

/// Copies the source's columns to those of `dest`. Throws UnmappedColumnError.
void populate(InstanceState& source, InstanceState& dest, const SyncPairs& pairs);
/// Sets the columns of `dest` to None. Throws AssertionError for a primary key.
void clear(InstanceState& dest, const SyncPairs& pairs);
/// Adds the source's columns to a row of a secondary table.
void populate_row(InstanceState& source, ParameterSet& row, const SyncPairs& pairs);

}  // namespace orm
