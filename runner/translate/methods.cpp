// What mapped classes compute: methods, properties, hybrids, validators and `__init__`.
//
// A hybrid becomes two functions of one name: a member for objects, and a template over the class
// and its aliases for queries; where the lesson gives the SQL separately, each has its own text.
#include <algorithm>

#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;
using lang::Stmt;
using lang::StmtKind;

namespace {

bool is_attribute_of(const Expr& expr, std::string_view self) {
  if (expr.kind == ExprKind::kTuple) {
    return std::any_of(expr.items.begin(), expr.items.end(),
                       [self](const Expr* item) { return is_attribute_of(*item, self); });
  }
  const Expr* at = &expr;
  while (at->kind == ExprKind::kAttribute || at->kind == ExprKind::kSubscript) at = at->a;
  return at != &expr && at->kind == ExprKind::kName && at->text == self;
}

// Does a method change its object?
bool changes(const std::vector<Stmt*>& body, std::string_view self) {
  for (const Stmt* stmt : body) {
    for (const Expr* target : stmt->targets) {
      if (is_attribute_of(*target, self)) return true;
    }
    bool calls = stmt->kind == StmtKind::kExpr && stmt->value->kind == ExprKind::kCall &&
                 is_attribute_of(*stmt->value->a, self);
    if (calls) return true;
    if (changes(stmt->body, self) || changes(stmt->orelse, self)) return true;
  }
  return false;
}

std::string value_parameter(const Type& type, const std::string& name) {
  std::string cpp = spelled(type);
  bool small = type.kind == Kind::boolean || type.kind == Kind::integer || type.kind == Kind::real;
  if (cpp.empty()) cpp = "auto";
  return (small ? cpp : "const " + cpp + "&") + " " + name;
}

// The name alone, or the word behind the last dot of a decorator: `hybrid_property`, `setter`.
std::string_view decorator_word(const Expr& decorator) {
  const Expr& callee = decorator.kind == ExprKind::kCall ? *decorator.a : decorator;
  return callee.text;
}

}  // namespace

// Is the word in the text, and not as a part of another one?
bool mentions(const std::string& text, const std::string& word) {
  auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    size_t end = at + word.size();
    bool begins = at == 0 || !letter(text[at - 1]);
    if (begins && (end == text.size() || !letter(text[end]))) return true;
  }
  return false;
}

