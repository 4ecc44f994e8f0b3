// ExcludeConstraint: its columns are found when it comes into a table, its text is PostgreSQL's.
#include <orm/error.h>
#include <orm/exclude_constraint.h>
#include <orm/profile.h>

#include "orm/dialects/postgresql/exclude.h"
#include "orm/sql/compile.h"

namespace orm {

ExcludeConstraint::ExcludeConstraint(std::vector<Element> of, Name given_name)
    : Constraint(Kind::exclude, std::move(given_name)), elements(std::move(of)) {}

Ref<Constraint> ExcludeConstraint::copy() const {
  std::vector<Element> fresh = elements;
  for (Element& element : fresh)
    if (!element.name.empty()) element.expression = Operand(Value(element.name));
  auto made = make_ref<ExcludeConstraint>(std::move(fresh), name);
  made->deferrable = deferrable;
  made->initially = initially;
  made->method = method;
  made->where = where;
  return made;  // as SQLAlchemy's: without the operator classes
}

void ExcludeConstraint::on_attach(Table& to) {
  for (Element& element : elements) {
    if (!element.expression.clause) {
      Column* column = to.column(element.expression.value.as_text());
      if (column == nullptr) {
        const std::string missing = element.expression.value.as_string();
        if (!to.metadata().profile().exclude_checks_columns) throw KeyError(missing);
        throw ConstraintColumnNotFoundError("Can't create ExcludeConstraint on table '" + to.name_ +
                                            "': no column named '" + missing + "' is present.");
      }
      element.expression = Operand(column->ref());
    }
    if (element.name.empty()) {
      // A column that had no name yet when the constraint was written.
      if (const ColumnElement* column = as_column(element.expression.clause.get());
          column != nullptr && column->bare()->kind() == NodeKind::column)
        element.name = column->key();
    }
    element.expression.clause = to.metadata().absorb(element.expression.clause);
    traverse(*element.expression.clause, [&](ClauseElement& node) {
      if (node.kind() == NodeKind::column && static_cast<ColumnClause&>(node).is_schema_column())
        columns.push_back(static_cast<Column*>(&node));
      return true;
    });
  }
  if (where) where = to.metadata().absorb(where);
}

std::string exclude_words(const ExcludeConstraint& constraint, const Dialect& dialect) {
  std::string parts;
  for (const ExcludeConstraint::Element& element : constraint.elements) {
    parts += parts.empty() ? "" : ", ";
    parts += compile_literal(*element.expression.clause, dialect, true);
    for (const auto& [column, operator_class] : constraint.ops)
      if (!element.name.empty() && column == element.name) parts += " " + operator_class;
    parts += " WITH " + element.op;
  }
  std::string out = "EXCLUDE USING " + constraint.method + " (" + parts + ")";
  if (constraint.where)
    out += " WHERE (" + compile_literal(*constraint.where, dialect, false) + ")";
  return out;
}

}  // namespace orm
