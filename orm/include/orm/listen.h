// Events as functions: `listen_connect(engine, [](orm::DriverConnection& connection) { ... })`.
//
// EngineListener (engine.h) has every event; these are for those that are told of one alone.
#pragma once

#include <orm/driver.h>
#include <orm/engine.h>

#include <functional>

namespace orm {

/// event.listen(engine, "connect", ..): told of each new connection to the database.
void listen_connect(const Engine& engine, std::function<void(DriverConnection&)> listener);
/// event.listen(engine, "begin", ..), "commit", "rollback": told of the transactions of an engine's
/// connections.
void listen_begin(const Engine& engine, std::function<void(Connection&)> listener);
void listen_commit(const Engine& engine, std::function<void(Connection&)> listener);
void listen_rollback(const Engine& engine, std::function<void(Connection&)> listener);
/// event.listen(engine, "before_cursor_execute", ..): told of each statement as it is sent.
void listen_before_execute(
    const Engine& engine,
    std::function<void(Connection&, const std::string& sql, const std::vector<Value>&)> listener);

}  // namespace orm
