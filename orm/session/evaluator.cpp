// Expressions as functions of an object; see evaluator.h.
//
// NULL follows SQL: it makes comparisons NULL, and only a criterion that is true matches.
#include "orm/session/evaluator.h"

#include <optional>

#include "orm/expression.h"
#include "orm/profile.h"
#include "orm/types.h"

namespace orm {

const ErrorClass Unevaluatable::cls = {"UnevaluatableError", "sqlalchemy.orm.evaluator",
                                       &InvalidRequestError::cls};

namespace {

// An element's class by SQLAlchemy's name.
std::string class_of(const ColumnElement& node) {
  switch (node.kind()) {
    case NodeKind::function: {
      const auto& function = static_cast<const FunctionElement&>(node);
      return is_known_function(function.path.back()) ? function.path.back() : "Function";
    }
    case NodeKind::case_:
      return "Case";
    case NodeKind::cast:
      return "Cast";
    case NodeKind::type_coerce:
      return "TypeCoerce";
    case NodeKind::label:
      return "Label";
    case NodeKind::text:
      return "TextClause";
    case NodeKind::over:
      return "Over";
    case NodeKind::extract:
      return "Extract";
    case NodeKind::exists:
      return "SelectStatementGrouping";
    case NodeKind::scalar_select:
      return "ScalarSelect";
    default:
      return node.str(profile_2_0);
  }
}

// An operator as Python shows its function.
std::string operator_repr(Operator op) {
  return "<function " + std::string(info(op).name) + " at " + repr_address(&info(op)) + ">";
}

bool is_number(const Value& value) {
  return value.kind() == ValueKind::boolean || value.kind() == ValueKind::integer ||
         value.kind() == ValueKind::real;
}

double number(const Value& value) {
  if (value.kind() == ValueKind::real) return value.as_double();
  return value.kind() == ValueKind::boolean ? double(value.as_bool()) : double(value.as_int());
}

// -1, 0, 1; nothing for values that have no order among each other.
std::optional<int> order(const Value& a, const Value& b) {
  auto sign = [](auto x, auto y) { return x < y ? -1 : int(y < x); };
  if (a.kind() == ValueKind::integer && b.kind() == ValueKind::integer) {
    return sign(a.as_int(), b.as_int());
  }
  if (is_number(a) && is_number(b)) return sign(number(a), number(b));
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case ValueKind::text:
    case ValueKind::bytes:
      return sign(a.as_text().compare(b.as_text()), 0);
    // Their ISO forms sort as the values do.
    case ValueKind::date:
      return sign(iso_date(a.as_date()), iso_date(b.as_date()));
    case ValueKind::time:
      return sign(iso_time(a.as_time()), iso_time(b.as_time()));
    case ValueKind::datetime:
      return sign(iso_datetime(a.as_datetime()), iso_datetime(b.as_datetime()));
    default:
      return std::nullopt;
  }
}

bool truth(const Value& value) {
  if (value.is_null()) return false;
  return is_number(value) ? number(value) != 0 : true;
}

Value compare(Operator op, const Value& a, const Value& b) {
  if (op == Operator::eq) return a == b;
  if (op == Operator::ne) return !(a == b);
  std::optional<int> sign = order(a, b);
  if (!sign) return {};
  switch (op) {
    case Operator::lt:
      return *sign < 0;
    case Operator::le:
      return *sign <= 0;
    case Operator::gt:
      return *sign > 0;
    default:
      return *sign >= 0;
  }
}

Value arithmetic(Operator op, const Value& a, const Value& b) {
  if (!is_number(a) || !is_number(b)) return {};
  bool whole = a.kind() != ValueKind::real && b.kind() != ValueKind::real;
  double x = number(a);
  double y = number(b);
  if (op == Operator::truediv) return y == 0 ? Value() : Value(x / y);
  if (!whole) return op == Operator::add ? x + y : op == Operator::sub ? x - y : x * y;
  auto i = static_cast<int64_t>(x);
  auto j = static_cast<int64_t>(y);
  if (a.kind() == ValueKind::integer) i = a.as_int();
  if (b.kind() == ValueKind::integer) j = b.as_int();
  return op == Operator::add ? i + j : op == Operator::sub ? i - j : i * j;
}

bool starts(std::string_view text, std::string_view part) {
  return text.substr(0, part.size()) == part;
}
bool ends(std::string_view text, std::string_view part) {
  return text.size() >= part.size() && text.substr(text.size() - part.size()) == part;
}

class Builder {
 public:
  Builder(const Mapper& mapper, bool loads) : mapper_(mapper), loads_(loads) {}

  Evaluation build(const ColumnElement& node) const {
    switch (node.kind()) {
      case NodeKind::annotated:
      case NodeKind::column:
        return column(node);
      case NodeKind::bind:
        return bind(static_cast<const BindParameter&>(node));
      case NodeKind::null_:
        return constant(Value());
      case NodeKind::true_:
        return constant(true);
      case NodeKind::false_:
        return constant(false);
      case NodeKind::grouping:
        return build(*static_cast<const Grouping&>(node).element);
      case NodeKind::boolean_list:
      case NodeKind::clause_list:
        return list(static_cast<const ClauseList&>(node));
      case NodeKind::binary:
        return binary(static_cast<const BinaryExpression&>(node));
      case NodeKind::unary:
        return unary(static_cast<const UnaryExpression&>(node));
      default:
        throw Unevaluatable("Cannot evaluate " + class_of(node));
    }
  }

