// The result of a run: a plain value, which every reader (reports, update, site) is a function of.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runner/base/transcript.h"
#include "runner/lesson/check.h"
#include "runner/lesson/lesson.h"

namespace lessonrun {

/// What holds for one step, once attributes, front matter and command line are put together.
struct StepRules {
  unsigned flags = 0;
  bool strict_output = false;  ///< output may not be left out
  bool strict_sql = false;     ///< nor SQL, parameters and transaction lines
  SqlPolicy sql = SqlPolicy::shown;
};

enum class Verdict {
  passed,
  failed,
  error,
  unsupported,
  expected_failure,
  blocked,
  skipped,
  unchecked,
};
constexpr std::size_t verdict_count = 8;

/// "passed", "expected_failure" …
std::string_view verdict_name(Verdict verdict);
/// Whether a verdict makes its lesson fail: failed, error, blocked, unsupported.
bool is_bad(Verdict verdict);

/// Statements sent by a step, transaction lines included.
struct SqlRecord {
  std::string text;
  std::string parameters;
  int line = 0;
  bool echoed = true;
};

struct StepResult {
  const Step* step = nullptr;  ///< in the lesson of the LessonResult
  Verdict verdict = Verdict::skipped;
  std::string actual;  ///< what a terminal would have shown
  std::string output;  ///< output and values alone
  std::vector<SqlRecord> sql;
  std::optional<RaisedError> error;
  std::vector<std::string> differs;  ///< names of channels
  std::vector<DiffPart> diff;
  int blocked_by = 0;      ///< the id of the step at fault; 0 where there is none in this lesson
  std::string reason;      ///< why it was skipped, blocked, is unsupported …
  std::string cpp;         ///< the step in C++, where add_translations() found an equivalent
  std::string cpp_reason;  ///< why there is none
  Transcript events;
  StepRules rules;           ///< what it was compared by
  bool shown_value = false;  ///< the line is no code: it shows the value of the statement before it
};

/// How many steps have each verdict.
class VerdictCounts {
 public:
  std::size_t operator[](Verdict verdict) const {
    return counts_[static_cast<std::size_t>(verdict)];
  }
  void add(Verdict verdict) { ++counts_[static_cast<std::size_t>(verdict)]; }
  void add(const VerdictCounts& other);
  std::size_t total() const;

 private:
  std::array<std::size_t, verdict_count> counts_{};
};

enum class LessonStatus { passed, failed, aborted };
std::string_view status_name(LessonStatus status);

struct LessonResult {
  std::shared_ptr<const Lesson> lesson;  ///< keeps the steps alive
  std::string path;
  std::string title;
  std::string profile;
  LessonStatus status = LessonStatus::passed;
  std::vector<StepResult> steps;
  VerdictCounts counts;
  std::vector<Diagnostic> warnings;
  std::string note;  ///< why it was passed over as a whole; empty if it ran
  double seconds = 0;
};

}  // namespace lessonrun
