// Functions of a lesson as lambdas, and listeners that are functions.
//
// C++ has to know the types of parameters: they are taken from the values that the lesson's calls
// give, and from defaults. `*criteria` is a pack.
#include <algorithm>

#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Expr;
using lang::ExprKind;
using lang::Stmt;
using lang::StmtKind;

namespace {

// How a parameter of a type is written; what C++ cannot name is a template's.
std::string parameter_of(const Type& type) {
  if (type.kind == Kind::session) return "orm::Session&";
  std::string cpp = spelled(type);
  if (type.kind == Kind::boolean || type.kind == Kind::integer || type.kind == Kind::real) {
    return cpp;
  }
  if (type.kind == Kind::connection || type.kind == Kind::engine) return cpp + "&";
  return cpp.empty() ? "const auto&" : "const " + cpp + "&";
}

// Does the last statement leave the function on every way?
bool always_leaves(const std::vector<Stmt*>& body) {
  if (body.empty()) return false;
  const Stmt& last = *body.back();
  switch (last.kind) {
    case StmtKind::kReturn:
    case StmtKind::kRaise:
      return true;
    case StmtKind::kIf:
      return always_leaves(last.body) && always_leaves(last.orelse);
    case StmtKind::kWith:
      return always_leaves(last.body);
    case StmtKind::kTry:
      return always_leaves(last.body) &&
             std::all_of(last.handlers.begin(), last.handlers.end(),
                         [](const lang::Handler& handler) { return always_leaves(handler.body); });
    default:
      return false;
  }
}

bool yields(const std::vector<Stmt*>& body) {
  return std::any_of(body.begin(), body.end(), [](const Stmt* stmt) {
    const bool here = stmt->kind == StmtKind::kExpr && (stmt->value->kind == ExprKind::kYield ||
                                                        stmt->value->kind == ExprKind::kYieldFrom);
    const bool handled = std::any_of(stmt->handlers.begin(), stmt->handlers.end(),
                                     [](const lang::Handler& one) { return yields(one.body); });
    return here || handled || yields(stmt->body) || yields(stmt->orelse) ||
           yields(stmt->final_body);
  });
}

// A generator that yields in one place, as @contextmanager wants it.
bool is_context_manager(const Stmt& stmt) {
  if (stmt.decorators.size() != 1) return false;
  const Expr& decorator = *stmt.decorators[0];
  return decorator.text == "contextmanager" &&
         (decorator.kind == ExprKind::kName || decorator.kind == ExprKind::kAttribute);
}

}  // namespace

// The types of a call's arguments, for another attempt at the function.
void Translator::learn(const Expr& call) {
  std::string name(call.a->text);
  if (declarations_of_->functions.count(name) == 0) return;
  auto note = [&](const std::string& key, const Expr& value) {
    CallTypes& types = learned_->calls[name];
    try {
      Type type = expression(value).type;
      bool known = type.kind != Kind::unknown && type.kind != Kind::none && type.name != "self" &&
                   type.kind != Kind::pack;
      type.label.clear();
      if (known) types[key] = merged(types[key], type);
    } catch (const NoEquivalent&) {
      return;  // the call itself says so
    }
  };
  for (size_t i = 0; i < call.items.size(); ++i) {
    if (call.items[i]->kind != ExprKind::kStarred) note(std::to_string(i), *call.items[i]);
  }
  for (const lang::Keyword& given : call.keywords) {
    if (!given.name.empty()) note(std::string(given.name), *given.value);
  }
}

// What the lesson's calls say of a parameter, or its default; unknown where nothing does.
Type Translator::parameter_type(const std::string& function, const lang::Parameter& parameter,
                                size_t place, bool& none) const {
  Type type;
  auto calls = declarations_of_->calls.find(function);
  if (calls != declarations_of_->calls.end()) {
    for (const std::string& key : {std::to_string(place), std::string(parameter.name)}) {
      auto given = calls->second.find(key);
      if (given != calls->second.end()) type = given->second;
    }
  }
  none = parameter.default_value != nullptr && parameter.default_value->kind == ExprKind::kNone;
  if (type.kind == Kind::unknown && parameter.default_value != nullptr) {
    type = type_of_literal(*parameter.default_value);
  }
  return type;
}

