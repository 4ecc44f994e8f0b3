// ExcludeConstraint: what sqlalchemy.dialects.postgresql adds to the constraints of all databases.
#pragma once

#include <orm/schema.h>

namespace orm {

/// `EXCLUDE USING gist (room WITH =, during WITH &&)`: no two rows for which all operators hold.
/// Compiled by PostgreSQL only; others throw UnsupportedCompilationError.
class ExcludeConstraint : public Constraint {
 public:
  /// What is compared, and how: a column's name (a text value) or an expression.
  struct Element {
    Operand expression;
    std::string op;
    std::string name;  ///< of the column; empty for expressions without one
  };
  explicit ExcludeConstraint(std::vector<Element> elements, Name name = {});
  std::string repr() const override { return "ExcludeConstraint()"; }
  Ref<Constraint> copy() const override;
  std::vector<Element> elements;
  std::string method = "gist";                           ///< `using`
  ClauseRef where;                                       ///< null: all rows
  std::vector<std::pair<std::string, std::string>> ops;  ///< operator classes by column name

 protected:
  /// Throws KeyError for a name that the table has no column of.
  void on_attach(Table& to) override;
};

}  // namespace orm
