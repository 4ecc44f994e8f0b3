// Which names a step binds at its top level, so that a later NameError can be laid to its door.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lessonrun {

/// Names that the text binds in the namespace it runs in, in order, each once; empty if it does not
/// parse.
std::vector<std::string> bound_names(std::string_view source);

/// The modules that the text imports, if it does nothing but import; otherwise nothing. What
/// `from a import b` may import is `a` and `a.b`.
std::optional<std::vector<std::string>> only_imports(std::string_view source);

/// What the last statement assigned to, as text; empty if it is no assignment. A `>>>` line that
/// repeats a value shows what that is.
std::string assigned_expression(std::string_view source);

}  // namespace lessonrun
