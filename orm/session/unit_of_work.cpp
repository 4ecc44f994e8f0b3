// One flush: registering objects, ordering the actions, running them.
#include "orm/session/unit_of_work.h"

#include <algorithm>

#include "orm/orm_error.h"
#include "orm/session/dependency.h"

namespace orm {

UnitOfWork::UnitOfWork(Session& session) : session_(session) {}
UnitOfWork::~UnitOfWork() = default;

bool UnitOfWork::register_object(InstanceState& state, const Registration& how) {
  if (!session_.contains(state)) {
    if (!state.deleted && how.operation != nullptr) {
      session_.warn("Object of type <" + state.mapper().class_name() + "> not in session, " +
                    how.operation + " operation along '" + how.relationship->str() +
                    "' will not proceed");
    }
    return false;
  }
  auto found = states_.find(&state);
  if (found != states_.end()) {
    if (!how.list_only && (how.is_delete || how.cancel_delete)) {
      found->second = {how.is_delete, false};
    }
    return true;
  }
  Instance instance(&state);
  if (mappers_.count(&state.mapper()) == 0) add_mapper(state.mapper());
  mappers_[&state.mapper()].push_back(instance);
  order_.push_back(instance);
  states_.emplace(&state, Status{how.is_delete, how.list_only});
  return true;
}

void UnitOfWork::add_mapper(const Mapper& mapper) {
  mapper.registry().configure();
  mappers_[&mapper];
  size_t saves = action(Kind::save_all, &mapper.base_mapper());
  size_t deletes = action(Kind::delete_all, &mapper.base_mapper());
  depend(saves, deletes);
  for (const RelationshipProperty* relationship : mapper.relationships()) {
    if (relationship->viewonly() || by_relationship_.count(relationship) != 0) continue;
    dependencies_.push_back(Dependency::make(*relationship));
    by_relationship_[relationship] = dependencies_.back().get();
    preprocessors_.push_back(
        std::make_unique<Preprocessor>(Preprocessor{dependencies_.back().get(), {}, false}));
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
  const void* what = dependency != nullptr ? static_cast<const void*>(dependency)
                                           : static_cast<const void*>(mapper);
  auto [place, is_new] =
      action_index_.emplace(std::make_tuple(kind, what, is_delete, state), actions_.size());
  if (is_new) {
    actions_.push_back({kind, mapper, dependency, is_delete, state});
    if (kind == Kind::process_all) {
      auto& list = processing_[&dependency->relationship().parent().base_mapper()];
      auto* own = by_relationship_[&dependency->relationship()];
      if (std::find(list.begin(), list.end(), own) == list.end()) list.push_back(own);
    }
  }
  return place->second;
}

void UnitOfWork::depend(size_t before, size_t after) {
  if (before != kNone && after != kNone) edges_.emplace(before, after);
}

bool UnitOfWork::is_deleted(const InstanceState& state) const {
  auto found = states_.find(&state);
  return found != states_.end() && found->second.is_delete;
}

const ObjectHistory& UnitOfWork::history(InstanceState& state,
                                         const RelationshipProperty& relationship,
                                         const Passive& passive) {
  Passive wanted = passive;
  wanted.committed = true;
  wanted.raise = false;
  bool sql = passive.callables && passive.sql;
  auto key = std::make_pair(static_cast<const InstanceState*>(&state), &relationship);
  auto found = histories_.find(key);
  if (found != histories_.end() && (found->second.sql || !sql)) return found->second.history;
  ObjectHistory history = state.object_history(relationship, wanted);
  return histories_.insert_or_assign(key, CachedHistory{std::move(history), sql})
      .first->second.history;
}

void UnitOfWork::register_post_update(InstanceState& state,
                                      const RelationshipProperty& relationship) {
  PostUpdate& update = post_updates_[&state.mapper().base_mapper()];
  Instance instance(&state);
  if (std::find(update.states.begin(), update.states.end(), instance) == update.states.end()) {
    update.states.push_back(instance);
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

std::vector<Instance> UnitOfWork::states_of(const Mapper& base, bool is_delete) const {
  std::vector<Instance> states;
  for (const Instance& instance : order_) {
    const Status& status = states_.at(instance.get());
    if (status.list_only || status.is_delete != is_delete) continue;
    if (&instance->mapper().base_mapper() == &base) states.push_back(instance);
  }
  return states;
}

std::vector<Instance> UnitOfWork::process_states(const Dependency& dependency,
                                                 bool is_delete) const {
  const RelationshipProperty& relationship = dependency.relationship();
  std::vector<Instance> states;
  for (const Instance& instance : order_) {
    const Status& status = states_.at(instance.get());
    if (status.list_only || status.is_delete != is_delete) continue;
    if (instance->mapper().relationship(relationship.key()) == &relationship) {
      states.push_back(instance);
    }
  }
  return states;
}

bool UnitOfWork::preprocess(Preprocessor& preprocessor) {
  Dependency& dependency = *preprocessor.dependency;
  std::vector<Instance> saves;
  std::vector<Instance> deletes;
  for (bool is_delete : {false, true}) {
    for (const Instance& instance : process_states(dependency, is_delete)) {
      if (preprocessor.processed.count(instance.get()) != 0) continue;
      (is_delete ? deletes : saves).push_back(instance);
    }
  }
  if (!deletes.empty()) {
    dependency.presort_deletes(*this, deletes);
    for (const Instance& one : deletes) preprocessor.processed.insert(one.get());
  }
  if (!saves.empty()) {
    dependency.presort_saves(*this, saves);
    for (const Instance& one : saves) preprocessor.processed.insert(one.get());
  }
  if (deletes.empty() && saves.empty()) return false;
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
  std::vector<Instance> states = states_of(*all.mapper, is_delete);
  size_t other = action(is_delete ? Kind::save_all : Kind::delete_all, all.mapper);
  for (const Instance& state : states) {
    size_t one = action(is_delete ? Kind::delete_state : Kind::save_state, nullptr, nullptr, false,
                        state.get());
    if (is_delete) {
      depend(other, one);
    } else {
      depend(one, other);
    }
    result.push_back(one);
  }
  for (Dependency* dependency : processing_[all.mapper]) {
    const RelationshipProperty& relationship = dependency->relationship();
    std::vector<Instance> own;
    for (const Instance& state : states) {
      if (state->mapper().relationship(relationship.key()) == &relationship) own.push_back(state);
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
        for (size_t one : convert[before]) edges.emplace(one, after);
      } else if (in_after) {
        for (size_t one : convert[after]) edges.emplace(before, one);
      } else {
        edges.emplace(before, after);
      }
    }
    edges_ = std::move(edges);
  }
  std::vector<std::pair<std::string, size_t>> sorted;
  for (size_t i = 0; i < actions_.size(); ++i) {
    if (!actions_[i].disabled && cycles_.count(i) == 0) {
      sorted.emplace_back(actions_[i].sort_key(), i);
    }
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<size_t> items;
  items.reserve(sorted.size());
  for (const auto& [key, index] : sorted) items.push_back(index);
  return items;
}

// Runs the first action together with those of its kind in the list, which it takes out.
void UnitOfWork::run(const std::vector<size_t>& layer) {
  std::vector<size_t> left = layer;
  while (!left.empty()) {
    const Action first = actions_[left.front()];
    left.erase(left.begin());
    auto take_states = [&](auto same) {
      std::vector<Instance> states{Instance(first.state)};
      std::vector<size_t> rest;
      for (size_t index : left) {
        const Action& other = actions_[index];
        if (other.kind == first.kind && same(other))
          states.emplace_back(other.state);
        else
          rest.push_back(index);
      }
      left = std::move(rest);
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
        std::vector<Instance> states = process_states(*first.dependency, first.is_delete);
        if (first.is_delete)
          first.dependency->process_deletes(*this, states);
        else
          first.dependency->process_saves(*this, states);
        break;
      }
      case Kind::post_update_all: {
        PostUpdate& update = post_updates_[first.mapper];
        std::vector<Instance> states;
        for (const Instance& one : update.states) {
          if (is_deleted(*one) == first.is_delete) states.push_back(one);
        }
        persistence_->post_update(*first.mapper, std::move(states), update.columns);
        break;
      }
      case Kind::process_state: {
        std::vector<Instance> states = take_states(same_dependency);
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
        std::vector<Instance> states;
        for (const Instance& one : take_states(same_mapper)) {
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
      session_,
      session_.route ? Connection() : session_.connection(&order_.front()->mapper().base_mapper()),
      [this](const InstanceState& state) { return is_deleted(state); });
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

std::vector<Instance> UnitOfWork::saved() const {
  std::vector<Instance> states;
  for (const Instance& one : order_) {
    if (!states_.at(one.get()).is_delete) states.push_back(one);
  }
  return states;
}

std::vector<Instance> UnitOfWork::removed() const {
  std::vector<Instance> states;
  for (const Instance& one : order_) {
    if (states_.at(one.get()).is_delete) states.push_back(one);
  }
  return states;
}

}  // namespace orm
