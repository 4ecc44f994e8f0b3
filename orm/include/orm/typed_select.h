// Typed select() and its results.
//
// A statement's type only carries the types of its rows, so statements can be composed at run time.
// Whatever stands beside the rows (criteria, joins, options) may come from mapped structs or from
// orm::core alike.
#pragma once

#include <orm/core_statement.h>
#include <orm/session.h>
#include <orm/typed_loading.h>

#include <concepts>
#include <iterator>
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
  } else {
    return core::Order(order).node();
  }
}
template <class O>
auto order_view(const O& order) {
  if constexpr (Criterion<O>) {
    return view_of(order);
  } else {
    return KeptClause{core::Order(order).node()};
  }
}
/// The FROM object of a class or of a handle of orm::core.
Ref<FromClause> from_of(const ClauseRef& clause);

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
    return TypedSelect(statement()->filter_by(values));
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
    return TypedSelect(statement()->having(detail::column_of(clause)));
  }
  TypedSelect limit(const Operand& count) const { return TypedSelect(statement()->limit(count)); }
  TypedSelect limit(std::integral auto count) const {
    return TypedSelect(detail::select_limit(statement(), static_cast<int64_t>(count)));
  }
  TypedSelect offset(const Operand& count) const { return TypedSelect(statement()->offset(count)); }
  TypedSelect offset(std::integral auto count) const {
    return TypedSelect(detail::select_offset(statement(), static_cast<int64_t>(count)));
  }
  TypedSelect distinct() const { return TypedSelect(statement()->distinct()); }
  template <class... F>
  TypedSelect select_from(const F&... froms) const {
    return TypedSelect(statement()->select_from({ClauseRef(froms)...}));
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
    return TypedSelect(statement()->join(ClauseRef(target), on(onclause)));
  }
  template <detail::JoinTarget T>
  TypedSelect outerjoin(const T& target) const {
    return TypedSelect(
        detail::select_join(statement(), detail::KeptClause{ClauseRef(target)}, true));
  }
  template <detail::JoinTarget T, class On>
  TypedSelect outerjoin(const T& target, const On& onclause) const {
    return TypedSelect(statement()->join(ClauseRef(target), on(onclause), true));
  }
  template <detail::JoinTarget L, detail::JoinTarget T>
  TypedSelect join_from(const L& left, const T& target) const {
    return TypedSelect(statement()->join_from(ClauseRef(left), ClauseRef(target)));
  }
  template <detail::JoinTarget L, detail::JoinTarget T, class On>
  TypedSelect join_from(const L& left, const T& target, const On& onclause) const {
    return TypedSelect(statement()->join_from(ClauseRef(left), ClauseRef(target), on(onclause)));
  }
  /// Loader options and the like.
  template <class... O>
  TypedSelect options(const O&... options) const {
    return TypedSelect(statement()->with_options({Ref<StatementOption>(options)...}));
  }
  template <class... I>
  auto add_columns(const I&... items) const {
    return TypedSelect<Items..., typename detail::SelectItem<I>::type...>(
        statement()->add_columns({detail::SelectItem<I>::clause(items)...}));
  }
  template <class... I>
  auto with_only_columns(const I&... items) const {
    return TypedSelect<typename detail::SelectItem<I>::type...>(
        statement()->with_only_columns({detail::SelectItem<I>::clause(items)...}));
  }
  /// The tables of the enclosing statement that are meant, not selected from.
  template <class... F>
  TypedSelect correlate(const F&... froms) const {
    return TypedSelect(statement()->correlate({detail::from_of(ClauseRef(froms))...}));
  }

  /// Objects of the rows of another statement: text or a SELECT.
  TypedStatement<Items...> from_statement(const ClauseRef& statement) const {
    return TypedStatement<Items...>(make_ref<FromStatement>(
        this->statement()->raw_columns, statement, this->statement()->plugin_options));
  }
  TypedSelect execution_options(std::vector<std::pair<std::string, Value>> added) const {
    Ref<Select> next = statement()->copy();
    for (auto& option : added) next->options.push_back(std::move(option));
    return TypedSelect(next);
  }

  /// @name The statement within others
  /// @{
  core::Alias subquery(std::string name = {}) const { return core().subquery(std::move(name)); }
  core::CTE cte(std::string name = {}, bool recursive = false) const {
    return core().cte(std::move(name), recursive);
  }
  core::Exists exists() const { return core().exists(); }
  /// The first value of the first row, where a value may stand.
  auto scalar_subquery() const {
    return Expr<detail::Optional<first_type>>(ColumnRef(core().scalar_subquery().node()));
  }
  auto label(std::string name) const { return scalar_subquery().label(std::move(name)); }
  /// The same statement as orm::core has it, whose rows have no types.
  core::Select core() const { return core::Select(statement()); }
  operator core::Select() const { return core(); }          // NOLINT: it is a statement
  operator ClauseRef() const { return statement(); }        // NOLINT
  operator Ref<SelectBase>() const { return statement(); }  // NOLINT
  const Ref<Select>& statement() const noexcept { return statement_.ref(); }
  std::string str() const { return statement()->str(profile_2_0); }
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

