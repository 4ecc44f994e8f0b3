// sqlalchemy.event: listeners of engines and of the creation of tables.
//
// What is bound here are those of Engine, Connection and pool, and before_create, after_create,
// before_drop, after_drop of Table and MetaData; those of sessions and of rows are in files of
// their own, other events of the ORM are refused by name.
#include <orm/compiler.h>

#include <algorithm>

#include "orm/engine.h"
#include "orm/orm_error.h"
#include "runner/bind/dbapi.h"
#include "runner/bind/dialects.h"
#include "runner/bind/engine_events.h"
#include "runner/bind/orm_events.h"
#include "runner/bind/reflection_events.h"
#include "runner/bind/schema.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

constexpr const char* kDdlEvents[] = {"before_create", "after_create", "before_drop", "after_drop"};

template <size_t N>
bool one_of(const char* const (&names)[N], const std::string& name) {
  return std::any_of(std::begin(names), std::end(names),
                     [&](const char* known) { return name == known; });
}

// What a lesson has asked to be told, for remove() and contains().
struct Listening {
  orm::Engine engine;  ///< none: all engines
  std::shared_ptr<EngineEventListener> listener;
};

struct EventsData : interp::Payload {
  std::vector<Listening> engines;
  struct Everywhere {
    std::string event;
    Value fn;
    bool retval, once;
  };
  std::vector<Everywhere> everywhere;
  struct Ddl {
    const void* target;
    std::string event;
    Value fn;
  };
  std::vector<Ddl> ddl;
  void clear_references() noexcept override {
    engines.clear();
    everywhere.clear();
    ddl.clear();
  }
};

EventsData& events(Context& owner) {
  // One object for an interpreter, held by the type of its class.
  Type* type = owner.type("_Events");
  if (type->class_payload == nullptr) type->class_payload = std::make_unique<EventsData>();
  return *static_cast<EventsData*>(type->class_payload.get());
}

// Not inlined, because g++ 12 then takes the 0 of False for a null object that is released.
[[gnu::noinline]] Value flag(bool value) { return Value::boolean(value); }

// What a DDL event calls `connection`.
Value wrap_bind(Context& owner, orm::Bind& bind) {
  if (auto* connection = dynamic_cast<orm::Connection*>(&bind)) {
    return wrap_connection(owner, *connection);
  }
  if (auto* engine = dynamic_cast<orm::Engine*>(&bind)) return wrap_engine(owner, *engine);
  return Value::none();
}

class PythonDdlListener final : public orm::DdlListener {
 public:
  PythonDdlListener(Context& owner, Value fn) : owner_(owner), fn_(std::move(fn)) {}
  void fire(const orm::DdlEvent& event) override {
    if (!active) return;
    Interpreter& interp = owner_.interp;
    Value target = event.table != nullptr ? wrap(owner_, event.table->table_ref())
                                          : wrap_metadata(owner_, event.metadata.metadata_ref());
    const Value connection = wrap_bind(owner_, event.connection);
    if (orm::ClauseRef clause = find_clause(owner_, fn_)) {
      if (clause->kind() != orm::NodeKind::ddl) return event.connection.execute_ddl(clause);
      const auto& ddl = static_cast<const orm::DDLElement&>(*clause);
      const std::string& name = event.connection.dialect().name;
      if (!ddl.dialects.empty() &&
          std::find(ddl.dialects.begin(), ddl.dialects.end(), name) == ddl.dialects.end()) {
        return;
      }
      Value tables = Value::none();
      if (event.table == nullptr) {
        std::vector<Value> list;
        for (orm::Table* table : event.tables) list.push_back(wrap(owner_, table->table_ref()));
        tables = interp.list(std::move(list));
      }
      if (!ddl_condition_holds(ddl, target, connection, tables, event)) return;
      auto bound = orm::make_ref<orm::DDLElement>(ddl);
      if (!bound->target && event.table != nullptr) bound->target = event.table->table_ref();
      event.connection.execute_ddl(bound);
      return;
    }
    const Value none = Value::none();
    std::vector<std::pair<std::string_view, Value>> keywords;
    keywords.push_back({"checkfirst", flag(event.checkfirst)});
    keywords.push_back({"_ddl_runner", none});
    if (event.table != nullptr) {
      keywords.push_back({"_is_metadata_operation", flag(event.of_metadata)});
    } else {
      std::vector<Value> tables;
      for (orm::Table* table : event.tables) tables.push_back(wrap(owner_, table->table_ref()));
      keywords.emplace_back("tables", interp.list(std::move(tables)));
    }
    const std::vector<Value> arguments = {target, connection};
    interp.call(fn_, arguments, keywords);
  }
  bool active = true;

