// The harness under a real Python. SQLAlchemy is not needed; without python3 the tests say so and
// pass.
#include "runner/cli/python_executor.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "runner/lesson/files.h"
#include "runner/lesson/run.h"
#include "tests/runner/lesson/fake_executor_helper.h"

using namespace lessonrun;

namespace {

bool has_python() {
  static const bool found = std::system("python3 -c pass >/dev/null 2>&1") == 0;
  if (!found) MESSAGE("there is no python3 here, so the harness is not tested");
  return found;
}

LessonResult run(const std::string& text, double timeout = 60) {
  const ScratchFolder scratch;
  LessonPlan plan;
  plan.lesson = std::make_shared<const Lesson>(read_lesson("lesson.md", text));
  Session session(std::make_unique<PythonExecutor>("python3"), scratch.path());
  RunOptions options;
  options.timeout = timeout;
  return run_lesson(plan, "2.0", options, session);
}

std::string verdicts(const std::string& text) { return testing::verdicts(run(text)); }

}  // namespace

TEST_CASE("prompts, values, output, errors") {
  if (!has_python()) return;
  const LessonResult result = run(
      "```pycon\n>>> x = 1\n>>> x + 1\n2\n>>> for i in range(2):\n...     i\n0\n1\n>>> _\n1\n"
      ">>> print('a'); print('b')\na\nb\n>>> None\n>>> 1/0\nTraceback (most recent call last):\n"
      "  ...\nZeroDivisionError: division by zero\n>>> unknown\n>>> f(\n"
      "Traceback (most recent call last):\nSyntaxError: '(' was never closed\n```\n");
  CHECK(testing::verdicts(result) ==
        "passed passed passed passed passed passed passed error passed");
  CHECK(result.steps[7].error->missing == "unknown");
  CHECK(result.steps[2].events[0].line == 6);
}

TEST_CASE("code steps show no values; the first exception ends them") {
  if (!has_python()) return;
  CHECK(verdicts("```python\n1\nprint(2)\n```\n\n```\n2\n```\n") == "passed");
  CHECK(verdicts("```python\ny = 1\n1/0\nz = 1\n```\n\n```pycon\n>>> y\n1\n>>> z\n```\n") ==
        "error passed blocked");
}

TEST_CASE("modules, asides, reset, warnings, shown values") {
  if (!has_python()) return;
  CHECK(verdicts("```python {file=m.py}\nx = 1\n```\n\n```pycon\n>>> import m; m.x\n1\n```\n\n"
                 "```python {file=m.py}\nx = 2\n```\n\n```pycon\n>>> import m; m.x\n2\n```\n\n"
                 "```python {file=main.py}\nprint(__name__)\n```\n\n"
                 "```console\n$ python main.py\n__main__\n```\n") ==
        "passed passed passed passed passed passed");
  CHECK(verdicts(
            "```pycon\n>>> x = [1]\n>>> f = open('a', 'w').write('1')\n```\n\n"
            "```pycon {aside}\n>>> x.append(2)\n>>> f = open('a', 'w').write('22')\n>>> x\n[1, 2]\n"
            "```\n\n```pycon\n>>> x\n[1]\n>>> open('a').read()\n'1'\n```\n\n"
            "```pycon {reset}\n>>> x\n```\n") ==
        "passed passed passed passed passed passed passed error");
  CHECK(
      verdicts("```pycon\n>>> import warnings\n>>> warnings.warn('w')\n<stdin>:1: UserWarning: w\n"
               ">>> warnings.warn('v')\n```\n") == "passed passed passed");
  CHECK(verdicts(
            "```python\nx = [object]\n>>> [<class 'object'>]\n>>> x\n[<class 'object'>]\n```\n") ==
        "passed passed passed");
}

TEST_CASE("a clock and a seed that stand still") {
  if (!has_python()) return;
  CHECK(verdicts("---\nnow: 2026-01-02 03:04:05\nseed: 7\n---\n```pycon\n>>> import datetime\n"
                 ">>> datetime.datetime.now()\ndatetime.datetime(2026, 1, 2, 3, 4, 5)\n"
                 ">>> import sqlite3\n>>> c = sqlite3.connect(':memory:')\n"
                 ">>> c.execute('SELECT CURRENT_TIMESTAMP').fetchone()\n('2026-01-02 03:04:05',)\n"
                 ">>> import random; random.random()\n0.32383276483316237\n```\n") ==
        "passed passed passed passed passed passed");
}

TEST_CASE("a step that does not end") {
  if (!has_python()) return;
  const LessonResult result = run("```pycon\n>>> while True: pass\n>>> 1\n```\n", 0.3);
  CHECK(testing::verdicts(result) == "error skipped");
  CHECK(result.status == LessonStatus::aborted);
}

TEST_CASE("a program that is no Python") {
  PythonExecutor absent("/nowhere/python");
  CHECK_THROWS_AS(absent.start({}), std::runtime_error);
  PythonExecutor other("true");
  CHECK_THROWS_AS(other.start({}), std::runtime_error);
}
