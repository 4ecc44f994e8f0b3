// inspect(): of an engine or connection its schema, of an object its state.
#include "orm/inspect.h"
#include "orm/orm_error.h"
#include "runner/bind/instances.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

struct InspectorData : interp::Payload {
  explicit InspectorData(orm::Inspector held) : inspector(std::move(held)) {}
  orm::Inspector inspector;
};

orm::Inspector& inspector_of(Call& call) {
  return interp::payload<InspectorData>(call.interp, call.self).inspector;
}

Value name_list(Call& call, const std::vector<std::string>& names) {
  std::vector<Value> list;
  for (const std::string& name : names) list.push_back(call.interp.str(name));
  return call.interp.list(std::move(list));
}

Value get_table_names(Call& call) { return name_list(call, inspector_of(call).get_table_names()); }
Value get_view_names(Call& call) { return name_list(call, inspector_of(call).get_view_names()); }

Value has_table(Call& call) {
  return Value::boolean(inspector_of(call).has_table(std::string(call.text(0))));
}

Value get_columns(Call& call) {
  Interpreter& interp = call.interp;
  std::vector<Value> list;
  for (const orm::ReflectedColumn& column :
       inspector_of(call).get_columns(std::string(call.text(0)))) {
    list.push_back(
        interp.dict({{"name", interp.str(column.name)},
                     {"type", wrap_type(context(interp), column.type)},
                     {"nullable", Value::boolean(column.nullable)},
                     {"default", column.default_ ? interp.str(*column.default_) : Value::none()},
                     {"primary_key", Value::integer(column.primary_key)}}));
  }
  return interp.list(std::move(list));
}

Value get_foreign_keys(Call& call) {
  Interpreter& interp = call.interp;
  std::vector<Value> list;
  for (const orm::ReflectedForeignKey& key :
       inspector_of(call).get_foreign_keys(std::string(call.text(0)))) {
    list.push_back(interp.dict(
        {{"name", key.name.empty() ? Value::none() : interp.str(key.name)},
         {"constrained_columns", name_list(call, key.columns)},
         {"referred_schema",
          key.referred_schema.empty() ? Value::none() : interp.str(key.referred_schema)},
         {"referred_table", interp.str(key.referred_table)},
         {"referred_columns", name_list(call, key.referred_columns)},
         {"options", interp.dict()}}));
  }
  return interp.list(std::move(list));
}

Value get_indexes(Call& call) {
  Interpreter& interp = call.interp;
  std::vector<Value> list;
  for (const orm::ReflectedIndex& index :
       inspector_of(call).get_indexes(std::string(call.text(0)))) {
    list.push_back(interp.dict({{"name", interp.str(index.name)},
                                {"column_names", name_list(call, index.columns)},
                                {"unique", Value::integer(index.unique ? 1 : 0)},
                                {"dialect_options", interp.dict()}}));
  }
  return interp.list(std::move(list));
}

const Binding kInspectorRows[] = {
    {"get_table_names", "schema=None", guard<get_table_names>, "{self}.get_table_names()"},
    {"get_view_names", "schema=None", guard<get_view_names>, "{self}.get_view_names()"},
    {"has_table", "table_name, schema=None", guard<has_table>, "{self}.has_table({args})"},
    {"get_columns", "table_name, schema=None", guard<get_columns>, "{self}.get_columns({args})"},
    {"get_foreign_keys", "table_name, schema=None", guard<get_foreign_keys>,
     "{self}.get_foreign_keys({args})"},
    {"get_indexes", "table_name, schema=None", guard<get_indexes>, "{self}.get_indexes({args})"},
};

Type* make_inspector_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Inspector", "sqlalchemy.engine.reflection");
  builder.abstract();
  add_bindings(builder, kInspectorRows);
  return builder.build();
}

// ---- the state of an object ---------------------------------------------------------------------

struct StateData : interp::Payload {
  explicit StateData(Value held = {}) : object(std::move(held)) {}
  void clear_references() noexcept override { object.reset(); }
  Value object;
};

