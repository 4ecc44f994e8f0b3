// Steps run by a real Python with a real SQLAlchemy, in a process that record_harness.py serves.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "runner/lesson/executor.h"

namespace lessonrun {

/// A process that answers lines with lines.
class LineProcess;

class PythonExecutor : public Executor {
 public:
  /// `program` is the Python to run: a path, or a name to be found in PATH.
  explicit PythonExecutor(std::string program);
  ~PythonExecutor() override;

  /// Throws std::runtime_error if the program cannot be run or is no Python.
  void start(const SessionSettings& settings) override;
  StepOutcome run(const Lesson& lesson, const Step& step) override;
  void set_module(const std::string& file, const std::string& text) override;
  void reset() override;
  void begin_aside() override;
  void end_aside() override;
  bool is_python(const std::string& source) override;
  std::optional<std::string> last_value() override;

  /// The versions that the process told when it started; SQLAlchemy's is empty if there is none.
  const std::string& python_version() const { return python_version_; }
  const std::string& sqlalchemy_version() const { return sqlalchemy_version_; }

 private:
  void launch();

  std::string program_;
  SessionSettings settings_;
  std::unique_ptr<LineProcess> process_;
  std::set<std::string> files_;  // what a fresh session finds in the scratch folder
  std::string python_version_;
  std::string sqlalchemy_version_;
};

}  // namespace lessonrun
