// Classes that are no mapped ones: enumerations and dataclasses, as C++ writes them.
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;
using lang::Stmt;
using lang::StmtKind;

namespace {

bool is_docstring(const Stmt& stmt) {
  return stmt.kind == StmtKind::kPass ||
         (stmt.kind == StmtKind::kExpr && stmt.value->kind == ExprKind::kStr);
}

}  // namespace

bool Translator::is_enum_base(const Expr& base) const {
  if (base.kind == ExprKind::kAttribute) {
    return base.a->kind == ExprKind::kName && base.text == "Enum" && base.a->text == "enum";
  }
  const Symbol* symbol = base.kind == ExprKind::kName ? find(base.text) : nullptr;
  return symbol != nullptr && symbol->what == Symbol::What::imported && symbol->cpp == "enum" &&
         symbol->name == "Enum";
}

// `class Status(enum.Enum)`: an enum class, and what tells names and values of its members.
void Translator::enum_class(const Stmt& stmt) {
  Symbol symbol;
  symbol.cpp = fresh(identifier(stmt.name));
  symbol.type = {Kind::enum_class, {}, symbol.cpp};
  std::string names, members;
  bool texts = true, integers = true;
  int64_t next = 1;
  for (const Stmt* item : stmt.body) {
    if (is_docstring(*item)) continue;
    const bool member = item->kind == StmtKind::kAssign && item->targets.size() == 1 &&
                        item->targets[0]->kind == ExprKind::kName;
    if (!member) throw NoEquivalent("an enumeration of C++ has members and nothing else");
    const std::string name = identifier(item->targets[0]->text);
    std::string value;
    if (is_call_of(item->value, "auto")) {
      value = "int64_t{" + std::to_string(next) + "}";
      texts = false;
    } else {
      const Code code = expression(*item->value);
      texts = texts && code.type.kind == Kind::text;
      integers = integers && code.type.kind == Kind::integer;
      if (code.type.kind != Kind::text && code.type.kind != Kind::integer) {
        throw NoEquivalent("members of an enumeration that are no texts or integers");
      }
      value = code.type.kind == Kind::integer ? "int64_t{" + code.text + "}" : code.text;
      if (item->value->kind == ExprKind::kInt) next = std::stoll(std::string(item->value->text));
    }
    ++next;
    names += (names.empty() ? "" : ", ") + name;
    members += "      {" + symbol.cpp + "::" + name + ", " + cpp_quoted(item->targets[0]->text) +
               ", " + value + "},\n";
  }
  if (names.empty()) throw NoEquivalent("an enumeration without members");
  symbol.type.items = {{texts ? Kind::text : integers ? Kind::integer : Kind::value}};
  pending_declarations_ += "enum class " + symbol.cpp + " { " + names + " };\n" +
                           "inline const orm::EnumMembers<" + symbol.cpp + ">& orm_enum(" +
                           symbol.cpp + ") {\n" + "  static const orm::EnumMembers<" + symbol.cpp +
                           "> members{" + cpp_quoted(stmt.name) + ", {\n" + members +
                           "  }};\n  return members;\n}\n";
  enums_[symbol.cpp] = symbol.type;
  names_[std::string(stmt.name)] = std::move(symbol);
}

// `Status.SENT`, `status.name`, `status.value`.
std::optional<Code> Translator::enum_attribute(const Code& self, const std::string& name) const {
  if (self.type.kind == Kind::enum_class) {
    return Code{self.type.name + "::" + identifier(name), {Kind::enum_member, {}, self.type.name}};
  }
  if (self.type.kind != Kind::enum_member) return std::nullopt;
  if (name == "name") return Code{"orm::enum_name(" + plain(self) + ")", {Kind::text}};
  if (name != "value") throw NoEquivalent("the attribute '" + name + "' of a member");
  const Type& value = enums_.at(self.type.name).items[0];
  const std::string text = "orm::enum_value(" + plain(self) + ")";
  if (value.kind == Kind::text) return Code{text + ".as_string()", value};
  if (value.kind == Kind::integer) return Code{text + ".as_int()", value};
  return Code{text, value};
}

