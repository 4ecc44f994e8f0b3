// The program's operator new and delete: small objects are orm/small_objects.h's, large pieces come
// from malloc, in large pages of the system.
#include "orm/small_objects.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

#ifdef ORM_HAS_SMALL_OBJECTS

#include <sys/mman.h>

namespace {

// Memory of malloc's. The vectors of a flush of 100,000 objects take megabytes each and are soon
// gone: in large pages of the system each costs a few page faults, not a thousand.
void* allocate_plainly(size_t size) {
  constexpr size_t kLargePage = size_t{1} << 21;
  if (size < kLargePage) return std::malloc(size == 0 ? 1 : size);
  const size_t whole = size & ~(kLargePage - 1);
  void* memory = std::aligned_alloc(kLargePage, whole == size ? size : whole + kLargePage);
  if (memory != nullptr) madvise(memory, whole, MADV_HUGEPAGE);
  return memory;
}

}  // namespace

void* operator new(size_t size) {
  if (size <= orm::largest_small_object) {
    if (void* object = orm::take_small_object(size)) return object;
  }
  for (;;) {
    if (void* object = allocate_plainly(size)) return object;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

void operator delete(void* object) noexcept {
  if (!orm::give_small_object(object)) std::free(object);
}

void operator delete(void* object, size_t size) noexcept {
  if (size > orm::largest_small_object || !orm::give_small_object(object, size)) std::free(object);
}
void* operator new[](size_t size) { return operator new(size); }
void operator delete[](void* object) noexcept { operator delete(object); }
void operator delete[](void* object, size_t size) noexcept { operator delete(object, size); }

#endif
