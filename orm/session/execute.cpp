// Statements through a session: autoflush, lowering, rows; get(), refresh() and loading on access.
#include <algorithm>

#include "orm/compiler.h"
#include "orm/dml.h"
#include "orm/mapping/adapt.h"
#include "orm/mapping/lowering.h"
#include "orm/orm_error.h"
#include "orm/relationship.h"
#include "orm/session.h"
#include "orm/session/loading.h"

namespace orm {

namespace {

// The mapper that a statement is about: that of its first element that has one.
const Mapper* mapper_of(const ClauseElement& element) {
  if (element.kind() == NodeKind::entity) {
    return static_cast<const EntityElement&>(element).mapper;
  }
  if (const auto* annotation = attribute_annotation(element)) return annotation->mapper;
  const std::vector<ClauseRef>* list = nullptr;
  if (const auto* from = dynamic_cast<const FromStatement*>(&element)) list = &from->elements;
  if (element.kind() == NodeKind::select) list = &static_cast<const Select&>(element).raw_columns;
  if (list == nullptr) return nullptr;
  for (const ClauseRef& one : *list) {
    if (const Mapper* mapper = mapper_of(*one)) return mapper;
  }
  return nullptr;
}

}  // namespace

Result Session::execute(const ClauseRef& statement, const std::vector<ParameterSet>& parameters,
                        const ExecuteOptions& how) {
  return execute_lowered(statement, parameters, how, {});
}

Result Session::execute_lowered(const ClauseRef& statement,
                                const std::vector<ParameterSet>& parameters,
                                const ExecuteOptions& how, const LoadOptions& load) {
  if (!listens(SessionEvent::do_orm_execute)) {
    return execute_now(statement, parameters, how, load);
  }
  OrmExecution execution{*this, statement, parameters, how,     false,
                         false, false,     nullptr,    nullptr, nullptr};
  execution.is_column_load = load.refresh_state != nullptr;
  execution.is_relationship_load = load.relationship;
  execution.is_orm = statement->plugin() != nullptr || load.of_query;
  execution.mapper = load.mapper != nullptr ? load.mapper : mapper_of(*statement);
  execution.lazy_from = load.lazy_from;
  execution.invoke = [this, &load](OrmExecution& given) {
    return execute_now(given.statement, given.parameters, given.how, load);
  };
  if (std::optional<Result> answer = listener->execute_event(execution)) return *answer;
  return execution.invoke(execution);
}

namespace {

// Is the execution option on, in the call or in the statement?
bool has_option(const ClauseElement& statement, const ExecuteOptions& how, const char* name) {
  const auto among = [name](const Options& options) {
    return std::any_of(options.begin(), options.end(), [name](const auto& one) {
      return one.first == name && !one.second.is_null() && !(one.second == Value(false));
    });
  };
  if (among(how.options)) return true;
  const auto* select = dynamic_cast<const SelectBase*>(&statement);
  return select != nullptr && among(select->options);
}

// Rows that come in portions cannot be put together to collections.
void refuse_yield_per(const RowPlan& plan, const Profile& profile) {
  const bool by_subquery = std::any_of(plan.items.begin(), plan.items.end(), [](const auto& item) {
    return std::any_of(item.posts.begin(), item.posts.end(),
                       [](const auto& post) { return post.how == Lazy::subquery; });
  });
  if (!plan.needs_unique && !by_subquery) return;
  if (profile.select_list_style) {
    throw InvalidRequestError(
        std::string("The yield_per Query option is currently not compatible with ") +
        (by_subquery ? "subquery" : "joined collection") +
        " eager loading.  Please specify lazyload('*') or query.enable_eagerloads(False) in order "
        "to proceed with query.yield_per().");
  }
  throw InvalidRequestError(
      "Can't use yield_per with eager loaders that require uniquing or row buffering, e.g. "
      "joinedload() against collections or subqueryload().  Consider the selectinload() strategy "
      "for better flexibility in loading objects.");
}

}  // namespace

Result Session::execute_now(const ClauseRef& statement, const std::vector<ParameterSet>& parameters,
                            const ExecuteOptions& asked, const LoadOptions& given) {
  LoadOptions load = given;
  ExecuteOptions how = asked;
  how.no_parameters =
      load.of_query && profile_->query_passes_immutabledict ? "[immutabledict({})]" : "[{}]";
  if (given.refresh_state == nullptr && has_option(*statement, how, "populate_existing")) {
    load.populate_existing = true;
  }
  StatementPlugin* plugin = statement->plugin();
  if (plugin == nullptr) {
    return connection(load.mapper, statement.get())
        .execute(with_carried_criteria(statement), parameters, how);
  }
  if (const auto* dml = dynamic_cast<const DmlBase*>(statement.get())) {
    return execute_dml(*dml, parameters, how, load);
  }
  if (load.autoflush) autoflush_now();
  Connection to = connection(mapper_of(*statement), statement.get());
  if (const auto* from = dynamic_cast<const FromStatement*>(statement.get())) {
    ClauseRef other = from->statement;
    if (StatementPlugin* above = other->plugin()) other = above->lower(other, *profile_).statement;
    // The same statement with other entities or options is another one to the cache.
    KeyBuilder key;
    from->append_key(key);
    ExecuteOptions scoped = how;
    scoped.cache_scope = std::hash<std::string>{}(key.bytes);
    return entities_of(from->elements, to.execute(other, parameters, scoped), load,
                       from->plugin_options);
  }
  if (statement->kind() != NodeKind::select) {
    return to.execute(plugin->lower(statement, *profile_).statement, parameters, how);
  }
  Ref<RowPlan> plan;
  LowerOptions lowering;
  lowering.only = load.only;
  lowering.eager = load.eager;
  lowering.refresh = load.refresh_state != nullptr;
  lowering.node = Ref<const LoadNode>(static_cast<const LoadNode*>(load.node.get()));
  lowering.mappers = load.mappers;
  Ref<Select> core =
      lower_select(static_cast<const Select&>(*statement), *profile_, lowering, plan);
  plan->origin = load.origin;
  const bool yields = load.yields || has_option(*statement, how, "yield_per");
  // 1.3 refuses it before it sends the statement.
  if (yields && profile_->select_list_style) refuse_yield_per(*plan, *profile_);
  Result result = to.execute(core, parameters, how);
  if (yields) refuse_yield_per(*plan, *profile_);
  if (!plan->has_entities && !load.named_rows) return result;
  Ref<RowKeys> keys = row_keys(*plan, result, *profile_);
  auto rows =
      make_ref<EntityRows>(*this, result, EntityLoader(*this, plan, load, parameters), *plan);
  Result made = Result::from_source(std::move(keys), std::move(rows), *profile_);
  return load.unique && plan->needs_unique ? made.unique() : made;
}

Result Session::scalars(const ClauseRef& statement, const std::vector<ParameterSet>& parameters) {
  return execute(statement, parameters).columns({0});
}

Value Session::scalar(const ClauseRef& statement, const std::vector<ParameterSet>& parameters) {
  return execute(statement, parameters).scalar();
}

void Session::check_key(const Mapper& mapper, size_t size) const {
  if (size == mapper.primary_key().size()) return;
  std::string columns;
  for (const Column* column : mapper.primary_key()) {
    if (!columns.empty()) columns += ",";
    columns += "'" + column->fullname() + "'";
  }
  throw InvalidRequestError(
      "Incorrect number of values in identifier to formulate primary key for " +
      std::string(profile_->legacy_query_get ? "query.get()" : "session.get()") +
      "; primary key columns are " + columns);
}

Instance Session::find_by_key(const Mapper& mapper, std::span<const Value> key, bool& known) {
  InstanceState* found = identity_map_.find(mapper.identity_mapper(), key);
  known = found != nullptr;
  if (!known) return {};
  Instance instance(found);
  if (!found->mapper().is_a(mapper)) return {};
  if (found->expired) {
    try {
      load_expired(*found);
    } catch (const ObjectDeletedError&) {
      remove_newly_deleted({instance.get()});
      return {};
    }
  }
  return instance;
}

Instance Session::get(const Mapper& mapper, const std::vector<Value>& key, bool populate_existing,
                      const std::vector<Ref<StatementOption>>& loads, const ForUpdate* lock) {
  check_key(mapper, key.size());
  if (!populate_existing && !mapper.options().always_refresh && lock == nullptr) {
    bool known = false;
    Instance found = find_by_key(mapper, key, known);
    if (known) return found;
  }
  LoadOptions load;
  load.populate_existing = populate_existing;
  load.lock = lock;
  return load_by_key(mapper, key, LabelStyle::tablename_plus_col, load, loads);
}

Instance Session::get_by_key(const Mapper& mapper, std::span<const Value> key) {
  if (key.size() != mapper.primary_key().size()) check_key(mapper, key.size());
  if (!mapper.options().always_refresh) {
    bool known = identity_map_.find(mapper.identity_mapper(), key) != nullptr;
    if (known) {
      Instance found = find_by_key(mapper, key, known);
      if (known) return found;
    }
    Instance found;
    if (get_simply(mapper, key, found)) return found;
  }
  static const LoadOptions plain;
  return load_by_key(mapper, key, LabelStyle::tablename_plus_col, plain);
}

void Session::load_expired(InstanceState& state) {
  AttributeSet wanted;
  state.expired_attributes.each([&](size_t index) {
    if (!state.in_committed_state(index)) wanted.add(index);
  });
  if (wanted.empty()) return;
  load_attributes(state, wanted);
  state.expired_attributes.clear();
}

namespace {

// The columns of these attributes, or none if the base's table has one of them or one is no column.
std::vector<std::pair<size_t, ColumnRef>> columns_below_base(const Mapper& mapper,
                                                             const AttributeSet& attributes) {
  std::vector<std::pair<size_t, ColumnRef>> columns;
  bool below = true;
  attributes.each([&](size_t index) {
    const MappedProperty& property = mapper.property(index);
    if (!property.is_column()) return;
    below = below && property.column != nullptr;
    if (!below) return;
    columns.emplace_back(index, property.column);
    for (const Ref<Column>& column : property.more_columns) columns.emplace_back(index, column);
  });
  const FromClause* base = &mapper.base_mapper().local_table();
  for (const auto& item : columns) {
    below = below && static_cast<const Column&>(*item.second).table != base;
  }
  if (!below) columns.clear();
  return columns;
}

}  // namespace

// What is only in the tables of subclasses is read from them alone: their conditions join them, and
// the value of the key that leads there is known.
bool Session::load_from_subtables(InstanceState& state, const AttributeSet& attributes) {
  const Mapper& mapper = state.mapper();
  if (mapper.inherits() == nullptr || mapper.concrete()) return false;
  const auto columns = columns_below_base(mapper, attributes);
  if (columns.empty()) return false;
  std::vector<const FromClause*> tables;
  tables.reserve(columns.size());
  for (const auto& item : columns) {
    tables.push_back(static_cast<const Column&>(*item.second).table);
  }
  auto among = [&](const FromClause* table) {
    return std::find(tables.begin(), tables.end(), table) != tables.end();
  };
  std::vector<const Mapper*> chain;
  for (const Mapper* at = &mapper; at != nullptr; at = at->inherits()) chain.push_back(at);
  std::vector<ColumnRef> conditions;
  bool start = false;
  for (auto at = chain.rbegin(); at != chain.rend(); ++at) {
    start = start || among(&(*at)->local_table());
    if (!start || (*at)->single()) continue;
    conditions.push_back((*at)->inherit_condition());
    tables.push_back(&(*at)->local_table());
  }
  bool known = true;
  conditions[0] = adapt_columns(conditions[0], [&](const ColumnElement& column) -> ColumnRef {
    const ColumnElement* bare = column.bare();
    if (bare->kind() != NodeKind::column) return nullptr;
    const auto& place = static_cast<const ColumnClause&>(*bare);
    if (among(place.table) || !place.is_schema_column()) return nullptr;
    auto attribute = mapper.attribute_of(static_cast<const Column&>(place));
    Value value;
    if (attribute && state.in_committed_state(*attribute)) {
      value = state.committed_value(*attribute);
    } else if (attribute && state.has(*attribute)) {
      value = state.get(*attribute);
    }
    known = known && !value.is_null();
    return make_ref<BindParameter>("param", std::move(value), column.type, /*is_unique=*/true);
  });
  if (!known) return false;
  if (profile_->refresh_autoflush) autoflush_now();
  std::vector<ClauseRef> list;
  list.reserve(columns.size());
  for (const auto& item : columns) list.emplace_back(item.second);
  Ref<Select> statement = select(std::move(list))
                              ->where(and_(conditions))
                              ->with_label_style(LabelStyle::tablename_plus_col);
  Result result = connection(&mapper, statement.get()).execute(statement);
  std::optional<Row> row = result.one_or_none();
  if (!row) {
    throw ObjectDeletedError("Instance '" + state_str(state) +
                             "' has been deleted, or its row is otherwise not present.");
  }
  AttributeSet done;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (done.has(columns[i].first)) continue;
    done.add(columns[i].first);
    state.set_committed(columns[i].first, (*row)[i]);
  }
  if (mapper.watches()) state.values_loaded(&done, Reading::completed);
  return true;
}

