// Functions of a lesson as lambdas, and listeners that are functions.
//
// C++ has to know the types of parameters: they are taken from the values that the lesson's calls
// give, and from defaults. `*criteria` is a pack.
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;
using lang::Stmt;
using lang::StmtKind;

namespace {

Type type_of_literal(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kStr:
    case ExprKind::kJoinedStr:
      return {Kind::text};
    case ExprKind::kInt:
      return {Kind::integer};
    case ExprKind::kFloat:
      return {Kind::real};
    case ExprKind::kTrue:
    case ExprKind::kFalse:
      return {Kind::boolean};
    default:
      return {};
  }
}

void note_call(const Expr& call, std::map<std::string, CallTypes, std::less<>>& calls) {
  CallTypes& types = calls[std::string(call.a->text)];
  for (size_t i = 0; i < call.items.size(); ++i) {
    Type type = type_of_literal(*call.items[i]);
    if (type.kind != Kind::unknown) types[std::to_string(i)] = type;
  }
  for (const lang::Keyword& given : call.keywords) {
    Type type = type_of_literal(*given.value);
    if (type.kind != Kind::unknown) types[std::string(given.name)] = type;
  }
}

void note_calls(const Expr* expr, std::map<std::string, CallTypes, std::less<>>& calls) {
  if (expr == nullptr) return;
  bool call = expr->kind == ExprKind::kCall;
  if (call && expr->a->kind == ExprKind::kName) note_call(*expr, calls);
  note_calls(expr->a, calls);
  note_calls(expr->b, calls);
  for (const Expr* item : expr->items) note_calls(item, calls);
  for (const lang::Keyword& given : expr->keywords) note_calls(given.value, calls);
}

}  // namespace

void Declarations::read_calls(const Stmt& stmt) {
  note_calls(stmt.value, calls);
  for (const auto* body : {&stmt.body, &stmt.orelse, &stmt.final_body}) {
    for (const Stmt* inner : *body) read_calls(*inner);
  }
}

// `@event.listens_for(engine, "connect")`: statements that each new connection is sent.
bool Translator::listener(const Stmt& stmt) {
  if (stmt.decorators.size() != 1) return false;
  const Expr& decorator = *stmt.decorators[0];
  bool listens = decorator.kind == ExprKind::kCall && decorator.a->text == "listens_for" &&
                 decorator.items.size() == 2 && decorator.keywords.empty();
  if (!listens) return false;
  Code engine = expression(*decorator.items[0]);
  bool connect = engine.type.kind == Kind::engine && decorator.items[1]->text == "connect" &&
                 !stmt.parameters.empty();
  if (!connect) throw NoEquivalent("a listener of this event is not translated");
  std::string connection = identifier(stmt.parameters[0].name);
  std::vector<std::string> sent;
  for (const Stmt* inner : stmt.body) {
    const Expr* call = inner->kind == StmtKind::kExpr ? inner->value : nullptr;
    bool executes = call != nullptr && call->kind == ExprKind::kCall &&
                    call->a->kind == ExprKind::kAttribute && call->a->text == "execute" &&
                    call->a->a->text == stmt.parameters[0].name && call->items.size() == 1 &&
                    call->items[0]->kind == ExprKind::kStr;
    if (!executes) throw NoEquivalent("a listener that does more than execute() is not translated");
    sent.push_back(connection + ".execute(" + cpp_quoted(call->items[0]->text) + ", {});");
  }
  line("orm::listen_connect(" + engine.text + ", [](orm::DriverConnection& " + connection + ") {");
  for (const std::string& one : sent) line("  " + one);
  line("});");
  return true;
}

