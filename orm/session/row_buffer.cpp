// Names of a row are compared with those of the row before, and copied only where they differ.
#include "orm/session/row_buffer.h"

namespace orm {

// The row has another name at that place than the one before, or had one already.
void RowBuffer::add_name(std::string_view name, size_t at) {
  if (!diverged_) {
    diverged_ = true;
    fresh_.assign(known_->begin(), known_->begin() + static_cast<ptrdiff_t>(at));
  }
  fresh_.emplace_back(name);
}

const Value* RowBuffer::find(std::string_view name) const {
  for (size_t i = 0; i < width(); ++i) {
    if (names()[i] == name) return &cells_[begin_ + i];
  }
  return nullptr;
}

RowBuffer::Row RowBuffer::end() {
  const size_t size = width();
  if (!diverged_ && size < known_->size()) {
    diverged_ = true;
    fresh_.assign(known_->begin(), known_->begin() + static_cast<ptrdiff_t>(size));
  }
  if (diverged_) known_ = &*kinds_.insert(std::move(fresh_)).first;
  diverged_ = false;
  fresh_.clear();
  const Row row{known_, begin_};
  begin_ = cells_.size();
  width_ = 0;
  return row;
}

void RowBuffer::drop() {
  cells_.resize(begin_);
  width_ = 0;
  diverged_ = false;
  fresh_.clear();
}

ParameterSet RowBuffer::take(const Row& row) {
  ParameterSet set;
  set.reserve(row.names->size());
  for (size_t i = 0; i < row.names->size(); ++i) {
    set.emplace_back((*row.names)[i], std::move(cells_[row.first + i]));
  }
  return set;
}

ParameterRows RowBuffer::take(const Row& first, size_t count) {
  const size_t size = first.names->size() * count;
  ParameterRows rows{*first.names, {}, count};
  if (size == cells_.size()) {
    rows.cells.swap(cells_);
    return rows;
  }
  const auto begin = cells_.begin() + static_cast<ptrdiff_t>(first.first);
  rows.cells.assign(std::make_move_iterator(begin),
                    std::make_move_iterator(begin + static_cast<ptrdiff_t>(size)));
  return rows;
}

}  // namespace orm
