// `lessonrun site`: run the lessons, and write their pages if all of them pass.
#include <algorithm>
#include <filesystem>
#include <ostream>

#include "orm/engine.h"
#include "runner/cli/commands.h"
#include "runner/lesson/translation.h"
#include "runner/lesson/words.h"
#include "site/site.h"

namespace lessonrun {
namespace {

namespace fs = std::filesystem;

std::string make_folder(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw InputError({path, 0, "the folder cannot be made: " + error.message()});
  return path;
}

}  // namespace

int site_command(SiteCommand command, const Streams& streams, const CliEnvironment& environment) {
  finish_options(command.run);
  LessonLoader loader;
  const Selection selection = select_lessons(loader, command.run.select, streams.in);
  int status = report_selection(selection, streams, {}, command.run.quiet);

  JobOptions jobs;
  jobs.run = command.run.run;
  jobs.threads = command.run.threads;
  jobs.progress = environment.err_is_terminal;
  std::vector<LessonResult> lessons;
  std::size_t refused = 0;
  run_groups(make_groups(selection, command.run), jobs, environment, streams.err,
             [&](const GroupResult& group) {
               status = std::max(status, status_of(group));
               for (const Diagnostic& problem : group.problems) {
                 streams.err << report::text_diagnostic(problem, "error", {});
               }
               if (!group.failure.empty()) {
                 streams.err << "lessonrun: internal failure: " << group.failure << "\n";
               }
               for (const LessonResult& lesson : group.lessons) {
                 if (!site::is_verified(lesson)) {
                   streams.err << report::text_lesson(lesson, {false, -1});
                   ++refused;
                 }
                 lessons.push_back(lesson);
                 add_translations(lessons.back(), *lesson.lesson);
               }
             });
  if (environment.interrupted != nullptr && environment.interrupted->load()) status = kBroken;
  if (status != kGood || refused > 0) {
    streams.err << "lessonrun: the site is not written";
    if (refused > 0) streams.err << ": " << count_of(refused, "lesson") << " did not pass";
    streams.err << "\n";
    return std::max<int>(status, kFailed);
  }
  site::SiteOptions options;
  options.title = command.title;
  options.database = std::string("SQLite ") + orm::sqlite_library_version();
  const std::string folder = make_folder(command.folder);
  const std::vector<site::SiteFile> files = site::build_site(lessons, options);
  for (const site::SiteFile& file : files) {
    replace_file((fs::path(folder) / file.name).string(), file.text);
  }
  streams.out << (fs::path(folder) / "index.html").string() << ": "
              << count_of(files.size() - 1, "lesson") << "\n";
  return kGood;
}

}  // namespace lessonrun
