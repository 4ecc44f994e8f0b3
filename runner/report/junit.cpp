// JUnit's XML, as Jenkins, GitLab and others read it.
#include <fmt/format.h>

#include "runner/lesson/words.h"
#include "runner/report/report.h"

namespace lessonrun::report {
namespace {

/// Text for XML: markup escaped, and characters that XML 1.0 does not allow replaced.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\n':
        result += "&#10;";
        break;
      default:
        result += static_cast<unsigned char>(c) < 0x20 && c != '\t' ? '?' : c;
    }
  }
  return result;
}

std::string element_text(std::string_view text) {
  std::string result;
  for (const std::string_view line : split_lines(text)) result += escaped(line) + "\n";
  return result;
}

std::string test_case(const LessonResult& lesson, const StepResult& step) {
  const std::vector<std::string_view> lines = split_lines(step.step->source);
  std::string text = fmt::format(
      "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\"", escaped(lesson.path),
      escaped(fmt::format("line {}: {}", step.step->line, lines.empty() ? "" : lines.front())),
      escaped(lesson.path), step.step->line);
  if (!is_bad(step.verdict) && step.verdict != Verdict::skipped) return text + "/>\n";
  text += ">\n";
  const std::string message = escaped(describe(step));
  if (step.verdict == Verdict::skipped) {
    text += fmt::format("      <skipped message=\"{}\"/>\n", message);
  } else if (step.verdict == Verdict::failed) {
    text += fmt::format("      <failure type=\"failed\" message=\"{}\">{}</failure>\n", message,
                        element_text(unified_diff(step.diff)));
  } else {
    text += fmt::format("      <error type=\"{}\" message=\"{}\">{}</error>\n",
                        verdict_name(step.verdict), message, element_text(step.actual));
  }
  return text + "    </testcase>\n";
}

std::size_t errors_in(const VerdictCounts& counts) {
  return counts[Verdict::error] + counts[Verdict::unsupported] + counts[Verdict::blocked];
}

std::string attributes(const VerdictCounts& counts) {
  return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"", counts.total(),
                     counts[Verdict::failed], errors_in(counts), counts[Verdict::skipped]);
}

}  // namespace

std::string junit(const RunReport& run) {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  VerdictCounts counts = total_counts(run);
  for (std::size_t i = 0; i < run.problems.size(); ++i) counts.add(Verdict::error);
  text += fmt::format("<testsuites name=\"lessonrun\" {}>\n", attributes(counts));
  for (const LessonResult& lesson : run.lessons) {
    text += fmt::format("  <testsuite name=\"{}\" {} time=\"{:.3f}\">\n",
                        escaped(display_path(lesson)), attributes(lesson.counts), lesson.seconds);
    for (const StepResult& step : lesson.steps) text += test_case(lesson, step);
    text += "  </testsuite>\n";
  }
  for (const Diagnostic& problem : run.problems) {
    text += fmt::format(
        "  <testsuite name=\"{0}\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n"
        "    <testcase classname=\"{0}\" name=\"read\">\n"
        "      <error type=\"malformed\" message=\"{1}\"/>\n"
        "    </testcase>\n  </testsuite>\n",
        escaped(problem.file), escaped(to_string(problem)));
  }
  return text + "</testsuites>\n";
}

}  // namespace lessonrun::report
