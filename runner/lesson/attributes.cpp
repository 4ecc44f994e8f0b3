// Attributes are `word`, `key=value` or `key="value with blanks"`. In braces and comments they are
// lessonrun's, and a mistake is an error; what else stands in an info string belongs to other
// tools.
#include "runner/lesson/attributes.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "runner/base/diagnostic.h"
#include "runner/lesson/words.h"

namespace lessonrun {
namespace {

struct Item {
  std::string key;
  std::string value;
  bool has_value = false;
  std::string written;
};

struct Flag {
  std::string_view name;
  bool Attributes::*member;
};

constexpr std::array<Flag, 9> flag_attributes = {{
    {"hidden", &Attributes::hidden},
    {"norun", &Attributes::norun},
    {"rowsort", &Attributes::rowsort},
    {"aside", &Attributes::aside},
    {"reset", &Attributes::reset},
    {"append", &Attributes::append},
    {"exercise", &Attributes::exercise},
    {"solution", &Attributes::solution},
    {"hint", &Attributes::hint},
}};

struct TextAttribute {
  std::string_view name;
  std::string Attributes::*member;
};

constexpr std::array<TextAttribute, 3> text_attributes = {{
    {"expect", &Attributes::expect},
    {"name", &Attributes::name},
    {"file", &Attributes::file},
}};

// Options of highlighters that may stand in the same braces (Python-Markdown, Pandoc, Docusaurus,
// MyST).
constexpr std::array<std::string_view, 16> foreign_options = {
    "title",       "linenums",  "linenos",         "linenostart",     "lineno-start", "hl_lines",
    "hl-lines",    "caption",   "emphasize-lines", "anchor_linenums", "use_pygments", "filename",
    "numberlines", "startfrom", "linenospecial",   "highlight"};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

bool is_foreign(const Item& item) {
  const char first = item.written.front();
  return first == '.' || first == '#' || std::isdigit(static_cast<unsigned char>(first)) != 0 ||
         std::find(foreign_options.begin(), foreign_options.end(), lower(item.key)) !=
             foreign_options.end();
}

std::vector<Item> split_items(std::string_view text) {
  std::vector<Item> items;
  std::size_t at = 0;
  while ((at = text.find_first_not_of(" \t\r\n,", at)) != std::string_view::npos) {
    Item item;
    const std::size_t begin = at;
    const std::size_t key_end = std::min(text.find_first_of(" \t\r\n,=", at), text.size());
    item.key = std::string(text.substr(at, key_end - at));
    at = key_end;
    if (at < text.size() && text[at] == '=') {
      item.has_value = true;
      ++at;
      if (at < text.size() && (text[at] == '"' || text[at] == '\'')) {
        const std::size_t close = std::min(text.find(text[at], at + 1), text.size());
        item.value = std::string(text.substr(at + 1, close - at - 1));
        at = std::min(close + 1, text.size());
      } else {
        const std::size_t end = std::min(text.find_first_of(" \t\r\n", at), text.size());
        item.value = std::string(text.substr(at, end - at));
        while (!item.value.empty() && item.value.back() == ',') item.value.pop_back();
        at = end;
      }
    }
    item.written = std::string(text.substr(begin, at - begin));
    while (item.written.size() > 1 && item.written.back() == ',') item.written.pop_back();
    items.push_back(item);
  }
  return items;
}

std::vector<std::string_view> known_names() {
  std::vector<std::string_view> names = {"skip", "sql", "sqlalchemy"};
  for (const Flag& flag : flag_attributes) names.push_back(flag.name);
  for (const TextAttribute& text : text_attributes) names.push_back(text.name);
  return names;
}

/// Files of a lesson lie in its scratch folder, wherever a path tries to lead.
bool leads_outside(std::string_view path) {
  if (starts_with(path, "/")) return true;
  while (true) {
    const std::size_t slash = path.find('/');
    if (path.substr(0, slash) == "..") return true;
    if (slash == std::string_view::npos) return false;
    path.remove_prefix(slash + 1);
  }
}

class Reader {
 public:
  Reader(Attributes& attributes, const std::string& file, int line)
      : attributes_(attributes), file_(file), line_(line) {}

