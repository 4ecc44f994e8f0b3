// Attributes of mapped classes that are no columns of their own: column_property() and
// association_proxy(), and the far sides that backref= makes.
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;
using lang::Stmt;
using lang::StmtKind;

namespace {

bool adds_texts(const Expr& expr, const ClassInfo& info, bool& maybe_null) {
  if (expr.kind == ExprKind::kStr) return true;
  if (expr.kind == ExprKind::kBinary) {
    return expr.op == lang::Tok::kPlus && adds_texts(*expr.a, info, maybe_null) &&
           adds_texts(*expr.b, info, maybe_null);
  }
  const Type* type = expr.kind == ExprKind::kName ? info.find(expr.text) : nullptr;
  if (type == nullptr) return false;
  if (type->kind == Kind::optional) maybe_null = true;
  return type->kind == Kind::text ||
         (type->kind == Kind::optional && type->items[0].kind == Kind::text);
}

// The attribute that `self.name = parameter` of `__init__(self, parameter)` sets.
std::string set_by_constructor(const ClassDefinition& definition) {
  for (const Stmt* item : definition.stmt->body) {
    if (item->kind != StmtKind::kFunction || item->name != "__init__") continue;
    if (item->parameters.size() != 2 || item->body.size() != 1) return {};
    const Stmt& only = *item->body[0];
    const bool sets = only.kind == StmtKind::kAssign && only.value->kind == ExprKind::kName &&
                      only.value->text == item->parameters[1].name &&
                      only.targets[0]->kind == ExprKind::kAttribute;
    return sets ? std::string(only.targets[0]->text) : std::string();
  }
  return {};
}

// `lambda name: Tag(name=name)`: the attribute that gets the value.
std::string set_by_creator(const Expr& creator) {
  const bool plain_call = creator.kind == ExprKind::kLambda && creator.parameters.size() == 1 &&
                          creator.a->kind == ExprKind::kCall && creator.a->items.empty() &&
                          creator.a->keywords.size() == 1 &&
                          creator.a->keywords[0].value->kind == ExprKind::kName &&
                          creator.a->keywords[0].value->text == creator.parameters[0].name;
  return plain_call ? std::string(creator.a->keywords[0].name) : std::string();
}

}  // namespace

// `fullname = column_property(first + " " + last)`
std::string Translator::column_property(const Stmt& stmt, std::string_view name, ClassInfo& info) {
  const Expr& call = *stmt.value;
  if (call.items.size() != 1 || !call.keywords.empty()) {
    throw NoEquivalent("these arguments of column_property() are not translated");
  }
  Names outer = names_;
  for (const auto& [attribute, type] : info.attributes) {
    if (type.kind == Kind::list || type.kind == Kind::object) continue;
    Symbol symbol;
    symbol.cpp = "c[" + cpp_quoted(attribute) + "]";
    symbol.type = sql_of("Column");
    names_[attribute] = symbol;
  }
  const bool qualified = std::exchange(qualifies_core_, true);
  std::string text;
  try {
    text = core_operand(expression(*call.items[0]));
  } catch (...) {
    names_ = std::move(outer);
    qualifies_core_ = qualified;
    throw;
  }
  names_ = std::move(outer);
  qualifies_core_ = qualified;
  Type type{Kind::value};
  bool maybe_null = false;
  if (stmt.kind == StmtKind::kAnnAssign && stmt.annotation->kind == ExprKind::kSubscript) {
    type = annotated_type(*stmt.annotation->b);
  } else if (adds_texts(*call.items[0], info, maybe_null)) {
    type = {Kind::text};
    if (maybe_null) type = optional_of(type);
  }
  info.attributes.emplace_back(std::string(name), type);
  const std::string maker = "make_" + std::string(name);
  return "  static orm::core::Expr " + maker + "(const orm::core::Columns& c) {\n    return " +
         unwrapped(text) + ";\n  }\n  orm::ColumnProperty<" + spelled(type) + ", " + maker + "> " +
         std::string(name) + "{};\n";
}

// `tag_names = association_proxy("tags", "name")`: an accessor for objects and one for the class.
std::string Translator::association_proxy(const Expr& call, std::string_view name,
                                          ClassInfo& info) {
  const lang::Keyword* creator = keyword(call, "creator");
  const bool plain_call = call.items.size() == 2 && call.items[0]->kind == ExprKind::kStr &&
                          call.items[1]->kind == ExprKind::kStr &&
                          call.keywords.size() == (creator == nullptr ? 0 : 1);
  if (!plain_call) throw NoEquivalent("these arguments of association_proxy() are not translated");
  const std::string along(call.items[0]->text), attribute(call.items[1]->text);
  const Type* relation = info.find(along);
  const bool many = relation != nullptr && relation->kind == Kind::list;
  if (!many || relation->items[0].kind != Kind::object) {
    throw NoEquivalent(
        "an association proxy of C++ goes along a collection; what one object has is read there");
  }
  const std::string related = relation->items[0].name;
  std::string sets = creator != nullptr ? set_by_creator(*creator->value) : "";
  for (const ClassDefinition& definition : declarations_of_->definitions) {
    if (creator == nullptr && definition.cpp == related) sets = set_by_constructor(definition);
  }
  std::string given;
  if (!sets.empty()) {
    given = ", [](const auto& value) {\n      return orm::make<Related>({." + sets +
            " = value});\n    }";
  }
  info.proxies[std::string(name)] = {related, attribute};
  const std::string of = identifier(name), head = "  template <class Related = " + related + ">\n";
  return head + "  auto " + of + "() {\n    return orm::association_proxy(" + along +
         ", &Related::" + attribute + given + ");\n  }\n" + head + "  static auto " + of +
         "(const auto& cls) {\n    return orm::association_proxy(cls." + along +
         ", orm::entity<Related>()." + attribute + ");\n  }\n";
}

