// The texts that SQLite's driver takes: named parameters by position, scripts as statements.
#include "runner/bind/driver_sql.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace lessonrun::bind {

namespace {

bool continues_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Where the string, quoted name or comment that begins here ends; `at` itself if none does.
size_t skip_quoted(std::string_view sql, size_t at) {
  auto after = [&](size_t found, size_t length) {
    return found == std::string_view::npos ? sql.size() : found + length;
  };
  const std::string_view rest = sql.substr(at);
  if (rest.rfind("--", 0) == 0) return after(sql.find('\n', at), 1);
  if (rest.rfind("/*", 0) == 0) return after(sql.find("*/", at + 2), 2);
  const char quote = rest.front();
  if (quote != '\'' && quote != '"' && quote != '`') return at;
  return after(sql.find(quote, at + 1), 1);
}

}  // namespace

std::string positional(std::string_view sql, std::vector<std::string>& names) {
  std::string made;
  for (size_t at = 0; at < sql.size();) {
    const size_t end = skip_quoted(sql, at);
    if (end > at) {
      made += sql.substr(at, end - at);
      at = end;
      continue;
    }
    const char sign = sql[at++];
    size_t stop = at;
    while (stop < sql.size() && continues_word(sql[stop])) ++stop;
    if ((sign == ':' || sign == '@' || sign == '$') && stop > at) {
      names.emplace_back(sql.substr(at, stop - at));
      made += '?';
      at = stop;
    } else {
      made += sign;
    }
  }
  return made;
}

std::vector<std::string> statements_of(std::string_view script) {
  std::vector<std::string> all;
  std::string word, current;
  bool trigger = false;
  for (size_t at = 0; at < script.size();) {
    const size_t end = skip_quoted(script, at);
    if (end > at) {
      // What is a comment alone is no statement.
      const bool comment = script[at] == '-' || script[at] == '/';
      current += comment ? std::string_view(" ") : script.substr(at, end - at);
      at = end;
      continue;
    }
    const char c = script[at++];
    if (continues_word(c)) {
      word += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    } else if (!word.empty() && c != ';') {
      trigger = trigger || word == "TRIGGER";
      word.clear();
    }
    if (c == ';' && (!trigger || word == "END")) {
      all.push_back(std::exchange(current, {}));
      trigger = false;
      word.clear();
      continue;
    }
    if (c == ';') word.clear();
    current += c;
  }
  all.push_back(current);
  auto blank = [](const std::string& one) {
    return one.find_first_not_of(" \t\r\n") == std::string::npos;
  };
  all.erase(std::remove_if(all.begin(), all.end(), blank), all.end());
  return all;
}

}  // namespace lessonrun::bind
