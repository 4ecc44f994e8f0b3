// Python's collections: what goes over them, dicts and sets, comprehensions, functions that take
// them. They are vectors, and orm::Dict and orm::Set of <orm/python.h>.
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;

namespace {

// An empty list or dict gets its types from what is put there first.
std::pair<int, int> place_of(int source, const Expr& expr) {
  return {source, static_cast<int>(expr.span.begin)};
}

}  // namespace

bool is_untyped(const Type& type) {
  const bool collection =
      type.kind == Kind::list || type.kind == Kind::dict || type.kind == Kind::set;
  return collection && !type.items.empty() && type.items[0].kind == Kind::unknown;
}

// `[]`, `{}`, `set()`: of the types that another attempt has learned.
Code Translator::empty_collection(const Expr& expr, Kind kind) {
  const std::pair<int, int> place = place_of(source_, expr);
  const auto known = learned_->empties.find(place);
  if (known != learned_->empties.end()) return {spelled(known->second) + "{}", known->second};
  Type type{kind, {Type{}}};
  if (kind == Kind::dict) type.items.emplace_back();
  type.label = std::to_string(place.first) + ":" + std::to_string(place.second);
  return {"", type};
}

void Translator::learn_items(const Type& untyped, const Type& learned) {
  const size_t colon = untyped.label.find(':');
  for (const Type& item : learned.items) {
    if (colon == std::string::npos || spelled(item).empty()) return;
  }
  Type plain_type = learned;
  plain_type.name = untyped.name;
  for (Type& item : plain_type.items) item.label.clear();
  learned_->empties.emplace(
      std::pair(std::stoi(untyped.label), std::stoi(untyped.label.substr(colon + 1))), plain_type);
}

// `names.append(...)`, `found.add(...)`, where nothing has told what the collection holds.
void Translator::learn_from_call(const Expr& call, const Code& self, const std::string& name) {
  if (call.items.empty()) return;
  const bool adds = name == "append" || name == "add";
  if (adds) {
    Type item = expression(*call.items[0]).type;
    if (item.kind != Kind::none) learn_items(self.type, {self.type.kind, {item}});
  } else if (name == "extend" || name == "update") {
    Type given = sequence(*call.items[0]).type;
    if (self.type.kind != Kind::dict) learn_items(self.type, {self.type.kind, given.items});
  } else if ((name == "setdefault" || name == "get") && call.items.size() == 2 &&
             call.items[1]->kind != ExprKind::kNone) {
    learn_items(self.type,
                {Kind::dict, {expression(*call.items[0]).type, expression(*call.items[1]).type}});
  }
}

// `groups.setdefault(key, []).append(value)`
void Translator::learn_grouping(const Expr& call) {
  const Expr& inner = *call.a->a;
  const bool groups = is_call_of(&inner, "setdefault") && inner.items.size() == 2 &&
                      inner.a->kind == ExprKind::kAttribute && call.items.size() == 1 &&
                      (call.a->text == "append" || call.a->text == "add");
  if (!groups) return;
  Code dict = expression(*inner.a->a);
  if (!is_untyped(dict.type)) return;
  const Kind kind = call.a->text == "append" ? Kind::list : Kind::set;
  learn_items(
      dict.type,
      {Kind::dict, {expression(*inner.items[0]).type, {kind, {expression(*call.items[0]).type}}}});
  throw NoEquivalent("the type of an empty dict is known when something is put into it");
}

