// See the header for the toy language.
#include "tests/runner/lesson/fake_executor_helper.h"

#include <stdexcept>

#include "runner/lesson/words.h"

namespace lessonrun::testing {

void FakeExecutor::note(const std::string& text) {
  if (log_ != nullptr) log_->push_back(text);
}

void FakeExecutor::start(const SessionSettings& settings) { note("start " + settings.profile); }

void FakeExecutor::set_module(const std::string& file, const std::string& text) {
  note("module " + file);
  modules_[module_name(file)] = text;
}

void FakeExecutor::reset() {
  note("reset");
  names_.clear();
}

void FakeExecutor::begin_aside() {
  note("aside");
  saved_.push_back(names_);
}

void FakeExecutor::end_aside() {
  note("end aside");
  names_ = saved_.back();
  saved_.pop_back();
}

bool FakeExecutor::is_python(const std::string& source) {
  return source.find('<') == std::string::npos;
}

std::optional<std::string> FakeExecutor::last_value() { return last_; }

StepOutcome FakeExecutor::run(const Lesson& /*lesson*/, const Step& step) {
  note("run " + step.source.substr(0, step.source.find('\n')));
  StepOutcome outcome;
  last_.reset();
  const std::string source =
      step.mode == StepMode::module ? modules_[module_name(step.module)] : step.source;
  int number = step.line;
  for (const std::string_view line : split_lines(source)) {
    const std::string_view text = trim(line);
    if (starts_with(text, "bind ")) outcome.binds.emplace_back(text.substr(5));
  }
  for (const std::string_view line : split_lines(source)) {
    if (!run_line(trim(line.substr(0, line.find("  # "))), number++, outcome)) break;
  }
  return outcome;
}

bool FakeExecutor::run_line(std::string_view line, int number, StepOutcome& outcome) {
  const std::size_t blank = std::min(line.find(' '), line.size());
  const std::string_view command = line.substr(0, blank);
  const std::string text(blank < line.size() ? line.substr(blank + 1) : "");
  const std::string prefix = "2026-11-21 09:00:00,000 INFO sqlalchemy.engine.Engine ";
  const auto add = [&](EventKind kind, const std::string& what, const std::string& before = "") {
    outcome.events.push_back({kind, what, number, before, "", true});
  };
  const auto raise = [&](const std::string& type, const std::string& module,
                         const std::string& message, const std::string& missing) {
    outcome.error = RaisedError{type, module, message, "", missing};
    return false;
  };
  if (command == "say") {
    add(EventKind::output, text + "\n");
  } else if (command == "sql") {
    add(EventKind::sql, text, prefix);
  } else if (command == "quiet") {
    outcome.events.push_back({EventKind::sql, text, number, "", "()", false});
  } else if (command == "params") {
    add(EventKind::parameters, text, prefix);
  } else if (command == "begin") {
    add(EventKind::transaction, "BEGIN (implicit)", prefix);
  } else if (command == "commit") {
    add(EventKind::transaction, "COMMIT", prefix);
  } else if (command == "rollback") {
    add(EventKind::transaction, "ROLLBACK", prefix);
  } else if (command == "value") {
    add(EventKind::value, text);
    last_ = text;
  } else if (command == "last") {
    last_ = text;
  } else if (command == "warn") {
    add(EventKind::warning, text);
  } else if (command == "bind") {
    names_.insert(text);
  } else if (command == "need" && names_.count(text) == 0) {
    return raise("NameError", "builtins", "name '" + text + "' is not defined", text);
  } else if (command == "import" && modules_.count(text) == 0) {
    return raise("ModuleNotFoundError", "builtins", "No module named '" + text + "'", "");
  } else if (command == "raise") {
    const std::size_t colon = text.find(": ");
    const std::string type = text.substr(0, colon);
    const std::size_t dot = type.rfind('.');
    return raise(dot == std::string::npos ? type : type.substr(dot + 1),
                 dot == std::string::npos ? "builtins" : type.substr(0, dot),
                 colon == std::string::npos ? "" : text.substr(colon + 2), "");
  } else if (command == "unsupported") {
    outcome.unsupported = text;
    return false;
  } else if (command == "limit") {
    outcome.limit = text;
    return false;
  } else if (command == "crash") {
    throw std::runtime_error("the fake crashed");
  }
  return true;
}

LessonResult run_text(const std::string& text, const RunOptions& options,
                      std::vector<std::string>* log) {
  LessonPlan plan;
  plan.lesson = std::make_shared<const Lesson>(read_lesson("lesson.md", text));
  Session session(std::make_unique<FakeExecutor>(log), "");
  return run_lesson(plan, profiles_of(*plan.lesson, options).front(), options, session);
}

std::string verdicts(const LessonResult& result) {
  std::string text;
  for (const StepResult& step : result.steps) {
    if (!text.empty()) text += ' ';
    text += verdict_name(step.verdict);
  }
  return text;
}

std::string prompt_lesson(const std::vector<std::string>& commands, const std::string& shown) {
  std::string text = "```pycon\n";
  for (std::size_t i = 0; i < commands.size(); ++i) {
    text += (i == 0 ? ">>> " : "... ") + commands[i] + "\n";
  }
  return text + shown + "```\n";
}

}  // namespace lessonrun::testing
