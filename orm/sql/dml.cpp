// INSERT, UPDATE and DELETE: generative methods and keys. Rendering is in compile_dml.cpp.
#include <orm/compiler.h>
#include <orm/dml.h>

#include "orm/sql/slots.h"

namespace orm {

TableClause* DmlBase::table() const {
  return target && target->kind() == NodeKind::table ? static_cast<TableClause*>(target.get())
                                                     : nullptr;
}

FromClause* DmlBase::subject() const {
  if (!target) return nullptr;
  const bool named = target->kind() == NodeKind::alias || target->kind() == NodeKind::cte;
  return named ? static_cast<FromClause*>(target.get()) : table();
}

StatementPlugin* DmlBase::plugin() const {
  if (StatementPlugin* above = target->plugin()) return above;
  for (const auto& column : returning_columns)
    if (StatementPlugin* above = column->plugin()) return above;
  return nullptr;
}

void DmlBase::each_dml_child(SlotFunction slot) {
  visit_slot(target, slot);
  visit_slots(returning_columns, slot);
}

void DmlBase::append_dml_key(KeyBuilder& key) const {
  key.tag(kind());
  key.child(target.get());
  key.children(returning_columns);
  key.number(prefixes.size());
  for (const auto& prefix : prefixes) {
    key.child(prefix.text.get());
    key.string(prefix.dialect);
  }
  key.number(hints.size());
  for (const auto& hint : hints) {
    key.child(hint.table.get());
    key.string(hint.text);
    key.string(hint.dialect);
  }
  key.children(independent_ctes);
  key.number(independent_ctes.size());
  key.children(nested_ctes);
  key.flag(return_defaults);
  key.flag(has_values);
  key.flag(sort_by_parameter_order);
}

namespace {
void visit_assignments(Assignments& row, SlotFunction slot) {
  for (auto& assignment : row) {
    visit_slot(assignment.column, slot);
    visit_slot(assignment.value.clause, slot);
  }
}

// Plain values become parameters, so their values are left out of the key.
void append_assignments(const Assignments& row, KeyBuilder& key) {
  key.number(row.size());
  for (const auto& assignment : row) {
    key.string(assignment.key);
    key.child(assignment.column.get());
    key.child(assignment.value.clause.get());
    // Values still waiting for an entity's table are not parameters yet.
    if (!assignment.value.clause) key.cacheable = false;
  }
}

// Turns plain values into parameters named and typed by their columns.
void bind_values(const DmlBase& statement, Assignments& row) {
  TableClause* table = statement.table();
  if (table == nullptr) return;
  for (auto& assignment : row) {
    // A column of the table is known by its key, however it was given.
    const ColumnElement* given = assignment.column ? assignment.column->bare() : nullptr;
    if (given != nullptr && table->c().find(given->key()) == given) {
      assignment.key = std::string(given->key());
      assignment.column = nullptr;
    }
    if (assignment.value.clause) continue;
    const ColumnElement* column =
        assignment.column ? assignment.column->bare() : table->c().find(assignment.key);
    if (column == nullptr) continue;  // the compiler names the unconsumed column
    auto bind = make_ref<BindParameter>(std::string(column->key()),
                                        std::move(assignment.value.value), column->type, false);
    bind->is_crud = true;
    assignment.value = Operand(bind);
  }
}
}  // namespace

Ref<Insert> Insert::values(Assignments given) const {
  auto fresh = copy();
  fresh->has_values = true;
  bind_values(*fresh, given);
  for (auto& assignment : given) fresh->row.push_back(std::move(assignment));
  return fresh;
}

Ref<Insert> Insert::values(std::vector<Assignments> given) const {
  auto fresh = copy();
  fresh->has_values = true;
  for (auto& one : given) fresh->rows.push_back(std::move(one));
  return fresh;
}

Ref<Insert> Insert::from_select(std::vector<std::string> names, Ref<SelectBase> select,
                                bool defaults) const {
  auto fresh = copy();
  fresh->select_names = std::move(names);
  fresh->from_select_ = std::move(select);
  fresh->include_defaults = defaults;
  fresh->is_inline = true;
  return fresh;
}

Ref<Insert> Insert::returning(std::vector<ClauseRef> columns, bool in_order) const {
  auto fresh = copy();
  for (auto& column : columns) fresh->returning_columns.push_back(std::move(column));
  fresh->sort_by_parameter_order = in_order;
  return fresh;
}

Ref<Insert> Insert::on_conflict(OnConflict clause) const {
  auto fresh = copy();
  // Their parameters are not those of the row: each has a name of its own.
  for (Assignment& assignment : clause.set_) {
    if (assignment.value.clause) continue;
    assignment.value = Operand(make_ref<BindParameter>("param", std::move(assignment.value.value),
                                                       nullptr, /*is_unique=*/true));
  }
  fresh->conflict = std::move(clause);
  return fresh;
}

void Insert::each_child(SlotFunction slot) {
  each_dml_child(slot);
  visit_assignments(row, slot);
  for (auto& one : rows) visit_assignments(one, slot);
  visit_slot(from_select_, slot);
  if (!conflict) return;
  visit_slots(conflict->index_elements, slot);
  visit_slot(conflict->index_where, slot);
  visit_slot(conflict->where, slot);
  visit_assignments(conflict->set_, slot);
}

void Insert::append_key(KeyBuilder& key) const {
  append_dml_key(key);
  // Values given to the statement are part of its text and cannot be told from parameters later.
  append_assignments(row, key);
  key.number(rows.size());
  if (!rows.empty()) key.cacheable = false;  // multi-VALUES is never cached
  for (const auto& name : select_names) key.string(name);
  key.child(from_select_.get());
  key.flag(include_defaults);
  key.flag(is_inline);
  key.string(dialect);
  if (!dialect.empty()) key.cacheable = false;  // SQLAlchemy caches no insert() of a dialect
  key.flag(conflict.has_value());
  if (!conflict) return;
  key.flag(conflict->do_update);
  key.string(conflict->constraint);
  key.children(conflict->index_elements);
  key.child(conflict->index_where.get());
  key.child(conflict->where.get());
  append_assignments(conflict->set_, key);
}

Ref<Update> Update::where(ColumnRef clause) const {
  auto fresh = copy();
  fresh->where_criteria.push_back(std::move(clause));
  return fresh;
}

Ref<Update> Update::filter_by(const ParameterSet& values) const {
  auto fresh = copy();
  for (ColumnRef& criterion : Select::criteria_by(values, target)) {
    fresh->where_criteria.push_back(std::move(criterion));
  }
  return fresh;
}

Ref<Update> Update::values(Assignments given, bool in_order) const {
  auto fresh = copy();
  fresh->has_values = true;
  bind_values(*fresh, given);
  for (auto& assignment : given) fresh->row.push_back(std::move(assignment));
  fresh->ordered = fresh->ordered || in_order;
  return fresh;
}

Ref<Update> Update::returning(std::vector<ClauseRef> columns) const {
  auto fresh = copy();
  for (auto& column : columns) fresh->returning_columns.push_back(std::move(column));
  return fresh;
}

void Update::each_child(SlotFunction slot) {
  each_dml_child(slot);
  visit_slots(where_criteria, slot);
  visit_assignments(row, slot);
}

void Update::append_key(KeyBuilder& key) const {
  append_dml_key(key);
  key.children(where_criteria);
  append_assignments(row, key);
  key.flag(ordered);
}

Ref<Delete> Delete::where(ColumnRef clause) const {
  auto fresh = copy();
  fresh->where_criteria.push_back(std::move(clause));
  return fresh;
}

Ref<Delete> Delete::filter_by(const ParameterSet& values) const {
  auto fresh = copy();
  for (ColumnRef& criterion : Select::criteria_by(values, target)) {
    fresh->where_criteria.push_back(std::move(criterion));
  }
  return fresh;
}

Ref<Delete> Delete::returning(std::vector<ClauseRef> columns) const {
  auto fresh = copy();
  for (auto& column : columns) fresh->returning_columns.push_back(std::move(column));
  return fresh;
}

void Delete::each_child(SlotFunction slot) {
  each_dml_child(slot);
  visit_slots(where_criteria, slot);
}

void Delete::append_key(KeyBuilder& key) const {
  append_dml_key(key);
  key.children(where_criteria);
}

void DDLElement::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.cacheable = false;  // `[no key ..]`
}

