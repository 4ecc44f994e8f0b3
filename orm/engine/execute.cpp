// Running statements: compiling or finding them in the cache, binding, sending, logging.
#include <orm/custom.h>
#include <orm/error.h>

#include <algorithm>
#include <cctype>

#include "orm/engine/direct_rows.h"
#include "orm/engine/echo.h"
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

Value convert_through(const TypeEngine& type, const Dialect& dialect, Value value) {
  value = type.convert_bind(std::move(value), dialect);
  if (type.kind() == TypeKind::decorator) {
    const auto& inner = *static_cast<const TypeDecorator&>(type).direct_impl();
    if (inner.converts_bind()) return convert_through(inner, dialect, std::move(value));
  }
  return value;
}

Value process_bind(const CompiledBind& bind, const Dialect& dialect, Value value) {
  if (value.is_list() && bind.expanding) {
    std::vector<Value> items = value.as_list();
    CompiledBind one = bind;
    one.expanding = false;
    for (Value& item : items)
      if (!item.is_list()) item = process_bind(one, dialect, std::move(item));
    return Value::list(std::move(items));
  }
  const TypeEngine& type = bind.type->for_dialect(dialect.name);
  if (type.converts_bind()) value = convert_through(type, dialect, std::move(value));
  if (bind.processor != nullptr) value = bind.processor(type.impl(), dialect, std::move(value));
  return value;
}

}  // namespace

