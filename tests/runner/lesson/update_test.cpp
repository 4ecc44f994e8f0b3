// Updates change expected text and nothing else.
#include "runner/lesson/update.h"

#include <doctest/doctest.h>

#include "tests/runner/lesson/fake_executor_helper.h"

using namespace lessonrun;
using lessonrun::testing::prompt_lesson;
using lessonrun::testing::run_text;

namespace {

/// The lesson after an update; checks that a second update has nothing to do.
std::string updated(const std::string& text, bool fill = false) {
  const std::string once = update_lesson(run_text(text), {fill}).text;
  const UpdateResult twice = update_lesson(run_text(once), {fill});
  CHECK_FALSE(twice.changed());
  CHECK(twice.text == once);
  return once;
}

}  // namespace

TEST_CASE("a stale line is replaced, the others stay") {
  CHECK(updated(prompt_lesson({"say a", "say b", "say c"}, "a\nX\nc\n")) ==
        prompt_lesson({"say a", "say b", "say c"}, "a\nb\nc\n"));
  CHECK(updated(prompt_lesson({"say a"}, "b\nc\n")) == prompt_lesson({"say a"}, "a\n"));
  CHECK(updated(prompt_lesson({"pass"}, "b\n")) == prompt_lesson({"pass"}, ""));
  CHECK(updated(prompt_lesson({"say a", "say "}, "b\n")) ==
        prompt_lesson({"say a", "say "}, "a\n<BLANKLINE>\n"));
}

TEST_CASE("indent, containers and line ends are kept") {
  CHECK(updated("> ```\r\n> >>> say a\r\n> b\r\n> ```\r\n") ==
        "> ```\r\n> >>> say a\r\n> a\r\n> ```\r\n");
  CHECK(updated("- x\n\n  ```\n    >>> say a\n    b\n  ```\n") ==
        "- x\n\n  ```\n    >>> say a\n    a\n  ```\n");
  CHECK(updated("\t>>> say a\n\tb") == "\t>>> say a\n\ta\n");
}

TEST_CASE("wildcards that still match stay") {
  const std::string head = "---\ndoctest: [ELLIPSIS]\n---\n";
  CHECK(updated(head + prompt_lesson({"say abc", "say x"}, "a...\ny\n")) ==
        head + prompt_lesson({"say abc", "say x"}, "a...\nx\n"));
  CHECK(updated(head + prompt_lesson({"say 1", "say 2", "say 3", "say x"}, "1\n[...]\ny\n")) ==
        head + prompt_lesson({"say 1", "say 2", "say 3", "say x"}, "1\n[...]\n"));
}

TEST_CASE("SQL keeps the lesson's way of showing it") {
  const std::vector<std::string> query = {"begin", "sql SELECT 1", "params [generated in 0.1s] ()",
                                          "say x"};
  // Messages only, without transaction lines.
  CHECK(updated(prompt_lesson(query, "SELECT 2\n[...] ()\nx\n")) ==
        prompt_lesson(query, "SELECT 1\n[...] ()\nx\n"));
  // SQL that is not shown is left out, unless asked for.
  CHECK(updated(prompt_lesson(query, "y\n")) == prompt_lesson(query, "x\n"));
  CHECK(updated(prompt_lesson(query, "x\n")) == prompt_lesson(query, "x\n"));
  CHECK(updated(prompt_lesson(query, "x\n"), true) ==
        prompt_lesson(query, "BEGIN (implicit)\nSELECT 1\n[...] ()\nx\n"));
  const std::string prefix = "2026-11-21 09:00:00,000 INFO sqlalchemy.engine.Engine ";
  CHECK(updated(prompt_lesson(query, prefix + "SELECT 2\n")) ==
        prompt_lesson(query, prefix + "SELECT 1\n"));
}

TEST_CASE("steps that raised unexpectedly are never touched") {
  for (const std::string& text :
       {prompt_lesson({"say a", "raise ValueError: x"}, "b\n"), prompt_lesson({"need x"}, "b\n"),
        prompt_lesson({"unsupported it"}, "b\n"),
        prompt_lesson({"raise KeyError: x"}, "Traceback (most recent call last):\nValueError: x\n"),
        "<!-- lessonrun: expect=ValueError -->\n" + prompt_lesson({"say b"}, "a\n")}) {
    CAPTURE(text);
    CHECK(updated(text) == text);
    CHECK(updated(text, true) == text);
  }
}

TEST_CASE("output that could not stand in the lesson is left alone") {
  for (const std::string& text :
       {prompt_lesson({"say >>> x"}, "b\n"), prompt_lesson({"say ... x"}, "b\n"),
        prompt_lesson({"say ```"}, "b\n")}) {
    CAPTURE(text);
    CHECK(updated(text) == text);
  }
  CHECK(updated(prompt_lesson({"say a", "say ... x"}, "b\n")) ==
        prompt_lesson({"say a", "say ... x"}, "a\n... x\n"));
}

TEST_CASE("a shown exception follows its message") {
  const std::string head = "Traceback (most recent call last):\n  ...\n";
  CHECK(updated(prompt_lesson({"raise ValueError: new"}, head + "ValueError: old\n")) ==
        prompt_lesson({"raise ValueError: new"},
                      "Traceback (most recent call last):\n    ...\nValueError: new\n"));
}

TEST_CASE("code steps: the expected block, or a new one") {
  CHECK(updated("```python\nsay a\nsay \nsay c\n```\n\n```text\nb\n```\nend\n") ==
        "```python\nsay a\nsay \nsay c\n```\n\n```text\na\n\nc\n```\nend\n");
  CHECK(updated("```python\nsay a\n```\nend\n", true) ==
        "```python\nsay a\n```\n\n```text\na\n```\nend\n");
  CHECK(updated("```python\nsay a\n```\nend\n") == "```python\nsay a\n```\nend\n");
  CHECK(updated("```python\nsay a\n```\n\n```\n```\n", true) ==
        "```python\nsay a\n```\n\n```\na\n```\n");
}

TEST_CASE("a shown value below code") {
  CHECK(updated("```python\nlast [<B>]\n>>> [<A>]\n```\n") ==
        "```python\nlast [<B>]\n>>> [<B>]\n```\n");
}
