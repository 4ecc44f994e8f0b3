// VALUES as something to select from: SQLAlchemy's values().
//
//     auto wanted = values({column("sku", String()), column("n", Integer())}, "wanted")
//                       .data({{"a", 2}, {"b", 30}});
//     select(wanted.c["sku"]).where(wanted.c["n"] > 5)
#pragma once

#include <orm/core_schema.h>

#include <string>
#include <vector>

namespace orm::core {

/// Rows of constants under the names of columns (SQLAlchemy's Values). What is written in FROM is
/// `(VALUES (...), (...)) AS name (column, ...)`; SQLite alone does not know that form.
class ValuesFrom : public From {
 public:
  ValuesFrom() = default;
  explicit ValuesFrom(Ref<orm::Values> node) : From(std::move(node)) {}
  /// The same with these rows behind those that it has; plain values become parameters of their
  /// column's type.
  ValuesFrom data(std::vector<std::vector<Operand>> rows) const;
  /// Under another name, an anonymous one if that is empty.
  ValuesFrom alias(std::string name = {}) const;
};

/// values(column("id", Integer), ..., name="rows"). With `literal_binds` the values are written
/// into the SQL. Throws ArgumentError for what is no column().
ValuesFrom values(const std::vector<Expr>& columns, std::string name = {},
                  bool literal_binds = false);

}  // namespace orm::core
