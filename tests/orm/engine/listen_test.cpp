// Listeners that are functions, told of the transactions of an engine.
#include "orm/listen.h"

#include <doctest/doctest.h>

#include "orm/core.h"

TEST_SUITE("listen") {
  TEST_CASE("begin, commit and rollback are told in their order") {
    auto engine = orm::create_engine("sqlite://");
    std::string told;
    orm::listen_begin(engine, [&](orm::Connection& connection) {
      told += connection.in_transaction() ? "begin " : "early ";
    });
    orm::listen_commit(engine, [&](orm::Connection&) { told += "commit "; });
    orm::listen_rollback(engine, [&](orm::Connection&) { told += "rollback "; });
    {
      auto transaction = engine.begin();
      transaction.connection().execute(orm::text("SELECT 1"));
      transaction.commit();
    }
    auto connection = engine.connect();
    connection.execute(orm::text("SELECT 1"));
    connection.rollback();
    CHECK(told == "begin commit begin rollback ");
  }
}
