// Reflection: tables of a MetaData defined as the database has them (`Table(autoload_with=)`,
// `MetaData.reflect()`).
#include <orm/error.h>
#include <orm/inspect.h>

#include <algorithm>
#include <cctype>
#include <map>

#include "orm/engine/table_sql.h"

namespace orm {

namespace {
bool listed(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}
}  // namespace

Ref<Table> reflect_table(MetaData& metadata, const std::string& name, Inspector& inspector,
                         const ReflectOptions& options) {
  const std::string& schema = options.schema;
  std::string key = schema.empty() ? name : schema + "." + name;
  if (Table* existing = metadata.table(key); existing != nullptr && !options.extend_existing)
    return existing->table_ref();
  std::vector<TableItem> items;
  auto given = [&](const std::string& column) -> const Ref<Column>* {
    for (const auto& one : options.given)
      if (one->name_ == column) return &one;
    return nullptr;
  };
  auto wanted = [&](const std::string& column) {
    if (options.has_columns && !listed(options.include_columns, column)) return false;
    return !listed(options.exclude_columns, column);
  };
  std::vector<std::string> present;
  auto columns = inspector.get_columns(name, schema);
  ReflectedPrimaryKey primary = inspector.get_pk_constraint(name, schema);
  // Whoever is told of the columns is shown the table that they go into.
  const auto listeners = metadata.column_listeners;
  Ref<Table> shown;
  if (!listeners.empty()) {
    TableArgs args;
    args.schema = schema;
    args.extend_existing = options.extend_existing;
    shown = metadata.define(name, {}, std::move(args));
  }
  std::map<std::string, std::string> keys_of;  // by the database's name
  for (auto& column : columns) {
    const std::string original = column.name;
    for (const auto& one : listeners)
      if (auto* listener = dynamic_cast<ColumnReflectListener*>(one.get()))
        listener->reflected(inspector, *shown, column);
    if (!wanted(column.name)) continue;
    present.push_back(original);
    keys_of[original] = column.key.empty() ? column.name : column.key;
    if (const Ref<Column>* own = given(column.name)) {
      items.emplace_back(*own);
      continue;
    }
    ColumnArgs args;
    args.primary_key = column.primary_key > 0;
    args.nullable = column.nullable;
    if (args.primary_key && !inspector.profile().stmt_cache) args.nullable = false;
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
    items.emplace_back(make_ref<Column>(column.name, column.type, std::move(args)));
  }
  for (const auto& own : options.given)
    if (!listed(present, own->name_)) items.emplace_back(own);
  auto all_present = [&](const std::vector<std::string>& names) {
    return std::all_of(names.begin(), names.end(),
                       [&](const std::string& one) { return listed(present, one); });
  };
  auto own_keys = [&](std::vector<std::string> names) {
    for (std::string& one : names)
      if (auto found = keys_of.find(one); found != keys_of.end()) one = found->second;
    return names;
  };
  auto keys = inspector.get_foreign_keys(name, schema);
  for (const auto& key_info : keys) {
    bool replaced = std::any_of(key_info.columns.begin(), key_info.columns.end(),
                                [&](const std::string& one) { return given(one) != nullptr; });
    if (!all_present(key_info.columns) || replaced) continue;
    std::vector<std::string> targets;
    std::string prefix = key_info.referred_schema.empty() ? "" : key_info.referred_schema + ".";
    prefix.append(key_info.referred_table).append(".");
    targets.reserve(key_info.referred_columns.size());
    for (const auto& column : key_info.referred_columns) targets.push_back(prefix + column);
    auto constraint =
        make_ref<ForeignKeyConstraint>(own_keys(key_info.columns), targets, key_info.name);
    constraint->link_to_name = true;
    constraint->ondelete = key_info.ondelete;
    constraint->onupdate = key_info.onupdate;
    constraint->deferrable = key_info.deferrable;
    constraint->initially = key_info.initially;
    items.emplace_back(constraint);
  }
  // The tables referred to come first in older releases, last in newer ones.
  auto referred = [&] {
    if (!options.resolve_fks) return;
    for (const auto& key_info : keys) {
      if (!all_present(key_info.columns)) continue;
      ReflectOptions other;
      other.schema = key_info.referred_schema;
      if (key_info.referred_table != name)
        reflect_table(metadata, key_info.referred_table, inspector, other);
    }
  };
  bool late = inspector.profile().insertmanyvalues;
  if (!late) referred();
  for (const auto& index : inspector.get_indexes(name, schema)) {
    if (!all_present(index.columns)) continue;
    Operands parts;
    for (const auto& column : own_keys(index.columns)) parts.emplace_back(column);
    if (parts.empty()) continue;
    auto made = make_ref<Index>(index.name, std::move(parts), index.unique);
    if (!index.where.empty()) made->dialect_options.emplace_back("sqlite_where", text(index.where));
    items.emplace_back(made);
  }
  for (const auto& constraint : inspector.get_unique_constraints(name, schema))
    if (all_present(constraint.columns))
      items.emplace_back(make_ref<UniqueConstraint>(own_keys(constraint.columns), constraint.name));
  for (const auto& check : inspector.get_check_constraints(name, schema))
    items.emplace_back(make_ref<CheckConstraint>(text(check.text), check.name));
  TableArgs args;
  args.schema = schema;
  args.extend_existing = options.extend_existing || shown != nullptr;
  Ref<Table> table = metadata.define(name, items, std::move(args));
  if (!primary.name.empty()) table->primary_key_constraint().name = primary.name;
  if (late) referred();
  return table;
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
