// Which lessons a command works on: files, folders, `-`, `PATH:LINE`, `-k REGEX`.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "runner/cli/jobs.h"
#include "runner/lesson/files.h"
#include "runner/report/report.h"

namespace lessonrun {

/// The options that several commands share, as given on the command line.
struct SelectOptions {
  std::vector<std::string> paths;
  std::string pattern;  ///< -k; empty: all
};

struct Selected {
  LessonPlan plan;
  int until_line = 0;  ///< PATH:LINE
};

struct Selection {
  std::vector<Selected> lessons;
  std::vector<Diagnostic> problems;
  std::vector<Diagnostic> notes;
  bool only_empty = false;  ///< there were lessons, but none has a step
};

/// Reads the lessons. Files that cannot be read become problems; files without steps are noted.
/// Throws InputError for a bad pattern.
Selection select_lessons(LessonLoader& loader, const SelectOptions& options, std::istream& in);

}  // namespace lessonrun
