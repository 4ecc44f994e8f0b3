// Reads the command line with CLI11 and calls the command. `lessonrun PATH…` is `lessonrun run
// PATH…`.
#include "runner/cli/cli.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <exception>
#include <filesystem>
#include <functional>
#include <ostream>

#include "orm/version.h"
#include "runner/cli/commands.h"
#include "runner/lesson/words.h"

namespace lessonrun {
namespace {

constexpr std::array<std::string_view, 10> command_names = {
    "run", "update", "check", "record", "cpp", "site", "list", "repl", "watch", "serve"};

bool is_command(const std::string& word) {
  return std::find(command_names.begin(), command_names.end(), word) != command_names.end();
}

/// `run` goes without saying, unless the user asks for help or the version.
std::vector<std::string> with_command(std::vector<std::string> args) {
  const bool global =
      args.empty() || args[0] == "-h" || args[0] == "--help" || args[0] == "--version";
  if (!global && !is_command(args[0])) args.insert(args.begin(), "run");
  return args;
}

bool is_option(const std::string& word) { return word.size() > 1 && word[0] == '-'; }

class CommandLine {
 public:
  /// Every command is known by name; only the one that is called gets its options, and `run` none
  /// where only paths are given, because describing them takes longer than reading a lesson.
  explicit CommandLine(const std::vector<std::string>& words)
      : command_(words[0]),
        only_paths_(std::none_of(words.begin() + 1, words.end(), is_option)),
        app_("Runs Markdown lessons that teach SQLAlchemy, and checks them.", "lessonrun") {
    app_.set_version_flag("--version", std::string("lessonrun ") + ORM_VERSION_STRING);
    app_.require_subcommand(1);
    add_run();
    add_update();
    add_check();
    add_list();
    add_site();
  }

  int run(std::vector<std::string> args, const Streams& streams,
          const CliEnvironment& environment) {
    try {
      std::reverse(args.begin(), args.end());  // as CLI11 wants them
      app_.parse(args);
    } catch (const CLI::ParseError& error) {
      const int status = app_.exit(error, streams.out, streams.err);
      return status == 0 ? kGood : kBadInput;
    }
    if (list_app_->parsed()) return list_command(list_, streams);
    if (cpp_app_->parsed()) return cpp_command(cpp_, streams);
    if (check_app_->parsed() || record_app_->parsed()) {
      if (check_app_->parsed()) check_.output.clear();
      if (check_.python.empty() == check_.transcript.empty()) {
        streams.err << "lessonrun: check needs --python EXE or --transcript FILE\n";
        return kBadInput;
      }
      return check_command(check_, streams, environment);
    }
    if (!environment.executor) {
      streams.err << "lessonrun: this build has no interpreter, so it cannot run lessons\n";
      return kBroken;
    }
    if (update_app_->parsed()) return update_command(update_, streams, environment);
    if (site_app_->parsed()) return site_command(site_, streams, environment);
    return run_command(run_, streams, environment);
  }

 private:
  CLI::App* add_command(const char* name, const char* description,
                        const std::function<void(CLI::App&)>& add_options) {
    CLI::App* app = app_.add_subcommand(name, description);
    if (command_ == name) add_options(*app);
    return app;
  }

  static void add_selection(CLI::App& app, SelectOptions& select) {
    app.add_option("paths", select.paths, "Lessons, folders of lessons, or - for standard input")
        ->required()
        ->type_name("PATH");
    app.add_option("-k", select.pattern, "Only lessons whose title or path matches")
        ->type_name("REGEX");
  }

  static void add_run_options(CLI::App& app, RunCommand& command) {
    app.add_flag("--chain", command.chain, "Run the lessons in order in one session");
    app.add_option("--profile", command.run.profile,
                   "SQLAlchemy's behaviour where a lesson names none: 1.3, 1.4 or 2.0")
        ->type_name("V");
    app.add_option("--doctest", command.doctest, "doctest option flags for all lessons")
        ->type_name("FLAG,...")
        ->allow_extra_args(false);
    app.add_option("--url", command.run.url, "The database server that lessons may reach")
        ->type_name("URL");
    app.add_option("--timeout", command.run.timeout, "Seconds for one step")
        ->check(CLI::PositiveNumber)
        ->type_name("S");
  }

  void add_run() {
    run_app_ = add_command("run", "Run lessons (the default)", [this](CLI::App& app) {
      add_selection(app, run_.select);
      if (only_paths_) return;
      add_run_options(app, run_);
      add_jobs(app, run_);
      app.add_flag("--fail-fast", run_.run.fail_fast, "Stop at the first step that fails");
      app.add_option("--workdir", run_.workdir, "Keep the lessons' files in this folder")
          ->type_name("DIR");
      add_report_options(app, run_);
    });
  }

  static void add_jobs(CLI::App& app, RunCommand& command) {
    app.add_option("-j", command.threads, "Run so many lessons at a time")
        ->check(CLI::Range(1U, 256U))
        ->type_name("N");
  }

