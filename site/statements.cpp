// Takes the statements out of a transcript. Times are left out of them: the same lesson makes the
// same page.
#include "site/statements.h"

#include <algorithm>

#include "site/highlight.h"
#include "site/html.h"

namespace lessonrun::site {
namespace {

constexpr std::string_view ellipsis = "\xE2\x80\xA6";

/// `[cached since 0.0004s ago] (1,)` is `[cached since … ago]`.
std::string note_of(std::string_view text) {
  if (text.empty() || text[0] != '[') return {};
  const std::size_t close = text.find(']');
  if (close == std::string_view::npos) return {};
  std::string note;
  bool in_time = false;
  for (std::size_t i = 0; i <= close; ++i) {
    const bool starts = text[i] >= '0' && text[i] <= '9' && text[i - 1] == ' ';
    if (starts) note += ellipsis;
    if (starts) in_time = true;
    if (text[i] == ' ' || text[i] == ']') in_time = false;
    if (!in_time) note += text[i];
  }
  return note;
}

/// Without blank lines around it; a tab is four columns wide.
std::string tidy(const std::string& text) {
  const std::size_t begin = text.find_first_not_of('\n');
  if (begin == std::string::npos) return {};
  std::string result;
  for (const char c : text.substr(begin, text.find_last_not_of("\n ") + 1 - begin)) {
    if (c == '\t') {
      result += "    ";
    } else {
      result += c;
    }
  }
  return result;
}

int line_within(const StepResult& step, int line) {
  if (step.step->mode == StepMode::module) return 0;
  const int within = line - step.step->line + 1;
  const auto lines = 1 + std::count(step.step->source.begin(), step.step->source.end(), '\n');
  return within >= 1 && within <= lines ? within : 0;
}

}  // namespace

std::vector<Statement> statements_of(const StepResult& step) {
  std::vector<Statement> statements;
  for (const Event& event : step.events) {
    if (event.kind == EventKind::sql || event.kind == EventKind::transaction) {
      statements.push_back(
          {tidy(event.text), "", event.parameters, line_within(step, event.line), event.echoed});
    } else if (event.kind == EventKind::parameters && !statements.empty()) {
      statements.back().note = note_of(event.text);
      statements.back().parameters = event.parameters;
    }
  }
  return statements;
}

std::string line_id(const StepResult& step, int line) {
  return "step-" + std::to_string(step.step->id) + "-line-" + std::to_string(line);
}

std::string statements_html(const StepResult& step, const std::vector<Statement>& statements) {
  if (statements.empty()) return {};
  std::string html = "<ol class=\"statements\">\n";
  for (const Statement& statement : statements) {
    html += "<li><pre><code>";
    for (const std::string& line : highlight(statement.text, Language::sql)) html += line + "\n";
    html.pop_back();
    html += "</code></pre>";
    std::string under;
    if (!statement.parameters.empty()) {
      under += "parameters <code>" + escape(statement.parameters) + "</code> ";
    }
    if (!statement.note.empty()) {
      under += "<span class=\"note\">" + escape(statement.note) + "</span> ";
    }
    if (statement.line > 0) {
      const std::string line = std::to_string(statement.line);
      under += "<a href=\"#" + line_id(step, statement.line) + "\">line " + line + "</a> ";
    }
    if (!statement.echoed) under += "<span class=\"note\">sent while echo was off</span> ";
    if (!under.empty()) {
      under.pop_back();
      html += "<p>" + under + "</p>";
    }
    html += "</li>\n";
  }
  return html + "</ol>\n";
}

}  // namespace lessonrun::site
