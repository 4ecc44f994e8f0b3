// SQLite's memory from operator new.
//
// SQLite takes pieces that know their size; operator new's do not, so the size stands in front.
#include <orm/engine.h>
#include <sqlite3.h>

#include <cstddef>
#include <cstring>
#include <new>

namespace orm {

namespace {

constexpr size_t kHead = 8;  // what SQLite wants pieces to be aligned to

int size_of(void* piece) {
  if (piece == nullptr) return 0;
  int size = 0;
  std::memcpy(&size, static_cast<char*>(piece) - kHead, sizeof size);
  return size;
}

void* take(int size) {
  auto* piece = static_cast<char*>(::operator new(kHead + static_cast<size_t>(size), std::nothrow));
  if (piece == nullptr) return nullptr;
  std::memcpy(piece, &size, sizeof size);
  return piece + kHead;
}

void give(void* piece) {
  if (piece == nullptr) return;
  void* whole = static_cast<char*>(piece) - kHead;
#ifdef __cpp_sized_deallocation
  ::operator delete(whole, kHead + static_cast<size_t>(size_of(piece)));
#else
  ::operator delete(whole);
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

}  // namespace

void sqlite_uses_operator_new() {
  static const sqlite3_mem_methods methods{
      take, give, resize, size_of, rounded, [](void*) { return SQLITE_OK; }, [](void*) {}, nullptr,
  };
  // Counting takes a lock each time.
  if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK) {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  }
}

}  // namespace orm
