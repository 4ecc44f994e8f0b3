// Python doctest's option flags, with two that other tools added, as a set of bits.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runner/base/diagnostic.h"

namespace lessonrun {

enum DoctestFlag : unsigned {
  kDontAcceptTrueFor1 = 1U << 0,
  kDontAcceptBlankline = 1U << 1,
  kNormalizeWhitespace = 1U << 2,
  kEllipsis = 1U << 3,
  kSkip = 1U << 4,
  kIgnoreExceptionDetail = 1U << 5,
  kReportUdiff = 1U << 6,
  kReportCdiff = 1U << 7,
  kReportNdiff = 1U << 8,
  kReportOnlyFirstFailure = 1U << 9,
  kFailFast = 1U << 10,
  kAllowUnicode = 1U << 11,  ///< u'ed' equals 'ed'
  kNumber = 1U << 12,        ///< compare as many decimals as the lesson shows
};

/// What a step's `# doctest: +ELLIPSIS, -SKIP` changes.
struct FlagChange {
  unsigned set = 0;
  unsigned clear = 0;

  unsigned apply(unsigned flags) const { return (flags | set) & ~clear; }
};

/// The flag of that name; 0 where there is none.
unsigned doctest_flag(std::string_view name);

/// The names of the flags in a set, in the order above.
std::vector<std::string> doctest_flag_names(unsigned flags);

/// The changes that directives in a step's source ask for. Throws InputError (at `file`, and the
/// line of the directive, counted from `line`) for an option that doctest does not know.
FlagChange find_directives(std::string_view source, const std::string& file, int line);

}  // namespace lessonrun
