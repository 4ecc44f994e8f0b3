// Core to C++: tables, statements, functions, results, and what is refused.
#include <doctest/doctest.h>

#include "runner/translate/translate.h"
#include "runner/translate/wrap.h"
#include "tests/runner/translate/program_helper.h"

using namespace lessonrun::translate;

namespace {

// The program of a few steps behind the imports and a table that all of them use.
Program program_of(const std::vector<std::string>& sources) {
  const std::string table =
      "t = Table('item', m, Column('id', Integer, primary_key=True), "
      "Column('name', String(30), nullable=False))\n";
  return program_behind({"from sqlalchemy import *\n", "m = MetaData()\n", table,
                         "e = create_engine('sqlite://')\n", "c = e.connect()\n"},
                        sources);
}

std::string cpp_of(const std::string& source) {
  StepTranslation step = program_of({source + "\n"}).steps[0];
  return step.cpp.empty() ? step.reason : step.cpp;
}

}  // namespace

TEST_CASE("a table is declared with its columns and their options") {
  Program program = program_of({});
  CHECK(program.text.find("  MetaData m;\n") != std::string::npos);
  CHECK(program.text.find("  Table t(\"item\", m, Column(\"id\", Integer(), primary_key),\n"
                          "      Column(\"name\", String(30), not_nullable));\n") !=
        std::string::npos);
  CHECK(program.text.find("using orm::core::Column") != std::string::npos);
  CHECK(
      cpp_of("u = Table('u', m, Column('t', ForeignKey('item.id', ondelete='CASCADE')), "
             "Column('n', Integer, default=0, index=True), schema='s')") ==
      "  Table u(\"u\", m, Column(\"t\", ForeignKeyTo(\"item.id\", \"CASCADE\")),\n"
      "      Column(\"n\", Integer(), default_(0), indexed), orm::TableArgs{.schema = \"s\"});\n");
}

TEST_CASE("statements are chains of calls") {
  CHECK(cpp_of("s = select(t.c.name).where(t.c.id == 5, t.c.name != None).order_by('name')") ==
        "  auto s = select(t.c[\"name\"]).where(t.c[\"id\"] == 5, t.c[\"name\"] != nullptr)"
        ".order_by(\"name\");\n");
  CHECK(cpp_of("s = select(t).join(t.alias('x'), t.c.id == 1, isouter=True)") ==
        "  auto s = select(t).outerjoin(t.alias(\"x\"), t.c[\"id\"] == 1);\n");
  CHECK(cpp_of("s = update(t).where(~t.c.id.in_([1, 2])).values(name=t.c.name + 'x')") ==
        "  auto s = update(t).where(~t.c[\"id\"].in_({1, 2})).values("
        "{{\"name\", t.c[\"name\"] + \"x\"}});\n");
  CHECK(cpp_of("s = select(func.row_number().over(order_by=t.c.id).label('n'), case((t.c.id > 1, "
               "'a'), else_='b'))") ==
        "  auto s = select(func::row_number().over({.order_by = {t.c[\"id\"]}}).label(\"n\"),\n"
        "      case_({{t.c[\"id\"] > 1, \"a\"}}, \"b\"));\n");
  CHECK(cpp_of("s = func.json_valid(t.c.name) // 2") ==
        "  auto s = floordiv(func::call(\"json_valid\", t.c[\"name\"]), 2);\n");
}

TEST_CASE("rows are read, unpacked and looped over") {
  Program program =
      program_of({"rows = c.execute(select(t)).all()\n", "rows[0].name\n", "i, n = rows[0]\n",
                  "print(n)\n", "for i, n in c.execute(select(t)):\n    print(i, n)\n"});
  CHECK(program.steps[0].cpp == "  auto rows = c.execute(select(t)).all();\n");
  CHECK(program.steps[1].cpp == "  orm::show(rows.at(0)[\"name\"]);\n");
  CHECK(program.steps[2].cpp ==
        "  auto values = rows.at(0);\n  orm::Value i = values[0];\n  orm::Value n = values[1];\n");
  CHECK(program.steps[3].cpp == "  orm::print(n);\n");
  CHECK(program.steps[4].cpp ==
        "  for (const auto& row : c.execute(select(t)).all()) {\n"
        "    orm::print(row[0], row[1]);\n  }\n");
}

TEST_CASE("parameters, JSON and dates") {
  CHECK(cpp_of("_ = c.execute(insert(t), [{'name': 'a'}, {'name': None}])") ==
        "  c.execute(insert(t), {orm::ParameterSet{{\"name\", \"a\"}}, "
        "orm::ParameterSet{{\"name\", nullptr}}});\n");
  CHECK(cpp_of("s = insert(t).values(name={'a': [1, True]})") ==
        "  auto s = insert(t).values({{\"name\", "
        "orm::Value::json(\"{\\\"a\\\": [1, true]}\")}});\n");
  CHECK(program_of({"from datetime import date\n", "d = date(2020, 1, 2)\n"}).steps[1].cpp ==
        "  auto d = orm::Date{2020, 1, 2};\n");
}

TEST_CASE("an upsert is the dialect's") {
  Program program = program_of(
      {"from sqlalchemy.dialects.sqlite import insert as up\n", "d = up(t)\n",
       "d = d.on_conflict_do_update(index_elements=['id'], set_={'name': d.excluded.name})\n"});
  CHECK(program.steps[1].cpp == "  auto d = sqlite::insert(t);\n");
  CHECK(program.steps[2].cpp ==
        "  d = d.on_conflict_do_update({\"id\"}, {{\"name\", d.excluded()[\"name\"]}});\n");
}

TEST_CASE("what is not translated leaves no older value behind") {
  Program program = program_of({"s = select(t)\n", "s = select(t).tablesample(5)\n", "print(s)\n",
                                "x = t.c.id.op('&')(1)\n"});
  CHECK(program.steps[1].reason == "the method 'tablesample' is not translated here");
  CHECK(program.steps[2].reason ==
        "it uses 's', which comes from a step that has no C++ equivalent");
  CHECK(program.steps[3].cpp.empty());
  CHECK(cpp_of("print(select(t).where('x'))") ==
        "an argument of where() that the compiler refuses");
  CHECK(cpp_of("t.c.id == 1") == "a C++ program has no repr of this value to show");
}

TEST_CASE("a name of the lesson's own keeps a name of orm::core away") {
  Program program = program_of({"literal_column = 5\n", "desc = 1\n", "print(desc)\n"});
  CHECK(program.steps[1].cpp == "  [[maybe_unused]] int64_t desc = 1;\n");
  CHECK(program.text.find("orm::core::desc") == std::string::npos);
}

TEST_CASE("long lines are broken at calls and commas, texts never") {
  std::string words(120, 'x');
  CHECK(wrapped("short(1);") == "short(1);");
  CHECK(wrapped("  f(\"" + words + "\");") == "  f(\"" + words + "\");");
  std::string line =
      "  auto s = select(" + std::string(50, 'a') + ").where(" + std::string(40, 'b') + ");";
  CHECK(wrapped(line) == "  auto s = select(" + std::string(50, 'a') + ")\n      .where(" +
                             std::string(40, 'b') + ");");
}
