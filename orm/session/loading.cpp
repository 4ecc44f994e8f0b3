// Loading: rows of a lowered statement become objects of the identity map.
//
// A row's primary key decides: an object that the session has is taken as it is, and only values it
// lacks are filled in; another is created. That one row is one object is the identity map's
// promise.
#include "orm/session/loading.h"

#include <algorithm>
#include <functional>

#include "orm/driver.h"
#include "orm/orm_error.h"
#include "orm/profile.h"
#include "orm/relationship.h"
#include "orm/session/post_load.h"

namespace orm {

void throw_no_column(const ColumnElement& column) {
  std::string name(column.name());
  const ColumnElement* bare = column.bare();
  if (bare->kind() == NodeKind::column) {
    if (const FromClause* table = static_cast<const ColumnClause*>(bare)->table) {
      name = std::string(table->name()) + "." + name;
    }
  }
  throw NoSuchColumnError("Could not locate column in row for column '" + name + "'");
}

EntityLoader::EntityLoader(Session& session, Ref<RowPlan> plan, Session::LoadOptions options,
                           std::vector<ParameterSet> parameters)
    : session_(&session),
      plan_(std::move(plan)),
      options_(std::move(options)),
      parameters_(std::move(parameters)),
      tells_of_loads_(session_->listens(SessionEvent::loaded_as_persistent)),
      runs_program_(tells_of_loads_) {
  entities_.resize(plan_->items.size());
  for (size_t i = 0; i < entities_.size(); ++i) {
    // What is being refreshed is known without its key.
    bool known = i == 0 && options_.refresh_state != nullptr;
    prepare(entities_[i], plan_->items[i], !known);
  }
}

void EntityLoader::prepare(Entity& entity, const RowPlan::Item& item, bool needs_key) {
  entity.item = &item;
  entity.tracked = !item.posts.empty() || !item.empty.empty() || !item.selectin.empty();
  remembers_ = remembers_ || entity.tracked || item.bundle != nullptr || !item.children.empty();
  if (item.bundle != nullptr) {
    entity.reader = static_cast<const Bundle&>(*item.bundle).reader(plan_->statement);
    entity.part_keys = make_ref<RowKeys>();
    entity.part_keys->profile = &session_->profile();
    entity.bundled.resize(item.parts.size());
    for (size_t i = 0; i < item.parts.size(); ++i) {
      prepare(entity.bundled[i], item.parts[i], true);
      entity.part_keys->keys.push_back(item.parts[i].key);
      entity.part_keys->expressions.push_back(nullptr);
    }
  }
  if (item.mapper == nullptr) return;
  runs_program_ = runs_program_ || item.mapper->hierarchy_watches();
  size_t number = 0;
  for (size_t key : item.mapper->primary_key_attributes()) {
    for (size_t i = 0; i < item.attributes.size(); ++i) {
      if (item.attributes[i] != key) continue;
      entity.key_places.push_back(item.places[i]);
      break;
    }
    if (entity.key_places.size() == number++ && needs_key) {
      throw_no_column(*item.mapper->primary_key()[number - 1]);
    }
  }
  for (const RowPlan::Child& child : item.children) {
    refuse_dynamic(*child.relationship);
    entity.related.push_back({child.relationship, {}, {}, {}});
    prepare(entity.related.back().entity, child.item, true);
  }
}

bool EntityLoader::begin(Session& session, const Session::LoadOptions& options) {
  if (remembers_) return false;
  session_ = &session;
  // Of the others only the statements that come after the rows make use.
  options_.refresh_state = options.refresh_state;
  options_.only = options.only;
  options_.populate_existing = options.populate_existing;
  tells_of_loads_ = session.listens(SessionEvent::loaded_as_persistent);
  runs_program_ = true;
  return true;
}

bool EntityLoader::begin(Session& session) {
  static const Session::LoadOptions plain;
  return begin(session, plain);
}

void EntityLoader::load_row(const Value* row, std::vector<Value>& out) {
  for (Entity& entity : entities_) {
    if (entity.item->mapper == nullptr) {
      out.push_back(load_item(entity, row));
      continue;
    }
    Instance instance = load_entity(entity, row, &entity == entities_.data());
    out.push_back(instance ? instance->as_value() : Value());
  }
}

Value EntityLoader::load_item(Entity& entity, const Value* row) {
  if (entity.item->bundle == nullptr) return row[entity.item->places[0]];
  auto block = make_ref<RowBlock>();
  block->keys = entity.part_keys;
  block->width = entity.bundled.size();
  for (Entity& part : entity.bundled) block->cells.push_back(load_item(part, row));
  return entity.reader(Row(block, 0));
}

Instance EntityLoader::load_entity(Entity& entity, const Value* row, bool root) {
  Instance instance;
  bool overwrite = false;
  if (root && options_.refresh_state != nullptr) {
    instance = Instance(options_.refresh_state);
    populate(*instance, part_of(entity, instance->mapper()), row, options_.only == nullptr);
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

Instance EntityLoader::find_or_create(Entity& entity, const Value* row, bool& overwrite) {
  const RowPlan::Item& item = *entity.item;
  // A key of one column is where it lies.
  const bool simple = entity.key_places.size() == 1;
  KeyValues copied(simple ? 0 : entity.key_places.size());
  bool all_null = true;
  bool any_null = false;
  for (size_t i = 0; i < entity.key_places.size(); ++i) {
    const Value& part = row[entity.key_places[i]];
    if (!simple) copied[i] = part;
    all_null = all_null && part.is_null();
    any_null = any_null || part.is_null();
  }
  const std::span<const Value> key =
      simple ? std::span<const Value>(&row[entity.key_places[0]], 1) : copied;
  if (all_null || (any_null && !item.mapper->options().allow_partial_pks)) return {};
  const Mapper* mapper = item.mapper;
  if (item.discriminator) mapper = class_of_row(entity, row, key);
  const Mapper& identity =
      mapper->concrete() ? mapper->identity_mapper() : item.mapper->identity_mapper();
  const uint64_t hash = IdentityKey::hash_of(identity, key);
  if (InstanceState* found = session_->identity_map_.find(identity, key, hash)) {
    Instance instance(found);
    if (options_.populate_existing || mapper->options().always_refresh) {
      overwrite = true;
      populate(*instance, part_of(entity, instance->mapper()), row, true);
      if (item.options != nullptr) instance->load_options = item.options;
    } else {
      fill_in(*instance, part_of(entity, instance->mapper()), row);
    }
    return instance;
  }
  overwrite = true;
  Instance instance = mapper->class_manager().create();
  instance->key = make_ref<const IdentityKey>(identity, key, hash);
  instance->session = session_;
  if (item.options != nullptr) instance->load_options = item.options;
  session_->identity_map_.put(*instance);
  const Entity::Part& part = part_of(entity, *mapper);
  instance->set_from(part.places, row);
  if (!part.missing.empty()) instance->expired_attributes = part.missing;
  if (mapper->watches()) instance->values_loaded(nullptr, Reading::created);
  if (tells_of_loads_) session_->tell(SessionEvent::loaded_as_persistent, *instance);
  return instance;
}

std::optional<EntityLoader::PlainRow> EntityLoader::plain_row() {
  Entity& entity = entities_[0];
  const Mapper& mapper = *entity.item->mapper;
  if (!is_simple() || entity.item->discriminator || entity.key_places.size() != 1 ||
      mapper.hierarchy_watches() || tells_of_loads_) {
    return std::nullopt;
  }
  const Entity::Part& part = part_of(entity, mapper);
  return PlainRow{&mapper, entity.key_places[0], part.places, part.missing, entity.item->options};
}

Instance EntityLoader::create_asked(Session& session, const PlainRow& plain, const Value& asked,
                                    const CellView* row) {
  const CellView& cell = row[plain.key_place];
  const bool same = cell.kind == CellView::Kind::integer
                        ? asked.kind() == ValueKind::integer && asked.as_int() == cell.integer
                        : cell.kind == CellView::Kind::text && asked.kind() == ValueKind::text &&
                              asked.as_text() == cell.bytes;
  if (!same) return {};
  Instance instance = plain.mapper->class_manager().create();
  instance->key = make_ref<const IdentityKey>(plain.mapper->identity_mapper(),
                                              std::span<const Value>(&asked, 1));
  instance->session = &session;
  if (plain.options != nullptr) instance->load_options = plain.options;
  session.identity_map_.put(*instance);
  instance->fill_from(plain.places, row);
  if (!plain.missing.empty()) instance->expired_attributes = plain.missing;
  return instance;
}

const Mapper* EntityLoader::class_of_row(const Entity& entity, const Value* row,
                                         std::span<const Value> key) const {
  const Mapper& wanted = *entity.item->mapper;
  const Value& identity = row[*entity.item->discriminator];
  auto column = [&] { return wanted.polymorphic_on()->str(session_->profile()); };
  const bool checks = session_->profile().checks_row_classes;
  if (identity.is_null() && !checks) return &wanted;
  if (identity.is_null()) {
    throw InvalidRequestError("Row with identity key " + wanted.identity_key(key)->repr() +
                              " can't be loaded into an object; the polymorphic discriminator "
                              "column '" +
                              column() + "' is NULL");
  }
  const Mapper* found = wanted.mapper_of_identity(identity);
  if (found == nullptr) {
    throw AssertionError("No such polymorphic_identity " + identity.repr() + " is defined");
  }
  if (checks && !found->is_a(wanted)) {
    throw InvalidRequestError("Row with identity key " + wanted.identity_key(key)->repr() +
                              " can't be loaded into an object; the polymorphic discriminator "
                              "column '" +
                              column() + "' refers to " + found->str() +
                              ", which is not a sub-mapper of the requested " + wanted.str());
  }
  return found;
}

const EntityLoader::Entity::Part& EntityLoader::part_of(Entity& entity, const Mapper& mapper) {
  if (entity.last_mapper == &mapper) return *entity.last_part;
  const bool own = &mapper == entity.item->mapper;
  auto [at, is_new] =
      own ? std::pair(entity.parts.end(), !entity.has_own) : entity.parts.try_emplace(&mapper);
  Entity::Part& part = own ? entity.own : at->second;
  entity.last_mapper = &mapper;
  entity.last_part = &part;
  if (own) entity.has_own = true;
  if (!is_new) return part;
  part.places.reserve(entity.item->attributes.size());
  const RowPlan::Item& item = *entity.item;
  AttributeSet have;
  for (size_t i = 0; i < item.attributes.size(); ++i) {
    if (!mapper.has_attribute(item.attributes[i])) continue;
    part.places.emplace_back(item.attributes[i], item.places[i]);
    have.add(item.attributes[i]);
  }
  // What the rows lack, and columns of a subclass that the statement did not ask for, come at the
  // first access.
  item.absent.each([&](size_t index) {
    if (mapper.has_attribute(index)) part.missing.add(index);
  });
  if (&mapper == item.mapper) return part;
  for (const MappedProperty& property : mapper.properties()) {
    if (!property.is_column() || property.deferred || property.hidden || have.has(property.index)) {
      continue;
    }
    if (!item.mapper->has_attribute(property.index)) part.missing.add(property.index);
  }
  return part;
}

void EntityLoader::load_related(Entity& entity, InstanceState& owner, const Value* row,
                                bool overwrite) {
  for (Related& related : entity.related) {
    size_t attribute = related.relationship->index();
    // Not every class of the hierarchy has it.
    if (!owner.mapper().has_attribute(attribute)) continue;
    // Rows of one owner follow each other, as a rule.
    if (related.owners.empty() || related.owners.back().owner.get() != &owner) {
      auto [place, is_new] = related.places.emplace(&owner, related.owners.size());
      if (is_new) {
        bool wanted = overwrite || (!owner.has(attribute) && !owner.in_committed_state(attribute));
        related.owners.push_back({Instance(&owner), wanted, {}});
      } else if (place->second + 1 != related.owners.size()) {
        Instance member = load_entity(related.entity, row, false);
        if (member) related.owners[place->second].add(std::move(member));
        continue;
      }
    }
    size_t at = related.owners.size() - 1;
    Instance member = load_entity(related.entity, row, false);
    if (member) related.owners[at].add(std::move(member));
  }
}

// Each object once; a few are looked through.
void EntityLoader::Members::add(Instance member) {
  constexpr size_t kFew = 16;
  if (objects.size() < kFew) {
    if (std::find(objects.begin(), objects.end(), member) != objects.end()) return;
  } else {
    if (known.size() == 0) {
      for (const Instance& one : objects) known.insert(one.get());
    }
    if (known.contains(member.get())) return;
    known.insert(member.get());
  }
  objects.push_back(std::move(member));
}

void EntityLoader::set_related(Entity& entity) {
  for (const RelationshipProperty* relationship : entity.item->empty) {
    for (const auto& [instance, overwrite] : entity.seen) {
      if (!instance->mapper().has_attribute(relationship->index())) continue;
      if (overwrite || !instance->has(relationship->index())) {
        instance->set_loaded(*relationship, {});
      }
    }
  }
  for (Related& related : entity.related) {
    for (Members& members : related.owners) {
      if (!members.wanted) continue;
      if (!related.relationship->uselist() && members.objects.size() > 1) {
        session_->warn("Multiple rows returned with uselist=False for eagerly-loaded attribute '" +
                       related.relationship->str() + "' ");
      }
      members.owner->set_loaded(*related.relationship, members.objects);
    }
    set_related(related.entity);
  }
}

// Everything that is to be loaded afterwards, with the objects it is for.
struct EntityLoader::Pending {
  const RowPlan::Item* item;
  const RowPlan::PostLoad* post;
  const PostLoader::States* states;
};

void EntityLoader::finish() {
  if (!remembers_) return;
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
  for (Entity& entity : entities_) {
    if (entity.item->mapper != nullptr) load_subclasses(entity, pending);
  }
  if (pending.empty()) return;
  bool refresh = options_.refresh_state != nullptr && session_->profile().refresh_eager;
  // Subqueries are asked for while rows are read, the others after that; each in the order in which
  // the mappers have them.
  std::stable_sort(pending.begin(), pending.end(), [refresh](const Pending& a, const Pending& b) {
    bool first = !refresh && a.post->how == Lazy::subquery;
    bool second = !refresh && b.post->how == Lazy::subquery;
    return first != second ? first : a.post->order < b.post->order;
  });
  PostLoader loader(*session_, *plan_, options_.populate_existing, refresh, parameters_);
  for (const Pending& one : pending) loader.load(*one.item, *one.post, *one.states);
}

// The columns of subclasses for which a statement of their own is wanted, each with what its own
// relationships load.
void EntityLoader::load_subclasses(Entity& entity, std::vector<Pending>& pending) {
  const std::vector<const Mapper*>& wanted = entity.item->selectin;
  for (Related& related : entity.related) load_subclasses(related.entity, pending);
  if (wanted.empty()) return;
  std::vector<std::pair<const Mapper*, std::vector<Instance>>> groups;
  for (const auto& [instance, overwrite] : entity.seen) {
    const Mapper* at = &instance->mapper();
    while (at != nullptr && at != entity.item->mapper &&
           std::find(wanted.begin(), wanted.end(), at) == wanted.end()) {
      at = at->inherits();
    }
    if (at == nullptr || at == entity.item->mapper) continue;
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const auto& one) { return one.first == at; });
    if (group == groups.end()) {
      groups.emplace_back(at, std::vector<Instance>());
      group = groups.end() - 1;
    }
    group->second.push_back(instance);
  }
  PostLoader loader(*session_, *plan_, options_.populate_existing, false, parameters_);
  for (const auto& [mapper, instances] : groups) {
    loader.load_columns(*mapper, instances);
    auto of_subclass = [&, of = mapper](const Pending& one) {
      return one.states == &entity.seen && one.post->relationship->parent().is_a(*of);
    };
    for (const Pending& one : pending) {
      if (of_subclass(one)) loader.load(*one.item, *one.post, *one.states);
    }
    pending.erase(std::remove_if(pending.begin(), pending.end(), of_subclass), pending.end());
  }
}

void EntityLoader::populate(InstanceState& state, const Entity::Part& part, const Value* row,
                            bool whole) {
  for (const auto& [attribute, place] : part.places) state.set_committed(attribute, row[place]);
  if (whole) {
    state.commit_all();
    if (!part.missing.empty()) state.expire(&part.missing);
    session_->identity_map_.modified.remove(state);
  } else {
    state.expired = false;
  }
  if (state.mapper().watches()) {
    state.values_loaded(whole ? nullptr : options_.only, Reading::refreshed);
  }
}

void EntityLoader::fill_in(InstanceState& state, const Entity::Part& part, const Value* row) {
  AttributeSet filled;
  for (const auto& [attribute, place] : part.places) {
    if (state.has(attribute) || state.in_committed_state(attribute)) continue;
    state.set_committed(attribute, row[place]);
    filled.add(attribute);
  }
  if (state.mapper().watches() && !filled.empty()) {
    state.values_loaded(&filled, Reading::completed);
  }
  state.expired = false;
}

}  // namespace orm
