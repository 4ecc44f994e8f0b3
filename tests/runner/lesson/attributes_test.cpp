// Info strings and comments as attributes.
#include "runner/lesson/attributes.h"

#include <doctest/doctest.h>

#include "runner/base/diagnostic.h"

using namespace lessonrun;

namespace {

InfoString parse(const std::string& info) { return parse_info_string(info, "x.md", 7); }

std::string error_of(const std::string& info) {
  try {
    parse(info);
  } catch (const InputError& error) {
    return error.diagnostic().text;
  }
  return "";
}

}  // namespace

TEST_CASE("the language word in its many forms") {
  CHECK(parse("").word.empty());
  CHECK(parse("python").word == "python");
  CHECK(parse("Python   ").word == "python");
  CHECK(parse("python title=\"a b.py\" linenums=\"1\"").word == "python");
  CHECK(parse("python title=\"a b.py\" linenums=\"1\"").title == "a b.py");
  CHECK(parse("{.python hidden}").word == "python");
  CHECK(parse("{.python hidden}").attributes.hidden);
  CHECK(parse("{ .python .annotate title=\"x.py\" linenums=\"1\" hl_lines=\"1 2\" }").title ==
        "x.py");
  CHECK(parse("{python}").word == "python");
  CHECK(parse("python{hidden}").word == "python");
  CHECK(parse("python{hidden}").attributes.hidden);
  CHECK(parse("js {1,4-6}").word == "js");
  CHECK(parse("{hidden}").attributes.hidden);
  CHECK(parse("python hidden").attributes.hidden == false);
}

TEST_CASE("attributes and their values") {
  const Attributes a =
      parse("python {file=models.py append skip=\"not now\" sql=strict sqlalchemy=1.4 rowsort}")
          .attributes;
  CHECK(a.file == "models.py");
  CHECK(a.append);
  CHECK(a.skip == "not now");
  CHECK(a.sql == SqlPolicy::strict);
  CHECK(a.profiles == std::vector<std::string>{"1.4"});
  CHECK(a.rowsort);
  CHECK(parse("py {hidden, norun}").attributes.norun);
  Attributes comment;
  add_attributes(" aside expect=ModuleNotFoundError", comment, "x.md", 1);
  CHECK(comment.aside);
  CHECK(comment.expect == "ModuleNotFoundError");
}

TEST_CASE("a mistake names the nearest attribute") {
  CHECK(error_of("python {hiden}") == "there is no attribute \"hiden\"; the nearest is \"hidden\"");
  CHECK(error_of("{.python expct=X}") ==
        "there is no attribute \"expct\"; the nearest is \"expect\"");
  CHECK(error_of("python {sql=never}") == "sql is \"shown\", \"strict\" or \"off\", not \"never\"");
  CHECK(error_of("python {hidden=yes}") == "the attribute \"hidden\" takes no value");
  CHECK(error_of("python {file}") == "the attribute \"file\" needs a value");
  CHECK(error_of("python {sqlalchemy=3.0}") ==
        "there is no SQLAlchemy profile \"3.0\"; there are 1.3, 1.4 and 2.0");
  CHECK(error_of("python {title=x.py}").empty());
  CHECK_FALSE(error_of("python {file=../x.py}").empty());
  CHECK_FALSE(error_of("python {file=/etc/x}").empty());
  CHECK_FALSE(error_of("python {file=a/../../x}").empty());
  CHECK(error_of("python {file=a/b..py}").empty());
}
