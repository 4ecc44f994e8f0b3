// Members that are decimal numbers, bytes, JSON documents, and types of the program's own.
#include <doctest/doctest.h>

#include "orm/error.h"
#include "orm/orm.h"

namespace values_test {

// A type of the program's own: stored as an integer.
struct Cents {
  int64_t amount = 0;
  bool operator==(const Cents&) const = default;
};

}  // namespace values_test

template <>
struct orm::ValueTraits<values_test::Cents> {
  static constexpr ValueFamily family = ValueFamily::number;
  static constexpr bool nullable = false;
  static TypeRef type() { return Integer(); }
  static Value to_value(const values_test::Cents& cents) { return Value(cents.amount); }
  static values_test::Cents from_value(const Value& value) { return {value_as_int(value)}; }
};

namespace values_test {

using orm::Decimal;

struct Ware {
  static constexpr auto __tablename__ = "ware";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<Decimal, orm::type("Numeric", 10, 2)> price{};
  orm::Mapped<std::optional<orm::Bytes>> picture{};
  orm::Mapped<orm::Json> details{};
  orm::Mapped<Cents> postage{};
};
ORM_MAP(Ware, id, price, picture, details, postage)

TEST_CASE("members of every kind come back as they went") {
  orm::Engine engine = orm::create_engine("sqlite://");
  orm::metadata<Ware>().create_all(engine);
  orm::Session session(engine);
  const std::string zeros("a\0b", 3);
  session.add(orm::make<Ware>({.id = 1,
                               .price = Decimal("9.90"),
                               .picture = orm::Bytes{zeros},
                               .details = orm::Json{R"({"size": [1, 2]})"},
                               .postage = Cents{250}}));
  session.add(orm::make<Ware>(
      {.id = 2, .price = Decimal(12), .details = orm::Json{"null"}, .postage = Cents{0}}));
  session.commit();
  session.expunge_all();

  auto first = session.get<Ware>(1);
  CHECK(first->price->str() == "9.90");
  CHECK(first->picture.get().value().data == zeros);
  CHECK(first->details->text == R"({"size": [1, 2]})");
  CHECK(first->postage->amount == 250);
  CHECK(session.get<Ware>(2)->picture.is_none());

  first->price += Decimal("0.10");
  session.commit();
  auto found = session.scalars(orm::select(Ware_).where(Ware_.price == Decimal("10"))).all();
  REQUIRE(found.size() == 1);
  CHECK(found[0] == first);
  CHECK(session.scalars(orm::select(Ware_.id).where(Ware_.postage == Cents{250})).one() == 1);
  CHECK(session.scalars(orm::select(Ware_.id).where(Ware_.picture == orm::Bytes{zeros})).one() ==
        1);
}

TEST_CASE("decimal numbers compute as Python's do") {
  CHECK((Decimal("0.1") + Decimal("0.20")).str() == "0.30");
  CHECK((Decimal("1") - Decimal("1.00")).str() == "0.00");
  CHECK((Decimal("1.5") * Decimal(2)).str() == "3.0");
  CHECK((Decimal(1) / Decimal(3)).str() == "0.3333333333333333333333333333");
  CHECK(Decimal("2.675").rounded(2).str() == "2.68");
  CHECK((-Decimal("1.5")).str() == "-1.5");
  CHECK(Decimal("1.10") == Decimal("1.1"));
  CHECK(Decimal("-2") < Decimal("1E-3"));
  CHECK(Decimal("2.5").to_double() == 2.5);
  CHECK_THROWS_AS(Decimal(1) / Decimal(0), orm::ZeroDivisionError);
  for (const char* text : {"", "1,5", ".", "1e", "0x1", " 1", "nan"}) {
    CHECK_THROWS_AS(Decimal(std::string_view(text)), orm::ValueError);
  }
}

TEST_CASE("a value of another kind is refused") {
  CHECK_THROWS_AS(orm::ValueTraits<Decimal>::from_value(orm::Value("x")), orm::TypeError);
  CHECK_THROWS_AS(orm::ValueTraits<orm::Bytes>::from_value(orm::Value(1)), orm::TypeError);
  CHECK_THROWS_AS(orm::ValueTraits<orm::Json>::from_value(orm::Value("{}")), orm::TypeError);
}

}  // namespace values_test
