// The loader options of a statement as a tree: one node for each entity they speak of.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "orm/loading.h"

namespace orm {

/// What options say of the objects at one place of a statement, and of what they lead to. An object
/// keeps its node, so that lazy loads obey the options that loaded it.
class LoadNode : public RefCounted {
 public:
  struct Relation {
    std::optional<Lazy> lazy;  ///< nothing: as the relationship says
    bool contains_eager = false;
    std::optional<bool> innerjoin;
    int64_t recursion = 0;  ///< how many levels more are loaded the same way; -1: all
    size_t level = 0;       ///< of a recursion
    Ref<EntityElement> target;
    std::vector<ColumnRef> criteria;
    Ref<LoadNode> node;  ///< of the objects referred to; null: nothing is said of them
  };
  /// What is said of a relationship itself, or null.
  const Relation* find(const RelationshipProperty& relationship) const;
  /// How it is loaded. `by_option`: because an option names it.
  Lazy strategy(const RelationshipProperty& relationship, bool* by_option = nullptr) const;
  /// The node of the objects that it refers to, or null.
  Ref<const LoadNode> child(const RelationshipProperty& relationship) const;
  /// Whether a column is left out of the SELECT, and may not be loaded later.
  struct Deferral {
    bool off = false;  ///< left out
    bool raises = false;
    bool keeps_key = false;  ///< of wildcards: primary keys stay
  };
  /// What options say of a column; nothing: as it is mapped.
  std::optional<Deferral> deferral(const Mapper& mapper, const MappedProperty& property) const;
  /// Is the column left out of the SELECT?
  bool defers(const Mapper& mapper, const MappedProperty& property) const;

  /// The node of the objects one level further in a recursion.
  Ref<const LoadNode> next_level(const RelationshipProperty& relationship,
                                 const Relation& relation) const;

  /// Gives criteria to this node and those below it.
  void hand_down(const std::vector<Ref<const LoaderCriteria>>& all);

  std::vector<const Mapper*> polymorphic;  ///< subclasses to be loaded by statements of their own
  /// Adds what an entry of an option says, `at` being the first step for this node. False if a name
  /// on the way is no attribute of `mapper`.
  bool add(const Mapper& mapper, const Load::Entry& entry, size_t at);

  std::map<size_t, Relation> relations;
  std::map<size_t, Deferral> deferred;      ///< of columns
  std::optional<Deferral> defers_others;    ///< load_only(), defer("*"), undefer("*")
  std::map<size_t, ColumnRef> expressions;  ///< with_expression()
  std::vector<std::string> groups;          ///< undefer_group()
  std::optional<Lazy> other_relations;      ///< `*` for this entity
  std::optional<Lazy> everywhere;           ///< `*` for the whole statement
  /// with_loader_criteria(), for this entity and all that is loaded from it.
  std::vector<Ref<const LoaderCriteria>> criteria;
};

/// What with_loader_criteria() says of a class in a statement, `aliased` or not.
std::vector<ColumnRef> criteria_for(const std::vector<Ref<const LoaderCriteria>>& criteria,
                                    const Mapper& mapper, bool aliased);

/// The nodes for the entities of a statement, in their order; null where options say nothing.
/// Throws ArgumentError for an option that fits none of them.
std::vector<Ref<LoadNode>> load_nodes(const std::vector<Ref<StatementOption>>& options,
                                      const std::vector<const EntityElement*>& entities);

/// How a relationship of this object is loaded, by the options it was loaded with or the mapping.
Lazy strategy_of(const InstanceState& state, const RelationshipProperty& relationship);
/// Was the column of this object left out of its statement by an option, not by its mapping?
bool deferred_by_option(const InstanceState& state, const MappedProperty& property);
/// Does loading the column of this object raise an error?
bool refuses_to_load(const InstanceState& state, const MappedProperty& property);
/// Is it loaded along with the object?
bool is_eager(Lazy lazy);
/// Does reloading an expired object bring the relationship along?
bool reloads_with_object(const InstanceState& state, const RelationshipProperty& relationship);

/// Query.enable_eagerloads(False), in a statement that was made of the query.
class NoEagerLoads : public StatementOption {
 public:
  void append_key(KeyBuilder& key) const override;
};

/// Query.distinct() of 1.x: what the rows are ordered by is selected, too.
class SelectsOrder : public StatementOption {
 public:
  void append_key(KeyBuilder& key) const override;
};

/// Adds what the statement is ordered by to its columns.
void select_order(Select& core);

}  // namespace orm
