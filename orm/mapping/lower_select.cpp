// How a SELECT of entities becomes plain Core: entities turn into their columns, joins along
// relationships into joins with an ON clause. A RowPlan says how rows are put together again. The
// file is just above 500 lines because it is one walk over one statement.
#include <algorithm>

#include "orm/bundle.h"
#include "orm/compiler.h"
#include "orm/mapping/adapt.h"
#include "orm/mapping/eager_join.h"
#include "orm/mapping/lowering.h"
#include "orm/orm_error.h"
#include "orm/profile.h"
#include "orm/relationship.h"

namespace orm {

void NoEagerLoads::append_key(KeyBuilder& key) const { key.string("no eager loads"); }
void SelectsOrder::append_key(KeyBuilder& key) const { key.string("selects order"); }

std::string item_key(const ClauseElement& element) {
  if (const AttributeAnnotation* annotation = attribute_annotation(element)) {
    return annotation->mapper->property(annotation->index).key;
  }
  if (const ProxyAnnotation* proxy = proxy_annotation(element)) return proxy->key;
  if (element.is_column()) {
    return std::string(static_cast<const ColumnElement&>(element).key());
  }
  return {};
}

namespace {

// Replaces what only the mapper understands in FROM by tables.
Ref<FromClause> from_of(const ClauseRef& node) {
  if (node->kind() == NodeKind::entity) {
    return static_cast<const EntityElement&>(*node).selectable().ref();
  }
  if (FromClause* from = as_from(node.get())) return from->ref();
  throw ArgumentError("FROM expression, such as a Table or alias() object expected, got " +
                      std::string("an element of another kind."));
}

// The joins of a statement, one after the other, each in the FROM object it belongs to.
class Joiner {
 public:
  Joiner(const Select& statement, std::vector<Ref<FromClause>> from_clauses,
         const std::vector<Ref<const LoaderCriteria>>& criteria)
      : statement_(statement), froms_(std::move(from_clauses)), criteria_(criteria) {}

  void add(const PendingJoin& pending) {
    const RelationshipElement* relationship = as_relationship(pending.onclause.get());
    Ref<FromClause> right;
    const Mapper* target_mapper = nullptr;
    const EntityElement* joined_to = nullptr;
    if (const RelationshipElement* target = as_relationship(pending.target.get())) {
      if (relationship == nullptr) relationship = target;
      right = target->target != nullptr ? target->target->selectable().ref()
                                        : target->relationship->target_from().ref();
      if (target->target != nullptr) target_mapper = target->target->mapper;
      joined_to = target->target.get();
    } else {
      right = from_of(pending.target);
    }
    ColumnRef criterion;
    if (pending.target->kind() == NodeKind::entity) {
      const auto& entity = static_cast<const EntityElement&>(*pending.target);
      if (relationship != nullptr &&
          &relationship->relationship->mapper().base_mapper() != &entity.mapper->base_mapper()) {
        throw InvalidRequestError("Join target " + describe(pending.target) +
                                  " does not correspond to the right side of join condition " +
                                  relationship->relationship->str());
      }
      target_mapper = entity.mapper;
      joined_to = &entity;
      criterion = entity.single_criterion();
    }
    ColumnRef onclause;
    if (relationship == nullptr) onclause = ColumnRef(as_column(pending.onclause.get()));

    Ref<FromClause> left;
    std::optional<size_t> place;
    if (relationship != nullptr) {
      left = source_of(*relationship).ref();
      if (pending.from != nullptr && from_of(pending.from) != left) {
        throw ArgumentError("explicit from clause " + from_of(pending.from)->description() +
                            " does not match left side of relationship attribute " +
                            relationship->relationship->str());
      }
      place = find_clause(froms_, *left);
    } else if (pending.from != nullptr) {
      left = from_of(pending.from);
      place = find_clause(froms_, *left);
    } else if (!froms_.empty()) {
      place = only_left_clause(find_left_clauses(froms_, *right, onclause.get()),
                               joinee(pending.target), misspells(pending.target));
      left = froms_[*place];
    } else {
      std::vector<Ref<FromClause>> candidates = entity_froms(right.get());
      left = candidates[only_left_clause(find_left_clauses(candidates, *right, onclause.get()),
                                         joinee(pending.target), misspells(pending.target))];
    }
    if (left == right) {
      const bool by_class = relationship != nullptr &&
                            (relationship->entity == nullptr || !relationship->entity->alias);
      const std::string from =
          by_class ? relationship->relationship->parent().str() : describe(left);
      const std::string to =
          by_class ? relationship->relationship->mapper().str() : describe(pending.target);
      throw InvalidRequestError("Can't construct a join from " + from + " to " + to +
                                ", they are the same entity");
    }
    std::vector<ColumnRef> added;
    const Mapper* of = joined_to != nullptr      ? joined_to->mapper
                       : relationship != nullptr ? &relationship->relationship->mapper()
                                                 : nullptr;
    if (of != nullptr && !criteria_.empty()) {
      joined_.emplace_back(of, joined_to != nullptr ? joined_to->alias.get() : nullptr);
      const bool aliased = joined_to != nullptr && joined_to->alias != nullptr;
      added = criteria_for(criteria_, *of, aliased);
      if (relationship == nullptr && aliased) {
        for (ColumnRef& one : added) one = adapt_to(one, *joined_to->alias);
      }
    }
    Ref<FromClause> joined = join(place ? froms_[*place] : left, right, onclause, relationship,
                                  target_mapper, pending.outer, pending.full, added);
    if (relationship == nullptr && !added.empty()) {
      auto& made = static_cast<Join&>(*joined);
      added.insert(added.begin(), made.onclause);
      made.onclause = and_(added);
    }
    if (relationship == nullptr && criterion != nullptr) {
      auto& made = static_cast<Join&>(*joined);
      made.onclause = and_({made.onclause, criterion});
    }
    if (place) {
      froms_[*place] = joined;
    } else {
      froms_.push_back(joined);
    }
  }

