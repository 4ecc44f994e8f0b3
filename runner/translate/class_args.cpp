// What a declarative class says of its mapping and its table: __mapper_args__, __table_args__.
#include "runner/translate/class_args.h"

#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;

std::string callee_name(const Expr& expr) {
  const Expr& callee = expr.kind == ExprKind::kCall ? *expr.a : expr;
  return callee.kind == ExprKind::kName || callee.kind == ExprKind::kAttribute
             ? std::string(callee.text)
             : std::string();
}

bool is_true_flag(const Expr& expr) {
  if (expr.kind != ExprKind::kTrue && expr.kind != ExprKind::kFalse) {
    throw NoEquivalent("a flag of a column that is not True or False is not translated");
  }
  return expr.kind == ExprKind::kTrue;
}

std::string literal_text(const Expr& expr) {
  if (expr.kind != ExprKind::kStr) throw NoEquivalent("this argument has to be a plain string");
  return cpp_quoted(expr.text);
}

// __mapper_args__ as the struct says it.
std::string Translator::mapper_args(const Expr& expr, bool& concrete,
                                    const std::string& annotated) {
  std::string members[5];  // in the order of MapperArgs
  for (size_t i = 0; i < expr.items.size(); ++i) {
    if (expr.keys[i] == nullptr || expr.keys[i]->kind != ExprKind::kStr) {
      throw NoEquivalent("this __mapper_args__ is not translated");
    }
    std::string_view key = expr.keys[i]->text;
    const Expr& value = *expr.items[i];
    if (key == "polymorphic_on") {
      members[0] = ".polymorphic_on = " +
                   (value.kind == ExprKind::kName ? cpp_quoted(value.text) : literal_text(value));
    } else if (key == "polymorphic_identity") {
      members[1] = ".polymorphic_identity = " + plain(expression(value));
    } else if (key == "polymorphic_load") {
      bool inside = value.text == "inline";
      if (!inside && value.text != "selectin") throw NoEquivalent("this polymorphic_load");
      members[2] = std::string(".polymorphic_load = orm::PolymorphicLoad::") +
                   (inside ? "inline_" : "selectin");
    } else if (key == "concrete") {
      concrete = is_true_flag(value);
      if (concrete) members[3] = ".concrete = true";
      if (concrete && !annotated.empty()) members[4] = ".columns_first = {" + annotated + "}";
    } else {
      throw NoEquivalent("'" + std::string(key) + "' in __mapper_args__ is not translated");
    }
  }
  std::string text;
  for (const std::string& member : members) {
    if (!member.empty()) text += (text.empty() ? "" : ", ") + member;
  }
  return "  static orm::MapperArgs mapper_args() { return {" + text + "}; }\n";
}

std::string Translator::table_args(const Expr& expr) {
  if (expr.kind != ExprKind::kTuple) throw NoEquivalent("this __table_args__ is not translated");
  std::string items;
  for (const Expr* item : expr.items) {
    std::string maker = callee_name(*item);
    if (item->kind != ExprKind::kCall || item->items.empty()) {
      throw NoEquivalent("this item of __table_args__ is not translated");
    }
    std::string name;
    for (const lang::Keyword& keyword : item->keywords) {
      if (keyword.name != "name") throw NoEquivalent("this constraint is not translated");
      name = ", " + literal_text(*keyword.value);
    }
    std::string made;
    if (maker == "UniqueConstraint") {
      std::string columns;
      for (const Expr* column : item->items) {
        columns += (columns.empty() ? "" : ", ") + literal_text(*column);
      }
      made = "orm::make_ref<orm::UniqueConstraint>(std::vector<std::string>{" + columns + "}" +
             name + ")";
    } else if (maker == "CheckConstraint" && item->items.size() == 1) {
      made = "orm::make_ref<orm::CheckConstraint>(orm::text(" + literal_text(*item->items[0]) +
             ")" + name + ")";
    } else {
      throw NoEquivalent(maker + " in __table_args__ is not translated");
    }
    items += (items.empty() ? "" : ", ") + made;
  }
  return "  static std::vector<orm::TableItem> table_args() {\n    return {" + items + "};\n  }\n";
}

}  // namespace lessonrun::translate
