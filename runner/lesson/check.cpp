// Which reading of a transcript is what the lesson shows.
#include "runner/lesson/check.h"

#include <algorithm>

#include "runner/lesson/alignment.h"
#include "runner/lesson/doctest_flags.h"
#include "runner/lesson/normalize.h"
#include "runner/lesson/output_checker.h"
#include "runner/lesson/prompt_reader.h"
#include "runner/lesson/run_units.h"
#include "runner/lesson/words.h"

namespace lessonrun {
namespace {

constexpr std::string_view traceback_header = "Traceback (most recent call last):";
constexpr std::string_view old_traceback_header = "Traceback (innermost last):";

std::vector<std::string> lines_of(const std::string& text) {
  const std::vector<std::string_view> views = split_lines(text);
  return {views.begin(), views.end()};
}

/// doctest's _strip_exception_details: the bare name of the exception.
std::string_view bare_name(std::string_view message) {
  message = message.substr(0, message.find('\n'));
  message = message.substr(0, message.find(':'));
  const std::size_t dot = message.rfind('.');
  return dot == std::string_view::npos ? message : message.substr(dot + 1);
}

/// The combinations of channels to leave out, in PRODUCT's order. SQL goes with both its
/// companions.
std::vector<unsigned> left_out_choices(unsigned present) {
  std::vector<unsigned> choices;
  for (unsigned mask = 0; mask < kError; ++mask) {
    if ((mask & kSql) != 0 && (mask & (kParameters | kTransactions)) != 0) continue;
    unsigned channels = mask;
    if ((mask & kSql) != 0) channels |= kParameters | kTransactions;
    channels &= present;
    if (std::find(choices.begin(), choices.end(), channels) == choices.end()) {
      choices.push_back(channels);
    }
  }
  return choices;
}

/// How much of a line's text another line has too: 0 nothing … 3 all, at its two ends.
std::size_t likeness(std::string_view a, std::string_view b) {
  a.remove_prefix(log_prefix_length(a));
  b.remove_prefix(log_prefix_length(b));
  const std::size_t longest = std::max(a.size(), b.size());
  const std::size_t shortest = std::min(a.size(), b.size());
  std::size_t prefix = 0;
  while (prefix < shortest && a[prefix] == b[prefix]) ++prefix;
  std::size_t suffix = 0;
  while (suffix < shortest - prefix && a[a.size() - 1 - suffix] == b[b.size() - 1 - suffix]) {
    ++suffix;
  }
  return longest == 0 ? 3 : (prefix + suffix) * 3 / longest;
}

/// How far a reading is from what the lesson shows. A line in place of a similar one counts little,
/// so that the report says `SQL differs` instead of leaving the SQL out.
std::size_t distance_of(const std::vector<DiffPart>& parts) {
  std::size_t distance = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].kind == DiffPart::Kind::same) continue;
    std::vector<std::string> missing;
    std::vector<std::string> extra;
    for (; i < parts.size() && parts[i].kind != DiffPart::Kind::same; ++i) {
      auto& side = parts[i].kind == DiffPart::Kind::missing ? missing : extra;
      side.insert(side.end(), parts[i].lines.begin(), parts[i].lines.end());
    }
    distance += 4 * std::max(missing.size(), extra.size());
    for (std::size_t k = 0; k < std::min(missing.size(), extra.size()); ++k) {
      distance -= likeness(missing[k], extra[k]);
    }
  }
  return distance;
}

std::vector<std::string> channel_names(unsigned channels) {
  std::vector<std::string> names;
  for (const Channel channel : {kSql, kParameters, kTransactions, kOutput, kWarnings}) {
    if ((channels & channel) != 0) names.emplace_back(channel_name(channel));
  }
  return names;
}

class Checker {
 public:
  Checker(const Expectation& expected, const Transcript& events,
          const std::optional<RaisedError>& raised)
      : expected_(expected), events_(events), raised_(raised) {
    const ExpectedTraceback split = split_traceback(expected.text);
    shown_error_ = split.message;
    // A traceback that was printed and not raised is output like any other.
    text_ = raised && !shown_error_.empty() ? split.before : expected.text;
    if (expected.block) trim_blank_lines();
    style_.mark_blank_lines = !expected.block && (expected.flags & kDontAcceptBlankline) == 0;
    for (const std::string_view line : split_lines(text_)) {
      if (log_prefix_length(line) > 0) style_.log_prefixes = true;
    }
  }

