// Eager relationships of the entities of a statement: their columns, joins and later loads.
#pragma once

#include <string>
#include <vector>

#include "orm/mapping/lowering.h"

namespace orm {

class EagerPlanner {
 public:
  /// Adds to `core`, which already has its FROM objects by the time finish() is called.
  EagerPlanner(Select& core, RowPlan& plan, const LowerOptions& options);
  /// The columns of an entity of the statement, and what is loaded with it.
  void add_entity(const EntityElement& entity, RowPlan::Item& item,
                  const Ref<const LoadNode>& node);
  /// The statement with its joins; another one around it, where a LIMIT or the like counts objects
  /// and not the rows of joined collections.
  Ref<Select> finish();

 private:
  // Where the planner is on its way along relationships.
  struct Place {
    size_t root;
    Ref<FromClause> root_from;
    Ref<FromClause> source;  ///< the FROM object of the entity there
    size_t join = kNone;     ///< the join that brought it in
    bool secondary = false;  ///< its columns come after those of the statement's own entities
    bool after_outer = false;
    const AttributeSet* only = nullptr;
    std::vector<const RelationshipProperty*> path;
    std::vector<const Mapper*> mappers;
  };
  struct EagerJoin {
    RelationshipJoin along;
    Ref<FromClause> root_from;
    size_t parent;
    bool outer;
    std::vector<ColumnRef> order_by{};
    bool inside;  ///< stands within the parentheses of its parent's outer join
  };
  static constexpr size_t kNone = static_cast<size_t>(-1);

  void setup(const EntityElement& entity, RowPlan::Item& item, const Ref<const LoadNode>& node,
             const Place& place);
  ColumnRef expression(const EntityElement& entity, const MappedProperty& property,
                       const LoadNode* node, const Place& place) const;
  void setup_subclasses(const EntityElement& entity, RowPlan::Item& item, const LoadNode* node,
                        const Place& place);
  void relationship(const EntityElement& entity, RowPlan::Item& item, const LoadNode* node,
                    const Place& place, const RelationshipProperty& relationship);
  /// `always_outer`: whatever innerjoin= says.
  void join(RowPlan::Item& item, const LoadNode* node, const Place& place,
            const RelationshipProperty& relationship, bool always_outer);
  void contained(RowPlan::Item& item, const LoadNode& node, const Place& place,
                 const RelationshipProperty& relationship);
  bool repeats(const Place& place, const RelationshipProperty& relationship) const;
  Ref<FromClause> with_inside(size_t join, Ref<FromClause> from);
  Ref<FromClause> attach(Ref<FromClause> left, size_t join);
  Ref<Select> wrapped();
  std::vector<Ref<FromClause>> listed_froms(const Select& statement) const;
  void add_joins(Select& statement, const Ref<FromClause>& inner);
  void move_places(RowPlan::Item& item, bool secondary, size_t offset);

  Select& core_;
  RowPlan& plan_;
  const LowerOptions& options_;
  std::vector<ClauseRef> secondary_;
  std::vector<EagerJoin> joins_;
  Ref<FromClause> inner_;
  bool many_rows_ = false;
};

}  // namespace orm
