// Calls: constructors, functions of the library, methods through the binding table's spelling.
#include "runner/bind/binding.h"
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;

// A call of func.NAME(): of the typed layer where there are mapped classes.
Code Translator::func_call(const Expr& expr, const std::string& name) {
  // Without arguments it goes with the classes that are selected from.
  const bool bare = expr.items.empty() && !classes_.empty() && (name == "count" || name == "now");
  if (!bare && !mentions_classes(expr)) return core_func(expr, name);
  static constexpr std::string_view kTyped[] = {"count", "max",   "min",    "sum",
                                                "lower", "upper", "length", "now"};
  for (std::string_view typed : kTyped) {
    if (typed != name) continue;
    Type type{Kind::integer};
    if (name == "now") type = {Kind::value};
    if (name != "count" && name != "length" && !expr.items.empty()) {
      Code argument = expression(*expr.items[0]);
      type = argument.type.items.empty() ? Type{Kind::value} : argument.type.items[0];
      if (type.kind != Kind::optional) type = optional_of(type);
    }
    if (name == "length") type = optional_of({Kind::integer});
    return {"orm::fn::" + name + "(" + arguments(expr) + ")", expression_of(type)};
  }
  std::string given = arguments(expr);
  return {
      "orm::fn::call<orm::Value>(" + cpp_quoted(name) + (given.empty() ? "" : ", ") + given + ")",
      expression_of({Kind::value})};
}

