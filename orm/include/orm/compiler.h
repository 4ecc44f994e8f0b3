// Compiling a node to SQL text, and the keys under which compiled statements are cached.
#pragma once

#include <orm/dialect.h>

#include <list>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace orm {

/// The key of a statement's structure, and its bound values in the order the key met them.
class KeyBuilder {
 public:
  std::string bytes;
  std::vector<const BindParameter*> binds;
  bool cacheable = true;
  std::vector<Ref<const RefCounted>> keep;  ///< objects whose addresses are part of the key

  void tag(NodeKind kind) { bytes.push_back(static_cast<char>(kind)); }
  void number(uint64_t n) { bytes.append(reinterpret_cast<const char*>(&n), sizeof n); }
  void flag(bool b) { bytes.push_back(b ? '\1' : '\0'); }
  void string(std::string_view s) {
    number(s.size());
    bytes.append(s);
  }
  void name(const Name& text) {
    string(text);
    bytes.push_back(text.quote ? (*text.quote ? '\2' : '\1') : '\0');
  }
  /// Identity of an object (a table, a column).
  void object(const RefCounted* object);
  /// Identity within the statement: the same number wherever the same object appears.
  void local(const RefCounted* object);
  /// True the first time it is asked for an object.
  bool entered(const RefCounted* object);
  void type(const TypeEngine* type);
  void bind(const BindParameter& bind);
  void child(const ClauseElement* node);
  template <class T>
  void children(const std::vector<Ref<T>>& nodes) {
    number(nodes.size());
    for (const auto& node : nodes) child(node.get());
  }

 private:
  std::unordered_map<const void*, uint64_t> local_;
  std::set<const void*> entered_;
};

/// What a statement does, for autocommit and rowcount.
enum class StatementKind : uint8_t { select, insert, update, delete_, ddl, text };

/// One parameter of a compiled statement.
struct CompiledBind {
  std::string name;               ///< final name: `name_1`
  Ref<const BindParameter> bind;  ///< as compiled; null for parameters made by the compiler
  TypeRef type;
  Processor processor = nullptr;
  int extracted = -1;  ///< position among KeyBuilder::binds, -1 if not in the key
  bool expanding = false;
  bool literal_execute = false;
  bool negated = false;  ///< expanding, of NOT IN
  /// Expanding: what the type's bind_expression() writes around each item, which stands where kItem
  /// is. Empty: nothing.
  std::string item_form;
  static constexpr std::string_view kItem = "~~REPL~~";
  /// The text that stands for the list until it is known.
  std::string list_mark() const {
    return "__[POSTCOMPILE_" + name + (item_form.empty() ? "]" : "~~" + item_form + "~~]");
  }
  /// One item of the list, with what belongs around it.
  std::string item_text(std::string item) const {
    if (item_form.empty()) return item;
    std::string text = item_form;
    return text.replace(text.find(kItem), kItem.size(), item);
  }
};

/// One result column: what it is called and how its values are converted.
struct ResultColumn {
  std::string name;      ///< label in the SQL
  std::string key;       ///< key in the row: `name`
  ColumnRef expression;  ///< what was selected; null for text
  TypeRef type;
  Processor processor = nullptr;
};

/// How to get a value for a column of an INSERT or UPDATE that the program did not give.
struct DefaultFill {
  Column* column;
  size_t bind;  ///< index into Compiled::binds
  bool onupdate;
};

/// A compiled statement. Immutable, shared by executions.
struct Compiled {
  StatementKind kind = StatementKind::text;
  ClauseRef statement;
  const Dialect* dialect = nullptr;
  std::string sql;                  ///< with POSTCOMPILE marks if it `expands`
  std::vector<CompiledBind> binds;  ///< by name
  std::vector<size_t>
      positions;  ///< positional parameters: indexes into binds, in order of the text
  std::vector<std::pair<size_t, size_t>>
      marks;  ///< of expanding binds: place in sql, index into binds
  bool expands = false;
  /// With numbered parameters, one for each name: binds in the order of their numbers. Else empty.
  std::vector<size_t> numbered;
  std::vector<ResultColumn> result_columns;
  bool ordered_columns = true;  ///< result columns match the cursor's by position
  std::vector<DefaultFill> defaults;
  std::vector<Column*> prefetch, postfetch, returning;
  std::vector<std::string> insert_keys;  ///< columns with a parameter
  bool returns_rows = false;
  bool implicit_returning = false;
  bool is_multi_values = false;
  std::string values_clause;  ///< `(?, ?)` of a single-row INSERT, for insertmanyvalues
  size_t values_width = 0;    ///< parameters in it
  size_t values_right = 0;    ///< parameters after it: of ON CONFLICT and RETURNING
  size_t sentinels = 0;       ///< columns at the end of RETURNING that are not the program's
  double created = 0;         ///< engine clock, for `[cached since ..]`
  std::vector<std::pair<std::string, Value>> options;
  std::vector<Ref<const RefCounted>> keep;
  std::vector<std::string> warnings;  ///< SAWarning texts of the compilation

  /// `compiled.params`: names and values of a construction without execution.
  ParameterSet params() const;
  /// SQL and positional values of one execution: expanding lists written out.
  struct Expanded {
    std::string sql;
    std::vector<Value> values;
    std::vector<std::string> names;  ///< of the values, where asked for
  };
  Expanded expand(const std::vector<Value>& bind_values, bool with_names = false) const;
};

/// Arguments of one compilation.
struct CompileOptions {
  std::vector<std::string> column_keys;  ///< parameters of an INSERT or UPDATE
  bool has_column_keys = false;
  bool for_executemany = false;
  bool lint_froms = false;  ///< warn of FROM objects that nothing joins
  bool literal_binds = false;
  bool render_postcompile = false;
  const KeyBuilder* key = nullptr;  ///< numbers the extracted parameters
};

/// Compiles a statement or expression. Statements with plugin nodes are lowered first.
/// Throws CompileError, UnsupportedCompilationError and what the nodes' errors are.
std::shared_ptr<const Compiled> compile(const ClauseRef& statement, const Dialect& dialect,
                                        const CompileOptions& options = {});

/// Column type DDL and default text of one column: the line in CREATE TABLE.
std::string column_ddl(const Column& column, const Dialect& dialect);

/// The name of a value's literal in SQL: `'it''s'`. Throws CompileError.
std::string literal_sql(const Value& value, const TypeEngine& type, const Dialect& dialect);

/// A least-recently-used map from statement keys to compiled statements.
class CompiledCache {
 public:
  explicit CompiledCache(size_t capacity = 500) : capacity_(capacity) {}
  std::shared_ptr<const Compiled> find(const std::string& key);
  /// Was this the last one that was found or put in? Looking for it again would change nothing.
  bool used_last(const std::shared_ptr<const Compiled>& compiled) const noexcept {
    return !items_.empty() && items_.front().second == compiled;
  }
  void insert(std::string key, std::shared_ptr<const Compiled> compiled);
  void clear();
  size_t size() const { return map_.size(); }
  size_t capacity() const { return capacity_; }

 private:
  using Item = std::pair<std::string, std::shared_ptr<const Compiled>>;
  size_t capacity_;
  std::list<Item> items_;
  std::unordered_map<std::string_view, std::list<Item>::iterator> map_;
};

}  // namespace orm
