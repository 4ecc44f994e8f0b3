// From a document to steps: which blocks are run, which show what a step should print, and which
// are for the reader only.
#include <algorithm>
#include <utility>

#include "runner/lesson/lesson.h"
#include "runner/lesson/modules.h"
#include "runner/lesson/prompt_reader.h"
#include "runner/lesson/words.h"

namespace lessonrun {
namespace {

using markdown::Block;
using markdown::BlockKind;
using markdown::CodeLine;
using markdown::Document;

constexpr std::string_view comment_mark = "lessonrun:";

/// The text of a block's code without the indent that all its lines share.
std::string dedented(const Document& document, const std::vector<CodeLine>& lines) {
  std::size_t indent = std::string::npos;
  std::vector<std::string> texts;
  for (const CodeLine& line : lines) {
    texts.push_back(document.text(line));
    const std::string& text = texts.back();
    if (!is_blank(text)) indent = std::min(indent, text.find_first_not_of(' '));
  }
  std::string result;
  for (const std::string& text : texts) {
    if (!is_blank(text)) result += text.substr(indent);
    result += '\n';
  }
  return result;
}

bool opens_with_shell(const Document& document, const Block& block) {
  for (const CodeLine& line : block.lines) {
    const std::string text = document.text(line);
    if (!is_blank(text)) return starts_with(trim(text), "$ ");
  }
  return false;
}

bool has_prompt(const Document& document, const Block& block) {
  return std::any_of(block.lines.begin(), block.lines.end(),
                     [&](const CodeLine& line) { return is_prompt_line(document.text(line)); });
}

class LessonReader {
 public:
  explicit LessonReader(Lesson& lesson) : lesson_(lesson), document_(lesson.document) {}

  void read() {
    const std::vector<Block>& blocks = document_.blocks();
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      if (blocks[i].kind == BlockKind::comment) read_comment(blocks[i]);
      if (blocks[i].kind != BlockKind::code) continue;
      read_code(i);
    }
    drop_comment();
    resolve_modules(lesson_.steps, lesson_.settings.files);
    int id = 0;
    for (Step& step : lesson_.steps) step.id = ++id;
  }

 private:
  void read_comment(const Block& block) {
    if (!starts_with(block.text, comment_mark)) return;
    if (block.line > comment_end_ + 2) drop_comment();
    if (comment_.empty()) comment_line_ = block.line;
    comment_.append(" ").append(block.text.substr(comment_mark.size()));
    comment_end_ = block.end_line;
  }

  // A comment that reaches no code block is most likely a mistake.
  void drop_comment() {
    if (!is_blank(comment_)) {
      lesson_.warnings.push_back(
          {lesson_.path, comment_line_, "this comment stands above no code block"});
    }
    comment_.clear();
  }

  void read_code(std::size_t index) {
    const Block& block = document_.blocks()[index];
    InfoString info = parse_info_string(block.info, lesson_.path, block.line);
    if (block.line > comment_end_ + 2) drop_comment();
    if (!comment_.empty()) {
      add_attributes(comment_, info.attributes, lesson_.path, comment_line_);
      comment_.clear();
    }
    if (block.in_comment) info.attributes.hidden = true;
    const std::size_t before = lesson_.steps.size();
    if (index != expected_block_) read_steps(index, info);
    const std::size_t count = lesson_.steps.size() - before;
    if (count > 1) require_block_attributes(block, info.attributes);
    for (std::size_t i = before; i < lesson_.steps.size(); ++i) {
      Step& step = lesson_.steps[i];
      step.block = block_id_;
      step.attributes = info.attributes;
      // A fresh start is made once, before the first step of the block.
      if (i > before) step.attributes.reset = false;
      if (info.attributes.solution) step.kind = StepKind::solution;
    }
    ++block_id_;
  }

  void require_block_attributes(const Block& block, const Attributes& attributes) const {
    for (const auto& [name, value] :
         {std::pair<const char*, const std::string&>("expect", attributes.expect),
          std::pair<const char*, const std::string&>("name", attributes.name)}) {
      if (value.empty()) continue;
      throw InputError({lesson_.path, block.line,
                        std::string("the attribute \"") + name +
                            "\" is for blocks of one step; this block has several"});
    }
  }

