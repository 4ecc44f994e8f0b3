// What a dialect is told when it is made, and its attributes that say what a database can do.
#include "runner/bind/dialects.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

struct StyleName {
  orm::ParamStyle style;
  const char* name;
};
constexpr StyleName kStyles[] = {
    {orm::ParamStyle::named, "named"},     {orm::ParamStyle::qmark, "qmark"},
    {orm::ParamStyle::format, "format"},   {orm::ParamStyle::pyformat, "pyformat"},
    {orm::ParamStyle::numeric, "numeric"}, {orm::ParamStyle::numeric_dollar, "numeric_dollar"}};

struct Flag {
  std::string_view name;
  bool orm::Dialect::*member;
};
constexpr Flag kFlags[] = {
    {"supports_native_boolean", &orm::Dialect::supports_native_boolean},
    {"supports_native_enum", &orm::Dialect::supports_native_enum},
    {"supports_native_uuid", &orm::Dialect::supports_native_uuid},
    {"supports_alter", &orm::Dialect::supports_alter},
    {"supports_comments", &orm::Dialect::supports_comments},
    {"inline_comments", &orm::Dialect::inline_comments},
    {"supports_sequences", &orm::Dialect::supports_sequences},
    {"sequences_optional", &orm::Dialect::sequences_optional},
    {"supports_identity_columns", &orm::Dialect::supports_identity},
    {"supports_default_values", &orm::Dialect::supports_default_values},
    {"supports_multivalues_insert", &orm::Dialect::supports_multivalues_insert},
    {"preexecute_autoincrement_sequences", &orm::Dialect::preexecute_keys},
    {"implicit_returning", &orm::Dialect::implicit_returning},
    {"insert_returning", &orm::Dialect::insert_returning},
    {"update_returning", &orm::Dialect::update_returning},
    {"delete_returning", &orm::Dialect::delete_returning},
    {"cte_follows_insert", &orm::Dialect::cte_follows_insert},
    {"div_is_floordiv", &orm::Dialect::division_floors},
};

bool orm::Dialect::*find_flag(std::string_view name) {
  for (const Flag& flag : kFlags) {
    if (flag.name == name) return flag.member;
  }
  return nullptr;
}

void set_style(Context& owner, orm::Dialect& dialect, const Value& value) {
  if (value.is_none()) return;
  const std::string name = owner.interp.str_of(value);
  for (const StyleName& one : kStyles) {
    if (name == one.name) {
      dialect.paramstyle = one.style;
      return;
    }
  }
  owner.interp.unsupported("paramstyle " + name,
                           "the paramstyle '" + name + "' of a dialect is not supported");
}

void set_dialect_argument(Context& owner, orm::Dialect& dialect, const std::string& option,
                          const Value& value) {
  Interpreter& interp = owner.interp;
  if (option == "paramstyle") {
    set_style(owner, dialect, value);
  } else if (option == "max_identifier_length") {
    if (value.is_int()) dialect.max_identifier_length = static_cast<int>(value.as_int());
  } else if (option == "label_length") {
    if (value.is_int()) dialect.label_length = static_cast<int>(value.as_int());
  } else if (option == "use_ansi" && dialect.name == "oracle") {
    dialect.ansi_joins = interp.truth(value);
  } else if (option == "supports_native_boolean") {
    if (!value.is_none()) dialect.supports_native_boolean = interp.truth(value);
  } else if (option == "implicit_returning") {
    // A key that is not returned has to be fetched before. In 2.0 the argument says nothing.
    if (value.is_none() || owner.profile.typed_names) return;
    dialect.implicit_returning = interp.truth(value);
    dialect.preexecute_keys = dialect.supports_sequences && !dialect.implicit_returning;
  } else if (option != "dbapi" && option != "isolation_level" && option != "server_side_cursors" &&
             option != "compiler_linting" && option != "convert_unicode" && option != "encoding" &&
             option != "case_sensitive") {
    // Those left out concern connections, not the text.
    interp.unsupported("dialect(" + option + "=)",
                       "the argument '" + option + "' of a dialect is not supported");
  }
}

}  // namespace

bool is_positional(const orm::Dialect& dialect) {
  return dialect.paramstyle != orm::ParamStyle::named &&
         dialect.paramstyle != orm::ParamStyle::pyformat;
}

const char* paramstyle_name(orm::ParamStyle style) {
  for (const StyleName& one : kStyles) {
    if (one.style == style) return one.name;
  }
  return nullptr;
}

void set_dialect_arguments(Context& owner, orm::Dialect& dialect, Type* cls,
                           const Arguments& given) {
  for (Type* at : cls->mro) {
    if (!at->heap) continue;
    for (const Flag& flag : kFlags) {
      Value* value = at->dict.find(flag.name);
      if (value != nullptr) dialect.*flag.member = owner.interp.truth(*value);
    }
  }
  // The first one is the style from 2.0 on.
  if (given.positional > 0 && given.values[0].is(interp::Kind::kStr)) {
    set_style(owner, dialect, given.values[0]);
  }
  for (size_t i = 0; i < given.keywords; ++i) {
    set_dialect_argument(owner, dialect, owner.interp.str_of(given.names[i]), given.keyword(i));
  }
}

Value dialect_attribute(Interpreter& interp, const Value& self, interp::StrObject* name) {
  const orm::Dialect& dialect = *interp::payload<DialectData>(interp, self).dialect;
  if (bool orm::Dialect::*flag = find_flag(name->text)) return Value::boolean(dialect.*flag);
  if (name->text == "default_sequence_base") return Value::integer(1);
  const bool counts_rows = name->text == "supports_sane_rowcount" ||
                           name->text == "supports_sane_multi_rowcount" ||
                           name->text == "supports_sane_rowcount_returning";
  if (counts_rows && dialect.name == "sqlite") return Value::boolean(true);
  if (name->text == "positional") return Value::boolean(is_positional(dialect));
  if (name->text == "label_length") {
    return dialect.label_length > 0 ? Value::integer(dialect.label_length) : Value::none();
  }
  return {};
}

void set_dialect_attribute(Interpreter& interp, const Value& self, interp::StrObject* name,
                           const Value& value) {
  // Dialects are made to be changed by whoever holds them, as in SQLAlchemy.
  auto& dialect = const_cast<orm::Dialect&>(*interp::payload<DialectData>(interp, self).dialect);
  if (bool orm::Dialect::*flag = find_flag(name->text)) {
    dialect.*flag = interp.truth(value);
  } else if (name->text == "paramstyle") {
    set_style(context(interp), dialect, value);
  } else if (name->text == "positional") {
    // The style says it.
  } else if (name->text == "max_identifier_length" || name->text == "label_length") {
    int& length =
        name->text == "label_length" ? dialect.label_length : dialect.max_identifier_length;
    // No length of labels: that of identifiers, which every dialect has.
    if (!value.is_none()) length = static_cast<int>(interp.to_int64(value));
    if (value.is_none() && name->text == "label_length") length = 0;
  } else {
    interp.generic_setattr(self, name, value);
  }
}

}  // namespace lessonrun::bind
