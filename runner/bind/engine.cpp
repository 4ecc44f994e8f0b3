// create_engine(), Engine, Connection and Transaction as Python objects.
#include "orm/engine.h"

#include "orm/orm_error.h"
#include "orm/url.h"
#include "runner/bind/custom.h"
#include "runner/bind/dbapi.h"
#include "runner/bind/dialects.h"
#include "runner/bind/refusal.h"
#include "runner/bind/statements.h"
#include "runner/bind/urls.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

const char* engine_class() { return "Engine"; }
const char* connection_class() { return "Connection"; }

struct TransactionData : interp::Payload {
  explicit TransactionData(orm::Transaction held = {}) : transaction(std::move(held)) {}
  void clear_references() noexcept override { transaction = {}; }
  orm::Transaction transaction;
};

// engine.begin() before it is entered: nothing happens until then.
struct BeginData : interp::Payload {
  explicit BeginData(orm::Engine held = {}) : engine(std::move(held)) {}
  void clear_references() noexcept override {
    engine = {};
    transaction = {};
    connection = {};
  }
  orm::Engine engine;
  orm::Transaction transaction;
  orm::Connection connection;
};

// ---- Engine -------------------------------------------------------------------------------------

orm::Engine& engine_of(Call& call) {
  return interp::payload<EngineData>(call.interp, call.self).engine;
}

// A keyword of create_engine as a plain value: classes by their name.
orm::Value engine_option(Context& owner, const Value& value) {
  if (value.is(Kind::kType)) return orm::Value(std::string_view(value.as<Type>()->name));
  return to_orm(owner, value);
}

// schema_translate_map, whose keys may be None: a list of pairs.
orm::Value to_schema_map(Context& owner, const Value& dict) {
  std::vector<orm::Value> pairs;
  for (const Value& key : owner.interp.to_vector(dict)) {
    std::vector<orm::Value> pair = {to_orm(owner, key),
                                    to_orm(owner, owner.interp.getitem(dict, key))};
    pairs.push_back(orm::Value::list(std::move(pair)));
  }
  return orm::Value::list(std::move(pairs));
}

Value create_engine_function(Call& call) {
  Context& owner = context(call.interp);
  if (owner.profile.connectionless && !call[0].is(Kind::kStr) && !is_url(call[0])) {
    call.interp.raise("AttributeError", "'" + call.interp.type_name(call[0]) +
                                            "' object has no attribute '_instantiate_plugins'");
  }
  orm::Url url = to_url(owner, call[0]);
  orm::EngineOptions options;
  options.profile = &owner.profile;
  options.log = owner.log;
  options.quiet_drop = true;
  options.hooks = compile_hooks(owner);
  options.clock = owner.options.clock;
  options.driver = owner.options.driver;
  std::vector<std::string> unknown;
  for (auto& [name, value] : dict_items(owner, call[1])) {
    if (name == "future") {
      if (call.interp.truth(value) && owner.profile == orm::profile_1_4) {
        options.profile = &orm::profile_1_4_future;
      }
      continue;
    }
    if (name == "creator" || name == "module" || name == "plugins" || name == "json_serializer" ||
        name == "json_deserializer" || name == "pool") {
      call.interp.unsupported("create_engine(" + name + "=)",
                              "create_engine(..., " + name + "=...) is not supported");
    }
    if (name == "connect_args" || name == "execution_options") {
      for (auto& [key, item] : dict_items(owner, value)) {
        if (name == "connect_args") {
          options.connect_args.emplace_back(key, to_orm(owner, item));
        } else if (key == "schema_translate_map" && !item.is_none()) {
          options.execution_options.emplace_back(key, to_schema_map(owner, item));
        } else {
          options.execution_options.emplace_back(key, to_orm(owner, item));
        }
      }
      continue;
    }
    orm::set_engine_option(options, name, engine_option(owner, value), unknown);
  }
  if (!unknown.empty()) orm::throw_unknown_engine_options(unknown, url, options);
  if (!owner.options.url.empty() && url.backend_name() == "sqlite") {
    url = orm::make_url(owner.options.url, owner.profile);
  }
  orm::Engine engine = orm::create_engine(url, std::move(options));
  listen_to_new_engine(owner, engine);
  return wrap_engine(owner, engine);
}

Value engine_connect(Call& call) {
  return wrap_connection(context(call.interp), engine_of(call).connect());
}

Value engine_raw_connection(Call& call) {
  return raw_connection(context(call.interp), engine_of(call));
}

