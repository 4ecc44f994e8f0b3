// Transcripts as JSON: what `record` writes and `check --transcript` reads, and what the harness of
// a real Python answers.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runner/lesson/executor.h"

namespace lessonrun {

/// One step as it was run.
struct RecordedStep {
  int id = 0;
  int line = 0;
  std::string source;
  StepOutcome outcome;
  std::optional<std::string> last_value;  ///< only where the lesson needed it
};

/// A recording of one or more lessons that ran in one or more sessions.
struct Recording {
  std::string python;                                        ///< version of Python
  std::string sqlalchemy;                                    ///< version of SQLAlchemy
  std::map<std::string, std::vector<RecordedStep>> lessons;  ///< by file name, without folders
  std::map<std::string, bool> python_texts;  ///< which texts are Python, where the lesson needed it

  /// Throws std::invalid_argument if the text is no recording.
  static Recording from_json(const std::string& text);
  std::string to_json() const;
};

/// The behaviour profile of a version of SQLAlchemy: `2.0.52` is "2.0"; empty if there is none.
std::string profile_of_version(const std::string& version);

/// The outcome of a step as the harness answers it: `{"events": […], "error": …, "binds": […]}`.
/// Throws std::invalid_argument for anything else.
StepOutcome outcome_from_json(const std::string& text);

/// Passes everything on to another executor and writes down what comes back.
class RecordingExecutor : public Executor {
 public:
  RecordingExecutor(std::unique_ptr<Executor> inner, Recording& recording)
      : inner_(std::move(inner)), recording_(recording) {}

  void start(const SessionSettings& settings) override { inner_->start(settings); }
  StepOutcome run(const Lesson& lesson, const Step& step) override;
  void set_module(const std::string& file, const std::string& text) override {
    inner_->set_module(file, text);
  }
  void reset() override { inner_->reset(); }
  void begin_aside() override { inner_->begin_aside(); }
  void end_aside() override { inner_->end_aside(); }
  bool is_python(const std::string& source) override;
  std::optional<std::string> last_value() override;

 private:
  std::unique_ptr<Executor> inner_;
  Recording& recording_;
  std::string lesson_;  // that ran last
};

/// Answers from a recording.
class ReplayExecutor : public Executor {
 public:
  explicit ReplayExecutor(const Recording& recording) : recording_(recording) {}

  void start(const SessionSettings& /*settings*/) override {}
  /// A step that the recording does not hold as it stands is `unsupported`, with that reason.
  StepOutcome run(const Lesson& lesson, const Step& step) override;
  void set_module(const std::string& /*file*/, const std::string& /*text*/) override {}
  void reset() override {}
  void begin_aside() override {}
  void end_aside() override {}
  bool is_python(const std::string& source) override;
  std::optional<std::string> last_value() override { return last_value_; }

 private:
  const Recording& recording_;
  std::optional<std::string> last_value_;
};

}  // namespace lessonrun
