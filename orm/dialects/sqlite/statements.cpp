// What SQLite's API is told and tells: values of parameters, errors, kinds of statements.
#include "orm/dialects/sqlite/statements.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace orm::sqlite {

DriverError::Kind kind_of(int code) {
  switch (code & 0xff) {
    case SQLITE_INTERNAL:
    case SQLITE_NOTFOUND:
      return DriverError::Kind::internal;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
      return DriverError::Kind::integrity;
    case SQLITE_TOOBIG:
      return DriverError::Kind::data;
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
      return DriverError::Kind::interface_error;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return DriverError::Kind::database;
    default:
      return (code & 0xff) <= SQLITE_SCHEMA ? DriverError::Kind::operational
                                            : DriverError::Kind::database;
  }
}

const char* name_of(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
      return "SQLITE_CONSTRAINT_UNIQUE";
    case SQLITE_CONSTRAINT_NOTNULL:
      return "SQLITE_CONSTRAINT_NOTNULL";
    case SQLITE_CONSTRAINT_PRIMARYKEY:
      return "SQLITE_CONSTRAINT_PRIMARYKEY";
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return "SQLITE_CONSTRAINT_FOREIGNKEY";
    case SQLITE_CONSTRAINT_CHECK:
      return "SQLITE_CONSTRAINT_CHECK";
    default:
      return "SQLITE_ERROR";
  }
}

void raise(sqlite3* db, int code) {
  int extended = db != nullptr ? sqlite3_extended_errcode(db) : code;
  std::string message = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  throw DriverError(kind_of(code), message, extended, name_of(extended));
}

std::string first_word(std::string_view sql) {
  for (;;) {
    while (!sql.empty() && std::isspace(static_cast<unsigned char>(sql[0])) != 0)
      sql.remove_prefix(1);
    if (sql.substr(0, 2) == "--") {
      size_t end = sql.find('\n');
      sql = end == std::string_view::npos ? std::string_view() : sql.substr(end + 1);
    } else if (sql.substr(0, 2) == "/*") {
      size_t end = sql.find("*/");
      sql = end == std::string_view::npos ? std::string_view() : sql.substr(end + 2);
    } else {
      break;
    }
  }
  std::string word;
  for (char c : sql) {
    if (std::isalpha(static_cast<unsigned char>(c)) == 0) break;
    word += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return word;
}

namespace {

sqlite3_destructor_type keeping(Bound how) {
  return how == Bound::lent ? SQLITE_STATIC : SQLITE_TRANSIENT;
}

void bind_text(sqlite3_stmt* statement, int index, std::string_view text,
               Bound how = Bound::copied) {
  sqlite3_bind_text(statement, index, text.data() != nullptr ? text.data() : "",
                    static_cast<int>(text.size()), keeping(how));
}

}  // namespace

void bind_value(sqlite3_stmt* statement, int index, const Value& value, Bound how) {
  switch (value.kind()) {
    case ValueKind::null:
      sqlite3_bind_null(statement, index);
      return;
    case ValueKind::boolean:
      sqlite3_bind_int64(statement, index, value.as_bool() ? 1 : 0);
      return;
    case ValueKind::integer:
      sqlite3_bind_int64(statement, index, value.as_int());
      return;
    case ValueKind::real:
      sqlite3_bind_double(statement, index, value.as_double());
      return;
    case ValueKind::text:
    case ValueKind::json:
      return bind_text(statement, index, value.as_text(), how);
    case ValueKind::bytes: {
      std::string_view bytes = value.as_text();
      sqlite3_bind_blob(statement, index, bytes.empty() ? "" : bytes.data(),
                        static_cast<int>(bytes.size()), keeping(how));
      return;
    }
    case ValueKind::date:  // sqlite3's default adapters
      return bind_text(statement, index, iso_date(value.as_date()));
    case ValueKind::datetime:
      return bind_text(statement, index, iso_datetime(value.as_datetime()));
    case ValueKind::bigint:
      throw DriverError(DriverError::Kind::overflow,
                        "Python int too large to convert to SQLite INTEGER");
    default:
      throw DriverError(DriverError::Kind::programming,
                        "Error binding parameter " + std::to_string(index) + ": type '" +
                            value.type_name() + "' is not supported");
  }
}

void let_go(Prepared& prepared) {
  if (prepared.statement != nullptr) {  // else it was a comment alone
    sqlite3_reset(prepared.statement);
    sqlite3_clear_bindings(prepared.statement);
  }
  prepared.busy = false;
  if (!prepared.orphan) return;
  sqlite3_finalize(prepared.statement);
  delete &prepared;
}

void add_value(sqlite3_value* value, std::vector<Value>& values) {
  switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
      values.emplace_back(static_cast<int64_t>(sqlite3_value_int64(value)));
      return;
    case SQLITE_FLOAT:
      values.emplace_back(sqlite3_value_double(value));
      return;
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
      values.emplace_back(std::string_view(text, static_cast<size_t>(sqlite3_value_bytes(value))));
      return;
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
      values.push_back(Value::bytes({bytes, static_cast<size_t>(sqlite3_value_bytes(value))}));
      return;
    }
    default:
      values.emplace_back();
  }
}

