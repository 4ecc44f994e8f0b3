// The rows of a flush in SQLAlchemy's order and groups: what is common, and INSERT. UPDATE and
// DELETE are in persistence_update.cpp.
//
// Rows of one mapper are sorted (new ones in the order they were added, others by primary key) and
// cut into runs that one statement can serve: the same columns, and the same need to learn keys and
// defaults back. How each run is sent decides what the echo shows.
#include "orm/session/persistence.h"

#include <algorithm>

#include "orm/compiler.h"
#include "orm/dml.h"
#include "orm/orm_error.h"
#include "orm/prefetch.h"
#include "orm/session/persistence_rows.h"

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
  if (a.primary_key().size() == 1 && b.primary_key().size() == 1) {
    return value_less(a.primary_key()[0], b.primary_key()[0]);
  }
  return std::lexicographical_compare(a.primary_key().begin(), a.primary_key().end(),
                                      b.primary_key().begin(), b.primary_key().end(), value_less);
}

// Is there anything that fetch_back() and populate_below() do for the rows of a statement?
bool brings_back(const Result& result, const Mapper& given) {
  const Compiled* compiled = result.compiled();
  return given.base_mapper().self_and_descendants().size() > 1 ||
         (compiled != nullptr && (!compiled->returning.empty() || !compiled->prefetch.empty() ||
                                  !compiled->postfetch.empty()));
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

}  // namespace

void sort_states(std::vector<InstanceState*>& states) {
  auto before = [](const InstanceState* a, const InstanceState* b) {
    bool a_new = a->key == nullptr;
    bool b_new = b->key == nullptr;
    if (a_new != b_new) return a_new;
    if (a_new) return a->insert_order < b->insert_order;
    return key_less(*a->key, *b->key);
  };
  // As a rule they come in that order.
  for (size_t i = 1; i < states.size(); ++i) {
    if (i + 2 * kObjectsAhead < states.size()) prefetch(states[i + 2 * kObjectsAhead], 1);
    if (i + kObjectsAhead < states.size()) prefetch(states[i + kObjectsAhead]->key.get(), 2);
    if (!before(states[i], states[i - 1])) continue;
    return std::stable_sort(states.begin(), states.end(), before);
  }
}

void Persistence::find_stored(const Mapper& mapper, const Table& table) {
  const std::vector<Table*> tables = mapper.tables();
  const bool is_stored = std::find(tables.begin(), tables.end(), &table) != tables.end();
  stored_ = {&mapper, &table, is_stored};
}

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

// `table_column`, as SQLAlchemy labels it, unless that is a column of the table itself.
std::string key_parameter(const Column& column) {
  const std::string label = std::string(column.table->name()) + "_" + std::string(column.name());
  std::string name = label;
  for (int number = 1; column.table->c().find(name) != nullptr; ++number) {
    name = label + "_" + std::to_string(number);
  }
  return name;
}

void Persistence::find_key(const Mapper& mapper, const Table& table) {
  key_.mapper = &mapper;
  key_.table = &table;
  key_.columns.clear();
  const std::vector<Table*> tables = mapper.tables();
  // In a join each table has a key of its own.
  const bool has_key = mapper.base_mapper().local_from().kind() != NodeKind::join &&
                       !tables.empty() && tables[0] == &table;
  if (tables.size() == 1 || has_key) {
    for (size_t k = 0; k < mapper.primary_key().size(); ++k) {
      const Column* column = mapper.primary_key()[k];
      key_.columns.push_back({column, mapper.primary_key_attributes()[k], key_parameter(*column)});
    }
    return;
  }
  for (const Column* column : table.primary_key_constraint().columns) {
    if (auto attribute = mapper.attribute_of(*column)) {
      key_.columns.push_back({column, *attribute, key_parameter(*column)});
    }
  }
}

