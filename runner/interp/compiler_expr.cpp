// Compiling expressions: literals and displays, operators and comparisons, conditions as jumps,
// calls.
#include "runner/interp/compiler.h"

namespace lessonrun::interp {

using lang::Expr;
using lang::ExprKind;
using lang::Tok;

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

// NOLINTNEXTLINE(readability-function-size): one case for each kind of expression
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

}  // namespace lessonrun::interp
