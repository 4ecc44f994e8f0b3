// Expressions other than calls.
#include "orm/value.h"
#include "runner/bind/binding.h"
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Comparison;
using lang::Expr;
using lang::ExprKind;
using lang::Tok;

Code Translator::expression(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kName: {
      const Symbol* symbol = find(expr.text);
      if (symbol == nullptr) symbol = &resolve(expr);
      if (symbol->what == Symbol::What::cls) return {symbol->cpp + "_", symbol->type};
      if (symbol->what == Symbol::What::variable) {
        if (is_untyped(symbol->type)) return {"", symbol->type};
        return {symbol->cpp, symbol->type};
      }
      if (symbol->what == Symbol::What::imported && is_schema_name(symbol->name)) {
        return column_type(expr);
      }
      if (symbol->what == Symbol::What::imported && symbol->name == "__version__") return version();
      throw NoEquivalent("the name '" + std::string(expr.text) + "' is no value in C++");
    }
    case ExprKind::kInt:
      return {std::string(expr.text), {Kind::integer}};
    case ExprKind::kFloat: {
      return {orm::repr_double(expr.number), {Kind::real}};
    }
    case ExprKind::kStr:
      return {cpp_quoted(expr.text), {Kind::text}};
    case ExprKind::kNone:
      return {"std::nullopt", {Kind::none}};
    case ExprKind::kTrue:
      return {"true", {Kind::boolean}};
    case ExprKind::kFalse:
      return {"false", {Kind::boolean}};
    case ExprKind::kJoinedStr:
      return formatted(expr);
    case ExprKind::kTuple: {
      // Braces, since their items are read from left to right, as Python's.
      Code code{"std::tuple{", {Kind::tuple}};
      for (const Expr* item : expr.items) {
        Code value = expression(*item);
        bool text = value.type.kind == Kind::text && item->kind == ExprKind::kStr;
        code.text += (code.type.items.empty() ? "" : ", ") +
                     (text ? "std::string(" + value.text + ")" : unwrapped(plain(value)));
        if (value.type.kind == Kind::none) throw NoEquivalent("None in a tuple");
        code.type.items.push_back(value.type);
      }
      code.text += "}";
      return code;
    }
    case ExprKind::kList:
      return list(expr);
    case ExprKind::kDict:
      return dict(expr);
    case ExprKind::kSet:
      return set(expr);
    case ExprKind::kListComp:
    case ExprKind::kSetComp:
    case ExprKind::kDictComp:
    case ExprKind::kGenerator:
      return comprehension(expr);
    case ExprKind::kAttribute:
      return attribute(expr);
    case ExprKind::kCall:
      return call(expr);
    case ExprKind::kCompare:
      return compare(expr);
    case ExprKind::kBinary:
      return binary(expr);
    case ExprKind::kSubscript:
      return subscript(expr);
    case ExprKind::kUnary: {
      Code operand = expression(*expr.a);
      if (expr.op == Tok::kNot) return {"!(" + condition(*expr.a) + ")", {Kind::boolean}};
      if (expr.op == Tok::kTilde && operand.type.kind == Kind::expression) {
        return {"!(" + operand.text + ")", operand.type};
      }
      if (operand.type.kind == Kind::sql && (expr.op == Tok::kTilde || expr.op == Tok::kMinus)) {
        return {(expr.op == Tok::kTilde ? "~" : "-") + operand.text, sql_of()};
      }
      bool number = operand.type.kind == Kind::integer || operand.type.kind == Kind::real;
      if (expr.op == Tok::kMinus && number) return {"-" + plain(operand), operand.type};
      if (expr.op == Tok::kMinus && operand.type.kind == Kind::value) {
        return {"orm::py::negative(" + unwrapped(plain(operand)) + ")", operand.type};
      }
      if (expr.op == Tok::kMinus && operand.type.name == "orm::Interval") {
        return {"-" + operand.text, operand.type};
      }
      break;
    }
    case ExprKind::kBoolOp:
      return either(expr);
    case ExprKind::kIfExp:
      return choice(expr);
    default:
      break;
  }
  throw NoEquivalent("this kind of expression is not translated");
}

