// Walks cmark's tree and maps each leaf block back to bytes. cmark gives line numbers and the
// content of code; a line of content is always the end of its line in the file, which is all the
// mapping needs.
#include "runner/markdown/block_reader.h"

#include <cmark.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace lessonrun::markdown {
namespace {

constexpr int max_nesting = 8;  // fences in comments in admonitions …
constexpr std::string_view blank_characters = " \t";

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(blank_characters) == std::string_view::npos;
}

std::string_view literal_of(cmark_node* node) {
  const char* literal = cmark_node_get_literal(node);
  return literal == nullptr ? std::string_view() : std::string_view(literal);
}

std::size_t indent_columns(std::string_view text) {
  std::size_t column = 0;
  for (const char c : text) {
    if (c == ' ') {
      ++column;
    } else if (c == '\t') {
      column += 4 - column % 4;
    } else {
      break;
    }
  }
  return column;
}

/// Removes `columns` of indent; what a tab has left over becomes `lead`.
void dedent(ViewLine& line, std::string_view text, std::size_t columns) {
  std::size_t column = 0;
  std::size_t at = 0;
  while (column < columns && line.lead > 0) {
    --line.lead;
    ++column;
  }
  while (column < columns && at < text.size() && (text[at] == ' ' || text[at] == '\t')) {
    column += text[at] == ' ' ? 1 : 4 - column % 4;
    ++at;
  }
  if (column > columns) line.lead = static_cast<int>(column - columns);
  line.range.begin += at;
}

/// Whether a line starts an admonition or a tab of MkDocs: `!!! note`, `??? tip`, `=== "Linux"`.
bool opens_admonition(std::string_view text) {
  text = trim(text);
  if (text.substr(0, 3) == "!!!" || text.substr(0, 3) == "===") {
    return text.size() > 4 && text[3] == ' ';
  }
  if (text.substr(0, 3) != "???") return false;
  text.remove_prefix(text.size() > 3 && text[3] == '+' ? 4 : 3);
  return text.size() > 1 && text[0] == ' ';
}

/// What stands before the fence on its line, as far as quotes are concerned.
std::size_t count_quotes(std::string_view prefix) {
  return static_cast<std::size_t>(std::count(prefix.begin(), prefix.end(), '>'));
}

bool closes_fence(std::string_view line, Fence fence, std::size_t quotes) {
  line = trim(line);
  std::size_t end = line.size();
  while (end > 0 && line[end - 1] == fence.character) --end;
  const std::string_view prefix = line.substr(0, end);
  return line.size() - end >= fence.length && count_quotes(prefix) == quotes &&
         prefix.find_first_not_of("> \t") == std::string_view::npos;
}

}  // namespace

Fence opening_fence(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(' ');
  if (begin == std::string_view::npos || begin > 3) return {};
  const char character = line[begin];
  if (character != '`' && character != '~') return {};
  std::size_t end = begin;
  while (end < line.size() && line[end] == character) ++end;
  if (end - begin < 3) return {};
  if (character == '`' && line.find('`', end) != std::string_view::npos) return {};
  return {end - begin, character};
}

void BlockReader::read(std::vector<ViewLine> lines) {
  dedent_admonitions(document_, lines);
  parse(lines, false, 0);
}

void dedent_admonitions(const Document& document, std::vector<ViewLine>& lines) {
  const auto text = [&](const ViewLine& line) { return document.view(line.range); };
  Fence open;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = text(lines[i]);
    if (open.length > 0) {
      if (closes_fence(line, open, count_quotes(line.substr(0, line.find(open.character))))) {
        open = {};
      }
      continue;
    }
    open = opening_fence(trim(line));
    if (open.length > 0 || !opens_admonition(line)) continue;
    const std::size_t indent = indent_columns(line) + static_cast<std::size_t>(lines[i].lead) + 4;
    std::size_t end = i + 1;
    std::size_t filled = end;
    for (; end < lines.size(); ++end) {
      const std::string_view content = text(lines[end]);
      if (is_blank(content)) continue;
      if (indent_columns(content) + static_cast<std::size_t>(lines[end].lead) < indent) break;
      filled = end + 1;
    }
    if (filled == i + 1) continue;
    for (std::size_t j = i + 1; j < filled; ++j) dedent(lines[j], text(lines[j]), indent);
    lines[i].range.begin = lines[i].range.end;
    lines[i].lead = 0;
  }
}

