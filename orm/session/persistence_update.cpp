// The rows of a flush: UPDATE and DELETE, and the UPDATEs that come after all rows are there.
#include <algorithm>

#include "orm/dml.h"
#include "orm/orm_error.h"
#include "orm/session/persistence.h"
#include "orm/session/persistence_rows.h"

namespace orm {

// ---- UPDATE -------------------------------------------------------------------------------------

bool Persistence::update_record(const Table& table, InstanceState& state, Record& record) {
  const Mapper& mapper = state.mapper();
  record.state = &state;
  for (const Column* column : table.columns()) {
    auto attribute = mapper.attribute_of(*column);
    if (!attribute || !state.in_committed_state(*attribute)) continue;
    // SQLAlchemy stumbles over an attribute that was deleted, in all of its releases.
    if (!state.has(*attribute)) throw KeyError(mapper.property(*attribute).key);
    Value value = state.get(*attribute);
    if (const ExpressionValue* expression = as_expression(value)) {
      record.expressions.push_back({std::string(column->key()), nullptr, expression->expression});
    } else if (state.is_changed(*attribute)) {
      record.parameters.emplace_back(column->key(), std::move(value));
    }
  }
  const Column* version = mapper.version_column();
  if (version != nullptr && version->table == &table) {
    if (!add_version(state, record)) return false;
  }
  if (record.parameters.empty() && record.expressions.empty()) return false;
  for (const auto& [column, attribute] : key_of(mapper, table)) {
    Value value = state.committed_value(attribute);
    if (value.is_null()) {
      throw FlushError("Can't update table " + table.description() +
                       " using NULL for primary key value on column " + column->fullname());
    }
    record.parameters.emplace_back(key_parameter(*column), std::move(value));
  }
  return true;
}

// The version that the row must have, and its next one. False: nothing of the object is to be
// written, not in other tables either.
bool Persistence::add_version(InstanceState& state, Record& record) const {
  const Mapper& mapper = state.mapper();
  const Column& column = *mapper.version_column();
  const size_t attribute = *mapper.version_attribute();
  const bool nothing = record.parameters.empty() && record.expressions.empty();
  if (nothing) {
    bool changed = false;
    for (size_t one : state.changed_attributes()) {
      changed = changed || (mapper.property(one).is_column() && state.is_changed(one));
    }
    if (!changed) return false;
  }
  const Value version = state.committed_value(attribute);
  auto given = std::find_if(record.parameters.begin(), record.parameters.end(),
                            [&](const auto& item) { return item.first == column.key(); });
  if (given == record.parameters.end()) {
    if (mapper.makes_versions()) {
      record.version = mapper.next_version(version);
      record.parameters.emplace_back(column.key(), *record.version);
    } else if (nothing) {
      record.parameters.emplace_back(column.key(), version);
    }
  }
  record.parameters.emplace_back(key_parameter(column), version);
  return true;
}

void Persistence::update_rows(const Mapper& mapper, const Table& table,
                              std::vector<Record>& records, const Update* base) {
  auto same_group = [](const Record& a, const Record& b) {
    return same_parameters(a.parameters, b.parameters) &&
           a.expressions.empty() == b.expressions.empty();
  };
  for (size_t first = 0; first < records.size();) {
    size_t last = first + 1;
    while (last < records.size() && same_group(records[first], records[last])) ++last;
    update_group(mapper, table, &records[first], &records[first] + (last - first), base);
    first = last;
  }
}

void Persistence::update_group(const Mapper& given, const Table& table, Record* first, Record* last,
                               const Update* base) {
  auto count = static_cast<size_t>(last - first);
  Ref<Update> statement = update(const_cast<Table&>(table).table_ref());
  if (base != nullptr) {
    statement = base->copy();
    statement->target = const_cast<Table&>(table).table_ref();
    statement->row.clear();
  }
  for (const auto& part : key_of(first->state != nullptr ? first->state->mapper() : given, table)) {
    const Column* column = part.first;
    statement = statement->where(
        column->eq(Operand(bindparam(key_parameter(*column), std::nullopt, column->type))));
  }
  const Column* version = given.version_column();
  const bool versioned = version != nullptr && version->table == &table;
  if (versioned) {
    statement = statement->where(
        version->eq(Operand(bindparam(key_parameter(*version), std::nullopt, version->type))));
  }
  ExecuteOptions how;
  how.cache_scope = given.base_mapper().serial();
  int64_t matched = 0;
  auto finish = [&](Record& record, const Result& result, const ParameterSet& sent) {
    if (record.state == nullptr) return;
    const Mapper& mapper = record.state->mapper();
    fetch_back(mapper, *record.state, result, sent, nullptr);
    AttributeSet computed;
    for (const Assignment& assignment : record.expressions) {
      if (auto attribute = mapper.find(assignment.key)) computed.add(*attribute);
    }
    if (!computed.empty()) record.state->expire(&computed);
  };
  if (!first->expressions.empty()) {
    for (Record* record = first; record != last; ++record) {
      Result result = connection_.execute(statement->values(record->expressions),
                                          {std::move(record->parameters)}, how);
      matched += result.rowcount();
      finish(*record, result, result.last_params());
    }
  } else if (versioned) {
    for (Record* record = first; record != last; ++record) {
      Result result = connection_.execute(statement, {std::move(record->parameters)}, how);
      matched += result.rowcount();
      finish(*record, result, result.last_params());
    }
  } else {
    std::vector<ParameterSet> parameters;
    parameters.reserve(count);
    for (Record* record = first; record != last; ++record) {
      parameters.push_back(std::move(record->parameters));
    }
    Result result = connection_.execute(statement, parameters, how);
    matched = result.rowcount();
    const auto& sent = result.sent_parameters();
    for (size_t i = 0; i < count && first[i].state != nullptr; ++i) {
      finish(first[i], result, i < sent.size() ? sent[i] : result.last_params());
    }
  }
  bool counts = base == nullptr || base->where_criteria.empty();
  if (counts && matched != static_cast<int64_t>(count)) {
    throw StaleDataError("UPDATE statement on table '" + table.description() +
                         "' expected to update " + std::to_string(count) + " row(s); " +
                         std::to_string(matched) + " were matched.");
  }
}

// ---- DELETE -------------------------------------------------------------------------------------

void Persistence::delete_objects(const Mapper& mapper, std::vector<Instance> instances) {
  use(mapper);
  if (instances.empty()) return;
  instances = sort_states(std::move(instances));
  for (const Instance& instance : instances) tell(RowEvent::before_delete, *instance);
  const std::vector<Table*>& tables = mapper.base_mapper().sorted_tables();
  for (auto table = tables.rbegin(); table != tables.rend(); ++table) {
    std::vector<Instance> stored;
    for (const Instance& instance : instances) {
      if (stored_in(instance->mapper(), **table)) stored.push_back(instance);
    }
    if (!stored.empty()) delete_rows(**table, stored);
  }
}

void Persistence::delete_rows(const Table& table, const std::vector<Instance>& instances) {
  const Mapper& mapper = instances.front()->mapper();
  Ref<Delete> statement = delete_(const_cast<Table&>(table).table_ref());
  for (const auto& part : key_of(mapper, table)) {
    const Column* column = part.first;
    statement = statement->where(
        column->eq(Operand(bindparam(std::string(column->key()), std::nullopt, column->type))));
  }
  const Column* version = mapper.version_column();
  const bool versioned = version != nullptr && version->table == &table;
  if (versioned) {
    statement = statement->where(
        version->eq(Operand(bindparam(std::string(version->key()), std::nullopt, version->type))));
  }
  std::vector<ParameterSet> parameters;
  for (const Instance& instance : instances) {
    ParameterSet row;
    for (const auto& [column, attribute] : key_of(instance->mapper(), table)) {
      Value value = instance->committed_value(attribute);
      if (value.is_null()) {
        throw FlushError("Can't delete from table " + table.description() +
                         " using NULL for primary key value on column " + column->fullname());
      }
      row.emplace_back(column->key(), std::move(value));
    }
    if (versioned) {
      row.emplace_back(version->key(),
                       instance->committed_value(*instance->mapper().version_attribute()));
    }
    parameters.push_back(std::move(row));
  }
  ExecuteOptions how;
  how.cache_scope = mapper.base_mapper().serial();
  Result result = connection_.execute(statement, parameters, how);
  auto expected = static_cast<int64_t>(parameters.size());
  if (mapper.base_mapper().options().confirm_deleted_rows && result.rowcount() != expected) {
    std::string what = "DELETE statement on table '" + table.description() +
                       "' expected to delete " + std::to_string(expected) + " row(s); " +
                       std::to_string(result.rowcount()) +
                       " were matched.  Please set confirm_deleted_rows=False within the mapper "
                       "configuration to prevent this warning.";
    if (versioned) throw StaleDataError(std::move(what));
    session_.warn(what);
  }
  for (const Instance& instance : instances) tell(RowEvent::after_delete, *instance);
}

// ---- post_update --------------------------------------------------------------------------------

void Persistence::post_update(const Mapper& mapper, std::vector<Instance> instances,
                              const std::vector<const Column*>& columns) {
  use(mapper);
  instances = sort_states(std::move(instances));
  for (const Table* table : mapper.base_mapper().sorted_tables()) {
    std::vector<Record> records;
    for (const Instance& instance : instances) {
      if (!stored_in(instance->mapper(), *table)) continue;
      Record record;
      record.state = instance.get();
      for (const Column* column : columns) {
        if (column->table != table) continue;
        auto attribute = instance->mapper().attribute_of(*column);
        if (attribute && instance->in_committed_state(*attribute)) {
          record.parameters.emplace_back(column->key(), instance->get(*attribute));
        }
      }
      if (record.parameters.empty()) continue;
      for (const auto& [column, attribute] : key_of(instance->mapper(), *table)) {
        record.parameters.emplace_back(key_parameter(*column), instance->get(attribute));
      }
      records.push_back(std::move(record));
    }
    update_rows(mapper, *table, records);
  }
}

}  // namespace orm
