// Table: its columns and what is attached to it.
#include <orm/compiler.h>
#include <orm/error.h>
#include <orm/profile.h>
#include <orm/schema.h>

#include <algorithm>

namespace orm {

Table::Table(MetaData& metadata, std::string table_name, TableArgs arguments)
    : TableClause(std::move(table_name)), args(std::move(arguments)), metadata_(&metadata) {
  populated_ = true;
  schema = args.schema;
  quote = args.quote;
  key_ = fullname();
  join_lifetime_of(metadata);
}

Table::~Table() {
  for (const Index* index : indexes_) delete index;
  for (const Constraint* constraint : constraints_) delete constraint;
  for (const Constraint* constraint : retired_) delete constraint;
}

Column* Table::column(std::string_view key) const {
  return static_cast<Column*>(columns_.find(key));
}

std::vector<ColumnElement*> Table::primary_key() const {
  return {primary_key_->columns.begin(), primary_key_->columns.end()};
}

std::vector<ForeignKey*> Table::foreign_keys() const {
  std::vector<ForeignKey*> keys;
  for (const Column* column : column_list_)
    for (const auto& key : column->foreign_keys()) keys.push_back(key.get());
  return keys;
}

std::string Table::repr() const {
  std::string out = "Table(" + repr_text(name_) + ", " + metadata_->repr();
  for (const Column* column : column_list_) out += ", " + column->repr();
  return out + ", schema=" + (schema.empty() ? "None" : repr_text(schema)) + ")";
}

void Table::append_column(const Ref<Column>& column, bool replace_existing) {
  Column& added = *column;
  if (added.name_.empty())
    throw ArgumentError(
        "Column must be constructed with a non-blank name or assign a non-blank "
        ".name before adding to a Table.");
  if (added.table == this) return;
  if (added.table != nullptr)
    throw ArgumentError("Column object '" + added.name_ + "' already assigned to Table '" +
                        added.table->description() + "'");
  if (Column* existing = this->column(added.key())) {
    if (!replace_existing && metadata_->profile().insertmanyvalues)
      throw DuplicateColumnError(
          (added.key_ == added.name_ ? "A column with name '" + added.name_
                                     : "A column with key '" + added.key_) +
          "' is already present in table '" + name_ + "'." +
          (column_list_complete_ ? " Specify replace_existing=True to Table.append_column() to "
                                   "replace an existing column."
                                 : ""));
    auto at = std::find(column_list_.begin(), column_list_.end(), existing);
    *at = &added;
    columns_.replace(added.key_, &added);
    auto& primary = primary_key_->columns;
    primary.erase(std::remove(primary.begin(), primary.end(), existing), primary.end());
    // The old column stays owned: expressions may still name it.
  } else {
    columns_.add(added.key_, &added);
    column_list_.push_back(&added);
  }
  own(column);
  if (added.args.default_.sequence) metadata_->add_sequence(added.args.default_.sequence);
  if (added.args.default_.clause)
    added.args.default_.clause = metadata_->absorb(added.args.default_.clause);
  if (added.args.onupdate.clause)
    added.args.onupdate.clause = metadata_->absorb(added.args.onupdate.clause);
  if (added.args.server_default.clause)
    added.args.server_default.clause = metadata_->absorb(added.args.server_default.clause);
  if (added.args.primary_key && primary_key_ != nullptr) primary_key_->columns.push_back(&added);
  if (added.args.unique && !added.args.index) {
    auto constraint = make_ref<UniqueConstraint>(std::vector<std::string>{added.key_});
    constraint->column_flag = true;
    append_constraint(constraint);
  }
  for (const auto& key : added.foreign_keys()) {
    if (key->target_column) {
      auto* target = static_cast<Column*>(const_cast<ColumnElement*>(key->target_column->bare()));
      // A column of this same MetaData must not be held by count.
      if (target->schema_table() != nullptr && &target->schema_table()->metadata() == metadata_) {
        key->resolved = target;
        key->target_column = nullptr;
      }
    }
    if (key->constraint != nullptr) continue;
    auto constraint =
        make_ref<ForeignKeyConstraint>(std::vector<std::string>{added.key_},
                                       std::vector<std::string>{key->target_fullname()}, key->name);
    constraint->ondelete = key->ondelete;
    constraint->onupdate = key->onupdate;
    constraint->deferrable = key->deferrable;
    constraint->initially = key->initially;
    constraint->match = key->match;
    constraint->use_alter = key->use_alter;
    constraint->link_to_name = key->link_to_name;
    constraint->from_column = true;
    constraint->elements.push_back(key.get());
    append_constraint(constraint);
  }
  if (added.args.index) {
    Operands columns;
    columns.emplace_back(added.key_);
    auto index = make_ref<Index>("", std::move(columns), added.args.unique);
    index->column_flag = true;
    append(TableItem(index));
  }
  for (const auto& constraint : added.args.constraints) {
    if (constraint->kind == Constraint::Kind::check) constraint->column_level = &added;
    append_constraint(constraint);
    note_explicit(constraint.get());
  }
  added.args.constraints.clear();
  added.args.foreign_keys.clear();
}

void Table::append_constraint(const Ref<Constraint>& constraint) {
  Constraint* raw = constraint.get();
  const bool known = raw->table == this;
  if (known && std::find(constraints_.begin(), constraints_.end(), raw) != constraints_.end())
    return;
  raw->attach(*this);
  if (raw->kind == Constraint::Kind::primary) {
    auto* old = primary_key_;
    primary_key_ = static_cast<PrimaryKeyConstraint*>(raw);
    if (old == nullptr) {
      constraints_.insert(constraints_.begin(), raw);
    } else {
      // Columns marked primary_key=True that the constraint does not name keep their place.
      if (raw->columns.empty()) raw->columns = old->columns;
      *std::find(constraints_.begin(), constraints_.end(), old) = raw;
      retired_.push_back(old);
    }
    return;
  }
  constraints_.push_back(raw);
  if (raw->kind == Constraint::Kind::foreign)
    foreign_key_constraints_.push_back(static_cast<ForeignKeyConstraint*>(raw));
}

// SQLAlchemy writes constraints in order of creation: objects given to Table() exist before those
// that columns bring with them.
void Table::note_explicit(Constraint* constraint) {
  auto at = std::find(constraints_.begin(), constraints_.end(), constraint);
  if (at == constraints_.end() || constraint == primary_key_) return;
  constraints_.erase(at);
  ++explicit_constraints_;
  constraints_.insert(constraints_.begin() + static_cast<ptrdiff_t>(explicit_constraints_),
                      constraint);
}

void Table::append(const TableItem& item) {
  if (item.column) {
    append_column(item.column);
  } else if (item.constraint) {
    append_constraint(item.constraint);
  } else if (item.index) {
    if (item.index->table == this) return;
    item.index->attach(*this);
    indexes_.push_back(item.index.get());
  }
}

void Index::create(Bind& bind, bool checkfirst) {
  bind.run_ddl([&](Bind& connection) {
    if (checkfirst && connection.has_index(table->name_, ddl_name(), table->schema)) return;
    connection.execute_ddl(CreateIndex(*this));
  });
}

void Index::drop(Bind& bind, bool checkfirst) {
  bind.run_ddl([&](Bind& connection) {
    if (checkfirst && !connection.has_index(table->name_, ddl_name(), table->schema)) return;
    connection.execute_ddl(DropIndex(*this));
  });
}

namespace {
// Where the foreign keys of a copied table point to.
struct Retarget {
  const Table& original;
  const std::string& new_name;
  const std::optional<Name>& schema;
  const Table::ReferredSchema& referred;

