// Calls of Python's built-in functions.
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;

namespace {

bool is_number(const Type& type) {
  return type.kind == Kind::integer || type.kind == Kind::real || type.kind == Kind::boolean;
}

// May reading it send SQL? C++ does not say in which order arguments are evaluated.
bool has_effect(const std::string& text) {
  const size_t arrow = text.find("->");
  return text.find('(') != std::string::npos ||
         (arrow != std::string::npos && text.find("->", arrow + 2) != std::string::npos);
}

}  // namespace

// A value as an item of a collection, or an argument, of that type.
std::string Translator::typed_value(const Code& code, const Type& type) {
  if (code.type.kind == Kind::none) {
    if (type.kind == Kind::optional) return "std::nullopt";
    if (type.kind == Kind::value) return "orm::Value()";
    if (type.kind == Kind::object) return "nullptr";
    throw NoEquivalent("None where C++ has a value of another type");
  }
  const bool fits = code.type == type || type.kind == Kind::value ||
                    (type.kind == Kind::optional && type.items[0] == code.type) ||
                    (type.kind == Kind::real && code.type.kind == Kind::integer);
  if (!fits) throw NoEquivalent("a collection of C++ holds values of one type");
  return unwrapped(plain(code));
}

std::string Translator::shown_argument(const Code& code) {
  if (code.type.kind == Kind::identity_set) return "orm::repr_identity_set(" + code.text + ")";
  if (code.type.kind == Kind::none) return "\"None\"";
  if (code.type.kind == Kind::set && is_number(code.type.items[0])) {
    throw NoEquivalent(
        "the order of a set of numbers is that of CPython's hash table: show it sorted()");
  }
  if (is_untyped(code.type)) throw NoEquivalent("an empty collection without a type");
  if (code.type.label == "range") throw NoEquivalent("a range of C++ is the list of its numbers");
  return unwrapped(code.text);
}

// The same where str() is shown: a class may say so with `__str__`.
std::string Translator::printed(const Code& code) {
  if (code.type.kind == Kind::object) {
    const bool own = code.type.name == "self";
    const ClassInfo& info = own ? *self_class_ : class_info(code.type.name);
    if (info.method("__str__") != nullptr) {
      return own ? "str()" : plain(code) + "->str()";
    }
    if (own) throw NoEquivalent("an object that shows itself as a whole");
  }
  return shown_argument(code);
}

Code Translator::print(const Expr& expr) {
  std::string separator = "\" \"", end = "\"\\n\"";
  for (const lang::Keyword& given : expr.keywords) {
    if (given.name == "sep") {
      separator = plain(expression(*given.value));
    } else if (given.name == "end") {
      end = plain(expression(*given.value));
    } else if (given.name != "flush") {
      throw NoEquivalent("print(" + std::string(given.name) + "=) is not translated");
    }
  }
  const bool starred = expr.items.size() == 1 && expr.items[0]->kind == ExprKind::kStarred;
  if (starred) {
    Code items = sequence(*expr.items[0]->a);
    return {
        "orm::py::print_with(orm::py::texts(" + items.text + "), " + separator + ", " + end + ")",
        {Kind::none}};
  }
  std::string plain_items, texts;
  int effects = 0;
  for (const Expr* item : expr.items) {
    const std::string shown = printed(expression(*item));
    effects += has_effect(shown) ? 1 : 0;
    plain_items += (plain_items.empty() ? "" : ", ") + shown;
    texts += (texts.empty() ? "orm::str(" : ", orm::str(") + shown + ")";
  }
  if (expr.keywords.empty() && effects < 2)
    return {"orm::print(" + plain_items + ")", {Kind::none}};
  return {"orm::py::print_with({" + texts + "}, " + separator + ", " + end + ")", {Kind::none}};
}

// list(), set(), tuple(), dict() of something.
Code Translator::collected(const Expr& expr, const std::string& name) {
  if (expr.items.empty() && name != "tuple") {
    if (!expr.keywords.empty()) {
      if (name != "dict") throw NoEquivalent("these keyword arguments");
      std::string text;
      for (const lang::Keyword& given : expr.keywords) {
        text += (text.empty() ? "{" : ", {") + cpp_quoted(given.name) + ", " +
                value_argument(*given.value) + "}";
      }
      return {"orm::ParameterSet{" + text + "}", {Kind::parameters}};
    }
    return empty_collection(expr, name == "list"  ? Kind::list
                                  : name == "set" ? Kind::set
                                                  : Kind::dict);
  }
  const Expr& argument = *expr.items[0];
  if (name == "dict") {
    const bool pairs =
        argument.kind == ExprKind::kGenerator || argument.kind == ExprKind::kListComp;
    Code value = pairs ? comprehension(argument) : expression(argument);
    if (value.type.kind == Kind::mapping || value.type.kind == Kind::dict ||
        value.type.kind == Kind::parameters) {
      return value;
    }
    value = as_sequence(value);
    const Type& pair = value.type.items[0];
    if (pair.kind != Kind::tuple || pair.items.size() != 2) {
      throw NoEquivalent("dict() of something else than pairs is not translated");
    }
    return {"orm::py::dict(" + value.text + ")", {Kind::dict, pair.items}};
  }
  Code items = sequence(argument);
  if (name == "set") {
    Type type{Kind::set, items.type.items};
    return {spelled(type) + "(" + items.text + ")", type};
  }
  if (name == "tuple") throw NoEquivalent("a tuple of C++ has a known number of items");
  items.type.items[0].name = items.type.items[0].name == "set" ? "" : items.type.items[0].name;
  return items;
}

