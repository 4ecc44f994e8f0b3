// Mapped structs: what is assigned, loaded, flushed and selected through the typed layer.
#include "orm/typed.h"

#include <doctest/doctest.h>

#include "orm/core.h"
#include "orm/orm_error.h"
#include "orm/repr.h"
#include "tests/orm/session/mapped_helper.h"

namespace typed_test {

struct User {
  static constexpr auto __tablename__ = "user_account";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string, orm::String(30), orm::unique> name{};
  orm::Mapped<std::optional<std::string>> fullname{};
  orm::Mapped<int64_t, orm::default_(7)> visits{};
  std::string repr() const { return "User(" + orm::repr(id) + ", " + orm::repr(name) + ")"; }
};
ORM_MAP(User, id, name, fullname, visits)

struct Note {
  static constexpr auto __tablename__ = "note";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<int64_t, orm::foreign_key("user_account.id"), orm::indexed> user_id{};
  orm::Mapped<std::optional<std::string>, orm::server_default("none")> text{};
};
ORM_MAP(Note, id, user_id, text)

struct Other {};
struct Keyless {
  using declarative_base = Other;
  static constexpr auto __tablename__ = "keyless";
  orm::Mapped<std::string> name{};
};
ORM_MAP(Keyless, name)

struct Fixture {
  Fixture() : recorder(std::make_shared<orm_test::Recorder>()), engine(make_engine()) {
    orm::metadata<User, Note>().create_all(engine);
    recorder->take();
  }
  orm::Engine make_engine() const {
    return orm::create_engine("sqlite://", {.echo = orm::EngineOptions::Echo::info},
                              {.log = recorder});
  }
  std::string last_sql() {
    std::vector<std::string> lines = recorder->take();
    return lines.size() < 2 ? "" : lines[lines.size() - 2];
  }
  std::shared_ptr<orm_test::Recorder> recorder;
  orm::Engine engine;
};

}  // namespace typed_test

using namespace typed_test;

TEST_CASE("the table of a struct has its options") {
  orm::Table& table = orm::table_of<User>();
  CHECK(table.column("name")->type->repr() == "String(length=30)");
  CHECK(!table.column("name")->nullable());
  CHECK(table.column("fullname")->nullable());
  CHECK(table.column("id")->primary_key());
  CHECK(orm::table_of<Note>().column("user_id")->foreign_keys().size() == 1);
  CHECK(orm::table_of<Note>().indexes().size() == 1);
}

TEST_CASE("a struct without a primary key cannot be mapped") {
  CHECK_THROWS_AS(orm::map_class<Keyless>(), orm::ArgumentError);
}

TEST_CASE("only members that were given are sent") {
  Fixture f;
  orm::Session session(f.engine);
  auto ed = orm::make<User>({.name = "ed"});
  CHECK(ed->id.is_none());
  CHECK(ed.instance()->object_repr() == "User(None, 'ed')");
  session.add(ed);
  session.flush();
  CHECK(
      f.recorder->take() ==
      std::vector<std::string>{"BEGIN (implicit)",
                               "INSERT INTO user_account (name, fullname, visits) VALUES (?, ?, ?)",
                               "('ed', None, 7)"});
  CHECK(ed->id == 1);
}

TEST_CASE("an explicit zero is a change") {
  Fixture f;
  orm::Session session(f.engine);
  auto ed = orm::make<User>({.name = "ed", .visits = 0});
  session.add(ed);
  session.commit();
  CHECK(ed->visits == 0);
  ed->visits += 5;
  CHECK(session.dirty().size() == 1);
  f.recorder->take();
  session.flush();
  CHECK(f.recorder->take() ==
        std::vector<std::string>{"UPDATE user_account SET visits=? WHERE user_account.id = ?",
                                 "(5, 1)"});
}

