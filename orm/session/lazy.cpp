// The lazy loader: what a relationship refers to, when the program first asks for it.
//
// A many-to-one is looked up in the identity map by the foreign key before anything is sent. Other
// relationships select by their lazy clause; its parameters are the parent's columns as the row has
// them.
#include "orm/events.h"
#include "orm/mapping/adapt.h"
#include "orm/mapping/loader_options.h"
#include "orm/orm_error.h"
#include "orm/profile.h"
#include "orm/relationship.h"
#include "orm/result.h"
#include "orm/session.h"
#include "orm/session/load_options.h"

namespace orm {

namespace {

// The value of a column of `state`; `known` is false where it would have to be loaded and must not.
Value column_value(InstanceState& state, const Column& column, const Passive& passive,
                   bool& known) {
  auto attribute = state.mapper().attribute_of(column);
  if (!attribute) return {};
  bool changed = state.in_committed_state(*attribute);
  if (!changed && !state.has(*attribute) && state.key != nullptr) {
    if (!passive.sql) {
      known = false;
      return {};
    }
    state.ensure_loaded(*attribute);
  }
  if (passive.committed && changed) return state.committed_value(*attribute);
  return state.get(*attribute);
}

// Many-to-ones that lead back find the parent in the identity map: they are not joined.
Ref<const LoadNode> without_way_back(const RelationshipProperty& relationship,
                                     const Ref<const LoadNode>& given) {
  Ref<LoadNode> changed;
  for (const RelationshipProperty* reverse : relationship.reverse()) {
    if (reverse->direction() != Direction::many_to_one || !reverse->uses_get() ||
        !is_eager(reverse->lazy()))
      continue;
    if (changed == nullptr) {
      changed = given == nullptr ? make_ref<LoadNode>() : make_ref<LoadNode>(*given);
    }
    changed->relations[reverse->index()].lazy = Lazy::select;
  }
  return changed == nullptr ? given : Ref<const LoadNode>(changed);
}

}  // namespace

RelatedLoad Session::load_related(InstanceState& state, const RelationshipProperty& relationship,
                                  const Passive& passive) {
  const Mapper& target = relationship.mapper();
  Instance keep(&state);
  bool known = true;
  const auto* node = static_cast<const LoadNode*>(state.load_options.get());
  if (relationship.uses_get()) {
    std::vector<Value> key;
    size_t nulls = 0;
    for (const Column* column : target.primary_key()) {
      for (const RelationshipProperty::Pair& pair : relationship.local_remote_pairs()) {
        if (&target.root_column(*pair.to) == column)
          key.push_back(column_value(state, *pair.from, passive, known));
      }
      if (key.empty() || key.back().is_null()) ++nulls;
    }
    if (!known) return RelatedLoad::no_result;
    if (target.options().allow_partial_pks ? nulls == target.primary_key().size() : nulls > 0) {
      state.set_loaded(relationship, {});
      return RelatedLoad::loaded;
    }
    InstanceState* found = identity_map_.find(target.identity_mapper(), key);
    if (found == nullptr && (!passive.sql || !passive.related_object)) {
      return RelatedLoad::no_result;
    }
    // Whether its row is still there cannot be asked.
    if (found != nullptr && found->expired && !passive.sql) return RelatedLoad::no_result;
    refuse_lazy(state, relationship, passive, found == nullptr);
    Instance related;
    if (found != nullptr) {
      related = Instance(found);
      if (found->expired && passive.sql && passive.related_object) {
        try {
          load_expired(*found);
        } catch (const ObjectDeletedError&) {
          remove_newly_deleted({related.get()});
          related = {};
        }
      }
    } else {
      if (passive.autoflush) autoflush_now();
      LoadOptions load;
      load.relationship = true;
      load.lazy_from = &state;
      load.autoflush = false;
      load.node = node == nullptr ? nullptr : node->child(relationship);
      if (profile_->lazy_continues_path) load.mappers = {&state.mapper()};
      related = load_by_key(target, key, LabelStyle::tablename_plus_col, load);
    }
    state.set_loaded(relationship, {related});
    return RelatedLoad::loaded;
  }
  if (!passive.sql) return RelatedLoad::no_result;
  refuse_lazy(state, relationship, passive, true);
  if (passive.autoflush) autoflush_now();
  const RelationshipProperty::LazyClause& clause = relationship.lazy_clause();
  ParameterSet parameters;
  bool all_null = !clause.parameters.empty();
  for (const RelationshipProperty::LazyClause::Parameter& parameter : clause.parameters) {
    Value value = column_value(state, *parameter.column, passive, known);
    all_null = all_null && value.is_null();
    parameters.emplace_back(parameter.name, std::move(value));
  }
  if (all_null) {
    state.set_loaded(relationship, {});
    return RelatedLoad::loaded;
  }
  // A class whose rows come from a UNION of tables is asked for by the columns of that.
  const Ref<EntityElement>& alias = relationship.alias();
  const Ref<FromClause> united =
      alias != nullptr ? nullptr : static_cast<const EntityElement&>(*target.entity()).alias;
  auto of_target = [&](const ColumnRef& given) {
    return united == nullptr ? given : adapt_to(given, *united);
  };
  const ClauseRef entity = alias != nullptr ? ClauseRef(alias) : target.entity();
  Ref<Select> statement = select({entity})
                              ->with_label_style(LabelStyle::tablename_plus_col)
                              ->where(of_target(clause.condition));
  if (relationship.secondary() != nullptr) {
    statement = statement->select_from(
        {alias != nullptr ? relationship.target_from().ref() : target.mapped_table().ref(),
         relationship.secondary()});
  }
  if (!relationship.order_by().empty()) {
    std::vector<ColumnRef> order = relationship.order_by();
    for (ColumnRef& key : order) key = of_target(key);
    statement = statement->order_by(std::move(order));
  }
  if (const LoadNode::Relation* said = node == nullptr ? nullptr : node->find(relationship)) {
    if (said->lazy == Lazy::select) {
      for (const ColumnRef& criterion : said->criteria) statement = statement->where(criterion);
    }
  }
  LoadOptions load;
  load.relationship = true;
  load.lazy_from = &state;
  load.autoflush = false;
  Ref<const LoadNode> child = node == nullptr ? nullptr : node->child(relationship);
  // A dynamic one is a query like any other.
  load.node = relationship.is_dynamic() ? child : without_way_back(relationship, child);
  Result result = execute_lowered(statement, {parameters}, {}, load).unique();
  std::vector<Instance> objects;
  for (const Row& row : result.all()) {
    const auto* value = dynamic_cast<const InstanceValue*>(row[0].object());
    if (value != nullptr) objects.push_back(value->instance);
  }
  if (!relationship.uselist() && objects.size() > 1) {
    warn("Multiple rows returned with uselist=False for lazily-loaded attribute '" +
         relationship.str() + "' ");
  }
  state.set_loaded(relationship, objects);
  return RelatedLoad::loaded;
}

void Session::refuse_lazy(const InstanceState& state, const RelationshipProperty& relationship,
                          const Passive& passive, bool needs_sql) const {
  Lazy lazy = strategy_of(state, relationship);
  bool refused = lazy == Lazy::raise || (lazy == Lazy::raise_on_sql && needs_sql);
  if (!refused || !passive.raise) return;
  throw InvalidRequestError("'" + relationship.str() + "' is not available due to lazy='" +
                            (lazy == Lazy::raise ? "raise" : "raise_on_sql") + "'");
}

namespace {

std::string backref_cascade_sentence(const InstanceState& state, const RelationshipProperty& along,
                                     const Profile& profile) {
  return "\"" + state.mapper().class_name() +
         "\" object is being merged into a Session along the backref cascade path for relationship "
         "\"" +
         along.str() +
         "\"; in SQLAlchemy 2.0, this reverse cascade will not take place.  Set cascade_backrefs "
         "to "
         "False in either the relationship() or backref() function for the 2.0 behavior; or to set "
         "globally for the whole Session, set the future=True flag (Background on this error at: " +
         profile.error_link + "s9r1)";
}

}  // namespace

bool Session::holds(const InstanceState& state) const { return contains(state); }

bool Session::holds_pending(const InstanceState& state) const {
  return new_states_.contains(state);
}

void Session::cascade_add(InstanceState& state, const RelationshipProperty& along, bool backref) {
  if (backref) {
    if (options_.future || !profile_->cascade_backrefs || !along.args().cascade_backrefs) return;
    if (listener != nullptr)
      listener->removed_in_20(backref_cascade_sentence(state, along, *profile_));
  }
  add(state);
}

void Session::expunge_orphan(InstanceState& state) { expunge(state); }

}  // namespace orm