// int(), float(), bool(), abs(), round()
std::optional<Code> Translator::number_builtin(const Expr& expr, const std::string& name) {
  const bool known =
      name == "int" || name == "float" || name == "bool" || name == "abs" || name == "round";
  if (!known || expr.items.empty() || !expr.keywords.empty()) return std::nullopt;
  if (name == "bool") return Code{"(" + condition(*expr.items[0]) + ")", {Kind::boolean}};
  Code value = present(expression(*expr.items[0]));
  const bool number = is_number(value.type);
  const bool run_time = value.type.kind == Kind::value || value.type.kind == Kind::text;
  const std::string text = unwrapped(plain(value));
  if (name == "round") {
    std::string digits = expr.items.size() > 1 ? ", " + plain(expression(*expr.items[1])) : "";
    if (digits.empty() && value.type.kind == Kind::integer) return value;
    if (digits.empty() && value.type.kind == Kind::real) {
      return Code{"orm::py::round(" + text + ")", {Kind::integer}};
    }
    if (!digits.empty() && (value.type.kind == Kind::real || value.type.kind == Kind::value)) {
      return Code{"orm::py::round(" + text + digits + ")", value.type};
    }
    return std::nullopt;
  }
  if (name == "abs") {
    if (value.type.kind == Kind::value) return Code{"orm::py::absolute(" + text + ")", value.type};
    if (number) return Code{"std::abs(" + text + ")", value.type};
    return std::nullopt;
  }
  const bool whole = name == "int";
  if (number) {
    return Code{std::string("static_cast<") + (whole ? "int64_t" : "double") + ">(" + text + ")",
                {whole ? Kind::integer : Kind::real}};
  }
  if (!run_time) return std::nullopt;
  return Code{std::string("orm::py::") + (whole ? "to_int(" : "to_float(") + text + ")",
              {whole ? Kind::integer : Kind::real}};
}

// What is made of sequences: enumerate(), zip(), range(), reversed(), map(), filter(), sum().
std::optional<Code> Translator::sequence_builtin(const Expr& expr, const std::string& name) {
  const size_t count = expr.items.size();
  if (name == "any" || name == "all" || name == "next") {
    if (count == 0 || !expr.keywords.empty()) return std::nullopt;
    return early_end(expr, name);
  }
  if (name == "sorted" || name == "min" || name == "max") {
    return count == 0 ? std::nullopt : std::optional(ordered(expr, name));
  }
  if (name == "range" && count >= 1 && count <= 3) {
    std::string given;
    for (const Expr* item : expr.items) {
      Code bound = expression(*item);
      if (bound.type.kind == Kind::value)
        bound = {"orm::value_as_int(" + bound.text + ")", {Kind::integer}};
      if (bound.type.kind != Kind::integer) throw NoEquivalent("range() takes integers");
      given += (given.empty() ? "" : ", ") + unwrapped(plain(bound));
    }
    Type type = list_of({Kind::integer});
    type.label = "range";
    return Code{"orm::py::range(" + given + ")", type};
  }
  if (name == "enumerate" && count >= 1 && count <= 2) {
    Code items = sequence(*expr.items[0]);
    const lang::Keyword* start = keyword(expr, "start");
    const Expr* from = start != nullptr ? start->value : count == 2 ? expr.items[1] : nullptr;
    return Code{"orm::py::enumerate(" + items.text +
                    (from == nullptr ? "" : ", " + plain(expression(*from))) + ")",
                list_of({Kind::tuple, {{Kind::integer}, items.type.items[0]}})};
  }
  if (name == "zip" && count > 0 && expr.keywords.empty()) {
    std::string text;
    Type row{Kind::tuple};
    for (const Expr* item : expr.items) {
      Code items = sequence(*item);
      text += (text.empty() ? "" : ", ") + items.text;
      row.items.push_back(items.type.items[0]);
    }
    return Code{"orm::py::zip(" + text + ")", list_of(row)};
  }
  if (name == "reversed" && count == 1) {
    Code items = sequence(*expr.items[0]);
    return Code{"orm::py::reversed(" + items.text + ")", items.type};
  }
  if ((name == "map" || name == "filter") && count == 2) {
    Code items = sequence(*expr.items[1]);
    Code function = callable(*expr.items[0], {items.type.items[0]});
    if (name == "filter" && function.type.kind != Kind::boolean) {
      throw NoEquivalent("filter() by something that is no truth value");
    }
    return Code{"orm::py::" + name + "(" + function.text + ", " + items.text + ")",
                name == "map" ? list_of(function.type) : items.type};
  }
  if (name == "sum" && (count == 1 || count == 2) && expr.keywords.empty()) {
    Code items = sequence(*expr.items[0]);
    Type item = items.type.items[0];
    const bool number = is_number(item) || item.kind == Kind::value || item.name == "orm::Interval";
    if (!number) throw NoEquivalent("sum() of values that are no numbers is not translated");
    if (item.kind == Kind::boolean) item = {Kind::integer};
    return Code{"orm::py::sum(" + items.text +
                    (count == 2 ? ", " + typed_value(expression(*expr.items[1]), item) : "") + ")",
                item};
  }
  return std::nullopt;
}