Code Translator::call(const Expr& expr) {
  const Expr& callee = *expr.a;
  if (callee.kind == ExprKind::kName || callee.kind == ExprKind::kAttribute) learn(expr);
  if (callee.kind == ExprKind::kName) {
    const Symbol* symbol = find(callee.text);
    if (symbol == nullptr) return call_builtin(expr, std::string(callee.text));
    if (symbol->what == Symbol::What::imported) return call_imported(expr, *symbol);
    if (symbol->type.kind == Kind::mapped_class) {
      return call_class(expr, class_info(symbol->type.name));
    }
    if (symbol->type.kind == Kind::record_class) {
      return call_record(expr, class_info(symbol->type.name));
    }
    if (symbol->type.kind == Kind::enum_class && expr.items.size() == 1) {
      return {"orm::enum_of<" + symbol->type.name + ">(" + plain(expression(*expr.items[0])) + ")",
              {Kind::enum_member, {}, symbol->type.name}};
    }
    if (symbol->type.kind == Kind::function && symbol->type.name.empty()) {
      throw NoEquivalent(symbol->type.label);
    }
    if (symbol->type.kind == Kind::named_function && expr.items.empty() && expr.keywords.empty()) {
      return {symbol->cpp + ".second()", {Kind::none}};
    }
    if (symbol->type.kind == Kind::function) return call_function(expr, symbol->type.name);
    if (symbol->type.kind == Kind::session_maker && symbol->type.name.empty()) {
      throw NoEquivalent("a session without an engine is not translated");
    }
    if (symbol->type.kind == Kind::session_maker && expr.items.empty() && expr.keywords.empty()) {
      return {"orm::Session(" + symbol->type.name + ")", {Kind::session}};
    }
    throw NoEquivalent("a call of '" + std::string(callee.text) + "' is not translated");
  }
  if (callee.kind != ExprKind::kAttribute) throw NoEquivalent("this call is not translated");
  std::string name(callee.text);
  if (name == "configure" && callee.a->kind == ExprKind::kName && find(callee.a->text) != nullptr &&
      find(callee.a->text)->type.kind == Kind::session_maker) {
    // What a sessionmaker is given goes to each Session of it.
    Code code = new_session(expr);
    if (code.type.kind == Kind::none) throw NoEquivalent("this configure() is not translated");
    names_[std::string(callee.a->text)].type.name = code.text;
    return {"", {Kind::none}};
  }
  if (callee.a->kind == ExprKind::kName) {
    const Symbol* symbol = find(callee.a->text);
    if (symbol != nullptr && symbol->what == Symbol::What::imported && symbol->name == "func") {
      return func_call(expr, name);
    }
    if (symbol != nullptr && symbol->type.kind == Kind::function && symbol->type.name.empty()) {
      throw NoEquivalent(symbol->type.label);
    }
    bool dialect =
        symbol != nullptr && name == "dialect" && expr.items.empty() &&
        ((symbol->what == Symbol::What::imported && symbol->cpp == "sqlalchemy.dialects") ||
         symbol->cpp.rfind("sqlalchemy.dialects.", 0) == 0);
    if (dialect) {
      std::string of = symbol->name.empty() ? symbol->cpp.substr(20) : symbol->name;
      return {cpp_quoted(of), {Kind::dialect}};
    }
    if (symbol != nullptr && symbol->what == Symbol::What::module) {
      auto member = symbol->members.find(name);
      if (member != symbol->members.end() && member->second.type.kind == Kind::mapped_class) {
        return call_class(expr, class_info(member->second.type.name));
      }
      if (member != symbol->members.end() && member->second.type.kind == Kind::function) {
        if (member->second.type.name.empty()) throw NoEquivalent(member->second.type.label);
        return call_function(expr, member->second.type.name);
      }
      if (member != symbol->members.end() && member->second.type.kind == Kind::session_maker &&
          expr.items.empty() && expr.keywords.empty()) {
        return {"orm::Session(" + member->second.type.name + ")", {Kind::session}};
      }
      if (symbol->cpp.rfind("sqlalchemy", 0) == 0 || symbol->cpp == "datetime" ||
          symbol->cpp == "decimal") {
        Symbol imported;
        imported.what = Symbol::What::imported;
        imported.cpp = symbol->cpp;
        imported.name = name;
        return call_imported(expr, imported);
      }
    }
  }
  learn_grouping(expr);
  return call_method(expr, expression(*callee.a), name);
}
std::string Translator::select_item(const Expr& expr, Type& type) {
  Code code = expression(expr);
  if (code.type.kind == Kind::mapped_class || code.type.kind == Kind::alias_class) {
    type = object_of(code.type.name);
    type.label = expr.kind == ExprKind::kName ? std::string(expr.text) : std::string();
  } else if (code.type.kind == Kind::expression) {
    type = code.type.items[0];
    type.label = code.type.label;
    if (code.computed) code.text += ".label(" + cpp_quoted(code.type.label) + ")";
  } else if (code.type.kind == Kind::sql) {
    type = {Kind::value};
    if (code.type.label != "clause") type.label = code.type.label;
  } else {
    throw NoEquivalent("select() of this value is not translated");
  }
  return unwrapped(code.text);
}

Code Translator::select(const Expr& expr) {
  // Tables and their columns have rows without types; an expression beside a class has one of them.
  bool over_tables = false, over_classes = false;
  for (const Expr* item : expr.items) {
    bool several = item->kind == ExprKind::kSubscript && item->b->kind == ExprKind::kTuple;
    Kind kind = several ? Kind::columns : expression(*item).type.kind;
    over_tables = over_tables || several || is_core({kind});
    over_classes = over_classes || kind == Kind::mapped_class || kind == Kind::alias_class ||
                   kind == Kind::expression;
    if (is_core({kind}) && kind != Kind::sql) over_classes = false;
  }
  if (over_tables && !over_classes) return core_select(expr);
  Code code{"", {Kind::select}};
  for (const Expr* item : expr.items) {
    Type type;
    code.text += (code.text.empty() ? "" : ", ") + select_item(*item, type);
    code.type.items.push_back(type);
  }
  if (expr.items.empty() || !expr.keywords.empty()) throw NoEquivalent("this select()");
  code.text = "orm::select(" + code.text + ")";
  return code;
}

