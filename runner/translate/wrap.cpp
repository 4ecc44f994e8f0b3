// Breaking long lines: at the dots of a chain of calls first, else behind the commas of the
// outermost call that holds most of the line.
#include "runner/translate/wrap.h"

#include <algorithm>
#include <vector>

namespace lessonrun::translate {

namespace {

constexpr size_t kColumns = 100;

// A place where a line may be broken, and how deep in parentheses it stands.
struct Break {
  size_t at;
  int depth;
  bool chain;  // before the dot of a call
};

std::vector<Break> breaks_of(const std::string& text) {
  std::vector<Break> breaks;
  int depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '"') {
      for (++i; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\') ++i;
      }
      continue;
    }
    if (c == '(' || c == '{' || c == '[') ++depth;
    if (c == ')' || c == '}' || c == ']') --depth;
    if (c == ',' && i + 1 < text.size() && text[i + 1] == ' ')
      breaks.push_back({i + 1, depth, false});
    if (c == '.' && i > 0 && text[i - 1] == ')') breaks.push_back({i, depth, true});
  }
  return breaks;
}

// Of the places in reach, the last one at the smallest depth, if it leaves something on the line.
const Break* best_break(const std::vector<Break>& breaks, size_t indent) {
  const Break* best = nullptr;
  for (const Break& one : breaks) {
    if (one.at > kColumns || one.at < indent + 8) continue;
    if (best == nullptr || one.depth <= best->depth) best = &one;
  }
  return best;
}

std::string wrapped_line(std::string line) {
  std::string out;
  size_t indent = std::min(line.find_first_not_of(' '), line.size());
  const size_t deeper = indent + 4;
  while (line.size() > kColumns) {
    std::vector<Break> breaks = breaks_of(line);
    const Break* best = best_break(breaks, indent);
    if (best == nullptr) break;
    out += line.substr(0, best->at) + "\n";
    line = std::string(deeper, ' ') + line.substr(best->chain ? best->at : best->at + 1);
    indent = deeper;
  }
  return out + line;
}

}  // namespace

std::string wrapped(const std::string& text) {
  std::string out;
  size_t start = 0;
  while (start <= text.size()) {
    size_t end = std::min(text.find('\n', start), text.size());
    std::string line = text.substr(start, end - start);
    out += (start == 0 ? "" : "\n") + wrapped_line(std::move(line));
    start = end + 1;
  }
  return out;
}

}  // namespace lessonrun::translate
