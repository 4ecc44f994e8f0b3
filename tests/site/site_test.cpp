// The site as its readers meet it: lessons are run in the interpreter and their pages examined.
#include "site/site.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <stdexcept>

#include "runner/lesson/files.h"
#include "runner/lesson/interpreter_executor.h"
#include "runner/lesson/run.h"

using namespace lessonrun;

namespace {

LessonResult run(const std::string& path, const std::string& text) {
  LessonPlan plan;
  plan.lesson = std::make_shared<const Lesson>(read_lesson(path, text));
  const ScratchFolder scratch;
  Session session(interpreter_executor()(), scratch.path());
  return run_lesson(plan, "2.0", RunOptions(), session);
}

std::string page(const std::string& text, const std::string& path = "a.md") {
  return site::build_site({run(path, text)}, {}).at(1).text;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> all(const std::string& text, const char* pattern) {
  const std::regex regex(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), regex), end; it != end; ++it) {
    found.push_back((*it)[1]);
  }
  return found;
}

const std::string kQuery =
    "# Query\n\nProse.\n\n```pycon\n>>> from sqlalchemy import create_engine, text\n"
    ">>> engine = create_engine('sqlite://', echo=True)\n>>> with engine.connect() as c:\n"
    "...     c.execute(text('SELECT 1 < 2')).scalar()\nBEGIN (implicit)\nSELECT 1 < 2\n"
    "[...] ()\n1\nROLLBACK\n```\n";

}  // namespace

TEST_CASE("a step's SQL, parameters, cause and output are on the page") {
  const std::string html = page(kQuery);
  CHECK(contains(html, "<html lang=\"en\">"));
  CHECK(contains(html, "<title>Query \xC2\xB7 Lessons</title>"));
  CHECK(all(html, "<(h1)>").size() == 1);
  CHECK(contains(html, "<details class=\"sql\" id=\"step-3-sql\">"));
  CHECK(contains(html, "<span class=\"k\">SELECT</span> <span class=\"n\">1</span> &lt; "));
  CHECK(contains(html, "parameters <code>()</code>"));
  CHECK(contains(html, "[generated in \xE2\x80\xA6]"));
  CHECK(contains(html, "<a href=\"#step-3-line-2\">line 2</a>"));
  CHECK(contains(html, "matches the lesson"));
  CHECK(contains(html, "3 steps run as SQLAlchemy 2.0"));
  CHECK(contains(html, "3 lines of SQL log matched"));
  CHECK_FALSE(contains(html, "&gt;&gt;&gt;"));  // what is copied has no prompts
}

TEST_CASE("SQL sent while echo was off is told apart and listed once") {
  const std::string html = page(
      "```pycon\n>>> from sqlalchemy import create_engine, text\n"
      ">>> with create_engine('sqlite://').connect() as c:\n"
      "...     x = c.execute(text('SELECT 7'))\n```\n");
  CHECK(all(html, "(sent while echo was off)").size() == 1);
  CHECK_FALSE(contains(html, "matches the lesson"));
}

TEST_CASE("nothing in a lesson becomes script or markup") {
  const std::string evil = "<script>alert(1)</script>";
  const std::string html =
      page("---\ntitle: \"" + evil + "\"\n---\n\n" + evil +
           "\n\n<img src=x onerror=alert(1)>\n\n# " + evil + "\n\n[link](javascript:alert(1)) `" +
           evil + "`\n\n```pycon\n>>> print('" + evil + "')\n" + evil + "\n>>> '</code></pre>" +
           evil + "'\n'</code></pre>" + evil + "'\n```\n\n```\"><b\n" + evil + "\n```\n");
  CHECK_FALSE(contains(html, evil));
  CHECK_FALSE(contains(html, "onerror=alert(1)>"));
  CHECK_FALSE(contains(html, "javascript:"));
  CHECK_FALSE(contains(html, "<b\n"));
  CHECK(contains(html, "&lt;script&gt;alert(1)"));
}

