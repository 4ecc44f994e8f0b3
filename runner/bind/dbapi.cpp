// The driver's own connection and cursor, as event listeners and raw_connection() hand them out.
#include "runner/bind/dbapi.h"

#include <map>

#include "orm/engine.h"
#include "orm/error.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

struct DbapiData : interp::Payload {
  orm::DriverConnection* driver = nullptr;
  orm::Connection keep;  ///< of raw_connection()
  void clear_references() noexcept override { keep = {}; }
};

struct CursorData : interp::Payload {
  orm::DriverConnection* driver = nullptr;
  orm::Connection keep;
  std::unique_ptr<orm::DriverCursor> cursor;
  void clear_references() noexcept override {
    cursor.reset();
    keep = {};
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

Value make_cursor(Call& call) {
  auto data = std::make_unique<CursorData>();
  data->driver = dbapi_of(call).driver;
  data->keep = dbapi_of(call).keep;
  return context(call.interp).make("dbapi.Cursor", std::move(data));
}

std::vector<orm::Value> to_row(Context& owner, const Value& given) {
  std::vector<orm::Value> row;
  if (!given || given.is_none()) return row;
  if (given.is(interp::Kind::kDict)) {
    owner.interp.unsupported("named parameters of a DBAPI cursor",
                             "a DBAPI cursor takes a tuple of parameters here");
  }
  for (const Value& item : owner.interp.to_vector(given)) row.push_back(to_orm(owner, item));
  return row;
}

Value cursor_execute(Call& call) {
  Context& owner = context(call.interp);
  CursorData& data = cursor_of(call);
  try {
    data.cursor = data.driver->execute(call.text(0), to_row(owner, call[1]));
  } catch (const orm::DriverError& error) {
    raise_driver_error(owner, error);
  }
  return call.self;
}

Value cursor_executemany(Call& call) {
  Context& owner = context(call.interp);
  CursorData& data = cursor_of(call);
  std::vector<orm::Value> values;
  size_t count = 0;
  for (const Value& row : call.interp.to_vector(call[1])) {
    for (orm::Value& value : to_row(owner, row)) values.push_back(std::move(value));
    ++count;
  }
  try {
    if (count > 0)
      data.cursor =
          data.driver->execute_many(call.text(0), values.data(), values.size() / count, count);
  } catch (const orm::DriverError& error) {
    raise_driver_error(owner, error);
  }
  return call.self;
}

Value next_row(Interpreter& interp, CursorData& data) {
  Context& owner = context(interp);
  if (data.cursor == nullptr || data.cursor->column_count() == 0) return {};
  try {
    if (!data.cursor->next()) return {};
  } catch (const orm::DriverError& error) {
    raise_driver_error(owner, error);
  }
  std::vector<Value> cells;
  for (size_t i = 0; i < data.cursor->column_count(); ++i) {
    cells.push_back(from_orm(owner, data.cursor->column(i).to_value()));
  }
  return interp.tuple(std::move(cells));
}

Value cursor_fetchone(Call& call) {
  Value row = next_row(call.interp, cursor_of(call));
  return row ? row : Value::none();
}

Value cursor_fetchmany(Call& call) {
  std::vector<Value> rows;
  int64_t size = call.integer(0);
  while (static_cast<int64_t>(rows.size()) < size) {
    Value row = next_row(call.interp, cursor_of(call));
    if (!row) break;
    rows.push_back(row);
  }
  return call.interp.list(std::move(rows));
}

Value cursor_fetchall(Call& call) {
  std::vector<Value> rows;
  while (Value row = next_row(call.interp, cursor_of(call))) rows.push_back(row);
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
  return Value::none();
}

Type* make_cursor_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "Cursor", "sqlite3")
      .payload<CursorData>()
      .method("execute", "sql, parameters=None, /", guard<cursor_execute>)
      .method("executemany", "sql, parameters, /", guard<cursor_executemany>)
      .method("fetchone", "", guard<cursor_fetchone>)
      .method("fetchmany", "size=1", guard<cursor_fetchmany>)
      .method("fetchall", "", guard<cursor_fetchall>)
      .method("close", "", cursor_close)
      .property("description", cursor_description)
      .property("rowcount", cursor_rowcount)
      .property("lastrowid", cursor_lastrowid)
      .slots([](interp::Slots& slots) {
        slots.iter = [](Interpreter&, const Value& self) { return self; };
        slots.next = [](Interpreter& interp, const Value& self) {
          return next_row(interp, interp::payload<CursorData>(interp, self));
        };
      })
      .abstract()
      .build();
}

Value dbapi_execute(Call& call) {
  Value cursor = make_cursor(call);
  return call.interp.call_method(cursor, "execute", {call[0], call[1]});
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
  return connection_builder(owner, "Connection", "sqlite3").build();
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

void add_dbapi_types(TypeTable& table) {
  table.emplace_back("_ConnectionRecord", make_record_type);
  table.emplace_back("_ConnectionFairy", make_proxied_type);
  table.emplace_back("dbapi.Cursor", make_cursor_type);
  table.emplace_back("dbapi.Connection", make_dbapi_type);
  table.emplace_back("dbapi.Fairy", make_fairy_type);
}

}  // namespace lessonrun::bind
