// Lowering a select() of entities to Core, for the session, which may want only some attributes.
#pragma once

#include "orm/mapper.h"

namespace orm {

/// The Core statement of `statement`, and the plan of its rows. `only` names the attributes to load
/// of each entity; null means all that are not deferred.
Ref<Select> lower_select(const Select& statement, const Profile& profile, const AttributeSet* only,
                         Ref<RowPlan>& plan);

}  // namespace orm
