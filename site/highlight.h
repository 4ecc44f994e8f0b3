// Code as HTML with its tokens marked, at build time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lessonrun::site {

enum class Language { plain, python, sql, cpp };

/// The language that a fence's word names.
Language language_of(std::string_view word);

/// The lines of a text as escaped HTML, without line ends. Tokens stand in <span> elements with a
/// class: k keyword, s string, n number, c comment, f a name that is called, p a placeholder. No
/// element goes over the end of a line. Text that is not of the language comes out plain.
std::vector<std::string> highlight(std::string_view text, Language language);

}  // namespace lessonrun::site
