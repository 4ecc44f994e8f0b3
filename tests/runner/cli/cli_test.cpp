// Commands, run in-process over real files in a folder of their own.
#include "runner/cli/cli.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "runner/lesson/files.h"
#include "tests/runner/lesson/fake_executor_helper.h"

using namespace lessonrun;

namespace {

namespace fs = std::filesystem;

struct Output {
  int status = -1;
  std::string out;
  std::string err;
};

class Cli {
 public:
  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }

  std::string write(const std::string& name, const std::string& text) const {
    fs::create_directories(fs::path(path(name)).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }

  Output run(const std::vector<std::string>& args, const std::string& input = "") const {
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    CliEnvironment environment;
    environment.executor = [] { return std::make_unique<testing::FakeExecutor>(); };
    environment.interrupted = &interrupted;
    Output result;
    result.status = run_cli(args, in, out, err, environment);
    result.out = out.str();
    result.err = err.str();
    return result;
  }

  std::atomic<bool> interrupted{false};

 private:
  ScratchFolder folder_;
};

const std::string kGoodLesson = "# Good\n\n```pycon\n>>> say a\na\n>>> bind x\n```\n";
const std::string kBadLesson = "# Bad\n\n```pycon\n>>> say a\nb\n```\n";
const std::string kNeedy = "# Needy\n\n```pycon\n>>> need x\n```\n";

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("running lessons and exit statuses") {
  const Cli cli;
  const std::string good = cli.write("good.md", kGoodLesson);
  const std::string bad = cli.write("bad.md", kBadLesson);
  CHECK(cli.run({good}).status == 0);
  CHECK(cli.run({good}).out == good + ": 2 passed\n");
  CHECK(cli.run({"run", good}).status == 0);
  const Output failed = cli.run({good, bad});
  CHECK(failed.status == 1);
  CHECK(contains(failed.out, bad + ":4: failed: output differs\n"));
  CHECK(contains(failed.out, "--- lesson\n+++ run\n@@ -1 +1 @@\n-b\n+a\n"));
  CHECK(cli.run({cli.path("absent.md")}).status == 2);
  CHECK(cli.run({good, cli.path("absent.md")}).status == 2);
  CHECK(cli.run({cli.write("empty.md", "# Nothing\n")}).status == 2);
  CHECK(cli.run({good, cli.path("empty.md")}).status == 0);
  CHECK(cli.run({cli.write("limit.md", "```pycon\n>>> limit Timeout\n```\n"), bad}).status == 3);
  CHECK(cli.run({cli.write("attribute.md", "```py {hiden}\nx\n```\n")}).status == 2);
  CHECK(cli.run({cli.write("binary.md", std::string("a\0b", 3))}).status == 2);
  CHECK(cli.run({cli.write("crash.md", "```pycon\n>>> crash\n```\n")}).status == 3);
}

TEST_CASE("wrong usage") {
  const Cli cli;
  const std::string good = cli.write("good.md", kGoodLesson);
  CHECK(cli.run({}).status == 2);
  CHECK(cli.run({"--nonsense", good}).status == 2);
  CHECK(cli.run({"--profile", "9", good}).status == 2);
  CHECK(cli.run({"--report", "word", good}).status == 2);
  CHECK(cli.run({"--doctest", "ELIPSIS", good}).status == 2);
  CHECK(cli.run({"-k", "(", good}).status == 2);
  CHECK(contains(cli.run({"udpate"}).err, "the nearest command is \"update\""));
  CHECK(cli.run({"udpate"}).status == 2);
  CHECK(cli.run({"--help"}).status == 0);
  CHECK(contains(cli.run({"--version"}).out, "lessonrun "));
}

TEST_CASE("folders, lessons.yml, README, -k") {
  const Cli cli;
  cli.write("course/a.md", kNeedy);
  cli.write("course/b.md", kGoodLesson);
  cli.write("course/README.md", kBadLesson);
  cli.write("course/lessons.yml", "order: [b.md, a.md]\nafter: []\n");
  const Output chained = cli.run({"--chain", cli.path("course")});
  CHECK(chained.status == 0);
  CHECK(chained.out.find("b.md") < chained.out.find("a.md"));
  CHECK(cli.run({cli.path("course")}).status == 1);
  CHECK(cli.run({"-k", "Good", cli.path("course")}).status == 0);
  CHECK(cli.run({"-k", "nothing", cli.path("course")}).status == 2);
  cli.write("void/x.txt", "");
  CHECK(cli.run({cli.path("void")}).status == 2);
}

TEST_CASE("chains and profiles") {
  const Cli cli;
  const std::string a = cli.write("a.md", "---\nsqlalchemy: 1.3\n---\n" + kGoodLesson);
  const std::string b = cli.write("b.md", "---\nsqlalchemy: 2.0\n---\n" + kNeedy);
  const std::string c = cli.write("c.md", "---\nsqlalchemy: [1.3, 1.4]\n---\n" + kNeedy);
  CHECK(cli.run({"--chain", a, b}).status == 2);
  CHECK(cli.run({"--chain", a, c}).status == 0);
  CHECK(contains(cli.run({c}).out, "c.md (SQLAlchemy 1.4)"));
}

TEST_CASE("lessons that come after others") {
  const Cli cli;
  cli.write("first.md", kGoodLesson);
  cli.write("second.md", "---\nafter: first\n---\n" + kNeedy);
  CHECK(cli.run({cli.path("second.md")}).status == 0);
  cli.write("bad.md", kBadLesson);
  const std::string blocked = cli.write("blocked.md", "---\nafter: bad.md\n---\n" + kNeedy);
  CHECK(cli.run({blocked}).status == 1);
  CHECK(contains(cli.run({blocked}).out, "blocked: the lesson "));
  cli.write("x.md", "---\nafter: y.md\n---\n" + kNeedy);
  cli.write("y.md", "---\nafter: x.md\n---\n" + kNeedy);
  CHECK(cli.run({cli.path("x.md")}).status == 2);
  CHECK(cli.run({cli.write("z.md", "---\nafter: nowhere\n---\n" + kNeedy)}).status == 2);
}

TEST_CASE("several lessons at a time are reported in order") {
  const Cli cli;
  std::vector<std::string> args = {"-j", "4"};
  std::string expected;
  for (int i = 0; i < 20; ++i) {
    args.push_back(cli.write(std::to_string(i) + ".md", kGoodLesson));
    expected += args.back() + ": 2 passed\n";
  }
  const Output output = cli.run(args);
  CHECK(output.status == 0);
  CHECK(output.out.find(expected) == 0);
  CHECK(contains(output.out, "20 lessons, 40 steps: 40 passed"));
}

TEST_CASE("--fail-fast, PATH:LINE, standard input, --workdir") {
  const Cli cli;
  const std::string bad = cli.write("bad.md", kBadLesson);
  const std::string good = cli.write("good.md", kGoodLesson);
  const Output stopped = cli.run({"--fail-fast", bad, good});
  CHECK(stopped.status == 1);
  CHECK_FALSE(contains(stopped.out, good));
  CHECK(contains(stopped.err, "1 lesson not run"));
  CHECK(contains(cli.run({good + ":4"}).out, "1 passed, 1 skipped"));
  CHECK(cli.run({"-"}, kGoodLesson).out == "<stdin>: 2 passed\n");
  const std::string file = cli.write("file.md", "```python {file=pkg/m.py}\nx = 1\n```\n");
  CHECK(cli.run({"--workdir", cli.path("work"), file}).status == 0);
  CHECK(fs::exists(cli.path("work/pkg/m.py")));
}

TEST_CASE("files beside the lesson") {
  const Cli cli;
  cli.write("data/a.csv", "1");
  const std::string lesson = cli.write("l.md", "---\nfiles: [data/*.csv]\n---\n" + kGoodLesson);
  CHECK(cli.run({"--workdir", cli.path("work"), lesson}).status == 0);
  CHECK(fs::exists(cli.path("work/data/a.csv")));
  CHECK(cli.run({cli.write("m.md", "---\nfiles: [none.csv]\n---\n" + kGoodLesson)}).status == 2);
  CHECK(cli.run({cli.write("n.md", "---\nfiles: [../x]\n---\n" + kGoodLesson)}).status == 2);
}

TEST_CASE("reports go where they are sent") {
  const Cli cli;
  const std::string good = cli.write("good.md", kGoodLesson);
  const Output json = cli.run({"--report", "json", good});
  CHECK(nlohmann::json::parse(json.out)["counts"]["passed"] == 2);
  const std::string other = cli.write("other.md", kGoodLesson);
  const Output two = cli.run({"--report", "json", good, other});
  CHECK(nlohmann::json::parse(two.out)["counts"]["passed"] == 4);
  const Output both =
      cli.run({"--report", "junit:" + cli.path("out.xml"), "--report", "tap", good});
  CHECK(contains(both.out, "TAP version 13"));
  CHECK_FALSE(contains(both.out, "2 passed"));
  CHECK(contains(read_file(cli.path("out.xml")), "<testsuites"));
  CHECK(contains(cli.run({"--report", "junit:" + cli.path("out.xml"), good}).out, "2 passed"));
  CHECK(contains(cli.run({"--color", "always", good}).out, "\x1b["));
  CHECK(cli.run({"-q", good}).out.empty());
  CHECK(contains(cli.run({"-v", good}).out, ":4: passed"));
}

TEST_CASE("an interrupt") {
  Cli cli;
  const std::string good = cli.write("good.md", kGoodLesson);
  cli.interrupted = true;
  CHECK(cli.run({good}).status == 3);
}

TEST_CASE("update") {
  const Cli cli;
  const std::string bad = cli.write("bad.md", kBadLesson);
  chmod(bad.c_str(), 0640);
  CHECK(cli.run({"update", "--check", bad}).status == 1);
  CHECK(read_file(bad) == kBadLesson);
  CHECK(cli.run({"update", bad}).status == 0);
  CHECK(read_file(bad) == "# Bad\n\n```pycon\n>>> say a\na\n```\n");
  CHECK((fs::status(bad).permissions() & fs::perms::all) ==
        (fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read));
  CHECK(cli.run({"update", "--check", bad}).status == 0);
  CHECK(cli.run({bad}).status == 0);
  const std::string needy = cli.write("needy.md", kNeedy);
  CHECK(cli.run({"update", needy}).status == 1);
  CHECK(read_file(needy) == kNeedy);
}

TEST_CASE("list") {
  const Cli cli;
  const std::string good = cli.write("good.md", kGoodLesson);
  const Output json = cli.run({"list", "--json", good});
  CHECK(json.status == 0);
  CHECK(nlohmann::json::parse(json.out)["lessons"][0]["steps"][0]["source"] == "say a");
  CHECK(contains(cli.run({"list", good}).out, "say a"));
  CHECK(cli.run({"list", "--paths", good}).out == good + "\n");
}

TEST_CASE("check and record") {
  const Cli cli;
  const std::string lesson = cli.write("l.md", "```pycon\n>>> 1 + 1\n2\n>>> print('a')\nb\n```\n");
  const std::string other =
      cli.write("o.md", "---\nsqlalchemy: 1.3\n---\n```pycon\n>>> 1\n1\n```\n");
  const std::string recording = cli.write(
      "r.json",
      "{\"format\": 1, \"python\": \"3.11.7\", \"sqlalchemy\": \"2.0.52\", \"lessons\": "
      "[{\"path\": \"l.md\","
      "\"steps\": [{\"id\": 1, \"line\": 2, \"source\": \"1 + 1\", \"events\": [{\"kind\": "
      "\"value\","
      "\"text\": \"2\", \"line\": 2}], \"binds\": []}, {\"id\": 2, \"line\": 4, \"source\": "
      "\"print('a')\","
      "\"events\": [{\"kind\": \"output\", \"text\": \"a\\n\", \"line\": 4}], \"binds\": []}]}]}");
  const Output checked = cli.run({"check", lesson, "--transcript", recording});
  CHECK(checked.status == 1);
  CHECK(contains(checked.out, ":4: failed: output differs"));
  CHECK(contains(checked.out, "1 passed, 1 failed"));
  // A lesson for another profile is passed over; alone, there is nothing to run.
  CHECK(cli.run({"check", other, "--transcript", recording}).status == 2);
  CHECK(contains(cli.run({"check", lesson, other, "--transcript", recording}).err,
                 "o.md: note: skipped: it does not name SQLAlchemy 2.0"));
  CHECK(cli.run({"check", lesson}).status == 2);
  CHECK(cli.run({"check", lesson, "--transcript", lesson}).status == 2);
  CHECK(cli.run({"check", lesson, "--python", "/nowhere/python"}).status == 2);
  CHECK(cli.run({"record", lesson, "--python", "/nowhere/python"}).status == 2);
}

TEST_CASE("the C++ of a lesson, and of one step") {
  const Cli cli;
  const std::string lesson =
      cli.write("steps.md",
                "# Steps\n\n```pycon\n>>> total = 2\n>>> print(total)\n2\n>>> eval('1')\n1\n```\n");
  const Output whole = cli.run({"cpp", lesson});
  CHECK(whole.status == 0);
  CHECK(contains(whole.out, "int main() {"));

  const Output step = cli.run({"cpp", lesson, "--step", "1"});
  CHECK(step.status == 0);
  CHECK(contains(step.out, "steps.md:4\n"));
  CHECK(contains(step.out, "total = 2"));
  CHECK_FALSE(contains(step.out, "main"));
  CHECK(contains(whole.out, step.out.substr(step.out.find('\n') + 1)));

  const Output none = cli.run({"cpp", lesson, "--step", "3"});
  CHECK(none.status == 1);
  CHECK(contains(none.out, "steps.md:7\n// No C++ equivalent: "));

  const Output absent = cli.run({"cpp", lesson, "--step", "9"});
  CHECK(absent.status == 2);
  CHECK(contains(absent.err, "there is no step 9; the lesson has 3"));
}
