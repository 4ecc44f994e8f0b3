// Collections that are never loaded as a whole: lazy="dynamic" and "write_only".
//
// What is added and removed goes through InstanceState::append_related() and remove_related(); the
// functions here are what such an attribute is asked.
#pragma once

#include <orm/dml.h>
#include <orm/instance.h>
#include <orm/query.h>
#include <orm/session.h>

namespace orm {

/// The query that a dynamic attribute is: AppenderQuery.
Query dynamic_query(Session& session, InstanceState& parent,
                    const RelationshipProperty& relationship);
/// The same where the session is the object's own. Throws DetachedInstanceError if it has none.
Query dynamic_query(InstanceState& parent, const RelationshipProperty& relationship);

/// @name WriteOnlyCollection's statements
/// @{
Ref<Select> collection_select(InstanceState& parent, const RelationshipProperty& relationship);
/// An INSERT of rows that belong to the parent. Throws InvalidRequestError for many-to-many.
Ref<Insert> collection_insert(InstanceState& parent, const RelationshipProperty& relationship);
Ref<Update> collection_update(InstanceState& parent, const RelationshipProperty& relationship);
Ref<Delete> collection_delete(InstanceState& parent, const RelationshipProperty& relationship);
/// @}

}  // namespace orm
