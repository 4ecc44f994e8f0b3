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

constexpr char kBlanks = '\x01';       // one or more blanks
constexpr char kMaybeBlanks = '\x02';  // any number of blanks
constexpr char kNoteBegin = '\x03';    // `[generated in]`, also written `[...]`
constexpr char kNoteEnd = '\x04';
constexpr char kAnyLines = '\x06';     // in expected text: a line `[...]`
constexpr char kReplacement = '\x1a';  // for control characters in real text

constexpr std::size_t kNoMatch = std::string_view::npos;
constexpr std::string_view kDots = "...";
constexpr std::string_view kAnyNote = "[...]";

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f');
}

void append_clean(std::string& units, std::string_view text) {
  for (const char c : text) units += c > 0 && c <= kAnyLines ? kReplacement : c;
}

/// Matches all of `want` at `got[at]`; where the match ends, or kNoMatch.
std::size_t match_forward(std::string_view want, std::string_view got, std::size_t at) {
  std::size_t i = 0;
  while (i < want.size()) {
    if (at == got.size()) return kNoMatch;
    const char unit = got[at];
    if (unit == kBlanks || unit == kMaybeBlanks) {
      if (unit == kBlanks && !is_space(want[i])) return kNoMatch;
      while (i < want.size() && is_space(want[i])) ++i;
    } else if (unit == kNoteBegin && starts_with(want.substr(i), kAnyNote)) {
      i += kAnyNote.size();
      at = got.find(kNoteEnd, at);
    } else if (unit != kNoteBegin && unit != kNoteEnd) {
      if (want[i] != unit) return kNoMatch;
      ++i;
    }
    ++at;
  }
  return at;
}

/// Matches all of `want` so that it ends at `got[end]`; where the match begins, or kNoMatch.
std::size_t match_backward(std::string_view want, std::string_view got, std::size_t end) {
  std::size_t i = want.size();
  while (i > 0) {
    if (end == 0) return kNoMatch;
    const char unit = got[end - 1];
    if (unit == kBlanks || unit == kMaybeBlanks) {
      if (unit == kBlanks && !is_space(want[i - 1])) return kNoMatch;
      while (i > 0 && is_space(want[i - 1])) --i;
    } else if (unit == kNoteEnd && ends_with(want.substr(0, i), kAnyNote)) {
      i -= kAnyNote.size();
      end = got.rfind(kNoteBegin, end - 1) + 1;
    } else if (unit != kNoteBegin && unit != kNoteEnd) {
      if (want[i - 1] != unit) return kNoMatch;
      --i;
    }
    --end;
  }
  return end;
}

bool only_empty_units(std::string_view got) {
  return std::all_of(got.begin(), got.end(),
                     [](char c) { return c == kMaybeBlanks || c == kNoteBegin || c == kNoteEnd; });
}

bool match_whole(std::string_view want, std::string_view got) {
  const std::size_t end = match_forward(want, got, 0);
  return end != kNoMatch && only_empty_units(got.substr(end));
}

struct Piece {
  std::string_view text;
  bool at_line_start = false;  // the wildcard before it stands for whole lines
};

/// The text between wildcards: `...` and kAnyLines.
std::vector<Piece> split_at_wildcards(std::string_view want) {
  std::vector<Piece> pieces(1);
  std::size_t begin = 0;
  for (std::size_t i = 0; i < want.size();) {
    const bool lines = want[i] == kAnyLines;
    if (!lines && !starts_with(want.substr(i), kDots)) {
      ++i;
      continue;
    }
    pieces.back().text = want.substr(begin, i - begin);
    i += lines ? 1 : kDots.size();
    begin = i;
    pieces.push_back({{}, lines});
  }
  pieces.back().text = want.substr(begin);
  return pieces;
}

bool is_line_start(std::string_view got, std::size_t at) {
  return at == 0 || got[at - 1] == '\n' || got[at - 1] == kBlanks;
}

/// doctest's _ellipsis_match: exact ends, then the leftmost match for each piece between.
bool match_ellipsis(std::string_view want, std::string_view got) {
  std::vector<Piece> pieces = split_at_wildcards(want);
  if (pieces.size() == 1) return match_whole(want, got);
  std::size_t start = match_forward(pieces.front().text, got, 0);
  if (start == kNoMatch) return false;
  const Piece last = pieces.back();
  std::size_t end = last.text.empty() ? got.size() : match_backward(last.text, got, got.size());
  if (end == kNoMatch || start > end) return false;
  if (last.at_line_start && !last.text.empty() && !is_line_start(got, end)) return false;
  for (std::size_t i = 1; i + 1 < pieces.size(); ++i) {
    if (pieces[i].text.empty()) continue;
    std::size_t found = kNoMatch;
    for (std::size_t at = start; at <= end && found == kNoMatch; ++at) {
      if (pieces[i].at_line_start && !is_line_start(got, at)) continue;
      found = match_forward(pieces[i].text, got, at);
    }
    if (found == kNoMatch || found > end) return false;
    start = found;
  }
  return true;
}

/// `<BLANKLINE>` alone on a line becomes an empty line.
std::string with_blank_lines(std::string_view want) {
  constexpr std::string_view kMarker = "<BLANKLINE>";
  std::string result;
  while (!want.empty()) {
    const std::size_t newline = std::min(want.find('\n'), want.size());
    const std::string_view line = want.substr(0, newline);
    if (!starts_with(line, kMarker) || !is_blank(line.substr(kMarker.size()))) result += line;
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
    if (c == kMaybeBlanks) continue;
    if (is_space(c) || c == kBlanks) {
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
    if (trim(line) == kAnyNote) {
      result += kAnyLines;
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
  if ((flags & kEllipsis) != 0 && want.find(kAnyNote) != std::string::npos) {
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
  units_ += kMaybeBlanks;
  text = trim(text);
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == 0 && is_space(c)) {
      if (units_.back() != kBlanks) units_ += kBlanks;
      continue;
    }
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    }
    append_clean(units_, text.substr(i, 1));
  }
  units_ += kBlanks;
}

void RunText::add_parameters(std::string_view text) {
  const std::string clean = without_times(text);
  const std::size_t close = starts_with(clean, "[") ? clean.find(']') : std::string::npos;
  // A list of parameter sets begins with a bracket too, but it is no note.
  const bool note =
      close != std::string::npos && clean.size() > 1 && ((clean[1] >= 'a' && clean[1] <= 'z'));
  if (note) {
    units_ += kNoteBegin;
    append_clean(units_, std::string_view(clean).substr(0, close + 1));
    units_ += kNoteEnd;
    append_clean(units_, std::string_view(clean).substr(close + 1));
  } else {
    append_clean(units_, clean);
  }
  units_ += '\n';
}

void RunText::end_line() {
  if (!units_.empty() && units_.back() != '\n' && units_.back() != kBlanks) units_ += '\n';
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
