// The collections of a session: an ordered set of held objects, and the identity map.
#include "orm/session.h"

namespace orm {

bool InstanceSet::add(InstanceState& state) {
  if (!places_.emplace(&state, members_.size()).second) return false;
  members_.emplace_back(&state);
  return true;
}

bool InstanceSet::remove(const InstanceState& state) {
  auto found = places_.find(&state);
  if (found == places_.end()) return false;
  // The object may die with this reference and ask the session about itself: it is gone by then.
  Instance dropped = std::move(members_[found->second]);
  places_.erase(found);
  if (places_.empty()) members_.clear();
  return true;
}

void InstanceSet::clear() {
  std::vector<Instance> dropped;
  dropped.swap(members_);
  places_.clear();
}

std::vector<Instance> InstanceSet::list() const {
  std::vector<Instance> instances;
  instances.reserve(places_.size());
  for (const Instance& member : members_) {
    if (member) instances.push_back(member);
  }
  return instances;
}

InstanceState* IdentityMap::find(const IdentityKey& key) const {
  // A lookup does not own its key.
  auto found = map_.find(Ref<const IdentityKey>(&key));
  return found == map_.end() ? nullptr : found->second;
}

void IdentityMap::put(InstanceState& state) {
  auto [place, is_new] = map_.emplace(state.key, &state);
  if (!is_new && place->second != &state) {
    InstanceState* replaced = place->second;
    place->second = &state;
    replaced_.insert(replaced);  // first: it may die with what `modified` holds
    modified.remove(*replaced);
  }
}

void IdentityMap::remove(InstanceState& state) {
  if (state.key != nullptr) {
    auto found = map_.find(state.key);
    if (found != map_.end() && found->second == &state) map_.erase(found);
  }
  modified.remove(state);
}

bool IdentityMap::contains(const InstanceState& state) const {
  if (state.key == nullptr) return false;
  auto found = map_.find(state.key);
  return found != map_.end() && found->second == &state;
}

std::vector<InstanceState*> IdentityMap::all() const {
  std::vector<InstanceState*> states;
  states.reserve(map_.size());
  for (const auto& [key, state] : map_) states.push_back(state);
  return states;
}

}  // namespace orm
