// The history of attributes that refer to objects: what came, stayed and went since the row was
// read, for a flush and for the program that asks.
#include <algorithm>

#include "orm/instance.h"
#include "orm/mapper.h"
#include "orm/mapping/instance_parts.h"
#include "orm/relationship.h"

namespace orm {

ObjectHistory InstanceState::object_history(const RelationshipProperty& relationship,
                                            const Passive& passive) {
  size_t attribute = relationship.index();
  ObjectHistory history;
  if (!has(attribute)) {
    RelatedLoad load = ensure_related(relationship, passive);
    if (load == RelatedLoad::no_result && passive.pending) {
      if (Pending* pending = find_pending(attribute)) {
        history.known = true;
        history.added = pending->added;
        history.deleted = pending->removed;
      }
    }
    if (load != RelatedLoad::loaded) {
      // A scalar whose value was deleted.
      const Before* before = find_before(attribute);
      if (before != nullptr && !relationship.uselist()) {
        history.known = true;
        if (before->value.kind() == ValueKind::object) {
          history.deleted.push_back(
              dynamic_cast<const InstanceValue&>(*before->value.object()).instance);
        }
      }
      return history;
    }
  }
  history.known = true;
  const bool changed = changed_.has(attribute);
  const Before* entry = find_before(attribute);
  if (!relationship.uselist()) {
    Instance current = related(attribute);
    if (!changed) {
      history.unchanged.push_back(current);
      return history;
    }
    Instance before;
    if (entry != nullptr && entry->value.kind() == ValueKind::object) {
      before = dynamic_cast<const InstanceValue&>(*entry->value.object()).instance;
    }
    if (entry != nullptr && before == current) {
      history.unchanged.push_back(current);
    } else {
      history.added.push_back(current);
      if (before)
        history.deleted.push_back(before);
      else if (entry != nullptr)
        history.deleted.emplace_back();
    }
    return history;
  }
  std::vector<Instance> current = members(attribute);
  if (!changed) {
    history.unchanged = std::move(current);
    return history;
  }
  if (entry == nullptr || entry->members == nullptr || entry->members->empty()) {
    history.added = std::move(current);
    return history;
  }
  auto sorted = [](const std::vector<Instance>& list) {
    std::vector<const InstanceState*> states;
    states.reserve(list.size());
    for (const Instance& one : list) states.push_back(one.get());
    std::sort(states.begin(), states.end());
    return states;
  };
  const std::vector<Instance>& before = *entry->members;
  std::vector<const InstanceState*> originals = sorted(before);
  std::vector<const InstanceState*> currents = sorted(current);
  for (const Instance& member : current) {
    bool was = std::binary_search(originals.begin(), originals.end(), member.get());
    (was ? history.unchanged : history.added).push_back(member);
  }
  for (const Instance& member : before) {
    if (!std::binary_search(currents.begin(), currents.end(), member.get())) {
      history.deleted.push_back(member);
    }
  }
  return history;
}

}  // namespace orm
