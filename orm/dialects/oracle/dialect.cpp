// Oracle's SQL text.
#include <orm/error.h>

#include <cctype>

#include "orm/dialects/options.h"
#include "orm/dialects/reserved_words.h"
#include "orm/dialects/text_dialects.h"
#include "orm/sql/compile.h"

namespace orm {

namespace {

class OracleDialect : public Dialect {
 public:
  std::shared_ptr<Dialect> clone() const override { return std::make_shared<OracleDialect>(*this); }
  std::string next_value(const std::string& sequence) const override {
    return sequence + ".nextval";
  }
  OracleDialect(const Profile& for_profile, std::string_view of_driver);
  bool is_reserved(std::string_view word) const override { return has_word(kOracleWords, word); }
  std::string type_words(const TypeEngine& type) const override;
  const char* function_text(std::string_view function) const override;
  std::string empty_in(const TypeEngine& type, bool negated) const override;
  std::string literal_date(std::string iso, const Value& value) const override;
  bool write_binary(SqlCompiler& out, const BinaryExpression& node) const override;
  bool write_limit(SqlCompiler& out, const SelectBase& select) const override;
  bool write_for_update(SqlCompiler& out, const SelectBase& select) const override;
  bool write_returning(SqlCompiler& out, const DmlBase& statement,
                       const std::vector<ClauseRef>& columns) const override;
  Ref<Select> rewrite_select(const Select& select) const override;

