// INSERT of many rows: SQLAlchemy's insertmanyvalues, and rows that go to the driver as they are.
#include "orm/engine/insert_rows.h"

#include <orm/dml.h>
#include <orm/error.h>
#include <orm/schema.h>

#include <algorithm>

#include "orm/engine/direct_rows.h"
#include "orm/engine/echo.h"
#include "orm/engine/state.h"

namespace orm {

std::string with_rows(const Compiled& compiled, size_t count) {
  std::string sql = compiled.sql;
  std::string more;
  for (size_t i = 1; i < count; ++i) more += ", " + compiled.values_clause;
  sql.insert(sql.find(compiled.values_clause) + compiled.values_clause.size(), more);
  return sql;
}

std::vector<Value> known_primary_key(const Compiled& compiled, const ParameterSet* filled,
                                     const Row* returned) {
  std::vector<Value> key;
  const auto& insert = static_cast<const Insert&>(*compiled.statement);
  TableClause* table = insert.table();
  if (table == nullptr || !table->is_schema_table()) return key;
  for (const Column* column : static_cast<const Table&>(*table).primary_key_constraint().columns) {
    Value value;
    for (size_t i = 0; returned != nullptr && i < compiled.returning.size(); ++i) {
      if (compiled.returning[i] == column) value = (*returned)[i];
    }
    if (value.is_null() && filled != nullptr) {
      for (const auto& [name, given] : *filled) {
        if (name == column->key()) value = given;
      }
    }
    key.push_back(std::move(value));
  }
  return key;
}

std::vector<Value> new_primary_key(const Compiled& compiled, const ParameterSet& given,
                                   const std::vector<Value>& bind_values, int64_t lastrowid) {
  std::vector<Value> key;
  const auto& insert = static_cast<const Insert&>(*compiled.statement);
  TableClause* table = insert.table();
  if (table == nullptr || !table->is_schema_table()) return key;
  const Table& target = static_cast<const Table&>(*table);
  for (const Column* column : target.primary_key_constraint().columns) {
    Value value;
    bool found = false;
    for (size_t i = 0; i < compiled.binds.size() && !found; ++i)
      if (compiled.binds[i].name == column->key() && compiled.binds[i].bind &&
          compiled.binds[i].bind->is_crud) {
        // What the program gave, not what the driver was given.
        value = bind_values[i];
        for (const auto& [name, original] : given)
          if (name == column->key()) value = original;
        found = true;
      }
    if ((!found || value.is_null()) && column == target.autoincrement_column())
      value = Value(lastrowid);
    key.push_back(std::move(value));
  }
  return key;
}

size_t ConnectionState::insert_page(const ExecuteOptions& how, size_t width, size_t outside) const {
  auto page = static_cast<size_t>(engine->options.insertmanyvalues_page_size);
  for (const Options* options : {static_cast<const Options*>(&engine->execution_options),
                                 static_cast<const Options*>(&execution_options), &how.options})
    for (const auto& [name, value] : *options)
      if (name == "insertmanyvalues_page_size" && value.kind() == ValueKind::integer)
        page = static_cast<size_t>(std::max<int64_t>(1, value.as_int()));
  return width > 0 ? std::min(page, std::max<size_t>(1, (32700 - outside) / width)) : page;
}

Result ConnectionState::execute_rows(const ClauseRef& statement, const ParameterRows& rows,
                                     const ExecuteOptions& how) {
  if (rows.count < 2 || !engine->listeners->empty()) {
    return execute_statement(statement, rows.sets(), how);
  }
  if (closed || !pooled) check_open(statement, rows.sets(), how);
  Ref<RefCounted> lowering;
  const ClauseRef plain = executable(statement, lowering);
  if (profile->future) autobegin();
  KeyBuilder key;
  std::string prefix;
  const std::shared_ptr<const Compiled> compiled =
      compiled_for(plain, rows.names, true, how, key, prefix);
  const KeyBuilder* given = caches() ? &key : nullptr;
  if (goes_direct(*compiled, how)) {
    DirectRows direct;
    if (gather_rows(*compiled, *engine->dialect, rows, given, logs_statements(),
                    !how.multi_row_values, direct))
      return execute_direct(compiled, direct, rows.count, prefix, how);
  }
  return execute_compiled(compiled, rows.sets(), given, prefix, how);
}

Result Connection::execute_rows(const ClauseRef& statement, const ParameterRows& rows,
                                const ExecuteOptions& how) {
  return state_->execute_rows(statement, rows, how);
}

Result ConnectionState::execute_direct(const std::shared_ptr<const Compiled>& compiled,
                                       const DirectRows& direct, size_t rows,
                                       const std::string& prefix, const ExecuteOptions& how) {
  size_t width = compiled->positions.size();
  if (logs_statements()) {
    std::string shown = direct.laid != nullptr
                            ? echo_many(direct.laid, width, rows, *profile)
                            : echo_many(direct.cells.data(), width, rows, *profile);
    log_statement(compiled->sql, std::move(shown), width, prefix, false);
  }
  bool multi = how.multi_row_values && compiled->kind == StatementKind::insert && width > 0 &&
               engine->dialect->insertmanyvalues && engine->options.use_insertmanyvalues &&
               !compiled->is_multi_values;
  size_t page = multi ? insert_page(how, width) : rows;
  std::string sql = compiled->sql;
  size_t rows_in_sql = 1;
  std::unique_ptr<DriverCursor> cursor;
  for (size_t first = 0; first < rows; first += page) {
    size_t count = std::min(page, rows - first);
    if (multi && rows_in_sql != count) {
      sql = with_rows(*compiled, count);
      rows_in_sql = count;
    }
    const Value* const* cells = direct.cells.data() + first * width;
    try {
      cursor = nullptr;  // gives its prepared statement back, which the next one uses
      cursor = direct.laid != nullptr ? driver().execute_many(sql, direct.laid, width, count)
               : multi                ? driver().execute_cells(sql, cells, width * count, 1, false)
                                      : driver().execute_cells(sql, cells, width, count, true);
    } catch (const DriverError& error) {
      if (!profile->future && transaction == nullptr) rollback_impl();
      std::vector<Value> values;
      for (size_t i = 0; i < width * count; ++i) {
        values.push_back(direct.laid != nullptr ? direct.laid[i] : *cells[i]);
      }
      fail(error, sql, values.data(), multi ? width * count : width, multi ? 1 : count, !multi);
    }
  }
  Result result = make_cursor_result(*this, std::move(cursor), compiled);
  result.state()->many = true;
  if (multi) result.state()->rowcount = static_cast<int64_t>(rows);
  autocommit_after(*compiled, how);
  return result;
}

Result ConnectionState::insert_many_values(const std::shared_ptr<const Compiled>& compiled,
                                           std::vector<Value>& values, size_t width, size_t rows,
                                           const std::string& prefix, const ExecuteOptions& how,
                                           std::vector<ParameterSet> filled) {
  const auto& insert = static_cast<const Insert&>(*compiled->statement);
  // Without RETURNING there is nothing whose order could matter.
  bool ordered = compiled->returns_rows && insert.sort_by_parameter_order;
  // One statement a row where nothing tells the rows apart, and where the one SET clause of an
  // upsert would need other values for each.
  bool single = ordered && (compiled->sentinels == 0 || insert.conflict);
  size_t right = compiled->values_right;
  size_t left = width - compiled->values_width - right;
  if (compiled->returns_rows && insert.conflict) {
    for (size_t i = width - right; i < width; ++i) {
      const BindParameter* bind = compiled->binds[compiled->positions[i]].bind.get();
      single = single || (bind != nullptr && bind->value.is_null() && bind->callable == nullptr);
    }
  }
  size_t page = single ? 1 : insert_page(how, compiled->values_width, left + right);
  size_t batches = (rows + page - 1) / page;
  const WholeInsert whole{compiled->sql, values, rows};
  auto block = make_ref<RowBlock>();
  Ref<const RowKeys> keys;
  std::vector<std::vector<Value>> primary_keys;
  int64_t rowcount = 0;
  for (size_t batch = 0; batch < batches; ++batch) {
    size_t first = batch * page;
    size_t count = std::min(page, rows - first);
    std::string sql = with_rows(*compiled, count);
    std::vector<Value> part;
    part.reserve(count * compiled->values_width + left + right);
    auto take = [&](size_t row, size_t from, size_t to) {
      auto at = values.begin() + static_cast<ptrdiff_t>(row * width);
      part.insert(part.end(), at + static_cast<ptrdiff_t>(from), at + static_cast<ptrdiff_t>(to));
    };
    take(first, 0, left);
    for (size_t row = first; row < first + count; ++row) take(row, left, width - right);
    take(first, width - right, width);
    std::string note;
    if (echoes()) {
      std::string place = std::to_string(batch + 1) + "/" + std::to_string(batches) + " (" +
                          (ordered ? "ordered" : "unordered") +
                          (single ? "; batch not supported)] " : ")] ");
      note = batch == 0 && prefix.size() > 2
                 ? prefix.substr(0, prefix.size() - 2) + " (insertmanyvalues) " + place
                 : "[insertmanyvalues " + place;
    }
    size_t parameters = part.size();
    auto cursor = send(std::move(sql), part, parameters, 1, false, note, true, &whole);
    Result result = make_cursor_result(*this, std::move(cursor), compiled);
    if (result.returns_rows()) {
      for (const Row& row : result.all())
        block->cells.insert(block->cells.end(), row.begin(),
                            row.end() - static_cast<ptrdiff_t>(compiled->sentinels));
      keys = result.row_keys();
    }
    rowcount += static_cast<int64_t>(count);
  }
  if (keys && compiled->sentinels > 0) {
    auto own = make_ref<RowKeys>();
    auto kept = static_cast<ptrdiff_t>(keys->keys.size() - compiled->sentinels);
    own->keys.assign(keys->keys.begin(), keys->keys.begin() + kept);
    own->expressions.assign(keys->expressions.begin(), keys->expressions.begin() + kept);
    own->legacy = keys->legacy;
    own->profile = keys->profile;
    keys = std::move(own);
  }
  std::vector<Row> returned;
  if (compiled->implicit_returning && keys) {
    block->keys = keys;
    block->width = keys->keys.size();
    for (size_t row = 0; row < block->rows(); ++row) returned.emplace_back(block, row);
    keys = nullptr;
  }
  for (size_t row = 0; row < rows; ++row) {
    primary_keys.push_back(known_primary_key(*compiled,
                                             row < filled.size() ? &filled[row] : nullptr,
                                             row < returned.size() ? &returned[row] : nullptr));
  }
  Result result;
  if (keys) {
    result = Result::from_rows(keys, std::move(block->cells), *profile);
  } else {
    result = Result(make_ref<Result::State>());
    result.state()->profile = profile;
    result.state()->exhausted = result.state()->soft_closed = true;
  }
  Result::State& state = *result.state();
  state.many = true;
  state.compiled = compiled;
  state.rowcount = rowcount;
  state.primary_keys = std::move(primary_keys);
  state.returned_defaults = std::move(returned);
  if (!filled.empty()) state.last_params = filled.back();
  if (!compiled->defaults.empty()) state.sent_parameters = std::move(filled);
  return result;
}

}  // namespace orm
