// Connection and Transaction as Python objects.
#include "runner/bind/connection.h"

#include "orm/orm_error.h"
#include "runner/bind/dbapi.h"
#include "runner/bind/dialects.h"
#include "runner/bind/legacy.h"
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

// ---- Connection ---------------------------------------------------------------------------------

orm::Connection& connection_of(Call& call) {
  return interp::payload<ConnectionData>(call.interp, call.self).connection;
}

Value wrap_transaction(Context& owner, const orm::Transaction& transaction) {
  return owner.unique(transaction.state().base(), [&] {
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

// A future engine's execute(statement, parameters, execution_options).
orm::Result execute_of_future(Call& call) {
  Context& owner = context(call.interp);
  std::vector<Value> given;
  if (!call[1].is_none()) given.push_back(call[1]);
  const Value keywords = call.interp.dict();
  if (!call[2].is_none()) {
    call.interp.setitem(keywords, call.interp.str("execution_options"), call[2]);
  }
  return execute_on(owner, connection_of(call), call[0], given, keywords);
}
Value future_execute(Call& call) {
  return wrap_result(context(call.interp), execute_of_future(call));
}
Value future_scalar(Call& call) {
  return from_orm(context(call.interp), execute_of_future(call).scalar());
}
Value future_scalars(Call& call) {
  return wrap_scalars(context(call.interp), execute_of_future(call).columns({0}));
}

Value connection_exec_driver_sql(Call& call) {
  Context& owner = context(call.interp);
  std::vector<Value> given;
  if (!call[1].is_none()) given.push_back(call[1]);
  return wrap_result(owner, execute_string(owner, connection_of(call), std::string(call.text(0)),
                                           given, Value::none()));
}

Value connection_begin(Call& call) {
  if (!connection_of(call).profile().future && connection_of(call).in_transaction()) {
    warn_removed_in_20(
        context(call.interp),
        "Calling .begin() when a transaction is already begun, creating a 'sub' transaction, is "
        "deprecated and will be removed in 2.0.  See the documentation section 'Migrating from "
        "the nesting pattern' for background on how to migrate from this pattern.");
  }
  return wrap_transaction(context(call.interp), connection_of(call).begin());
}

Value connection_begin_nested(Call& call) {
  if (!connection_of(call).profile().future && !connection_of(call).in_transaction()) {
    warn_removed_in_20(
        context(call.interp),
        "Calling Connection.begin_nested() in 2.0 style use will return a NestedTransaction "
        "(SAVEPOINT) in all cases, that will not commit the outer transaction.  For code that is "
        "cross-compatible between 1.x and 2.0 style use, ensure Connection.begin() is called "
        "before calling Connection.begin_nested().");
  }
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
  if (changed.profile().future) return call.self;
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

// 1.4 alone: what a future engine's connection takes otherwise.
const Binding kFutureExecuteRows[] = {
    {"execute", "statement, parameters=None, execution_options=None", guard<future_execute>,
     "{self}.execute({args})"},
    {"scalar", "statement, parameters=None, execution_options=None", guard<future_scalar>,
     "{self}.scalar({args})"},
    {"scalars", "statement, parameters=None, execution_options=None", guard<future_scalars>,
     "{self}.execute({args}).scalars()"},
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
  add_bindings(builder, kFutureExecuteRows);
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
