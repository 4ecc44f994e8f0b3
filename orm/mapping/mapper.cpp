// Mapper and Registry: attributes, primary keys, identity keys.
#include "orm/mapper.h"

#include <algorithm>
#include <atomic>

#include "orm/mapping/adapt.h"
#include "orm/mapping/mapped_from.h"
#include "orm/orm_error.h"
#include "orm/profile.h"
#include "orm/relationship.h"

namespace orm {

Mapper::Mapper(Registry& registry, std::unique_ptr<ClassManager> manager, Ref<FromClause> from,
               MapperOptions options)
    : registry_(&registry),
      manager_(std::move(manager)),
      class_name_(manager_->class_name()),
      qualified_name_(manager_->qualified_name()),
      from_(std::move(from)),
      table_(first_table(*from_)),
      options_(std::move(options)),
      base_(options_.inherits == nullptr ? this : options_.inherits->base_) {
  note_change();
  find_tables();
  note_identity();
  resolve_given();
  if (options_.inherits != nullptr && !options_.concrete) {
    inherit_properties();
  } else {
    map_columns();
  }
  find_own_tables();
  find_primary_key();
  find_polymorphic_on();
  select_from_given();
}

Mapper::~Mapper() { note_change(); }

namespace {
thread_local uint64_t mapping_changes = 1;
}  // namespace

uint64_t Mapper::changes() noexcept { return mapping_changes; }
void Mapper::note_change() noexcept { ++mapping_changes; }

void Mapper::make_traits() const {
  Traits traits;
  traits.made = changes();
  for (const MappedProperty& property : properties_) {
    const size_t index = property.index;
    if (property.active_history || is_primary_key(index) || version_attribute() == index ||
        (property.column != nullptr && property.column->primary_key())) {
      traits.known_before.add(index);
    }
    const bool always = property.is_column() && !property.deferred && !property.query_expression;
    if (always) {
      traits.reloaded.add(index);
    } else {
      traits.others.push_back(index);
    }
  }
  traits_ = std::move(traits);
}

uint64_t Mapper::next_serial() noexcept {
  static std::atomic<uint64_t> last{0};
  return ++last;
}

bool Mapper::is_excluded(const std::string& key) const {
  return std::find(options_.exclude.begin(), options_.exclude.end(), key) != options_.exclude.end();
}

void Mapper::map_columns() {
  const std::vector<MappedProperty>& given = options_.properties;
  // Those of the table's own columns may have their places among the others.
  auto waits = [&](const MappedProperty& property) {
    if (options_.concrete || property.is_first) return false;
    return profile().explicit_in_table_order && property.column != nullptr &&
           (from_.get() == table_.get() ? property.column->table == table_.get()
                                        : from_->c().corresponding(*property.column) != nullptr);
  };
  for (const MappedProperty& property : given) {
    if (!waits(property)) add_property(property);
  }
  if (is_selected_from()) return map_selected_columns(waits);
  for (const auto& item : mapped_table_->c()) {
    const Column* found = schema_column(*item.second);
    if (found == nullptr) continue;
    Ref<Column> column(const_cast<Column*>(found));
    auto named = std::find_if(given.rbegin(), given.rend(), [&](const MappedProperty& property) {
      return waits(property) && property.column == column;
    });
    if (named != given.rend()) add_property(*named);
    std::string key(column->key());
    if (attribute_of(*column) || is_excluded(key)) continue;
    if (const auto known = find(key); known && property(*known).column != nullptr) {
      MappedProperty both = property(*known);
      combine(both, column, false);
      replace_property(*known, std::move(both));
      continue;
    }
    MappedProperty property;
    property.key = std::move(key);
    property.column = std::move(column);
    add_property(std::move(property));
  }
}

namespace {

bool by_address(const std::pair<const Column*, size_t>& entry, const Column* column) {
  return std::less<>()(entry.first, column);
}

}  // namespace

void Mapper::note_column(const Column& column, size_t index) {
  auto at = std::lower_bound(by_column_.begin(), by_column_.end(), &column, by_address);
  if (at != by_column_.end() && at->first == &column) {
    at->second = index;
  } else {
    by_column_.insert(at, {&column, index});
  }
}

void Mapper::note_columns(const MappedProperty& property) {
  if (property.column != nullptr) note_column(*property.column, property.index);
  for (const Ref<Column>& column : property.more_columns) note_column(*column, property.index);
  if (property.expression != nullptr) readonly_.add(property.index);
}

size_t Mapper::new_index() {
  if (base_->next_index_ > AttributeList::kMost) {
    throw UnsupportedError("a class with more than " + std::to_string(AttributeList::kMost) +
                           " attributes, those of its subclasses included");
  }
  return base_->next_index_++;
}

MappedProperty& Mapper::add_property(MappedProperty property) {
  auto known = by_key_.find(property.key);
  if (known != by_key_.end()) {
    replace_property(known->second, std::move(property));
    return properties_[places_[known->second]];
  }
  // A concrete class has its own columns, but shares what they are called.
  auto above = options_.concrete && options_.inherits != nullptr
                   ? options_.inherits->find(property.key)
                   : std::nullopt;
  property.index = above ? *above : new_index();
  pass_on(property);
  return properties_.back();
}

void Mapper::replace_property(size_t index, MappedProperty property) {
  note_change();
  MappedProperty& place = properties_[places_[index]];
  if (place.relationship != nullptr) {
    relationships_.erase(
        std::remove(relationships_.begin(), relationships_.end(), place.relationship),
        relationships_.end());
  }
  property.index = index;
  readonly_.remove(index);
  place = std::move(property);
  if (index < attributes_.size()) attributes_[index] = nullptr;
  note_columns(place);
}

// Takes a property over, and gives it to the mappers that inherit from this one.
void Mapper::pass_on(const MappedProperty& property) {
  note_change();
  if (places_.size() <= property.index) places_.resize(property.index + 1, kNoPlace);
  by_key_[property.key] = property.index;
  places_[property.index] = properties_.size();
  properties_.push_back(property);
  note_columns(property);
  for (Mapper* child : children_) {
    if (child->options_.concrete || child->by_key_.count(property.key) != 0) continue;
    child->pass_on(property);
  }
}

void Mapper::defer_attribute(size_t index, const std::string& group) {
  note_change();
  MappedProperty& property = properties_[places_[index]];
  property.deferred = true;
  property.deferred_group = group;
}

void Mapper::add_attribute(MappedProperty property) {
  property.is_explicit = true;
  const size_t index = add_property(std::move(property)).index;
  for (const Mapper* mapper : self_and_descendants()) {
    if (mapper->has_attribute(index)) {
      mapper->manager_->attribute_added(*mapper, mapper->property(index));
    }
  }
}

void Mapper::find_primary_key() {
  if (options_.inherits != nullptr && !options_.concrete && options_.primary_key.empty()) {
    primary_key_ = options_.inherits->primary_key_;
    key_attributes_ = options_.inherits->key_attributes_;
    is_key_ = options_.inherits->is_key_;
    return;
  }
  if (!options_.primary_key.empty()) {
    for (const Ref<Column>& column : options_.primary_key) primary_key_.push_back(column.get());
  } else if (from_.get() == table_.get()) {
    // A key that is not mapped as a whole is none.
    const std::vector<Column*>& columns = table_->primary_key_constraint().columns;
    const bool is_mapped = std::all_of(columns.begin(), columns.end(), [&](const Column* column) {
      return attribute_of(*column).has_value();
    });
    if (is_mapped) primary_key_ = columns;
  } else {
    for (const Column* column : chosen_key()) primary_key_.push_back(const_cast<Column*>(column));
  }
  if (primary_key_.empty()) {
    throw ArgumentError("Mapper " + str() +
                        " could not assemble any primary key columns for mapped table '" +
                        from_->description() + "'");
  }
  is_key_.assign(places_.size(), false);
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
  // A class without a table is said to be mapped to the UNION of those below it.
  const FromClause& from =
      options_.concrete_abstract ? *options_.with_polymorphic.selectable : *from_;
  if (profile().mapper_str_brackets) {
    return "Mapper[" + class_name_ + "(" + from.description() + ")]";
  }
  return "mapped class " + class_name_ + "->" + from.description();
}

std::optional<size_t> Mapper::find(std::string_view key) const {
  auto found = by_key_.find(key);
  if (found == by_key_.end()) return std::nullopt;
  return found->second;
}

std::optional<size_t> Mapper::attribute_of(const Column& column) const {
  auto at = std::lower_bound(by_column_.begin(), by_column_.end(), &column, by_address);
  if (at == by_column_.end() || at->first != &column) return std::nullopt;
  return at->second;
}

Ref<const IdentityKey> Mapper::identity_key(std::span<const Value> primary_key) const {
  return make_ref<const IdentityKey>(identity_mapper(), primary_key);
}

Ref<const IdentityKey> Mapper::identity_key_from(const InstanceState& state) const {
  return identity_key(key_values_of(state));
}

KeyValues Mapper::key_values_of(const InstanceState& state) const {
  KeyValues values(key_attributes_.size());
  for (size_t i = 0; i < key_attributes_.size(); ++i) values[i] = state.get(key_attributes_[i]);
  return values;
}

ClauseRef Mapper::entity() const {
  if (entity_ == nullptr) entity_ = make_ref<EntityElement>(*this);
  return entity_;
}

ColumnRef Mapper::attribute(size_t index) const {
  if (attributes_.size() < places_.size()) attributes_.resize(places_.size());
  ColumnRef& attribute = attributes_[index];
  if (attribute == nullptr) {
    if (united_ != nullptr) {
      return attribute = static_cast<const EntityElement&>(*united_).attribute(index);
    }
    const MappedProperty& mapped = property(index);
    if (mapped.relationship != nullptr) {
      // One of the class above starts from this class's tables here.
      Ref<EntityElement> source;
      if (&mapped.relationship->parent() != this) source = make_ref<EntityElement>(*this);
      attribute = make_ref<RelationshipElement>(*mapped.relationship, std::move(source));
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

Mapper& Registry::map(std::unique_ptr<ClassManager> manager, Ref<FromClause> from,
                      MapperOptions options) {
  mappers_.push_back(
      make_ref<Mapper>(*this, std::move(manager), std::move(from), std::move(options)));
  if (mappers_.back()->options_.inherits != nullptr) {
    mappers_.back()->options_.inherits->children_.push_back(mappers_.back().get());
  }
  Mapper::note_change();
  mark_new();
  return *mappers_.back();
}

Mapper* Registry::find(std::string_view class_name) const {
  for (auto it = mappers_.rbegin(); it != mappers_.rend(); ++it) {
    if ((*it)->class_name() == class_name) return it->get();
  }
  return nullptr;
}

}  // namespace orm
