// SqlCompiler: turns a tree into SQL text. One object compiles one statement.
//
// The visit functions lie in several files by subject: compile.cpp (entry, names, parameters),
// compile_elements.cpp, compile_select.cpp, compile_dml.cpp; DDL has functions of its own in
// compile_ddl.cpp. While text is built, parameters are marks (\1 index \2); the end replaces them
// by the dialect's placeholders, in the order of the text whatever order it was built in.
#pragma once

#include <orm/compiler.h>

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace orm {

class CustomElement;

class SqlCompiler {
 public:
  SqlCompiler(const Dialect& dialect, const CompileOptions& options);
  Compiled compile(const ClauseRef& statement);

  // What dialects write their own forms with.
  const Dialect& dialect() const { return dialect_; }
  /// Writes SQL as it is.
  void write(std::string_view sql) { out_ += sql; }
  void visit(const ClauseElement& node);
  void visit_list(const std::vector<ColumnRef>& list, std::string_view separator);
  void visit_from(const FromClause& from);
  /// The text of a node, with marks for its parameters.
  std::string capture(const ClauseElement& node);
  /// A name for a column's table in this statement: `users`, `users_1`.
  Name from_name(const FromClause& from);
  /// Keeps a node that a dialect made as long as the statement.
  template <class T>
  const T& keep(const Ref<T>& node) {
    result_.keep.emplace_back(node.get());
    return *node;
  }
  /// A value as a literal of that type.
  void literal(const Value& value, const TypeEngine& type);
  /// A limit: a plain number is rendered when executed, `__[POSTCOMPILE_param_1]`.
  void late_literal(const ColumnElement& clause);
  /// The list of columns of RETURNING, bare or with their tables; how many they are.
  size_t returning_columns(const std::vector<ClauseRef>& columns, bool bare);
  /// A warning for whoever compiles.
  void warn(std::string message) { result_.warnings.push_back(std::move(message)); }
  /// Is the operator that is being written within another one?
  bool within_operator() const { return within_operator_; }
  /// Is a select within another being compiled?
  bool in_subquery() const { return stack_.size() > 1; }
  /// The SQL of a node as Compiling::process() gives it, and without hooks for it.
  std::string process(const ClauseElement& node, bool asfrom, bool literals);
  std::string original(const ClauseElement& node);
  bool writes_literals() const { return literal_binds_; }
  /// The name of the parameter for output `number`, RETURNING .. INTO.
  std::string out_parameter(size_t number);

 private:
  /// The selects being compiled around the present one.
  struct Frame {
    std::vector<const FromClause*> correlate_froms;
    std::vector<const FromClause*> asfrom_froms;
    const SelectBase* select = nullptr;
    std::vector<SelectBase::NamedColumn> columns;
  };
  struct SelectContext {
    bool toplevel = false;
    bool asfrom = false;
    bool lateral = false;
    bool in_compound = false;
    bool inserted = false;    ///< by INSERT .. SELECT
    bool unlabelled = false;  ///< a scalar subquery: repeated names stay as they are
  };

  // compile.cpp
  std::string anonymous(const void* identity, const std::string& stem);
  std::string complete(const NameStem& stem);
  std::string whole_name(const NameStem& stem);
  std::string fitting(const char* kind, std::string name);
  void add_bind(const BindParameter& bind);
  size_t bind_index(const BindParameter& bind);
  size_t new_bind(std::string name, TypeRef type, const BindParameter* bind);
  void append_mark(size_t index);
  void append_text(std::string_view text);
  void finish(Compiled& result);
  void compile_statement(const ClauseRef& statement);
  bool hooked(const ClauseElement& node, const SelectContext& context);
  /// A statement or expression, by its kind.
  void visit_whole(const ClauseElement& node, const SelectContext& context);

  // compile_elements.cpp
  void visit_column(const ColumnClause& column);
  std::string item_form(const BindParameter& bind);
  void visit_bind(const BindParameter& bind);
  void visit_unary(const UnaryExpression& node);
  void visit_binary(const BinaryExpression& node);
  void write_binary(const BinaryExpression& node);
  void write_division(const BinaryExpression& node);
  void write_regexp_replace(const BinaryExpression& node);
  void visit_like(const BinaryExpression& node);
  void visit_getitem(const BinaryExpression& node);
  void visit_in(const BinaryExpression& node);
  void in_items(const Grouping& list);
  const BindParameter& list_item(const BindParameter& list, size_t number, const Value& value,
                                 const TypeRef& type);
  void operand(const ColumnElement& node, Operator outer);
  void visit_function(const FunctionElement& node);
  void visit_case(const Case& node);
  void visit_cast(const Cast& node);
  void visit_text(const TextClause& node);
  void visit_custom(const CustomElement& node);
  void visit_over(const Over& node);
  void visit_select_column(const SelectColumn& node);
  void visit_ordering(const ColumnElement& node, bool grouping = false);

  // compile_select.cpp
  void visit_select(const Select& select, SelectContext context);
  std::vector<Ref<FromClause>> own_froms(const Select& select, const Frame& outer,
                                         bool from_context) const;
  void visit_compound(const CompoundSelect& compound, SelectContext context);
  void check_widths(const CompoundSelect& compound) const;
  void visit_any_select(const ClauseElement& select, SelectContext context);
  void visit_join(const Join& join);
  void visit_alias(const Alias& alias);
  void declare_ctes(const std::vector<Ref<Alias>>& independent,
                    const std::vector<Ref<Alias>>& nested, size_t level);
  void declare_cte(const Alias& cte, size_t level, bool nest_here);
  void visit_cte(const Alias& cte);
  void write_ctes(size_t start, size_t level);
  void column_list(const SelectBase& select, std::vector<SelectBase::NamedColumn>& columns,
                   const SelectContext& context);
  void labelled_column(const SelectBase::NamedColumn& column, const SelectContext& context);
  ColumnRef where_of(const Select& select);
  void join_criteria(const FromClause& from, std::vector<ColumnRef>& criteria);
  std::string described(const Select& select) const;
  bool applies(const Affix& affix) const;
  void affixes(const std::vector<Affix>& list);
  void order_by(const std::vector<ColumnRef>& clauses);
  void limit(const SelectBase& select);
  TypeRef result_type(const ColumnElement& column) const;
  void add_result(std::string name, const ColumnRef& column);

  // compile_dml.cpp
  struct Crud {
    ColumnElement* column;
    std::string name;   ///< quoted
    std::string value;  ///< text with marks
  };
  void visit_dml(const DmlBase& statement);
  void visit_insert(const Insert& insert);
  void visit_update(const Update& update);
  void visit_delete(const Delete& delete_statement);
  static std::vector<FromClause*> other_tables(const FromClause& table,
                                               const std::vector<ColumnRef>& criteria);
  void push_dml_frame(const FromClause& table, const std::vector<FromClause*>& others);
  std::vector<Crud> crud(const DmlBase& statement, const Assignments& row);
  void warn_of_missing_key(const Column& column);
  void crud_of_others(const Assignments& row, const std::vector<FromClause*>& others,
                      std::vector<Crud>& result);
  std::string crud_value(const Assignment& assignment, ColumnElement& column);
  ColumnRef default_expression(const Column& column, bool insert) const;
  bool fetches_key_before(const Insert& insert, const Column& column) const;
  std::string conflict_value(const Assignment& assignment, const ColumnElement& column);
  void index_where(const ColumnRef& criterion);
  void insert_from_select(const Insert& insert, const TableClause& table);
  void refuse_defaults_of_compound(const Insert& insert, const TableClause& table) const;
  void multi_values(const Insert& insert, std::vector<Crud>& first);
  std::vector<ClauseRef> return_defaults(const TableClause& table);
  std::vector<Column*> sentinels(const Insert& insert, const TableClause& table);
  std::vector<ClauseRef> implicit_key(const Insert& insert, const TableClause& table);
  void returning(const DmlBase& statement, const std::vector<ClauseRef>& columns);
  bool applies(const Hint& hint) const;
  std::string hint_text(const Hint& hint);
  void write_table_hints(const std::vector<Hint>& hints, const FromClause& from, size_t start);
  void write_target(const DmlBase& statement, const FromClause& table);
  void write_values(const Values& values);
  void where(const std::vector<ColumnRef>& criteria);
  void on_conflict(const OnConflict& conflict, const Insert& insert);
  void on_duplicate_key(const OnConflict& conflict, const Insert& insert);

  const Dialect& dialect_;
  const Profile& profile_;
  const CompileOptions& options_;
  std::string out_;
  Compiled result_;
  std::map<std::pair<const void*, std::string>, std::string> anonymous_;
  std::map<std::string, int> counters_;
  std::map<std::pair<std::string, std::string>, std::string> fitted_;  ///< names that are cut
  std::map<std::string, int> fitted_counters_;
  std::unordered_map<const BindParameter*, size_t> bind_indexes_;
  std::map<std::string, size_t> bind_names_;
  std::unordered_map<const BindParameter*, int> extracted_;
  /// The parameters of lists for IN that are written out at once.
  std::unordered_map<const BindParameter*, std::vector<Ref<BindParameter>>> list_items_;
  std::vector<Frame> stack_;
  const BindParameter* form_item_ = nullptr;      ///< stands for each item of a list
  std::set<const BindParameter*> wrapped_binds_;  ///< with their type's bind_expression around
  /// A CTE that is written, for the statement at that depth of the stack or, without nesting, for
  /// the outermost one.
  struct WrittenCte {
    const Alias* base;
    std::string text;
    size_t level;
    bool nesting;
    bool placed = false;  ///< by add_cte(nest_here=True)
  };
  std::vector<WrittenCte> ctes_;
  bool collect_results_ = false;
  int nesting_ = 0;  // of SELECT in SELECT
  /// Of the statement as a whole, for the plugin that lowers what stands inside it.
  const std::vector<Ref<StatementOption>>* outer_options_ = nullptr;
  const Select* hinted_ = nullptr;               ///< whose FROM is being written
  const FromClause* bare_columns_of_ = nullptr;  ///< columns of this table are written without it
  bool in_operator_ = false, within_operator_ = false;
  const FromClause* refused_row_ = nullptr;  ///< its columns are VALUES(x)
  bool all_bare_ = false;
  bool nested_dml_ = false;  ///< inside a CTE: its columns and parameters are not the statement's
  bool literal_binds_ = false;
  const ClauseElement* unhooked_ = nullptr;  ///< asked for without the hooks
  SelectContext hook_context_;               ///< where the node stands that a hook writes
};

class Sequence;
/// `schema.name` of a sequence, quoted.
std::string sequence_name(const Sequence& sequence, const Dialect& dialect);
/// The DDL text of an element.
std::string compile_ddl(const DDLElement& ddl, const Dialect& dialect);
/// An expression on its own, values written as literals and columns without their table: what
/// CHECK, DEFAULT and index expressions need.
std::string compile_literal(const ClauseElement& node, const Dialect& dialect, bool bare_columns);
/// Where the `:name` parameter that begins at `at` ends, or 0 if none begins there.
size_t text_bind_at(std::string_view sql, size_t at);

}  // namespace orm
