// How a call is written: the binding table's spelling, and arguments in their places.
#include <set>

#include "runner/bind/binding.h"
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;

const lang::Keyword* keyword(const Expr& call, std::string_view name) {
  for (const lang::Keyword& given : call.keywords) {
    if (given.name == name) return &given;
  }
  return nullptr;
}

const Expr& argument(const Expr& call, size_t i) {
  if (i >= call.items.size())
    throw NoEquivalent("a call has fewer arguments than its C++ equivalent");
  return *call.items[i];
}

namespace {

// The names of a signature's parameters, stars kept.
std::vector<std::string> parameter_names(std::string_view signature) {
  std::vector<std::string> names;
  size_t at = 0;
  while (at < signature.size()) {
    size_t end = signature.find(", ", at);
    if (end == std::string_view::npos) end = signature.size();
    std::string_view part = signature.substr(at, end - at);
    names.emplace_back(part.substr(0, part.find('=')));
    at = end + 2;
  }
  return names;
}

void replace(std::string& text, const std::string& what, const std::string& with) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), with);
    at += with.size();
  }
}

}  // namespace

// A call as the binding table writes it. Of arguments that were not given, those at the end are
// left out, and those before them written as `{}`.
std::string Translator::spell(const char* owner, const std::string& name, const std::string& self,
                              const Expr* call, bool core) {
  static const std::string kMissing = "\x01";
  const bind::Binding* row = bind::find_binding(owner, name.c_str());
  if (row == nullptr || row->cpp == nullptr) {
    throw NoEquivalent("'" + name + "' is not in the binding table");
  }
  std::string text = row->cpp;
  const std::string spelling = text;
  if (core) {  // a function without a namespace is one of orm::core
    size_t end = text.find_first_of("({!:.");
    if (end != std::string::npos && end > 0 && text[end] == '(') {
      text = this->core(text.substr(0, end)) + text.substr(end);
    }
  }
  if (!text.empty() && text[0] == '!') throw NoEquivalent(text.substr(1));
  replace(text, "{self}", self);
  if (call == nullptr) return text;
  auto argument = [&](const Expr& expr) {
    if (core) return core_argument(expr);
    Code code = expression(expr);
    const bool maybe = code.type.kind == Kind::optional && code.type.items[0].kind == Kind::object;
    return maybe ? plain(code) + ".value_or(nullptr)" : plain(code);
  };
  bool all = spelling.find("{args}") != std::string::npos;
  bool set = spelling.find("{set}") != std::string::npos;
  if (set) replace(text, "{set}", set_of(*call));
  if (all && !core) replace(text, "{args}", arguments(*call));
  if (all && core) {
    std::string given;
    for (const Expr* item : call->items) given += (given.empty() ? "" : ", ") + argument(*item);
    replace(text, "{args}", given);
  }
  std::vector<std::string> names = parameter_names(row->signature);
  std::set<std::string_view> known;
  size_t position = 0;
  for (const std::string& parameter : names) {
    if (parameter[0] == '*') {
      position = call->items.size();  // the rest is given by name
      continue;
    }
    known.insert(parameter);
    const lang::Keyword* named = keyword(*call, parameter);
    const Expr* given = named != nullptr                ? named->value
                        : position < call->items.size() ? call->items[position]
                                                        : nullptr;
    ++position;
    bool used = spelling.find("{" + parameter + "}") != std::string::npos;
    if (given != nullptr && !used && !set && (named != nullptr || !all)) {
      // checkfirst=True is what create_all() does without it.
      bool harmless = parameter == "checkfirst" && given->kind == ExprKind::kTrue &&
                      owner != nullptr && std::string(owner) == "MetaData";
      if (!harmless) {
        throw NoEquivalent("the argument '" + parameter + "' of " + name + "() is not translated");
      }
    }
    bool optional = parameter == "name" ||
                    std::string_view(row->signature).find(parameter + "=") != std::string::npos;
    bool none = given == nullptr || (core && optional && given->kind == ExprKind::kNone);
    if (used) replace(text, "{" + parameter + "}", none ? kMissing : argument(*given));
  }
  for (const lang::Keyword& given : call->keywords) {
    if (known.count(given.name) == 0 && !set) {
      throw NoEquivalent("the argument '" + std::string(given.name) + "' of " + name +
                         "() is not translated");
    }
  }
  for (size_t at; (at = text.find(", " + kMissing + ")")) != std::string::npos;) text.erase(at, 3);
  replace(text, "(" + kMissing + ")", "()");
  replace(text, kMissing, "{}");
  return text;
}

std::string Translator::arguments(const Expr& call) {
  std::string text;
  for (const Expr* item : call.items) {
    if (item->kind == ExprKind::kStarred) throw NoEquivalent("a starred argument");
    Code code = expression(*item);
    const bool maybe = code.type.kind == Kind::optional && code.type.items[0].kind == Kind::object;
    text += (text.empty() ? "" : ", ") + plain(code) + (maybe ? ".value_or(nullptr)" : "");
  }
  if (!call.keywords.empty()) throw NoEquivalent("these keyword arguments are not translated");
  return text;
}

std::string Translator::parameter_set(const Expr& dict) {
  if (dict.kind != ExprKind::kDict) {
    Code given = expression(dict);
    if (given.type.kind == Kind::parameters) return given.text;
    if (given.type.kind == Kind::dict) return "orm::parameters(" + given.text + ")";
    throw NoEquivalent("parameters that are not a dict");
  }
  std::string text;
  for (size_t i = 0; i < dict.items.size(); ++i) {
    if (dict.keys[i] == nullptr || dict.keys[i]->kind != ExprKind::kStr) {
      throw NoEquivalent("parameters whose names are not plain strings");
    }
    text += (text.empty() ? "{" : ", {") + cpp_quoted(dict.keys[i]->text) + ", " +
            value_argument(*dict.items[i]) + "}";
  }
  return "orm::ParameterSet{" + text + "}";
}

// What execute() takes behind the statement: a list of parameter sets.
std::string Translator::parameters(const Expr& expr) {
  if (expr.kind == ExprKind::kDict) return "{" + parameter_set(expr) + "}";
  if (expr.kind != ExprKind::kList) {
    Code given = expression(expr);
    if (given.type.kind == Kind::parameters) return "{" + given.text + "}";
    if (given.type == list_of({Kind::parameters})) return given.text;
    const bool dict = given.type.kind == Kind::dict && given.type.items[0].kind == Kind::text;
    if (dict) return "{orm::parameters(" + given.text + ")}";
    const bool dicts = given.type.kind == Kind::list && given.type.items[0].kind == Kind::dict;
    if (dicts) return "orm::parameters(" + given.text + ")";
    throw NoEquivalent("these parameters are not translated");
  }
  std::string sets;
  for (const Expr* item : expr.items) sets += (sets.empty() ? "" : ", ") + parameter_set(*item);
  return "{" + sets + "}";
}

std::string Translator::keyword_set(const Expr& call) {
  if (!call.items.empty()) throw NoEquivalent("filter_by() takes keyword arguments");
  std::string text;
  for (const lang::Keyword& given : call.keywords) {
    if (given.name.empty()) throw NoEquivalent("a double-starred argument");
    bool none = given.value->kind == ExprKind::kNone;
    text += (text.empty() ? "{" : ", {") + cpp_quoted(given.name) + ", " +
            (none ? "nullptr" : plain(expression(*given.value))) + "}";
  }
  return "{" + text + "}";
}

}  // namespace lessonrun::translate
