// The driver's own connection and cursor, as event listeners and raw_connection() hand them out.
#include "runner/bind/dbapi.h"

#include <map>
#include <memory>
#include <set>
#include <utility>

#include "orm/engine.h"
#include "orm/error.h"
#include "runner/bind/driver_sql.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

struct CursorData;

/// The cursors of a connection, which end with it.
using OpenCursors = std::shared_ptr<std::set<CursorData*>>;

struct DbapiData : interp::Payload {
  orm::DriverConnection* driver = nullptr;
  orm::Connection keep;  ///< of raw_connection() and sqlite3.connect()
  Value row_factory = Value::none();
  OpenCursors cursors = std::make_shared<std::set<CursorData*>>();
  void clear_references() noexcept override {
    keep = {};
    row_factory.reset();
  }
};

struct CursorData : interp::Payload {
  orm::DriverConnection* driver = nullptr;
  orm::Connection keep;
  std::unique_ptr<orm::DriverCursor> cursor;
  OpenCursors others;
  Value ahead;  ///< the next row: like sqlite3, one is read before it is asked for
  Value connection;
  Value row_factory = Value::none();
  CursorData() = default;
  explicit CursorData(const DbapiData& of)
      : driver(of.driver), keep(of.keep), others(of.cursors), row_factory(of.row_factory) {
    others->insert(this);
  }
  CursorData(const CursorData&) = delete;
  CursorData& operator=(const CursorData&) = delete;
  ~CursorData() override {
    if (others != nullptr) others->erase(this);
  }
  void clear_references() noexcept override {
    cursor.reset();
    ahead.reset();
    keep = {};
    connection.reset();
    row_factory.reset();
  }
};

[[noreturn]] void raise_driver_error(Context& owner, const orm::DriverError& error) {
  using Kind = orm::DriverError::Kind;
  const char* name = error.kind == Kind::integrity     ? "IntegrityError"
                     : error.kind == Kind::operational ? "OperationalError"
                     : error.kind == Kind::programming ? "ProgrammingError"
                                                       : "DatabaseError";
  owner.interp.raise(owner.type((std::string("sqlite3.") + name).c_str()), error.message);
}

DbapiData& dbapi_of(Call& call) {
  auto& data = interp::payload<DbapiData>(call.interp, call.self);
  if (data.driver == nullptr) {
    call.interp.raise(context(call.interp).type("sqlite3.ProgrammingError"),
                      "Cannot operate on a closed database.");
  }
  return data;
}
CursorData& cursor_of(Call& call) { return interp::payload<CursorData>(call.interp, call.self); }
CursorData& open_cursor_of(Call& call) {
  CursorData& data = cursor_of(call);
  if (data.driver == nullptr) {
    call.interp.raise(context(call.interp).type("sqlite3.ProgrammingError"),
                      "Cannot operate on a closed database.");
  }
  return data;
}

Value make_cursor(Call& call) {
  auto data = std::make_unique<CursorData>(dbapi_of(call));
  data->connection = call.self;
  return context(call.interp).make("dbapi.Cursor", std::move(data));
}

std::vector<orm::Value> to_row(Context& owner, const Value& given,
                               const std::vector<std::string>& names) {
  std::vector<orm::Value> row;
  if (!given || given.is_none()) return row;
  if (given.is(interp::Kind::kDict)) {
    for (const std::string& name : names) {
      const Value key = owner.interp.str(name);
      if (!owner.interp.truth(owner.interp.call_method(given, "__contains__", {key}))) {
        owner.interp.raise(owner.type("sqlite3.ProgrammingError"),
                           "You did not supply a value for binding parameter :" + name + ".");
      }
      row.push_back(to_orm(owner, owner.interp.call_method(given, "__getitem__", {key})));
    }
    return row;
  }
  for (const Value& item : owner.interp.to_vector(given)) row.push_back(to_orm(owner, item));
  return row;
}

// So the last row's reading ends the statement, and with it the lock that it holds.
void read_ahead(Context& owner, CursorData& data) {
  data.ahead = {};
  if (data.cursor == nullptr || data.cursor->column_count() == 0) return;
  try {
    if (!data.cursor->next()) return;
  } catch (const orm::DriverError& error) {
    raise_driver_error(owner, error);
  }
  std::vector<Value> cells;
  for (size_t i = 0; i < data.cursor->column_count(); ++i) {
    cells.push_back(from_orm(owner, data.cursor->column(i).to_value()));
  }
  data.ahead = owner.interp.tuple(std::move(cells));
}