 private:
  Context& owner_;
  Value fn_;
};

bool is_engine_class(const Value& target) {
  return target.is(Kind::kType) &&
         (target.as<Type>()->name == "Engine" || target.as<Type>()->name == "Connection" ||
          target.as<Type>()->name == "Pool");
}

[[noreturn]] void no_such_event(Context& owner, const Value& target, const std::string& event) {
  raise_error(owner, orm::InvalidRequestError::cls,
              "No such event '" + event + "' for target '" + owner.interp.str_of(target) + "'");
}

// The table or metadata that DDL events are for; null for other targets.
orm::MetaData* ddl_target(Context& owner, const Value& target, const orm::Table*& table) {
  if (const auto* metadata = interp::try_payload<MetaDataData>(target)) {
    return metadata->metadata.get();
  }
  orm::ClauseRef clause = find_clause(owner, target);
  if (clause == nullptr || clause->kind() != orm::NodeKind::table) return nullptr;
  const auto& named = static_cast<const orm::TableClause&>(*clause);
  if (!named.is_schema_table()) return nullptr;
  table = static_cast<const orm::Table*>(&named);
  return &table->metadata();
}

ListenOptions listen_options(Context& owner, const Value& keywords) {
  ListenOptions options;
  for (auto& [name, value] : dict_items(owner, keywords)) {
    bool on = owner.interp.truth(value);
    if (name == "retval") options.retval = on;
    if (name == "once") options.once = on;
    if (name == "propagate") options.propagate = on;
    if (name == "raw") options.raw = on;
    if (name == "active_history") options.active_history = on;
    if (name == "insert") options.insert = on;
    if (name == "named") options.named = on;
  }
  return options;
}

void listen_on(Context& owner, const Value& target, const std::string& event, const Value& fn,
               const Value& keywords) {
  ListenOptions options = listen_options(owner, keywords);
  bool retval = options.retval, once = options.once;
  if (is_class_event(owner, target, event)) {
    listen_to_class(owner, target, event, fn, options);
    return;
  }
  if (is_attribute_target(target)) {
    listen_to_attribute(owner, target, event, fn, options);
    return;
  }
  if (is_session_target(owner, target)) {
    listen_to_session(owner, target, event, fn, options);
    return;
  }
  EventsData& all = events(owner);
  const orm::Table* table = nullptr;
  if (const auto* data = interp::try_payload<EngineData>(target)) {
    if (!is_engine_event(event)) no_such_event(owner, target, event);
    auto listener = make_engine_listener(owner, event, fn, {retval, once, target});
    orm::add_listener(data->engine, listener);
    all.engines.push_back({data->engine, listener});
  } else if (const auto* held = interp::try_payload<ConnectionData>(target)) {
    if (!is_engine_event(event)) no_such_event(owner, target, event);
    const orm::Engine engine = held->connection.engine();
    auto listener = make_engine_listener(
        owner, event, fn,
        {retval, once, wrap_engine(owner, engine), held->connection.state().base()});
    orm::add_listener(engine, listener);
    all.engines.push_back({engine, listener});
  } else if (is_reflection_event(target, event)) {
    listen_to_columns(owner, target, fn);
  } else if (is_engine_class(target)) {
    if (!is_engine_event(event)) no_such_event(owner, target, event);
    all.everywhere.push_back({event, fn, retval, once});
  } else if (orm::MetaData* metadata = ddl_target(owner, target, table)) {
    if (!one_of(kDdlEvents, event)) {
      owner.interp.unsupported("event '" + event + "'",
                               "the event '" + event + "' of tables is not supported");
    }
    metadata->listen(event, table, orm::make_ref<PythonDdlListener>(owner, fn));
    all.ddl.push_back({table != nullptr ? static_cast<const void*>(table) : metadata, event, fn});
  } else {
    owner.interp.unsupported(
        "events of " + owner.interp.type_name(target),
        "the event '" + event +
            "' of this target is not supported; event.listen() takes engines, "
            "tables, sessions, attributes, and mapped classes for before_insert and its kin");
  }
}

Value listens_for_function(Call& call) {
  Value target = call[0];
  std::string event = call.interp.str_of(call[1]);
  Value keywords = call[2];
  return make_guarded(call.interp, "decorate", "fn", [target, event, keywords](Call& inner) {
    listen_on(context(inner.interp), target, event, inner[0], keywords);
    return inner[0];
  });
}