TEST_CASE("hidden steps, hints, exercises and solutions") {
  const std::string html = page(
      "```python {hidden}\nsecret = 41\n```\n\n<!-- lessonrun: hidden -->\n```python\n"
      "other = 1\n```\n\n```python {exercise}\nprint(___)\n```\n\n```text {hint}\nAdd one.\n"
      "```\n\n```python {solution hidden}\nprint(secret + 1)\n```\n\n```text\n42\n```\n");
  CHECK_FALSE(contains(html, "secret"));
  CHECK_FALSE(contains(html, "other"));
  CHECK(contains(html, "Your turn"));
  CHECK(contains(html, "<summary>Hint</summary><div class=\"hint\">Add one."));
  CHECK(contains(html, "What it sends and prints"));
  CHECK(all(html, "(>42\n)").size() == 1);  // the block that shows it is not repeated
  CHECK(contains(page("```python {solution}\nx = 5\n```\n"), "<summary>Solution</summary>"));
}

TEST_CASE("ids are unique and links resolve") {
  const std::string first =
      "---\ntitle: First\n---\n# Step 1\n\n## Main\n\n## Main\n\nSee [it](sub/b.md#query).\n\n" +
      kQuery.substr(kQuery.find("```"));
  const std::vector<site::SiteFile> files = site::build_site(
      {run("dir/a.md", first), run("dir/sub/b.md", kQuery), run("dir/A.md", kQuery)}, {});
  REQUIRE(files.size() == 4);
  std::set<std::string> names;
  for (const site::SiteFile& file : files) CHECK(names.insert(file.name).second);
  CHECK(files[0].name == "index.html");
  CHECK(contains(files[1].text, "href=\"b.html#query\""));
  CHECK(contains(files[1].text, "rel=\"next\" href=\"b.html\""));
  CHECK(contains(files[2].text, "rel=\"prev\" href=\"a.html\""));
  for (const site::SiteFile& file : files) {
    CAPTURE(file.name);
    std::set<std::string> ids;
    for (const std::string& id : all(file.text, " id=\"([^\"]*)\"")) {
      CHECK_MESSAGE(ids.insert(id).second, id);
    }
    for (const std::string& href : all(file.text, " href=\"([^\"]*)\"")) {
      if (href.rfind("data:", 0) == 0) continue;
      const std::size_t hash = href.find('#');
      if (hash == 0) {
        CHECK_MESSAGE(ids.count(href.substr(1)) == 1, href);
      } else {
        CHECK_MESSAGE(names.count(href.substr(0, hash)) == 1, href);
      }
    }
  }
}

TEST_CASE("only what is verified") {
  const LessonResult bad = run("bad.md", "```pycon\n>>> 1\n2\n```\n");
  CHECK_FALSE(site::is_verified(bad));
  CHECK_THROWS_AS(site::build_site({bad}, {}), std::invalid_argument);
}

TEST_CASE("exceptions, files and addresses") {
  const std::string html = page(
      "```python {file=m.py}\nx = 1\n```\n\n```python {expect=KeyError}\n{}['k']\n```\n\n"
      "```pycon\n>>> object()\n<object object at 0x...>\n```\n");
  CHECK(contains(html, "<code>m.py</code>"));
  CHECK(contains(html, "raises, as it should"));
  CHECK(contains(html, "KeyError: &#39;k&#39;"));
  CHECK(contains(html, "&lt;object object at 0x...&gt;"));
}

TEST_CASE("C++ stands beside Python") {
  LessonResult result = run("a.md", kQuery);
  result.steps[1].cpp = "auto engine = orm::create_engine(\"sqlite://\");";
  const std::string html = site::build_site({result}, {}).at(1).text;
  CHECK(contains(html, "<div class=\"panes two\">"));
  CHECK(contains(html, "<span class=\"k\">auto</span> engine"));
  CHECK(contains(html, "data-set-lang=\"cpp\""));
  CHECK_FALSE(contains(html, "No C++ for this step"));
}

TEST_CASE("a step without C++ says why, where others have it") {
  LessonResult result = run("a.md", kQuery);
  result.steps[0].cpp_reason = "there is no equivalent";
  CHECK_FALSE(contains(site::build_site({result}, {}).at(1).text, "there is no equivalent"));
  result.steps[1].cpp = "auto engine = orm::create_engine(\"sqlite://\");";
  CHECK(contains(site::build_site({result}, {}).at(1).text,
                 "No C++ for this step: there is no equivalent."));
}

TEST_CASE("a page is the same each time") { CHECK(page(kQuery) == page(kQuery)); }
