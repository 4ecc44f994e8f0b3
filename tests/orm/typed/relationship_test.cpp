// Relationships of mapped structs: both sides in step, cascades, lazy loading, expiry,
// many-to-many, trees; the SQL is that of SQLAlchemy 2.0.
#include <doctest/doctest.h>

#include "orm/core.h"
#include "orm/orm_error.h"
#include "orm/repr.h"
#include "tests/orm/session/mapped_helper.h"

namespace related_test {

struct Hive {};
struct Bee;
struct Queen;
struct Flower;

struct Colony {
  using declarative_base = Hive;
  static constexpr auto __tablename__ = "colony";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
  orm::Relationship<std::vector<Bee>, orm::back_populates("colony"), orm::order_by("Bee.id"),
                    orm::cascade("all, delete-orphan")>
      bees{};
  orm::Relationship<Queen, orm::back_populates("colony")> queen{};
};
ORM_MAP(Colony, id, name, bees, queen)

struct Bee {
  using declarative_base = Hive;
  static constexpr auto __tablename__ = "bee";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
  orm::Mapped<std::optional<int64_t>, orm::foreign_key("colony.id")> colony_id{};
  orm::Relationship<Colony, orm::back_populates("bees")> colony{};
  orm::Relationship<std::vector<Flower>, orm::secondary("visit"), orm::back_populates("visitors")>
      flowers{};
  std::string repr() const { return "Bee(" + orm::repr(name) + ")"; }
};
ORM_MAP(Bee, id, name, colony_id, colony, flowers)

struct Queen {
  using declarative_base = Hive;
  static constexpr auto __tablename__ = "queen";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<int64_t, orm::foreign_key("colony.id"), orm::unique> colony_id{};
  orm::Relationship<std::optional<Colony>, orm::back_populates("queen")> colony{};
};
ORM_MAP(Queen, id, colony_id, colony)

struct Flower {
  using declarative_base = Hive;
  static constexpr auto __tablename__ = "flower";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
  orm::Relationship<std::vector<Bee>, orm::secondary("visit"), orm::back_populates("flowers")>
      visitors{};
};
ORM_MAP(Flower, id, name, visitors)

struct Cell {
  using declarative_base = Hive;
  static constexpr auto __tablename__ = "cell";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::optional<int64_t>, orm::foreign_key("cell.id")> parent_id{};
  orm::Relationship<Cell, orm::remote_side("Cell.id"), orm::back_populates("children")> parent{};
  orm::Relationship<std::vector<Cell>, orm::back_populates("parent"),
                    orm::order_by("Cell.id.desc()")>
      children{};
};
ORM_MAP(Cell, id, parent_id, parent, children)

struct Letter;
struct Town {
  using declarative_base = Hive;
  static constexpr auto __tablename__ = "town";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Relationship<std::vector<Letter>, orm::foreign_keys("Letter.to_id"), orm::viewonly>
      received{};
  orm::Relationship<std::vector<Letter>, orm::primaryjoin("Town.id == Letter.from_id"),
                    orm::lazy("raise")>
      sent{};
};
ORM_MAP(Town, id, received, sent)
struct Letter {
  using declarative_base = Hive;
  static constexpr auto __tablename__ = "letter";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::optional<int64_t>, orm::foreign_key("town.id")> from_id{};
  orm::Mapped<std::optional<int64_t>, orm::foreign_key("town.id")> to_id{};
};
ORM_MAP(Letter, id, from_id, to_id)

struct Wrong;
struct Astray {
  using declarative_base = Wrong;
  static constexpr auto __tablename__ = "astray";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::optional<int64_t>, orm::foreign_key("astray.id")> next_id{};
  orm::Relationship<Astray, orm::remote_side("Astray.id"), orm::back_populates("nowhere")> next{};
};
ORM_MAP(Astray, id, next_id, next)

// A table between others that is a struct itself.
struct Lesson;
struct Pupil;
struct Attendance {
  using declarative_base = Hive;
  static constexpr auto __tablename__ = "attendance";
  orm::Mapped<int64_t, orm::foreign_key("pupil.id"), orm::primary_key> pupil_id{};
  orm::Mapped<int64_t, orm::foreign_key("lesson.id"), orm::primary_key> lesson_id{};
};
ORM_MAP(Attendance, pupil_id, lesson_id)
struct Pupil {
  using declarative_base = Hive;
  static constexpr auto __tablename__ = "pupil";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Relationship<std::vector<Lesson>, orm::secondary_table<Attendance>,
                    orm::back_populates("pupils")>
      lessons{};
};
ORM_MAP(Pupil, id, lessons)
struct Lesson {
  using declarative_base = Hive;
  static constexpr auto __tablename__ = "lesson";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Relationship<std::vector<Pupil>, orm::secondary_table<Attendance>,
                    orm::back_populates("lessons")>
      pupils{};
};
ORM_MAP(Lesson, id, pupils)

using Lines = std::vector<std::string>;

// A table between others that is no struct has to be there before the first object is.
void add_visits(orm::MetaData& metadata) {
  if (metadata.table("visit") != nullptr) return;
  using namespace orm::core;
  Table("visit", MetaData(metadata), Column("bee_id", foreign_key("bee.id"), primary_key),
        Column("flower_id", foreign_key("flower.id"), primary_key));
}

struct Fixture {
  Fixture() : recorder(std::make_shared<orm_test::Recorder>()), engine(make_engine()) {
    orm::MetaData& metadata = orm::metadata<Colony, Cell, Town, Pupil>();
    add_visits(metadata);
    metadata.create_all(engine);
    recorder->take();
  }
  orm::Engine make_engine() const {
    return orm::create_engine("sqlite://", {.echo = orm::EngineOptions::Echo::info},
                              {.log = recorder});
  }
  Lines take() { return recorder->take(); }
  std::shared_ptr<orm_test::Recorder> recorder;
  orm::Engine engine;
};

}  // namespace related_test

