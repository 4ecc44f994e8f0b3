// The static site: an index and a page for each lesson, as a function of the results of a run.
#pragma once

#include <string>
#include <vector>

#include "runner/lesson/result.h"

namespace lessonrun::site {

struct SiteOptions {
  std::string title = "Lessons";
  std::string database;  ///< what the lessons ran against: `SQLite 3.40.1`; may be empty
};

/// A file of the site.
struct SiteFile {
  std::string name;  ///< within the site's folder: `02-getting-connected.html`
  std::string text;
};

/// Whether a page may be made of it: it ran to its end, and no step is wrong.
bool is_verified(const LessonResult& lesson);

/// The files of the site, index.html first. Lessons keep their order; one that ran under several
/// profiles becomes one page, of its first run. Every result must be verified, or
/// std::invalid_argument is thrown.
std::vector<SiteFile> build_site(const std::vector<LessonResult>& lessons,
                                 const SiteOptions& options);

}  // namespace lessonrun::site