  void add(const Item& item) {
    attributes_.written.push_back(item.written);
    for (const Flag& flag : flag_attributes) {
      if (item.key != flag.name) continue;
      if (item.has_value) fail("the attribute \"" + item.key + "\" takes no value");
      attributes_.*flag.member = true;
      return;
    }
    for (const TextAttribute& text : text_attributes) {
      if (item.key != text.name) continue;
      if (item.value.empty()) fail("the attribute \"" + item.key + "\" needs a value");
      attributes_.*text.member = item.value;
      if (item.key == "file" && leads_outside(item.value)) {
        fail("file=" + item.value + " does not lie in the lesson's own folder");
      }
      return;
    }
    if (item.key == "skip") {
      attributes_.skip = item.value;
    } else if (item.key == "sql") {
      attributes_.sql = parse_sql_policy(item.value);
      if (!attributes_.sql)
        fail("sql is \"shown\", \"strict\" or \"off\", not \"" + item.value + "\"");
    } else if (item.key == "sqlalchemy") {
      attributes_.profiles = split_words(item.value);
      for (const std::string& profile : attributes_.profiles) {
        if (!is_known_profile(profile)) {
          fail("there is no SQLAlchemy profile \"" + profile + "\"; there are 1.3, 1.4 and 2.0");
        }
      }
      if (attributes_.profiles.empty()) fail("the attribute \"sqlalchemy\" needs a value");
    } else {
      fail("there is no attribute \"" + item.key + "\"; the nearest is \"" +
           nearest_word(item.key, known_names()) + "\"");
    }
  }

 private:
  [[noreturn]] void fail(const std::string& sentence) const {
    throw InputError({file_, line_, sentence});
  }

  Attributes& attributes_;
  const std::string& file_;
  int line_;
};

/// Whether the first item in braces is a language word, as R Markdown writes it: ```{python}.
bool is_language_word(const Item& item) {
  if (item.has_value || is_foreign(item)) return false;
  const std::vector<std::string_view> names = known_names();
  if (std::find(names.begin(), names.end(), item.key) != names.end()) return false;
  return edit_distance(item.key, nearest_word(item.key, names)) > 2;
}

/// Where the brace opened at 0 closes, quotes respected; the size of the text if it never does.
std::size_t closing_brace(std::string_view text) {
  char quote = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (quote != 0) {
      if (text[i] == quote) quote = 0;
    } else if (text[i] == '"' || text[i] == '\'') {
      quote = text[i];
    } else if (text[i] == '}') {
      return i;
    }
  }
  return text.size();
}

}  // namespace

InfoString parse_info_string(std::string_view info, const std::string& file, int line) {
  InfoString result;
  Reader reader(result.attributes, file, line);
  info = trim(info);
  bool first_part = true;
  while (!info.empty()) {
    const bool braces = info[0] == '{';
    const std::size_t end = braces ? closing_brace(info) : std::min(info.find('{'), info.size());
    const std::string_view part = braces ? info.substr(1, end - 1) : info.substr(0, end);
    bool first_item = first_part;
    for (const Item& item : split_items(part)) {
      const bool takes_word = first_item && result.word.empty();
      first_item = false;
      if (item.key == "title" || item.key == "filename") result.title = item.value;
      if (!braces) {
        if (takes_word && !item.has_value) result.word = lower(item.written);
        continue;
      }
      if (takes_word && item.written.front() == '.') {
        result.word = lower(item.written.substr(1));
      } else if (takes_word && is_language_word(item)) {
        result.word = lower(item.written);
      } else if (!is_foreign(item)) {
        reader.add(item);
      }
    }
    info = trim(info.substr(std::min(braces ? end + 1 : end, info.size())));
    first_part = false;
  }
  if (starts_with(result.word, ".")) result.word.erase(0, 1);
  return result;
}

void add_attributes(std::string_view text, Attributes& attributes, const std::string& file,
                    int line) {
  Reader reader(attributes, file, line);
  for (const Item& item : split_items(text)) reader.add(item);
}

std::optional<SqlPolicy> parse_sql_policy(std::string_view text) {
  if (text == "shown") return SqlPolicy::shown;
  if (text == "strict") return SqlPolicy::strict;
  if (text == "off") return SqlPolicy::off;
  return std::nullopt;
}

bool is_known_profile(std::string_view profile) {
  return profile == "1.3" || profile == "1.4" || profile == "2.0";
}

}  // namespace lessonrun
