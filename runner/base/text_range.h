// A half-open range of bytes in a file: how every part of a lesson remembers where it stands.
#pragma once

#include <cstddef>

namespace lessonrun {

/// The bytes [begin, end) of a file.
struct TextRange {
  std::size_t begin = 0;
  std::size_t end = 0;

  std::size_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
};

}  // namespace lessonrun
