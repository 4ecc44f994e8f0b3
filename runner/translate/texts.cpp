// Texts: f-strings, `%`, str.format(), and the methods of a str, which are functions of
// <orm/python.h>.
#include <algorithm>
#include <iterator>

#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;

namespace {

// Methods that are functions of the same name, with texts as arguments.
struct Method {
  const char* name;
  size_t least, most;
  Kind gives;
  bool number_first = false;  // a width
};
constexpr Method kMethods[] = {
    {"upper", 0, 0, Kind::text},        {"lower", 0, 0, Kind::text},
    {"title", 0, 0, Kind::text},        {"capitalize", 0, 0, Kind::text},
    {"lstrip", 0, 1, Kind::text},       {"rstrip", 0, 1, Kind::text},
    {"replace", 2, 2, Kind::text},      {"find", 1, 1, Kind::integer},
    {"count", 1, 1, Kind::integer},     {"isdigit", 0, 0, Kind::boolean},
    {"isalpha", 0, 0, Kind::boolean},   {"splitlines", 0, 0, Kind::list},
    {"partition", 1, 1, Kind::tuple},   {"rpartition", 1, 1, Kind::tuple},
    {"ljust", 1, 2, Kind::text, true},  {"rjust", 1, 2, Kind::text, true},
    {"center", 1, 2, Kind::text, true}, {"zfill", 1, 1, Kind::text, true}};

// Does fmt read the specification as Python does?
bool is_common(const std::string& spec) { return spec.find_first_of(",_%n=") == std::string::npos; }

}  // namespace

// An f-string is a call of fmt::format.
Code Translator::formatted(const Expr& expr) {
  std::string pattern, arguments, pieces, literal, whole;
  int effects = 0;
  auto piece = [&](const std::string& text) { pieces += (pieces.empty() ? "" : ", ") + text; };
  auto end_literal = [&] {
    if (!literal.empty()) piece(cpp_quoted(literal));
    literal.clear();
  };
  for (const Expr* item : expr.items) {
    if (item->kind == ExprKind::kStr) {
      for (char c : item->text) {
        pattern += c;
        if (c == '{' || c == '}') pattern += c;
      }
      literal += item->text;
      whole += item->text;
      continue;
    }
    if (item->kind != ExprKind::kFormatted) throw NoEquivalent("this f-string is not translated");
    Code value = expression(*item->a);
    if (value.type.kind == Kind::none) throw NoEquivalent("None in an f-string");
    std::string spec;
    bool computed = false;
    std::string spec_code;
    if (item->b != nullptr) {
      for (const Expr* part : item->b->items) {
        computed = computed || part->kind != ExprKind::kStr;
        if (part->kind == ExprKind::kStr) spec += part->text;
      }
      spec_code = computed ? formatted(*item->b).text : cpp_quoted(spec);
    }
    const bool shown = !item->text.empty();  // !r, !s
    const std::string text = std::string("orm::") +
                             (item->text == "r" || item->text == "a" ? "repr(" : "str(") +
                             shown_argument(value) + ")";
    end_literal();
    effects +=
        text.find("->") != text.rfind("->") || text.find('(', 10) != std::string::npos ? 1 : 0;
    const bool number = value.type.kind == Kind::integer || value.type.kind == Kind::real;
    const bool by_fmt = spec.empty() || (!computed && is_common(spec) &&
                                         (shown || number || value.type.kind == Kind::text));
    if (by_fmt && !computed) {
      pattern += spec.empty() ? "{}" : "{:" + spec + "}";
      const bool direct = !spec.empty() && number && !shown;
      arguments += ", " + (direct ? plain(value) : text);
      piece(spec.empty()
                ? text
                : "fmt::format(\"{:" + spec + "}\", " + (direct ? plain(value) : text) + ")");
      continue;
    }
    // Python's own reading of the specification.
    const std::string made =
        "orm::py::format(" + (shown ? text : unwrapped(plain(value))) + ", " + spec_code + ")";
    pattern += "{}";
    arguments += ", " + made;
    piece(made);
  }
  end_literal();
  if (arguments.empty()) return {"std::string(" + cpp_quoted(whole) + ")", {Kind::text}};
  // The pieces may send SQL, and C++ evaluates arguments in any order; those in braces in order.
  if (effects > 1) return {"orm::join(\"\", {" + pieces + "})", {Kind::text}};
  return {"fmt::format(" + cpp_quoted(pattern) + arguments + ")", {Kind::text}};
}

