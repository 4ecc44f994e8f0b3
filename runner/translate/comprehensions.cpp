// Rounds of loops: what they bind, comprehensions, and functions that are given to others.
#include <algorithm>

#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;

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

}  // namespace lessonrun::translate