  static void add_report_options(CLI::App& app, RunCommand& command) {
    app.add_flag("--strict", command.run.strict, "Nothing that happened may be left out");
    app.add_option("--report", command.reports, "text, json, junit, tap or github")
        ->type_name("FORMAT[:FILE]")
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->expected(1)
        ->allow_extra_args(false);
    app.add_option("--color", command.color, "auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->type_name("WHEN");
    CLI::Option* quiet = app.add_flag("-q", command.quiet, "Say only what is wrong");
    app.add_flag("-v", command.verbose, "Say something about every step")->excludes(quiet);
  }

  void add_update() {
    update_app_ =
        add_command("update", "Rewrite stale expectations in place", [this](CLI::App& app) {
          add_selection(app, update_.run.select);
          add_run_options(app, update_.run);
          app.add_flag("--check", update_.check, "Only say what would change (exit 1 if any)");
          app.add_flag("--fill", update_.fill, "Also show what lessons leave out");
        });
  }

  void add_check() {
    check_app_ = add_command(
        "check", "Run the steps under a real Python and SQLAlchemy", [this](CLI::App& app) {
          add_selection(app, check_.run.select);
          add_run_options(app, check_.run);
          add_report_options(app, check_.run);
          app.add_option("--python", check_.python, "The Python to run the steps with")
              ->type_name("EXE");
          app.add_option("--transcript", check_.transcript, "Judge what `record` wrote")
              ->type_name("FILE");
        });
    record_app_ = add_command(
        "record", "Write down what the steps do under a real Python", [this](CLI::App& app) {
          add_selection(app, check_.run.select);
          add_run_options(app, check_.run);
          app.add_option("--python", check_.python, "The Python to run the steps with")
              ->required()
              ->type_name("EXE");
          app.add_option("-o", check_.output, "The file to write")->required()->type_name("FILE");
        });
  }

  void add_list() {
    list_app_ =
        add_command("list", "List lessons and steps without running them", [this](CLI::App& app) {
          add_selection(app, list_.select);
          auto* json = app.add_flag("--json", list_.json, "As JSON");
          app.add_flag("--paths", list_.paths, "Only the lessons' paths, one a line")
              ->excludes(json);
        });
    cpp_app_ = add_command("cpp", "Write a lesson as one C++ program", [this](CLI::App& app) {
      add_selection(app, cpp_.select);
      app.add_flag("--chain", cpp_.chain, "The lessons, in order, as one program");
      app.add_option("-o", cpp_.output, "The file to write; stdout without it")->type_name("FILE");
      app.add_option("--step", cpp_.step, "Only the C++ of this step; `list` tells their numbers")
          ->type_name("N");
    });
  }

  void add_site() {
    site_app_ =
        add_command("site", "Write a static site of lessons that pass", [this](CLI::App& app) {
          add_selection(app, site_.run.select);
          add_run_options(app, site_.run);
          app.add_option("-o", site_.folder, "The folder to write")->required()->type_name("DIR");
          app.add_option("--title", site_.title, "The title of the site")->type_name("TEXT");
          add_jobs(app, site_.run);
          app.add_flag("--strict", site_.run.run.strict, "Nothing that happened may be left out");
        });
  }

  std::string command_;
  bool only_paths_;
  CLI::App app_;
  CLI::App* run_app_ = nullptr;
  CLI::App* update_app_ = nullptr;
  CLI::App* list_app_ = nullptr;
  CLI::App* cpp_app_ = nullptr;
  CLI::App* site_app_ = nullptr;
  CLI::App* check_app_ = nullptr;
  CLI::App* record_app_ = nullptr;
  RunCommand run_;
  UpdateCommand update_;
  ListCommand list_;
  CppCommand cpp_;
  CheckCommand check_;
  SiteCommand site_;
};

bool is_absent(const std::string& command) {
  return command == "repl" || command == "watch" || command == "serve";
}

/// A word that is neither a command nor a file is most likely a mistyped command.
bool is_mistyped_command(const std::string& word) {
  std::error_code error;
  return !word.empty() && word.find_first_of("./:-") == std::string::npos &&
         !std::filesystem::exists(word, error);
}

}  // namespace

int run_cli(const std::vector<std::string>& args, std::istream& in, std::ostream& out,
            std::ostream& err, const CliEnvironment& environment) {
  try {
    if (args.empty()) {
      err << "lessonrun: name a lesson to run; lessonrun --help says more\n";
      return kBadInput;
    }
    if (is_absent(args[0])) {
      err << "lessonrun: this build has no command \"" << args[0] << "\"\n";
      return kBadInput;
    }
    if (!is_command(args[0]) && is_mistyped_command(args[0])) {
      err << "lessonrun: there is no command or file \"" << args[0]
          << "\"; the nearest command is \""
          << nearest_word(args[0], {command_names.begin(), command_names.end()}) << "\"\n";
      return kBadInput;
    }
    std::vector<std::string> words = with_command(args);
    return CommandLine(words).run(words, {in, out, err}, environment);
  } catch (const InputError& error) {
    err << "lessonrun: " << error.what() << "\n";
    return kBadInput;
  } catch (const std::exception& error) {
    err << "lessonrun: internal failure: " << error.what() << "\n";
    return kBroken;
  }
}

}  // namespace lessonrun
