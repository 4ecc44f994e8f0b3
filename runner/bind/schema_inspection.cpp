// inspect() of an engine or a connection: the Inspector, which reads the database's schema.
#include <algorithm>

#include "orm/inspect.h"
#include "orm/orm_error.h"
#include "runner/bind/extensions.h"
#include "runner/bind/reflection_events.h"
#include "runner/bind/refusal.h"
#include "runner/bind/schema.h"
#include "runner/bind/schema_order.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

struct InspectorData : interp::Payload {
  InspectorData(const orm::Inspector& held, Value from) : inspector(held), bind(std::move(from)) {}
  void clear_references() noexcept override { bind.reset(); }
  orm::Inspector inspector;
  Value bind;
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
  return to_table(context(call.interp), call[0], "name").name_;
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
  std::vector<Value> list;
  for (const orm::ReflectedColumn& column : inspector_of(call).get_columns(table, schema)) {
    list.push_back(describe_reflected(context(call.interp), column));
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

Value get_pk_constraint(Call& call) {
  try {
    return pk_entry(call, table_of(call), schema_of(call));
  } catch (const orm::NoSuchTableError&) {
    if (modern(call)) throw;
    return call.interp.dict({{"constrained_columns", call.interp.list()}, {"name", Value::none()}});
  }
}

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

Value not_implemented(Call& call) { call.interp.raise("NotImplementedError", ""); }

Value inspector_bind(Call& call) {
  return interp::payload<InspectorData>(call.interp, call.self).bind;
}
Value inspector_engine(Call& call) {
  const Value& bind = interp::payload<InspectorData>(call.interp, call.self).bind;
  const bool of_engine = dynamic_cast<orm::Engine*>(find_bind(bind)) != nullptr;
  return of_engine ? bind : call.interp.getattr(bind, "engine");
}
Value inspector_dialect(Call& call) {
  return call.interp.getattr(inspector_engine(call), "dialect");
}

Value has_index(Call& call) {
  for (const auto& index : inspector_of(call).get_indexes(table_of(call), schema_of(call))) {
    if (index.name == call.text(1)) return Value::boolean(true);
  }
  return Value::boolean(false);
}

Value has_schema(Call& call) {
  const std::vector<std::string> names = inspector_of(call).get_schema_names();
  return Value::boolean(std::find(names.begin(), names.end(), call.text(0)) != names.end());
}

// Forgets what was read, as a new inspector would.
Value clear_cache(Call& call) {
  auto& data = interp::payload<InspectorData>(call.interp, call.self);
  orm::Bind* bind = find_bind(data.bind);
  if (auto* engine = dynamic_cast<orm::Engine*>(bind)) {
    data.inspector = orm::Inspector(*engine);
  } else if (auto* connection = dynamic_cast<orm::Connection*>(bind)) {
    data.inspector = orm::Inspector(*connection);
  }
  return Value::none();
}

Value reflect_into(Call& call) {
  orm::ReflectOptions options;
  options.extend_existing = true;
  auto names = [&](const Value& list) {
    std::vector<std::string> found;
    for (const Value& name : call.interp.to_vector(list)) found.push_back(call.interp.str_of(name));
    return found;
  };
  if (call.interp.truth(call[1])) {
    options.has_columns = true;
    options.include_columns = names(call[1]);
  }
  options.exclude_columns = names(call[2]);
  options.resolve_fks = call.interp.truth(call[3]);
  auto& table = to_table(context(call.interp), call[0], "name");
  options.schema = table.schema;
  tell_of_columns(context(call.interp), table.metadata());
  orm::reflect_table(table.metadata(), table.name_, inspector_of(call), options);
  return Value::none();
}

// The tables and views that get_multi_columns() and its kin are asked for.
std::vector<std::string> multi_names(Call& call) {
  Interpreter& interp = call.interp;
  auto number = [&](const char* argument, int64_t otherwise) {
    const Value& given = call.arg(argument);
    if (!given || given.is_none()) return otherwise;
    return interp.to_int64(interp.getattr(given, "value"));
  };
  constexpr int64_t kTable = 1, kView = 2, kDefault = 1, kTemporary = 2;
  const int64_t kind = number("kind", kTable);
  const int64_t scope = number("scope", kDefault);
  std::vector<std::string> names;
  auto add = [&](const std::vector<std::string>& more) {
    names.insert(names.end(), more.begin(), more.end());
  };
  if ((scope & kDefault) != 0) {
    if ((kind & kTable) != 0) add(inspector_of(call).get_table_names(schema_of(call)));
    if ((kind & kView) != 0) add(inspector_of(call).get_view_names(schema_of(call)));
  }
  if ((scope & kTemporary) != 0) {
    if ((kind & kTable) != 0) add(inspector_of(call).get_temp_table_names());
    if ((kind & kView) != 0) add(inspector_of(call).get_temp_view_names());
  }
  const Value& filter = call.arg("filter_names");
  if (!filter || filter.is_none()) return names;
  std::vector<std::string> wanted;
  for (const Value& name : interp.to_vector(filter)) wanted.push_back(interp.str_of(name));
  names.erase(std::remove_if(names.begin(), names.end(),
                             [&](const std::string& name) {
                               return std::find(wanted.begin(), wanted.end(), name) == wanted.end();
                             }),
              names.end());
  return names;
}

using Lister = std::vector<Value> (*)(Call&, const std::string&, const std::string&);

// get_multi_columns() and its kin: by (schema, table).
template <Lister List>
Value get_multi(Call& call) {
  Interpreter& interp = call.interp;
  Value found = interp.dict();
  Value schema = schema_of(call).empty() ? Value::none() : interp.str(schema_of(call));
  for (const std::string& name : multi_names(call)) {
    interp.setitem(found, interp.tuple({schema, interp.str(name)}),
                   interp.list(List(call, name, schema_of(call))));
  }
  return found;
}

Value get_multi_pk(Call& call) {
  Interpreter& interp = call.interp;
  Value found = interp.dict();
  Value schema = schema_of(call).empty() ? Value::none() : interp.str(schema_of(call));
  for (const std::string& name : multi_names(call)) {
    interp.setitem(found, interp.tuple({schema, interp.str(name)}),
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
    {"get_sorted_table_and_fkc_names", "schema=None", guard<sorted_table_names>,
     "!sort the tables of a MetaData"},
    {"bind", "", guard<inspector_bind>, "{self}.bind()", BindingKind::property},
    {"engine", "", guard<inspector_engine>, "{self}.bind()", BindingKind::property},
    {"dialect", "", guard<inspector_dialect>, "{self}.bind().dialect()", BindingKind::property},
    {"default_schema_name", "", default_schema_name, "!it is always main", BindingKind::property},
};

constexpr const char* kReflect =
    "table, include_columns, exclude_columns=(), resolve_fks=True, _extend_on=None";
const Binding kInspectorRows13[] = {
    {"reflecttable", kReflect, guard<reflect_into>, "orm::reflect_table({args})"},
};

const Binding kInspectorRows14[] = {
    {"reflect_table", kReflect, guard<reflect_into>, "orm::reflect_table({args})"},
    {"has_sequence", "sequence_name, schema=None, **kw", not_implemented,
     "!SQLite has no sequences"},
    {"get_sequence_names", "schema=None, **kw", not_implemented, "!SQLite has no sequences"},
    {"has_table", kOne, guard<has_table>, "{self}.has_table({args})"},
};

Value from_engine(Call& call) {
  const Value package = call.interp.modules().import("sqlalchemy");
  return call.interp.call(call.interp.getattr(package, "inspect"), {call[0]}, {});
}

const Binding kInspectorClassRows[] = {
    {"from_engine", "bind", guard<from_engine>, "orm::inspect({bind})", BindingKind::class_method},
};

const Binding kInspectorRows20[] = {
    {"clear_cache", "", guard<clear_cache>, "!make another Inspector"},
    {"has_index", "table_name, index_name, schema=None, **kw", guard<has_index>,
     "{self}.get_indexes({table_name})"},
    {"has_schema", "schema_name, **kw", guard<has_schema>, "{self}.get_schema_names()"},
    {"get_materialized_view_names", "schema=None, **kw", not_implemented,
     "!SQLite has no materialized views"},
    {"get_multi_table_comment", kMulti, not_implemented, "!SQLite has no comments"},
    {"get_multi_table_options", kMulti, not_implemented, "!SQLite has no table options"},
    {"sort_tables_on_foreign_key_dependency", "consider_schemas=(None,), schema=None, **kw",
     guard<sorted_table_keys>, "!sort the tables of a MetaData"},
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
  add_bindings(builder, kInspectorClassRows);
  if (!owner.profile.stmt_cache) add_bindings(builder, kInspectorRows13);
  if (owner.profile.stmt_cache) add_bindings(builder, kInspectorRows14);
  if (owner.profile.insertmanyvalues) add_bindings(builder, kInspectorRows20);
  return builder.build();
}

// What the get_multi_..() methods of 2.0 are asked for.
const char* const kKinds = R"py(from enum import Flag


class ObjectKind(Flag):
    TABLE = 1
    VIEW = 2
    MATERIALIZED_VIEW = 4
    ANY_VIEW = 6
    ANY = 7


class ObjectScope(Flag):
    DEFAULT = 1
    TEMPORARY = 2
    ANY = 3
)py";

}  // namespace

Value describe_reflected(Context& owner, const orm::ReflectedColumn& column) {
  Interpreter& interp = owner.interp;
  Value entry =
      interp.dict({{"name", interp.str(column.name)},
                   {"type", wrap_type(owner, column.type)},
                   {"nullable", Value::boolean(column.nullable)},
                   {"default", column.default_ ? interp.str(*column.default_) : Value::none()}});
  if (!owner.profile.insertmanyvalues) {
    interp.setitem(entry, interp.str("autoincrement"), interp.str("auto"));
  }
  interp.setitem(entry, interp.str("primary_key"), Value::integer(column.primary_key));
  if (column.generated) {
    interp.setitem(entry, interp.str("computed"),
                   interp.dict({{"sqltext", interp.str(column.expression)},
                                {"persisted", Value::boolean(column.stored)}}));
  }
  return entry;
}

Value wrap_inspector(Context& owner, const orm::Inspector& inspector) {
  return owner.make("Inspector", std::make_unique<InspectorData>(inspector, Value::none()));
}

Value make_inspector(Context& owner, const Value& bind) {
  orm::Bind* from = find_bind(bind);
  auto* engine = dynamic_cast<orm::Engine*>(from);
  return owner.make("Inspector",
                    std::make_unique<InspectorData>(
                        engine != nullptr ? orm::Inspector(*engine)
                                          : orm::Inspector(dynamic_cast<orm::Connection&>(*from)),
                        bind));
}

orm::Inspector* find_inspector(const Value& value) {
  auto* data = interp::try_payload<InspectorData>(value);
  return data == nullptr ? nullptr : &data->inspector;
}

void add_object_kind_module(Interpreter& interp) {
  interp.modules().add(
      kObjectKindModule, [](interp::ModuleBuilder&) {}, kKinds);
}

void add_inspector_types(TypeTable& table) { table.emplace_back("Inspector", make_inspector_type); }

std::vector<BindingTable> inspector_tables() {
  return {{"sqlalchemy", "Inspector", kInspectorRows, std::size(kInspectorRows)},
          {"sqlalchemy", "Inspector", kInspectorClassRows, std::size(kInspectorClassRows)},
          {"sqlalchemy", "Inspector", kInspectorRows13, std::size(kInspectorRows13)},
          {"sqlalchemy", "Inspector", kInspectorRows14, std::size(kInspectorRows14)},
          {"sqlalchemy", "Inspector", kInspectorRows20, std::size(kInspectorRows20)}};
}

}  // namespace lessonrun::bind
