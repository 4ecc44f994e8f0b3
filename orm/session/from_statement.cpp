// Objects of rows that another statement brings: from_statement(), and RETURNING of a class. The
// statement's columns are found by expression or by name, and what it lacks is loaded on access.
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

[[noreturn]] void no_column(const ColumnElement& column) {
  std::string name(column.name());
  const ColumnElement* bare = column.bare();
  if (bare->kind() == NodeKind::column) {
    if (const FromClause* table = static_cast<const ColumnClause*>(bare)->table) {
      name = std::string(table->name()) + "." + name;
    }
  }
  throw NoSuchColumnError("Could not locate column in row for column '" + name + "'");
}

}  // namespace

Result Session::entities_of(const std::vector<ClauseRef>& elements, const Result& core,
                            const LoadOptions& load) {
  Ref<const RowKeys> keys = core.row_keys();
  auto plan = make_ref<RowPlan>();
  for (const ClauseRef& element : elements) {
    RowPlan::Item item;
    if (element->kind() == NodeKind::entity) {
      const auto& entity = static_cast<const EntityElement&>(*element);
      entity.mapper->registry().configure();
      item.mapper = entity.mapper;
      item.key = !entity.name.empty() ? entity.name : entity.mapper->class_name();
      plan->has_entities = true;
      for (const MappedProperty& property : entity.mapper->properties()) {
        if (!property.is_column()) continue;
        ColumnRef column = entity.attribute(property.index);
        int place = place_in(*keys, *column);
        if (place < 0) {
          if (entity.mapper->is_primary_key(property.index)) no_column(*column);
          continue;
        }
        item.places.push_back(static_cast<size_t>(place));
        item.attributes.push_back(property.index);
        if (entity.mapper->polymorphic_attribute() == property.index) {
          item.discriminator = static_cast<size_t>(place);
        }
      }
      plan->items.push_back(std::move(item));
    } else if (FromClause* from = as_from(element.get())) {
      for (const auto& [key, column] : from->c()) {
        int place = place_in(*keys, *column);
        if (place < 0) no_column(*column);
        RowPlan::Item column_item;
        column_item.key = key;
        column_item.places.push_back(static_cast<size_t>(place));
        plan->items.push_back(std::move(column_item));
      }
    } else {
      const ColumnElement* column = as_column(element.get());
      if (column == nullptr) throw ArgumentError("only columns and classes can be returned");
      int place = place_in(*keys, *column);
      if (place < 0) no_column(*column);
      item.key = std::string(column->key());
      item.places.push_back(static_cast<size_t>(place));
      plan->items.push_back(std::move(item));
    }
  }
  Ref<RowKeys> row = row_keys(*plan, core, *profile_);
  if (!plan->has_entities) row->legacy = keys->legacy;
  auto rows = make_ref<EntityRows>(core, EntityLoader(*this, plan, load, {}), false);
  return Result::from_source(std::move(row), std::move(rows), *profile_);
}

}  // namespace orm
