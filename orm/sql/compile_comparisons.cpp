// Compiling LIKE and its kin, IN, and paths into JSON.
#include <orm/error.h>

#include "orm/sql/compile.h"

namespace orm {

void SqlCompiler::visit_getitem(const BinaryExpression& node) {
  if (node.op == Operator::getitem || dialect_.name == "default") {
    visit(*node.left);
    out_ += '[';
    visit(*node.right);
    out_ += ']';
    return;
  }
  bool quoted = node.type->impl().kind() == TypeKind::json;
  out_ += quoted ? "JSON_QUOTE(JSON_EXTRACT(" : "JSON_EXTRACT(";
  visit(*node.left);
  out_ += ", ";
  visit(*node.right);
  out_ += quoted ? "))" : ")";
}

void SqlCompiler::visit_like(const BinaryExpression& node) {
  bool negated = false, before = false, after = false, folded = false;
  switch (node.op) {
    case Operator::not_contains:
      negated = true;
      [[fallthrough]];
    case Operator::contains:
    case Operator::icontains:
      before = after = true;
      break;
    case Operator::not_startswith:
      negated = true;
      [[fallthrough]];
    case Operator::startswith:
    case Operator::istartswith:
      after = true;
      break;
    case Operator::not_endswith:
      negated = true;
      [[fallthrough]];
    case Operator::endswith:
    case Operator::iendswith:
      before = true;
      break;
    case Operator::not_like:
    case Operator::not_ilike:
      negated = true;
      break;
    default:
      break;
  }
  negated = negated || node.flags == "NOT";
  folded = node.op == Operator::ilike || node.op == Operator::not_ilike ||
           node.op == Operator::icontains || node.op == Operator::istartswith ||
           node.op == Operator::iendswith;
  bool native = folded && dialect_.native_ilike;
  auto side = [&](const ColumnElement& element) {
    std::string before_side = std::move(out_);
    out_.clear();
    // contains() and its kin are not in SQLAlchemy's table: they keep all parentheses.
    operand(element, info(node.op).precedence < 0 ? Operator::custom : node.op);
    std::string text = std::move(out_);
    out_ = std::move(before_side);
    return folded && !native ? "lower(" + text + ")" : text;
  };
  out_ += side(*node.left);
  out_ += negated ? " NOT" : "";
  out_ += native ? " ILIKE " : " LIKE ";
  const char* any = dialect_.doubles_percents() ? "'%%'" : "'%'";
  std::vector<std::string> parts;
  if (before) parts.emplace_back(any);
  parts.push_back(side(*node.right));
  if (after) parts.emplace_back(any);
  out_ += parts.size() == 1 ? parts[0] : dialect_.concat_parts(parts);
  if (!node.escape.empty())
    out_ += " ESCAPE " + literal_sql(Value(node.escape), *TypeRef(String()), dialect_);
}

void SqlCompiler::visit_in(const BinaryExpression& node) {
  bool negated = node.op == Operator::not_in;
  const char* word = negated ? " NOT IN " : " IN ";
  bool outer = negated && profile_.parenthesize_not_in;
  const ColumnElement& right = *node.right;
  bool expanding =
      right.kind() == NodeKind::bind && static_cast<const BindParameter&>(right).expanding;
  bool bound_list = expanding && static_cast<const BindParameter&>(right).unique;
  bool with_null =
      bound_list && profile_.null_in_lists && static_cast<const BindParameter&>(right).has_null;
  if (bound_list && (!profile_.expanding_in || with_null)) {
    // 1.3 writes a parameter for each value at once, 1.4 where None is among them.
    const auto& bind = static_cast<const BindParameter&>(right);
    const auto& items = bind.value.as_list();
    if (items.empty()) {
      // The static form of an empty IN, whatever is on the left.
      out_ += negated ? "1 = 1" : "1 != 1";
      return;
    }
    if (outer) out_ += "(";
    operand(*node.left, node.op);
    out_ += word;
    out_ += "(";
    for (size_t i = 0; i < items.size(); ++i) {
      if (i > 0) out_ += ", ";
      if (items[i].is_null()) {
        out_ += "NULL";
        continue;
      }
      if (!items[i].is_list()) {
        visit_bind(list_item(bind, i, items[i], bind.type));
        continue;
      }
      // A tuple: its items are parameters of their own.
      const auto& inner = items[i].as_list();
      const auto* tuple = node.left->kind() == NodeKind::tuple
                              ? static_cast<const ClauseList*>(node.left.get())
                              : nullptr;
      out_ += "(";
      for (size_t j = 0; j < inner.size(); ++j) {
        if (j > 0) out_ += ", ";
        TypeRef type = tuple != nullptr && j < tuple->types.size() ? tuple->types[j] : nullptr;
        visit_bind(list_item(bind, i * inner.size() + j, inner[j], type));
      }
      out_ += ")";
    }
    out_ += outer ? "))" : ")";
    return;
  }
  if (outer) out_ += "(";
  operand(*node.left, node.op);
  out_ += word;
  if (expanding) {
    out_ += "(";
    const auto& bind = static_cast<const BindParameter&>(right);
    if (literal_binds_ && bind.value.as_list().empty()) {
      out_ += dialect_.empty_in(*bind.type, negated);
    } else {
      visit(right);
      if (!literal_binds_) result_.binds[bind_index(bind)].negated = negated;
    }
    out_ += ")";
  } else if (profile_.null_in_lists && right.kind() == NodeKind::grouping) {
    in_items(static_cast<const Grouping&>(right));
  } else {
    visit(right);
  }
  if (outer) out_ += ")";
}

// The parameter for one item of a list that is written out at once: the same one wherever the
// list is written.
const BindParameter& SqlCompiler::list_item(const BindParameter& list, size_t number,
                                            const Value& value, const TypeRef& type) {
  auto& known = list_items_[&list];
  if (known.size() <= number) known.resize(number + 1);
  if (!known[number]) {
    known[number] = make_ref<BindParameter>(list.key_, value, type, true);
    result_.keep.emplace_back(known[number].get());
  }
  return *known[number];
}

// A list of expressions for IN, where None is written NULL.
void SqlCompiler::in_items(const Grouping& list) {
  if (list.element->kind() != NodeKind::clause_list) return visit(list);
  out_ += '(';
  bool first = true;
  for (const auto& item : static_cast<const ClauseList&>(*list.element).clauses) {
    if (!first) out_ += ", ";
    first = false;
    bool none = item->kind() == NodeKind::bind && static_cast<BindParameter&>(*item).unique &&
                !static_cast<BindParameter&>(*item).required &&
                static_cast<BindParameter&>(*item).value.is_null();
    if (none)
      out_ += "NULL";
    else
      visit(*item);
  }
  out_ += ')';
}

// An operand of a comparison: before 2.0 || bound closer than comparisons, so the parentheses
// that the tree has for it are left out.
void SqlCompiler::operand(const ColumnElement& node, Operator outer) {
  if (!profile_.concat_as_comparison && node.kind() == NodeKind::grouping &&
      info(outer).precedence <= info(Operator::eq).precedence) {
    const ColumnElement& inner = *static_cast<const Grouping&>(node).element;
    if (inner.kind() == NodeKind::binary &&
        static_cast<const BinaryExpression&>(inner).op == Operator::concat &&
        outer != Operator::custom)
      return visit(inner);
  }
  visit(node);
}

}  // namespace orm
