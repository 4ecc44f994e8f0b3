// Compiling what makes a code unit of its own: functions and lambdas with their defaults and
// annotations, classes, and comprehensions.
#include "runner/interp/compiler.h"

namespace lessonrun::interp {

using lang::Expr;
using lang::ExprKind;
using lang::Stmt;

// ---------------------------------------------------------------- functions
std::string Compiler::qualname_for(std::string_view own) {
  const Unit* outer = unit_;
  if (!outer || outer->scope->kind == Scope::kModule) return std::string(own);
  const auto it = outer->scope->names.find(own);
  if (it != outer->scope->names.end() && it->second.global) return std::string(own);
  std::string prefix = outer->code->qualname;
  if (outer->scope->kind == Scope::kFunction) prefix += ".<locals>";
  return prefix + "." + std::string(own);
}

void Compiler::annotation(const Expr* e) {
  if (future_annotations_) {
    emit(Op::kLoadConst, string_constant(ast_.source().substr(e->span.begin, e->span.size())));
  } else if (e->kind == ExprKind::kStarred) {
    expr(e->a);
  } else {
    expr(e);
  }
}

void Compiler::function_parts(const std::vector<lang::Parameter>& parameters, const Expr* returns,
                              const std::function<Ref<CodeObject>()>& compile_body) {
  uint32_t flags = 0, defaults = 0;
  using P = lang::Parameter;
  for (const P& p : parameters) {
    if (p.default_value && p.kind != P::kKeywordOnly) {
      expr(p.default_value);
      ++defaults;
    }
  }
  if (defaults) {
    emit(Op::kBuildTuple, defaults);
    flags |= kHasDefaults;
  }
  uint32_t kw_defaults = 0;
  for (const P& p : parameters) {
    if (p.default_value && p.kind == P::kKeywordOnly) {
      emit(Op::kLoadConst, string_constant(symbols_.mangle(unit_->scope->class_name, p.name)));
      expr(p.default_value);
      ++kw_defaults;
    }
  }
  if (kw_defaults) {
    emit(Op::kBuildMap, kw_defaults);
    flags |= kHasKwDefaults;
  }
  uint32_t annotations = 0;
  for (const P& p : parameters) {
    if (!p.annotation) continue;
    emit(Op::kLoadConst, string_constant(symbols_.mangle(unit_->scope->class_name, p.name)));
    annotation(p.annotation);
    ++annotations;
  }
  if (returns) {
    emit(Op::kLoadConst, string_constant("return"));
    annotation(returns);
    ++annotations;
  }
  if (annotations) {
    emit(Op::kBuildMap, annotations);
    flags |= kHasAnnotations;
  }
  make_function(compile_body(), flags);
}

void Compiler::make_function(const Ref<CodeObject>& code, uint32_t flags) {
  if (code->cells.size() > code->own_cells) {
    for (size_t i = code->own_cells; i < code->cells.size(); ++i) {
      emit(Op::kLoadClosure, static_cast<uint32_t>(unit_->cells.at(code->cells[i]->text)));
    }
    emit(Op::kBuildTuple, static_cast<uint32_t>(code->cells.size() - code->own_cells));
    flags |= kHasClosure;
  }
  unit_->code->constants.emplace_back(code.get());
  emit(Op::kLoadConst, static_cast<uint32_t>(unit_->code->constants.size() - 1));
  emit(Op::kMakeFunction, flags);
}

void Compiler::set_parameters(const std::vector<lang::Parameter>& parameters) {
  using P = lang::Parameter;
  CodeObject& code = *unit_->code;
  const auto add = [&](std::string_view raw) {
    const std::string_view n = symbols_.mangle(unit_->scope->class_name, raw);
    unit_->locals[n] = static_cast<int>(code.locals.size());
    code.locals.push_back(interp_.intern(n));
  };
  const P* var_args = nullptr;
  const P* var_keywords = nullptr;
  for (const P& p : parameters) {
    if (p.kind == P::kPositionalOnly) ++code.posonly_count;
    if (p.kind == P::kPositionalOnly || p.kind == P::kNormal) {
      ++code.arg_count;
      add(p.name);
    }
    if (p.kind == P::kVarArgs) var_args = &p;
    if (p.kind == P::kVarKeywords) var_keywords = &p;
  }
  for (const P& p : parameters) {
    if (p.kind != P::kKeywordOnly) continue;
    ++code.kwonly_count;
    add(p.name);
  }
  if (var_args) {
    code.flags |= kVarArgs;
    add(var_args->name);
  }
  if (var_keywords) {
    code.flags |= kVarKeywords;
    add(var_keywords->name);
  }
  for (size_t i = 0; i < code.own_cells; ++i) {
    const auto it = unit_->locals.find(code.cells[i]->text);
    code.cell_args[i] = it == unit_->locals.end() ? -1 : it->second;
  }
}

void Compiler::function(const Stmt* s) {
  for (const Expr* d : s->decorators) expr(d);
  at_line(s->line);
  function_parts(s->parameters, s->annotation, [&]() {
    begin(symbols_.scope(s), std::string(s->name), qualname_for(s->name), s->line);
    bool found = false;
    const std::string_view doc = docstring(s->body, found);
    if (found) unit_->code->doc = interp_.str(doc);
    set_parameters(s->parameters);
    body(s->body);
    load_none();
    emit(Op::kReturn);
    return end();
  });
  at_line(s->line);
  for (size_t i = 0; i < s->decorators.size(); ++i) {
    at_line(s->decorators[s->decorators.size() - 1 - i]->line);
    emit(Op::kCall, 1);
  }
  name(s->name, Access::kStore);
}

void Compiler::lambda(const Expr* e) {
  function_parts(e->parameters, nullptr, [&]() {
    begin(symbols_.scope(e), "<lambda>", qualname_for("<lambda>"), e->line);
    set_parameters(e->parameters);
    expr(e->a);
    emit(Op::kReturn);
    return end();
  });
}

// ---------------------------------------------------------------- classes
void Compiler::class_statement(const Stmt* s) {
  for (const Expr* d : s->decorators) expr(d);
  at_line(s->line);
  emit(Op::kLoadBuildClass);
  {
    const std::string qualname = qualname_for(s->name);
    begin(symbols_.scope(s), std::string(s->name), qualname, s->line);
    emit(Op::kLoadName, name_index("__name__"));
    emit(Op::kStoreName, name_index("__module__"));
    emit(Op::kLoadConst, string_constant(qualname));
    emit(Op::kStoreName, name_index("__qualname__"));
    bool found = false;
    const std::string_view doc = docstring(s->body, found);
    if (found) {
      emit(Op::kLoadConst, string_constant(doc));
      emit(Op::kStoreName, name_index("__doc__"));
    }
    body(s->body);
    if (unit_->scope->needs_class_cell) {
      emit(Op::kLoadClosure, 0);
      emit(Op::kStoreName, name_index("__classcell__"));
    }
    load_none();
    emit(Op::kReturn);
    Ref<CodeObject> code = end();
    make_function(code, 0);
  }
  emit(Op::kLoadConst, string_constant(s->name));
  arguments(s->items, s->keywords, 2, false);
  for (size_t i = 0; i < s->decorators.size(); ++i) {
    at_line(s->decorators[s->decorators.size() - 1 - i]->line);
    emit(Op::kCall, 1);
  }
  name(s->name, Access::kStore);
}

// ---------------------------------------------------------------- comprehensions
void Compiler::comprehension(const Expr* e) {
  const char* own = e->kind == ExprKind::kListComp   ? "<listcomp>"
                    : e->kind == ExprKind::kSetComp  ? "<setcomp>"
                    : e->kind == ExprKind::kDictComp ? "<dictcomp>"
                                                     : "<genexpr>";
  begin(symbols_.scope(e), own, qualname_for(own), e->line);
  unit_->code->arg_count = 1;
  unit_->locals[".0"] = 0;
  unit_->code->locals.push_back(interp_.intern(".0"));
  if (e->kind == ExprKind::kListComp) emit(Op::kBuildList, 0);
  if (e->kind == ExprKind::kSetComp) emit(Op::kBuildSet, 0);
  if (e->kind == ExprKind::kDictComp) emit(Op::kBuildMap, 0);
  comprehension_loop(e, 0);
  if (e->kind == ExprKind::kGenerator) load_none();
  emit(Op::kReturn);
  Ref<CodeObject> code = end();
  make_function(code, 0);
  expr(e->generators[0].iterable);
  emit(Op::kGetIter);
  emit(Op::kCall, 1);
}

void Compiler::comprehension_loop(const Expr* e, size_t index) {
  const auto& g = e->generators[index];
  if (index == 0) {
    emit(Op::kLoadFast, 0);
  } else {
    expr(g.iterable);
    emit(Op::kGetIter);
  }
  const int next = label(), done = label();
  place(next);
  jump(Op::kForIter, done);
  store(g.target);
  for (const Expr* c : g.conditions) condition(c, false, next);
  if (index + 1 < e->generators.size()) {
    comprehension_loop(e, index + 1);
  } else {
    const auto depth = static_cast<uint32_t>(e->generators.size() + 1);
    switch (e->kind) {
      case ExprKind::kListComp:
        expr(e->a);
        emit(Op::kListAppend, depth);
        break;
      case ExprKind::kSetComp:
        expr(e->a);
        emit(Op::kSetAdd, depth);
        break;
      case ExprKind::kDictComp:
        expr(e->a);
        expr(e->b);
        emit(Op::kMapAdd, depth);
        break;
      default:
        expr(e->a);
        emit(Op::kYield);
        emit(Op::kPopTop);
    }
  }
  jump(Op::kJump, next);
  place(done);
}

}  // namespace lessonrun::interp