std::optional<Code> Translator::proxied(const Code& self, const ClassInfo& info,
                                        const std::string& name) const {
  auto found = info.proxies.find(name);
  if (found == info.proxies.end()) return std::nullopt;
  const auto& [related, attribute] = found->second;
  const Type* type = class_info(related).find(attribute);
  if (type == nullptr) {
    throw NoEquivalent("'" + related + "' has no attribute '" + attribute + "'");
  }
  if (self.type.kind == Kind::object) {
    const std::string owner = self.type.name == "self" ? "" : self.text + "->";
    return Code{owner + identifier(name) + "()", {Kind::proxy, {*type}}};
  }
  return Code{info.cpp + "::" + identifier(name) + "(" + self.text + ")",
              {Kind::proxy_expression, {*type}}};
}

Code Translator::proxy_method(const Expr& expr, const Code& self, const std::string& name) {
  if (!expr.keywords.empty()) throw NoEquivalent("these keyword arguments");
  if (self.type.kind == Kind::proxy_expression) {
    for (std::string_view asks : {"contains", "like", "startswith", "endswith", "in_", "any"}) {
      if (name != asks) continue;
      return {self.text + "." + name + "(" + typed_arguments(expr) + ")",
              expression_of({Kind::boolean})};
    }
    throw NoEquivalent("the method '" + name + "' of an association proxy is not translated");
  }
  for (std::string_view changes : {"append", "remove", "extend", "clear"}) {
    if (name == changes)
      return {self.text + "." + name + "(" + arguments(expr) + ")", {Kind::none}};
  }
  if (name == "copy" && expr.items.empty())
    return {self.text + ".get()", list_of(self.type.items[0])};
  throw NoEquivalent("the method '" + name + "' of an association proxy is not translated");
}

// The members that relationships of other classes declare here, with backref=.
std::string Translator::backref_members(ClassInfo& info, std::string& names) {
  std::string members;
  for (const Backref& backref : declarations_of_->backrefs) {
    const ClassDefinition& from = declarations_of_->definitions[backref.definition];
    const ClassDefinition* target = declarations_of_->meant(from, backref.target);
    if (target != info.definition || refused_.count(from.cpp) != 0) continue;
    if (info.find(backref.name) != nullptr) {
      throw NoEquivalent("'" + backref.name + "' is an attribute and a backref");
    }
    const bool forward_many = is_many(from, *backref.call, backref.annotation, backref.target);
    const bool secondary = keyword(*backref.call, "secondary") != nullptr;
    bool many = secondary || !forward_many;
    std::string options = ", orm::back_populates(" + cpp_quoted(backref.attribute) + ")";
    for (const char* shared : {"secondary", "foreign_keys"}) {
      const lang::Keyword* given = keyword(*backref.call, shared);
      if (given != nullptr) options += ", " + related_option(*given, info);
    }
    std::string unloaded;
    if (backref.options != nullptr) {
      for (const lang::Keyword& given : backref.options->keywords) {
        if (given.name == "lazy" && given.value->text == "dynamic") unloaded = "Dynamic";
        if (given.name == "lazy" && given.value->text == "write_only") unloaded = "WriteOnly";
        if (given.name == "uselist") many = is_true(*given.value);
        const std::string option = related_option(given, info);
        if (!option.empty()) options += ", " + option;
      }
    }
    // A class of a later step is not there yet.
    const bool later = from.source != info.definition->source;
    if (later) options += ", orm::added_later";
    if (from.cpp != info.cpp) forward_declare(from.cpp);
    const Type object = object_of(from.cpp);
    names += ", " + backref.name;
    if (!unloaded.empty()) {
      const Kind kind = unloaded == "Dynamic" ? Kind::dynamic : Kind::write_only;
      info.attributes.emplace_back(backref.name, Type{kind, {object}});
      members += "  orm::" + unloaded + "Relationship<" + from.cpp + options + "> " + backref.name +
                 "{};\n";
      continue;
    }
    info.attributes.emplace_back(backref.name, many ? list_of(object) : object);
    members += "  orm::Relationship<" + (many ? "std::vector<" + from.cpp + ">" : from.cpp) +
               options + "> " + backref.name + "{};\n";
  }
  return members;
}

// What this class adds to those that it refers to with backref=.
void Translator::add_backrefs(const ClassInfo& info) {
  for (const Backref& backref : declarations_of_->backrefs) {
    const ClassDefinition& from = declarations_of_->definitions[backref.definition];
    const ClassDefinition* target = declarations_of_->meant(from, backref.target);
    if (&from != info.definition || target == nullptr || target->source == from.source) continue;
    line("orm::add_relationship(" + target->cpp + "_." + backref.name + ");");
  }
}

}  // namespace lessonrun::translate
