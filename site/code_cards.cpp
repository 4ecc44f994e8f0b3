// A card for each block of code. What a step printed and sent comes from the run, never from the
// page, except a log that the page shows with its prefixes: there the prefix is the lesson.
#include "site/code_cards.h"

#include <algorithm>
#include <utility>

#include "site/highlight.h"
#include "site/html.h"
#include "site/statements.h"

namespace lessonrun::site {
namespace {

using markdown::Block;
using markdown::BlockKind;

std::string code_html(std::string_view text, Language language) {
  std::string html;
  for (const std::string& line : highlight(text, language)) html += line + "\n";
  if (!html.empty()) html.pop_back();
  return html;
}

/// A region that may scroll sideways has to be reachable by keyboard.
std::string pane(const std::string& kind, const std::string& label, const std::string& code) {
  return "<pre class=\"" + kind + "\" tabindex=\"0\" role=\"region\" aria-label=\"" +
         escape(label) + "\"><code>" + code + "</code></pre>\n";
}

/// "1–3, 5": the numbers of the statements that a line sent.
std::string badge_text(const std::vector<std::size_t>& numbers) {
  std::string text;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    text += (text.empty() ? "" : ", ") + std::to_string(numbers[i]);
    if (last > i) text += "\xE2\x80\x93" + std::to_string(numbers[last]);
    i = last + 1;
  }
  return text;
}

/// The Python of a step, each line with an id and the numbers of the statements it sent.
std::string source_html(const StepResult& step, const std::vector<Statement>& statements) {
  std::map<int, std::vector<std::size_t>> sent;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    if (statements[i].line > 0) sent[statements[i].line].push_back(i + 1);
  }
  const bool shell = step.step->mode == StepMode::module;
  std::string html;
  int number = 0;
  for (const std::string& line :
       highlight(step.step->source, shell ? Language::plain : Language::python)) {
    ++number;
    html += "<span class=\"line\" id=\"" + line_id(step, number) + "\">";
    const auto badge = sent.find(number);
    if (badge != sent.end()) {
      const std::string numbers = badge_text(badge->second);
      html += "<a class=\"badge\" href=\"#step-" + std::to_string(step.step->id);
      html += "-sql\" aria-label=\"SQL " + numbers;
      html += "\">" + numbers + "</a>";
    }
    if (shell) html += "$ ";
    html += line + "</span>\n";
  }
  if (!html.empty()) html.pop_back();
  return html;
}

/// Addresses differ from run to run; the page shall not.
std::string without_addresses(const std::string& text) {
  constexpr std::size_t shortest = 6;
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    if (text.compare(i, 2, "0x") == 0) {
      end = std::min(text.find_first_not_of("0123456789abcdefABCDEF", i + 2), text.size());
    }
    if (end >= i + 2 + shortest) {
      result += "0x...";
      i = end;
    } else {
      result += text[i++];
    }
  }
  return result;
}

/// What the step wrote, values included, and the exception that ended it.
std::string printed(const StepResult& step) {
  std::string text;
  for (const Event& event : step.events) {
    switch (event.kind) {
      case EventKind::output:
      case EventKind::error_output:
        text += event.text;
        break;
      case EventKind::value:
      case EventKind::warning:
      case EventKind::log_other:
        if (event.echoed) text += event.text + "\n";
        break;
      default:
        break;
    }
  }
  return without_addresses(text);
}

/// Whether the lesson shows the log with the time and the logger's name in front.
bool shows_prefixes(const StepResult& step) {
  for (const Event& event : step.events) {
    if (event.prefix.empty() || event.kind != EventKind::transaction) continue;
    for (const ShownLine& line : step.step->shown.lines) {
      const std::size_t at = line.text.rfind(event.text);
      if (at != std::string::npos && at > 0 && at + event.text.size() == line.text.size()) {
        return true;
      }
    }
  }
  return false;
}

std::string output_html(const std::string& label, const std::string& text,
                        const std::string& kind = "") {
  return "<div class=\"out" + kind + "\"><span class=\"label\">" + label + "</span>\n" +
         pane("text", label, escape(text)) + "</div>\n";
}