void Persistence::find_columns(const Mapper& mapper, const Table& table) {
  plan_.mapper = &mapper;
  plan_.table = &table;
  plan_.columns.clear();
  const bool counts = mapper.makes_versions();
  const Column* version = mapper.version_column();
  plan_.versioned = version != nullptr && version->table == &table;
  for (const Column* column : table.columns()) {
    const auto attribute = mapper.attribute_of(*column);
    const ColumnArgs& args = column->args;
    // JSON tells an explicit None, which is stored as its null, from a value that was not given.
    plan_.columns.push_back(
        {column, attribute.value_or(TableColumn::kNone),
         counts && version != nullptr && attribute && attribute == mapper.version_attribute() &&
             (version->table == nullptr || version->table->kind() != NodeKind::table ||
              column == version),
         column->type->evaluates_none(),
         column->primary_key() || args.default_ || args.server_default,
         args.server_default || args.default_.kind == ColumnDefault::Kind::clause});
  }
}

InstanceState* Persistence::find_predecessor(const InstanceState& state) const {
  auto found = taken_over_.find(&state);
  return found == taken_over_.end() ? nullptr : found->second;
}

void Persistence::check_conflict(InstanceState& state) {
  const Mapper& mapper = state.mapper();
  const KeyValues values = mapper.key_values_of(state);
  InstanceState* existing = session_.identity_map_.find(mapper.identity_mapper(), values);
  if (existing == nullptr || existing == &state) return;
  // Whether the row is still there is asked of the database, as SQLAlchemy does.
  if (existing->expired) session_.load_expired(*existing);
  if (existing->deleted) return;
  if (is_deleted_(*existing)) {
    taken_over_.emplace(&state, existing);
    return;
  }
  const std::string conflict = "New instance " + state_str(state) + " with identity key " +
                               existing->key->repr() + " conflicts with persistent instance " +
                               state_str(*existing);
  if (mapper.profile().conflict_is_flush_error) throw FlushError(conflict);
  session_.warn(conflict);
}

void Persistence::check_identity(InstanceState& state) const {
  const Mapper& mapper = state.mapper();
  auto discriminator = mapper.polymorphic_attribute();
  if (!discriminator || mapper.property(*discriminator).hidden) return;
  if (!state.has(*discriminator)) return;
  const Value value = state.get(*discriminator);
  if (as_expression(value) != nullptr) return;
  const std::vector<Value> known = mapper.acceptable_identities();
  if (std::find(known.begin(), known.end(), value) != known.end()) return;
  session_.warn("Flushing object " + state_str(state) + " with incompatible polymorphic identity " +
                value.repr() + "; the object may not refresh and/or load correctly");
}

void Persistence::save_objects(const Mapper& mapper, States states) {
  use(mapper);
  if (states.empty()) return;
  sort_states(states);
  if (!mapper.batch() && states.size() > 1) {
    for (InstanceState* state : states) save_objects(mapper, States{state});
    return;
  }
  if (tells_of_rows()) {
    for (InstanceState* state : states) {
      tell(state->key == nullptr ? RowEvent::before_insert : RowEvent::before_update, *state);
    }
  }
  // Each look at all objects costs, where they are many.
  const bool alone = mapper.base_mapper().self_and_descendants().size() == 1;
  const bool has_identities = !alone || mapper.polymorphic_attribute();
  // New objects come first.
  const bool may_conflict = states.front()->key == nullptr && session_.identity_map_.size() > 0;
  if (has_identities || may_conflict) {
    for (InstanceState* state : states) {
      if (has_identities) check_identity(*state);
      if (may_conflict && state->key == nullptr) check_conflict(*state);
    }
  }
  for (const Table* table : mapper.base_mapper().sorted_tables()) {
    Records inserts;
    Records updates;
    for (size_t i = 0; i < states.size(); ++i) {
      if (i + kObjectsAhead < states.size()) prefetch(states[i + kObjectsAhead], kObjectLines);
      InstanceState* state = states[i];
      if (!stored_in(state->mapper(), *table)) continue;
      if (state->key == nullptr && predecessor(*state) == nullptr) {
        if (inserts.list.empty()) {
          reserve_large(inserts.list, states.size());
          inserts.values.reserve(states.size() * table->columns().size());
        }
        insert_record(*table, *state, inserts);
      } else {
        if (updates.list.empty()) reserve_large(updates.list, states.size());
        update_record(*table, *state, updates);
        if (updates.list.size() == 1) updates.values.reserve_like_first(states.size());
      }
    }
    update_rows(mapper, *table, updates);
    insert_rows(mapper, *table, inserts);
    for (const Records* records : {&updates, &inserts}) {
      for (const auto& [state, version] : records->versions) {
        state->set_committed(*state->mapper().version_attribute(), version);
      }
    }
  }
  const bool tells = tells_of_rows();
  if (!tells && alone && !mapper.watches() && mapper.version_column() == nullptr) return;
  for (bool is_update : {false, true}) {
    for (InstanceState* state : states) {
      if ((state->key != nullptr) != is_update) continue;
      if (state->mapper().watches()) state->values_written();
      if (tells) tell(is_update ? RowEvent::after_update : RowEvent::after_insert, *state);
      const Mapper& of = state->mapper();
      if (of.version_column() != nullptr && !of.makes_versions() &&
          state->get(*of.version_attribute()).is_null() && state->has(*of.version_attribute()))
        throw FlushError("Instance does not contain a non-NULL version value");
    }
  }
}

