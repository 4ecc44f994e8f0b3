// What a session knows of its objects: sets of them, and the identity map.
//
// Each object remembers its place in each of these, so that asking whether it is there, and taking
// it out, needs no lookup: SessionPlaces in instance.h. The identity map is one flat table of
// hashes beside a list of the objects in the order in which they came.
#pragma once

#include <orm/instance.h>
#include <orm/prefetch.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace orm {

/// While one lasts, the members of a collection stay at their places.
class PlacesKept {
 public:
  explicit PlacesKept(uint32_t& walks) noexcept : walks_(walks) { ++walks_; }
  ~PlacesKept() { --walks_; }
  PlacesKept(const PlacesKept&) = delete;
  PlacesKept& operator=(const PlacesKept&) = delete;

 private:
  uint32_t& walks_;
};

/// Objects in the order in which they came, each held by a reference. An object is in at most one
/// set of each kind: that of its session.
class InstanceSet {
 public:
  using Place = uint32_t SessionPlaces::*;
  explicit InstanceSet(Place place) : place_(place) {}
  InstanceSet(const InstanceSet&) = delete;
  InstanceSet& operator=(const InstanceSet&) = delete;
  ~InstanceSet() { clear(); }

  bool add(InstanceState& state);
  bool remove(InstanceState& state);
  bool contains(const InstanceState& state) const noexcept {
    const uint32_t at = state.places.*place_;
    return at < members_.size() && members_[at].get() == &state;
  }
  size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  void clear();
  /// The members, in order.
  std::vector<Instance> list() const;
  /// While it lasts, many are taken out, and gaps are left for the end.
  class Removal {
   public:
    explicit Removal(InstanceSet& set) noexcept : set_(set) { ++set_.walks_; }
    ~Removal() {
      if (--set_.walks_ == 0) set_.close_gaps_if_many();
    }
    Removal(const Removal&) = delete;
    Removal& operator=(const Removal&) = delete;

   private:
    InstanceSet& set_;
  };
  /// Calls `visit(state)` for each member, in order. It may add to the set, what is not visited,
  /// and take members out.
  template <class F>
  void each(F visit) const {
    const PlacesKept kept(walks_);
    const size_t end = members_.size();
    for (size_t i = 0; i < end && i < members_.size(); ++i) {
      if (i + kObjectsAhead < members_.size()) {
        prefetch(members_[i + kObjectsAhead].get(), kObjectLines);
      }
      if (members_[i]) visit(*members_[i]);
    }
  }

 private:
  void close_gaps_if_many();
  Place place_;
  std::vector<Instance> members_;  // empty where one was removed
  size_t size_ = 0;
  mutable uint32_t walks_ = 0;
};

/// A set of objects, held by nobody: what a transaction remembers for its rollback.
class StateSet {
 public:
  void insert(InstanceState* state);
  void erase(InstanceState* state) noexcept;
  bool contains(const InstanceState* state) const noexcept;
  size_t size() const noexcept { return size_; }
  void clear() noexcept;
  /// Room for so many further objects.
  void reserve(size_t more);
  template <class F>
  void each(F visit) const {
    for (InstanceState* state : slots_) {
      if (state != nullptr) visit(*state);
    }
  }

 private:
  size_t home(const InstanceState* state) const noexcept;
  void resize(size_t slots);
  std::vector<InstanceState*> slots_;  // a power of two, at most two thirds in use
  size_t size_ = 0;
};

/// The objects of a session by identity key, held weakly; those with changes are held for good.
class IdentityMap {
 public:
  IdentityMap() = default;
  IdentityMap(const IdentityMap&) = delete;
  IdentityMap& operator=(const IdentityMap&) = delete;
  ~IdentityMap();

  /// The object of that key, or null.
  InstanceState* find(const IdentityKey& key) const;
  /// The same without a key: `base` is what Mapper::identity_mapper() says.
  InstanceState* find(const Mapper& base, std::span<const Value> values) const;
  /// The same where the hash of the key is known.
  InstanceState* find(const Mapper& base, std::span<const Value> values, uint64_t hash) const;
  /// Adds or replaces.
  void put(InstanceState& state);
  void remove(InstanceState& state);
  bool contains(const InstanceState& state) const noexcept {
    const uint32_t at = state.places.identity;
    return at < members_.size() && members_[at] == &state;
  }
  size_t size() const noexcept { return size_; }
  /// How many objects came to it so far.
  uint64_t changes() const noexcept { return changes_; }
  /// Room for so many further objects.
  void reserve(size_t more);
  /// Every object, in the order in which they came.
  std::vector<InstanceState*> all() const;
  /// Calls `visit(state)` for each object, in that order; it is held meanwhile. Objects may leave;
  /// those that come are not visited.
  template <class F>
  void each(F visit) const {
    const PlacesKept kept(walks_);
    const size_t end = members_.size();
    for (size_t i = 0; i < end && i < members_.size(); ++i) {
      if (i + kObjectsAhead < members_.size()) {
        prefetch(members_[i + kObjectsAhead], kObjectLines);
      }
      if (members_[i] == nullptr) continue;
      const Instance held(members_[i]);
      visit(*held);
    }
  }
  /// Objects that are in no map but still name the session: those that had to make room for another
  /// one of their key, and those that were deleted for good.
  const StateSet& strays() const noexcept { return strays_; }
  void add_stray(InstanceState& state) { strays_.insert(&state); }
  /// The object left the session, or is gone.
  void forget(InstanceState& state) noexcept {
    if (strays_.size() != 0) strays_.erase(&state);
  }
  InstanceSet modified{&SessionPlaces::modified};

 private:
  struct Slot {
    InstanceState* state = nullptr;
    uint64_t hash = 0;
  };
  void resize(size_t slots);
  void erase_slot(const InstanceState& state);
  void close_gaps_if_many();

  std::vector<Slot> slots_;              // a power of two, at most two thirds in use
  std::vector<InstanceState*> members_;  // null where one left
  size_t size_ = 0;
  uint64_t changes_ = 0;
  mutable uint32_t walks_ = 0;
  StateSet strays_;
};

}  // namespace orm
