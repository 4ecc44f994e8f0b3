// Compiling the match statement: each pattern tests the subject, binds names, and jumps to the next
// case where it does not fit.
#include "runner/interp/compiler.h"

namespace lessonrun::interp {

using lang::Expr;
using lang::Stmt;

namespace {

std::string_view temporary(const lang::Ast& ast, size_t depth) {
  return const_cast<lang::Ast&>(ast).keep(".match" + std::to_string(depth));
}

}  // namespace

void Compiler::match_statement(const Stmt* s) {
  const std::string_view subject = temporary(ast_, 0);
  unit_->scope->use(subject).assigned = true;
  const int done = label();
  expr(s->value);
  name(subject, Access::kStore);
  for (const auto& c : s->cases) {
    const int next = label();
    name(subject, Access::kLoad);
    pattern(c.pattern, next);
    if (c.guard) condition(c.guard, false, next);
    body(c.body);
    jump(Op::kJump, done);
    place(next);
  }
  place(done);
  load_none();
  name(subject, Access::kStore);
  name(subject, Access::kDelete);
}

// The subject is on the stack and is taken from it, whether the pattern matches or not.
// NOLINTNEXTLINE(readability-function-size): one case for each kind of pattern
void Compiler::pattern(const lang::Pattern* p, int fail_label) {
  using P = lang::Pattern;
  at_line(p->line);
  switch (p->kind) {
    case P::kWildcard:
      emit(Op::kPopTop);
      return;
    case P::kCapture:
    case P::kStar:
      if (p->name == "_") {
        emit(Op::kPopTop);
      } else {
        name(p->name, Access::kStore);
      }
      return;
    case P::kValue:
      expr(p->value);
      emit(Op::kCompare, static_cast<uint32_t>(CompareOp::kEq));
      jump(Op::kPopJumpIfFalse, fail_label);
      return;
    case P::kSingleton:
      expr(p->value);
      emit(Op::kIs, 0);
      jump(Op::kPopJumpIfFalse, fail_label);
      return;
    default:
      break;
  }
  const std::string_view held =
      const_cast<lang::Ast&>(ast_).keep(".match" + std::to_string(unit_->code->code.size()));
  unit_->scope->use(held).assigned = true;
  name(held, Access::kStore);
  const auto load_held = [&]() { name(held, Access::kLoad); };
  switch (p->kind) {
    case P::kAs:
      load_held();
      pattern(p->items[0], fail_label);
      load_held();
      name(p->name, Access::kStore);
      return;
    case P::kOr: {
      const int matched = label();
      for (size_t i = 0; i < p->items.size(); ++i) {
        load_held();
        if (i + 1 == p->items.size()) {
          pattern(p->items[i], fail_label);
        } else {
          const int next = label();
          pattern(p->items[i], next);
          jump(Op::kJump, matched);
          place(next);
        }
      }
      place(matched);
      return;
    }
    case P::kSequence: {
      size_t star = p->items.size();
      for (size_t i = 0; i < p->items.size(); ++i) {
        if (p->items[i]->kind == P::kStar) star = i;
      }
      const bool has_star = star != p->items.size();
      load_held();
      emit(Op::kMatchSequence);
      jump(Op::kPopJumpIfFalse, fail_label);
      load_held();
      emit(Op::kGetLen);
      load(Value::integer(static_cast<int64_t>(p->items.size() - (has_star ? 1 : 0))));
      emit(Op::kCompare, static_cast<uint32_t>(has_star ? CompareOp::kGe : CompareOp::kEq));
      jump(Op::kPopJumpIfFalse, fail_label);
      const auto after = static_cast<int64_t>(p->items.size() - star) - 1;
      for (size_t i = 0; i < p->items.size(); ++i) {
        if (i == star) {
          emit(Op::kBuildList, 0);
          load_held();
          load(Value::integer(static_cast<int64_t>(star)));
          load(after == 0 ? Value::none() : Value::integer(-after));
          load_none();
          emit(Op::kBuildSlice);
          emit(Op::kSubscript);
          emit(Op::kListExtend, 1);
        } else {
          load_held();
          load(Value::integer(has_star && i > star
                                  ? static_cast<int64_t>(i) - static_cast<int64_t>(p->items.size())
                                  : static_cast<int64_t>(i)));
          emit(Op::kSubscript);
        }
        pattern(p->items[i], fail_label);
      }
      return;
    }
    case P::kMapping: {
      load_held();
      emit(Op::kMatchMapping);
      jump(Op::kPopJumpIfFalse, fail_label);
      const std::string_view values =
          const_cast<lang::Ast&>(ast_).keep(".values" + std::to_string(unit_->code->code.size()));
      unit_->scope->use(values).assigned = true;
      load_held();
      for (const Expr* key : p->keys) expr(key);
      emit(Op::kBuildTuple, static_cast<uint32_t>(p->keys.size()));
      emit(Op::kMatchKeys);
      emit(Op::kDup);
      name(values, Access::kStore);
      load_none();
      emit(Op::kIs, 1);
      jump(Op::kPopJumpIfFalse, fail_label);
      for (size_t i = 0; i < p->items.size(); ++i) {
        name(values, Access::kLoad);
        load(Value::integer(static_cast<int64_t>(i)));
        emit(Op::kSubscript);
        pattern(p->items[i], fail_label);
      }
      if (!p->name.empty()) {
        load_held();
        for (const Expr* key : p->keys) expr(key);
        emit(Op::kBuildTuple, static_cast<uint32_t>(p->keys.size()));
        emit(Op::kMatchRest);
        name(p->name, Access::kStore);
      }
      return;
    }
    case P::kClass: {
      const std::string_view values =
          const_cast<lang::Ast&>(ast_).keep(".values" + std::to_string(unit_->code->code.size()));
      unit_->scope->use(values).assigned = true;
      load_held();
      expr(p->value);
      std::vector<Value> names;
      for (std::string_view n : p->names) names.emplace_back(interp_.intern(n));
      const auto positional = static_cast<uint32_t>(p->items.size() - p->names.size());
      load(interp_.tuple(std::move(names)));
      emit(Op::kMatchClass, positional);
      emit(Op::kDup);
      name(values, Access::kStore);
      load_none();
      emit(Op::kIs, 1);
      jump(Op::kPopJumpIfFalse, fail_label);
      for (size_t i = 0; i < p->items.size(); ++i) {
        name(values, Access::kLoad);
        load(Value::integer(static_cast<int64_t>(i)));
        emit(Op::kSubscript);
        pattern(p->items[i], fail_label);
      }
      return;
    }
    default:
      return;
  }
}

}  // namespace lessonrun::interp
