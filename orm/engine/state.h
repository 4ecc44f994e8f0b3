// What the handles of engine.h point to, shared by the files of this folder.
#pragma once

#include <orm/compiler.h>
#include <orm/engine_listener.h>
#include <orm/engine_parts.h>
#include <orm/url.h>

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace orm {

struct DirectRows;

/// A DBAPI connection while the pool knows it.
struct PooledConnection {
  std::unique_ptr<DriverConnection> driver;
  int users = 0;
  bool discarded = false;  ///< the pool does not take it back
  bool autocommit = false;
  bool read_uncommitted = false;  ///< isolation level READ UNCOMMITTED
};

/// What is open at one time, by the pool class of SQLAlchemy that the name tells.
class Pool {
 public:
  enum class Kind : uint8_t { singleton_thread, static_, null, queue, assertion };
  Pool(Kind kind, std::function<std::unique_ptr<DriverConnection>()> creator, int size,
       int overflow)
      : kind_(kind), creator_(std::move(creator)), size_(size), overflow_(overflow) {}
  Kind kind() const { return kind_; }
  /// `created` tells whether a new connection was opened.
  std::shared_ptr<PooledConnection> checkout(bool& created);
  /// Rolls back what is open, as "reset on return" does.
  void checkin(std::shared_ptr<PooledConnection> connection);
  void discard(const std::shared_ptr<PooledConnection>& connection);
  void dispose();
  const char* class_name() const;
  /// SQLAlchemy's Pool.status().
  std::string status();
  int size() const { return size_; }
  int checkedin();
  int checkedout();
  int overflow();
  /// Told of each connection that is closed.
  std::function<void(const DriverConnection&)> on_close;
  /// `timeout 30.00 (Background ..)`: how the error ends when no connection is left.
  std::string timeout_text = "timeout 30.00";
  /// Was a connection opened since the pool was made anew?
  std::atomic<bool> connected = false;

 private:
  Kind kind_;
  std::function<std::unique_ptr<DriverConnection>()> creator_;
  int size_, overflow_;
  std::mutex mutex_;
  std::map<std::thread::id, std::shared_ptr<PooledConnection>> by_thread_;
  std::shared_ptr<PooledConnection> single_;
  std::vector<std::shared_ptr<PooledConnection>> idle_;
  int open_ = 0;
};

/// What an engine has compiled. Statements refer to tables and mappers, which belong to a thread:
/// each has a cache of its own.
class CompiledCaches {
 public:
  explicit CompiledCaches(size_t capacity) : own_(capacity) {}
  /// That of the calling thread.
  CompiledCache& here();

 private:
  std::thread::id owner_ = std::this_thread::get_id();
  CompiledCache own_;  // of the thread that made the engine
  std::mutex mutex_;
  std::map<std::thread::id, std::unique_ptr<CompiledCache>> others_;
};

struct EngineState {
  /// Types that the warning about Decimal was given for; shared with engines of other options.
  struct Warned {
    std::mutex mutex;
    std::set<const void*> types;
  };
  std::shared_ptr<Warned> warned = std::make_shared<Warned>();
  Url url;
  EngineOptions options;
  std::shared_ptr<const Dialect> dialect;
  std::shared_ptr<Pool> pool;
  std::shared_ptr<CompiledCaches> caches;
  std::shared_ptr<std::vector<std::shared_ptr<EngineListener>>> listeners;
  std::shared_ptr<LogSink> log;
  std::shared_ptr<Clock> clock;
  std::shared_ptr<std::atomic<bool>> initialized;  ///< first-connect statements of 1.3 were sent
  Options execution_options;
  std::string logger;
  /// The dialect with the schema_translate_map of some options, by that map's text.
  std::shared_ptr<std::map<std::string, std::shared_ptr<Dialect>>> translated =
      std::make_shared<std::map<std::string, std::shared_ptr<Dialect>>>();
};

/// What an Engine points to: its share of the state.
struct EngineHandle {
  std::shared_ptr<EngineState> state;
  static Engine engine_of(std::shared_ptr<EngineState> state);
};

/// Writes a line of the pool's log, if anything listens to it.
void log_pool(const EngineState& engine, LogLevel level, const std::string& message);
/// `<sqlite3.Connection object at 0x..>`
std::string driver_repr(const DriverConnection& driver);

struct TransactionState : RefCounted {
  ConnectionState* connection = nullptr;
  Ref<ConnectionState> owner;  ///< keeps the connection open
  Ref<TransactionState> parent;
  std::string savepoint;  ///< empty: the root transaction
  bool active = true;
  bool marker = false;  ///< 1.x: begin() inside begin()
  bool owns_connection = false;
  bool closed = false;
  int handles = 0;     ///< how many Transaction objects there are
  int exceptions = 0;  ///< in flight when the first of them was made
};

struct ConnectionState : RefCounted {
  ~ConnectionState() override;
  std::shared_ptr<EngineState> engine;
  std::shared_ptr<PooledConnection> pooled;
  const Profile* profile = nullptr;
  TransactionState* transaction = nullptr;  ///< root, owned below
  TransactionState* nested = nullptr;       ///< innermost savepoint
  Ref<TransactionState> transaction_ref, nested_ref;
  Options execution_options;
  int savepoints = 0;
  bool closed = false;
  bool invalidated = false;
  bool autocommit = false;  ///< isolation level AUTOCOMMIT
  bool own_isolation = false;
  bool echo = false, echo_debug = false;
  std::string token;  ///< `[track1] `: logging_token, before every line
  /// Is a line of the echo wanted now? Set when the connection is opened, taken back at once when
  /// the engine's echo is switched off.
  bool echoes() const {
    return echo && (engine->options.echo != EngineOptions::Echo::off ||
                    engine->log->enabled(engine->logger, LogLevel::info));
  }
  /// How the program gave the parameters of SQL of its own, while that is sent.
  struct RawParameters {
    std::vector<ParameterSet> named;
    bool as_list = false;
    std::string missing;  ///< a name of the SQL that has no value
  };
  const RawParameters* raw = nullptr;
  std::string shown_parameters(const Value* values, size_t width, size_t rows, bool many) const;
  bool probing = false;  ///< the engine's own first statements are sent
  /// The transaction whose `with` block runs; none other may begin before the block ends.
  Ref<TransactionState> context;

  void log(LogKind kind, LogLevel level, std::string_view message, std::string_view sql = {},
           std::string_view params = {});
  /// Takes `logging_token` from the execution options.
  void set_token();
  /// The engine's dialect, or one that translates schemas as these options and the connection's
  /// say.
  const Dialect& dialect_for(const Options& options) const;
  DriverConnection& driver();
  void close();
  void begin_impl();
  void commit_impl();
  void rollback_impl();
  void savepoint_impl(const char* verb, const std::string& name);
  void autobegin();
  void check_usable();
  void set_isolation(const std::string& level);
  void check_context() const;
  Result execute_statement(const ClauseRef& statement, const std::vector<ParameterSet>& parameters,
                           const ExecuteOptions& how);
  Result execute_rows(const ClauseRef& statement, const ParameterRows& rows,
                      const ExecuteOptions& how);
  /// What is compiled of a statement: lowered, a column as a SELECT of it. `kept` is to live until
  /// it is. Throws ObjectNotExecutableError.
  ClauseRef executable(const ClauseRef& statement, Ref<RefCounted>& kept);
  /// Throws the StatementError that some releases have for a statement on a closed connection.
  void check_open(const ClauseRef& statement, const std::vector<ParameterSet>& parameters,
                  const ExecuteOptions& how) const;
  /// From the cache or the compiler; `prefix` is what the echo says of that.
  std::shared_ptr<const Compiled> compiled_for(const ClauseRef& plain,
                                               std::vector<std::string> column_keys, bool many,
                                               const ExecuteOptions& how, KeyBuilder& key,
                                               std::string& prefix);
  /// What a key says beside the statement.
  static void finish_key(KeyBuilder& key, const std::vector<std::string>& sorted_names, bool many);
  /// `[cached since 0.1s ago] `, if the echo wants to say so.
  std::string cached_since(const Compiled& compiled) const;
  bool caches() const { return profile->stmt_cache && engine->options.query_cache_size > 0; }
  /// Is text of the statements that are sent wanted?
  bool logs_statements() const { return echoes() || engine->log->wants_statements(); }
  /// Can rows go to the driver from where they are? Not if a listener may change them.
  bool goes_direct(const Compiled& compiled, const ExecuteOptions& how) const {
    return engine->listeners->empty() && !compiled.returns_rows && !compiled.implicit_returning &&
           !(how.multi_row_values && logs_statements());
  }
  void log_statement(const std::string& sql, std::string params, size_t width,
                     const std::string& prefix, bool cut);
  Result execute_compiled(const std::shared_ptr<const Compiled>& compiled,
                          const std::vector<ParameterSet>& parameters, const KeyBuilder* key,
                          const std::string& prefix, const ExecuteOptions& how);
  /// An INSERT of many rows that is sent in several statements.
  struct WholeInsert {
    const std::string& sql;
    const std::vector<Value>& values;
    size_t rows;
  };
  /// Sends SQL with values laid out row after row; `cut` shortens a long statement in the echo.
  /// `whole`: what the statement is a part of, of which listeners are told afterwards.
  std::unique_ptr<DriverCursor> send(std::string sql, std::vector<Value>& values, size_t width,
                                     size_t rows, bool many, const std::string& prefix,
                                     bool cut = false, const WholeInsert* whole = nullptr);
  /// SQL as the program wrote it, with rows of values and with names.
  Result send_raw(const std::string& sql, const std::vector<std::vector<Value>>& rows, bool many,
                  const RawParameters& shown);
  Result send_named(const std::string& sql, std::vector<ParameterSet> parameters, bool many,
                    bool as_list);
  [[noreturn]] void fail(const DriverError& error, const std::string& sql, const Value* values,
                         size_t width, size_t rows, bool many);
  /// executemany over values where they lie.
  Result execute_direct(const std::shared_ptr<const Compiled>& compiled, const DirectRows& direct,
                        size_t rows, const std::string& prefix, const ExecuteOptions& how);
  /// Rows of one statement of insertmanyvalues, by its options and SQLite's limit of parameters.
  size_t insert_page(const ExecuteOptions& how, size_t width, size_t outside = 0) const;
  /// 1.x: commits after a statement that changes data.
  void autocommit_after(const Compiled& compiled, const ExecuteOptions& how);
  Result insert_many_values(const std::shared_ptr<const Compiled>& compiled,
                            std::vector<Value>& values, size_t width, size_t rows,
                            const std::string& prefix, const ExecuteOptions& how,
                            std::vector<ParameterSet> filled);
  /// SQLite keeps numbers as floats: warns once for each type that wants Decimal.
  void warn_of_decimals(const TypeEngine& type);
  void autocommit_after(bool wanted);
};

struct Result::State : RefCounted {
  ~State() override { finish(); }
  Ref<const RowKeys> keys;
  Ref<RowSource> source;
  const Profile* profile = &profile_2_0;
  std::shared_ptr<const Compiled> compiled;
  Ref<RowBlock> block;  ///< rows fetched but not handed out
  size_t next = 0;
  size_t yield_per = 0;
  bool exhausted = false;    ///< the source has no more
  bool hard_closed = false;  ///< close() was called
  bool soft_closed = false;
  int64_t rowcount = -1;
  int64_t lastrowid = 0;
  std::vector<std::vector<Value>> primary_keys;
  bool from_driver = false;        ///< of a driver's cursor
  bool many = false;               ///< an executemany
  std::vector<Value> bind_values;  ///< of the one execution of an INSERT or UPDATE, by bind
  ParameterSet last_params;
  std::vector<ParameterSet> sent_parameters;
  std::vector<Row> returned_defaults;
  std::vector<std::function<void()>> hooks;
  std::vector<size_t> picked;  ///< columns(): positions taken from the source's rows
  Ref<State> base;

  void finish();
};

/// A result over a driver's cursor.
Result make_cursor_result(ConnectionState& connection, std::unique_ptr<DriverCursor> cursor,
                          const std::shared_ptr<const Compiled>& compiled);

}  // namespace orm
