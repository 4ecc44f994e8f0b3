// INSERT, UPDATE and DELETE of mapped classes through a session: many rows at once by attribute
// names, UPDATE by primary key, and criteria whose effect the session's objects are told of
// (synchronize_session).
#include <algorithm>
#include <numeric>

#include "orm/compiler.h"
#include "orm/dml.h"
#include "orm/engine/state.h"
#include "orm/mapping/lowering.h"
#include "orm/orm_error.h"
#include "orm/session.h"
#include "orm/session/evaluator.h"
#include "orm/session/loading.h"
#include "orm/session/persistence.h"

namespace orm {

namespace {

const Mapper* target_mapper(const DmlBase& statement) {
  return statement.target->kind() == NodeKind::entity
             ? static_cast<const EntityElement&>(*statement.target).mapper
             : nullptr;
}

// The attribute an assignment is for, or nothing for columns that are not mapped.
std::optional<size_t> attribute_of(const Assignment& assignment, const Mapper& mapper) {
  if (assignment.column == nullptr) return mapper.find(assignment.key);
  if (const AttributeAnnotation* note = attribute_annotation(*assignment.column)) {
    return note->index;
  }
  const ColumnElement* bare = assignment.column->bare();
  if (bare->kind() != NodeKind::column ||
      !static_cast<const ColumnClause*>(bare)->is_schema_column()) {
    return std::nullopt;
  }
  return mapper.attribute_of(*static_cast<const Column*>(bare));
}

std::optional<Value> option_of(const DmlBase& statement, const ExecuteOptions& how,
                               std::string_view name) {
  for (const auto& [key, value] : how.options) {
    if (key == name) return value;
  }
  for (auto it = statement.options.rbegin(); it != statement.options.rend(); ++it) {
    if (it->first == name) return it->second;
  }
  return {};
}

bool is_true(const Value& value) { return value.kind() == ValueKind::boolean && value.as_bool(); }

bool returns_entities(const DmlBase& statement) {
  return std::any_of(statement.returning_columns.begin(), statement.returning_columns.end(),
                     [](const ClauseRef& column) { return column->kind() == NodeKind::entity; });
}

// dml_strategy: how a statement of a class is sent.
std::string strategy_of(const DmlBase& statement, const ExecuteOptions& how, bool one) {
  const Value given = option_of(statement, how, "dml_strategy").value_or(Value());
  std::string name = given.kind() == ValueKind::text ? given.as_string() : "auto";
  if (name == "auto") name = one ? "orm" : "bulk";
  return name;
}

const std::vector<ColumnRef>& criteria_of(const DmlBase& statement) {
  return statement.kind() == NodeKind::update
             ? static_cast<const Update&>(statement).where_criteria
             : static_cast<const Delete&>(statement).where_criteria;
}

// SQLAlchemy's cache tells apart statements of different strategies, whose text may agree.
enum class Scope : uint64_t { one = 1, bulk, none, evaluate, fetch };
uint64_t scope_of(Scope scope) { return (uint64_t{1} << 63) | static_cast<uint64_t>(scope); }

enum class Synchronize : uint8_t { none, evaluate, fetch, automatic };

Synchronize synchronize_of(const std::optional<Value>& option, const Profile& profile) {
  if (!option) return profile.bulk_dml ? Synchronize::automatic : Synchronize::evaluate;
  const Value& given = *option;
  if (given.is_null() && profile.bulk_dml) return Synchronize::none;
  if (given.kind() == ValueKind::boolean && !given.as_bool()) return Synchronize::none;
  if (given.kind() == ValueKind::text) {
    if (given.as_text() == "evaluate") return Synchronize::evaluate;
    if (given.as_text() == "fetch") return Synchronize::fetch;
    if (given.as_text() == "auto" && profile.bulk_dml) return Synchronize::automatic;
  }
  throw ArgumentError(profile.bulk_dml
                          ? "Valid strategies for session synchronization are 'auto', 'evaluate', "
                            "'fetch', False"
                          : "Valid strategies for session synchronization are 'evaluate', 'fetch', "
                            "False");
}

struct Match {
  Instance instance;
  bool expired;  // an attribute that the criteria need is not loaded
};

// The session's objects that the criteria are true of.
std::vector<Match> evaluate_matches(const std::vector<Evaluation>& criteria, const Mapper& mapper,
                                    const IdentityMap& identity_map, bool loads) {
  std::vector<Match> matches;
  for (InstanceState* state : identity_map.all()) {
    // The oldest releases ask whose identity the object has.
    const Mapper& of = loads ? state->mapper().identity_mapper() : state->mapper();
    if (!of.is_a(mapper) || state->expired) continue;
    Match match{Instance(state), false};
    bool matched = true;
    for (const Evaluation& criterion : criteria) {
      Evaluated result = criterion(*state);
      match.expired = match.expired || result.expired;
      if (result.expired) break;
      const Value& value = result.value;
      matched = value == Value(true);
      if (!matched) break;
    }
    if (matched) matches.push_back(std::move(match));
  }
  return matches;
}

// Gives the objects the values that their rows have now; what cannot be told is expired, or all
// that was set (`only_expire`).
void apply_values(const Update& statement, const Mapper& mapper, const std::vector<Match>& matches,
                  bool only_expire) {
  struct Setting {
    size_t attribute;
    Evaluation value;  // empty: unknown
  };
  std::vector<Setting> settings;
  for (const Assignment& assignment : statement.row) {
    auto attribute = attribute_of(assignment, mapper);
    if (!attribute) continue;
    Setting setting{*attribute, {}};
    if (only_expire) {
      // no value
    } else if (assignment.value.clause == nullptr) {
      setting.value = [value = assignment.value.value](InstanceState&) { return Evaluated{value}; };
    } else if (const ColumnElement* expression = as_column(assignment.value.clause.get())) {
      try {
        setting.value = evaluation_of(*expression, mapper, false);
      } catch (const Unevaluatable&) {
        // expired below
      }
    }
    settings.push_back(std::move(setting));
  }
  for (const Match& match : matches) {
    InstanceState& state = *match.instance;
    AttributeSet unknown;
    std::vector<std::pair<size_t, Value>> fresh;
    for (const Setting& setting : settings) {
      if (!state.has(setting.attribute)) continue;
      if (setting.value == nullptr || state.in_committed_state(setting.attribute)) {
        unknown.add(setting.attribute);
        continue;
      }
      Evaluated result = setting.value(state);
      if (result.expired) {
        unknown.add(setting.attribute);
      } else {
        fresh.emplace_back(setting.attribute, std::move(result.value));
      }
    }
    AttributeSet evaluated;
    for (auto& [attribute, value] : fresh) {
      evaluated.add(attribute);
      state.set_committed(attribute, std::move(value));
    }
    if (state.mapper().watches() && !evaluated.empty()) {
      state.values_loaded(&evaluated, Reading::completed);
    }
    if (!unknown.empty()) state.expire(&unknown);
  }
}

}  // namespace

Result Session::execute_insert(const Insert& statement, const Mapper& mapper,
                               const std::vector<ParameterSet>& parameters,
                               const ExecuteOptions& how, bool flushes) {
  const std::string strategy = strategy_of(statement, how, parameters.empty());
  if (parameters.empty() && strategy == "bulk") {
    throw InvalidRequestError(
        "Can't use \"bulk\" ORM insert strategy without passing separate parameters");
  }
  if (flushes) autoflush_now();
  Connection to = connection(&mapper, &statement);
  if (strategy != "raw" && strategy != "bulk" && strategy != "orm") {
    throw ArgumentError("Valid strategies for ORM insert strategy are 'raw', 'orm', 'bulk', 'auto");
  }
  ClauseRef core = orm_plugin().lower(statement.copy(), *profile_).statement;
  ExecuteOptions scoped = how;
  scoped.cache_scope = scope_of(strategy == "bulk" ? Scope::bulk : Scope::one);
  if (strategy != "bulk") return to.execute(core, parameters, scoped);
  const bool render_nulls =
      is_true(option_of(statement, how, "render_nulls").value_or(Value(false)));
  return Persistence(*this, to, [](const InstanceState&) { return false; })
      .bulk_insert(mapper, parameters, static_cast<const Insert&>(*core), render_nulls, scoped);
}

Result Session::update_by_key(const Update& statement, const Mapper& mapper,
                              const std::vector<ParameterSet>& parameters,
                              const ExecuteOptions& how) {
  const std::optional<Value> given = option_of(statement, how, "synchronize_session");
  const Synchronize strategy = synchronize_of(given, *profile_);
  if (strategy == Synchronize::fetch) {
    throw InvalidRequestError(
        "The 'fetch' synchronization strategy is not available for 'bulk' ORM updates (i.e. "
        "multiple parameter sets)");
  }
  if (is_true(option_of(statement, how, "autoflush").value_or(true))) autoflush_now();
  Connection to = connection(&mapper, &statement);
  if (!statement.where_criteria.empty() && strategy != Synchronize::none) {
    throw InvalidRequestError(
        "bulk synchronize of persistent objects not supported when using bulk update with "
        "additional WHERE criteria right now.  add synchronize_session=None execution option to "
        "bypass synchronize of persistent objects.");
  }
  if (statement.ordered) {
    throw InvalidRequestError(
        "bulk ORM UPDATE does not support ordered_values() for custom UPDATE statements with bulk "
        "parameter sets.  Use a non-bulk UPDATE statement or use values().");
  }
  ClauseRef core = orm_plugin().lower(statement.copy(), *profile_).statement;
  Persistence(*this, to, [](const InstanceState&) {
    return false;
  }).bulk_update(mapper, parameters, static_cast<const Update*>(core.get()));
  Result nothing = Result::from_rows(make_ref<RowKeys>(), {}, *profile_);
  if (strategy == Synchronize::none) return nothing;
  // Objects that are there take the values over.
  for (const ParameterSet& row : parameters) {
    std::vector<Value> key;
    for (size_t attribute : mapper.primary_key_attributes()) {
      for (const auto& [name, value] : row) {
        if (mapper.find(name) == attribute) key.push_back(value);
      }
    }
    InstanceState* state = identity_map_.find(mapper.identity_mapper(), key);
    if (state == nullptr) continue;
    AttributeSet unknown;
    for (const auto& [name, value] : row) {
      auto attribute = mapper.find(name);
      if (!attribute || !state->has(*attribute) || mapper.is_primary_key(*attribute)) continue;
      if (state->in_committed_state(*attribute)) {
        unknown.add(*attribute);
      } else {
        state->set_committed(*attribute, value);
      }
    }
    if (!unknown.empty()) state->expire(&unknown);
  }
  return nothing;
}

Result Session::execute_change(const DmlBase& statement, const Mapper& mapper,
                               const std::vector<ParameterSet>& parameters,
                               const ExecuteOptions& how) {
  if (profile_->orm_dml && !profile_->bulk_dml && statement.kind() == NodeKind::update) {
    for (const Assignment& assignment : static_cast<const Update&>(statement).row) {
      if (assignment.column != nullptr || mapper.find(assignment.key)) continue;
      throw InvalidRequestError("Invalid expression type: " + Value(assignment.key).repr());
    }
  }
  const std::optional<Value> given = option_of(statement, how, "synchronize_session");
  Synchronize strategy = synchronize_of(given, *profile_);
  std::vector<Match> matches;
  std::vector<Evaluation> criteria;
  if (strategy == Synchronize::evaluate || strategy == Synchronize::automatic) {
    try {
      for (const ColumnRef& criterion : criteria_of(statement)) {
        criteria.push_back(evaluation_of(*criterion, mapper, !profile_->orm_dml));
      }
      strategy = Synchronize::evaluate;
    } catch (const Unevaluatable& error) {
      if (strategy == Synchronize::evaluate) {
        InvalidRequestError refusal("Could not evaluate current criteria in Python: \"" +
                                    std::string(error.what()) +
                                    "\". Specify 'fetch' or False for the synchronize_session " +
                                    (profile_->orm_dml ? "execution option." : "parameter."));
        refusal.cause = std::make_exception_ptr(error);
        throw refusal;
      }
      strategy = Synchronize::fetch;
    }
  }
  std::vector<Row> key_rows;
  const bool fetched_by_returning = strategy == Synchronize::fetch && profile_->use_returning;
  if (strategy == Synchronize::fetch && !fetched_by_returning) {
    std::vector<ClauseRef> columns;
    for (const Column* column : mapper.primary_key()) columns.push_back(column->ref());
    Ref<Select> keys = select(std::move(columns));
    if (!profile_->orm_dml) keys = keys->with_label_style(LabelStyle::tablename_plus_col);
    for (const ColumnRef& criterion : criteria_of(statement)) keys = keys->where(criterion);
    ClauseRef core = keys;
    if (profile_->orm_dml) {
      core = orm_plugin().lower(keys->select_from({mapper.entity()}), *profile_).statement;
    }
    key_rows = connection(&mapper, core.get()).execute(core, parameters).all();
  }
  // Earlier releases look for the objects before the statement is sent.
  if (strategy == Synchronize::evaluate && !profile_->bulk_dml) {
    matches = evaluate_matches(criteria, mapper, identity_map_, !profile_->orm_dml);
  }
  ClauseRef core = orm_plugin().lower(statement.shallow_copy(), *profile_).statement;
  const bool returns = !statement.returning_columns.empty();
  const std::vector<Column*>& key_columns = mapper.local_table().primary_key_constraint().columns;
  std::vector<size_t> key_places(key_columns.size());
  std::iota(key_places.begin(), key_places.end(), size_t{0});
  if (fetched_by_returning) {
    auto& change = static_cast<DmlBase&>(*core);
    if (statement.kind() == NodeKind::update) {
      change.returning_columns = with_keys(
          mapper.local_table(), {key_columns.begin(), key_columns.end()}, change.returning_columns);
    } else {
      std::vector<ClauseRef> list;
      list.reserve(key_columns.size() + change.returning_columns.size());
      for (const Column* column : key_columns) list.push_back(column->ref());
      for (const ClauseRef& asked : change.returning_columns) {
        if (!find_column(list, asked)) list.push_back(asked);
      }
      change.returning_columns = std::move(list);
    }
    key_places.clear();
    for (const Column* column : key_columns) {
      key_places.push_back(*find_column(change.returning_columns, column->ref()));
    }
  }
  ExecuteOptions scoped = how;
  if (profile_->orm_dml) {
    scoped.cache_scope = scope_of(strategy == Synchronize::none       ? Scope::none
                                  : strategy == Synchronize::evaluate ? Scope::evaluate
                                                                      : Scope::fetch);
  }
  Result result = connection(&mapper, core.get()).execute(core, parameters, scoped);
  if (fetched_by_returning) {
    key_rows = result.all();
    std::vector<Value> cells;
    if (returns) {
      for (const Row& row : key_rows) cells.insert(cells.end(), row.begin(), row.end());
      const Ref<const RowKeys> sent = result.row_keys();
      auto keys = make_ref<RowKeys>();
      keys->keys = sent->keys;
      keys->expressions = sent->expressions;
      keys->profile = sent->profile;
      result = Result::from_rows(std::move(keys), std::move(cells), *profile_);
    } else {
      result.state()->rowcount = static_cast<int64_t>(key_rows.size());
    }
  }
  if (strategy == Synchronize::evaluate && profile_->bulk_dml) {
    matches = evaluate_matches(criteria, mapper, identity_map_, false);
  }
  for (const Row& row : key_rows) {
    std::vector<Value> cells;
    cells.reserve(key_places.size());
    for (size_t place : key_places) cells.push_back(row[place]);
    if (InstanceState* state = identity_map_.find(mapper.identity_mapper(), cells)) {
      matches.push_back({Instance(state), false});
    }
  }
  if (statement.kind() == NodeKind::update) {
    const bool only_expire = strategy == Synchronize::fetch && !profile_->orm_dml;
    apply_values(static_cast<const Update&>(statement), mapper, matches, only_expire);
    return result;
  }
  std::vector<InstanceState*> gone;  // held by `matches`
  for (Match& match : matches) {
    if (match.expired) {
      match.instance->expire();
    } else {
      gone.push_back(match.instance.get());
    }
  }
  remove_newly_deleted(gone);
  return result;
}

Result Session::execute_dml(const DmlBase& statement, const std::vector<ParameterSet>& parameters,
                            const ExecuteOptions& how, const LoadOptions& load) {
  const Mapper* mapper = target_mapper(statement);
  if (mapper == nullptr || !profile_->orm_dml) {
    ClauseRef plain(const_cast<DmlBase*>(&statement));
    Result result = connection(mapper, &statement)
                        .execute(orm_plugin().lower(plain, *profile_).statement, parameters, how);
    return returns_entities(statement) ? entities_of(statement.returning_columns, result, load)
                                       : result;
  }
  if (!statement.plugin_options.empty()) {
    return execute_dml(*with_criteria_as_where(statement, *mapper), parameters, how, load);
  }
  const bool insert = statement.kind() == NodeKind::insert;
  const bool flushes =
      load.autoflush && is_true(option_of(statement, how, "autoflush").value_or(true));
  const std::string strategy = strategy_of(statement, how, parameters.empty());
  Result result;
  if (insert && profile_->bulk_dml) {
    result =
        execute_insert(static_cast<const Insert&>(statement), *mapper, parameters, how, flushes);
  } else if (insert) {
    result = connection(mapper, &statement)
                 .execute(orm_plugin().lower(statement.shallow_copy(), *profile_).statement,
                          parameters, how);
  } else if (profile_->bulk_dml && strategy == "bulk") {
    if (statement.kind() == NodeKind::delete_) {
      throw InvalidRequestError(
          "Bulk ORM DELETE not supported right now. Statement may be invoked at the Core level "
          "using session.connection().execute(stmt, parameters)");
    }
    result = update_by_key(static_cast<const Update&>(statement), *mapper, parameters, how);
    return result;
  } else {
    if (flushes) autoflush_now();
    result = execute_change(statement, *mapper, parameters, how);
  }
  if (statement.returning_columns.empty()) return result;
  if (!profile_->bulk_dml && !returns_entities(statement)) return result;
  LoadOptions loading = load;
  loading.populate_existing =
      is_true(option_of(statement, how, "populate_existing").value_or(load.populate_existing));
  return entities_of(statement.returning_columns, result, loading);
}

}  // namespace orm
