// What the views of a dict need of sets.
#pragma once

#include "runner/interp/types/object.h"

namespace lessonrun::interp {

// Whether the operator is one of sets: | & - ^.
bool set_op(BinaryOp op);
// Applies it to the set `s` in place.
void apply_set_op(Interpreter& interp, BinaryOp op, const Value& s, const Value& o);

}  // namespace lessonrun::interp
