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
  auto* begin = static_cast<char*>(memory);
  if (first < end) madvise(begin + (first - at), end - first, MADV_HUGEPAGE);
#ifdef MADV_POPULATE_WRITE
  // What lies before and behind those: all at once, not one by one when it is used.
  constexpr uintptr_t kPage = uintptr_t{1} << 12;
  const uintptr_t inner = (at + kPage - 1) & ~(kPage - 1);
  const uintptr_t last = (at + size) & ~(kPage - 1);
  const uintptr_t middle = first < end ? first : last;
  if (inner < middle) madvise(begin + (inner - at), middle - inner, MADV_POPULATE_WRITE);
  if (first < end && end < last) madvise(begin + (end - at), last - end, MADV_POPULATE_WRITE);
#endif
#else
  (void)memory, (void)size;
#endif
}

}  // namespace orm
