// Values: dates and numbers of the standard library, JSON, texts, slices, and what is unpacked.
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;
using lang::Tok;

// date(2020, 1, 2), datetime(...), Decimal("1.5").
Code Translator::value_call(const Expr& expr, const std::string& name) {
  if (!expr.keywords.empty()) throw NoEquivalent(name + "() with keyword arguments");
  std::vector<std::string> given;
  for (const Expr* item : expr.items) given.push_back(plain(expression(*item)));
  if (name == "Decimal" && given.size() == 1 && expr.items[0]->kind == ExprKind::kStr) {
    return {"orm::Value::decimal(" + given[0] + ")", {Kind::value}};
  }
  for (const Expr* item : expr.items) {
    if (item->kind != ExprKind::kInt) throw NoEquivalent(name + "() of computed numbers");
  }
  auto part = [&](size_t i) { return i < given.size() ? given[i] : std::string("0"); };
  std::string date = "{" + part(0) + ", " + part(1) + ", " + part(2) + "}";
  if (name == "date" && given.size() == 3) {
    return {"orm::Date" + date, {Kind::other, {}, "orm::Date"}};
  }
  if (name == "datetime" && given.size() >= 3 && given.size() <= 7) {
    return {"orm::DateTime{" + date + ", {" + part(3) + ", " + part(4) + ", " + part(5) + ", " +
                part(6) + "}}",
            {Kind::other, {}, "orm::DateTime"}};
  }
  throw NoEquivalent("a call of " + name + "() is not translated");
}

// json.dumps() of a literal.
std::string Translator::json_text(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kStr: {
      std::string text = "\"";
      for (char c : expr.text) {
        auto byte = static_cast<unsigned char>(c);
        if (byte < 32 || byte > 126) throw NoEquivalent("JSON with such letters is not translated");
        if (c == '"' || c == '\\') text += '\\';
        text += c;
      }
      return text + "\"";
    }
    case ExprKind::kInt:
      return std::string(expr.text);
    case ExprKind::kNone:
      return "null";
    case ExprKind::kTrue:
      return "true";
    case ExprKind::kFalse:
      return "false";
    case ExprKind::kList: {
      std::string items;
      for (const Expr* item : expr.items) items += (items.empty() ? "" : ", ") + json_text(*item);
      return "[" + items + "]";
    }
    case ExprKind::kDict: {
      std::string items;
      for (size_t i = 0; i < expr.items.size(); ++i) {
        if (expr.keys[i] == nullptr || expr.keys[i]->kind != ExprKind::kStr) {
          throw NoEquivalent("JSON whose keys are no plain strings");
        }
        items += (items.empty() ? "" : ", ") + json_text(*expr.keys[i]) + ": " +
                 json_text(*expr.items[i]);
      }
      return "{" + items + "}";
    }
    default:
      throw NoEquivalent("JSON that is no literal is not translated");
  }
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
      arguments += std::string(", orm::") + (kind == 'r' ? "repr(" : "str(") + value.text + ")";
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

Code Translator::text_method(const Expr& expr, const Code& self, const std::string& name) {
  if (name == "split" && expr.items.size() == 1 && expr.items[0]->kind == ExprKind::kStr) {
    return {"orm::split(" + plain(self) + ", " + cpp_quoted(expr.items[0]->text) + ")",
            list_of({Kind::text})};
  }
  if (name == "join" && expr.items.size() == 1) {
    Code items = expression(*expr.items[0]);
    bool texts = items.type == list_of({Kind::text}) || items.type.kind == Kind::row;
    if (items.type.kind == Kind::tuple) {
      texts = true;
      for (const Type& item : items.type.items) texts = texts && item.kind == Kind::text;
    }
    if (texts) return {"orm::join(" + plain(self) + ", " + items.text + ")", {Kind::text}};
  }
  if (name == "strip" && expr.items.empty()) {
    return {"orm::strip(" + plain(self) + ")", {Kind::text}};
  }
  throw NoEquivalent("the method '" + name + "' of a text is not translated");
}

Code Translator::slice(const Code& self, const Expr& slice) {
  if (slice.c != nullptr || (self.type.kind != Kind::list && self.type.kind != Kind::text)) {
    throw NoEquivalent("this slice is not translated");
  }
  std::string start = slice.a == nullptr ? "0" : plain(expression(*slice.a));
  std::string stop = slice.b == nullptr ? "" : ", " + plain(expression(*slice.b));
  return {"orm::slice(" + plain(self) + ", " + start + stop + ")", self.type};
}

// The targets of `a, b = value` and of loops, each with the item it gets.
std::vector<std::pair<Code, const Expr*>> Translator::unpacked(const Expr& target,
                                                               const Code& value) {
  std::vector<std::pair<Code, const Expr*>> items;
  for (size_t i = 0; i < target.items.size(); ++i) {
    const Expr* item = target.items[i];
    if (item->kind != ExprKind::kName && item->kind != ExprKind::kAttribute) {
      throw NoEquivalent("this target is not translated");
    }
    std::string index = std::to_string(i);
    if (value.type.kind == Kind::row) {
      items.push_back({{value.text + "[" + index + "]", {Kind::value}}, item});
    } else if (value.type.kind == Kind::tuple && value.type.items.size() == target.items.size()) {
      items.push_back({{"std::get<" + index + ">(" + value.text + ")", value.type.items[i]}, item});
    } else if (value.type.kind == Kind::list) {
      items.push_back({{value.text + ".at(" + index + ")", value.type.items[0]}, item});
    } else {
      throw NoEquivalent("this value cannot be unpacked in C++");
    }
  }
  return items;
}

}  // namespace lessonrun::translate
