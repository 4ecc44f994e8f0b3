// Operators of PostgreSQL's types: what ARRAY, JSONB and HSTORE columns have beside the common
// ones, and array(), hstore(), aggregate_order_by().
#include "runner/bind/postgresql.h"

#include "orm/orm_error.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Value;
using orm::Operator;

namespace {

constexpr unsigned kArray = 1, kHstore = 2, kJsonb = 4, kJson = 8, kRange = 16;

// Which of these a type is; JSONB is JSON as well.
unsigned kinds_of(const orm::TypeEngine& given) {
  const orm::TypeEngine& type = given.impl();
  if (type.kind() == orm::TypeKind::array) return kArray;
  if (type.kind() == orm::TypeKind::range) return kRange;
  if (std::string_view(type.type_class().dialect) != "postgresql") return 0;
  std::string_view name = type.type_class().name;
  if (name == "HSTORE") return kHstore;
  if (name == "JSONB") return kJsonb | kJson;
  return name == "JSON" ? kJson : 0;
}

struct NamedOperator {
  const char* name;
  const char* text;
  unsigned kinds;
};
constexpr NamedOperator kOperators[] = {{"has_key", "?", kHstore | kJsonb},
                                        {"has_all", "?&", kHstore | kJsonb},
                                        {"has_any", "?|", kHstore | kJsonb},
                                        {"contained_by", "<@", kArray | kHstore | kJsonb | kRange},
                                        {"overlap", "&&", kArray},
                                        {"path_exists", "@?", kJsonb},
                                        {"path_match", "@@", kJsonb},
                                        {"overlaps", "&&", kRange},
                                        {"strictly_left_of", "<<", kRange},
                                        {"strictly_right_of", ">>", kRange},
                                        {"not_extend_right_of", "&<", kRange},
                                        {"not_extend_left_of", "&>", kRange},
                                        {"adjacent_to", "-|-", kRange}};

// Methods of ranges that stand for operators of Python; 2.0.
constexpr std::pair<const char*, Operator> kRangeMethods[] = {
    {"union", Operator::add}, {"difference", Operator::sub}, {"intersection", Operator::mul}};

// hstore's functions, by the method that calls each.
constexpr std::pair<const char*, const char*> kFunctions[] = {{"keys", "akeys"},
                                                              {"vals", "avals"},
                                                              {"array", "hstore_to_array"},
                                                              {"matrix", "hstore_to_matrix"},
                                                              {"delete", "delete"},
                                                              {"slice", "slice"},
                                                              {"defined", "defined"}};

orm::ColumnRef pg_operator(Context& owner, const orm::ColumnRef& left, const char* text,
                           const Value& other) {
  orm::Operand operand = to_operand(owner, other);
  if ((kinds_of(*left->type) & kRange) != 0) {
    // What a range is compared with may also be one of its values, or a text.
    const int precedence = owner.profile.postgresql_ranges ? 5 : 0;
    return orm::custom_op(left, text, operand, precedence, true, orm::Boolean());
  }
  // A key is text, whatever the column holds.
  if (!operand.clause && text[0] == '?') {
    operand = orm::Operand(orm::bind_for(left.get(), operand.value, orm::Text()));
  } else if (!operand.clause) {
    operand = orm::Operand(orm::bind_for(left.get(), operand.value, left->type));
  }
  orm::ColumnRef made = orm::custom_op(left, text, operand, 5, true, orm::Boolean());
  static_cast<orm::BinaryExpression&>(*made).op_eager = true;
  return made;
}

// `x.any(5)`: 5 = ANY (x)
Value quantified(Context& owner, const orm::ColumnRef& column, Operator how, const Value& value,
                 const Value& comparison) {
  Operator op = Operator::eq;
  if (comparison && !comparison.is_none()) {
    std::string name = owner.interp.str_of(owner.interp.getattr(comparison, "__name__"));
    for (Operator one :
         {Operator::eq, Operator::ne, Operator::lt, Operator::le, Operator::gt, Operator::ge}) {
      if (name == orm::info(one).name) op = one;
    }
  }
  orm::Operand operand = to_operand(owner, value);
  orm::TypeRef item = column->type->impl().args().item;
  const bool named = owner.profile.stmt_cache;
  orm::ColumnRef left = operand.clause
                            ? orm::coerce_column(operand)
                            : orm::bind_for(named ? column.get() : nullptr, operand.value, item);
  return wrap(owner, orm::make_ref<orm::BinaryExpression>(left, orm::operate(how, column), op,
                                                          orm::Boolean()));
}

Value array_function(Call& call) {
  Context& owner = context(call.interp);
  auto made = orm::make_ref<orm::FunctionElement>(std::vector<std::string>{"ARRAY"},
                                                  std::vector<orm::ColumnRef>{});
  made->brackets = true;
  orm::TypeRef item;
  for (const Value& value : call.interp.to_vector(call[0])) {
    orm::ColumnRef element = orm::coerce_column(to_operand(owner, value));
    if (item == nullptr) item = element->type;
    made->arguments.push_back(element->self_group(Operator::comma));
  }
  const Value& given = call.arg("type_");
  if (given && !given.is_none()) item = to_type(owner, given);
  orm::TypeArgs args;
  args.item = item ? item : orm::NullType();
  if (args.item->kind() == orm::TypeKind::array) {
    // An array of arrays is one of more dimensions.
    const orm::Value inner = args.item->args().get("dimensions");
    args.extra.emplace_back("dimensions",
                            orm::Value(inner.is_null() ? int64_t{2} : inner.as_int() + 1));
    const orm::TypeRef of_inner = args.item->args().item;
    args.item = of_inner;
  }
  made->type = orm::make_type("postgresql.ARRAY", std::move(args));
  return wrap(owner, made);
}

// Any(other, arrexpr) and All(): the methods of arrays as functions.
template <Operator How>
Value quantified_function(Call& call) {
  Context& owner = context(call.interp);
  return quantified(owner, to_column(owner, call[1], "expression"), How, call[0], call[2]);
}

// array_agg(): the function of all databases, but its arrays are PostgreSQL's.
Value array_agg_function(Call& call) {
  Context& owner = context(call.interp);
  orm::Operands operands;
  for (const Value& value : items(call[0])) operands.push_back(to_operand(owner, value));
  orm::TypeRef type;
  for (auto& [name, value] : dict_items(owner, call[1])) {
    if (name == "type_" && !value.is_none()) type = to_type(owner, value);
  }
  auto made = orm::func("array_agg", operands, type);
  if (!type && !made->arguments.empty()) {
    orm::TypeArgs args;
    args.item = made->arguments[0]->type;
    made->type = orm::make_type("postgresql.ARRAY", std::move(args));
  }
  return wrap(owner, made);
}

Value hstore_function(Call& call) {
  Context& owner = context(call.interp);
  orm::Operands operands;
  for (const Value& value : items(call[0])) operands.push_back(to_operand(owner, value));
  return wrap(owner, orm::func("hstore", operands, orm::make_type("postgresql.HSTORE")));
}

// `x ORDER BY y`, the argument of an aggregate.
Value aggregate_order_by(Call& call) {
  Context& owner = context(call.interp);
  orm::ColumnRef target = orm::coerce_column(to_operand(owner, call[0]));
  std::vector<orm::ColumnRef> order;
  for (const Value& item : items(call[1])) order.push_back(to_order(owner, item));
  orm::ColumnRef by = order.size() == 1
                          ? order.front()
                          : orm::make_ref<orm::ClauseList>(orm::NodeKind::clause_list,
                                                           Operator::comma, std::move(order));
  auto made = orm::make_ref<orm::BinaryExpression>(target, by, Operator::as_, target->type);
  made->op = Operator::custom;
  made->op_text = "ORDER BY";
  return wrap(owner, made);
}

const Binding kPostgresqlRows[] = {
    {"aggregate_order_by", "target, *order_by", guard<aggregate_order_by>,
     "!write the aggregate with text()", BindingKind::function},
    {"array", "clauses, *, type_=None, **kw", guard<array_function>, "!write the array with text()",
     BindingKind::function},
    {"Any", "other, arrexpr, operator=None", guard<quantified_function<Operator::any_>>,
     "!write the comparison with text()", BindingKind::function},
    {"All", "other, arrexpr, operator=None", guard<quantified_function<Operator::all_>>,
     "!write the comparison with text()", BindingKind::function},
    {"array_agg", "*arg, **kw", guard<array_agg_function>, "orm::func(\"array_agg\", {args})",
     BindingKind::function},
    {"hstore", "*args, **kwargs", guard<hstore_function>, "orm::func(\"hstore\", {args})",
     BindingKind::function},
};

}  // namespace

