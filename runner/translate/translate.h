// A lesson as a C++ program: its steps, in order, against the orm library.
//
// Names are resolved through the lesson's imports to rows of the binding table, whose spelling says
// how a call is written; types are inferred from there on. A step that has no equivalent says why.
#pragma once

#include <string>
#include <vector>

namespace lessonrun::translate {

/// A step as the translator needs it.
struct SourceStep {
  int id = 0;
  int line = 0;               ///< in the lesson
  std::string source;         ///< Python
  bool shows_values = false;  ///< at a prompt: values of expressions are shown
  bool shows_error = false;   ///< the lesson shows a traceback
  std::string module;         ///< the text of that module (`models`), which an import translates
  std::string skipped;        ///< why the step does not run; empty if it does
};

/// What became of a step: its C++, or the reason why there is none.
struct StepTranslation {
  int id = 0;
  std::string cpp;
  std::string reason;
};

/// A whole program, and its parts by step.
struct Program {
  std::string text;
  std::vector<StepTranslation> steps;
};

/// Translates a lesson. `path` and `title` are named in the program's head. Never throws for what
/// a lesson holds.
Program translate(const std::string& path, const std::string& title,
                  const std::vector<SourceStep>& steps);

}  // namespace lessonrun::translate