Value engine_begin(Call& call) {
  return context(call.interp).make<BeginData>("_EngineBegin", engine_of(call));
}

Value engine_dispose(Call& call) {
  engine_of(call).dispose();
  return Value::none();
}

orm::Options to_options(Context& owner, const Value& keywords) {
  orm::Options options;
  for (auto& [name, value] : dict_items(owner, keywords)) {
    if (name == "schema_translate_map" && !value.is_none()) {
      options.emplace_back(name, to_schema_map(owner, value));
      continue;
    }
    options.emplace_back(name, to_orm(owner, value));
  }
  return options;
}

Value engine_execution_options(Call& call) {
  Context& owner = context(call.interp);
  return wrap_engine(owner, engine_of(call).execution_options(to_options(owner, call[0])));
}

Value engine_get_execution_options(Call& call);

Value engine_clear_compiled_cache(Call& call) {
  engine_of(call).clear_compiled_cache();
  return Value::none();
}

Value engine_pool(Call& call) { return wrap_pool(context(call.interp), engine_of(call)); }

Value engine_url(Call& call) { return wrap_url(context(call.interp), engine_of(call).url()); }

Value engine_driver(Call& call) { return call.interp.str(engine_of(call).dialect().driver); }
Value engine_name(Call& call) { return call.interp.str(engine_of(call).dialect().name); }

Value engine_echo(Call& call) {
  switch (engine_of(call).echo()) {
    case orm::EngineOptions::Echo::debug:
      return call.interp.str("debug");
    case orm::EngineOptions::Echo::info:
      return Value::boolean(true);
    case orm::EngineOptions::Echo::off:
      break;
  }
  return Value::boolean(false);
}

Value engine_set_echo(Call& call) {
  using Echo = orm::EngineOptions::Echo;
  bool debug = call[0].is(Kind::kStr) && call.interp.text(call[0]) == "debug";
  engine_of(call).set_echo(debug                        ? Echo::debug
                           : call.interp.truth(call[0]) ? Echo::info
                                                        : Echo::off);
  return Value::none();
}

Value engine_dialect(Call& call) {
  return engine_dialect_object(context(call.interp), engine_of(call));
}

Value engine_table_names(Call& call) {
  std::vector<Value> names;
  for (const std::string& name : engine_of(call).table_names()) {
    names.push_back(call.interp.str(name));
  }
  return call.interp.list(std::move(names));
}

Value engine_has_table(Call& call) {
  return Value::boolean(engine_of(call).has_table(std::string(call.text(0))));
}

std::string engine_repr(Interpreter& interp, const Value& self) {
  return interp::payload<EngineData>(interp, self).engine.repr();
}

// ---- executing ----------------------------------------------------------------------------------

// SQL given as a string: the driver's own parameters, positional or by name.
orm::Result execute_string(Context& owner, orm::Connection& connection, const std::string& sql,
                           const std::vector<Value>& given, const Value& keywords) {
  Interpreter& interp = owner.interp;
  if (given.empty()) {
    orm::ParameterSet named = to_parameters(owner, keywords);
    if (named.empty()) return connection.exec_driver_sql(sql);
    return connection.exec_driver_sql(sql, named);
  }
  auto row_of = [&](const Value& tuple) {
    std::vector<orm::Value> row;
    for (const Value& item : interp.to_vector(tuple)) row.push_back(to_orm(owner, item));
    return row;
  };
  if (given.size() == 1 && given[0].is(Kind::kDict)) {
    return connection.exec_driver_sql(sql, to_parameters(owner, given[0]));
  }
  if (given.size() == 1 && given[0].is(Kind::kList)) {
    std::vector<std::vector<orm::Value>> rows;
    for (const Value& row : interp.to_vector(given[0])) {
      if (!row.is(Kind::kTuple)) {
        interp.unsupported("a list of dicts with driver SQL",
                           "exec_driver_sql() takes a tuple, a dict or a list of tuples");
      }
      rows.push_back(row_of(row));
    }
    return connection.exec_driver_sql(sql, rows, true);
  }
  if (given.size() == 1 && given[0].is(Kind::kTuple)) {
    return connection.exec_driver_sql(sql, {row_of(given[0])});
  }
  // 1.x: execute(sql, a, b) with scalars, execute(sql, (a, b), (c, d)) with tuples.
  std::vector<std::vector<orm::Value>> rows;
  if (given[0].is(Kind::kTuple) || given[0].is(Kind::kList)) {
    for (const Value& row : given) rows.push_back(row_of(row));
    return connection.exec_driver_sql(sql, rows, rows.size() > 1);
  }
  std::vector<orm::Value> row;
  row.reserve(given.size());
  for (const Value& item : given) row.push_back(to_orm(owner, item));
  rows.push_back(std::move(row));
  return connection.exec_driver_sql(sql, rows);
}

}  // namespace

