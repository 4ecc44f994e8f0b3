// What relationships ask of a flush: which objects come along, what is written before what, and
// which foreign keys are copied.
#include "orm/session/dependency.h"

#include <algorithm>

#include "orm/orm_error.h"
#include "orm/session/cascade.h"
#include "orm/session/synchronize.h"

namespace orm {

namespace {

using Kind = UnitOfWork::Kind;

class OneToManyDependency final : public Dependency {
 public:
  using Dependency::Dependency;

  void order(UnitOfWork& work, const Actions& a) const override {
    if (relationship_.args().post_update) {
      const Mapper& base = relationship_.mapper().base_mapper();
      size_t after = work.action(Kind::post_update_all, &base, nullptr, false);
      size_t before = work.action(Kind::post_update_all, &base, nullptr, true);
      work.depend(a.child_saves, a.after_save);
      work.depend(a.parent_saves, a.after_save);
      work.depend(a.after_save, after);
      work.depend(a.before_delete, before);
      work.depend(before, a.parent_deletes);
      work.depend(before, a.child_deletes);
      return;
    }
    work.depend(a.parent_saves, a.after_save);
    work.depend(a.after_save, a.child_saves);
    work.depend(a.after_save, a.child_deletes);
    work.depend(a.child_saves, a.parent_deletes);
    work.depend(a.child_deletes, a.parent_deletes);
    work.depend(a.before_delete, a.child_saves);
    work.depend(a.before_delete, a.child_deletes);
  }

  void order(UnitOfWork& work, const StateActions& a) const override {
    if (relationship_.args().post_update) {
      const Mapper& base = relationship_.mapper().base_mapper();
      size_t after = work.action(Kind::post_update_all, &base, nullptr, false);
      size_t before = work.action(Kind::post_update_all, &base, nullptr, true);
      if (a.is_delete) {
        work.depend(a.before_delete, before);
        work.depend(before, a.delete_parent);
        return;
      }
      if (!a.child_is_delete) work.depend(a.save_parent, a.after_save);
      work.depend(a.child, a.after_save);
      work.depend(a.after_save, after);
      return;
    }
    if (a.is_delete) {
      work.depend(a.before_delete, a.child);
      work.depend(a.child, a.delete_parent);
      return;
    }
    work.depend(a.save_parent, a.after_save);
    work.depend(a.after_save, a.child);
    work.depend(a.save_parent, a.child);
  }

  void presort_deletes(UnitOfWork& work, const States& states) const override {
    bool clears = !relationship_.cascade().delete_ &&
                  relationship_.args().passive_deletes != PassiveDeletes::all;
    for (InstanceState* state : states) {
      const ObjectHistory& history = work.history(*state, relationship_, delete_passive());
      for (const Instance& child : history.deleted) {
        if (!child || !lost_parent(*child)) continue;
        UnitOfWork::Registration how;
        how.is_delete = relationship_.cascade().delete_orphan;
        work.register_object(*child, how);
      }
      if (!clears) continue;
      for (const Instance& child : history.unchanged) {
        if (child)
          work.register_object(*child, {.operation = "delete", .relationship = &relationship_});
      }
    }
  }

  void presort_saves(UnitOfWork& work, const States& states) const override {
    bool orphans = relationship_.cascade().delete_orphan;
    bool clears = !orphans && relationship_.args().passive_deletes != PassiveDeletes::all;
    auto& added = work.children_added(relationship_);
    for (InstanceState* state : states) {
      bool changed = keys_changed(*state);
      Passive passive = pending_passive();
      if (changed && !relationship_.args().passive_updates) {
        passive = passive_off;
        passive.pending = true;
      }
      const ObjectHistory& history = work.history(*state, relationship_, passive);
      for (const Instance& child : history.added) {
        if (!child) continue;
        work.register_object(
            *child, {.cancel_delete = true, .operation = "add", .relationship = &relationship_});
        added.insert(child.get());
      }
      for (const Instance& child : history.deleted) {
        if (!child) continue;
        if (!orphans) {
          if (clears) {
            work.register_object(*child, {.operation = "delete", .relationship = &relationship_});
          }
        } else if (lost_parent(*child)) {
          delete_with_cascades(work, *child);
        }
      }
      if (!changed) continue;
      for (const Instance& child : history.unchanged) {
        if (child) {
          work.register_object(*child, {.list_only = relationship_.args().passive_updates,
                                        .operation = "pk change",
                                        .relationship = &relationship_});
        }
      }
    }
  }

