// Attributes that SQLAlchemy's classes have and ours do not: refused by name, not as AttributeErrors.
#pragma once

#include "runner/interp/interpreter.h"

namespace lessonrun::bind {

/// Refuses `object.name` if SQLAlchemy's class `cls` has that attribute in some release and no row
/// of the binding table stands for it in another one; else undefined: the usual AttributeError.
interp::Value refuse_attribute(interp::Interpreter& interp, const char* cls,
                               interp::StrObject* name);

/// The slot for a class: slots.getattr_missing = refuse_missing<query_class>.
template <const char* Class()>
interp::Value refuse_missing(interp::Interpreter& interp, const interp::Value&,
                             interp::StrObject* name) {
  return refuse_attribute(interp, Class(), name);
}

}  // namespace lessonrun::bind
