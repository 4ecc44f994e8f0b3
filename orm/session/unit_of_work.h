// UnitOfWork: one flush. It finds out which objects take part, in which order their rows must be
// written, and when foreign keys are copied from object to object.
//
// As in SQLAlchemy there are actions (save all of a mapper, delete all of it, process a
// relationship) with dependencies between them; where they run in a circle, as for
// self-referential classes, those of the circle are broken up into actions for single objects.
//
// Each object that takes part knows the place of its record (SessionPlaces::flush), and the records
// hold the objects: everything else here refers to them by plain pointers.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <vector>

#include "orm/base/large_pages.h"
#include "orm/mapper.h"
#include "orm/mapping/topological.h"
#include "orm/prefetch.h"
#include "orm/session.h"
#include "orm/session/persistence.h"

namespace orm {

class Dependency;

class UnitOfWork {
 public:
  using States = Persistence::States;
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
  /// Room for so many objects.
  void reserve(size_t objects) { reserve_large(records_, objects); }
  bool has_work() const noexcept { return !records_.empty(); }
  /// Sends the statements.
  void execute();
  /// What was saved and deleted, for the session's bookkeeping after success.
  States removed() const;
  /// Calls `visit(state)` for each object that was saved, and lets go of it: the last thing that a
  /// flush does with them.
  template <class F>
  void end_saved(F visit) {
    for (size_t i = 0; i < records_.size(); ++i) {
      if (i + kObjectsAhead < records_.size()) {
        prefetch(records_[i + kObjectsAhead].instance.get(), kObjectLines);
      }
      Record& record = records_[i];
      if (record.is_delete) continue;
      visit(*record.instance);
      record.instance->places.flush = SessionPlaces::kNowhere;
      record.instance = Instance();
    }
  }

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
  bool is_deleted(const InstanceState& state) const {
    const Record* record = record_of(state);
    return record != nullptr && record->is_delete;
  }
  bool is_registered(const InstanceState& state) const { return record_of(state) != nullptr; }
  bool knows(const Mapper& mapper) const { return mappers_.count(&mapper) != 0; }
  /// Valid until the flush ends, or the same is asked for again with SQL where it was without.
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
  StateSet& children_added(const RelationshipProperty& relationship) {
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
  // An action for the object of a record.
  struct OwnAction {
    Kind kind;
    bool is_delete;
    const Dependency* dependency;
    size_t index;
    OwnAction* next;  // of the same object
  };
  struct CachedHistory {
    const RelationshipProperty* relationship;
    ObjectHistory history;
    bool sql;
    CachedHistory* next;  // of the same object
  };
  struct Record {
    Instance instance;
    bool is_delete;
    bool list_only;
    CachedHistory* histories = nullptr;
    OwnAction* actions = nullptr;
  };
  struct Preprocessor {
    Dependency* dependency;
    std::vector<bool> processed{};  // by place of the record
    uint64_t seen = 0;              // changes_ when the records were last looked at
    bool has_actions = false;
  };
  const Record* record_of(const InstanceState& state) const noexcept {
    const uint32_t at = state.places.flush;
    const bool known = at < records_.size() && records_[at].instance.get() == &state;
    return known ? &records_[at] : nullptr;
  }
  Record* record_of(const InstanceState& state) noexcept {
    return const_cast<Record*>(static_cast<const UnitOfWork*>(this)->record_of(state));
  }
  void add_mapper(const Mapper& mapper);
  bool preprocess(Preprocessor& preprocessor);
  States states_of(const Mapper& base, bool is_delete) const;
  std::vector<size_t> per_state_actions(size_t action);
  std::vector<size_t> generate_actions();
  std::vector<size_t> sorted_actions() const;
  void run(const std::vector<size_t>& actions);
  States process_states(const Dependency& dependency, bool is_delete) const;

  Session& session_;
  std::unique_ptr<Persistence> persistence_;
  std::vector<Record> records_;  // as registered
  uint64_t changes_ = 1;         // of the records
  const Mapper* last_mapper_ = nullptr;
  std::set<const Mapper*> mappers_;
  const Mapper* only_base_ = nullptr;  // of all records, where they are of one hierarchy
  std::vector<std::unique_ptr<Dependency>> dependencies_;
  std::map<const RelationshipProperty*, Dependency*> by_relationship_;
  std::vector<std::unique_ptr<Preprocessor>> preprocessors_;
  std::map<const Mapper*, std::vector<Dependency*>> processing_;  // by the parents' base mapper
  std::vector<Action> actions_;
  std::map<std::tuple<Kind, const void*, bool>, size_t> action_index_;  // those for all objects
  Edges edges_;
  std::set<size_t> cycles_;
  std::deque<CachedHistory> histories_;  // a deque: their addresses last
  std::deque<OwnAction> own_actions_;    // likewise
  struct PostUpdate {
    States states;
    StateSet known;
    std::vector<const Column*> columns;
  };
  std::map<const Mapper*, PostUpdate> post_updates_;
  std::map<std::string, std::set<std::pair<const InstanceState*, const InstanceState*>>> processed_;
  std::map<const RelationshipProperty*, StateSet> children_added_;
};

/// Is the relationship one of the object's class, as that class has it?
bool has_relationship(const Mapper& mapper, const RelationshipProperty& relationship);

}  // namespace orm
