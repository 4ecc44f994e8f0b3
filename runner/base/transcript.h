// The transcript of a step: one list of everything that happened, in the order it happened. The
// checker, the reports and the site read it; whoever runs steps writes it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lessonrun {

enum class EventKind {
  sql,           ///< a statement
  parameters,    ///< the record that follows a statement: `[generated in 0.00012s] ('ed',)`
  transaction,   ///< BEGIN (implicit), COMMIT, ROLLBACK …
  warning,       ///< what the warnings module wrote to stderr
  error_output,  ///< anything else written to stderr
  output,        ///< text written to stdout
  value,         ///< the repr of an expression statement, as the prompt shows it
  error,         ///< the traceback of the exception that ended the step
  log_other,     ///< other log lines of SQLAlchemy: rows under echo="debug", the pool
};

/// One thing that happened. Text of `output` and `error_output` is exactly what was written, so it
/// may end without a newline or hold several lines; of all other kinds it is the message without
/// the newline that ends it.
struct Event {
  EventKind kind = EventKind::output;
  std::string text;
  int line = 0;            ///< the line of the lesson that caused it; 0 where unknown
  std::string prefix;      ///< log records: what the handler wrote before the message
  std::string parameters;  ///< sql and parameters: the parameters alone, `('ed',)`
  bool echoed = true;      ///< false: sent while echo was off; kept for the site, never compared
};

using Transcript = std::vector<Event>;

/// The name of a kind in JSON: "sql", "parameters", …, "stderr" for error_output.
std::string_view event_kind_name(EventKind kind);

/// The kind with that name. Throws std::invalid_argument for any other name.
EventKind event_kind_from_name(std::string_view name);

/// What a terminal would show: log prefixes, messages, output, values and the traceback.
/// Events that were not echoed do not show.
std::string terminal_text(const Transcript& events);

}  // namespace lessonrun
