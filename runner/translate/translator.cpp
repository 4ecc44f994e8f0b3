// Steps in, a program out: names, modules, and the head and tail of the program.
#include "runner/translate/translator.h"

#include "runner/lang/parser.h"
#include "runner/translate/wrap.h"

namespace lessonrun::translate {

const Type* ClassInfo::find(std::string_view wanted) const {
  for (const auto& [attribute, type] : attributes) {
    if (attribute == wanted) return &type;
  }
  return nullptr;
}

void Translator::line(const std::string& text) {
  std::string& out = indent_ == 0 ? pending_declarations_ : pending_;
  if (!text.empty()) out += wrapped(std::string(static_cast<size_t>(indent_) * 2, ' ') + text);
  out += '\n';
}

const Symbol* Translator::find(std::string_view name) const {
  auto found = names_.find(name);
  return found == names_.end() ? nullptr : &found->second;
}

const Symbol& Translator::resolve(const lang::Expr& name) const {
  const Symbol* symbol = find(name.text);
  if (symbol == nullptr) {
    auto left = left_.find(name.text);
    if (left != left_.end() && depth_ == 0) learned_->kept.insert(left->second);
    throw NoEquivalent("it uses '" + std::string(name.text) +
                       "', which comes from a step that has no C++ equivalent");
  }
  return *symbol;
}

const ClassInfo& Translator::class_info(const std::string& name) const {
  const auto found = classes_.find(name);
  if (found == classes_.end())
    throw NoEquivalent("it uses the class '" + name + "', which is not declared before it");
  return found->second;
}

std::string Translator::fresh(const std::string& wanted) {
  std::string name = wanted;
  for (int n = 2; !used_names_.insert(name).second; ++n) name = wanted + "_" + std::to_string(n);
  return name;
}

std::string Translator::declare(const std::string& name, const Code& value) {
  if (value.type.kind == Kind::session) {
    // `orm::Session(arguments)` makes a session that cannot be copied; its name goes inside.
    return "orm::Session " + name + value.text.substr(value.text.find('('));
  }
  // `Table film("film", metadata)` is how C++ writes `film = Table("film", metadata)`.
  for (const char* cls : {"Table", "MetaData", "orm::Inspector"}) {
    if (value.text.rfind(std::string(cls) + "(", 0) != 0) continue;
    std::string arguments = value.text.substr(std::string(cls).size());
    std::string inner = unwrapped(arguments);
    if (inner.size() == arguments.size()) break;
    bool copy = inner.rfind("orm::metadata<", 0) == 0 || inner.rfind("orm::table_of<", 0) == 0;
    if (copy) break;
    return cls + (" " + name) + (inner.empty() ? "" : arguments);
  }
  Type type = value.type;
  std::string cpp = type.kind == Kind::none || type.kind == Kind::unknown ? "" : spelled(type);
  bool trivial =
      type.kind == Kind::boolean || type.kind == Kind::integer || type.kind == Kind::real;
  if (!trivial && type.kind != Kind::text && type.kind != Kind::value) cpp = "auto";
  return (trivial ? "[[maybe_unused]] " : "") + cpp + " " + name + " = " + unwrapped(plain(value));
}

// Assigns to a Python variable: declares it, or gives an existing one of the same type a new value.
void Translator::store(std::string_view name, const Code& value) {
  if (value.type.kind == Kind::none) {
    throw NoEquivalent("a C++ variable cannot hold what returns nothing");
  }
  if (value.type.kind == Kind::base_class || value.type.kind == Kind::mapped_class ||
      value.type.kind == Kind::session_maker) {
    // What C++ has no variable for: the Python name stands for a type, or for arguments.
    bool cls = value.type.kind != Kind::session_maker;
    Symbol symbol;
    symbol.what = cls ? Symbol::What::cls : Symbol::What::variable;
    symbol.cpp = cls ? value.type.name : "";
    symbol.type = value.type;
    names_[std::string(name)] = std::move(symbol);
    return;
  }
  if (is_untyped(value.type)) {
    // Nothing is known of it: what is put into it first tells, for the next attempt.
    Symbol symbol;
    symbol.type = value.type;
    names_[std::string(name)] = std::move(symbol);
    return;
  }
  const Symbol* known = find(name);
  const bool variable = known != nullptr && known->what == Symbol::What::variable;
  // A variable that may be empty takes a value, too.
  const bool holds = variable && known->type.kind == Kind::optional &&
                     known->type.items[0] == value.type && depth_ > 0;
  if (variable && (known->type == value.type || holds) && value.type.kind != Kind::session) {
    line(known->cpp + " = " + unwrapped(plain(value)) + ";");
    return;
  }
  Symbol symbol;
  symbol.cpp = fresh(identifier(name));
  symbol.type = value.type;
  if (value.type.kind == Kind::typed_result) symbol.type.label.clear();
  const std::string type = spelled(value.type);
  if (depth_ == 0) {
    line(declare(symbol.cpp, value) + ";");
  } else if (type.empty() && !block_names_.empty()) {
    // C++ cannot declare it before it has a value: it lives in its block alone.
    line(declare(symbol.cpp, value) + ";");
    block_names_.back().push_back(std::string(name));
  } else {
    if (type.empty()) throw NoEquivalent("a variable of this type inside a block");
    pending_hoisted_ += "  " + type + " " + symbol.cpp + "{};\n";
    line(symbol.cpp + " = " + unwrapped(plain(value)) + ";");
  }
  names_[std::string(name)] = std::move(symbol);
}

void Translator::translate_steps(const lang::Ast& ast, const SourceStep& step) {
  if (!step.shows_error) {
    std::string why;
    for (const lang::Stmt* stmt : ast.body) {
      // What calls a function further down may tell what it takes, for the next attempt.
      module_statement(*stmt);
      if (stmt->kind == lang::StmtKind::kClass) postponed_at_last(ast, *stmt);
      const Symbol* made = stmt->kind == lang::StmtKind::kFunction ? find(stmt->name) : nullptr;
      const bool failed =
          made != nullptr && made->type.kind == Kind::function && made->type.name.empty();
      if (failed && why.empty()) why = made->type.label;
    }
    // While calls may still tell what such a function takes, the rest of its step stands.
    left_out_ = left_out_ || !why.empty();
    if (!why.empty() && !lenient_) throw NoEquivalent(why);
    return;
  }
  line("try {");
  ++indent_;
  ++depth_;
  for (const lang::Stmt* stmt : ast.body) statement(*stmt);
  postponed_methods();
  --depth_;
  --indent_;
  line("} catch (const std::exception& error) {");
  line("  orm::print_error(error" + profile_argument() + ");");
  line("}");
}

// `, orm::profile_1_3`: what is said as another release says it.
std::string Translator::profile_argument() const {
  if (head_.profile == "2.0") return {};
  return head_.profile == "1.3" ? ", orm::profile_1_3" : ", orm::profile_1_4";
}

// Forgets the names that a step binds which is not translated: their values are not C++'s.
void Translator::forget_bound(const lang::Stmt& stmt, const std::string& reason) {
  std::vector<const lang::Expr*> targets(stmt.targets.begin(), stmt.targets.end());
  for (const lang::WithItem& item : stmt.with_items) {
    if (item.target != nullptr) targets.push_back(item.target);
  }
  while (!targets.empty()) {
    const lang::Expr& target = *targets.back();
    targets.pop_back();
    if (target.kind == lang::ExprKind::kName) {
      if (auto known = names_.find(target.text); known != names_.end()) names_.erase(known);
    }
    targets.insert(targets.end(), target.items.begin(), target.items.end());
    if (target.kind == lang::ExprKind::kStarred) targets.push_back(target.a);
  }
  bool defines = stmt.kind == lang::StmtKind::kFunction || stmt.kind == lang::StmtKind::kClass;
  if (defines) {
    names_.erase(std::string(stmt.name));
    lost_[std::string(stmt.name)] = reason;
  }
  for (const lang::Alias& alias : stmt.aliases) {
    names_.erase(std::string(alias.as.empty() ? alias.name : alias.as));
  }
  for (const auto* body : {&stmt.body, &stmt.orelse, &stmt.final_body}) {
    for (const lang::Stmt* inner : *body) forget_bound(*inner, reason);
  }
  for (const lang::Handler& handler : stmt.handlers) {
    for (const lang::Stmt* inner : handler.body) forget_bound(*inner, reason);
  }
}

StepTranslation Translator::step(const SourceStep& step) {
  StepTranslation result;
  result.id = step.id;
  if (!step.module.empty()) {
    module_texts_[step.module] = step.source;
    module_sources_[step.module] = step.id;
    modules_.erase(step.module);
    result.reason = "the module's declarations stand where it is imported";
    return result;
  }
  if (!step.skipped.empty()) {
    result.reason = step.skipped;
    return result;
  }
  Translator before = *this;
  std::string where =
      "// " + (step.path.empty() ? head_.path : step.path) + ":" + std::to_string(step.line) + "\n";
  pending_.clear();
  pending_hoisted_.clear();
  pending_declarations_.clear();
  indent_ = 1;
  depth_ = 0;
  shows_values_ = step.shows_values;
  source_ = step.id;
  try {
    lang::Ast ast = lang::parse(
        step.source, step.shows_values ? lang::ParseMode::kSingle : lang::ParseMode::kExec);
    try {
      translate_steps(ast, step);
    } catch (const NoEquivalent& why) {
      result.reason = why.what();
      *this = std::move(before);
      for (const lang::Stmt* stmt : ast.body) forget_bound(*stmt, result.reason);
    }
  } catch (const lang::SyntaxError&) {
    *this = std::move(before);
    result.reason = "this is not Python that lessonrun reads";
  }
  if (!result.reason.empty()) {
    body_ += "\n  " + where + "  // No C++ equivalent: " + result.reason + ".\n";
    return result;
  }
  result.cpp = pending_declarations_ + pending_hoisted_ + pending_;
  if (!pending_declarations_.empty()) declarations_ += "\n" + where + pending_declarations_;
  if (!pending_.empty() || !pending_hoisted_.empty()) {
    body_ += "\n  " + where + pending_hoisted_ + pending_;
  }
  return result;
}

// Methods that waited for classes further down, behind the last class of a text.
void Translator::postponed_at_last(const lang::Ast& ast, const lang::Stmt& stmt) {
  for (const lang::Stmt* other : ast.body) {
    if (other->kind == lang::StmtKind::kClass && other->line > stmt.line) return;
  }
  postponed_methods();
}

// A function that has no C++ (yet) does not keep the rest of its module from having it.
void Translator::module_statement(const lang::Stmt& stmt) {
  if (stmt.kind != lang::StmtKind::kFunction) return statement(stmt);
  Translator before = *this;
  try {
    statement(stmt);
  } catch (const NoEquivalent& why) {
    *this = std::move(before);
    left_out_ = true;
    Symbol symbol;
    symbol.type = {Kind::function, {}, {}, why.what()};
    names_[std::string(stmt.name)] = std::move(symbol);
  }
}

// Translates a module of the lesson in the place where it is first imported.
void Translator::import_module(const std::string& name, int) {
  if (modules_.count(name) != 0) return;
  auto text = module_texts_.find(name);
  if (text == module_texts_.end()) {
    throw NoEquivalent("there is no module '" + name +
                       "' yet, and a C++ program imports nothing at run time");
  }
  Names outer = std::exchange(names_, {});
  bool shows = std::exchange(shows_values_, false);
  int source = std::exchange(source_, module_sources_[name]);
  std::string module = std::exchange(module_name_, name);
  lang::Ast ast = lang::parse(text->second, lang::ParseMode::kExec);
  for (const lang::Stmt* stmt : ast.body) {
    module_statement(*stmt);
    if (stmt->kind == lang::StmtKind::kClass) postponed_at_last(ast, *stmt);
  }
  shows_values_ = shows;
  source_ = source;
  module_name_ = std::move(module);
  modules_[name] = std::exchange(names_, std::move(outer));
}

// `using orm::core::select, orm::core::Table;`: as the lesson's imports name them.
std::string Translator::declared_core_names() const {
  std::string text, row;
  for (const std::string& name : core_names_) {
    if (name == "func" || name == "sqlite" || name == "postgresql") {
      text += "\n  namespace " + name + " = orm::core::" + name + ";";
      continue;
    }
    std::string item = "orm::core::" + name;
    if (row.empty()) {
      row = "\n  using " + item;
    } else if (row.size() - row.rfind('\n') + item.size() > 98) {
      row += ",\n      " + item;
    } else {
      row += ", " + item;
    }
  }
  text += row.empty() ? "" : row + ";";
  return text.empty() ? text : text + "\n";
}

const ClassMethod* ClassInfo::method(std::string_view wanted) const {
  auto found = methods.find(wanted);
  return found == methods.end() ? nullptr : &found->second;
}

std::string Translator::program() const {
  std::string text = "// " + (head_.title.empty() ? head_.path : head_.title) +
                     "\n//\n// The steps of " + head_.path +
                     " as a C++20 program; link it with lessonrun::orm.\n";
  if (body_.find("fmt::") != std::string::npos ||
      declarations_.find("fmt::") != std::string::npos) {
    text += "#include <fmt/format.h>\n\n";
  }
  auto uses = [&](std::string_view word) {
    return body_.find(word) != std::string::npos || declarations_.find(word) != std::string::npos;
  };
  text += "#include <orm/core.h>\n";
  if (uses("orm::listen_")) text += "#include <orm/listen.h>\n";
  text += "#include <orm/orm.h>\n";
  bool python = false;
  for (const char* word :
       {"orm::py::", "orm::Dict<", "orm::Set<", "orm::Date", "orm::interval(", "orm::ObjectDict",
        "orm::item(", "orm::registry<", "orm::association_proxy("}) {
    python = python || uses(word);
  }
  if (python) text += "#include <orm/python.h>\n";
  text += "#include <orm/repr.h>\n";
  text += declarations_;
  text += "\nint main() {" + declared_core_names() + (body_.empty() ? "\n" : body_);
  return text + "}\n";
}

std::set<std::string> Translator::missing_classes() const {
  std::set<std::string> missing;
  for (const std::string& name : awaited_) {
    if (classes_.count(name) == 0) missing.insert(name);
  }
  return missing;
}

namespace {

Declarations declarations_of(const std::vector<SourceStep>& steps) {
  Declarations declarations;
  for (const SourceStep& step : steps) {
    if (!step.skipped.empty()) continue;
    try {
      const bool single = step.shows_values && step.module.empty();
      declarations.read(
          std::make_shared<const lang::Ast>(
              lang::parse(step.source, single ? lang::ParseMode::kSingle : lang::ParseMode::kExec)),
          step.id);
    } catch (const lang::SyntaxError&) {
      continue;  // the step says so itself
    }
  }
  return declarations;
}

}  // namespace

Program translate(const ProgramHead& head, const std::vector<SourceStep>& steps) {
  auto declarations = std::make_shared<Declarations>(declarations_of(steps));
  auto learned = std::make_shared<Learned>();
  // A struct must not refer to a class that turns out to have no C++: then once more without. And
  // once more where later steps told what earlier ones have to do.
  std::set<std::string> refused;
  for (bool lenient = true;;) {
    const size_t kept = learned->kept.size() + learned->empties.size();
    Translator translator(head, declarations, refused, learned, lenient);
    Program program;
    for (const SourceStep& step : steps) program.steps.push_back(translator.step(step));
    std::set<std::string> missing = translator.missing_classes();
    size_t news = learned->kept.size() + learned->empties.size() - kept;
    for (const auto& [function, types] : learned->calls) {
      CallTypes& known = declarations->calls[function];
      for (const auto& [key, type] : types) {
        Type& before = known[key];
        const Type both = merged(before, type);
        news += before == both ? 0 : 1;
        before = both;
      }
    }
    if (news > 0) continue;
    if (lenient && translator.left_functions_out()) {
      lenient = false;
      continue;
    }
    if (missing.empty()) {
      program.text = translator.program();
      return program;
    }
    refused.insert(missing.begin(), missing.end());
  }
}

}  // namespace lessonrun::translate
