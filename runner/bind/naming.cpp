// naming_convention of a MetaData: patterns, and functions that make tokens of their own.
#include <array>

#include "runner/bind/schema.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

// `fk` and its kin, where a class of constraints may stand in their place.
std::string kind_of_names(Interpreter& interp, const Value& key) {
  static constexpr std::array<std::pair<const char*, const char*>, 5> kKinds{
      {{"PrimaryKeyConstraint", "pk"},
       {"ForeignKeyConstraint", "fk"},
       {"UniqueConstraint", "uq"},
       {"CheckConstraint", "ck"},
       {"Index", "ix"}}};
  if (!key.is(Kind::kType)) return interp.str_of(key);
  for (const auto& [name, kind] : kKinds) {
    if (key.as<Type>()->name == name) return kind;
  }
  return key.as<Type>()->name;
}

orm::NamingToken naming_token(Context& owner, std::string name, const Value& function) {
  return {std::move(name), [&owner, function](const orm::Constraint* constraint,
                                              const orm::Index* index, const orm::Table& table) {
            Value item;
            if (index != nullptr) {
              orm::Ref<orm::Index> held(const_cast<orm::Index*>(index));
              item = owner.unique(index, [&] { return owner.make<IndexData>("Index", held); });
            } else if (constraint != nullptr) {
              item = wrap_constraint(owner, const_cast<orm::Constraint&>(*constraint));
            } else {
              item = Value::none();
            }
            return owner.interp.str_of(
                owner.interp.call(function, {item, wrap(owner, table.table_ref())}));
          }};
}

}  // namespace

NamingConvention to_naming_convention(Context& owner, const Value& value) {
  NamingConvention convention;
  Interpreter& interp = owner.interp;
  for (const Value& pair : interp.to_vector(interp.call_method(value, "items"))) {
    const Value& given = items(pair)[1];
    std::string name = kind_of_names(interp, items(pair)[0]);
    if (given.is(Kind::kStr)) {
      convention.patterns.emplace_back(std::move(name), std::string(interp.text(given)));
    } else if (interp.is_callable(given)) {
      convention.tokens.push_back(naming_token(owner, std::move(name), given));
    }
  }
  return convention;
}

}  // namespace lessonrun::bind
