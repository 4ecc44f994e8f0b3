// The SQL of a step, as the list under its code.
#pragma once

#include <string>
#include <vector>

#include "runner/lesson/result.h"

namespace lessonrun::site {

/// A statement that a step sent, or a line about its transaction.
struct Statement {
  std::string text;
  std::string note;        ///< where its text came from, without the time: `[generated in …]`
  std::string parameters;  ///< `('ed',)`; empty for transaction lines
  int line = 0;            ///< of the step's source, from 1; 0 where unknown
  bool echoed = true;
};

std::vector<Statement> statements_of(const StepResult& step);

/// The statements as a list; those with a line link to it. Empty if there are none.
std::string statements_html(const StepResult& step, const std::vector<Statement>& statements);

/// The id of a line of a step's source.
std::string line_id(const StepResult& step, int line);

}  // namespace lessonrun::site
