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

/// session.query(...): the classic interface.
template <class R>
class TypedQuery {
 public:
  explicit TypedQuery(Query query) : query_(std::move(query)) {}
  template <Criterion... E>
  TypedQuery filter(const E&... criteria) const {
    return TypedQuery(query_.filter({detail::column_of(criteria)...}));
  }
  /// `filter_by({{"name", "ed"}})`
  TypedQuery filter_by(const ParameterSet& values) const {
    return TypedQuery(query_.filter_by(values));
  }
  template <class... O>
  TypedQuery order_by(const O&... clauses) const {
    return TypedQuery(query_.order_by({detail::order_of(clauses)...}));
  }
  template <class... O>
  TypedQuery group_by(const O&... clauses) const {
    return TypedQuery(query_.group_by({detail::order_of(clauses)...}));
  }
  template <Criterion E>
  TypedQuery having(const E& clause) const {
    return TypedQuery(query_.having(detail::column_of(clause)));
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
    return TypedQuery(query_.join(ClauseRef(target)));
  }
  template <detail::JoinTarget T, class On>
  TypedQuery join(const T& target, const On& onclause) const {
    return TypedQuery(query_.join(ClauseRef(target), ClauseRef(onclause)));
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
    return TypedQuery(query_.set_operation("UNION", {others.query()...}));
  }
  template <class... Q>
  TypedQuery union_all(const Q&... others) const {
    return TypedQuery(query_.set_operation("UNION ALL", {others.query()...}));
  }

  std::vector<R> all() const {
    collect_object_cycles_if_due();
    std::vector<R> rows;
    for (const Row& row : query_.all()) rows.push_back(read(row));
    return rows;
  }
  std::optional<R> first() const { return maybe(query_.first()); }
  /// Throws NoResultFound, MultipleResultsFound.
  R one() const { return read(query_.one()); }
  std::optional<R> one_or_none() const { return maybe(query_.one_or_none()); }
  int64_t count() const { return query_.count(); }
  Value scalar() const { return query_.scalar(); }
  /// The object with that primary key; empty if there is none.
  template <class... Key>
  R get(const Key&... key) const {
    return R(query_.get({detail::literal_value(key)...}));
  }
  /// UPDATE and DELETE of the rows that match; how many there were. `synchronize` says what becomes
  /// of objects in the session: "evaluate", "fetch", false, or nothing for the default.
  int64_t update(const core::Values& values, const std::optional<Value>& synchronize = {}) const {
    return query_.update(values.assignments(), synchronize);
  }
  int64_t delete_(const std::optional<Value>& synchronize = {}) const {
    return query_.delete_(synchronize);
  }

  /// @name The SELECT within others
  /// @{
  core::Select core() const { return core::Select(query_.plain_statement()); }
  core::Alias subquery(std::string name = {}) const { return core().subquery(std::move(name)); }
  core::ScalarSelect scalar_subquery() const { return core().scalar_subquery(); }
  core::Exists exists() const { return core().exists(); }
  /// @}
  std::string str() const { return query_.str(); }
  const Query& query() const noexcept { return query_; }

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
  static R read(const Row& row) { return detail::RowReader<R>::read(row); }
  static std::optional<R> maybe(const std::optional<Row>& row) {
    return row ? std::optional<R>(read(*row)) : std::nullopt;
  }
  Query query_;
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
  SessionTransaction* operator->() const noexcept { return transaction_.get(); }

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
  return TypedResult<std::tuple<Items...>>(execute(statement.statement(), parameters));
}
template <class First, class... Rest>
TypedResult<First> Session::scalars(const TypedStatement<First, Rest...>& statement,
                                    const std::vector<ParameterSet>& parameters) {
  return TypedResult<First>(scalars(statement.statement(), parameters));
}
template <class T>
TypedQuery<Ptr<T>> Session::query() {
  return TypedQuery<Ptr<T>>(Query(*this, {map_class<T>().entity()}));
}
template <class... Items>
auto Session::query(const Items&... items) {
  using Tuple = std::tuple<typename detail::SelectItem<Items>::type...>;
  Query query(*this, {detail::SelectItem<Items>::clause(items)...});
  if constexpr (sizeof...(Items) == 1 && (Entity<Items> && ...)) {
    return TypedQuery<std::tuple_element_t<0, Tuple>>(std::move(query));
  } else {
    return TypedQuery<Tuple>(std::move(query));
  }
}

}  // namespace orm
