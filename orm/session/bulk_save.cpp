// Session.bulk_insert_mappings(), bulk_update_mappings() and bulk_save_objects(): rows by attribute
// names, written as a flush would write them, but without objects, cascades and history.
#include <algorithm>

#include "orm/orm_error.h"
#include "orm/profile.h"
#include "orm/session.h"
#include "orm/session/persistence.h"

namespace orm {

namespace {

const Value* find_value(const ParameterSet& row, const std::string& name) {
  for (const auto& [key, value] : row) {
    if (key == name) return &value;
  }
  return nullptr;
}

// While it lives, the session does not flush by itself.
class Flushing {
 public:
  explicit Flushing(bool& flag) : flag_(flag) { flag_ = true; }
  ~Flushing() { flag_ = false; }
  Flushing(const Flushing&) = delete;
  Flushing& operator=(const Flushing&) = delete;

 private:
  bool& flag_;
};

bool nothing_is_deleted(const InstanceState&) { return false; }

// An object's loaded values, by attribute.
ParameterSet row_of(const InstanceState& state, bool changed_only) {
  const Mapper& mapper = state.mapper();
  ParameterSet row;
  for (const MappedProperty& property : mapper.properties()) {
    if (property.column == nullptr || !state.has(property.index)) continue;
    if (changed_only && !state.in_committed_state(property.index) &&
        !mapper.is_primary_key(property.index)) {
      continue;
    }
    row.emplace_back(property.key, state.get(property.index));
  }
  return row;
}

}  // namespace

void Persistence::bulk_insert(const Mapper& mapper, std::vector<ParameterSet>& rows,
                              const BulkInsert& how) {
  const std::vector<Table*> tables = mapper.tables();
  for (const Table* table : tables) {
    // What a table above made is the key of the tables below.
    const bool learn = how.return_keys || table != tables.back();
    insert_into(mapper, *table, rows, how, learn);
  }
}

void Persistence::insert_into(const Mapper& mapper, const Table& table,
                              std::vector<ParameterSet>& rows, const BulkInsert& how, bool learn) {
  Records records;
  records.list.reserve(rows.size());
  bool fetches = fetches_defaults(mapper);
  bool sets_identity = session_.profile().bulk_dml && mapper.sets_identity();
  for (ParameterSet& row : rows) {
    Record record;
    record.row = &row;
    for (const Column* column : table.columns()) {
      auto attribute = mapper.attribute_of(*column);
      if (!attribute) continue;
      const Value* value = find_value(row, mapper.property(*attribute).key);
      if (mapper.makes_versions() && attribute == mapper.version_attribute()) {
        records.values.add(column->key(), mapper.next_version(Value()));
        continue;
      }
      bool stores_none = column->type->evaluates_none();
      if (value != nullptr && (how.render_nulls || stores_none || !value->is_null())) {
        records.values.add(column->key(), *value);
        continue;
      }
      if (sets_identity && mapper.polymorphic_attribute() == attribute) {
        const auto& identity = mapper.polymorphic_identity();
        records.values.add(column->key(), identity ? *identity : Value());
        continue;
      }
      if (!learn) continue;
      if (column->primary_key()) record.has_all_keys = false;
      if (column->args.server_default && fetches) record.has_all_defaults = false;
    }
    for (const std::string& name : how.names) {
      if (const Value* value = find_value(row, name)) records.values.add(name, *value);
    }
    record.values = records.values.end();
    records.list.push_back(std::move(record));
  }
  insert_rows(mapper, table, records, learn, &how);
}

void Persistence::bulk_update(const Mapper& mapper, const std::vector<ParameterSet>& rows,
                              const Update* statement) {
  for (const Table* table : mapper.tables()) update_table(mapper, *table, rows, statement);
}

void Persistence::update_table(const Mapper& mapper, const Table& table,
                               const std::vector<ParameterSet>& rows, const Update* statement) {
  Records records;
  Assignments values;
  std::vector<std::string> names;
  if (statement != nullptr) {
    values = values_for(table, statement->row);
    names = parameters_in(*statement);
  }
  const Column* version = mapper.version_column();
  const bool versioned = version != nullptr && version->table == &table;
  for (const ParameterSet& row : rows) {
    Record record;
    bool changes = false;
    for (const Column* column : table.columns()) {
      auto attribute = mapper.attribute_of(*column);
      if (!attribute || mapper.is_primary_key(*attribute)) continue;
      if (versioned && column == version) {
        changes = changes || find_value(row, mapper.property(*attribute).key) != nullptr;
        continue;
      }
      if (const Value* value = find_value(row, mapper.property(*attribute).key)) {
        records.values.add(column->key(), *value);
      }
    }
    if (records.values.width() == 0 && !changes && values.empty()) continue;
    for (const Assignment& assignment : values) record.add_expression(assignment);
    for (const std::string& name : names) {
      if (const Value* value = find_value(row, name)) records.values.add(name, *value);
    }
    if (versioned) {
      const Value* old = find_value(row, mapper.property(*mapper.version_attribute()).key);
      const Value known = old == nullptr ? Value() : *old;
      if (mapper.makes_versions()) records.values.add(version->key(), mapper.next_version(known));
      records.values.add(key_parameter(*version), known);
    }
    std::string missing;
    for (const KeyColumn& key : key_of(mapper, table)) {
      const Column& column = *key.column;
      const Value* value = find_value(row, mapper.property(key.attribute).key);
      if (value == nullptr || value->is_null()) {
        missing += (missing.empty() ? "" : ", ") + column.fullname();
      }
      records.values.add(key.parameter, value == nullptr ? Value() : *value);
    }
    if (!missing.empty() && session_.profile().bulk_dml) {
      throw InvalidRequestError(
          "No primary key value supplied for column(s) " + missing +
          "; per-row ORM Bulk UPDATE by Primary Key requires that records contain primary key "
          "values (Background on this error at: " +
          session_.profile().error_link + "bupq)");
    }
    record.values = records.values.end();
    records.list.push_back(std::move(record));
  }
  update_rows(mapper, table, records, statement);
}

void Session::bulk_insert_mappings(const Mapper& mapper, std::vector<ParameterSet>& rows,
                                   bool return_defaults, bool render_nulls) {
  mapper.registry().configure();
  Flushing flushing(flushing_);
  in_subtransaction([&] {
    Persistence(*this, connection(&mapper.base_mapper()), nothing_is_deleted)
        .bulk_insert(mapper, rows, {return_defaults, render_nulls});
  });
}

void Session::bulk_update_mappings(const Mapper& mapper, const std::vector<ParameterSet>& rows) {
  mapper.registry().configure();
  Flushing flushing(flushing_);
  in_subtransaction([&] {
    Persistence(*this, connection(&mapper.base_mapper()), nothing_is_deleted)
        .bulk_update(mapper, rows);
  });
}

void Session::bulk_save_objects(const std::vector<Instance>& objects, const BulkSave& how) {
  std::vector<Instance> sorted = objects;
  auto same = [](const Instance& a, const Instance& b) {
    return &a->mapper() == &b->mapper() && (a->key == nullptr) == (b->key == nullptr);
  };
  if (!how.preserve_order) {
    std::stable_sort(sorted.begin(), sorted.end(), [](const Instance& a, const Instance& b) {
      if (&a->mapper() != &b->mapper()) return a->mapper().serial() < b->mapper().serial();
      return a->key == nullptr && b->key != nullptr;
    });
  }
  for (auto first = sorted.begin(); first != sorted.end();) {
    auto last =
        std::find_if(first, sorted.end(), [&](const Instance& one) { return !same(*first, one); });
    const Mapper& mapper = (*first)->mapper();
    bool is_update = (*first)->key != nullptr;
    std::vector<ParameterSet> rows;
    for (auto at = first; at != last; ++at) {
      rows.push_back(row_of(**at, is_update && how.update_changed_only));
    }
    if (is_update) {
      bulk_update_mappings(mapper, rows);
    } else {
      bulk_insert_mappings(mapper, rows, how.return_defaults);
      for (size_t i = 0; how.return_defaults && i < rows.size(); ++i) {
        InstanceState& state = **(first + static_cast<ptrdiff_t>(i));
        for (size_t attribute : mapper.primary_key_attributes()) {
          state.set(attribute, *find_value(rows[i], mapper.property(attribute).key));
        }
        state.key = mapper.identity_key_from(state);
      }
    }
    first = last;
  }
}

}  // namespace orm
