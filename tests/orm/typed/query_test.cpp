// Queries of mapped structs along relationships: joins, loader options, aliases, subqueries, rows
// of several types, INSERT, UPDATE and DELETE; the SQL is that of SQLAlchemy 2.0.
#include <doctest/doctest.h>

#include "orm/core.h"
#include "orm/orm_error.h"
#include "orm/repr.h"
#include "tests/orm/session/mapped_helper.h"

namespace query_test {

struct Shop {};
struct Toy;

struct Maker {
  using declarative_base = Shop;
  static constexpr auto __tablename__ = "maker";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
  orm::Relationship<std::vector<Toy>, orm::back_populates("maker")> toys{};
  std::string repr() const { return "Maker(" + orm::repr(name) + ")"; }
};
ORM_MAP(Maker, id, name, toys)

struct Toy {
  using declarative_base = Shop;
  static constexpr auto __tablename__ = "toy";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
  orm::Mapped<std::optional<int64_t>> price{};
  orm::Mapped<std::optional<int64_t>, orm::foreign_key("maker.id")> maker_id{};
  orm::Relationship<Maker, orm::back_populates("toys")> maker{};
  std::string repr() const { return "Toy(" + orm::repr(name) + ")"; }
  // A hybrid: the same words for an object, for the class and for an alias of it.
  template <class Self>
  static auto is_odd(const Self& toy) {
    return toy.id % 2 == 1;
  }
};
ORM_MAP(Toy, id, name, price, maker_id, maker)

using Lines = std::vector<std::string>;

struct Fixture {
  Fixture()
      : recorder(std::make_shared<orm_test::Recorder>()),
        engine(orm::create_engine("sqlite://", {.echo = orm::EngineOptions::Echo::info},
                                  {.log = recorder})),
        session(engine) {
    orm::metadata<Maker, Toy>().create_all(engine);
    session.add_all({orm::make<Maker>({.name = "Ann",
                                       .toys = {orm::make<Toy>({.name = "ball", .price = 5}),
                                                orm::make<Toy>({.name = "kite", .price = 12})}}),
                     orm::make<Maker>({.name = "Bo", .toys = {orm::make<Toy>({.name = "top"})}}),
                     orm::make<Maker>({.name = "Cy"})});
    session.commit();
    session.expunge_all();
    recorder->take();
  }
  // The statements that were sent since.
  Lines sent() { return recorder->take_statements(); }
  std::shared_ptr<orm_test::Recorder> recorder;
  orm::Engine engine;
  orm::Session session;
};

}  // namespace query_test

using namespace query_test;

TEST_CASE("a join goes along a relationship") {
  CHECK(orm::select(Toy_.name, Maker_.name).join(Toy_.maker).where(Maker_.id < 3).str() ==
        "SELECT toy.name, maker.name AS name_1 \nFROM toy JOIN maker ON maker.id = toy.maker_id \n"
        "WHERE maker.id < :id_1");
  CHECK(orm::select(Maker_.name).outerjoin(Maker_.toys.and_(Toy_.price > 3)).str() ==
        "SELECT maker.name \nFROM maker LEFT OUTER JOIN toy ON maker.id = toy.maker_id AND "
        "toy.price > :price_1");
  CHECK(orm::select(Maker_.id).join(Toy_, Toy_.maker_id == Maker_.id).str() ==
        "SELECT maker.id \nFROM maker JOIN toy ON toy.maker_id = maker.id");
  CHECK(orm::select(orm::fn::count()).select_from(Maker_).join(Maker_.toys).str() ==
        "SELECT count(*) AS count_1 \nFROM maker JOIN toy ON maker.id = toy.maker_id");
  CHECK(orm::select(Toy_.name).join_from(Maker_, Maker_.toys).str() ==
        "SELECT toy.name \nFROM maker JOIN toy ON maker.id = toy.maker_id");
}