// `@event.listens_for(engine, "connect")`: statements that each new connection is sent.
bool Translator::listener(const Stmt& stmt) {
  if (stmt.decorators.size() != 1) return false;
  const Expr& decorator = *stmt.decorators[0];
  bool listens = decorator.kind == ExprKind::kCall && decorator.a->text == "listens_for" &&
                 decorator.items.size() == 2 && decorator.keywords.empty();
  if (!listens) return false;
  Code engine = expression(*decorator.items[0]);
  if (engine.type.kind == Kind::mapped_class || engine.type.kind == Kind::expression ||
      engine.type.kind == Kind::relation) {
    throw NoEquivalent(
        "events of a mapped class are told to a session's listener in C++ (orm::SessionListener), "
        "not to a function");
  }
  if (engine.type.kind != Kind::engine || stmt.parameters.empty()) {
    throw NoEquivalent("a listener of this event is not translated");
  }
  const std::string_view event = decorator.items[1]->text;
  if (event == "begin" || event == "commit" || event == "rollback") {
    if (stmt.parameters.size() != 1) throw NoEquivalent("this listener is not translated");
    listen(stmt, engine.text, "listen_" + std::string(event), {{Kind::connection}});
    return true;
  }
  if (event == "before_cursor_execute" && stmt.parameters.size() == 6) {
    listen(stmt, engine.text, "listen_before_execute",
           {{Kind::connection}, {Kind::unknown}, {Kind::text}, {Kind::value}});
    return true;
  }
  if (event != "connect") throw NoEquivalent("a listener of this event is not translated");
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

// A listener whose body is any code. Its parameters have the types that the event gives; what the
// body does not read has no name.
void Translator::listen(const Stmt& stmt, const std::string& engine, const std::string& function,
                        const std::vector<Type>& types) {
  Names outer = names_;
  std::vector<std::string> names;
  for (size_t i = 0; i < stmt.parameters.size(); ++i) {
    const std::string_view parameter = stmt.parameters[i].name;
    names_.erase(std::string(parameter));
    names.push_back(identifier(parameter));
    if (i >= types.size() || types[i].kind == Kind::unknown) continue;
    Symbol symbol;
    symbol.cpp = names.back();
    symbol.type = types[i];
    if (types[i].kind == Kind::value) symbol.cpp = "orm::Value::tuple(" + names.back() + ")";
    names_[std::string(parameter)] = symbol;
  }
  const std::string before = std::exchange(pending_, {});
  const bool shows = std::exchange(shows_values_, false);
  std::optional<Type> returns = std::exchange(return_type_, Type{Kind::none});
  try {
    block(stmt.body);
  } catch (...) {
    names_ = std::move(outer);
    pending_ = before;
    shows_values_ = shows;
    return_type_ = std::move(returns);
    throw;
  }
  const std::string body = std::exchange(pending_, before);
  names_ = std::move(outer);
  shows_values_ = shows;
  return_type_ = std::move(returns);
  std::string parameters;
  for (size_t i = 0; i < types.size(); ++i) {
    if (types[i].kind == Kind::unknown) continue;
    parameters += parameters.empty() ? "" : ", ";
    parameters += types[i].kind == Kind::connection ? "orm::Connection&"
                  : types[i].kind == Kind::text     ? "const std::string&"
                                                    : "const std::vector<orm::Value>&";
    if (mentions(body, names[i])) parameters += " " + names[i];
  }
  line("orm::" + function + "(" + engine + ", [&](" + parameters + ") {");
  pending_ += body;
  line("});");
}

void Translator::function_(const Stmt& stmt) {
  if (listener(stmt)) return;
  const bool manager = is_context_manager(stmt);
  if (!manager && yields(stmt.body)) {
    throw NoEquivalent(
        "a generator computes each value when it is asked for, for which C++20 has no type");
  }
  if ((!stmt.decorators.empty() && !manager) || depth_ > 0) {
    throw NoEquivalent("a function with a decorator or inside a block is not translated");
  }
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
    bool none = false;
    Type type = parameter_type(std::string(stmt.name), parameter, i, none);
    if (parameter.kind == lang::Parameter::kVarKeywords || type.kind == Kind::unknown) {
      names_ = std::move(outer);
      throw NoEquivalent("the lesson does not say what type '" + std::string(parameter.name) +
                         "' of " + std::string(stmt.name) + "() has");
    }
    if (none) type = optional_of(type);
    symbol.type = type;
    parameters += parameter_of(type) + " " + name;
    std::string given;
    if (none) given = "std::nullopt";
    if (!none && parameter.default_value != nullptr) {
      given = plain(expression(*parameter.default_value));
    }
    function.parameters.push_back({std::string(parameter.name), type, given});
    names_[std::string(parameter.name)] = symbol;
  }
  std::string name = fresh(identifier(stmt.name));
  if (manager) parameters += (parameters.empty() ? "" : ", ") + std::string("const auto& body");
  const Translator before = *this;
  bool recursive = false;
  std::string body;
  try {
    body = function_body(stmt, function);
  } catch (const NoEquivalent&) {
    // One that calls itself: it has to be known before, with what it returns.
    const Type kCandidates[] = {{Kind::none}, {Kind::text},    {Kind::integer},
                                {Kind::real}, {Kind::boolean}, list_of({Kind::text})};
    const std::vector<Parameter> taken = function.parameters;
    for (const Type& candidate : kCandidates) {
      *this = before;
      function = LocalFunction{taken, candidate};
      functions_[name] = function;
      Symbol symbol;
      symbol.cpp = name;
      symbol.type = {Kind::function, {}, name};
      names_[std::string(stmt.name)] = symbol;
      try {
        body = function_body(stmt, function);
        recursive = function.returns == candidate;
      } catch (const NoEquivalent&) {
        continue;
      }
      if (recursive) break;
    }
    if (!recursive) {
      *this = before;
      names_ = std::move(outer);
      throw;
    }
  }
  if (manager) {
    if (!yielded_) throw NoEquivalent("a context manager that yields nothing is not translated");
    function.yields = yielded_;
  }
  std::string returned;
  if (function.returns.kind != Kind::none && !always_leaves(stmt.body)) {
    // Python returns None where nothing else is returned.
    if (recursive) throw NoEquivalent("a function that calls itself and may return None");
    if (function.returns.kind != Kind::optional) function.returns = optional_of(function.returns);
    const std::string type = spelled(function.returns);
    if (type.empty()) throw NoEquivalent("a function that may return None of such a type");
    returned = " -> " + type;
    body += std::string(static_cast<size_t>(indent_ + 1) * 2, ' ') + "return std::nullopt;\n";
  }
  // What returns differ in C++ alone: a literal and a text, a value and nothing.
  const Kind gives = function.returns.kind;
  const bool written = gives == Kind::text || gives == Kind::optional || gives == Kind::real;
  if (returned.empty() && written && !spelled(function.returns).empty()) {
    returned = " -> " + spelled(function.returns);
  }
  std::string kind = "auto";
  if (recursive) {
    std::string types;
    for (const Parameter& parameter : function.parameters) {
      if (spelled(parameter.type).empty() && parameter.type.kind != Kind::session) {
        throw NoEquivalent("a function that calls itself with arguments of such a type");
      }
      types += (types.empty() ? "" : ", ") + parameter_of(parameter.type);
    }
    const bool nothing = function.returns.kind == Kind::none;
    kind = "std::function<" + (nothing ? "void" : spelled(function.returns)) + "(" + types + ")>";
  }
  line(kind + " " + name + " = [&](" + parameters + ")" + returned + " {");
  pending_ += body;
  line("};");
  names_ = std::move(outer);
  Symbol symbol;
  symbol.cpp = name;
  symbol.type = {Kind::function, {}, name};
  functions_[name] = std::move(function);
  names_[std::string(stmt.name)] = std::move(symbol);
}