  std::string identity_ddl(const Column& column) const override;
  std::string create_index(const Index& index, bool if_not_exists) const override;
  std::string table_options(const Table& table) const override;
};

OracleDialect::OracleDialect(const Profile& for_profile, std::string_view of_driver)
    : Dialect(for_profile, "oracle") {
  table_hints = TableHints::after_select;
  with_recursive = false;
  cte_follows_insert = true;
  driver = of_driver.empty() ? "cx_oracle" : std::string(of_driver);
  paramstyle = ParamStyle::named;
  max_identifier_length = for_profile.oracle_long_names ? 128 : 30;
  insert_returning = update_returning = delete_returning = true;
  implicit_returning = for_profile.oracle_returning;
  preexecute_keys = !for_profile.implicit_returning;
  supports_sequences = supports_comments = true;
  sequences_optional = false;
  supports_identity = for_profile.identity_columns;
  quotes_bind_names = true;
  division_floors = false;
  table_alias_as = false;
  table_functions = for_profile.oracle_table_functions;
  dual = " FROM DUAL";
  illegal_initial = "_$0123456789";
  class_name = "OracleDialect_cx_oracle";
  module = "sqlalchemy.dialects.oracle.cx_oracle";
  compiler_name = "dialects.oracle.base.Oracle";
}

std::string varchar(const char* word, const TypeEngine& type, bool characters) {
  if (!type.args().length) return word;
  return std::string(word) + "(" + std::to_string(*type.args().length) +
         (characters ? " CHAR)" : ")");
}

std::string number(const char* word, const TypeEngine& type) {
  const TypeArgs& args = type.args();
  if (!args.precision) return word;
  std::string out = std::string(word) + "(" + std::to_string(*args.precision);
  if (args.scale) out += ", " + std::to_string(*args.scale);
  return out + ")";
}

std::string OracleDialect::type_words(const TypeEngine& type) const {
  std::string_view word = type.type_class().visit_name;
  const TypeArgs& args = type.args();
  switch (type.kind()) {
    case TypeKind::integer:
      if (word == "big_integer") return "NUMBER(19)";
      break;
    case TypeKind::boolean:
      return "SMALLINT";
    case TypeKind::datetime:
      if (word == "TIMESTAMP")
        return args.flag("local_timezone") ? "TIMESTAMP WITH LOCAL TIME ZONE"
               : args.timezone             ? "TIMESTAMP WITH TIME ZONE"
                                           : "TIMESTAMP";
      if (word == "datetime") return "DATE";
      break;
    case TypeKind::interval: {
      auto digits = [&](const char* argument) {
        Value value = args.get(argument);
        return value.is_null() ? std::string() : "(" + value.str() + ")";
      };
      return "INTERVAL DAY" + digits("day_precision") + " TO SECOND" + digits("second_precision");
    }
    case TypeKind::real: {
      if (word == "double" || word == "DOUBLE_PRECISION" || word == "DOUBLE")
        return "DOUBLE PRECISION";
      if (word != "float" && word != "FLOAT") break;
      Value binary = args.get("binary_precision");
      if (!binary.is_null()) return "FLOAT(" + binary.str() + ")";
      if (args.precision) {
        // Decimal digits to binary ones.
        int estimated = static_cast<int>(*args.precision / 0.30103);
        throw ArgumentError(
            "Oracle Database FLOAT types use 'binary precision', which does not convert cleanly "
            "from decimal 'precision'.  Please specify this type with a separate Oracle Database "
            "variant, such as " +
            std::string(type.type_class().name) + "(precision=" + std::to_string(*args.precision) +
            ").with_variant(oracle.FLOAT(binary_precision=" + std::to_string(estimated) +
            "), 'oracle'), so that the Oracle Database specific 'binary_precision' may be "
            "specified accurately.");
      }
      return "FLOAT";
    }
    case TypeKind::json:
      throw UnsupportedCompilationError(
          with_link("Compiler <sqlalchemy." + std::string(compiler_name) +
                        "TypeCompiler object at 0x7f0000000000> can't render element of type JSON",
                    "l7de", *profile));
    case TypeKind::numeric:
      return number(word == "numeric" ? "NUMERIC" : std::string(word).c_str(), type);
    case TypeKind::string:
      if (word == "string" || word == "unicode" || word == "VARCHAR2")
        return varchar("VARCHAR2", type, true);
      if (word == "VARCHAR") return varchar("VARCHAR", type, true);
      if (word == "NVARCHAR" || word == "NVARCHAR2") return varchar("NVARCHAR2", type, false);
      if (word == "text" || word == "unicode_text") return "CLOB";
      if (word == "LONG" || word == "NCLOB" || word == "CLOB") return std::string(word);
      break;
    case TypeKind::enum_:
      return varchar("VARCHAR", type, true);
    case TypeKind::binary:
      if (word == "RAW") return varchar("RAW", type, false);
      return word == "large_binary" ? "BLOB" : std::string(word);
    default:
      break;
  }
  return Dialect::type_words(type);
}

const char* OracleDialect::function_text(std::string_view function) const {
  if (function == "now") return "CURRENT_TIMESTAMP";
  if (function == "char_length") return "LENGTH";
  if (function == "aggregate_strings") return "LISTAGG";
  return nullptr;
}

std::string OracleDialect::empty_in(const TypeEngine& type, bool negated) const {
  return profile->expanding_in ? Dialect::empty_in(type, negated) : "SELECT 1 FROM DUAL WHERE 1!=1";
}

std::string OracleDialect::literal_date(std::string iso, const Value& value) const {
  if (value.kind() == ValueKind::date) return "TO_DATE(" + iso + ", 'YYYY-MM-DD')";
  if (value.kind() != ValueKind::datetime) return iso;
  return value.as_datetime().time.microsecond != 0
             ? "TO_TIMESTAMP(" + iso + ", 'YYYY-MM-DD HH24:MI:SS.FF')"
             : "TO_DATE(" + iso + ", 'YYYY-MM-DD HH24:MI:SS')";
}

bool OracleDialect::write_binary(SqlCompiler& out, const BinaryExpression& node) const {
  auto call = [&](const std::string& head, const std::string& tail) {
    out.write(head);
    out.visit(*node.left);
    out.write(", ");
    out.visit(*node.right);
    out.write(tail);
    return true;
  };
  std::string flags = node.flags.empty() ? "" : ", " + quote_literal(node.flags);
  switch (node.op) {
    case Operator::mod:
      return call("mod(", ")");
    case Operator::match:
      return call("CONTAINS (", ")");
    case Operator::is_distinct_from:
      return call("DECODE(", ", 0, 1) = 1");
    case Operator::is_not_distinct_from:
      return call("DECODE(", ", 0, 1) = 0");
    case Operator::regexp_match:
      return call("REGEXP_LIKE(", flags + ")");
    case Operator::not_regexp_match:
      return call("NOT REGEXP_LIKE(", flags + ")");
    case Operator::regexp_replace:
      return call("REGEXP_REPLACE(", flags + ")");
    case Operator::bitwise_and:
      return call("BITAND(", ")");
    case Operator::bitwise_or:
      return call("BITOR(", ")");
    case Operator::bitwise_xor:
      return call("BITXOR(", ")");
    case Operator::lshift:
      throw CompileError("Cannot compile bitwise_lshift in oracle");
    case Operator::rshift:
      throw CompileError("Cannot compile bitwise_rshift in oracle");
    default:
      return false;
  }
}

bool OracleDialect::write_limit(SqlCompiler& out, const SelectBase& select) const {
  if (!profile->oracle_fetch_first && !select.fetch_clause) return true;  // in a subquery
  const ColumnRef& count = select.fetch_clause ? select.fetch_clause : select.limit_clause;
  if (select.offset_clause) {
    out.write("\n OFFSET ");
    out.late_literal(*select.offset_clause);
    out.write(" ROWS");
  }
  if (count) {
    out.write("\n FETCH FIRST ");
    out.late_literal(*count);
    out.write(select.fetch_percent ? " PERCENT ROWS " : " ROWS ");
    out.write(select.fetch_ties ? "WITH TIES" : "ONLY");
  }
  return true;
}

ColumnRef late(const ColumnRef& clause) {
  if (!clause || clause->kind() != NodeKind::bind) return clause;
  const auto& bind = static_cast<const BindParameter&>(*clause);
  if (!bind.unique || bind.value.kind() != ValueKind::integer) return clause;
  auto copy = make_ref<BindParameter>(bind);
  copy->literal_execute = true;
  return copy;
}

Ref<Select> OracleDialect::rewrite_select(const Select& select) const {
  if (profile->oracle_fetch_first || select.fetch_clause) return nullptr;
  ColumnRef limit = late(select.limit_clause), offset = late(select.offset_clause);
  auto inner = select.copy();
  inner->limit_clause = inner->offset_clause = nullptr;
  inner->for_update.reset();
  auto all_columns = [](const Alias& from) {
    std::vector<ClauseRef> columns;
    for (const auto& item : from.c()) columns.emplace_back(item.second->ref());
    return columns;
  };
  auto subquery = inner->subquery();
  auto limited = orm::select(all_columns(*subquery));
  if (limit) {
    ColumnRef most = offset ? operate(Operator::add, limit, offset) : limit;
    limited = limited->where(operate(Operator::le, literal_column("ROWNUM"), most));
  }
  if (!offset) {
    limited->for_update = select.for_update;
    return limited;
  }
  std::vector<ClauseRef> columns = all_columns(*subquery);
  columns.emplace_back(literal_column("ROWNUM")->label("ora_rn"));
  auto numbered = limited->with_only_columns(columns)->subquery();
  std::vector<ClauseRef> wanted;
  for (const auto& item : numbered->c())
    if (item.first != "ora_rn") wanted.emplace_back(item.second->ref());
  auto outer = orm::select(wanted)->where(operate(Operator::gt, literal_column("ora_rn"), offset));
  outer->for_update = select.for_update;
  return outer;
}

bool OracleDialect::write_for_update(SqlCompiler& out, const SelectBase& select) const {
  if (out.in_subquery()) return true;
  const ForUpdate& how = *select.for_update;
  out.write(" FOR UPDATE");
  for (size_t i = 0; i < how.of.size(); ++i) {
    out.write(i > 0 ? ", " : " OF ");
    if (how.of[i]->is_column()) out.visit(*how.of[i]);
  }
  if (how.nowait) out.write(" NOWAIT");
  if (how.skip_locked) out.write(" SKIP LOCKED");
  return true;
}

bool OracleDialect::write_returning(SqlCompiler& out, const DmlBase&,
                                    const std::vector<ClauseRef>& columns) const {
  out.write(" RETURNING ");
  size_t count = out.returning_columns(columns, false);
  out.write(" INTO ");
  for (size_t i = 0; i < count; ++i) out.write((i > 0 ? ", " : "") + out.out_parameter(i));
  return true;
}

// ---- DDL ----------------------------------------------------------------------------------------

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  if (size_t at = text.find(from); at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

std::string OracleDialect::identity_ddl(const Column& column) const {
  const ServerDefault& identity = column.args.server_default;
  std::string out = std::string("GENERATED ") + (identity.always ? "ALWAYS" : "BY DEFAULT");
  if (identity.on_null.value_or(false)) out += " ON NULL";
  out += " AS IDENTITY";
  std::string options = identity_options(identity.options);
  options = replaced(options, "NO MINVALUE", "NOMINVALUE");
  options = replaced(options, "NO MAXVALUE", "NOMAXVALUE");
  options = replaced(options, "NO CYCLE", "NOCYCLE");
  if (identity.options.order)
    options +=
        (options.empty() ? "" : " ") + std::string(*identity.options.order ? "ORDER" : "NOORDER");
  return options.empty() ? out : out + " (" + options + ")";
}

std::string OracleDialect::create_index(const Index& index, bool) const {
  auto option = [&](const char* wanted) {
    for (const auto& [key, operand] : index.dialect_options)
      if (key == wanted) return operand.value;
    return Value();
  };
  std::string out = index.unique ? "CREATE UNIQUE " : "CREATE ";
  if (is_on(option("oracle_bitmap"))) out += "BITMAP ";
  out += "INDEX " + index_name(index, true) + " ON " + format_table(*index.table) + " (";
  for (size_t i = 0; i < index.expressions.size(); ++i)
    out += (i > 0 ? ", " : "") + compile_literal(*index.expressions[i], *this, true);
  out += ")";
  Value compress = option("oracle_compress");
  if (is_on(compress))
    out += compress.kind() == ValueKind::boolean ? " COMPRESS" : " COMPRESS " + compress.str();
  return out;
}

std::string OracleDialect::table_options(const Table& table) const {
  std::string out;
  Value commit = table.args.option("oracle_on_commit");
  if (is_on(commit)) {
    std::string words = commit.str();
    for (char& c : words)
      c = c == '_' ? ' ' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    out += "\n ON COMMIT " + words;
  }
  Value compress = table.args.option("oracle_compress");
  if (is_on(compress))
    out +=
        compress.kind() == ValueKind::boolean ? "\n COMPRESS" : "\n COMPRESS FOR " + compress.str();
  Value space = table.args.option("oracle_tablespace");
  if (is_on(space)) out += "\n TABLESPACE " + quote(space.str());
  return out;
}

}  // namespace

std::shared_ptr<const Dialect> make_oracle(const Profile& profile, std::string_view driver) {
  return std::make_shared<OracleDialect>(profile, driver);
}

}  // namespace orm