std::string text_of(const Document& document, const std::vector<ViewLine>& lines) {
  std::string text;
  for (const ViewLine& line : lines) {
    text.append(static_cast<std::size_t>(line.lead), ' ');
    text.append(document.view(line.range)).push_back('\n');
  }
  return text;
}

void BlockReader::parse(const std::vector<ViewLine>& lines, bool in_comment, int depth) {
  const std::string view = text_of(document_, lines);
  const std::unique_ptr<cmark_node, void (*)(cmark_node*)> root(
      cmark_parse_document(view.data(), view.size(), CMARK_OPT_DEFAULT), cmark_node_free);
  cmark_node* node = root.get();
  while (node != nullptr) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_DOCUMENT:
      case CMARK_NODE_BLOCK_QUOTE:
      case CMARK_NODE_LIST:
      case CMARK_NODE_ITEM:
        if (cmark_node* child = cmark_node_first_child(node); child != nullptr) {
          node = child;
          continue;
        }
        break;
      case CMARK_NODE_HEADING:
        add_heading(node, lines, in_comment);
        break;
      case CMARK_NODE_CODE_BLOCK:
        add_code(node, lines, in_comment, depth);
        break;
      case CMARK_NODE_HTML_BLOCK:
        add_html(node, lines, in_comment, depth);
        break;
      default:
        add_other(node, lines);
        break;
    }
    while (node != nullptr && cmark_node_next(node) == nullptr) node = cmark_node_parent(node);
    if (node != nullptr) node = cmark_node_next(node);
  }
}

Block BlockReader::block_at(BlockKind kind, const ViewLine& first, int end_line) const {
  Block block;
  block.kind = kind;
  block.line = first.line;
  block.end_line = std::max(first.line, end_line);
  block.range = {document_.line_range(block.line).begin,
                 document_.line_range(std::min(block.end_line, document_.line_count())).end};
  return block;
}

void BlockReader::add_heading(void* untyped, const std::vector<ViewLine>& lines, bool in_comment) {
  auto* node = static_cast<cmark_node*>(untyped);
  const auto start = static_cast<std::size_t>(cmark_node_get_start_line(node) - 1);
  Block block = block_at(BlockKind::heading, lines[start], lines[start].line);
  block.level = cmark_node_get_heading_level(node);
  block.in_comment = in_comment;
  const std::unique_ptr<cmark_iter, void (*)(cmark_iter*)> iterator(cmark_iter_new(node),
                                                                    cmark_iter_free);
  while (cmark_iter_next(iterator.get()) != CMARK_EVENT_DONE) {
    cmark_node* inline_node = cmark_iter_get_node(iterator.get());
    const cmark_node_type type = cmark_node_get_type(inline_node);
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) block.text += literal_of(inline_node);
    if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) block.text += ' ';
  }
  document_.blocks_.push_back(std::move(block));
}

std::vector<CodeLine> BlockReader::map_lines(std::string_view literal,
                                             const std::vector<ViewLine>& lines,
                                             std::size_t first) const {
  std::vector<CodeLine> result;
  for (std::size_t i = first; !literal.empty() && i < lines.size(); ++i) {
    const std::size_t newline = std::min(literal.find('\n'), literal.size());
    std::string_view content = literal.substr(0, newline);
    literal.remove_prefix(std::min(newline + 1, literal.size()));
    const std::string_view source = text(lines[i]);
    CodeLine line;
    line.line = lines[i].line;
    line.whole = document_.line_range(line.line);
    while (content.size() > source.size() ||
           source.substr(source.size() - content.size()) != content) {
      // The content begins with what is left of a tab.
      ++line.lead;
      content.remove_prefix(1);
    }
    line.text = {lines[i].range.end - content.size(), lines[i].range.end};
    result.push_back(line);
  }
  return result;
}

