// Running statements: compiling or finding them in the cache, sending, logging. Values are bound in
// binder.cpp, INSERTs of many rows are in insert_rows.cpp. The file is just above 500 lines because
// each way to execute ends in the same sending and failing.
#include <orm/custom.h>
#include <orm/error.h>

#include <algorithm>
#include <cctype>

#include "orm/engine/binder.h"
#include "orm/engine/direct_rows.h"
#include "orm/engine/echo.h"
#include "orm/engine/insert_rows.h"
#include "orm/engine/state.h"

namespace orm {

namespace {

// 1.x: which texts commit after themselves.
bool autocommits(std::string_view sql) {
  while (!sql.empty() && std::isspace(static_cast<unsigned char>(sql[0])) != 0)
    sql.remove_prefix(1);
  for (std::string_view word : {"UPDATE", "INSERT", "CREATE", "DELETE", "DROP", "ALTER"}) {
    if (sql.size() < word.size()) continue;
    bool same = true;
    for (size_t i = 0; i < word.size() && same; ++i)
      same = std::toupper(static_cast<unsigned char>(sql[i])) == word[i];
    if (same) return true;
  }
  return false;
}

bool option_flag(const Options& options, std::string_view name, bool otherwise) {
  for (const auto& [key, value] : options)
    if (key == name) return !(value.is_null() || value == Value(false));
  return otherwise;
}

std::string timed(const char* format, double seconds) {
  char text[64];
  std::snprintf(text, sizeof text, format, seconds);
  return text;
}

}  // namespace

std::string ConnectionState::shown_parameters(const Value* values, size_t width, size_t rows,
                                              bool many) const {
  if (raw != nullptr && !raw->named.empty()) {
    return many ? echo_many(raw->named, raw->as_list || profile->many_as_list)
                : echo_named(raw->named[0]);
  }
  if (!many) return echo_parameters(values, width, *profile);
  return echo_many(values, width, rows, *profile, raw != nullptr && raw->as_list);
}

void ConnectionState::fail(const DriverError& error, const std::string& sql, const Value* values,
                           size_t width, size_t rows, bool many) {
  using Kind = DriverError::Kind;
  if (error.kind == Kind::overflow) throw OverflowError(error.message);
  if (error.kind == Kind::type) throw TypeError(error.message);
  StatementInfo info;
  info.has_statement = !sql.empty();
  info.statement = sql;
  info.hide_parameters = engine->options.hide_parameters && rows > 0 && width > 0;
  if (width > 0 || (raw != nullptr && !raw->named.empty())) {
    info.params_repr = shown_parameters(values, width, rows, many);
    if (!many) info.params.assign(values, values + width);
  }
  info.orig_message = error.message;
  info.sqlite_errorcode = error.code;
  info.sqlite_errorname = error.code_name;
  auto raise = [&](const char* name, auto make) {
    info.orig_class = std::string("sqlite3.") + name;
    std::string head = "(" + info.orig_class + ") " + error.message;
    if (engine->listeners->empty() || use_count() == 0) make(head);
    try {
      make(head);
    } catch (const StatementError& translated) {
      Connection handle{Ref<ConnectionState>(this)};
      std::vector<Value> sent(values, values + (rows == 0 ? 0 : width * rows));
      for (auto& listener : *engine->listeners) listener->handle_error(handle, translated, sent);
      throw;
    }
  };
  switch (error.kind) {
    case Kind::integrity:
      raise("IntegrityError",
            [&](std::string h) { throw IntegrityError(std::move(h), info, *profile); });
      break;
    case Kind::operational:
      raise("OperationalError",
            [&](std::string h) { throw OperationalError(std::move(h), info, *profile); });
      break;
    case Kind::programming:
      raise("ProgrammingError",
            [&](std::string h) { throw ProgrammingError(std::move(h), info, *profile); });
      break;
    case Kind::interface_error:
      raise("InterfaceError",
            [&](std::string h) { throw InterfaceError(std::move(h), info, *profile); });
      break;
    case Kind::data:
      raise("DataError", [&](std::string h) { throw DataError(std::move(h), info, *profile); });
      break;
    case Kind::internal:
      raise("InternalError",
            [&](std::string h) { throw InternalError(std::move(h), info, *profile); });
      break;
    case Kind::not_supported:
      raise("NotSupportedError",
            [&](std::string h) { throw NotSupportedError(std::move(h), info, *profile); });
      break;
    default:
      break;
  }
  raise("DatabaseError", [&](std::string h) { throw DatabaseError(std::move(h), info, *profile); });
  throw SQLAlchemyError(error.message);
}

std::unique_ptr<DriverCursor> ConnectionState::send(std::string sql, std::vector<Value>& values,
                                                    size_t width, size_t rows, bool many,
                                                    const std::string& prefix, bool cut,
                                                    const WholeInsert* whole) {
  if (!engine->listeners->empty()) {
    Connection handle{Ref<ConnectionState>(this)};
    for (auto& listener : *engine->listeners)
      listener->before_cursor_execute(handle, sql, values, whole != nullptr ? 0 : rows,
                                      many || whole != nullptr);
    if (!many) width = values.size();
  }
  if (logs_statements()) {
    log_statement(sql, shown_parameters(values.data(), width, rows, many), width, prefix, cut);
  }
  try {
    if (raw != nullptr && !raw->missing.empty()) {
      throw DriverError(DriverError::Kind::programming,
                        "You did not supply a value for binding parameter :" + raw->missing + ".");
    }
    std::unique_ptr<DriverCursor> cursor =
        many ? driver().execute_many(sql, values.data(), width, rows)
             : driver().execute(sql, values);
    if (!engine->listeners->empty()) {
      Connection handle{Ref<ConnectionState>(this)};
      for (auto& listener : *engine->listeners) {
        if (whole != nullptr) {
          listener->after_cursor_execute(handle, whole->sql, whole->values, whole->rows, true);
        } else {
          listener->after_cursor_execute(handle, sql, values, rows, many);
        }
      }
    }
    return cursor;
  } catch (const DriverError& error) {
    // Outside a transaction 1.x rolls back at once.
    if (!profile->future && transaction == nullptr) rollback_impl();
    fail(error, cut ? echo_long_statement(sql) : sql, values.data(), width, rows, many);
  }
}

void ConnectionState::log_statement(const std::string& sql, std::string params, size_t width,
                                    const std::string& prefix, bool cut) {
  LogSink& sink = *engine->log;
  if (sink.wants_statements()) {
    sink.statement_sent(echoes() ? engine->logger : std::string(), sql, params);
  }
  if (!echoes()) return;
  if (engine->options.hide_parameters && !probing)
    params = "[SQL parameters hidden due to hide_parameters=True]";
  bool savepoint = sql.find("SAVEPOINT ") != std::string::npos && width == 0 &&
                   sql.find("sa_savepoint_") != std::string::npos;
  log(savepoint ? LogKind::savepoint : LogKind::sql, LogLevel::info,
      cut ? echo_long_statement(sql) : sql, sql);
  log(LogKind::parameters, LogLevel::info, prefix + params, sql, params);
}

void ConnectionState::warn_of_decimals(const TypeEngine& type) {
  const TypeEngine& impl = type.dialect_impl(*engine->dialect);
  bool wants = impl.kind() == TypeKind::numeric
                   ? impl.args().asdecimal.value_or(true)
                   : impl.kind() == TypeKind::real && impl.args().asdecimal.value_or(false);
  if (!wants || !profile->decimal_warning) return;
  {
    std::lock_guard<std::mutex> lock(engine->warned->mutex);
    if (!engine->warned->types.insert(&type).second) return;
  }
  engine->log->warning(
      "Dialect " + engine->dialect->name + "+" + engine->dialect->driver +
      " does *not* support Decimal objects natively, and SQLAlchemy must convert from floating "
      "point - rounding errors and other issues may occur. Please consider storing Decimal numbers "
      "as strings or integers on this platform for lossless storage.");
}

Result Connection::execute(const ClauseRef& statement, const std::vector<ParameterSet>& parameters,
                           const ExecuteOptions& how) {
  return state_->execute_statement(statement, parameters, how);
}

Value Connection::scalar(const ClauseRef& statement, const std::vector<ParameterSet>& parameters) {
  return execute(statement, parameters).scalar();
}

const Dialect& ConnectionState::dialect_for(const Options& options) const {
  const Value* map = nullptr;
  for (const Options* one : {&options, &execution_options})
    for (const auto& [name, value] : *one)
      if (name == "schema_translate_map" && map == nullptr && value.is_list()) map = &value;
  if (map == nullptr || map->as_list().empty()) return *engine->dialect;
  // The dialects are the engine's, which threads share.
  static std::mutex mutex;
  std::lock_guard<std::mutex> lock(mutex);
  std::shared_ptr<Dialect>& known = (*engine->translated)[map->repr()];
  if (known == nullptr) {
    known = engine->dialect->clone();
    if (profile->translates_to_default) known->default_schema = "main";
    // A pair is a list of two, null for no schema.
    for (const Value& pair : map->as_list()) {
      const auto& both = pair.as_list();
      auto text = [](const Value& value) { return value.is_null() ? "" : value.str(); };
      known->schema_map.emplace_back(text(both[0]), text(both[1]));
    }
  }
  return *known;
}

void ConnectionState::check_open(const ClauseRef& statement,
                                 const std::vector<ParameterSet>& parameters,
                                 const ExecuteOptions& how) const {
  if (!profile->closed_is_statement_error || (!closed && pooled)) return;
  CompileOptions options;
  options.has_column_keys = !parameters.empty();
  options.for_executemany = parameters.size() > 1;
  if (!parameters.empty())
    for (const auto& [name, value] : parameters[0]) options.column_keys.push_back(name);
  StatementInfo info;
  info.has_statement = true;
  info.statement = compile(statement, *engine->dialect, options)->sql;
  info.params_repr = parameters.empty() ? how.no_parameters : echo_sets(parameters, *profile);
  throw StatementError("(sqlalchemy.exc.ResourceClosedError) This Connection is closed", info,
                       *profile);
}

ClauseRef ConnectionState::executable(const ClauseRef& statement, Ref<RefCounted>& kept) {
  check_usable();
  ClauseRef plain = statement;
  if (StatementPlugin* plugin = statement->plugin())
    if (!statement->is_column() || statement->kind() == NodeKind::text) {
      auto lowered = plugin->lower(statement, *profile);
      plain = lowered.statement;
      kept = lowered.context;
    }
  switch (plain->kind()) {
    case NodeKind::select:
    case NodeKind::compound:
    case NodeKind::text_select:
    case NodeKind::insert:
    case NodeKind::update:
    case NodeKind::delete_:
    case NodeKind::ddl:
    case NodeKind::text:
      break;
    case NodeKind::custom:
      if (static_cast<const CustomElement&>(*plain).role == CustomElement::Role::column)
        plain = select({plain});
      break;
    default:
      if (plain->is_column()) {  // func.now() executed by itself
        plain = select({plain});
        break;
      }
      throw ObjectNotExecutableError("Not an executable object: " + plain->str(*profile));
  }
  return plain;
}

void ConnectionState::finish_key(KeyBuilder& key, const std::vector<std::string>& sorted_names,
                                 bool many) {
  for (const auto& name : sorted_names) key.string(name);
  key.flag(many);
}

std::string ConnectionState::cached_since(const Compiled& compiled) const {
  if (!echoes()) return {};
  return timed("[cached since %.4gs ago] ", engine->clock->monotonic() - compiled.created);
}

std::shared_ptr<const Compiled> ConnectionState::compiled_for(const ClauseRef& plain,
                                                              std::vector<std::string> column_keys,
                                                              bool many, const ExecuteOptions& how,
                                                              KeyBuilder& key,
                                                              std::string& prefix) {
  const Dialect& dialect = dialect_for(how.options);
  CompileOptions options;
  options.has_column_keys = true;
  options.column_keys = std::move(column_keys);
  std::sort(options.column_keys.begin(), options.column_keys.end());
  options.for_executemany = many;
  options.lint_froms = profile->lints_froms && engine->options.enable_from_linting;
  if (caches()) {
    plain->append_key(key);
    options.key = &key;
  }
  const bool keyed = caches() && key.cacheable;
  if (keyed) {
    finish_key(key, options.column_keys, options.for_executemany);
    if (how.cache_scope != 0) key.string(std::to_string(how.cache_scope));
    if (&dialect != engine->dialect.get()) key.number(reinterpret_cast<uintptr_t>(&dialect));
    if (std::shared_ptr<const Compiled> known = engine->caches->here().find(key.bytes)) {
      prefix = cached_since(*known);
      return known;
    }
  }
  const double now = engine->clock->monotonic();
  auto fresh = std::make_shared<Compiled>(*compile(plain, dialect, options));
  for (auto& object : key.keep) fresh->keep.push_back(object);
  fresh->created = engine->clock->monotonic();
  if (profile->stmt_cache && echoes())
    prefix = timed(keyed      ? "[generated in %.5fs] "
                   : caches() ? "[no key %.5fs] "
                              : "[caching disabled %.5fs] ",
                   fresh->created - now);
  for (const std::string& warning : fresh->warnings) engine->log->warning(warning);
  if (keyed) engine->caches->here().insert(std::move(key.bytes), fresh);
  return fresh;
}

Result ConnectionState::execute_statement(const ClauseRef& statement,
                                          const std::vector<ParameterSet>& parameters,
                                          const ExecuteOptions& how) {
  Ref<RefCounted> lowering;
  check_open(statement, parameters, how);
  ClauseRef plain = executable(statement, lowering);
  if (profile->future) autobegin();
  if (!engine->listeners->empty()) {
    Connection handle{Ref<ConnectionState>(this)};
    for (auto& listener : *engine->listeners) listener->before_execute(handle, plain, parameters);
  }
  std::vector<std::string> names;
  if (!parameters.empty()) {
    for (const auto& [name, value] : parameters[0]) names.push_back(name);
  }
  KeyBuilder key;
  std::string prefix;
  const std::shared_ptr<const Compiled> compiled =
      compiled_for(plain, std::move(names), parameters.size() > 1, how, key, prefix);
  Result result = execute_compiled(compiled, parameters, caches() ? &key : nullptr, prefix, how);
  if (!engine->listeners->empty()) {
    Connection handle{Ref<ConnectionState>(this)};
    for (auto& listener : *engine->listeners)
      listener->after_execute(handle, *plain, parameters, result);
  }
  return result;
}

Result ConnectionState::execute_compiled(const std::shared_ptr<const Compiled>& compiled,
                                         const std::vector<ParameterSet>& parameters,
                                         const KeyBuilder* key, const std::string& prefix,
                                         const ExecuteOptions& how) {
  bool many = parameters.size() > 1;
  if (many && goes_direct(*compiled, how)) {
    DirectRows direct;
    if (gather_rows(*compiled, *engine->dialect, parameters, key, logs_statements(), direct))
      return execute_direct(compiled, direct, parameters.size(), prefix, how);
  }
  Binder binder(*compiled, *engine->dialect, *profile, key, how.no_parameters);
  bool is_insert = compiled->kind == StatementKind::insert;
  size_t rows = std::max<size_t>(1, parameters.size());
  std::vector<Value> bind_values;
  std::vector<Value> values;
  std::vector<ParameterSet> filled;
  std::string sql = compiled->sql;
  size_t width = compiled->positions.size();
  // What last_inserted_params() tells.
  const bool keeps = !many && (is_insert || compiled->kind == StatementKind::update);
  std::vector<Value> kept;
  values.reserve(rows * width);
  for (size_t row = 0; row < rows; ++row) {
    const ParameterSet* set = parameters.empty() ? nullptr : &parameters[row];
    ParameterSet* fill = nullptr;
    if (!compiled->defaults.empty() || (is_insert && !many)) {
      filled.push_back(set != nullptr ? *set : ParameterSet());
      fill = &filled.back();
    }
    binder.collect(set, parameters, bind_values, fill, keeps ? &kept : nullptr);
    if (compiled->expands) {
      auto expanded = compiled->expand(bind_values);
      sql = std::move(expanded.sql);
      width = expanded.values.size();
      for (Value& value : expanded.values) values.push_back(std::move(value));
    } else {
      for (size_t position : compiled->positions) values.push_back(bind_values[position]);
    }
  }
  bool multi_insert = is_insert && engine->dialect->insertmanyvalues &&
                      engine->options.use_insertmanyvalues && many && !compiled->is_multi_values &&
                      (how.multi_row_values || compiled->returns_rows);
  if (multi_insert)
    return insert_many_values(compiled, values, width, rows, prefix, how, std::move(filled));

  std::unique_ptr<DriverCursor> cursor = send(std::move(sql), values, width, rows, many, prefix);
  Result result = make_cursor_result(*this, std::move(cursor), compiled);
  Result::State& state = *result.state();
  if (compiled->implicit_returning) {
    int64_t lastrowid = state.lastrowid;
    std::vector<Row> returned = result.all();
    if (returned.size() == 1) {
      ParameterSet given = filled.empty() ? ParameterSet() : filled[0];
      std::vector<Value> row_key = new_primary_key(*compiled, given, bind_values, lastrowid);
      std::vector<Value> known = known_primary_key(*compiled, nullptr, &returned[0]);
      for (size_t i = 0; i < row_key.size(); ++i) {
        if (!known[i].is_null()) row_key[i] = known[i];
      }
      state.primary_keys.push_back(std::move(row_key));
    }
    state.returned_defaults = std::move(returned);
    state.keys = nullptr;  // to the program this INSERT returned no rows
  } else if (is_insert && !many && !compiled->is_multi_values) {
    ParameterSet given = filled.empty() ? ParameterSet() : filled[0];
    state.primary_keys.push_back(new_primary_key(*compiled, given, bind_values, state.lastrowid));
  }
  state.many = many;
  state.bind_values = std::move(kept);
  if (!filled.empty()) state.last_params = filled.back();
  if (!compiled->defaults.empty()) state.sent_parameters = std::move(filled);
  autocommit_after(*compiled, how);
  return result;
}

void ConnectionState::autocommit_after(const Compiled& compiled, const ExecuteOptions& how) {
  bool wanted = compiled.kind == StatementKind::insert || compiled.kind == StatementKind::update ||
                compiled.kind == StatementKind::delete_ || compiled.kind == StatementKind::ddl;
  if (compiled.kind == StatementKind::text) wanted = autocommits(compiled.sql);
  wanted = option_flag(compiled.options, "autocommit", wanted);
  wanted =
      option_flag(how.options, "autocommit", option_flag(execution_options, "autocommit", wanted));
  autocommit_after(wanted);
}

Result Connection::exec_driver_sql(const std::string& sql,
                                   const std::vector<std::vector<Value>>& parameters, bool many,
                                   bool as_list) {
  ConnectionState::RawParameters raw;
  raw.as_list = as_list;
  return state_->send_raw(sql, parameters, many || parameters.size() > 1, raw);
}

Result Connection::exec_driver_sql(const std::string& sql, const ParameterSet& parameters) {
  return state_->send_named(sql, {parameters}, false, false);
}

Result Connection::exec_driver_sql(const std::string& sql,
                                   const std::vector<ParameterSet>& parameters, bool as_list) {
  return state_->send_named(sql, parameters, true, as_list);
}

Result ConnectionState::send_named(const std::string& sql, std::vector<ParameterSet> parameters,
                                   bool many, bool as_list) {
  // sqlite3 takes names too; the statement is sent with its parameters in order of appearance.
  const Ref<TextClause> clause = text(sql);
  RawParameters shown;
  shown.as_list = as_list;
  std::vector<std::vector<Value>> rows;
  rows.reserve(parameters.size());
  for (const ParameterSet& set : parameters) {
    std::vector<Value>& values = rows.emplace_back();
    for (const auto& bind : clause->binds) {
      const auto found = std::find_if(set.begin(), set.end(), [&](const auto& parameter) {
        return parameter.first == bind->key_;
      });
      if (found != set.end()) {
        values.push_back(found->second);
      } else if (shown.missing.empty()) {
        shown.missing = bind->key_;
      }
    }
  }
  shown.named = std::move(parameters);
  return send_raw(sql, rows, many, shown);
}

Result ConnectionState::send_raw(const std::string& sql,
                                 const std::vector<std::vector<Value>>& rows, bool many,
                                 const RawParameters& shown) {
  check_usable();
  if (profile->future) autobegin();
  std::vector<Value> values;
  const size_t width = rows.empty() ? 0 : rows[0].size();
  for (const auto& row : rows) values.insert(values.end(), row.begin(), row.end());
  raw = &shown;
  std::unique_ptr<DriverCursor> cursor;
  try {
    cursor = send(sql, values, width, std::max<size_t>(1, rows.size()), many,
                  profile->stmt_cache ? "[raw sql] " : "");
  } catch (...) {
    raw = nullptr;
    throw;
  }
  raw = nullptr;
  Result result = make_cursor_result(*this, std::move(cursor), nullptr);
  autocommit_after(autocommits(sql));
  return result;
}

}  // namespace orm
