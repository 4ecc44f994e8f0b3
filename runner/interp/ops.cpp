// Operations on values: what the slots of both operands make of an operator.
#include <cmath>
#include <cstring>

#include "runner/interp/state.h"

namespace lessonrun::interp {

Type* Interpreter::type_of(const Value& v) const {
  switch (v.tag()) {
    case Tag::kObject:
      return v.object()->type;
    case Tag::kInt:
      return types_.int_;
    case Tag::kBool:
      return types_.bool_;
    case Tag::kFloat:
      return types_.float_;
    case Tag::kEllipsis:
      return types_.ellipsis;
    case Tag::kNotImplemented:
      return types_.not_implemented;
    default:
      return types_.none;
  }
}

// ---------------------------------------------------------------- text

std::string Interpreter::repr(const Value& v) {
  switch (v.tag()) {
    case Tag::kUndefined:
      return "<undefined>";
    case Tag::kNone:
      return "None";
    case Tag::kBool:
      return v.as_bool() ? "True" : "False";
    case Tag::kInt:
      return std::to_string(v.as_int());
    case Tag::kFloat:
      return float_repr(v.as_float());
    case Tag::kEllipsis:
      return "Ellipsis";
    case Tag::kNotImplemented:
      return "NotImplemented";
    default:
      break;
  }
  if (v.is(Kind::kStr) && v.object()->type == types_.str) return str_repr(v.as<StrObject>()->text);
  Recursion guard(*this, " while getting the repr of an object");
  return type_of(v)->slots.repr(*this, v);
}

std::string Interpreter::str_of(const Value& v) {
  if (v.is(Kind::kStr) && v.object()->type == types_.str) return v.as<StrObject>()->text;
  if (!v.is_object()) return repr(v);
  Recursion guard(*this, " while getting the str of an object");
  return type_of(v)->slots.str(*this, v);
}

std::string Interpreter::ascii(const Value& v) {
  const std::string text = repr(v);
  size_t checked = 1 << 20;
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const uint32_t c = lang::decode_utf8(text, i);
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else {
      append_escape(out, c);
    }
    if (out.size() > checked) check_allocation(checked = out.size() * 2);
  }
  return out;
}

std::string Interpreter::format(const Value& v, std::string_view spec) {
  if (v.is(Kind::kStr) && v.object()->type == types_.str)
    return format_str(*this, v.as<StrObject>()->text, spec);
  if (v.is_int()) return spec.empty() ? std::to_string(v.as_int()) : format_int(*this, v, spec);
  if (v.is_float()) return format_float(*this, v.as_float(), spec);
  const auto slot = type_of(v)->slots.format;
  const Value out = slot(*this, v, spec);
  if (!out.is(Kind::kStr))
    raise("TypeError", "__format__ must return a str, not " + type_name(out));
  return out.as<StrObject>()->text;
}

// ---------------------------------------------------------------- truth, hash, comparison

bool Interpreter::truth(const Value& v) {
  switch (v.tag()) {
    case Tag::kUndefined:
    case Tag::kNone:
      return false;
    case Tag::kBool:
    case Tag::kInt:
      return v.as_int() != 0;
    case Tag::kFloat:
      return v.as_float() != 0;
    case Tag::kEllipsis:
    case Tag::kNotImplemented:
      return true;
    default:
      break;
  }
  const Slots& s = type_of(v)->slots;
  if (s.truth) return s.truth(*this, v);
  if (s.len) return s.len(*this, v) != 0;
  return true;
}

int64_t Interpreter::hash(const Value& v) {
  switch (v.tag()) {
    case Tag::kNone:
      return 0xfca86420;
    case Tag::kBool:
      return v.as_int();
    case Tag::kInt:
      return int_hash(v);
    case Tag::kFloat:
      return float_hash(v.as_float());
    case Tag::kEllipsis:
      return 0x1234567;
    case Tag::kNotImplemented:
      return 0x7654321;
    default:
      break;
  }
  if (v.is(Kind::kStr) && v.object()->type == types_.str) return v.as<StrObject>()->hash();
  const auto slot = type_of(v)->slots.hash;
  if (!slot) raise("TypeError", "unhashable type: '" + type_name(v) + "'");
  return slot(*this, v);
}

bool Interpreter::equal(const Value& a, const Value& b) {
  if (a.same(b)) return true;
  if (a.is_int() && b.is_int()) return false;
  if (a.is(Kind::kStr) && b.is(Kind::kStr) && a.object()->type == types_.str &&
      b.object()->type == types_.str) {
    return a.as<StrObject>()->text == b.as<StrObject>()->text;
  }
  return truth(compare(CompareOp::kEq, a, b));
}

