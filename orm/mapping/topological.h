// Topological sorting of small integers, as SQLAlchemy's util.topological does it.
#pragma once

#include <cstddef>
#include <set>
#include <utility>
#include <vector>

namespace orm {

/// Pairs (before, after); the same pair may be there twice.
using Edges = std::vector<std::pair<size_t, size_t>>;

/// Items that are part of a cycle.
std::set<size_t> find_cycles(const Edges& edges, size_t count);
/// `items` in layers: all of a layer depend only on earlier ones; each layer keeps the order of
/// `items`. Empty if there is a cycle. Its cost is that of the edges and items.
std::vector<std::vector<size_t>> sort_as_subsets(const Edges& edges,
                                                 const std::vector<size_t>& items);

}  // namespace orm
