// What an InstanceState keeps of changes: see instance.h.
#pragma once

#include <orm/instance.h>

#include <memory>
#include <vector>

namespace orm {

struct InstanceState::Before : SmallObject {
  size_t attribute = 0;
  Value value{};
  std::unique_ptr<std::vector<Instance>> members{};  // of a collection
  std::unique_ptr<Before> next{};
};

struct InstanceState::Pending {
  size_t attribute;
  std::vector<Instance> added;
  std::vector<Instance> removed;
};

struct InstanceState::Rare {
  std::vector<Pending> pending;
  std::vector<Parent> parents;  // beside the first
};

}  // namespace orm
