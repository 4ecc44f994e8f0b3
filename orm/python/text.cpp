// Python's methods of texts. Texts are UTF-8: positions and widths count characters.
#include <algorithm>
#include <cstdio>

#include "orm/python.h"

namespace orm::py {

namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 128; });
}

void want_ascii(std::string_view text, const char* function) {
  if (is_ascii(text)) return;
  throw NotImplementedError(std::string(function) + "() of C++ knows the letters of ASCII alone");
}

char upper_letter(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
char lower_letter(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_letter(char c) { return lower_letter(c) >= 'a' && lower_letter(c) <= 'z'; }

std::string filled(int64_t count, char fill) {
  return std::string(count > 0 ? static_cast<size_t>(count) : 0, fill);
}

void want_separator(std::string_view separator) {
  if (separator.empty()) throw ValueError("empty separator");
}

using Parts = std::tuple<std::string, std::string, std::string>;

}  // namespace

int64_t length(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); });
}

std::vector<std::string> characters(std::string_view text) {
  std::vector<std::string> all;
  for (char c : text) {
    if (!continues(c) || all.empty()) all.emplace_back();
    all.back() += c;
  }
  return all;
}

std::string upper(std::string_view text) {
  want_ascii(text, "upper");
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(), upper_letter);
  return made;
}

std::string lower(std::string_view text) {
  want_ascii(text, "lower");
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(), lower_letter);
  return made;
}

std::string title(std::string_view text) {
  want_ascii(text, "title");
  std::string made(text);
  bool inside = false;
  for (char& c : made) {
    c = inside ? lower_letter(c) : upper_letter(c);
    inside = is_letter(c);
  }
  return made;
}

std::string capitalize(std::string_view text) {
  std::string made = lower(text);
  if (!made.empty()) made[0] = upper_letter(made[0]);
  return made;
}

std::string strip(std::string_view text, std::string_view characters) {
  return lstrip(rstrip(text, characters), characters);
}

std::string lstrip(std::string_view text, std::string_view characters) {
  want_ascii(characters, "strip");
  const size_t first = text.find_first_not_of(characters);
  return first == std::string_view::npos ? std::string() : std::string(text.substr(first));
}

std::string rstrip(std::string_view text, std::string_view characters) {
  want_ascii(characters, "strip");
  return std::string(text.substr(0, text.find_last_not_of(characters) + 1));
}

std::string replace(std::string_view text, std::string_view what, std::string_view with) {
  if (what.empty()) throw NotImplementedError("replace() of nothing is not known to C++");
  std::string made;
  size_t from = 0;
  for (size_t at; (at = text.find(what, from)) != std::string_view::npos; from = at + what.size()) {
    made.append(text.substr(from, at - from)).append(with);
  }
  return made.append(text.substr(from));
}

std::vector<std::string> split(std::string_view text) {
  constexpr std::string_view kBlank = " \t\n\r\f\v";
  std::vector<std::string> words;
  size_t at = 0;
  while ((at = text.find_first_not_of(kBlank, at)) != std::string_view::npos) {
    const size_t end = std::min(text.find_first_of(kBlank, at), text.size());
    words.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

std::vector<std::string> splitlines(std::string_view text) {
  std::vector<std::string> lines;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_of("\r\n", at), text.size());
    lines.emplace_back(text.substr(at, end - at));
    at = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
  }
  return lines;
}

Parts partition(std::string_view text, std::string_view separator) {
  want_separator(separator);
  const size_t at = text.find(separator);
  if (at == std::string_view::npos) return {std::string(text), "", ""};
  return {std::string(text.substr(0, at)), std::string(separator),
          std::string(text.substr(at + separator.size()))};
}

Parts rpartition(std::string_view text, std::string_view separator) {
  want_separator(separator);
  const size_t at = text.rfind(separator);
  if (at == std::string_view::npos) return {"", "", std::string(text)};
  return {std::string(text.substr(0, at)), std::string(separator),
          std::string(text.substr(at + separator.size()))};
}

std::string ljust(std::string_view text, int64_t width, char fill) {
  return std::string(text) + filled(width - length(text), fill);
}

std::string rjust(std::string_view text, int64_t width, char fill) {
  return filled(width - length(text), fill) + std::string(text);
}

std::string center(std::string_view text, int64_t width, char fill) {
  const int64_t room = width - length(text);
  if (room <= 0) return std::string(text);
  const int64_t left = room / 2 + (room & width & 1);  // CPython's rule for odd rooms
  return filled(left, fill) + std::string(text) + filled(room - left, fill);
}

std::string zfill(std::string_view text, int64_t width) {
  const bool sign = !text.empty() && (text[0] == '-' || text[0] == '+');
  return std::string(text.substr(0, sign ? 1 : 0)) + filled(width - length(text), '0') +
         std::string(text.substr(sign ? 1 : 0));
}

int64_t find(std::string_view text, std::string_view part) {
  const size_t at = text.find(part);
  return at == std::string_view::npos ? -1 : length(text.substr(0, at));
}

int64_t count(std::string_view text, std::string_view part) {
  if (part.empty()) return length(text) + 1;
  int64_t found = 0;
  for (size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; at += part.size()) {
    ++found;
  }
  return found;
}

void print_with(const std::vector<std::string>& items, std::string_view separator,
                std::string_view end) {
  const std::string line = orm::join(separator, items) + std::string(end);
  std::fwrite(line.data(), 1, line.size(), stdout);
}

bool isdigit(std::string_view text) {
  want_ascii(text, "isdigit");
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isalpha(std::string_view text) {
  want_ascii(text, "isalpha");
  return !text.empty() && std::all_of(text.begin(), text.end(), is_letter);
}

std::vector<int64_t> range(int64_t stop) { return range(0, stop); }

std::vector<int64_t> range(int64_t start, int64_t stop, int64_t step) {
  if (step == 0) throw ValueError("range() arg 3 must not be zero");
  std::vector<int64_t> numbers;
  for (int64_t at = start; step > 0 ? at < stop : at > stop; at += step) numbers.push_back(at);
  return numbers;
}

}  // namespace orm::py
