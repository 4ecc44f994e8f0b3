// Connections and transactions: what is begun, logged, committed and rolled back when. The file is
// just above 500 lines because each end of a transaction looks at those around it and at the
// connection.
#include <orm/error.h>

#include <algorithm>
#include <exception>
#include <memory>

#include "orm/engine/echo.h"
#include "orm/engine/state.h"

namespace orm {

// ConnectionState

ConnectionState::~ConnectionState() {
  if (engine->options.quiet_drop) echo = false;
  try {
    close();
  } catch (...) {  // NOLINT: a destructor must not throw; the pool has dropped the connection
    closed = true;
  }
}

void ConnectionState::log(LogKind kind, LogLevel level, std::string_view message,
                          std::string_view sql, std::string_view params) {
  if (token.empty()) return engine->log->write({kind, level, engine->logger, message, sql, params});
  engine->log->write({kind, level, engine->logger, token + std::string(message), sql, params});
}

void ConnectionState::set_token() {
  if (!profile->stmt_cache) return;
  for (const auto& [name, value] : execution_options)
    if (name == "logging_token") token = value.is_null() ? "" : "[" + value.str() + "] ";
}

DriverConnection& ConnectionState::driver() {
  check_usable();
  return *pooled->driver;
}

void ConnectionState::check_usable() {
  if (closed || !pooled) throw ResourceClosedError("This Connection is closed");
}

// The transaction mode of the driver and the PRAGMA that SQLite's levels are. Nothing is logged.
void ConnectionState::set_isolation(const std::string& level) {
  autocommit = level == "AUTOCOMMIT";
  DriverConnection& connection = *pooled->driver;
  connection.set_autocommit(autocommit);
  const bool dirty = level == "READ UNCOMMITTED";
  if (!autocommit && !dirty && level != "SERIALIZABLE")
    throw ArgumentError("Invalid value '" + level +
                        "' for isolation_level. Valid isolation levels for " +
                        (profile->isolation_quotes_name ? "'" + engine->dialect->name + "'"
                                                        : engine->dialect->name) +
                        " are READ UNCOMMITTED, SERIALIZABLE" +
                        (profile->isolation_lists_autocommit ? ", AUTOCOMMIT" : ""));
  if (dirty || pooled->read_uncommitted) {
    connection.execute(dirty ? "PRAGMA read_uncommitted = 1" : "PRAGMA read_uncommitted = 0", {});
    pooled->read_uncommitted = dirty;
  }
}

void ConnectionState::check_context() const {
  if (profile->future && context && !context->active)
    throw InvalidRequestError(
        "Can't operate on closed transaction inside context manager.  Please complete the context "
        "manager before emitting further commands.");
}

void ConnectionState::close() {
  if (closed) return;
  const bool had_transaction = transaction != nullptr;
  context = nullptr;
  if (transaction != nullptr && transaction->active) {
    transaction->active = false;
    rollback_impl();
  }
  if (transaction != nullptr) {
    transaction->active = false;
    transaction->connection = nullptr;
  }
  for (TransactionState* inner = nested; inner != nullptr; inner = inner->parent.get()) {
    inner->active = false;
    inner->connection = nullptr;
  }
  transaction = nested = nullptr;
  transaction_ref = nested_ref = nullptr;
  closed = true;
  if (!pooled) return;
  if (own_isolation) {
    const std::string& level = engine->options.isolation_level;
    set_isolation(level.empty() ? "SERIALIZABLE" : level);
  }
  const std::string name = "Connection " + driver_repr(*pooled->driver);
  log_pool(*engine, LogLevel::debug, name + " being returned to pool");
  log_pool(*engine, LogLevel::debug,
           name + (profile->reset_note_transaction && had_transaction
                       ? " reset, transaction already reset"
                       : " rollback-on-return"));
  if (!invalidated) {
    for (auto& listener : *engine->listeners) listener->reset(*pooled->driver);
  }
  if (!pooled->discarded || invalidated) {
    for (auto& listener : *engine->listeners) listener->checkin(*pooled->driver);
  }
  engine->pool->checkin(std::move(pooled));
}

void ConnectionState::begin_impl() {
  if (echoes())
    log(LogKind::transaction, LogLevel::info,
        autocommit && profile->stmt_cache
            ? "BEGIN (implicit; DBAPI should not BEGIN due to autocommit mode)"
            : "BEGIN (implicit)");
  check_usable();
  if (!engine->listeners->empty()) {
    Connection handle{Ref<ConnectionState>(this)};
    for (auto& listener : *engine->listeners) listener->begin(handle);
  }
}

void ConnectionState::commit_impl() {
  if (!engine->listeners->empty()) {
    Connection handle{Ref<ConnectionState>(this)};
    for (auto& listener : *engine->listeners) listener->commit(handle);
  }
  if (echoes()) {
    std::string message = "COMMIT";
    if (autocommit && *profile->autocommit_note != '\0')
      message = std::string("COMMIT using DBAPI connection.commit(), ") + profile->autocommit_note;
    log(LogKind::transaction, LogLevel::info, message);
  }
  try {
    driver().commit();
  } catch (const DriverError& error) {
    fail(error, "", nullptr, 0, 0, false);
  }
}

void ConnectionState::rollback_impl() {
  if (!engine->listeners->empty() && use_count() > 0) {
    Connection handle{Ref<ConnectionState>(this)};
    for (auto& listener : *engine->listeners) listener->rollback(handle);
  }
  if (echoes()) {
    std::string message = "ROLLBACK";
    if (autocommit && *profile->autocommit_rollback_note != '\0')
      message = std::string("ROLLBACK using DBAPI connection.rollback()") +
                profile->autocommit_rollback_note;
    log(LogKind::transaction, LogLevel::info, message);
  }
  try {
    driver().rollback();
  } catch (const DriverError& error) {
    fail(error, "", nullptr, 0, 0, false);
  }
}

void ConnectionState::savepoint_impl(const char* verb, const std::string& name) {
  std::vector<Value> none;
  const bool timed = profile->stmt_cache && echoes();
  const double start = timed ? engine->clock->monotonic() : 0;
  std::string sql = std::string(verb) + name;
  char prefix[48] = "";
  if (timed) {
    std::snprintf(prefix, sizeof prefix, "[no key %.5fs] ", engine->clock->monotonic() - start);
  }
  if (!engine->listeners->empty()) {
    Connection handle{Ref<ConnectionState>(this)};
    const auto tell = verb[0] == 'S'   ? &EngineListener::savepoint
                      : verb[1] == 'E' ? &EngineListener::release_savepoint
                                       : &EngineListener::rollback_savepoint;
    for (auto& listener : *engine->listeners) (listener.get()->*tell)(handle, name);
  }
  send(std::move(sql), none, 0, 1, false, prefix);
}

void ConnectionState::autobegin() {
  check_usable();
  check_context();
  if (transaction != nullptr) {
    if (!transaction->active)
      throw InvalidRequestError(
          "Can't operate on closed transaction inside context manager.  Please complete the "
          "context "
          "manager before emitting further commands.");
    return;
  }
  transaction_ref = make_ref<TransactionState>();
  transaction = transaction_ref.get();
  transaction->connection = this;
  begin_impl();
}

void ConnectionState::autocommit_after(bool wanted) {
  if (!wanted || profile->future || transaction != nullptr) return;
  if (!autocommit) {
    engine->log->removed_in_20(
        "The current statement is being autocommitted using implicit autocommit, which will be "
        "removed in SQLAlchemy 2.0. Use the .begin() method of Engine or Connection in order to "
        "use an explicit transaction for DML and DDL statements.");
  }
  commit_impl();
}

// Connection

Connection::Connection() = default;
Connection::Connection(Ref<ConnectionState> state) : state_(std::move(state)) {}
Connection::Connection(const Connection&) = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(const Connection&) = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

const Profile& Connection::profile() const { return *state_->profile; }
const Dialect& Connection::dialect() const { return *state_->engine->dialect; }
Engine Connection::engine() const { return EngineHandle::engine_of(state_->engine); }
DriverConnection& Connection::driver_connection() { return state_->driver(); }
bool Connection::closed() const { return state_->closed; }
bool Connection::in_transaction() const {
  return state_->transaction != nullptr && state_->transaction->active;
}
bool Connection::in_nested_transaction() const {
  return state_->nested != nullptr && state_->nested->active;
}
std::optional<Transaction> Connection::get_transaction() const {
  if (state_->transaction == nullptr) return std::nullopt;
  return Transaction(state_->transaction_ref);
}
std::optional<Transaction> Connection::get_nested_transaction() const {
  if (state_->nested == nullptr) return std::nullopt;
  return Transaction(state_->nested_ref);
}
const Options& Connection::get_execution_options() const { return state_->execution_options; }
void Connection::close() { state_->close(); }

bool Connection::invalidated() const { return state_->invalidated; }

void Connection::invalidate() {
  if (state_->pooled) {
    const EngineState& engine = *state_->engine;
    engine.pool->discard(state_->pooled);
    state_->invalidated = true;
    for (auto& listener : *engine.listeners) listener->invalidate(*state_->pooled->driver);
    if (engine.pool->on_close) engine.pool->on_close(*state_->pooled->driver);
  }
  state_->close();
}
void Connection::detach() {
  if (state_->pooled) state_->engine->pool->discard(state_->pooled);
}

std::string Connection::get_isolation_level() const {
  // What the database says; that its driver commits by itself it does not know.
  state_->check_usable();
  return state_->pooled->read_uncommitted ? "READ UNCOMMITTED" : "SERIALIZABLE";
}

Connection Connection::execution_options(Options options) {
  for (auto& listener : *state_->engine->listeners) {
    listener->set_connection_execution_options(*this, options);
  }
  // 1.x makes a branch that shares the connection; one set of options serves both here.
  for (auto& option : options) {
    if (option.first == "isolation_level") {
      if (in_transaction() && state_->profile->future)
        throw InvalidRequestError(
            "This connection has already initialized a SQLAlchemy Transaction() object via begin() "
            "or autobegin; isolation_level may not be altered unless rollback() or commit() is "
            "called first.");
      state_->check_usable();
      std::string level = option.second.str();
      std::replace(level.begin(), level.end(), '_', ' ');
      state_->set_isolation(level);
      state_->own_isolation = true;
    }
    bool known = false;
    for (auto& existing : state_->execution_options)
      if (existing.first == option.first) {
        existing.second = option.second;
        known = true;
      }
    if (!known) state_->execution_options.push_back(std::move(option));
  }
  state_->set_token();
  return *this;
}

Transaction Connection::begin() {
  ConnectionState& state = *state_;
  state.check_usable();
  state.check_context();
  if (state.transaction != nullptr) {
    if (state.profile->future)
      throw InvalidRequestError(
          "This connection has already initialized a SQLAlchemy Transaction() object via begin() "
          "or autobegin; can't call begin() here unless rollback() or commit() is called first.");
    // 1.x: a marker inside the real one.
    auto marker = make_ref<TransactionState>();
    marker->connection = &state;
    marker->owner = state_;
    marker->marker = true;
    marker->parent = state.transaction_ref;
    return Transaction(marker);
  }
  state.transaction_ref = make_ref<TransactionState>();
  state.transaction = state.transaction_ref.get();
  state.transaction->connection = &state;
  state.begin_impl();
  return Transaction(state.transaction_ref);
}

Transaction Connection::begin_nested() {
  ConnectionState& state = *state_;
  state.check_usable();
  if (state.transaction == nullptr) {
    if (state.profile->savepoint_without_begin) return begin();
    state.autobegin();
  }
  auto nested = make_ref<TransactionState>();
  nested->connection = &state;
  nested->savepoint = "sa_savepoint_" + std::to_string(++state.savepoints);
  nested->parent = state.nested_ref;
  state.savepoint_impl("SAVEPOINT ", nested->savepoint);
  state.nested_ref = nested;
  state.nested = nested.get();
  return Transaction(nested);
}

void Connection::commit() {
  if (!state_->profile->future)
    throw AttributeError("'Connection' object has no attribute 'commit'");
  if (state_->transaction != nullptr) Transaction(state_->transaction_ref).commit();
}

void Connection::rollback() {
  if (!state_->profile->future)
    throw AttributeError("'Connection' object has no attribute 'rollback'");
  if (state_->transaction != nullptr) Transaction(state_->transaction_ref).rollback();
}

void Connection::run_ddl(FunctionRef<void(Bind&)> work) { work(*this); }

void Connection::execute_ddl(const ClauseRef& ddl) { execute(ddl); }

// Transaction

Transaction::Transaction() = default;
Transaction::Transaction(Ref<TransactionState> state) : state_(std::move(state)) {
  if (state_ && state_->handles++ == 0) state_->exceptions = std::uncaught_exceptions();
}
Transaction::Transaction(const Transaction& other) : state_(other.state_) {
  if (state_) ++state_->handles;
}
Transaction::Transaction(Transaction&& other) noexcept : state_(std::move(other.state_)) {
  other.state_ = nullptr;
}
Transaction& Transaction::operator=(const Transaction& other) {
  if (this != &other) *this = Transaction(other);
  return *this;
}
Transaction& Transaction::operator=(Transaction&& other) noexcept {
  if (this != &other) {
    drop();
    state_ = std::move(other.state_);
    other.state_ = nullptr;
  }
  return *this;
}
Transaction::~Transaction() { drop(); }

// The last handle goes. A scope that an exception leaves rolls back, as `with` does. The connection
// of engine.begin() belongs to its transaction and goes with it, whatever the reason.
void Transaction::drop() noexcept {
  if (!state_ || --state_->handles > 0) return;
  const Ref<TransactionState> keep = std::move(state_);
  state_ = nullptr;
  if (!keep->active || keep->connection == nullptr) return;  // an ended one knows no connection
  Ref<ConnectionState> connection(keep->connection);
  const bool quiet = connection->engine->options.quiet_drop;
  try {
    if (keep->owns_connection) {
      if (quiet) connection->echo = false;
      connection->close();
      keep->owner = nullptr;
    } else if (!quiet && std::uncaught_exceptions() > keep->exceptions) {
      Transaction(keep).rollback();
    }
  } catch (...) {  // NOLINT(bugprone-empty-catch): a destructor must not throw
  }
}

void Transaction::enter_block() {
  state_->owns_connection = false;
  if (state_->connection != nullptr && !state_->marker && state_->savepoint.empty())
    state_->connection->context = state_;
}

void Transaction::leave_block() {
  if (state_->connection != nullptr && state_->connection->context == state_)
    state_->connection->context = nullptr;
}

bool Transaction::is_active() const {
  return state_->active && (!state_->marker || (state_->parent && state_->parent->active));
}
bool Transaction::is_valid() const { return state_->connection != nullptr; }
bool Transaction::nested() const { return !state_->savepoint.empty(); }
bool Transaction::owns_connection() const { return state_->owns_connection; }
Connection Transaction::connection() const {
  return Connection(Ref<ConnectionState>(state_->connection));
}

namespace {
// Unhooks a transaction that has ended.
void deactivate(TransactionState& ended) {
  ConnectionState* connection = ended.connection;
  ended.active = false;
  if (connection == nullptr) return;
  if (ended.savepoint.empty()) {
    if (connection->transaction == &ended) {
      // Savepoints inside end with it.
      for (Ref<TransactionState> inner = connection->nested_ref; inner; inner = inner->parent)
        inner->active = false;
      connection->nested = nullptr;
      connection->nested_ref = nullptr;
      connection->transaction = nullptr;
      connection->transaction_ref = nullptr;
    }
  } else if (connection->nested == &ended) {
    connection->nested_ref = ended.parent;
    connection->nested = connection->nested_ref.get();
  }
}

// Since 1.4 to roll back what is over is told of.
void warn_if_gone(const ConnectionState& connection, const TransactionState& ended,
                  bool was_active) {
  if (connection.profile->select_list_style) return;
  const bool nested = !ended.savepoint.empty();
  const bool gone =
      nested ? connection.nested != &ended : !was_active && connection.transaction != &ended;
  if (!gone) return;
  connection.engine->log->warning(std::string(nested ? "nested " : "") +
                                  "transaction already deassociated from connection");
}

void finish_connection(TransactionState& ended, const Ref<ConnectionState>& connection) {
  if (ended.owns_connection && connection) connection->close();
  ended.owner = nullptr;
}
}  // namespace

void Transaction::commit() {
  Ref<TransactionState> keep = state_;
  TransactionState& self = *keep;
  Ref<ConnectionState> connection(self.connection);
  if (self.marker) {
    if (!is_active()) throw InvalidRequestError("This transaction is inactive");
    self.active = false;
    return;
  }
  if (!self.active) {
    throw InvalidRequestError(nested() ? "This nested transaction is inactive"
                                       : "This transaction is inactive");
  }
  if (nested()) {
    connection->savepoint_impl("RELEASE SAVEPOINT ", self.savepoint);
    deactivate(self);
    return;
  }
  self.active = false;
  try {
    connection->commit_impl();
  } catch (...) {
    self.active = true;
    throw;
  }
  deactivate(self);
  finish_connection(self, connection);
}

void Transaction::rollback() {
  Ref<TransactionState> keep = state_;
  TransactionState& self = *keep;
  Ref<ConnectionState> connection(self.connection);
  if (self.marker) {
    // An inner rollback ends the outer transaction too.
    self.active = false;
    if (self.parent && self.parent->active) {
      connection->rollback_impl();
      self.parent->active = false;
    }
    return;
  }
  bool was_active = self.active;
  if (connection && !connection->closed && was_active) {
    self.active = false;
    if (nested())
      connection->savepoint_impl("ROLLBACK TO SAVEPOINT ", self.savepoint);
    else
      connection->rollback_impl();
  }
  if (connection) warn_if_gone(*connection, self, was_active);
  deactivate(self);
  if (!nested()) finish_connection(self, connection);
}

void Transaction::close() {
  if (state_->active)
    rollback();
  else
    deactivate(*state_);
}

}  // namespace orm
