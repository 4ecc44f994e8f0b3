// The tree of SQL expressions: elements that have a value.
//
// Nodes are counted and, once built, not changed: methods that "modify" return a new node. The
// data members are public because compiler, mapper and visitors read them; only the code that has
// just made a node (or a shallow_copy of one) may write them. Statements are in selectable.h and
// dml.h; anonymous names and bind numbering are settled when a statement is compiled.
// The header is above 500 lines because most of what includes it needs most kinds of nodes.
#pragma once

#include <orm/clause.h>
#include <orm/types.h>

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orm {

class Select;
struct Dialect;

/// A name that the compiler completes: `prefix` is a FROM object whose (perhaps anonymous) name
/// comes first, `anon` what an anonymous name is counted for (`count_1`).
struct NameStem {
  std::string text;
  const FromClause* prefix = nullptr;
  const ClauseElement* anon = nullptr;
  int repeat = 0;
  const ClauseElement* wrapper = nullptr;  ///< a cast whose column names it; anonymous before 1.4
  /// Subqueries that the name came through: their names stand before it, the last one first.
  std::vector<const FromClause*> outer{};
};

/// `table.column` or a bare name: Column's base, also the proxies of subqueries.
class ColumnClause : public ColumnElement {
 public:
  ColumnClause(std::string column_name, TypeRef of_type, FromClause* owner = nullptr,
               bool literal = false)
      : ColumnElement(literal ? NodeKind::literal_column : NodeKind::column, std::move(of_type)),
        table(owner),
        name_(std::move(column_name)),
        key_(name_) {}
  std::string_view name() const override { return name_; }
  std::string_view key() const override { return key_; }
  const ColumnElement* proxied() const override { return proxy_for.get(); }
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  void from_objects(std::vector<FromClause*>& out) const override;
  /// Is this a schema Column (schema.h)?
  virtual bool is_schema_column() const { return false; }
  /// Gives the column to the FROM object that owns it from now on.
  void attach(FromClause& from);

  FromClause* table = nullptr;      ///< owner; null for a free column
  ColumnRef proxy_for;              ///< in a subquery or alias: the column it stands for
  std::vector<ColumnRef> also_for;  ///< in one of a UNION: those of the further SELECTs
  std::string name_;
  std::string key_;
  std::optional<bool> quote;     ///< quoted_name: forced on or off
  std::optional<NameStem> stem;  ///< proxies of labels that only the compiler can complete
  bool is_row = false;           ///< stands for the whole row of its FROM object
  bool outer_joined = false;     ///< written `a.x(+)`, where joins are criteria
};

/// A bound parameter.
class BindParameter : public ColumnElement {
 public:
  BindParameter(std::string bind_key, Value bound, TypeRef of_type, bool is_unique)
      : ColumnElement(NodeKind::bind, of_type ? std::move(of_type) : type_of_value(bound)),
        key_(std::move(bind_key)),
        value(std::move(bound)),
        unique(is_unique) {}
  std::string_view key() const override { return key_; }
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  /// The name before it is numbered, without the characters that names of parameters do not have.
  std::string stem() const;
  /// bindparam()'s type: replaced where the other operand knows better.
  ColumnRef with_type(TypeRef type) const;

  std::string key_;  ///< name; for `unique` ones the part before `_1`
  Value value;
  bool unique = false;              ///< the name is made unique when compiled
  bool required = false;            ///< must be given at execution
  bool expanding = false;           ///< a list, rendered as many parameters
  bool has_null = false;            ///< a list for IN with None among its items
  bool literal_execute = false;     ///< rendered as a literal when executed
  bool is_crud = false;             ///< names a column of INSERT or UPDATE
  std::function<Value()> callable;  ///< callable_=
};

/// NULL, true and false.
class Constant : public ColumnElement {
 public:
  explicit Constant(NodeKind kind);
  ColumnRef negated() const override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
};

/// A prefix (`NOT x`, `-x`, `DISTINCT x`) or postfix (`x DESC`) operator on one operand.
class UnaryExpression : public ColumnElement {
 public:
  UnaryExpression(ColumnRef element, Operator op, bool postfix, TypeRef type = nullptr);
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  void from_objects(std::vector<FromClause*>& out) const override;
  ColumnRef self_group(Operator against) const override;
  ColumnRef negated() const override;
  ColumnRef element;
  Operator op;
  bool postfix;
  std::string op_text;  ///< of Operator::custom
};

/// Two operands and an operator.
class BinaryExpression : public ColumnElement {
 public:
  BinaryExpression(const ColumnRef& left, const ColumnRef& right, Operator op, TypeRef type);
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  void from_objects(std::vector<FromClause*>& out) const override;
  ColumnRef self_group(Operator against) const override;
  ColumnRef negated() const override;
  ColumnRef left;
  ColumnRef right;
  Operator op;
  std::string op_text;  ///< op(): the operator's own text
  int op_precedence = 0;
  bool op_comparison = false;
  bool op_eager = false;              ///< parenthesised within every other operator
  bool op_tight = false;              ///< no spaces around the operator
  Ref<RefCounted> op_implementation;  ///< op(python_impl=), for whoever made it
  std::string escape;                 ///< LIKE .. ESCAPE; one character or empty
  std::string flags;                  ///< regexp flags
  bool autoescape = false;
};

/// Parentheses.
class Grouping : public ColumnElement {
 public:
  explicit Grouping(ColumnRef element);
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  void from_objects(std::vector<FromClause*>& out) const override;
  ColumnRef self_group(Operator) const override { return ref(); }
  ColumnRef element;
};

/// Clauses joined by an operator: a comma list, or AND / OR with their simplifications, or tuple_.
class ClauseList : public ColumnElement {
 public:
  ClauseList(NodeKind kind, Operator op, std::vector<ColumnRef> clauses, TypeRef type = nullptr);
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  void from_objects(std::vector<FromClause*>& out) const override;
  ColumnRef self_group(Operator against) const override;
  ColumnRef negated() const override;
  std::vector<ColumnRef> clauses;
  Operator op;
  ColumnRef negation;          ///< what NOT makes of it; null: NOT (...)
  std::vector<TypeRef> types;  ///< of a tuple
};

/// `element AS name`.
class Label : public ColumnElement {
 public:
  Label(Name name, ColumnRef element);
  std::string_view name() const override { return name_; }
  const ColumnElement* proxied() const override { return element.get(); }
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  void from_objects(std::vector<FromClause*>& out) const override;
  ColumnRef self_group(Operator against) const override;
  Name name_;  ///< empty: anonymous, `anon_1` or after the function's name
  ColumnRef element;
};

/// `func.name(...)`.
/// Is it one of those that SQLAlchemy has a class for (`func.max`)?
bool is_known_function(const std::string& name);

class FunctionElement : public ColumnElement {
 public:
  FunctionElement(std::vector<std::string> path, std::vector<ColumnRef> arguments,
                  TypeRef type = nullptr);
  std::string_view name() const override { return path.back(); }
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  void from_objects(std::vector<FromClause*>& out) const override;
  ColumnRef self_group(Operator against) const override;
  std::vector<std::string> path;  ///< package parts, then the name
  std::vector<ColumnRef> arguments;
  bool ansi = false;         ///< CURRENT_TIMESTAMP: no parentheses
  bool brackets = false;     ///< `ARRAY[a, b]`
  bool quoted = false;       ///< the name is written in quotes
  Ref<RefCounted> sequence;  ///< next_value(): the Sequence (schema.h)
};

/// CASE.
class Case : public ColumnElement {
 public:
  Case(ColumnRef value, std::vector<std::pair<ColumnRef, ColumnRef>> whens, ColumnRef else_);
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  void from_objects(std::vector<FromClause*>& out) const override;
  ColumnRef value;
  std::vector<std::pair<ColumnRef, ColumnRef>> whens;
  ColumnRef else_;
};

/// CAST(x AS type), type_coerce (kind type_coerce), EXTRACT (kind extract, with `field`).
class Cast : public ColumnElement {
 public:
  Cast(NodeKind kind, ColumnRef element, TypeRef type, std::string field = {});
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  void from_objects(std::vector<FromClause*>& out) const override;
  ColumnRef self_group(Operator against) const override;
  ColumnRef element;
  std::string field;
  bool safe = false;  ///< TRY_CAST: what cannot be converted is NULL
  std::string_view name() const override {
    return kind() == NodeKind::extract ? std::string_view() : element->name();
  }
};

/// text(): SQL with `:name` parameters.
class TextClause : public ColumnElement {
 public:
  explicit TextClause(std::string text);
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  ColumnRef self_group(Operator against) const override;
  /// bindparams(): values or whole parameters for the names in the text.
  /// Throws ArgumentError for a name the text does not have.
  Ref<TextClause> bindparams(const ParameterSet& values,
                             const std::vector<Ref<BindParameter>>& params = {}) const;
  std::string text;                       ///< as given; `:name` still in it
  std::vector<Ref<BindParameter>> binds;  ///< one for each name, in order of first appearance
  /// Execution options of the statement (autocommit=True and the like).
  std::vector<std::pair<std::string, Value>> options;
};

/// `element OVER (PARTITION BY .. ORDER BY .. ROWS|RANGE ..)`; within_group and filter likewise.
class Over : public ColumnElement {
 public:
  /// Bounds of a frame: null is unbounded, 0 the current row, negative preceding.
  struct Frame {
    std::optional<int64_t> lower;
    std::optional<int64_t> upper;
  };
  Over(NodeKind kind, ColumnRef element);
  std::string_view name() const override { return {}; }
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  void from_objects(std::vector<FromClause*>& out) const override;
  ColumnRef element;
  std::vector<ColumnRef> partition_by;
  std::vector<ColumnRef> order_by;  ///< also of WITHIN GROUP
  ColumnRef criterion;              ///< FILTER (WHERE ..)
  std::optional<Frame> rows;
  std::optional<Frame> range;
  std::optional<Frame> groups;
};

/// EXISTS (select) and a select used as a value.
class SelectColumn : public ColumnElement {
 public:
  SelectColumn(NodeKind kind, ClauseRef select, TypeRef type);
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  void from_objects(std::vector<FromClause*>& out) const override;
  ColumnRef self_group(Operator against) const override;
  StatementPlugin* plugin() const override { return select->plugin(); }
  ClauseRef select;
};

/// An expression with something from a layer above pinned to it; its SQL is the element's
/// (`_annotate`). Compare and look up by `bare()`.
class AnnotatedColumn : public ColumnElement {
 public:
  AnnotatedColumn(ColumnRef element, Ref<RefCounted> annotation, StatementPlugin* plugin);
  std::string_view name() const override { return element->name(); }
  std::string_view key() const override { return element->key(); }
  const ColumnElement* bare() const override { return element->bare(); }
  const ColumnElement* proxied() const override { return element->proxied(); }
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  void from_objects(std::vector<FromClause*>& out) const override;
  ColumnRef self_group(Operator against) const override;
  StatementPlugin* plugin() const override { return plugin_; }
  ColumnRef element;
  Ref<RefCounted> annotation;

 private:
  StatementPlugin* plugin_;
};

/// @name Constructors, by SQLAlchemy's names
/// @{
/// like and its family; `escape` is one character or empty.
ColumnRef like_op(Operator op, const ColumnRef& left, Operand right, std::string escape = {},
                  bool autoescape = false);
ColumnRef in_op(Operator op, const ColumnRef& left, std::vector<Operand> items);
ColumnRef between_op(const ColumnRef& value, const Operand& low, const Operand& high,
                     bool symmetric = false, bool negated = false);
/// `x.op("text")(y)`.
ColumnRef custom_op(const ColumnRef& left, std::string text, const Operand& right,
                    int precedence = 0, bool comparison = false,
                    const TypeRef& return_type = nullptr);
ColumnRef collate(const ColumnRef& element, const Name& collation);
/// regexp_match and regexp_replace (`replacement` only there); `flags` may be empty.
ColumnRef regexp_op(Operator op, const ColumnRef& left, const Operand& pattern,
                    const Operand& replacement = Value(), std::string flags = {});
/// `element[index]`: an array's, or JSON's with an integer, a text, or a list of them for a path.
/// Throws NotImplementedError for other types.
ColumnRef getitem(const ColumnRef& element, Operand index);
/// `element[index].as_integer()` and its kin: JSON taken out as another type. Throws
/// InvalidRequestError if `element` is no index of a JSON value.
ColumnRef json_as(const ColumnRef& element, TypeRef type);
ColumnRef and_(const std::vector<ColumnRef>& clauses);
ColumnRef or_(const std::vector<ColumnRef>& clauses);
ColumnRef not_(const ColumnRef& clause);
ColumnRef null();
ColumnRef true_();
ColumnRef false_();
ColumnRef literal(Value value, TypeRef type = nullptr);
ColumnRef literal_column(std::string text, TypeRef type = nullptr);
Ref<ColumnClause> column(std::string name, TypeRef type = nullptr);
/// bindparam(): required unless a value is given.
Ref<BindParameter> bindparam(std::string key, std::optional<Value> value = {},
                             const TypeRef& type = nullptr, bool expanding = false);
Ref<TextClause> text(std::string sql);
ColumnRef cast(const Operand& element, TypeRef type);
/// try_cast(): TRY_CAST, which gives NULL for what cannot be converted; of SQL Server and others.
ColumnRef try_cast(const Operand& element, TypeRef type);
ColumnRef type_coerce(const Operand& element, TypeRef type);
ColumnRef extract(std::string field, const Operand& element);
ColumnRef case_(const std::vector<std::pair<Operand, Operand>>& whens,
                std::optional<Operand> else_ = {}, std::optional<Operand> value = {});
ColumnRef tuple_(const std::vector<Operand>& items);
ColumnRef distinct(const Operand& element);
/// A string given to order_by() or group_by(): the name of a label or column of the select.
ColumnRef label_reference(std::string name);
Ref<Over> over(ColumnRef element, std::vector<ColumnRef> partition_by = {},
               std::vector<ColumnRef> order_by = {});
/// `element WITHIN GROUP (ORDER BY ..)`.
Ref<Over> within_group(ColumnRef element, std::vector<ColumnRef> order_by);
/// `element FILTER (WHERE ..)`, the AND of the criteria (SQLAlchemy's funcfilter and .filter()).
Ref<Over> funcfilter(const ColumnRef& element, std::vector<ColumnRef> criteria);
/// `func.<name>(arguments)`; known functions get their return type, `now()` its ANSI form.
Ref<FunctionElement> func(std::string name, const std::vector<Operand>& arguments = {},
                          TypeRef type = nullptr);
Ref<FunctionElement> func(std::vector<std::string> path, const std::vector<Operand>& arguments,
                          TypeRef type = nullptr);
/// @}

/// A bind for `value`, named after `peer` (`name_1`) and typed by it, as operate() makes them.
ColumnRef bind_for(const ColumnElement* peer, Value value, TypeRef type = nullptr,
                   Operator op = Operator::none);
/// An operand as an expression: null for None, `literal()` for values.
/// Throws ArgumentError if it is a clause that is no column expression.
ColumnRef coerce_column(const Operand& operand, const ColumnElement* peer = nullptr,
                        Operator op = Operator::none);
/// Downcasts with a check.
ColumnElement* as_column(ClauseElement* node);
FromClause* as_from(ClauseElement* node);

/// @name Visiting
/// @{
/// Calls `visit` for `root` and everything below it, parents first; returning false from it keeps
/// it from going below that node.
void traverse(const ClauseElement& root, const std::function<bool(ClauseElement&)>& visit);
/// A copy of the tree where `replace` may put another node in place of any: it returns null to
/// keep a node and look below it. Nodes without a change below them are shared, not copied.
ClauseRef replacement_traverse(const ClauseRef& root,
                               const std::function<ClauseRef(const ClauseRef&)>& replace);
/// A copy whose named parameters have these values (`ClauseElement.params()`).
/// `unique` (unique_params): the parameters get names of their own, `x_1`.
ClauseRef with_params(const ClauseRef& root, const ParameterSet& values, bool unique = false);
/// Do both have the same SQL and values (`ClauseElement.compare()`)?
bool same_structure(const ClauseElement& a, const ClauseElement& b);
/// @}

}  // namespace orm