  CheckResult check() {
    CheckResult result;
    const unsigned present = channels_in(events_);
    const std::vector<unsigned> choices = left_out_choices(present);
    std::optional<unsigned> match;
    for (const unsigned left_out : choices) {
      if (!text_matches(left_out)) continue;
      match = left_out;
      break;
    }
    result.error_matches = raised_ && !shown_error_.empty() &&
                           exception_matches(shown_error_, raised_->summary(), expected_.flags);
    const bool error_fits = raised_ ? result.error_matches : true;
    result.matches = match.has_value() && error_fits;
    if (match) {
      unsigned counted = *match & ~static_cast<unsigned>(kWarnings);
      if (expected_.sql == SqlPolicy::off) counted &= kOutput;
      // doctest's own rule: above a traceback that is shown alone, nothing need be shown.
      if (result.error_matches && text_.empty()) counted = 0;
      result.left_out = channel_names(counted);
      if (!error_fits) result.diff = aligned(*match).parts;
    } else {
      find_nearest(choices, result);
    }
    if (!error_fits) result.differs.emplace_back(channel_name(kError));
    if (!result.matches) append_traceback(result.diff, result.error_matches);
    return result;
  }

  std::vector<DiffPart> full() {
    std::vector<DiffPart> parts = aligned(channels_in(events_) & kWarnings).parts;
    append_traceback(parts,
                     raised_ && !shown_error_.empty() &&
                         exception_matches(shown_error_, raised_->summary(), expected_.flags));
    return parts;
  }

 private:
  void trim_blank_lines() {
    while (ends_with(text_, "\n\n")) text_.pop_back();
    if (is_blank(text_)) text_.clear();
  }

  bool text_matches(unsigned left_out) const {
    if (expected_.rowsort) return sorted_matches(left_out);
    if (output_matches(text_, render(events_, left_out), expected_.flags)) return true;
    if (!expected_.block) return false;
    // The run may end in blank lines that the block does not repeat.
    const std::string want = text_ + "\n";
    return output_matches(want, render(events_, left_out), expected_.flags);
  }

  // Lines of output in any order: each has to be shown somewhere; what is left has to be the rest.
  bool sorted_matches(unsigned left_out) const {
    std::vector<std::string> shown = lines_of(text_);
    if ((left_out & kOutput) == 0) {
      const unsigned others = kWarnings | kParameters | kTransactions | kSql;
      for (const RunUnit& unit : run_units(events_, others, style_)) {
        const auto found = std::find_if(shown.begin(), shown.end(), [&](const std::string& line) {
          return output_matches(line + "\n", unit.text, expected_.flags);
        });
        if (found == shown.end()) return false;
        shown.erase(found);
      }
    }
    std::string rest;
    for (const std::string& line : shown) rest += line + "\n";
    return output_matches(rest, render(events_, left_out | kOutput), expected_.flags);
  }

  Alignment aligned(unsigned left_out) const {
    return align(lines_of(text_), run_units(events_, left_out, style_), expected_.flags);
  }

  void find_nearest(const std::vector<unsigned>& choices, CheckResult& result) const {
    Alignment best;
    std::size_t best_distance = 0;
    bool first = true;
    for (const unsigned left_out : choices) {
      // Leaving everything out says nothing about a step that shows something.
      if (!first && (channels_in(events_) & ~left_out) == 0) continue;
      Alignment candidate = aligned(left_out);
      const std::size_t distance = distance_of(candidate.parts);
      if (first || distance < best_distance) {
        best = std::move(candidate);
        best_distance = distance;
      }
      first = false;
    }
    name_differences(best, result);
    result.diff = std::move(best.parts);
  }

  void name_differences(const Alignment& alignment, CheckResult& result) const {
    unsigned channels = alignment.channels;
    if (channels == 0) {
      // The lesson shows more than happened; what it is can only be told by its look.
      for (const DiffPart& part : alignment.parts) {
        if (part.kind != DiffPart::Kind::missing) continue;
        for (const std::string& line : part.lines) {
          channels |= carries_on_log(line, false) ? kSql : kOutput;
        }
      }
    }
    if (channels == 0) channels = kOutput;
    result.differs = channel_names(channels);
  }

  void append_traceback(std::vector<DiffPart>& parts, bool matches) const {
    const std::vector<std::string> all = lines_of(expected_.text);
    const std::size_t before = lines_of(text_).size();
    if (raised_ && !shown_error_.empty()) {
      const std::vector<std::string> shown(all.begin() + static_cast<std::ptrdiff_t>(before),
                                           all.end());
      parts.push_back({matches ? DiffPart::Kind::same : DiffPart::Kind::missing, shown, before});
    }
    if (!raised_ || matches) return;
    DiffPart extra{DiffPart::Kind::extra, {std::string(traceback_header), "    ..."}, 0};
    for (const std::string& line : lines_of(raised_->summary())) extra.lines.push_back(line);
    parts.push_back(std::move(extra));
  }

