// FROM objects and SELECT: tables' common base, joins, aliases, subqueries, CTEs, set operations.
//
// As all nodes, a Select is not changed once built: every generative method returns a new one.
// The header is above 500 lines because its classes name each other.
#pragma once

#include <orm/expression.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace orm {

class ForeignKey;
class Join;
class Alias;
class SelectBase;

/// An ordered collection of columns, found by key (`table.c`).
class ColumnCollection {
 public:
  /// The first column of that key, or null.
  ColumnElement* find(std::string_view key) const;
  /// Like find, but throws KeyError.
  ColumnElement& at(std::string_view key) const;
  bool contains(const ColumnElement& column) const;
  size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  ColumnElement* operator[](size_t i) const { return items_[i].second; }
  std::vector<std::string> keys() const;
  void add(std::string key, ColumnElement* column);
  void replace(std::string key, ColumnElement* column);
  void remove(const ColumnElement* column);
  void clear();
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  /// The column that corresponds to `column`, through lineage (`corresponding_column`), or null.
  ColumnElement* corresponding(const ColumnElement& column) const;

 private:
  std::vector<std::pair<std::string, ColumnElement*>> items_;
  std::map<std::string, size_t, std::less<>> index_;
};

/// Something that can stand in FROM.
class FromClause : public ClauseElement {
 public:
  explicit FromClause(NodeKind node_kind) : ClauseElement(node_kind) {}
  FromClause(const FromClause& other) : ClauseElement(other) {}
  ~FromClause() override;
  /// Its columns; made at the first call.
  const ColumnCollection& c() const;
  /// The column with that key. Throws AttributeError as `table.c.x` does.
  ColumnRef col(std::string_view key) const;
  /// Name in SQL; empty where it is anonymous or there is none.
  virtual std::string_view name() const { return {}; }
  /// Name in error messages: `description`.
  virtual std::string description() const;
  virtual std::vector<ColumnElement*> primary_key() const { return {}; }
  virtual std::vector<ForeignKey*> foreign_keys() const { return {}; }
  void from_objects(std::vector<FromClause*>& out) const override {
    out.push_back(const_cast<FromClause*>(this));
  }
  Ref<FromClause> ref() const { return Ref<FromClause>(const_cast<FromClause*>(this)); }
  /// FROM objects this one stands for when FROM lists are reduced: a join hides its sides.
  virtual void hidden_froms(std::vector<const FromClause*>& out) const { (void)out; }

  /// Does this one stand for `other` (an alias of it, or itself)?
  bool is_derived_from(const FromClause& other) const;
  /// `a.join(b, onclause)`; without an ON clause it is found from foreign keys.
  Ref<Join> join(Ref<FromClause> right, ColumnRef onclause = nullptr, bool outer = false,
                 bool full = false) const;
  Ref<Alias> alias(Name name = {}) const;
  virtual Ref<Select> select() const;

 protected:
  /// Adds the columns to `columns_`; those made here are owned through own().
  virtual void populate() const = 0;
  ColumnElement* own(const Ref<ColumnElement>& column) const;
  /// Makes a proxy of `column` as a column of this object.
  ColumnClause* make_proxy(const ColumnElement& column, std::string name, std::string key) const;
  /// The same, and adds it under its key.
  ColumnClause* add_proxy(const ColumnElement& column, std::string name, std::string key) const;
  friend class ColumnClause;

  mutable ColumnCollection columns_;
  mutable std::vector<ColumnElement*> owned_;
  mutable bool populated_ = false;
};

/// `left JOIN right ON ..`.
class Join : public FromClause {
 public:
  /// Finds the ON clause if it is null; throws NoForeignKeysError or AmbiguousForeignKeysError.
  Join(Ref<FromClause> left, Ref<FromClause> right, ColumnRef onclause, bool outer = false,
       bool full = false);
  std::string description() const override;
  std::vector<ColumnElement*> primary_key() const override;
  std::vector<ForeignKey*> foreign_keys() const override;
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  void from_objects(std::vector<FromClause*>& out) const override;
  void hidden_froms(std::vector<const FromClause*>& out) const override;
  Ref<FromClause> left;
  Ref<FromClause> right;
  ColumnRef onclause;
  bool outer;
  bool full;

 protected:
  void populate() const override;
};

/// The join condition between two FROM objects by their foreign keys (`Join._join_condition`);
/// `only` limits the keys to those of some columns.
ColumnRef join_condition(const FromClause& a, const FromClause& b,
                         const FromClause* a_subset = nullptr,
                         const std::vector<ColumnRef>* only = nullptr);
