// get() of mapped structs, sent again and again: what it finds, sends and refuses each time. And
// flushes of many rows, whose values go to the driver from where they lie.
#include <doctest/doctest.h>

#include <algorithm>

#include "orm/core.h"
#include "orm/orm_error.h"
#include "orm/typed.h"
#include "tests/orm/session/mapped_helper.h"

namespace get_test {

using Lines = std::vector<std::string>;

struct Shelf {
  static constexpr auto __tablename__ = "shelf";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
  orm::Mapped<std::optional<double>> height{};
};
ORM_MAP(Shelf, id, name, height)

struct Label {
  static constexpr auto __tablename__ = "label";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<int64_t> version{};
  static orm::MapperArgs mapper_args() { return {.version_id_col = "version"}; }
};
ORM_MAP(Label, id, version)

struct Fixture {
  Fixture()
      : recorder(std::make_shared<orm_test::Recorder>()),
        engine(orm::create_engine("sqlite://", {.echo = orm::EngineOptions::Echo::info},
                                  {.log = recorder})) {
    // The key is none to the database: a row may come twice.
    orm::Connection connection = engine.connect();
    connection.exec_driver_sql("CREATE TABLE shelf (id INTEGER, name TEXT, height FLOAT)");
    for (const char* row : {"(1, 'top', 0.5)", "(2, 'left', NULL)", "(3, 'a', 1)", "(3, 'b', 1)"}) {
      connection.exec_driver_sql(std::string("INSERT INTO shelf VALUES ") + row);
    }
    connection.commit();
    recorder->take();
  }
  std::shared_ptr<orm_test::Recorder> recorder;
  orm::Engine engine;
};

const std::string kSelect =
    "SELECT shelf.id AS shelf_id, shelf.name AS shelf_name, shelf.height AS shelf_height \n"
    "FROM shelf \nWHERE shelf.id = ?";

}  // namespace get_test

using namespace get_test;

TEST_CASE("each get() of an object that is not held sends the same SELECT") {
  Fixture f;
  orm::Session session(f.engine);
  for (int turn = 0; turn < 3; ++turn) {
    CHECK(session.get<Shelf>(1)->name == "top");
    CHECK(!session.get<Shelf>(9));
    auto left = session.get<Shelf>(2);
    CHECK(left->height.is_none());
    CHECK(session.get<Shelf>(2) == left);  // held: nothing is sent
    const Lines lines = f.recorder->take();
    const Lines tail(lines.end() - 6, lines.end());
    CHECK(tail == Lines{kSelect, "(1,)", kSelect, "(9,)", kSelect, "(2,)"});
    CHECK(lines.size() == (turn == 0 ? 7 : 6));  // BEGIN
  }
}

TEST_CASE("two rows of one key are refused by every get()") {
  Fixture f;
  orm::Session session(f.engine);
  CHECK_THROWS_AS(session.get<Shelf>(3), orm::MultipleResultsFound);
  CHECK(session.get<Shelf>(1)->name == "top");
  for (int turn = 0; turn < 2; ++turn) {
    CHECK_THROWS_AS(session.get<Shelf>(3), orm::MultipleResultsFound);
  }
  CHECK(session.get<Shelf>(1)->name == "top");
}

TEST_CASE("get() flushes first, and finds what was flushed") {
  Fixture f;
  orm::Session session(f.engine);
  CHECK(session.get<Shelf>(1)->name == "top");
  auto fresh = orm::make<Shelf>({.id = 5, .name = "new"});
  session.add(fresh);
  CHECK(session.get<Shelf>(5) == fresh);
  auto top = session.get<Shelf>(1);
  top->name = "roof";
  CHECK(session.get<Shelf>(2)->name == "left");
  const Lines sent = f.recorder->take_statements();
  CHECK(std::count(sent.begin(), sent.end(), "UPDATE shelf SET name=? WHERE shelf.id = ?") == 1);
}

TEST_CASE("a rollback takes flushed changes back, of a savepoint those made in it") {
  Fixture f;
  orm::Session session(f.engine);
  auto top = session.get<Shelf>(1);
  auto left = session.get<Shelf>(2);
  top->name = "roof";
  session.flush();
  {
    auto savepoint = session.begin_nested();
    left->name = "right";
    session.flush();
    savepoint->rollback();
  }
  CHECK(left->name == "left");
  CHECK(top->name == "roof");
  session.rollback();
  CHECK(top->name == "top");
}

TEST_CASE("rows that go as they lie are shown and refused as others are") {
  Fixture f;
  orm::Connection connection = f.engine.connect();
  connection.exec_driver_sql("CREATE UNIQUE INDEX once ON shelf (name)");
  connection.commit();
  f.recorder->take();
  orm::Session session(f.engine);
  session.add(orm::make<Shelf>({.id = 6, .name = "x", .height = 2.0}));
  session.add(orm::make<Shelf>({.id = 7, .name = "y", .height = std::nullopt}));
  session.flush();
  const Lines lines = f.recorder->take();
  CHECK(lines.back() == "[(6, 'x', 2.0), (7, 'y', None)]");
  auto x = session.get<Shelf>(6);
  auto y = session.get<Shelf>(7);
  x->name = "z";
  y->name = "z";
  try {
    session.flush();
    FAIL("the name is there twice");
  } catch (const orm::IntegrityError& error) {
    const std::string text = error.what();
    CHECK(text.find("[parameters: [('z', 6), ('z', 7)]]") != std::string::npos);
  }
}

TEST_CASE("key and version assigned to an expired object: the row is found by those it had") {
  Fixture f;
  orm::Connection connection = f.engine.connect();
  connection.exec_driver_sql("CREATE TABLE label (id INTEGER, version INTEGER)");
  connection.exec_driver_sql("INSERT INTO label VALUES (1, 4)");
  connection.commit();
  orm::Session session(f.engine);
  auto label = session.get<Label>(1);
  session.expire(label);
  label->version = 9;
  session.flush();
  session.expire(label);
  label->id = 2;
  session.flush();
  const Lines sent = f.recorder->take();
  const std::string update =
      "UPDATE label SET id=?, version=? WHERE label.id = ? AND label.version = ?";
  const std::string counted = "UPDATE label SET version=? WHERE label.id = ? AND label.version = ?";
  CHECK(*(std::find(sent.begin(), sent.end(), counted) + 1) == "(9, 1, 4)");
  CHECK(*(std::find(sent.begin(), sent.end(), update) + 1) == "(2, 10, 1, 9)");
}
