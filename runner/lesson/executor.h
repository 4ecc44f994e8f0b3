// Whoever runs steps: the interpreter, or a transcript that was recorded before. The lesson room
// talks to it through this interface and knows nothing of Python.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runner/base/transcript.h"
#include "runner/lesson/check.h"
#include "runner/lesson/lesson.h"

namespace lessonrun {

/// What a session needs to know before its first step.
struct SessionSettings {
  std::string profile = "2.0";
  std::string scratch;             ///< the folder for files; all others are out of bounds
  std::optional<std::string> now;  ///< fixes the clock
  std::optional<std::string> seed;
  double timeout = 60;  ///< seconds for one step
  std::string url;      ///< the one database server that may be reached; may be empty
  const std::atomic<bool>* interrupted = nullptr;  ///< true: end the step, with limit `Interrupted`
};

/// What became of one step.
struct StepOutcome {
  Transcript events;
  std::optional<RaisedError> error;
  std::string unsupported;         ///< if not empty: what is not supported, as a sentence
  std::string limit;               ///< if not empty: `Timeout`, `OutputLimit` or `Interrupted`
  std::vector<std::string> binds;  ///< the names that the step binds, or would have
                                   ///< bound; empty where bound_names() can tell
  std::string cpp;                 ///< the step in C++, where known
};

class Executor {
 public:
  Executor() = default;
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;
  virtual ~Executor() = default;

  /// Begins a session. Called once, before anything else.
  virtual void start(const SessionSettings& settings) = 0;

  /// Runs a prompt, a code step or (mode module) a module as __main__.
  virtual StepOutcome run(const Lesson& lesson, const Step& step) = 0;

  /// Gives a module its text; an import from now on sees it. `file` is its path in the scratch
  /// folder.
  virtual void set_module(const std::string& file, const std::string& text) = 0;

  /// Forgets everything: a fresh namespace and database.
  virtual void reset() = 0;

  /// Steps between these two run on copies of namespace and database, which are then dropped.
  virtual void begin_aside() = 0;
  virtual void end_aside() = 0;

  /// Whether a text is Python that compiles.
  virtual bool is_python(const std::string& source) = 0;

  /// The repr of what the last statement assigned or evaluated; nothing if it did neither.
  virtual std::optional<std::string> last_value() = 0;
};

using ExecutorFactory = std::function<std::unique_ptr<Executor>()>;

}  // namespace lessonrun
