// Applying operators: what an operand may be, which type the result has, when None means IS.
#include <orm/custom.h>
#include <orm/error.h>
#include <orm/expression.h>
#include <orm/profile.h>
#include <orm/selectable.h>

#include <algorithm>
#include <utility>

namespace orm {

namespace {

TypeKind family(const TypeEngine& type) {
  TypeKind kind = type.impl().kind();
  return kind == TypeKind::enum_ ? TypeKind::string : kind;
}
bool is_concatenable(const TypeEngine& type) {
  TypeKind kind = family(type);
  return kind == TypeKind::string || kind == TypeKind::binary;
}
bool is_numeric(TypeKind kind) { return kind == TypeKind::numeric || kind == TypeKind::real; }
bool is_none_like(const Operand& operand) {
  return operand.clause ? operand.clause->kind() == NodeKind::null_ : operand.value.is_null();
}
bool is_bool_like(const Operand& operand) {
  if (!operand.clause) return operand.value.kind() == ValueKind::boolean;
  return operand.clause->kind() == NodeKind::true_ || operand.clause->kind() == NodeKind::false_;
}
ColumnRef constant(const Operand& operand) {
  if (operand.clause) return ColumnRef(as_column(operand.clause.get()));
  if (operand.value.is_null()) return null();
  return operand.value.as_bool() ? true_() : false_();
}

// The type of an arithmetic result, and + of texts turned into ||.
TypeRef adapt(Operator& op, const TypeRef& left, const TypeRef& right) {
  const TypeEngine& l = *left;
  if (l.is_null_type()) {
    if (right->is_null_type() || !info(op).commutative) return left;
    return adapt(op, right, left);
  }
  if (is_concatenable(l)) {
    if (op == Operator::add && (is_concatenable(*right) || right->is_null_type()))
      op = Operator::concat;
    return left;
  }
  TypeKind a = family(l), b = family(*right);
  bool division = op == Operator::truediv;
  if (a == TypeKind::integer) {
    if (division && b == TypeKind::integer) return Numeric();
    bool adapts = op == Operator::add || op == Operator::sub || op == Operator::mul || division ||
                  op == Operator::floordiv;
    if (is_numeric(b) && adapts) return right;
    if (b == TypeKind::interval && op == Operator::mul) return right;
    if (b == TypeKind::date && op == Operator::add) return right;
    return left;
  }
  if (a == TypeKind::datetime || a == TypeKind::date || a == TypeKind::time) {
    if (op == Operator::sub && a == b) return a == TypeKind::date ? Integer() : IntervalType();
    if (b == TypeKind::interval) return a == TypeKind::time ? left : DateTimeType();
    return left;
  }
  return left;
}

[[noreturn]] void refuse_constant() {
  throw ArgumentError(
      "Only '=', '!=', 'is_()', 'is_not()', 'is_distinct_from()', 'is_not_distinct_from()' "
      "operators can be used with None/True/False");
}

ColumnRef compare(Operator op, const ColumnRef& left, const Operand& right) {
  bool equality = op == Operator::eq || op == Operator::ne;
  bool identity = op == Operator::is_ || op == Operator::is_not;
  bool distinct = op == Operator::is_distinct_from || op == Operator::is_not_distinct_from;
  if (is_none_like(right) || is_bool_like(right)) {
    if (equality && is_bool_like(right))
      return make_ref<BinaryExpression>(left, constant(right), op, Boolean());
    if (distinct) return make_ref<BinaryExpression>(left, constant(right), op, Boolean());
    if (equality || identity)
      return make_ref<BinaryExpression>(
          left, constant(right),
          op == Operator::eq || op == Operator::is_ ? Operator::is_ : Operator::is_not, Boolean());
    refuse_constant();
  }
  return make_ref<BinaryExpression>(left, coerce_column(right, left.get(), op), op, Boolean());
}

Ref<SelectColumn> select_operand(const ClauseRef& clause) {
  if (clause->kind() == NodeKind::select || clause->kind() == NodeKind::compound ||
      clause->kind() == NodeKind::text_select)
    return static_cast<SelectBase&>(*clause).scalar_subquery();
  return nullptr;
}

}  // namespace

ColumnRef bind_for(const ColumnElement* peer, Value value, TypeRef type, Operator op) {
  std::string key = "param";
  TypeRef literal_type = std::move(type);
  if (peer != nullptr) {
    const ColumnElement* bare = peer->bare();
    const bool names =
        bare->kind() == NodeKind::custom && static_cast<const CustomElement*>(bare)->names_values;
    if (bare->kind() == NodeKind::column || bare->kind() == NodeKind::literal_column || names)
      key = std::string(bare->key());
    else if (bare->kind() == NodeKind::function &&
             !static_cast<const FunctionElement&>(*bare).brackets)
      key = std::string(bare->name());
    if (key.empty()) key = "param";  // a column that is not named yet
    if (!literal_type) literal_type = peer->type->coerce_compared_value(op, value);
    if (!literal_type) literal_type = coerced_type(peer->type, value);
  }
  return make_ref<BindParameter>(std::move(key), std::move(value), literal_type, true);
}

// What is compared with a tuple_() is one itself: a parameter for each value, typed as its peer is.
static ColumnRef tuple_for(const ClauseList& peer, const std::vector<Value>& values, Operator op) {
  std::vector<ColumnRef> clauses;
  for (size_t i = 0; i < values.size() && i < peer.clauses.size(); ++i)
    clauses.push_back(bind_for(nullptr, values[i], peer.clauses[i]->type, op));
  return make_ref<ClauseList>(NodeKind::tuple, Operator::comma, std::move(clauses),
                              make_type("TupleType"));
}

ColumnRef coerce_column(const Operand& operand, const ColumnElement* peer, Operator op) {
  if (!operand.clause) {
    if (operand.value.is_null() && op == Operator::none) return null();
    if (peer != nullptr && peer->kind() == NodeKind::tuple && operand.value.is_list())
      return tuple_for(static_cast<const ClauseList&>(*peer), operand.value.as_list(), op);
    return bind_for(peer, operand.value, nullptr, op);
  }
  if (auto* element = as_column(operand.clause.get())) {
    // A bindparam() without a type of its own takes the peer's.
    if (element->kind() == NodeKind::bind && peer != nullptr && element->type->is_null_type())
      return static_cast<BindParameter*>(element)->with_type(peer->type);
    return ColumnRef(element);
  }
  if (auto scalar = select_operand(operand.clause)) return scalar;
  if (operand.clause->is_from()) {
    auto* from = as_from(operand.clause.get());
    if (from->kind() == NodeKind::subquery && from->c().size() > 0)
      return static_cast<SelectBase&>(*static_cast<Alias*>(from)->element).scalar_subquery();
    throw ArgumentError("Column expression expected; got a FROM object named '" +
                        from->description() + "'.");
  }
  throw ArgumentError("SQL expression element or literal value expected.");
}

ColumnRef operate(Operator op, const ColumnRef& left, Operand right) {
  switch (op) {
    case Operator::eq:
    case Operator::ne:
    case Operator::lt:
    case Operator::le:
    case Operator::gt:
    case Operator::ge:
    case Operator::is_:
    case Operator::is_not:
    case Operator::is_distinct_from:
    case Operator::is_not_distinct_from:
      return compare(op, left, right);
    case Operator::in_:
    case Operator::not_in:
      if (right.clause) {
        Operands one;
        one.push_back(std::move(right));
        return in_op(op, left, std::move(one));
      } else {
        if (!right.value.is_list())
          throw ArgumentError(
              "IN expression list, SELECT construct, or bound parameter object expected, got " +
              right.value.repr() + ".");
        Operands items;
        for (const Value& item : right.value.as_list()) items.emplace_back(item);
        return in_op(op, left, std::move(items));
      }
    case Operator::like:
    case Operator::not_like:
    case Operator::ilike:
    case Operator::not_ilike:
    case Operator::contains:
    case Operator::not_contains:
    case Operator::startswith:
    case Operator::not_startswith:
    case Operator::endswith:
    case Operator::not_endswith:
    case Operator::icontains:
    case Operator::istartswith:
    case Operator::iendswith:
    case Operator::match:
    case Operator::not_match:
    case Operator::regexp_match:
    case Operator::not_regexp_match:
      return like_op(op, left, std::move(right));
    case Operator::and_:
      return and_({left, coerce_column(right)});
    case Operator::or_:
      return or_({left, coerce_column(right)});
    default:
      break;
  }
  const TypeEngine& impl = left->type->impl();
  const bool joins =
      impl.kind() == TypeKind::array || impl.type_class().name == std::string_view("HSTORE");
  if (op == Operator::add && joins) op = Operator::concat;
  ColumnRef other = coerce_column(right, left.get(), op);
  TypeRef type;
  const bool indexes = left->type->impl().kind() == TypeKind::json && op == Operator::getitem;
  if ((op == Operator::concat && joins) || indexes)
    type = left->type;
  else if (op == Operator::concat)
    type = is_concatenable(*left->type) || left->type->is_null_type() ? left->type : String();
  else
    type = adapt(op, left->type, other->type);
  return make_ref<BinaryExpression>(left, other, op, type);
}

ColumnRef reverse_operate(Operator op, const ColumnRef& right, const Operand& left) {
  ColumnRef first = coerce_column(left, right.get(), op);
  TypeRef type = adapt(op, first->type, right->type);
  return make_ref<BinaryExpression>(first, right, op, type);
}

ColumnRef operate(Operator op, const ColumnRef& operand) {
  switch (op) {
    case Operator::inv:
      return not_(operand);
    case Operator::asc:
    case Operator::desc:
    case Operator::nulls_first:
    case Operator::nulls_last:
      // A label is ordered by its name, so it is kept as it is.
      return make_ref<UnaryExpression>(
          operand->kind() == NodeKind::label ? operand : operand->self_group(op), op, true);
    case Operator::distinct:
    case Operator::neg:
    case Operator::bitwise_not:
    case Operator::any_:
    case Operator::all_:
      return make_ref<UnaryExpression>(operand->self_group(op), op, false);
    default:
      throw NotImplementedError(std::string("Operator '") + info(op).name +
                                "' is not supported on one operand");
  }
}

ColumnRef like_op(Operator op, const ColumnRef& left, Operand right, std::string escape,
                  bool autoescape) {
  if (is_none_like(right) || is_bool_like(right)) refuse_constant();
  if (autoescape && !right.clause) {
    // SQLAlchemy escapes the wildcards of the value itself.
    std::string mark = escape.empty() ? "/" : escape;
    std::string text;
    for (char c : right.value.as_text()) {
      if (c == '%' || c == '_' || c == mark[0]) text += mark;
      text += c;
    }
    right.value = Value(text);
    escape = mark;
  }
  auto result =
      make_ref<BinaryExpression>(left, coerce_column(right, left.get(), op), op, Boolean());
  result->escape = std::move(escape);
  result->autoescape = autoescape;
  return result;
}

ColumnRef in_op(Operator op, const ColumnRef& left, std::vector<Operand> items) {
  if (items.size() == 1 && items[0].clause) {
    ClauseRef clause = items[0].clause;
    if (clause->kind() == NodeKind::bind) {
      auto given = static_cast<BindParameter&>(*clause);
      Ref<BindParameter> list = make_ref<BindParameter>(given);
      list->expanding = true;
      if (list->type->is_null_type()) list->type = left->type;
      return make_ref<BinaryExpression>(left, list, op, Boolean());
    }
    ColumnRef set;
    if (auto scalar = select_operand(clause))
      set = scalar;
    else if (clause->kind() == NodeKind::scalar_select || clause->kind() == NodeKind::clause_list ||
             clause->kind() == NodeKind::text)
      set = ColumnRef(as_column(clause.get()));
    else if (clause->is_from())
      set = static_cast<FromClause&>(*clause).select()->scalar_subquery();
    if (set) {
      auto result = make_ref<BinaryExpression>(left, set, op, Boolean());
      return result;
    }
  }
  bool all_values = true;
  for (const auto& item : items) all_values = all_values && !item.clause;
  if (all_values) {
    std::vector<Value> values;
    values.reserve(items.size());
    for (auto& item : items) values.push_back(std::move(item.value));
    ColumnRef sample = bind_for(left.get(), values.empty() ? Value() : values[0], nullptr, op);
    auto& bind = static_cast<BindParameter&>(*sample);
    TypeRef type = bind.type;
    for (const Value& value : values)
      if (!value.is_null() && !value.is_list()) {
        type = bind_for(left.get(), value, nullptr, op)->type;
        break;
      }
    bind.has_null = std::any_of(values.begin(), values.end(),
                                [](const Value& value) { return value.is_null(); });
    bind.value = Value::list(std::move(values));
    bind.type = left->kind() == NodeKind::tuple ? left->type : type;
    bind.expanding = true;
    return make_ref<BinaryExpression>(left, sample, op, Boolean());
  }
  std::vector<ColumnRef> clauses;
  clauses.reserve(items.size());
  for (const auto& item : items) {
    clauses.push_back(coerce_column(item, left.get(), op)->self_group(Operator::comma));
  }
  auto list = make_ref<ClauseList>(NodeKind::clause_list, Operator::comma, std::move(clauses));
  return make_ref<BinaryExpression>(left, make_ref<Grouping>(list), op, Boolean());
}

ColumnRef between_op(const ColumnRef& value, const Operand& low, const Operand& high,
                     bool symmetric, bool negated) {
  Operator op = negated ? Operator::not_between : Operator::between;
  auto bound = [&](const Operand& operand) { return coerce_column(operand, value.get(), op); };
  auto bounds = make_ref<ClauseList>(NodeKind::clause_list, Operator::and_,
                                     std::vector<ColumnRef>{bound(low), bound(high)});
  // The list is not a conjunction: it must not be grouped, so it is put in after construction.
  auto result = make_ref<BinaryExpression>(value, bounds->clauses[0], op, Boolean());
  result->right = bounds;
  if (symmetric) result->flags = "SYMMETRIC";
  return result;
}

namespace {
// How closely an operand's own operator binds; beyond all others for what has none.
int own_precedence(const ColumnElement& operand) {
  constexpr int kNone = 1000;
  switch (operand.kind()) {
    case NodeKind::binary: {
      const auto& node = static_cast<const BinaryExpression&>(operand);
      return node.op == Operator::custom ? node.op_precedence : info(node.op).precedence;
    }
    case NodeKind::unary:
      return info(static_cast<const UnaryExpression&>(operand).op).precedence;
    case NodeKind::clause_list:
    case NodeKind::boolean_list:
      return info(static_cast<const ClauseList&>(operand).op).precedence;
    case NodeKind::exists:
      return info(Operator::exists).precedence;
    default:
      return kNone;
  }
}

ColumnRef grouped_under(const ColumnRef& operand, int precedence) {
  if (own_precedence(*operand) > precedence) return operand;
  return make_ref<Grouping>(operand);
}
}  // namespace

ColumnRef custom_op(const ColumnRef& left, std::string text, const Operand& right, int precedence,
                    bool comparison, const TypeRef& return_type) {
  ColumnRef other = coerce_column(right, left.get(), Operator::custom);
  TypeRef type = return_type ? return_type : comparison ? Boolean() : left->type;
  // Grouped by the precedence given here, which the table of operators does not know.
  auto result = make_ref<BinaryExpression>(grouped_under(left, precedence),
                                           grouped_under(other, precedence), Operator::as_, type);
  result->op = Operator::custom;
  result->op_text = std::move(text);
  result->op_precedence = precedence;
  result->op_comparison = comparison;
  return result;
}

ColumnRef regexp_op(Operator op, const ColumnRef& left, const Operand& pattern,
                    const Operand& replacement, std::string flags) {
  ColumnRef right = coerce_column(pattern, left.get(), op);
  // A match has no type in SQLAlchemy: its rows are the numbers that the database gives.
  TypeRef type = op == Operator::regexp_replace ? left->type : NullType();
  if (op == Operator::regexp_replace) {
    ColumnRef with = coerce_column(replacement, left.get(), op);
    right = make_ref<ClauseList>(NodeKind::clause_list, Operator::comma,
                                 std::vector<ColumnRef>{right, with});
    auto result = make_ref<BinaryExpression>(left, with, op, type);
    result->right = right;
    result->flags = std::move(flags);
    return result;
  }
  auto result = make_ref<BinaryExpression>(left, right, op, type);
  result->flags = std::move(flags);
  return result;
}

ColumnRef collate(const ColumnRef& element, const Name& collation) {
  auto name = make_ref<ColumnClause>(collation, element->type);
  name->quote = collation.quote;
  auto result = make_ref<BinaryExpression>(element, name, Operator::collate, element->type);
  return result;
}

namespace {
ColumnRef logical(Operator op, const std::vector<ColumnRef>& clauses) {
  NodeKind neutral = op == Operator::and_ ? NodeKind::true_ : NodeKind::false_;
  NodeKind absorbing = op == Operator::and_ ? NodeKind::false_ : NodeKind::true_;
  std::vector<ColumnRef> kept;
  ColumnRef last;
  for (const auto& clause : clauses) {
    if (!clause) continue;
    last = clause;
    if (clause->kind() == neutral) continue;
    if (clause->kind() == absorbing) return clause->self_group(Operator::none);
    if (clause->kind() == NodeKind::boolean_list && static_cast<ClauseList&>(*clause).op == op) {
      for (const auto& inner : static_cast<ClauseList&>(*clause).clauses) kept.push_back(inner);
    } else {
      kept.push_back(clause);
    }
  }
  if (kept.empty())
    return last ? last->self_group(Operator::none)
                : make_ref<ClauseList>(NodeKind::boolean_list, op, kept, Boolean());
  if (kept.size() == 1) return kept[0]->self_group(Operator::none);
  for (auto& clause : kept) clause = clause->self_group(op);
  return make_ref<ClauseList>(NodeKind::boolean_list, op, std::move(kept), Boolean());
}
}  // namespace

ColumnRef and_(const std::vector<ColumnRef>& clauses) { return logical(Operator::and_, clauses); }
ColumnRef or_(const std::vector<ColumnRef>& clauses) { return logical(Operator::or_, clauses); }
ColumnRef not_(const ColumnRef& clause) { return clause->negated(); }

}  // namespace orm
