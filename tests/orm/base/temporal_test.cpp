// Arithmetic of dates and times; what is expected is what Python's datetime gives.
#include "orm/temporal.h"

#include <doctest/doctest.h>

#include "orm/error.h"

using namespace orm;  // NOLINT(google-build-using-namespace): operators of its types

TEST_SUITE("temporal") {
  TEST_CASE("an interval beside a date counts as whole days") {
    CHECK(iso_date(Date{2024, 2, 28} + interval({.days = 2})) == "2024-03-01");
    CHECK(iso_date(Date{2024, 3, 1} - interval({.hours = 25})) == "2024-02-28");
    CHECK(iso_date(interval({.weeks = 1}) + Date{2023, 12, 30}) == "2024-01-06");
    CHECK((Date{2024, 3, 1} - Date{2023, 3, 1}).microseconds == 366LL * 86400 * 1000000);
    CHECK_THROWS_WITH_AS((Date{9999, 12, 31} + interval({.days = 1})), "date value out of range",
                         OverflowError);
    CHECK_THROWS_AS((Date{1, 1, 1} - interval({.days = 1})), OverflowError);
  }

  TEST_CASE("a point in time carries over days and keeps its offset") {
    const DateTime late{{2023, 12, 31}, {23, 59, 58, 500000}};
    CHECK(isoformat(late + interval({.seconds = 1.5})) == "2024-01-01T00:00:00");
    CHECK(isoformat(late - interval({.days = 365})) == "2022-12-31T23:59:58.500000");
    DateTime utc{{2024, 1, 1}, {12, 0, 0, 0}, 0, true},
        east{{2024, 1, 1}, {14, 0, 0, 0}, 7200, true};
    CHECK((east - utc).microseconds == 0);
    CHECK_FALSE(east < utc);
    CHECK_THROWS_WITH_AS((utc - late), "can't subtract offset-naive and offset-aware datetimes",
                         TypeError);
    CHECK_THROWS_AS((void)(late < utc), TypeError);
  }

  TEST_CASE("parts of an interval are those of timedelta") {
    const Interval back = interval({.seconds = -1});
    CHECK(days_of(back) == -1);
    CHECK(seconds_of(back) == 86399);
    CHECK(total_seconds(back) == -1.0);
    CHECK(total_seconds(interval({.milliseconds = 1, .minutes = 2})) == 120.001);
    CHECK((interval({.hours = 1}) * 3 - interval({.hours = 1})) == interval({.hours = 2}));
  }

  TEST_CASE("strftime and its inverse of ISO") {
    const DateTime at{{2024, 2, 9}, {0, 5, 6, 70}};
    CHECK(strftime(at, "%Y-%m-%d %H:%M:%S.%f") == "2024-02-09 00:05:06.000070");
    CHECK(strftime(at, "%A %a %d %B %b %y %I%p %j 100%%") ==
          "Friday Fri 09 February Feb 24 12AM 040 100%");
    CHECK_THROWS_WITH_AS(strftime(at, "%Q"), "strftime() does not know %Q", ValueError);
    CHECK(weekday(Date{2024, 2, 9}) == 4);
    CHECK(weekday(Date{1969, 12, 31}) == 2);
    CHECK(date_from_iso("2024-02-09") == Date{2024, 2, 9});
    CHECK_THROWS_WITH_AS(datetime_from_iso("soon"), "Invalid isoformat string: 'soon'", ValueError);
  }
}
