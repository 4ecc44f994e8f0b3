// Flushes and commits of many changed structs: what is written, in which order, and what the
// objects and the session know afterwards.
#include <doctest/doctest.h>

#include <algorithm>

#include "orm/core.h"
#include "orm/orm_error.h"
#include "orm/typed.h"
#include "tests/orm/session/mapped_helper.h"

namespace update_test {

using Lines = std::vector<std::string>;

struct Coin {
  static constexpr auto __tablename__ = "coin";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
  orm::Mapped<double> worth{};
  orm::Mapped<std::optional<int64_t>> year{};
};
ORM_MAP(Coin, id, name, worth, year)

// A key of two columns, one of them a text.
struct Stamp {
  static constexpr auto __tablename__ = "stamp";
  orm::Mapped<std::string, orm::primary_key> country{};
  orm::Mapped<int64_t, orm::primary_key> number{};
  orm::Mapped<int64_t> price{};
};
ORM_MAP(Stamp, country, number, price)

struct Fixture {
  Fixture()
      : recorder(std::make_shared<orm_test::Recorder>()),
        engine(orm::create_engine("sqlite://", {.echo = orm::EngineOptions::Echo::info},
                                  {.log = recorder})) {
    orm::metadata<Coin, Stamp>().create_all(engine);
    orm::Session session(engine);
    for (int64_t id = 1; id <= kCoins; ++id) {
      session.add(orm::make<Coin>({.id = id, .name = "coin", .worth = 0.5, .year = 1900}));
    }
    for (const char* country : {"B", "A"}) {
      for (int64_t number : {2, 1}) {
        session.add(orm::make<Stamp>({.country = country, .number = number, .price = 5}));
      }
    }
    session.commit();
    recorder->take();
  }
  static constexpr int64_t kCoins = 100;
  std::vector<std::string> lines_after(const std::string& sql) const {
    const Lines& all = recorder->lines;
    const auto at = std::find(all.begin(), all.end(), sql);
    return at == all.end() ? Lines() : Lines(at + 1, all.end());
  }
  void run(const char* sql) {
    orm::Connection connection = engine.connect();
    connection.exec_driver_sql(sql);
    connection.commit();
  }
  std::shared_ptr<orm_test::Recorder> recorder;
  orm::Engine engine;
};

}  // namespace update_test

using namespace update_test;

TEST_CASE("rows are updated by primary key, whatever the order of the changes") {
  Fixture f;
  orm::Session session(f.engine);
  auto coins = session.scalars(orm::select(Coin_)).all();
  for (auto coin = coins.rbegin(); coin != coins.rend(); ++coin) (*coin)->worth = 2.0;
  auto stamps = session.scalars(orm::select(Stamp_)).all();  // flushes
  const std::string sent = f.lines_after("UPDATE coin SET worth=? WHERE coin.id = ?").at(0);
  CHECK(sent.rfind("[(2.0, 1), (2.0, 2), (2.0, 3)", 0) == 0);
  for (auto& stamp : stamps) stamp->price = 6;
  session.flush();
  CHECK(f.lines_after("UPDATE stamp SET price=? WHERE stamp.country = ? AND stamp.number = ?")
            .at(0) == "[(6, 'A', 1), (6, 'A', 2), (6, 'B', 1), (6, 'B', 2)]");
}

TEST_CASE("only what differs is written, each run of equal columns by itself") {
  Fixture f;
  orm::Session session(f.engine);
  auto coins = session.scalars(orm::select(Coin_).order_by(Coin_.id).limit(6)).all();
  f.recorder->take();
  coins[0]->worth = 0.5;  // as it was
  coins[1]->worth = 0.75;
  coins[2]->year = std::nullopt;
  coins[3]->year = 1901;
  coins[4]->name = "penny";
  coins[4]->worth = 0.01;
  coins[5]->worth = 3.0;
  coins[5]->worth = 0.5;  // and back
  session.flush();
  CHECK(f.recorder->take() ==
        Lines{"UPDATE coin SET worth=? WHERE coin.id = ?", "(0.75, 2)",
              "UPDATE coin SET year=? WHERE coin.id = ?", "[(None, 3), (1901, 4)]",
              "UPDATE coin SET name=?, worth=? WHERE coin.id = ?", "('penny', 0.01, 5)"});
  for (const auto& coin : coins) CHECK_FALSE(session.is_modified(coin));
  session.flush();
  CHECK(f.recorder->take().empty());
}

TEST_CASE("objects that were flushed can be changed and flushed again, one or all") {
  Fixture f;
  orm::Session session(f.engine);
  auto coins = session.scalars(orm::select(Coin_).order_by(Coin_.id)).all();
  for (int turn = 1; turn <= 4; ++turn) {
    for (size_t i = 0; i < coins.size(); i += static_cast<size_t>(turn)) {
      coins[i]->year = 1900 + turn;
    }
    session.flush();
    CHECK(session.dirty().empty());
  }
  session.expunge(coins[12]);
  for (auto& coin : coins) coin->worth = 9.0;
  CHECK(session.dirty().size() == coins.size() - 1);
  session.commit();
  f.recorder->take();
  CHECK(coins[12]->worth == 9.0);  // nobody's business
  CHECK(coins[13]->worth == 9.0);
  CHECK(coins[13]->year == 1901);
  CHECK(coins[0]->year == 1904);
  const Lines sent = f.recorder->take_statements();
  CHECK(sent.size() == 2);  // a refresh for each of two objects
}

TEST_CASE("a commit expires each column, and the next use loads them together") {
  Fixture f;
  orm::Session session(f.engine);
  auto coin = session.get<Coin>(7);
  auto other = session.get<Coin>(8);
  coin->name = "a name that is too long to lie in the string itself";
  session.commit();
  f.run("UPDATE coin SET worth = 4, year = NULL, name = 'new' WHERE id = 7");
  f.run("DELETE FROM coin WHERE id = 8");
  f.recorder->take();
  CHECK(coin->worth == 4.0);
  CHECK(coin->name == "new");
  CHECK(coin->year.is_none());
  CHECK(coin->id == 7);
  CHECK(f.recorder->take_statements().size() == 1);
  CHECK_THROWS_AS((void)other->name.get(), orm::ObjectDeletedError);
}

TEST_CASE("a key that is assigned finds its row by the one before, loaded or expired") {
  Fixture f;
  orm::Session session(f.engine);
  auto coin = session.get<Coin>(1);
  coin->id = 1001;
  session.commit();
  f.recorder->take();
  coin->id = 1002;  // expired: the value before is loaded first
  session.flush();
  CHECK(f.lines_after("UPDATE coin SET id=? WHERE coin.id = ?").at(0) == "(1002, 1001)");
  CHECK(session.get<Coin>(1002) == coin);
  CHECK(!session.get<Coin>(1001));
}

TEST_CASE("an update that fails leaves the objects of the flush to the rollback") {
  Fixture f;
  f.run("CREATE UNIQUE INDEX one_worth ON coin (worth) WHERE worth > 1");
  orm::Session session(f.engine);
  auto coins = session.scalars(orm::select(Coin_).order_by(Coin_.id)).all();
  for (auto& coin : coins) coin->worth = 2.0;
  CHECK_THROWS_AS(session.flush(), orm::IntegrityError);
  session.rollback();
  CHECK(session.dirty().empty());
  for (auto& coin : coins) CHECK(coin->worth == 0.5);
  coins[3]->worth = 2.0;
  session.commit();
  CHECK(coins[3]->worth == 2.0);
}
