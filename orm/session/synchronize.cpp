// Copying keys between objects along a relationship.
#include "orm/session/synchronize.h"

#include "orm/orm_error.h"

namespace orm {

namespace {

size_t source_attribute(const Mapper& mapper, const RelationshipProperty::Pair& pair) {
  if (auto attribute = mapper.attribute_of(*pair.from)) return *attribute;
  throw UnmappedColumnError(
      "Can't execute sync rule for source column '" + pair.from->fullname() + "'; mapper '" +
      mapper.str() +
      "' does not map this column.  Try using an explicit `foreign_keys` collection which does not "
      "include destination column '" +
      pair.to->fullname() + "' (or use a viewonly=True relation).");
}

size_t target_attribute(const Mapper& mapper, const RelationshipProperty::Pair& pair) {
  if (auto attribute = mapper.attribute_of(*pair.to)) return *attribute;
  throw UnmappedColumnError(
      "Can't execute sync rule for destination column '" + pair.to->fullname() + "'; mapper '" +
      mapper.str() +
      "' does not map this column.  Try using an explicit `foreign_keys` collection which does not "
      "include this column (or use a viewonly=True relation).");
}

}  // namespace

void populate(InstanceState& source, InstanceState& dest, const SyncPairs& pairs) {
  for (const RelationshipProperty::Pair& pair : pairs) {
    Value value = source.load(source_attribute(source.mapper(), pair));
    dest.assign(target_attribute(dest.mapper(), pair), std::move(value));
  }
}

void clear(InstanceState& dest, const SyncPairs& pairs) {
  for (const RelationshipProperty::Pair& pair : pairs) {
    size_t attribute = target_attribute(dest.mapper(), pair);
    if (pair.to->primary_key() && !dest.get(attribute).is_null()) {
      throw AssertionError("Dependency rule on column '" + pair.from->fullname() +
                           "' tried to blank-out primary key column '" + pair.to->fullname() +
                           "' on instance '" + state_str(dest) + "'");
    }
    dest.assign(attribute, Value());
  }
}

void populate_row(InstanceState& source, ParameterSet& row, const SyncPairs& pairs) {
  for (const RelationshipProperty::Pair& pair : pairs) {
    row.emplace_back(pair.to->key(), source.load(source_attribute(source.mapper(), pair)));
  }
}

}  // namespace orm
