// What the SQLite driver does for speed, seen from outside: nobody can tell.
#include <doctest/doctest.h>
#include <orm/orm.h>
#include <orm/result.h>
#include <sqlite3.h>

#include <string>

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
