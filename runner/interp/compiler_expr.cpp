// Compiling expressions, names and function objects.
#include <cstring>

#include "runner/interp/compiler.h"

namespace lessonrun::interp {

using lang::Expr;
using lang::ExprKind;
using lang::Tok;

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

void Compiler::unsupported(std::string thing, std::string sentence, int line) {
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

// ---------------------------------------------------------------- expressions

Value Compiler::number_value(const Expr* e) {
  if (e->kind == ExprKind::kFloat) return Value::real(e->number);
  const std::string_view text = e->text;
  int base = 10;
  std::string_view digits = text;
  if (text.size() > 2 && text[0] == '0' && (text[1] | 0x20) >= 'a') {
    const char c = static_cast<char>(text[1] | 0x20);
    base = c == 'x' ? 16 : c == 'o' ? 8 : 2;
    digits = text.substr(2);
  }
  try {
    return interp_.parse_int(digits, base);
  } catch (PythonError&) {
    fail("Exceeds the limit (4300 digits) for integer string conversion: value has " +
             std::to_string(digits.size()) +
             " digits; use sys.set_int_max_str_digits() to increase the limit - Consider "
             "hexadecimal for huge integer "
             "literals to avoid decimal conversion limits.",
         e);
  }
}

bool Compiler::fold(const Expr* e, Value& out) {
  switch (e->kind) {
    case ExprKind::kInt:
    case ExprKind::kFloat:
      out = number_value(e);
      return true;
    case ExprKind::kNone:
      out = Value::none();
      return true;
    case ExprKind::kTrue:
      out = Value::boolean(true);
      return true;
    case ExprKind::kFalse:
      out = Value::boolean(false);
      return true;
    case ExprKind::kEllipsis:
      out = Value::ellipsis();
      return true;
    case ExprKind::kStr:
      out = unit_->code->constants[string_constant(e->text)];
      return true;
    case ExprKind::kUnary:
      if (e->op != Tok::kMinus || (e->a->kind != ExprKind::kInt && e->a->kind != ExprKind::kFloat))
        return false;
      out = interp_.unary(UnaryOp::kNeg, number_value(e->a));
      return true;
    case ExprKind::kTuple: {
      if (e->items.size() > 64) return false;
      std::vector<Value> items(e->items.size());
      for (size_t i = 0; i < items.size(); ++i) {
        if (!fold(e->items[i], items[i])) return false;
      }
      out = interp_.tuple(std::move(items));
      return true;
    }
    default:
      return false;
  }
}

void Compiler::expr(const Expr* e) {
  const int outer = unit_->line;
  at_line(e->line);
  expr_here(e);
  unit_->line = outer;
}

void Compiler::expr_here(const Expr* e) {
  switch (e->kind) {
    case ExprKind::kName:
      name(e->text, Access::kLoad);
      return;
    case ExprKind::kInt:
    case ExprKind::kFloat:
      load(number_value(e));
      return;
    case ExprKind::kImaginary:
      unsupported("complex numbers", "Complex numbers are not supported; use two floats instead.",
                  e->line);
    case ExprKind::kStr:
      emit(Op::kLoadConst, string_constant(e->text));
      return;
    case ExprKind::kBytes:
      load(interp_.bytes(std::string(e->text)));
      return;
    case ExprKind::kNone:
      load_none();
      return;
    case ExprKind::kTrue:
      load(Value::boolean(true));
      return;
    case ExprKind::kFalse:
      load(Value::boolean(false));
      return;
    case ExprKind::kEllipsis:
      load(Value::ellipsis());
      return;
    case ExprKind::kJoinedStr:
      for (const Expr* part : e->items) expr(part);
      emit(Op::kBuildString, static_cast<uint32_t>(e->items.size()));
      return;
    case ExprKind::kFormatted:
      return formatted(e);
    case ExprKind::kTuple: {
      Value folded;
      if (!e->items.empty() && fold(e, folded)) return load(std::move(folded));
      return sequence(e, Op::kBuildTuple);
    }
    case ExprKind::kList:
      return sequence(e, Op::kBuildList);
    case ExprKind::kSet:
      return sequence(e, Op::kBuildSet);
    case ExprKind::kDict:
      return dict_display(e);
    case ExprKind::kListComp:
    case ExprKind::kSetComp:
    case ExprKind::kDictComp:
    case ExprKind::kGenerator:
      return comprehension(e);
    case ExprKind::kUnary: {
      Value folded;
      if (fold(e, folded)) return load(std::move(folded));
      expr(e->a);
      if (e->op == Tok::kNot) {
        emit(Op::kNot);
      } else {
        const UnaryOp op = e->op == Tok::kMinus  ? UnaryOp::kNeg
                           : e->op == Tok::kPlus ? UnaryOp::kPos
                                                 : UnaryOp::kInvert;
        emit(Op::kUnary, static_cast<uint32_t>(op));
      }
      return;
    }
    case ExprKind::kBinary:
      expr(e->a);
      expr(e->b);
      emit(Op::kBinary, static_cast<uint32_t>(binary_op(e->op)));
      return;
    case ExprKind::kBoolOp:
      return bool_op(e);
    case ExprKind::kCompare:
      return compare(e);
    case ExprKind::kCall:
      return call(e);
    case ExprKind::kAttribute:
      expr(e->a);
      emit(Op::kLoadAttr, name_index(e->text));
      return;
    case ExprKind::kSubscript:
      expr(e->a);
      expr(e->b);
      emit(Op::kSubscript);
      return;
    case ExprKind::kSlice:
      for (const Expr* part : {e->a, e->b, e->c}) {
        if (part) {
          expr(part);
        } else {
          load_none();
        }
      }
      emit(Op::kBuildSlice);
      return;
    case ExprKind::kStarred:
      fail("can't use starred expression here", e);
    case ExprKind::kLambda:
      return lambda(e);
    case ExprKind::kIfExp: {
      const int otherwise = label(), done = label();
      condition(e->a, false, otherwise);
      expr(e->b);
      jump(Op::kJump, done);
      place(otherwise);
      expr(e->c);
      place(done);
      return;
    }
    case ExprKind::kNamed:
      expr(e->b);
      emit(Op::kDup);
      name(e->a->text, Access::kStore);
      return;
    case ExprKind::kYield:
      if (e->a) {
        expr(e->a);
      } else {
        load_none();
      }
      emit(Op::kYield);
      return;
    case ExprKind::kYieldFrom:
      expr(e->a);
      emit(Op::kGetIter);
      load_none();
      emit(Op::kYieldFrom);
      return;
    case ExprKind::kAwait:
      if (unit_->scope->kind != Scope::kFunction) fail("'await' outside function", e);
      unsupported("await", "async and await are not supported; write the synchronous form.",
                  e->line);
  }
}

BinaryOp Compiler::binary_op(Tok op) {
  switch (op) {
    case Tok::kPlus:
    case Tok::kPlusAssign:
      return BinaryOp::kAdd;
    case Tok::kMinus:
    case Tok::kMinusAssign:
      return BinaryOp::kSub;
    case Tok::kStar:
    case Tok::kStarAssign:
      return BinaryOp::kMul;
    case Tok::kSlash:
    case Tok::kSlashAssign:
      return BinaryOp::kTrueDiv;
    case Tok::kDoubleSlash:
    case Tok::kDoubleSlashAssign:
      return BinaryOp::kFloorDiv;
    case Tok::kPercent:
    case Tok::kPercentAssign:
      return BinaryOp::kMod;
    case Tok::kPower:
    case Tok::kPowerAssign:
      return BinaryOp::kPow;
    case Tok::kLShift:
    case Tok::kLShiftAssign:
      return BinaryOp::kLShift;
    case Tok::kRShift:
    case Tok::kRShiftAssign:
      return BinaryOp::kRShift;
    case Tok::kAmp:
    case Tok::kAmpAssign:
      return BinaryOp::kAnd;
    case Tok::kPipe:
    case Tok::kPipeAssign:
      return BinaryOp::kOr;
    case Tok::kCaret:
    case Tok::kCaretAssign:
      return BinaryOp::kXor;
    default:
      return BinaryOp::kMatMul;
  }
}

void Compiler::sequence(const Expr* e, Op build) {
  bool starred = false;
  for (const Expr* item : e->items) starred = starred || item->kind == ExprKind::kStarred;
  if (!starred && e->items.size() < 10000) {
    for (const Expr* item : e->items) expr(item);
    emit(build, static_cast<uint32_t>(e->items.size()));
    return;
  }
  const bool is_set = build == Op::kBuildSet;
  emit(is_set ? Op::kBuildSet : Op::kBuildList, 0);
  for (const Expr* item : e->items) {
    if (item->kind == ExprKind::kStarred) {
      expr(item->a);
      emit(is_set ? Op::kSetUpdate : Op::kListExtend, is_set ? 1u : 1u | 0x100u);
    } else {
      expr(item);
      emit(is_set ? Op::kSetAdd : Op::kListAppend, 1);
    }
  }
  if (build == Op::kBuildTuple) emit(Op::kListToTuple);
}

void Compiler::dict_display(const Expr* e) {
  bool simple = e->items.size() < 10000;
  for (const Expr* key : e->keys) simple = simple && key;
  if (simple) {
    for (size_t i = 0; i < e->items.size(); ++i) {
      expr(e->keys[i]);
      expr(e->items[i]);
    }
    emit(Op::kBuildMap, static_cast<uint32_t>(e->items.size()));
    return;
  }
  emit(Op::kBuildMap, 0);
  for (size_t i = 0; i < e->items.size(); ++i) {
    if (e->keys[i]) {
      expr(e->keys[i]);
      expr(e->items[i]);
      emit(Op::kMapAdd, 1);
    } else {
      expr(e->items[i]);
      emit(Op::kDictUpdate, 1);
    }
  }
}

void Compiler::call(const Expr* e) {
  bool plain = e->keywords.empty();
  for (const Expr* item : e->items) plain = plain && item->kind != ExprKind::kStarred;
  if (plain && e->a->kind == ExprKind::kAttribute) {
    const int line = unit_->line;
    expr(e->a->a);
    at_line(e->a->line);
    emit(Op::kLoadMethod, name_index(e->a->text));
    unit_->line = line;
    for (const Expr* item : e->items) expr(item);
    unit_->line = e->a->line + line_offset_;
    emit(Op::kCallMethod, static_cast<uint32_t>(e->items.size()));
    unit_->line = line;
    return;
  }
  expr(e->a);
  arguments(e->items, e->keywords, 0, false);
}

// The callable, and `already` arguments, are on the stack.
void Compiler::arguments(const std::vector<Expr*>& items,
                         const std::vector<lang::Keyword>& keywords, size_t already, bool) {
  bool plain = true;
  for (const Expr* item : items) plain = plain && item->kind != ExprKind::kStarred;
  for (const auto& k : keywords) plain = plain && !k.name.empty();
  if (plain) {
    for (const Expr* item : items) expr(item);
    if (keywords.empty()) {
      emit(Op::kCall, static_cast<uint32_t>(items.size() + already));
      return;
    }
    std::vector<Value> names;
    for (const auto& k : keywords) {
      expr(k.value);
      names.emplace_back(interp_.intern(symbols_.mangle(unit_->scope->class_name, k.name)));
    }
    load(interp_.tuple(std::move(names)));
    emit(Op::kCallKw, static_cast<uint32_t>(items.size() + already + keywords.size()));
    return;
  }
  // f(*args, **kw): a tuple and a dict.
  emit(Op::kBuildList, static_cast<uint32_t>(already));
  for (const Expr* item : items) {
    if (item->kind == ExprKind::kStarred) {
      expr(item->a);
      emit(Op::kListExtend, 1 | 0x200);
    } else {
      expr(item);
      emit(Op::kListAppend, 1);
    }
  }
  emit(Op::kListToTuple);
  if (keywords.empty()) {
    emit(Op::kCallEx, 0);
    return;
  }
  emit(Op::kBuildMap, 0);
  for (const auto& k : keywords) {
    if (k.name.empty()) {
      expr(k.value);
      emit(Op::kDictMerge, 1);
    } else {
      emit(Op::kLoadConst, string_constant(k.name));
      expr(k.value);
      emit(Op::kBuildMap, 1);
      emit(Op::kDictMerge, 1);
    }
  }
  emit(Op::kCallEx, 1);
}

void Compiler::compare(const Expr* e) {
  const auto one = [this](lang::Comparison::Op op) {
    using C = lang::Comparison;
    switch (op) {
      case C::kIn:
        emit(Op::kContains, 0);
        return;
      case C::kNotIn:
        emit(Op::kContains, 1);
        return;
      case C::kIs:
        emit(Op::kIs, 0);
        return;
      case C::kIsNot:
        emit(Op::kIs, 1);
        return;
      case C::kLess:
        emit(Op::kCompare, static_cast<uint32_t>(CompareOp::kLt));
        return;
      case C::kLessEqual:
        emit(Op::kCompare, static_cast<uint32_t>(CompareOp::kLe));
        return;
      case C::kEqual:
        emit(Op::kCompare, static_cast<uint32_t>(CompareOp::kEq));
        return;
      case C::kNotEqual:
        emit(Op::kCompare, static_cast<uint32_t>(CompareOp::kNe));
        return;
      case C::kGreater:
        emit(Op::kCompare, static_cast<uint32_t>(CompareOp::kGt));
        return;
      case C::kGreaterEqual:
        emit(Op::kCompare, static_cast<uint32_t>(CompareOp::kGe));
        return;
    }
  };
  expr(e->a);
  if (e->items.size() == 1) {
    expr(e->items[0]);
    one(e->ops[0]);
    return;
  }
  const int cleanup = label(), done = label();
  for (size_t i = 0; i < e->items.size(); ++i) {
    expr(e->items[i]);
    if (i + 1 < e->items.size()) {
      emit(Op::kDup);
      emit(Op::kRot3);
      one(e->ops[i]);
      jump(Op::kJumpIfFalseOrPop, cleanup);
    } else {
      one(e->ops[i]);
    }
  }
  jump(Op::kJump, done);
  place(cleanup);
  emit(Op::kRot2);
  emit(Op::kPopTop);
  place(done);
}

void Compiler::bool_op(const Expr* e) {
  const int done = label();
  for (size_t i = 0; i < e->items.size(); ++i) {
    expr(e->items[i]);
    if (i + 1 < e->items.size())
      jump(e->op == Tok::kAnd ? Op::kJumpIfFalseOrPop : Op::kJumpIfTrueOrPop, done);
  }
  place(done);
}

void Compiler::condition(const Expr* e, bool jump_if, int target) {
  if (e->kind == ExprKind::kUnary && e->op == Tok::kNot) return condition(e->a, !jump_if, target);
  if (e->kind == ExprKind::kBoolOp) {
    const bool is_or = e->op == Tok::kOr;
    const int past = is_or != jump_if ? label() : -1;
    for (size_t i = 0; i < e->items.size(); ++i) {
      if (i + 1 == e->items.size()) {
        condition(e->items[i], jump_if, target);
      } else {
        condition(e->items[i], is_or, is_or == jump_if ? target : past);
      }
    }
    if (past >= 0) place(past);
    return;
  }
  expr(e);
  jump(jump_if ? Op::kPopJumpIfTrue : Op::kPopJumpIfFalse, target);
}

void Compiler::formatted(const Expr* e) {
  expr(e->a);
  uint32_t flags = e->text == "r" ? 1 : e->text == "s" ? 2 : e->text == "a" ? 3 : 0;
  if (e->b && !e->b->items.empty()) {
    expr(e->b);
    flags |= 4;
  }
  emit(Op::kFormat, flags);
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

void Compiler::make_function(Ref<CodeObject> code, uint32_t flags) {
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

void Compiler::lambda(const Expr* e) {
  function_parts(e->parameters, nullptr, [&]() {
    begin(symbols_.scope(e), "<lambda>", qualname_for("<lambda>"), e->line);
    set_parameters(e->parameters);
    expr(e->a);
    emit(Op::kReturn);
    return end();
  });
}

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
