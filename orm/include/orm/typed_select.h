// Typed select() and its results.
//
// A statement's type only carries the types of its rows, so statements can be composed at run time.
// Whatever stands beside the rows (criteria, joins, options) may come from mapped structs or from
// orm::core alike. The methods that lead to orm::core (subquery(), cte(), exists(), core()) are
// defined in typed_core.h, which <orm/core.h> includes.
#pragma once

#include <orm/session.h>
#include <orm/typed_loading.h>

#include <concepts>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace orm {

namespace core {
class Alias;
class CTE;
class Exists;
class Select;
}  // namespace core

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
  static auto view(const Item& item) { return view_of(item); }
};
template <Entity Item>
struct SelectItem<Item> {
  using type = Ptr<typename Item::mapped_class>;
  static ClauseRef clause(const Item& item) { return item; }
  static auto view(const Item& item) {
    if constexpr (std::is_same_v<Item, EntityOf<typename Item::mapped_class>>) {
      return ClauseView(&typed_class<typename Item::mapped_class>, ClauseView::kEntity);
    } else {
      return KeptClause{item};
    }
  }
};
// Of orm::core: what its value is, is known at run time.
template <CoreHandle Item>
struct SelectItem<Item> {
  using type = Value;
  static ClauseRef clause(const Item& item) { return ClauseRef(item); }
  static auto view(const Item& item) { return KeptClause{ClauseRef(item)}; }
};

template <class T>
concept JoinTarget = Entity<T> || RelatedExpression<T> ||
    (CoreHandle<T>&& std::is_convertible_v<const T&, ClauseRef>);

template <class O>
ColumnRef order_of(const O& order) {
  if constexpr (Criterion<O>) {
    return column_of(order);
  } else if constexpr (std::is_convertible_v<const O&, std::string_view>) {
    return name_in_order(std::string(std::string_view(order)));
  } else {
    return ColumnRef(order.node());
  }
}
template <class O>
auto order_view(const O& order) {
  if constexpr (Criterion<O>) {
    return view_of(order);
  } else {
    return KeptClause{order_of(order)};
  }
}
/// The FROM object of a class or of a handle of orm::core.
Ref<FromClause> from_of(const ClauseRef& clause);

// Makes a row of type R from one of the library's.
template <class R>
struct RowReader {
  static R read(const Value* row) { return ValueTraits<R>::from_value(row[0]); }
};
template <class... Items>
struct RowReader<std::tuple<Items...>> {
  static std::tuple<Items...> read(const Value* row) {
    return read(row, std::index_sequence_for<Items...>());
  }
  template <size_t... I>
  static std::tuple<Items...> read(const Value* row, std::index_sequence<I...>) {
    return {ValueTraits<Items>::from_value(row[I])...};
  }
};

template <class First, class...>
struct FirstOf {
  using type = First;
};

}  // namespace detail

/// A statement whose rows are Items..., whatever it is: `select(User_).from_statement(text(..))`,
/// `rows_of<Ptr<User>>(insert(User_).returning(User_))`.
template <class... Items>
class TypedStatement {
 public:
  explicit TypedStatement(ClauseRef statement) : statement_(std::move(statement)) {}
  const ClauseRef& statement() const noexcept { return statement_; }
  operator ClauseRef() const { return statement_; }  // NOLINT: it is a statement

 private:
  ClauseRef statement_;
};
template <class... Items>
TypedStatement<Items...> rows_of(const ClauseRef& statement) {
  return TypedStatement<Items...>(statement);
}

/// A SELECT whose rows are Items...; each method returns a new statement.
template <class... Items>
class TypedSelect {
 public:
  using first_type = typename detail::FirstOf<Items...>::type;
  explicit TypedSelect(Ref<Select> statement) : statement_(std::move(statement)) {}