std::string verdict_note(const StepResult& step, const std::vector<Statement>& statements) {
  const bool echoed = std::any_of(statements.begin(), statements.end(),
                                  [](const Statement& statement) { return statement.echoed; });
  if (!echoed) return {};
  if (step.verdict == Verdict::passed) {
    return "<span class=\"ok\">\xE2\x9C\x93 matches the lesson\xE2\x80\x99s echo</span>";
  }
  return "<span class=\"note\">the lesson does not show all of it</span>";
}

std::string sql_html(const StepResult& step, const std::vector<Statement>& statements) {
  if (statements.empty()) return {};
  return "<details class=\"sql\" id=\"step-" + std::to_string(step.step->id) +
         "-sql\"><summary><b>SQL</b> <span>" + count_words(statements.size(), "line") + "</span> " +
         verdict_note(step, statements) + "</summary>\n" + statements_html(step, statements) +
         "</details>\n";
}

/// The caption of a card: language, file, what is special about it.
std::string caption(const StepResult& first, bool sends_sql, bool has_cpp) {
  const Step& step = *first.step;
  std::string left = step.kind == StepKind::exercise ? "Your turn" : "Python";
  if (step.mode == StepMode::module) left = "Shell";
  if (has_cpp) left += " <span class=\"note only-both\">and C++</span>";
  if (step.kind == StepKind::file) {
    left += " <code>" + escape(step.module) + "</code>";
    if (step.attributes.append) left += " <span class=\"note\">added at its end</span>";
  }
  std::string right;
  if (first.verdict == Verdict::skipped && step.kind != StepKind::exercise) {
    right = "not run" + (first.reason.empty() ? "" : ": " + escape(first.reason));
  } else if (step.kind == StepKind::exercise) {
    right = "fill the gaps";
  } else if (step.kind == StepKind::file) {
    right = "a module of this lesson";
  } else if (!sends_sql) {
    right = "sends no SQL";
  }
  if (step.attributes.aside) {
    right =
        std::string("an aside, undone afterwards") + (right.empty() ? "" : " \xC2\xB7 ") + right;
  }
  return "<div class=\"caption\"><span>" + left + "</span><span class=\"note\">" + right +
         "</span><button type=\"button\" class=\"copy\" hidden>Copy</button></div>\n";
}

}  // namespace

CodeCards::CodeCards(const LessonResult& result) : document_(result.lesson->document) {
  for (const StepResult& step : result.steps) {
    steps_[step.step->block].push_back(&step);
    has_cpp_ = has_cpp_ || !step.cpp.empty();
    const Shown& shown = step.step->shown;
    if (shown.lines.empty()) continue;
    output_starts_.insert(shown.lines.front().whole.begin);
  }
}

std::string CodeCards::render(int first, int last) {
  std::string html;
  const std::vector<Block>& blocks = document_.blocks();
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (blocks[i].kind != BlockKind::code || blocks[i].in_comment) continue;
    if (blocks[i].line >= first && blocks[i].line <= last) html += block(i);
  }
  return html;
}

std::string CodeCards::block(std::size_t index) {
  const Block& block = document_.blocks()[index];
  const auto is_code = [](const Block& each) { return each.kind == BlockKind::code; };
  const auto begin = document_.blocks().begin();
  const auto id =
      static_cast<int>(std::count_if(begin, begin + static_cast<std::ptrdiff_t>(index), is_code));
  const auto found = steps_.find(id);
  if (found == steps_.end()) {
    if (shows_output(block)) return {};
    const Attributes attributes = attributes_of(index);
    if (attributes.hint) {
      return "<details class=\"fold\"><summary>Hint</summary><div class=\"hint\">" +
             escape(document_.text(block)) + "</div></details>\n";
    }
    if (attributes.hidden) return {};
    const std::string word = parse_info_string(block.info, "", block.line).word;
    return "<div class=\"card plain\">" +
           pane("text", word.empty() ? "text" : word,
                code_html(document_.text(block), language_of(word))) +
           "</div>\n";
  }
  const std::vector<const StepResult*>& steps = found->second;
  const Attributes& attributes = steps.front()->step->attributes;
  if (attributes.solution) {
    const std::string inside = attributes.hidden ? goal(steps) : card(steps);
    if (inside.empty()) return {};
    return std::string("<details class=\"fold\"><summary>") +
           (attributes.hidden ? "What it sends and prints" : "Solution") + "</summary>\n" + inside +
           "</details>\n";
  }
  return attributes.hidden ? "" : card(steps);
}

