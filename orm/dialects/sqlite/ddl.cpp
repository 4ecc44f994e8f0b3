// SQLite's own DDL: AUTOINCREMENT, ON CONFLICT, partial indexes.
#include <orm/error.h>
#include <orm/schema.h>

#include <algorithm>
#include <cctype>
#include <cstring>

#include "orm/dialects/options.h"
#include "orm/dialects/sqlite/dialect.h"
#include "orm/sql/compile.h"

namespace orm::sqlite {

namespace {

bool autoincrement(const Table& table) {
  return is_on(table.args.option("sqlite_autoincrement")) &&
         table.primary_key_constraint().columns.size() == 1 &&
         table.autoincrement_column() != nullptr;
}

}  // namespace

std::string SqliteDialect::empty_in(const TypeEngine&, bool) const {
  return "SELECT 1 FROM (SELECT 1) WHERE 1!=1";
}

bool SqliteDialect::write_binary(SqlCompiler&, const BinaryExpression& node) const {
  if (node.op == Operator::regexp_replace)
    throw CompileError("sqlite dialect does not support regular expression replacements");
  return false;
}

std::string SqliteDialect::default_ddl(const Column& column) const {
  std::string text = Dialect::default_ddl(column);
  const ServerDefault& value = column.args.server_default;
  if (value.kind != ServerDefault::Kind::clause) return text;
  // SQLite wants parentheses around expressions: older releases look at the element, newer ones at
  // its words.
  if (profile->parenthesize_column_default) {
    const NodeKind kind = value.clause->kind();
    const bool expression = value.clause->is_column() || kind == NodeKind::custom;
    return expression && kind != NodeKind::text ? "(" + text + ")" : text;
  }
  const size_t first = text.find_first_not_of(" \t\n");
  if (first == std::string::npos || std::strchr("'\"(", text[first]) != nullptr) return text;
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return c == '_' || static_cast<unsigned char>(c) >= 0x80 ||
           std::isalnum(static_cast<unsigned char>(c)) != 0;
  });
  return plain ? text : "(" + text + ")";
}

std::string SqliteDialect::column_specification(const Column& column) const {
  const ServerDefault& value = column.args.server_default;
  std::string out = type_ddl(*column.type);
  std::string text = default_ddl(column);
  if (!text.empty()) out += " DEFAULT " + text;
  if (!column.nullable()) {
    out += " NOT NULL";
    std::string conflict = column.args.option("sqlite_on_conflict_not_null").str();
    if (!column.args.option("sqlite_on_conflict_not_null").is_null())
      out += " ON CONFLICT " + conflict;
  }
  const Table* table = column.schema_table();
  if (column.primary_key() && table != nullptr) {
    if (is_on(table->args.option("sqlite_autoincrement")) &&
        table->primary_key_constraint().columns.size() != 1)
      throw CompileError("SQLite does not support autoincrement for composite primary keys");
    if (autoincrement(*table)) {
      out += " PRIMARY KEY";
      Value conflict = column.args.option("sqlite_on_conflict_primary_key");
      if (!conflict.is_null()) out += " ON CONFLICT " + conflict.str();
      out += " AUTOINCREMENT";
    }
  }
  if (value.kind == ServerDefault::Kind::computed) out += " " + computed_ddl(column);
  return out;
}

bool SqliteDialect::inlines_primary_key(const Table& table) const { return autoincrement(table); }

std::string SqliteDialect::constraint_tail(const Constraint& constraint) const {
  std::string out = Dialect::constraint_tail(constraint);
  std::string conflict = constraint.sqlite_on_conflict;
  // A constraint that stands for a flag of one column takes that column's option.
  if (conflict.empty() && constraint.columns.size() == 1) {
    const char* option = constraint.kind == Constraint::Kind::unique_ && constraint.column_flag
                             ? "sqlite_on_conflict_unique"
                         : constraint.kind == Constraint::Kind::primary
                             ? "sqlite_on_conflict_primary_key"
                             : nullptr;
    if (option != nullptr) {
      Value given = constraint.columns[0]->args.option(option);
      if (!given.is_null()) conflict = given.str();
    }
  }
  if (!conflict.empty()) out += " ON CONFLICT " + conflict;
  return out;
}

std::string SqliteDialect::table_options(const Table& table) const {
  std::string options;
  Value rowid = table.args.option("sqlite_with_rowid");
  if (!rowid.is_null() && !is_on(rowid)) options = "WITHOUT ROWID";
  if (is_on(table.args.option("sqlite_strict"))) options += options.empty() ? "STRICT" : ", STRICT";
  return options.empty() ? options : "\n " + options;
}

std::string SqliteDialect::create_index(const Index& index, bool if_not_exists) const {
  std::string out = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
  if (if_not_exists) out += "IF NOT EXISTS ";
  const Table& table = *index.table;
  out += index_name(index, true) + " ON " + quote(table.name_, table.quote) + " (";
  for (size_t i = 0; i < index.expressions.size(); ++i)
    out += (i > 0 ? ", " : "") + compile_literal(*index.expressions[i], *this, true);
  out += ")";
  for (const auto& [option, operand] : index.dialect_options)
    if (option == "sqlite_where" && operand.clause)
      out += " WHERE " + compile_literal(*operand.clause, *this, true);
  return out;
}

}  // namespace orm::sqlite
