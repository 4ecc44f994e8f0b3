// One flush of two kinds of objects, and what it sends for inserts, updates and deletes.
#include <doctest/doctest.h>

#include "orm/orm_error.h"
#include "tests/orm/session/mapped_helper.h"

using Lines = std::vector<std::string>;
using namespace orm_test;

TEST_CASE("one unit of work flushes dict objects and structs") {
  World world;
  orm::Session session(world.engine);
  orm::Instance ed = world.user("ed");
  orm::Instance rex = world.pet("rex");
  session.add(*ed);
  session.add(*rex);
  CHECK(session.new_().size() == 2);
  session.flush();
  CHECK(world.recorder->take() ==
        Lines{"BEGIN (implicit)", "INSERT INTO pets (name) VALUES (?)", "('rex',)",
              "INSERT INTO users (name, fullname) VALUES (?, ?)", "('ed', None)"});
  CHECK(ed->get(0) == orm::Value(1));
  CHECK(static_cast<StructObject&>(*rex).pet.id == 1);
  CHECK(ed->object_state() == orm::ObjectState::persistent);

  rex->assign(1, orm::Value("max"));
  ed->assign(1, orm::Value("ed"));  // no change: no UPDATE
  session.commit();
  CHECK(world.recorder->take() ==
        Lines{"UPDATE pets SET name=? WHERE pets.id = ?", "('max', 1)", "COMMIT"});
}

TEST_CASE("rows of one class and shape are sent one after another with RETURNING in 2.0") {
  World world;
  orm::Session session(world.engine);
  orm::Instance a = world.user("a");
  orm::Instance b = world.user("b");
  orm::Instance given = world.user("given", 77);
  session.add_all({a, b, given});
  session.flush();
  CHECK(world.recorder->take() ==
        Lines{"BEGIN (implicit)", "INSERT INTO users (name, fullname) VALUES (?, ?) RETURNING id",
              "('a', None)", "INSERT INTO users (name, fullname) VALUES (?, ?) RETURNING id",
              "('b', None)", "INSERT INTO users (id, name, fullname) VALUES (?, ?, ?)",
              "(77, 'given', None)"});
  CHECK(b->get(0) == orm::Value(2));
}

TEST_CASE("1.3 sends a plain INSERT for each row") {
  World world(orm::profile_1_3);
  orm::Session session(world.engine);
  orm::Instance a = world.user("a");
  orm::Instance b = world.user("b");
  session.add_all({a, b});
  session.flush();
  CHECK(world.recorder->take() ==
        Lines{"BEGIN (implicit)", "INSERT INTO users (name, fullname) VALUES (?, ?)", "('a', None)",
              "INSERT INTO users (name, fullname) VALUES (?, ?)", "('b', None)"});
}

TEST_CASE("updates of the same columns are one executemany, deletes too") {
  World world;
  orm::Session session(world.engine);
  orm::Instance a = world.user("a", 1);
  orm::Instance b = world.user("b", 2);
  session.add_all({a, b});
  session.commit();
  CHECK(a->load(1) == orm::Value("a"));
  CHECK(b->load(1) == orm::Value("b"));
  world.recorder->take();
  b->assign(1, orm::Value("b!"));
  a->assign(1, orm::Value("a!"));
  session.flush();
  CHECK(world.recorder->take() ==
        Lines{"UPDATE users SET name=? WHERE users.id = ?", "[('a!', 1), ('b!', 2)]"});
  session.delete_(*a);
  session.delete_(*b);
  CHECK(session.deleted().size() == 2);
  session.flush();
  CHECK(world.recorder->take() == Lines{"DELETE FROM users WHERE users.id = ?", "[(1,), (2,)]"});
  CHECK(a->object_state() == orm::ObjectState::deleted);
  session.commit();
  CHECK(a->object_state() == orm::ObjectState::detached);
}

TEST_CASE("a row that is gone makes an UPDATE stale") {
  World world;
  orm::Session session(world.engine);
  orm::Instance a = world.user("a", 1);
  session.add(*a);
  session.commit();
  CHECK(a->load(1) == orm::Value("a"));
  session.execute(orm::text("DELETE FROM users"));
  a->assign(1, orm::Value("b"));
  CHECK_THROWS_WITH_AS(session.flush(),
                       "UPDATE statement on table 'users' expected to update 1 row(s); 0 were "
                       "matched.",
                       orm::StaleDataError);
}

TEST_CASE("a dropped object leaves the identity map, a changed one is kept") {
  World world;
  orm::Session session(world.engine);
  session.add(*world.user("a", 1));
  session.add(*world.user("b", 2));
  session.commit();
  CHECK(session.identity_map().size() == 0);
  CHECK(DictObject::alive == 0);
  orm::Instance a = session.get(*world.user_mapper, {orm::Value(1)});
  a->assign(1, orm::Value("changed"));
  a = {};
  CHECK(session.identity_map().size() == 1);
  CHECK(DictObject::alive == 1);
  session.commit();
  CHECK(session.identity_map().size() == 0);
  CHECK(DictObject::alive == 0);
}
