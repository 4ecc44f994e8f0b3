// create_engine(): finding the dialect of a URL and checking the arguments.
#include <orm/engine.h>
#include <orm/error.h>

#include "orm/dialects/sqlite/dialect.h"
#include "orm/dialects/sqlite/driver.h"
#include "orm/engine/state.h"

namespace orm {

namespace {

// Dialects and drivers that SQLAlchemy has, and the Python module each driver imports.
struct KnownDriver {
  const char* dialect;
  const char* driver;  ///< empty: the dialect's default
  const char* module;
  bool since_1_4;
};
constexpr KnownDriver kDrivers[] = {
    {"sqlite", "aiosqlite", "aiosqlite", true},
    {"sqlite", "pysqlcipher", "sqlcipher3", false},
    {"postgresql", "", "psycopg2", false},
    {"postgresql", "psycopg2", "psycopg2", false},
    {"postgresql", "psycopg", "psycopg", true},
    {"postgresql", "asyncpg", "asyncpg", true},
    {"postgresql", "pg8000", "pg8000", false},
    {"mysql", "", "MySQLdb", false},
    {"mysql", "mysqldb", "MySQLdb", false},
    {"mysql", "pymysql", "pymysql", false},
    {"mysql", "mysqlconnector", "mysql", false},
    {"mysql", "aiomysql", "aiomysql", true},
    {"mysql", "asyncmy", "asyncmy", true},
    {"mysql", "cymysql", "cymysql", false},
    {"mysql", "pyodbc", "pyodbc", false},
    {"mariadb", "", "MySQLdb", true},
    {"mariadb", "mysqldb", "MySQLdb", true},
    {"mariadb", "pymysql", "pymysql", true},
    {"mariadb", "mariadbconnector", "mariadb", true},
    {"oracle", "", "cx_Oracle", false},
    {"oracle", "cx_oracle", "cx_Oracle", false},
    {"oracle", "oracledb", "oracledb", true},
    {"mssql", "", "pyodbc", false},
    {"mssql", "pyodbc", "pyodbc", false},
    {"mssql", "pymssql", "pymssql", false},
    {"mssql", "aioodbc", "aioodbc", true},
};

[[noreturn]] void reject(const Url& url, const Profile& profile) {
  std::string dialect = url.backend_name();
  std::string driver = url.driver_name();
  for (const auto& known : kDrivers)
    if (dialect == known.dialect && driver == known.driver &&
        (profile.stmt_cache || !known.since_1_4))
      throw ModuleNotFoundError(std::string("No module named '") + known.module + "'");
  throw NoSuchModuleError("Can't load plugin: sqlalchemy.dialects:" + dialect +
                          (driver.empty() ? "" : "." + driver));
}

Pool::Kind pool_kind(const EngineOptions& options, bool memory) {
  if (options.poolclass == "StaticPool") return Pool::Kind::static_;
  if (options.poolclass == "NullPool") return Pool::Kind::null;
  if (options.poolclass == "QueuePool") return Pool::Kind::queue;
  if (options.poolclass == "AssertionPool") return Pool::Kind::assertion;
  if (options.poolclass == "SingletonThreadPool") return Pool::Kind::singleton_thread;
  if (!options.poolclass.empty())
    throw UnsupportedError("the pool class " + options.poolclass + " is not supported");
  if (memory) return Pool::Kind::singleton_thread;
  return options.profile->file_queue_pool ? Pool::Kind::queue : Pool::Kind::null;
}

bool is_memory(const Url& url) {
  if (!url.database || url.database->empty() || *url.database == ":memory:") return true;
  for (const auto& [key, values] : url.query)
    if (key == "mode" && !values.empty() && values[0] == "memory") return true;
  return false;
}

}  // namespace

Engine create_engine(const Url& url) { return create_engine(url, EngineOptions(), EngineParts()); }
Engine create_engine(std::string_view url) { return create_engine(url, EngineOptions()); }
Engine create_engine(const Url& url, EngineOptions options) {
  return create_engine(url, std::move(options), EngineParts());
}
Engine create_engine(std::string_view url, EngineOptions options) {
  return create_engine(url, std::move(options), EngineParts());
}
Engine create_engine(std::string_view url, EngineOptions options, const EngineParts& parts) {
  const Url parsed = make_url(url, *options.profile);
  return create_engine(parsed, std::move(options), parts);
}

void require_driver(const Url& url, const Profile& profile) {
  std::string driver = url.driver_name();
  if (url.backend_name() != "sqlite" || (!driver.empty() && driver != "pysqlite"))
    reject(url, profile);
}

Engine create_engine(const Url& url, EngineOptions options, const EngineParts& parts) {
  const Profile& profile = *options.profile;
  require_driver(url, profile);
  if (url.host || url.username || url.port)
    throw ArgumentError("Invalid SQLite URL: " + url.render() +
                        "\nValid SQLite URL forms are:\n sqlite:///:memory: (or, sqlite://)\n "
                        "sqlite:///relative/path/to/file.db\n sqlite:////absolute/path/to/file.db");
  static constexpr const char* levels[] = {"AUTOCOMMIT", "SERIALIZABLE", "READ UNCOMMITTED"};
  if (!options.isolation_level.empty()) {
    bool known = false;
    for (const char* level : levels) known = known || options.isolation_level == level;
    if (!known)
      throw ArgumentError("Invalid value '" + options.isolation_level +
                          "' for isolation_level. Valid isolation levels for 'sqlite' are " +
                          (profile.insertmanyvalues
                               ? "AUTOCOMMIT, READ UNCOMMITTED, SERIALIZABLE"
                               : "READ UNCOMMITTED, SERIALIZABLE, AUTOCOMMIT"));
  }
  auto state = std::make_shared<EngineState>();
  state->url = url;
  auto dialect = std::make_shared<sqlite::SqliteDialect>(profile);
  dialect->hooks = parts.hooks;
  dialect->label_length = options.label_length;
  if (options.max_identifier_length > 0)
    dialect->max_identifier_length = options.max_identifier_length;
  dialect->json_serializer = parts.json_serializer;
  dialect->json_deserializer = parts.json_deserializer;
  state->dialect = std::move(dialect);
  state->caches = std::make_shared<CompiledCaches>(options.query_cache_size);
  state->listeners = std::make_shared<std::vector<std::shared_ptr<EngineListener>>>();
  state->log = parts.log ? parts.log : stdout_log();
  state->clock = parts.clock ? parts.clock : system_clock();
  state->initialized = std::make_shared<std::atomic<bool>>(false);
  state->execution_options = options.execution_options;
  state->logger = profile.engine_logger;
  if (!options.logging_name.empty()) state->logger += "." + options.logging_name;
  bool memory = is_memory(url);
  std::string path = memory ? ":memory:" : *url.database;
  bool uri = path.rfind("file:", 0) == 0;
  DriverOptions driver_options = parts.driver;
  if (!driver_options.clock) driver_options.clock = state->clock;
  auto creator = parts.creator;
  if (!creator)
    creator = [path, driver_options, uri] { return sqlite::open(path, driver_options, uri); };
  if (profile.sqlite_regexp) {
    creator = [open = std::move(creator), regexp = driver_options.regexp] {
      auto connection = open();
      connection->create_function("regexp", 2, regexp ? regexp : sqlite::search_regex);
      return connection;
    };
  }
  state->pool = std::make_shared<Pool>(pool_kind(options, memory), std::move(creator),
                                       options.pool_size, options.max_overflow);
  const double pool_timeout = options.pool_timeout;
  state->options = std::move(options);
  Engine engine = EngineHandle::engine_of(state);
  std::weak_ptr<EngineState> weak = state;
  state->pool->on_close = [weak](const DriverConnection& closed) {
    if (auto owner = weak.lock())
      log_pool(*owner, LogLevel::debug, "Closing connection " + driver_repr(closed));
    if (auto owner = weak.lock()) {
      for (auto& listener : *owner->listeners) listener->close(closed);
    }
  };
  char timeout[48];
  std::snprintf(timeout, sizeof timeout, profile.stmt_cache ? "timeout %.2f" : "timeout %.0f",
                pool_timeout);
  state->pool->timeout_text =
      std::string(timeout) + " (Background on this error at: " + profile.error_link + "3o7r)";
  if (state->options.echo_pool != EngineOptions::Echo::off) {
    std::string logger = std::string("sqlalchemy.pool.impl.") + state->pool->class_name();
    if (!state->options.pool_logging_name.empty()) logger += "." + state->options.pool_logging_name;
    state->log->engine_echo(logger, state->options.echo_pool == EngineOptions::Echo::debug
                                        ? LogLevel::debug
                                        : LogLevel::info);
  }
  if (state->options.echo != EngineOptions::Echo::off) engine.set_echo(state->options.echo);
  return engine;
}

void set_engine_option(EngineOptions& options, const std::string& name, const Value& value,
                       std::vector<std::string>& unknown) {
  auto truth = [&] { return !value.is_null() && !(value == Value(false)) && !(value == Value(0)); };
  auto echo = [&] {
    if (value.kind() == ValueKind::text && value.as_text() == "debug")
      return EngineOptions::Echo::debug;
    return truth() ? EngineOptions::Echo::info : EngineOptions::Echo::off;
  };
  if (name == "echo") {
    options.echo = echo();
  } else if (name == "echo_pool") {
    options.echo_pool = echo();
  } else if (name == "future") {
    if (truth() && options.profile == &profile_1_4) options.profile = &profile_1_4_future;
    if (!truth() && options.profile->insertmanyvalues)
      throw ArgumentError(
          "The 'future' parameter passed to create_engine() may only be set to True.");
    if (!options.profile->stmt_cache) unknown.push_back(name);
  } else if (name == "isolation_level") {
    if (value.kind() == ValueKind::text) options.isolation_level = value.as_string();
  } else if (name == "hide_parameters") {
    options.hide_parameters = truth();
  } else if (name == "logging_name") {
    options.logging_name = value.str();
  } else if (name == "pool_logging_name") {
    options.pool_logging_name = value.str();
  } else if (name == "query_cache_size" && options.profile->stmt_cache) {
    options.query_cache_size = static_cast<size_t>(value.as_int());
  } else if (name == "insertmanyvalues_page_size" && options.profile->insertmanyvalues) {
    options.insertmanyvalues_page_size = static_cast<int>(value.as_int());
  } else if (name == "use_insertmanyvalues" && options.profile->insertmanyvalues) {
    options.use_insertmanyvalues = truth();
  } else if (name == "enable_from_linting") {
    options.enable_from_linting = truth();
  } else if (name == "label_length" || name == "max_identifier_length") {
    if (!value.is_null())
      (name == "label_length" ? options.label_length : options.max_identifier_length) =
          static_cast<int>(value.as_int());
  } else if (name == "paramstyle") {
    if (!value.is_null() && !(value == Value("qmark")))
      throw UnsupportedError("create_engine(paramstyle=" + value.repr() +
                             ") is not supported: SQLite is spoken to with qmark");
  } else if (name == "pool_size") {
    options.pool_size = static_cast<int>(value.as_int());
  } else if (name == "poolclass") {
    options.poolclass = value.str();
  } else if (name == "pool_pre_ping" || name == "pool_recycle" || name == "pool_reset_on_return" ||
             name == "encoding" || name == "convert_unicode" || name == "native_datetime" ||
             name == "module" ||
             (name == "skip_autocommit_rollback" && options.profile->typed_names) ||
             name == "pool_use_lifo" || name == "plugins" || name == "strategy" ||
             (name == "pool_threadlocal" && options.profile->select_list_style)) {
    // Accepted: nothing on SQLite that a lesson can see depends on them.
  } else if (name == "pool_timeout") {
    if (options.poolclass != "QueuePool") unknown.push_back(name);
    options.pool_timeout =
        value.kind() == ValueKind::real ? value.as_double() : static_cast<double>(value.as_int());
  } else if (name == "max_overflow") {
    options.max_overflow = static_cast<int>(value.as_int());
  } else {
    unknown.push_back(name);
  }
}

void throw_unknown_engine_options(const std::vector<std::string>& unknown, const Url& url,
                                  const EngineOptions& options) {
  std::string names;
  for (const auto& name : unknown) names += (names.empty() ? "'" : ",'") + name + "'";
  Pool pool(pool_kind(options, is_memory(url)), nullptr, 5, 10);
  throw TypeError("Invalid argument(s) " + names +
                  " sent to create_engine(), using configuration SQLiteDialect_pysqlite/" +
                  pool.class_name() +
                  "/Engine.  Please check that the keyword arguments are appropriate for this "
                  "combination of components.");
}

}  // namespace orm
