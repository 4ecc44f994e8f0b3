// The rows of a flush: INSERT, UPDATE and DELETE, in SQLAlchemy's order and groups.
//
// Rows of one mapper are sorted (new ones in the order they were added, others by primary key) and
// cut into runs that one statement can serve: the same columns, and the same need to learn keys and
// defaults back. How each run is sent decides what the echo shows.
#include "orm/session/persistence.h"

#include <algorithm>

#include "orm/dml.h"
#include "orm/orm_error.h"

namespace orm {

namespace {

// Python's order of primary keys; kinds that do not compare keep the order they have.
bool value_less(const Value& a, const Value& b) {
  if (a.kind() == ValueKind::integer && b.kind() == ValueKind::integer) {
    return a.as_int() < b.as_int();
  }
  if (a.kind() == ValueKind::text && b.kind() == ValueKind::text) return a.as_text() < b.as_text();
  if (a.kind() == b.kind()) {
    if (a.kind() == ValueKind::real) return a.as_double() < b.as_double();
    if (a.kind() == ValueKind::object || a.is_null()) return false;
    return a.str() < b.str();
  }
  return a.kind() < b.kind();
}

bool key_less(const IdentityKey& a, const IdentityKey& b) {
  return std::lexicographical_compare(a.primary_key().begin(), a.primary_key().end(),
                                      b.primary_key().begin(), b.primary_key().end(), value_less);
}

// New objects in the order they were added, then persistent ones by primary key.
std::vector<Instance> sort_states(std::vector<Instance> instances) {
  std::stable_sort(instances.begin(), instances.end(), [](const Instance& a, const Instance& b) {
    bool a_new = a->key == nullptr;
    bool b_new = b->key == nullptr;
    if (a_new != b_new) return a_new;
    if (a_new) return a->insert_order < b->insert_order;
    return key_less(*a->key, *b->key);
  });
  return instances;
}

const ExpressionValue* as_expression(const Value& value) {
  return value.kind() == ValueKind::object ? dynamic_cast<const ExpressionValue*>(value.object())
                                           : nullptr;
}

bool same_parameters(const ParameterSet& a, const ParameterSet& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](auto& x, auto& y) { return x.first == y.first; });
}

// Has an object of the class a row in that table?
bool stored_in(const Mapper& mapper, const Table& table) {
  const std::vector<Table*> tables = mapper.tables();
  return std::find(tables.begin(), tables.end(), &table) != tables.end();
}

// The attributes of a table's primary key; a column that is not mapped has none.
std::vector<std::pair<const Column*, size_t>> key_of(const Mapper& mapper, const Table& table) {
  std::vector<std::pair<const Column*, size_t>> key;
  const std::vector<Table*> tables = mapper.tables();
  if (tables.size() == 1 || (!tables.empty() && tables[0] == &table)) {
    for (size_t k = 0; k < mapper.primary_key().size(); ++k) {
      key.emplace_back(mapper.primary_key()[k], mapper.primary_key_attributes()[k]);
    }
    return key;
  }
  for (const Column* column : table.primary_key_constraint().columns) {
    if (auto attribute = mapper.attribute_of(*column)) key.emplace_back(column, *attribute);
  }
  return key;
}

// A new row's values go on to the tables that refer to it.
void populate_below(const Table& table, InstanceState& state) {
  const Mapper& mapper = state.mapper();
  for (const Mapper* at = &mapper; at != nullptr; at = at->inherits()) {
    for (const auto& [above, below] : at->inherit_pairs()) {
      if (above->table != &table) continue;
      auto from = mapper.attribute_of(*above);
      auto to = mapper.attribute_of(*below);
      if (from && to && *from != *to) state.set(*to, state.get(*from));
    }
  }
}

// `users_id`: the parameter that names a row in WHERE.
std::string key_parameter(const Column& column) {
  return std::string(column.table->name()) + "_" + std::string(column.name());
}

