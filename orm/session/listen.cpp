// Listeners of sessions that are functions.
#include "orm/listen.h"

#include <utility>
#include <vector>

#include "orm/error.h"

namespace orm {

namespace {

// What kind of function an event calls.
enum class EventKind : uint8_t { session, object, other };

EventKind kind_of_event(SessionEvent event) {
  switch (event) {
    case SessionEvent::before_flush:
    case SessionEvent::after_flush:
    case SessionEvent::after_flush_postexec:
    case SessionEvent::before_commit:
    case SessionEvent::after_commit:
    case SessionEvent::after_rollback:
      return EventKind::session;
    case SessionEvent::before_attach:
    case SessionEvent::after_attach:
    case SessionEvent::transient_to_pending:
    case SessionEvent::pending_to_transient:
    case SessionEvent::persistent_to_transient:
    case SessionEvent::pending_to_persistent:
    case SessionEvent::deleted_to_persistent:
    case SessionEvent::loaded_as_persistent:
    case SessionEvent::persistent_to_deleted:
    case SessionEvent::deleted_to_detached:
    case SessionEvent::detached_to_persistent:
    case SessionEvent::persistent_to_detached:
      return EventKind::object;
    default:
      return EventKind::other;
  }
}

// Calls functions, and then the listener that the session had before.
class SessionFunctions final : public SessionListener {
 public:
  explicit SessionFunctions(Ref<SessionListener> own) : own_(std::move(own)) {}
  template <class F>
  struct On {
    F function;
    uint8_t event;
  };
  std::vector<On<std::function<void(Session&)>>> of_session;
  std::vector<On<std::function<void(Session&, const Instance&)>>> of_objects;
  std::vector<On<std::function<void(Connection&, const Instance&)>>> of_rows;

  void warning(const std::string& message) override {
    if (own_ != nullptr) own_->warning(message);
  }
  void removed_in_20(const std::string& message) override {
    if (own_ != nullptr) own_->removed_in_20(message);
  }
  std::shared_ptr<void> hold(const Session& session) override {
    return own_ != nullptr ? own_->hold(session) : nullptr;
  }
  bool listens(const Session& session, SessionEvent event) override {
    return has(of_session, event) || has(of_objects, event) || hears(session, event);
  }
  void session_event(Session& session, SessionEvent event) override {
    call(of_session, event, session);
    if (hears(session, event)) own_->session_event(session, event);
  }
  void transaction_event(Session& session, SessionEvent event, SessionTransaction& transaction,
                         Connection* connection) override {
    if (hears(session, event)) own_->transaction_event(session, event, transaction, connection);
  }
  void object_event(Session& session, SessionEvent event, InstanceState& state) override {
    const Instance object(&state);
    call(of_objects, event, session, object);
    if (hears(session, event)) own_->object_event(session, event, state);
  }
  bool listens_to_rows() override {
    return !of_rows.empty() || (own_ != nullptr && own_->listens_to_rows());
  }
  void row_event(RowEvent event, Connection& connection, InstanceState& state) override {
    const Instance object(&state);
    call(of_rows, event, connection, object);
    if (own_ != nullptr && own_->listens_to_rows()) own_->row_event(event, connection, state);
  }
  std::optional<Result> execute_event(OrmExecution& execution) override {
    if (own_ == nullptr) return std::nullopt;
    return own_->execute_event(execution);
  }

 private:
  template <class F, class Event>
  static bool has(const std::vector<On<F>>& functions, Event event) {
    for (const On<F>& one : functions) {
      if (one.event == static_cast<uint8_t>(event)) return true;
    }
    return false;
  }
  // A function may add others: they are not called for the event that is being told.
  template <class F, class Event, class... A>
  static void call(const std::vector<On<F>>& functions, Event event, A&... arguments) {
    const size_t count = functions.size();
    for (size_t i = 0; i < count; ++i) {
      if (functions[i].event != static_cast<uint8_t>(event)) continue;
      const F function = functions[i].function;
      function(arguments...);
    }
  }
  bool hears(const Session& session, SessionEvent event) const {
    return own_ != nullptr && own_->listens(session, event);
  }
  Ref<SessionListener> own_;
};

SessionFunctions& session_functions(Session& session) {
  if (auto* there = dynamic_cast<SessionFunctions*>(session.listener.get())) return *there;
  auto made = make_ref<SessionFunctions>(session.listener);
  session.listener = made;
  return *made;
}

void require_kind(SessionEvent event, EventKind kind, const char* instead) {
  if (kind_of_event(event) != kind) {
    throw ArgumentError(std::string("that event is not told to this kind of function: ") + instead);
  }
}

}  // namespace

void listen(Session& session, SessionEvent event, std::function<void(Session&)> listener) {
  require_kind(event, EventKind::session,
               "listen_to_objects() is for the lives of objects, a SessionListener for the others");
  session_functions(session).of_session.push_back(
      {std::move(listener), static_cast<uint8_t>(event)});
}

void listen_to_objects(Session& session, SessionEvent event,
                       std::function<void(Session&, const Instance&)> listener) {
  require_kind(event, EventKind::object,
               "listen() is for those of the session, a SessionListener for the others");
  session_functions(session).of_objects.push_back(
      {std::move(listener), static_cast<uint8_t>(event)});
}

void listen_to_rows(Session& session, RowEvent event,
                    std::function<void(Connection&, const Instance&)> listener) {
  session_functions(session).of_rows.push_back({std::move(listener), static_cast<uint8_t>(event)});
}

}  // namespace orm