// What can be gone over, as a vector.
Code Translator::as_sequence(const Code& code) {
  const Type& type = code.type;
  switch (type.kind) {
    case Kind::list:
      return {plain(code), list_of(type.items[0])};
    case Kind::typed_result:
    case Kind::query:
      return {code.text + ".all()", list_of(type.items[0])};
    case Kind::dynamic:
      return {code.text + ".query().all()", list_of(type.items[0])};
    case Kind::result:
      return {code.text + ".all()", list_of({Kind::row})};
    case Kind::columns:
      return {code.text + ".values()", list_of(sql_of("Column"))};
    case Kind::proxy:
      return {code.text + ".get()", list_of(type.items[0])};
    case Kind::dict:
      return {code.text + ".keys()", list_of(type.items[0])};
    case Kind::set:
      return {code.text + ".items()", list_of(type.items[0])};
    case Kind::text:
      return {"orm::py::characters(" + plain(code) + ")", list_of({Kind::text})};
    case Kind::parameters:
      return {"orm::py::keys(" + code.text + ")", list_of({Kind::text})};
    case Kind::enum_class:
      return {"orm::enum_members<" + type.name + ">()",
              list_of({Kind::enum_member, {}, type.name})};
    default:
      break;
  }
  if (type.name == "tables") return {code.text + ".keys()", list_of({Kind::text})};
  throw NoEquivalent("a loop over this value is not translated");
}

Code Translator::sequence(const Expr& expr) {
  if (expr.kind == ExprKind::kTuple && !expr.items.empty()) return list(expr);
  return as_sequence(expression(expr));
}

// What stands for one round of a loop, and the names that it binds inside.
void Translator::bind_target(Loop& loop, const Expr& target, const Type& item) {
  auto bind = [&](std::string_view name, const std::string& cpp, const Type& of) {
    loop.bound.push_back({std::string(name), {Symbol::What::variable, cpp, {}, of, {}}});
  };
  if (target.kind == ExprKind::kName) {
    loop.names = identifier(target.text);
    bind(target.text, loop.names, item);
    return;
  }
  if (target.kind != ExprKind::kTuple && target.kind != ExprKind::kList) {
    throw NoEquivalent("this loop target is not translated");
  }
  if (item.kind == Kind::row) {
    loop.names = find("row") == nullptr ? "row" : "each_row";
    for (auto& [code, name] : unpacked(target, {loop.names, item})) {
      if (name->kind != ExprKind::kName) throw NoEquivalent("this loop target is not translated");
      bind(name->text, code.text, code.type);
    }
    return;
  }
  if (item.kind != Kind::tuple || item.items.size() != target.items.size()) {
    throw NoEquivalent("the targets of this loop are not translated");
  }
  for (size_t i = 0; i < target.items.size(); ++i) {
    const Expr& one = *target.items[i];
    std::string name = one.kind == ExprKind::kName ? identifier(one.text) : "each_pair";
    // Python binds the name twice; C++ refuses it.
    if (name == "_" || loop.names.find(name + ",") != std::string::npos) {
      name = (name == "_" ? "unused_" : name + "_") + std::to_string(i);
    }
    loop.names += (loop.names.empty() ? "[" : ", ") + name;
    if (one.kind == ExprKind::kName) {
      if (one.text != "_") bind(one.text, name, item.items[i]);
      continue;
    }
    for (auto& [code, inner] : unpacked(one, {name, item.items[i]})) {
      if (inner->kind != ExprKind::kName) throw NoEquivalent("this loop target is not translated");
      bind(inner->text, code.text, code.type);
    }
  }
  loop.names += "]";
}

// The head of a loop. C++ lambdas cannot refer to the names of a structured binding, so that where
// the body has one they are declared one by one.
std::string Translator::loop_head(const Loop& loop, const std::string& body, bool braces) {
  const bool several = loop.names[0] == '[';
  if (!several || body.find("[&") == std::string::npos) {
    return "for (const auto& " + loop.names + " : " + loop.range + ") " + (braces ? "{" : "");
  }
  std::string each = fresh("each");
  used_names_.erase(each);
  std::string text = "for (const auto& " + each + " : " + loop.range + ") {";
  std::string names = loop.names.substr(1, loop.names.size() - 2);
  size_t index = 0;
  for (size_t at = 0; at < names.size(); ++index) {
    const size_t end = std::min(names.find(", ", at), names.size());
    text += " [[maybe_unused]] const auto& " + names.substr(at, end - at) + " = std::get<" +
            std::to_string(index) + ">(" + each + ");";
    at = end + 2;
  }
  return text;
}

