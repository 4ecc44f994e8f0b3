// Freeing mapped structs that only refer to each other.
//
// A parent holds its children and they hold it: reference counting never frees them. So the objects
// of structs that refer to others stand in a list, and now and then are looked through as CPython's
// collector does it: an object whose references all come from within the list, and that none of the
// others can be reached from, is garbage. A reference that is not known here counts as one from
// outside, which at worst keeps an object for longer.
#include <algorithm>

#include "orm/typed_mapping.h"

namespace orm {

/// The objects of a thread that may be in cycles.
class ObjectCycles {
 public:
  static ObjectCycles& of_thread() {
    static thread_local ObjectCycles cycles;
    return cycles;
  }
  void add(TypedState& state) noexcept {
    state.next_ = first_;
    if (first_ != nullptr) first_->previous_ = &state;
    first_ = &state;
    ++size_;
  }
  void remove(TypedState& state) noexcept {
    if (state.previous_ == nullptr && first_ != &state) return;  // of another thread
    (state.previous_ == nullptr ? first_ : state.previous_->next_) = state.next_;
    if (state.next_ != nullptr) state.next_->previous_ = state.previous_;
    state.next_ = state.previous_ = nullptr;
    --size_;
  }
  // Looking through n objects is worth it when as many have come.
  bool due() const noexcept { return size_ > 2 * left_ + 10000; }
  bool any_new() const noexcept { return size_ > left_ + left_ / 8; }
  void collect();

 private:
  template <class F>
  static void each_reference(const TypedState& state, F visit) {
    for (const MappedMember& member : state.class_->members) {
      if (member.related == nullptr) continue;
      member.related->each(
          state.member(member),
          [](void* context, InstanceState& object) { (*static_cast<F*>(context))(object); },
          &visit);
    }
    state.each_in_history([&visit](const Instance& object) {
      if (object) visit(*object);
    });
  }
  // The object behind a reference, if it stands in the list.
  static TypedState* listed(InstanceState& object) {
    auto& state = static_cast<TypedState&>(object);
    return state.class_->refers ? &state : nullptr;
  }

  TypedState* first_ = nullptr;
  size_t size_ = 0;
  size_t left_ = 0;  // after the last time
  bool collecting_ = false;
};

void ObjectCycles::collect() {
  if (collecting_ || first_ == nullptr) return;
  collecting_ = true;
  for (TypedState* at = first_; at != nullptr; at = at->next_) at->inner_references_ = 0;
  for (TypedState* at = first_; at != nullptr; at = at->next_) {
    each_reference(*at, [](InstanceState& object) {
      if (TypedState* state = listed(object)) ++state->inner_references_;
    });
  }
  // What is referred to from outside, and all that can be reached from there, stays.
  constexpr uint32_t kStays = UINT32_MAX;
  std::vector<TypedState*> reached;
  auto reach = [&reached](TypedState& state) {
    if (state.inner_references_ == kStays) return;
    state.inner_references_ = kStays;
    reached.push_back(&state);
  };
  for (TypedState* at = first_; at != nullptr; at = at->next_) {
    if (at->inner_references_ != kStays && at->inner_references_ < at->references_) reach(*at);
    while (!reached.empty()) {
      const TypedState& from = *reached.back();
      reached.pop_back();
      each_reference(from, [&reach](InstanceState& object) {
        if (TypedState* state = listed(object)) reach(*state);
      });
    }
  }
  std::vector<Instance> garbage;
  for (TypedState* at = first_; at != nullptr; at = at->next_) {
    if (at->inner_references_ != kStays) garbage.emplace_back(at);
  }
  for (const Instance& object : garbage) {
    auto& state = static_cast<TypedState&>(*object);
    state.drop_history();
    for (const MappedMember& member : state.class_->members) {
      if (member.related != nullptr) member.set(state.member(member), nullptr);
    }
  }
  garbage.clear();
  left_ = size_;
  collecting_ = false;
}

void TypedState::join_cycles() noexcept { ObjectCycles::of_thread().add(*this); }
void TypedState::leave_cycles() noexcept {
  if (class_->refers) ObjectCycles::of_thread().remove(*this);
}

void collect_object_cycles() noexcept {
  try {
    ObjectCycles& cycles = ObjectCycles::of_thread();
    if (cycles.any_new()) cycles.collect();
  } catch (const std::bad_alloc&) {
    // The objects stay until there is memory to look for them.
  }
}

void collect_object_cycles_if_due() noexcept {
  if (ObjectCycles::of_thread().due()) collect_object_cycles();
}

}  // namespace orm