  void process_deletes(UnitOfWork& work, const States& states) const override {
    bool post_update = relationship_.args().post_update;
    if (!post_update && relationship_.args().passive_deletes == PassiveDeletes::all) return;
    const auto& added = work.children_added(relationship_);
    for (InstanceState* state : states) {
      const ObjectHistory& history = work.history(*state, relationship_, delete_passive());
      auto detach = [&](const Instance& child) {
        synchronize(work, *state, child, true);
        if (post_update) work.register_post_update(*child, relationship_);
      };
      for (const Instance& child : history.deleted) {
        if (child && lost_parent(*child)) detach(child);
      }
      if (!post_update && relationship_.cascade().delete_) continue;
      for (const Instance& child : history.unchanged) {
        if (child && !added.contains(child.get())) detach(child);
      }
    }
  }

  void process_saves(UnitOfWork& work, const States& states) const override {
    bool clears = !relationship_.cascade().delete_orphan &&
                  relationship_.args().passive_deletes != PassiveDeletes::all;
    for (InstanceState* state : states) {
      const ObjectHistory& history = work.history(*state, relationship_, passive_no_initialize);
      for (const Instance& child : history.added) {
        synchronize(work, *state, child, false);
        if (child && relationship_.args().post_update) {
          work.register_post_update(*child, relationship_);
        }
      }
      for (const Instance& child : history.deleted) {
        if (child && clears && !child->has_parent(relationship_, false)) {
          synchronize(work, *state, child, true);
        }
      }
      if (!keys_changed(*state)) continue;
      for (const Instance& child : history.unchanged) synchronize(work, *state, child, false);
    }
  }

 private:
  void synchronize(UnitOfWork& work, InstanceState& parent, const Instance& child,
                   bool clear_keys) const {
    check_loadable(child);
    if (!child || (!relationship_.args().post_update && work.is_deleted(*child))) return;
    if (clear_keys) {
      clear(*child, relationship_.synchronize_pairs());
    } else {
      populate(parent, *child, relationship_.synchronize_pairs());
    }
  }
};

class ManyToOneDependency final : public Dependency {
 public:
  using Dependency::Dependency;

  void order(UnitOfWork& work, const Actions& a) const override {
    if (relationship_.args().post_update) {
      const Mapper& base = relationship_.parent().base_mapper();
      size_t after = work.action(Kind::post_update_all, &base, nullptr, false);
      size_t before = work.action(Kind::post_update_all, &base, nullptr, true);
      work.depend(a.child_saves, a.after_save);
      work.depend(a.parent_saves, a.after_save);
      work.depend(a.after_save, after);
      work.depend(a.after_save, before);
      work.depend(a.before_delete, before);
      work.depend(before, a.child_deletes);
      work.depend(before, a.parent_deletes);
      return;
    }
    work.depend(a.child_saves, a.after_save);
    work.depend(a.after_save, a.parent_saves);
    work.depend(a.parent_saves, a.child_deletes);
    work.depend(a.parent_deletes, a.child_deletes);
  }

  void order(UnitOfWork& work, const StateActions& a) const override {
    if (relationship_.args().post_update) {
      const Mapper& base = relationship_.parent().base_mapper();
      size_t update = work.action(Kind::post_update_all, &base, nullptr, a.is_delete);
      if (a.is_delete) {
        work.depend(a.before_delete, update);
        work.depend(update, a.delete_parent);
        work.depend(update, a.child);
        return;
      }
      work.depend(a.after_save, update);
      if (a.child_is_delete) {
        work.depend(update, a.child);
      } else {
        work.depend(a.save_parent, a.after_save);
        work.depend(a.child, a.after_save);
      }
      return;
    }
    if (a.is_delete) {
      if (a.child_is_delete) work.depend(a.delete_parent, a.child);
      return;
    }
    if (!a.child_is_delete) work.depend(a.child, a.after_save);
    work.depend(a.after_save, a.save_parent);
  }

  void presort_deletes(UnitOfWork& work, const States& states) const override {
    const Cascades& cascade = relationship_.cascade();
    if (!cascade.delete_ && !cascade.delete_orphan) return;
    for (InstanceState* state : states) {
      const ObjectHistory& history = work.history(*state, relationship_, delete_passive());
      std::vector<Instance> doomed = history.added;
      doomed.insert(doomed.end(), history.unchanged.begin(), history.unchanged.end());
      if (cascade.delete_orphan) {
        doomed.insert(doomed.end(), history.deleted.begin(), history.deleted.end());
      }
      for (const Instance& child : doomed) {
        if (child) delete_with_cascades(work, *child);
      }
    }
  }

