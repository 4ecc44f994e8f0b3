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
  if (type.kind == Kind::session) {
    throw NoEquivalent(
        "the objects of a session are of several structs, and a C++ list has one type");
  }
  throw NoEquivalent("a loop over this value is not translated");
}

Code Translator::sequence(const Expr& expr) {
  if (expr.kind == ExprKind::kTuple && !expr.items.empty()) return list(expr);
  return as_sequence(expression(expr));
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
