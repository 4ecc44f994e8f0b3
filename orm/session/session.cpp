// Session: which objects it holds, and its transactions. Statements and loading are in
// session_execute.cpp and loading.cpp, the flush in unit_of_work.cpp.
#include "orm/session.h"

#include <algorithm>
#include <atomic>

#include "orm/orm_error.h"
#include "orm/profile.h"
#include "orm/relationship.h"
#include "orm/session/cascade.h"
#include "orm/session/key_switches.h"
#include "orm/session/unit_of_work.h"

namespace orm {

namespace {

std::atomic<uint64_t> sessions_made{0};

}  // namespace

Session::Session(SessionOptions options, const Profile& profile)
    : autoflush(options.autoflush),
      hash_key(++sessions_made),
      profile_(&profile),
      options_(options) {}

Session::Session(Engine bind, SessionOptions options) : Session(options, bind.profile()) {
  engine_ = std::move(bind);
}

Session::Session(Connection bind, SessionOptions options) : Session(options, bind.profile()) {
  engine_ = bind.engine();
  bound_connection_ = std::move(bind);
}

Session::~Session() {
  // Dropping a session is quiet: the connection goes back to its pool, which resets it.
  std::vector<Instance> members = all();
  deleted_states_.each([&](InstanceState& state) { members.emplace_back(&state); });
  if (transaction_ != nullptr) {
    for (SessionTransaction* at : transaction_->up_to(nullptr)) {
      at->deleted_.each([&](InstanceState& state) { members.emplace_back(&state); });
      at->session_ = nullptr;
      at->state_ = SessionTransaction::State::closed;
    }
  }
  // Without a session an object does not tell of its end: the map must have forgotten it by then.
  for (const Instance& instance : members) {
    instance->session = nullptr;
    identity_map_.remove(*instance);
  }
  identity_map_.strays().each([](InstanceState& state) { state.session = nullptr; });
  members.clear();
  collect_object_cycles();
}

void Session::set_bind(Engine engine) {
  engine_ = std::move(engine);
  profile_ = &engine_.profile();
}

Engine Session::get_bind() const {
  if (!engine_) {
    throw UnboundExecutionError(unbound_message(nullptr, nullptr));
  }
  return engine_;
}

void Session::warn(const std::string& message) const {
  if (listener != nullptr) listener->warning(message);
}

// ---- objects ------------------------------------------------------------------------------------

bool Session::attach(InstanceState& state) {
  autobegin();
  if (state.session == this) return false;
  if (state.session != nullptr) {
    const auto* other = dynamic_cast<const Session*>(state.session);
    throw InvalidRequestError("Object '" + state_str(state) + "' is already attached to session '" +
                              std::to_string(other == nullptr ? 0 : other->hash_key) +
                              "' (this is '" + std::to_string(hash_key) + "')");
  }
  tell(SessionEvent::before_attach, state);
  return true;
}

void Session::after_attach(InstanceState& state) {
  state.session = this;
  tell(SessionEvent::after_attach, state);
  tell(state.key != nullptr ? SessionEvent::detached_to_persistent
                            : SessionEvent::transient_to_pending,
       state);
}

void Session::save(InstanceState& state) {
  bool is_new = attach(state);
  if (new_states_.add(state)) state.insert_order = ++next_insert_order_;
  if (is_new) after_attach(state);
}

void Session::update(InstanceState& state, bool revert_deletion) {
  if (state.key == nullptr) {
    throw InvalidRequestError("Instance '" + state_str(state) + "' is not persisted");
  }
  if (state.deleted) {
    if (!revert_deletion) {
      throw InvalidRequestError("Instance '" + state_str(state) +
                                "' has been deleted.  Use the make_transient() function to send "
                                "this object back to the transient state.");
    }
    if (state.session == nullptr) return;
    state.deleted = false;
  }
  const bool is_new = attach(state);
  InstanceState* other = revert_deletion ? nullptr : identity_map_.find(*state.key);
  if (other != nullptr && other != &state) {
    throw InvalidRequestError("Can't attach instance " + state_str(state) +
                              "; another instance with key " + state.key->repr() +
                              " is already present in this session.");
  }
  deleted_states_.remove(state);
  identity_map_.put(state);
  if (state.modified) identity_map_.modified.add(state);
  if (is_new) {
    after_attach(state);
  } else if (revert_deletion) {
    tell(SessionEvent::deleted_to_persistent, state);
  }
}

void Session::add(InstanceState& state) {
  auto add_one = [this](InstanceState& one) {
    one.orphaned_outside_session = false;
    if (one.key == nullptr) {
      save(one);
    } else {
      update(one);
    }
  };
  add_one(state);
  auto is_here = [this](const InstanceState& other) { return contains(other); };
  for (const Instance& other : cascade(state, CascadeKind::save_update, is_here)) add_one(*other);
}

void Session::add_all(const std::vector<Instance>& instances) {
  for (const Instance& instance : instances) add(*instance);
}

void Session::delete_(InstanceState& state) {
  if (state.key == nullptr) {
    throw InvalidRequestError("Instance '" + state_str(state) + "' is not persisted");
  }
  bool is_new = attach(state);
  if (deleted_states_.contains(state)) return;
  identity_map_.put(state);
  if (is_new) after_attach(state);
  // What the cascade reaches is loaded now, while the object still has its collections.
  std::vector<Instance> further = cascade(state, CascadeKind::delete_);
  deleted_states_.add(state);
  for (const Instance& other : further) {
    if (other->key == nullptr) continue;
    bool other_is_new = attach(*other);
    identity_map_.put(*other);
    if (other_is_new) after_attach(*other);
    deleted_states_.add(*other);
  }
}

void Session::expunge(InstanceState& state) {
  if (state.session != this) {
    throw InvalidRequestError("Instance " + state_str(state) + " is not present in this Session");
  }
  std::vector<Instance> states{Instance(&state)};
  for (const Instance& other : cascade(state, CascadeKind::expunge)) {
    if (other->session == this) states.push_back(other);
  }
  expunge_states(states, false);
}

void Session::expunge_states(const std::vector<Instance>& states, bool to_transient) {
  for (const Instance& instance : states) {
    InstanceState& state = *instance;
    // A flush that failed among its last steps leaves an object in both.
    const bool was_new = new_states_.remove(state);
    if (identity_map_.contains(state)) {
      identity_map_.remove(state);
      deleted_states_.remove(state);
    } else if (SessionTransaction* at = was_new ? nullptr : boundary()) {
      at->deleted_.erase(&state);
    }
    // The snapshots must not remember an object that they could not tell gone.
    if (state.in_snapshot) {
      for (SessionTransaction* at = transaction_.get(); at != nullptr; at = at->parent_.get()) {
        at->new_.erase(&state);
        at->dirty_.erase(&state);
      }
    }
    detach(state, to_transient);
  }
}

void Session::detach(InstanceState& state, bool to_transient) {
  bool pending = state.key == nullptr;
  bool was_deleted = state.deleted;
  state.session = nullptr;
  identity_map_.forget(state);
  if (to_transient) {
    state.key = nullptr;
    state.deleted = false;
    state.expired_attributes.clear();
  }
  if (pending) {
    tell(SessionEvent::pending_to_transient, state);
  } else if (was_deleted) {
    tell(SessionEvent::deleted_to_detached, state);
  } else {
    tell(
        to_transient ? SessionEvent::persistent_to_transient : SessionEvent::persistent_to_detached,
        state);
  }
}

void Session::expunge_all() {
  expunge_states(persistent(), false);
  expunge_states(new_states_.list(), false);
  deleted_states_.clear();
  new_states_.clear();
}

void Session::expire(InstanceState& state, const std::vector<std::string>& attributes) {
  if (!identity_map_.contains(state)) {
    throw InvalidRequestError("Instance '" + state_str(state) +
                              "' is not persistent within this Session");
  }
  if (attributes.empty()) {
    // Found before the values that lead there are dropped.
    std::vector<Instance> further = cascade(state, CascadeKind::refresh_expire);
    Instance keep(&state);
    auto expire_one = [this](InstanceState& one) {
      if (one.key == nullptr) {
        if (new_states_.contains(one)) expunge(one);
        return;
      }
      one.expire();
      identity_map_.modified.remove(one);
    };
    expire_one(state);
    for (const Instance& other : further) expire_one(*other);
    return;
  }
  AttributeSet set;
  for (const std::string& name : attributes) {
    if (!state.mapper().find(name)) throw KeyError(name);
    if (auto index = state.mapper().find(name)) set.add(*index);
  }
  state.expire(&set);
}

void Session::expire_all() {
  identity_map_.each([this](InstanceState& state) {
    state.expire();
    identity_map_.modified.remove(state);
  });
}

bool Session::contains(const InstanceState& state) const {
  return new_states_.contains(state) || identity_map_.contains(state);
}

bool Session::is_modified(const InstanceState& state, bool include_collections) const {
  if (!state.modified) return false;
  for (size_t attribute : state.changed_attributes()) {
    const RelationshipProperty* relationship = state.mapper().property(attribute).relationship;
    if (!include_collections && relationship != nullptr && relationship->uselist()) continue;
    if (state.is_changed(attribute)) return true;
  }
  return false;
}

std::vector<Instance> Session::new_() const { return new_states_.list(); }

std::vector<Instance> Session::dirty() const {
  std::vector<Instance> instances;
  identity_map_.modified.each([&](InstanceState& state) {
    if (!deleted_states_.contains(state)) instances.emplace_back(&state);
  });
  return instances;
}

std::vector<Instance> Session::deleted() const { return deleted_states_.list(); }

std::vector<Instance> Session::persistent() const {
  std::vector<Instance> instances;
  instances.reserve(identity_map_.size());
  for (InstanceState* state : identity_map_.all()) instances.emplace_back(state);
  return instances;
}

std::vector<Instance> Session::all() const {
  std::vector<Instance> instances = new_states_.list();
  for (const Instance& instance : persistent()) instances.push_back(instance);
  return instances;
}

void Session::object_modified(InstanceState& state) {
  const bool first = identity_map_.modified.empty();
  if (state.key != nullptr) identity_map_.modified.add(state);
  // The transaction begins with the change, so that its rollback takes the change back.
  if (first && transaction_ == nullptr && !options_.autocommit) autobegin();
}

void Session::object_dropped(InstanceState& state) noexcept {
  identity_map_.remove(state);
  identity_map_.forget(state);
  if (!state.in_snapshot) return;
  for (SessionTransaction* at = transaction_.get(); at != nullptr; at = at->parent_.get()) {
    at->new_.erase(&state);
    at->deleted_.erase(&state);
    at->dirty_.erase(&state);
    if (at->key_switches_ != nullptr) at->key_switches_->by_state.erase(&state);
  }
}

// ---- transactions -------------------------------------------------------------------------------

SessionTransaction* Session::boundary() const noexcept {
  SessionTransaction* at = transaction_.get();
  while (at != nullptr && at->parent_ != nullptr && !at->nested_) at = at->parent_.get();
  return at;
}

Ref<SessionTransaction> Session::autobegin() {
  if (transaction_ == nullptr && !options_.autocommit) {
    if (!options_.autobegin) {
      throw InvalidRequestError(
          "Autobegin is disabled on this Session; please call "
          "session.begin() to start a new transaction");
    }
    start(nullptr, false);
  }
  return transaction_;
}

Ref<SessionTransaction> Session::start(Ref<SessionTransaction> parent, bool nested) {
  if (closed_) {
    throw InvalidRequestError(
        "This Session has been permanently closed and is unable to handle any more transaction "
        "requests.");
  }
  auto transaction = make_ref<SessionTransaction>(*this, std::move(parent), nested);
  transaction_ = transaction;
  if (nested) nested_transaction_ = transaction;
  tell(SessionEvent::after_transaction_create, *transaction);
  return transaction;
}

bool Session::in_nested_transaction() const noexcept { return nested_transaction_ != nullptr; }

bool Session::is_active() const noexcept {
  if (transaction_ == nullptr) return !options_.autocommit;
  return transaction_->is_active();
}

Ref<SessionTransaction> Session::get_transaction() const {
  Ref<SessionTransaction> at = transaction_;
  while (at != nullptr && at->parent_ != nullptr) at = at->parent_;
  return at;
}

Ref<SessionTransaction> Session::get_nested_transaction() const { return nested_transaction_; }

Ref<SessionTransaction> Session::begin(bool subtransactions) {
  if (subtransactions) {
    Ref<SessionTransaction> parent = autobegin();
    if (parent != nullptr) parent->check_usable();
    return start(std::move(parent), false);
  }
  if (transaction_ != nullptr) {
    throw InvalidRequestError(profile_->session_begins_itself
                                  ? "A transaction is already begun.  Use subtransactions=True to "
                                    "allow subtransactions."
                                  : "A transaction is already begun on this Session.");
  }
  // What is pending is not a part of it; where there is no autocommit, nothing was before it.
  if (options_.autocommit) flush();
  return start(nullptr, false);
}

Ref<SessionTransaction> Session::begin_nested() {
  Ref<SessionTransaction> parent = autobegin();
  if (parent == nullptr) {
    throw InvalidRequestError(
        "Can't start a SAVEPOINT transaction when no existing transaction is in progress");
  }
  parent->check_usable();
  return start(parent, true);
}

std::string Session::unbound_message(const Mapper* mapper, const ClauseElement* statement) const {
  if (mapper == nullptr && statement == nullptr) {
    return "This session is not bound to a single Engine or Connection, and no context was "
           "provided "
           "to locate a binding.";
  }
  std::string context;
  if (mapper != nullptr) context = "mapper " + mapper->str();
  // Before 2.0 the mapper's table could have a bind of its own.
  const bool of_table = profile_->unbound_ends_in_stop && !profile_->legacy_orm_removed;
  if (statement != nullptr || of_table)
    context += context.empty() ? "SQL expression" : ", SQL expression";
  return "Could not locate a bind configured on " + context + " or this Session" +
         (profile_->unbound_ends_in_stop ? "." : "");
}

Connection Session::connection(const Mapper* mapper, const ClauseElement* statement) {
  if (router == nullptr && transaction_ != nullptr) {
    if (const Connection* known = transaction_->bound_to(engine_)) return *known;
  }
  const SessionBind to = router != nullptr ? router->route(mapper, statement) : bind();
  if (!to) throw UnboundExecutionError(unbound_message(mapper, statement));
  if (Ref<SessionTransaction> current = autobegin()) return current->connection(to);
  return to.connection ? to.connection : to.engine.connect();
}

// Does commit() or rollback() end the transactions around the current one as well?
bool Session::to_root() const noexcept { return profile_->future || options_.future; }

void Session::commit() {
  Ref<SessionTransaction> current = autobegin();
  if (current == nullptr) throw InvalidRequestError("No transaction is begun.");
  current->commit(to_root());
}

void Session::rollback() {
  if (transaction_ != nullptr) {
    Ref<SessionTransaction> keep = transaction_;
    keep->rollback(to_root());
  }
}

void Session::close() {
  closed_ = closed_ || !options_.close_resets_only;
  reset();
}

void Session::reset() {
  expunge_all();
  if (transaction_ == nullptr) return collect_object_cycles();
  for (SessionTransaction* at : transaction_->up_to(nullptr)) {
    Ref<SessionTransaction> keep(at);
    at->deleted_.each([](InstanceState& state) { state.session = nullptr; });
    at->deleted_.clear();
    at->close();
  }
  collect_object_cycles();
}

}  // namespace orm
