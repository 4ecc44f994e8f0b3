// Classes that 2.0 lets programs subscript: for annotations, without any effect.
#pragma once

#include <string_view>

#include "runner/bind/context.h"

namespace lessonrun::bind {

/// Gives the class that is bound under `name` its `__class_getitem__`, if 2.0 has one there.
void add_subscript(Context& context, interp::Type* type, std::string_view name);

}  // namespace lessonrun::bind
