// What the options of dialects (`sqlite_strict=True`) have in common.
#pragma once

#include <orm/value.h>

namespace orm {

/// Is an option given, and not False?
inline bool is_on(const Value& option) { return !option.is_null() && !(option == Value(false)); }

}  // namespace orm
