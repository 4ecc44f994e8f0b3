// libFuzzer: any bytes are a lesson or a clear error; what is read prints back byte for byte, and
// every step lies in the file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "runner/lesson/lesson.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  try {
    const lessonrun::Lesson lesson = lessonrun::read_lesson("fuzz.md", bytes);
    if (lesson.document.edited({}) != bytes) std::abort();
    for (const lessonrun::Step& step : lesson.steps) {
      if (step.line < 1 || step.end_line > lesson.document.line_count()) std::abort();
      if (step.shown.insert > bytes.size()) std::abort();
      for (const lessonrun::ShownLine& line : step.shown.lines) {
        if (line.whole.begin > line.whole.end || line.whole.end > bytes.size()) std::abort();
      }
    }
  } catch (const lessonrun::InputError&) {
    // A malformed lesson is refused; that is right.
  }
  return 0;
}