// Values that the statement made, defaults and counters, become those of the object.
void fetch_back(const Mapper& mapper, InstanceState& state, const Result& result,
                const ParameterSet& sent, const Row* returned) {
  const Compiled* compiled = result.compiled();
  if (compiled == nullptr) return;
  if (returned != nullptr) {
    for (size_t i = 0; i < compiled->returning.size(); ++i) {
      const Column* column = compiled->returning[i];
      if (column->primary_key() && result.is_insert()) continue;
      if (auto attribute = mapper.attribute_of(*column)) {
        state.set_committed(*attribute, (*returned)[i]);
      }
    }
  }
  for (const Column* column : compiled->prefetch) {
    auto attribute = mapper.attribute_of(*column);
    if (!attribute) continue;
    for (const auto& [name, value] : sent) {
      if (name == column->key()) state.set_committed(*attribute, value);
    }
  }
  AttributeSet unknown;
  for (const Column* column : compiled->postfetch) {
    if (auto attribute = mapper.attribute_of(*column)) unknown.add(*attribute);
  }
  if (!unknown.empty()) state.expire(&unknown);
}

}  // namespace

void Persistence::check_conflict(InstanceState& state) const {
  const Mapper& mapper = state.mapper();
  Ref<const IdentityKey> key = mapper.identity_key_from(state);
  InstanceState* existing = session_.identity_map_.find(*key);
  if (existing == nullptr || existing == &state) return;
  // Whether the row is still there is asked of the database, as SQLAlchemy does.
  if (existing->expired) session_.load_expired(*existing);
  if (existing->deleted || is_deleted_(*existing)) return;
  session_.warn("New instance " + state_str(state) + " with identity key " + key->repr() +
                " conflicts with persistent instance " + state_str(*existing));
}

void Persistence::check_identity(InstanceState& state) const {
  const Mapper& mapper = state.mapper();
  auto discriminator = mapper.polymorphic_attribute();
  if (!discriminator || !state.has(*discriminator)) return;
  const Value value = state.get(*discriminator);
  if (as_expression(value) != nullptr) return;
  const std::vector<Value> known = mapper.acceptable_identities();
  if (std::find(known.begin(), known.end(), value) != known.end()) return;
  session_.warn("Flushing object " + state_str(state) + " with incompatible polymorphic identity " +
                value.repr() + "; the object may not refresh and/or load correctly");
}

void Persistence::save_objects(const Mapper& mapper, std::vector<Instance> instances) {
  if (instances.empty()) return;
  instances = sort_states(std::move(instances));
  for (const Instance& instance : instances) {
    check_identity(*instance);
    if (instance->key == nullptr) check_conflict(*instance);
  }
  for (const Table* table : mapper.base_mapper().sorted_tables()) {
    std::vector<Record> inserts;
    std::vector<Record> updates;
    for (const Instance& instance : instances) {
      if (!stored_in(instance->mapper(), *table)) continue;
      if (instance->key == nullptr) {
        inserts.push_back(insert_record(*table, *instance));
      } else {
        Record record;
        if (update_record(*table, *instance, record)) updates.push_back(std::move(record));
      }
    }
    update_rows(*table, updates);
    insert_rows(*table, inserts);
  }
}

// ---- INSERT -------------------------------------------------------------------------------------

Persistence::Record Persistence::insert_record(const Table& table, InstanceState& state) const {
  const Mapper& mapper = state.mapper();
  Record record;
  record.state = &state;
  for (const Column* column : table.columns()) {
    auto attribute = mapper.attribute_of(*column);
    Value value;
    if (attribute && state.has(*attribute)) value = state.get(*attribute);
    if (const ExpressionValue* expression = as_expression(value)) {
      record.expressions.push_back({std::string(column->key()), nullptr, expression->expression});
      continue;
    }
    // JSON tells an explicit None, which is stored as its null, from a value that was not given.
    const TypeEngine& type = column->type->impl();
    bool stores_none = type.kind() == TypeKind::json && !type.args().none_as_null;
    if (!value.is_null() || (stores_none && attribute && state.has(*attribute))) {
      record.parameters.emplace_back(column->key(), std::move(value));
      continue;
    }
    // A missing value is sent as NULL unless something else fills the column.
    if (attribute && !column->primary_key() && !column->args.default_ &&
        !column->args.server_default && !stores_none) {
      record.parameters.emplace_back(column->key(), Value());
      continue;
    }
    if (column->primary_key()) record.has_all_keys = false;
    if (column->args.server_default) record.has_all_defaults = false;
  }
  bool fetches_defaults = mapper.eager_defaults() == EagerDefaults::always ||
                          (mapper.eager_defaults() == EagerDefaults::automatic &&
                           session_.profile().eager_defaults_automatic);
  if (!fetches_defaults) record.has_all_defaults = true;
  return record;
}

