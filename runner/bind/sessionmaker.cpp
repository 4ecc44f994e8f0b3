// sessionmaker and SessionTransaction as Python objects: what makes sessions, and what they are in.
#include <algorithm>

#include "orm/orm_error.h"
#include "runner/bind/refusal.h"
#include "runner/bind/session.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

// ---- SessionTransaction -------------------------------------------------------------------------

struct SessionTransactionData : interp::Payload {
  explicit SessionTransactionData(orm::Ref<orm::SessionTransaction> t = nullptr,
                                  std::shared_ptr<orm::Session> s = nullptr)
      : transaction(std::move(t)), session(std::move(s)) {}
  void clear_references() noexcept override {
    transaction = nullptr;
    session.reset();
  }
  orm::Ref<orm::SessionTransaction> transaction;
  std::shared_ptr<orm::Session> session;
};

SessionTransactionData& transaction_data(Call& call) {
  return interp::payload<SessionTransactionData>(call.interp, call.self);
}

Value unit_close(Call& call) { return transaction_data(call).transaction->close(), Value::none(); }
Value unit_is_active(Call& call) {
  return Value::boolean(transaction_data(call).transaction->is_active());
}
Value transaction_nested(Call& call) {
  return Value::boolean(transaction_data(call).transaction->nested());
}
Value transaction_parent(Call& call) {
  auto& data = transaction_data(call);
  const auto& parent = data.transaction->parent();
  if (parent == nullptr) return Value::none();
  Context& owner = context(call.interp);
  return owner.unique(parent.get(), [&] {
    return owner.make<SessionTransactionData>("SessionTransaction", parent, data.session);
  });
}
// Before 2.0 both give the transaction around it.
Value outer_transaction(Call& call) {
  if (context(call.interp).profile.legacy_orm_removed) return Value::none();
  return transaction_parent(call);
}
Value unit_commit(Call& call) {
  transaction_data(call).transaction->commit();
  return outer_transaction(call);
}
Value unit_rollback(Call& call) {
  transaction_data(call).transaction->rollback();
  return outer_transaction(call);
}
Value unit_enter(Call& call) { return call.self; }

Value unit_exit(Call& call) {
  orm::Ref<orm::SessionTransaction> transaction = transaction_data(call).transaction;
  if (call[0].is_none() && transaction->is_active()) {
    try {
      transaction->commit();
    } catch (...) {
      if (!transaction->is_closed()) transaction->rollback();
      throw;
    }
    return Value::none();
  }
  if (transaction->is_closed()) return Value::none();
  if (!transaction->is_active()) {
    transaction->close();
  } else {
    transaction->rollback();
  }
  return Value::none();
}

const Binding kSessionTransactionRows[] = {
    {"commit", "", guard<unit_commit>, "{self}->commit()"},
    {"rollback", "", guard<unit_rollback>, "{self}->rollback()"},
    {"close", "", guard<unit_close>, "{self}->close()"},
    {"is_active", "", guard<unit_is_active>, "{self}->is_active()", BindingKind::property},
    {"nested", "", guard<transaction_nested>, "{self}->nested()", BindingKind::property},
    {"parent", "", guard<transaction_parent>, "{self}->parent()", BindingKind::property},
    {"_parent", "", guard<transaction_parent>, "{self}->parent()", BindingKind::property},
    {"__enter__", "", unit_enter, "{self}"},
    {"__exit__", "type_, value, traceback", guard<unit_exit>, "{self}"},
};

Type* make_session_transaction_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "SessionTransaction", "sqlalchemy.orm.session");
  builder.payload<SessionTransactionData>().abstract();
  add_bindings(builder, kSessionTransactionRows);
  return builder.build();
}

// ---- sessionmaker -------------------------------------------------------------------------------

const char* maker_class_name() { return "sessionmaker"; }

struct MakerData : interp::Payload {
  Value session_class;
  Value keywords;
  void clear_references() noexcept override {
    session_class.reset();
    keywords.reset();
  }
};

MakerData& maker_of(Call& call) { return interp::payload<MakerData>(call.interp, call.self); }

