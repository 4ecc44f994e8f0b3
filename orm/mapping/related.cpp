// Attributes that refer to objects: what happens when the program reads or changes them.
//
// A change is told to three listeners, in SQLAlchemy's order: the session (save-update cascade,
// orphans), the attribute on the other side (backref), and the history. A collection that is not
// loaded is not loaded for a backref's sake: what is added to it is kept until it is. The file is
// above 500 lines because each way to change an attribute ends in the others, on the other side.
#include <algorithm>

#include "orm/instance.h"
#include "orm/mapper.h"
#include "orm/mapping/instance_parts.h"
#include "orm/mapping/loader_options.h"
#include "orm/orm_error.h"
#include "orm/profile.h"
#include "orm/relationship.h"

namespace orm {

namespace {

bool contains(const std::vector<Instance>& list, const InstanceState* state) {
  return std::any_of(list.begin(), list.end(),
                     [&](const Instance& one) { return one.get() == state; });
}

// Tells whether objects are in a list, however long it is.
class StateFinder {
 public:
  explicit StateFinder(const std::vector<Instance>& list) : list_(list) {
    constexpr size_t kFew = 8;
    if (list.size() <= kFew) return;
    sorted_.reserve(list.size());
    for (const Instance& one : list) sorted_.push_back(one.get());
    std::sort(sorted_.begin(), sorted_.end(), std::less<>());
  }
  bool contains(const InstanceState& state) const {
    if (sorted_.empty()) return orm::contains(list_, &state);
    return std::binary_search(sorted_.begin(), sorted_.end(), &state, std::less<>());
  }

