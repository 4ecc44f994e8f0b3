// The places where plain values turn into clauses with a warning, because a later release took that
// away. Functions and methods that went are legacy.h's.
#include "runner/bind/deprecated.h"

namespace lessonrun::bind {

using interp::Value;

namespace {

std::string empty_list(const Context& owner, const char* name, const char* first,
                       const char* value) {
  std::string plain = std::string(name) + "_(" + value + ", *args)";
  return std::string("Invoking ") + name +
         "_() without arguments is deprecated, and will be disallowed in a future release.   For "
         "an empty " +
         name + "_() construct, use " +
         (owner.profile.empty_and_hints_constants
              ? "'" + std::string(name) + "_(" + first + "(), *args)' or '" + plain + "'."
              : plain + ".");
}

std::string sentence(const Context& owner, Deprecated what) {
  switch (what) {
    case Deprecated::select_as_from:
      return "Implicit coercion of SELECT and textual SELECT constructs into FROM clauses is "
             "deprecated; please call .subquery() on any Core select or ORM Query object in order "
             "to produce a subquery object.";
    case Deprecated::empty_and:
      return empty_list(owner, "and", "true", "True");
    case Deprecated::empty_or:
      return empty_list(owner, "or", "false", "False");
  }
  return {};
}

bool is_plain_select(const orm::ClauseRef& clause) {
  return clause && clause->kind() >= orm::NodeKind::select &&
         clause->kind() <= orm::NodeKind::text_select;
}

}  // namespace

void warn_deprecated(Context& owner, Deprecated what) {
  if (owner.profile.deprecates_1_x) owner.warn("SADeprecationWarning", sentence(owner, what));
}

void warn_select_as_from(Context& owner, const Value& value) {
  if (owner.profile.deprecates_1_x && is_plain_select(find_clause(owner, value)))
    warn_deprecated(owner, Deprecated::select_as_from);
}

orm::Ref<orm::FromClause> implicit_from(Context& owner, const Value& value) {
  const orm::ClauseRef clause = find_clause(owner, value);
  if (!is_plain_select(clause)) return nullptr;
  const auto& select = static_cast<const orm::SelectBase&>(*clause);
  auto make = [&]() -> orm::Ref<orm::FromClause> {
    if (owner.profile.deprecates_1_x) return select.subquery();
    return select.nameless_from();
  };
  auto* data = interp::try_payload<ClauseData>(value);
  if (data == nullptr) return make();
  if (!data->implicit) data->implicit = make();
  return data->implicit;
}

orm::Ref<orm::FromClause> to_joined_from(Context& owner, const Value& value) {
  warn_select_as_from(owner, value);
  if (orm::Ref<orm::FromClause> implicit = implicit_from(owner, value)) return implicit;
  return to_from(owner, value);
}

orm::Ref<orm::FromClause> to_queried_from(Context& owner, const Value& value) {
  orm::Ref<orm::FromClause> from = to_joined_from(owner, value);
  const bool nameless =
      from->kind() == orm::NodeKind::subquery && static_cast<const orm::Alias&>(*from).nameless;
  return nameless ? orm::Ref<orm::FromClause>(from->alias()) : from;
}

orm::Operand to_compared(Context& owner, const Value& value) {
  orm::Operand operand = to_operand(owner, value);
  if (owner.profile.deprecates_1_x && is_plain_select(operand.clause))
    owner.warn("SAWarning",
               "implicitly coercing SELECT object to scalar subquery; please use the "
               ".scalar_subquery() method to produce a scalar subquery.");
  return operand;
}

}  // namespace lessonrun::bind