bool Persistence::tells_of_rows() const {
  return session_.listener != nullptr && session_.listener->listens_to_rows();
}

void Persistence::tell(RowEvent event, InstanceState& state) {
  if (tells_of_rows()) session_.listener->row_event(event, connection_, state);
}

void Persistence::Records::give_version(InstanceState& state, const Column& column, Value version) {
  values.add(column.key(), version);
  versions.emplace_back(&state, std::move(version));
}

// ---- INSERT -------------------------------------------------------------------------------------

void Persistence::insert_record(const Table& table, InstanceState& state, Records& records) {
  const Mapper& mapper = state.mapper();
  RowBuffer& values = records.values;
  records.list.emplace_back();
  Record& record = records.list.back();
  record.state = &state;
  for (const TableColumn& place : columns_of(mapper, table)) {
    const Column* column = place.column;
    if (place.counts) {
      records.give_version(state, *column, mapper.next_version(Value()));
      continue;
    }
    const bool mapped = place.attribute != TableColumn::kNone;
    Value value;
    if (mapped) value = state.get(place.attribute);
    if (const ExpressionValue* expression = as_expression(value)) {
      record.add_expression({std::string(column->key()), nullptr, expression->expression});
      continue;
    }
    if (!value.is_null() || (place.stores_none && mapped && state.has(place.attribute))) {
      values.add(column->key(), std::move(value));
      continue;
    }
    // A missing value is sent as NULL unless something else fills the column.
    if (mapped && !place.is_filled && !place.stores_none) {
      values.add(column->key(), Value());
      continue;
    }
    if (column->primary_key()) record.has_all_keys = false;
    if (place.is_defaulted) record.has_all_defaults = false;
  }
  if (!record.has_all_defaults && !fetches_defaults(mapper)) record.has_all_defaults = true;
  record.values = values.end();
}

bool Persistence::fetches_defaults(const Mapper& mapper) const {
  return mapper.eager_defaults() == EagerDefaults::always ||
         (mapper.eager_defaults() == EagerDefaults::automatic &&
          session_.profile().eager_defaults_automatic);
}

// The key of a new row becomes that of its object or bulk row, where that had none.
void Persistence::give_keys(const Mapper& mapper, const Table& table, const Record& record,
                            const std::vector<Value>& key) {
  const auto& attributes = key_of(mapper, table);
  for (size_t k = 0; k < key.size() && k < attributes.size(); ++k) {
    size_t attribute = attributes[k].attribute;
    if (record.state != nullptr) {
      Value current = record.state->get(attribute);
      if (current.is_null() || as_expression(current) != nullptr) {
        record.state->set(attribute, key[k]);
      }
      continue;
    }
    const std::string& name = mapper.property(attribute).key;
    auto place = std::find_if(record.row->begin(), record.row->end(),
                              [&](const auto& item) { return item.first == name; });
    if (place == record.row->end()) {
      record.row->emplace_back(name, key[k]);
    } else if (place->second.is_null()) {
      place->second = key[k];
    }
  }
}

