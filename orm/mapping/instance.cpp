// History and expiry of one object's attributes.
//
// The rules are those of SQLAlchemy's ScalarAttributeImpl: the value before the first change is
// kept until the next flush, an attribute that was never set counts as "no value", and reading an
// expired attribute loads every expired one that the program has not changed since.
#include "orm/instance.h"

#include <algorithm>

#include "orm/driver.h"
#include "orm/identity_key.h"
#include "orm/mapper.h"
#include "orm/mapping/instance_parts.h"
#include "orm/mapping/loader_options.h"
#include "orm/orm_error.h"
#include "orm/profile.h"
#include "orm/relationship.h"

namespace orm {

IdentityKey::IdentityKey(const Mapper& base, std::span<const Value> ident, uint64_t hash)
    : base_(&base), hash_(hash) {
  if (ident.size() == 1) {
    one_ = ident[0];
  } else {
    more_ = std::make_unique<std::vector<Value>>(ident.begin(), ident.end());
  }
}

uint64_t IdentityKey::hash_of(const Mapper& base, std::span<const Value> ident) noexcept {
  uint64_t hash = base.serial();
  // Most keys are one whole number, and its own hash.
  if (ident.size() == 1 && ident[0].kind() == ValueKind::integer &&
      ident[0].as_int() == static_cast<int32_t>(ident[0].as_int())) {
    return hash * 1000003 ^ static_cast<uint64_t>(ident[0].as_int());
  }
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

InstanceState::~InstanceState() {
  if (before_ != nullptr || rare_ != nullptr) drop_history();
  delete rare_;
}

void InstanceState::set_from(const std::vector<std::pair<size_t, size_t>>& from, const Value* row) {
  for (const auto& [attribute, place] : from) set(attribute, row[place]);
}

void InstanceState::erase_all(const AttributeSet& attributes) {
  attributes.each([this](size_t attribute) { erase(attribute); });
}

void InstanceState::fill_from(const std::vector<std::pair<size_t, size_t>>& from,
                              const CellView* row) {
  for (const auto& [attribute, place] : from) set(attribute, row[place].to_value());
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

// A deferred column; those of a group come together.
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
    if (!deferred) return false;  // it was never set: the row has NULL there
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
  if (deferred) {
    wanted.each([&](size_t index) { expired_attributes.remove(index); });
  } else {
    expired_attributes.clear();
  }
  return has(attribute);
}

void InstanceState::assign(size_t attribute, Value value) {
  before_change(attribute);
  set(attribute, std::move(value));
}

// The UPDATE finds the row by the values that keys and the version had.
void InstanceState::load_value_before(size_t attribute) {
  if (key != nullptr && mapper_->traits().known_before.has(attribute)) ensure_loaded(attribute);
}

void InstanceState::before_change(size_t attribute) {
  load_value_before(attribute);
  if (!changed_.has(attribute)) note_change(attribute);
  expired_attributes.remove(attribute);
  if (!modified) {
    modified = true;
    if (session != nullptr) session->object_modified(*this);
  }
}

void InstanceState::note_given(size_t attribute) {
  if (!changed_.has(attribute)) changed_.add(attribute);
  note_modified();
}

// Keeps what the dict has: the value before the first change, but for collections.
void InstanceState::note_change(size_t attribute) {
  changed_.add(attribute);
  Value value = get(attribute);
  if (!value.is_null() || has(attribute)) keep_before(attribute).value = std::move(value);
}

InstanceState::Before& InstanceState::keep_before(size_t attribute) {
  auto entry = std::make_unique<Before>();
  entry->attribute = attribute;
  entry->next.reset(before_);
  before_ = entry.release();
  return *before_;
}

InstanceState::Rare& InstanceState::rare() {
  if (rare_ == nullptr) rare_ = new Rare;
  return *rare_;
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

const InstanceState::Before* InstanceState::find_before(size_t attribute) const noexcept {
  for (const Before* entry = before_; entry != nullptr; entry = entry->next.get()) {
    if (entry->attribute == attribute) return entry;
  }
  return nullptr;
}

std::vector<size_t> InstanceState::changed_attributes() const {
  return {changed_.begin(), changed_.end()};
}

bool InstanceState::is_changed(size_t attribute) const {
  if (!changed_.has(attribute)) return false;
  const Before* before = find_before(attribute);
  if (before == nullptr) return true;
  if (!has(attribute)) return true;
  const MappedProperty& property = mapper_->property(attribute);
  if (property.relationship != nullptr && property.relationship->uselist()) {
    return !(members(attribute) == members_before(attribute));
  }
  return !(get(attribute) == before->value);
}

bool InstanceState::is_changed(size_t attribute, const Value& value) const {
  if (!changed_.has(attribute)) return false;
  const Before* before = find_before(attribute);
  return before == nullptr || !(value == before->value);
}

Value InstanceState::committed_value(size_t attribute) {
  if (!changed_.has(attribute)) return load(attribute);
  const Before* before = find_before(attribute);
  return before == nullptr ? Value() : before->value;
}

std::optional<Value> InstanceState::value_before(size_t attribute) const {
  const Before* before = find_before(attribute);
  if (before == nullptr) return std::nullopt;
  return before->value;
}

std::vector<Instance> InstanceState::members_before(size_t attribute) const {
  const Before* before = find_before(attribute);
  if (before == nullptr || before->members == nullptr) return {};
  return *before->members;
}

void InstanceState::forget_change(size_t attribute) {
  changed_.remove(attribute);
  Before* previous = nullptr;
  for (Before* at = before_; at != nullptr; previous = at, at = at->next.get()) {
    if (at->attribute != attribute) continue;
    // Objects that it holds may die with it, and ask about this one.
    const std::unique_ptr<Before> gone(previous == nullptr ? at : previous->next.release());
    if (previous == nullptr) {
      before_ = gone->next.release();
    } else {
      previous->next = std::move(gone->next);
    }
    return;
  }
}

void InstanceState::mark_modified(std::optional<size_t> attribute) {
  if (attribute && !changed_.has(*attribute)) changed_.add(*attribute);
  note_modified();
}

void InstanceState::set_committed(size_t attribute, Value value) {
  forget_change(attribute);
  expired_attributes.remove(attribute);
  set(attribute, std::move(value));
}

void InstanceState::each_in_history(FunctionRef<void(const Instance&)> visit) const {
  for (const Before* entry = before_; entry != nullptr; entry = entry->next.get()) {
    if (entry->members == nullptr) continue;
    for (const Instance& member : *entry->members) visit(member);
  }
  if (rare_ == nullptr) return;
  for (const Pending& entry : rare_->pending) {
    for (const Instance& member : entry.added) visit(member);
    for (const Instance& member : entry.removed) visit(member);
  }
}

void InstanceState::drop_history() noexcept {
  changed_.clear();
  if (before_ == nullptr && rare_ == nullptr) return;
  // Objects that it holds may die with it, and ask about this one.
  for (std::unique_ptr<Before> gone(std::exchange(before_, nullptr)); gone != nullptr;) {
    gone = std::move(gone->next);
  }
  if (rare_ == nullptr) return;
  std::vector<Pending> pending;
  pending.swap(rare_->pending);
}

void InstanceState::commit_all() {
  drop_history();
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

void InstanceState::forget_pending(const AttributeSet& attributes) {
  if (rare_ == nullptr) return;
  std::vector<Pending> old;
  old.swap(rare_->pending);
  for (Pending& entry : old) {
    if (!attributes.has(entry.attribute)) rare_->pending.push_back(std::move(entry));
  }
}

void InstanceState::expire(const AttributeSet* attributes) {
  auto expire_one = [this](const MappedProperty& property) {
    erase(property.index);
    if (!property.is_column()) return;
    const Profile& profile = mapper_->profile();
    if (property.deferred && !profile.expires_deferred) return;
    if (property.query_expression && profile.query_expression_null) return;
    expired_attributes.add(property.index);
  };
  if (attributes != nullptr) {
    attributes->each([&](size_t index) { expire_one(mapper_->property(index)); });
    for (const size_t attribute : changed_attributes()) {
      if (attributes->has(attribute)) forget_change(attribute);
    }
    forget_pending(*attributes);
    if (mapper_->watches()) values_expired(attributes);
    return;
  }
  drop_history();
  first_parent_ = {};
  if (rare_ != nullptr) rare_->parents.clear();
  const Mapper::Traits& traits = mapper_->traits();
  erase_all(traits.reloaded);
  expired_attributes.add_all(traits.reloaded);
  for (const size_t attribute : traits.others) {
    const MappedProperty& property = mapper_->property(attribute);
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