// The statements of a function in a class. `self` stands for its first parameter, those from
// `first` on have the `known` types, or what calls give them.
Translator::Body Translator::method_body(const Stmt& stmt, const Symbol& self, size_t first,
                                         const std::vector<Type>& known) {
  if (stmt.parameters.empty()) throw NoEquivalent("a function of a class without self");
  Body body;
  Names outer = names_;
  const std::set<std::string> used = used_names_;
  names_[std::string(stmt.parameters[0].name)] = self;
  for (size_t i = first; i < stmt.parameters.size(); ++i) {
    const lang::Parameter& parameter = stmt.parameters[i];
    bool none = false;
    Type type = i - first < known.size()
                    ? known[i - first]
                    : parameter_type(std::string(stmt.name), parameter, i - 1, none);
    if (parameter.kind != lang::Parameter::kNormal || type.kind == Kind::unknown) {
      names_ = std::move(outer);
      throw NoEquivalent("the lesson does not say what type '" + std::string(parameter.name) +
                         "' of " + std::string(stmt.name) + "() has");
    }
    if (none) type = optional_of(type);
    Symbol symbol;
    symbol.cpp = identifier(parameter.name);
    bool hides = self_class_ != nullptr && (self_class_->find(symbol.cpp) != nullptr ||
                                            self_class_->method(symbol.cpp) != nullptr);
    if (hides || symbol.cpp == self.cpp) symbol.cpp += "_";
    symbol.type = type;
    std::string given = none ? "std::nullopt" : "";
    if (!none && parameter.default_value != nullptr) {
      given = plain(expression(*parameter.default_value));
    }
    body.taken.push_back({std::string(parameter.name), type, given});
    body.parameters += (body.parameters.empty() ? "" : ", ") + value_parameter(type, symbol.cpp);
    names_[std::string(parameter.name)] = symbol;
  }
  std::string before = std::exchange(pending_, {});
  std::string hoisted = std::exchange(pending_hoisted_, {});
  std::vector<std::string> ends = std::exchange(with_ends_, {});
  std::optional<Type> returns = std::exchange(return_type_, Type{Kind::none});
  int indent = std::exchange(indent_, 2), depth = std::exchange(depth_, 0);
  bool shows = std::exchange(shows_values_, false);
  try {
    for (const Stmt* inner : stmt.body) statement(*inner);
  } catch (...) {
    names_ = std::move(outer);
    pending_ = std::move(before);
    pending_hoisted_ = std::move(hoisted);
    with_ends_ = std::move(ends);
    return_type_ = std::move(returns);
    indent_ = indent;
    depth_ = depth;
    shows_values_ = shows;
    throw;
  }
  body.text = std::exchange(pending_hoisted_, std::move(hoisted));
  body.text += std::exchange(pending_, std::move(before));
  body.returns = *std::exchange(return_type_, std::move(returns));
  if (body.returns.name == "None") body.returns.name.clear();
  with_ends_ = std::move(ends);
  indent_ = indent;
  depth_ = depth;
  shows_values_ = shows;
  names_ = std::move(outer);
  used_names_ = used;
  // A body of one line stands behind its head.
  bool one = std::count(body.text.begin(), body.text.end(), '\n') == 1 && body.text.size() < 70;
  body.text =
      one ? "{ " + body.text.substr(4, body.text.size() - 5) + " }\n" : "{\n" + body.text + "  }\n";
  return body;
}

std::string Translator::method(const Stmt& stmt, ClassInfo& info) {
  if (stmt.decorators.empty()) return own_method(stmt, info);
  if (stmt.decorators.size() > 1) throw NoEquivalent("a method with several decorators");
  const Expr& decorator = *stmt.decorators[0];
  const std::string_view word = decorator_word(decorator);
  if (word == "property") {
    std::string text = own_method(stmt, info);
    info.methods[std::string(stmt.name)].property = true;
    return text;
  }
  if (word == "hybrid_property" || word == "hybrid_method") {
    // What gives the SQL separately stands further down.
    bool separate = false;
    for (const Stmt* other : info.definition->stmt->body) {
      const Expr* of = other->decorators.size() == 1 ? other->decorators[0] : nullptr;
      if (of == nullptr || of->kind != ExprKind::kAttribute || of->text != "expression") continue;
      while (of->kind == ExprKind::kAttribute) of = of->a;
      separate = separate || of->text == stmt.name;
    }
    std::string text = hybrid(stmt, info, std::string(stmt.name), true, !separate);
    info.methods[std::string(stmt.name)].property = word == "hybrid_property";
    return text;
  }
  if (word == "validates") return validator(stmt, decorator, info);
  const Expr* of = decorator.kind == ExprKind::kAttribute ? decorator.a : nullptr;
  while (of != nullptr && of->kind == ExprKind::kAttribute) of = of->a;  // name.inplace.setter
  const ClassMethod* known = of != nullptr ? info.method(of->text) : nullptr;
  if (known == nullptr) {
    throw NoEquivalent("the decorator of '" + std::string(stmt.name) + "' is not translated");
  }
  const std::string name(of->text);
  if (word == "expression") {
    std::string text = hybrid(stmt, info, name, false, true);
    info.methods[name].property = true;
    return text;
  }
  if (word != "setter" || !known->of_object) {
    throw NoEquivalent("'" + std::string(word) + "' of '" + name + "' is not translated");
  }
  Symbol self{Symbol::What::variable, "", {}, {Kind::object, {}, "self"}, {}};
  Body body = method_body(stmt, self, 1, {*known->of_object});
  info.methods[name].setter = true;
  return "  void set_" + name + "(" + body.parameters + ") " + body.text;
}