namespace {

// A type as error texts of operators name it: CPython's C types of these modules carry their
// module in their name.
std::string operand_name(const Type* type) {
  const bool dotted = type->module == "decimal" || type->module == "datetime";
  return dotted ? type->module + "." + type->name : type->name;
}

constexpr const char* kCompareSymbols[] = {"<", "<=", "==", "!=", ">", ">="};
constexpr CompareOp kSwapped[] = {CompareOp::kGt, CompareOp::kGe, CompareOp::kEq,
                                  CompareOp::kNe, CompareOp::kLt, CompareOp::kLe};
constexpr const char* kBinarySymbols[] = {"+",  "-",  "*", "/", "//", "%", "** or pow()",
                                          "<<", ">>", "&", "|", "^",  "@"};
constexpr const char* kInplaceSymbols[] = {
    "+=", "-=", "*=", "/=", "//=", "%=", "**=", "<<=", ">>=", "&=", "|=", "^=", "@="};

}  // namespace

Value Interpreter::compare(CompareOp op, const Value& a, const Value& b) {
  Type* ta = type_of(a);
  Type* tb = type_of(b);
  if (a.is_object() || b.is_object()) {
    Recursion guard(*this, " in comparison");
    bool tried = false;
    if (ta != tb && tb->is_subtype_of(ta) && tb->slots.compare) {
      tried = true;
      Value r = tb->slots.compare(*this, kSwapped[static_cast<int>(op)], b, a);
      if (!r.is_not_implemented()) return r;
    }
    if (ta->slots.compare) {
      Value r = ta->slots.compare(*this, op, a, b);
      if (!r.is_not_implemented()) return r;
    }
    if (!tried && tb->slots.compare) {
      Value r = tb->slots.compare(*this, kSwapped[static_cast<int>(op)], b, a);
      if (!r.is_not_implemented()) return r;
    }
  } else {
    if (ta->slots.compare) {
      Value r = ta->slots.compare(*this, op, a, b);
      if (!r.is_not_implemented()) return r;
    }
    if (tb->slots.compare) {
      Value r = tb->slots.compare(*this, kSwapped[static_cast<int>(op)], b, a);
      if (!r.is_not_implemented()) return r;
    }
  }
  if (op == CompareOp::kEq) return Value::boolean(a.same(b));
  if (op == CompareOp::kNe) return Value::boolean(!a.same(b));
  raise("TypeError", std::string("'") + kCompareSymbols[static_cast<int>(op)] +
                         "' not supported between instances of '" + operand_name(ta) + "' and '" +
                         operand_name(tb) + "'");
}

// ---------------------------------------------------------------- arithmetic

namespace {

// Whether the subclass on the right has a reflected method of its own: it then goes first.
bool overrides_reflected(Interpreter& interp, BinaryOp op, Type* ta, Type* tb) {
  if (!tb->heap) return false;
  StrObject* name = interp.intern(std::string("__r") + binary_name(op) + "__");
  const Value* right = interp.type_lookup(tb, name);
  if (!right) return false;
  const Value own = *right;
  const Value* left = interp.type_lookup(ta, name);
  return !left || !left->same(own);
}

Value try_binary(Interpreter& interp, BinaryOp op, const Value& a, const Value& b) {
  Type* ta = interp.type_of(a);
  Type* tb = interp.type_of(b);
  bool tried = false;
  if (ta != tb && tb->slots.binary && tb->is_subtype_of(ta) &&
      (tb->slots.binary != ta->slots.binary || overrides_reflected(interp, op, ta, tb))) {
    tried = true;
    Value r = tb->slots.binary(interp, op, b, a, true);
    if (!r.is_not_implemented()) return r;
  }
  if (ta->slots.binary) {
    Value r = ta->slots.binary(interp, op, a, b, false);
    if (!r.is_not_implemented()) return r;
  }
  if (!tried && ta != tb && tb->slots.binary) {
    Value r = tb->slots.binary(interp, op, b, a, true);
    if (!r.is_not_implemented()) return r;
  }
  return Value::not_implemented();
}

[[noreturn]] void raise_operands(Interpreter& interp, const char* symbol, BinaryOp op,
                                 const Value& a, const Value& b) {
  const Type* ta = interp.type_of(a);
  if (op == BinaryOp::kAdd && (a.is(Kind::kStr) || a.is(Kind::kList) || a.is(Kind::kTuple)) &&
      !(symbol[1] == '=' && a.is(Kind::kList))) {
    const std::string what = a.is(Kind::kStr) ? "str" : a.is(Kind::kList) ? "list" : "tuple";
    interp.raise("TypeError", "can only concatenate " + what + " (not \"" + interp.type_name(b) +
                                  "\") to " + what);
  }
  if (op == BinaryOp::kMul && symbol[1] == 0) {
    const bool left =
        a.is(Kind::kStr) || a.is(Kind::kList) || a.is(Kind::kTuple) || a.is(Kind::kBytes);
    const bool right =
        b.is(Kind::kStr) || b.is(Kind::kList) || b.is(Kind::kTuple) || b.is(Kind::kBytes);
    if (left || right) {
      interp.raise("TypeError", "can't multiply sequence by non-int of type '" +
                                    interp.type_name(left ? b : a) + "'");
    }
  }
  std::string text = std::string("unsupported operand type(s) for ") + symbol + ": '" +
                     operand_name(ta) + "' and '" + operand_name(interp.type_of(b)) + "'";
  if (op == BinaryOp::kRShift && a.is(Kind::kNativeFunction) &&
      a.as<NativeFunctionObject>()->name == "print") {
    text += ". Did you mean \"print(<message>, file=<output_stream>)\"?";
  }
  interp.raise("TypeError", text);
}

}  // namespace

