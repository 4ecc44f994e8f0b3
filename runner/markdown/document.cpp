// Reads a file into a Document: encoding, lines, front matter, then the blocks. Also edits it.
#include "runner/markdown/document.h"

#include <algorithm>
#include <utility>

#include "runner/markdown/block_reader.h"

namespace lessonrun::markdown {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// "\n", "\r\n" and a lone "\r" end lines, as in CommonMark.
std::vector<TextRange> split_lines(std::string_view bytes) {
  std::vector<TextRange> lines;
  std::size_t begin = 0;
  while (begin < bytes.size()) {
    std::size_t end = bytes.find_first_of("\r\n", begin);
    if (end == std::string_view::npos) {
      end = bytes.size();
    } else if (bytes[end] == '\r' && end + 1 < bytes.size() && bytes[end + 1] == '\n') {
      end += 2;
    } else {
      ++end;
    }
    lines.push_back({begin, end});
    begin = end;
  }
  return lines;
}

TextRange without_line_end(std::string_view bytes, TextRange line) {
  while (line.end > line.begin && (bytes[line.end - 1] == '\n' || bytes[line.end - 1] == '\r')) {
    --line.end;
  }
  return line;
}

int line_of(std::string_view bytes, std::size_t offset) {
  int line = 1;
  for (std::size_t i = 0; i < offset; ++i) {
    if (bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == bytes.size() || bytes[i + 1] != '\n'))) {
      ++line;
    }
  }
  return line;
}

void require_text(const std::string& name, std::string_view bytes) {
  const std::size_t nul = bytes.find('\0');
  if (nul != std::string_view::npos) {
    throw InputError({name, line_of(bytes, nul), "this is a binary file: it holds a zero byte"});
  }
  const std::size_t bad = find_invalid_utf8(bytes);
  if (bad != std::string_view::npos) {
    throw InputError(
        {name, line_of(bytes, bad),
         "this is not UTF-8: byte " + std::to_string(bad) + " of the file cannot be read"});
  }
}

std::string_view trim_right(std::string_view text) {
  const std::size_t end = text.find_last_not_of(" \t\r\n");
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
}

}  // namespace

Document Document::parse(std::string name, std::string bytes) {
  require_text(name, bytes);
  Document document;
  document.name_ = std::move(name);
  document.bytes_ = std::move(bytes);
  document.lines_ = split_lines(document.bytes_);

  std::vector<ViewLine> view;
  view.reserve(document.lines_.size());
  for (int line = 1; line <= document.line_count(); ++line) {
    view.push_back({line, document.line_text(line), 0});
  }

  // Front matter opens on the first line and holds something; else `---` is a thematic break.
  if (view.size() > 1 && trim_right(document.view(view[0].range)) == "---" &&
      !trim_right(document.view(view[1].range)).empty()) {
    std::size_t close = 1;
    while (close < view.size()) {
      const std::string_view line = trim_right(document.view(view[close].range));
      if (line == "---" || line == "...") break;
      ++close;
    }
    if (close < view.size()) {
      const TextRange inside{document.lines_[1].begin, document.lines_[close].begin};
      document.front_matter_ = parse_yaml(document.view(inside), document.name_, 2);
      const Yaml::Kind kind = document.front_matter_.kind;
      if (kind != Yaml::Kind::map && kind != Yaml::Kind::null) {
        throw InputError({document.name_, 2, "the front matter has to be a mapping, `key: value`"});
      }
      document.body_line_ = static_cast<int>(close) + 2;
      for (std::size_t i = 0; i <= close; ++i) view[i].range.begin = view[i].range.end;
    }
  }
  BlockReader(document).read(std::move(view));
  return document;
}

TextRange Document::line_text(int line) const {
  TextRange range = without_line_end(bytes_, line_range(line));
  if (line == 1 && view(range).substr(0, byte_order_mark.size()) == byte_order_mark) {
    range.begin += byte_order_mark.size();
  }
  return range;
}

std::string Document::text(const Block& block) const {
  std::string result;
  for (const CodeLine& line : block.lines) result.append(text(line)).push_back('\n');
  return result;
}

std::string_view Document::line_end() const {
  if (lines_.empty()) return "\n";
  const std::string_view first = view(lines_.front());
  return first.size() >= 2 && first.substr(first.size() - 2) == "\r\n" ? "\r\n" : "\n";
}

std::string Document::edited(std::vector<Edit> edits) const {
  std::stable_sort(edits.begin(), edits.end(),
                   [](const Edit& a, const Edit& b) { return a.range.begin < b.range.begin; });
  std::string result;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    result.append(bytes_, at, edit.range.begin - at);
    result += edit.text;
    at = edit.range.end;
  }
  return result.append(bytes_, at, std::string::npos);
}

}  // namespace lessonrun::markdown
