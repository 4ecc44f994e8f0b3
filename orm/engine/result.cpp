// Results: rows taken from a cursor or from elsewhere, one by one or all at once.
#include <orm/error.h>
#include <orm/instance.h>

#include <unordered_set>

#include "orm/engine/echo.h"
#include "orm/engine/result_columns.h"
#include "orm/engine/state.h"
#include "orm/result_functions.h"

namespace orm {

Ref<RefCounted> Result::erased() const { return state_; }
Result Result::restored(const Ref<RefCounted>& erased) {
  return Result(Ref<State>(static_cast<State*>(erased.get())));
}
Result::Result() = default;
Result::Result(Ref<State> state) : state_(std::move(state)) {}
Result::Result(const Result&) = default;
Result::Result(Result&&) noexcept = default;
Result& Result::operator=(const Result&) = default;
Result& Result::operator=(Result&&) noexcept = default;
Result::~Result() = default;

void Result::State::finish() {
  if (source) source->close();
  source = nullptr;
  exhausted = true;
  soft_closed = true;
  auto pending = std::move(hooks);
  hooks.clear();
  for (auto& hook : pending) hook();
}

Result Result::from_source(Ref<const RowKeys> keys, Ref<RowSource> source, const Profile& profile) {
  auto state = make_ref<State>();
  state->keys = std::move(keys);
  state->source = std::move(source);
  state->profile = &profile;
  return Result(state);
}

Result Result::from_rows(Ref<const RowKeys> keys, std::vector<Value> cells,
                         const Profile& profile) {
  auto state = make_ref<State>();
  state->block = make_ref<RowBlock>();
  state->block->width = keys->keys.size();
  state->block->keys = keys;
  state->block->cells = std::move(cells);
  state->keys = std::move(keys);
  state->exhausted = true;
  state->profile = &profile;
  return Result(state);
}

const Profile& Result::profile() const { return *state_->profile; }
bool Result::returns_rows() const { return state_->keys.get() != nullptr; }
Ref<const RowKeys> Result::row_keys() const {
  if (!state_->keys)
    throw ResourceClosedError(
        "This result object does not return rows. It has been closed automatically.");
  return state_->keys;
}
std::vector<std::string> Result::keys() const { return row_keys()->keys; }
int64_t Result::rowcount() const { return state_->rowcount; }
int64_t Result::lastrowid() const { return state_->lastrowid; }
bool Result::is_insert() const {
  return state_->compiled && state_->compiled->kind == StatementKind::insert;
}
const ParameterSet& Result::last_params() const { return state_->last_params; }

bool Result::from_driver() const { return state_->from_driver; }
bool Result::executemany() const { return state_->many; }

ParameterSet Result::compiled_parameters() const {
  ParameterSet set;
  for (size_t i = 0; i < state_->bind_values.size(); ++i)
    set.emplace_back(state_->compiled->binds[i].name, state_->bind_values[i]);
  return set;
}

const std::vector<ParameterSet>& Result::sent_parameters() const { return state_->sent_parameters; }
const Compiled* Result::compiled() const { return state_->compiled.get(); }
const std::vector<Row>& Result::returned_defaults() const { return state_->returned_defaults; }

namespace {
const std::vector<Column*>& no_columns() {
  static const std::vector<Column*> none;
  return none;
}
}  // namespace

const std::vector<Column*>& Result::prefetch_cols() const {
  return state_->compiled ? state_->compiled->prefetch : no_columns();
}
const std::vector<Column*>& Result::postfetch_cols() const {
  return state_->compiled ? state_->compiled->postfetch : no_columns();
}

std::vector<std::vector<Value>> Result::inserted_primary_key_rows() const {
  if (!is_insert()) throw InvalidRequestError("Statement is not an insert() expression construct.");
  return state_->primary_keys;
}

std::vector<Value> Result::inserted_primary_key() const {
  auto rows = inserted_primary_key_rows();
  if (rows.size() != 1)
    throw InvalidRequestError(
        "This statement was an executemany call; if primary key returning is supported, please use "
        ".inserted_primary_key_rows.");
  return rows[0];
}

namespace {
// So many rows that those of a few columns stay in the processor's cache while they are used.
constexpr size_t kBatch = 512;

// Makes sure there are unread rows in the block, if the source has any.
bool refill(Result::State& state, size_t wanted) {
  if (!state.keys)
    throw ResourceClosedError(
        "This result object does not return rows. It has been closed automatically.");
  if (state.hard_closed) throw ResourceClosedError("This result object is closed.");
  if (state.block && state.next < state.block->rows()) return true;
  if (state.exhausted || !state.source) return false;
  auto block = make_ref<RowBlock>();
  block->keys = state.keys;
  block->width = state.keys->keys.size();
  size_t got = state.source->fetch(*block, wanted);
  state.block = block;
  state.next = 0;
  if (got < wanted) state.finish();
  return got > 0;
}
}  // namespace

std::optional<Row> Result::fetchone() {
  if (!refill(*state_, 1)) return std::nullopt;
  return Row(state_->block, state_->next++);
}

std::vector<Row> Result::fetchmany(size_t count) {
  std::vector<Row> rows;
  while (rows.size() < count && refill(*state_, count - rows.size()))
    rows.emplace_back(state_->block, state_->next++);
  return rows;
}

Ref<const RowBlock> Result::take_block() {
  if (!refill(*state_, kBatch)) return nullptr;
  Ref<RowBlock> block = state_->block;
  if (state_->next > 0) {
    auto rest = make_ref<RowBlock>();
    rest->keys = block->keys;
    rest->width = block->width;
    rest->cells.assign(block->cells.begin() + static_cast<ptrdiff_t>(state_->next * block->width),
                       block->cells.end());
    block = std::move(rest);
  }
  state_->next = 0;
  state_->block = nullptr;
  return block;
}

bool Result::take_objects(std::vector<Instance>& objects) {
  State& state = *state_;
  if (!state.keys || state.hard_closed || state.exhausted || !state.source || state.block) {
    return false;
  }
  if (!state.source->take_objects(objects)) return false;
  state.finish();
  return true;
}

std::vector<Row> Result::all() {
  std::vector<Row> rows;
  while (refill(*state_, kBatch)) {
    size_t count = state_->block->rows();
    for (; state_->next < count; ++state_->next) rows.emplace_back(state_->block, state_->next);
  }
  return rows;
}

std::optional<Row> Result::first() {
  if (state_->source) state_->source->only_first();
  auto row = fetchone();
  state_->finish();
  state_->hard_closed = true;
  return row;
}

std::optional<Row> Result::one_or_none() {
  auto row = fetchone();
  bool more = row && fetchone();
  state_->finish();
  state_->hard_closed = true;
  if (more) throw MultipleResultsFound("Multiple rows were found when one or none was required");
  return row;
}

Row Result::one() {
  auto row = fetchone();
  bool more = row && fetchone();
  state_->finish();
  state_->hard_closed = true;
  if (!row) throw NoResultFound("No row was found when one was required");
  if (more) throw MultipleResultsFound("Multiple rows were found when exactly one was required");
  return *row;
}

Value Result::scalar() {
  auto row = first();
  return row ? (*row)[0] : Value();
}

Value Result::scalar_one() { return one()[0]; }

std::optional<Value> Result::scalar_one_or_none() {
  auto row = one_or_none();
  if (!row) return std::nullopt;
  return (*row)[0];
}

std::vector<Value> Result::scalars(size_t column) {
  std::vector<Value> values;
  for (const Row& row : all()) values.push_back(row[column]);
  return values;
}

std::vector<RowMapping> Result::mappings() {
  std::vector<RowMapping> rows;
  for (Row& row : all()) rows.emplace_back(std::move(row));
  return rows;
}

namespace {
// Rows of another result, changed on the way.
class DerivedSource : public RowSource {
 public:
  DerivedSource(Result base, std::vector<size_t> positions, bool unique,
                std::function<Value(const Row&)> key = {})
      : base_(std::move(base)),
        positions_(std::move(positions)),
        unique_(unique),
        key_(std::move(key)) {}
  size_t fetch(RowBlock& block, size_t limit) override {
    size_t count = 0;
    Result::State& base = *base_.state();
    while (count < limit && refill(base, limit - count)) {
      const Ref<RowBlock> rows = base.block;
      while (base.next < rows->rows() && count < limit) {
        const size_t at = base.next++;
        if (unique_ && !is_new(rows, at)) continue;
        const Value* cells = &rows->cells[at * rows->width];
        for (size_t position : positions_) block.cells.push_back(cells[position]);
        ++count;
      }
    }
    return count;
  }
  bool take_objects(std::vector<Instance>& objects) override {
    if (positions_.size() != 1 || key_ || !seen_.empty()) return false;
    if (!unique_) return base_.take_objects(objects);
    std::vector<Instance> all;
    if (!base_.take_objects(all)) return false;
    std::unordered_set<const InstanceState*> seen;
    for (Instance& one : all) {
      if (seen.insert(one.get()).second) objects.push_back(std::move(one));
    }
    return true;
  }
  void unique_rows() override {
    if (base_.state()->source) base_.state()->source->unique_rows();
  }
  void only_first() override {
    if (base_.state()->source) base_.state()->source->only_first();
  }