bool Translator::is_dataclass(const Stmt& stmt) const {
  if (stmt.decorators.size() != 1 || !stmt.items.empty()) return false;
  const Expr& decorator = *stmt.decorators[0];
  const Expr& callee = decorator.kind == ExprKind::kCall ? *decorator.a : decorator;
  return callee.text == "dataclass";
}

// `@dataclass class Summary`: a struct with members, equality and a repr.
void Translator::data_class(const Stmt& stmt) {
  const Expr& decorator = *stmt.decorators[0];
  for (const lang::Keyword& given : decorator.keywords) {
    const bool harmless = given.name == "frozen" || given.name == "slots" || given.name == "repr";
    if (!harmless || (given.name == "repr" && !is_true(*given.value))) {
      throw NoEquivalent("this argument of dataclass() is not translated");
    }
  }
  ClassInfo info;
  info.name = std::string(stmt.name);
  info.cpp = fresh(identifier(stmt.name));
  std::string members, shown;
  for (const Stmt* item : stmt.body) {
    if (is_docstring(*item) || item->kind == StmtKind::kFunction) continue;
    if (item->kind != StmtKind::kAnnAssign) throw NoEquivalent("this body of a dataclass");
    const std::string name = identifier(item->targets[0]->text);
    const Type type = annotated_type(*item->annotation);
    std::string given;
    if (item->value != nullptr) given = typed_value(expression(*item->value), type);
    members += "  " + spelled(type) + " " + name + "{" + given + "};\n";
    if (!shown.empty()) shown += " + \", ";
    if (shown.empty()) shown += "\"";
    shown += name + "=\" + orm::repr(" + name + ")";
    info.attributes.emplace_back(name, type);
    if (item->value == nullptr) ++info.required;
  }
  if (members.empty()) throw NoEquivalent("a dataclass without fields");
  const ClassInfo* outer = std::exchange(self_class_, &info);
  std::string methods;
  try {
    for (const Stmt* item : stmt.body) {
      if (item->kind != StmtKind::kFunction) continue;
      methods += method(*item, info);
    }
  } catch (...) {
    self_class_ = outer;
    throw;
  }
  self_class_ = outer;
  const std::string repr = methods.find(" repr() const ") != std::string::npos
                               ? ""
                               : "  std::string repr() const { return " +
                                     cpp_quoted(std::string(stmt.name) + "(") + " + std::string(" +
                                     shown + ") + \")\"; }\n";
  pending_declarations_ += "struct " + info.cpp + " {\n" + members + methods + repr +
                           "  bool operator==(const " + info.cpp + "&) const = default;\n};\n";
  Symbol symbol;
  symbol.cpp = info.cpp;
  symbol.type = {Kind::record_class, {}, info.cpp};
  names_[std::string(stmt.name)] = std::move(symbol);
  classes_[info.cpp] = std::move(info);
}

// Summary("ann", balance=3)
Code Translator::call_record(const Expr& expr, const ClassInfo& cls) {
  if (expr.items.size() > cls.attributes.size()) throw NoEquivalent("too many arguments");
  std::string members;
  size_t required = 0, known = 0;
  for (size_t i = 0; i < cls.attributes.size(); ++i) {
    const auto& [name, type] = cls.attributes[i];
    const lang::Keyword* named = keyword(expr, name);
    const Expr* given = i < expr.items.size() ? expr.items[i]
                        : named != nullptr    ? named->value
                                              : nullptr;
    known += named != nullptr ? 1 : 0;
    if (given == nullptr) continue;
    if (i < cls.required) ++required;
    Code value = expression(*given);
    if (value.type.kind == Kind::value && type.kind != Kind::value) {
      value = {"orm::ValueTraits<" + spelled(type) + ">::from_value(" + plain(value) + ")", type};
    }
    members += (members.empty() ? "." : ", .") + name + " = " + typed_value(value, type);
  }
  if (required < cls.required || known != expr.keywords.size()) {
    throw NoEquivalent("these arguments of " + cls.name + "() are refused by the compiler");
  }
  return {cls.cpp + "{" + members + "}", {Kind::record, {}, cls.cpp}};
}

}  // namespace lessonrun::translate
