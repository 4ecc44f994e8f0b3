// doctest's matching rules, and what lessonrun adds for SQL.
#include "runner/lesson/output_checker.h"

#include <doctest/doctest.h>

#include "runner/lesson/check.h"
#include "runner/lesson/doctest_flags.h"

using namespace lessonrun;

namespace {

bool match(const std::string& want, const std::string& got, unsigned flags = 0) {
  return output_matches(want, got, flags);
}

bool match_sql(const std::string& want, const std::string& sql, unsigned flags = 0) {
  RunText text;
  text.add_sql(sql);
  return output_matches(want, text, flags);
}

bool match_parameters(const std::string& want, const std::string& parameters, unsigned flags = 0) {
  RunText text;
  text.add_parameters(parameters);
  return output_matches(want, text, flags);
}

}  // namespace

TEST_CASE("the last lines of a traceback") {
  CHECK(RaisedError{"ValueError", "builtins", "bad (x, line 3)", "", ""}.summary() ==
        "ValueError: bad (x, line 3)\n");
  // Where a SyntaxError is stands above its message.
  CHECK(RaisedError{"SyntaxError", "builtins", "invalid syntax (<stdin>, line 3)", "", ""}
            .summary() == "SyntaxError: invalid syntax\n");
  CHECK(RaisedError{"SyntaxError", "mine", "odd (<stdin>, line 3)", "", ""}.summary() ==
        "mine.SyntaxError: odd (<stdin>, line 3)\n");
}

TEST_CASE("plain comparison") {
  CHECK(match("", ""));
  CHECK(match("a\n", "a\n"));
  CHECK_FALSE(match("a\n", "b\n"));
  CHECK_FALSE(match("a\n", ""));
  CHECK_FALSE(match("", "a\n"));
  CHECK_FALSE(match("a b\n", "a  b\n"));
  CHECK(match("\xC3\xA9\n", "\xC3\xA9\n"));
  CHECK(match("\\xe9\n", "\xC3\xA9\n"));
}

TEST_CASE("True and 1") {
  CHECK(match("1\n", "True\n"));
  CHECK(match("0\n", "False\n"));
  CHECK_FALSE(match("1\n", "True\n", kDontAcceptTrueFor1));
  CHECK_FALSE(match("True\n", "1\n"));
}

TEST_CASE("blank lines") {
  CHECK(match("a\n<BLANKLINE>\nb\n", "a\n\nb\n"));
  CHECK(match("a\n<BLANKLINE>\nb\n", "a\n  \nb\n"));
  CHECK(match("<BLANKLINE>\n", "\n"));
  CHECK_FALSE(match("a\n<BLANKLINE>\nb\n", "a\n\nb\n", kDontAcceptBlankline));
  CHECK(match("<BLANKLINE>\n", "<BLANKLINE>\n", kDontAcceptBlankline));
}

TEST_CASE("NORMALIZE_WHITESPACE") {
  CHECK(match("a b c\n", "a  b\n c\n", kNormalizeWhitespace));
  CHECK_FALSE(match("ab\n", "a b\n", kNormalizeWhitespace));
}

TEST_CASE("ELLIPSIS") {
  CHECK(match("a...c\n", "abc\n", kEllipsis));
  CHECK(match("...\n", "\n", kEllipsis));
  CHECK(match("a...\n", "ab\nc\n", kEllipsis));
  CHECK_FALSE(match("aa...aa\n", "aaa\n", kEllipsis));
  CHECK_FALSE(match("a...c\n", "abd\n", kEllipsis));
  CHECK_FALSE(match("a...c\n", "abc\n"));
  CHECK(match("a ... d\n", "a b\nc d\n", kEllipsis | kNormalizeWhitespace));
  CHECK(match("x...y...z\n", "x1y2z\n", kEllipsis));
}

TEST_CASE("a line [...] stands for any lines") {
  CHECK(match("[...]\nc\n", "a\nb\nc\n", kEllipsis));
  CHECK(match("a\n[...]\nc\n", "a\nc\n", kEllipsis));
  CHECK(match("a\n[...]\n", "a\nb\n", kEllipsis));
  CHECK_FALSE(match("a\n[...]\nc\n", "a\nbc\n", kEllipsis));
  CHECK_FALSE(match("[...]\nc\n", "a\nc\n"));
}

