// Mapped classes that refer to each other in C++: members, queries along relationships, options,
// functions; and why a step has no equivalent.
#include <doctest/doctest.h>

#include <cstddef>

#include "runner/translate/translate.h"
#include "tests/runner/translate/program_helper.h"

using namespace lessonrun::translate;

namespace {

constexpr const char* kModel =
    "class Author(Base):\n"
    "    __tablename__ = 'author'\n"
    "    id: Mapped[int] = mapped_column(primary_key=True)\n"
    "    name: Mapped[str]\n"
    "    books: Mapped[List['Book']] = relationship(back_populates='author', order_by='Book.id')\n";
constexpr const char* kTarget =
    "class Book(Base):\n"
    "    __tablename__ = 'book'\n"
    "    id: Mapped[int] = mapped_column(primary_key=True)\n"
    "    title: Mapped[str]\n"
    "    author_id: Mapped[int] = mapped_column(ForeignKey('author.id', ondelete='CASCADE'))\n"
    "    author: Mapped['Author'] = relationship(back_populates='books')\n";

Program program_of(const std::vector<std::string>& sources) {
  return program_behind(
      {"from typing import *\n", "from sqlalchemy import *\n",
       "from sqlalchemy.orm import DeclarativeBase, Mapped, Session, aliased, joinedload, "
       "mapped_column, relationship, selectinload\n",
       "class Base(DeclarativeBase):\n    pass\n"},
      sources);
}

// The C++ of a step behind the two classes and a session, or why it has none.
std::string cpp_of(const std::string& source) {
  StepTranslation step = program_of({kModel, kTarget, "e = create_engine('sqlite://')\n",
                                     "s = Session(e)\n", source + "\n"})
                             .steps.back();
  return step.cpp.empty() ? step.reason : step.cpp;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a relationship is a member, and its class declared before it") {
  Program program = program_of({kModel, kTarget});
  CHECK(has(program.steps[0].cpp, "struct Book;\nstruct Author {"));
  CHECK(has(program.steps[0].cpp,
            "  orm::Relationship<std::vector<Book>, orm::back_populates(\"author\"), "
            "orm::order_by(\"Book.id\")> books{};\n"));
  CHECK(has(program.steps[0].cpp, "ORM_MAP(Author, id, name, books)"));
  CHECK(has(program.steps[1].cpp,
            "orm::Mapped<int64_t, orm::foreign_key(\"author.id\", \"CASCADE\")> author_id{};"));
  CHECK(has(program.steps[1].cpp,
            "orm::Relationship<Author, orm::back_populates(\"books\")> author{};"));
}

TEST_CASE("in the classic form the foreign key tells a list from one object") {
  Program program = program_of(
      {"class A(Base):\n    __tablename__ = 'a'\n    id = Column(Integer, primary_key=True)\n"
       "    bs = relationship('B', cascade='all, delete-orphan')\n",
       "class B(Base):\n    __tablename__ = 'b'\n    id = Column(Integer, primary_key=True)\n"
       "    a_id = Column(Integer, ForeignKey('a.id'))\n    a = relationship('A')\n"
       "    up_id = Column(Integer, ForeignKey('b.id'))\n"
       "    up = relationship('B', remote_side=[id])\n"});
  CHECK(has(program.steps[0].cpp,
            "orm::Relationship<std::vector<B>, orm::cascade(\"all, "
            "delete-orphan\")> bs{};"));
  CHECK(has(program.steps[1].cpp, "orm::Relationship<A> a{};"));
  CHECK(has(program.steps[1].cpp, "orm::Relationship<B, orm::remote_side(\"B.id\")> up{};"));
}

TEST_CASE("objects and collections") {
  CHECK(cpp_of("a = Author(name='x', books=[Book(title='y')])") ==
        "  auto a = orm::make<Author>({.name = \"x\", .books = {orm::make<Book>({.title = "
        "\"y\"})}});\n");
  CHECK(cpp_of("for b in s.scalars(select(Author)).one().books: print(b.author.name)") ==
        "  orm::Ptr<Book> b;\n"
        "  for (const auto& each_b : s.scalars(orm::select(Author_)).one()->books) {\n"
        "    b = each_b;\n    orm::print(b->author->name);\n  }\n");
}

TEST_CASE("queries go along relationships") {
  CHECK(cpp_of("q = select(Book.title).join(Book.author).where(Author.name == 'x')") ==
        "  auto q = orm::select(Book_.title).join(Book_.author).where(Author_.name == \"x\");\n");
  CHECK(cpp_of("q = select(Author).where(~Author.books.any(Book.title == 'x'))") ==
        "  auto q = orm::select(Author_).where(!(Author_.books.any(Book_.title == \"x\")));\n");
  CHECK(cpp_of("q = s.query(Author).options(selectinload(Author.books).joinedload(Book.author))") ==
        "  auto q = s.query<Author>().options(orm::selectinload(Author_.books)"
        ".joinedload(Book_.author));\n");
  // Items from the far side of an outer join may be NULL.
  CHECK(cpp_of("q = select(Author.name, Book.title).outerjoin(Author.books)") ==
        "  auto q = orm::select(Author_.name, Book_.title.optional()).outerjoin(Author_.books);\n");
  CHECK(cpp_of("other = aliased(Book, name='other')") ==
        "  auto other = orm::aliased(Book_, \"other\");\n");
  CHECK(cpp_of("r = s.execute(update(Book).where(Book.id > 1).values(title=Book.title + 'x'))") ==
        "  auto r = s.execute(orm::update(Book_).where((Book_.id > 1).column())\n"
        "      .values({{\"title\", (Book_.title + \"x\").column()}}));\n");
}

TEST_CASE("functions are lambdas whose parameters have the types that calls give") {
  Program program =
      program_of({kModel, kTarget, "e = create_engine('sqlite://')\n", "s = Session(e)\n",
                  "def find(name=None):\n    q = select(Author)\n    if name:\n"
                  "        q = q.where(Author.name == name)\n"
                  "    return s.scalars(q).all()\n",
                  "find('x')\n", "find()\n"});
  CHECK(program.steps[4].cpp ==
        "  auto find = [&](const std::optional<std::string>& name) {\n"
        "    auto q = orm::select(Author_);\n"
        "    if (name.has_value() && !name->empty()) {\n"
        "      q = q.where(Author_.name == (*name));\n    }\n"
        "    return s.scalars(q).all();\n  };\n");
  CHECK(program.steps[5].cpp == "  orm::show(find(\"x\"));\n");
  CHECK(program.steps[6].cpp == "  orm::show(find(std::nullopt));\n");
}

TEST_CASE("a prompt shows the value of its own statement, not those inside a function") {
  Program program = program_of({"def twice(x):\n    return x * 2\n",
                                "def work():\n    twice(4)\n    return 1\n", "work()\n"});
  CHECK(program.steps[1].cpp == "  auto work = [&]() {\n    twice(4);\n    return 1;\n  };\n");
  CHECK(program.steps[2].cpp == "  orm::show(work());\n");
}

TEST_CASE("what has no equivalent says why, and what refers to it as well") {
  Program program =
      program_of({"class A(Base):\n    __tablename__ = 'a'\n    id: Mapped[int] = "
                  "mapped_column(primary_key=True)\n    b: Mapped['B'] = relationship()\n",
                  "class B(Base):\n    __tablename__ = 'b'\n    id: Mapped[bytes] = "
                  "mapped_column(primary_key=True)\n"});
  CHECK(program.steps[0].reason == "it refers to 'B', which has no C++ in this lesson");
  CHECK(program.steps[0].cpp.empty());
  CHECK(!program.steps[1].reason.empty());
  CHECK(cpp_of("class N(Base):\n    __tablename__ = 'n'\n    id: Mapped[int] = "
               "mapped_column(primary_key=True)\n    p: Mapped['P'] = relationship()") ==
        "there is no class 'P', which the compiler refuses");
  CHECK(cpp_of("q = s.query(Author).options(joinedload('books'))") ==
        "a loader option by name is not translated: the class's attribute is");
}
