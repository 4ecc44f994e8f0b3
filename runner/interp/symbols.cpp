// Two passes: collect bindings and uses of each scope, then resolve free names outward.
#include "runner/interp/symbols.h"

namespace lessonrun::interp {

using lang::Expr;
using lang::ExprKind;
using lang::Stmt;
using lang::StmtKind;

namespace {

[[noreturn]] void fail(std::string message, int line) {
  lang::SyntaxError error;
  error.message = std::move(message);
  error.line = line;
  error.column = -1;
  throw error;
}

}  // namespace

std::string_view SymbolTable::mangle(std::string_view class_name, std::string_view name) {
  if (class_name.empty() || name.size() < 3 || name[0] != '_' || name[1] != '_') return name;
  if (name.substr(name.size() - 2) == "__" || name.find('.') != std::string_view::npos) return name;
  while (!class_name.empty() && class_name[0] == '_') class_name.remove_prefix(1);
  if (class_name.empty()) return name;
  return mangled_.emplace_back("_" + std::string(class_name) + std::string(name));
}

class SymbolVisitor {
 public:
  SymbolVisitor(SymbolTable& table) : table_(table) {}

  void module(const lang::Ast& ast) {
    scope_ = open(nullptr, Scope::kModule);
    body(ast.body);
    if (ast.expression) expr(ast.expression);
  }

 private:
  Scope* open(const void* node, Scope::Kind kind) {
    Scope& s = table_.scopes_.emplace_back();
    s.kind = kind;
    s.parent = scope_;
    if (scope_) s.class_name = scope_->class_name;
    table_.by_node_[node] = &s;
    return &s;
  }

  std::string_view mangled(std::string_view name) {
    return table_.mangle(scope_->class_name, name);
  }

  void bind(std::string_view name, int line) {
    Scope::Use& u = scope_->use(mangled(name));
    u.assigned = true;
    u.line = line;
  }
  void read(std::string_view name) {
    Scope::Use& u = scope_->use(mangled(name));
    u.used = true;
    if (name == "super" || name == "__class__") class_cell();
  }
  // super() without arguments needs the enclosing class.
  void class_cell() {
    Scope* s = scope_;
    while (s && s->kind == Scope::kFunction) {
      if (s->parent && s->parent->kind == Scope::kClass) {
        for (Scope* f = scope_;; f = f->parent) {
          Scope::Use& u = f->use("__class__");
          u.used = true;
          if (f == s) break;
        }
        s->parent->needs_class_cell = true;
        return;
      }
      s = s->parent;
    }
  }

  void body(const std::vector<Stmt*>& statements) {
    for (const Stmt* s : statements) stmt(s);
  }

  void parameters(const std::vector<lang::Parameter>& list) {
    for (const auto& p : list) {
      Scope::Use& u = scope_->use(mangled(p.name));
      u.assigned = u.parameter = true;
    }
  }

  void function(const void* node, const std::vector<lang::Parameter>& list,
                const std::vector<Stmt*>* statements, const Expr* value) {
    Scope* outer = scope_;
    scope_ = open(node, Scope::kFunction);
    parameters(list);
    if (statements) body(*statements);
    if (value) expr(value);
    scope_ = outer;
  }

  void defaults(const std::vector<lang::Parameter>& list) {
    for (const auto& p : list) {
      expr(p.default_value);
      expr(p.annotation);
    }
  }

  void pattern(const lang::Pattern* p) {
    expr(p->value);
    for (const Expr* k : p->keys) expr(k);
    if (!p->name.empty() && p->kind != lang::Pattern::kWildcard && p->name != "_")
      bind(p->name, p->line);
    for (const lang::Pattern* item : p->items) pattern(item);
  }

