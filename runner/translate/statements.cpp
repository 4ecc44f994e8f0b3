// Statements: assignments, loops, conditions. What blocks do that end somehow is in blocks.cpp.
#include "runner/bind/binding.h"
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;
using lang::Stmt;
using lang::StmtKind;

void Translator::statement(const Stmt& stmt) {
  switch (stmt.kind) {
    case StmtKind::kExpr:
      return expression_statement(stmt);
    case StmtKind::kAssign: {
      // Another name for what was imported.
      const Symbol* imported =
          stmt.value->kind == ExprKind::kName ? find(stmt.value->text) : nullptr;
      if (imported != nullptr && imported->what == Symbol::What::imported &&
          !is_schema_name(imported->name) && stmt.targets[0]->kind == ExprKind::kName) {
        Symbol copy = *imported;
        for (const Expr* target : stmt.targets) names_[std::string(target->text)] = copy;
        return;
      }
      const Expr& target = *stmt.targets[0];
      bool pairs = stmt.targets.size() == 1 && target.kind == ExprKind::kTuple &&
                   stmt.value->kind == ExprKind::kTuple &&
                   target.items.size() == stmt.value->items.size();
      for (const Expr* item : target.items) {
        pairs = pairs && item->kind == ExprKind::kName && find(item->text) == nullptr;
      }
      if (pairs) {  // new names, so none is read on the right
        for (size_t i = 0; i < target.items.size(); ++i) {
          assign(*target.items[i], expression(*stmt.value->items[i]));
        }
        return;
      }
      if (is_call_of(stmt.value, "relationship") && target.kind == ExprKind::kAttribute) {
        Code cls = expression(*target.a);
        const bool known = cls.type.kind == Kind::mapped_class &&
                           class_info(cls.type.name).find(target.text) != nullptr;
        if (!known) throw NoEquivalent("a struct has its members where it is declared");
        return line("orm::add_relationship(" + cls.text + "." + std::string(target.text) + ");");
      }
      Code value = expression(*stmt.value);
      for (const Expr* one : stmt.targets) assign(*one, value);
      return;
    }
    case StmtKind::kAnnAssign:
      if (stmt.value == nullptr) return;
      return assign(*stmt.targets[0], expression(*stmt.value));
    case StmtKind::kAugAssign:
      return augmented(stmt);
    case StmtKind::kPass:
      return;
    case StmtKind::kWith:
      return with(stmt, 0);
    case StmtKind::kTry:
      return try_(stmt);
    case StmtKind::kFor:
      return for_(stmt);
    case StmtKind::kBreak:
      return line("break;");
    case StmtKind::kContinue:
      return line("continue;");
    case StmtKind::kIf:
      return if_(stmt);
    case StmtKind::kWhile: {
      if (!stmt.orelse.empty()) throw NoEquivalent("a loop of C++ has no else");
      line("while (" + condition(*stmt.value) + ") {");
      block(stmt.body);
      return line("}");
    }
    case StmtKind::kImport:
    case StmtKind::kImportFrom:
      return import_(stmt);
    case StmtKind::kClass:
      return class_(stmt);
    case StmtKind::kAssert: {
      line("if (!(" + condition(*stmt.value) + ")) throw std::logic_error(\"assertion failed\");");
      return;
    }
    case StmtKind::kFunction:
      return function_(stmt);
    case StmtKind::kReturn:
      return return_(stmt);
    case StmtKind::kRaise:
      return raise_(stmt);
    case StmtKind::kDelete: {
      for (const Expr* target : stmt.targets) {
        bool item = target->kind == ExprKind::kSubscript;
        Code list = item ? expression(*target->a) : Code{};
        bool collection = list.type.kind == Kind::list && list.attribute &&
                          list.type.items[0].kind == Kind::object;
        if (!collection || target->b->kind != ExprKind::kInt) {
          throw NoEquivalent("del: a C++ variable lives until its block ends");
        }
        line(list.text + ".erase(" + std::string(target->b->text) + ");");
      }
      return;
    }
    default:
      throw NoEquivalent("this kind of statement is not translated");
  }
}

