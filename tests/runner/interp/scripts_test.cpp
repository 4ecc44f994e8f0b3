// Runs every language script under tests/scripts and compares what it prints with its expectation.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "doctest/doctest.h"
#include "runner/interp/interpreter.h"

namespace {

using namespace lessonrun::interp;

class Recorder : public Host {
 public:
  void write_stdout(std::string_view text) override { out += text; }
  void write_stderr(std::string_view) override {}
  void show_value(std::string_view repr) override { out += std::string(repr) + "\n"; }
  std::string out;
};

std::string run(const std::string& source, Mode mode = Mode::kExec, Limits limits = {}) {
  Recorder host;
  Interpreter interp(host, limits);
  interp.begin_deadline();
  const Completion done = interp.run(source, {"<stdin>", 1, mode});
  if (!done.ok()) host.out += interp.format_exception_only(done.exception);
  return host.out;
}

}  // namespace

TEST_CASE("language scripts print what CPython prints") {
  namespace fs = std::filesystem;
  std::vector<fs::path> scripts;
  for (const auto& entry :
       fs::recursive_directory_iterator(LESSONRUN_SOURCE_DIR "/tests/scripts")) {
    if (entry.path().extension() == ".py") scripts.push_back(entry.path());
  }
  std::sort(scripts.begin(), scripts.end());
  CHECK(scripts.size() > 10);
  for (const auto& path : scripts) {
    CAPTURE(path.string());
    std::ifstream in(path);
    std::string source, expected;
    for (std::string line; std::getline(in, line);) {
      if (line.compare(0, 10, "# expect: ") == 0) {
        expected += line.substr(10) + "\n";
      } else {
        source += line + "\n";
      }
    }
    CHECK_EQ(run(source), expected);
  }
}

TEST_CASE("single mode shows values, also inside loops, and binds _") {
  CHECK_EQ(run("1 + 2", Mode::kSingle), "3\n");
  CHECK_EQ(run("for i in range(2): i\n", Mode::kSingle), "0\n1\n");
  CHECK_EQ(run("None", Mode::kSingle), "");
}

TEST_CASE("syntax errors have CPython's words") {
  CHECK(run("x = = 1").find("SyntaxError: invalid syntax") != std::string::npos);
  CHECK(run("f(1").find("'(' was never closed") != std::string::npos);
  CHECK(run("if x\n  pass").find("expected ':'") != std::string::npos);
  CHECK(run("1 = x").find("cannot assign to literal here. Maybe you meant '==' instead of '='?") !=
        std::string::npos);
  CHECK(run(std::string(10000, '(')).find("too many nested parentheses") != std::string::npos);
}

TEST_CASE("limits end a run") {
  Limits limits;
  limits.seconds = 0.05;
  CHECK_THROWS_AS(run("while True: pass", Mode::kExec, limits), Timeout);
  limits = {};
  limits.output_bytes = 100;
  CHECK_THROWS_AS(run("while True: print('x')", Mode::kExec, limits), OutputLimit);
  CHECK(run("'x' * 10**12").find("MemoryError") != std::string::npos);
  CHECK(run("def f(): return f()\nf()").find("RecursionError: maximum recursion depth exceeded") !=
        std::string::npos);
}
