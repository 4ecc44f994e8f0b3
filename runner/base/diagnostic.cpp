// Renders diagnostics the way compilers do, so that editors can jump to them.
#include "runner/base/diagnostic.h"

#include <utility>

namespace lessonrun {

std::string to_string(const Diagnostic& diagnostic) {
  std::string text = diagnostic.file;
  if (diagnostic.line > 0) text.append(":").append(std::to_string(diagnostic.line));
  return text.empty() ? diagnostic.text : text + ": " + diagnostic.text;
}

InputError::InputError(Diagnostic diagnostic)
    : std::runtime_error(to_string(diagnostic)), diagnostic_(std::move(diagnostic)) {}

}  // namespace lessonrun
