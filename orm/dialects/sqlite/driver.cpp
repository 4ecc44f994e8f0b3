// The SQLite driver. Prepared statements are kept and found again by their text.
#include "orm/dialects/sqlite/driver.h"

#include <orm/engine.h>
#include <orm/log.h>

#include <cmath>
#include <cstring>
#include <utility>

#include "orm/dialects/sqlite/cursor.h"
#include "orm/dialects/sqlite/statements.h"
#include "orm/small_objects.h"

namespace orm::sqlite {

namespace {

using Kind = DriverError::Kind;

constexpr size_t kKept = 128;  // statements that a connection keeps

class Connection : public DriverConnection {
 public:
  Connection(const std::string& path, const DriverOptions& options, bool uri)
      : shared_(std::make_shared<Shared>()) {
    use_own_memory();
    shared_->options = options;
    bool memory = path == ":memory:" || path.empty();
    std::string real = path;
    if (!memory) {
      if (options.resolve_path) real = options.resolve_path(path);
      if (options.may_open && !options.may_open(real))
        throw DriverError(Kind::operational, "unable to open database file", SQLITE_CANTOPEN,
                          "SQLITE_CANTOPEN");
    }
    // One thread at a time uses a connection, so SQLite need not lock it at every call.
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                (uri ? SQLITE_OPEN_URI : 0);
    int code = sqlite3_open_v2(real.c_str(), &shared_->db, flags, nullptr);
    if (code != SQLITE_OK)
      throw DriverError(kind_of(code), sqlite3_errmsg(shared_->db), code, "SQLITE_CANTOPEN");
    if (memory) reads_.allow();
    sqlite3_busy_timeout(shared_->db, 5000);
    sqlite3_extended_result_codes(shared_->db, 1);
    if (options.heap_limit > 0)
      sqlite3_limit(shared_->db, SQLITE_LIMIT_LENGTH, static_cast<int>(options.heap_limit));
    if (options.interrupted || options.size_limit > 0)
      sqlite3_progress_handler(
          shared_->db, 4000,
          [](void* context) { return static_cast<Shared*>(context)->must_stop() ? 1 : 0; },
          shared_.get());
    if (options.may_open) sqlite3_set_authorizer(shared_->db, authorize, shared_.get());
    if (options.clock && options.clock->fixed()) fix_clock();
  }

  ~Connection() override { reads_.end(); }

  std::unique_ptr<DriverCursor> execute(std::string_view sql,
                                        const std::vector<Value>& values) override {
    return run(sql, Laid{values.data()}, values.size(), 1, false);
  }

  std::unique_ptr<DriverCursor> execute_many(std::string_view sql, const Value* values,
                                             size_t width, size_t count) override {
    return run(sql, Laid{values}, width, count, true);
  }

  std::unique_ptr<DriverCursor> execute_cells(std::string_view sql, const Value* const* cells,
                                              size_t width, size_t count, bool many) override {
    return run(sql, Pointed{cells}, width, count, many);
  }

  // As run() does it, without a cursor: the statement is let go before this returns.
  size_t read_all(std::string_view sql, const Value* const* cells, size_t width,
                  std::vector<Value>& values) override {
    Prepared* prepared = prepare(sql);
    if (prepared->modifies || prepared->orphan) {
      if (prepared->orphan) let_go(*prepared);
      const std::unique_ptr<DriverCursor> cursor = execute_cells(sql, cells, width, 1, false);
      while (cursor->next_row(values)) {
      }
      return cursor->column_count();
    }
    sqlite3_stmt* statement = prepared->statement;
    check_width(statement, width);
    reads_.begin(*shared_);
    ShortUse use(*prepared);
    use.bind(cells, width);
    const int columns = sqlite3_column_count(statement);
    int code = sqlite3_step(statement);
    for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
      add_values(statement, columns, values);
    }
    if (code != SQLITE_DONE) throw shared_->step_error(code);
    return static_cast<size_t>(columns);
  }

  void show_all(std::string_view sql, const Value* const* cells, size_t width,
                RowTaker& taker) override {
    Prepared& prepared = *prepare(sql);
    sqlite3_stmt* statement = prepared.statement;
    // Whoever takes a row may send this statement again: that is another one then, an orphan.
    ShortUse use(prepared);
    if (prepared.modifies) throw DriverError(Kind::programming, "only a SELECT shows its rows");
    if (prepared.parameters != width) check_width(statement, width);
    reads_.begin(*shared_);
    use.bind(cells, width);
    std::vector<CellView>& row = prepared.row;
    int code = sqlite3_step(statement);
    for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
      if (row.empty()) row.resize(static_cast<size_t>(sqlite3_column_count(statement)));
      view_values(statement, row);
      taker.take(row.data(), row.size());
      if (gives_one_row(prepared)) return;
    }
    if (code != SQLITE_DONE) throw shared_->step_error(code);
  }

