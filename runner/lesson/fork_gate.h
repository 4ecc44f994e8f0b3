// When a process with several threads may fork.
//
// A fork copies one thread and every lock, held or not. A lock that another thread held inside
// SQLite would stay locked in the copy for ever. So workers register while they run lessons, pass a
// checkpoint between steps, and a fork waits until every other worker stands at one.
#pragma once

namespace lessonrun {

/// This thread runs lessons as long as the object lives.
class LessonWork {
 public:
  LessonWork();
  LessonWork(const LessonWork&) = delete;
  LessonWork& operator=(const LessonWork&) = delete;
  ~LessonWork();
};

/// Lets a fork of another thread happen, if one is due. Called by lesson work between steps.
void fork_checkpoint();

/// fork(2) at a moment when no other thread is inside lesson work. Gives its result.
int fork_lessons();

}  // namespace lessonrun
