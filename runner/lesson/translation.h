// A lesson's steps as C++: what `lessonrun cpp`, the JSON report and the site show.
#pragma once

#include "runner/lesson/lesson.h"
#include "runner/lesson/result.h"
#include "runner/translate/translate.h"

namespace lessonrun {

/// The lesson as a program. Never throws for what the lesson holds.
translate::Program translate_lesson(const Lesson& lesson);

/// Fills in `cpp` of every step that has an equivalent, `cpp_reason` of those that have none.
void add_translations(LessonResult& result, const Lesson& lesson);

}  // namespace lessonrun
