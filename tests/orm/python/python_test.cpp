// Python's collections, numbers and texts; what is expected is what CPython 3.11 gives.
#include "orm/python.h"

#include <doctest/doctest.h>

using namespace orm;  // NOLINT(google-build-using-namespace): what a translated lesson writes

TEST_SUITE("python") {
  TEST_CASE("a dict keeps the order of its keys") {
    Dict<std::string, int64_t> stock{{"pen", 4}, {"ink", 1}, {"pen", 5}};
    CHECK(repr(stock) == "{'pen': 5, 'ink': 1}");
    CHECK(stock.get("nib", 0) == 0);
    CHECK_FALSE(stock.get("nib").has_value());
    CHECK_THROWS_WITH_AS(stock.at("nib"), "'nib'", KeyError);
    CHECK(stock.setdefault("nib", 7) == 7);
    CHECK(stock.pop("pen") == 5);
    CHECK(repr(stock.items()) == "[('ink', 1), ('nib', 7)]");
    CHECK(stock == Dict<std::string, int64_t>{{"nib", 7}, {"ink", 1}});
    CHECK(repr(parameters(stock)) == "{'ink': 1, 'nib': 7}");
    CHECK(str(Dict<int64_t, std::vector<std::string>>{{1, {"a"}}}) == "{1: ['a']}");
    CHECK_THROWS_AS(stock.erase("pen"), KeyError);
    CHECK_THROWS_WITH_AS(item(parameters(stock), "x"), "'x'", KeyError);
  }

  TEST_CASE("a set has each item once") {
    const Set<int64_t> some{3, 1, 3}, others{1, 2};
    CHECK(repr(some) == "{3, 1}");
    CHECK(repr(some & others) == "{1}");
    CHECK(repr(some | others) == "{3, 1, 2}");
    CHECK(repr(some - others) == "{3}");
    CHECK(repr(Set<int64_t>{}) == "set()");
    CHECK(some == Set<int64_t>{1, 3});
    CHECK_FALSE(some.issubset(others));
  }

  TEST_CASE("sequences") {
    CHECK(repr(py::range(10, 0, -3)) == "[10, 7, 4, 1]");
    CHECK(py::range(-2).empty());
    CHECK_THROWS_AS(py::range(0, 1, 0), ValueError);
    const std::vector<std::string> words{"bb", "a", "cc"};
    CHECK(repr(py::enumerate(words, 1)) == "[(1, 'bb'), (2, 'a'), (3, 'cc')]");
    CHECK(repr(py::zip(words, py::range(2))) == "[('bb', 0), ('a', 1)]");
    CHECK(repr(py::sorted(words)) == "['a', 'bb', 'cc']");
    const auto size = [](const std::string& word) { return static_cast<int64_t>(word.size()); };
    CHECK(repr(py::sorted_by(words, size, true)) == "['bb', 'cc', 'a']");  // equal ones stay
    CHECK(py::max_by(words, size) == "bb");
    CHECK(py::min(py::range(0), int64_t{9}) == 9);
    CHECK_THROWS_WITH_AS(py::max(py::range(0)), "max() arg is an empty sequence", ValueError);
    CHECK(py::at(words, -1) == "cc");
    CHECK_THROWS_AS(py::at(words, 3), IndexError);
    CHECK_THROWS_WITH_AS(py::index(words, std::string("z")), "'z' is not in list", ValueError);
    CHECK(py::less(std::tuple(int64_t{1}, std::string("b")),
                   std::tuple(int64_t{1}, std::string("c"))));
  }

  TEST_CASE("whole numbers are divided towards minus infinity") {
    CHECK(py::floordiv(int64_t{-7}, int64_t{2}) == -4);
    CHECK(py::mod(int64_t{-7}, int64_t{2}) == 1);
    CHECK(py::mod(-7.5, 2.0) == 0.5);
    CHECK(py::truediv(7, 2) == 3.5);
    CHECK_THROWS_WITH_AS(py::truediv(1, 0), "division by zero", ZeroDivisionError);
    CHECK(py::round(2.5) == 2);
    CHECK(py::round(2.675, 2) == 2.67);
    CHECK(py::round(1250.0, -2) == 1200.0);
    CHECK(py::power(int64_t{2}, int64_t{10}) == 1024);
    CHECK_THROWS_AS(py::power(int64_t{10}, int64_t{30}), OverflowError);
  }

  TEST_CASE("values compute as what they hold") {
    CHECK(py::add(1, 2).repr() == "3");
    CHECK(py::add(1, 0.5).repr() == "1.5");
    CHECK(py::add("a", "b").repr() == "'ab'");
    CHECK(py::truediv(Value(3), 2).repr() == "1.5");
    CHECK_THROWS_WITH_AS(py::add(1, "a"), "unsupported operand type(s) for +: 'int' and 'str'",
                         TypeError);
    CHECK_THROWS_AS(py::mul(INT64_MAX, 2), OverflowError);
    CHECK(py::less(Value("a"), Value("b")));
    CHECK_THROWS_WITH_AS(py::less(Value(1), Value("b")),
                         "'<' not supported between instances of 'int' and 'str'", TypeError);
    CHECK(py::sum({Value(1), Value(2.5)}).repr() == "3.5");
    CHECK(py::to_int(" -12 ") == -12);
    CHECK_THROWS_WITH_AS(py::to_int("x"), "invalid literal for int() with base 10: 'x'",
                         ValueError);
    CHECK_FALSE(py::truth(Value::decimal("0.00")));
  }

  TEST_CASE("decimals have 28 digits and keep their zeros") {
    const auto decimal = [](const char* text) { return Value::decimal(text); };
    CHECK(py::add(decimal("10.10"), decimal("0.9")).str() == "11.00");
    CHECK(py::sub(decimal("1"), decimal("1.00")).str() == "0.00");
    CHECK(py::mul(decimal("10.10"), 3).str() == "30.30");
    CHECK(py::truediv(decimal("1"), 3).str() == "0.3333333333333333333333333333");
    CHECK(py::truediv(decimal("101.00"), 2).str() == "50.50");
    CHECK(py::truediv(decimal("2.00"), 1).str() == "2.00");
    CHECK(py::round(decimal("2.665"), 2).str() == "2.66");
    CHECK(py::round(decimal("5"), 2).str() == "5.00");
    CHECK(py::mul(decimal("1E+3"), decimal("1E-10")).str() == "1E-7");
    CHECK(py::less(decimal("-1.5"), decimal("0")));
    CHECK_THROWS_WITH_AS(py::add(decimal("1"), 1.5),
                         "unsupported operand type(s) for +: 'Decimal' and 'float'", TypeError);
    CHECK_THROWS_AS(py::truediv(decimal("1"), 0), ZeroDivisionError);
    CHECK_THROWS_AS(py::add(decimal("NaN"), 1), NotImplementedError);
  }

  TEST_CASE("format specifications") {
    CHECK(py::format(1234567.891, ",.2f") == "1,234,567.89");
    CHECK(py::format(int64_t{-42}, "06d") == "-00042");
    CHECK(py::format(int64_t{1234567}, "_") == "1_234_567");
    CHECK(py::format(0.256, ".1%") == "25.6%");
    CHECK(py::format(std::string("ab"), "*^6") == "**ab**");
    CHECK(py::format(std::string("abc"), "<5.2") == "ab   ");
    CHECK(py::format(int64_t{255}, "x") == "ff");
    CHECK(py::format(3.0, "+") == "+3.0");
    CHECK(py::format(1e20, "g") == "1e+20");
    CHECK(py::format(Value::decimal("2.5"), ">8.2f") == "    2.50");
    CHECK(py::format(Date{2024, 5, 1}, "%d.%m.%Y") == "01.05.2024");
    CHECK(py::format(true, ">6") == "  True");
    CHECK_THROWS_WITH_AS(py::format(Value(), "5"),
                         "unsupported format string passed to NoneType.__format__", TypeError);
    CHECK_THROWS_WITH_AS(py::format(std::string("a"), "d"),
                         "Unknown format code 'd' for object of type 'str'", ValueError);
  }

  TEST_CASE("texts") {
    CHECK(py::title("they're bill's") == "They'Re Bill'S");
    CHECK(py::capitalize("hELLO") == "Hello");
    CHECK_THROWS_AS(py::upper("é"), NotImplementedError);
    CHECK(py::length("é") == 1);
    CHECK(repr(py::partition("a-b-c", "-")) == "('a', '-', 'b-c')");
    CHECK(repr(py::rpartition("a-b-c", "-")) == "('a-b', '-', 'c')");
    CHECK(repr(py::rpartition("abc", "-")) == "('', '', 'abc')");
    CHECK_THROWS_WITH_AS(py::partition("a", ""), "empty separator", ValueError);
    CHECK(py::center("ab", 5) == "  ab ");
    CHECK(py::center("a", 4) == " a  ");
    CHECK(py::zfill("-5", 4) == "-005");
    CHECK(py::find("naïve", "v") == 3);
    CHECK(py::replace("aXbX", "X", "--") == "a--b--");
    CHECK(repr(py::split("  a  b ")) == "['a', 'b']");
    CHECK(repr(py::splitlines("a\r\nb\n\nc")) == "['a', 'b', '', 'c']");
    CHECK(py::lstrip("xxay", "x") == "ay");
    CHECK(py::isdigit("012"));
    CHECK_FALSE(py::isdigit(""));
  }

  TEST_CASE("a base's registry has a repr, where nothing else was included") {
    struct OwnBase {};
    const std::string shown = repr(orm::registry<OwnBase>());
    CHECK(shown.rfind("<sqlalchemy.orm.decl_api.registry object at 0x", 0) == 0);
  }
}