Code Translator::call_imported(const Expr& expr, const Symbol& symbol) {
  const std::string& name = symbol.name;
  if (symbol.cpp == "datetime" || symbol.cpp == "decimal") return value_call(expr, name);
  if (symbol.cpp == "collections" && name == "defaultdict" && expr.items.size() == 1) {
    Code code = empty_collection(expr, Kind::dict);
    code.type.name = "default";
    return code;
  }
  if (symbol.cpp.rfind("sqlalchemy", 0) != 0) {
    throw NoEquivalent("'" + name + "' of the module " + symbol.cpp + " is not translated");
  }
  if (name == "create_engine") return create_engine(expr);
  if (name == "aliased" || name == "with_polymorphic") return alias_of(expr, name);
  bool loads = name == "load_only" || name == "defer" || name == "undefer" ||
               name == "contains_eager" || name == "selectin_polymorphic" ||
               (name.size() > 4 && name.substr(name.size() - 4) == "load");
  if (loads && symbol.cpp.rfind("sqlalchemy.orm", 0) == 0) return load_option(expr, "", name);
  if (name == "select") return select(expr);
  if (name == "Session") {
    Code code = new_session(expr);
    if (code.type.kind == Kind::none) {
      throw NoEquivalent("a session without an engine is not translated");
    }
    return {"orm::Session(" + code.text + ")", {Kind::session}};
  }
  if (name == "sessionmaker") {
    Code code = new_session(expr);
    // Without an engine it waits for configure().
    const bool bound = code.type.kind != Kind::none;
    return {code.text, {Kind::session_maker, {}, bound ? code.text : ""}};
  }
  if (name == "declarative_base" && expr.items.empty() && expr.keywords.empty()) {
    std::string base = fresh("Base");
    declare_base(base);
    return {base, {Kind::base_class, {}, base}};
  }
  if (name == "make_url") {
    const std::string profile = profile_argument();
    return {"orm::make_url(" + arguments(expr) +
                (profile.empty() ? ", orm::profile_2_0" : profile) + ")",
            {Kind::url}};
  }
  if (is_schema_name(name)) return schema_call(expr, name);
  bool logical = name == "and_" || name == "or_" || name == "not_";
  bool typed = !classes_.empty() && !expr.items.empty() && !mentions_core(expr);
  if (name == "desc" || name == "asc") {
    if (typed && expression(*expr.items[0]).type.kind == Kind::expression)
      return {expression(*expr.items[0]).text + "." + name + "()", expression(*expr.items[0]).type};
  }
  if (!logical || !typed) return core_function(expr, symbol.cpp, name);
  if (name != "not_") {
    std::string text;
    for (const Expr* item : expr.items) {
      text += (text.empty() ? "(" : name == "and_" ? " && " : " || ") + expression(*item).text;
    }
    return {text + ")", expression_of({Kind::boolean})};
  }
  return {"!" + arguments(expr), expression_of({Kind::boolean})};
}

