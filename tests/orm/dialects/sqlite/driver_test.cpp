// What the SQLite driver does for speed, seen from outside: nobody can tell.
#include <doctest/doctest.h>
#include <orm/orm.h>
#include <orm/result.h>
#include <sqlite3.h>

#include <string>

#include "orm/dialects/sqlite/statements.h"
#include "tests/temporary_folder.h"

namespace {

struct Stone {
  static constexpr auto __tablename__ = "stone";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
};
ORM_MAP(Stone, id, name)

struct Pebble {
  static constexpr auto __tablename__ = "pebble";
  orm::Mapped<int64_t, orm::primary_key> id{};
};
ORM_MAP(Pebble, id)

orm::Engine engine_with_stones() {
  orm::Engine engine = orm::create_engine("sqlite://");
  orm::metadata<Stone>().create_all(engine);
  orm::Session session(engine);
  for (int64_t id = 1; id <= 5; ++id) {
    session.add(orm::make<Stone>({.id = id, .name = "stone " + std::to_string(id)}));
  }
  session.commit();
  return engine;
}

// Reads by key that follow each other, as one transaction of SQLite's.
void read_some(orm::Session& session) {
  for (int64_t id = 1; id <= 5; ++id) {
    CHECK(session.get<Stone>(id)->name == "stone " + std::to_string(id));
  }
}

orm::Value scalar(orm::Connection& connection, const char* sql) {
  return connection.exec_driver_sql(sql).scalar();
}

}  // namespace

TEST_CASE("reads by key leave no transaction behind") {
  const orm::Engine engine = engine_with_stones();
  orm::Session session(engine);
  read_some(session);
  orm::Connection connection = session.connection();
  // SQLite ignores the one and refuses the other inside a transaction.
  connection.exec_driver_sql("PRAGMA foreign_keys = ON");
  CHECK(scalar(connection, "PRAGMA foreign_keys") == orm::Value(1));
  session.expunge_all();
  read_some(session);
  CHECK_NOTHROW(connection.exec_driver_sql("VACUUM"));
}

TEST_CASE("a rollback takes back what was written between reads by key") {
  const orm::Engine engine = engine_with_stones();
  orm::Session session(engine);
  read_some(session);
  session.connection().exec_driver_sql("UPDATE stone SET name = 'gone' WHERE id = 2");
  session.expunge_all();
  CHECK(session.get<Stone>(2)->name == "gone");
  CHECK(session.get<Stone>(3)->name == "stone 3");
  session.rollback();
  CHECK(session.get<Stone>(2)->name == "stone 2");
}

TEST_CASE("reads by key of an attached file do not keep others from writing") {
  const TemporaryFolder folder;
  const std::string file = (folder.root / "pebbles.db").string();
  const orm::Engine engine = orm::create_engine("sqlite://");
  orm::Session session(engine);
  orm::Connection connection = session.connection();
  connection.exec_driver_sql("ATTACH '" + file + "' AS other");
  connection.exec_driver_sql("CREATE TABLE other.pebble (id INTEGER PRIMARY KEY)");
  connection.exec_driver_sql("INSERT INTO pebble (id) VALUES (1), (2), (3)");
  session.commit();
  for (int64_t id = 1; id <= 3; ++id) CHECK(session.get<Pebble>(id));
  orm::Session writer(orm::create_engine("sqlite:///" + file));
  writer.add(orm::make<Pebble>({.id = 4}));
  CHECK_NOTHROW(writer.commit());
}

TEST_CASE("SQLite's memory is not counted") {
  const orm::Engine engine = engine_with_stones();
  CHECK(sqlite3_memory_used() == 0);
}