// `if title:` and `if title is not None:` tell that an optional has a value inside.
void Translator::if_(const Stmt& stmt) {
  const Expr& test = *stmt.value;
  bool not_none = test.kind == ExprKind::kCompare && test.ops.size() == 1 &&
                  test.ops[0] == lang::Comparison::kIsNot && test.items[0]->kind == ExprKind::kNone;
  const Expr& tested = not_none ? *test.a : test;
  line("if (" + condition(test) + ") {");
  Names outer = names_;
  if (tested.kind == ExprKind::kName) {
    auto known = names_.find(tested.text);
    if (known != names_.end() && known->second.type.kind == Kind::optional) {
      Type held = known->second.type.items[0];
      known->second.cpp = "(*" + known->second.cpp + ")";
      known->second.type = held;
    }
  }
  block(stmt.body);
  if (tested.kind == ExprKind::kName) {
    if (auto before = outer.find(tested.text); before != outer.end()) {
      names_[std::string(tested.text)] = before->second;
    }
  }
  if (!stmt.orelse.empty()) {
    line("} else {");
    block(stmt.orelse);
  }
  line("}");
}

void Translator::block(const std::vector<Stmt*>& body) {
  ++indent_;
  ++depth_;
  for (const Stmt* stmt : body) statement(*stmt);
  --depth_;
  --indent_;
}

// What a prompt does with the value of an expression.
void Translator::show(const Code& value) {
  bool plain_sql = value.type.kind == Kind::sql && value.type.name != "Column";
  bool plain_from = value.type.kind == Kind::from && value.type.name != "Table";
  if (plain_sql || plain_from || value.type.name == "tables") {
    throw NoEquivalent("a C++ program has no repr of this value to show");
  }
  switch (value.type.kind) {
    case Kind::none:
      return value.text.empty() ? void() : line(value.text + ";");
    case Kind::identity_set:
      return line("orm::write_line(orm::repr_identity_set(" + value.text + "));");
    case Kind::session:
    case Kind::unknown:
    case Kind::session_transaction:
    case Kind::transaction:
    case Kind::connection:
    case Kind::typed_result:
    case Kind::expression:
    case Kind::select:
    case Kind::query:
    case Kind::error:
    case Kind::mapped_class:
    case Kind::base_class:
    case Kind::columns:
    case Kind::session_maker:
    case Kind::session_begin:
    case Kind::instance_state:
    case Kind::dynamic:
    case Kind::write_only:
    case Kind::statement:
    case Kind::compilation:
    case Kind::inspector:
    case Kind::dialect:
      throw NoEquivalent("a C++ program has no repr of this value to show");
    default:
      return line("orm::show(" + unwrapped(value.text) + ");");
  }
}

void Translator::expression_statement(const Stmt& stmt) {
  const Expr& expr = *stmt.value;
  if (expr.kind == ExprKind::kStr && !shows_values_) return;  // a docstring
  if (expr.kind == ExprKind::kYield) {
    if (expr.a == nullptr) throw NoEquivalent("a generator that yields nothing is not translated");
    Code yielded = expression(*expr.a);
    yielded_ = yielded.type;
    return line("body(" + plain(yielded) + ");");
  }
  Code value = expression(expr);
  if (shows_values_) return show(value);
  bool effect = expr.kind == ExprKind::kCall || value.attribute;
  if (value.attribute) {
    line(plain(value) + ";");
  } else if (effect) {
    line(unwrapped(value.text) + ";");
  }
}

