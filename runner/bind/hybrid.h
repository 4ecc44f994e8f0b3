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

/// `User.fullname` of an entity: what an attribute that a class computes is on the class.
struct ProxyData : ClauseData {
  std::string label;  ///< `User.fullname`, as str() says it
  std::string key;    ///< `fullname`
  interp::Value doc;
  interp::Value comparator;  ///< whose operators it has, if it has not those of the expression
  interp::Value update;      ///< the hybrid's update_expression, to be called with the entity
  interp::Value entity;      ///< where there is an update_expression
  void clear_references() noexcept override {
    ClauseData::clear_references();
    for (interp::Value* held : {&doc, &comparator, &update, &entity}) held->reset();
  }
};
std::string proxy_repr(interp::Interpreter& interp, const interp::Value& self);
/// `User.fullname`, by the name of the class or of the alias.
std::string proxy_label(Context& context, const interp::Value& entity, const std::string& key);
/// The same for a hybrid with a comparator.
interp::Value wrap_compared(Context& context, const interp::Value& entity, const std::string& key,
                            const interp::Value& comparator);
/// Is the attribute a hybrid with a comparator?
bool has_comparator(const interp::Value& attribute);
/// What a hybrid says that values of UPDATE are to be, as pairs; undefined for other attributes.
interp::Value update_of_hybrid(Context& context, const interp::Value& attribute,
                               const interp::Value& value);
/// A dict of values for UPDATE of the entity, where names of what its class computes, hybrids and
/// synonyms, have become the attributes.
interp::Value with_computed_names(Context& context, const orm::ClauseRef& entity,
                                  const interp::Value& dict);
void add_hybrid_comparator_types(std::vector<std::pair<std::string, TypeMaker>>& table);

void add_hybrid_types(std::vector<std::pair<std::string, TypeMaker>>& table);

}  // namespace lessonrun::bind
