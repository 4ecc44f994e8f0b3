// `func`, and what can be done with a function: over, filter, within_group, aliases.
#include "orm/orm_error.h"
#include "runner/bind/binding.h"
#include "runner/bind/bound.h"
#include "runner/bind/context.h"
#include "runner/bind/custom.h"
#include "runner/bind/expressions.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;
using orm::Operator;

namespace {

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

// func.cast() and func.extract() are the constructs of that name.
Value construct_of_name(Context& owner, const std::vector<std::string>& path,
                        const interp::Arguments& arguments) {
  if (path.size() != 1 || arguments.positional != 2 || arguments.keywords != 0) return {};
  const Value& first = arguments.values[0];
  const Value& second = arguments.values[1];
  if (path[0] == "cast") {
    orm::TypeRef type = find_type(owner, second);
    if (type == nullptr) return {};
    orm::Operand operand = to_operand(owner, first);
    orm::ColumnRef element =
        operand.clause ? orm::coerce_column(operand) : orm::literal(std::move(operand.value), type);
    return wrap(owner, orm::make_ref<orm::Cast>(orm::NodeKind::cast, element, type));
  }
  if (path[0] != "extract" || !first.is(interp::Kind::kStr)) return {};
  return wrap(owner, orm::make_ref<orm::Cast>(
                         orm::NodeKind::extract, orm::coerce_column(to_operand(owner, second)),
                         orm::Integer(), std::string(owner.interp.text(first))));
}

Value func_call(Interpreter& interp, const Value& self, const interp::Arguments& arguments) {
  Context& owner = context(interp);
  const auto& path = interp::payload<FuncData>(interp, self).path;
  if (path.empty()) interp.raise("TypeError", "'_FunctionGenerator' object is not callable");
  if (Value own = registered_function(owner, path)) return interp.call(own, arguments);
  if (path.size() == 1 && path.front() == "next_value" && arguments.positional == 1) {
    if (const auto* data = interp::try_payload<SequenceData>(arguments.values[0])) {
      return wrap(owner, data->sequence->next_value());
    }
  }
  if (Value made = construct_of_name(owner, path, arguments)) return made;
  orm::Operands operands;
  for (const Value& argument : arguments) operands.push_back(to_operand(owner, argument));
  orm::TypeRef type;
  for (size_t i = 0; i < arguments.keywords; ++i) {
    std::string name = interp.str_of(arguments.names[i]);
    if (name == "type_") {
      if (!arguments.keyword(i).is_none()) type = to_type(owner, arguments.keyword(i));
    } else if (name != "bind" || !arguments.keyword(i).is_none()) {
      interp.unsupported("func(" + name + "=)",
                         "func takes no keyword '" + name + "' here; leave it out");
    }
  }
  return wrap(owner, orm::func(path, operands, type));
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

// ---- methods of functions -----------------------------------------------------------------------

orm::ColumnRef self_element(Call& call) {
  return orm::ColumnRef(orm::as_column(find_clause(context(call.interp), call.self).get()));
}

// One expression, a list of them, or nothing.
std::vector<orm::ColumnRef> order_items(Call& call, const Value& given) {
  std::vector<orm::ColumnRef> list;
  if (!given || given.is_none()) return list;
  Context& owner = context(call.interp);
  if (given.is(interp::Kind::kList) || given.is(interp::Kind::kTuple)) {
    for (const Value& item : call.interp.to_vector(given)) list.push_back(to_order(owner, item));
  } else {
    list.push_back(to_order(owner, given));
  }
  return list;
}

std::optional<orm::Over::Frame> frame(Call& call, const Value& given) {
  if (!given || given.is_none()) return std::nullopt;
  if (!given.is(interp::Kind::kTuple) || items(given).size() != 2) {
    raise_error(context(call.interp), orm::ArgumentError::cls, "2-tuple expected for range/rows");
  }
  orm::Over::Frame result;
  for (size_t i = 0; i < 2; ++i) {
    const Value& bound = items(given)[i];
    if (bound.is_none()) continue;
    int64_t number = 0;
    try {
      number = call.interp.to_int64(bound);
    } catch (const interp::PythonError&) {
      raise_error(context(call.interp), orm::ArgumentError::cls,
                  "Integer or None expected for range value");
    }
    (i == 0 ? result.lower : result.upper) = number;
  }
  return result;
}

Value make_over(Call& call, const orm::ColumnRef& element) {
  auto over = orm::over(element, order_items(call, call.arg("partition_by")),
                        order_items(call, call.arg("order_by")));
  over->range = frame(call, call.arg("range_"));
  over->rows = frame(call, call.arg("rows"));
  over->groups = frame(call, call.arg("groups"));
  if ((over->range && over->rows) || (over->range && over->groups) ||
      (over->rows && over->groups)) {
    bool groups = context(call.interp).profile.future;
    raise_error(context(call.interp), orm::ArgumentError::cls,
                groups ? "only one of 'rows', 'range_', or 'groups' may be provided"
                       : "'range_' and 'rows' are mutually exclusive");
  }
  return wrap(context(call.interp), over);
}

Value over_method(Call& call) { return make_over(call, self_element(call)); }

Value over_function(Call& call) {
  return make_over(call, orm::coerce_column(to_operand(context(call.interp), call[0])));
}

Value make_within_group(Call& call, const orm::ColumnRef& element, const Value& order) {
  std::vector<orm::ColumnRef> list;
  for (const Value& item : items(order)) list.push_back(to_order(context(call.interp), item));
  return wrap(context(call.interp), orm::within_group(element, std::move(list)));
}

Value within_group_method(Call& call) {
  return make_within_group(call, self_element(call), call[0]);
}

Value within_group_function(Call& call) {
  return make_within_group(call, orm::coerce_column(to_operand(context(call.interp), call[0])),
                           call[1]);
}

Value make_filter(Call& call, const orm::ColumnRef& element, const Value& criteria) {
  Context& owner = context(call.interp);
  std::vector<orm::ColumnRef> clauses;
  for (const Value& item : items(criteria)) {
    clauses.push_back(to_column(owner, item, "WHERE/HAVING role"));
  }
  if (clauses.empty()) return wrap(owner, element);
  return wrap(owner, orm::funcfilter(element, std::move(clauses)));
}

Value filter_method(Call& call) { return make_filter(call, self_element(call), call[0]); }

Value filter_function(Call& call) {
  return make_filter(call, orm::coerce_column(to_operand(context(call.interp), call[0])), call[1]);
}

orm::Ref<orm::FunctionFrom> self_from(Call& call) {
  return orm::make_ref<orm::FunctionFrom>(self_element(call));
}

orm::Name text_or_empty(Call& call, std::string_view name) {
  return to_name(context(call.interp), call.arg(name));
}

Value alias_method(Call& call) {
  return wrap(context(call.interp), self_from(call)->alias(text_or_empty(call, "name")));
}

Value table_valued_method(Call& call) {
  Context& owner = context(call.interp);
  std::vector<orm::Ref<orm::ColumnClause>> columns;
  for (const Value& item : items(call[0])) {
    if (item.is(interp::Kind::kStr)) {
      columns.push_back(orm::column(std::string(call.interp.text(item))));
      continue;
    }
    orm::ClauseRef clause = find_clause(owner, item);
    if (clause == nullptr || clause->kind() != orm::NodeKind::column) {
      raise_error(
          owner, orm::ArgumentError::cls,
          "Column expression expected for table_valued(), got " + call.interp.repr(item) + ".");
    }
    columns.emplace_back(static_cast<orm::ColumnClause*>(clause.get()));
  }
  std::string ordinality = text_or_empty(call, "with_ordinality");
  if (!ordinality.empty()) columns.push_back(orm::column(ordinality));
  auto made = orm::table_valued(self_element(call), columns, text_or_empty(call, "name"));
  made->with_ordinality = !ordinality.empty();
  return wrap(owner, made);
}

Value column_valued_method(Call& call) {
  return wrap(context(call.interp),
              orm::column_valued(self_element(call), text_or_empty(call, "name")));
}

Value scalar_table_valued_method(Call& call) {
  Context& owner = context(call.interp);
  orm::TypeRef type = call[1].is_none() ? nullptr : to_type(owner, call[1]);
  return wrap(owner, orm::scalar_table_valued(self_element(call), std::string(call.text(0)), type));
}

Value select_method(Call& call) {
  return wrap(context(call.interp), orm::select({self_element(call)}));
}

Value columns_method(Call& call) {
  return wrap_columns(context(call.interp),
                      self_from(call)->alias(std::string(self_element(call)->name())));
}

Value clauses_property(Call& call) {
  Context& owner = context(call.interp);
  orm::ColumnRef self = self_element(call);
  if (self->kind() == orm::NodeKind::custom) self = static_cast<orm::CustomElement&>(*self).base;
  auto& function = static_cast<orm::FunctionElement&>(*self);
  return wrap(owner, orm::make_ref<orm::ClauseList>(orm::NodeKind::clause_list, Operator::comma,
                                                    function.arguments));
}

#define OVER_SIGNATURE "*, partition_by=None, order_by=None, rows=None, range_=None, groups=None"
const Binding kFunctionMethodRows[] = {
    {"over", OVER_SIGNATURE, guard<over_method>, "orm::over({self}, {partition_by}, {order_by})"},
    {"within_group", "*order_by", guard<within_group_method>, "orm::within_group({self}, {args})"},
    {"filter", "*criterion", guard<filter_method>, "orm::funcfilter({self}, {args})"},
    {"alias", "name=None, joins_implicitly=False", guard<alias_method>,
     "orm::make_ref<orm::FunctionFrom>({self})->alias({name})"},
    {"table_valued", "*expr, name=None, with_ordinality=None, joins_implicitly=False",
     guard<table_valued_method>, "orm::table_valued({self}, {args})"},
    {"column_valued", "name=None, joins_implicitly=False", guard<column_valued_method>,
     "orm::column_valued({self}, {name})"},
    {"scalar_table_valued", "name, type_=None", guard<scalar_table_valued_method>,
     "orm::scalar_table_valued({self}, {name})"},
    {"select", "", guard<select_method>, "orm::select({self})"},
    {"c", "", guard<columns_method>, "orm::make_ref<orm::FunctionFrom>({self})->c()",
     BindingKind::property},
    {"columns", "", guard<columns_method>, "orm::make_ref<orm::FunctionFrom>({self})->c()",
     BindingKind::property},
    {"clauses", "", guard<clauses_property>, "{self}->arguments", BindingKind::property},
};
// What WITHIN GROUP and FILTER have as well.
const Binding kWindowRows[] = {
    {"over", OVER_SIGNATURE, guard<over_method>, "orm::over({self}, {partition_by}, {order_by})"},
    {"within_group", "*order_by", guard<within_group_method>, "orm::within_group({self}, {args})"},
    {"filter", "*criterion", guard<filter_method>, "orm::funcfilter({self}, {args})"},
};
const Binding kWindowFunctionRows[] = {
    {"over", "element, partition_by=None, order_by=None, rows=None, range_=None, groups=None",
     guard<over_function>, "orm::over({element}, {partition_by}, {order_by})",
     BindingKind::function},
    {"within_group", "element, *order_by", guard<within_group_function>,
     "orm::within_group({args})", BindingKind::function},
    {"funcfilter", "func, *criterion", guard<filter_function>, "orm::funcfilter({args})",
     BindingKind::function},
};
#undef OVER_SIGNATURE

Type* make_function_element_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "FunctionElement", "sqlalchemy.sql.functions");
  builder.base(owner.type("ColumnElement"));
  add_bindings(builder, kFunctionMethodRows);
  add_bound_execution(owner, builder);
  return builder.slots([](interp::Slots& slots) { slots.init = guard<init_function>; }).build();
}

