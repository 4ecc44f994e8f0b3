// SQLite's memory: small pieces from orm/small_objects.h, and none of them counted.
//
// A statement takes and frees a few pieces each time it runs. SQLite counts them under a lock, and
// malloc is slower than the ORM's own memory of small objects; both together are a tenth of a
// SELECT by key. SQLite takes pieces that know their size, so the size stands in front.
#include <sqlite3.h>

#include <cstddef>
#include <cstring>
#include <new>

#include "orm/dialects/sqlite/driver.h"
#include "orm/small_objects.h"

namespace orm::sqlite {

namespace {

constexpr size_t kHead = 8;  // what SQLite wants pieces to be aligned to

int size_of(void* piece) {
  if (piece == nullptr) return 0;
  int size = 0;
  std::memcpy(&size, static_cast<char*>(piece) - kHead, sizeof size);
  return size;
}

void* take(int size) {
  const size_t whole = kHead + static_cast<size_t>(size);
  void* memory = whole <= largest_small_object ? take_small_object(whole) : nullptr;
  if (memory == nullptr) memory = ::operator new(whole, std::nothrow);
  if (memory == nullptr) return nullptr;
  std::memcpy(memory, &size, sizeof size);
  return static_cast<char*>(memory) + kHead;
}

void give(void* piece) {
  if (piece == nullptr) return;
  void* memory = static_cast<char*>(piece) - kHead;
  const size_t whole = kHead + static_cast<size_t>(size_of(piece));
  if (whole <= largest_small_object && give_small_object(memory, whole)) return;
#ifdef __cpp_sized_deallocation
  ::operator delete(memory, whole);
#else
  ::operator delete(memory);
#endif
}

void* resize(void* piece, int size) {
  void* fresh = take(size);
  if (fresh == nullptr) return nullptr;
  const int old = size_of(piece);
  std::memcpy(fresh, piece, static_cast<size_t>(old < size ? old : size));
  give(piece);
  return fresh;
}

int rounded(int size) { return (size + 7) & ~7; }

bool set_memory() {
  static const sqlite3_mem_methods methods{
      take, give, resize, size_of, rounded, [](void*) { return SQLITE_OK; }, [](void*) {}, nullptr,
  };
  // Either fails where the program uses SQLite already: then it has its reasons, or it is too late.
  return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK &&
         sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;
}

}  // namespace

void use_own_memory() {
  static const bool set = set_memory();
  (void)set;
}

}  // namespace orm::sqlite
