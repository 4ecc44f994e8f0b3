// Connection and Transaction as Python objects, and what execute() takes.
#include "runner/bind/connection.h"

#include "orm/orm_error.h"
#include "runner/bind/dbapi.h"
#include "runner/bind/dialects.h"
#include "runner/bind/refusal.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

const char* connection_class() { return "Connection"; }

struct TransactionData : interp::Payload {
  explicit TransactionData(orm::Transaction held = {}) : transaction(std::move(held)) {}
  void clear_references() noexcept override { transaction = {}; }
  orm::Transaction transaction;
};

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
  // execute(sql, [set, ...]) and, in 1.x, execute(sql, set, set).
  const bool is_list = given.size() == 1 && given[0].is(Kind::kList);
  const std::vector<Value> sets = is_list ? interp.to_vector(given[0]) : given;
  if (!sets.empty() && sets[0].is(Kind::kDict)) {
    std::vector<orm::ParameterSet> named;
    named.reserve(sets.size());
    for (const Value& set : sets) named.push_back(to_parameters(owner, set));
    return connection.exec_driver_sql(sql, named, is_list);
  }
  if (is_list) {
    std::vector<std::vector<orm::Value>> rows;
    rows.reserve(sets.size());
    for (const Value& row : sets) rows.push_back(row_of(row));
    return connection.exec_driver_sql(sql, rows, rows.size() > 1, true);
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

orm::Value to_schema_map(Context& owner, const Value& dict) {
  std::vector<orm::Value> pairs;
  for (const Value& key : owner.interp.to_vector(dict)) {
    std::vector<orm::Value> pair = {to_orm(owner, key),
                                    to_orm(owner, owner.interp.getitem(dict, key))};
    pairs.push_back(orm::Value::list(std::move(pair)));
  }
  return orm::Value::list(std::move(pairs));
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

namespace {

// A table and the like, of which a SELECT has to be made first.
bool is_named_from(const orm::ClauseElement& clause) {
  switch (clause.kind()) {
    case orm::NodeKind::table:
    case orm::NodeKind::join:
    case orm::NodeKind::alias:
    case orm::NodeKind::subquery:
    case orm::NodeKind::cte:
      return true;
    default:
      return false;
  }
}

// What 1.x says of a list that holds no dicts: it takes the keys of whatever stands there.
void check_shape(Context& owner, const orm::ClauseElement& clause, const Value& given) {
  if (owner.profile.future || given.is(Kind::kDict) || given.is_none()) return;
  Interpreter& interp = owner.interp;
  const bool list = given.is(Kind::kList) || given.is(Kind::kTuple);
  if (!list && (given.is_object() && !given.is(Kind::kStr))) return;
  std::vector<Value> sets = list ? interp.to_vector(given) : std::vector<Value>{given};
  if (sets.empty()) return;
  Value set = sets[0];
  if (set.is(Kind::kDict) || interp.find_attr(set, "keys")) return;
  const bool nested = set.is(Kind::kList) || set.is(Kind::kTuple);
  if (owner.profile.select_list_style) {
    const bool tuple = nested ? set.is(Kind::kTuple) : given.is(Kind::kTuple);
    interp.raise("AttributeError", std::string("'") + (tuple ? "tuple" : "list") +
                                       "' object has no attribute 'keys'");
  }
  if (nested) {
    std::vector<Value> values = interp.to_vector(set);
    if (values.empty()) return;
    set = values[0];
  }
  if (set.is(Kind::kStr)) return;
  if (clause.kind() == orm::NodeKind::insert || clause.kind() == orm::NodeKind::update) {
    raise_error(
        owner, orm::ArgumentError::cls,
        "SET/VALUES column expression or string key expected, got " + interp.repr(set) + ".");
  }
}

}  // namespace

orm::Result execute_on(Context& owner, orm::Connection& connection, const Value& statement,
                       const std::vector<Value>& given, const Value& keywords) {
  Interpreter& interp = owner.interp;
  if (statement.is(Kind::kStr) && owner.profile.connectionless && !connection.profile().future) {
    return execute_string(owner, connection, std::string(interp.text(statement)), given, keywords);
  }
  // 2.0 looks at the parameters first.
  if (connection.profile().future && given.size() == 1) to_parameter_sets(owner, given[0]);
  orm::ClauseRef clause = find_clause(owner, statement);
  if (clause == nullptr || clause->kind() == orm::NodeKind::entity || is_named_from(*clause)) {
    raise_error(owner, orm::ObjectNotExecutableError::cls,
                "Not an executable object: " + interp.repr(statement));
  }
  orm::ExecuteOptions how;
  std::vector<orm::ParameterSet> parameters;
  if (given.size() == 1) {
    check_shape(owner, *clause, given[0]);
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

// ---- Connection ---------------------------------------------------------------------------------

orm::Connection& connection_of(Call& call) {
  return interp::payload<ConnectionData>(call.interp, call.self).connection;
}

Value wrap_transaction(Context& owner, const orm::Transaction& transaction) {
  return owner.unique(transaction.state().get(), [&] {
    return owner.make<TransactionData>(
        transaction.nested() ? "NestedTransaction" : "RootTransaction", transaction);
  });
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
Value connection_invalidated(Call& call) {
  return Value::boolean(connection_of(call).invalidated());
}
Value connection_info_of(Call& call) {
  return connection_info(context(call.interp), connection_of(call).driver_connection());
}
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
Value connection_get_execution_options(Call& call) {
  return wrap_options(context(call.interp), connection_of(call).get_execution_options());
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
    {"invalidated", "", guard<connection_invalidated>, "{self}.invalidated()",
     BindingKind::property},
    {"info", "", guard<connection_info_of>, "!a C++ program keeps its own notes",
     BindingKind::property},
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

// What isinstance() and annotations name.
Type* make_any_transaction_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "Transaction", "sqlalchemy.engine.base")
      .abstract()
      .build();
}

Type* make_transaction_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "RootTransaction", "sqlalchemy.engine.base");
  builder.base(owner.type("Transaction")).payload<TransactionData>().abstract();
  add_bindings(builder, kTransactionRows);
  return builder.build();
}

Type* make_nested_transaction_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "NestedTransaction", "sqlalchemy.engine.base");
  builder.base(owner.type("Transaction")).payload<TransactionData>().abstract();
  add_bindings(builder, kTransactionRows);
  return builder.build();
}

}  // namespace

Value wrap_connection(Context& owner, const orm::Connection& connection) {
  bool future = connection.profile().future && !owner.profile.future;
  return owner.make<ConnectionData>(future ? "FutureConnection" : "Connection", connection);
}

void add_connection_types(TypeTable& table) {
  table.emplace_back("Connection", make_connection_type);
  table.emplace_back("FutureConnection", make_future_connection_type);
  table.emplace_back("Transaction", make_any_transaction_type);
  table.emplace_back("RootTransaction", make_transaction_type);
  table.emplace_back("NestedTransaction", make_nested_transaction_type);
}

std::vector<BindingTable> connection_tables() {
  return {{"sqlalchemy", "Connection", kConnectionRows, std::size(kConnectionRows)},
          {"sqlalchemy", "Connection", kFutureConnectionRows, std::size(kFutureConnectionRows)},
          {"sqlalchemy", "Transaction", kTransactionRows, std::size(kTransactionRows)}};
}

}  // namespace lessonrun::bind
