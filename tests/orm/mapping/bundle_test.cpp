// Bundles: columns of a SELECT that come as one item of the row.
#include "orm/bundle.h"

#include <doctest/doctest.h>

#include "orm/mapper.h"
#include "orm/query.h"
#include "tests/orm/session/mapped_helper.h"

using Lines = std::vector<std::string>;
using namespace orm_test;

TEST_CASE("a bundle is a row within the row, a nested one a row within that") {
  World world;
  orm::Session session(world.engine);
  session.add(*world.user("ed", 7));
  session.commit();
  world.recorder->take();
  const orm::Mapper& user = *world.user_mapper;
  auto inner = orm::make_ref<orm::Bundle>("inner", std::vector<orm::ClauseRef>{user.attribute(1)});
  auto outer =
      orm::make_ref<orm::Bundle>("outer", std::vector<orm::ClauseRef>{user.attribute(0), inner});
  orm::Row row = session.execute(orm::select({outer, user.attribute(2)})).one();
  CHECK(world.recorder->take()[1] == "SELECT users.id, users.name, users.fullname \nFROM users");
  CHECK(row.repr() == "((7, ('ed',)), None)");
  CHECK(row.keys().keys == Lines{"outer", "fullname"});
  CHECK(outer->labels() == Lines{"id", "inner"});
  const auto* part = dynamic_cast<const orm::RowValue*>(row["outer"].object());
  REQUIRE(part != nullptr);
  CHECK(part->row["id"] == orm::Value(7));
}

TEST_CASE("a Query of a bundle that is a single entity gives no rows around it") {
  World world;
  orm::Session session(world.engine);
  auto bundle = [&](bool single) {
    return orm::make_ref<orm::Bundle>(
        "b", std::vector<orm::ClauseRef>{world.user_mapper->attribute(0)}, single);
  };
  CHECK(orm::Query(session, {bundle(true)}).single_entity());
  CHECK_FALSE(orm::Query(session, {bundle(false)}).single_entity());
}