  const Expectation& expected_;
  const Transcript& events_;
  const std::optional<RaisedError>& raised_;
  std::string shown_error_;
  std::string text_;
  ShowStyle style_;
};

struct DiffLine {
  char mark;
  std::string text;
};

}  // namespace

namespace {

// Where a SyntaxError is stands in lines of its own of a traceback, though str() has it at its end.
std::string_view without_place(const RaisedError& error) {
  const std::string_view message = error.message;
  const bool of_syntax =
      error.module == "builtins" &&
      (error.type == "SyntaxError" || error.type == "IndentationError" || error.type == "TabError");
  const std::size_t place = message.rfind(" (");
  if (!of_syntax || place == std::string_view::npos || message.back() != ')') return message;
  const bool told = message.find(", line ", place) != std::string_view::npos;
  return told ? message.substr(0, place) : message;
}

}  // namespace

std::string RaisedError::summary() const {
  const bool bare = module.empty() || module == "builtins" || module == "__main__";
  std::string text = bare ? type : module + "." + type;
  if (!message.empty()) text += ": " + std::string(without_place(*this));
  return text + "\n";
}

ExpectedTraceback split_traceback(const std::string& text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t newline = std::min(text.find('\n', at), text.size());
    const std::string_view line = std::string_view(text).substr(at, newline - at);
    const bool header =
        (starts_with(line, traceback_header) && is_blank(line.substr(traceback_header.size()))) ||
        (starts_with(line, old_traceback_header) &&
         is_blank(line.substr(old_traceback_header.size())));
    if (header) {
      // The message begins at the first line after the header that starts with a word.
      for (std::size_t next = newline + 1; next < text.size();) {
        if (is_word_char(text[next])) return {text.substr(0, at), text.substr(next)};
        const std::size_t end = text.find('\n', next);
        if (end == std::string::npos) break;
        next = end + 1;
      }
    }
    at = newline + 1;
  }
  return {text, ""};
}

bool exception_matches(const std::string& shown, const std::string& summary, unsigned flags) {
  if (output_matches(shown, summary, flags)) return true;
  return (flags & kIgnoreExceptionDetail) != 0 &&
         output_matches(std::string(bare_name(shown)) + "\n",
                        std::string(bare_name(summary)) + "\n", flags);
}

CheckResult check_step(const Expectation& expected, const Transcript& events,
                       const std::optional<RaisedError>& raised) {
  return Checker(expected, events, raised).check();
}

std::vector<DiffPart> full_diff(const Expectation& expected, const Transcript& events,
                                const std::optional<RaisedError>& raised) {
  return Checker(expected, events, raised).full();
}

std::string unified_diff(const std::vector<DiffPart>& parts) {
  constexpr std::size_t context_lines = 3;
  std::vector<DiffLine> lines;
  for (const DiffPart& part : parts) {
    const char mark = part.kind == DiffPart::Kind::same      ? ' '
                      : part.kind == DiffPart::Kind::missing ? '-'
                                                             : '+';
    for (const std::string& line : part.lines) lines.push_back({mark, line});
  }
  std::string result;
  std::size_t i = 0;
  std::size_t old_line = 1;
  std::size_t new_line = 1;
  while (i < lines.size()) {
    std::size_t change = i;
    while (change < lines.size() && lines[change].mark == ' ') ++change;
    if (change == lines.size()) break;
    const std::size_t begin = change - std::min(change - i, context_lines);
    old_line += begin - i;
    new_line += begin - i;
    // A hunk goes on until twice the context has passed without a change.
    std::size_t end = change;
    std::size_t quiet = 0;
    for (std::size_t k = change; k < lines.size() && quiet <= 2 * context_lines; ++k) {
      quiet = lines[k].mark == ' ' ? quiet + 1 : 0;
      if (quiet == 0) end = k + 1;
    }
    end = std::min(end + context_lines, lines.size());
    std::size_t old_count = 0;
    std::size_t new_count = 0;
    std::string body;
    for (std::size_t k = begin; k < end; ++k) {
      body += lines[k].mark + lines[k].text + "\n";
      if (lines[k].mark != '+') ++old_count;
      if (lines[k].mark != '-') ++new_count;
    }
    const auto range = [](std::size_t line, std::size_t count) {
      std::string text = std::to_string(count == 0 ? line - 1 : line);
      if (count != 1) text.append(",").append(std::to_string(count));
      return text;
    };
    result += "@@ -" + range(old_line, old_count) + " +" + range(new_line, new_count) + " @@\n";
    result += body;
    old_line += old_count;
    new_line += new_count;
    i = end;
  }
  return result.empty() ? result : "--- lesson\n+++ run\n" + result;
}

}  // namespace lessonrun