  std::vector<Ref<FromClause>> froms() { return std::move(froms_); }
  /// The classes joined to, whose with_loader_criteria() stand in ON clauses.
  using Joined = std::vector<std::pair<const Mapper*, const FromClause*>>;
  Joined joined() { return std::move(joined_); }

 private:
  static FromClause& source_of(const RelationshipElement& relationship) {
    return relationship.entity != nullptr ? relationship.entity->selectable()
                                          : relationship.relationship->parent().selectable();
  }

  static const Mapper* mapper_of(const ClauseRef& target) {
    if (target->kind() == NodeKind::entity) {
      return static_cast<const EntityElement&>(*target).mapper;
    }
    const RelationshipElement* relationship = as_relationship(target.get());
    return relationship == nullptr ? nullptr : &relationship->relationship->mapper();
  }

  static bool misspells(const ClauseRef& target) {
    const Mapper* mapper = mapper_of(target);
    return mapper != nullptr && mapper->profile().misspells_explicit;
  }

  // The target as the error shows it that finds no left side: a mapper by its repr().
  static std::string joinee(const ClauseRef& target) {
    const Mapper* mapper = mapper_of(target);
    if (mapper == nullptr || mapper->profile().class_in_errors) return describe(target);
    return "<Mapper at " + repr_address(mapper) + "; " + mapper->class_name() + ">";
  }

  static std::string describe(const ClauseRef& target) {
    if (const Mapper* mapper = mapper_of(target)) {
      return mapper->profile().class_in_errors ? mapper->class_repr() : mapper->str();
    }
    FromClause* from = as_from(target.get());
    return from == nullptr ? "this element" : from->description();
  }

  // What the columns are of, each once, without the join's own target.
  std::vector<Ref<FromClause>> entity_froms(const FromClause* right) const {
    std::vector<Ref<FromClause>> froms;
    auto add = [&](FromClause* from) {
      if (from == right) return;
      bool known = std::any_of(froms.begin(), froms.end(),
                               [&](const auto& one) { return one.get() == from; });
      if (!known) froms.emplace_back(from);
    };
    for (const ClauseRef& raw : statement_.raw_columns) {
      std::vector<FromClause*> objects;
      if (Ref<FromClause> from = entity_from(*raw)) {
        objects.push_back(from.get());
      } else {
        raw->from_objects(objects);
      }
      for (FromClause* from : objects) add(from);
    }
    return froms;
  }

