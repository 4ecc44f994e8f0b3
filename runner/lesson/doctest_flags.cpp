// The names of doctest's flags, and directives in comments.
#include "runner/lesson/doctest_flags.h"

#include <algorithm>
#include <array>
#include <utility>

#include "runner/lesson/words.h"

namespace lessonrun {
namespace {

constexpr std::array<std::pair<std::string_view, unsigned>, 13> known_flags = {{
    {"DONT_ACCEPT_TRUE_FOR_1", kDontAcceptTrueFor1},
    {"DONT_ACCEPT_BLANKLINE", kDontAcceptBlankline},
    {"NORMALIZE_WHITESPACE", kNormalizeWhitespace},
    {"ELLIPSIS", kEllipsis},
    {"SKIP", kSkip},
    {"IGNORE_EXCEPTION_DETAIL", kIgnoreExceptionDetail},
    {"REPORT_UDIFF", kReportUdiff},
    {"REPORT_CDIFF", kReportCdiff},
    {"REPORT_NDIFF", kReportNdiff},
    {"REPORT_ONLY_FIRST_FAILURE", kReportOnlyFirstFailure},
    {"FAIL_FAST", kFailFast},
    {"ALLOW_UNICODE", kAllowUnicode},
    {"NUMBER", kNumber},
}};

std::string nearest_flag(std::string_view name) {
  std::vector<std::string_view> names;
  names.reserve(known_flags.size());
  for (const auto& flag : known_flags) names.push_back(flag.first);
  return nearest_word(name, names);
}

/// The options after `#`, blanks, `doctest:` up to the end of the line; none if a quote follows,
/// because then this is most likely a string. That is doctest's own rule.
std::string_view directive_in(std::string_view line) {
  std::size_t hash = line.find('#');
  for (; hash != std::string_view::npos; hash = line.find('#', hash + 1)) {
    std::string_view rest = line.substr(hash + 1);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\f\v\r"), rest.size()));
    constexpr std::string_view directive_word = "doctest:";
    if (!starts_with(rest, directive_word)) continue;
    rest.remove_prefix(directive_word.size());
    if (rest.find_first_of("'\"") == std::string_view::npos) return rest;
  }
  return {};
}

}  // namespace

unsigned doctest_flag(std::string_view name) {
  for (const auto& flag : known_flags) {
    if (flag.first == name) return flag.second;
  }
  return 0;
}

std::vector<std::string> doctest_flag_names(unsigned flags) {
  std::vector<std::string> names;
  for (const auto& flag : known_flags) {
    if ((flags & flag.second) != 0) names.emplace_back(flag.first);
  }
  return names;
}

FlagChange find_directives(std::string_view source, const std::string& file, int line) {
  FlagChange change;
  for (const std::string_view text : split_lines(source)) {
    for (const std::string& option : split_words(directive_in(text))) {
      const std::string_view name = std::string_view(option).substr(1);
      const unsigned flag = doctest_flag(name);
      if ((option[0] != '+' && option[0] != '-') || flag == 0) {
        throw InputError({file, line,
                          "there is no doctest option \"" + option + "\"; the nearest is " +
                              (option[0] == '-' ? "-" : "+") +
                              nearest_flag(option[0] == '+' || option[0] == '-' ? name : option)});
      }
      // The last mention of a flag counts.
      change.set = option[0] == '+' ? change.set | flag : change.set & ~flag;
      change.clear = option[0] == '-' ? change.clear | flag : change.clear & ~flag;
    }
    ++line;
  }
  return change;
}

}  // namespace lessonrun
