// How a session loads objects: what its files tell each other.
#pragma once

#include <orm/result.h>
#include <orm/selectable.h>
#include <orm/session.h>

#include <vector>

namespace orm {

struct Session::LoadOptions {
  InstanceState* refresh_state = nullptr;
  const AttributeSet* only = nullptr;  ///< attributes to load; null: all that are not deferred
  bool populate_existing = false;
  bool autoflush = true;
  Ref<const RefCounted> node;          ///< loader options of the first entity (a LoadNode)
  std::vector<const Mapper*> mappers;  ///< along the path that led to this load
  RowPlan::Origin origin{};            ///< of a subqueryload()
  bool unique = false;                 ///< the rows are asked for once each
  bool eager = true;                   ///< load eager relationships, too
  bool yields = false;                 ///< yield_per
  bool named_rows = false;             ///< rows of columns alone have the attributes' names
  bool relationship = false;           ///< a lazy load, or one beside the rows
  InstanceState* lazy_from = nullptr;  ///< the object whose attribute is loaded
  bool of_query = false;               ///< sent by a Query
  const Mapper* mapper = nullptr;      ///< that the statement is about; null: it says so itself
  const ForUpdate* lock = nullptr;     ///< with_for_update of get() and refresh()
};

}  // namespace orm
