// From a lesson's steps to the translator's.
#include "runner/lesson/translation.h"

namespace lessonrun {

namespace {

std::string why_skipped(const Step& step) {
  const Attributes& attributes = step.attributes;
  if (step.kind == StepKind::exercise) return "an exercise's starter is not run";
  if (attributes.norun || attributes.skip) return "the lesson does not run it";
  if (attributes.aside) return "it runs on copies of session and database, which are forgotten";
  if (attributes.reset) return "it starts with a fresh session and database";
  if (step.mode == StepMode::module) return "it runs a module as a program";
  if (!attributes.profiles.empty()) return "it runs under some releases of SQLAlchemy only";
  return {};
}

bool shows_traceback(const Step& step) {
  for (const ShownLine& line : step.shown.lines) {
    if (line.text.rfind("Traceback (most recent call last)", 0) == 0) return true;
  }
  return !step.attributes.expect.empty();
}

}  // namespace

translate::Program translate_lesson(const Lesson& lesson) {
  std::vector<translate::SourceStep> steps;
  for (const Step& step : lesson.steps) {
    translate::SourceStep source;
    source.id = step.id;
    source.line = step.line;
    source.source = step.source;
    source.shows_values = step.mode == StepMode::single;
    source.shows_error = shows_traceback(step);
    if (step.kind == StepKind::file) source.module = module_name(step.module);
    source.skipped = why_skipped(step);
    steps.push_back(std::move(source));
  }
  return translate::translate(lesson.path, lesson.settings.title, steps);
}

void add_translations(LessonResult& result, const Lesson& lesson) {
  translate::Program program = translate_lesson(lesson);
  for (StepResult& step : result.steps) {
    for (translate::StepTranslation& translation : program.steps) {
      if (step.step != nullptr && translation.id == step.step->id) {
        step.cpp = std::move(translation.cpp);
        step.cpp_reason = std::move(translation.reason);
      }
    }
  }
}

}  // namespace lessonrun
