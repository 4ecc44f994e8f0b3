// Blocks that end in several ways: transactions and sessions as scopes, exceptions.
#include <algorithm>
#include <iterator>

#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;
using lang::Stmt;
using lang::StmtKind;

namespace {

// Errors of Python that the library has by the same name.
bool is_python_error(std::string_view name) {
  static constexpr std::string_view kErrors[] = {
      "TypeError",      "ValueError",  "AttributeError",      "AssertionError",
      "KeyError",       "IndexError",  "NotImplementedError", "OverflowError",
      "RecursionError", "ImportError", "LookupError",         "ZeroDivisionError"};
  return std::find(std::begin(kErrors), std::end(kErrors), name) != std::end(kErrors);
}

}  // namespace

void Translator::raise_(const Stmt& stmt) {
  if (stmt.value == nullptr) return line("throw;");
  const Expr& raised = *stmt.value;
  const Expr& cls = raised.kind == ExprKind::kCall ? *raised.a : raised;
  const Symbol* known = cls.kind == ExprKind::kName ? find(cls.text) : nullptr;
  std::string type;
  if (known != nullptr && known->type.kind == Kind::error_class) type = known->cpp;
  if (known == nullptr && cls.kind == ExprKind::kName && is_python_error(cls.text)) {
    type = "orm::" + std::string(cls.text);
  }
  if (type.empty() || stmt.cause != nullptr || raised.items.size() > 1) {
    throw NoEquivalent("raising this is not translated");
  }
  std::string text = raised.items.empty() ? "\"\"" : plain(expression(*raised.items[0]));
  line("throw " + type + "(" + text + ");");
}

// `class NotAvailable(Exception): pass`
void Translator::error_class(const Stmt& stmt, const std::string& base) {
  for (const Stmt* item : stmt.body) {
    bool plain_body = item->kind == StmtKind::kPass ||
                      (item->kind == StmtKind::kExpr && item->value->kind == ExprKind::kStr);
    if (!plain_body) throw NoEquivalent("an exception with a body is not translated");
  }
  Symbol symbol;
  symbol.what = Symbol::What::variable;
  symbol.cpp = fresh(identifier(stmt.name));
  symbol.type = {Kind::error_class, {}, symbol.cpp};
  const std::string above = base == "orm::Error" ? "nullptr" : "&" + base + "::cls";
  pending_declarations_ += "struct " + symbol.cpp + " : " + base + " {\n" +
                           "  static inline const orm::ErrorClass cls{" + cpp_quoted(stmt.name) +
                           ", " + cpp_quoted(module_name_) + ", " + above + "};\n" + "  explicit " +
                           symbol.cpp +
                           "(std::string message) : " + base.substr(base.rfind(':') + 1) +
                           "(cls, std::move(message)) {}\n};\n";
  names_[std::string(stmt.name)] = std::move(symbol);
}

void Translator::with(const Stmt& stmt, size_t item) {
  if (item < stmt.with_items.size() && stmt.with_items[item].context->kind == ExprKind::kCall &&
      stmt.with_items[item].context->a->kind == ExprKind::kName) {
    const Expr& call = *stmt.with_items[item].context;
    const Symbol* symbol = find(call.a->text);
    bool manager = symbol != nullptr && symbol->type.kind == Kind::function &&
                   functions_.at(symbol->type.name).yields.has_value();
    if (manager) {
      if (stmt.with_items.size() != 1) throw NoEquivalent("several context managers at once");
      return yielded_block(stmt, call, stmt.with_items[item].target);
    }
  }
  if (item == stmt.with_items.size()) {
    --indent_;
    block(stmt.body);
    ++indent_;
    return;
  }
  Code context = expression(*stmt.with_items[item].context);
  const Expr* target = stmt.with_items[item].target;
  if (target != nullptr && target->kind != ExprKind::kName) {
    throw NoEquivalent("with ... as something other than a name is not translated");
  }
  // A name that is used behind the block, too, is declared before it.
  const bool keeps = item == 0 && depth_ == 0 && target != nullptr &&
                     learned_->kept.count({source_, static_cast<int>(stmt.line)}) != 0 &&
                     context.type.kind == Kind::session;
  if (item == 0 && !keeps) {
    line("{");
    ++indent_;
  }
  std::vector<std::string> taken;
  auto scoped = [&](const std::string& wanted) {
    taken.push_back(fresh(wanted));
    return taken.back();
  };
  std::string wanted = target != nullptr ? identifier(target->text) : "";
  Symbol symbol;
  std::string end;
  switch (context.type.kind) {
    case Kind::connection: {
      symbol.cpp = scoped(wanted.empty() ? "connection" : wanted);
      symbol.type = {Kind::connection};
      line("orm::Connection " + symbol.cpp + " = " + context.text + ";");
      end = symbol.cpp + ".close();";
      break;
    }
    case Kind::transaction: {
      bool of_engine = context.type.name == "engine";
      std::string transaction = scoped(of_engine || wanted.empty() ? "transaction" : wanted);
      line("orm::Transaction " + transaction + " = " + context.text + ";");
      symbol.cpp = transaction;
      symbol.type = context.type;
      if (of_engine) {
        symbol.cpp = scoped(wanted.empty() ? "connection" : wanted);
        symbol.type = {Kind::connection};
        if (!wanted.empty()) {
          line("orm::Connection " + symbol.cpp + " = " + transaction + ".connection();");
        }
      }
      end = "if (" + transaction + ".is_active()) " + transaction + ".commit();";
      break;
    }
    case Kind::session: {
      symbol.cpp = scoped(wanted.empty() ? "session" : wanted);
      symbol.type = {Kind::session};
      line(declare(symbol.cpp, context) + ";");
      end = symbol.cpp + ".close();";
      break;
    }
    case Kind::session_begin: {
      symbol.cpp = scoped(wanted.empty() ? "session" : wanted);
      symbol.type = {Kind::session};
      line("orm::Session " + symbol.cpp + "(" + context.text + ");");
      const std::string scope = scoped("scope");
      line("orm::SessionScope " + scope + "(" + symbol.cpp + ".begin());");
      end = scope + ".commit();\n" + symbol.cpp + ".close();";
      break;
    }
    case Kind::session_transaction: {
      symbol.cpp = scoped(wanted.empty() ? "scope" : wanted);
      symbol.type = {Kind::session_transaction, {}, "scope"};
      line("orm::SessionScope " + symbol.cpp + "(" + context.text + ");");
      end = symbol.cpp + ".commit();";
      break;
    }
    default:
      throw NoEquivalent("this context manager is not translated");
  }
  if (target != nullptr) names_[std::string(target->text)] = symbol;
  if (keeps) {
    line("{");
    ++indent_;
  }
  ++depth_;
  with_ends_.push_back(end);
  with(stmt, item + 1);
  with_ends_.pop_back();
  --depth_;
  bool returned = return_type_ && !stmt.body.empty() && stmt.body.back()->kind == StmtKind::kReturn;
  if (!returned) {
    with_ends_.push_back(end);
    leave_blocks(with_ends_.size() - 1);
    with_ends_.pop_back();
  }
  // Python's name lives on, the C++ object does not: nothing may be read from an older one.
  if (target != nullptr && !keeps) {
    names_.erase(std::string(target->text));
    left_[std::string(target->text)] = {source_, static_cast<int>(stmt.line)};
  }
  for (const std::string& name : taken) {
    if (!keeps) used_names_.erase(name);
  }
  if (item == 0) {
    --indent_;
    line("}");
  }
}

