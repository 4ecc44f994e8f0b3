// Typed select(), results and queries, and what a Session does with mapped structs.
//
// A statement's type only carries the types of its rows, so statements can be composed at run time.
#pragma once

#include <orm/session.h>
#include <orm/typed_expression.h>

#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace orm {

namespace detail {

template <class Item>
struct SelectItem {
  static_assert(SqlExpression<Item>,
                "select() and query() take attributes (User_.name), expressions and entities "
                "(User_)");
};
template <SqlExpression Item>
struct SelectItem<Item> {
  using type = typename Item::sql_type;
  static ClauseRef clause(const Item& item) { return item.column(); }
};
template <class Item>
requires requires { typename Item::mapped_class; }
struct SelectItem<Item> {
  using type = Ptr<typename Item::mapped_class>;
  static ClauseRef clause(const Item&) { return map_class<typename Item::mapped_class>().entity(); }
};

// Makes a row of type R from one of the library's.
template <class R>
struct RowReader {
  static R read(const Row& row) { return ValueTraits<R>::from_value(row[0]); }
};
template <class... Items>
struct RowReader<std::tuple<Items...>> {
  static std::tuple<Items...> read(const Row& row) {
    return read(row, std::index_sequence_for<Items...>());
  }
  template <size_t... I>
  static std::tuple<Items...> read(const Row& row, std::index_sequence<I...>) {
    return {ValueTraits<Items>::from_value(row[I])...};
  }
};

}  // namespace detail

/// A SELECT whose rows are Items...; each method returns a new statement.
template <class... Items>
class TypedSelect {
 public:
  explicit TypedSelect(Ref<Select> statement) : statement_(std::move(statement)) {}

  template <SqlExpression... E>
  TypedSelect where(const E&... criteria) const {
    Ref<Select> next = statement_;
    ((next = next->where(criteria.column())), ...);
    return TypedSelect(next);
  }
  TypedSelect filter_by(const ParameterSet& values) const {
    return TypedSelect(statement_->filter_by(values));
  }
  template <SqlExpression... E>
  TypedSelect order_by(const E&... clauses) const {
    return TypedSelect(statement_->order_by({ColumnRef(clauses.column())...}));
  }
  template <SqlExpression... E>
  TypedSelect group_by(const E&... clauses) const {
    return TypedSelect(statement_->group_by({ColumnRef(clauses.column())...}));
  }
  template <SqlExpression E>
  TypedSelect having(const E& clause) const {
    return TypedSelect(statement_->having(clause.column()));
  }
  TypedSelect limit(int64_t count) const { return TypedSelect(statement_->limit(count)); }
  TypedSelect offset(int64_t count) const { return TypedSelect(statement_->offset(count)); }
  TypedSelect distinct() const { return TypedSelect(statement_->distinct()); }
  /// JOIN, along the only foreign key or by `onclause`.
  template <class Target>
  TypedSelect join(const Target& target) const {
    return TypedSelect(statement_->join(detail::SelectItem<Target>::clause(target)));
  }
  template <class Target, SqlExpression E>
  TypedSelect join(const Target& target, const E& onclause) const {
    return TypedSelect(
        statement_->join(detail::SelectItem<Target>::clause(target), onclause.column()));
  }

  const Ref<Select>& statement() const noexcept { return statement_; }
  operator ClauseRef() const { return statement_; }  // NOLINT: it is a statement
  std::string str() const { return statement_->str(profile_2_0); }

 private:
  Ref<Select> statement_;
};

/// `select(User)`, `select(User.name, func.count())`
template <class... Items>
requires(sizeof...(Items) > 0) auto select(const Items&... items) {
  return TypedSelect<typename detail::SelectItem<Items>::type...>(
      select(std::vector<ClauseRef>{detail::SelectItem<Items>::clause(items)...}));
}

