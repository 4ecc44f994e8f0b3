// PostgreSQL's SQL text. The file is just above 500 lines because it is one class that nothing else
// knows, of many short functions.
#include <orm/error.h>

#include <algorithm>
#include <cctype>

#include "orm/dialects/options.h"
#include "orm/dialects/postgresql/exclude.h"
#include "orm/dialects/reserved_words.h"
#include "orm/dialects/text_dialects.h"
#include "orm/sql/compile.h"

namespace orm {

namespace {

class PostgresqlDialect : public Dialect {
 public:
  std::shared_ptr<Dialect> clone() const override {
    return std::make_shared<PostgresqlDialect>(*this);
  }
  std::string bind_cast(const TypeEngine& type) const override;
  std::string next_value(const std::string& sequence) const override {
    return "nextval(" + quote_literal(sequence) + ")";
  }
  PostgresqlDialect(const Profile& for_profile, std::string_view of_driver);
  bool is_reserved(std::string_view word) const override {
    return has_word(kPostgresqlWords, word);
  }
  std::string type_words(const TypeEngine& type) const override;
  bool write_binary(SqlCompiler& out, const BinaryExpression& node) const override;
  bool write_function(SqlCompiler& out, const FunctionElement& node) const override;
  bool write_select_head(SqlCompiler& out, const Select& select) const override;
  bool write_limit(SqlCompiler& out, const SelectBase& select) const override;
  bool write_for_update(SqlCompiler& out, const SelectBase& select) const override;

  std::string column_specification(const Column& column) const override;
  std::string computed_ddl(const Column& column) const override;
  std::string exclude_ddl(const ExcludeConstraint& constraint) const override {
    return exclude_words(constraint, *this);
  }
  std::string constraint_tail(const Constraint& constraint) const override;
  std::string unique_words(const Constraint& constraint) const override;
  std::string table_options(const Table& table) const override;
  std::string create_index(const Index& index, bool if_not_exists) const override;
  std::string drop_index(const Index& index, bool if_exists) const override;
  std::string created_type(const TypeEngine& type) const override;
  std::string type_statement(const TypeEngine& type, bool create) const override;

