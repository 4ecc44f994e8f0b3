// Events as functions: `listen_connect(engine, [](orm::DriverConnection& connection) { ... })`,
// `listen(session, orm::SessionEvent::before_flush, [](orm::Session& session) { ... })`.
//
// EngineListener (engine_listener.h) and SessionListener (events.h) have every event; these are for
// who wants to be told of one alone.
#pragma once

#include <orm/driver.h>
#include <orm/engine.h>
#include <orm/events.h>
#include <orm/typed_mapping.h>

#include <functional>
#include <utility>

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

/// @name event.listen(session, "..", fn)
/// Functions are called in the order in which they came, before the session's own listener.
/// @{
/// Of the session: before_flush, after_flush, after_flush_postexec, before_commit, after_commit,
/// after_rollback. Throws ArgumentError for other events.
void listen(Session& session, SessionEvent event, std::function<void(Session&)> listener);
/// In the life of an object: transient_to_pending, loaded_as_persistent, persistent_to_deleted and
/// their kin, before_attach, after_attach. Throws ArgumentError for other events.
void listen_to_objects(Session& session, SessionEvent event,
                       std::function<void(Session&, const Instance&)> listener);
/// Of the rows that a flush writes: before_insert, after_update and their kin, of any class.
void listen_to_rows(Session& session, RowEvent event,
                    std::function<void(Connection&, const Instance&)> listener);
/// The same of objects of one struct, those that inherit from it included: event.listen(User,
/// "before_insert", ..). The function may assign attributes before the row is written.
template <class T>
void listen(Session& session, RowEvent event,
            std::function<void(Connection&, const Ptr<T>&)> listener) {
  listen_to_rows(session, event,
                 [listener = std::move(listener)](Connection& connection, const Instance& object) {
                   if (detail::is_object_of(object, map_class<T>())) {
                     listener(connection, Ptr<T>(object));
                   }
                 });
}
/// @}

}  // namespace orm
