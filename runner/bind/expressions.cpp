// The classes of SQL expressions as Python sees them.
#include "runner/bind/expressions.h"

#include <cstdio>

#include "orm/exclude_constraint.h"
#include "orm/orm_error.h"
#include "runner/bind/binding.h"
#include "runner/bind/bound.h"
#include "runner/bind/comparators.h"
#include "runner/bind/context.h"
#include "runner/bind/custom.h"
#include "runner/bind/dialects.h"
#include "runner/bind/expression_texts.h"
#include "runner/bind/refusal.h"
#include "runner/bind/schema.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;
using orm::NodeKind;
using orm::Operator;

namespace {

// ---- types --------------------------------------------------------------------------------------

// Parameters of a clause with other values: by keyword, or a dict.
template <bool Unique>
Value clause_params(Call& call) {
  Context& owner = context(call.interp);
  orm::ParameterSet values;
  if (!call[0].is_none()) values = to_parameters(owner, call[0]);
  for (auto& pair : to_parameters(owner, call[1])) values.push_back(std::move(pair));
  return wrap(owner, orm::with_params(find_clause(owner, call.self), values, Unique));
}

Value clause_bind(Call& call) { return statement_bind(context(call.interp), call.self); }
Value clause_set_bind(Call& call) {
  interp::payload<ClauseData>(call.interp, call.self).bind = call[0];
  return Value::none();
}

Value clause_self_group(Call& call) {
  Context& owner = context(call.interp);
  orm::ClauseRef clause = find_clause(owner, call.self);
  orm::ColumnElement* element = orm::as_column(clause.get());
  return element == nullptr ? call.self : wrap(owner, element->self_group(Operator::over));
}

// What kind of statement it is: one from First to Last.
template <orm::NodeKind First, orm::NodeKind Last>
Value clause_is(Call& call) {
  orm::NodeKind kind = find_clause(context(call.interp), call.self)->kind();
  return Value::boolean(kind >= First && kind <= Last);
}

const Binding kClauseRows[] = {
    {"compile", "bind=None, dialect=None, **kw", guard<compile_clause>, "orm::compile({self})"},
    {"params", "__optionaldict=None, **kwargs", guard<clause_params<false>>,
     "orm::with_params({self}, {args})"},
    {"unique_params", "__optionaldict=None, **kwargs", guard<clause_params<true>>,
     "orm::with_params({self}, {args}, true)"},
    {"self_group", "against=None", guard<clause_self_group>, "{self}.self_group()"},
};

Type* make_clause_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "ClauseElement", "sqlalchemy.sql.elements");
  builder.payload<ClauseData>();
  add_bindings(builder, kClauseRows);
  if (owner.profile.connectionless) builder.property("bind", clause_bind, clause_set_bind);
  if (owner.profile.stmt_cache) {
    builder.property("is_select", guard<clause_is<NodeKind::select, NodeKind::text_select>>)
        .property("is_insert", guard<clause_is<NodeKind::insert, NodeKind::insert>>)
        .property("is_update", guard<clause_is<NodeKind::update, NodeKind::update>>)
        .property("is_delete", guard<clause_is<NodeKind::delete_, NodeKind::delete_>>)
        .property("is_dml", guard<clause_is<NodeKind::insert, NodeKind::delete_>>)
        .property("is_text", guard<clause_is<NodeKind::text, NodeKind::text>>);
  }
  return builder
      .slots([](interp::Slots& slots) {
        slots.str = guard<clause_str>;
        slots.repr = guard<clause_repr>;
      })
      .build();
}

Type* make_column_element_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "ColumnElement", "sqlalchemy.sql.elements");
  builder.base(owner.type("ClauseElement"));
  add_operators(builder);
  return builder.build();
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
    {"Case", "sqlalchemy.sql.elements"},
    {"Cast", "sqlalchemy.sql.elements"},
    {"TypeCoerce", "sqlalchemy.sql.elements"},
    {"Over", "sqlalchemy.sql.elements"},
    {"Tuple", "sqlalchemy.sql.elements"},
    {"Extract", "sqlalchemy.sql.elements"},
    {"CollectionAggregate", "sqlalchemy.sql.elements"},
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
    case orm::NodeKind::unary: {
      const Operator op = static_cast<const orm::UnaryExpression&>(clause).op;
      return named(op == Operator::any_ || op == Operator::all_ ? "CollectionAggregate"
                                                                : "UnaryExpression");
    }
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
    case orm::NodeKind::annotated:
      return named("AnnotatedColumn");
    default:
      return named("ColumnClause");
  }
}

