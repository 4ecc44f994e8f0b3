// Events of sessions: functions of the lesson that listen to a Session, to its class, or to what
// makes sessions. ORMExecuteState, which do_orm_execute gives them, is in execute_state.cpp.
//
// Listeners are kept in one list for an interpreter, in the order in which they came. Those of
// classes and makers are called before those of one session.
#include <algorithm>

#include "orm/orm_error.h"
#include "orm/session.h"
#include "runner/bind/legacy.h"
#include "runner/bind/orm_events.h"
#include "runner/bind/refusal.h"
#include "runner/bind/session.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;
using orm::SessionEvent;

namespace {

constexpr const char* kSessionEvents[] = {"before_flush",
                                          "after_flush",
                                          "after_flush_postexec",
                                          "before_commit",
                                          "after_commit",
                                          "after_rollback",
                                          "after_soft_rollback",
                                          "after_begin",
                                          "before_attach",
                                          "after_attach",
                                          "after_transaction_create",
                                          "after_transaction_end",
                                          "transient_to_pending",
                                          "pending_to_transient",
                                          "persistent_to_transient",
                                          "pending_to_persistent",
                                          "deleted_to_persistent",
                                          "loaded_as_persistent",
                                          "persistent_to_deleted",
                                          "deleted_to_detached",
                                          "detached_to_persistent",
                                          "persistent_to_detached",
                                          "do_orm_execute",
                                          "after_bulk_update",
                                          "after_bulk_delete"};

struct SessionListening {
  SessionEvent event;
  Value holder;              ///< the class or maker that it listens to
  interp::WeakValue object;  ///< or the session
  bool of_session;
  Value fn;
  ListenOptions options;
  bool active = true;
};

struct SessionEventsData : interp::Payload {
  std::vector<std::shared_ptr<SessionListening>> all;
  uint32_t wanted = 0;  ///< a bit for each event that anybody listens to
  void clear_references() noexcept override { all.clear(); }
};

SessionEventsData& data_of(Context& owner) {
  Type* type = owner.type("_SessionEvents");
  if (type->class_payload == nullptr) type->class_payload = std::make_unique<SessionEventsData>();
  return *static_cast<SessionEventsData*>(type->class_payload.get());
}

bool is_session_class(Context& owner, const Value& target) {
  if (!target.is(interp::Kind::kType)) return false;
  const auto& mro = target.as<Type>()->mro;
  return std::find(mro.begin(), mro.end(), owner.type("Session")) != mro.end();
}

// What stands for a target in the list: a scoped_session for its factory.
Value holder_of(Context& owner, const Value& target) {
  if (owner.interp.type_of(target)->name == "scoped_session") {
    return holder_of(owner, owner.interp.getattr(target, "session_factory"));
  }
  // `event.listen(sessionmaker, ...)` itself is all sessions.
  if (target.is(interp::Kind::kType) && target.as<Type>()->name == "sessionmaker") {
    return Value(owner.type("Session"));
  }
  return target;
}

bool applies(const SessionListening& one, const Value& session, const Type* type,
             const void* maker) {
  if (!one.active) return false;
  if (one.of_session) return one.object.lock().same(session);
  if (one.holder.object() == maker) return true;
  return one.holder.is(interp::Kind::kType) &&
         std::find(type->mro.begin(), type->mro.end(), one.holder.as<Type>()) != type->mro.end();
}

// ---- telling ------------------------------------------------------------------------------------

class PythonSessionListener final : public orm::SessionListener {
 public:
  PythonSessionListener(Context& owner, const Value& object)
      : owner_(owner), object_(owner.interp, object) {}

  void warning(const std::string& message) override { owner_.warn("SAWarning", message); }
  void removed_in_20(const std::string& message) override { warn_removed_in_20(owner_, message); }

  std::shared_ptr<void> hold(const orm::Session&) override {
    Value session = object_.lock();
    return session ? std::make_shared<Value>(std::move(session)) : nullptr;
  }

  bool listens(const orm::Session&, SessionEvent event) override {
    if (data_ == nullptr) data_ = &data_of(owner_);
    if ((data_->wanted >> static_cast<unsigned>(event) & 1) == 0) return false;
    return !listening(event).empty();
  }

  void session_event(orm::Session&, SessionEvent event) override {
    bool flush = event == SessionEvent::before_flush || event == SessionEvent::after_flush ||
                 event == SessionEvent::after_flush_postexec;
    std::vector<Value> arguments;
    if (flush) arguments.push_back(owner_.make<FlushData>("UOWTransaction"));
    if (event == SessionEvent::before_flush) arguments.push_back(Value::none());
    run(event, std::move(arguments));
  }

  void transaction_event(orm::Session&, SessionEvent event, orm::SessionTransaction& transaction,
                         orm::Connection* connection) override {
    Value session = object_.lock();
    if (!session) return;
    std::vector<Value> arguments{
        wrap_session_transaction(owner_, session, orm::Ref<orm::SessionTransaction>(&transaction))};
    if (connection != nullptr) arguments.push_back(wrap_connection(owner_, *connection));
    run(event, std::move(arguments));
  }

  void object_event(orm::Session&, SessionEvent event, orm::InstanceState& state) override {
    orm::Instance keep(&state);
    run(event, {object_of(state)});
  }

  std::optional<orm::Result> execute_event(orm::OrmExecution& execution) override {
    for (const auto& one : listening(SessionEvent::do_orm_execute)) {
      Value answer = with_execute_state(owner_, execution, object_.lock(),
                                        [&](const Value& state) { return call(*one, {state}); });
      if (!answer || answer.is_none()) continue;
      if (std::optional<orm::Result> result = find_result(answer)) return result;
    }
    return std::nullopt;
  }

