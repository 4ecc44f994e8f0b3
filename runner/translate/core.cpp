// orm::core: expressions, statements and functions of tables that are no mapped classes.
//
// Their names are used unqualified; main() declares those that a program uses. Arguments are
// written as braces where Python has lists and dicts, so that C++ finds their types.
#include <algorithm>
#include <iterator>

#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;

namespace {

struct Function {
  const char* name;
  Kind kind;
  const char* cpp;
};

// What the functions of sqlalchemy return; how they are written says the binding table.
constexpr Function kFunctions[] = {
    {"insert", Kind::statement, "Insert"},
    {"update", Kind::statement, "Update"},
    {"delete", Kind::statement, "Delete"},
    {"union", Kind::statement, "CompoundSelect"},
    {"union_all", Kind::statement, "CompoundSelect"},
    {"intersect", Kind::statement, "CompoundSelect"},
    {"except_", Kind::statement, "CompoundSelect"},
    {"CreateTable", Kind::statement, "DDL"},
    {"DropTable", Kind::statement, "DDL"},
    {"CreateIndex", Kind::statement, "DDL"},
    {"DropIndex", Kind::statement, "DDL"},
    {"exists", Kind::sql, "Exists"},
    {"text", Kind::sql, "TextClause"},
    {"and_", Kind::sql, "Expr"},
    {"or_", Kind::sql, "Expr"},
    {"not_", Kind::sql, "Expr"},
    {"null", Kind::sql, "Expr"},
    {"true", Kind::sql, "Expr"},
    {"false", Kind::sql, "Expr"},
    {"literal", Kind::sql, "Expr"},
    {"literal_column", Kind::sql, "Expr"},
    {"column", Kind::sql, "Expr"},
    {"bindparam", Kind::sql, "Expr"},
    {"cast", Kind::sql, "Expr"},
    {"type_coerce", Kind::sql, "Expr"},
    {"extract", Kind::sql, "Expr"},
    {"tuple_", Kind::sql, "Expr"},
    {"distinct", Kind::sql, "Expr"},
    {"asc", Kind::sql, "Expr"},
    {"desc", Kind::sql, "Expr"},
    {"nulls_first", Kind::sql, "Expr"},
    {"nullsfirst", Kind::sql, "Expr"},
    {"nulls_last", Kind::sql, "Expr"},
    {"nullslast", Kind::sql, "Expr"},
    {"between", Kind::sql, "Expr"},
    {"collate", Kind::sql, "Expr"},
    {"alias", Kind::from, "Alias"},
    {"table", Kind::from, "From"},
    {"join", Kind::from, "From"},
    {"outerjoin", Kind::from, "From"},
};

// Functions with a name of their own in orm::core::func.
constexpr std::string_view kNamed[] = {"count",      "sum",   "min",        "max",    "avg",
                                       "now",        "lower", "upper",      "length", "coalesce",
                                       "row_number", "rank",  "dense_rank", "random", "concat"};

}  // namespace

// A name of orm::core, which main() declares; qualified where the lesson has one like it.
std::string Translator::core(const std::string& name) {
  if (qualifies_core_) return "orm::core::" + name;
  if (core_names_.count(name) != 0) return name;
  if (!used_names_.insert(name).second) return "orm::core::" + name;
  core_names_.insert(name);
  return name;
}

std::string Translator::core_text(const Code& code) {
  switch (code.type.kind) {
    case Kind::none:
      return "nullptr";
    case Kind::expression:
      return code.text + ".column()";
    case Kind::unknown:
      throw NoEquivalent("this argument is not translated");
    default:
      return unwrapped(plain(code));
  }
}

// One side of an operator of orm::core.
std::string Translator::core_operand(const Code& code) {
  if (code.type.kind == Kind::sql) return code.text;
  if (code.type.kind == Kind::expression) return core("Expr") + "(" + unwrapped(code.text) + ")";
  return core_text(code);
}

