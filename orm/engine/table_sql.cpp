// Names that only a table's CREATE statement tells: of keys, unique and check constraints.
#include "orm/engine/table_sql.h"

#include <algorithm>
#include <cctype>
#include <regex>

namespace orm {

namespace {

const std::regex::flag_type kFlags = std::regex::ECMAScript | std::regex::icase;

std::string unquoted(std::string name) {
  while (!name.empty() && (name.front() == '"' || name.front() == ' ')) name.erase(0, 1);
  while (!name.empty() && (name.back() == '"' || name.back() == ' ')) name.pop_back();
  return name;
}

std::vector<std::string> name_list(const std::string& text) {
  std::vector<std::string> names;
  static const std::regex name("(?:\"([^\"]+)\")|([a-z0-9_]+)", kFlags);
  for (std::sregex_iterator at(text.begin(), text.end(), name), end; at != end; ++at)
    names.push_back((*at)[1].matched ? (*at)[1].str() : (*at)[2].str());
  return names;
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

bool is_space(char c) { return c == ' ' || c == '\t'; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

size_t skip_while(const std::string& text, size_t at, bool (*like)(char)) {
  while (at < text.size() && like(text[at])) ++at;
  return at;
}

// After a column's name: its type, perhaps more words, and UNIQUE. `at` ends behind that, or where
// the words end without one.
bool words_and_unique(const std::string& text, size_t& at) {
  for (size_t words = 0;; ++words) {
    const size_t begin = skip_while(text, at, is_space);
    if (begin == at) return false;
    at = begin;
    if (words > 0 && upper(text.substr(at, 6)) == "UNIQUE") return at += 6, true;
    const size_t end = skip_while(text, at, is_word);
    if (end == at) return false;
    at = end;
  }
}

struct InlineUnique {
  bool found = false;
  std::string column;
  size_t end = 0;  // where to go on
};

// `name INTEGER NOT NULL UNIQUE`, where it begins at a place. Scanned by hand, as the pattern that
// says the same takes time that grows with the cube of the spaces in a row.
InlineUnique inline_unique(const std::string& text, size_t begin) {
  if (text[begin] == '"') {
    // As a pattern does, try further quotes of the line after the first that closes.
    const size_t line = std::min(text.find('\n', begin), text.size());
    for (size_t close = text.find('"', begin + 2); close < line;
         close = text.find('"', close + 1)) {
      size_t at = close + 1;
      if (words_and_unique(text, at)) {
        return {true, unquoted(text.substr(begin, close + 1 - begin)), at};
      }
    }
    return {false, "", begin + 1};
  }
  const bool bracket = text[begin] == '[' || text[begin] == '`';
  const size_t name = bracket ? begin + 1 : begin;
  size_t at = skip_while(text, name, is_word);
  if (at == name) return {false, "", begin + 1};
  std::string column = text.substr(name, at - name);
  if (at < text.size() && (text[at] == ']' || text[at] == '`')) ++at;
  const bool found = words_and_unique(text, at);
  return {found, std::move(column), at};
}

}  // namespace

std::string primary_key_name(const std::string& sql) {
  static const std::regex pattern("CONSTRAINT (\\w+) PRIMARY KEY", kFlags);
  std::smatch match;
  return std::regex_search(sql, match, pattern) ? match[1].str() : std::string();
}

std::vector<KeyInSql> foreign_keys_in(const std::string& sql) {
  static const std::regex pattern(
      "(?:CONSTRAINT (\"?\\w+\"?) +)?FOREIGN KEY *\\( *([^)]+?) *\\) +REFERENCES "
      "+(?:(?:\"(.+?)\")|([a-z0-9_.]+)) *\\( *([^)]*)\\) *"
      "((?:ON (?:DELETE|UPDATE) (?:SET NULL|SET DEFAULT|CASCADE|RESTRICT|NO ACTION) *)*)"
      "((?:NOT +)?DEFERRABLE)?(?: +INITIALLY +(DEFERRED|IMMEDIATE))?",
      kFlags);
  std::vector<KeyInSql> keys;
  for (std::sregex_iterator at(sql.begin(), sql.end(), pattern), end; at != end; ++at) {
    const std::smatch& match = *at;
    KeyInSql key;
    key.name = unquoted(match[1].str());
    key.columns = name_list(match[2].str());
    key.referred_table = match[3].matched ? match[3].str() : match[4].str();
    key.referred_columns = name_list(match[5].str());
    if (key.referred_columns.empty()) key.referred_columns = key.columns;
    static const std::regex action(
        "ON (DELETE|UPDATE) (SET NULL|SET DEFAULT|CASCADE|RESTRICT|NO ACTION)", kFlags);
    std::string actions = match[6].str();
    for (std::sregex_iterator one(actions.begin(), actions.end(), action); one != end; ++one) {
      std::string what = upper((*one)[2].str());
      if (what == "NO ACTION") continue;
      (upper((*one)[1].str()) == "DELETE" ? key.ondelete : key.onupdate) = what;
    }
    if (match[7].matched) key.deferrable = upper(match[7].str()).rfind("NOT", 0) != 0;
    key.initially = upper(match[8].str());
    keys.push_back(std::move(key));
  }
  return keys;
}

std::vector<UniqueInSql> uniques_in(const std::string& sql) {
  std::vector<UniqueInSql> found;
  static const std::regex table_level("(?:CONSTRAINT \"?([^\" ]+)\"? +)?UNIQUE *\\((.+?)\\)",
                                      kFlags);
  for (std::sregex_iterator at(sql.begin(), sql.end(), table_level), end; at != end; ++at)
    found.push_back({(*at)[1].str(), name_list((*at)[2].str())});
  for (size_t at = 0; at < sql.size();) {
    const InlineUnique one = inline_unique(sql, at);
    if (one.found && upper(one.column) != "CONSTRAINT") found.push_back({"", {one.column}});
    at = one.end;
  }
  return found;
}

std::vector<CheckInSql> checks_in(const std::string& sql) {
  std::vector<CheckInSql> found;
  static const std::regex pattern("(?:CONSTRAINT (\"[^\"]+\"|\\w+) +)?CHECK *\\( *", kFlags);
  for (std::sregex_iterator at(sql.begin(), sql.end(), pattern), end; at != end; ++at) {
    size_t begin = static_cast<size_t>(at->position() + at->length());
    int depth = 1;
    size_t close = begin;
    bool quoted = false;
    for (; close < sql.size(); ++close) {
      if (sql[close] == '\'') quoted = !quoted;
      if (quoted) continue;
      if (sql[close] == '(') ++depth;
      if (sql[close] == ')' && --depth == 0) break;
    }
    std::string text = sql.substr(begin, close - begin);
    while (!text.empty() && text.back() == ' ') text.pop_back();
    found.push_back({unquoted((*at)[1].str()), text});
  }
  return found;
}

std::string generated_expression(const std::string& sql, const std::string& name) {
  std::string pattern;
  for (char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) pattern += '\\';
    pattern += c;
  }
  // SQLAlchemy's own: to the last parenthesis of the line.
  pattern += "[^,]*\\s+GENERATED\\s+ALWAYS\\s+AS\\s+\\((.*)\\)";
  std::smatch match;
  return std::regex_search(sql, match, std::regex(pattern, kFlags)) ? match[1].str()
                                                                    : std::string();
}

std::string index_predicate(const std::string& sql) {
  static const std::regex pattern("\\)\\s+WHERE\\s+([\\s\\S]+)", kFlags);
  std::smatch match;
  return std::regex_search(sql, match, pattern) ? match[1].str() : std::string();
}

}  // namespace orm
