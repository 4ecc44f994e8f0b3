// SessionTransaction: the root transaction of a session, its savepoints, and the short-lived
// subtransaction of a flush.
//
// Each keeps a snapshot by difference: which objects became persistent, were deleted, or got
// another primary key in it, so that a rollback can put the session back to where it was.
#include "orm/compiler.h"
#include "orm/events.h"
#include "orm/orm_error.h"
#include "orm/session.h"
#include "orm/session/key_switches.h"

namespace orm {

SessionTransaction::SessionTransaction(Session& session, Ref<SessionTransaction> parent,
                                       bool nested)
    : session_(&session), parent_(std::move(parent)), nested_(nested) {
  if (nested_ && !session.flushing_) session.flush();
}

SessionTransaction::~SessionTransaction() { delete key_switches_; }

SessionTransaction::KeySwitches& SessionTransaction::key_switches() {
  if (key_switches_ == nullptr) key_switches_ = new KeySwitches;
  return *key_switches_;
}

void SessionTransaction::check_usable() const {
  if (state_ == State::closed || session_ == nullptr) {
    throw ResourceClosedError("This transaction is closed");
  }
  if (state_ != State::deactive) return;
  const Profile& profile = session_->profile();
  if (!rollback_failure_.empty()) {
    std::string message =
        "This Session's transaction has been rolled back due to a previous exception during "
        "flush. To begin a new transaction with this Session, first issue Session.rollback(). "
        "Original exception was: " +
        rollback_failure_ + " (Background on this error at: " + profile.error_link + "7s2a)";
    if (!profile.pending_rollback_error) throw InvalidRequestError(message);
    throw PendingRollbackError(message);
  }
  throw InvalidRequestError(
      "This session is in 'inactive' state, due to the SQL transaction being rolled back; no "
      "further SQL can be emitted within this transaction.");
}

std::vector<SessionTransaction*> SessionTransaction::up_to(const SessionTransaction* end) {
  std::vector<SessionTransaction*> chain;
  for (SessionTransaction* at = this; at != nullptr && at != end; at = at->parent_.get()) {
    chain.push_back(at);
  }
  return chain;
}

// The transaction that a given connection is in already is its owner's to commit.
void SessionTransaction::join_outer(Bound& bound) const {
  Connection& connection = bound.connection;
  JoinTransaction mode = session_->options_.join_transaction_mode;
  const bool inner = connection.in_nested_transaction();
  if (mode == JoinTransaction::conditional_savepoint) {
    const bool saves = inner && session_->profile().joins_by_savepoint;
    mode = saves ? JoinTransaction::create_savepoint : JoinTransaction::rollback_only;
  }
  if (mode == JoinTransaction::create_savepoint) {
    bound.transaction = connection.begin_nested();
    return;
  }
  bound.should_commit = mode == JoinTransaction::control_fully;
  bound.transaction = inner ? *connection.get_nested_transaction() : *connection.get_transaction();
}

const Connection* SessionTransaction::bound_to(const Engine& engine) const {
  if (state_ != State::active || session_ == nullptr) check_usable();
  for (const Bound& bound : bound_) {
    if (bound.engine == engine) return &bound.connection;
  }
  return nullptr;
}

Connection SessionTransaction::connection(const SessionBind& bind) {
  check_usable();
  for (Bound& bound : bound_) {
    if (bound.engine == bind.engine) return bound.connection;
  }
  Bound bound;
  bound.engine = bind.engine;
  bound.owns_connection = false;
  if (parent_ != nullptr) {
    bound.connection = parent_->connection(bind);
    if (!nested_) return bound.connection;
    bound.transaction = bound.connection.begin_nested();
  } else if (bind.connection) {
    bound.connection = bind.connection;
    if (bound.connection.in_transaction()) {
      join_outer(bound);
    } else {
      bound.transaction = bound.connection.begin();
    }
  } else {
    bound.connection = bind.engine.connect();
    bound.owns_connection = true;
    bound.transaction = bound.connection.begin();
  }
  bound_.push_back(bound);
  session_->tell(SessionEvent::after_begin, *this, &bound.connection);
  return bound.connection;
}

void SessionTransaction::commit(bool to_root) {
  check_usable();
  Ref<SessionTransaction> self(this);
  if (parent_ == nullptr || nested_) session_->tell(SessionEvent::before_commit);
  for (SessionTransaction* inner : session_->transaction_->up_to(this)) {
    Ref<SessionTransaction> keep(inner);
    inner->commit();
  }
  if (!session_->flushing_) {
    // Objects that event hooks add during a flush need another one.
    constexpr int kMostFlushes = 100;
    int flushes = 0;
    for (; flushes < kMostFlushes && !session_->is_clean(); ++flushes) session_->flush();
    if (flushes == kMostFlushes) {
      throw FlushError(
          "Over 100 subsequent flushes have occurred within session.commit() - is an "
          "after_flush() hook creating new objects?");
    }
  }
  if (parent_ == nullptr || nested_) {
    for (Bound& bound : bound_) {
      if (bound.should_commit) bound.transaction.commit();
    }
    state_ = State::committed;
    session_->tell(SessionEvent::after_commit);
    remove_snapshot();
  }
  Ref<SessionTransaction> parent = parent_;
  close();
  if (to_root && parent != nullptr) parent->commit(true);
}

void SessionTransaction::rollback(bool to_root, const std::string* failure) {
  if (state_ == State::closed || session_ == nullptr) {
    throw ResourceClosedError("This transaction is closed");
  }
  Ref<SessionTransaction> self(this);
  Session& session = *session_;
  for (SessionTransaction* inner : session.transaction_->up_to(this)) {
    Ref<SessionTransaction> keep(inner);
    inner->close();
  }
  SessionTransaction* boundary = this;
  std::exception_ptr trouble;
  if (state_ == State::active) {
    for (SessionTransaction* at : up_to(nullptr)) {
      at->state_ = State::deactive;
      if (at->parent_ != nullptr && !at->nested_) continue;
      boundary = at;
      for (Bound& bound : at->bound_) {
        try {
          bound.transaction.rollback();
        } catch (...) {
          trouble = std::current_exception();
        }
      }
      if (trouble == nullptr) session.tell(SessionEvent::after_rollback);
      at->restore_snapshot(at->nested_);
      break;
    }
  }
  if (trouble == nullptr && !session.is_clean()) {
    session.warn(
        "Session's state has been changed on a non-active transaction - this state will be "
        "discarded.");
    boundary->restore_snapshot(boundary->nested_);
  }
  Ref<SessionTransaction> parent = parent_;
  close();
  if (parent != nullptr && failure != nullptr) parent->rollback_failure_ = *failure;
  if (trouble != nullptr) std::rethrow_exception(trouble);
  session.tell(SessionEvent::after_soft_rollback, *this);
  if (to_root && parent != nullptr) parent->rollback(true);
}

void SessionTransaction::close() {
  if (state_ == State::closed) return;
  Ref<SessionTransaction> self(this);
  if (nested_) {
    Ref<SessionTransaction> outer = parent_;
    while (outer != nullptr && !outer->nested_) outer = outer->parent_;
    session_->nested_transaction_ = outer;
  }
  session_->transaction_ = parent_;
  state_ = State::closed;
  std::vector<Bound> bound;
  bound.swap(bound_);
  for (Bound& one : bound) {
    if (one.should_commit && one.transaction.is_active()) one.transaction.close();
    if (one.owns_connection && parent_ == nullptr) one.connection.close();
  }
  session_->tell(SessionEvent::after_transaction_end, *this);
}

void SessionTransaction::restore_snapshot(bool dirty_only) {
  Session& session = *session_;
  std::vector<Instance> to_expunge;
  new_.each([&](InstanceState& state) { to_expunge.emplace_back(&state); });
  session.new_states_.each([&](InstanceState& state) { to_expunge.emplace_back(&state); });
  session.expunge_states(to_expunge, true);

  if (key_switches_ != nullptr) {
    for (auto& [state, key_switch] : key_switches_->by_state) {
      session.identity_map_.remove(*state);
      bool was_expunged = state->key == nullptr;
      if (was_expunged) continue;
      state->key = key_switch.old_key;
      session.identity_map_.put(*state);
    }
    key_switches_->by_state.clear();
  }

  std::vector<Instance> to_revive;
  deleted_.each([&](InstanceState& state) { to_revive.emplace_back(&state); });
  session.deleted_states_.each([&](InstanceState& state) { to_revive.emplace_back(&state); });
  for (const Instance& instance : to_revive) session.update(*instance, true);
  deleted_.clear();
  new_.clear();

  session.identity_map_.each([&](InstanceState& state) {
    if (dirty_only && !state.modified && !dirty_.contains(&state)) return;
    state.expire();
    session.identity_map_.modified.remove(state);
  });
}

void SessionTransaction::remove_snapshot() {
  Session& session = *session_;
  if (nested_) {
    new_.each([&](InstanceState& state) { parent_->new_.insert(&state); });
    dirty_.each([&](InstanceState& state) { parent_->dirty_.insert(&state); });
    deleted_.each([&](InstanceState& state) { parent_->deleted_.insert(&state); });
    if (key_switches_ == nullptr) return;
    for (auto& [state, key_switch] : key_switches_->by_state) {
      auto [place, is_new] = parent_->key_switches().by_state.emplace(state, key_switch);
      if (!is_new) place->second.new_key = key_switch.new_key;
    }
    return;
  }
  new_.clear();
  // Without it the session goes on knowing what was deleted, too.
  if (!session.options_.expire_on_commit) {
    deleted_.each([&](InstanceState& state) { session.identity_map_.add_stray(state); });
    deleted_.clear();
    return;
  }
  session.expire_all();
  std::vector<Instance> gone;
  deleted_.each([&](InstanceState& state) { gone.emplace_back(&state); });
  for (const Instance& instance : gone) session.detach(*instance, false);
  deleted_.clear();
}

}  // namespace orm