// `for a in b if c for d in e`, around what is done in each round.
std::string Translator::rounds(const Expr& expr, const std::function<std::string()>& inside) {
  Names outer = names_;
  std::vector<Loop> loops;
  std::vector<std::string> conditions;
  std::string text;
  try {
    for (const lang::Generator& generator : expr.generators) {
      loops.push_back(loop_over(*generator.iterable, *generator.target));
      for (auto& [name, symbol] : loops.back().bound) names_[name] = symbol;
      std::string tests;
      for (const Expr* test : generator.conditions) tests += "if (" + condition(*test) + ") ";
      conditions.push_back(tests);
    }
    text = inside();
  } catch (...) {
    names_ = std::move(outer);
    throw;
  }
  names_ = std::move(outer);
  for (size_t i = loops.size(); i-- > 0;) {
    const std::string body = conditions[i] + text;
    const std::string head = loop_head(loops[i], body, false);
    const bool opened = head.back() == ';';
    text = head + (opened ? " " : "") + body + (opened ? " }" : "");
  }
  return text;
}

// `[x.name for x in rows]`: a lambda that fills a vector; the same of sets and dicts.
Code Translator::comprehension(const Expr& expr) {
  std::string items = fresh("items");  // not the name of what it is made from
  used_names_.erase(items);
  Type type;
  const std::string loops = rounds(expr, [&] {
    Code element = expression(*expr.a);
    if (element.type.kind == Kind::none || spelled(element.type).empty()) {
      throw NoEquivalent("a list of these values is not translated");
    }
    const std::string text = unwrapped(plain(element));
    if (expr.kind == ExprKind::kSetComp) {
      type = {Kind::set, {element.type}};
      return items + ".add(" + text + ");";
    }
    if (expr.kind != ExprKind::kDictComp) {
      type = list_of(element.type);
      return items + ".push_back(" + text + ");";
    }
    Code value = expression(*expr.b);
    type = {Kind::dict, {element.type, value.type}};
    if (spelled(type).empty()) throw NoEquivalent("a dict of these values is not translated");
    return items + ".set(" + text + ", " + unwrapped(plain(value)) + ");";
  });
  return {"[&] {\n    " + spelled(type) + " " + items + ";\n    " + loops + "\n    return " +
              items + ";\n  }()",
          type};
}

// any(), all() and next() end as soon as they know: what the rest would send is not sent.
Code Translator::early_end(const Expr& expr, const std::string& name) {
  const Expr& argument = *expr.items[0];
  if (argument.kind != ExprKind::kGenerator) {
    if (name == "next") throw NoEquivalent("next() of something else than a generator");
    Code items = sequence(argument);
    names_["item"] = {Symbol::What::variable, "item", {}, items.type.items[0], {}};
    Expr item;
    item.kind = ExprKind::kName;
    item.text = "item";
    const std::string test = condition(item);
    names_.erase("item");
    const char* how = name == "any" ? "any_of" : "all_of";
    return {"std::ranges::" + std::string(how) + "(" + items.text +
                ", [&](const auto& item) -> bool { return " + test + "; })",
            {Kind::boolean}};
  }
  if (name != "next") {
    const bool any = name == "any";
    const std::string loops = rounds(argument, [&] {
      return std::string(any ? "if (" : "if (!(") + condition(*argument.a) +
             (any ? ") return true;" : ")) return false;");
    });
    return {"[&] {\n    " + loops + "\n    return " + (any ? "false" : "true") + ";\n  }()",
            {Kind::boolean}};
  }
  const bool none = expr.items.size() == 2 && expr.items[1]->kind == ExprKind::kNone;
  if (!none) throw NoEquivalent("next() without None as the default is not translated");
  Type type;
  const std::string loops = rounds(argument, [&] {
    Code element = expression(*argument.a);
    type = element.type.kind == Kind::optional ? element.type : optional_of(element.type);
    return "return " + unwrapped(plain(element)) + ";";
  });
  if (spelled(type).empty()) throw NoEquivalent("next() of these values is not translated");
  return {"[&]() -> " + spelled(type) + " {\n    " + loops + "\n    return std::nullopt;\n  }()",
          type};
}