  template <Criterion... E>
  TypedSelect where(const E&... criteria) const {
    return TypedSelect(detail::select_where(statement(), {detail::view_of(criteria)...}));
  }
  template <Criterion... E>
  TypedSelect filter(const E&... criteria) const {
    return where(criteria...);
  }
  TypedSelect filter_by(const ParameterSet& values) const {
    return TypedSelect(detail::select_filter_by(statement(), values));
  }
  template <class... O>
  TypedSelect order_by(const O&... clauses) const {
    return TypedSelect(detail::select_order_by(statement(), {detail::order_view(clauses)...}));
  }
  template <class... O>
  TypedSelect group_by(const O&... clauses) const {
    return TypedSelect(detail::select_group_by(statement(), {detail::order_view(clauses)...}));
  }
  template <Criterion E>
  TypedSelect having(const E& clause) const {
    return TypedSelect(detail::select_having(statement(), detail::view_of(clause)));
  }
  TypedSelect limit(const Operand& count) const {
    return TypedSelect(detail::select_limit(statement(), &count));
  }
  TypedSelect limit(std::integral auto count) const {
    return TypedSelect(detail::select_limit(statement(), static_cast<int64_t>(count)));
  }
  TypedSelect offset(const Operand& count) const {
    return TypedSelect(detail::select_offset(statement(), &count));
  }
  TypedSelect offset(std::integral auto count) const {
    return TypedSelect(detail::select_offset(statement(), static_cast<int64_t>(count)));
  }
  TypedSelect distinct() const { return TypedSelect(detail::select_distinct(statement())); }
  template <class... F>
  TypedSelect select_from(const F&... froms) const {
    return TypedSelect(detail::select_from_these(statement(), {ClauseRef(froms)...}));
  }
  /// JOIN along a relationship (`User_.addresses`), or to a class or table by the only foreign key,
  /// or by `onclause`.
  template <detail::JoinTarget T>
  TypedSelect join(const T& target) const {
    return TypedSelect(
        detail::select_join(statement(), detail::KeptClause{ClauseRef(target)}, false));
  }
  template <detail::JoinTarget T, class On>
  TypedSelect join(const T& target, const On& onclause) const {
    return TypedSelect(detail::select_join(statement(), detail::KeptClause{ClauseRef(target)},
                                           on(onclause), false));
  }
  template <detail::JoinTarget T>
  TypedSelect outerjoin(const T& target) const {
    return TypedSelect(
        detail::select_join(statement(), detail::KeptClause{ClauseRef(target)}, true));
  }
  template <detail::JoinTarget T, class On>
  TypedSelect outerjoin(const T& target, const On& onclause) const {
    return TypedSelect(detail::select_join(statement(), detail::KeptClause{ClauseRef(target)},
                                           on(onclause), true));
  }
  template <detail::JoinTarget L, detail::JoinTarget T>
  TypedSelect join_from(const L& left, const T& target) const {
    return TypedSelect(
        detail::select_join_from(statement(), ClauseRef(left), ClauseRef(target), nullptr));
  }
  template <detail::JoinTarget L, detail::JoinTarget T, class On>
  TypedSelect join_from(const L& left, const T& target, const On& onclause) const {
    return TypedSelect(
        detail::select_join_from(statement(), ClauseRef(left), ClauseRef(target), on(onclause)));
  }
  /// Loader options and the like.
  template <class... O>
  TypedSelect options(const O&... options) const {
    return TypedSelect(detail::select_options(statement(), {Ref<StatementOption>(options)...}));
  }
  template <class... I>
  auto add_columns(const I&... items) const {
    return TypedSelect<Items..., typename detail::SelectItem<I>::type...>(
        detail::select_add_columns(statement(), {detail::SelectItem<I>::clause(items)...}));
  }
  template <class... I>
  auto with_only_columns(const I&... items) const {
    return TypedSelect<typename detail::SelectItem<I>::type...>(
        detail::select_only_columns(statement(), {detail::SelectItem<I>::clause(items)...}));
  }
  /// The tables of the enclosing statement that are meant, not selected from.
  template <class... F>
  TypedSelect correlate(const F&... froms) const {
    return TypedSelect(detail::select_correlate(statement(), {ClauseRef(froms)...}));
  }

  /// Objects of the rows of another statement: text or a SELECT.
  TypedStatement<Items...> from_statement(const ClauseRef& statement) const {
    return TypedStatement<Items...>(detail::select_from_statement(this->statement(), statement));
  }
  TypedSelect execution_options(const std::vector<std::pair<std::string, Value>>& added) const {
    return TypedSelect(detail::select_execution_options(statement(), added));
  }

