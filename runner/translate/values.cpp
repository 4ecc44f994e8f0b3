// Values: dates and numbers of the standard library, JSON, texts, slices, and what is unpacked.
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;
using lang::Tok;

// date(2020, 1, 2), datetime(...), timedelta(days=1), Decimal("1.5").
Code Translator::value_call(const Expr& expr, const std::string& name) {
  if (name == "timedelta") return interval_call(expr);
  if (!expr.keywords.empty()) throw NoEquivalent(name + "() with keyword arguments");
  std::vector<std::string> given;
  bool literal = true;
  for (const Expr* item : expr.items) {
    Code part = expression(*item);
    const bool number = part.type.kind == Kind::integer;
    if (!number && name != "Decimal") throw NoEquivalent(name + "() takes integers");
    literal = literal && item->kind == ExprKind::kInt;
    given.push_back(unwrapped(plain(part)));
  }
  if (name == "Decimal" && given.size() == 1) {
    const bool text = expression(*expr.items[0]).type.kind == Kind::text;
    if (!text && expr.items[0]->kind != ExprKind::kInt) {
      throw NoEquivalent("a Decimal of something else than a text is not translated");
    }
    return {"orm::Value::decimal(" + (text ? given[0] : cpp_quoted(given[0])) + ")", {Kind::value}};
  }
  auto part = [&](size_t i, const char* type) {
    if (i >= given.size()) return std::string("0");
    return literal ? given[i] : std::string("static_cast<") + type + ">(" + given[i] + ")";
  };
  const std::string date =
      "{" + part(0, "int16_t") + ", " + part(1, "uint8_t") + ", " + part(2, "uint8_t") + "}";
  auto clock = [&](size_t from) {
    return "{" + part(from, "uint8_t") + ", " + part(from + 1, "uint8_t") + ", " +
           part(from + 2, "uint8_t") + ", " + part(from + 3, "uint32_t") + "}";
  };
  if (name == "date" && given.size() == 3) {
    return {"orm::Date" + date, {Kind::other, {}, "orm::Date"}};
  }
  if (name == "time" && given.size() <= 4) {
    return {"orm::Time" + clock(0), {Kind::other, {}, "orm::Time"}};
  }
  if (name == "datetime" && given.size() >= 3 && given.size() <= 7) {
    return {"orm::DateTime{" + date + ", " + clock(3) + "}", {Kind::other, {}, "orm::DateTime"}};
  }
  throw NoEquivalent("a call of " + name + "() is not translated");
}

// timedelta(days=7): the parts by name.
Code Translator::interval_call(const Expr& expr) {
  static constexpr const char* kParts[] = {"days",    "seconds", "microseconds", "milliseconds",
                                           "minutes", "hours",   "weeks"};
  std::string text;
  for (size_t i = 0; i < std::size(kParts); ++i) {
    const lang::Keyword* named = keyword(expr, kParts[i]);
    const Expr* given = named != nullptr        ? named->value
                        : i < expr.items.size() ? expr.items[i]
                                                : nullptr;
    if (given == nullptr) continue;
    Code value = expression(*given);
    if (value.type.kind != Kind::integer && value.type.kind != Kind::real) {
      throw NoEquivalent("timedelta() takes numbers");
    }
    const bool plain_number = given->kind == ExprKind::kInt || given->kind == ExprKind::kFloat;
    const std::string part = unwrapped(plain(value));
    text += (text.empty() ? "." : ", .") + std::string(kParts[i]) + " = " +
            (plain_number ? part : "static_cast<double>(" + part + ")");
  }
  return {"orm::interval({" + text + "})", {Kind::other, {}, "orm::Interval"}};
}

