// Steps to C++: what the translator writes, and the sentences for what it does not.
#include "runner/translate/translate.h"

#include <doctest/doctest.h>

#include "tests/runner/translate/program_helper.h"

using namespace lessonrun::translate;

namespace {

Program program_of(const std::vector<std::string>& sources) { return program_behind({}, sources); }

}  // namespace

TEST_CASE("calls are spelled by the binding table") {
  Program program = program_of({"from sqlalchemy import create_engine\n",
                                "e = create_engine('sqlite://', echo=True)\n", "e.dispose()\n"});
  CHECK(program.steps[1].cpp ==
        "  auto e = orm::create_engine(\"sqlite://\", {.echo = "
        "orm::EngineOptions::Echo::info});\n");
  CHECK(program.steps[2].cpp == "  e.dispose();\n");
}

TEST_CASE("a class becomes a struct, and again one in a namespace of its own") {
  const std::string cls =
      "class U(Base):\n    __tablename__ = 'u'\n    id: Mapped[int] = "
      "mapped_column(primary_key=True)\n";
  Program program =
      program_of({"from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n",
                  "class Base(DeclarativeBase):\n    pass\n", cls, cls, "u = U(id=1)\n"});
  CHECK(program.steps[2].cpp.find("orm::Mapped<int64_t, orm::primary_key> id{};") !=
        std::string::npos);
  CHECK(program.steps[3].cpp.find("namespace generation_2 {") != std::string::npos);
  CHECK(program.steps[4].cpp == "  auto u = orm::make<generation_2::U>({.id = 1});\n");
}

TEST_CASE("what has no equivalent says why and leaves nothing behind") {
  Program program = program_of({"x = 1\n", "def f(a):\n    return a\n", "y = f()\n", "print(x)\n"});
  CHECK(program.steps[1].cpp.empty());
  CHECK(program.steps[1].reason == "the lesson does not say what type 'a' of f() has");
  CHECK(program.steps[2].reason ==
        "'f' has no C++ either: the lesson does not say what type 'a' of f() has");
  CHECK(program.steps[3].cpp == "  orm::print(x);\n");
  CHECK(program.text.find("// No C++ equivalent: the lesson does not say what type 'a'") !=
        std::string::npos);
}

TEST_CASE("a variable that is first assigned in a block is declared before it") {
  Program program = program_of({"if True:\n    x = 'a'\n", "x\n"});
  CHECK(program.steps[0].cpp == "  std::string x{};\n  if (true) {\n    x = \"a\";\n  }\n");
  CHECK(program.steps[1].cpp == "  orm::show(x);\n");
}

TEST_CASE("text that is not Python is no crash") {
  CHECK(program_of({"x = = 1\n"}).steps[0].reason == "this is not Python that lessonrun reads");
  CHECK(program_of({"print(nobody)\n"}).steps[0].reason ==
        "it uses 'nobody', which comes from a step that has no C++ equivalent");
}

TEST_CASE("a class that speaks of an object of its own is no crash") {
  Program program = program_of(
      {"from sqlalchemy import Column, ForeignKey, Integer\n",
       "from sqlalchemy.orm import declarative_base, relationship\n", "Base = declarative_base()\n",
       "class Node(Base):\n    __tablename__ = 'node'\n    id = Column(Integer, primary_key=True)\n"
       "    above_id = Column(Integer, ForeignKey('node.id'))\n"
       "    above = relationship('Node', remote_side=[id])\n"
       "    def __repr__(self):\n        return f'{self.above.id}'\n"});
  CHECK(program.steps[3].cpp.find("orm::str(above->id)") != std::string::npos);
}
