// Relationships in expressions: comparisons with objects, EXISTS, with_parent().
#include <algorithm>

#include "orm/compiler.h"
#include "orm/mapping/adapt.h"
#include "orm/orm_error.h"
#include "orm/profile.h"
#include "orm/relationship.h"

namespace orm {

namespace {

// The value of a column of an object, as the row has it.
std::function<Value(const Column&)> values_of(InstanceState& state) {
  return [instance = Instance(&state)](const Column& column) {
    auto attribute = instance->mapper().attribute_of(column);
    if (!attribute) return Value();
    const bool is_lost = instance->session == nullptr && instance->key != nullptr &&
                         instance->expired_attributes.has(*attribute);
    if (is_lost) {
      throw InvalidRequestError("Can't resolve value for column " + column.fullname() +
                                " on object " + state_str(*instance) +
                                "; the object is detached and the value was expired");
    }
    if (!instance->ensure_loaded(*attribute)) {
      throw InvalidRequestError("Can't resolve value for column " + column.fullname() +
                                " on object " + state_str(*instance) +
                                "; no value has been set for this column");
    }
    return instance->get(*attribute);
  };
}

// Comparisons with the columns named, for the case that there is no object: `x IS NULL`.
ColumnRef null_clause(const ColumnRef& condition, bool reverse) {
  ClauseRef changed = replacement_traverse(condition, [&](const ClauseRef& node) -> ClauseRef {
    if (node->kind() != NodeKind::binary) return nullptr;
    const auto& binary = static_cast<const BinaryExpression&>(*node);
    auto bound = [&](const ColumnElement& side) {
      const JoinAnnotation* note = join_annotation(side);
      return note != nullptr && (reverse ? note->remote : note->local);
    };
    if (bound(*binary.left)) return binary.right->bare()->is_(Operand(Value()));
    if (bound(*binary.right)) return binary.left->bare()->is_(Operand(Value()));
    return nullptr;
  });
  return ColumnRef(static_cast<ColumnElement*>(changed.get()));
}

}  // namespace

RelationshipElement::RelationshipElement(const RelationshipProperty& of, Ref<EntityElement> parent)
    : ColumnElement(NodeKind::column_plugin), relationship(&of), entity(std::move(parent)) {}

void RelationshipElement::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.object(relationship);
  key.child(entity.get());
  key.child(target.get());
  for (const ColumnRef& criterion : extra_criteria) key.child(criterion.get());
}

StatementPlugin* RelationshipElement::plugin() const { return &orm_plugin(); }

void RelationshipElement::from_objects(std::vector<FromClause*>& out) const {
  expression()->from_objects(out);
}

Ref<RelationshipElement> RelationshipElement::of_type(Ref<EntityElement> other) const {
  auto copy = make_ref<RelationshipElement>(*this);
  copy->target = std::move(other);
  return copy;
}

Ref<RelationshipElement> RelationshipElement::and_(std::vector<ColumnRef> criteria) const {
  auto copy = make_ref<RelationshipElement>(*this);
  for (ColumnRef& one : criteria) copy->extra_criteria.push_back(std::move(one));
  return copy;
}

ColumnRef RelationshipElement::expression() const {
  relationship->mapper();
  FromClause& source =
      entity != nullptr ? entity->selectable() : relationship->parent().selectable();
  FromClause& dest = target != nullptr ? target->selectable() : relationship->target_from();
  RelationshipProperty::JoinTargets targets = relationship->join_targets(
      source, dest, false, extra_criteria, target != nullptr ? target->mapper : nullptr);
  if (targets.secondaryjoin == nullptr) return targets.primaryjoin;
  return orm::and_({targets.primaryjoin, targets.secondaryjoin});
}

ColumnRef RelationshipElement::related_to(InstanceState* other, bool reverse) const {
  relationship->mapper();
  ColumnRef criterion = other == nullptr ? null_clause(relationship->primaryjoin(), reverse)
                                         : relationship->object_clause(reverse, values_of(*other));
  if (relationship->secondary() != nullptr) {
    Ref<Alias> alias = relationship->secondary()->alias();
    criterion = adapt_to(criterion, *alias);
  }
  if (entity != nullptr && entity->alias != nullptr)
    criterion = adapt_to(criterion, *entity->alias);
  return criterion;
}

ColumnRef RelationshipElement::equals(InstanceState* other) const {
  const Mapper& mapper = relationship->mapper();
  (void)mapper;
  bool to_one = relationship->direction() == Direction::many_to_one;
  if (other == nullptr) {
    return to_one ? related_to(nullptr, true) : exists(nullptr, {})->negated();
  }
  if (relationship->uselist()) {
    throw InvalidRequestError(
        "Can't compare a collection to an object or collection; use contains() to test for "
        "membership.");
  }
  return related_to(other, true);
}

