// Compiling statements, code units and their stack sizes.
//
// How a frame handles exceptions: SetupTry pushes a block (handler, stack height); when something
// is raised, the machine drops the stack to that height, pushes the exception handled until then
// and the new one, and jumps. PopExcept ends the handling. `with`, `finally` and `except` are built
// on that; leaving them by return, break or continue runs what they owe, innermost first.
#include <algorithm>

#include "runner/interp/compiler.h"

namespace lessonrun::interp {

using lang::Expr;
using lang::ExprKind;
using lang::Stmt;
using lang::StmtKind;
using lang::Tok;

namespace {

constexpr uint32_t kWithBlock = 1u << 23;

// What an instruction does to the height of the stack; `jumped` when its jump is taken.
int stack_effect(Op op, uint32_t arg, bool jumped) {
  const int n = static_cast<int>(arg);
  switch (op) {
    case Op::kNop:
    case Op::kRot2:
    case Op::kRot3:
    case Op::kRot4:
    case Op::kUnary:
    case Op::kNot:
    case Op::kLoadAttr:
    case Op::kDeleteFast:
    case Op::kDeleteName:
    case Op::kDeleteGlobal:
    case Op::kDeleteDeref:
    case Op::kJump:
    case Op::kGetIter:
    case Op::kPopBlock:
    case Op::kPushExcInfo:
    case Op::kListToTuple:
    case Op::kSetupAnnotations:
    case Op::kMatchSequence:
    case Op::kMatchMapping:
    case Op::kGetLen:
    case Op::kYield:
      return 0;
    case Op::kDup:
    case Op::kLoadConst:
    case Op::kLoadFast:
    case Op::kLoadName:
    case Op::kLoadGlobal:
    case Op::kLoadDeref:
    case Op::kLoadClassDeref:
    case Op::kLoadClosure:
    case Op::kLoadMethod:
    case Op::kLoadBuildClass:
    case Op::kLoadAssertionError:
    case Op::kImportFrom:
    case Op::kBeforeWith:
    case Op::kWithExcept:
      return 1;
    case Op::kDup2:
    case Op::kLoadFastLoadFast:
      return 2;
    case Op::kPopTop:
    case Op::kStoreFast:
    case Op::kStoreName:
    case Op::kStoreGlobal:
    case Op::kStoreDeref:
    case Op::kDeleteAttr:
    case Op::kBinary:
    case Op::kInplace:
    case Op::kCompare:
    case Op::kIs:
    case Op::kContains:
    case Op::kSubscript:
    case Op::kListAppend:
    case Op::kSetAdd:
    case Op::kListExtend:
    case Op::kSetUpdate:
    case Op::kDictUpdate:
    case Op::kDictMerge:
    case Op::kPopJumpIfFalse:
    case Op::kPopJumpIfTrue:
    case Op::kReturn:
    case Op::kYieldFrom:
    case Op::kReraise:
    case Op::kPopExcept:
    case Op::kCheckExcMatch:
    case Op::kImportName:
    case Op::kImportStar:
    case Op::kPrintExpr:
    case Op::kMatchKeys:
    case Op::kMatchRest:
      return -1;
    case Op::kStoreAttr:
    case Op::kDeleteSubscript:
    case Op::kMapAdd:
    case Op::kBuildSlice:
    case Op::kMatchClass:
    case Op::kCompareJumpIfFalse:
      return -2;
    case Op::kStoreSubscript:
      return -3;
    case Op::kBuildTuple:
    case Op::kBuildList:
    case Op::kBuildSet:
    case Op::kBuildString:
      return 1 - n;
    case Op::kBuildMap:
      return 1 - 2 * n;
    case Op::kUnpackSequence:
      return n - 1;
    case Op::kUnpackEx:
      return (n & 0xFF) + (n >> 8);
    case Op::kJumpIfFalseOrPop:
    case Op::kJumpIfTrueOrPop:
      return jumped ? 0 : -1;
    case Op::kForIter:
      return jumped ? -1 : 1;
    case Op::kCall:
      return -n;
    case Op::kCallMethod:
      return -n - 1;
    case Op::kCallKw:
      return -n - 1;
    case Op::kCallEx:
      return n ? -2 : -1;
    case Op::kMakeFunction: {
      int parts = 0;
      for (int bit = 1; bit <= 8; bit <<= 1) parts += (n & bit) ? 1 : 0;
      return -parts;
    }
    case Op::kRaise:
      return -n;
    case Op::kSetupTry:
      return jumped ? ((arg & kWithBlock) ? 1 : 2) : 0;
    case Op::kFormat:
      return (n & 4) ? -1 : 0;
  }
  return 0;
}

bool jumps(Op op) {
  switch (op) {
    case Op::kJump:
    case Op::kPopJumpIfFalse:
    case Op::kPopJumpIfTrue:
    case Op::kJumpIfFalseOrPop:
    case Op::kJumpIfTrueOrPop:
    case Op::kForIter:
    case Op::kSetupTry:
      return true;
    default:
      return false;
  }
}

bool ends(Op op) {
  return op == Op::kReturn || op == Op::kRaise || op == Op::kReraise || op == Op::kJump;
}

int stack_size(const CodeObject& code) {
  std::vector<int> seen(code.code.size(), -1);
  std::vector<std::pair<size_t, int>> work{{0, 0}};
  int most = 0;
  while (!work.empty()) {
    auto [pc, depth] = work.back();
    work.pop_back();
    while (pc < code.code.size() && seen[pc] < depth) {
      seen[pc] = depth;
      const Op op = op_of(code.code[pc]);
      const uint32_t arg = arg_of(code.code[pc]);
      if (jumps(op)) {
        const int there = depth + stack_effect(op, arg, true);
        most = std::max(most, there);
        work.emplace_back(arg & ~kWithBlock, there);
      }
      if (ends(op)) break;
      depth += stack_effect(op, arg, false);
      most = std::max(most, depth);
      ++pc;
    }
  }
  return most + 4;
}

}  // namespace

// ---------------------------------------------------------------- units

void Compiler::begin(Scope* scope, std::string own_name, const std::string& qualname, int line) {
  auto* unit = new Unit;  // owned by the chain; end() deletes it
  unit->outer = unit_;
  unit->scope = scope;
  unit->code = Ref<CodeObject>(new CodeObject(interp_.types().code));
  CodeObject& code = *unit->code;
  code.name = std::move(own_name);
  code.qualname = qualname;
  code.file = file_;
  code.first_line = line + line_offset_;
  unit->line = code.first_line;
  if (scope->kind == Scope::kFunction) code.flags |= kIsFunction;
  if (scope->kind == Scope::kClass) code.flags |= kIsClassBody;
  if (scope->generator) code.flags |= kIsGenerator;
  if (scope->kind == Scope::kClass && scope->needs_class_cell) {
    unit->cells["__class__"] = 0;
    code.cells.push_back(interp_.intern("__class__"));
  }
  for (std::string_view n : scope->order) {
    if (scope->names[n].cell && scope->kind == Scope::kFunction) {
      unit->cells[n] = static_cast<int>(code.cells.size());
      code.cells.push_back(interp_.intern(n));
    }
  }
  code.own_cells = code.cells.size();
  code.cell_args.assign(code.own_cells, -1);
  for (std::string_view n : scope->order) {
    if (scope->names[n].free && unit->cells.count(n) == 0) {
      unit->cells[n] = static_cast<int>(code.cells.size());
      code.cells.push_back(interp_.intern(n));
    }
  }
  unit_ = unit;
}

void Compiler::finish(Unit& unit) {
  CodeObject& code = *unit.code;
  for (const auto& [where, target] : unit.fixes) {
    const auto place = static_cast<uint32_t>(unit.labels[static_cast<size_t>(target)]);
    code.code[where] |= place << 8;
  }
  code.stack_size = stack_size(code);
}

Ref<CodeObject> Compiler::end() {
  Unit* unit = unit_;
  finish(*unit);
  unit_ = unit->outer;
  Ref<CodeObject> code = unit->code;
  delete unit;
  return code;
}

Ref<CodeObject> Compiler::module(Mode mode) {
  mode_ = mode;
  struct Unwind {  // an error leaves units open
    Compiler& compiler;
    ~Unwind() {
      while (compiler.unit_) {
        Unit* outer = compiler.unit_->outer;
        delete compiler.unit_;
        compiler.unit_ = outer;
      }
    }
  } unwind_units{*this};
  begin(symbols_.scope(nullptr), "<module>", "<module>", 1);
  if (mode == Mode::kEval) {
    expr(ast_.expression);
    emit(Op::kReturn);
    return end();
  }
  if (mode == Mode::kExec) {
    bool found = false;
    const std::string_view doc = docstring(ast_.body, found);
    if (found) {
      emit(Op::kLoadConst, string_constant(doc));
      emit(Op::kStoreName, name_index("__doc__"));
    }
    bool late = false;
    for (size_t i = found ? 1 : 0; i < ast_.body.size(); ++i) {
      const Stmt* s = ast_.body[i];
      const bool future =
          s->kind == StmtKind::kImportFrom && s->name == "__future__" && s->level == 0;
      if (future && late)
        fail("from __future__ imports must occur at the beginning of the file", s->line);
      late = late || !future;
    }
  }
  body(ast_.body);
  load_none();
  emit(Op::kReturn);
  return end();
}

std::string_view Compiler::docstring(const std::vector<Stmt*>& statements, bool& found) {
  found = !statements.empty() && statements[0]->kind == StmtKind::kExpr &&
          statements[0]->value->kind == ExprKind::kStr;
  return found ? statements[0]->value->text : std::string_view();
}

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

// ---------------------------------------------------------------- definitions

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

// ---------------------------------------------------------------- match

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

Ref<CodeObject> compile(Interpreter& interp, const lang::Ast& ast, Mode mode,
                        const std::string& file, int line_offset, bool future_annotations) {
  SymbolTable symbols(ast);
  return Compiler(interp, ast, symbols, file, line_offset, future_annotations).module(mode);
}

}  // namespace lessonrun::interp
