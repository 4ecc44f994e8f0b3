// Events of attributes: functions of the lesson that are told of values before they are assigned to
// a column or relationship (set), and of members that come to a collection or go (append, remove).
#include <algorithm>
#include <optional>

#include "orm/orm_error.h"
#include "orm/relationship.h"
#include "runner/bind/composite.h"
#include "runner/bind/extensions.h"
#include "runner/bind/instances.h"
#include "runner/bind/mutable.h"
#include "runner/bind/orm_events.h"
#include "runner/bind/properties.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Value;

namespace {

constexpr const char* kEvents[] = {"set",
                                   "append",
                                   "remove",
                                   "bulk_replace",
                                   "modified",
                                   "init_scalar",
                                   "init_collection",
                                   "dispose_collection",
                                   "append_wo_mutation"};

// Where the listeners of `User.name` are, or of a composite, `Vertex.start`; null for others.
std::vector<AttributeListener>* listeners_of(const Value& target) {
  if (const auto* data = interp::try_payload<AttributeData>(target)) {
    MappedClass* mapped = find_mapped(mapped_type(*data->mapper));
    if (mapped == nullptr) return nullptr;
    return &mapped->listeners[data->mapper->property(data->index).key];
  }
  const CompositeData* composite = find_composite(target);
  if (composite == nullptr || composite->owner == nullptr) return nullptr;
  MappedClass* mapped = find_mapped(composite->owner);
  return mapped == nullptr ? nullptr : &mapped->listeners[composite->key];
}

AttributeListener* find(const Value& target, const std::string& event, const Value& fn) {
  std::vector<AttributeListener>* all = listeners_of(target);
  if (all == nullptr) return nullptr;
  for (AttributeListener& one : *all) {
    if (one.event == event && same_listener(one.fn, fn)) return &one;
  }
  return nullptr;
}

// What an event has beside its target: the names by which named=True gives it.
const std::vector<std::string_view>& names_of(const std::string& event) {
  static const std::vector<std::string_view> kSet = {"target", "value", "oldvalue", "initiator"};
  static const std::vector<std::string_view> kMember = {"target", "value", "initiator"};
  static const std::vector<std::string_view> kBulk = {"target", "values", "initiator"};
  static const std::vector<std::string_view> kModified = {"target", "initiator"};
  static const std::vector<std::string_view> kScalar = {"target", "value", "dict_"};
  static const std::vector<std::string_view> kCollection = {"target", "collection",
                                                            "collection_adapter"};
  if (event == "init_scalar") return kScalar;
  if (event == "init_collection" || event == "dispose_collection") return kCollection;
  if (event == "set") return kSet;
  if (event == "bulk_replace") return kBulk;
  return event == "modified" ? kModified : kMember;
}

Value symbol(Interpreter& interp, const char* name) {
  return interp.getattr(interp.modules().import(kStatesModule), name);
}

// The token that listeners get: where the change began, and how.
Value token_of(Interpreter& interp, const std::string& key, const char* op) {
  return interp.call(symbol(interp, "_event_token"), {interp.str(key), interp.str(op)});
}

const char* op_name(orm::Initiator::Op op) {
  switch (op) {
    case orm::Initiator::Op::append:
      return "APPEND";
    case orm::Initiator::Op::remove:
      return "REMOVE";
    case orm::Initiator::Op::bulk:
      return "BULK_REPLACE";
    default:
      return "REPLACE";
  }
}

// The listeners of the class and, where they propagate, of those above it, that are due now: all,
// or those that are `early` or not. One that is to be called once is not due again.
std::vector<AttributeListener> due(const MappedClass& mapped, const std::string& key,
                                   std::string_view event, bool take = true,
                                   std::optional<bool> early = {}) {
  std::vector<AttributeListener> all;
  for (const orm::Mapper* at = mapped.mapper; at != nullptr; at = at->inherits()) {
    MappedClass* of = find_mapped(mapped_type(*at));
    if (of == nullptr) continue;
    auto found = of->listeners.find(key);
    if (found == of->listeners.end()) continue;
    for (AttributeListener& one : found->second) {
      if (one.event != event || one.done || (at != mapped.mapper && !one.propagate)) continue;
      if (early && one.early != *early) continue;
      if (take) one.done = one.once;
      all.push_back(one);
    }
  }
  return all;
}

bool any_active(const std::vector<AttributeListener>& all) {
  return std::any_of(all.begin(), all.end(),
                     [](const AttributeListener& one) { return one.active_history; });
}

// Calls each with `given`, whose first member is the object; what one returns with retval=True
// takes the second one's place.
Value call_all(Context& owner, const std::vector<AttributeListener>& all,
               const std::vector<Value>& given) {
  Interpreter& interp = owner.interp;
  Value value = given[1];
  for (const AttributeListener& one : all) {
    std::vector<Value> arguments = given;
    if (given.size() > 2) arguments[1] = value;
    if (one.raw) arguments[0] = wrap_state(owner, given[0]);
    Value answer;
    if (one.named) {
      std::vector<std::pair<std::string_view, Value>> keywords;
      const auto& names = names_of(one.event);
      for (size_t i = 0; i < names.size(); ++i) keywords.emplace_back(names[i], arguments[i]);
      answer = interp.call(one.fn, {}, keywords);
    } else {
      answer = interp.call(one.fn, arguments, {});
    }
    if (one.retval) value = answer;
  }
  return value;
}

}  // namespace

