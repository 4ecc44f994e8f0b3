// Sentences that several reports share.
#include <stdexcept>

#include "runner/report/report.h"

namespace lessonrun::report {
namespace {

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

std::string differing(const std::vector<std::string>& channels) {
  std::string text;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    if (i > 0) text += i + 1 == channels.size() ? " and " : ", ";
    text += channels[i] == "sql" ? "SQL" : channels[i] == "error" ? "the exception" : channels[i];
  }
  const bool plural = channels.size() > 1 || channels.front().back() == 's';
  return text + (plural ? " differ" : " differs");
}

}  // namespace

std::string describe(const StepResult& step) {
  if (step.verdict == Verdict::error && step.error) {
    const std::string summary = first_line(step.error->summary());
    return step.reason.empty() ? summary
                               : summary.substr(0, summary.find(':')) + ": " + step.reason;
  }
  if (!step.reason.empty()) return step.reason;
  if (!step.differs.empty()) return differing(step.differs);
  return {};
}

std::string display_path(const LessonResult& lesson) {
  const bool several = lesson.lesson && lesson.lesson->settings.profiles.size() > 1;
  return several ? lesson.path + " (SQLAlchemy " + lesson.profile + ")" : lesson.path;
}

VerdictCounts total_counts(const RunReport& run) {
  VerdictCounts counts;
  for (const LessonResult& lesson : run.lessons) counts.add(lesson.counts);
  return counts;
}

std::string count_words(const VerdictCounts& counts) {
  std::string text;
  for (const Verdict verdict :
       {Verdict::passed, Verdict::unchecked, Verdict::expected_failure, Verdict::failed,
        Verdict::error, Verdict::unsupported, Verdict::blocked, Verdict::skipped}) {
    const std::size_t count = counts[verdict];
    if (count == 0) continue;
    if (!text.empty()) text += ", ";
    text += std::to_string(count) + " ";
    if (verdict == Verdict::expected_failure) {
      text += count == 1 ? "expected failure" : "expected failures";
    } else if (verdict == Verdict::error) {
      text += count == 1 ? "error" : "errors";
    } else {
      text += verdict_name(verdict);
    }
  }
  return text.empty() ? "no steps" : text;
}

bool is_format(std::string_view format) {
  return format == "text" || format == "json" || format == "junit" || format == "tap" ||
         format == "github";
}

std::string render(std::string_view format, const RunReport& run, const TextOptions& options) {
  if (format == "text") return text(run, options);
  if (format == "json") return json(run);
  if (format == "junit") return junit(run);
  if (format == "tap") return tap(run);
  if (format == "github") return github(run);
  throw std::invalid_argument("there is no report format \"" + std::string(format) + "\"");
}

}  // namespace lessonrun::report
