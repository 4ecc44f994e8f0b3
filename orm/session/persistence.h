// Persistence: writes the rows of one mapper's objects, in SQLAlchemy's groups and order.
#pragma once

#include <functional>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "orm/dml.h"
#include "orm/events.h"
#include "orm/mapper.h"
#include "orm/session.h"
#include "orm/session/row_buffer.h"

namespace orm {

/// `users_id`: the parameter that names a row in WHERE.
std::string key_parameter(const Column& column);
/// Names of parameters that a statement itself has, beside those of its rows.
std::vector<std::string> parameters_in(const ClauseElement& statement);
/// What INSERT and UPDATE of objects return: the table's own columns in its order, `keys` and those
/// asked for, then the other expressions asked for.
std::vector<ClauseRef> with_keys(const Table& table, const std::vector<const Column*>& keys,
                                 const std::vector<ClauseRef>& asked);
/// The place of a column among the elements of a RETURNING list.
std::optional<size_t> find_column(const std::vector<ClauseRef>& list, const ClauseRef& column);
/// The values of an UPDATE or INSERT that go to columns of one table.
Assignments values_for(const Table& table, const Assignments& row);

class Persistence {
 public:
  /// Objects that the caller holds.
  using States = std::vector<InstanceState*>;
  /// `is_deleted` tells whether the flush deletes an object.
  Persistence(Session& session, Connection connection,
              std::function<bool(const InstanceState&)> is_deleted)
      : session_(session), connection_(std::move(connection)), is_deleted_(std::move(is_deleted)) {}

  /// INSERT for objects without a row, UPDATE for others that changed.
  void save_objects(const Mapper& mapper, States states);
  void delete_objects(const Mapper& mapper, States states);
  /// UPDATE of a few columns after all rows are there: relationship(post_update=True).
  void post_update(const Mapper& mapper, States states, const std::vector<const Column*>& columns);
  Connection& connection() noexcept { return connection_; }
  /// Turns to the database that has the rows of the mapper, where there are several.
  void use(const Mapper& mapper) {
    if (session_.router != nullptr || !connection_)
      connection_ = session_.connection(&mapper.base_mapper());
  }

  /// Rows by attribute names, without objects: Session.bulk_insert_mappings() and its kin. With
  /// `return_keys` each row gets the primary key that the database made for it.
  struct Returned {
    Ref<const RowKeys> keys;
    std::vector<std::vector<Value>> rows;
  };
  struct BulkInsert {
    bool return_keys = false;
    bool render_nulls = false;  ///< None is written, not left to the column's default
    /// @name Of session.execute(insert(Entity), rows)
    /// @{
    Ref<const Insert> statement = nullptr;  ///< for the table whose turn it is
    const ExecuteOptions* how = nullptr;
    std::vector<std::string> names{};  ///< keys of rows that are the statement's own parameters
    std::vector<ClauseRef> asked{};    ///< RETURNING of that table
    mutable Returned returned{};
    /// @}
  };
  void bulk_insert(const Mapper& mapper, std::vector<ParameterSet>& rows, const BulkInsert& how);
  /// The same by an INSERT of the program, which may have values, RETURNING and ON CONFLICT. Throws
  /// InvalidRequestError for ON CONFLICT into several tables.
  Result bulk_insert(const Mapper& mapper, std::vector<ParameterSet> rows, const Insert& statement,
                     bool render_nulls, const ExecuteOptions& how);
  /// The rows name their primary keys. Throws InvalidRequestError where one does not. `statement`:
  /// an UPDATE of the program, which may have criteria (rows are not counted then) and values.
  void bulk_update(const Mapper& mapper, const std::vector<ParameterSet>& rows,
                   const Update* statement = nullptr);

 private:
  /// One row to be written.
  struct Record {
    InstanceState* state = nullptr;
    ParameterSet* row = nullptr;   ///< of a bulk operation, which has no object
    RowBuffer::Row values{};       ///< of columns by key, in the order of the table
    bool has_all_keys = true;      ///< the program gave every primary key column
    bool has_all_defaults = true;  ///< and every column with a server default
    /// Columns that get a SQL expression.
    const Assignments& expressions() const noexcept {
      static const Assignments none;
      return expressions_ == nullptr ? none : *expressions_;
    }
    void add_expression(Assignment assignment) {
      if (expressions_ == nullptr) expressions_ = std::make_unique<Assignments>();
      expressions_->push_back(std::move(assignment));
    }

