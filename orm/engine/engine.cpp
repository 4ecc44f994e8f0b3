// Engine: handing out connections, its options, connectionless execution of 1.x, DDL.
#include <orm/error.h>

#include "orm/engine/state.h"
#include "orm/result_functions.h"

namespace orm {

Engine::Engine(const Engine& other)
    : handle_(other.handle_ == nullptr ? nullptr : new EngineHandle(*other.handle_)) {}
Engine::~Engine() { delete handle_; }
Engine EngineHandle::engine_of(std::shared_ptr<EngineState> state) {
  Engine engine;
  engine.handle_ = new EngineHandle{std::move(state)};
  return engine;
}
bool Engine::operator==(const Engine& other) const {
  if (handle_ == nullptr || other.handle_ == nullptr) return handle_ == other.handle_;
  return handle_->state == other.handle_->state;
}
EngineState& Engine::state() const { return *handle_->state; }

const Url& Engine::url() const { return handle_->state->url; }
const Profile& Engine::profile() const { return *handle_->state->options.profile; }
const Dialect& Engine::dialect() const { return *handle_->state->dialect; }
EngineOptions::Echo Engine::echo() const { return handle_->state->options.echo; }
void Engine::set_echo(EngineOptions::Echo echo) {
  handle_->state->options.echo = echo;
  if (echo != EngineOptions::Echo::off)
    handle_->state->log->engine_echo(handle_->state->logger, echo == EngineOptions::Echo::debug
                                                                 ? LogLevel::debug
                                                                 : LogLevel::info);
}
const Options& Engine::get_execution_options() const { return handle_->state->execution_options; }
CompiledCache& CompiledCaches::here() {
  const std::thread::id thread = std::this_thread::get_id();
  if (thread == owner_) return own_;
  std::lock_guard<std::mutex> lock(mutex_);
  std::unique_ptr<CompiledCache>& cache = others_[thread];
  if (cache == nullptr) cache = std::make_unique<CompiledCache>(own_.capacity());
  return *cache;
}

CompiledCache& Engine::compiled_cache() const { return handle_->state->caches->here(); }
void Engine::clear_compiled_cache() const { compiled_cache().clear(); }
Clock& Engine::clock() const { return *handle_->state->clock; }
LogSink& Engine::log() const { return *handle_->state->log; }
void Engine::dispose() const {
  handle_->state->pool->dispose();
  log_pool(*handle_->state, LogLevel::info, "Pool recreating");
  for (auto& listener : *handle_->state->listeners) listener->engine_disposed();
}
std::string Engine::pool_status() const { return handle_->state->pool->status(); }
Engine::PoolCounts Engine::pool_counts() const {
  Pool& pool = *handle_->state->pool;
  return {pool.size(), pool.checkedin(), pool.checkedout(), pool.overflow()};
}
std::string Engine::repr() const { return "Engine(" + handle_->state->url.render() + ")"; }
std::string Engine::pool_repr() const { return handle_->state->pool->class_name(); }
void add_listener(const Engine& engine, std::shared_ptr<EngineListener> listener) {
  engine.state().listeners->push_back(std::move(listener));
}

void log_pool(const EngineState& engine, LogLevel level, const std::string& message) {
  std::string logger = std::string("sqlalchemy.pool.impl.") + engine.pool->class_name();
  if (!engine.options.pool_logging_name.empty()) logger += "." + engine.options.pool_logging_name;
  const auto echo = engine.options.echo_pool;
  const bool asked = echo == EngineOptions::Echo::debug ||
                     (echo == EngineOptions::Echo::info && level >= LogLevel::info);
  if (asked || engine.log->enabled(logger, level))
    engine.log->write({LogKind::pool, level, logger, message, {}, {}});
}

std::string driver_repr(const DriverConnection& driver) {
  return "<sqlite3.Connection object at " + repr_address(&driver) + ">";
}

namespace {
// The statements 1.3 tries a new database with.
void probe_unicode(ConnectionState& connection) {
  connection.probing = true;
  for (const char* kind : {"plain", "unicode"}) {
    std::vector<Value> none;
    connection.send(
        "SELECT CAST('test " + std::string(kind) + " returns' AS VARCHAR(60)) AS anon_1", none, 0,
        1, false, "");
  }
  connection.probing = false;
}
}  // namespace

Connection Engine::connect() const {
  const Dialect& spoken = *handle_->state->dialect;
  if (spoken.label_length > spoken.max_identifier_length)
    throw ArgumentError("Label length of " + std::to_string(spoken.label_length) +
                        " is greater than this dialect's maximum identifier length of " +
                        std::to_string(spoken.max_identifier_length));
  auto state = make_ref<ConnectionState>();
  state->engine = handle_->state;
  state->profile = handle_->state->options.profile;
  state->execution_options = handle_->state->execution_options;
  const EngineOptions::Echo echo = handle_->state->options.echo;
  state->echo = echo != EngineOptions::Echo::off ||
                handle_->state->log->enabled(handle_->state->logger, LogLevel::info);
  state->echo_debug = echo == EngineOptions::Echo::debug ||
                      handle_->state->log->enabled(handle_->state->logger, LogLevel::debug);
  bool created = false;
  try {
    state->pooled = handle_->state->pool->checkout(created);
  } catch (const DriverError& error) {
    state->closed = true;
    state->fail(error, "", nullptr, 0, 0, false);
  }
  std::string level = handle_->state->options.isolation_level;
  state->set_token();
  for (const auto& [name, value] : handle_->state->execution_options)
    if (name == "isolation_level" && value.kind() == ValueKind::text) level = value.as_string();
  if (created)
    log_pool(*handle_->state, LogLevel::debug,
             "Created new connection " + driver_repr(*state->pooled->driver));
  if (level.empty()) level = "SERIALIZABLE";
  state->set_isolation(level);
  state->own_isolation = level != "SERIALIZABLE";
  if (created) {
    DriverConnection& driver = *state->pooled->driver;
    if (!handle_->state->pool->connected.exchange(true)) {
      try {
        for (auto& listener : *handle_->state->listeners) listener->first_connect(driver);
      } catch (...) {
        handle_->state->pool->connected = false;
        throw;
      }
    }
    for (auto& listener : *handle_->state->listeners) listener->connect(driver);
  }
  if (!handle_->state->initialized->exchange(true) && state->profile->unicode_probe) {
    probe_unicode(*state);
  }
  log_pool(*handle_->state, LogLevel::debug,
           "Connection " + driver_repr(*state->pooled->driver) + " checked out from pool");
  for (auto& listener : *handle_->state->listeners) listener->checkout(*state->pooled->driver);
  Connection connection(state);
  for (auto& listener : *handle_->state->listeners) listener->engine_connect(connection);
  return connection;
}

Transaction Engine::begin() const {
  Connection connection = connect();
  Transaction transaction = connection.begin();
  transaction.state()->owns_connection = true;
  transaction.state()->owner = connection.state();
  return transaction;
}

Engine Engine::execution_options(Options options) const {
  auto state = std::make_shared<EngineState>(*handle_->state);
  for (auto& option : options) {
    bool known = false;
    for (auto& existing : state->execution_options)
      if (existing.first == option.first) {
        existing.second = option.second;
        known = true;
      }
    if (!known) state->execution_options.push_back(std::move(option));
  }
  const Profile& profile = *state->options.profile;
  state->logger = profile.option_engine_logger;
  if (!state->options.logging_name.empty()) state->logger += "." + state->options.logging_name;
  Engine made = EngineHandle::engine_of(state);
  if (state->logger != handle_->state->logger && echo() != EngineOptions::Echo::off)
    made.set_echo(echo());
  return made;
}

Result Engine::execute(const ClauseRef& statement,
                       const std::vector<ParameterSet>& parameters) const {
  if (!profile().connectionless) throw AttributeError("'Engine' object has no attribute 'execute'");
  // The result holds the connection; it goes back to the pool when the rows have been read.
  Connection connection = connect();
  Result result = connection.execute(statement, parameters);
  on_close(result, [connection]() mutable { connection.close(); });
  return result;
}

Result Engine::execute(const std::string& sql, const std::vector<Value>& parameters) const {
  if (!profile().connectionless) throw AttributeError("'Engine' object has no attribute 'execute'");
  Connection connection = connect();
  Result result = connection.exec_driver_sql(
      sql, parameters.empty() ? std::vector<std::vector<Value>>{}
                              : std::vector<std::vector<Value>>{parameters});
  on_close(result, [connection]() mutable { connection.close(); });
  return result;
}

void Engine::run_ddl(FunctionRef<void(Bind&)> work) {
  if (!profile().create_all_transaction) {
    Connection connection = connect();
    work(connection);
    connection.close();
    return;
  }
  Transaction transaction = begin();
  Connection connection = transaction.connection();
  try {
    work(connection);
  } catch (...) {
    transaction.rollback();
    throw;
  }
  transaction.commit();
}

void Engine::execute_ddl(const ClauseRef& ddl) {
  run_ddl([&](Bind& connection) { connection.execute_ddl(ddl); });
}

bool Engine::has_table(const std::string& name, const std::string& schema) {
  Connection connection = connect();
  return connection.has_table(name, schema);
}

bool Engine::has_index(const std::string& table, const std::string& name,
                       const std::string& schema) {
  Connection connection = connect();
  return connection.has_index(table, name, schema);
}

namespace {
bool pragma_has_rows(Connection& connection, const std::string& sql) {
  // Read whole, so that no statement stays open on the connection.
  return !connection.exec_driver_sql(sql).all().empty();
}
}  // namespace

std::string Connection::effective_schema(const std::string& schema) const {
  for (const auto& [from, to] : state_->dialect_for({}).schema_map)
    if (from == schema) return to;
  return schema;
}

void Connection::warn(const std::string& message) { state_->engine->log->warning(message); }

bool Connection::has_table(const std::string& name, const std::string& schema) {
  if (!schema.empty() && profile().lists_schemas) {
    bool known = false;
    for (const Row& row : exec_driver_sql("PRAGMA database_list").all())
      known = known || row[1] == Value(schema);
    if (!known) return false;
  }
  std::string table = dialect().quote_always(name);
  if (!schema.empty())
    return pragma_has_rows(
        *this, "PRAGMA " + dialect().quote_always(schema) + ".table_info(" + table + ")");
  return pragma_has_rows(*this, "PRAGMA main.table_info(" + table + ")") ||
         pragma_has_rows(*this, "PRAGMA temp.table_info(" + table + ")");
}

bool Connection::has_index(const std::string& table, const std::string& name,
                           const std::string& schema) {
  std::string prefix = schema.empty() ? "main" : dialect().quote_always(schema);
  for (const Row& row :
       exec_driver_sql("PRAGMA " + prefix + ".index_list(" + dialect().quote_always(table) + ")")
           .all())
    if (row[1] == Value(name)) return true;
  return false;
}

}  // namespace orm
