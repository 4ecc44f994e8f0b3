#include "runner/lesson/fork_gate.h"

#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace lessonrun {

namespace {

struct Gate {
  std::mutex mutex;
  std::condition_variable changed;
  std::atomic<int> waiting{0};  // threads that want to fork
  int working = 0;              // threads inside lesson work, not at a checkpoint
};

Gate& gate() {
  static Gate the_gate;
  return the_gate;
}

// Whether this thread counts in `working`; a session outside of any job may fork too.
thread_local bool registered = false;

}  // namespace

LessonWork::LessonWork() {
  Gate& g = gate();
  std::unique_lock<std::mutex> lock(g.mutex);
  g.changed.wait(lock, [&] { return g.waiting == 0; });
  ++g.working;
  registered = true;
}

LessonWork::~LessonWork() {
  Gate& g = gate();
  const std::lock_guard<std::mutex> lock(g.mutex);
  --g.working;
  registered = false;
  g.changed.notify_all();
}

void fork_checkpoint() {
  Gate& g = gate();
  if (!registered || g.waiting == 0) return;
  std::unique_lock<std::mutex> lock(g.mutex);
  --g.working;
  g.changed.notify_all();
  g.changed.wait(lock, [&] { return g.waiting == 0; });
  ++g.working;
}

int fork_lessons() {
  Gate& g = gate();
  std::unique_lock<std::mutex> lock(g.mutex);
  ++g.waiting;
  if (registered) --g.working;
  g.changed.notify_all();
  // Others that wait to fork do not count as working, so they do not wait for each other.
  g.changed.wait(lock, [&] { return g.working == 0; });
  const int process = ::fork();
  if (registered) ++g.working;
  --g.waiting;
  if (process == 0) {
    // There is one thread in the copy. Those that the condition still counts as waiting are not
    // there, and a notification could wait for them for ever.
    g.waiting = 0;
    return process;
  }
  g.changed.notify_all();
  return process;
}

}  // namespace lessonrun
