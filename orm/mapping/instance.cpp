// History and expiry of one object's attributes.
//
// The rules are those of SQLAlchemy's ScalarAttributeImpl: the value before the first change is
// kept until the next flush, an attribute that was never set counts as "no value", and reading an
// expired attribute loads every expired one that the program has not changed since.
#include "orm/instance.h"

#include <algorithm>

#include "orm/mapper.h"
#include "orm/mapping/loader_options.h"
#include "orm/orm_error.h"
#include "orm/profile.h"
#include "orm/relationship.h"

namespace orm {

void AttributeSet::add(size_t index) {
  if (index < 64) {
    low_ |= uint64_t{1} << index;
    return;
  }
  if (high_.size() < index / 64) high_.resize(index / 64);
  high_[index / 64 - 1] |= uint64_t{1} << (index % 64);
}

void AttributeSet::remove(size_t index) {
  if (index < 64) {
    low_ &= ~(uint64_t{1} << index);
  } else if (index / 64 <= high_.size()) {
    high_[index / 64 - 1] &= ~(uint64_t{1} << (index % 64));
  }
}

bool AttributeSet::empty() const noexcept {
  return low_ == 0 &&
         std::all_of(high_.begin(), high_.end(), [](uint64_t word) { return word == 0; });
}

void AttributeSet::clear() noexcept {
  low_ = 0;
  high_.clear();
}

IdentityKey::IdentityKey(const Mapper& base, std::span<const Value> ident, uint64_t hash)
    : base_(&base), hash_(hash), size_(ident.size()) {
  if (size_ == 1) {
    one_ = ident[0];
    return;
  }
  more_ = std::make_unique<Value[]>(size_);
  std::copy(ident.begin(), ident.end(), more_.get());
}

uint64_t IdentityKey::hash_of(const Mapper& base, std::span<const Value> ident) noexcept {
  uint64_t hash = base.serial();
  for (const Value& value : ident) hash = hash * 1000003 ^ value.hash();
  return hash;
}

bool IdentityKey::is(const Mapper& base, std::span<const Value> ident) const noexcept {
  const std::span<const Value> own = this->primary_key();
  return base_ == &base && std::equal(own.begin(), own.end(), ident.begin(), ident.end());
}

std::string IdentityKey::repr() const {
  const std::span<const Value> values = primary_key();
  return "(<class '" + base_->qualified_name() + "'>, " +
         Value::tuple(std::vector<Value>(values.begin(), values.end())).repr() + ", None)";
}

InstanceState::~InstanceState() = default;

void InstanceState::set_from(const std::vector<std::pair<size_t, size_t>>& from, const Value* row) {
  for (const auto& [attribute, place] : from) set(attribute, row[place]);
}

Value InstanceState::as_value() {
  return Value(Ref<Opaque>(make_ref<InstanceValue>(Instance(this))));
}

bool InstanceValue::equals(const Opaque& other) const {
  const auto* instance_value = dynamic_cast<const InstanceValue*>(&other);
  return instance_value != nullptr && instance_value->instance == instance;
}

Value InstanceState::load(size_t attribute) {
  if (!has(attribute) && !ensure_loaded(attribute)) return {};
  return get(attribute);
}

// A deferred column, or one left to the database at the INSERT; those of a group come together.
void InstanceState::add_group(const MappedProperty& property, AttributeSet& wanted) const {
  wanted.add(property.index);
  if (property.deferred_group.empty()) return;
  for (const MappedProperty& other : mapper_->properties()) {
    if (!other.deferred || other.deferred_group != property.deferred_group) continue;
    if (!in_committed_state(other.index)) wanted.add(other.index);
  }
}

bool InstanceState::ensure_loaded(size_t attribute) {
  if (has(attribute)) return true;
  if (key == nullptr) return false;
  const MappedProperty& property = mapper_->property(attribute);
  if (property.query_expression) return false;  // comes with the object or not at all
  AttributeSet wanted;
  bool deferred = false;
  if (expired_attributes.has(attribute)) {
    expired_attributes.each([&](size_t index) {
      if (!in_committed_state(index)) wanted.add(index);
    });
  } else {
    if (in_committed_state(attribute)) return false;
    deferred = property.deferred || deferred_by_option(*this, property);
    add_group(property, wanted);
  }
  if (session == nullptr) {
    const Profile& profile = mapper_->profile();
    if (deferred) {
      throw DetachedInstanceError("Parent instance " + state_str(*this) +
                                  " is not bound to a Session; deferred load operation of "
                                  "attribute '" +
                                  property.key + "' cannot proceed (Background on this error at: " +
                                  profile.error_link + "bhk3)");
    }
    throw DetachedInstanceError("Instance " + state_str(*this) +
                                " is not bound to a Session; attribute refresh operation cannot "
                                "proceed (Background on this error at: " +
                                profile.error_link + "bhk3)");
  }
  if (deferred && refuses_to_load(*this, property)) {
    throw InvalidRequestError("'" + mapper_->class_name() + "." + property.key +
                              "' is not available due to raiseload=True");
  }
  session->load_attributes(*this, wanted);
  expired_attributes.clear();
  return has(attribute);
}

void InstanceState::assign(size_t attribute, Value value) {
  before_change(attribute);
  set(attribute, std::move(value));
}

void InstanceState::before_change(size_t attribute) {
  // The old primary key is needed to find the row: it is loaded before it is overwritten.
  if (mapper_->is_primary_key(attribute) && key != nullptr) ensure_loaded(attribute);
  if (find_committed(attribute) == nullptr) note_change(attribute);
  expired_attributes.remove(attribute);
  if (!modified) {
    modified = true;
    if (session != nullptr) session->object_modified(*this);
  }
}

// Keeps what the dict has: the value before the first change, but for collections.
InstanceState::Committed& InstanceState::note_change(size_t attribute) {
  // A new object is given most of its attributes.
  constexpr size_t kMostAtOnce = 16;
  if (committed_.empty() && key == nullptr) {
    committed_.reserve(std::min(mapper_->index_limit(), kMostAtOnce));
  }
  const bool had_value = has(attribute);
  committed_.push_back({static_cast<uint32_t>(attribute), had_value, Value(), nullptr});
  if (had_value) committed_.back().value = get(attribute);
  return committed_.back();
}

void InstanceState::remove(size_t attribute) {
  // An expired value is not loaded to be deleted.
  const bool known = has(attribute) || expired || expired_attributes.has(attribute);
  before_change(attribute);
  if (!known) {
    throw AttributeError(mapper_->class_name() + "." + mapper_->property(attribute).key +
                         " object does not have a value");
  }
  erase(attribute);
}

const InstanceState::Committed* InstanceState::find_committed(size_t attribute) const {
  for (const Committed& entry : committed_) {
    if (entry.attribute == attribute) return &entry;
  }
  return nullptr;
}

bool InstanceState::in_committed_state(size_t attribute) const {
  return find_committed(attribute) != nullptr;
}

std::vector<size_t> InstanceState::changed_attributes() const {
  std::vector<size_t> attributes;
  for (const Committed& entry : committed_) attributes.push_back(entry.attribute);
  return attributes;
}

bool InstanceState::is_changed(size_t attribute) const {
  const Committed* entry = find_committed(attribute);
  if (entry == nullptr) return false;
  if (!entry->had_value) return true;
  if (!has(attribute)) return true;
  const MappedProperty& property = mapper_->property(attribute);
  if (property.relationship != nullptr && property.relationship->uselist()) {
    return !(members(attribute) == members_before(attribute));
  }
  return !(get(attribute) == entry->value);
}

Value InstanceState::committed_value(size_t attribute) {
  const Committed* entry = find_committed(attribute);
  if (entry != nullptr) return entry->value;
  return load(attribute);
}

std::optional<Value> InstanceState::value_before(size_t attribute) const {
  const Committed* entry = find_committed(attribute);
  if (entry == nullptr || !entry->had_value) return std::nullopt;
  return entry->value;
}

std::vector<Instance> InstanceState::members_before(size_t attribute) const {
  const Committed* entry = find_committed(attribute);
  if (entry == nullptr || entry->members == nullptr) return {};
  return *entry->members;
}

void InstanceState::forget_change(size_t attribute) {
  committed_.erase(
      std::remove_if(committed_.begin(), committed_.end(),
                     [&](const Committed& entry) { return entry.attribute == attribute; }),
      committed_.end());
}

void InstanceState::mark_modified(std::optional<size_t> attribute) {
  if (attribute && find_committed(*attribute) == nullptr) {
    committed_.push_back({static_cast<uint32_t>(*attribute), false, Value(), nullptr});
  }
  if (modified) return;
  modified = true;
  if (session != nullptr) session->object_modified(*this);
}

void InstanceState::set_committed(size_t attribute, Value value) {
  forget_change(attribute);
  expired_attributes.remove(attribute);
  set(attribute, std::move(value));
}

void InstanceState::commit_all() {
  committed_.clear();
  pending_.clear();
  if (!expired_attributes.empty()) {
    AttributeSet still;
    expired_attributes.each([&](size_t index) {
      if (!has(index)) still.add(index);
    });
    expired_attributes = std::move(still);
  }
  modified = false;
  expired = false;
}

void InstanceState::expire(const AttributeSet* attributes) {
  // Objects that these values hold may die with them, and ask about this one.
  std::vector<Committed> committed;
  std::vector<Pending> pending;
  const Profile& profile = mapper_->profile();
  auto expire_one = [this, &profile](const MappedProperty& property) {
    erase(property.index);
    if (!property.is_column()) return;
    if (property.deferred && !profile.expires_deferred) return;
    if (property.query_expression && profile.query_expression_null) return;
    expired_attributes.add(property.index);
  };
  if (attributes != nullptr) {
    attributes->each([&](size_t index) { expire_one(mapper_->property(index)); });
    for (Committed& entry : committed_) {
      if (!attributes->has(entry.attribute)) committed.push_back(std::move(entry));
    }
    for (Pending& entry : pending_) {
      if (!attributes->has(entry.attribute)) pending.push_back(std::move(entry));
    }
    committed.swap(committed_);
    pending.swap(pending_);
    if (mapper_->watches()) values_expired(attributes);
    return;
  }
  committed.swap(committed_);
  pending.swap(pending_);
  for (const MappedProperty& property : mapper_->properties()) {
    // A deferred attribute that was not loaded stays deferred.
    if (property.deferred && !has(property.index)) continue;
    expire_one(property);
    // With the whole object its eager relationships come back, too.
    if (!property.is_column() && reloads_with_object(*this, *property.relationship)) {
      expired_attributes.add(property.index);
    }
  }
  modified = false;
  expired = true;
  if (mapper_->watches()) values_expired(nullptr);
}

ObjectState InstanceState::object_state() const noexcept {
  if (key == nullptr) return session != nullptr ? ObjectState::pending : ObjectState::transient;
  if (session == nullptr) return ObjectState::detached;
  return deleted ? ObjectState::deleted : ObjectState::persistent;
}

}  // namespace orm
