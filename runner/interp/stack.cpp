// How much of the C++ stack is left. Python functions that call each other do not recurse on it, but
// natives that call back (repr of nested objects, sort keys, __init__ through type()) do; they go
// on until the recursion limit or until this says stop.
#if defined(__linux__) && !defined(__EMSCRIPTEN__)
#include <pthread.h>
#define LESSONRUN_STACK_IS_KNOWN 1
#else
#define LESSONRUN_STACK_IS_KNOWN 0
#endif

#include "runner/interp/state.h"

namespace lessonrun::interp {

namespace {

// So few levels fit any stack, and need no measuring.
constexpr int kAlwaysFine = 60;
// Levels that are allowed where the size of the stack is unknown.
constexpr int kUnmeasured = 200;

#if LESSONRUN_STACK_IS_KNOWN
const char* measure_floor() {
  constexpr size_t kReserve = 1u << 20;  // for what runs at the deepest level
  pthread_attr_t attributes;
  void* low = nullptr;
  size_t size = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return nullptr;
  pthread_attr_getstack(&attributes, &low, &size);
  pthread_attr_destroy(&attributes);
  if (low == nullptr || size < 2 * kReserve) return nullptr;
  return static_cast<const char*>(low) + kReserve;
}
#endif

}  // namespace

bool stack_is_low(InterpreterState& state) {
  if (state.native_depth < kAlwaysFine) {
    state.stack_floor = nullptr;
    return false;
  }
#if LESSONRUN_STACK_IS_KNOWN
  if (!state.stack_floor) state.stack_floor = measure_floor();
  if (state.stack_floor) return reinterpret_cast<const char*>(__builtin_frame_address(0)) < state.stack_floor;
#endif
  return state.native_depth >= kUnmeasured;
}

}  // namespace lessonrun::interp