// A method that speaks of classes further down is only declared in the struct, and defined behind
// them.
std::string Translator::method_or_later(const Stmt& stmt, ClassInfo& info) {
  const Translator before = *this;
  try {
    return method(stmt, info);
  } catch (const NoEquivalent&) {
    bool below = false;
    for (const ClassDefinition& other : declarations_of_->definitions) {
      below = below || (other.source == source_ && other.line > static_cast<int>(stmt.line));
    }
    const bool plain_method =
        stmt.decorators.empty() ||
        (stmt.decorators.size() == 1 && decorator_word(*stmt.decorators[0]) == "property");
    if (!below || !plain_method) throw;
    *this = before;
    postponed_.push_back({info.cpp, &stmt});
    return "  //@ " + info.cpp + "::" + std::string(stmt.name) + "\n";
  }
}

// Those methods, when all classes of the step are there.
void Translator::postponed_methods() {
  for (const auto& [cls, stmt] : std::exchange(postponed_, {})) {
    ClassInfo info = class_info(cls);
    self_class_ = &info;
    std::string text;
    try {
      text = method(*stmt, info);
    } catch (...) {
      self_class_ = nullptr;
      throw;
    }
    self_class_ = nullptr;
    // "  TYPE NAME(PARAMETERS) const { ... }"
    const std::string name = stmt->name == "__repr__"  ? "repr"
                             : stmt->name == "__str__" ? "str"
                                                       : identifier(stmt->name);
    const size_t at = text.find(" " + name + "("), open = text.find(" {", at);
    const std::string type = text.substr(2, at - 2);
    if (at == std::string::npos || open == std::string::npos || type == "auto") {
      throw NoEquivalent("a method that returns such a type is defined behind its classes");
    }
    const std::string mark = "  //@ " + cls + "::" + std::string(stmt->name) + "\n";
    const size_t place = pending_declarations_.find(mark);
    if (place == std::string::npos) throw NoEquivalent("a method of another step");
    pending_declarations_.replace(place, mark.size(), text.substr(0, open) + ";\n");
    std::string rest = text.substr(open);
    for (size_t line = rest.find("\n  "); line != std::string::npos;
         line = rest.find("\n  ", line + 1)) {
      rest.erase(line + 1, 2);
    }
    pending_declarations_ +=
        "inline " + type + " " + cls + "::" + text.substr(at + 1, open - at - 1) + rest;
    classes_[cls] = std::move(info);
  }
}

// A method that calls itself needs to know what it returns before that is known: of what could be,
// it is what turns out to be so.
Translator::Body Translator::recursive_body(const Stmt& stmt, const Symbol& self, ClassInfo& info) {
  const std::string key(stmt.name);
  const Translator before = *this;
  try {
    return method_body(stmt, self, 1, {});
  } catch (const NoEquivalent&) {
    ClassMethod method;
    method.property =
        stmt.decorators.size() == 1 && decorator_word(*stmt.decorators[0]) == "property";
    for (size_t i = 1; i < stmt.parameters.size(); ++i) {
      bool none = false;
      const Type type = parameter_type(key, stmt.parameters[i], i - 1, none);
      method.parameters.push_back({std::string(stmt.parameters[i].name), type, ""});
    }
    const Type kCandidates[] = {{Kind::text},    {Kind::integer}, {Kind::real},
                                {Kind::boolean}, {Kind::none},    list_of({Kind::text})};
    for (const Type& candidate : kCandidates) {
      *this = before;
      method.of_object = candidate;
      info.methods[key] = method;
      if (classes_.count(info.cpp) != 0) classes_[info.cpp].methods[key] = method;
      try {
        Body body = method_body(stmt, self, 1, {});
        if (body.returns == candidate) return body;
      } catch (const NoEquivalent&) {
        continue;
      }
    }
    *this = before;
    info.methods.erase(key);
    if (classes_.count(info.cpp) != 0) classes_[info.cpp].methods.erase(key);
    throw;
  }
}

