// Connections: transactions, savepoints, errors, results.
#include <doctest/doctest.h>
#include <orm/core.h>
#include <orm/driver.h>
#include <orm/engine_parts.h>
#include <orm/listen.h>

using namespace orm;

namespace {

struct Listener : LogSink {
  bool enabled(std::string_view, LogLevel) override { return true; }
  void write(const LogRecord& record) override {
    if (record.kind == LogKind::transaction || record.kind == LogKind::savepoint)
      lines.emplace_back(record.message);
  }
  std::vector<std::string> lines;
};

struct EngineFixture {
  std::shared_ptr<Listener> log = std::make_shared<Listener>();
  Engine open(const Profile& profile, const std::string& isolation = {}) {
    EngineOptions options;
    options.profile = &profile;
    options.isolation_level = isolation;
    return create_engine("sqlite://", options, {.log = log});
  }
};

using Lines = std::vector<std::string>;

std::string error_text(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return std::string(error.error_class().name) + ": " + error.what();
  }
  return "none";
}

}  // namespace

TEST_CASE_FIXTURE(EngineFixture, "2.0 begins at the first statement and rolls back at close") {
  Engine engine = open(profile_2_0);
  Connection connection = engine.connect();
  CHECK(log->lines.empty());
  connection.execute(text("select 1"));
  CHECK(log->lines == Lines{"BEGIN (implicit)"});
  connection.close();
  CHECK(log->lines == Lines{"BEGIN (implicit)", "ROLLBACK"});
  CHECK_THROWS_WITH_AS(connection.execute(text("select 1")), "This Connection is closed",
                       ResourceClosedError);
}

TEST_CASE_FIXTURE(EngineFixture, "1.x commits after texts that change data, not after others") {
  Engine engine = open(profile_1_4);
  Connection connection = engine.connect();
  connection.execute(text("CREATE TABLE t (x INTEGER)"));
  connection.execute(text("  insert into t values (1)"));
  CHECK(log->lines == Lines{"COMMIT", "COMMIT"});
  connection.execute(text("REPLACE INTO t VALUES (1)"));
  connection.execute(text("select 1"));
  CHECK(log->lines.size() == 2);
  CHECK_THROWS_AS(connection.execute(text("insert into nowhere values (1)")), OperationalError);
  CHECK(log->lines.back() == "ROLLBACK");
}

TEST_CASE_FIXTURE(EngineFixture, "AUTOCOMMIT says that the database does not follow") {
  Engine engine = open(profile_2_0, "AUTOCOMMIT");
  Connection connection = engine.connect();
  connection.execute(text("select 1"));
  connection.commit();
  CHECK(log->lines ==
        Lines{"BEGIN (implicit; DBAPI should not BEGIN due to autocommit mode)",
              "COMMIT using DBAPI connection.commit(), has no effect due to autocommit mode"});
}

TEST_CASE_FIXTURE(EngineFixture, "a savepoint undoes what came after it") {
  Engine engine = open(profile_2_0);
  Connection connection = engine.connect();
  connection.execute(text("CREATE TABLE t (x INTEGER)"));
  connection.execute(text("INSERT INTO t VALUES (1)"));
  Transaction savepoint = connection.begin_nested();
  connection.execute(text("INSERT INTO t VALUES (2)"));
  CHECK(connection.in_nested_transaction());
  savepoint.rollback();
  CHECK(!connection.in_nested_transaction());
  connection.commit();
  CHECK(connection.scalar(text("select count(*) from t")) == Value(1));
}

