// Copying keys between objects along a relationship.
#include "orm/session/synchronize.h"

#include "orm/orm_error.h"

namespace orm {

namespace {

// The attribute for a column; that of a parent's table, where the mapper has tables of its own, is
// the attribute of the same name.
std::optional<size_t> attribute_for(const Mapper& mapper, const Column& column) {
  if (auto attribute = mapper.attribute_of(column)) return attribute;
  for (const Mapper* above = mapper.inherits(); above != nullptr; above = above->inherits()) {
    if (auto attribute = above->attribute_of(column))
      return mapper.find(above->property(*attribute).key);
  }
  return std::nullopt;
}

size_t source_attribute(const Mapper& mapper, const RelationshipProperty::Pair& pair) {
  if (auto attribute = attribute_for(mapper, *pair.from)) return *attribute;
  throw UnmappedColumnError(
      "Can't execute sync rule for source column '" + pair.from->fullname() + "'; mapper '" +
      mapper.str() +
      "' does not map this column.  Try using an explicit `foreign_keys` collection which does not "
      "include destination column '" +
      pair.to->fullname() + "' (or use a viewonly=True relation).");
}

size_t target_attribute(const Mapper& mapper, const RelationshipProperty::Pair& pair) {
  if (auto attribute = attribute_for(mapper, *pair.to)) return *attribute;
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
