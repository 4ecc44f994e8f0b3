// From a lesson's steps to the translator's.
#include "runner/lesson/translation.h"

#include <algorithm>

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

// The release whose behaviour a program has: 2.0 where the lesson teaches it, else its first.
std::string profile_of(const Lesson& lesson) {
  const std::vector<std::string>& named = lesson.settings.profiles;
  const bool latest = named.empty() || std::find(named.begin(), named.end(), "2.0") != named.end();
  return latest ? "2.0" : named.front();
}

void add_steps(const Lesson& lesson, int first_id, std::vector<translate::SourceStep>& steps) {
  for (const Step& step : lesson.steps) {
    translate::SourceStep source;
    source.path = lesson.path;
    source.id = first_id + step.id;
    source.line = step.line;
    source.source = step.source;
    source.shows_values = step.mode == StepMode::single;
    source.shows_error = shows_traceback(step);
    if (step.kind == StepKind::file) source.module = module_name(step.module);
    source.skipped = why_skipped(step);
    steps.push_back(std::move(source));
  }
}

void take_translations(LessonResult& result, int first_id, translate::Program& program) {
  for (StepResult& step : result.steps) {
    for (translate::StepTranslation& translation : program.steps) {
      if (step.step != nullptr && translation.id == first_id + step.step->id) {
        step.cpp = std::move(translation.cpp);
        step.cpp_reason = std::move(translation.reason);
      }
    }
  }
}

}  // namespace

translate::Program translate_chain(const std::vector<const Lesson*>& lessons) {
  std::vector<translate::SourceStep> steps;
  for (const Lesson* lesson : lessons) add_steps(*lesson, static_cast<int>(steps.size()), steps);
  const Lesson& first = *lessons.front();
  return translate::translate({first.path, first.settings.title, profile_of(first)}, steps);
}

translate::Program translate_lesson(const Lesson& lesson) { return translate_chain({&lesson}); }

void add_translations(const std::vector<LessonResult*>& results) {
  std::vector<const Lesson*> lessons;
  lessons.reserve(results.size());
  for (const LessonResult* result : results) lessons.push_back(result->lesson.get());
  if (lessons.empty()) return;
  translate::Program program = translate_chain(lessons);
  int first_id = 0;
  for (LessonResult* result : results) {
    take_translations(*result, first_id, program);
    first_id += static_cast<int>(result->lesson->steps.size());
  }
}

void add_translations(LessonResult& result, const Lesson& lesson) {
  translate::Program program = translate_lesson(lesson);
  take_translations(result, 0, program);
}

}  // namespace lessonrun
