// Engine, Connection, Transaction: running statements on a database.
//
// All three are handles: copies mean the same engine, connection or transaction. Engines and their
// pools may be shared by threads; a Connection belongs to one.
#pragma once

#include <orm/driver.h>
#include <orm/error.h>
#include <orm/log.h>
#include <orm/result.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace orm {

class CompileHooks;
class CompiledCache;

class Connection;
class Transaction;
struct EngineState;
struct ConnectionState;
struct TransactionState;
using Options = std::vector<std::pair<std::string, Value>>;

/// Arguments of create_engine().
struct EngineOptions {
  enum class Echo : uint8_t { off, info, debug };
  Echo echo = Echo::off;
  Echo echo_pool = Echo::off;
  const Profile* profile = &profile_2_0;  ///< future=True: pass profile_1_4_future
  std::string isolation_level{};          ///< "AUTOCOMMIT", "SERIALIZABLE", "READ UNCOMMITTED"
  std::string poolclass{};  ///< "StaticPool", "NullPool", "QueuePool", "SingletonThreadPool"
  int pool_size = 5, max_overflow = 10;
  double pool_timeout = 30;  ///< seconds, which errors tell; nobody waits
  bool hide_parameters = false;
  /// A connection whose last handle goes is reset without a line in the echo, as one that Python's
  /// garbage collector finds; a C++ scope closes it as `with` does.
  bool quiet_drop = false;
  std::string logging_name{}, pool_logging_name{};
  size_t query_cache_size = 500;
  int insertmanyvalues_page_size = 1000;
  bool use_insertmanyvalues = true;
  bool enable_from_linting = true;  ///< warn of FROM objects that nothing joins
  ParameterSet connect_args{};
  Options execution_options{};
  std::shared_ptr<LogSink> log{};  ///< null: stdout_log()
  CompileHooks* hooks = nullptr;   ///< of the engine's dialect
  std::shared_ptr<Clock> clock{};  ///< null: system_clock()
  DriverOptions driver{};
  std::function<std::unique_ptr<DriverConnection>()> creator{};
  int label_length = 0;  ///< made names are cut to it; 0: as the dialect does
  int max_identifier_length = 0;
  /// In the place of those of JSON columns.
  std::function<std::string(const Value&)> json_serializer{};
  std::function<Value(std::string_view)> json_deserializer{};
};

/// What listens to an engine (event.listen). Override what matters.
class EngineListener {
 public:
  virtual ~EngineListener() = default;
  virtual void first_connect(DriverConnection&) {}  ///< the pool's first
  virtual void connect(DriverConnection&) {}        ///< a new DBAPI connection
  virtual void checkout(DriverConnection&) {}
  virtual void reset(DriverConnection&) {}  ///< is rolled back, on its way to the pool
  virtual void checkin(DriverConnection&) {}
  virtual void invalidate(DriverConnection&) {}
  virtual void close(const DriverConnection&) {}  ///< goes for good
  virtual void engine_connect(Connection&) {}     ///< Engine.connect() has one ready
  virtual void engine_disposed() {}
  /// The options of Connection.execution_options(), which may be changed.
  virtual void set_connection_execution_options(Connection&, Options&) {}
  virtual void savepoint(Connection&, const std::string& name) { (void)name; }
  virtual void release_savepoint(Connection&, const std::string& name) { (void)name; }
  virtual void rollback_savepoint(Connection&, const std::string& name) { (void)name; }
  virtual void begin(Connection&) {}
  virtual void commit(Connection&) {}
  virtual void rollback(Connection&) {}
  /// May change SQL and parameters (retval=True). Values of many `rows` stand one after another; of
  /// one of the statements that an INSERT of many rows is sent in (insertmanyvalues) they are all
  /// of one row, and `rows` is 0. Afterwards the whole INSERT is told of.
  virtual void before_cursor_execute(Connection&, std::string& sql, std::vector<Value>& parameters,
                                     size_t rows, bool executemany) {
    (void)sql, (void)parameters, (void)rows, (void)executemany;
  }
  virtual void after_cursor_execute(Connection&, const std::string& sql,
                                    const std::vector<Value>& parameters, size_t rows,
                                    bool executemany) {
    (void)sql, (void)parameters, (void)rows, (void)executemany;
  }
  /// May put another statement in the place of the one that is executed.
  virtual void before_execute(Connection&, ClauseRef&, const std::vector<ParameterSet>&) {}
  virtual void after_execute(Connection&, const ClauseElement&, const std::vector<ParameterSet>&,
                             Result&) {}
  /// The driver has refused a statement; may throw another error than `error`, the translated one.
  virtual void handle_error(Connection&, const StatementError& error, const std::vector<Value>&) {
    (void)error;
  }
};

