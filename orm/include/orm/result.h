// Results: rows that share their keys and their storage, fetched as they are asked for.
#pragma once

#include <orm/clause.h>
#include <orm/typed_value.h>

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace orm {

class Column;
class Instance;
struct Compiled;
extern const Profile profile_2_0;

/// Keys of a result's rows (SQLAlchemy's ResultMetaData / RMKeyView).
class RowKeys : public RefCounted {
 public:
  std::vector<std::string> keys;
  std::vector<ColumnRef> expressions;  ///< by position; null where there is none
  std::vector<ClauseRef> entities;     ///< by position, in rows of objects; else empty
  bool legacy = false;                 ///< LegacyRow: string keys index the row
  const Profile* profile = &profile_2_0;
  /// Position of a key; -1 none, -2 ambiguous.
  int find(std::string_view key) const;
  /// Position of a column expression; -1 none.
  int find(const ColumnElement& column) const;

 private:
  mutable Ref<RefCounted> index_;  // places by key, once they are asked for
};

/// Storage of a batch of rows.
class RowBlock : public RefCounted {
 public:
  Ref<const RowKeys> keys;
  size_t width = 0;
  std::vector<Value> cells;  ///< row after row
  size_t rows() const { return width == 0 ? 0 : cells.size() / width; }
};

/// One row: a named tuple.
class Row {
 public:
  Row() = default;
  Row(Ref<const RowBlock> block, size_t row)
      : block_(std::move(block)), first_(row * block_->width) {}
  size_t size() const { return block_->width; }
  const Value& operator[](size_t i) const { return block_->cells[first_ + i]; }
  const Value* begin() const { return block_->cells.data() + first_; }
  const Value* end() const { return begin() + size(); }
  /// By key, as `row.name`. Throws NoSuchColumnError or InvalidRequestError (ambiguous).
  const Value& at(std::string_view key) const;
  const Value& at(const ColumnElement& column) const;
  const Value& operator[](std::string_view key) const { return at(key); }
  /// The item as a C++ type: `row.get<std::string>("name")`, `row.get<std::optional<int64_t>>(1)`.
  /// Throws TypeError if it holds another kind, NULL included where T is no optional.
  template <class T, class Key>
  T get(const Key& key) const {
    return ValueTraits<T>::from_value((*this)[key]);
  }
  /// The first items as C++ types.
  template <class... T>
  std::tuple<T...> as_tuple() const {
    return as_tuple<T...>(std::index_sequence_for<T...>());
  }
  const RowKeys& keys() const { return *block_->keys; }
  Ref<const RowKeys> keys_ref() const { return block_->keys; }
  /// `(1, 'ed')`
  std::string repr() const;
  /// `{'id': 1, 'name': 'ed'}`
  std::string mapping_repr() const;
  bool operator==(const Row& other) const;

 private:
  template <class... T, size_t... I>
  std::tuple<T...> as_tuple(std::index_sequence<I...>) const {
    return {get<T>(I)...};
  }
  Ref<const RowBlock> block_;
  size_t first_ = 0;
};

/// A row as a mapping (SQLAlchemy's RowMapping): read by key, shown as a dict.
class RowMapping {
 public:
  explicit RowMapping(Row row) : row_(std::move(row)) {}
  const Value& operator[](std::string_view key) const { return row_.at(key); }
  const Row& row() const { return row_; }
  std::vector<std::string> keys() const { return row_.keys().keys; }
  std::string repr() const { return row_.mapping_repr(); }

 private:
  Row row_;
};

/// Where a result's rows come from.
class RowSource : public RefCounted {
 public:
  /// Appends up to `limit` rows to the block's cells; returns how many.
  virtual size_t fetch(RowBlock& block, size_t limit) = 0;
  virtual void close() {}
  /// Appends the objects of all rows, where a row is one mapped object; false if it is not, or if
  /// rows were fetched before.
  virtual bool take_objects(std::vector<Instance>& objects) { return (void)objects, false; }
  /// unique() was called on the result.
  virtual void unique_rows() {}
  /// Only the first row is asked for, which needs no unique().
  virtual void only_first() {}
};

/// What execute() returns (CursorResult, ResultProxy, Result). A handle: copies share the cursor.
class Result {
 public:
  struct State;
  Result();
  explicit Result(Ref<State> state);
  Result(const Result&);
  Result(Result&&) noexcept;
  Result& operator=(const Result&);
  Result& operator=(Result&&) noexcept;
  ~Result();
  /// A result over rows made elsewhere (the ORM's). `source` may be null: no rows returned.
  static Result from_source(Ref<const RowKeys> keys, Ref<RowSource> source, const Profile& profile);
  static Result from_rows(Ref<const RowKeys> keys, std::vector<Value> cells,
                          const Profile& profile);

  /// The behaviours of the connection that it came from.
  const Profile& profile() const;
  bool returns_rows() const;
  std::vector<std::string> keys() const;
  Ref<const RowKeys> row_keys() const;
  int64_t rowcount() const;
  int64_t lastrowid() const;
  bool is_insert() const;
  /// The new row's primary key; null values where it is not known. Throws InvalidRequestError.
  std::vector<Value> inserted_primary_key() const;
  std::vector<std::vector<Value>> inserted_primary_key_rows() const;
  /// Parameters of the last execution with defaults filled in (`last_inserted_params`).
  const ParameterSet& last_params() const;
  /// The same for every row of the execution; empty where no Python-side default was filled in.
  const std::vector<ParameterSet>& sent_parameters() const;
  /// Does it come from the driver, not from rows made elsewhere?
  bool from_driver() const;
  /// Was it an executemany?
  bool executemany() const;
  /// Names and values of the one execution of an INSERT or UPDATE, defaults filled in.
  ParameterSet compiled_parameters() const;
  const std::vector<Column*>& prefetch_cols() const;
  const std::vector<Column*>& postfetch_cols() const;
  /// INSERT .. RETURNING of return_defaults(): the fetched server defaults, by column.
  const std::vector<Row>& returned_defaults() const;
  const Compiled* compiled() const;

  // Fetching. All throw ResourceClosedError where there are no rows.
  std::optional<Row> fetchone();
  std::vector<Row> fetchmany(size_t count);
  std::vector<Row> all();
  std::optional<Row> first();  ///< closes the result
  Row one();                   ///< NoResultFound, MultipleResultsFound
  std::optional<Row> one_or_none();
  Value scalar();  ///< null if there is no row
  Value scalar_one();
  std::optional<Value> scalar_one_or_none();
  std::vector<Value> scalars(size_t column = 0);
  /// The rows that come next, at most some thousands, without a Row for each; null after the last.
  Ref<const RowBlock> take_block();
  /// Appends the objects of all rows, where each row is one mapped object. False, and nothing is
  /// taken, where rows are something else or were fetched before: all() has them.
  bool take_objects(std::vector<Instance>& objects);
  /// The rows as mappings.
  std::vector<RowMapping> mappings();
  /// The rows as tuples of C++ types, for structured bindings:
  /// `for (auto& [name, year] : result.tuples<std::string, int64_t>())`
  template <class... T>
  std::vector<std::tuple<T...>> tuples() {
    std::vector<std::tuple<T...>> rows;
    for (const Row& row : all()) rows.push_back(row.as_tuple<T...>());
    return rows;
  }
  /// A result of some of the columns.
  Result columns(const std::vector<size_t>& positions) const;
  /// Rows that were not met before; unique_by() of result_functions.h compares by a key.
  Result unique() const;
  /// How many rows fetchmany() and partitions() give where they are not told; 0: one.
  Result& yield_per(size_t rows);
  size_t yield_per() const;
  void close();
  bool closed() const;
  const Ref<State>& state() const { return state_; }
  /// @name What is behind the handle, for who keeps it without this header
  /// @{
  Ref<RefCounted> erased() const;
  static Result restored(const Ref<RefCounted>& erased);
  /// @}
  /// Position of a column expression in the rows, or -1.
  int index_of(const ColumnElement& column) const;

 private:
  Ref<State> state_;
};

}  // namespace orm
