// Keywords that only one database reads, `<dialectname>_<argument>`.
#pragma once

#include <string>
#include <string_view>

#include "runner/bind/context.h"

namespace lessonrun::bind {

/// Whether a known database reads the keyword; a warning where there is no such database. Raises
/// TypeError for a name that is not made like that, ArgumentError for one that the database does
/// not take for `construct`, which is the name of the class.
bool check_dialect_option(Context& context, std::string_view construct, const std::string& name);

}  // namespace lessonrun::bind