TEST_CASE("an expired attribute loads when it is read") {
  Fixture f;
  orm::Session session(f.engine);
  auto ed = orm::make<User>({.name = "ed"});
  session.add(ed);
  session.commit();
  f.recorder->take();
  CHECK(*ed->name == "ed");
  CHECK(f.recorder->take().size() == 3);
  CHECK(ed->fullname.is_none());
  CHECK(f.recorder->take().empty());
}

TEST_CASE("a detached object cannot load") {
  Fixture f;
  auto ed = orm::make<User>({.name = "ed"});
  {
    orm::Session session(f.engine);
    session.add(ed);
    session.commit();
  }
  CHECK_THROWS_AS(ed->name.get(), orm::DetachedInstanceError);
}

TEST_CASE("select gives objects and typed rows") {
  Fixture f;
  orm::Session session(f.engine);
  session.add_all({orm::make<User>({.name = "ed", .fullname = "Ed"}),
                   orm::make<User>({.name = "wendy"}), orm::make<User>({.name = "mary"})});
  session.commit();
  auto statement = orm::select(User_).where(User_.name != "mary");
  statement = statement.where(User_.id.in_(std::vector{1, 2}));
  std::vector<std::string> names;
  for (const auto& user : session.scalars(statement.order_by(User_.id.desc()))) {
    names.push_back(user->name);
  }
  CHECK(names == std::vector<std::string>{"wendy", "ed"});
  int64_t sum = 0;
  for (const auto& [name, n] :
       session.execute(orm::select(User_.fullname, orm::fn::count(User_.id).label("n"))
                           .group_by(User_.fullname))) {
    sum += n;
  }
  CHECK(sum == 3);
  CHECK(session.scalar(orm::select(orm::fn::max(User_.id))) == std::optional<int64_t>(3));
  CHECK_THROWS_AS(session.scalars(orm::select(User_)).one(), orm::MultipleResultsFound);
}

TEST_CASE("the identity map gives the same object") {
  Fixture f;
  orm::Session session(f.engine);
  auto ed = orm::make<User>({.name = "ed"});
  session.add(ed);
  session.commit();
  CHECK(session.get<User>(1) == ed);
  CHECK(!session.get<User>(99));
  CHECK(session.query<User>().filter_by({{"name", "ed"}}).one() == ed);
  CHECK(session.query<User>().filter(User_.name == "nobody").count() == 0);
  session.delete_(ed);
  session.commit();
  CHECK(!session.contains(ed));
}

TEST_CASE("a scope commits when told and rolls back otherwise") {
  Fixture f;
  orm::Session session(f.engine);
  {
    orm::SessionScope scope(session.begin());
    session.add(orm::make<User>({.name = "ed"}));
    scope.commit();
  }
  CHECK_THROWS_AS(
      [&] {
        orm::SessionScope scope(session.begin());
        session.add(orm::make<User>({.name = "ed"}));
        scope.commit();
      }(),
      orm::IntegrityError);
  CHECK(!session.in_transaction());
  {
    orm::SessionScope scope(session.begin());
    orm::SessionScope inner(session.begin_nested());
    session.add(orm::make<User>({.name = "wendy"}));
    session.flush();
  }
  CHECK(session.query<User>().count() == 1);
}

TEST_CASE("expressions show their SQL") {
  CHECK((User_.name == "ed").str() == "user_account.name = :name_1");
  CHECK((User_.fullname == std::nullopt).str() == "user_account.fullname IS NULL");
  CHECK((User_.id > 1 || !(User_.name == "x")).str() ==
        "user_account.id > :id_1 OR user_account.name != :name_1");
}

TEST_CASE("repr is Python's") {
  CHECK(orm::repr(std::vector<std::string>{"a", "b"}) == "['a', 'b']");
  CHECK(orm::repr(std::make_tuple(std::string("x"), int64_t{1}, true)) == "('x', 1, True)");
  CHECK(orm::repr(std::tuple<int64_t>(1)) == "(1,)");
  CHECK(orm::repr(std::optional<int64_t>()) == "None");
  CHECK(orm::str(std::optional<int64_t>(3)) == "3");
}
