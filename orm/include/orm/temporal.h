// Arithmetic of dates and times, as Python's datetime module has it.
//
//     orm::Date due = orm::Date{2024, 3, 1} + orm::interval({.days = 7});
//     if (due < today) remind(orm::strftime(due, "%d %B"));
#pragma once

#include <orm/value.h>

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace orm {

/// What an Interval is made of; the parts are added up.
struct IntervalParts {
  double days = 0;
  double seconds = 0;
  double microseconds = 0;
  double milliseconds = 0;
  double minutes = 0;
  double hours = 0;
  double weeks = 0;
};
/// Python's timedelta(): `interval({.days = 1, .hours = 12})`.
Interval interval(const IntervalParts& parts);

/// @name Sums and differences
/// An Interval counts as whole days beside a Date. They throw OverflowError where a year would not
/// be one of 1 to 9999.
/// @{
Date operator+(const Date& date, const Interval& length);
DateTime operator+(const DateTime& time, const Interval& length);
Interval operator-(const Date& later, const Date& earlier);
/// Throws TypeError if only one of both has an offset from UTC.
Interval operator-(const DateTime& later, const DateTime& earlier);
inline Interval operator-(const Interval& length) { return {-length.microseconds}; }
inline Interval operator+(const Interval& one, const Interval& other) {
  return {one.microseconds + other.microseconds};
}
inline Interval operator-(const Interval& one, const Interval& other) {
  return {one.microseconds - other.microseconds};
}
inline Interval operator*(const Interval& length, int64_t times) {
  return {length.microseconds * times};
}
inline Interval operator*(int64_t times, const Interval& length) { return length * times; }
inline Date operator-(const Date& date, const Interval& length) { return date + -length; }
inline DateTime operator-(const DateTime& time, const Interval& length) { return time + -length; }
inline Date operator+(const Interval& length, const Date& date) { return date + length; }
inline DateTime operator+(const Interval& length, const DateTime& time) { return time + length; }
/// @}

/// @name Order in time
/// @{
std::strong_ordering operator<=>(const Date& one, const Date& other);
std::strong_ordering operator<=>(const Time& one, const Time& other);
/// Throws TypeError if only one of both has an offset from UTC.
std::strong_ordering operator<=>(const DateTime& one, const DateTime& other);
inline std::strong_ordering operator<=>(const Interval& one, const Interval& other) {
  return one.microseconds <=> other.microseconds;
}
/// @}

/// @name Parts and texts
/// @{
/// 0 is Monday: date.weekday().
int weekday(const Date& date);
/// The whole days of an Interval, towards the past: timedelta.days.
int64_t days_of(const Interval& length);
/// What is left beside the days: timedelta.seconds.
int64_t seconds_of(const Interval& length);
inline double total_seconds(const Interval& length) {
  return static_cast<double>(length.microseconds) / 1e6;
}
/// The point in time at which the day begins: datetime.combine(date, time).
inline DateTime combine(const Date& date, const Time& time) { return {date, time}; }
/// `%Y-%m-%d %H:%M` and its like, in English. Throws ValueError for a directive that it does not
/// know.
std::string strftime(const DateTime& time, std::string_view format);
inline std::string strftime(const Date& date, std::string_view format) {
  return strftime(DateTime{date, {}}, format);
}
inline std::string isoformat(const Date& date) { return iso_date(date); }
inline std::string isoformat(const Time& time) { return iso_time(time); }
inline std::string isoformat(const DateTime& time) { return iso_datetime(time, 'T'); }
/// The inverse of isoformat(). Throw ValueError.
Date date_from_iso(std::string_view text);
DateTime datetime_from_iso(std::string_view text);
/// @}

}  // namespace orm
