// MetaData: defining tables, the order they depend on each other, creating and dropping them.
#include <orm/compiler.h>
#include <orm/error.h>
#include <orm/profile.h>
#include <orm/schema.h>

#include <algorithm>
#include <set>
#include <utility>

namespace orm {

MetaData::MetaData(const Profile& for_profile, Name schema_name,
                   std::vector<std::pair<std::string, std::string>> convention)
    : profile_(&for_profile),
      schema_(std::move(schema_name)),
      naming_convention_(std::move(convention)) {
  bool has_index = std::any_of(naming_convention_.begin(), naming_convention_.end(),
                               [](const auto& rule) { return rule.first == "ix"; });
  if (!has_index && naming_convention_.empty())
    naming_convention_.emplace_back("ix", "ix_%(column_0_label)s");
}

MetaData::MetaData() : MetaData(profile_2_0) {}

MetaData::~MetaData() {
  recall(disregarded_ + 1);
  // What a table says in SQL may name columns of another: it goes before any column does.
  for (const std::vector<Table*>* tables : {&tables_, &retired_}) {
    for (Table* table : *tables) {
      for (Column* column : table->column_list_) {
        column->args.default_.clause = nullptr;
        column->args.onupdate.clause = nullptr;
        column->args.server_default.clause = nullptr;
        column->args.server_onupdate.clause = nullptr;
      }
      for (const Index* index : std::exchange(table->indexes_, {})) delete index;
      for (const Constraint* one : std::exchange(table->constraints_, {})) delete one;
      for (const Constraint* one : std::exchange(table->retired_, {})) delete one;
    }
  }
  for (const Table* table : tables_) delete table;
  for (const Table* table : retired_) delete table;
}

std::string MetaData::repr() const {
  if (const auto* bound = dynamic_cast<const Opaque*>(bound_engine.get())) {
    return "MetaData(bind=" + bound->repr() + ")";
  }
  return profile_->metadata_bind_repr ? "MetaData(bind=None)" : "MetaData()";
}

Table* MetaData::table(std::string_view key) const {
  for (Table* table : tables_)
    if (table->key() == key) return table;
  return nullptr;
}

namespace {
// Copies an expression whole and counts the references it holds on things of one MetaData.
struct Absorber {
  const MetaData& metadata;
  uint32_t held = 0;

  bool ours(const ClauseElement& node) const {
    if (node.kind() == NodeKind::column &&
        static_cast<const ColumnClause&>(node).is_schema_column()) {
      const Table* table = static_cast<const Column&>(node).schema_table();
      return table != nullptr && &table->metadata() == &metadata;
    }
    return node.kind() == NodeKind::table &&
           static_cast<const TableClause&>(node).is_schema_table() &&
           &static_cast<const Table&>(node).metadata() == &metadata;
  }