 private:
  // Of a type that the schema defines.
  std::string own_name(const TypeArgs& args) const {
    const Value schema = args.get("schema");
    return (schema.is_null() ? "" : quote(schema.str()) + ".") + quote(args.name);
  }
  std::string domain_statement(const TypeEngine& type, bool create) const;
  std::string include(const std::vector<std::pair<std::string, Operand>>& options,
                      const Table& table) const;
};

PostgresqlDialect::PostgresqlDialect(const Profile& for_profile, std::string_view of_driver)
    : Dialect(for_profile, "postgresql") {
  table_hints = TableHints::only;
  backslash_escapes = true;  // until a connection says that strings are standard
  driver = of_driver.empty() ? "psycopg2" : std::string(of_driver);
  paramstyle = driver == "asyncpg" ? ParamStyle::numeric_dollar : ParamStyle::pyformat;
  max_identifier_length = 63;
  supports_default_values = supports_multivalues_insert = true;
  insert_returning = update_returning = delete_returning = true;
  supports_native_boolean = supports_native_enum = supports_native_uuid = true;
  supports_comments = supports_sequences = true;
  supports_identity = for_profile.identity_columns;
  native_ilike = true;
  delete_using = " USING ";
  implicit_returning = for_profile.implicit_returning;
  preexecute_keys = !for_profile.implicit_returning;
  class_name = "PGDialect_psycopg2";
  module = "sqlalchemy.dialects.postgresql.psycopg2";
  compiler_name = "dialects.postgresql.base.PG";
}

// psycopg2 is told the types of arrays, and by 2.0 of a few more; asyncpg is told all by 2.0.
std::string PostgresqlDialect::bind_cast(const TypeEngine& given) const {
  const TypeEngine& type = given.dialect_impl(*this);
  const bool modern = profile->postgresql_typed_binds;
  switch (type.kind()) {
    case TypeKind::array:
      break;
    case TypeKind::json:
      if (!modern || type.type_class().name == std::string_view("HSTORE")) return {};
      break;
    case TypeKind::uuid:
    case TypeKind::range:
      if (!modern) return {};
      break;
    case TypeKind::string:
      if (!modern || driver != "asyncpg") return {};
      return type.args().length ? "VARCHAR" : type_ddl(type);
    case TypeKind::integer:
    case TypeKind::boolean:
    case TypeKind::real:
    case TypeKind::numeric:
    case TypeKind::date:
    case TypeKind::time:
    case TypeKind::datetime:
    case TypeKind::interval:
    case TypeKind::enum_:
      if (!modern || driver != "asyncpg") return {};
      break;
    default:
      return {};
  }
  return type_ddl(type);
}

std::string PostgresqlDialect::type_words(const TypeEngine& type) const {
  std::string_view word = type.type_class().visit_name;
  const TypeArgs& args = type.args();
  auto zoned = [&](const char* base) {
    std::string out = base;
    if (Value precision = args.get("precision"); !precision.is_null())
      out += "(" + precision.str() + ")";
    return out + (args.timezone ? " WITH TIME ZONE" : " WITHOUT TIME ZONE");
  };
  switch (type.kind()) {
    case TypeKind::datetime:
      if (word == "DATETIME") break;
      return zoned("TIMESTAMP");
    case TypeKind::time:
      return zoned("TIME");
    case TypeKind::real:
      if (word == "double" || word == "DOUBLE_PRECISION") return "DOUBLE PRECISION";
      if ((word == "float" || word == "FLOAT") && args.precision)
        return "FLOAT(" + std::to_string(*args.precision) + ")";
      break;
    case TypeKind::interval: {
      std::string out = "INTERVAL";
      if (Value fields = args.get("fields"); !fields.is_null()) out += " " + fields.str();
      Value precision = word == "interval" ? args.get("second_precision") : Value();
      if (args.precision) precision = Value(*args.precision);
      if (!precision.is_null()) out += " (" + precision.str() + ")";
      return out;
    }
    case TypeKind::binary:
      return word == "large_binary" ? "BYTEA" : std::string(word);
    case TypeKind::uuid:
      return word == "uuid" && args.get("native_uuid") == Value(false) ? "CHAR(32)" : "UUID";
    case TypeKind::array: {
      std::string inner = type_ddl(*args.item);
      Value dimensions = args.get("dimensions");
      int64_t count = dimensions.kind() == ValueKind::integer ? dimensions.as_int() : 1;
      std::string collation;
      if (size_t at = inner.find(" COLLATE "); at != std::string::npos) {
        collation = inner.substr(at);
        inner.resize(at);
      }
      for (int64_t i = 0; i < count; ++i) inner += "[]";
      return inner + collation;
    }
    case TypeKind::range:
      return std::string(word);
    case TypeKind::enum_:
      if (!args.native) break;
      if (args.name.empty()) throw CompileError("PostgreSQL ENUM type requires a name.");
      return own_name(args);
    case TypeKind::user:
      if (word == "DOMAIN") return own_name(args);
      break;
    case TypeKind::integer:
      if (word == "BIT") {
        bool varying = args.flag("varying");
        if (varying)
          return args.length ? "BIT VARYING(" + std::to_string(*args.length) + ")" : "BIT VARYING";
        return "BIT(" + std::to_string(args.length.value_or(1)) + ")";
      }
      break;
    default:
      break;
  }
  return Dialect::type_words(type);
}

// The text of json access: an operator, or a CAST of its textual form.
bool write_json(SqlCompiler& out, const BinaryExpression& node, const char* plain,
                const char* textual, bool subscripts) {
  bool is_json = node.type->impl().kind() == TypeKind::json;
  const bool grouped = out.within_operator();
  if (is_json && subscripts) {
    out.visit(*node.left);
    out.write("[");
    out.visit(*node.right);
    out.write("]");
    return true;
  }
  if (!is_json) out.write("CAST(");
  if (grouped) out.write("(");
  out.visit(*node.left);
  out.write(is_json ? plain : textual);
  out.visit(*node.right);
  if (grouped) out.write(")");
  if (!is_json) out.write(" AS " + out.dialect().cast_type_ddl(*node.type) + ")");
  return true;
}

bool PostgresqlDialect::write_binary(SqlCompiler& out, const BinaryExpression& node) const {
  auto infix = [&](const char* text) {
    out.visit(*node.left);
    out.write(text);
    out.visit(*node.right);
    return true;
  };
  switch (node.op) {
    case Operator::match:
    case Operator::not_match:
      if (node.op == Operator::not_match) out.write("NOT ");
      out.visit(*node.left);
      out.write(profile->postgresql_plain_tsquery ? " @@ plainto_tsquery(" : " @@ to_tsquery(");
      out.visit(*node.right);
      out.write(")");
      return true;
    case Operator::regexp_match:
    case Operator::not_regexp_match: {
      std::string base = node.op == Operator::regexp_match ? " ~" : " !~";
      if (node.flags.empty()) return infix((base + " ").c_str());
      if (node.flags == "i") return infix((base + "* ").c_str());
      out.visit(*node.left);
      out.write(base + " CONCAT('(?', " + quote_literal(node.flags) + ", ')', ");
      out.visit(*node.right);
      out.write(")");
      return true;
    }
    case Operator::regexp_replace:
      out.write("REGEXP_REPLACE(");
      out.visit(*node.left);
      out.write(", ");
      out.visit(*node.right);
      if (!node.flags.empty()) out.write(", " + quote_literal(node.flags));
      out.write(")");
      return true;
    case Operator::bitwise_xor:
      return infix(" # ");
    case Operator::json_getitem:
      return write_json(out, node, " -> ", " ->> ",
                        profile->postgresql_typed_binds &&
                            node.left->type->impl().type_class().name == std::string_view("JSONB"));
    case Operator::json_path_getitem:
      return write_json(out, node, " #> ", " #>> ", false);
    case Operator::getitem:
      out.visit(*node.left);
      out.write("[");
      out.visit(*node.right);
      out.write("]");
      return true;
    default:
      return false;
  }
}

bool PostgresqlDialect::write_function(SqlCompiler& out, const FunctionElement& node) const {
  if (node.path.size() != 1) return false;
  const std::string& called = node.path[0];
  if ((called == "substring" || called == "SUBSTRING") && node.arguments.size() > 1) {
    out.write("SUBSTRING(");
    out.visit(*node.arguments[0]);
    out.write(" FROM ");
    out.visit(*node.arguments[1]);
    if (node.arguments.size() > 2) {
      out.write(" FOR ");
      out.visit(*node.arguments[2]);
    }
    out.write(")");
    return true;
  }
  if (called == "aggregate_strings") {
    out.write("string_agg(");
    out.visit_list(node.arguments, ", ");
    out.write(")");
    return true;
  }
  return false;
}

bool PostgresqlDialect::write_select_head(SqlCompiler& out, const Select& select) const {
  if (!select.is_distinct || select.distinct_on.empty()) return false;
  out.write("DISTINCT ON (");
  out.visit_list(select.distinct_on, ", ");
  out.write(") ");
  return true;
}

bool PostgresqlDialect::write_limit(SqlCompiler& out, const SelectBase& select) const {
  if (select.fetch_clause) return false;
  if (select.limit_clause) {
    out.write(" \n LIMIT ");
    out.visit(*select.limit_clause);
  }
  if (select.offset_clause) {
    if (!select.limit_clause) out.write("\n LIMIT ALL");
    out.write(" OFFSET ");
    out.visit(*select.offset_clause);
  }
  return true;
}

bool PostgresqlDialect::write_for_update(SqlCompiler& out, const SelectBase& select) const {
  const ForUpdate& how = *select.for_update;
  out.write(how.read        ? how.key_share ? " FOR KEY SHARE" : " FOR SHARE"
            : how.key_share ? " FOR NO KEY UPDATE"
                            : " FOR UPDATE");
  std::vector<const FromClause*> tables;
  for (const auto& part : how.of) {
    const FromClause* from = nullptr;
    if (part->is_from()) from = static_cast<const FromClause*>(part.get());
    if (const ColumnElement* column = as_column(part.get());
        column != nullptr && column->bare()->kind() == NodeKind::column)
      from = static_cast<const ColumnClause*>(column->bare())->table;
    if (from != nullptr && std::find(tables.begin(), tables.end(), from) == tables.end())
      tables.push_back(from);
  }
  for (size_t i = 0; i < tables.size(); ++i)
    out.write((i > 0 ? ", " : " OF ") + quote(out.from_name(*tables[i])));
  if (how.nowait) out.write(" NOWAIT");
  if (how.skip_locked) out.write(" SKIP LOCKED");
  return true;
}

// ---- DDL ----------------------------------------------------------------------------------------

std::string PostgresqlDialect::column_specification(const Column& column) const {
  const Table* table = column.schema_table();
  const ServerDefault& value = column.args.server_default;
  bool identity = value.kind == ServerDefault::Kind::identity && supports_identity;
  bool serial = table != nullptr && column.primary_key() &&
                table->autoincrement_column() == &column && !identity &&
                (!column.args.default_ || (column.args.default_.sequence != nullptr &&
                                           column.args.default_.sequence->optional));
  std::string out;
  if (serial) {
    std::string_view word = column.type->dialect_impl(*this).type_class().visit_name;
    out = word == "big_integer" || word == "BIGINT"       ? "BIGSERIAL"
          : word == "small_integer" || word == "SMALLINT" ? "SMALLSERIAL"
                                                          : "SERIAL";
  } else {
    out = type_ddl(*column.type);
    std::string text = default_ddl(column);
    if (!text.empty()) out += " DEFAULT " + text;
  }
  if (value.kind == ServerDefault::Kind::computed) out += " " + computed_ddl(column);
  if (identity) out += " " + identity_ddl(column);
  if (!column.nullable() && !identity)
    out += " NOT NULL";
  else if (column.nullable() && identity)
    out += " NULL";
  return out;
}

std::string PostgresqlDialect::computed_ddl(const Column& column) const {
  const ServerDefault& value = column.args.server_default;
  if (value.persisted && !*value.persisted)
    throw CompileError(
        "PostrgreSQL computed columns do not support 'virtual' persistence; set the 'persisted' "
        "flag to None or True for PostgreSQL support.");
  return "GENERATED ALWAYS AS (" + compile_literal(*value.clause, *this, true) + ") STORED";
}

const Operand* option_operand(const std::vector<std::pair<std::string, Operand>>& options,
                              std::string_view wanted) {
  for (const auto& [option, operand] : options)
    if (option == wanted) return &operand;
  return nullptr;
}

std::string PostgresqlDialect::include(const std::vector<std::pair<std::string, Operand>>& options,
                                       const Table& table) const {
  const Operand* given = option_operand(options, "postgresql_include");
  if (given == nullptr || !given->value.is_list()) return {};
  std::string out;
  for (const Value& item : given->value.as_list()) {
    const Column* column = table.column(item.str());
    out += (out.empty() ? "" : ", ") + quote(column != nullptr ? column->name_ : item.str());
  }
  return " INCLUDE (" + out + ")";
}

std::string PostgresqlDialect::constraint_tail(const Constraint& constraint) const {
  std::string out;
  if (constraint.table != nullptr) out = include(constraint.dialect_options, *constraint.table);
  out += Dialect::constraint_tail(constraint);
  const Operand* not_valid = option_operand(constraint.dialect_options, "postgresql_not_valid");
  if (not_valid != nullptr && is_on(not_valid->value)) out += " NOT VALID";
  return out;
}

std::string PostgresqlDialect::unique_words(const Constraint& constraint) const {
  const Operand* distinct =
      option_operand(constraint.dialect_options, "postgresql_nulls_not_distinct");
  if (distinct == nullptr || distinct->value.is_null()) return "UNIQUE ";
  return is_on(distinct->value) ? "UNIQUE NULLS NOT DISTINCT " : "UNIQUE NULLS DISTINCT ";
}

std::string PostgresqlDialect::table_options(const Table& table) const {
  std::string out;
  auto text = [&](const char* option) { return table.args.option(option); };
  Value inherits = text("postgresql_inherits");
  if (!inherits.is_null()) {
    std::string names;
    if (inherits.is_list()) {
      for (const Value& parent : inherits.as_list())
        names += (names.empty() ? "" : ", ") + quote(parent.str());
    } else {
      names = quote(inherits.str());
    }
    out += "\n INHERITS ( " + names + " )";
  }
  if (is_on(text("postgresql_partition_by")))
    out += "\n PARTITION BY " + text("postgresql_partition_by").str();
  if (is_on(text("postgresql_using"))) out += "\n USING " + text("postgresql_using").str();
  Value oids = text("postgresql_with_oids");
  if (!oids.is_null()) out += is_on(oids) ? "\n WITH OIDS" : "\n WITHOUT OIDS";
  if (is_on(text("postgresql_on_commit"))) {
    std::string words = text("postgresql_on_commit").str();
    for (char& c : words) c = c == '_' ? ' ' : static_cast<char>(std::toupper(c));
    out += "\n ON COMMIT " + words;
  }
  if (is_on(text("postgresql_tablespace")))
    out += "\n TABLESPACE " + quote(text("postgresql_tablespace").str());
  return out;
}

std::string PostgresqlDialect::create_index(const Index& index, bool if_not_exists) const {
  auto option = [&](const char* wanted) { return option_operand(index.dialect_options, wanted); };
  auto value = [&](const char* wanted) {
    const Operand* found = option(wanted);
    return found != nullptr ? found->value : Value();
  };
  std::string out = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
  if (is_on(value("postgresql_concurrently"))) out += "CONCURRENTLY ";
  if (if_not_exists) out += "IF NOT EXISTS ";
  out += index_name(index, false) + " ON " + format_table(*index.table) + " ";
  if (is_on(value("postgresql_using"))) {
    std::string method = value("postgresql_using").str();
    for (char& c : method) c = static_cast<char>(std::tolower(c));
    out += "USING " + method + " ";
  }
  out += "(";
  Value classes = value("postgresql_ops");
  for (size_t i = 0; i < index.expressions.size(); ++i) {
    const ColumnElement& expression = *index.expressions[i];
    std::string text = compile_literal(expression, *this, true);
    NodeKind kind = expression.kind();
    if (kind == NodeKind::binary || kind == NodeKind::cast ||
        (kind == NodeKind::unary && !static_cast<const UnaryExpression&>(expression).postfix))
      text.insert(0, "(").append(")");
    if (classes.is_list())
      for (const Value& pair : classes.as_list())
        if (pair.as_list()[0] == Value(expression.key())) text += " " + pair.as_list()[1].str();
    out += (i > 0 ? ", " : "") + text;
  }
  out += ")" + include(index.dialect_options, *index.table);
  Value distinct = value("postgresql_nulls_not_distinct");
  if (!distinct.is_null()) out += is_on(distinct) ? " NULLS NOT DISTINCT" : " NULLS DISTINCT";
  Value with = value("postgresql_with");
  if (with.is_list()) {
    std::string parts;
    for (const Value& pair : with.as_list())
      parts +=
          (parts.empty() ? "" : ", ") + pair.as_list()[0].str() + " = " + pair.as_list()[1].str();
    out += " WITH (" + parts + ")";
  }
  if (is_on(value("postgresql_tablespace")))
    out += " TABLESPACE " + quote(value("postgresql_tablespace").str());
  if (const Operand* where = option("postgresql_where"); where != nullptr && where->clause)
    out += " WHERE " + compile_literal(*where->clause, *this, true);
  return out;
}

std::string PostgresqlDialect::drop_index(const Index& index, bool if_exists) const {
  const Operand* concurrently = option_operand(index.dialect_options, "postgresql_concurrently");
  std::string out = "\nDROP INDEX ";
  if (concurrently != nullptr && is_on(concurrently->value)) out += "CONCURRENTLY ";
  return out + (if_exists ? "IF EXISTS " : "") + index_name(index, true);
}

std::string PostgresqlDialect::created_type(const TypeEngine& type) const {
  const bool domain = type.type_class().visit_name == std::string_view("DOMAIN");
  if (!domain && (type.kind() != TypeKind::enum_ || !type.args().native)) return {};
  return type.args().get("create_type") == Value(false) ? std::string() : type_ddl(type);
}

std::string PostgresqlDialect::domain_statement(const TypeEngine& type, bool create) const {
  if (!create) return "DROP DOMAIN " + type_ddl(type);
  const TypeArgs& args = type.args();
  std::string out = "CREATE DOMAIN " + type_ddl(type) + " AS " + type_ddl(*args.item) + " ";
  std::vector<std::string> words;
  if (!args.collation.empty()) words.push_back("COLLATE " + quote(args.collation));
  if (const Value text = args.get("default"); !text.is_null())
    words.push_back("DEFAULT " + text.str());
  if (const Value text = args.get("constraint_name"); !text.is_null())
    words.push_back("CONSTRAINT " + quote(text.str()));
  if (args.flag("not_null")) words.emplace_back("NOT NULL");
  if (const Value text = args.get("check"); !text.is_null())
    words.push_back("CHECK (" + text.str() + ")");
  for (size_t i = 0; i < words.size(); ++i) out += (i > 0 ? " " : "") + words[i];
  return out;
}

std::string PostgresqlDialect::type_statement(const TypeEngine& type, bool create) const {
  if (type.kind() != TypeKind::enum_) return domain_statement(type, create);
  if (!create) return "DROP TYPE " + type_ddl(type);
  std::string values;
  for (const auto& member : static_cast<const Enum&>(type).members())
    values += (values.empty() ? "" : ", ") + quote_literal(member.name);
  return "CREATE TYPE " + type_ddl(type) + " AS ENUM (" + values + ")";
}

}  // namespace

std::shared_ptr<const Dialect> make_postgresql(const Profile& profile, std::string_view driver) {
  return std::make_shared<PostgresqlDialect>(profile, driver);
}

}  // namespace orm
