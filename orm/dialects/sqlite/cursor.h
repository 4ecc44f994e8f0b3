// Cursor: the rows of one execution; ReadTransaction: what short reads share.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "orm/dialects/sqlite/statements.h"
#include "orm/driver.h"
#include "orm/small_objects.h"

namespace orm::sqlite {

/// The rows of one execution of a statement that the connection keeps.
class Cursor : public DriverCursor, public SmallObject {
 public:
  Cursor(std::shared_ptr<Shared> shared, Prepared* prepared)
      : use_(std::move(shared), prepared),
        statement_(use_.get()),
        columns_(sqlite3_column_count(statement_)) {}

  // Runs the statement as far as its first row.
  void start() {
    step();
    if (!row_ready_) finish();
  }
  void count(int64_t changes) { rowcount_ = changes; }
  void set_lastrowid(int64_t id) { lastrowid_ = id; }

  size_t column_count() const override { return static_cast<size_t>(columns_); }
  /// Asked for, if at all, before the next statement: until then the connection keeps this one.
  std::string_view column_name(size_t i) const override {
    if (names_.empty()) make_names();
    return names_[i];
  }
  bool next() override {
    if (row_ready_) {
      row_ready_ = false;
      return true;
    }
    if (!use_.open()) return false;
    step();
    if (!row_ready_) {
      finish();
      return false;
    }
    row_ready_ = false;
    return true;
  }
  CellView column(size_t i) const override {
    CellView cell;
    view_value(sqlite3_column_value(use_.get(), static_cast<int>(i)), cell);
    return cell;
  }
  bool next_row(std::vector<Value>& cells) override {
    if (!next()) return false;
    add_values(use_.get(), columns_, cells);
    return true;
  }
  int64_t rowcount() const override { return rowcount_; }
  int64_t lastrowid() const override { return lastrowid_; }
  StatementUse& use() { return use_; }

 private:
  void step() {
    int code = sqlite3_step(use_.get());
    if (code == SQLITE_ROW) {
      row_ready_ = true;
    } else if (code != SQLITE_DONE) {
      const DriverError error = use_.shared().step_error(code);
      use_.release();
      throw error;
    }
  }
  void finish() {
    if (use_.prepared().orphan && names_.empty()) make_names();
    use_.release();
  }
  void make_names() const {
    for (int i = 0; i < columns_; ++i) names_.emplace_back(sqlite3_column_name(statement_, i));
  }

  StatementUse use_;
  sqlite3_stmt* statement_;
  int columns_;
  mutable std::vector<std::string> names_;
  bool row_ready_ = false;
  int64_t rowcount_ = -1;
  int64_t lastrowid_ = 0;
};

// A transaction around short reads that follow each other, of a database that nobody else can see:
// beginning and ending one for each of them is a fifth of what SQLite does for a row by its key.
// Any other statement ends it first, so that nobody can tell.
class ReadTransaction {
 public:
  ReadTransaction() = default;
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;

  /// Of databases of this kind only.
  void allow() noexcept { allowed_ = true; }
  void forbid() noexcept {
    end();
    allowed_ = false;
  }
  bool open() const noexcept { return db_ != nullptr; }
  /// Before a read: the second in a row begins it.
  void begin(const Shared& shared) noexcept {
    if (db_ != nullptr || !allowed_) return;
    const bool first = !follows_;
    follows_ = true;
    if (first || sqlite3_get_autocommit(shared.db) == 0) return;
    if (sqlite3_exec(shared.db, "BEGIN", nullptr, nullptr, nullptr) == SQLITE_OK) db_ = shared.db;
  }
  /// Before anything else.
  void end() noexcept {
    follows_ = false;
    if (db_ != nullptr)
      sqlite3_exec(std::exchange(db_, nullptr), "COMMIT", nullptr, nullptr, nullptr);
  }

 private:
  sqlite3* db_ = nullptr;  // while it is open
  bool allowed_ = false;
  bool follows_ = false;  // was the last statement such a read?
};

}  // namespace orm::sqlite