bool CodeCards::shows_output(const Block& block) const {
  const auto start = output_starts_.lower_bound(block.range.begin);
  return start != output_starts_.end() && *start < block.range.end;
}

Attributes CodeCards::attributes_of(std::size_t index) const {
  const std::vector<Block>& blocks = document_.blocks();
  Attributes attributes = parse_info_string(blocks[index].info, "", blocks[index].line).attributes;
  constexpr std::string_view mark = "lessonrun:";
  int line = blocks[index].line;
  for (std::size_t i = index; i > 0 && blocks[i - 1].kind == BlockKind::comment; --i) {
    const Block& comment = blocks[i - 1];
    if (comment.end_line + 2 < line || comment.text.rfind(mark, 0) != 0) break;
    add_attributes(comment.text.substr(mark.size()), attributes, "", comment.line);
    line = comment.line;
  }
  return attributes;
}

std::string CodeCards::card(const std::vector<const StepResult*>& steps) const {
  bool sends_sql = false;
  bool has_cpp = false;
  std::string body;
  for (const StepResult* each : steps) {
    sends_sql = sends_sql || !statements_of(*each).empty();
    has_cpp = has_cpp || !each->cpp.empty();
    body += step(*each);
  }
  const bool exercise = steps.front()->step->kind == StepKind::exercise;
  return std::string("<div class=\"card") + (exercise ? " exercise" : "") + "\">" +
         caption(*steps.front(), sends_sql, has_cpp) + body + "</div>\n";
}

std::string CodeCards::step(const StepResult& step) const {
  const std::string id = std::to_string(step.step->id);
  if (step.shown_value) return output_html("value", step.step->source + "\n");
  const std::vector<Statement> statements = statements_of(step);
  const bool runs = step.step->mode != StepMode::text;
  std::string html = "<div class=\"step\" id=\"step-" + id + "\">";
  if (runs) {
    html += "<a class=\"number\" href=\"#step-" + id + "\" aria-label=\"Step " + id + "\">" + id +
            "</a>";
  }
  // A page without any C++ need not say so at every step.
  const bool says_why = has_cpp_ && runs && step.cpp.empty() && !step.cpp_reason.empty();
  html += std::string("<div class=\"panes") + (step.cpp.empty() && !says_why ? "" : " two") +
          "\">\n" + pane("python", "Python of step " + id, source_html(step, statements));
  if (!step.cpp.empty()) {
    html += pane("cpp", "C++ of step " + id, code_html(step.cpp, Language::cpp));
  } else if (says_why) {
    html += "<p class=\"cpp why\">No C++ for this step: " + escape(step.cpp_reason) + ".</p>\n";
  }
  html += "</div>\n" + sql_html(step, statements);
  if (shows_prefixes(step)) html += output_html("log", step.step->shown.text());
  const std::string text = printed(step);
  if (!text.empty()) html += output_html("output", text);
  if (step.error) {
    html +=
        output_html(step.verdict == Verdict::expected_failure ? "raises, as it should" : "raises",
                    step.error->summary(), " raised");
  }
  return html + "</div>\n";
}

std::string CodeCards::goal(const std::vector<const StepResult*>& steps) const {
  std::string html;
  for (const StepResult* each : steps) {
    std::vector<Statement> statements = statements_of(*each);
    for (Statement& statement : statements) statement.line = 0;  // the source is not on the page
    html += statements_html(*each, statements);
    const std::string text = printed(*each);
    if (!text.empty()) html += output_html("output", text);
  }
  return html.empty() ? "" : "<div class=\"card goal\">" + html + "</div>\n";
}

}  // namespace lessonrun::site
