// Running a lesson: from steps and an executor to a LessonResult.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "runner/lesson/executor.h"
#include "runner/lesson/result.h"

namespace lessonrun {

/// What the command line says about a run; front matter and attributes come first.
struct RunOptions {
  std::string profile = "2.0";
  unsigned doctest = 0;
  bool strict = false;
  bool fail_fast = false;
  int until_line = 0;   ///< run up to the step at this line; 0: all
  double timeout = 60;  ///< seconds for one step
  std::string url;
  const std::atomic<bool>* interrupted = nullptr;
  std::function<void()> progress;  ///< called after every step
};

/// A lesson and those that run before it, in order.
struct LessonPlan {
  std::shared_ptr<const Lesson> lesson;
  std::vector<std::shared_ptr<const Lesson>> before;
};

/// One session of an executor: a namespace, a database and a scratch folder. A chain of lessons
/// shares one; otherwise each lesson has its own.
class Session {
 public:
  Session(std::unique_ptr<Executor> executor, std::string scratch);

  Executor& executor() { return *executor_; }
  const std::string& scratch() const { return scratch_; }

  /// Starts the executor, unless a lesson before did.
  void start(const SessionSettings& settings);
  /// Gives a file of the lesson its text, in the scratch folder and as a module.
  void set_file(const std::string& file, const std::string& text, bool append);
  /// A fresh namespace and database; modules stay.
  void reset();

  /// A step that did not bind the names it should have bound.
  struct Fault {
    std::string path;
    int id = 0;
    int line = 0;
  };
  const Fault* fault_of(const std::string& name) const;
  void blame(const std::vector<std::string>& names, const Fault& fault);
  void clear_blame(const std::vector<std::string>& names);
  bool blames_anybody() const { return !faults_.empty(); }

  /// Whether a lesson has run in this session already; remembers that it has.
  bool ran_before(const std::string& path) { return !paths_.insert(path).second; }

 private:
  std::unique_ptr<Executor> executor_;
  std::string scratch_;
  bool started_ = false;
  std::map<std::string, std::string> files_;
  std::map<std::string, Fault> faults_;
  std::set<std::string> paths_;
};

/// Runs a lesson under one profile. Never throws for what a lesson does; throws InputError if a
/// file beside the lesson is missing.
LessonResult run_lesson(const LessonPlan& plan, const std::string& profile,
                        const RunOptions& options, Session& session);

/// The profiles to run a lesson under: its own, or the command line's.
std::vector<std::string> profiles_of(const Lesson& lesson, const RunOptions& options);

}  // namespace lessonrun