TEST_CASE("criteria on relationships") {
  Fixture f;
  auto ann = f.session.get<Maker>(1);
  CHECK(f.session.query<Toy>().filter(Toy_.maker == ann).count() == 2);
  CHECK(f.session.query<Toy>().filter(Toy_.maker != ann).count() == 1);
  CHECK(f.session.query<Toy>().filter(Toy_.maker == nullptr).count() == 0);
  auto rich = f.session.scalars(orm::select(Maker_).where(Maker_.toys.any(Toy_.price > 10))).all();
  CHECK(orm::repr(rich) == "[Maker('Ann')]");
  CHECK(orm::repr(f.session.query<Maker>().filter(!Maker_.toys.any()).all()) == "[Maker('Cy')]");
  CHECK(f.session.query<Toy>().filter(Toy_.maker.has({{"name", "Bo"}})).one()->name == "top");
  auto kite = f.session.query<Toy>().filter_by({{"name", "kite"}}).one();
  CHECK(f.session.query<Maker>().filter(Maker_.toys.contains(kite)).one() == ann);
  CHECK(f.session.query<Toy>().filter(orm::with_parent(ann, Maker_.toys)).count() == 2);
  CHECK_THROWS_AS(Maker_.toys.has(Toy_.price > 1), orm::InvalidRequestError);
}

TEST_CASE("options say how related objects are loaded") {
  Fixture f;
  auto makers = f.session
                    .scalars(orm::select(Maker_).order_by(Maker_.id).options(
                        orm::selectinload(Maker_.toys).joinedload(Toy_.maker)))
                    .all();
  CHECK(f.sent().size() == 2);
  CHECK(makers[0]->toys.size() == 2);
  CHECK(makers[2]->toys.empty());
  CHECK(f.sent().empty());
  f.session.expunge_all();
  auto toys = f.session.query<Toy>().options(orm::joinedload(Toy_.maker, true)).all();
  CHECK(toys[2]->maker->name == "Bo");
  CHECK(f.sent() == Lines{"SELECT toy.id AS toy_id, toy.name AS toy_name, toy.price AS toy_price, "
                          "toy.maker_id AS toy_maker_id, maker_1.id AS maker_1_id, maker_1.name "
                          "AS maker_1_name \nFROM toy JOIN maker AS maker_1 ON maker_1.id = "
                          "toy.maker_id"});
  f.session.expunge_all();
  auto statement = orm::select(Maker_).options(orm::joinedload(Maker_.toys));
  CHECK_THROWS_AS(f.session.scalars(statement).all(), orm::InvalidRequestError);
  CHECK(f.session.scalars(statement).unique().all().size() == 3);
  f.session.expunge_all();
  auto top = f.session
                 .scalars(orm::select(Toy_)
                              .join(Toy_.maker)
                              .where(Maker_.name == "Bo")
                              .options(orm::contains_eager(Toy_.maker)))
                 .one();
  f.sent();
  CHECK(top->maker->name == "Bo");
  CHECK(f.sent().empty());
  f.session.expunge_all();
  auto ann = f.session.get_with<Maker>(1, orm::raiseload(Maker_.toys));
  CHECK_THROWS_AS(ann->toys.size(), orm::InvalidRequestError);
}

TEST_CASE("options choose columns") {
  Fixture f;
  auto kite =
      f.session
          .scalars(orm::select(Toy_).where(Toy_.name == "kite").options(orm::load_only(Toy_.name)))
          .one();
  CHECK(f.sent() == Lines{"SELECT toy.id, toy.name \nFROM toy \nWHERE toy.name = ?"});
  CHECK(kite->price == 12);
  CHECK(f.sent().size() == 1);
  f.session.expunge_all();
  f.session.query<Toy>().options(orm::defer(Toy_.price)).all();
  CHECK(f.sent() == Lines{"SELECT toy.id AS toy_id, toy.name AS toy_name, toy.maker_id AS "
                          "toy_maker_id \nFROM toy"});
}

