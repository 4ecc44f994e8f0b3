// session.query(...) for mapped structs, and what a Session does with them.
#pragma once

#include <orm/typed_select.h>

#include <iterator>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace orm {

namespace core {
class ScalarSelect;
class Values;
}  // namespace core

namespace detail {

/// A Query (query.h) whose methods are calls.
class HeldQuery {
 public:
  explicit HeldQuery(const Query& query);
  HeldQuery(Session& session, std::vector<ClauseRef> entities);
  HeldQuery(const HeldQuery& other);
  HeldQuery(HeldQuery&& other) noexcept : query_(std::exchange(other.query_, nullptr)) {}
  HeldQuery& operator=(HeldQuery other) noexcept {
    std::swap(query_, other.query_);
    return *this;
  }
  ~HeldQuery();
  const Query& query() const noexcept { return *query_; }
  HeldQuery filter(ClauseViews criteria) const;
  HeldQuery filter_by(const ParameterSet& values) const;
  HeldQuery order_by(ClauseViews clauses) const;
  HeldQuery group_by(ClauseViews clauses) const;
  HeldQuery having(ClauseView clause) const;
  HeldQuery distinct() const;
  HeldQuery limit(std::optional<int64_t> count) const;
  HeldQuery offset(std::optional<int64_t> count) const;
  HeldQuery slice(std::optional<int64_t> start, std::optional<int64_t> stop) const;
  HeldQuery select_from(std::vector<ClauseRef> froms) const;
  HeldQuery join(const ClauseRef& target, const ClauseRef& onclause, bool outer) const;
  HeldQuery options(const std::vector<Ref<StatementOption>>& options) const;
  HeldQuery populate_existing() const;
  HeldQuery enable_eagerloads(bool on) const;
  HeldQuery params(const ParameterSet& values) const;
  HeldQuery from_statement(const ClauseRef& statement) const;
  HeldQuery with_entities(std::vector<ClauseRef> entities) const;
  HeldQuery set_operation(const char* keyword, std::initializer_list<const Query*> others) const;
  void each(FunctionRef<void(const Value* row)> visit) const;
  bool take(RowWanted which, FunctionRef<void(const Value* row)> visit) const;
  int64_t count() const;
  Value scalar() const;
  Instance get(const std::vector<Value>& key) const;
  int64_t delete_(const std::optional<Value>& synchronize) const;
  std::string str() const;

 private:
  Query* query_;
};

}  // namespace detail

