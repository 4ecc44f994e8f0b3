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

Code Translator::text_method(const Expr& expr, const Code& self, const std::string& name) {
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
    if (item->kind != ExprKind::kName) throw NoEquivalent("this target is not translated");
    std::string index = std::to_string(i);
    if (value.type.kind == Kind::row) {
      items.push_back({{value.text + "[" + index + "]", {Kind::value}}, item});
    } else if (value.type.kind == Kind::tuple && value.type.items.size() == target.items.size()) {
      items.push_back({{"std::get<" + index + ">(" + value.text + ")", value.type.items[i]}, item});
    } else {
      throw NoEquivalent("this value cannot be unpacked in C++");
    }
  }
  return items;
}

}  // namespace lessonrun::translate
