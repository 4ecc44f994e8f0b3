// Text for each database, as SQLAlchemy 2.0.52 compiles the same constructs.
#include <doctest/doctest.h>
#include <orm/compiler.h>
#include <orm/core.h>

#include <string>
#include <vector>

using namespace orm;

namespace {

// The same constructs for every dialect, in this order.
std::vector<std::string> compiled(const char* dialect_name) {
  auto metadata = make_ref<MetaData>(profile_2_0);
  auto dialect = make_dialect(dialect_name, profile_2_0);
  ColumnArgs key, required, numbered, stamped;
  key.primary_key = true;
  required.nullable = false;
  numbered.server_default.kind = ServerDefault::Kind::text;
  numbered.server_default.text = "5";
  stamped.server_default.kind = ServerDefault::Kind::clause;
  stamped.server_default.clause = func("now");
  TypeArgs kinds;
  kinds.name = "kinds";
  TypeRef kind =
      make_ref<Enum>(std::vector<Enum::Member>{{"a", Value("a")}, {"b", Value("b")}}, "", kinds);
  auto user = metadata->define(
      "user",
      {make_ref<Column>("id", Integer(), key), make_ref<Column>("name", String(30), required),
       make_ref<Column>("order", Integer(), numbered), make_ref<Column>("flag", Boolean()),
       make_ref<Column>("made", DateTimeType(), stamped), make_ref<Column>("kind", kind),
       make_ref<Column>("big", BigInteger()), make_ref<Column>("data", LargeBinary()),
       make_ref<Column>("note", Text())});
  ColumnRef id = user->col("id"), name = user->col("name"), made = user->col("made");
  std::vector<ClauseRef> nodes = {
      CreateTable(*user),
      select({id})
          ->where(like_op(Operator::contains, name, "x%"))
          ->order_by({name})
          ->limit(5)
          ->offset(2),
      select({id})->limit(3),
      insert(user)->values(Assignments{{"name", nullptr, Operand("x")}}),
      operate(Operator::add, name, "y"),
      operate(Operator::mod, id, 2),
      operate(Operator::is_distinct_from, name, "q"),
      cast(name, Integer()),
      cast(id, String()),
      operate(Operator::match, name, "z"),
      extract("year", made),
      func("now")};
  std::vector<std::string> texts;
  texts.reserve(nodes.size());
  for (const auto& node : nodes) texts.push_back(compile(node, *dialect)->sql);
  return texts;
}

void check(const char* dialect, const std::vector<std::string>& expected) {
  std::vector<std::string> texts = compiled(dialect);
  REQUIRE(texts.size() == expected.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    CAPTURE(i);
    CHECK(texts[i] == expected[i]);
  }
}

}  // namespace

TEST_CASE("text for sqlite") {
  check("sqlite",
        {
            R"sql(
CREATE TABLE user (
	id INTEGER NOT NULL, 
	name VARCHAR(30) NOT NULL, 
	"order" INTEGER DEFAULT '5', 
	flag BOOLEAN, 
	made DATETIME DEFAULT CURRENT_TIMESTAMP, 
	kind VARCHAR(1), 
	big BIGINT, 
	data BLOB, 
	note TEXT, 
	PRIMARY KEY (id)
)

)sql",
            R"sql(SELECT user.id 
FROM user 
WHERE (user.name LIKE '%' || ? || '%') ORDER BY user.name
 LIMIT ? OFFSET ?)sql",
            R"sql(SELECT user.id 
FROM user
 LIMIT ? OFFSET ?)sql",
            R"sql(INSERT INTO user (name) VALUES (?))sql", R"sql(user.name || ?)sql",
            R"sql(user.id % ?)sql", R"sql(user.name IS NOT ?)sql",
            R"sql(CAST(user.name AS INTEGER))sql", R"sql(CAST(user.id AS VARCHAR))sql",
            R"sql(user.name MATCH ?)sql", R"sql(CAST(STRFTIME('%Y', user.made) AS INTEGER))sql",
            R"sql(CURRENT_TIMESTAMP)sql"});
}

