// What list, tuple and range share.
#pragma once

#include "runner/interp/types/object.h"

namespace lessonrun::interp {

Value sequence_count(Call& call);                               // x.count(value)
void install_ranges(Interpreter& interp, BuiltinTypes& types);  // range and slice (range.cpp)

}  // namespace lessonrun::interp
