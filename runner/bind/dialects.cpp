// Dialects as Python objects, and compiled statements:
// `stmt.compile(dialect=postgresql.dialect())`.
#include "runner/bind/dialects.h"

#include <set>

#include "orm/custom.h"
#include "orm/engine.h"
#include "orm/orm_error.h"
#include "runner/bind/custom.h"
#include "runner/bind/statements.h"
#include "runner/bind/urls.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

// ---- dialects -----------------------------------------------------------------------------------

const orm::Dialect& dialect_of(Interpreter& interp, const Value& self) {
  return *interp::payload<DialectData>(interp, self).dialect;
}

Value dialect_name(Call& call) { return call.interp.str(dialect_of(call.interp, call.self).name); }
Value dialect_driver(Call& call) {
  return call.interp.str(dialect_of(call.interp, call.self).driver);
}
Value dialect_max_length(Call& call) {
  return Value::integer(dialect_of(call.interp, call.self).max_identifier_length);
}

Value dialect_paramstyle(Call& call) {
  const char* name = paramstyle_name(dialect_of(call.interp, call.self).paramstyle);
  return name == nullptr ? Value::none() : call.interp.str(name);
}

Value dialect_preparer(Call& call) {
  auto data = std::make_unique<DialectData>();
  data->dialect = interp::payload<DialectData>(call.interp, call.self).dialect;
  return context(call.interp).make("IdentifierPreparer", std::move(data));
}

Value dialect_type_descriptor(Call& call) {
  Context& owner = context(call.interp);
  return call[0].is(Kind::kType) ? wrap_type(owner, to_type(owner, call[0])) : call[0];
}

Value dialect_connect_args(Call& call) {
  return connect_args(context(call.interp), dialect_of(call.interp, call.self), call[0]);
}

// postgresql.dialect(paramstyle="named"): the dialect of the class's name with changed members.
void init_dialect(Interpreter& interp, const Value& self, const Arguments& given) {
  auto& data = interp::payload<DialectData>(interp, self);
  Context& owner = context(interp);
  std::string name;
  for (const Type* at : interp.type_of(self)->mro) {
    if (const auto* held = dynamic_cast<const DialectName*>(at->class_payload.get())) {
      name = held->name;
      break;
    }
  }
  std::shared_ptr<orm::Dialect> made;
  if (name == "str") {
    made = orm::make_str_dialect(owner.profile);
  } else {
    made = std::const_pointer_cast<orm::Dialect>(
        orm::make_dialect(name.empty() ? "default" : name, owner.profile));
  }
  made->hooks = compile_hooks(owner);
  set_dialect_arguments(owner, *made, interp.type_of(self), given);
  data.dialect = made;
}

Type* make_base_dialect(Context& owner) {
  return interp::TypeBuilder(owner.interp, "DefaultDialect", "sqlalchemy.engine.default")
      .payload<DialectData>()
      .property("name", dialect_name)
      .property("driver", dialect_driver)
      .property("paramstyle", dialect_paramstyle)
      .property("max_identifier_length", dialect_max_length)
      .property("identifier_preparer", dialect_preparer)
      .method("type_descriptor", "typeobj", guard<dialect_type_descriptor>)
      .method("create_connect_args", "url", guard<dialect_connect_args>)
      .slots([](interp::Slots& slots) {
        slots.init = guard<init_dialect>;
        slots.getattr_missing = dialect_attribute;
        slots.setattr = set_dialect_attribute;
      })
      .build();
}

Value preparer_quote(Call& call) {
  return call.interp.str(dialect_of(call.interp, call.self).quote(call.text(0)));
}
Value preparer_quote_always(Call& call) {
  return call.interp.str(dialect_of(call.interp, call.self).quote_always(call.text(0)));
}
Value preparer_format_table(Call& call) {
  orm::Ref<orm::FromClause> from = to_from(context(call.interp), call[0]);
  return call.interp.str(
      dialect_of(call.interp, call.self).format_table(static_cast<orm::Table&>(*from)));
}

Type* make_preparer_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "IdentifierPreparer", "sqlalchemy.sql.compiler")
      .payload<DialectData>()
      .method("quote", "ident, force=None", guard<preparer_quote>)
      .method("quote_identifier", "value", guard<preparer_quote_always>)
      .method("format_table", "table", guard<preparer_format_table>)
      .abstract()
      .build();
}