/// Is there one at all (`Join._can_join`)?
bool can_join(const FromClause& left, const FromClause& right);
/// Places of the FROM objects that a join to `right` may start from
/// (`find_left_clause_to_join_from`); `onclause` may be null.
std::vector<size_t> find_left_clauses(const std::vector<Ref<FromClause>>& clauses,
                                      const FromClause& right, const ColumnElement* onclause);
/// The place where `left` is, itself or inside a join; nothing if it is nowhere.
std::optional<size_t> find_clause(const std::vector<Ref<FromClause>>& clauses,
                                  const FromClause& left);
/// The one place of find_left_clauses(). Throws InvalidRequestError if there are several or none;
/// `described` names the target.
size_t only_left_clause(const std::vector<size_t>& places, const std::string& described,
                        bool misspelt = false);

/// Text before or after a statement's columns (prefix_with, suffix_with), perhaps for one dialect.
struct Affix {
  ColumnRef text;
  std::string dialect;  ///< empty: all
};

/// Another name for a FROM object: alias of a table or join, subquery, CTE, lateral.
class Alias : public FromClause {
 public:
  Alias(NodeKind kind, Ref<FromClause> element, Name name);
  std::string_view name() const override { return name_; }
  std::string description() const override;
  std::vector<ColumnElement*> primary_key() const override;
  std::vector<ForeignKey*> foreign_keys() const override;
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  StatementPlugin* plugin() const override { return element->plugin(); }
  /// CTE: `self UNION [ALL] other`, for recursive ones.
  Ref<Alias> union_(const Ref<FromClause>& other, bool all) const;
  /// The same with several others.
  Ref<Alias> union_with(std::vector<Ref<SelectBase>> others, bool all) const;
  Ref<FromClause> element;
  Name name_;        ///< empty: anonymous, `anon_1` or `users_1`
  std::string stem;  ///< what an anonymous name is made of: the name of what it is an alias of
  bool recursive = false;                 ///< CTE
  bool nesting = false;                   ///< CTE
  bool nameless = false;                  ///< a SELECT in FROM without a name (nameless_from())
  Ref<Alias> cte_alias;                   ///< CTE: the CTE this one is another name of
  Ref<Alias> restates;                    ///< CTE: the CTE this one extends by a union
  std::vector<std::string> column_names;  ///< names given to table_valued columns
  std::vector<TypeRef> column_types;
  bool with_ordinality = false;  ///< table_valued(): WITH ORDINALITY
  bool derived = false;          ///< render_derived(): the columns' names are written
  bool derived_types = false;    ///< their types too
  /// Takes over what table_valued() and its kin said of another one's columns.
  void take_columns(const Alias& other);
  ColumnRef sample;                       ///< tablesample(): the method, `system(5)`
  ColumnRef sample_seed;                  ///< its REPEATABLE
  std::vector<Affix> prefixes, suffixes;  ///< CTE: `AS MATERIALIZED (..)`

 protected:
  void populate() const override;
  /// Made with the columns; a copy of the alias makes its own.
  struct Keys {
    Keys();
    Keys(const Keys&);
    ~Keys();
    std::vector<std::unique_ptr<ForeignKey>> owned;
    std::vector<ForeignKey*> foreign_keys;
    std::vector<ColumnElement*> primary_key;
  };
  mutable Keys keys_;
  void adopt_keys(ColumnElement& column) const;
  friend class FromClause;
};

/// A function that stands in FROM.
class FunctionFrom : public FromClause {
 public:
  explicit FunctionFrom(ColumnRef function);
  std::string_view name() const override { return function->name(); }
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  ColumnRef function;

 protected:
  void populate() const override;
};

/// `function.table_valued(columns, name)`: an alias of the function with those columns.
Ref<Alias> table_valued(ColumnRef function, const std::vector<Ref<ColumnClause>>& columns,
                        Name name = {});
/// `function.column_valued(name)`: the function as FROM object and as the one column it has.
ColumnRef column_valued(ColumnRef function, Name name = {});
/// `from TABLESAMPLE method(..)`; a plain value is the percentage of SYSTEM.
Ref<Alias> tablesample(const Ref<FromClause>& from, Operand sampling, Name name = {},
                       ColumnRef seed = nullptr);
/// `from.table_valued()`: a row of the FROM object as one value, `row_to_json(a)`.
ColumnRef row_of(const Ref<FromClause>& from);
/// `(function).name`.
ColumnRef scalar_table_valued(ColumnRef function, Name name, TypeRef type = nullptr);

/// Is it one of those: what is behind the dot names it.
bool is_row_member(const BinaryExpression& expression);

