// From what stands in Mapped[...] to a column type: the registry's type_annotation_map and what
// SQLAlchemy knows without it.
#pragma once

#include <string>

#include "runner/bind/mapped_column.h"

namespace lessonrun::bind {

/// Is it Union[...] or `a | b`?
bool is_union(interp::Interpreter& interp, const interp::Value& annotation);

/// Whether None is among what the annotation allows: a union, Annotated, NewType or None itself.
bool includes_none(interp::Interpreter& interp, const interp::Value& annotation);

/// The annotation without None: `Optional[str]` is `str`; others stay as they are.
interp::Value without_none(interp::Interpreter& interp, const interp::Value& annotation);

/// The entries of a type_annotation_map under the keys that are looked for: unions lose their None.
void update_type_map(Context& context, interp::Value& map, const interp::Value& entries);

/// Words that stand in an annotation for a type, `Optional["Color"]`, become what they name.
/// NameError for one that names nothing.
interp::Value with_names_resolved(Context& context, const interp::Value& annotation);

/// NameError where an attribute that is an annotation alone has a text in it that names nothing:
/// SQLAlchemy reads each part of it on its way to an ORM construct.
void check_parts_of_annotation(Context& context, const interp::Value& annotation);

/// The column type of what an attribute's annotation says; null only with foreign keys beside it.
/// MappedAnnotationError for what has none.
orm::TypeRef resolve_annotation(Context& context, const interp::Value& type_map,
                                const std::string& key, const ReadAnnotation& read,
                                bool has_foreign_keys);

}  // namespace lessonrun::bind
