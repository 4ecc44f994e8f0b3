// GitHub's workflow commands: each bad step becomes an annotation on its lines.
#include <fmt/format.h>

#include "runner/report/report.h"

namespace lessonrun::report {
namespace {

std::string escaped(std::string_view text, bool property) {
  std::string result;
  for (const char c : text) {
    if (c == '%') {
      result += "%25";
    } else if (c == '\r') {
      result += "%0D";
    } else if (c == '\n') {
      result += "%0A";
    } else if (property && c == ':') {
      result += "%3A";
    } else if (property && c == ',') {
      result += "%2C";
    } else {
      result += c;
    }
  }
  return result;
}

std::string command(std::string_view kind, const std::string& file, int line, int end_line,
                    std::string_view title, std::string_view message) {
  std::string text = fmt::format("::{} file={}", kind, escaped(file, true));
  if (line > 0) text += fmt::format(",line={}", line);
  if (end_line > line) text += fmt::format(",endLine={}", end_line);
  return text + fmt::format(",title={}::{}\n", escaped(title, true), escaped(message, false));
}

}  // namespace

std::string github(const RunReport& run) {
  std::string text;
  for (const Diagnostic& problem : run.problems) {
    text += command("error", problem.file, problem.line, 0, "malformed lesson", problem.text);
  }
  for (const LessonResult& lesson : run.lessons) {
    for (const Diagnostic& warning : lesson.warnings) {
      text += command("warning", lesson.path, warning.line, 0, "lessonrun", warning.text);
    }
    for (const StepResult& step : lesson.steps) {
      if (!is_bad(step.verdict)) continue;
      std::string message = describe(step);
      const std::string diff = unified_diff(step.diff);
      if (!diff.empty()) message += "\n" + diff;
      text += command("error", lesson.path, step.step->line, step.step->end_line,
                      std::string(verdict_name(step.verdict)), message);
    }
  }
  return text + fmt::format("::notice title=lessonrun::{}\n", count_words(total_counts(run)));
}

}  // namespace lessonrun::report
