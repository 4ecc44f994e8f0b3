// Collections that are never loaded as a whole: the queries and statements they are.
#include "orm/dynamic.h"

#include "orm/orm_error.h"
#include "orm/profile.h"
#include "orm/relationship.h"

namespace orm {

namespace {

ColumnRef with_parent(InstanceState& parent, const RelationshipProperty& relationship) {
  return make_ref<RelationshipElement>(relationship, nullptr)->with_parent(parent);
}

}  // namespace

Query dynamic_query(Session& session, InstanceState& parent,
                    const RelationshipProperty& relationship) {
  Query query(session, {relationship.mapper().entity()});
  if (relationship.secondary() != nullptr) {
    query =
        query.select_from({relationship.mapper().mapped_table().ref(), relationship.secondary()});
  }
  query = query.filter({with_parent(parent, relationship)});
  if (!relationship.order_by().empty()) query = query.order_by(relationship.order_by());
  return query;
}

Query dynamic_query(InstanceState& parent, const RelationshipProperty& relationship) {
  if (parent.session == nullptr) {
    throw DetachedInstanceError(
        "Parent instance " + state_str(parent) +
        " is not bound to a Session, and no contextual session is established; lazy load "
        "operation of attribute '" +
        relationship.key() + "' cannot proceed (Background on this error at: " +
        parent.mapper().profile().error_link + "bhk3)");
  }
  return dynamic_query(static_cast<Session&>(*parent.session), parent, relationship);
}

Ref<Select> collection_select(InstanceState& parent, const RelationshipProperty& relationship) {
  Ref<Select> statement =
      select({relationship.mapper().entity()})->where(with_parent(parent, relationship));
  if (relationship.secondary() != nullptr) {
    statement = statement->select_from(
        {relationship.mapper().mapped_table().ref(), relationship.secondary()});
  }
  if (!relationship.order_by().empty()) statement = statement->order_by(relationship.order_by());
  return statement;
}

Ref<Insert> collection_insert(InstanceState& parent, const RelationshipProperty& relationship) {
  if (relationship.direction() != Direction::one_to_many) {
    throw InvalidRequestError(
        "Write only bulk INSERT only supported for one-to-many collections; for many-to-many, use "
        "a separate bulk INSERT along with add_all().");
  }
  Assignments row;
  for (const RelationshipProperty::Pair& pair : relationship.synchronize_pairs()) {
    auto attribute = parent.mapper().attribute_of(*pair.from);
    auto parameter = make_ref<BindParameter>("param", Value(), pair.to->type, /*is_unique=*/true);
    // Asked for when the statement is executed; the object may be expired now.
    parameter->callable = [object = Instance(&parent), attribute] {
      return attribute ? object->load(*attribute) : Value();
    };
    row.push_back({std::string(pair.to->key()), nullptr, Operand(std::move(parameter))});
  }
  return insert(relationship.mapper().entity())->values(std::move(row));
}

Ref<Update> collection_update(InstanceState& parent, const RelationshipProperty& relationship) {
  return update(relationship.mapper().entity())->where(with_parent(parent, relationship));
}

Ref<Delete> collection_delete(InstanceState& parent, const RelationshipProperty& relationship) {
  return delete_(relationship.mapper().entity())->where(with_parent(parent, relationship));
}

}  // namespace orm