   private:
    std::unique_ptr<Assignments> expressions_{};  // few rows have any
  };
  struct Records {
    RowBuffer values;
    std::vector<Record> list;
    std::vector<std::pair<InstanceState*, Value>> versions;  ///< that rows get
    void give_version(InstanceState& state, const Column& column, Value version);
  };
  /// One column of a table for the objects of one class.
  struct TableColumn {
    static constexpr size_t kNone = static_cast<size_t>(-1);
    const Column* column;
    size_t attribute;   ///< kNone: not mapped
    bool counts;        ///< the versions of the row
    bool stores_none;   ///< None is a value of its own: JSON's null
    bool is_filled;     ///< something else fills it where there is no value
    bool is_defaulted;  ///< what the database fills it with is to be fetched
  };
  /// Has an object of the class a row in that table?
  bool stored_in(const Mapper& mapper, const Table& table) {
    if (stored_.mapper != &mapper || stored_.table != &table) find_stored(mapper, table);
    return stored_.is_stored;
  }
  void find_stored(const Mapper& mapper, const Table& table);
  void insert_record(const Table& table, InstanceState& state, Records& records);
  bool add_version(InstanceState& state, Records& records, const Record& record) const;
  void update_record(const Table& table, InstanceState& state, Records& records);
  /// Valid until the next call.
  const std::vector<TableColumn>& columns_of(const Mapper& mapper, const Table& table) {
    if (plan_.mapper != &mapper || plan_.table != &table) find_columns(mapper, table);
    return plan_.columns;
  }
  void find_columns(const Mapper& mapper, const Table& table);
  /// Rows of one table. `mapper` is that of rows without an object. `learn`: do objects or rows
  /// need to know what the database made of them?
  void insert_rows(const Mapper& mapper, const Table& table, Records& records, bool learn = true,
                   const BulkInsert* bulk = nullptr);
  void insert_group(const Mapper& given, const Table& table, RowBuffer& values, Record* first,
                    Record* last, bool learn, const BulkInsert* bulk);
  void insert_returning(const Mapper& mapper, const Table& table, RowBuffer& values, Record* first,
                        Record* last, const BulkInsert& bulk);
  /// A column of the key of a row in some table, its attribute and what names it in WHERE.
  struct KeyColumn {
    const Column* column;
    size_t attribute;
    std::string parameter;
  };
  /// The key of a row in that table; a column that is not mapped is left out. Valid until the next
  /// call.
  const std::vector<KeyColumn>& key_of(const Mapper& mapper, const Table& table) {
    if (key_.mapper != &mapper || key_.table != &table) find_key(mapper, table);
    return key_.columns;
  }
  void find_key(const Mapper& mapper, const Table& table);
  void give_keys(const Mapper& mapper, const Table& table, const Record& record,
                 const std::vector<Value>& key);
  bool fetches_defaults(const Mapper& mapper) const;
  void insert_into(const Mapper& mapper, const Table& table, std::vector<ParameterSet>& rows,
                   const BulkInsert& how, bool learn);
  void update_table(const Mapper& mapper, const Table& table, const std::vector<ParameterSet>& rows,
                    const Update* statement);
  void update_rows(const Mapper& mapper, const Table& table, Records& records,
                   const Update* base = nullptr);
  void update_group(const Mapper& given, const Table& table, RowBuffer& values, Record* first,
                    Record* last, const Update* base);
  void delete_rows(const Table& table, const States& states);
  void check_identity(InstanceState& state) const;
  bool tells_of_rows() const;
  void tell(RowEvent event, InstanceState& state);
  void check_conflict(InstanceState& state);
  /// The object whose row a new one takes over, or null.
  InstanceState* predecessor(const InstanceState& state) const {
    return taken_over_.empty() ? nullptr : find_predecessor(state);
  }
  InstanceState* find_predecessor(const InstanceState& state) const;

  Session& session_;
  Connection connection_;
  std::function<bool(const InstanceState&)> is_deleted_;
  /// "Row switch": new objects with the key of one that the same flush deletes. Their row is
  /// updated, and that of the other not deleted.
  std::unordered_map<const InstanceState*, InstanceState*> taken_over_;
  struct TableKey {
    const Mapper* mapper = nullptr;
    const Table* table = nullptr;
    std::vector<KeyColumn> columns;
  };
  struct TablePlan {
    const Mapper* mapper = nullptr;
    const Table* table = nullptr;
    std::vector<TableColumn> columns;
    bool versioned = false;  // does the table count the versions of its rows?
  };
  struct Stored {
    const Mapper* mapper = nullptr;
    const Table* table = nullptr;
    bool is_stored = false;
  };
  TableKey key_;  // of the last question: rows come in runs of one class
  TablePlan plan_;
  Stored stored_;
};

}  // namespace orm
