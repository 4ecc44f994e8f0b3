// Engines and sessions: how they are made, and what a session does with mapped classes.
#include "runner/bind/binding.h"
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;

Code Translator::create_engine(const Expr& expr) {
  if (expr.items.size() != 1) throw NoEquivalent("create_engine() takes a URL here");
  std::string options;
  const lang::Keyword* future = keyword(expr, "future");
  for (const lang::Keyword& given : expr.keywords) {
    if (given.name == "echo") {
      bool debug = given.value->kind == ExprKind::kStr && given.value->text == "debug";
      if (!debug && given.value->kind != ExprKind::kTrue && given.value->kind != ExprKind::kFalse) {
        throw NoEquivalent("this echo= is not translated");
      }
      options += std::string(options.empty() ? "" : ", ") + ".echo = orm::EngineOptions::Echo::" +
                 (debug                   ? "debug"
                  : is_true(*given.value) ? "info"
                                          : "off");
    } else if (given.name != "future") {
      throw NoEquivalent("create_engine(" + std::string(given.name) + "=) is not translated");
    }
  }
  if (head_.profile != "2.0") {
    const bool in_future = future != nullptr && is_true(*future->value);
    options += (options.empty() ? ".profile = &" : ", .profile = &") +
               (in_future ? "orm::profile_1_4_future" : profile_argument().substr(2));
  }
  Code url = expression(*expr.items[0]);
  return {"orm::create_engine(" + url.text + (options.empty() ? "" : ", {" + options + "}") + ")",
          {Kind::engine}};
}

// Session(engine), Session(bind=engine): also sessionmaker's arguments.
Code Translator::new_session(const Expr& expr) {
  const Expr* bind = expr.items.empty() ? nullptr : expr.items[0];
  std::string options;
  for (const lang::Keyword& given : expr.keywords) {
    if (given.name == "bind") {
      bind = given.value;
    } else if (given.name == "autoflush" || given.name == "expire_on_commit") {
      options += (options.empty() ? "." : ", .") + std::string(given.name) + " = " +
                 (is_true(*given.value) ? "true" : "false");
    } else if (given.name == "join_transaction_mode" && given.value->kind == ExprKind::kStr) {
      options +=
          (options.empty() ? "" : ", ") +
          (".join_transaction_mode = orm::JoinTransaction::" + std::string(given.value->text));
    } else if (given.name != "future") {
      throw NoEquivalent("Session(" + std::string(given.name) + "=) is not translated");
    }
  }
  if (expr.items.size() > 1) throw NoEquivalent("a session of several engines is not translated");
  if (bind == nullptr) return {options.empty() ? "" : "{" + options + "}", {Kind::none}};
  std::string text = plain(expression(*bind)) + (options.empty() ? "" : ", {" + options + "}");
  return {text, {Kind::session}};
}

// An object that may be missing is there where a session is given it.
Code Translator::object_argument(const Expr& expr) {
  Code code = expression(expr);
  const bool maybe = code.type.kind == Kind::optional && code.type.items[0].kind == Kind::object;
  return maybe ? Code{"(*" + plain(code) + ")", code.type.items[0]} : code;
}

