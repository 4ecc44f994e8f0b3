// Loading: rows of a lowered statement become objects of the identity map.
//
// A row's primary key decides: an object that the session has is taken as it is, and only values it
// lacks are filled in; another is created. That one row is one object is the identity map's
// promise.
#include "orm/session/loading.h"

#include <algorithm>
#include <functional>

#include "orm/orm_error.h"
#include "orm/relationship.h"
#include "orm/session/post_load.h"

namespace orm {

EntityLoader::EntityLoader(Session& session, Ref<RowPlan> plan, Session::LoadOptions options,
                           std::vector<ParameterSet> parameters)
    : session_(session),
      plan_(std::move(plan)),
      options_(std::move(options)),
      parameters_(std::move(parameters)) {
  entities_.resize(plan_->items.size());
  for (size_t i = 0; i < entities_.size(); ++i) prepare(entities_[i], plan_->items[i]);
}

void EntityLoader::prepare(Entity& entity, const RowPlan::Item& item) {
  entity.item = &item;
  entity.tracked = !item.posts.empty() || !item.empty.empty();
  if (item.mapper == nullptr) return;
  for (size_t key : item.mapper->primary_key_attributes()) {
    for (size_t i = 0; i < item.attributes.size(); ++i) {
      if (item.attributes[i] == key) entity.key_places.push_back(item.places[i]);
    }
  }
  for (const RowPlan::Child& child : item.children) {
    entity.related.push_back({child.relationship, {}, {}, {}});
    prepare(entity.related.back().entity, child.item);
  }
}

void EntityLoader::load_row(const Row& row, std::vector<Value>& out) {
  for (Entity& entity : entities_) {
    if (entity.item->mapper == nullptr) {
      out.push_back(row[entity.item->places[0]]);
      continue;
    }
    Instance instance = load_entity(entity, row, &entity == entities_.data());
    out.push_back(instance ? instance->as_value() : Value());
  }
}

Instance EntityLoader::load_entity(Entity& entity, const Row& row, bool root) {
  Instance instance;
  bool overwrite = false;
  if (root && options_.refresh_state != nullptr) {
    instance = Instance(options_.refresh_state);
    populate(*instance, *entity.item, row, options_.only == nullptr);
    overwrite = true;
  } else {
    instance = find_or_create(entity, row, overwrite);
    if (!instance) return instance;
  }
  if (entity.tracked && entity.known.emplace(instance.get(), entity.seen.size()).second) {
    entity.seen.emplace_back(instance, overwrite);
  }
  if (!entity.related.empty()) load_related(entity, *instance, row, overwrite);
  return instance;
}

Instance EntityLoader::find_or_create(Entity& entity, const Row& row, bool& overwrite) {
  const RowPlan::Item& item = *entity.item;
  std::vector<Value> key_values;
  key_values.reserve(entity.key_places.size());
  bool all_null = true;
  for (size_t place : entity.key_places) {
    key_values.push_back(row[place]);
    all_null = all_null && row[place].is_null();
  }
  if (all_null) return {};
  Ref<const IdentityKey> key = item.mapper->identity_key(std::move(key_values));
  if (InstanceState* found = session_.identity_map_.find(*key)) {
    Instance instance(found);
    if (options_.populate_existing) {
      overwrite = true;
      populate(*instance, item, row, true);
      if (item.options != nullptr) instance->load_options = item.options;
    } else {
      fill_in(*instance, item, row);
    }
    return instance;
  }
  overwrite = true;
  Instance instance = item.mapper->class_manager().create();
  instance->key = std::move(key);
  instance->session = &session_;
  if (item.options != nullptr) instance->load_options = item.options;
  session_.identity_map_.put(*instance);
  for (size_t i = 0; i < item.attributes.size(); ++i) {
    instance->set(item.attributes[i], row[item.places[i]]);
  }
  session_.tell(SessionEvent::loaded_as_persistent, *instance);
  return instance;
}

void EntityLoader::load_related(Entity& entity, InstanceState& owner, const Row& row,
                                bool overwrite) {
  for (Related& related : entity.related) {
    size_t attribute = related.relationship->index();
    // Rows of one owner follow each other, as a rule.
    if (related.owners.empty() || related.owners.back().owner.get() != &owner) {
      auto [place, is_new] = related.places.emplace(&owner, related.owners.size());
      if (is_new) {
        bool wanted = overwrite || (!owner.has(attribute) && !owner.in_committed_state(attribute));
        related.owners.push_back({Instance(&owner), wanted, {}, {}});
      } else if (place->second + 1 != related.owners.size()) {
        Instance member = load_entity(related.entity, row, false);
        Members& members = related.owners[place->second];
        if (member && members.known.insert(member.get()).second) {
          members.objects.push_back(std::move(member));
        }
        continue;
      }
    }
    size_t at = related.owners.size() - 1;
    Instance member = load_entity(related.entity, row, false);
    Members& members = related.owners[at];
    if (member && members.known.insert(member.get()).second) {
      members.objects.push_back(std::move(member));
    }
  }
}

void EntityLoader::set_related(Entity& entity) {
  for (const Relationship* relationship : entity.item->empty) {
    for (const auto& [instance, overwrite] : entity.seen) {
      if (overwrite || !instance->has(relationship->index())) {
        instance->set_loaded(*relationship, {});
      }
    }
  }
  for (Related& related : entity.related) {
    for (Members& members : related.owners) {
      if (!members.wanted) continue;
      if (!related.relationship->uselist() && members.objects.size() > 1) {
        session_.warn("Multiple rows returned with uselist=False for eagerly-loaded attribute '" +
                      related.relationship->str() + "' ");
      }
      members.owner->set_loaded(*related.relationship, members.objects);
    }
    set_related(related.entity);
  }
}

namespace {

// Everything that is to be loaded afterwards, with the objects it is for.
struct Pending {
  const RowPlan::Item* item;
  const RowPlan::PostLoad* post;
  const PostLoader::States* states;
};

}  // namespace

void EntityLoader::finish() {
  std::vector<Pending> pending;
  std::function<void(Entity&)> collect = [&](Entity& entity) {
    for (const RowPlan::PostLoad& post : entity.item->posts) {
      pending.push_back({entity.item, &post, &entity.seen});
    }
    for (Related& related : entity.related) collect(related.entity);
  };
  for (Entity& entity : entities_) {
    if (entity.item->mapper == nullptr) continue;
    set_related(entity);
    collect(entity);
  }
  if (pending.empty()) return;
  bool refresh = options_.refresh_state != nullptr && session_.profile().refresh_eager;
  // Subqueries are asked for while rows are read, the others after that; each in the order in which
  // the mappers have them.
  std::stable_sort(pending.begin(), pending.end(), [refresh](const Pending& a, const Pending& b) {
    bool first = !refresh && a.post->how == Lazy::subquery;
    bool second = !refresh && b.post->how == Lazy::subquery;
    return first != second ? first : a.post->order < b.post->order;
  });
  PostLoader loader(session_, *plan_, options_.populate_existing, refresh, parameters_);
  for (const Pending& one : pending) loader.load(*one.item, *one.post, *one.states);
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
    keys->keys.push_back(item.key.empty() && is_column ? core_keys->keys[item.places[0]]
                                                       : item.key);
    keys->expressions.push_back(is_column ? core_keys->expressions[item.places[0]] : nullptr);
  }
  keys->profile = &profile;
  return keys;
}

size_t EntityRows::fetch(RowBlock& block, size_t limit) {
  if (needs_unique_) {
    throw InvalidRequestError(
        "The unique() method must be invoked on this Result, as it contains results that include "
        "joined eager loads against collections");
  }
  // As in SQLAlchemy, the cursor is read to its end before the first object is handed out: objects
  // may be used to send statements while the result is being read.
  if (!loaded_) {
    loaded_ = true;
    for (const Row& row : core_.all()) loader_.load_row(row, cells_);
    loader_.finish();
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
