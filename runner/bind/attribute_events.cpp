// Events of attributes: functions of the lesson that are told of values before they are assigned to
// a column or relationship (set), and of members that come to a collection or go (append, remove).
#include <algorithm>

#include "orm/orm_error.h"
#include "orm/relationship.h"
#include "runner/bind/extensions.h"
#include "runner/bind/instances.h"
#include "runner/bind/orm_events.h"
#include "runner/bind/properties.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Value;

namespace {

constexpr const char* kEvents[] = {"set", "append", "remove"};

const AttributeData* attribute_of(const Value& target) {
  return interp::try_payload<AttributeData>(target);
}

std::vector<AttributeListener>& listeners_of(const AttributeData& data) {
  MappedClass& mapped = *find_mapped(mapped_type(*data.mapper));
  return mapped.listeners[data.mapper->property(data.index).key];
}

AttributeListener* find(const Value& target, const std::string& event, const Value& fn) {
  const AttributeData* data = attribute_of(target);
  if (data == nullptr) return nullptr;
  for (AttributeListener& one : listeners_of(*data)) {
    if (one.event == event && one.fn.same(fn)) return &one;
  }
  return nullptr;
}

// What the attribute held, without loading it.
Value value_before(Interpreter& interp, const Value& object, const orm::MappedProperty& property,
                   bool loads) {
  auto& state = static_cast<PythonState&>(to_state(context(interp), object));
  if (loads && state.key != nullptr) interp.getattr(object, property.key);
  if (Value value = state.stored(property.index)) return value;
  const bool unknown = property.relationship != nullptr && state.key != nullptr;
  return interp.getattr(interp.modules().import(kStatesModule),
                        unknown ? "PASSIVE_NO_RESULT" : "NO_VALUE");
}

}  // namespace

bool is_attribute_target(const Value& target) { return attribute_of(target) != nullptr; }

void listen_to_attribute(Context& owner, const Value& target, const std::string& event,
                         const Value& fn, const ListenOptions& options) {
  const AttributeData& data = *attribute_of(target);
  if (std::none_of(std::begin(kEvents), std::end(kEvents),
                   [&](const char* name) { return event == name; })) {
    owner.interp.unsupported("attribute event '" + event + "'",
                             "the event '" + event +
                                 "' of attributes is not supported; listen to set, append or "
                                 "remove");
  }
  if (options.raw || options.named) {
    owner.interp.unsupported("event.listen() options",
                             "raw= and named= are not supported for events of attributes; take the "
                             "arguments by position");
  }
  AttributeListener one{event,       fn, options.retval, options.active_history, options.propagate,
                        options.once};
  auto& all = listeners_of(data);
  all.insert(options.insert ? all.begin() : all.end(), std::move(one));
}

bool unlisten_attribute(const Value& target, const std::string& event, const Value& fn) {
  if (find(target, event, fn) == nullptr) return false;
  auto& all = listeners_of(*attribute_of(target));
  all.erase(std::find_if(all.begin(), all.end(), [&](const AttributeListener& one) {
    return one.event == event && one.fn.same(fn);
  }));
  return true;
}

bool attribute_contains(const Value& target, const std::string& event, const Value& fn) {
  return find(target, event, fn) != nullptr;
}

bool MappedClass::watches() const {
  if (!validators.empty() || !listeners.empty()) return true;
  for (const orm::Mapper* at = mapper->inherits(); at != nullptr; at = at->inherits()) {
    const MappedClass* above = find_mapped(mapped_type(*at));
    if (above != nullptr && !above->listeners.empty()) return true;
  }
  return false;
}

Value told_listeners(Interpreter& interp, const MappedClass& mapped, const Value& object,
                     const std::string& key, const Value& given, bool removed) {
  const auto index = mapped.mapper->find(key);
  if (!index) return given;
  const orm::MappedProperty& property = mapped.mapper->property(*index);
  const bool collection = property.relationship != nullptr && property.relationship->uselist();
  const char* event = !collection ? "set" : removed ? "remove" : "append";
  std::vector<AttributeListener> all;
  for (const orm::Mapper* at = mapped.mapper; at != nullptr; at = at->inherits()) {
    MappedClass* of = find_mapped(mapped_type(*at));
    if (of == nullptr) continue;
    auto found = of->listeners.find(key);
    if (found == of->listeners.end()) continue;
    for (AttributeListener& one : found->second) {
      if (one.event != event || one.done || (at != mapped.mapper && !one.propagate)) continue;
      one.done = one.once;
      all.push_back(one);
    }
  }
  if (all.empty()) return given;
  Value value = given;
  const Value token = interp.call(
      interp.getattr(interp.modules().import(kStatesModule), "_event_token"), {interp.str(key)});
  const bool loads = std::any_of(all.begin(), all.end(),
                                 [](const AttributeListener& one) { return one.active_history; });
  const Value before = collection ? Value() : value_before(interp, object, property, loads);
  for (const AttributeListener& one : all) {
    std::vector<Value> arguments = {object, value};
    if (!collection) arguments.push_back(before);
    arguments.push_back(token);
    Value answer = interp.call(one.fn, arguments, {});
    if (one.retval && !removed) value = answer;
  }
  return value;
}

}  // namespace lessonrun::bind
