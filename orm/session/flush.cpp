// Session.flush(): what is written, and what the session's collections are afterwards.
#include <algorithm>

#include "orm/orm_error.h"
#include "orm/session.h"
#include "orm/session/key_switches.h"
#include "orm/session/unit_of_work.h"

namespace orm {

namespace {

// Expressions over the row that was just written are out of date.
void expire_readonly(InstanceState& state) {
  if (state.mapper().readonly().empty()) return;
  AttributeSet stale;
  state.mapper().readonly().each([&](size_t index) {
    if (!state.mapper().property(index).deferred) {
      stale.add(index);
    } else {
      state.erase(index);  // deferred anew: not loaded along with other attributes
    }
  });
  if (!stale.empty()) state.expire(&stale);
}

// Has an object with a row the key of its identity?
bool keeps_key(const InstanceState& state) {
  if (state.key == nullptr) return false;
  const std::vector<size_t>& attributes = state.mapper().primary_key_attributes();
  const std::span<const Value> key = state.key->primary_key();
  if (&state.key->base_mapper() != &state.mapper().identity_mapper()) return false;
  for (size_t i = 0; i < attributes.size(); ++i) {
    const Value value = state.get(attributes[i]);
    if (!(value == key[i]) || (value.is_null() && !state.has(attributes[i]))) return false;
  }
  return true;
}

}  // namespace

bool Session::is_clean() const {
  return new_states_.empty() && deleted_states_.empty() && identity_map_.modified.empty();
}

void Session::autoflush_now() {
  if (!autoflush || flushing_) return;
  try {
    flush();
  } catch (StatementError& error) {
    error.add_detail(
        "raised as a result of Query-invoked autoflush; consider using a session.no_autoflush "
        "block if this flush is occurring prematurely");
    throw;
  }
}

void Session::flush() { run_flush(nullptr); }

void Session::flush(const std::vector<Instance>& objects) {
  run_flush(objects.empty() ? nullptr : &objects);
}

void Session::run_flush(const std::vector<Instance>* only) {
  if (flushing_) throw InvalidRequestError("Session is already flushing");
  if (is_clean()) return;
  struct Guard {
    explicit Guard(bool& running) : flag(running) { flag = true; }
    ~Guard() { flag = false; }
    bool& flag;
  } guard(flushing_);
  flush_objects(only);
}

void Session::flush_objects(const std::vector<Instance>* only) {
  UnitOfWork work(*this);
  tell(SessionEvent::before_flush);
  work.reserve(new_states_.size() + identity_map_.modified.size());
  std::vector<Instance> lost;
  auto is_wanted = [&](const InstanceState& state) {
    return only == nullptr || std::any_of(only->begin(), only->end(),
                                          [&](const Instance& one) { return one.get() == &state; });
  };
  auto consider = [&](InstanceState& state) {
    if (deleted_states_.contains(state) || !is_wanted(state)) return;
    bool orphan = state.mapper().is_orphan(state);
    if (orphan && state.key == nullptr && state.orphaned_outside_session) {
      lost.emplace_back(&state);
      return;
    }
    UnitOfWork::Registration how;
    how.is_delete = orphan && state.key != nullptr;
    work.register_object(state, how);
  };
  // Registering may configure mappers, and so run the program's code, which may modify others:
  // those wait for the next flush.
  new_states_.each(consider);
  identity_map_.modified.each(consider);
  if (!lost.empty()) expunge_states(lost, false);
  for (const Instance& instance : deleted_states_.list()) {
    if (!work.is_registered(*instance) && is_wanted(*instance))
      work.register_object(*instance, {.is_delete = true});
  }
  if (!work.has_work()) return;
  in_subtransaction([&] {
    work.execute();
    tell(SessionEvent::after_flush);
    remove_newly_deleted(work.removed());
    register_persistent(work);
    if (only == nullptr) reset_late_changes();
    tell(SessionEvent::after_flush_postexec);
  });
}

// What listeners changed while the flush ran is not written.
void Session::reset_late_changes() {
  std::vector<Instance> changed = identity_map_.modified.list();
  if (changed.empty()) return;
  for (const Instance& instance : changed) {
    instance->commit_all();
    identity_map_.modified.remove(*instance);
  }
  warn("Attribute history events accumulated on " + std::to_string(changed.size()) +
       " previously clean instances within inner-flush event handlers have been reset, and will "
       "not result in database updates. Consider using set_committed_value() within inner-flush "
       "event handlers to avoid this warning.");
}

void Session::in_subtransaction(FunctionRef<void()> work) {
  Ref<SessionTransaction> outer = autobegin();
  if (outer != nullptr) outer->check_usable();
  Ref<SessionTransaction> transaction = start(outer, false);
  try {
    work();
    transaction->commit();
  } catch (const std::exception& error) {
    std::string failure = error.what();
    // Python shows the key of a KeyError by its repr.
    if (dynamic_cast<const KeyError*>(&error) != nullptr) failure = repr_text(failure);
    transaction->rollback(false, &failure);
    throw;
  } catch (...) {
    std::string failure = "an exception raised by the program";
    transaction->rollback(false, &failure);
    throw;
  }
}

// The object becomes the one of its identity. Whether another one there really has that identity is
// asked of its attributes, which loads them if they are expired.
void Session::replace_identity(InstanceState& state) {
  InstanceState* other = identity_map_.find(*state.key);
  if (other != nullptr && other != &state) {
    Instance keep(other);
    if (other->expired) load_expired(*other);
    if (*other->mapper().identity_key_from(*other) == *state.key) {
      warn("Identity map already had an identity for " + state.key->repr() +
           ", replacing it with newly flushed object.   Are there load operations occurring inside "
           "of an event handler within the flush?");
    }
  }
  identity_map_.put(state);
}

// What refers to a new object during its flush: the unit of work, and the pending objects.
constexpr uint32_t kHoldersInFlush = 2;

void Session::register_persistent(UnitOfWork& work) {
  std::vector<InstanceState*> fresh;
  SessionTransaction& snapshot = *boundary();
  bool has_room = false;  // made once it is known that new objects stay
  const InstanceSet::Removal removal(identity_map_.modified);
  const auto settle = [&](InstanceState& state, bool is_new) {
    state.commit_all();
    expire_readonly(state);
    identity_map_.modified.remove(state);
    if (is_new) {
      state.in_snapshot = true;
      snapshot.new_.insert(&state);
      fresh.push_back(&state);
    } else if (snapshot.nested_) {  // the rollback of all expires every object
      state.in_snapshot = true;
      snapshot.dirty_.insert(&state);
    }
  };
  work.end_saved([&](InstanceState& state) {
    if (keeps_key(state) && identity_map_.contains(state)) return settle(state, false);
    const std::vector<size_t>& key_attributes = state.mapper().primary_key_attributes();
    // Of an object that only gained or lost members the key may be expired still.
    for (size_t attribute : key_attributes) {
      if (state.key != nullptr) state.ensure_loaded(attribute);
    }
    const KeyValues values = state.mapper().key_values_of(state);
    const std::span<const Value> parts(values);
    const auto nulls = static_cast<size_t>(std::count_if(
        parts.begin(), parts.end(), [](const Value& value) { return value.is_null(); }));
    if (nulls > 0 && (nulls == parts.size() || !state.mapper().options().allow_partial_pks)) {
      throw FlushError(
          "Instance " + state_str(state) +
          " has a NULL identity key.  If this is an auto-generated value, check that the database "
          "table allows generation of new primary key values, and that the mapped Column object is "
          "configured to expect these generated values.  Ensure also that this flush() is not "
          "occurring at an inappropriate time, such as within a load() event.");
    }
    const bool is_new = state.key == nullptr;
    // An object that ends with the flush need not enter the books.
    if (is_new && listener == nullptr && state.ends_unseen(kHoldersInFlush)) {
      state.session = nullptr;
      new_states_.remove(state);
      return;
    }
    if (is_new && !has_room) {
      has_room = true;
      identity_map_.reserve(new_states_.size());
      snapshot.new_.reserve(new_states_.size());
    }
    const bool same_key = !is_new && state.key->is(state.mapper().identity_mapper(), values);
    Ref<const IdentityKey> key = same_key ? state.key : state.mapper().identity_key(values);
    if (!is_new && !same_key) {
      identity_map_.remove(state);
      state.in_snapshot = true;
      auto& switches = snapshot.key_switches().by_state;
      auto [place, inserted] = switches.try_emplace(&state);
      if (inserted) place->second.old_key = state.key;
      place->second.new_key = key;
    }
    state.key = std::move(key);
    state.session = this;
    if (!same_key || !identity_map_.contains(state)) replace_identity(state);
    settle(state, is_new);
  });
  if (listens(SessionEvent::pending_to_persistent)) {
    for (InstanceState* state : fresh) tell(SessionEvent::pending_to_persistent, *state);
  }
  for (InstanceState* state : fresh) new_states_.remove(*state);
}

void Session::remove_newly_deleted(const std::vector<InstanceState*>& states) {
  for (InstanceState* one : states) {
    InstanceState& state = *one;
    if (SessionTransaction* at = boundary()) {
      state.in_snapshot = true;
      at->deleted_.insert(&state);
    }
    identity_map_.remove(state);
    deleted_states_.remove(state);
    state.deleted = true;
    tell(SessionEvent::persistent_to_deleted, state);
  }
}

}  // namespace orm
