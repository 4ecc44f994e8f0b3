// Events of sessions and rows as functions.
#include <doctest/doctest.h>

#include "orm/error.h"
#include "orm/listen.h"
#include "orm/orm.h"

namespace events_test {

struct Plant {
  static constexpr auto __tablename__ = "heard_plant";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
  orm::Mapped<std::string> kind{};
  static orm::MapperArgs mapper_args() {
    return {.polymorphic_on = "kind", .polymorphic_identity = "plant"};
  }
};
ORM_MAP(Plant, id, name, kind)

struct Tree : Plant {
  using inherits = Plant;
  static constexpr auto __tablename__ = "heard_plant";
  orm::Mapped<std::optional<int64_t>> height{};
  static orm::MapperArgs mapper_args() { return {.polymorphic_identity = "tree"}; }
};
ORM_MAP(Tree, height)

struct Stone {
  static constexpr auto __tablename__ = "heard_stone";
  orm::Mapped<int64_t, orm::primary_key> id{};
};
ORM_MAP(Stone, id)

struct Fixture {
  Fixture() : engine(orm::create_engine("sqlite://")), session(engine) {
    orm::metadata<Plant, Tree, Stone>().create_all(engine);
  }
  orm::Engine engine;
  orm::Session session;
  std::string told;
};

TEST_CASE("functions hear of the session's flushes and commits, in the order in which they came") {
  Fixture f;
  orm::listen(f.session, orm::SessionEvent::before_flush, [&](orm::Session& session) {
    f.told += session.new_().empty() ? "none " : "first ";
  });
  orm::listen(f.session, orm::SessionEvent::before_flush,
              [&](orm::Session&) { f.told += "second "; });
  orm::listen(f.session, orm::SessionEvent::after_commit,
              [&](orm::Session&) { f.told += "committed "; });
  f.session.add(orm::make<Plant>({.name = "fern"}));
  f.session.commit();
  CHECK(f.told == "first second committed ");
}

TEST_CASE("functions hear of the lives of objects") {
  Fixture f;
  using Event = orm::SessionEvent;
  auto names = [&](const char* word) {
    return [&f, word](orm::Session&, const orm::Instance& object) {
      f.told += word + orm::Ptr<Plant>(object)->name.get() + " ";
    };
  };
  orm::listen_to_objects(f.session, Event::transient_to_pending, names("new "));
  orm::listen_to_objects(f.session, Event::pending_to_persistent, names("kept "));
  orm::listen_to_objects(f.session, Event::loaded_as_persistent, names("loaded "));
  f.session.add(orm::make<Plant>({.name = "moss"}));
  f.session.commit();
  f.session.expunge_all();
  CHECK(f.session.get<Plant>(1)->name == "moss");
  CHECK(f.told == "new moss kept moss loaded moss ");
}

TEST_CASE("a function of rows is told of its struct and those below it, and may assign") {
  Fixture f;
  orm::listen<Plant>(f.session, orm::RowEvent::before_insert,
                     [](orm::Connection&, const orm::Ptr<Plant>& plant) {
                       plant->name = "the " + plant->name.get();
                     });
  orm::listen<Tree>(f.session, orm::RowEvent::after_insert,
                    [&](orm::Connection&, const orm::Ptr<Tree>& tree) {
                      f.told += *tree->name + std::to_string(tree->height->value_or(0)) + " ";
                    });
  f.session.add(orm::make<Plant>({.name = "fern"}));
  auto oak = orm::make<Tree>();
  oak->name = "oak";
  oak->height = 30;
  f.session.add(oak);
  f.session.add(orm::make<Stone>({.id = 1}));
  f.session.commit();
  CHECK(f.told == "the oak30 ");
  auto names = f.session.scalars(orm::select(Plant_.name).order_by(Plant_.id)).all();
  CHECK(names == std::vector<std::string>{"the fern", "the oak"});
}

TEST_CASE("the session's own listener goes on hearing") {
  struct Own final : orm::SessionListener {
    bool listens(const orm::Session&, orm::SessionEvent event) override {
      return event == orm::SessionEvent::before_commit;
    }
    void session_event(orm::Session&, orm::SessionEvent) override { ++heard; }
    int heard = 0;
  };
  Fixture f;
  const auto own = orm::make_ref<Own>();
  f.session.listener = own;
  orm::listen(f.session, orm::SessionEvent::before_commit,
              [&](orm::Session&) { f.told += "also "; });
  f.session.add(orm::make<Stone>({.id = 1}));
  f.session.commit();
  CHECK(own->heard == 1);
  CHECK(f.told == "also ");
}

TEST_CASE("an event of another kind is refused") {
  Fixture f;
  CHECK_THROWS_AS(
      orm::listen(f.session, orm::SessionEvent::loaded_as_persistent, [](orm::Session&) {}),
      orm::ArgumentError);
  CHECK_THROWS_AS(orm::listen_to_objects(f.session, orm::SessionEvent::before_flush,
                                         [](orm::Session&, const orm::Instance&) {}),
                  orm::ArgumentError);
}

}  // namespace events_test