// A method of objects; __repr__ becomes repr(), which the library calls.
std::string Translator::own_method(const Stmt& stmt, ClassInfo& info) {
  const bool is_repr = stmt.name == "__repr__", is_str = stmt.name == "__str__";
  if (!is_repr && !is_str && stmt.name.substr(0, 2) == "__") {
    throw NoEquivalent("the method '" + std::string(stmt.name) + "' is not translated");
  }
  const bool record = classes_.count(info.cpp) == 0;
  const Type of_self{record ? Kind::record : Kind::object, {}, "self"};
  Symbol self{Symbol::What::variable, "", {}, of_self, {}};
  Body body = recursive_body(stmt, self, info);
  const std::string name = is_repr ? "repr" : is_str ? "str" : identifier(stmt.name);
  std::string type = body.returns.kind == Kind::none ? "void" : spelled(body.returns);
  if (type.empty()) type = "auto";
  if (!is_repr) info.methods[std::string(stmt.name)] = {false, false, body.taken, body.returns, {}};
  const bool constant = stmt.parameters.empty() || !changes(stmt.body, stmt.parameters[0].name);
  return "  " + type + " " + name + "(" + body.parameters + ")" + (constant ? " const " : " ") +
         body.text;
}

// A hybrid for objects and as an expression. What only one of them can do, only that one does.
std::string Translator::hybrid(const Stmt& stmt, ClassInfo& info, const std::string& name,
                               bool objects, bool expressions) {
  ClassMethod& made = info.methods[name];
  std::string text, why;
  if (objects) {
    try {
      made.of_object.reset();
      text += own_method(stmt, info);
    } catch (const NoEquivalent& error) {
      why = error.what();
    }
  }
  if (expressions) {
    try {
      Symbol self{Symbol::What::variable, "cls", {}, {Kind::mapped_class, {}, info.cpp}, {}};
      Body body = method_body(stmt, self, 1, {});
      if (body.returns.kind != Kind::expression && body.returns.kind != Kind::sql) {
        throw NoEquivalent("the hybrid '" + name + "' is no SQL expression");
      }
      made.of_class = body.returns;
      if (made.parameters.empty()) made.parameters = body.taken;
      text += "  static auto " + identifier(name) + "(const auto& cls" +
              (body.parameters.empty() ? "" : ", ") + body.parameters + ") " + body.text;
    } catch (const NoEquivalent& error) {
      why = error.what();
    }
  }
  if (text.empty()) throw NoEquivalent(why);
  return text;
}

// `@validates("pages")`: a member that is asked before each assignment.
std::string Translator::validator(const Stmt& stmt, const Expr& decorator, const ClassInfo& info) {
  const bool plain_call = decorator.kind == ExprKind::kCall && decorator.keywords.empty() &&
                          !decorator.items.empty() && stmt.parameters.size() == 3;
  if (!plain_call) throw NoEquivalent("this validates() is not translated");
  std::optional<Type> type;
  std::string members;
  const std::string name = identifier(stmt.name);
  for (const Expr* item : decorator.items) {
    const Type* attribute = item->kind == ExprKind::kStr ? info.find(item->text) : nullptr;
    if (attribute == nullptr) throw NoEquivalent("a validator of something that is no attribute");
    if (type && !(*type == *attribute)) {
      throw NoEquivalent("a validator of attributes of several types is not translated");
    }
    type = *attribute;
    members += (members.empty() ? "&" : ", &") + std::string(info.definition->name) +
               "::" + std::string(item->text);
  }
  Type value = *type;
  if (value.kind == Kind::list) value = value.items[0];  // the object that joins a collection
  Symbol self{Symbol::What::variable, "", {}, {Kind::object, {}, "self"}, {}};
  Body body = method_body(stmt, self, 1, {{Kind::text}, value});
  if (!(body.returns == value)) {
    throw NoEquivalent("a validator that returns something else than a value of the attribute");
  }
  validators_ += (validators_.empty() ? "" : ", ") + ("orm::validates<&" + info.definition->name) +
                 "::" + name + ">(" + members + ")";
  const std::string key(stmt.parameters[1].name);
  const bool reads_key = mentions(body.text, identifier(key));
  const std::string value_part = body.parameters.substr(body.parameters.find(", ") + 2);
  return "  " + spelled(value) + " " + name + "(std::string_view" +
         (reads_key ? " " + identifier(key) : "") + ", " + value_part + ") " + body.text;
}

