// EntityRows: the rows of a result that an EntityLoader makes.
#include "orm/error.h"
#include "orm/profile.h"
#include "orm/session/loading.h"

namespace orm {

Ref<RowKeys> row_keys(const RowPlan& plan, const Result& core, const Profile& profile) {
  auto keys = make_ref<RowKeys>();
  Ref<const RowKeys> core_keys = core.row_keys();
  for (const RowPlan::Item& item : plan.items) {
    bool is_column = item.mapper == nullptr && item.bundle == nullptr;
    keys->keys.push_back(item.key.empty() && is_column ? core_keys->keys[item.places[0]]
                                                       : item.key);
    keys->expressions.push_back(is_column ? core_keys->expressions[item.places[0]] : nullptr);
    keys->entities.emplace_back(item.entity);
  }
  keys->profile = &profile;
  return keys;
}

void EntityRows::check_unique() const {
  if (needs_unique_) {
    throw InvalidRequestError(
        "The unique() method must be invoked on this Result, as it contains results that include "
        "joined eager loads against collections");
  }
}

// Calls `load(cells)` for each row of the cursor. As in SQLAlchemy, it is read to its end before
// the first object is handed out, and before the program hears of one: objects may be used to send
// statements while the result is being read.
template <class Load>
void EntityRows::load_all(Load load) {
  loaded_ = true;
  auto load_block = [&](const RowBlock& block) {
    const size_t end = block.cells.size();
    for (size_t first = 0; first < end; first += block.width) load(&block.cells[first]);
  };
  std::vector<Ref<const RowBlock>> kept;
  while (Ref<const RowBlock> block = core_.take_block()) {
    if (loader_.runs_program()) {
      kept.push_back(std::move(block));
    } else {
      load_block(*block);
    }
  }
  for (const Ref<const RowBlock>& block : kept) load_block(*block);
  loader_.finish();
}

size_t EntityRows::fetch(RowBlock& block, size_t limit) {
  if (!loaded_) load_all([this](const Value* row) { loader_.load_row(row, cells_); });
  if (next_ < cells_.size()) check_unique();
  size_t width = block.width;
  size_t rows = width == 0 ? 0 : (cells_.size() - next_) / width;
  if (rows > limit) rows = limit;
  for (size_t i = 0; i < rows * width; ++i) block.cells.push_back(std::move(cells_[next_++]));
  return rows;
}

bool EntityRows::take_objects(std::vector<Instance>& objects) {
  if (!only_objects_ || loaded_) return false;
  load_all([&](const Value* row) { objects.push_back(loader_.load_object(row)); });
  if (!objects.empty()) check_unique();
  return true;
}

void EntityRows::close() {
  core_.close();
  cells_.clear();
  next_ = 0;
  loaded_ = true;
}

}  // namespace orm