Value postgresql_member(Interpreter& interp, const Value& self, const orm::ColumnRef& column,
                        std::string_view name) {
  const unsigned kinds = kinds_of(*column->type);
  if (kinds == 0) return {};
  Context& owner = context(interp);
  Context* held = &owner;
  for (const NamedOperator& one : kOperators) {
    if (name != one.name || (one.kinds & kinds) == 0) continue;
    const char* text = one.text;
    return make_guarded(interp, name, "other, **kwargs", [held, column, text](Call& call) {
      return wrap(*held, pg_operator(*held, column, text, call[0]));
    });
  }
  if ((kinds & kHstore) != 0) {
    for (const auto& [method, function] : kFunctions) {
      if (name != method) continue;
      const char* called = function;
      return make_guarded(interp, name, "*args", [held, column, called](Call& call) {
        orm::Operands operands = {orm::Operand(column)};
        for (const Value& value : items(call[0])) operands.push_back(to_operand(*held, value));
        return wrap(*held, orm::func(called, operands));
      });
    }
  }
  if ((kinds & kArray) != 0 && (name == "any" || name == "all")) {
    Operator how = name == "any" ? Operator::any_ : Operator::all_;
    return make_guarded(interp, name, "other, operator=None", [held, column, how](Call& call) {
      return quantified(*held, column, how, call[0], call[1]);
    });
  }
  if ((kinds & kRange) != 0 && owner.profile.postgresql_ranges) {
    for (const auto& [method, op] : kRangeMethods) {
      if (name != method) continue;
      const Operator how = op;
      return make_guarded(interp, name, "other", [held, column, how](Call& call) {
        return wrap(*held, orm::operate(how, column, to_operand(*held, call[0])));
      });
    }
  }
  if ((kinds & kJson) != 0 && name == "astext" && column->kind() == orm::NodeKind::binary) {
    const auto& index = static_cast<const orm::BinaryExpression&>(*column);
    const bool path = index.op == Operator::json_path_getitem;
    orm::ColumnRef made = orm::custom_op(index.left, path ? "#>>" : "->>",
                                         orm::Operand(index.right), 15, false, orm::Text());
    static_cast<orm::BinaryExpression&>(*made).op_eager = true;
    return wrap(owner, made);
  }
  (void)self;
  return {};
}

