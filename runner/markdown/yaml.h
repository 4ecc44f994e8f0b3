// The small part of YAML that front matter and lessons.yml need, as a plain tree over libyaml.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lessonrun::markdown {

struct YamlEntry;

/// One YAML node. Scalars keep their text (`1.4` stays "1.4"); nobody has to guess a type.
struct Yaml {
  enum class Kind { null, scalar, list, map };

  Kind kind = Kind::null;
  int line = 0;  ///< of the file, counting from 1
  std::string scalar;
  std::vector<Yaml> items;
  std::vector<YamlEntry> entries;

  /// The value of a key of a map, or null.
  const Yaml* find(std::string_view key) const;
};

/// A key of a map with its value.
struct YamlEntry {
  std::string key;
  Yaml value;
};

/// Parses one YAML document. `first_line` is the line of the file at which `text` begins. Throws
/// InputError for bad YAML and for trees nobody writes by hand (nested deeper than 50, more than
/// 10,000 nodes once aliases are followed).
Yaml parse_yaml(std::string_view text, const std::string& file, int first_line);

}  // namespace lessonrun::markdown