using namespace related_test;

TEST_CASE("both sides know of a change at once") {
  add_visits(orm::metadata<Colony>());
  auto colony = orm::make<Colony>({.name = "oak"});
  CHECK(colony->bees.empty());
  auto maya = orm::make<Bee>({.name = "maya"});
  colony->bees.append(maya);
  CHECK(maya->colony == colony);
  auto willi = orm::make<Bee>({.name = "willi", .colony = colony});
  CHECK(orm::repr(colony->bees) == "[Bee('maya'), Bee('willi')]");
  willi->colony = nullptr;
  CHECK(orm::repr(colony->bees) == "[Bee('maya')]");
  colony->bees.remove(maya);
  CHECK(maya->colony.is_none());
  CHECK_THROWS_AS(colony->bees.remove(maya), orm::ValueError);
  colony->bees = {willi, maya};
  CHECK(willi->colony->name == "oak");
  colony->bees.clear();
  CHECK(willi->colony.is_none());
  colony->bees.insert(0, willi);
  CHECK(colony->bees.pop() == willi);
  CHECK_THROWS_AS(colony->bees.pop(), orm::IndexError);
}

TEST_CASE("the save-update cascade takes the others along, parents first") {
  Fixture f;
  orm::Session session(f.engine);
  session.add(orm::make<Colony>(
      {.name = "oak",
       .bees = {orm::make<Bee>({.name = "maya"}), orm::make<Bee>({.name = "willi"})}}));
  session.flush();
  CHECK(f.take() ==
        Lines{"BEGIN (implicit)", "INSERT INTO colony (name) VALUES (?)", "('oak',)",
              "INSERT INTO bee (name, colony_id) VALUES (?, ?) RETURNING id", "('maya', 1)",
              "INSERT INTO bee (name, colony_id) VALUES (?, ?) RETURNING id", "('willi', 1)"});
}

TEST_CASE("related objects load when they are read, and again after they expired") {
  Fixture f;
  orm::Session session(f.engine);
  auto colony = orm::make<Colony>({.name = "oak"});
  auto maya = orm::make<Bee>({.name = "maya", .colony = colony});
  session.add(maya);
  session.commit();
  f.take();
  CHECK(colony->bees.size() == 1);
  CHECK(f.take() == Lines{"BEGIN (implicit)",
                          "SELECT colony.id AS colony_id, colony.name AS colony_name \n"
                          "FROM colony \nWHERE colony.id = ?",
                          "(1,)",
                          "SELECT bee.id AS bee_id, bee.name AS bee_name, bee.colony_id AS "
                          "bee_colony_id \nFROM bee \nWHERE ? = bee.colony_id ORDER BY bee.id",
                          "(1,)"});
  CHECK(colony->bees[0] == maya);
  CHECK(maya->colony == colony);  // from the identity map
  CHECK(f.take().empty());
  session.expire(colony);
  CHECK(colony->bees.front() == maya);
  CHECK(f.take().size() == 4);
}