TEST_CASE_FIXTURE(EngineFixture, "a scope that ends with its transaction open") {
  Engine engine = open(profile_2_0);
  const auto fails = [](Connection connection) {
    connection.execute(text("CREATE TABLE t (x INTEGER)"));
    throw std::runtime_error("enough");
  };
  SUBCASE("engine.begin() is rolled back, and its connection goes back to the pool") {
    {
      Transaction transaction = engine.begin();
      Connection connection = transaction.connection();
      connection.execute(text("select 1"));
    }
    CHECK(log->lines == Lines{"BEGIN (implicit)", "ROLLBACK"});
  }
  SUBCASE("engine.begin() left by an exception") {
    const auto scope = [&] {
      Transaction transaction = engine.begin();
      fails(transaction.connection());
    };
    CHECK_THROWS_AS(scope(), std::runtime_error);
    CHECK(log->lines == Lines{"BEGIN (implicit)", "ROLLBACK"});
  }
  SUBCASE("connection.begin() left by an exception is rolled back, otherwise it stays open") {
    Connection connection = engine.connect();
    const auto scope = [&] {
      Transaction transaction = connection.begin();
      fails(connection);
    };
    CHECK_THROWS_AS(scope(), std::runtime_error);
    CHECK(log->lines == Lines{"BEGIN (implicit)", "ROLLBACK"});
    CHECK(!connection.in_transaction());
    { Transaction transaction = connection.begin(); }
    CHECK(connection.in_transaction());
  }
}

TEST_CASE_FIXTURE(EngineFixture, "an explicit begin after autobegin is refused") {
  Connection connection = open(profile_2_0).connect();
  connection.execute(text("select 1"));
  CHECK(error_text([&] { connection.begin(); }) ==
        "InvalidRequestError: This connection has already initialized a SQLAlchemy Transaction() "
        "object via begin() or autobegin; can't call begin() here unless rollback() or commit() is "
        "called first.");
}

TEST_CASE_FIXTURE(EngineFixture, "errors of execution carry SQL, parameters and the link") {
  Connection connection = open(profile_2_0).connect();
  CHECK(
      error_text([&] { connection.execute(text("select :x"), {ParameterSet{}}); }) ==
      "StatementError: (sqlalchemy.exc.InvalidRequestError) A value is required for bind parameter "
      "'x'\n[SQL: select ?]\n[parameters: [{}]]\n(Background on this error at: "
      "https://sqlalche.me/e/20/cd3x)");
  CHECK(
      error_text([&] {
        connection.execute(text("select :x"), {{{"x", Value::list({1})}}});
      }) ==
      "ProgrammingError: (sqlite3.ProgrammingError) Error binding parameter 1: type 'list' is not "
      "supported\n[SQL: select ?]\n[parameters: ([1],)]\n(Background on this error at: "
      "https://sqlalche.me/e/20/f405)");
  CHECK(
      error_text([&] {
        connection.execute(text("select :x"), {{{"x", Value::bigint("1" + std::string(30, '0'))}}});
      }) == "OverflowError: Python int too large to convert to SQLite INTEGER");
  CHECK(error_text([&] { connection.execute(text("selec 1")); }) ==
        "OperationalError: (sqlite3.OperationalError) near \"selec\": syntax error\n[SQL: selec "
        "1]\n(Background on this error at: https://sqlalche.me/e/20/e3q8)");
  CHECK(error_text([&] { connection.execute(text("select 1; select 2")); }) ==
        "ProgrammingError: (sqlite3.ProgrammingError) You can only execute one statement at a "
        "time.\n[SQL: select 1; select 2]\n(Background on this error at: "
        "https://sqlalche.me/e/20/f405)");
}

TEST_CASE_FIXTURE(EngineFixture, "results hand out rows and know when they are spent") {
  Connection connection = open(profile_2_0).connect();
  auto two = [&] {
    return connection.execute(text("select 1 as a, 'x' as b union select 2, 'y'"));
  };
  CHECK(two().all().size() == 2);
  CHECK(two().keys() == std::vector<std::string>{"a", "b"});
  CHECK(two().first()->repr() == "(1, 'x')");
  CHECK(two().fetchone()->at("b") == Value("x"));
  CHECK(two().scalars(1) == std::vector<Value>{"x", "y"});
  CHECK(error_text([&] { two().one(); }) ==
        "MultipleResultsFound: Multiple rows were found when exactly one was required");
  CHECK(error_text([&] { connection.execute(text("select 1 where 1 = 0")).one(); }) ==
        "NoResultFound: No row was found when one was required");
  CHECK(error_text([&] { two().fetchone()->at("c"); }) ==
        "NoSuchColumnError: Could not locate column in row for column 'c'");
  CHECK(error_text([&] { connection.execute(text("create table x (a)")).all(); }) ==
        "ResourceClosedError: This result object does not return rows. It has been closed "
        "automatically.");
  Result closed = two();
  closed.close();
  CHECK(error_text([&] { closed.fetchone(); }) ==
        "ResourceClosedError: This result object is closed.");
}

