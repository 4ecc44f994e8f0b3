// Compiling CREATE and DROP: tables, their columns and constraints, indexes.
#include <orm/error.h>

#include "orm/sql/compile.h"

namespace orm {

std::string compile_literal(const ClauseElement& node, const Dialect& dialect, bool bare_columns) {
  CompileOptions options;
  options.literal_binds = true;
  ClauseRef target(const_cast<ClauseElement*>(&node));
  if (bare_columns)
    target = replacement_traverse(target, [](const ClauseRef& inner) -> ClauseRef {
      if (inner->kind() != NodeKind::column) return nullptr;
      const auto& column = static_cast<const ColumnClause&>(*inner);
      auto bare = make_ref<ColumnClause>(column.name_, column.type);
      bare->quote = column.quote;
      return bare;
    });
  return compile(target, dialect, options)->sql;
}

namespace {

std::string table_name(const Table& table, const Dialect& dialect) {
  std::string name = dialect.quote(table.name_, table.quote);
  return table.schema.empty() ? name : dialect.quote(table.schema) + "." + name;
}

std::string column_names(const std::vector<Column*>& columns, const Dialect& dialect) {
  std::string out;
  for (const Column* column : columns)
    out += (out.empty() ? "" : ", ") + dialect.quote(column->name_, column->quote);
  return out;
}

std::string default_text(const ServerDefault& value, const Dialect& dialect) {
  if (value.kind == ServerDefault::Kind::text)
    return literal_sql(Value(value.text), *TypeRef(String()), dialect);
  if (value.kind != ServerDefault::Kind::clause) return {};
  const ClauseElement& clause = *value.clause;
  std::string text = compile_literal(clause, dialect, true);
  if (dialect.name != "sqlite" || clause.kind() == NodeKind::text) return text;
  // SQLite wants parentheses around expressions; plain calls of now() only had them before 2.0.
  bool call = clause.kind() == NodeKind::function;
  bool word = call && text.find('(') == std::string::npos;
  if (call && word && !dialect.profile->parenthesize_function_default) return text;
  if (call || clause.kind() == NodeKind::binary || clause.kind() == NodeKind::cast)
    return "(" + text + ")";
  return text;
}

std::string deferrable(const Constraint& constraint) {
  std::string out;
  if (constraint.deferrable) out += *constraint.deferrable ? " DEFERRABLE" : " NOT DEFERRABLE";
  if (!constraint.initially.empty()) out += " INITIALLY " + constraint.initially;
  return out;
}

std::string constraint_ddl(const Constraint& constraint, const Dialect& dialect) {
  std::string out;
  std::string name = constraint.ddl_name();
  if (!name.empty()) out = "CONSTRAINT " + dialect.quote(name) + " ";
  switch (constraint.kind) {
    case Constraint::Kind::primary_key:
      out += "PRIMARY KEY (" + column_names(constraint.columns, dialect) + ")";
      break;
    case Constraint::Kind::unique:
      out += "UNIQUE (" + column_names(constraint.columns, dialect) + ")";
      break;
    case Constraint::Kind::check:
      out +=
          "CHECK (" +
          compile_literal(*static_cast<const CheckConstraint&>(constraint).sqltext, dialect, true) +
          ")";
      break;
    case Constraint::Kind::foreign_key: {
      const auto& key = static_cast<const ForeignKeyConstraint&>(constraint);
      std::vector<Column*> referred;
      for (const ForeignKey* element : key.elements) referred.push_back(&element->column());
      out += "FOREIGN KEY(" + column_names(key.columns, dialect) + ") REFERENCES " +
             table_name(*referred[0]->schema_table(), dialect) + " (" +
             column_names(referred, dialect) + ")";
      if (!key.match.empty()) out += " MATCH " + key.match;
      if (!key.ondelete.empty()) out += " ON DELETE " + key.ondelete;
      if (!key.onupdate.empty()) out += " ON UPDATE " + key.onupdate;
      break;
    }
  }
  out += deferrable(constraint);
  if (!constraint.sqlite_on_conflict.empty() && dialect.name == "sqlite")
    out += " ON CONFLICT " + constraint.sqlite_on_conflict;
  return out;
}

bool table_flag(const Table& table, std::string_view option) {
  for (const auto& [name, value] : table.args.dialect_options)
    if (name == option) return !value.is_null() && !(value == Value(false));
  return false;
}

bool sqlite_autoincrement(const Table& table, const Dialect& dialect) {
  return dialect.name == "sqlite" && table_flag(table, "sqlite_autoincrement") &&
         table.primary_key_constraint().columns.size() == 1 &&
         table.autoincrement_column() != nullptr;
}

// CHECK constraints that Boolean and Enum bring with them.
std::string type_check(const Column& column, const Dialect& dialect) {
  const TypeEngine& type = column.type->impl();
  bool by_default = dialect.profile->boolean_check_constraint;
  bool wanted = type.args().create_constraint || by_default;
  if (!wanted) return {};
  std::string name = dialect.quote(column.name_, column.quote);
  std::string head;
  if (!type.args().name.empty()) head = "CONSTRAINT " + dialect.quote(type.args().name) + " ";
  if (type.kind() == TypeKind::boolean && !dialect.supports_native_boolean)
    return head + "CHECK (" + name + " IN (0, 1))";
  if (type.kind() == TypeKind::enum_) {
    std::string values;
    for (const auto& member : static_cast<const Enum&>(type).members())
      values += (values.empty() ? "" : ", ") +
                literal_sql(Value(member.name), *TypeRef(String()), dialect);
    return head + "CHECK (" + name + " IN (" + values + "))";
  }
  return {};
}

std::string create_table(const Table& table, const Dialect& dialect, bool if_not_exists) {
  std::string out = "\nCREATE ";
  for (const auto& prefix : table.args.prefixes) out += prefix + " ";
  out += "TABLE ";
  if (if_not_exists) out += "IF NOT EXISTS ";
  out += table_name(table, dialect) + " (";
  std::string separator = "\n";
  for (const Column* column : table.columns()) {
    out += separator + "\t" + column_ddl(*column, dialect);
    for (const Constraint* constraint : table.constraints()) {
      if (constraint->column_level == column) out += " " + constraint_ddl(*constraint, dialect);
    }
    separator = ", \n";
  }
  auto add = [&](const std::string& text) {
    if (text.empty()) return;
    out += separator + "\t" + text;
    separator = ", \n";
  };
  const PrimaryKeyConstraint& primary = table.primary_key_constraint();
  if (!primary.columns.empty() && !sqlite_autoincrement(table, dialect))
    add(constraint_ddl(primary, dialect));
  for (const Constraint* constraint : table.constraints()) {
    if (constraint == &primary || constraint->column_level != nullptr) continue;
    if (constraint->kind == Constraint::Kind::foreign_key && dialect.name != "sqlite" &&
        static_cast<const ForeignKeyConstraint*>(constraint)->use_alter)
      continue;
    add(constraint_ddl(*constraint, dialect));
  }
  for (const Column* column : table.columns()) add(type_check(*column, dialect));
  out += "\n)";
  if (dialect.name == "sqlite") {
    std::string options;
    if (table_flag(table, "sqlite_with_rowid") == false)
      for (const auto& [name, value] : table.args.dialect_options)
        if (name == "sqlite_with_rowid") options = "WITHOUT ROWID";
    if (table_flag(table, "sqlite_strict")) options += options.empty() ? "STRICT" : ", STRICT";
    if (!options.empty()) out += "\n " + options;
  }
  return out + "\n\n";
}

std::string create_index(const Index& index, const Dialect& dialect, bool if_not_exists) {
  if (index.table == nullptr)
    throw CompileError("Index '" + index.name + "' is not associated with any table.");
  std::string out = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
  if (if_not_exists) out += "IF NOT EXISTS ";
  const Table& table = *index.table;
  if (!table.schema.empty() && dialect.name == "sqlite") out += dialect.quote(table.schema) + ".";
  out += dialect.quote(index.ddl_name()) + " ON ";
  out += dialect.name == "sqlite" ? dialect.quote(table.name_, table.quote)
                                  : table_name(table, dialect);
  out += " (";
  for (size_t i = 0; i < index.expressions.size(); ++i)
    out += (i > 0 ? ", " : "") + compile_literal(*index.expressions[i], dialect, true);
  out += ")";
  for (const auto& [option, operand] : index.dialect_options)
    if (option == dialect.name + "_where" && operand.clause)
      out += " WHERE " + compile_literal(*operand.clause, dialect, true);
  return out;
}

}  // namespace

std::string column_ddl(const Column& column, const Dialect& dialect) {
  const Table* table = column.schema_table();
  std::string type;
  if (column.type->impl().is_null_type() && dialect.name != "sqlite") {
    throw CompileError("(in table '" + (table != nullptr ? table->name_ : std::string()) +
                       "', column '" + column.name_ +
                       "'): Can't generate DDL for NullType(); did you forget to specify a type on "
                       "this Column?");
  }
  type = dialect.type_ddl(*column.type);
  std::string out = dialect.quote(column.name_, column.quote) + " " + type;
  const ServerDefault& value = column.args.server_default;
  if (value.kind == ServerDefault::Kind::computed) {
    out += " GENERATED ALWAYS AS (" + compile_literal(*value.clause, dialect, true) + ")";
    if (value.persisted) out += *value.persisted ? " STORED" : " VIRTUAL";
  } else {
    std::string text = default_text(value, dialect);
    if (!text.empty()) out += " DEFAULT " + text;
  }
  if (!column.nullable()) out += " NOT NULL";
  if (table != nullptr && column.primary_key() && sqlite_autoincrement(*table, dialect))
    out += " PRIMARY KEY AUTOINCREMENT";
  return out;
}

std::string compile_ddl(const DDLElement& ddl, const Dialect& dialect) {
  switch (ddl.op) {
    case DDLElement::Op::create_table:
      return create_table(static_cast<const Table&>(*ddl.target), dialect, ddl.if_flag);
    case DDLElement::Op::drop_table:
      return std::string("\nDROP TABLE ") + (ddl.if_flag ? "IF EXISTS " : "") +
             table_name(static_cast<const Table&>(*ddl.target), dialect);
    case DDLElement::Op::create_index:
      return create_index(static_cast<const Index&>(*ddl.target), dialect, ddl.if_flag);
    case DDLElement::Op::drop_index: {
      const auto& index = static_cast<const Index&>(*ddl.target);
      std::string schema = index.table != nullptr ? index.table->schema : "";
      return std::string("\nDROP INDEX ") + (ddl.if_flag ? "IF EXISTS " : "") +
             (schema.empty() ? "" : dialect.quote(schema) + ".") + dialect.quote(index.ddl_name());
    }
    case DDLElement::Op::add_constraint:
    case DDLElement::Op::drop_constraint: {
      const auto& constraint = static_cast<const Constraint&>(*ddl.target);
      std::string head = "ALTER TABLE " + table_name(*constraint.table, dialect);
      return ddl.op == DDLElement::Op::add_constraint
                 ? head + " ADD " + constraint_ddl(constraint, dialect)
                 : head + " DROP CONSTRAINT " + dialect.quote(constraint.ddl_name());
    }
    case DDLElement::Op::text:
      return ddl.sql;
  }
  return {};
}

}  // namespace orm
