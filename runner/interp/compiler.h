// The compiler's class, split by subject over the files compiler_*.cpp.
#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "runner/interp/code.h"
#include "runner/interp/symbols.h"

namespace lessonrun::interp {

class Compiler {
 public:
  Compiler(Interpreter& interp, const lang::Ast& ast, SymbolTable& symbols, std::string file,
           int line_offset, bool future_annotations)
      : interp_(interp),
        ast_(ast),
        symbols_(symbols),
        file_(std::move(file)),
        line_offset_(line_offset),
        future_annotations_(future_annotations) {}

  Ref<CodeObject> module(Mode mode);

 private:
  // A construct that return, break and continue have to leave in order.
  struct Block {
    enum Kind { kLoop, kTry, kFinally, kWith, kHandler, kNamedHandler, kFinallyHandler, kValue };
    Kind kind;
    int continue_label = -1, break_label = -1;
    bool for_loop = false;
    const std::vector<lang::Stmt*>* final_body = nullptr;
    std::string_view name;
  };
  // The function being compiled.
  struct Unit {
    Unit* outer = nullptr;
    Scope* scope = nullptr;
    Ref<CodeObject> code;
    std::vector<int> labels;                           // label -> place
    std::vector<std::pair<size_t, int>> fixes;         // jump -> label
    std::unordered_map<std::string_view, int> locals;  // -> slot
    std::unordered_map<std::string_view, int> cells;   // -> cell
    std::unordered_map<const StrObject*, uint32_t> names;
    std::vector<Block> blocks;
    std::unordered_map<int64_t, uint32_t> small_ints;
    std::unordered_map<std::string, uint32_t> strings;
    int line = 1;
  };

  // ---- emitting (compiler_emit.cpp) ----
  void emit(Op op, uint32_t arg = 0);
  int label() {
    unit_->labels.push_back(-1);
    return static_cast<int>(unit_->labels.size()) - 1;
  }
  void place(int l) {
    unit_->labels[static_cast<size_t>(l)] = static_cast<int>(unit_->code->code.size());
  }
  void jump(Op op, int l);
  void at_line(int line) { unit_->line = line + line_offset_; }
  uint32_t constant(Value v);
  uint32_t string_constant(std::string_view text);
  void load(Value v) { emit(Op::kLoadConst, constant(std::move(v))); }
  void load_none() { load(Value::none()); }
  uint32_t name_index(std::string_view name);
  [[noreturn]] void fail(std::string message, const lang::Expr* e);
  [[noreturn]] void fail(std::string message, int line);
  [[noreturn]] void unsupported(std::string thing, const std::string& sentence, int line);
  enum class Access { kLoad, kStore, kDelete };
  void name(std::string_view raw, Access access);
  void store(const lang::Expr* target);
  void remove(const lang::Expr* target);
  void unpack(const lang::Expr* target);

  // ---- units (compiler_unit.cpp) ----
  void begin(Scope* scope, std::string name, const std::string& qualname, int line);
  Ref<CodeObject> end();
  void finish(Unit& unit);

  // ---- expressions (compiler_expr.cpp) ----
  void expr(const lang::Expr* e);
  void expr_here(const lang::Expr* e);
  bool fold(const lang::Expr* e, Value& out);
  Value number_value(const lang::Expr* e);
  static BinaryOp binary_op(lang::Tok op);
  void sequence(const lang::Expr* e, Op build);
  void dict_display(const lang::Expr* e);
  void call(const lang::Expr* e);
  void arguments(const std::vector<lang::Expr*>& items, const std::vector<lang::Keyword>& keywords,
                 size_t already, bool method);
  void compare(const lang::Expr* e);
  void bool_op(const lang::Expr* e);
  void formatted(const lang::Expr* e);
  void condition(const lang::Expr* e, bool jump_if, int target);

  // ---- functions, classes, comprehensions (compiler_function.cpp) ----
  void function_parts(const std::vector<lang::Parameter>& parameters, const lang::Expr* returns,
                      const std::function<Ref<CodeObject>()>& compile_body);
  void set_parameters(const std::vector<lang::Parameter>& parameters);
  void make_function(const Ref<CodeObject>& code, uint32_t flags);
  void annotation(const lang::Expr* e);
  std::string qualname_for(std::string_view name);
  void function(const lang::Stmt* s);
  void lambda(const lang::Expr* e);
  void class_statement(const lang::Stmt* s);
  void comprehension(const lang::Expr* e);
  void comprehension_loop(const lang::Expr* e, size_t index);

  // ---- statements (compiler_stmt.cpp, _try.cpp, _match.cpp) ----
  void body(const std::vector<lang::Stmt*>& statements);
  void stmt(const lang::Stmt* s);
  void if_statement(const lang::Stmt* s);
  void while_statement(const lang::Stmt* s);
  void for_statement(const lang::Stmt* s);
  void with_statement(const lang::Stmt* s, size_t index);
  void try_statement(const lang::Stmt* s);
  void try_except(const lang::Stmt* s);
  void import_statement(const lang::Stmt* s);
  void import_from(const lang::Stmt* s);
  void assign(const lang::Stmt* s);
  void aug_assign(const lang::Stmt* s);
  void ann_assign(const lang::Stmt* s);
  void match_statement(const lang::Stmt* s);
  void pattern(const lang::Pattern* p, int fail_label);
  void unwind(const Block& block, bool keep_value);
  void unwind_all(bool keep_value);
  std::string_view docstring(const std::vector<lang::Stmt*>& statements, bool& found);

  Interpreter& interp_;
  const lang::Ast& ast_;
  SymbolTable& symbols_;
  std::string file_;
  int line_offset_;
  bool future_annotations_;
  Mode mode_ = Mode::kExec;
  Unit* unit_ = nullptr;
};

}  // namespace lessonrun::interp
