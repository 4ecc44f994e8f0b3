// get() of mapped structs whose rows go from the driver into the members, as they do where nobody
// reads the echo: each awkward row must give what the longer ways give.
#include <doctest/doctest.h>

#include <functional>
#include <stdexcept>
#include <utility>

#include "orm/core.h"
#include "orm/driver.h"
#include "orm/events.h"
#include "orm/orm_error.h"
#include "orm/typed.h"

namespace get_shown_test {

// More than the driver and the session need to find their short ways.
constexpr int kOften = 12;

struct Jar {
  static constexpr auto __tablename__ = "jar";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
  orm::Mapped<double> weight{};
  orm::Mapped<int64_t> lids{};
  orm::Mapped<std::optional<std::string>> note{};
};
ORM_MAP(Jar, id, name, weight, lids, note)

struct Word {
  static constexpr auto __tablename__ = "word";
  orm::Mapped<std::string, orm::primary_key> text{};
  orm::Mapped<int64_t> uses{};
};
ORM_MAP(Word, text, uses)

// Its constructor runs code of the program.
struct Box {
  static constexpr auto __tablename__ = "box";
  static inline std::function<void()> made = nullptr;
  Box() {
    if (const auto once = std::exchange(made, nullptr)) once();
  }
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
};
ORM_MAP(Box, id, name)

struct Checked {
  static constexpr auto __tablename__ = "checked";
  static inline int shown = 0;
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
  std::string mark(std::string_view, std::string given) {
    ++shown;
    return given + "!";
  }
  static std::vector<orm::Validator> validators() {
    return {orm::validates<&Checked::mark>(&Checked::name)};
  }
};
ORM_MAP(Checked, id, name)

struct Fixture {
  Fixture() : engine(orm::create_engine("sqlite://")) {
    run("CREATE TABLE jar (id INTEGER PRIMARY KEY, name, weight, lids, note)");
    run("INSERT INTO jar VALUES (1, 'plain', 1.5, 7, 'seen'), (2, NULL, NULL, NULL, NULL), "
        "(3, 'a name that is longer than a short string may be', 2, 0, ''), "
        "(4, 'x', 'heavy', 1, NULL), (5, '', 0.25, -1, x'6162'), (6, 'y', 1.0, 1.5, NULL)");
    run("CREATE TABLE word (text TEXT COLLATE NOCASE PRIMARY KEY, uses INTEGER)");
    run("INSERT INTO word VALUES ('apple', 1), ('pear', 2)");
    run("CREATE TABLE box (id INTEGER PRIMARY KEY, name TEXT)");
    run("INSERT INTO box VALUES (1, 'one'), (2, 'two')");
  }
  void run(const std::string& sql) {
    orm::Connection connection = engine.connect();
    connection.exec_driver_sql(sql);
    connection.commit();
  }
  orm::Engine engine;
};

}  // namespace get_shown_test

using namespace get_shown_test;

TEST_CASE("a get() gives the same object's values each time, whatever the row holds") {
  Fixture f;
  orm::Session session(f.engine);
  for (int turn = 0; turn < kOften; ++turn) {
    auto plain = session.get<Jar>(1);
    CHECK(plain->name == "plain");
    CHECK(plain->weight == 1.5);
    CHECK(plain->lids == 7);
    CHECK(*plain->note.get() == "seen");
    CHECK_FALSE(session.is_modified(plain));

    auto nothing = session.get<Jar>(2);
    CHECK(nothing->name.is_none());
    CHECK(nothing->weight.is_none());
    CHECK(nothing->lids.is_none());
    CHECK(nothing->note.is_none());
    CHECK(nothing->name.get().empty());

    auto longer = session.get<Jar>(3);
    CHECK(longer->name == "a name that is longer than a short string may be");
    CHECK(longer->weight == 2.0);  // stored as an integer
    CHECK(longer->note.get()->empty());
    CHECK_FALSE(longer->note.is_none());

    CHECK(session.get<Jar>(5)->name.get().empty());
    CHECK_FALSE(session.get<Jar>(5)->name.is_none());
    CHECK(!session.get<Jar>(99));
    CHECK(session.get<Jar>(1) == plain);
  }
}

TEST_CASE("a value that does not fit its member is refused, and no object is left behind") {
  Fixture f;
  orm::Session session(f.engine);
  for (int turn = 0; turn < kOften; ++turn) {
    CHECK(session.get<Jar>(1)->name == "plain");
    CHECK_THROWS_AS(session.get<Jar>(4), orm::TypeError);  // a text as a number
    CHECK_THROWS_AS(session.get<Jar>(6), orm::TypeError);  // 1.5 as a whole one
    CHECK(session.all().empty());
  }
  f.run("UPDATE jar SET weight = 4 WHERE id = 4");
  CHECK(session.get<Jar>(4)->weight == 4.0);
}

TEST_CASE("the row says what its key is, not who asks") {
  Fixture f;
  orm::Session session(f.engine);
  for (int turn = 0; turn < kOften; ++turn) {
    auto apple = session.get<Word>("APPLE");
    CHECK(apple->text == "apple");
    CHECK(session.get<Word>("apple") == apple);
    CHECK(session.get<Word>("Apple") == apple);  // another SELECT, the same object
    CHECK(session.get<Word>("pear")->uses == 2);
    CHECK(session.get<Jar>(1.0)->id == 1);
    CHECK(session.get<Jar>(true)->name == "plain");
  }
}

