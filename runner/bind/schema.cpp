// MetaData and Table as Python objects.
#include "runner/bind/schema.h"

#include "orm/inspect.h"
#include "orm/orm_error.h"
#include "runner/bind/custom.h"
#include "runner/bind/deprecated.h"
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
const char* table_class() { return "Table"; }

Value keywords_dict(Interpreter& interp, const Arguments& arguments) {
  Value keywords = interp.dict();
  for (size_t i = 0; i < arguments.keywords; ++i) {
    interp.setitem(keywords, arguments.names[i], arguments.keyword(i));
  }
  return keywords;
}

// An inspector that reads all it is asked over one connection, which is closed with the object.
class Reading {
 public:
  explicit Reading(orm::Bind& bind) {
    if (auto* engine = dynamic_cast<orm::Engine*>(&bind)) {
      own_ = engine->connect();
      inspector.emplace(own_);
    } else {
      inspector.emplace(dynamic_cast<orm::Connection&>(bind));
    }
  }
  ~Reading() {
    if (own_ && !own_.closed()) own_.close();
  }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
  std::optional<orm::Inspector> inspector;

 private:
  orm::Connection own_;
};

// ---- MetaData -----------------------------------------------------------------------------------

orm::MetaData& metadata_of(Call& call) {
  return *interp::payload<MetaDataData>(call.interp, call.self).metadata;
}

void metadata_init(Interpreter& interp, const Value& self, const Arguments& arguments) {
  Context& owner = context(interp);
  Value schema, quote_schema;
  std::vector<std::pair<std::string, std::string>> convention;
  for (size_t i = 0; i < arguments.keywords; ++i) {
    std::string name = interp.str_of(arguments.names[i]);
    const Value& value = arguments.keyword(i);
    if (value.is_none()) continue;
    if (name == "schema") {
      schema = value;
    } else if (name == "quote_schema") {
      quote_schema = value;
    } else if (name == "naming_convention") {
      for (auto& [key, text] : dict_items(owner, value)) {
        if (!text.is(Kind::kStr)) {
          interp.unsupported("a function in naming_convention",
                             "naming_convention takes strings here, no functions");
        }
        convention.emplace_back(key, std::string(interp.text(text)));
      }
    } else if (name == "bind") {
      interp.unsupported("MetaData(bind=)",
                         "MetaData(bind=...) is not supported; pass the engine to create_all()");
    } else if (name != "info") {
      interp.raise("TypeError",
                   "MetaData.__init__() got an unexpected keyword argument '" + name + "'");
    }
  }
  interp::payload<MetaDataData>(interp, self).metadata = orm::make_ref<orm::MetaData>(
      owner.profile, to_name(owner, schema, quote_schema), std::move(convention));
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
    orm::Ref<orm::FromClause> from = to_from(context(call.interp), item);
    tables.push_back(static_cast<orm::Table*>(from.get()));
  }
  return tables;
}

template <void (orm::MetaData::*Method)(orm::Bind&, const std::vector<orm::Table*>*, bool)>
Value metadata_ddl(Call& call) {
  orm::Bind& bind = bind_argument(call, call[0]);
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
  orm::Ref<orm::FromClause> table = to_from(context(call.interp), call[0]);
  metadata_of(call).remove(static_cast<orm::Table&>(*table));
  return Value::none();
}

Value metadata_schema(Call& call) {
  const std::string& schema = metadata_of(call).schema();
  return schema.empty() ? Value::none() : call.interp.str(schema);
}

Value metadata_reflect(Call& call) {
  orm::Bind& bind = bind_argument(call, call[0]);
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
  orm::reflect_all(metadata_of(call), *reading.inspector, options);
  return Value::none();
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

Type* make_metadata_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "MetaData", "sqlalchemy.sql.schema");
  builder.payload<MetaDataData>();
  add_bindings(builder, kMetaDataRows);
  return builder
      .slots([](interp::Slots& slots) {
        slots.getattr_missing = refuse_missing<metadata_class>;
        slots.init = guard<metadata_init>;
        slots.repr = metadata_repr;
        slots.contains = metadata_contains;
      })
      .build();
}

// ---- Table --------------------------------------------------------------------------------------

orm::Table& table_of(Call& call) {
  orm::ClauseRef clause = interp::payload<ClauseData>(call.interp, call.self).clause;
  return static_cast<orm::Table&>(*clause);
}

