// Lowering a select() of entities to Core, for the session, which may want only some attributes.
#pragma once

#include "orm/mapper.h"
#include "orm/mapping/loader_options.h"

namespace orm {

class DmlBase;

/// How a statement is lowered.
struct LowerOptions {
  const AttributeSet* only = nullptr;  ///< attributes to load; null: all that are not deferred
  bool eager = true;                   ///< load eager relationships, too
  bool given_rows = false;             ///< of another statement, which no join can be added to
  bool nested = false;                 ///< within another statement
  bool refresh = false;                ///< `node` is what an object was once loaded with
  Ref<const LoadNode> node{};          ///< options of the first entity, beside the statement's
  /// The mappers that led here, where the statement continues another one's path.
  std::vector<const Mapper*> mappers{};
  /// with_loader_criteria(), the statement's own and what `node` brings.
  std::vector<Ref<const LoaderCriteria>> criteria{};
};

/// The Core statement of `statement`, and the plan of its rows.
/// Throws ArgumentError for options that fit no entity of it.
Ref<Select> lower_select(const Select& statement, const Profile& profile,
                         const LowerOptions& options, Ref<RowPlan>& plan);

/// One join along a relationship: the FROM objects that stand for its two sides.
struct RelationshipJoin {
  const RelationshipProperty* relationship;
  Ref<FromClause> source;
  Ref<FromClause> dest;
  std::vector<ColumnRef> criteria;
  const Mapper* target = nullptr;  ///< the class that `dest` stands for, where it is a subclass
};
/// `left JOIN right`: `right` is `dest` or a join that begins with it. `secondary` becomes the
/// alias that a secondary table has there.
Ref<FromClause> join_along(Ref<FromClause> left, Ref<FromClause> right,
                           const RelationshipJoin& along, bool outer, bool full = false,
                           Ref<FromClause>* secondary = nullptr);

/// What rows call an element of a SELECT's list; empty if it has no name.
std::string item_key(const ClauseElement& element);

/// Does a subquery of the class have the attribute, whatever options say?
bool renders_in_subquery(const Profile& profile, const MappedProperty& property);

/// Where a column stands in the list; adds it, unless it is there already and one is enough.
size_t place_of(std::vector<ClauseRef>& columns, const ClauseRef& column, bool once);

/// A copy of the statement whose joins to classes of a hierarchy that stands in FROM already are to
/// aliases of them; null where there is no such join.
Ref<Select> alias_overlapping_joins(const Select& statement);

/// Puts criteria in the place of those among `options`, so that they hold within the statements of
/// mapped classes that stand inside `statement`: each is made an expression for every class there.
void carry_criteria(const Select& statement, const std::vector<Ref<const LoaderCriteria>>& criteria,
                    std::vector<Ref<StatementOption>>& options);
/// The same for a statement that has no mapped class itself: itself, or a copy.
ClauseRef with_carried_criteria(const ClauseRef& statement);

/// An UPDATE or DELETE of the class with the criteria among its options as WHERE, without options.
Ref<DmlBase> with_criteria_as_where(const DmlBase& statement, const Mapper& mapper);

}  // namespace orm