orm::Result execute_on(Context& owner, orm::Connection& connection, const Value& statement,
                       const std::vector<Value>& given, const Value& keywords) {
  Interpreter& interp = owner.interp;
  if (statement.is(Kind::kStr) && owner.profile.connectionless && !owner.profile.future) {
    return execute_string(owner, connection, std::string(interp.text(statement)), given, keywords);
  }
  orm::ClauseRef clause = find_clause(owner, statement);
  if (clause == nullptr || clause->kind() == orm::NodeKind::entity) {
    raise_error(owner, orm::ObjectNotExecutableError::cls,
                "Not an executable object: " + interp.repr(statement));
  }
  orm::ExecuteOptions how;
  std::vector<orm::ParameterSet> parameters;
  if (given.size() == 1) {
    parameters = to_parameter_sets(owner, given[0]);
  } else if (given.size() > 1) {
    for (const Value& one : given) parameters.push_back(to_parameters(owner, one));
  }
  orm::ParameterSet named;
  for (auto& [name, value] : dict_items(owner, keywords)) {
    if (name == "execution_options") {
      how.options = to_options(owner, value);
    } else if (name == "parameters" || name == "params") {
      parameters = to_parameter_sets(owner, value);
    } else if (!owner.profile.connectionless) {
      interp.raise("TypeError",
                   "Connection.execute() got an unexpected keyword argument '" + name + "'");
    } else {
      named.emplace_back(name, to_orm(owner, value));
    }
  }
  if (!named.empty()) parameters.push_back(std::move(named));
  orm::Result result = connection.execute(clause, parameters, how);
  const orm::Options* given_options[] = {&connection.get_execution_options(), &how.options};
  for (const orm::Options* options : given_options) {
    for (const auto& [name, value] : *options) {
      if (name == "yield_per" && value.kind() == orm::ValueKind::integer)
        result.yield_per(static_cast<size_t>(value.as_int()));
    }
  }
  return result;
}

namespace {

Value engine_execute(Call& call) {
  Context& owner = context(call.interp);
  orm::Connection connection = engine_of(call).connect();
  orm::Result result = execute_on(owner, connection, call[0], items(call[1]), call[2]);
  // The connection goes back when the rows have been read.
  if (result.returns_rows()) {
    result.on_close([connection]() mutable { connection.close(); });
  } else {
    connection.close();
  }
  return wrap_result(owner, result);
}

const Binding kEngineRows[] = {
    {"connect", "", guard<engine_connect>, "{self}.connect()"},
    {"begin", "", guard<engine_begin>, "{self}.begin()"},
    {"raw_connection", "", guard<engine_raw_connection>, "{self}.connect().driver_connection()"},
    {"dispose", "close=True", guard<engine_dispose>, "{self}.dispose()"},
    {"execution_options", "**opt", guard<engine_execution_options>,
     "{self}.execution_options({set})"},
    {"get_execution_options", "", guard<engine_get_execution_options>,
     "{self}.get_execution_options()"},
    {"clear_compiled_cache", "", guard<engine_clear_compiled_cache>,
     "{self}.clear_compiled_cache()"},
    {"pool", "", guard<engine_pool>, "{self}.pool_status()", BindingKind::property},
    {"url", "", guard<engine_url>, "{self}.url()", BindingKind::property},
    {"driver", "", guard<engine_driver>, "{self}.dialect().driver", BindingKind::property},
    {"name", "", guard<engine_name>, "{self}.dialect().name", BindingKind::property},
    {"dialect", "", guard<engine_dialect>, "{self}.dialect()", BindingKind::property},
    {"echo", "", guard<engine_echo>, "{self}.set_echo({value})", BindingKind::property,
     guard<engine_set_echo>},
};

const Binding kLegacyEngineRows[] = {
    {"execute", "statement, *multiparams, **params", guard<engine_execute>,
     "{self}.execute({args})"},
    {"table_names", "schema=None, connection=None", guard<engine_table_names>,
     "{self}.table_names()"},
    {"has_table", "table_name, schema=None", guard<engine_has_table>, "{self}.has_table({args})"},
};

Type* make_engine_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Engine", "sqlalchemy.engine.base");
  builder.payload<EngineData>().abstract();
  add_bindings(builder, kEngineRows);
  if (owner.profile.connectionless) add_bindings(builder, kLegacyEngineRows);
  return builder
      .slots([](interp::Slots& slots) {
        slots.repr = engine_repr;
        slots.getattr_missing = refuse_missing<engine_class>;
      })
      .build();
}