void Session::load_attributes(InstanceState& state, const AttributeSet& attributes) {
  LoadOptions load;
  load.refresh_state = &state;
  load.only = &attributes;
  load.autoflush = profile_->refresh_autoflush;
  load.node = state.load_options;
  Instance keep(&state);
  if (load_from_subtables(state, attributes)) return;
  if (!load_by_key(state.mapper(), state.key->primary_key(), LabelStyle::tablename_plus_col,
                   load)) {
    throw ObjectDeletedError("Instance '" + state_str(state) +
                             "' has been deleted, or its row is otherwise not present.");
  }
}

void Session::refresh(InstanceState& state, const std::vector<std::string>& attributes,
                      const ForUpdate* lock) {
  if (!identity_map_.contains(state)) {
    throw InvalidRequestError("Instance '" + state_str(state) +
                              "' is not persistent within this Session");
  }
  Instance keep(&state);
  AttributeSet named;
  for (const std::string& name : attributes) {
    if (auto index = state.mapper().find(name)) named.add(*index);
  }
  // What was changed is given up before anything is flushed.
  expire(state, attributes);
  autoflush_now();
  LoadOptions load;
  load.refresh_state = &state;
  load.only = attributes.empty() ? nullptr : &named;
  if (profile_->refresh_eager) load.node = state.load_options;
  load.autoflush = false;
  load.lock = lock;
  LabelStyle labels =
      profile_->refresh_labels ? LabelStyle::tablename_plus_col : LabelStyle::default_;
  if (!load_by_key(state.mapper(), state.key->primary_key(), labels, load)) {
    throw InvalidRequestError("Could not refresh instance '" + state_str(state) + "'");
  }
}

}  // namespace orm