Value cursor_execute(Call& call) {
  Context& owner = context(call.interp);
  CursorData& data = open_cursor_of(call);
  std::vector<std::string> names;
  const std::string sql =
      call[1].is(interp::Kind::kDict) ? positional(call.text(0), names) : std::string(call.text(0));
  try {
    data.cursor = data.driver->execute(sql, to_row(owner, call[1], names));
  } catch (const orm::DriverError& error) {
    raise_driver_error(owner, error);
  }
  read_ahead(owner, data);
  return call.self;
}

Value cursor_executemany(Call& call) {
  Context& owner = context(call.interp);
  CursorData& data = open_cursor_of(call);
  std::vector<orm::Value> values;
  size_t count = 0;
  data.ahead = {};
  std::vector<std::string> names;
  std::string sql(call.text(0));
  for (const Value& row : call.interp.to_vector(call[1])) {
    if (count == 0 && row.is(interp::Kind::kDict)) sql = positional(call.text(0), names);
    for (orm::Value& value : to_row(owner, row, names)) values.push_back(std::move(value));
    ++count;
  }
  try {
    if (count > 0)
      data.cursor = data.driver->execute_many(sql, values.data(), values.size() / count, count);
  } catch (const orm::DriverError& error) {
    raise_driver_error(owner, error);
  }
  return call.self;
}

Value cursor_executescript(Call& call) {
  Context& owner = context(call.interp);
  CursorData& data = open_cursor_of(call);
  try {
    data.driver->commit();
    for (const std::string& one : statements_of(call.text(0))) data.driver->execute(one, {});
  } catch (const orm::DriverError& error) {
    raise_driver_error(owner, error);
  }
  return call.self;
}

Value next_row(Interpreter& interp, const Value& self) {
  auto& data = interp::payload<CursorData>(interp, self);
  Value row = std::move(data.ahead);
  data.ahead = {};
  if (!row) return {};
  read_ahead(context(interp), data);
  return data.row_factory.is_none() ? row : interp.call(data.row_factory, {self, row}, {});
}

Value cursor_fetchone(Call& call) {
  open_cursor_of(call);
  Value row = next_row(call.interp, call.self);
  return row ? row : Value::none();
}

Value cursor_fetchmany(Call& call) {
  open_cursor_of(call);
  std::vector<Value> rows;
  int64_t size = call.integer(0);
  while (static_cast<int64_t>(rows.size()) < size) {
    Value row = next_row(call.interp, call.self);
    if (!row) break;
    rows.push_back(row);
  }
  return call.interp.list(std::move(rows));
}

Value cursor_fetchall(Call& call) {
  open_cursor_of(call);
  std::vector<Value> rows;
  while (Value row = next_row(call.interp, call.self)) rows.push_back(row);
  return call.interp.list(std::move(rows));
}

Value cursor_description(Call& call) {
  CursorData& data = cursor_of(call);
  if (data.cursor == nullptr || data.cursor->column_count() == 0) return Value::none();
  std::vector<Value> columns;
  for (size_t i = 0; i < data.cursor->column_count(); ++i) {
    Value none = Value::none();
    columns.push_back(call.interp.tuple(
        {call.interp.str(data.cursor->column_name(i)), none, none, none, none, none, none}));
  }
  return call.interp.tuple(std::move(columns));
}

Value cursor_rowcount(Call& call) {
  CursorData& data = cursor_of(call);
  return Value::integer(data.cursor == nullptr ? -1 : data.cursor->rowcount());
}
Value cursor_lastrowid(Call& call) {
  CursorData& data = cursor_of(call);
  return data.cursor == nullptr ? Value::none() : Value::integer(data.cursor->lastrowid());
}
Value cursor_close(Call& call) {
  cursor_of(call).cursor.reset();
  cursor_of(call).ahead = {};
  return Value::none();
}

Value cursor_connection(Call& call) { return cursor_of(call).connection; }
Value cursor_row_factory(Call& call) { return cursor_of(call).row_factory; }
Value cursor_set_row_factory(Call& call) {
  cursor_of(call).row_factory = call[0];
  return Value::none();
}

Type* make_cursor_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "Cursor", "sqlite3")
      .payload<CursorData>()
      .method("execute", "sql, parameters=None, /", guard<cursor_execute>)
      .method("executemany", "sql, parameters, /", guard<cursor_executemany>)
      .method("executescript", "sql_script, /", guard<cursor_executescript>)
      .method("fetchone", "", guard<cursor_fetchone>)
      .method("fetchmany", "size=1", guard<cursor_fetchmany>)
      .method("fetchall", "", guard<cursor_fetchall>)
      .method("close", "", cursor_close)
      .property("description", cursor_description)
      .property("rowcount", cursor_rowcount)
      .property("lastrowid", cursor_lastrowid)
      .property("connection", cursor_connection)
      .property("row_factory", cursor_row_factory, cursor_set_row_factory)
      .slots([](interp::Slots& slots) {
        slots.iter = [](Interpreter&, const Value& self) { return self; };
        slots.next = [](Interpreter& interp, const Value& self) { return next_row(interp, self); };
      })
      .abstract()
      .build();
}