Code Translator::list(const Expr& expr) {
  if (expr.items.empty()) return empty_collection(expr, Kind::list);
  if (expr.items[0]->kind == ExprKind::kName && find(expr.items[0]->text) != nullptr &&
      find(expr.items[0]->text)->type.kind == Kind::function) {
    return named_functions(expr);
  }
  if (std::optional<Code> rows = tuple_rows(expr)) return *std::move(rows);
  std::string items;
  std::optional<Type> type;
  for (const Expr* item : expr.items) {
    Code value = expression(*item);
    if (value.type.kind == Kind::sql) value.type = sql_of();
    if (is_untyped(value.type)) throw NoEquivalent("an empty list in a list has no type in C++");
    const bool dicts = item->kind == ExprKind::kDict &&
                       (value.type.kind == Kind::dict || value.type.kind == Kind::parameters);
    if (dicts && type && !(*type == value.type)) return parameter_sets(expr);
    if (type && !(*type == value.type)) throw NoEquivalent("a list of values of several types");
    type = value.type;
    items += (items.empty() ? "" : ", ") + unwrapped(plain(value));
  }
  type->label.clear();
  std::string cpp = spelled(*type);
  if (cpp.empty()) throw NoEquivalent("a list of these values is not translated");
  return {"std::vector<" + cpp + ">{" + items + "}", list_of(*type)};
}

// Dicts of several types are sets of parameters.
Code Translator::parameter_sets(const Expr& expr) {
  std::string items;
  for (const Expr* item : expr.items) items += (items.empty() ? "" : ", ") + parameter_set(*item);
  return {"std::vector<orm::ParameterSet>{" + items + "}", list_of({Kind::parameters})};
}

// `a if test else b`: a value that may be missing is a std::optional.
Code Translator::choice(const Expr& expr) {
  const std::string test = condition(*expr.a);
  Names outer = names_;
  narrow(*expr.a);
  Code yes = expression(*expr.b);
  names_ = std::move(outer);
  Code no = expression(*expr.c);
  const std::string start = "(" + test + " ? ";
  if (yes.type == no.type && !spelled(yes.type).empty()) {
    return {start + plain(yes) + " : " + plain(no) + ")", yes.type};
  }
  for (Code* side : {&yes, &no}) {
    Code& other = side == &yes ? no : yes;
    if (side->type.kind == Kind::none && !spelled(other.type).empty()) {
      const Type type = other.type.kind == Kind::optional ? other.type : optional_of(other.type);
      other = {spelled(type) + "(" + unwrapped(plain(other)) + ")", type};
      return {start + yes.text + " : " + no.text + ")", type};
    }
    if (side->type.kind == Kind::optional && side->type.items[0] == other.type) {
      other = {spelled(side->type) + "(" + unwrapped(plain(other)) + ")", side->type};
      return {start + plain(yes) + " : " + plain(no) + ")", side->type};
    }
    if (side->type.kind == Kind::value && !spelled(other.type).empty()) {
      return {start + "orm::Value(" + unwrapped(plain(yes)) + ") : orm::Value(" +
                  unwrapped(plain(no)) + "))",
              {Kind::value}};
    }
  }
  throw NoEquivalent("a choice between values of several types is not translated");
}

// `name or "unknown"`; of truth values alone it is one.
Code Translator::either(const Expr& expr) {
  bool truth = true;
  for (const Expr* item : expr.items) {
    const bool negated = item->kind == ExprKind::kUnary && item->op == Tok::kNot;
    truth = truth && (negated || expression(*item).type.kind == Kind::boolean);
  }
  if (truth) return {condition(expr), {Kind::boolean}};
  const Expr& first = *expr.items[0];
  const bool simple = first.kind == ExprKind::kName || first.kind == ExprKind::kAttribute;
  if (expr.op != Tok::kOr || expr.items.size() != 2 || !simple) {
    throw NoEquivalent("'and' and 'or' give truth values in C++");
  }
  Expr chosen = expr;
  chosen.kind = ExprKind::kIfExp;
  chosen.a = chosen.b = expr.items[0];
  chosen.c = expr.items[1];
  Code value = expression(first);
  Code other = expression(*expr.items[1]);
  if (value.type.kind == Kind::optional && value.type.items[0] == other.type) {
    return {"(" + condition(first) + " ? " + present(value).text + " : " + plain(other) + ")",
            other.type};
  }
  return choice(chosen);
}

