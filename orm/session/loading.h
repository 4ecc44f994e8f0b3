// EntityLoader: from rows to objects; EntityRows: a result's rows made by one.
#pragma once

#include <vector>

#include "orm/session.h"

namespace orm {

class EntityLoader {
 public:
  EntityLoader(Session& session, Ref<RowPlan> plan, Session::LoadOptions options);
  /// Appends one value for each item of the plan: an InstanceValue, null for an outer join's
  /// missing object, or the plain column.
  void load_row(const Row& row, std::vector<Value>& out);

 private:
  Instance load_entity(const RowPlan::Item& item, const std::vector<size_t>& key_places,
                       const Row& row);
  void populate(InstanceState& state, const RowPlan::Item& item, const Row& row, bool whole);
  void fill_in(InstanceState& state, const RowPlan::Item& item, const Row& row);

  Session& session_;
  Ref<RowPlan> plan_;
  Session::LoadOptions options_;
  std::vector<std::vector<size_t>> key_places_;
};

class EntityRows final : public RowSource {
 public:
  EntityRows(Result core, EntityLoader loader)
      : core_(std::move(core)), loader_(std::move(loader)) {}
  size_t fetch(RowBlock& block, size_t limit) override;
  void close() override;

 private:
  Result core_;
  EntityLoader loader_;
  std::vector<Value> cells_;
  size_t next_ = 0;
  bool loaded_ = false;
};

/// The keys of rows made after `plan`.
Ref<RowKeys> row_keys(const RowPlan& plan, const Result& core, const Profile& profile);

}  // namespace orm