void Translator::try_(const Stmt& stmt) {
  if (!stmt.final_body.empty()) return finally_(stmt);
  // What stands under `else` is done if nothing was raised, and is not guarded.
  const std::string ended = stmt.orelse.empty() ? "" : fresh("completed");
  if (!ended.empty()) line("bool " + ended + " = false;");
  line("try {");
  block(stmt.body);
  if (!ended.empty()) line("  " + ended + " = true;");
  for (const lang::Handler& handler : stmt.handlers) {
    std::vector<const Expr*> types{handler.type};
    if (handler.type != nullptr && handler.type->kind == ExprKind::kTuple) {
      types.assign(handler.type->items.begin(), handler.type->items.end());
    }
    for (const Expr* type : types) catch_(handler, type);
  }
  line("}");
  if (ended.empty()) return;
  line("if (" + ended + ") {");
  block(stmt.orelse);
  line("}");
}

// The C++ class of errors that an expression names, or nothing; `library`: its name, if it is one
// of SQLAlchemy's.
std::string Translator::error_class(const Expr& named, std::string& library) {
  const std::string name(named.text);
  const Symbol* known = nullptr;
  bool of_library = false;
  if (named.kind == ExprKind::kName) known = find(name);
  if (named.kind == ExprKind::kAttribute) {
    const Expr* at = named.a;
    while (at->kind == ExprKind::kAttribute) at = at->a;
    if (at->kind == ExprKind::kName) {
      const Symbol& module = resolve(*at);
      auto member = module.members.find(name);
      if (member != module.members.end()) known = &member->second;
      of_library = known == nullptr && module.cpp.rfind("sqlalchemy", 0) == 0;
    }
  }
  if (known != nullptr && known->type.kind == Kind::error_class) return known->cpp;
  if (known == nullptr && named.kind == ExprKind::kName && is_python_error(name)) {
    return "orm::" + name;
  }
  if (of_library || (known != nullptr && known->what == Symbol::What::imported &&
                     known->cpp.rfind("sqlalchemy", 0) == 0)) {
    library = of_library ? name : known->name;
    return "orm::" + library;
  }
  return name == "Exception" || name == "BaseException" ? "std::exception" : "";
}

// One class that `except` names, and what is done then.
void Translator::catch_(const lang::Handler& handler, const Expr* named) {
  Symbol symbol;
  symbol.cpp = handler.name.empty() ? "" : identifier(handler.name);
  symbol.type = {Kind::error};
  std::string type = "std::exception";
  if (named != nullptr) {
    if (named->kind != ExprKind::kName && named->kind != ExprKind::kAttribute) {
      throw NoEquivalent("except with something other than a class is not translated");
    }
    type = error_class(*named, symbol.type.name);
    if (type.empty()) {
      throw NoEquivalent("except " + std::string(named->text) + " is not translated");
    }
  }
  line("} catch (const " + type + "&" + (symbol.cpp.empty() ? "" : " " + symbol.cpp) + ") {");
  if (!handler.name.empty()) names_[std::string(handler.name)] = symbol;
  block(handler.body);
  if (!handler.name.empty()) names_.erase(std::string(handler.name));
}

// C++ has no finally: what it does stands behind the block, and where an exception leaves it.
void Translator::finally_(const Stmt& stmt) {
  std::string before = std::exchange(pending_, {});
  block(stmt.final_body);
  std::string end = std::exchange(pending_, std::move(before));
  line("try {");
  with_ends_.push_back(end);
  if (stmt.handlers.empty()) {
    block(stmt.body);
  } else {
    Stmt guarded = stmt;
    guarded.final_body.clear();
    ++indent_;
    try_(guarded);
    --indent_;
  }
  with_ends_.pop_back();
  line("} catch (...) {");
  pending_ += end;
  line("  throw;");
  line("}");
  for (const Stmt* inner : stmt.final_body) statement(*inner);
}

}  // namespace lessonrun::translate
