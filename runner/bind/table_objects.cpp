// Table as a Python object; MetaData's is in schema.cpp.
#include "orm/inspect.h"
#include "orm/orm_error.h"
#include "runner/bind/bound.h"
#include "runner/bind/custom.h"
#include "runner/bind/legacy.h"
#include "runner/bind/reading.h"
#include "runner/bind/reflection_events.h"
#include "runner/bind/refusal.h"
#include "runner/bind/schema.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

const char* table_class() { return "Table"; }

Value keywords_dict(Interpreter& interp, const Arguments& arguments) {
  Value keywords = interp.dict();
  for (size_t i = 0; i < arguments.keywords; ++i) {
    interp.setitem(keywords, arguments.names[i], arguments.keyword(i));
  }
  return keywords;
}

orm::Table& own_table(Call& call) {
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
  bool autoload = false;
  orm::ReflectOptions reflect;
  reflect.schema = metadata->schema();
  for (auto& [key, value] : dict_items(owner, keywords)) {
    if (key == "autoload_with" && !value.is_none()) autoload_with = value;
    if (key == "autoload") autoload = interp.truth(value);
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
  if (autoload) {
    warn_removed_in_20(owner,
                       "The autoload parameter is deprecated and will be removed in version 2.0.  "
                       "Please use the autoload_with parameter, passing an engine or connection.");
  }
  if (autoload && !autoload_with && owner.profile.connectionless) {
    warn_of_missing_bind(owner);
    autoload_with = metadata_bind(*metadata);
    if (autoload_with.is_none()) {
      raise_error(owner, orm::UnboundExecutionError::cls,
                  std::string("No engine is bound to this Table's MetaData. Pass an engine to the "
                              "Table via autoload_with=<someengine") +
                      (owner.profile.stmt_cache ? "_or_connection>"
                                                : ">, or associate the MetaData with an engine via "
                                                  "metadata.bind=<someengine>"));
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
    tell_of_columns(owner, *metadata);
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

orm::Bind& table_bind(Call& call, const Value& value) {
  orm::Table& table = own_table(call);
  return bind_argument(call, value, table.metadata(),
                       "Table object " + call.interp.repr(call.interp.str(table.fullname())));
}

// 1.x: Table.exists()
Value table_exists(Call& call) {
  const orm::Table& table = own_table(call);
  return Value::boolean(
      table_bind(call, call[0]).has_table(std::string(table.name()), table.args.schema));
}

// 1.3: SELECT count(..) of the first column of the primary key, or else of the table.
Value table_count(Call& call) {
  Context& owner = context(call.interp);
  const orm::Table& table = own_table(call);
  const std::vector<orm::ColumnElement*> key = table.primary_key();
  const orm::ColumnRef column = (key.empty() ? table.c()[0] : key[0])->ref();
  auto statement = orm::select({orm::func("count", {orm::Operand(column)})->label("tbl_row_count")})
                       ->select_from({own_table(call).table_ref()});
  if (!call[0].is_none()) {
    statement = statement->where(to_column(owner, call[0], "WHERE/HAVING role"));
  }
  return wrap(owner, statement);
}

Value table_create(Call& call) {
  own_table(call).create(table_bind(call, call[0]), call.interp.truth(call[1]));
  return Value::none();
}

Value table_drop(Call& call) {
  own_table(call).drop(table_bind(call, call[0]), call.interp.truth(call[1]));
  return Value::none();
}

Value table_metadata(Call& call) {
  return wrap_metadata(context(call.interp), own_table(call).metadata().metadata_ref());
}

Value table_key(Call& call) { return call.interp.str(own_table(call).key()); }

Value table_primary_key(Call& call) {
  return wrap_constraint(context(call.interp), own_table(call).primary_key_constraint());
}

Value table_constraints(Call& call) {
  std::vector<Value> made;
  for (orm::Constraint* constraint : own_table(call).constraints()) {
    made.push_back(wrap_constraint(context(call.interp), *constraint));
  }
  return call.interp.set(made);
}

Value table_indexes(Call& call) {
  Context& owner = context(call.interp);
  std::vector<Value> made;
  for (orm::Index* index : own_table(call).indexes()) {
    made.push_back(owner.unique(
        index, [&] { return owner.make<IndexData>("Index", orm::Ref<orm::Index>(index)); }));
  }
  return call.interp.set(made);
}

Value table_foreign_keys(Call& call) {
  std::vector<Value> made;
  for (orm::ForeignKey* key : own_table(call).foreign_keys()) {
    made.push_back(wrap_foreign_key(context(call.interp), *key));
  }
  return call.interp.set(made);
}

Value table_foreign_key_constraints(Call& call) {
  std::vector<Value> made;
  for (orm::ForeignKeyConstraint* key : own_table(call).foreign_key_constraints()) {
    made.push_back(wrap_constraint(context(call.interp), *key));
  }
  return call.interp.set(made);
}

Value optional_text(Call& call, const std::string& text) {
  return text.empty() ? Value::none() : call.interp.str(text);
}
Value table_schema(Call& call) { return optional_text(call, own_table(call).schema); }
Value table_comment(Call& call) { return optional_text(call, own_table(call).args.comment); }
Value table_fullname(Call& call) { return call.interp.str(own_table(call).fullname()); }
Value table_info(Call& call) { return info_dict(context(call.interp), own_table(call).args.info); }

// The options that only one database reads: `mysql_engine`.
Value table_kwargs(Call& call) {
  Value dict = call.interp.dict();
  for (const auto& [name, value] : own_table(call).args.dialect_options) {
    call.interp.setitem(dict, call.interp.str(name), from_orm(context(call.interp), value));
  }
  return dict;
}

Value table_autoincrement(Call& call) {
  orm::Column* column = own_table(call).autoincrement_column();
  return column == nullptr ? Value::none() : wrap(context(call.interp), column->column_ref());
}

Value table_append_column(Call& call) {
  orm::ClauseRef clause = find_clause(context(call.interp), call[0]);
  if (clause == nullptr || clause->kind() != orm::NodeKind::column) {
    call.interp.raise("TypeError", "append_column() takes a Column");
  }
  own_table(call).append_column(orm::Ref<orm::Column>(static_cast<orm::Column*>(clause.get())),
                                call.interp.truth(call[1]));
  return Value::none();
}

Value table_append_constraint(Call& call) {
  if (const auto* index = interp::try_payload<IndexData>(call[0])) {
    own_table(call).append(orm::TableItem(index->index));
    return Value::none();
  }
  own_table(call).append_constraint(
      interp::payload<ConstraintData>(call.interp, call[0]).constraint);
  return Value::none();
}

Value table_to_metadata(Call& call) {
  Context& owner = context(call.interp);
  auto& metadata = interp::payload<MetaDataData>(call.interp, call[0]).metadata;
  const Value& name = call.arg("name");
  const Value& schema = call.arg("schema");
  orm::Table& table = own_table(call);
  // A schema given takes the place of the table's own for the copy.
  std::optional<orm::Name> other;
  if (schema && !schema.is_undefined() && !schema_word(schema)) other = to_name(owner, schema);
  const orm::Name& its = other ? *other : table.args.schema;
  std::string key = its.empty() ? table.name_ : its + "." + table.name_;
  if (name.is_none() && metadata->table(key) != nullptr) {
    owner.warn("SAWarning", "Table '" + table.name_ +
                                "' already exists within the given MetaData - not copying.");
    return wrap(owner, metadata->table(key)->table_ref());
  }
  orm::Table::ReferredSchema referred;
  if (const Value fn = call.arg("referred_schema_fn"); !fn.is_none()) {
    const Value own = call.self;
    referred = [&owner, fn, own, its](const orm::ForeignKeyConstraint& keys,
                                      const orm::Name& of_key) {
      auto shown = [&](const orm::Name& text) {
        return text.empty() ? Value::none() : owner.interp.str(text);
      };
      auto& constraint = const_cast<orm::ForeignKeyConstraint&>(keys);
      return to_name(owner,
                     owner.interp.call(
                         fn, {own, shown(its), wrap_constraint(owner, constraint), shown(of_key)}));
    };
  }
  return wrap(
      owner, table.to_metadata(*metadata, name.is_none() ? "" : std::string(call.interp.text(name)),
                               other, referred));
}

Value table_add_dependency(Call& call) {
  own_table(call).comes_after.push_back(&to_table(context(call.interp), call[0], "name"));
  return Value::none();
}

const Binding kTableRows[] = {
    {"add_is_dependent_on", "table", guard<table_add_dependency>,
     "{self}.comes_after.push_back(&{table})"},
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
    {"kwargs", "", guard<table_kwargs>, "{self}.args.dialect_options", BindingKind::property},
    {"dialect_kwargs", "", guard<table_kwargs>, "{self}.args.dialect_options",
     BindingKind::property},
    {"autoincrement_column", "", guard<table_autoincrement>, "{self}.autoincrement_column()",
     BindingKind::property},
    {"append_column", "column, replace_existing=False", guard<table_append_column>,
     "{self}.append_column({column})"},
    {"append_constraint", "constraint", guard<table_append_constraint>,
     "{self}.append_constraint({constraint})"},
    {"to_metadata", "metadata, schema=?, referred_schema_fn=None, name=None",
     guard<table_to_metadata>, "{self}.to_metadata({metadata})"},
    {"tometadata", "metadata, schema=?, referred_schema_fn=None, name=None",
     guard<table_to_metadata>, "{self}.to_metadata({metadata})"},
};

const Binding kBoundTableRows[] = {
    {"exists", "bind=None", guard<table_exists>, "engine.has_table({self}.name())"},
};
const Binding kTableCountRows[] = {
    {"count", "whereclause=None", guard<table_count>, "select(func::count()).select_from({self})"},
};

Type* make_table_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Table", "sqlalchemy.sql.schema");
  builder.base(owner.type("FromClause"));
  add_bindings(builder, kTableRows);
  if (owner.profile.connectionless) add_bindings(builder, kBoundTableRows);
  if (owner.profile.connectionless && !owner.profile.stmt_cache) {
    add_bindings(builder, kTableCountRows);
  }
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

void add_table_types(TypeTable& table) { table.emplace_back("Table", make_table_type); }

std::vector<BindingTable> table_tables() {
  return {{"sqlalchemy", "Table", kTableRows, std::size(kTableRows)},
          {"sqlalchemy", "Table", kBoundTableRows, std::size(kBoundTableRows)},
          {"sqlalchemy", "Table", kTableCountRows, std::size(kTableCountRows)}};
}

}  // namespace lessonrun::bind
