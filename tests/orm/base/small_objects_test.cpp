// Memory of small objects: it is given once, aligned, and comes back, also by other threads.
#include "orm/small_objects.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <set>
#include <thread>
#include <vector>

namespace {

// An object that knows what should be in it.
struct Piece {
  unsigned char* memory;
  size_t size;
  unsigned char filling;
  bool intact() const {
    for (size_t i = 0; i < size; ++i) {
      if (memory[i] != filling) return false;
    }
    return true;
  }
};

std::vector<Piece> take_many() {
  std::vector<Piece> pieces;
  for (size_t i = 0; i < 20000; ++i) {
    const size_t size = i * 7 % (orm::largest_small_object + 1);
    auto* memory = static_cast<unsigned char*>(orm::take_small_object(size));
    if (memory == nullptr) break;
    const auto filling = static_cast<unsigned char>(i);
    std::memset(memory, filling, size);
    pieces.push_back({memory, size, filling});
  }
  return pieces;
}

struct Small : orm::SmallObject {
  virtual ~Small() = default;
  int64_t number = 1;
};
struct Large : Small {
  char text[2 * orm::largest_small_object] = {};
};
struct alignas(64) Aligned : Small {};

}  // namespace

TEST_CASE("no two objects share memory, and it is aligned") {
  const std::vector<Piece> pieces = take_many();
  std::set<const void*> places;
  for (const Piece& piece : pieces) {
    CHECK(piece.intact());
    CHECK(reinterpret_cast<uintptr_t>(piece.memory) % 16 == 0);
    places.insert(piece.memory);
  }
  CHECK(places.size() == pieces.size());
  for (size_t i = 0; i < pieces.size(); ++i) {
    const Piece& piece = pieces[i];
    CHECK((i % 2 == 0 ? orm::give_small_object(piece.memory)
                      : orm::give_small_object(piece.memory, piece.size)));
  }
}

TEST_CASE("another thread may give an object back") {
  std::vector<Piece> pieces = take_many();
  std::vector<Piece> theirs;
  std::thread other([&] {
    theirs = take_many();
    for (const Piece& piece : pieces) orm::give_small_object(piece.memory, piece.size);
  });
  other.join();
  pieces = take_many();
  for (const std::vector<Piece>* list : {&pieces, &theirs}) {
    for (const Piece& piece : *list) {
      CHECK(piece.intact());
      CHECK(orm::give_small_object(piece.memory));
    }
  }
}

TEST_CASE("what is malloc's is not taken back") {
  int local = 0;
  CHECK_FALSE(orm::give_small_object(&local));
  CHECK_FALSE(orm::give_small_object(&local, sizeof local));
}

TEST_CASE("classes may be of any size and alignment") {
  std::vector<Small*> objects;
  for (int i = 0; i < 100; ++i) {
    objects.push_back(new Small);
    objects.push_back(new Large);
    auto* aligned = new Aligned;
    CHECK(reinterpret_cast<uintptr_t>(aligned) % alignof(Aligned) == 0);
    objects.push_back(aligned);
  }
  for (Small* object : objects) {
    CHECK(object->number == 1);
    delete object;
  }
}

TEST_CASE("memory that knows its size is given, resized and given back, small or large") {
  std::vector<unsigned char*> pieces;
  for (int size = 0; size < 1500; size += 7) {
    auto* piece = static_cast<unsigned char*>(orm::take_sized(size));
    REQUIRE(piece != nullptr);
    CHECK(reinterpret_cast<uintptr_t>(piece) % 8 == 0);
    CHECK(orm::size_of_sized(piece) == size);
    std::memset(piece, size % 251, static_cast<size_t>(size));
    pieces.push_back(piece);
  }
  int size = 0;
  for (unsigned char*& piece : pieces) {
    const int next = 1500 - size;
    piece = static_cast<unsigned char*>(orm::resize_sized(piece, next));
    CHECK(orm::size_of_sized(piece) == next);
    bool kept = true;
    for (int i = 0; i < size && i < next; ++i) kept = kept && piece[i] == size % 251;
    CHECK(kept);
    size += 7;
  }
  for (unsigned char* piece : pieces) orm::give_sized(piece);
  orm::give_sized(nullptr);
  CHECK(orm::size_of_sized(nullptr) == 0);
  auto* fresh = orm::resize_sized(nullptr, 20);
  CHECK(orm::size_of_sized(fresh) == 20);
  orm::give_sized(fresh);
}