  void stmt(const Stmt* s) {
    switch (s->kind) {
      case StmtKind::kFunction: {
        for (const Expr* d : s->decorators) expr(d);
        defaults(s->parameters);
        expr(s->annotation);
        bind(s->name, s->line);
        function(s, s->parameters, &s->body, nullptr);
        return;
      }
      case StmtKind::kClass: {
        for (const Expr* d : s->decorators) expr(d);
        for (const Expr* b : s->items) expr(b);
        for (const auto& k : s->keywords) expr(k.value);
        bind(s->name, s->line);
        Scope* outer = scope_;
        scope_ = open(s, Scope::kClass);
        scope_->class_name = s->name;
        body(s->body);
        scope_ = outer;
        return;
      }
      case StmtKind::kGlobal:
      case StmtKind::kNonlocal:
        for (std::string_view raw : s->names) {
          const std::string_view name = mangled(raw);
          const bool is_global = s->kind == StmtKind::kGlobal;
          const char* word = is_global ? "global" : "nonlocal";
          if (!is_global && scope_->kind == Scope::kModule)
            fail("nonlocal declaration not allowed at module level", s->line);
          Scope::Use& u = scope_->use(name);
          if (u.parameter)
            fail("name '" + std::string(name) + "' is parameter and " + word, s->line);
          if (u.assigned && scope_->kind != Scope::kModule) {
            fail("name '" + std::string(name) + "' is assigned to before " + word + " declaration",
                 s->line);
          }
          if (u.used && scope_->kind != Scope::kModule) {
            fail("name '" + std::string(name) + "' is used prior to " + word + " declaration",
                 s->line);
          }
          (is_global ? u.global : u.nonlocal) = true;
          u.line = s->line;
        }
        return;
      case StmtKind::kImport:
        for (const auto& a : s->aliases) {
          bind(a.as.empty() ? a.name.substr(0, a.name.find('.')) : a.as, s->line);
        }
        return;
      case StmtKind::kImportFrom:
        for (const auto& a : s->aliases) {
          if (a.name == "*") {
            if (scope_->kind != Scope::kModule)
              fail("import * only allowed at module level", s->line);
          } else {
            bind(a.as.empty() ? a.name : a.as, s->line);
          }
        }
        return;
      default:
        break;
    }
    expr(s->value);
    expr(s->cause);
    expr(s->annotation);
    for (const Expr* t : s->targets) target(t);
    if (s->kind == StmtKind::kAugAssign && s->targets[0]->kind == ExprKind::kName)
      read(s->targets[0]->text);
    for (const auto& w : s->with_items) {
      expr(w.context);
      if (w.target) target(w.target);
    }
    body(s->body);
    for (const auto& h : s->handlers) {
      expr(h.type);
      if (!h.name.empty()) bind(h.name, h.line);
      body(h.body);
    }
    for (const auto& c : s->cases) {
      pattern(c.pattern);
      expr(c.guard);
      body(c.body);
    }
    body(s->orelse);
    body(s->final_body);
  }

  void target(const Expr* e) {
    switch (e->kind) {
      case ExprKind::kName:
        bind(e->text, e->line);
        return;
      case ExprKind::kStarred:
        target(e->a);
        return;
      case ExprKind::kTuple:
      case ExprKind::kList:
        for (const Expr* item : e->items) target(item);
        return;
      default:
        expr(e);
    }
  }

