// SQL expressions as Python objects: operators and methods of columns, and the functions that make
// expressions (and_, text, func, case, ...).
#include "runner/bind/expressions.h"

#include "orm/orm_error.h"
#include "runner/bind/binding.h"
#include "runner/bind/context.h"
#include "runner/bind/dialects.h"
#include "runner/bind/refusal.h"
#include "runner/bind/schema.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;
using orm::Operator;

namespace {

// Names of SQLAlchemy are refused, others are the AttributeError of its operators.
Value column_missing(Interpreter& interp, const Value& self, interp::StrObject* name) {
  if (name->text.rfind("__", 0) == 0) return {};
  for (const Type* type : interp.type_of(self)->mro) {
    refuse_attribute(interp, type->name.c_str(), name);
  }
  interp.raise("AttributeError", "Neither '" + interp.type_name(self) +
                                     "' object nor 'Comparator' object has an attribute '" +
                                     name->text + "'");
}

orm::ColumnRef self_column(Interpreter& interp, const Value& self) {
  orm::ClauseRef clause = find_clause(context(interp), self);
  orm::ColumnElement* column = clause == nullptr ? nullptr : orm::as_column(clause.get());
  if (column == nullptr) {
    raise_error(context(interp), orm::ArgumentError::cls,
                "Column expression expected, got " + interp.repr(self) + ".");
  }
  return column->ref();
}

orm::ColumnRef self_column(Call& call) { return self_column(call.interp, call.self); }

Value operate_wrapped(Interpreter& interp, Operator op, const Value& self, const Value& other) {
  Context& owner = context(interp);
  return wrap(owner, orm::operate(op, self_column(interp, self), to_operand(owner, other)));
}

// ---- slots --------------------------------------------------------------------------------------

Value compare(Interpreter& interp, interp::CompareOp op, const Value& self, const Value& other) {
  static constexpr Operator kOperators[] = {Operator::lt, Operator::le, Operator::eq,
                                            Operator::ne, Operator::gt, Operator::ge};
  return operate_wrapped(interp, kOperators[static_cast<int>(op)], self, other);
}

Value binary(Interpreter& interp, interp::BinaryOp op, const Value& self, const Value& other,
             bool reflected) {
  Context& owner = context(interp);
  Operator sql = Operator::none;
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
  return wrap(owner, reflected ? orm::reverse_operate(sql, column, to_operand(owner, other))
                               : orm::operate(sql, column, to_operand(owner, other)));
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

std::string str(Interpreter& interp, const Value& self) {
  Context& owner = context(interp);
  orm::ClauseRef clause = find_clause(owner, self);
  return clause->str(owner.profile);
}

std::string column_repr(Interpreter& interp, const Value& self) {
  orm::ClauseRef clause = find_clause(context(interp), self);
  return static_cast<const orm::Column&>(*clause).repr(&context(interp).profile);
}

Value getitem(Interpreter& interp, const Value& self, const Value& key) {
  Context& owner = context(interp);
  return wrap(owner,
              orm::operate(Operator::getitem, self_column(interp, self), to_operand(owner, key)));
}

bool contains(Interpreter& interp, const Value&, const Value&) {
  interp.raise("NotImplementedError", "Operator 'contains' is not supported on this expression");
}

Value iter(Interpreter& interp, const Value&) {
  interp.raise("TypeError", "Boolean value of this clause is not defined");
}

// ---- methods ------------------------------------------------------------------------------------

template <Operator Op>
Value binary_method(Call& call) {
  return operate_wrapped(call.interp, Op, call.self, call[0]);
}

template <Operator Op>
Value unary_method(Call& call) {
  return wrap(context(call.interp), orm::operate(Op, self_column(call)));
}

template <Operator Op>
Value like_method(Call& call) {
  Context& owner = context(call.interp);
  std::string escape = call.given(1) && !call[1].is_none() ? std::string(call.text(1)) : "";
  return wrap(owner, orm::like_op(Op, self_column(call), to_operand(owner, call[0]), escape));
}

template <Operator Op>
Value affix_method(Call& call) {
  Context& owner = context(call.interp);
  bool autoescape = call.interp.truth(call.arg("autoescape"));
  const Value& given = call.arg("escape");
  std::string escape = given.is_none() ? "" : std::string(call.interp.text(given));
  return wrap(owner,
              orm::like_op(Op, self_column(call), to_operand(owner, call[0]), escape, autoescape));
}

template <Operator Op>
Value in_method(Call& call) {
  Context& owner = context(call.interp);
  if (orm::ClauseRef clause = find_clause(owner, call[0])) {
    return wrap(owner, orm::operate(Op, self_column(call), orm::Operand(clause)));
  }
  if (call[0].is(interp::Kind::kStr) || !call.interp.find_attr(call[0], "__iter__")) {
    raise_error(owner, orm::ArgumentError::cls,
                "IN expression list, SELECT construct, or bound parameter object expected, got " +
                    call.interp.repr(call[0]) + ".");
  }
  orm::Operands operands;
  for (const Value& item : call.interp.to_vector(call[0])) {
    operands.push_back(to_operand(owner, item));
  }
  return wrap(owner, orm::in_op(Op, self_column(call), std::move(operands)));
}

Value between_method(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::between_op(self_column(call), to_operand(owner, call[0]),
                                     to_operand(owner, call[1]), call.interp.truth(call[2])));
}

Value label_method(Call& call) {
  std::string name = call[0].is_none() ? "" : std::string(call.text(0));
  return wrap(context(call.interp), self_column(call)->label(name));
}

Value cast_method(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::cast(orm::Operand(self_column(call)), to_type(owner, call[0])));
}

