// What a Session does for typed statements, and SessionScope: transactions as blocks.
#include "orm/dynamic.h"
#include "orm/identity_key.h"
#include "orm/query.h"
#include "orm/typed_dynamic.h"

namespace orm {

namespace detail {

HeldResult::HeldResult(const Result& result) : state_(result.erased()) {}
Result HeldResult::result() const { return Result::restored(state_); }
void HeldResult::each(FunctionRef<void(const Value* row)> visit) const {
  for (const Row& row : result().all()) visit(row.begin());
}
bool HeldResult::take(RowWanted which, FunctionRef<void(const Value* row)> visit) const {
  Result result = this->result();
  const std::optional<Row> row = which == RowWanted::first ? result.first()
                                 : which == RowWanted::one ? result.one()
                                                           : result.one_or_none();
  if (row) visit(row->begin());
  return row.has_value();
}
Value HeldResult::scalar() const { return result().scalar(); }
Value HeldResult::scalar_one() const { return result().scalar_one(); }
Value HeldResult::scalar_one_or_none() const {
  return result().scalar_one_or_none().value_or(Value());
}
HeldResult HeldResult::unique() const { return HeldResult(result().unique()); }
HeldResult HeldResult::first_column() const { return HeldResult(result().columns({0})); }

std::vector<Instance> ObjectRows::take() const {
  std::vector<Instance> taken;
  if (result.result().take_objects(taken)) return taken;
  result.each([&taken](const Value* row) { taken.push_back(instance_of(row[0])); });
  return taken;
}
bool ObjectRows::take(RowWanted which, Instance& object) const {
  return result.take(which, [&object](const Value* row) { object = instance_of(row[0]); });
}

HeldQuery::HeldQuery(const Query& query) : query_(new Query(query)) {}
HeldQuery::HeldQuery(Session& session, std::vector<ClauseRef> entities)
    : query_(new Query(session, std::move(entities))) {}
HeldQuery::HeldQuery(const HeldQuery& other)
    : query_(other.query_ == nullptr ? nullptr : new Query(*other.query_)) {}
HeldQuery::~HeldQuery() { delete query_; }

namespace {

std::vector<ColumnRef> query_columns(ClauseViews views) {
  std::vector<ColumnRef> columns;
  columns.reserve(views.size());
  for (const ClauseView& view : views) columns.push_back(view.column());
  return columns;
}

}  // namespace

HeldQuery HeldQuery::filter(ClauseViews criteria) const {
  return HeldQuery(query_->filter(query_columns(criteria)));
}
HeldQuery HeldQuery::filter_by(const ParameterSet& values) const {
  return HeldQuery(query_->filter_by(values));
}
HeldQuery HeldQuery::order_by(ClauseViews clauses) const {
  return HeldQuery(query_->order_by(query_columns(clauses)));
}
HeldQuery HeldQuery::group_by(ClauseViews clauses) const {
  return HeldQuery(query_->group_by(query_columns(clauses)));
}
HeldQuery HeldQuery::having(ClauseView clause) const {
  return HeldQuery(query_->having(clause.column()));
}
HeldQuery HeldQuery::distinct() const { return HeldQuery(query_->distinct()); }
HeldQuery HeldQuery::limit(std::optional<int64_t> count) const {
  return HeldQuery(query_->limit(count));
}
HeldQuery HeldQuery::offset(std::optional<int64_t> count) const {
  return HeldQuery(query_->offset(count));
}
HeldQuery HeldQuery::slice(std::optional<int64_t> start, std::optional<int64_t> stop) const {
  return HeldQuery(query_->slice(start, stop));
}
HeldQuery HeldQuery::select_from(std::vector<ClauseRef> froms) const {
  return HeldQuery(query_->select_from(std::move(froms)));
}
HeldQuery HeldQuery::join(const ClauseRef& target, const ClauseRef& onclause, bool outer) const {
  return HeldQuery(query_->join(target, onclause, outer));
}
HeldQuery HeldQuery::options(const std::vector<Ref<StatementOption>>& options) const {
  return HeldQuery(query_->options(options));
}
HeldQuery HeldQuery::populate_existing() const { return HeldQuery(query_->populate_existing()); }
HeldQuery HeldQuery::enable_eagerloads(bool on) const {
  return HeldQuery(query_->enable_eagerloads(on));
}
HeldQuery HeldQuery::params(const ParameterSet& values) const {
  return HeldQuery(query_->params(values));
}
HeldQuery HeldQuery::from_statement(const ClauseRef& statement) const {
  return HeldQuery(query_->from_statement(statement));
}
HeldQuery HeldQuery::with_entities(std::vector<ClauseRef> entities) const {
  return HeldQuery(query_->with_entities(std::move(entities)));
}
HeldQuery HeldQuery::set_operation(const char* keyword,
                                   std::initializer_list<const Query*> others) const {
  std::vector<Query> queries;
  queries.reserve(others.size());
  for (const Query* other : others) queries.push_back(*other);
  return HeldQuery(query_->set_operation(keyword, queries));
}
void HeldQuery::each(FunctionRef<void(const Value* row)> visit) const {
  collect_object_cycles_if_due();
  for (const Row& row : query_->all()) visit(row.begin());
}
bool HeldQuery::take(RowWanted which, FunctionRef<void(const Value* row)> visit) const {
  const std::optional<Row> row = which == RowWanted::first ? query_->first()
                                 : which == RowWanted::one ? query_->one()
                                                           : query_->one_or_none();
  if (row) visit(row->begin());
  return row.has_value();
}
int64_t HeldQuery::count() const { return query_->count(); }
Value HeldQuery::scalar() const { return query_->scalar(); }
Instance HeldQuery::get(const std::vector<Value>& key) const { return query_->get(key); }
int64_t HeldQuery::delete_(const std::optional<Value>& synchronize) const {
  return query_->delete_(synchronize);
}
std::string HeldQuery::str() const { return query_->str(); }

HeldQuery dynamic_query_of(const AttributeLink& link) {
  return HeldQuery(dynamic_query(link.owner(), link.relationship()));
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

HeldResult session_execute(Session& session, const Ref<Select>& statement) {
  collect_object_cycles_if_due();
  return HeldResult(session.execute(ClauseRef(statement)));
}
HeldResult session_execute(Session& session, const ClauseRef& statement,
                           const std::vector<ParameterSet>& parameters) {
  return HeldResult(session.execute(statement, parameters));
}
HeldResult session_scalars(Session& session, const Ref<Select>& statement) {
  collect_object_cycles_if_due();
  return HeldResult(session.scalars(ClauseRef(statement)));
}
HeldResult session_scalars(Session& session, const ClauseRef& statement,
                           const std::vector<ParameterSet>& parameters) {
  return HeldResult(session.scalars(statement, parameters));
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

SessionTransaction* SessionScope::operator->() const noexcept { return transaction_.get(); }

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