/// session.query(...): the classic interface.
template <class R>
class TypedQuery {
 public:
  explicit TypedQuery(const Query& query) : query_(query) {}
  explicit TypedQuery(detail::HeldQuery query) : query_(std::move(query)) {}
  template <Criterion... E>
  TypedQuery filter(const E&... criteria) const {
    return TypedQuery(query_.filter({detail::view_of(criteria)...}));
  }
  /// `filter_by({{"name", "ed"}})`
  TypedQuery filter_by(const ParameterSet& values) const {
    return TypedQuery(query_.filter_by(values));
  }
  template <class... O>
  TypedQuery order_by(const O&... clauses) const {
    return TypedQuery(query_.order_by({detail::order_view(clauses)...}));
  }
  template <class... O>
  TypedQuery group_by(const O&... clauses) const {
    return TypedQuery(query_.group_by({detail::order_view(clauses)...}));
  }
  template <Criterion E>
  TypedQuery having(const E& clause) const {
    return TypedQuery(query_.having(detail::view_of(clause)));
  }
  TypedQuery distinct() const { return TypedQuery(query_.distinct()); }
  TypedQuery limit(std::optional<int64_t> count) const { return TypedQuery(query_.limit(count)); }
  TypedQuery offset(std::optional<int64_t> count) const { return TypedQuery(query_.offset(count)); }
  /// query[start:stop]
  TypedQuery slice(std::optional<int64_t> start, std::optional<int64_t> stop) const {
    return TypedQuery(query_.slice(start, stop));
  }
  template <class... F>
  TypedQuery select_from(const F&... froms) const {
    return TypedQuery(query_.select_from({ClauseRef(froms)...}));
  }
  /// JOIN along a relationship, or to a class or table by its foreign key or by a condition.
  template <detail::JoinTarget T>
  TypedQuery join(const T& target) const {
    return TypedQuery(query_.join(ClauseRef(target), nullptr, false));
  }
  template <detail::JoinTarget T, class On>
  TypedQuery join(const T& target, const On& onclause) const {
    return TypedQuery(query_.join(ClauseRef(target), ClauseRef(onclause), false));
  }
  template <detail::JoinTarget T>
  TypedQuery outerjoin(const T& target) const {
    return TypedQuery(query_.join(ClauseRef(target), nullptr, true));
  }
  template <detail::JoinTarget T, class On>
  TypedQuery outerjoin(const T& target, const On& onclause) const {
    return TypedQuery(query_.join(ClauseRef(target), ClauseRef(onclause), true));
  }
  /// Loader options and the like.
  template <class... O>
  TypedQuery options(const O&... options) const {
    return TypedQuery(query_.options({Ref<StatementOption>(options)...}));
  }
  TypedQuery populate_existing() const { return TypedQuery(query_.populate_existing()); }
  TypedQuery enable_eagerloads(bool on) const { return TypedQuery(query_.enable_eagerloads(on)); }
  TypedQuery params(const ParameterSet& values) const { return TypedQuery(query_.params(values)); }
  TypedQuery from_statement(const ClauseRef& statement) const {
    return TypedQuery(query_.from_statement(statement));
  }
  template <class... I>
  auto with_entities(const I&... items) const {
    return TypedQuery<std::tuple<typename detail::SelectItem<I>::type...>>(
        query_.with_entities({detail::SelectItem<I>::clause(items)...}));
  }
  template <class... Q>
  TypedQuery union_(const Q&... others) const {
    return TypedQuery(query_.set_operation("UNION", {&others.query()...}));
  }
  template <class... Q>
  TypedQuery union_all(const Q&... others) const {
    return TypedQuery(query_.set_operation("UNION ALL", {&others.query()...}));
  }

  std::vector<R> all() const {
    std::vector<R> rows;
    query_.each([&rows](const Value* row) { rows.push_back(detail::RowReader<R>::read(row)); });
    return rows;
  }
  std::optional<R> first() const { return take(detail::RowWanted::first); }
  /// Throws NoResultFound, MultipleResultsFound.
  R one() const { return *take(detail::RowWanted::one); }
  std::optional<R> one_or_none() const { return take(detail::RowWanted::one_or_none); }
  int64_t count() const { return query_.count(); }
  Value scalar() const { return query_.scalar(); }
  /// The object with that primary key; empty if there is none.
  template <class... Key>
  R get(const Key&... key) const {
    return R(query_.get({detail::literal_value(key)...}));
  }
  /// UPDATE and DELETE of the rows that match; how many there were. `synchronize` says what becomes
  /// of objects in the session: "evaluate", "fetch", false, or nothing for the default.
  int64_t update(const core::Values& values, const std::optional<Value>& synchronize = {}) const;
  int64_t delete_(const std::optional<Value>& synchronize = {}) const {
    return query_.delete_(synchronize);
  }

  /// @name The SELECT within others
  /// @{
  core::Select core() const;
  core::Alias subquery(std::string name = {}) const;
  core::ScalarSelect scalar_subquery() const;
  core::Exists exists() const;
  /// @}
  std::string str() const { return query_.str(); }
  const Query& query() const noexcept { return query_.query(); }

  /// Its rows, read at once: `for (auto& user : session.query<User>())`.
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = R;
    using difference_type = std::ptrdiff_t;
    using pointer = const R*;
    using reference = const R&;
    Iterator() = default;
    explicit Iterator(std::vector<R> rows) : rows_(std::move(rows)) {}
    reference operator*() const { return rows_[at_]; }
    pointer operator->() const { return &rows_[at_]; }
    Iterator& operator++() { return ++at_, *this; }
    bool operator==(const Iterator&) const { return at_ == rows_.size(); }  // only with end()

