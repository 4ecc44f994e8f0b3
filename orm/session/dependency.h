// Dependency: what one relationship asks of a flush. SQLAlchemy's DependencyProcessor.
#pragma once

#include <memory>
#include <vector>

#include "orm/relationship.h"
#include "orm/session/unit_of_work.h"

namespace orm {

class Dependency {
 public:
  using States = UnitOfWork::States;
  static std::unique_ptr<Dependency> make(const RelationshipProperty& relationship);
  virtual ~Dependency() = default;

  const RelationshipProperty& relationship() const noexcept { return relationship_; }
  /// Registers what the parents that are saved or deleted pull into the flush.
  virtual void presort_saves(UnitOfWork& work, const States& states) const = 0;
  virtual void presort_deletes(UnitOfWork& work, const States& states) const = 0;
  /// Copies or clears foreign keys, or writes the rows of a secondary table.
  virtual void process_saves(UnitOfWork& work, const States& states) const = 0;
  virtual void process_deletes(UnitOfWork& work, const States& states) const = 0;
  /// Is there anything to do along the relationship?
  bool has_changes(UnitOfWork& work, const States& states, bool is_delete) const;
  /// Adds the actions and their order.
  void flush_actions(UnitOfWork& work) const;
  /// The same object by object, where the classes run in a circle.
  void state_actions(UnitOfWork& work, const States& states, bool is_delete) const;
  std::string sort_key() const;

  explicit Dependency(const RelationshipProperty& relationship) : relationship_(relationship) {}

 protected:
  struct Actions {
    size_t parent_saves, child_saves, parent_deletes, child_deletes, after_save, before_delete;
  };
  virtual void order(UnitOfWork& work, const Actions& actions) const = 0;
  struct StateActions {
    size_t save_parent, delete_parent, child, after_save, before_delete;
    bool is_delete, child_is_delete;
  };
  virtual void order(UnitOfWork& work, const StateActions& actions) const = 0;

  static std::unique_ptr<Dependency> make_many_to_many(const RelationshipProperty& relationship);
  /// Looks at what is loaded, and at changes of what is not.
  static Passive pending_passive();
  Passive delete_passive() const;
  bool lost_parent(const InstanceState& child) const;
  bool keys_changed(InstanceState& state) const;
  void delete_with_cascades(UnitOfWork& work, InstanceState& child) const;
  void check_loadable(const Instance& child) const;

  const RelationshipProperty& relationship_;
};

}  // namespace orm