  /// @name The statement within others
  /// @{
  core::Alias subquery(std::string name = {}) const;
  core::CTE cte(std::string name = {}, bool recursive = false) const;
  core::Exists exists() const;
  /// The first value of the first row, where a value may stand.
  auto scalar_subquery() const {
    return Expr<detail::Optional<first_type>>(detail::select_scalar(statement()));
  }
  auto label(const std::string& name) const { return scalar_subquery().label(name); }
  /// The same statement as orm::core has it, whose rows have no types.
  core::Select core() const;
  operator core::Select() const;                                                    // NOLINT
  operator ClauseRef() const { return detail::clause_of(statement()); }             // NOLINT
  operator Ref<SelectBase>() const { return detail::select_base_of(statement()); }  // NOLINT
  const Ref<Select>& statement() const noexcept { return statement_.ref(); }
  std::string str() const { return detail::sql_of(statement()); }
  /// @}

 private:
  template <class On>
  static ClauseRef on(const On& onclause) {
    if constexpr (Criterion<On>) {
      return detail::column_of(onclause);
    } else {
      return ClauseRef(onclause);
    }
  }
  detail::Held<Select> statement_;
};

/// `select(User)`, `select(User.name, func.count())`
template <class... Items>
requires(sizeof...(Items) > 0) auto select(const Items&... items) {
  return TypedSelect<typename detail::SelectItem<Items>::type...>(
      detail::select_of({detail::SelectItem<Items>::view(items)...}));
}

namespace detail {

/// Which row a result is asked for.
enum class RowWanted : uint8_t { first, one, one_or_none };

/// The rows of a typed result: a Result (result.h) whose rows are read through calls.
class HeldResult {
 public:
  explicit HeldResult(const Result& result);
  Result result() const;
  /// Visits the values of each row that is left.
  void each(FunctionRef<void(const Value* row)> visit) const;
  /// Visits one row; false if there is none. Throws NoResultFound, MultipleResultsFound.
  bool take(RowWanted which, FunctionRef<void(const Value* row)> visit) const;
  /// The first item of the first row, null where there is no row.
  Value scalar() const;
  Value scalar_one() const;
  Value scalar_one_or_none() const;
  HeldResult unique() const;
  HeldResult first_column() const;

 private:
  Ref<RefCounted> state_;
};

/// A result whose rows are one object each, or begin with one.
class ObjectRows {
 public:
  explicit ObjectRows(HeldResult given) : result(std::move(given)) {}
  /// The objects of all rows that are left.
  std::vector<Instance> take() const;
  /// The same, kept for begin() and end().
  void read() { objects = take(); }
  /// The first item of a row, which is an object or nothing; false if there is no such row.
  bool take(RowWanted which, Instance& object) const;
  HeldResult result;
  std::vector<Instance> objects;
};

template <class R>
struct FirstItemOf {
  using type = R;
};
template <class First, class... Rest>
struct FirstItemOf<std::tuple<First, Rest...>> {
  using type = First;
};
template <class R>
using FirstItem = typename FirstItemOf<R>::type;

/// An item that may be NULL or missing.
template <class T>
Optional<T> maybe_item(const Value& value) {
  if (value.is_null()) return std::nullopt;
  return Optional<T>(ValueTraits<T>::from_value(value));
}

}  // namespace detail

/// Rows of one type, fetched as they are asked for.
template <class R>
class TypedResult {
 public:
  explicit TypedResult(const Result& result) : result_(result) {}
  explicit TypedResult(detail::HeldResult result) : result_(std::move(result)) {}
  std::vector<R> all() {
    std::vector<R> rows;
    result_.each([&rows](const Value* row) { rows.push_back(detail::RowReader<R>::read(row)); });
    return rows;
  }
  std::optional<R> first() { return take(detail::RowWanted::first); }
  /// Throws NoResultFound, MultipleResultsFound.
  R one() { return *take(detail::RowWanted::one); }
  std::optional<R> one_or_none() { return take(detail::RowWanted::one_or_none); }
  /// Each row once: needed where a joined collection repeats the objects that have it.
  TypedResult unique() { return TypedResult(result_.unique()); }
  /// The first item of each row.
  auto scalars() {
    if constexpr (requires { typename std::tuple_element<0, R>::type; }) {
      return TypedResult<std::tuple_element_t<0, R>>(result_.first_column());
    } else {
      return *this;
    }
  }
  /// @name The first item of the first row; scalar_one() throws as one() does
  /// Empty where there is no row, and where the item is NULL.
  /// @{
  auto scalar() { return detail::maybe_item<detail::FirstItem<R>>(result_.scalar()); }
  auto scalar_one() { return ValueTraits<detail::FirstItem<R>>::from_value(result_.scalar_one()); }
  auto scalar_one_or_none() {
    return detail::maybe_item<detail::FirstItem<R>>(result_.scalar_one_or_none());
  }
  /// @}
  /// The result itself, for what is known of it at run time: <orm/core.h>.
  Result result() const;

