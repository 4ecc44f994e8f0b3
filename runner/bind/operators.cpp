// The methods and attributes of ColumnElement; operator_slots.cpp has Python's operators.
#include "runner/bind/operators.h"

#include "orm/orm_error.h"
#include "runner/bind/binding.h"
#include "runner/bind/comparators.h"
#include "runner/bind/context.h"
#include "runner/bind/custom.h"
#include "runner/bind/expressions.h"
#include "runner/bind/postgresql.h"
#include "runner/bind/refusal.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;
using orm::Operator;

namespace {

orm::ColumnRef self_column(Call& call) { return bind::self_column(call.interp, call.self); }

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
  if (Op == Operator::contains) {
    if (Value made = postgresql_contains(owner, self_column(call), call[0])) return made;
  }
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
    if (clause->kind() == orm::NodeKind::subquery && owner.profile.deprecates_1_x)
      owner.warn("SAWarning",
                 "Coercing Subquery object into a select() for use in IN(); please pass a select() "
                 "construct explicitly");
    if (clause->kind() == orm::NodeKind::subquery && owner.profile.in_alias_is_select) {
      clause = static_cast<const orm::Alias&>(*clause).element;
    }
    return wrap(owner, orm::operate(Op, self_column(call), orm::Operand(clause)));
  }
  bool checked = owner.profile.dedupe_columns;  // 1.3 iterates over whatever it is given
  if (checked && (call[0].is(interp::Kind::kStr) || !call.interp.find_attr(call[0], "__iter__"))) {
    raise_error(owner, orm::ArgumentError::cls,
                "IN expression list, SELECT construct, or bound parameter object expected, got " +
                    call.interp.repr(call[0]) + ".");
  }
  orm::Operands operands;
  for (const Value& item : call.interp.to_vector(call[0])) {
    operands.push_back(to_operand(owner, item));
    // Only expressions with operators may stand in the list.
    bool is_text = operands.back().clause && operands.back().clause->kind() == orm::NodeKind::text;
    if (is_text && !checked) {
      raise_error(owner, orm::InvalidRequestError::cls,
                  "in_() accepts either a list of expressions, a selectable, or an \"expanding\" "
                  "bound parameter: " +
                      call.interp.repr(item));
    }
    if (is_text) {
      raise_error(owner, orm::ArgumentError::cls,
                  "IN expression list, SELECT construct, or bound parameter object expected, got " +
                      call.interp.repr(call[0]) + ".");
    }
  }
  return wrap(owner, orm::in_op(Op, self_column(call), std::move(operands)));
}

Value between_method(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::between_op(self_column(call), to_operand(owner, call[0]),
                                     to_operand(owner, call[1]), call.interp.truth(call[2])));
}

Value label_method(Call& call) {
  return wrap(context(call.interp),
              self_column(call)->label(to_name(context(call.interp), call[0])));
}

Value cast_method(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::cast(orm::Operand(self_column(call)), to_type(owner, call[0])));
}

Value collate_method(Call& call) {
  return wrap(context(call.interp),
              orm::collate(self_column(call), to_name(context(call.interp), call[0])));
}

Value distinct_method(Call& call) {
  return wrap(context(call.interp), self_column(call)->distinct());
}

// op(python_impl=) goes with the expression.
Value with_implementation(Context& owner, const orm::ColumnRef& made, const Value& function) {
  if (function && !function.is_none() && made->kind() == orm::NodeKind::binary) {
    static_cast<orm::BinaryExpression&>(*made).op_implementation =
        orm::make_ref<PythonObject>(owner.interp, function);
  }
  return wrap(owner, made);
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
  const Value python = call.arg("python_impl");
  return make_guarded(
      call.interp, "op", "other", [left, text, precedence, comparison, type, python](Call& inner) {
        Context& owner = context(inner.interp);
        try {
          return with_implementation(
              owner,
              orm::custom_op(left, text, to_operand(owner, inner[0]), precedence, comparison, type),
              python);
        } catch (const orm::Error& error) {
          raise_error(inner.interp, error);
        }
      });
}

