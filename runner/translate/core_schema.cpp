// MetaData, Table, Column, types and constraints as orm::core writes them.
#include <algorithm>
#include <iterator>

#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;

namespace {

// Column types whose class has a function of the same name in orm::core.
constexpr std::string_view kTypes[] = {
    "Integer",  "SmallInteger", "BigInteger", "String",  "Text", "Unicode",  "UnicodeText",
    "Boolean",  "Float",        "Double",     "Numeric", "Date", "DateTime", "Time",
    "Interval", "LargeBinary",  "JSON",       "Uuid",    "Enum"};
// Those that DDL knows by their own name.
constexpr std::string_view kDdlTypes[] = {
    "VARCHAR", "CHAR", "TEXT", "INTEGER",   "BIGINT", "BOOLEAN", "FLOAT",    "NUMERIC",
    "DECIMAL", "DATE", "TIME", "TIMESTAMP", "BLOB",   "REAL",    "DATETIME", "SMALLINT"};
constexpr std::string_view kConstraints[] = {"PrimaryKeyConstraint",
                                             "UniqueConstraint",
                                             "CheckConstraint",
                                             "ForeignKeyConstraint",
                                             "Index",
                                             "ForeignKey"};

template <size_t N>
bool contains(const std::string_view (&names)[N], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool flag(const Expr& expr) {
  if (expr.kind != ExprKind::kTrue && expr.kind != ExprKind::kFalse) {
    throw NoEquivalent("a flag that is not True or False is not translated");
  }
  return expr.kind == ExprKind::kTrue;
}

}  // namespace

std::vector<std::string> Translator::schema_names() {
  std::vector<std::string> names{"MetaData", "Table", "Column"};
  for (std::string_view name : kTypes) names.emplace_back(name);
  for (std::string_view name : kDdlTypes) names.emplace_back(name);
  for (std::string_view name : kConstraints) names.emplace_back(name);
  return names;
}

bool Translator::is_schema_name(const std::string& name) const {
  return name == "MetaData" || name == "Table" || name == "Column" || contains(kTypes, name) ||
         contains(kDdlTypes, name) || contains(kConstraints, name);
}

Code Translator::schema_call(const Expr& expr, const std::string& name) {
  if (name == "MetaData") return metadata_call(expr);
  if (name == "Table") return table_call(expr);
  if (name == "Column") return column_call(expr);
  if (contains(kConstraints, name)) return constraint_call(expr, name);
  return column_type(expr);
}

// `Integer`, `String(30)`: the class or a call of it.
Code Translator::column_type(const Expr& expr) {
  bool called = expr.kind == ExprKind::kCall;
  const Expr& callee = called ? *expr.a : expr;
  std::string name(callee.text);
  if (callee.kind == ExprKind::kName) {
    const Symbol* symbol = find(callee.text);
    if (symbol != nullptr && symbol->what == Symbol::What::imported) name = symbol->name;
    if (symbol != nullptr && symbol->type.kind == Kind::column_type)
      return {symbol->cpp, symbol->type};
  }
  std::string arguments;
  bool validates = false;
  if (called) {
    if (name == "Enum") {
      for (const Expr* item : expr.items) {
        if (item->kind != ExprKind::kStr)
          throw NoEquivalent("an Enum of a class is not translated");
      }
      for (const lang::Keyword& given : expr.keywords) {
        if (given.name != "validate_strings") throw NoEquivalent("these arguments of Enum()");
        validates = flag(*given.value);
      }
    } else {
      for (const lang::Keyword& given : expr.keywords) {
        bool plain_length = given.name == "length" && expr.items.empty() &&
                            expr.keywords.size() == 1 && name == "String";
        if (!plain_length) {
          throw NoEquivalent("the type's argument '" + std::string(given.name) +
                             "' is not translated");
        }
        arguments = plain(expression(*given.value));
      }
    }
    for (const Expr* item : expr.items) {
      arguments += (arguments.empty() ? "" : ", ") + core_argument(*item);
    }
    if (name == "Enum") arguments = "{" + arguments + (validates ? "}, true" : "}");
  }
  bool takes = name == "String" || name == "Unicode" || name == "Numeric" || name == "Enum";
  if (contains(kTypes, name)) {
    if (!arguments.empty() && !takes) throw NoEquivalent("these arguments of " + name + "()");
    return {core(name) + "(" + arguments + ")", {Kind::column_type}};
  }
  if (contains(kDdlTypes, name) && arguments.empty()) {
    return {"orm::make_type(" + cpp_quoted(name) + ")", {Kind::column_type}};
  }
  throw NoEquivalent("the column type " + name + " is not translated");
}

Code Translator::metadata_call(const Expr& expr) {
  std::string schema = "\"\"", convention;
  for (const lang::Keyword& given : expr.keywords) {
    if (given.name == "schema") {
      schema = core_argument(*given.value);
    } else if (given.name == "naming_convention") {
      convention = core_argument(*given.value);
    } else {
      throw NoEquivalent("MetaData(" + std::string(given.name) + "=) is not translated");
    }
  }
  if (!expr.items.empty()) throw NoEquivalent("MetaData() with a positional argument");
  std::string text = core("MetaData") + "(";
  if (!expr.keywords.empty()) text += schema + (convention.empty() ? "" : ", " + convention);
  return {text + ")", {Kind::core_metadata}};
}

// Table("name", metadata, Column(...), ...): one item a line.
Code Translator::table_call(const Expr& expr) {
  if (expr.items.size() < 2) throw NoEquivalent("this Table() is not translated");
  Code metadata = expression(*expr.items[1]);
  if (metadata.type.kind == Kind::metadata) {
    metadata = {core("MetaData") + "(" + metadata.text + ")", {Kind::core_metadata}};
  }
  if (metadata.type.kind != Kind::core_metadata) throw NoEquivalent("a Table without MetaData");
  std::string args, reflected;
  for (const lang::Keyword& given : expr.keywords) {
    if (given.name == "autoload_with") {
      reflected = plain(expression(*given.value));
    } else if (given.name == "schema" || given.name == "comment") {
      args += (args.empty() ? "." : ", .") + std::string(given.name) + " = " +
              core_argument(*given.value);
    } else if (given.name == "extend_existing" && expr.keywords.size() == 1) {
      args = std::string(".extend_existing = ") + (flag(*given.value) ? "true" : "false");
    } else {
      throw NoEquivalent("Table(" + std::string(given.name) + "=) is not translated");
    }
  }
  Type type{Kind::from, {}, "Table"};
  std::string start = core_argument(*expr.items[0]) + ", " + metadata.text;
  if (!reflected.empty()) {
    if (expr.items.size() > 2 || !args.empty()) throw NoEquivalent("these arguments of Table()");
    return {core("Table") + "::reflected(" + start + ", " + reflected + ")", type};
  }
  std::string text = core("Table") + "(" + start;
  for (size_t i = 2; i < expr.items.size(); ++i) {
    text += (expr.items.size() > 4 ? ",\n        " : ", ") + core_argument(*expr.items[i]);
  }
  if (!args.empty()) text += ", orm::TableArgs{" + args + "}";
  return {text + ")", type};
}

std::string Translator::column_option(const lang::Keyword& given) {
  const Expr& value = *given.value;
  std::string name(given.name);
  if (name == "primary_key") return flag(value) ? core("primary_key") : "";
  if (name == "unique") return flag(value) ? core("unique") : "";
  if (name == "index") return flag(value) ? core("indexed") : "";
  if (name == "nullable") return core(flag(value) ? "nullable" : "not_nullable");
  if (name == "autoincrement") {
    if (value.kind == ExprKind::kStr) return "";  // "auto", the default
    return core("autoincrement") + "(" + (flag(value) ? "true" : "false") + ")";
  }
  if (name == "comment") return core("comment") + "(" + core_argument(value) + ")";
  bool literal = value.kind == ExprKind::kStr || value.kind == ExprKind::kInt ||
                 value.kind == ExprKind::kFloat || value.kind == ExprKind::kTrue ||
                 value.kind == ExprKind::kFalse;
  if (name == "onupdate" && literal) return core("onupdate") + "(" + core_argument(value) + ")";
  if (name == "default") {
    if (literal) return core("default_") + "(" + core_argument(value) + ")";
    Code code = expression(value);
    if (code.type.kind == Kind::sql) return core("default_sql") + "(" + code.text + ")";
    throw NoEquivalent("this default of a column is not translated");
  }
  if (name == "server_default") {
    if (value.kind == ExprKind::kStr)
      return core("server_default") + "(" + cpp_quoted(value.text) + ")";
    if (value.kind == ExprKind::kCall && value.a->text == "now") return core("server_default_now");
    if (value.kind == ExprKind::kCall && value.a->text == "text" && value.items.size() == 1) {
      return core("server_default_sql") + "(" + core_argument(*value.items[0]) + ")";
    }
  }
  throw NoEquivalent("the column argument '" + name + "' is not translated");
}

Code Translator::column_call(const Expr& expr) {
  if (expr.items.empty() || expr.items[0]->kind != ExprKind::kStr) {
    throw NoEquivalent("a Column whose name is no plain string");
  }
  std::string text = core("Column") + "(" + cpp_quoted(expr.items[0]->text);
  for (size_t i = 1; i < expr.items.size(); ++i) {
    const Expr& item = *expr.items[i];
    if (is_call_of(&item, "Computed") && item.items.size() == 1 &&
        item.items[0]->kind == ExprKind::kStr) {
      const lang::Keyword* persisted = keyword(item, "persisted");
      text += ", " + core("computed") + "(" + cpp_quoted(item.items[0]->text) +
              (persisted == nullptr      ? ""
               : flag(*persisted->value) ? ", true"
                                         : ", false") +
              ")";
      continue;
    }
    text += ", " + core_argument(item);
  }
  for (const lang::Keyword& given : expr.keywords) {
    std::string option = column_option(given);
    if (!option.empty()) text += ", " + option;
  }
  return {text + ")", sql_of("Column")};
}

Code Translator::constraint_call(const Expr& expr, const std::string& name) {
  std::string given_name, ondelete, onupdate;
  bool is_unique = false;
  for (const lang::Keyword& given : expr.keywords) {
    if (given.name == "name") {
      given_name = core_argument(*given.value);
    } else if (given.name == "ondelete" && name == "ForeignKey") {
      ondelete = core_argument(*given.value);
    } else if (given.name == "onupdate" && name == "ForeignKey") {
      onupdate = core_argument(*given.value);
    } else if (given.name == "unique" && name == "Index") {
      is_unique = flag(*given.value);
    } else {
      throw NoEquivalent("the argument '" + std::string(given.name) + "' of " + name +
                         "() is not translated");
    }
  }
  std::vector<std::string> items;
  for (const Expr* item : expr.items) items.push_back(core_argument(*item));
  if (items.empty()) throw NoEquivalent(name + "() without arguments is not translated");
  auto joined = [&](size_t from) {
    std::string text;
    for (size_t i = from; i < items.size(); ++i) text += (i > from ? ", " : "") + items[i];
    return "{" + text + "}";
  };
  Type type{name == "Index" ? Kind::index : Kind::constraint};
  if (name == "ForeignKey") {
    if (!given_name.empty()) throw NoEquivalent("a name of a ForeignKey is not translated");
    if (expr.items[0]->kind != ExprKind::kStr) {
      throw NoEquivalent("a ForeignKey to a column object is written as its name in C++");
    }
    if (ondelete.empty() && onupdate.empty()) {
      return {core("ForeignKey") + "(" + items[0] + ")", type};
    }
    return {core("ForeignKeyTo") + "(" + items[0] + ", " + (ondelete.empty() ? "\"\"" : ondelete) +
                (onupdate.empty() ? "" : ", " + onupdate) + ")",
            type};
  }
  std::string text = core(name) + "(";
  if (name == "Index") {
    return {text + items[0] + ", " + joined(1) + (is_unique ? ", true)" : ")"), type};
  }
  bool single = name == "CheckConstraint" || name == "ForeignKeyConstraint";
  text += single ? items[0] + (items.size() > 1 ? ", " + items[1] : "") : joined(0);
  return {text + (given_name.empty() ? ")" : ", " + given_name + ")"), type};
}

}  // namespace lessonrun::translate