  void read_steps(std::size_t index, const InfoString& info) {
    const Block& block = document_.blocks()[index];
    if (info.attributes.hint || block.lines.empty()) return;
    if (!info.attributes.file.empty()) {
      add_text_step(block, StepKind::file).module = info.attributes.file;
    } else if (info.attributes.exercise) {
      add_text_step(block, StepKind::exercise);
    } else if (opens_with_shell(document_, block)) {
      read_shell(block);
    } else if (has_prompt(document_, block)) {
      read_prompt_block(block, info.word);
    } else if (is_python_word(info.word)) {
      read_code_step(index, info);
    }
  }

  Step& add_text_step(const Block& block, StepKind kind) {
    Step step;
    step.kind = kind;
    step.mode = StepMode::text;
    step.line = block.lines.front().line;
    step.end_line = block.lines.back().line;
    step.source = document_.text(block);
    step.shown.possible = false;
    lesson_.steps.push_back(std::move(step));
    return lesson_.steps.back();
  }

  void read_prompt_block(const Block& block, std::string_view word) {
    PromptBlock prompts = read_prompts(document_, block, lesson_.warnings);
    const std::vector<CodeLine> head(
        block.lines.begin(), block.lines.begin() + static_cast<std::ptrdiff_t>(prompts.first));
    const std::string code = dedented(document_, head);
    const bool mixed =
        (word.empty() || is_python_word(word)) && !is_blank(code) && !is_banner(code);
    if (mixed) add_code(head, code).shown.possible = false;
    for (Step& step : prompts.steps) {
      step.in_mixed = mixed;
      step.directives = find_directives(step.source, lesson_.path, step.line);
      lesson_.steps.push_back(std::move(step));
    }
  }

  // What the interpreter says when it starts is no code.
  static bool is_banner(std::string_view code) {
    const std::string_view text = trim(code);
    return starts_with(text, "Python ") && text.size() > 7 && text[7] >= '0' && text[7] <= '9';
  }

  Step& add_code(const std::vector<CodeLine>& lines, std::string source) {
    Step step;
    step.line = lines.front().line;
    step.end_line = lines.back().line;
    step.source = std::move(source);
    step.directives = find_directives(step.source, lesson_.path, step.line);
    lesson_.steps.push_back(std::move(step));
    return lesson_.steps.back();
  }

  void read_code_step(std::size_t index, const InfoString& info) {
    const Block& block = document_.blocks()[index];
    std::string source = dedented(document_, block.lines);
    if (is_blank(source)) return;
    Step& step = add_code(block.lines, std::move(source));
    step.module = module_title(info.title, step.source);
    step.shown.line = block.end_line;
    step.shown.insert = block.range.end;
    step.shown.possible = block.fenced && block.closed;
    step.shown.needs_fence = true;
    const std::string_view last = document_.view(document_.line_range(block.end_line));
    const std::size_t fence = last.find_first_of("`~");
    step.shown.indent = line_prefix(last.substr(0, fence == std::string_view::npos ? 0 : fence));
    attach_expected(index, step);
  }

