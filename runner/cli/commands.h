// The commands, each a function of its options. cli.cpp fills the options in.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "runner/cli/cli.h"
#include "runner/cli/selection.h"

namespace lessonrun {

/// Where a command reads and writes.
struct Streams {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
};

struct RunCommand {
  SelectOptions select;
  RunOptions run;
  bool chain = false;
  unsigned threads = 1;
  std::vector<std::string> doctest;  ///< names of flags
  std::vector<std::string> reports;  ///< FORMAT[:FILE]
  std::string workdir;
  std::string color = "auto";
  bool quiet = false;
  bool verbose = false;
};

struct UpdateCommand {
  RunCommand run;
  bool check = false;
  bool fill = false;
};

/// `check`, and `record` where there is an `output`.
struct CheckCommand {
  RunCommand run;
  std::string python;
  std::string transcript;
  std::string output;
};

struct ListCommand {
  SelectOptions select;
  bool json = false;
  bool paths = false;  ///< nothing but the lessons' paths
  std::string profile = "2.0";
};

struct SiteCommand {
  RunCommand run;
  std::string folder;
  std::string title = "Lessons";
};

struct CppCommand {
  SelectOptions select;
  bool chain = false;       ///< several lessons that go on from each other
  std::string output;       ///< empty: stdout
  std::optional<int> step;  ///< this one's C++ alone
};

int run_command(RunCommand command, const Streams& streams, const CliEnvironment& environment);
int update_command(UpdateCommand command, const Streams& streams,
                   const CliEnvironment& environment);
int check_command(CheckCommand command, const Streams& streams, CliEnvironment environment);
int list_command(const ListCommand& command, const Streams& streams);
int cpp_command(const CppCommand& command, const Streams& streams);

/// Writes the site, or nothing if a lesson does not pass.
int site_command(SiteCommand command, const Streams& streams, const CliEnvironment& environment);

/// The groups to run: a chain is one group for each profile that all its lessons have. Throws
/// InputError if there is no such profile.
std::vector<JobGroup> make_groups(const Selection& selection, const RunCommand& command);

/// The exit status that a group's results ask for.
int status_of(const GroupResult& group);

/// Runs groups of selected lessons and writes the reports.
int run_and_report(const RunCommand& command, const Selection& selection,
                   const std::vector<JobGroup>& groups, const Streams& streams,
                   const CliEnvironment& environment);

/// Checks names of doctest flags and profiles; an InputError names the wrong one.
void finish_options(RunCommand& command);

/// Problems and notes to stderr; the exit status they ask for.
int report_selection(const Selection& selection, const Streams& streams,
                     const report::TextOptions& options, bool quiet);

/// Whether and how to colour what goes to stdout.
report::TextOptions text_options(const RunCommand& command, const CliEnvironment& environment);

}  // namespace lessonrun