Value table_new(Interpreter& interp, Type*, const Arguments& arguments) {
  Context& owner = context(interp);
  if (arguments.positional < 2) {
    interp.raise("TypeError",
                 owner.profile.select_list_style
                     ? "Table() takes at least two arguments"
                     : "Table() takes at least two positional-only arguments 'name' and "
                       "'metadata'");
  }
  std::string name(interp.text(arguments.values[0]));
  auto& metadata = interp::payload<MetaDataData>(interp, arguments.values[1]).metadata;
  Value keywords = keywords_dict(interp, arguments);
  std::vector<Value> given(arguments.begin() + 2, arguments.end());
  Value autoload_with;
  orm::ReflectOptions reflect;
  reflect.schema = metadata->schema();
  for (auto& [key, value] : dict_items(owner, keywords)) {
    if (key == "autoload_with" && !value.is_none()) autoload_with = value;
    if (key == "schema" && !value.is_none()) reflect.schema = interp.str_of(value);
    if (key == "extend_existing") reflect.extend_existing = interp.truth(value);
    if (key == "resolve_fks") reflect.resolve_fks = interp.truth(value);
    if (key == "include_columns" && !value.is_none()) {
      reflect.has_columns = true;
      for (const Value& one : interp.to_vector(value)) {
        reflect.include_columns.push_back(interp.str_of(one));
      }
    }
  }
  if (autoload_with) {
    orm::Bind* bind = find_bind(autoload_with);
    std::vector<orm::TableItem> items = to_table_items(owner, given);
    for (orm::TableItem& item : items) {
      if (item.column) reflect.given.push_back(item.column);
    }
    orm::Inspector* inspector = find_inspector(autoload_with);
    std::optional<Reading> reading;
    if (bind != nullptr) {
      reading.emplace(*bind);
      inspector = &*reading->inspector;
    } else if (inspector == nullptr) {
      interp.unsupported("Table(autoload_with=)",
                         "autoload_with takes an engine, a connection or an inspector");
    }
    orm::Ref<orm::Table> table = orm::reflect_table(*metadata, name, *inspector, reflect);
    for (orm::TableItem& item : items) {
      if (!item.column) table->append(item);
    }
    return wrap(owner, table);
  }
  if (given.empty() && arguments.keywords == 0) {
    if (orm::Table* existing = metadata->table(name)) return wrap(owner, existing->table_ref());
  }
  orm::TableArgs args = to_table_args(owner, keywords);
  if (std::optional<bool> quote = quote_of_name(owner, arguments.values[0])) args.quote = quote;
  return wrap(owner, metadata->define(name, to_table_items(owner, given), std::move(args)));
}

std::string table_repr(Interpreter& interp, const Value& self) {
  return static_cast<orm::Table&>(*interp::payload<ClauseData>(interp, self).clause).repr();
}

std::string table_str(Interpreter& interp, const Value& self) {
  return static_cast<orm::Table&>(*interp::payload<ClauseData>(interp, self).clause).fullname();
}

Value table_create(Call& call) {
  table_of(call).create(bind_argument(call, call[0]), call.interp.truth(call[1]));
  return Value::none();
}

Value table_drop(Call& call) {
  table_of(call).drop(bind_argument(call, call[0]), call.interp.truth(call[1]));
  return Value::none();
}

Value table_metadata(Call& call) {
  return wrap_metadata(context(call.interp), table_of(call).metadata().metadata_ref());
}

Value table_key(Call& call) { return call.interp.str(table_of(call).key()); }

Value table_primary_key(Call& call) {
  return wrap_constraint(context(call.interp), table_of(call).primary_key_constraint());
}

Value table_constraints(Call& call) {
  std::vector<Value> made;
  for (orm::Constraint* constraint : table_of(call).constraints()) {
    made.push_back(wrap_constraint(context(call.interp), *constraint));
  }
  return call.interp.set(made);
}

Value table_indexes(Call& call) {
  Context& owner = context(call.interp);
  std::vector<Value> made;
  for (orm::Index* index : table_of(call).indexes()) {
    made.push_back(owner.unique(
        index, [&] { return owner.make<IndexData>("Index", orm::Ref<orm::Index>(index)); }));
  }
  return call.interp.set(made);
}

Value table_foreign_keys(Call& call) {
  std::vector<Value> made;
  for (orm::ForeignKey* key : table_of(call).foreign_keys()) {
    made.push_back(wrap_foreign_key(context(call.interp), *key));
  }
  return call.interp.set(made);
}

Value table_foreign_key_constraints(Call& call) {
  std::vector<Value> made;
  for (orm::ForeignKeyConstraint* key : table_of(call).foreign_key_constraints()) {
    made.push_back(wrap_constraint(context(call.interp), *key));
  }
  return call.interp.set(made);
}

Value optional_text(Call& call, const std::string& text) {
  return text.empty() ? Value::none() : call.interp.str(text);
}
Value table_schema(Call& call) { return optional_text(call, table_of(call).schema); }
Value table_comment(Call& call) { return optional_text(call, table_of(call).args.comment); }
Value table_fullname(Call& call) { return call.interp.str(table_of(call).fullname()); }
Value table_info(Call& call) { return info_dict(context(call.interp), table_of(call).args.info); }

Value table_autoincrement(Call& call) {
  orm::Column* column = table_of(call).autoincrement_column();
  return column == nullptr ? Value::none() : wrap(context(call.interp), column->column_ref());
}

