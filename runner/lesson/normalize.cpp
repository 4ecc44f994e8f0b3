// Hand-written scanners: lines can be megabytes long, where std::regex overflows the stack.
#include "runner/lesson/normalize.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "runner/lesson/words.h"

namespace lessonrun {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

constexpr std::string_view ellipsis_character = "\xE2\x80\xA6";  // …

/// The length of `0.00012s`, `0.2s ago`, `...s`, `…` at the start of a text; 0 if it is no time.
std::size_t time_length(std::string_view text) {
  std::size_t at = 0;
  if (starts_with(text, "...")) {
    at = 3;
  } else if (starts_with(text, ellipsis_character)) {
    at = ellipsis_character.size();
  } else {
    while (at < text.size() &&
           (is_digit(text[at]) || text[at] == '.' || text[at] == 'e' || text[at] == '-')) {
      ++at;
    }
    if (at == 0 || at == text.size() || text[at] != 's') return 0;
  }
  if (at < text.size() && text[at] == 's') ++at;
  if (starts_with(text.substr(at), " ago")) at += 4;
  return at;
}

struct Number {
  std::size_t begin = 0;
  std::size_t end = 0;
  int decimals = 0;
  double value = 0;
  bool fraction = false;
};

/// Numbers as pytest's NUMBER option finds them: digits with a fraction or an exponent, or both.
std::vector<Number> find_numbers(std::string_view text) {
  std::vector<Number> numbers;
  for (std::size_t at = 0; at < text.size();) {
    const bool starts =
        is_digit(text[at]) || (text[at] == '.' && at + 1 < text.size() && is_digit(text[at + 1]));
    if (!starts) {
      ++at;
      continue;
    }
    Number number;
    number.begin = at > 0 && (text[at - 1] == '-' || text[at - 1] == '+') ? at - 1 : at;
    while (at < text.size() && is_digit(text[at])) ++at;
    if (at < text.size() && text[at] == '.') {
      const std::size_t point = at++;
      while (at < text.size() && is_digit(text[at])) ++at;
      number.decimals = static_cast<int>(std::min<std::size_t>(at - point - 1, 300));
      number.fraction = true;
    }
    std::size_t exponent = at;
    if (exponent < text.size() && (text[exponent] == 'e' || text[exponent] == 'E')) {
      ++exponent;
      if (exponent < text.size() && (text[exponent] == '-' || text[exponent] == '+')) ++exponent;
      if (exponent < text.size() && is_digit(text[exponent])) {
        const std::size_t digits = at + 1;
        while (exponent < text.size() && is_digit(text[exponent])) ++exponent;
        const std::string power(text.substr(digits, std::min<std::size_t>(exponent - digits, 6)));
        number.decimals -= std::atoi(power.c_str());
        number.fraction = true;
        at = exponent;
      }
    }
    number.end = at;
    number.value =
        std::strtod(std::string(text.substr(number.begin, at - number.begin)).c_str(), nullptr);
    if (number.fraction) numbers.push_back(number);
  }
  return numbers;
}

}  // namespace

std::size_t log_prefix_length(std::string_view line) {
  static constexpr std::array<std::string_view, 5> level_names = {"INFO", "DEBUG", "WARNING",
                                                                  "ERROR", "CRITICAL"};
  const std::string_view head = line.substr(0, 48);
  for (const std::string_view level : level_names) {
    const std::size_t at = head.find(level);
    if (at == std::string_view::npos) continue;
    const std::string_view before = trim(head.substr(0, at));
    const bool is_time =
        before.find_first_not_of("0123456789-:,./ []T\xE2\x80\xA6") == std::string_view::npos;
    std::string_view rest = line.substr(at + level.size());
    if (!is_time || rest.empty() || (rest[0] != ' ' && rest[0] != ':')) continue;
    rest.remove_prefix(1);
    if (!starts_with(rest, "sqlalchemy.")) continue;
    std::size_t end = 0;
    while (end < rest.size() && (is_word_char(rest[end]) || rest[end] == '.')) ++end;
    if (end < rest.size() && rest[end] != ' ' && rest[end] != ':') continue;
    return line.size() - rest.size() + std::min(end + 1, rest.size());
  }
  return 0;
}

