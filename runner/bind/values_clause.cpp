// VALUES as a FROM object of Python.
#include "orm/orm_error.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Type;
using interp::Value;

namespace {

orm::Name first_name(Call& call) {
  return call.given(0) ? to_name(context(call.interp), call[0]) : orm::Name();
}

Value values_data(Call& call) {
  Context& owner = context(call.interp);
  std::vector<std::vector<orm::Operand>> rows;
  for (const Value& row : call.interp.to_vector(call[0])) {
    std::vector<orm::Operand> operands;
    for (const Value& item : call.interp.to_vector(row))
      operands.push_back(to_operand(owner, item));
    rows.push_back(std::move(operands));
  }
  return wrapped(call, self_as<orm::Values>(call).data(std::move(rows)));
}

Value values_alias(Call& call) {
  if (!context(call.interp).profile.insertmanyvalues && call[0].is_none()) {
    call.interp.raise("TypeError", "Values.alias() missing 1 required positional argument: 'name'");
  }
  return wrapped(call, self_as<orm::Values>(call).named_as(first_name(call)));
}

Value values_lateral(Call& call) {
  auto copy = orm::make_ref<orm::Values>(self_as<orm::Values>(call));
  if (call.given(0) && !call[0].is_none()) copy->name_ = first_name(call);
  copy->aliased = true;
  copy->lateral = true;
  return wrapped(call, copy);
}

Value values_cte(Call& call) {
  auto made = orm::make_ref<orm::Alias>(orm::NodeKind::cte, self_as<orm::Values>(call).ref(),
                                        first_name(call));
  made->recursive = call.interp.truth(call[1]);
  made->nesting = call.interp.truth(call[2]);
  return wrapped(call, made);
}

Value values_add_cte(Call& call) {
  auto copy = orm::make_ref<orm::Values>(self_as<orm::Values>(call));
  auto& list = nests_here(call) ? copy->nested_ctes : copy->independent_ctes;
  for (const Value& item : items(call[0])) {
    list.emplace_back(static_cast<orm::Alias*>(to_from(context(call.interp), item).get()));
  }
  return wrapped(call, copy);
}

const Binding kValuesCteRows[] = {
    {"add_cte", "*ctes, nest_here=False", guard<values_add_cte>,
     "!write add_cte() of the statement around it"},
};

const Binding kValuesRows[] = {
    {"cte", "name=None, recursive=False, nesting=False", guard<values_cte>,
     "!write a CTE of a select()"},
    {"data", "values", guard<values_data>, "{self}.data({values})"},
    {"alias", "name=None, flat=False", guard<values_alias>, "{self}.alias({name})"},
    {"lateral", "name=None", guard<values_lateral>, "{self}.lateral"},
};

orm::Ref<orm::Values> new_values(Call& call) {
  Context& owner = context(call.interp);
  std::vector<orm::Ref<orm::ColumnClause>> columns;
  for (const Value& item : items(call[0])) {
    orm::ClauseRef clause = find_clause(owner, item);
    if (clause == nullptr || clause->kind() != orm::NodeKind::column) {
      raise_error(owner, orm::ArgumentError::cls, "column() objects expected in values()");
    }
    columns.emplace_back(static_cast<orm::ColumnClause*>(clause.get()));
  }
  auto made = orm::make_ref<orm::Values>(std::move(columns),
                                         to_name(context(call.interp), call.arg("name")));
  made->literal_binds = call.interp.truth(call.arg("literal_binds"));
  return made;
}

// Values(...), the class.
Value values_init(Call& call) {
  interp::payload<ClauseData>(call.interp, call.self).clause = new_values(call);
  return Value::none();
}

}  // namespace

Value values_function(Call& call) { return wrapped(call, new_values(call)); }

Type* make_values_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Values", "sqlalchemy.sql.selectable");
  builder.base(owner.type("FromClause"));
  add_bindings(builder, kValuesRows);
  if (owner.profile.typed_names) add_bindings(builder, kValuesCteRows);
  return builder.init("*columns, name=None, literal_binds=False", guard<values_init>).build();
}

BindingTable values_table() {
  return {"sqlalchemy", "Values", kValuesRows, std::size(kValuesRows)};
}

}  // namespace lessonrun::bind
