// Code units: beginning and ending one, what a module is made of, and how much stack a unit needs,
// which follows from what each instruction does to the stack's height.
#include <algorithm>

#include "runner/interp/compiler.h"

namespace lessonrun::interp {

using lang::ExprKind;
using lang::Stmt;
using lang::StmtKind;

namespace {

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
  code.line_offset = line_offset_;
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

Ref<CodeObject> compile(Interpreter& interp, const lang::Ast& ast, Mode mode,
                        const std::string& file, int line_offset, bool future_annotations) {
  SymbolTable symbols(ast);
  return Compiler(interp, ast, symbols, file, line_offset, future_annotations).module(mode);
}

}  // namespace lessonrun::interp
