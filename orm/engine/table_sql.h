// What the text of CREATE TABLE says and no PRAGMA does.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace orm {

struct KeyInSql {
  std::string name;
  std::vector<std::string> columns;
  std::string referred_table;
  std::vector<std::string> referred_columns;
  std::string ondelete, onupdate, initially;
  std::optional<bool> deferrable;
};
struct UniqueInSql {
  std::string name;
  std::vector<std::string> columns;
};
struct CheckInSql {
  std::string name, text;
};

/// The name in `CONSTRAINT x PRIMARY KEY`, empty if it has none.
std::string primary_key_name(const std::string& sql);
std::vector<KeyInSql> foreign_keys_in(const std::string& sql);
std::vector<UniqueInSql> uniques_in(const std::string& sql);
std::vector<CheckInSql> checks_in(const std::string& sql);
/// What stands in `name INTEGER GENERATED ALWAYS AS (..)`; empty if there is no such column.
std::string generated_expression(const std::string& sql, const std::string& name);
/// What follows WHERE in CREATE INDEX.
std::string index_predicate(const std::string& sql);

}  // namespace orm
