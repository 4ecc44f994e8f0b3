// doctest's OutputChecker, for text that may also have flexible places: blanks in SQL, which
// compare equal outside quotes, and the note before parameters, for which `[...]` stands.
#pragma once

#include <string>
#include <string_view>

namespace lessonrun {

/// Builds what a run showed, in the form that the checker compares. Whoever builds it has already
/// said what is SQL; the checker never guesses.
class RunText {
 public:
  /// Text as it is.
  void add(std::string_view text);
  /// A statement: runs of blanks outside quotes are flexible. Ends the line.
  void add_sql(std::string_view text);
  /// A record of parameters; a note in brackets at its start may be shown as `[...]`. Ends the
  /// line.
  void add_parameters(std::string_view text);
  /// Adds the newline that the last line lacks.
  void end_line();

  const std::string& units() const { return units_; }
  bool empty() const { return units_.empty(); }

 private:
  std::string units_;
};

/// Whether an expected text matches what a run showed under doctest's flags, by doctest's rules,
/// after log prefixes, times and addresses have been taken from both.
bool output_matches(std::string_view want, const RunText& got, unsigned flags);

/// The same for plain text.
bool output_matches(std::string_view want, std::string_view got, unsigned flags);

}  // namespace lessonrun
