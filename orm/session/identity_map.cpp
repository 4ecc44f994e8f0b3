// The collections of a session: ordered sets of held objects, the identity map, and the sets of
// objects that a transaction remembers.
//
// The tables probe linearly and take entries out by moving those behind them forward, so that they
// need no marks for what was deleted.
#include "orm/identity_map.h"

#include <algorithm>

#include "orm/base/large_pages.h"
#include "orm/identity_key.h"

namespace orm {

namespace {

constexpr size_t kFewestSlots = 16;
// Gaps are closed when most of a longer list is gaps.
constexpr size_t kFewestGaps = 64;

// Slots for so many entries.
size_t slots_for(size_t entries) {
  size_t slots = kFewestSlots;
  while (entries * 3 > slots * 2) slots *= 2;
  return slots;
}

// Where the search for an entry begins. Numbers that follow each other, as keys often do, are
// neighbours in a block of eight slots; blocks lie anywhere.
size_t home_of(uint64_t hash, size_t slots) {
  const uint64_t block = ((hash >> 3) * 0x9e3779b97f4a7c15ULL) >> 32;
  return static_cast<size_t>((block << 3 | (hash & 7)) & (slots - 1));
}

}  // namespace

// ---- InstanceSet --------------------------------------------------------------------------------

bool InstanceSet::add(InstanceState& state) {
  if (contains(state)) return false;
  state.places.*place_ = static_cast<uint32_t>(members_.size());
  members_.emplace_back(&state);
  ++size_;
  return true;
}

bool InstanceSet::remove(InstanceState& state) {
  if (!contains(state)) return false;
  // The object may die with this reference and ask the session about itself: it is gone by then.
  Instance dropped = std::move(members_[state.places.*place_]);
  state.places.*place_ = SessionPlaces::kNowhere;
  --size_;
  if (walks_ == 0) close_gaps_if_many();
  return true;
}

void InstanceSet::close_gaps_if_many() {
  if (size_ == 0) return members_.clear();
  if (members_.size() <= kFewestGaps || members_.size() <= size_ * 2) return;
  auto gone = [](const Instance& member) { return !member; };
  members_.erase(std::remove_if(members_.begin(), members_.end(), gone), members_.end());
  for (size_t i = 0; i < members_.size(); ++i) {
    members_[i]->places.*place_ = static_cast<uint32_t>(i);
  }
}

void InstanceSet::clear() {
  std::vector<Instance> dropped;
  dropped.swap(members_);
  size_ = 0;
  for (const Instance& member : dropped) {
    if (member) member->places.*place_ = SessionPlaces::kNowhere;
  }
}

std::vector<Instance> InstanceSet::list() const {
  std::vector<Instance> instances;
  instances.reserve(size_);
  for (const Instance& member : members_) {
    if (member) instances.push_back(member);
  }
  return instances;
}

// ---- IdentityMap --------------------------------------------------------------------------------

InstanceState* IdentityMap::find(const IdentityKey& key) const {
  return find(key.base_mapper(), key.primary_key(), key.hash());
}

InstanceState* IdentityMap::find(const Mapper& base, std::span<const Value> values) const {
  return find(base, values, IdentityKey::hash_of(base, values));
}

IdentityMap::~IdentityMap() {
  for (InstanceState* state : members_) {
    if (state != nullptr) state->places.identity = SessionPlaces::kNowhere;
  }
}

InstanceState* IdentityMap::find(const Mapper& base, std::span<const Value> values,
                                 uint64_t hash) const {
  if (size_ == 0) return nullptr;
  const size_t mask = slots_.size() - 1;
  for (size_t at = home_of(hash, slots_.size()); slots_[at].state != nullptr;
       at = (at + 1) & mask) {
    if (slots_[at].hash != hash) continue;
    if (slots_[at].state->key->is(base, values)) return slots_[at].state;
  }
  return nullptr;
}

void IdentityMap::resize(size_t slots) {
  std::vector<Slot> old;
  reserve_large(old, slots);
  old.resize(slots);
  old.swap(slots_);
  const size_t mask = slots - 1;
  for (const Slot& slot : old) {
    if (slot.state == nullptr) continue;
    size_t at = home_of(slot.hash, slots_.size());
    while (slots_[at].state != nullptr) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

void IdentityMap::reserve(size_t more) {
  const size_t slots = slots_for(size_ + more);
  if (slots > slots_.size()) resize(slots);
  if (members_.size() + more > members_.capacity()) {
    members_.reserve(std::max(members_.size() + more, members_.capacity() * 2));
  }
}

void IdentityMap::put(InstanceState& state) {
  ++changes_;
  if (slots_.empty() || (size_ + 1) * 3 > slots_.size() * 2) resize(slots_for(size_ + 1));
  const IdentityKey& key = *state.key;
  const size_t mask = slots_.size() - 1;
  size_t at = home_of(key.hash(), slots_.size());
  for (; slots_[at].state != nullptr; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.state == &state) return;
    if (slot.hash != key.hash() || !(*slot.state->key == key)) continue;
    InstanceState* replaced = slot.state;
    slot.state = &state;
    state.places.identity = replaced->places.identity;
    members_[state.places.identity] = &state;
    replaced->places.identity = SessionPlaces::kNowhere;
    strays_.insert(replaced);  // first: it may die with what `modified` holds
    modified.remove(*replaced);
    return;
  }
  slots_[at] = {&state, key.hash()};
  state.places.identity = static_cast<uint32_t>(members_.size());
  members_.push_back(&state);
  ++size_;
}

void IdentityMap::erase_slot(const InstanceState& state) {
  const size_t mask = slots_.size() - 1;
  size_t gap = home_of(state.key->hash(), slots_.size());
  while (slots_[gap].state != &state) gap = (gap + 1) & mask;
  for (size_t at = (gap + 1) & mask; slots_[at].state != nullptr; at = (at + 1) & mask) {
    // What is at home behind the gap stays where it is.
    const size_t from_home = (at - home_of(slots_[at].hash, slots_.size())) & mask;
    if (from_home < ((at - gap) & mask)) continue;
    slots_[gap] = slots_[at];
    gap = at;
  }
  slots_[gap] = {};
}

void IdentityMap::remove(InstanceState& state) {
  if (contains(state)) {
    erase_slot(state);
    members_[state.places.identity] = nullptr;
    state.places.identity = SessionPlaces::kNowhere;
    --size_;
    if (walks_ == 0) close_gaps_if_many();
  }
  modified.remove(state);
}

void IdentityMap::close_gaps_if_many() {
  if (size_ == 0) return members_.clear();
  if (members_.size() <= kFewestGaps || members_.size() <= size_ * 2) return;
  members_.erase(std::remove(members_.begin(), members_.end(), nullptr), members_.end());
  for (size_t i = 0; i < members_.size(); ++i) {
    members_[i]->places.identity = static_cast<uint32_t>(i);
  }
}

std::vector<InstanceState*> IdentityMap::all() const {
  std::vector<InstanceState*> states;
  states.reserve(size_);
  for (InstanceState* state : members_) {
    if (state != nullptr) states.push_back(state);
  }
  return states;
}

// ---- StateSet -----------------------------------------------------------------------------------

size_t StateSet::home(const InstanceState* state) const noexcept {
  // Objects that were made one after the other lie about so far apart.
  constexpr size_t kStateSize = 256;
  return home_of(reinterpret_cast<uintptr_t>(state) / kStateSize, slots_.size());
}

void StateSet::resize(size_t slots) {
  std::vector<InstanceState*> old;
  reserve_large(old, slots);
  old.resize(slots, nullptr);
  old.swap(slots_);
  const size_t mask = slots - 1;
  for (InstanceState* state : old) {
    if (state == nullptr) continue;
    size_t at = home(state);
    while (slots_[at] != nullptr) at = (at + 1) & mask;
    slots_[at] = state;
  }
}

void StateSet::reserve(size_t more) {
  const size_t slots = slots_for(size_ + more);
  if (slots > slots_.size()) resize(slots);
}

void StateSet::insert(InstanceState* state) {
  if (slots_.empty() || (size_ + 1) * 3 > slots_.size() * 2) resize(slots_for(size_ + 1));
  const size_t mask = slots_.size() - 1;
  size_t at = home(state);
  for (; slots_[at] != nullptr; at = (at + 1) & mask) {
    if (slots_[at] == state) return;
  }
  slots_[at] = state;
  ++size_;
}

void StateSet::erase(InstanceState* state) noexcept {
  if (size_ == 0) return;
  const size_t mask = slots_.size() - 1;
  size_t gap = home(state);
  while (slots_[gap] != state) {
    if (slots_[gap] == nullptr) return;
    gap = (gap + 1) & mask;
  }
  --size_;
  for (size_t at = (gap + 1) & mask; slots_[at] != nullptr; at = (at + 1) & mask) {
    if (((at - home(slots_[at])) & mask) < ((at - gap) & mask)) continue;
    slots_[gap] = slots_[at];
    gap = at;
  }
  slots_[gap] = nullptr;
}

bool StateSet::contains(const InstanceState* state) const noexcept {
  if (size_ == 0) return false;
  const size_t mask = slots_.size() - 1;
  for (size_t at = home(state); slots_[at] != nullptr; at = (at + 1) & mask) {
    if (slots_[at] == state) return true;
  }
  return false;
}

void StateSet::clear() noexcept {
  slots_.clear();
  size_ = 0;
}

}  // namespace orm
