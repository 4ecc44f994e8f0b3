// What `from sqlalchemy.dialects.X import *` binds, and which release each of those names came
// with.
#include <algorithm>

#include "runner/bind/dialects.h"

namespace lessonrun::bind {

namespace {

struct DialectExports {
  const char* module;
  const char* names;  // of every release
  const char* since_1_4;
  const char* since_2_0;
};
constexpr DialectExports kExports[] = {
    {"sqlalchemy.dialects.postgresql",
     "ARRAY All Any BIGINT BIT BOOLEAN BYTEA CHAR CIDR DATE DATERANGE DOUBLE_PRECISION ENUM "
     "ExcludeConstraint FLOAT HSTORE INET INT4RANGE INT8RANGE INTEGER INTERVAL Insert JSON JSONB "
     "MACADDR MONEY NUMERIC NUMRANGE OID REAL REGCLASS SMALLINT TEXT TIME TIMESTAMP TSRANGE "
     "TSTZRANGE TSVECTOR UUID VARCHAR aggregate_order_by array array_agg dialect hstore insert",
     "MACADDR8",
     "CITEXT DATEMULTIRANGE INT4MULTIRANGE INT8MULTIRANGE JSONPATH NUMMULTIRANGE REGCONFIG Range "
     "TSMULTIRANGE TSQUERY TSTZMULTIRANGE"},
    {"sqlalchemy.dialects.mysql",
     "BIGINT BINARY BIT BLOB BOOLEAN CHAR DATE DATETIME DECIMAL DOUBLE ENUM FLOAT INTEGER Insert "
     "JSON LONGBLOB LONGTEXT MEDIUMBLOB MEDIUMINT MEDIUMTEXT NCHAR NUMERIC NVARCHAR REAL SET "
     "SMALLINT TEXT TIME TIMESTAMP TINYBLOB TINYINT TINYTEXT VARBINARY VARCHAR YEAR dialect insert",
     "match", "INET4 INET6"},
    {"sqlalchemy.dialects.oracle",
     "BFILE BINARY_DOUBLE BINARY_FLOAT BLOB CHAR CLOB DATE DOUBLE_PRECISION FLOAT INTERVAL LONG "
     "NCHAR NCLOB NUMBER NVARCHAR NVARCHAR2 RAW ROWID TIMESTAMP VARCHAR VARCHAR2 dialect",
     "", "REAL VECTOR"},
    {"sqlalchemy.dialects.mssql",
     "BIGINT BINARY BIT CHAR DATE DATETIME DATETIME2 DATETIMEOFFSET DECIMAL FLOAT IMAGE INTEGER "
     "MONEY NCHAR NTEXT NUMERIC NVARCHAR REAL ROWVERSION SMALLDATETIME SMALLINT SMALLMONEY "
     "SQL_VARIANT TEXT TIME TIMESTAMP TINYINT UNIQUEIDENTIFIER VARBINARY VARCHAR XML dialect "
     "try_cast",
     "JSON", "DOUBLE_PRECISION"},
    {"sqlalchemy.dialects.sqlite",
     "BLOB BOOLEAN CHAR DATE DATETIME DECIMAL FLOAT INTEGER JSON NUMERIC REAL SMALLINT TEXT TIME "
     "TIMESTAMP VARCHAR dialect",
     "Insert insert", ""},
};

}  // namespace

std::vector<std::string_view> dialect_exports(const orm::Profile& profile,
                                              std::string_view module) {
  std::vector<std::string_view> found;
  auto add = [&](std::string_view words) {
    while (!words.empty()) {
      const size_t end = std::min(words.find(' '), words.size());
      if (end > 0) found.push_back(words.substr(0, end));
      words.remove_prefix(std::min(end + 1, words.size()));
    }
  };
  for (const DialectExports& one : kExports) {
    if (module != one.module) continue;
    add(one.names);
    if (!profile.select_list_style) add(one.since_1_4);
    if (profile.typed_names) add(one.since_2_0);
  }
  return found;
}

bool dialect_lacks(const orm::Profile& profile, std::string_view module, std::string_view name) {
  auto has = [&](std::string_view words) {
    const std::string padded = " " + std::string(words) + " ";
    return padded.find(" " + std::string(name) + " ") != std::string::npos;
  };
  for (const DialectExports& one : kExports) {
    if (module != one.module) continue;
    return (profile.select_list_style && has(one.since_1_4)) ||
           (!profile.typed_names && has(one.since_2_0));
  }
  return false;
}

}  // namespace lessonrun::bind
