// One step of a lesson: what is run, what the lesson shows for it, and where both stand in the
// file.
#pragma once

#include <string>
#include <vector>

#include "runner/base/text_range.h"
#include "runner/lesson/attributes.h"
#include "runner/lesson/doctest_flags.h"

namespace lessonrun {

enum class StepKind { prompt, code, file, exercise, solution };

/// "prompt", "code", "file", "exercise" or "solution".
std::string_view step_kind_name(StepKind kind);

enum class StepMode {
  single,  ///< as at Python's prompt: expression statements show their value
  exec,    ///< as a program: values are not shown
  module,  ///< `$ python main.py`: a module runs as __main__
  text,    ///< nothing runs: a module's text, an exercise's starter
};

/// One line of expected text.
struct ShownLine {
  std::string text;  ///< without indent and line end
  TextRange whole;   ///< the line in the file, its line end included
};

/// What the lesson shows below a step.
struct Shown {
  std::vector<ShownLine> lines;
  int line = 0;  ///< of the first line; where nothing is shown, of the line it would follow
  std::size_t insert = 0;    ///< where text goes if there is none yet: the start of a line
  std::string indent;        ///< what stands before the text on each line of the file
  bool needs_fence = false;  ///< there is no block yet that could hold it
  bool possible = true;      ///< false: there is no place where output could be shown

  bool empty() const { return lines.empty(); }
  /// The lines, each ended by "\n".
  std::string text() const;
};

struct Step {
  int id = 0;  ///< counts from 1
  StepKind kind = StepKind::code;
  StepMode mode = StepMode::exec;
  int line = 0;        ///< of the first line of source
  int end_line = 0;    ///< of the last line of source or of expected text
  std::string source;  ///< without prompts; line i of it is line `line + i` of the file
  Shown shown;
  Attributes attributes;
  FlagChange directives;
  int block = 0;          ///< which code block it came from; steps of one block share it
  std::string module;     ///< kind file and mode module: the file's name, `pkg/models.py`
  bool in_mixed = false;  ///< a prompt below code in one block: it may be a shown value, no code
  TextRange prompt_text;  ///< of such a step: what stands behind `>>> ` in the file
};

}  // namespace lessonrun