Value bool_op_method(Call& call) {
  orm::ColumnRef left = self_column(call);
  std::string text(call.text(0));
  int precedence = static_cast<int>(call.interp.to_int64(call.arg("precedence")));
  const Value python = call.arg("python_impl");
  return make_guarded(
      call.interp, "bool_op", "other", [left, text, precedence, python](Call& inner) {
        Context& owner = context(inner.interp);
        try {
          return with_implementation(owner,
                                     orm::custom_op(left, text, to_operand(owner, inner[0]),
                                                    precedence, true, orm::Boolean()),
                                     python);
        } catch (const orm::Error& error) {
          raise_error(inner.interp, error);
        }
      });
}

Value regexp_match_method(Call& call) {
  Context& owner = context(call.interp);
  std::string flags = call[1].is_none() ? "" : std::string(call.text(1));
  return wrap(owner, orm::regexp_op(Operator::regexp_match, self_column(call),
                                    to_operand(owner, call[0]), orm::Value(), flags));
}

Value regexp_replace_method(Call& call) {
  Context& owner = context(call.interp);
  std::string flags = call[2].is_none() ? "" : std::string(call.text(2));
  return wrap(owner, orm::regexp_op(Operator::regexp_replace, self_column(call),
                                    to_operand(owner, call[0]), to_operand(owner, call[1]), flags));
}

orm::TypeRef json_string() { return orm::Unicode(); }

template <orm::TypeRef Type()>
Value json_as_method(Call& call) {
  return wrap(context(call.interp), orm::json_as(self_column(call), Type()));
}

Value json_numeric_method(Call& call) {
  auto precision = static_cast<int>(call.integer(0));
  auto scale = static_cast<int>(call.integer(1));
  return wrap(context(call.interp),
              orm::json_as(self_column(call), orm::Numeric(precision, scale)));
}

Value compare_method(Call& call) {
  Context& owner = context(call.interp);
  orm::ClauseRef other = find_clause(owner, call[0]);
  if (other == nullptr) return Value::boolean(false);
  return Value::boolean(orm::same_structure(*find_clause(owner, call.self), *other));
}

// What the object of a lesson's class was given under that name.
Value own_value(Call& call, std::string_view name) {
  if (!call.interp.type_of(call.self)->heap) return {};
  return lesson_attribute(context(call.interp), call.self, name);
}

// Lesson classes set these in their constructors.
template <const char* Name()>
Value set_own_value(Call& call) {
  if (!call.interp.type_of(call.self)->heap) {
    call.interp.unsupported(std::string("an expression's ") + Name(),
                            std::string("the ") + Name() +
                                " of an expression cannot be set; make "
                                "it with label() or type_coerce()");
  }
  call.interp.instance_set(call.self, call.interp.intern(Name()), call[0]);
  return Value::none();
}
const char* name_word() { return "name"; }
const char* key_word() { return "key"; }
const char* type_word() { return "type"; }

Value name_property(Call& call) {
  if (Value own = own_value(call, "name")) return own;
  return call.interp.str(self_column(call)->name());
}

Value key_property(Call& call) {
  if (Value own = own_value(call, "key")) return own;
  return call.interp.str(self_column(call)->key());
}

