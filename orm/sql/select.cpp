// SELECT and its kin: the generative methods and keys; select_froms.cpp has the FROM lists.
#include <orm/compiler.h>
#include <orm/error.h>
#include <orm/schema.h>

#include <algorithm>

#include "orm/sql/slots.h"

namespace orm {

void SelectBase::populate() const {
  for (auto& named : named_columns(label_style)) columns_.add(named.key, named.column.get());
}

ColumnCollection SelectBase::selected_collection() const {
  ColumnCollection collection;
  for (auto& named : named_columns(label_style))
    if (named.column->bare()->kind() != NodeKind::text)
      collection.add(named.key, named.column.get());
  return collection;
}

Ref<Alias> SelectBase::subquery(Name subquery_name) const {
  return make_ref<Alias>(NodeKind::subquery, ref(), std::move(subquery_name));
}

Ref<Alias> SelectBase::nameless_from() const {
  auto result = make_ref<Alias>(NodeKind::subquery, ref(), Name());
  result->nameless = true;
  return result;
}

Ref<Alias> SelectBase::cte(Name cte_name, bool recursive, bool nesting) const {
  auto result = make_ref<Alias>(NodeKind::cte, ref(), std::move(cte_name));
  result->recursive = recursive;
  result->nesting = nesting;
  return result;
}

Ref<Alias> SelectBase::lateral(Name lateral_name) const {
  return make_ref<Alias>(NodeKind::lateral, ref(), std::move(lateral_name));
}

Ref<SelectColumn> SelectBase::scalar_subquery() const {
  return make_ref<SelectColumn>(NodeKind::scalar_select, ref(), scalar_type());
}

TypeRef SelectBase::scalar_type() const {
  const std::vector<ColumnRef> columns = selected();
  return columns.empty() ? NullType() : columns[0]->type;
}

Ref<SelectColumn> SelectBase::exists() const {
  return make_ref<SelectColumn>(NodeKind::exists, ref(), Boolean());
}

void SelectBase::from_objects(std::vector<FromClause*>& out) const {
  out.push_back(const_cast<SelectBase*>(this));
}

void SelectBase::add_clauses(std::vector<ColumnRef>& list, std::vector<ColumnRef> clauses) {
  if (clauses.empty()) list.clear();
  for (auto& clause : clauses) {
    note_plugin(clause);
    list.push_back(std::move(clause));
  }
}

ColumnRef SelectBase::count_clause(Operand count) {
  if (count.clause) return ColumnRef(as_column(count.clause.get()));
  if (count.value.is_null()) return nullptr;
  return literal(std::move(count.value), Integer());
}

void SelectBase::each_generative_child(SlotFunction slot) {
  visit_slots(order_by_clauses, slot);
  visit_slots(group_by_clauses, slot);
  visit_slot(limit_clause, slot);
  visit_slot(offset_clause, slot);
  visit_slot(fetch_clause, slot);
}

void SelectBase::append_generative_key(KeyBuilder& key) const {
  key.number(static_cast<uint64_t>(label_style));
  key.children(group_by_clauses);
  key.children(order_by_clauses);
  key.child(limit_clause.get());
  key.child(offset_clause.get());
  key.child(fetch_clause.get());
  key.flag(fetch_ties);
  key.flag(fetch_percent);
  key.children(independent_ctes);
  key.number(independent_ctes.size());
  key.children(nested_ctes);
  key.flag(for_update.has_value());
  if (!for_update) return;
  key.flag(for_update->nowait);
  key.flag(for_update->read);
  key.flag(for_update->skip_locked);
  key.flag(for_update->key_share);
  key.children(for_update->of);
}

// Select

namespace {
// A select that stands in an expression is its scalar subquery.
ClauseRef as_column_argument(ClauseRef node) {
  if (node && node->kind() >= NodeKind::select && node->kind() <= NodeKind::text_select)
    return static_cast<SelectBase&>(*node).scalar_subquery();
  return node;
}
}  // namespace

Select::Select(std::vector<ClauseRef> columns) : GenerativeSelect(NodeKind::select) {
  for (auto& column : columns) {
    ClauseRef node = as_column_argument(std::move(column));
    note_plugin(node);
    raw_columns.push_back(std::move(node));
  }
}

Ref<Select> select(std::vector<ClauseRef> columns) { return make_ref<Select>(std::move(columns)); }

void SelectBase::note_plugin(const ClauseRef& node) {
  if (plugin_ != nullptr || !node) return;
  plugin_ = node->plugin();
  // An expression may hold annotated columns deeper down.
  if (plugin_ == nullptr)
    traverse(*node, [&](ClauseElement& inner) {
      if (plugin_ == nullptr) plugin_ = inner.plugin();
      return plugin_ == nullptr && !inner.is_from();
    });
}

Ref<Select> Select::where(const ColumnRef& clause) const {
  auto copy = this->copy();
  copy->note_plugin(clause);
  copy->add_criterion(clause);
  return copy;
}

void Select::add_criterion(const ColumnRef& clause) {
  where_criteria.push_back(clause);
  whereclause =
      where_criteria.size() == 1 ? clause->self_group(Operator::none) : and_(where_criteria);
}

Ref<Select> Select::having(const ColumnRef& clause) const {
  auto copy = this->copy();
  copy->note_plugin(clause);
  copy->having_clause = copy->having_clause ? and_({copy->having_clause, clause}) : clause;
  return copy;
}

Ref<Select> Select::distinct(std::vector<ColumnRef> on) const {
  auto copy = this->copy();
  copy->is_distinct = true;
  for (auto& column : on) copy->distinct_on.push_back(std::move(column));
  return copy;
}

Ref<Select> Select::select_from(std::vector<ClauseRef> froms) const {
  auto copy = this->copy();
  for (auto& from : froms) {
    copy->note_plugin(from);
    if (FromClause* plain = as_from(from.get()))
      copy->from_list.emplace_back(plain);
    else
      copy->from_entities.push_back(std::move(from));
  }
  return copy;
}

Ref<Select> Select::join(ClauseRef target, ClauseRef onclause, bool outer, bool full) const {
  return join_from(nullptr, std::move(target), std::move(onclause), outer, full);
}

Ref<Select> Select::join_from(ClauseRef from, ClauseRef target, ClauseRef onclause, bool outer,
                              bool full) const {
  auto copy = this->copy();
  for (const ClauseRef* node : {&from, &target, &onclause}) copy->note_plugin(*node);
  copy->joins.push_back({std::move(target), std::move(onclause), std::move(from), outer, full});
  return copy;
}

Ref<Select> Select::add_columns(std::vector<ClauseRef> columns) const {
  auto copy = this->copy();
  for (auto& column : columns) {
    ClauseRef node = as_column_argument(std::move(column));
    copy->note_plugin(node);
    copy->raw_columns.push_back(std::move(node));
  }
  return copy;
}

Ref<Select> Select::with_only_columns(std::vector<ClauseRef> columns, bool maintain_froms) const {
  auto copy = this->copy();
  if (maintain_froms)
    for (auto& from : froms(profile_2_0)) copy->from_list.push_back(from);
  for (PendingJoin& pending : copy->joins)
    if (pending.selected.empty()) pending.selected = raw_columns;
  copy->raw_columns.clear();
  return copy->add_columns(std::move(columns));
}

Ref<Select> Select::correlate(std::vector<Ref<FromClause>> list) const {
  auto copy = this->copy();
  copy->has_correlate = true;
  for (auto& from : list) copy->correlate_list.push_back(std::move(from));
  return copy;
}

Ref<Select> Select::correlate_except(std::vector<Ref<FromClause>> list) const {
  auto copy = this->copy();
  copy->has_correlate_except = true;
  for (auto& from : list) copy->correlate_list.push_back(std::move(from));
  return copy;
}

Ref<Select> Select::prefix_with(ColumnRef clause, std::string dialect) const {
  auto copy = this->copy();
  copy->prefixes.push_back({std::move(clause), std::move(dialect)});
  return copy;
}

Ref<Select> Select::suffix_with(ColumnRef clause, std::string dialect) const {
  auto copy = this->copy();
  copy->suffixes.push_back({std::move(clause), std::move(dialect)});
  return copy;
}

Ref<Select> Select::with_hint(Ref<FromClause> table, std::string hint, std::string dialect) const {
  auto copy = this->copy();
  copy->hints.push_back({std::move(table), std::move(hint), std::move(dialect)});
  return copy;
}

Ref<Select> Select::reduce_columns() const {
  std::vector<ColumnRef> kept;
  auto same = [&](const ColumnElement& a, const ColumnElement& b) {
    if (a.bare() == b.bare()) return true;
    if (a.name() != b.name()) return false;
    for (const auto& criterion : where_criteria) {
      if (criterion->kind() != NodeKind::binary) continue;
      const auto& equal = static_cast<const BinaryExpression&>(*criterion);
      if (equal.op != Operator::eq) continue;
      if ((equal.left->bare() == a.bare() && equal.right->bare() == b.bare()) ||
          (equal.left->bare() == b.bare() && equal.right->bare() == a.bare()))
        return true;
    }
    return false;
  };
  for (const auto& column : selected()) {
    bool known = std::any_of(kept.begin(), kept.end(),
                             [&](const auto& other) { return same(*other, *column); });
    if (!known) kept.push_back(column);
  }
  return with_only_columns(std::vector<ClauseRef>(kept.begin(), kept.end()));
}

Ref<Select> Select::filter_by(const ParameterSet& values) const {
  ClauseRef entity;
  if (!joins.empty())
    entity = joins.back().target;
  else if (!from_list.empty())
    entity = from_list[0];
  else if (!from_entities.empty())
    entity = from_entities[0];
  else if (!raw_columns.empty())
    entity = raw_columns[0];
  if (!entity) throw InvalidRequestError("filter_by() needs something to select from");
  return filter_by(values, entity);
}

Ref<Select> Select::filter_by(const ParameterSet& values, const ClauseRef& entity) const {
  Ref<Select> result = select_ref();
  for (const ColumnRef& criterion : criteria_by(values, entity)) result = result->where(criterion);
  return result;
}

std::vector<ColumnRef> Select::criteria_by(const ParameterSet& values, const ClauseRef& entity) {
  std::vector<ColumnRef> criteria;
  criteria.reserve(values.size());
  for (const auto& [key, value] : values) {
    ColumnRef attribute;
    if (StatementPlugin* above = entity->plugin()) {
      if (ColumnRef criterion = above->criterion(*entity, key, value)) {
        criteria.push_back(criterion);
        continue;
      }
      attribute = above->attribute(*entity, key);
    } else {
      FromClause* from = as_from(entity.get());
      if (from == nullptr) {
        std::vector<FromClause*> objects;
        entity->from_objects(objects);
        if (!objects.empty()) from = objects[0];
      }
      ColumnElement* found = from != nullptr ? from->c().find(key) : nullptr;
      if (found == nullptr)
        throw InvalidRequestError("Entity namespace for \"" +
                                  (as_from(entity.get()) == nullptr && entity->is_column()
                                       ? entity->str(profile_2_0)
                                   : from != nullptr ? from->description()
                                                     : std::string()) +
                                  "\" has no property \"" + key + "\"");
      attribute = ColumnRef(found);
    }
    criteria.push_back(operate(Operator::eq, attribute, Operand(value)));
  }
  return criteria;
}

std::vector<ColumnRef> Select::selected() const {
  std::vector<ColumnRef> columns;
  for (const auto& raw : raw_columns) {
    if (ColumnElement* column = as_column(raw.get())) {
      columns.emplace_back(column);
    } else if (FromClause* from = as_from(raw.get())) {
      for (const auto& item : from->c()) columns.emplace_back(item.second);
    } else if (StatementPlugin* above = raw->plugin()) {
      for (ColumnRef& one : above->columns(*raw)) columns.push_back(std::move(one));
    }
  }
  return columns;
}

// An entity is not asked for its columns where an attribute comes first: the class may still be in
// the making.
TypeRef Select::scalar_type() const {
  if (!raw_columns.empty())
    if (const ColumnElement* column = as_column(raw_columns[0].get())) return column->type;
  return SelectBase::scalar_type();
}

void Select::each_child(SlotFunction slot) {
  visit_slots(raw_columns, slot);
  visit_slots(from_list, slot);
  visit_slots(from_entities, slot);
  for (auto& pending : joins) {
    visit_slot(pending.target, slot);
    visit_slot(pending.onclause, slot);
    visit_slot(pending.from, slot);
  }
  visit_slots(where_criteria, slot);
  visit_slot(whereclause, slot);
  visit_slot(having_clause, slot);
  visit_slots(distinct_on, slot);
  each_generative_child(slot);
  visit_slots(correlate_list, slot);
}

void Select::append_key(KeyBuilder& key) const {
  key.tag(kind());
  append_generative_key(key);
  key.children(raw_columns);
  key.children(from_list);
  key.children(from_entities);
  for (const auto& pending : joins) {
    key.child(pending.target.get());
    key.child(pending.onclause.get());
    key.child(pending.from.get());
    key.flag(pending.outer);
    key.flag(pending.full);
  }
  key.child(whereclause.get());
  key.number(where_criteria.size());
  key.child(having_clause.get());
  key.flag(is_distinct);
  key.children(distinct_on);
  key.flag(has_correlate);
  key.flag(has_correlate_except);
  key.children(correlate_list);
  for (const auto* list : {&prefixes, &suffixes}) {
    key.number(list->size());
    for (const auto& affix : *list) {
      key.child(affix.text.get());
      key.string(affix.dialect);
    }
  }
  key.number(hints.size());
  for (const auto& hint : hints) {
    key.child(hint.table.get());
    key.string(hint.text);
    key.string(hint.dialect);
  }
  for (const auto& option : plugin_options) option->append_key(key);
}

// CompoundSelect, TextSelect

CompoundSelect::CompoundSelect(std::string word, std::vector<Ref<SelectBase>> parts)
    : GenerativeSelect(NodeKind::compound), keyword(std::move(word)), selects(std::move(parts)) {
  for (const auto& part : selects)
    if (plugin_ == nullptr) plugin_ = part->plugin();
}

void CompoundSelect::each_child(SlotFunction slot) {
  visit_slots(selects, slot);
  each_generative_child(slot);
}

void CompoundSelect::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.string(keyword);
  append_generative_key(key);
  key.children(selects);
}

