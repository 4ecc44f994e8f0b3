// What reflection finds in the text of CREATE TABLE.
#include "orm/engine/table_sql.h"

#include <doctest/doctest.h>

using namespace orm;

TEST_CASE("names of constraints are read from CREATE TABLE") {
  const std::string sql =
      "CREATE TABLE a (id INTEGER, user_id INTEGER NOT NULL, email VARCHAR(30) UNIQUE, tag TEXT "
      "UNIQUE, CONSTRAINT pk_a PRIMARY KEY (id), CONSTRAINT uq_e UNIQUE (email, \"user_id\"), "
      "CONSTRAINT ck_a CHECK (length(email) > 3), CONSTRAINT fk_u FOREIGN KEY(user_id) REFERENCES "
      "users (id) ON DELETE CASCADE ON UPDATE NO ACTION)";
  CHECK(primary_key_name(sql) == "pk_a");
  auto keys = foreign_keys_in(sql);
  REQUIRE(keys.size() == 1);
  CHECK(keys[0].name == "fk_u");
  CHECK(keys[0].referred_table == "users");
  CHECK(keys[0].ondelete == "CASCADE");
  CHECK(keys[0].onupdate.empty());
  auto uniques = uniques_in(sql);
  REQUIRE(uniques.size() == 2);
  CHECK(uniques[0].name == "uq_e");
  CHECK(uniques[0].columns == std::vector<std::string>{"email", "user_id"});
  CHECK(uniques[1].columns == std::vector<std::string>{"tag"});
  auto checks = checks_in(sql);
  REQUIRE(checks.size() == 1);
  CHECK(checks[0].name == "ck_a");
  CHECK(checks[0].text == "length(email) > 3");
  CHECK(index_predicate("CREATE INDEX i ON a (x) WHERE x > 5") == "x > 5");
}

TEST_CASE("UNIQUE of a column is found, whatever stands between") {
  const std::string sql = "CREATE TABLE t (x INTEGER" + std::string(100000, ' ') +
                          "NOT NULL, y INTEGER NOT NULL UNIQUE, [z z] TEXT, `w` TEXT\tUNIQUE, "
                          "\"a, b\" TEXT unique, CONSTRAINT uq UNIQUE (x))";
  std::vector<std::string> columns;
  for (const auto& one : uniques_in(sql)) columns.push_back(one.columns.at(0));
  CHECK(columns == std::vector<std::string>{"x", "y", "w", "a, b"});
}