  // `table.column` or `schema.table.column` as the copy has it.
  std::string operator()(const std::string& target, const ForeignKeyConstraint* key) const {
    const size_t column = target.rfind('.');
    if (column == std::string::npos) return target;
    std::string table = target.substr(0, column);
    std::string of_schema;
    if (const size_t dot = table.rfind('.'); dot != std::string::npos) {
      of_schema = table.substr(0, dot);
      table.erase(0, dot + 1);
    }
    const bool own_schema = of_schema == std::string(original.schema);
    if (own_schema && table == original.name_ && !new_name.empty()) table = new_name;
    if (referred && key != nullptr) {
      of_schema = referred(*key, Name(of_schema));
    } else if (schema && !schema->empty() && own_schema) {
      of_schema = *schema;
    }
    return (of_schema.empty() ? "" : of_schema + ".") + table + target.substr(column);
  }
};
}  // namespace

Ref<Table> Table::to_metadata(MetaData& metadata, const std::string& new_name,
                              const std::optional<Name>& new_schema,
                              const ReferredSchema& referred) const {
  const Retarget retarget{*this, new_name, new_schema, referred};
  std::vector<TableItem> items;
  for (const Column* column : column_list_) {
    Ref<Column> copy = column->copy();
    for (size_t i = 0; i < copy->foreign_keys_.size(); ++i) {
      ForeignKey& key = *copy->foreign_keys_[i];
      if (!key.target_text.empty())
        key.target_text = retarget(key.target_text, column->foreign_keys_[i]->constraint);
    }
    items.emplace_back(std::move(copy));
  }
  for (const Constraint* constraint : constraints_) {
    if (constraint->column_flag || constraint->type_bound || constraint == primary_key_) continue;
    const bool foreign = constraint->kind == Constraint::Kind::foreign;
    if (foreign && static_cast<const ForeignKeyConstraint*>(constraint)->from_column) continue;
    Ref<Constraint> copy = constraint->copy();
    copy->info = constraint->info;
    if (foreign)
      for (std::string& target : static_cast<ForeignKeyConstraint&>(*copy).targets)
        target = retarget(target, static_cast<const ForeignKeyConstraint*>(constraint));
    items.emplace_back(std::move(copy));
  }
  for (const Index* index : indexes_) {
    if (index->column_flag) continue;
    Operands parts;
    for (const auto& expression : index->expressions) {
      if (expression->kind() == NodeKind::column)
        parts.emplace_back(std::string(expression->key()));
      else
        parts.emplace_back(expression);
    }
    auto copy = make_ref<Index>(index->name, std::move(parts), index->unique);
    copy->info = index->info;
    copy->dialect_options = index->dialect_options;
    items.emplace_back(std::move(copy));
  }
  TableArgs arguments = args;
  if (new_schema) arguments.schema = *new_schema;
  arguments.blank_schema = arguments.blank_schema && !new_schema;
  return metadata.define(new_name.empty() ? name_ : new_name, items, std::move(arguments));
}

}  // namespace orm
