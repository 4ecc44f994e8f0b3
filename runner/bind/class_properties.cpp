// What an imperative mapping says, and which columns of its table a class maps then: under which
// names, in which order, and which it may not.
#include <algorithm>

#include "orm/orm_error.h"
#include "runner/bind/class_reader.h"

namespace lessonrun::bind {

using interp::Kind;
using interp::Type;
using interp::Value;

void ClassReader::map_imperatively(const Value& table, const Value& properties,
                                   const Value& keywords) {
  imperative_ = true;
  options_.leaves_unmapped = false;
  options_.warn = [this](const std::string& text) { owner_.warn("SAWarning", text); };
  for (auto& [name, value] : dict_items(owner_, keywords)) {
    if (name == "inherits" && !value.is_none()) parent_ = given_parent(value);
  }
  for (auto& [name, value] : dict_items(owner_, properties)) read_property(name, value);
  read_options(keywords);
  finish(table.is_none() ? parent_->local_from().ref() : take_table(table),
         owner_.profile.dedupe_columns);
}

void ClassReader::read_property(const std::string& name, const Value& value) {
  if (interp::try_payload<SynonymData>(value) != nullptr) {
    interp_.set_class_attr(&type_, interp_.intern(name), value);
  }
  if (!value.is(Kind::kList) && !value.is(Kind::kTuple)) {
    read_attribute(name, value, Value(), false);
    return;
  }
  ColumnPropertyData several;
  const std::vector<Value> columns = interp_.to_vector(value);
  if (columns.empty()) return;
  several.column = columns[0];
  several.more.assign(columns.begin() + 1, columns.end());
  read_attribute(name, several.column, Value(), false, &several);
}

orm::Mapper* ClassReader::given_parent(const Value& inherits) {
  const auto* given = interp::try_payload<MapperData>(inherits);
  const orm::Mapper* mapper = given != nullptr ? given->mapper.get() : find_mapper(inherits);
  if (mapper == nullptr) {
    std::string shown = interp_.str_of(inherits);
    if (inherits.is(Kind::kType)) {
      shown = inherits.as<Type>()->module + "." + inherits.as<Type>()->name;
    }
    raise_error(owner_, orm::UnmappedClassError::cls, "Class '" + shown + "' is not mapped");
  }
  const Type* above = mapped_type(*mapper);
  if (std::find(type_.mro.begin(), type_.mro.end(), above) == type_.mro.end()) {
    raise_error(owner_, orm::ArgumentError::cls,
                "Class '" + type_.name + "' does not inherit from '" + above->name + "'");
  }
  return const_cast<orm::Mapper*>(mapper);
}

std::string ClassReader::mapper_text(const orm::FromClause& from) const {
  if (!owner_.profile.mapper_str_brackets) {
    return "mapped class " + type_.name + "->" + from.description();
  }
  return "Mapper[" + type_.name + "(" + from.description() + ")]";
}

void ClassReader::check_columns(const orm::FromClause& from, const orm::MapperOptions& options) {
  for (const Declared& one : declared_) {
    if (!imperative_ || one.column == nullptr || one.is_property) continue;
    const bool known =
        from.c().corresponding(*one.column) != nullptr ||
        (parent_ != nullptr && parent_->mapped_table().c().corresponding(*one.column) != nullptr);
    if (known) continue;
    raise_error(owner_, orm::ArgumentError::cls,
                "When configuring property '" + one.key + "' on " + mapper_text(from) +
                    ", column '" + one.column->fullname() +
                    "' is not represented in the mapper's table. Use the `column_property()` "
                    "function to force this column to be mapped as a read-only attribute.");
  }
  for (const auto& item : from.c()) {
    const orm::ColumnElement& column = *item.second;
    const std::string key(column.key());
    const auto related =
        std::find_if(relationships_.begin(), relationships_.end(),
                     [&](const DeclaredRelationship& one) { return one.key == key; });
    const auto& all = options.properties;
    const bool is_given = std::any_of(all.begin(), all.end(), [&](const orm::MappedProperty& one) {
      return one.column.get() == &column || one.key == key ||
             std::any_of(one.more_columns.begin(), one.more_columns.end(),
                         [&](const auto& more) { return more.get() == &column; });
    });
    if (related == relationships_.end() || is_given ||
        std::find(options.exclude.begin(), options.exclude.end(), key) != options.exclude.end()) {
      continue;
    }
    char address[32];
    std::snprintf(address, sizeof address, "0x%llx",
                  static_cast<unsigned long long>(reinterpret_cast<uintptr_t>(related->data)));
    raise_error(
        owner_, orm::ArgumentError::cls,
        "WARNING: when configuring property '" + key + "' on " + mapper_text(from) + ", column '" +
            std::string(column.name()) + "' conflicts with property '<" +
            (owner_.profile.typed_names ? "_RelationshipDeclared" : "RelationshipProperty") +
            " at " + address + "; " + key +
            ">'. To resolve this, map the column to the class under a different name in "
            "the 'properties' dictionary.  Or, to remove all awareness of the column "
            "entirely (i.e. prevent its use in queries), use the 'include_properties' or "
            "'exclude_properties' mapper arguments to control specifically which table "
            "columns get mapped.");
  }
}

void ClassReader::place_inherited_first(const orm::FromClause& from,
                                        orm::MapperOptions& options) const {
  for (const orm::MappedProperty& above : parent_->properties()) {
    auto* column = dynamic_cast<orm::Column*>(from.c().find(above.key));
    if (column == nullptr) continue;
    const bool given =
        std::any_of(options.properties.begin(), options.properties.end(),
                    [&](const orm::MappedProperty& one) { return one.column.get() == column; });
    if (given || std::find(options.exclude.begin(), options.exclude.end(), above.key) !=
                     options.exclude.end()) {
      continue;
    }
    orm::MappedProperty property;
    property.key = above.key;
    property.column = column->column_ref();
    options.properties.push_back(std::move(property));
  }
}

void ClassReader::map_synonym_columns(const orm::FromClause& from, orm::MapperOptions& options) {
  for (const auto& [name, target] : column_synonyms_) {
    auto* column = dynamic_cast<orm::Column*>(from.c().find(name));
    if (column == nullptr) {
      raise_error(owner_, orm::ArgumentError::cls,
                  "Can't compile synonym '" + target + "': no column on table '" +
                      from.description() + "' named '" + name + "'");
    }
    auto& all = options.properties;
    const auto known = std::find_if(all.begin(), all.end(), [&](const orm::MappedProperty& one) {
      return one.column.get() == column;
    });
    if (known != all.end() && known->key == target) {
      raise_error(owner_, orm::ArgumentError::cls,
                  "Can't call map_column=True for synonym " + interp_.repr(interp_.str(name)) +
                      "=" + interp_.repr(interp_.str(target)) +
                      ", a ColumnProperty already exists keyed to the name " +
                      interp_.repr(interp_.str(target)) + " for column " +
                      interp_.repr(interp_.str(column->fullname())));
    }
    if (known != all.end()) all.erase(known);
    orm::MappedProperty property;
    property.key = target;
    property.column = column->column_ref();
    property.is_explicit = property.is_first = true;
    all.push_back(std::move(property));
  }
}

orm::Ref<orm::FromClause> ClassReader::take_table(const Value& value) {
  orm::Ref<orm::FromClause> from = to_from(owner_, value);
  const bool is_table = dynamic_cast<orm::Table*>(from.get()) != nullptr;
  if (from->kind() == orm::NodeKind::table && !is_table) {
    interp_.unsupported("a class mapped to a table()", "a class is mapped to a Table here");
  }
  if (!is_table && parent_ != nullptr && from->kind() != orm::NodeKind::join) {
    interp_.unsupported("a class with inheritance mapped to a " + interp_.type_of(value)->name,
                        "a class that inherits is mapped to a Table or a join here");
  }
  return from;
}

// What the class itself says under the name of a column, a property or a method, stays.
bool ClassReader::hides_column(const std::string& key) {
  const Value* found = type_.dict.find(interp_.intern(key));
  if (found == nullptr || !interp_.truth(*found)) return false;
  if (is_to_be_mapped(*found, Value()) || interp::try_payload<AttributeData>(*found) != nullptr ||
      find_clause(owner_, *found) != nullptr) {
    return false;
  }
  const Value* fields = interp_.type_lookup(&type_, interp_.intern("__dataclass_fields__"));
  return fields == nullptr || !interp_.contains(*fields, interp_.str(key));
}

}  // namespace lessonrun::bind
