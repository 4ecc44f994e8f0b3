// Highlighting changes no text, closes what it opens on each line, and survives text that is no
// code.
#include "site/highlight.h"

#include <doctest/doctest.h>

#include "site/html.h"

using namespace lessonrun::site;

namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::string without_tags(const std::string& html) {
  std::string text;
  bool inside = false;
  for (const char c : html) {
    if (c == '<') inside = true;
    if (!inside) text += c;
    if (c == '>') inside = false;
  }
  return text;
}

}  // namespace

TEST_CASE("tokens have their classes") {
  CHECK(highlight("def f(x): return 'a'", Language::python).front() ==
        "<span class=\"k\">def</span> <span class=\"f\">f</span>(x): "
        "<span class=\"k\">return</span> <span class=\"s\">&#39;a&#39;</span>");
  CHECK(highlight("SELECT \"a\" FROM t WHERE b = ? -- x", Language::sql).front() ==
        "<span class=\"k\">SELECT</span> &quot;a&quot; <span class=\"k\">FROM</span> t "
        "<span class=\"k\">WHERE</span> b = <span class=\"p\">?</span> "
        "<span class=\"c\">-- x</span>");
  CHECK(highlight("auto s = \"a\\\"b\"; // c", Language::cpp).front() ==
        "<span class=\"k\">auto</span> s = <span class=\"s\">&quot;a\\&quot;b&quot;</span>; "
        "<span class=\"c\">// c</span>");
}

TEST_CASE("a token over several lines is marked on each") {
  CHECK(highlight("'''a\nb'''\n", Language::python) ==
        std::vector<std::string>{"<span class=\"s\">&#39;&#39;&#39;a</span>",
                                 "<span class=\"s\">b&#39;&#39;&#39;</span>"});
}

TEST_CASE("no text is lost or changed") {
  for (const char* text :
       {"x = (1,\n  'unclosed\n", "/* never closed\n", "'\\", "if x:\n\ty\n  z\n",
        "f'{a!r:>{w}}' # c\n", "a <b> & \"c\"\n", "\xC3\xA9t\xC3\xA9 = ?\n", ":x ::y\n"}) {
    CAPTURE(text);
    std::string expected = text;
    if (expected.back() != '\n') expected += '\n';
    for (const Language language :
         {Language::plain, Language::python, Language::sql, Language::cpp}) {
      CHECK(without_tags(joined(highlight(text, language))) == escape(expected));
    }
  }
}
