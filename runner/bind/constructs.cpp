// The functions that make expressions: and_, text, case, cast, bindparam, ....
#include "orm/orm_error.h"
#include "runner/bind/binding.h"
#include "runner/bind/context.h"
#include "runner/bind/custom.h"
#include "runner/bind/deprecated.h"
#include "runner/bind/expressions.h"
#include "runner/bind/refusal.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;
using orm::Operator;

namespace {

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
  if (items(call[0]).empty()) warn_deprecated(owner, Deprecated::empty_and);
  return wrap(owner, orm::and_(criteria(owner, call[0])));
}

Value or_function(Call& call) {
  Context& owner = context(call.interp);
  if (items(call[0]).empty()) warn_deprecated(owner, Deprecated::empty_or);
  return wrap(owner, orm::or_(criteria(owner, call[0])));
}

Value not_function(Call& call) {
  Context& owner = context(call.interp);
  // A plain value is bound.
  return wrap(owner, orm::not_(orm::coerce_column(to_operand(owner, call[0]))));
}

// text("..."); 1.x also takes an engine and what 2.0 says with methods.
Value text_function(Call& call) {
  Context& owner = context(call.interp);
  Value text = wrap(owner, orm::text(std::string(call.text(0))));
  for (auto& [name, value] : dict_items(owner, call[1])) {
    const bool before_1_4 = owner.profile.connectionless && !owner.profile.stmt_cache;
    if (name == "bind" && owner.profile.connectionless) {
      interp::payload<ClauseData>(call.interp, text).bind = value;
    } else if (name == "bindparams" && before_1_4) {
      text = call.interp.call(call.interp.getattr(text, "bindparams"), call.interp.to_vector(value),
                              {});
    } else if (name == "typemap" && before_1_4) {
      const std::vector<std::pair<std::string, Value>> types = dict_items(owner, value);
      text =
          call.interp.call(call.interp.getattr(text, "columns"), {}, {types.begin(), types.end()});
    } else if (name != "autocommit" || !before_1_4) {
      call.interp.raise("TypeError", "text() got an unexpected keyword argument '" + name + "'");
    }
  }
  return text;
}

Value null_function(Call& call) { return wrap(context(call.interp), orm::null()); }
Value true_function(Call& call) { return wrap(context(call.interp), orm::true_()); }
Value false_function(Call& call) { return wrap(context(call.interp), orm::false_()); }

orm::TypeRef optional_type(Context& owner, const Value& value) {
  return !value || value.is_none() ? nullptr : to_type(owner, value);
}

Value literal_function(Call& call) {
  Context& owner = context(call.interp);
  if (orm::ClauseRef clause = find_clause(owner, call[0])) return wrap(owner, clause);
  orm::ColumnRef made = orm::literal(to_orm(owner, call[0]), optional_type(owner, call[1]));
  static_cast<orm::BindParameter&>(*made).literal_execute = call.interp.truth(call[2]);
  return wrap(owner, made);
}

Value literal_column_function(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::literal_column(std::string(call.text(0)), optional_type(owner, call[1])));
}

Value column_function(Call& call) {
  Context& owner = context(call.interp);
  if (call.interp.truth(call[2]))
    return wrap(owner,
                orm::literal_column(std::string(call.text(0)), optional_type(owner, call[1])));
  auto made = orm::column(std::string(call.text(0)), optional_type(owner, call[1]));
  made->quote = quote_of_name(owner, call[0]);
  return wrap(owner, made);
}

Value table_function(Call& call) {
  Context& owner = context(call.interp);
  std::vector<orm::Ref<orm::ColumnClause>> columns;
  for (const Value& item : items(call[1])) {
    orm::ClauseRef clause = find_clause(owner, item);
    if (clause == nullptr || clause->kind() != orm::NodeKind::column) {
      raise_error(owner, orm::ArgumentError::cls, "column() objects expected in table()");
    }
    auto* column = static_cast<orm::ColumnClause*>(clause.get());
    if (column->table != nullptr) {
      raise_error(owner, orm::ArgumentError::cls,
                  "column object '" + std::string(column->key()) + "' already assigned to table '" +
                      column->table->description() + "'");
    }
    columns.push_back(orm::Ref<orm::ColumnClause>(column));
  }
  orm::Ref<orm::TableClause> made = orm::table(std::string(call.text(0)), columns);
  made->quote = quote_of_name(owner, call[0]);
  made->schema = to_name(owner, call.arg("schema"));
  return wrap(owner, made);
}

