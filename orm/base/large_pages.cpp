#include "orm/base/large_pages.h"

#include <cstdint>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace orm {

void prefer_large_pages(void* memory, size_t size) noexcept {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  constexpr uintptr_t kLarge = uintptr_t{1} << 21;
  if (size < kLarge) return;
  const auto at = reinterpret_cast<uintptr_t>(memory);
  const uintptr_t first = (at + kLarge - 1) & ~(kLarge - 1);
  const uintptr_t end = (at + size) & ~(kLarge - 1);
  if (first < end) madvise(static_cast<char*>(memory) + (first - at), end - first, MADV_HUGEPAGE);
#else
  (void)memory, (void)size;
#endif
}

}  // namespace orm
