// UnitOfWork: one flush. It finds out which objects take part, in which order their rows must be
// written, and when foreign keys are copied from object to object.
//
// As in SQLAlchemy there are actions (save all of a mapper, delete all of it, process a
// relationship) with dependencies between them; where they run in a circle, as for
// self-referential classes, those of the circle are broken up into actions for single objects.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "orm/mapping/topological.h"
#include "orm/session.h"
#include "orm/session/persistence.h"

namespace orm {

class Dependency;

class UnitOfWork {
 public:
  explicit UnitOfWork(Session& session);
  ~UnitOfWork();
  UnitOfWork(const UnitOfWork&) = delete;
  UnitOfWork& operator=(const UnitOfWork&) = delete;

  struct Registration {
    bool is_delete = false;
    bool list_only = false;  ///< known, but nothing is written for it
    bool cancel_delete = false;
    const char* operation = nullptr;  ///< for the warning that it is in no session
    const RelationshipProperty* relationship = nullptr;
  };
  /// Makes an object part of the flush; false if it is not in the session.
  bool register_object(InstanceState& state, const Registration& how);
  bool has_work() const noexcept { return !order_.empty(); }
  /// Sends the statements.
  void execute();
  /// What was saved and deleted, for the session's bookkeeping after success.
  std::vector<Instance> saved() const;
  std::vector<Instance> removed() const;

  // What the dependencies ask and say.
  enum class Kind : uint8_t {
    delete_all,
    delete_state,
    post_update_all,
    process_all,
    process_state,
    save_state,
    save_all,
  };
  static constexpr size_t kNone = static_cast<size_t>(-1);
  size_t action(Kind kind, const Mapper* mapper, const Dependency* dependency = nullptr,
                bool is_delete = false, InstanceState* state = nullptr);
  void depend(size_t before, size_t after);
  void disable(size_t action) { actions_[action].disabled = true; }
  bool in_cycles(size_t action) const { return cycles_.count(action) != 0; }
  bool is_deleted(const InstanceState& state) const;
  bool is_registered(const InstanceState& state) const { return states_.count(&state) != 0; }
  bool knows(const Mapper& mapper) const { return mappers_.count(&mapper) != 0; }
  const ObjectHistory& history(InstanceState& state, const RelationshipProperty& relationship,
                               const Passive& passive);
  void register_post_update(InstanceState& state, const RelationshipProperty& relationship);
  Session& session() const noexcept { return session_; }
  void warn(const std::string& message) const;
  bool session_holds(const InstanceState& state) const;
  /// The connection to the database that has the rows of the mapper.
  Connection& connection(const Mapper& mapper);
  /// Pairs of a many-to-many that the other side has written.
  std::set<std::pair<const InstanceState*, const InstanceState*>>* processed(
      const RelationshipProperty& relationship);
  std::set<const InstanceState*>& children_added(const RelationshipProperty& relationship) {
    return children_added_[&relationship];
  }

 private:
  struct Action {
    Kind kind;
    const Mapper* mapper;
    const Dependency* dependency;
    bool is_delete;
    InstanceState* state;
    bool disabled = false;
    std::string sort_key() const;
    std::string repr() const;  ///< as errors name it
  };
  struct Status {
    bool is_delete;
    bool list_only;
  };
  struct Preprocessor {
    Dependency* dependency;
    std::set<const InstanceState*> processed;
    bool has_actions = false;
  };
  void add_mapper(const Mapper& mapper);
  bool preprocess(Preprocessor& preprocessor);
  std::vector<Instance> states_of(const Mapper& base, bool is_delete) const;
  std::vector<size_t> per_state_actions(size_t action);
  std::vector<size_t> generate_actions();
  void run(const std::vector<size_t>& actions);
  std::vector<Instance> process_states(const Dependency& dependency, bool is_delete) const;

  Session& session_;
  std::unique_ptr<Persistence> persistence_;
  std::vector<Instance> order_;  // as registered
  std::unordered_map<const InstanceState*, Status> states_;
  std::map<const Mapper*, std::vector<Instance>> mappers_;
  std::vector<std::unique_ptr<Dependency>> dependencies_;
  std::map<const RelationshipProperty*, Dependency*> by_relationship_;
  std::vector<std::unique_ptr<Preprocessor>> preprocessors_;
  std::map<const Mapper*, std::vector<Dependency*>> processing_;  // by the parents' base mapper
  std::vector<Action> actions_;
  std::map<std::tuple<Kind, const void*, bool, const InstanceState*>, size_t> action_index_;
  Edges edges_;
  std::set<size_t> cycles_;
  struct CachedHistory {
    ObjectHistory history;
    bool sql;
  };
  std::map<std::pair<const InstanceState*, const RelationshipProperty*>, CachedHistory> histories_;
  struct PostUpdate {
    std::vector<Instance> states;
    std::vector<const Column*> columns;
  };
  std::map<const Mapper*, PostUpdate> post_updates_;
  std::map<std::string, std::set<std::pair<const InstanceState*, const InstanceState*>>> processed_;
  std::map<const RelationshipProperty*, std::set<const InstanceState*>> children_added_;
};

}  // namespace orm
