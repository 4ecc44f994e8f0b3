// Test Anything Protocol, version 13.
#include <fmt/format.h>

#include "runner/lesson/words.h"
#include "runner/report/report.h"

namespace lessonrun::report {
namespace {

/// A description must not hold `#`, which begins a directive, nor end its line.
std::string one_line(std::string_view text) {
  std::string result;
  for (const char c : text.substr(0, text.find('\n'))) {
    if (c == '#' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

std::string block(std::string_view key, std::string_view text) {
  std::string result = fmt::format("  {}: |\n", key);
  for (const std::string_view line : split_lines(text)) result += fmt::format("    {}\n", line);
  return result;
}

std::string tap_quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text.substr(0, text.find('\n'))) {
    result += c;
    if (c == '\'') result += c;
  }
  return result + "'";
}

std::string point(std::size_t number, const LessonResult& lesson, const StepResult& step) {
  std::string text =
      fmt::format("{} {} - {}:{} {}", is_bad(step.verdict) ? "not ok" : "ok", number,
                  display_path(lesson), step.step->line, one_line(step.step->source));
  if (step.verdict == Verdict::skipped) {
    return text + fmt::format(" # SKIP {}\n", one_line(describe(step)));
  }
  text += '\n';
  if (!is_bad(step.verdict)) return text;
  text += fmt::format("  ---\n  verdict: {}\n  message: {}\n", verdict_name(step.verdict),
                      tap_quoted(describe(step)));
  const std::string diff = unified_diff(step.diff);
  if (!diff.empty()) text += block("diff", diff);
  return text + "  ...\n";
}

}  // namespace

std::string tap(const RunReport& run) {
  std::size_t total = run.problems.size();
  for (const LessonResult& lesson : run.lessons) total += lesson.steps.size();
  std::string text = fmt::format("TAP version 13\n1..{}\n", total);
  std::size_t number = 0;
  for (const Diagnostic& problem : run.problems) {
    text += fmt::format("not ok {} - {}\n", ++number, one_line(to_string(problem)));
  }
  for (const LessonResult& lesson : run.lessons) {
    for (const StepResult& step : lesson.steps) text += point(++number, lesson, step);
  }
  return text;
}

}  // namespace lessonrun::report
