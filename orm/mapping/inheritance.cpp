// Mapper: classes that inherit from each other, on one table, on joined ones, or each on its own.
//
// A subclass has the attributes of the class above under the same indexes, and where its table has
// a column of the same name (the foreign key to the parent's), one attribute stands for both. The
// order of attributes is that of SELECT lists.
#include <algorithm>
#include <deque>
#include <set>

#include "orm/mapping/adapt.h"
#include "orm/mapping/topological.h"
#include "orm/orm_error.h"
#include "orm/profile.h"
#include "orm/relationship.h"

namespace orm {

namespace {

bool refers_to(const Column& from, const Column& to) {
  const auto& keys = from.foreign_keys();
  return std::any_of(keys.begin(), keys.end(),
                     [&](const auto& key) { return key->column_or_null() == &to; });
}

// The columns that a condition equates: the one referred to, the one that refers.
std::vector<std::pair<const Column*, const Column*>> equated(
    const ColumnElement& condition, const std::vector<Ref<Column>>& foreign) {
  std::vector<std::pair<const Column*, const Column*>> pairs;
  auto is_foreign = [&](const Column* column) {
    return std::any_of(foreign.begin(), foreign.end(),
                       [&](const Ref<Column>& one) { return one.get() == column; });
  };
  traverse(condition, [&](ClauseElement& node) {
    if (node.kind() != NodeKind::binary) return true;
    const auto& binary = static_cast<const BinaryExpression&>(node);
    if (binary.op != Operator::eq) return true;
    const Column* left = schema_column(*binary.left);
    const Column* right = schema_column(*binary.right);
    if (left == nullptr || right == nullptr) return true;
    if (!foreign.empty()) {
      if (is_foreign(left) && !is_foreign(right)) pairs.emplace_back(right, left);
      if (is_foreign(right) && !is_foreign(left)) pairs.emplace_back(left, right);
      return true;
    }
    if (refers_to(*left, *right)) {
      pairs.emplace_back(right, left);
    } else if (refers_to(*right, *left)) {
      pairs.emplace_back(left, right);
    }
    return true;
  });
  return pairs;
}

}  // namespace

// ---- tables -------------------------------------------------------------------------------------

void Mapper::find_tables() {
  mapped_table_ = from_->kind() == NodeKind::join ? from_ : Ref<FromClause>(table_);
  const Mapper* parent = options_.inherits;
  if (parent == nullptr) return;
  if (!options_.concrete && options_.polymorphic_identity) identity_ = parent->identity_;
  if (options_.concrete) return;
  if (table_.get() == parent->table_.get()) {
    single_ = true;
    mapped_table_ = parent->mapped_table_;
    return;
  }
  if (options_.inherit_condition == nullptr) {
    std::string tables = "between inherited table '" + parent->table_->description() +
                         "' and inheriting table '" + table_->description() + "'; tables have ";
    try {
      options_.inherit_condition = join_condition(*parent->table_, *table_);
    } catch (const NoForeignKeysError&) {
      throw NoForeignKeysError(
          "Can't determine the inherit condition " + tables +
          "no foreign key relationships established.  Please ensure the inheriting table has a "
          "foreign key relationship to the inherited table, or provide an 'on clause' using the "
          "'inherit_condition' mapper argument.");
    } catch (const AmbiguousForeignKeysError&) {
      throw AmbiguousForeignKeysError("Can't determine the inherit condition " + tables +
                                      "more than one foreign key relationship established.  "
                                      "Please specify the 'on clause' using the "
                                      "'inherit_condition' mapper argument.");
    }
  } else {
    options_.inherit_condition =
        adapt_columns(options_.inherit_condition, [](const ColumnElement&) { return ColumnRef(); });
  }
  mapped_table_ = parent->mapped_table_->join(table_, options_.inherit_condition);
  inherit_pairs_ = equated(*options_.inherit_condition, options_.inherit_foreign_keys);
}

std::vector<Table*> Mapper::tables() const {
  std::vector<Table*> tables;
  for (const Mapper* at = this; at != nullptr; at = at->options_.inherits) {
    if (!at->single_) {
      tables.insert(tables.begin(), at->own_tables_.begin(), at->own_tables_.end());
    }
    if (at->options_.concrete) break;
  }
  return tables;
}

const Column& Mapper::root_column(const Column& column) const {
  const Column* found = &column;
  for (const Mapper* at = this; at != nullptr; at = at->options_.inherits) {
    for (const auto& pair : at->inherit_pairs_) {
      if (pair.second == found) {
        found = pair.first;
        break;
      }
    }
  }
  return *found;
}

std::vector<const Mapper*> Mapper::self_and_descendants() const {
  std::vector<const Mapper*> mappers{this};
  for (size_t i = 0; i < mappers.size(); ++i) {
    const std::vector<Mapper*>& children = mappers[i]->children_;
    mappers.insert(mappers.end(), children.begin(), children.end());
  }
  return mappers;
}

const std::vector<Table*>& Mapper::sorted_tables() const {
  if (this != base_) return base_->sorted_tables();
  std::vector<const Mapper*> mappers = self_and_descendants();
  const size_t size = mappers.size();
  if (!sorted_tables_.empty() && hierarchy_size_ == size) return sorted_tables_;
  std::vector<Table*> tables;
  std::map<const FromClause*, size_t> places;
  std::vector<const Mapper*> owners;
  // A class without a table has those of the UNION: these come in its order.
  if (options_.concrete_abstract) mappers = below();
  for (const Mapper* mapper : mappers) {
    for (Table* table : mapper->own_tables_) {
      if (!places.emplace(table, tables.size()).second) continue;
      tables.push_back(table);
      owners.push_back(mapper);
    }
  }
  auto columns_of = [](const Mapper& mapper, std::set<const ColumnElement*>& columns) {
    if (mapper.options_.inherit_condition == nullptr) return;
    each_column(*mapper.options_.inherit_condition,
                [&](const ColumnElement& column) { columns.insert(column.bare()); });
  };
  Edges edges;
  std::vector<size_t> items;
  for (size_t i = 0; i < tables.size(); ++i) {
    items.push_back(i);
    const Mapper* parent = owners[i]->options_.inherits;
    if (parent != nullptr && !owners[i]->options_.concrete) {
      auto above = places.find(parent->table_.get());
      if (above != places.end() && above->second != i) edges.emplace_back(above->second, i);
    }
    for (ForeignKey* key : tables[i]->foreign_keys()) {
      const Column* target = key->column_or_null();
      if (target == nullptr) continue;
      auto found = places.find(target->table);
      if (found == places.end() || found->second == i) continue;
      // Keys between related tables that do not make the inheritance do not order them.
      const Mapper& dep = *owners[found->second];
      std::set<const ColumnElement*> columns;
      columns_of(dep, columns);
      if (!columns.empty()) {
        bool related = owners[i]->options_.inherit_condition != nullptr;
        columns_of(*owners[i], columns);
        bool own = columns.count(key->parent) != 0;
        if (!own && (!related || columns.count(target) == 0)) continue;
      }
      edges.emplace_back(found->second, i);
    }
  }
  sorted_tables_.clear();
  for (const auto& layer : sort_as_subsets(edges, items)) {
    for (size_t i : layer) sorted_tables_.push_back(tables[i]);
  }
  hierarchy_size_ = size;
  return sorted_tables_;
}

// ---- attributes ---------------------------------------------------------------------------------

void Mapper::take(MappedProperty property) {
  auto inherited = options_.inherits->find(property.key);
  property.index = inherited ? *inherited : new_index();
  if (has_attribute(property.index)) {
    const size_t index = property.index;
    replace_property(index, std::move(property));
  } else {
    pass_on(property);
  }
}

void Mapper::combine(MappedProperty& property, const Ref<Column>& column, bool warn_only) const {
  const Column& known = *property.column;
  auto same = [&](const auto& pair) {
    return (pair.first == &known && pair.second == column.get()) ||
           (pair.second == &known && pair.first == column.get());
  };
  if (std::none_of(inherit_pairs_.begin(), inherit_pairs_.end(), same) &&
      !known.shares_lineage(*column)) {
    const Column& last = property.more_columns.empty() ? known : *property.more_columns.back();
    std::string message = "Implicitly combining column " + last.fullname() + " with column " +
                          column->fullname() + " under attribute '" + property.key +
                          "'.  Please configure one or more attributes for these same-named "
                          "columns explicitly.";
    if (!warn_only) throw InvalidRequestError(message);
    if (options_.warn) options_.warn(message);
  }
  property.more_columns.insert(property.more_columns.begin(), property.column);
  property.column = column;
}

void Mapper::inherit_properties() {
  const Mapper& parent = *options_.inherits;
  // Columns that only other subclasses map are none of this one's business.
  for (Column* column : parent.table_->columns()) {
    if (!options_.leaves_unmapped) break;
    if (!parent.attribute_of(*column)) options_.exclude.emplace_back(column->key());
  }
  if (options_.leaves_unmapped) {
    options_.exclude.insert(options_.exclude.end(), parent.options_.exclude.begin(),
                            parent.options_.exclude.end());
  }
  auto declared = [&](const std::string& key) {
    return std::any_of(
        options_.properties.begin(), options_.properties.end(),
        [&](const MappedProperty& one) { return one.column && one.column->key() == key; });
  };
  options_.exclude.erase(std::remove_if(options_.exclude.begin(), options_.exclude.end(), declared),
                         options_.exclude.end());

  std::vector<MappedProperty> explicit_columns;
  const bool by_table = profile().explicit_in_table_order;
  for (MappedProperty& property : options_.properties) {
    if (!property.is_explicit) continue;
    auto inherited = parent.find(property.key);
    if (property.column != nullptr && inherited && parent.property(*inherited).column != nullptr) {
      const MappedProperty& above = parent.property(*inherited);
      property.more_columns.push_back(above.column);
      property.more_columns.insert(property.more_columns.end(), above.more_columns.begin(),
                                   above.more_columns.end());
    }
    if (by_table && property.column != nullptr) {
      explicit_columns.push_back(property);
    } else {
      take(property);
    }
  }
  for (const MappedProperty& property : parent.properties_) {
    if (by_key_.count(property.key) != 0) continue;
    if (std::any_of(explicit_columns.begin(), explicit_columns.end(),
                    [&](const MappedProperty& one) { return one.key == property.key; })) {
      continue;
    }
    pass_on(property);
  }
  map_inherited_columns(explicit_columns);
  for (const MappedProperty& property : properties_) {
    if (property.relationship != nullptr) relationships_.push_back(property.relationship);
  }
}

void Mapper::map_inherited_columns(const std::vector<MappedProperty>& explicit_columns) {
  for (const auto& item : mapped_table_->c()) {
    const Column* found = schema_column(*item.second);
    if (found == nullptr) continue;
    Ref<Column> column(const_cast<Column*>(found));
    auto given = std::find_if(explicit_columns.begin(), explicit_columns.end(),
                              [&](const MappedProperty& one) { return one.column == column; });
    if (given != explicit_columns.end()) {
      take(*given);
      continue;
    }
    if (attribute_of(*column)) continue;
    MappedProperty property;
    property.key = std::string(column->key());
    if (std::find(options_.exclude.begin(), options_.exclude.end(), property.key) !=
        options_.exclude.end()) {
      continue;
    }
    for (const Mapper* at = options_.inherits; at != nullptr; at = at->options_.inherits) {
      if (auto index = at->attribute_of(*column)) property.key = at->property(*index).key;
    }
    auto known = find(property.key);
    if (known && this->property(*known).column != nullptr) {
      MappedProperty both = this->property(*known);
      combine(both, column, true);
      replace_property(*known, std::move(both));
      continue;
    }
    property.column = column;
    take(std::move(property));
  }
}

// ---- with_polymorphic ---------------------------------------------------------------------------

std::vector<const Mapper*> Mapper::mappers_of(const PolymorphicSpec& spec) const {
  std::vector<const Mapper*> all = self_and_descendants();
  if (spec.all) return all;
  std::set<const Mapper*> wanted;
  std::vector<const Mapper*> named = spec.mappers;
  if (spec.late != nullptr) {
    for (const Mapper* mapper : spec.late()) named.push_back(mapper);
  }
  for (const Mapper* mapper : named) {
    if (!mapper->is_a(*this)) {
      throw InvalidRequestError(mapper->repr() + " does not inherit from " + repr());
    }
    if (spec.selectable != nullptr) {
      wanted.insert(mapper);
      continue;
    }
    for (const Mapper* at = mapper; at != nullptr; at = at->options_.inherits) wanted.insert(at);
  }
  std::vector<const Mapper*> mappers;
  for (const Mapper* mapper : all) {
    if (wanted.count(mapper) != 0) mappers.push_back(mapper);
  }
  return mappers;
}

Ref<FromClause> Mapper::join_tables(const std::vector<const Mapper*>& mappers, bool inner) const {
  Ref<FromClause> from = mapped_table_;
  for (const Mapper* mapper : mappers) {
    if (mapper == this || mapper->single_) continue;
    if (mapper->options_.concrete) {
      throw InvalidRequestError(
          "'with_polymorphic()' requires 'selectable' argument when concrete-inheriting mappers "
          "are used.");
    }
    from = from->join(mapper->table_, mapper->options_.inherit_condition, !inner);
  }
  return from;
}

const std::vector<const Mapper*>& Mapper::with_polymorphic() const {
  const PolymorphicSpec& given = options_.with_polymorphic;
  std::vector<const Mapper*> all = self_and_descendants();
  if (selectable_ != nullptr && polymorphic_size_ == all.size()) return with_polymorphic_;
  PolymorphicSpec spec = given;
  for (const Mapper* child : all) {
    if (child->options_.polymorphic_load == PolymorphicLoad::inline_ &&
        child->options_.inherits == this) {
      spec.mappers.push_back(child);
    }
  }
  polymorphic_size_ = all.size();
  with_polymorphic_ = spec.given() ? mappers_of(spec) : std::vector<const Mapper*>();
  selectable_ =
      spec.selectable != nullptr ? spec.selectable : join_tables(with_polymorphic_, false);
  return with_polymorphic_;
}

FromClause& Mapper::selectable() const {
  with_polymorphic();
  return *selectable_;
}

}  // namespace orm
