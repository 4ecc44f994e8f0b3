// How errors quote texts.
#pragma once

#include <string>
#include <string_view>

namespace orm {

/// Python's repr() of a text, of which no more than the first 25 characters are shown.
std::string repr_excerpt(std::string_view text);

}  // namespace orm
