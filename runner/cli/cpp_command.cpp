// `lessonrun cpp`: a lesson as one C++ program.
#include <fstream>
#include <ostream>

#include "runner/cli/commands.h"
#include "runner/lesson/translation.h"

namespace lessonrun {

namespace {

/// One step's C++ as it stands in the program, or why it has none.
struct StepText {
  std::string text;
  bool has_equivalent;
};

StepText text_of_step(const std::vector<const Lesson*>& lessons, const translate::Program& program,
                      int id) {
  size_t before = 0;
  size_t which = 0;
  for (size_t i = 0; i < program.steps.size(); ++i) {
    while (i - before >= lessons[which]->steps.size()) before += lessons[which++]->steps.size();
    const Lesson& lesson = *lessons[which];
    const translate::StepTranslation& step = program.steps[i];
    if (step.id != id) continue;
    const bool has = step.reason.empty();
    return {"// " + lesson.path + ":" + std::to_string(lesson.steps[i - before].line) + "\n" +
                (has ? step.cpp : "// No C++ equivalent: " + step.reason + ".\n"),
            has};
  }
  throw InputError({lessons.front()->path, 0,
                    "there is no step " + std::to_string(id) + "; the lesson has " +
                        std::to_string(program.steps.size())});
}

}  // namespace

int cpp_command(const CppCommand& command, const Streams& streams) {
  LessonLoader loader;
  const Selection selection = select_lessons(loader, command.select, streams.in);
  const int status = report_selection(selection, streams, {}, true);
  if (status != kGood) return status;
  if (selection.lessons.empty() || (selection.lessons.size() > 1 && !command.chain)) {
    streams.err << "lessonrun: cpp takes one lesson, or several with --chain\n";
    return kBadInput;
  }
  std::vector<const Lesson*> lessons;
  for (const Selected& selected : selection.lessons) lessons.push_back(selected.plan.lesson.get());
  const translate::Program program = translate_chain(lessons);
  const StepText shown =
      command.step ? text_of_step(lessons, program, *command.step) : StepText{program.text, true};
  const int good = shown.has_equivalent ? kGood : kFailed;
  if (command.output.empty() || command.output == "-") {
    streams.out << shown.text;
    return good;
  }
  std::ofstream file(command.output, std::ios::binary);
  file << shown.text;
  if (!file.flush()) {
    throw InputError({command.output, 0, "this file cannot be written"});
  }
  return good;
}

}  // namespace lessonrun