Value table_append_column(Call& call) {
  orm::ClauseRef clause = find_clause(context(call.interp), call[0]);
  if (clause == nullptr || clause->kind() != orm::NodeKind::column) {
    call.interp.raise("TypeError", "append_column() takes a Column");
  }
  table_of(call).append_column(orm::Ref<orm::Column>(static_cast<orm::Column*>(clause.get())),
                               call.interp.truth(call[1]));
  return Value::none();
}

Value table_append_constraint(Call& call) {
  table_of(call).append_constraint(
      interp::payload<ConstraintData>(call.interp, call[0]).constraint);
  return Value::none();
}

Value table_to_metadata(Call& call);
Value table_tometadata(Call& call) {
  warn_deprecated(context(call.interp), Deprecated::tometadata);
  return table_to_metadata(call);
}

Value table_to_metadata(Call& call) {
  Context& owner = context(call.interp);
  auto& metadata = interp::payload<MetaDataData>(call.interp, call[0]).metadata;
  const Value& name = call.arg("name");
  const Value& schema = call.arg("schema");
  orm::Table& table = table_of(call);
  std::string saved = table.args.schema;
  // A schema given takes the place of the table's own for the copy.
  bool other = schema && !schema.is_undefined();
  if (other) table.args.schema = schema.is_none() ? "" : std::string(call.interp.text(schema));
  orm::Ref<orm::Table> copy;
  std::string key = table.args.schema.empty() ? table.name_ : table.args.schema + "." + table.name_;
  if (name.is_none() && metadata->table(key) != nullptr) {
    table.args.schema = saved;
    owner.warn("SAWarning", "Table '" + table.name_ +
                                "' already exists within the given MetaData - not copying.");
    return wrap(owner, metadata->table(key)->table_ref());
  }
  try {
    copy = table.to_metadata(*metadata, name.is_none() ? "" : std::string(call.interp.text(name)));
  } catch (...) {
    table.args.schema = saved;
    throw;
  }
  table.args.schema = saved;
  return wrap(owner, copy);
}

const Binding kTableRows[] = {
    {"create", "bind=None, checkfirst=False", guard<table_create>,
     "{self}.create({bind}, {checkfirst})"},
    {"drop", "bind=None, checkfirst=False", guard<table_drop>, "{self}.drop({bind}, {checkfirst})"},
    {"metadata", "", guard<table_metadata>, "{self}.metadata()", BindingKind::property},
    {"key", "", guard<table_key>, "{self}.key()", BindingKind::property},
    {"primary_key", "", guard<table_primary_key>, "{self}.primary_key_constraint()",
     BindingKind::property},
    {"constraints", "", guard<table_constraints>, "{self}.constraints()", BindingKind::property},
    {"indexes", "", guard<table_indexes>, "{self}.indexes()", BindingKind::property},
    {"foreign_keys", "", guard<table_foreign_keys>, "{self}.foreign_keys()", BindingKind::property},
    {"foreign_key_constraints", "", guard<table_foreign_key_constraints>,
     "{self}.foreign_key_constraints()", BindingKind::property},
    {"schema", "", guard<table_schema>, "{self}.schema", BindingKind::property},
    {"fullname", "", guard<table_fullname>, "{self}.fullname()", BindingKind::property},
    {"comment", "", guard<table_comment>, "{self}.args.comment", BindingKind::property},
    {"info", "", guard<table_info>, "{self}.args.info", BindingKind::property},
    {"autoincrement_column", "", guard<table_autoincrement>, "{self}.autoincrement_column()",
     BindingKind::property},
    {"append_column", "column, replace_existing=False", guard<table_append_column>,
     "{self}.append_column({column})"},
    {"append_constraint", "constraint", guard<table_append_constraint>,
     "{self}.append_constraint({constraint})"},
    {"to_metadata", "metadata, schema=?, referred_schema_fn=None, name=None",
     guard<table_to_metadata>, "{self}.to_metadata({metadata})"},
    {"tometadata", "metadata, schema=?, referred_schema_fn=None, name=None",
     guard<table_tometadata>, "{self}.to_metadata({metadata})"},
};

Type* make_table_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Table", "sqlalchemy.sql.schema");
  builder.base(owner.type("FromClause"));
  add_bindings(builder, kTableRows);
  return builder
      .slots([](interp::Slots& slots) {
        slots.getattr_missing = refuse_missing<table_class>;
        slots.new_ = guard<table_new>;
        slots.init = [](Interpreter&, const Value&, const Arguments&) {};
        slots.repr = table_repr;
        slots.str = table_str;
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
  table.emplace_back("Table", make_table_type);
}

std::vector<BindingTable> schema_tables() {
  return {{"sqlalchemy", "MetaData", kMetaDataRows, std::size(kMetaDataRows)},
          {"sqlalchemy", "Table", kTableRows, std::size(kTableRows)}};
}

}  // namespace lessonrun::bind
