// What persistence.cpp and persistence_update.cpp share.
#pragma once

#include <vector>

#include "orm/result.h"
#include "orm/session.h"

namespace orm {

/// New objects in the order they were added, then persistent ones by primary key.
void sort_states(std::vector<InstanceState*>& states);
/// The SQL expression that was assigned to an attribute, or null.
inline const ExpressionValue* as_expression(const Value& value) {
  return value.kind() == ValueKind::object ? dynamic_cast<const ExpressionValue*>(value.object())
                                           : nullptr;
}
/// Values that the statement made, defaults and counters, become those of the object.
void fetch_back(const Mapper& mapper, InstanceState& state, const Result& result,
                const ParameterSet& sent, const Row* returned);

}  // namespace orm
