// A transcript cut into the pieces that a comparison can match or leave out: lines and statements.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runner/base/transcript.h"
#include "runner/lesson/output_checker.h"

namespace lessonrun {

/// Parts of a transcript that may be left out as a whole. The values are bits, in the order in
/// which leaving out is tried.
enum Channel : unsigned {
  kWarnings = 1U << 0,
  kParameters = 1U << 1,
  kTransactions = 1U << 2,
  kSql = 1U << 3,
  kOutput = 1U << 4,
  kError = 1U << 5,
};

Channel channel_of(EventKind kind);
/// "warnings", "parameters", "transactions", "sql", "output", "error".
std::string_view channel_name(Channel channel);

/// A line of the run, or a statement of several lines.
struct RunUnit {
  Channel channel = kOutput;
  bool is_sql = false;
  RunText text;
  std::vector<std::string> lines;  ///< as they would be written in the lesson
};

/// How a lesson writes what a run showed.
struct ShowStyle {
  bool log_prefixes = false;     ///< full log lines instead of messages
  bool mark_blank_lines = true;  ///< blank lines of output become <BLANKLINE>
};

/// The channels of `events` that have anything to show.
unsigned channels_in(const Transcript& events);

/// What a run showed without the channels in `left_out`.
RunText render(const Transcript& events, unsigned left_out);

/// The same in pieces.
std::vector<RunUnit> run_units(const Transcript& events, unsigned left_out, const ShowStyle& style);

}  // namespace lessonrun
