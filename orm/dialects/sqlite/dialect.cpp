// SQLite: its type words, reserved words and the formats in which it stores dates and numbers.
#include "orm/dialects/sqlite/dialect.h"

#include <orm/error.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace orm::sqlite {

namespace {

constexpr std::string_view kReserved[] = {"add",          "after",
                                          "all",          "alter",
                                          "analyze",      "and",
                                          "as",           "asc",
                                          "attach",       "autoincrement",
                                          "before",       "begin",
                                          "between",      "by",
                                          "cascade",      "case",
                                          "cast",         "check",
                                          "collate",      "column",
                                          "commit",       "conflict",
                                          "constraint",   "create",
                                          "cross",        "current_date",
                                          "current_time", "current_timestamp",
                                          "database",     "default",
                                          "deferrable",   "deferred",
                                          "delete",       "desc",
                                          "detach",       "distinct",
                                          "drop",         "each",
                                          "else",         "end",
                                          "escape",       "except",
                                          "exclusive",    "exists",
                                          "explain",      "fail",
                                          "false",        "for",
                                          "foreign",      "from",
                                          "full",         "glob",
                                          "group",        "having",
                                          "if",           "ignore",
                                          "immediate",    "in",
                                          "index",        "indexed",
                                          "initially",    "inner",
                                          "insert",       "instead",
                                          "intersect",    "into",
                                          "is",           "isnull",
                                          "join",         "key",
                                          "left",         "like",
                                          "limit",        "match",
                                          "natural",      "not",
                                          "notnull",      "null",
                                          "of",           "offset",
                                          "on",           "or",
                                          "order",        "outer",
                                          "plan",         "pragma",
                                          "primary",      "query",
                                          "raise",        "references",
                                          "reindex",      "rename",
                                          "replace",      "restrict",
                                          "right",        "rollback",
                                          "row",          "select",
                                          "set",          "table",
                                          "temp",         "temporary",
                                          "then",         "to",
                                          "transaction",  "trigger",
                                          "true",         "union",
                                          "unique",       "update",
                                          "using",        "vacuum",
                                          "values",       "view",
                                          "virtual",      "when",
                                          "where"};

[[noreturn]] void wrong(const char* type, const char* accepts) {
  throw TypeError(std::string("SQLite ") + type + " type only accepts Python " + accepts +
                  " objects as input.");
}

std::string storage_time(const Time& time) {
  char text[48];
  std::snprintf(text, sizeof text, "%02d:%02d:%02d.%06u", time.hour, time.minute, time.second,
                time.microsecond);
  return text;
}

Value bind_boolean(const TypeEngine&, const Dialect&, Value value) {
  switch (value.kind()) {
    case ValueKind::null:
      return value;
    case ValueKind::boolean:
      return Value(static_cast<int64_t>(value.as_bool() ? 1 : 0));
    case ValueKind::integer:
      if (value.as_int() == 0 || value.as_int() == 1) return value;
      throw ValueError("Value " + value.repr() + " is not None, True, or False");
    default:
      throw TypeError("Not a boolean value: " + value.repr());
  }
}
Value result_boolean(const TypeEngine&, const Dialect&, Value value) {
  if (value.kind() == ValueKind::integer) return Value(value.as_int() != 0);
  return value;
}

Value bind_date(const TypeEngine&, const Dialect&, Value value) {
  if (value.is_null()) return value;
  if (value.kind() == ValueKind::date) return Value(iso_date(value.as_date()));
  if (value.kind() == ValueKind::datetime) return Value(iso_date(value.as_datetime().date));
  wrong("Date", "date");
}
Value bind_time(const TypeEngine&, const Dialect&, Value value) {
  if (value.is_null()) return value;
  if (value.kind() == ValueKind::time) return Value(storage_time(value.as_time()));
  wrong("Time", "time");
}
Value bind_datetime(const TypeEngine&, const Dialect&, Value value) {
  if (value.is_null()) return value;
  if (value.kind() == ValueKind::date) return Value(iso_date(value.as_date()) + " 00:00:00.000000");
  if (value.kind() == ValueKind::datetime) {
    DateTime moment = value.as_datetime();
    return Value(iso_date(moment.date) + " " + storage_time(moment.time));
  }
  wrong("DateTime", "datetime and date");
}
[[noreturn]] void throw_unparsed(const Dialect& dialect, const char* what, const Value& value) {
  if (dialect.profile->iso_parse_errors) {
    throw ValueError("Invalid isoformat string: " + value.repr());
  }
  throw ValueError(std::string("Couldn't parse ") + what + " string: " + value.repr());
}

// What is there though the type is one of dates: the result of arithmetic that SQLite did by its
// own rules.
[[noreturn]] void throw_no_text(const Dialect& dialect, const char* what, const Value& value) {
  if (dialect.profile->iso_parse_errors) throw TypeError("fromisoformat: argument must be str");
  throw ValueError(std::string("Couldn't parse ") + what + " string '" + value.str() +
                   "' - value is not a string.");
}

Value result_date(const TypeEngine&, const Dialect& dialect, Value value) {
  Date date;
  if (value.is_null()) return value;
  if (value.kind() != ValueKind::text) throw_no_text(dialect, "date", value);
  if (!parse_date(value.as_text(), date)) throw_unparsed(dialect, "date", value);
  return Value(date);
}
Value result_time(const TypeEngine&, const Dialect& dialect, Value value) {
  Time time;
  if (value.is_null()) return value;
  if (value.kind() != ValueKind::text) throw_no_text(dialect, "time", value);
  if (!parse_time(value.as_text(), time)) throw_unparsed(dialect, "time", value);
  return Value(time);
}
Value result_datetime(const TypeEngine&, const Dialect& dialect, Value value) {
  DateTime moment;
  if (value.is_null()) return value;
  if (value.kind() != ValueKind::text) throw_no_text(dialect, "datetime", value);
  if (!parse_datetime(value.as_text(), moment)) throw_unparsed(dialect, "datetime", value);
  return Value(moment);
}

constexpr int64_t kDay = 86400LL * 1000000;

// An Interval is stored as that much time after the epoch.
Value bind_interval(const TypeEngine& type, const Dialect& dialect, Value value) {
  if (value.kind() != ValueKind::interval) return value;
  int64_t total = value.as_interval().microseconds;
  int64_t days = total >= 0 ? total / kDay : (total - kDay + 1) / kDay;
  int64_t rest = total - days * kDay;
  DateTime moment;
  moment.date = civil_from_days(days);
  moment.time.hour = static_cast<uint8_t>(rest / 3600000000LL);
  moment.time.minute = static_cast<uint8_t>(rest / 60000000 % 60);
  moment.time.second = static_cast<uint8_t>(rest / 1000000 % 60);
  moment.time.microsecond = static_cast<uint32_t>(rest % 1000000);
  return bind_datetime(type, dialect, Value(moment));
}
Value result_interval(const TypeEngine& type, const Dialect& dialect, Value value) {
  Value moment = result_datetime(type, dialect, std::move(value));
  if (moment.kind() != ValueKind::datetime) return moment;
  DateTime when = moment.as_datetime();
  int64_t total = days_from_civil(when.date) * kDay + when.time.hour * 3600000000LL +
                  when.time.minute * 60000000LL + when.time.second * 1000000LL +
                  when.time.microsecond;
  return Value(Interval{total});
}

// The driver is given floats, as float() makes them of whatever the program has.
Value bind_number(const TypeEngine&, const Dialect&, Value value) {
  switch (value.kind()) {
    case ValueKind::null:
    case ValueKind::real:
      return value;
    case ValueKind::boolean:
      return Value(value.as_bool() ? 1.0 : 0.0);
    case ValueKind::integer:
      return Value(static_cast<double>(value.as_int()));
    case ValueKind::decimal:
    case ValueKind::bigint:
      return Value(std::strtod(value.as_string().c_str(), nullptr));
    case ValueKind::text:
    case ValueKind::bytes:
      if (const std::optional<double> number = parse_float(value.as_text())) return Value(*number);
      throw ValueError("could not convert string to float: " + value.repr());
    default:
      throw TypeError("float() argument must be a string or a real number, not '" +
                      value.type_name() + "'");
  }
}
int scale_of(const TypeEngine& type) {
  if (type.args().decimal_return_scale) return *type.args().decimal_return_scale;
  return type.args().scale.value_or(10);
}
Value result_decimal(const TypeEngine& type, const Dialect&, Value value) {
  if (value.kind() == ValueKind::real)
    return Value::decimal(decimal_from_double(value.as_double(), scale_of(type)));
  if (value.kind() == ValueKind::integer)
    return Value::decimal(decimal_from_double(static_cast<double>(value.as_int()), scale_of(type)));
  return value;
}

std::string json_text(const Value& value) {
  switch (value.kind()) {
    case ValueKind::null:
      return "null";
    case ValueKind::boolean:
      return value.as_bool() ? "true" : "false";
    case ValueKind::integer:
    case ValueKind::real:
    case ValueKind::bigint:
      return value.repr();
    case ValueKind::json:
      return value.as_string();
    case ValueKind::text: {
      std::string out = "\"";
      for (char c : value.as_text()) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n')
          out += "\\n";
        else if (c == '\t')
          out += "\\t";
        else
          out += c;
      }
      return out + "\"";
    }
    case ValueKind::list:
    case ValueKind::tuple: {
      std::string out = "[";
      for (const Value& item : value.as_list())
        out += (out.size() > 1 ? ", " : "") + json_text(item);
      return out + "]";
    }
    default:
      throw TypeError("Object of type " + value.type_name() + " is not JSON serializable");
  }
}
Value bind_json(const TypeEngine& type, const Dialect& dialect, Value value) {
  if (value.is_null() && type.args().none_as_null) return value;
  if (value.kind() == ValueKind::object && value.object()->is_sql_null()) return {};
  return Value(dialect.json_serializer ? dialect.json_serializer(value) : json_text(value));
}
Value result_json(const TypeEngine&, const Dialect& dialect, Value value) {
  if (value.kind() != ValueKind::text) return value;
  if (dialect.json_deserializer) return dialect.json_deserializer(value.as_text());
  if (value.as_text() == "null") return Value();
  return Value::json(value.as_text());
}