// The statements of a function; says what it returns, and what it yields.
std::string Translator::function_body(const Stmt& stmt, LocalFunction& function) {
  std::string text_before = std::exchange(pending_, {});
  std::string hoisted_before = std::exchange(pending_hoisted_, {});
  yielded_.reset();
  std::vector<std::string> ends = std::exchange(with_ends_, {});
  return_type_ = Type{Kind::none};
  // A prompt shows the values of its own statements, not those of a function that it calls.
  const bool shows = std::exchange(shows_values_, false);
  ++indent_;
  try {
    for (const Stmt* inner : stmt.body) statement(*inner);
  } catch (...) {
    shows_values_ = shows;
    throw;
  }
  --indent_;
  shows_values_ = shows;
  std::string body = std::exchange(pending_hoisted_, std::move(hoisted_before));
  body += std::exchange(pending_, std::move(text_before));
  function.returns = *return_type_;
  if (function.returns.name == "None") throw NoEquivalent("a function that returns None alone");
  return_type_.reset();
  with_ends_ = std::move(ends);
  return body;
}

// What leaves the blocks around a return: a line, or the lines of a finally.
void Translator::leave_blocks(size_t from) {
  for (size_t i = with_ends_.size(); i-- > from;) {
    const std::string end = with_ends_[i];
    for (size_t at = 0; at < end.size();) {
      const size_t stop = std::min(end.find('\n', at), end.size());
      const size_t text = std::min(end.find_first_not_of(' ', at), stop);
      line(end.substr(text, stop - text));
      at = stop + 1;
    }
  }
}