Value collate_method(Call& call) {
  return wrap(context(call.interp), orm::collate(self_column(call), std::string(call.text(0))));
}

Value distinct_method(Call& call) {
  return wrap(context(call.interp), self_column(call)->distinct());
}

// `x.op("text")` is a function of the other operand.
Value op_method(Call& call) {
  orm::ColumnRef left = self_column(call);
  std::string text(call.text(0));
  int precedence = static_cast<int>(call.interp.to_int64(call.arg("precedence")));
  bool comparison = call.interp.truth(call.arg("is_comparison"));
  orm::TypeRef type;
  if (!call.arg("return_type").is_none()) {
    type = to_type(context(call.interp), call.arg("return_type"));
  }
  return interp::make_closure(
      call.interp, "op", "other", [left, text, precedence, comparison, type](Call& inner) {
        Context& owner = context(inner.interp);
        try {
          return wrap(owner, orm::custom_op(left, text, to_operand(owner, inner[0]), precedence,
                                            comparison, type));
        } catch (const orm::Error& error) {
          raise_error(inner.interp, error);
        }
      });
}

Value bool_op_method(Call& call) {
  orm::ColumnRef left = self_column(call);
  std::string text(call.text(0));
  return interp::make_closure(call.interp, "bool_op", "other", [left, text](Call& inner) {
    Context& owner = context(inner.interp);
    try {
      return wrap(owner,
                  orm::custom_op(left, text, to_operand(owner, inner[0]), 0, true, orm::Boolean()));
    } catch (const orm::Error& error) {
      raise_error(inner.interp, error);
    }
  });
}

Value name_property(Call& call) { return call.interp.str(self_column(call)->name()); }

Value key_property(Call& call) { return call.interp.str(self_column(call)->key()); }

Value type_property(Call& call) { return wrap_type(context(call.interp), self_column(call)->type); }

const orm::Column* schema_column(Call& call) {
  orm::ColumnRef column = self_column(call);
  const auto* bare = column->bare();
  if (bare->kind() != orm::NodeKind::column) return nullptr;
  const auto* clause = static_cast<const orm::ColumnClause*>(bare);
  return clause->is_schema_column() ? static_cast<const orm::Column*>(clause) : nullptr;
}

template <bool (orm::Column::*Get)() const>
Value column_flag(Call& call) {
  const orm::Column* column = schema_column(call);
  if (column == nullptr) return Value::none();
  return Value::boolean((column->*Get)());
}

Value unique_property(Call& call) {
  const orm::Column* column = schema_column(call);
  if (column == nullptr || !column->args.unique) return Value::none();
  return Value::boolean(true);
}

Value index_property(Call& call) {
  const orm::Column* column = schema_column(call);
  if (column == nullptr || !column->args.index) return Value::none();
  return Value::boolean(true);
}