// Functions in a list, each with its name.
Code Translator::named_functions(const Expr& expr) {
  std::string items;
  for (const Expr* item : expr.items) {
    const Symbol* symbol = item->kind == ExprKind::kName ? find(item->text) : nullptr;
    constexpr const char* kRefused = "a list of such functions is not translated";
    if (symbol == nullptr) throw NoEquivalent(kRefused);
    auto function = functions_.find(symbol->type.name);
    bool plain_call = function != functions_.end() && function->second.parameters.empty() &&
                      function->second.returns.kind == Kind::none && !function->second.yields;
    if (!plain_call) throw NoEquivalent(kRefused);
    items += (items.empty() ? "{" : ", {") + cpp_quoted(item->text) + ", " + symbol->cpp + "}";
  }
  const Type type{Kind::named_function};
  return {"std::vector<" + spelled(type) + ">{" + items + "}", list_of(type)};
}

// The release whose behaviour the program has.
Code Translator::version() const {
  const std::string profile = profile_argument();
  return {"std::string(" + (profile.empty() ? "orm::profile_2_0" : profile.substr(2)) + ".version)",
          {Kind::text}};
}

// type(self).__name__ in a method.
std::optional<Code> Translator::name_of_class(const Expr& expr) {
  bool of_type = expr.text == "__name__" && expr.a->kind == ExprKind::kCall &&
                 expr.a->a->kind == ExprKind::kName && expr.a->a->text == "type" &&
                 expr.a->items.size() == 1;
  if (of_type) {
    Code object = expression(*expr.a->items[0]);
    if (object.type.kind == Kind::error) {
      return Code{"orm::py::type_name(" + object.text + ")", {Kind::text}};
    }
    const bool own = object.type.name == "self";
    if (object.type.kind != Kind::object || (own && self_class_ == nullptr)) {
      throw NoEquivalent("the class of this value is not translated");
    }
    const ClassInfo& info = own ? *self_class_ : class_info(object.type.name);
    for (const auto& [member, of] : info.attributes) {
      if (of.kind == Kind::list || of.kind == Kind::object) continue;
      return Code{(own ? "" : plain(object) + "->") + member + ".class_name()", {Kind::text}};
    }
  }
  return std::nullopt;
}

// What functions, objects' records and expressions tell of themselves.
std::optional<Code> Translator::told(const Code& self, const std::string& name) {
  const Type& type = self.type;
  if (type.kind == Kind::named_function && name == "__name__") {
    return Code{self.text + ".first", {Kind::text}};
  }
  if (type.kind == Kind::instance_state) {
    if (name == "expired") return Code{self.text + "->expired", {Kind::boolean}};
    if (name == "identity") return Code{"orm::identity_of(*" + self.text + ")", {Kind::value}};
    for (std::string_view state : {"transient", "pending", "persistent", "deleted", "detached"}) {
      if (name != state) continue;
      return Code{"orm::in_state(*" + self.text + ", " + cpp_quoted(name) + ")", {Kind::boolean}};
    }
  }
  if (type.kind == Kind::expression && name == "type") {
    return Code{core("Expr") + "(" + unwrapped(self.text) + ").type()", {Kind::column_type}};
  }
  return std::nullopt;
}