  static Ref<FromClause> join(Ref<FromClause> left, Ref<FromClause> right,
                              const ColumnRef& onclause, const RelationshipElement* relationship,
                              const Mapper* target, bool outer, bool full,
                              const std::vector<ColumnRef>& added) {
    if (relationship == nullptr) {
      return make_ref<Join>(std::move(left), std::move(right), onclause, outer, full);
    }
    RelationshipJoin along{relationship->relationship, source_of(*relationship).ref(), right,
                           relationship->extra_criteria, target};
    along.criteria.insert(along.criteria.end(), added.begin(), added.end());
    return join_along(std::move(left), std::move(right), along, outer, full);
  }

  const Select& statement_;
  std::vector<Ref<FromClause>> froms_;
  const std::vector<Ref<const LoaderCriteria>>& criteria_;
  Joined joined_;
};

}  // namespace

Ref<FromClause> orm_join(const ClauseRef& left, const ClauseRef& right, const ClauseRef& onclause,
                         bool outer, bool full) {
  for (const ClauseRef& side : {left, right}) {
    if (side->kind() != NodeKind::entity) continue;
    static_cast<const EntityElement&>(*side).mapper->registry().configure();
  }
  const Select nothing;
  const std::vector<Ref<const LoaderCriteria>> no_criteria;
  Joiner joiner(nothing, {from_of(left)}, no_criteria);
  PendingJoin pending;
  pending.target = right;
  pending.onclause = onclause;
  pending.outer = outer;
  pending.full = full;
  joiner.add(pending);
  return joiner.froms().front();
}

size_t place_of(std::vector<ClauseRef>& columns, const ClauseRef& column, bool once) {
  if (once && column->is_column()) {
    const ColumnElement* bare = static_cast<const ColumnElement&>(*column).bare();
    for (size_t i = 0; i < columns.size(); ++i) {
      const ClauseElement& known = *columns[i];
      if (known.is_column() && static_cast<const ColumnElement&>(known).bare() == bare) return i;
    }
  }
  columns.push_back(column);
  return columns.size() - 1;
}

Ref<FromClause> join_along(Ref<FromClause> left, Ref<FromClause> right,
                           const RelationshipJoin& along, bool outer, bool full,
                           Ref<FromClause>* secondary) {
  RelationshipProperty::JoinTargets targets = along.relationship->join_targets(
      *along.source, *along.dest, true, along.criteria, along.target);
  if (secondary != nullptr) *secondary = targets.secondary;
  if (targets.secondaryjoin == nullptr) {
    return make_ref<Join>(std::move(left), std::move(right), targets.primaryjoin, outer, full);
  }
  if (outer) {
    Ref<FromClause> inner =
        make_ref<Join>(targets.secondary, std::move(right), targets.secondaryjoin);
    return make_ref<Join>(std::move(left), std::move(inner), targets.primaryjoin, outer, full);
  }
  Ref<FromClause> through =
      make_ref<Join>(std::move(left), targets.secondary, targets.primaryjoin, outer, full);
  return make_ref<Join>(std::move(through), std::move(right), targets.secondaryjoin, outer, full);
}

namespace {

// The options of each entity in the list of columns.
std::vector<Ref<LoadNode>> entity_nodes(const Select& statement) {
  std::vector<const EntityElement*> entities;
  for (const ClauseRef& element : statement.raw_columns) {
    // A column of a class asks, too, if the mappers fit together.
    if (const auto* attribute = attribute_annotation(*element)) {
      attribute->mapper->registry().configure();
    } else if (const auto* proxy = proxy_annotation(*element)) {
      if (proxy->entity != nullptr) proxy->entity->mapper->registry().configure();
    }
    if (element->kind() != NodeKind::entity) continue;
    entities.push_back(&static_cast<const EntityElement&>(*element));
    entities.back()->mapper->registry().configure();
  }
  return load_nodes(statement.plugin_options, entities);
}

}  // namespace

namespace {

// Adds what tells the rows of single-table inheritance apart, once for each entity.
class SingleCriteria {
 public:
  using Joined = std::vector<std::pair<const Mapper*, const FromClause*>>;
  SingleCriteria(Select& core, const std::vector<Ref<const LoaderCriteria>>& criteria,
                 Joined joined)
      : core_(core), criteria_(criteria), joined_(std::move(joined)) {}