TEST_CASE("text for postgresql") {
  check("postgresql",
        {
            R"sql(
CREATE TABLE "user" (
	id SERIAL NOT NULL, 
	name VARCHAR(30) NOT NULL, 
	"order" INTEGER DEFAULT '5', 
	flag BOOLEAN, 
	made TIMESTAMP WITHOUT TIME ZONE DEFAULT now(), 
	kind kinds, 
	big BIGINT, 
	data BYTEA, 
	note TEXT, 
	PRIMARY KEY (id)
)

)sql",
            R"sql(SELECT "user".id 
FROM "user" 
WHERE ("user".name LIKE '%%' || %(name_1)s || '%%') ORDER BY "user".name 
 LIMIT %(param_1)s OFFSET %(param_2)s)sql",
            R"sql(SELECT "user".id 
FROM "user" 
 LIMIT %(param_1)s)sql",
            R"sql(INSERT INTO "user" (name) VALUES (%(name)s) RETURNING "user".id)sql",
            R"sql("user".name || %(name_1)s)sql", R"sql("user".id %% %(id_1)s)sql",
            R"sql("user".name IS DISTINCT FROM %(name_1)s)sql",
            R"sql(CAST("user".name AS INTEGER))sql", R"sql(CAST("user".id AS VARCHAR))sql",
            R"sql("user".name @@ plainto_tsquery(%(name_1)s))sql",
            R"sql(EXTRACT(year FROM "user".made))sql", R"sql(now())sql"});
}

TEST_CASE("text for mysql") {
  check("mysql",
        {
            R"sql(
CREATE TABLE user (
	id INTEGER NOT NULL AUTO_INCREMENT, 
	name VARCHAR(30) NOT NULL, 
	`order` INTEGER DEFAULT '5', 
	flag BOOL, 
	made DATETIME DEFAULT now(), 
	kind ENUM('a','b'), 
	big BIGINT, 
	data BLOB, 
	note TEXT, 
	PRIMARY KEY (id)
)

)sql",
            R"sql(SELECT user.id 
FROM user 
WHERE (user.name LIKE concat('%%', %s, '%%')) ORDER BY user.name 
 LIMIT %s, %s)sql",
            R"sql(SELECT user.id 
FROM user 
 LIMIT %s)sql",
            R"sql(INSERT INTO user (name) VALUES (%s))sql", R"sql(concat(user.name, %s))sql",
            R"sql(user.id %% %s)sql", R"sql(NOT (user.name <=> %s))sql",
            R"sql(CAST(user.name AS SIGNED INTEGER))sql", R"sql(CAST(user.id AS CHAR))sql",
            R"sql(MATCH (user.name) AGAINST (%s IN BOOLEAN MODE))sql",
            R"sql(EXTRACT(year FROM user.made))sql", R"sql(now())sql"});
}

TEST_CASE("text for oracle") {
  check("oracle",
        {
            R"sql(
CREATE TABLE "user" (
	id INTEGER NOT NULL, 
	name VARCHAR2(30 CHAR) NOT NULL, 
	"order" INTEGER DEFAULT '5', 
	flag SMALLINT, 
	made DATE DEFAULT CURRENT_TIMESTAMP, 
	kind VARCHAR(1 CHAR), 
	big NUMBER(19), 
	data BLOB, 
	note CLOB, 
	PRIMARY KEY (id)
)

)sql",
            R"sql(SELECT "user".id 
FROM "user" 
WHERE ("user".name LIKE '%' || :name_1 || '%') ORDER BY "user".name
 OFFSET __[POSTCOMPILE_param_1] ROWS
 FETCH FIRST __[POSTCOMPILE_param_2] ROWS ONLY)sql",
            R"sql(SELECT "user".id 
FROM "user"
 FETCH FIRST __[POSTCOMPILE_param_1] ROWS ONLY)sql",
            R"sql(INSERT INTO "user" (name) VALUES (:name) RETURNING "user".id INTO :ret_0)sql",
            R"sql("user".name || :name_1)sql", R"sql(mod("user".id, :id_1))sql",
            R"sql(DECODE("user".name, :name_1, 0, 1) = 1)sql",
            R"sql(CAST("user".name AS INTEGER))sql", R"sql(CAST("user".id AS VARCHAR2))sql",
            R"sql(CONTAINS ("user".name, :name_1))sql", R"sql(EXTRACT(year FROM "user".made))sql",
            R"sql(CURRENT_TIMESTAMP)sql"});
}

