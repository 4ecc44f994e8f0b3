// What `from sqlalchemy.dialects.X import *` binds: less than the module has, so that it has to be
// said. Which release has which of the names is in known_names.cpp.
#include "runner/bind/dialects.h"

namespace lessonrun::bind {

namespace {

struct DialectExports {
  std::string_view module;
  std::string_view names;  // of all releases
};
constexpr DialectExports kExports[] = {
    {"sqlalchemy.dialects.postgresql",
     "ARRAY All Any BIGINT BIT BOOLEAN BYTEA CHAR CIDR CITEXT DATE DATEMULTIRANGE DATERANGE "
     "DOUBLE_PRECISION ENUM ExcludeConstraint FLOAT HSTORE INET INT4MULTIRANGE INT4RANGE "
     "INT8MULTIRANGE INT8RANGE INTEGER INTERVAL Insert JSON JSONB JSONPATH MACADDR MACADDR8 "
     "MONEY NUMERIC NUMMULTIRANGE NUMRANGE OID REAL REGCLASS REGCONFIG Range SMALLINT TEXT "
     "TIME TIMESTAMP TSMULTIRANGE TSQUERY TSRANGE TSTZMULTIRANGE TSTZRANGE TSVECTOR UUID "
     "VARCHAR aggregate_order_by array array_agg dialect hstore insert"},
    {"sqlalchemy.dialects.mysql",
     "BIGINT BINARY BIT BLOB BOOLEAN CHAR DATE DATETIME DECIMAL DOUBLE ENUM FLOAT INET4 INET6 "
     "INTEGER Insert JSON LONGBLOB LONGTEXT MEDIUMBLOB MEDIUMINT MEDIUMTEXT NCHAR NUMERIC "
     "NVARCHAR REAL SET SMALLINT TEXT TIME TIMESTAMP TINYBLOB TINYINT TINYTEXT VARBINARY "
     "VARCHAR YEAR dialect insert match"},
    {"sqlalchemy.dialects.oracle",
     "BFILE BINARY_DOUBLE BINARY_FLOAT BLOB CHAR CLOB DATE DOUBLE_PRECISION FLOAT INTERVAL "
     "LONG NCHAR NCLOB NUMBER NVARCHAR NVARCHAR2 RAW REAL ROWID TIMESTAMP VARCHAR VARCHAR2 "
     "VECTOR dialect"},
    {"sqlalchemy.dialects.mssql",
     "BIGINT BINARY BIT CHAR DATE DATETIME DATETIME2 DATETIMEOFFSET DECIMAL DOUBLE_PRECISION "
     "FLOAT IMAGE INTEGER JSON MONEY NCHAR NTEXT NUMERIC NVARCHAR REAL ROWVERSION "
     "SMALLDATETIME SMALLINT SMALLMONEY SQL_VARIANT TEXT TIME TIMESTAMP TINYINT "
     "UNIQUEIDENTIFIER VARBINARY VARCHAR XML dialect try_cast"},
    {"sqlalchemy.dialects.sqlite",
     "BLOB BOOLEAN CHAR DATE DATETIME DECIMAL FLOAT INTEGER Insert JSON NUMERIC REAL SMALLINT "
     "TEXT TIME TIMESTAMP VARCHAR dialect insert"},
};

}  // namespace

std::string_view dialect_exports(std::string_view module) {
  for (const DialectExports& one : kExports) {
    if (module == one.module) return one.names;
  }
  return {};
}

}  // namespace lessonrun::bind
