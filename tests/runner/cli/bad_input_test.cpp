// Bad input through the real interpreter: one clear sentence, the right exit status, nothing lost.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "runner/cli/cli.h"
#include "runner/lesson/files.h"
#include "runner/lesson/interpreter_executor.h"

using namespace lessonrun;

namespace {

namespace fs = std::filesystem;

struct Output {
  int status = -1;
  std::string text;  // both streams
};

class Folder {
 public:
  std::string path(const std::string& name) const { return scratch_.path() + "/" + name; }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }

  Output run(const std::string& lesson, const std::string& timeout = "20") const {
    std::istringstream in;
    std::ostringstream out;
    CliEnvironment environment;
    environment.executor = interpreter_executor();
    Output output;
    output.status = run_cli({"run", "--timeout", timeout, lesson}, in, out, out, environment);
    output.text = out.str();
    return output;
  }

  Output run_code(const std::string& code, const std::string& timeout = "20") const {
    return run(write("code.md", "```python\n" + code + "\n```\n"), timeout);
  }

 private:
  ScratchFolder scratch_;
};

void check(const Output& output, int status, const std::string& part) {
  CAPTURE(output.text.substr(0, 2000));
  CHECK(output.status == status);
  CHECK(output.text.find(part) != std::string::npos);
}

}  // namespace

TEST_CASE("files that cannot be read") {
  const Folder folder;
  check(folder.run(folder.path("absent.md")), 2, "absent.md: error: the file cannot be read");
  fs::create_directory(folder.path("empty"));
  check(folder.run(folder.path("empty")), 2, "there is no lesson in this folder");
  check(folder.run(folder.write("a.md", std::string("\0\1\2", 3))), 2, "a binary file");
  check(folder.run(folder.write("a.md", "text\n\xff\n")), 2, "a.md:2: error: this is not UTF-8");
  check(folder.run(folder.write("a.md", "# Nothing\n")), 2, "there is no step in this file");
}

TEST_CASE("lessons that make no sense") {
  const Folder folder;
  check(folder.run(folder.write("a.md", "```pycon\n>>> 1\n1\n")), 0, "this fence is never closed");
  check(folder.run(folder.write("a.md", "---\ntitle: [a\n---\n")), 2, "a.md:3: error: ");
  check(folder.run(folder.write("a.md", "---\nsqlalchemy: 9\n---\n")), 2, "no SQLAlchemy profile");
  check(folder.run(folder.write("a.md", "```python {hiden}\nx\n```\n")), 2,
        "there is no attribute \"hiden\"; the nearest is \"hidden\"");
}

TEST_CASE("huge input") {
  const Folder folder;
  const std::string megabytes(10 << 20, 'a');
  check(folder.run_code("x = '" + megabytes + "'"), 0, "1 passed");
  check(folder.run(folder.write("a.md", megabytes + "\n\n```python\nx = 1\n```\n")), 0, "1 passed");
  check(folder.run_code("x = " + std::string(10000, '[') + std::string(10000, ']')), 1,
        "SyntaxError: too many nested parentheses");
  check(folder.run_code("x = " + std::string(10000, '-') + "1"), 1, "error: ");
  check(folder.run(folder.write("a.md", std::string(10000, '[') + "\n\n" + std::string(10000, '>') +
                                            " x\n\n```python\nx = 1\n```\n")),
        0, "1 passed");
}

TEST_CASE("steps without end") {
  const Folder folder;
  check(folder.run_code("while True: pass", "0.2"), 3, "error: Timeout");
  check(folder.run_code("from sqlalchemy import create_engine, text\n"
                        "with create_engine('sqlite://').connect() as c:\n"
                        "    c.execute(text('WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL "
                        "SELECT x + 1 FROM a) SELECT count(*) FROM a'))",
                        "0.2"),
        3, "Timeout");
  check(folder.run_code("while True: print('a' * 1000000)"), 3, "error: OutputLimit");
  check(folder.run_code("def f(): return f()\nf()"), 1, "RecursionError");
  check(folder.run_code("class A:\n    def __repr__(self): return repr(self)\nrepr(A())"), 1,
        "RecursionError");
}