  void bulk_event(SessionEvent event, const Value& operation) {
    for (const auto& one : listening(event)) call(*one, {operation});
  }

  bool listens_to_rows() override { return has_row_listeners(owner_); }
  void row_event(orm::RowEvent event, orm::Connection& connection,
                 orm::InstanceState& state) override {
    tell_row_listeners(owner_, event, connection, state);
  }

  struct FlushData : interp::Payload {};

 private:
  // Those of classes and makers first.
  std::vector<std::shared_ptr<SessionListening>> listening(SessionEvent event) const {
    std::vector<std::shared_ptr<SessionListening>> found;
    Value session = object_.lock();
    if (!session) return found;
    const void* maker = interp::payload<SessionData>(owner_.interp, session).maker;
    const Type* type = owner_.interp.type_of(session);
    for (bool of_session : {false, true}) {
      for (const auto& one : data_of(owner_).all) {
        if (one->event == event && one->of_session == of_session &&
            applies(*one, session, type, maker)) {
          found.push_back(one);
        }
      }
    }
    return found;
  }

  Value call(SessionListening& one, const std::vector<Value>& arguments) const {
    if (!one.active) return {};
    if (one.options.once) one.active = false;
    return owner_.interp.call(one.fn, arguments, {});
  }

  void run(SessionEvent event, std::vector<Value> arguments) const {
    Value session = object_.lock();
    if (!session) return;
    arguments.insert(arguments.begin(), session);
    for (const auto& one : listening(event)) call(*one, arguments);
  }

  Context& owner_;
  SessionEventsData* data_ = nullptr;  // found when first asked for
  interp::WeakValue object_;
};

Type* make_flush_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "UOWTransaction", "sqlalchemy.orm.unitofwork")
      .payload<PythonSessionListener::FlushData>()
      .abstract()
      .build();
}

Type* make_session_events_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "_SessionEvents", "sqlalchemy.event").abstract().build();
}

SessionListening* find_listener(Context& owner, const Value& target, const std::string& event,
                                const Value& fn) {
  Value holder = holder_of(owner, target);
  for (const auto& one : data_of(owner).all) {
    const Value known = one->of_session ? one->object.lock() : one->holder;
    bool same = one->active && kSessionEvents[static_cast<size_t>(one->event)] == event &&
                known.same(holder) && same_listener(one->fn, fn);
    if (same) return one.get();
  }
  return nullptr;
}

}  // namespace

void tell_bulk(Context& owner, const Value& session, orm::SessionEvent event,
               const Value& operation) {
  auto& listener = static_cast<PythonSessionListener&>(*to_session(owner.interp, session).listener);
  listener.bulk_event(event, operation);
}

orm::Ref<orm::SessionListener> make_session_listener(Context& owner, const Value& object) {
  return orm::make_ref<PythonSessionListener>(owner, object);
}

bool is_session_target(Context& owner, const Value& target) {
  const std::string& name = owner.interp.type_of(target)->name;
  return is_session_class(owner, target) || interp::try_payload<SessionData>(target) != nullptr ||
         name == "sessionmaker" || name == "scoped_session" ||
         (target.is(interp::Kind::kType) && target.as<Type>()->name == "sessionmaker");
}

void listen_to_session(Context& owner, const Value& target, const std::string& event,
                       const Value& fn, const ListenOptions& options) {
  const auto* place = std::find_if(std::begin(kSessionEvents), std::end(kSessionEvents),
                                   [&](const char* name) { return event == name; });
  bool known = place != std::end(kSessionEvents) &&
               (event != "do_orm_execute" || !owner.profile.legacy_query_get);
  if (!known) {
    raise_error(owner, orm::InvalidRequestError::cls,
                "No such event '" + event + "' for target '" + owner.interp.str_of(target) + "'");
  }
  if (options.named) {
    owner.interp.unsupported("event.listen(named=True)",
                             "event.listen(..., named=True) is not supported; name the arguments "
                             "in the function");
  }
  auto one = std::make_shared<SessionListening>();
  one->event = static_cast<SessionEvent>(place - std::begin(kSessionEvents));
  Value holder = holder_of(owner, target);
  one->of_session = interp::try_payload<SessionData>(holder) != nullptr;
  if (one->of_session) {
    one->object = interp::WeakValue(owner.interp, holder);
  } else {
    one->holder = holder;
  }
  one->fn = fn;
  one->options = options;
  SessionEventsData& data = data_of(owner);
  data.wanted |= 1U << static_cast<unsigned>(one->event);
  if (options.insert) {
    data.all.insert(data.all.begin(), std::move(one));
  } else {
    data.all.push_back(std::move(one));
  }
}

bool unlisten_session(Context& owner, const Value& target, const std::string& event,
                      const Value& fn) {
  SessionListening* one = find_listener(owner, target, event, fn);
  if (one == nullptr) return false;
  one->active = false;
  auto& all = data_of(owner).all;
  all.erase(
      std::remove_if(all.begin(), all.end(), [&](const auto& each) { return each.get() == one; }),
      all.end());
  return true;
}

bool session_contains(Context& owner, const Value& target, const std::string& event,
                      const Value& fn) {
  return find_listener(owner, target, event, fn) != nullptr;
}

void add_session_event_types(TypeTable& table) {
  table.emplace_back("_SessionEvents", make_session_events_type);
  table.emplace_back("UOWTransaction", make_flush_type);
}

}  // namespace lessonrun::bind