void Translator::assign(const Expr& target, const Code& value) {
  if (target.kind == ExprKind::kName && target.text == "_") {  // what nobody reads
    if (value.text.find('(') != std::string::npos) line(value.text + ";");
    return;
  }
  if (target.kind == ExprKind::kName) return store(target.text, value);
  if (target.kind == ExprKind::kAttribute) {
    Code object = expression(*target.a);
    std::string name(target.text);
    if (object.type.kind == Kind::engine && name == "echo") {
      if (value.text == "true" || value.text == "false") {
        return line(object.text + ".set_echo(orm::EngineOptions::Echo::" +
                    (value.text == "true" ? "info);" : "off);"));
      }
      return line(object.text + ".set_echo(" + value.text +
                  " ? orm::EngineOptions::Echo::info : " + "orm::EngineOptions::Echo::off);");
    }
    if (object.type.kind == Kind::mapped_class) {
      throw NoEquivalent("a struct has its members where it is declared");
    }
    if (object.type.kind == Kind::object) {
      const ClassInfo& info =
          object.type.name == "self" ? *self_class_ : class_info(object.type.name);
      const ClassMethod* method = info.method(name);
      if (method != nullptr && method->setter) {
        const std::string given = value.type.kind == Kind::none ? "std::nullopt" : plain(value);
        return line((object.type.name == "self" ? "" : object.text + "->") + "set_" + name + "(" +
                    unwrapped(given) + ");");
      }
    }
    Code member = attribute(target);
    if (!member.attribute) throw NoEquivalent("the attribute '" + name + "' cannot be assigned");
    bool none = value.type.kind == Kind::none;
    return line(member.text + " = " + (none ? "std::nullopt" : plain(value)) + ";");
  }
  if (target.kind == ExprKind::kTuple) {
    Code whole = value;
    bool variable = value.text.find_first_of("(.[") == std::string::npos;
    if (!variable) {
      whole.text = fresh("values");
      line("auto " + whole.text + " = " + value.text + ";");
    }
    for (auto& [item, to] : unpacked(target, whole)) assign(*to, item);
    return;
  }
  throw NoEquivalent("this kind of assignment is not translated");
}

void Translator::augmented(const Stmt& stmt) {
  using lang::Tok;
  Code target = expression(*stmt.targets[0]);
  Code value = expression(*stmt.value);
  const char* op = nullptr;
  if (stmt.op == Tok::kPlus || stmt.op == Tok::kPlusAssign) op = " += ";
  if (stmt.op == Tok::kMinus || stmt.op == Tok::kMinusAssign) op = " -= ";
  if (stmt.op == Tok::kStar || stmt.op == Tok::kStarAssign) op = " *= ";
  bool number = target.type.kind == Kind::integer || target.type.kind == Kind::real ||
                (target.type.kind == Kind::text && std::string(op == nullptr ? "" : op) == " += ");
  if (op == nullptr || !number) {
    throw NoEquivalent("this augmented assignment is not translated");
  }
  line(target.text + op + plain(value) + ";");
}

// What a loop goes over, and what each round's item is called. A row's items are read where they
// are used; those of a tuple have names of their own.
Translator::Loop Translator::loop_over(const Expr& iterable_expr, const Expr& target) {
  Code iterable = expression(iterable_expr);
  if (iterable.type.kind == Kind::dynamic) {
    iterable = {iterable.text + ".query()", {Kind::query, iterable.type.items}};
  }
  const Type& type = iterable.type;
  Loop loop;
  loop.range = iterable.text;
  Type item;
  if (type.kind == Kind::list) {
    item = type.items[0];
  } else if (type.kind == Kind::typed_result || type.kind == Kind::query) {
    item = type.items[0];
    loop.range += ".all()";
  } else if (type.kind == Kind::result) {
    item = {Kind::row};
    loop.range += ".all()";
  } else if (type.kind == Kind::columns) {
    item = sql_of("Column");
    loop.range += ".values()";
  } else if (type.name == "tables") {
    item = {Kind::text};
    loop.range += ".keys()";
  } else {
    throw NoEquivalent("a loop over this value is not translated");
  }
  auto bind = [&](std::string_view name, const std::string& cpp, const Type& of) {
    loop.bound.push_back({std::string(name), {Symbol::What::variable, cpp, {}, of, {}}});
  };
  if (target.kind == ExprKind::kName) {
    loop.names = identifier(target.text);
    bind(target.text, loop.names, item);
    return loop;
  }
  if (target.kind != ExprKind::kTuple) throw NoEquivalent("this loop target is not translated");
  if (item.kind == Kind::row) {
    loop.names = find("row") == nullptr ? "row" : "each_row";
    for (auto& [code, name] : unpacked(target, {loop.names, item})) {
      if (name->kind != ExprKind::kName) throw NoEquivalent("this loop target is not translated");
      bind(name->text, code.text, code.type);
    }
    return loop;
  }
  if (item.kind != Kind::tuple || item.items.size() != target.items.size()) {
    throw NoEquivalent("the targets of this loop are not translated");
  }
  for (size_t i = 0; i < target.items.size(); ++i) {
    if (target.items[i]->kind != ExprKind::kName) throw NoEquivalent("this loop target");
    std::string name = identifier(target.items[i]->text);
    loop.names += (loop.names.empty() ? "[" : ", ") + name;
    bind(target.items[i]->text, name, item.items[i]);
  }
  loop.names += "]";
  return loop;
}

