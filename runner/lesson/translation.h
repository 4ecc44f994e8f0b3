// A lesson's steps as C++: what `lessonrun cpp`, the JSON report and the site show.
#pragma once

#include <vector>

#include "runner/lesson/lesson.h"
#include "runner/lesson/result.h"
#include "runner/translate/translate.h"

namespace lessonrun {

/// The lesson as a program. Never throws for what the lesson holds.
translate::Program translate_lesson(const Lesson& lesson);
/// Lessons that go on from each other as one program; the number of a step counts through them all.
translate::Program translate_chain(const std::vector<const Lesson*>& lessons);

/// Fills in `cpp` of every step that has an equivalent, `cpp_reason` of those that have none.
void add_translations(LessonResult& result, const Lesson& lesson);
/// The same of the results of a chain, in order.
void add_translations(const std::vector<LessonResult*>& results);

}  // namespace lessonrun
