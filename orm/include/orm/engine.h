// Engine, Connection, Transaction: running statements on a database.
//
// All three are handles: copies mean the same engine, connection or transaction. Engines and their
// pools may be shared by threads; a Connection belongs to one.
#pragma once

#include <orm/bind.h>
#include <orm/value.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace orm {

class Clock;
class CompiledCache;
class Connection;
class DriverConnection;
class LogSink;
class Result;
class Transaction;
struct ConnectionState;
struct Dialect;
struct EngineHandle;
struct EngineParts;
struct EngineState;
struct ParameterRows;
struct Profile;
struct TransactionState;
struct Url;
extern const Profile profile_2_0;
using Options = std::vector<std::pair<std::string, Value>>;

/// Arguments of create_engine(). What is a program of its own (where the echo goes, the clock, the
/// driver) is in EngineParts, engine_parts.h.
struct EngineOptions {
  enum class Echo : uint8_t { off, info, debug };
  /// How much is echoed: true, false or an Echo.
  struct EchoLevel {
    constexpr EchoLevel(bool on) : echo(on ? Echo::info : Echo::off) {}  // NOLINT: `.echo = true`
    constexpr EchoLevel(Echo given) : echo(given) {}                     // NOLINT: levels convert
    constexpr operator Echo() const { return echo; }                     // NOLINT
    Echo echo;
  };
  EchoLevel echo = false;  ///< statements and their parameters, on stdout
  EchoLevel echo_pool = false;
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
  int label_length = 0;  ///< made names are cut to it; 0: as the dialect does
  int max_identifier_length = 0;
};

/// A database and its pool of connections.
class Engine : public Bind {
 public:
  Engine() = default;
  Engine(const Engine& other);
  Engine(Engine&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Engine& operator=(Engine other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Engine() override;
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

  void run_ddl(FunctionRef<void(Bind&)> work) override;
  void execute_ddl(const ClauseRef& ddl) override;
  bool has_table(const std::string& name, const std::string& schema = {}) override;
  bool has_index(const std::string& table, const std::string& name,
                 const std::string& schema) override;
  explicit operator bool() const { return handle_ != nullptr; }
  bool operator==(const Engine& other) const;
  /// What is behind the handles of one engine.
  EngineState& state() const;

 private:
  friend struct EngineHandle;
  EngineHandle* handle_ = nullptr;
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

  void run_ddl(FunctionRef<void(Bind&)> work) override;
  void execute_ddl(const ClauseRef& ddl) override;
  bool has_table(const std::string& name, const std::string& schema = {}) override;
  std::string effective_schema(const std::string& schema) const override;
  void warn(const std::string& message) override;
  bool has_index(const std::string& table, const std::string& name,
                 const std::string& schema) override;
  explicit operator bool() const { return static_cast<bool>(state_); }
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
  explicit operator bool() const { return static_cast<bool>(state_); }
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

/// The version of the SQLite library: `3.40.1`.
const char* sqlite_library_version();

}  // namespace orm
