// Attributes that a class computes: hybrids and synonyms, and how they look on classes and aliases.
#pragma once

#include "runner/bind/context.h"

namespace lessonrun::bind {

/// A descriptor in a mapped class that makes an expression of the class or of an alias of it.
struct ClassDescriptor : interp::Payload {
  /// What `entity.key` is; `entity` is the class, or an AliasedClass.
  virtual interp::Value on_class(Context& context, const interp::Value& entity) = 0;
};

/// The value of a name of the lesson's class that is no mapped attribute, as seen from an alias:
/// hybrids and synonyms are computed for the alias, methods are bound to it. Undefined: none.
interp::Value attribute_of_alias(Context& context, const interp::Value& alias, interp::Type& type,
                                 interp::StrObject* name);

/// `User.fullname`: an expression that is known by the name of the attribute that made it.
interp::Value wrap_proxy(Context& context, const interp::Value& entity, const std::string& key,
                         const orm::ClauseRef& expression);

void add_hybrid_types(std::vector<std::pair<std::string, TypeMaker>>& table);

}  // namespace lessonrun::bind
