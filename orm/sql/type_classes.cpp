// The table of type classes: SQLAlchemy's own, then those of each database.
#include <orm/types.h>

namespace orm {

namespace {

using K = TypeKind;

// The arguments that many classes of one database share.
#define MYSQL_STRING \
  "length * charset collation ascii=False unicode=False binary=False national=False"
#define MYSQL_NUMBER "unsigned=False zerofill=False"

constexpr TypeClass kClasses[] = {
    {"NullType", "null", K::null_type, ""},
    {"Integer", "integer", K::integer, ""},
    {"SmallInteger", "small_integer", K::integer, ""},
    {"BigInteger", "big_integer", K::integer, ""},
    {"INTEGER", "INTEGER", K::integer, ""},
    {"INT", "INTEGER", K::integer, ""},
    {"SMALLINT", "SMALLINT", K::integer, ""},
    {"BIGINT", "BIGINT", K::integer, ""},
    {"String", "string", K::string, "length collation"},
    {"Text", "text", K::string, "length collation"},
    {"Unicode", "unicode", K::string, "length collation"},
    {"UnicodeText", "unicode_text", K::string, "length collation"},
    {"VARCHAR", "VARCHAR", K::string, "length collation"},
    {"NVARCHAR", "NVARCHAR", K::string, "length collation"},
    {"CHAR", "CHAR", K::string, "length collation"},
    {"NCHAR", "NCHAR", K::string, "length collation"},
    {"TEXT", "TEXT", K::string, "length collation"},
    {"CLOB", "CLOB", K::string, "length collation"},
    {"Boolean", "boolean", K::boolean, "create_constraint=False name"},
    {"BOOLEAN", "BOOLEAN", K::boolean, "create_constraint=False name"},
    {"Float", "float", K::real, "precision asdecimal=False decimal_return_scale"},
    {"Double", "double", K::real, "precision asdecimal=False decimal_return_scale"},
    {"FLOAT", "FLOAT", K::real, "precision asdecimal=False decimal_return_scale"},
    {"REAL", "REAL", K::real, "precision asdecimal=False decimal_return_scale"},
    {"DOUBLE", "DOUBLE", K::real, "precision asdecimal=False decimal_return_scale"},
    {"DOUBLE_PRECISION", "DOUBLE_PRECISION", K::real,
     "precision asdecimal=False decimal_return_scale"},
    {"Numeric", "numeric", K::numeric, "precision scale decimal_return_scale asdecimal=True"},
    {"NUMERIC", "NUMERIC", K::numeric, "precision scale decimal_return_scale asdecimal=True"},
    {"DECIMAL", "DECIMAL", K::numeric, "precision scale decimal_return_scale asdecimal=True"},
    {"Date", "date", K::date, ""},
    {"DATE", "DATE", K::date, ""},
    {"Time", "time", K::time, "timezone=False"},
    {"TIME", "TIME", K::time, "timezone=False"},
    {"DateTime", "datetime", K::datetime, "timezone=False"},
    {"DATETIME", "DATETIME", K::datetime, "timezone=False"},
    {"TIMESTAMP", "TIMESTAMP", K::datetime, "timezone=False"},
    {"Interval", "interval", K::interval, "native=True second_precision day_precision"},
    {"LargeBinary", "large_binary", K::binary, "length"},
    {"BLOB", "BLOB", K::binary, "length"},
    {"BINARY", "BINARY", K::binary, "length"},
    {"VARBINARY", "VARBINARY", K::binary, "length"},
    {"JSON", "JSON", K::json, "none_as_null=False"},
    {"Uuid", "uuid", K::uuid, "as_uuid=True native_uuid=True"},
    {"UUID", "UUID", K::uuid, "as_uuid=True"},
    {"Enum", "enum", K::enum_, ""},
    {"ARRAY", "ARRAY", K::array, "item_type as_tuple=False dimensions zero_indexes=False"},
    {"PickleType", "pickle", K::pickle, ""},
    {"TypeDecorator", "type_decorator", K::decorator, ""},
    {"UserDefinedType", "user_defined", K::user, ""},
    {"TupleType", "null", K::tuple, ""},
    {"JSONStrIndexType", "JSON", K::string, ""},
    {"JSONIntIndexType", "JSON", K::string, ""},
    {"JSONPathType", "JSON", K::string, ""},

    {"ARRAY", "ARRAY", K::array, "item_type as_tuple=False dimensions zero_indexes=False",
     "postgresql"},
    {"BIT", "BIT", K::integer, "length=1 varying=False", "postgresql"},
    {"BYTEA", "BYTEA", K::binary, "length", "postgresql"},
    {"CIDR", "CIDR", K::string, "", "postgresql"},
    {"CITEXT", "CITEXT", K::string, "length collation", "postgresql"},
    {"DATEMULTIRANGE", "DATEMULTIRANGE", K::range, "", "postgresql"},
    {"DATERANGE", "DATERANGE", K::range, "", "postgresql"},
    {"DOMAIN", "DOMAIN", K::user,
     "name data_type * collation default constraint_name not_null check create_type schema",
     "postgresql"},
    {"ENUM", "ENUM", K::enum_, "", "postgresql"},
    {"HSTORE", "HSTORE", K::json, "", "postgresql"},
    {"INET", "INET", K::string, "", "postgresql"},
    {"INT4MULTIRANGE", "INT4MULTIRANGE", K::range, "", "postgresql"},
    {"INT4RANGE", "INT4RANGE", K::range, "", "postgresql"},
    {"INT8MULTIRANGE", "INT8MULTIRANGE", K::range, "", "postgresql"},
    {"INT8RANGE", "INT8RANGE", K::range, "", "postgresql"},
    {"INTERVAL", "INTERVAL", K::interval, "precision fields", "postgresql"},
    {"JSON", "JSON", K::json, "none_as_null=False astext_type=Text()", "postgresql"},
    {"JSONB", "JSONB", K::json, "none_as_null=False astext_type=Text()", "postgresql"},
    {"JSONPATH", "JSONPATH", K::string, "", "postgresql"},
    {"MACADDR", "MACADDR", K::string, "", "postgresql"},
    {"MACADDR8", "MACADDR8", K::string, "", "postgresql"},
    {"MONEY", "MONEY", K::user, "", "postgresql"},
    {"NUMMULTIRANGE", "NUMMULTIRANGE", K::range, "", "postgresql"},
    {"NUMRANGE", "NUMRANGE", K::range, "", "postgresql"},
    {"OID", "OID", K::integer, "", "postgresql"},
    {"REGCLASS", "REGCLASS", K::user, "", "postgresql"},
    {"REGCONFIG", "REGCONFIG", K::user, "", "postgresql"},
    {"TIME", "TIME", K::time, "timezone=False precision", "postgresql"},
    {"TIMESTAMP", "TIMESTAMP", K::datetime, "timezone=False precision", "postgresql"},
    {"TSMULTIRANGE", "TSMULTIRANGE", K::range, "", "postgresql"},
    {"TSQUERY", "TSQUERY", K::user, "", "postgresql"},
    {"TSRANGE", "TSRANGE", K::range, "", "postgresql"},
    {"TSTZMULTIRANGE", "TSTZMULTIRANGE", K::range, "", "postgresql"},
    {"TSTZRANGE", "TSTZRANGE", K::range, "", "postgresql"},
    {"TSVECTOR", "TSVECTOR", K::string, "", "postgresql"},
    {"UUID", "UUID", K::uuid, "as_uuid=False", "postgresql"},

    {"BIGINT", "BIGINT", K::integer, "display_width * " MYSQL_NUMBER, "mysql"},
    {"BIT", "BIT", K::integer, "length", "mysql"},
    {"CHAR", "CHAR", K::string, MYSQL_STRING, "mysql"},
    {"DATETIME", "DATETIME", K::datetime, "timezone=False fsp", "mysql"},
    {"DECIMAL", "DECIMAL", K::numeric, "precision scale asdecimal=True * " MYSQL_NUMBER, "mysql"},
    {"DOUBLE", "DOUBLE", K::real, "precision scale asdecimal=True * " MYSQL_NUMBER, "mysql"},
    {"ENUM", "ENUM", K::enum_, "", "mysql"},
    {"FLOAT", "FLOAT", K::real, "precision scale asdecimal=False * " MYSQL_NUMBER, "mysql"},
    {"INTEGER", "INTEGER", K::integer, "display_width * " MYSQL_NUMBER, "mysql"},
    {"JSON", "JSON", K::json, "none_as_null=False", "mysql"},
    {"LONGBLOB", "LONGBLOB", K::binary, "", "mysql"},
    {"LONGTEXT", "LONGTEXT", K::string, MYSQL_STRING, "mysql"},
    {"MEDIUMBLOB", "MEDIUMBLOB", K::binary, "", "mysql"},
    {"MEDIUMINT", "MEDIUMINT", K::integer, "display_width * " MYSQL_NUMBER, "mysql"},
    {"MEDIUMTEXT", "MEDIUMTEXT", K::string, MYSQL_STRING, "mysql"},
    {"NCHAR", "NCHAR", K::string, "length * collation", "mysql"},
    {"NUMERIC", "NUMERIC", K::numeric, "precision scale asdecimal=True * " MYSQL_NUMBER, "mysql"},
    {"NVARCHAR", "NVARCHAR", K::string, "length * collation", "mysql"},
    {"REAL", "REAL", K::real, "precision scale asdecimal=True * " MYSQL_NUMBER, "mysql"},
    {"SET", "SET", K::string, "", "mysql"},
    {"SMALLINT", "SMALLINT", K::integer, "display_width * " MYSQL_NUMBER, "mysql"},
    {"TEXT", "TEXT", K::string, MYSQL_STRING, "mysql"},
    {"TIME", "TIME", K::time, "timezone=False fsp", "mysql"},
    {"TIMESTAMP", "TIMESTAMP", K::datetime, "timezone=False fsp", "mysql"},
    {"TINYBLOB", "TINYBLOB", K::binary, "", "mysql"},
    {"TINYINT", "TINYINT", K::integer, "display_width * " MYSQL_NUMBER, "mysql"},
    {"TINYTEXT", "TINYTEXT", K::string, MYSQL_STRING, "mysql"},
    {"VARCHAR", "VARCHAR", K::string, MYSQL_STRING, "mysql"},
    {"YEAR", "YEAR", K::integer, "display_width", "mysql"},
    {"INET4", "INET4", K::string, "", "mysql"},
    {"INET6", "INET6", K::string, "", "mysql"},

    {"BFILE", "BFILE", K::binary, "length", "oracle"},
    {"BINARY_DOUBLE", "BINARY_DOUBLE", K::real, "precision asdecimal=False decimal_return_scale",
     "oracle"},
    {"BINARY_FLOAT", "BINARY_FLOAT", K::real, "precision asdecimal=False decimal_return_scale",
     "oracle"},
    {"DATE", "DATE", K::datetime, "timezone=False", "oracle"},
    {"FLOAT", "FLOAT", K::real, "binary_precision asdecimal=False decimal_return_scale", "oracle"},
    {"INTERVAL", "INTERVAL", K::interval, "day_precision second_precision", "oracle"},
    {"LONG", "LONG", K::string, "length collation", "oracle"},
    {"NCLOB", "NCLOB", K::string, "length collation", "oracle"},
    {"NUMBER", "NUMBER", K::numeric, "precision scale asdecimal", "oracle"},
    {"NVARCHAR2", "NVARCHAR2", K::string, "length collation", "oracle"},
    {"RAW", "RAW", K::binary, "length", "oracle"},
    {"ROWID", "ROWID", K::user, "", "oracle"},
    {"TIMESTAMP", "TIMESTAMP", K::datetime, "timezone=False local_timezone=False", "oracle"},
    {"VARCHAR2", "VARCHAR2", K::string, "length collation", "oracle"},
    {"VECTOR", "VECTOR", K::user, "dim storage_format storage_type", "oracle"},

    {"BIT", "BIT", K::boolean, "", "mssql"},
    {"DATETIME2", "DATETIME2", K::datetime, "precision", "mssql"},
    {"DATETIMEOFFSET", "DATETIMEOFFSET", K::datetime, "precision", "mssql"},
    {"IMAGE", "IMAGE", K::binary, "length", "mssql"},
    {"JSON", "JSON", K::json, "none_as_null=False", "mssql"},
    {"MONEY", "MONEY", K::user, "", "mssql"},
    {"NTEXT", "NTEXT", K::string, "length collation", "mssql"},
    {"ROWVERSION", "ROWVERSION", K::binary, "convert_int=False", "mssql"},
    {"SMALLDATETIME", "SMALLDATETIME", K::datetime, "timezone=False", "mssql"},
    {"SMALLMONEY", "SMALLMONEY", K::user, "", "mssql"},
    {"SQL_VARIANT", "SQL_VARIANT", K::user, "", "mssql"},
    {"TIME", "TIME", K::time, "precision", "mssql"},
    {"TIMESTAMP", "TIMESTAMP", K::binary, "convert_int=False", "mssql"},
    {"TINYINT", "TINYINT", K::integer, "", "mssql"},
    {"UNIQUEIDENTIFIER", "UNIQUEIDENTIFIER", K::uuid, "as_uuid=True", "mssql"},
    {"VARBINARY", "VARBINARY", K::binary, "length filestream=False", "mssql"},
    {"XML", "XML", K::string, "length collation", "mssql"},

    {"DATE", "DATE", K::date, "storage_format regexp", "sqlite"},
    {"DATETIME", "DATETIME", K::datetime, "storage_format regexp truncate_microseconds", "sqlite"},
    {"TIME", "TIME", K::time, "storage_format regexp truncate_microseconds", "sqlite"},
    {"JSON", "JSON", K::json, "none_as_null=False", "sqlite"},
};

#undef MYSQL_STRING
#undef MYSQL_NUMBER

}  // namespace

const std::vector<const TypeClass*>& type_classes() {
  static const std::vector<const TypeClass*> kAll = [] {
    std::vector<const TypeClass*> all;
    for (const TypeClass& cls : kClasses) all.push_back(&cls);
    return all;
  }();
  return kAll;
}

const TypeClass* find_type_class(std::string_view name) {
  std::string_view dialect;
  if (size_t dot = name.find('.'); dot != std::string_view::npos) {
    dialect = name.substr(0, dot);
    name.remove_prefix(dot + 1);
  }
  for (const TypeClass& cls : kClasses)
    if (name == cls.name && dialect == cls.dialect) return &cls;
  return nullptr;
}

}  // namespace orm
