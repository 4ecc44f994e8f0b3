// The session's collections against the standard library's, under many additions and removals.
#include "orm/identity_map.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

#include "orm/mapper.h"
#include "tests/orm/session/mapped_helper.h"

using namespace orm_test;

namespace {

// Users with the keys 0 .. count-1, which are in no session.
std::vector<orm::Instance> persistent_users(World& world, int64_t count) {
  std::vector<orm::Instance> users;
  for (int64_t id = 0; id < count; ++id) {
    users.push_back(world.user("user", id));
    users.back()->key = world.user_mapper->identity_key_from(*users.back());
  }
  return users;
}

}  // namespace

TEST_CASE("the identity map finds what was put into it and not removed") {
  World world;
  constexpr int64_t kCount = 500;
  const std::vector<orm::Instance> users = persistent_users(world, kCount);
  orm::IdentityMap map;
  std::set<size_t> inside;
  std::mt19937 random(7);
  for (int step = 0; step < 20000; ++step) {
    const size_t at = random() % users.size();
    orm::InstanceState& user = *users[at];
    if (random() % 2 == 0) {
      map.put(user);
      inside.insert(at);
    } else {
      map.remove(user);
      inside.erase(at);
    }
    const size_t other = random() % users.size();
    const orm::Value key[] = {orm::Value(static_cast<int64_t>(other))};
    const bool is_inside = inside.count(other) != 0;
    REQUIRE(map.find(*world.user_mapper, key) == (is_inside ? users[other].get() : nullptr));
    REQUIRE(map.contains(*users[other]) == is_inside);
    REQUIRE(map.size() == inside.size());
  }
  CHECK(map.all().size() == inside.size());
}

TEST_CASE("objects of the identity map keep the order in which they came") {
  World world;
  const std::vector<orm::Instance> users = persistent_users(world, 200);
  orm::IdentityMap map;
  for (const orm::Instance& user : users) map.put(*user);
  // More gaps than objects: the list closes up.
  std::vector<orm::InstanceState*> left;
  for (size_t i = 0; i < users.size(); ++i) {
    if (i % 3 == 0) {
      left.push_back(users[i].get());
    } else {
      map.remove(*users[i]);
    }
  }
  CHECK(map.all() == left);
}

TEST_CASE("another object of the same key takes the place of the first") {
  World world;
  orm::Instance first = persistent_users(world, 1)[0];
  orm::Instance second = persistent_users(world, 1)[0];
  orm::IdentityMap map;
  map.put(*first);
  map.put(*second);
  CHECK(map.all() == std::vector<orm::InstanceState*>{second.get()});
  CHECK(!map.contains(*first));
  CHECK(map.strays().contains(first.get()));
  map.forget(*first);
  CHECK(map.strays().size() == 0);
}

TEST_CASE("a set of held objects is ordered and says where each is") {
  World world;
  const int before = DictObject::alive;
  orm::InstanceSet set(&orm::SessionPlaces::pending);
  std::vector<orm::InstanceState*> users;
  for (int i = 0; i < 300; ++i) {
    orm::Instance user = world.user("user");
    users.push_back(user.get());
    CHECK(set.add(*user));
    CHECK(!set.add(*user));
  }
  CHECK(DictObject::alive == before + 300);
  for (int i = 0; i < 290; ++i) CHECK(set.remove(*users[static_cast<size_t>(i)]));
  CHECK(DictObject::alive == before + 10);
  const std::vector<orm::Instance> left = set.list();
  REQUIRE(left.size() == 10);
  for (size_t i = 0; i < left.size(); ++i) CHECK(left[i].get() == users[290 + i]);
  CHECK(set.contains(*left[0]));
  set.clear();
  CHECK(!set.contains(*left[0]));
}

TEST_CASE("a set of states agrees with std::set") {
  World world;
  const std::vector<orm::Instance> users = persistent_users(world, 300);
  orm::StateSet set;
  std::set<orm::InstanceState*> expected;
  std::mt19937 random(11);
  for (int step = 0; step < 20000; ++step) {
    orm::InstanceState* user = users[random() % users.size()].get();
    if (random() % 2 == 0) {
      set.insert(user);
      expected.insert(user);
    } else {
      set.erase(user);
      expected.erase(user);
    }
    REQUIRE(set.size() == expected.size());
    orm::InstanceState* other = users[random() % users.size()].get();
    REQUIRE(set.contains(other) == (expected.count(other) != 0));
  }
  std::set<orm::InstanceState*> visited;
  set.each([&](orm::InstanceState& state) { visited.insert(&state); });
  CHECK(visited == expected);
}

TEST_CASE("many that are taken out of a set together leave the others where they can be found") {
  World world;
  const std::vector<orm::Instance> users = persistent_users(world, 300);
  orm::InstanceSet set(&orm::SessionPlaces::pending);
  for (const orm::Instance& user : users) set.add(*user);
  {
    const orm::InstanceSet::Removal removal(set);
    for (size_t i = 0; i < users.size(); ++i) {
      if (i % 10 != 0) CHECK(set.remove(*users[i]));
    }
    CHECK_FALSE(set.remove(*users[1]));
    CHECK(set.size() == 30);
    CHECK(set.add(*users[1]));
  }
  std::vector<orm::Instance> expected;
  for (size_t i = 0; i < users.size(); i += 10) expected.push_back(users[i]);
  expected.push_back(users[1]);
  CHECK(set.list() == expected);
  for (const orm::Instance& user : expected) CHECK(set.contains(*user));
  {
    const orm::InstanceSet::Removal removal(set);
    for (const orm::Instance& user : expected) CHECK(set.remove(*user));
  }
  CHECK(set.empty());
  CHECK(set.add(*users[5]));
  CHECK(set.list() == std::vector<orm::Instance>{users[5]});
}