EngineEventListener* find_listener(Call& call) {
  const auto* data = interp::try_payload<EngineData>(call[0]);
  const auto* held = interp::try_payload<ConnectionData>(call[0]);
  if (data == nullptr && held == nullptr) return nullptr;
  const orm::Engine engine = data != nullptr ? data->engine : held->connection.engine();
  for (Listening& one : events(context(call.interp)).engines) {
    if (one.engine == engine && one.listener->is(call.interp.str_of(call[1]), call[2])) {
      return one.listener.get();
    }
  }
  return nullptr;
}

Value remove_function(Call& call) {
  if (is_class_event(context(call.interp), call[0], call.interp.str_of(call[1])) &&
      unlisten_class(context(call.interp), call[0], call.interp.str_of(call[1]), call[2])) {
    return Value::none();
  }
  if (is_session_target(context(call.interp), call[0]) &&
      unlisten_session(context(call.interp), call[0], call.interp.str_of(call[1]), call[2])) {
    return Value::none();
  }
  if (unlisten_attribute(call[0], call.interp.str_of(call[1]), call[2])) return Value::none();
  EngineEventListener* listener = find_listener(call);
  if (listener == nullptr) {
    if (interp::try_payload<EngineData>(call[0]) == nullptr &&
        !is_session_target(context(call.interp), call[0])) {
      call.interp.unsupported("event.remove()", "event.remove() takes an engine here");
    }
    raise_error(context(call.interp), orm::InvalidRequestError::cls,
                "No listeners found for event " + call.interp.repr(call[0]) + " / " +
                    call.interp.repr(call[1]) + " / " + call.interp.repr(call[2]) + " ");
  }
  listener->active = false;
  return Value::none();
}

Value contains_function(Call& call) {
  if (is_class_event(context(call.interp), call[0], call.interp.str_of(call[1]))) {
    return flag(
        class_contains(context(call.interp), call[0], call.interp.str_of(call[1]), call[2]));
  }
  if (is_session_target(context(call.interp), call[0])) {
    return flag(
        session_contains(context(call.interp), call[0], call.interp.str_of(call[1]), call[2]));
  }
  if (attribute_contains(call[0], call.interp.str_of(call[1]), call[2])) {
    return Value::boolean(true);
  }
  if (find_listener(call) != nullptr) return Value::boolean(true);
  const orm::Table* table = nullptr;
  orm::MetaData* metadata = ddl_target(context(call.interp), call[0], table);
  const void* target = table != nullptr ? static_cast<const void*>(table) : metadata;
  for (const auto& one : events(context(call.interp)).ddl) {
    if (target != nullptr && one.target == target && one.event == call.interp.str_of(call[1]) &&
        same_listener(one.fn, call[2])) {
      return Value::boolean(true);
    }
  }
  return Value::boolean(false);
}

Value listen_entry(Call& call) {
  listen_on(context(call.interp), call[0], call.interp.str_of(call[1]), call[2], call[4]);
  return Value::none();
}

const Binding kEventRows[] = {
    {"listen", "target, identifier, fn, *args, **kw", guard<listen_entry>,
     "orm::add_listener({target}, {fn})", BindingKind::function},
    {"listens_for", "target, identifier, **kw", guard<listens_for_function>,
     "orm::add_listener({target}, {identifier})", BindingKind::function},
    {"contains", "target, identifier, fn", guard<contains_function>,
     "!listeners are objects in C++", BindingKind::function},
    {"remove", "target, identifier, fn", guard<remove_function>, "!listeners are objects in C++",
     BindingKind::function},
};

Type* make_events_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "_Events", "sqlalchemy.event").abstract().build();
}

}  // namespace

bool same_listener(const Value& one, const Value& other) {
  if (one.same(other)) return true;
  if (!one.is(interp::Kind::kBoundMethod) || !other.is(interp::Kind::kBoundMethod)) return false;
  const auto* a = one.as<interp::BoundMethod>();
  const auto* b = other.as<interp::BoundMethod>();
  return a->function.is(interp::Kind::kFunction) && a->function.same(b->function) &&
         a->self.same(b->self);
}

void listen_to_new_engine(Context& owner, const orm::Engine& engine) {
  for (const auto& one : events(owner).everywhere) {
    auto listener =
        make_engine_listener(owner, one.event, one.fn, {one.retval, one.once, Value::none()});
    orm::add_listener(engine, listener);
    events(owner).engines.push_back({engine, listener});
  }
}

void add_event_types(TypeTable& table) { table.emplace_back("_Events", make_events_type); }

std::vector<BindingTable> event_tables() {
  return {{"sqlalchemy.event", nullptr, kEventRows, std::size(kEventRows)}};
}

}  // namespace lessonrun::bind
