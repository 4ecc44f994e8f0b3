// inspect(): of an engine or connection its schema, of an object its state.
#include <algorithm>

#include "orm/inspect.h"
#include "orm/orm_error.h"
#include "runner/bind/extensions.h"
#include "runner/bind/instances.h"
#include "runner/bind/refusal.h"
#include "runner/bind/schema.h"
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
  list.reserve(names.size());
  for (const std::string& name : names) list.push_back(call.interp.str(name));
  return call.interp.list(std::move(list));
}

std::string schema_of(Call& call) {
  const Value& schema = call.arg("schema");
  return !schema || schema.is_none() ? std::string() : std::string(call.interp.text(schema));
}

std::string table_of(Call& call) {
  if (call[0].is(interp::Kind::kStr)) return std::string(call.text(0));
  orm::Ref<orm::FromClause> from = to_from(context(call.interp), call[0]);
  return static_cast<orm::Table&>(*from).name_;
}

Value get_table_names(Call& call) {
  return name_list(call, inspector_of(call).get_table_names(schema_of(call)));
}
Value get_view_names(Call& call) {
  return name_list(call, inspector_of(call).get_view_names(schema_of(call)));
}
Value get_temp_table_names(Call& call) {
  return name_list(call, inspector_of(call).get_temp_table_names());
}
Value get_temp_view_names(Call& call) {
  return name_list(call, inspector_of(call).get_temp_view_names());
}
Value get_schema_names(Call& call) {
  return name_list(call, inspector_of(call).get_schema_names());
}
Value default_schema_name(Call& call) {
  return context(call.interp).profile.stmt_cache ? call.interp.str("main") : Value::none();
}

Value get_view_definition(Call& call) {
  std::string sql = inspector_of(call).get_view_definition(table_of(call), schema_of(call));
  if (sql.empty()) {
    if (!inspector_of(call).profile().insertmanyvalues) return Value::none();
    raise_error(context(call.interp), orm::NoSuchTableError::cls, table_of(call));
  }
  return call.interp.str(sql);
}

Value has_table(Call& call) {
  return Value::boolean(inspector_of(call).has_table(table_of(call), schema_of(call)));
}

bool modern(Call& call) { return context(call.interp).profile.insertmanyvalues; }

std::vector<Value> column_list(Call& call, const std::string& table, const std::string& schema) {
  Interpreter& interp = call.interp;
  std::vector<Value> list;
  for (const orm::ReflectedColumn& column : inspector_of(call).get_columns(table, schema)) {
    Value entry =
        interp.dict({{"name", interp.str(column.name)},
                     {"type", wrap_type(context(interp), column.type)},
                     {"nullable", Value::boolean(column.nullable)},
                     {"default", column.default_ ? interp.str(*column.default_) : Value::none()}});
    if (!modern(call)) interp.setitem(entry, interp.str("autoincrement"), interp.str("auto"));
    interp.setitem(entry, interp.str("primary_key"), Value::integer(column.primary_key));
    list.push_back(entry);
  }
  return list;
}

Value get_columns(Call& call) {
  try {
    return call.interp.list(column_list(call, table_of(call), schema_of(call)));
  } catch (const orm::NoSuchTableError&) {
    if (modern(call)) throw;
    return call.interp.list();  // older releases find nothing
  }
}

Value pk_entry(Call& call, const std::string& table, const std::string& schema) {
  orm::ReflectedPrimaryKey key = inspector_of(call).get_pk_constraint(table, schema);
  return call.interp.dict({{"constrained_columns", name_list(call, key.columns)},
                           {"name", key.name.empty() ? Value::none() : call.interp.str(key.name)}});
}

Value get_pk_constraint(Call& call) { return pk_entry(call, table_of(call), schema_of(call)); }

