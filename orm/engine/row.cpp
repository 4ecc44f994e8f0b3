// Rows: their values by key and by column, what they show, how they compare.
#include <orm/error.h>

#include <unordered_map>
#include <unordered_set>

#include "orm/engine/echo.h"
#include "orm/engine/state.h"

namespace orm {

namespace {

// Places by key, which are texts of the RowKeys.
struct KeyPlaces : RefCounted {
  std::unordered_map<std::string_view, int> places;
};

}  // namespace

int RowKeys::find(std::string_view key) const {
  if (!index_) {
    auto index = make_ref<KeyPlaces>();
    for (size_t i = 0; i < keys.size(); ++i) {
      auto [entry, fresh] = index->places.emplace(keys[i], static_cast<int>(i));
      // Of names that only the database knows, the last one counts.
      const bool textual = i >= expressions.size() || !expressions[i];
      if (!fresh) entry->second = textual && profile->dedupe_columns ? static_cast<int>(i) : -2;
    }
    index_ = std::move(index);
  }
  const auto& places = static_cast<KeyPlaces&>(*index_).places;
  auto found = places.find(key);
  return found == places.end() ? -1 : found->second;
}

int RowKeys::find(const ColumnElement& column) const {
  const ColumnElement* bare = column.bare();
  for (size_t i = 0; i < expressions.size(); ++i)
    if (expressions[i] && (expressions[i].get() == &column || expressions[i]->bare() == bare))
      return static_cast<int>(i);
  for (size_t i = 0; i < expressions.size(); ++i)
    if (expressions[i] && expressions[i]->shares_lineage(column)) return static_cast<int>(i);
  return -1;
}

const Value& Row::at(std::string_view key) const {
  int position = keys().find(key);
  if (position == -2)
    throw InvalidRequestError("Ambiguous column name '" + std::string(key) +
                              "' in result set column descriptions");
  if (position < 0)
    throw NoSuchColumnError("Could not locate column in row for column '" + std::string(key) + "'");
  return (*this)[static_cast<size_t>(position)];
}

const Value& Row::at(const ColumnElement& column) const {
  int position = keys().find(column);
  if (position < 0)
    throw NoSuchColumnError("Could not locate column in row for column '" +
                            column.str(*keys().profile) + "'");
  return (*this)[static_cast<size_t>(position)];
}

std::string Row::repr() const {
  std::string out = "(";
  for (size_t i = 0; i < size(); ++i) {
    if (i > 0) out += ", ";
    out += (*this)[i].repr();
  }
  return out + (size() == 1 ? ",)" : ")");
}

std::string Row::mapping_repr() const {
  std::string out = "{";
  for (size_t i = 0; i < size(); ++i) {
    if (i > 0) out += ", ";
    out += repr_text(keys().keys[i]) + ": " + (*this)[i].repr();
  }
  return out + "}";
}

bool Row::operator==(const Row& other) const {
  if (size() != other.size()) return false;
  for (size_t i = 0; i < size(); ++i)
    if (!((*this)[i] == other[i])) return false;
  return true;
}

}  // namespace orm
