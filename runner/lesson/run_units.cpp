// From events to comparable text and to lines that a lesson can show.
#include "runner/lesson/run_units.h"

#include <algorithm>

#include "runner/lesson/words.h"

namespace lessonrun {
namespace {

bool is_left_out(const Event& event, unsigned left_out) {
  return !event.echoed || event.kind == EventKind::error ||
         (channel_of(event.kind) & left_out) != 0;
}

std::string without_trailing_blanks(std::string_view line) {
  const std::size_t end = line.find_last_not_of(" \t\r");
  return std::string(line.substr(0, end == std::string_view::npos ? 0 : end + 1));
}

/// Tabs of DDL become four blanks: an editor, and doctest, would expand them anyway.
std::string tidy_sql_line(std::string_view line) {
  std::string result;
  for (const char c : without_trailing_blanks(line)) {
    if (c == '\t') {
      result += "    ";
    } else {
      result += c;
    }
  }
  return result;
}

/// `[generated in 0.00012s] ()` is written `[...] ()`: the time would never be true again.
std::string tidy_parameters(const std::string& text) {
  const std::size_t close = text.find(']');
  if (text.size() < 2 || text[0] != '[' || text[1] < 'a' || text[1] > 'z' ||
      close == std::string::npos || starts_with(text, "[raw sql]")) {
    return text;
  }
  return "[...]" + text.substr(close + 1);
}

class UnitBuilder {
 public:
  UnitBuilder(std::vector<RunUnit>& units, const ShowStyle& style) : units_(units), style_(style) {}

  void add(const Event& event) {
    switch (event.kind) {
      case EventKind::sql:
        add_statement(event);
        break;
      case EventKind::output:
      case EventKind::error_output:
        add_written(event);
        break;
      case EventKind::parameters: {
        finish_line();
        RunUnit unit;
        unit.channel = kParameters;
        unit.text.add_parameters(event.text);
        unit.lines = {prefix(event) + tidy_parameters(event.text)};
        units_.push_back(std::move(unit));
        break;
      }
      default:
        finish_line();
        add_lines(event);
        break;
    }
  }

  void finish_line() {
    if (!open_) return;
    open_ = false;
    add_line(open_channel_, pending_, "");
    pending_.clear();
  }

 private:
  std::string prefix(const Event& event) const { return style_.log_prefixes ? event.prefix : ""; }

  void add_statement(const Event& event) {
    finish_line();
    RunUnit unit;
    unit.channel = kSql;
    unit.is_sql = true;
    unit.text.add_sql(event.text);
    std::string head = prefix(event);
    if (!head.empty() && starts_with(event.text, "\n")) {
      unit.lines.push_back(without_trailing_blanks(head));
      head.clear();
    }
    for (const std::string_view line : split_lines(trim(event.text))) {
      unit.lines.push_back(head + tidy_sql_line(line));
      head.clear();
    }
    units_.push_back(std::move(unit));
  }

  // Writes may end in the middle of a line; the next write to the same place goes on there.
  void add_written(const Event& event) {
    if (open_ && open_channel_ != channel_of(event.kind)) finish_line();
    std::string_view text = event.text;
    open_channel_ = channel_of(event.kind);
    while (!text.empty()) {
      const std::size_t newline = text.find('\n');
      pending_ += text.substr(0, newline);
      open_ = true;
      if (newline == std::string_view::npos) return;
      finish_line();
      text.remove_prefix(newline + 1);
    }
  }

  void add_lines(const Event& event) {
    const std::vector<std::string_view> lines = split_lines(event.text);
    if (lines.empty()) add_line(channel_of(event.kind), "", prefix(event));
    for (const std::string_view line : lines) {
      add_line(channel_of(event.kind), line, prefix(event));
    }
  }

  void add_line(Channel channel, std::string_view line, const std::string& before) {
    RunUnit unit;
    unit.channel = channel;
    unit.text.add(line);
    unit.text.add("\n");
    const bool blank = is_blank(line) && style_.mark_blank_lines;
    unit.lines = {blank ? before + "<BLANKLINE>" : before + std::string(line)};
    units_.push_back(std::move(unit));
  }

  std::vector<RunUnit>& units_;
  const ShowStyle& style_;
  bool open_ = false;
  Channel open_channel_ = kOutput;
  std::string pending_;
};

}  // namespace

Channel channel_of(EventKind kind) {
  switch (kind) {
    case EventKind::sql:
    case EventKind::log_other:
      return kSql;
    case EventKind::parameters:
      return kParameters;
    case EventKind::transaction:
      return kTransactions;
    case EventKind::warning:
    case EventKind::error_output:
      return kWarnings;
    case EventKind::output:
    case EventKind::value:
      return kOutput;
    case EventKind::error:
      return kError;
  }
  return kOutput;
}

std::string_view channel_name(Channel channel) {
  switch (channel) {
    case kWarnings:
      return "warnings";
    case kParameters:
      return "parameters";
    case kTransactions:
      return "transactions";
    case kSql:
      return "sql";
    case kOutput:
      return "output";
    case kError:
      return "error";
  }
  return "";
}

unsigned channels_in(const Transcript& events) {
  unsigned channels = 0;
  for (const Event& event : events) {
    const bool written = event.kind == EventKind::output || event.kind == EventKind::error_output;
    if (event.echoed && event.kind != EventKind::error && !(written && event.text.empty())) {
      channels |= channel_of(event.kind);
    }
  }
  return channels;
}

RunText render(const Transcript& events, unsigned left_out) {
  RunText text;
  for (const Event& event : events) {
    if (is_left_out(event, left_out)) continue;
    if (event.kind == EventKind::sql) {
      text.add_sql(event.text);
    } else if (event.kind == EventKind::parameters) {
      text.add_parameters(event.text);
    } else {
      text.add(event.text);
      if (event.kind != EventKind::output && event.kind != EventKind::error_output) text.add("\n");
    }
  }
  text.end_line();
  return text;
}

std::vector<RunUnit> run_units(const Transcript& events, unsigned left_out,
                               const ShowStyle& style) {
  std::vector<RunUnit> units;
  UnitBuilder builder(units, style);
  for (const Event& event : events) {
    if (!is_left_out(event, left_out)) builder.add(event);
  }
  builder.finish_line();
  return units;
}

}  // namespace lessonrun
