// VALUES in FROM; the SQL is SQLAlchemy 2.0's.
#include <doctest/doctest.h>

#include "orm/core.h"
#include "orm/core_values.h"

using namespace orm::core;  // NOLINT(google-build-using-namespace): as programs write it

TEST_SUITE("values") {
  const auto rows = values({column("sku", String()), column("n", Integer())}, "wanted")
                        .data({{"a", 2}, {"b", 30}});

  TEST_CASE("rows of constants under the names of columns") {
    CHECK(select(rows.c["sku"]).where(rows.c["n"] > 5).str() ==
          "SELECT wanted.sku \n"
          "FROM (VALUES (:param_1, :param_2), (:param_3, :param_4)) AS wanted (sku, n) \n"
          "WHERE wanted.n > :n_1");
    CHECK(orm::repr_text(select(rows.c["sku"]).compile().params()[1].second.repr()) == "'2'");
  }

  TEST_CASE("another name, more rows, literals") {
    CHECK(select(rows.alias("v").c["n"]).str() ==
          "SELECT v.n \nFROM (VALUES (:param_1, :param_2), (:param_3, :param_4)) AS v (sku, n)");
    const auto more = rows.data({{"c", 1}});
    CHECK(select(more).str().find("(:param_5, :param_6)") != std::string::npos);
    const auto written = values({column("n", Integer())}, "t", true).data({{1}, {2}});
    CHECK(select(written).str() == "SELECT t.n \nFROM (VALUES (1), (2)) AS t (n)");
    CHECK_THROWS_WITH_AS(values({func::now()}), "values() takes columns: column(name, type)",
                         orm::ArgumentError);
  }

  TEST_CASE("a core column and an Enum that the database computes or checks") {
    MetaData metadata;
    const Table box("box", metadata, Column("side", Integer()),
                    Column("area", Integer(), computed("side * side", true)));
    CHECK(CreateTable(box).str().find("area INTEGER GENERATED ALWAYS AS (side * side) STORED") !=
          std::string::npos);
    const Table paint("paint", metadata, Column("colour", Enum({"red", "blue"}, true)));
    auto engine = orm::create_engine("sqlite://");
    metadata.create_all(engine);
    auto connection = engine.connect();
    CHECK_THROWS_AS(connection.execute(insert(paint).values({{"colour", "green"}})),
                    orm::StatementError);
    MetaData read;
    read.reflect(engine, {"paint"});
    CHECK(read.keys() == std::vector<std::string>{"paint"});
    CHECK_THROWS_AS(read.reflect(engine, {"nothing"}), orm::InvalidRequestError);
  }
}