   private:
    std::vector<R> rows_;
    size_t at_ = 0;
  };
  Iterator begin() const { return Iterator(all()); }
  Iterator end() const { return {}; }

 private:
  std::optional<R> take(detail::RowWanted which) const {
    std::optional<R> taken;
    query_.take(which, [&taken](const Value* row) { taken = detail::RowReader<R>::read(row); });
    return taken;
  }
  detail::HeldQuery query_;
};

/// A transaction or savepoint as a block: `SessionScope scope(session.begin())`. commit() ends it
/// well; leaving the block without it, as an exception does, rolls back.
class SessionScope {
 public:
  explicit SessionScope(Ref<SessionTransaction> transaction);
  SessionScope(const SessionScope&) = delete;
  SessionScope& operator=(const SessionScope&) = delete;
  ~SessionScope();
  /// Flushes and commits, unless the transaction has ended already.
  void commit();
  void rollback();
  SessionTransaction* operator->() const noexcept;

 private:
  Ref<SessionTransaction> transaction_;
};

template <class T>
void Session::add(const Ptr<T>& object) {
  add(*object.instance());
}
template <class T>
void Session::delete_(const Ptr<T>& object) {
  delete_(*object.instance());
}
template <class T>
void Session::expunge(const Ptr<T>& object) {
  expunge(*object.instance());
}
template <class T>
Ptr<T> Session::merge(const Ptr<T>& object, bool load) {
  return Ptr<T>(merge(*object.instance(), load));
}
template <class T>
void Session::refresh(const Ptr<T>& object, const std::vector<std::string>& attributes) {
  refresh(*object.instance(), attributes);
}
template <class T>
void Session::expire(const Ptr<T>& object, const std::vector<std::string>& attributes) {
  expire(*object.instance(), attributes);
}
template <class T>
bool Session::contains(const Ptr<T>& object) const {
  return contains(*object.instance());
}
template <class T>
bool Session::is_modified(const Ptr<T>& object) const {
  return is_modified(*object.instance());
}
template <class T, class... Key>
Ptr<T> Session::get(const Key&... key) {
  return Ptr<T>(
      detail::session_get(*this, &detail::typed_class<T>, {detail::operand_view(key)...}));
}
template <class T, class Key, class... O>
Ptr<T> Session::get_with(const Key& key, const O&... options) {
  return Ptr<T>(
      get(map_class<T>(), {detail::literal_value(key)}, false, {Ref<StatementOption>(options)...}));
}
template <class... Items>
TypedResult<std::tuple<Items...>> Session::execute(const TypedSelect<Items...>& statement) {
  return TypedResult<std::tuple<Items...>>(detail::session_execute(*this, statement.statement()));
}
template <class First, class... Rest>
TypedResult<First> Session::scalars(const TypedSelect<First, Rest...>& statement) {
  return TypedResult<First>(detail::session_scalars(*this, statement.statement()));
}
template <class First, class... Rest>
std::optional<First> Session::scalar(const TypedSelect<First, Rest...>& statement) {
  return scalars(statement).first();
}
template <class... Items>
TypedResult<std::tuple<Items...>> Session::execute(const TypedStatement<Items...>& statement,
                                                   const std::vector<ParameterSet>& parameters) {
  return TypedResult<std::tuple<Items...>>(
      detail::session_execute(*this, statement.statement(), parameters));
}
template <class First, class... Rest>
TypedResult<First> Session::scalars(const TypedStatement<First, Rest...>& statement,
                                    const std::vector<ParameterSet>& parameters) {
  return TypedResult<First>(detail::session_scalars(*this, statement.statement(), parameters));
}
template <class T>
TypedQuery<Ptr<T>> Session::query() {
  return TypedQuery<Ptr<T>>(detail::HeldQuery(*this, {detail::entity_clause(map_class<T>())}));
}
template <class... Items>
auto Session::query(const Items&... items) {
  using Tuple = std::tuple<typename detail::SelectItem<Items>::type...>;
  detail::HeldQuery query(*this, {detail::SelectItem<Items>::clause(items)...});
  if constexpr (sizeof...(Items) == 1 && (Entity<Items> && ...)) {
    return TypedQuery<std::tuple_element_t<0, Tuple>>(std::move(query));
  } else {
    return TypedQuery<Tuple>(std::move(query));
  }
}

}  // namespace orm
