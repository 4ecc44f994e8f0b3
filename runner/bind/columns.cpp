// Column(...), mapped_column(...) and ForeignKey(...): reading their arguments.
#include "orm/orm_error.h"
#include "runner/bind/custom.h"
#include "runner/bind/dialect_options.h"
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

// Whether a default function is given the context: where it takes one argument that has no default.
// A method's self, and that of a class's __init__, does not count; what is not written in Python is
// called without arguments.
bool takes_context(Context& owner, const Value& callable) {
  Interpreter& interp = owner.interp;
  Value function = callable;
  if (callable.is(Kind::kType)) {
    function = interp.find_attr(callable, "__init__");
  } else if (!interp.find_attr(callable, "__code__")) {
    function = interp.find_attr(callable, "__call__");
  }
  Value code = function ? interp.find_attr(function, "__code__") : Value();
  if (!code) return false;
  int64_t count = interp.to_int64(interp.getattr(code, "co_argcount"));
  if (callable.is(Kind::kType) || interp.find_attr(function, "__self__")) --count;
  Value defaults = interp.find_attr(function, "__defaults__");
  if (defaults && defaults.is(Kind::kTuple)) {
    count -= static_cast<int64_t>(items(defaults).size());
  }
  if (count > 1) {
    raise_error(owner, orm::ArgumentError::cls,
                "ColumnDefault Python function takes zero or one positional arguments");
  }
  return count > 0;
}

struct ContextData : interp::Payload {
  Value parameters;
  void clear_references() noexcept override { parameters.reset(); }
};

Value context_parameters(Call& call) {
  return interp::payload<ContextData>(call.interp, call.self).parameters;
}

Type* make_context_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "SQLiteExecutionContext",
                             "sqlalchemy.dialects.sqlite.base")
      .payload<ContextData>()
      .property("current_parameters", context_parameters)
      .method("get_current_parameters", "isolate_multiinsert_groups=True", context_parameters)
      .build();
}

}  // namespace

orm::ColumnDefault to_default(Context& owner, const Value& value) {
  if (const orm::ColumnDefault* made = find_default(value)) return *made;
  if (const auto* sequence = interp::try_payload<SequenceData>(value)) {
    return orm::ColumnDefault::of(sequence->sequence);
  }
  if (orm::ClauseRef clause = find_clause(owner, value)) return orm::ColumnDefault::sql(clause);
  if (!owner.interp.is_callable(value)) return orm::ColumnDefault::scalar(to_orm(owner, value));
  bool with_context = takes_context(owner, value);
  Value name = owner.interp.find_attr(value, "__name__");
  const Value& function = value;
  Context* bindings = &owner;
  return orm::ColumnDefault::function(
      [bindings, function, with_context](const orm::DefaultContext& state) {
        Interpreter& interp = bindings->interp;
        if (!with_context) return to_orm(*bindings, interp.call(function));
        Value parameters = interp.dict();
        if (state.current_parameters) {
          for (const auto& [key, given] : state.current_parameters()) {
            interp.setitem(parameters, interp.str(key), from_orm(*bindings, given));
          }
        }
        auto data = std::make_unique<ContextData>();
        data->parameters = parameters;
        return to_orm(
            *bindings,
            interp.call(function, {bindings->make("SQLiteExecutionContext", std::move(data))}));
      },
      name ? owner.interp.str_of(name) : std::string());
}

