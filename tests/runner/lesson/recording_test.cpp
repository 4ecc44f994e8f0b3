// Recordings: to JSON and back, and judged in place of a run.
#include "runner/lesson/recording.h"

#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/runner/lesson/fake_executor_helper.h"

using namespace lessonrun;

namespace {

LessonResult run_with(const std::string& text, std::unique_ptr<Executor> executor) {
  LessonPlan plan;
  plan.lesson = std::make_shared<const Lesson>(read_lesson("folder/lesson.md", text));
  Session session(std::move(executor), "");
  return run_lesson(plan, "2.0", {}, session);
}

const std::string kLesson =
    "```pycon\n>>> begin\n... sql SELECT 1\n... params [raw sql] ()\nBEGIN (implicit)\nSELECT 1\n"
    "[...] ()\n>>> raise a.b.Custom: bad\nTraceback (most recent call last):\na.b.Custom: bad\n"
    ">>> bind x\n>>> say a\nb\n>>> need y\n```\n\n"
    "```python\nlast [<A>]\n>>> [<A>]\n```\n";

}  // namespace

TEST_CASE("a recording is judged as the run was") {
  Recording recording;
  recording.python = "3.11.7";
  recording.sqlalchemy = "2.0.52";
  const LessonResult run = run_with(
      kLesson,
      std::make_unique<RecordingExecutor>(std::make_unique<testing::FakeExecutor>(), recording));
  CHECK(testing::verdicts(run) == "passed passed passed failed error passed passed");
  const Recording read = Recording::from_json(recording.to_json());
  CHECK(read.sqlalchemy == "2.0.52");
  CHECK(read.to_json() == recording.to_json());
  const LessonResult replay = run_with(kLesson, std::make_unique<ReplayExecutor>(read));
  CHECK(testing::verdicts(replay) == testing::verdicts(run));
  for (std::size_t i = 0; i < run.steps.size(); ++i) {
    CHECK(replay.steps[i].actual == run.steps[i].actual);
  }
}

TEST_CASE("a step that has changed since is not judged") {
  Recording recording;
  run_with(
      "```pycon\n>>> say a\na\n```\n",
      std::make_unique<RecordingExecutor>(std::make_unique<testing::FakeExecutor>(), recording));
  const LessonResult changed =
      run_with("```pycon\n>>> say b\nb\n```\n", std::make_unique<ReplayExecutor>(recording));
  CHECK(testing::verdicts(changed) == "unsupported");
  const LessonResult moved = run_with("text\n\n```pycon\n>>> say a\na\n```\n",
                                      std::make_unique<ReplayExecutor>(recording));
  CHECK(testing::verdicts(moved) == "passed");
  CHECK(moved.steps[0].events[0].line == 4);
}

TEST_CASE("what is no recording is refused") {
  CHECK_THROWS_AS(Recording::from_json("{"), std::invalid_argument);
  CHECK_THROWS_AS(Recording::from_json("{\"format\": 2}"), std::invalid_argument);
  CHECK_THROWS_AS(Recording::from_json("[]"), std::invalid_argument);
  CHECK_THROWS_AS(outcome_from_json("{\"events\": [{\"kind\": \"x\", \"text\": \"\"}]}"),
                  std::invalid_argument);
}

TEST_CASE("profiles of versions") {
  CHECK(profile_of_version("2.0.52") == "2.0");
  CHECK(profile_of_version("1.4.46") == "1.4");
  CHECK(profile_of_version("1.3.24") == "1.3");
  CHECK(profile_of_version("2.1.0b1").empty());
  CHECK(profile_of_version("").empty());
}