TEST_CASE("a SELECT is known to end with its first row where a unique key finds it") {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(":memory:", &db) == SQLITE_OK);
  const char* schema =
      "CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT UNIQUE, x, y); CREATE INDEX of_x ON a (x);"
      "CREATE TABLE b (k TEXT, l INT, v, PRIMARY KEY (k, l)) WITHOUT ROWID;"
      "CREATE VIEW c AS SELECT * FROM a UNION ALL SELECT * FROM a";
  REQUIRE(sqlite3_exec(db, schema, nullptr, nullptr, nullptr) == SQLITE_OK);
  const auto is_one = [&](const char* sql) { return orm::sqlite::at_most_one_row(db, sql); };
  CHECK(is_one("SELECT id, name, x FROM a WHERE id = ?"));
  CHECK(is_one("SELECT a.id, a.y FROM a WHERE a.name = ?"));
  CHECK(is_one("SELECT v FROM b WHERE k = ? AND l = ?"));
  CHECK_FALSE(is_one("SELECT id FROM a"));
  CHECK_FALSE(is_one("SELECT id FROM a WHERE x = ?"));
  CHECK_FALSE(is_one("SELECT id FROM a WHERE y = ?"));
  CHECK_FALSE(is_one("SELECT id FROM a WHERE id > ?"));
  CHECK_FALSE(is_one("SELECT id FROM a WHERE id IN (?, 2)"));
  CHECK_FALSE(is_one("SELECT v FROM b WHERE k = ?"));
  CHECK_FALSE(is_one("SELECT id FROM c WHERE id = ?"));
  CHECK_FALSE(is_one("SELECT a.id FROM a JOIN a AS a2 ON a2.x = a.x WHERE a.id = ?"));
  CHECK_FALSE(is_one("SELECT id FROM a WHERE id = ? UNION ALL SELECT 2"));
  CHECK_FALSE(is_one("VALUES (1), (2)"));
  CHECK_FALSE(is_one("not SQL"));
  sqlite3_close(db);
}

namespace {

struct Taken final : orm::RowTaker {
  void take(const orm::CellView* cells, size_t count) override {
    for (size_t i = 0; i < count; ++i) values.push_back(cells[i].to_value());
  }
  std::vector<orm::Value> values;
};

}  // namespace

TEST_CASE("rows are shown cell by cell, as their values would be") {
  orm::Engine engine = orm::create_engine("sqlite://");
  orm::Connection connection = engine.connect();
  orm::DriverConnection& driver = connection.driver_connection();
  const orm::Value one(1);
  const orm::Value text("a text that SQLite is lent, and which it must not look at later");
  const orm::Value* cells[] = {&one, &text};
  const char* sql = "SELECT ?, ?, NULL, 1.5, x'00ff' UNION ALL SELECT 2, 'b', 3, 4, 5";
  for (int turn = 0; turn < 20; ++turn) {
    Taken taken;
    driver.show_all(sql, cells, 2, taken);
    std::vector<orm::Value> read;
    CHECK(driver.read_all(sql, cells, 2, read) == 5);
    CHECK(taken.values == read);
    CHECK(taken.values.size() == 10);
    CHECK(taken.values[1] == text);
  }
  Taken taken;
  CHECK_THROWS_AS(driver.show_all(sql, cells, 1, taken), orm::DriverError);
  CHECK_THROWS_AS(driver.show_all("DELETE FROM sqlite_master", cells, 0, taken), orm::DriverError);
  CHECK_THROWS_AS(driver.show_all("SELECT nothing", cells, 0, taken), orm::DriverError);
  CHECK(taken.values.empty());
}

TEST_CASE("each row of an executemany has its own values, also where some are as before") {
  orm::Engine engine = orm::create_engine("sqlite://");
  orm::Connection connection = engine.connect();
  connection.exec_driver_sql("CREATE TABLE grid (a, b, c)");
  using orm::Value;
  const std::vector<Value> values = {
      Value(1),    Value(0.0),  Value(),     // the first
      Value(1),    Value(0.0),  Value(),     // the same
      Value(1),    Value(-0.0), Value("x"),  // another zero
      Value(1.0),  Value(0),    Value("x"),  // of other kinds
      Value(true), Value(0),    Value(),     //
      Value(1),    Value(2),    Value(),     //
      Value(),     Value(2),    Value(3),    //
  };
  orm::DriverConnection& driver = connection.driver_connection();
  driver.execute_many("INSERT INTO grid VALUES (?, ?, ?)", values.data(), 3, 7);
  std::vector<Value> read;
  driver.read_all("SELECT a, b, c FROM grid ORDER BY rowid", nullptr, 0, read);
  CHECK(read == values);
  std::vector<Value> shown;
  driver.read_all("SELECT typeof(a) || ' ' || typeof(b) FROM grid ORDER BY rowid", nullptr, 0,
                  shown);
  const std::vector<Value> expected = {"integer real", "integer real",    "integer real",
                                       "real integer", "integer integer", "integer integer",
                                       "null integer"};
  CHECK(shown == expected);
}
