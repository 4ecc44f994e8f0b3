// Column types from the arguments of their constructors: String(30), Enum(Color), Numeric(10, 2).
#include <orm/compiler.h>

#include "orm/orm_error.h"
#include "runner/bind/column_types.h"
#include "runner/bind/dialects.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

bool takes_argument(const orm::TypeClass& cls, std::string_view name) {
  std::string_view params = cls.params;
  while (!params.empty()) {
    size_t end = std::min(params.find(' '), params.size());
    std::string_view token = params.substr(0, end);
    params.remove_prefix(std::min(end + 1, params.size()));
    if (token.substr(0, token.find('=')) == name) return true;
  }
  return false;
}

namespace {

// SQL within a type of the schema, CHECK or DEFAULT of a DOMAIN, as PostgreSQL's text.
orm::Value sql_text(Context& owner, std::string_view name, const Value& value) {
  auto dialect = orm::make_dialect("postgresql", owner.profile);
  if (orm::ClauseRef clause = find_clause(owner, value)) {
    orm::CompileOptions options;
    options.literal_binds = true;
    return orm::Value(orm::compile(clause, *dialect, options)->sql);
  }
  const std::string text = owner.interp.str_of(value);
  return orm::Value(name == "default" ? dialect->quote_literal(text) : text);
}

void set_argument(Context& owner, const orm::TypeClass& cls, orm::TypeArgs& args,
                  std::string_view name, const Value& value) {
  Interpreter& interp = owner.interp;
  auto number = [&]() -> std::optional<int> {
    if (value.is_none()) return std::nullopt;
    return static_cast<int>(interp.to_int64(value));
  };
  if (!takes_argument(cls, name)) {
    interp.raise("TypeError", std::string(cls.name) +
                                  ".__init__() got an unexpected keyword argument '" +
                                  std::string(name) + "'");
  }
  if (name == "length" && !value.is(Kind::kStr)) {
    args.length = number();
  } else if (name == "precision") {
    args.precision = number();
  } else if (name == "scale") {
    args.scale = number();
  } else if (name == "decimal_return_scale") {
    args.decimal_return_scale = number();
  } else if (name == "asdecimal") {
    if (!value.is_none()) args.asdecimal = interp.truth(value);
  } else if (name == "timezone") {
    args.timezone = interp.truth(value);
  } else if (name == "as_uuid") {
    args.as_uuid = interp.truth(value);
  } else if (name == "none_as_null") {
    args.none_as_null = interp.truth(value);
  } else if (name == "collation") {
    if (!value.is_none()) args.collation = interp.str_of(value);
  } else if (name == "create_constraint") {
    args.create_constraint = interp.truth(value);
  } else if (name == "name") {
    if (!value.is_none()) args.name = interp.str_of(value);
  } else if (name == "native_enum" || name == "native") {
    args.native = interp.truth(value);
  } else if (name == "item_type" || name == "data_type") {
    args.item = to_type(owner, value);
  } else if (name == "check" || (name == "default" && !value.is_none())) {
    if (!value.is_none()) args.extra.emplace_back(name, sql_text(owner, name, value));
  } else if (name == "astext_type" || name == "text_type") {
    // What ->> gives; text in any case.
  } else if (!value.is_none()) {
    args.extra.emplace_back(name, to_orm(owner, value));
  }
}

// The members of Enum('a', 'b') or Enum(SomeEnum).
}  // namespace

