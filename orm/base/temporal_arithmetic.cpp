// Sums, differences and order of dates and times, and strftime().
#include <cmath>
#include <cstdio>

#include "orm/error.h"
#include "orm/temporal.h"

namespace orm {

namespace {

constexpr int64_t kDay = 86400000000;

int64_t floor_div(int64_t value, int64_t by) {
  const int64_t whole = value / by;
  return value % by < 0 ? whole - 1 : whole;
}

int64_t in_day(const Time& time) {
  return ((time.hour * 60LL + time.minute) * 60 + time.second) * 1000000 + time.microsecond;
}

// Microseconds since 1970, on the clock that it shows.
int64_t shown(const DateTime& time) {
  return days_from_civil(time.date) * kDay + in_day(time.time);
}

Date date_of(int64_t days) {
  constexpr int64_t kFirst = -719162, kLast = 2932896;  // 0001-01-01, 9999-12-31
  if (days < kFirst || days > kLast) throw OverflowError("date value out of range");
  return civil_from_days(days);
}

// Where on one line both are, if they can be compared at all.
int64_t between(const DateTime& one, const DateTime& other, const char* what) {
  if (one.aware != other.aware) {
    throw TypeError(std::string("can't ") + what + " offset-naive and offset-aware datetimes");
  }
  return shown(one) - shown(other) - (one.utc_offset - other.utc_offset) * 1000000LL;
}

constexpr const char* kDays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                 "Friday", "Saturday", "Sunday"};
constexpr const char* kMonths[] = {"January",   "February", "March",    "April",
                                   "May",       "June",     "July",     "August",
                                   "September", "October",  "November", "December"};

std::string padded(int64_t value, int width) {
  char text[32];
  std::snprintf(text, sizeof text, "%0*lld", width, static_cast<long long>(value));
  return text;
}

}  // namespace

Interval interval(const IntervalParts& parts) {
  const double seconds = (parts.weeks * 7 + parts.days) * 86400 + parts.hours * 3600 +
                         parts.minutes * 60 + parts.seconds;
  return {std::llround(seconds * 1e6 + parts.milliseconds * 1e3 + parts.microseconds)};
}

Date operator+(const Date& date, const Interval& length) {
  return date_of(days_from_civil(date) + days_of(length));
}

DateTime operator+(const DateTime& time, const Interval& length) {
  const int64_t at = shown(time) + length.microseconds;
  const int64_t days = floor_div(at, kDay);
  int64_t rest = at - days * kDay;
  DateTime sum = time;
  sum.date = date_of(days);
  sum.time.microsecond = static_cast<uint32_t>(rest % 1000000);
  rest /= 1000000;
  sum.time.second = static_cast<uint8_t>(rest % 60);
  sum.time.minute = static_cast<uint8_t>(rest / 60 % 60);
  sum.time.hour = static_cast<uint8_t>(rest / 3600);
  return sum;
}

Interval operator-(const Date& later, const Date& earlier) {
  return {(days_from_civil(later) - days_from_civil(earlier)) * kDay};
}

Interval operator-(const DateTime& later, const DateTime& earlier) {
  return {between(later, earlier, "subtract")};
}

std::strong_ordering operator<=>(const Date& one, const Date& other) {
  return days_from_civil(one) <=> days_from_civil(other);
}

std::strong_ordering operator<=>(const Time& one, const Time& other) {
  return in_day(one) <=> in_day(other);
}

std::strong_ordering operator<=>(const DateTime& one, const DateTime& other) {
  return between(one, other, "compare") <=> 0;
}

int weekday(const Date& date) {
  const int64_t days = days_from_civil(date) + 3;  // 1970-01-01 was a Thursday
  return static_cast<int>(days - floor_div(days, 7) * 7);
}

int64_t days_of(const Interval& length) { return floor_div(length.microseconds, kDay); }

int64_t seconds_of(const Interval& length) {
  return (length.microseconds - days_of(length) * kDay) / 1000000;
}

std::string strftime(const DateTime& time, std::string_view format) {
  const Time& clock = time.time;
  const int hour = clock.hour % 12 == 0 ? 12 : clock.hour % 12;
  std::string text;
  for (size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%' || i + 1 == format.size()) {
      text += format[i];
      continue;
    }
    const char* day = kDays[weekday(time.date)];
    const char* month = kMonths[time.date.month - 1];
    switch (format[++i]) {
      case 'Y':
        text += std::to_string(time.date.year);
        break;
      case 'y':
        text += padded(time.date.year % 100, 2);
        break;
      case 'm':
        text += padded(time.date.month, 2);
        break;
      case 'd':
        text += padded(time.date.day, 2);
        break;
      case 'H':
        text += padded(clock.hour, 2);
        break;
      case 'I':
        text += padded(hour, 2);
        break;
      case 'p':
        text += clock.hour < 12 ? "AM" : "PM";
        break;
      case 'M':
        text += padded(clock.minute, 2);
        break;
      case 'S':
        text += padded(clock.second, 2);
        break;
      case 'f':
        text += padded(clock.microsecond, 6);
        break;
      case 'j':
        text += padded(days_from_civil(time.date) - days_from_civil({time.date.year, 1, 1}) + 1, 3);
        break;
      case 'A':
        text += day;
        break;
      case 'a':
        text.append(day, 3);
        break;
      case 'B':
        text += month;
        break;
      case 'b':
        text.append(month, 3);
        break;
      case '%':
        text += '%';
        break;
      default:
        throw ValueError(std::string("strftime() does not know %") + format[i]);
    }
  }
  return text;
}

Date date_from_iso(std::string_view text) {
  Date date;
  if (parse_date(text, date)) return date;
  throw ValueError("Invalid isoformat string: " + repr_text(text));
}

DateTime datetime_from_iso(std::string_view text) {
  DateTime time;
  if (parse_datetime(text, time)) return time;
  throw ValueError("Invalid isoformat string: " + repr_text(text));
}

}  // namespace orm
