// The bases of SQL expressions: ClauseElement, ColumnElement, and Operand, which is what operators
// and functions are given.
//
// The kinds of nodes are in expression.h, selectable.h and dml.h. This header is all that mapped
// structs need of them, and is kept small: every program that uses the ORM compiles it.
#pragma once

#include <orm/function_ref.h>
#include <orm/name.h>
#include <orm/operators.h>
#include <orm/ref.h>
#include <orm/type_ref.h>
#include <orm/value.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace orm {

class ClauseElement;
class ColumnElement;
class FromClause;
class KeyBuilder;
class Label;
class StatementPlugin;
struct Profile;

/// What a node is; the compiler switches on it.
enum class NodeKind : uint8_t {
  // columns: everything up to `last_column` is a ColumnElement
  column,
  bind,
  null_,
  true_,
  false_,
  unary,
  binary,
  grouping,
  clause_list,
  boolean_list,
  label,
  function,
  case_,
  cast,
  type_coerce,
  text,
  literal_column,
  over,
  within_group,
  function_filter,
  tuple,
  extract,
  exists,
  scalar_select,
  annotated,
  label_reference,
  type_clause,
  aggregate_order_by,
  column_plugin,
  custom,
  last_column = custom,
  // FROM objects
  table,
  alias,
  subquery,
  cte,
  lateral,
  table_valued,
  join,
  values,
  from_plugin,
  select,
  compound,
  text_select,
  from_grouping,
  dml_from,
  last_from = dml_from,
  // statements and the rest
  insert,
  update,
  delete_,
  ddl,
  entity,
  bundle,
  sequence,
  opaque,
};

/// A slot of a node that holds a child; the function may put another node there.
using SlotFunction = FunctionRef<void(Ref<ClauseElement>&)>;

/// Base of every node (SQLAlchemy's ClauseElement).
class ClauseElement : public RefCounted {
 public:
  explicit ClauseElement(NodeKind node_kind) : kind_(node_kind) {}
  NodeKind kind() const noexcept { return kind_; }
  bool is_column() const noexcept { return kind_ <= NodeKind::last_column; }
  bool is_from() const noexcept {
    return kind_ > NodeKind::last_column && kind_ <= NodeKind::last_from;
  }
  /// Calls `slot` for each child; a slot that it changes is changed in this node, so call it on a
  /// shallow copy (or only read).
  virtual void each_child(SlotFunction slot) { (void)slot; }
  /// A copy that shares the children.
  virtual Ref<ClauseElement> shallow_copy() const = 0;
  /// Appends what distinguishes the SQL of this node, bound values apart.
  virtual void append_key(KeyBuilder& key) const = 0;
  /// The layer above that must lower a statement holding this node, or null.
  virtual StatementPlugin* plugin() const { return nullptr; }
  /// FROM objects this node draws columns from (`_from_objects`), appended to `out`.
  virtual void from_objects(std::vector<FromClause*>& out) const { (void)out; }
  /// The SQL text in the default dialect, as str() shows it.
  std::string str(const Profile& profile) const;

 protected:
  NodeKind kind_;
};

/// Something given to an operator or function: an expression, or a plain value to be bound.
struct Operand {
  Ref<ClauseElement> clause;
  Value value;
  Operand(Value v) : value(std::move(v)) {}  // NOLINT: values convert
  template <class T>
  requires std::is_convertible_v<T*, ClauseElement*> Operand(Ref<T> c)
      : clause(std::move(c)) {}  // NOLINT: expressions convert
  template <class T>
  requires(std::is_constructible_v<Value, T> && !std::is_same_v<std::decay_t<T>, Value>)
      Operand(T&& v)  // NOLINT(bugprone-forwarding-reference-overload): an Operand is no Value
      : value(std::forward<T>(v)) {}  // NOLINT: literals convert
};
using Operands = std::vector<Operand>;
using ColumnRef = Ref<ColumnElement>;
using ClauseRef = Ref<ClauseElement>;

/// An expression with a value and a type.
class ColumnElement : public ClauseElement {
 public:
  explicit ColumnElement(NodeKind node_kind, TypeRef of_type = nullptr)
      : ClauseElement(node_kind), type(of_type ? std::move(of_type) : NullType()) {}

  /// The name this expression has as a result column; empty for anonymous ones.
  virtual std::string_view name() const { return {}; }
  /// The key it has in a collection of columns.
  virtual std::string_view key() const { return name(); }
  /// The expression under annotations.
  virtual const ColumnElement* bare() const { return this; }
  /// As an operand of `against`: parenthesised if precedence asks for it (`self_group`).
  virtual ColumnRef self_group(Operator against) const;
  /// The negation (`~x`).
  virtual ColumnRef negated() const;
  /// The column this one stands for through subqueries and aliases (`base_columns` lineage).
  virtual const ColumnElement* proxied() const { return nullptr; }
  /// Is `other` this column, or what it stands for through any of these, also in one of the SELECTs
  /// of a UNION (`other in self.proxy_set`)?
  bool stands_for(const ColumnElement& other) const;
  /// Do both stand for the same column (`shares_lineage`)?
  bool shares_lineage(const ColumnElement& other) const;
  ColumnRef ref() const { return ColumnRef(const_cast<ColumnElement*>(this)); }

  // The operators, as methods. Each is operate() with that operator.
  ColumnRef eq(Operand other) const;
  ColumnRef ne(Operand other) const;
  ColumnRef in_(std::vector<Value> values) const;
  ColumnRef in_(ClauseRef selectable) const;
  ColumnRef not_in(std::vector<Value> values) const;
  ColumnRef like(Operand other, std::string escape = {}) const;
  ColumnRef is_(Operand other) const;
  ColumnRef between(const Operand& low, const Operand& high) const;
  ColumnRef asc() const;
  ColumnRef desc() const;
  ColumnRef distinct() const;
  Ref<Label> label(Name name) const;  ///< an empty name makes an anonymous label

  TypeRef type;
};

/// @name Operators, as functions
/// @{
/// `left op right` with SQLAlchemy's coercions: None becomes NULL and IS, values become binds
/// typed by the other side, + of strings is ||. Throws ArgumentError for what cannot be an operand.
ColumnRef operate(Operator op, const ColumnRef& left, Operand right);
/// The same with the operands turned round (`5 + column`).
ColumnRef reverse_operate(Operator op, const ColumnRef& right, const Operand& left);
/// `~x`, `-x`, `.desc()`, ...: an operator on one operand.
ColumnRef operate(Operator op, const ColumnRef& operand);
/// @}

}  // namespace orm
