// The methods of orm::core::Expr that are more than one call of a node's.
#include <orm/core_statement.h>

namespace orm::core {

std::vector<ColumnRef> nodes_of(const std::vector<Expr>& expressions) {
  std::vector<ColumnRef> nodes;
  nodes.reserve(expressions.size());
  for (const Expr& expression : expressions) nodes.push_back(expression.node());
  return nodes;
}

Expr Expr::is_distinct_from(const Operand& other) const {
  return apply(Operator::is_distinct_from, other);
}
Expr Expr::is_not_distinct_from(const Operand& other) const {
  return apply(Operator::is_not_distinct_from, other);
}

Expr Expr::like(const Operand& other, std::string escape) const {
  return like_op(Operator::like, node_, other, std::move(escape));
}
Expr Expr::ilike(const Operand& other, std::string escape) const {
  return like_op(Operator::ilike, node_, other, std::move(escape));
}
Expr Expr::not_like(const Operand& other, std::string escape) const {
  return like_op(Operator::not_like, node_, other, std::move(escape));
}
Expr Expr::not_ilike(const Operand& other, std::string escape) const {
  return like_op(Operator::not_ilike, node_, other, std::move(escape));
}

Expr Expr::startswith(const Operand& other, bool autoescape) const {
  return like_op(Operator::startswith, node_, other, {}, autoescape);
}
Expr Expr::endswith(const Operand& other, bool autoescape) const {
  return like_op(Operator::endswith, node_, other, {}, autoescape);
}
Expr Expr::contains(const Operand& other, bool autoescape) const {
  return like_op(Operator::contains, node_, other, {}, autoescape);
}
Expr Expr::istartswith(const Operand& other, bool autoescape) const {
  return like_op(Operator::istartswith, node_, other, {}, autoescape);
}
Expr Expr::iendswith(const Operand& other, bool autoescape) const {
  return like_op(Operator::iendswith, node_, other, {}, autoescape);
}
Expr Expr::icontains(const Operand& other, bool autoescape) const {
  return like_op(Operator::icontains, node_, other, {}, autoescape);
}
Expr Expr::regexp_match(const Operand& pattern) const {
  return regexp_op(Operator::regexp_match, node_, pattern);
}
Expr Expr::regexp_replace(const Operand& pattern, const Operand& replacement) const {
  return regexp_op(Operator::regexp_replace, node_, pattern, replacement);
}

Alias Expr::table_valued(const std::vector<std::string>& columns, std::string name) const {
  std::vector<Ref<ColumnClause>> made;
  made.reserve(columns.size());
  for (const std::string& column : columns) made.push_back(orm::column(column));
  return Alias(orm::table_valued(node_, made, std::move(name)));
}
Expr Expr::column_valued(std::string name) const {
  return orm::column_valued(node_, std::move(name));
}

Expr Expr::over(const Window& window) const {
  Ref<Over> made = orm::over(node_, nodes_of(window.partition_by), nodes_of(window.order_by));
  made->rows = window.rows;
  made->range = window.range;
  made->groups = window.groups;
  return made;
}
Expr Expr::over() const { return over(Window{}); }
Expr Expr::within_group(const std::vector<Expr>& order_by) const {
  return orm::within_group(node_, nodes_of(order_by));
}
Expr Expr::filter(const std::vector<Expr>& criteria) const {
  return funcfilter(node_, nodes_of(criteria));
}

}  // namespace orm::core
