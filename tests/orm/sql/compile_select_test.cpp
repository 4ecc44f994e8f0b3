// Compiled text of SELECT, joins, subqueries, set operations, CTEs, as SQLAlchemy 2.0.52 renders
// the same constructs.
#include <doctest/doctest.h>

#include "tests/orm/sql/fixture.h"

using namespace orm;

TEST_CASE_FIXTURE(SqlFixture, "SELECT, joins, subqueries, set operations, CTEs") {
  using Op = Operator;
  auto op_of = [](Operator op, const ColumnRef& a, Operand b) {
    return operate(op, a, std::move(b));
  };
  (void)op_of;
  CHECK(show(select({id})) ==
        "SELECT users.id \n"
        "FROM users");
  CHECK(show(select({users})) ==
        "SELECT users.id, users.name, users.age, users.flag, users.bal, users.made \n"
        "FROM users");
  CHECK(show(select({users})->distinct()) ==
        "SELECT DISTINCT users.id, users.name, users.age, users.flag, users.bal, users.made \n"
        "FROM users");
  CHECK(show(select({id->label("x")})->order_by({label_reference("x")})) ==
        "SELECT users.id AS x \n"
        "FROM users ORDER BY x");
  CHECK(show(select({id->label("x")})->order_by({id->label("x")->desc()})) ==
        "SELECT users.id AS x \n"
        "FROM users ORDER BY x DESC");
  CHECK(show(select({id, id})) ==
        "SELECT users.id, users.id AS id__1 \n"
        "FROM users");
  CHECK(show(select({id, aid, aid})) ==
        "SELECT users.id, addresses.id AS id_1, addresses.id AS id__1 \n"
        "FROM users, addresses");
  CHECK(show(select({id->label("foo"), aid->label("foo")})) ==
        "SELECT users.id AS foo, addresses.id AS foo \n"
        "FROM users, addresses");
  CHECK(
      show(select({users, addr})->with_label_style(LabelStyle::tablename_plus_col)) ==
      "SELECT users.id AS users_id, users.name AS users_name, users.age AS users_age, users.flag "
      "AS users_flag, users.bal AS users_bal, users.made AS users_made, addresses.id AS "
      "addresses_id, addresses.email AS addresses_email, addresses.user_id AS addresses_user_id \n"
      "FROM users, addresses");
  CHECK(show(select({func("count", {id}), func("count", {aid})})) ==
        "SELECT count(users.id) AS count_1, count(addresses.id) AS count_2 \n"
        "FROM users, addresses");
  CHECK(show(select({op_of(Op::add, id, 1), op_of(Op::add, id, 2)})) ==
        "SELECT users.id + :id_1 AS anon_1, users.id + :id_2 AS anon_2 \n"
        "FROM users");
  CHECK(show(select({id})->join(addr)) ==
        "SELECT users.id \n"
        "FROM users JOIN addresses ON users.id = addresses.user_id");
  CHECK(show(select({users})->join(addr, uid->eq(id), true)) ==
        "SELECT users.id, users.name, users.age, users.flag, users.bal, users.made \n"
        "FROM users LEFT OUTER JOIN addresses ON addresses.user_id = users.id");
  CHECK(show(select({id})->join_from(users, addr)) ==
        "SELECT users.id \n"
        "FROM users JOIN addresses ON users.id = addresses.user_id");
  CHECK(show(select({email})->join(users)) ==
        "SELECT addresses.email \n"
        "FROM addresses JOIN users ON users.id = addresses.user_id");
  CHECK(show(select({id, email})->join_from(users, addr, nullptr, true, true)) ==
        "SELECT users.id, addresses.email \n"
        "FROM users FULL OUTER JOIN addresses ON users.id = addresses.user_id");
  CHECK(show(select({id})->select_from(
            {users->join(addr)->join(weird, weird->col("Select")->eq(id))})) ==
        "SELECT users.id \n"
        "FROM users JOIN addresses ON users.id = addresses.user_id JOIN \"order\" ON "
        "\"order\".\"Select\" = users.id");
  CHECK(show(select({weird})) ==
        "SELECT \"order\".\"Select\", \"order\".\"a b\" \n"
        "FROM \"order\"");
  CHECK(show(select({weird->alias("Mixed")})) ==
        "SELECT \"Mixed\".\"Select\", \"Mixed\".\"a b\" \n"
        "FROM \"order\" AS \"Mixed\"");
  CHECK(show(select({id})
                 ->where(name->eq("a"))
                 ->where(age->eq(3))
                 ->group_by({name, age})
                 ->having(op_of(Op::gt, func("count", {id}), 5))
                 ->order_by({name->desc(), age})
                 ->limit(5)
                 ->offset(6)) ==
        "SELECT users.id \n"
        "FROM users \n"
        "WHERE users.name = :name_1 AND users.age = :age_1 GROUP BY users.name, users.age \n"
        "HAVING count(users.id) > :count_1 ORDER BY users.name DESC, users.age\n"
        " LIMIT :param_1 OFFSET :param_2");
  CHECK(sqlite(select({id})->limit(5)) ==
        "SELECT users.id \n"
        "FROM users\n"
        " LIMIT ? OFFSET ? | param_1,param_2,");
  CHECK(sqlite(select({id})->offset(5)) ==
        "SELECT users.id \n"
        "FROM users\n"
        " LIMIT ? OFFSET ? | param_1,param_2,");
  CHECK(sqlite(select({id})->limit(5)->offset(2)) ==
        "SELECT users.id \n"
        "FROM users\n"
        " LIMIT ? OFFSET ? | param_1,param_2,");
  CHECK(show(select({id})->offset(5)) ==
        "SELECT users.id \n"
        "FROM users\n"
        " LIMIT -1 OFFSET :param_1");
  {
    auto s = select({uid, func("count", {aid})->label("n")})->group_by({uid})->subquery();
    CHECK(show(select({users, s->col("n")})->join(s, s->col("user_id")->eq(id), true)) ==
          "SELECT users.id, users.name, users.age, users.flag, users.bal, users.made, anon_1.n \n"
          "FROM users LEFT OUTER JOIN (SELECT addresses.user_id AS user_id, count(addresses.id) AS "
          "n \n"
          "FROM addresses GROUP BY addresses.user_id) AS anon_1 ON anon_1.user_id = users.id");
    CHECK(show(s->select()) ==
          "SELECT anon_1.user_id, anon_1.n \n"
          "FROM (SELECT addresses.user_id AS user_id, count(addresses.id) AS n \n"
          "FROM addresses GROUP BY addresses.user_id) AS anon_1");
  }
  {
    auto s = select({uid, func("count", {aid})})->group_by({uid})->subquery("sq");
    CHECK(show(select({s})) ==
          "SELECT sq.user_id, sq.count_1 \n"
          "FROM (SELECT addresses.user_id AS user_id, count(addresses.id) AS count_1 \n"
          "FROM addresses GROUP BY addresses.user_id) AS sq");
  }
  CHECK(show(select({id})->where(select({aid})->where(uid->eq(id))->exists())) ==
        "SELECT users.id \n"
        "FROM users \n"
        "WHERE EXISTS (SELECT addresses.id \n"
        "FROM addresses \n"
        "WHERE addresses.user_id = users.id)");
  CHECK(show(select({id})->where(not_(select({aid})->where(uid->eq(id))->exists()))) ==
        "SELECT users.id \n"
        "FROM users \n"
        "WHERE NOT (EXISTS (SELECT addresses.id \n"
        "FROM addresses \n"
        "WHERE addresses.user_id = users.id))");
  CHECK(show(select({id})->where(id->in_(ClauseRef(select({uid}))))) ==
        "SELECT users.id \n"
        "FROM users \n"
        "WHERE users.id IN (SELECT addresses.user_id \n"
        "FROM addresses)");
  CHECK(show(select({id})->where(not_(id->in_(ClauseRef(select({uid})))))) ==
        "SELECT users.id \n"
        "FROM users \n"
        "WHERE (users.id NOT IN (SELECT addresses.user_id \n"
        "FROM addresses))");
  CHECK(show(select({id, select({func("max", {email})})->where(uid->eq(id))->scalar_subquery()})) ==
        "SELECT users.id, (SELECT max(addresses.email) AS max_1 \n"
        "FROM addresses \n"
        "WHERE addresses.user_id = users.id) AS anon_1 \n"
        "FROM users");
  CHECK(
      show(select(
          {id,
           select({func("max", {email})})->where(uid->eq(id))->scalar_subquery()->label("mx")})) ==
      "SELECT users.id, (SELECT max(addresses.email) AS max_1 \n"
      "FROM addresses \n"
      "WHERE addresses.user_id = users.id) AS mx \n"
      "FROM users");
  CHECK(show(union_({select({id}), select({aid})})) ==
        "SELECT users.id \n"
        "FROM users UNION SELECT addresses.id \n"
        "FROM addresses");
  CHECK(show(union_({select({id}), select({aid})}, true)->subquery()->select()) ==
        "SELECT anon_1.id \n"
        "FROM (SELECT users.id AS id \n"
        "FROM users UNION ALL SELECT addresses.id AS id \n"
        "FROM addresses) AS anon_1");
  {
    auto u = make_ref<CompoundSelect>(
        *union_({select({id, name})->where(id->eq(1)), select({aid, email})}));
    u->order_by_clauses.push_back(label_reference("name"));
    u->limit_clause = literal(3);
    CHECK(show(u) ==
          "SELECT users.id, users.name \n"
          "FROM users \n"
          "WHERE users.id = :id_1 UNION SELECT addresses.id, addresses.email \n"
          "FROM addresses ORDER BY name\n"
          " LIMIT :param_1");
  }
  {
    auto c = select({uid})->where(email->eq("q"))->cte("emails");
    CHECK(show(select({id})->join(c, c->col("user_id")->eq(id))) ==
          "WITH emails AS \n"
          "(SELECT addresses.user_id AS user_id \n"
          "FROM addresses \n"
          "WHERE addresses.email = :email_1)\n"
          " SELECT users.id \n"
          "FROM users JOIN emails ON emails.user_id = users.id");
    CHECK(show(select({id})->where(id->in_(ClauseRef(select({c->col("user_id")}))))) ==
          "WITH emails AS \n"
          "(SELECT addresses.user_id AS user_id \n"
          "FROM addresses \n"
          "WHERE addresses.email = :email_1)\n"
          " SELECT users.id \n"
          "FROM users \n"
          "WHERE users.id IN (SELECT emails.user_id \n"
          "FROM emails)");
  }
  {
    auto c = select({id})->cte();
    auto c2 = select({c->col("id")})->cte();
    CHECK(show(select({c2})) ==
          "WITH anon_2 AS \n"
          "(SELECT users.id AS id \n"
          "FROM users), \n"
          "anon_1 AS \n"
          "(SELECT anon_2.id AS id \n"
          "FROM anon_2)\n"
          " SELECT anon_1.id \n"
          "FROM anon_1");
  }
  {
    auto a1 = users->alias(), a2 = users->alias(), a3 = users->alias("u");
    CHECK(
        show(select({a1, a2->col("id"), a3->col("id")})->where(a1->col("id")->eq(a2->col("id")))) ==
        "SELECT users_1.id, users_1.name, users_1.age, users_1.flag, users_1.bal, users_1.made, "
        "users_2.id AS id_1, u.id AS id_2 \n"
        "FROM users AS users_1, users AS users_2, users AS u \n"
        "WHERE users_1.id = users_2.id");
  }
  {
    auto r = select({id->label("n")})->where(id->eq(1))->cte("t", true);
    auto r2 = r->union_(
        select({op_of(Op::add, r->col("n"), 1)})->where(op_of(Op::lt, r->col("n"), 5)), true);
    CHECK(show(select({func("sum", {r2->col("n")})})) ==
          "WITH RECURSIVE t(n) AS \n"
          "(SELECT users.id AS n \n"
          "FROM users \n"
          "WHERE users.id = :id_1 UNION ALL SELECT t.n + :n_1 AS anon_1 \n"
          "FROM t \n"
          "WHERE t.n < :n_2)\n"
          " SELECT sum(t.n) AS sum_1 \n"
          "FROM t");
    CHECK(show(select({r2})) ==
          "WITH RECURSIVE t(n) AS \n"
          "(SELECT users.id AS n \n"
          "FROM users \n"
          "WHERE users.id = :id_1 UNION ALL SELECT t.n + :n_1 AS anon_1 \n"
          "FROM t \n"
          "WHERE t.n < :n_2)\n"
          " SELECT t.n \n"
          "FROM t");
  }
}

