// Compiling statements: which kind goes where, assignments, conditions and loops, imports.
#include <algorithm>

#include "runner/interp/compiler.h"

namespace lessonrun::interp {

using lang::Expr;
using lang::ExprKind;
using lang::Stmt;
using lang::StmtKind;

// ---------------------------------------------------------------- statements

void Compiler::body(const std::vector<Stmt*>& statements) {
  for (const Stmt* s : statements) stmt(s);
}

void Compiler::stmt(const Stmt* s) {
  at_line(s->line);
  if (s->is_async)
    unsupported("async", "async and await are not supported; write the synchronous form.", s->line);
  switch (s->kind) {
    case StmtKind::kExpr:
      if (mode_ == Mode::kSingle && unit_->scope->kind == Scope::kModule) {
        expr(s->value);
        emit(Op::kPrintExpr);
        return;
      }
      if (s->value->kind == ExprKind::kStr) return;
      expr(s->value);
      emit(Op::kPopTop);
      return;
    case StmtKind::kAssign:
      return assign(s);
    case StmtKind::kAugAssign:
      return aug_assign(s);
    case StmtKind::kAnnAssign:
      return ann_assign(s);
    case StmtKind::kReturn:
      if (unit_->scope->kind != Scope::kFunction) fail("'return' outside function", s->line);
      if (s->value) {
        expr(s->value);
      } else {
        load_none();
      }
      unwind_all(true);
      emit(Op::kReturn);
      return;
    case StmtKind::kDelete:
      for (const Expr* t : s->targets) remove(t);
      return;
    case StmtKind::kPass:
      emit(Op::kNop);
      return;
    case StmtKind::kBreak:
    case StmtKind::kContinue: {
      const bool is_break = s->kind == StmtKind::kBreak;
      const std::vector<Block> saved = unit_->blocks;
      while (!unit_->blocks.empty() && unit_->blocks.back().kind != Block::kLoop) {
        const Block block = unit_->blocks.back();
        unit_->blocks.pop_back();
        unwind(block, false);
      }
      if (unit_->blocks.empty()) {
        fail(is_break ? "'break' outside loop" : "'continue' not properly in loop", s->line);
      }
      const Block loop = unit_->blocks.back();
      if (is_break && loop.for_loop) emit(Op::kPopTop);
      jump(Op::kJump, is_break ? loop.break_label : loop.continue_label);
      unit_->blocks = saved;
      return;
    }
    case StmtKind::kGlobal:
    case StmtKind::kNonlocal:
      return;
    case StmtKind::kImport:
      return import_statement(s);
    case StmtKind::kImportFrom:
      return import_from(s);
    case StmtKind::kIf:
      return if_statement(s);
    case StmtKind::kWhile:
      return while_statement(s);
    case StmtKind::kFor:
      return for_statement(s);
    case StmtKind::kWith:
      return with_statement(s, 0);
    case StmtKind::kTry:
      return try_statement(s);
    case StmtKind::kRaise:
      if (s->value) expr(s->value);
      if (s->cause) expr(s->cause);
      emit(Op::kRaise, s->cause ? 2u : s->value ? 1u : 0u);
      return;
    case StmtKind::kAssert: {
      const int fine = label();
      condition(s->value, true, fine);
      emit(Op::kLoadAssertionError);
      if (s->cause) {
        expr(s->cause);
        emit(Op::kCall, 1);
      }
      emit(Op::kRaise, 1);
      place(fine);
      return;
    }
    case StmtKind::kFunction:
      return function(s);
    case StmtKind::kClass:
      return class_statement(s);
    case StmtKind::kMatch:
      return match_statement(s);
  }
}

void Compiler::assign(const Stmt* s) {
  expr(s->value);
  for (size_t i = 0; i < s->targets.size(); ++i) {
    if (i + 1 < s->targets.size()) emit(Op::kDup);
    store(s->targets[i]);
  }
}

void Compiler::aug_assign(const Stmt* s) {
  const Expr* t = s->targets[0];
  const auto op = static_cast<uint32_t>(binary_op(s->op));
  switch (t->kind) {
    case ExprKind::kAttribute:
      expr(t->a);
      emit(Op::kDup);
      emit(Op::kLoadAttr, name_index(t->text));
      expr(s->value);
      emit(Op::kInplace, op);
      emit(Op::kRot2);
      emit(Op::kStoreAttr, name_index(t->text));
      return;
    case ExprKind::kSubscript:
      expr(t->a);
      expr(t->b);
      emit(Op::kDup2);
      emit(Op::kSubscript);
      expr(s->value);
      emit(Op::kInplace, op);
      emit(Op::kRot3);
      emit(Op::kStoreSubscript);
      return;
    default:
      name(t->text, Access::kLoad);
      expr(s->value);
      emit(Op::kInplace, op);
      name(t->text, Access::kStore);
  }
}

void Compiler::ann_assign(const Stmt* s) {
  const Expr* t = s->targets[0];
  if (s->value) {
    expr(s->value);
    store(t);
  }
  if (unit_->scope->kind == Scope::kFunction) return;
  if (!s->simple_target) return;
  emit(Op::kSetupAnnotations);
  annotation(s->annotation);
  emit(Op::kLoadName, name_index("__annotations__"));
  emit(Op::kLoadConst, string_constant(symbols_.mangle(unit_->scope->class_name, t->text)));
  emit(Op::kStoreSubscript);
}

void Compiler::if_statement(const Stmt* s) {
  const int otherwise = label();
  condition(s->value, false, otherwise);
  body(s->body);
  if (s->orelse.empty()) {
    place(otherwise);
    return;
  }
  const int done = label();
  jump(Op::kJump, done);
  place(otherwise);
  body(s->orelse);
  place(done);
}

void Compiler::while_statement(const Stmt* s) {
  const int top = label(), otherwise = label(), done = label();
  place(top);
  at_line(s->line);
  const bool forever = s->value->kind == ExprKind::kTrue;
  if (!forever) condition(s->value, false, otherwise);
  unit_->blocks.push_back({Block::kLoop, top, done, false, nullptr, {}});
  body(s->body);
  unit_->blocks.pop_back();
  jump(Op::kJump, top);
  place(otherwise);
  body(s->orelse);
  place(done);
}

void Compiler::for_statement(const Stmt* s) {
  expr(s->value);
  emit(Op::kGetIter);
  const int next = label(), exhausted = label(), done = label();
  place(next);
  at_line(s->line);
  jump(Op::kForIter, exhausted);
  store(s->targets[0]);
  unit_->blocks.push_back({Block::kLoop, next, done, true, nullptr, {}});
  body(s->body);
  unit_->blocks.pop_back();
  jump(Op::kJump, next);
  place(exhausted);
  body(s->orelse);
  place(done);
}

// ---------------------------------------------------------------- imports

void Compiler::import_statement(const Stmt* s) {
  for (const auto& a : s->aliases) {
    load(Value::integer(0));
    load_none();
    emit(Op::kImportName, name_index(a.name));
    if (a.as.empty()) {
      name(a.name.substr(0, a.name.find('.')), Access::kStore);
      continue;
    }
    // import a.b.c as x: the last one
    std::string_view rest = a.name;
    size_t dot = rest.find('.');
    while (dot != std::string_view::npos) {
      rest = rest.substr(dot + 1);
      dot = rest.find('.');
      emit(Op::kImportFrom, name_index(rest.substr(0, dot)));
      emit(Op::kRot2);
      emit(Op::kPopTop);
    }
    name(a.as, Access::kStore);
  }
}

void Compiler::import_from(const Stmt* s) {
  if (s->name == "__future__" && s->level == 0) {
    for (const auto& a : s->aliases) {
      if (a.name == "annotations") future_annotations_ = true;
      static constexpr std::string_view kKnown[] = {
          "annotations",    "division",   "print_function", "absolute_import", "unicode_literals",
          "with_statement", "generators", "nested_scopes",  "generator_stop",  "barry_as_FLUFL"};
      if (std::find(std::begin(kKnown), std::end(kKnown), a.name) == std::end(kKnown)) {
        fail("future feature " + std::string(a.name) + " is not defined", s->line);
      }
    }
  }
  std::vector<Value> names;
  for (const auto& a : s->aliases) names.emplace_back(interp_.intern(a.name));
  load(Value::integer(s->level));
  load(interp_.tuple(std::move(names)));
  emit(Op::kImportName, name_index(s->name));
  if (s->aliases[0].name == "*") {
    emit(Op::kImportStar);
    return;
  }
  for (const auto& a : s->aliases) {
    emit(Op::kImportFrom, name_index(a.name));
    name(a.as.empty() ? a.name : a.as, Access::kStore);
  }
  emit(Op::kPopTop);
}

}  // namespace lessonrun::interp
