// Which names a step binds at its top level.
#include "runner/lesson/bound_names.h"

#include <algorithm>

#include "runner/lang/parser.h"

namespace lessonrun {

namespace {

using lang::Expr;
using lang::ExprKind;
using lang::Stmt;
using lang::StmtKind;

class Names {
 public:
  void block(const std::vector<Stmt*>& body) {
    for (const Stmt* statement : body) visit(*statement);
  }
  std::vector<std::string> take() { return std::move(names_); }

 private:
  void add(std::string_view name) {
    if (name.empty() || name == "*") return;
    if (std::find(names_.begin(), names_.end(), name) == names_.end()) names_.emplace_back(name);
  }

  void target(const Expr* expression) {
    if (expression == nullptr) return;
    if (expression->kind == ExprKind::kName) add(expression->text);
    if (expression->kind == ExprKind::kStarred) target(expression->a);
    if (expression->kind == ExprKind::kTuple || expression->kind == ExprKind::kList) {
      for (const Expr* item : expression->items) target(item);
    }
  }

  void import(const Stmt& statement, bool from) {
    for (const lang::Alias& alias : statement.aliases) {
      std::string_view name = alias.as.empty() ? alias.name : alias.as;
      // `import a.b` binds `a`.
      if (!from && alias.as.empty()) name = name.substr(0, name.find('.'));
      add(name);
    }
  }

  void visit(const Stmt& statement) {
    switch (statement.kind) {
      case StmtKind::kAssign:
      case StmtKind::kAugAssign:
      case StmtKind::kAnnAssign:
      case StmtKind::kFor:
        for (const Expr* one : statement.targets) target(one);
        break;
      case StmtKind::kImport:
        import(statement, false);
        break;
      case StmtKind::kImportFrom:
        import(statement, true);
        break;
      case StmtKind::kFunction:
      case StmtKind::kClass:
        add(statement.name);
        return;  // what is inside binds nothing outside
      case StmtKind::kWith:
        for (const lang::WithItem& item : statement.with_items) target(item.target);
        break;
      default:
        break;
    }
    block(statement.body);
    block(statement.orelse);
    block(statement.final_body);
    for (const lang::Handler& handler : statement.handlers) block(handler.body);
  }

  std::vector<std::string> names_;
};

}  // namespace

std::vector<std::string> bound_names(std::string_view source) {
  try {
    lang::Ast ast = lang::parse(source, lang::ParseMode::kExec);
    Names names;
    names.block(ast.body);
    return names.take();
  } catch (const lang::SyntaxError&) {
    return {};
  }
}

std::optional<std::vector<std::string>> only_imports(std::string_view source) {
  try {
    const lang::Ast ast = lang::parse(source, lang::ParseMode::kExec);
    std::vector<std::string> modules;
    for (const Stmt* statement : ast.body) {
      if (statement->kind == StmtKind::kImportFrom) modules.emplace_back(statement->name);
      if (statement->kind != StmtKind::kImport && statement->kind != StmtKind::kImportFrom) {
        return std::nullopt;
      }
      for (const lang::Alias& alias : statement->aliases) {
        const bool from = statement->kind == StmtKind::kImportFrom;
        modules.push_back((from ? std::string(statement->name) + "." : "") +
                          std::string(alias.name));
      }
    }
    return modules;
  } catch (const lang::SyntaxError&) {
    return std::nullopt;
  }
}

std::string assigned_expression(std::string_view source) {
  try {
    lang::Ast ast = lang::parse(source, lang::ParseMode::kExec);
    if (ast.body.empty()) return {};
    const Stmt& last = *ast.body.back();
    if (last.kind != StmtKind::kAssign || last.targets.empty()) return {};
    const Expr* shown = last.targets.front();
    return std::string(source.substr(shown->span.begin, shown->span.end - shown->span.begin));
  } catch (const lang::SyntaxError&) {
    return {};
  }
}

}  // namespace lessonrun
