// The code of a lesson as cards: Python, its C++, the SQL it sent, what it printed.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "runner/lesson/result.h"

namespace lessonrun::site {

/// Renders the code blocks of one lesson.
class CodeCards {
 public:
  explicit CodeCards(const LessonResult& result);

  /// The code blocks that begin on the lines [first, last] of the file. Nothing for hidden ones and
  /// for those that show a step's output, which its card has.
  std::string render(int first, int last);

  /// Whether a step of the lesson has C++ to show.
  bool has_cpp() const { return has_cpp_; }

 private:
  std::string block(std::size_t index);
  std::string card(const std::vector<const StepResult*>& steps) const;
  std::string step(const StepResult& step) const;
  std::string goal(const std::vector<const StepResult*>& steps) const;
  bool shows_output(const markdown::Block& block) const;
  Attributes attributes_of(std::size_t index) const;

  const markdown::Document& document_;
  std::map<int, std::vector<const StepResult*>> steps_;  // by the code block they come from
  std::set<std::size_t> output_starts_;                  // bytes where shown output begins
  bool has_cpp_ = false;
};

}  // namespace lessonrun::site
