// CollectionAdapter: what stands between an attribute and the object that is its collection. Its
// methods tell of changes, and change the collection as the ORM does.
#include <utility>

#include "orm/orm_error.h"
#include "runner/bind/binding.h"
#include "runner/bind/collections.h"
#include "runner/bind/expressions.h"
#include "runner/bind/extensions.h"
#include "runner/bind/properties.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

struct Told {
  PythonState* state = nullptr;
  const orm::RelationshipProperty* relationship = nullptr;
};

Told owner_of(Interpreter& interp, const Value& self) {
  const CollectionLink* link = find_link(interp, self);
  if (link == nullptr || link->relationship == nullptr) return {};
  const Value owner = link->owner.lock();
  auto* state = owner ? static_cast<PythonState*>(find_state(context(interp), owner)) : nullptr;
  if (state == nullptr) return {};
  const size_t attribute = link->relationship->index();
  const Value current = state->stored(attribute);
  if (!current && state->take_empty(attribute, self)) return {state, link->relationship};
  if (!current && state->key != nullptr) {
    // It was expired, and the attribute has no other one yet.
    context(interp).warn("SAWarning", "This collection has been invalidated.");
    return {state, link->relationship};
  }
  // A collection that was replaced by another one is not the attribute's any more.
  if (!current.same(self)) return {};
  return {state, link->relationship};
}

// Validators are asked of what the program does itself; of what comes from the other side they
// were asked before.
Value validated_member(Interpreter& interp, const Told& told, const Value& member, bool removed,
                       const orm::Initiator& initiator) {
  if (initiator && initiator.relationship != told.relationship) return member;
  if (initiator.op == orm::Initiator::Op::bulk) return member;
  return checked_by_validator(interp, told.state->mapped(), object_of(*told.state),
                              told.relationship->key(), member, removed, false);
}

orm::InstanceState& member_state(Interpreter& interp, const Value& member) {
  orm::InstanceState* state = find_state(context(interp), member);
  if (state == nullptr) {
    interp.raise("AttributeError",
                 "'" + interp.type_name(member) + "' object has no attribute '_sa_instance_state'");
  }
  return *state;
}

}  // namespace

GivenInitiator given_initiator(const Value& value) {
  GivenInitiator given;
  if (value.is_undefined() || value.is_none()) return given;
  if (value.is_bool()) {
    given.silent = !value.as_bool();
    return given;
  }
  if (const auto* token = interp::try_payload<InitiatorData>(value)) {
    given.initiator = token->initiator;
  }
  return given;
}

Value appending(Interpreter& interp, const Value& self, const Value& member,
                const GivenInitiator& given) {
  if (given.silent) return member;
  const Told told = owner_of(interp, self);
  if (told.state == nullptr) return member;
  Value checked = validated_member(interp, told, member, false, given.initiator);
  try {
    if (checked.is_none()) {
      told.state->about_to_change(*told.relationship);
      return checked;
    }
    return object_of(told.state->before_append(*told.relationship, member_state(interp, checked),
                                               given.initiator));
  } catch (const orm::Error& error) {
    raise_error(interp, error);
  }
}

void staying(Interpreter& interp, const Value& self, const Value& member,
             const GivenInitiator& given) {
  if (given.silent || !context(interp).profile.tells_of_known_members) return;
  const Told told = owner_of(interp, self);
  if (told.state == nullptr || member.is_none()) return;
  try {
    told.state->before_repeat(*told.relationship, member_state(interp, member), given.initiator);
  } catch (const orm::Error& error) {
    raise_error(interp, error);
  }
}

void removing(Interpreter& interp, const Value& self, const Value& member,
              const GivenInitiator& given) {
  if (given.silent) return;
  const Told told = owner_of(interp, self);
  if (told.state == nullptr) return;
  validated_member(interp, told, member, true, given.initiator);
  try {
    if (member.is_none()) {
      told.state->about_to_change(*told.relationship);
      return;
    }
    told.state->before_remove(*told.relationship, member_state(interp, member), given.initiator);
  } catch (const orm::Error& error) {
    raise_error(interp, error);
  }
}

void popping(Interpreter& interp, const Value& self) {
  const Told told = owner_of(interp, self);
  if (told.state != nullptr) told.state->about_to_change(*told.relationship);
}

CollectionData* native_data(Interpreter& interp, const Value& collection) {
  if (auto* data = interp::try_payload<CollectionData>(collection)) return data;
  if (!collection.is(interp::Kind::kList) && !collection.is(interp::Kind::kSet)) return nullptr;
  Context& owner = context(interp);
  if (!interp.is_instance(collection, owner.type("InstrumentedList")) &&
      !interp.is_instance(collection, owner.type("InstrumentedSet"))) {
    return nullptr;
  }
  interp::set_payload(collection, std::make_unique<CollectionData>());
  return interp::try_payload<CollectionData>(collection);
}

