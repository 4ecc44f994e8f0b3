// reserve_large(): room for very many elements, in large pages of the system.
//
// A flush of 100,000 objects has vectors of megabytes, which are soon gone. Each page of 4 KB costs
// about as much to get as writing a row does: a page of 2 MB does, too.
#pragma once

#include <cstddef>
#include <vector>

namespace orm {

/// Asks the system to give this memory in large pages, as far as whole ones fit. Only a hint.
void prefer_large_pages(void* memory, size_t size) noexcept;

/// vector::reserve(); worth it where the room is used soon.
template <class T>
void reserve_large(std::vector<T>& list, size_t count) {
  if (count <= list.capacity()) return;
  list.reserve(count);
  // NOLINTNEXTLINE(bugprone-sizeof-expression): T may be a pointer
  prefer_large_pages(list.data() + list.size(), (count - list.size()) * sizeof(T));
}

}  // namespace orm
