// Loading: rows of a lowered statement become objects of the identity map.
//
// A row's primary key decides: an object that the session has is taken as it is, and only values it
// lacks are filled in; another is created. That one row is one object is the identity map's promise.
#include "orm/session/loading.h"

#include "orm/orm_error.h"

namespace orm {

EntityLoader::EntityLoader(Session& session, Ref<RowPlan> plan, Session::LoadOptions options)
    : session_(session), plan_(std::move(plan)), options_(options) {
  for (const RowPlan::Item& item : plan_->items) {
    std::vector<size_t> places;
    if (item.mapper != nullptr) {
      for (size_t key : item.mapper->primary_key_attributes()) {
        for (size_t i = 0; i < item.attributes.size(); ++i) {
          if (item.attributes[i] == key) places.push_back(item.places[i]);
        }
      }
    }
    key_places_.push_back(std::move(places));
  }
}

void EntityLoader::load_row(const Row& row, std::vector<Value>& out) {
  for (size_t i = 0; i < plan_->items.size(); ++i) {
    const RowPlan::Item& item = plan_->items[i];
    if (item.mapper == nullptr) {
      out.push_back(row[item.places[0]]);
      continue;
    }
    Instance instance = load_entity(item, key_places_[i], row);
    out.push_back(instance ? instance->as_value() : Value());
  }
}

Instance EntityLoader::load_entity(const RowPlan::Item& item, const std::vector<size_t>& key_places,
                                   const Row& row) {
  if (options_.refresh_state != nullptr) {
    Instance instance(options_.refresh_state);
    populate(*instance, item, row, options_.only == nullptr);
    return instance;
  }
  std::vector<Value> key_values;
  key_values.reserve(key_places.size());
  bool all_null = true;
  for (size_t place : key_places) {
    key_values.push_back(row[place]);
    all_null = all_null && row[place].is_null();
  }
  if (all_null) return {};
  Ref<const IdentityKey> key = item.mapper->identity_key(std::move(key_values));
  if (InstanceState* found = session_.identity_map_.find(*key)) {
    Instance instance(found);
    if (options_.populate_existing) {
      populate(*instance, item, row, true);
    } else {
      fill_in(*instance, item, row);
    }
    return instance;
  }
  Instance instance = item.mapper->class_manager().create();
  instance->key = std::move(key);
  instance->session = &session_;
  session_.identity_map_.put(*instance);
  for (size_t i = 0; i < item.attributes.size(); ++i) {
    instance->set(item.attributes[i], row[item.places[i]]);
  }
  return instance;
}

void EntityLoader::populate(InstanceState& state, const RowPlan::Item& item, const Row& row,
                            bool whole) {
  for (size_t i = 0; i < item.attributes.size(); ++i) {
    state.set_committed(item.attributes[i], row[item.places[i]]);
  }
  if (whole) {
    state.commit_all();
    session_.identity_map_.modified.remove(state);
  } else {
    state.expired = false;
  }
}

void EntityLoader::fill_in(InstanceState& state, const RowPlan::Item& item, const Row& row) {
  for (size_t i = 0; i < item.attributes.size(); ++i) {
    size_t attribute = item.attributes[i];
    if (state.has(attribute) || state.in_committed_state(attribute)) continue;
    state.set_committed(attribute, row[item.places[i]]);
  }
  if (state.expired && state.expired_attributes.empty()) state.expired = false;
}

Ref<RowKeys> row_keys(const RowPlan& plan, const Result& core, const Profile& profile) {
  auto keys = make_ref<RowKeys>();
  Ref<const RowKeys> core_keys = core.row_keys();
  for (const RowPlan::Item& item : plan.items) {
    bool is_column = item.mapper == nullptr;
    keys->keys.push_back(item.key.empty() && is_column ? core_keys->keys[item.places[0]] : item.key);
    keys->expressions.push_back(is_column ? core_keys->expressions[item.places[0]] : nullptr);
  }
  keys->profile = &profile;
  return keys;
}

size_t EntityRows::fetch(RowBlock& block, size_t limit) {
  // As in SQLAlchemy, the cursor is read to its end before the first object is handed out: objects
  // may be used to send statements while the result is being read.
  if (!loaded_) {
    loaded_ = true;
    for (const Row& row : core_.all()) loader_.load_row(row, cells_);
  }
  size_t width = block.width;
  size_t rows = width == 0 ? 0 : (cells_.size() - next_) / width;
  if (rows > limit) rows = limit;
  for (size_t i = 0; i < rows * width; ++i) block.cells.push_back(std::move(cells_[next_++]));
  return rows;
}

void EntityRows::close() {
  core_.close();
  cells_.clear();
  next_ = 0;
  loaded_ = true;
}

}  // namespace orm
