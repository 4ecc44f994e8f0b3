// Values: Python's repr, equality, storage.
#include <doctest/doctest.h>
#include <orm/value.h>

#include <cmath>
#include <limits>

using namespace orm;

TEST_CASE("repr of a value is Python's") {
  CHECK(Value().repr() == "None");
  CHECK(Value(true).repr() == "True");
  CHECK(Value(-5).repr() == "-5");
  CHECK(Value("it's").repr() == "\"it's\"");
  CHECK(Value("it's \"q\"\n").repr() == "'it\\'s \"q\"\\n'");
  CHECK(Value("caf\xc3\xa9 \xe2\x80\x8b").repr() == "'caf\xc3\xa9 \\u200b'");
  CHECK(Value::bytes(std::string_view("a\0\xff'", 4)).repr() == "b\"a\\x00\\xff'\"");
  CHECK(Value::decimal("3.10").repr() == "Decimal('3.10')");
  CHECK(Value(Date{2020, 1, 2}).repr() == "datetime.date(2020, 1, 2)");
  CHECK(Value(DateTime{{2020, 1, 2}, {3, 4, 0, 0}, 0, false}).repr() ==
        "datetime.datetime(2020, 1, 2, 3, 4)");
  CHECK(Value(DateTime{{2020, 1, 2}, {3, 4, 5, 6}, 0, true}).repr() ==
        "datetime.datetime(2020, 1, 2, 3, 4, 5, 6, tzinfo=datetime.timezone.utc)");
  CHECK(Value(Interval{-1}).repr() ==
        "datetime.timedelta(days=-1, seconds=86399, microseconds=999999)");
  CHECK(Value::tuple({1}).repr() == "(1,)");
  CHECK(Value::list({1, "a"}).repr() == "[1, 'a']");
  CHECK(Value::json("{\"a\": [1, null, true, \"\\u00e9\"]}").repr() ==
        "{'a': [1, None, True, '\xc3\xa9']}");
}

TEST_CASE("repr of a float is the shortest that reads back") {
  CHECK(repr_double(0.1) == "0.1");
  CHECK(repr_double(1.0) == "1.0");
  CHECK(repr_double(1e16) == "1e+16");
  CHECK(repr_double(123456789012345680.0) == "1.2345678901234568e+17");
  CHECK(repr_double(0.0001) == "0.0001");
  CHECK(repr_double(0.00001) == "1e-05");
  CHECK(repr_double(-2.5) == "-2.5");
  CHECK(repr_double(1.0 / 3) == "0.3333333333333333");
}

TEST_CASE("numbers compare and hash across kinds") {
  CHECK(Value(1) == Value(1.0));
  CHECK(Value(true) == Value(1));
  CHECK(Value(1).hash() == Value(1.0).hash());
  CHECK(Value(1) != Value("1"));
  CHECK(Value::decimal("3.10") == Value::decimal("3.1"));
}

TEST_CASE("long texts are shared between copies") {
  std::string text(100, 'x');
  Value a(text);
  Value b = a;
  Value c = std::move(a);
  CHECK(a.is_null());  // NOLINT: what a move leaves is what is tested
  CHECK(b.as_text().data() == c.as_text().data());
  CHECK(b.as_text() == text);
}

TEST_CASE("dates turn into texts and back") {
  DateTime moment;
  CHECK(parse_datetime("2020-02-29 23:59:58.000120", moment));
  CHECK(iso_datetime(moment) == "2020-02-29 23:59:58.000120");
  CHECK(!parse_datetime("2020-13-01", moment));
  for (int64_t day : {-719162L, -1L, 0L, 18321L, 2932896L})
    CHECK(days_from_civil(civil_from_days(day)) == day);
}

TEST_CASE("texts are read as float() reads them") {
  CHECK(orm::parse_float(" 1_000.5\n") == 1000.5);
  CHECK(orm::parse_float("-2e3") == -2000);
  CHECK(orm::parse_float(".5") == 0.5);
  CHECK(orm::parse_float("5.") == 5);
  CHECK(orm::parse_float("+Infinity") == std::numeric_limits<double>::infinity());
  CHECK(std::isnan(*orm::parse_float("nan")));
  for (const char* text : {"", " ", "abc", "0x10", "1__0", "_1", "1_", "1e", "e5", "nan(1)", "1 2",
                           "1.5f", "infinit", "--1", "1e5.0"}) {
    CAPTURE(text);
    CHECK_FALSE(orm::parse_float(text));
  }
}