Value Interpreter::binary(BinaryOp op, const Value& a, const Value& b) {
  Value r = try_binary(*this, op, a, b);
  if (!r.is_not_implemented()) return r;
  raise_operands(*this, kBinarySymbols[static_cast<int>(op)], op, a, b);
}

Value Interpreter::inplace(BinaryOp op, const Value& a, const Value& b) {
  if (const auto slot = type_of(a)->slots.inplace) {
    Value r = slot(*this, op, a, b);
    if (!r.is_not_implemented()) return r;
  }
  Value r = try_binary(*this, op, a, b);
  if (!r.is_not_implemented()) return r;
  raise_operands(*this, kInplaceSymbols[static_cast<int>(op)], op, a, b);
}

Value Interpreter::unary(UnaryOp op, const Value& a) {
  if (const auto slot = type_of(a)->slots.unary) {
    Value r = slot(*this, op, a);
    if (!r.is_not_implemented()) return r;
  }
  static constexpr const char* kNames[] = {"unary -", "unary +", "unary ~", "abs()"};
  raise("TypeError", std::string("bad operand type for ") + kNames[static_cast<int>(op)] + ": '" +
                         type_name(a) + "'");
}

// ---------------------------------------------------------------- containers

int64_t Interpreter::len(const Value& v) {
  const auto slot = type_of(v)->slots.len;
  if (!slot) raise("TypeError", "object of type '" + type_name(v) + "' has no len()");
  return slot(*this, v);
}

size_t Interpreter::length_hint(const Value& v) {
  const auto slot = type_of(v)->slots.len;
  return slot ? static_cast<size_t>(slot(*this, v)) : 0;
}

bool Interpreter::contains(const Value& container, const Value& item) {
  const Slots& s = type_of(container)->slots;
  if (s.contains) return s.contains(*this, container, item);
  if (!s.iter && !s.getitem)
    raise("TypeError", "argument of type '" + type_name(container) + "' is not iterable");
  const Value it = iter(container);
  while (Value v = next(it)) {
    if (equal(v, item)) return true;
  }
  return false;
}

Value Interpreter::getitem(const Value& container, const Value& key) {
  if (container.is(Kind::kType)) {
    if (const auto meta = type_of(container)->slots.getitem) return meta(*this, container, key);
    if (container.as<Type>() == types_.type)
      return call(Value(types_.generic_alias), {container, key});
    const Value f = find_attr(container, state_->n_class_getitem);
    if (f) return call(f, {key});
    if (const auto own = container.as<Type>()->slots.class_getitem)
      return own(*this, container, key);
    raise("TypeError", "type '" + container.as<Type>()->name + "' is not subscriptable");
  }
  const auto slot = type_of(container)->slots.getitem;
  if (!slot) raise("TypeError", "'" + type_name(container) + "' object is not subscriptable");
  return slot(*this, container, key);
}

void Interpreter::setitem(const Value& container, const Value& key, const Value& value) {
  const auto slot = type_of(container)->slots.setitem;
  if (!slot)
    raise("TypeError", "'" + type_name(container) + "' object does not support item assignment");
  slot(*this, container, key, value);
}

void Interpreter::delitem(const Value& container, const Value& key) {
  const auto slot = type_of(container)->slots.setitem;
  if (!slot)
    raise("TypeError", "'" + type_name(container) + "' object doesn't support item deletion");
  slot(*this, container, key, Value());
}