// ---- parts of constructs ------------------------------------------------------------------------

template <class Node>
const Node& node_of(Call& call) {
  return static_cast<const Node&>(*find_clause(context(call.interp), call.self));
}

Value binary_left(Call& call) {
  return wrap(context(call.interp), node_of<orm::BinaryExpression>(call).left);
}
Value binary_right(Call& call) {
  return wrap(context(call.interp), node_of<orm::BinaryExpression>(call).right);
}
template <class Node>
Value element_of(Call& call) {
  return wrap(context(call.interp), node_of<Node>(call).element);
}
Value list_clauses(Call& call) {
  std::vector<Value> list;
  for (const auto& clause : node_of<orm::ClauseList>(call).clauses) {
    list.push_back(wrap(context(call.interp), clause));
  }
  return call.interp.list(std::move(list));
}
Value binary_operator(Call& call) {
  Context& owner = context(call.interp);
  const auto& node = node_of<orm::BinaryExpression>(call);
  Value function = operator_function(owner, node.op);
  if (node.op != Operator::custom) return function;
  const Value none = Value::none();
  const auto* held = dynamic_cast<const PythonObject*>(node.op_implementation.get());
  return call.interp.call(function,
                          {call.interp.str(node.op_text), Value::integer(node.op_precedence),
                           Value::boolean(node.op_comparison), none, Value::boolean(false),
                           Value::boolean(false), held == nullptr ? none : held->value});
}
// A prefix is the operator of an element, a postfix its modifier.
template <bool Postfix>
Value unary_operator(Call& call) {
  const auto& node = node_of<orm::UnaryExpression>(call);
  if (node.postfix != Postfix) return Value::none();
  Value function = operator_function(context(call.interp), node.op);
  if (node.op != Operator::custom) return function;
  return call.interp.call(function, {call.interp.str(node.op_text)});
}
Value list_operator(Call& call) {
  return operator_function(context(call.interp), node_of<orm::ClauseList>(call).op);
}
// A ClauseList is a sequence of its clauses.
Value list_iter(Call& call) { return call.interp.iter(list_clauses(call)); }
Value list_length(Call& call) {
  return Value::integer(static_cast<int64_t>(node_of<orm::ClauseList>(call).clauses.size()));
}
Value bind_value(Call& call) {
  return from_orm(context(call.interp), node_of<orm::BindParameter>(call).value);
}

std::string bind_repr(Interpreter& interp, const Value& self) {
  Context& owner = context(interp);
  orm::ClauseRef clause = find_clause(owner, self);
  const auto& bind = static_cast<const orm::BindParameter&>(*clause);
  std::string key = bind.key_;
  if (bind.unique) {
    key =
        "%(" + std::to_string(reinterpret_cast<uintptr_t>(clause.get())) + " " + bind.stem() + ")s";
  }
  return "BindParameter(" + interp.repr(interp.str(key)) + ", " +
         interp.repr(from_orm(owner, bind.value)) + ", type_=" + bind.type->repr() + ")";
}

constexpr BindingKind kProperty = BindingKind::property;
const Binding kBinaryRows[] = {
    {"left", "", guard<binary_left>, "{self}.left", kProperty},
    {"right", "", guard<binary_right>, "{self}.right", kProperty},
    {"operator", "", guard<binary_operator>, "{self}.op", kProperty},
};
const Binding kLabelRows[] = {
    {"element", "", guard<element_of<orm::Label>>, "{self}.element", kProperty}};
const Binding kUnaryRows[] = {
    {"element", "", guard<element_of<orm::UnaryExpression>>, "{self}.element", kProperty},
    {"operator", "", guard<unary_operator<false>>, "{self}.op", kProperty},
    {"modifier", "", guard<unary_operator<true>>, "{self}.op", kProperty}};
const Binding kGroupingRows[] = {
    {"element", "", guard<element_of<orm::Grouping>>, "{self}.element", kProperty}};
const Binding kListRows[] = {{"clauses", "", guard<list_clauses>, "{self}.clauses", kProperty},
                             {"operator", "", guard<list_operator>, "{self}.op", kProperty},
                             {"__iter__", "", guard<list_iter>, "{self}.clauses"},
                             {"__len__", "", guard<list_length>, "{self}.clauses.size()"}};