ColumnRef RelationshipElement::not_equals(InstanceState* other) const {
  relationship->mapper();
  bool to_one = relationship->direction() == Direction::many_to_one;
  if (other == nullptr) {
    return to_one ? related_to(nullptr, true)->negated() : exists(nullptr, {});
  }
  if (relationship->uselist()) {
    throw InvalidRequestError(
        "Can't compare a collection to an object or collection; use contains() to test for "
        "membership.");
  }
  auto value_of = values_of(*other);
  if (to_one && relationship->uses_get()) {
    std::vector<ColumnRef> criteria;
    for (const RelationshipProperty::Pair& pair : relationship->local_remote_pairs()) {
      ColumnRef column = pair.from->ref();
      if (entity != nullptr && entity->alias != nullptr) {
        column = adapt_to(column, *entity->alias);
      }
      auto parameter =
          make_ref<BindParameter>(std::string(pair.from->key()), Value(), pair.from->type, true);
      parameter->callable = [value_of, to = pair.to] { return value_of(*to); };
      criteria.push_back(orm::or_({column->ne(Operand(parameter)), column->is_(Operand(Value()))}));
    }
    return orm::and_(criteria);
  }
  return without(*other);
}

ColumnRef RelationshipElement::contains(InstanceState& other) const {
  relationship->mapper();
  if (!relationship->uselist()) {
    throw InvalidRequestError("'contains' not implemented for scalar attributes.  Use ==");
  }
  ColumnRef related = related_to(&other, true);
  if (relationship->secondary() == nullptr) return related;
  // To have another one of many is not the opposite of having this one.
  if (related->kind() != NodeKind::boolean_list) return related;
  auto negatable = make_ref<ClauseList>(static_cast<const ClauseList&>(*related));
  negatable->negation = without(other);
  return negatable;
}

// Where the object is not among those referred to.
ColumnRef RelationshipElement::without(InstanceState& other) const {
  std::vector<ColumnRef> criteria;
  for (const Column* column : relationship->mapper().primary_key()) {
    auto attribute = other.mapper().attribute_of(*column);
    const bool known = attribute && other.ensure_loaded(*attribute);
    criteria.push_back(column->eq(Operand(known ? other.get(*attribute) : Value())));
  }
  return exists(orm::and_(criteria), {})->negated();
}

ColumnRef RelationshipElement::any(ColumnRef criterion, const ParameterSet& values) const {
  relationship->mapper();
  if (!relationship->uselist()) {
    throw InvalidRequestError("'any()' not implemented for scalar attributes. Use has().");
  }
  return exists(std::move(criterion), values);
}

ColumnRef RelationshipElement::has(ColumnRef criterion, const ParameterSet& values) const {
  relationship->mapper();
  if (relationship->uselist()) {
    const bool wide = relationship->mapper().profile().has_error_two_blanks;
    throw InvalidRequestError(std::string("'has()' not implemented for collections.") +
                              (wide ? "  " : " ") + "Use any().");
  }
  return exists(std::move(criterion), values);
}

ColumnRef RelationshipElement::with_parent(InstanceState& parent) const {
  relationship->mapper();
  ColumnRef criterion = relationship->object_clause(false, values_of(parent));
  if (target != nullptr && target->alias != nullptr)
    criterion = adapt_to(criterion, *target->alias);
  return criterion;
}

ColumnRef RelationshipElement::exists(ColumnRef criterion, const ParameterSet& values) const {
  const Mapper& mapper = target != nullptr ? *target->mapper : relationship->mapper();
  FromClause& source =
      entity != nullptr ? entity->selectable() : relationship->parent().selectable();
  const EntityElement* of = target != nullptr ? target.get() : relationship->alias().get();
  Ref<FromClause> dest = of != nullptr ? of->selectable().ref() : mapper.selectable().ref();
  bool is_alias = of != nullptr && of->alias != nullptr;
  if (relationship->is_self_referential() && !is_alias &&
      (entity == nullptr || entity->alias == nullptr)) {
    dest = dest->alias();
  }
  for (const auto& [key, value] : values) {
    auto index = mapper.find(key);
    if (!index)
      throw AttributeError("type object '" + mapper.class_name() + "' has no attribute '" + key +
                           "'");
    ColumnRef equal = target != nullptr ? target->attribute(*index)->eq(Operand(value))
                                        : mapper.attribute(*index)->eq(Operand(value));
    criterion = criterion == nullptr ? equal : orm::and_({criterion, equal});
  }
  RelationshipProperty::JoinTargets targets =
      relationship->join_targets(source, *dest, false, extra_criteria, &mapper);
  std::vector<ColumnRef> criteria{targets.primaryjoin};
  if (targets.secondaryjoin != nullptr) criteria.push_back(targets.secondaryjoin);
  ColumnRef joined = orm::and_(criteria);
  criteria = {joined};
  if (criterion != nullptr) {
    criteria.push_back(is_alias || dest.get() == &mapper.selectable() ? criterion
                                                                      : adapt_to(criterion, *dest));
  }
  std::vector<Ref<FromClause>> froms{dest};
  std::vector<ClauseRef> sources{dest};
  if (targets.secondary != nullptr) {
    froms.push_back(targets.secondary);
    sources.push_back(targets.secondary);
  }
  return orm::select({literal_column("1")})
      ->where(orm::and_(criteria))
      ->select_from(sources)
      ->correlate_except(froms)
      ->exists();
}

const RelationshipElement* as_relationship(const ClauseElement* element) {
  return element != nullptr && element->kind() == NodeKind::column_plugin
             ? dynamic_cast<const RelationshipElement*>(element)
             : nullptr;
}

Ref<ClauseElement> RelationshipElement::shallow_copy() const {
  return make_ref<RelationshipElement>(*this);
}

}  // namespace orm
