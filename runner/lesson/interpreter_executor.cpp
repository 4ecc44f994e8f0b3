// The executor that runs steps in lessonrun's own interpreter, against the bundled ORM.
//
// It is what the interpreter sees of the world: output, clock, files, module texts. All of it ends
// up, in order, in the transcript of the step.
#include "runner/lesson/interpreter_executor.h"

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "runner/lang/parser.h"
#include "runner/lesson/aside.h"
#include "runner/lesson/bound_names.h"

namespace lessonrun {

namespace {

using interp::Value;

// A clock that stands still, for lessons with `now:`.
class FixedClock final : public orm::Clock {
 public:
  explicit FixedClock(int64_t microseconds) : microseconds_(microseconds) {}
  double monotonic() override { return 0; }
  int64_t now_microseconds() override { return microseconds_; }
  bool fixed() const override { return true; }

 private:
  int64_t microseconds_;
};

std::shared_ptr<orm::Clock> make_clock(const std::optional<std::string>& now) {
  orm::DateTime moment;
  if (now && orm::parse_datetime(*now, moment)) {
    const int64_t minutes = int64_t{moment.time.hour} * 60 + moment.time.minute;
    const int64_t seconds =
        orm::days_from_civil(moment.date) * 86400 + minutes * 60 + moment.time.second;
    return std::make_shared<FixedClock>(seconds * 1000000 + moment.time.microsecond);
  }
  return orm::system_clock();
}

std::string dotted(const std::string& file) { return module_name(file); }

}  // namespace

InterpreterExecutor::InterpreterExecutor() = default;

InterpreterExecutor::~InterpreterExecutor() {
  // What ends with the interpreter may still write to the transcript.
  aside_.reset();
  before_aside_.reset();
  interp_.reset();
}

void InterpreterExecutor::start(const SessionSettings& settings) {
  settings_ = settings;
  clock_ = make_clock(settings.now);
  files_ = std::make_unique<ScratchFiles>(settings.scratch);
  make_interpreter();
}

void InterpreterExecutor::make_interpreter() {
  interp::Limits limits;
  limits.seconds = settings_.timeout;
  interp_.reset();
  interp_ =
      std::make_unique<interp::Interpreter>(static_cast<interp::Host&>(*this), limits, files_.get(),
                                            static_cast<interp::ModuleLoader*>(this));
  bind::Options options;
  options.profile = orm::find_profile(settings_.profile);
  options.clock = clock_;
  options.url = settings_.url;
  ScratchFiles* files = files_.get();
  interp::Interpreter* running = interp_.get();
  options.driver.clock = clock_;
  // A path that lies outside stays as it is, for may_open to refuse.
  options.driver.resolve_path = [files](const std::string& path) {
    return files->resolve(path).value_or(path);
  };
  options.driver.may_open = [files](const std::string& path) {
    return files->resolve(path).has_value();
  };
  options.driver.interrupted = [running] { return running->seconds_left() <= 0; };
  options.driver.heap_limit = 64 << 20;
  options.driver.size_limit = 256 << 20;
  bind::install(*interp_, static_cast<bind::EventSink&>(*this), std::move(options));
}

StepOutcome InterpreterExecutor::run(const Lesson&, const Step& step) {
  if (!in_aside_) return run_here(step);
  if (aside_ == nullptr && !changes_nothing(step)) {
    aside_ = std::make_unique<Aside>(settings_.scratch,
                                     [this](const Step& one) { return run_here(one); });
  }
  if (aside_ != nullptr) return aside_->run(step);
  if (!before_aside_) before_aside_ = interp_->snapshot_namespace();
  return run_here(step);
}

// Importing what is not a module of the lesson binds names and has no other effect, so that it
// needs no copy of the process. Most asides show an import that fails.
bool InterpreterExecutor::changes_nothing(const Step& step) const {
  if (step.mode == StepMode::module) return false;
  const auto imported = only_imports(step.source);
  return imported && std::none_of(imported->begin(), imported->end(), [this](const auto& name) {
           const std::string top = name.substr(0, name.find('.'));
           return modules_.count(name) != 0 || modules_.count(top) != 0 ||
                  files_->stat(top + ".py") || files_->stat(top);
         });
}

StepOutcome InterpreterExecutor::run_here(const Step& step) {
  StepOutcome outcome;
  events_.clear();
  interp_->begin_deadline();
  last_source_ = step.source;
  try {
    interp::Completion completion;
    if (step.mode == StepMode::module) {
      completion = interp_->run_module_as_main(dotted(step.module));
    } else {
      interp::RunOptions options;
      options.first_line = step.line;
      options.mode = step.mode == StepMode::single ? interp::Mode::kSingle : interp::Mode::kExec;
      completion = interp_->run(step.source, options);
    }
    if (!completion.ok()) {
      // A statement that the deadline cut short raises OperationalError `interrupted`.
      if (interp_->seconds_left() <= 0) {
        outcome.limit = "Timeout";
      } else {
        describe_error(completion.exception, outcome);
      }
    }
  } catch (const interp::Timeout&) {
    outcome.limit = "Timeout";
  } catch (const interp::OutputLimit&) {
    outcome.limit = "OutputLimit";
  } catch (const interp::Unsupported& refused) {
    outcome.unsupported = refused.what();
  }
  outcome.events = std::move(events_);
  events_.clear();
  return outcome;
}

void InterpreterExecutor::describe_error(const Value& exception, StepOutcome& outcome) {
  RaisedError error;
  const interp::Type* type = interp_->type_of(exception);
  error.type = type->qualname;
  error.module = type->module;
  error.message = interp_->str_of(exception);
  error.traceback = interp_->format_exception(exception);
  // What was missing: the name of a NameError, the module or name of an ImportError.
  for (const char* attribute : {"name_from", "name"}) {
    Value name = interp_->find_attr(exception, attribute);
    bool relevant = interp_->is_instance(exception, interp_->exception_type("NameError")) ||
                    interp_->is_instance(exception, interp_->exception_type("ImportError"));
    if (relevant && name && name.is(interp::Kind::kStr)) {
      error.missing = std::string(interp_->text(name));
      break;
    }
  }
  Event event;
  event.kind = EventKind::error;
  event.text = error.traceback;
  while (!event.text.empty() && event.text.back() == '\n') event.text.pop_back();
  event.line = interp_->current_line();
  events_.push_back(std::move(event));
  outcome.error = std::move(error);
}

void InterpreterExecutor::set_module(const std::string& file, const std::string& text) {
  std::string name = dotted(file);
  modules_[name] = text;
  if (interp_ != nullptr) interp_->modules().forget(name);
}

void InterpreterExecutor::reset() { make_interpreter(); }

void InterpreterExecutor::begin_aside() {
  in_aside_ = true;
  modules_before_aside_ = modules_;
}

void InterpreterExecutor::end_aside() {
  aside_.reset();
  if (before_aside_) interp_->restore_namespace(before_aside_);
  before_aside_.reset();
  for (const auto& [name, text] : modules_) {
    auto before = modules_before_aside_.find(name);
    if (before == modules_before_aside_.end() || before->second != text) {
      interp_->modules().forget(name);
    }
  }
  modules_ = std::move(modules_before_aside_);
  in_aside_ = false;
}

bool InterpreterExecutor::is_python(const std::string& source) {
  try {
    lang::parse(source, lang::ParseMode::kExec);
    return true;
  } catch (const lang::SyntaxError&) {
    return false;
  }
}

std::optional<std::string> InterpreterExecutor::last_value() {
  std::string expression = assigned_expression(last_source_);
  if (expression.empty()) return std::nullopt;
  try {
    return interp_->repr(interp_->eval(expression, interp_->main_namespace()));
  } catch (const interp::PythonError&) {
    return std::nullopt;
  }
}

// ---- what the interpreter tells -----------------------------------------------------------------

void InterpreterExecutor::append_text(EventKind kind, std::string_view text) {
  if (text.empty()) return;
  if (!events_.empty() && events_.back().kind == kind) {
    events_.back().text += text;
    return;
  }
  Event event;
  event.kind = kind;
  event.text = std::string(text);
  event.line = interp_ == nullptr ? 0 : interp_->current_line();
  events_.push_back(std::move(event));
}

void InterpreterExecutor::write_stdout(std::string_view text) {
  append_text(EventKind::output, text);
}

void InterpreterExecutor::write_stderr(std::string_view text) {
  append_text(EventKind::error_output, text);
}

void InterpreterExecutor::write_warning(std::string_view text) {
  Event event;
  event.kind = EventKind::warning;
  event.text = std::string(text);
  while (!event.text.empty() && event.text.back() == '\n') event.text.pop_back();
  event.line = interp_->current_line();
  events_.push_back(std::move(event));
}

void InterpreterExecutor::show_value(std::string_view repr) {
  Event event;
  event.kind = EventKind::value;
  event.text = std::string(repr);
  event.line = interp_->current_line();
  events_.push_back(std::move(event));
}

double InterpreterExecutor::now() { return static_cast<double>(clock_->now_microseconds()) / 1e6; }

std::optional<uint64_t> InterpreterExecutor::seed() {
  if (!settings_.seed) return std::nullopt;
  char* end = nullptr;
  uint64_t number = std::strtoull(settings_.seed->c_str(), &end, 10);
  if (end != nullptr && *end == '\0') return number;
  return std::hash<std::string>()(*settings_.seed);
}

std::optional<interp::ModuleLoader::Module> InterpreterExecutor::find(const std::string& name) {
  auto found = modules_.find(name);
  if (found == modules_.end()) return find_file(name);
  Module module;
  module.text = found->second;
  module.file = name + ".py";
  return module;
}

// A file of the scratch folder: one of the lesson's `files`, or one that it wrote.
std::optional<interp::ModuleLoader::Module> InterpreterExecutor::find_file(
    const std::string& name) {
  std::string path = name;
  std::replace(path.begin(), path.end(), '.', '/');
  for (const bool package : {true, false}) {
    Module module;
    module.is_package = package;
    module.file = path + (package ? "/__init__.py" : ".py");
    const auto info = files_->stat(module.file);
    if (!info || info->is_directory) continue;
    module.text = files_->read(module.file);
    return module;
  }
  return std::nullopt;
}

void InterpreterExecutor::log(Event event) { events_.push_back(std::move(event)); }

ExecutorFactory interpreter_executor() {
  return [] { return std::make_unique<InterpreterExecutor>(); };
}

}  // namespace lessonrun