std::string Translator::core_argument(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kList:
    case ExprKind::kTuple: {
      std::string items;
      for (const Expr* item : expr.items) {
        items += (items.empty() ? "" : ", ") + core_argument(*item);
      }
      return "{" + items + "}";
    }
    case ExprKind::kDict:
      return pairs_of(expr);
    case ExprKind::kStarred:
      throw NoEquivalent("a starred argument");
    default:
      return core_text(expression(expr));
  }
}

// What goes into a column or a parameter: a list or dict is JSON there.
std::string Translator::value_argument(const Expr& expr) {
  if (expr.kind == ExprKind::kDict || expr.kind == ExprKind::kList) {
    return "orm::Value::json(" + cpp_quoted(json_text(expr)) + ")";
  }
  if (expr.kind == ExprKind::kTuple) throw NoEquivalent("a tuple as a value is not translated");
  return core_text(expression(expr));
}

// A dict as pairs: keys are names or columns.
std::string Translator::pairs_of(const Expr& dict) {
  std::string pairs;
  for (size_t i = 0; i < dict.items.size(); ++i) {
    if (dict.keys[i] == nullptr) throw NoEquivalent("a double-starred dict");
    pairs += (pairs.empty() ? "{" : ", {") + core_argument(*dict.keys[i]) + ", " +
             value_argument(*dict.items[i]) + "}";
  }
  return "{" + pairs + "}";
}

// The keyword arguments of a call, or the dict it is given, as pairs.
std::string Translator::set_of(const Expr& call) {
  if (call.items.size() == 1 && call.keywords.empty()) {
    const Expr& given = *call.items[0];
    if (given.kind == ExprKind::kDict) return pairs_of(given);
    bool rows = given.kind == ExprKind::kList && !given.items.empty();
    std::string text;
    for (const Expr* row : given.items) {
      rows = rows && row->kind == ExprKind::kDict;
      if (rows) text += (text.empty() ? "" : ", ") + core("Values") + pairs_of(*row);
    }
    if (rows) return "std::vector{" + text + "}";
  }
  std::string ordered;  // ordered_values((column, value), ...)
  for (const Expr* item : call.items) {
    if (item->kind != ExprKind::kTuple || item->items.size() != 2) break;
    ordered += (ordered.empty() ? "{" : ", {") + core_argument(*item->items[0]) + ", " +
               value_argument(*item->items[1]) + "}";
    if (item == call.items.back() && call.keywords.empty()) return "{" + ordered + "}";
  }
  if (call.items.empty() && call.keywords.empty()) return core("Values") + "{}";
  if (!call.items.empty()) throw NoEquivalent("values that are no dict are not translated");
  std::string pairs;
  for (const lang::Keyword& given : call.keywords) {
    if (given.name.empty()) throw NoEquivalent("a double-starred argument");
    pairs += (pairs.empty() ? "{" : ", {") + cpp_quoted(given.name) + ", " +
             value_argument(*given.value) + "}";
  }
  return "{" + pairs + "}";
}

Code Translator::case_(const Expr& expr) {
  const lang::Keyword* value = keyword(expr, "value");
  const lang::Keyword* otherwise = keyword(expr, "else_");
  std::string whens;
  for (const Expr* item : expr.items) {
    bool mapping = item->kind == ExprKind::kDict;
    if (item->kind == ExprKind::kTuple && item->items.size() == 2) {
      whens += (whens.empty() ? "" : ", ") + core_argument(*item);
    } else if (mapping && expr.items.size() == 1) {
      std::string pairs = pairs_of(*item);
      whens = pairs.substr(1, pairs.size() - 2);
    } else {
      throw NoEquivalent("this case() is not translated");
    }
  }
  std::string text = value != nullptr ? core("case_of") + "(" + core_argument(*value->value) + ", {"
                                      : core("case_") + "({";
  text += whens + "}";
  if (otherwise != nullptr) text += ", " + core_argument(*otherwise->value);
  return {text + ")", sql_of()};
}