// What dates and times do; they are functions of <orm/temporal.h>.
std::optional<Code> Translator::time_method(const Expr& expr, const Code& self,
                                            const std::string& name) {
  if (self.type.kind == Kind::optional && self.type.items[0].kind == Kind::other) {
    return time_method(expr, present(self), name);
  }
  const std::string& of = self.type.name;
  const bool date = of == "orm::Date", datetime = of == "orm::DateTime";
  if (self.type.kind != Kind::other ||
      !(date || datetime || of == "orm::Time" || of == "orm::Interval")) {
    return std::nullopt;
  }
  const std::string own = "(" + unwrapped(plain(self));
  if (expr.items.empty() && expr.keywords.empty()) {
    if (name == "isoformat" && of != "orm::Interval") {
      return Code{"orm::isoformat" + own + ")", {Kind::text}};
    }
    if (name == "total_seconds") return Code{"orm::total_seconds" + own + ")", {Kind::real}};
    const std::string day = datetime ? plain(self) + ".date" : plain(self);
    const bool has_day = date || datetime;
    if (name == "weekday" && has_day) {
      return Code{"int64_t{orm::weekday(" + day + ")}", {Kind::integer}};
    }
    if (name == "isoweekday" && has_day) {
      return Code{"(orm::weekday(" + day + ") + int64_t{1})", {Kind::integer}};
    }
    if (name == "date" && datetime) {
      return Code{plain(self) + ".date", {Kind::other, {}, "orm::Date"}};
    }
    if (name == "time" && datetime) {
      return Code{plain(self) + ".time", {Kind::other, {}, "orm::Time"}};
    }
  }
  if (name == "strftime" && expr.items.size() == 1 && (date || datetime)) {
    return Code{"orm::strftime" + own + ", " + plain(expression(*expr.items[0])) + ")",
                {Kind::text}};
  }
  throw NoEquivalent("the method '" + name + "' of a date or time is not translated");
}

std::optional<Code> Translator::time_attribute(const Code& self, const std::string& name) {
  if (self.type.kind == Kind::optional && self.type.items[0].kind == Kind::other) {
    return time_attribute(present(self), name);
  }
  if (self.type.kind != Kind::other) return std::nullopt;
  const std::string& of = self.type.name;
  auto number = [](const std::string& text) {
    return Code{"static_cast<int64_t>(" + text + ")", {Kind::integer}};
  };
  if (of == "orm::Interval") {
    if (name == "days")
      return Code{"orm::days_of(" + unwrapped(plain(self)) + ")", {Kind::integer}};
    if (name == "seconds") {
      return Code{"orm::seconds_of(" + unwrapped(plain(self)) + ")", {Kind::integer}};
    }
  }
  const bool datetime = of == "orm::DateTime";
  for (const char* part : {"year", "month", "day"}) {
    if (name == part && (datetime || of == "orm::Date")) {
      return number(plain(self) + (datetime ? ".date." : ".") + name);
    }
  }
  for (const char* part : {"hour", "minute", "second", "microsecond"}) {
    if (name == part && (datetime || of == "orm::Time")) {
      return number(plain(self) + (datetime ? ".time." : ".") + name);
    }
  }
  return std::nullopt;
}

std::optional<Code> Translator::time_operation(const Expr& expr, const Code& left,
                                               const Code& right) {
  if (left.type.kind != Kind::other && right.type.kind != Kind::other) return std::nullopt;
  const std::string& one = left.type.name;
  const std::string& other = right.type.name;
  auto is_point = [](const std::string& name) {
    return name == "orm::Date" || name == "orm::DateTime";
  };
  std::string result;
  const char* op = nullptr;
  if (expr.op == Tok::kPlus) {
    op = " + ";
    if ((is_point(one) || one == "orm::Interval") && other == "orm::Interval") result = one;
    if (one == "orm::Interval" && is_point(other)) result = other;
  } else if (expr.op == Tok::kMinus) {
    op = " - ";
    if ((is_point(one) || one == "orm::Interval") && other == "orm::Interval") result = one;
    if (is_point(one) && one == other) result = "orm::Interval";
  } else if (expr.op == Tok::kStar) {
    op = " * ";
    const bool times = (one == "orm::Interval" && right.type.kind == Kind::integer) ||
                       (other == "orm::Interval" && left.type.kind == Kind::integer);
    if (times) result = "orm::Interval";
  }
  if (result.empty()) throw NoEquivalent("this operator is not translated for dates and times");
  return Code{"(" + plain(left) + op + plain(right) + ")", {Kind::other, {}, result}};
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
    const bool rest = item->kind == ExprKind::kStarred && i + 1 == target.items.size() &&
                      value.type.kind == Kind::list && item->a->kind == ExprKind::kName;
    if (rest) {
      items.push_back(
          {{"orm::slice(" + plain(value) + ", " + std::to_string(i) + ")", value.type}, item->a});
      continue;
    }
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