const CollectionLink* find_link(Interpreter& interp, const Value& collection) {
  if (const CollectionData* data = native_data(interp, collection)) return &data->link;
  if (!collection.is_object()) return nullptr;
  const auto* adapter =
      interp::try_payload<AdapterData>(interp.find_attr(collection, "_sa_adapter"));
  return adapter == nullptr ? nullptr : &adapter->link;
}

void tie_collection(Context& owner, const Value& collection, const CollectionLink& link) {
  if (CollectionData* data = native_data(owner.interp, collection)) {
    data->link = link;
    data->adapter.reset();
    return;
  }
  auto adapter = std::make_unique<AdapterData>();
  adapter->link = link;
  adapter->collection = interp::WeakValue(owner.interp, collection);
  owner.interp.setattr(collection, "_sa_adapter",
                       owner.make("CollectionAdapter", std::move(adapter)));
}

void untie_collection(Interpreter& interp, const Value& collection) {
  if (auto* data = interp::try_payload<CollectionData>(collection)) {
    data->link = {};
    data->adapter.reset();
    return;
  }
  if (collection.is_object()) interp.delattr(collection, interp.intern("_sa_adapter"));
}

Value get_adapter(Call& call) {
  CollectionData& data = *native_data(call.interp, call.self);
  if (data.link.relationship == nullptr) return Value::none();
  if (!data.adapter) {
    auto adapter = std::make_unique<AdapterData>();
    adapter->link = data.link;
    adapter->collection = interp::WeakValue(call.interp, call.self);
    data.adapter = context(call.interp).make("CollectionAdapter", std::move(adapter));
  }
  return data.adapter;
}

Value set_adapter(Call& call) {
  CollectionData& data = *native_data(call.interp, call.self);
  const auto* adapter = interp::try_payload<AdapterData>(call[0]);
  data.link = adapter == nullptr ? CollectionLink() : adapter->link;
  data.adapter = adapter == nullptr ? Value() : call[0];
  return Value::none();
}

namespace {

// ---- the adapter as Python sees it --------------------------------------------------------------

Value adapted(Call& call) {
  Value collection = interp::payload<AdapterData>(call.interp, call.self).collection.lock();
  return collection ? collection : Value::none();
}

Value adapter_owner(Call& call) {
  const Value owner = interp::payload<AdapterData>(call.interp, call.self).link.owner.lock();
  return owner ? wrap_state(context(call.interp), owner) : Value::none();
}

Value adapter_key(Call& call) {
  return call.interp.str(
      interp::payload<AdapterData>(call.interp, call.self).link.relationship->key());
}

Value adapter_referenced(Call& call) {
  const auto& data = interp::payload<AdapterData>(call.interp, call.self);
  const Value owner = data.link.owner.lock();
  auto* state =
      owner ? static_cast<PythonState*>(find_state(context(call.interp), owner)) : nullptr;
  const Value stored = state == nullptr ? Value() : state->stored(data.link.relationship->index());
  return Value::boolean(stored && stored.same(adapted(call)));
}

Value fire_append(Call& call) {
  return appending(call.interp, adapted(call), call[0], given_initiator(call[1]));
}
Value fire_stay(Call& call) {
  return staying(call.interp, adapted(call), call[0], given_initiator(call[1])), call[0];
}
Value fire_remove(Call& call) {
  return removing(call.interp, adapted(call), call[0], given_initiator(call[1])), Value::none();
}
Value fire_pre_remove(Call& call) { return popping(call.interp, adapted(call)), Value::none(); }

Value call_role(Call& call, const char* role, const Value& member, const Value& initiator) {
  const Value method = call.interp.getattr(adapted(call), role);
  return call.interp.call(method, {member}, {{"_sa_initiator", initiator}});
}
Value append_with_event(Call& call) { return call_role(call, "_sa_appender", call[0], call[1]); }
Value remove_with_event(Call& call) { return call_role(call, "_sa_remover", call[0], call[1]); }
Value append_silently(Call& call) {
  return call_role(call, "_sa_appender", call[0], Value::boolean(false));
}
Value remove_silently(Call& call) {
  return call_role(call, "_sa_remover", call[0], Value::boolean(false));
}
std::vector<Value> adapted_members(Call& call) {
  return call.interp.to_vector(
      call.interp.call(call.interp.getattr(adapted(call), "_sa_iterator")));
}
Value clear_with_event(Call& call) {
  for (const Value& member : adapted_members(call)) {
    call_role(call, "_sa_remover", member, call[0]);
  }
  return Value::none();
}
Value clear_silently(Call& call) {
  for (const Value& member : adapted_members(call)) {
    call_role(call, "_sa_remover", member, Value::boolean(false));
  }
  return Value::none();
}
Value append_many_silently(Call& call) {
  for (const Value& member : call.interp.to_vector(call[0])) {
    call_role(call, "_sa_appender", member, Value::boolean(false));
  }
  return Value::none();
}
Value bulk_appender(Call& call) { return call.interp.getattr(adapted(call), "_sa_appender"); }
Value bulk_remover(Call& call) { return call.interp.getattr(adapted(call), "_sa_remover"); }
Value adapter_iter(Call& call) { return call.interp.iter(call.interp.list(adapted_members(call))); }
Value adapter_len(Call& call) {
  return Value::integer(static_cast<int64_t>(adapted_members(call).size()));
}
Value adapter_true(Call&) { return Value::boolean(true); }

// ---- what the module's Python is written with ---------------------------------------------------

Value warn_of_key(Call& call) {
  context(call.interp).warn("SAWarning", call.text(0));
  return Value::none();
}

Value warn_of_converter(Call& call) {
  Context& owner = context(call.interp);
  std::string text =
      "The collection.converter() handler is deprecated and will be removed in a future release.  "
      "Please refer to the AttributeEvents.bulk_replace listener interface in conjunction with the "
      "event.listen() function.";
  if (owner.profile.says_since) text += " (deprecated since: 1.3)";
  owner.warn("SADeprecationWarning", text);
  return Value::none();
}

Value instance_text(Call& call) {
  return call.interp.str(orm::state_str(to_state(context(call.interp), call[0])));
}

Value columns_given(Call& call) {
  Context& owner = context(call.interp);
  std::vector<Value> given{call[0]};
  if (call[0].is(interp::Kind::kList) || call[0].is(interp::Kind::kTuple)) {
    given = call.interp.to_vector(call[0]);
  }
  std::vector<Value> columns;
  columns.reserve(given.size());
  for (const Value& one : given) {
    const orm::ColumnRef column = column_argument(owner, one, "mapping_spec");
    columns.push_back(wrap(owner, orm::ColumnRef(const_cast<orm::ColumnElement*>(column->bare()))));
  }
  return call.interp.list(std::move(columns));
}

}  // namespace