void Persistence::insert_rows(const Mapper& mapper, const Table& table, Records& records,
                              bool learn, const BulkInsert* bulk) {
  auto same_group = [](const Record& a, const Record& b) {
    return a.values.names == b.values.names && a.expressions().empty() == b.expressions().empty() &&
           a.has_all_keys == b.has_all_keys && a.has_all_defaults == b.has_all_defaults;
  };
  std::vector<Record>& list = records.list;
  for (size_t first = 0; first < list.size();) {
    size_t last = first + 1;
    while (last < list.size() && same_group(list[first], list[last])) ++last;
    insert_group(mapper, table, records.values, &list[first], list.data() + last, learn, bulk);
    first = last;
  }
}

void Persistence::insert_group(const Mapper& given, const Table& table, RowBuffer& values,
                               Record* first, Record* last, bool learn, const BulkInsert* bulk) {
  const bool of_program = bulk != nullptr && bulk->statement != nullptr;
  if (of_program && !bulk->statement->returning_columns.empty()) {
    return insert_returning(given, table, values, first, last, *bulk);
  }
  const Profile& profile = session_.profile();
  auto count = static_cast<size_t>(last - first);
  ExecuteOptions how;
  if (of_program) {
    how = *bulk->how;
  } else {
    how.cache_scope = given.base_mapper().serial();
  }
  Ref<Insert> statement =
      of_program ? bulk->statement->copy() : insert(const_cast<Table&>(table).table_ref());
  bool returns_defaults = !first->has_all_defaults && profile.use_returning;
  bool nothing_to_learn =
      !learn || (!returns_defaults && first->has_all_keys && first->expressions().empty());
  bool many =
      nothing_to_learn || (profile.insertmanyvalues && first->expressions().empty() && count > 1);

  if (many) {
    if (!nothing_to_learn) {
      Ref<Insert> returning = statement->copy();
      returning->return_defaults = true;
      returning->sort_by_parameter_order = true;
      statement = returning;
    }
    Result result = connection_.execute_rows(statement, values.take(first->values, count), how);
    if (!learn || (nothing_to_learn && !brings_back(result, given))) return;
    std::vector<std::vector<Value>> keys;
    if (!nothing_to_learn) keys = result.inserted_primary_key_rows();
    const std::vector<Row>& returned = result.returned_defaults();
    for (size_t i = 0; i < count; ++i) {
      const Mapper& mapper = first[i].state != nullptr ? first[i].state->mapper() : given;
      if (!nothing_to_learn) {
        if (i >= keys.size()) {
          throw FlushError("Multi-row INSERT statement for " + mapper.str() +
                           " did not produce the correct number of INSERTed rows for RETURNING.  "
                           "Ensure there are no triggers or special driver issues preventing "
                           "INSERT from functioning properly.");
        }
        give_keys(mapper, table, first[i], keys[i]);
      }
      if (first[i].state == nullptr) continue;
      InstanceState& state = *first[i].state;
      const auto& sent = result.sent_parameters();
      fetch_back(state.mapper(), state, result, i < sent.size() ? sent[i] : result.last_params(),
                 i < returned.size() ? &returned[i] : nullptr);
      populate_below(table, state);
    }
    return;
  }

  const Column* version =
      (first->state != nullptr ? first->state->mapper() : given).version_column();
  if (returns_defaults ||
      (version != nullptr && version->table == &table && profile.use_returning)) {
    Ref<Insert> returning = statement->copy();
    returning->return_defaults = true;
    statement = returning;
  }
  for (Record* record = first; record != last; ++record) {
    ClauseRef one = statement;
    if (!record->expressions().empty()) one = statement->values(record->expressions());
    Result result = connection_.execute(one, {values.take(record->values)}, how);
    const Mapper& mapper = record->state != nullptr ? record->state->mapper() : given;
    give_keys(mapper, table, *record, result.inserted_primary_key());
    if (record->state == nullptr) continue;
    InstanceState& state = *record->state;
    const std::vector<Row>& returned = result.returned_defaults();
    fetch_back(mapper, state, result, result.last_params(),
               returned.empty() ? nullptr : &returned[0]);
    populate_below(table, state);
    // What an expression made of the row is only known to the database.
    AttributeSet computed;
    for (const Assignment& assignment : record->expressions()) {
      auto attribute = mapper.find(assignment.key);
      if (attribute && !mapper.is_primary_key(*attribute)) computed.add(*attribute);
    }
    if (!computed.empty()) state.expire(&computed);
  }
}

}  // namespace orm
