// ExcludeConstraint of sqlalchemy.dialects.postgresql as a Python object.
#include "orm/exclude_constraint.h"

#include <algorithm>

#include "orm/orm_error.h"
#include "runner/bind/schema.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Kind;
using interp::Value;

namespace {

// (column, operator): what is compared and how.
orm::ExcludeConstraint::Element exclude_element(Context& owner, const Value& given) {
  std::vector<Value> pair = owner.interp.to_vector(given);
  std::string op = owner.interp.str_of(pair[1]);
  if (pair[0].is(Kind::kStr)) {
    std::string name(owner.interp.text(pair[0]));
    return {orm::Operand(orm::Value(name)), std::move(op), name};
  }
  orm::Operand expression = to_operand(owner, pair[0]);
  if (!expression.clause) {
    raise_error(
        owner, orm::ArgumentError::cls,
        "Element " + owner.interp.repr(pair[0]) + " is not a string name or column element");
  }
  const orm::ColumnElement* column = orm::as_column(expression.clause.get());
  std::string name;
  if (column != nullptr && column->bare()->kind() == orm::NodeKind::column) {
    name = column->bare()->name();
  }
  return {std::move(expression), std::move(op), std::move(name)};
}

Value exclude_init(Call& call) {
  Context& owner = context(call.interp);
  std::vector<Value> given = items(call[0]);
  // The pairs are taken apart all at once, as zip(*elements) does.
  size_t shortest = given.empty() ? 0 : call.interp.to_vector(given[0]).size();
  for (const Value& pair : given) {
    shortest = std::min(shortest, call.interp.to_vector(pair).size());
  }
  if (shortest != 2) {
    call.interp.raise("ValueError", shortest > 2 ? "too many values to unpack (expected 2)"
                                                 : "not enough values to unpack (expected 2, got " +
                                                       std::to_string(shortest) + ")");
  }
  std::vector<orm::ExcludeConstraint::Element> elements;
  elements.reserve(given.size());
  for (const Value& pair : given) elements.push_back(exclude_element(owner, pair));
  auto made = orm::make_ref<orm::ExcludeConstraint>(std::move(elements));
  for (auto& [name, value] : dict_items(owner, call[1])) {
    if (value.is_none()) continue;
    if (name == "name") made->name = to_name(owner, value);
    if (name == "deferrable") made->deferrable = call.interp.truth(value);
    if (name == "initially") made->initially = call.interp.str_of(value);
    if (name == "using") made->method = call.interp.str_of(value);
    if (name == "where") {
      made->where = value.is(Kind::kStr) ? orm::ClauseRef(orm::text(call.interp.str_of(value)))
                                         : orm::ClauseRef(to_column(owner, value, "WHERE"));
    }
    if (name == "ops") {
      for (auto& [column, operator_class] : dict_items(owner, value)) {
        made->ops.emplace_back(column, call.interp.str_of(operator_class));
      }
    }
  }
  owner.unique(made.get(), [&] { return call.self; });
  interp::payload<ConstraintData>(call.interp, call.self).constraint = made;
  return Value::none();
}

const orm::ExcludeConstraint& exclude_of(Call& call) {
  return static_cast<const orm::ExcludeConstraint&>(
      *interp::payload<ConstraintData>(call.interp, call.self).constraint);
}
Value exclude_using(Call& call) { return call.interp.str(exclude_of(call).method); }
Value exclude_where(Call& call) { return wrap(context(call.interp), exclude_of(call).where); }
Value exclude_operators(Call& call) {
  Value dict = call.interp.dict();
  for (const auto& element : exclude_of(call).elements) {
    if (element.name.empty()) continue;
    call.interp.setitem(dict, call.interp.str(element.name), call.interp.str(element.op));
  }
  return dict;
}
Value exclude_ops(Call& call) {
  Value dict = call.interp.dict();
  for (const auto& [column, operator_class] : exclude_of(call).ops) {
    call.interp.setitem(dict, call.interp.str(column), call.interp.str(operator_class));
  }
  return dict;
}

}  // namespace

interp::Type* make_exclude_type(Context& owner) {
  return constraint_builder(owner, "ExcludeConstraint", "sqlalchemy.dialects.postgresql.ext")
      .init("*elements, **kw", guard<exclude_init>)
      .property("using", exclude_using)
      .property("where", guard<exclude_where>)
      .property("operators", guard<exclude_operators>)
      .property("ops", guard<exclude_ops>)
      .build();
}

}  // namespace lessonrun::bind
