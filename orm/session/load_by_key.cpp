// One object by its primary key: get(), refresh(), expired attributes and lazy loads of one object.
//
// The statement differs only in the values, so that its lowered form is kept with the mapper, and
// made anew when a mapping has changed. Only what options or listeners say goes the general way of
// a statement.
#include <algorithm>

#include "orm/driver.h"
#include "orm/engine/repeated_select.h"
#include "orm/mapping/lowering.h"
#include "orm/orm_error.h"
#include "orm/relationship.h"
#include "orm/session.h"
#include "orm/session/key_switches.h"
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

[[noreturn, gnu::cold]] void throw_multiple() {
  throw MultipleResultsFound("Multiple rows were found when exactly one was required");
}

// A lowered statement, and what it was lowered for.
struct KeyLoad : RefCounted {
  KeyLoad(const Profile& of, ClauseRef core, std::vector<std::string> names)
      : profile(&of), select(std::move(core), std::move(names)) {}

  const Profile* profile;
  uint64_t mapping = 0;  // Mapper::changes()
  LabelStyle labels{};
  bool refresh = false;
  bool eager = true;
  bool all = true;  // attributes, not `only` some
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
  std::optional<EntityLoader::PlainRow> plain{};
};

// Those of one mapper.
class KeyLoads : public RefCounted {
 public:
  static constexpr size_t kMost = 16;
  std::vector<Ref<KeyLoad>> loads;
  Ref<KeyLoad> simple;  // of a get() that ends with its row: get_simply()
};

// The row of a get(). Only where it has the key that was asked for, and nothing came to the session
// while SQLite ran, which may call the program's functions, is its object surely a new one.
class AskedRow final : public RowTaker {
 public:
  AskedRow(Session& session, const IdentityMap& known, const KeyLoad& load, const Value& key)
      : session_(session), known_(known), load_(load), key_(key), changes_(known.changes()) {}
  void take(const CellView* row, size_t count) override {
    Instance one;
    if (known_.changes() == changes_) {
      one = EntityLoader::create_asked(session_, *load_.plain, key_, row);
    }
    if (!one) one = find(row, count);
    if (rows++ == 0) found = std::move(one);
  }
  Instance found;
  size_t rows = 0;

 private:
  [[gnu::noinline, gnu::cold]] Instance find(const CellView* row, size_t count) {
    std::vector<Value> values;
    for (size_t i = 0; i < count; ++i) values.push_back(row[i].to_value());
    return EntityLoader(session_, load_.plan, {}, {}).load_object(values.data());
  }
  Session& session_;
  const IdentityMap& known_;
  const KeyLoad& load_;
  const Value& key_;
  uint64_t changes_;
};

// As get_simply(), where values are to be converted, or somebody reads the echo.
bool read_simply(Session& session, KeyLoad& load, const Connection& to, std::span<const Value> key,
                 Instance& found) {
  if (load.loader == nullptr) return false;
  // Whoever reads the echo may come back here; then there are others.
  std::vector<Value> cells = std::move(load.cells);
  std::unique_ptr<EntityLoader> loader = std::move(load.loader);
  cells.clear();
  const size_t width = load.select.read(to, key, cells);
  if (width == RepeatedSelect::kNotSent) return false;
  loader->begin(session);
  for (size_t first = 0; first < cells.size(); first += width) {
    Instance one = loader->load_object(&cells[first]);
    if (first == 0) found = std::move(one);
  }
  if (cells.size() > width) throw_multiple();
  load.loader = std::move(loader);
  cells.clear();  // a large text is not kept
  load.cells = std::move(cells);
  return true;
}

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

// What most get()s are, without the questions that a load with options has to be asked: a key of
// one column, and rows after which nothing is to be loaded. False: load_by_key() must do it.
bool Session::get_simply(const Mapper& mapper, std::span<const Value> key, Instance& found) {
  if (listener != nullptr || router != nullptr || transaction_ == nullptr ||
      mapper.kept() == nullptr) {
    return false;
  }
  const Ref<KeyLoad> load = static_cast<KeyLoads&>(*mapper.kept()).simple;
  if (load == nullptr || load->mapping != Mapper::changes() || load->profile != profile_ ||
      key[0].is_null() || mapper.hierarchy_watches() || !is_clean()) {
    return false;
  }
  const Connection* to = transaction_->bound_to(engine_);
  if (to == nullptr) return false;
  if (load->plain) {
    AskedRow row(*this, identity_map_, *load, key[0]);
    if (load->select.show(*to, key[0], row)) {
      if (row.rows > 1) throw_multiple();
      found = std::move(row.found);
      return true;
    }
  }
  return read_simply(*this, *load, *to, key, found);
}

