// Session as a Python object; its transactions are in session_transactions.cpp, sessionmaker in
// sessionmaker.cpp, Query in query.cpp.
#include "orm/session.h"

#include <algorithm>
#include <optional>

#include "orm/dml.h"
#include "orm/excerpt.h"
#include "orm/orm_error.h"
#include "runner/bind/composite.h"
#include "runner/bind/extensions.h"
#include "runner/bind/instances.h"
#include "runner/bind/legacy.h"
#include "runner/bind/orm_events.h"
#include "runner/bind/properties.h"
#include "runner/bind/refusal.h"
#include "runner/bind/session.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

const char* session_class() { return "Session"; }

orm::Session& session_of(Call& call) { return to_session(call.interp, call.self); }

// ---- construction -------------------------------------------------------------------------------

orm::JoinTransaction to_join_mode(Context& owner, const Value& value) {
  using Mode = orm::JoinTransaction;
  static constexpr std::pair<std::string_view, Mode> kModes[] = {
      {"conditional_savepoint", Mode::conditional_savepoint},
      {"rollback_only", Mode::rollback_only},
      {"control_fully", Mode::control_fully},
      {"create_savepoint", Mode::create_savepoint}};
  for (const auto& [name, mode] : kModes) {
    if (value.is(Kind::kStr) && owner.interp.text(value) == name) return mode;
  }
  raise_error(
      owner, orm::ArgumentError::cls,
      "invalid selection for join_transaction_mode: \"" + owner.interp.str_of(value) + "\"");
}

Value session_init(Call& call) {
  Context& owner = context(call.interp);
  orm::SessionOptions options;
  Value binds;
  Value query_class;
  Value info;
  for (auto& [name, value] : dict_items(owner, call[1])) {
    if (name == "autoflush") {
      options.autoflush = call.interp.truth(value);
    } else if (name == "expire_on_commit") {
      options.expire_on_commit = call.interp.truth(value);
    } else if (name == "autobegin") {
      options.autobegin = call.interp.truth(value);
    } else if (name == "binds") {
      binds = value;
    } else if (name == "join_transaction_mode" && owner.profile.joins_by_savepoint) {
      options.join_transaction_mode = to_join_mode(owner, value);
    } else if (name == "future") {
      options.future = call.interp.truth(value);
    } else if (name == "query_cls") {
      if (!value.is_none()) query_class = value;
    } else if (name == "autocommit" && !owner.profile.legacy_orm_removed) {
      options.autocommit = call.interp.truth(value);
    } else if (name == "autocommit" && call.interp.truth(value)) {
      raise_error(owner, orm::ArgumentError::cls, "autocommit=True is no longer supported");
    } else if (name == "close_resets_only") {
      options.close_resets_only = value.is_none() || call.interp.truth(value);
    } else if (name == "info") {
      info = value;
    } else if (name == "autocommit" || name == "twophase" || name == "enable_baked_queries") {
      if (value.is_none() || (value.is_bool() && !value.as_bool())) continue;
      call.interp.unsupported("Session(" + name + "=)",
                              "Session(..., " + name + "=...) is not supported");
    } else {
      call.interp.raise("TypeError",
                        "Session.__init__() got an unexpected keyword argument '" + name + "'");
    }
  }
  if (options.autocommit && options.future) {
    raise_error(owner, orm::ArgumentError::cls, "Cannot use autocommit mode with future=True.");
  }
  std::shared_ptr<orm::Session> session;
  orm::Bind* bind = find_bind(call[0]);
  if (auto* engine = dynamic_cast<orm::Engine*>(bind)) {
    session = std::make_shared<orm::Session>(*engine, options);
  } else if (auto* connection = dynamic_cast<orm::Connection*>(bind)) {
    session = std::make_shared<orm::Session>(*connection, options);
  } else if (call[0].is_none()) {
    session = std::make_shared<orm::Session>(options, owner.profile);
  } else {
    raise_error(owner, orm::ArgumentError::cls,
                "Not an acceptable bind: " + call.interp.repr(call[0]));
  }
  session->listener = make_session_listener(owner, call.self);
  auto handle = orm::make_ref<SessionHandle>();
  handle->session = session;
  handle->object = interp::WeakValue(call.interp, call.self);
  session->info = handle;
  note_session(owner, handle->object);
  auto& data = interp::payload<SessionData>(call.interp, call.self);
  data.session = std::move(session);
  data.query_class = query_class;
  data.session->hash_key = ++owner.sessions_made;
  if (info && !info.is_none()) {
    data.info = call.interp.dict();
    call.interp.call_method(data.info, "update", {info});
  }
  take_binds(owner, call.self, binds);
  return Value::none();
}

