// ColumnDraft: a column while its options describe it.
#pragma once

#include <orm/column_options.h>
#include <orm/schema.h>

namespace orm {

struct ColumnDraft {
  TypeRef type;
  ColumnArgs args;
  const char* name = nullptr;  ///< where it is not the attribute's
};

inline void apply_option(ColumnDraft& draft, const ForeignKey& key) {
  draft.args.foreign_keys.push_back(key);
}
inline void apply_option(ColumnDraft& draft, const Ref<CheckConstraint>& constraint) {
  draft.args.constraints.emplace_back(constraint);
}

}  // namespace orm
