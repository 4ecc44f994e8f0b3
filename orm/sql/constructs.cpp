// The functions that make expressions: null, literal, bindparam, cast, case_, tuple_, over, ....
#include <orm/error.h>
#include <orm/expression.h>
#include <orm/selectable.h>

#include "orm/sql/label_reference.h"

namespace orm {

ColumnRef null() { return make_ref<Constant>(NodeKind::null_); }
ColumnRef true_() { return make_ref<Constant>(NodeKind::true_); }
ColumnRef false_() { return make_ref<Constant>(NodeKind::false_); }

ColumnRef literal(Value value, TypeRef type) {
  return make_ref<BindParameter>("param", std::move(value), std::move(type), true);
}
ColumnRef literal_column(std::string sql, TypeRef type) {
  return make_ref<ColumnClause>(std::move(sql), std::move(type), nullptr, true);
}
Ref<ColumnClause> column(std::string name, TypeRef type) {
  return make_ref<ColumnClause>(std::move(name), std::move(type));
}

Ref<BindParameter> bindparam(std::string key, std::optional<Value> value, const TypeRef& type,
                             bool expanding) {
  bool anonymous = key.empty();
  TypeRef known = type ? type : value && !value->is_list() ? type_of_value(*value) : NullType();
  if (!type && expanding && value && value->is_list() && !value->as_list().empty())
    known = type_of_value(value->as_list()[0]);
  auto bind = make_ref<BindParameter>(anonymous ? "param" : std::move(key), value.value_or(Value()),
                                      known, anonymous);
  bind->required = !value.has_value();
  bind->expanding = expanding;
  return bind;
}

ColumnRef cast(const Operand& element, TypeRef type) {
  ColumnRef inner = element.clause            ? coerce_column(element)
                    : element.value.is_null() ? null()
                                              : bind_for(nullptr, element.value, type);
  return make_ref<Cast>(NodeKind::cast, inner, std::move(type));
}

ColumnRef try_cast(const Operand& element, TypeRef type) {
  auto made = make_ref<Cast>(static_cast<const Cast&>(*cast(element, std::move(type))));
  made->safe = true;
  return made;
}

ColumnRef type_coerce(const Operand& element, TypeRef type) {
  ColumnRef inner =
      element.clause ? coerce_column(element) : bind_for(nullptr, element.value, type);
  return make_ref<Cast>(NodeKind::type_coerce, inner, std::move(type));
}

ColumnRef extract(std::string field, const Operand& element) {
  return make_ref<Cast>(NodeKind::extract, coerce_column(element), Integer(), std::move(field));
}

ColumnRef case_(const std::vector<std::pair<Operand, Operand>>& whens, std::optional<Operand> else_,
                std::optional<Operand> value) {
  ColumnRef subject = value ? coerce_column(*value) : nullptr;
  std::vector<std::pair<ColumnRef, ColumnRef>> branches;
  for (auto& [when, then] : whens) {
    ColumnRef condition = coerce_column(when);
    branches.emplace_back(condition->self_group(Operator::over), coerce_column(then));
  }
  ColumnRef otherwise = else_ ? coerce_column(*else_) : nullptr;
  return make_ref<Case>(subject, std::move(branches), otherwise);
}

ColumnRef tuple_(const std::vector<Operand>& items) {
  std::vector<ColumnRef> clauses;
  std::vector<TypeRef> types;
  for (const auto& item : items) {
    clauses.push_back(coerce_column(item)->self_group(Operator::comma));
    types.push_back(clauses.back()->type);
  }
  auto tuple = make_ref<ClauseList>(NodeKind::tuple, Operator::comma, std::move(clauses),
                                    make_type("TupleType"));
  tuple->types = std::move(types);
  return tuple;
}

Ref<Over> within_group(ColumnRef element, std::vector<ColumnRef> order_by) {
  auto result = make_ref<Over>(NodeKind::within_group, std::move(element));
  result->order_by = std::move(order_by);
  // Ordered-set functions give what they order.
  static constexpr std::string_view kOrdered[] = {"mode", "percentile_cont", "percentile_disc"};
  if (result->element->kind() == NodeKind::function && !result->order_by.empty())
    for (std::string_view name : kOrdered)
      if (result->element->name() == name) result->type = result->order_by[0]->type;
  return result;
}

Ref<Over> funcfilter(const ColumnRef& element, std::vector<ColumnRef> criteria) {
  auto result = make_ref<Over>(NodeKind::function_filter, element);
  if (element->kind() == NodeKind::function_filter) {
    const auto& inner = static_cast<const Over&>(*element);
    result->element = inner.element;
    criteria.insert(criteria.begin(), inner.criterion);
  }
  result->criterion = and_(criteria);
  return result;
}

ColumnRef label_reference(std::string name) { return make_ref<LabelReference>(std::move(name)); }

ColumnRef distinct(const Operand& element) {
  return operate(Operator::distinct, coerce_column(element));
}

Ref<Over> over(ColumnRef element, std::vector<ColumnRef> partition_by,
               std::vector<ColumnRef> order_by) {
  auto result = make_ref<Over>(NodeKind::over, std::move(element));
  result->partition_by = std::move(partition_by);
  result->order_by = std::move(order_by);
  return result;
}

}  // namespace orm