Value bind_uuid(const TypeEngine& type, const Dialect&, Value value) {
  if (value.kind() != ValueKind::uuid && value.kind() != ValueKind::text) return value;
  if (value.kind() == ValueKind::text && type.args().as_uuid)
    throw AttributeError("'str' object has no attribute 'hex'");
  std::string digits;
  for (char c : value.as_text())
    if (c != '-') digits += c;
  return Value(digits);
}
Value result_uuid(const TypeEngine& type, const Dialect&, Value value) {
  if (value.kind() != ValueKind::text || value.as_text().size() != 32) return value;
  std::string text = value.as_string();
  for (size_t at : {20, 16, 12, 8}) text.insert(at, "-");
  return type.args().as_uuid ? Value::uuid(text) : Value(text);
}

Value result_binary(const TypeEngine&, const Dialect&, Value value) {
  if (value.kind() == ValueKind::text) return Value::bytes(value.as_text());
  return value;
}

}  // namespace

SqliteDialect::SqliteDialect(const Profile& for_profile) : Dialect(for_profile, "sqlite") {
  table_hints = TableHints::none;
  driver = "pysqlite";
  paramstyle = ParamStyle::qmark;
  supports_default_values = true;
  supports_multivalues_insert = true;
  insert_returning = update_returning = delete_returning = for_profile.use_returning;
  insertmanyvalues = for_profile.insertmanyvalues;
  lastrowid = true;
  supports_alter = false;
  update_from = for_profile.update_from;
  delete_using = nullptr;
  class_name = "SQLiteDialect_pysqlite";
  module = "sqlalchemy.dialects.sqlite.pysqlite";
  compiler_name = "dialects.sqlite.base.SQLite";
}

