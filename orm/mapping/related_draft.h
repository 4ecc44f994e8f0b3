// RelatedDraft: a relationship of a mapped struct while its options describe it.
#pragma once

#include <orm/relationship.h>
#include <orm/typed_relationship.h>

namespace orm {

struct RelatedDraft {
  RelationshipArgs args{};
  // Texts that are looked up when the mappers are configured; null where not given.
  const char* secondary = nullptr;
  const char* primaryjoin = nullptr;
  const char* secondaryjoin = nullptr;
  const char* foreign_keys = nullptr;
  const char* remote_side = nullptr;
  const char* order_by = nullptr;
  bool late = false;
};

/// What the options of a member say.
RelatedDraft drafted(const RelatedMember& member);

}  // namespace orm
