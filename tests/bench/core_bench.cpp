// What the Core costs beside the SQLite C API, SQLiteCpp and SOCI: the same rows, the same SQL, one
// process, in turns. Prints one line a figure, `name seconds`, which tests/bench/run makes a table
// of.
//
// SQLiteCpp and SOCI are measured where they were found when the build was configured.
#include "tests/bench/core_bench.h"

#include <orm/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#ifdef BENCH_SQLITECPP
#include <SQLiteCpp/SQLiteCpp.h>
#endif

namespace {

using bench::check;
using bench::Item;
using bench::kCreate;
using bench::kInsert;
using bench::kRows;
using bench::kSelect;
using bench::timed;
using bench::Times;

std::vector<Item> make_items() {
  std::vector<Item> items;
  for (int i = 1; i <= kRows; ++i)
    items.push_back({i, "item number " + std::to_string(i), i * 0.25});
  return items;
}

// ---- the C API ----------------------------------------------------------------------------------

void run(sqlite3* db, const char* sql) {
  check(sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sql);
}

void raw(const std::vector<Item>& items, Times& times) {
  sqlite3* db = nullptr;
  check(sqlite3_open(":memory:", &db) == SQLITE_OK, "open");
  run(db, kCreate);
  times["insert raw"].push_back(timed([&] {
    run(db, "BEGIN");
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(db, kInsert, -1, &statement, nullptr) == SQLITE_OK, kInsert);
    for (const Item& item : items) {
      sqlite3_bind_int64(statement, 1, item.id);
      sqlite3_bind_text(statement, 2, item.name.data(), static_cast<int>(item.name.size()),
                        nullptr);
      sqlite3_bind_double(statement, 3, item.price);
      check(sqlite3_step(statement) == SQLITE_DONE, "insert");
      sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    run(db, "COMMIT");
  }));
  times["select raw"].push_back(timed([&] {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(db, kSelect, -1, &statement, nullptr) == SQLITE_OK, kSelect);
    std::vector<Item> found;
    while (sqlite3_step(statement) == SQLITE_ROW) {
      found.push_back({sqlite3_column_int64(statement, 0),
                       std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement, 1)),
                                   static_cast<size_t>(sqlite3_column_bytes(statement, 1))),
                       sqlite3_column_double(statement, 2)});
    }
    sqlite3_finalize(statement);
    check(found.size() == items.size(), "rows");
  }));
  sqlite3_close(db);
}

// ---- the Core -----------------------------------------------------------------------------------

struct Core {
  orm::Ref<orm::MetaData> metadata = orm::make_ref<orm::MetaData>();
  orm::Ref<orm::Table> item;
  Core() {
    orm::ColumnArgs key;
    key.primary_key = true;
    item = metadata->define("item", {orm::make_ref<orm::Column>("id", orm::Integer(), key),
                                     orm::make_ref<orm::Column>("name", orm::String()),
                                     orm::make_ref<orm::Column>("price", orm::Float())});
  }
};

void core(const std::vector<Item>& items, Times& times) {
  const Core schema;
  std::vector<orm::ParameterSet> rows;
  rows.reserve(items.size());
  for (const Item& item : items) {
    rows.push_back({{"id", item.id}, {"name", item.name}, {"price", item.price}});
  }
  for (const bool multi : {false, true}) {
    orm::Engine engine = orm::create_engine("sqlite://");
    schema.metadata->create_all(engine);
    orm::ExecuteOptions how;
    how.multi_row_values = multi;
    times[multi ? "insert core multi-row" : "insert core"].push_back(timed([&] {
      orm::Transaction transaction = engine.begin();
      transaction.connection().execute(orm::insert(schema.item), rows, how);
      transaction.commit();
    }));
    orm::Connection connection = engine.connect();
    if (multi) {
      const orm::Value count = connection.scalar(orm::text("SELECT count(*) FROM item"));
      check(count == orm::Value(kRows), "rows of the multi-row insert");
      continue;
    }
    times["select core"].push_back(timed([&] {
      const std::vector<orm::Row> found = connection.execute(orm::select({schema.item})).all();
      check(found.size() == items.size(), "rows");
    }));
  }
}

// ---- compiling ----------------------------------------------------------------------------------

orm::ClauseRef ten_clauses(const Core& schema) {
  auto column = [&](const char* name) { return schema.item->col(name); };
  return orm::select({column("name"), orm::func("count", {column("id")})->label("n"),
                      orm::func("sum", {column("price")})->label("total")})
      ->select_from({schema.item})
      ->where(orm::operate(orm::Operator::gt, column("price"), 10))
      ->where(column("name")->like("item%"))
      ->where(column("id")->in_({1, 2, 3, 4}))
      ->group_by({column("name")})
      ->having(orm::operate(orm::Operator::ge, orm::func("count", {column("id")}), 1))
      ->order_by({column("name")->desc()})
      ->limit(10)
      ->offset(5);
}

void compiling(Times& times) {
  constexpr int count = 2000;
  const Core schema;
  orm::Engine engine = orm::create_engine("sqlite://");
  schema.metadata->create_all(engine);
  orm::Connection connection = engine.connect();
  times["compile core"].push_back(timed([&] {
                                    for (int i = 0; i < count; ++i) {
                                      engine.clear_compiled_cache();
                                      connection.execute(ten_clauses(schema)).all();
                                    }
                                  }) /
                                  count);
  times["cached core"].push_back(timed([&] {
                                   for (int i = 0; i < count; ++i) {
                                     connection.execute(ten_clauses(schema)).all();
                                   }
                                 }) /
                                 count);
}

// ---- other libraries ----------------------------------------------------------------------------

#ifdef BENCH_SQLITECPP
void sqlitecpp(const std::vector<Item>& items, Times& times) {
  SQLite::Database db(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  db.exec(kCreate);
  times["insert SQLiteCpp"].push_back(timed([&] {
    SQLite::Transaction transaction(db);
    SQLite::Statement statement(db, kInsert);
    for (const Item& item : items) {
      statement.bind(1, item.id);
      statement.bindNoCopy(2, item.name);
      statement.bind(3, item.price);
      statement.exec();
      statement.reset();
    }
    transaction.commit();
  }));
  times["select SQLiteCpp"].push_back(timed([&] {
    SQLite::Statement statement(db, kSelect);
    std::vector<Item> found;
    while (statement.executeStep()) {
      found.push_back({statement.getColumn(0).getInt64(), statement.getColumn(1).getString(),
                       statement.getColumn(2).getDouble()});
    }
    check(found.size() == items.size(), "rows");
  }));
}
#endif

}  // namespace

int main(int argc, char** argv) {
  const int repeat = argc > 1 ? std::atoi(argv[1]) : 7;
  const std::vector<Item> items = make_items();
  Times times;
  for (int i = 0; i < repeat; ++i) {
    raw(items, times);
    core(items, times);
    compiling(times);
#ifdef BENCH_SQLITECPP
    sqlitecpp(items, times);
#endif
#ifdef BENCH_SOCI
    bench::soci_library(items, times);
#endif
  }
  for (auto& [name, seconds] : times) {
    std::sort(seconds.begin(), seconds.end());
    std::printf("%s\t%.9f\n", name.c_str(), seconds[seconds.size() / 2]);
  }
  return 0;
}
