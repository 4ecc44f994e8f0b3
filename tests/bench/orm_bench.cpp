// The floor of orm_bench.py: the same rows and the same SQL through the C API, each statement
// prepared once. Loading along a relationship builds the structs that a program without an ORM
// would. Where they are installed, SQLiteCpp and SOCI do the same with the items.
#include <sqlite3.h>
#ifdef BENCH_SQLITECPP
#include <SQLiteCpp/SQLiteCpp.h>
#endif

#include <cstdio>
#include <cstdlib>
#include <string>
#include <unordered_map>
#include <vector>

#include "tests/bench/core_bench.h"

namespace {

using bench::check;
using bench::Item;
using bench::measure;

void run(sqlite3* db, const char* sql) {
  check(sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sql);
}

/// A statement, prepared for as long as it is needed.
struct Statement {
  Statement(sqlite3* db, const char* sql) {
    check(sqlite3_prepare_v2(db, sql, -1, &handle, nullptr) == SQLITE_OK, sql);
  }
  ~Statement() { sqlite3_finalize(handle); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  void bind(int at, int64_t value) { sqlite3_bind_int64(handle, at, value); }
  void bind(int at, double value) { sqlite3_bind_double(handle, at, value); }
  void bind(int at, const std::string& value) {
    sqlite3_bind_text(handle, at, value.data(), static_cast<int>(value.size()), nullptr);
  }
  void execute() {
    check(sqlite3_step(handle) == SQLITE_DONE, "execute");
    sqlite3_reset(handle);
  }
  bool next() { return sqlite3_step(handle) == SQLITE_ROW; }
  int64_t integer(int at) { return sqlite3_column_int64(handle, at); }
  double real(int at) { return sqlite3_column_double(handle, at); }
  std::string text(int at) {
    return {reinterpret_cast<const char*>(sqlite3_column_text(handle, at)),
            static_cast<size_t>(sqlite3_column_bytes(handle, at))};
  }
  sqlite3_stmt* handle = nullptr;
};

struct Part {
  int64_t id = 0;
  std::string name;
};

struct Box {
  int64_t id = 0;
  std::string name;
  std::vector<Part> parts;
};

void items(sqlite3* db, int rows) {
  run(db, bench::kCreate);
  measure("insert", [&] {
    run(db, "BEGIN");
    Statement insert(db, bench::kInsert);
    for (int i = 1; i <= rows; ++i) {
      const std::string name = "item number " + std::to_string(i);
      insert.bind(1, static_cast<int64_t>(i));
      insert.bind(2, name);
      insert.bind(3, i * 0.25);
      insert.execute();
    }
    run(db, "COMMIT");
  });
  std::vector<Item> found;
  measure("select", [&] {
    Statement select(db, bench::kSelect);
    while (select.next()) found.push_back({select.integer(0), select.text(1), select.real(2)});
  });
  check(found.size() == static_cast<size_t>(rows), "rows");
  measure("update", [&] {
    run(db, "BEGIN");
    Statement update(db, bench::kUpdate);
    for (const Item& item : found) {
      update.bind(1, 1.5);
      update.bind(2, item.id);
      update.execute();
    }
    run(db, "COMMIT");
  });
  Statement get(db, bench::kGet);
  const auto get_item = [&](int key) {
    get.bind(1, static_cast<int64_t>(key));
    check(get.next(), "get");
    const Item item{get.integer(0), get.text(1), get.real(2)};
    check(item.price == 1.5, "price");
    sqlite3_reset(get.handle);
  };
  measure("get", [&] {
    for (int i = 1; i <= rows; ++i) get_item(bench::scattered(i, rows));
  });
  measure("get in order", [&] {
    for (int i = 1; i <= rows; ++i) get_item(i);
  });
}

void boxes(sqlite3* db, int rows) {
  run(db, "CREATE TABLE box (id INTEGER PRIMARY KEY, name TEXT)");
  run(db,
      "CREATE TABLE part (id INTEGER PRIMARY KEY, name TEXT, box_id INTEGER REFERENCES box (id))");
  measure("relationship flush", [&] {
    run(db, "BEGIN");
    Statement box(db, "INSERT INTO box (id, name) VALUES (?, ?)");
    for (int i = 1; i <= rows / 10; ++i) {
      box.bind(1, static_cast<int64_t>(i));
      box.bind(2, std::string("box"));
      box.execute();
    }
    Statement part(db, "INSERT INTO part (id, name, box_id) VALUES (?, ?, ?)");
    const std::string name = "part";
    for (int i = 0; i < rows; ++i) {
      part.bind(1, static_cast<int64_t>(i + 1));
      part.bind(2, name);
      part.bind(3, static_cast<int64_t>(i / 10 + 1));
      part.execute();
    }
    run(db, "COMMIT");
  });
  // Each row names its box, as a joined load has to find it.
  measure("joined", [&] {
    std::vector<Box> found;
    std::unordered_map<int64_t, size_t> places;
    Statement select(db,
                     "SELECT box.id, box.name, part.id, part.name, part.box_id FROM box "
                     "LEFT OUTER JOIN part ON box.id = part.box_id");
    while (select.next()) {
      auto [place, added] = places.emplace(select.integer(0), found.size());
      if (added) found.push_back({select.integer(0), select.text(1), {}});
      found[place->second].parts.push_back({select.integer(2), select.text(3)});
    }
    check(found.size() == static_cast<size_t>(rows / 10), "boxes");
  });
  measure("selectin", [&] {
    std::vector<Box> found;
    std::unordered_map<int64_t, size_t> places;
    Statement all(db, "SELECT box.id, box.name FROM box");
    while (all.next()) {
      places.emplace(all.integer(0), found.size());
      found.push_back({all.integer(0), all.text(1), {}});
    }
    constexpr size_t chunk = 500;
    std::string sql = "SELECT part.box_id, part.id, part.name FROM part WHERE part.box_id IN (?";
    for (size_t i = 1; i < chunk; ++i) sql += ", ?";
    Statement some(db, (sql + ")").c_str());
    for (size_t begin = 0; begin < found.size(); begin += chunk) {
      for (size_t i = 0; i < chunk; ++i) {
        const size_t at = begin + i;
        some.bind(static_cast<int>(i + 1), at < found.size() ? found[at].id : int64_t{0});
      }
      while (some.next()) {
        found[places.at(some.integer(0))].parts.push_back({some.integer(1), some.text(2)});
      }
      sqlite3_reset(some.handle);
    }
    check(found.size() == static_cast<size_t>(rows / 10), "boxes");
  });
}

#ifdef BENCH_SQLITECPP
Item item_of(SQLite::Statement& row) {
  return {row.getColumn(0).getInt64(), row.getColumn(1).getString(), row.getColumn(2).getDouble()};
}

void sqlitecpp_items(int rows) {
  SQLite::Database db(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  db.exec(bench::kCreate);
  measure("insert SQLiteCpp", [&] {
    SQLite::Transaction transaction(db);
    SQLite::Statement insert(db, bench::kInsert);
    for (int i = 1; i <= rows; ++i) {
      const std::string name = "item number " + std::to_string(i);
      insert.bind(1, i);
      insert.bindNoCopy(2, name);
      insert.bind(3, i * 0.25);
      insert.exec();
      insert.reset();
    }
    transaction.commit();
  });
  std::vector<Item> found;
  measure("select SQLiteCpp", [&] {
    SQLite::Statement select(db, bench::kSelect);
    while (select.executeStep()) found.push_back(item_of(select));
  });
  check(found.size() == static_cast<size_t>(rows), "rows");
  measure("update SQLiteCpp", [&] {
    SQLite::Transaction transaction(db);
    SQLite::Statement update(db, bench::kUpdate);
    for (const Item& item : found) {
      update.bind(1, 1.5);
      update.bind(2, item.id);
      update.exec();
      update.reset();
    }
    transaction.commit();
  });
  measure("get SQLiteCpp", [&] {
    SQLite::Statement get(db, bench::kGet);
    for (int i = 1; i <= rows; ++i) {
      get.bind(1, bench::scattered(i, rows));
      check(get.executeStep() && item_of(get).price == 1.5, "get");
      get.reset();
    }
  });
}
#endif

}  // namespace

int main(int argc, char** argv) {
  const int rows = argc > 1 ? std::atoi(argv[1]) : bench::kRows;
  sqlite3* db = nullptr;
  check(sqlite3_open(":memory:", &db) == SQLITE_OK, "open");
  items(db, rows);
  boxes(db, rows);
  sqlite3_close(db);
#ifdef BENCH_SQLITECPP
  sqlitecpp_items(rows);
#endif
#ifdef BENCH_SOCI
  bench::soci_items(rows);
#endif
  return 0;
}