Value token_of(Interpreter& interp, const orm::Initiator& initiator) {
  Value token = token_of(interp, initiator.relationship->key(), op_name(initiator.op));
  auto data = std::make_unique<InitiatorData>();
  data->initiator = initiator;
  interp::set_payload(token, std::move(data));
  return token;
}

bool is_attribute_target(const Value& target) {
  return interp::try_payload<AttributeData>(target) != nullptr || find_composite(target) != nullptr;
}

void listen_to_attribute(Context& owner, const Value& target, const std::string& event,
                         const Value& fn, const ListenOptions& options) {
  if (std::none_of(std::begin(kEvents), std::end(kEvents),
                   [&](const char* name) { return event == name; })) {
    owner.interp.unsupported("attribute event '" + event + "'",
                             "the event '" + event +
                                 "' of attributes is not supported; listen to set, append, "
                                 "remove, bulk_replace or modified");
  }
  AttributeListener one{
      event,        fn,          options.retval, options.active_history, options.propagate,
      options.once, options.raw, options.named};
  auto& all = *listeners_of(target);
  const auto* data = interp::try_payload<AttributeData>(target);
  one.early = data != nullptr && !data->mapper->is_configured();
  all.insert(options.insert ? all.begin() : all.end(), std::move(one));
}

bool unlisten_attribute(const Value& target, const std::string& event, const Value& fn) {
  if (find(target, event, fn) == nullptr) return false;
  auto& all = *listeners_of(target);
  all.erase(std::find_if(all.begin(), all.end(), [&](const AttributeListener& one) {
    return one.event == event && same_listener(one.fn, fn);
  }));
  return true;
}

bool attribute_contains(const Value& target, const std::string& event, const Value& fn) {
  return find(target, event, fn) != nullptr;
}

bool MappedClass::watches() const {
  if (!validators.empty() || !listeners.empty() || !mutables.empty()) return true;
  for (const orm::Mapper* at = mapper->inherits(); at != nullptr; at = at->inherits()) {
    const MappedClass* above = find_mapped(mapped_type(*at));
    if (above != nullptr && !above->listeners.empty()) return true;
  }
  return false;
}

Value validated(Interpreter& interp, const MappedClass& mapped, const Value& object,
                const orm::MappedProperty& property, const Value& given) {
  const std::string& key = property.key;
  auto& state = static_cast<PythonState&>(to_state(context(interp), object));
  auto tell = [&](Value value, bool early) {
    const std::vector<AttributeListener> all = due(mapped, key, "set", true, early);
    if (all.empty()) return value;
    const bool loads = any_active(all);
    if (loads && state.key != nullptr) interp.getattr(object, key);
    Value before = state.stored(property.index);
    if (!before) before = symbol(interp, loads ? "NEVER_SET" : "NO_VALUE");
    return call_all(context(interp), all,
                    {object, value, before, token_of(interp, key, "REPLACE")});
  };
  Value value = checked_by_validator(interp, mapped, object, key, tell(given, true), false, false);
  return tell(mutable_assigned(context(interp), state, property.index, value), false);
}

Value initial_scalar(Interpreter& interp, const MappedClass& mapped, const Value& object,
                     const orm::MappedProperty& property) {
  if (!mapped.watches()) return Value::none();
  const std::vector<AttributeListener> all = due(mapped, property.key, "init_scalar");
  if (all.empty()) return Value::none();
  return call_all(context(interp), all,
                  {object, Value::none(), interp.getattr(object, "__dict__")});
}

Value tell_composite_set(Interpreter& interp, const CompositeData& composite, const Value& object,
                         const Value& value) {
  const MappedClass* mapped = find_mapped(interp.type_of(object));
  if (mapped == nullptr || !mapped->watches()) return value;
  const std::vector<AttributeListener> all = due(*mapped, composite.key, "set");
  if (all.empty()) return value;
  interp::StrObject* name = interp.intern(composite.key);
  Value before = any_active(all) || composite.active_history ? interp.getattr(object, composite.key)
                                                             : interp.instance_get(object, name);
  if (!before) before = symbol(interp, "NO_VALUE");
  return call_all(context(interp), all,
                  {object, value, before, token_of(interp, composite.key, "REPLACE")});
}

