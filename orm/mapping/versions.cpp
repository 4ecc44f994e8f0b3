// version_id_col: the column that counts the versions of a row, so that an UPDATE or DELETE of a
// row that somebody else has changed matches none.
#include "orm/mapper.h"

namespace orm {

const Column* Mapper::version_column() const {
  const auto attribute = version_attribute();
  return attribute ? versioned()->property(*attribute).column.get() : nullptr;
}

bool Mapper::makes_versions() const {
  const Mapper* of = versioned();
  return of != nullptr && !of->options_.version_id_manual;
}

Value Mapper::next_version(const Value& version) const {
  const auto& generator = versioned()->options_.version_id_generator;
  if (generator) return generator(version);
  return Value((version.kind() == ValueKind::integer ? version.as_int() : 0) + 1);
}

}  // namespace orm
