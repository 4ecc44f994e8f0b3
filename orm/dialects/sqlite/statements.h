// Prepared statements of one SQLite connection: kept, lent to cursors, given their values.
#pragma once

#include <orm/driver.h>
#include <orm/error.h>
#include <orm/value.h>
#include <sqlite3.h>

#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace orm::sqlite {

/// sqlite3's class of exception for an error code, and the name of an extended one.
DriverError::Kind kind_of(int code);
const char* name_of(int code);
/// Throws the DriverError of what went wrong last.
[[noreturn]] void raise(sqlite3* db, int code);
/// The first word of a statement, comments passed over, in capitals.
std::string first_word(std::string_view sql);
/// How long the value of a parameter stays where it is.
enum class Bound {
  copied,  ///< not known: SQLite keeps a copy
  lent     ///< until the statement has run and its parameters were cleared
};
/// Gives a parameter its value. Throws DriverError for what SQLite cannot hold.
void bind_value(sqlite3_stmt* statement, int index, const Value& value, Bound how);

/// A prepared statement.
struct Prepared {
  std::string sql;
  sqlite3_stmt* statement = nullptr;
  size_t parameters = 0;
  bool modifies = false;  ///< INSERT, UPDATE, DELETE or REPLACE
  bool busy = false;
  bool orphan = false;          ///< not in the cache: finalized after use
  std::vector<CellView> row{};  ///< room for the row it stands at
  uint8_t uses = 0;             ///< the first few
  enum class Rows : uint8_t { unknown, one, many } rows = Rows::unknown;
};

/// A statement that was used: reset, its parameters cleared. An orphan is gone.
void let_go(Prepared& prepared);
/// A value of SQLite's, added as the last one.
void add_value(sqlite3_value* value, std::vector<Value>& values);
/// The values of the row that a statement stands at.
void add_values(sqlite3_stmt* statement, int columns, std::vector<Value>& values);

/// A value as it lies at SQLite, in a cell of any content.
void view_value(sqlite3_value* value, CellView& cell);
/// Those of the row, one for each element of `row`.
void view_values(sqlite3_stmt* statement, std::vector<CellView>& row);

/// Is a SELECT sure to end with its first row, as one by a unique key? False where nobody knows.
bool at_most_one_row(sqlite3* db, const std::string& sql);

/// Shared by a connection and its open cursors, so that either may go first.
struct Shared {
  sqlite3* db = nullptr;
  std::list<Prepared> statements;
  std::unordered_map<std::string_view, std::list<Prepared>::iterator> by_text;
  bool autocommit = false;
  DriverOptions options;
  std::string interrupt_note;
  bool full = false;  ///< the running statement was stopped, for the database outgrew its limit

  /// What a step that failed with `code` is told as.
  DriverError step_error(int code) const {
    int extended = sqlite3_extended_errcode(db);
    std::string message = sqlite3_errmsg(db);
    if (code == SQLITE_INTERRUPT && full) {
      code = extended = SQLITE_FULL;
      message = sqlite3_errstr(SQLITE_FULL);
    }
    return DriverError(kind_of(code), message, extended, name_of(extended));
  }
  /// SQLite asks now and then while it runs; true stops the statement.
  bool must_stop() {
    full = options.size_limit > 0 && size() > options.size_limit;
    return full || (options.interrupted && options.interrupted());
  }
  /// Of the pages in memory and the files of main, temp and what is attached.
  int64_t size() const {
    int pages = 0;
    int highest = 0;
    sqlite3_db_status(db, SQLITE_DBSTATUS_CACHE_USED, &pages, &highest, 0);
    int64_t sum = pages;
    for (int i = 0; const char* name = sqlite3_db_name(db, i); ++i) {
      sqlite3_file* file = nullptr;
      sqlite3_int64 bytes = 0;
      if (sqlite3_file_control(db, name, SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK &&
          file != nullptr && file->pMethods != nullptr) {
        file->pMethods->xFileSize(file, &bytes);
        sum += bytes;
      }
    }
    return sum;
  }

  ~Shared() {
    for (auto& prepared : statements) sqlite3_finalize(prepared.statement);
    sqlite3_close_v2(db);
  }
};

/// A statement while a cursor uses it; reset when it is let go.
class StatementUse {
 public:
  StatementUse(std::shared_ptr<Shared> shared, Prepared* prepared)
      : shared_(std::move(shared)), prepared_(prepared) {}
  StatementUse(const StatementUse&) = delete;
  StatementUse& operator=(const StatementUse&) = delete;
  ~StatementUse() { release(); }
  sqlite3_stmt* get() const { return prepared_->statement; }
  const Prepared& prepared() const { return *prepared_; }
  Shared& shared() const { return *shared_; }
  void release() {
    if (prepared_ != nullptr) let_go(*std::exchange(prepared_, nullptr));
  }
  bool open() const { return prepared_ != nullptr; }

 private:
  std::shared_ptr<Shared> shared_;
  Prepared* prepared_;
};

}  // namespace orm::sqlite
