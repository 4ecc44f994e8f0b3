// MetaData as a Python object; tables are in table_objects.cpp.
#include "runner/bind/schema.h"

#include "orm/inspect.h"
#include "orm/orm_error.h"
#include "runner/bind/bound.h"
#include "runner/bind/custom.h"
#include "runner/bind/legacy.h"
#include "runner/bind/reading.h"
#include "runner/bind/reflection_events.h"
#include "runner/bind/refusal.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

const char* metadata_class() { return "MetaData"; }

// ---- MetaData -----------------------------------------------------------------------------------

orm::MetaData& metadata_of(Call& call) {
  return *interp::payload<MetaDataData>(call.interp, call.self).metadata;
}

void metadata_init(Interpreter& interp, const Value& self, const Arguments& arguments) {
  Context& owner = context(interp);
  Value schema, quote_schema, bind;
  orm::Ref<orm::RefCounted> info;
  NamingConvention convention;
  if (arguments.positional > 0) {
    (owner.profile.connectionless ? bind : schema) = arguments.values[0];
    if (schema.is_none()) schema = Value();
  }
  auto warn_of_bind = [&] {
    if (!bind || bind.is_none()) return;
    warn_removed_in_20(
        owner, "The MetaData.bind argument is deprecated and will be removed in SQLAlchemy 2.0.");
  };
  for (size_t i = 0; i < arguments.keywords; ++i) {
    std::string name = interp.str_of(arguments.names[i]);
    const Value& value = arguments.keyword(i);
    if (value.is_none() && (name != "bind" || owner.profile.connectionless)) continue;
    if (name == "schema") {
      schema = value;
    } else if (name == "quote_schema") {
      quote_schema = value;
    } else if (name == "naming_convention") {
      convention = to_naming_convention(owner, value);
    } else if (name == "bind" && owner.profile.connectionless) {
      bind = value;
    } else if (name == "info") {
      info = orm::make_ref<PythonObject>(interp, value);
    } else {
      interp.raise("TypeError",
                   "MetaData.__init__() got an unexpected keyword argument '" + name + "'");
    }
  }
  warn_of_bind();
  interp::payload<MetaDataData>(interp, self).metadata = orm::make_ref<orm::MetaData>(
      owner.profile, to_name(owner, schema, quote_schema), std::move(convention.patterns));
  interp::payload<MetaDataData>(interp, self).metadata->naming_tokens =
      std::move(convention.tokens);
  interp::payload<MetaDataData>(interp, self).metadata->info = info;
  if (bind) set_metadata_bind(owner, *interp::payload<MetaDataData>(interp, self).metadata, bind);
  // The lesson's own object is what `table.metadata` gives.
  owner.unique(interp::payload<MetaDataData>(interp, self).metadata.get(), [&] { return self; });
}

std::string metadata_repr(Interpreter& interp, const Value& self) {
  return interp::payload<MetaDataData>(interp, self).metadata->repr();
}

bool metadata_contains(Interpreter& interp, const Value& self, const Value& key) {
  std::string name = key.is(Kind::kStr) ? std::string(interp.text(key)) : interp.str_of(key);
  return interp::payload<MetaDataData>(interp, self).metadata->table(name) != nullptr;
}

std::vector<orm::Table*> table_list(Call& call, const Value& value) {
  std::vector<orm::Table*> tables;
  for (const Value& item : call.interp.to_vector(value)) {
    tables.push_back(&to_table(context(call.interp), item, "name"));
  }
  return tables;
}

template <void (orm::MetaData::*Method)(orm::Bind&, const std::vector<orm::Table*>*, bool)>
Value metadata_ddl(Call& call) {
  orm::Bind& bind = bind_argument(call, call[0], metadata_of(call), "MetaData object");
  bool checkfirst = call.interp.truth(call[2]);
  if (call[1].is_none()) {
    (metadata_of(call).*Method)(bind, nullptr, checkfirst);
  } else {
    std::vector<orm::Table*> tables = table_list(call, call[1]);
    (metadata_of(call).*Method)(bind, &tables, checkfirst);
  }
  return Value::none();
}

// The tables by key, as an immutable dict of SQLAlchemy's own.
Value metadata_tables(Call& call) {
  Context& owner = context(call.interp);
  Value dict = call.interp.dict();
  for (orm::Table* table : metadata_of(call).tables()) {
    call.interp.setitem(dict, call.interp.str(table->key()), wrap(owner, table->table_ref()));
  }
  return make_facade(owner, owner.profile.select_list_style ? "immutabledict" : "FacadeDict", dict);
}

Value metadata_sorted_tables(Call& call) {
  std::vector<Value> tables;
  if (std::string circle = orm::circle_of_tables(metadata_of(call).tables()); !circle.empty()) {
    std::string names;
    for (size_t at = 0; at < circle.size();) {
      size_t end = std::min(circle.find(", ", at), circle.size());
      names += (names.empty() ? "\"" : ", \"") + circle.substr(at, end - at) + "\"";
      at = end + 2;
    }
    context(call.interp)
        .warn("SAWarning",
              "Cannot correctly sort tables; there are unresolvable cycles between tables " +
                  names +
                  ", which is usually caused by mutually dependent foreign key constraints.  "
                  "Foreign key constraints involving these tables will not be considered; this "
                  "warning may raise an error in a future release.");
  }
  for (orm::Table* table : metadata_of(call).sorted_tables()) {
    tables.push_back(wrap(context(call.interp), table->table_ref()));
  }
  return call.interp.list(std::move(tables));
}

