// Mapped[...] and mapped_column(): what stands in the body of an annotated mapped class.
#pragma once

#include <optional>

#include "orm/relationship.h"
#include "runner/bind/binding.h"
#include "runner/bind/context.h"
#include "runner/bind/mapped_dataclass.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

/// What stands in Mapped[...].
struct MappedAnnotation : interp::Payload {
  explicit MappedAnnotation(interp::Value held = {}, std::optional<orm::Lazy> how = {})
      : inner(std::move(held)), lazy(how) {}
  void clear_references() noexcept override { inner.reset(); }
  interp::Value inner;
  std::optional<orm::Lazy> lazy;  ///< of WriteOnlyMapped and DynamicMapped
};

/// mapped_column(). Its clause is the Column, so that the class body can write expressions of it
/// before it has a name: `full = column_property(first + " " + last)`.
struct MappedColumnData : ClauseData {
  ColumnSpec spec;
  bool nullable_given = false;
  bool use_existing = false;
  bool deferred = false;
  bool deferred_raises = false;
  bool active_history = false;
  int64_t sort_order = 0;
  std::string deferred_group;
  DataclassOptions dataclass;
  bool has_insert_default = false;
  orm::Ref<orm::Column> column() const {
    return orm::Ref<orm::Column>(static_cast<orm::Column*>(clause.get()));
  }
};

/// The parts of an annotation like Annotated[str, mapped_column(...)] or Optional[str].
struct ReadAnnotation {
  interp::Value given;        ///< the annotation, its names resolved
  interp::Value python_type;  ///< without None, and what Annotated annotates
  interp::Value annotated;    ///< the whole Annotated, which the type map may know
  bool optional = false;
  const MappedColumnData* column = nullptr;  ///< of Annotated
};

/// Reads what stands in Mapped[...] into `out`.
void read_annotation(Context& context, const interp::Value& annotation, ReadAnnotation& out);

/// Lays what mapped_column() says over what Annotated says.
void overlay(ColumnSpec& base, const ColumnSpec& over);

void add_mapped_column_types(TypeTable& table);
std::vector<BindingTable> mapped_column_tables();

}  // namespace lessonrun::bind