TEST_CASE("expired objects are read again, and those that were dropped come back as they are") {
  Fixture f;
  orm::Session session(f.engine);
  auto plain = session.get<Jar>(1);
  for (int turn = 0; turn < kOften; ++turn) {
    f.run("UPDATE jar SET lids = " + std::to_string(turn));
    session.commit();
    CHECK(session.get<Jar>(1) == plain);
    CHECK(plain->lids == turn);
    CHECK(session.get<Jar>(3)->lids == turn);
  }
  session.expunge_all();
  auto other = session.get<Jar>(1);
  CHECK(other != plain);
  CHECK(session.get<Jar>(1) == other);
}

TEST_CASE("changes of an object that was read by its key are written") {
  Fixture f;
  orm::Session session(f.engine);
  for (int turn = 0; turn < kOften; ++turn) {
    auto jar = session.get<Jar>(1);
    jar->lids = turn + 100;
    jar->note = std::nullopt;
    CHECK(session.get<Jar>(3)->id == 3);  // flushes
    CHECK_FALSE(session.is_modified(jar));
    session.refresh(jar);
    CHECK(jar->lids == turn + 100);
    CHECK(jar->note.is_none());
  }
}

TEST_CASE("two rows of a key are refused, also once the table was another one before") {
  Fixture f;
  orm::Session session(f.engine);
  for (int turn = 0; turn < kOften; ++turn) CHECK(session.get<Box>(1)->name == "one");
  session.commit();
  f.run("DROP TABLE box");
  f.run("CREATE TABLE box (id INTEGER, name TEXT)");
  f.run("INSERT INTO box VALUES (1, 'a'), (1, 'b'), (2, 'c')");
  for (int turn = 0; turn < kOften; ++turn) {
    CHECK_THROWS_AS(session.get<Box>(1), orm::MultipleResultsFound);
    CHECK(session.get<Box>(2)->name == "c");
  }
}

TEST_CASE("a key without an index may have several rows from the start") {
  Fixture f;
  f.run("DROP TABLE box");
  f.run("CREATE TABLE box (id INTEGER, name TEXT)");
  f.run("INSERT INTO box VALUES (2, 'c')");
  orm::Session session(f.engine);
  for (int turn = 0; turn < kOften; ++turn) CHECK(session.get<Box>(2)->name == "c");
  f.run("INSERT INTO box VALUES (2, 'd')");
  CHECK_THROWS_AS(session.get<Box>(2), orm::MultipleResultsFound);
}

TEST_CASE("what a constructor asks of the session while a row is read has its answer") {
  Fixture f;
  orm::Session session(f.engine);
  for (int turn = 0; turn < kOften; ++turn) CHECK(session.get<Box>(1)->name == "one");
  orm::Ptr<Box> inner;
  orm::Ptr<Jar> jar;
  Box::made = [&] {
    inner = session.get<Box>(2);
    jar = session.get<Jar>(3);
  };
  auto outer = session.get<Box>(1);
  CHECK(outer->name == "one");
  CHECK(inner->name == "two");
  CHECK(jar->id == 3);
  CHECK(session.get<Box>(2) == inner);
  Box::made = [] { throw std::runtime_error("no box"); };
  session.expunge_all();
  CHECK_THROWS_WITH(session.get<Box>(1), "no box");
  CHECK(session.all().empty());
  CHECK(session.get<Box>(1)->name == "one");
}

TEST_CASE("an object that a function of SQLite's reads is the object of the row") {
  Fixture f;
  orm::Session session(f.engine);
  orm::Ptr<Box> inner;
  bool asks = false;
  session.connection().driver_connection().create_function(
      "ask", 1, [&](const std::vector<orm::Value>& values) {
        if (std::exchange(asks, false)) inner = session.get<Box>(1);
        return values[0];
      });
  orm::Connection connection = session.connection();
  connection.exec_driver_sql("ALTER TABLE box RENAME TO crate");
  connection.exec_driver_sql("CREATE VIEW box AS SELECT id, ask(name) AS name FROM crate");
  for (int turn = 0; turn < kOften; ++turn) CHECK(session.get<Box>(1)->name == "one");
  asks = true;
  auto outer = session.get<Box>(1);
  CHECK(inner->name == "one");
  CHECK(outer == inner);
}

TEST_CASE("validators are not shown what comes from a row") {
  Fixture f;
  f.run("CREATE TABLE checked (id INTEGER PRIMARY KEY, name TEXT)");
  f.run("INSERT INTO checked VALUES (1, 'a')");
  orm::Session session(f.engine);
  for (int turn = 0; turn < kOften; ++turn) CHECK(session.get<Checked>(1)->name == "a");
  CHECK(Checked::shown == 0);
  auto one = session.get<Checked>(1);
  one->name = "b";
  CHECK(one->name == "b!");
  CHECK(Checked::shown == 1);
}

namespace {

struct Listener final : orm::SessionListener {
  bool listens(const orm::Session&, orm::SessionEvent event) override {
    return event == orm::SessionEvent::loaded_as_persistent;
  }
  void object_event(orm::Session&, orm::SessionEvent, orm::InstanceState&) override { ++heard; }
  int heard = 0;
};

}  // namespace

TEST_CASE("a listener that comes later hears of each load") {
  Fixture f;
  orm::Session session(f.engine);
  for (int turn = 0; turn < kOften; ++turn) CHECK(session.get<Jar>(1)->lids == 7);
  const auto listener = orm::make_ref<Listener>();
  session.listener = listener;
  for (int turn = 0; turn < 3; ++turn) CHECK(session.get<Jar>(1)->lids == 7);
  CHECK(listener->heard == 3);
  session.listener = nullptr;
  CHECK(session.get<Jar>(1)->lids == 7);
  CHECK(listener->heard == 3);
}