/// A database and its pool of connections.
class Engine : public Bind {
 public:
  Engine() = default;
  explicit Engine(std::shared_ptr<EngineState> state) : state_(std::move(state)) {}
  /// Checks a connection out; nothing is sent before the first statement.
  Connection connect() const;
  /// `with engine.begin() as conn`: a connection with a transaction begun.
  Transaction begin() const;
  /// An engine that shares pool and cache but has its own options.
  Engine execution_options(Options options) const;
  const Options& get_execution_options() const;
  const Url& url() const;
  const Profile& profile() const;
  const Dialect& dialect() const override;
  EngineOptions::Echo echo() const;
  void set_echo(EngineOptions::Echo echo);
  void dispose() const;
  void add_listener(std::shared_ptr<EngineListener> listener) const;
  /// That of the calling thread.
  CompiledCache& compiled_cache() const;
  void clear_compiled_cache() const;
  Clock& clock() const;
  LogSink& log() const;
  /// `Engine(sqlite:///x.db)`
  std::string repr() const;
  /// 1.x: connectionless execution.
  Result execute(const ClauseRef& statement,
                 const std::vector<ParameterSet>& parameters = {}) const;
  Result execute(const std::string& sql, const std::vector<Value>& parameters = {}) const;
  /// Inspection: names of tables (`inspect(engine).get_table_names()`).
  std::vector<std::string> table_names() const;
  std::string pool_repr() const;
  /// `engine.pool.status()`, and its counts.
  std::string pool_status() const;
  struct PoolCounts {
    int size, checkedin, checkedout, overflow;
  };
  PoolCounts pool_counts() const;

  void run_ddl(const std::function<void(Bind&)>& work) override;
  void execute_ddl(const ClauseRef& ddl) override;
  bool has_table(const std::string& name, const std::string& schema = {}) override;
  bool has_index(const std::string& table, const std::string& name,
                 const std::string& schema) override;
  explicit operator bool() const { return state_ != nullptr; }
  bool operator==(const Engine& other) const { return state_ == other.state_; }
  const std::shared_ptr<EngineState>& state() const { return state_; }

 private:
  std::shared_ptr<EngineState> state_;
};

/// How one execution differs from the plain one.
struct ExecuteOptions {
  Options options;  ///< execution_options=
  /// insertmanyvalues even without RETURNING: many rows in one multi-row VALUES.
  bool multi_row_values = false;
  /// Statements of one scope are cached by themselves: a mapper's for those of its flushes.
  uint64_t cache_scope = 0;
  /// What the text of an error shows as parameters where there are none: a Session always passes a
  /// set, if an empty one.
  const char* no_parameters = "";
};

/// A checked-out connection. When the last handle goes, it is closed as close() does.
class Connection : public Bind {
 public:
  Connection();
  explicit Connection(Ref<ConnectionState> state);
  Connection(const Connection&);
  Connection(Connection&&) noexcept;
  Connection& operator=(const Connection&);
  Connection& operator=(Connection&&) noexcept;
  ~Connection() override;

  /// Runs a statement once, or once for each parameter set (executemany).
  /// Throws DBAPIError subclasses, StatementError, ObjectNotExecutableError.
  Result execute(const ClauseRef& statement, const std::vector<ParameterSet>& parameters = {},
                 const ExecuteOptions& how = {});
  /// executemany of rows that all have the same names.
  Result execute_rows(const ClauseRef& statement, const ParameterRows& rows,
                      const ExecuteOptions& how);
  Value scalar(const ClauseRef& statement, const std::vector<ParameterSet>& parameters = {});
  /// SQL as it is, with positional values (a list of lists for executemany). `as_list`: the echo
  /// shows the sets of an executemany as a list, as 2.0 always does.
  Result exec_driver_sql(const std::string& sql,
                         const std::vector<std::vector<Value>>& parameters = {}, bool many = false,
                         bool as_list = false);
  /// The same with named (`:x`) parameters. Throws ProgrammingError for a name without a value.
  Result exec_driver_sql(const std::string& sql, const ParameterSet& parameters);
  /// The same for executemany.
  Result exec_driver_sql(const std::string& sql, const std::vector<ParameterSet>& parameters,
                         bool as_list = false);

