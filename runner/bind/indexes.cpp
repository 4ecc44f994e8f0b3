// Indexes as Python objects.
#include "orm/orm_error.h"
#include "runner/bind/bound.h"
#include "runner/bind/dialect_options.h"
#include "runner/bind/schema.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

Value index_init(Call& call) {
  Context& owner = context(call.interp);
  orm::Name name = to_name(owner, call[0], call.arg("quote"));
  orm::Operands expressions;
  for (const Value& item : items(call[1])) {
    orm::Operand operand = to_operand(owner, item);
    if (operand.clause == nullptr && !item.is(interp::Kind::kStr) && !item.is_none()) {
      raise_error(
          owner, orm::ArgumentError::cls,
          owner.profile.plain_role_errors
              ? "Element " + call.interp.repr(item) + " is not a string name or column element"
              : "String column name or column expression for DDL constraint expected, got " +
                    call.interp.repr(item) + ".");
    }
    expressions.push_back(std::move(operand));
  }
  auto index = orm::make_ref<orm::Index>(name, std::move(expressions),
                                         call.interp.truth(call.arg("unique")));
  for (auto& [option, value] : dict_items(owner, call.arg("kwargs"))) {
    if (option == "info" && !value.is_none()) {
      index->info = orm::make_ref<PythonObject>(call.interp, value);
    }
    if (option == "info" || option == "_column_flag") continue;
    check_dialect_option(owner, "Index", option);
    index->dialect_options.emplace_back(option, option_operand(owner, value));
  }
  // Columns that are in a table already take the index with them.
  orm::Table* table = nullptr;
  for (const orm::Operand& operand : index->given) {
    if (operand.clause == nullptr) continue;
    orm::traverse(*operand.clause, [&](orm::ClauseElement& node) {
      if (node.kind() == orm::NodeKind::column &&
          static_cast<orm::ColumnClause&>(node).is_schema_column() && table == nullptr) {
        table = static_cast<orm::Column&>(node).schema_table();
      }
      return true;
    });
  }
  if (table != nullptr) table->append(orm::TableItem(index));
  owner.unique(index.get(), [&] { return call.self; });
  interp::payload<IndexData>(call.interp, call.self).index = index;
  return Value::none();
}

std::string index_repr(Interpreter& interp, const Value& self) {
  return interp::payload<IndexData>(interp, self).index->repr();
}

Value index_name(Call& call) {
  return call.interp.str(interp::payload<IndexData>(call.interp, call.self).index->ddl_name());
}

const orm::Index& index_of(Call& call) {
  return *interp::payload<IndexData>(call.interp, call.self).index;
}
Value index_unique(Call& call) { return Value::boolean(index_of(call).unique); }
Value index_table(Call& call) {
  orm::Table* table = index_of(call).table;
  return table == nullptr ? Value::none() : wrap(context(call.interp), table->table_ref());
}
Value index_columns(Call& call) {
  std::vector<Value> columns;
  for (orm::Column* column : index_of(call).columns) {
    columns.push_back(wrap(context(call.interp), column->column_ref()));
  }
  return wrap_column_list(context(call.interp), std::move(columns));
}
Value index_expressions(Call& call) {
  std::vector<Value> made;
  for (const orm::ColumnRef& expression : index_of(call).expressions) {
    made.push_back(wrap(context(call.interp), expression));
  }
  return call.interp.list(std::move(made));
}

Value index_info(Call& call) {
  return info_dict(context(call.interp),
                   interp::payload<IndexData>(call.interp, call.self).index->info);
}
Value index_kwargs(Call& call) {
  return dialect_options_of(context(call.interp), index_of(call).dialect_options);
}

orm::Bind& index_bind(Call& call) {
  const orm::Index& index = *interp::payload<IndexData>(call.interp, call.self).index;
  const orm::Table* table = index.table;
  if (table == nullptr) return bind_argument(call, call[0]);
  return bind_argument(
      call, call[0], table->metadata(),
      "Index object " + call.interp.repr(call.interp.str(std::string(index.name))));
}

Value index_create(Call& call) {
  interp::payload<IndexData>(call.interp, call.self)
      .index->create(index_bind(call), call.interp.truth(call[1]));
  return context(call.interp).profile.connectionless ? call.self : Value::none();
}

Value index_drop(Call& call) {
  interp::payload<IndexData>(call.interp, call.self)
      .index->drop(index_bind(call), call.interp.truth(call[1]));
  return Value::none();
}

}  // namespace

Type* make_index_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Index", "sqlalchemy.sql.schema");
  if (owner.profile.ddl_conditions) {
    builder.method("ddl_if", "dialect=None, callable_=None, state=None", guard<index_ddl_if>);
  }
  return builder.payload<IndexData>()
      .init("name, *expressions, unique=False, quote=None, **kwargs", guard<index_init>)
      .property("name", guard<index_name>)
      .property("unique", guard<index_unique>)
      .property("table", guard<index_table>)
      .property("columns", guard<index_columns>)
      .property("expressions", guard<index_expressions>)
      .property("info", guard<index_info>)
      .property("kwargs", guard<index_kwargs>)
      .property("dialect_kwargs", guard<index_kwargs>)
      .method("create", "bind=None, checkfirst=False", guard<index_create>)
      .method("drop", "bind=None, checkfirst=False", guard<index_drop>)
      .slots([](interp::Slots& slots) { slots.repr = guard<index_repr>; })
      .build();
}

}  // namespace lessonrun::bind
