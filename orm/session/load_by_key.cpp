// One object by its primary key: get(), refresh(), expired attributes and lazy loads of one object.
//
// The statement differs only in the values, so that its lowered form is kept with the mapper, and
// made anew when a mapping has changed. Only what options or listeners say goes the general way of
// a statement.
#include <algorithm>

#include "orm/engine/repeated_select.h"
#include "orm/mapping/lowering.h"
#include "orm/orm_error.h"
#include "orm/relationship.h"
#include "orm/session.h"
#include "orm/session/loading.h"

namespace orm {

namespace {

// What names the parameters of the key. A refresh is another statement than a get() to SQLAlchemy's
// cache, though their text agrees; and so is one of other attributes, relationships among them.
std::string key_prefix(const Mapper& mapper, const InstanceState* refreshed) {
  if (refreshed == nullptr) return "pk_";
  std::string prefix = "refresh_pk_";
  for (const RelationshipProperty* relationship : mapper.relationships()) {
    if (refreshed->in_committed_state(relationship->index()) ||
        refreshed->has_pending(relationship->index())) {
      prefix += std::to_string(relationship->index()) + "_";
    }
  }
  return prefix;
}

[[noreturn]] void throw_multiple() {
  throw MultipleResultsFound("Multiple rows were found when exactly one was required");
}

// A lowered statement, and what it was lowered for.
struct KeyLoad {
  const Profile* profile;
  uint64_t mapping;  // Mapper::changes()
  LabelStyle labels;
  bool refresh;
  bool eager;
  bool all;  // attributes, not `only` some
  AttributeSet only;
  std::string prefix;
  std::vector<const Mapper*> mappers;
  Ref<Select> statement;
  Ref<RowPlan> plan;
  RepeatedSelect select;
  /// @name Of the last load, unless they are in use
  /// @{
  std::unique_ptr<EntityLoader> loader = nullptr;
  std::vector<Value> cells{};
  /// @}
};

// Those of one mapper.
class KeyLoads : public RefCounted {
 public:
  static constexpr size_t kMost = 16;
  std::vector<std::shared_ptr<KeyLoad>> loads;
};

}  // namespace

Ref<Select> Session::select_by_key(const Mapper& mapper, std::span<const Value> ident,
                                   LabelStyle labels, const std::string& prefix,
                                   const std::vector<Ref<StatementOption>>& options,
                                   const ForUpdate* lock) const {
  Ref<Select> statement = select({mapper.entity()})->with_label_style(labels);
  if (lock != nullptr) statement = statement->with_for_update(*lock);
  const bool is_aliased = static_cast<const EntityElement&>(*mapper.entity()).alias != nullptr;
  if (!options.empty()) statement = statement->with_options(options);
  for (size_t k = 0; k < ident.size(); ++k) {
    ColumnRef key = mapper.attribute(mapper.primary_key_attributes()[k]);
    const ColumnElement& column = mapper.concrete() || is_aliased
                                      ? *key
                                      : static_cast<const ColumnElement&>(*mapper.primary_key()[k]);
    if (ident[k].is_null()) {
      statement = statement->where(column.is_(Operand(Value())));
      continue;
    }
    const std::string name = prefix + std::to_string(k + 1);
    statement = statement->where(column.eq(Operand(bindparam(name, std::nullopt, column.type))));
  }
  return statement;
}

Instance Session::load_by_key(const Mapper& mapper, std::span<const Value> ident, LabelStyle labels,
                              const LoadOptions& given,
                              const std::vector<Ref<StatementOption>>& loads) {
  const bool any_null =
      std::any_of(ident.begin(), ident.end(), [](const Value& value) { return value.is_null(); });
  if (loads.empty() && given.node == nullptr && given.lock == nullptr && !any_null &&
      !listens(SessionEvent::do_orm_execute)) {
    return load_by_kept(mapper, ident, labels, given);
  }
  LoadOptions load = given;
  load.unique = true;
  const std::string prefix = key_prefix(mapper, load.refresh_state);
  ParameterSet parameters;
  for (size_t k = 0; k < ident.size(); ++k) {
    if (!ident[k].is_null()) parameters.emplace_back(prefix + std::to_string(k + 1), ident[k]);
  }
  Result result = execute_lowered(select_by_key(mapper, ident, labels, prefix, loads, load.lock),
                                  {parameters}, {}, load);
  std::optional<Row> row;
  try {
    row = result.one_or_none();
  } catch (const MultipleResultsFound&) {
    throw_multiple();
  }
  if (!row) return {};
  const auto* value = dynamic_cast<const InstanceValue*>((*row)[0].object());
  return value == nullptr ? Instance() : value->instance;
}

Instance Session::load_by_kept(const Mapper& mapper, std::span<const Value> ident,
                               LabelStyle labels, const LoadOptions& given) {
  if (given.autoflush) autoflush_now();
  mapper.registry().configure();
  Ref<RefCounted>& kept = mapper.kept();
  if (kept == nullptr) kept = make_ref<KeyLoads>();
  auto& all = static_cast<KeyLoads&>(*kept).loads;
  const bool refresh = given.refresh_state != nullptr;
  std::string prefix = key_prefix(mapper, given.refresh_state);
  auto found = std::find_if(all.begin(), all.end(), [&](const std::shared_ptr<KeyLoad>& one) {
    return one->mapping == Mapper::changes() && one->profile == profile_ && one->labels == labels &&
           one->refresh == refresh && one->eager == given.eager &&
           one->all == (given.only == nullptr) && (one->all || one->only == *given.only) &&
           one->prefix == prefix && one->mappers == given.mappers;
  });
  if (found == all.end()) {
    Ref<Select> statement = select_by_key(mapper, ident, labels, prefix, {});
    LowerOptions lowering;
    lowering.only = given.only;
    lowering.eager = given.eager;
    lowering.refresh = refresh;
    lowering.mappers = given.mappers;
    Ref<RowPlan> plan;
    Ref<Select> core = lower_select(*statement, *profile_, lowering, plan);
    std::vector<std::string> names;
    for (size_t k = 0; k < ident.size(); ++k) names.push_back(prefix + std::to_string(k + 1));
    if (all.size() >= KeyLoads::kMost) all.erase(all.begin());
    all.push_back(std::make_shared<KeyLoad>(KeyLoad{
        profile_, Mapper::changes(), labels, refresh, given.eager, given.only == nullptr,
        given.only == nullptr ? AttributeSet() : *given.only, std::move(prefix), given.mappers,
        std::move(statement), std::move(plan), RepeatedSelect(core, std::move(names))}));
    found = all.end() - 1;
  }
  // Held: what is loaded on the way may make room for another.
  const std::shared_ptr<KeyLoad> held = *found;
  KeyLoad& kept_load = *held;
  const Ref<RowPlan> plan = kept_load.plan;
  Connection to = connection(&mapper, kept_load.statement.get());
  // Loading may come back here; then there are others.
  std::vector<Value> cells = std::move(kept_load.cells);
  cells.clear();
  std::vector<ParameterSet> parameters;
  const auto name_values = [&] {
    parameters.resize(1);
    for (size_t k = 0; k < ident.size(); ++k) {
      parameters[0].emplace_back(kept_load.select.names()[k], ident[k]);
    }
  };
  if (plan->post_loads > 0) name_values();
  size_t width = kept_load.select.read(to, ident, cells);
  if (width == RepeatedSelect::kNotSent) {
    if (parameters.empty()) name_values();
    Result result = to.execute(kept_load.select.statement(), parameters);
    width = result.row_keys()->keys.size();
    while (Ref<const RowBlock> block = result.take_block()) {
      cells.insert(cells.end(), block->cells.begin(), block->cells.end());
    }
  }
  std::unique_ptr<EntityLoader> loader = std::move(kept_load.loader);
  if (loader == nullptr || !loader->begin(*this, given, parameters)) {
    loader = std::make_unique<EntityLoader>(*this, plan, given, std::move(parameters));
  }
  Instance only;
  bool several = false;
  for (size_t first = 0; first < cells.size(); first += width) {
    Instance one = loader->load_object(&cells[first]);
    several = several || (first > 0 && !(plan->needs_unique && one == only));
    if (first == 0) only = std::move(one);
  }
  loader->finish();
  if (several) throw_multiple();
  kept_load.loader = std::move(loader);
  cells.clear();  // a large text is not kept
  kept_load.cells = std::move(cells);
  return only;
}

}  // namespace orm