Value dbapi_execute(Call& call) {
  Value cursor = make_cursor(call);
  return call.interp.call_method(cursor, "execute", {call[0], call[1]});
}
Value dbapi_executemany(Call& call) {
  return call.interp.call_method(make_cursor(call), "executemany", {call[0], call[1]});
}
Value dbapi_executescript(Call& call) {
  return call.interp.call_method(make_cursor(call), "executescript", {call[0]});
}
Value dbapi_row_factory(Call& call) { return dbapi_of(call).row_factory; }
Value dbapi_set_row_factory(Call& call) {
  dbapi_of(call).row_factory = call[0];
  return Value::none();
}
Value dbapi_in_transaction(Call& call) {
  return Value::boolean(dbapi_of(call).driver->in_transaction());
}
// `with connection:` ends the transaction, not the connection.
Value dbapi_exit(Call& call) {
  if (call[0].is_none()) {
    dbapi_of(call).driver->commit();
  } else {
    dbapi_of(call).driver->rollback();
  }
  return Value::boolean(false);
}
Value dbapi_commit(Call& call) {
  dbapi_of(call).driver->commit();
  return Value::none();
}
Value dbapi_rollback(Call& call) {
  dbapi_of(call).driver->rollback();
  return Value::none();
}
Value dbapi_close(Call& call) {
  auto& data = interp::payload<DbapiData>(call.interp, call.self);
  for (CursorData* one : *data.cursors) {
    one->cursor.reset();
    one->ahead.reset();
    one->driver = nullptr;
    one->keep = {};
  }
  if (data.keep) data.keep.close();
  data.keep = {};
  data.driver = nullptr;
  return Value::none();
}
Value dbapi_isolation_level(Call& call) { return call.interp.str(""); }
Value dbapi_set_isolation_level(Call& call) {
  dbapi_of(call).driver->set_autocommit(call[0].is_none());
  return Value::none();
}
Value dbapi_create_function(Call& call) {
  Context* owner = &context(call.interp);
  Value function = call[2];
  dbapi_of(call).driver->create_function(
      std::string(call.text(0)), static_cast<int>(call.integer(1)),
      [owner, function](const std::vector<orm::Value>& arguments) {
        std::vector<Value> given;
        given.reserve(arguments.size());
        for (const orm::Value& argument : arguments) given.push_back(from_orm(*owner, argument));
        return to_orm(*owner, owner->interp.call(function, given, {}));
      });
  return Value::none();
}
Value dbapi_self(Call& call) { return call.self; }

interp::TypeBuilder connection_builder(Context& owner, const char* name, const char* module) {
  interp::TypeBuilder builder(owner.interp, name, module);
  builder.payload<DbapiData>()
      .method("cursor", "", guard<make_cursor>)
      .method("execute", "sql, parameters=None, /", guard<dbapi_execute>)
      .method("executemany", "sql, parameters, /", guard<dbapi_executemany>)
      .method("executescript", "sql_script, /", guard<dbapi_executescript>)
      .property("row_factory", dbapi_row_factory, guard<dbapi_set_row_factory>)
      .property("in_transaction", guard<dbapi_in_transaction>)
      .method("commit", "", guard<dbapi_commit>)
      .method("rollback", "", guard<dbapi_rollback>)
      .method("close", "", guard<dbapi_close>)
      .method("create_function", "name, narg, func, *, deterministic=False",
              guard<dbapi_create_function>)
      .property("isolation_level", dbapi_isolation_level, guard<dbapi_set_isolation_level>)
      .property("dbapi_connection", dbapi_self)
      .property("driver_connection", dbapi_self)
      .property("connection", dbapi_self)
      .abstract();
  return builder;
}

Type* make_dbapi_type(Context& owner) {
  return connection_builder(owner, "Connection", "sqlite3")
      .method("__enter__", "", dbapi_self)
      .method("__exit__", "kind, value, trace, /", guard<dbapi_exit>)
      .build();
}
Type* make_fairy_type(Context& owner) {
  return connection_builder(owner, "_ConnectionFairy", "sqlalchemy.pool.base").build();
}

}  // namespace

