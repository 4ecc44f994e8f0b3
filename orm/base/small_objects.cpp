// Memory of small objects: they come from pages of objects of one size.
//
// An ORM and an interpreter live on small objects that come and go by the hundred thousand, as
// Python's do, which has an allocator of its own for them too. malloc spends a third of such a run
// on joining and splitting its chunks. Here a page of 64 KiB holds objects of one size, knows which
// of its places are free, and lies in a range of addresses that tells its objects from malloc's.
// A thread has its own pages, and keeps a few objects of each size at hand that it deleted last;
// what another thread deletes is left for the owner to collect. The pages of a thread that ends go
// to the next one that begins. When there are many, the system gives them in large pages of its
// own.
//
// A library would do as well: but Debian's mimalloc is a shared library only, and jemalloc's malloc
// cannot stand beside glibc's in a program that is linked statically.
//
// Without such a range (no memory map, a sanitizer) there are none of these objects.
#include "orm/small_objects.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

#ifdef ORM_HAS_SMALL_OBJECTS

#include <sys/mman.h>

#include <atomic>
#include <mutex>

namespace orm {

namespace small_objects {

namespace {

constexpr size_t kStep = 16;
constexpr size_t kSizes = largest_small_object / kStep + 1;
constexpr size_t kPage = size_t{1} << 16;
constexpr size_t kRange = size_t{1} << 36;
constexpr size_t kFewestPages = 16;  // that are mapped at once
constexpr size_t kMostPages = 512;
constexpr size_t kHugePage = size_t{1} << 21;
constexpr uint32_t kMostKept = 64;

struct Heap;

// A free place, in the place itself.
struct Place {
  Place* next;
};

// The head of a page.
struct Page {
  Place* free = nullptr;
  char* fresh = nullptr;  // places that were never used begin here
  char* end = nullptr;
  Heap* owner = nullptr;
  Page* next = nullptr;  // in a list of its owner
  uint32_t size = 0;
  uint32_t used = 0;
  bool listed = false;  // it is in a list, or the current one of its size
};

// The pages of one thread.
struct Heap {
  Place* kept[kSizes] = {};  // what was deleted last, a few of each size
  uint32_t kept_count[kSizes] = {};
  Page* current[kSizes];
  Page* open[kSizes] = {};               // with free places
  Page* empty = nullptr;                 // for any size
  std::atomic<Place*> foreign{nullptr};  // what other threads deleted
  Heap* next_idle = nullptr;
};

// What a heap without pages has: nothing is ever free in it.
Page no_page;

std::atomic<char*> range{nullptr};  // set once; any thread may ask
char* range_used = nullptr;
Heap* idle = nullptr;
std::mutex shared;                  // of the two above, and of setting the first
std::atomic<bool> no_range{false};  // there is none to be had: everything is malloc's
thread_local constinit Heap* heap = nullptr;

bool is_ours(const void* object) noexcept {
  const char* first = range.load(std::memory_order_relaxed);
  return first != nullptr &&
         reinterpret_cast<uintptr_t>(object) - reinterpret_cast<uintptr_t>(first) < kRange;
}

Page& page_of(void* object) noexcept {
  return *reinterpret_cast<Page*>(static_cast<char*>(object) -
                                  (reinterpret_cast<uintptr_t>(object) & (kPage - 1)));
}

// Gives the heap of a thread that ends to the next one.
struct Leaver {
  bool armed = false;
  ~Leaver() {
    if (heap == nullptr) return;
    const std::lock_guard<std::mutex> lock(shared);
    heap->next_idle = idle;
    idle = heap;
    heap = nullptr;
  }
};
thread_local Leaver leaver;

bool begin_range() {
  const size_t size = kRange + kHugePage;
  void* at = mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (at == MAP_FAILED) return false;
  const auto address = reinterpret_cast<uintptr_t>(at);
  const uintptr_t first = (address + kHugePage - 1) & ~(kHugePage - 1);
  range_used = static_cast<char*>(at) + (first - address);
  range.store(range_used, std::memory_order_relaxed);
  return true;
}

Heap* enter() {
  if (no_range.load(std::memory_order_relaxed)) return nullptr;
  leaver.armed = true;  // so that it is destroyed when the thread ends
  const std::lock_guard<std::mutex> lock(shared);
  if (range_used == nullptr && !begin_range()) {
    no_range.store(true, std::memory_order_relaxed);
    return nullptr;
  }
  if (idle != nullptr) {
    heap = idle;
    idle = idle->next_idle;
    return heap;
  }
  void* memory = std::malloc(sizeof(Heap));
  if (memory == nullptr) return nullptr;
  heap = new (memory) Heap;
  for (Page*& page : heap->current) page = &no_page;
  return heap;
}

// Puts an object back into its page, which this thread owns.
void give_back(Page& page, void* object) noexcept {
  auto* place = static_cast<Place*>(object);
  place->next = page.free;
  page.free = place;
  --page.used;
  if (page.listed) return;
  // NOLINTNEXTLINE(clang-analyzer-core.NullDereference): a page that has objects has an owner
  Heap& owner = *page.owner;
  page.listed = true;
  page.next = owner.open[page.size / kStep];
  owner.open[page.size / kStep] = &page;
}

// More pages at once, the more there are: large ranges get large pages of the system.
Page* map_pages(Heap& owner) {
  char* first = nullptr;
  size_t size = 0;
  {
    const std::lock_guard<std::mutex> lock(shared);
    const auto used = static_cast<size_t>(range_used - range.load(std::memory_order_relaxed));
    size = kFewestPages * kPage;
    if (used % kHugePage == 0 && used >= 2 * kHugePage) {
      size = kHugePage;
      while (size * 4 < used && size < kMostPages * kPage) size *= 2;
    }
    if (used + size > kRange) return nullptr;
    first = range_used;
    range_used += size;
  }
  if (mprotect(first, size, PROT_READ | PROT_WRITE) != 0) return nullptr;
  if (size >= kHugePage) madvise(first, size, MADV_HUGEPAGE);
  for (size_t i = size / kPage; i-- > 0;) {
    Page* page = new (first + i * kPage) Page;
    page->owner = &owner;
    page->next = owner.empty;
    owner.empty = page;
  }
  return owner.empty;
}

// An object where the current page of its size has none left.
[[gnu::noinline]] void* allocate_slowly(size_t number) {
  Heap* own = heap != nullptr ? heap : enter();
  if (own == nullptr) return nullptr;
  Place* foreign = own->foreign.exchange(nullptr, std::memory_order_acquire);
  while (foreign != nullptr) {
    Place* next = foreign->next;
    give_back(page_of(foreign), foreign);
    foreign = next;
  }
  Page*& current = own->current[number];
  for (;;) {
    if (current->free != nullptr) {
      Place* place = current->free;
      current->free = place->next;
      ++current->used;
      return place;
    }
    const size_t size = number * kStep;
    if (current->fresh != current->end) {
      void* place = current->fresh;
      current->fresh += size;
      ++current->used;
      return place;
    }
    Page* next = own->open[number];
    // Pages that nothing is left in serve any size; the last one stays where it was of use.
    while (next != nullptr && next->used == 0 && next->next != nullptr) {
      Page* page = next;
      next = page->next;
      page->next = own->empty;
      own->empty = page;
    }
    if (next != nullptr) {
      own->open[number] = next->next;
    } else {
      next = own->empty != nullptr ? own->empty : map_pages(*own);
      if (next == nullptr) return nullptr;
      own->empty = next->next;
      constexpr size_t kHead = (sizeof(Page) + kStep - 1) / kStep * kStep;
      char* first = reinterpret_cast<char*>(next) + kHead;
      next->free = nullptr;
      next->used = 0;
      next->size = static_cast<uint32_t>(size);
      next->fresh = first;
      next->end = first + (kPage - kHead) / size * size;
    }
    if (current != &no_page) current->listed = false;
    next->listed = true;
    current = next;
  }
}

// Of no size there is an object, too.
size_t number_of(size_t size) noexcept { return size == 0 ? 1 : (size + kStep - 1) / kStep; }

[[gnu::always_inline]] inline void* allocate(size_t size) noexcept {
  const size_t number = number_of(size);
  if (heap != nullptr) {
    if (Place* place = heap->kept[number]) {
      heap->kept[number] = place->next;
      --heap->kept_count[number];
      return place;
    }
    Page& page = *heap->current[number];
    if (Place* place = page.free) {
      page.free = place->next;
      ++page.used;
      return place;
    }
    if (page.fresh != page.end) {
      void* place = page.fresh;
      page.fresh += number * kStep;
      ++page.used;
      return place;
    }
  }
  return allocate_slowly(number);
}

void release_to_page(void* object) noexcept {
  Page& page = page_of(object);
  if (page.owner == heap) return give_back(page, object);
  auto* place = static_cast<Place*>(object);
  std::atomic<Place*>& foreign = page.owner->foreign;
  place->next = foreign.load(std::memory_order_relaxed);
  while (!foreign.compare_exchange_weak(place->next, place, std::memory_order_release)) {
  }
}

void release(void* object, size_t number) noexcept {
  if (heap == nullptr || heap->kept_count[number] == kMostKept) return release_to_page(object);
  auto* place = static_cast<Place*>(object);
  place->next = heap->kept[number];
  heap->kept[number] = place;
  ++heap->kept_count[number];
}

}  // namespace

}  // namespace small_objects

void* take_small_object(size_t size) noexcept { return small_objects::allocate(size); }

bool give_small_object(void* object) noexcept {
  if (!small_objects::is_ours(object)) return false;
  small_objects::release(object, small_objects::page_of(object).size / small_objects::kStep);
  return true;
}

bool give_small_object(void* object, size_t size) noexcept {
  if (!small_objects::is_ours(object)) return false;
  small_objects::release(object, small_objects::number_of(size));
  return true;
}

}  // namespace orm

