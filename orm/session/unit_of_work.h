// UnitOfWork: one flush. It takes the objects to save and to delete, and sends what that takes.
#pragma once

#include <map>
#include <vector>

#include "orm/session.h"

namespace orm {

class UnitOfWork {
 public:
  explicit UnitOfWork(Session& session) : session_(session) {}
  /// Registers an object to be inserted (no identity yet) or updated.
  void save(const Instance& instance);
  /// Registers an object whose row is to be deleted.
  void remove(const Instance& instance);
  /// Sends the statements: mapper by mapper in the order of their names, what is saved before what
  /// is deleted, as SQLAlchemy does where no relationship asks for another order.
  void execute();

  /// What was registered, for the session's bookkeeping after success.
  const std::vector<Instance>& saved() const noexcept { return saved_; }
  const std::vector<Instance>& removed() const noexcept { return removed_; }

 private:
  struct Work {
    std::vector<Instance> save;
    std::vector<Instance> remove;
  };
  /// One row to be written.
  struct Record {
    InstanceState* state = nullptr;
    ParameterSet parameters;       ///< columns by key, in the order of the table
    Assignments expressions;       ///< columns that get a SQL expression
    bool has_all_keys = true;      ///< the program gave every primary key column
    bool has_all_defaults = true;  ///< and every column with a server default
  };
  void save_objects(const Mapper& mapper, const std::vector<Instance>& instances);
  void delete_objects(const Mapper& mapper, const std::vector<Instance>& instances);
  Record insert_record(const Mapper& mapper, InstanceState& state) const;
  bool update_record(const Mapper& mapper, InstanceState& state, Record& record) const;
  void insert_rows(const Mapper& mapper, std::vector<Record>& records);
  void insert_group(const Mapper& mapper, Record* first, Record* last);
  void update_rows(const Mapper& mapper, std::vector<Record>& records);
  void update_group(const Mapper& mapper, Record* first, Record* last);
  void check_conflict(InstanceState& state) const;
  bool is_registered_for_removal(const InstanceState& state) const;

  Session& session_;
  std::vector<Instance> saved_;
  std::vector<Instance> removed_;
  Connection connection_;
};

}  // namespace orm