TEST_CASE("aliases") {
  auto dearer = orm::aliased(Toy_, "dearer");
  auto statement = orm::select(Toy_.name, dearer.name)
                       .join(dearer, dearer.maker_id == Toy_.maker_id && dearer.price > Toy_.price);
  CHECK(statement.str() ==
        "SELECT toy.name, dearer.name AS name_1 \nFROM toy JOIN toy AS dearer ON dearer.maker_id = "
        "toy.maker_id AND dearer.price > toy.price");
  auto first = orm::aliased(Toy_), second = orm::aliased(Toy_);
  CHECK(orm::select(Maker_.id)
            .join(Maker_.toys.of_type(first))
            .join(Maker_.toys.of_type(second))
            .where(first.price < second.price)
            .str() ==
        "SELECT maker.id \nFROM maker JOIN toy AS toy_1 ON maker.id = toy_1.maker_id JOIN toy AS "
        "toy_2 ON maker.id = toy_2.maker_id \nWHERE toy_1.price < toy_2.price");
  Fixture f;
  auto thick = orm::select(Toy_).where(Toy_.price > 1).order_by(Toy_.id).limit(1).subquery();
  auto toy = orm::aliased(Toy_, thick);
  CHECK(f.session.scalars(orm::select(toy).order_by(toy.name)).one()->name == "ball");
  CHECK(f.session.scalars(orm::select(toy).join(toy.maker)).one()->name == "ball");
}

TEST_CASE("rows of objects, columns and functions") {
  Fixture f;
  std::string text;
  for (const auto& [maker, toys, dearest] : f.session.execute(
           orm::select(Maker_, orm::fn::count(Toy_.id).label("toys"), orm::fn::max(Toy_.price))
               .outerjoin(Maker_.toys)
               .group_by(Maker_.id)
               .having(orm::fn::count(Toy_.id) < 3)
               .order_by(orm::core::desc("toys")))) {
    text += maker->name.get() + " " + std::to_string(toys) + " " + orm::repr(dearest) + "\n";
  }
  CHECK(text == "Ann 2 12\nBo 1 None\nCy 0 None\n");
  auto stats = orm::select(Toy_.maker_id, orm::fn::count().label("n"))
                   .group_by(Toy_.maker_id)
                   .subquery("stats");
  auto rows =
      f.session.execute(orm::select(Maker_, stats.c["n"]).join(stats).order_by(Maker_.id)).all();
  CHECK(orm::repr(rows) == "[(Maker('Ann'), 2), (Maker('Bo'), 1)]");
}

TEST_CASE("statements within statements") {
  Fixture f;
  auto average = orm::select(orm::fn::avg(Toy_.price)).scalar_subquery();
  CHECK(f.session.scalars(orm::select(Toy_.name).where(Toy_.price > average)).all() ==
        Lines{"kite"});
  auto number =
      orm::select(orm::fn::count(Toy_.id)).where(Toy_.maker_id == Maker_.id).scalar_subquery();
  CHECK(orm::repr(f.session.execute(orm::select(Maker_.name, number.label("toys"))).all()) ==
        "[('Ann', 2), ('Bo', 1), ('Cy', 0)]");
  auto with_price = orm::select(Toy_.maker_id).where(Toy_.price.is_not(nullptr));
  CHECK(f.session.scalars(orm::select(Maker_.name).where(Maker_.id.in_(with_price))).all() ==
        Lines{"Ann"});
  auto cheap = orm::select(Toy_.id).where(Toy_.maker_id == Maker_.id, Toy_.price < 9).exists();
  CHECK(f.session.scalars(orm::select(Maker_.name).where(cheap)).all() == Lines{"Ann"});
}

TEST_CASE("INSERT, UPDATE and DELETE of structs") {
  Fixture f;
  auto kite = f.session.query<Toy>().filter_by({{"name", "kite"}}).one();
  f.sent();
  auto done = f.session.execute(
      orm::update(Toy_).where(Toy_.price > 3).values({{"price", Toy_.price + 1}}));
  CHECK(done.rowcount() == 2);
  CHECK(kite->price == 13);
  auto made =
      f.session
          .scalars(orm::rows_of<orm::Ptr<Toy>>(orm::insert(Toy_).returning(Toy_)),
                   {orm::ParameterSet{{"name", "drum"}}, orm::ParameterSet{{"name", "doll"}}})
          .all();
  CHECK(orm::repr(made) == "[Toy('drum'), Toy('doll')]");
  CHECK(f.session.query<Toy>().filter(Toy_.price > 10).update({{"price", 1}}) == 1);
  CHECK(kite->price == 1);
  CHECK(f.session.query<Toy>().filter(Toy_.name.in_({"drum", "doll"})).delete_() == 2);
  f.session.execute(orm::update(Toy_).filter_by({{"name", "top"}}).values({{"price", 7}}));
  f.session.execute(orm::delete_(Toy_).filter_by({{"price", 7}}));
  CHECK(f.session.query<Toy>().filter(Toy_.name == "top").count() == 0);
  CHECK_THROWS_AS(orm::delete_(Toy_).filter_by({{"size", 7}}), orm::InvalidRequestError);
  f.session.execute(orm::delete_(Toy_).where(Toy_.maker.has()));
  CHECK(f.session.query<Toy>().count() == 0);
}

