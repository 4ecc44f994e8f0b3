// EntityLoader: from rows to objects; EntityRows: a result's rows made by one.
#pragma once

#include <unordered_map>
#include <utility>
#include <vector>

#include "orm/bundle.h"
#include "orm/session.h"

namespace orm {

class EntityLoader {
 public:
  /// `parameters` are those of the statement, which a subqueryload() sends again.
  EntityLoader(Session& session, Ref<RowPlan> plan, Session::LoadOptions options,
               std::vector<ParameterSet> parameters);
  /// Appends one value for each item of the plan: an InstanceValue, null for an outer join's
  /// missing object, or the plain column.
  void load_row(const Row& row, std::vector<Value>& out);
  /// After the last row: collections get their members, and the loads that come after run.
  void finish();

 private:
  struct Related;
  // What is known of the objects of one item of the plan.
  struct Entity {
    const RowPlan::Item* item = nullptr;
    std::vector<size_t> key_places;
    // What of a row goes to objects of one class of a hierarchy.
    struct Part {
      std::vector<std::pair<size_t, size_t>> places;  ///< attribute and its place
      AttributeSet missing;                           ///< columns that the row has not
    };
    std::unordered_map<const Mapper*, Part> parts;
    const Mapper* last_mapper = nullptr;  ///< of the row before
    const Part* last_part = nullptr;
    std::vector<Related> related;
    std::vector<Entity> bundled;  ///< the parts of a bundle
    Bundle::Reader reader;
    Ref<RowKeys> part_keys;
    bool tracked = false;  ///< something is done with the objects after the rows
    std::unordered_map<InstanceState*, size_t> known;
    std::vector<std::pair<Instance, bool>> seen;  ///< with: is what they have to be overwritten?
  };
  struct Members {
    Instance owner;
    bool wanted;
    std::vector<Instance> objects;
    StateSet known{};  ///< of the objects, once they are many
    void add(Instance member);
  };
  struct Related {
    const RelationshipProperty* relationship;
    Entity entity;
    std::unordered_map<InstanceState*, size_t> places;
    std::vector<Members> owners;
  };

  void prepare(Entity& entity, const RowPlan::Item& item, bool needs_key);
  Value load_item(Entity& entity, const Row& row);
  Instance load_entity(Entity& entity, const Row& row, bool root);
  Instance find_or_create(Entity& entity, const Row& row, bool& overwrite);
  const Mapper* class_of_row(const Entity& entity, const Row& row,
                             std::span<const Value> key) const;
  static const Entity::Part& part_of(Entity& entity, const Mapper& mapper);
  void load_related(Entity& entity, InstanceState& owner, const Row& row, bool overwrite);
  void populate(InstanceState& state, const Entity::Part& part, const Row& row, bool whole);
  void fill_in(InstanceState& state, const Entity::Part& part, const Row& row);
  void set_related(Entity& entity);
  void load_subclasses(Entity& entity);

  Session& session_;
  Ref<RowPlan> plan_;
  Session::LoadOptions options_;
  std::vector<ParameterSet> parameters_;
  bool tells_of_loads_;
  std::vector<Entity> entities_;
};

class EntityRows final : public RowSource {
 public:
  EntityRows(Result core, EntityLoader loader, bool needs_unique)
      : core_(std::move(core)), loader_(std::move(loader)), needs_unique_(needs_unique) {}
  size_t fetch(RowBlock& block, size_t limit) override;
  void close() override;
  void unique_rows() override { needs_unique_ = false; }

 private:
  Result core_;
  EntityLoader loader_;
  std::vector<Value> cells_;
  size_t next_ = 0;
  bool loaded_ = false;
  bool needs_unique_;
};

/// Throws NoSuchColumnError: rows lack what makes an object of them.
[[noreturn]] void throw_no_column(const ColumnElement& column);

/// The keys of rows made after `plan`.
Ref<RowKeys> row_keys(const RowPlan& plan, const Result& core, const Profile& profile);

}  // namespace orm