  void add(const ClauseElement& element) {
    if (element.kind() == NodeKind::entity) {
      add_entity(static_cast<const EntityElement&>(element));
      return;
    }
    if (element.is_from()) return;
    // Attributes stand for their classes, also within functions; subqueries see to themselves.
    traverse(element, [&](ClauseElement& node) {
      if (node.is_from()) return false;
      const AttributeAnnotation* note = attribute_annotation(node);
      if (note == nullptr) return true;
      if (note->entity != nullptr) {
        add_entity(*note->entity);
      } else {
        add_entity(*make_ref<EntityElement>(*note->mapper));
      }
      return false;
    });
  }

 private:
  void add_entity(const EntityElement& entity) {
    ColumnRef criterion = entity.single_criterion();
    if (criterion == nullptr && criteria_.empty()) return;
    std::pair<const Mapper*, const FromClause*> key(entity.mapper, entity.alias.get());
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) return;
    known_.push_back(key);
    const bool in_join = std::find(joined_.begin(), joined_.end(), key) != joined_.end();
    for (const ColumnRef& one :
         in_join ? std::vector<ColumnRef>()
                 : criteria_for(criteria_, *entity.mapper, entity.alias != nullptr)) {
      core_.add_criterion(entity.alias == nullptr ? one : adapt_to(one, *entity.alias));
    }
    if (criterion != nullptr) core_.add_criterion(criterion);
  }

  Select& core_;
  const std::vector<Ref<const LoaderCriteria>>& criteria_;
  Joined joined_;
  std::vector<std::pair<const Mapper*, const FromClause*>> known_;
};

// A class on several tables comes from their join, also where only columns of one are asked for.
void add_entity_froms(const Select& statement, Select& core) {
  std::vector<Ref<FromClause>> froms;
  bool any_join = false;
  for (const ClauseRef& element : statement.raw_columns) {
    if (as_from(element.get()) != nullptr) continue;
    traverse(*element, [&](ClauseElement& node) {
      if (node.is_from()) return false;
      Ref<FromClause> from = entity_from(node);
      if (from == nullptr) return true;
      any_join = any_join || from->kind() == NodeKind::join;
      if (std::find(froms.begin(), froms.end(), from) == froms.end()) froms.push_back(from);
      return false;
    });
  }
  if (any_join) core.from_list = std::move(froms);
}

}  // namespace

namespace {

RowPlan::Item bundle_item(const Bundle& bundle, std::vector<ClauseRef>& columns,
                          const Profile& profile) {
  RowPlan::Item item;
  item.key = bundle.name;
  item.bundle = ClauseRef(const_cast<Bundle*>(&bundle));
  for (const ClauseRef& part : bundle.expressions) {
    if (part->kind() == NodeKind::bundle) {
      item.parts.push_back(bundle_item(static_cast<const Bundle&>(*part), columns, profile));
      continue;
    }
    RowPlan::Item column;
    column.key = item_key(*part);
    column.places.push_back(place_of(columns, part, !profile.dedupe_columns));
    item.parts.push_back(std::move(column));
  }
  return item;
}

}  // namespace

namespace {

// The criteria that hold for a statement: its own, and what the objects bring that it loads for.
std::vector<Ref<const LoaderCriteria>> statement_criteria(const Select& statement,
                                                          const LowerOptions& given) {
  std::vector<Ref<const LoaderCriteria>> criteria;
  if (given.refresh) return criteria;
  // Within another statement that one's hold, and those it has itself count for nothing.
  if (given.nested) return given.criteria;
  for (const Ref<StatementOption>& option : statement.plugin_options) {
    const auto* one = dynamic_cast<const LoaderCriteria*>(option.get());
    if (one != nullptr) criteria.emplace_back(one);
  }
  if (given.node != nullptr) {
    for (const auto& one : given.node->criteria) {
      if (std::find(criteria.begin(), criteria.end(), one) == criteria.end()) {
        criteria.push_back(one);
      }
    }
  }
  return criteria;
}

}  // namespace

