// Relationships of declarative classes as members of structs, and what is done with collections.
//
// A relationship speaks of classes that come later: those are declared before the struct. Whether
// it is a list or one object says its annotation, or, in the classic form, where the foreign key
// is.
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;
using lang::Stmt;
using lang::StmtKind;

namespace {

// What an annotation inside Mapped[...] says: a class, and whether there are many of it.
struct Target {
  std::string name;
  bool many = false;
};
Target target_of(const Expr& annotation) {
  if (annotation.kind == ExprKind::kStr) {
    std::string_view text = annotation.text;
    for (std::string_view list : {"List[", "list["}) {
      if (text.substr(0, list.size()) == list && text.back() == ']') {
        std::string_view inner = text.substr(list.size(), text.size() - list.size() - 1);
        if (!inner.empty() && (inner[0] == '"' || inner[0] == '\'')) {
          inner = inner.substr(1, inner.size() - 2);
        }
        return {std::string(inner), true};
      }
    }
    return {std::string(text), false};
  }
  if (annotation.kind == ExprKind::kName) return {std::string(annotation.text), false};
  if (annotation.kind == ExprKind::kBinary) return target_of(*annotation.a);  // X | None
  if (annotation.kind == ExprKind::kSubscript && annotation.a->kind == ExprKind::kName) {
    Target target = target_of(*annotation.b);
    std::string_view outer = annotation.a->text;
    if (outer == "List" || outer == "list") return {target.name, true};
    if (outer == "Optional") return target;
  }
  throw NoEquivalent("a relationship is a list of a class or one object of it in C++");
}

const Expr* inside_mapped(const Stmt& stmt) {
  if (stmt.kind != StmtKind::kAnnAssign) return nullptr;
  const Expr& annotation = *stmt.annotation;
  bool mapped = annotation.kind == ExprKind::kSubscript &&
                (annotation.a->text == "Mapped" || annotation.a->text == "DynamicMapped" ||
                 annotation.a->text == "WriteOnlyMapped");
  return mapped ? annotation.b : nullptr;
}

}  // namespace

bool Translator::is_relationship(const Stmt& stmt) const {
  if (is_call_of(stmt.value, "relationship")) return true;
  // `books: Mapped[List["Book"]]` alone is a relationship as well.
  const Expr* annotation = inside_mapped(stmt);
  if (annotation == nullptr || stmt.value != nullptr) return false;
  try {
    return declarations_of_->classes.count(target_of(*annotation).name) != 0;
  } catch (const NoEquivalent&) {
    return false;
  }
}

// Columns that an argument names, as the options of a typed relationship do: "Book.year".
std::string Translator::related_columns(const Expr& expr, const ClassInfo& info) const {
  switch (expr.kind) {
    case ExprKind::kStr: {
      std::string text(expr.text);
      if (text.size() > 1 && text.front() == '[') text = text.substr(1, text.size() - 2);
      for (char c : text) {
        bool known = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '_' || c == '.' || c == ',' || c == ' ';
        bool order = (c == '(' || c == ')') && text.find("sc()") != std::string::npos;
        if (!known && !order) throw NoEquivalent("this argument of relationship()");
      }
      return text;
    }
    case ExprKind::kName:
      if (info.find(expr.text) == nullptr) throw NoEquivalent("this argument of relationship()");
      return info.name + "." + std::string(expr.text);
    case ExprKind::kAttribute:
      if (expr.a->kind != ExprKind::kName) throw NoEquivalent("this argument of relationship()");
      return std::string(expr.a->text) + "." + std::string(expr.text);
    case ExprKind::kCall:
      if ((is_call_of(&expr, "desc") || is_call_of(&expr, "asc")) && expr.items.empty()) {
        return related_columns(*expr.a->a, info) + "." + std::string(expr.a->text) + "()";
      }
      break;
    case ExprKind::kList:
    case ExprKind::kTuple: {
      std::string text;
      for (const Expr* item : expr.items) {
        text += (text.empty() ? "" : ", ") + related_columns(*item, info);
      }
      return text;
    }
    default:
      break;
  }
  throw NoEquivalent("this argument of relationship() is not translated");
}