TEST_CASE("a savepoint is a block") {
  Fixture f;
  {
    orm::SessionScope savepoint(f.session.begin_nested());
    f.session.add(orm::make<Maker>({.name = "Di"}));
    f.session.flush();
  }
  CHECK(f.session.query<Maker>().count() == 3);
  {
    orm::SessionScope savepoint(f.session.begin_nested());
    f.session.add(orm::make<Maker>({.name = "Di"}));
    savepoint.commit();
  }
  CHECK(f.session.query<Maker>().count() == 4);
}

TEST_CASE("objects of a text, merged objects, expunged ones") {
  Fixture f;
  auto found = f.session
                   .scalars(orm::select(Maker_).from_statement(
                       orm::text("SELECT * FROM maker WHERE name = 'Bo'")))
                   .one();
  CHECK(found->name == "Bo");
  auto outside = orm::make<Maker>({.id = 2, .name = "Bob", .toys = {}});
  auto inside = f.session.merge(outside);
  CHECK(inside == found);
  CHECK(found->name == "Bob");
  CHECK(f.session.is_modified(found));
  f.session.expunge(found);
  CHECK(!f.session.contains(found));
}

TEST_CASE("a hybrid is a template over objects and classes") {
  Fixture f;
  const auto later = orm::aliased(Toy_, "later");
  const auto odd = f.session.scalars(orm::select(Toy_).where(Toy::is_odd(Toy_))).all();
  REQUIRE(odd.size() == 2);
  CHECK(Toy::is_odd(*odd[0]));
  CHECK_FALSE(Toy::is_odd(*f.session.get<Toy>(2)));
  CHECK(orm::select(later.name).where(Toy::is_odd(later)).str() ==
        "SELECT later.name \nFROM toy AS later \nWHERE later.id % :id_1 = :param_1");
}

TEST_CASE("objects of a result, however they are taken") {
  Fixture f;
  const auto toys = orm::select(Toy_).order_by(Toy_.id);
  Lines names;
  for (auto& toy : f.session.scalars(toys)) names.push_back(toy->name);
  CHECK(names == Lines{"ball", "kite", "top"});

  auto result = f.session.scalars(toys);
  const std::vector<orm::Ptr<Toy>> kept(result.begin(), result.end());
  REQUIRE(kept.size() == 3);
  CHECK(kept[2]->name == "top");
  CHECK(f.session.scalars(toys.limit(1).offset(1)).one()->name == "kite");
  CHECK(f.session.scalars(toys).first()->operator->()->name == "ball");
  CHECK_FALSE(f.session.scalars(toys.where(Toy_.name == "none")).one_or_none().has_value());
  CHECK_THROWS_AS(f.session.scalars(toys).one(), orm::MultipleResultsFound);
  CHECK_THROWS_AS(f.session.scalars(toys.where(Toy_.name == "none")).one(), orm::NoResultFound);
  CHECK(f.session.scalars(toys).unique().all().size() == 3);
}

TEST_CASE("a text that is the attribute's own can be assigned to it") {
  Fixture f;
  auto toy = f.session.scalars(orm::select(Toy_).where(Toy_.name == "kite")).one();
  f.sent();
  toy->name = toy->name->c_str() + 1;
  CHECK(toy->name == "ite");
  f.session.flush();
  CHECK(f.sent() == Lines{"UPDATE toy SET name=? WHERE toy.id = ?"});
}
