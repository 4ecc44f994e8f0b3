// `lessonrun list`: lessons and steps without running them.
#include <ostream>

#include "runner/cli/commands.h"

namespace lessonrun {

int list_command(const ListCommand& command, const Streams& streams) {
  LessonLoader loader;
  const Selection selection = select_lessons(loader, command.select, streams.in);
  const int status = report_selection(selection, streams, {}, false);
  std::vector<std::shared_ptr<const Lesson>> lessons;
  for (const Selected& selected : selection.lessons) lessons.push_back(selected.plan.lesson);
  if (command.paths) {
    for (const auto& lesson : lessons) streams.out << lesson->path << "\n";
    return status;
  }
  streams.out << (command.json ? report::list_json(lessons, command.profile)
                               : report::list_text(lessons));
  return status;
}

}  // namespace lessonrun