 private:
  bool is_new(const Ref<RowBlock>& rows, size_t at) {
    const Row row(rows, at);
    if (key_) return seen_.insert(key_(row)).second;
    if (rows->width == 1) return seen_.insert(row[0]).second;
    return seen_.insert(Value::tuple(std::vector<Value>(row.begin(), row.end()))).second;
  }

  Result base_;
  std::vector<size_t> positions_;
  bool unique_;
  std::function<Value(const Row&)> key_;
  std::unordered_set<Value> seen_;
};
}  // namespace

Result Result::columns(const std::vector<size_t>& positions) const {
  auto keys = make_ref<RowKeys>();
  auto own = row_keys();
  keys->profile = own->profile;
  keys->legacy = own->legacy;
  for (size_t position : positions) {
    keys->keys.push_back(own->keys.at(position));
    keys->expressions.push_back(position < own->expressions.size() ? own->expressions[position]
                                                                   : nullptr);
  }
  return from_source(keys, make_ref<DerivedSource>(*this, positions, false), *state_->profile)
      .yield_per(state_->yield_per);
}

Result& Result::yield_per(size_t rows) {
  state_->yield_per = rows;
  return *this;
}
size_t Result::yield_per() const { return state_->yield_per; }

Result Result::unique() const { return unique_by(*this, nullptr); }

Result unique_by(const Result& result, std::function<Value(const Row&)> key) {
  Result::State& state = *result.state();
  if (state.source) state.source->unique_rows();
  std::vector<size_t> all_positions;
  for (size_t i = 0; i < result.row_keys()->keys.size(); ++i) all_positions.push_back(i);
  return Result::from_source(result.row_keys(),
                             make_ref<DerivedSource>(result, all_positions, true, std::move(key)),
                             *state.profile)
      .yield_per(state.yield_per);
}

void Result::close() {
  state_->finish();
  state_->hard_closed = true;
}
bool Result::closed() const { return state_->hard_closed || state_->soft_closed; }
void on_close(const Result& result, std::function<void()> hook) {
  Result::State& state = *result.state();
  if (state.exhausted) {
    hook();
  } else {
    state.hooks.push_back(std::move(hook));
  }
}
int Result::index_of(const ColumnElement& column) const { return row_keys()->find(column); }

// Cursor results

Value CellView::to_value() const {
  switch (kind) {
    case Kind::null:
      return Value();
    case Kind::integer:
      return Value(integer);
    case Kind::real:
      return Value(real);
    case Kind::text:
      return Value(bytes);
    case Kind::blob:
      return Value::bytes(bytes);
  }
  return Value();
}

// Through decorators: the impl's own processing first, then each decorator's hook.
Value ColumnReader::convert_result(const TypeEngine& type, const Dialect& dialect, Value value) {
  if (type.kind() == TypeKind::decorator) {
    const auto& inner = *static_cast<const TypeDecorator&>(type).direct_impl();
    if (inner.converts_result()) value = convert_result(inner, dialect, std::move(value));
  }
  return type.convert_result(std::move(value), dialect);
}

namespace {

class CursorSource : public RowSource {
 public:
  CursorSource(Ref<ConnectionState> connection, std::unique_ptr<DriverCursor> cursor,
               std::shared_ptr<const Compiled> compiled)
      : connection_(std::move(connection)),
        cursor_(std::move(cursor)),
        compiled_(std::move(compiled)),
        dialect_(*connection_->engine->dialect),
        debug_(connection_->echo_debug) {
    plans_.resize(cursor_->column_count());
    if (!compiled_) return;
    for (size_t i = 0; i < plans_.size() && i < compiled_->result_columns.size(); ++i) {
      const ResultColumn* column = &compiled_->result_columns[i];
      if (!compiled_->ordered_columns) {
        column = nullptr;
        for (const auto& candidate : compiled_->result_columns)
          if (candidate.name == cursor_->column_name(i)) column = &candidate;
      }
      if (column == nullptr) continue;
      plans_[i] = ColumnReader(*column, dialect_);
      connection_->warn_of_decimals(*column->type);
    }
  }

