// Rows of 1.x as mappings: read by a name or a column, and what 1.4 says of that.
#include <algorithm>

#include "orm/orm_error.h"
#include "runner/bind/legacy.h"
#include "runner/bind/rows.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Kind;
using interp::Value;

namespace {

bool is_legacy_row(Interpreter& interp, const Value& row) {
  return interp.type_of(row)->name == "LegacyRow";
}

// Are its columns attributes of mapped classes, so that the ORM made it?
bool is_of_classes(const orm::Row& row) {
  const auto& expressions = row.keys().expressions;
  return !row.keys().entities.empty() ||
         std::any_of(expressions.begin(), expressions.end(), [](const orm::ColumnRef& one) {
           return one != nullptr && one->plugin() != nullptr;
         });
}

// Rows of a LegacyCursorResult are quiet unless every warning is wanted.
void warn_of_row_key(Context& owner, const Value& self, const orm::Row& row) {
  if (is_legacy_row(owner.interp, self)) {
    if (!warns_of_all_from_start(owner)) return;
  } else if (is_of_classes(row)) {
    warn_removed_in_20(owner,
                       "Retrieving row members using strings or other non-integers is deprecated; "
                       "use row._mapping for a dictionary interface to the row");
    return;
  }
  warn_removed_in_20(
      owner,
      "Using non-integer/slice indices on Row is deprecated and will be removed in version 2.0; "
      "please use row._mapping[<key>], or the mappings() accessor on the Result object.");
}

void warn_of_row_contains(Context& owner) {
  warn_removed_in_20(
      owner,
      "Using the 'in' operator to test for string or column keys, or integer indexes, in a "
      ":class:`.Row` object is deprecated and will be removed in a future release. Use the "
      "`Row._fields` or `Row._mapping` attribute, i.e. 'key in row._fields'");
}

// What a column of the same name reads where a text was executed.
Value by_name_alone(Context& owner, const orm::Row& row, const orm::ColumnElement& column) {
  const auto* named = dynamic_cast<const orm::ColumnClause*>(&column);
  if (named == nullptr || !row.keys().legacy || owner.profile.select_list_style) return {};
  const int place = row.keys().find(named->key());
  if (place < 0) return {};
  const auto at = static_cast<size_t>(place);
  if (at < row.keys().expressions.size() && row.keys().expressions[at] != nullptr) return {};
  owner.warn("SADeprecationWarning",
             "Retrieving row values using Column objects with only matching names as keys is "
             "deprecated, and will raise KeyError in a future release; only Column objects that "
             "are explicitly part of the statement object should be used.");
  return from_orm(owner, row[at]);
}

Value by_key(Context& owner, const orm::Row& row, const Value& key) {
  Interpreter& interp = owner.interp;
  if (key.is(Kind::kStr)) {
    const std::string_view name = interp.text(key);
    const bool plain = !row.keys().legacy && is_of_classes(row);
    if (plain && row.keys().find(name) == -1) {
      interp.raise(interp.call(Value(interp.exception_type("KeyError")), {key}));
    }
    return from_orm(owner, row.at(name));
  }
  const orm::ClauseRef clause = find_clause(owner, key);
  const std::vector<orm::ClauseRef>& entities = row.keys().entities;
  for (size_t i = 0; clause != nullptr && i < entities.size(); ++i) {
    if (entities[i] == clause) return from_orm(owner, row[i]);
  }
  const orm::ColumnElement* column = clause == nullptr ? nullptr : orm::as_column(clause.get());
  if (column == nullptr) return {};
  if (row.keys().find(*column) == -1) {
    if (Value found = by_name_alone(owner, row, *column)) return found;
  }
  return from_orm(owner, row.at(*column));
}

}  // namespace

Value find_in_row(Context& owner, const Value& self, const orm::Row& row, const Value& key) {
  // Rows of 1.3's Query are plain tuples.
  const bool keyed =
      owner.profile.select_list_style ? row.keys().legacy : owner.profile.legacy_rows;
  if (!keyed) return {};
  Value found = by_key(owner, row, key);
  if (found) warn_of_row_key(owner, self, row);
  return found;
}

bool is_row_key(Context& owner, const orm::Row& row, const Value& key) {
  if (key.is(Kind::kStr)) return row.keys().find(owner.interp.text(key)) != -1;
  const orm::ClauseRef clause = find_clause(owner, key);
  const orm::ColumnElement* column = clause == nullptr ? nullptr : orm::as_column(clause.get());
  return column != nullptr && row.keys().find(*column) >= 0;
}

std::optional<bool> has_row_key(Context& owner, const Value& self, const orm::Row& row,
                                const Value& key) {
  const bool as_mapping =
      owner.profile.select_list_style ? row.keys().legacy : is_legacy_row(owner.interp, self);
  if (!as_mapping) return std::nullopt;
  const bool found = is_row_key(owner, row, key);
  if (found) warn_of_row_contains(owner);
  return found;
}

}  // namespace lessonrun::bind