 private:
  const std::vector<Instance>& list_;
  std::vector<const InstanceState*> sorted_;
};

void remove_from(std::vector<Instance>& list, const InstanceState* state) {
  for (auto it = list.begin(); it != list.end(); ++it) {
    if (it->get() == state) {
      list.erase(it);
      return;
    }
  }
}

// The relationship's counterpart in the object's own class, which may be a subclass's.
const RelationshipProperty& own(const InstanceState& state,
                                const RelationshipProperty& relationship) {
  if (&state.mapper() == &relationship.parent()) return relationship;
  const RelationshipProperty* found = state.mapper().relationship(relationship.key());
  return found == nullptr ? relationship : *found;
}

using Change = Initiator::Op;

Initiator or_own(const Initiator& initiator, const RelationshipProperty& relationship, Change op) {
  return initiator ? initiator : Initiator{&relationship, op};
}

// Did the change begin with that operation on the other side? Then it is not sent back there.
bool began(const Initiator& initiator, const RelationshipProperty& reverse,
           const RelationshipProperty& theirs, Change op) {
  if (initiator.relationship != &reverse && initiator.relationship != &theirs) return false;
  return initiator.op == op || (initiator.op == Change::bulk && theirs.uselist());
}

// What an object is given to an attribute with.
Change append_op(const RelationshipProperty& relationship) {
  return relationship.uselist() ? Change::append : Change::replace;
}

bool began_removal(const Initiator& initiator, const RelationshipProperty& reverse,
                   const RelationshipProperty& theirs) {
  return began(initiator, reverse, theirs, Change::remove) ||
         (!theirs.uselist() && began(initiator, reverse, theirs, Change::replace));
}

// With single_parent an object that has a parent along the relationship gets no second one.
void check_single_parent(const InstanceState& owner, const RelationshipProperty& relationship,
                         const InstanceState& member, const Initiator& initiator) {
  if (!relationship.args().single_parent || initiator.relationship->key() != relationship.key() ||
      !member.has_parent(relationship, false)) {
    return;
  }
  const Mapper& mapper = owner.mapper();
  throw InvalidRequestError("Instance " + state_str(member) +
                            " is already associated with an instance of " + mapper.class_repr() +
                            " via its " + relationship.str() +
                            " attribute, and is only allowed a single parent. (Background on this "
                            "error at: " +
                            mapper.profile().error_link + "bbf1)");
}

// Sets the attributes on the other side, but for the one where the change began.
void link_other_side(InstanceState& owner, const RelationshipProperty& relationship,
                     InstanceState& member, const Initiator& initiator) {
  for (const RelationshipProperty* reverse : relationship.reverse()) {
    const RelationshipProperty& theirs = own(member, *reverse);
    if (began(initiator, *reverse, theirs, append_op(theirs))) continue;
    if (theirs.uselist()) {
      member.append_related(theirs, owner, initiator);
    } else {
      member.assign_related(theirs, &owner, initiator);
    }
  }
}

// Takes the attributes on the other side back, but for the one where the change began.
void unlink_other_side(InstanceState& owner, const RelationshipProperty& relationship,
                       InstanceState& member, const Initiator& initiator) {
  for (const RelationshipProperty* reverse : relationship.reverse()) {
    const RelationshipProperty& theirs = own(member, *reverse);
    if (began_removal(initiator, *reverse, theirs)) continue;
    if (theirs.uselist()) {
      member.remove_related(theirs, owner, initiator);
    } else if (member.related(theirs.index()).get() == &owner) {
      member.assign_related(theirs, nullptr, initiator);
    } else if (!member.has(theirs.index())) {
      // Not loaded: that it referred to this object is known from the collection.
      Passive passive = passive_no_fetch;
      passive.raise = false;
      member.ensure_related(theirs, passive);
      if (member.related(theirs.index()).get() == &owner || member.key != nullptr) {
        member.assign_related(theirs, nullptr, initiator);
      }
    }
  }
}

}  // namespace

bool InstanceState::keeps_history(const RelationshipProperty& relationship) const {
  return relationship.active_history();
}

void InstanceState::new_collection(size_t) {
  throw UnsupportedError("objects of this kind have no collections");
}
std::vector<Instance> InstanceState::members(size_t) const { return {}; }
void InstanceState::put_member(size_t, InstanceState&) {
  throw UnsupportedError("objects of this kind have no collections");
}
void InstanceState::put_members(size_t attribute, const std::vector<Instance>& members) {
  for (const Instance& member : members) {
    if (member) put_member(attribute, *member);
  }
}
void InstanceState::take_member(size_t, InstanceState&) {
  throw UnsupportedError("objects of this kind have no collections");
}

bool InstanceState::repeats(size_t attribute, const InstanceState& member) const {
  size_t count = 0;
  for (const Instance& one : members(attribute)) count += one.get() == &member ? 1 : 0;
  return count > 1;
}

Instance InstanceState::related(size_t attribute) const {
  if (!has(attribute)) return {};
  Value value = get(attribute);
  if (value.kind() != ValueKind::object) return {};
  const auto* held = dynamic_cast<const InstanceValue*>(value.object());
  return held == nullptr ? Instance() : held->instance;
}

void InstanceState::set_related(size_t attribute, InstanceState* value) {
  set(attribute, value == nullptr ? Value() : value->as_value());
}

InstanceState::Pending* InstanceState::find_pending(size_t attribute) {
  if (rare_ == nullptr) return nullptr;
  for (Pending& pending : rare_->pending) {
    if (pending.attribute == attribute) return &pending;
  }
  return nullptr;
}

InstanceState::Pending& InstanceState::pending_for(size_t attribute) {
  if (Pending* known = find_pending(attribute)) return *known;
  rare().pending.push_back({attribute, {}, {}});
  return rare_->pending.back();
}

bool InstanceState::has_pending(size_t attribute) const {
  return rare_ != nullptr &&
         std::any_of(rare_->pending.begin(), rare_->pending.end(),
                     [&](const Pending& one) { return one.attribute == attribute; });
}

void InstanceState::note_modified() {
  if (modified) return;
  modified = true;
  if (session != nullptr) session->object_modified(*this);
}

void InstanceState::note_collection_change(size_t attribute) {
  if (!changed_.has(attribute)) {
    changed_.add(attribute);
    if (has(attribute)) {
      auto known = std::make_unique<std::vector<Instance>>(members(attribute));
      keep_before(attribute).members = std::move(known);
    }
  }
  note_modified();
}

bool InstanceState::has_parent(const RelationshipProperty& relationship, bool optimistic) const {
  if (first_parent_.relationship == &relationship) return first_parent_.has;
  if (rare_ == nullptr) return optimistic;
  for (const Parent& known : rare_->parents) {
    if (known.relationship == &relationship) return known.has;
  }
  return optimistic;
}

void InstanceState::Parent::set(bool now, const InstanceState& parent) {
  if (!now && has && owner != nullptr && owner != &parent &&
      (persistent || parent.key != nullptr)) {
    return;
  }
  has = now;
  owner = now ? &parent : nullptr;
  persistent = now && parent.key != nullptr;
}

void InstanceState::set_has_parent(const RelationshipProperty& relationship, bool has,
                                   const InstanceState& parent) {
  if (first_parent_.relationship == nullptr || first_parent_.relationship == &relationship) {
    first_parent_.relationship = &relationship;
    first_parent_.set(has, parent);
    return;
  }
  for (Parent& known : rare().parents) {
    if (known.relationship != &relationship) continue;
    known.set(has, parent);
    return;
  }
  rare_->parents.push_back({&relationship});
  rare_->parents.back().set(has, parent);
}

// ---- reading ------------------------------------------------------------------------------------

RelatedLoad InstanceState::call_loader(const RelationshipProperty& relationship,
                                       const Passive& passive) {
  if (!passive.callables) return RelatedLoad::no_result;
  if (relationship.is_dynamic() && (key == nullptr || !passive.sql)) return RelatedLoad::no_result;
  if (relationship.lazy() == Lazy::write_only) {
    throw InvalidRequestError(
        "Attribute " + relationship.str() +
        " can't load the existing state from the database for this operation; full iteration is "
        "not permitted.  If this is a delete operation, configure passive_deletes=True on the " +
        relationship.str() + " relationship in order to resolve this error.");
  }
  if (key == nullptr || strategy_of(*this, relationship) == Lazy::noload)
    return RelatedLoad::no_value;
  if (session == nullptr) {
    if (!passive.sql || !passive.raise) return RelatedLoad::no_result;
    throw DetachedInstanceError(
        "Parent instance " + state_str(*this) +
        " is not bound to a Session; lazy load operation of attribute '" + relationship.key() +
        "' cannot proceed (Background on this error at: " + mapper_->profile().error_link +
        "bhk3)");
  }
  return session->load_related(*this, relationship, passive);
}

RelatedLoad InstanceState::ensure_related(const RelationshipProperty& relationship,
                                          const Passive& passive) {
  if (has(relationship.index())) return RelatedLoad::loaded;
  // What was taken out by the program is not loaded again.
  if (in_committed_state(relationship.index()) && !relationship.uselist()) {
    return RelatedLoad::no_value;
  }
  // An eager relationship comes back with the expired object that has it, if that has to be loaded.
  bool has_expired_column = false;
  expired_attributes.each([&](size_t index) {
    has_expired_column = has_expired_column || mapper_->property(index).is_column();
  });
  if (expired_attributes.has(relationship.index()) && has_expired_column && passive.callables &&
      passive.sql && key != nullptr && session != nullptr) {
    ensure_loaded(relationship.index());
    if (has(relationship.index())) return RelatedLoad::loaded;
  }
  return call_loader(relationship, passive);
}

void InstanceState::read_related(const RelationshipProperty& relationship) {
  if (ensure_related(relationship) == RelatedLoad::loaded) return;
  if (relationship.uselist()) default_collection(relationship.index());
}

void InstanceState::set_loaded(const RelationshipProperty& relationship,
                               const std::vector<Instance>& objects) {
  size_t attribute = relationship.index();
  if (!relationship.uselist()) {
    forget_change(attribute);
    expired_attributes.remove(attribute);
    set_related(attribute, objects.empty() ? nullptr : objects.front().get());
    return;
  }
  forget_change(attribute);
  expired_attributes.remove(attribute);
  new_collection(attribute);
  put_members(attribute, objects);
  if (rare_ == nullptr) return;
  for (auto it = rare_->pending.begin(); it != rare_->pending.end(); ++it) {
    if (it->attribute != attribute) continue;
    const Pending pending = std::move(*it);
    rare_->pending.erase(it);
    note_collection_change(attribute);
    for (const Instance& member : pending.added) put_member(attribute, *member);
    for (const Instance& member : pending.removed) {
      if (contains(objects, member.get())) take_member(attribute, *member);
    }
    break;
  }
}

// ---- changing -----------------------------------------------------------------------------------

void InstanceState::assign_related(const RelationshipProperty& relationship, InstanceState* value,
                                   const Initiator& given) {
  size_t attribute = relationship.index();
  const bool backref = given && given.relationship != &relationship;
  const Initiator own_token = given && !backref ? given : Initiator{&relationship, Change::replace};
  const Initiator initiator = backref ? given : own_token;
  const bool deletion = !backref && initiator.op == Change::remove;
  if (backref && !validate_backref(relationship, value, false, initiator)) return;
  Passive passive;
  passive.committed = true;
  passive.raise = false;
  if (keeps_history(relationship)) {
    passive.non_persistent = false;
    passive.autoflush = false;
  } else {
    passive.sql = false;
  }
  RelatedLoad knowledge = RelatedLoad::no_value;
  if (!changed_.has(attribute) && !has(attribute)) {
    knowledge = call_loader(relationship, passive);
  }
  if (has(attribute)) knowledge = RelatedLoad::loaded;
  Instance old = related(attribute);
  Instance keep(value);
  if (value != nullptr && value != old.get()) {
    check_single_parent(*this, relationship, *value, initiator);
  }
  if (old && old.get() != value) old->set_has_parent(relationship, false, *this);
  if (!deletion) {
    value = tell_assigned(relationship, value, old, knowledge, initiator, true);
    keep = Instance(value);
  } else if (old) {
    tell_removed(relationship, *old, initiator, true);
  }

  if (old.get() != value) {
    // The session first, then the other side.
    if (session != nullptr) {
      if (value != nullptr && relationship.cascade().save_update && !session->holds(*value)) {
        session->cascade_add(*value, relationship, backref);
      }
      if (old && relationship.cascade().delete_orphan && session->holds_pending(*old) &&
          relationship.mapper().is_orphan(*old)) {
        session->expunge_orphan(*old);
      }
    }
    for (const RelationshipProperty* reverse : relationship.reverse()) {
      if (old) {
        const RelationshipProperty& theirs = own(*old, *reverse);
        const Change op = theirs.uselist() ? Change::remove : Change::replace;
        const bool there = initiator.relationship == reverse || initiator.relationship == &theirs;
        if (there && initiator.op == op) {
          // It is gone there already.
        } else if (theirs.uselist()) {
          old->remove_related(theirs, *this, own_token);
        } else if (old->has(theirs.index()) && old->related(theirs.index()).get() == this) {
          old->assign_related(theirs, nullptr, own_token);
        }
      }
      if (value != nullptr) {
        const RelationshipProperty& theirs = own(*value, *reverse);
        if (began(initiator, *reverse, theirs, append_op(theirs))) continue;
        if (theirs.uselist()) {
          value->append_related(theirs, *this, initiator);
        } else {
          value->assign_related(theirs, this, initiator);
        }
      }
    }
  }
  if (!deletion) {
    value = tell_assigned(relationship, value, old, knowledge, initiator, false);
  } else if (old) {
    tell_removed(relationship, *old, initiator, false);
  }
  const Instance kept(value);
  // Only now: what the other side loads does not flush this change.
  if (!changed_.has(attribute)) note_change(attribute);
  note_modified();
  if (value != nullptr) value->set_has_parent(relationship, true, *this);
  set_related(attribute, value);
}

InstanceState& InstanceState::before_append(const RelationshipProperty& relationship,
                                            InstanceState& given_member, const Initiator& given) {
  const Initiator initiator = or_own(given, relationship, Change::append);
  InstanceState& member = tell_appended(relationship, given_member, initiator, true);
  check_single_parent(*this, relationship, member, initiator);
  if (session != nullptr && relationship.cascade().save_update && !session->holds(member)) {
    session->cascade_add(member, relationship, initiator.relationship != &relationship);
  }
  link_other_side(*this, relationship, member, initiator);
  InstanceState& kept = tell_appended(relationship, member, initiator, false);
  note_collection_change(relationship.index());
  kept.set_has_parent(relationship, true, *this);
  return kept;
}

void InstanceState::before_remove(const RelationshipProperty& relationship, InstanceState& member,
                                  const Initiator& given) {
  const Initiator initiator = or_own(given, relationship, Change::remove);
  member.set_has_parent(relationship, false, *this);
  tell_removed(relationship, member, initiator, true);
  if (relationship.cascade().delete_orphan && relationship.mapper().is_orphan(member)) {
    if (session != nullptr && session->holds_pending(member)) {
      session->expunge_orphan(member);
    } else {
      member.orphaned_outside_session = true;
    }
  }
  // It may be there once more.
  if (relationship.is_dynamic() || !repeats(relationship.index(), member)) {
    unlink_other_side(*this, relationship, member, initiator);
  }
  tell_removed(relationship, member, initiator, false);
  note_collection_change(relationship.index());
}

void InstanceState::before_repeat(const RelationshipProperty& relationship, InstanceState& member,
                                  const Initiator& given) {
  const Initiator initiator = or_own(given, relationship, Change::append);
  if (session != nullptr && relationship.cascade().save_update && !session->holds(member)) {
    session->cascade_add(member, relationship, initiator.relationship != &relationship);
  }
}

void InstanceState::about_to_change(const RelationshipProperty& relationship) {
  note_collection_change(relationship.index());
}

void InstanceState::append_member(const RelationshipProperty& relationship, InstanceState& member,
                                  const Initiator& initiator) {
  const Instance kept(&before_append(relationship, member, initiator));
  put_member(relationship.index(), *kept);
}

void InstanceState::remove_member(const RelationshipProperty& relationship, InstanceState& member,
                                  const Initiator& initiator) {
  const size_t attribute = relationship.index();
  if (!contains(members(attribute), &member)) {
    if (tells_of_strangers(attribute)) before_remove(relationship, member, initiator);
    return;
  }
  before_remove(relationship, member, initiator);
  take_member(attribute, member);
}

void InstanceState::append_related(const RelationshipProperty& relationship, InstanceState& member,
                                   const Initiator& given) {
  size_t attribute = relationship.index();
  const Initiator initiator = or_own(given, relationship, Change::append);
  Passive passive = passive_no_fetch;
  passive.raise = false;
  const bool loaded =
      !relationship.is_dynamic() &&
      (has(attribute) || ensure_related(relationship, passive) != RelatedLoad::no_result);
  if (loaded && !has(attribute)) open_collection(attribute);
  if (!validate_backref(relationship, &member, false, initiator)) return;
  if (loaded) {
    Instance keep(&member);
    append_member(relationship, member, initiator);
    return;
  }
  // The history of an unloaded collection is in `Rare::pending` alone.
  tell_appended(relationship, member, initiator, true);
  if (session != nullptr && relationship.cascade().save_update && !session->holds(member)) {
    session->cascade_add(member, relationship, initiator.relationship != &relationship);
  }
  link_other_side(*this, relationship, member, initiator);
  tell_appended(relationship, member, initiator, false);
  // What has no parent along the relationship is not among those that were added.
  const bool had_parent = member.has_parent(relationship, false);
  member.set_has_parent(relationship, true, *this);
  note_modified();
  Pending& pending = pending_for(attribute);
  if (contains(pending.removed, &member)) {
    remove_from(pending.removed, &member);
  } else if (!had_parent || !contains(pending.added, &member)) {
    pending.added.emplace_back(&member);
  }
}

void InstanceState::remove_related(const RelationshipProperty& relationship, InstanceState& member,
                                   const Initiator& given) {
  size_t attribute = relationship.index();
  const Initiator initiator = or_own(given, relationship, Change::remove);
  if (!validate_backref(relationship, &member, true, initiator)) return;
  Passive passive = passive_no_fetch;
  passive.raise = false;
  if (!relationship.is_dynamic() &&
      (has(attribute) || ensure_related(relationship, passive) != RelatedLoad::no_result)) {
    if (!has(attribute)) return;
    Instance keep(&member);
    remove_member(relationship, member, initiator);
    return;
  }
  tell_removed(relationship, member, initiator, true);
  unlink_other_side(*this, relationship, member, initiator);
  tell_removed(relationship, member, initiator, false);
  member.set_has_parent(relationship, false, *this);
  note_modified();
  Pending& pending = pending_for(attribute);
  if (contains(pending.added, &member)) {
    remove_from(pending.added, &member);
  } else if (!contains(pending.removed, &member)) {
    pending.removed.emplace_back(&member);
  }
}

void InstanceState::replace_related(const RelationshipProperty& relationship,
                                    const std::vector<Instance>& replacement,
                                    FunctionRef<void()> place_new) {
  size_t attribute = relationship.index();
  read_related(relationship);
  const std::vector<Instance> before = members(attribute);
  note_collection_change(attribute);
  if (place_new) {
    place_new();
  } else {
    new_collection(attribute);
  }
  const Initiator all{&relationship, Change::bulk};
  const StateFinder was(before);
  const StateFinder is(replacement);
  for (const Instance& member : replacement) {
    if (!member) {
      put_members(attribute, {member});  // None, which the flush will not take
    } else if (was.contains(*member)) {
      put_member(attribute, *member);
    } else {
      append_member(relationship, *member, all);
    }
  }
  if (mapper_->profile().tells_of_known_members) {
    for (const Instance& member : before) {
      if (member && is.contains(*member)) before_repeat(relationship, *member, all);
    }
  }
  for (const Instance& member : before) {
    if (member && !is.contains(*member)) before_remove(relationship, *member, all);
  }
}

void InstanceState::clear_related(const RelationshipProperty& relationship) {
  read_related(relationship);
  for (const Instance& member : members(relationship.index())) {
    if (member) before_remove(relationship, *member);
  }
}

}  // namespace orm
