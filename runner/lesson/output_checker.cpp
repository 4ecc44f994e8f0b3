// The run is a string of units. Most are bytes that have to be found in the expected text; four
// control characters (which text cannot hold: `add` replaces them) are places that match more than
// themselves.
#include "runner/lesson/output_checker.h"

#include <algorithm>
#include <vector>

#include "runner/lesson/doctest_flags.h"
#include "runner/lesson/normalize.h"
#include "runner/lesson/words.h"

namespace lessonrun {
namespace {

constexpr char some_blanks = '\x01';   // one or more blanks
constexpr char maybe_blanks = '\x02';  // any number of blanks
constexpr char note_begin = '\x03';    // `[generated in]`, also written `[...]`
constexpr char note_end = '\x04';
constexpr char any_lines = '\x06';              // in expected text: a line `[...]`
constexpr char replacement_character = '\x1a';  // for control characters in real text

constexpr std::size_t no_match = std::string_view::npos;
constexpr std::string_view dots_wildcard = "...";
constexpr std::string_view any_note = "[...]";

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f');
}

void append_clean(std::string& units, std::string_view text) {
  for (const char c : text) units += c > 0 && c <= any_lines ? replacement_character : c;
}

/// Matches all of `want` at `got[at]`; where the match ends, or no_match.
std::size_t match_forward(std::string_view want, std::string_view got, std::size_t at) {
  std::size_t i = 0;
  while (i < want.size()) {
    if (at == got.size()) return no_match;
    const char unit = got[at];
    if (unit == some_blanks || unit == maybe_blanks) {
      if (unit == some_blanks && !is_space(want[i])) return no_match;
      while (i < want.size() && is_space(want[i])) ++i;
    } else if (unit == note_begin && starts_with(want.substr(i), any_note)) {
      i += any_note.size();
      at = got.find(note_end, at);
    } else if (unit != note_begin && unit != note_end) {
      if (want[i] != unit) return no_match;
      ++i;
    }
    ++at;
  }
  return at;
}

/// Matches all of `want` so that it ends at `got[end]`; where the match begins, or no_match.
std::size_t match_backward(std::string_view want, std::string_view got, std::size_t end) {
  std::size_t i = want.size();
  while (i > 0) {
    if (end == 0) return no_match;
    const char unit = got[end - 1];
    if (unit == some_blanks || unit == maybe_blanks) {
      if (unit == some_blanks && !is_space(want[i - 1])) return no_match;
      while (i > 0 && is_space(want[i - 1])) --i;
    } else if (unit == note_end && ends_with(want.substr(0, i), any_note)) {
      i -= any_note.size();
      end = got.rfind(note_begin, end - 1) + 1;
    } else if (unit != note_begin && unit != note_end) {
      if (want[i - 1] != unit) return no_match;
      --i;
    }
    --end;
  }
  return end;
}

bool only_empty_units(std::string_view got) {
  return std::all_of(got.begin(), got.end(),
                     [](char c) { return c == maybe_blanks || c == note_begin || c == note_end; });
}

bool match_whole(std::string_view want, std::string_view got) {
  const std::size_t end = match_forward(want, got, 0);
  return end != no_match && only_empty_units(got.substr(end));
}

struct Piece {
  std::string_view text;
  bool at_line_start = false;  // the wildcard before it stands for whole lines
};

/// The text between wildcards: `...` and any_lines.
std::vector<Piece> split_at_wildcards(std::string_view want) {
  std::vector<Piece> pieces(1);
  std::size_t begin = 0;
  for (std::size_t i = 0; i < want.size();) {
    const bool lines = want[i] == any_lines;
    if (!lines && !starts_with(want.substr(i), dots_wildcard)) {
      ++i;
      continue;
    }
    pieces.back().text = want.substr(begin, i - begin);
    i += lines ? 1 : dots_wildcard.size();
    begin = i;
    pieces.push_back({{}, lines});
  }
  pieces.back().text = want.substr(begin);
  return pieces;
}

bool is_line_start(std::string_view got, std::size_t at) {
  return at == 0 || got[at - 1] == '\n' || got[at - 1] == some_blanks;
}

/// doctest's _ellipsis_match: exact ends, then the leftmost match for each piece between.
bool match_ellipsis(std::string_view want, std::string_view got) {
  std::vector<Piece> pieces = split_at_wildcards(want);
  if (pieces.size() == 1) return match_whole(want, got);
  std::size_t start = match_forward(pieces.front().text, got, 0);
  if (start == no_match) return false;
  const Piece last = pieces.back();
  std::size_t end = last.text.empty() ? got.size() : match_backward(last.text, got, got.size());
  if (end == no_match || start > end) return false;
  if (last.at_line_start && !last.text.empty() && !is_line_start(got, end)) return false;
  for (std::size_t i = 1; i + 1 < pieces.size(); ++i) {
    if (pieces[i].text.empty()) continue;
    std::size_t found = no_match;
    for (std::size_t at = start; at <= end && found == no_match; ++at) {
      if (pieces[i].at_line_start && !is_line_start(got, at)) continue;
      found = match_forward(pieces[i].text, got, at);
    }
    if (found == no_match || found > end) return false;
    start = found;
  }
  return true;
}

/// `<BLANKLINE>` alone on a line becomes an empty line.
std::string with_blank_lines(std::string_view want) {
  constexpr std::string_view blank_line_marker = "<BLANKLINE>";
  std::string result;
  while (!want.empty()) {
    const std::size_t newline = std::min(want.find('\n'), want.size());
    const std::string_view line = want.substr(0, newline);
    if (!starts_with(line, blank_line_marker) || !is_blank(line.substr(blank_line_marker.size())))
      result += line;
    if (newline < want.size()) result += '\n';
    want.remove_prefix(std::min(newline + 1, want.size()));
  }
  return result;
}

/// Lines of blanks alone become empty.
std::string without_blank_lines_blanks(std::string_view got) {
  std::string result;
  while (!got.empty()) {
    const std::size_t newline = std::min(got.find('\n'), got.size());
    const std::string_view line = got.substr(0, newline);
    if (!std::all_of(line.begin(), line.end(), is_space)) result += line;
    if (newline < got.size()) result += '\n';
    got.remove_prefix(std::min(newline + 1, got.size()));
  }
  return result;
}

std::string collapsed(std::string_view text) {
  std::string result;
  bool pending = false;
  for (const char c : text) {
    if (c == maybe_blanks) continue;
    if (is_space(c) || c == some_blanks) {
      pending = !result.empty();
      continue;
    }
    if (pending) result += ' ';
    pending = false;
    result += c;
  }
  return result;
}

/// Lines `[...]` become a wildcard for any lines.
std::string with_line_wildcards(std::string_view want) {
  std::string result;
  while (!want.empty()) {
    const std::size_t newline = std::min(want.find('\n'), want.size());
    const std::string_view line = want.substr(0, newline);
    if (trim(line) == any_note) {
      result += any_lines;
    } else {
      result += line;
      if (newline < want.size()) result += '\n';
    }
    want.remove_prefix(std::min(newline + 1, want.size()));
  }
  return result;
}

/// OutputChecker.check_output.
bool check_output(std::string want, std::string got, unsigned flags) {
  if (match_whole(want, got)) return true;
  if ((flags & kDontAcceptTrueFor1) == 0) {
    if (got == "True\n" && want == "1\n") return true;
    if (got == "False\n" && want == "0\n") return true;
  }
  if ((flags & kDontAcceptBlankline) == 0) {
    want = with_blank_lines(want);
    got = without_blank_lines_blanks(got);
    if (match_whole(want, got)) return true;
  }
  if ((flags & kNormalizeWhitespace) != 0) {
    want = collapsed(want);
    got = collapsed(got);
    if (match_whole(want, got)) return true;
  }
  return (flags & kEllipsis) != 0 && match_ellipsis(want, got);
}

bool check_variants(const std::string& want, const std::string& got, unsigned flags) {
  if (check_output(want, got, flags)) return true;
  if ((flags & kEllipsis) != 0 && want.find(any_note) != std::string::npos) {
    const std::string lines = with_line_wildcards(want);
    if (lines != want && check_output(lines, got, flags)) return true;
  }
  return false;
}

bool matches_units(std::string_view want_text, std::string got, unsigned flags) {
  std::string want;
  append_clean(want, want_text);
  const bool ellipsis = (flags & kEllipsis) != 0;
  const bool any_address = want.find("0x\xE2\x80\xA6") != std::string::npos ||
                           (!ellipsis && want.find("0x...") != std::string::npos);
  want = to_ascii(
      without_addresses(without_times(without_log_prefixes(want)), any_address, !ellipsis));
  got = to_ascii(without_addresses(got, any_address, false));
  if (check_variants(want, got, flags)) return true;
  if (want.find('\t') != std::string::npos && check_variants(expand_tabs(want), got, flags)) {
    return true;
  }
  if ((flags & kAllowUnicode) != 0) {
    want = without_unicode_prefixes(want);
    got = without_unicode_prefixes(got);
    if (check_variants(want, got, flags)) return true;
  }
  return (flags & kNumber) != 0 && check_variants(want, with_precision_of(want, got), flags);
}

}  // namespace

