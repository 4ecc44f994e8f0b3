// What the bindings of Session and Query share.
#pragma once

#include <memory>
#include <vector>

#include "orm/query.h"
#include "orm/session.h"
#include "runner/bind/binding.h"
#include "runner/bind/context.h"

namespace lessonrun::bind {

struct SessionData : interp::Payload {
  void clear_references() noexcept override {
    info.reset();
    query_class.reset();
    kept.clear();
    session.reset();
  }
  /// An entry of `binds`: a class or a table, and what it is bound to.
  struct Bound {
    const void* key;
    orm::SessionBind bind;
  };
  std::vector<Bound> binds;
  std::vector<interp::Value> kept;  ///< keeps the keys alive
  std::shared_ptr<orm::Session> session;
  interp::Value info;
  interp::WeakValue identity_map;  ///< what session.identity_map gave
  interp::Value query_class;       ///< Session(query_cls=...), or undefined
  const void* maker = nullptr;     ///< the sessionmaker that made it, as its identity
};

/// What an orm::Session knows of its Python side: the way back to a counted pointer.
struct SessionHandle final : orm::RefCounted {
  std::weak_ptr<orm::Session> session;
  interp::WeakValue object;
};

/// The methods of Session that stand in files of their own.
void add_bulk_methods(interp::TypeBuilder& builder);
void add_bind_methods(interp::TypeBuilder& builder);
void add_closing_methods(interp::TypeBuilder& builder);
void add_transaction_methods(Context& context, interp::TypeBuilder& builder);
std::vector<BindingTable> session_transaction_tables();
/// close_all_sessions() will close it, unless it is gone by then.
void note_session(Context& context, const interp::WeakValue& session);
std::vector<BindingTable> session_closing_tables();
/// Session(binds=...), and the get_bind() of its class.
void take_binds(Context& context, const interp::Value& session, const interp::Value& binds);
std::vector<BindingTable> session_bind_tables();

/// The Python object of a transaction; the same one while it is in use.
interp::Value wrap_session_transaction(Context& context, const interp::Value& session,
                                       const orm::Ref<orm::SessionTransaction>& transaction);
/// The Python object of the session that holds an object; None if there is none.
interp::Value session_object(const orm::InstanceState& state);
orm::Session& to_session(interp::Interpreter& interp, const interp::Value& value);
/// The mapper of a class; ArgumentError for other objects.
const orm::Mapper& to_mapper(Context& context, const interp::Value& cls);
/// A primary key as get() takes it: a value, a tuple, or a dict by attribute.
std::vector<orm::Value> to_primary_key(Context& context, const orm::Mapper& mapper,
                                       const interp::Value& ident);
/// session.query(...); `session` is the Python object, which the query keeps alive.
interp::Value make_query(Context& context, const interp::Value& session,
                         const std::vector<interp::Value>& entities);

}  // namespace lessonrun::bind
