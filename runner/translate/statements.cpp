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
        if (list.type.kind == Kind::dict) {
          line(list.text + ".erase(" + typed_value(expression(*target->b), list.type.items[0]) +
               ");");
          continue;
        }
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

// `title` and `title is not None` tell that an optional has a value inside.
void Translator::narrow(const Expr& test) {
  if (test.kind == ExprKind::kBoolOp && test.op == lang::Tok::kAnd) {
    for (const Expr* item : test.items) narrow(*item);
    return;
  }
  bool not_none = test.kind == ExprKind::kCompare && test.ops.size() == 1 &&
                  test.ops[0] == lang::Comparison::kIsNot && test.items[0]->kind == ExprKind::kNone;
  const Expr& tested = not_none ? *test.a : test;
  if (tested.kind != ExprKind::kName) return;
  auto known = names_.find(tested.text);
  if (known == names_.end() || known->second.type.kind != Kind::optional) return;
  Type held = known->second.type.items[0];
  known->second.cpp = "(*" + known->second.cpp + ")";
  known->second.type = held;
}

void Translator::if_(const Stmt& stmt) {
  const Expr& test = *stmt.value;
  // `if __name__ == "__main__":` is known before the program runs.
  const bool asks_module = test.kind == ExprKind::kCompare && test.ops.size() == 1 &&
                           test.ops[0] == lang::Comparison::kEqual &&
                           test.a->kind == ExprKind::kName && test.a->text == "__name__" &&
                           test.items[0]->kind == ExprKind::kStr;
  if (asks_module) {
    const bool is_it = test.items[0]->text == module_name_;
    for (const Stmt* inner : is_it ? stmt.body : stmt.orelse) statement(*inner);
    return;
  }
  line("if (" + unwrapped(condition(test)) + ") {");
  Names outer = names_;
  narrow(test);
  block(stmt.body);
  for (const auto& [name, before] : outer) {
    auto now = names_.find(name);
    const bool narrowed = now != names_.end() && now->second.cpp == "(*" + before.cpp + ")";
    if (narrowed) now->second = before;
  }
  if (stmt.orelse.size() == 1 && stmt.orelse[0]->kind == StmtKind::kIf) {
    // elif
    const std::string before = std::exchange(pending_, {});
    if_(*stmt.orelse[0]);
    const std::string chain = std::exchange(pending_, before);
    const std::string start(static_cast<size_t>(indent_) * 2, ' ');
    pending_ += start + "} else " + chain.substr(start.size());
    return;
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
  block_names_.emplace_back();
  for (const Stmt* stmt : body) statement(*stmt);
  for (const std::string& name : block_names_.back()) names_.erase(name);
  block_names_.pop_back();
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
    case Kind::enum_class:
    case Kind::record_class:
    case Kind::proxy_expression:
      throw NoEquivalent("a C++ program has no repr of this value to show");
    default:
      return line("orm::show(" + shown_argument(value) + ");");
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
  const bool sql = value.type.kind == Kind::expression || value.type.kind == Kind::sql;
  if (target.kind == ExprKind::kAttribute && sql) {
    throw NoEquivalent("an attribute of C++ holds a value of its type, not an expression of SQL");
  }
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
  if (target.kind == ExprKind::kSubscript) {
    Code self = expression(*target.a);
    if (self.type.kind == Kind::dict) {
      Code key = expression(*target.b);
      if (is_untyped(self.type)) {
        learn_items(self.type, {Kind::dict, {key.type, value.type}});
        throw NoEquivalent("the types of an empty dict are known when something is put into it");
      }
      return line(self.text + ".set(" + typed_value(key, self.type.items[0]) + ", " +
                  typed_value(value, self.type.items[1]) + ");");
    }
    if (self.type.kind == Kind::list && !self.attribute) {
      return line(subscript(target).text + " = " + typed_value(value, self.type.items[0]) + ";");
    }
    throw NoEquivalent("an item of this value cannot be assigned in C++");
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
  Code value = present(expression(*stmt.value));
  if (target.type.kind == Kind::unknown && target.type.items.size() == 2) {
    learn_items(target.type.items[1], {Kind::dict, {target.type.items[0], value.type}});
    throw NoEquivalent("the type of an empty dict is known when something is put into it");
  }
  const char* op = nullptr;
  Expr operation;
  operation.kind = ExprKind::kBinary;
  switch (stmt.op) {
    case Tok::kPlus:
    case Tok::kPlusAssign:
      op = " += ";
      operation.op = Tok::kPlus;
      break;
    case Tok::kMinus:
    case Tok::kMinusAssign:
      op = " -= ";
      operation.op = Tok::kMinus;
      break;
    case Tok::kStar:
    case Tok::kStarAssign:
      op = " *= ";
      operation.op = Tok::kStar;
      break;
    case Tok::kSlash:
    case Tok::kSlashAssign:
      operation.op = Tok::kSlash;
      break;
    case Tok::kDoubleSlash:
    case Tok::kDoubleSlashAssign:
      operation.op = Tok::kDoubleSlash;
      break;
    case Tok::kPercent:
    case Tok::kPercentAssign:
      operation.op = Tok::kPercent;
      break;
    default:
      throw NoEquivalent("this augmented assignment is not translated");
  }
  const bool integer = target.type.kind == Kind::integer && value.type.kind == Kind::integer;
  const bool real = target.type.kind == Kind::real &&
                    (value.type.kind == Kind::real || value.type.kind == Kind::integer);
  const bool text =
      target.type.kind == Kind::text && value.type.kind == Kind::text && operation.op == Tok::kPlus;
  if (op != nullptr && (integer || real || text)) {
    return line(target.text + op + plain(value) + ";");
  }
  const bool extends = target.type.kind == Kind::list && target.type == value.type &&
                       !target.attribute && operation.op == Tok::kPlus;
  if (extends) return line("orm::py::extend(" + target.text + ", " + plain(value) + ");");
  Code made = binary_of(operation, present(target), value);
  const Type& held = target.type.kind == Kind::optional ? target.type.items[0] : target.type;
  if (!(made.type == held)) {
    throw NoEquivalent("an augmented assignment that changes the type of a variable");
  }
  line(target.text + " = " + unwrapped(plain(made)) + ";");
}

// What a loop goes over, and what each round's item is called. A row's items are read where they
// are used; those of a tuple have names of their own.
Translator::Loop Translator::loop_over(const Expr& iterable_expr, const Expr& target) {
  Loop loop;
  Code iterable =
      iterable_expr.kind == ExprKind::kTuple ? list(iterable_expr) : expression(iterable_expr);
  // An attribute is gone over as it is.
  const bool attribute = iterable.attribute && iterable.type.kind == Kind::list;
  loop.range = attribute ? iterable.text : as_sequence(iterable).text;
  const Type item = as_sequence(iterable).type.items[0];
  // Python lets go of each object of a result when the next one comes.
  const bool result = iterable.type.kind == Kind::typed_result || iterable.type.kind == Kind::query;
  bool objects = item.kind == Kind::object;
  for (const Type& one : item.items) objects = objects || one.kind == Kind::object;
  if (result && objects) loop.range = "orm::py::drained(" + loop.range + ")";
  bind_target(loop, target, item);
  return loop;
}

void Translator::for_(const Stmt& stmt) {
  if (!stmt.orelse.empty()) throw NoEquivalent("a loop of C++ has no else");
  Loop loop = loop_over(*stmt.value, *stmt.targets[0]);
  std::string keep = depth_ == 0 ? kept_loop_variables(loop) : "";
  for (auto& [name, symbol] : loop.bound) names_[name] = symbol;
  const std::string before = std::exchange(pending_, {});
  block(stmt.body);
  const std::string body = std::exchange(pending_, before);
  line(loop_head(loop, body, true));
  if (!keep.empty()) line("  " + keep);
  pending_ += body;
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
  if (expr.kind == ExprKind::kBoolOp) {
    std::string text;
    for (const Expr* item : expr.items) {
      text += (text.empty()                 ? "("
               : expr.op == lang::Tok::kAnd ? " && "
                                            : " || ") +
              condition(*item);
    }
    return text + ")";
  }
  if (expr.kind == ExprKind::kUnary && expr.op == lang::Tok::kNot) {
    return "!(" + condition(*expr.a) + ")";
  }
  Code code = expression(expr);
  switch (code.type.kind) {
    case Kind::boolean:
      return plain(code);
    case Kind::integer:
    case Kind::real:
      return plain(code) + " != 0";
    case Kind::list:
    case Kind::text:
    case Kind::dict:
    case Kind::set:
    case Kind::parameters:
      return "!" + plain(code) + ".empty()";
    case Kind::value:
      return "orm::py::truth(" + unwrapped(plain(code)) + ")";
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
