// Text to HTML.
#pragma once

#include <string>
#include <string_view>

namespace lessonrun::site {

/// Text that is safe between tags and inside quoted attributes.
std::string escape(std::string_view text);

/// "1 statement", "3 statements".
std::string count_words(std::size_t count, std::string_view noun);

}  // namespace lessonrun::site