std::string Translator::related_option(const lang::Keyword& given, const ClassInfo& info) {
  const Expr& value = *given.value;
  std::string_view name = given.name;
  for (std::string_view text : {"back_populates", "cascade", "lazy", "overlaps"}) {
    if (name == text && value.kind == ExprKind::kStr) {
      // A type of its own says these.
      if (name == "lazy" && (value.text == "dynamic" || value.text == "write_only")) return {};
      return "orm::" + std::string(name) + "(" + cpp_quoted(value.text) + ")";
    }
  }
  for (std::string_view columns : {"order_by", "remote_side", "foreign_keys"}) {
    if (name == columns) {
      return "orm::" + std::string(name) + "(" + cpp_quoted(related_columns(value, info)) + ")";
    }
  }
  if (name == "secondary") {
    if (value.kind == ExprKind::kStr) return "orm::secondary(" + cpp_quoted(value.text) + ")";
    auto table = declarations_of_->tables.find(value.text);
    if (value.kind == ExprKind::kName && table != declarations_of_->tables.end()) {
      return "orm::secondary(" + cpp_quoted(table->second) + ")";
    }
  }
  if (value.kind == ExprKind::kTrue) {
    for (std::string_view flag :
         {"viewonly", "passive_deletes", "post_update", "single_parent", "innerjoin"}) {
      if (name == flag) return "orm::" + std::string(name);
    }
  }
  if (name == "backref") {
    const Expr* named =
        is_call_of(&value, "backref") && !value.items.empty() ? value.items[0] : &value;
    if (named->kind == ExprKind::kStr)
      return "orm::back_populates(" + cpp_quoted(named->text) + ")";
  }
  if (name == "uselist" || name == "doc") return {};
  throw NoEquivalent("the argument '" + std::string(name) +
                     "' of relationship() is not translated");
}

void Translator::forward_declare(const std::string& cpp) {
  if (classes_.count(cpp) != 0 || !awaited_.insert(cpp).second) return;
  const size_t colons = cpp.rfind("::");
  const bool nested = colons != std::string::npos;
  std::string struct_ = "struct " + (nested ? cpp.substr(colons + 2) : cpp) + ";";
  if (nested) struct_ = "namespace " + cpp.substr(0, colons) + " {\n" + struct_ + "\n}";
  pending_declarations_ += struct_ + "\n";
}

// Is it a collection? Without an annotation many, unless a foreign key of this class leads there.
bool Translator::is_many(const ClassDefinition& from, const Expr& call, const Expr* annotation,
                         const std::string& target) const {
  if (annotation != nullptr) return target_of(*annotation).many;
  auto own = declarations_of_->classes.find(from.name);
  auto declared = declarations_of_->classes.find(target);
  if (declared == declarations_of_->classes.end()) return true;
  const bool key_here = own != declarations_of_->classes.end() &&
                        own->second.refers_to.count(declared->second.table) != 0;
  const bool itself = target == from.name;
  bool many = itself ? keyword(call, "remote_side") == nullptr : !key_here;
  if (keyword(call, "secondary") != nullptr) many = true;
  const lang::Keyword* uselist = keyword(call, "uselist");
  return uselist != nullptr ? is_true(*uselist->value) : many;
}