void Translator::return_(const Stmt& stmt) {
  if (!return_type_) throw NoEquivalent("return outside a function");
  Code value{"", {Kind::none}};
  if (stmt.value != nullptr) value = expression(*stmt.value);
  // None beside values makes an optional of what is returned.
  const bool none = stmt.value != nullptr && value.type.kind == Kind::none;
  const bool first = return_type_->kind == Kind::none && return_type_->name.empty();
  if (none) {
    leave_blocks(0);
    if (first) {
      return_type_ = Type{Kind::none, {}, "None"};
    } else if (return_type_->kind != Kind::none && return_type_->kind != Kind::optional) {
      return_type_ = optional_of(*return_type_);
    }
    return line("return std::nullopt;");
  }
  const bool after_none = return_type_->kind == Kind::none && return_type_->name == "None";
  const bool held = return_type_->kind == Kind::optional && return_type_->items[0] == value.type;
  if (after_none && value.type.kind != Kind::optional) {
    return_type_ = optional_of(value.type);
  } else if (!held) {
    if (!first && !after_none && !(*return_type_ == value.type)) {
      throw NoEquivalent("a function that returns values of several types is not translated");
    }
    return_type_ = value.type;
  }
  if (with_ends_.empty() || value.type.kind == Kind::none) {
    leave_blocks(0);
    return line("return" + (value.text.empty() ? "" : " " + unwrapped(plain(value))) + ";");
  }
  std::string result = fresh("result");
  line("auto " + result + " = " + unwrapped(plain(value)) + ";");
  leave_blocks(0);
  line("return " + result + ";");
}

Code Translator::call_function(const Expr& expr, const std::string& name) {
  const auto found = functions_.find(name);
  if (found == functions_.end())
    throw NoEquivalent("it calls '" + name + "', which is not declared before it");
  const LocalFunction& function = found->second;
  if (function.yields) throw NoEquivalent("a context manager outside `with` is not translated");
  return {name + "(" + given_arguments(expr, function.parameters, name) + ")", function.returns};
}

std::string Translator::given_arguments(const Expr& expr, const std::vector<Parameter>& parameters,
                                        const std::string& name) {
  std::string text;
  size_t position = 0;
  size_t named = 0;
  for (const Parameter& parameter : parameters) {
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
    if (value != nullptr) {
      Code code = expression(*value);
      const bool checked = code.type.kind != Kind::unknown && !spelled(parameter.type).empty();
      of = checked ? typed_value(code, parameter.type) : unwrapped(plain(code));
    }
    if (of.empty()) throw NoEquivalent("an argument of " + name + "() is missing");
    text += (text.empty() ? "" : ", ") + of;
  }
  if (named != expr.keywords.size() || position != expr.items.size()) {
    throw NoEquivalent("these arguments of " + name + "() are refused by the compiler");
  }
  return text;
}

// `with tested_session() as session:` the block is what the function runs where it yields.
void Translator::yielded_block(const Stmt& stmt, const Expr& call, const Expr* target) {
  const Symbol& symbol = resolve(*call.a);
  const LocalFunction& function = functions_.at(symbol.type.name);
  std::string given = given_arguments(call, function.parameters, symbol.cpp);
  Symbol of;
  of.cpp = target != nullptr ? fresh(identifier(target->text)) : "";
  of.type = *function.yields;
  line(symbol.cpp + "(" + given + (given.empty() ? "" : ", ") + "[&](" + parameter_of(of.type) +
       (of.cpp.empty() ? "" : " " + of.cpp) + ") {");
  std::optional<Type> returns = std::exchange(return_type_, std::nullopt);
  std::vector<std::string> ends = std::exchange(with_ends_, {});
  if (target != nullptr) names_[std::string(target->text)] = of;
  block(stmt.body);
  if (target != nullptr) names_.erase(std::string(target->text));
  if (!of.cpp.empty()) used_names_.erase(of.cpp);
  return_type_ = std::move(returns);
  with_ends_ = std::move(ends);
  line("});");
}

}  // namespace lessonrun::translate