// `__init__` is a function that makes an object and does the same with it.
void Translator::constructor(const Stmt& stmt, ClassInfo& info) {
  const std::string self(stmt.parameters.empty() ? "" : stmt.parameters[0].name);
  std::vector<Type> types;
  for (size_t i = 1; i < stmt.parameters.size(); ++i) {
    // What is assigned to an attribute has its type.
    Type type;
    for (const Stmt* item : stmt.body) {
      bool takes = item->kind == StmtKind::kAssign && item->value->kind == ExprKind::kName &&
                   item->value->text == stmt.parameters[i].name &&
                   item->targets[0]->kind == ExprKind::kAttribute &&
                   item->targets[0]->a->text == self;
      const Type* attribute = takes ? info.find(item->targets[0]->text) : nullptr;
      if (attribute != nullptr) type = *attribute;
    }
    if (type.kind == Kind::unknown) {
      throw NoEquivalent("the lesson does not say what type '" +
                         std::string(stmt.parameters[i].name) + "' of __init__() has");
    }
    types.push_back(std::move(type));
  }
  const std::string made = fresh("made");
  used_names_.erase(made);
  Symbol symbol{Symbol::What::variable, made, {}, object_of(info.cpp), {}};
  Body body = method_body(stmt, symbol, 1, types);
  for (size_t i = 1; i < stmt.parameters.size(); ++i) {
    const Expr* given = stmt.parameters[i].default_value;
    if (given == nullptr) continue;
    body.taken[i - 1].given = given->kind != ExprKind::kNone ? plain(expression(*given))
                              : body.taken[i - 1].type.kind == Kind::object ? "nullptr"
                                                                            : "std::nullopt";
  }
  info.maker = fresh("make_" + info.name);
  line("auto " + info.maker + " = [&](" + body.parameters + ") {");
  line("  auto " + made + " = orm::make<" + info.cpp + ">();");
  const bool one = body.text.rfind("{ ", 0) == 0;
  pending_ += one ? "    " + body.text.substr(2, body.text.size() - 5) + "\n"
                  : body.text.substr(2, body.text.size() - 6);
  line("  return " + made + ";");
  line("};");
  info.methods["__init__"].parameters = body.taken;
}

Code Translator::call_own(const Expr& expr, const Code& self, const ClassMethod& method,
                          const std::string& name) {
  const std::string given = given_arguments(expr, method.parameters, name);
  const bool object = self.type.kind == Kind::object;
  const std::optional<Type>& type = object ? method.of_object : method.of_class;
  if (!type) throw NoEquivalent("'" + name + "' is no method of this value");
  if (object) {
    const bool own = self.type.name == "self";
    return {(own ? "" : self.text + "->") + identifier(name) + "(" + given + ")", *type};
  }
  return {self.type.name + "::" + identifier(name) + "(" + self.text + (given.empty() ? "" : ", ") +
              given + ")",
          *type};
}

// A property or hybrid property, read.
std::optional<Code> Translator::computed(const Code& self, const ClassInfo& info,
                                         const std::string& name) const {
  const ClassMethod* method = info.method(name);
  if (method == nullptr || !method->property) return std::nullopt;
  if (self.type.kind == Kind::object) {
    if (!method->of_object) throw NoEquivalent("'" + name + "' has no value for an object");
    const bool own = self.type.name == "self";
    return Code{(own ? "" : self.text + "->") + identifier(name) + "()", *method->of_object};
  }
  if (!method->of_class) {
    throw NoEquivalent("'" + name + "' computes a value of an object, and is no expression");
  }
  Code code{info.cpp + "::" + identifier(name) + "(" + self.text + ")", *method->of_class};
  code.type.label = name;
  code.computed = true;
  return code;
}

}  // namespace lessonrun::translate
