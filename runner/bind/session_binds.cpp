// Which database a session talks to: Session(binds=..), bind_mapper(), bind_table(), and a
// get_bind() that a subclass has of its own.
#include <algorithm>

#include "orm/dml.h"
#include "orm/events.h"
#include "orm/orm_error.h"
#include "runner/bind/bound.h"
#include "runner/bind/extensions.h"
#include "runner/bind/instances.h"
#include "runner/bind/legacy.h"
#include "runner/bind/session.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

SessionData& data_of(Call& call) { return interp::payload<SessionData>(call.interp, call.self); }

orm::SessionBind to_session_bind(Context& owner, const Value& value) {
  orm::Bind* bind = find_bind(value);
  if (auto* engine = dynamic_cast<orm::Engine*>(bind)) return {*engine, {}};
  if (auto* connection = dynamic_cast<orm::Connection*>(bind)) {
    return {connection->engine(), *connection};
  }
  raise_error(owner, orm::ArgumentError::cls,
              "Not an acceptable bind: " + owner.interp.repr(value));
}

Value wrap_bind(Context& owner, const orm::SessionBind& bind) {
  if (bind.connection) return wrap_connection(owner, bind.connection);
  return bind ? wrap_engine(owner, bind.engine) : Value::none();
}

// The mapper of a class, of a Mapper object; null for others.
const orm::Mapper* find_bound_mapper(Context& owner, const Value& value) {
  if (const auto* data = interp::try_payload<MapperData>(value)) return data->mapper.get();
  const orm::Mapper* mapper = find_mapper(value);
  if (mapper == nullptr && value.is(Kind::kType)) {
    const Type& type = *value.as<Type>();
    raise_error(owner, orm::UnmappedClassError::cls,
                "Class '" + type.module + "." + type.name + "' is not mapped");
  }
  return mapper;
}

const orm::SessionBind* find_class(const SessionData& data, const orm::Mapper& mapper) {
  const Type* type = mapped_type(mapper);
  if (type == nullptr) return nullptr;
  for (Type* cls : type->mro) {
    for (const SessionData::Bound& one : data.binds) {
      if (one.key == cls) return &one.bind;
    }
  }
  return nullptr;
}

const orm::SessionBind* find_table(const SessionData& data, const orm::ClauseElement& clause) {
  const orm::SessionBind* found = nullptr;
  auto look_at = [&](const orm::ClauseElement& element) {
    if (found != nullptr) return false;
    if (element.kind() == orm::NodeKind::entity) {
      const orm::Mapper& mapper = *static_cast<const orm::EntityElement&>(element).mapper;
      found = find_class(data, mapper);
      for (const orm::Table* table : mapper.tables()) {
        for (const SessionData::Bound& one : data.binds) {
          if (found == nullptr && one.key == table) found = &one.bind;
        }
      }
    } else if (const auto* note = orm::attribute_annotation(element)) {
      found = find_class(data, *note->mapper);
    }
    const orm::ClauseElement* at = &element;
    if (element.kind() == orm::NodeKind::column) {
      at = static_cast<const orm::ColumnClause&>(element).table;
    }
    for (const SessionData::Bound& one : data.binds) {
      if (found == nullptr && at != nullptr && one.key == at) found = &one.bind;
    }
    return found == nullptr;
  };
  if (const auto* dml = dynamic_cast<const orm::DmlBase*>(&clause)) look_at(*dml->target);
  orm::traverse(clause, look_at);
  return found;
}

