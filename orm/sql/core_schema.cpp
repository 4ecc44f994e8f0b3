// orm::core's columns, tables and metadata: from descriptions to nodes.
#include <orm/core_statement.h>
#include <orm/core_values.h>
#include <orm/error.h>

namespace orm::core {

ForeignKey ForeignKeyTo(std::string target, std::string ondelete, std::string onupdate) {
  ForeignKey key(std::move(target));
  key.ondelete = std::move(ondelete);
  key.onupdate = std::move(onupdate);
  return key;
}

TypeRef Enum(const std::vector<std::string>& names, bool validate_strings) {
  std::vector<orm::Enum::Member> members;
  members.reserve(names.size());
  for (const std::string& name : names) members.push_back({name, Value(name)});
  TypeArgs args;
  if (validate_strings) args.extra.emplace_back("validate_strings", true);
  return make_ref<const orm::Enum>(std::move(members), std::string(), std::move(args));
}

ValuesFrom values(const std::vector<Expr>& columns, std::string name, bool literal_binds) {
  std::vector<Ref<ColumnClause>> declared;
  declared.reserve(columns.size());
  for (const Expr& column : columns) {
    auto* clause = dynamic_cast<ColumnClause*>(column.node().get());
    if (clause == nullptr) throw ArgumentError("values() takes columns: column(name, type)");
    declared.emplace_back(clause);
  }
  auto made = make_ref<orm::Values>(std::move(declared), std::move(name));
  made->literal_binds = literal_binds;
  return ValuesFrom(std::move(made));
}

ValuesFrom ValuesFrom::data(std::vector<std::vector<Operand>> rows) const {
  return ValuesFrom(static_cast<const orm::Values&>(*node_).data(std::move(rows)));
}

ValuesFrom ValuesFrom::alias(std::string name) const {
  return ValuesFrom(static_cast<const orm::Values&>(*node_).named_as(std::move(name)));
}

// ---- Column -------------------------------------------------------------------------------------

void Column::make(std::string name, ColumnDraft draft) {
  node_ = make_ref<orm::Column>(std::move(name), std::move(draft.type), std::move(draft.args));
}

orm::Column& Column::schema() const {
  const auto* clause = dynamic_cast<const ColumnClause*>(node_->bare());
  if (clause == nullptr || !clause->is_schema_column()) {
    throw AttributeError("the column '" + name() + "' belongs to no table of a MetaData");
  }
  return const_cast<orm::Column&>(static_cast<const orm::Column&>(*clause));
}

std::vector<const ForeignKey*> Column::foreign_keys() const {
  std::vector<const ForeignKey*> keys;
  for (const auto& key : schema().foreign_keys()) keys.push_back(key.get());
  return keys;
}

bool Column::references(const Column& other) const {
  for (const auto& key : schema().foreign_keys()) {
    if (key->column_or_null() == &other.schema()) return true;
  }
  return false;
}

std::string Column::repr() const { return schema().repr(&profile_2_0); }

std::vector<Column> Columns::values() const {
  std::vector<Column> columns;
  for (const auto& item : owner_->c()) columns.emplace_back(item.second->ref());
  return columns;
}

// ---- From ---------------------------------------------------------------------------------------

From From::join(const From& right, const Expr& onclause) const {
  return From(node_->join(right.node_, onclause.node()));
}
From From::outerjoin(const From& right) const {
  return From(node_->join(right.node_, nullptr, true));
}
From From::outerjoin(const From& right, const Expr& onclause) const {
  return From(node_->join(right.node_, onclause.node(), true));
}
Alias From::alias(std::string name) const { return Alias(node_->alias(std::move(name))); }
Select From::select() const { return Select(node_->select()); }
From table_of_columns(std::string name, const std::vector<Expr>& columns) {
  std::vector<Ref<ColumnClause>> nodes;
  for (const Expr& column : columns) {
    auto* clause = dynamic_cast<ColumnClause*>(column.node().get());
    if (clause == nullptr) throw ArgumentError("table() takes a name and column() objects");
    nodes.emplace_back(clause);
  }
  return From(orm::table(std::move(name), nodes));
}
std::string From::str() const { return node_->str(profile_2_0); }

// ---- MetaData -----------------------------------------------------------------------------------

MetaData::MetaData(std::string schema,
                   std::vector<std::pair<std::string, std::string>> naming_convention)
    : node_(make_ref<orm::MetaData>(profile_2_0, std::move(schema), std::move(naming_convention))) {
}

namespace {

std::vector<orm::Table*> nodes_of_tables(const std::vector<Table>& tables) {
  std::vector<orm::Table*> nodes;
  nodes.reserve(tables.size());
  for (const Table& table : tables) nodes.push_back(&table.table());
  return nodes;
}

std::vector<Table> handles(const std::vector<orm::Table*>& nodes) {
  std::vector<Table> tables;
  tables.reserve(nodes.size());
  for (orm::Table* node : nodes) tables.emplace_back(*node);
  return tables;
}

}  // namespace

void MetaData::create_all(Bind& bind, const std::vector<Table>& tables, bool checkfirst) const {
  std::vector<orm::Table*> nodes = nodes_of_tables(tables);
  node_->create_all(bind, &nodes, checkfirst);
}

void MetaData::drop_all(Bind& bind, const std::vector<Table>& tables, bool checkfirst) const {
  std::vector<orm::Table*> nodes = nodes_of_tables(tables);
  node_->drop_all(bind, &nodes, checkfirst);
}

std::vector<Table> MetaData::tables() const { return handles(node_->tables()); }
std::vector<Table> MetaData::sorted_tables() const { return handles(node_->sorted_tables()); }

std::vector<std::string> MetaData::keys() const {
  std::vector<std::string> keys;
  for (const orm::Table* table : node_->tables()) keys.push_back(table->key());
  return keys;
}

Table MetaData::operator[](std::string_view key) const {
  orm::Table* found = node_->table(key);
  if (found == nullptr) throw KeyError(repr_text(key));
  return Table(*found);
}

void MetaData::remove(const Table& table) const { node_->remove(table.table()); }

// ---- Table --------------------------------------------------------------------------------------

Ref<orm::Table> Table::defined(const char* name, const MetaData& metadata,
                               std::vector<Item> items) {
  TableArgs args;
  std::vector<TableItem> made;
  bool has_args = false;
  for (Item& item : items) {
    if (item.item.column || item.item.constraint || item.item.index) {
      made.push_back(std::move(item.item));
    } else {
      args = std::move(item.args);
      has_args = true;
    }
  }
  orm::Table* existing = metadata.node()->table(name);
  if (existing != nullptr && made.empty() && !has_args) return existing->table_ref();
  return metadata.node()->define(name, made, std::move(args));
}

std::vector<Column> Table::primary_key() const {
  std::vector<Column> columns;
  for (ColumnElement* column : table().primary_key()) columns.emplace_back(column->ref());
  return columns;
}

std::vector<const ForeignKey*> Table::foreign_keys() const {
  std::vector<const ForeignKey*> keys;
  for (const ForeignKey* key : table().foreign_keys()) keys.push_back(key);
  return keys;
}

// ---- constraints --------------------------------------------------------------------------------

Ref<orm::PrimaryKeyConstraint> PrimaryKeyConstraint(std::vector<std::string> columns,
                                                    std::string name) {
  return make_ref<orm::PrimaryKeyConstraint>(std::move(columns), std::move(name));
}
Ref<orm::UniqueConstraint> UniqueConstraint(std::vector<std::string> columns, std::string name) {
  return make_ref<orm::UniqueConstraint>(std::move(columns), std::move(name));
}
Ref<orm::CheckConstraint> CheckConstraint(std::string sql, std::string name) {
  return make_ref<orm::CheckConstraint>(orm::text(std::move(sql)), std::move(name));
}
Ref<orm::CheckConstraint> CheckConstraint(const Expr& condition, std::string name) {
  return make_ref<orm::CheckConstraint>(condition.node(), std::move(name));
}
Ref<orm::ForeignKeyConstraint> ForeignKeyConstraint(std::vector<std::string> columns,
                                                    std::vector<std::string> targets,
                                                    std::string name) {
  return make_ref<orm::ForeignKeyConstraint>(std::move(columns), std::move(targets),
                                             std::move(name));
}

Ref<orm::Index> Index(std::string name, std::vector<Operand> expressions, bool is_unique) {
  auto index = make_ref<orm::Index>(std::move(name), std::move(expressions), is_unique);
  orm::Table* table = nullptr;
  for (const Operand& operand : index->given) {
    if (operand.clause == nullptr) continue;
    traverse(*operand.clause, [&](ClauseElement& node) {
      bool schema_column = node.kind() == NodeKind::column &&
                           static_cast<const ColumnClause&>(node).is_schema_column();
      if (schema_column && table == nullptr) {
        table = static_cast<const orm::Column&>(node).schema_table();
      }
      return true;
    });
  }
  if (table != nullptr) table->append(TableItem(index));
  return index;
}

}  // namespace orm::core