void Persistence::insert_rows(const Table& table, std::vector<Record>& records) {
  auto same_group = [](const Record& a, const Record& b) {
    return same_parameters(a.parameters, b.parameters) &&
           a.expressions.empty() == b.expressions.empty() && a.has_all_keys == b.has_all_keys &&
           a.has_all_defaults == b.has_all_defaults;
  };
  for (size_t first = 0; first < records.size();) {
    size_t last = first + 1;
    while (last < records.size() && same_group(records[first], records[last])) ++last;
    insert_group(table, &records[first], &records[first] + (last - first));
    first = last;
  }
}

void Persistence::insert_group(const Table& table, Record* first, Record* last) {
  const Profile& profile = session_.profile();
  auto count = static_cast<size_t>(last - first);
  ExecuteOptions how;
  how.orm_flush = true;
  Ref<Insert> statement = insert(const_cast<Table&>(table).table_ref());
  bool returns_defaults = !first->has_all_defaults && profile.use_returning;
  bool nothing_to_learn = !returns_defaults && first->has_all_keys && first->expressions.empty();
  bool many =
      nothing_to_learn || (profile.insertmanyvalues && first->expressions.empty() && count > 1);

  if (many) {
    std::vector<ParameterSet> parameters;
    parameters.reserve(count);
    for (Record* record = first; record != last; ++record) {
      parameters.push_back(std::move(record->parameters));
    }
    if (!nothing_to_learn) {
      Ref<Insert> returning = statement->copy();
      returning->return_defaults = true;
      returning->sort_by_parameter_order = true;
      statement = returning;
      how.sentinel = true;
    }
    Result result = connection_.execute(statement, parameters, how);
    std::vector<std::vector<Value>> keys;
    if (!nothing_to_learn) keys = result.inserted_primary_key_rows();
    const std::vector<Row>& returned = result.returned_defaults();
    for (size_t i = 0; i < count; ++i) {
      InstanceState& state = *first[i].state;
      if (!nothing_to_learn) {
        if (i >= keys.size()) {
          throw FlushError("Multi-row INSERT statement for " + state.mapper().str() +
                           " did not produce the correct number of INSERTed rows for RETURNING.  "
                           "Ensure there are no triggers or special driver issues preventing "
                           "INSERT from functioning properly.");
        }
        const auto key = key_of(state.mapper(), table);
        for (size_t k = 0; k < keys[i].size() && k < key.size(); ++k) {
          size_t attribute = key[k].second;
          if (state.get(attribute).is_null()) state.set(attribute, keys[i][k]);
        }
      }
      const auto& sent = result.sent_parameters();
      fetch_back(state.mapper(), state, result, i < sent.size() ? sent[i] : result.last_params(),
                 i < returned.size() ? &returned[i] : nullptr);
      populate_below(table, state);
    }
    return;
  }

  if (returns_defaults) {
    Ref<Insert> returning = statement->copy();
    returning->return_defaults = true;
    statement = returning;
  }
  for (Record* record = first; record != last; ++record) {
    InstanceState& state = *record->state;
    ClauseRef one = statement;
    if (!record->expressions.empty()) one = statement->values(record->expressions);
    Result result = connection_.execute(one, {std::move(record->parameters)}, how);
    const Mapper& mapper = state.mapper();
    std::vector<Value> key = result.inserted_primary_key();
    const auto attributes = key_of(mapper, table);
    for (size_t k = 0; k < key.size() && k < attributes.size(); ++k) {
      size_t attribute = attributes[k].second;
      Value current = state.get(attribute);
      if (current.is_null() || as_expression(current) != nullptr) state.set(attribute, key[k]);
    }
    const std::vector<Row>& returned = result.returned_defaults();
    fetch_back(mapper, state, result, result.last_params(),
               returned.empty() ? nullptr : &returned[0]);
    populate_below(table, state);
    // What an expression made of the row is only known to the database.
    AttributeSet computed;
    for (const Assignment& assignment : record->expressions) {
      auto attribute = mapper.find(assignment.key);
      if (attribute && !mapper.is_primary_key(*attribute)) computed.add(*attribute);
    }
    if (!computed.empty()) state.expire(&computed);
  }
}

