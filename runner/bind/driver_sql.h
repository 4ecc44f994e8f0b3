// The texts that SQLite's driver takes; see driver_sql.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lessonrun::bind {

/// The driver binds by position: `:name` becomes `?`, and `names` learns the names in that order.
std::string positional(std::string_view sql, std::vector<std::string>& names);
/// The statements of a script, each without its semicolon; those of a trigger's body are within it.
std::vector<std::string> statements_of(std::string_view script);

}  // namespace lessonrun::bind
