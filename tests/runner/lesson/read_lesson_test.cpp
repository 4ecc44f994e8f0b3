// Which blocks are steps, and what they show.
#include <doctest/doctest.h>

#include "runner/lesson/lesson.h"

using namespace lessonrun;

namespace {

Lesson read(const std::string& text) { return read_lesson("x.md", text); }

std::string error_of(const std::string& text) {
  try {
    read(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("prompt steps in any code block") {
  const Lesson lesson = read(
      "```sql\n>>> x = 1\n>>> for i in y:\n...     print(i)\n...\n1\n2\n\n>>> z\n3\n```\n\n"
      "text\n\n    >>> indented\n    4\n");
  REQUIRE(lesson.steps.size() == 4);
  CHECK(lesson.steps[0].source == "x = 1");
  CHECK(lesson.steps[0].line == 2);
  CHECK(lesson.steps[0].shown.empty());
  CHECK(lesson.steps[1].source == "for i in y:\n    print(i)\n");
  CHECK(lesson.steps[1].shown.text() == "1\n2\n");
  CHECK(lesson.steps[1].end_line == 7);
  CHECK(lesson.steps[2].shown.text() == "3\n");
  CHECK(lesson.steps[3].source == "indented");
  CHECK(lesson.steps[3].shown.text() == "4\n");
  CHECK(lesson.steps[3].line == 15);
  CHECK(lesson.steps[3].id == 4);
  CHECK(lesson.warnings.empty());
}

TEST_CASE("prompts that are no steps") {
  CHECK(read("```\n>>>\n>>> # a comment\n>>> x\n```\n").steps.size() == 1);
  CHECK(read("```\n>>>>>>> branch\n```\n").steps.empty());
  CHECK(read("```text\nx\n```\n\n```sql\nSELECT 1\n```\n").steps.empty());
  CHECK(read(">>> not in a code block\n").steps.empty());
}

TEST_CASE("after a blank line only the log goes on") {
  const Lesson lesson = read(
      "```\n>>> create_all()\nPRAGMA main.table_info(\"t\")\n()\n\nCREATE TABLE t (\n  id "
      "INTEGER\n)\n"
      "\n\n()\nCOMMIT\n\nsomething else\n>>> x\n```\n");
  REQUIRE(lesson.steps.size() == 2);
  CHECK(lesson.steps[0].shown.text() ==
        "PRAGMA main.table_info(\"t\")\n()\n\nCREATE TABLE t (\n  id INTEGER\n)\n\n\n()\nCOMMIT\n");
  REQUIRE(lesson.warnings.size() == 1);
  CHECK(lesson.warnings[0].line == 14);
  // Without a log before it, a tuple is no log.
  CHECK(read("```\n>>> x\n\n(1, 2)\n```\n").steps[0].shown.empty());
  CHECK(read("```\n>>> x\n\n2026-11-20 23:46:53,464 INFO sqlalchemy.engine.Engine COMMIT\n```\n")
            .steps[0]
            .shown.lines.size() == 1);
}

TEST_CASE("indents that do not fit are forgiven with a warning") {
  const Lesson lesson = read("```\n    >>> q = a.\n...    b()\n[1]\n    [2]\n```\n");
  REQUIRE(lesson.steps.size() == 1);
  CHECK(lesson.steps[0].source == "q = a.\n   b()");
  CHECK(lesson.steps[0].shown.text() == "[1]\n[2]\n");
  CHECK(lesson.warnings.size() == 1);
  CHECK(read("```\n>>>x\n```\n").warnings.size() == 1);
  CHECK(read("```\n>>>x\n```\n").steps[0].source == "x");
  const Lesson prefixed = read("```\n>>> x\n[sql][28]>>> y\n```\n");
  CHECK(prefixed.steps.size() == 1);
  CHECK(prefixed.warnings.size() == 1);
}

TEST_CASE("a code step and the block that shows its output") {
  const Lesson lesson =
      read("```python\nx = 1\nprint(x)\n```\n\n<!-- note -->\n\n```text\n1\n```\n");
  REQUIRE(lesson.steps.size() == 1);
  CHECK(lesson.steps[0].kind == StepKind::code);
  CHECK(lesson.steps[0].source == "x = 1\nprint(x)\n");
  CHECK(lesson.steps[0].shown.text() == "1\n");
  CHECK(lesson.steps[0].end_line == 10);
  CHECK(lesson.steps[0].line == 2);
  const auto shown = [](const std::string& after) {
    return read("```python\nx\n```\n" + after).steps.at(0).shown.text();
  };
  CHECK(shown("\n```\n1\n```\n") == "1\n");
  CHECK(shown("\n```sql\n1\n```\n") == "1\n");
  CHECK(shown("\n    1\n") == "1\n");
  CHECK(shown("\nprose\n\n```text\n1\n```\n").empty());
  CHECK(shown("\n```bash\n1\n```\n").empty());
  CHECK(shown("\n```text\n$ ls\n1\n```\n").empty());
  CHECK(shown("\n```\n>>> 1\n```\n").empty());
  CHECK(shown("\n```text {hint}\n1\n```\n").empty());
}

TEST_CASE("mixed blocks") {
  const Lesson lesson = read("```python\nusers = all()\n>>> [<A>]\n```\n");
  REQUIRE(lesson.steps.size() == 2);
  CHECK(lesson.steps[0].kind == StepKind::code);
  CHECK(lesson.steps[0].source == "users = all()\n");
  CHECK(lesson.steps[1].kind == StepKind::prompt);
  CHECK(lesson.steps[1].in_mixed);
  CHECK(read("```text\nbanner\n>>> x\n```\n").steps.size() == 1);
  CHECK(read("```\nPython 3.11.7 (main)\n>>> x\n```\n").steps.size() == 1);
}

TEST_CASE("attributes from fences and comments") {
  const Lesson lesson = read(
      "<!-- lessonrun: aside expect=ModuleNotFoundError -->\n```python\nimport models\n```\n\n"
      "<!-- lessonrun: norun -->\n\n```pycon {hidden}\n>>> a\n>>> b\n```\n");
  REQUIRE(lesson.steps.size() == 3);
  CHECK(lesson.steps[0].attributes.aside);
  CHECK(lesson.steps[0].attributes.expect == "ModuleNotFoundError");
  CHECK(lesson.steps[1].attributes.norun);
  CHECK(lesson.steps[2].attributes.norun);
  CHECK(lesson.steps[2].attributes.hidden);
  CHECK(lesson.steps[1].block == lesson.steps[2].block);
  CHECK(read("<!-- lessonrun: norun -->\n\n\n\n```py\nx\n```\n").warnings.size() == 1);
  CHECK(error_of("```py {hiden}\nx\n```\n") ==
        "x.md:1: there is no attribute \"hiden\"; the nearest is \"hidden\"");
  CHECK(error_of("\n<!-- lessonrun: foo -->\n```py\nx\n```\n").find("x.md:2: ") == 0);
  CHECK(error_of("```py {expect=X}\n>>> a\n>>> b\n```\n").find("blocks of one step") !=
        std::string::npos);
}

TEST_CASE("a step that no renderer shows") {
  const Lesson lesson = read("<!-- lessonrun:\n```python\nx = 1\n```\n-->\n");
  REQUIRE(lesson.steps.size() == 1);
  CHECK(lesson.steps[0].attributes.hidden);
  CHECK(lesson.steps[0].line == 3);
}

TEST_CASE("reset counts for the first step of a block") {
  const Lesson lesson = read("```pycon {reset}\n>>> a\n>>> b\n```\n");
  CHECK(lesson.steps[0].attributes.reset);
  CHECK_FALSE(lesson.steps[1].attributes.reset);
}

TEST_CASE("modules") {
  const Lesson named = read("```python {file=models.py}\nx = 1\n```\n");
  REQUIRE(named.steps.size() == 1);
  CHECK(named.steps[0].kind == StepKind::file);
  CHECK(named.steps[0].module == "models.py");
  CHECK(read("```python title=\"models.py\"\nx = 1\n```\n").steps[0].kind == StepKind::code);
  CHECK(read("```python title=\"models.py\"\nx = 1\n```\n\n```python\nfrom models import x\n```\n")
            .steps[0]
            .kind == StepKind::file);
  CHECK(read("```python\n# models.py\nx = 1\n```\n\n```pycon\n>>> import os, models\n```\n")
            .steps[0]
            .kind == StepKind::file);
  CHECK(read("```python\n# models.py\nx = 1\n```\n\n```pycon\n>>> import models2\n```\n")
            .steps[0]
            .kind == StepKind::code);
}

TEST_CASE("shell blocks run modules that the lesson has") {
  const std::string file = "```python {file=main.py}\nprint(1)\n```\n\n";
  const Lesson lesson =
      read(file + "```console\n$ pip install x\nok\n$ python main.py\n1\n\n$ ls\nmain.py\n```\n");
  REQUIRE(lesson.steps.size() == 2);
  CHECK(lesson.steps[1].mode == StepMode::module);
  CHECK(lesson.steps[1].module == "main.py");
  CHECK(lesson.steps[1].shown.text() == "1\n");
  CHECK(lesson.steps[1].line == 8);
  CHECK(read("```\n$ python main.py\n1\n```\n").steps.empty());
}

TEST_CASE("exercises") {
  const Lesson lesson = read(
      "```python {exercise}\nx = ___\n```\n\n```text {hint}\nlook\n```\n\n"
      "```pycon {solution hidden}\n>>> x = 1\n>>> x\n1\n```\n");
  REQUIRE(lesson.steps.size() == 3);
  CHECK(lesson.steps[0].kind == StepKind::exercise);
  CHECK(lesson.steps[1].kind == StepKind::solution);
  CHECK(lesson.steps[2].shown.text() == "1\n");
}

TEST_CASE("front matter becomes settings") {
  const Lesson lesson = read(
      "---\ntitle: T\nsqlalchemy: [\"1.4\", \"2.0\"]\ndoctest: [ELLIPSIS]\nsql: strict\nafter: "
      "a.md\n"
      "files: [x.csv]\nnow: 2026-01-02 03:04:05\nseed: 7\ntimeout: 2.5\ntags: [a]\n---\n");
  CHECK(lesson.settings.title == "T");
  CHECK(lesson.settings.profiles == std::vector<std::string>{"1.4", "2.0"});
  CHECK(lesson.settings.doctest == kEllipsis);
  CHECK(lesson.settings.sql == SqlPolicy::strict);
  CHECK(lesson.settings.after == std::vector<std::string>{"a.md"});
  CHECK(lesson.settings.timeout == 2.5);
  CHECK(lesson.settings.now == "2026-01-02 03:04:05");
  CHECK(read("# Heading `code`\n").settings.title == "Heading code");
  CHECK(read("text\n").settings.title == "x");
  CHECK(error_of("---\nsqlalchemy: 3.0\n---\n").find("x.md:2: there is no SQLAlchemy profile") ==
        0);
  CHECK(error_of("---\ndoctest: [ELIPSIS]\n---\n").find("nearest is ELLIPSIS") !=
        std::string::npos);
  CHECK_FALSE(error_of("---\ntimeout: soon\n---\n").empty());
  CHECK_FALSE(error_of("---\nsql: maybe\n---\n").empty());
  const markdown::Yaml defaults = markdown::parse_yaml("sqlalchemy: 1.3\nsql: off\n", "y", 1);
  CHECK(read_lesson("x.md", "---\nsql: shown\n---\n", defaults).settings.profiles.at(0) == "1.3");
  CHECK(read_lesson("x.md", "---\nsql: shown\n---\n", defaults).settings.sql == SqlPolicy::shown);
}

TEST_CASE("CRLF and containers") {
  const Lesson lesson = read("> ```\r\n> >>> x\r\n> 1\r\n> ```\r\n");
  REQUIRE(lesson.steps.size() == 1);
  CHECK(lesson.steps[0].source == "x");
  CHECK(lesson.steps[0].shown.text() == "1\n");
  CHECK(lesson.steps[0].shown.indent == "> ");
}
