// What mapped classes compute, and functions of a lesson, in C++.
#include <doctest/doctest.h>

#include "runner/translate/translate.h"
#include "tests/runner/translate/program_helper.h"

using namespace lessonrun::translate;

namespace {

constexpr const char* kBook =
    "class Book(Base):\n"
    "    __tablename__ = 'book'\n"
    "    id: Mapped[int] = mapped_column(primary_key=True)\n"
    "    title: Mapped[str]\n"
    "    pages: Mapped[int]\n";

Program program_of(const std::vector<std::string>& sources) {
  return program_behind(
      {"from sqlalchemy import *\n", "from contextlib import contextmanager\n",
       "from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property\n",
       "from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declarative_base, "
       "mapped_column, relationship, sessionmaker, validates\n",
       "class Base(DeclarativeBase):\n    pass\n", "e = create_engine('sqlite://')\n",
       "s = Session(e)\n"},
      sources);
}

std::string last_of(const std::vector<std::string>& sources) {
  const StepTranslation step = program_of(sources).steps.back();
  return step.cpp.empty() ? step.reason : step.cpp;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a hybrid is a member for objects and a template for the class") {
  const std::string book = std::string(kBook) +
                           "    @hybrid_property\n"
                           "    def half(self):\n"
                           "        return self.pages - 1\n"
                           "    @hybrid_method\n"
                           "    def longer_than(self, pages):\n"
                           "        return self.pages > pages\n";
  const std::string text = last_of({book, "b = Book(title='x', pages=3)\n", "b.longer_than(2)\n"});
  CHECK(text == "  orm::show(b->longer_than(2));\n");
  const Program program = program_of({book, "q = select(Book.half).where(Book.half > 2)\n",
                                      "q = select(Book).where(Book.longer_than(5))\n"});
  CHECK(holds(program.steps[0].cpp, "int64_t half() const { return pages.get() - 1; }"));
  CHECK(holds(program.steps[0].cpp, "static auto half(const auto& cls) { return cls.pages - 1; }"));
  CHECK(holds(program.steps[0].cpp,
              "bool longer_than(int64_t pages_) const { return pages.get() > pages_; }"));
  CHECK(
      program.steps[1].cpp ==
      "  auto q = orm::select(Book::half(Book_).label(\"half\")).where(Book::half(Book_) > 2);\n");
  CHECK(program.steps[2].cpp ==
        "  auto q_2 = orm::select(Book_).where(Book::longer_than(Book_, 5));\n");
}

TEST_CASE("properties, setters and validators") {
  const std::string book = std::string(kBook) +
                           "    @property\n"
                           "    def label(self):\n"
                           "        return '%s, %d pages' % (self.title, self.pages)\n"
                           "    @hybrid_property\n"
                           "    def name(self):\n"
                           "        return self.title\n"
                           "    @name.setter\n"
                           "    def name(self, value):\n"
                           "        self.title = value\n"
                           "    @validates('pages')\n"
                           "    def check(self, key, value):\n"
                           "        if value < 1:\n"
                           "            raise ValueError('none')\n"
                           "        return value\n";
  const Program program = program_of(
      {book, "b = Book(title='x', pages=3)\n", "b.label\n", "b.name = 'y'\n", "Book.label\n"});
  CHECK(holds(program.steps[0].cpp, "{}, {:d} pages"));
  CHECK(holds(program.steps[0].cpp, "int64_t check(std::string_view, int64_t value) {"));
  CHECK(holds(program.steps[0].cpp, "throw orm::ValueError(\"none\");"));
  CHECK(holds(program.steps[0].cpp, "orm::validates<&Book::check>(&Book::pages)"));
  CHECK(program.steps[2].cpp == "  orm::show(b->label());\n");
  CHECK(program.steps[3].cpp == "  b->set_name(\"y\");\n");
  CHECK(program.steps[4].reason == "'label' computes a value of an object, and is no expression");
}

TEST_CASE("__init__ becomes a function that makes the object") {
  const std::string book = std::string(kBook) +
                           "    def __init__(self, title, pages=5):\n"
                           "        self.title = title\n"
                           "        self.pages = pages\n";
  const Program program = program_of({book, "b = Book('x')\n"});
  CHECK(holds(program.steps[0].cpp,
              "  auto make_Book = [&](const std::string& title, int64_t pages) {\n"
              "    auto made = orm::make<Book>();\n"));
  CHECK(program.steps[1].cpp == "  auto b = make_Book(\"x\", 5);\n");
}

TEST_CASE("a function takes what calls give it, also where they stand behind it") {
  const Program program = program_of({kBook,
                                      "def add(session, title):\n"
                                      "    session.add(Book(title=title, pages=1))\n",
                                      "add(s, 'x')\n"});
  CHECK(holds(program.steps[1].cpp,
              "auto add = [&](orm::Session& session, const std::string& title) {"));
  CHECK(program.steps[2].cpp == "  add(s, \"x\");\n");
}

TEST_CASE("a context manager runs the block where it yields") {
  const Program program =
      program_of({"@contextmanager\n"
                  "def tried():\n"
                  "    t = Session(e)\n"
                  "    try:\n"
                  "        yield t\n"
                  "    finally:\n"
                  "        t.close()\n",
                  "with tried() as u:\n    u.commit()\n"});
  CHECK(holds(program.steps[0].cpp, "auto tried = [&](const auto& body) {"));
  CHECK(holds(
      program.steps[0].cpp,
      "    try {\n      body(t);\n    } catch (...) {\n      t.close();\n      throw;\n    }\n"
      "    t.close();\n"));
  CHECK(program.steps[1].cpp == "  tried([&](orm::Session& u) {\n    u.commit();\n  });\n");
}

TEST_CASE("exceptions of a lesson, caught and raised") {
  const Program program = program_of({"class Gone(Exception):\n    pass\n",
                                      "try:\n    raise Gone('x')\nexcept Gone as error:\n"
                                      "    print(error)\n"});
  CHECK(holds(program.steps[0].cpp, "struct Gone : orm::Error {"));
  CHECK(holds(program.steps[1].cpp, "    throw Gone(\"x\");\n  } catch (const Gone& error) {"));
}

TEST_CASE("classes of a second base, and what is added to a class later") {
  const Program program = program_of(
      {kBook, "Base = declarative_base()\n",
       "class Book(Base):\n    __tablename__ = 'book'\n    id = Column(Integer, "
       "primary_key=True)\n",
       "class Note(Base):\n    __tablename__ = 'note'\n    id = Column(Integer, primary_key=True)\n"
       "    book_id = Column(ForeignKey('book.id'))\n"
       "    book = relationship('Book', back_populates='notes')\n",
       "Book.notes = relationship(Note, back_populates='book', lazy='dynamic')\n", "b = Book()\n",
       "b.notes.filter_by(id=1).all()\n"});
  CHECK(holds(program.steps[2].cpp, "namespace generation_2 {\nstruct Book {"));
  CHECK(holds(program.steps[2].cpp,
              "orm::DynamicRelationship<Note, orm::back_populates(\"book\"), orm::added_later> "
              "notes{};"));
  CHECK(holds(program.steps[3].cpp, "orm::Mapped<std::optional<int64_t>, orm::foreign_key("));
  CHECK(holds(program.steps[3].cpp, "orm::Relationship<generation_2::Book,"));
  CHECK(program.steps[4].cpp == "  orm::add_relationship(generation_2::Book_.notes);\n");
  CHECK(program.steps[6].cpp == "  orm::show(b->notes.query().filter_by({{\"id\", 1}}).all());\n");
}

TEST_CASE("a sessionmaker that is bound later, and a session that outlives its block") {
  const Program program = program_of({"Maker = sessionmaker()\n", "Maker.configure(bind=e)\n",
                                      "with Maker() as t:\n    t.commit()\n", "t.close()\n"});
  CHECK(program.steps[0].reason.empty());
  CHECK(program.steps[2].cpp ==
        "  orm::Session t(e);\n  {\n    t.commit();\n    t.close();\n  }\n");
  CHECK(program.steps[3].cpp == "  t.close();\n");
}

TEST_CASE("a program has the behaviour of the lesson's release") {
  std::vector<SourceStep> steps{prompt_step(1, "from sqlalchemy import create_engine\n"),
                                prompt_step(2, "e = create_engine('sqlite://', echo=True)\n")};
  CHECK(translate({"x.md", "X", "1.3"}, steps).steps[1].cpp ==
        "  auto e = orm::create_engine(\"sqlite://\",\n"
        "      {.echo = orm::EngineOptions::Echo::info, .profile = &orm::profile_1_3});\n");
}
