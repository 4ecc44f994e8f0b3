// str() and repr() of SQL expressions.
#include "runner/bind/expression_texts.h"

#include <cstdio>

#include "orm/exclude_constraint.h"
#include "runner/bind/bound.h"
#include "runner/bind/custom.h"
#include "runner/bind/dialects.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

// The column of a table that an expression names, through labels and subqueries; or null.
const orm::Column* column_below(const orm::ColumnElement& element) {
  const orm::ColumnElement* bare = element.bare();
  while (bare->kind() == orm::NodeKind::label) {
    bare = static_cast<const orm::Label&>(*bare).element->bare();
  }
  if (bare->kind() != orm::NodeKind::column) return nullptr;
  const auto& column = static_cast<const orm::ColumnClause&>(*bare);
  if (column.is_schema_column()) return static_cast<const orm::Column*>(&column);
  return column.proxy_for ? column_below(*column.proxy_for) : nullptr;
}

// str() of a Column is where it lives, not SQL: `users.id`.
std::string column_str(Context& owner, const orm::ColumnClause& column) {
  const orm::FromClause* table = column.table;
  if (table == nullptr || table->kind() == orm::NodeKind::join) return column.name_;
  if (table->kind() == orm::NodeKind::subquery && static_cast<const orm::Alias&>(*table).nameless)
    return column.name_;
  std::string place = table->description();
  if (table->name().empty() && !owner.profile.future) place = "anon_1";
  return place + "." + column.name_;
}

// The text, and the warnings of whoever wrote it.
std::string compiled_text(Context& owner, const orm::ClauseRef& clause,
                          const orm::Dialect& dialect) {
  auto compiled = orm::compile(clause, dialect);
  for (const std::string& warning : compiled->warnings) owner.warn("SAWarning", warning);
  return compiled->sql;
}

}  // namespace

bool stands_for_column(const orm::ColumnElement& element) {
  return column_below(element) != nullptr;
}

std::string clause_str(Interpreter& interp, const Value& self) {
  Context& owner = context(interp);
  orm::ClauseRef clause = find_clause(owner, self);
  if (clause->kind() == orm::NodeKind::column &&
      stands_for_column(static_cast<const orm::ColumnElement&>(*clause))) {
    return column_str(owner, static_cast<const orm::ColumnClause&>(*clause));
  }
  if (owner.profile.connectionless) {
    if (const orm::Bind* bind = find_bind(statement_bind(owner, self))) {
      return compiled_text(owner, clause, bind->dialect());
    }
  }
  if (clause->kind() == orm::NodeKind::insert) {
    // A dialect's own insert() is shown in that dialect.
    const std::string& dialect = static_cast<const orm::Insert&>(*clause).dialect;
    if (auto text = dialect.empty() ? nullptr : orm::make_dialect(dialect, owner.profile))
      return compiled_text(owner, clause, *text);
  }
  if (owner.profile.exclude_says_dialect && clause->kind() == orm::NodeKind::ddl) {
    const auto& ddl = static_cast<const orm::DDLElement&>(*clause);
    const auto* constraint = dynamic_cast<const orm::ExcludeConstraint*>(ddl.target.get());
    if (constraint != nullptr)
      return compiled_text(owner, clause, *orm::make_dialect("postgresql", owner.profile));
  }
  return compiled_text(owner, clause, *str_dialect(owner));
}

std::string column_repr(Interpreter& interp, const Value& self) {
  orm::ClauseRef clause = find_clause(context(interp), self);
  if (clause->kind() != orm::NodeKind::column) return interp.type_name(self) + "()";
  return static_cast<const orm::Column&>(*clause).repr(&context(interp).profile);
}

// A column of a subquery keeps its column's type, keys and nullability, and nothing else of it.
std::string column_proxy_repr(Interpreter& interp, const Value& self) {
  orm::ClauseRef clause = find_clause(context(interp), self);
  const auto& proxy = static_cast<const orm::ColumnClause&>(*clause);
  const orm::Column& column = *column_below(proxy);
  std::string out = "Column(" + orm::repr_text(proxy.name_) + ", " + proxy.type->repr();
  for (const auto& key : column.foreign_keys()) {
    out += ", ForeignKey(" + orm::repr_text(key->target_fullname()) + ")";
  }
  const orm::FromClause* table = proxy.table;
  if (table == nullptr) {
    out += ", table=None";
  } else {
    const bool unnamed_alias = !context(interp).profile.typed_names &&
                               table->kind() == orm::NodeKind::alias && table->name().empty();
    out += ", table=<" + (unnamed_alias ? "anon_1" : table->description()) + ">";
  }
  if (proxy.key() != proxy.name_) out += ", key=" + orm::repr_text(proxy.key());
  if (column.args.primary_key) out += ", primary_key=True";
  if (!column.nullable()) out += ", nullable=False";
  return out + ")";
}

// `<sqlalchemy.sql.elements.ColumnClause at 0x7f..; name>`: with what the construct is called, if
// it is called anything.
std::string clause_repr(Interpreter& interp, const Value& self) {
  orm::ClauseRef clause = find_clause(context(interp), self);
  const Type* type = interp.type_of(self);
  char address[40];
  std::snprintf(address, sizeof address, "%p", static_cast<const void*>(clause.get()));
  std::string description;
  switch (clause->kind()) {
    case orm::NodeKind::function:
      if (static_cast<const orm::FunctionElement&>(*clause).brackets) {
        return "<" + type->module + "." + type->name + " object at " + address + ">";
      }
      [[fallthrough]];
    case orm::NodeKind::column:
    case orm::NodeKind::literal_column:
      description = std::string(static_cast<const orm::ColumnElement&>(*clause).name());
      break;
    case orm::NodeKind::label:
      if (!context(interp).profile.labels_show_names)
        return "<" + type->module + "." + type->name + " object at " + address + ">";
      description = std::string(static_cast<const orm::ColumnElement&>(*clause).name());
      break;
    case orm::NodeKind::table:
    case orm::NodeKind::alias:
    case orm::NodeKind::subquery:
    case orm::NodeKind::cte:
    case orm::NodeKind::lateral:
    case orm::NodeKind::table_valued:
    case orm::NodeKind::values:
      description = std::string(static_cast<const orm::FromClause&>(*clause).name());
      if (description.empty()) description = "anon";
      break;
    case orm::NodeKind::custom:
      if (const auto& base = static_cast<const orm::CustomElement&>(*clause).base) {
        description = std::string(base->name());
      }
      if (!description.empty()) break;
      return "<" + type->module + "." + type->name + " object at " + address + ">";
    case orm::NodeKind::select:
    case orm::NodeKind::compound:
    case orm::NodeKind::text_select:
      if (!context(interp).profile.select_list_style)
        return "<" + type->module + "." + type->name + " object at " + address + ">";
      description = type->name + " object";
      break;
    case orm::NodeKind::join:
      description = static_cast<const orm::FromClause&>(*clause).description();
      break;
    default:
      return "<" + type->module + "." + type->name + " object at " + address + ">";
  }
  return "<" + type->module + "." + type->name + " at " + address + "; " + description + ">";
}

}  // namespace lessonrun::bind
