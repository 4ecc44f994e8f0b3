// INSERT, UPDATE and DELETE.
#pragma once

#include <orm/schema.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace orm {

/// One assignment: the column by key or as an expression, and what it gets.
struct Assignment {
  std::string key;  ///< column key; empty if `column` is given
  ColumnRef column;
  Operand value;
};
using Assignments = std::vector<Assignment>;

/// SQLite's and PostgreSQL's ON CONFLICT.
struct OnConflict {
  bool do_update = false;
  bool duplicate_key = false;   ///< MySQL's ON DUPLICATE KEY UPDATE
  bool in_given_order = false;  ///< .. with the assignments as they were given
  std::vector<ColumnRef> index_elements;
  ColumnRef index_where;
  std::string constraint;
  Assignments set_;
  ColumnRef where;
};

/// Common part of the three.
class DmlBase : public ClauseElement {
 public:
  DmlBase(NodeKind node_kind, ClauseRef into) : ClauseElement(node_kind), target(std::move(into)) {}
  /// The table written to; null while `target` is an entity that a plugin must lower.
  TableClause* table() const;
  /// What UPDATE and DELETE write to: a table, an alias of one, a CTE; null as table() is.
  FromClause* subject() const;
  StatementPlugin* plugin() const override;
  ClauseRef target;  ///< Table, or an entity
  std::vector<ClauseRef> returning_columns;
  std::vector<Affix> prefixes;
  std::vector<Hint> hints;  ///< with_hint(): of the table written to
  std::vector<std::pair<std::string, Value>> options;
  std::vector<Ref<RefCounted>> plugin_options;
  std::vector<Ref<Alias>> independent_ctes;
  std::vector<Ref<Alias>> nested_ctes;  ///< add_cte(nest_here=True)
  bool return_defaults = false;
  bool has_values = false;               ///< values() was called, perhaps with nothing
  bool sort_by_parameter_order = false;  ///< returning(): rows in the order of the parameters

 protected:
  void each_dml_child(SlotFunction slot);
  void append_dml_key(KeyBuilder& key) const;
};

class Insert : public DmlBase {
 public:
  explicit Insert(ClauseRef into) : DmlBase(NodeKind::insert, std::move(into)) {}
  Ref<Insert> values(Assignments row) const;
  Ref<Insert> values(std::vector<Assignments> rows) const;  ///< multi-VALUES
  Ref<Insert> from_select(std::vector<std::string> names, Ref<SelectBase> select,
                          bool include_defaults = true) const;
  Ref<Insert> returning(std::vector<ClauseRef> columns, bool sort_by_parameter_order = false) const;
  Ref<Insert> on_conflict(OnConflict clause) const;
  Ref<Insert> copy() const;
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  Assignments row;
  std::vector<Assignments> rows;
  std::vector<std::string> select_names;
  Ref<SelectBase> from_select_;
  bool include_defaults = true;
  bool is_inline = false;
  std::optional<OnConflict> conflict;
  std::string dialect;  ///< the module whose insert() it is: `sqlite`; empty: the common one
  /// The row that was refused, in ON CONFLICT .. DO UPDATE (`Insert.excluded`).
  Ref<Alias> excluded() const;

 private:
  mutable Ref<Alias> excluded_;
};

class Update : public DmlBase {
 public:
  explicit Update(ClauseRef into) : DmlBase(NodeKind::update, std::move(into)) {}
  Ref<Update> where(ColumnRef clause) const;
  /// `key` is looked up in what is changed. Throws InvalidRequestError.
  Ref<Update> filter_by(const ParameterSet& values) const;
  Ref<Update> values(Assignments row, bool ordered = false) const;
  Ref<Update> returning(std::vector<ClauseRef> columns) const;
  Ref<Update> copy() const;
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  std::vector<ColumnRef> where_criteria;
  Assignments row;
  bool ordered = false;  ///< ordered_values(): keep the given order
  bool is_inline = false;
};

class Delete : public DmlBase {
 public:
  explicit Delete(ClauseRef into) : DmlBase(NodeKind::delete_, std::move(into)) {}
  Ref<Delete> where(ColumnRef clause) const;
  /// `key` is looked up in what is deleted. Throws InvalidRequestError.
  Ref<Delete> filter_by(const ParameterSet& values) const;
  Ref<Delete> returning(std::vector<ClauseRef> columns) const;
  Ref<Delete> copy() const;
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  std::vector<ColumnRef> where_criteria;
};

/// A statement with RETURNING as a FROM object: what a CTE of it holds.
class DmlFrom : public FromClause {
 public:
  explicit DmlFrom(Ref<DmlBase> held);
  void each_child(SlotFunction slot) override;
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  StatementPlugin* plugin() const override { return statement->plugin(); }
  Ref<DmlBase> statement;

 protected:
  void populate() const override;
};

Ref<Insert> insert(ClauseRef table);
Ref<Update> update(ClauseRef table);
Ref<Delete> delete_(ClauseRef table);
/// A CTE of a statement that has RETURNING.
Ref<Alias> dml_cte(Ref<DmlBase> statement, Name name = {});

}  // namespace orm
