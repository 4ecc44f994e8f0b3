// Guards the include graph: every room includes only the rooms below it, no file includes itself in
// a circle, and the C libraries that belong to one room stay there.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path kRoot = LESSONRUN_SOURCE_DIR;

// What each room may include besides itself. "orm" is the room of the public headers.
const std::map<std::string, std::set<std::string>> kAllowed = {
    {"orm/include", {}},
    {"orm/base", {"orm/include"}},
    {"orm/sql", {"orm/include", "orm/base"}},
    {"orm/engine", {"orm/include", "orm/base", "orm/sql"}},
    {"orm/dialects", {"orm/include", "orm/base", "orm/sql", "orm/engine"}},
    {"orm/mapping", {"orm/include", "orm/base", "orm/sql", "orm/engine"}},
    {"orm/session",
     {"orm/include", "orm/base", "orm/sql", "orm/engine", "orm/dialects", "orm/mapping"}},
    {"orm/python",
     {"orm/include", "orm/base", "orm/sql", "orm/engine", "orm/dialects", "orm/mapping",
      "orm/session"}},
    {"runner/base", {}},
    {"runner/markdown", {"runner/base"}},
    {"runner/lang", {"runner/base"}},
    {"runner/interp", {"runner/base", "runner/lang"}},
    {"runner/bind", {"runner/base", "runner/lang", "runner/interp", "orm/include"}},
    {"runner/translate",
     {"runner/base", "runner/lang", "runner/interp", "runner/bind", "orm/include"}},
    {"runner/lesson",
     {"runner/base", "runner/markdown", "runner/lang", "runner/interp", "runner/bind",
      "runner/translate", "orm/include"}},
    {"runner/report", {"runner/base", "runner/lesson", "orm/include"}},  // the version
    {"site", {"runner/base", "runner/markdown", "runner/lang", "runner/lesson", "runner/report"}},
    {"runner/cli",
     {"runner/base", "runner/markdown", "runner/lang", "runner/interp", "runner/bind",
      "runner/translate", "runner/lesson", "runner/report", "site", "orm/include"}},
};

// A system header and the only room that may include it.
const std::map<std::string, std::string> kOwned = {
    {"sqlite3.h", "orm/dialects"}, {"cmark.h", "runner/markdown"}, {"tommath.h", "runner/interp"}};

std::string room_of(const std::string& path) {
  if (path.rfind("orm/", 0) == 0 && path.find('/', 4) == std::string::npos) return "orm/include";
  if (path.rfind("site/", 0) == 0) return "site";
  size_t second = path.find('/', path.find('/') + 1);
  return path.substr(0, second);
}

struct File {
  std::string room;
  std::vector<std::string> includes;  // "orm/x.h" for public headers, the path otherwise
  std::vector<std::string> system;
};

// Every source file by the name that an #include uses for it.
std::map<std::string, File> read_tree() {
  static const std::regex kInclude(R"(^\s*#\s*include\s*([<"])([^">]+)[">])");
  std::map<std::string, File> files;
  for (const char* top : {"orm", "runner", "site"}) {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / top)) {
      if (entry.path().extension() != ".h" && entry.path().extension() != ".cpp") continue;
      std::string path = fs::relative(entry.path(), kRoot).generic_string();
      if (path.rfind("orm/include/", 0) == 0) path = path.substr(12);
      File& file = files[path];
      file.room = room_of(path);
      std::ifstream in(entry.path());
      std::smatch match;
      for (std::string line; std::getline(in, line);) {
        if (!std::regex_search(line, match, kInclude)) continue;
        bool ours = match[2].str().rfind("orm/", 0) == 0 || match[1] == "\"";
        (ours ? file.includes : file.system).push_back(match[2]);
      }
    }
  }
  return files;
}

bool reaches_itself(const std::map<std::string, File>& files, const std::string& at,
                    std::set<std::string>& done, std::set<std::string>& open, std::string& circle) {
  if (done.count(at) != 0) return false;
  if (!open.insert(at).second) {
    circle = at;
    return true;
  }
  auto found = files.find(at);
  if (found != files.end()) {
    for (const std::string& next : found->second.includes) {
      if (reaches_itself(files, next, done, open, circle)) {
        circle += " <- " + at;
        return true;
      }
    }
  }
  open.erase(at);
  done.insert(at);
  return false;
}

}  // namespace

TEST_CASE("every room includes only what it may") {
  auto files = read_tree();
  REQUIRE(files.size() > 3);
  for (const auto& [path, file] : files) {
    CAPTURE(path);
    auto allowed = kAllowed.find(file.room);
    REQUIRE_MESSAGE(allowed != kAllowed.end(), "no rule for the room " << file.room);
    for (const std::string& include : file.includes) {
      CAPTURE(include);
      CHECK_MESSAGE(files.count(include) == 1, "an include in quotes names a file of the project");
      std::string target = room_of(include);
      bool is_allowed = target == file.room || allowed->second.count(target) == 1;
      CHECK(is_allowed);
    }
    for (const std::string& header : file.system) {
      auto owner = kOwned.find(header);
      if (owner != kOwned.end()) CHECK(file.room == owner->second);
    }
  }
}

TEST_CASE("no file includes itself in a circle") {
  auto files = read_tree();
  std::set<std::string> done;
  for (const auto& [path, file] : files) {
    std::set<std::string> open;
    std::string circle;
    CHECK_MESSAGE(!reaches_itself(files, path, done, open, circle), circle);
  }
}
