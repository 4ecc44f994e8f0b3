// Properties and case mappings of code points, where they are not simple.
#include "runner/interp/types/unicode.h"

#include "doctest/doctest.h"

using namespace lessonrun::interp;

TEST_CASE("case mappings may change the length") {
  CHECK(unicode::upper("straße ﬁ") == "STRASSE FI");
  CHECK(unicode::casefold("Straße") == "strasse");
  CHECK(unicode::lower("İ") == "i\xCC\x87");
  CHECK(unicode::title("ǆ they're") == "ǅ They'Re");
  CHECK(unicode::capitalize("éA") == "Éa");
  CHECK(unicode::swapcase("aÉ") == "Aé");
}

TEST_CASE("a sigma at the end of a word is the final one") {
  CHECK(unicode::lower("ΑΣ ΑΣΑ Σ") == "ας ασα σ");
}

TEST_CASE("digits of every script have values") {
  CHECK(unicode::decimal_value('7') == 7);
  CHECK(unicode::decimal_value(0x663) == 3);    // Arabic-Indic three
  CHECK(unicode::decimal_value(0x1D7D8) == 0);  // double-struck zero
  CHECK(unicode::decimal_value(0xB2) == -1);    // a superscript is no decimal digit
  CHECK(unicode::ascii_digits("\xC2\xA0٣.٥") == " 3.5");
}

TEST_CASE("properties") {
  CHECK(unicode::is('a', unicode::kAlpha));
  CHECK_FALSE(unicode::is(0x20AC, unicode::kAlpha));
  CHECK(unicode::is(0x3000, unicode::kSpace));
  CHECK_FALSE(unicode::is(0x378, unicode::kPrintable));  // not assigned
  CHECK(unicode::is(0x10FFFF, 0xFFFF) == false);
}
