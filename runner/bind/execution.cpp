// What execute() takes: statements, strings, and parameters in the shapes of each release.
#include "orm/orm_error.h"
#include "runner/bind/connection.h"
#include "runner/bind/legacy.h"
#include "runner/bind/schema.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Kind;
using interp::Value;

// SQL given as a string: the driver's own parameters, positional or by name.
orm::Result execute_string(Context& owner, orm::Connection& connection, const std::string& sql,
                           const std::vector<Value>& given, const Value& keywords) {
  Interpreter& interp = owner.interp;
  if (given.empty()) {
    orm::ParameterSet named = to_parameters(owner, keywords);
    if (named.empty()) return connection.exec_driver_sql(sql);
    return connection.exec_driver_sql(sql, named);
  }
  auto row_of = [&](const Value& tuple) {
    std::vector<orm::Value> row;
    for (const Value& item : interp.to_vector(tuple)) row.push_back(to_orm(owner, item));
    return row;
  };
  if (given.size() == 1 && given[0].is(Kind::kDict)) {
    return connection.exec_driver_sql(sql, to_parameters(owner, given[0]));
  }
  // execute(sql, [set, ...]) and, in 1.x, execute(sql, set, set).
  const bool is_list = given.size() == 1 && given[0].is(Kind::kList);
  const std::vector<Value> sets = is_list ? interp.to_vector(given[0]) : given;
  if (!sets.empty() && sets[0].is(Kind::kDict)) {
    std::vector<orm::ParameterSet> named;
    named.reserve(sets.size());
    for (const Value& set : sets) named.push_back(to_parameters(owner, set));
    return connection.exec_driver_sql(sql, named, is_list);
  }
  if (is_list) {
    std::vector<std::vector<orm::Value>> rows;
    rows.reserve(sets.size());
    for (const Value& row : sets) rows.push_back(row_of(row));
    return connection.exec_driver_sql(sql, rows, rows.size() > 1, true);
  }
  if (given.size() == 1 && given[0].is(Kind::kTuple)) {
    return connection.exec_driver_sql(sql, {row_of(given[0])});
  }
  // 1.x: execute(sql, a, b) with scalars, execute(sql, (a, b), (c, d)) with tuples.
  std::vector<std::vector<orm::Value>> rows;
  if (given[0].is(Kind::kTuple) || given[0].is(Kind::kList)) {
    for (const Value& row : given) rows.push_back(row_of(row));
    return connection.exec_driver_sql(sql, rows, rows.size() > 1);
  }
  std::vector<orm::Value> row;
  row.reserve(given.size());
  for (const Value& item : given) row.push_back(to_orm(owner, item));
  rows.push_back(std::move(row));
  return connection.exec_driver_sql(sql, rows);
}

orm::Value to_schema_map(Context& owner, const Value& dict) {
  std::vector<orm::Value> pairs;
  for (const Value& key : owner.interp.to_vector(dict)) {
    std::vector<orm::Value> pair = {to_orm(owner, key),
                                    to_orm(owner, owner.interp.getitem(dict, key))};
    pairs.push_back(orm::Value::list(std::move(pair)));
  }
  return orm::Value::list(std::move(pairs));
}

orm::Options to_options(Context& owner, const Value& keywords) {
  orm::Options options;
  for (auto& [name, value] : dict_items(owner, keywords)) {
    if (name == "schema_translate_map" && !value.is_none()) {
      options.emplace_back(name, to_schema_map(owner, value));
      continue;
    }
    options.emplace_back(name, to_orm(owner, value));
  }
  return options;
}

// A dict that cannot be changed, of options.
Value wrap_options(Context& owner, const orm::Options& options) {
  Value dict = owner.interp.dict();
  for (const auto& [name, value] : options) {
    Value shown = from_orm(owner, value);
    if (name == "schema_translate_map" && value.is_list()) {
      shown = owner.interp.dict();
      for (const orm::Value& pair : value.as_list()) {
        owner.interp.setitem(shown, from_orm(owner, pair.as_list()[0]),
                             from_orm(owner, pair.as_list()[1]));
      }
    }
    owner.interp.setitem(dict, owner.interp.str(name), shown);
  }
  return make_facade(owner, "immutabledict", dict);
}

