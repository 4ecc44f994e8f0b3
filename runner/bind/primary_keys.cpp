// A primary key as get() takes it: a value, a tuple, a composite, a dict by attribute.
#include "orm/orm_error.h"
#include "runner/bind/composite.h"
#include "runner/bind/instances.h"
#include "runner/bind/properties.h"
#include "runner/bind/session.h"

namespace lessonrun::bind {

using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

// The value of an attribute in a dict, by its name or, since 1.4, that of a synonym; undefined if
// it is not there.
Value named_value(Context& owner, const orm::Mapper& mapper,
                  const std::vector<std::pair<std::string, Value>>& given,
                  const std::string& name) {
  for (const auto& [key, value] : given) {
    if (key == name) return value;
    Type* type = owner.profile.legacy_query_get ? nullptr : mapped_type(mapper);
    if (type == nullptr) continue;
    const Value* found = owner.interp.type_lookup(type, owner.interp.intern(key));
    const auto* synonym = found == nullptr ? nullptr : interp::try_payload<SynonymData>(*found);
    if (synonym != nullptr && synonym->target == name) return value;
  }
  return {};
}

}  // namespace

std::vector<orm::Value> to_primary_key(Context& owner, const orm::Mapper& mapper,
                                       const Value& given_ident) {
  std::vector<orm::Value> key;
  const Value ident = composite_parts(owner, given_ident);
  if (ident.is(Kind::kTuple) || ident.is(Kind::kList)) {
    for (const Value& item : owner.interp.to_vector(ident)) key.push_back(to_orm(owner, item));
  } else if (ident.is(Kind::kDict)) {
    std::string names;
    bool complete = true;
    const auto given = dict_items(owner, ident);
    for (size_t attribute : mapper.primary_key_attributes()) {
      const std::string& name = mapper.property(attribute).key;
      names += (names.empty() ? "'" : ",'") + name + "'";
      const Value value = named_value(owner, mapper, given, name);
      complete = complete && !value.is_undefined();
      if (!value.is_undefined()) key.push_back(to_orm(owner, value));
    }
    // A wrong number of values is an error of its own, which get() raises.
    if (given.size() != mapper.primary_key().size()) {
      key.assign(given.size(), orm::Value());
      return key;
    }
    if (!complete) {
      const bool legacy = owner.profile.legacy_query_get;
      raise_error(owner, orm::InvalidRequestError::cls,
                  std::string("Incorrect names of values in identifier to formulate primary key "
                              "for ") +
                      (legacy ? "query.get()" : "session.get()") +
                      "; primary key attribute names are " + names +
                      (legacy ? "" : " (synonym names are also accepted)"));
    }
  } else {
    key.push_back(to_orm(owner, ident));
  }
  return key;
}

}  // namespace lessonrun::bind
