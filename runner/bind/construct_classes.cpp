// Classes of expressions that are called themselves: BinaryExpression(a, b, op), Cast(x, String).
//
// Most of them have a function that makes the same; the rest take the parts of the node.
#include "orm/orm_error.h"
#include "runner/bind/comparators.h"
#include "runner/bind/expressions.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Call;
using interp::Interpreter;
using interp::Value;
using orm::Operator;

namespace {

// An operator as the program names it: a function of sqlalchemy.sql.operators, or custom_op().
struct GivenOperator {
  Operator op = Operator::none;
  std::string text;
  int precedence = 0;
  bool comparison = false;
};

GivenOperator to_operator(Context& owner, const Value& value) {
  Interpreter& interp = owner.interp;
  GivenOperator given;
  if (!value || value.is_none()) return given;
  if (Value text = interp.find_attr(value, "opstring")) {
    given.op = Operator::custom;
    given.text = interp.str_of(text);
    given.precedence = static_cast<int>(interp.to_int64(interp.getattr(value, "precedence")));
    given.comparison = interp.truth(interp.getattr(value, "is_comparison"));
    return given;
  }
  for (int i = 1; i <= static_cast<int>(Operator::is_false); ++i) {
    const Value known = operator_function(owner, static_cast<Operator>(i));
    if (known.is_object() && value.is_object() && known.object() == value.object()) {
      given.op = static_cast<Operator>(i);
      return given;
    }
  }
  interp.unsupported("the operator " + interp.repr(value),
                     "an expression takes operators of sqlalchemy.sql.operators here");
}

orm::ColumnRef element_argument(Call& call, size_t i) {
  return orm::coerce_column(to_operand(context(call.interp), call[i]));
}

orm::TypeRef type_argument(Call& call, std::string_view name) {
  const Value& given = call.arg(name);
  return given.is_none() ? nullptr : to_type(context(call.interp), given);
}

Value set_clause(Call& call, orm::ClauseRef clause) {
  interp::payload<ClauseData>(call.interp, call.self).clause = std::move(clause);
  return Value::none();
}

Value unary_init(Call& call) {
  Context& owner = context(call.interp);
  GivenOperator prefix = to_operator(owner, call.arg("operator"));
  GivenOperator postfix = to_operator(owner, call.arg("modifier"));
  const bool is_postfix = postfix.op != Operator::none;
  const GivenOperator& given = is_postfix ? postfix : prefix;
  orm::ColumnRef element = element_argument(call, 0)->self_group(given.op);
  orm::TypeRef type = type_argument(call, "type_");
  if (given.op == Operator::none) return set_clause(call, element);
  auto made = orm::make_ref<orm::UnaryExpression>(element, given.op, is_postfix,
                                                  type ? type : orm::NullType());
  made->op_text = given.text;
  return set_clause(call, made);
}

Value binary_init(Call& call) {
  GivenOperator given = to_operator(context(call.interp), call[2]);
  orm::TypeRef type = type_argument(call, "type_");
  auto made = orm::make_ref<orm::BinaryExpression>(element_argument(call, 0)->self_group(given.op),
                                                   element_argument(call, 1)->self_group(given.op),
                                                   given.op, type ? type : orm::NullType());
  made->op_text = given.text;
  made->op_precedence = given.precedence;
  made->op_comparison = given.comparison;
  return set_clause(call, made);
}

Value grouping_init(Call& call) {
  return set_clause(call, orm::make_ref<orm::Grouping>(element_argument(call, 0)));
}

Value list_init(Call& call) {
  Context& owner = context(call.interp);
  std::vector<orm::ColumnRef> clauses;
  for (const Value& item : items(call[0])) clauses.push_back(to_order(owner, item));
  const Value& word = call.arg("operator");
  const Operator op = word.is_none() ? Operator::comma : to_operator(owner, word).op;
  const bool group = call.interp.truth(call.arg("group_contents"));
  if (group) {
    for (orm::ColumnRef& clause : clauses) clause = clause->self_group(op);
  }
  return set_clause(
      call, orm::make_ref<orm::ClauseList>(orm::NodeKind::clause_list, op, std::move(clauses)));
}

Value label_init(Call& call) {
  return set_clause(call, element_argument(call, 1)->label(to_name(context(call.interp), call[0])));
}

// The clause of what the function of that name makes.
void init_by_function(Interpreter& interp, const Value& self, const Arguments& arguments,
                      const char* function) {
  const Binding* row = find_binding(nullptr, function);
  const Value made =
      interp.call(interp::make_function(interp, row->name, row->signature, row->call), arguments);
  interp::payload<ClauseData>(interp, self).clause = find_clause(context(interp), made);
}

struct ClassFunction {
  std::string_view cls;
  const char* function;
};
constexpr ClassFunction kFunctions[] = {{"BindParameter", "bindparam"},
                                        {"Null", "null"},
                                        {"True_", "true"},
                                        {"False_", "false"},
                                        {"Case", "case"},
                                        {"Cast", "cast"},
                                        {"TypeCoerce", "type_coerce"},
                                        {"Over", "over"},
                                        {"Tuple", "tuple_"},
                                        {"Extract", "extract"},
                                        {"TextClause", "text"},
                                        {"FunctionFilter", "funcfilter"},
                                        {"WithinGroup", "within_group"}};

template <size_t I>
void init_class(Interpreter& interp, const Value& self, const Arguments& arguments) {
  init_by_function(interp, self, arguments, kFunctions[I].function);
}

template <size_t... I>
void add_init_of(interp::TypeBuilder& builder, std::string_view name, std::index_sequence<I...>) {
  auto add = [&](std::string_view cls, auto init) {
    if (cls == name) builder.slots([init](interp::Slots& slots) { slots.init = init; });
  };
  (add(kFunctions[I].cls, guard<init_class<I>>), ...);
}

}  // namespace

void add_class_init(interp::TypeBuilder& builder, std::string_view name) {
  if (name == "UnaryExpression") {
    builder.init(
        "element, *, operator=None, modifier=None, type_=None, wraps_column_expression=False",
        guard<unary_init>);
  } else if (name == "BinaryExpression") {
    builder.init("left, right, operator, type_=None, negate=None, modifiers=None",
                 guard<binary_init>);
  } else if (name == "Grouping") {
    builder.init("element", guard<grouping_init>);
  } else if (name == "ClauseList") {
    builder.init("*clauses, operator=None, group=True, group_contents=True", guard<list_init>);
  } else if (name == "Label") {
    builder.init("name, element, type_=None", guard<label_init>);
  } else {
    add_init_of(builder, name, std::make_index_sequence<std::size(kFunctions)>());
  }
}

}  // namespace lessonrun::bind