void ConnectionState::fail(const DriverError& error, const std::string& sql, const Value* values,
                           size_t width, size_t rows, bool many) {
  using Kind = DriverError::Kind;
  if (error.kind == Kind::overflow) throw OverflowError(error.message);
  if (error.kind == Kind::type) throw TypeError(error.message);
  StatementInfo info;
  info.has_statement = !sql.empty();
  info.statement = sql;
  info.hide_parameters = engine->options.hide_parameters && rows > 0 && width > 0;
  if (width > 0) {
    info.params_repr =
        many ? echo_many(values, width, rows, *profile) : echo_parameters(values, width, *profile);
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
                                                    const std::string& prefix, bool cut) {
  if (!engine->listeners->empty()) {
    Connection handle{Ref<ConnectionState>(this)};
    for (auto& listener : *engine->listeners)
      listener->before_cursor_execute(handle, sql, values, rows, many);
    if (!many) width = values.size();
  }
  LogSink& sink = *engine->log;
  if (echoes() || sink.wants_statements()) {
    std::string params = many ? echo_many(values.data(), width, rows, *profile)
                              : echo_parameters(values.data(), width, *profile);
    if (sink.wants_statements()) {
      sink.statement_sent(echoes() ? engine->logger : std::string(), sql, params);
    }
    if (echoes()) {
      if (engine->options.hide_parameters && !probing)
        params = "[SQL parameters hidden due to hide_parameters=True]";
      bool savepoint = sql.find("SAVEPOINT ") != std::string::npos && width == 0 &&
                       sql.find("sa_savepoint_") != std::string::npos;
      log(savepoint ? LogKind::savepoint : LogKind::sql, LogLevel::info,
          cut ? echo_long_statement(sql) : sql, sql);
      log(LogKind::parameters, LogLevel::info, prefix + params, sql, params);
    }
  }
  try {
    std::unique_ptr<DriverCursor> cursor =
        many ? driver().execute_many(sql, values.data(), width, rows)
             : driver().execute(sql, values);
    if (!engine->listeners->empty()) {
      Connection handle{Ref<ConnectionState>(this)};
      for (auto& listener : *engine->listeners)
        listener->after_cursor_execute(handle, sql, values, rows, many);
    }
    return cursor;
  } catch (const DriverError& error) {
    // Outside a transaction 1.x rolls back at once.
    if (!profile->future && transaction == nullptr) rollback_impl();
    fail(error, cut ? echo_long_statement(sql) : sql, values.data(), width, rows, many);
  }
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

Result ConnectionState::execute_statement(const ClauseRef& statement,
                                          const std::vector<ParameterSet>& parameters,
                                          const ExecuteOptions& how) {
  if (profile->closed_is_statement_error && (closed || !pooled)) {
    StatementInfo info;
    info.has_statement = true;
    info.statement = compile(statement, *engine->dialect)->sql;
    throw StatementError("(sqlalchemy.exc.ResourceClosedError) This Connection is closed", info,
                         *profile);
  }
  check_usable();
  ClauseRef plain = statement;
  Ref<RefCounted> lowering;
  if (StatementPlugin* plugin = statement->plugin())
    if (!statement->is_column() || statement->kind() == NodeKind::text) {
      auto lowered = plugin->lower(statement, *profile);
      plain = lowered.statement;
      lowering = lowered.context;
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
  if (profile->future) autobegin();
  if (!engine->listeners->empty()) {
    Connection handle{Ref<ConnectionState>(this)};
    for (auto& listener : *engine->listeners) listener->before_execute(handle, plain, parameters);
  }
  const Dialect& dialect = dialect_for(how.options);
  KeyBuilder key;
  CompileOptions options;
  options.has_column_keys = true;
  if (!parameters.empty())
    for (const auto& [name, value] : parameters[0]) options.column_keys.push_back(name);
  std::sort(options.column_keys.begin(), options.column_keys.end());
  options.for_executemany = parameters.size() > 1;
  bool caches = profile->stmt_cache && engine->options.query_cache_size > 0;
  if (caches) {
    plain->append_key(key);
    options.key = &key;
  }
  std::shared_ptr<const Compiled> compiled;
  std::string prefix;
  double now = 0;
  if (caches && key.cacheable) {
    for (const auto& name : options.column_keys) key.string(name);
    key.flag(options.for_executemany);
    if (how.cache_scope != 0) key.string(std::to_string(how.cache_scope));
    if (&dialect != engine->dialect.get()) key.number(reinterpret_cast<uintptr_t>(&dialect));
    compiled = engine->cache->find(key.bytes);
    if (compiled) {
      if (echoes())
        prefix = timed("[cached since %.4gs ago] ", engine->clock->monotonic() - compiled->created);
    }
  }
  if (!compiled) {
    now = engine->clock->monotonic();
    auto fresh = std::make_shared<Compiled>(*compile(plain, dialect, options));
    for (auto& object : key.keep) fresh->keep.push_back(object);
    fresh->created = engine->clock->monotonic();
    if (profile->stmt_cache && echoes())
      prefix = timed(caches && key.cacheable ? "[generated in %.5fs] "
                     : caches                ? "[no key %.5fs] "
                                             : "[caching disabled %.5fs] ",
                     fresh->created - now);
    compiled = fresh;
    if (caches && key.cacheable) engine->cache->insert(std::move(key.bytes), compiled);
  }
  Result result = execute_compiled(compiled, parameters, caches ? &key : nullptr, prefix, how);
  if (!engine->listeners->empty()) {
    Connection handle{Ref<ConnectionState>(this)};
    for (auto& listener : *engine->listeners)
      listener->after_execute(handle, *plain, parameters, result);
  }
  return result;
}

namespace {

// Turns parameter sets into values in the order of the compiled statement's parameters.
class Binder {
 public:
  Binder(const Compiled& compiled, const Dialect& dialect, const Profile& profile,
         const KeyBuilder* key)
      : compiled_(compiled), dialect_(dialect), profile_(profile), key_(key) {
    sources_.resize(compiled.binds.size());
  }

  // One value for each of Compiled::binds, converted for the driver.
  void collect(const ParameterSet* set, const std::vector<ParameterSet>& all,
               std::vector<Value>& out, ParameterSet* filled) {
    out.clear();
    out.resize(compiled_.binds.size());
    for (size_t i = 0; i < compiled_.binds.size(); ++i) {
      const CompiledBind& bind = compiled_.binds[i];
      const Value* given = lookup(set, i);
      Value value;
      if (given != nullptr) {
        value = *given;
      } else if (const DefaultFill* fill = default_of(i)) {
        value = evaluate(*fill, set);
        if (filled != nullptr) filled->emplace_back(std::string(fill->column->key()), value);
      } else {
        const BindParameter* source = bind.bind.get();
        if (key_ != nullptr && bind.extracted >= 0)
          source = key_->binds[static_cast<size_t>(bind.extracted)];
        if (source == nullptr || source->required) missing(bind.name, set, all);
        value = source->callable ? source->callable() : source->value;
      }
      try {
        out[i] = process_bind(bind, dialect_, std::move(value));
      } catch (const TypeError& error) {
        wrap("builtins.TypeError", error.message(), set, all);
      } catch (const ValueError& error) {
        wrap("builtins.ValueError", error.message(), set, all);
      } catch (const KeyError& error) {
        wrap("builtins.LookupError", error.message(), set, all);
      }
    }
  }

 private:
  const Value* lookup(const ParameterSet* set, size_t bind) {
    if (set == nullptr) return nullptr;
    const std::string& name = compiled_.binds[bind].name;
    // Sets of one execution have their names in the same places, as a rule.
    size_t guess = sources_[bind];
    if (guess < set->size() && (*set)[guess].first == name) return &(*set)[guess].second;
    for (size_t i = 0; i < set->size(); ++i)
      if ((*set)[i].first == name) {
        sources_[bind] = i;
        return &(*set)[i].second;
      }
    return nullptr;
  }

  const DefaultFill* default_of(size_t bind) const {
    for (const auto& fill : compiled_.defaults)
      if (fill.bind == bind) return &fill;
    return nullptr;
  }

  Value evaluate(const DefaultFill& fill, const ParameterSet* set) const {
    const ColumnDefault& value =
        fill.onupdate ? fill.column->args.onupdate : fill.column->args.default_;
    if (value.kind == ColumnDefault::Kind::scalar) return value.value;
    DefaultContext given;
    given.current_parameters = set;
    given.column = fill.column;
    return value.callable(given);
  }

  std::string parameters_text(const ParameterSet* set, const std::vector<ParameterSet>& all) const {
    if (set == nullptr) return {};
    if (all.size() > 1 && set != nullptr) return "[" + echo_named(*set) + "]";
    return "[" + echo_named(*set) + "]";
  }

  [[noreturn]] void missing(const std::string& name, const ParameterSet* set,
                            const std::vector<ParameterSet>& all) const {
    size_t group = 0;
    for (size_t i = 0; i < all.size(); ++i)
      if (&all[i] == set) group = i;
    std::string message = "A value is required for bind parameter " + repr_text(name);
    if (group > 0) message += ", in parameter group " + std::to_string(group);
    wrap("sqlalchemy.exc.InvalidRequestError", message, set, all, "cd3x");
  }

  [[noreturn]] void wrap(const char* cls, const std::string& message, const ParameterSet* set,
                         const std::vector<ParameterSet>& all, const char* code = nullptr) const {
    StatementInfo info;
    info.has_statement = true;
    info.statement = compiled_.sql;
    info.params_repr = parameters_text(set, all);
    if (code != nullptr) info.code = code;
    info.orig_class = cls;
    info.orig_message = message;
    throw StatementError("(" + std::string(cls) + ") " + message, std::move(info), profile_);
  }

  const Compiled& compiled_;
  const Dialect& dialect_;
  const Profile& profile_;
  const KeyBuilder* key_;
  std::vector<size_t> sources_;
};

// An INSERT of one row with `count` rows in its VALUES.
std::string with_rows(const Compiled& compiled, size_t count) {
  std::string sql = compiled.sql;
  std::string more;
  for (size_t i = 1; i < count; ++i) more += ", " + compiled.values_clause;
  sql.insert(sql.find(compiled.values_clause) + compiled.values_clause.size(), more);
  return sql;
}

// The primary key of a row as far as defaults and RETURNING tell; null values where they do not.
std::vector<Value> known_primary_key(const Compiled& compiled, const ParameterSet* filled,
                                     const Row* returned) {
  std::vector<Value> key;
  const auto& insert = static_cast<const Insert&>(*compiled.statement);
  TableClause* table = insert.table();
  if (table == nullptr || !table->is_schema_table()) return key;
  for (const Column* column : static_cast<const Table&>(*table).primary_key_constraint().columns) {
    Value value;
    for (size_t i = 0; returned != nullptr && i < compiled.returning.size(); ++i) {
      if (compiled.returning[i] == column) value = (*returned)[i];
    }
    if (value.is_null() && filled != nullptr) {
      for (const auto& [name, given] : *filled) {
        if (name == column->key()) value = given;
      }
    }
    key.push_back(std::move(value));
  }
  return key;
}

std::vector<Value> new_primary_key(const Compiled& compiled, const ParameterSet& given,
                                   const std::vector<Value>& bind_values, int64_t lastrowid) {
  std::vector<Value> key;
  const auto& insert = static_cast<const Insert&>(*compiled.statement);
  TableClause* table = insert.table();
  if (table == nullptr || !table->is_schema_table()) return key;
  const Table& target = static_cast<const Table&>(*table);
  for (const Column* column : target.primary_key_constraint().columns) {
    Value value;
    bool found = false;
    for (size_t i = 0; i < compiled.binds.size() && !found; ++i)
      if (compiled.binds[i].name == column->key() && compiled.binds[i].bind &&
          compiled.binds[i].bind->is_crud) {
        // What the program gave, not what the driver was given.
        value = bind_values[i];
        for (const auto& [name, original] : given)
          if (name == column->key()) value = original;
        found = true;
      }
    if ((!found || value.is_null()) && column == target.autoincrement_column())
      value = Value(lastrowid);
    key.push_back(std::move(value));
  }
  return key;
}

}  // namespace

Result ConnectionState::execute_compiled(const std::shared_ptr<const Compiled>& compiled,
                                         const std::vector<ParameterSet>& parameters,
                                         const KeyBuilder* key, const std::string& prefix,
                                         const ExecuteOptions& how) {
  bool many = parameters.size() > 1;
  bool watched = echoes() || !engine->listeners->empty() || engine->log->wants_statements();
  if (many && !watched && !compiled->returns_rows && !compiled->implicit_returning) {
    DirectRows direct;
    if (gather_rows(*compiled, *engine->dialect, parameters, key, direct))
      return execute_direct(compiled, direct, parameters.size(), how);
  }
  Binder binder(*compiled, *engine->dialect, *profile, key);
  bool is_insert = compiled->kind == StatementKind::insert;
  size_t rows = std::max<size_t>(1, parameters.size());
  std::vector<Value> bind_values;
  std::vector<Value> values;
  std::vector<ParameterSet> filled;
  std::string sql = compiled->sql;
  size_t width = compiled->positions.size();
  values.reserve(rows * width);
  for (size_t row = 0; row < rows; ++row) {
    const ParameterSet* set = parameters.empty() ? nullptr : &parameters[row];
    ParameterSet* fill = nullptr;
    if (!compiled->defaults.empty() || (is_insert && !many)) {
      filled.push_back(set != nullptr ? *set : ParameterSet());
      fill = &filled.back();
    }
    binder.collect(set, parameters, bind_values, fill);
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

size_t ConnectionState::insert_page(const ExecuteOptions& how, size_t width, size_t outside) const {
  auto page = static_cast<size_t>(engine->options.insertmanyvalues_page_size);
  for (const Options* options : {static_cast<const Options*>(&engine->execution_options),
                                 static_cast<const Options*>(&execution_options), &how.options})
    for (const auto& [name, value] : *options)
      if (name == "insertmanyvalues_page_size" && value.kind() == ValueKind::integer)
        page = static_cast<size_t>(std::max<int64_t>(1, value.as_int()));
  return width > 0 ? std::min(page, std::max<size_t>(1, (32700 - outside) / width)) : page;
}

Result ConnectionState::execute_direct(const std::shared_ptr<const Compiled>& compiled,
                                       const DirectRows& direct, size_t rows,
                                       const ExecuteOptions& how) {
  size_t width = compiled->positions.size();
  bool multi = how.multi_row_values && compiled->kind == StatementKind::insert && width > 0 &&
               engine->dialect->insertmanyvalues && engine->options.use_insertmanyvalues &&
               !compiled->is_multi_values;
  size_t page = multi ? insert_page(how, width) : rows;
  std::string sql = compiled->sql;
  size_t rows_in_sql = 1;
  std::unique_ptr<DriverCursor> cursor;
  for (size_t first = 0; first < rows; first += page) {
    size_t count = std::min(page, rows - first);
    if (multi && rows_in_sql != count) {
      sql = with_rows(*compiled, count);
      rows_in_sql = count;
    }
    const Value* const* cells = direct.cells.data() + first * width;
    try {
      cursor = nullptr;  // gives its prepared statement back, which the next one uses
      cursor = multi ? driver().execute_cells(sql, cells, width * count, 1, false)
                     : driver().execute_cells(sql, cells, width, count, true);
    } catch (const DriverError& error) {
      if (!profile->future && transaction == nullptr) rollback_impl();
      std::vector<Value> values;
      for (size_t i = 0; i < width * count; ++i) values.push_back(*cells[i]);
      fail(error, sql, values.data(), multi ? width * count : width, multi ? 1 : count, !multi);
    }
  }
  Result result = make_cursor_result(*this, std::move(cursor), compiled);
  if (multi) result.state()->rowcount = static_cast<int64_t>(rows);
  autocommit_after(*compiled, how);
  return result;
}

Result ConnectionState::insert_many_values(const std::shared_ptr<const Compiled>& compiled,
                                           std::vector<Value>& values, size_t width, size_t rows,
                                           const std::string& prefix, const ExecuteOptions& how,
                                           std::vector<ParameterSet> filled) {
  const auto& insert = static_cast<const Insert&>(*compiled->statement);
  // Without RETURNING there is nothing whose order could matter.
  bool ordered = compiled->returns_rows && insert.sort_by_parameter_order;
  // One statement a row where nothing tells the rows apart, and where the one SET clause of an
  // upsert would need other values for each.
  bool single = ordered && (compiled->sentinels == 0 || insert.conflict);
  size_t right = compiled->values_right;
  size_t left = width - compiled->values_width - right;
  if (compiled->returns_rows && insert.conflict) {
    for (size_t i = width - right; i < width; ++i) {
      const BindParameter* bind = compiled->binds[compiled->positions[i]].bind.get();
      single = single || (bind != nullptr && bind->value.is_null() && bind->callable == nullptr);
    }
  }
  size_t page = single ? 1 : insert_page(how, compiled->values_width, left + right);
  size_t batches = (rows + page - 1) / page;
  auto block = make_ref<RowBlock>();
  Ref<const RowKeys> keys;
  std::vector<std::vector<Value>> primary_keys;
  int64_t rowcount = 0;
  for (size_t batch = 0; batch < batches; ++batch) {
    size_t first = batch * page;
    size_t count = std::min(page, rows - first);
    std::string sql = with_rows(*compiled, count);
    std::vector<Value> part;
    part.reserve(count * compiled->values_width + left + right);
    auto take = [&](size_t row, size_t from, size_t to) {
      auto at = values.begin() + static_cast<ptrdiff_t>(row * width);
      part.insert(part.end(), at + static_cast<ptrdiff_t>(from), at + static_cast<ptrdiff_t>(to));
    };
    take(first, 0, left);
    for (size_t row = first; row < first + count; ++row) take(row, left, width - right);
    take(first, width - right, width);
    std::string note;
    if (echoes()) {
      std::string place = std::to_string(batch + 1) + "/" + std::to_string(batches) + " (" +
                          (ordered ? "ordered" : "unordered") +
                          (single ? "; batch not supported)] " : ")] ");
      note = batch == 0 && prefix.size() > 2
                 ? prefix.substr(0, prefix.size() - 2) + " (insertmanyvalues) " + place
                 : "[insertmanyvalues " + place;
    }
    size_t parameters = part.size();
    auto cursor = send(std::move(sql), part, parameters, 1, false, note, true);
    Result result = make_cursor_result(*this, std::move(cursor), compiled);
    if (result.returns_rows()) {
      for (const Row& row : result.all())
        block->cells.insert(block->cells.end(), row.begin(),
                            row.end() - static_cast<ptrdiff_t>(compiled->sentinels));
      keys = result.row_keys();
    }
    rowcount += static_cast<int64_t>(count);
  }
  if (keys && compiled->sentinels > 0) {
    auto own = make_ref<RowKeys>();
    auto kept = static_cast<ptrdiff_t>(keys->keys.size() - compiled->sentinels);
    own->keys.assign(keys->keys.begin(), keys->keys.begin() + kept);
    own->expressions.assign(keys->expressions.begin(), keys->expressions.begin() + kept);
    own->legacy = keys->legacy;
    own->profile = keys->profile;
    keys = std::move(own);
  }
  std::vector<Row> returned;
  if (compiled->implicit_returning && keys) {
    block->keys = keys;
    block->width = keys->keys.size();
    for (size_t row = 0; row < block->rows(); ++row) returned.emplace_back(block, row);
    keys = nullptr;
  }
  for (size_t row = 0; row < rows; ++row) {
    primary_keys.push_back(known_primary_key(*compiled,
                                             row < filled.size() ? &filled[row] : nullptr,
                                             row < returned.size() ? &returned[row] : nullptr));
  }
  Result result;
  if (keys) {
    result = Result::from_rows(keys, std::move(block->cells), *profile);
  } else {
    result = Result(make_ref<Result::State>());
    result.state()->profile = profile;
    result.state()->exhausted = result.state()->soft_closed = true;
  }
  Result::State& state = *result.state();
  state.compiled = compiled;
  state.rowcount = rowcount;
  state.primary_keys = std::move(primary_keys);
  state.returned_defaults = std::move(returned);
  if (!filled.empty()) state.last_params = filled.back();
  if (!compiled->defaults.empty()) state.sent_parameters = std::move(filled);
  return result;
}

Result Connection::exec_driver_sql(const std::string& sql,
                                   const std::vector<std::vector<Value>>& parameters, bool many) {
  ConnectionState& state = *state_;
  state.check_usable();
  if (state.profile->future) state.autobegin();
  many = many || parameters.size() > 1;
  std::vector<Value> values;
  size_t width = parameters.empty() ? 0 : parameters[0].size();
  for (const auto& row : parameters) values.insert(values.end(), row.begin(), row.end());
  auto cursor = state.send(sql, values, width, std::max<size_t>(1, parameters.size()), many,
                           state.profile->stmt_cache ? "[raw sql] " : "");
  Result result = make_cursor_result(state, std::move(cursor), nullptr);
  state.autocommit_after(autocommits(sql));
  return result;
}

Result Connection::exec_driver_sql(const std::string& sql, const ParameterSet& parameters) {
  // sqlite3 takes names too; the statement is sent with its parameters in order of appearance.
  auto clause = text(sql);
  std::vector<Value> values;
  for (const auto& bind : clause->binds)
    for (const auto& [name, value] : parameters)
      if (name == bind->key_) values.push_back(value);
  return exec_driver_sql(sql, {values});
}

}  // namespace orm