void Translator::function_(const Stmt& stmt) {
  if (listener(stmt)) return;
  if (!stmt.decorators.empty() || depth_ > 0) {
    throw NoEquivalent("a function with a decorator or inside a block is not translated");
  }
  auto calls = declarations_of_.calls.find(stmt.name);
  LocalFunction function;
  std::string parameters;
  Names outer = names_;
  for (size_t i = 0; i < stmt.parameters.size(); ++i) {
    const lang::Parameter& parameter = stmt.parameters[i];
    std::string name = fresh(identifier(parameter.name));
    Symbol symbol;
    symbol.cpp = name;
    parameters += parameters.empty() ? "" : ", ";
    if (parameter.kind == lang::Parameter::kVarArgs) {
      symbol.type = {Kind::pack};
      parameters += "const auto&... " + name;
      function.parameters.push_back({std::string(parameter.name), symbol.type});
      names_[std::string(parameter.name)] = symbol;
      continue;
    }
    Type type;
    if (calls != declarations_of_.calls.end()) {
      for (const std::string& key : {std::to_string(i), std::string(parameter.name)}) {
        auto given = calls->second.find(key);
        if (given != calls->second.end()) type = given->second;
      }
    }
    bool none =
        parameter.default_value != nullptr && parameter.default_value->kind == ExprKind::kNone;
    if (type.kind == Kind::unknown && parameter.default_value != nullptr) {
      type = type_of_literal(*parameter.default_value);
    }
    if (parameter.kind == lang::Parameter::kVarKeywords || type.kind == Kind::unknown) {
      names_ = std::move(outer);
      throw NoEquivalent("the lesson does not say what type '" + std::string(parameter.name) +
                         "' of " + std::string(stmt.name) + "() has");
    }
    if (none) type = optional_of(type);
    symbol.type = type;
    parameters += "const " + spelled(type) + "& " + name;
    std::string given;
    if (none) given = "std::nullopt";
    if (!none && parameter.default_value != nullptr) {
      given = plain(expression(*parameter.default_value));
    }
    function.parameters.push_back({std::string(parameter.name), type, given});
    names_[std::string(parameter.name)] = symbol;
  }
  std::string name = fresh(identifier(stmt.name));
  std::string text_before = std::exchange(pending_, {});
  std::vector<std::string> ends = std::exchange(with_ends_, {});
  return_type_ = Type{Kind::none};
  ++indent_;
  try {
    for (const Stmt* inner : stmt.body) statement(*inner);
  } catch (...) {
    names_ = std::move(outer);
    throw;
  }
  --indent_;
  std::string body = std::exchange(pending_, std::move(text_before));
  function.returns = *return_type_;
  return_type_.reset();
  with_ends_ = std::move(ends);
  line("auto " + name + " = [&](" + parameters + ") {");
  pending_ += body;
  line("};");
  names_ = std::move(outer);
  Symbol symbol;
  symbol.cpp = name;
  symbol.type = {Kind::function, {}, name};
  functions_[name] = std::move(function);
  names_[std::string(stmt.name)] = std::move(symbol);
}

void Translator::return_(const Stmt& stmt) {
  if (!return_type_) throw NoEquivalent("return outside a function");
  Code value{"", {Kind::none}};
  if (stmt.value != nullptr) value = expression(*stmt.value);
  bool first = return_type_->kind == Kind::none;
  if (!first && !(*return_type_ == value.type)) {
    throw NoEquivalent("a function that returns values of several types is not translated");
  }
  return_type_ = value.type;
  if (with_ends_.empty() || value.type.kind == Kind::none) {
    for (auto end = with_ends_.rbegin(); end != with_ends_.rend(); ++end) line(*end);
    return line("return" + (value.text.empty() ? "" : " " + unwrapped(plain(value))) + ";");
  }
  std::string result = fresh("result");
  line("auto " + result + " = " + unwrapped(plain(value)) + ";");
  for (auto end = with_ends_.rbegin(); end != with_ends_.rend(); ++end) line(*end);
  line("return " + result + ";");
}

Code Translator::call_function(const Expr& expr, const std::string& name) {
  const auto found = functions_.find(name);
  if (found == functions_.end())
    throw NoEquivalent("it calls '" + name + "', which is not declared before it");
  const LocalFunction& function = found->second;
  std::string text;
  size_t position = 0;
  size_t named = 0;
  for (const Parameter& parameter : function.parameters) {
    if (parameter.type.kind == Kind::pack) {
      for (; position < expr.items.size(); ++position) {
        text += (text.empty() ? "" : ", ") + typed_argument(*expr.items[position]);
      }
      continue;
    }
    const lang::Keyword* given = keyword(expr, parameter.name);
    const Expr* value = given != nullptr               ? given->value
                        : position < expr.items.size() ? expr.items[position++]
                                                       : nullptr;
    named += given != nullptr ? 1 : 0;
    std::string of = parameter.given;
    if (value != nullptr) of = unwrapped(plain(expression(*value)));
    if (of.empty()) throw NoEquivalent("an argument of " + name + "() is missing");
    text += (text.empty() ? "" : ", ") + of;
  }
  if (named != expr.keywords.size() || position != expr.items.size()) {
    throw NoEquivalent("these arguments of " + name + "() are refused by the compiler");
  }
  return {name + "(" + text + ")", function.returns};
}

}  // namespace lessonrun::translate
