// Functions, windows, table-valued functions, and operators with a precedence of their own, as
// SQLAlchemy 2.0.52 renders the same constructs.
#include <doctest/doctest.h>
#include <orm/compiler.h>

#include "tests/orm/sql/fixture.h"

using namespace orm;

TEST_CASE_FIXTURE(SqlFixture, "windows: partition, order and frames") {
  auto total = func("sum", {age});
  auto framed = [&](std::optional<int64_t> lower, std::optional<int64_t> upper) {
    auto window = over(total, {}, {age});
    window->rows = Over::Frame{lower, upper};
    return show(window);
  };
  CHECK(show(over(func("row_number"))) == "row_number() OVER ()");
  CHECK(show(over(total, {name}, {age, id->desc()})) ==
        "sum(users.age) OVER (PARTITION BY users.name ORDER BY users.age, users.id DESC)");
  CHECK(framed({}, 5) ==
        "sum(users.age) OVER (ORDER BY users.age ROWS BETWEEN UNBOUNDED PRECEDING AND :param_1 "
        "FOLLOWING)");
  CHECK(framed(0, {}) ==
        "sum(users.age) OVER (ORDER BY users.age ROWS BETWEEN CURRENT ROW AND UNBOUNDED "
        "FOLLOWING)");
  CHECK(framed(-3, -1) ==
        "sum(users.age) OVER (ORDER BY users.age ROWS BETWEEN :param_1 PRECEDING AND :param_2 "
        "PRECEDING)");
  auto groups = over(total, {}, {age});
  groups->groups = Over::Frame{{}, 0};
  CHECK(show(groups) ==
        "sum(users.age) OVER (ORDER BY users.age GROUPS BETWEEN UNBOUNDED PRECEDING AND CURRENT "
        "ROW)");
}

TEST_CASE_FIXTURE(SqlFixture, "WITHIN GROUP and FILTER") {
  CHECK(show(within_group(func("mode"), {age->desc(), id})) ==
        "mode() WITHIN GROUP (ORDER BY users.age DESC, users.id)");
  auto count = funcfilter(func("count", {id}), {age->eq(5), name->eq("x")});
  CHECK(show(count) ==
        "count(users.id) FILTER (WHERE users.age = :age_1 AND users.name = :name_1)");
  CHECK(show(over(count, {name})) ==
        "count(users.id) FILTER (WHERE users.age = :age_1 AND users.name = :name_1) OVER "
        "(PARTITION BY users.name)");
}

TEST_CASE_FIXTURE(SqlFixture, "functions in FROM") {
  auto each = table_valued(func("gen", {1, 5}), {column("v")}, "g");
  CHECK(show(select({each->col("v")})) == "SELECT g.v \nFROM gen(:gen_1, :gen_2) AS g");
  CHECK(show(select({table_valued(func("gen", {1}), {column("v")})})) ==
        "SELECT anon_1.v \nFROM gen(:gen_1) AS anon_1");
  CHECK(show(select({column_valued(func("gen", {1, 5}), "x")})) ==
        "SELECT x \nFROM gen(:gen_1, :gen_2) AS x");
  auto derived = table_valued(func("gen", {1}), {column("a", Integer())});
  derived->derived = derived->derived_types = true;
  CHECK(show(select({derived})) == "SELECT anon_1.a \nFROM gen(:gen_1) AS anon_1(a INTEGER)");
  CHECK(show(select({column("q")})->select_from({make_ref<FunctionFrom>(func("gen", {3}))})) ==
        "SELECT q \nFROM gen(:gen_1)");
}

TEST_CASE_FIXTURE(SqlFixture, "op() groups by its own precedence") {
  CHECK(show(custom_op(custom_op(age, "+.", 1), "*.", 2, 8)) ==
        "(users.age +. :age_1) *. :param_1");
  CHECK(show(custom_op(age, "@", operate(Operator::add, id, 1), 8)) ==
        "users.age @ (users.id + :id_1)");
  CHECK(show(custom_op(age, "->", Operand(id))->eq(3)) == "(users.age -> users.id) = :param_1");
  CHECK(show(not_(custom_op(age, "~~", 1, 0, true))) == "NOT (users.age ~~ :age_1)");
}

TEST_CASE_FIXTURE(SqlFixture, "JSON indexes") {
  auto data = column("j", JSON());
  CHECK(show(getitem(data, "a")) == "j[:j_1]");
  CHECK(sqlite(getitem(data, "a")) == "JSON_QUOTE(JSON_EXTRACT(j, ?)) | j_1,");
  CHECK(sqlite(json_as(getitem(data, 0), Integer())) == "JSON_EXTRACT(j, ?) | j_1,");
  auto index = getitem(data, Value::list({Value("a"), Value(1)}));
  auto compiled = compile(index, *dialect);
  const auto& bind = compiled->binds[0];
  CHECK(bind.type->convert_bind(bind.bind->value, *dialect) == Value("$.\"a\"[1]"));
  CHECK_THROWS_AS(getitem(age, 1), NotImplementedError);
  CHECK_THROWS_AS(json_as(data, Integer()), InvalidRequestError);
}

TEST_CASE_FIXTURE(SqlFixture, "anonymous aliases are named after what they alias") {
  auto twice = users->alias("u")->alias();
  CHECK(show(select({twice->col("id")})) == "SELECT u_1.id \nFROM users AS u_1");
  auto inner = select({id})->subquery("q");
  CHECK(show(select({inner->alias()->col("id")})) ==
        "SELECT q_1.id \nFROM (SELECT users.id AS id \nFROM users) AS q_1");
}