TEST_CASE_FIXTURE(SqlFixture, "aliases of aliases, VALUES by other names, keys of copied tables") {
  Ref<Alias> subquery = select({id})->subquery();
  CHECK(show(select({lateral(subquery, "l")->col("id")})) ==
        "SELECT l.id \n"
        "FROM LATERAL (SELECT users.id AS id \n"
        "FROM users) AS l");
  auto rows = make_ref<Values>(std::vector<Ref<ColumnClause>>{column("a", Integer())}, "v");
  Ref<Values> data = rows->data({{Operand(1)}});
  CHECK(show(select({data->named_as("w")->col("a")})) ==
        "SELECT w.a \n"
        "FROM (VALUES (:param_1)) AS w (a)");
  CHECK(show(select({data->named_as("")->col("a")})) ==
        "SELECT anon_1.a \n"
        "FROM (VALUES (:param_1)) AS anon_1 (a)");
  CHECK(show(update(users->alias("u"))->values({{"age", nullptr, Operand(3)}})) ==
        "UPDATE users AS u SET age=:age");
  auto other = make_ref<MetaData>(profile_2_0);
  Ref<Table> copy = addr->to_metadata(*other, {}, Name("s"));
  CHECK(copy->fullname() == "s.addresses");
  CHECK(copy->foreign_keys()[0]->target_fullname() == "s.users.id");
}