void RunText::add(std::string_view text) {
  append_clean(units_, without_times(without_log_prefixes(text)));
}

void RunText::add_sql(std::string_view text) {
  units_ += maybe_blanks;
  text = trim(text);
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == 0 && is_space(c)) {
      if (units_.back() != some_blanks) units_ += some_blanks;
      continue;
    }
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    }
    append_clean(units_, text.substr(i, 1));
  }
  units_ += some_blanks;
}

void RunText::add_parameters(std::string_view text) {
  const std::string clean = without_times(text);
  const std::size_t close = starts_with(clean, "[") ? clean.find(']') : std::string::npos;
  // A list of parameter sets begins with a bracket too, but it is no note.
  const bool note =
      close != std::string::npos && clean.size() > 1 && ((clean[1] >= 'a' && clean[1] <= 'z'));
  if (note) {
    units_ += note_begin;
    append_clean(units_, std::string_view(clean).substr(0, close + 1));
    units_ += note_end;
    append_clean(units_, std::string_view(clean).substr(close + 1));
  } else {
    append_clean(units_, clean);
  }
  units_ += '\n';
}

void RunText::end_line() {
  if (!units_.empty() && units_.back() != '\n' && units_.back() != some_blanks) units_ += '\n';
}

bool output_matches(std::string_view want, const RunText& got, unsigned flags) {
  return matches_units(want, got.units(), flags);
}

bool output_matches(std::string_view want, std::string_view got, unsigned flags) {
  RunText text;
  text.add(got);
  return output_matches(want, text, flags);
}

}  // namespace lessonrun
