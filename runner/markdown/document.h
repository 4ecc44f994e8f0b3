// A Markdown file that keeps its bytes. cmark finds the blocks; the Document maps every line of
// every code block back to its exact bytes, so that an edit replaces those bytes and nothing else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runner/base/diagnostic.h"
#include "runner/base/text_range.h"
#include "runner/markdown/yaml.h"

namespace lessonrun::markdown {

/// One line of a code block.
struct CodeLine {
  int line = 0;     ///< line of the file, counting from 1
  TextRange whole;  ///< the whole line of the file, its line end included
  TextRange text;   ///< the content: no container prefix, no indent of the block, no line end
  int lead = 0;  ///< columns of content that a tab gave only partly; shown as spaces before `text`
};

enum class BlockKind { heading, code, comment, other };

/// A block of the document that has no blocks inside, in document order.
struct Block {
  BlockKind kind = BlockKind::other;
  int line = 0;      ///< first line
  int end_line = 0;  ///< last line (of a fence: the closing one)
  TextRange range;   ///< whole lines

  // Code.
  bool fenced = false;
  bool closed = true;           ///< false: the fence is never closed
  std::string info;             ///< the info string, as written
  std::vector<CodeLine> lines;  ///< the content
  bool in_comment =
      false;  ///< stands in a comment `<!-- lessonrun: … -->`, so no renderer shows it

  int level = 0;     ///< heading: 1 to 6
  std::string text;  ///< heading: its text; comment: what stands between `<!--` and `-->`
};

/// A replacement of some bytes of a document.
struct Edit {
  TextRange range;
  std::string text;
};

class Document {
 public:
  /// Parses a file. `name` is used in diagnostics. Throws InputError if the bytes are not UTF-8
  /// text or the front matter is not a YAML mapping.
  static Document parse(std::string name, std::string bytes);

  const std::string& name() const { return name_; }
  /// The file, byte for byte.
  const std::string& bytes() const { return bytes_; }
  const std::vector<Block>& blocks() const { return blocks_; }
  /// The front matter as a map; null where the file has none.
  const Yaml& front_matter() const { return front_matter_; }
  const std::vector<Diagnostic>& warnings() const { return warnings_; }
  /// The first line behind the front matter.
  int body_line() const { return body_line_; }
  int line_count() const { return static_cast<int>(lines_.size()); }

  /// A line of the file with its line end; `line` counts from 1.
  TextRange line_range(int line) const { return lines_[static_cast<std::size_t>(line) - 1]; }
  std::string_view view(TextRange range) const {
    return std::string_view(bytes_).substr(range.begin, range.size());
  }
  /// The content of a line of code.
  std::string text(const CodeLine& line) const {
    return std::string(static_cast<std::size_t>(line.lead), ' ') + std::string(view(line.text));
  }
  /// A line's content: no line end, and on the first line no byte order mark.
  TextRange line_text(int line) const;
  /// The content of a code block, every line ended by "\n".
  std::string text(const Block& block) const;
  /// "\r\n" if the first line ends so, else "\n".
  std::string_view line_end() const;

  /// The bytes with some edits made. Edits must not overlap; their order does not matter.
  std::string edited(std::vector<Edit> edits) const;

 private:
  friend class BlockReader;

  std::string name_;
  std::string bytes_;
  std::vector<TextRange> lines_;
  std::vector<Block> blocks_;
  Yaml front_matter_;
  int body_line_ = 1;
  std::vector<Diagnostic> warnings_;
};

/// Where text stops being UTF-8: the offset of the first bad byte, or npos.
std::size_t find_invalid_utf8(std::string_view text);

}  // namespace lessonrun::markdown
