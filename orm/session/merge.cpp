// Session.merge(): the state of a given object copied onto the one that the session has.
#include <algorithm>
#include <map>
#include <set>

#include "orm/events.h"
#include "orm/orm_error.h"
#include "orm/profile.h"
#include "orm/relationship.h"
#include "orm/session.h"

namespace orm {

namespace {

// One merge() and the objects it reaches: each source is copied once.
class Merge {
 public:
  Merge(Session& session, bool load, const std::vector<Ref<StatementOption>>& options)
      : session_(session), load_(load), options_(options) {}

  Instance merge(InstanceState& state) {
    auto known = merged_.find(&state);
    if (known != merged_.end()) return known->second;
    const Mapper& mapper = state.mapper();
    Ref<const IdentityKey> key = state.key;
    bool is_persistent = key != nullptr;
    if (key == nullptr) {
      if (session_.holds_pending(state)) {
        warn("Instance " + state_str(state) +
             " is already pending in this Session yet is being merged again; this is probably not "
             "what you want to do");
      }
      if (!load_) {
        throw InvalidRequestError(
            "merge() with load=False option does not support objects transient (i.e. unpersisted) "
            "objects.  flush() all changes on mapped instances before merging with load=False.");
      }
      key = mapper.identity_key_from(state);
      is_persistent = may_have_row(state, *key);
    }
    Instance target = find(state, *key, is_persistent);
    const bool is_new = !target;
    if (is_new) {
      target = mapper.class_manager().create();
      if (load_) {
        session_.add(*target);
      } else {
        target->key = key;
        session_.add(*target);
      }
    }
    merged_[&state] = target;
    if (is_persistent) by_key_.emplace_back(key, target);
    if (target.get() != &state) {
      check_version(state, *target);
      if (state.load_options != nullptr) target->load_options = state.load_options;
      copy(state, *target);
    }
    if (!load_) target->commit_all();
    if (is_new && mapper.watches()) target->values_loaded(nullptr, Reading::created);
    return target;
  }

 private:
  // An attribute of the key that was never set says that there is none; one that is None may be a
  // part of it, where the mapper allows that.
  static bool may_have_row(const InstanceState& state, const IdentityKey& key) {
    for (size_t attribute : state.mapper().primary_key_attributes()) {
      if (!state.has(attribute)) return false;
    }
    const std::span<const Value> values = key.primary_key();
    const auto nulls = std::count_if(values.begin(), values.end(),
                                     [](const Value& value) { return value.is_null(); });
    if (nulls == 0) return true;
    return state.mapper().options().allow_partial_pks && static_cast<size_t>(nulls) < values.size();
  }

  static void check_version(const InstanceState& source, const InstanceState& target) {
    const Column* column = source.mapper().version_column();
    if (column == nullptr) return;
    const auto attribute = source.mapper().attribute_of(*column);
    if (!attribute || !source.has(*attribute) || !target.has(*attribute)) return;
    const Value given = source.get(*attribute);
    const Value held = target.get(*attribute);
    if (given == held) return;
    throw StaleDataError("Version id '" + given.str() + "' on merged state " + state_str(target) +
                         " does not match existing version '" + held.str() +
                         "'. Leave the version attribute unset when merging to update the most "
                         "recent version.");
  }

  Instance find(InstanceState& state, const IdentityKey& key, bool is_persistent) {
    if (InstanceState* held = session_.identity_map().find(key)) return Instance(held);
    if (!is_persistent) return {};
    for (const auto& [known, target] : by_key_) {
      if (*known == key) return target;
    }
    if (load_) {
      const std::span<const Value> values = key.primary_key();
      return session_.get(state.mapper(), std::vector<Value>(values.begin(), values.end()),
                          /*populate_existing=*/false, options_);
    }
    if (state.modified) {
      throw InvalidRequestError(
          "merge() with load=False option does not support objects marked as 'dirty'.  flush() all "
          "changes on mapped instances before merging with load=False.");
    }
    return {};
  }

  void copy(InstanceState& source, InstanceState& target) {
    for (const RelationshipProperty* relationship : source.mapper().relationships()) {
      copy_related(source, target, *relationship);
    }
    AttributeSet expired;
    for (const MappedProperty& property : source.mapper().properties()) {
      if (!property.is_column()) continue;
      if (source.has(property.index)) {
        Value value = source.get(property.index);
        if (load_) {
          target.assign(property.index, std::move(value));
        } else {
          target.set(property.index, std::move(value));
        }
      } else if (target.key != nullptr && !target.has(property.index) && !property.deferred) {
        expired.add(property.index);
      }
    }
    if (!expired.empty()) target.expire(&expired);
  }

  void copy_related(InstanceState& source, InstanceState& target,
                    const RelationshipProperty& relationship) {
    if (load_) {
      for (const RelationshipProperty* reverse : relationship.reverse()) {
        if (reached_.count({&source, reverse}) != 0) return;
      }
    }
    size_t attribute = relationship.index();
    if (!relationship.cascade().merge || !source.has(attribute)) return;
    if (!relationship.uselist()) {
      Instance current = source.related(attribute);
      Instance other;
      if (current) {
        reached_.insert({current.get(), &relationship});
        other = merge(*current);
      }
      if (load_) {
        target.assign_related(relationship, other.get());
      } else {
        target.set_loaded(relationship, {other});
      }
      return;
    }
    // An empty collection that was only looked at is as good as none.
    if (source.key == nullptr && !source.in_committed_state(attribute) &&
        session_.profile().forgets_read_collections && source.members(attribute).empty()) {
      return;
    }
    if (load_) target.read_related(relationship);
    std::vector<Instance> members;
    for (const Instance& current : source.members(attribute)) {
      if (!current) {
        throw AttributeError("'NoneType' object has no attribute '_sa_instance_state'");
      }
      reached_.insert({current.get(), &relationship});
      members.push_back(merge(*current));
    }
    if (load_) {
      target.replace_related(relationship, members);
    } else {
      target.set_loaded(relationship, members);
    }
  }

  void warn(const std::string& message) const {
    if (session_.listener != nullptr) session_.listener->warning(message);
  }

  Session& session_;
  bool load_;
  const std::vector<Ref<StatementOption>>& options_;
  std::map<const InstanceState*, Instance> merged_;
  std::vector<std::pair<Ref<const IdentityKey>, Instance>> by_key_;
  std::set<std::pair<const InstanceState*, const RelationshipProperty*>> reached_;
};

}  // namespace

Instance Session::merge(InstanceState& state, bool load,
                        const std::vector<Ref<StatementOption>>& options) {
  state.mapper().registry().configure();
  if (load) autoflush_now();
  struct Quiet {
    explicit Quiet(bool& on) : flag(on), before(on) { flag = false; }
    ~Quiet() { flag = before; }
    bool& flag;
    bool before;
  } quiet(autoflush);
  return Merge(*this, load, options).merge(state);
}

}  // namespace orm
