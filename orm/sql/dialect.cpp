// The default dialect: type words, quoting, literals.
#include <orm/compiler.h>
#include <orm/custom.h>
#include <orm/error.h>

#include <algorithm>
#include <cctype>
#include <cstring>

namespace orm {

namespace {
// Words that SQLAlchemy quotes as names in every dialect; sorted.
constexpr std::string_view kReserved[] = {"all",
                                          "analyse",
                                          "analyze",
                                          "and",
                                          "any",
                                          "array",
                                          "as",
                                          "asc",
                                          "asymmetric",
                                          "authorization",
                                          "between",
                                          "binary",
                                          "both",
                                          "case",
                                          "cast",
                                          "check",
                                          "collate",
                                          "column",
                                          "constraint",
                                          "create",
                                          "cross",
                                          "current_date",
                                          "current_role",
                                          "current_time",
                                          "current_timestamp",
                                          "current_user",
                                          "default",
                                          "deferrable",
                                          "desc",
                                          "distinct",
                                          "do",
                                          "else",
                                          "end",
                                          "except",
                                          "false",
                                          "for",
                                          "foreign",
                                          "freeze",
                                          "from",
                                          "full",
                                          "grant",
                                          "group",
                                          "having",
                                          "ilike",
                                          "in",
                                          "initially",
                                          "inner",
                                          "intersect",
                                          "into",
                                          "is",
                                          "isnull",
                                          "join",
                                          "leading",
                                          "left",
                                          "like",
                                          "limit",
                                          "localtime",
                                          "localtimestamp",
                                          "natural",
                                          "new",
                                          "not",
                                          "notnull",
                                          "null",
                                          "off",
                                          "offset",
                                          "old",
                                          "on",
                                          "only",
                                          "or",
                                          "order",
                                          "outer",
                                          "overlaps",
                                          "placing",
                                          "primary",
                                          "references",
                                          "right",
                                          "select",
                                          "session_user",
                                          "set",
                                          "similar",
                                          "some",
                                          "symmetric",
                                          "table",
                                          "then",
                                          "to",
                                          "trailing",
                                          "true",
                                          "union",
                                          "unique",
                                          "user",
                                          "using",
                                          "verbose",
                                          "when",
                                          "where"};

std::string sized(const char* word, const TypeEngine& type) {
  std::string out = word;
  if (type.args().length) out += "(" + std::to_string(*type.args().length) + ")";
  return out;
}
}  // namespace

bool Dialect::is_reserved(std::string_view word) const {
  return std::binary_search(std::begin(kReserved), std::end(kReserved), word);
}

std::string Dialect::quote_always(std::string_view text) const {
  std::string out(1, quote_open);
  for (char c : text) {
    if (c == quote_close || (c == '%' && doubles_percents())) out += c;
    out += c;
  }
  return out + quote_close;
}

std::string Dialect::quote(std::string_view text, std::optional<bool> force) const {
  if (force) return *force ? quote_always(text) : std::string(text);
  bool plain = !text.empty() && std::strchr(illegal_initial, text[0]) == nullptr;
  for (char c : text)
    plain = plain && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '$');
  return plain && !is_reserved(text) ? std::string(text) : quote_always(text);
}