TextSelect::TextSelect(Ref<TextClause> sql, std::vector<ColumnRef> named, bool by_position)
    : SelectBase(NodeKind::text_select),
      text(std::move(sql)),
      columns(std::move(named)),
      positional(by_position) {
  for (const auto& column : columns)
    if (plugin_ == nullptr) plugin_ = column->plugin();
}

void TextSelect::each_child(SlotFunction slot) {
  visit_slot(text, slot);
  visit_slots(columns, slot);
}

void TextSelect::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.flag(positional);
  key.child(text.get());
  key.children(columns);
}

namespace {
Ref<CompoundSelect> compound(const char* word, std::vector<Ref<SelectBase>> selects, bool all) {
  return make_ref<CompoundSelect>(std::string(word) + (all ? " ALL" : ""), std::move(selects));
}
}  // namespace

Ref<CompoundSelect> union_(std::vector<Ref<SelectBase>> selects, bool all) {
  return compound("UNION", std::move(selects), all);
}
Ref<CompoundSelect> intersect(std::vector<Ref<SelectBase>> selects, bool all) {
  return compound("INTERSECT", std::move(selects), all);
}
Ref<CompoundSelect> except_(std::vector<Ref<SelectBase>> selects, bool all) {
  return compound("EXCEPT", std::move(selects), all);
}

Ref<SelectColumn> exists(const Ref<SelectBase>& select) {
  if (select) return select->exists();
  return orm::select({literal_column("*")})->exists();
}

}  // namespace orm