  ClauseRef copy(const ClauseRef& node) {
    if (ours(*node)) {
      ++held;
      return node;
    }
    ClauseRef fresh = node->shallow_copy();
    if (fresh == node) return node;
    fresh->each_child([&](ClauseRef& child) {
      if (child) child = copy(child);
    });
    return fresh;
  }
};
}  // namespace

ClauseRef MetaData::absorb(const ClauseRef& expression) {
  Absorber absorber{*this};
  ClauseRef copy = absorber.copy(expression);
  // Held by the caller's handles for the moment, so the count cannot reach zero here.
  disregard(absorber.held);
  disregarded_ += absorber.held;
  return copy;
}

Ref<Table> MetaData::define(std::string name, const std::vector<TableItem>& items, TableArgs args) {
  if (args.schema.empty() && !args.blank_schema) args.schema = schema_;
  std::string key = args.schema.empty() ? name : args.schema + "." + name;
  if (Table* existing = table(key)) {
    if (args.keep_existing) return existing->table_ref();
    if (!args.extend_existing && !(items.empty() && !args.must_exist))
      throw InvalidRequestError(
          "Table '" + key +
          "' is already defined for this MetaData instance.  Specify 'extend_existing=True' to "
          "redefine options and columns on an existing Table object.");
    if (args.extend_existing)
      for (auto& item : items) {
        if (item.column)
          existing->append_column(item.column, true);
        else
          existing->append(item);
      }
    resolve_types();
    return existing->table_ref();
  }
  if (args.must_exist) throw InvalidRequestError("Table '" + key + "' not defined");
  // The handle that keeps everything alive while the table is filled.
  Ref<MetaData> guard = metadata_ref();
  auto* table = new Table(*this, std::move(name), std::move(args));
  tables_.push_back(table);
  Ref<Table> result = table->table_ref();
  try {
    auto primary = make_ref<PrimaryKeyConstraint>();
    primary->implicit = true;
    table->append_constraint(primary);
    for (auto& item : items)
      if (item.column) table->append(item);
    for (auto& item : items) {
      if (item.column) continue;
      table->append(item);
      if (item.constraint) table->note_explicit(item.constraint.get());
    }
  } catch (...) {
    // A table that could not be built is not defined; what hangs on it lives on with us.
    remove(*table);
    throw;
  }
  table->column_list_complete_ = true;
  resolve_types();
  return result;
}

void MetaData::resolve_types() {
  for (Table* table : tables_)
    for (Column* column : table->column_list_) {
      if (!column->type_is_unset || !column->type->is_null_type()) continue;
      for (const auto& key : column->foreign_keys()) {
        Column* target = key->column_or_null();
        if (target != nullptr && !target->type->is_null_type()) column->type = target->type;
      }
    }
}

void MetaData::remove(Table& table) {
  auto at = std::find(tables_.begin(), tables_.end(), &table);
  if (at == tables_.end()) return;
  tables_.erase(at);
  retired_.push_back(&table);
}

void MetaData::clear() {
  retired_.insert(retired_.end(), tables_.begin(), tables_.end());
  tables_.clear();
}

std::vector<Table*> sort_tables(const std::vector<Table*>& tables,
                                const std::vector<const Constraint*>& without) {
  std::set<const Table*> waiting(tables.begin(), tables.end());
  std::vector<Table*> todo = tables;
  std::vector<Table*> sorted;
  auto free = [&](const Table* table) {
    for (const Table* other : table->comes_after)
      if (waiting.count(other) != 0) return false;
    for (const ForeignKeyConstraint* key : table->foreign_key_constraints()) {
      if (key->use_alter) continue;
      if (std::find(without.begin(), without.end(), key) != without.end()) continue;
      const Table* referred = key->referred_table();
      if (referred != nullptr && referred != table && waiting.count(referred) != 0) return false;
    }
    return true;
  };
  while (!todo.empty()) {
    std::vector<Table*> level;
    for (Table* table : todo)
      if (free(table)) level.push_back(table);
    // In a cycle the first of those left goes first; SQLite does not mind.
    if (level.empty()) level.push_back(todo.front());
    for (Table* table : level) {
      waiting.erase(table);
      sorted.push_back(table);
      todo.erase(std::find(todo.begin(), todo.end(), table));
    }
  }
  return sorted;
}

std::vector<Table*> tables_in_circle(const std::vector<Table*>& tables,
                                     const std::vector<const Constraint*>& without) {
  std::set<const Table*> waiting(tables.begin(), tables.end());
  auto counts = [&](const ForeignKeyConstraint* key) {
    return !key->use_alter && std::find(without.begin(), without.end(), key) == without.end();
  };
  auto refers_to_waiting = [&](const Table* table) {
    for (const ForeignKeyConstraint* key : table->foreign_key_constraints()) {
      const Table* referred = counts(key) ? key->referred_table() : nullptr;
      if (referred != nullptr && referred != table && waiting.count(referred) != 0) return true;
    }
    return false;
  };
  auto is_referred_to = [&](const Table* table) {
    for (const Table* other : waiting) {
      for (const ForeignKeyConstraint* key : other->foreign_key_constraints())
        if (other != table && counts(key) && key->referred_table() == table) return true;
    }
    return false;
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (auto it = waiting.begin(); it != waiting.end();) {
      bool free = !refers_to_waiting(*it) || !is_referred_to(*it);
      it = free ? waiting.erase(it) : std::next(it);
      changed = changed || free;
    }
  }
  std::vector<Table*> circle;
  for (Table* table : tables)
    if (waiting.count(table) != 0) circle.push_back(table);
  return circle;
}

std::string names_of_tables(const std::vector<Table*>& tables) {
  std::vector<std::string> names;
  names.reserve(tables.size());
  for (const Table* table : tables) names.push_back(table->key());
  std::sort(names.begin(), names.end());
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

std::string circle_of_tables(const std::vector<Table*>& tables) {
  return names_of_tables(tables_in_circle(tables));
}

std::vector<Table*> MetaData::sorted_tables() const {
  std::vector<Table*> by_name = tables_;
  std::stable_sort(by_name.begin(), by_name.end(),
                   [](const Table* a, const Table* b) { return a->key() < b->key(); });
  // A key must know what it refers to.
  for (const Table* table : by_name)
    for (const ForeignKeyConstraint* key : table->foreign_key_constraints())
      if (!key->use_alter && !key->elements.empty()) key->elements.front()->column();
  return sort_tables(by_name);
}

void MetaData::add_sequence(const Ref<Sequence>& sequence) {
  if (sequence->metadata == this) return;
  sequence->metadata = this;
  sequences_.push_back(sequence);
}

void MetaData::listen(std::string event, const Table* table, Ref<DdlListener> listener) {
  listeners_.push_back({std::move(event), table, std::move(listener)});
}

void MetaData::fire(std::string_view event, Table* table, Bind& connection,
                    const std::vector<Table*>& tables, bool checkfirst, bool of_metadata) {
  if (listeners_.empty()) return;
  auto listening = listeners_;  // a listener may add others
  for (const auto& one : listening)
    if (one.event == event && one.table == table)
      one.listener->fire({*this, table, connection, tables, checkfirst, of_metadata});
}

}  // namespace orm