// ---- engine.begin() -----------------------------------------------------------------------------

Value begin_enter(Call& call) {
  auto& data = interp::payload<BeginData>(call.interp, call.self);
  data.transaction = data.engine.begin();
  data.transaction.enter_block();
  data.connection = data.transaction.connection();
  return wrap_connection(context(call.interp), data.connection);
}

Value begin_exit(Call& call) {
  auto& data = interp::payload<BeginData>(call.interp, call.self);
  orm::Transaction transaction = std::move(data.transaction);
  data.transaction = {};
  orm::Connection connection = std::move(data.connection);
  data.connection = {};
  transaction.leave_block();
  try {
    if (call[0].is_none() && transaction.is_active()) {
      transaction.commit();
    } else if (transaction.is_active()) {
      transaction.rollback();
    }
  } catch (...) {
    connection.close();
    throw;
  }
  connection.close();
  return Value::none();
}

Type* make_begin_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "_GeneratorContextManager", "contextlib")
      .payload<BeginData>()
      .method("__enter__", "", guard<begin_enter>)
      .method("__exit__", "type_, value, traceback", guard<begin_exit>)
      .build();
}

// ---- Connection ---------------------------------------------------------------------------------

orm::Connection& connection_of(Call& call) {
  return interp::payload<ConnectionData>(call.interp, call.self).connection;
}

Value wrap_transaction(Context& owner, const orm::Transaction& transaction) {
  return owner.make<TransactionData>(transaction.nested() ? "NestedTransaction" : "RootTransaction",
                                     transaction);
}

Value connection_execute(Call& call) {
  Context& owner = context(call.interp);
  return wrap_result(owner,
                     execute_on(owner, connection_of(call), call[0], items(call[1]), call[2]));
}

Value connection_scalar(Call& call) {
  Context& owner = context(call.interp);
  return from_orm(
      owner, execute_on(owner, connection_of(call), call[0], items(call[1]), call[2]).scalar());
}

Value connection_scalars(Call& call) {
  Context& owner = context(call.interp);
  return wrap_scalars(
      owner, execute_on(owner, connection_of(call), call[0], items(call[1]), call[2]).columns({0}));
}

Value connection_exec_driver_sql(Call& call) {
  Context& owner = context(call.interp);
  std::vector<Value> given;
  if (!call[1].is_none()) given.push_back(call[1]);
  return wrap_result(owner, execute_string(owner, connection_of(call), std::string(call.text(0)),
                                           given, Value::none()));
}

Value connection_begin(Call& call) {
  return wrap_transaction(context(call.interp), connection_of(call).begin());
}

Value connection_begin_nested(Call& call) {
  return wrap_transaction(context(call.interp), connection_of(call).begin_nested());
}

