// "Bound metadata" of SQLAlchemy 1.x: a MetaData knows its engine, and with it every table and
// every statement over such a table, so that `users.select().execute()` needs no connection.
// SQLAlchemy calls this connectionless or implicit execution; 2.0 has neither.
#include "runner/bind/bound.h"

#include "orm/dml.h"
#include "orm/orm_error.h"
#include "orm/result_functions.h"
#include "runner/bind/legacy.h"
#include "runner/bind/schema.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Kind;
using interp::Value;

namespace {

const orm::Table* as_schema_table(const orm::ClauseElement* element) {
  if (element == nullptr || element->kind() != orm::NodeKind::table) return nullptr;
  const auto& table = static_cast<const orm::TableClause&>(*element);
  return table.is_schema_table() ? static_cast<const orm::Table*>(&table) : nullptr;
}

[[noreturn]] void raise_unbound(Context& owner, const std::string& item) {
  raise_error(owner, orm::UnboundExecutionError::cls,
              item +
                  " is not bound to an Engine or Connection.  Execution can not proceed without a "
                  "database to execute against.");
}

// What the error calls a statement: in 1.3 its `description`, which is that of the SELECT which a
// function is executed as, and None for what is no FROM object.
std::string label_of(Context& owner, const Value& statement) {
  const std::string name = owner.interp.type_of(statement)->name;
  const orm::ClauseRef clause = find_clause(owner, statement);
  const bool is_column = orm::as_column(clause.get()) != nullptr;
  const bool is_text = clause->kind() == orm::NodeKind::text;
  std::string label = is_column && !is_text ? "Select" : name;
  if (owner.profile.stmt_cache) return label;
  const bool is_select =
      clause->kind() >= orm::NodeKind::select && clause->kind() <= orm::NodeKind::text_select;
  return is_select || label == "Select" ? label + " object" : "None";
}

orm::Result execute_bound(Call& call) {
  Context& owner = context(call.interp);
  const Value bind = statement_bind(owner, call.self);
  orm::Bind* found = find_bind(bind);
  if (auto* engine = dynamic_cast<orm::Engine*>(found)) {
    if (engine->profile().future) {
      call.interp.raise("NotImplementedError",
                        "This method is not implemented for SQLAlchemy 2.0.");
    }
    return execute_once(owner, *engine, call.self, items(call[0]), call[1]);
  }
  if (auto* connection = dynamic_cast<orm::Connection*>(found)) {
    return execute_on(owner, *connection, call.self, items(call[0]), call[1]);
  }
  raise_error(owner, orm::UnboundExecutionError::cls,
              "This " + label_of(owner, call.self) +
                  " is not directly bound to a Connection or Engine. Use the .execute() method of "
                  "a Connection or Engine to execute this construct.");
}

Value execute(Call& call) { return wrap_result(context(call.interp), execute_bound(call)); }

Value scalar(Call& call) { return call.interp.call_method(execute(call), "scalar"); }

const Binding kBoundRows[] = {
    {"execute", "*multiparams, **params", guard<execute>, "engine.execute({self})"},
    {"scalar", "*multiparams, **params", guard<scalar>, "engine.execute({self}).scalar()"},
};

}  // namespace

Value metadata_bind(const orm::MetaData& metadata) {
  const auto* held = dynamic_cast<const PythonObject*>(metadata.bound_engine.get());
  return held == nullptr ? Value::none() : held->value;
}

Value tables_bind(const orm::ClauseElement& clause) {
  Value found = Value::none();
  auto look_at = [&](const orm::ClauseElement& element) {
    const orm::ClauseElement* at = &element;
    if (element.kind() == orm::NodeKind::column) {
      at = static_cast<const orm::ColumnClause&>(element).table;
    }
    if (element.kind() == orm::NodeKind::entity) {
      at = &static_cast<const orm::EntityElement&>(element).mapper->local_table();
    }
    const orm::Table* table = as_schema_table(at);
    if (table != nullptr && found.is_none()) found = metadata_bind(table->metadata());
    return found.is_none();
  };
  if (const auto* dml = dynamic_cast<const orm::DmlBase*>(&clause)) look_at(*dml->target);
  orm::traverse(clause, look_at);
  return found;
}

void set_metadata_bind(Context& owner, orm::MetaData& metadata, const Value& bind) {
  if (bind.is_none()) {
    metadata.bound_engine = nullptr;
    return;
  }
  Value engine = bind;
  if (find_bind(bind) == nullptr) {
    const Value module = owner.interp.modules().import("sqlalchemy");
    engine = owner.interp.call(owner.interp.getattr(module, "create_engine"), {bind});
  }
  metadata.bound_engine = orm::make_ref<PythonObject>(owner.interp, std::move(engine));
}

Value statement_bind(Context& owner, const Value& statement) {
  if (const auto* data = interp::try_payload<ClauseData>(statement)) {
    if (data->bind && !data->bind.is_none()) return data->bind;
  }
  const orm::ClauseRef clause = find_clause(owner, statement);
  return clause == nullptr ? Value::none() : tables_bind(*clause);
}

orm::Bind& bind_argument(Call& call, const Value& value, const orm::MetaData& metadata,
                         const std::string& item) {
  Context& owner = context(call.interp);
  if (!owner.profile.connectionless || (value && !value.is_none())) {
    return bind_argument(call, value);
  }
  warn_of_missing_bind(owner);
  orm::Bind* bind = find_bind(metadata_bind(metadata));
  if (bind == nullptr) raise_unbound(owner, item);
  return *bind;
}

void add_bound_execution(Context& owner, interp::TypeBuilder& builder) {
  if (owner.profile.connectionless) add_bindings(builder, kBoundRows);
}

std::vector<BindingTable> bound_tables() {
  std::vector<BindingTable> tables;
  for (const char* cls : {"Select", "CompoundSelect", "TextualSelect", "Insert", "Update", "Delete",
                          "TextClause", "FunctionElement", "Function"}) {
    tables.push_back({"sqlalchemy", cls, kBoundRows, std::size(kBoundRows)});
  }
  return tables;
}

orm::Result execute_once(Context& owner, const orm::Engine& engine, const Value& statement,
                         const std::vector<Value>& given, const Value& keywords) {
  orm::Connection connection = engine.connect();
  orm::Result result = execute_on(owner, connection, statement, given, keywords);
  if (result.returns_rows()) {
    on_close(result, [connection]() mutable { connection.close(); });
  } else {
    connection.close();
  }
  return result;
}

}  // namespace lessonrun::bind
