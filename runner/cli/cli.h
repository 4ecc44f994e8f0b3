// The command line as a function: every command can be called, and tested, in-process.
#pragma once

#include <atomic>
#include <iosfwd>
#include <string>
#include <vector>

#include "runner/lesson/executor.h"

namespace lessonrun {

/// What the process around the command line provides.
struct CliEnvironment {
  ExecutorFactory executor;  ///< empty: this build cannot run lessons
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  const std::atomic<bool>* interrupted = nullptr;
  /// The calling thread's stack is as large as a worker's, so that a single worker's work can be
  /// done on it: a thread costs a short lesson a tenth of its time.
  bool stack_is_large = false;
};

/// Exit statuses, worst last (PRODUCT, section 2).
enum ExitStatus : int {
  kGood = 0,
  kFailed = 1,    ///< a step failed, raised, was blocked or unsupported
  kBadInput = 2,  ///< wrong usage, an unreadable or malformed file, nothing to run
  kBroken = 3,    ///< lessonrun failed, a limit was hit, the run was interrupted
};

/// Runs `lessonrun ARGS…` and returns its exit status. Never throws.
int run_cli(const std::vector<std::string>& args, std::istream& in, std::ostream& out,
            std::ostream& err, const CliEnvironment& environment);

}  // namespace lessonrun
