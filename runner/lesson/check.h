// Compares what a step did with what the lesson shows for it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runner/base/transcript.h"
#include "runner/lesson/attributes.h"

namespace lessonrun {

/// The exception that ended a step, in the words of Python's traceback.
struct RaisedError {
  std::string type;       ///< the class's qualified name: `IntegrityError`
  std::string module;     ///< `sqlalchemy.exc`; `builtins` for Python's own
  std::string message;    ///< str() of the exception; may have several lines
  std::string traceback;  ///< the whole text as Python prints it; may be empty
  std::string missing;    ///< NameError, ImportError: the name that was not there; else empty

  /// The last lines of a traceback: `sqlalchemy.exc.IntegrityError: message`, or the type alone.
  std::string summary() const;
};

/// What a step has to be compared with.
struct Expectation {
  std::string text;    ///< lines ended by "\n"; empty where the lesson shows nothing
  unsigned flags = 0;  ///< DoctestFlag
  bool rowsort = false;
  bool block = false;  ///< the text is a block of its own: blank lines at its end do not matter
  SqlPolicy sql = SqlPolicy::shown;
};

/// One stretch of a comparison, in order.
struct DiffPart {
  enum class Kind { same, missing, extra };
  Kind kind = Kind::same;
  std::vector<std::string> lines;  ///< same, missing: lines of the lesson; extra: lines of the run
  std::size_t first = 0;  ///< same, missing: the index of the first of them in the lesson's text
};

struct CheckResult {
  bool matches = false;
  bool error_matches = false;         ///< it raised, and the lesson shows this exception
  std::vector<std::string> left_out;  ///< channels that the lesson leaves out, warnings apart
  std::vector<std::string> differs;  ///< channels: "sql", "parameters", "transactions", "output", …
  std::vector<DiffPart> diff;  ///< against the nearest reading of the run; empty where it matches
};

/// Compares a transcript, and the error that ended it, with an expectation, trying first the whole
/// transcript, then leaving out channels: warnings, parameters, transaction lines, SQL, output.
CheckResult check_step(const Expectation& expected, const Transcript& events,
                       const std::optional<RaisedError>& raised);

/// The lines a run would show if nothing is left out but warnings, in the way the lesson shows SQL:
/// what `update --fill` writes.
std::vector<DiffPart> full_diff(const Expectation& expected, const Transcript& events,
                                const std::optional<RaisedError>& raised);

/// A unified diff whose sides are named `lesson` and `run`; empty if nothing differs.
std::string unified_diff(const std::vector<DiffPart>& parts);

/// An expected text split at a traceback in it.
struct ExpectedTraceback {
  std::string before;  ///< what is shown before the traceback
  std::string
      message;  ///< the exception's line and what follows; empty where no traceback is shown
};
ExpectedTraceback split_traceback(const std::string& text);

/// Whether an exception's summary is what the lesson shows, under doctest's flags.
bool exception_matches(const std::string& shown, const std::string& summary, unsigned flags);

}  // namespace lessonrun