void tell_composite_deleted(Interpreter& interp, const CompositeData& composite,
                            const Value& object) {
  const MappedClass* mapped = find_mapped(interp.type_of(object));
  if (mapped == nullptr || !mapped->watches()) return;
  const std::vector<AttributeListener> all = due(*mapped, composite.key, "remove");
  if (all.empty()) return;
  Value before = interp.instance_get(object, interp.intern(composite.key));
  if (!before) before = symbol(interp, "NO_VALUE");
  call_all(context(interp), all, {object, before, token_of(interp, composite.key, "REMOVE")});
}

void tell_deleted(Interpreter& interp, const MappedClass& mapped, const Value& object,
                  const orm::MappedProperty& property) {
  const std::vector<AttributeListener> all = due(mapped, property.key, "remove");
  if (all.empty()) return;
  auto& state = static_cast<PythonState&>(to_state(context(interp), object));
  Value before = state.stored(property.index);
  if (!before) before = symbol(interp, "NO_VALUE");
  call_all(context(interp), all, {object, before, token_of(interp, property.key, "REMOVE")});
}

void tell_modified(Interpreter& interp, const Value& object, const std::string& key) {
  auto& state = static_cast<PythonState&>(to_state(context(interp), object));
  if (!state.mapped().watches()) return;
  const std::vector<AttributeListener> all = due(state.mapped(), key, "modified");
  if (!all.empty()) call_all(context(interp), all, {object, token_of(interp, key, "MODIFIED")});
}

void tell_bulk_replace(Context& owner, PythonState& state,
                       const orm::RelationshipProperty& relationship, std::vector<Value>& members) {
  if (!state.mapped().watches()) return;
  const std::vector<AttributeListener> all =
      due(state.mapped(), relationship.key(), "bulk_replace");
  if (all.empty()) return;
  Value list = owner.interp.list(members);
  call_all(owner, all,
           {object_of(state), list, token_of(owner.interp, relationship.key(), "BULK_REPLACE")});
  members = owner.interp.to_vector(list);
}

void tell_collection(Context& owner, PythonState& state,
                     const orm::RelationshipProperty& relationship, const Value& collection,
                     const char* event) {
  if (!state.mapped().watches()) return;
  const std::vector<AttributeListener> all = due(state.mapped(), relationship.key(), event);
  if (all.empty()) return;
  call_all(owner, all,
           {object_of(state), collection, owner.interp.getattr(collection, "_sa_adapter")});
}

bool PythonState::keeps_history(const orm::RelationshipProperty& relationship) const {
  return relationship.active_history() ||
         (mapped_.watches() && any_active(due(mapped_, relationship.key(), "set", false)));
}

orm::InstanceState* PythonState::tell_assigned(const orm::RelationshipProperty& relationship,
                                               orm::InstanceState* value,
                                               const orm::Instance& before,
                                               orm::RelatedLoad knowledge,
                                               const orm::Initiator& initiator, bool early) {
  if (!mapped_.watches()) return value;
  const std::vector<AttributeListener> all = due(mapped_, relationship.key(), "set", true, early);
  if (all.empty()) return value;
  Interpreter& interp = context_.interp;
  const Value old = before                                     ? object_of(*before)
                    : knowledge == orm::RelatedLoad::no_result ? symbol(interp, "PASSIVE_NO_RESULT")
                    : knowledge == orm::RelatedLoad::no_value  ? symbol(interp, "NEVER_SET")
                                                               : Value::none();
  const Value given = value == nullptr ? Value::none() : object_of(*value);
  const Value answer =
      call_all(context_, all, {Value(object_), given, old, token_of(interp, initiator)});
  if (answer.same(given)) return value;
  return answer.is_none() ? nullptr : &to_state(context_, answer);
}

orm::InstanceState& PythonState::tell_appended(const orm::RelationshipProperty& relationship,
                                               orm::InstanceState& member,
                                               const orm::Initiator& initiator, bool early) {
  if (!mapped_.watches()) return member;
  const std::vector<AttributeListener> all =
      due(mapped_, relationship.key(), "append", true, early);
  if (all.empty()) return member;
  return to_state(context_, call_all(context_, all,
                                     {Value(object_), object_of(member),
                                      token_of(context_.interp, initiator)}));
}

void PythonState::tell_removed(const orm::RelationshipProperty& relationship,
                               orm::InstanceState& member, const orm::Initiator& initiator,
                               bool early) {
  if (!mapped_.watches()) return;
  const std::vector<AttributeListener> all =
      due(mapped_, relationship.key(), "remove", true, early);
  if (all.empty()) return;
  call_all(context_, all,
           {Value(object_), object_of(member), token_of(context_.interp, initiator)});
}

}  // namespace lessonrun::bind