/// Rows of one type, fetched as they are asked for.
template <class R>
class TypedResult {
 public:
  explicit TypedResult(Result result) : result_(std::move(result)) {}
  std::vector<R> all() {
    std::vector<R> rows;
    for (const Row& row : result_.all()) rows.push_back(read(row));
    return rows;
  }
  std::optional<R> first() { return maybe(result_.first()); }
  /// Throws NoResultFound, MultipleResultsFound.
  R one() { return read(result_.one()); }
  std::optional<R> one_or_none() { return maybe(result_.one_or_none()); }
  Result& result() noexcept { return result_; }

  /// For range-for: reads every row.
  auto begin() { return rows_ = all(), rows_.begin(); }
  auto end() { return rows_.end(); }

 private:
  static R read(const Row& row) { return detail::RowReader<R>::read(row); }
  static std::optional<R> maybe(const std::optional<Row>& row) {
    return row ? std::optional<R>(read(*row)) : std::nullopt;
  }
  Result result_;
  std::vector<R> rows_;
};

/// session.query(...): the classic interface.
template <class R>
class TypedQuery {
 public:
  explicit TypedQuery(Query query) : query_(std::move(query)) {}
  template <SqlExpression... E>
  TypedQuery filter(const E&... criteria) const {
    return TypedQuery(query_.filter({ColumnRef(criteria.column())...}));
  }
  /// `filter_by({{"name", "ed"}})`
  TypedQuery filter_by(const ParameterSet& values) const {
    return TypedQuery(query_.filter_by(values));
  }
  template <SqlExpression... E>
  TypedQuery order_by(const E&... clauses) const {
    return TypedQuery(query_.order_by({ColumnRef(clauses.column())...}));
  }
  template <SqlExpression... E>
  TypedQuery group_by(const E&... clauses) const {
    return TypedQuery(query_.group_by({ColumnRef(clauses.column())...}));
  }
  TypedQuery distinct() const { return TypedQuery(query_.distinct()); }
  TypedQuery limit(std::optional<int64_t> count) const { return TypedQuery(query_.limit(count)); }
  TypedQuery offset(std::optional<int64_t> count) const { return TypedQuery(query_.offset(count)); }
  /// query[start:stop]
  TypedQuery slice(std::optional<int64_t> start, std::optional<int64_t> stop) const {
    return TypedQuery(query_.slice(start, stop));
  }
  std::vector<R> all() const {
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
  std::string str() const { return query_.str(); }
  const Query& query() const noexcept { return query_; }

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

/// session.add_all({ed, wendy}) with objects of any structs.
template <class T>
void Session::add(const Ptr<T>& object) {
  add(*object.instance());
}
template <class T>
void Session::delete_(const Ptr<T>& object) {
  delete_(*object.instance());
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
template <class T, class... Key>
Ptr<T> Session::get(const Key&... key) {
  return Ptr<T>(get(map_class<T>(), {detail::literal_value(key)...}));
}
template <class... Items>
TypedResult<std::tuple<Items...>> Session::execute(const TypedSelect<Items...>& statement) {
  return TypedResult<std::tuple<Items...>>(execute(ClauseRef(statement.statement())));
}
template <class First, class... Rest>
TypedResult<First> Session::scalars(const TypedSelect<First, Rest...>& statement) {
  return TypedResult<First>(scalars(ClauseRef(statement.statement())));
}
template <class First, class... Rest>
std::optional<First> Session::scalar(const TypedSelect<First, Rest...>& statement) {
  return scalars(statement).first();
}
template <class T>
TypedQuery<Ptr<T>> Session::query() {
  return TypedQuery<Ptr<T>>(Query(*this, {map_class<T>().entity()}));
}
template <class... Items>
auto Session::query(const Items&... items) {
  return TypedQuery<std::tuple<typename detail::SelectItem<Items>::type...>>(
      Query(*this, {detail::SelectItem<Items>::clause(items)...}));
}

}  // namespace orm