std::vector<Value> key_list(Call& call, const std::string& table, const std::string& schema) {
  Interpreter& interp = call.interp;
  std::vector<Value> list;
  for (const orm::ReflectedForeignKey& key : inspector_of(call).get_foreign_keys(table, schema)) {
    Value options = interp.dict();
    auto option = [&](const char* name, const std::string& value) {
      if (!value.empty()) interp.setitem(options, interp.str(name), interp.str(value));
    };
    option("onupdate", key.onupdate);
    option("ondelete", key.ondelete);
    if (key.deferrable) {
      interp.setitem(options, interp.str("deferrable"), Value::boolean(*key.deferrable));
    }
    option("initially", key.initially);
    list.push_back(interp.dict(
        {{"name", key.name.empty() ? Value::none() : interp.str(key.name)},
         {"constrained_columns", name_list(call, key.columns)},
         {"referred_schema",
          key.referred_schema.empty() ? Value::none() : interp.str(key.referred_schema)},
         {"referred_table", interp.str(key.referred_table)},
         {"referred_columns", name_list(call, key.referred_columns)},
         {"options", options}}));
  }
  return list;
}

Value get_foreign_keys(Call& call) {
  return call.interp.list(key_list(call, table_of(call), schema_of(call)));
}

std::vector<Value> index_list(Call& call, const std::string& table, const std::string& schema) {
  Interpreter& interp = call.interp;
  std::vector<Value> list;
  for (const orm::ReflectedIndex& index : inspector_of(call).get_indexes(table, schema)) {
    Value entry = interp.dict({{"name", interp.str(index.name)},
                               {"column_names", name_list(call, index.columns)},
                               {"unique", Value::integer(index.unique ? 1 : 0)}});
    if (context(interp).profile.stmt_cache) {
      Value options = interp.dict();
      if (!index.where.empty()) {
        interp.setitem(options, interp.str("sqlite_where"),
                       wrap(context(interp), orm::text(index.where)));
      }
      interp.setitem(entry, interp.str("dialect_options"), options);
    }
    list.push_back(entry);
  }
  return list;
}

Value get_indexes(Call& call) {
  return call.interp.list(index_list(call, table_of(call), schema_of(call)));
}

std::vector<Value> unique_list(Call& call, const std::string& table, const std::string& schema) {
  std::vector<Value> list;
  for (const orm::ReflectedIndex& unique :
       inspector_of(call).get_unique_constraints(table, schema)) {
    list.push_back(call.interp.dict(
        {{"name", unique.name.empty() ? Value::none() : call.interp.str(unique.name)},
         {"column_names", name_list(call, unique.columns)}}));
  }
  return list;
}

Value get_unique_constraints(Call& call) {
  return call.interp.list(unique_list(call, table_of(call), schema_of(call)));
}

std::vector<Value> check_list(Call& call, const std::string& table, const std::string& schema) {
  std::vector<Value> list;
  for (const orm::ReflectedCheck& check : inspector_of(call).get_check_constraints(table, schema)) {
    list.push_back(call.interp.dict(
        {{"sqltext", call.interp.str(check.text)},
         {"name", check.name.empty() ? Value::none() : call.interp.str(check.name)}}));
  }
  return list;
}

Value get_check_constraints(Call& call) {
  return call.interp.list(check_list(call, table_of(call), schema_of(call)));
}

Value get_table_options(Call& call) {
  if (modern(call)) call.interp.raise("NotImplementedError", "");
  return call.interp.dict();
}

Value get_table_comment(Call& call) { call.interp.raise("NotImplementedError", ""); }

using Lister = std::vector<Value> (*)(Call&, const std::string&, const std::string&);

// get_multi_columns() and its kin: by (schema, table), for all tables or those of filter_names.
template <Lister List>
Value get_multi(Call& call) {
  Interpreter& interp = call.interp;
  Value found = interp.dict();
  std::vector<std::string> names = inspector_of(call).get_table_names(schema_of(call));
  const Value& filter = call.arg("filter_names");
  std::vector<std::string> wanted;
  if (filter && !filter.is_none()) {
    for (const Value& name : interp.to_vector(filter)) wanted.push_back(interp.str_of(name));
  }
  for (const std::string& name : names) {
    bool out = filter && !filter.is_none() &&
               std::find(wanted.begin(), wanted.end(), name) == wanted.end();
    if (out) continue;
    Value schema = schema_of(call).empty() ? Value::none() : interp.str(schema_of(call));
    interp.setitem(found, interp.tuple({schema, interp.str(name)}),
                   interp.list(List(call, name, schema_of(call))));
  }
  return found;
}

