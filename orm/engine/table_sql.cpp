// Names that only a table's CREATE statement tells: of keys, unique and check constraints.
#include "orm/engine/table_sql.h"

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
  static const std::regex inline_form(
      "(?:(\".+?\")|(?:[\\[`])?([a-z0-9_]+)(?:[\\]`])?)[\\t ]+[a-z0-9_ ]+?[\\t ]+UNIQUE", kFlags);
  for (std::sregex_iterator at(sql.begin(), sql.end(), inline_form), end; at != end; ++at) {
    std::string column = unquoted((*at)[1].matched ? (*at)[1].str() : (*at)[2].str());
    if (upper(column) != "CONSTRAINT") found.push_back({"", {column}});
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