Value bindparam_function(Call& call) {
  Context& owner = context(call.interp);
  Interpreter& interp = call.interp;
  std::optional<orm::Value> value;
  orm::TypeRef type = optional_type(owner, call.arg("type_"));
  if (call.given(1)) {
    // A type given by position among keywords: bindparam("x", String).
    if (orm::TypeRef named = find_type(owner, call[1]); named && !type)
      type = named;
    else
      value = to_orm(owner, call[1]);
  }
  std::string key = call[0].is_none() ? "" : std::string(call.text(0));
  auto made = orm::bindparam(key, value, type, interp.truth(call.arg("expanding")));
  if (interp.truth(call.arg("unique"))) made->unique = true;
  made->literal_execute = interp.truth(call.arg("literal_execute"));
  const Value& callable = call.arg("callable_");
  if (!callable.is_none()) {
    made->required = false;
    Context* held = &owner;
    made->callable = [held, callable] { return to_orm(*held, held->interp.call(callable)); };
  }
  const Value& required = call.arg("required");
  if (required && !required.is_none()) made->required = interp.truth(required);
  return wrap(owner, made);
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
  return wrap(owner, orm::tuple_(operands));
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
  return wrap(owner, orm::between_op(orm::coerce_column(to_operand(owner, call[0])),
                                     to_operand(owner, call[1]), to_operand(owner, call[2]),
                                     call.interp.truth(call[3])));
}

// case((condition, result), ..., else_=), case({value: result}, value=), and the list of 1.x.
void add_when(Call& call, const Value& when, const Value& then, bool literal_values,
              std::vector<std::pair<orm::Operand, orm::Operand>>& whens) {
  Context& owner = context(call.interp);
  orm::Operand condition = to_operand(owner, when);
  if (!condition.clause && !literal_values)
    condition = orm::Operand(to_column(owner, when, "WHERE/HAVING role"));
  whens.emplace_back(std::move(condition), to_operand(owner, then));
}

Value case_function(Call& call) {
  Context& owner = context(call.interp);
  std::vector<std::pair<orm::Operand, orm::Operand>> whens;
  std::vector<Value> given = items(call[0]);
  const Value& value = call.arg("value");
  const Value& otherwise = call.arg("else_");
  bool has_value = value && !value.is_none();
  bool has_else = otherwise && !otherwise.is_none();
  orm::Operand subject{orm::Value()}, rest{orm::Value()};
  if (has_value) subject = to_operand(owner, value);
  if (has_else) rest = to_operand(owner, otherwise);
  if (owner.profile.select_list_style) {
    // 1.3: case(whens, value=None, else_=None)
    if (given.size() > 1) has_value = true, subject = to_operand(owner, given[1]);
    if (given.size() > 2) has_else = true, rest = to_operand(owner, given[2]);
    given.resize(std::min<size_t>(given.size(), 1));
    if (!given.empty() && !given[0].is(interp::Kind::kDict))
      given = call.interp.to_vector(given[0]);
  } else if (given.size() == 1 && given[0].is(interp::Kind::kList)) {
    if (owner.profile.future) {
      raise_error(owner, orm::ArgumentError::cls,
                  "The \"whens\" argument to case(), when referring to a sequence of items, is now "
                  "passed as a series of positional elements, rather than as a list. ");
    }
    given = call.interp.to_vector(given[0]);
  }
  for (const Value& item : given) {
    if (item.is(interp::Kind::kDict)) {
      for (const Value& pair : call.interp.to_vector(call.interp.call_method(item, "items"))) {
        add_when(call, items(pair)[0], items(pair)[1], has_value, whens);
      }
      continue;
    }
    std::vector<Value> pair = call.interp.to_vector(item);
    if (pair.size() != 2) {
      call.interp.raise("ValueError",
                        (pair.size() < 2 ? "not enough values to unpack (expected 2, got " +
                                               std::to_string(pair.size()) + ")"
                                         : std::string("too many values to unpack (expected 2)")));
    }
    add_when(call, pair[0], pair[1], has_value, whens);
  }
  return wrap(owner, orm::case_(whens, has_else ? std::optional<orm::Operand>(rest) : std::nullopt,
                                has_value ? std::optional<orm::Operand>(subject) : std::nullopt));
}

