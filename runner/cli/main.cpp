// The program: its streams, its signals, and run_cli().
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <iostream>
#include <string>
#include <vector>

#include "runner/cli/cli.h"
#include "runner/lesson/interpreter_executor.h"

namespace {

// A signal handler can reach nothing but a global.
std::atomic<bool> interrupted{false};

void interrupt(int /*signal*/) {
  interrupted = true;
  // A second Ctrl-C ends the process at once.
  std::signal(SIGINT, SIG_DFL);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGINT, interrupt);
  std::ios::sync_with_stdio(false);
  lessonrun::CliEnvironment environment;
  environment.executor = lessonrun::interpreter_executor();
  environment.out_is_terminal = isatty(STDOUT_FILENO) == 1;
  environment.err_is_terminal = isatty(STDERR_FILENO) == 1;
  environment.interrupted = &interrupted;
  return lessonrun::run_cli(std::vector<std::string>(argv + 1, argv + argc), std::cin, std::cout,
                            std::cerr, environment);
}