namespace {

orm::ServerDefault to_server_default(Context& owner, const Value& value) {
  orm::ServerDefault made;
  if (const auto* given = interp::try_payload<ServerDefaultData>(value)) return given->value;
  if (orm::ClauseRef clause = find_clause(owner, value)) {
    made.kind = orm::ServerDefault::Kind::clause;
    made.clause = clause;
  } else if (value.is(Kind::kStr)) {
    made.kind = orm::ServerDefault::Kind::text;
    made.text = std::string(owner.interp.text(value));
  } else {
    raise_error(owner, orm::ArgumentError::cls,
                "Argument 'arg' is expected to be one of type '<class 'str'>' or '<class "
                "'sqlalchemy.sql.elements.ClauseElement'>' or '<class "
                "'sqlalchemy.sql.elements.TextClause'>', got '" +
                    owner.interp.repr(Value(owner.interp.type_of(value))) + "'");
  }
  return made;
}

std::optional<bool> to_optional_bool(Context& owner, const Value& value) {
  if (value.is_none()) return std::nullopt;
  return owner.interp.truth(value);
}

// One keyword of Column; false if Column has no such keyword.
bool set_keyword(Context& owner, ColumnSpec& spec, const std::string& name, const Value& value) {
  Interpreter& interp = owner.interp;
  orm::ColumnArgs& args = spec.args;
  if (name == "primary_key") {
    args.primary_key = interp.truth(value);
  } else if (name == "nullable") {
    args.nullable = to_optional_bool(owner, value);
  } else if (name == "unique") {
    args.unique = interp.truth(value);
  } else if (name == "index") {
    args.index = interp.truth(value);
  } else if (name == "autoincrement") {
    if (value.is(Kind::kStr)) {
      args.autoincrement_ignore_fk = interp.text(value) == "ignore_fk";
    } else {
      args.autoincrement = interp.truth(value);
    }
  } else if (name == "key") {
    if (!value.is_none()) args.key = std::string(interp.text(value));
  } else if (name == "comment") {
    if (!value.is_none()) args.comment = std::string(interp.text(value));
  } else if (name == "doc") {
    if (!value.is_none()) args.doc = std::string(interp.text(value));
  } else if (name == "quote") {
    args.quote = to_optional_bool(owner, value);
  } else if (name == "default" || name == "insert_default") {
    if (!value.is_none()) args.default_ = to_default(owner, value);
  } else if (name == "onupdate") {
    if (!value.is_none()) args.onupdate = to_default(owner, value);
  } else if (name == "server_default") {
    if (!value.is_none()) args.server_default = to_server_default(owner, value);
  } else if (name == "server_onupdate") {
    if (!value.is_none()) args.server_onupdate = to_server_default(owner, value);
  } else if (name == "type_") {
    spec.type = to_type(owner, value);
  } else if (name == "name") {
    if (!value.is_none()) spec.name = std::string(interp.text(value));
  } else if (name == "info") {
    if (!value.is_none()) args.info = orm::make_ref<PythonObject>(interp, value);
  } else {
    return false;
  }
  return true;
}

}  // namespace

// A generated column, or one that the database numbers, has no other default.
static void refuse_second_default(Context& owner, const ColumnSpec& spec, const Value& keywords) {
  using Default = orm::ServerDefault::Kind;
  const Default kind = spec.args.server_default.kind;
  if (kind != Default::computed && kind != Default::identity) return;
  const bool identity = kind == Default::identity;
  for (auto& [name, value] : dict_items(owner, keywords)) {
    const bool given = (name == "server_default" || name == "server_onupdate") && !value.is_none();
    if (given) {
      raise_error(
          owner, orm::ArgumentError::cls,
          std::string(identity ? "A column with an Identity object" : "A generated column") +
              " cannot specify a server_default or a server_onupdate argument");
    }
    if (identity && name == "autoincrement" && value.is_bool() && !value.as_bool()) {
      raise_error(owner, orm::ArgumentError::cls,
                  "A column with an Identity object cannot specify autoincrement=False");
    }
  }
  if (identity && spec.args.default_.kind == orm::ColumnDefault::Kind::sequence) {
    raise_error(owner, orm::ArgumentError::cls,
                "An column cannot specify both Identity and Sequence.");
  }
}

// A name or a type is given once.
static void refuse_twice(Context& owner, const Value& keywords, const char* word) {
  for (auto& [name, value] : dict_items(owner, keywords)) {
    if (name != word || value.is_none()) continue;
    raise_error(owner, orm::ArgumentError::cls,
                std::string("May not pass ") + word + " positionally and as a keyword.");
  }
}

