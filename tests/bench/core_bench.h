// What the programs of tests/bench/bench_core share: the rows, the SQL, the clock.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

namespace bench {

constexpr int kRows = 100000;
constexpr const char* kCreate = "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, price REAL)";
constexpr const char* kInsert = "INSERT INTO item (id, name, price) VALUES (?, ?, ?)";
constexpr const char* kSelect = "SELECT item.id, item.name, item.price FROM item";
constexpr const char* kUpdate = "UPDATE item SET price=? WHERE item.id = ?";
constexpr const char* kGet = "SELECT item.id, item.name, item.price FROM item WHERE item.id = ?";

struct Item {
  int64_t id = 0;
  std::string name;
  double price = 0;
};

/// Seconds of every repetition, by what was done and by whom.
using Times = std::map<std::string, std::vector<double>>;

/// Seconds of `work`.
template <class Work>
double timed(Work&& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

inline void check(bool good, const char* what) {
  if (good) return;
  std::fprintf(stderr, "bench: %s\n", what);
  std::exit(1);
}

/// The `i`th of the keys 1 to `rows`, each once, in an order like that of a program that asks for
/// this and that: two that follow each other are not neighbours.
inline int scattered(int i, int rows) {
  constexpr int64_t kStep = 7919;  // a prime
  return static_cast<int>(i * kStep % rows) + 1;
}

/// Does the work and prints how long it took.
template <class Work>
void measure(const char* name, Work&& work) {
  std::printf("%s\t%.9f\n", name, timed(work));
}

/// SOCI has a file of its own: its header includes SQLite's inside a namespace.
void soci_library(const std::vector<Item>& items, Times& times);
/// What the ORM's benchmark does with items, by SOCI.
void soci_items(int rows);

}  // namespace bench