Value get_multi_pk(Call& call) {
  Interpreter& interp = call.interp;
  Value found = interp.dict();
  for (const std::string& name : inspector_of(call).get_table_names(schema_of(call))) {
    interp.setitem(found, interp.tuple({Value::none(), interp.str(name)}),
                   pk_entry(call, name, schema_of(call)));
  }
  return found;
}

constexpr const char* kMulti = "schema=None, filter_names=None, kind=None, scope=None, **kw";
constexpr const char* kOne = "table_name, schema=None, **kw";

const Binding kInspectorRows[] = {
    {"get_table_names", "schema=None, **kw", guard<get_table_names>, "{self}.get_table_names()"},
    {"get_view_names", "schema=None, **kw", guard<get_view_names>, "{self}.get_view_names()"},
    {"get_temp_table_names", "**kw", guard<get_temp_table_names>, "{self}.get_temp_table_names()"},
    {"get_temp_view_names", "**kw", guard<get_temp_view_names>, "{self}.get_temp_view_names()"},
    {"get_schema_names", "**kw", guard<get_schema_names>, "{self}.get_schema_names()"},
    {"get_view_definition", "view_name, schema=None, **kw", guard<get_view_definition>,
     "{self}.get_view_definition({view_name})"},
    {"get_columns", kOne, guard<get_columns>, "{self}.get_columns({args})"},
    {"get_pk_constraint", kOne, guard<get_pk_constraint>, "{self}.get_pk_constraint({args})"},
    {"get_foreign_keys", kOne, guard<get_foreign_keys>, "{self}.get_foreign_keys({args})"},
    {"get_indexes", kOne, guard<get_indexes>, "{self}.get_indexes({args})"},
    {"get_unique_constraints", kOne, guard<get_unique_constraints>,
     "{self}.get_unique_constraints({args})"},
    {"get_check_constraints", kOne, guard<get_check_constraints>,
     "{self}.get_check_constraints({args})"},
    {"get_table_options", kOne, guard<get_table_options>, "!SQLite has no table options"},
    {"get_table_comment", kOne, guard<get_table_comment>, "!SQLite has no comments"},
    {"default_schema_name", "", default_schema_name, "!it is always main", BindingKind::property},
};

const Binding kInspectorRows14[] = {
    {"has_table", kOne, guard<has_table>, "{self}.has_table({args})"},
};

const Binding kInspectorRows20[] = {
    {"get_multi_columns", kMulti, guard<get_multi<column_list>>, "!call get_columns() of each"},
    {"get_multi_pk_constraint", kMulti, guard<get_multi_pk>, "!call get_pk_constraint() of each"},
    {"get_multi_foreign_keys", kMulti, guard<get_multi<key_list>>,
     "!call get_foreign_keys() of each"},
    {"get_multi_indexes", kMulti, guard<get_multi<index_list>>, "!call get_indexes() of each"},
    {"get_multi_unique_constraints", kMulti, guard<get_multi<unique_list>>,
     "!call get_unique_constraints() of each"},
    {"get_multi_check_constraints", kMulti, guard<get_multi<check_list>>,
     "!call get_check_constraints() of each"},
};

Type* make_inspector_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Inspector", "sqlalchemy.engine.reflection");
  builder.abstract();
  add_bindings(builder, kInspectorRows);
  if (owner.profile.stmt_cache) add_bindings(builder, kInspectorRows14);
  if (owner.profile.insertmanyvalues) add_bindings(builder, kInspectorRows20);
  return builder.build();
}

// ---- the state of an object ---------------------------------------------------------------------

