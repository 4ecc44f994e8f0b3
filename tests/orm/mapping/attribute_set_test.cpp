// Sets and lists of attributes, on both sides of where they need memory of their own.
#include "orm/attribute_set.h"

#include <doctest/doctest.h>

#include <vector>

namespace {

std::vector<size_t> members(const orm::AttributeSet& set) {
  std::vector<size_t> found;
  set.each([&](size_t index) { found.push_back(index); });
  return found;
}

std::vector<size_t> members(const orm::AttributeList& list) { return {list.begin(), list.end()}; }

}  // namespace

TEST_CASE("a set has what was added and not removed, lowest first") {
  orm::AttributeSet set;
  CHECK(set.empty());
  for (const size_t index : {200, 3, 64, 63, 0}) set.add(index);
  CHECK(members(set) == std::vector<size_t>{0, 3, 63, 64, 200});
  set.remove(64);
  set.remove(1000);
  CHECK_FALSE(set.has(64));
  CHECK(set.has(200));
  CHECK_FALSE(set.has(201));
  CHECK_FALSE(set.has(1000));
}

TEST_CASE("sets are equal by their members, and a copy is its own") {
  orm::AttributeSet set;
  set.add(1);
  orm::AttributeSet copy = set;
  copy.add(100);
  CHECK_FALSE(copy == set);
  CHECK_FALSE(set.has(100));
  copy.remove(100);
  CHECK(copy == set);
  CHECK(set == copy);
  set = std::move(copy);
  CHECK(set.has(1));
  set.clear();
  CHECK(set.empty());
}

TEST_CASE("a set takes the members of another to its own") {
  orm::AttributeSet set;
  set.add(2);
  orm::AttributeSet low;
  for (const size_t index : {1, 2, 63}) low.add(index);
  set.add_all(low);
  CHECK(members(set) == std::vector<size_t>{1, 2, 63});
  orm::AttributeSet high;
  for (const size_t index : {0, 64, 130}) high.add(index);
  set.add_all(high);
  CHECK(members(set) == std::vector<size_t>{0, 1, 2, 63, 64, 130});
  set.add_all(orm::AttributeSet());
  CHECK(members(set) == std::vector<size_t>{0, 1, 2, 63, 64, 130});
}

TEST_CASE("a list keeps the order of any number of attributes") {
  orm::AttributeList list;
  std::vector<size_t> expected;
  for (size_t i = 0; i < 100; ++i) {
    const size_t index = (i * 37) % 101;
    list.add(index);
    expected.push_back(index);
    CHECK(members(list) == expected);
  }
  for (size_t i = 0; i < 96; ++i) {
    list.remove(expected.front());
    expected.erase(expected.begin());
    CHECK(members(list) == expected);
  }
  for (const size_t index : {500, 501, 502, 503, 504, 505}) {
    list.add(index);
    expected.push_back(index);
  }
  list.remove(7777);
  CHECK(members(list) == expected);
  CHECK(list.has(505));
  CHECK_FALSE(list.has(7777));
  list.clear();
  CHECK(list.empty());
  CHECK_FALSE(list.has(505));
}
