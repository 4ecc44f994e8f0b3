// Transactions of a session: expiry, rollback, savepoints, failed flushes, loading on access.
#include <doctest/doctest.h>

#include "orm/events.h"
#include "orm/orm_error.h"
#include "tests/orm/session/mapped_helper.h"

using Lines = std::vector<std::string>;
using namespace orm_test;

namespace {

const std::string kSelect =
    "SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname \n"
    "FROM users \nWHERE users.id = ?";

}  // namespace

TEST_CASE("values are expired by a commit and loaded together at the first access") {
  World world;
  orm::Session session(world.engine);
  orm::Instance ed = world.user("ed");
  session.add(*ed);
  session.commit();
  world.recorder->take();
  CHECK(ed->load(1) == orm::Value("ed"));
  CHECK(ed->load(2).is_null());
  CHECK(world.recorder->take() == Lines{"BEGIN (implicit)", kSelect, "(1,)"});
}

TEST_CASE("rollback takes new objects out and expires the others") {
  World world;
  orm::Session session(world.engine);
  orm::Instance ed = world.user("ed");
  session.add(*ed);
  session.commit();
  ed->assign(1, orm::Value("Edwardo"));
  orm::Instance fake = world.user("fake");
  session.add(*fake);
  session.flush();
  session.rollback();
  CHECK(fake->object_state() == orm::ObjectState::transient);
  CHECK_FALSE(session.contains(*fake));
  CHECK(ed->load(1) == orm::Value("ed"));
}

TEST_CASE("rollback brings deleted objects back") {
  World world;
  orm::Session session(world.engine);
  orm::Instance ed = world.user("ed");
  session.add(*ed);
  session.commit();
  session.delete_(*ed);
  session.flush();
  CHECK_FALSE(session.contains(*ed));
  session.rollback();
  CHECK(session.contains(*ed));
  CHECK(ed->load(1) == orm::Value("ed"));
}

TEST_CASE("a savepoint is rolled back without what came before it") {
  World world;
  orm::Session session(world.engine);
  orm::Instance a = world.user("a");
  session.add(*a);
  orm::Ref<orm::SessionTransaction> savepoint = session.begin_nested();
  CHECK(session.in_nested_transaction());
  orm::Instance b = world.user("b");
  session.add(*b);
  session.flush();
  savepoint->rollback();
  CHECK_FALSE(session.in_nested_transaction());
  session.commit();
  CHECK(world.recorder->take() ==
        Lines{"BEGIN (implicit)", "INSERT INTO users (name, fullname) VALUES (?, ?)", "('a', None)",
              "SAVEPOINT sa_savepoint_1", "()", "INSERT INTO users (name, fullname) VALUES (?, ?)",
              "('b', None)", "ROLLBACK TO SAVEPOINT sa_savepoint_1", "()", "COMMIT"});
  CHECK(session.contains(*a));
  CHECK_FALSE(session.contains(*b));
}

TEST_CASE("a failed flush rolls back, and the session wants to hear rollback()") {
  World world;
  orm::Session session(world.engine);
  session.add(*world.user("a", 1));
  session.commit();
  world.recorder->take();
  session.add(*world.user("b", 1));
  CHECK_THROWS_AS(session.flush(), orm::IntegrityError);
  CHECK(world.recorder->take().back() == "ROLLBACK");
  CHECK_THROWS_AS(session.execute(orm::text("SELECT 1")), orm::PendingRollbackError);
  session.rollback();
  CHECK(world.recorder->take().empty());
  CHECK(session.execute(orm::text("SELECT 1")).scalar() == orm::Value(1));
}

TEST_CASE("get finds in the identity map before it asks the database") {
  World world;
  orm::Session session(world.engine);
  orm::Instance ed = world.user("ed");
  session.add(*ed);
  session.flush();
  world.recorder->take();
  CHECK(session.get(*world.user_mapper, {orm::Value(1)}) == ed);
  CHECK(world.recorder->take().empty());
  CHECK_FALSE(session.get(*world.user_mapper, {orm::Value(2)}));
  CHECK(world.recorder->take() == Lines{kSelect, "(2,)"});
  CHECK_THROWS_AS(session.get(*world.user_mapper, {}), orm::InvalidRequestError);
}

TEST_CASE("an object whose row is gone says so") {
  World world;
  orm::Session session(world.engine);
  orm::Instance ed = world.user("ed");
  session.add(*ed);
  session.commit();
  session.execute(orm::text("DELETE FROM users"));
  CHECK_THROWS_AS(ed->load(1), orm::ObjectDeletedError);
  session.close();
  CHECK_THROWS_AS(ed->load(1), orm::DetachedInstanceError);
}

TEST_CASE("flush() writes what it is given and leaves the rest") {
  World world;
  orm::Session session(world.engine);
  orm::Instance a = world.user("a");
  orm::Instance b = world.user("b");
  session.add_all({a, b});
  session.flush({b});
  CHECK(b->object_state() == orm::ObjectState::persistent);
  CHECK(a->object_state() == orm::ObjectState::pending);
  CHECK_FALSE(session.is_clean());
  session.flush();
  CHECK(session.is_clean());
}

