// The driver's connection as a Python object; see dbapi.cpp.
#pragma once

#include "runner/bind/context.h"
#include "runner/bind/expressions.h"

namespace lessonrun::bind {

void add_dbapi_types(TypeTable& table);
/// The exceptions of the module sqlite3, and the module.
void add_driver_types(TypeTable& table);
void add_driver_module(interp::Interpreter& interp);
void add_event_types(TypeTable& table);
/// The driver's connection, for the time of a listener's call.
interp::Value wrap_dbapi(Context& context, orm::DriverConnection& driver);
/// `engine.raw_connection()`
interp::Value raw_connection(Context& context, const orm::Engine& engine);
/// `sqlite3.connect()`; `autocommit`: it never sends a BEGIN by itself.
interp::Value open_sqlite(Context& context, const std::string& path, bool autocommit);
/// What listens to all engines, added to one that is made.
void listen_to_new_engine(Context& context, const orm::Engine& engine);
/// `sqlalchemy.event`
std::vector<BindingTable> event_tables();

/// What the pool knows of a connection: `_ConnectionRecord`, the same while it is open. `fresh`: it
/// was opened just now, perhaps where another one was before.
interp::Value connection_record(Context& context, orm::DriverConnection& driver,
                                bool fresh = false);
/// What stands for it while it is checked out: `_ConnectionFairy`.
interp::Value connection_proxy(Context& context, orm::DriverConnection& driver);
/// The dict that both call `info`, and Connection too.
interp::Value connection_info(Context& context, orm::DriverConnection& driver);
/// The connection was closed.
void forget_connection(Context& context, const orm::DriverConnection& driver);

}  // namespace lessonrun::bind
