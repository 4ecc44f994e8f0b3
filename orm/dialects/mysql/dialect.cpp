// MySQL's and MariaDB's SQL text. The file is above 500 lines because it is one class that nothing
// else knows, of many short functions.
#include <orm/error.h>

#include <algorithm>
#include <cctype>

#include "orm/dialects/reserved_words.h"
#include "orm/dialects/text_dialects.h"
#include "orm/sql/compile.h"

namespace orm {

namespace {

class MysqlDialect : public Dialect {
 public:
  std::shared_ptr<Dialect> clone() const override { return std::make_shared<MysqlDialect>(*this); }
  std::string next_value(const std::string& sequence) const override {
    if (!profile->stmt_cache) return Dialect::next_value(sequence);
    return "nextval(" + sequence + ")";
  }
  MysqlDialect(const Profile& for_profile, std::string_view of_driver, bool mariadb);
  bool is_reserved(std::string_view word) const override;
  std::string type_words(const TypeEngine& type) const override;
  std::string cast_type_ddl(const TypeEngine& type) const override;
  std::string concat_parts(const std::vector<std::string>& parts) const override;
  std::string empty_in(const TypeEngine& type, bool negated) const override;
  bool write_binary(SqlCompiler& out, const BinaryExpression& node) const override;
  bool write_function(SqlCompiler& out, const FunctionElement& node) const override;
  bool write_cast(SqlCompiler& out, const Cast& node) const override;
  bool write_limit(SqlCompiler& out, const SelectBase& select) const override;
  bool write_for_update(SqlCompiler& out, const SelectBase& select) const override;

  std::string column_specification(const Column& column) const override;
  std::string table_options(const Table& table) const override;
  std::string create_index(const Index& index, bool if_not_exists) const override;
  std::string drop_index(const Index& index, bool if_exists) const override;
  std::string drop_constraint(const Constraint& constraint, bool if_exists) const override;

