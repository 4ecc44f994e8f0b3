// Source text and positions in it.
//
// Everything that reads text (Markdown, Python) speaks of places as byte ranges into one immutable
// SourceText; lines and columns are computed from them only when a person has to be told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lessonrun {

// A half-open range of bytes [begin, end).
struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  uint32_t size() const { return end - begin; }
  bool operator==(const Span& other) const { return begin == other.begin && end == other.end; }
};

// A line (1-based) and a column (0-based, in bytes).
struct LineColumn {
  int line = 1;
  int column = 0;
};

// A text with a name, and the starts of its lines. LF and CRLF both end a line.
class SourceText {
 public:
  SourceText(std::string name, std::string text);

  const std::string& name() const { return name_; }
  const std::string& text() const { return text_; }
  std::string_view slice(Span span) const;
  int line_count() const { return static_cast<int>(line_starts_.size()); }
  // The text of a line (1-based) without its line end; empty when there is no such line.
  std::string_view line(int number) const;
  LineColumn locate(uint32_t offset) const;

 private:
  std::string name_;
  std::string text_;
  std::vector<uint32_t> line_starts_;
};

}  // namespace lessonrun