/// @name INSERT, UPDATE and DELETE of a mapped struct: `update(User_).where(..).values({..})`
/// The statements are those of orm::core; a Session keeps its objects in step.
/// @{
template <Entity E>
core::Insert insert(const E& entity) {
  return core::Insert(insert(ClauseRef(entity)));
}
template <Entity E>
core::Update update(const E& entity) {
  return core::Update(update(ClauseRef(entity)));
}
template <Entity E>
core::Delete delete_(const E& entity) {
  return core::Delete(delete_(ClauseRef(entity)));
}
/// @}

/// The same with what only one database has: `core::sqlite::insert(User_).on_conflict_..`.
namespace core::sqlite {
template <Entity E>
Insert insert(const E& entity) {
  return insert_into(ClauseRef(entity));
}
}  // namespace core::sqlite
namespace core::postgresql {
template <Entity E>
Insert insert(const E& entity) {
  return insert_into(ClauseRef(entity));
}
}  // namespace core::postgresql

namespace detail {

/// A result whose rows are one object each, or begin with one.
class ObjectRows {
 public:
  explicit ObjectRows(Result&& result);
  ObjectRows(const ObjectRows& other);
  ObjectRows(ObjectRows&& other) noexcept;
  ObjectRows& operator=(const ObjectRows& other);
  ObjectRows& operator=(ObjectRows&& other) noexcept;
  ~ObjectRows();
  /// The objects of all rows that are left.
  std::vector<Instance> take();
  /// The same, kept for begin() and end().
  void read();
  /// The first item of a row, which is an object or nothing.
  static Instance object_of(const Row& row);
  std::optional<Instance> first();
  Instance one();
  std::optional<Instance> one_or_none();
  Result result;
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
  explicit TypedResult(Result&& result) : result_(std::move(result)) {}
  std::vector<R> all() {
    std::vector<R> rows;
    for (const Row& row : result_.all()) rows.push_back(read(row));
    return rows;
  }
  std::optional<R> first() { return maybe(result_.first()); }
  /// Throws NoResultFound, MultipleResultsFound.
  R one() { return read(result_.one()); }
  std::optional<R> one_or_none() { return maybe(result_.one_or_none()); }
  /// Each row once: needed where a joined collection repeats the objects that have it.
  TypedResult unique() { return TypedResult(result_.unique()); }
  /// The first item of each row.
  auto scalars() {
    if constexpr (requires { typename std::tuple_element<0, R>::type; }) {
      return TypedResult<std::tuple_element_t<0, R>>(result_.columns({0}));
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
    return detail::maybe_item<detail::FirstItem<R>>(result_.scalar_one_or_none().value_or(Value()));
  }
  /// @}
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

/// The same of objects.
template <class T>
class TypedResult<Ptr<T>> {
 public:
  explicit TypedResult(const Result& result) : rows_(Result(result)) {}
  explicit TypedResult(Result&& result) : rows_(std::move(result)) {}
  std::vector<Ptr<T>> all() {
    std::vector<Instance> objects = rows_.take();
    return {std::make_move_iterator(objects.begin()), std::make_move_iterator(objects.end())};
  }
  std::optional<Ptr<T>> first() { return maybe(rows_.first()); }
  /// Throws NoResultFound, MultipleResultsFound.
  Ptr<T> one() { return Ptr<T>(rows_.one()); }
  std::optional<Ptr<T>> one_or_none() { return maybe(rows_.one_or_none()); }
  TypedResult unique() { return TypedResult(result().unique()); }
  TypedResult scalars() { return *this; }
  std::optional<Ptr<T>> scalar() { return first(); }
  Ptr<T> scalar_one() { return one(); }
  std::optional<Ptr<T>> scalar_one_or_none() { return one_or_none(); }
  Result& result() noexcept { return rows_.result; }

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
  static std::optional<Ptr<T>> maybe(std::optional<Instance>&& object) {
    return object ? std::optional<Ptr<T>>(std::move(*object)) : std::nullopt;
  }
  detail::ObjectRows rows_;
};

namespace detail {

/// What Session does with a typed statement.
Result session_execute(Session& session, const Ref<Select>& statement);
Result session_scalars(Session& session, const Ref<Select>& statement);
Instance session_get(Session& session, ClassFunction cls, std::initializer_list<OperandView> key);

}  // namespace detail

}  // namespace orm
