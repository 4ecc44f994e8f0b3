// The builtin functions over iterables, for the table in builtins.cpp.
#pragma once

#include "runner/interp/state.h"

namespace lessonrun::interp {

Value b_iter(Call& call);
Value b_next(Call& call);
Value b_sum(Call& call);
Value b_any(Call& call);
Value b_all(Call& call);
Value b_min(Call& call);
Value b_max(Call& call);
Value b_sorted(Call& call);
Value b_reversed(Call& call);
Value b_map(Call& call);
Value b_filter(Call& call);
Value b_zip(Call& call);
Value b_enumerate(Call& call);
}  // namespace lessonrun::interp
