// Topological sorting of small integers, as SQLAlchemy's util.topological does it.
#pragma once

#include <cstddef>
#include <set>
#include <utility>
#include <vector>

namespace orm {

using Edges = std::set<std::pair<size_t, size_t>>;  ///< (before, after)

/// Items that are part of a cycle.
std::set<size_t> find_cycles(const Edges& edges, size_t count);
/// `items` in layers: all of a layer depend only on earlier ones; each layer keeps the order of
/// `items`. Empty if there is a cycle.
std::vector<std::vector<size_t>> sort_as_subsets(const Edges& edges, std::vector<size_t> items);

}  // namespace orm