orm::InstanceState& state_of(Call& call) {
  Value object = interp::payload<StateData>(call.interp, call.self).object.lock();
  if (!object) call.interp.raise("ReferenceError", "the object of this state is gone");
  return to_state(context(call.interp), object);
}

template <orm::ObjectState Which>
Value is_state(Call& call) {
  return Value::boolean(state_of(call).object_state() == Which);
}

Value state_modified(Call& call) { return Value::boolean(state_of(call).modified); }
Value state_expired(Call& call) { return Value::boolean(state_of(call).expired); }
Value state_object(Call& call) {
  Value object = interp::payload<StateData>(call.interp, call.self).object.lock();
  return object ? object : Value::none();
}
Value state_class(Call& call) { return interp::payload<StateData>(call.interp, call.self).cls; }
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
    {"class_", "", guard<state_class>, "{self}.mapper().class_name()", BindingKind::property},
    {"identity", "", guard<state_identity>, "{self}.key->primary_key()", BindingKind::property},
};

Value state_missing(Interpreter& interp, const Value& self, interp::StrObject* name) {
  Value found = attribute_in_python(interp, kStatesModule, "_state_attribute", self, name->text);
  return found ? found : refuse_attribute(interp, "InstanceState", name);
}

Type* make_state_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "InstanceState", "sqlalchemy.orm.state");
  builder.payload<StateData>().abstract();
  add_bindings(builder, kStateRows);
  builder.slots([](interp::Slots& slots) { slots.getattr_missing = state_missing; });
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
  if (interp::try_payload<MapperData>(call[0]) != nullptr) return call[0];
  orm::ClauseRef clause = find_clause(owner, call[0]);
  if (clause != nullptr && clause->kind() == orm::NodeKind::entity &&
      static_cast<const orm::EntityElement&>(*clause).alias != nullptr) {
    return call.interp.call(
        call.interp.getattr(call.interp.modules().import(kMappersModule), "AliasedInsp"),
        {call[0]});
  }
  // A Table, a column and other constructs inspect as themselves.
  if (interp::try_payload<ClauseData>(call[0]) != nullptr) return call[0];
  if (find_state(owner, call[0]) != nullptr) {
    return wrap_state(owner, call[0]);
  }
  if (const orm::Mapper* mapper = find_mapper(call[0])) {
    mapper->registry().configure();
    return wrap_mapper(owner, *mapper);
  }
  if (!call.interp.truth(call[1])) return Value::none();
  raise_error(owner, orm::NoInspectionAvailable::cls,
              "No inspection system is available for object of type " +
                  call.interp.repr(Value(call.interp.type_of(call[0]))));
}

const Binding kInspectionRows[] = {
    {"inspect", "subject, raiseerr=True", guard<inspect_function>, "orm::inspect({subject})",
     BindingKind::function},
};

}  // namespace

Value wrap_state(Context& owner, const Value& object) {
  const orm::InstanceState* state = find_state(owner, object);
  return owner.unique(state, [&] {
    return owner.make<StateData>("InstanceState", interp::WeakValue(owner.interp, object),
                                 Value(owner.interp.type_of(object)));
  });
}

orm::Inspector* find_inspector(const Value& value) {
  auto* data = interp::try_payload<InspectorData>(value);
  return data == nullptr ? nullptr : &data->inspector;
}

void add_inspection_types(TypeTable& table) {
  table.emplace_back("Inspector", make_inspector_type);
  table.emplace_back("InstanceState", make_state_type);
}

std::vector<BindingTable> inspection_tables() {
  return {{"sqlalchemy", "Inspector", kInspectorRows, std::size(kInspectorRows)},
          {"sqlalchemy", "Inspector", kInspectorRows14, std::size(kInspectorRows14)},
          {"sqlalchemy", "Inspector", kInspectorRows20, std::size(kInspectorRows20)},
          {"sqlalchemy", "InstanceState", kStateRows, std::size(kStateRows)},
          {"sqlalchemy", nullptr, kInspectionRows, std::size(kInspectionRows)}};
}

}  // namespace lessonrun::bind