// A function that is given to another: a lambda, `len`, `str.lower`, a function of the lesson.
Code Translator::callable(const Expr& expr, const std::vector<Type>& given) {
  Names outer = names_;
  std::string parameters;
  Code result;
  auto take = [&](std::string_view name, const Type& type) {
    const std::string cpp = identifier(name);
    parameters += (parameters.empty() ? "const auto& " : ", const auto& ") + cpp;
    names_[std::string(name)] = {Symbol::What::variable, cpp, {}, type, {}};
  };
  try {
    if (expr.kind == ExprKind::kLambda) {
      if (expr.parameters.size() != given.size()) throw NoEquivalent("this lambda");
      for (size_t i = 0; i < given.size(); ++i) take(expr.parameters[i].name, given[i]);
      result = expression(*expr.a);
    } else if (given.size() == 1) {
      take("item", given[0]);
      Expr item, call, method;
      item.kind = ExprKind::kName;
      item.text = "item";
      call.kind = ExprKind::kCall;
      call.a = const_cast<Expr*>(&expr);  // only read
      call.items = {&item};
      const bool of_text = expr.kind == ExprKind::kAttribute && expr.a->kind == ExprKind::kName &&
                           expr.a->text == "str" && find("str") == nullptr;
      if (of_text) {
        method = expr;
        method.a = &item;
        call.a = &method;
        call.items.clear();
      }
      result = this->call(call);
    } else {
      throw NoEquivalent("this function as an argument is not translated");
    }
  } catch (...) {
    names_ = std::move(outer);
    throw;
  }
  names_ = std::move(outer);
  const std::string type = spelled(result.type);
  if (type.empty()) throw NoEquivalent("a function that gives these values is not translated");
  const std::string returns =
      result.type.kind == Kind::text || result.attribute ? " -> " + type : "";
  return {"[&](" + parameters + ")" + returns + " { return " + unwrapped(plain(result)) + "; }",
          result.type};
}

// sorted(), min() and max(), with key=.
Code Translator::ordered(const Expr& expr, const std::string& name) {
  const lang::Keyword* key = keyword(expr, "key");
  const lang::Keyword* reverse = keyword(expr, "reverse");
  const lang::Keyword* otherwise = keyword(expr, "default");
  for (const lang::Keyword& given : expr.keywords) {
    const bool known = given.name == "key" || (given.name == "reverse" && name == "sorted") ||
                       (given.name == "default" && name != "sorted");
    if (!known) throw NoEquivalent("this argument of " + name + "() is not translated");
  }
  Code items = expr.items.size() == 1 ? sequence(*expr.items[0]) : list(expr);
  const Type& item = items.type.items[0];
  std::string text = items.text;
  if (key != nullptr && key->value->kind != ExprKind::kNone) {
    text += ", " + callable(*key->value, {item}).text;
  }
  const bool by = text.size() > items.text.size();
  const bool orderable = by || item.kind != Kind::object;
  if (!orderable) throw NoEquivalent("objects have no order: sorted() takes a key");
  if (otherwise != nullptr) {
    if (by) throw NoEquivalent("key= and default= together are not translated");
    if (otherwise->value->kind == ExprKind::kNone) throw NoEquivalent("default=None");
    text += ", " + spelled(item) + "(" + plain(expression(*otherwise->value)) + ")";
  }
  if (reverse != nullptr) text += ", " + condition(*reverse->value);
  return {"orm::py::" + name + (by ? "_by(" : "(") + text + ")",
          name == "sorted" ? list_of(item) : item};
}

