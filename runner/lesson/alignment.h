// Lines up what a lesson shows with what a run showed, so that a report can name the differences
// and an update can keep everything that still matches.
#pragma once

#include <string>
#include <vector>

#include "runner/lesson/check.h"
#include "runner/lesson/run_units.h"

namespace lessonrun {

struct Alignment {
  std::vector<DiffPart> parts;
  std::size_t cost = 0;   ///< how many lines differ
  unsigned channels = 0;  ///< of the run's pieces that the lesson does not show
};

/// The cheapest alignment. A statement may be broken into other lines than the run's; a line `...`
/// or
/// `[...]` may stand for any pieces under ELLIPSIS. Very long texts are compared by their ends
/// only.
Alignment align(const std::vector<std::string>& lines, const std::vector<RunUnit>& units,
                unsigned flags);

}  // namespace lessonrun
