// pyrun: runs one Python file in the interpreter, for the language scripts and for debugging.
// usage: pyrun FILE [single]; with `single` each blank-line-separated chunk is a step at a prompt.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include "runner/interp/interpreter.h"

namespace {

class Console : public lessonrun::interp::Host {
 public:
  void write_stdout(std::string_view text) override { std::cout << text << std::flush; }
  void write_stderr(std::string_view text) override { std::cerr << text << std::flush; }
  void show_value(std::string_view repr) override { std::cout << repr << '\n' << std::flush; }
};

}  // namespace

int main(int argc, char** argv) {
  using namespace lessonrun::interp;
  if (argc < 2) return 2;
  std::ifstream in(argv[1]);
  std::stringstream text;
  text << in.rdbuf();
  Console host;
  Limits limits;
  limits.seconds = 60;
  Interpreter interp(host, limits);
  interp.begin_deadline();
  RunOptions options;
  options.file = argv[1];
  options.mode = argc > 2 ? Mode::kSingle : Mode::kExec;
  int status = 0;
  try {
    std::string source = text.str(), chunk;
    std::vector<std::pair<std::string, int>> steps;
    if (options.mode == Mode::kExec) {
      steps.emplace_back(source, 1);
    } else {
      std::istringstream lines(source);
      int line = 0, first = 1;
      for (std::string l; std::getline(lines, l);) {
        ++line;
        if (l.empty()) {
          if (!chunk.empty()) steps.emplace_back(chunk, first);
          chunk.clear();
          first = line + 1;
        } else {
          chunk += l + "\n";
        }
      }
      if (!chunk.empty()) steps.emplace_back(chunk, first);
    }
    for (const auto& step : steps) {
      options.first_line = step.second;
      const Completion done = interp.run(step.first, options);
      if (!done.ok()) {
        std::cout << interp.format_exception(done.exception);
        status = 1;
      }
    }
  } catch (const Unsupported& e) {
    std::cout << "Unsupported: " << e.what() << " (line " << e.line << ")\n";
    status = 3;
  } catch (const std::exception& e) {
    std::cout << "Limit: " << e.what() << "\n";
    status = 3;
  }
  return status;
}