Value maker_init(Call& call) {
  Context& owner = context(call.interp);
  Interpreter& interp = call.interp;
  MakerData& data = maker_of(call);
  data.session_class = call.given(1) ? call[1] : Value(owner.type("Session"));
  data.keywords = interp.dict();
  for (auto& [name, value] : dict_items(owner, call.arg("kw"))) {
    interp.setitem(data.keywords, interp.str(name), value);
  }
  interp.setitem(data.keywords, interp.str("bind"), call[0]);
  interp.setitem(data.keywords, interp.str("autoflush"), call.arg("autoflush"));
  if (!owner.profile.legacy_orm_removed) {
    interp.setitem(data.keywords, interp.str("autocommit"), call.arg("autocommit"));
  }
  interp.setitem(data.keywords, interp.str("expire_on_commit"), call.arg("expire_on_commit"));
  if (!call.arg("info").is_none()) {
    interp.setitem(data.keywords, interp.str("info"), call.arg("info"));
  }
  return Value::none();
}

Value make_session(Interpreter& interp, const Value& maker, const Arguments& given) {
  auto& data = interp::payload<MakerData>(interp, maker);
  std::vector<std::pair<std::string_view, Value>> keywords;
  std::vector<std::string> names;
  auto pairs = dict_items(context(interp), data.keywords);
  names.reserve(pairs.size() + given.keywords);
  auto put = [&](std::string name, const Value& value) {
    for (auto& [known, old] : keywords) {
      if (known == name) {
        old = value;
        return;
      }
    }
    names.push_back(std::move(name));
    keywords.emplace_back(names.back(), value);
  };
  Value info;  // what is noted with the sessions, and with this one
  for (auto& [name, value] : pairs) {
    if (name == "info") info = value;
    put(name, value);
  }
  for (size_t i = 0; i < given.keywords; ++i) {
    std::string name = interp.str_of(given.names[i]);
    if (name == "info" && info) {
      info = interp.call(Value(interp.types().dict), {info});
      interp.call_method(info, "update", {given.keyword(i)});
      put(std::move(name), info);
      continue;
    }
    put(std::move(name), given.keyword(i));
  }
  Value session = interp.call(data.session_class, {}, keywords);
  if (auto* made = interp::try_payload<SessionData>(session)) made->maker = maker.object();
  return session;
}

Value maker_call(Interpreter& interp, const Value& self, const Arguments& given) {
  return make_session(interp, self, given);
}

Value maker_configure(Call& call) {
  for (auto& [name, value] : dict_items(context(call.interp), call[0])) {
    call.interp.setitem(maker_of(call).keywords, call.interp.str(name), value);
  }
  return Value::none();
}

std::string maker_repr(Interpreter& interp, const Value& self) {
  auto& data = interp::payload<MakerData>(interp, self);
  std::string text = "sessionmaker(class_='" + data.session_class.as<Type>()->name + "'";
  for (auto& [name, value] : dict_items(context(interp), data.keywords)) {
    text += ", " + name + "=" + interp.repr(value);
  }
  return text + ")";
}

Value maker_class(Call& call) { return maker_of(call).session_class; }
Value maker_kw(Call& call) { return maker_of(call).keywords; }

// `with Session.begin() as session`: the transaction, then the session.
struct MakerBeginData : interp::Payload {
  explicit MakerBeginData(Value s = {}) : session(std::move(s)) {}
  void clear_references() noexcept override {
    session.reset();
    transaction.reset();
  }
  Value session;
  Value transaction;
};

Value maker_begin(Call& call) {
  return context(call.interp)
      .make<MakerBeginData>("_SessionBegin", make_session(call.interp, call.self, {}));
}

Value maker_begin_enter(Call& call) {
  auto& data = interp::payload<MakerBeginData>(call.interp, call.self);
  data.transaction = call.interp.call_method(data.session, "begin");
  return data.session;
}

Value maker_begin_exit(Call& call) {
  auto& data = interp::payload<MakerBeginData>(call.interp, call.self);
  try {
    call.interp.call_method(data.transaction, "__exit__", {call[0], call[1], call[2]});
  } catch (...) {
    call.interp.call_method(data.session, "close");
    throw;
  }
  call.interp.call_method(data.session, "close");
  return Value::none();
}

Type* make_maker_begin_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "_GeneratorContextManager", "contextlib")
      .payload<MakerBeginData>()
      .method("__enter__", "", guard<maker_begin_enter>)
      .method("__exit__", "type_, value, traceback", guard<maker_begin_exit>)
      .build();
}

