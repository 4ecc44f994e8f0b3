// A lesson: a document, its settings and its steps.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runner/lesson/step.h"
#include "runner/markdown/document.h"

namespace lessonrun {

/// Front matter, with the defaults of lessons.yml filled in.
struct LessonSettings {
  std::string title;
  std::vector<std::string> profiles;  ///< empty: what the command line says
  unsigned doctest = 0;
  std::optional<SqlPolicy> sql;
  std::vector<std::string> after;  ///< as written
  std::vector<std::string> files;  ///< file names and patterns beside the lesson
  std::optional<std::string> now;
  std::optional<std::string> seed;
  std::optional<double> timeout;  ///< seconds for one step
};

struct Lesson {
  std::string path;
  markdown::Document document;
  LessonSettings settings;
  std::vector<Step> steps;
  std::vector<Diagnostic> warnings;
};

/// The settings of a document. `defaults` is the map of lessons.yml, or null. Throws InputError for
/// a value that makes no sense.
LessonSettings read_settings(const markdown::Document& document, const markdown::Yaml& defaults);

/// Reads a lesson from the bytes of a file. Throws InputError if it is malformed: encoding, front
/// matter, an unknown attribute or doctest option.
Lesson read_lesson(std::string path, std::string bytes, const markdown::Yaml& defaults = {});

/// The module a file name stands for: `models.py` is `models`, `pkg/models.py` is `pkg.models`.
std::string module_name(std::string_view file);

/// The words of languages whose blocks are code steps: python, py, python3, py3.
bool is_python_word(std::string_view word);

}  // namespace lessonrun
