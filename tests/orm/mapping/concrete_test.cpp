// polymorphic_union(): tables of a concrete hierarchy as one FROM object.
#include <doctest/doctest.h>

#include "orm/mapper.h"
#include "orm/orm_error.h"
#include "tests/orm/session/mapped_helper.h"

using namespace orm_test;

namespace {

std::vector<std::pair<orm::Value, orm::Ref<orm::FromClause>>> tables(World& world) {
  return {{orm::Value("user"), world.user_mapper->local_table().ref()},
          {orm::Value("it's"), world.pet_mapper->local_table().ref()}};
}

}  // namespace

TEST_CASE("each SELECT of the union has all columns, NULL where its table has none") {
  World world;
  orm::Ref<orm::Alias> all = orm::polymorphic_union(tables(world), "kind", "pjoin");
  CHECK(orm::select({all->c().find("kind")->ref()})->str(orm::profile_2_0) ==
        "SELECT pjoin.kind \nFROM (SELECT users.id AS id, users.name AS name, users.fullname AS "
        "fullname, 'user' AS kind \nFROM users UNION ALL SELECT pets.id AS id, pets.name AS name, "
        "CAST(NULL AS VARCHAR) AS fullname, 'it''s' AS kind \nFROM pets) AS pjoin");
}

TEST_CASE("a column of a table cannot be the discriminator") {
  World world;
  CHECK_THROWS_AS(orm::polymorphic_union(tables(world), "name", "pjoin"), orm::InvalidRequestError);
}