TEST_CASE("text for mssql") {
  check("mssql",
        {
            R"sql(
CREATE TABLE [user] (
	id INTEGER NOT NULL IDENTITY, 
	name VARCHAR(30) NOT NULL, 
	[order] INTEGER NULL DEFAULT '5', 
	flag BIT NULL, 
	made DATETIME NULL DEFAULT CURRENT_TIMESTAMP, 
	kind VARCHAR(1) NULL, 
	big BIGINT NULL, 
	data IMAGE NULL, 
	note TEXT NULL, 
	PRIMARY KEY (id)
)

)sql",
            R"sql(SELECT anon_1.id 
FROM (SELECT [user].id AS id, ROW_NUMBER() OVER (ORDER BY [user].name) AS mssql_rn 
FROM [user] 
WHERE ([user].name LIKE '%' + :name_1 + '%')) AS anon_1 
WHERE mssql_rn > :param_1 AND mssql_rn <= :param_2 + :param_1)sql",
            R"sql(SELECT TOP __[POSTCOMPILE_param_1] [user].id 
FROM [user])sql",
            R"sql(INSERT INTO [user] (name) OUTPUT inserted.id VALUES (:name))sql",
            R"sql([user].name + :name_1)sql", R"sql([user].id % :id_1)sql",
            R"sql(NOT EXISTS (SELECT [user].name INTERSECT SELECT :name_1))sql",
            R"sql(CAST([user].name AS INTEGER))sql", R"sql(CAST([user].id AS VARCHAR(max)))sql",
            R"sql(CONTAINS ([user].name, :name_1))sql", R"sql(DATEPART(year, [user].made))sql",
            R"sql(CURRENT_TIMESTAMP)sql"});
}

TEST_CASE("parameters of each style, and lists written out") {
  auto statement = select({column("x")})->where(column("x")->in_({1, 2}));
  auto shown = [&](const char* name) {
    auto dialect = make_dialect(name, profile_2_0);
    auto made = compile(statement, *dialect);
    std::vector<Value> values;
    for (const auto& [key, value] : made->params()) values.push_back(value);
    return made->expand(values, true).sql;
  };
  CHECK(shown("postgresql") == "SELECT x \nWHERE x IN (%(x_1_1)s, %(x_1_2)s)");
  CHECK(shown("mysql") == "SELECT x FROM DUAL \nWHERE x IN (%s, %s)");
  CHECK(shown("mssql") == "SELECT x \nWHERE x IN (:x_1_1, :x_1_2)");
  CHECK(shown("sqlite") == "SELECT x \nWHERE x IN (?, ?)");
}

TEST_CASE("a conventional name that is too long is cut, a given one is refused") {
  auto metadata = make_ref<MetaData>(profile_2_0, "",
                                     std::vector<std::pair<std::string, std::string>>{
                                         {"uq", "uq_%(table_name)s_%(column_0_name)s"}});
  ColumnArgs unique;
  unique.unique = true;
  std::string longest(70, 'c');
  auto table = metadata->define("t", {make_ref<Column>(longest, Integer(), unique)});
  auto dialect = make_dialect("postgresql", profile_2_0);
  std::string text = compile(CreateTable(*table), *dialect)->sql;
  CHECK(text.find("CONSTRAINT uq_t_cccccccccccccccccccccccccccccccccccccccccccccccccc_") !=
        std::string::npos);
  auto index = make_ref<Index>(std::string(70, 'i'), Operands{Operand(Value(longest))});
  table->append(TableItem(index));
  CHECK_THROWS_AS(compile(CreateIndex(*index), *dialect), IdentifierError);
}
