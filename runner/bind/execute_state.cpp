// ORMExecuteState: a statement on its way through a session, as do_orm_execute sees it. The object
// is only of use while the event runs.
#include <algorithm>

#include "orm/dml.h"
#include "orm/session.h"
#include "runner/bind/instances.h"
#include "runner/bind/orm_events.h"
#include "runner/bind/refusal.h"
#include "runner/bind/session.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Type;
using interp::Value;

namespace {

struct ExecuteStateData : interp::Payload {
  explicit ExecuteStateData(orm::OrmExecution* given = nullptr, Value of = {})
      : execution(given), session(std::move(of)) {}
  void clear_references() noexcept override { session.reset(); }
  orm::OrmExecution* execution;  ///< null once the event is over
  Value session;
};

orm::OrmExecution& execution_of(Call& call) {
  auto& data = interp::payload<ExecuteStateData>(call.interp, call.self);
  if (data.execution == nullptr) {
    call.interp.unsupported("ORMExecuteState after its event",
                            "ORMExecuteState is only there while do_orm_execute runs");
  }
  return *data.execution;
}

Value state_statement(Call& call) {
  return wrap(context(call.interp), execution_of(call).statement);
}
Value state_set_statement(Call& call) {
  orm::ClauseRef clause = find_clause(context(call.interp), call[0]);
  if (clause == nullptr) call.interp.raise("TypeError", "a statement is expected");
  execution_of(call).statement = clause;
  return Value::none();
}
Value state_session(Call& call) {
  return interp::payload<ExecuteStateData>(call.interp, call.self).session;
}
Value state_parameters(Call& call) {
  Context& owner = context(call.interp);
  const auto& sets = execution_of(call).parameters;
  auto dict_of = [&](const orm::ParameterSet& set) {
    Value dict = call.interp.dict();
    for (const auto& [name, value] : set) {
      call.interp.setitem(dict, call.interp.str(name), from_orm(owner, value));
    }
    return dict;
  };
  if (sets.empty()) return Value::none();
  if (sets.size() == 1) return dict_of(sets[0]);
  std::vector<Value> list;
  list.reserve(sets.size());
  for (const auto& set : sets) list.push_back(dict_of(set));
  return call.interp.list(std::move(list));
}

orm::NodeKind kind_of(Call& call) { return execution_of(call).statement->kind(); }
Value state_is_select(Call& call) {
  orm::NodeKind kind = kind_of(call);
  return Value::boolean(kind == orm::NodeKind::select || kind == orm::NodeKind::compound);
}
Value state_is_insert(Call& call) { return Value::boolean(kind_of(call) == orm::NodeKind::insert); }
Value state_is_update(Call& call) { return Value::boolean(kind_of(call) == orm::NodeKind::update); }
Value state_is_delete(Call& call) {
  return Value::boolean(kind_of(call) == orm::NodeKind::delete_);
}
Value state_is_orm(Call& call) { return Value::boolean(execution_of(call).is_orm); }
Value state_is_column_load(Call& call) { return Value::boolean(execution_of(call).is_column_load); }
Value state_is_relationship_load(Call& call) {
  return Value::boolean(execution_of(call).is_relationship_load);
}
Value state_is_executemany(Call& call) {
  return Value::boolean(execution_of(call).parameters.size() > 1);
}

Value state_is_from_statement(Call& call) {
  return Value::boolean(
      dynamic_cast<const orm::FromStatement*>(execution_of(call).statement.get()) != nullptr);
}
Value state_bind_mapper(Call& call) {
  const orm::Mapper* mapper = execution_of(call).mapper;
  return mapper == nullptr ? Value::none() : wrap_mapper(context(call.interp), *mapper);
}
Value state_all_mappers(Call& call) {
  Context& owner = context(call.interp);
  const orm::ClauseRef& statement = execution_of(call).statement;
  std::vector<Value> mappers;
  auto add = [&](const orm::Mapper& mapper) {
    Value one = wrap_mapper(owner, mapper);
    for (const Value& known : mappers) {
      if (known.same(one)) return;
    }
    mappers.push_back(std::move(one));
  };
  if (statement->kind() == orm::NodeKind::select) {
    for (const orm::ClauseRef& one : static_cast<const orm::Select&>(*statement).raw_columns) {
      if (one->kind() == orm::NodeKind::entity) {
        add(*static_cast<const orm::EntityElement&>(*one).mapper);
      } else if (const auto* note = orm::attribute_annotation(*one)) {
        add(*note->mapper);
      }
    }
  } else if (execution_of(call).mapper != nullptr) {
    add(*execution_of(call).mapper);
  }
  return call.interp.list(std::move(mappers));
}
Value state_bind_arguments(Call& call) {
  Value dict = call.interp.dict();
  call.interp.setitem(dict, call.interp.str("clause"), state_statement(call));
  if (execution_of(call).mapper != nullptr) {
    call.interp.setitem(dict, call.interp.str("mapper"), state_bind_mapper(call));
  }
  return dict;
}
Value state_lazy_loaded_from(Call& call) {
  orm::InstanceState* state = execution_of(call).lazy_from;
  return state == nullptr ? Value::none() : wrap_state(context(call.interp), object_of(*state));
}
Value state_user_defined_options(Call& call) { return call.interp.list({}); }

Value state_execution_options(Call& call) {
  Context& owner = context(call.interp);
  Value dict = call.interp.dict();
  const orm::OrmExecution& execution = execution_of(call);
  if (const auto* select = dynamic_cast<const orm::SelectBase*>(execution.statement.get())) {
    for (const auto& [name, value] : select->options) {
      call.interp.setitem(dict, call.interp.str(name), from_orm(owner, value));
    }
  }
  for (const auto& [name, value] : execution.how.options) {
    call.interp.setitem(dict, call.interp.str(name), from_orm(owner, value));
  }
  return make_facade(owner, "immutabledict", dict);
}
Value state_local_options(Call& call) {
  Context& owner = context(call.interp);
  Value dict = call.interp.dict();
  for (const auto& [name, value] : execution_of(call).how.options) {
    call.interp.setitem(dict, call.interp.str(name), from_orm(owner, value));
  }
  return make_facade(owner, "immutabledict", dict);
}
Value state_update_options(Call& call) {
  Context& owner = context(call.interp);
  auto& options = execution_of(call).how.options;
  for (auto& [name, value] : dict_items(owner, call[0])) {
    const std::string& key = name;
    options.erase(std::remove_if(options.begin(), options.end(),
                                 [&](const auto& option) { return option.first == key; }),
                  options.end());
    options.emplace_back(name, to_orm(owner, value));
  }
  return Value::none();
}

Value state_invoke(Call& call) {
  Context& owner = context(call.interp);
  orm::OrmExecution& execution = execution_of(call);
  if (!call[0].is_none()) execution.statement = find_clause(owner, call[0]);
  if (!call[1].is_none()) execution.parameters = to_parameter_sets(owner, call[1]);
  if (!call[2].is_none()) {
    for (auto& [name, value] : dict_items(owner, call[2])) {
      execution.how.options.emplace_back(name, to_orm(owner, value));
    }
  }
  return wrap_result(owner, execution.invoke(execution));
}

const char* execute_state_class() { return "ORMExecuteState"; }

const Binding kExecuteStateRows[] = {
    {"statement", "", guard<state_statement>, "{self}.statement", BindingKind::property,
     guard<state_set_statement>},
    {"session", "", state_session, "{self}.session", BindingKind::property},
    {"parameters", "", guard<state_parameters>, "{self}.parameters", BindingKind::property},
    {"is_select", "", guard<state_is_select>, "{self}.statement->kind()", BindingKind::property},
    {"is_insert", "", guard<state_is_insert>, "{self}.statement->kind()", BindingKind::property},
    {"is_update", "", guard<state_is_update>, "{self}.statement->kind()", BindingKind::property},
    {"is_delete", "", guard<state_is_delete>, "{self}.statement->kind()", BindingKind::property},
    {"is_orm_statement", "", guard<state_is_orm>, "{self}.statement->plugin()",
     BindingKind::property},
    {"is_column_load", "", guard<state_is_column_load>, "{self}.is_column_load",
     BindingKind::property},
    {"is_relationship_load", "", guard<state_is_relationship_load>, "{self}.is_relationship_load",
     BindingKind::property},
    {"is_executemany", "", guard<state_is_executemany>, "{self}.parameters.size()",
     BindingKind::property},
    {"execution_options", "", guard<state_execution_options>, "{self}.how.options",
     BindingKind::property},
    {"is_from_statement", "", guard<state_is_from_statement>, "{self}.statement->kind()",
     BindingKind::property},
    {"bind_mapper", "", guard<state_bind_mapper>, "{self}.mapper", BindingKind::property},
    {"all_mappers", "", guard<state_all_mappers>, "{self}.mapper", BindingKind::property},
    {"bind_arguments", "", guard<state_bind_arguments>, "{self}.mapper", BindingKind::property},
    {"lazy_loaded_from", "", guard<state_lazy_loaded_from>, "{self}.lazy_from",
     BindingKind::property},
    {"user_defined_options", "", guard<state_user_defined_options>,
     "!a C++ program has no options of its own", BindingKind::property},
    {"local_execution_options", "", guard<state_local_options>, "{self}.how.options",
     BindingKind::property},
    {"update_execution_options", "**opts", guard<state_update_options>, "{self}.how.options"},
    {"invoke_statement", "statement=None, params=None, execution_options=None, bind_arguments=None",
     guard<state_invoke>, "{self}.invoke({self})"},
};

Type* make_execute_state_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "ORMExecuteState", "sqlalchemy.orm.session");
  builder.payload<ExecuteStateData>().abstract();
  add_bindings(builder, kExecuteStateRows);
  return builder
      .slots(
          [](interp::Slots& slots) { slots.getattr_missing = refuse_missing<execute_state_class>; })
      .build();
}

}  // namespace

Value with_execute_state(Context& owner, orm::OrmExecution& execution, const Value& session,
                         const std::function<Value(const Value&)>& tell) {
  auto data = std::make_unique<ExecuteStateData>(&execution, session);
  ExecuteStateData& state = *data;
  const Value object = owner.make("ORMExecuteState", std::move(data));
  struct Over {
    ExecuteStateData& of;
    ~Over() { of.execution = nullptr; }
  } over{state};
  return tell(object);
}

void add_execute_state_types(TypeTable& table) {
  table.emplace_back("ORMExecuteState", make_execute_state_type);
}

std::vector<BindingTable> session_event_tables() {
  return {{"sqlalchemy.orm", "ORMExecuteState", kExecuteStateRows, std::size(kExecuteStateRows)}};
}

}  // namespace lessonrun::bind