// The dialects that a module `sqlalchemy.dialects.NAME` has as `dialect`.
constexpr const char* kDialects[] = {"sqlite", "postgresql", "mysql",  "mariadb",
                                     "oracle", "mssql",      "default"};

template <size_t I>
Type* make_dialect_class(Context& owner) {
  std::shared_ptr<const orm::Dialect> sample = orm::make_dialect(kDialects[I], owner.profile);
  Type* type = interp::TypeBuilder(owner.interp, sample->class_name, sample->module)
                   .base(owner.type("DefaultDialect"))
                   .build();
  auto data = std::make_unique<DialectName>();
  data->name = kDialects[I];
  type->class_payload = std::move(data);
  return type;
}

// The dialect of str(): what other databases refuse is written somehow.
Type* make_str_dialect_class(Context& owner) {
  Type* type = interp::TypeBuilder(owner.interp, "StrCompileDialect", "sqlalchemy.engine.default")
                   .base(owner.type("DefaultDialect"))
                   .build();
  auto data = std::make_unique<DialectName>();
  data->name = "str";
  type->class_payload = std::move(data);
  return type;
}

template <size_t... I>
void add_dialects(TypeTable& table, std::index_sequence<I...>) {
  (table.emplace_back(std::string("Dialect.") + kDialects[I], make_dialect_class<I>), ...);
}

// ---- compiled statements ------------------------------------------------------------------------

struct CompiledData : interp::Payload {
  std::shared_ptr<const orm::Compiled> compiled;
  std::shared_ptr<const orm::Dialect> dialect;
  std::string text;
  orm::ParameterSet params;
  std::vector<std::string> positions;
  Value statement;
  Value dialect_object;
  void clear_references() noexcept override {
    statement.reset();
    dialect_object.reset();
    compiled.reset();
  }
};

const CompiledData& compiled_of(Interpreter& interp, const Value& self) {
  return interp::payload<CompiledData>(interp, self);
}

Value compiled_params_dict(Interpreter& interp, const CompiledData& data) {
  Value dict = interp.dict();
  for (const auto& [name, value] : data.params) {
    interp.setitem(dict, interp.str(name), from_orm(context(interp), value));
  }
  return dict;
}

Value compiled_params(Call& call) {
  return compiled_params_dict(call.interp, compiled_of(call.interp, call.self));
}

Value compiled_construct_params(Call& call) {
  Context& owner = context(call.interp);
  Value dict = compiled_params(call);
  std::set<std::string> given;
  if (!call[0].is_none()) {
    for (auto& [name, value] : dict_items(owner, call[0])) {
      given.insert(name);
      if (call.interp.contains(dict, call.interp.str(name))) {
        call.interp.setitem(dict, call.interp.str(name), value);
      }
    }
  }
  const auto& compiled = compiled_of(call.interp, call.self).compiled;
  for (const orm::CompiledBind& bind : compiled->binds) {
    if (!bind.bind || !bind.bind->required || given.count(bind.name) != 0) continue;
    std::string message =
        "A value is required for bind parameter " + orm::repr_text(bind.bind->key_);
    for (auto& [name, value] : dict_items(owner, call[1])) {
      if (name == "_group_number" && !value.is_none()) {
        message += ", in parameter group " + call.interp.str_of(value);
      }
    }
    raise_error(owner, orm::InvalidRequestError::cls,
                orm::with_link(message, "cd3x", owner.profile));
  }
  return dict;
}

Value compiled_string(Call& call) {
  return call.interp.str(compiled_of(call.interp, call.self).text);
}

Value compiled_positiontup(Call& call) {
  const CompiledData& data = compiled_of(call.interp, call.self);
  if (!is_positional(*data.dialect)) return Value::none();
  std::vector<Value> names;
  for (const std::string& name : data.positions) names.push_back(call.interp.str(name));
  return call.interp.list(std::move(names));
}

Value compiled_statement(Call& call) { return compiled_of(call.interp, call.self).statement; }
Value compiled_dialect(Call& call) { return compiled_of(call.interp, call.self).dialect_object; }

template <orm::StatementKind Which>
Value compiled_is(Call& call) {
  return Value::boolean(compiled_of(call.interp, call.self).compiled->kind == Which);
}

Value compiled_returning(Call& call) {
  Context& owner = context(call.interp);
  std::vector<Value> columns;
  for (orm::Column* column : compiled_of(call.interp, call.self).compiled->returning) {
    columns.push_back(wrap(owner, column->column_ref()));
  }
  return call.interp.list(std::move(columns));
}