Value table_property(Call& call) {
  const orm::ColumnElement* bare = self_column(call)->bare();
  if (bare->kind() != orm::NodeKind::column) return Value::none();
  orm::FromClause* table = static_cast<const orm::ColumnClause*>(bare)->table;
  return table == nullptr ? Value::none() : wrap(context(call.interp), table->ref());
}

const Binding kColumnRows[] = {
    {"in_", "other", guard<in_method<Operator::in_>>, "{self}.in_({other})"},
    {"not_in", "other", guard<in_method<Operator::not_in>>, "{self}.not_in({other})"},
    {"notin_", "other", guard<in_method<Operator::not_in>>, "{self}.not_in({other})"},
    {"like", "other, escape=None", guard<like_method<Operator::like>>, "{self}.like({args})"},
    {"ilike", "other, escape=None", guard<like_method<Operator::ilike>>, "{self}.ilike({args})"},
    {"not_like", "other, escape=None", guard<like_method<Operator::not_like>>,
     "{self}.not_like({args})"},
    {"notlike", "other, escape=None", guard<like_method<Operator::not_like>>,
     "{self}.not_like({args})"},
    {"not_ilike", "other, escape=None", guard<like_method<Operator::not_ilike>>,
     "{self}.not_ilike({args})"},
    {"notilike", "other, escape=None", guard<like_method<Operator::not_ilike>>,
     "{self}.not_ilike({args})"},
    {"startswith", "other, *, autoescape=False, escape=None",
     guard<affix_method<Operator::startswith>>, "{self}.startswith({other})"},
    {"endswith", "other, *, autoescape=False, escape=None", guard<affix_method<Operator::endswith>>,
     "{self}.endswith({other})"},
    {"contains", "other, *, autoescape=False, escape=None", guard<affix_method<Operator::contains>>,
     "{self}.contains({other})"},
    {"istartswith", "other, *, autoescape=False, escape=None",
     guard<affix_method<Operator::istartswith>>, "{self}.istartswith({other})"},
    {"iendswith", "other, *, autoescape=False, escape=None",
     guard<affix_method<Operator::iendswith>>, "{self}.iendswith({other})"},
    {"icontains", "other, *, autoescape=False, escape=None",
     guard<affix_method<Operator::icontains>>, "{self}.icontains({other})"},
    {"between", "cleft, cright, symmetric=False", guard<between_method>,
     "{self}.between({cleft}, {cright})"},
    {"is_", "other", guard<binary_method<Operator::is_>>, "{self}.is_({other})"},
    {"is_not", "other", guard<binary_method<Operator::is_not>>, "{self}.is_not({other})"},
    {"isnot", "other", guard<binary_method<Operator::is_not>>, "{self}.is_not({other})"},
    {"is_distinct_from", "other", guard<binary_method<Operator::is_distinct_from>>,
     "{self}.is_distinct_from({other})"},
    {"is_not_distinct_from", "other", guard<binary_method<Operator::is_not_distinct_from>>,
     "{self}.is_not_distinct_from({other})"},
    {"concat", "other", guard<binary_method<Operator::concat>>, "{self}.concat({other})"},
    {"match", "other, **kwargs", guard<binary_method<Operator::match>>, "{self}.match({other})"},
    {"regexp_match", "pattern, flags=None", guard<binary_method<Operator::regexp_match>>,
     "{self}.regexp_match({pattern})"},
    {"asc", "", guard<unary_method<Operator::asc>>, "{self}.asc()"},
    {"desc", "", guard<unary_method<Operator::desc>>, "{self}.desc()"},
    {"nulls_first", "", guard<unary_method<Operator::nulls_first>>, "{self}.nulls_first()"},
    {"nullsfirst", "", guard<unary_method<Operator::nulls_first>>, "{self}.nulls_first()"},
    {"nulls_last", "", guard<unary_method<Operator::nulls_last>>, "{self}.nulls_last()"},
    {"nullslast", "", guard<unary_method<Operator::nulls_last>>, "{self}.nulls_last()"},
    {"distinct", "", guard<distinct_method>, "{self}.distinct()"},
    {"label", "name", guard<label_method>, "{self}.label({name})"},
    {"cast", "type_", guard<cast_method>, "{self}.cast({type_})"},
    {"collate", "collation", guard<collate_method>, "{self}.collate({collation})"},
    {"op", "opstring, precedence=0, is_comparison=False, return_type=None, python_impl=None",
     guard<op_method>, "{self}.op({opstring})"},
    {"bool_op", "opstring, precedence=0, python_impl=None", guard<bool_op_method>,
     "{self}.bool_op({opstring})"},
    {"name", "", guard<name_property>, "{self}.name()", BindingKind::property},
    {"key", "", guard<key_property>, "{self}.key()", BindingKind::property},
    {"type", "", guard<type_property>, "{self}.type()", BindingKind::property},
    {"primary_key", "", guard<column_flag<&orm::Column::primary_key>>, "{self}.primary_key()",
     BindingKind::property},
    {"nullable", "", guard<column_flag<&orm::Column::nullable>>, "{self}.nullable()",
     BindingKind::property},
    {"unique", "", guard<unique_property>, "{self}.unique()", BindingKind::property},
    {"index", "", guard<index_property>, "{self}.index()", BindingKind::property},
    {"table", "", guard<table_property>, "{self}.table()", BindingKind::property},
};

