// Compiled text of INSERT, UPDATE, DELETE and what is left, as SQLAlchemy 2.0.52 renders the same
// constructs.
#include <doctest/doctest.h>

#include "tests/orm/sql/fixture.h"

using namespace orm;

TEST_CASE_FIXTURE(SqlFixture, "INSERT, UPDATE, DELETE and what is left") {
  using Op = Operator;
  auto op_of = [](Operator op, const ColumnRef& a, Operand b) {
    return operate(op, a, std::move(b));
  };
  (void)op_of;
  CHECK(show(insert(users)) ==
        "INSERT INTO users (id, name, age, flag, bal, made) VALUES (:id, :name, :age, :flag, :bal, "
        ":made)");
  CHECK(sqlite(insert(users)) ==
        "INSERT INTO users (id, name, age, flag, bal, made) VALUES (?, ?, ?, ?, ?, ?) | "
        "id,name,age,flag,bal,made,");
  CHECK(show(insert(users)
                 ->values(Assignments{{"name", nullptr, Value("x")}})
                 ->returning({id, name})) ==
        "INSERT INTO users (name) VALUES (:name) RETURNING users.id, users.name");
  CHECK(show(insert(users)->values(
            Assignments{{"name", nullptr, Operand(func("lower", {Operand("X")}))}})) ==
        "INSERT INTO users (name) VALUES (lower(:lower_1))");
  CHECK(show(insert(addr)->from_select({"email", "user_id"}, select({name, id}))) ==
        "INSERT INTO addresses (email, user_id) SELECT users.name, users.id \n"
        "FROM users");
  CHECK(show(update(users)) ==
        "UPDATE users SET id=:id, name=:name, age=:age, flag=:flag, bal=:bal, made=:made");
  CHECK(show(update(users)->where(id->eq(5))->values(
            {{"name", nullptr, Operand(op_of(Op::add, name, "x"))}, {"age", nullptr, Value(3)}})) ==
        "UPDATE users SET name=(users.name || :name_1), age=:age WHERE users.id = :id_1");
  CHECK(show(update(users)->values(
            {{"age", nullptr, Operand(select({func("count", {aid})})->where(uid->eq(id)))}})) ==
        "UPDATE users SET age=(SELECT count(addresses.id) AS count_1 \n"
        "FROM addresses \n"
        "WHERE addresses.user_id = users.id)");
  CHECK(show(delete_(users)->where(id->eq(5))) == "DELETE FROM users WHERE users.id = :id_1");
  CHECK(show(delete_(users)) == "DELETE FROM users");
  CHECK(show(update(users)->values({{"zz", nullptr, Value(1)}})) ==
        "ERR Unconsumed column names: zz");
  CHECK(show(update(users)->values({{"name", nullptr, Value("a")}})->where(id->eq(uid))) ==
        "UPDATE users SET name=:name FROM addresses WHERE users.id = addresses.user_id");
  CHECK(sqlite(select({id})->where(like_op(Op::ilike, name, "x"))) ==
        "SELECT users.id \n"
        "FROM users \n"
        "WHERE lower(users.name) LIKE lower(?) | name_1,");
  CHECK(sqlite(select({id})->where(flag)) ==
        "SELECT users.id \n"
        "FROM users \n"
        "WHERE users.flag = 1 | ");
  CHECK(sqlite(select({id})->where(op_of(Op::bitwise_and, id, 3))) ==
        "SELECT users.id \n"
        "FROM users \n"
        "WHERE users.id & ? | id_1,");
  CHECK(sqlite(select({extract("month", made)})) ==
        "SELECT CAST(STRFTIME('%m', users.made) AS INTEGER) AS anon_1 \n"
        "FROM users | ");
  CHECK(sqlite(select({func("now")})) == "SELECT CURRENT_TIMESTAMP AS now_1 | ");
  CHECK(show(select({literal_column("1"), literal_column("'x'")->label("y")})) ==
        "SELECT 1, 'x' AS y");
  CHECK(show(select({text("a"), text("b")})->select_from({text("c")})) ==
        "SELECT a, b \n"
        "FROM c");
  CHECK(show(select({func("count")})->select_from({users})) ==
        "SELECT count(*) AS count_1 \n"
        "FROM users");
  CHECK(show(column("x")->eq(5)) == "x = :x_1");
  CHECK(show(select({column("x"), column("y")})->select_from({table("t")})) ==
        "SELECT x, y \n"
        "FROM t");
  CHECK(show(select({table("t", {column("q")})})) ==
        "SELECT t.q \n"
        "FROM t");
  CHECK(show(true_()) == "true");
  CHECK(show(and_({})) == "");
  CHECK(show(or_({true_(), id->eq(1)})) == "true");
  CHECK(show(and_({true_(), id->eq(1)})) == "users.id = :id_1");
  CHECK(show(select({id})->where(true_())) ==
        "SELECT users.id \n"
        "FROM users \n"
        "WHERE true");
  CHECK(sqlite(select({id})->where(false_())) ==
        "SELECT users.id \n"
        "FROM users \n"
        "WHERE 0 = 1 | ");
  CHECK(show(users->join(addr)) == "users JOIN addresses ON users.id = addresses.user_id");
  CHECK(show(addr->join(users, nullptr, true)) ==
        "addresses LEFT OUTER JOIN users ON users.id = addresses.user_id");
  CHECK(show(CreateTable(*users)) ==
        "\n"
        "CREATE TABLE users (\n"
        "\tid INTEGER NOT NULL, \n"
        "\tname VARCHAR, \n"
        "\tage INTEGER, \n"
        "\tflag BOOLEAN, \n"
        "\tbal NUMERIC(10, 2), \n"
        "\tmade DATETIME, \n"
        "\tPRIMARY KEY (id)\n"
        ")\n"
        "\n");
}
