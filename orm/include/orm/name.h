// Name: an identifier together with what its author says of its quotes.
//
// A name is a text wherever text is wanted; only what writes SQL looks at `quote`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace orm {

/// An identifier; SQLAlchemy's `quoted_name` where `quote` is set.
class Name : public std::string {
 public:
  Name() = default;
  Name(std::string text, std::optional<bool> quotes = {})  // NOLINT: a text is a name
      : std::string(std::move(text)), quote(quotes) {}
  Name(std::string_view text) : std::string(text) {}  // NOLINT
  Name(const char* text) : std::string(text) {}       // NOLINT
  std::optional<bool> quote;  ///< forced on or off; unset: where the name needs them
  bool conventional = false;  ///< conv(): a naming convention leaves it as it is
};

}  // namespace orm
