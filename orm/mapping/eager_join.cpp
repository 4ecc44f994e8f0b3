// Joined eager loading: LEFT OUTER JOINs to anonymous aliases, whose columns follow the statement's
// own.
//
// A statement with LIMIT, OFFSET, DISTINCT or GROUP BY goes into a subquery as soon as a collection
// is joined, since it speaks of objects, not of the rows that a join makes of them.
#include "orm/mapping/eager_join.h"

#include <algorithm>

#include "orm/compiler.h"
#include "orm/mapping/adapt.h"
#include "orm/orm_error.h"

namespace orm {

bool renders_in_subquery(const Profile& profile, const MappedProperty& property) {
  if (property.query_expression && property.is_null_expression()) {
    return profile.query_expression_null;
  }
  if (!property.deferred) return true;
  return !profile.defers_in_subqueries && property.column != nullptr;
}

EagerPlanner::EagerPlanner(Select& core, RowPlan& plan, const LowerOptions& options)
    : core_(core), plan_(plan), options_(options) {}

void EagerPlanner::add_entity(const EntityElement& entity, RowPlan::Item& item,
                              const Ref<const LoadNode>& node) {
  item.entity = entity.ref();
  Place place;
  place.root = plan_.items.size();
  place.root_from = entity.selectable().ref();
  place.source = place.root_from;
  place.only = options_.only;
  place.mappers = options_.mappers;
  place.mappers.push_back(entity.mapper);
  setup(entity, item, node, place);
}

void EagerPlanner::setup(const EntityElement& entity, RowPlan::Item& item,
                         const Ref<const LoadNode>& node, const Place& place) {
  const Mapper& mapper = *entity.mapper;
  item.mapper = &mapper;
  item.options = node;
  // The mapper's own order: relationships of the class, columns, and what came later.
  const std::vector<const Mapper*> mappers = entity.mappers();
  std::vector<const RelationshipProperty*> all;
  for (const Mapper* of : mappers) {
    for (const RelationshipProperty* one : of->relationships()) {
      if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
    }
  }
  auto relationships = [&](bool late) {
    for (const RelationshipProperty* one : all) {
      if ((one->args().is_backref || one->args().is_late) != late) continue;
      if (place.only != nullptr && !place.only->has(one->index())) continue;
      relationship(entity, item, node.get(), place, *one);
    }
  };
  if (options_.eager) relationships(false);
  std::vector<ClauseRef>& columns = place.secondary ? secondary_ : core_.raw_columns;
  const Profile& profile = mapper.profile();
  const LoadNode* said = node.get();
  if (options_.refresh && !place.secondary && !profile.refresh_column_options) said = nullptr;
  const auto discriminator = mapper.polymorphic_attribute();
  for (const EntityElement::SelectedColumn& selected : entity.selected_columns()) {
    const MappedProperty& property = *selected.property;
    if (ColumnRef given = expression(entity, property, said, place)) {
      item.places.push_back(place_of(columns, given, true));
      item.attributes.push_back(property.index);
      continue;
    }
    bool left_out = place.only != nullptr ? !place.only->has(property.index)
                    : said != nullptr     ? said->defers(*selected.of, property)
                                          : property.deferred;
    if (property.query_expression && property.is_null_expression()) {
      auto how = said == nullptr ? std::nullopt : said->deferral(*selected.of, property);
      left_out = left_out || !(profile.query_expression_null || (how && !how->off));
    }
    if (options_.nested && !profile.defers_in_subqueries) {
      left_out = !renders_in_subquery(profile, property);
    }
    if (left_out) continue;
    if (selected.absent) {
      // A key that the rows lack is an error when they are read.
      if (mapper.is_primary_key(property.index)) continue;
      if (!selected.repeats && !property.hidden) item.absent.add(property.index);
      continue;
    }
    size_t at = place_of(columns, selected.column, true);
    if (property.hidden) {
      if (discriminator == property.index) item.discriminator = at;
      continue;
    }
    if (selected.repeats) continue;
    item.places.push_back(at);
    item.attributes.push_back(property.index);
    if (discriminator == property.index) item.discriminator = at;
  }
  if (entity.polymorphic_on != nullptr) {
    item.discriminator = place_of(columns, entity.polymorphic_on, true);
  }
  if (discriminator && place.only == nullptr && !mapper.polymorphic_map().empty() &&
      !item.discriminator) {
    item.discriminator = place_of(columns, entity.attribute(*discriminator), true);
  }
  if (options_.eager) relationships(true);
  if (place.only == nullptr) setup_subclasses(entity, item, node.get(), place);
}

// What a query_expression() is here: what the statement says, or its default; an attribute that is
// neither is left out.
ColumnRef EagerPlanner::expression(const EntityElement& entity, const MappedProperty& property,
                                   const LoadNode* node, const Place& place) const {
  if (node == nullptr || node->expressions.empty()) return nullptr;
  if (options_.nested || (place.only != nullptr && !place.only->has(property.index))) {
    return nullptr;
  }
  auto found = node->expressions.find(property.index);
  if (found == node->expressions.end()) return nullptr;
  return entity.alias == nullptr ? found->second : adapt_to(found->second, *entity.alias);
}

// What objects of subclasses have beside the columns of the statement.
void EagerPlanner::setup_subclasses(const EntityElement& entity, RowPlan::Item& item,
                                    const LoadNode* node, const Place& place) {
  const std::vector<const Mapper*> all = entity.mapper->self_and_descendants();
  if (all.size() == 1) return;
  const std::vector<const Mapper*> joined = entity.mappers();
  auto among = [](const std::vector<const Mapper*>& mappers, const Mapper* one) {
    return std::find(mappers.begin(), mappers.end(), one) != mappers.end();
  };
  std::vector<const RelationshipProperty*> known;
  for (const Mapper* of : joined) {
    known.insert(known.end(), of->relationships().begin(), of->relationships().end());
  }
  for (const Mapper* of : all) {
    if (among(joined, of)) continue;
    if (of->options().polymorphic_load == PolymorphicLoad::selectin ||
        (node != nullptr && among(node->polymorphic, of))) {
      item.selectin.push_back(of);
    }
    for (const RelationshipProperty* one : of->relationships()) {
      if (std::find(known.begin(), known.end(), one) != known.end()) continue;
      known.push_back(one);
      Lazy lazy = node == nullptr ? one->lazy() : node->strategy(*one);
      if (!options_.eager || !is_eager(lazy) || lazy == Lazy::joined) continue;
      item.posts.push_back(
          {one, lazy, plan_.post_loads++, place.root, place.path, place.mappers, true});
    }
  }
}

bool EagerPlanner::repeats(const Place& place, const RelationshipProperty& relationship) const {
  if (relationship.args().join_depth) {
    auto depth = static_cast<int64_t>(place.mappers.size());
    return depth > *relationship.args().join_depth;
  }
  const Mapper& target = relationship.mapper();
  return std::any_of(place.mappers.begin(), place.mappers.end(),
                     [&](const Mapper* one) { return one->is_a(target); });
}

namespace {

// with_polymorphic() that joins outwards: rows of the class above have no subclass to join to.
bool joins_subclasses_outwards(const EntityElement& entity) {
  if (entity.polymorphic.empty() || entity.alias == nullptr) return false;
  for (const FromClause* from = entity.alias.get(); from->kind() == NodeKind::join;
       from = static_cast<const Join*>(from)->left.get()) {
    if (static_cast<const Join*>(from)->outer) return true;
  }
  return false;
}

}  // namespace

void EagerPlanner::relationship(const EntityElement& entity, RowPlan::Item& item,
                                const LoadNode* node, const Place& place,
                                const RelationshipProperty& relationship) {
  bool by_option = false;
  const LoadNode::Relation* said = node == nullptr ? nullptr : node->find(relationship);
  // The statement of a refresh does not have the rows that contains_eager() spoke of.
  const bool contained_before = options_.refresh && said != nullptr && said->contains_eager;
  Lazy lazy = node == nullptr || contained_before ? relationship.lazy()
                                                  : node->strategy(relationship, &by_option);
  if (lazy == Lazy::noload) {
    item.empty.push_back(&relationship);
    return;
  }
  if (!is_eager(lazy)) return;
  if (!by_option && repeats(place, relationship)) return;
  // There is no statement that a subquery could be made of: it is loaded on access.
  if (lazy == Lazy::subquery && options_.given_rows) return;
  if (lazy != Lazy::joined) {
    item.posts.push_back(
        {&relationship, lazy, plan_.post_loads++, place.root, place.path, place.mappers});
    return;
  }
  if (said != nullptr && said->contains_eager && !contained_before) {
    contained(item, *node, place, relationship);
  } else if (!options_.given_rows) {
    join(item, node, place, relationship, place.join == kNone && joins_subclasses_outwards(entity));
  }
}

void EagerPlanner::contained(RowPlan::Item& item, const LoadNode& node, const Place& place,
                             const RelationshipProperty& relationship) {
  const LoadNode::Relation& said = *node.find(relationship);
  Ref<EntityElement> entity =
      said.target != nullptr ? said.target : make_ref<EntityElement>(relationship.mapper());
  plan_.needs_unique = plan_.needs_unique || relationship.uselist();
  Place next = place;
  next.source = entity->selectable().ref();
  next.only = nullptr;
  next.path.push_back(&relationship);
  next.mappers.push_back(entity->mapper);
  RowPlan::Child child{&relationship, false, {}};
  setup(*entity, child.item, node.child(relationship), next);
  item.children.push_back(std::move(child));
}

void EagerPlanner::join(RowPlan::Item& item, const LoadNode* node, const Place& place,
                        const RelationshipProperty& relationship, bool always_outer) {
  const LoadNode::Relation* said = node == nullptr ? nullptr : node->find(relationship);
  Ref<EntityElement> entity = said != nullptr ? said->target : nullptr;
  if (entity == nullptr && relationship.alias() != nullptr) {
    entity = aliased(relationship.mapper(), anonymous(relationship.target_from(), true));
  } else if (entity == nullptr || entity->alias == nullptr) {
    const Mapper& mapper = entity != nullptr ? *entity->mapper : relationship.mapper();
    entity = aliased(mapper, nullptr, {}, true);
  }
  bool inner = relationship.args().innerjoin;
  if (said != nullptr && said->innerjoin) inner = *said->innerjoin;
  inner = inner && !always_outer;
  plan_.needs_unique = plan_.needs_unique || relationship.uselist();
  many_rows_ = many_rows_ || relationship.uselist();
  EagerJoin added;
  added.along = {&relationship, place.source, entity->alias, {}, entity->mapper};
  if (said != nullptr) added.along.criteria = said->criteria;
  for (ColumnRef& one : criteria_for(options_.criteria, *entity->mapper, false)) {
    added.along.criteria.push_back(std::move(one));
  }
  added.root_from = place.root_from;
  added.parent = place.join;
  added.outer = !inner;
  added.inside = place.after_outer && inner;
  Place next = place;
  next.join = joins_.size();
  joins_.push_back(std::move(added));
  next.source = entity->alias;
  next.secondary = true;
  next.after_outer = place.after_outer || !inner;
  next.only = nullptr;
  next.path.push_back(&relationship);
  next.mappers.push_back(entity->mapper);
  RowPlan::Child child{&relationship, true, {}};
  setup(*entity, child.item, node == nullptr ? nullptr : node->child(relationship), next);
  item.children.push_back(std::move(child));
}

// ---- FROM ---------------------------------------------------------------------------------------

Ref<FromClause> EagerPlanner::attach(Ref<FromClause> left, size_t at) {
  EagerJoin& one = joins_[at];
  if (inner_ != nullptr && one.parent == kNone) one.along.source = inner_;
  Ref<FromClause> secondary;
  Ref<FromClause> right = one.outer ? with_inside(at, one.along.dest) : one.along.dest;
  Ref<FromClause> joined =
      join_along(std::move(left), std::move(right), one.along, one.outer, false, &secondary);
  for (const ColumnRef& clause : one.along.relationship->order_by()) {
    one.order_by.push_back(adapt_columns(clause, [&](const ColumnElement& column) -> ColumnRef {
      ColumnElement* found = one.along.dest->c().corresponding(*column.bare());
      if (found == nullptr && secondary != nullptr) {
        found = secondary->c().corresponding(*column.bare());
      }
      return found == nullptr ? nullptr : found->ref();
    }));
  }
  return joined;
}

Ref<FromClause> EagerPlanner::with_inside(size_t at, Ref<FromClause> from) {
  for (size_t i = at + 1; i < joins_.size(); ++i) {
    if (!joins_[i].inside || joins_[i].parent != at) continue;
    from = attach(std::move(from), i);
    from = with_inside(i, std::move(from));
  }
  return from;
}

// What the list selects from, each once in its order.
std::vector<Ref<FromClause>> EagerPlanner::listed_froms(const Select& statement) const {
  std::vector<Ref<FromClause>> froms;
  auto add = [&](FromClause& from) {
    const bool known = std::any_of(froms.begin(), froms.end(),
                                   [&](const auto& one) { return one.get() == &from; });
    if (!known) froms.push_back(from.ref());
  };
  for (const RowPlan::Item& item : plan_.items) {
    if (item.entity != nullptr) {
      add(item.entity->selectable());
    } else if (!item.places.empty()) {
      std::vector<FromClause*> objects;
      statement.raw_columns[item.places[0]]->from_objects(objects);
      for (FromClause* from : objects) add(*from);
    }
  }
  return froms;
}

void EagerPlanner::add_joins(Select& statement, const Ref<FromClause>& inner) {
  if (joins_.empty()) return;
  if (inner == nullptr && statement.from_list.empty() && plan_.items.size() > 1) {
    statement.from_list = listed_froms(statement);
  }
  // What is joined to comes last, as in SQLAlchemy.
  std::vector<Ref<FromClause>> joined;
  for (size_t i = 0; i < joins_.size(); ++i) {
    if (joins_[i].inside) continue;
    Ref<FromClause> base = inner != nullptr ? inner : joins_[i].root_from;
    if (std::optional<size_t> place = find_clause(joined, *base)) {
      joined[*place] = attach(joined[*place], i);
      continue;
    }
    if (std::optional<size_t> place = find_clause(statement.from_list, *base)) {
      base = statement.from_list[*place];
      statement.from_list.erase(statement.from_list.begin() + static_cast<ptrdiff_t>(*place));
    }
    joined.push_back(attach(base, i));
  }
  statement.from_list.insert(statement.from_list.end(), joined.begin(), joined.end());
  for (EagerJoin& one : joins_) {
    for (ColumnRef& clause : one.order_by) statement.order_by_clauses.push_back(std::move(clause));
  }
}

void EagerPlanner::move_places(RowPlan::Item& item, bool secondary, size_t offset) {
  if (secondary) {
    for (size_t& place : item.places) place += offset;
    if (item.discriminator) *item.discriminator += offset;
  }
  for (RowPlan::Child& child : item.children) {
    move_places(child.item, secondary || child.joined, offset);
  }
}

namespace {

// What an ORDER BY clause orders by: without its direction.
ColumnRef ordered_expression(const ColumnRef& clause) {
  if (clause->kind() == NodeKind::unary) {
    const auto& unary = static_cast<const UnaryExpression&>(*clause);
    if (unary.postfix) return ordered_expression(unary.element);
  }
  return clause;
}

}  // namespace

void select_order(Select& core) {
  for (const ColumnRef& clause : core.order_by_clauses) {
    ColumnRef expression = ordered_expression(clause);
    if (expression->kind() == NodeKind::label_reference) continue;
    if (expression->kind() == NodeKind::label) {
      const ColumnRef& named = static_cast<const Label&>(*expression).element;
      if (named->kind() != NodeKind::scalar_select) expression = named;
    }
    place_of(core.raw_columns, expression, true);
  }
}

Ref<Select> EagerPlanner::wrapped() {
  Ref<Select> inner = core_.copy();
  for (const ColumnRef& clause : inner->order_by_clauses) {
    ColumnRef expression = ordered_expression(clause);
    if (expression->kind() == NodeKind::label_reference) continue;
    place_of(inner->raw_columns, expression, true);
  }
  Ref<Alias> alias = inner->subquery();
  inner_ = alias;
  std::vector<ClauseRef> columns;
  for (const auto& [key, column] : alias->c()) columns.push_back(column->ref());
  auto outer = make_ref<Select>(columns);
  outer->label_style = core_.label_style;
  outer->options = core_.options;
  outer->plugin_options = core_.plugin_options;
  outer->from_list = {inner_};
  for (const ColumnRef& clause : inner->order_by_clauses) {
    ClauseRef adapted = replacement_traverse(clause, [&](const ClauseRef& node) -> ClauseRef {
      if (!node->is_column()) return nullptr;
      const ColumnElement* bare = static_cast<const ColumnElement&>(*node).bare();
      for (size_t i = 0; i < inner->raw_columns.size(); ++i) {
        const ClauseElement& raw = *inner->raw_columns[i];
        if (raw.is_column() && static_cast<const ColumnElement&>(raw).bare() == bare) {
          return columns[i];
        }
      }
      return nullptr;
    });
    outer->order_by_clauses.emplace_back(static_cast<ColumnElement*>(adapted.get()));
  }
  return outer;
}

Ref<Select> EagerPlanner::finish() {
  if (joins_.empty()) return core_.select_ref();
  // The columns that the joins compare are there even where the attributes are deferred.
  for (const EagerJoin& one : joins_) {
    if (one.parent != kNone) continue;
    for (const auto& compared : one.along.relationship->lazy_clause().parameters) {
      if (ColumnElement* local = one.along.source->c().corresponding(*compared.column)) {
        place_of(core_.raw_columns, local->ref(), true);
      }
    }
  }
  bool wrap = many_rows_ && (core_.limit_clause != nullptr || core_.offset_clause != nullptr ||
                             core_.fetch_clause != nullptr || core_.is_distinct ||
                             !core_.group_by_clauses.empty());
  Ref<Select> statement = wrap ? wrapped() : core_.copy();
  size_t offset = statement->raw_columns.size();
  for (RowPlan::Item& item : plan_.items) move_places(item, false, offset);
  for (ClauseRef& column : secondary_) statement->raw_columns.push_back(std::move(column));
  add_joins(*statement, inner_);
  return statement;
}

}  // namespace orm
