// Reads the prompts of one code block: `>>> ` and `... ` lines, and the text below them.
#pragma once

#include <string>
#include <vector>

#include "runner/lesson/step.h"
#include "runner/markdown/document.h"

namespace lessonrun {

/// Whether a line of code is a prompt, `>>> …`, after any indent.
bool is_prompt_line(std::string_view line);

/// Whether a line after a blank one carries on the log of the statement before it: a log line, an
/// SQL statement, or — where `after_log` — its parameters or its rest.
bool carries_on_log(std::string_view line, bool after_log);

/// What a block's prompts amount to.
struct PromptBlock {
  std::vector<Step> steps;  ///< kind prompt; ids and attributes are the caller's
  std::size_t first = 0;    ///< the line of the block that holds the first prompt
};

/// Reads a block that has at least one prompt. Appends warnings about text that belongs to no step.
PromptBlock read_prompts(const markdown::Document& document, const markdown::Block& block,
                         std::vector<Diagnostic>& warnings);

/// What stands before the content on the lines of a block, as far as it can be repeated on new
/// lines: quote marks and blanks; a list's marker becomes blanks.
std::string line_prefix(std::string_view before);

}  // namespace lessonrun
