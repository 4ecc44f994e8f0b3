// sqlalchemy.orm.join() and outerjoin(): joins of mapped classes as FROM objects.
#include "orm/orm_error.h"
#include "orm/relationship.h"
#include "runner/bind/instances.h"
#include "runner/bind/relationships.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Value;

namespace {

// A side of the join: a class, an alias of one, or a FROM object.
orm::ClauseRef joined_side(Context& owner, const Value& value) {
  orm::ClauseRef clause = find_clause(owner, value);
  const bool is_attribute = orm::as_relationship(clause.get()) != nullptr;
  if (clause != nullptr && (clause->kind() == orm::NodeKind::entity || is_attribute)) return clause;
  return to_from(owner, value);
}

// 1.x: the name of a relationship of the left side.
orm::ClauseRef named_relationship(Context& owner, const Value& left, const Value& name) {
  Value attribute = owner.interp.find_attr(left, owner.interp.text(name));
  orm::ClauseRef clause = attribute ? find_clause(owner, attribute) : nullptr;
  if (orm::as_relationship(clause.get()) != nullptr) return clause;
  raise_error(
      owner, orm::ArgumentError::cls,
      "Expected mapped attribute of the left side of the join, got " + owner.interp.repr(name));
}

template <bool Outer>
Value orm_join_function(Call& call) {
  Context& owner = context(call.interp);
  const Value& given = call.arg("onclause");
  orm::ClauseRef onclause;
  if (given.is(interp::Kind::kStr)) {
    onclause = named_relationship(owner, call[0], given);
  } else if (!given.is_none()) {
    onclause = find_clause(owner, given);
    if (orm::as_relationship(onclause.get()) == nullptr)
      onclause = to_column(owner, given, "ON clause role");
  }
  const bool outer = Outer || call.interp.truth(call.arg("isouter"));
  return wrap(owner, orm::orm_join(joined_side(owner, call[0]), joined_side(owner, call[1]),
                                   onclause, outer, call.interp.truth(call.arg("full"))));
}

const Binding kOrmJoinRows[] = {
    {"join", "left, right, onclause=None, isouter=False, full=False, join_to_left=None",
     guard<orm_join_function<false>>, "orm::orm_join({args})", BindingKind::function},
    {"outerjoin", "left, right, onclause=None, full=False, join_to_left=None, isouter=True",
     guard<orm_join_function<true>>, "orm::orm_join({args})", BindingKind::function},
};

}  // namespace

Value find_orm_join(Interpreter& interp, std::string_view module, std::string_view name) {
  if (module != "sqlalchemy.orm" && module != "sqlalchemy.orm.util") return {};
  for (const Binding& row : kOrmJoinRows) {
    if (name == row.name) return interp::make_function(interp, row.name, row.signature, row.call);
  }
  return {};
}

Value join_onto(Context& owner, const orm::Ref<orm::FromClause>& left, const Value& right,
                const Value& onclause, bool outer, bool full) {
  orm::ClauseRef target = find_clause(owner, right);
  orm::ClauseRef on = onclause.is_none() ? nullptr : find_clause(owner, onclause);
  const bool along = orm::as_relationship(on.get()) != nullptr;
  if (!along && (target == nullptr || target->kind() != orm::NodeKind::entity)) return {};
  if (!along && on == nullptr && !onclause.is_none())
    on = to_column(owner, onclause, "ON clause role");
  return wrap(owner, orm::orm_join(left, joined_side(owner, right), on, outer, full));
}

}  // namespace lessonrun::bind
