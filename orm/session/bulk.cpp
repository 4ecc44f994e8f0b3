// INSERT, UPDATE and DELETE of mapped classes through a session: many rows at once by attribute
// names, UPDATE by primary key, and criteria whose effect the session's objects are told of
// (synchronize_session).
#include <algorithm>

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

// Attribute names become keys of columns.
std::string column_key(const Mapper& mapper, const std::string& name) {
  auto index = mapper.find(name);
  if (!index || !mapper.property(*index).is_column()) return name;
  return std::string(mapper.property(*index).column->key());
}

std::vector<ParameterSet> name_columns(const std::vector<ParameterSet>& sets,
                                       const Mapper& mapper) {
  std::vector<ParameterSet> named = sets;
  for (ParameterSet& set : named) {
    for (auto& [key, value] : set) key = column_key(mapper, key);
  }
  return named;
}

bool same_keys(const ParameterSet& a, const ParameterSet& b) {
  if (a.size() != b.size()) return false;
  for (const auto& [key, value] : a) {
    const std::string& wanted = key;
    if (std::none_of(b.begin(), b.end(), [&](const auto& item) { return item.first == wanted; }))
      return false;
  }
  return true;
}

// Runs of parameter sets that name the same columns; each is one executemany.
std::vector<std::vector<ParameterSet>> runs_of(const std::vector<ParameterSet>& sets) {
  std::vector<std::vector<ParameterSet>> runs;
  for (const ParameterSet& set : sets) {
    if (runs.empty() || !same_keys(runs.back().front(), set)) runs.emplace_back();
    runs.back().push_back(set);
  }
  return runs;
}

Value option_of(const DmlBase& statement, const ExecuteOptions& how, std::string_view name) {
  for (const auto& [key, value] : how.options) {
    if (key == name) return value;
  }
  for (auto it = statement.options.rbegin(); it != statement.options.rend(); ++it) {
    if (it->first == name) return it->second;
  }
  return {};
}

const std::vector<ColumnRef>& criteria_of(const DmlBase& statement) {
  return statement.kind() == NodeKind::update
             ? static_cast<const Update&>(statement).where_criteria
             : static_cast<const Delete&>(statement).where_criteria;
}

enum class Synchronize : uint8_t { none, evaluate, fetch, automatic };