Code Translator::call_class(const Expr& expr, const ClassInfo& cls) {
  if (!cls.maker.empty()) {
    const ClassMethod& init = *cls.method("__init__");
    return {cls.maker + "(" + given_arguments(expr, init.parameters, cls.name) + ")",
            object_of(cls.cpp)};
  }
  if (!expr.items.empty()) throw NoEquivalent("the constructor takes keyword arguments");
  for (const lang::Keyword& given : expr.keywords) {
    if (cls.find(given.name) == nullptr) {
      throw NoEquivalent(cls.cpp + " has no member '" + std::string(given.name) +
                         "', which the compiler refuses");
    }
  }
  auto value_of = [&](const lang::Keyword& given, const Type& type) -> std::string {
    bool empty_list = given.value->kind == ExprKind::kList && given.value->items.empty();
    if (empty_list && type.kind == Kind::list) return spelled(type) + "{}";
    bool list = given.value->kind == ExprKind::kList && type.kind == Kind::list;
    if (list) {
      std::string items;
      for (const Expr* item : given.value->items) {
        items += (items.empty() ? "" : ", ") + plain(expression(*item));
      }
      return "{" + items + "}";
    }
    Code value = expression(*given.value);
    bool none = value.type.kind == Kind::none;
    if (none && type.kind == Kind::object) return "nullptr";
    const bool maybe = value.type.kind == Kind::optional && value.type.items[0] == type;
    if (maybe && type.kind == Kind::object) return plain(value) + ".value_or(nullptr)";
    if (none && type.kind != Kind::optional) {
      throw NoEquivalent("'" + std::string(given.name) + "' cannot be None in C++");
    }
    bool text = value.type.kind == Kind::text && given.value->kind == ExprKind::kStr;
    return unwrapped(text ? value.text : plain(value));
  };
  Type type = object_of(cls.cpp);
  if (!cls.parent.empty() && !expr.keywords.empty()) {
    // Designated initialisers do not reach the members of a base.
    std::string text = "[&] {\n    auto made = orm::make<" + cls.cpp + ">();\n";
    for (const lang::Keyword& given : expr.keywords) {
      text += "    made->" + std::string(given.name) + " = " +
              value_of(given, *cls.find(given.name)) + ";\n";
    }
    return {text + "    return made;\n  }()", type};
  }
  // Designated initialisers stand in the order of the members.
  std::string members;
  for (const auto& [attribute, of] : cls.attributes) {
    const lang::Keyword* given = keyword(expr, attribute);
    if (given == nullptr) continue;
    members += (members.empty() ? "." : ", .") + attribute + " = " + value_of(*given, of);
  }
  return {"orm::make<" + cls.cpp + ">(" + (members.empty() ? "" : "{" + members + "}") + ")", type};
}

