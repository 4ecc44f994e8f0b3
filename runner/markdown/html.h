// A document as HTML, for the site: cmark's, with the code blocks and the anchors of headings in
// the caller's hands.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "runner/markdown/document.h"

namespace lessonrun::markdown {

/// A heading as it stands in the HTML.
struct HtmlHeading {
  int level = 1;
  std::string text;  ///< plain
  std::string id;    ///< of the element; unique within the document
};

struct HtmlOptions {
  /// HTML in place of the code blocks that begin on the lines [first, last] of the file.
  std::function<std::string(int first, int last)> code;
  /// The address that a link of the lesson gets; empty: it stays as written.
  std::function<std::string(const std::string& url)> link;
  /// Ids that the page has for something else; a heading gets `section-…` instead.
  std::function<bool(const std::string& id)> id_taken;
  std::string title;  ///< leave out a level 1 heading that opens the document with this text
};

struct Html {
  std::string body;
  std::vector<HtmlHeading> headings;
};

/// Renders what stands outside front matter. Raw HTML of the document is left out, and so are links
/// with a scheme that runs code: a lesson cannot inject script.
Html to_html(const Document& document, const HtmlOptions& options);

}  // namespace lessonrun::markdown
