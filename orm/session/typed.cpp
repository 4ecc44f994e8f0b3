// SessionScope: transactions as blocks.
#include "orm/typed_query.h"

namespace orm {

SessionScope::SessionScope(Ref<SessionTransaction> transaction)
    : transaction_(std::move(transaction)) {}

SessionScope::~SessionScope() {
  if (transaction_->is_closed() || transaction_->session() == nullptr) return;
  try {
    transaction_->rollback();
  } catch (...) {
    // A destructor has nobody to tell; the connection is reset when it goes back to its pool.
  }
}

void SessionScope::commit() {
  // A failed flush leaves the transaction inactive but open: the destructor rolls it back.
  if (transaction_->is_active()) transaction_->commit();
}

void SessionScope::rollback() { transaction_->rollback(); }

}  // namespace orm
