// Names of event kinds, and the transcript as a terminal shows it.
#include "runner/base/transcript.h"

#include <array>
#include <stdexcept>

namespace lessonrun {
namespace {

constexpr std::array<std::string_view, 9> kind_names = {
    "sql", "parameters", "transaction", "warning", "stderr", "output", "value", "error", "log"};

}  // namespace

std::string_view event_kind_name(EventKind kind) {
  return kind_names[static_cast<std::size_t>(kind)];
}

EventKind event_kind_from_name(std::string_view name) {
  for (std::size_t i = 0; i < kind_names.size(); ++i) {
    if (kind_names[i] == name) return static_cast<EventKind>(i);
  }
  throw std::invalid_argument("there is no event kind \"" + std::string(name) + "\"");
}

std::string terminal_text(const Transcript& events) {
  std::string text;
  for (const Event& event : events) {
    if (!event.echoed) continue;
    text += event.prefix;
    text += event.text;
    const bool written = event.kind == EventKind::output || event.kind == EventKind::error_output;
    if (!written) text += '\n';
  }
  if (!text.empty() && text.back() != '\n') text += '\n';
  return text;
}

}  // namespace lessonrun