// ---- functions that make expressions ------------------------------------------------------------

std::vector<orm::ColumnRef> criteria(Context& owner, const Value& tuple) {
  std::vector<orm::ColumnRef> clauses;
  for (const Value& item : items(tuple)) {
    clauses.push_back(to_column(owner, item, "WHERE/HAVING role"));
  }
  return clauses;
}

Value and_function(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::and_(criteria(owner, call[0])));
}

Value or_function(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::or_(criteria(owner, call[0])));
}

Value not_function(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::not_(to_column(owner, call[0], "WHERE/HAVING role")));
}

Value text_function(Call& call) {
  return wrap(context(call.interp), orm::text(std::string(call.text(0))));
}

Value null_function(Call& call) { return wrap(context(call.interp), orm::null()); }
Value true_function(Call& call) { return wrap(context(call.interp), orm::true_()); }
Value false_function(Call& call) { return wrap(context(call.interp), orm::false_()); }

orm::TypeRef optional_type(Context& owner, const Value& value) {
  return !value || value.is_none() ? nullptr : to_type(owner, value);
}

Value literal_function(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::literal(to_orm(owner, call[0]), optional_type(owner, call[1])));
}

Value literal_column_function(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::literal_column(std::string(call.text(0)), optional_type(owner, call[1])));
}

Value column_function(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::column(std::string(call.text(0)), optional_type(owner, call[1])));
}

Value table_function(Call& call) {
  Context& owner = context(call.interp);
  std::vector<orm::Ref<orm::ColumnClause>> columns;
  for (const Value& item : items(call[1])) {
    orm::ClauseRef clause = find_clause(owner, item);
    if (clause == nullptr || clause->kind() != orm::NodeKind::column) {
      raise_error(owner, orm::ArgumentError::cls, "column() objects expected in table()");
    }
    columns.push_back(orm::Ref<orm::ColumnClause>(static_cast<orm::ColumnClause*>(clause.get())));
  }
  return wrap(owner, orm::table(std::string(call.text(0)), std::move(columns)));
}

Value bindparam_function(Call& call) {
  Context& owner = context(call.interp);
  std::optional<orm::Value> value;
  if (call.given(1)) value = to_orm(owner, call[1]);
  return wrap(owner, orm::bindparam(std::string(call.text(0)), value,
                                    optional_type(owner, call.arg("type_")),
                                    call.interp.truth(call.arg("expanding"))));
}

Value cast_function(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::cast(to_operand(owner, call[0]), to_type(owner, call[1])));
}

Value type_coerce_function(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::type_coerce(to_operand(owner, call[0]), to_type(owner, call[1])));
}

Value extract_function(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::extract(std::string(call.text(0)), to_operand(owner, call[1])));
}

Value tuple_function(Call& call) {
  Context& owner = context(call.interp);
  orm::Operands operands;
  for (const Value& item : items(call[0])) operands.push_back(to_operand(owner, item));
  return wrap(owner, orm::tuple_(std::move(operands)));
}