Value connection_commit(Call& call) { return connection_of(call).commit(), Value::none(); }
Value connection_rollback(Call& call) { return connection_of(call).rollback(), Value::none(); }
Value connection_close(Call& call) { return connection_of(call).close(), Value::none(); }
Value connection_invalidate(Call& call) { return connection_of(call).invalidate(), Value::none(); }
Value connection_detach(Call& call) { return connection_of(call).detach(), Value::none(); }
Value connection_closed(Call& call) { return Value::boolean(connection_of(call).closed()); }
Value connection_in_transaction(Call& call) {
  return Value::boolean(connection_of(call).in_transaction());
}
Value connection_in_nested(Call& call) {
  return Value::boolean(connection_of(call).in_nested_transaction());
}
Value connection_get_transaction(Call& call) {
  auto transaction = connection_of(call).get_transaction();
  return transaction ? wrap_transaction(context(call.interp), *transaction) : Value::none();
}
Value connection_engine(Call& call) {
  return wrap_engine(context(call.interp), connection_of(call).engine());
}
Value connection_dialect(Call& call) {
  return engine_dialect_object(context(call.interp), connection_of(call).engine());
}
Value connection_execution_options(Call& call) {
  Context& owner = context(call.interp);
  orm::Connection changed = connection_of(call).execution_options(to_options(owner, call[0]));
  // 2.0 changes the connection in place; 1.x returns another one.
  if (owner.profile.future) return call.self;
  return wrap_connection(owner, changed);
}
Value connection_get_isolation_level(Call& call) {
  return call.interp.str(connection_of(call).get_isolation_level());
}
// A dict that cannot be changed, of options.
Value wrap_options(Context& owner, const orm::Options& options) {
  Value dict = owner.interp.dict();
  for (const auto& [name, value] : options) {
    Value shown = from_orm(owner, value);
    if (name == "schema_translate_map" && value.is_list()) {
      shown = owner.interp.dict();
      for (const orm::Value& pair : value.as_list()) {
        owner.interp.setitem(shown, from_orm(owner, pair.as_list()[0]),
                             from_orm(owner, pair.as_list()[1]));
      }
    }
    owner.interp.setitem(dict, owner.interp.str(name), shown);
  }
  return make_facade(owner, "immutabledict", dict);
}
Value connection_get_execution_options(Call& call) {
  return wrap_options(context(call.interp), connection_of(call).get_execution_options());
}
Value engine_get_execution_options(Call& call) {
  return wrap_options(context(call.interp), engine_of(call).get_execution_options());
}
Value connection_default_isolation_level(Call& call) {
  return call.interp.str(connection_of(call).default_isolation_level());
}
Value connection_get_nested(Call& call) {
  auto transaction = connection_of(call).get_nested_transaction();
  return transaction ? wrap_transaction(context(call.interp), *transaction) : Value::none();
}
Value connection_connection(Call& call) {
  return wrap_dbapi(context(call.interp), connection_of(call).driver_connection());
}
Value connection_enter(Call& call) { return call.self; }
Value connection_exit(Call& call) { return connection_of(call).close(), Value::none(); }

const Binding kConnectionRows[] = {
    {"execute", "statement, *multiparams, **params", guard<connection_execute>,
     "{self}.execute({args})"},
    {"scalar", "statement, *multiparams, **params", guard<connection_scalar>,
     "{self}.scalar({args})"},
    {"scalars", "statement, *multiparams, **params", guard<connection_scalars>,
     "{self}.execute({args}).scalars()"},
    {"exec_driver_sql", "statement, parameters=None, execution_options=None",
     guard<connection_exec_driver_sql>, "{self}.exec_driver_sql({args})"},
    {"begin", "", guard<connection_begin>, "{self}.begin()"},
    {"begin_nested", "", guard<connection_begin_nested>, "{self}.begin_nested()"},
    {"close", "", guard<connection_close>, "{self}.close()"},
    {"invalidate", "exception=None", guard<connection_invalidate>, "{self}.invalidate()"},
    {"detach", "", guard<connection_detach>, "{self}.detach()"},
    {"in_transaction", "", guard<connection_in_transaction>, "{self}.in_transaction()"},
    {"in_nested_transaction", "", guard<connection_in_nested>, "{self}.in_nested_transaction()"},
    {"get_transaction", "", guard<connection_get_transaction>, "{self}.get_transaction()"},
    {"execution_options", "**opt", guard<connection_execution_options>,
     "{self}.execution_options({set})"},
    {"get_isolation_level", "", guard<connection_get_isolation_level>,
     "{self}.get_isolation_level()"},
    {"get_execution_options", "", guard<connection_get_execution_options>,
     "{self}.get_execution_options()"},
    {"get_nested_transaction", "", guard<connection_get_nested>, "{self}.get_nested_transaction()"},
    {"default_isolation_level", "", guard<connection_default_isolation_level>,
     "{self}.default_isolation_level()", BindingKind::property},
    {"connection", "", guard<connection_connection>, "{self}.driver_connection()",
     BindingKind::property},
    {"closed", "", guard<connection_closed>, "{self}.closed()", BindingKind::property},
    {"engine", "", guard<connection_engine>, "{self}.engine()", BindingKind::property},
    {"dialect", "", guard<connection_dialect>, "{self}.dialect()", BindingKind::property},
    {"__enter__", "", connection_enter, "{self}"},
    {"__exit__", "type_, value, traceback", guard<connection_exit>, "{self}.close()"},
};

// These two came with 2.0's way of transactions; 1.4 has them on connections of a future engine.
const Binding kFutureConnectionRows[] = {
    {"commit", "", guard<connection_commit>, "{self}.commit()"},
    {"rollback", "", guard<connection_rollback>, "{self}.rollback()"},
};

