// Lists of names in one text, `"one two three"`: how the tables of names are written.
#pragma once

#include <string_view>

namespace lessonrun {

/// Is the word one of those, which spaces separate?
inline bool has_word(std::string_view words, std::string_view word) {
  for (size_t at = words.find(word); at != std::string_view::npos; at = words.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || words[at - 1] == ' ') && (end == words.size() || words[end] == ' '))
      return true;
  }
  return false;
}

}  // namespace lessonrun
