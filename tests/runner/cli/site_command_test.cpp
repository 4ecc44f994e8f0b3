// `lessonrun site`: from lessons that pass to files; nothing is written otherwise.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "runner/cli/cli.h"
#include "runner/lesson/files.h"
#include "runner/lesson/interpreter_executor.h"

using namespace lessonrun;

namespace {

namespace fs = std::filesystem;

std::string write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

int run(const std::vector<std::string>& args, std::string& text) {
  std::istringstream in;
  std::ostringstream out;
  CliEnvironment environment;
  environment.executor = interpreter_executor();
  const int status = run_cli(args, in, out, out, environment);
  text = out.str();
  return status;
}

}  // namespace

TEST_CASE("the site of lessons that pass, and no site of others") {
  const ScratchFolder folder;
  const std::string good = write(folder.path() + "/good.md", "# Good\n\n```pycon\n>>> 1\n1\n```\n");
  const std::string bad = write(folder.path() + "/bad.md", "# Bad\n\n```pycon\n>>> 1\n2\n```\n");
  const std::string site = folder.path() + "/a/site";
  std::string text;
  CHECK(run({"site", good, bad, "-o", site}, text) == 1);
  CHECK(text.find("bad.md:4: failed") != std::string::npos);
  CHECK(text.find("the site is not written: 1 lesson did not pass") != std::string::npos);
  CHECK_FALSE(fs::exists(site));
  CHECK(run({"site", good, "-o", site, "--title", "A & B"}, text) == 0);
  CHECK(text.find("index.html: 1 lesson") != std::string::npos);
  CHECK(read_file(site + "/index.html").find("<h1>A &amp; B</h1>") != std::string::npos);
  CHECK(read_file(site + "/good.html").find("<h1>Good</h1>") != std::string::npos);
  CHECK(run({"site", good, "-o", good + "/x"}, text) == 2);
  CHECK(run({"site", good}, text) == 2);
  CHECK(run({"site", folder.path() + "/absent.md", "-o", site}, text) == 2);
}
