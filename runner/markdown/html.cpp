// Renders cmark's tree in its safe mode. Code blocks and headings become custom blocks first, whose
// text cmark copies as it stands.
#include "runner/markdown/html.h"

#include <cmark.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <set>

#include "runner/markdown/block_reader.h"

namespace lessonrun::markdown {
namespace {

struct Freed {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
  void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
  void operator()(char* text) const { std::free(text); }
};

std::string render(cmark_node* node) {
  const std::unique_ptr<char, Freed> html(cmark_render_html(node, CMARK_OPT_DEFAULT));
  return html.get();
}

/// The text of a heading without its markup.
std::string plain_text(cmark_node* heading) {
  std::string text;
  const std::unique_ptr<cmark_iter, Freed> iterator(cmark_iter_new(heading));
  while (cmark_iter_next(iterator.get()) != CMARK_EVENT_DONE) {
    cmark_node* node = cmark_iter_get_node(iterator.get());
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) text += cmark_node_get_literal(node);
    if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) text += ' ';
  }
  return text;
}

/// "Safe to call twice" is safe-to-call-twice; bytes above ASCII stay, browsers take them.
std::string slug(const std::string& text) {
  std::string id;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_') {
      id += c;
    } else if (c >= 'A' && c <= 'Z') {
      id += static_cast<char>(c - 'A' + 'a');
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id.empty() ? "section" : id;
}

class HtmlWriter {
 public:
  HtmlWriter(cmark_node* root, const HtmlOptions& options) : root_(root), options_(options) {}

  Html write() {
    drop_title();
    std::vector<cmark_node*> nodes;  // replacing while iterating would confuse cmark
    {
      const std::unique_ptr<cmark_iter, Freed> iterator(cmark_iter_new(root_));
      cmark_event_type event;
      while ((event = cmark_iter_next(iterator.get())) != CMARK_EVENT_DONE) {
        cmark_node* node = cmark_iter_get_node(iterator.get());
        const cmark_node_type type = cmark_node_get_type(node);
        const bool wanted = type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HEADING ||
                            type == CMARK_NODE_HTML_BLOCK;
        if (wanted && event == CMARK_EVENT_ENTER) nodes.push_back(node);
        if (type == CMARK_NODE_LINK && event == CMARK_EVENT_ENTER) relink(node);
      }
    }
    for (cmark_node* node : nodes) {
      switch (cmark_node_get_type(node)) {
        case CMARK_NODE_HEADING:
          replace(node, heading(node));
          break;
        case CMARK_NODE_CODE_BLOCK:
          replace(node, options_.code(cmark_node_get_start_line(node), last_line(node)));
          break;
        default:  // HTML, comments of lessonrun among it
          replace(node, "");
      }
    }
    html_.body = render(root_);
    return std::move(html_);
  }

 private:
  void drop_title() {
    cmark_node* first = cmark_node_first_child(root_);
    while (first != nullptr && cmark_node_get_type(first) == CMARK_NODE_HTML_BLOCK) {
      first = cmark_node_next(first);
    }
    if (first == nullptr || cmark_node_get_type(first) != CMARK_NODE_HEADING) return;
    if (cmark_node_get_heading_level(first) != 1 || plain_text(first) != options_.title) return;
    cmark_node_unlink(first);
    cmark_node_free(first);
  }

  void relink(cmark_node* node) {
    if (!options_.link) return;
    const std::string url = options_.link(cmark_node_get_url(node));
    if (!url.empty()) cmark_node_set_url(node, url.c_str());
  }

  static int last_line(cmark_node* node) {
    const int first = cmark_node_get_start_line(node);
    return std::max(first, cmark_node_get_end_line(node));
  }

  std::string heading(cmark_node* node) {
    HtmlHeading heading;
    heading.level = cmark_node_get_heading_level(node);
    heading.text = plain_text(node);
    std::string base = slug(heading.text);
    if (options_.id_taken && options_.id_taken(base)) base.insert(0, "section-");
    heading.id = base;
    for (int i = 2; !ids_.insert(heading.id).second; ++i) {
      heading.id = base + "-" + std::to_string(i);
    }
    std::string html = render(node);
    html.insert(3, " id=\"" + heading.id + "\"");  // behind "<h2"
    html_.headings.push_back(std::move(heading));
    return html;
  }

  static void replace(cmark_node* node, const std::string& html) {
    std::unique_ptr<cmark_node, Freed> custom(cmark_node_new(CMARK_NODE_CUSTOM_BLOCK));
    cmark_node_set_on_enter(custom.get(), html.c_str());
    if (cmark_node_replace(node, custom.get()) == 0) return;
    static_cast<void>(custom.release());  // the tree owns it now
    cmark_node_free(node);
  }

  cmark_node* root_;
  const HtmlOptions& options_;
  Html html_;
  std::set<std::string> ids_;
};

}  // namespace

Html to_html(const Document& document, const HtmlOptions& options) {
  std::vector<ViewLine> lines;
  for (int line = 1; line <= document.line_count(); ++line) {
    ViewLine view{line, document.line_text(line), 0};
    if (line < document.body_line()) view.range.begin = view.range.end;
    lines.push_back(view);
  }
  dedent_admonitions(document, lines);
  const std::string view = text_of(document, lines);
  const std::unique_ptr<cmark_node, Freed> root(
      cmark_parse_document(view.data(), view.size(), CMARK_OPT_DEFAULT));
  return HtmlWriter(root.get(), options).write();
}

}  // namespace lessonrun::markdown