// The methods of the class Session that need no session.
template <const char* Name()>
Value maker_static(Call& call) {
  Context& owner = context(call.interp);
  std::vector<std::pair<std::string_view, Value>> named;
  const std::vector<std::pair<std::string, Value>> keywords = dict_items(owner, call[1]);
  named.reserve(keywords.size());
  for (const auto& [name, value] : keywords) named.emplace_back(name, value);
  Value function = call.interp.getattr(Value(owner.type("Session")), Name());
  return call.interp.call(function, call.interp.to_vector(call[0]), named);
}
const char* maker_object_session() { return "object_session"; }
const char* maker_identity_key() { return "identity_key"; }
const char* maker_close_all() { return "close_all"; }

const Binding kMakerRows[] = {
    {"__init__",
     "bind=None, class_=?, autoflush=True, autocommit=False, expire_on_commit=True, info=None, "
     "**kw",
     guard<maker_init>, "orm::sessionmaker({args})", BindingKind::constructor},
    {"configure", "**new_kw", guard<maker_configure>, "{self}.configure({args})"},
    {"begin", "", guard<maker_begin>, "{self}.begin()"},
    {"object_session", "*args, **kw", guard<maker_static<maker_object_session>>,
     "orm::object_session({args})", BindingKind::class_method},
    {"identity_key", "*args, **kw", guard<maker_static<maker_identity_key>>,
     "orm::identity_key({args})", BindingKind::class_method},
    {"close_all", "*args, **kw", guard<maker_static<maker_close_all>>,
     "!a C++ program closes its sessions by name", BindingKind::class_method},
    {"class_", "", maker_class, "!a sessionmaker makes orm::Session", BindingKind::property},
    {"kw", "", maker_kw, "{self}.options()", BindingKind::property},
};

Type* make_maker_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "sessionmaker", "sqlalchemy.orm.session");
  builder.payload<MakerData>();
  add_bindings(builder, kMakerRows);
  return builder
      .slots([](interp::Slots& slots) {
        slots.getattr_missing = refuse_missing<maker_class_name>;
        slots.call = guard<maker_call>;
        slots.repr = maker_repr;
      })
      .build();
}

// ---- create_session() ---------------------------------------------------------------------------

// A session that does nothing by itself; before 2.0 not even begin.
Value create_session_function(Call& call) {
  Context& owner = context(call.interp);
  std::vector<std::pair<std::string, Value>> given = dict_items(owner, call[1]);
  auto find = [&](std::string_view name) {
    return std::find_if(given.begin(), given.end(),
                        [&](const auto& one) { return one.first == name; });
  };
  auto set_default = [&](std::string_view name, bool value) {
    if (find(name) == given.end()) given.emplace_back(name, Value::boolean(value));
  };
  const auto future = find("future");
  const bool is_future = future != given.end() && call.interp.truth(future->second);
  if (!owner.profile.legacy_orm_removed) set_default("autocommit", !is_future);
  set_default("autoflush", false);
  set_default("expire_on_commit", false);
  given.emplace_back("bind", call[0]);
  std::vector<std::pair<std::string_view, Value>> keywords(given.begin(), given.end());
  return call.interp.call(Value(owner.type("Session")), {}, keywords);
}

const Binding kCreateSessionRows[] = {
    {"create_session", "bind=None, **kwargs", guard<create_session_function>,
     "!a C++ program gives SessionOptions to its Session", BindingKind::function},
};

}  // namespace

Value wrap_session_transaction(Context& owner, const Value& session,
                               const orm::Ref<orm::SessionTransaction>& transaction) {
  return owner.unique(transaction.get(), [&] {
    return owner.make<SessionTransactionData>(
        "SessionTransaction", transaction,
        interp::payload<SessionData>(owner.interp, session).session);
  });
}

void add_sessionmaker_types(TypeTable& table) {
  table.emplace_back("SessionTransaction", make_session_transaction_type);
  table.emplace_back("sessionmaker", make_maker_type);
  table.emplace_back("_SessionBegin", make_maker_begin_type);
}

std::vector<BindingTable> sessionmaker_tables() {
  return {{"sqlalchemy.orm", "SessionTransaction", kSessionTransactionRows,
           std::size(kSessionTransactionRows)},
          {"sqlalchemy.orm", "sessionmaker", kMakerRows, std::size(kMakerRows)},
          {"sqlalchemy.orm", nullptr, kCreateSessionRows, std::size(kCreateSessionRows)}};
}

}  // namespace lessonrun::bind