interp::TypeBuilder compiled_builder(Context& owner, const char* name) {
  interp::TypeBuilder builder(owner.interp, name, "sqlalchemy.sql.compiler");
  builder.payload<CompiledData>()
      .property("params", guard<compiled_params>)
      .property("string", compiled_string)
      .property("positiontup", compiled_positiontup)
      .property("statement", compiled_statement)
      .property("dialect", compiled_dialect)
      .property("isinsert", compiled_is<orm::StatementKind::insert>)
      .property("isupdate", compiled_is<orm::StatementKind::update>)
      .property("isdelete", compiled_is<orm::StatementKind::delete_>)
      .property("implicit_returning", guard<compiled_returning>)
      .method("construct_params", "params=None, **kw", guard<compiled_construct_params>)
      .abstract()
      .slots([](interp::Slots& slots) {
        slots.str = [](Interpreter& interp, const Value& self) {
          return compiled_of(interp, self).text;
        };
      });
  return builder;
}

Type* make_compiled_type(Context& owner) { return compiled_builder(owner, "SQLCompiler").build(); }
Type* make_ddl_compiled_type(Context& owner) {
  return compiled_builder(owner, "DDLCompiler").build();
}

}  // namespace

const DialectData* find_dialect(const Value& value) {
  return interp::try_payload<DialectData>(value);
}

Value wrap_dialect(Context& owner, std::shared_ptr<const orm::Dialect> dialect) {
  auto data = std::make_unique<DialectData>();
  std::string type = "Dialect." + dialect->name;
  data->dialect = std::move(dialect);
  return owner.make(type.c_str(), std::move(data));
}

Value engine_dialect_object(Context& owner, const orm::Engine& engine) {
  // The dialect lives as long as its engine, which the deleter holds.
  return wrap_dialect(owner, std::shared_ptr<const orm::Dialect>(&engine.dialect(),
                                                                 [engine](const orm::Dialect*) {}));
}

std::shared_ptr<const orm::Dialect> dialect_argument(Call& call, const Value& bind,
                                                     const Value& dialect) {
  Context& owner = context(call.interp);
  for (const Value* given : {&dialect, &bind}) {
    if (!*given || given->is_none()) continue;
    if (const DialectData* data = find_dialect(*given)) return data->dialect;
    if (const orm::Bind* engine = find_bind(*given)) {
      Value keep = *given;
      return {&engine->dialect(), [keep](const orm::Dialect*) {}};
    }
    call.interp.raise("AttributeError", "'" + call.interp.type_name(*given) +
                                            "' object has no attribute 'statement_compiler'");
  }
  return str_dialect(owner);
}