// ---- objects ------------------------------------------------------------------------------------

Value session_add(Call& call) {
  return session_of(call).add(to_state(context(call.interp), call[0])), Value::none();
}

Value session_add_all(Call& call) {
  for (const Value& object : call.interp.to_vector(call[0])) {
    session_of(call).add(to_state(context(call.interp), object));
  }
  return Value::none();
}

Value session_delete(Call& call) {
  return session_of(call).delete_(to_state(context(call.interp), call[0])), Value::none();
}

Value session_expunge(Call& call) {
  return session_of(call).expunge(to_state(context(call.interp), call[0])), Value::none();
}

Value session_expunge_all(Call& call) { return session_of(call).expunge_all(), Value::none(); }
Value session_expire_all(Call& call) { return session_of(call).expire_all(), Value::none(); }

std::vector<std::string> attribute_names(Call& call, size_t i) {
  std::vector<std::string> names;
  if (call[i].is_none()) return names;
  for (const Value& item : call.interp.to_vector(call[i])) {
    names.emplace_back(call.interp.text(item));
  }
  return names;
}

Value session_expire(Call& call) {
  session_of(call).expire(to_state(context(call.interp), call[0]), attribute_names(call, 1));
  return Value::none();
}

// with_for_update= of get() and refresh(): True, or a dict of options.
std::optional<orm::ForUpdate> to_lock(Call& call, const Value& given) {
  if (given.is_none() || (given.is_bool() && !given.as_bool())) return std::nullopt;
  orm::ForUpdate lock;
  if (given.is_bool()) return lock;
  for (auto& [name, value] : dict_items(context(call.interp), given)) {
    const std::pair<std::string_view, bool*> kFlags[] = {{"nowait", &lock.nowait},
                                                         {"read", &lock.read},
                                                         {"skip_locked", &lock.skip_locked},
                                                         {"key_share", &lock.key_share}};
    const auto* flag =
        std::find_if(std::begin(kFlags), std::end(kFlags),
                     [&known = name](const auto& one) { return one.first == known; });
    if (flag == std::end(kFlags)) {
      call.interp.unsupported("with_for_update", "with_for_update={'" + name +
                                                     "': ...} of get() and refresh() is not "
                                                     "supported; use select().with_for_update()");
    }
    *flag->second = call.interp.truth(value);
  }
  return lock;
}

Value session_refresh(Call& call) {
  Context& owner = context(call.interp);
  const Value& given = call.arg("with_for_update");
  if (given.is(Kind::kDict) && dict_items(owner, given).empty()) {
    raise_error(owner, orm::ArgumentError::cls,
                "with_for_update should be the boolean value True, or a dictionary with options. "
                " A blank dictionary is ambiguous.");
  }
  const std::optional<orm::ForUpdate> lock = to_lock(call, given);
  session_of(call).refresh(to_state(owner, call[0]), attribute_names(call, 1),
                           lock ? &*lock : nullptr);
  return Value::none();
}

Value session_merge(Call& call) {
  Context& owner = context(call.interp);
  if (!call[2].is_none() && owner.profile.session_begins_itself) {
    call.interp.raise("TypeError", "merge() got an unexpected keyword argument 'options'");
  }
  std::vector<orm::Ref<orm::StatementOption>> loads;
  if (!call[2].is_none()) loads = to_loads(owner, call.interp.to_vector(call[2]));
  orm::Instance merged =
      session_of(call).merge(to_state(owner, call[0]), call.interp.truth(call[1]), loads);
  return object_of(*merged);
}

Value session_is_modified(Call& call) {
  Context& owner = context(call.interp);
  if (!call[2].is_none() && !owner.profile.select_list_style) {
    call.interp.raise("TypeError",
                      "Session.is_modified() got an unexpected keyword argument 'passive'");
  }
  return Value::boolean(
      session_of(call).is_modified(to_state(owner, call[0]), call.interp.truth(call[1])));
}

