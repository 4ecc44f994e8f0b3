// Joins of FROM objects, and how an ON clause is found from foreign keys.
#include <orm/compiler.h>
#include <orm/error.h>
#include <orm/schema.h>

#include <algorithm>

#include "orm/sql/slots.h"

namespace orm {

Join::Join(Ref<FromClause> a, Ref<FromClause> b, ColumnRef on, bool is_outer, bool is_full)
    : FromClause(NodeKind::join),
      left(std::move(a)),
      right(std::move(b)),
      onclause(std::move(on)),
      outer(is_outer),
      full(is_full) {
  if (!onclause) {
    // Of a join's sides the last one is asked first.
    const FromClause* nearest =
        left->kind() == NodeKind::join ? static_cast<Join&>(*left).right.get() : nullptr;
    onclause = join_condition(*left, *right, nearest);
  }
  onclause = onclause->self_group(Operator::none);
}

std::string Join::description() const {
  return "Join object on " + left->description() + " and " + right->description();
}

std::vector<ColumnElement*> Join::primary_key() const {
  auto keys = left->primary_key();
  for (ColumnElement* column : right->primary_key()) keys.push_back(column);
  return keys;
}

std::vector<ForeignKey*> Join::foreign_keys() const {
  auto keys = left->foreign_keys();
  for (ForeignKey* key : right->foreign_keys()) keys.push_back(key);
  return keys;
}

void Join::each_child(SlotFunction slot) {
  visit_slot(left, slot);
  visit_slot(right, slot);
  visit_slot(onclause, slot);
}

void Join::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.flag(outer);
  key.flag(full);
  key.child(left.get());
  key.child(right.get());
  key.child(onclause.get());
}

void Join::from_objects(std::vector<FromClause*>& out) const {
  // What the ON clause names beside its two sides is no part of the join.
  out.push_back(const_cast<Join*>(this));
  left->from_objects(out);
  right->from_objects(out);
}

void Join::hidden_froms(std::vector<const FromClause*>& out) const {
  for (const auto* side : {left.get(), right.get()}) {
    std::vector<FromClause*> all;
    side->from_objects(all);
    out.insert(out.end(), all.begin(), all.end());
  }
}

void Join::populate() const {
  for (const auto* side : {left.get(), right.get()})
    for (const auto& [key, column] : side->c()) {
      std::string prefix = side->kind() == NodeKind::join ? "" : std::string(side->name()) + "_";
      columns_.add(prefix + key, column);
    }
}

namespace {
// Pairs (referring column, referred column) of keys of `a` that point into `b`.
struct KeyPairs {
  std::vector<const void*> constraints;  // in order, one for each group
  std::vector<std::vector<std::pair<ColumnElement*, ColumnElement*>>> groups;
  std::vector<const void*> parents;
  const std::vector<ColumnRef>* only = nullptr;

  bool counts(const ColumnElement& column) const {
    return only == nullptr || std::any_of(only->begin(), only->end(), [&](const ColumnRef& one) {
             return one->bare() == column.bare();
           });
  }

  static bool names_table(const ForeignKey& key, const FromClause& from) {
    const Column* own = key.schema_parent();
    if (own == nullptr || own->schema_table() == nullptr) return false;
    if (from.kind() == NodeKind::join) {
      const auto& join = static_cast<const Join&>(from);
      return names_table(key, *join.left) || names_table(key, *join.right);
    }
    if (from.kind() != NodeKind::table || !static_cast<const TableClause&>(from).is_schema_table())
      return false;
    const std::string target = key.target_fullname();
    return target.substr(0, target.rfind('.')) == static_cast<const Table&>(from).fullname();
  }

  void collect(const FromClause& a, const FromClause& b) {
    for (ForeignKey* key : a.foreign_keys()) {
      if (!counts(*key->parent)) continue;
      Column* target = key->column_or_null();
      if (target == nullptr) {
        // What is missing only matters in the table that is being joined.
        if (&b != &a && names_table(*key, b)) key->column();
        continue;
      }
      ColumnElement* referred = b.c().corresponding(*target);
      if (referred == nullptr) continue;
      const void* group = key->constraint != nullptr ? static_cast<const void*>(key->constraint)
                                                     : static_cast<const void*>(key);
      size_t at = 0;
      while (at < constraints.size() && constraints[at] != group) ++at;
      if (at == constraints.size()) {
        constraints.push_back(group);
        groups.emplace_back();
      }
      groups[at].emplace_back(key->parent, referred);
    }
  }
};
}  // namespace

ColumnRef join_condition(const FromClause& a, const FromClause& b, const FromClause* a_subset,
                         const std::vector<ColumnRef>* only) {
  KeyPairs pairs;
  pairs.only = only;
  for (const FromClause* left : {a_subset, &a}) {
    if (left == nullptr) continue;
    pairs.collect(b, *left);
    if (left != &b) pairs.collect(*left, b);
    if (!pairs.groups.empty()) break;
  }
  if (pairs.groups.empty()) {
    std::string hint;
    if (b.kind() == NodeKind::join)
      hint = " Perhaps you meant to convert the right side to a subquery using alias()?";
    throw NoForeignKeysError("Can't find any foreign key relationships between '" +
                             a.description() + "' and '" + b.description() + "'." + hint);
  }
  if (pairs.groups.size() > 1)
    throw AmbiguousForeignKeysError(
        "Can't determine join between '" + a.description() + "' and '" + b.description() +
        "'; tables have more than one foreign key constraint relationship between them. Please "
        "specify the 'onclause' of this join explicitly.");
  std::vector<ColumnRef> criteria;
  for (const auto& [parent, referred] : pairs.groups[0])
    criteria.push_back(operate(Operator::eq, referred->ref(), Operand(parent->ref())));
  return and_(criteria);
}

bool can_join(const FromClause& left, const FromClause& right) {
  KeyPairs pairs;
  pairs.collect(right, left);
  pairs.collect(left, right);
  return !pairs.groups.empty();
}

}  // namespace orm