// Is there something of orm::core in a call's arguments?
bool Translator::mentions_core(const Expr& expr) {
  for (const Expr* item : expr.items) {
    if (item->kind == ExprKind::kStarred || item->kind == ExprKind::kTuple) continue;
    if (item->kind == ExprKind::kList || item->kind == ExprKind::kDict) continue;
    if (is_core(expression(*item).type)) return true;
  }
  return false;
}

// Is there something of a mapped class?
bool Translator::mentions_classes(const Expr& expr) {
  if (mentions_core(expr)) return false;
  for (const Expr* item : expr.items) {
    bool display = item->kind == ExprKind::kStarred || item->kind == ExprKind::kTuple ||
                   item->kind == ExprKind::kList || item->kind == ExprKind::kDict;
    if (display) continue;
    Kind kind = expression(*item).type.kind;
    if (kind == Kind::expression || kind == Kind::mapped_class || kind == Kind::alias_class) {
      return true;
    }
  }
  return false;
}

Code Translator::core_func(const Expr& expr, const std::string& name) {
  const std::string func = core("func") + "::";
  std::string given;
  for (const Expr* item : expr.items) {
    std::string text = core_argument(*item);
    if (item->kind == ExprKind::kList) text = "orm::Value::list(" + text + ")";
    given += (given.empty() ? "" : ", ") + text;
  }
  bool named = std::find(std::begin(kNamed), std::end(kNamed), name) != std::end(kNamed);
  const lang::Keyword* type = keyword(expr, "type_");
  if (expr.keywords.size() > (type == nullptr ? 0 : 1)) {
    throw NoEquivalent("func takes no such keyword arguments");
  }
  if (named && type == nullptr) return {func + name + "(" + given + ")", sql_of()};
  std::string bare = name.size() > 1 && name.back() == '_' ? name.substr(0, name.size() - 1) : name;
  if (type != nullptr) {
    return {func + "typed(" + cpp_quoted(bare) + ", " + column_type(*type->value).text +
                (given.empty() ? "" : ", ") + given + ")",
            sql_of()};
  }
  return {func + "call(" + cpp_quoted(bare) + (given.empty() ? "" : ", ") + given + ")", sql_of()};
}

Code Translator::core_select(const Expr& expr) {
  std::string items;
  for (const Expr* item : expr.items) {
    // table.c["id", "name"]: several columns at once.
    bool several = item->kind == ExprKind::kSubscript && item->b->kind == ExprKind::kTuple;
    if (several) {
      Code columns = expression(*item->a);
      if (columns.type.kind != Kind::columns) throw NoEquivalent("this subscript");
      for (const Expr* key : item->b->items) {
        items += (items.empty() ? "" : ", ") + columns.text + "[" + core_argument(*key) + "]";
      }
      continue;
    }
    items += (items.empty() ? "" : ", ") + core_argument(*item);
  }
  if (expr.items.empty() || !expr.keywords.empty()) throw NoEquivalent("this select()");
  return {core("select") + "(" + items + ")", {Kind::statement, {}, "Select"}};
}

