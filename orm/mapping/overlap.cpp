// Joins to a class of the hierarchy that the statement selects from already: its tables cannot
// stand in FROM twice under their own names, so the join is to an alias of the class, and what the
// statement says of the class, and of its tables, means the alias.
#include <algorithm>

#include "orm/compiler.h"
#include "orm/mapping/lowering.h"
#include "orm/relationship.h"

namespace orm {

namespace {

std::vector<const FromClause*> tables_joined_in(const FromClause& from) {
  std::vector<FromClause*> objects;
  from.from_objects(objects);
  std::vector<const FromClause*> tables;
  for (const FromClause* one : objects) {
    if (one->kind() != NodeKind::join) tables.push_back(one);
  }
  return tables;
}

bool overlap(const std::vector<const FromClause*>& a, const std::vector<const FromClause*>& b) {
  return std::any_of(a.begin(), a.end(), [&](const FromClause* one) {
    return std::find(b.begin(), b.end(), one) != b.end();
  });
}

// The class that a join leads to under its own name; null for aliases and tables.
const Mapper* plain_target(const PendingJoin& pending) {
  if (pending.target->kind() == NodeKind::entity) {
    const auto& entity = static_cast<const EntityElement&>(*pending.target);
    return entity.alias == nullptr ? entity.mapper : nullptr;
  }
  const RelationshipElement* along = as_relationship(pending.target.get());
  return along == nullptr || along->target != nullptr ? nullptr : &along->relationship->mapper();
}

// Where the join begins: the classes that it could be from.
std::vector<const FromClause*> left_tables(const Select& statement, const PendingJoin& pending,
                                           const FromClause& right) {
  std::vector<const FromClause*> tables;
  auto add = [&](const FromClause& from) {
    for (const FromClause* one : tables_joined_in(from)) tables.push_back(one);
  };
  const RelationshipElement* along = as_relationship(pending.onclause.get());
  if (along == nullptr) along = as_relationship(pending.target.get());
  if (along != nullptr) {
    add(along->entity != nullptr ? along->entity->selectable()
                                 : along->relationship->parent().selectable());
    return tables;
  }
  for (const auto* list : {&statement.raw_columns, &statement.from_entities}) {
    for (const ClauseRef& element : *list) {
      Ref<FromClause> from = entity_from(*element);
      if (from != nullptr && from.get() != &right) add(*from);
    }
  }
  for (const Ref<FromClause>& from : statement.from_list) add(*from);
  return tables;
}

// What is said of one class, as said of its alias.
class Exchange {
 public:
  Exchange(const Mapper& mapper, Ref<EntityElement> alias)
      : mapper_(mapper), alias_(std::move(alias)) {
    for (const Table* table : mapper.tables()) tables_.push_back(table);
  }

  ClauseRef operator()(const ClauseRef& node) const {
    if (node->kind() == NodeKind::entity) {
      const auto& entity = static_cast<const EntityElement&>(*node);
      return entity.mapper == &mapper_ && entity.alias == nullptr ? ClauseRef(alias_) : nullptr;
    }
    if (const RelationshipElement* along = as_relationship(node.get())) {
      if (along->entity != nullptr || &along->relationship->parent() != &mapper_) return nullptr;
      auto copy = make_ref<RelationshipElement>(*along);
      copy->entity = alias_;
      return copy;
    }
    if (node->is_from()) return node;  // FROM objects and subqueries see to themselves
    const AttributeAnnotation* note = attribute_annotation(*node);
    if (note != nullptr && note->entity != nullptr) return node;
    if (note != nullptr && note->mapper == &mapper_) return alias_->attribute(note->index);
    const ColumnElement* column = as_column(node.get());
    const ColumnElement* bare = column == nullptr ? nullptr : column->bare();
    if (bare == nullptr || bare->kind() != NodeKind::column) return nullptr;
    const FromClause* table = static_cast<const ColumnClause&>(*bare).table;
    if (std::find(tables_.begin(), tables_.end(), table) == tables_.end()) return nullptr;
    ColumnElement* found = alias_->selectable().c().corresponding(*bare);
    return found == nullptr ? ClauseRef(nullptr) : ClauseRef(found->ref());
  }

 private:
  const Mapper& mapper_;
  Ref<EntityElement> alias_;
  std::vector<const FromClause*> tables_;
};

void exchange_all(Select& statement, size_t place, const Exchange& exchange) {
  auto apply = [&](ClauseRef& slot) {
    if (slot != nullptr) slot = replacement_traverse(slot, exchange);
  };
  std::vector<PendingJoin> joins;
  joins.swap(statement.joins);
  std::vector<Ref<FromClause>> froms;
  froms.swap(statement.from_list);
  std::vector<ClauseRef> entities;
  entities.swap(statement.from_entities);
  statement.each_child(apply);
  for (size_t i = place; i < joins.size(); ++i) {
    if (i > place) apply(joins[i].target);
    if (as_relationship(joins[i].onclause.get()) == nullptr || i > place) apply(joins[i].onclause);
  }
  statement.joins = std::move(joins);
  statement.from_list = std::move(froms);
  statement.from_entities = std::move(entities);
}

}  // namespace

Ref<Select> alias_overlapping_joins(const Select& statement) {
  Ref<Select> changed;
  std::vector<const FromClause*> joined;
  for (size_t i = 0; i < statement.joins.size(); ++i) {
    const Select& now = *(changed.get() == nullptr ? &statement : changed.get());
    const PendingJoin& pending = now.joins[i];
    const Mapper* target = plain_target(pending);
    if (target == nullptr) continue;
    const Ref<FromClause> right = target->selectable().ref();
    const std::vector<const FromClause*> added = tables_joined_in(*right);
    std::vector<const FromClause*> left = left_tables(now, pending, *right);
    if (overlap(left, joined) || joined.empty()) {
      left.insert(left.end(), joined.begin(), joined.end());
    }
    if (right->kind() != NodeKind::join || !overlap(left, added)) {
      joined.insert(joined.end(), added.begin(), added.end());
      joined.insert(joined.end(), left.begin(), left.end());
      continue;
    }
    if (changed == nullptr) changed = statement.copy();
    Ref<EntityElement> alias = aliased(*target, nullptr, {}, true);
    PendingJoin& mine = changed->joins[i];
    if (as_relationship(mine.target.get()) != nullptr) mine.onclause = mine.target;
    mine.target = alias;
    exchange_all(*changed, i, Exchange(*target, alias));
    for (const FromClause* one : tables_joined_in(alias->selectable())) joined.push_back(one);
    joined.insert(joined.end(), left.begin(), left.end());
  }
  return changed;
}

}  // namespace orm
