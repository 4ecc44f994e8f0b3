// Cascades: the objects that an operation reaches from one object along its relationships.
#include "orm/session/cascade.h"

#include "orm/identity_map.h"
#include "orm/mapper.h"

namespace orm {

namespace {

bool takes_part(const Cascades& cascades, CascadeKind kind) {
  switch (kind) {
    case CascadeKind::save_update:
      return cascades.save_update;
    case CascadeKind::merge:
      return cascades.merge;
    case CascadeKind::refresh_expire:
      return cascades.refresh_expire;
    case CascadeKind::expunge:
      return cascades.expunge;
    default:
      return cascades.delete_;
  }
}

// What the attribute holds, and for save-update also what was taken out of it and not flushed.
void find_related(InstanceState& state, const RelationshipProperty& relationship, CascadeKind kind,
                  std::vector<Instance>& objects) {
  Passive passive = passive_no_initialize;
  passive.pending = true;
  if (kind == CascadeKind::delete_ && relationship.args().passive_deletes == PassiveDeletes::no) {
    passive = passive_off;
    passive.raise = false;
  }
  if (kind == CascadeKind::save_update) {
    const size_t attribute = relationship.index();
    if (relationship.uselist() && state.has(attribute)) {
      // In the collection's own order, what was removed last.
      objects = state.members(attribute);
      if (!state.members_before(attribute).empty()) {
        const ObjectHistory history = state.object_history(relationship, passive);
        objects.insert(objects.end(), history.deleted.begin(), history.deleted.end());
      }
      return;
    }
    if (state.has(attribute) && !state.value_before(attribute)) {
      objects.push_back(state.related(attribute));
      return;
    }
    ObjectHistory history = state.object_history(relationship, passive);
    objects = std::move(history.added);
    for (auto* list : {&history.unchanged, &history.deleted}) {
      objects.insert(objects.end(), list->begin(), list->end());
    }
    return;
  }
  state.ensure_related(relationship, passive);
  if (!state.has(relationship.index())) return;
  if (relationship.uselist()) {
    objects = state.members(relationship.index());
  } else {
    objects.push_back(state.related(relationship.index()));
  }
}

class Walk {
 public:
  Walk(CascadeKind kind, const std::function<bool(const InstanceState&)>& halt)
      : kind_(kind), halt_(halt) {}

  // Depth first, without recursion: a list of objects may be as long as it likes.
  void from(InstanceState& state) {
    std::vector<Level> levels;
    levels.push_back({&state});
    while (!levels.empty()) {
      Level& level = levels.back();
      if (level.at < level.next.size()) {
        found.push_back(std::move(level.next[level.at++]));
        levels.push_back({found.back().get()});
        continue;
      }
      const auto& relationships = level.state->mapper().relationships();
      if (level.relationship == relationships.size()) {
        levels.pop_back();
        continue;
      }
      level.next = along(*level.state, *relationships[level.relationship++]);
      level.at = 0;
    }
  }

  std::vector<Instance> found;

 private:
  // An object on the way, and what one of its relationships leads to.
  struct Level {
    InstanceState* state;
    size_t relationship = 0;  // the next one
    std::vector<Instance> next{};
    size_t at = 0;  // in `next`
  };

  std::vector<Instance> along(InstanceState& state, const RelationshipProperty& relationship) {
    std::vector<Instance> next;
    if (!takes_part(relationship.cascade(), kind_)) return next;
    const bool skip_pending =
        kind_ == CascadeKind::refresh_expire && !relationship.cascade().delete_orphan;
    objects_.clear();
    find_related(state, relationship, kind_, objects_);
    for (Instance& other : objects_) {
      if (!other || visited_.contains(other.get())) continue;
      if (halt_ && halt_(*other)) continue;
      if (skip_pending && other->key == nullptr) continue;
      visited_.insert(other.get());
      next.push_back(std::move(other));
    }
    return next;
  }

  CascadeKind kind_;
  const std::function<bool(const InstanceState&)>& halt_;
  StateSet visited_;
  std::vector<Instance> objects_;  // that one relationship leads to
};

}  // namespace

std::vector<Instance> cascade(InstanceState& state, CascadeKind kind,
                              const std::function<bool(const InstanceState&)>& halt) {
  state.mapper().registry().configure();
  if (state.mapper().relationships().empty()) return {};
  Walk walk(kind, halt);
  walk.from(state);
  return std::move(walk.found);
}

}  // namespace orm
