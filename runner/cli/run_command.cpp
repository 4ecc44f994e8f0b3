// `lessonrun run`: select lessons, run them, report.
#include <algorithm>
#include <cstdlib>
#include <ostream>
#include <utility>

#include "runner/cli/commands.h"
#include "runner/lesson/translation.h"
#include "runner/lesson/words.h"

namespace lessonrun {
namespace {

struct ReportTarget {
  std::string format;
  std::string file;  // empty: stdout
};

ReportTarget parse_report(const std::string& text) {
  const std::size_t colon = text.find(':');
  ReportTarget target{text.substr(0, colon),
                      colon == std::string::npos ? "" : text.substr(colon + 1)};
  if (!report::is_format(target.format)) {
    throw InputError({"--report", 0,
                      "there is no format \"" + target.format +
                          "\"; there are text, json, junit, tap and github"});
  }
  if (colon != std::string::npos && target.file.empty()) {
    throw InputError({"--report", 0, "the file name after \"" + text + "\" is missing"});
  }
  if (target.file == "-") target.file.clear();
  return target;
}

/// The profiles that a whole chain can run under.
std::vector<std::string> common_profiles(const Selection& selection, const RunOptions& options) {
  std::vector<std::string> common;
  bool named = false;
  for (const Selected& selected : selection.lessons) {
    const std::vector<std::string>& profiles = selected.plan.lesson->settings.profiles;
    if (profiles.empty()) continue;
    if (!named) {
      common = profiles;
      named = true;
      continue;
    }
    common.erase(std::remove_if(common.begin(), common.end(),
                                [&](const std::string& profile) {
                                  return std::find(profiles.begin(), profiles.end(), profile) ==
                                         profiles.end();
                                }),
                 common.end());
    if (common.empty()) {
      throw InputError({selected.plan.lesson->path, 0,
                        "it names another SQLAlchemy profile than the lessons before it, so they "
                        "cannot be chained"});
    }
  }
  return named ? common : std::vector<std::string>{options.profile};
}

}  // namespace

int status_of(const GroupResult& group) {
  int status = group.problems.empty() ? kGood : kBadInput;
  if (!group.failure.empty()) status = kBroken;
  for (const LessonResult& lesson : group.lessons) {
    if (lesson.status == LessonStatus::failed) status = std::max<int>(status, kFailed);
    if (lesson.status == LessonStatus::aborted) status = kBroken;
  }
  return status;
}

report::TextOptions text_options(const RunCommand& command, const CliEnvironment& environment) {
  report::TextOptions options;
  const char* no_color = std::getenv("NO_COLOR");
  const bool allowed = no_color == nullptr || *no_color == '\0';
  options.color = command.color == "always" ||
                  (command.color == "auto" && environment.out_is_terminal && allowed);
  options.verbosity = command.verbose ? 1 : command.quiet ? -1 : 0;
  return options;
}

void finish_options(RunCommand& command) {
  if (!is_known_profile(command.run.profile)) {
    throw InputError({"--profile", 0,
                      "there is no SQLAlchemy profile \"" + command.run.profile +
                          "\"; there are 1.3, 1.4 and 2.0"});
  }
  for (const std::string& list : command.doctest) {
    for (const std::string& name : split_words(list)) {
      const unsigned flag = doctest_flag(name);
      if (flag == 0) {
        const std::vector<std::string> names = doctest_flag_names(~0U);
        throw InputError({"--doctest", 0,
                          "there is no doctest option \"" + name + "\"; the nearest is " +
                              nearest_word(name, {names.begin(), names.end()})});
      }
      command.run.doctest |= flag;
    }
  }
}

std::vector<JobGroup> make_groups(const Selection& selection, const RunCommand& command) {
  std::vector<JobGroup> groups;
  if (command.chain && !selection.lessons.empty()) {
    for (const std::string& profile : common_profiles(selection, command.run)) {
      JobGroup group;
      for (const Selected& selected : selection.lessons)
        group.push_back({selected.plan, profile, 0});
      group.back().until_line = selection.lessons.back().until_line;
      groups.push_back(std::move(group));
    }
    return groups;
  }
  for (const Selected& selected : selection.lessons) {
    for (const std::string& profile : profiles_of(*selected.plan.lesson, command.run)) {
      groups.push_back({{selected.plan, profile, selected.until_line}});
    }
  }
  return groups;
}

int report_selection(const Selection& selection, const Streams& streams,
                     const report::TextOptions& options, bool quiet) {
  report::TextOptions plain = options;
  plain.color = false;
  for (const Diagnostic& problem : selection.problems) {
    streams.err << report::text_diagnostic(problem, "error", plain);
  }
  for (const Diagnostic& note : selection.notes) {
    if (!quiet || selection.lessons.empty()) {
      streams.err << report::text_diagnostic(note, "note", plain);
    }
  }
  if (!selection.problems.empty()) return kBadInput;
  if (!selection.lessons.empty()) return kGood;
  streams.err << "lessonrun: there is nothing to run\n";
  return kBadInput;
}

int run_command(RunCommand command, const Streams& streams, const CliEnvironment& environment) {
  finish_options(command);
  LessonLoader loader;
  const Selection selection = select_lessons(loader, command.select, streams.in);
  return run_and_report(command, selection, make_groups(selection, command), streams, environment);
}

int run_and_report(const RunCommand& command, const Selection& selection,
                   const std::vector<JobGroup>& groups, const Streams& streams,
                   const CliEnvironment& environment) {
  std::vector<ReportTarget> targets;
  for (const std::string& text : command.reports) targets.push_back(parse_report(text));
  const bool to_stdout =
      std::any_of(targets.begin(), targets.end(),
                  [](const ReportTarget& target) { return target.file.empty(); });
  if (!to_stdout) targets.insert(targets.begin(), {"text", ""});

  const report::TextOptions options = text_options(command, environment);
  int status = report_selection(selection, streams, options, command.quiet);

  JobOptions jobs;
  jobs.run = command.run;
  jobs.workdir = command.workdir;
  // Lessons that keep their files in one folder must not write there at the same time.
  jobs.threads = command.workdir.empty() ? command.threads : 1;
  jobs.progress = environment.err_is_terminal && !command.quiet;
  report::RunReport run;
  run.problems = selection.problems;
  run.notes = selection.notes;
  const bool streams_text = std::any_of(
      targets.begin(), targets.end(),
      [](const ReportTarget& target) { return target.format == "text" && target.file.empty(); });
  const bool wants_cpp =
      std::any_of(targets.begin(), targets.end(),
                  [](const ReportTarget& target) { return target.format == "json"; });
  std::size_t not_run = 0;
  run_groups(groups, jobs, environment, streams.err, [&](const GroupResult& group) {
    status = std::max(status, status_of(group));
    if (!group.ran) ++not_run;
    for (const Diagnostic& problem : group.problems) {
      streams.err << report::text_diagnostic(problem, "error", {});
      run.problems.push_back(problem);
    }
    if (!group.failure.empty()) {
      streams.err << "lessonrun: internal failure: " << group.failure << "\n";
    }
    for (const LessonResult& lesson : group.lessons) {
      if (streams_text) streams.out << report::text_lesson(lesson, options) << std::flush;
      run.lessons.push_back(lesson);
    }
    if (wants_cpp) {
      std::vector<LessonResult*> results;
      for (std::size_t i = run.lessons.size() - group.lessons.size(); i < run.lessons.size(); ++i) {
        results.push_back(&run.lessons[i]);
      }
      add_translations(results);
    }
  });
  if (streams_text) streams.out << report::text_summary(run, options);
  if (not_run > 0) streams.err << "lessonrun: " << count_of(not_run, "lesson") << " not run\n";
  for (const ReportTarget& target : targets) {
    if (target.format == "text" && target.file.empty()) continue;
    const std::string text = report::render(target.format, run, {false, options.verbosity});
    if (target.file.empty()) {
      streams.out << text;
    } else {
      replace_file(target.file, text);
    }
  }
  const bool interrupted = environment.interrupted != nullptr && environment.interrupted->load();
  return interrupted ? static_cast<int>(kBroken) : status;
}

}  // namespace lessonrun
