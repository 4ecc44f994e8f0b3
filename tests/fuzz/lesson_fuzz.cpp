// libFuzzer target: any bytes as a lesson, run with the real interpreter and ORM under tight limits
// in a scratch folder. A lesson may fail in every way but these: a crash, an exception that gets
// out, a step without a result.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "runner/lesson/files.h"
#include "runner/lesson/interpreter_executor.h"
#include "runner/lesson/run.h"
#include "runner/report/report.h"
#include "site/site.h"

namespace {

/// The interpreter, but asides run in place: a fuzzer must not fork.
class NoAside final : public lessonrun::Executor {
 public:
  void start(const lessonrun::SessionSettings& settings) override { inner_.start(settings); }
  lessonrun::StepOutcome run(const lessonrun::Lesson& lesson,
                             const lessonrun::Step& step) override {
    return inner_.run(lesson, step);
  }
  void set_module(const std::string& file, const std::string& text) override {
    inner_.set_module(file, text);
  }
  void reset() override { inner_.reset(); }
  void begin_aside() override {}
  void end_aside() override {}
  bool is_python(const std::string& source) override { return inner_.is_python(source); }
  std::optional<std::string> last_value() override { return inner_.last_value(); }

 private:
  lessonrun::InterpreterExecutor inner_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lessonrun;
  LessonPlan plan;
  try {
    plan.lesson = std::make_shared<const Lesson>(
        read_lesson("fuzz.md", std::string(reinterpret_cast<const char*>(data), size)));
    if (plan.lesson->settings.timeout) return 0;  // it would lift our limit
    const ScratchFolder scratch;
    Session session(std::make_unique<NoAside>(), scratch.path());
    RunOptions options;
    options.timeout = 0.2;
    const LessonResult result = run_lesson(plan, "2.0", options, session);
    if (result.steps.size() != plan.lesson->steps.size()) std::abort();
    if (result.counts.total() != result.steps.size()) std::abort();
    report::json({{result}, {}, {}});
    if (site::is_verified(result)) site::build_site({result}, {});
  } catch (const InputError&) {
    // A malformed lesson, or a file beside it that is not there.
  }
  return 0;
}
