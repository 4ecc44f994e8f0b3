// The part of typed objects that does not depend on their type: reading and writing attributes
// through erased members.
#include <algorithm>

#include "orm/driver.h"
#include "orm/orm_error.h"
#include "orm/relationship.h"
#include "orm/typed_mapping.h"
#include "orm/typed_relationship.h"

namespace orm {

namespace {

[[noreturn]] void wrong_kind(const Value& value, const char* wanted) {
  throw TypeError("a value of type '" + value.type_name() + "' cannot be read as " + wanted);
}

// std::string grows by more than it needs, and slowly.
void put_text(std::string& text, std::string_view given) {
  if (given.size() <= text.capacity()) {
    text.assign(given.data(), given.size());
  } else {
    text = std::string(given);
  }
}

}  // namespace

int64_t value_as_int(const Value& value) {
  if (value.kind() == ValueKind::integer) return value.as_int();
  if (value.kind() == ValueKind::boolean) return value.as_bool() ? 1 : 0;
  wrong_kind(value, "an integer");
}

double value_as_double(const Value& value) {
  if (value.kind() == ValueKind::real) return value.as_double();
  return static_cast<double>(value_as_int(value));
}

bool value_as_bool(const Value& value) { return value_as_int(value) != 0; }

std::string value_as_text(const Value& value) {
  if (value.kind() < ValueKind::text || value.kind() > ValueKind::json) {
    wrong_kind(value, "a text");
  }
  return value.as_string();
}

void detail::read_text(std::string& text, const Value* value) {
  if (value == nullptr || value->is_null()) return text.clear();
  if (value->kind() < ValueKind::text || value->kind() > ValueKind::json) {
    wrong_kind(*value, "a text");
  }
  put_text(text, value->as_text());
}

Date value_as_date(const Value& value) {
  if (value.kind() != ValueKind::date) wrong_kind(value, "a date");
  return value.as_date();
}

Time value_as_time(const Value& value) {
  if (value.kind() != ValueKind::time) wrong_kind(value, "a time");
  return value.as_time();
}

DateTime value_as_datetime(const Value& value) {
  if (value.kind() != ValueKind::datetime) wrong_kind(value, "a date with time");
  return value.as_datetime();
}

Interval value_as_interval(const Value& value) {
  if (value.kind() != ValueKind::interval) wrong_kind(value, "an interval");
  return value.as_interval();
}

// ---- attributes ---------------------------------------------------------------------------------

TypedState& AttributeLink::state() const noexcept {
  auto* here = reinterpret_cast<char*>(const_cast<AttributeLink*>(this));
  return *reinterpret_cast<TypedState*>(here - size_t{distance_} * 4);
}

std::string AttributeLink::class_name() const {
  return distance_ != 0 ? state().mapper().class_name() : std::string();
}

void AttributeLink::load() const {
  if (distance_ != 0) state().ensure_loaded(index_);
}

void AttributeLink::before_change() {
  if (distance_ != 0) state().before_change(index_);
}

const RelationshipProperty& AttributeLink::relationship() const {
  if (!state().mapper().has_attribute(index_)) {
    throw InvalidRequestError("a relationship of '" + class_name() +
                              "' was declared with added_later, and add_relationship() has not "
                              "added it yet");
  }
  const RelationshipProperty& relationship = *state().mapper().property(index_).relationship;
  relationship.mapper();  // configures
  return relationship;
}

void AttributeLink::load_related() const {
  if (distance_ != 0) state().read_related(relationship());
}

void AttributeLink::validate(void* value) const {
  if (distance_ != 0) state().validate(index_, value);
}

TypedState& AttributeLink::owner() const {
  if (distance_ == 0) {
    throw InvalidRequestError("an attribute of a struct that orm::make() did not make");
  }
  return state();
}

void AttributeLink::assign_related(const Instance& object) {
  Instance given = object;
  if (validated_) validate(&given);
  state().assign_related(relationship(), given.get());
}

void AttributeLink::append_unloaded(const Instance& object) {
  owner().append_related(relationship(), *object);
}

void AttributeLink::remove_unloaded(const Instance& object) {
  owner().remove_related(relationship(), *object);
}

void AttributeLink::replace_related(const std::vector<Instance>& objects) {
  if (!validated_) return state().replace_related(relationship(), objects);
  // Only those that join the collection are shown.
  state().read_related(relationship());
  const std::vector<Instance> before = state().members(relationship().index());
  std::vector<Instance> given = objects;
  for (Instance& object : given) {
    if (std::find(before.begin(), before.end(), object) == before.end()) validate(&object);
  }
  state().replace_related(relationship(), given);
}

Instance AttributeLink::before_append(const Instance& object) {
  if (distance_ == 0) return object;
  Instance given = object;
  if (validated_) validate(&given);
  return Instance(&state().before_append(relationship(), *given));
}

void AttributeLink::before_remove(const Instance& object) {
  if (distance_ != 0) state().before_remove(relationship(), *object);
}

namespace {

[[noreturn, gnu::cold]] void throw_too_large() {
  throw ArgumentError("A mapped struct holds at most 4 MB and 512 attributes");
}

}  // namespace

inline void AttributeLink::bind(const TypedState& state, const AttributeLink& place,
                                const MappedMember& described, size_t attribute) {
  const auto bytes = static_cast<size_t>(reinterpret_cast<const char*>(&place) -
                                         reinterpret_cast<const char*>(&state));
  if (bytes / 4 >= size_t{1} << 20 || attribute >= size_t{1} << 9) throw_too_large();
  distance_ = static_cast<uint32_t>(bytes / 4) & 0xfffff;
  index_ = static_cast<uint32_t>(attribute) & 0x1ff;
  validated_ = described.validated;
}

bool TypedState::has(size_t attribute) const {
  const MappedMember* described = class_->member_of(attribute);
  return described != nullptr && link(*described).present();
}

Value TypedState::get(size_t attribute) const {
  const MappedMember* described = class_->member_of(attribute);
  if (described == nullptr) return {};
  const void* own = member(*described);
  if (described->stored != StoredAs::integer && described->stored != StoredAs::real) {
    return described->get(own);
  }
  const AttributeLink& link = this->link(*described);
  if (!link.present() || link.null()) return {};
  return described->stored == StoredAs::integer ? Value(*static_cast<const int64_t*>(own))
                                                : Value(*static_cast<const double*>(own));
}

void TypedState::set(size_t attribute, Value value) {
  const MappedMember* described = class_->member_of(attribute);
  if (described != nullptr) described->set(member(*described), &value);
}

void TypedState::set_from(const std::vector<std::pair<size_t, size_t>>& from, const Value* row) {
  for (const auto& [attribute, place] : from) {
    const MappedMember* described = class_->member_of(attribute);
    if (described != nullptr) described->set(member(*described), &row[place]);
  }
}

// A value of the attribute's own kind goes there without a Value between. A Mapped begins with its
// value.
void TypedState::fill_from(const std::vector<std::pair<size_t, size_t>>& from,
                           const CellView* row) {
  using Kind = CellView::Kind;
  auto* object = static_cast<char*>(object_);
  for (const auto& [attribute, cell_place] : from) {
    const MappedMember* described = class_->member_of(attribute);
    if (described == nullptr) continue;
    const CellView& cell = row[cell_place];
    char* own = object + described->offset;
    const StoredAs stored = described->stored;
    if (stored == StoredAs::integer && cell.kind == Kind::integer) {
      *reinterpret_cast<int64_t*>(own) = cell.integer;
    } else if (stored == StoredAs::real && cell.kind == Kind::real) {
      *reinterpret_cast<double*>(own) = cell.real;
    } else if (stored == StoredAs::text && cell.kind == Kind::text) {
      put_text(*reinterpret_cast<std::string*>(own), cell.bytes);
    } else {
      const Value value = cell.to_value();
      described->set(own, &value);
      continue;
    }
    link(*described).mark(true, false);
  }
}

void TypedState::erase(size_t attribute) {
  const MappedMember* described = class_->member_of(attribute);
  if (described != nullptr) described->set(member(*described), nullptr);
}

void TypedState::erase_all(const AttributeSet& attributes) {
  auto* object = static_cast<char*>(object_);
  for (const TypedClass::Place& place : class_->places) {
    if (!attributes.has(place.attribute)) continue;
    char* own = object + place.offset;
    if (place.stored == StoredAs::integer) {
      *reinterpret_cast<int64_t*>(own) = 0;
    } else if (place.stored == StoredAs::real) {
      *reinterpret_cast<double*>(own) = 0;
    } else if (place.stored == StoredAs::text) {
      reinterpret_cast<std::string*>(own)->clear();
    } else {
      class_->member_of(place.attribute)->set(own, nullptr);
      continue;
    }
    reinterpret_cast<AttributeLink*>(object + place.link_offset)->mark(false, true);
  }
}

void TypedState::new_collection(size_t attribute) {
  const MappedMember& described = description(attribute);
  described.related->reset(member(described));
}

std::vector<Instance> TypedState::members(size_t attribute) const {
  if (class_->member_of(attribute) == nullptr) return {};
  return objects_of(description(attribute));
}

std::vector<Instance> TypedState::objects_of(const MappedMember& described) const {
  std::vector<Instance> objects;
  described.related->each(
      member(described),
      [](void* context, InstanceState& object) {
        static_cast<std::vector<Instance>*>(context)->emplace_back(&object);
      },
      &objects);
  return objects;
}

Instance TypedState::related(size_t attribute) const {
  if (class_->member_of(attribute) == nullptr) return {};
  const MappedMember& described = description(attribute);
  Instance found;
  if (described.related != nullptr) {
    described.related->each(
        member(described),
        [](void* context, InstanceState& object) {
          *static_cast<Instance*>(context) = Instance(&object);
        },
        &found);
  }
  return found;
}

void TypedState::set_related(size_t attribute, InstanceState* value) {
  if (class_->member_of(attribute) == nullptr) return;
  const MappedMember& described = description(attribute);
  if (value == nullptr) {
    described.related->reset(member(described));
  } else {
    described.related->put(member(described), *value);
  }
}

void TypedState::put_member(size_t attribute, InstanceState& object) {
  const MappedMember& described = description(attribute);
  described.related->put(member(described), object);
}

void TypedState::take_member(size_t attribute, InstanceState& object) {
  const MappedMember& described = description(attribute);
  described.related->take(member(described), object);
}

TypedState::TypedState(const TypedClass& cls, void* object) noexcept
    : InstanceState(*cls.mapper, references_), class_(&cls), object_(object) {}

TypedState::~TypedState() = default;

void TypedState::last_reference_gone() noexcept { delete this; }

// The distances within an object are those within any other of its struct.
void TypedState::make_places() const {
  std::vector<TypedClass::Place> made(class_->members.size());
  for (size_t i = 0; i < made.size(); ++i) {
    const MappedMember& described = class_->members[i];
    TypedClass::Place& place = made[i];
    place.link.bind(*this, link(described), described, class_->attributes[i]);
    place.offset = static_cast<uint32_t>(described.offset);
    place.link_offset = static_cast<uint32_t>(described.link_offset);
    place.attribute = static_cast<uint16_t>(class_->attributes[i]);
    place.stored = described.stored;
  }
  class_->places = std::move(made);
}

Instance TypedState::attach() {
  Instance self(this);
  if (class_->refers) join_cycles();
  if (class_->places.size() != class_->members.size()) make_places();
  const TypedClass::Place* place = class_->places.data();
  for (size_t i = 0, count = class_->members.size(); i < count; ++i, ++place) {
    AttributeLink& link =
        *reinterpret_cast<AttributeLink*>(static_cast<char*>(object_) + place->link_offset);
    const bool present = link.present();
    const bool null = link.null();
    link = place->link;
    if (!present) continue;
    link.mark(true, null);
    take_given(i);
  }
  return self;
}

// What the struct was made with.
void TypedState::take_given(size_t place) {
  const MappedMember& described = class_->members[place];
  if (described.related != nullptr) return give_related(place, described);
  if (described.validated) validate_own(described);
  const size_t attribute = class_->attributes[place];
  if (key == nullptr) return note_given(attribute);
  AttributeLink& link = this->link(described);
  const bool null = link.null();
  link.mark(false, false);
  before_change(attribute);
  link.mark(true, null);
}

void TypedState::validate(size_t attribute, void* value) {
  const MappedMember& described = description(attribute);
  for (const Validator::Target& target : class_->validators) {
    if (target.offset == described.offset) target.call(object_, described.name, value);
  }
}

void TypedState::validate_own(const MappedMember& described) {
  for (const Validator::Target& target : class_->validators) {
    if (target.offset == described.offset) {
      target.call_own(object_, described.name, member(described));
    }
  }
}

// What comes from the other side is shown as well, and stays what it is.
bool TypedState::validate_backref(const RelationshipProperty& relationship,
                                  InstanceState* member_state, bool removed, const Initiator&) {
  const size_t attribute = relationship.index();
  const bool known = class_->member_of(attribute) != nullptr;
  if (!removed && known && description(attribute).validated) {
    Instance given(member_state);
    validate(attribute, &given);
  }
  return true;
}

// Assigns what the struct was made with, as the program would.
void TypedState::give_related(size_t place, const MappedMember& described) {
  const RelationshipProperty& relationship =
      *mapper().property(class_->attributes[place]).relationship;
  std::vector<Instance> given = objects_of(described);
  described.set(member(described), nullptr);
  AttributeLink& link = this->link(described);
  if (relationship.uselist()) {
    link.replace_related(given);
  } else {
    link.assign_related(given.empty() ? Instance() : given.front());
  }
}

void TypedState::leave() noexcept {
  if (session != nullptr) session->object_dropped(*this);
  leave_cycles();
}

void detail::assign_text(AttributeLink& link, std::string& value, const char* text) {
  std::string next(text);  // which may be the characters of the old one
  if (link.validated()) link.validate(&next);
  link.before_change();
  value = std::move(next);
  link.mark(true, false);
}

std::string typed_repr(const TypedState& state) {
  return "<" + state.mapper().qualified_name() + " object at " + repr_address(&state) + ">";
}

Instance instance_of(const Value& value) {
  if (value.is_null()) return {};
  auto* held =
      value.kind() == ValueKind::object ? dynamic_cast<InstanceValue*>(value.object()) : nullptr;
  if (held == nullptr) wrong_kind(value, "a mapped object");
  return held->instance;
}

Value value_of(const Instance& object) { return object ? object->as_value() : Value(); }

void detail::throw_value_error(const char* message) { throw ValueError(message); }

void detail::throw_index_error(const char* message) { throw IndexError(message); }

}  // namespace orm