Value session_new(Call& call) {
  return wrap_identity_set(context(call.interp), session_of(call).new_());
}
Value session_dirty(Call& call) {
  return wrap_identity_set(context(call.interp), session_of(call).dirty());
}
Value session_deleted(Call& call) {
  return wrap_identity_set(context(call.interp), session_of(call).deleted());
}

bool session_contains(Interpreter& interp, const Value& self, const Value& object) {
  return to_session(interp, self).contains(to_state(context(interp), object));
}

Value session_iter(Interpreter& interp, const Value& self) {
  return interp.iter(interp.list(objects_of(to_session(interp, self).all())));
}

Value session_get(Call& call) {
  Context& owner = context(call.interp);
  const orm::Mapper& mapper = to_mapper(owner, call[0]);
  std::vector<orm::Ref<orm::StatementOption>> loads;
  Value given = call.arg("options");
  if (!given.is_none()) loads = to_loads(owner, call.interp.to_vector(given));
  const std::optional<orm::ForUpdate> lock = to_lock(call, call.arg("with_for_update"));
  orm::Instance found = session_of(call).get(mapper, to_primary_key(owner, mapper, call[1]),
                                             call.interp.truth(call.arg("populate_existing")),
                                             loads, lock ? &*lock : nullptr);
  return found ? object_of(*found) : Value::none();
}

Value session_get_one(Call& call) {
  Value found = session_get(call);
  if (!found.is_none()) return found;
  raise_error(context(call.interp), orm::NoResultFound::cls,
              "No row was found when one was required");
}

// ---- settings ---------------------------------------------------------------------------------

Value session_expire_on_commit(Call& call) {
  return Value::boolean(session_of(call).options().expire_on_commit);
}
Value session_autoflush(Call& call) { return Value::boolean(session_of(call).autoflush); }
Value session_set_autoflush(Call& call) {
  session_of(call).autoflush = call.interp.truth(call[0]);
  return Value::none();
}
Value session_info(Call& call) {
  Value& info = interp::payload<SessionData>(call.interp, call.self).info;
  if (!info) info = call.interp.dict();
  return info;
}
Value session_enter(Call& call) { return call.self; }
Value session_exit(Call& call) { return session_of(call).close(), Value::none(); }
Value session_hash_key(Call& call) {
  return Value::integer(static_cast<int64_t>(session_of(call).hash_key));
}

// ---- statements ---------------------------------------------------------------------------------

orm::Result run(Call& call) {
  Context& owner = context(call.interp);
  orm::ClauseRef clause;
  if (call[0].is(Kind::kStr)) {
    if (!owner.profile.connectionless) {
      const std::string quoted = orm::repr_excerpt(call.interp.text(call[0]));
      raise_error(owner, orm::ArgumentError::cls,
                  "Textual SQL expression " + quoted + " should be explicitly declared as text(" +
                      quoted + ")");
    }
    warn_of_plain_statement(owner);
    clause = orm::text(std::string(call.interp.text(call[0])));
  } else {
    clause = find_clause(owner, call[0]);
    if (clause == nullptr || clause->kind() == orm::NodeKind::entity) {
      raise_error(
          owner, orm::ArgumentError::cls,
          "Executable SQL or text() construct expected, got " + call.interp.repr(call[0]) + ".");
    }
  }
  orm::ExecuteOptions how;
  for (auto& [name, value] : dict_items(owner, call.arg("execution_options"))) {
    how.options.emplace_back(name, to_orm(owner, value));
  }
  std::vector<orm::ParameterSet> rows = to_parameter_sets(owner, call[1]);
  const auto* change = dynamic_cast<const orm::DmlBase*>(clause.get());
  if (change != nullptr && change->target != nullptr &&
      change->target->kind() == orm::NodeKind::entity) {
    expand_composites(owner, *static_cast<const orm::EntityElement&>(*change->target).mapper, rows);
  }
  return session_of(call).execute(clause, rows, how);
}