  // The block after a code step may show what it logs and prints.
  void attach_expected(std::size_t index, Step& step) {
    const std::vector<Block>& blocks = document_.blocks();
    std::size_t next = index + 1;
    int line = blocks[index].end_line + 1;
    for (;; ++next) {
      if (next == blocks.size()) return;
      if (!only_blanks(line, blocks[next].line)) return;
      if (blocks[next].kind != BlockKind::comment) break;
      if (starts_with(blocks[next].text, comment_mark)) return;  // it begins something new
      line = blocks[next].end_line + 1;
    }
    const Block& block = blocks[next];
    if (block.kind != BlockKind::code || block.in_comment != blocks[index].in_comment) return;
    const InfoString info = parse_info_string(block.info, lesson_.path, block.line);
    const bool fits = info.word.empty() || info.word == "sql" || info.word == "text" ||
                      info.word == "output" || info.word == "console";
    const Attributes& attributes = info.attributes;
    if (!fits || attributes.hint || attributes.exercise || !attributes.file.empty()) return;
    if (has_prompt(document_, block) || opens_with_shell(document_, block)) return;
    expected_block_ = next;
    step.shown.needs_fence = false;
    step.shown.possible = true;
    step.end_line = block.end_line;
    step.shown.line = block.line + (block.fenced ? 1 : 0);
    for (const CodeLine& code : block.lines) {
      step.shown.lines.push_back({document_.text(code), code.whole});
    }
    if (block.fenced) {
      step.shown.insert = document_.line_range(block.line).end;
      const std::string_view first = document_.view(document_.line_range(block.line));
      step.shown.indent = line_prefix(first.substr(0, first.find_first_of("`~")));
    }
    if (!block.lines.empty()) {
      const CodeLine& first = block.lines.front();
      step.shown.insert = first.whole.begin;
      step.shown.indent = line_prefix(document_.view({first.whole.begin, first.text.begin}));
    }
  }

  bool only_blanks(int line, int end) const {
    for (; line < end; ++line) {
      const std::string_view text = document_.view(document_.line_range(line));
      if (text.find_first_not_of("> \t\r\n") != std::string_view::npos) return false;
    }
    return true;
  }

  // `$ python main.py` runs a module; the lines below it, up to the next `$ `, are what it prints.
  // Whether the lesson has such a module is known only at the end.
  void read_shell(const Block& block) {
    Step* step = nullptr;
    for (const CodeLine& line : block.lines) {
      const std::string text = document_.text(line);
      const std::string_view trimmed = trim(text);
      if (starts_with(trimmed, "$ ")) {
        const std::vector<std::string> words = split_words(trimmed.substr(2));
        step = nullptr;
        if (words.size() != 2 || !ends_with(words[1], ".py")) continue;
        if (words[0] != "python" && words[0] != "python3" && words[0] != "py") continue;
        step = &add_code({line}, "");
        step->mode = StepMode::module;
        step->module = words[1];
        step->source = std::string(trimmed.substr(2));
        step->shown.line = line.line;
        step->shown.insert = line.whole.end;
        step->shown.indent = line_prefix(document_.view({line.whole.begin, line.text.begin}));
      } else if (step != nullptr) {
        step->shown.lines.push_back({text, line.whole});
        step->end_line = line.line;
      }
    }
    for (Step& each : lesson_.steps) {
      if (each.mode != StepMode::module) continue;
      while (!each.shown.lines.empty() && is_blank(each.shown.lines.back().text)) {
        each.shown.lines.pop_back();
      }
    }
  }

  Lesson& lesson_;
  const Document& document_;
  std::string comment_;
  int comment_line_ = 0;
  int comment_end_ = -2;
  int block_id_ = 0;
  std::size_t expected_block_ = std::string::npos;  // the block that the last code step took
};

}  // namespace

std::string_view step_kind_name(StepKind kind) {
  switch (kind) {
    case StepKind::prompt:
      return "prompt";
    case StepKind::code:
      return "code";
    case StepKind::file:
      return "file";
    case StepKind::exercise:
      return "exercise";
    case StepKind::solution:
      return "solution";
  }
  return "";
}

std::string Shown::text() const {
  std::string result;
  for (const ShownLine& shown : lines) result.append(shown.text).push_back('\n');
  return result;
}

bool is_python_word(std::string_view word) {
  return word == "python" || word == "py" || word == "python3" || word == "py3";
}

Lesson read_lesson(std::string path, std::string bytes, const markdown::Yaml& defaults) {
  Lesson lesson;
  lesson.path = path;
  lesson.document = Document::parse(std::move(path), std::move(bytes));
  lesson.settings = read_settings(lesson.document, defaults);
  lesson.warnings = lesson.document.warnings();
  LessonReader(lesson).read();
  std::stable_sort(lesson.warnings.begin(), lesson.warnings.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.line < b.line; });
  return lesson;
}

}  // namespace lessonrun
