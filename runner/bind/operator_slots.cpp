// Python's own operators over columns: comparison, arithmetic, truth, items, and what is no
// attribute.
#include "orm/relationship.h"
#include "runner/bind/binding.h"
#include "runner/bind/comparators.h"
#include "runner/bind/custom.h"
#include "runner/bind/deprecated.h"
#include "runner/bind/expressions.h"
#include "runner/bind/operators.h"
#include "runner/bind/postgresql.h"
#include "runner/bind/refusal.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Type;
using interp::Value;
using orm::Operator;

orm::ColumnRef self_column(Interpreter& interp, const Value& self) {
  orm::ClauseRef clause = find_clause(context(interp), self);
  orm::ColumnElement* column = clause == nullptr ? nullptr : orm::as_column(clause.get());
  if (column == nullptr) {
    raise_error(context(interp), orm::ArgumentError::cls,
                "Column expression expected, got " + interp.repr(self) + ".");
  }
  return column->ref();
}

Value operate_wrapped(Interpreter& interp, Operator op, const Value& self, const Value& other) {
  Context& owner = context(interp);
  return wrap(owner, orm::operate(op, self_column(interp, self), to_compared(owner, other)));
}

namespace {

// Names of SQLAlchemy are refused, others are the AttributeError of its operators.
Value column_missing(Interpreter& interp, const Value& self, interp::StrObject* name) {
  if (name->text.rfind("__", 0) == 0) return {};
  if (Value own = own_operator(interp, self, name->text)) return own;
  if (Value own = postgresql_member(interp, self, self_column(interp, self), name->text))
    return own;
  for (const Type* type : interp.type_of(self)->mro) {
    refuse_attribute(interp, type->name.c_str(), name);
  }
  interp.raise("AttributeError", "Neither '" + interp.type_name(self) + "' object nor '" +
                                     comparator_name(interp, self) + "' object has an attribute '" +
                                     name->text + "'");
}

// `any_(x) == 5` is `5 = ANY (x)`: ANY and ALL stand on the right.
bool is_collection(const orm::ColumnElement& column) {
  if (column.kind() != orm::NodeKind::unary) return false;
  Operator op = static_cast<const orm::UnaryExpression&>(column).op;
  return op == Operator::any_ || op == Operator::all_;
}

Operator mirrored(Operator op) {
  switch (op) {
    case Operator::lt:
      return Operator::gt;
    case Operator::le:
      return Operator::ge;
    case Operator::gt:
      return Operator::lt;
    case Operator::ge:
      return Operator::le;
    default:
      return op;
  }
}

// What foreign() and remote() made of a column. Its type is a subclass of the column's, so that
// Python asks it first when a column is compared with it.
orm::ColumnRef find_marked(Context& owner, const Value& value) {
  orm::ClauseRef clause =
      interp::try_payload<ClauseData>(value) ? find_clause(owner, value) : nullptr;
  if (clause == nullptr || clause->kind() != orm::NodeKind::annotated ||
      orm::join_annotation(*clause) == nullptr) {
    return nullptr;
  }
  auto& column = static_cast<orm::ColumnElement&>(*clause);
  return column.bare()->kind() == orm::NodeKind::column ? column.ref() : nullptr;
}

Value compare(Interpreter& interp, interp::CompareOp op, const Value& self, const Value& other) {
  static constexpr Operator kOperators[] = {Operator::lt, Operator::le, Operator::eq,
                                            Operator::ne, Operator::gt, Operator::ge};
  Operator sql = kOperators[static_cast<int>(op)];
  orm::ColumnRef column = self_column(interp, self);
  if (column->type->customized()) {
    static constexpr const char* kNames[] = {"__lt__", "__le__", "__eq__",
                                             "__ne__", "__gt__", "__ge__"};
    if (Value own = own_operator(interp, self, kNames[static_cast<int>(op)])) {
      return interp.call(own, {other});
    }
  }
  if (is_collection(*column)) {
    Context& owner = context(interp);
    orm::ColumnRef left = orm::coerce_column(to_operand(owner, other), column.get(), sql);
    return wrap(owner, orm::operate(mirrored(sql), left, orm::Operand(column)));
  }
  if (Value own = postgresql_operator(context(interp), sql, column, other)) return own;
  if (column->kind() == orm::NodeKind::column &&
      static_cast<orm::ColumnClause&>(*column).is_schema_column()) {
    if (orm::ColumnRef marked = find_marked(context(interp), other)) {
      return wrap(context(interp), orm::operate(mirrored(sql), marked, orm::Operand(column)));
    }
  }
  return operate_wrapped(interp, sql, self, other);
}

// The method that stands for a binary operator; null where the types of a lesson cannot change it.
const char* special_name(interp::BinaryOp op, bool reflected) {
  switch (op) {
    case interp::BinaryOp::kAnd:
      return reflected ? "__rand__" : "__and__";
    case interp::BinaryOp::kOr:
      return reflected ? "__ror__" : "__or__";
    case interp::BinaryOp::kAdd:
      return reflected ? "__radd__" : "__add__";
    case interp::BinaryOp::kSub:
      return reflected ? "__rsub__" : "__sub__";
    case interp::BinaryOp::kMul:
      return reflected ? "__rmul__" : "__mul__";
    case interp::BinaryOp::kTrueDiv:
      return reflected ? "__rtruediv__" : "__truediv__";
    case interp::BinaryOp::kFloorDiv:
      return reflected ? "__rfloordiv__" : "__floordiv__";
    case interp::BinaryOp::kMod:
      return reflected ? "__rmod__" : "__mod__";
    case interp::BinaryOp::kLShift:
      return reflected ? "__rlshift__" : "__lshift__";
    case interp::BinaryOp::kRShift:
      return reflected ? "__rrshift__" : "__rshift__";
    default:
      return nullptr;
  }
}

Value binary(Interpreter& interp, interp::BinaryOp op, const Value& self, const Value& other,
             bool reflected) {
  Context& owner = context(interp);
  Operator sql = Operator::none;
  if (const char* name = special_name(op, reflected)) {
    if (Value own = own_operator(interp, self, name)) return interp.call(own, {other});
  }
  switch (op) {
    case interp::BinaryOp::kAnd:
    case interp::BinaryOp::kOr: {
      orm::ColumnRef a = self_column(interp, self);
      orm::ColumnRef b = to_column(owner, other, "WHERE/HAVING role");
      if (reflected) std::swap(a, b);
      return wrap(owner, op == interp::BinaryOp::kAnd ? orm::and_({a, b}) : orm::or_({a, b}));
    }
    case interp::BinaryOp::kAdd:
      sql = Operator::add;
      break;
    case interp::BinaryOp::kSub:
      sql = Operator::sub;
      break;
    case interp::BinaryOp::kMul:
      sql = Operator::mul;
      break;
    case interp::BinaryOp::kTrueDiv:
      sql = Operator::truediv;
      break;
    case interp::BinaryOp::kFloorDiv:
      if (!owner.profile.true_division) return Value::not_implemented();
      sql = Operator::floordiv;
      break;
    case interp::BinaryOp::kMod:
      sql = Operator::mod;
      break;
    case interp::BinaryOp::kLShift:
      sql = Operator::lshift;
      break;
    case interp::BinaryOp::kRShift:
      sql = Operator::rshift;
      break;
    default:
      return Value::not_implemented();
  }
  orm::ColumnRef column = self_column(interp, self);
  if (!reflected) {
    if (Value own = postgresql_operator(owner, sql, column, other)) return own;
  }
  return wrap(owner, reflected ? orm::reverse_operate(sql, column, to_compared(owner, other))
                               : orm::operate(sql, column, to_compared(owner, other)));
}

Value unary(Interpreter& interp, interp::UnaryOp op, const Value& self) {
  orm::ColumnRef column = self_column(interp, self);
  if (op == interp::UnaryOp::kNeg) {
    return wrap(context(interp), orm::operate(Operator::neg, column));
  }
  if (op == interp::UnaryOp::kInvert) return wrap(context(interp), orm::not_(column));
  return Value::not_implemented();
}

// Only `a == b` and `a != b` have a truth, that of being the same construct.
bool truth(Interpreter& interp, const Value& self) {
  orm::ColumnRef column = self_column(interp, self);
  if (column->kind() == orm::NodeKind::binary) {
    const auto& binary_node = static_cast<const orm::BinaryExpression&>(*column);
    if (binary_node.op == Operator::eq) return binary_node.left == binary_node.right;
    if (binary_node.op == Operator::ne) return !(binary_node.left == binary_node.right);
  }
  if (column->kind() == orm::NodeKind::true_) return true;
  if (column->kind() == orm::NodeKind::false_) return false;
  interp.raise("TypeError", "Boolean value of this clause is not defined");
}

int64_t hash(Interpreter& interp, const Value& self) {
  orm::ClauseRef clause = find_clause(context(interp), self);
  return static_cast<int64_t>(reinterpret_cast<uintptr_t>(clause.get()) >> 4);
}

Value getitem(Interpreter& interp, const Value& self, const Value& key) {
  Context& owner = context(interp);
  if (Value own = own_operator(interp, self, "__getitem__")) return interp.call(own, {key});
  if (key.is_object() && interp.type_of(key)->name == "slice") {
    // `[1:3]` of an array: both bounds are parameters of its name.
    orm::ColumnRef column = self_column(interp, self);
    auto bound = [&](const char* name) {
      orm::Operand given = to_operand(owner, interp.getattr(key, name));
      return given.clause ? orm::coerce_column(given)
                          : orm::bind_for(column.get(), given.value, orm::Integer());
    };
    orm::ColumnRef range = orm::custom_op(bound("start"), ":", orm::Operand(bound("stop")));
    auto& colon = static_cast<orm::BinaryExpression&>(*range);
    colon.op_tight = true;
    colon.op_precedence = orm::info(Operator::getitem).precedence + 1;
    return wrap(owner, orm::getitem(column, orm::Operand(range)));
  }
  return wrap(owner, orm::getitem(self_column(interp, self), to_operand(owner, key)));
}

bool contains(Interpreter& interp, const Value&, const Value&) {
  interp.raise("NotImplementedError", "Operator 'contains' is not supported on this expression");
}

Value iter(Interpreter& interp, const Value&) {
  // Python takes item after item, and an expression has none.
  interp.raise("NotImplementedError", "Operator 'getitem' is not supported on this expression");
}

}  // namespace

void add_operator_slots(interp::TypeBuilder& builder) {
  builder.slots([](interp::Slots& slots) {
    slots.getattr_missing = column_missing;
    slots.compare = guard<compare>;
    slots.binary = guard<binary>;
    slots.unary = guard<unary>;
    slots.truth = guard<truth>;
    slots.hash = hash;
    slots.getitem = guard<getitem>;
    slots.contains = contains;
    slots.iter = iter;
  });
}

}  // namespace lessonrun::bind
