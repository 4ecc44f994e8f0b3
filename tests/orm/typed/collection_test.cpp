// What mapped structs have beside plain attributes: validators, collections that are never loaded,
// relationships that are added later. The SQL is that of SQLAlchemy 2.0.
#include <doctest/doctest.h>

#include "orm/core.h"
#include "orm/orm_error.h"
#include "orm/repr.h"
#include "tests/orm/session/mapped_helper.h"

namespace collection_test {

struct Shelf {};
struct Note;
struct Mark;
struct Tag;

struct Book {
  using declarative_base = Shelf;
  static constexpr auto __tablename__ = "book";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> title{};
  orm::Mapped<int64_t> pages{};
  orm::DynamicRelationship<Note, orm::back_populates("book"), orm::order_by("Note.id")> notes{};
  orm::WriteOnlyRelationship<Mark, orm::cascade("all, delete-orphan"), orm::passive_deletes>
      marks{};
  orm::Relationship<std::vector<Tag>> tags{};

  int64_t check_pages(std::string_view key, int64_t value) {
    if (value < 1) throw orm::ValueError(std::string(key) + " is less than 1");
    return value;
  }
  std::string trim(std::string_view, const std::string& value) { return orm::strip(value); }
  orm::Ptr<Tag> check_tag(std::string_view, orm::Ptr<Tag> tag);
  static std::vector<orm::Validator> validators() {
    return {orm::validates<&Book::check_pages>(&Book::pages),
            orm::validates<&Book::trim>(&Book::title),
            orm::validates<&Book::check_tag>(&Book::tags)};
  }
};
ORM_MAP(Book, id, title, pages, notes, marks, tags)

struct Note {
  using declarative_base = Shelf;
  static constexpr auto __tablename__ = "note";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> text{};
  orm::Mapped<std::optional<int64_t>, orm::foreign_key("book.id")> book_id{};
  orm::Relationship<Book, orm::back_populates("notes")> book{};
};
ORM_MAP(Note, id, text, book_id, book)

struct Mark {
  using declarative_base = Shelf;
  static constexpr auto __tablename__ = "mark";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<int64_t> page{};
  orm::Mapped<std::optional<int64_t>, orm::foreign_key("book.id")> book_id{};
};
ORM_MAP(Mark, id, page, book_id)

struct Tag {
  using declarative_base = Shelf;
  static constexpr auto __tablename__ = "tag";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> word{};
  orm::Mapped<std::optional<int64_t>, orm::foreign_key("book.id")> book_id{};
};
ORM_MAP(Tag, id, word, book_id)

orm::Ptr<Tag> Book::check_tag(std::string_view, orm::Ptr<Tag> tag) {
  if (tag->word == "bad") throw orm::ValueError("no such tag");
  return tag;
}

using Lines = std::vector<std::string>;

struct Fixture {
  Fixture()
      : recorder(std::make_shared<orm_test::Recorder>()),
        engine(orm::create_engine("sqlite://", {.echo = orm::EngineOptions::Echo::info},
                                  {.log = recorder})),
        session(engine) {
    orm::metadata<Book>().create_all(engine);
    recorder->take();
  }
  Lines sent() { return recorder->take_statements(); }
  std::shared_ptr<orm_test::Recorder> recorder;
  orm::Engine engine;
  orm::Session session;
};

}  // namespace collection_test

using namespace collection_test;  // NOLINT: the tests are about these

TEST_CASE("validators see what is given to make() and what is assigned") {
  auto book = orm::make<Book>({.title = "  Emma ", .pages = 300});
  CHECK(book->title == "Emma");
  CHECK_THROWS_WITH_AS(book->pages = 0, "pages is less than 1", orm::ValueError);
  CHECK(book->pages == 300);
  book->title = " Dawn ";
  CHECK(book->title == "Dawn");
  CHECK_THROWS_AS(orm::make<Book>({.pages = -1}), orm::ValueError);
}

TEST_CASE("validators of a relationship see what joins it") {
  auto bad = orm::make<Tag>({.word = "bad"});
  auto good = orm::make<Tag>({.word = "good"});
  auto book = orm::make<Book>({.title = "Emma", .pages = 1});
  CHECK_THROWS_WITH_AS(book->tags.append(bad), "no such tag", orm::ValueError);
  book->tags.append(good);
  CHECK_THROWS_AS((book->tags = {good, bad}), orm::ValueError);
  CHECK(book->tags.size() == 1);
  CHECK_THROWS_AS(orm::make<Book>({.pages = 1, .tags = {bad}}), orm::ValueError);
}

TEST_CASE("del of an item of a collection") {
  auto one = orm::make<Tag>({.word = "one"});
  auto two = orm::make<Tag>({.word = "two"});
  auto book = orm::make<Book>({.pages = 1, .tags = {one, two}});
  book->tags.erase(0);
  REQUIRE(book->tags.size() == 1);
  CHECK(book->tags[0] == two);
  CHECK_THROWS_AS(book->tags.erase(1), orm::IndexError);
}

TEST_CASE("a dynamic collection is a query") {
  Fixture f;
  auto book = orm::make<Book>({.title = "Emma", .pages = 300});
  book->notes.append(orm::make<Note>({.text = "a"}));
  book->notes.extend({orm::make<Note>({.text = "b"}), orm::make<Note>({.text = "c"})});
  CHECK_THROWS_AS(book->notes.all(), orm::DetachedInstanceError);
  f.session.add(book);
  f.session.commit();
  f.sent();
  const auto found = book->notes.filter(Note_.text > "a").all();
  REQUIRE(found.size() == 2);
  CHECK(found[0]->text == "b");
  CHECK(f.sent().back() ==
        "SELECT note.id AS note_id, note.text AS note_text, note.book_id AS note_book_id "
        "\nFROM note \nWHERE ? = note.book_id AND note.text > ? ORDER BY note.id");
  CHECK(book->notes.count() == 3);
  book->notes.remove(found[0]);
  CHECK_FALSE(static_cast<bool>(found[0]->book));
  CHECK(book->notes.count() == 2);
  Lines texts;
  for (const auto& note : book->notes.query()) texts.push_back(note->text);
  CHECK(texts == Lines{"a", "c"});
  // The other side adds as well.
  f.session.add(orm::make<Note>({.text = "d", .book = book}));
  CHECK(book->notes.count() == 3);
  CHECK(f.session.scalars(orm::select(Book_).where(Book_.notes.any(Note_.text == "d"))).one() ==
        book);
}

