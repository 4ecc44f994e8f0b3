// Query: session.query(...), kept as a select() with Query's own labels.
#include "orm/query.h"

#include "orm/bundle.h"
#include "orm/compiler.h"
#include "orm/mapping/loader_options.h"
#include "orm/mapping/lowering.h"
#include "orm/orm_error.h"
#include "orm/result_functions.h"
#include "orm/session.h"
#include "orm/session/loading.h"

namespace orm {

namespace {

// Values that CPython makes once, so that two of them are one object.
bool is_shared(const Value& value) {
  switch (value.kind()) {
    case ValueKind::null:
    case ValueKind::boolean:
      return true;
    case ValueKind::integer:
      return value.as_int() >= -5 && value.as_int() <= 256;
    case ValueKind::text:
      return value.as_text().size() <= 1;
    default:
      return false;
  }
}

// Query leaves out rows that it had, comparing values of a type that is not hashable by identity:
// what avg() gives, which has no type, is another object in each row. Empty where every column's
// type is hashable.
std::function<Value(const Row&)> identity_key(const std::vector<ColumnRef>& expressions) {
  std::vector<bool> by_identity;
  bool any = false;
  for (const ColumnRef& expression : expressions) {
    const bool one = expression != nullptr && expression->kind() != NodeKind::entity &&
                     expression->type != nullptr && expression->type->is_null_type();
    by_identity.push_back(one);
    any = any || one;
  }
  if (!any) return {};
  return [by_identity, made = int64_t{0}](const Row& row) mutable {
    std::vector<Value> values;
    values.reserve(row.size() + 1);
    for (size_t i = 0; i < row.size(); ++i) {
      const bool fresh = by_identity[i] && !is_shared(row[i]);
      values.push_back(fresh ? Value::tuple({Value(++made)}) : row[i]);
    }
    return Value::tuple(std::move(values));
  };
}

}  // namespace

Query::Query(Session& session, std::vector<ClauseRef> entities)
    : session_(&session), select_(select(std::move(entities))) {
  select_ = select_->with_label_style(LabelStyle::tablename_plus_col);
}

Query Query::filter(const std::vector<ColumnRef>& criteria) const {
  refuse_after_statement("filter");
  refuse_after_limit("filter");
  Query query = *this;
  for (const ColumnRef& clause : criteria) {
    query.select_ = query.select_->where(adapted_column(clause));
  }
  return query;
}

Query Query::filter_by(const ParameterSet& values) const {
  refuse_after_statement("filter");
  refuse_after_limit("filter");
  // Over a subquery it is the class that has the names, not the subquery's columns.
  const bool of_first = joinpoint_reset_ || (adapt_ != nullptr && select_->joins.empty());
  if (!of_first || select_->raw_columns.empty()) return changed(select_->filter_by(values));
  return changed(select_->filter_by(values, select_->raw_columns[0]));
}

Query Query::order_by(std::vector<ColumnRef> clauses) const {
  refuse_after_statement("order_by");
  refuse_after_limit("order_by");
  Query query = *this;
  for (ColumnRef& clause : clauses) clause = adapted_column(clause);
  query.select_ = select_->order_by(std::move(clauses));
  return query;
}

Query Query::group_by(std::vector<ColumnRef> clauses) const {
  refuse_after_statement("group_by");
  refuse_after_limit("group_by");
  Query query = *this;
  for (ColumnRef& clause : clauses) clause = adapted_column(clause);
  query.select_ = select_->group_by(std::move(clauses));
  return query;
}

Query Query::having(const ColumnRef& clause) const {
  refuse_after_statement("having");
  refuse_after_limit("having");
  Query query = *this;
  query.select_ = select_->having(adapted_column(clause));
  return query;
}

Query Query::distinct() const {
  refuse_after_statement("distinct");
  Query query = *this;
  query.select_ = select_->distinct()->with_options({make_ref<SelectsOrder>()});
  return query;
}

Query Query::limit(std::optional<Operand> count) const {
  refuse_after_statement("limit");
  Query query = *this;
  query.limit_ = std::move(count);
  return query;
}

Query Query::offset(std::optional<Operand> count) const {
  refuse_after_statement("offset");
  Query query = *this;
  query.offset_ = std::move(count);
  return query;
}

namespace {

// A limit or offset that is a plain number; 0 where there is none.
std::optional<int64_t> plain_number(const std::optional<Operand>& operand) {
  if (!operand) return 0;
  if (operand->clause != nullptr) {
    const auto* bind = operand->clause->kind() == NodeKind::bind
                           ? static_cast<const BindParameter*>(operand->clause.get())
                           : nullptr;
    if (bind == nullptr || bind->value.kind() != ValueKind::integer) return std::nullopt;
    return bind->value.as_int();
  }
  return operand->value.kind() == ValueKind::integer ? std::optional(operand->value.as_int())
                                                     : std::nullopt;
}

}  // namespace

Query Query::slice(std::optional<int64_t> start, std::optional<int64_t> stop) const {
  refuse_after_statement("slice");
  Query query = *this;
  if (start) {
    if (std::optional<int64_t> before = plain_number(offset_)) {
      const int64_t offset = *before + *start;
      query.offset_ = offset == 0 ? std::nullopt : std::optional(Operand(Value(offset)));
    } else if (*start != 0) {
      query.offset_ =
          Operand(operate(Operator::add, coerce_column(*offset_), Operand(Value(*start))));
    }
    if (stop) query.limit_ = Operand(Value(*stop - *start));
  } else if (stop) {
    query.limit_ = Operand(Value(*stop));
  }
  return query;
}

Query Query::select_from(std::vector<ClauseRef> froms) const {
  refuse_after_criterion("select_from");
  Query query = *this;
  query.select_ = select_->select_from(std::move(froms));
  return query;
}

Query Query::join(const ClauseRef& target, const ClauseRef& onclause, bool outer, bool full) const {
  refuse_after_statement(session_->profile().select_list_style ? "_join" : "join");
  refuse_after_limit("join");
  Query query = *this;
  query.joinpoint_reset_ = false;
  query.select_ = select_->join(adapted(target), onclause == nullptr ? nullptr : adapted(onclause),
                                outer, full);
  return query;
}

Query Query::with_entities(std::vector<ClauseRef> entities) const {
  Query query = *this;
  for (ClauseRef& entity : entities) entity = adapted(entity);
  query.select_ = select_->with_only_columns(std::move(entities));
  return query;
}

Query Query::add_columns(std::vector<ClauseRef> columns) const {
  Query query = *this;
  for (ClauseRef& column : columns) column = adapted(column);
  query.select_ = select_->add_columns(std::move(columns));
  return query;
}

Query Query::params(const ParameterSet& values) const {
  Query query = *this;
  query.params_.insert(query.params_.end(), values.begin(), values.end());
  return query;
}

Query Query::populate_existing() const {
  Query query = *this;
  query.populate_existing_ = true;
  return query;
}

Query Query::autoflush(bool on) const {
  Query query = *this;
  query.autoflush_ = on;
  return query;
}

Query Query::execution_options(Options options) const {
  Query query = *this;
  query.options_.insert(query.options_.end(), options.begin(), options.end());
  return query;
}

Query Query::options(const std::vector<Ref<StatementOption>>& loads) const {
  Query query = *this;
  query.select_ = select_->with_options(loads);
  return query;
}

Query Query::enable_eagerloads(bool on) const {
  Query query = *this;
  query.eager_ = on;
  return query;
}

namespace {

// The first releases label what has no name, even what SELECT alone would not.
Ref<Select> with_labels(const Ref<Select>& statement) {
  auto unnamed = [](const ClauseRef& column) { return column->kind() == NodeKind::unary; };
  const std::vector<ClauseRef>& columns = statement->raw_columns;
  if (std::none_of(columns.begin(), columns.end(), unnamed)) return statement;
  Ref<Select> copy = statement->copy();
  for (ClauseRef& column : copy->raw_columns) {
    if (unnamed(column)) column = make_ref<Label>(Name(), ColumnRef(as_column(column.get())));
  }
  return copy;
}

}  // namespace

Ref<Select> Query::statement() const {
  Ref<Select> statement = session_->profile().select_list_style ? with_labels(select_) : select_;
  if (limit_) statement = statement->limit(*limit_);
  if (offset_) statement = statement->offset(*offset_);
  if (!eager_) statement = statement->with_options({make_ref<NoEagerLoads>()});
  return statement;
}

Ref<Select> Query::plain_statement() const {
  Ref<Select> plain = statement()->with_label_style(label_style().value_or(LabelStyle::default_));
  if (parameters().empty()) return plain;
  const ClauseRef filled = with_params(plain, parameters());
  return Ref<Select>(static_cast<Select*>(filled.get()));
}

// What is rendered or executed selects something.
Ref<Select> Query::selecting() const {
  if (select_->raw_columns.empty()) {
    throw InvalidRequestError("Query contains no columns with which to SELECT from.");
  }
  return statement();
}

Result Query::result() const {
  std::vector<ParameterSet> parameters;
  if (!params_.empty()) parameters.push_back(params_);
  ExecuteOptions how;
  how.options = options_;
  Session::LoadOptions load;
  load.populate_existing = populate_existing_;
  load.autoflush = false;
  load.eager = eager_;
  load.yields = yield_per_ != 0;
  load.of_query = true;
  load.named_rows = true;
  if (autoflush_) session_->autoflush_now();
  if (full_statement_ != nullptr) {
    const ClauseRef whole =
        make_ref<FromStatement>(select_->raw_columns, full_statement_, select_->plugin_options);
    Result rows = session_->execute_lowered(whole, parameters, how, load);
    if (first_mapper() == nullptr) return rows;
    return unique_by(rows, identity_key(rows.row_keys()->expressions));
  }
  Result result = session_->execute_lowered(selecting(), parameters, how, load);
  if (first_mapper() == nullptr) return result;
  return unique_by(result, identity_key(result.row_keys()->expressions));
}

std::vector<Row> Query::all() const { return result().all(); }

std::optional<Row> Query::first() const {
  if (full_statement_ != nullptr) return result().first();
  Query query = *this;
  query.limit_ = Operand(Value(int64_t{1}));
  return query.result().first();
}

namespace {

// Rows by one of Query's own methods, whose errors name it in early releases.
template <class Take>
auto taken_by(const char* method, const Profile& profile, Take take) {
  try {
    return take();
  } catch (const NoResultFound&) {
    if (!profile.query_error_texts) throw;
    throw NoResultFound(std::string("No row was found for ") + method);
  } catch (const MultipleResultsFound&) {
    if (!profile.query_error_texts) throw;
    throw MultipleResultsFound(std::string("Multiple rows were found for ") + method);
  }
}

}  // namespace

Row Query::one() const {
  return taken_by("one()", session_->profile(), [this] { return result().one(); });
}

std::optional<Row> Query::one_or_none() const {
  return taken_by("one_or_none()", session_->profile(), [this] { return result().one_or_none(); });
}

Value Query::scalar() const {
  std::optional<Row> row;
  try {
    row = one();
  } catch (const NoResultFound&) {
    return {};
  }
  return (*row)[0];
}

int64_t Query::count() const {
  if (full_statement_ != nullptr) {
    throw InvalidRequestError("Can't call this method on a Query that uses from_statement()");
  }
  ClauseRef counted = func("count", {Operand(literal_column("*"))});
  Ref<Select> outer = select({counted})
                          ->select_from({statement()->subquery()})
                          ->with_label_style(LabelStyle::tablename_plus_col);
  for (const Ref<StatementOption>& option : select_->plugin_options) {
    if (dynamic_cast<const LoaderCriteria*>(option.get()) != nullptr) {
      outer->plugin_options.push_back(option);
    }
  }
  if (autoflush_) session_->autoflush_now();
  std::vector<ParameterSet> parameters;
  if (!params_.empty()) parameters.push_back(params_);
  Session::LoadOptions load;
  load.of_query = true;
  load.mapper = first_mapper();
  ExecuteOptions how;
  how.options = options_;
  return session_->execute_lowered(outer, parameters, how, load).scalar().as_int();
}

Instance Query::get(const std::vector<Value>& ident) const {
  const Mapper* mapper = first_mapper();
  if (mapper == nullptr || select_->raw_columns.size() != 1) {
    throw InvalidRequestError("get() can only be used against a single mapped class.");
  }
  if (select_->whereclause != nullptr || !select_->where_criteria.empty()) {
    throw InvalidRequestError("Query.get() being called on a Query with existing criterion. ");
  }
  return session_->get(*mapper, ident, populate_existing_, select_->plugin_options);
}

const Mapper* Query::first_mapper() const {
  for (const ClauseRef& element : select_->raw_columns) {
    if (element->kind() == NodeKind::entity) {
      return static_cast<const EntityElement&>(*element).mapper;
    }
  }
  return nullptr;
}

bool Query::single_entity() const {
  if (only_tuples_ || select_->raw_columns.size() != 1) return false;
  const ClauseElement& only = *select_->raw_columns[0];
  if (only.kind() == NodeKind::bundle) return static_cast<const Bundle&>(only).single_entity;
  return only.kind() == NodeKind::entity;
}

std::string Query::str() const {
  if (full_statement_ != nullptr) return full_statement_->str(session_->profile());
  SessionBind bind = session_->bind();
  if (session_->router != nullptr) {
    try {
      bind = session_->router->route(first_mapper(), select_.get());
    } catch (const UnboundExecutionError&) {
      bind = {};  // the text is that for no database in particular
    }
  }
  if (bind) return compile(selecting(), bind.engine.dialect())->sql;
  return selecting()->str(session_->profile());
}

}  // namespace orm
