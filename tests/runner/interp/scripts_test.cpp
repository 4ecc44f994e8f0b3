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
    // Only those in a folder: compare.py beside them is no script.
    if (entry.path().extension() == ".py" && entry.path().parent_path().filename() != "scripts")
      scripts.push_back(entry.path());
  }
  std::sort(scripts.begin(), scripts.end());
  CHECK(scripts.size() > 200);
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

TEST_CASE("containers of all kinds are accounted for") {
  Limits limits;
  limits.memory_bytes = 8u << 20;
  for (const char* grow :
       {"x = []\nwhile True: x.append([0] * 100000)", "x = []\nwhile True: x.append('y' * 100000)",
        "x = []\nwhile True: x.append(b'y' * 100000)", "x = [1]\nwhile True: x.extend(x)",
        "x = bytearray()\nwhile True: x += b'y' * 100000", "x = (1,)\nwhile True: x = x + x",
        "d = {}\nwhile True: d[len(d)] = 1", "s = set()\nwhile True: s.add(len(s))"}) {
    CAPTURE(grow);
    CHECK_EQ(run(grow, Mode::kExec, limits), "MemoryError\n");
  }
  // What is dropped does not count.
  CHECK_EQ(run("for i in range(300): x = [0] * 100000\nprint(len(x))", Mode::kExec, limits),
           "100000\n");
}

TEST_CASE("warnings go to the host as warnings") {
  struct Warned : Recorder {
    void write_warning(std::string_view text) override { warned += text; }
    std::string warned;
  } host;
  Interpreter interp(host);
  CHECK(interp
            .run("import warnings\nwarnings.warn('old', DeprecationWarning)",
                 {"<stdin>", 1, Mode::kExec})
            .ok());
  CHECK_EQ(host.warned, "<stdin>:2: DeprecationWarning: old\n");
}
