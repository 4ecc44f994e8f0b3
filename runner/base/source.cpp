// Line lookup by binary search over the starts of lines.
#include "runner/base/source.h"

#include <algorithm>

namespace lessonrun {

SourceText::SourceText(std::string name, std::string text)
    : name_(std::move(name)), text_(std::move(text)) {
  line_starts_.push_back(0);
  for (uint32_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n' && i + 1 < text_.size()) line_starts_.push_back(i + 1);
  }
}

std::string_view SourceText::slice(Span span) const {
  return std::string_view(text_).substr(span.begin, span.size());
}

std::string_view SourceText::line(int number) const {
  if (number < 1 || number > line_count()) return {};
  const size_t begin = line_starts_[static_cast<size_t>(number) - 1];
  size_t end = text_.find('\n', begin);
  if (end == std::string::npos) end = text_.size();
  if (end > begin && text_[end - 1] == '\r') --end;
  return std::string_view(text_).substr(begin, end - begin);
}

LineColumn SourceText::locate(uint32_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto index = static_cast<size_t>(after - line_starts_.begin()) - 1;
  return {static_cast<int>(index) + 1, static_cast<int>(offset - line_starts_[index])};
}

}  // namespace lessonrun