Ref<Select> lower_select(const Select& statement, const Profile& profile, const LowerOptions& given,
                         Ref<RowPlan>& plan) {
  if (!statement.joins.empty()) {
    if (Ref<Select> changed = alias_overlapping_joins(statement)) {
      return lower_select(*changed, profile, given, plan);
    }
  }
  LowerOptions options = given;
  bool selects_order = false;
  options.criteria = statement_criteria(statement, given);
  for (const Ref<StatementOption>& option : statement.plugin_options) {
    if (dynamic_cast<const NoEagerLoads*>(option.get()) != nullptr) options.eager = false;
    if (dynamic_cast<const SelectsOrder*>(option.get()) != nullptr) selects_order = true;
  }
  plan = make_ref<RowPlan>();
  plan->statement = statement.select_ref();
  Ref<Select> core = statement.copy();
  core->raw_columns.clear();
  core->plugin_ = nullptr;
  if (!options.criteria.empty() && !options.nested) {
    carry_criteria(statement, options.criteria, core->plugin_options);
  }
  std::vector<Ref<LoadNode>> nodes = entity_nodes(statement);
  EagerPlanner planner(*core, *plan, options);
  size_t entities = 0;
  for (const ClauseRef& element : statement.raw_columns) {
    RowPlan::Item item;
    if (element->kind() == NodeKind::entity) {
      const auto& entity = static_cast<const EntityElement&>(*element);
      item.key = !entity.name.empty() ? entity.name : entity.mapper->class_name();
      plan->has_entities = true;
      Ref<const LoadNode> node = nodes[entities];
      if (entities == 0 && node == nullptr) node = options.node;
      ++entities;
      planner.add_entity(entity, item, node);
      plan->items.push_back(std::move(item));
    } else if (element->kind() == NodeKind::bundle) {
      plan->has_entities = true;
      plan->items.push_back(
          bundle_item(static_cast<const Bundle&>(*element), core->raw_columns, profile));
    } else if (FromClause* from = as_from(element.get())) {
      for (const auto& [key, column] : from->c()) {
        RowPlan::Item column_item;
        column_item.key = key;
        column_item.places.push_back(
            place_of(core->raw_columns, column->ref(), !profile.dedupe_columns));
        plan->items.push_back(std::move(column_item));
      }
    } else {
      item.key = item_key(*element);
      // Rows call a computed attribute by its own name, whatever the column's is.
      const AttributeAnnotation* of = attribute_annotation(*element);
      if (proxy_annotation(*element) != nullptr ||
          (of != nullptr && of->mapper->property(of->index).expression != nullptr)) {
        plan->has_entities = true;
      }
      item.places.push_back(place_of(core->raw_columns, element, !profile.dedupe_columns));
      plan->items.push_back(std::move(item));
    }
  }
  // Textual FROMs stay for Core.
  std::vector<ClauseRef> texts;
  for (const ClauseRef& entity : statement.from_entities) {
    if (entity->kind() == NodeKind::entity) {
      core->from_list.push_back(from_of(entity));
    } else {
      texts.push_back(entity);
    }
  }
  core->from_entities = std::move(texts);
  std::vector<std::pair<const Mapper*, const FromClause*>> joined;
  if (!statement.joins.empty()) {
    Joiner joiner(statement, std::move(core->from_list), options.criteria);
    for (const PendingJoin& pending : statement.joins) joiner.add(pending);
    core->from_list = joiner.froms();
    joined = joiner.joined();
    core->joins.clear();
  }
  if (core->from_list.empty() && core->from_entities.empty()) add_entity_froms(statement, *core);
  SingleCriteria single(*core, options.criteria, std::move(joined));
  for (const ClauseRef& element : statement.raw_columns) single.add(*element);
  for (const ClauseRef& element : statement.from_entities) single.add(*element);
  if (core->raw_columns.empty() && entities != 0) {
    throw InvalidRequestError("Query contains no columns with which to SELECT from.");
  }
  if (selects_order && !profile.legacy_orm_removed && core->distinct_on.empty()) {
    select_order(*core);
  }
  return planner.finish();
}

}  // namespace orm
