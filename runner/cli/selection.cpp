// From arguments to lessons.
#include "runner/cli/selection.h"

#include <regex.h>

#include <filesystem>
#include <istream>
#include <iterator>

namespace lessonrun {
namespace {

namespace fs = std::filesystem;

struct Target {
  std::string path;
  int line = 0;
};

bool exists(const std::string& path) {
  std::error_code error;
  return fs::exists(path, error);
}

/// `lessons/03.md:41`, unless a file has just that name.
Target parse_target(const std::string& argument) {
  const std::size_t colon = argument.rfind(':');
  if (colon == std::string::npos || exists(argument)) return {argument, 0};
  const std::string digits = argument.substr(colon + 1);
  if (digits.empty() || digits.size() > 8 ||
      digits.find_first_not_of("0123456789") != std::string::npos) {
    return {argument, 0};
  }
  return {argument.substr(0, colon), std::stoi(digits)};
}

/// An extended regular expression of POSIX: std::regex is slow to build and overflows on long text.
class Pattern {
 public:
  explicit Pattern(const std::string& text) {
    if (regcomp(&regex_, text.c_str(), REG_EXTENDED | REG_NOSUB) != 0) {
      throw InputError({"-k", 0, "\"" + text + "\" is no regular expression"});
    }
  }
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;
  ~Pattern() { regfree(&regex_); }

  bool matches(const std::string& text) const {
    return regexec(&regex_, text.c_str(), 0, nullptr, 0) == 0;
  }

 private:
  regex_t regex_{};
};

class Selector {
 public:
  Selector(LessonLoader& loader, const SelectOptions& options, std::istream& in)
      : loader_(loader), options_(options), in_(in), pattern_(options.pattern) {}

  Selection select() {
    for (const std::string& argument : options_.paths) add_argument(argument);
    selection_.only_empty = selection_.lessons.empty() && !selection_.notes.empty();
    return std::move(selection_);
  }

 private:
  void add_argument(const std::string& argument) {
    std::error_code error;
    if (argument == "-") {
      std::string text((std::istreambuf_iterator<char>(in_)), std::istreambuf_iterator<char>());
      add([&] { return loader_.load_text("<stdin>", std::move(text)); }, 0);
    } else if (fs::is_directory(argument, error)) {
      add_folder(argument);
    } else {
      const Target target = parse_target(argument);
      add([&] { return loader_.load(target.path); }, target.line);
    }
  }

  void add_folder(const std::string& folder) {
    try {
      const std::vector<std::string> paths = loader_.lessons_in(folder);
      if (paths.empty()) {
        selection_.problems.push_back({folder, 0, "there is no lesson in this folder"});
      }
      for (const std::string& path : paths) {
        add([&] { return loader_.load(path); }, 0);
      }
    } catch (const InputError& error) {
      selection_.problems.push_back(error.diagnostic());
    }
  }

  template <class Load>
  void add(const Load& load, int line) {
    try {
      Selected selected{load(), line};
      const Lesson& lesson = *selected.plan.lesson;
      if (!pattern_.matches(lesson.settings.title) && !pattern_.matches(lesson.path)) {
        return;
      }
      if (lesson.steps.empty()) {
        selection_.notes.push_back({lesson.path, 0, "there is no step in this file"});
        return;
      }
      selection_.lessons.push_back(std::move(selected));
    } catch (const InputError& error) {
      selection_.problems.push_back(error.diagnostic());
    }
  }

  LessonLoader& loader_;
  const SelectOptions& options_;
  std::istream& in_;
  Pattern pattern_;
  Selection selection_;
};

}  // namespace

Selection select_lessons(LessonLoader& loader, const SelectOptions& options, std::istream& in) {
  return Selector(loader, options, in).select();
}

}  // namespace lessonrun
