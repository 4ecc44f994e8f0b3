// Relationships, aliases and loader options of mapped structs in queries: the part without types.
#include "orm/typed_attributes.h"

#include "orm/association_proxy.h"
#include "orm/loading.h"
#include "orm/orm_error.h"
#include "orm/relationship.h"
#include "orm/typed_loading.h"
#include "orm/typed_select.h"

namespace orm {

Ref<RelationshipElement> detail::related_element(const TypedClass& cls, size_t member,
                                                 const Ref<EntityElement>& entity) {
  cls.mapper->registry().configure();
  const size_t attribute = cls.attributes[member];
  if (!cls.mapper->has_attribute(attribute)) {
    throw InvalidRequestError("'" + cls.name + "." + cls.members[member].name +
                              "' was declared with added_later, and add_relationship() has not "
                              "added it yet");
  }
  const ColumnRef element =
      entity != nullptr ? entity->attribute(attribute) : cls.mapper->attribute(attribute);
  return Ref<RelationshipElement>(static_cast<RelationshipElement*>(element.get()));
}

Ref<EntityElement> detail::entity_of(const ClauseRef& entity) {
  return Ref<EntityElement>(static_cast<EntityElement*>(entity.get()));
}

namespace {

std::vector<ColumnRef> columns_of(detail::ClauseViews views) {
  std::vector<ColumnRef> columns;
  columns.reserve(views.size());
  for (const detail::ClauseView& view : views) columns.push_back(view.column());
  return columns;
}

}  // namespace

ColumnRef detail::apply_related(RelatedOperator op, const Ref<RelationshipElement>& attribute,
                                ClauseViews criteria) {
  const std::vector<ColumnRef> columns = columns_of(criteria);
  const ColumnRef all = columns.empty()       ? nullptr
                        : columns.size() == 1 ? columns.front()
                                              : and_(columns);
  return op == RelatedOperator::any ? attribute->any(all) : attribute->has(all);
}
ColumnRef detail::apply_related(RelatedOperator op, const Ref<RelationshipElement>& attribute,
                                const ParameterSet& values) {
  return op == RelatedOperator::any ? attribute->any(nullptr, values)
                                    : attribute->has(nullptr, values);
}
ColumnRef detail::any_or_has(const Ref<RelationshipElement>& attribute, ClauseViews criteria) {
  return apply_related(
      attribute->relationship->uselist() ? RelatedOperator::any : RelatedOperator::has, attribute,
      criteria);
}
ColumnRef detail::related_contains(const Ref<RelationshipElement>& attribute,
                                   const Instance& object) {
  return attribute->contains(*object);
}
ColumnRef detail::related_equals(const Ref<RelationshipElement>& attribute, const Instance& object,
                                 bool equals) {
  return equals ? attribute->equals(object.get()) : attribute->not_equals(object.get());
}
ColumnRef detail::related_with_parent(const Ref<RelationshipElement>& attribute,
                                      const Instance& parent) {
  return attribute->with_parent(*parent);
}
Ref<RelationshipElement> detail::related_of_type(const Ref<RelationshipElement>& attribute,
                                                 const ClauseRef& entity) {
  return attribute->of_type(entity_of(entity));
}
Ref<RelationshipElement> detail::related_and(const Ref<RelationshipElement>& attribute,
                                             ClauseViews criteria) {
  return attribute->and_(columns_of(criteria));
}
std::string detail::related_str(const Ref<RelationshipElement>& attribute) {
  return attribute->relationship->str();
}
ClauseRef detail::clause_of(const Ref<RelationshipElement>& attribute) { return attribute; }
ClauseRef detail::clause_of(const Ref<EntityElement>& entity) { return entity; }

Ref<EntityElement> detail::alias_of(Mapper& mapper, const Ref<FromClause>& from,
                                    const std::string& name) {
  return aliased(mapper, from, name);
}
Ref<EntityElement> detail::polymorphic_of(Mapper& mapper, std::vector<const Mapper*> subclasses) {
  PolymorphicSpec spec;
  spec.all = subclasses.empty();
  spec.mappers = std::move(subclasses);
  mapper.registry().configure();
  return with_polymorphic(mapper, std::move(spec));
}
Ref<EntityElement> detail::subclass_of(const Ref<EntityElement>& entity, const Mapper& mapper) {
  return entity->as_subclass(mapper);
}
ColumnRef detail::attribute_of(const Ref<EntityElement>& entity, ClassFunction cls, size_t member) {
  return entity->attribute(cls().attributes[member]);
}

Ref<FromClause> detail::from_of(const ClauseRef& clause) {
  if (clause->kind() == NodeKind::entity) {
    return Ref<FromClause>(&static_cast<EntityElement&>(*clause).selectable());
  }
  if (auto* from = dynamic_cast<FromClause*>(clause.get())) return Ref<FromClause>(from);
  throw ArgumentError("a table or a mapped class is expected here");
}

LoadOption LoadOption::along(const Ref<Load>& said) const {
  const Load::Entry& entry = said->entries().back();
  return LoadOption(load_->along({entry.path.back()}, entry.setting));
}
LoadOption LoadOption::columns(const Ref<Load>& said) const {
  return LoadOption(load_->options({said}));
}
LoadOption LoadOption::joinedload(const ClauseRef& attribute, bool inner) const {
  return along(orm::joinedload(attribute, inner ? std::optional<bool>(true) : std::nullopt));
}
LoadOption LoadOption::selectinload(const ClauseRef& attribute, int64_t recursion_depth) const {
  return along(orm::selectinload(attribute, recursion_depth));
}
LoadOption LoadOption::subqueryload(const ClauseRef& attribute) const {
  return along(orm::subqueryload(attribute));
}
LoadOption LoadOption::lazyload(const ClauseRef& attribute) const {
  return along(orm::lazyload(attribute));
}
LoadOption LoadOption::immediateload(const ClauseRef& attribute) const {
  return along(orm::immediateload(attribute));
}
LoadOption LoadOption::raiseload(const ClauseRef& attribute, bool sql_only) const {
  return along(orm::raiseload(attribute, sql_only));
}
LoadOption LoadOption::noload(const ClauseRef& attribute) const {
  return along(orm::noload(attribute));
}
LoadOption LoadOption::contains_eager(const ClauseRef& attribute) const {
  return along(orm::contains_eager(attribute));
}
LoadOption LoadOption::defaultload(const ClauseRef& attribute) const {
  return along(orm::defaultload(attribute));
}

LoadOption::operator Ref<StatementOption>() const { return load_; }
LoadOption LoadOption::only(const std::vector<ColumnRef>& attributes) const {
  return columns(orm::load_only({attributes.begin(), attributes.end()}));
}
LoadOption LoadOption::deferred(const ColumnRef& attribute, bool raiseload) const {
  return columns(orm::defer(attribute, raiseload));
}
LoadOption LoadOption::undeferred(const ColumnRef& attribute) const {
  return columns(orm::undefer(attribute));
}
LoadOption LoadOption::with(const std::vector<Ref<Load>>& others) const {
  return LoadOption(load_->options(others));
}

LoadOption detail::first_load(LoadKind kind, const ClauseRef& attribute, int64_t depth) {
  switch (kind) {
    case LoadKind::joined:
      return joinedload(attribute);
    case LoadKind::joined_inner:
      return joinedload(attribute, true);
    case LoadKind::selectin:
      return selectinload(attribute, depth);
    case LoadKind::subquery:
      return subqueryload(attribute);
    case LoadKind::lazy:
      return lazyload(attribute);
    case LoadKind::immediate:
      return immediateload(attribute);
    case LoadKind::raise:
    case LoadKind::raise_on_sql:
      return raiseload(attribute, kind == LoadKind::raise_on_sql);
    case LoadKind::none:
      return noload(attribute);
    case LoadKind::contains_eager:
      return contains_eager(attribute);
    case LoadKind::default_:
      break;
  }
  return defaultload(attribute);
}
LoadOption detail::first_load_only(const std::vector<ColumnRef>& attributes) {
  return orm::load_only({attributes.begin(), attributes.end()});
}
LoadOption detail::first_defer(const ColumnRef& attribute, bool raiseload) {
  return orm::defer(ClauseRef(attribute), raiseload);
}
LoadOption detail::first_undefer(const ColumnRef& attribute) {
  return orm::undefer(ClauseRef(attribute));
}
LoadOption detail::first_selectin_polymorphic(const ClauseRef& base,
                                              std::vector<const Mapper*> subclasses) {
  return selectin_polymorphic(entity_of(base), std::move(subclasses));
}

}  // namespace orm
