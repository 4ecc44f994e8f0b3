// The table of a declarative class: its own, or that of the class above, which takes its columns.
#include "orm/orm_error.h"
#include "runner/bind/class_reader.h"

namespace lessonrun::bind {

using interp::Kind;
using interp::Value;

orm::MetaData& ClassReader::metadata() const {
  const Value* given = interp_.type_lookup(&type_, interp_.intern("metadata"));
  const auto* data = given == nullptr ? nullptr : interp::try_payload<MetaDataData>(*given);
  return data == nullptr ? registry_.metadata() : *data->metadata;
}

orm::Ref<orm::FromClause> ClassReader::define(const Value& table_name) {
  std::vector<orm::Ref<orm::Column>> columns;
  for (const Declared& declared : declared_) {
    const bool is_new = declared.column != nullptr && declared.column->schema_table() == nullptr;
    if (is_new) columns.push_back(declared.column);
    for (const auto& more : declared.more_columns) {
      if (more->schema_table() == nullptr) columns.push_back(more);
    }
  }
  std::vector<Value> positional;
  Value keywords;
  if (Value given = inherited("__table_args__")) {
    if (given.is(Kind::kDict)) {
      keywords = given;
    } else if (given.is(Kind::kTuple)) {
      positional = items(given);
      if (!positional.empty() && positional.back().is(Kind::kDict)) {
        keywords = positional.back();
        positional.pop_back();
      }
    } else if (!given.is_none()) {
      raise_error(owner_, orm::ArgumentError::cls,
                  "__table_args__ value must be a tuple, dict, or None");
    }
  }
  if (Value maker = interp_.find_attr(Value(&type_), "__table_cls__")) {
    return made_by(maker, table_name, columns, positional, keywords);
  }
  // A table that was reflected for a class which waited for it takes the class's columns over.
  if (waits_to_be_mapped(owner_, type_)) {
    if (orm::Table* known = metadata().table(interp_.text(table_name))) {
      for (const Declared& declared : declared_) {
        if (declared.column != nullptr) known->append_column(declared.column, true);
      }
      return known->table_ref();
    }
  }
  std::vector<orm::TableItem> table_items(columns.begin(), columns.end());
  for (orm::TableItem& item : to_table_items(owner_, positional)) {
    table_items.push_back(std::move(item));
  }
  return metadata().define(std::string(interp_.text(table_name)), table_items,
                           keywords ? to_table_args(owner_, keywords) : orm::TableArgs());
}

orm::Ref<orm::FromClause> ClassReader::made_by(const Value& maker, const Value& table_name,
                                               const std::vector<orm::Ref<orm::Column>>& columns,
                                               const std::vector<Value>& positional,
                                               const Value& keywords) {
  std::vector<Value> given{table_name, wrap_metadata(owner_, orm::Ref<orm::MetaData>(&metadata()))};
  for (const auto& column : columns) given.push_back(wrap(owner_, column));
  given.insert(given.end(), positional.begin(), positional.end());
  const auto options =
      keywords ? dict_items(owner_, keywords) : std::vector<std::pair<std::string, Value>>();
  const std::vector<std::pair<std::string_view, Value>> named(options.begin(), options.end());
  const Value made = interp_.call(maker, given, named);
  interp_.set_class_attr(&type_, interp_.intern("__table__"), made);
  return made.is_none() ? nullptr : take_table(made);
}

orm::Ref<orm::Table> ClassReader::share_table() {
  orm::Table& table = parent_->local_table();
  // What mixins say is for classes with a table of their own.
  const Value* own = type_.dict.find(interp_.intern("__table_args__"));
  if (own != nullptr && !resolve(*own).is_none()) {
    raise_error(owner_, orm::ArgumentError::cls,
                "Can't place __table_args__ on an inherited class with no table.");
  }
  for (Declared& declared : declared_) {
    if (declared.column == nullptr || declared.column->schema_table() != nullptr) continue;
    orm::Column* existing = static_cast<orm::Column*>(table.c().find(declared.column->name()));
    if (existing == declared.column.get()) continue;
    if (existing != nullptr && declared.use_existing) {
      declared.column = existing->column_ref();
      continue;
    }
    if (existing != nullptr) {
      raise_error(owner_, orm::ArgumentError::cls,
                  "Column '" + declared.column->fullname() + "' on class " +
                      (owner_.profile.typed_names ? type_.name : interp_.repr(Value(&type_))) +
                      " conflicts with existing column '" + existing->fullname() + "'" +
                      (owner_.profile.annotated_mapping
                           ? ".  If using Declarative, consider using the use_existing_column "
                             "parameter of mapped_column() to resolve conflicts."
                           : ""));
    }
    if (declared.column->primary_key()) {
      raise_error(owner_, orm::ArgumentError::cls,
                  "Can't place primary key columns on an inherited class with no table.");
    }
    table.append_column(declared.column);
  }
  return table.table_ref();
}

}  // namespace lessonrun::bind
