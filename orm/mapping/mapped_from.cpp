// Mapper: classes that are mapped to a join of tables, to an alias or to a subquery.
//
// The columns of a join are those of its tables, and rows are written to each of them. A class
// mapped to a subquery is selected from it, as an alias of itself would be; its attributes are
// those of the tables' columns, which rows are written to, and expressions for what only the
// subquery computes.
#include "orm/mapping/mapped_from.h"

#include <algorithm>

#include "orm/mapper.h"
#include "orm/mapping/adapt.h"
#include "orm/orm_error.h"
#include "orm/profile.h"

namespace orm {

namespace {

void add_table(FromClause& from, std::vector<Table*>& tables) {
  if (from.kind() != NodeKind::table) return;
  auto* table = dynamic_cast<Table*>(&from);
  if (table != nullptr && std::find(tables.begin(), tables.end(), table) == tables.end()) {
    tables.push_back(table);
  }
}

void add_tables(const ClauseElement& element, std::vector<Table*>& tables) {
  if (element.kind() == NodeKind::alias) {
    return add_tables(*static_cast<const Alias&>(element).element, tables);
  }
  if (const auto* from = dynamic_cast<const FromClause*>(&element);
      from != nullptr && from->kind() == NodeKind::table) {
    return add_table(const_cast<FromClause&>(*from), tables);
  }
  if (const auto* select = dynamic_cast<const Select*>(&element)) {
    for (const auto& from : select->froms(profile_2_0)) add_tables(*from, tables);
    return;
  }
  const_cast<ClauseElement&>(element).each_child(
      [&](ClauseRef& child) { add_tables(*child, tables); });
}

// Pairs of columns that the conditions of a join equate.
void add_equated(const FromClause& from,
                 std::vector<std::pair<const Column*, const Column*>>& pairs) {
  if (from.kind() != NodeKind::join) return;
  const auto& join = static_cast<const Join&>(from);
  add_equated(*join.left, pairs);
  add_equated(*join.right, pairs);
  traverse(*join.onclause, [&](ClauseElement& node) {
    if (node.kind() != NodeKind::binary) return true;
    const auto& binary = static_cast<const BinaryExpression&>(node);
    const Column* left = schema_column(*binary.left);
    const Column* right = schema_column(*binary.right);
    if (binary.op == Operator::eq && left != nullptr && right != nullptr) {
      pairs.emplace_back(left, right);
    }
    return true;
  });
}

}  // namespace

std::vector<Table*> tables_of(const FromClause& from) {
  std::vector<Table*> tables;
  add_tables(from, tables);
  return tables;
}

Ref<Table> first_table(const FromClause& from) {
  const std::vector<Table*> tables = tables_of(from);
  if (tables.empty()) {
    throw UnsupportedError("a class that is mapped to something without tables");
  }
  return tables[0]->table_ref();
}

const Column* base_column(const ColumnElement& column) {
  for (const ColumnElement* at = column.bare(); at != nullptr; at = at->bare()) {
    if (const Column* found = schema_column(*at)) return found;
    if (at->kind() == NodeKind::label) {
      at = static_cast<const Label&>(*at).element.get();
    } else {
      at = at->proxied();
    }
    if (at == nullptr) break;
  }
  return nullptr;
}

bool Mapper::is_selected_from() const noexcept {
  return from_.get() != table_.get() && from_->kind() != NodeKind::join;
}

// Columns of the subquery that were named explicitly stand for those of the tables.
void Mapper::resolve_given() {
  if (!is_selected_from()) return;
  for (MappedProperty& property : options_.properties) {
    if (property.expression == nullptr || property.expression->kind() != NodeKind::column) continue;
    const Column* base = base_column(*property.expression);
    if (base == nullptr) continue;
    property.column = Ref<Column>(const_cast<Column*>(base));
    property.expression = nullptr;
  }
}

void Mapper::map_selected_columns(const std::function<bool(const MappedProperty&)>& waits) {
  for (const auto& [key, element] : from_->c()) {
    const Column* base = base_column(*element);
    for (const MappedProperty& property : options_.properties) {
      if (waits(property) && property.column.get() == base) add_property(property);
    }
    if (is_excluded(key)) continue;
    if (base != nullptr ? attribute_of(*base).has_value() : find(key).has_value()) continue;
    MappedProperty property;
    property.key = key;
    if (base != nullptr) {
      property.column = Ref<Column>(const_cast<Column*>(base));
    } else {
      property.expression = element->ref();
    }
    add_property(std::move(property));
  }
}

// Rows are written to the tables whose keys are mapped.
void Mapper::find_own_tables() {
  if (from_.get() == table_.get()) {
    own_tables_ = {table_.get()};
    return;
  }
  for (Table* table : tables_of(*from_)) {
    const std::vector<Column*>& key = table->primary_key_constraint().columns;
    const bool is_mapped = std::all_of(key.begin(), key.end(), [&](const Column* column) {
      return attribute_of(*column).has_value();
    });
    if (is_mapped && !key.empty()) own_tables_.push_back(table);
  }
}

bool Mapper::owns_table(const Table& table) const {
  return std::find(own_tables_.begin(), own_tables_.end(), &table) != own_tables_.end();
}

bool Mapper::passive_deletes() const noexcept {
  if (options_.inherits == nullptr) return false;
  for (const Mapper* at = this; at != nullptr; at = at->options_.inherits) {
    if (at->options_.passive_deletes) return true;
  }
  return false;
}

// The keys of all tables without those that only repeat another.
std::vector<const Column*> Mapper::chosen_key() const {
  std::vector<const Column*> all;
  for (const ColumnElement* element : from_->primary_key()) {
    const Column* column = base_column(*element);
    if (column != nullptr && attribute_of(*column)) all.push_back(column);
  }
  std::vector<std::pair<const Column*, const Column*>> equated;
  add_equated(*from_, equated);
  auto among = [&](const Column* column) {
    return std::find(all.begin(), all.end(), column) != all.end();
  };
  auto repeats = [&](const Column* column) {
    const auto& keys = column->foreign_keys();
    return std::any_of(keys.begin(), keys.end(), [&](const auto& key) {
      const Column* target = key->column_or_null();
      return target != nullptr && target != column && among(target);
    });
  };
  std::vector<const Column*> chosen;
  for (const Column* column : all) {
    if (!repeats(column)) chosen.push_back(column);
  }
  for (const auto& [left, right] : equated) {
    const auto at = std::find(chosen.begin(), chosen.end(), right);
    if (at != chosen.end() && std::find(chosen.begin(), chosen.end(), left) != chosen.end()) {
      chosen.erase(at);
    }
  }
  return chosen;
}

void Mapper::select_from_given() {
  if (united_ != nullptr) return;
  if (is_selected_from()) options_.with_polymorphic.selectable = from_;
  // What stands for tables under a name of its own has columns of its own.
  const Ref<FromClause>& selectable = options_.with_polymorphic.selectable;
  if (selectable == nullptr || selectable->kind() == NodeKind::join) return;
  united_ = entity_ = make_ref<EntityElement>(*this, selectable);
}

}  // namespace orm
