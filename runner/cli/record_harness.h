// The text of runner/lesson/record_harness.py, which CMake puts into the program.
#pragma once

namespace lessonrun {

extern const char* const record_harness;

}  // namespace lessonrun