std::string without_log_prefixes(std::string_view text) {
  if (text.find("sqlalchemy.") == std::string_view::npos) return std::string(text);
  std::string result;
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    const std::size_t length = newline == std::string_view::npos ? text.size() : newline + 1;
    std::string_view line = text.substr(0, length);
    const std::string_view content = text.substr(0, std::min(newline, text.size()));
    line.remove_prefix(log_prefix_length(content));
    result += line;
    text.remove_prefix(length);
  }
  return result;
}

std::string without_times(std::string_view text) {
  static constexpr std::array<std::string_view, 4> note_openings = {
      "[generated in", "[cached since", "[no key", "[caching disabled"};
  std::string result;
  while (!text.empty()) {
    const std::size_t bracket = text.find('[');
    if (bracket == std::string_view::npos) break;
    result += text.substr(0, bracket);
    text.remove_prefix(bracket);
    std::size_t copied = 1;
    for (const std::string_view note : note_openings) {
      if (!starts_with(text, note)) continue;
      copied = note.size();
      break;
    }
    result += text.substr(0, copied);
    text.remove_prefix(copied);
    if (copied > 1 && starts_with(text, " ")) {
      const std::size_t time = time_length(text.substr(1));
      if (time > 0) text.remove_prefix(time + 1);
    }
  }
  return result.append(text);
}

std::string without_addresses(std::string_view text, bool any, bool dots) {
  std::string result;
  while (true) {
    const std::size_t at = text.find("0x");
    if (at == std::string_view::npos) return result.append(text);
    const bool after_at = at >= 3 && text.substr(at - 3, 3) == "at ";
    result += text.substr(0, at + 2);
    text.remove_prefix(at + 2);
    std::size_t digits = 0;
    while (digits < text.size() && is_hex(text[digits])) ++digits;
    if ((after_at && digits > 0) || (any && digits >= 6)) {
      result += ellipsis_character;
      text.remove_prefix(digits);
    } else if (dots && digits == 0 && starts_with(text, "...")) {
      result += ellipsis_character;
      text.remove_prefix(3);
    }
  }
}

std::string to_ascii(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; })) {
    return std::string(text);
  }
  std::string result;
  char buffer[16];
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    if (first < 0x80) {
      result += text[i++];
      continue;
    }
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    unsigned code = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
      code = (code << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    std::snprintf(buffer, sizeof buffer,
                  code < 0x100     ? "\\x%02x"
                  : code < 0x10000 ? "\\u%04x"
                                   : "\\U%08x",
                  code);
    result += buffer;
    i += length;
  }
  return result;
}

std::string without_unicode_prefixes(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool prefix =
        (text[i] == 'u' || text[i] == 'U') && (i == 0 || !is_word_char(text[i - 1]));
    std::size_t quote = i + 1;
    if (quote < text.size() && (text[quote] == 'r' || text[quote] == 'R')) ++quote;
    if (prefix && quote < text.size() && (text[quote] == '\'' || text[quote] == '"')) continue;
    result += text[i];
  }
  return result;
}

std::string with_precision_of(std::string_view want, std::string_view got) {
  const std::vector<Number> wanted = find_numbers(want);
  const std::vector<Number> numbers = find_numbers(got);
  if (wanted.size() != numbers.size()) return std::string(got);
  std::string result;
  std::size_t at = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const double tolerance = std::pow(10.0, -wanted[i].decimals);
    if (!(std::fabs(wanted[i].value - numbers[i].value) <= tolerance)) continue;
    result += got.substr(at, numbers[i].begin - at);
    result += want.substr(wanted[i].begin, wanted[i].end - wanted[i].begin);
    at = numbers[i].end;
  }
  return result.append(got.substr(at));
}

}  // namespace lessonrun
