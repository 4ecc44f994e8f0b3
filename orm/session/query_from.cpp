// Query over something else than the tables: from_self(), set operations, select_entity_from(),
// from_statement(), and the bulk changes update() and delete().
//
// Once a query is over a subquery, classes and columns named later mean those of the subquery:
// adapted() exchanges them.
#include "orm/compiler.h"
#include "orm/mapping/adapt.h"
#include "orm/mapping/lowering.h"
#include "orm/orm_error.h"
#include "orm/profile.h"
#include "orm/query.h"
#include "orm/relationship.h"
#include "orm/session.h"

namespace orm {

namespace {

// Does the FROM object bring the rows of that class?
bool brings(const FromClause& from, const Mapper& mapper) {
  return from.c().corresponding(*mapper.primary_key()[0]) != nullptr;
}

ColumnRef exchange(const ColumnRef& column, FromClause& from) {
  if (const AttributeAnnotation* note = attribute_annotation(*column)) {
    if (note->entity == nullptr) {
      if (ColumnElement* found = from.c().corresponding(*column->bare())) {
        auto entity = make_ref<EntityElement>(*note->mapper, from.ref());
        return make_ref<AnnotatedColumn>(
            found->ref(), make_ref<AttributeAnnotation>(*note->mapper, note->index, entity),
            &orm_plugin());
      }
    }
  }
  if (ColumnElement* found = from.c().corresponding(*column)) return found->ref();
  return adapt_to(column, from);
}

// What was taken from `from`, a query's subquery, as it was before: of the class itself.
ClauseRef of_class(const ClauseRef& node, const Ref<FromClause>& from) {
  if (from == nullptr) return node;
  if (node->kind() == NodeKind::entity) {
    const auto& entity = static_cast<const EntityElement&>(*node);
    if (entity.alias != from) return node;
    return make_ref<EntityElement>(*entity.mapper, nullptr, entity.name);
  }
  const AttributeAnnotation* note =
      node->is_column() ? attribute_annotation(static_cast<const ColumnElement&>(*node)) : nullptr;
  if (note == nullptr || note->entity == nullptr || note->entity->alias != from) return node;
  return note->mapper->attribute(note->index);
}

}  // namespace

Query Query::with_session(Session& session) const {
  Query query = *this;
  query.session_ = &session;
  return query;
}

Query Query::with_label_style(LabelStyle style) const {
  Query query = changed(select_->with_label_style(style));
  query.label_style_ = style;
  return query;
}

Query Query::enable_assertions(bool on) const {
  Query query = *this;
  query.asserts_ = on;
  return query;
}

Query Query::yield_per(size_t rows) const {
  Query query = *this;
  query.yield_per_ = rows;
  return query;
}

Query Query::only_return_tuples(bool on) const {
  Query query = *this;
  query.only_tuples_ = on;
  return query;
}

Query Query::changed(Ref<Select> statement) const {
  Query query = *this;
  query.select_ = std::move(statement);
  return query;
}

ColumnRef Query::adapted_column(const ColumnRef& column) const {
  if (column == nullptr) return column;
  return ColumnRef(as_column(adapted(column).get()));
}

ClauseRef Query::adapted(const ClauseRef& node) const {
  if (joinpoint_ != nullptr && node->is_column() && as_relationship(node.get()) == nullptr) {
    return exchange(ColumnRef(as_column(node.get())), joinpoint_->selectable());
  }
  if (adapt_ == nullptr) return node;
  if (node->kind() == NodeKind::entity) {
    const auto& entity = static_cast<const EntityElement&>(*node);
    if (entity.alias != nullptr || !brings(*adapt_, *entity.mapper)) return node;
    return make_ref<EntityElement>(*entity.mapper, adapt_, entity.name);
  }
  if (const RelationshipElement* relationship = as_relationship(node.get())) {
    const Mapper& parent = relationship->relationship->parent();
    if (relationship->entity != nullptr || !brings(*adapt_, parent)) return node;
    auto copy = make_ref<RelationshipElement>(*relationship);
    copy->entity = make_ref<EntityElement>(parent, adapt_);
    return copy;
  }
  return node->is_column() ? ClauseRef(exchange(ColumnRef(as_column(node.get())), *adapt_)) : node;
}

Query Query::over(Ref<FromClause> from, const std::vector<ClauseRef>& entities) const {
  Query query(*session_, {});
  query.params_ = params_;
  query.options_ = options_;
  query.populate_existing_ = populate_existing_;
  query.autoflush_ = autoflush_;
  query.adapt_ = std::move(from);
  std::vector<ClauseRef> own;
  own.reserve(entities.size());
  for (const ClauseRef& entity : entities) own.push_back(query.adapted(of_class(entity, adapt_)));
  query.select_ = select(std::move(own))
                      ->select_from({ClauseRef(query.adapt_)})
                      ->with_label_style(LabelStyle::tablename_plus_col);
  return query;
}

Query Query::select_entity_from(Ref<FromClause> from) const {
  return over(std::move(from), select_->raw_columns);
}

Query Query::from_self(const std::vector<ClauseRef>& entities) const {
  Ref<RowPlan> plan;
  Ref<Select> inner = lower_select(*statement(), session_->profile(), {.eager = false}, plan);
  return over(inner->subquery(), entities.empty() ? select_->raw_columns : entities);
}

Query Query::set_operation(const std::string& keyword, const std::vector<Query>& others) const {
  std::vector<Ref<SelectBase>> parts;
  auto add = [&](const Query& query) {
    Ref<RowPlan> plan;
    parts.push_back(lower_select(*query.statement(), session_->profile(), {.eager = false}, plan));
  };
  add(*this);
  for (const Query& other : others) add(other);
  auto compound = make_ref<CompoundSelect>(keyword, std::move(parts));
  compound->label_style = LabelStyle::tablename_plus_col;  // the columns' names outside
  return over(compound->subquery(), select_->raw_columns);
}

Query Query::from_statement(ClauseRef statement) const {
  refuse_after_criterion("from_statement");
  Query query = *this;
  query.full_statement_ = std::move(statement);
  return query;
}

Query Query::with_joinpoint(Ref<EntityElement> alias) const {
  Query query = *this;
  query.joinpoint_reset_ = alias == nullptr;
  query.joinpoint_ = std::move(alias);
  return query;
}

void Query::refuse_after_statement(const char* method) const {
  if (!asserts_ || full_statement_ == nullptr) return;
  throw InvalidRequestError(
      "Query." + std::string(method) +
      "() being called on a Query with an existing full statement - can't apply criterion.");
}

void Query::refuse_after_criterion(const char* method) const {
  if (!asserts_) return;
  const bool any = full_statement_ != nullptr || limit_ || offset_ ||
                   !select_->where_criteria.empty() || !select_->from_list.empty() ||
                   !select_->from_entities.empty() || !select_->joins.empty() ||
                   !select_->group_by_clauses.empty() || !select_->order_by_clauses.empty() ||
                   select_->is_distinct;
  if (!any) return;
  throw InvalidRequestError("Query." + std::string(method) +
                            "() being called on a Query with existing criterion. ");
}

void Query::refuse_after_limit(const char* method) const {
  if (!asserts_ || (!limit_ && !offset_)) return;
  std::string name = method;
  throw InvalidRequestError(
      "Query." + name + "() being called on a Query which already has LIMIT or OFFSET applied. " +
      (session_->profile().orm_dml
           ? " Call " + name + "() before limit() or offset() are applied."
           : "To modify the row-limited results of a  Query, call from_self() first.  "
             "Otherwise, call " +
                 name + "() before limit() or offset() are applied."));
}

void Query::check_bulk() const {
  const char* called = nullptr;
  if (limit_)
    called = "limit()";
  else if (offset_)
    called = "offset()";
  else if (!select_->order_by_clauses.empty())
    called = "order_by()";
  else if (!select_->group_by_clauses.empty())
    called = "group_by()";
  else if (select_->is_distinct)
    called = "distinct()";
  else if (!select_->joins.empty())
    called = "join(), outerjoin(), select_from(), or from_self()";
  if (called != nullptr) {
    throw InvalidRequestError("Can't call Query.update() or Query.delete() when " +
                              std::string(called) + " has been called");
  }
  if (first_mapper() == nullptr) {
    throw ArgumentError("Query.update() and Query.delete() need a query of a mapped class");
  }
}

int64_t Query::update(Assignments values, const std::optional<Value>& synchronize,
                      bool ordered) const {
  check_bulk();
  const Mapper& mapper = *first_mapper();
  Ref<Update> statement = orm::update(mapper.entity())->values(std::move(values), ordered);
  for (const ColumnRef& criterion : select_->where_criteria)
    statement = statement->where(criterion);
  if (autoflush_) session_->autoflush_now();
  ExecuteOptions how;
  if (synchronize) how.options.emplace_back("synchronize_session", *synchronize);
  std::vector<ParameterSet> parameters;
  if (!params_.empty()) parameters.push_back(params_);
  return session_->execute_change(*statement, mapper, parameters, how).rowcount();
}

int64_t Query::delete_(const std::optional<Value>& synchronize) const {
  check_bulk();
  const Mapper& mapper = *first_mapper();
  Ref<Delete> statement = orm::delete_(mapper.entity());
  for (const ColumnRef& criterion : select_->where_criteria)
    statement = statement->where(criterion);
  if (autoflush_) session_->autoflush_now();
  ExecuteOptions how;
  if (synchronize) how.options.emplace_back("synchronize_session", *synchronize);
  std::vector<ParameterSet> parameters;
  if (!params_.empty()) parameters.push_back(params_);
  return session_->execute_change(*statement, mapper, parameters, how).rowcount();
}

}  // namespace orm
