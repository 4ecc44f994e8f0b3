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

std::vector<std::vector<size_t>> sort_as_subsets(const Edges& edges,
                                                 const std::vector<size_t>& items) {
  size_t count = 0;
  for (size_t item : items) count = std::max(count, item + 1);
  constexpr size_t kAbsent = static_cast<size_t>(-1);
  std::vector<size_t> place(count, kAbsent);
  for (size_t i = 0; i < items.size(); ++i) place[items[i]] = i;
  auto counts = [&](const std::pair<size_t, size_t>& edge) {
    return edge.first < count && edge.second < count && place[edge.first] != kAbsent;
  };
  // What comes after each item, and how much each still waits for.
  std::vector<size_t> begin(count + 1, 0);
  std::vector<size_t> waits(count, 0);
  for (const auto& edge : edges) {
    if (!counts(edge)) continue;
    ++begin[edge.first + 1];
    ++waits[edge.second];
  }
  for (size_t i = 0; i < count; ++i) begin[i + 1] += begin[i];
  std::vector<size_t> after(begin[count]);
  std::vector<size_t> end(begin.begin(), begin.end() - (count == 0 ? 0 : 1));
  for (const auto& edge : edges) {
    if (counts(edge)) after[end[edge.first]++] = edge.second;
  }
  std::vector<std::vector<size_t>> layers;
  std::vector<size_t> ready;  // places among the items
  for (size_t i = 0; i < items.size(); ++i) {
    if (waits[items[i]] == 0) ready.push_back(i);
  }
  size_t done = 0;
  while (!ready.empty()) {
    std::vector<size_t> layer;
    layer.reserve(ready.size());
    std::vector<size_t> next;
    for (size_t at : ready) {
      const size_t item = items[at];
      layer.push_back(item);
      for (size_t i = begin[item]; i < begin[item + 1]; ++i) {
        if (--waits[after[i]] == 0 && place[after[i]] != kAbsent) next.push_back(place[after[i]]);
      }
    }
    done += layer.size();
    layers.push_back(std::move(layer));
    std::sort(next.begin(), next.end());
    ready = std::move(next);
  }
  return done == items.size() ? layers : std::vector<std::vector<size_t>>();
}

}  // namespace orm
