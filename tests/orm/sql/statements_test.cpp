// CTEs of DML, ON CONFLICT, INSERT .. SELECT with defaults, hints and prefixes, as
// SQLAlchemy 2.0.52 renders the same constructs.
#include <doctest/doctest.h>

#include "tests/orm/sql/fixture.h"

using namespace orm;

TEST_CASE_FIXTURE(SqlFixture, "a CTE of DML") {
  auto inserted = insert(addr)->values(Assignments{{"email", nullptr, "x"}})->returning({aid});
  CHECK(show(select({dml_cte(inserted, "ins")})) ==
        "WITH ins AS \n(INSERT INTO addresses (email) VALUES (:param_1) RETURNING addresses.id)\n "
        "SELECT ins.id \nFROM ins");
}

TEST_CASE_FIXTURE(SqlFixture, "a recursive CTE without a name keeps the name of its first part") {
  auto base = select({id})->where(id->eq(1))->cte("", true);
  auto all = base->union_(select({id})->where(age->eq(Operand(base->col("id")))), true);
  CHECK(show(select({all})) ==
        "WITH RECURSIVE anon_1(id) AS \n(SELECT users.id AS id \nFROM users \nWHERE users.id = "
        ":id_1 UNION ALL SELECT users.id AS id \nFROM users, anon_1 \nWHERE users.age = "
        "anon_1.id)\n SELECT anon_1.id \nFROM anon_1");
}

TEST_CASE_FIXTURE(SqlFixture, "ON CONFLICT and excluded") {
  auto statement = insert(users)->values(Assignments{{"id", nullptr, 1}, {"name", nullptr, "x"}});
  OnConflict nothing;
  CHECK(sqlite(statement->on_conflict(nothing)) ==
        "INSERT INTO users (id, name) VALUES (?, ?) ON CONFLICT DO NOTHING | id,name,");
  OnConflict update;
  update.do_update = true;
  update.index_elements = {id};
  update.set_ = {{"name", nullptr, statement->excluded()->col("name")}};
  update.where = name->ne("z");
  CHECK(sqlite(statement->on_conflict(update)) ==
        "INSERT INTO users (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = "
        "excluded.name WHERE users.name != ? | id,name,name_1,");
}

TEST_CASE_FIXTURE(SqlFixture, "constants as criteria") {
  CHECK(show(select({id})->where(false_())) == "SELECT users.id \nFROM users \nWHERE false");
  CHECK(sqlite(select({id})->where(false_())) == "SELECT users.id \nFROM users \nWHERE 0 = 1 | ");
  CHECK(show(not_(or_({true_(), age->eq(1)}))) == "false");
}

TEST_CASE_FIXTURE(SqlFixture, "prefixes, suffixes, hints and FETCH") {
  CHECK(show(select({id})->prefix_with(text("A"))->suffix_with(text("B"))) ==
        "SELECT A users.id \nFROM users B ");
  CHECK(show(select({id})->prefix_with(text("A"), "mysql")) == "SELECT users.id \nFROM users");
  CHECK(show(select({id})->with_hint(nullptr, "/*h*/")) == "SELECT users.id \nFROM users /*h*/");
  CHECK(
      show(select({id})->offset(2)->fetch(5, true)) ==
      "SELECT users.id \nFROM users\n OFFSET :param_1 ROWS\n FETCH FIRST :param_2 ROWS WITH TIES");
}

TEST_CASE_FIXTURE(SqlFixture, "before 2.0, || binds closer than comparisons") {
  ColumnRef same = operate(Operator::concat, name, "x")->eq("y");
  CHECK(same->str(profile_2_0) == "(users.name || :name_1) = :param_1");
  CHECK(same->str(profile_1_4) == "users.name || :name_1 = :param_1");
  CHECK(same->str(profile_1_3) == "users.name || :name_1 = :param_1");
}

TEST_CASE_FIXTURE(SqlFixture, "SELECT in SELECT ends at a depth that a stack can hold") {
  Ref<Select> nested = select({id});
  for (int i = 0; i < 200; ++i) nested = select({nested->subquery()->col("id")});
  CHECK(show(nested).size() > 200);
  for (int i = 0; i < 100; ++i) nested = select({nested->subquery()->col("id")});
  CHECK_THROWS_AS(sqlite(nested), RecursionError);
}
