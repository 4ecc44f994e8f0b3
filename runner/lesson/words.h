// Small things about text that several files of this room need.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lessonrun {

std::string_view trim(std::string_view text);
bool is_blank(std::string_view text);
bool starts_with(std::string_view text, std::string_view prefix);
bool ends_with(std::string_view text, std::string_view suffix);
/// ASCII letters, digits, `_`, and every byte of a letter beyond ASCII.
bool is_word_char(char c);
bool is_identifier(std::string_view text);
/// The lines of a text without their ends; a final newline makes no further line.
std::vector<std::string_view> split_lines(std::string_view text);
/// Words separated by blanks or commas.
std::vector<std::string> split_words(std::string_view text);
/// Tabs become spaces up to the next multiple of eight columns, as Python's str.expandtabs().
std::string expand_tabs(std::string_view text);
/// `1 step`, `2 steps`.
std::string count_of(std::size_t number, std::string_view noun);
/// The candidate with the fewest typing mistakes between it and `word`; empty without candidates.
std::string nearest_word(std::string_view word, const std::vector<std::string_view>& candidates);
/// The number of typing mistakes (insert, delete, replace) between two words.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace lessonrun
