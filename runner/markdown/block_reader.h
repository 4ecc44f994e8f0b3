// From lines to blocks, through cmark. A view is the text that cmark sees; its lines are parts of
// the file's lines, so that whatever cmark finds can be mapped back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runner/markdown/document.h"

namespace lessonrun::markdown {

/// A part of a file's line: the bytes up to its line end, from some point on.
struct ViewLine {
  int line = 0;     ///< of the file
  TextRange range;  ///< without the line end
  int lead = 0;     ///< spaces before it that a half-consumed tab left behind
};

/// Appends the blocks of some lines to a document.
class BlockReader {
 public:
  explicit BlockReader(Document& document) : document_(document) {}

  void read(std::vector<ViewLine> lines);

 private:
  void parse(const std::vector<ViewLine>& lines, bool in_comment, int depth);
  void add_heading(void* node, const std::vector<ViewLine>& lines, bool in_comment);
  void add_code(void* node, const std::vector<ViewLine>& lines, bool in_comment, int depth);
  void add_html(void* node, const std::vector<ViewLine>& lines, bool in_comment, int depth);
  void add_other(void* node, const std::vector<ViewLine>& lines);
  Block block_at(BlockKind kind, const ViewLine& first, int end_line) const;
  std::vector<CodeLine> map_lines(std::string_view literal, const std::vector<ViewLine>& lines,
                                  std::size_t first) const;
  std::string_view text(const ViewLine& line) const { return document_.view(line.range); }

  Document& document_;
};

/// Takes the indent off the content of admonitions, which is Markdown of its own, and empties the
/// lines that open them. Line numbers stay as they are.
void dedent_admonitions(const Document& document, std::vector<ViewLine>& lines);

/// The text that cmark gets for some lines.
std::string text_of(const Document& document, const std::vector<ViewLine>& lines);

/// The fence that opens in `line` (its length, its character), or a length of 0.
struct Fence {
  std::size_t length = 0;
  char character = 0;
};
Fence opening_fence(std::string_view line);

}  // namespace lessonrun::markdown
