// Statements through a session: autoflush, lowering, rows; get(), refresh() and loading on access.
#include "orm/dml.h"
#include "orm/mapping/lowering.h"
#include "orm/orm_error.h"
#include "orm/relationship.h"
#include "orm/session.h"
#include "orm/session/loading.h"

namespace orm {

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
  OrmExecution execution{*this, statement, parameters, how, false, false, nullptr};
  execution.is_column_load = load.refresh_state != nullptr;
  execution.is_relationship_load = load.relationship;
  execution.invoke = [this, &load](OrmExecution& given) {
    return execute_now(given.statement, given.parameters, given.how, load);
  };
  if (std::optional<Result> answer = listener->execute_event(execution)) return *answer;
  return execution.invoke(execution);
}

Result Session::execute_now(const ClauseRef& statement, const std::vector<ParameterSet>& parameters,
                            const ExecuteOptions& how, const LoadOptions& load) {
  StatementPlugin* plugin = statement->plugin();
  if (plugin == nullptr) return connection().execute(statement, parameters, how);
  if (const auto* dml = dynamic_cast<const DmlBase*>(statement.get())) {
    return execute_dml(*dml, parameters, how, load);
  }
  if (load.autoflush) autoflush_now();
  if (const auto* from = dynamic_cast<const FromStatement*>(statement.get())) {
    ClauseRef other = from->statement;
    if (StatementPlugin* above = other->plugin()) other = above->lower(other, *profile_).statement;
    return entities_of(from->elements, connection().execute(other, parameters, how), load);
  }
  if (statement->kind() != NodeKind::select) {
    return connection().execute(plugin->lower(statement, *profile_).statement, parameters, how);
  }
  Ref<RowPlan> plan;
  LowerOptions lowering;
  lowering.only = load.only;
  lowering.eager = load.eager;
  lowering.node = Ref<const LoadNode>(static_cast<const LoadNode*>(load.node.get()));
  lowering.mappers = load.mappers;
  Ref<Select> core =
      lower_select(static_cast<const Select&>(*statement), *profile_, lowering, plan);
  plan->origin = load.origin;
  Result result = connection().execute(core, parameters, how);
  if (!plan->has_entities) return result;
  Ref<RowKeys> keys = row_keys(*plan, result, *profile_);
  auto rows =
      make_ref<EntityRows>(result, EntityLoader(*this, plan, load, parameters), plan->needs_unique);
  Result made = Result::from_source(std::move(keys), std::move(rows), *profile_);
  return load.unique && plan->needs_unique ? made.unique() : made;
}

Result Session::scalars(const ClauseRef& statement, const std::vector<ParameterSet>& parameters) {
  return execute(statement, parameters).columns({0});
}

Value Session::scalar(const ClauseRef& statement, const std::vector<ParameterSet>& parameters) {
  return execute(statement, parameters).scalar();
}

Instance Session::load_by_key(const Mapper& mapper, const std::vector<Value>& primary_key,
                              LabelStyle labels, const LoadOptions& given,
                              const std::vector<Ref<StatementOption>>& loads) {
  LoadOptions load = given;
  load.unique = true;
  Ref<Select> statement = select({mapper.entity()})->with_label_style(labels);
  if (!loads.empty()) statement = statement->with_options(loads);
  // A refresh is another statement than a get() to SQLAlchemy's cache, though their text agrees;
  // and so is one of other attributes, relationships among them.
  std::string prefix = "pk_";
  if (load.refresh_state != nullptr) {
    prefix = "refresh_pk_";
    for (const Relationship* relationship : mapper.relationships()) {
      if (load.refresh_state->in_committed_state(relationship->index()) ||
          load.refresh_state->has_pending(relationship->index())) {
        prefix += std::to_string(relationship->index()) + "_";
      }
    }
  }
  ParameterSet parameters;
  for (size_t k = 0; k < primary_key.size(); ++k) {
    std::string name = prefix + std::to_string(k + 1);
    const Column& column = *mapper.primary_key()[k];
    if (primary_key[k].is_null()) {
      statement = statement->where(column.is_(Operand(Value())));
      continue;
    }
    statement = statement->where(column.eq(Operand(bindparam(name, std::nullopt, column.type))));
    parameters.emplace_back(name, primary_key[k]);
  }
  Result result = execute_lowered(statement, {parameters}, {}, load);
  std::optional<Row> row = result.one_or_none();
  if (!row) return {};
  const auto* value = dynamic_cast<const InstanceValue*>((*row)[0].object());
  return value == nullptr ? Instance() : value->instance;
}

Instance Session::get(const Mapper& mapper, const std::vector<Value>& primary_key,
                      bool populate_existing, const std::vector<Ref<StatementOption>>& loads) {
  if (primary_key.size() != mapper.primary_key().size()) {
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
  if (!populate_existing) {
    if (InstanceState* found = identity_map_.find(*mapper.identity_key(primary_key))) {
      Instance instance(found);
      if (found->expired) {
        try {
          load_expired(*found);
        } catch (const ObjectDeletedError&) {
          remove_newly_deleted({instance});
          return {};
        }
      }
      return instance;
    }
  }
  LoadOptions load;
  load.populate_existing = populate_existing;
  return load_by_key(mapper, primary_key, LabelStyle::tablename_plus_col, load, loads);
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

void Session::load_attributes(InstanceState& state, const AttributeSet& attributes) {
  LoadOptions load;
  load.refresh_state = &state;
  load.only = &attributes;
  load.autoflush = profile_->refresh_autoflush;
  load.node = state.load_options;
  Instance keep(&state);
  if (!load_by_key(state.mapper(), state.key->primary_key(), LabelStyle::tablename_plus_col,
                   load)) {
    throw ObjectDeletedError("Instance '" + state_str(state) +
                             "' has been deleted, or its row is otherwise not present.");
  }
}

void Session::refresh(InstanceState& state, const std::vector<std::string>& attributes) {
  if (!identity_map_.contains(state)) {
    throw InvalidRequestError("Instance '" + state_str(state) +
                              "' is not persistent within this Session");
  }
  Instance keep(&state);
  autoflush_now();
  AttributeSet named;
  for (const std::string& name : attributes) {
    if (auto index = state.mapper().find(name)) named.add(*index);
  }
  expire(state, attributes);
  LoadOptions load;
  load.refresh_state = &state;
  load.only = attributes.empty() ? nullptr : &named;
  if (profile_->refresh_eager) load.node = state.load_options;
  load.autoflush = false;
  LabelStyle labels =
      profile_->refresh_labels ? LabelStyle::tablename_plus_col : LabelStyle::default_;
  if (!load_by_key(state.mapper(), state.key->primary_key(), labels, load)) {
    throw InvalidRequestError("Could not refresh instance '" + state_str(state) + "'");
  }
}

}  // namespace orm
