// orm::core: what C++ programs write, against the SQL it becomes and the rows it returns.
#include <doctest/doctest.h>
#include <orm/core_statement.h>
#include <orm/error.h>

using namespace orm::core;
using orm::ParameterSet;
using orm::Value;

namespace {

struct Items {
  MetaData metadata;
  Table item{"item",
             metadata,
             Column("id", Integer(), primary_key),
             Column("name", String(30), not_nullable, unique),
             Column("stock", Integer(), default_(0)),
             Column("next", ForeignKey("item.id"))};
  orm::Engine engine = orm::create_engine("sqlite://");
};

}  // namespace

TEST_CASE("expressions have SQL's operators") {
  Items with;
  Columns c = with.item.c;
  CHECK((c["id"] == 5 && c["name"] != nullptr).str() ==
        "item.id = :id_1 AND item.name IS NOT NULL");
  CHECK((5 < c["id"]).str() == "item.id > :id_1");
  CHECK((1 + c["id"]).str() == ":id_1 + item.id");
  CHECK((!(c["id"].in_({1, 2}))).str() == "(item.id NOT IN (__[POSTCOMPILE_id_1]))");
  CHECK((~(c["name"] + "x").like("a%")).str() == "(item.name || :name_1) NOT LIKE :param_1");
  CHECK(case_({{c["id"] > 1, "a"}}, "b").str() ==
        "CASE WHEN (item.id > :id_1) THEN :param_1 ELSE :param_2 END");
  CHECK(cast(c["id"], String(5)).str() == "CAST(item.id AS VARCHAR(5))");
  CHECK(func::sum(c["id"]).over({.partition_by = {c["name"]}}).str() ==
        "sum(item.id) OVER (PARTITION BY item.name)");
  CHECK_THROWS_AS(c["nobody"], orm::AttributeError);
}

TEST_CASE("a table is described, created and read back") {
  Items with;
  CHECK(with.item.c.keys() == std::vector<std::string>{"id", "name", "stock", "next"});
  CHECK(with.item.c["next"].type()->repr() == "Integer()");
  CHECK_FALSE(with.item.c["name"].nullable());
  CHECK(with.metadata["item"].name() == "item");
  CHECK_THROWS_AS(with.metadata["nobody"], orm::KeyError);
  with.metadata.create_all(with.engine);
  MetaData other;
  Table found = Table::reflected("item", other, with.engine);
  CHECK(found.c.keys() == with.item.c.keys());
  CHECK_THROWS_AS(Table::reflected("nobody", other, with.engine), orm::NoSuchTableError);
}

TEST_CASE("rows are read by key, by position and as C++ types") {
  Items with;
  with.metadata.create_all(with.engine);
  orm::Connection connection = with.engine.connect();
  connection.execute(insert(with.item),
                     {ParameterSet{{"name", "tea"}}, ParameterSet{{"name", "milk"}}});
  connection.execute(update(with.item).where(with.item.c["name"] == "tea").values({{"stock", 3}}));
  auto all = select(with.item.c["name"], with.item.c["stock"]).order_by(with.item.c["id"].desc());
  orm::Row row = connection.execute(all).all().at(1);
  CHECK(row["name"] == Value("tea"));
  CHECK(row[1] == Value(3));
  CHECK(row.get<std::string>("name") == "tea");
  CHECK(row.get<std::optional<int64_t>>(1) == 3);
  CHECK_THROWS_AS(row.get<int64_t>("name"), orm::TypeError);
  std::string names;
  for (const auto& [name, stock] : connection.execute(all).tuples<std::string, int64_t>()) {
    names += name + std::to_string(stock);
  }
  CHECK(names == "milk0tea3");
  CHECK(connection.execute(all).mappings().at(0).repr() == "{'name': 'milk', 'stock': 0}");
  CHECK(connection.scalar(select(func::count()).select_from(with.item)) == Value(2));
}

TEST_CASE("an upsert names its columns by key or itself") {
  Items with;
  with.metadata.create_all(with.engine);
  orm::Connection connection = with.engine.connect();
  auto statement = sqlite::insert(with.item);
  auto upsert = statement.on_conflict_do_update(
      {"name"}, {{"stock", with.item.c["stock"] + statement.excluded()["stock"]}});
  connection.execute(upsert, {ParameterSet{{"name", "tea"}, {"stock", 2}}});
  connection.execute(upsert, {ParameterSet{{"name", "tea"}, {"stock", 5}}});
  CHECK(connection.scalar(select(with.item.c["stock"])) == Value(7));
  CHECK_THROWS_AS(connection.execute(insert(with.item).values({{"name", "tea"}})),
                  orm::IntegrityError);
}

TEST_CASE("statements hold statements") {
  Items with;
  Columns c = with.item.c;
  auto one = select(c["id"], literal(0).label("depth")).where(c["id"] == 1).cte("one", true);
  one = one.union_all(select(c["id"], one.c["depth"] + 1).where(c["next"] == one.c["id"]));
  CHECK(select(one.c["depth"]).str().rfind("WITH RECURSIVE one(id, depth) AS", 0) == 0);
  CHECK(select(c["id"]).where(~exists().where(c["id"] == 1)).str() ==
        "SELECT item.id \nFROM item \nWHERE NOT (EXISTS (SELECT * \nFROM item \nWHERE item.id = "
        ":id_1))");
  CHECK(union_all(select(c["id"]), select(c["next"])).order_by("id").str() ==
        "SELECT item.id \nFROM item UNION ALL SELECT item.next \nFROM item ORDER BY id");
  auto params = insert(with.item).values({{"name", "tea"}}).compile().params();
  CHECK(params.at(0).first == "name");
  CHECK(compile(select(c["id"]).limit(1), "mssql").str().find("TOP") != std::string::npos);
  CHECK_THROWS_AS(compile(select(c["id"]), "nobody"), orm::NoSuchModuleError);
}
