// The executor that runs steps in lessonrun's own interpreter, against the bundled ORM.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "runner/bind/context.h"
#include "runner/interp/interpreter.h"
#include "runner/lesson/executor.h"
#include "runner/lesson/scratch_files.h"

namespace lessonrun {

class Aside;

class InterpreterExecutor final : public Executor,
                                  private interp::Host,
                                  private interp::ModuleLoader,
                                  private bind::EventSink {
 public:
  InterpreterExecutor();
  ~InterpreterExecutor() override;

  void start(const SessionSettings& settings) override;
  StepOutcome run(const Lesson& lesson, const Step& step) override;
  void set_module(const std::string& file, const std::string& text) override;
  void reset() override;
  void begin_aside() override;
  void end_aside() override;
  bool is_python(const std::string& source) override;
  std::optional<std::string> last_value() override;

  /// Runs a step in this process, aside or not.
  StepOutcome run_here(const Step& step);

 private:
  // interp::Host
  void write_stdout(std::string_view text) override;
  void write_stderr(std::string_view text) override;
  void write_warning(std::string_view text) override;
  void show_value(std::string_view repr) override;
  double now() override;
  std::optional<uint64_t> seed() override;
  // interp::ModuleLoader
  std::optional<Module> find(const std::string& name) override;
  std::optional<interp::ModuleLoader::Module> find_file(const std::string& name);
  // bind::EventSink
  void log(Event event) override;

  void append_text(EventKind kind, std::string_view text);
  void make_interpreter();
  bool changes_nothing(const Step& step) const;
  void describe_error(const interp::Value& exception, StepOutcome& outcome);

  SessionSettings settings_;
  std::shared_ptr<orm::Clock> clock_;
  std::unique_ptr<ScratchFiles> files_;
  std::unique_ptr<interp::Interpreter> interp_;
  std::map<std::string, std::string> modules_;  // dotted name to text
  Transcript events_;
  std::string last_source_;
  bool in_aside_ = false;
  std::unique_ptr<Aside> aside_;  // from the first step of an aside that needs a copy
  interp::Value before_aside_;    // the names, if steps of an aside ran in this process
  std::map<std::string, std::string> modules_before_aside_;
};

/// Makes executors of this kind.
ExecutorFactory interpreter_executor();

}  // namespace lessonrun