bool SqliteDialect::is_reserved(std::string_view word) const {
  return std::binary_search(std::begin(kReserved), std::end(kReserved), word);
}

const char* SqliteDialect::function_text(std::string_view function) const {
  if (function == "now") return "CURRENT_TIMESTAMP";
  if (function == "char_length") return "length";
  if (function == "aggregate_strings" && profile->aggregate_strings) return "group_concat";
  return nullptr;
}

Processor SqliteDialect::bind_processor(const TypeEngine& type) const {
  switch (type.kind()) {
    case TypeKind::boolean:
      return bind_boolean;
    case TypeKind::date:
      return bind_date;
    case TypeKind::time:
      return bind_time;
    case TypeKind::datetime:
      return bind_datetime;
    case TypeKind::interval:
      return bind_interval;
    case TypeKind::numeric:
    case TypeKind::real:
      return bind_number;
    case TypeKind::json:
      return bind_json;
    case TypeKind::uuid:
      return bind_uuid;
    default:
      return nullptr;
  }
}

bool SqliteDialect::binds_as_is(const TypeEngine& type, const Value& value) const {
  const bool number = type.kind() == TypeKind::numeric || type.kind() == TypeKind::real;
  return number && value.kind() == ValueKind::real;
}

Processor SqliteDialect::result_processor(const TypeEngine& type) const {
  switch (type.kind()) {
    case TypeKind::boolean:
      return result_boolean;
    case TypeKind::date:
      return result_date;
    case TypeKind::time:
      return result_time;
    case TypeKind::datetime:
      return result_datetime;
    case TypeKind::interval:
      return result_interval;
    case TypeKind::numeric:
      return type.args().asdecimal.value_or(true) ? result_decimal : nullptr;
    case TypeKind::real:
      return type.args().asdecimal.value_or(false) ? result_decimal : nullptr;
    case TypeKind::json:
      return result_json;
    case TypeKind::uuid:
      return result_uuid;
    case TypeKind::binary:
      return result_binary;
    default:
      return nullptr;
  }
}

}  // namespace orm::sqlite
