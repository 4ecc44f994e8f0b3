// ColumnCollection: the columns of a FROM object by their keys.
#include <orm/compiler.h>
#include <orm/error.h>
#include <orm/schema.h>

#include <algorithm>

#include "orm/sql/slots.h"

namespace orm {

ColumnElement* ColumnCollection::find(std::string_view key) const {
  auto found = index_.find(key);
  return found == index_.end() ? nullptr : items_[found->second].second;
}

ColumnElement& ColumnCollection::at(std::string_view key) const {
  ColumnElement* column = find(key);
  if (column == nullptr) throw KeyError(repr_text(key));
  return *column;
}

bool ColumnCollection::contains(const ColumnElement& column) const {
  return std::any_of(items_.begin(), items_.end(),
                     [&](const auto& item) { return item.second == column.bare(); });
}

std::vector<std::string> ColumnCollection::keys() const {
  std::vector<std::string> keys;
  for (const auto& item : items_) keys.push_back(item.first);
  return keys;
}

void ColumnCollection::add(std::string key, ColumnElement* column) {
  index_.emplace(key, items_.size());
  items_.emplace_back(std::move(key), column);
}

void ColumnCollection::replace(std::string key, ColumnElement* column) {
  auto found = index_.find(key);
  if (found == index_.end())
    add(std::move(key), column);
  else
    items_[found->second].second = column;
}

void ColumnCollection::remove(const ColumnElement* column) {
  items_.erase(std::remove_if(items_.begin(), items_.end(),
                              [&](const auto& item) { return item.second == column; }),
               items_.end());
  index_.clear();
  for (size_t i = 0; i < items_.size(); ++i) index_.emplace(items_[i].first, i);
}

void ColumnCollection::clear() {
  items_.clear();
  index_.clear();
}

ColumnElement* ColumnCollection::corresponding(const ColumnElement& column) const {
  for (const auto& item : items_)
    if (item.second == column.bare()) return item.second;
  // The nearest in lineage: the fewest steps down to a common column.
  ColumnElement* best = nullptr;
  int best_distance = 0;
  for (const auto& item : items_) {
    int distance = 0;
    for (const ColumnElement* a = item.second; a != nullptr;
         a = a->proxied() != nullptr ? a->proxied()->bare() : nullptr, ++distance) {
      if (!a->shares_lineage(column)) break;
      if (a == column.bare() && (best == nullptr || distance < best_distance)) {
        best = item.second;
        best_distance = distance;
      }
    }
  }
  if (best != nullptr) return best;
  for (const auto& item : items_)
    if (item.second->shares_lineage(column)) return item.second;
  return nullptr;
}

}  // namespace orm
