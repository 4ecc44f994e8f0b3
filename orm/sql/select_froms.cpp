// What a SELECT selects from: the tables of its columns and criteria, and the joins written to it,
// each put to the FROM object that it belongs to.
#include <orm/compiler.h>
#include <orm/error.h>
#include <orm/schema.h>

#include <algorithm>

#include "orm/sql/slots.h"

namespace orm {

std::vector<size_t> find_left_clauses(const std::vector<Ref<FromClause>>& clauses,
                                      const FromClause& right, const ColumnElement* onclause) {
  std::vector<const ColumnElement*> used;
  if (clauses.size() > 1 && onclause != nullptr) {
    traverse(*onclause, [&](ClauseElement& node) {
      if (node.kind() == NodeKind::column) used.push_back(&static_cast<ColumnElement&>(node));
      return !node.is_from();
    });
  }
  std::vector<FromClause*> targets;
  right.from_objects(targets);
  std::vector<size_t> places;
  for (size_t i = 0; i < clauses.size(); ++i) {
    const FromClause& clause = *clauses[i];
    for (const FromClause* target : targets) {
      if (target == &clause) continue;
      bool fits = onclause != nullptr || can_join(clause, *target);
      if (!used.empty()) {
        fits = std::all_of(used.begin(), used.end(), [&](const ColumnElement* one) {
          return clause.c().contains(*one) || target->c().contains(*one);
        });
      }
      if (!fits) continue;
      places.push_back(i);
      break;
    }
  }
  if (places.size() > 1) {
    std::vector<const FromClause*> hidden;
    for (const auto& clause : clauses) clause->hidden_froms(hidden);
    places.erase(std::remove_if(places.begin(), places.end(),
                                [&](size_t place) {
                                  return std::find(hidden.begin(), hidden.end(),
                                                   clauses[place].get()) != hidden.end();
                                }),
                 places.end());
  }
  if (places.empty() && onclause != nullptr) {
    for (size_t i = 0; i < clauses.size(); ++i) places.push_back(i);
  }
  return places;
}

std::optional<size_t> find_clause(const std::vector<Ref<FromClause>>& clauses,
                                  const FromClause& left) {
  for (size_t i = 0; i < clauses.size(); ++i) {
    std::vector<FromClause*> inside;
    clauses[i]->from_objects(inside);
    if (clauses[i].get() == &left || std::find(inside.begin(), inside.end(), &left) != inside.end())
      return i;
  }
  return std::nullopt;
}

size_t only_left_clause(const std::vector<size_t>& places, const std::string& described,
                        bool misspelt) {
  const std::string advice =
      std::string(
          "Please use the .select_from() method to establish an explicit left side, as "
          "well as providing an ") +
      (misspelt ? "explcit" : "explicit") +
      " ON clause if not present already to help resolve the ambiguity.";
  if (places.size() > 1) {
    throw InvalidRequestError(
        std::string("Can't determine which FROM clause to join from, there are multiple FROMS "
                    "which can join to this entity. ") +
        advice);
  }
  if (places.empty()) {
    throw InvalidRequestError("Don't know how to join to " + described + ". " + advice);
  }
  return places[0];
}

namespace {
std::string described(const FromClause& from) {
  bool is_table =
      from.kind() == NodeKind::table && static_cast<const TableClause&>(from).is_schema_table();
  return is_table ? static_cast<const Table&>(from).repr() : from.description();
}

// One join written as select().join(), applied to the FROM object it belongs to.
void apply_join(std::vector<Ref<FromClause>>& froms, const PendingJoin& pending,
                const std::vector<Ref<FromClause>>& candidates) {
  FromClause* right = as_from(pending.target.get());
  if (right == nullptr) throw ArgumentError("Join target is not a FROM object");
  ColumnRef on(as_column(pending.onclause.get()));
  Ref<FromClause> left(as_from(pending.from.get()));
  std::optional<size_t> place;
  if (left != nullptr) {
    place = find_clause(froms, *left);
  } else {
    const auto& clauses = froms.empty() ? candidates : froms;
    size_t found =
        only_left_clause(find_left_clauses(clauses, *right, on.get()), described(*right));
    left = clauses[found];
    if (!froms.empty()) place = found;
  }
  auto joined = make_ref<Join>(place ? froms[*place] : left, Ref<FromClause>(right), on,
                               pending.outer, pending.full);
  if (place) {
    froms[*place] = joined;
  } else {
    froms.push_back(joined);
  }
}
}  // namespace

std::vector<Ref<FromClause>> Select::froms(const Profile& profile) const {
  std::vector<Ref<FromClause>> all;
  auto add = [&](FromClause* from) {
    for (const auto& seen : all)
      if (seen.get() == from) return;
    all.emplace_back(from);
  };
  std::vector<FromClause*> columns;
  for (const auto& raw : raw_columns) raw->from_objects(columns);
  std::vector<Ref<FromClause>> candidates;
  std::vector<FromClause*> criteria;
  // The criteria one by one: a constant may have taken the others out of the clause.
  for (const auto& criterion : where_criteria) criterion->from_objects(criteria);
  auto add_candidate = [&](FromClause* from) {
    bool known = std::any_of(candidates.begin(), candidates.end(),
                             [&](const auto& one) { return one.get() == from; });
    if (!known) candidates.emplace_back(from);
  };
  for (FromClause* from : columns) add_candidate(from);
  for (FromClause* from : criteria) add_candidate(from);
  std::vector<Ref<FromClause>> listed = from_list;
  for (const auto& pending : joins) {
    std::vector<FromClause*> then;
    for (const auto& raw : pending.selected) raw->from_objects(then);
    std::vector<Ref<FromClause>> earlier;
    for (FromClause* from : then)
      if (std::none_of(earlier.begin(), earlier.end(),
                       [&](const auto& one) { return one.get() == from; }))
        earlier.emplace_back(from);
    apply_join(listed, pending, earlier.empty() ? candidates : earlier);
  }
  auto add_listed = [&] {
    for (auto& from : listed) add(from.get());
  };
  if (profile.from_list_first) add_listed();
  for (FromClause* from : columns) add(from);
  for (FromClause* from : criteria) add(from);
  if (!profile.from_list_first) add_listed();
  // What a join contains is not written a second time.
  std::vector<const FromClause*> hidden;
  for (const auto& from : all) from->hidden_froms(hidden);
  all.erase(std::remove_if(all.begin(), all.end(),
                           [&](const auto& from) {
                             return std::find(hidden.begin(), hidden.end(), from.get()) !=
                                    hidden.end();
                           }),
            all.end());
  return all;
}

}  // namespace orm