orm::InstanceState& state_of(Call& call) {
  return to_state(context(call.interp), interp::payload<StateData>(call.interp, call.self).object);
}

template <orm::ObjectState Which>
Value is_state(Call& call) {
  return Value::boolean(state_of(call).object_state() == Which);
}

Value state_modified(Call& call) { return Value::boolean(state_of(call).modified); }
Value state_expired(Call& call) { return Value::boolean(state_of(call).expired); }
Value state_object(Call& call) { return interp::payload<StateData>(call.interp, call.self).object; }
Value state_identity(Call& call) {
  Context& owner = context(call.interp);
  const auto& key = state_of(call).key;
  if (key == nullptr) return Value::none();
  std::vector<Value> values;
  for (const orm::Value& value : key->primary_key()) values.push_back(from_orm(owner, value));
  return call.interp.tuple(std::move(values));
}

const Binding kStateRows[] = {
    {"transient", "", guard<is_state<orm::ObjectState::transient>>, "orm::is_transient({self})",
     BindingKind::property},
    {"pending", "", guard<is_state<orm::ObjectState::pending>>, "orm::is_pending({self})",
     BindingKind::property},
    {"persistent", "", guard<is_state<orm::ObjectState::persistent>>, "orm::is_persistent({self})",
     BindingKind::property},
    {"deleted", "", guard<is_state<orm::ObjectState::deleted>>, "orm::is_deleted({self})",
     BindingKind::property},
    {"detached", "", guard<is_state<orm::ObjectState::detached>>, "orm::is_detached({self})",
     BindingKind::property},
    {"modified", "", guard<state_modified>, "{self}.modified", BindingKind::property},
    {"expired", "", guard<state_expired>, "{self}.expired", BindingKind::property},
    {"object", "", guard<state_object>, "{self}", BindingKind::property},
    {"identity", "", guard<state_identity>, "{self}.key->primary_key()", BindingKind::property},
};

Type* make_state_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "InstanceState", "sqlalchemy.orm.state");
  builder.payload<StateData>().abstract();
  add_bindings(builder, kStateRows);
  return builder.build();
}

Value inspect_function(Call& call) {
  Context& owner = context(call.interp);
  if (orm::Bind* bind = find_bind(call[0])) {
    if (auto* engine = dynamic_cast<orm::Engine*>(bind)) {
      return owner.make("Inspector", std::make_unique<InspectorData>(orm::Inspector(*engine)));
    }
    return owner.make("Inspector", std::make_unique<InspectorData>(
                                       orm::Inspector(dynamic_cast<orm::Connection&>(*bind))));
  }
  // A Table, a column and other constructs inspect as themselves.
  if (interp::try_payload<ClauseData>(call[0]) != nullptr) return call[0];
  if (find_state(owner, call[0]) != nullptr) {
    return owner.make<StateData>("InstanceState", call[0]);
  }
  if (find_mapper(call[0]) != nullptr) {
    call.interp.unsupported("inspect() of a mapped class",
                            "inspect() takes an engine, a connection or a mapped object here");
  }
  raise_error(owner, orm::NoInspectionAvailable::cls,
              "No inspection system is available for object of type " +
                  call.interp.repr(Value(call.interp.type_of(call[0]))));
}

const Binding kInspectionRows[] = {
    {"inspect", "subject, raiseerr=True", guard<inspect_function>, "orm::inspect({subject})",
     BindingKind::function},
};

}  // namespace

void add_inspection_types(TypeTable& table) {
  table.emplace_back("Inspector", make_inspector_type);
  table.emplace_back("InstanceState", make_state_type);
}

std::vector<BindingTable> inspection_tables() {
  return {{"sqlalchemy", "Inspector", kInspectorRows, std::size(kInspectorRows)},
          {"sqlalchemy", "InstanceState", kStateRows, std::size(kStateRows)},
          {"sqlalchemy", nullptr, kInspectionRows, std::size(kInspectionRows)}};
}

}  // namespace lessonrun::bind