Value compile_clause(Call& call) {
  Context& owner = context(call.interp);
  orm::ClauseRef clause = find_clause(owner, call.self);
  auto data = std::make_unique<CompiledData>();
  data->dialect = dialect_argument(call, call[0], call[1]);
  orm::CompileOptions options;
  bool expand = false;
  std::shared_ptr<orm::Dialect> translated;
  bool render_schemas = false;
  auto flags = [&](const Value& dict) {
    for (auto& [name, value] : dict_items(owner, dict)) {
      if (name == "literal_binds") options.literal_binds = call.interp.truth(value);
      if (name == "render_postcompile") expand = call.interp.truth(value);
    }
  };
  for (auto& [name, value] : dict_items(owner, call[2])) {
    if (name == "compile_kwargs") {
      flags(value);
    } else if (name == "column_keys") {
      options.has_column_keys = !value.is_none();
      if (value.is_none()) continue;
      for (const Value& key : call.interp.to_vector(value)) {
        orm::ClauseRef column = key.is(Kind::kStr) ? nullptr : find_clause(owner, key);
        options.column_keys.push_back(
            column != nullptr && column->is_column()
                ? std::string(static_cast<const orm::ColumnElement&>(*column).key())
                : call.interp.str_of(key));
      }
    } else if (name == "schema_translate_map") {
      if (value.is_none()) continue;
      translated = data->dialect->clone();
      // From 1.4 on the names come with the execution; the text has marks for them.
      translated->marks_schemas = owner.profile.translates_late;
      for (const Value& key : call.interp.to_vector(value)) {
        Value to = call.interp.getitem(value, key);
        translated->schema_map.emplace_back(key.is_none() ? "" : call.interp.str_of(key),
                                            to.is_none() ? "" : call.interp.str_of(to));
      }
    } else if (name == "render_schema_translate") {
      render_schemas = call.interp.truth(value);
    } else if (name != "for_executemany" && name != "inline" && name != "linting") {
      call.interp.raise("TypeError",
                        "SQLCompiler.__init__() got an unexpected keyword argument '" + name + "'");
    }
  }
  if (translated != nullptr && render_schemas) {
    translated->marks_schemas = false;
    for (const auto& [from, to] : translated->schema_map) {
      if (to.empty()) {
        raise_error(owner, orm::CompileError::cls,
                    "Dialect has no default schema name; can't use None as dynamic schema "
                    "target.");
      }
    }
  }
  if (translated != nullptr) data->dialect = translated;
  data->compiled = orm::compile(clause, *data->dialect, options);
  for (const std::string& text : data->compiled->warnings) owner.warn("SAWarning", text);
  data->text = data->compiled->sql;
  data->params = data->compiled->params();
  const std::vector<size_t>& numbered = data->compiled->numbered;
  for (size_t position : numbered.empty() ? data->compiled->positions : numbered) {
    data->positions.push_back(data->compiled->binds[position].name);
  }
  if (expand && data->compiled->expands) {
    std::vector<orm::Value> values;
    for (const auto& [name, value] : data->params) values.push_back(value);
    orm::Compiled::Expanded expanded = data->compiled->expand(values, true);
    data->text = expanded.sql;
    orm::ParameterSet params;
    for (const orm::CompiledBind& bind : data->compiled->binds) {
      if (bind.expanding || bind.literal_execute) continue;
      params.emplace_back(bind.name, bind.bind ? bind.bind->value : orm::Value());
    }
    for (size_t i = 0; i < expanded.names.size(); ++i) {
      bool known = false;
      for (const auto& [name, value] : params) known = known || name == expanded.names[i];
      if (!known) params.emplace_back(expanded.names[i], expanded.values[i]);
    }
    data->params = std::move(params);
    if (numbered.empty()) {
      data->positions = expanded.names;
    } else {
      // What is written out comes after the names that have numbers.
      data->positions.clear();
      for (const auto& [name, value] : data->params) data->positions.push_back(name);
    }
  }
  data->statement = call.self;
  const DialectData* given = find_dialect(call[1]);
  data->dialect_object = given != nullptr ? call[1] : wrap_dialect(owner, data->dialect);
  bool ddl = clause->kind() == orm::NodeKind::ddl;
  return owner.make(ddl ? "DDLCompiler" : "SQLCompiler", std::move(data));
}

Value resolve_dialect_name(Context& owner, std::string_view module, std::string_view name) {
  static constexpr std::string_view kPrefix = "sqlalchemy.dialects.";
  if (module.substr(0, kPrefix.size()) != kPrefix) return {};
  std::string dialect(module.substr(kPrefix.size()));
  dialect = dialect.substr(0, dialect.find('.'));
  if (name == "dialect" && orm::make_dialect(dialect, owner.profile) == nullptr) {
    owner.interp.unsupported("sqlalchemy.dialects." + dialect,
                             "the dialect '" + dialect + "' is not supported");
  }
  if (name == "dialect") return Value(owner.type(("Dialect." + dialect).c_str()));
  if (name == "Insert" && find_type_maker(dialect + ".Insert") != nullptr) {
    return Value(owner.type((dialect + ".Insert").c_str()));
  }
  std::string own = dialect + "." + std::string(name);
  if (own == "mysql.match" && owner.profile.stmt_cache) return Value(owner.type("mysql.match"));
  // 2.0 has one UUID for all databases.
  const bool shared = name == "UUID" && owner.profile.double_types;
  if (!shared && orm::find_type_class(own) != nullptr) return Value(owner.type(own.c_str()));
  bool upper = name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == name.npos;
  if (upper && orm::find_type_class(name) != nullptr) {
    return Value(owner.type(std::string(name).c_str()));
  }
  return {};
}

void add_dialect_types(TypeTable& table) {
  table.emplace_back("DefaultDialect", make_base_dialect);
  table.emplace_back("StrCompileDialect", make_str_dialect_class);
  table.emplace_back("IdentifierPreparer", make_preparer_type);
  table.emplace_back("SQLCompiler", make_compiled_type);
  table.emplace_back("DDLCompiler", make_ddl_compiled_type);
  add_dialects(table, std::make_index_sequence<std::size(kDialects)>());
}

}  // namespace lessonrun::bind
