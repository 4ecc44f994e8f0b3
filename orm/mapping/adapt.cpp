// Adapting expressions: columns of one FROM object become those of another that stands for it.
#include "orm/mapping/adapt.h"

namespace orm {

namespace {

bool is_column_node(const ClauseElement& node) {
  return node.kind() == NodeKind::annotated || node.kind() == NodeKind::column;
}

}  // namespace

ColumnRef adapt_columns(const ColumnRef& expression,
                        const std::function<ColumnRef(const ColumnElement&)>& replace) {
  ClauseRef adapted = replacement_traverse(expression, [&](const ClauseRef& node) -> ClauseRef {
    if (!is_column_node(*node)) return nullptr;
    const auto& column = static_cast<const ColumnElement&>(*node);
    if (ColumnRef other = replace(column)) return other;
    // What is under an annotation may be a whole expression: only columns are taken out of it.
    if (column.bare()->kind() == NodeKind::column) return column.bare()->ref();
    return nullptr;
  });
  return ColumnRef(static_cast<ColumnElement*>(adapted.get()));
}

ColumnRef adapt_to(const ColumnRef& expression, FromClause& selectable) {
  const auto* alias = dynamic_cast<const Alias*>(&selectable);
  const FromClause* aliased = alias == nullptr ? nullptr : alias->element.get();
  ClauseRef adapted = replacement_traverse(expression, [&](const ClauseRef& node) -> ClauseRef {
    // Where a subquery correlates to the table, it now does to its alias.
    if (node.get() == aliased) return selectable.ref();
    if (!is_column_node(*node)) return nullptr;
    const auto& column = static_cast<const ColumnElement&>(*node);
    if (ColumnElement* found = selectable.c().corresponding(*column.bare())) return found->ref();
    if (column.bare()->kind() == NodeKind::column) return column.bare()->ref();
    return nullptr;
  });
  return ColumnRef(static_cast<ColumnElement*>(adapted.get()));
}

void each_column(const ClauseElement& expression,
                 const std::function<void(const ColumnElement&)>& visit) {
  traverse(expression, [&](ClauseElement& node) {
    if (node.is_from()) return false;
    if (!is_column_node(node)) return true;
    visit(static_cast<const ColumnElement&>(node));
    return false;
  });
}

const Column* schema_column(const ColumnElement& column) {
  const ColumnElement* bare = column.bare();
  if (bare->kind() != NodeKind::column) return nullptr;
  const auto* clause = static_cast<const ColumnClause*>(bare);
  return clause->is_schema_column() ? static_cast<const Column*>(clause) : nullptr;
}

}  // namespace orm
