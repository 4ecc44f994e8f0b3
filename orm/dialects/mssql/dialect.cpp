// SQL Server's SQL text, as for a server whose version is not known.
#include <orm/error.h>

#include "orm/dialects/reserved_words.h"
#include "orm/dialects/text_dialects.h"
#include "orm/sql/compile.h"

namespace orm {

namespace {

class MssqlDialect : public Dialect {
 public:
  std::shared_ptr<Dialect> clone() const override { return std::make_shared<MssqlDialect>(*this); }
  std::string next_value(const std::string& sequence) const override {
    if (!profile->stmt_cache) return Dialect::next_value(sequence);
    return "NEXT VALUE FOR " + sequence;
  }
  MssqlDialect(const Profile& for_profile, std::string_view of_driver);
  bool is_reserved(std::string_view word) const override { return has_word(kMssqlWords, word); }
  std::string type_words(const TypeEngine& type) const override;
  const char* function_text(std::string_view function) const override;
  std::string empty_in(const TypeEngine& type, bool negated) const override;
  std::string quote_schema(const Name& schema) const override;
  std::string literal_string(std::string_view text, const TypeEngine& type) const override;
  bool write_binary(SqlCompiler& out, const BinaryExpression& node) const override;
  bool write_cast(SqlCompiler& out, const Cast& node) const override;
  bool write_select_head(SqlCompiler& out, const Select& select) const override;
  bool write_limit(SqlCompiler&, const SelectBase&) const override { return true; }
  bool write_for_update(SqlCompiler&, const SelectBase&) const override { return true; }
  bool write_output(SqlCompiler& out, const DmlBase& statement,
                    const std::vector<ClauseRef>& columns) const override;
  bool write_returning(SqlCompiler&, const DmlBase&, const std::vector<ClauseRef>&) const override {
    return true;
  }
  Ref<Select> rewrite_select(const Select& select) const override;