// What the session's own get_bind() finds.
orm::SessionBind look_up(Context& owner, const SessionData& data, const orm::Mapper* mapper,
                         const orm::ClauseElement* clause) {
  orm::Session& session = *data.session;
  if (!data.binds.empty()) {
    if (mapper != nullptr) {
      if (const orm::SessionBind* found = find_class(data, *mapper)) return *found;
      if (clause == nullptr) clause = &mapper->mapped_table();
    }
    if (clause != nullptr) {
      if (const orm::SessionBind* found = find_table(data, *clause)) return *found;
    }
  }
  if (orm::SessionBind bind = session.bind()) return bind;
  if (owner.profile.connectionless) {
    Value bound = mapper == nullptr ? Value::none() : tables_bind(mapper->mapped_table());
    if (bound.is_none() && clause != nullptr) bound = tables_bind(*clause);
    if (!bound.is_none()) {
      if (session.options().future) {
        throw orm::UnboundExecutionError(session.unbound_message(mapper, clause) +
                                         " A bind was located via legacy bound metadata, but since "
                                         "future=True is set on this Session, this bind is "
                                         "ignored.");
      }
      warn_removed_in_20(
          owner,
          "This Session located a target engine via bound metadata; as this functionality will be "
          "removed in SQLAlchemy 2.0, an Engine object should be passed to the Session() "
          "constructor directly.");
      return to_session_bind(owner, bound);
    }
  }
  throw orm::UnboundExecutionError(session.unbound_message(mapper, clause));
}

bool has_own_get_bind(Context& owner, const Value& session) {
  interp::StrObject* name = owner.interp.intern("get_bind");
  const Value* found = owner.interp.type_lookup(owner.interp.type_of(session), name);
  const Value* ours = owner.interp.type_lookup(owner.type("Session"), name);
  return found != nullptr && ours != nullptr && !found->same(*ours);
}

// Asks the program's get_bind().
orm::SessionBind ask(Context& owner, const Value& session, const orm::Mapper* mapper,
                     const orm::ClauseElement* clause) {
  std::vector<std::pair<std::string_view, Value>> keywords;
  if (mapper != nullptr) keywords.emplace_back("mapper", wrap_mapper(owner, *mapper));
  if (clause != nullptr) {
    keywords.emplace_back("clause",
                          wrap(owner, orm::ClauseRef(const_cast<orm::ClauseElement*>(clause))));
  }
  const Value method = owner.interp.getattr(session, "get_bind");
  return to_session_bind(owner, owner.interp.call(method, {}, keywords));
}

void route(Context& owner, const Value& session) {
  auto& data = interp::payload<SessionData>(owner.interp, session);
  const bool own = has_own_get_bind(owner, session);
  const bool may_be_bound = owner.profile.connectionless && !data.session->bind();
  if (!own && data.binds.empty() && !may_be_bound) return;
  interp::WeakValue weak(owner.interp, session);
  data.session->router = orm::route_by(
      [&owner, weak, own](const orm::Mapper* mapper, const orm::ClauseElement* clause) {
        const Value self = weak.lock();
        if (own) return ask(owner, self, mapper, clause);
        return look_up(owner, interp::payload<SessionData>(owner.interp, self), mapper, clause);
      });
}

void put(SessionData& data, const void* key, const orm::SessionBind& bind) {
  for (SessionData::Bound& one : data.binds) {
    if (one.key == key) {
      one.bind = bind;
      return;
    }
  }
  data.binds.push_back({key, bind});
}

void add_bind(Context& owner, SessionData& data, const Value& key, const Value& target) {
  const orm::SessionBind bind = to_session_bind(owner, target);
  const orm::Mapper* mapper = find_mapper(key);
  if (const auto* given = interp::try_payload<MapperData>(key)) mapper = given->mapper.get();
  orm::ClauseRef clause = mapper == nullptr ? find_clause(owner, key) : nullptr;
  if (mapper != nullptr) {
    put(data, mapped_type(*mapper), bind);
    for (const orm::Table* table : mapper->tables()) put(data, table, bind);
  } else if (clause != nullptr && clause->kind() == orm::NodeKind::table) {
    put(data, clause.get(), bind);
  } else if (key.is(Kind::kType)) {
    put(data, key.as<Type>(), bind);
  } else {
    raise_error(owner, orm::ArgumentError::cls,
                "Not an acceptable bind target: " + owner.interp.str_of(key));
  }
  data.kept.push_back(key);
}

Value session_bind_to(Call& call) {
  Context& owner = context(call.interp);
  add_bind(owner, data_of(call), call[0], call[1]);
  route(owner, call.self);
  return Value::none();
}

