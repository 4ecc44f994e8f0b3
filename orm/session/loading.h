// EntityLoader: from rows to objects; EntityRows: a result's rows made by one.
#pragma once

#include <unordered_map>
#include <utility>
#include <vector>

#include "orm/bundle.h"
#include "orm/events.h"
#include "orm/mapper.h"
#include "orm/session.h"
#include "orm/session/load_options.h"

namespace orm {

class EntityLoader {
 public:
  /// `parameters` are those of the statement, which a subqueryload() sends again.
  EntityLoader(Session& session, Ref<RowPlan> plan, Session::LoadOptions options,
               std::vector<ParameterSet> parameters);
  /// Makes it ready for other rows of the plan. False if it remembers the objects of those before,
  /// or needs the parameters: another one is needed.
  bool begin(Session& session, const Session::LoadOptions& options);
  bool begin(Session& session);
  /// Is each row one object, with which nothing is done after the rows?
  bool is_simple() const noexcept { return !remembers_ && entities_.size() == 1; }
  /// Appends one value for each item of the plan: an InstanceValue, null for an outer join's
  /// missing object, or the plain column.
  void load_row(const Value* row, std::vector<Value>& out);
  /// The same where the plan's one item is an object: it, or empty.
  Instance load_object(const Value* row) { return load_entity(entities_[0], row, true); }
  /// How a row of a simple plan becomes a new object, where nobody is told of it, its class is
  /// known, and its key is one value.
  struct PlainRow {
    const Mapper* mapper;
    size_t key_place;
    std::vector<std::pair<size_t, size_t>> places;  ///< attribute and its place
    AttributeSet missing;                           ///< columns that the row has not
    Ref<const RefCounted> options;
  };
  /// Nothing if more is to be done.
  std::optional<PlainRow> plain_row();
  /// The object of a row that has the key `asked`, of which the session has none; or empty: the
  /// row has another key.
  static Instance create_asked(Session& session, const PlainRow& plain, const Value& asked,
                               const CellView* row);
  /// Does the program hear of objects while rows are read? It may send statements of its own then.
  bool runs_program() const noexcept { return runs_program_; }
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
    Part own{};                                       ///< of the item's own class
    bool has_own = false;                             ///< is `own` made?
    std::unordered_map<const Mapper*, Part> parts{};  ///< of those below it
    const Mapper* last_mapper = nullptr;              ///< of the row before
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
  Value load_item(Entity& entity, const Value* row);
  Instance load_entity(Entity& entity, const Value* row, bool root);
  Instance find_or_create(Entity& entity, const Value* row, bool& overwrite);
  const Mapper* class_of_row(const Entity& entity, const Value* row,
                             std::span<const Value> key) const;
  static const Entity::Part& part_of(Entity& entity, const Mapper& mapper);
  void load_related(Entity& entity, InstanceState& owner, const Value* row, bool overwrite);
  void populate(InstanceState& state, const Entity::Part& part, const Value* row, bool whole);
  void fill_in(InstanceState& state, const Entity::Part& part, const Value* row);
  void set_related(Entity& entity);
  struct Pending;
  void load_subclasses(Entity& entity, std::vector<Pending>& pending);

  Session* session_;
  Ref<RowPlan> plan_;
  Session::LoadOptions options_;
  std::vector<ParameterSet> parameters_;
  bool tells_of_loads_;
  bool runs_program_;
  bool remembers_ = false;  ///< what is done with objects after the rows?
  std::vector<Entity> entities_;
};

class EntityRows final : public RowSource {
 public:
  EntityRows(const Session& session, Result core, EntityLoader loader, const RowPlan& plan)
      : session_(session.listener == nullptr ? nullptr : session.listener->hold(session)),
        core_(std::move(core)),
        loader_(std::move(loader)),
        needs_unique_(plan.needs_unique),
        only_objects_(plan.items.size() == 1 && plan.items[0].mapper != nullptr) {}
  size_t fetch(RowBlock& block, size_t limit) override;
  bool take_objects(std::vector<Instance>& objects) override;
  void close() override;
  void unique_rows() override { needs_unique_ = false; }
  void only_first() override { needs_unique_ = false; }

 private:
  template <class Load>
  void load_all(Load load);
  void check_unique() const;
  std::shared_ptr<void> session_;  // goes last
  Result core_;
  EntityLoader loader_;
  std::vector<Value> cells_;
  size_t next_ = 0;
  bool loaded_ = false;
  bool needs_unique_;
  bool only_objects_;
};

/// Throws NoSuchColumnError: rows lack what makes an object of them.
[[noreturn]] void throw_no_column(const ColumnElement& column);

/// The keys of rows made after `plan`.
Ref<RowKeys> row_keys(const RowPlan& plan, const Result& core, const Profile& profile);

}  // namespace orm