const Binding kBindRows[] = {{"value", "", guard<bind_value>, "{self}.value", kProperty}};

void add_parts(interp::TypeBuilder& builder, std::string_view name) {
  if (name == "BinaryExpression") add_bindings(builder, kBinaryRows);
  if (name == "Label") add_bindings(builder, kLabelRows);
  if (name == "UnaryExpression") add_bindings(builder, kUnaryRows);
  if (name == "Grouping") add_bindings(builder, kGroupingRows);
  if (name == "ClauseList" || name == "BooleanClauseList" || name == "Tuple")
    add_bindings(builder, kListRows);
  if (name != "BindParameter") return;
  add_bindings(builder, kBindRows);
  builder.slots([](interp::Slots& slots) { slots.repr = guard<bind_repr>; });
}

// ColumnClause("x"): what column() makes, for classes that are derived from it.
Value column_clause_init(Call& call) {
  Context& owner = context(call.interp);
  orm::TypeRef type = call[1].is_none() ? nullptr : to_type(owner, call[1]);
  std::string name(call.text(0));
  interp::payload<ClauseData>(call.interp, call.self).clause =
      call.interp.truth(call[2]) ? orm::ClauseRef(orm::literal_column(name, type))
                                 : orm::ClauseRef(orm::column(name, type));
  return Value::none();
}

template <size_t I>
Type* make_expression_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, kClasses[I].name, kClasses[I].module);
  const bool aggregate = kClasses[I].name == std::string_view("CollectionAggregate");
  builder.base(owner.type(aggregate ? "UnaryExpression" : "ColumnElement"));
  if (kClasses[I].name == std::string_view("ColumnClause")) {
    builder.init("text, type_=None, is_literal=False, _selectable=None", guard<column_clause_init>);
  }
  add_parts(builder, kClasses[I].name);
  add_class_init(builder, kClasses[I].name);
  return builder.build();
}

Type* make_column_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Column", "sqlalchemy.sql.schema");
  builder.base(owner.type("ColumnClause"));
  add_column_members(builder);
  return builder
      .slots([](interp::Slots& slots) {
        slots.repr = guard<column_repr>;
        slots.init = guard<init_column>;
      })
      .build();
}

// The columns of aliases and subqueries that stand for schema columns are Columns, too. That they
// derive from ColumnClause decides which operand of a comparison is asked first.
Type* make_column_proxy_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "Column", "sqlalchemy.sql.schema")
      .base(owner.type("ColumnClause"))
      .slots([](interp::Slots& slots) { slots.repr = guard<column_proxy_repr>; })
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
  table.emplace_back("Column (proxy)", make_column_proxy_type);
  add_function_types(table);
  add_mysql_match_types(table);
  add_expression_types(table, std::make_index_sequence<std::size(kClasses)>());
}

Value wrap_expression(Context& owner, const orm::ClauseRef& clause) {
  if (clause->kind() == orm::NodeKind::column &&
      static_cast<const orm::ColumnClause&>(*clause).is_schema_column()) {
    return owner.make<ClauseData>("Column", clause);
  }
  if (clause->kind() == orm::NodeKind::column &&
      stands_for_column(static_cast<const orm::ColumnElement&>(*clause))) {
    return owner.make<ClauseData>("Column (proxy)", clause);
  }
  switch (clause->kind()) {
    case orm::NodeKind::function:
      return owner.make<ClauseData>(
          function_type_name(owner, static_cast<const orm::FunctionElement&>(*clause)).c_str(),
          clause);
    case orm::NodeKind::within_group:
      return owner.make<ClauseData>("WithinGroup", clause);
    case orm::NodeKind::function_filter:
      return owner.make<ClauseData>("FunctionFilter", clause);
    case orm::NodeKind::exists:
      return owner.make<ClauseData>("Exists", clause);
    case orm::NodeKind::scalar_select:
      return owner.make<ClauseData>("ScalarSelect", clause);
    default:
      if (is_mysql_match(*clause)) return owner.make<ClauseData>("mysql.match", clause);
      return owner.make<ClauseData>(class_of(*clause).name, clause);
  }
}

BindingTable clause_methods() {
  return {"sqlalchemy.sql", "ClauseElement", kClauseRows, std::size(kClauseRows)};
}

}  // namespace lessonrun::bind