Instance Session::load_by_kept(const Mapper& mapper, std::span<const Value> ident,
                               LabelStyle labels, const LoadOptions& given) {
  if (given.autoflush) autoflush_now();
  try {
    mapper.registry().configure();
  } catch (const InvalidRequestError&) {
    // Since 1.4 the transaction has begun by then.
    if (!profile_->select_list_style) connection(&mapper, nullptr);
    throw;
  }
  Ref<RefCounted>& kept = mapper.kept();
  if (kept == nullptr) kept = make_ref<KeyLoads>();
  auto& known = static_cast<KeyLoads&>(*kept);
  auto& all = known.loads;
  const bool refresh = given.refresh_state != nullptr;
  // Of a get() it says nothing.
  std::string prefix = refresh ? key_prefix(mapper, given.refresh_state) : std::string();
  auto found = std::find_if(all.begin(), all.end(), [&](const Ref<KeyLoad>& one) {
    return one->mapping == Mapper::changes() && one->profile == profile_ && one->labels == labels &&
           one->refresh == refresh && one->eager == given.eager &&
           one->all == (given.only == nullptr) && (one->all || one->only == *given.only) &&
           (!refresh || one->prefix == prefix) && one->mappers == given.mappers;
  });
  if (found == all.end()) {
    const std::string name = key_prefix(mapper, given.refresh_state);
    Ref<Select> statement = select_by_key(mapper, ident, labels, name, {});
    LowerOptions lowering;
    lowering.only = given.only;
    lowering.eager = given.eager;
    lowering.refresh = refresh;
    lowering.mappers = given.mappers;
    Ref<RowPlan> plan;
    Ref<Select> core = lower_select(*statement, *profile_, lowering, plan);
    std::vector<std::string> names;
    for (size_t k = 0; k < ident.size(); ++k) names.push_back(name + std::to_string(k + 1));
    auto fresh = make_ref<KeyLoad>(*profile_, core, std::move(names));
    fresh->mapping = Mapper::changes();
    fresh->labels = labels;
    fresh->refresh = refresh;
    fresh->eager = given.eager;
    fresh->all = given.only == nullptr;
    if (given.only != nullptr) fresh->only = *given.only;
    fresh->prefix = std::move(prefix);
    fresh->mappers = given.mappers;
    fresh->statement = std::move(statement);
    fresh->plan = std::move(plan);
    if (all.size() >= KeyLoads::kMost) all.erase(all.begin());
    all.push_back(std::move(fresh));
    found = all.end() - 1;
  }
  // Held: what is loaded on the way may make room for another.
  const Ref<KeyLoad> held = *found;
  KeyLoad& kept_load = *held;
  const RowPlan& plan = *kept_load.plan;
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
  if (plan.post_loads > 0) name_values();
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
  if (loader == nullptr || !loader->begin(*this, given)) {
    loader = std::make_unique<EntityLoader>(*this, kept_load.plan, given, std::move(parameters));
  }
  Instance only;
  bool several = false;
  for (size_t first = 0; first < cells.size(); first += width) {
    Instance one = loader->load_object(&cells[first]);
    several = several || (first > 0 && !(plan.needs_unique && one == only));
    if (first == 0) only = std::move(one);
  }
  loader->finish();
  if (several) throw_multiple();
  const bool is_get = labels == LabelStyle::tablename_plus_col && !refresh && kept_load.all &&
                      kept_load.eager && kept_load.mappers.empty();
  if (is_get && ident.size() == 1 && loader->is_simple()) {
    known.simple = held;
    held->plain = loader->plain_row();
  }
  kept_load.loader = std::move(loader);
  cells.clear();  // a large text is not kept
  kept_load.cells = std::move(cells);
  return only;
}

}  // namespace orm
