// Compiled text of operators, grouping, functions and types of expressions, as SQLAlchemy 2.0.52
// renders the same constructs.
#include <doctest/doctest.h>

#include "tests/orm/sql/fixture.h"

using namespace orm;

TEST_CASE_FIXTURE(SqlFixture, "operators, grouping, functions and types of expressions") {
  using Op = Operator;
  auto op_of = [](Operator op, const ColumnRef& a, Operand b) {
    return operate(op, a, std::move(b));
  };
  (void)op_of;
  CHECK(show(and_({id->eq(1), or_({name->eq("a"), age->ne(3)})})) ==
        "users.id = :id_1 AND (users.name = :name_1 OR users.age != :age_1)");
  CHECK(show(not_(and_({id->eq(1), name->eq("x")}))) ==
        "NOT (users.id = :id_1 AND users.name = :name_1)");
  CHECK(show(not_(id->eq(1))) == "users.id != :id_1");
  CHECK(show(not_(name->like("x"))) == "users.name NOT LIKE :name_1");
  CHECK(show(not_(name->in_({"a"}))) == "(users.name NOT IN (__[POSTCOMPILE_name_1]))");
  CHECK(show(not_(flag)) == "NOT users.flag");
  CHECK(show(and_({flag, not_(flag)})) == "users.flag AND NOT users.flag");
  CHECK(show(op_of(Op::mul, op_of(Op::add, id, 5), 3)) == "(users.id + :id_1) * :param_1");
  CHECK(show(op_of(Op::add, op_of(Op::mul, id, 5), 3)) == "users.id * :id_1 + :param_1");
  CHECK(show(op_of(Op::sub, id, op_of(Op::sub, age, 1))) == "users.id - (users.age - :age_1)");
  CHECK(show(op_of(Op::add, id, op_of(Op::add, age, 1))) == "users.id + users.age + :age_1");
  CHECK(show(op_of(Op::truediv, id, 2)) == "users.id / CAST(:id_1 AS NUMERIC)");
  CHECK(show(op_of(Op::truediv, bal, 2)) == "users.bal / CAST(:bal_1 AS NUMERIC)");
  CHECK(show(op_of(Op::mod, id, 2)) == "users.id % :id_1");
  CHECK(show(op_of(Op::floordiv, id, 2)) == "users.id / :id_1");
  CHECK(show(reverse_operate(Op::sub, id, 5)) == ":id_1 - users.id");
  CHECK(show(operate(Op::neg, id)) == "-users.id");
  CHECK(show(operate(Op::neg, op_of(Op::add, id, 1))) == "-(users.id + :id_1)");
  CHECK(show(op_of(Op::add, name, "x")) == "users.name || :name_1");
  CHECK(show(op_of(Op::add, op_of(Op::add, name, "x"), name)) ==
        "users.name || :name_1 || users.name");
  CHECK(show(op_of(Op::concat, name, email)) == "users.name || addresses.email");
  CHECK(show(name->eq(nullptr)) == "users.name IS NULL");
  CHECK(show(name->ne(nullptr)) == "users.name IS NOT NULL");
  CHECK(show(name->is_(nullptr)) == "users.name IS NULL");
  CHECK(show(flag->eq(true)) == "users.flag = true");
  CHECK(show(flag->is_(true)) == "users.flag IS true");
  CHECK(show(flag->ne(false)) == "users.flag != false");
  CHECK(show(like_op(Op::contains, name, "a")) == "users.name LIKE '%' || :name_1 || '%'");
  CHECK(show(like_op(Op::startswith, name, "a")) == "users.name LIKE :name_1 || '%'");
  CHECK(show(like_op(Op::endswith, name, "a")) == "users.name LIKE '%' || :name_1");
  CHECK(show(like_op(Op::ilike, name, "A")) == "lower(users.name) LIKE lower(:name_1)");
  CHECK(show(like_op(Op::contains, name, "a%b", "", true)) ==
        "users.name LIKE '%' || :name_1 || '%' ESCAPE '/'");
  CHECK(show(like_op(Op::like, name, "a", "/")) == "users.name LIKE :name_1 ESCAPE '/'");
  CHECK(show(not_(like_op(Op::contains, name, "a"))) ==
        "users.name NOT LIKE '%' || :name_1 || '%'");
  CHECK(show(id->between(1, 3)) == "users.id BETWEEN :id_1 AND :id_2");
  CHECK(show(not_(id->between(1, 3))) == "users.id NOT BETWEEN :id_1 AND :id_2");
  CHECK(show(and_({id->between(1, 3), name->eq("x")})) ==
        "users.id BETWEEN :id_1 AND :id_2 AND users.name = :name_1");
  CHECK(show(name->asc()) == "users.name ASC");
  CHECK(show(operate(Op::nulls_last, name->desc())) == "users.name DESC NULLS LAST");
  CHECK(show(collate(name, "NOCASE")) == "users.name COLLATE \"NOCASE\"");
  CHECK(show(custom_op(name, "~~", Operand("x"))) == "users.name ~~ :name_1");
  CHECK(show(custom_op(op_of(Op::add, id, 1), "%%", Operand(4))) == "users.id + :id_1 %% :param_1");
  CHECK(show(case_({{Operand(id->eq(1)), Operand("a")}, {Operand(id->eq(2)), Operand("b")}},
                   Operand("c"))) ==
        "CASE WHEN (users.id = :id_1) THEN :param_1 WHEN (users.id = :id_2) THEN :param_2 ELSE "
        ":param_3 END");
  CHECK(show(case_({{Operand(1), Operand("a")}}, std::nullopt, Operand(id))) ==
        "CASE users.id WHEN :param_1 THEN :param_2 END");
  CHECK(show(cast(Operand(id), String(5))) == "CAST(users.id AS VARCHAR(5))");
  CHECK(show(type_coerce(Operand(id), String())) == "users.id");
  CHECK(show(extract("year", made)) == "EXTRACT(year FROM users.made)");
  CHECK(show(func("coalesce", {name, Operand("x")})) == "coalesce(users.name, :coalesce_1)");
  CHECK(show(func("now")) == "now()");
  CHECK(show(func("current_timestamp")) == "CURRENT_TIMESTAMP");
  CHECK(show(func("lower", {Operand("X")})) == "lower(:lower_1)");
  CHECK(show(func("Foo_bar", {})) == "Foo_bar()");
  CHECK(show(func("count", {})) == "count(*)");
  CHECK(show(over(func("row_number"), {name}, {id->desc()})) ==
        "row_number() OVER (PARTITION BY users.name ORDER BY users.id DESC)");
  {
    auto c = over(func("sum", {age}), {}, {id});
    c->rows = Over::Frame{std::nullopt, 0};
    CHECK(
        show(c) ==
        "sum(users.age) OVER (ORDER BY users.id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)");
  }
  {
    auto c = over(func("sum", {age}), {}, {id});
    c->range = Over::Frame{-5, 10};
    CHECK(show(c) ==
          "sum(users.age) OVER (ORDER BY users.id RANGE BETWEEN :param_1 PRECEDING AND :param_2 "
          "FOLLOWING)");
  }
  CHECK(show(tuple_({id, name})) == "(users.id, users.name)");
  CHECK(show(in_op(Op::in_, tuple_({id, name}), {Operand(Value::tuple({1, "a"}))})) ==
        "(users.id, users.name) IN (__[POSTCOMPILE_param_1])");
  CHECK(show(text("select :x from foo where a=':y' and b=:z and c='\\:w' and x::int = 1")) ==
        "select :x from foo where a=':y' and b=:z and c=':w' and x::int = 1");
}
