// What never matters when a run is compared with a lesson: log prefixes, times, addresses. Both
// sides go through the same functions, so nothing is ever guessed about the run.
#pragma once

#include <string>
#include <string_view>

namespace lessonrun {

/// Removes what a log handler writes before a message, from every line that has it:
/// `2026-11-20 23:46:53,464 INFO sqlalchemy.engine.Engine ` or `INFO:sqlalchemy.engine.Engine:`.
std::string without_log_prefixes(std::string_view text);

/// The length of the log prefix at the start of a line; 0 where there is none.
std::size_t log_prefix_length(std::string_view line);

/// `[generated in 0.00012s] ()` becomes `[generated in] ()`; likewise `cached since` and `no key`.
std::string without_times(std::string_view text);

/// `object at 0x7f0b3c` becomes `object at 0x…`. `any` also replaces numbers that do not follow
/// `at`. `dots`: `0x...` means the same as `0x…`, as it does where no ELLIPSIS gives it a meaning
/// already.
std::string without_addresses(std::string_view text, bool any, bool dots);

/// Python's `str.encode("ascii", "backslashreplace")`, as doctest folds both sides.
std::string to_ascii(std::string_view text);

/// u'ed' becomes 'ed'.
std::string without_unicode_prefixes(std::string_view text);

/// `got` with each number replaced by its counterpart in `want` where they are equal to the
/// precision that `want` shows; unchanged if they do not hold the same count of numbers.
std::string with_precision_of(std::string_view want, std::string_view got);

}  // namespace lessonrun
