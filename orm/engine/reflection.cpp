// Reflection: tables of a MetaData defined as the database has them (`Table(autoload_with=)`,
// `MetaData.reflect()`).
#include <orm/error.h>
#include <orm/inspect.h>

#include <algorithm>
#include <cctype>
#include <map>

#include "orm/engine/table_sql.h"
#include "orm/profile.h"

namespace orm {

namespace {

bool listed(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// One table on its way from the database into a MetaData.
class TableReflection {
 public:
  TableReflection(MetaData& metadata, const std::string& name, Inspector& inspector,
                  const ReflectOptions& options)
      : metadata_(metadata), name_(name), inspector_(inspector), options_(options) {}

  Ref<Table> run() {
    auto columns = inspector_.get_columns(name_, options_.schema);
    ReflectedPrimaryKey primary = inspector_.get_pk_constraint(name_, options_.schema);
    add_columns(columns);
    foreign_keys_ = inspector_.get_foreign_keys(name_, options_.schema);
    add_foreign_keys();
    // The tables referred to are read before the rest in older releases, last in newer ones; the
    // table itself is the first in the MetaData either way.
    const bool late = inspector_.profile().insertmanyvalues;
    if (!late) {
      if (shown_ == nullptr) shown_ = define({}, false);
      reflect_referred();
    }
    add_indexes();
    add_constraints();
    Ref<Table> table = define(items_, shown_ != nullptr);
    if (!primary.name.empty()) table->primary_key_constraint().name = primary.name;
    if (late) reflect_referred();
    return table;
  }

 private:
  const Ref<Column>* given(const std::string& column) const {
    for (const auto& one : options_.given)
      if (one->name_ == column) return &one;
    return nullptr;
  }
  bool wanted(const std::string& column) const {
    if (options_.has_columns && !listed(options_.include_columns, column)) return false;
    return !listed(options_.exclude_columns, column);
  }
  bool all_present(const std::vector<std::string>& names) const {
    return std::all_of(names.begin(), names.end(),
                       [&](const std::string& one) { return listed(present_, one); });
  }
  // The keys that columns have in the Table.
  std::vector<std::string> own_keys(std::vector<std::string> names) const {
    for (std::string& one : names)
      if (auto found = keys_of_.find(one); found != keys_of_.end()) one = found->second;
    return names;
  }
  Ref<Table> define(const std::vector<TableItem>& items, bool again) {
    TableArgs args;
    args.schema = options_.schema;
    args.extend_existing = options_.extend_existing || again;
    return metadata_.define(name_, items, std::move(args));
  }

  void add_columns(std::vector<ReflectedColumn>& columns) {
    // Whoever is told of the columns is shown the table that they go into.
    const auto listeners = metadata_.column_listeners;
    if (!listeners.empty()) shown_ = define({}, false);
    for (ReflectedColumn& column : columns) {
      const std::string original = column.name;
      for (const auto& one : listeners)
        if (auto* listener = dynamic_cast<ColumnReflectListener*>(one.get()))
          listener->reflected(inspector_, *shown_, column);
      if (!wanted(column.name)) continue;
      present_.push_back(original);
      keys_of_[original] = column.key.empty() ? column.name : column.key;
      if (const Ref<Column>* own = given(column.name)) {
        items_.emplace_back(*own);
      } else {
        add_column(column);
      }
    }
    for (const auto& own : options_.given)
      if (!listed(present_, own->name_)) items_.emplace_back(own);
  }

  void add_column(const ReflectedColumn& column) {
    ColumnArgs args;
    args.primary_key = column.primary_key > 0;
    args.nullable = column.nullable;
    if (args.primary_key && !inspector_.profile().stmt_cache) args.nullable = false;
    if (column.generated) {
      args.server_default.kind = ServerDefault::Kind::computed;
      args.server_default.clause = text(column.expression);
      args.server_default.persisted = column.stored;
    } else if (column.default_) {
      args.server_default.kind = ServerDefault::Kind::clause;
      args.server_default.clause = text(*column.default_);
    }
    args.key = column.key;
    args.comment = column.comment;
    args.info = column.info;
    items_.emplace_back(make_ref<Column>(column.name, column.type, std::move(args)));
  }

  void add_foreign_keys() {
    for (const ReflectedForeignKey& key : foreign_keys_) {
      bool replaced = std::any_of(key.columns.begin(), key.columns.end(),
                                  [&](const std::string& one) { return given(one) != nullptr; });
      if (!all_present(key.columns) || replaced) continue;
      std::vector<std::string> targets;
      std::string prefix = key.referred_schema.empty() ? "" : key.referred_schema + ".";
      prefix.append(key.referred_table).append(".");
      targets.reserve(key.referred_columns.size());
      for (const auto& column : key.referred_columns) targets.push_back(prefix + column);
      auto constraint = make_ref<ForeignKeyConstraint>(own_keys(key.columns), targets, key.name);
      constraint->link_to_name = true;
      constraint->ondelete = key.ondelete;
      constraint->onupdate = key.onupdate;
      constraint->deferrable = key.deferrable;
      constraint->initially = key.initially;
      items_.emplace_back(constraint);
    }
  }

  void reflect_referred() {
    if (!options_.resolve_fks) return;
    for (const ReflectedForeignKey& key : foreign_keys_) {
      if (!all_present(key.columns) || key.referred_table == name_) continue;
      ReflectOptions other;
      other.schema = key.referred_schema;
      reflect_table(metadata_, key.referred_table, inspector_, other);
    }
  }

  void add_indexes() {
    for (const auto& index : inspector_.get_indexes(name_, options_.schema)) {
      if (!all_present(index.columns)) continue;
      Operands parts;
      for (const auto& column : own_keys(index.columns)) parts.emplace_back(column);
      if (parts.empty()) continue;
      auto made = make_ref<Index>(index.name, std::move(parts), index.unique);
      if (!index.where.empty()) {
        made->dialect_options.emplace_back("sqlite_where", text(index.where));
      }
      items_.emplace_back(made);
    }
  }

  void add_constraints() {
    for (const auto& one : inspector_.get_unique_constraints(name_, options_.schema))
      if (all_present(one.columns))
        items_.emplace_back(make_ref<UniqueConstraint>(own_keys(one.columns), one.name));
    for (const auto& check : inspector_.get_check_constraints(name_, options_.schema))
      items_.emplace_back(make_ref<CheckConstraint>(text(check.text), check.name));
  }

  MetaData& metadata_;
  const std::string& name_;
  Inspector& inspector_;
  const ReflectOptions& options_;
  Ref<Table> shown_;
  std::vector<TableItem> items_;
  std::vector<std::string> present_;            // the database's names
  std::map<std::string, std::string> keys_of_;  // by the database's name
  std::vector<ReflectedForeignKey> foreign_keys_;
};

}  // namespace

Ref<Table> reflect_table(MetaData& metadata, const std::string& name, Inspector& inspector,
                         const ReflectOptions& options) {
  std::string key = options.schema.empty() ? name : options.schema + "." + name;
  if (Table* existing = metadata.table(key); existing != nullptr && !options.extend_existing)
    return existing->table_ref();
  return TableReflection(metadata, name, inspector, options).run();
}

void reflect_all(MetaData& metadata, Inspector& inspector, const ReflectOptions& options) {
  std::vector<std::string> available = inspector.get_table_names(options.schema);
  if (options.views)
    for (auto& view : inspector.get_view_names(options.schema)) available.push_back(view);
  bool multi = inspector.profile().insertmanyvalues && options.schema.empty();
  if (multi) inspector.get_temp_table_names();
  std::vector<std::string> load, missing;
  if (options.has_only) {
    for (const auto& name : options.only)
      (listed(available, name) ? load : missing).push_back(name);
    if (!missing.empty()) {
      std::string list;
      for (const auto& name : missing) list += (list.empty() ? "" : ", ") + name;
      std::string where = options.schema.empty() ? "" : " schema '" + options.schema + "'";
      throw InvalidRequestError("Could not reflect: requested table(s) not available in " +
                                inspector.bind_repr() + where + ": (" + list + ")");
    }
  } else {
    for (const auto& name : available) {
      std::string key = options.schema.empty() ? name : options.schema + "." + name;
      if (options.wanted && !options.wanted(name)) continue;
      if (metadata.table(key) == nullptr || options.extend_existing) load.push_back(name);
    }
  }
  if (multi) {
    // Newer releases read one kind of thing of all tables after another.
    for (const auto& name : load) inspector.get_columns(name, options.schema);
    for (const auto& name : load) inspector.get_pk_constraint(name, options.schema);
    for (const auto& name : load) inspector.get_foreign_keys(name, options.schema);
    for (const auto& name : load) inspector.get_indexes(name, options.schema);
    for (const auto& name : load) inspector.get_unique_constraints(name, options.schema);
    for (const auto& name : load) inspector.get_check_constraints(name, options.schema);
  }
  ReflectOptions each;
  each.schema = options.schema;
  each.resolve_fks = options.resolve_fks;
  each.extend_existing = options.extend_existing;
  for (const auto& name : load) reflect_table(metadata, name, inspector, each);
}

std::vector<std::string> Engine::table_names() const { return Inspector(*this).get_table_names(); }

}  // namespace orm