Code Translator::session_method(const Expr& expr, const Code& self, const std::string& name) {
  const lang::Keyword* loads = keyword(expr, "options");
  bool with_options =
      loads != nullptr && expr.keywords.size() == 1 &&
      (loads->value->kind == ExprKind::kList || loads->value->kind == ExprKind::kTuple);
  if (name == "get" && expr.items.size() == 2 && (expr.keywords.empty() || with_options)) {
    Code cls = expression(*expr.items[0]);
    if (cls.type.kind != Kind::mapped_class) throw NoEquivalent("get() of this class");
    std::string key = plain(expression(*expr.items[1]));
    if (with_options) {
      return {self.text + ".get_with<" + cls.type.name + ">(" + key + ", " +
                  typed_arguments(*loads->value) + ")",
              object_of(cls.type.name)};
    }
    return {self.text + ".get<" + cls.type.name + ">(" + key + ")", object_of(cls.type.name)};
  }
  if (name == "query" && !expr.items.empty() && expr.keywords.empty()) {
    Code selected{"", {Kind::select}};
    for (const Expr* item : expr.items) {
      Type type;
      selected.text += (selected.text.empty() ? "" : ", ") + select_item(*item, type);
      selected.type.items.push_back(type);
    }
    if (expr.items.size() == 1 && selected.type.items[0].kind == Kind::object &&
        expression(*expr.items[0]).type.kind == Kind::mapped_class) {
      return {self.text + ".query<" + selected.type.items[0].name + ">()",
              {Kind::query, {selected.type.items[0]}}};
    }
    return {self.text + ".query(" + selected.text + ")",
            {Kind::query, {{Kind::tuple, selected.type.items}}}};
  }
  if (name == "is_modified" && expr.items.size() == 1 && expr.keywords.empty()) {
    Code object = object_argument(*expr.items[0]);
    if (object.type.kind != Kind::object) throw NoEquivalent(name + "() of this value");
    return {self.text + ".is_modified(" + plain(object) + ")", {Kind::boolean}};
  }
  if ((name == "merge" || name == "expunge") && expr.items.size() == 1 && expr.keywords.empty()) {
    Code object = object_argument(*expr.items[0]);
    if (object.type.kind != Kind::object) throw NoEquivalent(name + "() of this value");
    return {self.text + "." + name + "(" + plain(object) + ")",
            name == "merge" ? object.type : Type{Kind::none}};
  }
  if (name == "add_all" && expr.items.size() == 1 && expr.items[0]->kind == ExprKind::kList) {
    std::string items;
    for (const Expr* item : expr.items[0]->items) {
      items += (items.empty() ? "" : ", ") + expression(*item).text;
    }
    return {self.text + ".add_all({" + items + "})", {Kind::none}};
  }
  if (name == "add_all" && expr.items.size() == 1) {
    Code objects = sequence(*expr.items[0]);
    if (objects.type.items[0].kind != Kind::object) throw NoEquivalent("add_all() of these values");
    return {self.text + ".add_all(orm::py::instances(" + objects.text + "))", {Kind::none}};
  }
  const bool bulk = name == "bulk_insert_mappings" || name == "bulk_update_mappings";
  if (bulk && expr.items.size() == 2 && expr.keywords.empty()) {
    Code cls = expression(*expr.items[0]);
    if (cls.type.kind != Kind::mapped_class) throw NoEquivalent(name + "() of this class");
    return {"[&] {\n    std::vector<orm::ParameterSet> rows = " + parameters(*expr.items[1]) +
                ";\n    " + self.text + "." + name + "(orm::map_class<" + cls.type.name +
                ">(), rows);\n  }()",
            {Kind::none}};
  }
  bool runs = name == "execute" || name == "scalars" || name == "scalar";
  const lang::Keyword* options = keyword(expr, "execution_options");
  bool known_options = expr.keywords.size() == 1 && options != nullptr && name == "execute" &&
                       options->value->kind == ExprKind::kDict;
  if (!runs || expr.items.empty() || (!expr.keywords.empty() && !known_options)) {
    return {};
  }
  Code statement = expression(*expr.items[0]);
  std::string rest = expr.items.size() > 1 ? ", " + parameters(*expr.items[1]) : "";
  if (known_options) {
    rest += (rest.empty() ? ", {}, {" : ", {") + pairs_of(*options->value) + "}";
  }
  std::string text = self.text + "." + name + "(" + statement.text + rest + ")";
  bool typed = statement.type.kind == Kind::typed_statement && name != "scalar";
  if (typed && statement.text.find(".from_statement(") == std::string::npos) {
    std::string types;
    for (const Type& item : statement.type.items) {
      std::string of = spelled(item);
      if (of.empty()) throw NoEquivalent("rows of these items are not translated");
      types += (types.empty() ? "" : ", ") + of;
    }
    text = self.text + "." + name + "(orm::rows_of<" + types + ">(" + statement.text + ")" + rest +
           ")";
  }
  if (typed || (statement.type.kind == Kind::select && rest.empty())) {
    const std::vector<Type>& items = statement.type.items;
    if (name == "scalar") return {text, optional_of(items[0])};
    Type row = name == "execute" ? Type{Kind::tuple, items} : items[0];
    Type result{Kind::typed_result, {row}};
    bool objects = false;
    for (const Type& item : items) objects = objects || item.kind == Kind::object;
    if (name == "execute" && !typed && !objects) {
      // What mappings() goes over: rows by name, which have no types.
      result.label = self.text + ".execute(orm::ClauseRef(" + statement.text + "))";
    }
    return {text, result};
  }
  bool runs_core = statement.type.kind == Kind::statement || statement.type.name == "TextClause";
  if (!runs_core || name == "scalars") {
    throw NoEquivalent("running this statement is not translated");
  }
  return {text, {name == "scalar" ? Kind::value : Kind::result}};
}

}  // namespace lessonrun::translate