  void commit() override {
    reads_.end();
    if (sqlite3_get_autocommit(shared_->db) == 0) command("COMMIT");
  }
  void rollback() override {
    reads_.end();
    if (sqlite3_get_autocommit(shared_->db) == 0) command("ROLLBACK");
  }
  bool in_transaction() const override {
    return !reads_.open() && sqlite3_get_autocommit(shared_->db) == 0;
  }
  void set_autocommit(bool on) override { shared_->autocommit = on; }
  void* native_handle() override {
    reads_.forbid();  // whoever has the handle sees the connection's transactions
    return shared_->db;
  }

  void create_function(const std::string& name, int arguments,
                       std::function<Value(const std::vector<Value>&)> function) override {
    reads_.end();
    auto* held = new std::function<Value(const std::vector<Value>&)>(std::move(function));
    int code = sqlite3_create_function_v2(
        shared_->db, name.c_str(), arguments, SQLITE_UTF8, held, call_function, nullptr, nullptr,
        [](void* p) { delete static_cast<std::function<Value(const std::vector<Value>&)>*>(p); });
    if (code != SQLITE_OK) raise(shared_->db, code);
  }

 private:
  // Does SQLite need no further step to know that there is no second row? Asked once a statement
  // was sent often enough to pay for the answer.
  bool gives_one_row(Prepared& prepared) const {
    constexpr uint8_t kOften = 8;
    if (prepared.uses < kOften) {
      ++prepared.uses;
      return false;
    }
    if (prepared.rows == Prepared::Rows::unknown) {
      prepared.rows =
          at_most_one_row(shared_->db, prepared.sql) ? Prepared::Rows::one : Prepared::Rows::many;
    }
    // Where the schema has changed, SQLite has made another program of it.
    return prepared.rows == Prepared::Rows::one &&
           sqlite3_stmt_status(prepared.statement, SQLITE_STMTSTATUS_REPREPARE, 0) == 0;
  }
  // Foreign keys and flags are often those of the row before.
  static bool is_same_number(const Value& a, const Value& b) {
    if (a.kind() != b.kind()) return false;
    if (a.kind() == ValueKind::integer) return a.as_int() == b.as_int();
    if (a.kind() != ValueKind::real) return a.is_null();
    // Zeros have signs.
    const double one = a.as_double();
    const double other = b.as_double();
    return one == other && std::signbit(one) == std::signbit(other);
  }
  // A statement that is let go before the call that uses it returns.
  struct ShortUse {
    explicit ShortUse(Prepared& of) : prepared(of) { prepared.busy = true; }
    ShortUse(const ShortUse&) = delete;
    ShortUse& operator=(const ShortUse&) = delete;
    ~ShortUse() {
      if (refers || prepared.orphan) {
        let_go(prepared);
      } else {
        sqlite3_reset(prepared.statement);
        prepared.busy = false;
      }
    }
    void bind(const Value* const* cells, size_t width) {
      for (size_t i = 0; i < width; ++i) {
        refers = refers || cells[i]->kind() >= ValueKind::text;
        bind_value(prepared.statement, static_cast<int>(i) + 1, *cells[i], Bound::lent);
      }
    }
    Prepared& prepared;
    bool refers = false;  // do its parameters refer to the program's memory?
  };
  // The two ways in which the values of a run may lie.
  struct Laid {
    const Value* values;
    const Value& operator[](size_t i) const { return values[i]; }
  };
  struct Pointed {
    const Value* const* cells;
    const Value& operator[](size_t i) const { return *cells[i]; }
  };

  static int authorize(void* context, int action, const char* first, const char*, const char*,
                       const char*) {
    if (action != SQLITE_ATTACH) return SQLITE_OK;
    // No literal: SQLite computes the name when the statement runs, and asks nobody then.
    if (first == nullptr) return SQLITE_DENY;
    const std::string path = first;
    if (path.empty() || path == ":memory:") return SQLITE_OK;
    // A relative name would be one of the process's folder; see with_real_path().
    const bool absolute = path.front() == '/';
    return absolute && static_cast<Shared*>(context)->options.may_open(path) ? SQLITE_OK
                                                                             : SQLITE_DENY;
  }

