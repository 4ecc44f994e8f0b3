// Runs lessons, several at a time on threads of their own. A group of lessons shares one session: a
// chain is one group; otherwise each lesson is.
#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <mutex>
#include <string>
#include <vector>

#include "runner/cli/cli.h"
#include "runner/lesson/run.h"

namespace lessonrun {

struct Job {
  LessonPlan plan;
  std::string profile;
  int until_line = 0;  ///< run up to the step at this line; 0: all
};
using JobGroup = std::vector<Job>;

/// What became of a group.
struct GroupResult {
  std::vector<LessonResult> lessons;
  std::vector<Diagnostic> problems;  ///< files that turned out to be missing
  std::string failure;               ///< lessonrun itself failed
  bool ran = false;                  ///< false: --fail-fast or an interrupt came before it
};

struct JobOptions {
  RunOptions run;
  std::string workdir;  ///< keep files here; empty: scratch folders that are removed
  unsigned threads = 1;
  bool progress = false;  ///< draw a bar on `err` when it takes longer than a second
};

/// How much stack lessons get: they recurse as deeply as Python lets them.
inline constexpr std::size_t lesson_stack_size = std::size_t{64} << 20U;

/// Runs all groups. `finished` is called on this thread for each group, in the order of `groups`,
/// as soon as it and all before it are done.
void run_groups(const std::vector<JobGroup>& groups, const JobOptions& options,
                const CliEnvironment& environment, std::ostream& err,
                const std::function<void(const GroupResult&)>& finished);

}  // namespace lessonrun
