// One flush: registering objects, ordering the actions, running them.
#include "orm/session/unit_of_work.h"

#include <algorithm>

#include "orm/orm_error.h"
#include "orm/session/dependency.h"

namespace orm {

UnitOfWork::UnitOfWork(Session& session) : session_(session) {}

UnitOfWork::~UnitOfWork() {
  for (const Record& record : records_) {
    if (record.instance) record.instance->places.flush = SessionPlaces::kNowhere;
  }
}

bool UnitOfWork::register_object(InstanceState& state, const Registration& how) {
  if (!session_.contains(state)) {
    if (!state.deleted && how.operation != nullptr) {
      session_.warn("Object of type <" + state.mapper().class_name() + "> not in session, " +
                    how.operation + " operation along '" + how.relationship->str() +
                    "' will not proceed");
    }
    return false;
  }
  if (Record* record = record_of(state)) {
    if (!how.list_only && (how.is_delete || how.cancel_delete)) {
      if (record->is_delete != how.is_delete || record->list_only) ++changes_;
      record->is_delete = how.is_delete;
      record->list_only = false;
    }
    return true;
  }
  if (last_mapper_ != &state.mapper()) {
    if (mappers_.count(&state.mapper()) == 0) add_mapper(state.mapper());
    last_mapper_ = &state.mapper();
  }
  state.places.flush = static_cast<uint32_t>(records_.size());
  records_.push_back({Instance(&state), how.is_delete, how.list_only});
  ++changes_;
  return true;
}

void UnitOfWork::add_mapper(const Mapper& mapper) {
  mapper.registry().configure();
  mappers_.insert(&mapper);
  const bool is_first = mappers_.size() == 1;
  only_base_ = is_first || only_base_ == &mapper.base_mapper() ? &mapper.base_mapper() : nullptr;
  size_t saves = action(Kind::save_all, &mapper.base_mapper());
  size_t deletes = action(Kind::delete_all, &mapper.base_mapper());
  depend(saves, deletes);
  for (const RelationshipProperty* relationship : mapper.relationships()) {
    if (relationship->viewonly() || by_relationship_.count(relationship) != 0) continue;
    dependencies_.push_back(Dependency::make(*relationship));
    by_relationship_[relationship] = dependencies_.back().get();
    preprocessors_.push_back(
        std::make_unique<Preprocessor>(Preprocessor{dependencies_.back().get()}));
  }
}

std::string UnitOfWork::Action::sort_key() const {
  switch (kind) {
    case Kind::delete_all:
      return "DeleteAll " + mapper->qualified_name();
    case Kind::delete_state:
      return "DeleteState " + state->mapper().base_mapper().qualified_name();
    case Kind::post_update_all:
      return "PostUpdateAll " + mapper->qualified_name() + (is_delete ? " 1" : " 0");
    case Kind::process_all:
      return "ProcessAll " + dependency->sort_key() + (is_delete ? " 1" : " 0");
    case Kind::process_state:
      return "ProcessState " + dependency->sort_key();
    case Kind::save_state:
      return "ProcessState " + state->mapper().base_mapper().qualified_name();
    default:
      return "SaveUpdateAll " + mapper->qualified_name();
  }
}

std::string UnitOfWork::Action::repr() const {
  const std::string flag = is_delete ? "True" : "False";
  const auto processor = [&] {
    const RelationshipProperty& relationship = dependency->relationship();
    const char* name = relationship.direction() == Direction::one_to_many   ? "OneToManyDP("
                       : relationship.direction() == Direction::many_to_one ? "ManyToOneDP("
                                                                            : "ManyToManyDP(";
    return name + relationship.str() + ")";
  };
  switch (kind) {
    case Kind::delete_all:
      return "DeleteAll(" + mapper->str() + ")";
    case Kind::delete_state:
      return "DeleteState(" + state_str(*state) + ")";
    case Kind::post_update_all:
      return "PostUpdateAll(" + mapper->str() + ")";
    case Kind::process_all:
      return "ProcessAll(" + processor() + ", isdelete=" + flag + ")";
    case Kind::process_state:
      return "ProcessState(" + processor() + ", " + state_str(*state) + ", delete=" + flag + ")";
    case Kind::save_state:
      return "SaveUpdateState(" + state_str(*state) + ")";
    default:
      return "SaveUpdateAll(" + mapper->str() + ")";
  }
}

size_t UnitOfWork::action(Kind kind, const Mapper* mapper, const Dependency* dependency,
                          bool is_delete, InstanceState* state) {
  if (state != nullptr) {
    OwnAction*& first = record_of(*state)->actions;
    for (const OwnAction* one = first; one != nullptr; one = one->next) {
      if (one->kind == kind && one->dependency == dependency && one->is_delete == is_delete) {
        return one->index;
      }
    }
    own_actions_.push_back({kind, is_delete, dependency, actions_.size(), first});
    first = &own_actions_.back();
    actions_.push_back({kind, mapper, dependency, is_delete, state});
    return actions_.size() - 1;
  }
  const void* what = dependency != nullptr ? static_cast<const void*>(dependency)
                                           : static_cast<const void*>(mapper);
  auto [place, is_new] =
      action_index_.emplace(std::make_tuple(kind, what, is_delete), actions_.size());
  if (is_new) {
    actions_.push_back({kind, mapper, dependency, is_delete, nullptr});
    if (kind == Kind::process_all) {
      auto& list = processing_[&dependency->relationship().parent().base_mapper()];
      auto* own = by_relationship_[&dependency->relationship()];
      if (std::find(list.begin(), list.end(), own) == list.end()) list.push_back(own);
    }
  }
  return place->second;
}

void UnitOfWork::depend(size_t before, size_t after) {
  if (before != kNone && after != kNone) edges_.emplace_back(before, after);
}

const ObjectHistory& UnitOfWork::history(InstanceState& state,
                                         const RelationshipProperty& relationship,
                                         const Passive& passive) {
  Passive wanted = passive;
  wanted.committed = true;
  wanted.raise = false;
  const bool sql = passive.callables && passive.sql;
  Record* record = record_of(state);
  CachedHistory* first = record == nullptr ? nullptr : record->histories;
  for (CachedHistory* known = first; known != nullptr; known = known->next) {
    if (known->relationship != &relationship) continue;
    if (!known->sql && sql) {
      known->history = state.object_history(relationship, wanted);
      known->sql = true;
    }
    return known->history;
  }
  ObjectHistory history = state.object_history(relationship, wanted);
  histories_.push_back({&relationship, std::move(history), sql, first});
  if (record != nullptr) record->histories = &histories_.back();
  return histories_.back().history;
}

void UnitOfWork::register_post_update(InstanceState& state,
                                      const RelationshipProperty& relationship) {
  PostUpdate& update = post_updates_[&state.mapper().base_mapper()];
  if (!update.known.contains(&state)) {
    update.known.insert(&state);
    update.states.push_back(&state);
  }
  for (const RelationshipProperty::Pair& pair : relationship.synchronize_pairs()) {
    if (std::find(update.columns.begin(), update.columns.end(), pair.to) == update.columns.end()) {
      update.columns.push_back(pair.to);
    }
  }
}

void UnitOfWork::warn(const std::string& message) const { session_.warn(message); }

bool UnitOfWork::session_holds(const InstanceState& state) const {
  return session_.contains(state);
}

Connection& UnitOfWork::connection(const Mapper& mapper) {
  persistence_->use(mapper);
  return persistence_->connection();
}

std::set<std::pair<const InstanceState*, const InstanceState*>>* UnitOfWork::processed(
    const RelationshipProperty& relationship) {
  if (relationship.reverse().empty()) return nullptr;
  std::vector<std::string> names{relationship.key()};
  for (const RelationshipProperty* reverse : relationship.reverse())
    names.push_back(reverse->key());
  std::sort(names.begin(), names.end());
  std::string key;
  for (const std::string& name : names) key += name + "\n";
  return &processed_[key];
}

bool has_relationship(const Mapper& mapper, const RelationshipProperty& relationship) {
  return mapper.has_attribute(relationship.index()) &&
         mapper.property(relationship.index()).relationship == &relationship;
}

UnitOfWork::States UnitOfWork::states_of(const Mapper& base, bool is_delete) const {
  States states;
  const bool of_base = only_base_ == &base;
  if (only_base_ != nullptr && !of_base) return states;
  states.reserve(records_.size());
  for (const Record& record : records_) {
    if (record.list_only || record.is_delete != is_delete) continue;
    if (of_base || &record.instance->mapper().base_mapper() == &base) {
      states.push_back(record.instance.get());
    }
  }
  return states;
}

UnitOfWork::States UnitOfWork::process_states(const Dependency& dependency, bool is_delete) const {
  const RelationshipProperty& relationship = dependency.relationship();
  States states;
  for (const Record& record : records_) {
    if (record.list_only || record.is_delete != is_delete) continue;
    if (has_relationship(record.instance->mapper(), relationship)) {
      states.push_back(record.instance.get());
    }
  }
  return states;
}

bool UnitOfWork::preprocess(Preprocessor& preprocessor) {
  if (preprocessor.seen == changes_) return false;
  preprocessor.seen = changes_;
  Dependency& dependency = *preprocessor.dependency;
  States saves;
  States deletes;
  preprocessor.processed.resize(records_.size());
  for (size_t i = 0; i < records_.size(); ++i) {
    const Record& record = records_[i];
    if (record.list_only || preprocessor.processed[i]) continue;
    if (!has_relationship(record.instance->mapper(), dependency.relationship())) continue;
    preprocessor.processed[i] = true;
    (record.is_delete ? deletes : saves).push_back(record.instance.get());
  }
  if (deletes.empty() && saves.empty()) return false;
  if (!deletes.empty()) dependency.presort_deletes(*this, deletes);
  if (!saves.empty()) dependency.presort_saves(*this, saves);
  if (!preprocessor.has_actions && (dependency.has_changes(*this, deletes, true) ||
                                    dependency.has_changes(*this, saves, false))) {
    dependency.flush_actions(*this);
    preprocessor.has_actions = true;
  }
  return true;
}

std::vector<size_t> UnitOfWork::per_state_actions(size_t index) {
  Action all = actions_[index];
  std::vector<size_t> result;
  if (all.kind != Kind::save_all && all.kind != Kind::delete_all) return result;
  bool is_delete = all.kind == Kind::delete_all;
  const States states = states_of(*all.mapper, is_delete);
  size_t other = action(is_delete ? Kind::save_all : Kind::delete_all, all.mapper);
  for (InstanceState* state : states) {
    size_t one =
        action(is_delete ? Kind::delete_state : Kind::save_state, nullptr, nullptr, false, state);
    if (is_delete) {
      depend(other, one);
    } else {
      depend(one, other);
    }
    result.push_back(one);
  }
  for (Dependency* dependency : processing_[all.mapper]) {
    States own;
    for (InstanceState* state : states) {
      if (has_relationship(state->mapper(), dependency->relationship())) own.push_back(state);
    }
    dependency->state_actions(*this, own, is_delete);
  }
  return result;
}

std::vector<size_t> UnitOfWork::generate_actions() {
  for (bool again = true; again;) {
    again = false;
    // Registering objects may add preprocessors.
    for (size_t i = 0; i < preprocessors_.size(); ++i) {
      again = preprocess(*preprocessors_[i]) || again;
    }
  }
  cycles_ = find_cycles(edges_, actions_.size());
  if (!cycles_.empty()) {
    std::map<size_t, std::vector<size_t>> convert;
    for (size_t cyclic : cycles_) convert[cyclic] = per_state_actions(cyclic);
    Edges edges;
    for (const auto& [before, after] : edges_) {
      bool in_before = cycles_.count(before) != 0;
      bool in_after = cycles_.count(after) != 0;
      if (actions_[before].disabled || actions_[after].disabled || (in_before && in_after)) {
        continue;
      }
      if (in_before) {
        for (size_t one : convert[before]) edges.emplace_back(one, after);
      } else if (in_after) {
        for (size_t one : convert[after]) edges.emplace_back(before, one);
      } else {
        edges.emplace_back(before, after);
      }
    }
    edges_ = std::move(edges);
  }
  return sorted_actions();
}

// Those that run, by SQLAlchemy's sort key; actions for single objects share the key of their kind.
std::vector<size_t> UnitOfWork::sorted_actions() const {
  struct Group {
    std::string key;
    std::vector<size_t> actions;
  };
  std::map<std::tuple<Kind, const void*, bool>, Group> groups;
  for (size_t i = 0; i < actions_.size(); ++i) {
    const Action& one = actions_[i];
    if (one.disabled || cycles_.count(i) != 0) continue;
    const void* what = one.mapper;
    if (one.dependency != nullptr) {
      what = one.dependency;
    } else if (one.state != nullptr) {
      what = &one.state->mapper().base_mapper();
    }
    Group& group = groups[{one.kind, what, one.is_delete}];
    if (group.actions.empty()) group.key = one.sort_key();
    group.actions.push_back(i);
  }
  std::map<std::string, std::vector<size_t>> by_key;
  for (auto& [id, group] : groups) {
    std::vector<size_t>& all = by_key[group.key];
    const auto middle = static_cast<ptrdiff_t>(all.size());
    all.insert(all.end(), group.actions.begin(), group.actions.end());
    std::inplace_merge(all.begin(), all.begin() + middle, all.end());
  }
  std::vector<size_t> items;
  items.reserve(actions_.size());
  for (const auto& [key, all] : by_key) items.insert(items.end(), all.begin(), all.end());
  return items;
}

// Runs the first action together with those of its kind in the list, which it takes out.
void UnitOfWork::run(const std::vector<size_t>& layer) {
  std::vector<size_t> left = layer;
  for (size_t at = 0; at < left.size(); ++at) {
    const Action first = actions_[left[at]];
    auto take_states = [&](auto same) {
      States states{first.state};
      std::vector<size_t> rest;
      for (size_t i = at + 1; i < left.size(); ++i) {
        const Action& other = actions_[left[i]];
        if (other.kind == first.kind && same(other)) {
          states.push_back(other.state);
        } else {
          rest.push_back(left[i]);
        }
      }
      left.resize(at + 1);
      left.insert(left.end(), rest.begin(), rest.end());
      return states;
    };
    auto same_mapper = [&](const Action& other) {
      return &other.state->mapper().base_mapper() == &first.state->mapper().base_mapper();
    };
    auto same_dependency = [&](const Action& other) {
      return other.dependency == first.dependency && other.is_delete == first.is_delete;
    };
    switch (first.kind) {
      case Kind::save_all:
        persistence_->save_objects(*first.mapper, states_of(*first.mapper, false));
        break;
      case Kind::delete_all:
        persistence_->delete_objects(*first.mapper, states_of(*first.mapper, true));
        break;
      case Kind::process_all: {
        const States states = process_states(*first.dependency, first.is_delete);
        if (first.is_delete)
          first.dependency->process_deletes(*this, states);
        else
          first.dependency->process_saves(*this, states);
        break;
      }
      case Kind::post_update_all: {
        PostUpdate& update = post_updates_[first.mapper];
        States states;
        for (InstanceState* one : update.states) {
          if (is_deleted(*one) == first.is_delete) states.push_back(one);
        }
        persistence_->post_update(*first.mapper, std::move(states), update.columns);
        break;
      }
      case Kind::process_state: {
        const States states = take_states(same_dependency);
        if (first.is_delete)
          first.dependency->process_deletes(*this, states);
        else
          first.dependency->process_saves(*this, states);
        break;
      }
      case Kind::save_state: {
        const Mapper& base = first.state->mapper().base_mapper();
        persistence_->save_objects(base, take_states(same_mapper));
        break;
      }
      case Kind::delete_state: {
        const Mapper& base = first.state->mapper().base_mapper();
        States states;
        for (InstanceState* one : take_states(same_mapper)) {
          if (is_deleted(*one)) states.push_back(one);
        }
        persistence_->delete_objects(base, std::move(states));
        break;
      }
    }
  }
}

void UnitOfWork::execute() {
  persistence_ = std::make_unique<Persistence>(
      session_, Connection(), [this](const InstanceState& state) { return is_deleted(state); });
  std::vector<size_t> items = generate_actions();
  std::vector<std::vector<size_t>> layers = sort_as_subsets(edges_, items);
  if (layers.empty() && !items.empty()) {
    std::string names;
    for (size_t one : find_cycles(edges_, actions_.size())) {
      names += (names.empty() ? "" : ", ") + actions_[one].repr();
    }
    throw CircularDependencyError("Circular dependency detected. (" + names + ")");
  }
  for (const std::vector<size_t>& layer : layers) run(layer);
}

UnitOfWork::States UnitOfWork::removed() const {
  States states;
  for (const Record& record : records_) {
    if (record.is_delete) states.push_back(record.instance.get());
  }
  return states;
}

}  // namespace orm
