// create_engine() and Engine as Python objects; connections are in connection.cpp.
#include "orm/engine.h"

#include "orm/orm_error.h"
#include "orm/url.h"
#include "runner/bind/bound.h"
#include "runner/bind/connection.h"
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

// json.dumps(), json.loads() or the lesson's own.
void set_json_function(Context& owner, orm::EngineParts& parts, const std::string& name,
                       const Value& function) {
  Context* held = &owner;
  if (name == "json_serializer") {
    parts.json_serializer = [held, function](const orm::Value& value) {
      return held->interp.str_of(held->interp.call(function, {from_orm(*held, value)}));
    };
  } else {
    parts.json_deserializer = [held, function](std::string_view text) {
      return to_orm(*held, held->interp.call(function, {held->interp.str(text)}));
    };
  }
}

// `?plugin=name` in a URL: there are none.
void refuse_plugins(Context& owner, const orm::Url& url) {
  for (const auto& [key, values] : url.query) {
    if (key != "plugin" || values.empty()) continue;
    raise_error(owner, orm::NoSuchModuleError::cls,
                "Can't load plugin: sqlalchemy.plugins:" + values.front());
  }
}

// 1.x: create_engine(url, strategy="mock", executor=f).
Value mock_engine(Call& call) {
  Context& owner = context(call.interp);
  if (!owner.profile.connectionless) return {};
  Value strategy, executor;
  for (auto& [name, value] : dict_items(owner, call[1])) {
    if (name == "strategy") strategy = value;
    if (name == "executor") executor = value;
  }
  if (!strategy || !strategy.is(Kind::kStr) || call.interp.text(strategy) != "mock") return {};
  Value make = call.interp.getattr(call.interp.modules().import("sqlalchemy.engine.mock"),
                                   "create_mock_engine");
  return call.interp.call(make, {call[0], executor ? executor : Value::none()});
}

Value create_engine_function(Call& call) {
  Context& owner = context(call.interp);
  if (owner.profile.connectionless && !call[0].is(Kind::kStr) && !is_url(call[0])) {
    call.interp.raise("AttributeError", "'" + call.interp.type_name(call[0]) +
                                            "' object has no attribute '_instantiate_plugins'");
  }
  if (Value mock = mock_engine(call)) return mock;
  orm::Url url = to_url(owner, call[0]);
  orm::EngineOptions options;
  options.profile = &owner.profile;
  options.quiet_drop = true;
  orm::EngineParts parts;
  parts.log = owner.log;
  parts.hooks = compile_hooks(owner);
  parts.clock = owner.options.clock;
  parts.driver = owner.options.driver;
  // The function of sqlalchemy.future has data of its own.
  if (call.data != nullptr && owner.profile == orm::profile_1_4) {
    options.profile = &orm::profile_1_4_future;
  }
  std::vector<std::string> unknown;
  for (auto& [name, value] : dict_items(owner, call[1])) {
    if (name == "future") {
      if (call.interp.truth(value) && owner.profile == orm::profile_1_4) {
        options.profile = &orm::profile_1_4_future;
      }
      continue;
    }
    if (name == "json_serializer" || name == "json_deserializer") {
      if (!value.is_none()) set_json_function(owner, parts, name, value);
      continue;
    }
    if (name == "creator" || name == "module" || name == "plugins" || name == "pool") {
      orm::require_driver(url, *options.profile);
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
  refuse_plugins(owner, url);
  if (!unknown.empty()) orm::require_driver(url, *options.profile);
  if (!unknown.empty()) orm::throw_unknown_engine_options(unknown, url, options);
  if (!owner.options.url.empty() && url.backend_name() == "sqlite") {
    url = orm::make_url(owner.options.url, owner.profile);
  }
  orm::Engine engine = orm::create_engine(url, std::move(options), parts);
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

Value engine_execution_options(Call& call) {
  Context& owner = context(call.interp);
  return wrap_engine(owner, engine_of(call).execution_options(to_options(owner, call[0])));
}

Value engine_get_execution_options(Call& call);

Value engine_get_execution_options(Call& call) {
  return wrap_options(context(call.interp), engine_of(call).get_execution_options());
}
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

Value engine_execute(Call& call) {
  Context& owner = context(call.interp);
  return wrap_result(owner, execute_once(owner, engine_of(call), call[0], items(call[1]), call[2]));
}

Value engine_scalar(Call& call) { return call.interp.call_method(engine_execute(call), "scalar"); }

// engine.run_callable(f, ..) calls f with a connection; transaction(f, ..) begins one as well.
template <bool Begins>
Value engine_run(Call& call) {
  Context& owner = context(call.interp);
  orm::Connection connection = engine_of(call).connect();
  orm::Transaction transaction;
  if (Begins) transaction = connection.begin();
  std::vector<Value> given = {wrap_connection(owner, connection)};
  for (const Value& item : items(call[1])) given.push_back(item);
  std::vector<std::pair<std::string_view, Value>> keywords;
  const std::vector<std::pair<std::string, Value>> named = dict_items(owner, call[2]);
  keywords.reserve(named.size());
  for (const auto& [name, value] : named) keywords.emplace_back(name, value);
  Value result;
  try {
    result = call.interp.call(call[0], given, keywords);
  } catch (...) {
    if (Begins) transaction.rollback();
    connection.close();
    throw;
  }
  if (Begins) transaction.commit();
  connection.close();
  return result;
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
    {"scalar", "statement, *multiparams, **params", guard<engine_scalar>,
     "{self}.execute({args}).scalar()"},
    {"run_callable", "callable_, *args, **kwargs", guard<engine_run<false>>,
     "!a C++ program calls the function with {self}.connect()"},
    {"transaction", "callable_, *args, **kwargs", guard<engine_run<true>>,
     "!a C++ program calls the function with {self}.begin()"},
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

// What a future engine of 1.4 does not do.
Value not_of_future(Call& call) {
  call.interp.raise("NotImplementedError", "This method is not implemented for SQLAlchemy 2.0.");
}

Type* make_future_engine_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Engine", "sqlalchemy.future.engine");
  builder.base(owner.type("Engine")).abstract();
  for (const Binding& row : kLegacyEngineRows) {
    builder.method(row.name, "*arg, **kw", not_of_future);
  }
  return builder.build();
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

const Binding kEngineFunctionRows[] = {
    {"create_engine", "url, **kwargs", guard<create_engine_function>, "orm::create_engine({args})",
     BindingKind::function},
};

}  // namespace

Value wrap_engine(Context& owner, const orm::Engine& engine) {
  const bool future = engine.profile().future && !owner.profile.future;
  return owner.unique(&engine.state(), [&] {
    return owner.make<EngineData>(future ? "FutureEngine" : "Engine", engine);
  });
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
  table.emplace_back("FutureEngine", make_future_engine_type);
  table.emplace_back("_EngineBegin", make_begin_type);
}

std::vector<BindingTable> engine_tables() {
  return {{"sqlalchemy", "Engine", kEngineRows, std::size(kEngineRows)},
          {"sqlalchemy", "Engine", kLegacyEngineRows, std::size(kLegacyEngineRows)},
          {"sqlalchemy", nullptr, kEngineFunctionRows, std::size(kEngineFunctionRows)}};
}

}  // namespace lessonrun::bind
