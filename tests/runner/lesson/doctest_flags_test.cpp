// doctest's option flags and directives.
#include "runner/lesson/doctest_flags.h"

#include <doctest/doctest.h>

using namespace lessonrun;

TEST_CASE("directives in comments") {
  CHECK(find_directives("x  # doctest: +ELLIPSIS", "x", 1).set == kEllipsis);
  CHECK(find_directives("x #doctest:+SKIP", "x", 1).set == kSkip);
  const FlagChange two = find_directives("x # doctest: +ELLIPSIS, -NUMBER", "x", 1);
  CHECK(two.set == kEllipsis);
  CHECK(two.clear == kNumber);
  CHECK(two.apply(kNumber | kSkip) == (kEllipsis | kSkip));
  // A quote behind it means that it stands in a string.
  CHECK(find_directives("print('# doctest: +SKIP')", "x", 1).set == 0);
  CHECK(find_directives("for x in y:\n    pass # doctest: +SKIP", "x", 1).set == kSkip);
  CHECK(find_directives("x # doctest: +SKIP -SKIP", "x", 1).apply(0) == 0);
}

TEST_CASE("an unknown option is an error with its line") {
  try {
    find_directives("a\nb # doctest: +ELIPSIS", "x.md", 10);
    FAIL("it was accepted");
  } catch (const InputError& error) {
    CHECK(std::string(error.what()) ==
          "x.md:11: there is no doctest option \"+ELIPSIS\"; the nearest is +ELLIPSIS");
  }
  CHECK_THROWS_AS(find_directives("x # doctest: ELLIPSIS", "x", 1), InputError);
}

TEST_CASE("names") {
  CHECK(doctest_flag("NUMBER") == kNumber);
  CHECK(doctest_flag("number") == 0);
  CHECK(doctest_flag_names(kSkip | kEllipsis) == std::vector<std::string>{"ELLIPSIS", "SKIP"});
}