// A dict whose values have one type is a Dict; with several it is a set of parameters.
Code Translator::dict(const Expr& expr) {
  if (expr.items.empty()) return empty_collection(expr, Kind::dict);
  std::optional<Type> key, value;
  std::string items;
  bool one_type = true;
  for (size_t i = 0; i < expr.items.size() && one_type; ++i) {
    if (expr.keys[i] == nullptr) throw NoEquivalent("a double-starred dict is not translated");
    const Expr& given = *expr.items[i];
    const bool list = given.kind == ExprKind::kList || given.kind == ExprKind::kTuple;
    const bool empty = (list || given.kind == ExprKind::kDict) && given.items.empty();
    Code of = expression(*expr.keys[i]);
    Code to;
    try {
      if (!empty) to = expression(given);
    } catch (const NoEquivalent&) {
      if (expr.keys[i]->kind != ExprKind::kStr) throw;
      one_type = false;  // a list that is JSON
      continue;
    }
    to.type.label.clear();
    one_type = !spelled(of.type).empty() && (!key || *key == of.type) &&
               (empty || (!spelled(to.type).empty() && (!value || *value == to.type)));
    key = of.type;
    if (!empty) value = to.type;
    items += (items.empty() ? "{" : ", {") + unwrapped(plain(of)) + ", " +
             (empty ? "{}" : unwrapped(plain(to))) + "}";
  }
  one_type = one_type && value.has_value();
  if (one_type) {
    Type type{Kind::dict, {*key, *value}};
    for (Type& item : type.items) item.label.clear();
    return {spelled(type) + "{" + items + "}", type};
  }
  return {parameter_set(expr), {Kind::parameters}};
}

Code Translator::set(const Expr& expr) {
  Code items = list(expr);
  Type type{Kind::set, items.type.items};
  return {spelled(type) + items.text.substr(items.text.find('{')), type};
}

// `[("ann", 30), ("bob", None)]`: tuples with None in some places; nothing for other lists.
std::optional<Code> Translator::tuple_rows(const Expr& expr) {
  const size_t size = expr.items[0]->items.size();
  bool none = false;
  for (const Expr* row : expr.items) {
    if (row->kind != ExprKind::kTuple || row->items.size() != size) return std::nullopt;
    for (const Expr* item : row->items) none = none || item->kind == ExprKind::kNone;
  }
  if (!none) return std::nullopt;
  Type type{Kind::tuple};
  for (size_t i = 0; i < size; ++i) {
    Type column;
    bool maybe = false;
    for (const Expr* row : expr.items) {
      const Type of = expression(*row->items[i]).type;
      maybe = maybe || of.kind == Kind::none;
      if (of.kind != Kind::none) column = merged(column, of);
    }
    if (column.kind == Kind::unknown) throw NoEquivalent("None in each of some tuples");
    column.label.clear();
    type.items.push_back(maybe && column.kind != Kind::value ? optional_of(column) : column);
  }
  if (spelled(type).empty()) return std::nullopt;
  std::string rows;
  for (const Expr* row : expr.items) {
    std::string items;
    for (size_t i = 0; i < size; ++i) {
      items += (i == 0 ? "" : ", ") + typed_value(expression(*row->items[i]), type.items[i]);
    }
    rows += (rows.empty() ? "{" : ", {") + items + "}";
  }
  return Code{"std::vector<" + spelled(type) + ">{" + rows + "}", list_of(type)};
}

// What changes or asks a list of values, a dict or a set.
Code Translator::list_method(const Expr& expr, const Code& self, const std::string& name) {
  const Type& item = self.type.items[0];
  if (!expr.keywords.empty() && name != "sort") throw NoEquivalent("these keyword arguments");
  std::vector<std::string> given;
  if (name != "extend" && name != "sort") {
    for (const Expr* one : expr.items) given.push_back(typed_value(expression(*one), item));
  }
  const size_t count = given.size();
  if (name == "append" && count == 1)
    return {self.text + ".push_back(" + given[0] + ")", {Kind::none}};
  if (name == "extend" && expr.items.size() == 1) {
    return {"orm::py::extend(" + self.text + ", " + sequence(*expr.items[0]).text + ")",
            {Kind::none}};
  }
  if (name == "insert" && count == 2 && expr.items[0]->kind == ExprKind::kInt) {
    return {self.text + ".insert(" + self.text + ".begin() + " + std::string(expr.items[0]->text) +
                ", " + given[1] + ")",
            {Kind::none}};
  }
  if (name == "clear" && count == 0) return {self.text + ".clear()", {Kind::none}};
  if (name == "copy" && count == 0) return {plain(self), self.type};
  if (name == "pop" && expr.items.size() <= 1) {
    const std::string at = expr.items.empty() ? "" : ", " + plain(expression(*expr.items[0]));
    return {"orm::py::pop(" + self.text + at + ")", item};
  }
  if (name == "reverse" && count == 0) {
    return {"std::ranges::reverse(" + self.text + ")", {Kind::none}};
  }
  if (name == "sort" && expr.items.empty()) {
    Expr call = expr;
    call.items = {expr.a->a};
    return {self.text + " = " + ordered(call, "sorted").text, {Kind::none}};
  }
  if (count == 1) {
    const std::string arguments = "(" + plain(self) + ", " + spelled(item) + "(" + given[0] + "))";
    if (name == "remove") return {"orm::py::remove" + arguments, {Kind::none}};
    if (name == "index") return {"orm::py::index" + arguments, {Kind::integer}};
    if (name == "count") return {"orm::py::count" + arguments, {Kind::integer}};
  }
  throw NoEquivalent("the method '" + name + "' of a list is not translated");
}