  void expr(const Expr* e) {
    if (!e) return;
    switch (e->kind) {
      case ExprKind::kName:
        read(e->text);
        return;
      case ExprKind::kLambda:
        defaults(e->parameters);
        function(e, e->parameters, nullptr, e->a);
        return;
      case ExprKind::kListComp:
      case ExprKind::kSetComp:
      case ExprKind::kDictComp:
      case ExprKind::kGenerator:
        return comprehension(e);
      case ExprKind::kNamed: {
        expr(e->b);
        // The name is bound outside of comprehensions.
        Scope* inner = scope_;
        while (scope_->comprehension) {
          Scope::Use& u = scope_->use(mangled(e->a->text));
          u.used = true;
          u.nonlocal = scope_->parent->kind == Scope::kFunction;
          u.global = scope_->parent->kind == Scope::kModule;
          scope_ = scope_->parent;
        }
        // A comprehension inside another one whose owner is the module: global all the way.
        if (scope_->kind == Scope::kModule) {
          for (Scope* s = inner; s != scope_; s = s->parent) {
            Scope::Use& u = s->use(mangled(e->a->text));
            u.nonlocal = false;
            u.global = true;
          }
        }
        if (scope_->kind == Scope::kClass && inner != scope_) {
          fail("assignment expression within a comprehension cannot be used in a class body",
               e->line);
        }
        bind(e->a->text, e->line);
        scope_ = inner;
        return;
      }
      case ExprKind::kYield:
      case ExprKind::kYieldFrom:
        if (scope_->kind != Scope::kFunction) fail("'yield' outside function", e->line);
        if (scope_->comprehension) fail("'yield' inside list comprehension", e->line);
        scope_->generator = true;
        expr(e->a);
        return;
      default:
        break;
    }
    expr(e->a);
    expr(e->b);
    expr(e->c);
    for (const Expr* k : e->keys) expr(k);
    for (const Expr* item : e->items) expr(item);
    for (const auto& k : e->keywords) expr(k.value);
  }

  void comprehension(const Expr* e) {
    expr(e->generators[0].iterable);  // evaluated outside
    Scope* outer = scope_;
    scope_ = open(e, Scope::kFunction);
    scope_->comprehension = true;
    Scope::Use& u = scope_->use(".0");
    u.assigned = u.parameter = true;
    if (e->kind == ExprKind::kGenerator) scope_->generator = true;
    bool first = true;
    for (const auto& g : e->generators) {
      if (!first) expr(g.iterable);
      first = false;
      target(g.target);
      for (const Expr* c : g.conditions) expr(c);
    }
    expr(e->a);
    expr(e->b);
    scope_ = outer;
  }

  SymbolTable& table_;
  Scope* scope_ = nullptr;
};

SymbolTable::SymbolTable(const lang::Ast& ast) {
  SymbolVisitor(*this).module(ast);
  // Resolve outward: a name that is not bound here may be a variable of an enclosing function.
  for (Scope& scope : scopes_) {
    if (scope.kind == Scope::kModule) continue;
    for (size_t i = 0; i < scope.order.size(); ++i) {
      const std::string_view name = scope.order[i];
      Scope::Use& u = scope.names[name];
      if (u.global || (u.assigned && !u.nonlocal) || u.free) continue;
      Scope* owner = nullptr;
      for (Scope* s = scope.parent; s; s = s->parent) {
        if (s->kind == Scope::kClass) {
          if (name == "__class__" && s->needs_class_cell) owner = s;
          if (owner) break;
          continue;
        }
        if (s->kind == Scope::kModule) break;
        const auto it = s->names.find(name);
        if (it == s->names.end()) continue;
        if (it->second.global) break;
        if (it->second.assigned && !it->second.nonlocal) {
          owner = s;
          break;
        }
      }
      if (!owner) {
        if (u.nonlocal) fail("no binding for nonlocal '" + std::string(name) + "' found", u.line);
        continue;
      }
      u.free = true;
      owner->use(name).cell = true;
      for (Scope* s = scope.parent; s != owner; s = s->parent) {
        Scope::Use& between = s->use(name);
        between.free = true;
      }
    }
  }
}

Where SymbolTable::where(const Scope& scope, std::string_view name) {
  const auto it = scope.names.find(name);
  if (it == scope.names.end())
    return scope.kind == Scope::kFunction ? Where::kGlobal : Where::kName;
  const Scope::Use& u = it->second;
  if (u.global) return Where::kGlobal;
  if (u.cell && !(scope.kind == Scope::kClass)) return Where::kCell;
  if (u.free && !(scope.kind == Scope::kClass && u.assigned && !u.nonlocal)) return Where::kFree;
  if (scope.kind == Scope::kFunction) return u.assigned ? Where::kFast : Where::kGlobal;
  return Where::kName;
}

}  // namespace lessonrun::interp
