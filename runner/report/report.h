// Reports: what people and other tools read of a run. Each is a function of the results alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runner/lesson/result.h"

namespace lessonrun::report {

/// Everything a run has to say.
struct RunReport {
  std::vector<LessonResult> lessons;
  std::vector<Diagnostic> problems;  ///< files that could not be read
  std::vector<Diagnostic> notes;     ///< files that were passed over
};

struct TextOptions {
  bool color = false;
  int verbosity = 0;  ///< -1: failures only; 0: a line a lesson too; 1: every step
};

/// What is wrong with a lesson, as a compiler would say it, then one line for the lesson.
std::string text_lesson(const LessonResult& lesson, const TextOptions& options);
/// One problem or note, as a compiler would say it. `kind` is "error" or "note".
std::string text_diagnostic(const Diagnostic& diagnostic, std::string_view kind,
                            const TextOptions& options);
/// The last lines of a run over several lessons; empty for a single one.
std::string text_summary(const RunReport& run, const TextOptions& options);
/// The whole text report.
std::string text(const RunReport& run, const TextOptions& options);

/// The documented JSON, format 1.
std::string json(const RunReport& run);
/// JUnit's XML: a suite a lesson, a case a step.
std::string junit(const RunReport& run);
/// Test Anything Protocol, version 13: a point a step.
std::string tap(const RunReport& run);
/// GitHub's workflow commands, which annotate the lines of a pull request.
std::string github(const RunReport& run);

/// Lessons and steps without a run: `lessonrun list --json`.
std::string list_json(const std::vector<std::shared_ptr<const Lesson>>& lessons,
                      const std::string& default_profile);
/// The same for people.
std::string list_text(const std::vector<std::shared_ptr<const Lesson>>& lessons);

/// A format by its name: text, json, junit, tap or github. Throws std::invalid_argument for
/// another.
std::string render(std::string_view format, const RunReport& run, const TextOptions& options);
bool is_format(std::string_view format);

/// "SQL differs", "output and parameters differ", the exception, the reason: a step's verdict in
/// words.
std::string describe(const StepResult& step);

/// The lesson's path, with the profile where the lesson runs under several.
std::string display_path(const LessonResult& lesson);

/// The sums of a run.
VerdictCounts total_counts(const RunReport& run);

/// "7 passed, 1 expected failure".
std::string count_words(const VerdictCounts& counts);

}  // namespace lessonrun::report
