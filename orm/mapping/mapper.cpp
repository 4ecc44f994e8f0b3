// Mapper and Registry: attributes, primary keys, identity keys.
#include "orm/mapper.h"

#include <algorithm>
#include <atomic>

#include "orm/orm_error.h"
#include "orm/profile.h"
#include "orm/relationship.h"

namespace orm {

Mapper::Mapper(Registry& registry, std::unique_ptr<ClassManager> manager, Ref<Table> table,
               MapperOptions options)
    : registry_(&registry),
      manager_(std::move(manager)),
      class_name_(manager_->class_name()),
      qualified_name_(manager_->module_name() + "." + class_name_),
      table_(std::move(table)),
      options_(std::move(options)) {
  for (MappedProperty& property : options_.properties) add_property(property);
  for (Column* column : table_->columns()) {
    std::string key(column->key());
    bool excluded =
        std::find(options_.exclude.begin(), options_.exclude.end(), key) != options_.exclude.end();
    if (by_column_.count(column) == 0 && !excluded) {
      MappedProperty property;
      property.key = std::move(key);
      property.column = column->column_ref();
      add_property(std::move(property));
    }
  }
  find_primary_key();
}

Mapper::~Mapper() = default;

uint64_t Mapper::next_serial() noexcept {
  static std::atomic<uint64_t> last{0};
  return ++last;
}

MappedProperty& Mapper::add_property(MappedProperty property) {
  property.index = places_.size();
  by_key_[property.key] = property.index;
  if (property.column != nullptr) by_column_[property.column.get()] = property.index;
  if (property.expression != nullptr) readonly_.add(property.index);
  places_.push_back(properties_.size());
  properties_.push_back(std::move(property));
  return properties_.back();
}

void Mapper::add_column(std::string key, Ref<Column> column) {
  MappedProperty property;
  property.key = std::move(key);
  property.column = std::move(column);
  manager_->attribute_added(*this, add_property(std::move(property)));
}

void Mapper::find_primary_key() {
  if (options_.primary_key.empty()) {
    primary_key_ = table_->primary_key_constraint().columns;
  } else {
    for (const Ref<Column>& column : options_.primary_key) primary_key_.push_back(column.get());
  }
  if (primary_key_.empty()) {
    throw ArgumentError("Mapper " + str() +
                        " could not assemble any primary key columns for mapped table '" +
                        table_->description() + "'");
  }
  is_key_.assign(properties_.size(), false);
  for (const Column* column : primary_key_) {
    auto attribute = attribute_of(*column);
    if (!attribute) {
      throw ArgumentError("Mapper " + str() + " has no attribute for the primary key column '" +
                          column->fullname() + "'");
    }
    key_attributes_.push_back(*attribute);
    is_key_[*attribute] = true;
  }
}

const Profile& Mapper::profile() const { return registry_->metadata().profile(); }

std::string Mapper::str() const {
  if (profile().mapper_str_brackets) {
    return "Mapper[" + class_name_ + "(" + table_->description() + ")]";
  }
  return "mapped class " + class_name_ + "->" + table_->description();
}

std::optional<size_t> Mapper::find(std::string_view key) const {
  auto found = by_key_.find(key);
  if (found == by_key_.end()) return std::nullopt;
  return found->second;
}

std::optional<size_t> Mapper::attribute_of(const Column& column) const {
  auto found = by_column_.find(&column);
  if (found == by_column_.end()) return std::nullopt;
  return found->second;
}

Ref<const IdentityKey> Mapper::identity_key(std::vector<Value> primary_key) const {
  return make_ref<const IdentityKey>(base_mapper(), std::move(primary_key));
}

Ref<const IdentityKey> Mapper::identity_key_from(const InstanceState& state) const {
  std::vector<Value> values;
  values.reserve(key_attributes_.size());
  for (size_t attribute : key_attributes_) values.push_back(state.get(attribute));
  return identity_key(std::move(values));
}

ClauseRef Mapper::entity() const {
  if (entity_ == nullptr) entity_ = make_ref<EntityElement>(*this);
  return entity_;
}

ColumnRef Mapper::attribute(size_t index) const {
  if (attributes_.size() < places_.size()) attributes_.resize(places_.size());
  ColumnRef& attribute = attributes_[index];
  if (attribute == nullptr) {
    const MappedProperty& mapped = property(index);
    if (mapped.relationship != nullptr) {
      attribute = make_ref<RelationshipElement>(*mapped.relationship, nullptr);
    } else {
      attribute = make_ref<AnnotatedColumn>(
          mapped.column != nullptr ? ColumnRef(mapped.column) : mapped.expression,
          make_ref<AttributeAnnotation>(*this, index), &orm_plugin());
    }
  }
  return attribute;
}

Registry::Registry(Ref<MetaData> metadata) : metadata_(std::move(metadata)) {}

Registry::~Registry() = default;

Mapper& Registry::map(std::unique_ptr<ClassManager> manager, Ref<Table> table,
                      MapperOptions options) {
  mappers_.push_back(
      make_ref<Mapper>(*this, std::move(manager), std::move(table), std::move(options)));
  return *mappers_.back();
}

Mapper* Registry::find(std::string_view class_name) const {
  for (auto it = mappers_.rbegin(); it != mappers_.rend(); ++it) {
    if ((*it)->class_name() == class_name) return it->get();
  }
  return nullptr;
}

}  // namespace orm