ColumnSpec read_column(Context& owner, const std::vector<Value>& positional,
                       const Value& keywords) {
  ColumnSpec spec;
  bool type_may_follow = true;
  for (size_t i = 0; i < positional.size(); ++i) {
    const Value& value = positional[i];
    if (i == 0 && value.is(Kind::kStr)) {
      refuse_twice(owner, keywords, "name");
      spec.name = std::string(owner.interp.text(value));
      if (std::optional<bool> quote = quote_of_name(owner, value)) spec.args.quote = quote;
    } else if (const auto* key = interp::try_payload<ForeignKeyData>(value)) {
      spec.args.foreign_keys.push_back(key->key);
    } else if (const orm::ColumnDefault* otherwise = find_default(value)) {
      (otherwise->for_update ? spec.args.onupdate : spec.args.default_) = *otherwise;
    } else if (const auto* made = interp::try_payload<ServerDefaultData>(value)) {
      spec.args.server_default = made->value;
    } else if (const auto* sequence = interp::try_payload<SequenceData>(value)) {
      spec.args.default_ = orm::ColumnDefault::of(sequence->sequence);
    } else if (const auto* constraint = interp::try_payload<ConstraintData>(value)) {
      spec.args.constraints.push_back(constraint->constraint);
    } else if (orm::TypeRef type = type_may_follow ? find_type(owner, value) : nullptr) {
      refuse_twice(owner, keywords, "type_");
      spec.type = type;
      type_may_follow = false;
    } else if (!(value.is_none() && i < 2)) {
      raise_error(owner, orm::ArgumentError::cls,
                  "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got " +
                      owner.interp.repr(value));
    }
  }
  refuse_second_default(owner, spec, keywords);
  for (auto& [name, value] : dict_items(owner, keywords)) {
    if (set_keyword(owner, spec, name, value)) continue;
    if (name == "system") {
      spec.args.system = owner.interp.truth(value);
      continue;
    }
    if (name == "insert_sentinel") {
      if (!owner.interp.truth(value)) continue;
      owner.interp.unsupported("Column(insert_sentinel=)",
                               "Column(insert_sentinel=True) is not supported; leave it out, rows "
                               "come back in the order of a key that the program gives");
    }
    if (name == "autoincrement") continue;
    check_dialect_option(owner, "Column", name);
    spec.args.dialect_options.emplace_back(name, to_orm(owner, value));
  }
  return spec;
}

void init_column(Interpreter& interp, const Value& self, const Arguments& arguments) {
  Context& owner = context(interp);
  std::vector<Value> positional(arguments.begin(), arguments.end());
  Value keywords = interp.dict();
  for (size_t i = 0; i < arguments.keywords; ++i) {
    interp.setitem(keywords, arguments.names[i], arguments.keyword(i));
  }
  ColumnSpec spec = read_column(owner, positional, keywords);
  auto column = orm::make_ref<orm::Column>(std::move(spec.name), spec.type, std::move(spec.args));
  interp::payload<ClauseData>(interp, self).clause = column;
}

namespace {

void init_foreign_key(Interpreter& interp, const Value& self, const Arguments& arguments) {
  Context& owner = context(interp);
  auto& data = interp::payload<ForeignKeyData>(interp, self);
  if (arguments.positional == 0) {
    interp.raise("TypeError",
                 "ForeignKey.__init__() missing 1 required positional argument: 'column'");
  }
  const Value& target = arguments.values[0];
  if (target.is(Kind::kStr)) {
    data.key = orm::ForeignKey(std::string(interp.text(target)));
  } else {
    data.key = orm::ForeignKey(to_key_target(owner, target));
  }
  for (size_t i = 0; i < arguments.keywords; ++i) {
    std::string name = interp.str_of(arguments.names[i]);
    const Value& value = arguments.keyword(i);
    if (value.is_none()) continue;
    if (name == "name") {
      data.key.name = std::string(interp.text(value));
    } else if (name == "ondelete") {
      data.key.ondelete = std::string(interp.text(value));
    } else if (name == "onupdate") {
      data.key.onupdate = std::string(interp.text(value));
    } else if (name == "initially") {
      data.key.initially = std::string(interp.text(value));
    } else if (name == "match") {
      data.key.match = std::string(interp.text(value));
    } else if (name == "deferrable") {
      data.key.deferrable = interp.truth(value);
    } else if (name == "use_alter") {
      data.key.use_alter = interp.truth(value);
    } else if (name == "info") {
      data.key.info = orm::make_ref<PythonObject>(interp, value);
    } else if (name == "link_to_name") {
      data.key.link_to_name = interp.truth(value);
    } else {
      interp.raise("TypeError",
                   "ForeignKey.__init__() got an unexpected keyword argument '" + name + "'");
    }
  }
}

std::string foreign_key_repr(Interpreter& interp, const Value& self) {
  return "ForeignKey('" + interp::payload<ForeignKeyData>(interp, self).key.target_fullname() +
         "')";
}

Type* make_foreign_key_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "ForeignKey", "sqlalchemy.sql.schema");
  builder.payload<ForeignKeyData>();
  add_foreign_key_members(builder);
  return builder
      .slots([](interp::Slots& slots) {
        slots.init = guard<init_foreign_key>;
        slots.repr = guard<foreign_key_repr>;
      })
      .build();
}

}  // namespace

void add_column_types(TypeTable& table) {
  table.emplace_back("SQLiteExecutionContext", make_context_type);
  table.emplace_back("ForeignKey", make_foreign_key_type);
}

}  // namespace lessonrun::bind
