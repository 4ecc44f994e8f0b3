// Verdicts, blame, sessions: run_lesson() with an executor of a toy language.
#include "runner/lesson/run.h"

#include <doctest/doctest.h>

#include "tests/runner/lesson/fake_executor_helper.h"

using namespace lessonrun;
using lessonrun::testing::prompt_lesson;
using lessonrun::testing::run_text;
using lessonrun::testing::verdicts;

namespace {

std::string verdict_of(const std::vector<std::string>& commands, const std::string& shown,
                       bool strict = false) {
  RunOptions options;
  options.strict = strict;
  return verdicts(run_text(prompt_lesson(commands, shown), options));
}

StepResult step_of(const std::string& text) {
  static LessonResult result;  // keeps the lesson of the step alive
  result = run_text(text);
  return result.steps.at(0);
}

const std::vector<std::string> kQuery = {"begin", "sql SELECT 1", "params [generated in 0.1s] ()",
                                         "say hello"};

}  // namespace

TEST_CASE("verdicts of output") {
  CHECK(verdict_of({"pass"}, "") == "passed");
  CHECK(verdict_of({"say a"}, "a\n") == "passed");
  CHECK(verdict_of({"say a"}, "b\n") == "failed");
  CHECK(verdict_of({"say a"}, "") == "unchecked");
  CHECK(verdict_of({"say a"}, "", true) == "failed");
  CHECK(verdict_of({"pass"}, "a\n") == "failed");
  CHECK(verdict_of({"warn careful"}, "", true) == "passed");
  CHECK(verdict_of({"warn careful", "say a"}, "careful\na\n") == "passed");
}

TEST_CASE("channels may be left out as a whole") {
  CHECK(verdict_of(kQuery, "BEGIN (implicit)\nSELECT 1\n[...] ()\nhello\n") == "passed");
  CHECK(verdict_of(kQuery, "BEGIN (implicit)\nSELECT 1\nhello\n") == "unchecked");
  CHECK(verdict_of(kQuery, "SELECT 1\n[...] ()\nhello\n") == "unchecked");
  CHECK(verdict_of(kQuery, "SELECT 1\nhello\n") == "unchecked");
  CHECK(verdict_of(kQuery, "hello\n") == "unchecked");
  CHECK(verdict_of(kQuery, "BEGIN (implicit)\nSELECT 1\n[...] ()\n") == "unchecked");
  CHECK(verdict_of(kQuery, "SELECT 1\n") == "unchecked");
  CHECK(verdict_of(kQuery, "") == "unchecked");
  CHECK(verdict_of(kQuery, "BEGIN (implicit)\nhello\n") == "failed");
  CHECK(verdict_of(kQuery, "SELECT 2\nhello\n") == "failed");
  CHECK(verdict_of(kQuery, "SELECT 1\nhello\n", true) == "failed");
}

TEST_CASE("output that looks like SQL is output") {
  CHECK(verdict_of({"say SELECT 1"}, "", true) == "failed");
  CHECK(step_of(prompt_lesson({"say SELECT  1"}, "SELECT 1\n")).differs ==
        std::vector<std::string>{"output"});
  CHECK(step_of(prompt_lesson(kQuery, "SELECT 2\nhello\n")).differs ==
        std::vector<std::string>{"sql"});
  CHECK(step_of(prompt_lesson({"sql X", "params [raw sql] (1,)"}, "X\n[...] (2,)\n")).differs ==
        std::vector<std::string>{"parameters"});
}

TEST_CASE("SQL policies") {
  const std::string lesson = prompt_lesson(kQuery, "hello\n");
  CHECK(verdicts(run_text("---\nsql: off\n---\n" + lesson)) == "passed");
  CHECK(verdicts(run_text("---\nsql: strict\n---\n" + lesson)) == "failed");
  CHECK(verdicts(run_text("<!-- lessonrun: sql=off -->\n" + lesson)) == "passed");
  RunOptions strict;
  strict.strict = true;
  CHECK(verdicts(run_text("<!-- lessonrun: sql=shown -->\n" + lesson, strict)) == "unchecked");
}

TEST_CASE("SQL sent while echo was off is recorded and not compared") {
  const StepResult step = step_of(prompt_lesson({"quiet SELECT 1", "say a"}, "a\n"));
  CHECK(step.verdict == Verdict::passed);
  REQUIRE(step.sql.size() == 1);
  CHECK_FALSE(step.sql[0].echoed);
}

TEST_CASE("errors") {
  CHECK(verdict_of({"raise ValueError: bad"}, "") == "error");
  CHECK(verdict_of({"raise ValueError: bad"},
                   "Traceback (most recent call last):\n  ...\nValueError: bad\n") == "passed");
  CHECK(verdict_of({"raise ValueError: bad"},
                   "Traceback (most recent call last):\n  ...\nValueError: other\n") == "failed");
  CHECK(verdict_of({"raise a.b.Custom: bad"},
                   "Traceback (most recent call last):\nCustom: x  # doctest: +IGNORE\n") ==
        "failed");
  CHECK(verdict_of({"raise a.b.Custom: bad  # doctest: +IGNORE_EXCEPTION_DETAIL"},
                   "Traceback (most recent call last):\nCustom: whatever\n") == "passed");
  CHECK(verdict_of({"say a", "raise ValueError: bad"},
                   "a\nTraceback (most recent call last):\n  ...\nValueError: bad\n") == "passed");
  CHECK(verdict_of({"say a", "raise ValueError: bad"},
                   "Traceback (most recent call last):\n  ...\nValueError: bad\n",
                   true) == "passed");
  CHECK(verdict_of({"say a"}, "Traceback (most recent call last):\n  ...\nValueError: bad\n") ==
        "failed");
  CHECK(verdict_of({"unsupported no threads here"}, "") == "unsupported");
}