Value distinct_function(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::distinct(to_operand(owner, call[0])));
}

template <Operator Op>
Value order_function(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::operate(Op, to_order(owner, call[0])));
}

Value between_function(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner,
              orm::between_op(to_column(owner, call[0], "column role"), to_operand(owner, call[1]),
                              to_operand(owner, call[2]), call.interp.truth(call[3])));
}

// case((condition, result), ..., else_=), the 1.x form with a list, and case({value: result},
// value=).
Value case_function(Call& call) {
  Context& owner = context(call.interp);
  std::vector<std::pair<orm::Operand, orm::Operand>> whens;
  std::vector<Value> given = items(call[0]);
  if (given.size() == 1 && given[0].is(interp::Kind::kList)) {
    given = call.interp.to_vector(given[0]);
  }
  for (const Value& item : given) {
    if (item.is(interp::Kind::kDict)) {
      for (const Value& pair : call.interp.to_vector(call.interp.call_method(item, "items"))) {
        whens.emplace_back(to_operand(owner, items(pair)[0]), to_operand(owner, items(pair)[1]));
      }
      continue;
    }
    std::vector<Value> pair = call.interp.to_vector(item);
    if (pair.size() != 2) {
      raise_error(owner, orm::ArgumentError::cls, "case() takes pairs of a condition and a result");
    }
    whens.emplace_back(to_operand(owner, pair[0]), to_operand(owner, pair[1]));
  }
  auto optional = [&](const Value& value) -> std::optional<orm::Operand> {
    if (!value || value.is_none()) return std::nullopt;
    return to_operand(owner, value);
  };
  return wrap(owner, orm::case_(std::move(whens), optional(call.arg("else_")),
                                optional(call.arg("value"))));
}

const Binding kFunctionRows[] = {
    {"and_", "*clauses", guard<and_function>, "orm::and_({args})", BindingKind::function},
    {"or_", "*clauses", guard<or_function>, "orm::or_({args})", BindingKind::function},
    {"not_", "clause", guard<not_function>, "!({clause})", BindingKind::function},
    {"text", "text", guard<text_function>, "orm::text({text})", BindingKind::function},
    {"null", "", guard<null_function>, "orm::null()", BindingKind::function},
    {"true", "", guard<true_function>, "orm::true_()", BindingKind::function},
    {"false", "", guard<false_function>, "orm::false_()", BindingKind::function},
    {"literal", "value, type_=None, literal_execute=False", guard<literal_function>,
     "orm::literal({value})", BindingKind::function},
    {"literal_column", "text, type_=None", guard<literal_column_function>,
     "orm::literal_column({text})", BindingKind::function},
    {"column", "text, type_=None, is_literal=False", guard<column_function>, "orm::column({text})",
     BindingKind::function},
    {"table", "name, *columns", guard<table_function>, "orm::table({args})", BindingKind::function},
    {"bindparam",
     "key, value=?, type_=None, unique=False, required=None, expanding=False, "
     "literal_execute=False",
     guard<bindparam_function>, "orm::bindparam({args})", BindingKind::function},
    {"cast", "expression, type_", guard<cast_function>, "orm::cast({args})", BindingKind::function},
    {"type_coerce", "expression, type_", guard<type_coerce_function>, "orm::type_coerce({args})",
     BindingKind::function},
    {"extract", "field, expr", guard<extract_function>, "orm::extract({args})",
     BindingKind::function},
    {"tuple_", "*clauses, types=None", guard<tuple_function>, "orm::tuple_({args})",
     BindingKind::function},
    {"distinct", "expr", guard<distinct_function>, "orm::distinct({expr})", BindingKind::function},
    {"asc", "column", guard<order_function<Operator::asc>>, "{column}.asc()",
     BindingKind::function},
    {"desc", "column", guard<order_function<Operator::desc>>, "{column}.desc()",
     BindingKind::function},
    {"nulls_first", "column", guard<order_function<Operator::nulls_first>>,
     "{column}.nulls_first()", BindingKind::function},
    {"nullsfirst", "column", guard<order_function<Operator::nulls_first>>, "{column}.nulls_first()",
     BindingKind::function},
    {"nulls_last", "column", guard<order_function<Operator::nulls_last>>, "{column}.nulls_last()",
     BindingKind::function},
    {"nullslast", "column", guard<order_function<Operator::nulls_last>>, "{column}.nulls_last()",
     BindingKind::function},
    {"between", "expr, lower_bound, upper_bound, symmetric=False", guard<between_function>,
     "{expr}.between({lower_bound}, {upper_bound})", BindingKind::function},
    {"case", "*whens, value=None, else_=None", guard<case_function>, "orm::case_({args})",
     BindingKind::function},
};

