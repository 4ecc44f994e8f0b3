// A title such as `models.py` is common on blocks that are meant to be typed at the prompt too, so
// it makes a module only where something imports it.
#include "runner/lesson/modules.h"

#include <algorithm>
#include <utility>

#include "runner/lesson/lesson.h"
#include "runner/lesson/words.h"

namespace lessonrun {
namespace {

bool is_module_file(std::string_view name) {
  if (!ends_with(name, ".py") || starts_with(name, "/") ||
      name.find("..") != std::string_view::npos) {
    return false;
  }
  name.remove_suffix(3);
  while (true) {
    const std::size_t slash = name.find('/');
    if (!is_identifier(name.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    name.remove_prefix(slash + 1);
  }
}

/// Whether the dotted name at the start of `text` is `module` or lies below it.
bool names_module(std::string_view text, std::string_view module) {
  text = trim(text);
  if (!starts_with(text, module)) return false;
  const std::string_view rest = text.substr(module.size());
  return rest.empty() || !is_word_char(rest[0]);
}

}  // namespace

std::string module_name(std::string_view file) {
  std::string name(ends_with(file, ".py") ? file.substr(0, file.size() - 3) : file);
  std::replace(name.begin(), name.end(), '/', '.');
  constexpr std::string_view init_suffix = ".__init__";
  if (ends_with(name, init_suffix)) name.resize(name.size() - init_suffix.size());
  return name;
}

std::string module_title(std::string_view title, std::string_view source) {
  if (is_module_file(title)) return std::string(title);
  std::string_view line = trim(source.substr(0, source.find('\n')));
  if (!starts_with(line, "#")) return {};
  line = trim(line.substr(1));
  if (ends_with(line, ":")) line.remove_suffix(1);
  return is_module_file(line) ? std::string(line) : std::string();
}

bool imports_module(std::string_view source, std::string_view module) {
  for (const std::string_view line : split_lines(source)) {
    const std::string_view text = trim(line);
    if (starts_with(text, "from ") && names_module(text.substr(5), module)) return true;
    if (!starts_with(text, "import ")) continue;
    std::string_view names = text.substr(7);
    while (true) {
      if (names_module(names, module)) return true;
      const std::size_t comma = names.find(',');
      if (comma == std::string_view::npos) break;
      names.remove_prefix(comma + 1);
    }
  }
  return false;
}

void resolve_modules(std::vector<Step>& steps, const std::vector<std::string>& files) {
  const auto is_used = [&](const Step& candidate) {
    const std::string module = module_name(candidate.module);
    return std::any_of(steps.begin(), steps.end(), [&](const Step& other) {
      if (&other == &candidate) return false;
      if (other.mode == StepMode::module) return other.module == candidate.module;
      return imports_module(other.source, module);
    });
  };
  for (Step& step : steps) {
    if (step.kind == StepKind::file || step.mode == StepMode::module || step.module.empty()) {
      continue;
    }
    if (!is_used(step)) {
      step.module.clear();
      continue;
    }
    step.kind = StepKind::file;
    step.mode = StepMode::text;
    step.shown = Shown();
    step.shown.possible = false;
  }
  const auto has_file = [&](const std::string& name) {
    return std::find(files.begin(), files.end(), name) != files.end() ||
           std::any_of(steps.begin(), steps.end(), [&](const Step& step) {
             return step.kind == StepKind::file && step.module == name;
           });
  };
  steps.erase(std::remove_if(steps.begin(), steps.end(),
                             [&](const Step& step) {
                               return step.mode == StepMode::module && !has_file(step.module);
                             }),
              steps.end());
}

}  // namespace lessonrun
