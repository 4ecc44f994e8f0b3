// Objects of rows that another statement brings: from_statement(), and RETURNING of a class. The
// statement's columns are found by expression or by name, and what it lacks is loaded on access.
#include "orm/mapping/eager_join.h"
#include "orm/mapping/lowering.h"
#include "orm/orm_error.h"
#include "orm/session.h"
#include "orm/session/loading.h"

namespace orm {

namespace {

// Where a column of an entity stands in the rows, or -1: itself, its name, or its name as Query
// labels it.
int place_in(const RowKeys& keys, const ColumnElement& column) {
  for (size_t i = 0; i < keys.expressions.size(); ++i) {
    const ColumnRef& expression = keys.expressions[i];
    if (expression != nullptr &&
        (expression->bare() == column.bare() || expression->shares_lineage(*column.bare()))) {
      return static_cast<int>(i);
    }
  }
  for (size_t i = 0; i < keys.keys.size(); ++i) {
    if (keys.keys[i] == column.name()) return static_cast<int>(i);
  }
  for (size_t i = 0; i < keys.expressions.size(); ++i) {
    const ColumnRef& expression = keys.expressions[i];
    if (expression != nullptr && same_structure(*expression, column)) return static_cast<int>(i);
  }
  const ColumnElement* bare = column.bare();
  if (bare->kind() != NodeKind::column) return -1;
  const FromClause* table = static_cast<const ColumnClause*>(bare)->table;
  if (table == nullptr) return -1;
  std::string label = std::string(table->name()) + "_" + std::string(column.name());
  for (size_t i = 0; i < keys.keys.size(); ++i) {
    if (keys.keys[i] == label) return static_cast<int>(i);
  }
  return -1;
}

// Puts the places that the columns have in the rows instead of those in `columns`; attributes that
// the rows lack are loaded on access, but for the key.
void find_places(RowPlan::Item& item, const std::vector<ClauseRef>& columns, const RowKeys& keys) {
  std::vector<size_t> places;
  std::vector<size_t> attributes;
  std::optional<size_t> discriminator;
  for (size_t i = 0; i < item.places.size(); ++i) {
    const auto& column = static_cast<const ColumnElement&>(*columns[item.places[i]]);
    int place = place_in(keys, column);
    if (place < 0) {
      if (item.mapper->is_primary_key(item.attributes[i])) throw_no_column(column);
      item.absent.add(item.attributes[i]);
      continue;
    }
    if (item.discriminator == item.places[i]) discriminator = static_cast<size_t>(place);
    places.push_back(static_cast<size_t>(place));
    attributes.push_back(item.attributes[i]);
  }
  item.places = std::move(places);
  item.attributes = std::move(attributes);
  item.discriminator = discriminator;
  for (RowPlan::Child& child : item.children) find_places(child.item, columns, keys);
}

}  // namespace

Result Session::entities_of(const std::vector<ClauseRef>& elements, const Result& core,
                            const LoadOptions& load,
                            const std::vector<Ref<StatementOption>>& options) {
  Ref<const RowKeys> keys = core.row_keys();
  auto plan = make_ref<RowPlan>();
  std::vector<const EntityElement*> entities;
  for (const ClauseRef& element : elements) {
    if (element->kind() != NodeKind::entity) continue;
    entities.push_back(&static_cast<const EntityElement&>(*element));
    entities.back()->mapper->registry().configure();
  }
  std::vector<Ref<LoadNode>> nodes = load_nodes(options, entities);
  // Planned as if there were a statement to add columns to; they are then looked for in the rows.
  auto wanted = make_ref<Select>(std::vector<ClauseRef>());
  LowerOptions lowering;
  lowering.given_rows = true;
  EagerPlanner planner(*wanted, *plan, lowering);
  size_t number = 0;
  for (const ClauseRef& element : elements) {
    RowPlan::Item item;
    if (element->kind() == NodeKind::entity) {
      const auto& entity = static_cast<const EntityElement&>(*element);
      item.key = !entity.name.empty() ? entity.name : entity.mapper->class_name();
      plan->has_entities = true;
      planner.add_entity(entity, item, nodes[number++]);
      find_places(item, wanted->raw_columns, *keys);
      plan->items.push_back(std::move(item));
    } else if (FromClause* from = as_from(element.get())) {
      for (const auto& [key, column] : from->c()) {
        int place = place_in(*keys, *column);
        if (place < 0) throw_no_column(*column);
        RowPlan::Item column_item;
        column_item.key = key;
        column_item.places.push_back(static_cast<size_t>(place));
        plan->items.push_back(std::move(column_item));
      }
    } else {
      const ColumnElement* column = as_column(element.get());
      if (column == nullptr) throw ArgumentError("only columns and classes can be returned");
      int place = place_in(*keys, *column);
      if (place < 0) throw_no_column(*column);
      item.key = std::string(column->key());
      item.places.push_back(static_cast<size_t>(place));
      plan->items.push_back(std::move(item));
    }
  }
  Ref<RowKeys> row = row_keys(*plan, core, *profile_);
  if (!plan->has_entities) row->legacy = keys->legacy;
  auto rows = make_ref<EntityRows>(*this, core, EntityLoader(*this, plan, load, {}), *plan);
  return Result::from_source(std::move(row), std::move(rows), *profile_);
}

}  // namespace orm