TEST_CASE("expected exceptions") {
  const std::string head = "<!-- lessonrun: expect=ValueError -->\n";
  CHECK(verdicts(run_text(head + prompt_lesson({"raise ValueError: bad"}, ""))) ==
        "expected_failure");
  CHECK(verdicts(run_text(head + prompt_lesson({"raise KeyError: bad"}, ""))) == "failed");
  CHECK(verdicts(run_text(head + prompt_lesson({"pass"}, ""))) == "failed");
  const std::string shown = "Traceback (most recent call last):\n  ...\nValueError: ";
  CHECK(verdicts(run_text(head + prompt_lesson({"raise ValueError: bad"}, shown + "bad\n"))) ==
        "expected_failure");
  CHECK(verdicts(run_text(head + prompt_lesson({"raise ValueError: bad"}, shown + "good\n"))) ==
        "failed");
}

TEST_CASE("a missing name is blamed on the step that should have bound it") {
  const LessonResult result = run_text(
      "```python\nimport models\nbind Base\n```\n\ntext\n\n```python\nneed Base\nbind "
      "session\n```\n\n"
      "text\n\n```python\nneed session\n```\n\ntext\n\n```python\nneed other\n```\n");
  CHECK(verdicts(result) == "error blocked blocked error");
  CHECK(result.steps[1].blocked_by == 1);
  CHECK(result.steps[2].blocked_by == 2);
  CHECK(result.status == LessonStatus::failed);
  // Once another step binds the name, nobody is to blame any more.
  CHECK(verdicts(run_text("```pycon\n>>> raise X\n... bind a\n>>> bind a\n>>> need a\n```\n")) ==
        "error passed passed");
}

TEST_CASE("asides are run on copies, and forgotten") {
  std::vector<std::string> log;
  const LessonResult result = run_text(
      "```pycon {aside}\n>>> bind x\n>>> need x\n```\n\n```pycon\n>>> need x\n```\n", {}, &log);
  CHECK(verdicts(result) == "passed passed error");
  CHECK(log == std::vector<std::string>{"start 2.0", "aside", "run bind x", "run need x",
                                        "end aside", "run need x"});
}

TEST_CASE("reset, modules, skipped steps") {
  std::vector<std::string> log;
  const LessonResult result = run_text(
      "```python {file=m.py}\nsay hi\n```\n\n```python\nimport m\n```\n\n```console\n$ python "
      "m.py\nhi\n"
      "```\n\n```pycon {reset}\n>>> pass\n```\n\n```pycon {skip=\"slow\"}\n>>> x\n```\n\n"
      "```python {exercise}\n___\n```\n\n```pycon {sqlalchemy=1.4}\n>>> y\n```\n",
      {}, &log);
  CHECK(verdicts(result) == "passed passed passed passed skipped skipped skipped");
  CHECK(log == std::vector<std::string>{"start 2.0", "module m.py", "run import m",
                                        "run python m.py", "reset", "run pass"});
  CHECK(result.steps[4].reason == "slow");
}

TEST_CASE("a limit ends the lesson, and so does a failure of lessonrun") {
  const LessonResult result = run_text("```pycon\n>>> limit Timeout\n>>> say a\n```\n");
  CHECK(verdicts(result) == "error skipped");
  CHECK(result.status == LessonStatus::aborted);
  CHECK(result.steps[0].error->type == "Timeout");
  CHECK(verdicts(run_text("```pycon\n>>> crash\n>>> say a\n```\n")) == "error skipped");
}

TEST_CASE("doctest flags: SKIP, FAIL_FAST") {
  CHECK(verdicts(run_text("```pycon\n>>> x  # doctest: +SKIP\n1\n>>> say a\na\n```\n")) ==
        "skipped passed");
  CHECK(verdicts(run_text(
            "---\ndoctest: [FAIL_FAST]\n---\n```pycon\n>>> say a\nb\n>>> say a\na\n```\n")) ==
        "failed skipped");
}

TEST_CASE("lines of output in any order") {
  const std::string head = "<!-- lessonrun: rowsort -->\n";
  CHECK(verdicts(run_text(head + prompt_lesson({"say b", "say a"}, "a\nb\n"))) == "passed");
  CHECK(verdicts(run_text(head + prompt_lesson({"say b", "say c"}, "a\nb\n"))) == "failed");
  CHECK(verdicts(run_text(head + prompt_lesson({"sql S", "say b", "say a"}, "S\na\nb\n"))) ==
        "passed");
}

TEST_CASE("a shown value below code") {
  CHECK(verdicts(run_text("```python\nlast [<A>]\n>>> [<A>]\n```\n")) == "passed passed");
  CHECK(verdicts(run_text("```python\nlast [<A>]\n>>> [<B>]\n```\n")) == "passed failed");
  CHECK(verdicts(run_text("```python\nlast []\n>>> []\n```\n")) == "passed passed");
  CHECK(verdicts(run_text("```python\nraise X\n>>> [<A>]\n```\n")) == "error blocked");
  CHECK(verdicts(run_text("```python\npass\n>>> value 1\n1\n```\n")) == "passed passed");
}

TEST_CASE("running up to a line") {
  RunOptions options;
  options.until_line = 3;
  CHECK(verdicts(run_text("```pycon\n>>> say a\na\n>>> say b\nb\n```\n", options)) ==
        "passed skipped");
}

TEST_CASE("an expected block keeps its blank lines, and its last ones do not matter") {
  CHECK(verdicts(run_text("```python\nsay a\nsay \nsay b\n```\n\n```\na\n\nb\n\n```\n")) ==
        "passed");
}
