// Session.merge(): the state of a given object copied onto the one that the session has.
#include <map>
#include <set>

#include "orm/orm_error.h"
#include "orm/relationship.h"
#include "orm/session.h"

namespace orm {

namespace {

// One merge() and the objects it reaches: each source is copied once.
class Merge {
 public:
  Merge(Session& session, bool load) : session_(session), load_(load) {}

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
      is_persistent = true;
      for (const Value& value : key->primary_key()) {
        is_persistent = is_persistent && !value.is_null();
      }
    }
    Instance target = find(state, *key, is_persistent);
    if (!target) {
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
    if (target.get() != &state) copy(state, *target);
    if (!load_) target->commit_all();
    return target;
  }

 private:
  Instance find(InstanceState& state, const IdentityKey& key, bool is_persistent) {
    if (InstanceState* held = session_.identity_map().find(key)) return Instance(held);
    if (!is_persistent) return {};
    for (const auto& [known, target] : by_key_) {
      if (*known == key) return target;
    }
    if (load_) {
      const std::span<const Value> values = key.primary_key();
      return session_.get(state.mapper(), std::vector<Value>(values.begin(), values.end()));
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
      } else if (target.key != nullptr && !target.has(property.index)) {
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
    if (load_) target.read_related(relationship);
    std::vector<Instance> members;
    for (const Instance& current : source.members(attribute)) {
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
  std::map<const InstanceState*, Instance> merged_;
  std::vector<std::pair<Ref<const IdentityKey>, Instance>> by_key_;
  std::set<std::pair<const InstanceState*, const RelationshipProperty*>> reached_;
};

}  // namespace

Instance Session::merge(InstanceState& state, bool load) {
  state.mapper().registry().configure();
  if (load) autoflush_now();
  struct Quiet {
    explicit Quiet(bool& on) : flag(on), before(on) { flag = false; }
    ~Quiet() { flag = before; }
    bool& flag;
    bool before;
  } quiet(autoflush);
  return Merge(*this, load).merge(state);
}

}  // namespace orm