#else

namespace orm {

void* take_small_object(size_t) noexcept { return nullptr; }
bool give_small_object(void*) noexcept { return false; }
bool give_small_object(void*, size_t) noexcept { return false; }

}  // namespace orm

#endif

namespace orm {

namespace {

constexpr size_t kHead = 8;  // the size stands in front

}  // namespace

int size_of_sized(void* piece) noexcept {
  if (piece == nullptr) return 0;
  int size = 0;
  std::memcpy(&size, static_cast<char*>(piece) - kHead, sizeof size);
  return size;
}

void* take_sized(int size) noexcept {
  const size_t whole = kHead + static_cast<size_t>(size);
  void* memory = whole <= largest_small_object ? take_small_object(whole) : nullptr;
  if (memory == nullptr) memory = ::operator new(whole, std::nothrow);
  if (memory == nullptr) return nullptr;
  std::memcpy(memory, &size, sizeof size);
  return static_cast<char*>(memory) + kHead;
}

void give_sized(void* piece) noexcept {
  if (piece == nullptr) return;
  void* memory = static_cast<char*>(piece) - kHead;
  const size_t whole = kHead + static_cast<size_t>(size_of_sized(piece));
  if (whole <= largest_small_object && give_small_object(memory, whole)) return;
#ifdef __cpp_sized_deallocation
  ::operator delete(memory, whole);
#else
  ::operator delete(memory);
#endif
}

void* resize_sized(void* piece, int size) noexcept {
  void* fresh = take_sized(size);
  if (fresh == nullptr) return nullptr;
  const int old = size_of_sized(piece);
  if (old > 0) std::memcpy(fresh, piece, static_cast<size_t>(old < size ? old : size));
  give_sized(piece);
  return fresh;
}

void* SmallObject::operator new(size_t size) {
  void* object = size <= largest_small_object ? take_small_object(size) : nullptr;
  return object != nullptr ? object : ::operator new(size);
}

void SmallObject::operator delete(void* object, size_t size) noexcept {
  if (size > largest_small_object || !give_small_object(object, size)) ::operator delete(object);
}

void* SmallObject::operator new(size_t size, std::align_val_t alignment) {
  return ::operator new(size, alignment);
}

void SmallObject::operator delete(void* object, std::align_val_t alignment) noexcept {
  ::operator delete(object, alignment);
}

}  // namespace orm
