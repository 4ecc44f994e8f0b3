// An executor for tests: it runs a toy language in which every line of a step says what happens.
//
//   say TEXT      prints TEXT             sql TEXT      echoes a statement
//   params TEXT   its parameters          begin, commit, rollback
//   value TEXT    shows a value           warn TEXT     writes a warning to stderr
//   bind NAME     binds a name            need NAME     NameError unless it is bound
//   import NAME   ModuleNotFoundError unless the module was given
//   raise TYPE[: MESSAGE]                 unsupported SENTENCE
//   limit NAME    hits a limit            crash         lessonrun itself fails
//   last TEXT     what the statement assigned
//
// Anything else does nothing.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "runner/lesson/executor.h"
#include "runner/lesson/run.h"

namespace lessonrun::testing {

class FakeExecutor : public Executor {
 public:
  explicit FakeExecutor(std::vector<std::string>* log = nullptr) : log_(log) {}

  void start(const SessionSettings& settings) override;
  StepOutcome run(const Lesson& lesson, const Step& step) override;
  void set_module(const std::string& file, const std::string& text) override;
  void reset() override;
  void begin_aside() override;
  void end_aside() override;
  bool is_python(const std::string& source) override;
  std::optional<std::string> last_value() override;

 private:
  void note(const std::string& text);
  bool run_line(std::string_view line, int number, StepOutcome& outcome);

  std::vector<std::string>* log_;
  std::set<std::string> names_;
  std::vector<std::set<std::string>> saved_;
  std::map<std::string, std::string> modules_;
  std::optional<std::string> last_;
};

/// Runs a lesson given as text, without files.
LessonResult run_text(const std::string& text, const RunOptions& options = {},
                      std::vector<std::string>* log = nullptr);

/// "passed failed skipped": the verdicts of a result, in order.
std::string verdicts(const LessonResult& result);

/// A lesson of one prompt step: the fake's commands as its source, and what it shows.
std::string prompt_lesson(const std::vector<std::string>& commands, const std::string& shown);

}  // namespace lessonrun::testing
