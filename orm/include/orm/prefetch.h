// Asking for memory before it is needed. A flush goes over all changed objects several times, and
// where they are many, each time they have left the processor's caches.
#pragma once

#include <cstddef>

namespace orm {

/// How far ahead a loop over mapped objects asks for them, and for how much of each.
inline constexpr size_t kObjectsAhead = 6;
inline constexpr size_t kObjectLines = 5;

/// Asks for the first `lines` cache lines of an object.
inline void prefetch(const void* object, size_t lines) noexcept {
#ifdef __GNUC__
  constexpr size_t kLine = 64;
  const char* at = static_cast<const char*>(object);
  for (size_t i = 0; i < lines; ++i) __builtin_prefetch(at + i * kLine);
#else
  (void)object, (void)lines;
#endif
}

}  // namespace orm