TEST_CASE("orphans are deleted, and children with their parent") {
  Fixture f;
  orm::Session session(f.engine);
  auto colony = orm::make<Colony>(
      {.name = "oak",
       .bees = {orm::make<Bee>({.name = "maya"}), orm::make<Bee>({.name = "willi"})}});
  session.add(colony);
  session.commit();
  colony->bees.remove(colony->bees[0]);
  f.take();
  session.commit();
  Lines lines = f.take();  // begins with the flowers of the bee, whose visits would go too
  REQUIRE(lines.size() == 5);
  CHECK(lines[2] == "DELETE FROM bee WHERE bee.id = ?");
  CHECK(lines[3] == "(1,)");
  session.delete_(colony);
  session.flush();
  lines = f.take();
  REQUIRE(lines.size() > 4);
  CHECK(lines[lines.size() - 4] == "DELETE FROM bee WHERE bee.id = ?");
  CHECK(lines[lines.size() - 2] == "DELETE FROM colony WHERE colony.id = ?");
}

TEST_CASE("one to one") {
  Fixture f;
  orm::Session session(f.engine);
  auto colony = orm::make<Colony>({.name = "oak", .queen = orm::make<Queen>()});
  CHECK(colony->queen->colony == colony);
  session.add(colony);
  session.commit();
  CHECK(colony->queen->colony_id == 1);
  colony->queen = nullptr;
  CHECK(!colony->queen);
}

TEST_CASE("rows of a secondary table come and go with the collections") {
  Fixture f;
  orm::Session session(f.engine);
  auto clover = orm::make<Flower>({.name = "clover"});
  auto maya = orm::make<Bee>({.name = "maya", .flowers = {clover}});
  CHECK(clover->visitors[0] == maya);
  session.add(maya);
  session.commit();
  f.take();
  CHECK(clover->visitors.contains(maya));
  maya->flowers.remove(clover);
  f.take();
  session.commit();
  CHECK(f.take() == Lines{"DELETE FROM visit WHERE visit.bee_id = ? AND visit.flower_id = ?",
                          "(1, 1)", "COMMIT"});
}

TEST_CASE("a struct may be the table between others") {
  Fixture f;
  orm::Session session(f.engine);
  session.add(orm::make<Pupil>({.lessons = {orm::make<Lesson>(), orm::make<Lesson>()}}));
  session.commit();
  CHECK(session.query<Attendance>().count() == 2);
  CHECK(session.get<Lesson>(2)->pupils[0]->lessons.size() == 2);
}

TEST_CASE("a tree refers to itself") {
  Fixture f;
  orm::Session session(f.engine);
  auto root = orm::make<Cell>({.id = 1});
  root->children.append(orm::make<Cell>({.id = 2, .children = {orm::make<Cell>({.id = 4})}}));
  root->children.append(orm::make<Cell>({.id = 3}));
  session.add(root);
  session.commit();
  session.expunge_all();
  root = session.get<Cell>(1);
  CHECK(root->children[0]->id == 3);
  CHECK(root->children[1]->children[0]->parent->parent == root);
}

TEST_CASE("joins that foreign keys do not tell, and lazy loads that are refused") {
  Fixture f;
  orm::Session session(f.engine);
  session.add(orm::make<Town>({.id = 1}));
  session.add(orm::make<Letter>({.from_id = 1, .to_id = 1}));
  session.commit();
  auto town = session.get<Town>(1);
  CHECK(town->received.size() == 1);
  CHECK_THROWS_WITH_AS(town->sent.get(), "'Town.sent' is not available due to lazy='raise'",
                       orm::InvalidRequestError);
}

TEST_CASE("a name that the other side does not have is an error of the mapper") {
  CHECK_THROWS_WITH_AS(
      orm::make<Astray>(),
      "Mapper 'Mapper[Astray(astray)]' has no property 'nowhere'.  If this property was indicated "
      "from other mappers or configure events, ensure registry.configure() has been called.",
      orm::InvalidRequestError);
}

TEST_CASE("objects that only refer to each other are freed at the end of the session") {
  Fixture f;
  size_t held = 0;
  {
    orm::Session session(f.engine);
    auto colony = orm::make<Colony>({.name = "oak", .bees = {orm::make<Bee>({.name = "maya"})}});
    session.add(colony);
    session.commit();
    CHECK(colony->bees[0]->colony == colony);
    held = session.identity_map().size();
    colony = {};
    // The identity map holds weakly, but parent and child hold each other.
    CHECK(session.identity_map().size() == held);
    orm::collect_object_cycles();
    CHECK(session.identity_map().size() == 0);
  }
  CHECK(held == 2);
}