DmlFrom::DmlFrom(Ref<DmlBase> held) : FromClause(NodeKind::dml_from), statement(std::move(held)) {}

void DmlFrom::each_child(SlotFunction slot) {
  ClauseRef node(statement.get());
  slot(node);
  if (node.get() != statement.get()) statement = Ref<DmlBase>(static_cast<DmlBase*>(node.get()));
}

void DmlFrom::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.child(statement.get());
}

void DmlFrom::populate() const {
  auto select = orm::select(statement->returning_columns);
  for (auto& named : select->named_columns(LabelStyle::default_)) {
    const NameStem& stem = named.required ? *named.required : named.fallback;
    ColumnClause* proxy = add_proxy(*named.column, stem.text, named.key);
    if (stem.anon != nullptr || stem.prefix != nullptr) proxy->stem = stem;
  }
}

Ref<Alias> dml_cte(Ref<DmlBase> statement, Name name) {
  return make_ref<Alias>(NodeKind::cte, make_ref<DmlFrom>(std::move(statement)), std::move(name));
}

Ref<Alias> Insert::excluded() const {
  if (!excluded_) {
    Ref<FromClause> into(table());
    if (into == nullptr) into = target->plugin()->selectable(*target);
    excluded_ = make_ref<Alias>(NodeKind::alias, std::move(into), "excluded");
  }
  return excluded_;
}

Ref<Insert> insert(ClauseRef into) { return make_ref<Insert>(std::move(into)); }
Ref<Update> update(ClauseRef into) { return make_ref<Update>(std::move(into)); }
Ref<Delete> delete_(ClauseRef into) { return make_ref<Delete>(std::move(into)); }

}  // namespace orm
