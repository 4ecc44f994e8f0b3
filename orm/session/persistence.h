// Persistence: writes the rows of one mapper's objects, in SQLAlchemy's groups and order.
#pragma once

#include <functional>
#include <vector>

#include "orm/session.h"

namespace orm {

class Persistence {
 public:
  /// `is_deleted` tells whether the flush deletes an object.
  Persistence(Session& session, Connection connection,
              std::function<bool(const InstanceState&)> is_deleted)
      : session_(session), connection_(std::move(connection)), is_deleted_(std::move(is_deleted)) {}

  /// INSERT for objects without a row, UPDATE for others that changed.
  void save_objects(const Mapper& mapper, std::vector<Instance> instances);
  void delete_objects(const Mapper& mapper, std::vector<Instance> instances);
  /// UPDATE of a few columns after all rows are there: relationship(post_update=True).
  void post_update(const Mapper& mapper, std::vector<Instance> instances,
                   const std::vector<const Column*>& columns);
  Connection& connection() noexcept { return connection_; }

 private:
  /// One row to be written.
  struct Record {
    InstanceState* state = nullptr;
    ParameterSet parameters;       ///< columns by key, in the order of the table
    Assignments expressions;       ///< columns that get a SQL expression
    bool has_all_keys = true;      ///< the program gave every primary key column
    bool has_all_defaults = true;  ///< and every column with a server default
  };
  Record insert_record(const Table& table, InstanceState& state) const;
  bool update_record(const Table& table, InstanceState& state, Record& record) const;
  void insert_rows(const Table& table, std::vector<Record>& records);
  void insert_group(const Table& table, Record* first, Record* last);
  void update_rows(const Table& table, std::vector<Record>& records);
  void update_group(const Table& table, Record* first, Record* last);
  void delete_rows(const Table& table, const std::vector<Instance>& instances);
  void check_identity(InstanceState& state) const;
  void check_conflict(InstanceState& state) const;

  Session& session_;
  Connection connection_;
  std::function<bool(const InstanceState&)> is_deleted_;
};

}  // namespace orm
