// `lessonrun check` and `lessonrun record`: the same run, with a real Python (or its recording) in
// place of the interpreter.
#include <algorithm>
#include <ostream>
#include <stdexcept>

#include "runner/cli/commands.h"
#include "runner/cli/python_executor.h"
#include "runner/lesson/recording.h"

namespace lessonrun {
namespace {

struct Versions {
  std::string python;
  std::string sqlalchemy;
};

Versions probe(const std::string& program) {
  const ScratchFolder scratch;
  PythonExecutor executor(program);
  SessionSettings settings;
  settings.scratch = scratch.path();
  executor.start(settings);
  return {executor.python_version(), executor.sqlalchemy_version()};
}

std::string profile_for(const std::string& version) {
  std::string profile = profile_of_version(version);
  if (!profile.empty()) return profile;
  throw InputError({"--python", 0,
                    version.empty() ? "this Python finds no SQLAlchemy"
                                    : "SQLAlchemy " + version +
                                          " has no profile; there are 1.3, "
                                          "1.4 and 2.0"});
}

/// Takes out the lessons that name other profiles.
void keep_lessons_for(const std::string& profile, Selection& selection) {
  std::vector<Selected> kept;
  for (Selected& selected : selection.lessons) {
    const std::vector<std::string>& profiles = selected.plan.lesson->settings.profiles;
    if (profiles.empty() ||
        std::find(profiles.begin(), profiles.end(), profile) != profiles.end()) {
      kept.push_back(std::move(selected));
      continue;
    }
    selection.notes.push_back(
        {selected.plan.lesson->path, 0, "skipped: it does not name SQLAlchemy " + profile});
  }
  selection.lessons = std::move(kept);
}

/// One run of each lesson, or of the chain, under this profile alone.
std::vector<JobGroup> groups_for(const Selection& selection, const std::string& profile,
                                 bool chain) {
  std::vector<JobGroup> groups;
  for (const Selected& selected : selection.lessons) {
    if (groups.empty() || !chain) groups.emplace_back();
    groups.back().push_back({selected.plan, profile, selected.until_line});
  }
  return groups;
}

}  // namespace

int check_command(CheckCommand command, const Streams& streams, CliEnvironment environment) {
  finish_options(command.run);
  LessonLoader loader;
  Selection selection = select_lessons(loader, command.run.select, streams.in);
  Recording recording;
  std::string profile;
  try {
    if (command.transcript.empty()) {
      const Versions versions = probe(command.python);
      recording.python = versions.python;
      recording.sqlalchemy = versions.sqlalchemy;
      environment.executor = [&command, &recording]() -> std::unique_ptr<Executor> {
        auto python = std::make_unique<PythonExecutor>(command.python);
        if (command.output.empty()) return python;
        return std::make_unique<RecordingExecutor>(std::move(python), recording);
      };
    } else {
      recording = Recording::from_json(read_file(command.transcript));
      environment.executor = [&recording] { return std::make_unique<ReplayExecutor>(recording); };
    }
    profile = profile_for(recording.sqlalchemy);
  } catch (const std::invalid_argument& error) {
    throw InputError({command.transcript, 0, std::string("this is no recording: ") + error.what()});
  } catch (const InputError&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw InputError({"--python", 0, error.what()});
  }
  keep_lessons_for(profile, selection);
  // A recording is one list a lesson, so its steps must come in order.
  if (!command.output.empty()) command.run.threads = 1;
  const std::vector<JobGroup> groups = groups_for(selection, profile, command.run.chain);
  if (command.output.empty()) {
    return run_and_report(command.run, selection, groups, streams, environment);
  }
  int status = report_selection(selection, streams, {}, command.run.quiet);
  JobOptions jobs;
  jobs.run = command.run.run;
  run_groups(groups, jobs, environment, streams.err, [&](const GroupResult& group) {
    for (const Diagnostic& problem : group.problems) {
      streams.err << report::text_diagnostic(problem, "error", {});
      status = kBadInput;
    }
    if (group.failure.empty()) return;
    streams.err << "lessonrun: internal failure: " << group.failure << "\n";
    status = kBroken;
  });
  if (status != kBroken && !selection.lessons.empty()) {
    replace_file(command.output, recording.to_json());
  }
  return status;
}

}  // namespace lessonrun