  Transaction begin();
  Transaction begin_nested();
  void commit();  ///< 2.0; throws AttributeError in 1.x
  void rollback();
  void close();
  void invalidate();
  bool invalidated() const;
  void detach();
  bool closed() const;
  bool in_transaction() const;
  bool in_nested_transaction() const;
  std::optional<Transaction> get_transaction() const;
  std::optional<Transaction> get_nested_transaction() const;
  Connection execution_options(Options options);
  const Options& get_execution_options() const;
  Engine engine() const;
  const Profile& profile() const;
  const Dialect& dialect() const override;
  DriverConnection& driver_connection();
  std::string default_isolation_level() const { return "SERIALIZABLE"; }
  std::string get_isolation_level() const;

  void run_ddl(const std::function<void(Bind&)>& work) override;
  void execute_ddl(const ClauseRef& ddl) override;
  bool has_table(const std::string& name, const std::string& schema = {}) override;
  std::string effective_schema(const std::string& schema) const override;
  void warn(const std::string& message) override;
  bool has_index(const std::string& table, const std::string& name,
                 const std::string& schema) override;
  explicit operator bool() const { return state_.get() != nullptr; }
  const Ref<ConnectionState>& state() const { return state_; }

 private:
  Ref<ConnectionState> state_;
};

/// A transaction or savepoint (SQLAlchemy's RootTransaction, NestedTransaction).
/// When the last handle goes while the transaction is active: engine.begin()'s is rolled back and
/// its connection closed; any other is rolled back if an exception is leaving the scope.
class Transaction {
 public:
  Transaction();
  explicit Transaction(Ref<TransactionState> state);
  Transaction(const Transaction&);
  Transaction(Transaction&&) noexcept;
  Transaction& operator=(const Transaction&);
  Transaction& operator=(Transaction&&) noexcept;
  ~Transaction();
  void commit();
  void rollback();
  void close();
  /// A `with` block begins and ends: until it ends, nothing else begins on the connection, which
  /// stays open. (In C++ the scope of a Transaction does what the block does.)
  void enter_block();
  void leave_block();
  bool is_active() const;
  bool is_valid() const;
  bool nested() const;
  Connection connection() const;
  /// engine.begin(): closes the connection with the transaction.
  bool owns_connection() const;
  explicit operator bool() const { return state_.get() != nullptr; }
  const Ref<TransactionState>& state() const { return state_; }

 private:
  void drop() noexcept;
  Ref<TransactionState> state_;
};

/// Makes an engine. Connects to nothing yet. Throws ArgumentError, NoSuchModuleError, and
/// ModuleNotFoundError for databases whose driver is not built in. The first connection to SQLite
/// of a process lets SQLite take its memory from here and count none of it (SQLITE_CONFIG_MALLOC,
/// SQLITE_CONFIG_MEMSTATUS); a program that wants it otherwise calls sqlite3_initialize() before.
Engine create_engine(const Url& url, EngineOptions options);
Engine create_engine(std::string_view url, EngineOptions options);
Engine create_engine(const Url& url);
Engine create_engine(std::string_view url);

/// Sets one keyword argument of create_engine() by name; throws TypeError for an unknown one.
/// `prefix` of SQLAlchemy's message is completed by create_engine().
/// Is there a driver for databases of that URL? Throws NoSuchModuleError, or ModuleNotFoundError as
/// where Python has no such module.
void require_driver(const Url& url, const Profile& profile);
void set_engine_option(EngineOptions& options, const std::string& name, const Value& value,
                       std::vector<std::string>& unknown);
/// The TypeError for keywords that nothing takes.
[[noreturn]] void throw_unknown_engine_options(const std::vector<std::string>& unknown,
                                               const Url& url, const EngineOptions& options);

/// The version of the SQLite library: `3.40.1`.
const char* sqlite_library_version();
/// A dialect's text only, by name ("sqlite", "default"), for `.compile(dialect=..)`; null if
/// unknown.
std::shared_ptr<const Dialect> make_dialect(std::string_view name, const Profile& profile);

}  // namespace orm
