// The report for people: like a compiler's, so that editors and eyes find the place at once.
#include <fmt/format.h>

#include "runner/lesson/words.h"
#include "runner/report/report.h"

namespace lessonrun::report {
namespace {

constexpr std::string_view red = "31";
constexpr std::string_view green = "32";
constexpr std::string_view yellow = "33";
constexpr std::string_view cyan = "36";
constexpr std::string_view bold = "1";

class Painter {
 public:
  explicit Painter(bool color) : color_(color) {}

  std::string operator()(std::string_view code, std::string_view text) const {
    if (!color_) return std::string(text);
    return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
  }

 private:
  bool color_;
};

std::string_view color_of(Verdict verdict) {
  if (is_bad(verdict)) return red;
  return verdict == Verdict::skipped || verdict == Verdict::unchecked ? yellow : green;
}

std::string indented_source(const Step& step) {
  std::string text;
  bool first = true;
  for (const std::string_view line : split_lines(step.source)) {
    const std::string_view prompt = step.mode != StepMode::single ? "" : first ? ">>> " : "... ";
    text += fmt::format("    {}{}\n", prompt, line);
    first = false;
  }
  return text;
}

std::string painted_diff(const std::vector<DiffPart>& diff, const Painter& paint) {
  std::string text;
  const std::string plain = unified_diff(diff);
  for (const std::string_view line : split_lines(plain)) {
    const char mark = line.empty() ? ' ' : line[0];
    const std::string_view code = mark == '-' ? red : mark == '+' ? green : cyan;
    text += mark == ' ' ? std::string(line) : paint(code, line);
    text += '\n';
  }
  return text;
}

/// One line that says what to do about a step.
std::string advice(const LessonResult& lesson, const StepResult& step) {
  const std::string& expect = step.step->attributes.expect;
  switch (step.verdict) {
    case Verdict::failed:
      if (step.shown_value) return "Correct the value that is shown, or the step above it.";
      if (!expect.empty()) return fmt::format("Correct the step, or its `expect={}`.", expect);
      if (starts_with(step.reason, "strict:")) {
        return fmt::format("If the run is right, `lessonrun update --fill {}` shows all of it.",
                           lesson.path);
      }
      return fmt::format("If the run is right, `lessonrun update {}` rewrites the lesson.",
                         lesson.path);
    case Verdict::error:
      if (step.error && step.error->type == "Interrupted") return "Run it again.";
      if (!step.error || step.error->type == "Timeout" || step.error->type == "OutputLimit") {
        return "Make the step smaller, or raise the limit with --timeout.";
      }
      return fmt::format("If this is meant, show the traceback, or write `expect={}`.",
                         step.error->type);
    case Verdict::unsupported:
      return "Write the step in another way, or mark its block `norun`.";
    case Verdict::blocked:
      return "Repair that step first.";
    default:
      return {};
  }
}

std::string bad_step(const LessonResult& lesson, const StepResult& step, const Painter& paint) {
  std::string text =
      fmt::format("{}{} {}\n", paint(bold, fmt::format("{}:{}:", lesson.path, step.step->line)),
                  paint(color_of(step.verdict), fmt::format(" {}:", verdict_name(step.verdict))),
                  describe(step));
  if (!step.shown_value) {
    text += indented_source(*step.step);
  } else {
    text += fmt::format("    >>> {}\n", step.step->source);
  }
  if (step.verdict == Verdict::failed) text += painted_diff(step.diff, paint);
  if (step.verdict == Verdict::error && !step.actual.empty()) {
    for (const std::string_view line : split_lines(step.actual)) {
      text += fmt::format("  | {}\n", line);
    }
  }
  return text + advice(lesson, step) + "\n\n";
}

std::string quiet_step(const LessonResult& lesson, const StepResult& step, const Painter& paint) {
  const std::string words = describe(step);
  return fmt::format("{}:{}: {}{}\n", lesson.path, step.step->line,
                     paint(color_of(step.verdict), verdict_name(step.verdict)),
                     words.empty() ? "" : ": " + words);
}

}  // namespace

std::string text_diagnostic(const Diagnostic& diagnostic, std::string_view kind,
                            const TextOptions& options) {
  const Painter paint(options.color);
  const std::string place = to_string({diagnostic.file, diagnostic.line, ""});
  return fmt::format("{}{}: {}\n", place,
                     paint(kind == "error" ? red : yellow, fmt::format("{}", kind)),
                     diagnostic.text);
}

std::string text_lesson(const LessonResult& lesson, const TextOptions& options) {
  const Painter paint(options.color);
  std::string text;
  if (options.verbosity >= 0) {
    for (const Diagnostic& warning : lesson.warnings) {
      text += text_diagnostic(warning, "warning", options);
    }
  }
  for (const StepResult& step : lesson.steps) {
    if (is_bad(step.verdict)) {
      text += bad_step(lesson, step, paint);
    } else if (options.verbosity > 0) {
      text += quiet_step(lesson, step, paint);
    }
  }
  if (!lesson.note.empty()) {
    return text + text_diagnostic({lesson.path, 0, lesson.note}, "note", options);
  }
  const bool passed = lesson.status == LessonStatus::passed;
  if (passed && options.verbosity < 0) return text;
  text += fmt::format("{}: {}{}\n", display_path(lesson),
                      lesson.status == LessonStatus::aborted ? "aborted: " : "",
                      paint(passed ? green : red, count_words(lesson.counts)));
  return text;
}

std::string text_summary(const RunReport& run, const TextOptions& options) {
  if (run.lessons.size() < 2) return {};
  const Painter paint(options.color);
  const VerdictCounts counts = total_counts(run);
  std::size_t bad = 0;
  for (const LessonResult& lesson : run.lessons) {
    if (lesson.status != LessonStatus::passed) ++bad;
  }
  if (options.verbosity < 0 && bad == 0) return {};
  const std::string lessons = count_of(run.lessons.size(), "lesson");
  return fmt::format(
      "\n{}, {}: {}\n", bad == 0 ? lessons : fmt::format("{}, {} not passed", lessons, bad),
      count_of(counts.total(), "step"), paint(bad == 0 ? green : red, count_words(counts)));
}

std::string text(const RunReport& run, const TextOptions& options) {
  std::string result;
  for (const Diagnostic& problem : run.problems) {
    result += text_diagnostic(problem, "error", options);
  }
  for (const LessonResult& lesson : run.lessons) result += text_lesson(lesson, options);
  if (options.verbosity >= 0) {
    for (const Diagnostic& note : run.notes) result += text_diagnostic(note, "note", options);
  }
  return result + text_summary(run, options);
}

std::string list_text(const std::vector<std::shared_ptr<const Lesson>>& lessons) {
  std::string result;
  for (const auto& lesson : lessons) {
    result += fmt::format("{}: {} ({})\n", lesson->path, lesson->settings.title,
                          count_of(lesson->steps.size(), "step"));
    for (const Step& step : lesson->steps) {
      const std::vector<std::string_view> lines = split_lines(step.source);
      const std::string_view first = lines.empty() ? std::string_view() : lines.front();
      result += fmt::format("  {:>4}  line {:<5} {:<8}  {}{}\n", step.id, step.line,
                            step_kind_name(step.kind), first, lines.size() > 1 ? " …" : "");
    }
  }
  return result;
}

}  // namespace lessonrun::report
