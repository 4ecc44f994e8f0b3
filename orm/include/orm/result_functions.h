// What a Result is given functions for.
#pragma once

#include <orm/result.h>

#include <functional>

namespace orm {

/// Rows whose key was not met before: `result.unique(strategy)`.
Result unique_by(const Result& result, std::function<Value(const Row&)> key);
/// Runs when the result is exhausted or closed.
void on_close(const Result& result, std::function<void()> hook);

}  // namespace orm
