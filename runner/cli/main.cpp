// The program: its streams, its signals, and run_cli().
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <iostream>
#include <string>
#include <vector>

#include "orm/engine.h"
#include "runner/cli/cli.h"
#include "runner/cli/jobs.h"
#include "runner/lesson/interpreter_executor.h"

namespace {

// A signal handler can reach nothing but a global.
std::atomic<bool> interrupted{false};

void interrupt(int /*signal*/) {
  interrupted = true;
  // A second Ctrl-C ends the process at once.
  std::signal(SIGINT, SIG_DFL);
}

// The kernel lets the first thread's stack grow up to the limit of the moment, and keeps the
// address space below it free (on Linux, at least 128 MB).
bool raise_stack_limit() {
#ifdef __linux__
  rlimit limit{};
  if (getrlimit(RLIMIT_STACK, &limit) != 0) return false;
  if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= lessonrun::lesson_stack_size)
    return true;
  limit.rlim_cur = lessonrun::lesson_stack_size;
  return setrlimit(RLIMIT_STACK, &limit) == 0;
#else
  return false;
#endif
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
  environment.stack_is_large = raise_stack_limit();
  return lessonrun::run_cli(std::vector<std::string>(argv + 1, argv + argc), std::cin, std::cout,
                            std::cerr, environment);
}