/// `(VALUES (..), (..)) AS name`.
class Values : public FromClause {
 public:
  Values(std::vector<Ref<ColumnClause>> columns, Name name);
  std::string_view name() const override { return name_; }
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  std::vector<Ref<ColumnClause>> declared;
  /// Adds rows; plain values become parameters typed by their columns.
  Ref<Values> data(std::vector<std::vector<Operand>> rows) const;
  std::vector<std::vector<ColumnRef>> rows;
  std::string name_;
  bool literal_binds = false;
  bool lateral = false;
  std::vector<Ref<Alias>> independent_ctes;  ///< add_cte()
  std::vector<Ref<Alias>> nested_ctes;       ///< add_cte(nest_here=True)
  bool aliased = false;                      ///< alias() without a name: an anonymous one
  /// `alias(name)`: the same under another name, an anonymous one where that is empty.
  Ref<Values> named_as(Name alias_name) const;
  /// Has it a name? Its columns are written without it where it has none.
  bool named() const { return aliased || !name_.empty(); }

 protected:
  void populate() const override;
};

/// A name for a table without metadata: `table("t", column("x"))`.
class TableClause : public FromClause {
 public:
  TableClause(std::string name, const std::vector<Ref<ColumnClause>>& columns, Name schema = {});
  std::string_view name() const override { return name_; }
  std::string description() const override { return name_; }
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  /// Is this a schema Table (schema.h)?
  virtual bool is_schema_table() const { return false; }
  /// Name with schema: `main.users`.
  std::string fullname() const { return schema.empty() ? name_ : schema + "." + name_; }
  std::string name_;
  Name schema;
  std::optional<bool> quote;

 protected:
  explicit TableClause(std::string name) : FromClause(NodeKind::table), name_(std::move(name)) {}
  void populate() const override {}
};

/// A join asked for by `select().join(...)`, before it is applied.
struct PendingJoin {
  ClauseRef target;    ///< FROM object, entity or relationship attribute
  ClauseRef onclause;  ///< expression, relationship attribute, or null
  ClauseRef from;      ///< join_from's left side, or null
  bool outer = false;
  bool full = false;
  /// The columns that were selected then, where others have taken their place since.
  std::vector<ClauseRef> selected{};
};

/// WITH_FOR_UPDATE's arguments.
struct ForUpdate {
  bool nowait = false, read = false, skip_locked = false, key_share = false;
  std::vector<ClauseRef> of;
};

/// with_hint() and with_statement_hint(): text for one dialect, or all (`*`).
struct Hint {
  Ref<FromClause> table;  ///< null: a statement hint
  std::string text;
  std::string dialect;
};

/// How result columns are labelled (`LABEL_STYLE_..`).
enum class LabelStyle : uint8_t { default_, none, disambiguate_only, tablename_plus_col };

/// What `options()` takes: something for the layer above, which also tells statements apart.
class StatementOption : public RefCounted {
 public:
  virtual void append_key(KeyBuilder& key) const = 0;
};

/// Base of what returns rows and can be a subquery: Select, CompoundSelect, TextSelect.
class SelectBase : public FromClause {
 public:
  explicit SelectBase(NodeKind node_kind);
  SelectBase(const SelectBase& other);
  ~SelectBase() override;
  /// The expressions of the column list, entities excepted.
  virtual std::vector<ColumnRef> selected() const = 0;
  /// The type of the first of them, which a scalar subquery has.
  virtual TypeRef scalar_type() const;
  /// The columns of the statement itself under their keys (`selected_columns`).
  ColumnCollection selected_collection() const;
  Ref<Alias> subquery(Name name = {}) const;
  /// SQLAlchemy 1.3: the SELECT in FROM as it is, `(SELECT ..)` without a name. Its columns are
  /// written without one too.
  Ref<Alias> nameless_from() const;
  Ref<Alias> cte(Name name = {}, bool recursive = false, bool nesting = false) const;
  Ref<Alias> lateral(Name name = {}) const;
  Ref<SelectColumn> scalar_subquery() const;
  Ref<SelectColumn> exists() const;
  void from_objects(std::vector<FromClause*>& out) const override;

  /// Labels and keys for the columns, as the compiler names them; also proxies of subqueries.
  struct NamedColumn {
    ColumnRef column;
    std::string key;                   ///< key in `.c` of a subquery
    std::optional<NameStem> required;  ///< `AS label` that must be written
    NameStem fallback;                 ///< the label where an expression needs one
    bool repeated = false;
  };
  /// `dedupe`: a repeated name gets a label of its own (1.4 and later).
  std::vector<NamedColumn> named_columns(LabelStyle style, bool dedupe = true) const;