Code Translator::expression_method(const Expr& expr, const Code& self, const std::string& name) {
  // What only orm::core has.
  for (std::string_view of_core : {"over", "within_group", "filter", "cast", "collate", "op",
                                   "table_valued", "column_valued", "regexp_match"}) {
    if (name != of_core) continue;
    return core_method(expr, {core("Expr") + "(" + unwrapped(self.text) + ")", sql_of()}, name);
  }
  static constexpr std::string_view kCriteria[] = {"is_",        "is_not",   "in_",  "not_in",
                                                   "startswith", "endswith", "like", "ilike",
                                                   "contains",   "between"};
  static constexpr std::string_view kSame[] = {"asc", "desc", "distinct", "nulls_first",
                                               "nulls_last"};
  if (name == "label" && expr.items.size() == 1) {
    Type type = self.type;
    if (expr.items[0]->kind == ExprKind::kStr) type.label = std::string(expr.items[0]->text);
    return {self.text + ".label(" + arguments(expr) + ")", type};
  }
  const lang::Keyword* autoescape = keyword(expr, "autoescape");
  if (autoescape != nullptr && is_true(*autoescape->value) && expr.keywords.size() == 1 &&
      expr.items.size() == 1) {
    return {self.text + "." + name + "(" + plain(expression(*expr.items[0])) + ", true)",
            expression_of({Kind::boolean})};
  }
  bool among = name == "in_" || name == "not_in" || name == "notin_";
  if (among && expr.items.size() == 1 && expr.keywords.empty()) {
    std::string method = name == "in_" ? ".in_(" : ".not_in(";
    if (expr.items[0]->kind == ExprKind::kList && expr.items[0]->items.empty()) {
      std::string of =
          spelled(self.type.items[0].kind == Kind::optional ? self.type.items[0].items[0]
                                                            : self.type.items[0]);
      return {self.text + method + "std::vector<" + of + ">{})", expression_of({Kind::boolean})};
    }
    return {self.text + method + typed_argument(*expr.items[0]) + ")",
            expression_of({Kind::boolean})};
  }
  for (std::string_view criterion : kCriteria) {
    if (criterion == name) {
      return {self.text + "." + name + "(" + arguments(expr) + ")", expression_of({Kind::boolean})};
    }
  }
  for (std::string_view same : kSame) {
    if (same == name) return {self.text + "." + name + "(" + arguments(expr) + ")", self.type};
  }
  throw NoEquivalent("the method '" + name + "' of an expression is not translated");
}
Code Translator::call_method(const Expr& expr, const Code& self, const std::string& name) {
  const Type& type = self.type;
  if (type.kind == Kind::optional && type.items[0].kind == Kind::object) {
    return call_method(expr, {"(*" + plain(self) + ")", type.items[0]}, name);
  }
  if (type.kind == Kind::object || type.kind == Kind::mapped_class ||
      type.kind == Kind::alias_class) {
    const ClassInfo& info = type.name == "self" ? *self_class_ : class_info(type.name);
    const ClassMethod* method = info.method(name);
    if (method != nullptr && !method->property) return call_own(expr, self, *method, name);
  }
  if (type.kind == Kind::dynamic || type.kind == Kind::write_only) {
    Code code = unloaded_method(expr, self, name);
    if (!code.text.empty()) return code;
    if (type.kind == Kind::write_only) {
      throw NoEquivalent("the method '" + name + "' of a collection is not translated");
    }
    return call_method(expr, {self.text + ".query()", {Kind::query, type.items}}, name);
  }
  if (type.kind == Kind::expression) return expression_method(expr, self, name);
  if (type.kind == Kind::relation) return related_method(expr, self, name);
  if (type.kind == Kind::load_option) return load_option(expr, self.text, name);
  bool related = type.kind == Kind::list && type.items[0].kind == Kind::object && self.attribute;
  if (related) return collection_method(expr, self, name);
  if (type.kind == Kind::statement && name == "returning" && !mentions_core(expr)) {
    return returning(expr, self);
  }
  if (is_core(type)) return core_method(expr, self, name);
  if (type.kind == Kind::text) return text_method(expr, self, name);
  if (type.kind == Kind::value && is_text_method(name)) {
    return text_method(expr, {"orm::value_as_text(" + plain(self) + ")", {Kind::text}}, name);
  }
  if (type.kind == Kind::optional && type.items[0].kind == Kind::text) {
    return text_method(expr, present(self), name);
  }
  // `groups[key].append(value)` of a defaultdict that nothing is known of.
  if (type.kind == Kind::unknown && type.items.size() == 2 && !expr.items.empty()) {
    const Type item = expression(*expr.items[0]).type;
    if (name == "append") learn_items(type.items[1], {Kind::dict, {type.items[0], list_of(item)}});
    if (name == "add") {
      learn_items(type.items[1], {Kind::dict, {type.items[0], {Kind::set, {item}}}});
    }
    throw NoEquivalent("the type of an empty dict is known when something is put into it");
  }
  if (is_untyped(type)) {
    learn_from_call(expr, self, name);
    throw NoEquivalent("the type of an empty collection is known when something is put into it");
  }
  if (type.kind == Kind::proxy || type.kind == Kind::proxy_expression) {
    return proxy_method(expr, self, name);
  }
  if (type.kind == Kind::record) {
    const ClassInfo& info = type.name == "self" ? *self_class_ : class_info(type.name);
    const ClassMethod* method = info.method(name);
    if (method != nullptr && method->of_object) {
      return {(type.name == "self" ? "" : plain(self) + ".") + identifier(name) + "(" +
                  given_arguments(expr, method->parameters, name) + ")",
              *method->of_object};
    }
  }
  if (type.kind == Kind::dict) return dict_method(expr, self, name);
  if (type.kind == Kind::set) return set_method(expr, self, name);
  if (std::optional<Code> code = time_method(expr, self, name)) return *std::move(code);
  bool options =
      name == "execution_options" && (type.kind == Kind::connection || type.kind == Kind::engine);
  if (options) return {spell(binding_owner(type), name, self.text, &expr, true), type};
  if (type.kind == Kind::session) {
    Code code = session_method(expr, self, name);
    if (!code.text.empty()) return code;
  }
  if (type.kind == Kind::connection && !expr.items.empty()) {
    std::string statement = plain(expression(*expr.items[0]));
    std::string text = self.text + "." + name + "(" + statement;
    if (name == "execute" || name == "scalar" || name == "scalars") {
      if (expr.items.size() > 1) text += ", " + parameters(*expr.items[1]);
      bool scalars = name == "scalars";
      if (scalars) text.replace(self.text.size(), 9, ".execute(");
      return {text + (scalars ? ").scalars()" : ")"), result_type(type, name)};
    }
    if (name == "exec_driver_sql") {
      if (expr.items.size() > 1) {
        const Expr& given = *expr.items[1];
        if (given.kind != ExprKind::kTuple) throw NoEquivalent("these positional parameters");
        std::string values;
        for (const Expr* item : given.items) {
          values += (values.empty() ? "" : ", ") + plain(expression(*item));
        }
        text += ", {std::vector<orm::Value>{" + values + "}}";
      }
      return {text + ")", {Kind::result}};
    }
  }
  if (type.kind == Kind::result && name == "scalars" && expr.items.empty()) {
    return {self.text + ".scalars()", list_of({Kind::value})};
  }
  if (type.kind == Kind::list && name == "all" && expr.items.empty()) return self;
  if (type.kind == Kind::list && name == "first" && type.items[0].kind == Kind::value) {
    return {"orm::first(" + self.text + ")", {Kind::value}};
  }
  if (type.kind == Kind::list && name == "one" && type.items[0].kind == Kind::value &&
      self.text.size() > 10 && self.text.rfind(".scalars()") == self.text.size() - 10) {
    return {self.text.substr(0, self.text.size() - 10) + ".scalar_one()", {Kind::value}};
  }
  if (type.kind == Kind::url && name == "get_backend_name") {
    return {self.text + ".backend_name()", {Kind::text}};
  }
  if (type.kind == Kind::url && name == "get_driver_name") {
    return {self.text + ".driver_name()", {Kind::text}};
  }
  if (name == "filter_by" && (type.kind == Kind::select || type.kind == Kind::query)) {
    return {self.text + ".filter_by(" + keyword_set(expr) + ")", type};
  }
  if (type.kind == Kind::select || type.kind == Kind::query) {
    Code code = typed_method(expr, self, name);
    if (!code.text.empty()) return code;
  }
  if (type.kind == Kind::typed_result && expr.items.empty() && expr.keywords.empty()) {
    if (name == "mappings" && !type.label.empty()) {
      return {type.label + ".mappings()", list_of({Kind::mapping})};
    }
    if (name == "unique") return {self.text + ".unique()", type};
    if (name == "scalar" || name == "scalar_one" || name == "scalar_one_or_none") {
      Type item = type.items[0].kind == Kind::tuple ? type.items[0].items[0] : type.items[0];
      if (name != "scalar_one" && item.kind != Kind::optional) item = optional_of(item);
      return {self.text + "." + name + "()", item};
    }
    if (name == "scalars" && type.items[0].kind == Kind::tuple) {
      return {self.text + ".scalars()", {Kind::typed_result, {type.items[0].items[0]}}};
    }
  }
  if (type.kind == Kind::session_maker && name == "begin" && expr.items.empty()) {
    if (type.name.empty()) throw NoEquivalent("a session without an engine is not translated");
    return {type.name, {Kind::session_begin}};
  }
  if (type.kind == Kind::select && name == "compile") {
    return core_method(expr, {self.text + ".core()", {Kind::statement, {}, "Select"}}, name);
  }
  if (type.kind == Kind::list && !self.attribute) return list_method(expr, self, name);
  Type result = result_type(type, name);
  if (type.kind == Kind::engine && name == "begin") result.name = "engine";
  const char* owner = binding_owner(type);
  if (owner == nullptr || result.kind == Kind::unknown) {
    throw NoEquivalent("the method '" + name + "' is not translated here");
  }
  std::string from = owner;
  if (type.kind == Kind::result && bind::find_binding(owner, name.c_str()) == nullptr) {
    from = "CursorResult";
  }
  return {spell(from.c_str(), name, self.text, &expr), result};
}

}  // namespace lessonrun::translate