Code Translator::length(const Expr& argument) {
  Code value = expression(argument);
  const bool counted = value.type.kind == Kind::list || value.type.kind == Kind::proxy ||
                       value.type.kind == Kind::dict || value.type.kind == Kind::set ||
                       value.type.kind == Kind::parameters ||
                       value.type.kind == Kind::identity_set || value.type.kind == Kind::columns;
  if (value.type.name == "tables") value.text += ".keys()";
  if (counted || value.type.name == "tables" || value.type.kind == Kind::row) {
    return {"static_cast<int64_t>(" + plain(value) + ".size())", {Kind::integer}};
  }
  value = present(value);
  if (value.type.kind == Kind::text) {
    return {"orm::py::length(" + plain(value) + ")", {Kind::integer}};
  }
  if (value.type.kind == Kind::value) {
    return {"orm::py::length(orm::value_as_text(" + plain(value) + "))", {Kind::integer}};
  }
  if (value.type.kind == Kind::tuple)
    return {std::to_string(value.type.items.size()), {Kind::integer}};
  throw NoEquivalent("len() of this value is not translated");
}

Code Translator::call_builtin(const Expr& expr, const std::string& name) {
  if (name == "print") return print(expr);
  if (name == "getattr" && expr.items.size() == 2) {
    Code object = expression(*expr.items[0]);
    Code key = expression(*expr.items[1]);
    if (object.type.kind == Kind::instance_state && key.type.kind == Kind::text) {
      return {"orm::in_state(*" + object.text + ", " + plain(key) + ")", {Kind::boolean}};
    }
  }
  if (name == "isinstance" && expr.items.size() == 2) {
    Code cls = expression(*expr.items[1]);
    if (cls.type.kind == Kind::mapped_class) {
      return {"static_cast<bool>(orm::as<" + cls.type.name + ">(" +
                  plain(expression(*expr.items[0])) + "))",
              {Kind::boolean}};
    }
  }
  if (name == "issubclass" && expr.items.size() == 2) {
    std::string library;
    const std::string derived = error_class(*expr.items[0], library);
    const std::string base = error_class(*expr.items[1], library);
    if (!derived.empty() && !base.empty()) {
      return {"std::is_base_of_v<" + base + ", " + derived + ">", {Kind::boolean}};
    }
  }
  if (std::optional<Code> code = sequence_builtin(expr, name)) return *std::move(code);
  if (std::optional<Code> code = number_builtin(expr, name)) return *std::move(code);
  const bool collects = name == "list" || name == "set" || name == "tuple" || name == "dict";
  if (collects && expr.items.size() <= 1) return collected(expr, name);
  if (expr.items.size() == 1 && expr.keywords.empty()) {
    if (name == "len") return length(*expr.items[0]);
    if (name == "str") {
      return {"orm::str(" + printed(expression(*expr.items[0])) + ")", {Kind::text}};
    }
    if (name == "repr") {
      return {"orm::repr(" + shown_argument(expression(*expr.items[0])) + ")", {Kind::text}};
    }
  }
  if (auto lost = lost_.find(name); lost != lost_.end()) {
    throw NoEquivalent("'" + name + "' has no C++ either: " + lost->second);
  }
  throw NoEquivalent("a call of " + name + "() is not translated");
}

}  // namespace lessonrun::translate
