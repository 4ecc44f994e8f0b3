// `lessonrun update`: run lessons, then rewrite the expectations that the run refuted.
#include <algorithm>
#include <ostream>

#include "runner/cli/commands.h"
#include "runner/lesson/update.h"
#include "runner/lesson/words.h"

namespace lessonrun {
namespace {

/// Lines of a lesson that were not touched although the step went wrong.
bool report_untouched(const LessonResult& lesson, const std::vector<int>& updated,
                      const Streams& streams) {
  bool any = false;
  for (const StepResult& step : lesson.steps) {
    if (!is_bad(step.verdict)) continue;
    if (std::find(updated.begin(), updated.end(), step.step->line) != updated.end()) continue;
    any = true;
    streams.out << lesson.path << ":" << step.step->line
                << ": left as it is: " << verdict_name(step.verdict) << ": "
                << report::describe(step) << "\n";
  }
  return any;
}

}  // namespace

int update_command(UpdateCommand command, const Streams& streams,
                   const CliEnvironment& environment) {
  finish_options(command.run);
  LessonLoader loader;
  const Selection selection = select_lessons(loader, command.run.select, streams.in);
  int status = report_selection(selection, streams, {}, command.run.quiet);
  std::vector<JobGroup> groups = make_groups(selection, command.run);

  JobOptions jobs;
  jobs.run = command.run.run;
  jobs.progress = environment.err_is_terminal;
  std::vector<std::string> done;
  run_groups(groups, jobs, environment, streams.err, [&](const GroupResult& group) {
    for (const Diagnostic& problem : group.problems) {
      streams.err << report::text_diagnostic(problem, "error", {});
      status = std::max<int>(status, kBadInput);
    }
    if (!group.failure.empty()) {
      streams.err << "lessonrun: internal failure: " << group.failure << "\n";
      status = kBroken;
    }
    for (const LessonResult& lesson : group.lessons) {
      if (lesson.status == LessonStatus::aborted) status = kBroken;
      // A lesson that runs under several profiles is written by the first.
      if (std::find(done.begin(), done.end(), lesson.path) != done.end()) continue;
      done.push_back(lesson.path);
      const UpdateResult updated = update_lesson(lesson, {command.fill});
      const bool untouched = report_untouched(lesson, updated.lines, streams);
      if (untouched) status = std::max<int>(status, kFailed);
      if (!updated.changed()) continue;
      const std::string steps = count_of(updated.lines.size(), "step");
      if (lesson.path == "<stdin>") {
        streams.out << updated.text;
      } else if (command.check) {
        streams.out << lesson.path << ": would change " << steps << "\n";
        status = std::max<int>(status, kFailed);
      } else {
        replace_file(lesson.path, updated.text);
        streams.out << lesson.path << ": changed " << steps << "\n";
      }
    }
  });
  return status;
}

}  // namespace lessonrun
