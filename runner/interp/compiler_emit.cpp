// What all of the compiler writes with: instructions, constants, names, the targets of assignments,
// and the errors it raises.
#include "runner/interp/compiler.h"

namespace lessonrun::interp {

using lang::Expr;
using lang::ExprKind;

// ---------------------------------------------------------------- emitting

void Compiler::emit(Op op, uint32_t arg) {
  unit_->code->code.push_back(static_cast<Instruction>(op) | (arg << 8));
  unit_->code->lines.push_back(unit_->line);
}

void Compiler::jump(Op op, int l) {
  unit_->fixes.emplace_back(unit_->code->code.size(), l);
  emit(op);
}

uint32_t Compiler::constant(Value v) {
  auto& constants = unit_->code->constants;
  if (v.is_int()) {
    const auto [it, fresh] =
        unit_->small_ints.try_emplace(v.as_int(), static_cast<uint32_t>(constants.size()));
    if (!fresh) return it->second;
  } else if (!v.is_object()) {
    for (size_t i = 0; i < constants.size() && i < 16; ++i) {
      if (constants[i].tag() == v.tag() && !v.is_float() && constants[i].same(v))
        return static_cast<uint32_t>(i);
    }
  }
  constants.push_back(std::move(v));
  return static_cast<uint32_t>(constants.size() - 1);
}

uint32_t Compiler::string_constant(std::string_view text) {
  const auto [it, fresh] = unit_->strings.try_emplace(
      std::string(text), static_cast<uint32_t>(unit_->code->constants.size()));
  if (fresh) {
    bool name_like = text.size() < 40;
    for (char c : text) {
      name_like = name_like && (c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                                (c >= 'A' && c <= 'Z'));
    }
    unit_->code->constants.push_back(name_like ? Value(interp_.intern(text)) : interp_.str(text));
  }
  return it->second;
}

uint32_t Compiler::name_index(std::string_view text) {
  StrObject* interned = interp_.intern(symbols_.mangle(unit_->scope->class_name, text));
  const auto [it, fresh] =
      unit_->names.try_emplace(interned, static_cast<uint32_t>(unit_->code->names.size()));
  if (fresh) unit_->code->names.push_back(interned);
  return it->second;
}

void Compiler::fail(std::string message, int line) {
  lang::SyntaxError error;
  error.message = std::move(message);
  error.line = line;
  error.column = -1;
  throw error;
}

void Compiler::fail(std::string message, const Expr* e) { fail(std::move(message), e->line); }

void Compiler::unsupported(std::string thing, const std::string& sentence, int line) {
  throw Unsupported(std::move(thing), line + line_offset_, sentence);
}

void Compiler::name(std::string_view raw, Access access) {
  const std::string_view text = symbols_.mangle(unit_->scope->class_name, raw);
  const Where where = SymbolTable::where(*unit_->scope, text);
  const auto pick = [access](Op load, Op store, Op remove) {
    return access == Access::kLoad ? load : access == Access::kStore ? store : remove;
  };
  switch (where) {
    case Where::kFast: {
      const auto [it, fresh] =
          unit_->locals.try_emplace(text, static_cast<int>(unit_->code->locals.size()));
      if (fresh) unit_->code->locals.push_back(interp_.intern(text));
      emit(pick(Op::kLoadFast, Op::kStoreFast, Op::kDeleteFast), static_cast<uint32_t>(it->second));
      return;
    }
    case Where::kCell:
    case Where::kFree: {
      const auto cell = static_cast<uint32_t>(unit_->cells.at(text));
      const bool in_class = unit_->scope->kind == Scope::kClass;
      emit(pick(in_class ? Op::kLoadClassDeref : Op::kLoadDeref, Op::kStoreDeref, Op::kDeleteDeref),
           cell);
      return;
    }
    case Where::kGlobal:
      emit(pick(Op::kLoadGlobal, Op::kStoreGlobal, Op::kDeleteGlobal), name_index(text));
      return;
    case Where::kName:
      emit(pick(Op::kLoadName, Op::kStoreName, Op::kDeleteName), name_index(text));
  }
}

// ---------------------------------------------------------------- targets

void Compiler::store(const Expr* e) {
  switch (e->kind) {
    case ExprKind::kName:
      name(e->text, Access::kStore);
      return;
    case ExprKind::kAttribute:
      expr(e->a);
      emit(Op::kStoreAttr, name_index(e->text));
      return;
    case ExprKind::kSubscript:
      expr(e->a);
      expr(e->b);
      emit(Op::kStoreSubscript);
      return;
    case ExprKind::kTuple:
    case ExprKind::kList:
      return unpack(e);
    default:
      fail("cannot assign here", e);
  }
}

void Compiler::unpack(const Expr* e) {
  size_t star = e->items.size();
  for (size_t i = 0; i < e->items.size(); ++i) {
    if (e->items[i]->kind != ExprKind::kStarred) continue;
    if (star != e->items.size()) fail("multiple starred expressions in assignment", e);
    star = i;
  }
  if (star == e->items.size()) {
    emit(Op::kUnpackSequence, static_cast<uint32_t>(e->items.size()));
  } else {
    if (star > 255 || e->items.size() - star - 1 > 255)
      fail("too many expressions in star-unpacking assignment", e);
    emit(Op::kUnpackEx, static_cast<uint32_t>(star | ((e->items.size() - star - 1) << 8)));
  }
  for (const Expr* item : e->items) store(item->kind == ExprKind::kStarred ? item->a : item);
}

void Compiler::remove(const Expr* e) {
  switch (e->kind) {
    case ExprKind::kName:
      name(e->text, Access::kDelete);
      return;
    case ExprKind::kAttribute:
      expr(e->a);
      emit(Op::kDeleteAttr, name_index(e->text));
      return;
    case ExprKind::kSubscript:
      expr(e->a);
      expr(e->b);
      emit(Op::kDeleteSubscript);
      return;
    default:
      for (const Expr* item : e->items) remove(item);
  }
}

}  // namespace lessonrun::interp