Value session_get_bind(Call& call) {
  Context& owner = context(call.interp);
  const Value& given = call.arg("bind");
  if (!given.is_none()) return given;
  SessionData& data = data_of(call);
  to_session(call.interp, call.self);
  const Value& asked = call.arg("mapper");
  const orm::Mapper* mapper = asked.is_none() ? nullptr : find_bound_mapper(owner, asked);
  orm::ClauseRef clause;
  if (!call.arg("clause").is_none()) clause = find_clause(owner, call.arg("clause"));
  const bool simple = data.binds.empty() || (mapper == nullptr && clause == nullptr);
  if (simple && data.session->bind()) return wrap_bind(owner, data.session->bind());
  return wrap_bind(owner, look_up(owner, data, mapper, clause.get()));
}

Value session_connection(Call& call) {
  Context& owner = context(call.interp);
  const orm::Mapper* mapper = nullptr;
  orm::ClauseRef clause;
  auto read = [&](const Value& dict) {
    for (auto& [name, value] : dict_items(owner, dict)) {
      if (value.is_none()) continue;
      if (name == "mapper") {
        mapper = find_bound_mapper(owner, value);
      } else if (name == "clause") {
        clause = find_clause(owner, value);
      } else {
        owner.interp.unsupported("Session.connection(" + name + "=)",
                                 "Session.connection() takes mapper and clause; set options with "
                                 "create_engine(...) or engine.execution_options(...)");
      }
    }
  };
  if (!call[0].is_none()) read(call[0]);
  read(call[1]);
  return wrap_connection(owner,
                         to_session(call.interp, call.self).connection(mapper, clause.get()));
}

Value session_bind(Call& call) {
  return wrap_bind(context(call.interp), to_session(call.interp, call.self).bind());
}

Value session_set_bind(Call& call) {
  orm::Bind* bind = find_bind(call[0]);
  if (auto* engine = dynamic_cast<orm::Engine*>(bind)) {
    to_session(call.interp, call.self).set_bind(*engine);
  }
  return Value::none();
}

// What the session holds by identity; made once, so that it is the same object each time.
Value session_identity_map(Call& call) {
  auto& data = interp::payload<SessionData>(call.interp, call.self);
  if (Value known = data.identity_map.lock()) return known;
  const Value cls =
      call.interp.getattr(call.interp.modules().import(kIdentityMapModule), "WeakInstanceDict");
  Value made = call.interp.call(cls, {call.self});
  data.identity_map = interp::WeakValue(call.interp, made);
  return made;
}

Value session_flushing(Call& call) {
  return Value::boolean(to_session(call.interp, call.self).is_flushing());
}

const Binding kSessionBindsRows[] = {
    {"connection", "bind_arguments=None, **kw", guard<session_connection>, "{self}.connection()"},
    {"get_bind", "mapper=None, clause=None, bind=None, **kw", guard<session_get_bind>,
     "{self}.get_bind()"},
    {"bind_mapper", "mapper, bind", guard<session_bind_to>,
     "!a C++ program sets the session's router"},
    {"bind_table", "table, bind", guard<session_bind_to>,
     "!a C++ program sets the session's router"},
    {"bind", "", guard<session_bind>, "{self}.get_bind()", BindingKind::property,
     guard<session_set_bind>},
    {"identity_map", "", guard<session_identity_map>, "{self}.persistent()", BindingKind::property},
    {"_flushing", "", guard<session_flushing>, "{self}.is_flushing()", BindingKind::property},
};

}  // namespace

void take_binds(Context& owner, const Value& session, const Value& binds) {
  if (binds && !binds.is_none()) {
    auto& data = interp::payload<SessionData>(owner.interp, session);
    for (const Value& pair : owner.interp.to_vector(owner.interp.call_method(binds, "items"))) {
      const std::vector<Value> both = owner.interp.to_vector(pair);
      add_bind(owner, data, both[0], both[1]);
    }
  }
  route(owner, session);
}

void add_bind_methods(interp::TypeBuilder& builder) { add_bindings(builder, kSessionBindsRows); }

std::vector<BindingTable> session_bind_tables() {
  return {{"sqlalchemy.orm", "Session", kSessionBindsRows, std::size(kSessionBindsRows)}};
}

}  // namespace lessonrun::bind
