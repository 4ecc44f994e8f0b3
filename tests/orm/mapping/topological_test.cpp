// Layers of items that depend on each other, and the cycles among them.
#include "orm/mapping/topological.h"

#include <doctest/doctest.h>

using Layers = std::vector<std::vector<size_t>>;

TEST_CASE("each layer depends on earlier ones and keeps the order of the items") {
  const orm::Edges edges{{0, 2}, {1, 2}, {2, 4}, {0, 4}, {0, 2}};
  CHECK(orm::sort_as_subsets(edges, {3, 1, 0, 4, 2}) == Layers{{3, 1, 0}, {2}, {4}});
  // What is not among the items holds nothing up.
  CHECK(orm::sort_as_subsets(edges, {4, 2}) == Layers{{2}, {4}});
  CHECK(orm::sort_as_subsets({}, {}).empty());
}

TEST_CASE("a cycle has no layers and is found") {
  const orm::Edges edges{{0, 1}, {1, 2}, {2, 1}, {3, 3}};
  CHECK(orm::sort_as_subsets(edges, {0, 1, 2}).empty());
  CHECK(orm::find_cycles(edges, 4) == std::set<size_t>{1, 2, 3});
}

TEST_CASE("a long chain is sorted link by link") {
  constexpr size_t kLinks = 100000;
  orm::Edges edges;
  std::vector<size_t> items;
  for (size_t i = kLinks; i-- > 0;) items.push_back(i);
  for (size_t i = 0; i + 1 < kLinks; ++i) edges.emplace_back(i, i + 1);
  const Layers layers = orm::sort_as_subsets(edges, items);
  REQUIRE(layers.size() == kLinks);
  CHECK(layers[0] == std::vector<size_t>{0});
  CHECK(layers[kLinks - 1] == std::vector<size_t>{kLinks - 1});
}