  LabelStyle label_style = LabelStyle::default_;
  std::vector<ColumnRef> order_by_clauses;
  std::vector<ColumnRef> group_by_clauses;
  ColumnRef limit_clause;
  ColumnRef offset_clause;
  ColumnRef fetch_clause;
  bool fetch_ties = false, fetch_percent = false;
  std::optional<ForUpdate> for_update;
  std::vector<std::pair<std::string, Value>> options;  ///< execution_options()
  std::vector<Ref<StatementOption>> plugin_options;    ///< loader options and the like
  StatementPlugin* plugin_ = nullptr;
  std::vector<Ref<Alias>> independent_ctes;  ///< add_cte()
  std::vector<Ref<Alias>> nested_ctes;       ///< add_cte(nest_here=True)
  StatementPlugin* plugin() const override { return plugin_; }

 protected:
  void populate() const override;
  void each_generative_child(SlotFunction slot);
  void append_generative_key(KeyBuilder& key) const;
  template <class Self>
  friend class GenerativeSelect;
  void note_plugin(const ClauseRef& node);
  void add_clauses(std::vector<ColumnRef>& list, std::vector<ColumnRef> clauses);
  static ColumnRef count_clause(Operand count);
};

/// What SELECT and the set operations share (SQLAlchemy's GenerativeSelect): each method returns a
/// changed copy. Defined in generative.cpp, for those two.
template <class Self>
class GenerativeSelect : public SelectBase {
 public:
  using SelectBase::SelectBase;
  Ref<Self> copy() const;
  /// An empty list takes the order away.
  Ref<Self> order_by(std::vector<ColumnRef> clauses) const;
  Ref<Self> group_by(std::vector<ColumnRef> clauses) const;
  /// Adds options of the layer above: joinedload() and the like.
  Ref<Self> with_options(const std::vector<Ref<StatementOption>>& added) const;
  Ref<Self> limit(Operand count) const;
  Ref<Self> offset(Operand count) const;
  /// FETCH FIRST count ROWS, in place of a limit.
  Ref<Self> fetch(Operand count, bool with_ties = false, bool percent = false) const;
  Ref<Self> with_for_update(const ForUpdate& arguments = {}) const;
  /// `set_label_style()`.
  Ref<Self> with_label_style(LabelStyle style) const;
  /// Adds CTEs that the statement does not name itself.
  Ref<Self> add_cte(std::vector<Ref<Alias>> ctes, bool nest_here = false) const;
};

/// SELECT.
class Select : public GenerativeSelect<Select> {
 public:
  Select();
  Select(const Select& other);
  ~Select() override;
  /// `select(a, b)`: columns, FROM objects (all their columns), entities.
  explicit Select(std::vector<ClauseRef> columns);

  Ref<Select> where(const ColumnRef& clause) const;
  Ref<Select> having(const ColumnRef& clause) const;
  Ref<Select> distinct(std::vector<ColumnRef> on = {}) const;
  Ref<Select> select_from(std::vector<ClauseRef> froms) const;
  Ref<Select> join(ClauseRef target, ClauseRef onclause = nullptr, bool outer = false,
                   bool full = false) const;
  Ref<Select> join_from(ClauseRef from, ClauseRef target, ClauseRef onclause = nullptr,
                        bool outer = false, bool full = false) const;
  Ref<Select> add_columns(std::vector<ClauseRef> columns) const;
  Ref<Select> with_only_columns(std::vector<ClauseRef> columns, bool maintain_froms = false) const;
  Ref<Select> correlate(std::vector<Ref<FromClause>> froms) const;  ///< empty: correlate(None)
  Ref<Select> correlate_except(std::vector<Ref<FromClause>> froms) const;
  Ref<Select> prefix_with(ColumnRef text, std::string dialect = {}) const;
  Ref<Select> suffix_with(ColumnRef text, std::string dialect = {}) const;
  /// `table` null: with_statement_hint(). `dialect` `*`: every one.
  Ref<Select> with_hint(Ref<FromClause> table, std::string text, std::string dialect = "*") const;
  /// Drops columns that a WHERE makes equal to others or that are named twice.
  Ref<Select> reduce_columns() const;
  /// filter_by(): `key` is looked up in the last joined or first FROM. Throws InvalidRequestError.
  Ref<Select> filter_by(const ParameterSet& values) const;
  /// The same in `entity`.
  Ref<Select> filter_by(const ParameterSet& values, const ClauseRef& entity) const;
  /// What filter_by() adds to WHERE: a comparison for each value, or several.
  static std::vector<ColumnRef> criteria_by(const ParameterSet& values, const ClauseRef& entity);

