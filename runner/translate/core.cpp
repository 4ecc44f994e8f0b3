// orm::core: expressions, statements and functions of tables that are no mapped classes.
//
// Their names are used unqualified; main() declares those that a program uses. Arguments are
// written as braces where Python has lists and dicts, so that C++ finds their types.
#include <algorithm>
#include <cctype>
#include <iterator>

#include "runner/bind/binding.h"
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

const lang::Keyword* keyword(const Expr& call, std::string_view name) {
  for (const lang::Keyword& given : call.keywords) {
    if (given.name == name) return &given;
  }
  return nullptr;
}

}  // namespace

// A name of orm::core, which main() declares; qualified where the lesson has one like it.
std::string Translator::core(const std::string& name) {
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
    case Kind::mapped_class:
      throw NoEquivalent("a mapped class in a statement over tables is not translated");
    case Kind::unknown:
    case Kind::select:
      throw NoEquivalent("this argument is not translated");
    default:
      return unwrapped(plain(code));
  }
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
    return "orm::Value::json(" + quoted(json_text(expr)) + ")";
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
    pairs += (pairs.empty() ? "{" : ", {") + quoted(given.name) + ", " +
             value_argument(*given.value) + "}";
  }
  return "{" + pairs + "}";
}

Code Translator::over(const Expr& expr, const std::string& self) {
  if (!expr.items.empty()) throw NoEquivalent("over() takes keyword arguments here");
  int frames = 0;
  for (const char* name : {"rows", "range_", "groups"}) {
    frames += keyword(expr, name) == nullptr ? 0 : 1;
  }
  if (frames > 1) throw NoEquivalent("a window has one frame");
  std::string window;
  for (const char* name : {"partition_by", "order_by", "rows", "range_", "groups"}) {
    const lang::Keyword* given = keyword(expr, name);
    if (given == nullptr) continue;
    std::string member = std::string(name) == "range_" ? "range" : name;
    std::string text;
    if (member == "partition_by" || member == "order_by") {
      text = core_argument(*given->value);
      if (given->value->kind == ExprKind::kStr) text = core("literal_column") + "(" + text + ")";
      if (text[0] != '{') text = "{" + text + "}";
    } else {
      const Expr& frame = *given->value;
      if (frame.kind != ExprKind::kTuple || frame.items.size() != 2) {
        throw NoEquivalent("a window frame that is no pair");
      }
      for (const Expr* bound : frame.items) {
        bool open = bound->kind == ExprKind::kNone;
        text += (text.empty() ? "" : ", ") +
                (open ? std::string("std::nullopt") : plain(expression(*bound)));
      }
      text = "orm::Over::Frame{" + text + "}";
    }
    window += (window.empty() ? "." : ", .") + member + " = " + text;
  }
  return {self + ".over(" + (window.empty() ? "" : "{" + window + "}") + ")", sql_of()};
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

Code Translator::core_func(const Expr& expr, const std::string& name) {
  core("func");
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
  if (named && type == nullptr) return {"func::" + name + "(" + given + ")", sql_of()};
  std::string bare = name.size() > 1 && name.back() == '_' ? name.substr(0, name.size() - 1) : name;
  if (type != nullptr) {
    return {"func::typed(" + quoted(bare) + ", " + column_type(*type->value).text +
                (given.empty() ? "" : ", ") + given + ")",
            sql_of()};
  }
  return {"func::call(" + quoted(bare) + (given.empty() ? "" : ", ") + given + ")", sql_of()};
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
  if (name == "inspect") {
    if (expr.items.size() != 1) throw NoEquivalent("this inspect() is not translated");
    Code subject = expression(*expr.items[0]);
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
    text = dialect + "::insert(" + core_argument(*expr.items.at(0)) + ")";
    return {text, type};
  }
  text = spell(nullptr, name, "", &expr, true);
  return {text, type};
}

// A function as something to select from.
Code Translator::valued(const Expr& expr, const Code& self, const std::string& name) {
  const lang::Keyword* named = keyword(expr, "name");
  if (expr.keywords.size() > (named == nullptr ? 0 : 1)) {
    throw NoEquivalent("these arguments of " + name + "() are not translated");
  }
  std::string given;
  for (const Expr* item : expr.items) {
    if (item->kind != ExprKind::kStr) throw NoEquivalent("columns with types of " + name + "()");
    given += (given.empty() ? "" : ", ") + quoted(item->text);
  }
  bool table = name == "table_valued";
  if (table) given = "{" + given + "}";
  if (named != nullptr) given += (given.empty() ? "" : ", ") + core_argument(*named->value);
  return {self.text + "." + name + "(" + given + ")",
          table ? Type{Kind::from, {}, "Alias"} : sql_of()};
}

// Arguments that SQLAlchemy refuses when it runs are refused by the compiler: that is no program.
void Translator::check_arguments(const Expr& expr, const Code& self, const std::string& name) {
  bool criteria = name == "where" || name == "filter" || name == "having";
  bool among =
      self.type.kind == Kind::sql && (name == "in_" || name == "not_in" || name == "notin_");
  for (const Expr* item : expr.items) {
    bool display = item->kind == ExprKind::kList || item->kind == ExprKind::kTuple ||
                   item->kind == ExprKind::kDict;
    if (criteria && display) throw NoEquivalent("a list of criteria is refused by the compiler");
    if (display || item->kind == ExprKind::kStarred) continue;
    bool count = name == "limit" || name == "offset" || name == "fetch";
    if (!criteria && !among && !count) continue;
    Type type = expression(*item).type;
    if (count) {
      bool number = type.kind == Kind::integer || type.kind == Kind::sql || type.kind == Kind::none;
      if (!number) throw NoEquivalent(name + "() of something that is no number");
      continue;
    }
    bool fits = type.kind == Kind::sql || type.kind == Kind::expression ||
                (among && (type.kind == Kind::list || is_core(type)));
    if (!fits) throw NoEquivalent("an argument of " + name + "() that the compiler refuses");
  }
  bool rows = self.type.name == "Update" && name == "values" && expr.items.size() == 1 &&
              expr.items[0]->kind != ExprKind::kDict;
  if (rows) throw NoEquivalent("values() of an UPDATE takes one row, which the compiler checks");
  const lang::Keyword* set = keyword(expr, "set_");
  if (name == "on_conflict_do_update" && set != nullptr && set->value->kind != ExprKind::kDict) {
    throw NoEquivalent("set_ that is no dict is not translated");
  }
}

Code Translator::core_method(const Expr& expr, const Code& self, const std::string& name) {
  if (self.type.kind == Kind::columns || self.type.name == "tables") {
    if (name == "keys") return {self.text + ".keys()", list_of({Kind::text})};
    bool values = name == "values" && expr.items.empty();
    if (values && self.type.kind == Kind::columns) {
      return {self.text + ".values()", list_of(sql_of("Column"))};
    }
    if (values) return {self.text + ".tables()", list_of({Kind::from, {}, "Table"})};
    throw NoEquivalent("the method '" + name + "' of a collection is not translated");
  }
  if (self.type.kind == Kind::sql && name == "over") return over(expr, self.text);
  check_arguments(expr, self, name);
  bool among =
      self.type.kind == Kind::sql && (name == "in_" || name == "not_in" || name == "notin_");
  if (among && expr.items.size() == 1 &&
      (expr.items[0]->kind == ExprKind::kList || expr.items[0]->kind == ExprKind::kTuple)) {
    std::string items;
    for (const Expr* item : expr.items[0]->items) {
      bool nested = item->kind == ExprKind::kTuple || item->kind == ExprKind::kList;
      if (!nested && expression(*item).type.name == "TextClause") {
        throw NoEquivalent("text() among the items of IN is refused");
      }
      items += (items.empty() ? "" : ", ") +
               (nested ? "orm::Value::tuple(" + core_argument(*item) + ")" : core_argument(*item));
    }
    return {self.text + (name == "in_" ? ".in_({" : ".not_in({") + items + "})", sql_of()};
  }
  std::string method = name;
  if (self.type.kind == Kind::sql && (name == "table_valued" || name == "column_valued")) {
    return valued(expr, self, name);
  }
  bool clears = (name == "order_by" || name == "group_by") && expr.items.size() == 1 &&
                expr.items[0]->kind == ExprKind::kNone;
  if (clears) return {self.text + "." + name + "()", self.type};
  if (name == "set_label_style") {
    const Symbol* style = expr.items.size() == 1 && expr.items[0]->kind == ExprKind::kName
                              ? find(expr.items[0]->text)
                              : nullptr;
    std::string word = style == nullptr || style->name.rfind("LABEL_STYLE_", 0) != 0
                           ? throw NoEquivalent("this label style is not translated")
                           : style->name.substr(12);
    for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (word == "default") word = "default_";
    return {self.text + ".set_label_style(orm::LabelStyle::" + word + ")", self.type};
  }
  // full=True and isouter=True are methods of their own.
  const lang::Keyword* full = keyword(expr, "full");
  if (full != nullptr && full->value->kind == ExprKind::kTrue && name == "join" &&
      self.type.name == "Select") {
    std::string given;
    for (const Expr* item : expr.items) {
      given += (given.empty() ? "" : ", ") + core_argument(*item);
    }
    return {self.text + ".full_join(" + given + ")", self.type};
  }
  Expr call = expr;
  for (size_t i = 0; i < call.keywords.size(); ++i) {
    if (call.keywords[i].name != "isouter") continue;
    if (call.keywords[i].value->kind == ExprKind::kTrue) {
      if (name == "join") method = "outerjoin";
      if (name == "join_from") method = "outerjoin_from";
    }
    call.keywords.erase(call.keywords.begin() + static_cast<ptrdiff_t>(i--));
  }
  Type result = result_type(self.type, method);
  if (result.kind == Kind::unknown) {
    throw NoEquivalent("the method '" + name + "' is not translated here");
  }
  if (name == "compile") {
    if (!expr.items.empty() || !expr.keywords.empty()) {
      const lang::Keyword* dialect = keyword(expr, "dialect");
      Code bind;
      if (expr.items.size() == 1) bind = expression(*expr.items[0]);
      if (dialect != nullptr && expr.keywords.size() == 1) bind = expression(*dialect->value);
      if (bind.type.kind != Kind::engine && bind.type.kind != Kind::dialect) {
        throw NoEquivalent("this compile() is not translated");
      }
      return {core("compile") + "(" + self.text + ", " + bind.text + ")", result};
    }
    if (self.type.kind == Kind::sql) return {core("compile") + "(" + self.text + ")", result};
    return {self.text + ".compile()", result};
  }
  if (self.type.kind == Kind::sql) {
    if (name == "op" || name == "bool_op") {
      throw NoEquivalent("an operator's text without its operand is not translated");
    }
    if (name == "within_group" || name == "filter") {
      std::string given;
      for (const Expr* item : expr.items) {
        given += (given.empty() ? "" : ", ") + core_argument(*item);
      }
      return {self.text + "." + name + "({" + given + "})", result};
    }
    if (self.type.name == "TextClause" || self.type.name == "Exists" ||
        self.type.name == "ScalarSelect") {
      const char* owner = self.type.name.c_str();
      if (bind::find_binding(owner, method.c_str()) != nullptr) {
        return {spell(owner, method, self.text, &call, true), result};
      }
    }
  }
  const char* owner = binding_owner(self.type);
  if (bind::find_binding(owner, method.c_str()) == nullptr && self.type.kind == Kind::from) {
    owner = "FromClause";
  }
  if (self.type.kind == Kind::statement && self.type.name == "Selectable") {
    owner = "TextualSelect";
  }
  return {spell(owner, method, self.text, &call, true), result};
}

Code Translator::core_attribute(const Code& self, const std::string& name) {
  const Type& type = self.type;
  if (type.kind == Kind::core_metadata || type.kind == Kind::metadata) {
    std::string text =
        type.kind == Kind::metadata ? core("MetaData") + "(" + self.text + ")" : self.text;
    if (name == "tables") return {text, {Kind::core_metadata, {}, "tables"}};
    if (name == "sorted_tables") {
      return {text + ".sorted_tables()", list_of({Kind::from, {}, "Table"})};
    }
  } else if (type.kind == Kind::from) {
    if (name == "c" || name == "columns") return {self.text + ".c", {Kind::columns}};
    if (name == "name") return {self.text + ".name()", {Kind::text}};
    if (type.name == "Table") {
      if (name == "primary_key") {
        return {self.text + ".table().primary_key_constraint()", {Kind::constraint}};
      }
      if (name == "foreign_keys") {
        return {self.text + ".foreign_keys()", list_of({Kind::foreign_key, {}, "set"})};
      }
      if (name == "key" || name == "fullname") return {self.text + "." + name + "()", {Kind::text}};
      if (name == "metadata") {
        return {core("MetaData") + "(" + self.text + ".table().metadata())", {Kind::core_metadata}};
      }
    }
  } else if (type.kind == Kind::columns) {
    return {self.text + "[" + quoted(name) + "]", sql_of("Column")};
  } else if (type.kind == Kind::statement) {
    if (name == "excluded") return {self.text + ".excluded()", {Kind::columns}};
  } else if (type.kind == Kind::sql) {
    Type result = result_type(type, name);
    bool property = name == "name" || name == "key" || name == "type";
    bool of_column =
        name == "nullable" || name == "primary_key" || name == "unique" || name == "index";
    if (property || (of_column && type.name == "Column")) {
      return {self.text + "." + name + "()", result};
    }
    if (name == "foreign_keys" && type.name == "Column") {
      return {self.text + ".foreign_keys()", list_of({Kind::foreign_key, {}, "set"})};
    }
  }
  throw NoEquivalent("the attribute '" + name + "' is not translated here");
}

}  // namespace lessonrun::translate
