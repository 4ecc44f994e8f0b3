// Long lines of a program, broken where a person would.
#pragma once

#include <string>

namespace lessonrun::translate {

/// A statement of C++ in lines of at most 100 columns, as far as it has places to break: between
/// the calls of a chain, or behind commas. Lines that are short enough stay as they are.
std::string wrapped(const std::string& text);

}  // namespace lessonrun::translate