TEST_CASE("a write-only collection gives statements") {
  Fixture f;
  auto book = orm::make<Book>({.title = "Emma", .pages = 300});
  book->marks.add_all({orm::make<Mark>({.page = 5}), orm::make<Mark>({.page = 9})});
  f.session.add(book);
  f.session.commit();
  f.session.execute(book->marks.insert(), {{{"page", 20}}, {{"page", 30}}});
  f.sent();
  const auto late = f.session.scalars(book->marks.select().where(Mark_.page > 8)).all();
  REQUIRE(late.size() == 3);
  CHECK(late[0]->book_id == 1);
  CHECK(f.sent().back() ==
        "SELECT mark.id, mark.page, mark.book_id \nFROM mark \nWHERE ? = mark.book_id AND "
        "mark.page > ?");
  book->marks.remove(late[0]);
  f.session.flush();
  CHECK(f.session.scalars(book->marks.select()).all().size() == 3);
  f.session.execute(book->marks.delete_().where(Mark_.page == 20));
  CHECK(f.session.scalars(book->marks.select()).all().size() == 2);
}

namespace later_test {

struct Base {};
struct Wheel;
struct Cart {
  using declarative_base = Base;
  static constexpr auto __tablename__ = "cart";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Relationship<std::vector<Wheel>, orm::back_populates("cart"), orm::added_later> wheels{};
};
ORM_MAP(Cart, id, wheels)
struct Wheel {
  using declarative_base = Base;
  static constexpr auto __tablename__ = "wheel";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::optional<int64_t>, orm::foreign_key("cart.id")> cart_id{};
  orm::Relationship<Cart, orm::back_populates("wheels")> cart{};
};
ORM_MAP(Wheel, id, cart_id, cart)

}  // namespace later_test

TEST_CASE("a relationship that is added later is not mapped before") {
  using later_test::Cart, later_test::Cart_, later_test::Wheel;
  auto early = orm::make<Cart>();
  CHECK(orm::metadata<later_test::Base>()->tables().size() == 1);
  CHECK_THROWS_AS(early->wheels.size(), orm::InvalidRequestError);
  orm::add_relationship(Cart_.wheels);
  orm::add_relationship(Cart_.wheels);  // once is enough
  early->wheels.append(orm::make<Wheel>());
  CHECK(orm::metadata<later_test::Base>()->tables().size() == 2);
  CHECK(early->wheels[0]->cart == early);
}

namespace old_test {

struct Base {};
struct Title;
struct Writer {
  using declarative_base = Base;
  static constexpr auto __tablename__ = "writer";
  static constexpr bool __reflected__ = true;
  orm::Mapped<int64_t> id{};
  orm::Mapped<std::string, orm::named("name")> full_name{};
  orm::Relationship<std::vector<Title>, orm::back_populates("writer")> titles{};
};
ORM_MAP(Writer, id, full_name, titles)
struct Title {
  using declarative_base = Base;
  static constexpr auto __tablename__ = "title";
  static constexpr bool __reflected__ = true;
  orm::Mapped<int64_t> nr{};
  orm::Mapped<int64_t> writer_id{};
  orm::Relationship<Writer, orm::back_populates("titles")> writer{};
};
ORM_MAP(Title, nr, writer_id, writer)
struct Short {
  using declarative_base = Base;
  static constexpr auto __tablename__ = "writer";
  static constexpr bool __reflected__ = true;
  orm::Mapped<int64_t> id{};
};
ORM_MAP(Short, id)

}  // namespace old_test

TEST_CASE("structs of tables that were read from the database") {
  using old_test::Writer, old_test::Writer_, old_test::Title;
  Fixture f;
  const auto run = [&](const char* sql) { f.session.execute(orm::text(sql)); };
  run("CREATE TABLE writer (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL)");
  run("CREATE TABLE title (nr INTEGER PRIMARY KEY, writer_id INTEGER NOT NULL REFERENCES writer "
      "(id))");
  run("INSERT INTO writer VALUES (1, 'Lem')");
  f.session.commit();
  orm::core::MetaData metadata;
  metadata.reflect(f.engine);
  orm::use_metadata<old_test::Base>(metadata.node());
  CHECK_THROWS_AS(orm::use_metadata<old_test::Base>(metadata.node()), orm::InvalidRequestError);
  f.sent();
  auto lem = f.session.scalars(orm::select(Writer_).where(Writer_.full_name == "Lem")).one();
  lem->titles.append(orm::make<Title>({.nr = 10}));
  f.session.commit();
  CHECK(f.sent() == Lines{"SELECT writer.id, writer.name \nFROM writer \nWHERE writer.name = ?",
                          "SELECT title.nr AS title_nr, title.writer_id AS title_writer_id \nFROM "
                          "title \nWHERE ? = title.writer_id",
                          "INSERT INTO title (nr, writer_id) VALUES (?, ?)"});
  CHECK_THROWS_WITH_AS(orm::map_class<old_test::Short>(),
                       "The table 'writer' has a column 'name', for which 'Short' has no member",
                       orm::ArgumentError);
}