// any_() and all_() take an expression or a select.
template <Operator Op>
Value collection_function(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::operate(Op, orm::coerce_column(to_operand(owner, call[0]))));
}

Value bitwise_not_function(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner,
              orm::operate(Operator::bitwise_not, orm::coerce_column(to_operand(owner, call[0]))));
}

Value collate_function(Call& call) {
  Context& owner = context(call.interp);
  return wrap(
      owner, orm::collate(orm::coerce_column(to_operand(owner, call[0])), to_name(owner, call[1])));
}

Value try_cast_function(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::try_cast(to_operand(owner, call[0]), to_type(owner, call[1])));
}

Value label_function(Call& call) {
  Context& owner = context(call.interp);
  orm::ColumnRef element = orm::coerce_column(to_operand(owner, call[1]));
  if (!call[2].is_none()) element = orm::type_coerce(element, to_type(owner, call[2]));
  return wrap(owner, element->label(std::string(call.text(0))));
}

const Binding kFunctionRows[] = {
    {"and_", "*clauses", guard<and_function>, "and_({args})", BindingKind::function},
    {"or_", "*clauses", guard<or_function>, "or_({args})", BindingKind::function},
    {"not_", "clause", guard<not_function>, "not_({clause})", BindingKind::function},
    {"text", "text, **kwargs", guard<text_function>, "text({text})", BindingKind::function},
    {"null", "", guard<null_function>, "null()", BindingKind::function},
    {"true", "", guard<true_function>, "true_()", BindingKind::function},
    {"false", "", guard<false_function>, "false_()", BindingKind::function},
    {"literal", "value, type_=None, literal_execute=False", guard<literal_function>,
     "literal({value}, {type_})", BindingKind::function},
    {"literal_column", "text, type_=None", guard<literal_column_function>,
     "literal_column({text}, {type_})", BindingKind::function},
    {"column", "text, type_=None, is_literal=False", guard<column_function>,
     "column({text}, {type_})", BindingKind::function},
    {"table", "name, *columns, schema=None", guard<table_function>, "table({args})",
     BindingKind::function},
    {"bindparam",
     "key, value=?, type_=None, unique=False, required=?, quote=None, callable_=None, "
     "expanding=False, isoutparam=False, literal_execute=False",
     guard<bindparam_function>, "bindparam({key}, {type_})", BindingKind::function},
    {"cast", "expression, type_", guard<cast_function>, "cast({expression}, {type_})",
     BindingKind::function},
    {"type_coerce", "expression, type_", guard<type_coerce_function>,
     "type_coerce({expression}, {type_})", BindingKind::function},
    {"label", "name, element, type_=None", guard<label_function>, "{element}.label({name})",
     BindingKind::function},
    {"extract", "field, expr", guard<extract_function>, "extract({field}, {expr})",
     BindingKind::function},
    {"tuple_", "*clauses, types=None", guard<tuple_function>, "tuple_({args})",
     BindingKind::function},
    {"distinct", "expr", guard<distinct_function>, "{expr}.distinct()", BindingKind::function},
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
    {"any_", "expr", guard<collection_function<Operator::any_>>, "!any_() is PostgreSQL's own",
     BindingKind::function},
    {"all_", "expr", guard<collection_function<Operator::all_>>, "!all_() is PostgreSQL's own",
     BindingKind::function},
    {"bitwise_not", "expr", guard<bitwise_not_function>,
     "orm::operate(orm::Operator::bitwise_not, {expr})", BindingKind::function},
    {"collate", "expression, collation", guard<collate_function>,
     "{expression}.collate({collation})", BindingKind::function},
    {"try_cast", "expression, type_", guard<try_cast_function>, "try_cast({expression}, {type_})",
     BindingKind::function},
    {"case", "*whens, value=None, else_=None", guard<case_function>, "orm::case_({args})",
     BindingKind::function},
};

}  // namespace

BindingTable expression_functions() {
  return {"sqlalchemy", nullptr, kFunctionRows, std::size(kFunctionRows)};
}

}  // namespace lessonrun::bind