Code Translator::attribute(const Expr& expr) {
  std::string name(expr.text);
  if (expr.a->kind == ExprKind::kName) {
    const Symbol& symbol = resolve(*expr.a);
    if (symbol.what == Symbol::What::module) {
      auto member = symbol.members.find(name);
      if (member == symbol.members.end()) {
        if (symbol.cpp.rfind("sqlalchemy", 0) == 0 && is_schema_name(name))
          return column_type(expr);
        if (symbol.cpp == "sqlalchemy" && name == "__version__") return version();
        throw NoEquivalent("'" + std::string(expr.a->text) + "." + name + "' is not translated");
      }
      const Symbol& found = member->second;
      return {found.what == Symbol::What::cls ? found.cpp + "_" : found.cpp, found.type};
    }
  }
  if (std::optional<Code> found = name_of_class(expr)) return *std::move(found);
  Code self = expression(*expr.a);
  if (self.type.kind == Kind::optional && self.type.items[0].kind == Kind::object) {
    const Type object = self.type.items[0];
    self = {"(*" + plain(self) + ")", object};
  }
  const Type& type = self.type;
  if (std::optional<Code> found = told(self, name)) return *std::move(found);
  if (std::optional<Code> found = time_attribute(self, name)) return *std::move(found);
  if (std::optional<Code> found = enum_attribute(self, name)) return *std::move(found);
  if (type.kind == Kind::record) {
    const ClassInfo& info = type.name == "self" ? *self_class_ : class_info(type.name);
    const ClassMethod* method = info.method(name);
    const std::string owner = type.name == "self" ? "" : plain(self) + ".";
    if (method != nullptr && method->property) {
      return {owner + identifier(name) + "()", *method->of_object};
    }
    if (info.find(name) != nullptr) return {owner + name, *info.find(name)};
    throw NoEquivalent("'" + info.name + "' has no attribute '" + name + "'");
  }
  bool tables = type.kind == Kind::metadata && (name == "tables" || name == "sorted_tables");
  if (is_core(type) || tables) {
    if (type.kind != Kind::inspector) return core_attribute(self, name);
  }
  if (type.kind == Kind::engine && (name == "name" || name == "driver")) {
    if (name == "name") return {self.text + ".url().backend_name()", {Kind::text}};
    return {"std::string(" + self.text + ".dialect().driver)", {Kind::text}};
  }
  if (type.kind == Kind::engine && name == "dialect")
    return {self.text + ".dialect()", {Kind::dialect}};
  if (type.kind == Kind::dialect && name == "name") {
    return {"std::string(" + self.text + ".name)", {Kind::text}};
  }
  if (type.kind == Kind::compilation && name == "params") {
    return {self.text + ".params()", {Kind::parameters}};
  }
  if (type.kind == Kind::result && name == "inserted_primary_key") {
    return {"orm::Value::tuple(" + self.text + ".inserted_primary_key())", {Kind::value}};
  }
  if (type.kind == Kind::base_class) {
    if (name == "metadata") return {"orm::metadata<" + type.name + ">()", {Kind::metadata}};
    if (name == "registry") {
      return {"orm::registry<" + type.name + ">()", {Kind::other, {}, "orm::Registry&"}};
    }
    throw NoEquivalent("a base has nothing but its MetaData in C++, not '" + name + "'");
  } else if (type.kind == Kind::mapped_class) {
    if (name == "__table__") {
      return {core("Table") + "(orm::table_of<" + type.name + ">())", {Kind::from, {}, "Table"}};
    }
    if (name == "__tablename__") return {type.name + "::__tablename__", {Kind::text}};
    if (name == "metadata") return {"orm::metadata<" + type.name + ">()", {Kind::metadata}};
    return class_attribute(self, name);
  } else if (type.kind == Kind::alias_class) {
    // with_polymorphic(...).Engineer
    const Symbol* below = find(name);
    if (below != nullptr && below->type.kind == Kind::mapped_class) {
      return {self.text + ".as<" + below->type.name + ">()",
              {Kind::alias_class, {}, below->type.name}};
    }
    return class_attribute(self, name);
  } else if (type.kind == Kind::tuple ||
             (type.kind == Kind::optional && type.items[0].kind == Kind::tuple)) {
    return labelled_item(self, name);
  } else if (type.kind == Kind::object) {
    bool own = type.name == "self";
    const ClassInfo& info = own ? *self_class_ : class_info(type.name);
    const Type* attribute = info.find(name);
    if (std::optional<Code> found = computed(self, info, name)) return *std::move(found);
    if (std::optional<Code> found = proxied(self, info, name)) return *std::move(found);
    if (name == "__dict__" && !own)
      return {"orm::ObjectDict(" + plain(self) + ")", {Kind::object_dict}};
    if (attribute == nullptr && !own) {
      Code below = inherited_attribute(self, name);
      if (!below.text.empty()) return below;
    }
    if (attribute == nullptr) {
      throw NoEquivalent("'" + info.cpp + "' has no attribute '" + name +
                         "', which the compiler refuses");
    }
    return {own ? name : self.text + "->" + name, *attribute, true};
  } else if (type.kind == Kind::row) {
    if (name == "_mapping") return {"orm::RowMapping(" + self.text + ")", {Kind::mapping}};
    if (name[0] == '_' || name == "count" || name == "index") {
      throw NoEquivalent("the attribute '" + name + "' of a row is not translated");
    }
    return {self.text + "[" + cpp_quoted(name) + "]", {Kind::value}};
  } else if (type.kind == Kind::error) {
    if (name == "orig") {
      if (type.name.empty()) throw NoEquivalent("only an error of the database has an orig");
      return {self.text + ".info().orig_message", {Kind::text}};
    }
    if (!type.name.empty() && name == "statement") {
      return {self.text + ".info().statement", {Kind::text}};
    }
    if (!type.name.empty() && name == "params") {
      return {"orm::Value::tuple(" + self.text + ".info().params)", {Kind::value}};
    }
  } else if (type.kind == Kind::url) {
    if (name == "host" || name == "database" || name == "username" || name == "password") {
      return {self.text + "." + name, optional_of({Kind::text})};
    }
    if (name == "port") return {self.text + ".port", optional_of({Kind::integer})};
    if (name == "drivername") return {self.text + ".drivername", {Kind::text}};
  }
  // A property of the binding table.
  const char* owner = binding_owner(type);
  const bind::Binding* row = owner == nullptr ? nullptr : bind::find_binding(owner, name.c_str());
  if (row == nullptr && type.kind == Kind::result) {
    row = bind::find_binding(owner = "CursorResult", name.c_str());
  }
  Type result = result_type(type, name);
  if (row != nullptr && row->kind == bind::BindingKind::property && result.kind != Kind::unknown) {
    return {spell(owner, name, self.text, nullptr), result};
  }
  throw NoEquivalent("the attribute '" + name + "' is not translated here");
}

