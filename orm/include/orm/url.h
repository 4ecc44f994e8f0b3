// Database URLs: `dialect+driver://user:password@host:port/database?key=value`.
#pragma once

#include <orm/profile.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orm {

/// A parsed URL (SQLAlchemy's URL).
struct Url {
  std::string drivername;
  std::optional<std::string> username, password, host, database;
  std::optional<int> port;
  std::vector<std::pair<std::string, std::vector<std::string>>> query;

  /// `sqlite`
  std::string backend_name() const { return drivername.substr(0, drivername.find('+')); }
  /// The part after `+`, or empty.
  std::string driver_name() const;
  /// The text of the URL; a password shows as `***` when hidden.
  std::string render(bool hide_password = true) const;
  bool operator==(const Url&) const = default;
};

/// Parses a URL. Throws ArgumentError with the profile's wording.
Url make_url(std::string_view text, const Profile& profile);

}  // namespace orm
