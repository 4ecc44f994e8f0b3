// Names and sums of verdicts.
#include "runner/lesson/result.h"

#include <numeric>

namespace lessonrun {

std::string_view verdict_name(Verdict verdict) {
  static constexpr std::array<std::string_view, verdict_count> verdict_names = {
      "passed",           "failed",  "error",   "unsupported",
      "expected_failure", "blocked", "skipped", "unchecked"};
  return verdict_names[static_cast<std::size_t>(verdict)];
}

bool is_bad(Verdict verdict) {
  return verdict == Verdict::failed || verdict == Verdict::error ||
         verdict == Verdict::unsupported || verdict == Verdict::blocked;
}

void VerdictCounts::add(const VerdictCounts& other) {
  for (std::size_t i = 0; i < verdict_count; ++i) counts_[i] += other.counts_[i];
}

std::size_t VerdictCounts::total() const {
  return std::accumulate(counts_.begin(), counts_.end(), std::size_t{0});
}

std::string_view status_name(LessonStatus status) {
  switch (status) {
    case LessonStatus::passed:
      return "passed";
    case LessonStatus::failed:
      return "failed";
    case LessonStatus::aborted:
      return "aborted";
  }
  return "";
}

}  // namespace lessonrun
