// Relationships, aliases and loader options of mapped structs in queries: the part without types.
#include "orm/typed_attributes.h"

#include "orm/association_proxy.h"
#include "orm/orm_error.h"
#include "orm/typed_loading.h"
#include "orm/typed_select.h"

namespace orm {

Ref<RelationshipElement> detail::related_element(const TypedClass& cls, size_t member,
                                                 const EntityElement* entity) {
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

ColumnRef detail::any_or_has(const RelationshipElement& related, const ColumnRef& criterion) {
  return related.relationship->uselist() ? related.any(criterion) : related.has(criterion);
}

Ref<EntityElement> detail::entity_of(const ClauseRef& entity) {
  return Ref<EntityElement>(static_cast<EntityElement*>(entity.get()));
}

ColumnRef detail::all_of(const std::vector<ColumnRef>& criteria) {
  if (criteria.empty()) return nullptr;
  return criteria.size() == 1 ? criteria.front() : and_(criteria);
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

}  // namespace orm
