// Dates and times: the civil calendar, ISO texts and back.
#include <orm/value.h>

#include <cstdio>

namespace orm {

// Howard Hinnant's well-known day count, with years that begin in March.
int64_t days_from_civil(const Date& date) {
  int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  int64_t era = (year >= 0 ? year : year - 399) / 400;
  int64_t year_of_era = year - era * 400;
  int64_t month = date.month;
  int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

Date civil_from_days(int64_t days) {
  days += 719468;
  int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  int64_t day_of_era = days - era * 146097;
  int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int64_t shifted = (5 * day_of_year + 2) / 153;
  int64_t day = day_of_year - (153 * shifted + 2) / 5 + 1;
  int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  Date date;
  date.year = static_cast<int16_t>(year);
  date.month = static_cast<uint8_t>(month);
  date.day = static_cast<uint8_t>(day);
  return date;
}

std::string iso_date(const Date& date) {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", date.year, date.month, date.day);
  return text;
}

std::string iso_time(const Time& time) {
  char text[48];
  if (time.microsecond == 0) {
    std::snprintf(text, sizeof text, "%02d:%02d:%02d", time.hour, time.minute, time.second);
  } else {
    std::snprintf(text, sizeof text, "%02d:%02d:%02d.%06u", time.hour, time.minute, time.second,
                  time.microsecond);
  }
  return text;
}

std::string iso_datetime(const DateTime& value, char separator) {
  std::string text = iso_date(value.date) + separator + iso_time(value.time);
  if (value.aware) {
    int offset = value.utc_offset;
    char zone[24];
    std::snprintf(zone, sizeof zone, "%c%02d:%02d", offset < 0 ? '-' : '+', std::abs(offset) / 3600,
                  std::abs(offset) / 60 % 60);
    text += zone;
  }
  return text;
}

namespace {
// Reads exactly `width` digits.
bool digits(std::string_view& text, size_t width, int& out) {
  if (text.size() < width) return false;
  out = 0;
  for (size_t i = 0; i < width; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    out = out * 10 + (text[i] - '0');
  }
  text.remove_prefix(width);
  return true;
}
bool mark(std::string_view& text, char c) {
  if (text.empty() || text[0] != c) return false;
  text.remove_prefix(1);
  return true;
}
bool take_date(std::string_view& text, Date& out) {
  int year = 0, month = 0, day = 0;
  if (!digits(text, 4, year) || !mark(text, '-') || !digits(text, 2, month) || !mark(text, '-') ||
      !digits(text, 2, day) || month < 1 || month > 12 || day < 1 || day > 31)
    return false;
  out.year = static_cast<int16_t>(year);
  out.month = static_cast<uint8_t>(month);
  out.day = static_cast<uint8_t>(day);
  return true;
}
bool take_time(std::string_view& text, Time& out) {
  int hour = 0, minute = 0, second = 0;
  if (!digits(text, 2, hour) || !mark(text, ':') || !digits(text, 2, minute)) return false;
  if (mark(text, ':') && !digits(text, 2, second)) return false;
  out = Time{};
  out.hour = static_cast<uint8_t>(hour);
  out.minute = static_cast<uint8_t>(minute);
  out.second = static_cast<uint8_t>(second);
  if (mark(text, '.')) {
    uint32_t fraction = 0;
    size_t width = 0;
    while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
      if (width < 6) fraction = fraction * 10 + static_cast<uint32_t>(text[0] - '0'), ++width;
      text.remove_prefix(1);
    }
    for (; width < 6; ++width) fraction *= 10;
    out.microsecond = fraction;
  }
  return hour < 24 && minute < 60 && second < 60;
}
}  // namespace

bool parse_date(std::string_view text, Date& out) { return take_date(text, out); }
bool parse_time(std::string_view text, Time& out) { return take_time(text, out) && text.empty(); }

bool parse_datetime(std::string_view text, DateTime& out) {
  out = DateTime{};
  if (!take_date(text, out.date)) return false;
  if (text.empty()) return true;
  if (!mark(text, ' ') && !mark(text, 'T')) return false;
  return take_time(text, out.time) && text.empty();
}

}  // namespace orm
