// PostLoader: relationships that are loaded by statements of their own, for many objects at once.
#pragma once

#include <utility>
#include <vector>

#include "orm/mapping/loader_options.h"
#include "orm/session.h"

namespace orm {

class PostLoader {
 public:
  /// Objects, and whether what they have already is to be overwritten.
  using States = std::vector<std::pair<Instance, bool>>;

  /// `refresh`: the statement reloads one object.
  PostLoader(Session& session, const RowPlan& plan, bool populate_existing, bool refresh,
             const std::vector<ParameterSet>& parameters)
      : session_(session),
        plan_(plan),
        populate_existing_(populate_existing),
        refresh_(refresh),
        parameters_(parameters) {}
  /// Loads one relationship of the objects. `item` is the plan's item that they were made by.
  void load(const RowPlan::Item& item, const RowPlan::PostLoad& post, const States& states);

  /// The columns that a subclass adds, for objects of it: selectin_polymorphic().
  void load_columns(const Mapper& mapper, const std::vector<Instance>& instances);

 private:
  struct Job;
  void selectin(const Job& job, const std::vector<Instance>& states);
  void by_foreign_key(const Job& job, const std::vector<Instance>& states);
  void by_parent(const Job& job, const std::vector<Instance>& states);
  void subquery(const Job& job, const std::vector<Instance>& states);
  Result run(const Job& job, const Ref<Select>& statement,
             const std::vector<ParameterSet>& parameters, RowPlan::Origin origin = {});

  Session& session_;
  const RowPlan& plan_;
  bool populate_existing_;
  bool refresh_;
  const std::vector<ParameterSet>& parameters_;
};

/// Dynamic collections are not filled: throws InvalidRequestError where one was to be loaded with
/// the objects that have it.
void refuse_dynamic(const RelationshipProperty& relationship);

}  // namespace orm