namespace {

// A table and the like, of which a SELECT has to be made first.
bool is_named_from(const orm::ClauseElement& clause) {
  switch (clause.kind()) {
    case orm::NodeKind::table:
    case orm::NodeKind::join:
    case orm::NodeKind::alias:
    case orm::NodeKind::subquery:
    case orm::NodeKind::cte:
      return true;
    default:
      return false;
  }
}

// What 1.x says of a list that holds no dicts: it takes the keys of whatever stands there.
void check_shape(Context& owner, const orm::ClauseElement& clause, const Value& given) {
  if (given.is(Kind::kDict) || given.is_none()) return;
  Interpreter& interp = owner.interp;
  const bool list = given.is(Kind::kList) || given.is(Kind::kTuple);
  if (!list && (given.is_object() && !given.is(Kind::kStr))) return;
  std::vector<Value> sets = list ? interp.to_vector(given) : std::vector<Value>{given};
  if (sets.empty()) return;
  Value set = sets[0];
  if (set.is(Kind::kDict) || interp.find_attr(set, "keys")) return;
  const bool nested = set.is(Kind::kList) || set.is(Kind::kTuple);
  if (owner.profile.select_list_style) {
    const bool tuple = nested ? set.is(Kind::kTuple) : given.is(Kind::kTuple);
    interp.raise("AttributeError", std::string("'") + (tuple ? "tuple" : "list") +
                                       "' object has no attribute 'keys'");
  }
  if (nested) {
    std::vector<Value> values = interp.to_vector(set);
    if (values.empty()) return;
    set = values[0];
  }
  if (set.is(Kind::kStr)) return;
  if (clause.kind() == orm::NodeKind::insert || clause.kind() == orm::NodeKind::update) {
    raise_error(
        owner, orm::ArgumentError::cls,
        "SET/VALUES column expression or string key expected, got " + interp.repr(set) + ".");
  }
}

// The parameters that a future engine of 1.4 takes.
void check_future_parameters(Context& owner, const Value& given) {
  Interpreter& interp = owner.interp;
  auto is_set = [&](const Value& value) {
    return value.is(Kind::kDict) || value.is(Kind::kTuple) || interp.find_attr(value, "keys");
  };
  if (given.is_none() || is_set(given)) return;
  if (!given.is(Kind::kList)) {
    raise_error(owner, orm::ArgumentError::cls, "mapping or sequence expected for parameters");
  }
  const std::vector<Value> sets = interp.to_vector(given);
  if (sets.empty() || is_set(sets[0])) return;
  raise_error(owner, orm::ArgumentError::cls,
              "List argument must consist only of tuples or dictionaries");
}

// What 1.4 says of a string as a statement, and of parameters that 2.0 does not take.
void warn_of_legacy_execution(Context& owner, const Value& statement,
                              const std::vector<Value>& given, const Value& keywords) {
  if (statement.is(Kind::kStr)) {
    warn_removed_in_20(
        owner,
        "Passing a string to Connection.execute() is deprecated and will be removed in version "
        "2.0.  Use the text() construct, or the Connection.exec_driver_sql() method to invoke a "
        "driver-level SQL string.");
    return;
  }
  const bool one = given.size() == 1;
  const bool fits = one && (given[0].is(Kind::kList) || given[0].is(Kind::kTuple) ||
                            given[0].is(Kind::kDict) || owner.interp.find_attr(given[0], "keys"));
  if (fits || (given.empty() && dict_items(owner, keywords).empty())) return;
  warn_removed_in_20(
      owner,
      "The connection.execute() method in SQLAlchemy 2.0 will accept parameters as a single "
      "dictionary or a single sequence of dictionaries only. Parameters passed as keyword "
      "arguments, tuples or positionally oriented dictionaries and/or tuples will no longer be "
      "accepted.");
}

}  // namespace

orm::Result execute_on(Context& owner, orm::Connection& connection, const Value& statement,
                       const std::vector<Value>& given, const Value& keywords) {
  Interpreter& interp = owner.interp;
  // In 1.4 it is the engine that decides, not the release.
  const bool future = connection.profile().future;
  if (!future) warn_of_legacy_execution(owner, statement, given, keywords);
  if (statement.is(Kind::kStr) && !future) {
    return execute_string(owner, connection, std::string(interp.text(statement)), given, keywords);
  }
  // 2.0 looks at the parameters first.
  if (future && given.size() == 1) {
    if (owner.profile.future)
      to_parameter_sets(owner, given[0]);
    else
      check_future_parameters(owner, given[0]);
  }
  orm::ClauseRef clause = find_clause(owner, statement);
  if (clause == nullptr || clause->kind() == orm::NodeKind::entity || is_named_from(*clause)) {
    raise_error(owner, orm::ObjectNotExecutableError::cls,
                "Not an executable object: " + interp.repr(statement));
  }
  orm::ExecuteOptions how;
  std::vector<orm::ParameterSet> parameters;
  if (given.size() == 1) {
    if (!owner.profile.future) check_shape(owner, *clause, given[0]);
    parameters = to_parameter_sets(owner, given[0]);
  } else if (given.size() > 1) {
    for (const Value& one : given) parameters.push_back(to_parameters(owner, one));
  }
  orm::ParameterSet named;
  for (auto& [name, value] : dict_items(owner, keywords)) {
    if (name == "execution_options") {
      how.options = to_options(owner, value);
    } else if (name == "parameters" || name == "params") {
      parameters = to_parameter_sets(owner, value);
    } else if (future) {
      interp.raise("TypeError",
                   "Connection.execute() got an unexpected keyword argument '" + name + "'");
    } else {
      named.emplace_back(name, to_orm(owner, value));
    }
  }
  if (!named.empty()) parameters.push_back(std::move(named));
  orm::Result result = connection.execute(clause, parameters, how);
  const orm::Options* given_options[] = {&connection.get_execution_options(), &how.options};
  for (const orm::Options* options : given_options) {
    for (const auto& [name, value] : *options) {
      if (name == "yield_per" && value.kind() == orm::ValueKind::integer)
        result.yield_per(static_cast<size_t>(value.as_int()));
    }
  }
  return result;
}

}  // namespace lessonrun::bind
