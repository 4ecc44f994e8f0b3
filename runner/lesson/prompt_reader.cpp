// Prompts as Python's doctest finds them, more forgiving where the web's pages are careless: a
// continuation or an expected line may be indented less than its prompt.
#include "runner/lesson/prompt_reader.h"

#include <algorithm>
#include <array>

#include "runner/lesson/words.h"

namespace lessonrun {
namespace {

using markdown::Block;
using markdown::CodeLine;
using markdown::Document;

std::size_t indent_of(std::string_view line) {
  return std::min(line.find_first_not_of(" \t"), line.size());
}

bool is_continuation(std::string_view line) {
  line.remove_prefix(indent_of(line));
  return starts_with(line, "...") && (line.size() == 3 || line[3] == ' ');
}

/// The source on a prompt line: what follows the prompt and one blank.
std::string_view without_prompt(std::string_view line) {
  line.remove_prefix(indent_of(line) + 3);
  if (!line.empty() && line[0] == ' ') line.remove_prefix(1);
  return line;
}

bool holds_code(std::string_view source) {
  for (const std::string_view line : split_lines(source)) {
    const std::string_view text = trim(line);
    if (!text.empty() && text[0] != '#') return true;
  }
  return false;
}

/// `2026-11-20 23:46:53,464 INFO sqlalchemy.engine.Engine …` or `INFO:sqlalchemy.engine.Engine:…`
bool has_log_prefix(std::string_view line) {
  for (const std::string_view level : {"INFO", "DEBUG", "WARNING", "ERROR"}) {
    const std::size_t at = line.find(level);
    if (at == std::string_view::npos || at > 40) continue;
    const std::string_view rest = line.substr(at + level.size());
    if (starts_with(rest, " sqlalchemy.") || starts_with(rest, ":sqlalchemy.")) return true;
  }
  return false;
}

bool opens_statement(std::string_view line) {
  static constexpr std::array<std::string_view, 16> statement_words = {
      "SELECT", "INSERT", "UPDATE",   "DELETE",    "CREATE",  "DROP", "ALTER",   "PRAGMA",
      "BEGIN",  "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "WITH", "REPLACE", "EXPLAIN"};
  const std::string_view word = line.substr(0, line.find_first_of(" \t(;"));
  return std::find(statement_words.begin(), statement_words.end(), word) != statement_words.end();
}

bool opens_rest_of_statement(std::string_view line) {
  static constexpr std::array<std::string_view, 18> statement_words = {
      "FROM", "WHERE", "JOIN", "LEFT",  "ORDER", "GROUP",      "HAVING",  "LIMIT",   "VALUES",
      "SET",  "AND",   "OR",   "UNION", "ON",    "CONSTRAINT", "PRIMARY", "FOREIGN", "RETURNING"};
  const std::string_view word = line.substr(0, line.find_first_of(" \t(;"));
  return std::find(statement_words.begin(), statement_words.end(), word) != statement_words.end();
}

bool is_parameter_line(std::string_view line) {
  for (const std::string_view note :
       {"[generated in", "[cached since", "[no key", "[raw sql]", "[...]", "[insertmanyvalues",
        "[caching disabled", "[dialect ", "[SQL parameters hidden"}) {
    if (starts_with(line, note)) return true;
  }
  return false;
}

class PromptReader {
 public:
  PromptReader(const Document& document, const Block& block, std::vector<Diagnostic>& warnings)
      : document_(document), block_(block), warnings_(warnings) {
    for (const CodeLine& line : block.lines) texts_.push_back(document.text(line));
  }

  PromptBlock read() {
    PromptBlock result;
    while (at_ < size() && !is_prompt_line(texts_[at_])) ++at_;
    result.first = at_;
    while (at_ < size()) {
      Step step = read_step();
      if (holds_code(step.source)) result.steps.push_back(std::move(step));
    }
    return result;
  }

 private:
  std::size_t size() const { return texts_.size(); }
  const CodeLine& line(std::size_t i) const { return block_.lines[i]; }

  Step read_step() {
    Step step;
    step.kind = StepKind::prompt;
    step.mode = StepMode::single;
    step.line = line(at_).line;
    indent_ = indent_of(texts_[at_]);
    warned_ = false;
    read_source(step);
    Shown& shown = step.shown;
    shown.line = line(at_ - 1).line;
    shown.insert = line(at_ - 1).whole.end;
    read_paragraph(shown);
    while (at_ < size() && !is_prompt_line(texts_[at_])) {
      std::size_t next = at_;
      while (next < size() && is_blank(texts_[next])) ++next;
      if (next == size() || is_prompt_line(texts_[next])) {
        at_ = next;
        break;
      }
      if (!carries_on_log(texts_[next], has_log(shown))) {
        warnings_.push_back({document_.name(), line(next).line,
                             "this text follows a blank line, so it belongs to no step; "
                             "write <BLANKLINE> for a blank line of output"});
        while (next < size() && !is_prompt_line(texts_[next])) ++next;
        at_ = next;
        break;
      }
      for (; at_ < next; ++at_) {
        if (!shown.empty()) add_shown(shown);
      }
      read_paragraph(shown);
    }
    step.end_line = shown.empty() ? shown.line : last_shown_line_;
    return step;
  }

  void read_source(Step& step) {
    const CodeLine& first = line(at_);
    const std::string_view source = without_prompt(texts_[at_]);
    step.prompt_text = {first.text.end - source.size(), first.text.end};
    step.shown.indent = line_prefix(document_.view(
        {first.whole.begin, first.text.begin + indent_of(document_.view(first.text))}));
    const std::string_view text = texts_[at_];
    const std::size_t after = indent_ + 3;
    if (after < text.size() && text[after] != ' ') {
      warnings_.push_back({document_.name(), first.line, "there is no blank after `>>>`"});
    }
    step.source = std::string(source);
    for (++at_; at_ < size() && is_continuation(texts_[at_]); ++at_) {
      if (indent_of(texts_[at_]) != indent_) warn_about_indent();
      step.source.append("\n").append(without_prompt(texts_[at_]));
    }
  }

  void read_paragraph(Shown& shown) {
    while (at_ < size() && !is_blank(texts_[at_]) && !is_prompt_line(texts_[at_])) {
      if (indent_of(texts_[at_]) < indent_) warn_about_indent();
      const std::size_t prompt = texts_[at_].find(">>> ");
      if (prompt != std::string::npos && prompt > 0 && texts_[at_][prompt - 1] != ' ' &&
          texts_[at_][prompt - 1] != '\'' && texts_[at_][prompt - 1] != '"') {
        warnings_.push_back({document_.name(), line(at_).line,
                             "text stands before this `>>>`, so it is no prompt"});
      }
      add_shown(shown);
      ++at_;
    }
  }

  void add_shown(Shown& shown) {
    const std::string& text = texts_[at_];
    if (shown.lines.empty()) shown.line = line(at_).line;
    last_shown_line_ = line(at_).line;
    shown.lines.push_back({text.substr(std::min(indent_, indent_of(text))), line(at_).whole});
  }

  void warn_about_indent() {
    if (warned_) return;
    warned_ = true;
    warnings_.push_back({document_.name(), line(at_).line,
                         "this line is indented otherwise than the prompt it belongs to"});
  }

  static bool has_log(const Shown& shown) {
    return std::any_of(shown.lines.begin(), shown.lines.end(),
                       [](const ShownLine& line) { return carries_on_log(line.text, false); });
  }

  const Document& document_;
  const Block& block_;
  std::vector<Diagnostic>& warnings_;
  std::vector<std::string> texts_;
  std::size_t at_ = 0;
  std::size_t indent_ = 0;
  bool warned_ = false;
  int last_shown_line_ = 0;
};

}  // namespace

bool is_prompt_line(std::string_view line) {
  line.remove_prefix(indent_of(line));
  return starts_with(line, ">>>") && (line.size() == 3 || line[3] != '>');
}

bool carries_on_log(std::string_view line, bool after_log) {
  line = trim(line);
  if (has_log_prefix(line) || opens_statement(line) || is_parameter_line(line)) return true;
  return after_log && (starts_with(line, "(") || starts_with(line, "[(") ||
                       starts_with(line, ")") || opens_rest_of_statement(line));
}

PromptBlock read_prompts(const Document& document, const Block& block,
                         std::vector<Diagnostic>& warnings) {
  return PromptReader(document, block, warnings).read();
}

std::string line_prefix(std::string_view before) {
  std::string prefix(before);
  for (char& c : prefix) {
    if (c != '>' && c != '\t') c = ' ';
  }
  return prefix;
}

}  // namespace lessonrun