Type* make_function_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "Function", "sqlalchemy.sql.functions")
      .base(owner.type("FunctionElement"))
      .build();
}

template <const char* Name()>
Type* make_window_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, Name(), "sqlalchemy.sql.elements");
  builder.base(owner.type("ColumnElement"));
  add_bindings(builder, kWindowRows);
  return builder.build();
}
const char* filter_name() { return "FunctionFilter"; }
const char* within_group_name() { return "WithinGroup"; }

Type* make_next_value_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "next_value", "sqlalchemy.sql.functions")
      .base(owner.type("Function"))
      .build();
}

}  // namespace

void add_function_types(TypeTable& table) {
  table.emplace_back("next_value", make_next_value_type);
  table.emplace_back("_FunctionGenerator", make_func_type);
  table.emplace_back("FunctionElement", make_function_element_type);
  table.emplace_back("Function", make_function_type);
  add_generic_function_types(table);
  table.emplace_back("FunctionFilter", make_window_type<filter_name>);
  table.emplace_back("WithinGroup", make_window_type<within_group_name>);
}

Value make_func(Interpreter& interp) {
  return context(interp).make("_FunctionGenerator", std::make_unique<FuncData>());
}

std::vector<BindingTable> function_tables() {
  return {{"sqlalchemy", "Function", kFunctionMethodRows, std::size(kFunctionMethodRows)},
          {"sqlalchemy", "FunctionFilter", kWindowRows, std::size(kWindowRows)},
          {"sqlalchemy", "WithinGroup", kWindowRows, std::size(kWindowRows)},
          {"sqlalchemy", nullptr, kWindowFunctionRows, std::size(kWindowFunctionRows)}};
}

}  // namespace lessonrun::bind
