// Adapting expressions: columns of one FROM object become those of another that stands for it.
#include "orm/mapping/adapt.h"

#include <algorithm>

namespace orm {

namespace {

bool is_column_node(const ClauseElement& node) {
  return node.kind() == NodeKind::annotated || node.kind() == NodeKind::column;
}

}  // namespace

ColumnRef embedded_in(const FromClause& from, const ColumnElement& column) {
  const ColumnElement* bare = column.bare();
  ColumnElement* found = from.c().corresponding(*bare);
  return found != nullptr && found->stands_for(*bare) ? found->ref() : nullptr;
}

bool stands_for(const FromClause& from, const FromClause& other) {
  const auto* alias = dynamic_cast<const Alias*>(&from);
  if (alias == nullptr) return false;
  if (alias->element.get() == &other) return true;
  const auto* select = dynamic_cast<const Select*>(alias->element.get());
  if (select == nullptr) return false;
  std::vector<FromClause*> objects;
  for (const ColumnRef& column : select->selected()) column->from_objects(objects);
  for (const Ref<FromClause>& one : select->from_list) objects.push_back(one.get());
  return std::find(objects.begin(), objects.end(), &other) != objects.end();
}

ColumnRef adapt_columns(const ColumnRef& expression,
                        const std::function<ColumnRef(const ColumnElement&)>& replace,
                        const std::function<FromClause*(const FromClause&)>& replace_from) {
  ClauseRef adapted = replacement_traverse(expression, [&](const ClauseRef& node) -> ClauseRef {
    // Where a subquery correlates to the table, it now does to what stands for it.
    if (replace_from && node->is_from()) {
      FromClause* other = replace_from(static_cast<const FromClause&>(*node));
      return other == nullptr ? nullptr : other->ref();
    }
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
  return adapt_columns(
      expression, [&](const ColumnElement& column) { return embedded_in(selectable, column); },
      [&](const FromClause& from) { return stands_for(selectable, from) ? &selectable : nullptr; });
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