  // The file that ATTACH or VACUUM INTO names, as the real path: SQLite would look for it in the
  // folder of the process.
  std::string with_real_path(std::string_view sql) const {
    const size_t at = sql.find_first_of("'\"");
    if (!shared_->options.resolve_path || at == std::string_view::npos) return std::string(sql);
    const char quote = sql[at];
    std::string name;
    size_t end = at + 1;
    for (; end < sql.size(); ++end) {
      if (sql[end] == quote) {
        if (end + 1 == sql.size() || sql[end + 1] != quote) break;
        ++end;
      }
      name += sql[end];
    }
    if (end == sql.size() || name.empty() || name == ":memory:") return std::string(sql);
    std::string literal = "'";
    for (const char c : shared_->options.resolve_path(name))
      literal += c == '\'' ? "''" : std::string(1, c);
    return std::string(sql.substr(0, at)) + literal + "'" + std::string(sql.substr(end + 1));
  }

  static void call_function(sqlite3_context* context, int count, sqlite3_value** arguments) {
    std::vector<Value> values;
    for (int i = 0; i < count; ++i) add_value(arguments[i], values);
    try {
      auto& function = *static_cast<std::function<Value(const std::vector<Value>&)>*>(
          sqlite3_user_data(context));
      give(context, function(values));
    } catch (...) {
      sqlite3_result_error(context, "user-defined function raised exception", -1);
    }
  }

  static void give(sqlite3_context* context, const Value& value) {
    switch (value.kind()) {
      case ValueKind::null:
        return sqlite3_result_null(context);
      case ValueKind::boolean:
        return sqlite3_result_int64(context, value.as_bool() ? 1 : 0);
      case ValueKind::integer:
        return sqlite3_result_int64(context, value.as_int());
      case ValueKind::real:
        return sqlite3_result_double(context, value.as_double());
      case ValueKind::bytes:
        return sqlite3_result_blob(context, value.as_text().data(),
                                   static_cast<int>(value.as_text().size()), SQLITE_TRANSIENT);
      default: {
        std::string text = value.str();
        return sqlite3_result_text(context, text.data(), static_cast<int>(text.size()),
                                   SQLITE_TRANSIENT);
      }
    }
  }

  // CURRENT_TIMESTAMP and its kin are functions in SQLite: ours look at the clock we were given.
  void fix_clock() {
    auto clock = shared_->options.clock;
    auto part = [clock](size_t from, size_t count) {
      return [clock, from, count](const std::vector<Value>&) {
        int64_t now = clock->now_microseconds() / 1000000;
        int64_t days = now >= 0 ? now / 86400 : (now - 86399) / 86400;
        DateTime value;
        value.date = civil_from_days(days);
        int64_t seconds = now - days * 86400;
        value.time.hour = static_cast<uint8_t>(seconds / 3600);
        value.time.minute = static_cast<uint8_t>(seconds / 60 % 60);
        value.time.second = static_cast<uint8_t>(seconds % 60);
        return Value(iso_datetime(value).substr(from, count));
      };
    };
    Connection::create_function("current_timestamp", 0, part(0, 19));
    Connection::create_function("current_date", 0, part(0, 10));
    Connection::create_function("current_time", 0, part(11, 8));
  }

  void command(const char* sql) {
    char* message = nullptr;
    int code = sqlite3_exec(shared_->db, sql, nullptr, nullptr, &message);
    if (code == SQLITE_OK) return;
    std::string text = message != nullptr ? message : sqlite3_errmsg(shared_->db);
    sqlite3_free(message);
    throw DriverError(kind_of(code), text, code, name_of(code));
  }

  static void check_width(sqlite3_stmt* statement, size_t width) {
    const auto needed = static_cast<size_t>(sqlite3_bind_parameter_count(statement));
    if (needed == width) return;
    throw DriverError(Kind::programming,
                      "Incorrect number of bindings supplied. The current statement uses " +
                          std::to_string(needed) + ", and there are " + std::to_string(width) +
                          " supplied.");
  }