Type* make_adapter_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "CollectionAdapter", kCollectionsModule)
      .payload<AdapterData>()
      .property("data", adapted)
      .property("owner_state", adapter_owner)
      .property("_key", adapter_key)
      .property("_referenced_by_owner", adapter_referenced)
      .method("fire_append_event", "item, initiator=None, key=None", fire_append)
      .method("fire_append_wo_mutation_event", "item, initiator=None, key=None", fire_stay)
      .method("fire_remove_event", "item, initiator=None, key=None", fire_remove)
      .method("fire_pre_remove_event", "initiator=None, key=None", fire_pre_remove)
      .method("append_with_event", "item, initiator=None", append_with_event)
      .method("append_without_event", "item", append_silently)
      .method("append_multiple_without_event", "items", append_many_silently)
      .method("remove_with_event", "item, initiator=None", remove_with_event)
      .method("remove_without_event", "item", remove_silently)
      .method("clear_with_event", "initiator=None", clear_with_event)
      .method("clear_without_event", "", clear_silently)
      .method("bulk_appender", "", bulk_appender)
      .method("bulk_remover", "", bulk_remover)
      .method("__iter__", "", adapter_iter)
      .method("__len__", "", adapter_len)
      .method("__bool__", "", adapter_true)
      .abstract()
      .build();
}

void fill_collections_module(interp::ModuleBuilder& builder) {
  Context& owner = context(builder.interp);
  const orm::Profile& profile = owner.profile;
  for (const char* name : {"InstrumentedList", "InstrumentedSet", "CollectionAdapter"}) {
    builder.value(name, Value(owner.type(name)));
  }
  builder.value("_keys_must_be_set", Value::boolean(profile.keys_must_be_set));
  builder.value("_converts_builtins", Value::boolean(profile.typed_names));
  builder.value("_tells_of_known", Value::boolean(profile.tells_of_known_members));
  builder.value("_keyed_name",
                builder.interp.str(profile.keys_must_be_set ? "KeyFuncDict" : "MappedCollection"));
  builder.function("_warn", "text", guard<warn_of_key>);
  builder.function("_warn_of_converter", "", guard<warn_of_converter>);
  builder.function("_instance_str", "instance", guard<instance_text>);
  builder.function("_columns_of", "mapping_spec", guard<columns_given>);
}

}  // namespace lessonrun::bind
