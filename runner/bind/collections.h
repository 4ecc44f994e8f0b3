// What the kinds of instrumented collections share: whose they are, and how changes are told.
#pragma once

#include "runner/bind/relationships.h"

namespace lessonrun::bind {

/// Whose collection it is. The owner may be gone before it: then changes are nobody's business.
struct CollectionData : interp::Payload {
  interp::WeakValue owner;
  const orm::RelationshipProperty* relationship = nullptr;
  interp::Value keyfunc;
  bool ignores_unpopulated = false;
  bool quiet = false;  ///< it is being filled: nobody is told
  void clear_references() noexcept override { keyfunc.reset(); }
};

/// Tells of a member that comes, before it does. Returns the one to keep: a validator or a listener
/// may put another one in its place. Raises what they raise, and AttributeError for a stranger.
interp::Value appending(interp::Interpreter& interp, const interp::Value& self,
                        const interp::Value& member);
/// Tells of a member that goes, before it does.
void removing(interp::Interpreter& interp, const interp::Value& self, const interp::Value& member);
/// Calls the method of the builtin type, past the collection's own.
interp::Value base_call(interp::Interpreter& interp, interp::Type* type, const char* method,
                        const interp::Value& self,
                        std::initializer_list<interp::Value> arguments = {});
interp::Type* make_instrumented_list(Context& context);
interp::Type* make_instrumented_set(Context& context);

}  // namespace lessonrun::bind
