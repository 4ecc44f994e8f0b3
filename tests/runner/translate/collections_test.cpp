// Python's collections, texts, times and small classes in C++.
#include <doctest/doctest.h>

#include "runner/translate/translate.h"
#include "tests/runner/translate/program_helper.h"

using namespace lessonrun::translate;

namespace {

std::string translated(const std::vector<std::string>& sources, bool first) {
  const Program program = program_behind(
      {"from sqlalchemy import *\n", "import enum\n", "from dataclasses import dataclass\n",
       "from datetime import date, timedelta\n", "from collections import defaultdict\n"},
      sources);
  const StepTranslation& step = first ? program.steps.front() : program.steps.back();
  return step.cpp.empty() ? step.reason : step.cpp;
}
std::string first_of(const std::vector<std::string>& sources) { return translated(sources, true); }
std::string last_of(const std::vector<std::string>& sources) { return translated(sources, false); }

}  // namespace

TEST_CASE("an empty list or dict has the type of what is put into it first") {
  CHECK(last_of({"xs = []\n", "xs.append('a')\n", "len(xs)\n"}) ==
        "  orm::show(static_cast<int64_t>(xs.size()));\n");
  CHECK(last_of({"d = {}\n", "d['a'] = 1\n", "d.get('b', 0)\n"}) ==
        "  orm::show(d.get(\"b\", 0));\n");
  CHECK(last_of({"g = {}\n", "g.setdefault(1, []).append('x')\n", "g\n"}) == "  orm::show(g);\n");
  CHECK(last_of({"g = defaultdict(list)\n", "g['k'].append(2)\n"}) ==
        "  g.setdefault(\"k\", {}).push_back(2);\n");
  CHECK(last_of({"xs = []\n", "print(xs)\n"}) == "an empty collection without a type");
}

TEST_CASE("comprehensions, and functions that end early") {
  CHECK(last_of({"xs = [1, 2]\n", "ys = {x: x * x for x in xs if x > 1}\n", "ys.items()\n"}) ==
        "  orm::show(ys.items());\n");
  const std::string any = last_of({"xs = [1, 2]\n", "b = any(x > 1 for x in xs)\n"});
  CHECK(any.find("if ((x > 1)) return true;") != std::string::npos);
  CHECK(last_of({"for i, c in enumerate('ab', 1):\n    print(i, c)\n"}) ==
        "  for (const auto& [i, c] : orm::py::enumerate(orm::py::characters(\"ab\"), 1)) {\n"
        "    orm::print(i, c);\n  }\n");
  CHECK(last_of({"print({3, 1})\n"}) ==
        "the order of a set of numbers is that of CPython's hash table: show it sorted()");
  CHECK(last_of({"r = [('a', 1), ('b', None)]\n", "r[1][1]\n"}) ==
        "  orm::show(std::get<1>(r.at(1)));\n");
}

TEST_CASE("numbers, texts and times") {
  CHECK(last_of({"7 // 2\n"}) == "  orm::show(orm::py::floordiv(7, 2));\n");
  CHECK(last_of({"'a-b'.rpartition('-')\n"}) ==
        "  orm::show(orm::py::rpartition(\"a-b\", \"-\"));\n");
  CHECK(last_of({"n = 1234\n", "f'{n:,}'\n"}) ==
        "  orm::show(fmt::format(\"{}\", orm::py::format(n, \",\")));\n");
  CHECK(last_of({"d = date(2024, 1, 2) + timedelta(days=7)\n"}) ==
        "  auto d = orm::Date{2024, 1, 2} + orm::interval({.days = 7});\n");
  CHECK(last_of({"d = date(2024, 1, 2)\n", "d.year\n"}) ==
        "  orm::show(static_cast<int64_t>(d.year));\n");
}

TEST_CASE("enumerations and dataclasses") {
  const std::string level = "class Level(enum.Enum):\n    LOW = 'low'\n    HIGH = 'high'\n";
  CHECK(last_of({level, "Level.HIGH.value\n"}) ==
        "  orm::show(orm::enum_value(Level::HIGH).as_string());\n");
  CHECK(last_of({level, "[x.name for x in Level]\n"}).find("orm::enum_members<Level>()") !=
        std::string::npos);
  const std::string pair = "@dataclass\nclass Pair:\n    name: str\n    n: int = 2\n";
  CHECK(last_of({pair, "p = Pair('a')\n"}) == "  auto p = Pair{.name = \"a\"};\n");
  CHECK(last_of({pair, "Pair()\n"}) == "these arguments of Pair() are refused by the compiler");
  CHECK(last_of({"class Odd:\n    pass\n"}) ==
        "of classes, mapped ones, dataclasses, enumerations and exceptions have their C++");
}

TEST_CASE("functions that call themselves, and that may return None") {
  const std::string text = first_of(
      {"def down(n):\n    if n == 0:\n        return 0\n    return down(n - 1)\n", "down(3)\n"});
  CHECK(text.find("std::function<int64_t(int64_t)> down = [&](int64_t n) {") != std::string::npos);
  const std::string maybe = first_of(
      {"def half(n):\n    if n % 2:\n        return None\n    return n // 2\n", "half(3)\n"});
  CHECK(maybe.find("-> std::optional<int64_t> {") != std::string::npos);
  CHECK(last_of({"def g():\n    yield 1\n"}) ==
        "a generator computes each value when it is asked for, for which C++20 has no type");
}

TEST_CASE("what stands under else is done if nothing was raised") {
  const std::string text =
      last_of({"try:\n    x = 1\nexcept (ValueError, KeyError) as e:\n    print(e)\nelse:\n    "
               "print(x)\n"});
  CHECK(text.find("bool completed = false;") != std::string::npos);
  CHECK(text.find("} catch (const orm::KeyError& e) {") != std::string::npos);
  CHECK(text.find("if (completed) {") != std::string::npos);
}
