// The transactions of Session: flushing, beginning, committing, rolling back, closing.
#include "runner/bind/extensions.h"
#include "runner/bind/instances.h"
#include "runner/bind/session.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Value;

namespace {

orm::Session& session_here(Call& call) { return to_session(call.interp, call.self); }

Value session_flush(Call& call) {
  orm::Session& session = session_here(call);
  if (call[0].is_none()) return session.flush(), Value::none();
  if (session.is_clean()) return Value::none();  // whatever was given
  std::vector<orm::Instance> objects;
  for (const Value& object : call.interp.to_vector(call[0])) {
    objects.emplace_back(&to_state(context(call.interp), object));
  }
  return session.flush(objects), Value::none();
}
Value session_commit(Call& call) { return session_here(call).commit(), Value::none(); }
Value session_rollback(Call& call) { return session_here(call).rollback(), Value::none(); }
Value session_reset(Call& call) { return session_here(call).reset(), Value::none(); }
Value session_close(Call& call) { return session_here(call).close(), Value::none(); }

Value wrap_transaction(Call& call, const orm::Ref<orm::SessionTransaction>& transaction) {
  if (transaction == nullptr) return Value::none();
  return wrap_session_transaction(context(call.interp), call.self, transaction);
}

// A session of 1.3 is always in a transaction, but in autocommit mode.
void begin_itself(orm::Session& session) {
  const bool begins = session.profile().session_begins_itself && !session.options().autocommit;
  if (begins && !session.in_transaction()) session.begin();
}

Value session_begin(Call& call) {
  if (call.interp.truth(call.arg("nested"))) {
    return wrap_transaction(call, session_here(call).begin_nested());
  }
  orm::Session& session = session_here(call);
  const bool subtransactions = call.interp.truth(call.arg("subtransactions"));
  if (subtransactions && session.options().future) {
    call.interp.raise("NotImplementedError",
                      "subtransactions are not implemented in future Session objects.");
  }
  if (!subtransactions) begin_itself(session);
  return wrap_transaction(call, session.begin(subtransactions));
}
Value session_begin_nested(Call& call) {
  return wrap_transaction(call, session_here(call).begin_nested());
}
Value session_in_transaction(Call& call) {
  return Value::boolean(session_here(call).in_transaction());
}
Value session_in_nested_transaction(Call& call) {
  return Value::boolean(session_here(call).in_nested_transaction());
}
Value session_get_transaction(Call& call) {
  return wrap_transaction(call, session_here(call).get_transaction());
}
Value session_get_nested_transaction(Call& call) {
  return wrap_transaction(call, session_here(call).get_nested_transaction());
}
Value session_transaction(Call& call) {
  begin_itself(session_here(call));
  return wrap_transaction(call, session_here(call).transaction());
}
Value session_autocommit(Call& call) {
  return Value::boolean(session_here(call).options().autocommit);
}
Value session_future(Call& call) { return Value::boolean(session_here(call).options().future); }
Value session_is_active(Call& call) {
  const orm::Session& session = session_here(call);
  const bool none = session.profile().session_begins_itself && session.options().autocommit &&
                    !session.in_transaction();
  return none ? Value::none() : Value::boolean(session.is_active());
}

const Binding kTransactionRows[] = {
    {"flush", "objects=None", guard<session_flush>, "{self}.flush()"},
    {"commit", "", guard<session_commit>, "{self}.commit()"},
    {"rollback", "", guard<session_rollback>, "{self}.rollback()"},
    {"close", "", guard<session_close>, "{self}.close()"},
    {"begin", "nested=False, subtransactions=False", guard<session_begin>, "{self}.begin()"},
    {"begin_nested", "", guard<session_begin_nested>, "{self}.begin_nested()"},
    {"is_active", "", guard<session_is_active>, "{self}.is_active()", BindingKind::property},
    {"transaction", "", guard<session_transaction>, "{self}.transaction()", BindingKind::property},
};

// Since 1.4.
const Binding kStateRows[] = {
    {"in_transaction", "", guard<session_in_transaction>, "{self}.in_transaction()"},
    {"in_nested_transaction", "", guard<session_in_nested_transaction>,
     "{self}.in_nested_transaction()"},
    {"get_transaction", "", guard<session_get_transaction>, "{self}.get_transaction()"},
    {"get_nested_transaction", "", guard<session_get_nested_transaction>,
     "{self}.get_nested_transaction()"},
};

// Before 2.0.
const Binding kClassicRows[] = {
    {"autocommit", "", guard<session_autocommit>, "{self}.options().autocommit",
     BindingKind::property},
};

// 1.4 alone.
const Binding kFutureRows[] = {
    {"future", "", guard<session_future>, "{self}.options().future", BindingKind::property},
};

// Since 2.0.
const Binding kResetRows[] = {
    {"reset", "", guard<session_reset>, "{self}.reset()"},
};

}  // namespace

void add_transaction_methods(Context& owner, interp::TypeBuilder& builder) {
  add_bindings(builder, kTransactionRows);
  if (!owner.profile.legacy_orm_removed) add_bindings(builder, kClassicRows);
  if (!owner.profile.session_begins_itself) add_bindings(builder, kStateRows);
  if (owner.profile.legacy_orm_removed) add_bindings(builder, kResetRows);
  const bool both = !owner.profile.session_begins_itself && !owner.profile.legacy_orm_removed;
  if (both) add_bindings(builder, kFutureRows);
}

std::vector<BindingTable> session_transaction_tables() {
  return {{"sqlalchemy.orm", "Session", kTransactionRows, std::size(kTransactionRows)},
          {"sqlalchemy.orm", "Session", kStateRows, std::size(kStateRows)},
          {"sqlalchemy.orm", "Session", kClassicRows, std::size(kClassicRows)},
          {"sqlalchemy.orm", "Session", kFutureRows, std::size(kFutureRows)},
          {"sqlalchemy.orm", "Session", kResetRows, std::size(kResetRows)}};
}

}  // namespace lessonrun::bind