Code Translator::dict_method(const Expr& expr, const Code& self, const std::string& name) {
  const Type& key = self.type.items[0];
  const Type& value = self.type.items[1];
  const size_t count = expr.items.size();
  if (!expr.keywords.empty()) throw NoEquivalent("these keyword arguments");
  if (count == 0) {
    if (name == "keys") return {self.text + ".keys()", list_of(key)};
    if (name == "values") return {self.text + ".values()", list_of(value)};
    if (name == "items") return {self.text + ".items()", list_of({Kind::tuple, {key, value}})};
    if (name == "clear") return {self.text + ".clear()", {Kind::none}};
    if (name == "copy") return self;
  }
  if (name == "update" && count == 1) {
    Code other = expression(*expr.items[0]);
    if (!(other.type == self.type)) throw NoEquivalent("update() with other types");
    return {self.text + ".update(" + other.text + ")", {Kind::none}};
  }
  if (count == 1 || count == 2) {
    const std::string first = typed_value(expression(*expr.items[0]), key);
    const bool none = count == 2 && expr.items[1]->kind == ExprKind::kNone;
    const bool empty =
        count == 2 && expr.items[1]->items.empty() &&
        (expr.items[1]->kind == ExprKind::kList || expr.items[1]->kind == ExprKind::kDict);
    const std::string second = count == 1 || none ? ""
                               : empty            ? spelled(value) + "{}"
                                                  : typed_value(expression(*expr.items[1]), value);
    const std::string arguments = "(" + first + (second.empty() ? "" : ", " + second) + ")";
    if (name == "get") {
      if (!second.empty()) return {self.text + ".get" + arguments, value};
      return {self.text + ".get" + arguments,
              value.kind == Kind::optional ? value : optional_of(value)};
    }
    if (name == "pop" && !none) return {self.text + ".pop" + arguments, value};
    if (name == "setdefault" && !second.empty()) {
      return {self.text + ".setdefault" + arguments, value};
    }
  }
  throw NoEquivalent("the method '" + name + "' of a dict is not translated");
}

Code Translator::set_method(const Expr& expr, const Code& self, const std::string& name) {
  if (expr.items.size() == 1 && expr.keywords.empty()) {
    if (name == "add" || name == "discard") {
      const std::string item = typed_value(expression(*expr.items[0]), self.type.items[0]);
      return {self.text + "." + name + "(" + item + ")", {Kind::none}};
    }
    Code other = expression(*expr.items[0]);
    if (other.type == self.type) {
      if (name == "union") return {"(" + self.text + " | " + other.text + ")", self.type};
      if (name == "intersection") return {"(" + self.text + " & " + other.text + ")", self.type};
      if (name == "difference") return {"(" + self.text + " - " + other.text + ")", self.type};
      if (name == "issubset") return {self.text + ".issubset(" + other.text + ")", {Kind::boolean}};
      if (name == "issuperset")
        return {other.text + ".issubset(" + self.text + ")", {Kind::boolean}};
    }
  }
  throw NoEquivalent("the method '" + name + "' of a set is not translated");
}

}  // namespace lessonrun::translate