// ---- func ---------------------------------------------------------------------------------------

// `func.package.name`: a path that is called in the end.
struct FuncData : interp::Payload {
  std::vector<std::string> path;
};

Value func_getattr(Interpreter& interp, const Value& self, interp::StrObject* name) {
  if (name->text.rfind("__", 0) == 0) return interp.generic_getattr(self, name);
  auto longer = std::make_unique<FuncData>();
  longer->path = interp::payload<FuncData>(interp, self).path;
  std::string part = name->text;
  // `func.as_()` is how Python spells a function whose name it reserves.
  if (part.size() > 1 && part.back() == '_') part.pop_back();
  longer->path.push_back(std::move(part));
  return context(interp).make("_FunctionGenerator", std::move(longer));
}

Value func_call(Interpreter& interp, const Value& self, const interp::Arguments& arguments) {
  Context& owner = context(interp);
  const auto& path = interp::payload<FuncData>(interp, self).path;
  if (path.empty()) interp.raise("TypeError", "'_FunctionGenerator' object is not callable");
  orm::Operands operands;
  for (const Value& argument : arguments) operands.push_back(to_operand(owner, argument));
  orm::TypeRef type;
  for (size_t i = 0; i < arguments.keywords; ++i) {
    std::string name = interp.str_of(arguments.names[i]);
    if (name == "type_") {
      type = to_type(owner, arguments.keyword(i));
    } else {
      interp.unsupported("func(" + name + "=)",
                         "func takes no keyword '" + name + "' here; leave it out");
    }
  }
  return wrap(owner, orm::func(path, std::move(operands), type));
}

Type* make_func_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "_FunctionGenerator", "sqlalchemy.sql.functions")
      .payload<FuncData>()
      .slots([](interp::Slots& slots) {
        slots.getattr = func_getattr;
        slots.call = guard<func_call>;
      })
      .build();
}

// ---- types --------------------------------------------------------------------------------------

Type* make_clause_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "ClauseElement", "sqlalchemy.sql.elements")
      .payload<ClauseData>()
      .method("compile", "bind=None, dialect=None, **kw", guard<compile_clause>)
      .slots([](interp::Slots& slots) { slots.str = guard<str>; })
      .build();
}

Type* make_column_element_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "ColumnElement", "sqlalchemy.sql.elements");
  builder.base(owner.type("ClauseElement"));
  add_bindings(builder, kColumnRows);
  return builder
      .slots([](interp::Slots& slots) {
        slots.getattr_missing = column_missing;
        slots.compare = guard<compare>;
        slots.binary = guard<binary>;
        slots.unary = guard<unary>;
        slots.truth = guard<truth>;
        slots.hash = hash;
        slots.getitem = guard<getitem>;
        slots.contains = contains;
        slots.iter = iter;
      })
      .build();
}

// The plain subclasses: what `type(x).__name__` says.
struct ExpressionClass {
  const char* name;
  const char* module;
};
constexpr ExpressionClass kClasses[] = {
    {"ColumnClause", "sqlalchemy.sql.elements"},
    {"BindParameter", "sqlalchemy.sql.elements"},
    {"Null", "sqlalchemy.sql.elements"},
    {"True_", "sqlalchemy.sql.elements"},
    {"False_", "sqlalchemy.sql.elements"},
    {"UnaryExpression", "sqlalchemy.sql.elements"},
    {"BinaryExpression", "sqlalchemy.sql.elements"},
    {"Grouping", "sqlalchemy.sql.elements"},
    {"ClauseList", "sqlalchemy.sql.elements"},
    {"BooleanClauseList", "sqlalchemy.sql.elements"},
    {"Label", "sqlalchemy.sql.elements"},
    {"Function", "sqlalchemy.sql.functions"},
    {"Case", "sqlalchemy.sql.elements"},
    {"Cast", "sqlalchemy.sql.elements"},
    {"TypeCoerce", "sqlalchemy.sql.elements"},
    {"Over", "sqlalchemy.sql.elements"},
    {"Tuple", "sqlalchemy.sql.elements"},
    {"Extract", "sqlalchemy.sql.elements"},
    {"Exists", "sqlalchemy.sql.selectable"},
    {"ScalarSelect", "sqlalchemy.sql.selectable"},
    {"AnnotatedColumn", "sqlalchemy.sql.annotation"},
};