orm::TypeRef make_enum(Context& owner, const Arguments& given, std::string_view type_class) {
  Interpreter& interp = owner.interp;
  orm::TypeArgs args;
  std::string class_name;
  std::vector<orm::Enum::Member> members;
  if (given.positional == 1 && given.values[0].is(Kind::kType)) {
    class_name = given.values[0].as<Type>()->name;
    for (const Value& member : interp.to_vector(given.values[0])) {
      std::string name(interp.text(interp.getattr(member, "name")));
      members.push_back({name, to_orm(owner, member)});
    }
    for (char c : class_name) args.name += static_cast<char>(std::tolower(c));
  } else {
    for (const Value& value : given) {
      std::string text(interp.text(value));
      members.push_back({text, orm::Value(text)});
    }
  }
  for (size_t i = 0; i < given.keywords; ++i) {
    std::string name = interp.str_of(given.names[i]);
    const Value& value = given.keyword(i);
    if (name == "values_callable") {
      if (value.is_none()) continue;
      // The stored texts, one for each member.
      std::vector<Value> texts = interp.to_vector(interp.call(value, {given.values[0]}));
      for (size_t at = 0; at < members.size() && at < texts.size(); ++at) {
        members[at].name = interp.str_of(texts[at]);
      }
    } else if (name == "length") {
      if (!value.is_none()) args.length = static_cast<int>(interp.to_int64(value));
    } else if (name == "validate_strings" || name == "create_type") {
      args.extra.emplace_back(name, orm::Value(interp.truth(value)));
    } else if (name == "schema") {
      if (!value.is_none()) args.extra.emplace_back(name, to_orm(owner, value));
    } else if (name == "metadata" || name == "inherit_schema" || name == "omit_aliases" ||
               name == "sort_key_function" || name == "quote") {
      // Of interest to databases with a type of their own, or to sorting in Python.
    } else if (name == "native_enum") {
      args.native = interp.truth(value);
    } else if (name == "name") {
      if (!value.is_none()) args.name = interp.str_of(value);
    } else if (name == "create_constraint") {
      args.create_constraint = interp.truth(value);
    } else {
      interp.raise("TypeError",
                   "Enum.__init__() got an unexpected keyword argument '" + name + "'");
    }
  }
  return orm::make_ref<orm::Enum>(std::move(members), class_name, std::move(args), type_class);
}

namespace {

// Positional arguments of a class, as its constructor names them.
std::vector<std::string> positional_names(const orm::TypeClass& cls) {
  std::vector<std::string> names;
  std::string_view params = cls.params;
  while (!params.empty()) {
    size_t end = std::min(params.find(' '), params.size());
    std::string_view token = params.substr(0, end);
    params.remove_prefix(std::min(end + 1, params.size()));
    if (token == "*") break;
    names.emplace_back(token.substr(0, token.find('=')));
  }
  return names;
}

}  // namespace

orm::TypeRef construct_type(Context& owner, const std::string& name, const Arguments& given) {
  const orm::TypeClass* cls = orm::find_type_class(name);
  if (cls->kind == orm::TypeKind::enum_) return make_enum(owner, given, name);
  orm::TypeArgs args;
  args.as_uuid = std::string_view(cls->params).find("as_uuid=False") == std::string_view::npos;
  if (name == "mysql.SET") {
    std::vector<orm::Value> values;
    for (const Value& value : given) values.push_back(to_orm(owner, value));
    args.extra.emplace_back("values", orm::Value::list(std::move(values)));
    return orm::make_type(name, std::move(args));
  }
  std::vector<std::string> names = positional_names(*cls);
  if (given.positional > names.size()) {
    owner.interp.raise("TypeError",
                       std::string(cls->name) + ".__init__() takes " +
                           (names.empty() ? "1 positional argument"
                                          : "from 1 to " + std::to_string(names.size() + 1) +
                                                " positional arguments") +
                           " but " + std::to_string(given.positional + 1) + " were given");
  }
  for (size_t i = 0; i < given.positional; ++i) {
    set_argument(owner, *cls, args, names[i], given.values[i]);
  }
  for (size_t i = 0; i < given.keywords; ++i) {
    set_argument(owner, *cls, args, owner.interp.str_of(given.names[i]), given.keyword(i));
  }
  if (name == "postgresql.DOMAIN" && (args.name.empty() || args.item == nullptr)) {
    owner.interp.raise("TypeError",
                       args.name.empty()
                           ? "DOMAIN.__init__() missing 2 required positional arguments: 'name' "
                             "and 'data_type'"
                           : "DOMAIN.__init__() missing 1 required positional argument: "
                             "'data_type'");
  }
  if (cls->kind == orm::TypeKind::array && args.item == nullptr) {
    owner.interp.raise("TypeError",
                       "ARRAY.__init__() missing 1 required positional argument: 'item_type'");
  }
  return orm::make_type(name, std::move(args));
}

}  // namespace lessonrun::bind