  std::string column_specification(const Column& column) const override;
  std::string computed_ddl(const Column& column) const override;
  std::string identity_ddl(const Column& column) const override;
  std::string primary_key_words(const Constraint& constraint) const override;
  std::string unique_words(const Constraint& constraint) const override;
  std::string create_index(const Index& index, bool if_not_exists) const override;
  std::string drop_index(const Index& index, bool if_exists) const override;
};

MssqlDialect::MssqlDialect(const Profile& for_profile, std::string_view of_driver)
    : Dialect(for_profile, "mssql") {
  table_hints = TableHints::after_table;
  driver = of_driver.empty() ? "pyodbc" : std::string(of_driver);
  paramstyle = driver == "pymssql" ? ParamStyle::pyformat : ParamStyle::named;
  max_identifier_length = 128;
  quote_open = '[';
  quote_close = ']';
  supports_default_values = supports_multivalues_insert = true;
  insert_returning = update_returning = delete_returning = true;
  implicit_returning = for_profile.implicit_returning;
  supports_identity = supports_native_uuid = true;
  supports_sequences = for_profile.stmt_cache;
  true_text = "1";
  false_text = "0";
  boolean_check = false;
  concat_text = " + ";
  class_name = "MSDialect_pyodbc";
  module = "sqlalchemy.dialects.mssql.pyodbc";
  compiler_name = "dialects.mssql.base.MS";
  repeats_target = true;
  delete_using = " FROM ";
  with_recursive = false;
  try_cast_text = "TRY_CAST (";
}

std::string extended(std::string word, const TypeEngine& type, const char* otherwise = nullptr) {
  if (type.args().length)
    word += "(" + std::to_string(*type.args().length) + ")";
  else if (otherwise != nullptr)
    word += std::string("(") + otherwise + ")";
  return type.args().collation.empty() ? word : word + " COLLATE " + type.args().collation;
}

std::string MssqlDialect::type_words(const TypeEngine& type) const {
  std::string_view word = type.type_class().visit_name;
  const TypeArgs& args = type.args();
  auto precise = [&](const char* base) {
    return args.precision ? std::string(base) + "(" + std::to_string(*args.precision) + ")" : base;
  };
  switch (type.kind()) {
    case TypeKind::real:
      if (word == "double" || word == "DOUBLE_PRECISION") return precise("DOUBLE PRECISION");
      if (word == "float" || word == "FLOAT") return precise("FLOAT");
      break;
    case TypeKind::datetime:
      if (word == "DATETIME2" || word == "DATETIMEOFFSET")
        return precise(std::string(word).c_str());
      if (word == "datetime" && args.timezone) return "DATETIMEOFFSET";
      break;
    case TypeKind::date:
      return word == "date" ? "DATETIME" : "DATE";
    case TypeKind::time:
      return word == "time" ? "DATETIME" : precise("TIME");
    case TypeKind::boolean:
      return "BIT";
    case TypeKind::string:
      if (word == "string" || word == "VARCHAR") return extended("VARCHAR", type, "max");
      if (word == "unicode" || word == "NVARCHAR") return extended("NVARCHAR", type, "max");
      if (word == "text") return extended("TEXT", type);
      if (word == "unicode_text") return extended("NTEXT", type);
      if (word == "XML") return "XML";
      return extended(std::string(word), type);
    case TypeKind::binary:
      if (word == "large_binary") return "IMAGE";
      if (word == "VARBINARY")
        return extended("VARBINARY", type, "max") + (args.flag("filestream") ? " FILESTREAM" : "");
      if (word == "IMAGE" || word == "TIMESTAMP" || word == "ROWVERSION") return std::string(word);
      break;
    case TypeKind::json:
      return "NVARCHAR(max)";
    case TypeKind::uuid:
      if (word == "uuid" && args.get("native_uuid") == Value(false)) break;
      return word == "UUID" ? "UUID" : "UNIQUEIDENTIFIER";
    default:
      break;
  }
  return Dialect::type_words(type);
}

const char* MssqlDialect::function_text(std::string_view function) const {
  if (function == "now") return "CURRENT_TIMESTAMP";
  if (function == "current_date") return "GETDATE()";
  if (function == "length" || function == "char_length") return "LEN";
  if (function == "aggregate_strings") return "string_agg";
  return nullptr;
}

namespace {
// The parts of a schema's name between dots; what stands in brackets is one part, and keeps them
// where another follows.
std::vector<std::string> schema_parts(std::string_view schema) {
  std::vector<std::string> parts;
  std::string part;
  bool inside = false;
  bool bracketed = false;
  for (char c : schema) {
    if (c == '[') {
      inside = bracketed = true;
    } else if (c == ']') {
      inside = false;
    } else if (c == '.' && !inside) {
      parts.push_back(bracketed ? "[" + part + "]" : part);
      part.clear();
      bracketed = false;
    } else {
      part += c;
    }
  }
  if (!part.empty()) parts.push_back(part);
  return parts;
}
}  // namespace

std::string MssqlDialect::quote_schema(const Name& schema) const {
  if (schema.quote.value_or(false)) return quote(schema);
  const std::vector<std::string> parts = schema_parts(schema);
  if (parts.empty()) return quote(schema);
  if (parts.size() == 1) return quote(parts[0]);
  std::string database;
  for (size_t i = 0; i + 1 < parts.size(); ++i) database += (i > 0 ? "." : "") + parts[i];
  // `[a].[b]` stays as it is; one part in brackets is quoted as any name.
  const size_t close = database.find(']');
  const bool several = close != std::string::npos && close + 1 < database.size() &&
                       database.find('[', close) != std::string::npos;
  if (!several && database.front() == '[' && database.back() == ']')
    database = database.substr(1, database.size() - 2);
  return (several ? database : quote(database)) + "." + quote(parts.back());
}

std::string MssqlDialect::empty_in(const TypeEngine& type, bool negated) const {
  return profile->expanding_in ? Dialect::empty_in(type, negated) : "SELECT 1 WHERE 1!=1";
}

std::string MssqlDialect::literal_string(std::string_view text, const TypeEngine& type) const {
  std::string_view word = type.type_class().visit_name;
  bool national = word == "unicode" || word == "unicode_text" || word == "NVARCHAR" ||
                  word == "NCHAR" || word == "NTEXT";
  return (national ? "N" : "") + quote_literal(text);
}

bool MssqlDialect::write_binary(SqlCompiler& out, const BinaryExpression& node) const {
  auto call = [&](const char* head, const char* between, const char* tail) {
    out.write(head);
    out.visit(*node.left);
    out.write(between);
    out.visit(*node.right);
    out.write(tail);
    return true;
  };
  switch (node.op) {
    case Operator::match:
      return call("CONTAINS (", ", ", ")");
    case Operator::is_distinct_from:
      return call("NOT EXISTS (SELECT ", " INTERSECT SELECT ", ")");
    case Operator::is_not_distinct_from:
      return call("EXISTS (SELECT ", " INTERSECT SELECT ", ")");
    case Operator::json_getitem:
    case Operator::json_path_getitem:
      if (node.type->impl().kind() == TypeKind::json) return call("JSON_QUERY(", ", ", ")");
      return call("JSON_VALUE(", ", ", ")");
    case Operator::eq:
      // Parameters stand on the right.
      if (node.left->kind() == NodeKind::bind && node.right->kind() != NodeKind::bind) {
        out.visit(*node.right);
        out.write(" = ");
        out.visit(*node.left);
        return true;
      }
      return false;
    default:
      return false;
  }
}

bool MssqlDialect::write_cast(SqlCompiler& out, const Cast& node) const {
  if (node.kind() != NodeKind::extract) return false;
  const std::string& field = node.field;
  out.write("DATEPART(" +
            (field == "doy"            ? std::string("dayofyear")
             : field == "dow"          ? "weekday"
             : field == "milliseconds" ? "millisecond"
             : field == "microseconds" ? "microsecond"
                                       : field) +
            ", ");
  out.visit(*node.element);
  out.write(")");
  return true;
}

bool simple(const ColumnRef& clause) {
  if (!clause || clause->kind() != NodeKind::bind) return false;
  const auto& bind = static_cast<const BindParameter&>(*clause);
  return bind.unique && bind.value.kind() == ValueKind::integer;
}

bool uses_top(const Select& select) {
  return !select.offset_clause &&
         (simple(select.limit_clause) ||
          (simple(select.fetch_clause) && (select.fetch_percent || select.fetch_ties)));
}

bool MssqlDialect::write_select_head(SqlCompiler& out, const Select& select) const {
  if (select.is_distinct) out.write("DISTINCT ");
  if (uses_top(select)) {
    out.write("TOP ");
    out.late_literal(select.fetch_clause ? *select.fetch_clause : *select.limit_clause);
    out.write(" ");
    if (select.fetch_percent) out.write("PERCENT ");
    if (select.fetch_ties) out.write("WITH TIES ");
  }
  return true;
}

Ref<Select> MssqlDialect::rewrite_select(const Select& select) const {
  if (uses_top(select)) return nullptr;
  if (select.order_by_clauses.empty())
    throw CompileError(
        "MSSQL requires an order_by when using an OFFSET or a non-simple LIMIT clause");
  ColumnRef count = select.fetch_clause ? select.fetch_clause : select.limit_clause;
  auto inner = select.copy();
  inner->limit_clause = inner->offset_clause = inner->fetch_clause = nullptr;
  auto number = over(func("ROW_NUMBER"), {}, select.order_by_clauses);
  auto subquery = inner->add_columns({number->label("mssql_rn")})->order_by({})->subquery();
  std::vector<ClauseRef> columns;
  for (const auto& item : subquery->c())
    if (item.first != "mssql_rn") columns.emplace_back(item.second->ref());
  auto outer = orm::select(columns);
  auto row = column("mssql_rn");
  if (!select.offset_clause) return outer->where(operate(Operator::le, row, count));
  outer = outer->where(operate(Operator::gt, row, select.offset_clause));
  if (!count) return outer;
  return outer->where(
      operate(Operator::le, row, operate(Operator::add, count, select.offset_clause)));
}

bool MssqlDialect::write_output(SqlCompiler& out, const DmlBase& statement,
                                const std::vector<ClauseRef>& columns) const {
  const TableClause* table = statement.table();
  auto from = table->alias(statement.kind() == NodeKind::delete_ ? "deleted" : "inserted");
  std::vector<ClauseRef> adapted;
  for (const auto& column : columns) {
    if (column.get() == static_cast<const ClauseElement*>(table)) {
      adapted.emplace_back(from.get());
      continue;
    }
    adapted.push_back(replacement_traverse(column, [&](const ClauseRef& node) -> ClauseRef {
      if (node->kind() != NodeKind::column) return nullptr;
      const auto& inner = static_cast<const ColumnClause&>(*node);
      if (inner.table != table) return nullptr;
      ColumnElement* other = from->c().find(inner.key());
      return other != nullptr ? ClauseRef(other) : nullptr;
    }));
  }
  out.keep(from);
  out.write(" OUTPUT ");
  out.returning_columns(adapted, false);
  return true;
}

// ---- DDL ----------------------------------------------------------------------------------------

std::string MssqlDialect::column_specification(const Column& column) const {
  const ServerDefault& value = column.args.server_default;
  bool computed = value.kind == ServerDefault::Kind::computed;
  bool identity = value.kind == ServerDefault::Kind::identity;
  const Table* table = column.schema_table();
  std::string out = computed ? computed_ddl(column) : type_ddl(*column.type);
  bool asked = column.args.autoincrement.value_or(false);
  if (!column.nullable() || column.primary_key() || column.args.default_.sequence != nullptr ||
      asked || identity)
    out += " NOT NULL";
  else if (!computed)
    out += " NULL";
  if (table == nullptr)
    throw CompileError("mssql requires Table-bound columns in order to generate DDL");
  bool numbered =
      table->autoincrement_column() == &column && column.args.default_.sequence == nullptr;
  if (identity) return out + " " + identity_ddl(column);
  if (numbered || asked)
    return out + (profile->mssql_plain_identity ? " IDENTITY" : " IDENTITY(1,1)");
  std::string text = default_ddl(column);
  return text.empty() ? out : out + " DEFAULT " + text;
}

std::string MssqlDialect::computed_ddl(const Column& column) const {
  const ServerDefault& value = column.args.server_default;
  std::string out = "AS (" + compile_literal(*value.clause, *this, true) + ")";
  if (value.persisted.value_or(false)) out += " PERSISTED";
  return out;
}

std::string MssqlDialect::identity_ddl(const Column& column) const {
  const IdentityOptions& options = column.args.server_default.options;
  if (!options.start && !options.increment) return "IDENTITY";
  return "IDENTITY(" + std::to_string(options.start.value_or(1)) + "," +
         std::to_string(options.increment.value_or(1)) + ")";
}

Value option_of(const std::vector<std::pair<std::string, Operand>>& options,
                std::string_view wanted) {
  for (const auto& [option, operand] : options)
    if (option == wanted) return operand.value;
  return {};
}

std::string clustered(const std::vector<std::pair<std::string, Operand>>& options) {
  Value value = option_of(options, "mssql_clustered");
  if (value.is_null()) return {};
  return value == Value(false) ? "NONCLUSTERED " : "CLUSTERED ";
}

std::string MssqlDialect::primary_key_words(const Constraint& constraint) const {
  return "PRIMARY KEY " + clustered(constraint.dialect_options);
}

std::string MssqlDialect::unique_words(const Constraint& constraint) const {
  return "UNIQUE " + clustered(constraint.dialect_options);
}

std::string MssqlDialect::create_index(const Index& index, bool if_not_exists) const {
  std::string out = index.unique ? "CREATE UNIQUE " : "CREATE ";
  out += clustered(index.dialect_options) + "INDEX ";
  if (if_not_exists) out += "IF NOT EXISTS ";
  out += index_name(index, false) + " ON " + format_table(*index.table) + " (";
  for (size_t i = 0; i < index.expressions.size(); ++i)
    out += (i > 0 ? ", " : "") + compile_literal(*index.expressions[i], *this, true);
  out += ")";
  Value include = option_of(index.dialect_options, "mssql_include");
  if (include.is_list()) {
    std::string names;
    for (const Value& item : include.as_list())
      names += (names.empty() ? "" : ", ") + quote(item.str());
    out += " INCLUDE (" + names + ")";
  }
  for (const auto& [option, operand] : index.dialect_options)
    if (option == "mssql_where" && operand.clause)
      out += " WHERE " + compile_literal(*operand.clause, *this, true);
  return out;
}

std::string MssqlDialect::drop_index(const Index& index, bool if_exists) const {
  return std::string("\nDROP INDEX ") + (if_exists ? "IF EXISTS " : "") + index_name(index, false) +
         " ON " + format_table(*index.table);
}

}  // namespace

std::shared_ptr<const Dialect> make_mssql(const Profile& profile, std::string_view driver) {
  return std::make_shared<MssqlDialect>(profile, driver);
}

}  // namespace orm