const ExpressionClass& class_of(const orm::ClauseElement& clause) {
  auto named = [](std::string_view name) -> const ExpressionClass& {
    for (const ExpressionClass& one : kClasses) {
      if (name == one.name) return one;
    }
    return kClasses[0];
  };
  switch (clause.kind()) {
    case orm::NodeKind::bind:
      return named("BindParameter");
    case orm::NodeKind::null_:
      return named("Null");
    case orm::NodeKind::true_:
      return named("True_");
    case orm::NodeKind::false_:
      return named("False_");
    case orm::NodeKind::unary:
      return named("UnaryExpression");
    case orm::NodeKind::binary:
      return named("BinaryExpression");
    case orm::NodeKind::grouping:
      return named("Grouping");
    case orm::NodeKind::clause_list:
      return named("ClauseList");
    case orm::NodeKind::boolean_list:
      return named("BooleanClauseList");
    case orm::NodeKind::label:
      return named("Label");
    case orm::NodeKind::function:
      return named("Function");
    case orm::NodeKind::case_:
      return named("Case");
    case orm::NodeKind::cast:
      return named("Cast");
    case orm::NodeKind::type_coerce:
      return named("TypeCoerce");
    case orm::NodeKind::over:
      return named("Over");
    case orm::NodeKind::tuple:
      return named("Tuple");
    case orm::NodeKind::extract:
      return named("Extract");
    case orm::NodeKind::exists:
      return named("Exists");
    case orm::NodeKind::scalar_select:
      return named("ScalarSelect");
    case orm::NodeKind::annotated:
      return named("AnnotatedColumn");
    default:
      return named("ColumnClause");
  }
}

template <size_t I>
Type* make_expression_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, kClasses[I].name, kClasses[I].module)
      .base(owner.type("ColumnElement"))
      .build();
}

Type* make_column_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Column", "sqlalchemy.sql.schema");
  builder.base(owner.type("ColumnElement"));
  add_column_members(builder);
  return builder
      .slots([](interp::Slots& slots) {
        slots.repr = column_repr;
        slots.init = guard<init_column>;
      })
      .build();
}

template <size_t... I>
void add_expression_types(TypeTable& table, std::index_sequence<I...>) {
  (table.emplace_back(kClasses[I].name, make_expression_type<I>), ...);
}

}  // namespace

void add_expression_types(TypeTable& table) {
  table.emplace_back("ClauseElement", make_clause_type);
  table.emplace_back("ColumnElement", make_column_element_type);
  table.emplace_back("Column", make_column_type);
  table.emplace_back("_FunctionGenerator", make_func_type);
  add_expression_types(table, std::make_index_sequence<std::size(kClasses)>());
}

Value wrap_expression(Context& owner, const orm::ClauseRef& clause) {
  if (clause->kind() == orm::NodeKind::column &&
      static_cast<const orm::ColumnClause&>(*clause).is_schema_column()) {
    return owner.make<ClauseData>("Column", clause);
  }
  return owner.make<ClauseData>(class_of(*clause).name, clause);
}

Value make_func(Interpreter& interp) {
  return context(interp).make("_FunctionGenerator", std::make_unique<FuncData>());
}

BindingTable expression_methods() {
  return {"sqlalchemy", "ColumnElement", kColumnRows, std::size(kColumnRows)};
}

BindingTable expression_functions() {
  return {"sqlalchemy", nullptr, kFunctionRows, std::size(kFunctionRows)};
}

}  // namespace lessonrun::bind
