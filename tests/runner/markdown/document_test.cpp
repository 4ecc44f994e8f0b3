// Documents keep their bytes, and map each line of code back to them.
#include "runner/markdown/document.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using lessonrun::InputError;
using lessonrun::markdown::Block;
using lessonrun::markdown::BlockKind;
using lessonrun::markdown::Document;

namespace {

Document parse(const std::string& text) { return Document::parse("x.md", text); }

std::vector<Block> code_blocks(const Document& document) {
  std::vector<Block> blocks;
  for (const Block& block : document.blocks()) {
    if (block.kind == BlockKind::code) blocks.push_back(block);
  }
  return blocks;
}

// What has to hold for any document: it prints back, and every line of code lies where it says.
void check_document(const std::string& text) {
  const Document document = parse(text);
  CHECK(document.edited({}) == text);
  for (const Block& block : document.blocks()) {
    REQUIRE(block.line >= 1);
    REQUIRE(block.end_line <= document.line_count());
    for (const auto& line : block.lines) {
      CHECK(line.whole.begin <= line.text.begin);
      CHECK(line.text.end <= line.whole.end);
      CHECK(document.line_range(line.line).begin == line.whole.begin);
      CHECK(document.view(line.text).find('\n') == std::string_view::npos);
    }
  }
}

}  // namespace

TEST_CASE("a fenced block gives its content, its info string and its lines") {
  const Document document = parse("# T\n\ntext\n\n```python {a=1}\nx = 1\n  y\n```\nend\n");
  const auto blocks = code_blocks(document);
  REQUIRE(blocks.size() == 1);
  CHECK(blocks[0].info == "python {a=1}");
  CHECK(blocks[0].line == 5);
  CHECK(blocks[0].end_line == 8);
  CHECK(document.text(blocks[0]) == "x = 1\n  y\n");
  CHECK(blocks[0].lines[1].line == 7);
  CHECK(document.view(blocks[0].lines[1].whole) == "  y\n");
  CHECK(document.blocks()[0].text == "T");
}

TEST_CASE("containers are stripped from code and stay in the bytes") {
  SUBCASE("quote") {
    const Document document = parse("> ```\n> >>> 1\n> 1\n> ```\n");
    const auto blocks = code_blocks(document);
    REQUIRE(blocks.size() == 1);
    CHECK(document.text(blocks[0]) == ">>> 1\n1\n");
    CHECK(document.view(blocks[0].lines[0].whole) == "> >>> 1\n");
    CHECK(blocks[0].closed);
  }
  SUBCASE("list") {
    const Document document = parse("1. a\n\n   ```text\n   b\n     c\n   ```\n");
    CHECK(document.text(code_blocks(document).at(0)) == "b\n  c\n");
  }
  SUBCASE("indented code with tabs") {
    const Document document = parse("p\n\n\tone\n\t\ttwo\n");
    const auto blocks = code_blocks(document);
    REQUIRE(blocks.size() == 1);
    CHECK_FALSE(blocks[0].fenced);
    CHECK(document.text(blocks[0]) == "one\n\ttwo\n");
  }
  SUBCASE("a tab that a list takes only in part") {
    const Document document = parse("- a\n\n\t\tcode\n");
    const auto blocks = code_blocks(document);
    REQUIRE(blocks.size() == 1);
    CHECK(document.text(blocks[0]) == "  code\n");
    CHECK(document.view(blocks[0].lines[0].text) == "code");
  }
}

TEST_CASE("fences: long ones, tildes, unclosed ones") {
  CHECK(parse("````\n```\n````\n").text(code_blocks(parse("````\n```\n````\n")).at(0)) == "```\n");
  CHECK(code_blocks(parse("~~~ text\n```\n~~~\n")).at(0).info == "text");
  const Document open = parse("```python\nx = 1\n");
  CHECK_FALSE(code_blocks(open).at(0).closed);
  REQUIRE(open.warnings().size() == 1);
  CHECK(open.warnings()[0].line == 1);
  const Document quoted = parse("> ```\n> x\n\n```\ny\n```\n");
  CHECK(quoted.warnings().size() == 1);
  CHECK(code_blocks(quoted).size() == 2);
  CHECK(parse("```").warnings().size() == 1);
}

TEST_CASE("line ends: CRLF, a lone CR, none at the end") {
  const Document document = parse("```\r\na\r\nb\r\n```\r\n");
  CHECK(document.line_end() == "\r\n");
  CHECK(document.text(code_blocks(document).at(0)) == "a\nb\n");
  CHECK(document.view(code_blocks(document).at(0).lines[0].whole) == "a\r\n");
  CHECK(parse("```\ra\r```").text(code_blocks(parse("```\ra\r```")).at(0)) == "a\n");
}

TEST_CASE("indented code that opens with a fence is that fence") {
  const Document document = parse("!!! note\n\n    ```python\n    x = 1\n    ```\n\nend\n");
  const auto blocks = code_blocks(document);
  REQUIRE(blocks.size() == 1);
  CHECK(blocks[0].fenced);
  CHECK(blocks[0].info == "python");
  CHECK(document.text(blocks[0]) == "x = 1\n");
  CHECK(blocks[0].lines[0].line == 4);

  const Document plain = parse("p\n\n    ```python\n    x = 1\n    ```\n");
  CHECK(code_blocks(plain).at(0).info == "python");
}