TEST_CASE("a session that commits by itself begins where it is told to") {
  World world;
  orm::SessionOptions options;
  options.autocommit = true;
  options.expire_on_commit = false;
  orm::Session session(world.engine, options);
  CHECK_FALSE(session.is_active());
  orm::Instance a = world.user("a");
  session.add(*a);
  session.flush();
  CHECK(session.transaction() == nullptr);
  CHECK(world.recorder->take() == Lines{"BEGIN (implicit)",
                                        "INSERT INTO users (name, fullname) VALUES (?, ?)",
                                        "('a', None)", "COMMIT"});
  CHECK_THROWS_WITH_AS(session.commit(), "No transaction is begun.", orm::InvalidRequestError);
  CHECK_THROWS_AS(session.begin_nested(), orm::InvalidRequestError);
  orm::Ref<orm::SessionTransaction> outer = session.begin();
  orm::Ref<orm::SessionTransaction> inner = session.begin(/*subtransactions=*/true);
  CHECK(inner->parent() == outer);
  session.rollback();
  CHECK_FALSE(session.is_active());  // the outer one has to be rolled back, too
}

TEST_CASE("a session that keeps values keeps what it deleted until it ends") {
  World world;
  orm::SessionOptions options;
  options.expire_on_commit = false;
  orm::Instance a = world.user("a");
  {
    orm::Session session(world.engine, options);
    session.add(*a);
    session.commit();
    session.delete_(*a);
    session.commit();
    CHECK(a->session == &session);
    CHECK(a->deleted);
  }
  CHECK(a->session == nullptr);
}

TEST_CASE("a session that is closed for good can still be reset") {
  World world;
  orm::SessionOptions options;
  options.close_resets_only = false;
  orm::Session session(world.engine, options);
  session.begin();
  session.reset();
  session.begin();
  session.close();
  CHECK_THROWS_AS(session.begin(), orm::InvalidRequestError);
}

TEST_CASE("what was never set is not asked for") {
  World world;
  orm::Session session(world.engine);
  orm::Instance ed = world.user("ed");
  session.add(*ed);
  session.flush();
  world.recorder->take();
  CHECK(ed->load(2).is_null());
  CHECK(world.recorder->take().empty());
}

TEST_CASE("an object belongs to one session") {
  World world;
  orm::Session one(world.engine);
  orm::Session other(world.engine);
  orm::Instance ed = world.user("ed");
  one.add(*ed);
  CHECK_THROWS_AS(other.add(*ed), orm::InvalidRequestError);
  one.expunge(*ed);
  other.add(*ed);
  CHECK(ed->session == &other);
}

TEST_CASE("Query flushes first, labels its columns and counts through a subquery") {
  World world;
  orm::Session session(world.engine);
  session.add(*world.user("ed"));
  orm::Query query = orm::Query(session, {world.user_mapper->entity()})
                         .filter({world.user_mapper->attribute(1)->eq("ed")});
  CHECK(query.single_entity());
  CHECK(query.all().size() == 1);
  CHECK(world.recorder->take() ==
        Lines{"BEGIN (implicit)", "INSERT INTO users (name, fullname) VALUES (?, ?)",
              "('ed', None)",
              // NOLINTNEXTLINE(bugprone-suspicious-missing-comma)
              "SELECT users.id AS users_id, users.name AS users_name, users.fullname AS "
              "users_fullname \nFROM users \nWHERE users.name = ?",
              "('ed',)"});
  CHECK(query.count() == 1);
  CHECK(world.recorder->take()[0] ==
        "SELECT count(*) AS count_1 \nFROM (SELECT users.id AS users_id, users.name AS users_name, "
        "users.fullname AS users_fullname \nFROM users \nWHERE users.name = ?) AS anon_1");
  CHECK(query.first());
  CHECK(world.recorder->take().back() == "('ed', 1, 0)");
}

TEST_CASE("select() of an entity and an attribute gives rows of both") {
  World world;
  orm::Session session(world.engine);
  orm::Instance ed = world.user("ed");
  session.add(*ed);
  session.flush();
  orm::Row row =
      session.execute(orm::select({world.user_mapper->entity(), world.user_mapper->attribute(1)}))
          .one();
  const auto* held = dynamic_cast<const orm::InstanceValue*>(row[0].object());
  REQUIRE(held != nullptr);
  CHECK(held->instance == ed);
  CHECK(row.at("name") == orm::Value("ed"));
  CHECK(row.keys().keys == std::vector<std::string>{"User", "name"});
}

TEST_CASE("a session with several databases writes and reads each class in its own") {
  World world;
  orm::Engine other = orm::create_engine("sqlite://");
  world.user_mapper->registry().metadata().create_all(other);
  orm::Session session(world.engine);
  session.router = orm::route_by([&](const orm::Mapper* mapper, const orm::ClauseElement*) {
    const bool pets = mapper == world.pet_mapper;
    return orm::SessionBind{pets ? other : world.engine, {}};
  });
  orm::Instance ed = world.user("ed");
  orm::Instance rex = world.pet("rex");
  session.add(*ed);
  session.add(*rex);
  session.commit();
  auto count = [](const orm::Engine& engine, const orm::Mapper& mapper) {
    orm::Connection connection = engine.connect();
    return connection.execute(orm::select({mapper.primary_key()[0]->ref()})).all().size();
  };
  CHECK(count(world.engine, *world.user_mapper) == 1);
  CHECK(count(world.engine, *world.pet_mapper) == 0);
  CHECK(count(other, *world.pet_mapper) == 1);
  CHECK(session.execute(orm::select({world.pet_mapper->entity()})).all().size() == 1);
}

TEST_CASE("a session without a database says for what it wanted one") {
  World world;
  orm::Session session;
  CHECK_THROWS_WITH_AS(session.connection(),
                       "This session is not bound to a single Engine or Connection, and no context "
                       "was provided to locate a binding.",
                       orm::UnboundExecutionError);
  CHECK_THROWS_WITH_AS(session.connection(world.user_mapper),
                       ("Could not locate a bind configured on mapper " + world.user_mapper->str() +
                        " or this Session.")
                           .c_str(),
                       orm::UnboundExecutionError);
}
