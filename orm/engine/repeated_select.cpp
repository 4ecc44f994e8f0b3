#include "orm/engine/repeated_select.h"

#include <algorithm>

#include "orm/engine/state.h"

namespace orm {

RepeatedSelect::RepeatedSelect(ClauseRef statement, std::vector<std::string> names)
    : statement_(std::move(statement)), names_(std::move(names)) {}

void RepeatedSelect::make_key() {
  statement_->append_key(key_);
  std::vector<std::string> names = names_;
  std::sort(names.begin(), names.end());
  ConnectionState::finish_key(key_, names, false);
}

bool RepeatedSelect::prepare(ConnectionState& connection,
                             std::shared_ptr<const Compiled> compiled) {
  const Dialect& dialect = *connection.engine->dialect;
  compiled_ = nullptr;
  sources_.clear();
  if (!find_sources(*compiled, dialect, names_, &key_, sources_)) return false;
  columns_.clear();
  converts_ = false;
  for (const ResultColumn& column : compiled->result_columns) {
    columns_.emplace_back(column, dialect);
    converts_ = converts_ || !columns_.back().plain();
  }
  shows_ = !converts_ && sources_.size() == 1 && sources_[0].place == 0;
  compiled_ = std::move(compiled);
  return true;
}

size_t RepeatedSelect::read(const Connection& handle, std::span<const Value> values,
                            std::vector<Value>& cells) {
  ConnectionState& connection = *handle.state();
  const EngineState& engine = *connection.engine;
  if (!connection.caches() || connection.closed || !connection.pooled || connection.echo_debug ||
      !engine.listeners->empty() || !connection.execution_options.empty()) {
    return kNotSent;
  }
  if (key_.bytes.empty()) make_key();
  if (!key_.cacheable) return kNotSent;
  CompiledCache& cache = engine.caches->here();
  if (!cache.used_last(compiled_)) {
    std::shared_ptr<const Compiled> found = cache.find(key_.bytes);
    if (found == nullptr || !found->ordered_columns) return kNotSent;
    if (found != compiled_ && !prepare(connection, std::move(found))) return kNotSent;
  }
  const Compiled& compiled = *compiled_;
  const Dialect& dialect = *engine.dialect;
  direct_.cells.clear();
  direct_.converted.clear();
  const bool logs = connection.logs_statements();
  if (!gather_rows(sources_, dialect, values, names_.size(), 1, logs, direct_)) return kNotSent;

  if (connection.profile->future) connection.autobegin();
  const size_t width = direct_.cells.size();
  const auto sent = [&] {
    std::vector<Value> copies;
    copies.reserve(width);
    for (const Value* cell : direct_.cells) copies.push_back(*cell);
    return copies;
  };
  if (logs) {
    const std::vector<Value> copies = sent();
    connection.log_statement(compiled.sql,
                             connection.shown_parameters(copies.data(), width, 1, false), width,
                             connection.cached_since(compiled), false);
  }
  const size_t first = cells.size();
  cells.reserve(first + columns_.size());
  size_t columns = 0;
  try {
    columns = connection.driver().read_all(compiled.sql, direct_.cells.data(), width, cells);
  } catch (const DriverError& error) {
    if (!connection.profile->future && connection.transaction == nullptr) {
      connection.rollback_impl();
    }
    connection.fail(error, compiled.sql, sent().data(), width, 1, false);
  }
  if (!converts_) return columns;
  for (size_t row = first; row < cells.size(); row += columns) {
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (!columns_[i].plain()) columns_[i].convert(cells[row + i], dialect);
    }
  }
  return columns;
}

bool RepeatedSelect::show(const Connection& handle, const Value& value, RowTaker& taker) {
  ConnectionState& connection = *handle.state();
  const EngineState& engine = *connection.engine;
  if (!shows_ || !connection.caches() || connection.closed || !connection.pooled ||
      connection.echo_debug || !engine.listeners->empty() ||
      !connection.execution_options.empty() || !engine.caches->here().used_last(compiled_) ||
      connection.logs_statements() || value.is_list()) {
    return false;
  }
  const DirectSource& source = sources_[0];
  if (source.bind->processor != nullptr && !engine.dialect->binds_as_is(*source.type, value)) {
    return false;
  }
  const Compiled& compiled = *compiled_;
  const bool has_begun = connection.transaction != nullptr && connection.transaction->active &&
                         connection.context == nullptr;
  if (!has_begun && connection.profile->future) connection.autobegin();
  const Value* cell = &value;
  try {
    connection.pooled->driver->show_all(compiled.sql, &cell, 1, taker);
  } catch (const DriverError& error) {
    if (!connection.profile->future && connection.transaction == nullptr) {
      connection.rollback_impl();
    }
    connection.fail(error, compiled.sql, cell, 1, 1, false);
  }
  return true;
}

}  // namespace orm
