// An aside: steps that run on copies of session and database, which are then forgotten.
//
// The copy is a child process: fork() copies the namespace, the open databases in memory and the
// transactions in them, exactly as they are. Files of the scratch folder are put back afterwards.
#pragma once

#include <functional>
#include <string>

#include "runner/lesson/executor.h"

namespace lessonrun {

class Aside {
 public:
  /// Starts the copy. `run_here` runs a step in the process that calls it.
  Aside(std::string scratch, const std::function<StepOutcome(const Step&)>& run_here);
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;
  /// Ends the copy and restores the files.
  ~Aside();
  /// Runs a step in the copy.
  StepOutcome run(const Step& step);

 private:
  [[noreturn]] void serve(const std::function<StepOutcome(const Step&)>& run_here) const;

  std::string scratch_;
  std::string backup_;
  int process_ = -1;
  int to_child_ = -1;
  int from_child_ = -1;
};

}  // namespace lessonrun
