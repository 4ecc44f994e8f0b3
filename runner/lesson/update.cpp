// Edits of expected text. A step's diff against the nearest reading of the run already says which
// of its lines stay and which lines take the place of the others.
#include "runner/lesson/update.h"

#include <algorithm>

#include "runner/lesson/doctest_flags.h"
#include "runner/lesson/judge.h"
#include "runner/lesson/prompt_reader.h"
#include "runner/lesson/words.h"

namespace lessonrun {
namespace {

using markdown::Document;
using markdown::Edit;

class Updater {
 public:
  explicit Updater(const LessonResult& result)
      : document_(result.lesson->document), line_end_(document_.line_end()) {}

  /// The edit that makes a step's expected text that of `diff`.
  Edit edit(const Step& step, const std::vector<DiffPart>& diff) const {
    const Shown& shown = step.shown;
    if (shown.needs_fence) return new_block(step, diff);
    Edit result;
    result.range = shown.empty()
                       ? TextRange{shown.insert, shown.insert}
                       : TextRange{shown.lines.front().whole.begin, shown.lines.back().whole.end};
    if (shown.empty() && lacks_line_end(shown.insert)) result.text += line_end_;
    for (const DiffPart& part : diff) {
      if (part.kind == DiffPart::Kind::same) {
        for (std::size_t i = 0; i < part.lines.size(); ++i) {
          result.text += kept_line(shown.lines[part.first + i]);
        }
      } else if (part.kind == DiffPart::Kind::extra) {
        for (const std::string& line : part.lines) result.text += new_line(shown.indent, line);
      }
    }
    return result;
  }

 private:
  bool lacks_line_end(std::size_t at) const {
    return at > 0 && at == document_.bytes().size() && document_.bytes()[at - 1] != '\n' &&
           document_.bytes()[at - 1] != '\r';
  }

  // The last line of a file may lack its line end; as an inner line it needs one.
  std::string kept_line(const ShownLine& line) const {
    std::string text(document_.view(line.whole));
    if (!ends_with(text, "\n") && !ends_with(text, "\r")) text += line_end_;
    return text;
  }

  std::string new_line(const std::string& indent, const std::string& line) const {
    std::string text = indent + line;
    if (is_blank(line)) text.erase(text.find_last_not_of(" \t") + 1);
    return text.append(line_end_);
  }

  /// Output for a code step that has no block for it yet.
  Edit new_block(const Step& step, const std::vector<DiffPart>& diff) const {
    const std::string& indent = step.shown.indent;
    std::string content;
    std::string fence = "```";
    for (const DiffPart& part : diff) {
      if (part.kind != DiffPart::Kind::extra) continue;
      for (const std::string& line : part.lines) {
        content += new_line(indent, line);
        while (line.find(fence) != std::string::npos) fence += '`';
      }
    }
    Edit result;
    result.range = {step.shown.insert, step.shown.insert};
    if (lacks_line_end(step.shown.insert)) result.text += line_end_;
    result.text +=
        new_line(indent, "") + new_line(indent, fence + "text") + content + new_line(indent, fence);
    return result;
  }

  const Document& document_;
  std::string line_end_;
};

bool has_change(const std::vector<DiffPart>& diff) {
  return std::any_of(diff.begin(), diff.end(),
                     [](const DiffPart& part) { return part.kind != DiffPart::Kind::same; });
}

/// Whether an update may touch the step: what it did has to be what the author meant it to do.
bool may_update(const StepResult& result, const UpdateOptions& options) {
  const Step& step = *result.step;
  if (!step.shown.possible || result.blocked_by != 0) return false;
  const std::string shown_error = split_traceback(step.shown.text()).message;
  const bool shows_error = result.error && exception_matches(shown_error, result.error->summary(),
                                                             kIgnoreExceptionDetail);
  if (result.error && step.attributes.expect.empty() && !shows_error) return false;
  if (result.verdict == Verdict::unchecked || result.verdict == Verdict::expected_failure) {
    return options.fill;
  }
  // An exception that `expect` does not name, or none where it names one, is for the author to
  // settle.
  if (!step.attributes.expect.empty() &&
      (!result.error || result.error->type != step.attributes.expect)) {
    return false;
  }
  return result.verdict == Verdict::failed;
}

/// Whether lines would still be expected text once they stand in the lesson: none may look like a
/// prompt, like the rest of one, or like a fence.
bool can_be_shown(const Step& step, const std::vector<DiffPart>& diff) {
  bool first = true;
  for (const DiffPart& part : diff) {
    if (part.kind == DiffPart::Kind::missing) continue;
    for (const std::string& line : part.lines) {
      const std::string_view text = trim(line);
      const bool fence = starts_with(text, "```") || starts_with(text, "~~~");
      const bool prompt =
          step.mode == StepMode::single &&
          (is_prompt_line(line) || (first && (text == "..." || starts_with(text, "... "))));
      if (part.kind == DiffPart::Kind::extra && (prompt || (fence && !step.shown.needs_fence))) {
        return false;
      }
      first = false;
    }
  }
  return true;
}

/// A shown value below code: the text behind `>>> ` and the lines below it.
Edit shown_value_edit(const Document& document, const StepResult& result) {
  const Step& step = *result.step;
  Edit edit;
  edit.range = step.prompt_text;
  if (!step.shown.empty()) edit.range.end = step.shown.lines.back().whole.end;
  edit.text = std::string(trim(result.actual));
  if (!step.shown.empty()) edit.text += document.line_end();
  return edit;
}

}  // namespace

UpdateResult update_lesson(const LessonResult& result, const UpdateOptions& options) {
  const Document& document = result.lesson->document;
  const Updater updater(result);
  std::vector<Edit> edits;
  UpdateResult updated;
  for (const StepResult& step_result : result.steps) {
    if (!may_update(step_result, options)) continue;
    const Step& step = *step_result.step;
    if (step_result.shown_value) {
      if (step_result.actual.empty()) continue;
      edits.push_back(shown_value_edit(document, step_result));
    } else {
      std::vector<DiffPart> diff = step_result.diff;
      if (options.fill) {
        diff = full_diff(expectation_of(step, step_result.rules), step_result.events,
                         step_result.error);
      }
      if (!has_change(diff) || !can_be_shown(step, diff)) continue;
      edits.push_back(updater.edit(step, diff));
    }
    updated.lines.push_back(step.line);
  }
  updated.text = document.edited(std::move(edits));
  return updated;
}

}  // namespace lessonrun
