// Golden files of every report. A run of this program with LESSONRUN_WRITE_GOLDEN=1 writes them
// anew; read the difference before you commit it.
#include "runner/report/report.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "runner/lesson/files.h"
#include "tests/runner/lesson/fake_executor_helper.h"

using namespace lessonrun;

namespace {

const std::string kLesson =
    "---\ntitle: Golden <lesson>\n---\n\n# Ignored\n\n"
    "```pycon\n>>> say hello\nhello\n>>> begin\n... sql SELECT 1\n... params [generated in 0.1s] "
    "()\n"
    "... say one\nBEGIN (implicit)\nSELECT 2\n[...] ()\none\n>>> say more\n```\n\n"
    "```python\nsay before\nraise sqlalchemy.exc.ArgumentError: 50% wrong, \"really\": <yes>\nbind "
    "x\n```\n\n"
    "text\n\n```pycon\n>>> need x\n>>> unsupported threads are not there; use a loop\n```\n\n"
    "<!-- lessonrun: expect=ValueError -->\n```pycon\n>>> raise ValueError: meant\n```\n\n"
    "```pycon {skip=\"slow # really\"}\n>>> say skipped\n```\n\n```pycon\n>>> x\n\nlost "
    "text\n```\n";

report::RunReport sample() {
  report::RunReport run;
  run.lessons.push_back(testing::run_text(kLesson));
  run.lessons.push_back(testing::run_text("```pycon\n>>> say a\na\n```\n"));
  run.lessons[1].path = "other.md";
  run.problems.push_back({"broken.md", 3, "there is no attribute \"hiden\""});
  run.notes.push_back({"empty.md", 0, "there is no step in this file"});
  for (LessonResult& lesson : run.lessons) lesson.seconds = 0.25;
  return run;
}

void check_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(LESSONRUN_SOURCE_DIR) + "/tests/golden/" + name;
  if (std::getenv("LESSONRUN_WRITE_GOLDEN") != nullptr) std::ofstream(path) << text;
  std::ifstream stream(path, std::ios::binary);
  const std::string golden((std::istreambuf_iterator<char>(stream)),
                           std::istreambuf_iterator<char>());
  CAPTURE(path);
  CHECK(text == golden);
}

}  // namespace

TEST_CASE("text") {
  check_golden("report.txt", report::text(sample(), {}));
  check_golden("report-quiet.txt", report::text(sample(), {false, -1}));
  check_golden("report-verbose.txt", report::text(sample(), {false, 1}));
  check_golden("report-color.txt", report::text(sample(), {true, 0}));
}

TEST_CASE("json") { check_golden("report.json", report::json(sample())); }
TEST_CASE("junit") { check_golden("report.junit.xml", report::junit(sample())); }
TEST_CASE("tap") { check_golden("report.tap", report::tap(sample())); }
TEST_CASE("github") { check_golden("report.github.txt", report::github(sample())); }

TEST_CASE("list") {
  const auto lesson = std::make_shared<const Lesson>(read_lesson("lesson.md", kLesson));
  check_golden("list.json", report::list_json({lesson}, "2.0"));
  check_golden("list.txt", report::list_text({lesson}));
}

TEST_CASE("JSON survives output that is no UTF-8") {
  report::RunReport run;
  run.lessons.push_back(testing::run_text("```pycon\n>>> say a\na\n```\n"));
  run.lessons[0].steps[0].output = "\xFF";
  CHECK(nlohmann::json::accept(report::json(run)));
}

TEST_CASE("counts in words") {
  VerdictCounts counts;
  CHECK(report::count_words(counts) == "no steps");
  counts.add(Verdict::passed);
  counts.add(Verdict::error);
  counts.add(Verdict::error);
  CHECK(report::count_words(counts) == "1 passed, 2 errors");
}
