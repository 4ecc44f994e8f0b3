// What a Session does for typed statements, and SessionScope: transactions as blocks.
#include "orm/dynamic.h"
#include "orm/typed_dynamic.h"

namespace orm {

namespace detail {

ObjectRows::ObjectRows(Result&& given) : result(std::move(given)) {}
ObjectRows::ObjectRows(const ObjectRows& other) = default;
ObjectRows::ObjectRows(ObjectRows&& other) noexcept = default;
ObjectRows& ObjectRows::operator=(const ObjectRows& other) = default;
ObjectRows& ObjectRows::operator=(ObjectRows&& other) noexcept = default;
ObjectRows::~ObjectRows() = default;

std::vector<Instance> ObjectRows::take() {
  std::vector<Instance> taken;
  if (result.take_objects(taken)) return taken;
  for (const Row& row : result.all()) taken.push_back(object_of(row));
  return taken;
}
void ObjectRows::read() { objects = take(); }

Instance ObjectRows::object_of(const Row& row) { return instance_of(row[0]); }

namespace {

std::optional<Instance> object_in(const std::optional<Row>& row) {
  return row ? std::optional<Instance>(ObjectRows::object_of(*row)) : std::nullopt;
}

}  // namespace

std::optional<Instance> ObjectRows::first() { return object_in(result.first()); }
Instance ObjectRows::one() { return object_of(result.one()); }
std::optional<Instance> ObjectRows::one_or_none() { return object_in(result.one_or_none()); }

Query dynamic_query_of(const AttributeLink& link) {
  return dynamic_query(link.owner(), link.relationship());
}
Ref<Select> select_of(const AttributeLink& link) {
  return collection_select(link.owner(), link.relationship());
}
Ref<Insert> insert_of(const AttributeLink& link) {
  return collection_insert(link.owner(), link.relationship());
}
Ref<Update> update_of(const AttributeLink& link) {
  return collection_update(link.owner(), link.relationship());
}
Ref<Delete> delete_of(const AttributeLink& link) {
  return collection_delete(link.owner(), link.relationship());
}

Result session_execute(Session& session, const Ref<Select>& statement) {
  collect_object_cycles_if_due();
  return session.execute(ClauseRef(statement));
}
Result session_scalars(Session& session, const Ref<Select>& statement) {
  collect_object_cycles_if_due();
  return session.scalars(ClauseRef(statement));
}
Instance session_get(Session& session, ClassFunction cls, std::initializer_list<OperandView> key) {
  if (key.size() == 1) {
    const Value one = key.begin()->value();
    return session.get_by_key(*cls().mapper, {&one, 1});
  }
  KeyValues values(key.size());
  size_t size = 0;
  for (const OperandView& part : key) values[size++] = part.value();
  return session.get_by_key(*cls().mapper, values);
}

}  // namespace detail

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
