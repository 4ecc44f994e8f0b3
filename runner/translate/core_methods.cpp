// Methods and attributes of orm::core's tables, columns, expressions and statements.
#include <cctype>

#include "runner/bind/binding.h"
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;

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

// A function as something to select from.
Code Translator::valued(const Expr& expr, const Code& self, const std::string& name) {
  const lang::Keyword* named = keyword(expr, "name");
  if (expr.keywords.size() > (named == nullptr ? 0 : 1)) {
    throw NoEquivalent("these arguments of " + name + "() are not translated");
  }
  std::string given;
  for (const Expr* item : expr.items) {
    if (item->kind != ExprKind::kStr) throw NoEquivalent("columns with types of " + name + "()");
    given += (given.empty() ? "" : ", ") + cpp_quoted(item->text);
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
  if (self.type.name == "Column" && name == "references" && expr.items.size() == 1) {
    return {self.text + ".references(" + core_argument(*expr.items[0]) + ")", {Kind::boolean}};
  }
  if (self.type.name == "ValuesFrom" && name == "data" && expr.items.size() == 1) {
    return {self.text + ".data(" + core_argument(*expr.items[0]) + ")", self.type};
  }
  if (self.type.name == "ValuesFrom" && name == "alias" && expr.keywords.empty()) {
    return {self.text + ".alias(" + arguments(expr) + ")", self.type};
  }
  const lang::Keyword* only = keyword(expr, "only");
  if (self.type.kind == Kind::core_metadata && name == "reflect" && only != nullptr) {
    const Expr* bind = expr.items.empty() ? nullptr : expr.items[0];
    const lang::Keyword* named = keyword(expr, "bind");
    if (named != nullptr) bind = named->value;
    const bool known = bind != nullptr && expr.keywords.size() == (named == nullptr ? 1 : 2);
    Code names = expression(*only->value);
    if (!known || !(names.type == list_of({Kind::text}))) {
      throw NoEquivalent("this reflect() is not translated");
    }
    return {self.text + ".reflect(" + plain(expression(*bind)) + ", " + plain(names) + ")",
            {Kind::none}};
  }
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
      if (name == "where" && expr.items.size() > 1) {  // one after the other
        Code all = self;
        for (Expr* item : expr.items) {
          Expr one = expr;
          one.items = {item};
          all = core_method(one, all, name);
        }
        return all;
      }
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
    if (name == "c" || name == "columns") {
      return {self.text + ".c", {Kind::columns, {}, {}, type.name == "ValuesFrom" ? "clause" : ""}};
    }
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
    return {self.text + "[" + cpp_quoted(name) + "]", {Kind::sql, {}, "Column", type.label}};
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