 private:
  static Evaluation constant(const Value& value) {
    return [value](InstanceState&) { return Evaluated{value}; };
  }

  Evaluation column(const ColumnElement& node) const {
    size_t attribute = 0;
    if (const AttributeAnnotation* annotation = attribute_annotation(node)) {
      if (!mapper_.is_a(*annotation->mapper)) {
        throw Unevaluatable("Can't evaluate criteria against alternate class <class '" +
                            annotation->mapper->qualified_name() + "'>");
      }
      if (annotation->entity != nullptr) {
        throw Unevaluatable("Cannot evaluate column: " + node.str(mapper_.profile()));
      }
      attribute = annotation->index;
    } else {
      const ColumnElement* bare = node.bare();
      std::optional<size_t> found;
      if (bare->kind() == NodeKind::column &&
          static_cast<const ColumnClause*>(bare)->is_schema_column()) {
        found = mapper_.attribute_of(*static_cast<const Column*>(bare));
      }
      if (!found) throw Unevaluatable("Cannot evaluate column: " + node.str(mapper_.profile()));
      attribute = *found;
    }
    return [attribute, loads = loads_](InstanceState& state) -> Evaluated {
      if (loads) return {state.load(attribute)};
      if (state.has(attribute)) return {state.get(attribute)};
      return {Value(), state.key != nullptr};
    };
  }

  static Evaluation bind(const BindParameter& node) {
    if (node.callable) {
      return [callable = node.callable](InstanceState&) { return Evaluated{callable()}; };
    }
    return constant(node.value);
  }

  Evaluation list(const ClauseList& node) const {
    std::vector<Evaluation> parts;
    for (const ColumnRef& clause : node.clauses) parts.push_back(build(*clause));
    if (node.op == Operator::and_) {
      return [parts](InstanceState& state) -> Evaluated {
        for (const Evaluation& part : parts) {
          Evaluated result = part(state);
          if (result.expired) return result;
          if (!truth(result.value)) return {result.value.is_null() ? Value() : Value(false)};
        }
        return {true};
      };
    }
    if (node.op == Operator::or_) {
      return [parts](InstanceState& state) -> Evaluated {
        bool has_null = false;
        for (const Evaluation& part : parts) {
          Evaluated result = part(state);
          if (result.expired) return result;
          if (truth(result.value)) return {true};
          has_null = has_null || result.value.is_null();
        }
        return {has_null ? Value() : Value(false)};
      };
    }
    return [parts](InstanceState& state) -> Evaluated {
      std::vector<Value> items;
      for (const Evaluation& part : parts) {
        Evaluated result = part(state);
        if (result.expired) return result;
        items.push_back(std::move(result.value));
      }
      return {Value::list(std::move(items))};
    };
  }

  Evaluation binary(const BinaryExpression& node) const {
    Operator op = node.op;
    switch (op) {
      case Operator::is_:
      case Operator::is_not:
      case Operator::eq:
      case Operator::ne:
      case Operator::lt:
      case Operator::le:
      case Operator::gt:
      case Operator::ge:
      case Operator::add:
      case Operator::sub:
      case Operator::mul:
      case Operator::truediv:
      case Operator::in_:
      case Operator::not_in:
      case Operator::concat:
      case Operator::startswith:
      case Operator::endswith:
        break;
      default:
        throw Unevaluatable("Cannot evaluate BinaryExpression with operator " + operator_repr(op));
    }
    Evaluation left = build(*node.left);
    Evaluation right = build(*node.right);
    return [op, left, right](InstanceState& state) -> Evaluated {
      Evaluated a = left(state);
      if (a.expired) return a;
      Evaluated b = right(state);
      if (b.expired) return b;
      if (op == Operator::is_) return {a.value == b.value};
      if (op == Operator::is_not) return {!(a.value == b.value)};
      if (a.value.is_null() || b.value.is_null()) return {Value()};
      return {apply(op, a.value, b.value)};
    };
  }

  static Value apply(Operator op, const Value& a, const Value& b) {
    switch (op) {
      case Operator::in_:
      case Operator::not_in: {
        bool found = false;
        if (b.is_list()) {
          for (const Value& item : b.as_list()) found = found || item == a;
        }
        return found == (op == Operator::in_);
      }
      case Operator::add:
      case Operator::sub:
      case Operator::mul:
      case Operator::truediv:
        return arithmetic(op, a, b);
      case Operator::concat:
        return a.kind() == ValueKind::text && b.kind() == ValueKind::text
                   ? Value(a.as_string() + b.as_string())
                   : Value();
      case Operator::startswith:
        return starts(a.as_text(), b.as_text());
      case Operator::endswith:
        return ends(a.as_text(), b.as_text());
      default:
        return compare(op, a, b);
    }
  }

  Evaluation unary(const UnaryExpression& node) const {
    if (node.op != Operator::inv) {
      throw Unevaluatable("Cannot evaluate UnaryExpression with operator " +
                          operator_repr(node.op));
    }
    Evaluation inner = build(*node.element);
    return [inner](InstanceState& state) -> Evaluated {
      Evaluated result = inner(state);
      if (result.expired || result.value.is_null()) return result;
      return {!truth(result.value)};
    };
  }

  const Mapper& mapper_;
  bool loads_;
};

}  // namespace

Evaluation evaluation_of(const ColumnElement& expression, const Mapper& mapper, bool loads) {
  return Builder(mapper, loads).build(expression);
}

}  // namespace orm