Type* make_connection_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Connection", "sqlalchemy.engine.base");
  builder.payload<ConnectionData>().abstract();
  add_bindings(builder, kConnectionRows);
  if (owner.profile.future) add_bindings(builder, kFutureConnectionRows);
  return builder
      .slots([](interp::Slots& slots) { slots.getattr_missing = refuse_missing<connection_class>; })
      .build();
}

Type* make_future_connection_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Connection", "sqlalchemy.future.engine");
  builder.base(owner.type("Connection")).abstract();
  add_bindings(builder, kFutureConnectionRows);
  return builder.build();
}

// ---- Transaction --------------------------------------------------------------------------------

orm::Transaction& transaction_of(Call& call) {
  return interp::payload<TransactionData>(call.interp, call.self).transaction;
}
Value transaction_commit(Call& call) { return transaction_of(call).commit(), Value::none(); }
Value transaction_rollback(Call& call) { return transaction_of(call).rollback(), Value::none(); }
Value transaction_close(Call& call) { return transaction_of(call).close(), Value::none(); }
Value transaction_is_active(Call& call) { return Value::boolean(transaction_of(call).is_active()); }
Value transaction_enter(Call& call) {
  transaction_of(call).enter_block();
  return call.self;
}
Value transaction_exit(Call& call) {
  orm::Transaction& transaction = transaction_of(call);
  transaction.leave_block();
  if (call[0].is_none()) {
    if (transaction.is_active()) transaction.commit();
  } else if (transaction.is_active()) {
    transaction.rollback();
  }
  return Value::none();
}

const Binding kTransactionRows[] = {
    {"commit", "", guard<transaction_commit>, "{self}.commit()"},
    {"rollback", "", guard<transaction_rollback>, "{self}.rollback()"},
    {"close", "", guard<transaction_close>, "{self}.close()"},
    {"is_active", "", guard<transaction_is_active>, "{self}.is_active()", BindingKind::property},
    {"__enter__", "", guard<transaction_enter>, "{self}"},
    {"__exit__", "type_, value, traceback", guard<transaction_exit>, "{self}"},
};

Type* make_transaction_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "RootTransaction", "sqlalchemy.engine.base");
  builder.payload<TransactionData>().abstract();
  add_bindings(builder, kTransactionRows);
  return builder.build();
}

Type* make_nested_transaction_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "NestedTransaction", "sqlalchemy.engine.base");
  builder.payload<TransactionData>().abstract();
  add_bindings(builder, kTransactionRows);
  return builder.build();
}

const Binding kEngineFunctionRows[] = {
    {"create_engine", "url, **kwargs", guard<create_engine_function>, "orm::create_engine({args})",
     BindingKind::function},
};

}  // namespace

Value wrap_engine(Context& owner, const orm::Engine& engine) {
  return owner.unique(engine.state().get(),
                      [&] { return owner.make<EngineData>("Engine", engine); });
}

Value wrap_connection(Context& owner, const orm::Connection& connection) {
  bool future = connection.profile().future && !owner.profile.future;
  return owner.make<ConnectionData>(future ? "FutureConnection" : "Connection", connection);
}

orm::Bind* find_bind(const Value& value) {
  if (auto* engine = interp::try_payload<EngineData>(value)) return &engine->engine;
  if (auto* connection = interp::try_payload<ConnectionData>(value)) {
    return &connection->connection;
  }
  if (auto* mock = interp::try_payload<MockData>(value)) return mock->bind.get();
  return nullptr;
}

void add_engine_types(TypeTable& table) {
  table.emplace_back("Engine", make_engine_type);
  table.emplace_back("_EngineBegin", make_begin_type);
  table.emplace_back("Connection", make_connection_type);
  table.emplace_back("FutureConnection", make_future_connection_type);
  table.emplace_back("RootTransaction", make_transaction_type);
  table.emplace_back("NestedTransaction", make_nested_transaction_type);
}

std::vector<BindingTable> engine_tables() {
  return {{"sqlalchemy", "Engine", kEngineRows, std::size(kEngineRows)},
          {"sqlalchemy", "Engine", kLegacyEngineRows, std::size(kLegacyEngineRows)},
          {"sqlalchemy", "Connection", kConnectionRows, std::size(kConnectionRows)},
          {"sqlalchemy", "Connection", kFutureConnectionRows, std::size(kFutureConnectionRows)},
          {"sqlalchemy", "Transaction", kTransactionRows, std::size(kTransactionRows)},
          {"sqlalchemy", nullptr, kEngineFunctionRows, std::size(kEngineFunctionRows)}};
}

}  // namespace lessonrun::bind
