// RowBuffer: the values of many rows in one piece of memory, with their parameters' names kept once
// for all rows that have the same.
#pragma once

#include <cstring>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "orm/base/large_pages.h"
#include "orm/value.h"

namespace orm {

class RowBuffer {
 public:
  using Names = std::vector<std::string>;
  /// A row that is done. Rows with the same names, in the same order, have the same `names`.
  struct Row {
    const Names* names = nullptr;
    size_t first = 0;  ///< its first value
  };

  void reserve(size_t values) { reserve_large(cells_, values); }
  /// The same for so many rows of as many values as there are.
  void reserve_like_first(size_t rows) { reserve(rows * cells_.size()); }
  /// Adds a value to the row that is being made.
  void add(std::string_view name, Value&& value) {
    const size_t at = width_++;
    if (diverged_ || at >= known_->size() || !same((*known_)[at], name)) add_name(name, at);
    cells_.push_back(std::move(value));
  }
  void add(std::string_view name, const Value& value) { add(name, Value(value)); }
  /// The value of that name in the row that is being made, or null.
  const Value* find(std::string_view name) const;
  /// How many values the row that is being made has.
  size_t width() const noexcept { return width_; }
  /// Ends the row that is being made; the next add() begins another.
  Row end();
  /// Forgets the row that is being made.
  void drop();

  /// The row as named parameters, its values moved out.
  ParameterSet take(const Row& row);
  /// `count` rows of the same names that follow each other, their values moved out.
  ParameterRows take(const Row& first, size_t count);

 private:
  static bool same(const std::string& a, std::string_view b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), b.size()) == 0;
  }
  void add_name(std::string_view name, size_t at);
  const Names& names() const { return diverged_ ? fresh_ : *known_; }
  std::set<Names> kinds_{Names()};
  const Names* known_ = &*kinds_.begin();  // of the row before; what this one is compared with
  Names fresh_;                            // of this one, where it is not as the one before
  bool diverged_ = false;
  size_t begin_ = 0;
  size_t width_ = 0;  // of the row that is being made
  std::vector<Value> cells_;
};

}  // namespace orm