  std::vector<ColumnRef> selected() const override;
  TypeRef scalar_type() const override;
  /// All FROM objects, before correlation (`get_final_froms`), in the order of that release.
  std::vector<Ref<FromClause>> froms(const Profile& profile) const;
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  Ref<Select> select_ref() const { return Ref<Select>(const_cast<Select*>(this)); }

  /// Adds to WHERE in place, while a statement is being built.
  void add_criterion(const ColumnRef& clause);
  std::vector<ClauseRef> raw_columns;      ///< as given: columns, FROM objects, entities
  std::vector<Ref<FromClause>> from_list;  ///< select_from()
  std::vector<ClauseRef> from_entities;    ///< select_from() of things only a plugin understands
  std::vector<PendingJoin> joins;
  ColumnRef whereclause;  ///< AND of all criteria, or null
  std::vector<ColumnRef> where_criteria;
  ColumnRef having_clause;
  bool is_distinct = false;
  std::vector<ColumnRef> distinct_on;
  bool has_correlate = false, has_correlate_except = false;
  std::vector<Ref<FromClause>> correlate_list;
  std::vector<Affix> prefixes, suffixes;
  std::vector<Hint> hints;
};

/// UNION, UNION ALL, INTERSECT, EXCEPT.
class CompoundSelect : public GenerativeSelect<CompoundSelect> {
 public:
  /// `keyword` is the SQL word. Compiling throws CompileError (before 1.4 ArgumentError) if the
  /// numbers of columns differ.
  CompoundSelect(std::string keyword, std::vector<Ref<SelectBase>> selects);
  std::vector<ColumnRef> selected() const override { return selects.front()->selected(); }
  TypeRef scalar_type() const override { return selects.front()->scalar_type(); }
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  std::string keyword;
  std::vector<Ref<SelectBase>> selects;
};

extern template class GenerativeSelect<Select>;
extern template class GenerativeSelect<CompoundSelect>;

/// text().columns(...).
class TextSelect : public SelectBase {
 public:
  TextSelect(Ref<TextClause> text, std::vector<ColumnRef> columns, bool positional);
  std::vector<ColumnRef> selected() const override { return columns; }
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  Ref<TextClause> text;
  std::vector<ColumnRef> columns;
  bool positional;
};

/// select(...)
Ref<Select> select(std::vector<ClauseRef> columns);
/// LATERAL of any FROM object.
Ref<FromClause> lateral(Ref<FromClause> element, Name name = {});
/// exists(select) or, with no argument to build on, EXISTS (SELECT *).
Ref<SelectColumn> exists(const Ref<SelectBase>& select);
Ref<CompoundSelect> union_(std::vector<Ref<SelectBase>> selects, bool all = false);
Ref<CompoundSelect> intersect(std::vector<Ref<SelectBase>> selects, bool all = false);
Ref<CompoundSelect> except_(std::vector<Ref<SelectBase>> selects, bool all = false);
/// table("name", column("x"), ...)
Ref<TableClause> table(std::string name, const std::vector<Ref<ColumnClause>>& columns = {});

/// A layer above Core that lowers its statements to plain ones: the ORM. Statements that hold a
/// node of it go through here before they are compiled.
class StatementPlugin {
 public:
  virtual ~StatementPlugin() = default;
  /// What a lowered statement is: the Core statement, and what the layer needs to make its rows.
  struct Lowered {
    ClauseRef statement;
    Ref<RefCounted> context;
  };
  /// `nested`: it stands inside another statement, whose options are `outer`, or null.
  virtual Lowered lower(const ClauseRef& statement, const Profile& profile, bool nested = false,
                        const std::vector<Ref<StatementOption>>* outer = nullptr) = 0;
  /// The FROM object an entity stands for where a plain one is asked for, or null.
  virtual Ref<FromClause> selectable(const ClauseElement& node) = 0;
  /// The columns that an entity stands for in the list of a SELECT.
  virtual std::vector<ColumnRef> columns(const ClauseElement& entity) = 0;
  /// The key in `.c` of an attribute that is selected by itself: its name, whatever the column's
  /// is (`_proxy_key`). Empty: the column's key.
  virtual std::string_view result_key(const ColumnElement& attribute) = 0;
  /// filter_by() on an entity: the attribute's expression. Throws InvalidRequestError.
  virtual ColumnRef attribute(const ClauseElement& entity, std::string_view key) = 0;
  /// filter_by() on an entity where the name is more than one column: that it has the value; null
  /// where it is one.
  virtual ColumnRef criterion(const ClauseElement& entity, std::string_view key,
                              const Value& value) {
    (void)entity;
    (void)key;
    (void)value;
    return nullptr;
  }
};

}  // namespace orm
