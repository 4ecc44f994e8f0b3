// Compiling `with` and `try`, and leaving them early.
//
// How a frame handles exceptions: SetupTry pushes a block (handler, stack height); when something
// is raised, the machine drops the stack to that height, pushes the exception handled until then
// and the new one, and jumps. PopExcept ends the handling. `with`, `finally` and `except` are built
// on that; leaving them by return, break or continue runs what they owe, innermost first.
#include "runner/interp/compiler.h"

namespace lessonrun::interp {

using lang::Stmt;
using lang::Tok;

void Compiler::with_statement(const Stmt* s, size_t index) {
  const auto& item = s->with_items[index];
  const int handler = label(), suppressed = label(), done = label();
  expr(item.context);
  emit(Op::kBeforeWith);
  jump(Op::kSetupTry, handler);
  unit_->code->code.back() |= kWithBlock << 8;
  if (item.target) {
    store(item.target);
  } else {
    emit(Op::kPopTop);
  }
  unit_->blocks.push_back({Block::kWith, -1, -1, false, nullptr, {}});
  if (index + 1 < s->with_items.size()) {
    with_statement(s, index + 1);
  } else {
    body(s->body);
  }
  unit_->blocks.pop_back();
  at_line(s->line);
  emit(Op::kPopBlock);
  for (int i = 0; i < 3; ++i) load_none();
  emit(Op::kCall, 3);
  emit(Op::kPopTop);
  jump(Op::kJump, done);
  place(handler);
  emit(Op::kWithExcept);
  jump(Op::kPopJumpIfTrue, suppressed);
  emit(Op::kReraise);
  place(suppressed);
  emit(Op::kPopTop);
  emit(Op::kPopExcept);
  emit(Op::kPopTop);
  place(done);
}

void Compiler::try_statement(const Stmt* s) {
  if (s->op == Tok::kStar) {
    unsupported("except*", "except* and exception groups are not supported; use except.", s->line);
  }
  if (s->final_body.empty()) return try_except(s);
  const int handler = label(), done = label();
  jump(Op::kSetupTry, handler);
  unit_->blocks.push_back({Block::kFinally, -1, -1, false, &s->final_body, {}});
  if (s->handlers.empty()) {
    body(s->body);
    body(s->orelse);
  } else {
    try_except(s);
  }
  unit_->blocks.pop_back();
  emit(Op::kPopBlock);
  body(s->final_body);
  jump(Op::kJump, done);
  place(handler);
  unit_->blocks.push_back({Block::kFinallyHandler, -1, -1, false, nullptr, {}});
  body(s->final_body);
  unit_->blocks.pop_back();
  emit(Op::kReraise);
  place(done);
}

void Compiler::try_except(const Stmt* s) {
  const int handler = label(), done = label();
  jump(Op::kSetupTry, handler);
  unit_->blocks.push_back({Block::kTry, -1, -1, false, nullptr, {}});
  body(s->body);
  unit_->blocks.pop_back();
  emit(Op::kPopBlock);
  body(s->orelse);
  jump(Op::kJump, done);
  place(handler);
  for (const auto& h : s->handlers) {
    const int next = label();
    at_line(h.line);
    if (h.type) {
      emit(Op::kDup);
      expr(h.type);
      emit(Op::kCheckExcMatch);
      jump(Op::kPopJumpIfFalse, next);
    }
    if (h.name.empty()) {
      emit(Op::kPopTop);
      unit_->blocks.push_back({Block::kHandler, -1, -1, false, nullptr, {}});
      body(h.body);
      unit_->blocks.pop_back();
      emit(Op::kPopExcept);
      jump(Op::kJump, done);
    } else {
      name(h.name, Access::kStore);
      const int cleanup = label();
      jump(Op::kSetupTry, cleanup);
      unit_->blocks.push_back({Block::kNamedHandler, -1, -1, false, nullptr, h.name});
      body(h.body);
      unit_->blocks.pop_back();
      emit(Op::kPopBlock);
      emit(Op::kPopExcept);
      load_none();
      name(h.name, Access::kStore);
      name(h.name, Access::kDelete);
      jump(Op::kJump, done);
      place(cleanup);
      load_none();
      name(h.name, Access::kStore);
      name(h.name, Access::kDelete);
      emit(Op::kReraise);
    }
    place(next);
  }
  emit(Op::kReraise);
  place(done);
}

// What leaving a construct early owes; a value to be returned may lie on the stack.
void Compiler::unwind(const Block& block, bool keep_value) {
  switch (block.kind) {
    case Block::kLoop:
      if (block.for_loop) {
        if (keep_value) emit(Op::kRot2);
        emit(Op::kPopTop);
      }
      return;
    case Block::kTry:
      emit(Op::kPopBlock);
      return;
    case Block::kFinally: {
      emit(Op::kPopBlock);
      const int line = unit_->line;
      // A break or continue in the final body drops the value that was to be returned.
      if (keep_value) unit_->blocks.push_back({Block::kValue, -1, -1, false, nullptr, {}});
      body(*block.final_body);
      if (keep_value) unit_->blocks.pop_back();
      unit_->line = line;
      return;
    }
    case Block::kValue:
      if (keep_value) emit(Op::kRot2);
      emit(Op::kPopTop);
      return;
    case Block::kWith:
      emit(Op::kPopBlock);
      if (keep_value) emit(Op::kRot2);
      for (int i = 0; i < 3; ++i) load_none();
      emit(Op::kCall, 3);
      emit(Op::kPopTop);
      return;
    case Block::kNamedHandler:
      emit(Op::kPopBlock);
      [[fallthrough]];
    case Block::kHandler:
      if (keep_value) emit(Op::kRot2);
      emit(Op::kPopExcept);
      if (block.kind == Block::kNamedHandler) {
        load_none();
        name(block.name, Access::kStore);
        name(block.name, Access::kDelete);
      }
      return;
    case Block::kFinallyHandler:
      if (keep_value) emit(Op::kRot2);
      emit(Op::kPopTop);
      if (keep_value) emit(Op::kRot2);
      emit(Op::kPopExcept);
      return;
  }
}

void Compiler::unwind_all(bool keep_value) {
  const std::vector<Block> saved = unit_->blocks;
  while (!unit_->blocks.empty()) {
    const Block block = unit_->blocks.back();
    unit_->blocks.pop_back();
    unwind(block, keep_value);
  }
  unit_->blocks = saved;
}

}  // namespace lessonrun::interp
