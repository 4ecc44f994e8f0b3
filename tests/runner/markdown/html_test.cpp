// HTML of a document: code through the caller, anchors, links, nothing raw.
#include "runner/markdown/html.h"

#include <doctest/doctest.h>

using namespace lessonrun::markdown;

namespace {

Html render(const std::string& text, const std::string& title = "") {
  HtmlOptions options;
  options.title = title;
  options.code = [](int first, int last) {
    return "[code " + std::to_string(first) + "-" + std::to_string(last) + "]\n";
  };
  options.link = [](const std::string& url) { return url == "b.md" ? "b.html" : ""; };
  options.id_taken = [](const std::string& id) { return id == "main"; };
  return to_html(Document::parse("a.md", text), options);
}

}  // namespace

TEST_CASE("front matter is not shown, and lines are the file's") {
  CHECK(render("---\ntitle: x\n---\n\ntext\n\n```py\nx\n```\n").body ==
        "<p>text</p>\n[code 7-9]\n");
  CHECK(render("- item\n\n  ```py\n  x\n  ```\n").body ==
        "<ul>\n<li>\n<p>item</p>\n[code 3-5]\n</li>\n</ul>\n");
}

TEST_CASE("headings have unique ids") {
  const Html html = render("## A *b*\n\n## a b!\n\n# Main\n");
  REQUIRE(html.headings.size() == 3);
  CHECK(html.headings[0].id == "a-b");
  CHECK(html.headings[1].id == "a-b-2");
  CHECK(html.headings[2].id == "section-main");
  CHECK(html.body.find("<h2 id=\"a-b\">A <em>b</em></h2>") == 0);
}

TEST_CASE("the title is left out where the page shows it") {
  CHECK(render("# T\n\nx\n", "T").body == "<p>x</p>\n");
  CHECK(render("# U\n", "T").body == "<h1 id=\"u\">U</h1>\n");
}

TEST_CASE("raw HTML and unsafe links are left out; links may be changed") {
  const std::string body =
      render(
          "<script>x</script>\n\na <b onclick=x>c</b>\n\n[d](javascript:x) [e](b.md) [f](c.md)\n")
          .body;
  CHECK(body.find("script>") == std::string::npos);
  CHECK(body.find("onclick") == std::string::npos);
  CHECK(body.find("javascript") == std::string::npos);
  CHECK(body.find("<a href=\"b.html\">e</a> <a href=\"c.md\">f</a>") != std::string::npos);
}
