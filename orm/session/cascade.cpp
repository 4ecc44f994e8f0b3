// Cascades: the objects that an operation reaches from one object along its relationships.
#include "orm/session/cascade.h"

#include <set>

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
std::vector<Instance> related_objects(InstanceState& state,
                                      const RelationshipProperty& relationship, CascadeKind kind) {
  Passive passive = passive_no_initialize;
  passive.pending = true;
  if (kind == CascadeKind::delete_ && relationship.args().passive_deletes == PassiveDeletes::no) {
    passive = passive_off;
    passive.raise = false;
  }
  if (kind == CascadeKind::save_update) {
    ObjectHistory history = state.object_history(relationship, passive);
    std::vector<Instance> objects;
    for (auto* list : {&history.added, &history.unchanged, &history.deleted}) {
      objects.insert(objects.end(), list->begin(), list->end());
    }
    if (relationship.uselist() && state.has(relationship.index())) {
      // In the collection's own order, what was removed last.
      objects = state.members(relationship.index());
      objects.insert(objects.end(), history.deleted.begin(), history.deleted.end());
    }
    return objects;
  }
  state.ensure_related(relationship, passive);
  if (!state.has(relationship.index())) return {};
  if (relationship.uselist()) return state.members(relationship.index());
  return {state.related(relationship.index())};
}

class Walk {
 public:
  Walk(CascadeKind kind, const std::function<bool(const InstanceState&)>& halt)
      : kind_(kind), halt_(halt) {}

  void from(InstanceState& state) {
    for (const RelationshipProperty* relationship : state.mapper().relationships()) {
      if (!takes_part(relationship->cascade(), kind_)) continue;
      bool skip_pending =
          kind_ == CascadeKind::refresh_expire && !relationship->cascade().save_update;
      std::vector<Instance> next;
      for (Instance& other : related_objects(state, *relationship, kind_)) {
        if (!other || visited_.count(other.get()) != 0) continue;
        if (halt_ && halt_(*other)) continue;
        if (skip_pending && other->key == nullptr) continue;
        visited_.insert(other.get());
        next.push_back(std::move(other));
      }
      for (const Instance& other : next) {
        found.push_back(other);
        from(*other);
      }
    }
  }

  std::vector<Instance> found;

 private:
  CascadeKind kind_;
  const std::function<bool(const InstanceState&)>& halt_;
  std::set<const InstanceState*> visited_;
};

}  // namespace

std::vector<Instance> cascade(InstanceState& state, CascadeKind kind,
                              const std::function<bool(const InstanceState&)>& halt) {
  state.mapper().registry().configure();
  Walk walk(kind, halt);
  walk.from(state);
  return std::move(walk.found);
}

}  // namespace orm
