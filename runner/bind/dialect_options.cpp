// Which keywords of one database a construct takes: `Index("i", t.c.x, postgresql_using="gin")`.
#include "runner/bind/dialect_options.h"

#include <algorithm>
#include <string_view>

#include "orm/orm_error.h"
#include "runner/base/words.h"

namespace lessonrun::bind {

namespace {

struct Accepted {
  const char* dialect;
  const char* construct;
  const char* arguments;  // separated by spaces; "*" for any
};

// Of every release.
constexpr Accepted kAccepted[] = {
    {"sqlite", "Table", "autoincrement with_rowid"},
    {"sqlite", "Index", "where"},
    {"sqlite", "Column", "on_conflict_primary_key on_conflict_not_null on_conflict_unique"},
    {"sqlite", "Constraint", "on_conflict"},
    {"postgresql", "Index", "using where ops concurrently with tablespace"},
    {"postgresql", "Table",
     "ignore_search_path tablespace partition_by with_oids on_commit inherits"},
    {"mysql", "Table", "*"},
    {"mysql", "Update", "limit"},
    {"mysql", "PrimaryKeyConstraint", "using"},
    {"mysql", "Index", "using length prefix with_parser"},
    {"oracle", "Table", "resolve_synonyms on_commit compress"},
    {"oracle", "Index", "bitmap compress"},
    {"mssql", "PrimaryKeyConstraint", "clustered"},
    {"mssql", "UniqueConstraint", "clustered"},
    {"mssql", "Index", "clustered include where"},
    {"mssql", "Column", "identity_start identity_increment"},
};
constexpr Accepted kSince14[] = {
    {"postgresql", "Index", "include"},
    {"postgresql", "CheckConstraint", "not_valid"},
    {"postgresql", "ForeignKeyConstraint", "not_valid"},
};
constexpr Accepted kSince20[] = {
    {"sqlite", "Table", "strict"},
    {"postgresql", "Index", "nulls_not_distinct"},
    {"postgresql", "Table", "using"},
    {"postgresql", "PrimaryKeyConstraint", "include"},
    {"postgresql", "UniqueConstraint", "include nulls_not_distinct"},
    {"mysql", "Delete", "limit"},
    {"oracle", "Table", "tablespace"},
    {"oracle", "Index", "vector"},
    {"mssql", "Index", "columnstore"},
};

bool is_constraint(std::string_view construct) {
  constexpr std::string_view kEnd = "Constraint";
  return construct.size() > kEnd.size() && construct.substr(construct.size() - kEnd.size()) == kEnd;
}

template <size_t N>
bool accepts(const Accepted (&rows)[N], std::string_view dialect, std::string_view construct,
             std::string_view argument) {
  return std::any_of(std::begin(rows), std::end(rows), [&](const Accepted& row) {
    const bool same = row.construct == construct ||
                      (is_constraint(construct) && row.construct == std::string_view("Constraint"));
    return same && row.dialect == dialect &&
           (row.arguments == std::string_view("*") || has_word(row.arguments, argument));
  });
}

bool is_dialect(const Context& owner, std::string_view name) {
  constexpr std::string_view kNames[] = {"sqlite", "postgresql", "mysql", "oracle", "mssql"};
  if (name == "mariadb") return !owner.profile.select_list_style;
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

std::string class_text(std::string_view construct) {
  const bool dml = construct == "Update" || construct == "Delete" || construct == "Insert";
  const char* module = construct == "ExcludeConstraint" ? "sqlalchemy.dialects.postgresql.ext"
                       : dml                            ? "sqlalchemy.sql.dml"
                                                        : "sqlalchemy.sql.schema";
  return std::string("<class '") + module + "." + std::string(construct) + "'>";
}

}  // namespace

bool check_dialect_option(Context& owner, std::string_view construct, const std::string& name) {
  const size_t end = name.find('_', 1);
  if (end == std::string::npos || end + 1 == name.size()) {
    owner.interp.raise(
        "TypeError",
        "Additional arguments should be named <dialectname>_<argument>, got '" + name + "'");
  }
  const std::string given = name.substr(0, end);
  if (!is_dialect(owner, given)) {
    owner.warn("SAWarning", "Can't validate argument '" + name +
                                "'; can't locate any SQLAlchemy dialect named '" + given + "'");
    return false;
  }
  const std::string dialect = given == "mariadb" ? "mysql" : given;
  const std::string argument = name.substr(end + 1);
  const bool taken =
      accepts(kAccepted, dialect, construct, argument) ||
      (!owner.profile.select_list_style && accepts(kSince14, dialect, construct, argument)) ||
      (owner.profile.typed_names && accepts(kSince20, dialect, construct, argument));
  if (!taken) {
    raise_error(owner, orm::ArgumentError::cls,
                "Argument '" + name + "' is not accepted by dialect '" + given + "' on behalf of " +
                    class_text(construct));
  }
  return true;
}

}  // namespace lessonrun::bind
