// Topological sorting of small integers, as SQLAlchemy's util.topological does it.
#include "orm/mapping/topological.h"

#include <algorithm>
#include <functional>

namespace orm {

std::set<size_t> find_cycles(const Edges& edges, size_t count) {
  std::vector<std::vector<size_t>> next(count);
  std::set<size_t> cycles;
  for (const auto& [before, after] : edges) {
    if (before == after) cycles.insert(before);
    next[before].push_back(after);
  }
  // Tarjan's strongly connected components.
  constexpr size_t kUnseen = static_cast<size_t>(-1);
  std::vector<size_t> number(count, kUnseen);
  std::vector<size_t> low(count, 0);
  std::vector<bool> on_stack(count, false);
  std::vector<size_t> stack;
  size_t counter = 0;
  std::function<void(size_t)> visit = [&](size_t at) {
    number[at] = low[at] = counter++;
    stack.push_back(at);
    on_stack[at] = true;
    for (size_t to : next[at]) {
      if (number[to] == kUnseen) {
        visit(to);
        low[at] = std::min(low[at], low[to]);
      } else if (on_stack[to]) {
        low[at] = std::min(low[at], number[to]);
      }
    }
    if (low[at] != number[at]) return;
    std::vector<size_t> component;
    for (;;) {
      size_t member = stack.back();
      stack.pop_back();
      on_stack[member] = false;
      component.push_back(member);
      if (member == at) break;
    }
    if (component.size() > 1) cycles.insert(component.begin(), component.end());
  };
  for (size_t at = 0; at < count; ++at) {
    if (number[at] == kUnseen) visit(at);
  }
  return cycles;
}

std::vector<std::vector<size_t>> sort_as_subsets(const Edges& edges, std::vector<size_t> items) {
  std::vector<std::vector<size_t>> layers;
  std::set<size_t> waiting(items.begin(), items.end());
  while (!items.empty()) {
    std::set<size_t> held;
    for (const auto& [before, after] : edges) {
      if (waiting.count(before) != 0) held.insert(after);
    }
    std::vector<size_t> layer;
    std::vector<size_t> rest;
    for (size_t item : items) (held.count(item) == 0 ? layer : rest).push_back(item);
    if (layer.empty()) return {};
    for (size_t item : layer) waiting.erase(item);
    items = std::move(rest);
    layers.push_back(std::move(layer));
  }
  return layers;
}

}  // namespace orm
