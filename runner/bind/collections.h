// What the kinds of instrumented collections share: whose they are, and how changes are told.
//
// The lists and sets that are no class of the lesson's are native, and quick. Every other
// collection is an object of a class that Python has instrumented (collections_text.cpp): the ORM
// fills it by its appender, and its methods tell of changes through its CollectionAdapter.
#pragma once

#include "orm/instance.h"
#include "runner/bind/relationships.h"

namespace lessonrun::bind {

/// Whose collection it is. The owner may be gone before it: then changes are nobody's business.
struct CollectionLink {
  interp::WeakValue owner;
  const orm::RelationshipProperty* relationship = nullptr;
};

/// The payload of native lists and sets, and of classes below them.
struct CollectionData : interp::Payload {
  CollectionLink link;
  interp::Value adapter;       ///< once somebody has asked for it
  bool has_each_once = false;  ///< while it is emptied: no member is there twice
  void clear_references() noexcept override { adapter.reset(); }
};

/// The payload of a CollectionAdapter.
struct AdapterData : interp::Payload {
  CollectionLink link;
  interp::WeakValue collection;
};

/// The payload of a native collection, which it gets when it is first asked for; null for others.
CollectionData* native_data(interp::Interpreter& interp, const interp::Value& collection);

/// What `_sa_initiator` says: where the change began, or that nobody is to be told.
struct GivenInitiator {
  bool silent = false;
  orm::Initiator initiator;
};
GivenInitiator given_initiator(const interp::Value& value);

/// Tells of a member that comes, before it does. Returns the one to keep: a validator or a listener
/// may put another one in its place. Raises what they raise, and AttributeError for a stranger.
interp::Value appending(interp::Interpreter& interp, const interp::Value& self,
                        const interp::Value& member, const GivenInitiator& given = {});
/// Tells of a member that was to come and is there.
void staying(interp::Interpreter& interp, const interp::Value& self, const interp::Value& member,
             const GivenInitiator& given = {});
/// Tells of a member that goes, before it does.
void removing(interp::Interpreter& interp, const interp::Value& self, const interp::Value& member,
              const GivenInitiator& given = {});
/// Tells that some member is about to go, where only its going tells which one.
void popping(interp::Interpreter& interp, const interp::Value& self);
/// Calls the method of the builtin type, past the collection's own.
interp::Value base_call(interp::Interpreter& interp, interp::Type* type, const char* method,
                        const interp::Value& self,
                        std::initializer_list<interp::Value> arguments = {});
interp::Type* make_instrumented_list(Context& context);
interp::Type* make_instrumented_set(Context& context);
interp::Type* make_adapter_type(Context& context);

/// Whose collection the object is; null for objects that are nobody's.
const CollectionLink* find_link(interp::Interpreter& interp, const interp::Value& collection);
/// Makes the object the collection of an attribute.
void tie_collection(Context& context, const interp::Value& collection, const CollectionLink& link);
/// Unties it: its changes are nobody's business any more.
void untie_collection(interp::Interpreter& interp, const interp::Value& collection);
/// The getter and setter of `_sa_adapter`, of native collections.
interp::Value get_adapter(interp::Call& call);
interp::Value set_adapter(interp::Call& call);

void fill_collections_module(interp::ModuleBuilder& builder);

}  // namespace lessonrun::bind