// What is selected of mapped classes comes from the ORM's own results, the rest from cursors.
Value session_execute(Call& call) {
  Context& owner = context(call.interp);
  orm::ClauseRef clause = call[0].is(Kind::kStr) ? nullptr : find_clause(owner, call[0]);
  const bool of_classes = clause != nullptr && clause->plugin() != nullptr;
  const bool changes = of_classes && (clause->kind() == orm::NodeKind::update ||
                                      clause->kind() == orm::NodeKind::delete_);
  // In autocommit mode it is the connection's own result.
  if (changes || session_of(call).options().autocommit) return wrap_result(owner, run(call));
  return wrap_session_result(owner, run(call),
                             of_classes && clause->kind() != orm::NodeKind::insert);
}
Value session_scalars(Call& call) {
  return wrap_scalars(context(call.interp), run(call).columns({0}));
}
Value session_scalar(Call& call) { return from_orm(context(call.interp), run(call).scalar()); }

Value session_query(Call& call) {
  const Context& owner = context(call.interp);
  for (const Value& item : items(call[0])) {
    const bool plain =
        item.is_none() || item.is_int() || item.is_bool() || item.tag() == interp::Tag::kFloat;
    if (!plain || !owner.profile.plain_role_errors) continue;
    raise_error(context(call.interp), orm::InvalidRequestError::cls,
                "SQL expression, column, or mapped entity expected - got '" +
                    call.interp.str_of(item) + "'");
  }
  return make_query(context(call.interp), call.self, items(call[0]));
}

// `with session.no_autoflush:`
struct NoAutoflushData : interp::Payload {
  explicit NoAutoflushData(Value held = {}) : session(std::move(held)) {}
  void clear_references() noexcept override { session.reset(); }
  Value session;
  bool before = true;
};

Value session_no_autoflush(Call& call) {
  return context(call.interp).make<NoAutoflushData>("_NoAutoflush", call.self);
}
Value no_autoflush_enter(Call& call) {
  auto& data = interp::payload<NoAutoflushData>(call.interp, call.self);
  orm::Session& session = to_session(call.interp, data.session);
  data.before = session.autoflush;
  session.autoflush = false;
  return data.session;
}
Value no_autoflush_exit(Call& call) {
  auto& data = interp::payload<NoAutoflushData>(call.interp, call.self);
  to_session(call.interp, data.session).autoflush = data.before;
  return Value::none();
}
Type* make_no_autoflush_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "_GeneratorContextManager", "contextlib")
      .payload<NoAutoflushData>()
      .method("__enter__", "", no_autoflush_enter)
      .method("__exit__", "type_, value, traceback", no_autoflush_exit)
      .build();
}

const Binding kSessionRows[] = {
    {"__init__", "bind=None, **kwargs", guard<session_init>, "orm::Session {name}({bind})",
     BindingKind::constructor},
    {"add", "instance", guard<session_add>, "{self}.add({instance})"},
    {"add_all", "instances", guard<session_add_all>, "{self}.add_all({instances})"},
    {"delete", "instance", guard<session_delete>, "{self}.delete_({instance})"},
    {"expunge", "instance", guard<session_expunge>, "{self}.expunge({instance})"},
    {"merge", "instance, load=True, options=None", guard<session_merge>,
     "{self}.merge({instance})"},
    {"expunge_all", "", guard<session_expunge_all>, "{self}.expunge_all()"},
    {"expire", "instance, attribute_names=None", guard<session_expire>, "{self}.expire({args})"},
    {"expire_all", "", guard<session_expire_all>, "{self}.expire_all()"},
    {"refresh", "instance, attribute_names=None, with_for_update=None", guard<session_refresh>,
     "{self}.refresh({args})"},
    {"is_modified", "instance, include_collections=True, passive=None", guard<session_is_modified>,
     "{self}.is_modified({instance})"},
    {"hash_key", "", guard<session_hash_key>, "{self}.hash_key", BindingKind::property},
    {"execute",
     "statement, params=None, *, execution_options=None, bind_arguments=None, bind=None, "
     "mapper=None",
     guard<session_execute>, "{self}.execute({args})"},
    {"scalar",
     "statement, params=None, *, execution_options=None, bind_arguments=None, bind=None, "
     "mapper=None",
     guard<session_scalar>, "{self}.scalar({args})"},
    {"query", "*entities", guard<session_query>, "{self}.query({args})"},
    {"new", "", guard<session_new>, "{self}.new_()", BindingKind::property},
    {"dirty", "", guard<session_dirty>, "{self}.dirty()", BindingKind::property},
    {"deleted", "", guard<session_deleted>, "{self}.deleted()", BindingKind::property},
    {"autoflush", "", guard<session_autoflush>, "{self}.autoflush", BindingKind::property,
     guard<session_set_autoflush>},
    {"expire_on_commit", "", guard<session_expire_on_commit>, "{self}.options().expire_on_commit",
     BindingKind::property},
    {"info", "", guard<session_info>, "{self}.info", BindingKind::property},
    {"no_autoflush", "", guard<session_no_autoflush>, "{self}.no_autoflush()",
     BindingKind::property},
    {"__enter__", "", session_enter, "{self}"},
    {"__exit__", "type_, value, traceback", guard<session_exit>, "{self}.close()"},
};

