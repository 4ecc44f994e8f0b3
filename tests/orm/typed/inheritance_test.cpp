// Mapped structs that inherit from each other: one table, joined tables, a table each.
#include <doctest/doctest.h>

#include "orm/core.h"
#include "orm/orm_error.h"
#include "orm/repr.h"
#include "tests/orm/session/mapped_helper.h"

namespace inheritance_test {

struct Zoo {};
struct Animal;
struct Cage {
  using declarative_base = Zoo;
  static constexpr auto __tablename__ = "cage";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Relationship<std::vector<Animal>, orm::order_by("Animal.id")> animals{};
};
ORM_MAP(Cage, id, animals)

struct Animal {
  using declarative_base = Zoo;
  static constexpr auto __tablename__ = "animal";
  static orm::MapperArgs mapper_args() {
    return {.polymorphic_on = "kind", .polymorphic_identity = "animal"};
  }
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> kind{};
  orm::Mapped<std::string> name{};
  orm::Mapped<std::optional<int64_t>, orm::foreign_key("cage.id")> cage_id{};
};
ORM_MAP(Animal, id, kind, name, cage_id)

// In the table of the animals.
struct Bird : Animal {
  using inherits = Animal;
  static orm::MapperArgs mapper_args() { return {.polymorphic_identity = "bird"}; }
  orm::Mapped<std::optional<int64_t>> wingspan{};
};
ORM_MAP(Bird, wingspan)

// In a table of its own, joined to that of the animals.
struct Fish : Animal {
  using inherits = Animal;
  static constexpr auto __tablename__ = "fish";
  static orm::MapperArgs mapper_args() { return {.polymorphic_identity = "fish"}; }
  orm::Mapped<std::string> water{};
};
ORM_MAP(Fish, water)

struct Shark : Fish {
  using inherits = Fish;
  static orm::MapperArgs mapper_args() { return {.polymorphic_identity = "shark"}; }
  orm::Mapped<std::optional<int64_t>> teeth{};
};
ORM_MAP(Shark, teeth)

struct Fixture {
  Fixture()
      : recorder(std::make_shared<orm_test::Recorder>()),
        engine(orm::create_engine("sqlite://", {.echo = orm::EngineOptions::Echo::info},
                                  {.log = recorder})),
        session(engine) {
    orm::metadata<Cage, Animal, Bird, Fish, Shark>().create_all(engine);
    recorder->take();
  }
  std::shared_ptr<orm_test::Recorder> recorder;
  orm::Engine engine;
  orm::Session session;
};

orm::Ptr<Bird> bird(const char* name, int64_t wingspan) {
  auto made = orm::make<Bird>();
  made->name = name;
  made->wingspan = wingspan;
  return made;
}
orm::Ptr<Fish> fish(const char* name, const char* water) {
  auto made = orm::make<Fish>();
  made->name = name;
  made->water = water;
  return made;
}

}  // namespace inheritance_test

using namespace inheritance_test;

TEST_CASE("a struct without a table of its own adds its columns to that of the one above") {
  CHECK(&orm::table_of<Bird>() == &orm::table_of<Animal>());
  CHECK(orm::table_of<Animal>().column("wingspan") != nullptr);
  CHECK(orm::select(Bird_).str() ==
        "SELECT animal.id, animal.kind, animal.name, animal.cage_id, animal.wingspan \nFROM animal "
        "\nWHERE animal.kind IN (__[POSTCOMPILE_kind_1])");
}

TEST_CASE("a struct with a table of its own has the key of the one above") {
  CHECK(orm::table_of<Fish>().column("id")->foreign_keys().size() == 1);
  CHECK(orm::select(Fish_).where(Fish_.name == "Nemo").str() ==
        "SELECT fish.id, animal.id AS id_1, animal.kind, animal.name, animal.cage_id, fish.water "
        "\nFROM animal JOIN fish ON animal.id = fish.id \nWHERE animal.name = :name_1");
}

TEST_CASE("objects are of the struct that their row names") {
  Fixture f;
  auto cage = orm::make<Cage>({.animals = {bird("Tweety", 20), fish("Nemo", "salt")}});
  auto shark = orm::make<Shark>();
  shark->name = "Bruce";
  shark->water = "salt";
  shark->teeth = 300;
  cage->animals.append(shark);
  f.session.add(cage);
  f.session.commit();
  CHECK(shark->kind == "shark");
  f.session.expunge_all();
  cage = f.session.get<Cage>(1);
  REQUIRE(cage->animals.size() == 3);
  CHECK(cage->animals[0]->name == "Tweety");
  auto tweety = orm::as<Bird>(cage->animals[0]);
  REQUIRE(tweety);
  CHECK(tweety->wingspan == 20);
  CHECK(!orm::as<Fish>(cage->animals[0]));
  auto bruce = orm::as<Fish>(cage->animals[2]);
  REQUIRE(bruce);
  CHECK(bruce->water == "salt");
  CHECK(orm::as<Shark>(bruce)->teeth == 300);
  CHECK(f.session.query<Fish>().count() == 2);
  CHECK(!f.session.get<Bird>(2));
  bruce->water = "sweet";
  f.session.delete_(tweety);
  f.session.commit();
  CHECK(f.session.query<Animal>().count() == 2);
  CHECK(bruce->water == "sweet");
}

TEST_CASE("with_polymorphic selects the columns of structs below") {
  Fixture f;
  f.session.add_all({bird("Tweety", 20), bird("Duffy", 90), fish("Nemo", "salt")});
  f.session.commit();
  f.session.expunge_all();
  auto any = orm::with_polymorphic(Animal_, Bird_, Fish_);
  auto found =
      f.session
          .scalars(orm::select(any)
                       .where(any.as<Bird>().wingspan > 50 || any.as<Fish>().water == "salt")
                       .order_by(any.name))
          .all();
  REQUIRE(found.size() == 2);
  CHECK(found[0]->name == "Duffy");
  f.recorder->take();
  CHECK(orm::as<Fish>(found[1])->water == "salt");
  CHECK(f.recorder->take().empty());
  auto salty =
      orm::select(Cage_.id).join(Cage_.animals.of_type(Fish_)).where(Fish_.water == "salt");
  CHECK(salty.str() ==
        "SELECT cage.id \nFROM cage JOIN (animal JOIN fish ON animal.id = fish.id) ON cage.id = "
        "animal.cage_id \nWHERE fish.water = :water_1");
  f.session.expunge_all();
  auto animals = f.session
                     .scalars(orm::select(Animal_)
                                  .order_by(Animal_.id)
                                  .options(orm::selectin_polymorphic(Animal_, Fish_)))
                     .all();
  f.recorder->take();
  CHECK(orm::as<Fish>(animals[2])->water == "salt");
  CHECK(f.recorder->take().empty());
}