Value postgresql_contains(Context& owner, const orm::ColumnRef& column, const Value& other) {
  if ((kinds_of(*column->type) & (kArray | kHstore | kJsonb | kRange)) == 0) return {};
  return wrap(owner, pg_operator(owner, column, "@>", other));
}

Value postgresql_operator(Context& owner, Operator op, const orm::ColumnRef& column,
                          const Value& other) {
  if (column->type->kind() != orm::TypeKind::range) return {};
  if (op == Operator::lshift) return wrap(owner, pg_operator(owner, column, "<<", other));
  if (op == Operator::rshift) return wrap(owner, pg_operator(owner, column, ">>", other));
  if (owner.profile.postgresql_ranges) return {};
  if (op == Operator::ne && !other.is_none()) {
    return wrap(owner, pg_operator(owner, column, "<>", other));
  }
  if (op == Operator::add) {
    return wrap(owner, orm::custom_op(column, "+", to_operand(owner, other), 0, false, nullptr));
  }
  return {};
}

Value find_postgresql_function(Interpreter& interp, std::string_view module,
                               std::string_view name) {
  if (module != "sqlalchemy.dialects.postgresql") return {};
  for (const Binding& row : kPostgresqlRows) {
    if (name == row.name) {
      return interp::make_function(interp, row.name, row.signature, row.call);
    }
  }
  return {};
}

}  // namespace lessonrun::bind