// Values of a connection that no other thread uses need no protection: SQLite says so of its modes
// with fewer mutexes, which NOMUTEX is.
void add_values(sqlite3_stmt* statement, int columns, std::vector<Value>& values) {
  for (int i = 0; i < columns; ++i) add_value(sqlite3_column_value(statement, i), values);
}

// What the program of a SELECT by a unique key is made of: one row, no loop, only jumps forward.
// The constants and the transaction of the beginning stand behind the end, from where it jumps to
// the first instruction. Another instruction means that nobody knows.
bool at_most_one_row(sqlite3* db, const std::string& sql) {
  static constexpr std::string_view kKnown[] = {
      "Init",     "OpenRead",  "Variable",  "Integer",      "Int64",     "Real",
      "String8",  "Null",      "Affinity",  "RealAffinity", "MustBeInt", "IsNull",
      "NotNull",  "SeekRowid", "NotExists", "SeekGE",       "IdxGT",     "DeferredSeek",
      "IdxRowid", "Rowid",     "Column",    "ResultRow",    "Halt",      "Transaction",
      "Goto",     "Noop",      "Explain",   "Copy",         "SCopy",
  };
  sqlite3_stmt* program = nullptr;
  const std::string explain = "EXPLAIN " + sql;
  if (sqlite3_prepare_v2(db, explain.c_str(), -1, &program, nullptr) != SQLITE_OK) return false;
  int rows = 0;
  bool is_known = true;
  bool ended = false;
  while (is_known && sqlite3_step(program) == SQLITE_ROW) {
    const int at = sqlite3_column_int(program, 0);
    const auto* name = reinterpret_cast<const char*>(sqlite3_column_text(program, 1));
    const std::string_view what = name == nullptr ? std::string_view() : name;
    const int jump = sqlite3_column_int(program, 3);
    is_known = std::find(std::begin(kKnown), std::end(kKnown), what) != std::end(kKnown);
    const bool jumps = what == "IsNull" || what == "NotNull" || what == "SeekRowid" ||
                       what == "NotExists" || what == "SeekGE" || what == "IdxGT" ||
                       what == "MustBeInt" || what == "Init";
    if (jumps && jump != 0 && jump <= at) is_known = false;
    if (what == "Goto" && !(ended ? jump == 1 : jump > at)) is_known = false;
    if (what == "ResultRow") rows += ended ? 2 : 1;
    ended = ended || what == "Halt";
  }
  sqlite3_finalize(program);
  return is_known && rows == 1;
}

void view_value(sqlite3_value* value, CellView& cell) {
  switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
      cell.kind = CellView::Kind::integer;
      cell.integer = sqlite3_value_int64(value);
      break;
    case SQLITE_FLOAT:
      cell.kind = CellView::Kind::real;
      cell.real = sqlite3_value_double(value);
      break;
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
      cell.kind = CellView::Kind::text;
      cell.bytes = {text, static_cast<size_t>(sqlite3_value_bytes(value))};
      break;
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
      cell.kind = CellView::Kind::blob;
      cell.bytes = {bytes, static_cast<size_t>(sqlite3_value_bytes(value))};
      break;
    }
    default:
      cell.kind = CellView::Kind::null;
  }
}

void view_values(sqlite3_stmt* statement, std::vector<CellView>& row) {
  int at = 0;
  for (CellView& cell : row) view_value(sqlite3_column_value(statement, at++), cell);
}

}  // namespace orm::sqlite
