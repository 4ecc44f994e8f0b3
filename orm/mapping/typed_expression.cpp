// What typed expressions and statements do, behind their views: see typed_view.h.
#include "orm/core_statement.h"
#include "orm/mapper.h"
#include "orm/typed_select.h"

namespace orm::detail {

template <class T>
Held<T>::Held(const Held& other) noexcept = default;
template <class T>
Held<T>& Held<T>::operator=(const Held& other) noexcept = default;
template <class T>
Held<T>& Held<T>::operator=(Held&& other) noexcept = default;
template <class T>
Held<T>::~Held() = default;
template class Held<ColumnElement>;
template class Held<Select>;

ClauseRef ClauseView::clause() const {
  if (place == kEntity) return cls().mapper->entity();
  if (place != kNode) return column();
  return ClauseRef(const_cast<ClauseElement*>(node));
}

ColumnRef ClauseView::column() const {
  if (place == kNode)
    return ColumnRef(static_cast<ColumnElement*>(const_cast<ClauseElement*>(node)));
  const TypedClass& of = cls();
  return of.mapper->attribute(of.attributes[place]);
}

Value OperandView::value() const {
  switch (kind) {
    case Kind::boolean:
      return Value(boolean);
    case Kind::integer:
      return Value(integer);
    case Kind::real:
      return Value(real);
    case Kind::text:
      return Value(std::string_view(text.data, text.size));
    case Kind::operand:
      return operand->value;
    case Kind::null:
    case Kind::clause:
      break;
  }
  return {};
}

Operand OperandView::made() const {
  if (kind == Kind::operand) return *operand;
  if (kind == Kind::clause) return Operand(clause.clause());
  return Operand(value());
}

ColumnRef apply_operator(Operator op, ClauseView left, const OperandView& right) {
  return operate(op, left.column(), right.made());
}
ColumnRef apply_reversed(Operator op, ClauseView right, const OperandView& left) {
  return reverse_operate(op, right.column(), left.made());
}
ColumnRef apply_like(Operator op, ClauseView left, const OperandView& right, bool autoescape) {
  return like_op(op, left.column(), right.made(), {}, autoescape);
}
ColumnRef apply_between(ClauseView value, const OperandView& low, const OperandView& high) {
  return between_op(value.column(), low.made(), high.made());
}
ColumnRef apply_unary(Operator op, ClauseView element) { return operate(op, element.column()); }
ColumnRef apply_not(ClauseView element) { return not_(element.column()); }
ColumnRef apply_both(bool conjunction, ClauseView left, ClauseView right) {
  return conjunction ? and_({left.column(), right.column()}) : or_({left.column(), right.column()});
}

ColumnRef call_function(const char* name, std::initializer_list<OperandView> arguments,
                        TypeRef type) {
  Operands operands;
  operands.reserve(arguments.size());
  for (const OperandView& argument : arguments) operands.push_back(argument.made());
  return func(name, operands, std::move(type));
}

namespace {

std::vector<ColumnRef> view_columns(ClauseViews views) {
  std::vector<ColumnRef> columns;
  columns.reserve(views.size());
  for (const ClauseView& view : views) columns.push_back(view.column());
  return columns;
}

}  // namespace

Ref<Select> select_of(ClauseViews items) {
  std::vector<ClauseRef> clauses;
  clauses.reserve(items.size());
  for (const ClauseView& item : items) clauses.push_back(item.clause());
  return select(clauses);
}
Ref<Select> select_where(const Ref<Select>& statement, ClauseViews criteria) {
  Ref<Select> next = statement;
  for (const ClauseView& criterion : criteria) next = next->where(criterion.column());
  return next;
}
Ref<Select> select_order_by(const Ref<Select>& statement, ClauseViews clauses) {
  return statement->order_by(view_columns(clauses));
}
Ref<Select> select_group_by(const Ref<Select>& statement, ClauseViews clauses) {
  return statement->group_by(view_columns(clauses));
}
Ref<Select> select_join(const Ref<Select>& statement, ClauseView target, bool outer) {
  return statement->join(target.clause(), nullptr, outer);
}
Ref<Select> select_join(const Ref<Select>& statement, ClauseView target, const ClauseRef& onclause,
                        bool outer) {
  return statement->join(target.clause(), onclause, outer);
}
Ref<Select> select_join_from(const Ref<Select>& statement, const ClauseRef& left,
                             const ClauseRef& target, const ClauseRef& onclause) {
  return statement->join_from(left, target, onclause);
}
Ref<Select> select_limit(const Ref<Select>& statement, const OperandView& count) {
  return statement->limit(count.made());
}
Ref<Select> select_offset(const Ref<Select>& statement, const OperandView& count) {
  return statement->offset(count.made());
}
Ref<Select> select_filter_by(const Ref<Select>& statement, const ParameterSet& values) {
  return statement->filter_by(values);
}
Ref<Select> select_having(const Ref<Select>& statement, ClauseView clause) {
  return statement->having(clause.column());
}
Ref<Select> select_distinct(const Ref<Select>& statement) { return statement->distinct(); }
Ref<Select> select_from_these(const Ref<Select>& statement, std::vector<ClauseRef> froms) {
  return statement->select_from(std::move(froms));
}
Ref<Select> select_options(const Ref<Select>& statement,
                           const std::vector<Ref<StatementOption>>& options) {
  return statement->with_options(options);
}
Ref<Select> select_add_columns(const Ref<Select>& statement, std::vector<ClauseRef> items) {
  return statement->add_columns(std::move(items));
}
Ref<Select> select_only_columns(const Ref<Select>& statement, std::vector<ClauseRef> items) {
  return statement->with_only_columns(std::move(items));
}
Ref<Select> select_correlate(const Ref<Select>& statement, const std::vector<ClauseRef>& froms) {
  std::vector<Ref<FromClause>> objects;
  objects.reserve(froms.size());
  for (const ClauseRef& from : froms) objects.push_back(from_of(from));
  return statement->correlate(std::move(objects));
}
Ref<Select> select_execution_options(const Ref<Select>& statement,
                                     const std::vector<std::pair<std::string, Value>>& added) {
  Ref<Select> next = statement->copy();
  for (const auto& option : added) next->options.push_back(option);
  return next;
}
ClauseRef select_from_statement(const Ref<Select>& statement, const ClauseRef& rows) {
  return make_ref<FromStatement>(statement->raw_columns, rows, statement->plugin_options);
}
ColumnRef select_scalar(const Ref<Select>& statement) {
  return core::Select(statement).scalar_subquery().node();
}
ClauseRef clause_of(const Ref<Select>& statement) { return statement; }
Ref<SelectBase> select_base_of(const Ref<Select>& statement) { return statement; }
std::string sql_of(const Ref<Select>& statement) { return statement->str(profile_2_0); }

ColumnRef apply_in(Operator op, ClauseView left, std::vector<Value> values) {
  const ColumnRef column = left.column();
  return op == Operator::in_ ? column->in_(std::move(values)) : column->not_in(std::move(values));
}
ColumnRef apply_in(Operator op, ClauseView left, const ClauseRef& select) {
  return operate(op, left.column(), Operand(select));
}
ColumnRef apply_distinct(ClauseView element) { return element.column()->distinct(); }
ColumnRef apply_label(ClauseView element, const std::string& name) {
  return element.column()->label(name);
}
std::string sql_of(ClauseView element) { return element.column()->str(profile_2_0); }
ColumnRef name_in_order(std::string name) { return label_reference(std::move(name)); }

}  // namespace orm::detail