void BlockReader::add_code(void* untyped, const std::vector<ViewLine>& lines, bool in_comment,
                           int depth) {
  auto* node = static_cast<cmark_node*>(untyped);
  const auto start = static_cast<std::size_t>(cmark_node_get_start_line(node) - 1);
  const auto column = static_cast<std::size_t>(std::max(cmark_node_get_start_column(node) - 1, 0));
  const std::string opening = std::string(static_cast<std::size_t>(lines[start].lead), ' ') +
                              std::string(text(lines[start]));
  const std::string_view fence_line =
      std::string_view(opening).substr(std::min(column, opening.size()));
  // Indented code begins with at least four columns of blanks, so it is no opening fence.
  const bool indented =
      cmark_node_get_fence_info(node) == nullptr || opening_fence(fence_line).length == 0;
  const std::string_view literal = literal_of(node);
  std::vector<CodeLine> content = map_lines(literal, lines, indented ? start : start + 1);
  if (indented) {
    if (depth < max_nesting && !content.empty() &&
        opening_fence(document_.text(content.front())).length > 0) {
      std::vector<ViewLine> inner;
      inner.reserve(content.size());
      for (const CodeLine& line : content) inner.push_back({line.line, line.text, line.lead});
      parse(inner, in_comment, depth + 1);
      return;
    }
    Block block = block_at(BlockKind::code, lines[start],
                           content.empty() ? lines[start].line : content.back().line);
    block.lines = std::move(content);
    block.in_comment = in_comment;
    document_.blocks_.push_back(std::move(block));
    return;
  }
  const Fence fence = opening_fence(fence_line);
  const std::size_t quotes = count_quotes(std::string_view(opening).substr(0, column));
  const std::size_t after = start + 1 + content.size();
  const bool closed = after < lines.size() && closes_fence(text(lines[after]), fence, quotes);
  const std::size_t last = closed ? after : after - 1;
  Block block = block_at(BlockKind::code, lines[start], lines[last].line);
  block.fenced = true;
  block.closed = closed;
  block.info = std::string(trim(trim(fence_line).substr(fence.length)));
  block.lines = std::move(content);
  block.in_comment = in_comment;
  if (!closed) {
    document_.warnings_.push_back({document_.name(), block.line, "this fence is never closed"});
  }
  document_.blocks_.push_back(std::move(block));
}

void BlockReader::add_html(void* untyped, const std::vector<ViewLine>& lines, bool in_comment,
                           int depth) {
  auto* node = static_cast<cmark_node*>(untyped);
  const auto start = static_cast<std::size_t>(cmark_node_get_start_line(node) - 1);
  const std::string_view literal = literal_of(node);
  const std::vector<CodeLine> content = map_lines(literal, lines, start);
  const int end_line = content.empty() ? lines[start].line : content.back().line;
  const std::string_view trimmed = trim(literal);
  if (trimmed.substr(0, 4) != "<!--") {
    document_.blocks_.push_back(block_at(BlockKind::other, lines[start], end_line));
    return;
  }
  const std::size_t close = trimmed.find("-->", 4);
  const std::string_view inside =
      trimmed.substr(4, close == std::string_view::npos ? close : close - 4);
  const std::string_view body = trim(inside);
  const std::size_t first_newline = body.find('\n');
  Block block = block_at(BlockKind::comment, lines[start], end_line);
  block.in_comment = in_comment;
  block.text = std::string(body);
  constexpr std::string_view lessonrun_mark = "lessonrun:";
  if (body.substr(0, lessonrun_mark.size()) == lessonrun_mark &&
      first_newline != std::string_view::npos && depth < max_nesting) {
    // Attributes may stand on the first line; the lines after it are Markdown.
    block.text = std::string(trim(body.substr(0, first_newline)));
    block.end_line = block.line;
    document_.blocks_.push_back(std::move(block));
    std::vector<ViewLine> inner;
    for (std::size_t i = 1; i < content.size(); ++i) {
      ViewLine line{content[i].line, content[i].text, content[i].lead};
      const std::size_t end = text(line).find("-->");
      if (end != std::string_view::npos) {
        line.range.end = line.range.begin + end;
        inner.push_back(line);
        break;
      }
      inner.push_back(line);
    }
    parse(inner, true, depth + 1);
    return;
  }
  document_.blocks_.push_back(std::move(block));
}

void BlockReader::add_other(void* untyped, const std::vector<ViewLine>& lines) {
  auto* node = static_cast<cmark_node*>(untyped);
  const auto start = static_cast<std::size_t>(cmark_node_get_start_line(node) - 1);
  const auto end = static_cast<std::size_t>(std::max(cmark_node_get_end_line(node) - 1, 0));
  document_.blocks_.push_back(
      block_at(BlockKind::other, lines[start], lines[std::min(end, lines.size() - 1)].line));
}

}  // namespace lessonrun::markdown
