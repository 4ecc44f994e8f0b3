// Bytecode: what the compiler makes of a syntax tree and the virtual machine runs.
//
// An instruction is an opcode in the low byte and an argument in the upper 24 bits. Lines are kept
// beside, one per instruction.
#pragma once

#include <string>
#include <vector>

#include "runner/interp/interpreter.h"
#include "runner/lang/ast.h"

namespace lessonrun::interp {

// clang-format off
#define LESSONRUN_OPCODES(X) \
  X(Nop) X(PopTop) X(Dup) X(Dup2) X(Rot2) X(Rot3) X(Rot4) \
  X(LoadConst) X(LoadFast) X(StoreFast) X(DeleteFast) X(LoadName) X(StoreName) X(DeleteName) \
  X(LoadGlobal) X(StoreGlobal) X(DeleteGlobal) X(LoadDeref) X(StoreDeref) X(DeleteDeref) \
  X(LoadClassDeref) X(LoadClosure) \
  X(LoadAttr) X(StoreAttr) X(DeleteAttr) X(LoadMethod) X(CallMethod) \
  X(Binary) X(Inplace) X(Unary) X(Not) X(Compare) X(Is) X(Contains) \
  X(Subscript) X(StoreSubscript) X(DeleteSubscript) \
  X(BuildTuple) X(BuildList) X(BuildSet) X(BuildMap) X(BuildString) X(BuildSlice) \
  X(ListAppend) X(SetAdd) X(MapAdd) X(ListExtend) X(SetUpdate) X(DictUpdate) X(DictMerge) X(ListToTuple) \
  X(UnpackSequence) X(UnpackEx) \
  X(Jump) X(PopJumpIfFalse) X(PopJumpIfTrue) X(JumpIfFalseOrPop) X(JumpIfTrueOrPop) \
  X(GetIter) X(ForIter) X(Call) X(CallKw) X(CallEx) X(MakeFunction) X(Return) X(Yield) X(YieldFrom) \
  X(Raise) X(Reraise) X(SetupTry) X(PopBlock) X(PushExcInfo) X(PopExcept) X(CheckExcMatch) \
  X(BeforeWith) X(WithExcept) X(ImportName) X(ImportFrom) X(ImportStar) X(LoadBuildClass) \
  X(PrintExpr) X(Format) X(LoadAssertionError) X(SetupAnnotations) \
  X(MatchSequence) X(MatchMapping) X(MatchKeys) X(MatchClass) X(GetLen) X(MatchRest) \
  X(LoadFastLoadFast) X(CompareJumpIfFalse)
// clang-format on

enum class Op : uint8_t {
#define LESSONRUN_OPCODE(name) k##name,
  LESSONRUN_OPCODES(LESSONRUN_OPCODE)
#undef LESSONRUN_OPCODE
};

using Instruction = uint32_t;
inline Op op_of(Instruction i) { return static_cast<Op>(i & 0xFF); }
inline uint32_t arg_of(Instruction i) { return i >> 8; }

enum CodeFlag : uint32_t {
  kVarArgs = 1,
  kVarKeywords = 2,
  kIsGenerator = 4,
  kIsFunction = 8,
  kIsClassBody = 16,
};
enum MakeFunctionFlag : uint32_t {
  kHasDefaults = 1,
  kHasKwDefaults = 2,
  kHasAnnotations = 4,
  kHasClosure = 8
};

// Marks, in the argument of a SetupTry, the block of a `with`, which keeps __exit__ on the stack.
constexpr uint32_t kWithBlock = 1u << 23;

// The code of a function, class body or module. Constants may hold further code.
struct CodeObject : Container {
  explicit CodeObject(Type* t) : Container(t, Kind::kCode) {}
  void clear_references() noexcept override { constants.clear(); }

  std::string name, qualname, file;
  int first_line = 1;
  int line_offset = 0;  // lines of the page before its text; the text itself begins with line 1
  uint32_t flags = 0;
  int arg_count = 0;  // positional parameters, positional-only ones included
  int posonly_count = 0;
  int kwonly_count = 0;
  std::vector<Instruction> code;
  std::vector<int> lines;
  std::vector<Value> constants;
  std::vector<StrObject*> names;
  std::vector<StrObject*> locals;  // parameters first, *args and **kw after the keyword-only ones
  std::vector<StrObject*> cells;   // own cells, then free variables
  std::vector<int> cell_args;      // per own cell: the parameter it starts from, or -1
  size_t own_cells = 0;
  int stack_size = 0;
  Value doc;
};

// Compiles. Throws lang::SyntaxError for what only the compiler sees ('return' outside function),
// Unsupported for Python that is not here. `line_offset` is added to every line.
Ref<CodeObject> compile(Interpreter& interp, const lang::Ast& ast, Mode mode,
                        const std::string& file, int line_offset, bool future_annotations = false);

}  // namespace lessonrun::interp