Synchronize strategy_of(const Value& given, const Profile& profile) {
  if (given.is_null()) {
    return profile.bulk_dml ? Synchronize::automatic : Synchronize::evaluate;
  }
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
std::vector<Match> evaluate_matches(const DmlBase& statement, const Mapper& mapper,
                                    const IdentityMap& identity_map, bool loads) {
  std::vector<Evaluation> criteria;
  for (const ColumnRef& criterion : criteria_of(statement)) {
    criteria.push_back(evaluation_of(*criterion, mapper, loads));
  }
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

// Gives the objects the values that their rows have now; what cannot be told is expired.
void apply_values(const Update& statement, const Mapper& mapper,
                  const std::vector<Match>& matches) {
  struct Setting {
    size_t attribute;
    Evaluation value;  // empty: unknown
  };
  std::vector<Setting> settings;
  for (const Assignment& assignment : statement.row) {
    auto attribute = attribute_of(assignment, mapper);
    if (!attribute) continue;
    Setting setting{*attribute, {}};
    if (assignment.value.clause == nullptr) {
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
    if (state.mapper().watches() && !evaluated.empty()) state.values_loaded(&evaluated, true);
    if (!unknown.empty()) state.expire(&unknown);
  }
}

}  // namespace

Result Session::execute_insert(const Insert& statement, const Mapper& mapper,
                               const std::vector<ParameterSet>& parameters,
                               const ExecuteOptions& how) {
  ClauseRef core = orm_plugin().lower(statement.copy(), *profile_).statement;
  std::vector<std::vector<ParameterSet>> runs = runs_of(name_columns(parameters, mapper));
  if (runs.size() > 1 && !statement.returning_columns.empty()) {
    throw UnsupportedError(
        "an INSERT with RETURNING whose rows name different columns is not supported; give every "
        "dictionary the same keys");
  }
  Result result;
  if (runs.empty()) runs.emplace_back();
  for (const auto& run : runs) result = connection().execute(core, run, how);
  return result;
}

Result Session::update_by_key(const Update& statement, const Mapper& mapper,
                              const std::vector<ParameterSet>& parameters) {
  if (!statement.where_criteria.empty()) {
    throw InvalidRequestError(
        "bulk ORM UPDATE does not support additional WHERE criteria; "
        "synchronize_session must be None or omitted, or the Core form used");
  }
  Persistence(*this, connection(), [](const InstanceState&) {
    return false;
  }).bulk_update(mapper, parameters);
  // Objects that are there take the values over.
  for (const ParameterSet& given : parameters) {
    std::vector<Value> key;
    for (size_t attribute : mapper.primary_key_attributes()) {
      for (const auto& [name, value] : given) {
        if (mapper.find(name) == attribute) key.push_back(value);
      }
    }
    InstanceState* state = identity_map_.find(*mapper.identity_key(std::move(key)));
    if (state == nullptr) continue;
    for (const auto& [name, value] : given) {
      auto attribute = mapper.find(name);
      if (attribute && state->has(*attribute)) state->set_committed(*attribute, value);
    }
  }
  return Result::from_rows(make_ref<RowKeys>(), {}, *profile_);
}

Result Session::execute_change(const DmlBase& statement, const Mapper& mapper,
                               const std::vector<ParameterSet>& parameters,
                               const ExecuteOptions& how) {
  Synchronize strategy = strategy_of(option_of(statement, how, "synchronize_session"), *profile_);
  std::vector<Match> matches;
  if (strategy == Synchronize::evaluate || strategy == Synchronize::automatic) {
    try {
      matches = evaluate_matches(statement, mapper, identity_map_, !profile_->orm_dml);
      strategy = Synchronize::evaluate;
    } catch (const Unevaluatable& error) {
      if (strategy == Synchronize::evaluate) {
        throw InvalidRequestError("Could not evaluate current criteria in Python: \"" +
                                  std::string(error.what()) +
                                  "\". Specify 'fetch' or False for the synchronize_session " +
                                  (profile_->orm_dml ? "execution option." : "parameter."));
      }
      strategy = Synchronize::fetch;
    }
  }
  std::vector<Row> key_rows;
  bool returning = strategy == Synchronize::fetch && profile_->use_returning &&
                   statement.returning_columns.empty();
  if (strategy == Synchronize::fetch && !returning) {
    std::vector<ClauseRef> columns;
    for (const Column* column : mapper.primary_key()) columns.push_back(column->ref());
    Ref<Select> keys = select(std::move(columns));
    if (!profile_->orm_dml) keys = keys->with_label_style(LabelStyle::tablename_plus_col);
    for (const ColumnRef& criterion : criteria_of(statement)) keys = keys->where(criterion);
    if (profile_->orm_dml && mapper.single_criterion() != nullptr)
      keys = keys->where(mapper.single_criterion());
    key_rows = connection().execute(keys, parameters).all();
  }
  Ref<ClauseElement> copy = statement.shallow_copy();
  auto& change = static_cast<DmlBase&>(*copy);
  if (returning) {
    for (const Column* column : mapper.primary_key()) {
      change.returning_columns.push_back(column->ref());
    }
  }
  Result result =
      connection().execute(orm_plugin().lower(copy, *profile_).statement, parameters, how);
  if (returning) {
    key_rows = result.all();
    result.state()->rowcount = static_cast<int64_t>(key_rows.size());
  }
  for (const Row& row : key_rows) {
    Ref<const IdentityKey> key = mapper.identity_key(std::vector<Value>(row.begin(), row.end()));
    if (InstanceState* state = identity_map_.find(*key)) {
      matches.push_back({Instance(state), false});
    }
  }
  if (statement.kind() == NodeKind::update) {
    apply_values(static_cast<const Update&>(statement), mapper, matches);
    return result;
  }
  std::vector<Instance> gone;
  for (Match& match : matches) {
    if (match.expired) {
      match.instance->expire();
    } else {
      gone.push_back(match.instance);
    }
  }
  remove_newly_deleted(gone);
  return result;
}

Result Session::execute_dml(const DmlBase& statement, const std::vector<ParameterSet>& parameters,
                            const ExecuteOptions& how, const LoadOptions& load) {
  const Mapper* mapper = target_mapper(statement);
  Result result;
  if (mapper == nullptr || !profile_->orm_dml) {
    ClauseRef plain(const_cast<DmlBase*>(&statement));
    result = connection().execute(orm_plugin().lower(plain, *profile_).statement, parameters, how);
  } else {
    mapper->registry().configure();
    bool insert = statement.kind() == NodeKind::insert;
    if (load.autoflush && (!insert || profile_->bulk_dml)) autoflush_now();
    if (insert) {
      result = execute_insert(static_cast<const Insert&>(statement), *mapper, parameters, how);
    } else if (statement.kind() == NodeKind::update && profile_->bulk_dml && !parameters.empty() &&
               static_cast<const Update&>(statement).row.empty()) {
      result = update_by_key(static_cast<const Update&>(statement), *mapper, parameters);
    } else {
      result = execute_change(statement, *mapper, parameters, how);
    }
  }
  bool entities =
      std::any_of(statement.returning_columns.begin(), statement.returning_columns.end(),
                  [](const ClauseRef& column) { return column->kind() == NodeKind::entity; });
  return entities ? entities_of(statement.returning_columns, result, load) : result;
}

}  // namespace orm
