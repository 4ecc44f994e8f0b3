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
  std::string path{};         ///< of the lesson, where a program has several
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

/// What a program is made of beside its steps.
struct ProgramHead {
  std::string path;             ///< of the lesson
  std::string title;            ///< may be empty
  std::string profile = "2.0";  ///< the release of SQLAlchemy whose behaviour it has
};

/// Translates a lesson. Never throws for what a lesson holds.
Program translate(const ProgramHead& head, const std::vector<SourceStep>& steps);

}  // namespace lessonrun::translate
