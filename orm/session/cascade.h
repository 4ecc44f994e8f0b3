// Cascades: the objects that an operation reaches from one object along its relationships.
#pragma once

#include <functional>
#include <vector>

#include "orm/relationship.h"

namespace orm {

enum class CascadeKind : uint8_t { save_update, merge, refresh_expire, expunge, delete_ };

/// The objects reached, each once, without `state` itself. Only `delete_` loads what is not loaded.
/// `halt` keeps the walk from an object and what lies behind it.
std::vector<Instance> cascade(InstanceState& state, CascadeKind kind,
                              const std::function<bool(const InstanceState&)>& halt = {});

}  // namespace orm