// `"%s and %r" % (a, b)` is a call of fmt::format, too.
Code Translator::percent_format(const Expr& expr) {
  std::vector<const Expr*> given;
  if (expr.b->kind == ExprKind::kTuple) {
    given.assign(expr.b->items.begin(), expr.b->items.end());
  } else if (expr.b->kind == ExprKind::kDict) {
    throw NoEquivalent("a format with names is not translated");
  } else {
    given.push_back(expr.b);
  }
  std::string pattern, arguments;
  size_t next = 0;
  for (size_t i = 0; i < expr.a->text.size(); ++i) {
    char c = expr.a->text[i];
    if (c == '{' || c == '}') pattern += c;
    if (c != '%') {
      pattern += c;
      continue;
    }
    const size_t end = expr.a->text.find_first_not_of("-+0123456789.", i + 1);
    char kind = end == std::string_view::npos ? ' ' : expr.a->text[end];
    std::string spec(expr.a->text.substr(i + 1, end - i - 1));
    i = end;
    if (kind == '%' && spec.empty()) {
      pattern += '%';
      continue;
    }
    bool text = kind == 's' || kind == 'r';
    bool number = kind == 'd' || kind == 'f';
    if ((!text && !number) || next >= given.size()) {
      throw NoEquivalent("this format is not translated");
    }
    Code value = expression(*given[next++]);
    if (text) {
      // Texts are aligned to the right there, to the left in fmt.
      if (!spec.empty()) spec = spec[0] == '-' ? "<" + spec.substr(1) : ">" + spec;
      arguments +=
          std::string(", orm::") + (kind == 'r' ? "repr(" : "str(") + shown_argument(value) + ")";
    } else if (value.type.kind == Kind::value) {
      const std::string cast = kind == 'f' ? "orm::py::to_float(" : "orm::py::to_int(";
      spec += kind;
      arguments += ", " + cast + unwrapped(plain(value)) + ")";
    } else {
      bool fits =
          value.type.kind == Kind::integer || (kind == 'f' && value.type.kind == Kind::real);
      if (!fits) throw NoEquivalent("a number that is formatted has to be one in C++");
      spec += kind;
      arguments += ", " + (value.type.kind == Kind::integer && kind == 'f'
                               ? "static_cast<double>(" + plain(value) + ")"
                               : plain(value));
    }
    pattern += spec.empty() ? "{}" : "{:" + spec + "}";
  }
  if (next != given.size()) throw NoEquivalent("this format is not translated");
  if (arguments.empty()) return {"std::string(" + cpp_quoted(pattern) + ")", {Kind::text}};
  return {"fmt::format(" + cpp_quoted(pattern) + arguments + ")", {Kind::text}};
}

// "{} is {:.2f}".format(a, b): each piece in its turn.
Code Translator::str_format(const Expr& expr) {
  const std::string_view text = expr.a->a->text;
  std::string pieces, literal;
  auto piece = [&](const std::string& code) { pieces += (pieces.empty() ? "" : ", ") + code; };
  size_t next = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c == '{' || c == '}') && i + 1 < text.size() && text[i + 1] == c) {
      literal += c;
      ++i;
      continue;
    }
    if (c != '{') {
      literal += c;
      continue;
    }
    const size_t end = text.find('}', i);
    if (end == std::string_view::npos) throw NoEquivalent("this format is not translated");
    std::string field(text.substr(i + 1, end - i - 1));
    i = end;
    const size_t colon = std::min(field.find(':'), field.size());
    std::string name = field.substr(0, colon);
    const std::string spec = colon < field.size() ? field.substr(colon + 1) : "";
    std::string how = "str(";
    if (name.size() >= 2 && name[name.size() - 2] == '!') {
      how = name.back() == 'r' ? "repr(" : "str(";
      name.resize(name.size() - 2);
    }
    const bool number = !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
    const lang::Keyword* named = keyword(expr, name);
    const size_t at = name.empty() ? next++ : number ? std::stoul(name) : expr.items.size();
    if (named == nullptr && at >= expr.items.size()) throw NoEquivalent("this format");
    Code value = expression(named != nullptr ? *named->value : *expr.items[at]);
    if (!literal.empty()) piece(cpp_quoted(literal));
    literal.clear();
    piece(spec.empty()
              ? "orm::" + how + (how == "str(" ? printed(value) : shown_argument(value)) + ")"
              : "orm::py::format(" + unwrapped(plain(value)) + ", " + cpp_quoted(spec) + ")");
  }
  if (!literal.empty()) piece(cpp_quoted(literal));
  return {"orm::join(\"\", {" + pieces + "})", {Kind::text}};
}