Value metadata_clear(Call& call) {
  metadata_of(call).clear();
  return Value::none();
}

Value metadata_remove(Call& call) {
  metadata_of(call).remove(to_table(context(call.interp), call[0], "name"));
  return Value::none();
}

Value metadata_schema(Call& call) {
  const std::string& schema = metadata_of(call).schema();
  return schema.empty() ? Value::none() : call.interp.str(schema);
}

Value metadata_reflect(Call& call) {
  orm::Bind& bind = bind_argument(call, call[0], metadata_of(call), "MetaData object");
  orm::ReflectOptions options;
  Interpreter& interp = call.interp;
  const Value& schema = call.arg("schema");
  options.schema =
      schema.is_none() ? std::string(metadata_of(call).schema()) : interp.str_of(schema);
  options.views = interp.truth(call.arg("views"));
  options.extend_existing = interp.truth(call.arg("extend_existing"));
  options.resolve_fks = interp.truth(call.arg("resolve_fks"));
  const Value& only = call.arg("only");
  if (interp.is_callable(only)) {
    Value metadata = call.self;
    options.wanted = [&interp, only, metadata](const std::string& name) {
      return interp.truth(interp.call(only, {interp.str(name), metadata}));
    };
  } else if (!only.is_none()) {
    options.has_only = true;
    for (const Value& name : interp.to_vector(only)) options.only.push_back(interp.str_of(name));
  }
  Reading reading(bind);
  tell_of_columns(context(call.interp), metadata_of(call));
  orm::reflect_all(metadata_of(call), *reading.inspector, options);
  return Value::none();
}

Value metadata_get_bind(Call& call) { return metadata_bind(metadata_of(call)); }
Value metadata_set_bind(Call& call) {
  set_metadata_bind(context(call.interp), metadata_of(call), call[0]);
  return Value::none();
}
Value metadata_is_bound(Call& call) {
  return Value::boolean(!metadata_bind(metadata_of(call)).is_none());
}

Value metadata_info(Call& call) { return info_dict(context(call.interp), metadata_of(call).info); }

const Binding kMetaDataRows[] = {
    {"create_all", "bind=None, tables=None, checkfirst=True",
     guard<metadata_ddl<&orm::MetaData::create_all>>, "{self}.create_all({bind})"},
    {"drop_all", "bind=None, tables=None, checkfirst=True",
     guard<metadata_ddl<&orm::MetaData::drop_all>>, "{self}.drop_all({bind})"},
    {"reflect",
     "bind=None, schema=None, views=False, only=None, extend_existing=False, "
     "autoload_replace=True, resolve_fks=True, **dialect_kwargs",
     guard<metadata_reflect>, "{self}.reflect({bind})"},
    {"clear", "", guard<metadata_clear>, "{self}.clear()"},
    {"remove", "table", guard<metadata_remove>, "{self}.remove({table})"},
    {"tables", "", guard<metadata_tables>, "{self}.tables()", BindingKind::property},
    {"sorted_tables", "", guard<metadata_sorted_tables>, "{self}.sorted_tables()",
     BindingKind::property},
    {"schema", "", guard<metadata_schema>, "{self}.schema()", BindingKind::property},
    {"info", "", guard<metadata_info>, "{self}.info", BindingKind::property},
};

const Binding kBoundMetaDataRows[] = {
    {"bind", "", guard<metadata_get_bind>, "engine", BindingKind::property,
     guard<metadata_set_bind>},
    {"is_bound", "", guard<metadata_is_bound>, "true"},
};

Type* make_metadata_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "MetaData", "sqlalchemy.sql.schema");
  builder.payload<MetaDataData>();
  add_bindings(builder, kMetaDataRows);
  if (owner.profile.connectionless) add_bindings(builder, kBoundMetaDataRows);
  return builder
      .slots([](interp::Slots& slots) {
        slots.getattr_missing = refuse_missing<metadata_class>;
        slots.init = guard<metadata_init>;
        slots.repr = metadata_repr;
        slots.contains = metadata_contains;
      })
      .build();
}

}  // namespace

Value wrap_metadata(Context& owner, const orm::Ref<orm::MetaData>& metadata) {
  return owner.unique(metadata.get(),
                      [&] { return owner.make<MetaDataData>("MetaData", metadata); });
}

void add_schema_types(TypeTable& table) {
  table.emplace_back("MetaData", make_metadata_type);
  add_facade_types(table);
  add_table_types(table);
  add_schema_word_types(table);
}

std::vector<BindingTable> schema_tables() {
  std::vector<BindingTable> tables = table_tables();
  tables.push_back({"sqlalchemy", "MetaData", kMetaDataRows, std::size(kMetaDataRows)});
  tables.push_back({"sqlalchemy", "MetaData", kBoundMetaDataRows, std::size(kBoundMetaDataRows)});
  return tables;
}

orm::Table& to_table(Context& owner, const Value& value, const char* attribute) {
  const orm::ClauseRef clause = find_clause(owner, value);
  if (auto* table = dynamic_cast<orm::Table*>(clause.get())) return *table;
  const std::string holder = value.is(Kind::kType)
                                 ? "type object '" + value.as<Type>()->name + "'"
                                 : "'" + owner.interp.type_name(value) + "' object";
  owner.interp.raise("AttributeError", holder + " has no attribute '" + attribute + "'");
}

}  // namespace lessonrun::bind
