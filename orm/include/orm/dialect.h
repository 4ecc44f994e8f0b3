// Dialect: the text of one database's SQL, and how it stores types.
#pragma once

#include <orm/dml.h>
#include <orm/profile.h>

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orm {

/// Converts a value between program and driver; `type` is the column's type.
using Processor = Value (*)(const TypeEngine& type, const Dialect& dialect, Value value);

/// How parameters are written.
enum class ParamStyle : uint8_t { named, qmark, format, pyformat, numeric, numeric_dollar };

class CompileHooks;
class ExcludeConstraint;
class SqlCompiler;

/// The text of one database's SQL, and how it stores types. Dialects are constant tables and
/// functions, shared by all threads.
///
/// The `write_..` functions are the places where databases differ: each writes its piece with the
/// compiler it is given and returns true, or returns false for the common form.
// The members are in groups for the reader; there are a dozen such objects.
struct Dialect {  // NOLINT(clang-analyzer-optin.performance.Padding)
  explicit Dialect(const Profile& for_profile, std::string dialect_name = "default")
      : profile(&for_profile), name(std::move(dialect_name)) {}
  virtual ~Dialect() = default;
  /// A copy that can be given a schema_map.
  virtual std::shared_ptr<Dialect> clone() const;

  const Profile* profile;
  std::string name;    ///< `sqlite`
  std::string driver;  ///< `pysqlite`
  ParamStyle paramstyle = ParamStyle::named;
  int max_identifier_length = 9999;
  int label_length = 0;                  ///< made names are cut to it; 0: max_identifier_length
  bool supports_default_values = false;  ///< INSERT .. DEFAULT VALUES
  bool supports_multivalues_insert = false;
  bool insert_returning = false, update_returning = false, delete_returning = false;
  bool insertmanyvalues = false;
  bool supports_native_boolean = false;
  bool boolean_check = true;  ///< a Boolean that is not native may have a CHECK
  bool supports_native_enum = false;
  bool supports_native_uuid = false;
  bool supports_alter = true;       ///< constraints can be added later: use_alter
  bool supports_comments = false;   ///< COMMENT ON
  bool inline_comments = false;     ///< COMMENT within CREATE TABLE
  bool supports_sequences = false;  ///< CREATE SEQUENCE
  bool sequences_optional = true;   ///< keys need none: Sequence(optional=True) is left out
  bool supports_identity = false;   ///< GENERATED .. AS IDENTITY
  bool division_floors = true;      ///< `/` of integers drops the fraction
  bool native_ilike = false;
  bool with_recursive = true;  ///< WITH RECURSIVE; false: WITH says as much
  const char* try_cast_text = "TRY_CAST(";
  bool cte_follows_insert = false;  ///< INSERT INTO t (..) WITH c AS (..) SELECT
  bool implicit_returning = false;  ///< INSERT of one row returns its key
  bool preexecute_keys = false;     ///< a new key is fetched first and then bound
  bool table_alias_as = true;       ///< `t AS x`; Oracle leaves AS out
  bool backslash_escapes = false;   ///< in literals
  bool quotes_bind_names = false;   ///< `:"a b"`, else such characters are replaced
  bool lastrowid = false;           ///< the driver tells the new key after an INSERT
  char quote_open = '"', quote_close = '"';
  const char* class_name = "DefaultDialect";  ///< SQLAlchemy's
  const char* module = "sqlalchemy.engine.default";
  const char* compiler_name = "sql.compiler.StrSQL";  ///< `..TypeCompiler`, in error texts
  const char* join_word = " JOIN ";
  const char* true_text = nullptr;  ///< null: by supports_native_boolean
  const char* false_text = nullptr;
  const char* concat_text = " || ";
  bool update_from = true;           ///< UPDATE .. FROM; false refuses further tables
  const char* delete_using = " , ";  ///< before the first further table of DELETE; null refuses
  bool repeats_target = false;       ///< the further tables of DELETE begin with its own
  bool multi_table_update = false;   ///< UPDATE t, u SET t.a=.., MySQL's
  bool table_functions = false;      ///< FROM TABLE (f()), and its value is COLUMN_VALUE
  bool ansi_joins = true;            ///< false: FROM a, b WHERE a.x = b.x(+), of old Oracle
  const char* dual = nullptr;        ///< ` FROM DUAL`, of a SELECT without tables
  bool dual_for_where = false;       ///< but only where it has a WHERE
  /// Where with_hint() writes: behind the table, in brackets as str() does, as ONLY before it, or
  /// as a comment after SELECT.
  enum class TableHints : uint8_t { none, after_table, in_brackets, only, after_select };
  TableHints table_hints = TableHints::in_brackets;
  const char* illegal_initial = "$0123456789";  ///< a name that begins so is quoted
  /// schema_translate_map: the names to write in the place of others; empty is no schema.
  std::vector<std::pair<std::string, Name>> schema_map{};
  /// Text for later: schemas of the map, in 2.0 all, are written as `__[SCHEMA_name]`.
  bool marks_schemas = false;
  const char* default_schema = nullptr;  ///< what "no schema" is translated to
  CompileHooks* hooks = nullptr;         ///< the program's own SQL for constructs; see custom.h
  int max_index_name_length = 0;         ///< 0: as other identifiers
  /// create_engine(json_serializer=, json_deserializer=): in the place of those of JSON.
  std::function<std::string(const Value&)> json_serializer{};
  std::function<Value(std::string_view)> json_deserializer{};

  /// Parameters are known by numbers: in the order of the text, or from 2.0 on by name.
  bool numbers_binds() const {
    return paramstyle == ParamStyle::numeric || paramstyle == ParamStyle::numeric_dollar;
  }
  /// `%` is written twice: the driver formats the text.
  bool doubles_percents() const {
    return paramstyle == ParamStyle::format || paramstyle == ParamStyle::pyformat;
  }

  /// DDL words of a type: `VARCHAR(30)`. Throws UnsupportedCompilationError.
  std::string type_ddl(const TypeEngine& type) const;
  /// The same of a type that `dialect_impl()` has resolved.
  virtual std::string type_words(const TypeEngine& type) const;
  /// Conversions of a type on this database; null where there is nothing to do.
  virtual Processor bind_processor(const TypeEngine& type) const;
  virtual Processor result_processor(const TypeEngine& type) const;
  /// Whether the bind processor would give this value back as it is.
  virtual bool binds_as_is(const TypeEngine& type, const Value& value) const;
  virtual bool is_reserved(std::string_view lower_case_name) const;
  /// `LIMIT`, `OFFSET` text; empty uses the default form.
  virtual std::string cast_type_ddl(const TypeEngine& type) const { return type_ddl(type); }
  /// Function rendered under another name (`now` as CURRENT_TIMESTAMP), or null.
  /// What a parameter of the type is cast to where it stands (`$1::INTEGER`); empty: nothing.
  virtual std::string bind_cast(const TypeEngine&) const { return {}; }
  virtual const char* function_text(std::string_view function) const;

  virtual bool write_binary(SqlCompiler&, const BinaryExpression&) const { return false; }
  virtual bool write_unary(SqlCompiler&, const UnaryExpression&) const { return false; }
  virtual bool write_function(SqlCompiler&, const FunctionElement&) const { return false; }
  virtual bool write_cast(SqlCompiler&, const Cast&) const { return false; }
  /// Text between SELECT and its columns: DISTINCT ON, TOP.
  virtual bool write_select_head(SqlCompiler&, const Select&) const { return false; }
  virtual bool write_limit(SqlCompiler&, const SelectBase&) const { return false; }
  virtual bool write_for_update(SqlCompiler&, const SelectBase&) const { return false; }
  /// The statement to write instead, for limits that need a subquery; null: the statement itself.
  virtual Ref<Select> rewrite_select(const Select&) const { return nullptr; }
  /// What comes after INSERT's columns or UPDATE's SET (`OUTPUT inserted.id`), and at the end.
  virtual bool write_output(SqlCompiler&, const DmlBase&, const std::vector<ClauseRef>&) const {
    return false;
  }
  virtual bool write_returning(SqlCompiler&, const DmlBase&, const std::vector<ClauseRef>&) const {
    return false;
  }
  /// What stands between the parentheses of IN () for an empty list.
  virtual std::string empty_in(const TypeEngine& type, bool negated) const;
  /// `'%' || x || '%'`: joins parts of a LIKE pattern.
  virtual std::string concat_parts(const std::vector<std::string>& parts) const;

  // DDL
  /// What follows the name in CREATE TABLE: type, default, NOT NULL.
  virtual std::string column_specification(const Column& column) const;
  /// `GENERATED ALWAYS AS (..)`
  virtual std::string computed_ddl(const Column& column) const;
  /// `GENERATED BY DEFAULT AS IDENTITY`
  virtual std::string identity_ddl(const Column& column) const;
  /// Text after the closing parenthesis of CREATE TABLE.
  virtual std::string table_options(const Table&) const { return {}; }
  virtual std::string create_index(const Index& index, bool if_not_exists) const;
  virtual std::string drop_index(const Index& index, bool if_exists) const;
  virtual std::string drop_constraint(const Constraint& constraint, bool if_exists) const;
  /// `EXCLUDE USING ..`. Throws UnsupportedCompilationError where there is no such constraint.
  virtual std::string exclude_ddl(const ExcludeConstraint& constraint) const;
  /// Text after a constraint: `DEFERRABLE`, `ON CONFLICT ..`.
  virtual std::string constraint_tail(const Constraint& constraint) const;
  /// The name of an index or constraint, quoted and cut to the dialect's length.
  std::string index_name(const Index& index, bool with_schema) const;
  std::string constraint_name(const Constraint& constraint) const;
  /// `PRIMARY KEY `, `UNIQUE `; mssql adds CLUSTERED.
  virtual std::string primary_key_words(const Constraint&) const { return "PRIMARY KEY "; }
  virtual std::string unique_words(const Constraint&) const { return "UNIQUE "; }
  /// Does the column say PRIMARY KEY itself (SQLite's AUTOINCREMENT)?
  virtual bool inlines_primary_key(const Table&) const { return false; }
  /// The name under which a type is created before the tables that use it; empty for most.
  virtual std::string created_type(const TypeEngine&) const { return {}; }
  /// CREATE TYPE, DROP TYPE.
  virtual std::string type_statement(const TypeEngine& type, bool create) const;
  /// The default of a column as SQL; empty for none.
  virtual std::string default_ddl(const Column& column) const;
  /// A literal text value of DDL: `'it''s'`.
  std::string quote_literal(std::string_view text) const;
  /// A literal of a string type: mssql writes N'..' for unicode.
  virtual std::string literal_string(std::string_view text, const TypeEngine&) const {
    return quote_literal(text);
  }
  /// A date's literal, `iso` being the quoted ISO text: Oracle writes TO_DATE(..).
  virtual std::string literal_date(std::string iso, const Value&) const { return iso; }
  /// The schema to write for a table of that one.
  Name effective_schema(const Name& schema) const;
  /// `schema.`, quoted and with the dot; empty for none.
  std::string schema_prefix(const Name& schema) const;
  /// A schema's name where it needs quotes; mssql has `database.owner`.
  virtual std::string quote_schema(const Name& schema) const { return quote(schema); }
  /// The next value of a sequence whose name is written so. Throws NotImplementedError.
  virtual std::string next_value(const std::string& sequence) const;
  /// `schema.table`, quoted.
  std::string format_table(const Table& table) const;

  /// A quoted name where it needs quotes.
  std::string quote(std::string_view name, std::optional<bool> force = {}) const;
  /// The same by what the name says itself; a template, so that plain texts are no names here.
  template <std::same_as<Name> Identifier>
  std::string quote(const Identifier& identifier) const {
    return quote(std::string_view(identifier), identifier.quote);
  }
  std::string quote_always(std::string_view name) const;

 protected:
  /// Throws UnsupportedCompilationError for a type that this database has no words for.
  [[noreturn]] void cannot_render(const std::string& type) const;
};

/// The dialect of str(statement) for a profile.
const Dialect& default_dialect(const Profile& profile);

/// A dialect's text only, by name ("sqlite", "default"), for `.compile(dialect=..)`; null if
/// unknown.
std::shared_ptr<const Dialect> make_dialect(std::string_view name, const Profile& profile);

}  // namespace orm