  void presort_saves(UnitOfWork& work, const States& states) const override {
    for (InstanceState* state : states) {
      work.register_object(*state, {.operation = "add", .relationship = &relationship_});
      if (!relationship_.cascade().delete_orphan) continue;
      const ObjectHistory& history = work.history(*state, relationship_, delete_passive());
      for (const Instance& child : history.deleted) {
        if (child && lost_parent(*child)) delete_with_cascades(work, *child);
      }
    }
  }

  void process_deletes(UnitOfWork& work, const States& states) const override {
    if (!relationship_.args().post_update || relationship_.cascade().delete_orphan ||
        relationship_.args().passive_deletes == PassiveDeletes::all) {
      return;
    }
    for (InstanceState* state : states) {
      clear(*state, relationship_.synchronize_pairs());
      const ObjectHistory& history = work.history(*state, relationship_, delete_passive());
      if (history.known) work.register_post_update(*state, relationship_);
    }
  }

  void process_saves(UnitOfWork& work, const States& states) const override {
    const size_t attribute = relationship_.index();
    const bool post_update = relationship_.args().post_update;
    for (InstanceState* state : states) {
      // The history of most objects is plain: nothing changed, or the first value was given.
      const bool changed = state->in_committed_state(attribute);
      if (!changed && !post_update) continue;
      if (changed && state->has(attribute) && !state->value_before(attribute)) {
        synchronize(work, *state, state->related(attribute), "add");
        if (post_update) work.register_post_update(*state, relationship_);
        continue;
      }
      const ObjectHistory& history = work.history(*state, relationship_, passive_no_initialize);
      if (!history.known) continue;
      if (!history.added.empty()) {
        for (const Instance& child : history.added) synchronize(work, *state, child, "add");
      } else if (!history.deleted.empty()) {
        synchronize(work, *state, Instance(), "delete");
      }
      if (post_update) work.register_post_update(*state, relationship_);
    }
  }