 private:
  bool mariadb_;
};

MysqlDialect::MysqlDialect(const Profile& for_profile, std::string_view of_driver, bool mariadb)
    : Dialect(for_profile, mariadb ? "mariadb" : "mysql"), mariadb_(mariadb) {
  table_hints = TableHints::after_table;
  driver = of_driver.empty() ? "mysqldb" : std::string(of_driver);
  paramstyle = driver == "pymysql" ? ParamStyle::pyformat : ParamStyle::format;
  max_identifier_length = 255;
  cte_follows_insert = true;
  max_index_name_length = 64;
  quote_open = quote_close = '`';
  supports_multivalues_insert = true;
  supports_native_enum = true;
  inline_comments = supports_comments = true;
  backslash_escapes = true;
  division_floors = false;
  lastrowid = true;
  insert_returning = delete_returning = mariadb && for_profile.use_returning;
  true_text = "true";
  false_text = "false";
  join_word = " INNER JOIN ";
  multi_table_update = repeats_target = true;
  delete_using = " USING ";
  dual = " FROM DUAL";
  dual_for_where = true;
  class_name = "MySQLDialect_mysqldb";
  module = "sqlalchemy.dialects.mysql.mysqldb";
  compiler_name = "dialects.mysql.base.MySQL";
}

bool MysqlDialect::is_reserved(std::string_view word) const {
  if (has_word(kMysqlWords, word)) return true;
  if (!profile->stmt_cache) return has_word(kMysqlWords13, word);
  return has_word(kMysqlWords14, word) || (profile->use_returning && has_word(kMysqlWords20, word));
}

std::string extended(std::string word, const TypeEngine& type, const Dialect& dialect) {
  const TypeArgs& args = type.args();
  if (args.length) word += "(" + std::to_string(*args.length) + ")";
  if (args.flag("national")) {
    std::string out = "NATIONAL " + word;
    return args.collation.empty() ? out : out + " COLLATE " + args.collation;
  }
  if (Value charset = args.get("charset"); !charset.is_null())
    word += " CHARACTER SET " + charset.str();
  else if (args.flag("ascii"))
    word += " ASCII";
  else if (args.flag("unicode"))
    word += " UNICODE";
  if (!args.collation.empty())
    word += " COLLATE " + args.collation;
  else if (args.flag("binary"))
    word += " BINARY";
  (void)dialect;
  return word;
}

std::string numeric(std::string word, const TypeEngine& type) {
  if (type.args().flag("unsigned")) word += " UNSIGNED";
  if (type.args().flag("zerofill")) word += " ZEROFILL";
  return word;
}

std::string MysqlDialect::type_words(const TypeEngine& type) const {
  std::string word = type.type_class().visit_name;
  const TypeArgs& args = type.args();
  auto precision = [&](const std::string& base, const char* argument) {
    Value digits = args.get(argument);
    return digits.is_null() ? base : base + "(" + digits.str() + ")";
  };
  switch (type.kind()) {
    case TypeKind::integer:
      if (word == "BIT") return args.length ? "BIT(" + std::to_string(*args.length) + ")" : "BIT";
      if (word == "YEAR") return precision("YEAR", "display_width");
      return numeric(precision(Dialect::type_words(type), "display_width"), type);
    case TypeKind::numeric:
    case TypeKind::real: {
      std::string base = word == "numeric"            ? "NUMERIC"
                         : word == "float"            ? "FLOAT"
                         : word == "double"           ? "DOUBLE"
                         : word == "DOUBLE_PRECISION" ? "DOUBLE PRECISION"
                                                      : word;
      bool scaled = base != "FLOAT" || type.type_class().dialect[0] != '\0';
      if (args.precision && args.scale && scaled)
        base += "(" + std::to_string(*args.precision) + ", " + std::to_string(*args.scale) + ")";
      else if (args.precision && base != "DOUBLE" && base != "REAL")
        base += "(" + std::to_string(*args.precision) + ")";
      return numeric(base, type);
    }
    case TypeKind::boolean:
      return word == "boolean" || word == "BOOLEAN" ? "BOOL" : word;
    case TypeKind::datetime:
      return precision(word == "datetime" ? "DATETIME" : word, "fsp");
    case TypeKind::time:
      return precision("TIME", "fsp");
    case TypeKind::string:
      if (word == "SET") {
        std::string values;
        for (const Value& value : args.get("values").as_list())
          values += (values.empty() ? "" : ",") + quote_literal(value.str());
        return "SET(" + values + ")";
      }
      if (word == "string" || word == "unicode" || word == "VARCHAR") {
        if (!args.length) throw CompileError("VARCHAR requires a length on dialect " + name);
        return extended("VARCHAR", type, *this);
      }
      if (word == "NVARCHAR") {
        if (!args.length) throw CompileError("NVARCHAR requires a length on dialect " + name);
        return "NATIONAL " + extended("VARCHAR", type, *this);
      }
      if (word == "NCHAR") return "NATIONAL " + extended("CHAR", type, *this);
      return extended(word == "text" || word == "unicode_text" ? "TEXT" : word, type, *this);
    case TypeKind::binary:
      if (word == "VARBINARY" || word == "BINARY")
        return args.length ? word + "(" + std::to_string(*args.length) + ")" : word;
      if (word == "large_binary") word = "BLOB";
      return args.length && word == "BLOB" ? "BLOB(" + std::to_string(*args.length) + ")" : word;
    case TypeKind::enum_: {
      if (!args.native) break;
      std::string values;
      for (const auto& member : static_cast<const Enum&>(type).members())
        values += (values.empty() ? "" : ",") + quote_literal(member.name);
      TypeArgs rest = args;
      rest.length = std::nullopt;
      return extended("ENUM(" + values + ")", TypeEngine(type.type_class(), rest), *this);
    }
    default:
      break;
  }
  return Dialect::type_words(type);
}

std::string MysqlDialect::cast_type_ddl(const TypeEngine& given) const {
  const TypeEngine& type = given.dialect_impl(*this);
  std::string word = type.type_class().visit_name;
  switch (type.kind()) {
    case TypeKind::integer:
      return type.args().flag("unsigned") ? "UNSIGNED INTEGER" : "SIGNED INTEGER";
    case TypeKind::datetime:
      return word == "TIMESTAMP" ? "DATETIME" : type_ddl(type);
    case TypeKind::interval:
    case TypeKind::date:
    case TypeKind::time:
      return type_ddl(type);
    case TypeKind::string: {
      if (word == "SET") return {};
      TypeArgs args;
      args.length = type.args().length;
      if (!type.args().get("charset").is_null())
        args.extra.emplace_back("charset", type.args().get("charset"));
      return extended("CHAR", TypeEngine(type.type_class(), args), *this);
    }
    case TypeKind::binary:
      return "BINARY";
    case TypeKind::json:
      return "JSON";
    case TypeKind::numeric: {
      std::string text = type_ddl(type);
      size_t at = text.find("NUMERIC");
      return at == 0 ? "DECIMAL" + text.substr(7) : text;
    }
    case TypeKind::uuid:
      return "CHAR(32)";
    default:
      return {};
  }
}

std::string MysqlDialect::concat_parts(const std::vector<std::string>& parts) const {
  std::string out = parts[0];
  if (!profile->flat_concat) {
    for (size_t i = 1; i < parts.size(); ++i) {
      out.insert(0, "concat(");
      out.append(", ").append(parts[i]).append(")");
    }
    return out;
  }
  for (size_t i = 1; i < parts.size(); ++i) out += ", " + parts[i];
  return "concat(" + out + ")";
}

std::string MysqlDialect::empty_in(const TypeEngine& type, bool negated) const {
  if (profile->expanding_in) return Dialect::empty_in(type, negated);
  return "SELECT 1 FROM (SELECT 1) as _empty_set WHERE 1!=1";
}

// The parts of a || b || c, in order.
void concat_chain(const ColumnElement& node, bool flat, SqlCompiler& out,
                  std::vector<std::string>& parts) {
  if (flat && node.kind() == NodeKind::binary) {
    const auto& binary = static_cast<const BinaryExpression&>(node);
    if (binary.op == Operator::concat) {
      concat_chain(*binary.left, flat, out, parts);
      concat_chain(*binary.right, flat, out, parts);
      return;
    }
  }
  parts.push_back(out.capture(node));
}

void write_json_extract(SqlCompiler& out, const BinaryExpression& node) {
  auto extract = [&] {
    out.write("JSON_EXTRACT(");
    out.visit(*node.left);
    out.write(", ");
    out.visit(*node.right);
    out.write(")");
  };
  TypeKind kind = node.type->impl().kind();
  if (kind == TypeKind::json) return extract();
  out.write("CASE ");
  extract();
  out.write(" WHEN 'null' THEN NULL ");
  const TypeArgs& args = node.type->impl().args();
  switch (kind) {
    case TypeKind::boolean:
      out.write("WHEN true THEN true ELSE false");
      break;
    case TypeKind::integer:
      out.write("ELSE CAST(");
      extract();
      out.write(" AS SIGNED INTEGER)");
      break;
    case TypeKind::numeric:
    case TypeKind::real:
      if (args.precision && args.scale) {
        out.write("ELSE CAST(");
        extract();
        out.write(" AS DECIMAL(" + std::to_string(*args.precision) + ", " +
                  std::to_string(*args.scale) + "))");
      } else {
        out.write("ELSE ");
        extract();
        out.write("+0.0000000000000000000000");
      }
      break;
    case TypeKind::string:
      out.write("ELSE JSON_UNQUOTE(");
      extract();
      out.write(")");
      break;
    default:
      out.write("ELSE ");
      extract();
  }
  out.write(" END");
}

// Which modes of match() go together.
static void check_match_flags(const BinaryExpression& node) {
  auto says = [&](const char* words) { return node.flags.find(words) != std::string::npos; };
  const bool boolean = says("BOOLEAN"), language = says("LANGUAGE"), expansion = says("EXPANSION");
  if (!boolean || (!language && !expansion)) return;
  auto word = [](bool flag) { return flag ? "True" : "False"; };
  throw CompileError(std::string("Invalid MySQL match flags: in_boolean_mode=") + word(boolean) +
                     ", in_natural_language_mode=" + word(language) +
                     ", with_query_expansion=" + word(expansion));
}

bool MysqlDialect::write_binary(SqlCompiler& out, const BinaryExpression& node) const {
  auto infix = [&](const char* text) {
    out.visit(*node.left);
    out.write(text);
    out.visit(*node.right);
    return true;
  };
  switch (node.op) {
    case Operator::concat: {
      std::vector<std::string> parts;
      concat_chain(*node.left, profile->flat_concat, out, parts);
      concat_chain(*node.right, profile->flat_concat, out, parts);
      out.write(concat_parts(parts));
      return true;
    }
    case Operator::match:
    case Operator::not_match:
      check_match_flags(node);
      if (node.op == Operator::not_match) out.write("NOT ");
      out.write("MATCH (");
      out.visit(*node.left);
      out.write(") AGAINST (");
      out.visit(*node.right);
      // match() of MySQL's own says how; the operator of all databases does not.
      out.write(node.op_text.empty() ? " IN BOOLEAN MODE)" : node.flags + ")");
      return true;
    case Operator::is_distinct_from:
      out.write("NOT (");
      infix(" <=> ");
      out.write(")");
      return true;
    case Operator::is_not_distinct_from:
      return infix(" <=> ");
    case Operator::regexp_match:
    case Operator::not_regexp_match: {
      bool negated = node.op == Operator::not_regexp_match;
      if (node.flags.empty()) return infix(negated ? " NOT REGEXP " : " REGEXP ");
      if (negated) out.write("NOT ");
      out.write("REGEXP_LIKE(");
      infix(", ");
      out.write(", " + quote_literal(node.flags) + ")");
      return true;
    }
    case Operator::regexp_replace:
      out.write("REGEXP_REPLACE(");
      infix(", ");
      if (!node.flags.empty()) out.write(", " + quote_literal(node.flags));
      out.write(")");
      return true;
    case Operator::json_getitem:
    case Operator::json_path_getitem:
      write_json_extract(out, node);
      return true;
    default:
      return false;
  }
}

bool MysqlDialect::write_function(SqlCompiler& out, const FunctionElement& node) const {
  if (node.path.size() != 1) return false;
  const std::string& called = node.path[0];
  const char* other = called == "random" ? "rand(" : nullptr;
  if (called == "sysdate") {
    out.write("SYSDATE()");
    return true;
  }
  if (called == "rollup" && profile->aggregate_strings) {
    out.visit_list(node.arguments, ", ");
    out.write(" WITH ROLLUP");
    return true;
  }
  if (called == "aggregate_strings" && node.arguments.size() == 2) {
    out.write("group_concat(");
    out.visit(*node.arguments[0]);
    out.write(" SEPARATOR ");
    out.visit(*node.arguments[1]);
    out.write(")");
    return true;
  }
  if (other == nullptr) return false;
  out.write(other);
  out.visit_list(node.arguments, ", ");
  out.write(")");
  return true;
}

bool MysqlDialect::write_cast(SqlCompiler& out, const Cast& node) const {
  if (node.kind() != NodeKind::cast || !cast_type_ddl(*node.type).empty()) return false;
  out.warn("Datatype " + type_ddl(*node.type) +
           " does not support CAST on MySQL/MariaDb; the CAST will be skipped.");
  out.visit(*node.element->self_group(Operator::none));
  return true;
}

bool MysqlDialect::write_limit(SqlCompiler& out, const SelectBase& select) const {
  if (select.fetch_clause) return false;
  if (!select.offset_clause) {
    out.write(" \n LIMIT ");
    out.visit(*select.limit_clause);
    return true;
  }
  out.write(" \n LIMIT ");
  out.visit(*select.offset_clause);
  out.write(", ");
  // The largest number stands for no limit.
  if (select.limit_clause)
    out.visit(*select.limit_clause);
  else
    out.write("18446744073709551615");
  return true;
}

bool MysqlDialect::write_for_update(SqlCompiler& out, const SelectBase& select) const {
  const ForUpdate& how = *select.for_update;
  out.write(how.read ? " LOCK IN SHARE MODE" : " FOR UPDATE");
  if (how.nowait) out.write(" NOWAIT");
  if (how.skip_locked) out.write(" SKIP LOCKED");
  return true;
}

// ---- DDL ----------------------------------------------------------------------------------------

std::string MysqlDialect::column_specification(const Column& column) const {
  const ServerDefault& value = column.args.server_default;
  std::string out = type_ddl(*column.type);
  if (value.kind == ServerDefault::Kind::computed) out += " " + computed_ddl(column);
  bool timestamp =
      std::string_view(column.type->dialect_impl(*this).type_class().visit_name) == "TIMESTAMP";
  if (!column.nullable())
    out += " NOT NULL";
  else if (timestamp)
    out += " NULL";
  if (!column.args.comment.empty()) out += " COMMENT " + quote_literal(column.args.comment);
  const Table* table = column.schema_table();
  bool numbered = table != nullptr && table->autoincrement_column() == &column &&
                  (!value || value.kind == ServerDefault::Kind::identity);
  if (numbered) return out + " AUTO_INCREMENT";
  std::string text = default_ddl(column);
  return text.empty() ? out : out + " DEFAULT " + text;
}

std::string MysqlDialect::table_options(const Table& table) const {
  std::string prefix = name + "_";
  std::vector<std::pair<std::string, std::string>> options;
  for (const auto& [option, value] : table.args.dialect_options) {
    if (option.rfind(prefix, 0) != 0) continue;
    std::string word = option.substr(prefix.size());
    for (char& c : word) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    options.emplace_back(word, value.str());
  }
  if (!table.args.comment.empty()) options.emplace_back("COMMENT", table.args.comment);
  // COLLATE stands after the character set.
  std::stable_sort(options.begin(), options.end(), [](const auto& a, const auto& b) {
    auto late = [](const std::string& word) {
      return word.rfind("PARTITION", 0) == 0 || word.rfind("SUBPARTITION", 0) == 0 ? 2
             : word == "COLLATE"                                                   ? 1
                                                                                   : 0;
    };
    return late(a.first) < late(b.first);
  });
  std::string out;
  for (auto& [word, value] : options) {
    bool quoted = word == "COMMENT" || word == "DATA_DIRECTORY" || word == "INDEX_DIRECTORY" ||
                  word == "PASSWORD" || word == "CONNECTION";
    std::string text = quoted ? quote_literal(value) : value;
    bool partition = word.rfind("PARTITION", 0) == 0 || word.rfind("SUBPARTITION", 0) == 0;
    if (partition || word == "DATA_DIRECTORY" || word == "INDEX_DIRECTORY" ||
        word == "DEFAULT_CHARACTER_SET" || word == "CHARACTER_SET" || word == "DEFAULT_CHARSET" ||
        word == "DEFAULT_COLLATE")
      std::replace(word.begin(), word.end(), '_', ' ');
    bool spaced = partition || word == "TABLESPACE" || word == "DEFAULT CHARACTER SET" ||
                  word == "CHARACTER SET" || word == "COLLATE";
    if (!out.empty()) out += " ";
    out.append(word).append(spaced ? " " : "=").append(text);
  }
  return out;
}

std::string MysqlDialect::create_index(const Index& index, bool if_not_exists) const {
  auto option = [&](const char* wanted) {
    for (const auto& [key, operand] : index.dialect_options)
      if (key == name + "_" + wanted || key == std::string("mysql_") + wanted) return operand.value;
    return Value();
  };
  std::string out = index.unique ? "CREATE UNIQUE " : "CREATE ";
  if (Value prefix = option("prefix"); !prefix.is_null()) out += prefix.str() + " ";
  out += "INDEX ";
  if (if_not_exists) out += "IF NOT EXISTS ";
  out += index_name(index, false) + " ON " + format_table(*index.table) + " (";
  Value length = option("length");
  for (size_t i = 0; i < index.expressions.size(); ++i) {
    const ColumnElement& expression = *index.expressions[i];
    std::string text = compile_literal(expression, *this, true);
    NodeKind kind = expression.kind();
    if (kind == NodeKind::binary || kind == NodeKind::function ||
        (kind == NodeKind::unary && !static_cast<const UnaryExpression&>(expression).postfix))
      text.insert(0, "(").append(")");
    if (length.kind() == ValueKind::integer) text += "(" + length.str() + ")";
    if (length.is_list())
      for (const Value& pair : length.as_list())
        if (pair.as_list()[0] == Value(expression.name()))
          text += "(" + pair.as_list()[1].str() + ")";
    out += (i > 0 ? ", " : "") + text;
  }
  out += ")";
  if (Value parser = option("with_parser"); !parser.is_null())
    out += " WITH PARSER " + parser.str();
  if (Value method = option("using"); !method.is_null()) out += " USING " + quote(method.str());
  return out;
}

std::string MysqlDialect::drop_index(const Index& index, bool if_exists) const {
  return std::string("\nDROP INDEX ") + (if_exists ? "IF EXISTS " : "") + index_name(index, false) +
         " ON " + format_table(*index.table);
}

std::string MysqlDialect::drop_constraint(const Constraint& constraint, bool) const {
  switch (constraint.kind) {
    case Constraint::Kind::foreign:
      return "DROP FOREIGN KEY " + constraint_name(constraint);
    case Constraint::Kind::primary:
      return "DROP PRIMARY KEY ";
    case Constraint::Kind::unique_:
      return "DROP INDEX " + constraint_name(constraint);
    case Constraint::Kind::check:
    case Constraint::Kind::exclude:
      break;
  }
  return (mariadb_ ? "DROP CONSTRAINT " : "DROP CHECK ") + constraint_name(constraint);
}

}  // namespace

std::shared_ptr<const Dialect> make_mysql(const Profile& profile, std::string_view driver,
                                          bool mariadb) {
  return std::make_shared<MysqlDialect>(profile, driver, mariadb);
}

}  // namespace orm