namespace {

// Does only another database have the type? Words of SQL's own, and those that both have, are
// written as they are.
bool is_of_another_database(const TypeClass& cls, std::string_view dialect,
                            const Profile& profile) {
  const std::string_view home = cls.dialect, word = cls.visit_name;
  // SQL's own in 2.0 only.
  const bool is_new = word == "UUID" || word == "DOUBLE" || word == "DOUBLE PRECISION";
  if (home.empty() || home == dialect || dialect == "default") return false;
  if (home == "mysql" && dialect == "mariadb") return false;
  const auto& known = type_classes();
  return std::none_of(known.begin(), known.end(), [&](const TypeClass* other) {
    const std::string_view of = other->dialect;
    const bool here = (of.empty() && (profile.typed_names || !is_new)) || of == dialect ||
                      (of == "mysql" && dialect == "mariadb");
    return here && std::string_view(other->visit_name) == word;
  });
}

// How errors call a type: 1.3 by its class.
std::string type_in_errors(const TypeClass& cls, const Profile& profile) {
  const std::string_view home = cls.dialect, name = cls.name;
  if (!profile.select_list_style || home.empty()) return cls.name;
  std::string module = "base";
  if (home == "mysql") module = name == "SET" || name == "ENUM" ? "enumerated" : "types";
  if (home == "postgresql") {
    if (name == "JSON" || name == "JSONB") module = "json";
    if (name == "HSTORE") module = "hstore";
    if (name == "ARRAY") module = "array";
    if (cls.kind == TypeKind::range) module = "ranges";
  }
  return "<class 'sqlalchemy.dialects." + std::string(home) + "." + module + "." +
         std::string(name) + "'>";
}

}  // namespace

std::string Dialect::type_ddl(const TypeEngine& type) const {
  const bool hooked = hooks != nullptr && hooks->types;
  if (hooked)
    if (auto text = hooks->type(type.for_dialect(name), *this)) return *text;
  const TypeEngine& plain = type.dialect_impl(*this);
  if (hooked && &plain != &type)
    if (auto text = hooks->type(plain, *this)) return *text;
  std::string own = plain.col_spec(*this);
  if (own.empty() && !plain.customized() &&
      is_of_another_database(plain.type_class(), name, *profile))
    cannot_render(type_in_errors(plain.type_class(), *profile));
  return own.empty() ? type_words(plain) : own;
}

std::string Dialect::type_words(const TypeEngine& type) const {
  std::string_view word = type.type_class().visit_name;
  const TypeArgs& args = type.args();
  auto with_collation = [&](std::string text) {
    if (!args.collation.empty()) text += " COLLATE " + quote_always(args.collation);
    return text;
  };
  switch (type.kind()) {
    case TypeKind::null_type:
      return "NULL";
    case TypeKind::user:
      if (type.customized()) cannot_render(type.repr());
      return std::string(word);
    case TypeKind::integer:
      return word == "small_integer" ? "SMALLINT"
             : word == "big_integer" ? "BIGINT"
             : word == "integer"     ? "INTEGER"
                                     : std::string(word);
    case TypeKind::string: {
      if (word == "text" || word == "unicode_text") return with_collation(sized("TEXT", type));
      if (word == "string" || word == "unicode") return with_collation(sized("VARCHAR", type));
      return with_collation(sized(std::string(word).c_str(), type));
    }
    case TypeKind::enum_:
      return sized("VARCHAR", type);
    case TypeKind::boolean:
      return "BOOLEAN";
    case TypeKind::real:
      return word == "float"              ? "FLOAT"
             : word == "double"           ? "DOUBLE"
             : word == "DOUBLE_PRECISION" ? "DOUBLE PRECISION"
                                          : std::string(word);
    case TypeKind::numeric: {
      std::string out = word == "numeric" ? "NUMERIC" : std::string(word);
      if (args.precision) {
        out += "(" + std::to_string(*args.precision);
        if (args.scale) out += ", " + std::to_string(*args.scale);
        out += ")";
      }
      return out;
    }
    case TypeKind::date:
      return "DATE";
    case TypeKind::time:
      return "TIME";
    case TypeKind::datetime:
      return word == "datetime" ? "DATETIME" : std::string(word);
    case TypeKind::interval:
      return word == "interval" ? type_ddl(*DateTimeType()) : std::string(word);
    case TypeKind::binary:
      return word == "large_binary" || word == "BLOB" ? "BLOB"
                                                      : sized(std::string(word).c_str(), type);
    case TypeKind::json:
      return std::string(word);
    case TypeKind::uuid:
      return word != "uuid" ? std::string(word) : "CHAR(32)";
    case TypeKind::range:
      if (name == "default") return std::string(word);
      [[fallthrough]];
    case TypeKind::array:
    default:
      cannot_render(type_in_errors(type.type_class(), *profile));
  }
}

