// The rows of a flush: UPDATE and DELETE, and the UPDATEs that come after all rows are there.
#include <algorithm>

#include "orm/compiler.h"
#include "orm/dml.h"
#include "orm/orm_error.h"
#include "orm/session/persistence.h"
#include "orm/session/persistence_rows.h"

namespace orm {

// ---- UPDATE -------------------------------------------------------------------------------------

void Persistence::update_record(const Table& table, InstanceState& state, Records& records) {
  const Mapper& mapper = state.mapper();
  RowBuffer& values = records.values;
  Record record;
  record.state = &state;
  // A new object says all that it has; what it lacks stays as it was.
  const InstanceState* before = predecessor(state);
  for (const TableColumn& place : columns_of(mapper, table)) {
    const size_t attribute = place.attribute;
    if (attribute == TableColumn::kNone) continue;
    if (before != nullptr ? !state.has(attribute) || place.column->primary_key()
                          : !state.in_committed_state(attribute)) {
      continue;
    }
    Value value = state.get(attribute);
    // SQLAlchemy stumbles over an attribute that was deleted, in all of its releases.
    if (value.is_null() && !state.has(attribute)) throw KeyError(mapper.property(attribute).key);
    if (const ExpressionValue* expression = as_expression(value)) {
      record.add_expression({std::string(place.column->key()), nullptr, expression->expression});
    } else if (before != nullptr || state.is_changed(attribute, value)) {
      values.add(place.column->key(), std::move(value));
    }
  }
  if ((plan_.versioned && !add_version(state, records, record)) ||
      (values.width() == 0 && record.expressions().empty())) {
    values.drop();
    return;
  }
  for (const KeyColumn& key : key_of(mapper, table)) {
    const bool is_own = before != nullptr || !state.in_committed_state(key.attribute);
    Value value = is_own ? state.get(key.attribute) : Value();
    if (value.is_null() && before == nullptr) value = state.committed_value(key.attribute);
    if (value.is_null()) {
      throw FlushError("Can't update table " + table.description() +
                       " using NULL for primary key value on column " + key.column->fullname());
    }
    values.add(key.parameter, std::move(value));
  }
  record.values = values.end();
  records.list.push_back(std::move(record));
}

// The version that the row must have, and its next one. False: nothing of the object is to be
// written, not in other tables either.
bool Persistence::add_version(InstanceState& state, Records& records, const Record& record) const {
  RowBuffer& values = records.values;
  const Mapper& mapper = state.mapper();
  const Column& column = *mapper.version_column();
  const size_t attribute = *mapper.version_attribute();
  const bool nothing = values.width() == 0 && record.expressions().empty();
  if (nothing) {
    bool changed = false;
    for (size_t one : state.changed_attributes()) {
      changed = changed || (mapper.property(one).is_column() && state.is_changed(one));
    }
    if (!changed) return false;
  }
  InstanceState* before = predecessor(state);
  const Value version = (before != nullptr ? *before : state).committed_value(attribute);
  if (values.find(column.key()) == nullptr) {
    if (mapper.makes_versions()) {
      records.give_version(state, column, mapper.next_version(version));
    } else if (nothing) {
      values.add(column.key(), version);
    }
  }
  values.add(key_parameter(column), version);
  return true;
}

void Persistence::update_rows(const Mapper& mapper, const Table& table, Records& records,
                              const Update* base) {
  auto same_group = [](const Record& a, const Record& b) {
    return a.values.names == b.values.names && a.expressions().empty() == b.expressions().empty();
  };
  std::vector<Record>& list = records.list;
  for (size_t first = 0; first < list.size();) {
    size_t last = first + 1;
    while (last < list.size() && same_group(list[first], list[last])) ++last;
    update_group(mapper, table, records.values, &list[first], list.data() + last, base);
    first = last;
  }
}

void Persistence::update_group(const Mapper& given, const Table& table, RowBuffer& values,
                               Record* first, Record* last, const Update* base) {
  auto count = static_cast<size_t>(last - first);
  Ref<Update> statement = update(const_cast<Table&>(table).table_ref());
  if (base != nullptr) {
    statement = base->copy();
    statement->target = const_cast<Table&>(table).table_ref();
    statement->row.clear();
  }
  // The class itself knows of a version that the one above it does not have.
  const Mapper& own = first->state != nullptr ? first->state->mapper() : given;
  for (const KeyColumn& part : key_of(own, table)) {
    const Column* column = part.column;
    statement = statement->where(
        column->eq(Operand(bindparam(part.parameter, std::nullopt, column->type))));
  }
  const Column* version = own.version_column();
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
    for (const Assignment& assignment : record.expressions()) {
      if (auto attribute = mapper.find(assignment.key)) computed.add(*attribute);
    }
    if (!computed.empty()) record.state->expire(&computed);
  };
  if (!first->expressions().empty()) {
    for (Record* record = first; record != last; ++record) {
      Result result = connection_.execute(statement->values(record->expressions()),
                                          {values.take(record->values)}, how);
      matched += result.rowcount();
      finish(*record, result, result.last_params());
    }
  } else if (versioned) {
    for (Record* record = first; record != last; ++record) {
      Result result = connection_.execute(statement, {values.take(record->values)}, how);
      matched += result.rowcount();
      finish(*record, result, result.last_params());
    }
  } else {
    Result result = connection_.execute_rows(statement, values.take(first->values, count), how);
    matched = result.rowcount();
    const auto& sent = result.sent_parameters();
    const Compiled* compiled = result.compiled();
    const bool brings_back =
        compiled != nullptr && (!compiled->prefetch.empty() || !compiled->postfetch.empty());
    for (size_t i = 0; brings_back && i < count && first[i].state != nullptr; ++i) {
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

void Persistence::delete_objects(const Mapper& mapper, States states) {
  use(mapper);
  for (const auto& [fresh, old] : taken_over_) {
    states.erase(std::remove(states.begin(), states.end(), old), states.end());
  }
  if (states.empty()) return;
  sort_states(states);
  for (InstanceState* state : states) tell(RowEvent::before_delete, *state);
  const std::vector<Table*>& tables = mapper.base_mapper().sorted_tables();
  const std::vector<const Mapper*> hierarchy = mapper.base_mapper().self_and_descendants();
  for (auto table = tables.rbegin(); table != tables.rend(); ++table) {
    const auto of = std::find_if(hierarchy.begin(), hierarchy.end(),
                                 [&](const Mapper* one) { return one->owns_table(**table); });
    if (of != hierarchy.end() && (*of)->passive_deletes()) continue;
    States stored;
    for (InstanceState* state : states) {
      if (stored_in(state->mapper(), **table)) stored.push_back(state);
    }
    if (!stored.empty()) delete_rows(**table, stored);
  }
  for (InstanceState* state : states) tell(RowEvent::after_delete, *state);
}

void Persistence::delete_rows(const Table& table, const States& states) {
  const Mapper& mapper = states.front()->mapper();
  Ref<Delete> statement = delete_(const_cast<Table&>(table).table_ref());
  for (const KeyColumn& part : key_of(mapper, table)) {
    const Column* column = part.column;
    statement = statement->where(
        column->eq(Operand(bindparam(std::string(column->key()), std::nullopt, column->type))));
  }
  const Column* version = mapper.version_column();
  const bool versioned = version != nullptr && version->table == &table;
  if (versioned) {
    statement = statement->where(
        version->eq(Operand(bindparam(std::string(version->key()), std::nullopt, version->type))));
  }
  RowBuffer values;
  RowBuffer::Row first;
  for (InstanceState* state : states) {
    for (const KeyColumn& key : key_of(state->mapper(), table)) {
      Value value = state->committed_value(key.attribute);
      if (value.is_null()) {
        throw FlushError("Can't delete from table " + table.description() +
                         " using NULL for primary key value on column " + key.column->fullname());
      }
      values.add(key.column->key(), std::move(value));
    }
    if (versioned) {
      values.add(version->key(), state->committed_value(*state->mapper().version_attribute()));
    }
    const RowBuffer::Row row = values.end();
    if (first.names == nullptr) first = row;
  }
  ExecuteOptions how;
  how.cache_scope = mapper.base_mapper().serial();
  Result result = connection_.execute_rows(statement, values.take(first, states.size()), how);
  auto expected = static_cast<int64_t>(states.size());
  if (mapper.base_mapper().options().confirm_deleted_rows && result.rowcount() != expected) {
    std::string what = "DELETE statement on table '" + table.description() +
                       "' expected to delete " + std::to_string(expected) + " row(s); " +
                       std::to_string(result.rowcount()) +
                       " were matched.  Please set confirm_deleted_rows=False within the mapper "
                       "configuration to prevent this warning.";
    if (versioned) throw StaleDataError(std::move(what));
    session_.warn(what);
  }
}

// ---- post_update --------------------------------------------------------------------------------

void Persistence::post_update(const Mapper& mapper, States states,
                              const std::vector<const Column*>& columns) {
  use(mapper);
  sort_states(states);
  for (const Table* table : mapper.base_mapper().sorted_tables()) {
    Records records;
    for (InstanceState* state : states) {
      if (!stored_in(state->mapper(), *table)) continue;
      for (const Column* column : columns) {
        if (column->table != table) continue;
        auto attribute = state->mapper().attribute_of(*column);
        if (attribute && state->in_committed_state(*attribute)) {
          records.values.add(column->key(), state->get(*attribute));
        }
      }
      if (records.values.width() == 0) continue;
      const Mapper& of = state->mapper();
      if (const Column* version = of.version_column();
          version != nullptr && version->table == table) {
        const Value last = state->committed_value(*of.version_attribute());
        if (state->key != nullptr && of.makes_versions()) {
          records.give_version(*state, *version, of.next_version(last));
        }
        records.values.add(key_parameter(*version), last);
      }
      for (const KeyColumn& key : key_of(state->mapper(), *table)) {
        records.values.add(key.parameter, state->get(key.attribute));
      }
      Record record;
      record.state = state;
      record.values = records.values.end();
      records.list.push_back(std::move(record));
    }
    update_rows(mapper, *table, records);
    for (auto& [state, version] : records.versions) {
      const size_t attribute = *state->mapper().version_attribute();
      // Since 2.0 a DELETE in the same flush asks for the row's new version.
      if (mapper.profile().legacy_orm_removed) {
        state->set_committed(attribute, std::move(version));
      } else {
        state->assign(attribute, std::move(version));
      }
    }
  }
}

}  // namespace orm