// ---- UPDATE -------------------------------------------------------------------------------------

bool Persistence::update_record(const Table& table, InstanceState& state, Record& record) const {
  const Mapper& mapper = state.mapper();
  record.state = &state;
  for (const Column* column : table.columns()) {
    auto attribute = mapper.attribute_of(*column);
    if (!attribute || !state.in_committed_state(*attribute)) continue;
    Value value = state.get(*attribute);
    if (const ExpressionValue* expression = as_expression(value)) {
      record.expressions.push_back({std::string(column->key()), nullptr, expression->expression});
    } else if (state.is_changed(*attribute)) {
      record.parameters.emplace_back(column->key(), std::move(value));
    }
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

void Persistence::update_rows(const Table& table, std::vector<Record>& records) {
  auto same_group = [](const Record& a, const Record& b) {
    return same_parameters(a.parameters, b.parameters) &&
           a.expressions.empty() == b.expressions.empty();
  };
  for (size_t first = 0; first < records.size();) {
    size_t last = first + 1;
    while (last < records.size() && same_group(records[first], records[last])) ++last;
    update_group(table, &records[first], &records[first] + (last - first));
    first = last;
  }
}

void Persistence::update_group(const Table& table, Record* first, Record* last) {
  auto count = static_cast<size_t>(last - first);
  Ref<Update> statement = update(const_cast<Table&>(table).table_ref());
  for (const auto& part : key_of(first->state->mapper(), table)) {
    const Column* column = part.first;
    statement = statement->where(
        column->eq(Operand(bindparam(key_parameter(*column), std::nullopt, column->type))));
  }
  ExecuteOptions how;
  how.orm_flush = true;
  int64_t matched = 0;
  auto finish = [&](Record& record, const Result& result, const ParameterSet& sent) {
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
  } else {
    std::vector<ParameterSet> parameters;
    parameters.reserve(count);
    for (Record* record = first; record != last; ++record) {
      parameters.push_back(std::move(record->parameters));
    }
    Result result = connection_.execute(statement, parameters, how);
    matched = result.rowcount();
    const auto& sent = result.sent_parameters();
    for (size_t i = 0; i < count; ++i) {
      finish(first[i], result, i < sent.size() ? sent[i] : result.last_params());
    }
  }
  if (matched != static_cast<int64_t>(count)) {
    throw StaleDataError("UPDATE statement on table '" + table.description() +
                         "' expected to update " + std::to_string(count) + " row(s); " +
                         std::to_string(matched) + " were matched.");
  }
}

// ---- DELETE -------------------------------------------------------------------------------------

void Persistence::delete_objects(const Mapper& mapper, std::vector<Instance> instances) {
  if (instances.empty()) return;
  instances = sort_states(std::move(instances));
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
    parameters.push_back(std::move(row));
  }
  ExecuteOptions how;
  how.orm_flush = true;
  Result result = connection_.execute(statement, parameters, how);
  auto expected = static_cast<int64_t>(parameters.size());
  if (mapper.base_mapper().options().confirm_deleted_rows && result.rowcount() != expected) {
    session_.warn("DELETE statement on table '" + table.description() + "' expected to delete " +
                  std::to_string(expected) + " row(s); " + std::to_string(result.rowcount()) +
                  " were matched.  Please set confirm_deleted_rows=False within the mapper "
                  "configuration to prevent this warning.");
  }
}

// ---- post_update --------------------------------------------------------------------------------

void Persistence::post_update(const Mapper& mapper, std::vector<Instance> instances,
                              const std::vector<const Column*>& columns) {
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
    update_rows(*table, records);
  }
}

}  // namespace orm