// `orm::Relationship<std::vector<Book>, orm::back_populates("author")> books{};`
std::string Translator::relationship(const Stmt& stmt, std::string_view name, ClassInfo& info) {
  Target target;
  const Expr* annotation = inside_mapped(stmt);
  const Expr* call = stmt.value;
  const Expr* argument = call != nullptr && !call->items.empty() ? call->items[0] : nullptr;
  if (call != nullptr && call->items.size() > 1) {
    throw NoEquivalent("relationship() with such arguments is not translated");
  }
  if (annotation != nullptr) target = target_of(*annotation);
  if (argument != nullptr) target.name = target_of(*argument).name;
  const ClassDefinition* meant = declarations_of_->meant(*info.definition, target.name);
  auto declared = declarations_of_->classes.find(target.name);
  if (meant == nullptr || declared == declarations_of_->classes.end()) {
    throw NoEquivalent("there is no class '" + target.name + "', which the compiler refuses");
  }
  if (annotation == nullptr) target.many = is_many(*info.definition, *call, nullptr, target.name);
  const std::string& cpp = meant->cpp;
  if (refused_.count(cpp) != 0) {
    throw NoEquivalent("it refers to '" + target.name + "', which has no C++ in this lesson");
  }
  std::string options;
  if (call != nullptr) {
    for (const lang::Keyword& given : call->keywords) {
      std::string option = related_option(given, info);
      if (!option.empty()) options += ", " + option;
    }
  }
  if (cpp != info.cpp) forward_declare(cpp);
  Type object = object_of(cpp);
  const lang::Keyword* lazy = call == nullptr ? nullptr : keyword(*call, "lazy");
  const std::string_view of = annotation != nullptr ? stmt.annotation->a->text : "Mapped";
  const bool dynamic = of == "DynamicMapped" || (lazy != nullptr && lazy->value->text == "dynamic");
  const bool write_only =
      of == "WriteOnlyMapped" || (lazy != nullptr && lazy->value->text == "write_only");
  if (dynamic || write_only) {
    info.attributes.emplace_back(std::string(name),
                                 Type{dynamic ? Kind::dynamic : Kind::write_only, {object}});
    return std::string("  orm::") + (dynamic ? "DynamicRelationship<" : "WriteOnlyRelationship<") +
           cpp + options + "> " + std::string(name) + "{};\n";
  }
  info.attributes.emplace_back(std::string(name), target.many ? list_of(object) : object);
  return "  orm::Relationship<" + (target.many ? "std::vector<" + cpp + ">" : cpp) + options +
         "> " + std::string(name) + "{};\n";
}

// append(), remove() and the like of a collection.
Code Translator::collection_method(const Expr& expr, const Code& self, const std::string& name) {
  if (!expr.keywords.empty()) throw NoEquivalent("these arguments of " + name + "()");
  std::string given;
  for (const Expr* item : expr.items) {
    given += (given.empty() ? "" : ", ") + plain(expression(*item));
  }
  for (std::string_view change : {"append", "remove", "insert", "extend", "clear"}) {
    if (name == change) return {self.text + "." + name + "(" + given + ")", {Kind::none}};
  }
  if (name == "pop" && given.empty()) return {self.text + ".pop()", self.type.items[0]};
  throw NoEquivalent("the method '" + name + "' of a collection is not translated");
}

// What collections do that are never loaded as a whole; empty where they are asked as queries are.
Code Translator::unloaded_method(const Expr& expr, const Code& self, const std::string& name) {
  for (std::string_view change : {"append", "add", "remove", "extend", "add_all"}) {
    if (name != change || expr.items.size() != 1) continue;
    const Expr& item = *expr.items[0];
    std::string given;
    if (item.kind == ExprKind::kList) {
      for (const Expr* one : item.items) {
        given += (given.empty() ? "" : ", ") + plain(expression(*one));
      }
      given = "{" + given + "}";
    } else {
      given = plain(expression(item));
    }
    return {self.text + "." + name + "(" + given + ")", {Kind::none}};
  }
  if (self.type.kind == Kind::dynamic || !expr.items.empty() || !expr.keywords.empty()) return {};
  if (name == "select") return {self.text + ".select()", {Kind::select, self.type.items}};
  if (name == "insert") return {self.text + ".insert()", {Kind::statement, {}, "Insert"}};
  if (name == "update") return {self.text + ".update()", {Kind::statement, {}, "Update"}};
  if (name == "delete") return {self.text + ".delete_()", {Kind::statement, {}, "Delete"}};
  return {};
}

// An attribute that only one of the classes below has: the object is seen as one of it.
Code Translator::inherited_attribute(const Code& self, const std::string& name) const {
  const ClassInfo* found = nullptr;
  for (const auto& [cpp, info] : classes_) {
    if (info.find(name) == nullptr) continue;
    const ClassInfo* at = &info;
    while (!at->parent.empty() && at->cpp != self.type.name) at = &class_info(at->parent);
    if (at->cpp != self.type.name) continue;
    if (found != nullptr && info.parent == found->cpp) continue;
    if (found != nullptr && found->parent != info.cpp) return {};
    found = &info;
  }
  if (found == nullptr) return {};
  return {"orm::as<" + found->cpp + ">(" + plain(self) + ")->" + name, *found->find(name), true};
}

}  // namespace lessonrun::translate
