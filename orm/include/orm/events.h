// Events of sessions: what a listener is told of flushes, transactions and the lives of objects.
//
// A session asks its listener first whether an event matters, so that one nobody listens to costs
// a comparison. Events of mapped classes are told to their ClassManager; see mapper.h.
#pragma once

#include <orm/engine.h>
#include <orm/result.h>
#include <orm/session.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace orm {

class InstanceState;
class Mapper;
class Session;
class SessionTransaction;

/// SQLAlchemy's SessionEvents, by name.
enum class SessionEvent : uint8_t {
  before_flush,
  after_flush,
  after_flush_postexec,
  before_commit,
  after_commit,
  after_rollback,
  after_soft_rollback,
  after_begin,
  before_attach,
  after_attach,
  after_transaction_create,
  after_transaction_end,
  transient_to_pending,
  pending_to_transient,
  persistent_to_transient,
  pending_to_persistent,
  deleted_to_persistent,
  loaded_as_persistent,
  persistent_to_deleted,
  deleted_to_detached,
  detached_to_persistent,
  persistent_to_detached,
  do_orm_execute,
  after_bulk_update,
  after_bulk_delete,
};

/// SQLAlchemy's MapperEvents of single rows, by name.
enum class RowEvent : uint8_t {
  before_insert,
  before_update,
  before_delete,
  after_insert,
  after_update,
  after_delete,
};

/// A statement on its way through a session: SQLAlchemy's ORMExecuteState.
struct OrmExecution {
  Session& session;
  ClauseRef statement;
  std::vector<ParameterSet> parameters;
  ExecuteOptions how;
  bool is_column_load = false;         ///< of expired or deferred attributes
  bool is_relationship_load = false;   ///< a lazy load, or one beside the rows
  bool is_orm = false;                 ///< of a mapped class, or sent by a Query
  const Mapper* mapper = nullptr;      ///< `bind_mapper`
  InstanceState* lazy_from = nullptr;  ///< whose attribute is loaded
  /// Runs the statement as it is now, past further listeners' answers.
  std::function<Result(OrmExecution&)> invoke;
};

/// What a session tells whoever listens.
class SessionListener : public RefCounted {
 public:
  /// A warning (SAWarning), as one sentence.
  virtual void warning(const std::string& message) { (void)message; }
  /// What 1.4 warns of because 2.0 takes it away (RemovedIn20Warning), as one sentence.
  virtual void removed_in_20(const std::string& message) { (void)message; }
  /// What keeps the session alive while there are rows of it that were not read.
  virtual std::shared_ptr<void> hold(const Session& session) { return (void)session, nullptr; }
  virtual bool listens(const Session& session, SessionEvent event) {
    return (void)session, (void)event, false;
  }
  /// Events of the session alone.
  virtual void session_event(Session& session, SessionEvent event) { (void)session, (void)event; }
  /// Events of a transaction; after_begin brings its connection.
  virtual void transaction_event(Session& session, SessionEvent event,
                                 SessionTransaction& transaction, Connection* connection) {
    (void)session, (void)event, (void)transaction, (void)connection;
  }
  /// Events in the life of an object.
  virtual void object_event(Session& session, SessionEvent event, InstanceState& state) {
    (void)session, (void)event, (void)state;
  }
  virtual bool listens_to_rows() { return false; }
  /// A flush is about to write the row of an object, or has done so.
  virtual void row_event(RowEvent event, Connection& connection, InstanceState& state) {
    (void)event, (void)connection, (void)state;
  }
  /// do_orm_execute: may change the statement, or answer with a result of its own.
  virtual std::optional<Result> execute_event(OrmExecution& execution) {
    return (void)execution, std::nullopt;
  }
};

/// A router that asks a function.
Ref<SessionRouter> route_by(
    std::function<SessionBind(const Mapper* mapper, const ClauseElement* statement)> function);

}  // namespace orm
