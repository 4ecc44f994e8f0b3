// What an author says about a block: the info string of a fence, and comments above the block.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lessonrun {

enum class SqlPolicy {
  shown,   ///< SQL is compared where a step shows any
  strict,  ///< nothing that happened may be left out
  off,     ///< SQL may be left out without a word
};

/// The attributes of a block. Absent ones have their defaults.
struct Attributes {
  bool hidden = false;
  bool norun = false;
  bool rowsort = false;
  bool aside = false;
  bool reset = false;
  bool append = false;
  bool exercise = false;
  bool solution = false;
  bool hint = false;
  std::optional<std::string> skip;  ///< why; may be empty
  std::optional<SqlPolicy> sql;
  std::vector<std::string> profiles;  ///< `sqlalchemy=1.4`: only under these
  std::string expect;                 ///< the name of the exception to expect
  std::string name;
  std::string file;

  /// The attributes that are present, as the author wrote them, values included.
  std::vector<std::string> written;
};

/// A fence's info string: the language word, the attributes, and a `title` for other tools that may
/// name a module.
struct InfoString {
  std::string word;  ///< lower case, without a leading dot
  std::string title;
  Attributes attributes;
};

/// Reads an info string. Throws InputError for an unknown attribute in braces.
InfoString parse_info_string(std::string_view info, const std::string& file, int line);

/// Adds the attributes of a comment's text (what follows `lessonrun:`). Throws InputError for an
/// unknown attribute.
void add_attributes(std::string_view text, Attributes& attributes, const std::string& file,
                    int line);

/// "shown", "strict" or "off"; nothing for another word.
std::optional<SqlPolicy> parse_sql_policy(std::string_view text);

/// Whether lessonrun has that behaviour profile: 1.3, 1.4 or 2.0.
bool is_known_profile(std::string_view profile);

}  // namespace lessonrun
