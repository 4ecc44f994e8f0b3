// Tokens of Python texts: their kinds, places, and what is wrong with bad ones.
#include <algorithm>

#include "doctest/doctest.h"
#include "runner/lang/token.h"

using namespace lessonrun::lang;

namespace {

std::vector<Tok> kinds(std::string_view text) {
  std::vector<Tok> out;
  for (const Token& t : tokenize(text).tokens) out.push_back(t.kind);
  return out;
}

std::string error_of(std::string_view text) {
  const TokenStream stream = tokenize(text);
  for (const Token& t : stream.tokens) {
    if (t.kind == Tok::kError) return stream.error.message;
  }
  return "";
}

}  // namespace

TEST_CASE("a token knows its bytes and its line") {
  const std::string_view text = "x = 'é'  # why\nyy(1)\n";
  const TokenStream stream = tokenize(text);
  CHECK(text.substr(stream.tokens[0].span.begin, 1) == "x");
  const Token& word = stream.tokens[2];
  CHECK(text.substr(word.span.begin, word.span.end - word.span.begin) == "'é'");
  REQUIRE(stream.comments.size() == 1);
  CHECK(text.substr(stream.comments[0].span.begin, 5) == "# why");
  CHECK(stream.tokens[4].line == 2);
}

TEST_CASE("lines end only outside of brackets") {
  CHECK(kinds("(1,\n2)\n") == kinds("(1, 2)\n"));
  CHECK(kinds("a = 1 + \\\n  2\n") == kinds("a = 1 + 2\n"));
  CHECK(kinds("a; b\n") ==
        std::vector<Tok>{Tok::kName, Tok::kSemi, Tok::kName, Tok::kNewline, Tok::kEnd});
}

TEST_CASE("indentation opens and closes blocks") {
  const std::vector<Tok> block = kinds("if a:\n  b\nc\n");
  CHECK(std::count(block.begin(), block.end(), Tok::kIndent) == 1);
  CHECK(std::count(block.begin(), block.end(), Tok::kDedent) == 1);
  // A comment or an empty line is no line.
  CHECK(kinds("if a:\n  b\n# c\n\n  d\n") == kinds("if a:\n  b\n  d\n"));
}

TEST_CASE("what is no token is said in CPython's words") {
  CHECK(error_of("'abc") == "unterminated string literal (detected at line 1)");
  CHECK(error_of("'''abc\n") == "unterminated triple-quoted string literal (detected at line 1)");
  CHECK(error_of("x = 5x") == "invalid decimal literal");
  CHECK(error_of("0b2") == "invalid digit '2' in binary literal");
  CHECK(error_of("0o8") == "invalid digit '8' in octal literal");
  CHECK(error_of("1__0") == "invalid decimal literal");
  CHECK(error_of("0777") ==
        "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal "
        "integers");
  CHECK(error_of("(1]") == "closing parenthesis ']' does not match opening parenthesis '('");
  CHECK(error_of("1)") == "unmatched ')'");
  CHECK(error_of("a = “b”") == "invalid character '“' (U+201C)");
  CHECK(error_of("if a:\n  b\n c\n") == "unindent does not match any outer indentation level");
}

TEST_CASE("open brackets are remembered") {
  CHECK(tokenize("f(1, [2").open.size() == 2);
  CHECK(tokenize("f(1)").open.empty());
}