TEST_CASE_FIXTURE(EngineFixture, "an insert tells the new primary key and fills defaults") {
  Engine engine = open(profile_2_0);
  auto metadata = make_ref<MetaData>();
  ColumnArgs key, with_default;
  key.primary_key = true;
  int calls = 0;
  with_default.default_ =
      ColumnDefault::function([&](const DefaultContext&) { return Value(++calls); });
  auto table = metadata->define(
      "t", {make_ref<Column>("id", Integer(), key), make_ref<Column>("n", Integer(), with_default),
            make_ref<Column>("d", DateTimeType())});
  metadata->create_all(engine);
  Connection connection = engine.connect();
  DateTime moment{{2020, 1, 2}, {3, 4, 5, 0}, 0, false};
  Result result = connection.execute(insert(table), {{{"d", Value(moment)}}});
  CHECK(result.inserted_primary_key() == std::vector<Value>{1});
  connection.execute(insert(table), {{{"d", nullptr}}, {{"d", nullptr}}});
  CHECK(calls == 3);
  auto rows = connection.execute(select({table})).all();
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].repr() == "(1, 1, datetime.datetime(2020, 1, 2, 3, 4, 5))");
  CHECK(rows[0].at(*table->col("n")) == Value(1));
}

TEST_CASE_FIXTURE(EngineFixture, "a table can be read back") {
  Engine engine = open(profile_2_0);
  Transaction transaction = engine.begin();
  transaction.connection().execute(text("CREATE TABLE p (id INTEGER PRIMARY KEY)"));
  transaction.connection().execute(
      text("CREATE TABLE c (a INTEGER PRIMARY KEY, b VARCHAR(10) NOT NULL, p INTEGER REFERENCES p "
           "(id))"));
  transaction.commit();
  Inspector inspector(engine);
  CHECK(inspector.get_table_names() == std::vector<std::string>{"c", "p"});
  auto metadata = make_ref<MetaData>();
  auto table = reflect_table(*metadata, "c", inspector);
  CHECK(table->repr() ==
        "Table('c', MetaData(), Column('a', INTEGER(), table=<c>, primary_key=True), "
        "Column('b', VARCHAR(length=10), table=<c>, nullable=False), Column('p', INTEGER(), "
        "ForeignKey('p.id'), table=<c>), schema=None)");
  CHECK_THROWS_WITH_AS(reflect_table(*metadata, "none", inspector), "none", NoSuchTableError);
}

TEST_CASE("functions listen to an engine") {
  orm::Engine engine = orm::create_engine("sqlite://");
  int connections = 0;
  std::vector<std::string> statements;
  orm::listen_connect(engine, [&](orm::DriverConnection& connection) {
    connection.execute("PRAGMA foreign_keys=ON", {})->next();
    ++connections;
  });
  orm::listen_before_execute(
      engine, [&](orm::Connection&, const std::string& sql, const std::vector<orm::Value>&) {
        statements.push_back(sql);
      });
  orm::Connection connection = engine.connect();
  CHECK(connection.execute(orm::text("PRAGMA foreign_keys")).scalar() == orm::Value(1));
  CHECK(connections == 1);
  CHECK(statements == std::vector<std::string>{"PRAGMA foreign_keys"});
}

TEST_CASE("REGEXP searches, and knows nothing of NULL") {
  orm::Connection connection = orm::create_engine("sqlite://").connect();
  CHECK(connection.scalar(text("SELECT 'linden' REGEXP 'n.e'")) == orm::Value(1));
  CHECK(connection.scalar(text("SELECT 'linden' REGEXP '^n'")) == orm::Value(0));
  CHECK(connection.scalar(text("SELECT NULL REGEXP 'n'")).is_null());
  CHECK_THROWS_AS(connection.scalar(text("SELECT 'linden' REGEXP '['")), orm::OperationalError);
}
