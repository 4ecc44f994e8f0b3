// Front matter and lessons.yml as settings. Keys that lessonrun does not know are the site's.
#include <cmath>
#include <cstdlib>

#include "runner/base/diagnostic.h"
#include "runner/lesson/lesson.h"
#include "runner/lesson/words.h"

namespace lessonrun {
namespace {

using markdown::Yaml;

class SettingsReader {
 public:
  SettingsReader(const markdown::Document& document, const Yaml& defaults)
      : document_(document), defaults_(defaults) {}

  LessonSettings read() {
    LessonSettings settings;
    settings.title = title();
    settings.profiles = words("sqlalchemy");
    for (const std::string& profile : settings.profiles) {
      if (!is_known_profile(profile)) {
        fail("sqlalchemy", "there is no SQLAlchemy profile \"" + profile +
                               "\"; there are \"1.3\", \"1.4\" and \"2.0\"");
      }
    }
    for (const std::string& name : words("doctest")) {
      const unsigned flag = doctest_flag(name);
      if (flag == 0) {
        fail("doctest", "there is no doctest option \"" + name + "\"; the nearest is " +
                            nearest_word(name, flag_names()));
      }
      settings.doctest |= flag;
    }
    if (const auto text = scalar("sql")) {
      settings.sql = parse_sql_policy(*text);
      if (!settings.sql) fail("sql", "sql is shown, strict or off, not \"" + *text + "\"");
    }
    settings.after = words("after");
    settings.files = words("files");
    settings.now = scalar("now");
    settings.seed = scalar("seed");
    if (const auto text = scalar("timeout")) settings.timeout = seconds(*text);
    return settings;
  }

 private:
  const Yaml* find(std::string_view key) {
    const Yaml* value = document_.front_matter().find(key);
    from_defaults_ = value == nullptr;
    if (value == nullptr) value = defaults_.find(key);
    return value == nullptr || value->kind == Yaml::Kind::null ? nullptr : value;
  }

  std::optional<std::string> scalar(std::string_view key) {
    const Yaml* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (value->kind != Yaml::Kind::scalar) {
      fail(key, "\"" + std::string(key) + "\" has to be one value");
    }
    return value->scalar;
  }

  /// A list, or a text of words.
  std::vector<std::string> words(std::string_view key) {
    const Yaml* value = find(key);
    if (value == nullptr) return {};
    if (value->kind == Yaml::Kind::scalar) return split_words(value->scalar);
    std::vector<std::string> result;
    for (const Yaml& item : value->items) {
      if (item.kind == Yaml::Kind::scalar) result.push_back(item.scalar);
    }
    if (value->kind != Yaml::Kind::list || result.size() != value->items.size()) {
      fail(key, "\"" + std::string(key) + "\" has to be a list of words");
    }
    return result;
  }

  double seconds(const std::string& text) {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != '\0' || !(value > 0) || !std::isfinite(value)) {
      fail("timeout", "timeout is a number of seconds, not \"" + text + "\"");
    }
    return value;
  }

  std::string title() {
    if (const auto text = scalar("title")) return *text;
    for (const markdown::Block& block : document_.blocks()) {
      if (block.kind == markdown::BlockKind::heading) return block.text;
    }
    const std::string& path = document_.name();
    const std::size_t slash = path.find_last_of('/');
    const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    return name.substr(0, name.rfind('.'));
  }

  static std::vector<std::string_view> flag_names() {
    static const std::vector<std::string> names = doctest_flag_names(~0U);
    return {names.begin(), names.end()};
  }

  [[noreturn]] void fail(std::string_view key, const std::string& sentence) {
    const Yaml* value = find(key);
    const int line = value == nullptr || from_defaults_ ? 0 : value->line;
    throw InputError(
        {document_.name(), line, from_defaults_ ? "lessons.yml: " + sentence : sentence});
  }

  const markdown::Document& document_;
  const Yaml& defaults_;
  bool from_defaults_ = false;
};

}  // namespace

LessonSettings read_settings(const markdown::Document& document, const markdown::Yaml& defaults) {
  return SettingsReader(document, defaults).read();
}

}  // namespace lessonrun