// object_session() and identity_key(), which are also functions of their own.
template <const char* Name()>
Value session_static(Call& call) {
  Value function = call.interp.getattr(call.interp.modules().import(kStatesModule), Name());
  std::vector<std::pair<std::string_view, Value>> named;
  auto keywords = dict_items(context(call.interp), call[1]);
  named.reserve(keywords.size());
  for (const auto& [name, value] : keywords) named.emplace_back(name, value);
  return call.interp.call(function, call.interp.to_vector(call[0]), named);
}
const char* object_session_name() { return "object_session"; }
const char* identity_key_name() { return "identity_key"; }

const Binding kStaticSessionRows[] = {
    {"object_session", "*args, **kw", guard<session_static<object_session_name>>,
     "orm::object_session({args})", BindingKind::class_method},
    {"identity_key", "*args, **kw", guard<session_static<identity_key_name>>,
     "orm::identity_key({args})", BindingKind::class_method},
};

// Since 1.4.
const Binding kModernSessionRows[] = {
    {"get",
     "entity, ident, *, options=None, populate_existing=False, with_for_update=None, "
     "identity_token=None, execution_options=None",
     guard<session_get>, "{self}.get<{entity}>({ident})"},
    {"get_one",
     "entity, ident, *, options=None, populate_existing=False, with_for_update=None, "
     "identity_token=None, execution_options=None",
     guard<session_get_one>, "{self}.get_one<{entity}>({ident})"},
    {"scalars", "statement, params=None, *, execution_options=None, bind_arguments=None",
     guard<session_scalars>, "{self}.scalars({args})"},
};

Type* make_session_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Session", "sqlalchemy.orm.session");
  builder.payload<SessionData>();
  add_bindings(builder, kSessionRows);
  add_bindings(builder, kStaticSessionRows);
  add_bulk_methods(builder);
  add_bind_methods(builder);
  add_closing_methods(builder);
  add_transaction_methods(owner, builder);
  if (!owner.profile.legacy_query_get) add_bindings(builder, kModernSessionRows);
  return builder
      .slots([](interp::Slots& slots) {
        slots.getattr_missing = refuse_missing<session_class>;
        slots.contains = guard<session_contains>;
        slots.iter = guard<session_iter>;
      })
      .build();
}

}  // namespace

orm::Session& to_session(Interpreter& interp, const Value& value) {
  auto& data = interp::payload<SessionData>(interp, value);
  if (data.session == nullptr) interp.raise("AttributeError", "Session.__init__() was not called");
  return *data.session;
}

const orm::Mapper& to_mapper(Context& owner, const Value& cls) {
  if (const orm::Mapper* mapper = find_mapper(cls)) return *mapper;
  raise_error(owner, orm::ArgumentError::cls,
              "Expected mapped class or mapper, got: " + owner.interp.repr(cls));
}

void add_session_types(TypeTable& table) {
  table.emplace_back("Session", make_session_type);
  table.emplace_back("_NoAutoflush", make_no_autoflush_type);
}

std::vector<BindingTable> session_tables() {
  return {{"sqlalchemy.orm", "Session", kSessionRows, std::size(kSessionRows)},
          {"sqlalchemy.orm", "Session", kModernSessionRows, std::size(kModernSessionRows)}};
}

}  // namespace lessonrun::bind