TEST_CASE("the content of an admonition is Markdown") {
  const Document document =
      parse("!!! tip \"T\"\n    Prose.\n\n    ```python\n    x = 1\n\n    y = 2\n    ```\nend\n");
  const auto blocks = code_blocks(document);
  REQUIRE(blocks.size() == 1);
  CHECK(document.text(blocks[0]) == "x = 1\n\ny = 2\n");
  CHECK(document.view(blocks[0].lines[0].whole) == "    x = 1\n");
  // Inside a fence the same line is text.
  CHECK(code_blocks(parse("```\n!!! note\n    x\n```\n")).at(0).lines.size() == 2);
}

TEST_CASE("comments, and fences in comments of lessonrun") {
  const Document document = parse("<!-- lessonrun: hidden -->\n```python\nx\n```\n");
  CHECK(document.blocks()[0].kind == BlockKind::comment);
  CHECK(document.blocks()[0].text == "lessonrun: hidden");
  const Document whole = parse("a\n\n<!-- lessonrun:\n```python\ny = 1\n\nz = 2\n```\n-->\n");
  const auto blocks = code_blocks(whole);
  REQUIRE(blocks.size() == 1);
  CHECK(blocks[0].in_comment);
  CHECK(whole.text(blocks[0]) == "y = 1\n\nz = 2\n");
  CHECK(blocks[0].lines[0].line == 5);
  CHECK(code_blocks(parse("<!-- other:\n```python\ny = 1\n```\n-->\n")).empty());
}

TEST_CASE("front matter") {
  const Document document = parse("---\ntitle: \"A\"\nsqlalchemy: 1.4\n---\n# B\n");
  REQUIRE(document.front_matter().find("title") != nullptr);
  CHECK(document.front_matter().find("title")->scalar == "A");
  CHECK(document.front_matter().find("sqlalchemy")->scalar == "1.4");
  CHECK(document.front_matter().find("sqlalchemy")->line == 3);
  CHECK(document.blocks()[0].line == 5);
  CHECK(parse("---\n\ntext\n\n---\n").front_matter().entries.empty());
  CHECK(parse("\xEF\xBB\xBF---\ntitle: A\n---\n").front_matter().find("title") != nullptr);
  CHECK_THROWS_AS(parse("---\ntitle: [A\n---\n"), InputError);
  CHECK_THROWS_AS(parse("---\njust text\n---\n"), InputError);
  CHECK_THROWS_AS(
      parse("---\na: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
            "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n---\n"),
      InputError);
}

TEST_CASE("what is no text is refused with its place") {
  try {
    parse("a\nb\xFFz\n");
    FAIL("it was read");
  } catch (const InputError& error) {
    CHECK(std::string(error.what()) ==
          "x.md:2: this is not UTF-8: byte 3 of the file cannot be read");
  }
  CHECK_THROWS_AS(parse(std::string("a\0b", 3)), InputError);
  CHECK_THROWS_AS(parse("\xC0\x80"), InputError);
  CHECK_THROWS_AS(parse("\xED\xA0\x80"), InputError);
  CHECK_NOTHROW(parse("\xF0\x9F\x98\x80"));
}

TEST_CASE("edits replace ranges and nothing else") {
  const Document document = parse("a\nb\nc\n");
  CHECK(document.edited({{{4, 6}, "C\n"}, {{0, 1}, "A"}}) == "A\nb\nC\n");
  CHECK(document.edited({{{2, 2}, "x\n"}}) == "a\nx\nb\nc\n");
}

TEST_CASE("a line of ten megabytes") {
  const std::string line(10'000'000, 'x');
  CHECK(parse(line).line_count() == 1);
  const Document document = parse("```\n" + line + "\n```\n");
  CHECK(code_blocks(document).at(0).lines[0].text.size() == line.size());
}

TEST_CASE("documents print back byte for byte") {
  for (const std::string text :
       {"", "\n", "\r", "a", "# x", "```", "> ```\n> a\n", "- ```\n  a\n  ```\n", "\t\n\tx\n",
        "\xEF\xBB\xBFx\r\n", "---\na: 1\n---\n\n    code\n\n\n    more\n",
        "1. a\n\n\t\tb\n\t\t\tc\n", "!!! note\n\tx\n\n\t```\n\ty\n\t```\n",
        "<!-- lessonrun:\n```\nx\n", "> > ```\n> x\n",
        "=== \"A\"\n\n    ```python\n    1\n    ```\n\n=== \"B\"\n\n    x\n"}) {
    CAPTURE(text);
    check_document(text);
  }
}

TEST_CASE("the pages of the corpus print back byte for byte") {
  namespace fs = std::filesystem;
  std::size_t count = 0;
  for (const char* folder : {"/lessons", "/../shared/corpus"}) {
    const fs::path root = std::string(LESSONRUN_SOURCE_DIR) + folder;
    if (!fs::exists(root)) {
      MESSAGE("not here, so not read: " << root.string());
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      if (entry.path().extension() != ".md") continue;
      std::ifstream stream(entry.path(), std::ios::binary);
      CAPTURE(entry.path().string());
      check_document(
          std::string((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>()));
      ++count;
    }
  }
  MESSAGE(count << " pages");
}
