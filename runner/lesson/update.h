// Rewrites stale expectations: only the spans of expected text change, and only where the run
// differs.
#pragma once

#include <string>
#include <vector>

#include "runner/lesson/result.h"

namespace lessonrun {

struct UpdateOptions {
  bool fill = false;  ///< also show what `unchecked` steps leave out
};

struct UpdateResult {
  std::string text;        ///< the file's new bytes
  std::vector<int> lines;  ///< first lines of the steps that were rewritten
  bool changed() const { return !lines.empty(); }
};

/// The lesson with the expectations that a run refuted replaced by what the run showed. Lines and
/// wildcards that still match stay, so does the lesson's way of showing SQL. A step that raised
/// unexpectedly, is blocked or unsupported is never touched.
UpdateResult update_lesson(const LessonResult& result, const UpdateOptions& options);

}  // namespace lessonrun