void Translator::for_(const Stmt& stmt) {
  if (!stmt.orelse.empty()) throw NoEquivalent("a loop of C++ has no else");
  Loop loop = loop_over(*stmt.value, *stmt.targets[0]);
  std::string keep = depth_ == 0 ? kept_loop_variables(loop) : "";
  line("for (const auto& " + loop.names + " : " + loop.range + ") {");
  if (!keep.empty()) line("  " + keep);
  for (auto& [name, symbol] : loop.bound) names_[name] = symbol;
  block(stmt.body);
  for (auto& [name, symbol] : loop.bound) {
    if (symbol.type.kind != Kind::object || keep.empty()) names_.erase(name);
  }
  line("}");
}

// A variable of a loop outlives it in Python, and an object that it holds stays in the session. So
// that it does here, it is declared before the loop; returns what assigns it in each round.
std::string Translator::kept_loop_variables(Loop& loop) {
  std::string assignments;
  for (auto& [name, symbol] : loop.bound) {
    if (symbol.type.kind != Kind::object) continue;
    size_t at = loop.names.find(symbol.cpp);
    auto letter = [&loop](size_t place) {
      char c = place < loop.names.size() ? loop.names[place] : ' ';
      return c != ' ' && c != ',' && c != '[' && c != ']';
    };
    while (at != std::string::npos &&
           ((at > 0 && letter(at - 1)) || letter(at + symbol.cpp.size()))) {
      at = loop.names.find(symbol.cpp, at + 1);  // part of another name
    }
    std::string each = "each_" + symbol.cpp;
    if (at == std::string::npos || symbol.cpp.find_first_of("(.[") != std::string::npos) continue;
    const Symbol* known = find(name);
    bool same =
        known != nullptr && known->what == Symbol::What::variable && known->type == symbol.type;
    std::string kept = same ? known->cpp : fresh(symbol.cpp);
    if (!same) line(spelled(symbol.type) + " " + kept + ";");
    loop.names.replace(at, symbol.cpp.size(), each);
    symbol.cpp = kept;
    assignments += (assignments.empty() ? "" : " ") + kept + " = " + each + ";";
  }
  return assignments;
}
// A condition as C++ writes it; Python's truth of other types is spelled out.
std::string Translator::condition(const Expr& expr) {
  Code code = expression(expr);
  switch (code.type.kind) {
    case Kind::boolean:
      return plain(code);
    case Kind::integer:
      return plain(code) + " != 0";
    case Kind::list:
    case Kind::text:
      return "!" + plain(code) + ".empty()";
    case Kind::optional: {
      std::string has = plain(code) + ".has_value()";
      Kind held = code.type.items[0].kind;
      if (held == Kind::text) return has + " && !" + plain(code) + "->empty()";
      if (held == Kind::integer) return has + " && *" + plain(code) + " != 0";
      return has;
    }
    case Kind::object:
      return plain(code);
    default:
      throw NoEquivalent("the truth of this value is not translated");
  }
}

}  // namespace lessonrun::translate
