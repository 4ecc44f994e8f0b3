// Asides through the real interpreter: what happens in one is forgotten, on several threads too.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "runner/cli/cli.h"
#include "runner/lesson/files.h"
#include "runner/lesson/interpreter_executor.h"

using namespace lessonrun;

namespace {

struct Output {
  int status = -1;
  std::string text;
};

Output run(const std::vector<std::string>& arguments) {
  std::istringstream in;
  std::ostringstream out;
  CliEnvironment environment;
  environment.executor = interpreter_executor();
  std::vector<std::string> all = {"run"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  Output output;
  output.status = run_cli(all, in, out, out, environment);
  output.text = out.str();
  return output;
}

void write(const ScratchFolder& folder, const std::string& name, const std::string& text) {
  std::ofstream(folder.path() + "/" + name, std::ios::binary) << text;
}

constexpr const char* kDatabaseAside =
    "```pycon\n"
    ">>> from sqlalchemy import create_engine, text\n"
    ">>> connection = create_engine('sqlite://').connect()\n"
    ">>> _ = connection.execute(text('CREATE TABLE t (x INTEGER)'))\n"
    ">>> names = ['a']\n"
    "```\n\n"
    "```pycon {aside}\n"
    ">>> _ = connection.execute(text('INSERT INTO t VALUES (1)'))\n"
    ">>> names.append('b')\n"
    ">>> names, connection.execute(text('SELECT count(*) FROM t')).scalar()\n"
    "(['a', 'b'], 1)\n"
    "```\n\n"
    "```pycon\n"
    ">>> names, connection.execute(text('SELECT count(*) FROM t')).scalar()\n"
    "(['a'], 0)\n"
    "```\n";

}  // namespace

TEST_CASE("what an aside imports is unknown after it") {
  const ScratchFolder folder;
  write(folder, "a.md",
        "```pycon {aside}\n>>> from math import floor\n>>> import json as j\n```\n\n"
        "```pycon\n>>> floor(2.5)\nTraceback (most recent call last):\nNameError: name 'floor' is "
        "not "
        "defined\n>>> j\nTraceback (most recent call last):\nNameError: name 'j' is not "
        "defined\n```\n");
  const Output output = run({folder.path() + "/a.md"});
  CAPTURE(output.text);
  CHECK(output.status == 0);
}

TEST_CASE("an aside that imports first and changes things then") {
  const ScratchFolder folder;
  write(folder, "a.md",
        "```python\nx = [1]\n```\n\n"
        "```pycon {aside}\n>>> from math import floor\n>>> x.append(floor(2.5))\n>>> x\n[1, "
        "2]\n```\n\n"
        "```pycon\n>>> x\n[1]\n>>> 'floor' in globals()\nFalse\n```\n");
  const Output output = run({folder.path() + "/a.md"});
  CAPTURE(output.text);
  CHECK(output.status == 0);
}

TEST_CASE("importing a module of the lesson in an aside runs it in the copy") {
  const ScratchFolder folder;
  write(folder, "a.md",
        "```python\nimport sys\nsys.counted = 0\n```\n\n"
        "```python {file=counted.py}\nimport sys\nsys.counted += 1\n```\n\n"
        "```python {aside}\nimport counted\n```\n\n"
        "```pycon\n>>> sys.counted\n0\n>>> import counted\n>>> sys.counted\n1\n```\n");
  const Output output = run({folder.path() + "/a.md"});
  CAPTURE(output.text);
  CHECK(output.status == 0);
}

TEST_CASE("asides of several lessons at a time") {
  const ScratchFolder folder;
  for (const char* name : {"a.md", "b.md", "c.md", "d.md", "e.md", "f.md"}) {
    write(folder, name, kDatabaseAside);
  }
  const Output output = run({"-j", "3", folder.path()});
  CAPTURE(output.text);
  CHECK(output.status == 0);
}