bool is_text_method(std::string_view name) {
  static constexpr std::string_view kOthers[] = {"split",      "join",     "strip",
                                                 "startswith", "endswith", "format"};
  const auto named = [name](const Method& method) { return method.name == name; };
  return std::any_of(std::begin(kMethods), std::end(kMethods), named) ||
         std::find(std::begin(kOthers), std::end(kOthers), name) != std::end(kOthers);
}

Code Translator::text_method(const Expr& expr, const Code& self, const std::string& name) {
  if (name == "format" && expr.a->a->kind == ExprKind::kStr) return str_format(expr);
  if (!expr.keywords.empty()) throw NoEquivalent("these keyword arguments");
  const size_t count = expr.items.size();
  if (name == "join" && count == 1) {
    const Expr& given = *expr.items[0];
    Code items = given.kind == ExprKind::kTuple ? list(given) : expression(given);
    bool texts = items.type.kind == Kind::row;
    if (items.type.kind == Kind::tuple) {
      texts = true;
      for (const Type& item : items.type.items) texts = texts && item.kind == Kind::text;
    }
    if (!texts) {
      items = as_sequence(items);
      texts = items.type.items[0].kind == Kind::text;
      if (items.type.items[0].kind == Kind::value) {
        return {"orm::join(" + plain(self) + ", orm::py::text_items(" + items.text + "))",
                {Kind::text}};
      }
    }
    if (texts) return {"orm::join(" + plain(self) + ", " + items.text + ")", {Kind::text}};
  }
  std::string given;
  for (const Expr* item : expr.items) {
    Code argument = present(expression(*item));
    if (argument.type.kind == Kind::value)
      argument = {"orm::value_as_text(" + argument.text + ")", {Kind::text}};
    given += ", " + unwrapped(plain(argument));
  }
  const std::string arguments = "(" + unwrapped(plain(self)) + given + ")";
  if (name == "split" && count <= 1) {
    return {(count == 0 ? "orm::py::split" : "orm::split") + arguments, list_of({Kind::text})};
  }
  if (name == "strip" && count <= 1) {
    return {(count == 0 ? "orm::strip" : "orm::py::strip") + arguments, {Kind::text}};
  }
  if ((name == "startswith" || name == "endswith") && count == 1) {
    return {"std::string_view(" + plain(self) + ")." +
                (name == "startswith" ? "starts_with(" : "ends_with(") + given.substr(2) + ")",
            {Kind::boolean}};
  }
  for (const Method& method : kMethods) {
    if (name != method.name || count < method.least || count > method.most) continue;
    if (method.number_first && count == 2) {
      if (expr.items[1]->kind != ExprKind::kStr || expr.items[1]->text.size() != 1) break;
      given =
          ", " + plain(expression(*expr.items[0])) + ", '" + std::string(expr.items[1]->text) + "'";
      return {"orm::py::" + name + "(" + plain(self) + given + ")", {Kind::text}};
    }
    Type type{method.gives};
    if (type.kind == Kind::list) type = list_of({Kind::text});
    if (type.kind == Kind::tuple) type.items.assign(3, {Kind::text});
    return {"orm::py::" + name + arguments, type};
  }
  throw NoEquivalent("the method '" + name + "' of a text is not translated");
}

}  // namespace lessonrun::translate
