// libFuzzer target: any bytes through the Python parser, in all three modes. It may throw
// SyntaxError and nothing else.
#include <cstdint>
#include <string_view>

#include "runner/lang/parser.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lessonrun::lang;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const ParseMode mode : {ParseMode::kSingle, ParseMode::kExec, ParseMode::kEval}) {
    try {
      parse(text, mode);
    } catch (const SyntaxError&) {
    }
  }
  return 0;
}
