// What the translator's tests share: the program of steps as a lesson's prompts would give them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "runner/translate/translate.h"

namespace lessonrun::translate {

/// A step of a prompt: its value is shown.
inline SourceStep prompt_step(int id, std::string source) {
  SourceStep step;
  step.id = id;
  step.line = id;
  step.source = std::move(source);
  step.shows_values = true;
  return step;
}

/// The program of `sources` behind the steps of `head`, which its list of steps leaves out.
inline Program program_behind(const std::vector<std::string>& head,
                              const std::vector<std::string>& sources) {
  std::vector<SourceStep> steps;
  steps.reserve(head.size() + sources.size());
  for (const auto* part : {&head, &sources}) {
    for (const std::string& source : *part) {
      steps.push_back(prompt_step(static_cast<int>(steps.size()) + 1, source));
    }
  }
  Program program = translate({"x.md", "X"}, steps);
  program.steps.erase(program.steps.begin(),
                      program.steps.begin() + static_cast<std::ptrdiff_t>(head.size()));
  return program;
}

}  // namespace lessonrun::translate