void Dialect::cannot_render(const std::string& type) const {
  throw UnsupportedCompilationError(
      with_link("Compiler <sqlalchemy." + std::string(compiler_name) +
                    "TypeCompiler object at 0x7f0000000000> can't render element of type " + type,
                "l7de", *profile));
}

Processor Dialect::bind_processor(const TypeEngine&) const { return nullptr; }
Processor Dialect::result_processor(const TypeEngine&) const { return nullptr; }
bool Dialect::binds_as_is(const TypeEngine&, const Value&) const { return false; }

const char* Dialect::function_text(std::string_view) const { return nullptr; }

std::string Dialect::quote_literal(std::string_view text) const {
  std::string out = "'";
  for (char c : text) {
    if (c == '\'' || (c == '%' && doubles_percents()) || (c == '\\' && backslash_escapes)) out += c;
    out += c;
  }
  return out + "'";
}

Name Dialect::effective_schema(const Name& schema) const {
  const Name* translated = nullptr;
  for (const auto& [from, to] : schema_map)
    if (from == schema) translated = &to;
  if (marks_schemas) {
    if (translated == nullptr && (schema.empty() || !profile->marks_every_schema)) return schema;
    return "__[SCHEMA_" + (schema.empty() ? "_none" : std::string(schema)) + "]";
  }
  if (translated == nullptr) return schema;
  return translated->empty() && default_schema != nullptr ? Name(default_schema) : *translated;
}

std::string Dialect::schema_prefix(const Name& schema) const {
  Name known = effective_schema(schema);
  if (known.empty()) return known;
  // Marks stand as they are.
  return (marks_schemas && known != schema ? std::string(known) : quote_schema(known)) + ".";
}

std::string Dialect::next_value(const std::string&) const {
  throw NotImplementedError("Dialect '" + name + "' does not support sequence increments.");
}

std::string Dialect::empty_in(const TypeEngine&, bool negated) const {
  return negated ? "NULL) OR (1 = 1" : "NULL) AND (1 != 1";
}

std::string Dialect::type_statement(const TypeEngine&, bool) const {
  throw CompileError("this dialect has no CREATE TYPE");
}

std::string Dialect::concat_parts(const std::vector<std::string>& parts) const {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += concat_text;
    out += part;
  }
  return out;
}

namespace {
struct StrDialect : Dialect {
  std::shared_ptr<Dialect> clone() const override { return std::make_shared<StrDialect>(*this); }
  std::string next_value(const std::string& sequence) const override {
    return "<next sequence value: " + sequence + ">";
  }
  std::string type_words(const TypeEngine& type) const override {
    if (type.kind() == TypeKind::user && type.customized()) return type.repr();
    return Dialect::type_words(type);
  }
  explicit StrDialect(const Profile& for_profile) : Dialect(for_profile) {
    supports_native_boolean = true;
    supports_multivalues_insert = for_profile.dedupe_columns;
    insert_returning = update_returning = delete_returning = true;
    supports_identity = for_profile.identity_columns;
    supports_sequences = true;
    preexecute_keys = for_profile.implicit_returning;
  }
};
}  // namespace

std::shared_ptr<Dialect> make_str_dialect(const Profile& profile) {
  return std::make_shared<StrDialect>(profile);
}

const Dialect& default_dialect(const Profile& profile) {
  static const StrDialect dialects[] = {StrDialect(profile_1_3), StrDialect(profile_1_4),
                                        StrDialect(profile_1_4_future), StrDialect(profile_2_0)};
  for (const auto& dialect : dialects)
    if (dialect.profile == &profile) return dialect;
  return dialects[3];
}

}  // namespace orm