  Prepared* prepare(std::string_view sql) {
    // Often it is the one that was sent last.
    if (!shared_->statements.empty()) {
      Prepared& last = shared_->statements.front();
      if (!last.busy && last.sql.size() == sql.size() &&
          std::memcmp(last.sql.data(), sql.data(), sql.size()) == 0) {
        return &last;
      }
    }
    auto found = shared_->by_text.find(sql);
    if (found != shared_->by_text.end() && !found->second->busy) {
      shared_->statements.splice(shared_->statements.begin(), shared_->statements, found->second);
      return &*found->second;
    }
    if (sql.find('\0') != std::string_view::npos)
      throw DriverError(Kind::programming, "the query contains a null character");
    const std::string word = first_word(sql);
    std::string with_path;
    std::string_view sent = sql;
    if (word == "ATTACH" || word == "VACUUM") sent = with_path = with_real_path(sql);
    if (word == "ATTACH") reads_.forbid();  // others may use that database
    sqlite3_stmt* statement = nullptr;
    const char* tail = nullptr;
    int code = sqlite3_prepare_v2(shared_->db, sent.data(), static_cast<int>(sent.size()),
                                  &statement, &tail);
    if (code != SQLITE_OK) raise(shared_->db, code);
    std::string_view rest(tail, static_cast<size_t>(sent.data() + sent.size() - tail));
    bool more = !first_word(rest).empty();
    if (more) {
      sqlite3_finalize(statement);
      throw DriverError(Kind::programming, "You can only execute one statement at a time.");
    }
    Prepared fresh;
    fresh.sql = std::string(sql);
    fresh.statement = statement;
    if (statement != nullptr) {
      fresh.parameters = static_cast<size_t>(sqlite3_bind_parameter_count(statement));
    }
    fresh.modifies = word == "INSERT" || word == "UPDATE" || word == "DELETE" || word == "REPLACE";
    if (found != shared_->by_text.end() || statement == nullptr) {
      // The kept one is in use by an open cursor.
      auto* orphan = new Prepared(std::move(fresh));
      orphan->orphan = true;
      return orphan;
    }
    shared_->statements.push_front(std::move(fresh));
    auto at = shared_->statements.begin();
    shared_->by_text.emplace(at->sql, at);
    if (shared_->statements.size() > kKept) {
      auto last = std::prev(shared_->statements.end());
      if (!last->busy) {
        shared_->by_text.erase(last->sql);
        sqlite3_finalize(last->statement);
        shared_->statements.erase(last);
      }
    }
    return &*at;
  }

  template <class Values>
  std::unique_ptr<DriverCursor> run(std::string_view sql, Values values, size_t width, size_t count,
                                    bool many) {
    reads_.end();
    Prepared* prepared = prepare(sql);
    prepared->busy = true;
    bool modifies = prepared->modifies;
    auto cursor = std::make_unique<Cursor>(shared_, prepared);
    if (prepared->statement == nullptr) return cursor;  // only a comment
    if (many && !modifies && cursor->column_count() > 0)
      throw DriverError(Kind::programming, "executemany() can only execute DML statements.");
    check_width(prepared->statement, width);
    if (modifies && !shared_->autocommit && sqlite3_get_autocommit(shared_->db) != 0)
      command("BEGIN ");
    int64_t changes = 0;
    // What gives no rows is done, and its parameters cleared, before this returns.
    const Bound how = cursor->column_count() == 0 ? Bound::lent : Bound::copied;
    for (size_t row = 0; row < count; ++row) {
      if (row > 0) sqlite3_reset(prepared->statement);
      for (size_t i = 0; i < width; ++i) {
        const Value& value = values[row * width + i];
        // What SQLite was given for the row before is still there.
        if (row > 0 && is_same_number(value, values[(row - 1) * width + i])) continue;
        bind_value(prepared->statement, static_cast<int>(i) + 1, value, how);
      }
      if (!many || row + 1 == count) {
        cursor->start();
      } else {
        int code = sqlite3_step(prepared->statement);
        while (code == SQLITE_ROW) code = sqlite3_step(prepared->statement);
        if (code != SQLITE_DONE) raise(shared_->db, code);
      }
      if (modifies) changes += sqlite3_changes(shared_->db);
    }
    if (modifies) cursor->count(changes);
    cursor->set_lastrowid(sqlite3_last_insert_rowid(shared_->db));
    return cursor;
  }

  std::shared_ptr<Shared> shared_;
  ReadTransaction reads_;
};

}  // namespace

std::unique_ptr<DriverConnection> open(const std::string& path, const DriverOptions& options,
                                       bool uri) {
  return std::make_unique<Connection>(path, options, uri);
}

}  // namespace orm::sqlite

const char* orm::sqlite_library_version() { return sqlite3_libversion(); }