 private:
  void synchronize(UnitOfWork& work, InstanceState& state, const Instance& child,
                   const char* operation) const {
    if (!relationship_.args().post_update && work.is_deleted(state)) return;
    if (child && !work.session_holds(*child)) {
      work.warn("Object of type <" + child->mapper().class_name() + "> not in session, " +
                operation + " operation along '" + relationship_.str() + "' won't proceed");
      return;
    }
    if (!child) {
      clear(state, relationship_.synchronize_pairs());
      return;
    }
    check_loadable(child);
    populate(*child, state, relationship_.synchronize_pairs());
  }
};

}  // namespace

std::unique_ptr<Dependency> Dependency::make(const RelationshipProperty& relationship) {
  switch (relationship.direction()) {
    case Direction::one_to_many:
      return std::make_unique<OneToManyDependency>(relationship);
    case Direction::many_to_one:
      return std::make_unique<ManyToOneDependency>(relationship);
    default:
      return make_many_to_many(relationship);
  }
}

Passive Dependency::pending_passive() {
  Passive passive = passive_no_initialize;
  passive.pending = true;
  return passive;
}

std::string Dependency::sort_key() const {
  return relationship_.parent().qualified_name() + "_" + relationship_.key();
}

Passive Dependency::delete_passive() const {
  if (relationship_.args().passive_deletes != PassiveDeletes::no) return pending_passive();
  Passive passive = passive_off;
  passive.pending = true;
  passive.raise = false;
  passive.autoflush = false;
  return passive;
}

bool Dependency::lost_parent(const InstanceState& child) const {
  return !child.has_parent(relationship_, true);
}

bool Dependency::keys_changed(InstanceState& state) const {
  if (state.key == nullptr) return false;
  for (const RelationshipProperty::Pair& pair : relationship_.synchronize_pairs()) {
    auto attribute = state.mapper().attribute_of(*pair.from);
    if (!attribute) continue;
    if (state.is_changed(*attribute) && !state.committed_value(*attribute).is_null()) return true;
  }
  return false;
}

void Dependency::delete_with_cascades(UnitOfWork& work, InstanceState& child) const {
  work.register_object(child,
                       {.is_delete = true, .operation = "delete", .relationship = &relationship_});
  for (const Instance& further : cascade(child, CascadeKind::delete_)) {
    work.register_object(*further, {.is_delete = true});
  }
}

void Dependency::check_loadable(const Instance& child) const {
  if (!child) {
    if (!relationship_.uselist()) return;
    throw FlushError("Can't flush None value found in collection " + relationship_.str());
  }
  if (child->mapper().is_a(relationship_.mapper())) return;
  throw FlushError("Attempting to flush an item of type <class '" +
                   child->mapper().qualified_name() + "'> as a member of collection \"" +
                   relationship_.str() + "\". Expected an object of type <class '" +
                   relationship_.mapper().qualified_name() +
                   "'> or a polymorphic subclass of this type.");
}

bool Dependency::has_changes(UnitOfWork& work, const States& states, bool is_delete) const {
  Passive passive = pending_passive();
  if (is_delete && relationship_.args().passive_deletes == PassiveDeletes::no) {
    passive = delete_passive();
    if (relationship_.direction() == Direction::many_to_one) passive.related_object = false;
  }
  for (InstanceState* state : states) {
    if (!work.history(*state, relationship_, passive).empty()) return true;
  }
  return !states.empty() && !relationship_.is_self_referential() &&
         work.knows(relationship_.mapper());
}

void Dependency::flush_actions(UnitOfWork& work) const {
  const Mapper& parent = relationship_.parent().base_mapper();
  const Mapper& child = relationship_.mapper().base_mapper();
  Actions actions{};
  actions.after_save = work.action(Kind::process_all, nullptr, this, false);
  actions.before_delete = work.action(Kind::process_all, nullptr, this, true);
  actions.parent_saves = work.action(Kind::save_all, &parent);
  actions.child_saves = work.action(Kind::save_all, &child);
  actions.parent_deletes = work.action(Kind::delete_all, &parent);
  actions.child_deletes = work.action(Kind::delete_all, &child);
  order(work, actions);
}

void Dependency::state_actions(UnitOfWork& work, const States& states, bool is_delete) const {
  const Mapper& parent = relationship_.parent().base_mapper();
  const Mapper& child_base = relationship_.mapper().base_mapper();
  size_t child_saves = work.action(Kind::save_all, &child_base);
  size_t child_deletes = work.action(Kind::delete_all, &child_base);
  size_t all = work.action(Kind::process_all, nullptr, this, is_delete);
  work.disable(all);
  bool child_in_cycles = work.in_cycles(child_saves);
  size_t parent_all = work.action(is_delete ? Kind::delete_all : Kind::save_all, &parent);
  bool parent_in_cycles = work.in_cycles(parent_all);
  for (InstanceState* state : states) {
    const ObjectHistory& history =
        work.history(*state, relationship_, is_delete ? delete_passive() : pending_passive());
    std::vector<Instance> related = history.added;
    related.insert(related.end(), history.unchanged.begin(), history.unchanged.end());
    related.insert(related.end(), history.deleted.begin(), history.deleted.end());
    if (related.empty()) continue;
    StateActions actions{};
    actions.is_delete = is_delete;
    size_t process = work.action(Kind::process_state, nullptr, this, is_delete, state);
    size_t own = parent_in_cycles ? work.action(is_delete ? Kind::delete_state : Kind::save_state,
                                                nullptr, nullptr, false, state)
                                  : parent_all;
    actions.after_save = is_delete ? UnitOfWork::kNone : process;
    actions.before_delete = is_delete ? process : UnitOfWork::kNone;
    actions.save_parent = is_delete ? UnitOfWork::kNone : own;
    actions.delete_parent = is_delete ? own : UnitOfWork::kNone;
    if (!child_in_cycles) {
      for (bool deletes : {false, true}) {
        actions.child = deletes ? child_deletes : child_saves;
        actions.child_is_delete = deletes;
        order(work, actions);
      }
      continue;
    }
    for (const Instance& child : related) {
      actions.child = UnitOfWork::kNone;
      actions.child_is_delete = false;
      if (child && work.is_registered(*child)) {
        actions.child_is_delete = work.is_deleted(*child);
        actions.child = work.action(actions.child_is_delete ? Kind::delete_state : Kind::save_state,
                                    nullptr, nullptr, false, child.get());
      }
      order(work, actions);
    }
  }
}

}  // namespace orm