// `User.name`, `User.addresses`, of the class or an alias.
Code Translator::class_attribute(const Code& self, const std::string& name) const {
  const ClassInfo& info = class_info(self.type.name);
  if (std::optional<Code> found = computed(self, info, name)) return *std::move(found);
  if (std::optional<Code> found = proxied(self, info, name)) return *std::move(found);
  const Type* attribute = info.find(name);
  if (attribute == nullptr) {
    throw NoEquivalent("'" + self.type.name + "' has no attribute '" + name +
                       "', which the compiler refuses");
  }
  bool many = (attribute->kind == Kind::list && attribute->items[0].kind == Kind::object) ||
              attribute->kind == Kind::dynamic || attribute->kind == Kind::write_only;
  if (many || attribute->kind == Kind::object) {
    const Type& to = many ? attribute->items[0] : *attribute;
    return {self.text + "." + name, {Kind::relation, {}, to.name}};
  }
  Code code{self.text + "." + name, expression_of(*attribute)};
  code.type.label = name;
  return code;
}

Code Translator::subscript(const Expr& expr) {
  Code self = expression(*expr.a);
  const Type& type = self.type;
  if (expr.b->kind == ExprKind::kSlice && type.kind == Kind::query) {
    auto bound = [&](const Expr* at) {
      return at == nullptr ? std::string("std::nullopt") : plain(expression(*at));
    };
    if (expr.b->c != nullptr) throw NoEquivalent("this slice is not translated");
    return {self.text + ".slice(" + bound(expr.b->a) + ", " + bound(expr.b->b) + ").all()",
            list_of(type.items[0])};
  }
  if (expr.b->kind == ExprKind::kSlice) return slice(self, *expr.b);
  bool last = expr.b->kind == ExprKind::kUnary && expr.b->op == Tok::kMinus &&
              expr.b->a->kind == ExprKind::kInt && expr.b->a->text == "1";
  if (last && type.kind == Kind::list) return {self.text + ".back()", type.items[0]};
  Code index = expression(*expr.b);
  if (is_untyped(type)) return {"", {Kind::unknown, {index.type, type}}};
  if (type.kind == Kind::enum_class && index.type.kind == Kind::text) {
    return {"orm::enum_named<" + type.name + ">(" + index.text + ")",
            {Kind::enum_member, {}, type.name}};
  }
  if (type.kind == Kind::proxy && index.type.kind == Kind::integer) {
    return {"orm::py::at(" + self.text + ".get(), " + index.text + ")", type.items[0]};
  }
  if (type.kind == Kind::object_dict && index.type.kind == Kind::text) {
    return {self.text + "[" + index.text + "]", {Kind::value}};
  }
  if (type.kind == Kind::dict && type.name == "default") {
    return {self.text + ".setdefault(" + typed_value(index, type.items[0]) + ", {})",
            type.items[1]};
  }
  if (type.kind == Kind::dict) {
    return {self.text + ".at(" + typed_value(index, type.items[0]) + ")", type.items[1]};
  }
  if (type.kind == Kind::parameters && index.type.kind == Kind::text) {
    return {"orm::item(" + self.text + ", " + index.text + ")", {Kind::value}};
  }
  const bool negative = expr.b->kind == ExprKind::kUnary && expr.b->op == Tok::kMinus;
  if (type.kind == Kind::list && index.type.kind == Kind::integer &&
      (negative || expr.b->kind != ExprKind::kInt)) {
    if (expr.a->kind != ExprKind::kName) {
      return {"orm::py::at(" + plain(self) + ", " + index.text + ")", type.items[0]};
    }
    return {self.text + ".at(orm::py::place(" + self.text + ".size(), " + index.text + "))",
            type.items[0]};
  }
  if (type.kind == Kind::text && index.type.kind == Kind::integer) {
    return {"orm::py::at(orm::py::characters(" + plain(self) + "), " + index.text + ")", type};
  }
  if (type.kind == Kind::sql) return {self.text + "[" + core_text(index) + "]", sql_of()};
  if (index.type.kind == Kind::text) {
    if (expr.b->kind == ExprKind::kStr) {
      if (auto found = reflected_item(self, expr.b->text)) return *std::move(found);
    }
    if (type.kind == Kind::columns) return {self.text + "[" + index.text + "]", sql_of("Column")};
    if (type.name == "tables")
      return {self.text + "[" + index.text + "]", {Kind::from, {}, "Table"}};
    if (type.kind == Kind::mapping) return {self.text + "[" + index.text + "]", {Kind::value}};
  }
  if (index.type.kind != Kind::integer || expr.b->kind != ExprKind::kInt) {
    throw NoEquivalent("this subscript is not translated");
  }
  if (type.kind == Kind::row) return {self.text + "[" + index.text + "]", {Kind::value}};
  if (type.kind == Kind::value) return {self.text + ".as_list().at(" + index.text + ")", type};
  if (type.kind == Kind::list) return {self.text + ".at(" + index.text + ")", type.items[0]};
  if (type.kind == Kind::optional && type.items[0].kind == Kind::tuple &&
      std::stoul(index.text) < type.items[0].items.size()) {
    return {"std::get<" + index.text + ">(*" + self.text + ")",
            type.items[0].items[std::stoul(index.text)]};
  }
  size_t at = type.kind == Kind::tuple ? std::stoul(index.text) : 0;
  if (type.kind == Kind::tuple && at < type.items.size()) {
    return {"std::get<" + index.text + ">(" + self.text + ")", type.items[at]};
  }
  throw NoEquivalent("this subscript is not translated");
}

}  // namespace lessonrun::translate
