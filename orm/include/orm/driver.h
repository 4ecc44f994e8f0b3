// The driver interface: what a database library must do for an Engine. No SQL text is made here.
#pragma once

#include <orm/url.h>
#include <orm/value.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace orm {

class Clock;

/// A cell of the current row, valid until the next step.
struct CellView {
  enum class Kind : uint8_t { null, integer, real, text, blob } kind = Kind::null;
  int64_t integer = 0;
  double real = 0;
  std::string_view bytes;
  Value to_value() const;
};

/// Takes rows while their statement runs.
class RowTaker {
 public:
  /// The cells of a row, valid until this returns.
  virtual void take(const CellView* cells, size_t count) = 0;

 protected:
  ~RowTaker() = default;
};

/// A statement being executed and its rows.
class DriverCursor {
 public:
  virtual ~DriverCursor() = default;
  virtual size_t column_count() const = 0;
  virtual std::string_view column_name(size_t i) const = 0;
  /// Steps to the next row; false at the end. Throws DriverError.
  virtual bool next() = 0;
  virtual CellView column(size_t i) const = 0;
  /// Steps to the next row and adds its values to `cells`, one for each column; false at the end.
  virtual bool next_row(std::vector<Value>& cells) = 0;
  virtual int64_t rowcount() const = 0;
  virtual int64_t lastrowid() const = 0;
};

/// One connection, used by one thread at a time. Throws DriverError.
class DriverConnection {
 public:
  virtual ~DriverConnection() = default;
  /// Runs one statement with positional values; a BEGIN is sent first where the driver's
  /// transaction rules ask for it.
  virtual std::unique_ptr<DriverCursor> execute(std::string_view sql,
                                                const std::vector<Value>& values) = 0;
  /// Runs one statement for `count` rows of `width` values each, laid out one after another.
  virtual std::unique_ptr<DriverCursor> execute_many(std::string_view sql, const Value* values,
                                                     size_t width, size_t count) = 0;
  /// The same over cells that lie anywhere; they are only read.
  virtual std::unique_ptr<DriverCursor> execute_cells(std::string_view sql,
                                                      const Value* const* cells, size_t width,
                                                      size_t count, bool many) = 0;
  /// Runs one statement with the values of such cells and adds those of all its rows to `values`;
  /// tells how many a row has.
  virtual size_t read_all(std::string_view sql, const Value* const* cells, size_t width,
                          std::vector<Value>& values) = 0;
  /// The same, but each row is given to `taker` while the statement stands at it.
  virtual void show_all(std::string_view sql, const Value* const* cells, size_t width,
                        RowTaker& taker) = 0;
  virtual void commit() = 0;
  virtual void rollback() = 0;
  virtual bool in_transaction() const = 0;
  /// No BEGIN is ever sent (isolation_level AUTOCOMMIT).
  virtual void set_autocommit(bool on) = 0;
  /// Registers a scalar SQL function; see `sqlite3.Connection.create_function`.
  virtual void create_function(const std::string& name, int arguments,
                               std::function<Value(const std::vector<Value>&)> function) = 0;
  /// The underlying handle (`sqlite3*`), for tests and backup.
  virtual void* native_handle() = 0;
};

/// Limits and surroundings of connections, set by whoever runs untrusted SQL.
struct DriverOptions {
  std::function<bool()> interrupted;  ///< asked now and then while SQL runs; true stops it
  std::function<bool(const std::string& path)> may_open;  ///< false: `unable to open database file`
  std::function<std::string(const std::string& path)>
      resolve_path;              ///< relative paths to real ones
  std::shared_ptr<Clock> clock;  ///< CURRENT_TIMESTAMP follows a fixed clock
  /// What SQLite calls for `text REGEXP pattern`, with the pattern first; null: a search with
  /// std::regex. SQLAlchemy registers Python's re.search() since 1.4.
  std::function<Value(const std::vector<Value>&)> regexp;
  int64_t heap_limit = 0;  ///< bytes a single value may take; 0: SQLite's own
  int64_t size_limit = 0;  ///< about so many bytes a database may take; 0: as many as there are
};

}  // namespace orm
