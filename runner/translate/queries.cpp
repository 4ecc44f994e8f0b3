// select() and Query of mapped classes: what goes along relationships, loader options, aliases, and
// INSERT, UPDATE and DELETE of a class.
//
// Everything that these methods take may come from orm::core as well, so their arguments are
// written as they are; only what SQLAlchemy tells apart by keywords is told apart here.
#include <algorithm>
#include <iterator>

#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;

namespace {

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::string Translator::typed_argument(const Expr& expr) {
  if (expr.kind == ExprKind::kStarred) {
    Code pack = expression(*expr.a);
    if (pack.type.kind != Kind::pack) throw NoEquivalent("a starred argument");
    return pack.text + "...";
  }
  Code code = expression(expr);
  switch (code.type.kind) {
    case Kind::expression:
    case Kind::relation:
    case Kind::mapped_class:
    case Kind::alias_class:
    case Kind::load_option:
    case Kind::select:
    case Kind::sql:
    case Kind::from:
    case Kind::statement:
      return unwrapped(code.text);
    case Kind::none:
      return "nullptr";
    case Kind::unknown:
    case Kind::boolean:
    case Kind::columns:
      throw NoEquivalent("this argument is refused by the compiler");
    default:
      return unwrapped(plain(code));
  }
}

std::string Translator::typed_arguments(const Expr& call) {
  std::string text;
  for (const Expr* item : call.items) text += (text.empty() ? "" : ", ") + typed_argument(*item);
  return text;
}

// Columns of a class on the far side of an outer join may be NULL: their items become optional.
void Translator::may_be_null(Code& statement, const std::string& cls) {
  size_t open =
      statement.text.find(statement.type.kind == Kind::query ? ".query(" : "orm::select(");
  if (open == std::string::npos || cls.empty()) return;
  open = statement.text.find('(', open) + 1;
  std::vector<Type>& items =
      statement.type.kind == Kind::query ? statement.type.items[0].items : statement.type.items;
  std::string made;
  size_t item = 0, from = open, at = open;
  int depth = 1;
  for (bool in_text = false; at < statement.text.size() && depth > 0; ++at) {
    char c = statement.text[at];
    if (c == '"') in_text = !in_text;
    if (in_text) continue;
    if (c == '(') ++depth;
    if (c == ')') --depth;
    bool ends = (c == ',' && depth == 1) || depth == 0;
    if (!ends || item >= items.size()) continue;
    std::string part = statement.text.substr(from, at - from);
    size_t begin = part.find_first_not_of(' ');
    bool theirs =
        begin != std::string::npos && part.compare(begin, cls.size() + 2, cls + "_.") == 0;
    Kind kind = items[item].kind;
    bool plain_value =
        kind == Kind::text || kind == Kind::integer || kind == Kind::real || kind == Kind::boolean;
    if (theirs && plain_value) {
      std::string label = items[item].label;
      items[item] = optional_of(items[item]);
      items[item].label = label;
      part += ".optional()";
    }
    made += part + c;
    from = at + 1;
    ++item;
  }
  statement.text = statement.text.substr(0, open) + made + statement.text.substr(at);
}

// Query.update() and Query.delete().
Code Translator::query_dml(const Expr& expr, const Code& self, const std::string& name) {
  std::string given = name == "update" ? set_of(expr.items.empty() ? expr : [&] {
    Expr values = expr;
    values.items = {expr.items[0]};
    values.keywords.clear();
    return values;
  }()) : "";
  const Expr* synchronize =
      expr.items.size() > (name == "update" ? 1U : 0U) ? expr.items.back() : nullptr;
  const lang::Keyword* named = keyword(expr, "synchronize_session");
  if (named != nullptr) synchronize = named->value;
  if (synchronize != nullptr) {
    given += (given.empty() ? "" : ", ") + ("orm::Value(" + plain(expression(*synchronize)) + ")");
  }
  return {self.text + (name == "update" ? ".update(" : ".delete_(") + given + ")", {Kind::integer}};
}

// The methods of select() and of Query.
Code Translator::typed_method(const Expr& expr, const Code& self, const std::string& name) {
  const bool query = self.type.kind == Kind::query;
  auto plain_call = [&](const std::string& method, Type type) -> Code {
    if (!expr.keywords.empty()) {
      throw NoEquivalent("the argument '" + std::string(expr.keywords[0].name) + "' of " + name +
                         "() is not translated");
    }
    return {self.text + "." + method + "(" + typed_arguments(expr) + ")", std::move(type)};
  };
  if (is_one_of(name, {"where", "filter", "having"})) {
    for (const Expr* item : expr.items) {
      if (item->kind == ExprKind::kStarred) continue;
      Kind kind = expression(*item).type.kind;
      if (kind != Kind::expression && kind != Kind::sql) {
        throw NoEquivalent("a criterion that is no SQL expression is refused by the compiler");
      }
    }
    return plain_call(query && name == "where" ? "filter" : name, self.type);
  }
  if (is_one_of(name, {"order_by", "group_by", "select_from", "options", "distinct"})) {
    if (name == "distinct" && !expr.items.empty()) throw NoEquivalent("distinct() on expressions");
    return plain_call(name, self.type);
  }
  if (is_one_of(name, {"populate_existing", "enable_eagerloads"}) && query) {
    return {self.text + "." + name + "(" +
                (expr.items.empty() ? "" : plain(expression(*expr.items[0]))) + ")",
            self.type};
  }
  if (is_one_of(name, {"limit", "offset"})) return plain_call(name, self.type);
  if (is_one_of(name, {"join", "outerjoin", "join_from"})) {
    Expr call = expr;
    std::string method = name;
    for (size_t i = 0; i < call.keywords.size(); ++i) {
      const lang::Keyword given = call.keywords[i];
      if (given.name == "isouter" && name == "join") {
        if (is_true(*given.value)) method = "outerjoin";
      } else if (given.name == "onclause") {
        call.items.push_back(given.value);
      } else {
        throw NoEquivalent("the argument '" + std::string(given.name) + "' of " + name +
                           "() is not translated");
      }
    }
    size_t most = name == "join_from" ? 3 : 2;
    if (call.items.empty() || call.items.size() > most) {
      throw NoEquivalent("a join has one target in C++");
    }
    Code from = self;
    if (method == "outerjoin") may_be_null(from, expression(*call.items[0]).type.name);
    return {from.text + "." + method + "(" + typed_arguments(call) + ")", from.type};
  }
  if (is_one_of(name, {"subquery", "cte", "alias"})) {
    std::string given;
    const lang::Keyword* named = keyword(expr, "name");
    const lang::Keyword* recursive = keyword(expr, "recursive");
    if (!expr.items.empty()) given = plain(expression(*expr.items[0]));
    if (named != nullptr) given = plain(expression(*named->value));
    if (recursive != nullptr && is_true(*recursive->value)) {
      given += given.empty() ? "{}, true" : ", true";
    }
    std::string method = name == "alias" ? "subquery" : name;
    if (query && method == "cte") throw NoEquivalent("cte() of a Query is not translated");
    return {self.text + "." + method + "(" + given + ")",
            {Kind::from, {}, method == "cte" ? "CTE" : "Alias"}};
  }
  if (name == "exists") return {self.text + ".exists()", sql_of("Exists")};
  if (is_one_of(name, {"scalar_subquery", "as_scalar"})) {
    if (query) return {self.text + ".scalar_subquery()", sql_of("ScalarSelect")};
    if (self.type.items.empty()) throw NoEquivalent("the type of a row is not known");
    Type item = self.type.items[0];
    if (item.kind != Kind::optional) item = optional_of(item);
    return {self.text + ".scalar_subquery()", expression_of(item)};
  }
  if (is_one_of(name, {"union", "union_all", "intersect", "except_"}) && !query) {
    std::string method = name == "union" ? "union_" : name;
    return {self.text + ".core()." + method + "(" + typed_arguments(expr) + ")",
            {Kind::statement, {}, "CompoundSelect"}};
  }
  if (is_one_of(name, {"union", "union_all"})) {
    return plain_call(name == "union" ? "union_" : name, self.type);
  }
  if (name == "from_statement" && expr.items.size() == 1) {
    if (query) return {self.text + ".from_statement(" + typed_arguments(expr) + ")", self.type};
    return {self.text + ".from_statement(" + typed_arguments(expr) + ")",
            {Kind::typed_statement, self.type.items}};
  }
  if (name == "execution_options" && !query) {
    std::string options;
    for (const lang::Keyword& given : expr.keywords) {
      options += (options.empty() ? "{" : ", {") + cpp_quoted(given.name) + ", " +
                 plain(expression(*given.value)) + "}";
    }
    return {self.text + ".execution_options({" + options + "})", self.type};
  }
  if (is_one_of(name, {"add_columns", "with_only_columns", "with_entities"})) {
    Type type = self.type;
    if (query && (name != "with_entities" || expr.items.empty())) return {};
    std::vector<Type> items = name == "add_columns" ? type.items : std::vector<Type>();
    for (const Expr* item : expr.items) {
      Type of;
      select_item(*item, of);
      items.push_back(of);
    }
    type.items = query ? std::vector<Type>{{Kind::tuple, items}} : items;
    return plain_call(name, type);
  }
  if (query && name == "params") {
    return {self.text + ".params(" + keyword_set(expr) + ")", self.type};
  }
  if (query && name == "get" && expr.items.size() == 1) {
    return {self.text + ".get(" + plain(expression(*expr.items[0])) + ")", self.type.items[0]};
  }
  if (query && is_one_of(name, {"update", "delete"})) {
    return query_dml(expr, self, name);
  }
  return {};
}

// User.addresses.any(...) and the like.
Code Translator::related_method(const Expr& expr, const Code& self, const std::string& name) {
  if (name == "any" || name == "has") {
    std::string given = expr.keywords.empty() ? typed_arguments(expr) : "";
    if (!expr.keywords.empty()) given = keyword_set(expr);
    return {self.text + "." + name + "(" + given + ")", expression_of({Kind::boolean})};
  }
  if (name == "contains" && expr.items.size() == 1) {
    return {self.text + ".contains(" + plain(expression(*expr.items[0])) + ")",
            expression_of({Kind::boolean})};
  }
  if (name == "of_type" && expr.items.size() == 1) {
    Code to = expression(*expr.items[0]);
    return {self.text + ".of_type(" + to.text + ")", {Kind::relation, {}, to.type.name}};
  }
  if (name == "and_") return {self.text + ".and_(" + typed_arguments(expr) + ")", self.type};
  throw NoEquivalent("the method '" + name + "' of a relationship is not translated");
}

// selectinload(User.addresses), and the same as a further step of a path (`self`).
Code Translator::load_option(const Expr& expr, const std::string& self, const std::string& name) {
  if (!is_one_of(name, {"joinedload", "selectinload", "subqueryload", "lazyload", "immediateload",
                        "raiseload", "noload", "contains_eager", "defaultload", "load_only",
                        "defer", "undefer", "selectin_polymorphic", "options"})) {
    throw NoEquivalent("the loader option " + name + "() is not translated");
  }
  std::string given;
  for (const Expr* item : expr.items) {
    if (item->kind == ExprKind::kList || item->kind == ExprKind::kTuple) {
      for (const Expr* one : item->items) {
        given += (given.empty() ? "" : ", ") + typed_argument(*one);
      }
      continue;
    }
    if (item->kind == ExprKind::kStr) {
      throw NoEquivalent("a loader option by name is not translated: the class's attribute is");
    }
    given += (given.empty() ? "" : ", ") + typed_argument(*item);
  }
  for (const lang::Keyword& option : expr.keywords) {
    bool flag = (option.name == "innerjoin" && name == "joinedload") ||
                (option.name == "raiseload" && name == "defer") ||
                (option.name == "sql_only" && name == "raiseload");
    if (!flag) throw NoEquivalent("this argument of " + name + "() is not translated");
    given += is_true(*option.value) ? ", true" : ", false";
  }
  return {(self.empty() ? "orm::" : self + ".") + name + "(" + given + ")", {Kind::load_option}};
}

// aliased(User), with_polymorphic(Person, [...]).
Code Translator::alias_of(const Expr& expr, const std::string& name) {
  if (expr.items.empty()) throw NoEquivalent("this " + name + "() is not translated");
  Code cls = expression(*expr.items[0]);
  if (cls.type.kind != Kind::mapped_class) throw NoEquivalent(name + "() of this value");
  std::string given = cls.text;
  if (name == "with_polymorphic") {
    const Expr* classes = expr.items.size() == 2 ? expr.items[1] : nullptr;
    bool all = classes != nullptr && classes->kind == ExprKind::kStr && classes->text == "*";
    bool some = classes != nullptr && classes->kind == ExprKind::kList;
    if ((!all && !some) || !expr.keywords.empty()) {
      throw NoEquivalent("this with_polymorphic() is not translated");
    }
    for (const Expr* one : classes->items) given += ", " + expression(*one).text;
  } else {
    for (size_t i = 1; i < expr.items.size(); ++i) given += ", " + typed_argument(*expr.items[i]);
    for (const lang::Keyword& option : expr.keywords) {
      if (option.name != "name") throw NoEquivalent("this argument of aliased()");
      given += ", " + plain(expression(*option.value));
    }
  }
  return {"orm::" + name + "(" + given + ")", {Kind::alias_class, {}, cls.type.name}};
}

// insert(User), update(User), delete(User).
Code Translator::statement_of_class(const Expr& expr, const std::string& module,
                                    const std::string& name) {
  std::string cls = expression(argument(expr, 0)).text;
  if (expr.items.size() != 1 || !expr.keywords.empty()) {
    throw NoEquivalent("this " + name + "() of a mapped class is not translated");
  }
  bool of_dialect = module.rfind("sqlalchemy.dialects.", 0) == 0;
  if (of_dialect && module != "sqlalchemy.dialects.sqlite" &&
      module != "sqlalchemy.dialects.postgresql") {
    throw NoEquivalent("the insert() of " + module.substr(20) + " is not translated");
  }
  std::string function =
      of_dialect ? "orm::core::" + module.substr(20) + "::insert" : "orm::" + name;
  if (name == "delete") function = "orm::delete_";
  std::string type = name == "insert" ? "Insert" : name == "update" ? "Update" : "Delete";
  return {function + "(" + cls + ")", {Kind::statement, {}, type}};
}

// .returning(User, User.id) of a statement: its rows have types then.
Code Translator::returning(const Expr& expr, const Code& self) {
  Type type{Kind::typed_statement, {}};
  std::string items;
  for (const Expr* item : expr.items) {
    Type of;
    items += (items.empty() ? "" : ", ") + select_item(*item, of);
    type.items.push_back(of);
  }
  if (items.empty() || !expr.keywords.empty()) throw NoEquivalent("this returning()");
  return {self.text + ".returning(" + items + ")", type};
}

// `row.name` of a row whose items have types.
Code Translator::labelled_item(const Code& row, const std::string& name) const {
  const bool maybe = row.type.kind == Kind::optional;
  const Type& tuple = maybe ? row.type.items[0] : row.type;
  for (size_t i = 0; i < tuple.items.size(); ++i) {
    if (tuple.items[i].label != name) continue;
    return {"std::get<" + std::to_string(i) + ">(" + (maybe ? "*" : "") + row.text + ")",
            tuple.items[i]};
  }
  throw NoEquivalent("the row has no item '" + name + "'");
}

}  // namespace lessonrun::translate