  /// For range-for: reads every row.
  auto begin() { return rows_ = all(), rows_.begin(); }
  auto end() { return rows_.end(); }

 private:
  std::optional<R> take(detail::RowWanted which) {
    std::optional<R> taken;
    result_.take(which, [&taken](const Value* row) { taken = detail::RowReader<R>::read(row); });
    return taken;
  }
  detail::HeldResult result_;
  std::vector<R> rows_;
};

/// The same of objects.
template <class T>
class TypedResult<Ptr<T>> {
 public:
  explicit TypedResult(const Result& result) : rows_(detail::HeldResult(result)) {}
  explicit TypedResult(detail::HeldResult result) : rows_(std::move(result)) {}
  std::vector<Ptr<T>> all() {
    std::vector<Instance> objects = rows_.take();
    std::vector<Ptr<T>> all;
    all.reserve(objects.size());
    for (Instance& object : objects) all.emplace_back(std::move(object));
    return all;
  }
  std::optional<Ptr<T>> first() { return take(detail::RowWanted::first); }
  /// Throws NoResultFound, MultipleResultsFound.
  Ptr<T> one() { return *take(detail::RowWanted::one); }
  std::optional<Ptr<T>> one_or_none() { return take(detail::RowWanted::one_or_none); }
  TypedResult unique() { return TypedResult(rows_.result.unique()); }
  TypedResult scalars() { return *this; }
  std::optional<Ptr<T>> scalar() { return first(); }
  Ptr<T> scalar_one() { return one(); }
  std::optional<Ptr<T>> scalar_one_or_none() { return one_or_none(); }
  /// The result itself, for what is known of it at run time: <orm/core.h>.
  Result result() const;

  /// Goes through the objects; what `*` refers to is good until the next `++`.
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Ptr<T>;
    using difference_type = std::ptrdiff_t;
    using pointer = Ptr<T>*;
    using reference = Ptr<T>&;
    Iterator() = default;  ///< the end
    explicit Iterator(const std::vector<Instance>& objects)
        : at_(objects.data()), end_(at_ + objects.size()) {}
    reference operator*() const { return current_ = Ptr<T>(*at_); }
    pointer operator->() const { return &**this; }
    Iterator& operator++() { return ++at_, *this; }
    bool operator==(const Iterator& other) const {
      return at_ == other.at_ || (at_ == end_ && other.at_ == other.end_);
    }

   private:
    const Instance* at_ = nullptr;
    const Instance* end_ = nullptr;
    mutable Ptr<T> current_;
  };
  /// For range-for: reads every row.
  Iterator begin() {
    rows_.read();
    return Iterator(rows_.objects);
  }
  Iterator end() { return {}; }

 private:
  std::optional<Ptr<T>> take(detail::RowWanted which) {
    Instance object;
    if (!rows_.take(which, object)) return std::nullopt;
    return Ptr<T>(std::move(object));
  }
  detail::ObjectRows rows_;
};

namespace detail {

/// What Session does with a typed statement.
HeldResult session_execute(Session& session, const Ref<Select>& statement);
HeldResult session_execute(Session& session, const ClauseRef& statement,
                           const std::vector<ParameterSet>& parameters);
HeldResult session_scalars(Session& session, const Ref<Select>& statement);
HeldResult session_scalars(Session& session, const ClauseRef& statement,
                           const std::vector<ParameterSet>& parameters);
Instance session_get(Session& session, ClassFunction cls, std::initializer_list<OperandView> key);

}  // namespace detail

}  // namespace orm