// ---------------------------------------------------------------- iteration

namespace {

// Iterates by __getitem__(0), (1), … as the old protocol does.
Value sequence_step(Interpreter& interp, NativeIterator& it) {
  if (it.done) return {};
  try {
    return interp.getitem(it.a, Value::integer(it.i++));
  } catch (PythonError& e) {
    if (!interp.matches(e, "IndexError") && !interp.matches(e, "StopIteration")) throw;
    it.done = true;
    return {};
  }
}

}  // namespace

Value Interpreter::iter(const Value& v) {
  const Slots& s = type_of(v)->slots;
  if (s.iter) {
    Value it = s.iter(*this, v);
    if (!it.is(Kind::kIterator) && !type_of(it)->slots.next) {
      raise("TypeError", "iter() returned non-iterator of type '" + type_name(it) + "'");
    }
    return it;
  }
  if (s.getitem && !v.is(Kind::kType))
    return native_iterator(*this, iterator_type(*this, "iterator"), v, sequence_step);
  raise("TypeError", "'" + type_name(v) + "' object is not iterable");
}

Value Interpreter::next(const Value& it) {
  if ((++state_->ticks & 0xFFF) == 0) check_deadline();
  if (it.is(Kind::kIterator)) return it.as<NativeIterator>()->step(*this, *it.as<NativeIterator>());
  if (it.is(Kind::kGenerator)) {
    try {
      return resume_generator(*this, *it.as<GeneratorObject>(), Value::none(), nullptr);
    } catch (PythonError& e) {
      if (it.as<GeneratorObject>()->frame || !matches(e, "StopIteration")) throw;
      return {};
    }
  }
  const auto slot = type_of(it)->slots.next;
  if (!slot) raise("TypeError", "'" + type_name(it) + "' object is not an iterator");
  return slot(*this, it);
}

void Interpreter::iterate(const Value& iterable, const std::function<void(const Value&)>& each) {
  if (iterable.is(Kind::kTuple) && !iterable.object()->type->heap) {
    // `each` may let go of the variable that `iterable` refers to.
    const Value keep = iterable;  // NOLINT(performance-unnecessary-copy-initialization)
    uint32_t n = 0;
    for (const Value& v : keep.as<TupleObject>()->items) {
      each(v);
      if ((++n & 0xFFF) == 0) check_deadline();
    }
    return;
  }
  const Value it = iter(iterable);
  uint32_t n = 0;
  while (Value v = next(it)) {
    each(v);
    if ((++n & 0xFFF) == 0) {
      check_deadline();
      check_allocation(0);
    }
  }
}

std::vector<Value> Interpreter::to_vector(const Value& iterable) {
  if (iterable.is(Kind::kList) && !iterable.object()->type->heap)
    return iterable.as<ListObject>()->items;
  if (iterable.is(Kind::kTuple) && !iterable.object()->type->heap)
    return iterable.as<TupleObject>()->items;
  std::vector<Value> out;
  iterate(iterable, [&](const Value& v) {
    if (out.size() == out.capacity() && out.size() >= 4096) check_allocation(out.size() * 32);
    out.push_back(v);
  });
  return out;
}

// ---------------------------------------------------------------- reading

std::string_view Interpreter::text(const Value& v) {
  if (!v.is(Kind::kStr)) raise("TypeError", "expected str, got " + type_name(v));
  return v.as<StrObject>()->text;
}

int64_t Interpreter::to_int64(const Value& v) {
  if (v.is_int() || v.is_bool()) return v.as_int();
  int64_t out;
  if (is_int_like(v)) {
    if (int_fits(v, out)) return out;
    raise("OverflowError", "Python int too large to convert to C ssize_t");
  }
  if (const auto slot = type_of(v)->slots.index) return to_int64(slot(*this, v));
  raise("TypeError", "'" + type_name(v) + "' object cannot be interpreted as an integer");
}

double Interpreter::to_double(const Value& v) {
  if (v.is_float()) return v.as_float();
  if (is_int_like(v)) return int_to_double(*this, v);
  if (is_float_like(v)) return float_of(v);
  if (const auto slot = type_of(v)->slots.to_float) return float_of(slot(*this, v));
  if (const auto slot = type_of(v)->slots.index) return to_double(slot(*this, v));
  raise("TypeError", "must be real number, not " + type_name(v));
}

std::string Interpreter::int_to_decimal(const Value& v) {
  if (!is_int_like(v)) raise("TypeError", "expected int, got " + type_name(v));
  return int_text(v);
}

}  // namespace lessonrun::interp