TEST_CASE("ALLOW_UNICODE and NUMBER") {
  CHECK(match("[(1, u'ed')]\n", "[(1, 'ed')]\n", kAllowUnicode));
  CHECK_FALSE(match("[(1, u'ed')]\n", "[(1, 'ed')]\n"));
  CHECK(match("3.14\n", "3.14159\n", kNumber));
  CHECK(match("3.\n", "3.14159\n", kNumber));
  CHECK_FALSE(match("3.15\n", "3.1\n", kNumber));
  CHECK_FALSE(match("3.14\n", "3.14159\n"));
  CHECK(match("1e3\n", "1000.5\n", kNumber));
}

TEST_CASE("addresses") {
  CHECK(match("<A at 0x7f12ab34>\n", "<A at 0x7fffff00>\n"));
  CHECK(match("<A at 0x\xE2\x80\xA6>\n", "<A at 0x7fffff00>\n"));
  CHECK(match("<A at 0x...>\n", "<A at 0x7fffff00>\n"));
  CHECK(match("<A at 0x...>\n", "<A at 0x7fffff00>\n", kEllipsis));
  CHECK_FALSE(match("0xdeadbeef\n", "0xdeadbee0\n"));
}

TEST_CASE("blanks in SQL are flexible outside quotes") {
  const std::string sql = "SELECT a, 'x  y' \nFROM t \nWHERE b = ?";
  CHECK(match_sql("SELECT a, 'x  y' FROM t WHERE b = ?\n", sql));
  CHECK(match_sql("SELECT a, 'x  y'\nFROM t\n    WHERE b = ?\n", sql));
  CHECK_FALSE(match_sql("SELECT a, 'x y' FROM t WHERE b = ?\n", sql));
  CHECK_FALSE(match_sql("SELECTa, 'x  y' FROM t WHERE b = ?\n", sql));
  CHECK(match_sql("SELECT a,...WHERE b = ?\n", sql, kEllipsis));
  CHECK(match_sql("SELECT a...\n", sql, kEllipsis));
  CHECK(match_sql("\nCREATE TABLE t (\n    id INTEGER\n)\n\n\n",
                  "\nCREATE TABLE t (\n\tid INTEGER\n)\n\n"));
  CHECK(match_sql("CREATE TABLE t ( id INTEGER )\n", "\nCREATE TABLE t (\n\tid INTEGER\n)\n\n",
                  kNormalizeWhitespace));
  CHECK_FALSE(match("SELECT  1\n", "SELECT 1\n"));
}

TEST_CASE("log prefixes and notes before parameters") {
  CHECK(match_sql("2026-11-20 23:46:53,464 INFO sqlalchemy.engine.Engine SELECT 1\n", "SELECT 1"));
  CHECK(match_sql("2011-01-01 00:00:00,000 INFO sqlalchemy.engine.base.Engine.0x...34 SELECT 1\n",
                  "SELECT 1"));
  CHECK(match_sql("INFO:sqlalchemy.engine.Engine:SELECT 1\n", "SELECT 1"));
  CHECK(match_parameters("[...] ('a',)\n", "[generated in 0.00012s] ('a',)"));
  CHECK(match_parameters("[...] ('a',)\n", "[generated in 0.00012s] ('a',)", kEllipsis));
  CHECK(match_parameters("[generated in 0.5s] ('a',)\n", "[generated in 0.00012s] ('a',)"));
  CHECK(match_parameters("[cached since 2s ago] ()\n", "[cached since 0.2s ago] ()"));
  CHECK_FALSE(match_parameters("[cached since 2s ago] ()\n", "[generated in 0.2s] ()"));
  CHECK(match_parameters("[generated in ...s] ()\n", "[generated in 0.2s] ()"));
  CHECK(match_parameters("[...] ()\n", "[raw sql] ()"));
  CHECK(match_parameters("[('a',), ('b',)]\n", "[('a',), ('b',)]"));
  CHECK_FALSE(match_parameters("[...] ('b',)\n", "[generated in 0.2s] ('a',)"));
  CHECK(match_parameters(
      "[generated in 0.1s (insertmanyvalues) 1/2 (ordered; batch not supported)] ('a',)\n",
      "[generated in 0.00012s (insertmanyvalues) 1/2 (ordered; batch not supported)] ('a',)"));
}