Value wrap_dbapi(Context& owner, orm::DriverConnection& driver) {
  auto data = std::make_unique<DbapiData>();
  data->driver = &driver;
  return owner.make("dbapi.Connection", std::move(data));
}

namespace {

// What the pool knows of a connection, for as long as it is open.
struct RecordData : interp::Payload {
  bool closed = false;
  Value info;
  Value connection;
  void clear_references() noexcept override {
    info.reset();
    connection.reset();
  }
};

struct RecordsData : interp::Payload {
  std::map<const orm::DriverConnection*, Value> records;
  void clear_references() noexcept override { records.clear(); }
};

std::map<const orm::DriverConnection*, Value>& records_of(Context& owner) {
  Type* type = owner.type("_ConnectionRecord");
  if (type->class_payload == nullptr) type->class_payload = std::make_unique<RecordsData>();
  return static_cast<RecordsData*>(type->class_payload.get())->records;
}

RecordData& record_of(Call& call) { return interp::payload<RecordData>(call.interp, call.self); }
Value record_info(Call& call) { return record_of(call).info; }
Value record_connection(Call& call) { return record_of(call).connection; }

Type* make_record(Context& owner, const char* name) {
  interp::TypeBuilder builder(owner.interp, name, "sqlalchemy.pool.base");
  builder.payload<RecordData>()
      .abstract()
      .property("info", record_info)
      .property("connection", record_connection);
  if (!owner.profile.select_list_style) {
    builder.property("dbapi_connection", record_connection)
        .property("driver_connection", record_connection);
  }
  return builder.build();
}
Type* make_record_type(Context& owner) { return make_record(owner, "_ConnectionRecord"); }
Type* make_proxied_type(Context& owner) { return make_record(owner, "_ConnectionFairy"); }

}  // namespace

Value connection_record(Context& owner, orm::DriverConnection& driver, bool fresh) {
  Value& known = records_of(owner)[&driver];
  if (!known || (fresh && interp::payload<RecordData>(owner.interp, known).closed)) {
    auto data = std::make_unique<RecordData>();
    data->info = owner.interp.dict();
    data->connection = wrap_dbapi(owner, driver);
    known = owner.make("_ConnectionRecord", std::move(data));
  }
  return known;
}

Value connection_proxy(Context& owner, orm::DriverConnection& driver) {
  const Value record = connection_record(owner, driver);
  const auto& known = interp::payload<RecordData>(owner.interp, record);
  auto data = std::make_unique<RecordData>();
  data->info = known.info;
  data->connection = known.connection;
  return owner.make("_ConnectionFairy", std::move(data));
}

Value connection_info(Context& owner, orm::DriverConnection& driver) {
  return interp::payload<RecordData>(owner.interp, connection_record(owner, driver)).info;
}

void forget_connection(Context& owner, const orm::DriverConnection& driver) {
  auto found = records_of(owner).find(&driver);
  if (found == records_of(owner).end()) return;
  interp::payload<RecordData>(owner.interp, found->second).closed = true;
}

Value raw_connection(Context& owner, const orm::Engine& engine) {
  auto data = std::make_unique<DbapiData>();
  data->keep = engine.connect();
  data->driver = &data->keep.driver_connection();
  return owner.make("dbapi.Fairy", std::move(data));
}

Value open_sqlite(Context& owner, const std::string& path, bool autocommit) {
  orm::EngineOptions options;
  options.profile = &owner.profile;
  options.quiet_drop = true;
  orm::EngineParts parts;
  parts.clock = owner.options.clock;
  parts.driver = owner.options.driver;
  options.poolclass = "NullPool";
  orm::Url url;
  url.drivername = "sqlite";
  if (path != ":memory:") url.database = path;
  auto data = std::make_unique<DbapiData>();
  try {
    data->keep = orm::create_engine(url, std::move(options), parts).connect();
  } catch (const orm::OperationalError& error) {  // the engine's, of what the driver says here
    owner.interp.raise(owner.type("sqlite3.OperationalError"), error.info().orig_message);
  }
  data->driver = &data->keep.driver_connection();
  if (autocommit) data->driver->set_autocommit(true);
  return owner.make("dbapi.Connection", std::move(data));
}

void add_dbapi_types(TypeTable& table) {
  table.emplace_back("_ConnectionRecord", make_record_type);
  table.emplace_back("_ConnectionFairy", make_proxied_type);
  table.emplace_back("dbapi.Cursor", make_cursor_type);
  table.emplace_back("dbapi.Connection", make_dbapi_type);
  table.emplace_back("dbapi.Fairy", make_fairy_type);
}

}  // namespace lessonrun::bind
