// What the options of a typed relationship say in texts, as functions that the mapper calls when it
// is configured: the names are those of classes and tables that may come later.
#pragma once

#include "orm/mapping/related_draft.h"

namespace orm {

/// The arguments of the relationship `key` of that mapper. Throws UnsupportedError for
/// lazy="dynamic" and "write_only"; the functions throw InvalidRequestError for names that are not
/// there and ArgumentError for texts that are no conditions.
RelationshipArgs finish_relationship(RelatedDraft draft, const Mapper& mapper);

}  // namespace orm