Value type_property(Call& call) {
  if (Value own = own_value(call, "type")) return own;
  Context& owner = context(call.interp);
  return wrap_type(owner, self_column(call)->type);
}

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
    {"isnot_distinct_from", "other", guard<binary_method<Operator::is_not_distinct_from>>,
     "{self}.is_not_distinct_from({other})"},
    {"concat", "other", guard<binary_method<Operator::concat>>, "{self}.concat({other})"},
    {"match", "other, **kwargs", guard<binary_method<Operator::match>>, "{self}.match({other})"},
    {"regexp_match", "pattern, flags=None", guard<regexp_match_method>,
     "{self}.regexp_match({pattern})"},
    {"regexp_replace", "pattern, replacement, flags=None", guard<regexp_replace_method>,
     "{self}.regexp_replace({pattern}, {replacement})"},
    {"bitwise_and", "other", guard<binary_method<Operator::bitwise_and>>,
     "{self}.apply(orm::Operator::bitwise_and, {other})"},
    {"bitwise_or", "other", guard<binary_method<Operator::bitwise_or>>,
     "{self}.apply(orm::Operator::bitwise_or, {other})"},
    {"bitwise_xor", "other", guard<binary_method<Operator::bitwise_xor>>,
     "{self}.apply(orm::Operator::bitwise_xor, {other})"},
    {"bitwise_lshift", "other", guard<binary_method<Operator::lshift>>,
     "{self}.apply(orm::Operator::lshift, {other})"},
    {"bitwise_rshift", "other", guard<binary_method<Operator::rshift>>,
     "{self}.apply(orm::Operator::rshift, {other})"},
    {"bitwise_not", "", guard<unary_method<Operator::bitwise_not>>,
     "orm::operate(orm::Operator::bitwise_not, {self})"},
    {"any_", "", guard<unary_method<Operator::any_>>, "orm::operate(orm::Operator::any_, {self})"},
    {"all_", "", guard<unary_method<Operator::all_>>, "orm::operate(orm::Operator::all_, {self})"},
    {"as_string", "", guard<json_as_method<json_string>>, "{self}.as_string()"},
    {"as_integer", "", guard<json_as_method<orm::Integer>>, "{self}.as_integer()"},
    {"as_float", "", guard<json_as_method<orm::Float>>, "{self}.as_float()"},
    {"as_boolean", "", guard<json_as_method<orm::Boolean>>, "{self}.as_boolean()"},
    {"as_json", "", guard<json_as_method<orm::JSON>>, "orm::json_as({self}, orm::JSON())"},
    {"as_numeric", "precision, scale, asdecimal=True", guard<json_numeric_method>,
     "orm::json_as({self}, orm::Numeric({precision}, {scale}))"},
    {"compare", "other, **kw", guard<compare_method>, "orm::same_structure({self}, {other})"},
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
    {"name", "", guard<name_property>, "{self}.name()", BindingKind::property,
     guard<set_own_value<name_word>>},
    {"key", "", guard<key_property>, "{self}.key()", BindingKind::property,
     guard<set_own_value<key_word>>},
    {"type", "", guard<type_property>, "{self}.type()", BindingKind::property,
     guard<set_own_value<type_word>>},
    {"primary_key", "", guard<column_flag<&orm::Column::primary_key>>, "{self}.primary_key()",
     BindingKind::property},
    {"nullable", "", guard<column_flag<&orm::Column::nullable>>, "{self}.nullable()",
     BindingKind::property},
    {"unique", "", guard<unique_property>, "{self}.unique()", BindingKind::property},
    {"index", "", guard<index_property>, "{self}.index()", BindingKind::property},
    {"table", "", guard<table_property>, "{self}.table()", BindingKind::property},
};

}  // namespace

namespace {

// Operators belong to a class of their own in SQLAlchemy, which errors about arguments name.
interp::NativeMethod operator_method(const void* rows, size_t index) {
  interp::NativeMethod method = native_method(rows, index);
  const std::string_view name = method.name;
  const bool custom = name == "op" || name == "bool_op";
  if (custom) method.owner = "Operators";
  if (!custom && name != "label" && name != "cast" && name != "compare") {
    method.owner = "ColumnOperators";
  }
  return method;
}

}  // namespace

void add_operators(interp::TypeBuilder& builder) {
  builder.methods({kColumnRows, std::size(kColumnRows), operator_method});
  add_operator_slots(builder);
}

BindingTable expression_methods() {
  return {"sqlalchemy", "ColumnElement", kColumnRows, std::size(kColumnRows)};
}

}  // namespace lessonrun::bind
