// `lessonrun cpp`: a lesson as one C++ program.
#include <fstream>
#include <ostream>

#include "runner/cli/commands.h"
#include "runner/lesson/translation.h"

namespace lessonrun {

int cpp_command(const CppCommand& command, const Streams& streams) {
  LessonLoader loader;
  const Selection selection = select_lessons(loader, command.select, streams.in);
  const int status = report_selection(selection, streams, {}, true);
  if (status != kGood) return status;
  if (selection.lessons.size() != 1) {
    streams.err << "lessonrun: cpp takes one lesson\n";
    return kBadInput;
  }
  const translate::Program program = translate_lesson(*selection.lessons[0].plan.lesson);
  if (command.output.empty() || command.output == "-") {
    streams.out << program.text;
    return kGood;
  }
  std::ofstream file(command.output, std::ios::binary);
  file << program.text;
  if (!file.flush()) {
    throw InputError({command.output, 0, "this file cannot be written"});
  }
  return kGood;
}

}  // namespace lessonrun
