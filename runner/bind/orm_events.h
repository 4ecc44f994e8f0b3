// Events of the ORM: listeners of sessions, of mapped classes and of their attributes.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "orm/events.h"
#include "runner/bind/context.h"

namespace lessonrun::bind {

/// How event.listen() was asked to call a function.
struct ListenOptions {
  bool once = false;
  bool retval = false;
  bool propagate = false;
  bool raw = false;
  bool active_history = false;
  bool insert = false;
  bool named = false;
};

/// The listener of a new session; `object` is the Python object, which it does not keep.
orm::Ref<orm::SessionListener> make_session_listener(Context& context, const interp::Value& object);
/// Calls `tell` with the ORMExecuteState of a statement, which is of no use afterwards.
interp::Value with_execute_state(Context& context, orm::OrmExecution& execution,
                                 const interp::Value& session,
                                 const std::function<interp::Value(const interp::Value&)>& tell);
/// after_bulk_update and after_bulk_delete: tells of a Query.update() or delete().
void tell_bulk(Context& context, const interp::Value& session, orm::SessionEvent event,
               const interp::Value& operation);
/// Is this a target of session events: a Session or its class, a sessionmaker, a scoped_session?
bool is_session_target(Context& context, const interp::Value& target);
/// event.listen(); throws InvalidRequestError for an event that sessions do not have.
void listen_to_session(Context& context, const interp::Value& target, const std::string& event,
                       const interp::Value& fn, const ListenOptions& options);
/// event.remove(): false if the function did not listen.
bool unlisten_session(Context& context, const interp::Value& target, const std::string& event,
                      const interp::Value& fn);
bool session_contains(Context& context, const interp::Value& target, const std::string& event,
                      const interp::Value& fn);

/// Is this `User.name`, an attribute of a mapped class?
bool is_attribute_target(const interp::Value& target);
void listen_to_attribute(Context& context, const interp::Value& target, const std::string& event,
                         const interp::Value& fn, const ListenOptions& options);
bool unlisten_attribute(const interp::Value& target, const std::string& event,
                        const interp::Value& fn);
bool attribute_contains(const interp::Value& target, const std::string& event,
                        const interp::Value& fn);

/// Is this an event of mapped classes, such as before_insert or load, and the target a class, a
/// Mapper or mapper()?
bool is_class_event(Context& context, const interp::Value& target, const std::string& event);
void listen_to_class(Context& context, const interp::Value& target, const std::string& event,
                     const interp::Value& fn, const ListenOptions& options);
bool unlisten_class(Context& context, const interp::Value& target, const std::string& event,
                    const interp::Value& fn);
bool class_contains(Context& context, const interp::Value& target, const std::string& event,
                    const interp::Value& fn);
bool has_row_listeners(Context& context);
/// Calls the listeners of the object's class, in the order in which they came.
void tell_row_listeners(Context& context, orm::RowEvent event, orm::Connection& connection,
                        orm::InstanceState& state);

}  // namespace lessonrun::bind