TEST_CASE("steps without measure") {
  const Folder folder;
  check(folder.run_code("x = 'a' * 10 ** 12"), 1, "MemoryError");
  check(folder.run_code("x = 9 ** 9 ** 9"), 1, "MemoryError");
  for (const char* code : {
           "'%1000000000d' % 1",
           "'{:{}}'.format(1, 99999999) * 10",
           "[0] * 10 ** 12",
           "bytearray(10 ** 12)",
           "list(range(10 ** 12))",
           "1 << 10 ** 10",
           "x = 3 ** 1000000\nwhile True: x = x * x",
           "'abc'.ljust(10 ** 12)",
           "'\\t'.expandtabs(10 ** 12)",
           "s = 'a' * 10 ** 7\ns.replace('a', s)",
           "x = b'a'\nwhile True: x += x",
       }) {
    CAPTURE(code);
    check(folder.run_code(code), 1, "MemoryError");
  }
  check(folder.run_code("str(2 ** 1000000)"), 1,
        "ValueError: Exceeds the limit (4300 digits) for integer string conversion");
  check(folder.run_code("def g(n):\n    yield n\n    yield from g(n + 1)\nlist(g(0))"), 1,
        "RecursionError");
  check(folder.run_code("x = []\nfor i in range(100000): x = [x]\nrepr(x)"), 1, "RecursionError");
}

TEST_CASE("native work is interrupted too") {
  const Folder folder;
  for (const char* code : {
           "all(iter(lambda: 1, 2))",
           "next(x for x in iter(int, 1) if x)",
           "import itertools\nsum(itertools.count())",
           "import itertools\nnext(filter(None, itertools.repeat(0)))",
           "max(range(10 ** 12))",
           "l = list(range(10 ** 6))\nwhile True: -1 in l",
           "s = 'ab' * 10 ** 6\nwhile True: s.replace('a', 'c')",
           "s = 'é' * 10 ** 6\nwhile True: s.count('b')",
           "import math\nmath.factorial(10 ** 7)",
           "x = list(range(10 ** 5))\nwhile True: x.sort(key=lambda v: -v)",
           "try:\n    while True: pass\nexcept BaseException: pass",
       }) {
    CAPTURE(code);
    check(folder.run_code(code, "0.2"), 3, "error: Timeout");
  }
}

TEST_CASE("a regular expression that would take for ever") {
  check(Folder().run_code("import re\nre.match(r'(a+)+$', 'a' * 40 + 'b')"), 1,
        "This regular expression needs too many steps");
}

TEST_CASE("files without end") {
  check(Folder().run_code("x = b'a' * 10 ** 7\n"
                          "while True:\n    with open('f', 'wb') as f: f.write(x)"),
        1, "No space left on device");
}

TEST_CASE("databases without end") {
  const Folder folder;
  for (const char* url : {"sqlite://", "sqlite:///grow.db"}) {
    CAPTURE(url);
    check(
        folder.run_code("from sqlalchemy import create_engine, text\n"
                        "c = create_engine('" +
                        std::string(url) +
                        "').connect()\n"
                        "c.execute(text('CREATE TABLE t (x)'))\n"
                        "c.execute(text('INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
                        "SELECT i + 1 FROM n) SELECT hex(zeroblob(1000)) FROM n'))"),
        1, "database or disk is full");
  }
}

TEST_CASE("files outside the scratch folder") {
  const Folder folder;
  const std::string target = folder.path("outside.db");
  check(folder.run_code("from sqlalchemy import create_engine\n"
                        "create_engine('sqlite:///" +
                        target + "').connect()"),
        1, "unable to open database file");
  CHECK_FALSE(fs::exists(target));
  check(folder.run_code("from pathlib import Path\nPath('" + target + "').write_text('x')"), 1,
        "code.md:2: ");
  CHECK_FALSE(fs::exists(target));
}