  size_t fetch(RowBlock& block, size_t limit) override {
    size_t count = 0;
    size_t width = plans_.size();
    // After a full batch another is likely.
    if (last_count_ == limit) block.cells.reserve(limit * width);
    last_count_ = 0;
    while (count < limit) {
      size_t first = block.cells.size();
      try {
        if (!cursor_ || !cursor_->next_row(block.cells)) break;
      } catch (const DriverError& error) {
        block.cells.resize(first);
        connection_->fail(error, compiled_ ? compiled_->sql : std::string(), nullptr, 0, 0, false);
      }
      for (size_t i = 0; i < width; ++i) {
        if (!plans_[i].plain()) plans_[i].convert(block.cells[first + i], dialect_);
      }
      last_count_ = ++count;
      if (debug_) log_row(&block.cells[first], width);
    }
    return count;
  }

  void close() override { cursor_.reset(); }

 private:
  void log_row(const Value* values, size_t width) {
    std::string message = "Row (";
    for (size_t i = 0; i < width; ++i) {
      if (i > 0) message += ", ";
      message += echo_value(values[i]);
    }
    message += width == 1 ? ",)" : ")";
    connection_->log(LogKind::row, LogLevel::debug, message);
  }

  Ref<ConnectionState> connection_;
  std::unique_ptr<DriverCursor> cursor_;
  std::shared_ptr<const Compiled> compiled_;
  const Dialect& dialect_;
  size_t last_count_ = 0;  // rows of the batch before
  std::vector<ColumnReader> plans_;
  bool debug_;
};

}  // namespace

Result make_cursor_result(ConnectionState& connection, std::unique_ptr<DriverCursor> cursor,
                          const std::shared_ptr<const Compiled>& compiled) {
  auto state = make_ref<Result::State>();
  state->profile = connection.profile;
  state->compiled = compiled;
  state->rowcount = cursor->rowcount();
  state->from_driver = true;
  state->lastrowid = cursor->lastrowid();
  size_t width = cursor->column_count();
  if (width == 0) {
    state->exhausted = state->soft_closed = true;
    return Result(state);
  }
  auto keys = make_ref<RowKeys>();
  keys->profile = connection.profile;
  keys->legacy = connection.profile->legacy_rows;
  for (size_t i = 0; i < width; ++i) {
    std::string name(cursor->column_name(i));
    if (compiled && compiled->ordered_columns && i < compiled->result_columns.size()) {
      const ResultColumn& column = compiled->result_columns[i];
      keys->keys.push_back(column.key.empty() ? name : column.key);
      keys->expressions.push_back(column.expression);
    } else {
      ColumnRef expression;
      if (compiled)
        for (const auto& candidate : compiled->result_columns)
          if (candidate.name == name) expression = candidate.expression;
      keys->keys.push_back(name);
      keys->expressions.push_back(expression);
    }
  }
  if (connection.echo_debug) {
    std::string message = "Col (";
    for (size_t i = 0; i < width; ++i) {
      if (i > 0) message += ", ";
      message += repr_text(cursor->column_name(i));
    }
    connection.log(LogKind::row, LogLevel::debug, message + (width == 1 ? ",)" : ")"));
  }
  state->keys = keys;
  state->source =
      make_ref<CursorSource>(Ref<ConnectionState>(&connection), std::move(cursor), compiled);
  return Result(state);
}

}  // namespace orm