Code Translator::core_function(const Expr& expr, const std::string& module,
                               const std::string& name) {
  if (name == "case") return case_(expr);
  if (name == "values" || name == "Values") {
    std::string columns, rest;
    for (const Expr* item : expr.items)
      columns += (columns.empty() ? "" : ", ") + core_argument(*item);
    const lang::Keyword* called = keyword(expr, "name");
    const lang::Keyword* literal = keyword(expr, "literal_binds");
    if (expr.keywords.size() > (called == nullptr ? 0U : 1U) + (literal == nullptr ? 0U : 1U)) {
      throw NoEquivalent("these arguments of values() are not translated");
    }
    if (called != nullptr || literal != nullptr) {
      rest = ", " + (called == nullptr ? "{}" : core_argument(*called->value));
    }
    if (literal != nullptr) rest += is_true(*literal->value) ? ", true" : ", false";
    return {core("values") + "({" + columns + "}" + rest + ")", {Kind::from, {}, "ValuesFrom"}};
  }
  if (name == "inspect") {
    if (expr.items.size() != 1) throw NoEquivalent("this inspect() is not translated");
    Code subject = expression(*expr.items[0]);
    if (subject.type.kind == Kind::object) {
      return {plain(subject) + ".instance().get()", {Kind::instance_state}};
    }
    if (subject.type.kind != Kind::engine && subject.type.kind != Kind::connection) {
      throw NoEquivalent("inspect() of this value is not translated");
    }
    return {"orm::Inspector(" + subject.text + ")", {Kind::inspector}};
  }
  auto function = std::find_if(std::begin(kFunctions), std::end(kFunctions),
                               [&](const Function& one) { return one.name == name; });
  if (function == std::end(kFunctions)) {
    throw NoEquivalent("a call of " + name + "() is not translated");
  }
  Type type{function->kind, {}, function->cpp};
  if (name == "column") type.label = "clause";
  const lang::Keyword* named = keyword(expr, "value");
  const Expr* value = named != nullptr ? named->value : nullptr;
  if (value == nullptr && expr.items.size() > 1) value = expr.items[1];
  if (name == "bindparam" && value != nullptr) {
    const lang::Keyword* of_type = keyword(expr, "type_");
    size_t known = (named == nullptr ? 0U : 1U) + (of_type == nullptr ? 0U : 1U);
    if (expr.keywords.size() > known || expr.items.size() > 2) {
      throw NoEquivalent("these arguments of bindparam() are not translated");
    }
    return {core("bindparam_of") + "(" + core_argument(*expr.items[0]) + ", " +
                value_argument(*value) +
                (of_type == nullptr ? "" : ", " + column_type(*of_type->value).text) + ")",
            type};
  }
  bool of_class = !expr.items.empty() && expr.items[0]->kind == ExprKind::kName &&
                  find(expr.items[0]->text) != nullptr &&
                  find(expr.items[0]->text)->type.kind == Kind::mapped_class;
  if (of_class && (name == "insert" || name == "update" || name == "delete")) {
    return statement_of_class(expr, module, name);
  }
  if (of_class) throw NoEquivalent(name + "() of a mapped class is not translated");
  bool order = name == "asc" || name == "desc" || name.rfind("nulls", 0) == 0;
  if (order && expr.items.size() == 1 && expr.items[0]->kind == ExprKind::kStr) {
    std::string word =
        name.rfind("nulls", 0) == 0 && name[5] != '_' ? "nulls_" + name.substr(5) : name;
    return {core(word) + "(" + core_argument(*expr.items[0]) + ")", type};
  }
  // A dict or list is a value here, JSON.
  bool of_json = (name == "type_coerce" || name == "cast" || name == "literal") &&
                 !expr.items.empty() &&
                 (expr.items[0]->kind == ExprKind::kDict || expr.items[0]->kind == ExprKind::kList);
  if (of_json) {
    if (expr.items.size() != 2) throw NoEquivalent("JSON without a type is not translated");
    return {core(name) + "(" + value_argument(*expr.items[0]) + ", " +
                column_type(*expr.items[1]).text + ")",
            type};
  }
  std::string dialect = module.rfind("sqlalchemy.dialects.", 0) == 0 ? module.substr(20) : "";
  std::string text;
  if (name == "insert" && !dialect.empty()) {
    if (dialect != "sqlite" && dialect != "postgresql") {
      throw NoEquivalent("the insert() of " + dialect + " is not translated");
    }
    core(dialect);
    text = dialect + "::insert(" + core_argument(argument(expr, 0)) + ")";
    return {text, type};
  }
  text = spell(nullptr, name, "", &expr, true);
  return {text, type};
}

}  // namespace lessonrun::translate
